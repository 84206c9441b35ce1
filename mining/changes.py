"""What changed between departments from one period to the next: waits and losses per pair, each with an interval, and a verdict.

No dice: equal rows give equal intervals. Each median gets its exact interval of order statistics, which holds for every distribution (Hahn
and Meeker, Statistical Intervals, 1991, 5.2), each share the interval of Wilson (1927). The interval of a difference is made of the two by
squaring and adding the distances to their ends: for shares method 10 of Newcombe (Statistics in Medicine 17, 1998, 873-890), in general Zou
and Donner (Statistics in Medicine 27, 2008, 1693-1702). docs/decisions/changes-between-periods.md says why, and how often it misses.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, median
from typing import Any, Literal

import pandas as pd

from mining.handovers import Handovers

Verdict = Literal["better", "worse", "same", "too_few", "new", "gone", "unrecorded"]
"""better, worse: for the resident, who waits or is lost."""

LEAST = 10
"""Handovers with a known wait on both sides; fewer are not compared."""

_Interval = tuple[float, float, float]  # low end, value, high end

DAYS, PART, CONFIDENCE = 3.0, 0.15, 0.95
"""A median that changes by fewer days, or by a smaller part of what it was, is about the same."""


@dataclass(frozen=True)
class Difference:
    """This is how much a value changed, and between what the change lies with 95% confidence."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Change:
    """This is one ordered pair of units in two periods.

    Attributes
    ----------
    n, recorded, timed, lost, median: before and after. lost and median (calendar days, of the timed ones) are None where the gate
        withheld them, median also where nothing was taken up.
    enough: at least `LEAST` timed handovers in both periods.
    wait: change of the median in days. None where not enough. share: change of the share of recorded handovers that got lost; None with
        fewer than `LEAST` recorded ones in a period.
    verdict: of the wait. `new`: none before and at least `LEAST` after; `gone`: the other way round; `unrecorded`: no handover is recorded
        in a period that has passages, so that nobody knows the wait; `too_few` where not enough or withheld.
    share_verdict: of the losses: better or worse where the interval excludes no change; `too_few` where not enough or withheld.
    """

    from_unit: str
    to_unit: str
    n_before: int
    n_after: int
    recorded_before: int
    recorded_after: int
    timed_before: int
    timed_after: int
    lost_before: int | None
    lost_after: int | None
    median_before: float | None
    median_after: float | None
    enough: bool
    wait: Difference | None
    share: Difference | None
    verdict: Verdict
    share_verdict: Literal["better", "worse", "same", "too_few"]

    @property
    def wait_withheld(self) -> bool:
        """This tells whether the waits are not compared because the gate keeps something of a small group, though there may be enough.

        Where a number of lost questions is withheld nothing is told of how many waits are known: it would bound that number.
        """
        return self.verdict == "too_few" and (self._lost_withheld or min(self.timed_before, self.timed_after) >= LEAST)

    @property
    def share_withheld(self) -> bool:
        """This tells the same of the losses: enough handovers are recorded in both periods, but a number may not be told."""
        return self.share_verdict == "too_few" and self._lost_withheld and min(self.recorded_before, self.recorded_after) >= LEAST

    @property
    def _lost_withheld(self) -> bool:
        return self.lost_before is None or self.lost_after is None


def compare_handovers(before: Handovers, after: Handovers) -> tuple[Change, ...]:
    """This compares two periods pair by pair, in the order of the units.

    Both as read_handovers gives them, with their passages: the waits are compared one by one. Raises `ValueError` where the passages are
    missing, and where the two periods do not show the same units in the same order.
    """
    if before.order != after.order:
        raise ValueError("two periods can only be compared with the same units in the same order")
    if any(data.passages.empty and data.totals.n for data in (before, after)):
        raise ValueError("two periods can only be compared with their passages")
    rows = [{(row["from_unit"], row["to_unit"]): row for row in data.pairs.to_dict("records")} for data in (before, after)]
    waits = [_waits(data.passages) for data in (before, after)]
    at = {unit: place for place, unit in enumerate(before.order)}
    pairs = sorted(rows[0].keys() | rows[1].keys(), key=lambda pair: (at[pair[0]], at[pair[1]]))
    return tuple(_change(pair, rows[0].get(pair), rows[1].get(pair), waits[0].get(pair, []), waits[1].get(pair, [])) for pair in pairs)


def median_change(before: Sequence[float], after: Sequence[float]) -> Difference | None:
    """This is the change of the median with its interval; None where a sample is too small to have one.

    Ties only make the interval more careful. Swapping the samples turns the signs round.
    """
    one, other = _interval(before), _interval(after)
    return None if one is None or other is None else _difference(one, other)


def share_change(part_before: int, whole_before: int, part_after: int, whole_after: int) -> Difference | None:
    """This is the change of a share with its interval; None with fewer than `LEAST` in a whole."""
    if min(whole_before, whole_after) < LEAST:
        return None
    return _difference(_wilson(part_before, whole_before), _wilson(part_after, whole_after))


def _change(
    pair: tuple[str, str],
    before: Mapping[Hashable, Any] | None,
    after: Mapping[Hashable, Any] | None,
    waits_before: Sequence[float],
    waits_after: Sequence[float],
) -> Change:
    one, other = _numbers(before), _numbers(after)
    hidden = one.hidden or other.hidden
    wait = None
    if not hidden and min(len(waits_before), len(waits_after)) >= LEAST:
        wait = median_change(waits_before, waits_after)
    share = None
    if one.lost is not None and other.lost is not None:
        share = share_change(one.lost, one.recorded, other.lost, other.recorded)
    return Change(
        *pair,
        one.n, other.n, one.recorded, other.recorded, one.timed, other.timed, one.lost, other.lost, one.median, other.median,
        enough=wait is not None,
        wait=wait,
        share=share,
        verdict=_verdict(one, other, wait),
        share_verdict="too_few" if share is None else "better" if share.high < 0 else "worse" if share.low > 0 else "same",
    )  # fmt: skip


@dataclass(frozen=True)
class _Numbers:
    n: int
    recorded: int
    timed: int
    lost: int | None
    median: float | None

    @property
    def hidden(self) -> bool:
        """This tells whether the gate withheld what is needed to compare."""
        return self.lost is None or (self.median is None and self.timed > 0)


def _numbers(row: Mapping[Hashable, Any] | None) -> _Numbers:
    if row is None:
        return _Numbers(0, 0, 0, 0, None)
    n, recorded, timed, lost = (None if pd.isna(row[name]) else int(row[name]) for name in ("n", "recorded", "timed", "lost"))
    median = row["median_calendar_days"]
    return _Numbers(n or 0, recorded or 0, timed or 0, lost, None if pd.isna(median) else float(median))


def _verdict(before: _Numbers, after: _Numbers, wait: Difference | None) -> Verdict:
    if before.recorded + after.recorded == 0:
        return "unrecorded"
    if before.n == 0 and after.n >= LEAST:
        return "new"
    if after.n == 0 and before.n >= LEAST:
        return "gone"
    if (before.n and not before.recorded) or (after.n and not after.recorded):
        return "unrecorded"
    if wait is None:
        return "too_few"
    least = max(DAYS, PART * (before.median or 0))
    if wait.value <= -least and wait.high < 0:
        return "better"
    return "worse" if wait.value >= least and wait.low > 0 else "same"


def _waits(passages: pd.DataFrame) -> dict[tuple[str, str], list[float]]:
    if passages.empty:
        return {}
    timed = passages[passages["timed"].astype(bool) & passages["from_unit"].notna()]
    return {(str(one), str(other)): sorted(waits) for (one, other), waits in timed.groupby(["from_unit", "to_unit"])["calendar_days"]}


def _difference(before: _Interval, after: _Interval) -> Difference:
    """This squares and adds the distances from each value to the end of its interval that matters."""
    value = after[1] - before[1]
    below = sqrt((after[1] - after[0]) ** 2 + (before[2] - before[1]) ** 2)
    above = sqrt((after[2] - after[1]) ** 2 + (before[1] - before[0]) ** 2)
    return Difference(value, value - below, value + above)


def _interval(values: Sequence[float]) -> _Interval | None:
    """This gives low end, median and high end; None where even the extremes are too near to be sure."""
    from scipy.stats import binom

    held = sorted(values)
    rank = int(binom.ppf((1 - CONFIDENCE) / 2, len(held), 0.5)) if held else 0
    if rank < 1:
        return None
    return held[rank - 1], median(held), held[len(held) - rank]


def _wilson(part: int, whole: int) -> _Interval:
    """This gives low end, share and high end (Wilson 1927)."""
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    share = part / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return max(0.0, middle - half), share, min(1.0, middle + half)
