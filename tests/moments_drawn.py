"""Draws a column of moments in a table and reads it as its plan says."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from journeys.moment_plan import MomentPlan
from journeys.moments import decide_moments


def drawn(values: Sequence[object], type_: str = "varchar") -> duckdb.DuckDBPyConnection:
    """This makes table `log` with column `moment` (and `row_no`) in a database of its own."""
    connection = duckdb.connect()
    connection.execute(f"create table log (row_no integer, moment {type_})")
    if values:
        connection.execute(
            f"insert into log select row_no, value::{type_}"
            " from (select unnest($1) as row_no, unnest($2::varchar[]) as value)",
            [list(range(1, len(values) + 1)), [None if value is None else str(value) for value in values]],
        )
    return connection


def decided(values: Sequence[object], type_: str = "varchar", **options: object) -> MomentPlan:
    """This decides how the values are written."""
    with drawn(values, type_) as connection:
        return decide_moments(connection, "log", "moment", column_label="Datum", **options)  # type: ignore[arg-type]


def read(
    values: Sequence[object], type_: str = "varchar", *, zone: str = "Europe/Amsterdam", **options: object
) -> list[tuple[str | None, bool, str | None, bool]]:
    """This reads the values: UTC as text, only a date, problem, ambiguous hour."""
    with drawn(values, type_) as connection:
        plan = decide_moments(connection, "log", "moment", column_label="Datum", **options)  # type: ignore[arg-type]
        sql = plan.expressions("log.moment", zone=zone)
        return connection.execute(
            f"select ({sql.utc})::varchar, {sql.day_only}, {sql.problem}, {sql.ambiguous_hour}"
            " from log order by row_no"
        ).fetchall()


def utc(values: Sequence[object], type_: str = "varchar", **options: object) -> list[str | None]:
    """This reads the values and gives UTC as text only."""
    return [row[0] for row in read(values, type_, **options)]  # type: ignore[arg-type]
