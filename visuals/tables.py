"""Tables for a spreadsheet: every table as CSV, and the ones people read as sheets of one workbook.

No text of the data can become a formula: in CSV a cell that would start one gets an apostrophe in front, in the workbook texts are
written as texts. Moments are ISO 8601 with offset in CSV and real dates in the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from journeys.clock import wall_sql
from journeys.texts import say, say_n
from visuals.workbook import Contents, Sheet

SHEET_ROWS = 50_000
"""More rows than this do not go into the workbook: nobody reads them there, and the CSV holds them all."""

FORMULA = "^[=+\\-@\\t\\r\\n]"
"""How a text opens that a spreadsheet would take for a formula."""


@dataclass(frozen=True)
class Table:
    """This is a table for people: the file it is written to, the query that gives its rows in order, and its title."""

    file: str
    query: str
    title: str
    sheet: bool = True


def write_csv(connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], folder: Path, *, zone: str) -> list[Path]:
    """This writes each table to `folder/<file>.csv`: UTF-8, comma, header, full precision, ISO moments in `zone` with offset."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in tables:
        path = folder / f"{table.file}.csv"
        target = str(path).replace("'", "''")
        connection.execute(f"copy ({_as_text(connection, table, zone)}) to '{target}' (format csv, header, delimiter ',')")
        written.append(path)
    return written


@contextmanager
def csv_aside(connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], folder: Path, *, zone: str) -> Iterator[None]:
    """This writes the tables as `write_csv` does, while the block is at work; they are there when the block has ended."""
    with connection.cursor() as cursor, ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write_csv, cursor, tables, folder, zone=zone)
        try:
            yield
        except BaseException:
            if not writing.done():
                cursor.interrupt()
            raise
        writing.result()


def workbook_of(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], path: Path, *, zone: str, note: str
) -> Contents:
    """This reads what goes into the workbook: one sheet for each table that people read, and `note` on the first sheet."""
    lines, sheets = [note, ""], []
    for table in (table for table in tables if table.sheet):
        cursor = connection.execute(f"select * from ({table.query}) limit {SHEET_ROWS + 1}")
        heads, rows = [column[0] for column in cursor.description], cursor.fetchall()
        if len(rows) > SHEET_ROWS:
            count = int(connection.execute(f"select count(*) from ({table.query})").fetchall()[0][0])
            told = say("too long for a sheet, see tables/{file}.csv", file=table.file)
            lines.append(f"{table.file}: {table.title} ({say_n('1 row', '{n} rows', count)}) – {told}")
            continue
        lines.append(f"{table.file}: {table.title} ({say_n('1 row', '{n} rows', len(rows))})")
        columns = list(zip(*rows, strict=True)) or [()] * len(heads)
        sheets.append(Sheet(table.file[:31], heads, columns))
    return Contents(str(path), say("Read me"), lines, sheets, zone, (say("yes"), say("no")))


def _as_text(connection: duckdb.DuckDBPyConnection, table: Table, zone: str) -> str:
    """This gives the query of a table with moments as ISO texts and no cell that a spreadsheet would take for a formula."""
    selected = []
    for name, kind, *_ in connection.execute(f"describe {table.query}").fetchall():
        column = '"' + name.replace('"', '""') + '"'
        if kind == "VARCHAR":
            selected.append(f"case when regexp_matches({column}, '{FORMULA}') then '''' || {column} else {column} end as {column}")
        elif kind == "TIMESTAMP":
            selected.append(f"{iso_sql(column, zone)} as {column}")
        else:
            selected.append(column)
    return f"select {', '.join(selected)} from ({table.query})"


def iso_sql(column: str, zone: str) -> str:
    """This gives the SQL that writes a UTC timestamp column as ISO 8601 in `zone`; microseconds only where there are any."""
    if zone == "UTC":
        return f"regexp_replace(strftime({column}, '%Y-%m-%dT%H:%M:%S.%f'), '\\.000000$', '') || '+00:00'"
    local = wall_sql(column, zone)
    minutes = f"date_diff('minute', {column}, {local})"
    offset = f"printf('%s%02d:%02d', case when {minutes} < 0 then '-' else '+' end, abs({minutes}) // 60, abs({minutes}) % 60)"
    return f"regexp_replace(strftime({local}, '%Y-%m-%dT%H:%M:%S.%f'), '\\.000000$', '') || {offset}"
