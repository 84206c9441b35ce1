"""Rows of a CSV table of a database dump (comma, UTF-8, a header): as the dump wrote it, or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from journeys.errors import InputError
from journeys.limits import Limits
from journeys.sources.archive import expanded, hold_unchanged, stand
from journeys.texts import say

_LONGEST_CELL = 1 << 26

Cells = Mapping[str, str]
Rows = Callable[[], Iterator[tuple[int, Cells]]]


def file_rows(path: Path, limits: Limits) -> Rows:
    """This gives the reader of a table that lies in a file."""

    def rows() -> Iterator[tuple[int, Cells]]:
        standing = stand(path, name=path.name)
        yield from rows_of(expanded(path, name=path.name, limits=limits), path.name)
        hold_unchanged(path, standing, name=path.name)

    return rows


def one_after_another(readers: Sequence[Rows]) -> Rows:
    """This gives one reader of all parts of a table: exports of several days stand beside each other."""

    def rows() -> Iterator[tuple[int, Cells]]:
        for reader in readers:
            yield from reader()

    return rows


def tables_in_folder(files: Mapping[str, Sequence[Path]], *, limits: Limits) -> dict[str, Rows]:
    """This gives a reader per table for files that lie in a folder, as a ZIP or TAR would hold them."""
    return {table: one_after_another([file_rows(path, limits) for path in some]) for table, some in files.items()}


def headers_of(path: Path) -> set[str]:
    """This gives the headers of a table that lies in a file; none for what has no first line of text."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return set(next(csv.reader([file.readline(1 << 16)]), []))
    except (OSError, UnicodeDecodeError, csv.Error):
        return set()


def is_clutter(name: str) -> bool:
    """This tells whether a file is one that a system lays beside others for its own use (macOS, Windows, Office): no export."""
    *folders, file = name.replace("\\", "/").split("/")
    return "__MACOSX" in folders or file.startswith((".", "~$")) or file.casefold() in ("thumbs.db", "desktop.ini")


def rows_of(pieces: Iterator[bytes], name: str) -> Iterator[tuple[int, Cells]]:
    """This gives the rows of a table out of pieces of bytes, numbered from 1; each row by its headers.

    Raises `InputError` for a row with other cells than the header, and for what is no CSV or no UTF-8.
    """
    csv.field_size_limit(_LONGEST_CELL)
    number = 0
    try:
        text = io.TextIOWrapper(io.BufferedReader(_Pieces(pieces), 1 << 20), encoding="utf-8-sig", newline="")
        table = csv.DictReader(text, strict=True)
        if table.fieldnames and len(table.fieldnames) == 1 and ";" in table.fieldnames[0]:
            raise csv.Error  # saved anew by a spreadsheet
        for number, cells in enumerate(table, start=1):
            if None in cells or None in cells.values():
                raise InputError(
                    say(
                        "“{file}”, row {row}: it has other cells than the header. Nothing of the dump is used.", file=name, row=str(number)
                    ),
                    next_step=say("Make the dump again; do not open its files in Excel."),
                )
            yield number, cells
    except (csv.Error, UnicodeDecodeError) as error:
        raise InputError(
            say(
                "“{file}”, after row {row}: this is not CSV as the dump writes it. Nothing of the dump is used.", file=name, row=str(number)
            ),
            next_step=say("Make the dump again; do not open its files in Excel."),
        ) from error


class _Pieces(io.RawIOBase):
    """This makes a file of pieces of bytes."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        self.rest = self.rest or next(self.pieces, b"")
        size = min(len(into), len(self.rest))
        into[:size] = self.rest[:size]
        self.rest = self.rest[size:]
        return size
