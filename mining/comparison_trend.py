"""A series of months or quarters: a run chart of each care point, with the dates of changes; a picture to talk about, never a verdict.

The middle line is the median of the points before the first change (of all, without one). Points that lie on one side of it six times in
a row, or rise or fall five times in a row, are seldom chance (Perla, Provost and Murray 2011, The run chart); who looks at ten series
every quarter sees such a row now and then all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any, Literal

import numpy

from journeys.errors import InputError
from journeys.texts import day as written
from journeys.texts import say
from mining.comparison_estimates import Occurrences, Real, Truth, Units, Whole, mean_numbers, restricted_means
from mining.comparison_followup import NEVER, FollowedLog
from mining.comparison_shares import ITEMS, lacking
from mining.comparison_verdict import SMALL

Per = Literal["month", "quarter"]

FOLLOWED = 0.9
"""A point of which fewer cases or items could be followed in full is hollow: it may still move."""

SHIFT, RISE = 6, 5

MOST_PERIODS = 600
"""Fifty years of months: a log that runs longer holds a wrong date, and a series of it tells nothing."""


@dataclass(frozen=True)
class Point:
    """This is one period of one series: its name (2025-04, 2025-Q2), its value and how many cases or items it stands on.

    `hollow`: it may still move, for too few could be followed in full. The value is empty under ten.
    """

    period: str
    value: float | None
    items: int
    hollow: bool


@dataclass(frozen=True)
class Series:
    """This is the run chart of one care point: its points, its middle line, and what is seldom chance.

    `shift`: the periods of the longest stretch of six or more on one side of the middle; `rise`: of five or more that rise or fall all
    the way.
    """

    name: str
    points: tuple[Point, ...]
    middle: float | None
    shift: tuple[str, ...]
    rise: tuple[str, ...]
    columns_missing: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """This gives the series as plain values."""
        return {
            "points": [
                {
                    "period": one.period,
                    "value": None if one.value is None else round(one.value, 4),
                    "items": one.items,
                    "hollow": one.hollow,
                }
                for one in self.points
            ],
            "middle": None if self.middle is None else round(self.middle, 4),
            "shift": list(self.shift),
            "rise": list(self.rise),
            "columns_missing": list(self.columns_missing),
        }


def trend(log: FollowedLog, *, per: Per, changes: Sequence[date] = (), horizon: int = 60) -> tuple[Series, ...]:
    """This makes the series of a log: duration and handoffs by the start of the case, shares by the date of the item.

    Periods without cases stand there with nothing in them; the first and the last one are left out where the log holds only a part of it.
    Raises `InputError` for more periods than anybody looks at: one date in the log is wrong.
    """
    limit = log.last_day - log.start
    inside = limit >= 0
    whole = _periods(log, per)
    by_case = _period_of(log.begun, per)
    unlucky = () if log.ends_known else ("kind",)
    found = [
        _by_case("duration", log, whole, by_case, inside, horizon, changes, per, missing=log.lacks("duration") or unlucky),
        _by_case("handoffs", log, whole, by_case, inside, horizon, changes, per, missing=log.lacks("handoffs")),
    ]
    missing = lacking((log.connection,))
    first_date = log.connection.execute(
        "select work_day, min(local_date) as one from days group by work_day order by work_day"
    ).fetchnumpy()
    dates = numpy.asarray(first_date["one"]).astype("datetime64[D]").astype(numpy.int64)
    for name, (needs, setting, query) in ITEMS.items():
        if needs in missing:
            found.append(Series(name, (), None, (), (), tuple(missing[needs])))
            continue
        window = int(getattr(log.settings.measures, setting)) if setting else -1
        rows = list(log.connection.execute(query.replace(":days", str(max(window, 0)))).fetchnumpy().values())
        day = numpy.asarray(rows[1], dtype=numpy.int64)
        holds = numpy.ma.filled(rows[2], False).astype(bool)
        over = log.last_day - day > window
        period = _period_of(dates[numpy.searchsorted(first_date["work_day"], day)], per)
        points = []
        for one in whole:
            mine = period == one
            items = int((mine & over).sum())
            value = float(holds[mine & over].mean()) if items >= SMALL else None
            points.append(Point(_name(one, per), value, items, bool(items < FOLLOWED * mine.sum())))
        found.append(_series(name, points, changes, per))
    return tuple(found)


def _by_case(
    name: str, log: FollowedLog, whole: Whole, period: Whole, inside: Truth, horizon: int, changes: Sequence[date], per: Per,
    *, missing: tuple[str, ...],
) -> Series:  # fmt: skip
    if missing:
        return Series(name, (), None, (), (), missing)
    limit = log.last_day - log.start
    end = numpy.where(log.end < NEVER, log.end - log.start, NEVER)
    points = []
    for one in whole:
        mine = numpy.flatnonzero((period == one) & inside)
        full = float((limit[mine] >= horizon).mean()) if len(mine) else 0.0
        value = None
        if len(mine) >= SMALL and full > 0:
            zero = numpy.zeros(len(mine), dtype=numpy.int64)
            units = Units(zero, zero, _ONE, zero, zero, limit[mine])
            if name == "duration":
                time = numpy.minimum(end[mine], limit[mine])
                value = restricted_means(units, time, end[mine] <= limit[mine], horizon).before
            else:
                counts = log.counts[name]
                place = numpy.full(len(log), -1)
                place[mine] = numpy.arange(len(mine))
                of = place[counts.case] >= 0
                happened = Occurrences(place[counts.case][of], (counts.day - log.start[counts.case])[of])
                value = mean_numbers(units, happened, horizon).before
        points.append(Point(_name(one, per), value, len(mine), bool(full < FOLLOWED)))
    return _series(name, points, changes, per)


_ONE: Real = numpy.ones(1)


def _series(name: str, points: Sequence[Point], changes: Sequence[date], per: Per) -> Series:
    """This draws the middle line and looks for rows of points that are seldom chance; hollow points take no part."""
    solid = [(one.period, one.value) for one in points if one.value is not None and not one.hollow]
    first = min((_name(_period_of(numpy.array([(one - date(1970, 1, 1)).days]), per)[0], per) for one in changes), default=None)
    before = [value for period, value in solid if first is None or period < first] or [value for _, value in solid]
    middle = median(before) if before else None
    return Series(name, tuple(points), middle, _shift(solid, middle), _rise(solid))


def _shift(points: Sequence[tuple[str, float]], middle: float | None) -> tuple[str, ...]:
    """This gives the longest row of points on one side of the middle line; a point on the line neither counts nor breaks the row."""
    best: list[str] = []
    if middle is None:
        return ()
    for above in (True, False):
        row: list[str] = []
        for period, value in points:
            if value != middle:
                row = [*row, period] if (value > middle) is above else []
            best = max(best, row, key=len)
    return tuple(best) if len(best) >= SHIFT else ()


def _rise(points: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """This gives the longest row of points that all rise, or all fall; equal neighbours count as one point."""
    best: list[str] = []
    for rising in (True, False):
        row: list[tuple[str, float]] = []
        for period, value in points:
            if row and value == row[-1][1]:
                continue
            goes_on = bool(row) and (value > row[-1][1]) is rising
            row = [*row, (period, value)] if goes_on else [*row[-1:], (period, value)]
            if len(row) == 2 and (row[1][1] > row[0][1]) is not rising:
                row = row[1:]
            best = max(best, [each for each, _ in row], key=len)
    return tuple(best) if len(best) >= RISE else ()


def _period_of(days: Whole, per: Per) -> Whole:
    """This gives the month since 1970, or the quarter, of days since 1970."""
    months = numpy.asarray(days).astype("datetime64[D]").astype("datetime64[M]").astype(numpy.int64)
    found: Whole = months if per == "month" else months // 3
    return found


def _name(period: int, per: Per) -> str:
    year, place = divmod(int(period), 12 if per == "month" else 4)
    return f"{1970 + year}-{place + 1:02d}" if per == "month" else f"{1970 + year}-Q{place + 1}"


def _periods(log: FollowedLog, per: Per) -> Whole:
    """These are the periods that the log holds in full, give or take a week at either end."""
    first, last = int(log.begun.min()), (log.last_date - date(1970, 1, 1)).days
    periods = numpy.arange(_period_of(numpy.array([first]), per)[0], _period_of(numpy.array([last]), per)[0] + 1)
    if len(periods) and _period_of(numpy.array([first - 7]), per)[0] == periods[0]:
        periods = periods[1:]
    if len(periods) and _period_of(numpy.array([last + 7]), per)[0] == periods[-1]:
        periods = periods[:-1]
    if len(periods) > MOST_PERIODS:
        raise InputError(
            say("The log runs from {first} to {last}: a series of {n} periods.",
                first=written(date(1970, 1, 1) + timedelta(days=first)), last=written(log.last_date), n=len(periods)),
            next_step=say("One date is probably wrong: journeys check tells the rows. A date that is too late is left aside with --end."),
        )  # fmt: skip
    return periods.astype(numpy.int64)
