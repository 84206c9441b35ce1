"""A comparison held against its second reading (comparison_by_the_book.py), on logs that are thrown: ties, open cases, days without a time,
weekends, residents with several cases, cases of nobody, rare topics, a change in the middle of a week."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import comparison_by_the_book as book
import numpy
import pytest
import walked
from mined_tables import mined

from journeys.settings import PrivacySettings, Settings
from mining.comparison import Comparison, compare
from mining.comparison_followup import follow
from mining.comparison_measures import frame_of, share
from mining.comparison_question import Question
from mining.comparison_sides import cases_of

FIRST = date(2023, 1, 2)
SETTINGS = Settings(privacy=PrivacySettings(names="keep"))
COUNTS = ("handoffs", "department_handoffs", "hops", "faces", "contacts", "pingpong", "pingpong_officials")


def thrown(seed: int, *, cases: int = 220, days: int = 500) -> list[dict[str, str]]:
    """This throws a log: a kind of event per step, some at the moment of the one before, some with a date alone."""
    dice = random.Random(seed)
    rows = []
    for case in range(cases):
        at = datetime(FIRST.year, FIRST.month, FIRST.day, dice.randrange(8, 17), dice.randrange(60)) + timedelta(days=dice.randrange(days))
        who = f"r{dice.randrange(cases * 2 // 3)}" if dice.random() > 0.1 else ""
        topic = dice.choice(["Kap", "Kap", "Put", "Boom", ""])
        department = dice.choice(["Groen", "Wonen", "Zorg"])
        steps = ["request", *dice.choices(["work", "outreach", "contact", "callback_request", "transfer", "notice"], k=dice.randrange(6))]
        steps += dice.choice([["decision"], ["close"], ["decision", "close"], ["close", "reopen", "work", "close"], []])
        for kind in steps:
            at += timedelta(hours=dice.choice([0, 1, 5, 30, 90, 200]))
            department = dice.choice(["Groen", "Wonen", "Zorg"]) if dice.random() < 0.3 else department
            alone = dice.random() < 0.15
            rows.append({
                "case": f"Z{case}", "resident": who, "time": f"{at:%Y-%m-%d}" if alone else f"{at:%Y-%m-%d %H:%M}", "kind": kind,
                "official": dice.choice(["", f"{department[0]}1", f"{department[0]}2"]), "department": department if dice.random() < 0.9 else "",
                "to_department": "Zorg" if kind == "transfer" else "", "topic": topic,
            })  # fmt: skip
    return rows


def held(found: Comparison, name: str, expected: book.Told) -> None:
    one = found.duration if name == "duration" else found.measures[name]
    few = one.verdict == "te weinig zaken"
    if few:
        assert one.low is one.high is None
    for side in ("before", "after", *(() if few else ("low", "high"))):
        value, other = getattr(one, side), getattr(expected, side)
        assert value == (None if other is None else pytest.approx(other, abs=1e-9)), (name, side)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("form", ["change", "by"])
def test_every_number_is_that_of_the_second_reading(seed: int, form: str) -> None:
    with mined(thrown(seed), "case_measures", "turns") as connection:
        log = follow(connection, settings=SETTINGS)
        walked_log = walked.read(connection)
        last = book.last_usual_day(walked_log)
        assert log.last_date == last
        if form == "change":
            change = FIRST + timedelta(days=230 + seed)
            question, values = Question(change=change), None
            sides = book.cases_of(walked_log, lambda begun, _: (0, change - timedelta(days=1)) if begun < change else (1, last))
        else:
            topics = {text: at for at, text in connection.execute("select topic_no, topic from topics").fetchall()}
            question = Question(column="topic", values=("Kap", "Put"))
            values = [numpy.array([log.topics[one].lower() if one >= 0 else "" for one in log.topic])]
            of_topic = {topics["Kap"]: 0, topics["Put"]: 1}
            sides = book.cases_of(walked_log, lambda _, topic: (of_topic.get(topic, -1), last))
        found = compare([log], question, values=values)
        tau = book.horizon([one for one, stratum in zip(sides, book.strata(sides), strict=True) if stratum is not None], 60)
        assert found.tau == tau
        same = form == "by"
        held(found, "duration", book.compare(sides, lambda at: book.restricted_mean([sides[i] for i in at], tau), same_weeks=same))
        for name in COUNTS:
            held(found, name, book.compare(
                sides, lambda at, name=name: book.mean_number([sides[i] for i in at], [sides[i].counts[name] for i in at], tau),
                ratio=True, same_weeks=same,
            ))  # fmt: skip
        for pair in found.pairs:
            places = [log.departments.index(pair[end]) + 1 for end in ("from", "to")]
            days = [[day for *both, day in one.pairs if both == places] for one in sides]
            expected = book.compare(
                sides, lambda at, days=days: book.mean_number([sides[i] for i in at], [days[i] for i in at], tau), same_weeks=same
            )
            assert pair["before"] == pytest.approx(expected.before, abs=1e-6)
            assert pair["after"] == pytest.approx(expected.after, abs=1e-6)
            counted = [sum(d <= min(tau, one.limit) for one, mine in zip(sides, days, strict=True) if one.side == side for d in mine) for side in (0, 1)]
            if max(counted) >= book.ENOUGH and found.size.yes:
                assert [pair["handoffs_before"], pair["handoffs_after"]] == counted
                assert pair["low"] == pytest.approx(expected.low, abs=1e-6)
        ended = [one for one in sides if one.end is not None and one.limit - one.end > 20]
        again = [one.reopened is not None and one.reopened - one.end <= 20 for one in ended]
        expected = book.compare(ended, lambda at: book.share([ended[i] for i in at], [again[i] for i in at]), same_weeks=same)
        both = cases_of([log], question, values=values)
        kept = numpy.flatnonzero((both.side >= 0) & both.ended & (both.limit - both.end > 20))
        reopened = share(frame_of(both, question), kept, both.opened[kept] - both.end[kept] <= 20)
        assert (reopened.before, reopened.after) == (pytest.approx(expected.before), pytest.approx(expected.after))


def test_the_second_reading_gives_the_example_of_the_page() -> None:
    """docs/comparison.md, "A comparison by hand": 4.0 and 3.25 working days, Greenwood .5 and .797, six degrees of freedom."""
    monday = date(2024, 1, 1)
    drawn = [(0, 2, 6), (0, 4, 6), (0, 4, 6), (0, None, 6), (1, 1, 6), (1, 2, 6), (1, 5, 6), (1, None, 3)]
    cases = [book.Case(at, monday + timedelta(weeks=at), None, side, limit, end, {}, [], None) for at, (side, end, limit) in enumerate(drawn)]
    before, psi = book.restricted_mean(cases[:4], 6)
    assert (before, sum(one**2 for one in psi)) == (pytest.approx(4), pytest.approx(0.5))
    after, psi = book.restricted_mean(cases[4:], 6)
    assert (after, sum(one**2 for one in psi)) == (pytest.approx(3.25), pytest.approx(0.796875))
