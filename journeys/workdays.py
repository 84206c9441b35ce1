"""Working days, opening hours, calendar time and statutory terms: the four clocks of a municipality.

Working days (A11, A12) are Monday to Friday without the days of article 3(1) and 3(2) of the Algemene termijnenwet
(Atw) and without the closed days of the settings. Moments without a zone are UTC, as in `events`; dates are local.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from journeys.clock import on_the_wall
from journeys.errors import SettingsError
from journeys.texts import say

FIXED_DAY = date(1899, 12, 31)
"""The day that working days are counted from, a Sunday: `work_day_number(FIXED_DAY)` is 0."""

TermKind = Literal["statute", "norm"]


@cache
def holidays(year: int) -> frozenset[date]:
    """This gives the days of a year that Atw article 3(1) and 3(2) name: the same nine every year, 5 May included.

    The monarch's birthday was kept on 30 April from 1949 to 2013 (on a Sunday: 1 May until 1979, 29 April since 1980).
    """
    easter = easter_sunday(year)
    return frozenset(
        {
            date(year, 1, 1),
            easter - timedelta(days=2),  # Good Friday
            easter + timedelta(days=1),
            monarchs_birthday(year),
            date(year, 5, 5),
            easter + timedelta(days=39),  # Ascension Day
            easter + timedelta(days=50),  # Whit Monday
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def monarchs_birthday(year: int) -> date:
    """This gives King's Day (from 2014) or Queen's Day of a year, moved when it is a Sunday; before 1949 31 August."""
    if year >= 2014:
        birthday, moved = date(year, 4, 27), -1
    elif year >= 1949:
        birthday, moved = date(year, 4, 30), -1 if year >= 1980 else 1
    else:
        birthday, moved = date(year, 8, 31), 1
    return birthday + timedelta(days=moved) if birthday.weekday() == 6 else birthday


def easter_sunday(year: int) -> date:
    """This gives Easter Sunday of the Gregorian calendar (the anonymous algorithm of Nature, 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def is_working_day(day: date, *, closed_days: Collection[date] = ()) -> bool:
    """This tells whether a day is a working day (A11)."""
    return day.weekday() < 5 and day not in holidays(day.year) and day not in closed_days


def work_day_number(day: date, *, closed_days: Collection[date] = ()) -> int:
    """This counts the working days passed since `FIXED_DAY` up to and including `day` (before it: negative).

    The difference of two numbers is `wd`; which day was fixed does not matter.
    """
    passed = (day - FIXED_DAY).days
    weekdays = 5 * (passed // 7) + min(passed % 7, 5)
    return weekdays - _closed_up_to(day, frozenset(closed_days)) + _closed_up_to(FIXED_DAY, frozenset(closed_days))


def wd(a: date, b: date, *, closed_days: Collection[date] = ()) -> int:
    """This counts the working days d with a < d <= b (A12); negative when b is before a, so that it always adds up."""
    return work_day_number(b, closed_days=closed_days) - work_day_number(a, closed_days=closed_days)


def working_days_after(start: date, number: int, *, closed_days: Collection[date] = ()) -> date:
    """This gives the last day on which something is still "within `number` working days" of `start`: wd is that number.

    For 0 this is the last day before the next working day: whoever answers on Sunday a question of Friday is in time.
    """
    if number < 0:
        raise ValueError("a number of working days after a day is 0 or more")
    day = start + timedelta(days=number)
    while wd(start, day + timedelta(days=1), closed_days=closed_days) <= number:
        day += timedelta(days=1)
    return day


def calendar_query(first: date, last: date, *, closed_days: Collection[date] = ()) -> str:
    """This gives the query of table `days`: a row for each day from `first` to `last`: local_date, work_day, is_working_day.

    Key: local_date; in that order. `work_day` is `work_day_number`, so wd(a, b) is a subtraction of two rows.
    """
    closed = {day for year in range(first.year, last.year + 1) for day in holidays(year)} | set(closed_days)
    listed = ", ".join(f"'{day.isoformat()}'" for day in sorted(closed))
    before = work_day_number(first, closed_days=closed_days) - is_working_day(first, closed_days=closed_days)
    return f"""
        select local_date,
          ({before} + count(case when is_working_day then 1 end) over (order by local_date))::integer as work_day, is_working_day
        from (
          select day::date as local_date, isodow(day) < 6 and day::date not in (select unnest([{listed}]::date[])) as is_working_day
          from generate_series(timestamp '{first}', timestamp '{last}', interval 1 day) as span (day)
        )
        order by local_date
    """


def calendar_hours(a: datetime, b: datetime) -> float:
    """This gives the hours between two moments as a resident lives them: noon to noon over a clock change is 23 or 25.

    Negative when b is before a. (Python's own subtraction of two moments in one zone ignores the clock change.)
    """
    return (_utc(b) - _utc(a)).total_seconds() / 3600


def open_hours(
    a: datetime,
    b: datetime,
    *,
    opens: str = "09:00",
    closes: str = "17:00",
    zone: str = "Europe/Amsterdam",
    closed_days: Collection[date] = (),
) -> float:
    """This gives the hours between two moments that fall in the opening hours of working days.

    Negative when b is before a. `opens` and `closes` are local times ("24:00" closes at midnight). Whole days in
    between count as closing time minus opening time: clocks change on a Sunday, so no open day is shortened by it.

    Raises
    ------
    SettingsError
        For a time that is none, or opening hours that end before they start.
    """
    if _utc(b) < _utc(a):
        return -open_hours(b, a, opens=opens, closes=closes, zone=zone, closed_days=closed_days)
    opening, closing = opening_times(opens, closes)
    start, end = on_the_wall(_utc(a), zone), on_the_wall(_utc(b), zone)

    def open_so_far(moment: datetime) -> timedelta:
        if not is_working_day(moment.date(), closed_days=closed_days):
            return timedelta(0)
        return min(max(_since_midnight(moment), opening), closing) - opening

    before_start = work_day_number(start.date() - timedelta(days=1), closed_days=closed_days)
    before_end = work_day_number(end.date() - timedelta(days=1), closed_days=closed_days)
    whole_days = (before_end - before_start) * (closing - opening)
    return (whole_days + open_so_far(end) - open_so_far(start)).total_seconds() / 3600


def opening_times(opens: str, closes: str) -> tuple[timedelta, timedelta]:
    """This reads opening hours as times since midnight.

    Raises `SettingsError` for a time that is none, and for hours that end before they start.
    """
    opening, closing = _time(opens), _time(closes)
    if opening >= closing:
        raise SettingsError(
            say("Opening hours from {opens} until {closes} are not possible.", opens=opens, closes=closes),
            next_step=say("Give an opening time that is earlier than the closing time."),
        )
    return opening, closing


def term_end(
    start: date,
    term: str,
    *,
    kind: TermKind = "statute",
    closed_days: Collection[date] = (),
    decree_days: Collection[date] | None = None,
) -> date:
    """This gives the last day of a term: `start` is day zero (of receipt), `term` is ISO 8601: P3D, P6W, P2M, P1Y.

    A term of a statute or a by-law (Gemeentewet article 145) follows the Atw. Article 1: an end on a Saturday, Sunday
    or holiday moves to the next day that is none. Article 2: a term of at least three days holds at least two such
    days. Article 3(3): days made equal by royal decree are holidays too. Article 4: a term of more than 90 days, twelve
    weeks or three months, or of years, does not move. A term in months ends on the day with the same number, or on the
    last day of that month. A service norm is no statute: it ends where it ends; a norm in working days is `P2B` (A11).

    Parameters
    ----------
    closed_days: days that the municipality is closed. They count for norms in working days, never for a statute: a
        local closing day is no holiday.
    decree_days: instead of the shipped list of royal decrees.

    Raises
    ------
    SettingsError
        For a term that is not written so. Hours are not: the Atw does not move them, and they need a moment, not a day.
    """
    found = re.fullmatch(r"P([0-9]{1,5})([DWMYB])", term)
    if not found or (kind == "statute" and found[2] == "B"):
        raise SettingsError(
            say("The term “{term}” cannot be used.", term=term),
            next_step=say("Write days, weeks, months or years: P3D, P6W, P2M, P1Y; a norm in working days: P2B."),
        )
    number, unit = int(found[1]), found[2]
    if unit == "B":
        return working_days_after(start, number, closed_days=closed_days)
    end = _added(start, number, unit)
    if kind == "norm" or unit == "Y" or number > {"D": 90, "W": 12, "M": 3}[unit]:
        return end
    equal = shipped_decrees().days if decree_days is None else decree_days
    ordinary = wd(start, end, closed_days=equal)
    wanted = 2 if _added(start, number, unit) - start >= timedelta(days=3) else 0
    while not is_working_day(end, closed_days=equal) or ordinary < wanted:
        end += timedelta(days=1)
        ordinary += is_working_day(end, closed_days=equal)
    return end


@dataclass(frozen=True)
class Decrees:
    """This is what we know of royal decrees (Atw article 3(3)): the days, and the years whose list is whole."""

    days: frozenset[date]
    whole_years: frozenset[int]


@cache
def shipped_decrees() -> Decrees:
    """This reads the days by royal decree that come with the program, with their source: `closed_by_decree.toml`."""
    found = tomllib.loads(Path(__file__).with_name("closed_by_decree.toml").read_text(encoding="utf-8"))
    return Decrees(
        days=frozenset(day for decree in found["decrees"] for day in decree["days"]),
        whole_years=frozenset(found["whole_years"]),
    )


@cache
def _closed_before(year: int, closed_days: frozenset[date]) -> int:
    """This counts, from 1 January 1800 on, the days before a year that are Monday to Friday and yet no working day."""
    years = range(1800, year) if year >= 1800 else range(year, 1800)
    closed = {day for each in years for day in holidays(each)} | {day for day in closed_days if day.year in years}
    return sum(day.weekday() < 5 for day in closed) * (1 if year >= 1800 else -1)


@cache
def _closed_in(year: int, closed_days: frozenset[date]) -> tuple[date, ...]:
    closed = holidays(year) | {day for day in closed_days if day.year == year}
    return tuple(sorted(day for day in closed if day.weekday() < 5))


def _closed_up_to(day: date, closed_days: frozenset[date]) -> int:
    return _closed_before(day.year, closed_days) + bisect_right(_closed_in(day.year, closed_days), day)


def _added(start: date, number: int, unit: str) -> date:
    if unit in "DW":
        return start + timedelta(days=number * (7 if unit == "W" else 1))
    months = start.year * 12 + start.month - 1 + number * (12 if unit == "Y" else 1)
    first = date(months // 12, months % 12 + 1, 1)
    next_first = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    return min(first + timedelta(days=start.day - 1), next_first - timedelta(days=1))


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _since_midnight(moment: datetime) -> timedelta:
    return timedelta(
        hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
    )


def _time(text: str) -> timedelta:
    if text == "24:00":
        return timedelta(days=1)
    try:
        at = time.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(
            say("“{text}” is not a time of day.", text=text), next_step=say("Write hours and minutes: 09:00.")
        ) from error
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
