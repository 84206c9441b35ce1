"""A second reading of ten signals, walked event by event: parallel, many_hands, unexplained_no, explained_no, over_term, departed, one_owner,
visit_turns, early_conversation, same_day.

Written from signals.md and measures.md, slow and obvious; it shares nothing with the definitions and so can contradict them.
Each function gives {(status, anchor, other anchor): working days} of one signal; the numbers are those of the page.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

from walked import Event, Log, municipality, order, resident, wd

Found = dict[tuple[str, int, int | None], int]
PERSONAL = ("phone", "desk", "visit")


def of_cases(log: Log) -> list[list[Event]]:
    """This gives the events of each case, in order."""
    return [events for _, events in sorted(log.cases.items())]


def days(a: Event, b: Event) -> int:
    """This is wd of two events."""
    return wd(a["local_date"], b["local_date"])


def early_conversation(log: Log) -> Found:
    found: Found = {}
    for events in of_cases(log):
        requests = [event for event in events if resident(event, "request")]
        talks = [event for event in events if municipality(event, "outreach") and event["channel"] in PERSONAL]
        if requests:
            first = requests[0]
            for talk in talks:
                if order(talk) > order(first):
                    if days(first, talk) <= 5:
                        found["found", first["row_no"], None] = days(first, talk)
                    break
    return found


def questions(events: list[Event]) -> list[tuple[Event, Event | None]]:
    """This is A19."""
    asked: list[tuple[Event, Event | None]] = []
    open_: Event | None = None
    for event in events:
        if resident(event, "request") and open_ is None:
            open_ = event
        elif municipality(event, "decision", "close") and open_ is not None:
            asked.append((open_, event))
            open_ = None
    return asked + ([(open_, None)] if open_ is not None else [])


def closed_unanswered(close: Event, events: list[Event]) -> bool:
    """This is signal 8 for one close."""
    before = [event for event in events if order(event) < order(close)]
    asks = [event for event in before if resident(event, "request", "contact", "callback_request")]
    if not asks:
        return False
    last = asks[-1]
    if any(order(event) > order(last) and municipality(event, "decision", "outreach") for event in before):
        return False
    spoken = last["kind"] != "callback_request" and last["channel"] in (None, "phone", "desk", "visit", "chat")
    return not (spoken and last["local_date"] == close["local_date"])


def same_day(log: Log) -> Found:
    found: Found = {}
    for events in of_cases(log):
        for request, answer in questions(events):
            if answer is None or answer["local_date"] != request["local_date"]:
                continue
            on = request["local_date"]
            if wd(on - timedelta(days=1), on) == 1 and not (answer["kind"] == "close" and closed_unanswered(answer, events)):
                found["found", request["row_no"], None] = 0
    return found


def visit_turns(log: Log) -> Found:
    found: Found = {}
    for events in of_cases(log):
        visits = [event for event in events if municipality(event, "outreach") and event["channel"] == "visit"]
        if not visits:
            continue
        visit = visits[0]
        before = {event["official_no"] for event in events if event["appears"] and order(event) < order(visit)}
        ends = [event for event in events if municipality(event, "decision", "close") and order(event) > order(visit)]
        if len(before) >= 5 and ends and days(visit, ends[0]) <= 20:
            found["found", visit["row_no"], None] = days(visit, ends[0])
    return found


def _rejections(log: Log) -> list[tuple[Event, list[Event]]]:
    return [
        (event, journey)
        for journey in log.journeys.values()
        for event in journey
        if municipality(event, "decision") and event["outcome"] == "rejected"
    ]


def _in_window(talk: Event, decision: Event) -> bool:
    if order(talk) < order(decision):
        return days(talk, decision) <= 10
    return days(decision, talk) <= 5


def unexplained_no(log: Log) -> Found:
    found: Found = {}
    for decision, journey in _rejections(log):
        talks = [event for event in journey if municipality(event, "outreach") and event["channel"] in (*PERSONAL, None)]
        age = wd(decision["local_date"], log.end_date)
        if age > 5 and not any(_in_window(talk, decision) for talk in talks):
            later = [talk for talk in talks if order(talk) > order(decision)]
            found["found", decision["row_no"], None] = days(decision, later[0]) if later else age
    return found


def explained_no(log: Log) -> Found:
    found: Found = {}
    for decision, journey in _rejections(log):
        talks = [event for event in journey if municipality(event, "outreach") and event["channel"] in PERSONAL]
        near = [talk for talk in talks if _in_window(talk, decision)]
        against = any(
            resident(event, "objection", "complaint") and order(event) > order(decision) and days(decision, event) <= 30
            for event in journey
        )
        if near and not against and wd(decision["local_date"], log.end_date) > 30:
            before = [talk for talk in near if order(talk) < order(decision)]
            found["found", decision["row_no"], None] = days(before[-1], decision) if before else days(decision, near[0])
    return found


def departed(log: Log) -> Found:
    found: Found = {}
    everything = sorted((event for events in log.cases.values() for event in events), key=order)
    for event in everything:
        if event["to_official_no"] is None or not (municipality(event, "transfer") or resident(event, "callback_request")):
            continue
        seen = [each for each in everything if each["appears"] and each["official_no"] == event["to_official_no"]]
        before = [each for each in seen if order(each) < order(event)]
        if len(before) < 5 or any(order(each) > order(event) for each in seen):
            continue
        age, quiet = wd(event["local_date"], log.end_date), wd(seen[-1]["local_date"], log.end_date)
        if age >= 40 and quiet >= 2 * max(days(x, y) for x, y in pairwise(seen)):
            found["found", event["row_no"], None] = age
    return found


def one_owner(log: Log) -> Found:
    found: Found = {}
    for journey_no, journey in log.journeys.items():
        done = [event for event in journey if event["municipal"]]
        counts = Counter(event["official_no"] for event in done if event["official_no"] is not None)
        over = all(
            stretches(log.cases[case], log)[-1][2] is not None for case in {event["case_no"] for event in journey}
        )
        if over and len(done) >= 5 and counts and 5 * max(counts.values()) >= 4 * len(done):
            found["found", journey_no, None] = days(journey[0], journey[-1])
    return found


def many_hands(log: Log) -> Found:
    found: Found = {}
    for journey_no, journey in log.journeys.items():
        cases = len({event["case_no"] for event in journey})
        officials = {event["official_no"] for event in journey if event["appears"]}
        chain = [event["official_no"] for event in journey if event["municipal"] and event["official_no"] is not None]
        hops = sum(x != y for x, y in pairwise(chain))
        if len(officials) >= 8 + 3 * (cases - 1) or (hops >= 10 + 5 * (cases - 1) and len(officials) >= 5):
            found["found", journey_no, None] = days(journey[0], journey[-1])
    return found


def stretches(events: list[Event], log: Log) -> list[tuple[date, date, Event | None]]:
    """This is A15: from when until when a case was open, and what ended it (None: open at the log's end)."""
    found: list[tuple[date, date, Event | None]] = []
    since: date | None = events[0]["local_date"]
    for event in events:
        if municipality(event, "decision", "close") and since is not None:
            found.append((since, event["local_date"], event))
            since = None
        elif (municipality(event, "reopen") or resident(event, "request", "objection")) and since is None:
            since = event["local_date"]
    return found + ([(since, log.end_date, None)] if since is not None else [])


def _home(events: list[Event]) -> Any:
    known = [event["department_no"] for event in events if event["municipal"] and event["department_no"] is not None]
    return max(known, key=lambda department: (known.count(department), -known.index(department)), default=None)


def parallel(log: Log) -> Found:
    found: Found = {}
    for journey in log.journeys.values():
        for one, other in combinations(sorted({event["case_no"] for event in journey}), 2):
            pair = (log.cases[one], log.cases[other])
            homes = {_home(events) for events in pair}
            if None in homes or len(homes) < 2:
                continue
            open_ = [stretches(events, log) for events in pair]
            common = sum(
                wd(max(a[0], b[0]), min(a[1], b[1])) for a in open_[0] for b in open_[1] if min(a[1], b[1]) > max(a[0], b[0])
            )
            acted = [{e["official_no"] for e in events if e["municipal"] and e["official_no"] is not None} for events in pair]
            both = [event for events in pair for event in events]
            passed = any(
                municipality(event, "transfer") and {event["department_no"], event["to_department_no"]} == homes for event in both
            )
            asked = any(
                resident(event, "contact", "callback_request", "complaint", "objection")
                and all(any(a[0] <= event["local_date"] <= a[1] for a in each) for each in open_)
                for event in both
            )
            if common >= 20 and asked and not passed and not acted[0] & acted[1]:
                found["found", one, other] = common
    return found


def topic(event: Event, events: list[Event]) -> Any:
    """This is A16."""
    known = [each["topic_no"] for each in events if each["topic_no"] is not None]
    return event["topic_no"] if event["topic_no"] is not None else known[0] if known else None


def over_term(log: Log, weeks: dict[int, int]) -> Found:
    found: Found = {}
    decided = {topic(event, events) for events in of_cases(log) for event in events if municipality(event, "decision")}
    for events in of_cases(log):
        pauses = []
        begun: Event | None = None
        for event in events:
            if municipality(event, "suspend") and begun is None:
                begun = event
            elif municipality(event, "resume", "decision", "close", "reopen") and begun is not None:
                pauses.append((begun, event["local_date"]))
                begun = None
        pauses += [(begun, log.end_date)] if begun is not None else []
        for request, answer in questions(events):
            of = topic(request, events)
            term = weeks.get(of, 8)
            deadline = request["local_date"] + timedelta(days=7 * term)
            for start, end in pauses:
                inside = order(start) > order(request) and (answer is None or order(start) < order(answer))
                if inside and start["local_date"] <= moved(deadline, term):
                    deadline += timedelta(days=(end - start["local_date"]).days)
            deadline = moved(deadline, term)
            if answer is None:
                if log.end_date > deadline and of in decided:
                    found["undecided", request["row_no"], None] = wd(request["local_date"], log.end_date)
            elif answer["kind"] == "decision" and answer["outcome"] != "withdrawn" and answer["local_date"] > deadline:
                found["late", request["row_no"], None] = days(request, answer)
    return found


def moved(deadline: date, weeks: int) -> date:
    """This is Algemene termijnenwet, articles 1, 3 and 4, in 2026."""
    while weeks <= 12 and wd(deadline - timedelta(days=1), deadline) == 0:
        deadline += timedelta(days=1)
    return deadline
