"""A workbook from columns of plain values: sheets with a filter, numbers and dates as such, and texts that stay texts.

This room imports only xlsxwriter, so that it can also run as a program in a process of its own: packing a large workbook
takes as long as everything after it, and then goes on beside it.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

ASIDE_CELLS = 100_000
"""From so many cells on, a process of its own is worth its start."""


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


@contextlib.contextmanager
def packed_aside(contents: Contents) -> Iterator[None]:
    """This writes the workbook while the block is at work; it is there when the block has ended."""
    cells = sum(len(column) for sheet in contents.sheets for column in sheet.columns)
    process = _started(contents) if cells >= ASIDE_CELLS else None
    try:
        yield
        if process is None or process.wait() != 0:  # also where no process can be started; and then an error is told
            pack(contents)
    finally:
        if process is not None:
            process.kill()
            process.wait()


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
    for place, (head, column) in enumerate(zip(sheet.heads, sheet.columns, strict=True)):
        page.write_string(0, place, head, formats["head"])
        cells = [(row, cell) for row, cell in enumerate(column, start=1) if cell is not None]
        width = max([len(head), *(len(str(cell)) for _, cell in cells[:200] if not isinstance(cell, datetime))])
        page.set_column(place, place, min(60, max(9, width + 2)))
        first = cells[0][1] if cells else None
        if isinstance(first, bool):
            for row, cell in cells:
                page.write_string(row, place, contents.yes_no[0] if cell else contents.yes_no[1])
        elif isinstance(first, int | float):
            for row, cell in cells:
                page.write_number(row, place, cell)
        elif isinstance(first, datetime):
            for row, cell in cells:
                moment = cell.replace(tzinfo=UTC).astimezone(local).replace(tzinfo=None)
                page.write_datetime(row, place, moment, formats["moment"])
        elif isinstance(first, date):
            for row, cell in cells:
                page.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), formats["day"])
        else:
            for row, cell in cells:
                page.write_string(row, place, _text(cell))
    page.freeze_panes(1, 1)
    if sheet.heads:
        page.autofilter(0, 0, max([1, *map(len, sheet.columns)]), len(sheet.heads) - 1)


def _text(value: object) -> str:
    """This gives a text that a cell can hold: control characters out, at most 32,767 characters."""
    text = "".join(character for character in str(value) if character >= " " or character in "\n\t")
    return text if len(text) <= 32_767 else text[:32_766] + "…"


def _started(contents: Contents) -> subprocess.Popen[bytes] | None:
    """This starts the packing in a process of its own; None where that cannot be."""
    try:
        process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError:
        return None
    with contextlib.suppress(OSError):  # it ended before it had read everything: its exit code tells
        assert process.stdin is not None
        with process.stdin:
            pickle.dump(_plain(contents), process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
    return process


def _plain(contents: Contents) -> dict[str, Any]:
    """This takes the names off: the other process knows this file by another name."""
    return {**contents._asdict(), "sheets": [tuple(sheet) for sheet in contents.sheets]}


def _named(given: dict[str, Any]) -> Contents:
    """This puts the names back."""
    return Contents(**{**given, "sheets": [Sheet(*sheet) for sheet in given["sheets"]]})


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that started this one; it ends this one
    pack(_named(pickle.load(sys.stdin.buffer)))
