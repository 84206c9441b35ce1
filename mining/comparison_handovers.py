"""The handovers and journeys of both sides of a comparison, for maps that hang beside each other: same departments, same order.

With a change date a side is a period: what was let go before it, and from it on. Of two values of a column a side is its cases. Two logs
get one order of departments, made from the passages of both together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import duckdb
import numpy
import pandas as pd

from journeys.connecting import connected
from journeys.dossier import has_table
from mining.comparison_estimates import AFTER, BEFORE
from mining.comparison_followup import FollowedLog
from mining.comparison_question import Question
from mining.comparison_sides import TREATED, cases_of
from mining.handovers import Handovers, read_handovers
from mining.network import Units, read_units, write_department_order

Halves = tuple[Handovers, Handovers]


def handovers_of_sides(
    logs: Sequence[FollowedLog],
    question: Question,
    *,
    keep: int,
    values: Sequence[Any] | None = None,
    organisation: Mapping[str, str] | None = None,
    fixed: Sequence[str] = (),
) -> Halves:
    """This gives the handovers before and after, with the same units in the same order.

    `logs`, `question` and `values` are those of the comparison (with a change date the last log is the whole one). `organisation` and
    `fixed` are the settings of the order of departments, for two logs. Residents of two logs who bear one name are one person.
    """
    if question.change is not None:
        log = logs[-1]
        cases = _treated(logs, question) if question.only or question.control else None
        eve = question.change - timedelta(days=1)
        one = read_handovers(log.connection, keep=keep, until=eve, cases=cases)
        return one, read_handovers(log.connection, keep=keep, since=question.change, cases=cases)
    found = cases_of(logs, question, values=values)
    sizes = numpy.cumsum([0, *(len(log) for log in logs)])
    kept = []
    for side in (BEFORE, AFTER):
        place = 0 if len(logs) == 1 else side
        mine = (found.side == side) & (found.group == TREATED)
        kept.append((logs[place], logs[place].case_no[mine[sizes[place] : sizes[place + 1]]].tolist()))
    if len(logs) == 1:
        one, other = (read_handovers(log.connection, keep=keep, cases=cases) for log, cases in kept)
        return one, other
    units = units_of_both([log.connection for log in logs], keep=keep, organisation=organisation, fixed=fixed)
    sides = [read_handovers(log.connection, keep=keep, units=units, cases=cases) for log, cases in kept]
    return _one_numbering(sides, logs)


def units_of_both(
    connections: Sequence[duckdb.DuckDBPyConnection],
    *,
    keep: int,
    organisation: Mapping[str, str] | None = None,
    fixed: Sequence[str] = (),
) -> Units:
    """This gives one choice and order of departments for two logs, from the passages of both together."""
    together = connected()
    rows = [
        connection.execute(
            """select one.department as sender, two.department as receiver, passages.status from passages
            join departments as two on two.department_no = passages.to_department_no
            left join departments as one on one.department_no = passages.from_department_no order by all"""
        ).df()
        for connection in connections
    ]
    names = [connection.execute("select department from departments order by department_no").df() for connection in connections]
    places = {name: at for at, name in enumerate(dict.fromkeys(pd.concat(names)["department"]), start=1)}
    both = pd.concat(rows, ignore_index=True)
    passages = pd.DataFrame(
        {
            "from_department_no": both["sender"].map(places).astype("Int64"),
            "to_department_no": both["receiver"].map(places).astype("Int64"),
            "status": both["status"].astype("object"),
        }
    )
    departments = pd.DataFrame(
        {"department_no": list(places.values()), "department": list(places)}, columns=["department_no", "department"]
    )
    together.execute("create table passages (from_department_no integer, to_department_no integer, status text)")
    together.execute("create table departments (department_no integer, department text)")
    together.execute("create table first_line (department_no integer, asks integer)")
    for table, frame in (("passages", passages), ("departments", departments), ("first_line", _asks(connections, places))):
        if len(frame):
            together.register("frame", frame)
            together.execute(f"insert into {table} select * from frame")
            together.unregister("frame")
    write_department_order(together, organisation=organisation, fixed=fixed)
    found = read_units(together, keep=keep)
    together.close()
    return found


def _asks(connections: Sequence[duckdb.DuckDBPyConnection], places: Mapping[str, int]) -> pd.DataFrame:
    """This gives how often residents asked each department, in both logs, as far as that was kept."""
    asks: dict[int, int] = {}
    for connection in connections:
        if has_table(connection, "first_line"):
            rows = connection.execute(
                "select department, asks from first_line join departments using (department_no) order by 1"
            ).fetchall()
            for name, times in rows:
                asks[places[name]] = asks.get(places[name], 0) + int(times)
    return pd.DataFrame(sorted(asks.items()), columns=["department_no", "asks"])


def _treated(logs: Sequence[FollowedLog], question: Question) -> list[int]:
    """This gives the numbers, in the whole log, of the cases that are compared."""
    found = cases_of(logs, question)
    whole = logs[-1]
    return [int(one) for one in whole.case_no[found.group[-len(whole) :] == TREATED]]


def _one_numbering(sides: Sequence[Handovers], logs: Sequence[FollowedLog]) -> Halves:
    """This gives residents of both logs numbers by their name, so that one who is in both is counted once."""
    numbers: dict[str, int] = {}
    told = []
    for side, log in zip(sides, logs, strict=True):
        rows = log.connection.execute("select journey_no, journey from journey_ids order by journey_no").fetchall()
        own = {number: numbers.setdefault(name, len(numbers) + 1) for number, name in rows}
        passages = side.passages
        told.append(replace(side, passages=passages.assign(journey_no=passages["journey_no"].map(own))) if len(passages) else side)
    return told[0], told[1]
