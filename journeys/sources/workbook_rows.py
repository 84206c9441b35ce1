"""The rows of one sheet, one by one: cells as text, and what must be known besides (hidden, merged, not calculated).

No library tells all of this while memory stays bounded, so the elements of the sheet are followed here. What a sheet
says about its own size is never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from journeys.errors import InputError
from journeys.sources import archive
from journeys.sources.workbook_cells import Shape, number_text, serial_text
from journeys.sources.workbook_parts import Book, Sheet
from journeys.sources.workbook_xml import parsed, whole
from journeys.texts import say

ROWS, COLUMNS = 1_048_576, 16_384  # the most that a sheet can have
CELL = 1_000_000  # characters; Excel itself stops at 32,767


@dataclass(frozen=True)
class Row:
    """This is one row of a sheet that has at least one cell with something in it; columns and rows count from 1.

    `texts` holds the cells with a value; `unfilled` the columns of formulas without one; `notes` codes of what is
    worth a remark.
    """

    number: int
    hidden: bool
    texts: dict[int, str]
    typed: frozenset[int]  # columns whose cell is no text but a number, a date or a truth value
    unfilled: tuple[int, ...]
    notes: tuple[str, ...]


@dataclass
class Ending:
    """This is what is known about a sheet once its last row is read."""

    merged: int = 0
    last_row: int = 0
    filled: int = 0  # blocks of merged cells, one column wide, whose value was given to every row


_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref=["\x27]([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["\x27]')
_LONGEST_TAG = 200  # bytes
_BLOCKS = 1_000_000


def merged_down(book: Book, sheet: Sheet, *, below: int) -> dict[int, list[tuple[int, int]]]:
    """This gives, per column, the first and last rows of the blocks of merged cells that are one column wide, under row `below`.

    A sheet names them after its rows: so its bytes are looked through once, before the rows are read.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    rest, count = b"", 0
    for chunk in archive.part_of(book.source.packed, sheet.part, name=book.source.name):
        text = rest + chunk
        last = 0
        for block in _MERGED.finditer(text):
            first, start, end, until = block[1], int(block[2]), block[3], int(block[4])
            last = block.end()
            count += 1
            if first == end and below < start < until and count <= _BLOCKS:
                found.setdefault(_column(first.decode()), []).append((start, until))
        rest = text[max(last, len(text) - _LONGEST_TAG) :]
    return {column: sorted(blocks) for column, blocks in found.items()}


def filled_down(rows: Iterator[Row], blocks: dict[int, list[tuple[int, int]]], ending: Ending) -> Iterator[Row]:
    """This gives every row of a block of merged cells the value that its first cell has: on the screen it stands beside each of them."""
    at = dict.fromkeys(blocks, 0)
    values: dict[int, tuple[str, bool] | None] = {}
    for row in rows:
        texts, typed = dict(row.texts), set(row.typed)
        for column, spans in blocks.items():
            while at[column] < len(spans) and spans[at[column]][1] < row.number:
                at[column] += 1
                values.pop(column, None)
            if at[column] == len(spans) or spans[at[column]][0] > row.number:
                continue
            if spans[at[column]][0] == row.number:
                if column in texts:
                    values[column] = (texts[column], column in typed)
                    ending.filled += 1
            elif column not in texts and (value := values.get(column)):
                texts[column] = value[0]
                typed |= {column} if value[1] else set()
        yield replace(row, texts=texts, typed=frozenset(typed))


def read_rows(book: Book, sheet: Sheet, ending: Ending) -> Iterator[Row]:
    """This gives the rows of a sheet that hold anything, and fills `ending` while it goes.

    Raises `InputError` for a sheet that is damaged, or has cells where no sheet can have them.
    """
    reader = _SheetReader(book, sheet, ending)
    for _ in parsed(book.source, sheet.part, reader.start, reader.end, reader.characters):
        yield from reader.done
        reader.done = []
    yield from reader.done


class _SheetReader:
    """This follows the elements of one sheet and gathers rows in `done`."""

    def __init__(self, book: Book, sheet: Sheet, ending: Ending) -> None:
        self.book, self.sheet, self.ending = book, sheet, ending
        self.shared, self.shapes = book.shared, book.shapes
        self.columns: dict[str, int] = {}
        self.row = self.column = self.length = 0
        self.hidden = self.collecting = self.formula = self.aid = False
        self.kind = ""
        self.shape: Shape | None = None
        self.pieces: list[str] = []
        self.has_value = False
        self.done: list[Row] = []
        self.texts: dict[int, str] = {}
        self.typed: set[int] = set()
        self.unfilled: list[int] = []
        self.notes: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self.start_cell(attributes)
        elif tag == "v" or (tag == "t" and not self.aid):
            self.collecting = self.has_value = True
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self.start_row(attributes)
        elif tag == "rPh":
            self.aid = True
        elif tag == "mergeCell":
            self.ending.merged += 1

    def characters(self, found: str) -> None:
        if self.collecting:
            self.pieces.append(found)
            self.length += len(found)
            if self.length > CELL:
                raise self.refused(say("A cell holds more than {limit} characters.", limit=CELL))

    def end(self, tag: str) -> None:
        if tag == "c":
            self.end_cell()
        elif tag in ("v", "t"):
            self.collecting = False
        elif tag == "row":
            self.end_row()
        elif tag == "rPh":
            self.aid = False

    def start_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        self.row = self.row + 1 if given is None else whole(given)
        if not 1 <= self.row <= ROWS:
            raise self.refused(
                say("A row has number {row}; a sheet ends at row {last}.", row=str(self.row), last=str(ROWS))
            )
        self.hidden = attributes.get("hidden") in ("1", "true")
        self.column = 0

    def end_row(self) -> None:
        if self.texts or self.unfilled or self.notes:
            self.ending.last_row = max(self.row, self.ending.last_row)
            self.done.append(
                Row(self.row, self.hidden, self.texts, frozenset(self.typed), tuple(self.unfilled), tuple(self.notes))
            )
            self.texts, self.typed, self.unfilled, self.notes = {}, set(), [], []

    def start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self.column += 1
        else:
            letters = place.rstrip("0123456789")
            column = self.columns.get(letters)
            if column is None:
                column = self.columns[letters] = _column(letters)
            self.column = column
        if not 1 <= self.column <= COLUMNS:
            raise self.refused(say("A cell stands beyond column {last}, the last of a sheet.", last="XFD"))
        self.kind = attributes.get("t", "n")
        style = attributes.get("s")
        self.shape = None
        if style is not None and (number := whole(style)) < len(self.shapes):
            self.shape = self.shapes[number]
        self.pieces, self.length, self.has_value, self.formula = [], 0, False, False

    def end_cell(self) -> None:
        """This turns what a cell stores into text; an empty text is an empty cell."""
        stored = "".join(self.pieces)
        if self.formula and (not self.has_value or (not stored and self.kind != "str")):
            self.unfilled.append(self.column)
            return
        if not stored:
            return
        if self.formula and self.book.calculates_on_opening and stored == "0" and self.kind == "n":
            self.notes.append("formulas_perhaps_not_calculated")
        if self.kind == "s":
            place = whole(stored)
            if not 0 <= place < len(self.shared):
                raise archive.damaged(self.book.source.name)
            stored = self.shared[place]
        elif self.kind == "e":
            self.notes.append("error_cells")
            return
        elif self.kind not in ("str", "inlineStr"):
            self.typed.add(self.column)
            stored = self.value(stored)
        if stored:
            self.texts[self.column] = stored

    def value(self, stored: str) -> str:
        if self.kind == "b":
            return "true" if stored in ("1", "true") else "false"
        if self.kind == "d":
            return stored.replace("T", " ", 1)
        if self.shape is not None:
            found = serial_text(stored, self.shape, from_1904=self.book.from_1904)
            if found is not None:
                return found
            self.notes.append("dates_out_of_range")
        text, exact = number_text(stored)
        if not exact:
            self.notes.append("numbers_beyond_15_digits")
        return text

    def refused(self, why: str) -> InputError:
        where = say("“{file}”, sheet “{sheet}”:", file=self.book.source.name, sheet=self.sheet.name)
        return InputError(f"{where} {why}", next_step=say("Save the sheet as CSV UTF-8 and read that."))


def _column(letters: str) -> int:
    """This gives the number of a column: A is 1, AA is 27; 0 for what is none."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z" or number > COLUMNS:
            return 0
        number = number * 26 + ord(letter) - 64
    return number
