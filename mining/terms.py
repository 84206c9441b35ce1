"""Terms and norms for the definitions: the weeks and the norm of each topic, and where the law moves the last day of a term."""

from __future__ import annotations

import duckdb

from journeys.names import normalised
from journeys.settings import Settings
from journeys.workdays import calendar_rows


def write_terms(connection: duckdb.DuckDBPyConnection, *, settings: Settings) -> None:
    """This makes three small tables from the settings and the law.

    `topic_terms(topic_no, weeks)`: a topic that `[terms]` names, however it is spelled (A2). `term_moves(local_date,
    moved_to)`: a Saturday, a Sunday or a holiday of A11, and the next day that is none, over the span of table `days`. Days by
    royal decree (article 3(3)) are holidays where `calendar.closed_days` names them, as everywhere (A11).
    `topic_norms(topic_no, working_days)`: the service norm of a topic that `[norms]` names.
    """
    _of_topics(connection, "topic_terms", "weeks", settings.terms)
    _of_topics(connection, "topic_norms", "working_days", settings.norms)

    connection.execute("create or replace table term_moves (local_date date, moved_to date)")
    ((first, last),) = connection.execute("select min(local_date), max(local_date) from days").fetchall()
    if first is not None:
        calendar = calendar_rows(first, last, closed_days=settings.calendar.closed_days)
        calendar["moved_to"] = calendar["local_date"].where(calendar["is_working_day"]).bfill()
        moved = calendar[~calendar["is_working_day"] & calendar["moved_to"].notna()]
        days = [moved[column].dt.date.tolist() for column in ("local_date", "moved_to")]
        _fill(connection, "term_moves", days)


def _of_topics(connection: duckdb.DuckDBPyConnection, table: str, unit: str, given: dict[str, int]) -> None:
    numbers = {normalised(topic): number for topic, number in given.items()}
    topics = connection.execute("select topic_no, topic from topics order by topic_no").fetchall() if numbers else []
    named = [(topic_no, numbers[normalised(topic)]) for topic_no, topic in topics if normalised(topic) in numbers]
    connection.execute(f"create or replace table {table} (topic_no integer, {unit} integer)")
    _fill(connection, table, [list(column) for column in zip(*named, strict=True)])


def _fill(connection: duckdb.DuckDBPyConnection, table: str, columns: list[list[object]]) -> None:
    if columns and columns[0]:
        connection.execute(f"insert into {table} select unnest(?), unnest(?)", columns)
