"""What both sides of a comparison look like in a number, and how much each single unit pulls at that number (its influence).

Time is whole working days from the start of the unit (a case, mostly). Each estimate is made per cell (stratum and side) and then
weighted to the mix of both sides together. The influence psi of a unit is the change that it alone makes to the estimate, so that sums of
psi over residents or weeks carry the uncertainty (comparison_uncertainty). Nothing is drawn at random: equal data, equal numbers.

Sources: Kaplan and Meier 1958; Greenwood 1926 (the sum of the squares of psi is his variance); the mean cumulative number is that of
Nelson 1988 and Lawless and Nadeau 1995.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy
from numpy.typing import NDArray

Whole = NDArray[numpy.int64]
Real = NDArray[numpy.float64]
Truth = NDArray[numpy.bool_]

BEFORE, AFTER = 0, 1

RARE = 0.25
"""What happens less often than this per unit is kept apart from what was expected (`Apart`)."""


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

    @cached_property
    def cell(self) -> Whole:
        """This is the number of the cell of each unit: its stratum and its side."""
        return self.stratum * 2 + self.side

    @cached_property
    def weight(self) -> Real:
        """This is the weight of each cell, a column: that of its stratum."""
        return numpy.repeat(self.weights, 2)[:, None]

    def followed(self, tau: int) -> Followed:
        """This tells how long each unit could be followed, up to `tau`; worked out once, for many things are counted in the same units."""
        if tau not in self._followed:
            limit = numpy.minimum(self.limit, tau)
            place = self.cell * (tau + 1) + limit
            cells = len(self.weights) * 2
            left = numpy.bincount(place, minlength=cells * (tau + 1)).reshape(cells, tau + 1).astype(float)
            at_risk = _from_here_on(left)
            with numpy.errstate(divide="ignore"):
                self._followed[tau] = Followed(limit, place, numpy.where(at_risk > 0, 1 / at_risk, 0.0), self.week_and_side)
        return self._followed[tau]

    @cached_property
    def sizes(self) -> tuple[int, int]:
        """This is how many units each side has."""
        after = int((self.side == AFTER).sum())
        return len(self) - after, after

    @cached_property
    def residents(self) -> Truth:
        """This tells of each resident, by number, whether a unit is of that resident."""
        found: Truth = numpy.bincount(self.cluster) > 0
        return found

    @cached_property
    def resident_and_side(self) -> Whole:
        """This is twice the resident of each unit, and its side: where its influence is added up."""
        return self.cluster * 2 + self.side

    @cached_property
    def first_week(self) -> int:
        """This is the first week in which a unit started."""
        return int(self.week.min()) if len(self) else 0

    @cached_property
    def weeks(self) -> int:
        """This is how many weeks lie between the first and the last start, both included."""
        return int(self.week.max()) + 1 - self.first_week if len(self) else 0

    @cached_property
    def week_and_side(self) -> Whole:
        """This is twice the week of each unit, from the first one, and its side."""
        return (self.week - self.first_week) * 2 + self.side

    @cached_property
    def spans(self) -> tuple[tuple[int, int] | None, ...]:
        """This is the first and the last week of each side; None for a side without units."""
        there = numpy.bincount(self.week_and_side, minlength=2 * self.weeks).reshape(-1, 2) > 0
        weeks = [numpy.flatnonzero(there[:, side]) + self.first_week for side in (BEFORE, AFTER)]
        return tuple((int(one[0]), int(one[-1])) if len(one) else None for one in weeks)

    @cached_property
    def _followed(self) -> dict[int, Followed]:
        return {}

    def only(self, kept: Truth, *, weights: Real | None = None, limit: Whole | None = None) -> Units:
        """This leaves the units that are `kept` (a truth per unit)."""
        follow = self.limit if limit is None else limit
        return Units(
            self.side[kept], self.stratum[kept], self.weights if weights is None else weights, self.cluster[kept], self.week[kept],
            follow[kept],
        )  # fmt: skip


@dataclass(frozen=True)
class Followed:
    """This is until which day units are followed: `limit` of each, its `place` in a table of cells by days, and in that table `part`, one
    divided by the number of units that are still followed."""

    limit: Whole
    place: Whole
    part: Real
    week_and_side: Whole

    @cached_property
    def weeks(self) -> tuple[Whole, Whole, Whole]:
        """This is how many units (last) of a week and side (first) have a place (second): far fewer than there are units."""
        both, many = numpy.unique(self.week_and_side * self.part.size + self.place, return_counts=True)
        week, place = numpy.divmod(both, self.part.size)
        return week, place, many


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

    def numbered(self, number: Whole) -> Occurrences:
        """This numbers the units anew; those with a number below 0 go."""
        unit = number[self.unit]
        inside = unit >= 0
        return self if inside.all() and (unit == self.unit).all() else Occurrences(unit[inside], self.offset[inside])


@dataclass(frozen=True)
class Stays:
    """This is what lasts: the unit, and the working days (since, until] of its start on which it lasted. Each day counts as one time."""

    unit: Whole
    since: Whole
    until: Whole

    def numbered(self, number: Whole) -> Stays:
        """This numbers the units anew; those with a number below 0 go."""
        unit = number[self.unit]
        inside = unit >= 0
        return Stays(unit[inside], self.since[inside], self.until[inside])


@dataclass(frozen=True)
class Estimate:
    """This is one measure on both sides, weighted to the same mix; `influence` is that of each unit on its own side's value."""

    before: float
    after: float
    influence: Real | Apart

    @cached_property
    def psi(self) -> Real:
        """This is the influence as one number per unit."""
        return self.influence.whole if isinstance(self.influence, Apart) else self.influence

    @property
    def swings(self) -> bool:
        """This tells whether the value could have been another with other units: not where all are alike, such as 0 for each."""
        parts = (self.influence.own, self.influence.level) if isinstance(self.influence, Apart) else (self.influence,)
        return any(bool(part.any()) for part in parts)


@dataclass(frozen=True)
class Apart:
    """This is the influence of units on something rare, in two parts: what the few did themselves (`unit`, `own`), less what was expected
    of all, which is the same for all units with one place (`level`, a table of cells by days).

    Sums over residents and weeks are made of the parts: writing it out for each of 400 pairs of departments takes longer.
    """

    unit: Whole
    own: Real
    level: Real
    followed: Followed

    @property
    def whole(self) -> Real:
        """This writes the influence out, a number per unit."""
        many = len(self.followed.place)
        return numpy.bincount(self.unit, weights=self.own, minlength=many) - self.level.ravel()[self.followed.place]


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
    place = cell * (tau + 1) + days
    psi = (still_there * units.weight).ravel()[place]
    psi[happened] -= (per_one * units.weight).ravel()[place[happened]]
    return _weighted(units, area[:, 0], psi)


def mean_numbers(units: Units, happened: Occurrences, tau: int) -> Estimate:
    """This gives how often something happens per unit up to and including working day `tau` (mean cumulative number).

    A unit is at risk until the last day that it could be followed, whether its case was over or not; what happens later is left out.
    """
    followed = units.followed(tau)
    seen = happened.offset <= followed.limit[happened.unit]
    unit = happened.unit[seen]
    place = units.cell[unit] * (tau + 1) + happened.offset[seen]
    one = followed.part
    counts = numpy.bincount(place, minlength=one.size).reshape(one.shape)
    return _cumulated(units, followed, counts, unit, (one * units.weight).ravel()[place])


def mean_days(units: Units, happened: Stays, tau: int) -> Estimate:
    """This gives on how many days up to and including working day `tau` something lasts per unit: mean_numbers, a time for every day."""
    followed = units.followed(tau)
    until = numpy.minimum(happened.until, followed.limit[happened.unit])
    since = numpy.maximum(happened.since, 0)
    seen = until > since
    unit, since, until = happened.unit[seen], since[seen], until[seen]
    one = followed.part
    width = tau + 2
    cell, cells = units.cell[unit], len(one)
    begun, over = (numpy.bincount(cell * width + day + 1, minlength=cells * width).reshape(cells, width) for day in (since, until))
    counts = numpy.cumsum(begun - over, axis=1)[:, : tau + 1]
    so_far = numpy.cumsum(one * units.weight, axis=1).ravel()
    return _cumulated(units, followed, counts, unit, so_far[cell * (tau + 1) + until] - so_far[cell * (tau + 1) + since])


def _cumulated(units: Units, followed: Followed, counts: Whole, unit: Whole, own: Real) -> Estimate:
    """This puts together what happened per cell and day (`counts`), and what units did themselves (`unit`, and `own`, weighted)."""
    rate = counts * followed.part
    expected = numpy.cumsum(rate * followed.part, axis=1)
    influence = Apart(unit, own, expected * units.weight, followed)
    return _weighted(units, rate.sum(axis=1), influence if len(unit) < RARE * len(units) else influence.whole)


def shares(units: Units, holds: NDArray[Any]) -> Estimate:
    """This gives the share of units for which something holds (1 or 0 each); every unit must have been followed in full."""
    cell, cells = units.cell, len(units.weights) * 2
    size = numpy.bincount(cell, minlength=cells).astype(float)
    held = holds.astype(float)
    with numpy.errstate(divide="ignore", invalid="ignore"):
        share = numpy.where(size > 0, numpy.bincount(cell, weights=held, minlength=cells) / size, 0.0)
        psi = (held - share[cell]) / size[cell] * units.weights[units.stratum]
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


def people_of(cluster: Whole, which: Any) -> int:
    """This counts the residents of some units: what leaves the team is about enough of them, or about nobody."""
    found = cluster[which]
    few = len(found) < len(cluster) // 16
    return len(numpy.unique(found)) if few else int((numpy.bincount(found) > 0).sum())


def _table(cell: Whole, day: Whole, cells: int, tau: int) -> Real:
    """This counts how many there are per cell and day (days 0 to tau)."""
    return numpy.bincount(cell * (tau + 1) + day, minlength=cells * (tau + 1)).reshape(cells, tau + 1).astype(float)


def _from_here_on(table: Real) -> Real:
    """This adds up each row from a day to the last day."""
    return numpy.cumsum(table[:, ::-1], axis=1)[:, ::-1]


def _weighted(units: Units, value: Real, psi: Real | Apart) -> Estimate:
    """This weights the values of the cells; `psi` is weighted already."""
    return Estimate(float(value[0::2] @ units.weights), float(value[1::2] @ units.weights), psi)
