"""The cells of the report: a table that the report shows, and for each of its columns how a cell is counted, from which rows.

A cell is `TABLE:ROW:COLUMN` (`harm_pairs:3:days`), a row `TABLE:ROW`; rows are counted from 1 in the order of the table, which is
decided in full, so that the same log gives the same ids. The page and the receipt read the same query: what is shown is what is traced.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from journeys.texts import say
from mining.query_words import tables_read

NAMED = " join cases on cases.case_no = made.case_no join journey_ids on journey_ids.journey_no = made.journey_no"
"""What a query of rows called `made` needs to name their cases and journeys."""

IDS = 'cases."case", journey_ids.journey'
"""And these are their ids."""

LASTED = "coalesce(unknown_ends.ended, made.ended) as ended, coalesce(unknown_ends.seconds, made.seconds) / 86400.0 as calendar_days"
"""Until when a turn called `made` counts, and the days of 24 hours that it lasted: to the last event where its end is unknown."""

UNKNOWN_ENDS = " left join unknown_ends on unknown_ends.case_no = made.case_no and unknown_ends.turn = made.turn"
"""What `LASTED` needs."""


@dataclass(frozen=True)
class Cell:
    """This is how a number of one column is made.

    Attributes
    ----------
    how: a key of `HOW`. rows: a query over `shown` (the one row of the table) that gives the rows behind it. Its column `counts` is
    what each row gives to the number; `of`, where a part of something is told, what it gives to the whole.
    """

    how: str
    rows: str


@dataclass(frozen=True)
class Reported:
    """This is a table of the report.

    Attributes
    ----------
    definition: the table its words come from. query: its rows, without order; `order` decides their order in full.
    columns: those shown, in order; None: a name of the row itself, which is no count. people, departments: whose being unknown matters.
    """

    name: str
    definition: str
    query: str
    order: str
    columns: Mapping[str, Cell | None]
    limit: int | None = None
    people: bool = False
    departments: bool = False


def _sum_interval() -> str:
    return say("The 95% interval of column “counts” added up, from how much it differs between residents with a transfer (“of”).")


def _curve_interval() -> str:
    return say(
        "The 95% interval (log-log) of Kaplan-Meier: “counts” is how many working days each was followed, “of” whether it happened then."
    )


HOW: dict[str, Callable[[], str]] = {
    "count": lambda: say("The rows of which “counts” is yes are counted."),
    "sum": lambda: say("Column “counts” adds up to the number."),
    "max": lambda: say("The largest of column “counts”."),
    "value": lambda: say("The row itself holds the number, in column “counts”."),
    "median": lambda: say(
        "The median of column “counts”: the middle value, or the mean of the two middle ones (Excel: MEDIAN); empty cells are left out."
    ),
    "p90": lambda: say(
        "The 90th percentile of column “counts”, in a straight line between the two values nearest to it (Excel: PERCENTILE.INC);"
        " empty cells are left out."
    ),
    "share": lambda: say("Column “counts” added up, per 100 of column “of” added up."),
    "rank": lambda: say("One more than the rows of which “counts” is yes: those come before it."),
    "half": lambda: say("Yes as long as the rows with more days (“of” is yes) hold less than half of all the days in column “counts”."),
    "sum_low": _sum_interval,
    "sum_high": _sum_interval,
    "share_low": lambda: say("The 95% interval (Wilson) of column “counts” added up, as a part of column “of” added up, per 100."),
    "share_high": lambda: say("The 95% interval (Wilson) of column “counts” added up, as a part of column “of” added up, per 100."),
    "curve": lambda: say("Kaplan-Meier over all rows: “counts” is how many working days each was followed, “of” whether it happened then."),
    "curve_low": _curve_interval,
    "curve_high": _curve_interval,
}  # fmt: skip
"""How the rows make the number, in a sentence."""


def numbered(table: Reported) -> str:
    """This gives the query of a table with the number of each row as `shown_row`, at most as many as it shows."""
    limit = f" where shown_row <= {table.limit}" if table.limit else ""
    return f"select * from (select *, row_number() over (order by {table.order}) as shown_row from ({table.query})){limit}"


def reported_rows(connection: duckdb.DuckDBPyConnection, table: Reported) -> list[tuple[Any, ...]]:
    """This gives the rows as the report shows them: the columns of the table in their order; none where the dossier lacks the table."""
    if not is_there(connection, table):
        return []
    columns = ", ".join(f'"{column}"' for column in table.columns)
    return connection.execute(f"select {columns} from ({numbered(table)}) order by shown_row").fetchall()


def is_there(connection: duckdb.DuckDBPyConnection, table: Reported) -> bool:
    """This tells whether the dossier has the table and all that its cells rest on; one made by an older program may not."""
    there = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    wanted = {table.definition}
    for cell in filter(None, table.columns.values()):
        wanted |= tables_read(cell.rows) - {"shown"}
    return wanted <= there


def cell_value(connection: duckdb.DuckDBPyConnection, table: Reported, row: int, column: str) -> tuple[Any, ...] | None:
    """This gives the value of a cell, alone in a tuple; None where the table has no such row."""
    found = connection.execute(f'select "{column}" from ({numbered(table)}) where shown_row = ?', [row]).fetchone()
    return None if found is None else tuple(found)


def cell_query(table: Reported, row: int, cell: Cell) -> str:
    """This gives the query of the rows behind a cell."""
    return f"with shown as (select * from ({numbered(table)}) where shown_row = {int(row)}) {cell.rows}"
