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

import numpy

from mining.comparison_estimates import AFTER, BEFORE, Real, Units

CONFIDENCE = 0.95
COSINES = 3
POWER_ERRORS = 0.84
"""With half a width and 0.84 standard errors more, four in five such differences are seen (power 80 %)."""


@dataclass(frozen=True)
class Range:
    """This is the uncertainty of one contrast: half the width of its 95 % interval, its standard error, and the chance of no difference.

    `chance`: the p-value of the wider way; for Benjamini-Hochberg alone, never shown.
    """

    half: float
    error: float
    chance: float

    @property
    def visible(self) -> float:
        """This is the smallest difference that would be seen in four of five such comparisons."""
        return self.half + POWER_ERRORS * self.error


@dataclass(frozen=True)
class Pull:
    """This is what the units of one group pull at a contrast: `psi`, the influence of each on its own side's value, and the `factor` by
    which that side (before, after) counts in the contrast."""

    units: Units
    psi: Real
    factor: Real


def range_of(estimate: float, pulls: Sequence[Pull]) -> Range:
    """This gives the wider of both ways for an estimate that the pulls of one or more groups add up to."""
    from scipy.special import stdtr, stdtrit

    ways = []
    for error, freedom in (by_residents(pulls), by_weeks(pulls)):
        half = float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) * error
        chance = float(2 * stdtr(freedom, -abs(estimate) / error)) if error > 0 else float(estimate == 0)
        ways.append((half, error, chance))
    half, error, _ = max(ways)
    return Range(half, error, max(chance for _, _, chance in ways))


def by_residents(pulls: Sequence[Pull]) -> tuple[float, float]:
    """This gives the standard error with residents as independent, and its degrees of freedom."""
    many = max(len(pull.units.residents) for pull in pulls)
    sums, there = numpy.zeros(many), numpy.zeros(many, dtype=bool)
    for pull in pulls:
        mine = len(pull.units.residents)
        found = numpy.bincount(pull.units.resident_and_side, weights=pull.psi, minlength=2 * mine)
        sums[:mine] += found[BEFORE::2] * pull.factor[BEFORE] + found[AFTER::2] * pull.factor[AFTER]
        there[:mine] |= pull.units.residents
    return float(numpy.sqrt((sums**2).sum())), max(int(there.sum()) - 2, 1)


def by_weeks(pulls: Sequence[Pull]) -> tuple[float, float]:
    """This gives the standard error from the sums per start week, and its degrees of freedom.

    Sides after each other: a series each, put together after Welch. Sides in the same weeks: one series of what both sides pull in a week
    together, so that a swing which both share falls away from the difference, as it should.
    """
    first = min(pull.units.first_week for pull in pulls)
    weeks = max(pull.units.first_week + pull.units.weeks for pull in pulls) - first
    sums = numpy.zeros((weeks, 2))
    for pull in pulls:
        place, mine = pull.units.first_week - first, pull.units.weeks
        found = numpy.bincount(pull.units.week_and_side, weights=pull.psi, minlength=2 * mine)
        sums[place : place + mine] += found.reshape(mine, 2) * pull.factor
    spans = [_span(pulls, side, first) for side in (BEFORE, AFTER)]
    if in_the_same_weeks(*spans):
        return float(numpy.sqrt(_long_run(sums.sum(axis=1)))), float(COSINES)
    variances = [_long_run(sums[span.start : span.stop, side]) for side, span in enumerate(spans)]
    total = sum(variances)
    if total <= 0:
        return 0.0, 2.0 * COSINES
    return float(numpy.sqrt(total)), total**2 / sum(variance**2 / COSINES for variance in variances)


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
