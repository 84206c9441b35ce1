"""Tables for a spreadsheet: every table as CSV, and the ones people read as sheets of one workbook.

No text of the data can become a formula: in CSV a cell that would start one gets an apostrophe in front, in the workbook texts are
written as texts. Moments are ISO 8601 with offset in CSV and real dates in the workbook.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from journeys.texts import say

SHEET_ROWS = 50_000
"""More rows than this do not go into the workbook: nobody reads them there, and the CSV holds them all."""

_FORMULA = "^[=+\\-@\\t\\r\\n]"


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


def write_workbook(connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], path: Path, *, zone: str, note: str) -> None:
    """This writes the tables that people read as sheets: header frozen, filter on, widths fitted, numbers and dates as such.

    Equal input gives equal bytes: the workbook carries a fixed date of creation. `note` goes on the first sheet.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd hh:mm",
        },
    )
    book.set_properties({"created": datetime(2000, 1, 1), "author": "journeys"})
    head = book.add_format({"bold": True, "bg_color": "#E3EFF9", "bottom": 1, "text_wrap": True, "valign": "top"})
    cover = book.add_worksheet(say("Read me"))
    cover.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    lines = [note, ""]
    for table in (table for table in tables if table.sheet):
        count = connection.execute(f"select count(*) from ({table.query})").fetchall()
        rows = int(count[0][0])
        lines.append(f"{table.file}: {table.title} ({say('{n} rows', n=rows)})")
        if rows > SHEET_ROWS:
            lines[-1] += " – " + say("too long for a sheet, see tables/{file}.csv", file=table.file)
            continue
        _write_sheet(connection, book, table, head, zone)
    for row, line in enumerate(lines):
        cover.write_string(row, 0, line)
    book.close()


def _write_sheet(connection: duckdb.DuckDBPyConnection, book: Any, table: Table, head: Any, zone: str) -> None:
    cursor = connection.execute(table.query)
    names = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    sheet = book.add_worksheet(table.file[:31])
    day, moment = book.add_format({"num_format": "dd-mm-yyyy"}), book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
    local = ZoneInfo(zone)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, head)
        cells = [(number, row[column]) for number, row in enumerate(rows, start=1) if row[column] is not None]
        width = max([len(name), *(len(str(cell)) for _, cell in cells[:200] if not isinstance(cell, datetime))])
        sheet.set_column(column, column, min(60, max(9, width + 2)))
        kind = cells[0][1] if cells else None
        if isinstance(kind, bool):
            for number, cell in cells:
                sheet.write_string(number, column, say("yes") if cell else say("no"))
        elif isinstance(kind, int | float):
            for number, cell in cells:
                sheet.write_number(number, column, cell)
        elif isinstance(kind, datetime):
            for number, cell in cells:
                sheet.write_datetime(number, column, cell.replace(tzinfo=UTC).astimezone(local).replace(tzinfo=None), moment)
        elif isinstance(kind, date):
            for number, cell in cells:
                sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)
        else:
            for number, cell in cells:
                sheet.write_string(number, column, _cell(cell))
    sheet.freeze_panes(1, 1)
    if names:
        sheet.autofilter(0, 0, max(1, len(rows)), len(names) - 1)


def _cell(value: object) -> str:
    """This gives a text that a cell can hold: control characters out, at most 32,767 characters."""
    text = "".join(character for character in str(value) if character >= " " or character in "\n\t")
    return text if len(text) <= 32_767 else text[:32_766] + "…"


def _as_text(connection: duckdb.DuckDBPyConnection, table: Table, zone: str) -> str:
    """This gives the query of a table with moments as ISO texts and no cell that a spreadsheet would take for a formula."""
    selected = []
    for name, kind, *_ in connection.execute(f"describe {table.query}").fetchall():
        column = '"' + name.replace('"', '""') + '"'
        if kind == "VARCHAR":
            selected.append(f"case when regexp_matches({column}, '{_FORMULA}') then '''' || {column} else {column} end as {column}")
        elif kind == "TIMESTAMP":
            selected.append(f"{iso_sql(column, zone)} as {column}")
        else:
            selected.append(column)
    return f"select {', '.join(selected)} from ({table.query})"


def iso_sql(column: str, zone: str) -> str:
    """This gives the SQL that writes a UTC timestamp column as ISO 8601 in `zone`; microseconds only where there are any."""
    if zone == "UTC":
        return f"regexp_replace(strftime({column}, '%Y-%m-%dT%H:%M:%S.%f'), '\\.000000$', '') || '+00:00'"
    local = f"timezone('{zone}', timezone('UTC', {column}))"
    minutes = f"date_diff('minute', {column}, {local})"
    offset = f"printf('%s%02d:%02d', case when {minutes} < 0 then '-' else '+' end, abs({minutes}) // 60, abs({minutes}) % 60)"
    return f"regexp_replace(strftime({local}, '%Y-%m-%dT%H:%M:%S.%f'), '\\.000000$', '') || {offset}"
