"""What both sides of a comparison look like in a number, and how much each single unit pulls at that number (its influence).

Time is whole working days from the start of the unit (a case, mostly). Each estimate is made per cell (stratum and side) and then
weighted to the mix of both sides together. The influence psi of a unit is the change that it alone makes to the estimate, so that sums of
psi over residents or weeks carry the uncertainty (comparison_uncertainty). Nothing is drawn at random: equal data, equal numbers.

Sources: Kaplan and Meier 1958; Greenwood 1926 (the sum of the squares of psi is his variance); the mean cumulative number is that of
Nelson 1988 and Lawless and Nadeau 1995.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

Whole = NDArray[numpy.int64]
Real = NDArray[numpy.float64]
Truth = NDArray[numpy.bool_]

BEFORE, AFTER = 0, 1


@dataclass(frozen=True)
class Units:
    """This is what is compared: cases, or items of cases such as callback requests; one place in each array is one unit.

    Attributes
    ----------
    side: 0 before, 1 after. stratum: 0, 1, ...; weights has the share of each stratum in the mix of both sides together.
    cluster: the resident, a number from 0. week: the week in which the case started, counted from any Monday.
    limit: working days for which the unit could be followed.
    """

    side: Whole
    stratum: Whole
    weights: Real
    cluster: Whole
    week: Whole
    limit: Whole

    def __len__(self) -> int:
        return len(self.side)

    @property
    def cell(self) -> Whole:
        """This is the number of the cell of each unit: its stratum and its side."""
        return self.stratum * 2 + self.side

    def only(self, kept: Truth, *, weights: Real | None = None, limit: Whole | None = None) -> Units:
        """This leaves the units that are `kept` (a truth per unit)."""
        follow = self.limit if limit is None else limit
        return Units(
            self.side[kept], self.stratum[kept], self.weights if weights is None else weights, self.cluster[kept], self.week[kept],
            follow[kept],
        )  # fmt: skip


@dataclass(frozen=True)
class Occurrences:
    """This is something that happens any number of times: for each time the unit, and the working days since the unit's start."""

    unit: Whole
    offset: Whole

    def only(self, kept: Truth) -> Occurrences:
        """This leaves what happened to the units that are `kept` (a truth per unit), numbered anew."""
        place = numpy.cumsum(kept) - 1
        of_kept = kept[self.unit]
        return Occurrences(place[self.unit[of_kept]], self.offset[of_kept])


@dataclass(frozen=True)
class Estimate:
    """This is one measure on both sides, weighted to the same mix; `psi` is the influence of each unit on its own side's value."""

    before: float
    after: float
    psi: Real


def restricted_means(units: Units, time: Whole, ended: Truth, tau: int) -> Estimate:
    """This gives the mean duration counted to `tau` working days at most: the area under the Kaplan-Meier curve.

    `time`: working days until the end where `ended`, otherwise until it was last known to be open. What ends on a day and what was followed
    to that day tie: the end comes first. Where nobody can be followed on, the curve stays as it was.
    """
    cell, cells = units.cell, len(units.weights) * 2
    days = numpy.minimum(time, tau)
    happened = ended & (time < tau)  # an end on day tau leaves no area
    leaving = _table(cell, days, cells, tau)
    deaths = _table(cell[happened], days[happened], cells, tau)
    at_risk = _from_here_on(leaving)
    with numpy.errstate(divide="ignore", invalid="ignore"):
        hazard = numpy.where(at_risk > 0, deaths / at_risk, 0.0)
        survival = numpy.cumprod(1 - hazard, axis=1)
        area = _from_here_on(survival[:, :tau])  # from day j on, up to tau
        area = numpy.pad(area, ((0, 0), (0, 1)))
        pull = numpy.where(hazard < 1, area / (1 - hazard), 0.0)
        per_one = numpy.where(at_risk > 0, pull / at_risk, 0.0)
    still_there = numpy.cumsum(per_one * hazard, axis=1)
    psi = still_there[cell, days] - numpy.where(happened, per_one[cell, days], 0.0)
    return _weighted(units, area[:, 0], psi)


def mean_numbers(units: Units, happened: Occurrences, tau: int) -> Estimate:
    """This gives how often something happens per unit up to and including working day `tau` (mean cumulative number).

    A unit is at risk until the last day that it could be followed, whether its case was over or not; what happens later is left out.
    """
    cell, cells = units.cell, len(units.weights) * 2
    limit = numpy.minimum(units.limit, tau)
    at_risk = _from_here_on(_table(cell, limit, cells, tau))
    seen = happened.offset <= limit[happened.unit]
    unit, offset = happened.unit[seen], happened.offset[seen]
    counts = _table(cell[unit], offset, cells, tau)
    with numpy.errstate(divide="ignore", invalid="ignore"):
        one = numpy.where(at_risk > 0, 1 / at_risk, 0.0)
    rate = counts * one
    expected = numpy.cumsum(rate * one, axis=1)
    psi = numpy.bincount(unit, weights=one[cell[unit], offset], minlength=len(units)) - expected[cell, limit]
    return _weighted(units, rate.sum(axis=1), psi)


def shares(units: Units, holds: NDArray[Any]) -> Estimate:
    """This gives the share of units for which something holds (1 or 0 each); every unit must have been followed in full."""
    cell, cells = units.cell, len(units.weights) * 2
    size = numpy.bincount(cell, minlength=cells).astype(float)
    held = holds.astype(float)
    with numpy.errstate(divide="ignore", invalid="ignore"):
        share = numpy.where(size > 0, numpy.bincount(cell, weights=held, minlength=cells) / size, 0.0)
        psi = (held - share[cell]) / size[cell]
    return _weighted(units, share, psi)


def finished_shares(units: Units, time: Whole, ended: Truth, tau: int) -> tuple[Real, Real]:
    """This gives the weighted share that is over after 0, 1, ... `tau` working days, before and after (one minus Kaplan-Meier).

    It stops (not a number) where fewer than a tenth of the side can still be followed.
    """
    cell, cells = units.cell, len(units.weights) * 2
    days = numpy.minimum(time, tau + 1)
    at_risk = _from_here_on(_table(cell, days, cells, tau + 1))
    deaths = _table(cell[ended], days[ended], cells, tau + 1)
    with numpy.errstate(divide="ignore", invalid="ignore"):
        survival = numpy.cumprod(1 - numpy.where(at_risk > 0, deaths / at_risk, 0.0), axis=1)[:, : tau + 1]
    lines = []
    for side in (BEFORE, AFTER):
        line = 1 - (units.weights[:, None] * survival[side::2]).sum(axis=0)
        followed = numpy.sort(units.limit[units.side == side])
        can_follow = len(followed) - numpy.searchsorted(followed, numpy.arange(tau + 1))
        line[can_follow < 0.1 * len(followed)] = numpy.nan
        lines.append(line)
    return lines[0], lines[1]


def _table(cell: Whole, day: Whole, cells: int, tau: int) -> Real:
    """This counts how many there are per cell and day (days 0 to tau)."""
    return numpy.bincount(cell * (tau + 1) + day, minlength=cells * (tau + 1)).reshape(cells, tau + 1).astype(float)


def _from_here_on(table: Real) -> Real:
    """This adds up each row from a day to the last day."""
    return numpy.cumsum(table[:, ::-1], axis=1)[:, ::-1]


def _weighted(units: Units, value: Real, psi: Real) -> Estimate:
    return Estimate(float(value[0::2] @ units.weights), float(value[1::2] @ units.weights), psi * units.weights[units.stratum])
