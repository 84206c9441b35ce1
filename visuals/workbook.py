"""A workbook from columns of plain values: sheets with a filter, numbers and dates as such, and texts that stay texts.

This room imports nothing of ours, so that the process that packs (visuals/beside) comes in soon.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from inspect import unwrap
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo


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
    import xlsxwriter

    book = xlsxwriter.Workbook(
        contents.path, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": datetime(2000, 1, 1), "author": "journeys"})
    formats = {
        "head": book.add_format(
            {"bold": True, "bg_color": "#E3EFF9", "bottom": 1, "text_wrap": True, "valign": "top"}
        ),
        "day": book.add_format({"num_format": "dd-mm-yyyy"}),
        "moment": book.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
    }
    cover = book.add_worksheet(contents.cover)
    cover.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    for row, line in enumerate(contents.lines):
        cover.write_string(row, 0, line)
    for sheet in contents.sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, contents, formats)
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:  # a full disk is a full disk
        raise error.args[0] from None


def _write_sheet(page: Any, sheet: Sheet, contents: Contents, formats: dict[str, Any]) -> None:
    local = ZoneInfo(contents.zone)
    # A cell is given by the numbers of its row and column: what also understands "A1" goes around each write and is left out here.
    write_number, write_string, write_datetime = (
        partial(unwrap(method), page) for method in (type(page).write_number, type(page).write_string, type(page).write_datetime)
    )
    for place, (head, column) in enumerate(zip(sheet.heads, sheet.columns, strict=True)):
        write_string(0, place, head, formats["head"])
        cells = [(row, cell) for row, cell in enumerate(column, start=1) if cell is not None]
        width = max([len(head), *(len(str(cell)) for _, cell in cells[:200] if not isinstance(cell, datetime))])
        page.set_column(place, place, min(60, max(9, width + 2)))
        first = cells[0][1] if cells else None
        if isinstance(first, bool):
            for row, cell in cells:
                write_string(row, place, contents.yes_no[0] if cell else contents.yes_no[1])
        elif isinstance(first, int | float):
            for row, cell in cells:
                write_number(row, place, cell)
        elif isinstance(first, datetime):
            for row, cell in cells:
                moment = cell.replace(tzinfo=UTC).astimezone(local).replace(tzinfo=None)
                write_datetime(row, place, moment, formats["moment"])
        elif isinstance(first, date):
            for row, cell in cells:
                write_datetime(row, place, datetime(cell.year, cell.month, cell.day), formats["day"])
        else:
            for row, cell in cells:
                write_string(row, place, _text(cell))
    page.freeze_panes(1, 1)
    if sheet.heads:
        page.autofilter(0, 0, max([1, *map(len, sheet.columns)]), len(sheet.heads) - 1)


def _text(value: object) -> str:
    """This gives a text that a cell can hold: control characters out, at most 32,767 characters."""
    text = "".join(character for character in str(value) if character >= " " or character in "\n\t")
    return text if len(text) <= 32_767 else text[:32_766] + "…"
