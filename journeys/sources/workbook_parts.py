"""An open workbook (.xlsx): its sheets, its shared texts, its epoch, and which cell styles are dates.

openpyxl tells which number formats are dates; the parts themselves are read as streams, within the limits.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_datetime, is_timedelta_format

from journeys.errors import InputError
from journeys.limits import Limits
from journeys.sources import archive
from journeys.sources.workbook_cells import Shape
from journeys.sources.workbook_xml import Packed, read_part, whole
from journeys.texts import say

SHARED_BYTES, SHARED_TEXTS = 1 << 30, 20_000_000  # they stand in memory while the rows are read
EAST_ASIAN_DATES = frozenset({*range(27, 37), *range(50, 59)})  # built-in formats that openpyxl does not list
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHAPES: dict[str | None, Shape] = {"date": "date", "datetime": "moment", "time": "clock"}


@dataclass(frozen=True)
class Sheet:
    """This is one sheet as the workbook lists it, and the part of the zip that holds it."""

    name: str
    part: str
    hidden: bool


@dataclass
class Book:
    """This is an open workbook."""

    source: Packed
    sheets: tuple[Sheet, ...] = ()
    from_1904: bool = False
    calculates_on_opening: bool = False
    shared: list[str] = field(default_factory=list)
    shapes: tuple[Shape | None, ...] = ()

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self.source.packed.close()


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
        raise _no_workbook(name)
    book = Book(Packed(archive.unzipped(path, name=name, limits=limits), name, limits))
    try:
        _read_book(book)
    except BaseException:
        book.source.packed.close()
        raise
    return book


def _no_workbook(name: str) -> InputError:
    return InputError(say("“{file}” is no Excel workbook (.xlsx).", file=name), next_step=_save_as_xlsx())


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
    parts = set(book.source.packed.namelist())
    targets = [target for kind, target in _relations(book, "").values() if kind == "officeDocument"]
    main = targets[0] if targets else "xl/workbook.xml"
    if parts.isdisjoint({main, "[Content_Types].xml", "mimetype"}):  # no work of an office program at all
        why = say("“{file}” is a zip file, and no Excel workbook (.xlsx).", file=book.source.name)
        raise InputError(why, next_step=say("Unpack the zip, and name the files in it."))
    if main not in parts or main.endswith(".bin"):
        raise _no_workbook(book.source.name)
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

    read_part(book.source, main, start)
    if not sheets:
        raise InputError(say("“{file}” has no sheet with cells.", file=book.source.name), next_step=_save_as_xlsx())
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

    if listed in book.source.packed.namelist():
        read_part(book.source, listed, start)
    return found


def _date_styles(book: Book, part: str) -> tuple[Shape | None, ...]:
    """This tells for every cell style whether it shows a number as a date, a moment, a time of day or a span."""
    formats: dict[int, str] = dict(BUILTIN_FORMATS)
    used: list[int] = []
    inside = [""]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            formats[whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "xf" and inside[-1] == "cellXfs":
            used.append(whole(attributes.get("numFmtId")))
        inside.append(tag)

    read_part(book.source, part, start, lambda _tag: inside.pop())
    return tuple(_shape(number, formats.get(number, "")) for number in used)


def _shape(number: int, code: str) -> Shape | None:
    if number in EAST_ASIAN_DATES and not code:
        return "date"
    if is_timedelta_format(code):
        return "span"
    return _SHAPES.get(is_datetime(code))


def _shared_texts(book: Book, part: str) -> list[str]:
    """This reads the texts that cells share, without the reading aids (phonetics) of East Asian ones."""
    if book.source.packed.getinfo(part).file_size > SHARED_BYTES:
        raise _too_much_text(book.source.name)
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
            if len(texts) > SHARED_TEXTS:
                raise _too_much_text(book.source.name)

    def characters(found: str) -> None:
        if state["text"]:
            pieces.append(found)

    read_part(book.source, part, start, end, characters)
    return texts


def _too_much_text(name: str) -> InputError:
    return InputError(
        say("“{file}” holds more than {texts} texts, or more than {bytes} bytes of them.",
            file=name, texts=SHARED_TEXTS, bytes=SHARED_BYTES),
        next_step=say("Save the sheet as CSV UTF-8 and read that."),
    )  # fmt: skip


def _attribute(attributes: dict[str, str], local: str) -> str | None:
    """This finds an attribute by its name without prefix, the prefixed one first (`r:id` before `id`)."""
    prefixed = next((value for key, value in attributes.items() if key.endswith(f":{local}")), None)
    return prefixed if prefixed is not None else attributes.get(local)
