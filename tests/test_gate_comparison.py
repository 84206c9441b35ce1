"""A comparison past the gate tells nothing that fewer than a group of residents share, and nothing that would give it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy
import pytest
from drawn_comparison import bars, drawn, month, pair, route
from simulated import MONDAY, ORIGIN, World, change_date, invented

from journeys.errors import SettingsError
from mining.comparison import Comparison, compare
from mining.comparison_followup import NEVER
from mining.comparison_guards import Enough
from mining.comparison_left import left_beside
from mining.comparison_question import Question
from mining.comparison_sides import cases_of
from mining.comparison_verdict import Measured
from mining.shared_comparison import Standing, pass_comparison
from visuals.month_line import draw_months


@pytest.fixture(scope="module")
def plain() -> Comparison:
    world = World(cases=200)
    return replace(compare([invented(world, 1)], Question(change=change_date(world)), many=False), shares={})


def topic(name: str, before: int, after: int) -> dict[str, Any]:
    told = {"verdict": "geen aantoonbaar verschil", "before": 9.0, "after": 8.0, "passes": False}
    return {"topic": name, "residents_before": before, "residents_after": after, "duration": told, "handoffs": told, "department_handoffs": told}


def share(had: int, had_not: int, *, before: float = 0.5) -> Measured:
    more = {"residents_before": had, "residents_after": 50, "others_before": had_not, "others_after": 50}
    return Measured("geen aantoonbaar verschil", before, 0.5, 0.0, -0.1, 0.1, cases_before=100, cases_after=100, more=more)


def shown(found: Comparison, rows: str, label: str) -> list[Any]:
    return [one[label] for one in getattr(pass_comparison(found).value, rows)]


def test_a_small_topic_is_left_out_and_the_next_smallest_with_it(plain: Comparison) -> None:
    rows = (topic("Wonen", 90, 80), topic("Zorg", 9, 40), topic("Parkeren", 30, 20), topic("Bomen", 60, 70))
    assert shown(replace(plain, topics=rows), "topics", "topic") == ["Wonen", "Bomen"]
    assert shown(replace(plain, topics=rows[:1] + rows[2:]), "topics", "topic") == ["Wonen", "Parkeren", "Bomen"]


def test_a_pair_with_few_residents_or_an_unknown_number_is_left_out(plain: Comparison) -> None:
    pairs = tuple(pair(name, "Zorg", 0.1, 0.1, passes=False, people=people) for name, people in (("A", 40), ("B", None), ("C", 9), ("D", 12)))
    assert shown(replace(plain, pairs=pairs), "pairs", "from") == ["A"]  # B and C together might hold no more than nine: D goes with them


def test_a_route_that_is_left_out_cannot_be_worked_out_from_the_others(plain: Comparison) -> None:
    paths = [{**route(name, 0.3, 0.3), "residents_before": people, "residents_after": people} for name, people in
             (("A", 60), ("B", 8), ("C", 20), (None, 50))]  # fmt: skip
    passed = pass_comparison(replace(plain, routes={"verdict": "x", "paths": paths})).value.routes["paths"]
    assert [one["path"] for one in passed] == ["A", None]


def test_a_share_stands_only_where_enough_residents_had_it_and_enough_had_not(plain: Comparison) -> None:
    shares = {"callbacks_in_time": share(50, 50), "explained_no": share(4, 60), "reopened": share(60, 4), "first_contact": share(60, 0, before=1.0)}
    passed = pass_comparison(replace(plain, shares=shares)).value.shares
    assert passed["callbacks_in_time"].before == 0.5
    assert [passed[name].before for name in ("explained_no", "reopened", "first_contact")] == [None] * 3
    assert {passed[name].verdict for name in ("explained_no", "reopened", "first_contact")} == {"niet te bepalen"}


def test_of_the_outcomes_two_go_or_none_for_they_add_up(plain: Comparison) -> None:
    outcomes = {"granted": share(60, 40), "rejected": share(3, 97), "withdrawn": share(20, 80), "referred": share(30, 70)}
    shares = {f"outcome:{name}": one for name, one in outcomes.items()}
    passed = pass_comparison(replace(plain, shares=shares)).value.shares
    assert [name for name, one in passed.items() if one.before is None] == ["outcome:rejected", "outcome:withdrawn"]


def test_a_signal_that_nobody_had_stands_and_one_that_few_had_does_not(plain: Comparison) -> None:
    def signal(before: int) -> Measured:
        return Measured("geen aantoonbaar verschil", 0.01, 0.1, 0.09, 0.0, 0.2, more={"residents_before": before, "residents_after": 40})

    shares = {"signal:silence": signal(0), "signal:stall": signal(4), "signal:repeat": signal(5)}
    passed = pass_comparison(replace(plain, shares=shares)).value.shares
    assert [name for name, one in passed.items() if one.before is None] == ["signal:stall"]


def test_a_month_of_few_residents_loses_its_number_and_its_cases(plain: Comparison) -> None:
    months = tuple({**month(f"2025-0{at}", "before", 9.0), "residents": people} for at, people in ((1, 40), (2, 7), (3, 12)))
    passed = pass_comparison(replace(plain, months=months)).value.months
    assert [one["mean_working_days"] for one in passed] == [9.0, None, None]
    assert [one["cases"] for one in passed] == [30, None, None]


def test_a_month_that_is_left_out_cannot_be_worked_out_from_the_cases_of_its_side(plain: Comparison) -> None:
    sides = (("01", "before", 40), ("02", "before", 12), ("03", "before", 7), ("04", "after", 11), ("05", "after", 40))
    months = tuple({**month(f"2025-{at}", side, 9.0, 0.5), "residents": people} for at, side, people in sides)
    passed = pass_comparison(replace(plain, months=months)).value.months
    assert [one["mean_working_days"] for one in passed] == [9.0, None, None, 9.0, 9.0]  # 04 is no help: before, 03 would be what is left
    assert [one["followed_in_full"] for one in passed] == [0.5, None, None, 0.5, 0.5]  # of seven cases 28.6% are two
    assert list(month_table(passed).iloc[:, 4].isna()) == [False, True, True, False, False]


def month_table(months: tuple[dict[str, Any], ...]) -> Any:
    return draw_months({**drawn(), "months": list(months)}).rows


def test_four_cases_of_a_month_that_could_not_be_followed_are_no_share_and_its_point_stays_hollow(plain: Comparison) -> None:
    """Of thirty cases 26 (86.67%) or 25 could be followed."""
    months = (month("2025-01", "before", 9.0, 0.8667), month("2025-02", "before", 9.0, 0.8333), month("2025-03", "before", 9.0))
    passed = pass_comparison(replace(plain, months=months)).value.months
    assert [(one["mean_working_days"], one["followed_in_full"]) for one in passed] == [(9.0, None), (9.0, 0.8333), (9.0, 1.0)]
    assert month_table(passed).iloc[:, 4].isna().tolist() == [True, False, False]


def test_topics_that_are_left_out_hold_nobody_or_a_group_on_each_side(plain: Comparison) -> None:
    topics = (topic("A", 0, 3), topic("B", 12, 0), topic("C", 40, 40), topic("D", 50, 50))
    assert shown(replace(plain, topics=topics), "topics", "topic") == ["B", "D"]  # beside A and B three residents would be left after


def test_the_lines_stand_per_five_days_in_whole_hundredths_and_not_at_their_ends(plain: Comparison) -> None:
    line = [0.0, *(day / 20 + 0.001 for day in range(1, 20)), 1.0]
    found = replace(plain, followed={"before": line, "after": line}, size=Enough(True, (90, 90), (90, 40), (52, 52), None))
    passed = pass_comparison(found).value.followed
    assert [day for day, one in enumerate(passed["before"]) if one is not None] == [5, 10, 15]
    assert passed["before"][5] == 0.25
    few = replace(found, size=Enough(True, (90, 90), (16, 40), (52, 52), None))
    assert [day for day, one in enumerate(pass_comparison(few).value.followed["before"]) if one is not None] == [10]


def test_between_two_points_of_a_line_nobody_or_five_residents_worth_of_cases_went(plain: Comparison) -> None:
    """Of forty residents a rise of 0.05 is two: the point is skipped, and the next one is five further than the last that stands."""
    line = [0.0, *[0.1] * 4, *[0.25] * 5, *[0.3] * 5, *[0.4] * 5, 0.4, *[0.4] * 4, 0.4]
    found = replace(plain, followed={"before": line, "after": line}, size=Enough(True, (90, 90), (40, 40), (52, 52), None))
    passed = pass_comparison(found).value.followed["before"]
    assert {day: one for day, one in enumerate(passed) if one is not None} == {5: 0.25, 15: 0.4, 20: 0.4, 25: 0.4}


def test_bars_of_few_are_put_together_from_the_top(plain: Comparison) -> None:
    drawn = bars((0.4, 0.3, 0.2, 0.05, 0.05), (0.4, 0.3, 0.2, 0.05, 0.05))
    for at in (3, 4):
        drawn["bars"][at] |= {"residents_before": 8, "residents_after": 8}
    passed = pass_comparison(replace(plain, handoff_bars=drawn)).value.handoff_bars["bars"]
    assert [(one["handoffs"], one["or_more"]) for one in passed] == [(0, False), (1, False), (2, True)]
    assert passed[2]["before"] == pytest.approx(0.3)
    drawn["bars"][0] |= {"residents_after": 3}
    assert pass_comparison(replace(plain, handoff_bars=drawn)).value.handoff_bars["bars"] == []


def test_a_small_side_empties_everything(plain: Comparison) -> None:
    found = replace(plain, size=Enough(False, (9, 90), (9, 90), (52, 52), None), topics=(topic("Wonen", 90, 80),))
    passed = pass_comparison(found)
    assert passed.value.duration.before is None
    assert passed.value.topics == ()
    assert {one.before for one in passed.value.measures.values()} == {None}
    assert passed.told == ("Minder dan 10 inwoners: er kan niets getoond worden.",)


def test_a_topic_that_is_left_out_is_not_named_in_a_caution_either(plain: Comparison) -> None:
    rows = (topic("Wonen", 90, 80), topic("Zorg", 9, 40), topic("Bomen", 30, 40))
    found = replace(plain, topics=rows, flags={"mix_changed": {"share": 0.2, "topic": "Zorg"}})
    assert pass_comparison(found).value.flags["mix_changed"]["topic"] is None


def test_a_group_under_five_is_refused(plain: Comparison) -> None:
    with pytest.raises(SettingsError):
        pass_comparison(plain, group=4)


def test_a_signal_that_all_of_a_side_but_a_few_had_does_not_stand(plain: Comparison) -> None:
    """Of ninety residents before eighty-six or eighty-five had it."""

    def signal(before: int) -> Measured:
        return Measured("geen aantoonbaar verschil", 0.9, 0.1, 0.8, 0.7, 0.9, more={"residents_before": before, "residents_after": 40})

    size = Enough(True, (90, 90), (90, 90), (52, 52), None)
    shares = {"signal:silence": signal(86), "signal:stall": signal(85), "signal:dropped_handoff": signal(50)}
    found = replace(plain, size=size, shares=shares)
    assert [name for name, one in pass_comparison(found).value.shares.items() if one.before is None] == ["signal:silence"]
    untold = Standing(frozenset(), frozenset(), frozenset(), lost=False)  # nor one that is the number of lost questions, where no map tells it
    passed = pass_comparison(found, standing=untold).value.shares
    assert [name for name, one in passed.items() if one.before is None] == ["signal:silence", "signal:dropped_handoff"]


def test_what_report_and_maps_merge_a_comparison_does_not_show(plain: Comparison) -> None:
    """C > D is merged on the map with a pair of three residents: its handovers here would be those of the place less three."""
    pairs = tuple(pair(one, other, 0.1, 0.1, passes=False) for one, other in (("A", "B"), ("B", "A"), ("B", "C"), ("C", "D")))
    topics = (topic("Wonen", 90, 80), topic("Zorg", 50, 40), topic("Bomen", 60, 70), topic("Afval", 30, 30))
    paths = [{**route(path, 0.2, 0.2), "residents_before": people, "residents_after": people} for path, people in (("A", 60), ("A > B", 50), ("B", 40), (None, 30))]
    found = replace(plain, pairs=pairs, topics=topics, routes={"verdict": "x", "paths": paths})
    standing = Standing(frozenset({"Wonen", "Zorg", "Afval"}), frozenset({"A", "B"}), frozenset({("A", "B"), ("B", "A"), ("B", "C")}))
    passed = pass_comparison(found, standing=standing).value
    assert [one["topic"] for one in passed.topics] == ["Wonen", "Zorg"]  # never one alone: the smallest goes with Bomen
    assert {(one["from"], one["to"]) for one in passed.pairs} < {("A", "B"), ("B", "A"), ("B", "C")}
    assert len(passed.pairs) == 2
    assert [one["path"] for one in passed.routes["paths"]] == ["A", "B"]


@pytest.mark.parametrize(
    ("left", "residents", "finished"),
    [
        ({"residents": (0, 5, 40, 50), "finished": (9, 0, 5)}, 40, 38),
        ({"residents": (2, 0, 40, 50), "finished": (9, 0, 5)}, None, 38),  # 40 and 50 of 88 in the report: two came in both periods
        ({"residents": (0, 0, 40, 50), "finished": (9, 3, 5)}, 40, None),  # three of the cases after are still open
    ],
)
def test_the_size_of_a_side_leaves_no_few_beside_that_of_the_log(
    plain: Comparison, left: dict[str, tuple[int, ...]], residents: int | None, finished: int | None
) -> None:
    found = replace(plain, left=left, size=Enough(True, (38, 45), (40, 50), (52, 52), None))
    passed = pass_comparison(found)
    side = passed.value.as_json()["sides"]["before"]
    assert (side["residents"], side["finished"]) == (residents, finished)
    told = "Zonder aantal: met een ander getal hier ernaast bleven er minder dan 5 inwoners over."
    assert (told in passed.told) is (residents is None or finished is None)


def test_what_the_sides_leave_of_the_log_is_counted_in_residents() -> None:
    """Four cases before (of a, b, b, c), three after (c, d, e), one in the washout (f). One of b is open, c ended after the change, e is open."""
    names = numpy.array(["a", "b", "b", "c", "c", "d", "e", "f"], dtype=object)
    world = World(cases=8)
    day = numpy.array([0, 1, 2, 3, 300, 301, 302, 299])
    whole = replace(
        invented(world, 1), case_no=numpy.arange(1, 9), resident=names, start=day, opened=numpy.full(8, NEVER), begun=ORIGIN + 7 * (day // 5) + day % 5,
        end=numpy.array([9, 9, NEVER, 280, 309, 309, NEVER, 309]), topic=numpy.zeros(8, dtype=numpy.int64), department=numpy.zeros(8, dtype=numpy.int64),
        last_day=400, last_date=MONDAY + timedelta(weeks=80),
    )  # fmt: skip
    question = Question(change=MONDAY + timedelta(weeks=55), washout=25)
    left = left_beside(cases_of([whole], question), question)
    # on both sides c; on neither f; not before d, e, f; not after a, b, f
    assert left["residents"] == (1, 1, 3, 3)
    # unfinished: before b and c (275 is the day of the change), after e; ended but finished on no side: c and f
    assert left["finished"] == (2, 1, 2)
