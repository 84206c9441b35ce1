"""Terms of a law for the definitions: which hold for which topic, the last day for each day of the log, and where that day moves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import duckdb

from journeys.legal_terms import moves, penalty_days, penalty_euros, unmoved_end
from journeys.settings import LawSettings, TopicTerm
from journeys.statutes import Statute, penalty, statutes
from journeys.workdays import calendar_query, shipped_decrees

LAW_TABLES = frozenset({"legal_days", "legal_moves", "decree_years", "penalty_amounts", "topic_law"})
"""The tables that this room makes."""

_DAY_ZERO = {"decision": "request", "contact": "request", "objection": "decision", "complaint": "complaint"}
"""Of which kind the event is whose date is day zero."""

LAST_YEAR = 9990
"""A day in or after it is mistyped, and a term from it would end after the end of time: it has no last day."""


@dataclass(frozen=True)
class _Law:
    """This is a term as it holds for a topic (None: for every other topic)."""

    topic_no: int | None
    sort: str
    term: Statute
    more_weeks: int
    weeks: int | None = None
    extended: bool = False


def write_law(connection: duckdb.DuckDBPyConnection, *, law: LawSettings, topics: Mapping[int, TopicTerm]) -> None:
    """This makes the tables that the definitions read of terms that a law sets.

    `topic_law(topic_no, sort, law_no, term, more_weeks, suspends, moves, penalty)`: the term of a topic of the settings; for the sorts
    `objection` and `complaint` a row without a topic too, for all others. `more_weeks`: how much longer the term is if it was put off,
    or if there is a committee where nobody said so. `legal_days(law_no, local_date, last_day)`: the last day, before it moves, of a term
    that begins to count on that day (for an objection: the day of the decision it is against), for the days on which something of that
    kind happened. `legal_moves`: as `term_moves`, with the days by royal decree and without closed days of the municipality.
    `decree_years(year)`: years whose royal decree we know. `penalty_amounts(waited, days, euros,
    euros_before)`: the penalty where a decision came so many days after the notice of default was received, up to the most there can be.
    """
    found = _laws(connection, law, topics)
    numbers = {one: at for at, one in enumerate(dict.fromkeys(replace(one, topic_no=None) for one in found), start=1)}
    connection.execute(
        "create or replace table topic_law (topic_no integer, sort text, law_no integer, term text, more_weeks integer, suspends boolean,"
        " moves boolean, penalty boolean)"
    )
    rows = [
        (one.topic_no, one.sort, numbers[replace(one, topic_no=None)], one.term.key, one.more_weeks, one.term.suspends,
         moves(one.term, weeks=one.weeks), one.term.penalty)
        for one in found
    ]  # fmt: skip
    fill(connection, "topic_law", [list(column) for column in zip(*rows, strict=True)])
    connection.execute("create or replace table legal_days (law_no integer, local_date date, last_day date)")
    if found:
        days = _days(connection)
        ends = [(at, day, _end(one, day)) for one, at in numbers.items() for day in days[_DAY_ZERO[one.sort]]]
        fill(connection, "legal_days", [list(column) for column in zip(*ends, strict=True)])
    write_moves(connection, "legal_moves", shipped_decrees().days if found else None)
    connection.execute("create or replace table decree_years (year integer)")
    fill(connection, "decree_years", [sorted(shipped_decrees().whole_years)])
    rule, last = penalty(), date(2026, 1, 1)  # any day
    due = [penalty_days(last, last + timedelta(days=1 + waited)) for waited in range(rule.notice_days + rule.most_days + 2)]
    amounts = [(waited, n, penalty_euros(n), penalty_euros(n, euros=rule.euros_before)) for waited, n in enumerate(due)]
    connection.execute("create or replace table penalty_amounts (waited integer, days integer, euros integer, euros_before integer)")
    fill(connection, "penalty_amounts", [list(column) for column in zip(*amounts, strict=True)])


def write_moves(connection: duckdb.DuckDBPyConnection, table: str, closed_days: Collection[date] | None) -> None:
    """This makes a table of the days on which no term ends, and the next day that is none, over the span of table `days`; None: empty."""
    connection.execute(f"create or replace table {table} (local_date date, moved_to date)")
    ((first, last),) = connection.execute("select min(local_date), max(local_date) from days").fetchall()
    if first is None or closed_days is None:
        return
    connection.execute(f"""
        insert into {table}
        with calendar as ({calendar_query(first, last, closed_days=closed_days)}),
        moved as (
          select local_date, is_working_day,
            min(case when is_working_day then local_date end) over (order by local_date desc) as moved_to  -- a walk back: each day once
          from calendar
        )
        select local_date, moved_to from moved where not is_working_day and moved_to is not null order by local_date
    """)


def fill(connection: duckdb.DuckDBPyConnection, table: str, columns: list[list[Any]]) -> None:
    """This puts columns of values into a table; none where they are empty."""
    if columns and columns[0]:
        connection.execute(f"insert into {table} select {', '.join(['unnest(?)'] * len(columns))}", columns)


def _laws(connection: duckdb.DuckDBPyConnection, law: LawSettings, topics: Mapping[int, TopicTerm]) -> list[_Law]:
    found = []
    for topic_no, given in topics.items():
        if given.term:
            term = statutes()[given.term]
            more = 0 if given.extended else term.extension_weeks
            found.append(_Law(topic_no, "decision", term, more, weeks=given.weeks, extended=given.extended))
        if given.contact:
            found.append(_Law(topic_no, "contact", statutes()[given.contact], 0))
    ((objections, complaints),) = connection.execute(
        "select coalesce(bool_or(kind = 'objection'), false), coalesce(bool_or(kind = 'complaint'), false) from events"
    ).fetchall()
    if objections:
        found.append(_heard(None, "objection", "awb-7:10", law.objection_committee))
        found += [_heard(at, "objection", "awb-7:10", one.committee) for at, one in topics.items() if one.committee is not None]
    if complaints:
        found.append(_heard(None, "complaint", "awb-9:11", law.complaint_committee))
    return found


def _heard(topic_no: int | None, sort: str, key: str, committee: bool | None) -> _Law:
    """This is the term for an objection or complaint; where nobody said whether there is a committee, the shorter one may be longer."""
    alone, heard = statutes()[key], statutes()[f"{key}-commissie"]
    if committee is None:
        return _Law(topic_no, sort, alone, heard.number + heard.extension_weeks - alone.number)
    return _Law(topic_no, sort, heard if committee else alone, heard.extension_weeks)


def _days(connection: duckdb.DuckDBPyConnection) -> dict[str, list[date]]:
    """This gives the days on which each kind that begins a term happened."""
    found: dict[str, list[date]] = {kind: [] for kind in _DAY_ZERO.values()}
    kinds = ", ".join(f"'{kind}'" for kind in found)
    rows = connection.execute(f"select distinct kind::text, local_date from events where kind in ({kinds}) order by all").fetchall()
    for kind, day in rows:
        if day.year < LAST_YEAR:
            found[kind].append(day)
    return found


def _end(one: _Law, day: date) -> date:
    end = unmoved_end(one.term, day, weeks=one.weeks)
    return end + timedelta(weeks=one.term.extension_weeks) if one.extended else end
