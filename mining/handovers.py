"""Where cases pass from one department to another: the numbers of which every map of departments is drawn.

A handover is a row of table passages whose sender is known. What lies within one shown unit is counted, not drawn; what is folded is one
unit, so that all that is shown, inside and of an unknown sender adds up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from journeys.clock import wall_sql
from journeys.texts import say
from mining.known import is_known
from mining.network import Units, read_units

OTHER = ""
"""The unit that holds all folded departments; a picture says "Overig"."""

COUNTS = ("n", "recorded", "unrecorded", "answered", "late", "lost", "rerouted", "settled", "open", "timed")
"""Counts of passages that add up over pairs; cases and residents do not, for one can pass two pairs."""


@dataclass(frozen=True)
class Totals:
    """This adds up all passages of the period: n = shown between units + inside units + of an unknown sender."""

    n: int
    recorded: int
    unrecorded: int
    lost: int | None  # None: may not be told (mining.disclosure)
    inside: int
    unknown: int
    cases: int
    residents: int


@dataclass(frozen=True)
class Handovers:
    """This is what happened between the departments of one picture.

    Attributes
    ----------
    units: which departments are shown, in which order, and which are folded.
    pairs: one row an ordered pair of different units that cases passed, in the order of the units (`OTHER` last): `from_unit`, `to_unit`,
        COUNTS (integers; n = recorded + unrecorded; recorded = answered + late + lost + rerouted + settled + open; `timed` = answered
        + late, those with a time of letting go and of taking up), `cases`, `residents`, `lost_residents`, `median_calendar_days` (of 24
        hours, of the timed ones; NaN where there is none) and `median_working_days`.
    departments: the same columns for every ordered pair of departments (`from_unit`, `to_unit` are departments), the heaviest first by
        lost, then n; pairs inside a unit too. This is the table behind the picture.
    totals: see `Totals`. first, last: dates of the first and the last passage; None where there is none.
    unit_inside: passages inside each shown unit (and inside OTHER), by unit; those without are left out, but for an OTHER that holds
        something in a period beside this one (mining.shared_changes): both then have the same places.
    passages: the rows of `read_passages` that all this adds up; empty where they were not asked for and in what passed mining.disclosure.
    residents_known: the log names residents; where it does not, each case stands for itself and `residents` counts cases.
    hidden: why nothing of it may be shown, or nothing is known: a picture is then an empty card with this sentence, and all numbers say
        nothing.
    """

    units: Units
    pairs: pd.DataFrame
    departments: pd.DataFrame
    totals: Totals
    first: date | None
    last: date | None
    unit_inside: dict[str, int]
    passages: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    hidden: str = ""
    residents_known: bool = True

    @property
    def order(self) -> tuple[str, ...]:
        """These are the places of the picture from left to right: the shown units, then OTHER where anything is folded or merged."""
        merged = bool(self.units.folded) or OTHER in {*self.pairs["from_unit"], *self.pairs["to_unit"], *self.unit_inside}
        return (*self.units.shown, OTHER) if merged else self.units.shown


def read_handovers(
    connection: duckdb.DuckDBPyConnection,
    *,
    keep: int,
    since: date | None = None,
    until: date | None = None,
    topics: Sequence[str] = (),
    cases: Sequence[int] | None = None,
    units: Units | None = None,
    single: bool = True,
) -> Handovers:
    """This reads the handovers of a dossier: let go from `since` up to and including `until` (local dates), of cases with one of `topics`.

    `keep`: so many units are shown by themselves (mining.network.read_units); `units`: these instead, where two logs share one order.
    `cases`: only passages of cases with these numbers. `single`: with the passages themselves, which the gate and
    comparisons need; without them everything is counted inside the database, however many there are.
    Raises `DossierError` for a dossier of an older version.
    """
    units = units or read_units(connection, keep=keep)
    with _chosen(connection, units, since=since, until=until, topics=topics, cases=cases) as (query, values):
        connection.execute(f"create or replace temp table passages_read as {query}", values)
    try:
        counted = count_pairs(connection, "from_unit", "to_unit")
        departments = count_pairs(connection, "from_department", "to_department")
        ((n, recorded, lost, inside, unknown, of_cases, residents, first, last),) = connection.execute(
            """select count(*), count(*) filter (where status <> 'unrecorded'), count(*) filter (where status = 'lost'),
              count(*) filter (where from_unit = to_unit), count(*) filter (where from_unit is null),
              count(distinct case_no), count(distinct journey_no), min(local_date), max(local_date) from passages_read"""
        ).fetchall()
        passages = connection.execute(f"select * from passages_read {_IN_ORDER}").df() if single else pd.DataFrame()
    finally:
        connection.execute("drop table passages_read")
    at = {unit: place for place, unit in enumerate((*units.shown, OTHER))}
    between = counted[counted["from_unit"] != counted["to_unit"]]
    between = between.sort_values(["from_unit", "to_unit"], key=lambda names: names.map(at), kind="stable").reset_index(drop=True)
    within = counted[counted["from_unit"] == counted["to_unit"]]
    return Handovers(
        units, between, departments, Totals(n, recorded, n - recorded, lost, inside, unknown, of_cases, residents), first, last,
        {str(unit): int(times) for unit, times in zip(within["from_unit"], within["n"], strict=True)}, passages,
        hidden=""
        if is_known(connection, "department")
        else no_departments(),
        residents_known=is_known(connection, "resident"),
    )  # fmt: skip


def no_departments() -> str:
    """This says why nothing is known of handovers between departments."""
    return say("This log names no departments: whether questions fell between them cannot be determined.")


def read_passages(
    connection: duckdb.DuckDBPyConnection,
    units: Units,
    *,
    since: date | None = None,
    until: date | None = None,
    topics: Sequence[str] = (),
) -> pd.DataFrame:
    """This gives every passage, one row each, in order of letting go (then row): for pictures that draw or play single ones.

    Columns: `row_no`, `case_no`, `journey_no`, `from_unit` (None: sender unknown; OTHER: folded), `to_unit`, `from_department`,
    `to_department`, `status`, `started`, `ended` (UTC; ended NaT where the receiver did not act), `local_date` (of letting go),
    `calendar_days` (of 24 hours; NaN as `ended`), `working_days`, `timed` (status answered or late: both moments are known; of
    `unrecorded` ones they only bound it), `topic`.
    """
    with _chosen(connection, units, since=since, until=until, topics=topics) as (query, values):
        return connection.execute(f"{query} {_IN_ORDER}", values).df()


_IN_ORDER = "order by started, row_no"
_LOCAL_DATE = f"{wall_sql('passages.started')}::date"
_CHOSEN = f"""
select
  passages.row_no, passages.case_no, passages.journey_no,
  senders.unit as from_unit, receivers.unit as to_unit,
  one.department as from_department, two.department as to_department,
  passages.status, passages.started, passages.ended,
  {_LOCAL_DATE} as local_date,
  passages.seconds / 86400.0 as calendar_days, passages.working_days,
  passages.status in ('answered', 'late') as timed,
  topics.topic
from passages
join departments as two on two.department_no = passages.to_department_no
left join departments as one on one.department_no = passages.from_department_no
join unit_of as receivers on receivers.department = two.department
left join unit_of as senders on senders.department = one.department
join case_measures on case_measures.case_no = passages.case_no
left join topics on topics.topic_no = case_measures.topic_no
where ($since is null or {_LOCAL_DATE} >= $since)
  and ($until is null or {_LOCAL_DATE} <= $until)
  and ($everything or topics.topic in (select unnest($topics)))
"""
_OF_CASES = " and passages.case_no in (select case_no from cases_of_a_side)"


@contextmanager
def _chosen(
    connection: duckdb.DuckDBPyConnection,
    units: Units,
    *,
    since: date | None,
    until: date | None,
    topics: Sequence[str],
    cases: Sequence[int] | None = None,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """This gives the query of the passages that somebody asked for, and its values; it can be run inside the block."""
    folded = set(units.folded)
    unit_of = pd.DataFrame(
        [(department, OTHER if unit in folded else unit) for unit, members in units.members.items() for department in members],
        columns=["department", "unit"],
        dtype="object",
    )
    connection.register("unit_of", unit_of)
    if cases is not None:
        connection.register("cases_of_a_side", pd.DataFrame({"case_no": pd.Series(list(cases), dtype="int64")}))
    try:
        query = _CHOSEN if cases is None else _CHOSEN + _OF_CASES
        yield query, {"since": since, "until": until, "everything": not topics, "topics": list(topics)}
    finally:
        connection.unregister("unit_of")
        if cases is not None:
            connection.unregister("cases_of_a_side")


def count_pairs(connection: duckdb.DuckDBPyConnection, one: str, other: str) -> pd.DataFrame:
    """This adds the passages that stand in `passages_read` up by a pair of their columns, as `Handovers.departments`.

    The medians are those of the passages of the pair itself, however it is folded.
    """
    states = ", ".join(
        f"count(*) filter (where status = '{state}')::integer as {state}"
        for state in ("unrecorded", "answered", "late", "lost", "rerouted", "settled", "open")
    )
    table = connection.execute(
        f"""
        select
          {one} as from_unit, {other} as to_unit, count(*)::integer as n,
          count(*) filter (where status <> 'unrecorded')::integer as recorded,
          {states}, count(*) filter (where timed)::integer as timed,
          count(distinct case_no)::integer as cases, count(distinct journey_no)::integer as residents,
          count(distinct journey_no) filter (where status = 'lost')::integer as lost_residents,
          quantile_cont(calendar_days, 0.5) filter (where timed) as median_calendar_days,
          quantile_cont(working_days, 0.5) filter (where timed) as median_working_days
        from passages_read
        where {one} is not null
        group by 1, 2
        order by lost desc, n desc, 1, 2
        """
    ).df()
    return table[["from_unit", "to_unit", *COUNTS, "cases", "residents", "lost_residents", "median_calendar_days", "median_working_days"]]
