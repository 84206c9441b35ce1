"""The parts of an Excel workbook (.xlsx) as streams: its sheets, its shared texts, its date styles, its rows.

openpyxl tells which number formats are dates. The rows we read ourselves, because no library tells all that the
reader must know while memory stays bounded: which formulas have no stored value, which rows are hidden, which cells
are merged, and that the XML has no document type. What a sheet says about its own size is never looked at.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from pyexpat import ExpatError, ParserCreate

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_datetime, is_timedelta_format

from journeys.errors import InputError
from journeys.sources import archive
from journeys.sources.raw import Limits
from journeys.sources.workbook_cells import Shape, number_text, serial_text
from journeys.texts import say

ROWS, COLUMNS = 1_048_576, 16_384  # the most that a sheet can have
CELL = 1_000_000  # characters; Excel itself stops at 32,767
SHARED_BYTES = 1 << 30
EAST_ASIAN_DATES = frozenset({*range(27, 37), *range(50, 59)})  # built-in formats that openpyxl does not list
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHAPES: dict[str | None, Shape] = {"date": "date", "datetime": "moment", "time": "clock"}


@dataclass(frozen=True)
class Sheet:
    """This is one sheet as the workbook lists it, and the part of the zip that holds it."""

    name: str
    part: str
    hidden: bool


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


@dataclass
class Book:
    """This is an open workbook."""

    packed: zipfile.ZipFile
    name: str
    limits: Limits
    sheets: tuple[Sheet, ...] = ()
    from_1904: bool = False
    calculates_on_opening: bool = False
    shared: list[str] = field(default_factory=list)
    shapes: tuple[Shape | None, ...] = ()

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self.packed.close()

    def rows(self, sheet: Sheet, ending: Ending) -> Iterator[Row]:
        """This gives the rows of a sheet that hold anything, and fills `ending` while it goes."""
        reader = _SheetReader(self, sheet, ending)
        for _ in _parsed(self, sheet.part, reader.start, reader.end, reader.characters):
            yield from reader.done
            reader.done = []
        yield from reader.done


def open_book(path: Path, *, name: str, limits: Limits) -> Book:
    """This opens a workbook and reads all but its sheets.

    Raises `InputError` for what is no workbook in the format .xlsx, or is damaged, protected or beyond the limits.
    """
    with path.open("rb") as file:
        start = file.read(8)
        if start == _OLD:
            file.seek(0)
            secret = "EncryptedPackage".encode("utf-16-le") in file.read(1 << 20)
            raise _protected(name) if secret else _old(name)
    if not start.startswith(b"PK"):
        raise InputError(say("“{file}” is no Excel workbook (.xlsx).", file=name), next_step=_save_as_xlsx())
    book = Book(archive.unzipped(path, name=name, limits=limits), name, limits)
    try:
        _read_book(book)
    except BaseException:
        book.packed.close()
        raise
    return book


def _old(name: str) -> InputError:
    why = say("“{file}” is an old workbook (.xls), which is not read.", file=name)
    return InputError(why, next_step=_save_as_xlsx())


def _protected(name: str) -> InputError:
    return InputError(
        say("“{file}” is locked with a password.", file=name),
        next_step=say("Open it in Excel, remove the password, and save it."),
    )


def _save_as_xlsx() -> str:
    return say("Open it in Excel and choose Save as: Excel workbook (.xlsx).")


def _read_book(book: Book) -> None:
    """This reads the list of sheets, the epoch, the date styles and the shared texts."""
    parts = set(book.packed.namelist())
    targets = [target for kind, target in _relations(book, "").values() if kind == "officeDocument"]
    main = targets[0] if targets else "xl/workbook.xml"
    if main not in parts or main.endswith(".bin"):
        raise InputError(say("“{file}” is no Excel workbook (.xlsx).", file=book.name), next_step=_save_as_xlsx())
    relations = _relations(book, main)
    sheets: list[Sheet] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            found = relations.get(_attribute(attributes, "id") or "")
            if found and found[0] == "worksheet" and found[1] in parts:
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(Sheet(attributes.get("name", ""), found[1], hidden))
        elif tag == "workbookPr":
            book.from_1904 = attributes.get("date1904") in ("1", "true")
        elif tag == "calcPr":
            book.calculates_on_opening = attributes.get("fullCalcOnLoad") in ("1", "true")

    _read(book, main, start)
    if not sheets:
        raise InputError(say("“{file}” has no sheet with cells.", file=book.name), next_step=_save_as_xlsx())
    book.sheets = tuple(sheets)
    for kind, target in relations.values():
        if kind == "styles" and target in parts:
            book.shapes = _date_styles(book, target)
        elif kind == "sharedStrings" and target in parts:
            book.shared = _shared_texts(book, target)


def _relations(book: Book, part: str) -> dict[str, tuple[str, str]]:
    """This gives what a part points to inside the file: id -> (last word of the kind, name of the part)."""
    folder, file = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{file}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", str(len(found)))] = (kind, target.lstrip("/"))

    if listed in book.packed.namelist():
        _read(book, listed, start)
    return found


def _date_styles(book: Book, part: str) -> tuple[Shape | None, ...]:
    """This tells for every cell style whether it shows a number as a date, a moment, a time of day or a span."""
    formats: dict[int, str] = dict(BUILTIN_FORMATS)
    used: list[int] = []
    inside = [""]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            formats[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "xf" and inside[-1] == "cellXfs":
            used.append(_whole(attributes.get("numFmtId")))
        inside.append(tag)

    _read(book, part, start, lambda _tag: inside.pop())
    return tuple(_shape(number, formats.get(number, "")) for number in used)


def _shape(number: int, code: str) -> Shape | None:
    if number in EAST_ASIAN_DATES and not code:
        return "date"
    if is_timedelta_format(code):
        return "span"
    return _SHAPES.get(is_datetime(code))


def _shared_texts(book: Book, part: str) -> list[str]:
    """This reads the texts that cells share, without the reading aids (phonetics) of East Asian ones."""
    if book.packed.getinfo(part).file_size > SHARED_BYTES:
        raise InputError(
            say("“{file}” holds more than {limit} bytes of text.", file=book.name, limit=SHARED_BYTES),
            next_step=say("Save the sheet as CSV UTF-8 and read that."),
        )
    texts: list[str] = []
    pieces: list[str] = []
    state = {"text": False, "aid": False}

    def start(tag: str, _attributes: dict[str, str]) -> None:
        if tag == "t":
            state["text"] = not state["aid"]
        elif tag == "rPh":
            state["aid"] = True

    def end(tag: str) -> None:
        if tag == "t":
            state["text"] = False
        elif tag == "rPh":
            state["aid"] = False
        elif tag == "si":
            texts.append("".join(pieces))
            pieces.clear()

    def characters(found: str) -> None:
        if state["text"]:
            pieces.append(found)

    _read(book, part, start, end, characters)
    return texts


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
        self.row = self.row + 1 if given is None else _whole(given)
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
        if style is not None and (number := _whole(style)) < len(self.shapes):
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
            place = _whole(stored)
            if not 0 <= place < len(self.shared):
                raise archive.damaged(self.book.name)
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
        where = say("“{file}”, sheet “{sheet}”:", file=self.book.name, sheet=self.sheet.name)
        return InputError(f"{where} {why}", next_step=say("Save the sheet as CSV UTF-8 and read that."))


def _column(letters: str) -> int:
    """This gives the number of a column: A is 1, AA is 27; 0 for what is none."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z" or number > COLUMNS:
            return 0
        number = number * 26 + ord(letter) - 64
    return number


def _whole(text: str | None) -> int:
    """This reads a whole number that the format itself prescribes; -1 where there is none."""
    return int(text) if text and len(text) < 12 and text.isascii() and text.isdigit() else -1


def _attribute(attributes: dict[str, str], local: str) -> str | None:
    """This finds an attribute by its name without prefix, the prefixed one first (`r:id` before `id`)."""
    prefixed = next((value for key, value in attributes.items() if key.endswith(f":{local}")), None)
    return prefixed if prefixed is not None else attributes.get(local)


Start = Callable[[str, dict[str, str]], object]


def _read(
    book: Book, part: str, start: Start, end: Callable[[str], object] = lambda _tag: None,
    characters: Callable[[str], object] | None = None,
) -> None:  # fmt: skip
    for _ in _parsed(book, part, start, end, characters):
        pass


def _parsed(
    book: Book, part: str, start: Start, end: Callable[[str], object], characters: Callable[[str], object] | None
) -> Iterator[None]:
    """This feeds one part to an XML parser, chunk by chunk, with names bare of their prefixes."""
    parser = ParserCreate()
    parser.buffer_text = True
    depth = 0
    limit = book.limits.depth

    def started(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limit:
            raise _refused_part(book, part, say("Elements are nested more than {limit} deep.", limit=limit))
        start(tag.rpartition(":")[2] if ":" in tag else tag, attributes)

    def ended(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag.rpartition(":")[2] if ":" in tag else tag)

    def document_type(*_: object) -> None:
        raise _refused_part(
            book, part,
            say("The file has a document type (DOCTYPE), which may pull in other files or grow without end. "
                "It is not read."),
        )  # fmt: skip

    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.StartDoctypeDeclHandler = document_type
    if characters is not None:
        parser.CharacterDataHandler = characters
    try:
        for chunk in archive.part_of(book.packed, part, name=book.name):
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
    except (ExpatError, LookupError, ValueError) as error:
        raise archive.damaged(book.name) from error


def _refused_part(book: Book, part: str, why: str) -> InputError:
    where = say("“{file}”, part {part}:", file=book.name, part=part)
    return InputError(f"{where} {why}", next_step=say("Open it in Excel, and save it anew as .xlsx."))
