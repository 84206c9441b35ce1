"""The instances of signals in a finished dossier, by signal, topic, department and status (journeys signals)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import duckdb

from journeys.dossier import names_kept
from journeys.errors import UsageError
from journeys.names import normalised
from journeys.texts import say
from mining.instances import instances_query
from mining.signal_list import FoundSignal, read_signals
from mining.signal_words import Instance

NAMES_SHOWN = 60


@dataclass(frozen=True)
class Search:
    """This is what a search found: the signals that were looked at, and their instances, those of officials left out.

    `counted` gives for each signal that is about officials how many instances there are: they are not shown one by one. names_kept: the ids
    are those of the source.
    """

    signals: tuple[FoundSignal, ...]
    instances: tuple[Instance, ...]
    counted: dict[str, int]
    names_kept: bool = False


def search(
    connection: duckdb.DuckDBPyConnection,
    *,
    signal: str | None = None,
    topic: str | None = None,
    department: str | None = None,
    status: str | None = None,
) -> Search:
    """This finds the instances that answer to every filter given; names are compared after A2.

    Topic: that of the case, of one of the two cases, or, for a journey, of one of its cases. Department: the one that had the question or
    the one that should have had it. Raises `UsageError` for a name that is not in this dossier, with the names that are.
    """
    there = read_signals(connection)
    chosen = tuple(one for one in there if one.name in _named(say("signal"), signal, [one.name for one in there]))
    made = tuple(one for one in chosen if one.instances is not None)
    shown = tuple(one for one in made if not one.is_of_people)
    counted = {one.name: one.instances or 0 for one in made if one.is_of_people and topic is None and department is None and status is None}
    conditions, values = [], []
    if topic is not None:
        numbers = _numbers(connection, say("topic"), topic, "topics", "topic_no", "topic")
        conditions.append(
            f"""exists (
              select 1 from case_measures
              where topic_no in ({numbers})
                and (case_measures.case_no in (found.case_no, found.other_case_no)
                     or (found.case_no is null and case_measures.journey_no = found.journey_no))
            )"""
        )
    if department is not None:
        names = _named(say("department"), department, _texts(connection, "select department from departments order by department_no"))
        conditions.append("(from_department = any(?) or to_department = any(?))")
        values += [list(names)] * 2
    if status is not None:
        statuses = _texts(connection, f"select distinct status from ({instances_query(connection, shown)}) order by 1")
        conditions.append("status = any(?)")
        values.append(list(_named(say("status"), status, statuses)))
    where = f"where {' and '.join(conditions)}" if conditions else ""
    rows = connection.execute(
        f"""
        select found.signal, found.status, found.journey, found."case", found.anchor, coalesce(found.rows, ''), found.started, found.ended,
          found.calendar_days, found.working_days, found.from_department, found.to_department, topics.topic,
          journey_measures.officials, journey_measures.cases
        from ({instances_query(connection, shown)}) as found
        left join case_measures on case_measures.case_no = found.case_no
        left join topics on topics.topic_no = case_measures.topic_no
        left join journey_measures on journey_measures.journey_no = found.journey_no
        {where}
        order by found.signal, found.first_row_no nulls last, found.anchor, found.started, found.status""",
        values,
    ).fetchall()
    instances = tuple(Instance(*row) for row in rows)
    return Search(chosen, instances, counted, names_kept(connection))


def _named(sort: str, asked: str | None, there: Sequence[str]) -> Collection[str]:
    """This finds the names that equal the one asked for after A2; all of them when none was asked for."""
    if asked is None:
        return there
    found = {name for name in there if normalised(name) == normalised(asked)}
    if not found:
        raise UsageError(
            say("This dossier has no {sort} “{name}”.", sort=sort, name=asked), next_step=say("There are: {names}.", names=_listed(there))
        )
    return found


def _numbers(connection: duckdb.DuckDBPyConnection, sort: str, asked: str, table: str, number: str, text: str) -> str:
    there = connection.execute(f"select {number}, {text} from {table} order by {number}").fetchall()
    names = _named(sort, asked, [name for _, name in there])
    return ", ".join(str(no) for no, name in there if name in names)


def _texts(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [text for (text,) in connection.execute(query).fetchall() if text is not None]


def _listed(names: Iterable[str]) -> str:
    told = sorted(names)
    if not told:
        return say("none")
    more = len(told) - NAMES_SHOWN
    return ", ".join(told[:NAMES_SHOWN]) + (say(" and {n} more", n=more) if more > 0 else "")
