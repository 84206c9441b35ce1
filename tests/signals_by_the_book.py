"""A second reading of the signals: the words of signals.md and measures.md, walked event by event, slow and obvious.

It is written from the text and shares nothing with the definitions in SQL, and so can contradict them. Here stand the
numbers, the words that several signals use, and the list of all signals; gaps_by_the_book.py,
successes_by_the_book.py and own_gaps_by_the_book.py hold one function for each signal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import duckdb
import walked
from drawn import is_working_day
from walked import Event, municipality, order, resident

SPOKEN = ("phone", "desk", "visit", "chat")
PERSONAL = ("phone", "desk", "visit")


@dataclass(frozen=True)
class Rules:
    """These are the numbers of signals.md, with their defaults."""

    handoff_days: int = 10
    handoff_pair_responses: int = 20
    handoff_follow_up: int = 30
    silence_dates: int = 2
    silence_days: int = 10
    callback_days: int = 2
    callback_never_days: int = 10
    stalled_days: int = 20
    repeat_days: int = 20
    general_topics: tuple[str, ...] = ("algemeen", "algemene", "overig", "overige", "divers", "diverse", "diversen")
    parallel_days: int = 20
    hands_officials: int = 8
    hands_officials_per_case: int = 3
    hands_hops: int = 10
    hands_hops_per_case: int = 5
    hands_hops_officials: int = 5
    no_days_before: int = 10
    no_days_after: int = 5
    term_weeks: int = 8
    terms: dict[str, int] = field(default_factory=dict)
    term_weeks_that_move: int = 12
    departed_appearances: int = 5
    departed_days: int = 40
    departed_times_gap: int = 2
    owner_events: int = 5
    warm_act_days: int = 1
    warm_outreach_days: int = 2
    visit_officials: int = 5
    visit_days: int = 20
    explained_quiet_days: int = 30
    early_days: int = 5
    connector_waiting_days: int = 10
    connector_moved_days: int = 5
    connector_topic_journeys: int = 10
    connector_journeys: int = 5
    connector_moved_journeys: int = 5
    connector_departments: int = 3
    connector_officials: int = 20
    invisible_days: int = 20
    wrong_door_departments: int = 2
    wrong_door_centre_departments: int = 3
    contact_centre_words: tuple[str, ...] = (
        "kcc", "klantcontact", "klant contact", "contactcentrum", "contact centrum", "contactcenter", "contact center",
        "contact centre", "callcenter",
    )  # fmt: skip
    chain_dates: int = 2
    pressure_days: int = 15
    pressure_ask_dates: int = 2
    pressure_asking_days: int = 10
    pressure_weeks: int = 24
    reversed_months: int = 12


@dataclass(frozen=True)
class Instance:
    """This is one instance; `...` stands where the text does not determine the value."""

    status: str
    anchor: tuple[int, ...]
    journey: Any
    case: int | None
    rows: tuple[int, ...] | Any = ...
    working_days: int | Any = ...
    sender: int | Any | None = ...
    receiver: int | Any | None = ...


@dataclass
class Book:
    """This is a log as the signals read it."""

    log: walked.Log
    topics: dict[int, str]
    departments: dict[int, str]
    anonymous: frozenset[int]  # journeys of a case without a resident
    known: frozenset[str]
    off: dict[int, set[date]] = field(default_factory=dict)

    @property
    def end(self) -> date:
        return self.log.end_date

    def begun(self, event: Event) -> bool:
        """This tells what is there at the log's end, which may be set earlier than the last event."""
        return bool(event["order_moment"] <= self.log.end)

    def case(self, event: Event) -> list[Event]:
        """This gives the events of the case of an event."""
        return self.log.cases[event["case_no"]]

    def journey(self, event: Event) -> list[Event]:
        """This gives the events of the journey of an event."""
        return self.log.journeys[event["journey_no"]]

    def everything(self) -> list[Event]:
        """This gives all events of the log in order."""
        return sorted((event for events in self.log.cases.values() for event in events), key=order)

    def topic(self, event: Event) -> int | None:
        """This is A16."""
        return event["topic_no"] if event["topic_no"] is not None else self.topic_of_case(event)

    def topic_of_case(self, event: Event) -> int | None:
        """This is the first known topic of the case of an event."""
        return next((each["topic_no"] for each in self.case(event) if each["topic_no"] is not None), None)

    def days_off(self, case_no: int) -> set[date]:
        """These are the suspended days of a case (A14)."""
        if case_no not in self.off:
            self.off[case_no] = walked.suspended_days(self.log.cases[case_no], self.log)
        return self.off[case_no]

    def wda(self, event: Event, until: date) -> int:
        """This is A14: working days after an event, without the suspended days of its case."""
        return walked.wda(self.days_off(event["case_no"]), event["local_date"], until)


def read(connection: duckdb.DuckDBPyConnection) -> Book:
    """This reads a drawn log."""
    topics = dict(connection.execute("select topic_no, topic from topics").fetchall())
    departments = dict(connection.execute("select department_no, department from departments").fetchall())
    journeys = connection.execute(
        "select journey_no from journey_ids where journey like 'case:%' and (select grouping from log) = 'resident'"
    )
    anonymous = frozenset(journey_no for (journey_no,) in journeys.fetchall())
    known = frozenset(ours for (ours,) in connection.execute("select ours from present where known").fetchall())
    return Book(walked.read(connection), topics, departments, anonymous, known)


@cache
def wd_of_dates(a: date, b: date) -> int:
    """This is A12."""
    return walked.wd(a, b)


def wd(a: Event | date, b: Event | date) -> int:
    """This is A12, for events and dates."""
    return wd_of_dates(
        a if isinstance(a, date) else a["local_date"],
        b if isinstance(b, date) else b["local_date"],
    )


def before(events: Iterable[Event], event: Event) -> list[Event]:
    """These are the events before an event (A4)."""
    return [each for each in events if order(each) < order(event)]


def after(events: Iterable[Event], event: Event) -> list[Event]:
    """These are the events later than an event (A4)."""
    return [each for each in events if order(each) > order(event)]


def between(events: Iterable[Event], one: Event, other: Event) -> list[Event]:
    """These are the events later than one and before the other."""
    return before(after(events, one), other)


def municipal(event: Event) -> bool:
    """This is A9."""
    return bool(event["municipal"])


def real_step(event: Event) -> bool:
    """This is A9."""
    return municipal(event) and municipality(event, "work", "outreach", "decision", "suspend")


def contact(event: Event) -> bool:
    """This is A9."""
    return resident(event, "contact", "callback_request")


def ask(event: Event) -> bool:
    """This is A9."""
    return resident(event, "request", "contact", "callback_request")


def outreach(event: Event) -> bool:
    """This is an outreach by any channel."""
    return municipality(event, "outreach")


def personal(event: Event) -> bool:
    """This is A9: personal outreach; an unknown channel is none of these."""
    return outreach(event) and event["channel"] in PERSONAL


def between_departments(event: Event) -> bool:
    """This is A18."""
    own, to = event["department_no"], event["to_department_no"]
    return municipality(event, "transfer") and own is not None and to is not None and own != to


def general(topic: str, rules: Rules) -> bool:
    """This tells a topic that says nothing: one of the general words stands in it as a whole word."""
    return bool(set(re.findall(r"[^\W_]+", topic.casefold())) & set(rules.general_topics))


def spells(events: list[Event]) -> list[tuple[Event, Event | None]]:
    """This is A15: when a case was open, from an event to the decision or close that ended it (None: still open)."""
    found: list[tuple[Event, Event | None]] = []
    opened: Event | None = None
    for place, event in enumerate(events):
        opens = municipality(event, "reopen") or resident(event, "request", "objection")
        if opened is None and (place == 0 or opens):
            opened = event
        if opened is not None and municipality(event, "decision", "close"):
            found.append((opened, event))
            opened = None
    if opened is not None:
        found.append((opened, None))
    return found


def is_open(events: list[Event]) -> bool:
    """This tells whether a case is open after these events of it (A15)."""
    return any(end is None for _, end in spells(events))


def suspensions(events: list[Event]) -> list[tuple[Event, Event | None]]:
    """This is A14: each suspension with the event that ended it (None: still suspended)."""
    found: list[tuple[Event, Event | None]] = []
    since: Event | None = None
    for event in events:
        if since is None and municipality(event, "suspend"):
            since = event
        elif since is not None and municipality(event, "resume", "decision", "close", "reopen"):
            found.append((since, event))
            since = None
    if since is not None:
        found.append((since, None))
    return found


def is_suspended(events: list[Event]) -> bool:
    """This tells whether a case is suspended after these events of it (A14)."""
    return any(end is None for _, end in suspensions(events))


def home_department(events: list[Event]) -> int | None:
    """This is A17."""
    departments = [each["department_no"] for each in events if municipal(each) and each["department_no"] is not None]
    return min(departments, key=lambda each: (-departments.count(each), departments.index(each)), default=None)


def questions(events: list[Event]) -> list[tuple[Event, Event | None]]:
    """This is A19: each request that opened a question, and what answered it."""
    found: list[tuple[Event, Event | None]] = []
    asked: Event | None = None
    for event in events:
        if asked is None and resident(event, "request"):
            asked = event
        elif asked is not None and municipality(event, "decision", "close"):
            found.append((asked, event))
            asked = None
    if asked is not None:
        found.append((asked, None))
    return found


def acts(book: Book, transfer: Event) -> list[Event]:
    """These are all acts by which B answers a transfer (signal 1), with unknown departments of the same case."""
    to = transfer["to_department_no"]
    here = [
        each for each in after(book.case(transfer), transfer) if municipal(each) and each["department_no"] in (to, None)
    ]
    elsewhere = [
        each
        for each in after(book.journey(transfer), transfer)
        if municipal(each)
        and each["department_no"] == to
        and each["case_no"] != transfer["case_no"]
        and order(book.case(each)[0]) > order(transfer)
    ]
    return sorted(here + elsewhere, key=order)


def days(first: date, last: date) -> set[date]:
    """These are the days d with first < d <= last."""
    return {first + timedelta(days=n) for n in range(1, (last - first).days + 1)}


def working(some: Iterable[date]) -> int:
    """This counts the working days among days."""
    return sum(is_working_day(day) for day in some)


def rows(*events: Event | None) -> tuple[int, ...]:
    """These are the numbers of rows, rising."""
    return tuple(sorted({event["row_no"] for event in events if event is not None}))


def at_row(
    event: Event,
    status: str = "found",
    *,
    proof: Any = ...,
    working_days: Any = ...,
    sender: Any = ...,
    receiver: Any = ...,
) -> Instance:
    """This is an instance that is identified by a row."""
    return Instance(status, (event["row_no"],), event["journey_no"], event["case_no"], proof, working_days, sender, receiver)


Signal = Callable[[Book, Rules], list[Instance]]

HANDOFFS = ("kind", "department", "to_department")
NEEDS: dict[str, tuple[str, ...]] = {
    "dropped_handoff": HANDOFFS, "bounce": HANDOFFS, "circle": HANDOFFS, "warm_handover": HANDOFFS,
    "silence": ("kind",), "unanswered_callback": ("kind",), "over_term": ("kind",),
    "orphan": ("kind", "official"), "stall": ("kind", "official"), "one_owner": ("kind", "official"),
    "repeat": ("kind", "topic"),
    "closed_unanswered": ("kind", "channel"), "early_conversation": ("kind", "channel"), "same_day": ("kind", "channel"),
    "parallel": ("resident", "kind", "official", "department", "to_department"),
    "many_hands": ("official",),
    "unexplained_no": ("kind", "outcome", "channel"), "explained_no": ("kind", "outcome", "channel"),
    "departed": ("kind", "official", "to_official"),
    "visit_turns": ("kind", "official", "channel"),
    "connector": ("kind", "official", "department"),
    "invisible_work": ("resident", "kind"), "wrong_door": HANDOFFS, "callback_chain": ("kind",),
    "only_after_pressure": ("kind", "channel"), "reversed_yes": ("kind", "outcome"),
}  # fmt: skip
"""Without these columns the answer is "cannot be determined" (the table at the end of signals.md)."""
