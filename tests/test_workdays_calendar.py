"""Working days, opening hours and calendar time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import holidays as library
import pandas as pd
import pytest
from drawn import wd as counted_day_by_day
from hypothesis import given
from hypothesis import strategies as st

from journeys import workdays
from journeys.errors import SettingsError

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = st.dates(date(2014, 1, 1), date(2035, 12, 31))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("year", "easter"),
    # the extremes, and years on which simpler rules fail
    [(1818, "03-22"), (1943, "04-25"), (1954, "04-18"), (1981, "04-19"), (2008, "03-23"), (2038, "04-25"),
     (2049, "04-18")],
)  # fmt: skip
def test_easter_falls_on_its_known_days(year: int, easter: str) -> None:
    assert workdays.easter_sunday(year) == date.fromisoformat(f"{year}-{easter}")


def test_the_holidays_of_2026_are_the_nine_of_the_law() -> None:
    assert {day.isoformat() for day in workdays.holidays(2026)} == {
        "2026-01-01", "2026-04-03", "2026-04-06", "2026-04-27", "2026-05-05", "2026-05-14", "2026-05-25",
        "2026-12-25", "2026-12-26",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2026, "04-27"), (2025, "04-26"), (2014, "04-26"), (2013, "04-30"), (2006, "04-29"), (2000, "04-29"),
        (1989, "04-29"), (1978, "05-01"), (1949, "04-30"), (1948, "08-31"), (1947, "09-01"),
    ],
)  # fmt: skip
def test_the_monarchs_birthday_moves_away_from_a_sunday(year: int, day: str) -> None:
    assert workdays.monarchs_birthday(year) == date.fromisoformat(f"{year}-{day}")


@pytest.mark.parametrize("year", range(1995, 2036))
def test_holidays_agree_with_the_holidays_package(year: int) -> None:
    # the package calls 5 May "optional" but for lustrum years; Easter and Whit Sunday are holidays to it, not in law
    theirs = set(library.country_holidays("NL", years=year, categories=("public", "optional")))
    easter = workdays.easter_sunday(year)
    assert workdays.holidays(year) == theirs - {easter, easter + timedelta(days=49)}


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        ("2026-03-06", "2026-03-09", 1),  # Friday to Monday
        ("2026-03-07", "2026-03-09", 1),  # Saturday to Monday
        ("2026-03-09", "2026-03-09", 0),
        ("2026-03-06", "2026-03-08", 0),  # a weekend counts nothing
        ("2026-04-02", "2026-04-07", 1),  # Maundy Thursday to the Tuesday after Easter
        ("2026-05-04", "2026-05-06", 1),  # over 5 May
        ("2026-05-13", "2026-05-15", 1),  # the Friday after Ascension Day is a working day (royal decrees do not count)
        ("2026-01-01", "2026-12-31", 253),  # 260 weekdays less 3 and 6 Apr, 27 Apr, 5, 14 and 25 May, 25 Dec
        ("2026-03-09", "2026-03-06", -1),
    ],
)
def test_working_days_between_two_dates(a: str, b: str, days: int) -> None:
    assert workdays.wd(date.fromisoformat(a), date.fromisoformat(b)) == days


@given(DAYS, st.integers(0, 400))
def test_working_days_agree_with_counting_day_by_day(a: date, length: int) -> None:
    b = a + timedelta(days=length)
    assert workdays.wd(a, b) == counted_day_by_day(a, b)


@given(st.dates(), st.dates(), st.dates())
def test_working_days_add_up(a: date, b: date, c: date) -> None:
    assert workdays.wd(a, b) + workdays.wd(b, c) == workdays.wd(a, c)


@given(st.dates(min_value=date(2, 1, 1)))
def test_a_step_of_one_day_is_one_working_day_or_none(day: date) -> None:
    assert workdays.wd(day - timedelta(days=1), day) == workdays.is_working_day(day)


def test_a_closed_day_of_the_municipality_is_no_working_day_and_counts_once() -> None:
    friday, holiday, saturday = date(2026, 5, 15), date(2026, 5, 14), date(2026, 5, 16)
    closed = [friday, holiday, saturday]
    assert not workdays.is_working_day(friday, closed_days=closed)
    assert workdays.wd(date(2026, 5, 13), date(2026, 5, 18), closed_days=closed) == 1
    assert workdays.wd(date(2026, 5, 13), date(2026, 5, 18)) == 2


@pytest.mark.parametrize(
    ("start", "number", "last"),
    [("2026-03-06", 2, "2026-03-10"), ("2026-03-06", 0, "2026-03-08"), ("2026-03-06", 5, "2026-03-15"),
     ("2026-04-02", 1, "2026-04-07")],
)  # fmt: skip
def test_the_last_day_within_a_number_of_working_days(start: str, number: int, last: str) -> None:
    assert workdays.working_days_after(date.fromisoformat(start), number) == date.fromisoformat(last)


@given(DAYS, st.integers(0, 60))
def test_the_day_after_the_last_day_is_too_late(start: date, number: int) -> None:
    last = workdays.working_days_after(start, number)
    assert counted_day_by_day(start, last) == number
    assert counted_day_by_day(start, last + timedelta(days=1)) == number + 1


def calendar(first: date, last: date, *, closed_days: Sequence[date] = ()) -> pd.DataFrame:
    with duckdb.connect() as connection:
        rows = connection.execute(workdays.calendar_query(first, last, closed_days=closed_days)).fetchall()
    return pd.DataFrame(rows, columns=["local_date", "work_day", "is_working_day"])


def test_the_calendar_has_a_row_for_every_day() -> None:
    rows = calendar(date(2026, 4, 2), date(2026, 4, 7))
    assert rows["local_date"].astype(str).tolist() == [f"2026-04-0{n}" for n in range(2, 8)]
    assert rows["is_working_day"].tolist() == [True, False, False, False, False, True]
    assert (rows["work_day"] - rows["work_day"].iloc[0]).tolist() == [0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize(("first", "last"), [("1895-06-01", "1905-02-01"), ("2012-12-01", "2014-05-01")])
def test_the_calendar_agrees_with_the_number_of_each_day(first: str, last: str) -> None:
    closed = [date(2013, 2, 11), date(2013, 2, 10)]
    rows = calendar(date.fromisoformat(first), date.fromisoformat(last), closed_days=closed)
    days = list(rows["local_date"])
    assert rows["work_day"].tolist() == [workdays.work_day_number(day, closed_days=closed) for day in days]
    assert rows["is_working_day"].tolist() == [workdays.is_working_day(day, closed_days=closed) for day in days]


def test_a_calendar_of_mistyped_years_has_every_day() -> None:
    query = workdays.calendar_query(date(219, 3, 1), date(2300, 1, 1))
    with duckdb.connect() as connection:
        found = connection.execute(f"select min(local_date), max(local_date), count(*) from ({query})").fetchall()
    assert found == [(date(219, 3, 1), date(2300, 1, 1), (date(2300, 1, 1) - date(219, 3, 1)).days + 1)]


@pytest.mark.parametrize(("first", "last"), [("0001-01-01", "0001-01-05"), ("9999-12-27", "9999-12-31")])
def test_the_calendar_reaches_as_far_as_dates_do(first: str, last: str) -> None:
    rows = calendar(date.fromisoformat(first), date.fromisoformat(last))
    assert rows["work_day"].tolist() == [workdays.work_day_number(day) for day in rows["local_date"]]


def test_calendar_time_knows_the_clock_change() -> None:
    assert workdays.calendar_hours(local("2024-03-30T12:00"), local("2024-03-31T12:00")) == 23
    assert workdays.calendar_hours(local("2024-10-26T12:00"), local("2024-10-27T12:00")) == 25
    assert workdays.calendar_hours(local("2026-03-27T12:00"), local("2026-03-30T12:00")) == 71
    assert workdays.calendar_hours(datetime(2024, 3, 30, 11), datetime(2024, 3, 31, 10)) == 23  # no zone: UTC


@pytest.mark.parametrize(
    ("a", "b", "hours"),
    [
        ("2026-03-09T08:30", "2026-03-09T09:30", 0.5),
        ("2026-03-09T16:30", "2026-03-10T09:15", 0.75),
        ("2026-03-06T16:00", "2026-03-09T10:00", 2),  # Friday to Monday
        ("2026-03-07T10:00", "2026-03-08T16:00", 0),
        ("2026-03-09T00:00", "2026-03-16T00:00", 40),
        ("2026-03-27T12:00", "2026-03-30T12:00", 8),  # the clock change on Sunday takes nothing
        ("2026-04-02T12:00", "2026-04-07T12:00", 8),  # over Easter
        ("2026-03-09T18:00", "2026-03-09T20:00", 0),
        ("2026-03-09T09:30", "2026-03-09T08:30", -0.5),
    ],
)
def test_opening_hours_between_two_moments(a: str, b: str, hours: float) -> None:
    assert workdays.open_hours(local(a), local(b)) == hours


def test_opening_hours_follow_the_department_and_the_zone() -> None:
    a, b = datetime(2026, 3, 9, 6, 0, tzinfo=UTC), datetime(2026, 3, 9, 23, 0, tzinfo=UTC)  # 07:00 until midnight
    assert workdays.open_hours(a, b, opens="08:30", closes="20:00") == 11.5
    assert workdays.open_hours(a, b, opens="00:00", closes="24:00") == 17
    assert workdays.open_hours(a, b, zone="UTC", opens="22:00", closes="24:00") == 1
    assert workdays.open_hours(a, b, closed_days=[date(2026, 3, 9)]) == 0


@given(st.lists(st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)), min_size=3, max_size=3))
def test_opening_hours_add_up(moments: list[datetime]) -> None:
    a, b, c = moments
    whole = workdays.open_hours(a, c)
    assert workdays.open_hours(a, b) + workdays.open_hours(b, c) == pytest.approx(whole, abs=1e-6)


@pytest.mark.parametrize(
    ("opens", "closes"), [("9", "17:00"), ("25:00", "26:00"), ("17:00", "09:00"), ("09:00", "09:00")]
)
def test_impossible_opening_hours_are_refused(opens: str, closes: str) -> None:
    with pytest.raises(SettingsError):
        workdays.open_hours(local("2026-03-09T08:30"), local("2026-03-09T09:30"), opens=opens, closes=closes)
