"""Nobody can work out from two shared periods, with the map of both together beside them, what happened to a small group."""

from __future__ import annotations

import random
from collections.abc import Iterable

import numpy
import pandas as pd
import pytest
from attacked import GROUP, Row, crowd, determined, handovers_of, logs
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from mining.disclosure import LEAST, Passed, pass_handovers
from mining.gap_ranking import rank_gaps
from mining.handovers import OTHER, Handovers
from mining.merged_handovers import by_unit, places_of
from mining.shared_changes import Halves, pass_halves, places_of_two
from visuals.difference_map import difference_scene, draw_difference
from visuals.gap_list import gap_scene
from visuals.scene_check import check_scene

Pair = tuple[str, str]
NAMES = "ABCDEF"


def halves_of(before: list[Row], after: list[Row], *, keep: int = 99, names: str = NAMES) -> Halves:
    return Halves(handovers_of(before, keep=keep, names=names), handovers_of(after, keep=keep, names=names), ())


@st.composite
def periods(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """A log cut in two: some pairs pass in one period only, some in both, and some lose much more in one."""
    rows = [*draw(logs()), *draw(logs())]
    dice = random.Random(draw(st.integers(0, 2**32)))
    when = {pair: dice.choice([0.0, 0.2, 0.5, 0.5, 0.8, 1.0]) for pair in sorted({row[:2] for row in rows}, key=str)}
    sides: tuple[list[Row], list[Row]] = ([], [])
    for row in rows:
        sides[dice.random() < when[row[:2]]].append(row)
    return sides


def pair_list(*logs_of: list[Row]) -> list[Pair]:
    return sorted({(row[0], row[1]) for rows in logs_of for row in rows if row[0] is not None})


def people(rows: list[Row], pairs: Iterable[Pair], status: str | None = None) -> set[int]:
    pairs = set(pairs)
    return {who for one, other, who, state in rows if (one, other) in pairs and status in (None, state)}


def places(before: list[Row], after: list[Row]) -> tuple[dict[Pair, Pair], dict[Pair, Pair]] | None:
    """These are the places of the whole and of the halves: an attacker knows the rules."""
    halves = halves_of(before, after)
    found = places_of_two(by_unit(halves.before), by_unit(halves.after), group=GROUP)
    whole = by_unit(handovers_of(before + after, names=NAMES))
    known = places_of(whole[whole["sender"].notna()], group=GROUP)
    return None if found is None or known is None else (known, found[0])


def cell(place: Pair, shown: Iterable[str]) -> Pair:
    return (place[0] if place[0] in shown else OTHER, place[1] if place[1] in shown else OTHER)


@given(periods())
@hypothesis_settings(max_examples=12, deadline=None)
def test_each_place_holds_nobody_or_a_group_in_each_period_and_no_sum_gives_a_small_one_back(sides: tuple[list[Row], list[Row]]) -> None:
    found = places(*sides)
    if found is None:
        return
    whole, merged = found
    pairs = pair_list(*sides)
    assert set(merged) == set(pairs)
    for one in pairs:  # places of the halves are whole places of the whole
        assert len({merged[pair] for pair in pairs if whole[pair] == whole[one]}) == 1
    for place in set(merged.values()):
        inside = [pair for pair in pairs if merged[pair] == place]
        assert len(inside) > 1 or inside == [place]
        sizes = [len(people(rows, inside)) for rows in sides]
        assert max(sizes) >= GROUP
        assert not any(0 < size < GROUP for size in sizes)
    nothing = [0] * len(pairs)
    known = []
    for place in set(whole.values()):
        known.append([int(whole[pair] == place) for pair in pairs] * 2)
    for place in set(merged.values()):
        part = [int(merged[pair] == place) for pair in pairs]
        known += [part + nothing, nothing + part]
    for at, pair in enumerate(pairs):
        for side, rows in enumerate(sides):
            if 0 < len(people(rows, [pair])) < GROUP:
                assert not determined(known, at + side * len(pairs))


def lost_in(rows: list[Row], pairs: Iterable[Pair]) -> int:
    pairs = set(pairs)
    return sum((one, other) in pairs and state == "lost" for one, other, _, state in rows)


@given(periods())
@hypothesis_settings(max_examples=15, deadline=None)
def test_who_knows_every_rule_and_all_three_maps_cannot_work_out_a_small_number_of_lost_questions(sides: tuple[list[Row], list[Row]]) -> None:
    """The attacker looks for the least and the most that can have got lost in each place, in whole or large parts of the log."""
    found = places(*sides)
    if found is None:
        return
    whole, merged = found
    pairs = pair_list(*sides)
    count = len(pairs) + 1  # the last: of an unknown sender
    equal: list[tuple[numpy.ndarray, int]] = []
    most: list[tuple[numpy.ndarray, int]] = []

    def parts(chosen: Iterable[Pair], at: Iterable[int]) -> numpy.ndarray:
        row, chosen = numpy.zeros(2 * count), set(chosen)
        for side in at:
            for place, pair in enumerate(pairs):
                row[place + side * count] = pair in chosen
        return row

    def learned(data: Handovers, of: dict[Pair, Pair], at: tuple[int, ...]) -> None:
        for table, shown in ((data.departments, None), (data.pairs, set(data.units.shown))):
            for row in table.to_dict("records"):
                name = (row["from_unit"], row["to_unit"])
                inside = [pair for pair in pairs if (of[pair] if shown is None else cell(of[pair], shown)) == name]
                if not pd.isna(row["lost"]):
                    equal.append((parts(inside, at), int(row["lost"])))
                most.append((parts(inside, at), int(row["recorded"])))
        if data.totals.lost is not None:
            everything = parts(pairs, at)
            everything[[side * count + count - 1 for side in at]] = 1
            equal.append((everything, data.totals.lost))

    for keep in (2, 6):
        together = pass_handovers(handovers_of(sides[0] + sides[1], keep=keep, names=NAMES), group=GROUP).value
        halves = pass_halves(halves_of(*sides, keep=keep), group=GROUP).value
        if together.hidden:
            return
        learned(together, whole, (0, 1))
        if not halves.before.hidden:  # with few departments by themselves there may be no pair left to draw
            learned(halves.before, merged, (0,))
            learned(halves.after, merged, (1,))

    def reach(row: numpy.ndarray) -> float:
        matrix = numpy.array([left for left, _ in equal]).reshape(-1, 2 * count)  # nothing may be told at all
        values = numpy.array([right for _, right in equal])
        caps, limits = numpy.array([left for left, _ in most]), numpy.array([right for _, right in most])
        ends = [linprog(sign * row, A_ub=caps, b_ub=limits, A_eq=matrix, b_eq=values, method="highs").fun for sign in (1, -1)]
        return float(-ends[1] - ends[0])

    for place in set(merged.values()):
        inside = [pair for pair in pairs if merged[pair] == place]
        for at, rows in enumerate(sides):
            about = people(rows, inside, "lost")
            if lost_in(rows, inside) and not LEAST <= len(about) <= len(people(rows, inside)) - LEAST:
                assert reach(parts(inside, (at,))) > 0.5, (place, at)
    for place in set(whole.values()):
        inside = [pair for pair in pairs if whole[pair] == place]
        about = people(sides[0] + sides[1], inside, "lost")
        if about and not LEAST <= len(about) <= len(people(sides[0] + sides[1], inside)) - LEAST:
            assert reach(parts(inside, (0, 1))) > 0.5, place


@given(periods())
@hypothesis_settings(max_examples=12, deadline=None)
def test_both_sides_show_the_same_units_and_pairs_and_every_number_shown_is_true(sides: tuple[list[Row], list[Row]]) -> None:
    for keep in (2, 9):
        data = halves_of(*sides, keep=keep)
        passed = pass_halves(data, group=GROUP).value
        before, after = passed.before, passed.after
        assert before.hidden == after.hidden
        if not sides[0] + sides[1]:
            assert before.pairs.empty
            continue
        if before.hidden:
            assert passed.changes == ()
            assert before.pairs.empty
            assert after.departments.empty
            continue
        assert before.order == after.order
        assert before.units == after.units
        ways = [set(zip(side.departments["from_unit"], side.departments["to_unit"], strict=True)) for side in (before, after)]
        assert ways[0] == ways[1]
        assert list(before.pairs["lost"].isna() & (after.pairs["n"] > 0)) == list(after.pairs["lost"].isna() & (before.pairs["n"] > 0))
        assert (before.totals.lost is None) == (after.totals.lost is None)
        for rows, side in zip(sides, (before, after), strict=True):
            assert side.passages.empty
            assert int(side.pairs["n"].sum()) + side.totals.inside + side.totals.unknown == len(rows)
            assert int(side.departments["n"].sum()) + side.totals.unknown == len(rows)
            assert side.pairs["residents"].isna().all()
            for row in side.departments.to_dict("records"):
                pair = row["from_unit"], row["to_unit"]
                if OTHER not in pair:
                    assert row["n"] == sum((one, other) == pair for one, other, *_ in rows)
                    assert pd.isna(row["lost"]) or row["lost"] == lost_in(rows, [pair])
        rows_of = {(change.from_unit, change.to_unit): change for change in passed.changes}
        for table, name in ((before.pairs, "before"), (after.pairs, "after")):
            for row in table.to_dict("records"):
                told = getattr(rows_of[row["from_unit"], row["to_unit"]], f"lost_{name}")
                assert told == (None if pd.isna(row["lost"]) else row["lost"])


def test_what_is_merged_inside_other_in_one_period_only_gives_both_the_same_places() -> None:
    """C to B and B to A go into “Other” together: the second period has nothing of it, and shows an empty “Other” too."""
    before = [
        ("C", "B", 19, "answered"), ("B", "A", 11, "settled"), ("B", "A", 17, "lost"), ("B", "A", 30, "open"), ("A", "B", 15, "settled"),
        ("A", "B", 19, "late"), ("A", "B", 32, "lost"), ("B", "A", 35, "rerouted"), ("B", "A", 14, "open"), ("A", "B", 8, "open"),
        ("A", "B", 28, "settled"), ("B", "A", 37, "rerouted"), ("C", "B", 0, "answered"), ("A", "B", 24, "late"),
    ]  # fmt: skip
    after = [
        ("A", "B", 21, "open"), ("C", "A", 25, "late"), ("C", "A", 8, "answered"), ("A", "B", 25, "late"), ("C", "A", 29, "late"),
        ("A", "B", 5, "unrecorded"), ("A", "B", 7, "open"), ("A", "B", 29, "settled"), ("C", "A", 35, "answered"),
        ("C", "A", 33, "answered"), ("C", "A", 0, "late"), ("A", "B", 24, "settled"), ("C", "A", 3, "answered"),
        ("A", "B", 30, "answered"), ("A", "B", 30, "answered"),
    ]  # fmt: skip
    passed = pass_halves(halves_of(before, after, keep=9), group=GROUP).value
    assert passed.before.order == passed.after.order == ("A", "B", "C", OTHER)
    assert passed.before.unit_inside == {OTHER: 8}  # two of C to B, six of B to A
    assert passed.after.unit_inside == {OTHER: 0}


def of(passed: Passed[Halves], column: str) -> tuple[dict[Pair, object], dict[Pair, object]]:
    """This gives a column by pair, before and after; None where it is empty."""
    found = [
        {(row["from_unit"], row["to_unit"]): None if pd.isna(row[column]) else row[column] for row in side.pairs.to_dict("records")}
        for side in (passed.value.before, passed.value.after)
    ]
    return found[0], found[1]


def test_a_way_that_is_large_in_one_period_and_small_in_the_other_is_merged_in_both() -> None:
    # A to C: 20 residents before, 4 after; A to D: 3 before, 30 after. Together 23 before and 34 after, in both periods a group.
    before = crowd("A", "B", range(12)) + crowd("A", "C", range(20, 40)) + crowd("A", "D", range(50, 53)) + crowd("B", "A", range(15))
    after = crowd("A", "B", range(14)) + crowd("A", "C", range(20, 24)) + crowd("A", "D", range(50, 80)) + crowd("B", "A", range(11))
    passed = pass_halves(halves_of(before, after), group=10)
    assert of(passed, "n") == (
        {("A", "B"): 12, ("A", OTHER): 23, ("B", "A"): 15}, {("A", "B"): 14, ("A", OTHER): 34, ("B", "A"): 11},
    )  # fmt: skip
    assert passed.value.before.order == passed.value.after.order == ("A", "B", OTHER)


def test_a_way_that_is_new_stands_with_nobody_before() -> None:
    before = crowd("A", "B", range(30))
    after = crowd("A", "B", range(30)) + crowd("B", "C", range(12))
    passed = pass_halves(halves_of(before, after), group=10)
    assert of(passed, "n") == ({("A", "B"): 30, ("B", "C"): 0}, {("A", "B"): 30, ("B", "C"): 12})
    assert of(passed, "lost") == ({("A", "B"): 0, ("B", "C"): 0}, {("A", "B"): 0, ("B", "C"): 0})
    assert [change.verdict for change in passed.value.changes] == ["same", "new"]


def test_what_the_whole_log_merges_stays_together_so_that_its_map_can_hang_beside() -> None:
    # A to C has 4 residents in all, so the whole map counts it with the next smallest, A to D (20 and 20). Cut in two, B to C is too small
    # after as well, and together with A to C would be enough; then the whole map would give A to C back.
    before = crowd("A", "B", range(40)) + crowd("A", "C", range(4)) + crowd("A", "D", range(20)) + crowd("B", "C", range(60))
    after = crowd("A", "B", range(40)) + crowd("A", "D", range(20)) + crowd("B", "C", range(9)) + crowd("D", "B", range(50))
    passed = pass_halves(halves_of(before, after), group=10)
    assert of(passed, "n")[0] == {("A", "B"): 40, ("D", "B"): 0}
    assert passed.value.before.totals.inside == 4 + 20 + 60
    assert passed.value.after.totals.inside == 20 + 9


def test_lost_questions_kept_back_in_one_period_are_kept_back_in_the_other_and_told_together() -> None:
    before = (
        crowd("A", "B", range(40)) + crowd("A", "B", range(3), "lost") + crowd("B", "A", range(40)) + crowd("B", "A", range(7), "lost")
        + crowd("A", "C", range(40)) + crowd("A", "C", range(9), "lost")
    )  # fmt: skip
    after = (
        crowd("A", "B", range(40)) + crowd("A", "B", range(8), "lost") + crowd("B", "A", range(40)) + crowd("B", "A", range(6), "lost")
        + crowd("A", "C", range(40)) + crowd("A", "C", range(11), "lost")
    )  # fmt: skip
    passed = pass_halves(halves_of(before, after), group=10)
    assert of(passed, "lost") == (
        {("A", "B"): None, ("A", "C"): 9, ("B", "A"): None}, {("A", "B"): None, ("A", "C"): 11, ("B", "A"): None},
    )  # fmt: skip
    assert (passed.value.before.totals.lost, passed.value.after.totals.lost) == (19, 25)
    assert "Elders verloren: 10 voor en 14 na." in passed.told
    assert {(change.from_unit, change.to_unit): change.verdict for change in passed.value.changes} == {
        ("A", "B"): "too_few", ("A", "C"): "same", ("B", "A"): "too_few",
    }  # fmt: skip


def test_a_change_in_waiting_is_told_in_whole_days_of_enough_residents() -> None:
    # Passages of attacked.crowd wait 1 + their place in days: 40 before wait 1 to 40 days, and after from 41 to 80.
    # The medians are 20.5 and 60.5: in whole days 21 and 61.
    before = crowd("A", "B", range(40))
    after = crowd("B", "A", range(40)) + crowd("A", "B", range(40))
    there, back = pass_halves(halves_of(before, after), group=10).value.changes
    assert (there.median_before, there.median_after) == (21.0, 61.0)
    assert there.wait is not None
    assert there.wait.value == 40.0
    assert there.wait.low == int(there.wait.low)
    assert (there.verdict, back.verdict) == ("worse", "new")
    few = pass_halves(halves_of(crowd("A", "B", range(19)), crowd("A", "B", range(19))), group=10).value.changes
    assert [(change.median_before, change.wait, change.verdict) for change in few] == [(10.0, None, "too_few")]


def test_the_table_says_of_what_the_gate_keeps_that_the_group_is_small_and_not_that_there_are_too_few() -> None:
    # 40 waits and 3 lost residents: the loss stays hidden. 19 residents wait both ways: enough to compare, too few to tell the change of.
    hidden = crowd("A", "B", range(40)) + crowd("A", "B", range(3), "lost") + crowd("B", "A", range(40)) + crowd("B", "A", range(7), "lost")
    passed = pass_halves(halves_of(hidden + crowd("A", "C", range(19)), hidden + crowd("A", "C", range(19))), group=10).value
    rows = draw_difference(passed.before, passed.after, passed.changes).rows
    assert {(one, other): (wait, lost) for one, other, wait, lost in rows[["van", "naar", "oordeel over wachten", "oordeel over kwijtraken"]].itertuples(index=False)} == {
        ("A", "B"): ("niet getoond: kleine groep", "niet getoond: kleine groep"), ("B", "A"): ("niet getoond: kleine groep", "niet getoond: kleine groep"),
        ("A", "C"): ("niet getoond: kleine groep", "kan toeval zijn"),
    }  # fmt: skip


def test_with_too_few_residents_in_one_period_there_is_nothing_but_the_reason() -> None:
    passed = pass_halves(halves_of(crowd("A", "B", range(40)), crowd("A", "B", range(9))), group=10)
    reason = "Hier kan niets staan: te weinig inwoners delen dit (minder dan 10). Zij zouden te herkennen zijn."
    assert (passed.value.before.hidden, passed.value.after.hidden) == (reason, reason)
    assert passed.value.changes == ()


def test_two_periods_without_handovers_pass_as_they_are() -> None:
    passed = pass_halves(halves_of([], []), group=10).value
    assert (passed.before.hidden, passed.before.totals.n, passed.changes) == ("", 0, ())


def test_other_units_or_no_passages_are_refused() -> None:
    one, other = handovers_of(crowd("A", "B", range(40))), handovers_of(crowd("A", "C", range(40)))
    with pytest.raises(ValueError, match="same units"):
        pass_halves(Halves(one, other, ()), group=10)
    bare = Handovers(one.units, one.pairs, one.departments, one.totals, None, None, {})
    with pytest.raises(ValueError, match="passages"):
        pass_halves(Halves(one, bare, ()), group=10)


def test_what_passed_can_be_drawn_and_nothing_withheld_is_drawn_as_nought() -> None:
    before = (
        crowd("A", "B", range(40)) + crowd("A", "B", range(3), "lost") + crowd("B", "A", range(40)) + crowd("B", "A", range(7), "lost")
        + crowd("A", "C", range(40)) + crowd("A", "C", range(9), "lost")
    )  # fmt: skip
    after = crowd("A", "B", range(40)) + crowd("B", "A", range(40)) + crowd("A", "C", range(40)) + crowd("A", "C", range(11), "lost") + crowd("C", "A", range(30))
    passed = pass_halves(halves_of(before, after), group=10).value
    scene = difference_scene(passed.before, passed.after, passed.changes)
    assert check_scene(scene) == []
    # 3 + 7 + 9 of 139 recorded ones before, 11 of 161 after: told of all together, though not of each pair.
    assert scene.title == "Van elke 100 overdrachten raakten er 13,7 kwijt; dat werd 6,8."
    assert draw_difference(passed.before, passed.after, passed.changes).rows["kwijt, voor"].isna().sum() == 2
    ranking = rank_gaps(passed.after, before=passed.before)
    assert check_scene(gap_scene(ranking)) == []
    assert [box.text for box in gap_scene(ranking).texts("count")] == ["9 werd 11"]
    new = ranking.gaps.set_index(["from_department", "to_department"]).loc[("C", "A")]
    assert (new["lost_before"], new["n_before"]) == (0, 0)  # nobody went there: that is known


def test_what_is_hidden_is_a_card_with_the_reason() -> None:
    passed = pass_halves(halves_of(crowd("A", "B", range(40)), crowd("A", "B", range(9))), group=10).value
    assert difference_scene(passed.before, passed.after, passed.changes).title.startswith("Hier kan niets staan")
    assert gap_scene(rank_gaps(passed.after, before=passed.before)).title.startswith("Hier kan niets staan")


def test_what_is_merged_in_one_period_has_its_place_in_the_other_where_no_sender_is_known() -> None:
    # Of the first period B to A and C to B are too small by themselves, and share neither end: they lie inside "Other". Of the second no
    # sender is known.
    before = crowd("A", "B", range(40)) + crowd("B", "C", range(40)) + crowd("B", "A", range(60, 65)) + crowd("C", "B", range(70, 75))
    passed = pass_halves(halves_of(before, crowd(None, "A", range(12)), keep=9), group=10).value
    assert passed.before.order == passed.after.order == ("A", "B", "C", OTHER)
    assert (passed.before.totals.inside, passed.after.totals.inside, passed.after.totals.unknown) == (10, 0, 12)
