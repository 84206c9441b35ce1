"""A second reading of the signals of lost and well passed questions: signals.md 1-8 and 15, walked event by event.

It is slow and obvious, shares nothing with mining/signals, and so can contradict them. Each signal gives the rows of its table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import Any

from drawn import is_working_day
from walked import Event, Log, Rules, municipality, order, resident, suspended_days, transfers, wd, wda

REAL = ("work", "outreach", "decision", "suspend")
ASKS = ("request", "contact", "callback_request")
GENERAL = {"algemeen", "algemene", "overig", "overige", "divers", "diverse", "diversen"}


@dataclass(frozen=True)
class Numbers:
    """This holds the numbers of these signals."""

    transfers: Rules = field(default_factory=Rules)
    circle_departments: int = 2
    silence_contact_dates: int = 2
    silence_working_days: int = 10
    callback_working_days: int = 2
    callback_never_working_days: int = 10
    stalled_working_days: int = 20
    repeat_working_days: int = 20
    warm_handover_act_working_days: int = 1
    warm_handover_outreach_working_days: int = 2


def signals(log: Log, numbers: Numbers, topics: dict[int, str]) -> dict[str, list[dict[str, Any]]]:
    """This walks through the log once for each signal."""
    walks = {
        "dropped_handoff": dropped_handoff(log, numbers),
        "bounce": bounce(log),
        "circle": circle(log, numbers),
        "silence": silence(log, numbers),
        "unanswered_callback": unanswered_callback(log, numbers),
        "orphan": standing_still(log, numbers, owned=False),
        "stall": standing_still(log, numbers, owned=True),
        "repeat": repeat(log, numbers, topics),
        "closed_unanswered": closed_unanswered(log),
        "warm_handover": warm_handover(log, numbers),
    }
    return {name: sorted(found, key=lambda one: one["anchor_no"]) for name, found in walks.items()}


def _found(
    rows: list[Event], log: Log, days: int, *, anchor: Event, status: str = "found", ends: Event | None = None,
    pair: tuple[Any, Any] = (None, None), of_case: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """This writes down one instance; it began with the first of its rows in order, and lasts where no row ends it."""
    return {
        "status": status,
        "journey_no": anchor["journey_no"],
        "case_no": anchor["case_no"],
        "anchor_no": anchor["case_no" if of_case else "row_no"],
        "other_anchor_no": None,
        "row_nos": sorted({row["row_no"] for row in rows}),
        "started": min(rows, key=order)["order_moment"],
        "ended": log.end if ends is None else ends["order_moment"],
        "working_days": days,
        "from_department_no": pair[0],
        "to_department_no": pair[1],
    }


def real(event: Event) -> bool:
    return municipality(event, *REAL)


def later(events: list[Event], than: Event) -> list[Event]:
    return [event for event in events if order(event) > order(than)]


def between(events: list[Event], one: Event, other: Event) -> list[Event]:
    return [event for event in events if order(one) < order(event) < order(other)]


def passed_between_departments(events: list[Event]) -> list[Event]:
    """This is A18."""
    return [
        event for event in events
        if municipality(event, "transfer") and event["department_no"] is not None
        and event["to_department_no"] not in (None, event["department_no"])
    ]  # fmt: skip


def dropped_handoff(log: Log, numbers: Numbers) -> Iterator[dict[str, Any]]:
    for each in transfers(log, numbers.transfers).values():
        event, answer = each["event"], each["answer"]
        if each["status"] == "late":
            yield _found([event, answer], log, each["response"], anchor=event, status="late", ends=answer, pair=each["pair"])
        elif each["status"] == "lost":
            yield _found([event], log, each["age"], anchor=event, status="lost", pair=each["pair"])


def bounce(log: Log) -> Iterator[dict[str, Any]]:
    for events in log.cases.values():
        for one, other in pairwise(passed_between_departments(events)):
            there, back = (one["department_no"], one["to_department_no"]), (other["department_no"], other["to_department_no"])
            if there == back[::-1] and not any(
                real(event) and event["department_no"] in (back[0], None) for event in between(events, one, other)
            ):
                yield _found([one, other], log, wd(one["local_date"], other["local_date"]), anchor=other, ends=other, pair=there)


def circle(log: Log, numbers: Numbers) -> Iterator[dict[str, Any]]:
    for events in log.cases.values():
        passed = passed_between_departments(events)
        used_up = 0  # transfers before this place
        for j, back in enumerate(passed):
            home = back["to_department_no"]
            starts = [i for i in range(used_up, j) if passed[i]["department_no"] == home]
            if not starts:
                continue
            round_ = passed[starts[-1] : j + 1]
            others = {event[column] for event in round_ for column in ("department_no", "to_department_no")} - {home}
            steps = [event for event in between(events, round_[0], back) if real(event)]
            worked = {event["department_no"] for event in steps}
            if (
                len(others) >= numbers.circle_departments
                and not any(event["kind"] == "decision" for event in steps)
                and None not in worked
                and others - worked
            ):
                used_up = j + 1
                pair = (round_[0]["department_no"], round_[0]["to_department_no"])
                yield _found(round_, log, wd(round_[0]["local_date"], back["local_date"]), anchor=back, ends=back, pair=pair)


def silence(log: Log, numbers: Numbers) -> Iterator[dict[str, Any]]:
    for events in log.journeys.values():
        stretch: list[Event] = []
        for event in [*events, None]:
            if event is not None and resident(event, "contact", "callback_request"):
                stretch.append(event)
            if event is not None and not real(event):
                continue
            if stretch and len({contact["local_date"] for contact in stretch}) >= numbers.silence_contact_dates:
                first = stretch[0]["local_date"]
                last = log.end_date if event is None else event["local_date"]
                off = set().union(*(suspended_days(log.cases[contact["case_no"]], log) for contact in stretch))
                days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
                count = sum(is_working_day(day) and day not in off for day in days)
                if count >= numbers.silence_working_days:
                    rows = stretch if event is None else [*stretch, event]
                    yield _found(rows, log, count, anchor=stretch[0], status="ended" if event else "open", ends=event)
            stretch = []


def unanswered_callback(log: Log, numbers: Numbers) -> Iterator[dict[str, Any]]:
    for events in log.journeys.values():
        for event in events:
            if not resident(event, "callback_request"):
                continue
            pair = (event["department_no"], event["to_department_no"])
            outreach = next((other for other in later(events, event) if municipality(other, "outreach")), None)
            days = wd(event["local_date"], outreach["local_date"] if outreach else log.end_date)
            if days <= numbers.callback_working_days:
                continue
            if outreach:
                yield _found([event, outreach], log, days, anchor=event, status="late", ends=outreach, pair=pair)
            else:
                status = "never" if days >= numbers.callback_never_working_days else "overdue"
                yield _found([event], log, days, anchor=event, status=status, pair=pair)


def standing_still(log: Log, numbers: Numbers, *, owned: bool) -> Iterator[dict[str, Any]]:
    for events in log.cases.values():
        ended = suspended = False
        for event in events:
            if municipality(event, "decision", "close"):
                ended, suspended = True, False
            elif municipality(event, "reopen"):
                ended = suspended = False
            elif resident(event, "request", "objection"):
                ended = False
            elif municipality(event, "suspend"):
                suspended = True
            elif municipality(event, "resume"):
                suspended = False
        acts = [event for event in events if event["municipal"]]
        last = acts[-1] if acts else events[0]
        passed = municipality(last, "transfer")
        owner = last["to_official_no"] if passed else last["official_no"]
        days = wda(suspended_days(events, log), last["local_date"], log.end_date)
        if ended or suspended or days <= numbers.stalled_working_days or owned != bool(acts and owner is not None):
            continue
        pair = (None, None)
        if acts:
            own, to = last["department_no"], last["to_department_no"]
            pair = (own, to if passed and to != own else None)
        yield _found([last], log, days, anchor=last, of_case=True, status="open", pair=pair)


def repeat(log: Log, numbers: Numbers, topics: dict[int, str]) -> Iterator[dict[str, Any]]:
    def topic(event: Event) -> int | None:
        known = [each["topic_no"] for each in log.cases[event["case_no"]] if each["topic_no"] is not None]
        own = event["topic_no"] if event["topic_no"] is not None else next(iter(known), None)
        return None if own is None or GENERAL & set(re.findall(r"[^\W_]+", topics[own].casefold())) else own

    for events in log.journeys.values():
        for close in events:
            if not municipality(close, "close") or topic(close) is None:
                continue
            asks = [
                ask for ask in later(events, close)
                if resident(ask, *ASKS) and topic(ask) == topic(close)
                and (ask["case_no"] == close["case_no"] or order(log.cases[ask["case_no"]][0]) > order(close))
            ]  # fmt: skip
            if not asks or wd(close["local_date"], asks[0]["local_date"]) > numbers.repeat_working_days:
                continue
            inside = between(events, close, asks[0])
            if any(municipality(event, "close") and topic(event) == topic(close) for event in inside) or any(
                municipality(event, "reopen") and event["case_no"] == close["case_no"] for event in inside
            ):
                continue
            pair = (close["department_no"], asks[0]["department_no"])
            days = wd(close["local_date"], asks[0]["local_date"])
            yield _found([close, asks[0]], log, days, anchor=asks[0], ends=asks[0], pair=pair)


def closed_unanswered(log: Log) -> Iterator[dict[str, Any]]:
    for events in log.cases.values():
        for close in events:
            asks = [event for event in events if order(event) < order(close) and resident(event, *ASKS)]
            if not municipality(close, "close") or not asks:
                continue
            q = asks[-1]
            spoken = q["kind"] != "callback_request" and q["channel"] in ("phone", "desk", "visit", "chat", None)
            answered = any(municipality(event, "decision", "outreach") for event in between(events, q, close))
            if not answered and not (spoken and q["local_date"] == close["local_date"]):
                days = wd(q["local_date"], close["local_date"])
                yield _found([q, close], log, days, anchor=close, ends=close, pair=(close["department_no"], None))


def warm_handover(log: Log, numbers: Numbers) -> Iterator[dict[str, Any]]:
    for events in log.cases.values():
        for event in passed_between_departments(events):
            after = later(log.journeys[event["journey_no"]], event)
            act = next(
                (
                    other for other in after
                    if other["municipal"] and other["department_no"] == event["to_department_no"]
                    and (other["case_no"] == event["case_no"] or order(log.cases[other["case_no"]][0]) > order(event))
                ),
                None,
            )  # fmt: skip
            heard = next((other for other in after if municipality(other, "outreach")), None)
            if act is None or heard is None:
                continue
            acted, heard_after = (wd(event["local_date"], other["local_date"]) for other in (act, heard))
            if acted <= numbers.warm_handover_act_working_days and heard_after <= numbers.warm_handover_outreach_working_days:
                pair = (event["department_no"], event["to_department_no"])
                ends = max(act, heard, key=order)
                yield _found([event, act, heard], log, max(acted, heard_after), anchor=event, ends=ends, pair=pair)
