"""When departments are open: the hours of the settings on working days, as moments, for the definitions (measures.md, working time)."""

from __future__ import annotations

import duckdb

from journeys.clock import utc_sql
from journeys.names import normalised
from journeys.settings import OpeningHours, Settings
from journeys.workdays import opening_times
from mining.law_terms import fill


def write_opening_hours(connection: duckdb.DuckDBPyConnection, *, settings: Settings) -> None:
    """This makes two small tables.

    `hours_of_departments(department_no, hours_no, opens, closes)`: the hours of each department, those that are the same under one
    number. `opening_days(hours_no, opens_at, closes_at, seconds_before)`: for each of these numbers the working days of table `days`,
    as moments (UTC), with the seconds that it was open before.
    """
    departments = connection.execute("select department_no, department from departments order by department_no").fetchall()
    own = {normalised(name): one for name, one in settings.calendar.departments.items()}
    usual = OpeningHours(settings.calendar.opens, settings.calendar.closes)
    hours = {number: own.get(normalised(name), usual) for number, name in departments}
    numbers = {one: at for at, one in enumerate(dict.fromkeys(hours.values()), start=1)}
    connection.execute("create or replace table hours_of_departments (department_no integer, hours_no integer, opens text, closes text)")
    rows = [(number, numbers[one], one.opens, one.closes) for number, one in hours.items()]
    fill(connection, "hours_of_departments", [list(column) for column in zip(*rows, strict=True)])
    connection.execute("create or replace table opening_hours (hours_no integer, opening interval, closing interval)")
    times = [(at, *opening_times(one.opens, one.closes)) for one, at in numbers.items()]
    fill(connection, "opening_hours", [list(column) for column in zip(*times, strict=True)])
    zone = settings.reading.zone  # also in the plain reading, as working days are (docs/decisions/plain-reading-zone.md)
    connection.execute(f"""
        create or replace table opening_days as
        with opened as (
          select hours_no,
            {utc_sql("(local_date + opening)", zone)} as opens_at,
            {utc_sql("(local_date + closing)", zone)} as closes_at
          from days cross join opening_hours
          where is_working_day
        )
        select hours_no, opens_at, closes_at,
          coalesce(sum(date_diff('second', opens_at, closes_at)) over (
            partition by hours_no order by opens_at rows between unbounded preceding and 1 preceding
          ), 0)::bigint as seconds_before
        from opened
        order by hours_no, opens_at
    """)
    connection.execute("drop table opening_hours")
