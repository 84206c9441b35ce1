"""A workbook from columns of plain values: sheets with a filter, numbers and dates as such, and texts that stay texts.

This room imports nothing of ours but the clock, so that the process that packs (visuals/beside) comes in soon.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from journeys.clock import on_the_wall

if TYPE_CHECKING:
    from rustpy_xlsxwriter import Format

_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
FIRST_YEAR = 1900
_CLOCK = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class Sheet(NamedTuple):
    """This is one sheet: its name, its heads, and per head the cells below it (None: empty)."""

    name: str
    heads: list[str]
    columns: list[tuple[Any, ...]]


class Contents(NamedTuple):
    """This is a whole workbook: the first sheet with its lines, the other sheets, the zone of moments, and yes and no."""

    path: str
    cover: str
    lines: list[str]
    sheets: list[Sheet]
    zone: str
    yes_no: tuple[str, str]


def pack(contents: Contents) -> None:
    """This writes the workbook. Equal contents give equal bytes: it carries a fixed date of creation."""
    from rustpy_xlsxwriter import Format, write_worksheets

    formats: dict[type, Format] = {datetime: Format().set_num_format("dd-mm-yyyy hh:mm"), date: Format().set_num_format("dd-mm-yyyy")}
    head = Format().set_bold().set_background_color("#E3EFF9").set_border_bottom("thin").set_text_wrap().set_align("top")
    lines = Format().set_text_wrap().set_align("top")
    first, *others = contents.lines
    tables = [_readable(sheet, contents) for sheet in contents.sheets]
    named = [sheet.name for sheet in tables if sheet.heads]
    book = BytesIO()
    write_worksheets(
        [(contents.cover, [{first: _text(line)} for line in others or [""]]), *((sheet.name, _rows(sheet)) for sheet in tables)],
        book,
        header_format={**dict.fromkeys(named, head), contents.cover: lines},
        column_formats={contents.cover: {first: lines}, **{sheet.name: _formats(sheet, formats) for sheet in tables}},
        column_widths={contents.cover: {first: 110}, **{sheet.name: _widths(sheet) for sheet in tables}},
        freeze_panes={name: {"row": 1, "col": 1} for name in named},
        autofilter=dict.fromkeys(named, True),
        dedupe_strings={"general": True},
    )
    _forget_the_clock(book)
    Path(contents.path).write_bytes(book.getbuffer())


def _readable(sheet: Sheet, contents: Contents) -> Sheet:
    """This gives a sheet with each cell as it is read: yes and no, moments in local time, and texts that fit."""
    def moment(cell: datetime) -> datetime:
        return on_the_wall(cell, contents.zone).replace(tzinfo=None)

    def readable(column: tuple[Any, ...]) -> tuple[Any, ...]:
        first = _first(column)
        if isinstance(first, bool):
            return tuple(cell if cell is None else contents.yes_no[0] if cell else contents.yes_no[1] for cell in column)
        if isinstance(first, datetime):
            return tuple(cell if cell is None else _dated(moment(cell)) for cell in column)
        if isinstance(first, date):
            return tuple(cell if cell is None else _dated(cell) for cell in column)
        if isinstance(first, int | float):
            return column
        return tuple(cell if cell is None else _text(cell) for cell in column)

    return Sheet(sheet.name, sheet.heads, [readable(column) for column in sheet.columns])


def _dated(cell: date) -> date | str:
    """This gives a date or moment as a workbook holds it: before 1900, where spreadsheets have no dates, as a text."""
    if cell.year >= FIRST_YEAR:
        return cell
    day = f"{cell.day:02}-{cell.month:02}-{cell.year:04}"
    return f"{day} {cell.hour:02}:{cell.minute:02}" if isinstance(cell, datetime) else day


def _rows(sheet: Sheet) -> list[dict[str, Any]]:
    """This gives the rows as the packer takes them; one without a value where there are none, so that the heads stand there."""
    rows = zip(*sheet.columns, strict=True)
    return [dict(zip(sheet.heads, row, strict=True)) for row in rows] or [dict.fromkeys(sheet.heads)]


def _formats(sheet: Sheet, formats: dict[type, Format]) -> dict[str, Format]:
    firsts = {head: _first(column) for head, column in zip(sheet.heads, sheet.columns, strict=True)}
    return {head: formats[type(first)] for head, first in firsts.items() if type(first) in formats}


def _first(column: tuple[Any, ...]) -> Any:
    """This gives the first cell of a column that is not empty: it tells what the column holds."""
    return next((cell for cell in column if cell is not None), None)


def _widths(sheet: Sheet) -> dict[str, float]:
    """This gives each column as much room as its head and its first 200 cells need, within bounds."""
    widths = {}
    for head, column in zip(sheet.heads, sheet.columns, strict=True):
        shown = [cell for cell in column if cell is not None][:200]
        width = max([len(head), *(len(str(cell)) for cell in shown if not isinstance(cell, datetime))])
        widths[head] = float(min(60, max(9, width + 2)))
    return widths


def _forget_the_clock(book: BytesIO) -> None:
    """This gives a workbook a fixed date of creation instead of this moment, and our name.

    What stands in the file from there on (little) is written again.
    """
    with ZipFile(book, "a", ZIP_DEFLATED) as archive:
        facts = archive.getinfo("docProps/core.xml")
        later = [one for one in archive.infolist() if one.header_offset >= facts.header_offset]
        texts = [archive.read(one) for one in later]
        for one in later:
            archive.filelist.remove(one)
            del archive.NameToInfo[one.filename]
        archive.start_dir = facts.header_offset
        for one, text in zip(later, texts, strict=True):
            if one is facts:
                text = _CLOCK.sub(b"2000-01-01T00:00:00Z", text).replace(b"<dc:creator></dc:creator>", b"<dc:creator>journeys</dc:creator>")
            archive.writestr(ZipInfo(one.filename), text, ZIP_DEFLATED)


def _text(value: object) -> str:
    """This gives a text that a cell can hold: control characters out, at most 32,767 characters."""
    text = _UNWRITABLE.sub("", str(value))
    return text if len(text) <= 32_767 else text[:32_766] + "…"
