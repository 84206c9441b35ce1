"""The careful road through delimited text: the csv module, strictly; short lines, NUL and stray characters counted."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from journeys.errors import InputError
from journeys.limits import Limits
from journeys.sources.delimited_layout import CONTROL, Layout, opening_line, unclosed_quote
from journeys.sources.raw import RawTable, Reject, Remark
from journeys.texts import say

if TYPE_CHECKING:
    from _csv import Reader

    import pandas as pd

BATCH_ROWS = 100_000
LONGEST_CELL = 16_000_000
"""In characters; a quotation mark that is not closed must not draw a whole file into memory."""


class _Record(NamedTuple):
    """This is one record: its cells, its first line, and what was special about its lines."""

    cells: list[str]
    line: int
    removed: int = 0  # control characters
    nul: bool = False
    lone: bool = False  # its line ended with a return that stood alone


@dataclass
class _Watcher:
    """This hands lines on without control characters, and remembers what it saw since it was last asked."""

    file: Iterable[str]
    removed: int = 0
    nul: bool = False
    lone: bool = False

    def __iter__(self) -> Iterator[str]:
        for line in self.file:
            self.lone = line.endswith("\r")
            if CONTROL.search(line):
                self.nul = self.nul or "\x00" in line
                line, removed = CONTROL.subn("", line)
                self.removed += removed
            yield line

    def record(self, cells: list[str], line: int) -> _Record:
        """This gives the record with what was seen in its lines."""
        record = _Record(cells, line, self.removed, self.nul, self.lone)
        self.removed, self.nul = 0, False
        return record


@dataclass
class RecordReader:
    """This reads the rows of one file into frames, and fills `rejects`, `remarks` and `rows` of its table."""

    open: Callable[[], io.BufferedReader]
    check_unchanged: Callable[[], None]
    encoding: str
    layout: Layout
    watch: bool
    limits: Limits
    name: str
    remarks: tuple[Remark, ...] = field(default=())

    def batches(self, table: RawTable) -> Iterator[pd.DataFrame]:
        """This gives frames of `row_no`, `c0`, `c1`, ... and starts anew at every call."""
        self.check_unchanged()
        table.rejects, table.remarks, table.rows = [], list(self.remarks), 0
        width = len(self.layout.header)
        row_no, removed, removed_first = 0, 0, None
        for rows, records in self._portions():
            numbers = list(range(row_no + 1, row_no + len(rows) + 1))
            row_no += len(rows)
            for record in records:
                row_no += 1
                if record.removed:
                    removed += record.removed
                    removed_first = removed_first or row_no
                if reason := _fault(record, width):
                    table.rejects.append(Reject(row_no, reason, say("line {line}", line=str(record.line))))
                else:
                    numbers.append(row_no)
                    rows.append(record.cells)
            if row_no > self.limits.rows:
                raise too_many_rows(self.name, self.limits)
            if rows:
                yield _frame(numbers, rows, width)
        self.check_unchanged()
        table.rows = row_no
        if removed:
            table.remarks.append(Remark("control_characters", removed, removed_first))

    def _portions(self) -> Iterator[tuple[list[list[str]], list[_Record]]]:
        """This gives the rows in portions: bare cells when all have the right width, else records to look at.

        Looking at each record costs more than reading it, and nearly always nothing is the matter.
        """
        if self.watch:
            records = self._records()
            if not self.layout.above[-1].endswith("\r"):
                records = _rejoined(records, len(self.layout.header))
            rows = (record for record in records if not _is_blank(record))
            while portion := list(islice(rows, BATCH_ROWS)):
                yield [], portion
            return
        width, above = len(self.layout.header), len(self.layout.above)
        with self._text() as file:
            reader = self._reader(islice(file, above, None))
            line = above + 1
            try:
                while cells := list(islice(reader, BATCH_ROWS)):
                    if width > 1 and set(map(len, cells)) == {width}:
                        yield cells, []
                    else:
                        yield [], [record for record in _with_lines(cells, line) if not _is_blank(record)]
                    line = above + reader.line_num + 1
            except csv.Error:
                for _ in self._records():
                    pass  # one by one, up to the record that is at fault: that raises the error with its line
                raise

    def _records(self) -> Iterator[_Record]:
        above = len(self.layout.above)
        with self._text() as file:
            watcher = _Watcher(islice(file, above, None))
            reader = self._reader(iter(watcher))
            before = 0
            try:
                for cells in reader:
                    line, before = above + before + 1, reader.line_num
                    yield watcher.record(cells, line)
            except csv.Error as error:
                raise self._unclosed(above + before, above + reader.line_num, error) from error

    def _reader(self, lines: Iterable[str]) -> Reader:
        csv.field_size_limit(LONGEST_CELL)
        return csv.reader(lines, delimiter=self.layout.delimiter, strict=True, skipinitialspace=self.layout.spaced)

    def _text(self) -> io.TextIOWrapper:
        # newline="" leaves line ends as they are, and still splits at each kind of them.
        return io.TextIOWrapper(self.open(), encoding=self.encoding, errors="strict", newline="")

    def _unclosed(self, before: int, until: int, error: csv.Error) -> InputError:
        """This reads the lines again on which the csv module tripped and finds where the quotation mark opens."""
        with self._text() as file:
            line = opening_line(islice(file, before, until), self.layout.delimiter, spaced=self.layout.spaced) + before
        return unclosed_quote(self.name, line, longest=LONGEST_CELL if "field limit" in str(error) else None)


def _fault(record: _Record, width: int) -> str:
    """This is the reason why a record is no row, or nothing."""
    if record.nul:
        return "nul"
    if len(record.cells) < width:
        return "short_line"
    return "long_line" if any(record.cells[width:]) else ""


def _is_blank(record: _Record) -> bool:
    return not record.nul and (not record.cells or (len(record.cells) == 1 and not record.cells[0].strip()))


def _with_lines(rows: Iterable[list[str]], line: int) -> Iterator[_Record]:
    """This finds the first line of each record again from the line ends inside cells."""
    for cells in rows:
        yield _Record(cells, line)
        line += 1 + sum(cell.count("\n") + cell.count("\r") - cell.count("\r\n") for cell in cells)


def too_many_rows(name: str, limits: Limits) -> InputError:
    """This is the error for a file with more rows than the limit."""
    return InputError(
        say("{file} has more rows than the limit of {limit}.", file=name, limit=limits.rows),
        next_step=say("If you trust the file: set “{limit}” higher in journeys.toml under [limits].", limit="rows"),
    )


def _rejoined(records: Iterable[_Record], width: int) -> Iterator[_Record]:
    """This mends lines that a lone return cut in two: it was a stray character when the parts make one whole line.

    Otherwise it was a line end, and each part stays a line of its own.
    """
    parts: list[_Record] = []
    for record in records:
        parts.append(record)
        cells = sum(len(part.cells) for part in parts) - len(parts) + 1
        if len(parts) > 1 and cells == width and all(part.cells for part in parts):
            yield _joined(parts)
            parts = []
        elif cells >= width or not record.lone or not record.cells:
            yield from parts
            parts = []
    yield from parts


def _joined(parts: list[_Record]) -> _Record:
    cells = list(parts[0].cells)
    for part in parts[1:]:
        cells = [*cells[:-1], cells[-1] + part.cells[0], *part.cells[1:]]
    removed = sum(part.removed for part in parts) + len(parts) - 1
    return _Record(cells, parts[0].line, removed, any(part.nul for part in parts))


def _frame(numbers: list[int], rows: list[list[str]], width: int) -> pd.DataFrame:
    """This turns rows into columns of text; an empty cell is None."""
    import numpy as np  # only here: both take a second to come in, and most exports never need them
    import pandas as pd

    columns: dict[str, object] = {"row_no": np.array(numbers, dtype=object)}
    for place, cells in zip(range(width), zip(*rows, strict=False), strict=False):
        column = np.array(cells, dtype=object)
        column[column == ""] = None
        columns[f"c{place}"] = column
    return pd.DataFrame(columns, dtype=object)
