"""Tables of a drawn log: the definitions run on rows drawn in a test."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import duckdb
from drawn import draw

from journeys.settings import MeasureSettings
from journeys.settings_file import settings_from
from mining.catalogue import Catalogue, read_definitions
from mining.mine import statement
from mining.terms import write_terms


@cache
def catalogue() -> Catalogue:
    """This reads the definitions once."""
    return read_definitions()


def mined(
    log: str | list[dict[str, str]],
    *names: str,
    reading: str = "municipal",
    by: str = "resident",
    end: str | None = None,
    days_cut_off: int = 0,
    stored: bool = True,
    terms: dict[str, Any] | None = None,
    law: dict[str, bool] | None = None,
    calendar: dict[str, Any] | None = None,
    kinds_stated: bool = True,
    **measures: int,
) -> duckdb.DuckDBPyConnection:
    """This draws a log and makes these tables and what they read from.

    `end` sets the log's end to the start of that day, `days_cut_off` to that many days before the last one;
    `terms` (weeks, or a term of a law, by topic), `law` and `calendar` stand as in journeys.toml; kinds that are not
    `kinds_stated` were derived, not read from a column; `measures` are numbers of the settings.
    """
    connection = draw(log, reading=reading, by=by)
    if not kinds_stated:
        connection.execute("delete from columns_used where ours = 'kind'")
    if end is not None or days_cut_off:
        connection.execute(
            """
            update log
            set log_end = days.local_date, log_end_date = days.local_date, log_end_work_day = days.work_day
            from days
            where days.local_date = coalesce(?::date, log.log_end_date - ?::integer)""",
            [end, days_cut_off],
        )
    known = {ours for (ours,) in connection.execute("select ours from present where known").fetchall()}
    settings = replace(settings_from({"terms": terms or {}, "law": law or {}, "calendar": calendar or {}}), measures=MeasureSettings(**measures))
    write_terms(connection, settings=settings)
    for definition in catalogue().needed_for(*names):
        connection.execute(statement(definition, settings=settings, known=known, stored=stored))
    return connection


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """This gives the rows of a query as dicts."""
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def told(connection: duckdb.DuckDBPyConnection, case: str = "Z1") -> list[str]:
    """This tells the turns of a case in words: `underway Zorg>Werk 4 wd`, and `open` where nothing closed it."""
    found = connection.execute(
        """
        select
          turns.state
            || coalesce(' ' || holder.department, '')
            || coalesce(' ' || coalesce(sender.department, '?') || '>' || receiver.department, '')
            || ' ' || turns.working_days || ' wd'
            || case when turns.open then ' open' else '' end
        from turns
        join cases on cases.case_no = turns.case_no
        left join departments as holder on holder.department_no = turns.department_no
        left join departments as sender on sender.department_no = turns.from_department_no
        left join departments as receiver on receiver.department_no = turns.to_department_no
        where cases."case" = ?
        order by turns.turn
        """,
        [case],
    )
    return [words for (words,) in found.fetchall()]
