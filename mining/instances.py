"""The instances of all signals as one table for people: what was found, where, and the rows that prove it.

A signal's own table holds numbers (signal_columns.SIGNAL_COLUMNS); here they become the texts that stand in the source:
`anchor` is `row:123`, `case:Z-17`, `cases:Z-17|Z-20`, `journey:R-4` or `official:O-9`, and `rows` are the row numbers of
the file, parted by blanks; with several files `file:row`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

import duckdb


class Signal(Protocol):
    """This is what must be known of a signal here: its name, and what identifies an instance of it."""

    @property
    def name(self) -> str: ...

    @property
    def anchor(self) -> str: ...


_ANCHOR = """case made.sort
    when 'row' then 'row:' || {place}
    when 'case' then 'case:' || one_case."case"
    when 'cases' then 'cases:' || one_case."case" || '|' || other_case."case"
    when 'journey' then 'journey:' || one_journey.journey
    when 'official' then 'official:' || one_official.official
  end"""


def signals_query(connection: duckdb.DuckDBPyConnection, signals: Iterable[Signal]) -> str:
    """This gives the query of tables/signals.csv: one row is one instance, by signal, then by its first row and anchor.

    `calendar_days` are days of 24 hours from `started` to `ended`. Where names are pseudonyms, so are the ids here.
    """
    return f"select * exclude (first_row_no, journey_no, case_no, other_case_no) from (\n{instances_query(connection, signals)}\n)"


def instances_query(connection: duckdb.DuckDBPyConnection, signals: Iterable[Signal]) -> str:
    """This gives the same rows in the same order, with the numbers of journey and cases and the first row beside them."""
    files = connection.execute("select file, first_row_no from files order by first_row_no").fetchall()

    def place(row: str) -> str:
        if len(files) < 2:
            return f"{row}::varchar"
        named = (
            f"when {row} >= {first} then '{file.replace(chr(39), 2 * chr(39))}:' || ({row} - {first - 1})"
            for file, first in reversed(files)
        )
        return f"case {' '.join(named)} end"

    found = "\nunion all\n".join(_one(signal) for signal in sorted(signals, key=lambda one: one.name))
    rows = _in_texts(found, place) if found else _NONE
    return f"select * from (\n{rows}\n)\norder by signal, first_row_no nulls last, anchor, started, status"


_NONE = """
select null::varchar as signal, null::varchar as status, null::varchar as journey, null::varchar as "case", null::varchar as anchor,
  null::varchar as rows, null::timestamp as started, null::timestamp as ended, null::double as calendar_days, null::integer as working_days,
  null::varchar as from_department, null::varchar as to_department, null::integer as first_row_no, null::integer as journey_no,
  null::integer as case_no, null::integer as other_case_no
where false"""


def _one(signal: Signal) -> str:
    return f"""
select '{signal.name}' as signal, '{signal.anchor}' as sort, status, journey_no, case_no, anchor_no, other_anchor_no, row_nos,
  started, ended, working_days, from_department_no, to_department_no
from {signal.name}"""


def _in_texts(found: str, place: Callable[[str], str]) -> str:
    """This gives the instances of all signals their texts, once for all: a join per signal takes ten times as long to plan."""
    return f"""
select made.signal, made.status, of_journey.journey, of_case."case",
  {_ANCHOR.format(place=place("made.anchor_no"))} as anchor,
  array_to_string(list_transform(made.row_nos, lambda row_no: {place("row_no")}), ' ') as rows,
  made.started, made.ended, (epoch_us(made.ended) - epoch_us(made.started)) / 86400e6 as calendar_days,
  made.working_days, sender.department as from_department, receiver.department as to_department, made.row_nos[1] as first_row_no,
  made.journey_no, case when made.sort in ('case', 'cases') then coalesce(made.case_no, made.anchor_no) else made.case_no end as case_no,
  made.other_anchor_no as other_case_no
from ({found}
) as made
left join journey_ids as of_journey on of_journey.journey_no = made.journey_no
left join cases as of_case on of_case.case_no = made.case_no
left join departments as sender on sender.department_no = made.from_department_no
left join departments as receiver on receiver.department_no = made.to_department_no
left join cases as one_case on one_case.case_no = case when made.sort in ('case', 'cases') then made.anchor_no end
left join cases as other_case on other_case.case_no = case when made.sort = 'cases' then made.other_anchor_no end
left join journey_ids as one_journey on one_journey.journey_no = case when made.sort = 'journey' then made.anchor_no end
left join officials as one_official on one_official.official_no = case when made.sort = 'official' then made.anchor_no end"""
