"""False alarms and power of the product's own comparison where the truth is known: a small version of bench/comparison_truth.py."""

from __future__ import annotations

from dataclasses import replace

import numpy
import pytest
from simulated import World, change_date, compare_beside, invented

from mining.comparison import Comparison, compare
from mining.comparison_guards import worst_of
from mining.comparison_question import Question

REAL = World(clustered=True, heavy=True)
SWINGS = World(clustered=True, swing=0.3)
RUNS = 60


def compared(world: World, seed: int, **more: object) -> Comparison:
    question = Question(change=change_date(world), control=("Twee",) if world.control else (), **more)  # type: ignore[arg-type]
    return compare([invented(world, seed)], question, many=False)


def alarms(world: World, runs: int = RUNS) -> tuple[int, int]:
    found = [compared(world, seed) for seed in range(runs)]
    return sum(one.duration.verdict in ("korter", "langer") for one in found), sum(one.measures["handoffs"].verdict in ("minder", "meer") for one in found)


@pytest.mark.parametrize(
    "world",
    [REAL, replace(REAL, mix=(0.3, 0.6)), replace(REAL, cut=8), SWINGS],
    ids=["nothing differs", "the mix moves", "the export is cut off", "weeks swing"],
)
def test_no_more_false_alarms_than_one_in_twenty_within_the_error_of_so_few_runs(world: World) -> None:
    """At 5 %, 60 runs give 9 or more less than once in 300 times."""
    durations, handoffs = alarms(world)
    assert durations <= 8
    assert handoffs <= 8


def test_a_planted_fifth_is_found_and_the_range_holds_the_truth() -> None:
    """20 % shorter, 1,000 cases a side, without swings: most runs see it, none sees the opposite."""
    found = [compared(replace(World(), duration=0.8), seed) for seed in range(30)]
    assert sum(one.duration.verdict == "korter" for one in found) >= 24
    assert not any(one.duration.verdict == "langer" for one in found)
    more = [compared(replace(World(), handoffs=0.7), seed) for seed in range(30)]
    assert sum(one.measures["handoffs"].verdict == "minder" for one in more) >= 24


def test_a_control_that_swings_along_finds_more_than_none() -> None:
    swinging = replace(SWINGS, duration=0.8)
    alone, beside = (
        sum(compared(replace(swinging, control=control), seed).duration.verdict == "korter" for seed in range(40)) for control in (False, True)
    )
    assert beside > alone


def test_weeks_that_swing_are_told_in_less_than_a_year_and_quiet_weeks_or_a_control_that_swings_along_are_not() -> None:
    def told(world: World) -> int:
        return sum("weeks_swing" in compared(world, seed).flags for seed in range(1000, 1040))

    half = replace(SWINGS, weeks=26)
    assert told(half) >= 36
    assert told(replace(REAL, weeks=26)) <= 4
    assert told(replace(half, control=True)) <= 6
    assert told(SWINGS) == 0  # a year a side: about as many false alarms as there should be


def test_sides_in_the_same_weeks_that_swing_apart_are_told_also_over_a_year() -> None:
    """Two departments in the same 104 weeks: their swings fall away where they swing alike, and stay where each swings by itself."""
    beside = replace(SWINGS, control=True)
    apart, alike = ([compare_beside(one, seed) for seed in range(1000, 1020)] for one in (replace(beside, apart=True), beside))
    assert sum(one.flags.get("weeks_swing") == {"same_weeks": True} for one in apart) >= 18
    assert sum("weeks_swing" in one.flags for one in alike) <= 3


def test_two_departments_in_the_same_weeks_share_their_swings() -> None:
    """A year of two departments with 1,000 cases each whose weeks swing alike: no alarm where nothing differs, and a fifth longer is seen."""
    beside = replace(SWINGS, weeks=26, control=True)
    quiet = [compare_beside(beside, seed) for seed in range(RUNS)]
    assert sum(one.duration.verdict in ("korter", "langer") for one in quiet) <= 8
    assert sum(one.measures["handoffs"].verdict in ("minder", "meer") for one in quiet) <= 8
    found = [compare_beside(beside, seed, 1.25) for seed in range(30)]
    assert sum(one.duration.verdict == "langer" for one in found) >= 20
    assert not any(one.duration.verdict == "korter" for one in found)


def test_only_closed_cases_give_no_verdict_at_all() -> None:
    for seed in range(10):
        found = compared(replace(REAL, closed=True), seed)
        assert found.duration.verdict == "niet te bepalen"
        assert found.duration.why == "only_closed"
        assert "only_closed" in found.flags
        assert {one.verdict for one in found.measures.values()} == {"niet te bepalen"}


def test_a_log_with_open_cases_is_not_taken_for_closed_cases_only() -> None:
    assert not any("only_closed" in compared(REAL, seed).flags for seed in range(20))


def test_half_a_year_against_the_next_is_flagged_for_the_season_and_a_year_is_not() -> None:
    assert "season" in compared(replace(REAL, weeks=26), 1).flags
    assert "season" not in compared(REAL, 1).flags


def test_short_periods_are_flagged_and_very_short_ones_get_no_verdict() -> None:
    flagged = compared(replace(REAL, weeks=20), 1)
    assert "short_period" in flagged.flags
    assert flagged.duration.verdict != "te weinig zaken"
    short = compared(replace(REAL, weeks=10), 1)
    assert short.duration.verdict == "te weinig zaken"
    assert short.duration.low is None
    assert short.duration.before is not None


def test_too_few_cases_after_tell_when_to_look_again() -> None:
    """40 weeks before, and the export ends 6 weeks after the change: 12 weeks are needed, so not before six weeks later."""
    world = replace(REAL, weeks=40, cut=34)
    found = compared(world, 1)
    assert found.duration.verdict == "te weinig zaken"
    assert found.size.again is not None
    assert 35 <= (found.size.again - found.last[1]).days <= 56


def test_cases_before_are_followed_until_the_change_and_no_further() -> None:
    """Everything that started before ends at the change or is open: no case before is known to last beyond it."""
    world = REAL
    log = invented(world, 3)
    found = compare([log], Question(change=change_date(world)), many=False)
    first_of_after = 5 * world.weeks
    longer = replace_ends(log, numpy.where((log.start < first_of_after) & (log.end >= first_of_after), log.end + 500, log.end))
    again = compare([longer], Question(change=change_date(world)), many=False)
    assert again.duration.before == found.duration.before
    assert again.duration.low == found.duration.low


def replace_ends(log, ends):  # type: ignore[no-untyped-def]
    again = replace(log, end=ends)
    again.__dict__["given"] = log.__dict__["given"]
    return again


def test_a_washout_leaves_cases_out_on_the_after_side_alone() -> None:
    whole, washed = compared(REAL, 5), compared(REAL, 5, washout=20)
    log = invented(REAL, 5)
    gone = int(((log.start >= 260) & (log.start < 280)).sum())
    assert washed.duration.cases_before == whole.duration.cases_before
    assert washed.duration.cases_after == whole.duration.cases_after - gone


def test_equal_data_give_equal_numbers() -> None:
    assert compared(REAL, 7).as_json() == compared(REAL, 7).as_json()


def test_a_mix_that_moves_is_flagged_and_one_that_does_not_is_not() -> None:
    moved = compared(replace(REAL, mix=(0.3, 0.6)), 2)
    assert moved.flags["mix_changed"]["topic"] == "Groot"
    assert moved.flags["mix_changed"]["share"] == pytest.approx(0.3, abs=0.06)
    assert "mix_changed" not in compared(REAL, 2).flags


def test_a_strong_drift_before_is_flagged() -> None:
    assert sum("trend_before" in compared(replace(World(), drift=0.06), seed).flags for seed in range(10)) >= 5
    assert sum("trend_before" in compared(World(), seed).flags for seed in range(20)) <= 3


def test_stray_events_after_the_log_are_flagged() -> None:
    log = invented(REAL, 1)
    stray = replace(log, later_events=3)
    stray.__dict__["given"] = log.__dict__["given"]
    found = compare([stray], Question(change=change_date(REAL)), many=False)
    assert found.flags["log_end"] == {"end": log.last_date.isoformat(), "events": 3}


def test_who_was_the_worst_of_four_was_probably_chosen_for_it() -> None:
    assert worst_of([10.0, 30.0, 12.0, 11.0], 1)
    assert not worst_of([10.0, 30.0, 12.0, 11.0], 2)
    assert not worst_of([10.0, 30.0, 12.0], 1)


def test_the_control_is_left_out_of_what_is_compared() -> None:
    world = replace(REAL, control=True)
    found = compared(world, 4)
    log = invented(world, 4)
    assert found.duration.cases_before + found.duration.cases_after == int((log.department == 0).sum())
    change = found.duration.after - found.duration.before  # type: ignore[operator]
    control = found.duration.more["control"]["after"] - found.duration.more["control"]["before"]
    assert found.duration.difference == pytest.approx(change - control, abs=1e-5)
