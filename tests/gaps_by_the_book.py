"""The gaps of signals.md, one function each, written from its text (see signals_by_the_book.py)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise

import walked
from drawn import is_working_day
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
    contact,
    days,
    general,
    home_department,
    is_open,
    is_suspended,
    municipal,
    outreach,
    personal,
    questions,
    real_step,
    rows,
    spells,
    suspensions,
    wd,
    working,
)  # fmt: skip
from walked import Event, municipality, order, resident


def dropped_handoff(book: Book, rules: Rules) -> list[Instance]:
    numbers = walked.Rules(rules.handoff_days, rules.handoff_pair_responses, rules.handoff_follow_up)
    return [
        at_row(
            each["event"],
            each["status"],
            proof=rows(each["event"], each["answer"] if each["status"] == "late" else None),
            working_days=each["response"] if each["status"] == "late" else each["age"],
            sender=each["pair"][0],
            receiver=each["pair"][1],
        )
        for each in walked.transfers(book.log, numbers).values()
        if each["status"] in ("late", "lost")
    ]


def bounce(book: Book, rules: Rules) -> list[Instance]:  # noqa: ARG001
    found = []
    for events in book.log.cases.values():
        for one, other in pairwise(each for each in events if between_departments(each)):
            a, b = one["department_no"], one["to_department_no"]
            back = (other["department_no"], other["to_department_no"]) == (b, a)
            if back and not any(real_step(each) and each["department_no"] in (b, None) for each in between(events, one, other)):
                found.append(at_row(other, proof=rows(one, other)))
    return found


def circle(book: Book, rules: Rules) -> list[Instance]:  # noqa: ARG001
    found = []
    for events in book.log.cases.values():
        transfers = [each for each in events if between_departments(each)]
        used_up = -1  # the place of the transfer that closed the last circle
        for j, closing in enumerate(transfers):
            x = closing["to_department_no"]
            starts = [i for i in range(used_up + 1, j) if transfers[i]["department_no"] == x]
            if not starts:
                continue
            i = starts[-1]
            named = {
                each[column] for each in transfers[i : j + 1] for column in ("department_no", "to_department_no")
            } - {x}
            within = between(events, transfers[i], closing)
            did = {each["department_no"] for each in within if real_step(each)}
            decided = any(municipality(each, "decision") for each in within)
            if len(named) >= 2 and not decided and None not in did and named - did:
                found.append(at_row(closing))
                used_up = j
    return found


def silence(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for events in book.log.journeys.values():
        stretch: list[Event] = []
        for event in [*events, None]:
            if event is None or real_step(event):
                if len({each["local_date"] for each in stretch}) >= rules.silence_dates:
                    until = book.end if event is None else event["local_date"]
                    silent = days(stretch[0]["local_date"], until)
                    for each in stretch:
                        silent -= book.days_off(each["case_no"])
                    if working(silent) >= rules.silence_days:
                        status = "open" if event is None else "ended"
                        proof = rows(*stretch, event)
                        found.append(at_row(stretch[0], status, proof=proof, working_days=working(silent)))
                stretch = []
            elif contact(event):
                stretch.append(event)
    return found


def unanswered_callback(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for events in book.log.journeys.values():
        for callback in events:
            if not resident(callback, "callback_request"):
                continue
            answer = next((each for each in after(events, callback) if outreach(each)), None)
            passed = wd(callback, book.end if answer is None else answer)
            if passed > rules.callback_days:
                never = "never" if passed >= rules.callback_never_days else "overdue"
                status = never if answer is None else "late"
                found.append(at_row(callback, status, proof=rows(callback, answer), working_days=passed))
    return found


def _left_alone(book: Book, rules: Rules) -> list[tuple[bool, Instance]]:
    found = []
    for case_no, events in book.log.cases.items():
        last = next((each for each in reversed(events) if municipal(each)), None)
        since = events[0] if last is None else last
        passed = book.wda(since, book.end)
        if not is_open(events) or is_suspended(events) or passed <= rules.stalled_days:
            continue
        owner = None
        if last is not None:
            owner = last["to_official_no"] if municipality(last, "transfer") else last["official_no"]
        instance = Instance("open", (case_no,), since["journey_no"], case_no, rows(since), passed)
        found.append((owner is not None, instance))
    return found


def orphan(book: Book, rules: Rules) -> list[Instance]:
    return [instance for owned, instance in _left_alone(book, rules) if not owned]


def stall(book: Book, rules: Rules) -> list[Instance]:
    return [instance for owned, instance in _left_alone(book, rules) if owned]


def repeat(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for journey in book.log.journeys.values():
        for close in journey:
            topic = book.topic(close)
            if not municipality(close, "close") or topic is None or general(book.topics[topic], rules):
                continue
            asks = [
                each
                for each in after(journey, close)
                if ask(each)
                and book.topic(each) == topic
                and (each["case_no"] == close["case_no"] or order(book.case(each)[0]) > order(close))
            ]
            if not asks or wd(close, asks[0]) > rules.repeat_days:
                continue
            within = between(journey, close, asks[0])
            reopened = any(municipality(each, "reopen") and each["case_no"] == close["case_no"] for each in within)
            closed_again = any(municipality(each, "close") and book.topic(each) == topic for each in within)
            if not reopened and not closed_again:
                found.append(at_row(asks[0], proof=rows(close, asks[0]), working_days=wd(close, asks[0])))
    return found


def closed_unanswered(book: Book, rules: Rules) -> list[Instance]:  # noqa: ARG001
    found = []
    for events in book.log.cases.values():
        for close in events:
            asks = [each for each in before(events, close) if ask(each)]
            if not municipality(close, "close") or not asks:
                continue
            last = asks[-1]
            heard = any(municipality(each, "decision", "outreach") for each in between(events, last, close))
            spoken = last["kind"] in ("request", "contact") and last["channel"] in (*SPOKEN, None)
            if not heard and not (spoken and last["local_date"] == close["local_date"]):
                found.append(at_row(close, proof=rows(last, close), working_days=wd(last, close)))
    return found


def parallel(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for journey_no, journey in book.log.journeys.items():
        for one, other in combinations(sorted({each["case_no"] for each in journey}), 2):
            both = (book.log.cases[one], book.log.cases[other])
            homes = [home_department(events) for events in both]
            if None in homes or homes[0] == homes[1]:
                continue
            open_days = []
            contact_days = []
            for events in both:
                ends = [(opened["local_date"], end["local_date"] if end else book.end) for opened, end in spells(events)]
                open_days.append({day for begin, end in ends for day in days(begin, end)})
                contact_days.append({day for begin, end in ends for day in days(begin - timedelta(days=1), end)})
            together = working(open_days[0] & open_days[1])
            crossed = any(
                between_departments(each) and {each["department_no"], each["to_department_no"]} == set(homes)
                for events in both
                for each in events
            )
            hands = [{each["official_no"] for each in events if municipal(each)} - {None} for events in both]
            asked = any(
                (contact(each) or resident(each, "complaint", "objection"))
                and each["local_date"] in contact_days[0] & contact_days[1]
                for events in both
                for each in events
            )
            if together >= rules.parallel_days and not crossed and not hands[0] & hands[1] and asked:
                first, second = (home for _, home in sorted(zip((order(events[0]) for events in both), homes, strict=True)))
                found.append(Instance("found", (one, other), journey_no, None, working_days=together, sender=first, receiver=second))
    return found


def many_hands(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for journey_no, events in book.log.journeys.items():
        more = len({each["case_no"] for each in events}) - 1
        officials = len({each["official_no"] for each in events if each["appears"]})
        hands = [each["official_no"] for each in events if municipal(each) and each["official_no"] is not None]
        hops = sum(one != other for one, other in pairwise(hands))
        if officials >= rules.hands_officials + rules.hands_officials_per_case * more or (
            hops >= rules.hands_hops + rules.hands_hops_per_case * more and officials >= rules.hands_hops_officials
        ):
            found.append(Instance("found", (journey_no,), journey_no, None))
    return found


def unexplained_no(book: Book, rules: Rules) -> list[Instance]:
    found = []
    for events in book.log.journeys.values():
        for no in events:
            if not municipality(no, "decision") or no["outcome"] != "rejected" or wd(no, book.end) <= rules.no_days_after:
                continue
            talks = [each for each in events if personal(each) or (outreach(each) and each["channel"] is None)]
            talked_before = any(wd(each, no) <= rules.no_days_before for each in before(talks, no))
            talked_after = any(wd(no, each) <= rules.no_days_after for each in after(talks, no))
            if not talked_before and not talked_after:
                found.append(at_row(no))
    return found


def over_term(book: Book, rules: Rules) -> list[Instance]:
    decided_topics = {book.topic(each) for each in book.everything() if municipality(each, "decision")}
    found = []
    for events in book.log.cases.values():
        for request, answer in questions(events):
            weeks = rules.terms.get(book.topics.get(book.topic(request) or 0, ""), rules.term_weeks)
            moves = weeks <= rules.term_weeks_that_move
            deadline = request["local_date"] + timedelta(days=7 * weeks)
            extended: list[Event | None] = []
            for begin, end in suspensions(events):
                within = order(begin) > order(request) and (answer is None or order(begin) < order(answer))
                if within and begin["local_date"] <= _last_day(deadline, moves=moves):
                    until = end["local_date"] if end else max(book.end, begin["local_date"])
                    deadline += until - begin["local_date"]
                    extended += [begin, end]
            deadline = _last_day(deadline, moves=moves)
            proof = rows(request, *extended, answer)
            passed = wd(request, answer or book.end)
            if answer is None:
                if book.end > deadline and book.topic(request) in decided_topics:
                    found.append(at_row(request, "undecided", proof=proof, working_days=passed))
            elif municipality(answer, "decision") and answer["outcome"] != "withdrawn" and answer["local_date"] > deadline:
                found.append(at_row(request, "late", proof=proof, working_days=passed))
    return found


def _last_day(day: date, *, moves: bool) -> date:
    while moves and not is_working_day(day):
        day += timedelta(days=1)
    return day


def departed(book: Book, rules: Rules) -> list[Instance]:
    everything = book.everything()
    found = []
    for row in everything:
        official = row["to_official_no"]
        if official is None or not (municipality(row, "transfer") or resident(row, "callback_request")):
            continue
        appearances = [each for each in everything if each["appears"] and each["official_no"] == official]
        if len(before(appearances, row)) < rules.departed_appearances or after(appearances, row):
            continue
        quiet = wd(appearances[-1], book.end)
        gap = max(wd(one, other) for one, other in pairwise(appearances))
        if wd(row, book.end) >= rules.departed_days and quiet >= rules.departed_times_gap * gap:
            found.append(at_row(row))
    return found
