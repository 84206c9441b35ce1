"""Signals 21 to 25, one function each, written from the words of their definitions (see signals_by_the_book.py).

signals.md gives these in a sentence; the boundaries stand in docs/decisions/signals-of-our-own-boundaries.md and in the
definition of each signal.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from signals_by_the_book import (
    SPOKEN,
    Book,
    Instance,
    Rules,
    after,
    ask,
    at_row,
    before,
    between,
    between_departments,
    outreach,
    personal,
    real_step,
    rows,
    wd,
)  # fmt: skip
from walked import Event, municipality, resident


def invisible_work(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for case_no, events in book.log.cases.items():
        asks = [each for each in events if ask(each)]
        if not asks or events[0]["journey_no"] in book.anonymous:
            continue
        q = asks[-1]
        later = after(events, q)
        close = next((each for each in later if municipality(each, "close")), None)
        over = wd(q, book.end) > rules.invisible_days or (close is not None and book.end > close["local_date"])
        stretch = [
            each
            for each in after(book.journey(q), q)
            if wd(q, each) <= rules.invisible_days and (close is None or each["local_date"] <= close["local_date"])
        ]
        here = [each for each in stretch if each["case_no"] == case_no]
        work = [each for each in here if municipality(each, "work", "decision")]
        heard = any(outreach(each) for each in stretch) or any(municipality(each, "suspend") for each in here)
        answer = next((each for each in later if municipality(each, "close", "decision")), None)
        spoken = q["kind"] in ("request", "contact") and q["channel"] in (*SPOKEN, None)
        on_the_spot = spoken and answer is not None and answer["local_date"] == q["local_date"]
        if over and work and not heard and not on_the_spot:
            ends = [
                each
                for each in after(book.journey(q), q)
                if outreach(each) or (each["case_no"] == case_no and municipality(each, "close", "suspend"))
            ]
            end = ends[0] if ends else None
            status = "decided" if any(each["kind"] == "decision" for each in work) else "worked"
            proof = rows(q, work[0], work[-1], end)
            working_days = wd(q, end or book.end)
            found.append(
                Instance(status, (case_no,), q["journey_no"], case_no, proof, working_days, work[-1]["department_no"])
            )
    return found


def wrong_door(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for case_no, events in book.log.cases.items():
        end = next((each for each in events if real_step(each) or municipality(each, "close")), None)
        passing = [each for each in (events if end is None else before(events, end)) if between_departments(each)]
        if not passing:
            continue
        first = passing[0]["department_no"]
        name = " ".join(re.findall(r"[^\W_]+", book.departments[first].casefold()))
        centre = any(f" {word}" in f" {name}" for word in rules.contact_centre_words)
        wanted = rules.wrong_door_centre_departments if centre else rules.wrong_door_departments
        if len({each["department_no"] for each in passing}) >= wanted and (end or book.begun(passing[0])):
            status = "open" if end is None else "taken" if real_step(end) else "closed"
            proof, working_days = rows(*passing, end), wd(passing[0], end or book.end)
            to = None if end is None else end["department_no"]
            found.append(
                Instance(status, (case_no,), events[0]["journey_no"], case_no, proof, working_days, first, to)
            )
    return found


def callback_chain(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for journey in book.log.journeys.values():
        chain: list[Event] = []
        for event in [*journey, None]:
            if event is None or outreach(event):
                dates = {each["local_date"] for each in chain}
                if len(dates) >= rules.chain_dates and (event or book.begun(chain[0])):
                    first, end = chain[0], event or book.end
                    found.append(
                        at_row(
                            first,
                            "open" if event is None else "ended",
                            proof=rows(*chain, event),
                            working_days=wd(first, end),
                            sender=first["department_no"],
                            receiver=first["to_department_no"],
                        )
                    )
                chain = []
            elif resident(event, "callback_request"):
                chain.append(event)
    return found


def only_after_pressure(book: Book, rules: Rules) -> list[Instance]:
    return _first_conversations(book, rules) + _changes_after_pressure(book, rules)


def _first_conversations(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for journey in book.log.journeys.values():
        talk = next((each for each in journey if personal(each)), None)
        if talk is None or any(outreach(each) and each["channel"] is None for each in before(journey, talk)):
            continue
        pressure = [each for each in before(journey, talk) if resident(each, "objection", "complaint")]
        if not pressure:
            continue
        p = pressure[-1]
        asks = [each for each in before(journey, p) if ask(each)]
        if (
            wd(p, talk) <= rules.pressure_days
            and len({each["local_date"] for each in asks}) >= rules.pressure_ask_dates
            and wd(asks[0], p) >= rules.pressure_asking_days
        ):
            proof, to = rows(asks[0], p, talk), talk["department_no"]
            found.append(at_row(talk, "conversation", proof=proof, working_days=wd(p, talk), receiver=to))
    return found


@dataclass(frozen=True)
class Change:
    """This is a decision with another outcome than the decision before it on the same matter."""

    earlier: Event
    later: Event


def _changes(book: Book) -> list[Change]:
    counted = [
        each
        for each in book.everything()
        if municipality(each, "decision")
        and each["outcome"] in ("granted", "rejected", "withdrawn", "referred")
    ]
    counted = [
        each
        for each in counted
        if not any(
            other["case_no"] == each["case_no"] and other["local_date"] == each["local_date"]
            for other in after(counted, each)
        )
    ]
    found = []
    for later in counted:
        in_case = [each for each in before(counted, later) if each["case_no"] == later["case_no"]]
        elsewhere = [
            each
            for each in before(counted, book.case(later)[0])
            if each["journey_no"] == later["journey_no"]
            and book.topic(each) is not None
            and book.topic(each) == book.topic(later)
        ]
        known_before = in_case or elsewhere
        if known_before and known_before[-1]["outcome"] != later["outcome"]:
            found.append(Change(known_before[-1], later))
    return found


def _changes_after_pressure(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for change in _changes(book):
        cases = (change.earlier["case_no"], change.later["case_no"])
        topic = book.topic(change.later)
        pressure = [
            each
            for each in between(book.journey(change.later), change.earlier, change.later)
            if resident(each, "objection", "complaint")
            and (each["case_no"] in cases or (topic is not None and book.topic(each) == topic))
        ]
        if pressure:
            p, later = pressure[-1], change.later
            if later["local_date"] <= p["local_date"] + timedelta(days=7 * rules.pressure_weeks):
                proof = rows(change.earlier, p, later)
                found.append(
                    at_row(later, "decision", proof=proof, working_days=wd(p, later), receiver=later["department_no"])
                )
    return found


def reversed_yes(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for change in _changes(book):
        earlier, later = change.earlier, change.later
        topic = book.topic(later)
        asked_anew = any(
            resident(each, "request")
            and (
                each["case_no"] in (earlier["case_no"], later["case_no"])
                or topic in (book.topic(each), None)  # an unknown one may be the same
                or book.topic(each) is None
            )
            for each in between(book.journey(later), earlier, later)
        )
        if (
            earlier["outcome"] == "granted"
            and later["outcome"] in ("rejected", "withdrawn")
            and earlier["local_date"] < later["local_date"] <= _months_on(earlier["local_date"], rules.reversed_months)
            and not asked_anew
        ):
            found.append(
                at_row(
                    later,
                    later["outcome"],
                    proof=rows(earlier, later),
                    working_days=wd(earlier, later),
                    sender=earlier["department_no"],
                    receiver=later["department_no"],
                )
            )
    return found


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
