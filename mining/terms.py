"""Terms and norms for the definitions: the weeks and the norm of each topic, and where the law moves the last day of a term."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import duckdb

from journeys.names import normalised
from journeys.settings import Settings, TopicTerm
from mining.law_terms import fill, write_law, write_moves
from mining.opening_hours import write_opening_hours

T = TypeVar("T")


def write_terms(connection: duckdb.DuckDBPyConnection, *, settings: Settings) -> None:
    """This makes small tables from the settings and the law.

    `topic_terms(topic_no, weeks)`: a topic that `[terms]` gives plain weeks, however it is spelled (A2). `term_moves(local_date,
    moved_to)`: a Saturday, a Sunday or a holiday of A11, and the next day that is none, over the span of table `days`. Days by
    royal decree (article 3(3)) are holidays where `calendar.closed_days` names them, as everywhere (A11).
    `topic_norms(topic_no, working_days)`: the service norm of a topic that `[norms]` names.
    Terms of a law, and where those move, are written by `mining.law_terms`; opening hours by `mining.opening_hours`.
    """
    plain: dict[str, int] = {}
    named: dict[str, TopicTerm] = {}
    for topic, given in settings.terms.items():
        if isinstance(given, int):
            plain[topic] = given
        else:
            named[topic] = given
            if given.weeks and not given.term:
                plain[topic] = given.weeks
    _of_topics(connection, "topic_terms", "weeks", plain)
    _of_topics(connection, "topic_norms", "working_days", settings.norms)
    write_opening_hours(connection, settings=settings)
    write_moves(connection, "term_moves", settings.calendar.closed_days)
    write_law(connection, law=settings.law, topics=_numbered(connection, named))


def _of_topics(connection: duckdb.DuckDBPyConnection, table: str, unit: str, given: Mapping[str, int]) -> None:
    named = _numbered(connection, given)
    connection.execute(f"create or replace table {table} (topic_no integer, {unit} integer)")
    fill(connection, table, [list(named), list(named.values())])


def _numbered(connection: duckdb.DuckDBPyConnection, given: Mapping[str, T]) -> dict[int, T]:
    """This gives what the settings say by topic, by the number of the topic: those that the log has, as A2 compares names."""
    by_name = {normalised(topic): value for topic, value in given.items()}
    topics = connection.execute("select topic_no, topic from topics order by topic_no").fetchall() if by_name else []
    return {number: by_name[normalised(topic)] for number, topic in topics if normalised(topic) in by_name}
