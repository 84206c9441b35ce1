"""How sure a difference is: the wider of chance between residents and the ordinary swing of the weeks.

(a) influences added up per resident: cases of one resident resemble each other. t with residents less 2 degrees of freedom.
(b) influences added up per start week: busy months and holidays move all cases of a week together. The long-run variance of those sums per
side with three cosines (the equal-weighted cosine estimator), 3 degrees of freedom a side, put together after Welch; of both sides in one
series where they run in the same weeks (two values of a column), for then a busy week pulls at both.
No resampling: equal data give equal numbers. Source of (b): Lazarus, Lewis, Stock and Watson 2018, HAR Inference: Recommendations for
Practice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

from mining.comparison_estimates import AFTER, BEFORE, Apart, Real, Units, Whole

CONFIDENCE = 0.95
COSINES = 3
POWER_ERRORS = 0.84
"""With half a width and 0.84 standard errors more, four in five such differences are seen (power 80 %)."""


@dataclass(frozen=True)
class Range:
    """This is the uncertainty of one contrast: half the width of its 95 % interval, its standard error, and the chance of no difference.

    `chance`: the p-value of the wider way; for Benjamini-Hochberg alone, never shown. `swing`: how many times as much the sums of the weeks
    vary as chance between residents explains (1 where weeks do not swing); for a guard alone.
    """

    half: float
    error: float
    chance: float
    swing: float = 1.0

    @property
    def visible(self) -> float:
        """This is the smallest difference that would be seen in four of five such comparisons."""
        return self.half + POWER_ERRORS * self.error


@dataclass(frozen=True)
class Pull:
    """This is what the units of one group pull at a contrast: `psi`, the influence of each on its own side's value, and the `factor` by
    which that side (before, after) counts in the contrast."""

    units: Units
    psi: Real | Apart
    factor: Real

    @property
    def of_residents(self) -> Real:
        """This adds up what the units of each resident pull, by number of the resident."""
        units, many = self.units, len(self.units.residents)
        if not isinstance(self.psi, Apart):
            both = _added(units.resident_and_side, self.psi, 2 * many).reshape(-1, 2)
            sums: Real = both[:, BEFORE] * self.factor[BEFORE] + both[:, AFTER] * self.factor[AFTER]
            return sums
        apart = self.psi
        own = _added(units.cluster[apart.unit], apart.own * self.factor[units.side[apart.unit]], many)
        return own - _added(units.cluster, self._level(apart)[apart.followed.place], many)

    @property
    def of_weeks(self) -> Real:
        """This adds up what the units of each week (from the first one) pull, a column per side."""
        units, many = self.units, 2 * self.units.weeks
        if not isinstance(self.psi, Apart):
            return _added(units.week_and_side, self.psi, many).reshape(-1, 2) * self.factor
        apart = self.psi
        week, place, times = apart.followed.weeks
        own = _added(units.week_and_side[apart.unit], apart.own, many).reshape(-1, 2) * self.factor
        return own - _added(week, times * self._level(apart)[place], many).reshape(-1, 2)

    def _level(self, apart: Apart) -> Real:
        """This is what was expected by place, as it counts in the contrast (a cell is a stratum and a side)."""
        level: Real = (apart.level * numpy.tile(self.factor, len(apart.level) // 2)[:, None]).ravel()
        return level


def range_of(estimate: float, pulls: Sequence[Pull]) -> Range:
    """This gives the wider of both ways for an estimate that the pulls of one or more groups add up to."""
    from scipy.special import stdtr, stdtrit

    ways, residents, weekly = [], by_residents(pulls), _weekly(pulls)
    for error, freedom in (residents, _by_weeks(weekly)):
        half = float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) * error
        chance = float(2 * stdtr(freedom, -abs(estimate) / error)) if error > 0 else float(estimate == 0)
        ways.append((half, error, chance))
    half, error, _ = max(ways)
    return Range(half, error, max(chance for _, _, chance in ways), _swing(weekly, residents[0]))


def by_residents(pulls: Sequence[Pull]) -> tuple[float, float]:
    """This gives the standard error with residents as independent, and its degrees of freedom."""
    many = max(len(pull.units.residents) for pull in pulls)
    sums, there = numpy.zeros(many), numpy.zeros(many, dtype=bool)
    for pull in pulls:
        mine = len(pull.units.residents)
        sums[:mine] += pull.of_residents
        there[:mine] |= pull.units.residents
    return float(numpy.sqrt((sums**2).sum())), max(int(there.sum()) - 2, 1)


def by_weeks(pulls: Sequence[Pull]) -> tuple[float, float]:
    """This gives the standard error from the sums per start week, and its degrees of freedom.

    Sides after each other: a series each, put together after Welch. Sides in the same weeks: one series of what both sides pull in a week
    together, so that a swing which both share falls away from the difference, as it should.
    """
    return _by_weeks(_weekly(pulls))


def swing_of(pulls: Sequence[Pull], error: float) -> float:
    """This tells how many times as much the sums of the weeks vary as chance between residents (standard error `error`) explains.

    Sides in the same weeks: what both pull in a week together. Weeks that do not swing give about 1, on either side of it by chance.
    """
    return _swing(_weekly(pulls), error)


@dataclass(frozen=True)
class _Weekly:
    """This is what all units pull per week from the first one (`sums`, a column per side), and the weeks of each side."""

    sums: Real
    spans: tuple[range, range]

    @property
    def together(self) -> Real | None:
        """This is what both sides pull in a week together, where they are in the same weeks."""
        both: Real = self.sums.sum(axis=1)
        return both if in_the_same_weeks(*self.spans) else None


def _by_weeks(weekly: _Weekly) -> tuple[float, float]:
    if (together := weekly.together) is not None:
        return float(numpy.sqrt(_long_run(together))), float(COSINES)
    variances = [_long_run(weekly.sums[span.start : span.stop, side]) for side, span in enumerate(weekly.spans)]
    total = sum(variances)
    if total <= 0:
        return 0.0, 2.0 * COSINES
    return float(numpy.sqrt(total)), total**2 / sum(variance**2 / COSINES for variance in variances)


def _swing(weekly: _Weekly, error: float) -> float:
    together = weekly.together
    return float(((weekly.sums if together is None else together) ** 2).sum() / error**2) if error > 0 else 1.0


def _weekly(pulls: Sequence[Pull]) -> _Weekly:
    """This adds up what all units pull per week."""
    first = min(pull.units.first_week for pull in pulls)
    weeks = max(pull.units.first_week + pull.units.weeks for pull in pulls) - first
    sums = numpy.zeros((weeks, 2))
    for pull in pulls:
        place = pull.units.first_week - first
        sums[place : place + pull.units.weeks] += pull.of_weeks
    return _Weekly(sums, (_span(pulls, BEFORE, first), _span(pulls, AFTER, first)))


def _added(place: Whole, values: Real, many: int) -> Real:
    """This adds up values by their place."""
    found: NDArray[Any] = numpy.bincount(place, weights=values, minlength=many)
    return found


def _span(pulls: Sequence[Pull], side: int, first: int) -> range:
    """This gives the weeks from the first to the last start on a side, counted from week `first`."""
    found = [span for pull in pulls if (span := pull.units.spans[side]) is not None]
    return range(min(one for one, _ in found) - first, max(one for _, one in found) + 1 - first) if found else range(0)


def in_the_same_weeks(before: range, after: range) -> bool:
    """This tells whether at least half of the weeks of the shorter side are weeks of the other: from dates alone, never from outcomes."""
    shared = min(before.stop, after.stop) - max(before.start, after.start)
    return bool(before and after) and 2 * shared >= min(len(before), len(after))


def _long_run(sums: Real) -> float:
    """This gives the variance of the sum of a series of weeks; weeks without cases count as nothing."""
    weeks = len(sums)
    if not weeks:
        return 0.0
    place = (numpy.arange(weeks) + 0.5) / weeks
    waves = numpy.sqrt(2 / weeks) * numpy.cos(numpy.pi * numpy.outer(numpy.arange(1, COSINES + 1), place))
    return float(weeks * ((waves @ sums) ** 2).mean())


def corrected(chances: Sequence[float]) -> list[float]:
    """This corrects chances that are looked at together, after Benjamini and Hochberg 1995."""
    from scipy.stats import false_discovery_control

    return [float(one) for one in false_discovery_control(numpy.asarray(chances, dtype=float))] if chances else []
