"""Delimited text (CSV and its kin): recognises how a file was written and gives its rows: text, numbered, none lost.

Two roads lead to the same rows. Nearly every export is plain: UTF-8, no quotation mark, no control character, the
same number of cells on every line. One walk over the bytes proves that (`delimited_scan`), and DuckDB then reads the
file by itself (`RawTable.relation`). All else goes through the csv module (`delimited_records`, `RawTable.batches`),
which knows quoted line breaks, short and long lines, and every encoding. A test holds both roads to the same rows.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
import tempfile
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from journeys.errors import InputError, JourneysError, SettingsError, SurroundingsError
from journeys.limits import Limits
from journeys.sources.archive import GZIP, Standing, damaged, expanded, hold_unchanged, hold_within, refusal, stand
from journeys.sources.delimited_layout import Layout, find_layout, name_columns
from journeys.sources.delimited_records import LONGEST_CELL, RecordReader, too_many_rows
from journeys.sources.delimited_scan import CHUNK_BYTES, LONGEST_PLAIN_LINE, Scan, scan
from journeys.sources.raw import RawTable, Remark
from journeys.texts import say

if TYPE_CHECKING:
    from journeys.settings import ReadingSettings

_HEAD_BYTES = 1 << 18
_HEAD_MOST = 1 << 26
_OTHER_FORMATS = {
    b"PK\x03\x04": "Excel (.xlsx), zip",
    b"\xd0\xcf\x11\xe0": "Excel 97-2003 (.xls)",
    b"PAR1": "Parquet",
    b"SQLite format 3\x00": "SQLite",
    b"%PDF-": "PDF",
}
_SHOWN = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}


@dataclass
class DelimitedTable(RawTable):
    """This is a raw table that knows how its file stood when it was recognised."""

    standing: Standing | None = None


def read_delimited(
    path: Path | None,
    *,
    stream: BinaryIO | None = None,
    keep_in: Path | None = None,
    name: str,
    settings: ReadingSettings,
    limits: Limits,
    allow_odd_headers: bool = False,
) -> RawTable:
    """This recognises encoding, delimiter and header of a delimited file and gives its rows, read lazily.

    Parameters
    ----------
    path: the file, plain or gzip; None when `stream` is given.
    stream: standard input; kept in a temporary file, readable by this user only, until the table is gone.
    keep_in: the folder for that file, which its maker takes away however the run ends; None: the system's own.
    name: what errors and the report call the file.
    settings: `encoding` and `delimiter` overrule what would be recognised.
    allow_odd_headers: make empty and repeated column names unique (`name (2)`, `column 4`) instead of refusing them;
        for a mapping by position.

    Row numbers count data rows from 1; blank lines and the lines above the rows are none.

    Raises `InputError` for a file that is absent, no file, damaged, too large, empty, without column names, without
    rows, in no known encoding, changed while it was read, or with a quotation mark that stays open; `MappingError` for
    empty and repeated column names; `SurroundingsError` where permission or the disk is in the way.
    """
    if path is not None:
        return _read(path.absolute(), name, settings, limits, allow_odd_headers)
    if stream is None:
        raise ValueError("read_delimited reads a path or a stream")
    kept = _keep(stream, name=name, limits=limits, folder=keep_in)
    try:
        table = _read(kept, name, settings, limits, allow_odd_headers)
    except BaseException:
        kept.unlink(missing_ok=True)
        raise
    weakref.finalize(table, kept.unlink, missing_ok=True)
    return table


def check_unchanged(table: RawTable) -> None:
    """This raises `InputError` when the file changed since it was recognised.

    To be called once `table.relation` has been read; `table.batches` checks by itself. Other tables pass.
    """
    if isinstance(table, DelimitedTable) and table.path is not None and table.standing is not None:
        hold_unchanged(table.path, table.standing, name=table.name)


def _read(
    path: Path, name: str, settings: ReadingSettings, limits: Limits, allow_odd_headers: bool
) -> DelimitedTable:
    csv.field_size_limit(LONGEST_CELL)
    standing = stand(path, name=name)

    def open_bytes() -> io.BufferedReader:
        return io.BufferedReader(_Chunks(expanded(path, name=name, limits=limits)), CHUNK_BYTES)

    def check() -> None:
        hold_unchanged(path, standing, name=name)

    with open_bytes() as file:
        head = file.read(_HEAD_BYTES)
        while (
            len(head) < _HEAD_MOST
            and head.count(b"\n") < 3
            and head.count(b"\r") < 3
            and (more := file.read(len(head)))
        ):
            head += more
        whole = not file.read(1)
    gzipped = _is_gzip(path, name)
    _refuse_other_formats(head, name)
    encoding, layout, found, doubtful = _recognise(open_bytes, head, whole, name=name, settings=settings)
    headers, index_column = name_columns(layout, name=name, allow_odd=allow_odd_headers)
    remarks = [Remark("index_column", 1)] if index_column else []
    if doubtful:
        remarks.append(Remark("mixed_encoding", 1, detail=say("line {line}", line=str(doubtful))))
    facts = {
        "encoding": _SHOWN.get(encoding, encoding),
        "delimiter": "tab" if layout.delimiter == "\t" else layout.delimiter,
        "header_line": str(layout.header_line),
    }
    if layout.skipped:
        facts["skipped_lines"] = ", ".join(map(str, layout.skipped))
    table = DelimitedTable(name, "delimited", headers, path=path, facts=facts, remarks=remarks, standing=standing)
    if found.plain and not (
        "\\" in str(path) and os.sep == "/"
    ):  # a backslash in a name cannot be told from an escape
        if found.rows > limits.rows:
            raise too_many_rows(name, limits)
        table.relation, table.rows = _relation(path, layout, found, gzipped=gzipped), found.rows
    else:
        reader = RecordReader(open_bytes, check, encoding, layout, found.watch, limits, name, tuple(remarks))
        table.batches = lambda: reader.batches(table)
    check()
    return table


class _Chunks(io.RawIOBase):
    """This makes a readable file of the chunks of bytes that come out of an archive."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = next(self._chunks, b"")
        given, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)

    def close(self) -> None:
        close = getattr(self._chunks, "close", None)
        if close and not self.closed:
            close()
        super().close()


def _keep(stream: BinaryIO, *, name: str, limits: Limits, folder: Path | None) -> Path:
    """This keeps standard input in a temporary file that only this user can read, so that it can be read twice."""
    handle, place = tempfile.mkstemp(prefix="journeys-", suffix=".txt", dir=folder)
    kept, size = Path(place), 0
    try:
        with os.fdopen(handle, "wb") as file:
            while chunk := stream.read(CHUNK_BYTES):
                size += len(chunk)
                hold_within(size, size, name=name, limits=limits)
                file.write(chunk)
    except BaseException as error:
        kept.unlink(missing_ok=True)
        if isinstance(error, JourneysError) or not isinstance(error, OSError):
            raise
        raise SurroundingsError(
            say("{file} could not be kept in a temporary file.", file=name), next_step=say("Is the disk full?")
        ) from error
    return kept


def _is_gzip(path: Path, name: str) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(len(GZIP))
    except OSError as error:
        raise refusal(error, name=name) from error
    if start and start != GZIP and path.name.lower().endswith(".gz"):
        raise damaged(name)
    return start == GZIP


def _refuse_other_formats(head: bytes, name: str) -> None:
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n\x1a"):
        raise InputError(say("{file} is empty.", file=name), next_step=say("Export the file again."))
    for magic, what in _OTHER_FORMATS.items():
        if head.startswith(magic):
            raise InputError(
                say("{file} is not delimited text: it looks like {what}.", file=name, what=what),
                next_step=say("Give the file its own extension, or export it as CSV."),
            )


def _recognise(
    open_bytes: Callable[[], io.BufferedReader], head: bytes, whole: bool, *, name: str, settings: ReadingSettings
) -> tuple[str, Layout, Scan, int]:
    """This tries the encodings strictly in order (cp1252 last, and never latin-1, which fits everything).

    The last value is the line that made it cp1252 where most of the file looks like UTF-8, otherwise 0.
    """
    doubtful, wrong = 0, 0
    for encoding in _candidates(head, settings):
        layout = find_layout(_first_lines(head, encoding, whole), name=name, delimiter=settings.delimiter)
        with open_bytes() as file:
            found = scan(file, encoding=encoding, layout=layout)
        if found.wrong_line is None:
            return encoding, layout, found, doubtful if encoding == "cp1252" else 0
        wrong, doubtful = found.wrong_line, found.wrong_line if _mostly_utf8(head) else 0
    if settings.encoding:
        message = say("{file}, line {line}: the bytes there do not fit the encoding {encoding}.",
                      file=name, line=str(wrong), encoding=settings.encoding)  # fmt: skip
    else:
        message = say("{file}, line {line}: the bytes there fit no encoding that is known (UTF-8, UTF-16, cp1252).",
                      file=name, line=str(wrong))  # fmt: skip
    raise InputError(message, next_step=say("Export the file again as “CSV UTF-8”."))


def _candidates(head: bytes, settings: ReadingSettings) -> tuple[str, ...]:
    bom = head.startswith(codecs.BOM_UTF8)
    if settings.encoding:
        try:
            encoding = codecs.lookup(settings.encoding).name
            "".encode(encoding)
        except LookupError as error:
            raise SettingsError(
                say("There is no encoding “{encoding}”.", encoding=settings.encoding),
                next_step=say("Encodings that are used: utf-8, utf-16, cp1252."),
            ) from error
        return ("utf-8-sig" if encoding == "utf-8" and bom else encoding,)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if evident := _evident_utf16(head):
        return (evident,)
    return ("utf-8-sig",) if bom else ("utf-8", "cp1252")


def _evident_utf16(head: bytes) -> str | None:
    """This recognises UTF-16 without its mark: Western text has a NUL in nearly every second byte, none in between."""
    even, odd = head[0:4096:2], head[1:4096:2]
    if len(odd) < 4:
        return None
    if odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.7 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return None


def _mostly_utf8(head: bytes) -> bool:
    """This holds when letters with accents are mostly written as UTF-8 writes them."""
    pairs = sum(map(len, re.findall(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", head)))
    return pairs * 2 > len(re.findall(rb"[\x80-\xff]", head))


def _first_lines(head: bytes, encoding: str, whole: bool) -> list[str]:
    """This gives the first lines as text; one that the end of the head cuts off is left out."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head, final=whole)
    lines = io.StringIO(text, newline="").readlines()
    return lines if whole or len(lines) < 2 else lines[:-1]


def _relation(path: Path, layout: Layout, found: Scan, *, gzipped: bool) -> str:
    """This writes the query with which DuckDB reads a plain file; row_number over nothing keeps the file's order."""
    pattern = "".join(f"[{character}]" if character in "*?[" else character for character in path.as_posix())
    names = [f"c{place}" for place in range(len(layout.header))]
    options = {
        "auto_detect": "false",
        "all_varchar": "true",
        "columns": "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}",
        "delim": _quoted(layout.delimiter),
        "quote": "''",
        "escape": "''",
        "comment": "''",
        "nullstr": "''",
        "header": "false",
        "skip": str(len(layout.above)),
        "new_line": _quoted(found.newline.replace("\r", "\\r").replace("\n", "\\n")),
        "encoding": "'utf-8'",
        "compression": "'gzip'" if gzipped else "'none'",
        "hive_partitioning": "false",
        "max_line_size": str(2 * LONGEST_PLAIN_LINE),
    }
    written = ", ".join(f"{option} = {value}" for option, value in options.items())
    return f"(select row_number() over () as row_no, {', '.join(names)} from read_csv({_quoted(pattern)}, {written}))"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
