"""What changed between two periods is said with an interval that can be checked by hand, and nothing is said of too few."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import median

import pandas as pd
import pytest
from drawn_handovers import counts, handovers, withheld
from hypothesis import given, settings
from hypothesis import strategies as st

from mining.changes import Change, compare_handovers, median_change, share_change
from mining.handovers import Handovers

A, B, C = "Zorg", "Wonen", "Parkeren"
WAITS = st.lists(st.integers(0, 400).map(lambda tenths: tenths / 10), min_size=10, max_size=60)


def period(waits: list[float], *, lost: int = 0, unrecorded: int = 0, shown: tuple[str, ...] = (A, B)) -> Handovers:
    """This is a period in which cases went from A to B with these waits."""
    passages = pd.DataFrame({"from_unit": A, "to_unit": B, "timed": True, "calendar_days": waits}, index=range(len(waits)))
    passages.loc[len(passages)] = [None, B, False, float("nan")]  # of an unknown sender
    half = median(waits) if waits else None
    pairs = {(A, B): counts(answered=len(waits), lost=lost, unrecorded=unrecorded, days=half)} if waits or lost or unrecorded else {}
    return replace(handovers(pairs, shown=shown), passages=passages)


def compared(before: Handovers, after: Handovers) -> Change:
    (change,) = compare_handovers(before, after)
    return change


def test_the_interval_of_ten_and_ten_by_hand() -> None:
    # Of ten values the second and the ninth hold the median with 1 - 2 x 11/1024 = 97.9%, the first step above 95%: 2-9 around 5.5, 12-19 around 15.5.
    # All four ends are 3.5 away: the square root of 2 x 3.5 squared on either side.
    change = median_change([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
    assert change is not None
    assert change.value == 10
    assert math.isclose(change.low, 10 - 3.5 * math.sqrt(2))
    assert math.isclose(change.high, 10 + 3.5 * math.sqrt(2))


def test_the_interval_of_twenty_runs_from_the_sixth_to_the_fifteenth() -> None:
    # Binomial(20, 1/2): P(X <= 5) = 21700/2^20 = .0207, P(X <= 6) = .0577; wanted is at most .025. The median is 10.5.
    values = [float(value) for value in range(1, 21)]
    change = median_change(values, values)
    assert change is not None
    assert change.value == 0
    assert math.isclose(change.low, -4.5 * math.sqrt(2))
    assert math.isclose(change.high, 4.5 * math.sqrt(2))


def test_shares_are_compared_as_in_the_paper() -> None:
    # Newcombe 1998, table II, method 10: 56/70 - 48/80 and 9/10 - 3/10.
    first, second = share_change(48, 80, 56, 70), share_change(3, 10, 9, 10)
    assert first is not None
    assert second is not None
    assert [round(value, 4) for value in (first.value, first.low, first.high)] == [0.2, 0.0524, 0.3339]
    assert [round(value, 4) for value in (second.value, second.low, second.high)] == [0.6, 0.1705, 0.809]


def test_a_share_of_fewer_than_ten_is_not_compared() -> None:
    assert share_change(1, 9, 5, 100) is None


@settings(max_examples=60, deadline=None)
@given(before=WAITS, after=WAITS)
def test_swapping_before_and_after_swaps_the_signs(before: list[float], after: list[float]) -> None:
    there, back = median_change(before, after), median_change(after, before)
    assert there is not None
    assert back is not None
    assert math.isclose(there.value, -back.value, abs_tol=1e-9)
    assert math.isclose(there.low, -back.high, abs_tol=1e-9)
    assert math.isclose(there.high, -back.low, abs_tol=1e-9)
    assert there.low <= there.value <= there.high
    # A fall of 15% of what was is a rise of more than 15% of what came: better turns into worse.
    if compared(period(before), period(after)).verdict == "better":
        assert compared(period(after), period(before)).verdict == "worse"


@settings(max_examples=60, deadline=None)
@given(parts=st.tuples(st.integers(0, 40), st.integers(0, 40)), wholes=st.tuples(st.integers(40, 90), st.integers(40, 90)))
def test_swapping_shares_swaps_the_signs(parts: tuple[int, int], wholes: tuple[int, int]) -> None:
    there, back = share_change(parts[0], wholes[0], parts[1], wholes[1]), share_change(parts[1], wholes[1], parts[0], wholes[0])
    assert there is not None
    assert back is not None
    assert math.isclose(there.low, -back.high, abs_tol=1e-12)
    assert there.low <= there.value <= there.high


@settings(max_examples=40, deadline=None)
@given(waits=WAITS, lost=st.integers(0, 30))
def test_equal_halves_are_the_same(waits: list[float], lost: int) -> None:
    change = compared(period(waits, lost=lost), period(waits, lost=lost))
    assert change.verdict == "same"
    assert change.share_verdict in ("same", "too_few")


@settings(max_examples=40, deadline=None)
@given(waits=WAITS, days=st.integers(1, 90))
def test_adding_the_same_days_to_both_changes_no_interval(waits: list[float], days: int) -> None:
    shifted = [wait + days for wait in waits]
    plain, moved = median_change(waits, waits[::-1]), median_change(shifted, shifted)
    assert plain is not None
    assert moved is not None
    assert math.isclose(plain.low, moved.low, abs_tol=1e-9)


def test_a_planted_change_is_seen() -> None:
    before = [20 + at % 7 for at in range(40)]  # median 23
    after = [10 + at % 7 for at in range(40)]  # ten days shorter
    change = compared(period(before, lost=20), period(after, lost=2))
    assert (change.verdict, change.median_before, change.median_after) == ("better", 23, 13)
    assert change.wait is not None
    assert change.wait.value == -10
    assert change.share_verdict == "better"
    assert compared(period(after, lost=2), period(before, lost=20)).share_verdict == "worse"


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ([4.0] * 30, [1.1] * 30, "same"),  # 72% but fewer than 3 days
        ([40.0] * 30, [35.0] * 30, "same"),  # 5 days but 12.5%
        ([20.0] * 30, [17.0] * 30, "better"),  # 3 days and 15%, exactly
        ([20.0] * 30, [23.0] * 30, "worse"),
        ([0.0] * 30, [3.0] * 30, "worse"),
        ([*[1.0] * 15, *[60.0] * 15], [*[1.0] * 16, *[60.0] * 14], "same"),  # the halves lie far apart: no certainty
        ([20.0] * 9, [1.0] * 50, "too_few"),
        ([20.0] * 50, [1.0] * 9, "too_few"),
        ([20.0] * 10, [1.0] * 10, "better"),
    ],
)
def test_colour_needs_three_days_and_fifteen_percent_and_certainty_and_ten(before: list[float], after: list[float], verdict: str) -> None:
    assert compared(period(before), period(after)).verdict == verdict


def test_what_came_or_went_and_what_is_not_recorded_have_words_of_their_own() -> None:
    none: Handovers = period([])
    assert compared(none, period([5.0] * 10)).verdict == "new"
    assert compared(period([5.0] * 10), none).verdict == "gone"
    assert compared(none, period([5.0] * 9)).verdict == "too_few"
    assert compared(period([], unrecorded=50), period([5.0] * 50)).verdict == "unrecorded"
    assert compared(none, period([], unrecorded=50)).verdict == "unrecorded"


def test_what_the_gate_withheld_is_not_compared() -> None:
    data = period([20.0] * 30, lost=4)
    (change,) = compare_handovers(withheld(data, (A, B)), data)
    assert (change.verdict, change.wait, change.share, change.lost_before, change.median_before) == ("too_few", None, None, None, None)


def test_other_units_cannot_be_compared() -> None:
    one, two = period([5.0] * 10), period([5.0] * 10, shown=(B, A))
    with pytest.raises(ValueError, match="same order"):
        compare_handovers(one, two)


def test_periods_without_their_passages_cannot_be_compared() -> None:
    data = replace(period([5.0] * 10), passages=pd.DataFrame())
    with pytest.raises(ValueError, match="with their passages"):
        compare_handovers(data, data)
