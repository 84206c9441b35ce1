"""Harm and care points read a second time, in plain Python from their words: what each row of their tables must hold.

It reads the events as the book of the signals does (signals_by_the_book, walked) and shares no line with the queries. Each function gives
rows by their key; only the columns that the words fix stand in them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import walked
from drawn import is_working_day
from signals_by_the_book import (
    Book,
    Event,
    after,
    ask,
    before,
    is_open,
    is_suspended,
    municipal,
    outreach,
    wd,
)
from walked import municipality

Rows = dict[Any, dict[str, Any]]


def harm_parts(book: Book) -> Rows:
    """This gives, by pair, topic and journey, what was passed on, dropped, lost and late, and never called back."""
    found: dict[Any, Counter[str]] = defaultdict(Counter)
    for each in walked.transfers(book.log, walked.Rules()).values():
        event, status = each["event"], each["status"]
        part = found[(*each["pair"], book.topic_of_case(event), event["journey_no"])]
        part["transfers"] += 1
        part["dropped"] += status in ("late", "lost")
        if status == "late":
            answered = each["answer"]["local_date"]
            part["late_seconds"] += 86400 * (answered - _days_before(answered, each["response"] - each["allowed"])).days
        if status == "lost":
            part["lost_seconds"] += _lost_seconds(book, event)
    for request, answer in _callbacks(book):
        if answer is None and wd(request, book.end) >= 10:
            pair = (request["department_no"], request["to_department_no"])
            found[(*pair, book.topic_of_case(request), request["journey_no"])]["callbacks_never"] += 1
    columns = ("transfers", "dropped", "lost_seconds", "late_seconds", "callbacks_never")
    return {key: {column: part[column] for column in columns} for key, part in found.items()}


def _days_before(day: date, working_days: int) -> date:
    """This is the working day that lies so many working days before a date."""
    found = day
    while not (is_working_day(found) and wd(found, day) == working_days):
        found -= timedelta(days=1)
    return found


def _lost_seconds(book: Book, transfer: Event) -> int:
    """This is how long nobody had it: until the resident asks, the municipality acts in the case, or the log ends; not where it was at rest."""
    so_far = [*before(book.case(transfer), transfer), transfer]
    if not is_open(so_far) or is_suspended(so_far):
        return 0
    ends = [each["order_moment"] for each in after(book.journey(transfer), transfer) if ask(each)]
    ends += [each["order_moment"] for each in after(book.case(transfer), transfer) if municipal(each)]
    return int((min([*ends, book.log.end]) - transfer["order_moment"]).total_seconds())


def _callbacks(book: Book) -> list[tuple[Event, Event | None]]:
    requests = [each for each in book.everything() if ask(each) and each["kind"] == "callback_request"]
    return [(each, next((one for one in after(book.journey(each), each) if outreach(one)), None)) for each in requests]


def care_callbacks(book: Book) -> Rows:
    """This gives what became of each callback request."""
    found = {}
    for request, answer in _callbacks(book):
        days = wd(request, answer or book.end)
        without = "never" if days >= 10 else "overdue" if days > 2 else "not_yet"
        state = without if answer is None else "in_time" if days <= 2 else "late"
        found[request["row_no"]] = {"working_days": days, "state": state, "judged": state != "not_yet"}
    return found


def callback_stock(book: Book) -> Rows:
    """This gives how many callback requests are open on each Monday."""
    requests = [
        (request["local_date"], answer["local_date"] if answer else date.max) for request, answer in _callbacks(book)
    ]
    monday = min(each["local_date"] for each in book.everything()) + timedelta(days=1)
    found = {}
    while monday <= book.end:
        if monday.weekday() == 0:
            waiting = [asked for asked, answered in requests if asked < monday <= answered]
            week = monday - timedelta(days=7)
            found[monday] = {
                "open": len(waiting),
                "overdue": sum(wd(asked, monday) > 2 for asked in waiting),
                "oldest_working_days": max((wd(asked, monday) for asked in waiting), default=None),
                "asked": sum(week <= asked < monday for asked, _ in requests),
                "answered": sum(week <= answered < monday for _, answered in requests),
            }
        monday += timedelta(days=1)
    return found


def care_contacts(book: Book) -> Rows:
    """This gives for each ask whether it was avoidable, and how long no later one came."""
    matters: dict[Any, list[Event]] = defaultdict(list)
    for event in book.everything():
        topic = book.topic(event)
        matters[("case", event["case_no"]) if topic is None else (event["journey_no"], topic)].append(event)
    found = {}
    for events in matters.values():
        asks = [each for each in events if ask(each)]
        for day in {each["local_date"] for each in asks}:
            same_day = [each for each in asks if each["local_date"] == day]
            told = [each for each in before(events, same_day[0]) if ask(each) or municipality(each, "close", "outreach", "suspend", "decision")]
            last = told[-1] if told else None
            soon = last is not None and wd(last, same_day[0]) <= 20
            reason = None
            if last and soon:
                reason = "chasing" if ask(last) else "again_after_close" if last["kind"] == "close" else None
            begins = reason is None and not (last and last["kind"] in ("outreach", "suspend", "decision"))
            later = min((each["local_date"] for each in asks if each["local_date"] > day), default=None)
            for each in same_day:
                first = each is same_day[0]
                found[each["row_no"]] = {
                    "first_of_date": first,
                    "avoidable": reason is not None,
                    "reason": reason,
                    "first_contact": first and begins,
                    "next_working_days": wd(day, later) if first and begins and later else None,
                }
    return found


def care_pickups(book: Book) -> Rows:
    """This gives the transfers of the department that took most asks, and what became of them."""
    asks = [each["department_no"] for each in book.everything() if ask(each) and each["department_no"] is not None]
    if not asks:
        return {}
    first_line = min(asks, key=lambda each: (-asks.count(each), asks.index(each)))
    found = {}
    for each in walked.transfers(book.log, walked.Rules()).values():
        if each["pair"][0] == first_line:
            until = each["other"] or each["answer"]
            found[each["event"]["row_no"]] = {
                "state": "elsewhere" if each["other"] else "picked_up" if each["answer"] else "waiting",
                "working_days": book.wda(each["event"], until["local_date"] if until else book.end),
            }
    return found


def care_public_space(book: Book, topics: set[str]) -> Rows:
    """This gives the cases on these topics: how many ended, and of those in how many the resident heard back after the first event."""
    contacts = care_contacts(book)
    cases: dict[int, list[list[Event]]] = defaultdict(list)
    for events in book.log.cases.values():
        topic = book.topic_of_case(events[0])
        if topic is not None and book.topics[topic].casefold() in topics:
            cases[topic].append(events)
    return {
        topic: {
            "cases": len(some),
            "ended_cases": sum(not is_open(events) for events in some),
            "heard_cases": sum(
                not is_open(events) and any(municipality(each, "outreach", "decision") for each in events[1:]) for events in some
            ),
            "asked_again_cases": sum(any(contacts.get(each["row_no"], {}).get("avoidable") for each in events) for events in some),
        }
        for topic, some in cases.items()
    }
