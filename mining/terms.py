"""Statutory terms for the definitions: the weeks of each topic, and where the law moves the last day of a term."""

from __future__ import annotations

import duckdb

from journeys.names import normalised
from journeys.settings import Settings
from journeys.workdays import calendar_rows, shipped_decrees


def write_terms(connection: duckdb.DuckDBPyConnection, *, settings: Settings) -> None:
    """This makes two small tables from the settings and the law.

    `topic_terms(topic_no, weeks)`: a topic that `[terms]` names, however it is spelled (A2). `term_moves(local_date,
    moved_to)`: a Saturday, Sunday, holiday of A11 or day by royal decree (Algemene termijnenwet, article 3), and the
    next day that is none; over the span of table `days`. Local closing days move no term: they are no holidays.
    """
    weeks = {normalised(topic): number for topic, number in settings.terms.items()}
    topics = connection.execute("select topic_no, topic from topics order by topic_no").fetchall() if weeks else []
    named = [(topic_no, weeks[normalised(topic)]) for topic_no, topic in topics if normalised(topic) in weeks]
    connection.execute("create or replace table topic_terms (topic_no integer, weeks integer)")
    _fill(connection, "topic_terms", [list(column) for column in zip(*named, strict=True)])

    connection.execute("create or replace table term_moves (local_date date, moved_to date)")
    ((first, last),) = connection.execute("select min(local_date), max(local_date) from days").fetchall()
    if first is not None:
        calendar = calendar_rows(first, last, closed_days=shipped_decrees().days)
        calendar["moved_to"] = calendar["local_date"].where(calendar["is_working_day"]).bfill()
        moved = calendar[~calendar["is_working_day"] & calendar["moved_to"].notna()]
        days = [moved[column].dt.date.tolist() for column in ("local_date", "moved_to")]
        _fill(connection, "term_moves", days)


def _fill(connection: duckdb.DuckDBPyConnection, table: str, columns: list[list[object]]) -> None:
    if columns and columns[0]:
        connection.execute(f"insert into {table} select unnest(?), unnest(?)", columns)
