"""Reads one sheet of an Excel workbook (.xlsx) as rows of text: dates as ISO, numbers whole, no row lost.

Of several sheets the one with the best header is proposed. Hidden rows are rows like any other, and counted. A
formula whose result was never stored cannot be known without Excel: its row is a reject.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pandas as pd

from journeys.errors import InputError, UsageError
from journeys.limits import Limits
from journeys.settings import ReadingSettings
from journeys.sources.archive import Standing, hold_unchanged, raise_limit, stand
from journeys.sources.delimited_layout import Layout, name_columns
from journeys.sources.raw import RawTable, Reject, Remark
from journeys.sources.workbook_parts import Sheet, open_book
from journeys.sources.workbook_rows import Ending, Row, filled_down, merged_down, read_rows
from journeys.texts import say

SAMPLE = 230  # rows of each sheet that are looked at first
TITLE_ROWS = 30
FULL = (65_536, 1_048_576)  # rows of a sheet in old and in present workbooks
DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
CELLS = 1_000_000  # of one data frame


@dataclass(frozen=True)
class _Header:
    """This is where the rows of a sheet stand: the row with the names, and the first and last column."""

    names: tuple[str, ...]
    row: int
    first: int
    last: int
    skipped: tuple[int, ...]
    sample: tuple[tuple[str, ...], ...]


def read_workbook(
    path: Path, *, name: str, settings: ReadingSettings, limits: Limits, allow_odd_headers: bool = False
) -> RawTable:
    """This finds the sheet and its header and gives the rows below it, read lazily; `settings.sheet` chooses the sheet.

    Rows without anything in them are no rows. Rejects: `formula_without_value`, `long_line` (something stands right
    or left of the columns that have a name). Remarks: `hidden_rows`, `merged_cells`, `merged_cells_filled` (one column wide: every row
    of the block has its value), `perhaps_cut_off`,
    `other_sheets`, `error_cells` (read as empty), `numbers_beyond_15_digits`, `dates_out_of_range` (read as numbers),
    `formulas_perhaps_not_calculated`, `index_column`.

    Raises `InputError` for what is no .xlsx, is damaged, locked, beyond the limits, or has no sheet with a header and
    rows; `UsageError` for a sheet that is not there; `MappingError` for empty or repeated column names.
    """
    standing = stand(path, name=name)
    with open_book(path, name=name, limits=limits) as book:
        found = [(sheet, _header(list(islice(read_rows(book, sheet, Ending()), SAMPLE)))) for sheet in book.sheets]
    sheet, header = _chosen(found, name=name, wanted=settings.sheet)
    headers, index_column = name_columns(
        Layout("", header.names, header.row, (), header.skipped, header.sample),
        name=say("{file}, sheet “{sheet}”", file=name, sheet=sheet.name), allow_odd=allow_odd_headers,
    )  # fmt: skip
    with_rows = sum(header is not None for _, header in found)
    first = [Remark("index_column", 1)] if index_column else []
    if with_rows > 1 and settings.sheet is None:
        first.append(Remark("other_sheets", with_rows - 1))
    table = RawTable(
        name=name, format="workbook", headers=headers, path=path, sheet=sheet.name,
        facts={
            "sheet": sheet.name, "sheets": ", ".join(each.name for each in book.sheets), "header_row": str(header.row),
            **({"skipped_lines": ", ".join(map(str, header.skipped))} if header.skipped else {}),
        },
    )  # fmt: skip
    table.batches = lambda: _batches(table, _Reading(path, standing, limits, sheet, header, first))
    return table


def _chosen(found: list[tuple[Sheet, _Header | None]], *, name: str, wanted: str | None) -> tuple[Sheet, _Header]:
    """This takes the sheet asked for, or else the one with most column names; visible and earlier ones first."""
    if wanted is not None and wanted not in [sheet.name for sheet, _ in found]:
        raise UsageError(
            say("“{file}” has no sheet “{sheet}”.", file=name, sheet=wanted),
            next_step=say("Its sheets are: {sheets}.", sheets=", ".join(f"“{sheet.name}”" for sheet, _ in found)),
        )
    usable = [(sheet, header) for sheet, header in found if header is not None and wanted in (None, sheet.name)]
    if not usable:
        sheets = ", ".join(f"“{sheet.name}”" for sheet, _ in found if wanted in (None, sheet.name))
        raise InputError(
            say("“{file}” has no row with column names above other rows. Sheets looked at: {sheets}.",
                file=name, sheets=sheets),
            next_step=say("Put the name of each column in the row above the data."),
        )  # fmt: skip
    return max(usable, key=lambda pair: (not pair[0].hidden, sum(map(bool, pair[1].names))))


def _header(rows: list[Row]) -> _Header | None:
    """This finds the row with the names: all texts, more than half of the columns in use, rather right above a row.

    A column is in use when at least a tenth of the rows has something in it. None where no such row stands above
    another, or where it holds a date: then it is a row, and the names are missing.
    """
    filled = Counter(column for row in rows for column in row.texts)
    used = {column for column, often in filled.items() if often * 10 >= len(rows)}
    possible = [place for place, row in enumerate(rows[:TITLE_ROWS]) if _may_name(row, rows[place + 1 :], len(used))]
    above_row = [place for place in possible if rows[place + 1].number == rows[place].number + 1]
    if not possible:
        return None
    place = (above_row or possible)[0]
    header = rows[place]
    names = {column: text.strip() for column, text in header.texts.items() if text.strip()}
    if any(map(DATE.match, names.values())):
        return None
    first, last = min(names), max(names)
    while first - 1 in used:
        first -= 1
    while last + 1 in used:
        last += 1
    span = range(first, last + 1)
    return _Header(
        tuple(names.get(column, "") for column in span), header.number, first, last,
        tuple(above.number for above in rows[:place]),
        tuple(tuple(row.texts.get(column, "") for column in span) for row in rows[place + 1 :]),
    )  # fmt: skip


def _may_name(row: Row, below: list[Row], used: int) -> bool:
    named = sum(bool(text.strip()) for text in row.texts.values())
    return bool(below) and bool(named) and not row.typed and named * 2 > used


@dataclass(frozen=True)
class _Reading:
    """This is what is needed to read the chosen sheet from its beginning."""

    path: Path
    standing: Standing
    limits: Limits
    sheet: Sheet
    header: _Header
    remarks: list[Remark]


def _batches(table: RawTable, reading: _Reading) -> Iterator[pd.DataFrame]:
    """This gives the rows below the header, and fills `rows`, `rejects` and `remarks`."""
    table.rows, table.rejects, table.remarks = 0, [], []
    header, ending = reading.header, Ending()
    noted: Counter[str] = Counter()
    first: dict[str, int] = {}
    span = range(header.first, header.last + 1)
    numbers: list[int] = []
    columns: list[list[str | None]] = [[] for _ in span]
    with open_book(reading.path, name=table.name, limits=reading.limits) as book:
        blocks = merged_down(book, reading.sheet, below=header.row)
        rows = read_rows(book, reading.sheet, ending)
        for row in filled_down(rows, blocks, ending) if blocks else rows:
            if row.number <= header.row:
                continue
            table.rows += 1
            if table.rows > reading.limits.rows:
                raise _too_many_rows(table.name, reading.limits)
            for note in (*row.notes, *(("hidden_rows",) if row.hidden else ())):
                noted[note] += 1
                first.setdefault(note, table.rows)
            if reject := _reject(row, table.rows, span):
                table.rejects.append(reject)
                continue
            numbers.append(table.rows)
            for texts, column in zip(columns, span, strict=True):
                texts.append(row.texts.get(column))
            if len(numbers) * len(span) >= CELLS:
                yield _frame(numbers, columns)
                numbers, columns = [], [[] for _ in span]
    if numbers:
        yield _frame(numbers, columns)
    hold_unchanged(reading.path, reading.standing, name=table.name)
    if ending.filled:
        noted["merged_cells_filled"] = ending.filled
    if ending.merged > ending.filled:
        noted["merged_cells"] = ending.merged - ending.filled
    if ending.last_row in FULL or table.rows in FULL:
        noted["perhaps_cut_off"] = 1
    table.remarks = [*reading.remarks, *(Remark(code, noted[code], first.get(code)) for code in sorted(noted))]


def _reject(row: Row, row_no: int, span: range) -> Reject | None:
    if unfilled := [column for column in row.unfilled if column in span]:
        return Reject(row_no, "formula_without_value", say("cell {cell}", cell=f"{_letters(unfilled[0])}{row.number}"))
    if outside := [column for column in row.texts if column not in span]:
        return Reject(row_no, "long_line", say("cell {cell}", cell=f"{_letters(min(outside))}{row.number}"))
    return None


def _frame(numbers: list[int], columns: list[list[str | None]]) -> pd.DataFrame:
    texts = {f"c{place}": pd.Series(column, dtype=object) for place, column in enumerate(columns)}
    return pd.DataFrame({"row_no": numbers, **texts})


def _letters(column: int) -> str:
    """This gives the letters of a column: 1 is A, 27 is AA."""
    found = ""
    while column:
        column, left = divmod(column - 1, 26)
        found = chr(65 + left) + found
    return found


def _too_many_rows(name: str, limits: Limits) -> InputError:
    return InputError(
        say("“{file}” has more than {limit} rows.", file=name, limit=limits.rows),
        next_step=raise_limit("rows"),
    )
