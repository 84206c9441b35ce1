"""A second reading of turns, waits and transfers: the rules of measures.md and signals.md, walked event by event.

It is slow and obvious, shares nothing with the definitions, and so can contradict them. It reads what intake makes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil
from typing import Any

import duckdb
from drawn import is_working_day

Event = dict[str, Any]


@dataclass(frozen=True)
class Rules:
    """This holds the numbers of signal 1."""

    working_days: int = 10
    pair_responses: int = 20
    follow_up: int = 30


@dataclass
class Log:
    """This is a log as read: its events by case and by journey, in order (A4)."""

    end: datetime
    end_date: date
    cases: dict[int, list[Event]] = field(default_factory=lambda: defaultdict(list))
    journeys: dict[int, list[Event]] = field(default_factory=lambda: defaultdict(list))
    start_known: bool = False


def read(connection: duckdb.DuckDBPyConnection) -> Log:
    """This reads the events of a drawn log."""
    cursor = connection.execute("select * from events")
    names = [column[0] for column in cursor.description]
    events = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    end, end_date = connection.execute("select log_end, log_end_date from log").fetchone()  # type: ignore[misc]
    log = Log(end, end_date)
    found = connection.execute("select known from present where ours = 'start'").fetchall()
    log.start_known = any(known for (known,) in found)
    for event in sorted(events, key=order):
        log.cases[event["case_no"]].append(event)
        log.journeys[event["journey_no"]].append(event)
    return log


def order(event: Event) -> tuple[datetime, int]:
    """This is A4."""
    return (event["order_moment"], event["row_no"])


def municipality(event: Event, *kinds: str) -> bool:
    """This is A8 for the kinds that are the municipality's."""
    return event["acted_by"] == "municipality" and event["kind"] in kinds


def resident(event: Event, *kinds: str) -> bool:
    """This is A8 for the kinds that are the resident's."""
    return event["acted_by"] == "resident" and event["kind"] in kinds


def wd(a: date, b: date) -> int:
    """This is A12; going back it counts below zero, so that it stays additive."""
    if b < a:
        return -wd(b, a)
    return sum(is_working_day(a + timedelta(days=n)) for n in range(1, (b - a).days + 1))


def suspended_days(events: list[Event], log: Log) -> set[date]:
    """This is A14: the suspended days of a case, up to the log's end."""
    days: set[date] = set()
    since: date | None = None
    for event in events:
        if municipality(event, "suspend") and since is None:
            since = event["local_date"]
        elif municipality(event, "resume", "decision", "close", "reopen") and since is not None:
            days |= {since + timedelta(days=n) for n in range(1, (event["local_date"] - since).days + 1)}
            since = None
    if since is not None:
        days |= {since + timedelta(days=n) for n in range(1, (log.end_date - since).days + 1)}
    return {day for day in days if day <= log.end_date}


def wda(days_off: set[date], a: date, b: date) -> int:
    """This is A14: working days without the suspended days of the case."""
    days = [a + timedelta(days=n) for n in range(1, (b - a).days + 1)]
    return sum(is_working_day(day) and day not in days_off for day in days)


def transfers(log: Log, rules: Rules) -> dict[int, dict[str, Any]]:
    """This is signal 1: every transfer to another known department, and what became of it."""
    found: dict[int, dict[str, Any]] = {}
    for case_no, events in log.cases.items():
        off = suspended_days(events, log)
        for event in events:
            to = event["to_department_no"]
            if (
                not event["municipal"]
                or not municipality(event, "transfer")
                or to is None
                or to == event["department_no"]
            ):
                continue
            acts = [
                later for later in events
                if order(later) > order(event) and later["municipal"] and later["department_no"] in (to, None)
            ]  # fmt: skip
            for elsewhere in log.journeys[event["journey_no"]]:
                began = log.cases[elsewhere["case_no"]][0]
                if (
                    elsewhere["case_no"] != case_no
                    and elsewhere["municipal"]
                    and elsewhere["department_no"] == to
                    and order(elsewhere) > order(event)
                    and order(began) > order(event)
                ):
                    acts.append(elsewhere)
            answer = min(acts, key=order, default=None)
            others = [
                later for later in events
                if order(later) > order(event) and (answer is None or order(later) < order(answer)) and (
                    municipality(later, "decision")
                    or (
                        municipality(later, "transfer")
                        and later["department_no"] not in (None, to)
                        and later["to_department_no"] not in (None, to, later["department_no"])
                    )
                )
            ]  # fmt: skip
            other = min(others, key=order, default=None)
            found[event["row_no"]] = {
                "event": event,
                "pair": (event["department_no"], to),
                "answer": answer,
                "other": other,
                "response": None if answer is None else wda(off, event["local_date"], answer["local_date"]),
                "other_days": None if other is None else wda(off, event["local_date"], other["local_date"]),
                "age": wda(off, event["local_date"], log.end_date),
                "follow_up": wd(event["local_date"], log.end_date),
            }
    for transfer in found.values():
        responses = sorted(
            each["response"]
            for each in found.values()
            if each["pair"] == transfer["pair"]
            and each["answer"] is not None
            and each["other"] is None
            and each["response"] <= rules.follow_up
            and each["follow_up"] >= rules.follow_up
        )
        allowed = rules.working_days
        if len(responses) >= rules.pair_responses:
            allowed = max(allowed, responses[ceil(len(responses) * 95 / 100) - 1])
        transfer["allowed"] = allowed
        if transfer["other"] is not None and transfer["other_days"] <= allowed:
            transfer["status"] = "settled" if transfer["other"]["kind"] == "decision" else "rerouted"
        elif transfer["answer"] is not None:
            transfer["status"] = "answered" if transfer["response"] <= allowed else "late"
        else:
            transfer["status"] = "lost" if transfer["age"] > allowed else "open"
        asks = [
            ask for ask in log.journeys[transfer["event"]["journey_no"]]
            if order(ask) > order(transfer["event"]) and resident(ask, "request", "contact", "callback_request")
        ]  # fmt: skip
        transfer["ask"] = min(asks, key=order, default=None)
    return found


def turns(log: Log, rules: Rules) -> list[dict[str, Any]]:
    """This walks through each case and writes down who has the question."""
    sent = transfers(log, rules)
    rows = []
    for case_no, events in sorted(log.cases.items()):
        for number, row in enumerate(_turns_of(events, sent, log), start=1):
            rows.append({"case_no": case_no, "journey_no": events[0]["journey_no"], "turn": number, **row})
    return rows


State = tuple[str, str, Any, Any, Any]  # party, state, department, from, to
NOT_PICKED_UP: State = ("nobody", "not_picked_up", None, None, None)
RESIDENT: State = ("resident", "resident", None, None, None)
OVER: State = ("over", "over", None, None, None)
UNKNOWN: State = ("unknown", "unknown", None, None, None)


def _turns_of(events: list[Event], sent: dict[int, dict[str, Any]], log: Log) -> list[dict[str, Any]]:
    # the moments at which somebody else may have it: (when, row, date, state)
    changes: list[tuple[datetime, int, date, State]] = []

    def change(event: Event, state: State) -> None:
        changes.append((event["order_moment"], event["row_no"], event["local_date"], state))

    ended = suspended = acted = False
    for place, event in enumerate(events):
        reopened = ended and resident(event, "request", "objection")
        if municipality(event, "decision", "close"):
            ended, suspended = True, False
        elif municipality(event, "reopen"):
            ended, suspended = False, False
        elif resident(event, "request", "objection"):
            ended = False
        elif municipality(event, "suspend"):
            suspended = True
        elif municipality(event, "resume"):
            suspended = False
        acted = acted or event["municipal"]

        if not event["municipal"]:
            if place == 0:
                change(event, NOT_PICKED_UP)
            elif reopened:
                change(event, RESIDENT if suspended else NOT_PICKED_UP)
            continue
        if ended:
            change(event, OVER)
            continue
        if suspended:
            change(event, RESIDENT)
            continue
        following = next((later for later in events[place + 1 :] if later["municipal"]), None)
        own = event["department_no"]
        if event["row_no"] in sent:
            transfer = sent[event["row_no"]]
            lost = transfer["status"] == "lost"
            change(event, ("nobody", "lost" if lost else "underway", None, own, event["to_department_no"]))
            cut = transfer["ask"] if lost else transfer["answer"]
            if cut is not None and (lost or cut["case_no"] != event["case_no"]):
                before_the_next_act = following is None or cut["order_moment"] < following["order_moment"]
                if before_the_next_act:
                    to = event["to_department_no"]
                    change(cut, NOT_PICKED_UP if lost else ("department", "department", to, None, None))
        elif own is None:
            change(event, UNKNOWN)
        elif following is not None and following["department_no"] not in (None, own):
            change(event, ("unknown", "unrecorded", None, own, following["department_no"]))
        else:
            change(event, ("department", "department", own, None, None))

    # only where time passes; the last one closes the row of turns
    kept = []
    for place, (when, row, day, state) in enumerate(changes):
        last = place == len(changes) - 1
        if last or changes[place + 1][0] > when:
            kept.append((when, row, day, state))
    runs = [each for place, each in enumerate(kept) if place == 0 or kept[place - 1][3] != each[3]]
    if runs[-1][3] == OVER:  # opened and ended again in one moment: over until then, and that is the end (A15)
        at_once = [
            one for before, one, after in zip(changes, changes[1:], changes[2:], strict=False)
            if before[3] == OVER != one[3] and one[0] == after[0] and one[0] > runs[-1][0]
        ]  # fmt: skip
        runs += [next((*one[:3], OVER) for one in at_once if one[0] == at_once[-1][0])] if at_once else []
    result = []
    for place, (when, row, day, state) in enumerate(runs):
        closing = runs[place + 1] if place + 1 < len(runs) else None
        if (closing is None and state == OVER) or (when >= log.end and place > 0):
            continue
        result.append(_turn(events, when, row, day, state, closing, log))
    if not result:
        earlier = [each for each in changes if each[3] != OVER and each[0] <= runs[0][0]]
        if earlier:
            result.append(_turn(events, *earlier[-1], runs[0], log))
    return result


def _turn(
    events: list[Event], when: datetime, row: int, day: date, state: State, closing: Any, log: Log
) -> dict[str, Any]:
    started = min(when, log.end)
    open_ = closing is None or closing[0] > log.end
    ended = log.end if open_ else closing[0]
    last_day = log.end_date if open_ else closing[2]
    party, name, department, sender, receiver = state
    busy: set[int] = set()
    if party == "department":
        for event in events:
            if event["municipal"] and event["department_no"] == department and event["start_moment"] is not None:
                begin, finish = max(event["start_moment"], started), min(event["moment"], ended)
                busy |= set(range(int((begin - started).total_seconds()), int((finish - started).total_seconds())))
    return {
        "party": party,
        "state": name,
        "department_no": department,
        "from_department_no": sender,
        "to_department_no": receiver,
        "started": started,
        "ended": ended,
        "open": open_,
        "seconds": int((ended - started).total_seconds()),
        "working_days": wd(min(day, log.end_date), last_day),
        "working_seconds": len(busy) if log.start_known and party == "department" else None,
        "started_row_no": row,
        "ended_row_no": None if open_ else closing[1],
    }


def waits(log: Log) -> list[dict[str, Any]]:
    """This is B waiting: each gap between neighbouring events goes to the first cause that applies."""
    rows = []
    for case_no, events in sorted(log.cases.items()):
        days = {"resident": 0, "callback": 0, "handoff": 0, "queue": 0}
        suspended = pending = False
        for place, (x, y) in enumerate(pairwise(events)):
            if municipality(x, "suspend"):
                suspended = True
            elif municipality(x, "resume", "decision", "close", "reopen"):
                suspended = False
            if resident(x, "callback_request"):
                pending = True
            elif municipality(x, "outreach"):
                pending = False
            p = next((event for event in reversed(events[: place + 1]) if event["municipal"]), None)
            n = next((event for event in events[place + 1 :] if event["municipal"]), None)
            differ = p is not None and n is not None and any(
                p[column] is not None and n[column] is not None and p[column] != n[column]
                for column in ("official_no", "department_no")
            )  # fmt: skip
            cause = "resident" if suspended else "callback" if pending else "handoff" if differ else "queue"
            days[cause] += wd(x["local_date"], y["local_date"])
        rows.append({"case_no": case_no, **{f"waiting_{cause}": count for cause, count in days.items()}})
    return rows
