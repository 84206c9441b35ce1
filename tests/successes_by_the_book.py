"""The successes of signals.md, one function each, written from its text (see signals_by_the_book.py)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from drawn import is_working_day
from gaps_by_the_book import closed_unanswered
from signals_by_the_book import (
    Book,
    Instance,
    Rules,
    acts,
    after,
    at_row,
    before,
    between_departments,
    home_department,
    is_open,
    is_suspended,
    municipal,
    outreach,
    personal,
    questions,
    real_step,
    rows,
    wd,
)  # fmt: skip
from walked import Event, municipality, resident


def one_owner(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for journey_no, events in book.log.journeys.items():
        cases = {each["case_no"] for each in events}
        officials = [each["official_no"] for each in events if municipal(each)]
        most = max((officials.count(each) for each in set(officials) - {None}), default=0)
        ended = not any(is_open(book.log.cases[case_no]) for case_no in cases)
        if ended and len(officials) >= rules.owner_events and 5 * most >= 4 * len(officials) and most:
            found.append(Instance("found", (journey_no,), journey_no, None))
    return found


def warm_handover(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for journey in book.log.journeys.values():
        for transfer in journey:
            if not between_departments(transfer):
                continue
            took = [each for each in acts(book, transfer) if each["department_no"] == transfer["to_department_no"]]
            told = [each for each in after(journey, transfer) if outreach(each)]
            if (
                took
                and told
                and wd(transfer, took[0]) <= rules.warm_act_days
                and wd(transfer, told[0]) <= rules.warm_outreach_days
            ):
                found.append(
                    at_row(
                        transfer,
                        proof=rows(transfer, took[0], told[0]),
                        sender=transfer["department_no"],
                        receiver=transfer["to_department_no"],
                    )
                )
    return found


def visit_turns(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for events in book.log.cases.values():
        visit = next((each for each in events if outreach(each) and each["channel"] == "visit"), None)
        if visit is None:
            continue
        officials = {each["official_no"] for each in before(events, visit) if each["appears"]}
        ends = [each for each in after(events, visit) if municipality(each, "decision", "close")]
        if len(officials) >= rules.visit_officials and ends and wd(visit, ends[0]) <= rules.visit_days:
            found.append(at_row(visit))
    return found


def explained_no(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for events in book.log.journeys.values():
        for no in events:
            if not municipality(no, "decision") or no["outcome"] != "rejected":
                continue
            talked = any(
                wd(each, no) <= rules.no_days_before for each in before(events, no) if personal(each)
            ) or any(wd(no, each) <= rules.no_days_after for each in after(events, no) if personal(each))
            fought = any(
                wd(no, each) <= rules.explained_quiet_days
                for each in after(events, no)
                if resident(each, "objection", "complaint")
            )
            if talked and not fought and wd(no, book.end) > rules.explained_quiet_days:
                found.append(at_row(no))
    return found


def early_conversation(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for events in book.log.cases.values():
        request = next((each for each in events if resident(each, "request")), None)
        if request is None:
            continue
        talk = next((each for each in after(events, request) if personal(each)), None)
        if talk is not None and wd(request, talk) <= rules.early_days:
            found.append(at_row(request, proof=rows(request, talk), working_days=wd(request, talk)))
    return found


def same_day(book: Book, rules: Rules) -> list[Instance]:
    unheard = {instance.anchor[0] for instance in closed_unanswered(book, rules)}
    return [
        at_row(request, proof=rows(request, answer), working_days=0)
        for events in book.log.cases.values()
        for request, answer in questions(events)
        if answer is not None
        and request["local_date"] == answer["local_date"]
        and is_working_day(request["local_date"])
        and answer["row_no"] not in unheard
    ]


@dataclass(frozen=True)
class Stuck:
    """This is a journey that was stuck when an official first acted in it."""

    official: int
    journey: int
    topic: int | None
    moved_on: bool


def stuck_journeys(book: Book, rules: Rules) -> list[Stuck]:
    """These are the stuck journeys of all officials (signal 20)."""
    found = []
    for journey_no, journey in book.log.journeys.items():
        first: dict[int, Event] = {}
        for event in journey:
            if municipal(event) and event["official_no"] is not None:
                first.setdefault(event["official_no"], event)
        for official, act in first.items():
            earlier = before(book.case(act), act)
            if municipality(act, "decision", "close") or not earlier:
                continue
            steps = [each for each in before(journey, act) if real_step(each)]
            since = steps[-1] if steps else journey[0]
            if (
                is_open(earlier)
                and not is_suspended(earlier)
                and wd(since, act) > rules.connector_waiting_days
                and wd(act, book.end) > rules.connector_moved_days
            ):
                ends = [each for each in after(journey, act) if municipality(each, "decision", "close")]
                moved_on = bool(ends) and wd(act, ends[0]) <= rules.connector_moved_days
                found.append(Stuck(official, journey_no, book.topic_of_case(act), moved_on))
    return found


def connector(book: Book, rules: Rules) -> list[Instance]:
    stuck = stuck_journeys(book, rules)
    own = {official: [each for each in stuck if each.official == official] for official in {each.official for each in stuck}}
    compared = [official for official, theirs in own.items() if len(theirs) >= rules.connector_journeys]
    if len(compared) < rules.connector_officials:
        return []
    found = []
    for official in compared:
        others = [each for each in stuck if each.official != official]
        expected = Fraction(0)
        for mine in own[official]:
            alike = [each for each in others if mine.topic is not None and each.topic == mine.topic]
            if len(alike) < rules.connector_topic_journeys:
                alike = others
            expected += Fraction(sum(each.moved_on for each in alike), len(alike))
        moved = sum(each.moved_on for each in own[official])
        homes = {
            home_department(events)
            for events in book.log.cases.values()
            if any(municipal(each) and each["official_no"] == official for each in events)
        } - {None}
        margin = moved >= expected and 4 * (moved - expected) ** 2 >= 25 * expected  # O >= E + 2.5 sqrt(E)
        if len(homes) >= rules.connector_departments and moved >= rules.connector_moved_journeys and moved >= 2 * expected and margin:
            found.append(Instance("found", (official,), ..., None))
    return found
