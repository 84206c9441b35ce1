"""Time as length: a linear scale from moments to pixels, and where its lines and labels stand.

Linear and unbroken, because silence is the story. Moments are UTC; hours, days, months and years are those of the
Netherlands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import pandas as pd

from journeys.clock import clock_in, on_the_wall
from journeys.texts import day, month
from mining.calendar_dates import DAY

Strength = Literal["fine", "plain", "strong"]


@dataclass(frozen=True)
class Tick:
    """This is one line of the axis, with or without a label."""

    x: float
    strength: Strength
    label: str = ""


@dataclass(frozen=True)
class Timeline:
    """This is the scale of one picture: `start` lies at `left`, `end` at `right`. Shorter than an hour is drawn as an
    hour. `rounding`: moments were rounded down to days or weeks, so no line stands for less."""

    start: pd.Timestamp
    end: pd.Timestamp
    left: float
    right: float
    rounding: Literal["", "day", "week"] = ""

    @property
    def span(self) -> pd.Timedelta:
        """This is the time from left to right."""
        return max(self.end - self.start, pd.Timedelta(hours=1))

    def x(self, moment: pd.Timestamp) -> float:
        """This is where a moment lies."""
        return self.left + (self.right - self.left) * float((moment - self.start) / self.span)

    def ticks(self, *, zoom: float = 1) -> list[Tick]:
        """This gives the lines of the axis: hours and days, days, weeks, months, or quarters and years, whichever suits
        the span; with `zoom` those that suit the axis stretched so many times."""
        days = self.span / DAY / zoom
        first, last = on_the_wall(self.start.to_pydatetime()), on_the_wall((self.start + self.span).to_pydatetime())
        if days <= 3 and not self.rounding:
            return [
                self._tick(at, "strong" if at.hour == 0 else "plain", _short_day(at) if at.hour == 0 else f"{at:%H:%M}")
                for at in _hours(first, last, next(step for step in (1, 2, 3, 6, 12) if days * 24 / step <= 13))
            ]
        if days <= 75:
            return [
                self._tick(at, "strong" if at.day == 1 else "plain", _short_day(at))
                for at in _days(first, last, mondays=days > 12 or self.rounding == "week")
            ]
        months = list(_months(first, last))
        if days <= 3.2 * 365:
            labelled = [at for at in months if days <= 400 or (at.month - 1) % 3 == 0]
            first_label = labelled[0] if labelled else None
            return [
                self._tick(
                    at,
                    "strong" if at.month == 1 else "plain" if at in labelled else "fine",
                    month(at, short=True, year=at.month == 1 or at == first_label) if at in labelled else "",
                )
                for at in months
            ]
        every = next((step for step in (1, 2, 5, 10, 20, 50, 100) if days / 365 / step <= 16), 1000)
        return [
            self._tick(
                at,
                "strong" if at.month == 1 else "fine",
                str(at.year) if at.month == 1 and at.year % every == 0 else "",
            )
            for at in months
            if (at.month == 1 and at.year % every == 0) or (every == 1 and at.month % 3 == 1)
        ]

    def _tick(self, at: datetime, strength: Strength, label: str) -> Tick:
        return Tick(self.x(pd.Timestamp(at.astimezone(UTC).replace(tzinfo=None))), strength, label)


def _short_day(at: datetime) -> str:
    return day(at.date(), short=True).rpartition(" ")[0]


def _hours(first: datetime, last: datetime, step: int) -> Iterator[datetime]:
    at = _at(first.year, first.month, first.day)
    while at <= last:
        if at >= first:
            yield at
        at = _later(at, hours=step)


def _days(first: datetime, last: datetime, *, mondays: bool) -> Iterator[datetime]:
    at = _at(first.year, first.month, first.day)
    while at <= last:
        if at >= first and (not mondays or at.weekday() == 0):
            yield at
        at = _later(at, hours=24)


def _months(first: datetime, last: datetime) -> Iterator[datetime]:
    year, number = first.year, first.month
    while (at := _at(year, number, 1)) <= last:
        if at >= first:
            yield at
        year, number = (year + 1, 1) if number == 12 else (year, number + 1)


def _later(at: datetime, *, hours: int) -> datetime:
    """This steps by the clock on the wall, so that a day of 23 or 25 hours still starts at midnight."""
    later = at.replace(tzinfo=None) + timedelta(hours=hours)
    return later.replace(tzinfo=clock_in(later.year))


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=clock_in(year))
