"""How sure a difference is: the wider of chance between residents and the ordinary swing of the weeks.

(a) influences added up per resident: cases of one resident resemble each other. t with residents less 2 degrees of freedom.
(b) influences added up per start week: busy months and holidays move all cases of a week together. The long-run variance of those sums per
side with three cosines (the equal-weighted cosine estimator), 3 degrees of freedom a side, put together after Welch.
No resampling: equal data give equal numbers. Source of (b): Lazarus, Lewis, Stock and Watson 2018, HAR Inference: Recommendations for
Practice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from mining.comparison_estimates import AFTER, BEFORE, Real, Whole

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


def range_of(estimate: float, psi: Real, *, cluster: Whole, week: Whole, side: Whole) -> Range:
    """This gives the wider of both ways for an estimate whose units have influence `psi` (signed: it adds up over both sides)."""
    from scipy.stats import t

    ways = []
    for error, freedom in (by_residents(psi, cluster), by_weeks(psi, week, side)):
        half = float(t.ppf((1 + CONFIDENCE) / 2, freedom)) * error
        chance = float(2 * t.sf(abs(estimate) / error, freedom)) if error > 0 else float(estimate == 0)
        ways.append((half, error, chance))
    half, error, _ = max(ways)
    return Range(half, error, max(chance for _, _, chance in ways))


def by_residents(psi: Real, cluster: Whole) -> tuple[float, float]:
    """This gives the standard error with residents as independent, and its degrees of freedom."""
    sums = numpy.bincount(cluster, weights=psi)
    residents = int((numpy.bincount(cluster) > 0).sum())
    return float(numpy.sqrt((sums**2).sum())), max(residents - 2, 1)


def by_weeks(psi: Real, week: Whole, side: Whole) -> tuple[float, float]:
    """This gives the standard error from the sums per start week, and Welch's degrees of freedom."""
    variances = [_long_run(psi[side == one], week[side == one]) for one in (BEFORE, AFTER)]
    total = sum(variances)
    if total <= 0:
        return 0.0, 2.0 * COSINES
    return float(numpy.sqrt(total)), total**2 / sum(variance**2 / COSINES for variance in variances)


def _long_run(psi: Real, week: Whole) -> float:
    """This gives the variance of the sum over the weeks of one side; weeks without cases count as nothing."""
    if not len(week):
        return 0.0
    first = int(week.min())
    sums = numpy.bincount(week - first, weights=psi)
    weeks = len(sums)
    place = (numpy.arange(weeks) + 0.5) / weeks
    waves = numpy.sqrt(2 / weeks) * numpy.cos(numpy.pi * numpy.outer(numpy.arange(1, COSINES + 1), place))
    return float(weeks * ((waves @ sums) ** 2).mean())


def corrected(chances: Sequence[float]) -> list[float]:
    """This corrects chances that are looked at together, after Benjamini and Hochberg 1995."""
    from scipy.stats import false_discovery_control

    return [float(one) for one in false_discovery_control(numpy.asarray(chances, dtype=float))] if chances else []
