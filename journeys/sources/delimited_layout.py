"""Where the rows stand in delimited text: the delimiter, the line with the column names, and what stands above it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from journeys.errors import InputError, MappingError, SettingsError
from journeys.texts import say

DELIMITERS = (";", "\t", "|", ",")
"""In this order when equally likely: a comma also stands in names and amounts."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TITLE_LINES = 30
_SAMPLE_ROWS = 200
_DATE = re.compile(r"\s*(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{8}|\d{14})([T ,].{4,25})?\s*")
_NUMBER = re.compile(r"\s*[-+]?\d+([.,]\d+)*\s*")


@dataclass(frozen=True)
class Layout:
    """This is what the first lines of a file tell."""

    delimiter: str
    header: tuple[str, ...]
    header_line: int  # from 1
    above: tuple[str, ...]  # the lines before the first row, the header among them
    skipped: tuple[int, ...]  # numbers of the lines above the header that are not blank, from 1
    sample: tuple[tuple[str, ...], ...]
    spaced: bool = False  # a space stands between a delimiter and the quotation mark behind it: "a", "b"


@dataclass(frozen=True)
class _View:
    """This is how the first lines look when a delimiter is assumed: records with their first and last line."""

    delimiter: str
    records: list[tuple[tuple[str, ...], int, int]]
    header: int
    score: float


def find_layout(lines: Sequence[str], *, name: str, delimiter: str | None) -> Layout:
    """This finds the delimiter and the header: the first line that reaches as far as the rows below it.

    A first line `sep=;` and the delimiter given are obeyed, the given one first. Delimiters at the end of the header, with no
    name before them and nothing below them, make no columns. Raises `InputError` for text without
    rows or without a header.
    """
    start = 0
    marker = re.fullmatch(r'"?sep=(.)"?[\r\n]*', lines[0].removeprefix("\ufeff"), re.IGNORECASE) if lines else None
    if marker:
        start, delimiter = 1, delimiter or marker[1]
    if delimiter is not None:
        delimiter = {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter)
        if len(delimiter) != 1 or delimiter in '"\r\n':
            raise SettingsError(
                say("The delimiter must be one character, not “{delimiter}”.", delimiter=delimiter),
                next_step=say("Delimiters that are used: ; , | and tab."),
            )
    views = [_view(lines, start, each) for each in ((delimiter,) if delimiter else DELIMITERS)]
    view = max(views, key=lambda each: each.score)
    spaced = bool(view.records) and any(re.match(' +"', cell) for cell in view.records[view.header][0])
    if spaced:
        view = _view(lines, start, view.delimiter, spaced=True)
    if not view.records:
        raise InputError(say("{file} is empty.", file=name), next_step=say("Export the file again."))
    header, header_line, rows_from = view.records[view.header]
    below = tuple(cells for cells, _, _ in view.records[view.header + 1 :])
    if _is_data(header, below[0] if below else None):
        raise InputError(
            say("{file}: line {line} holds data, and no line above it names the columns.",
                file=name, line=str(header_line)),
            next_step=say("Add a line above it with a name for each column, or export with column names."),
        )  # fmt: skip
    if not below:
        _refuse_unclosed_quote(lines[start:], view.delimiter, name=name, above=start, spaced=spaced)
        raise InputError(
            say("{file} has a header and no rows.", file=name),
            next_step=say("Was the selection in the export empty?"),
        )
    header = header[: max(_reach(header), *(_reach(cells) for cells in below if len(cells) <= len(header)), 1)]
    skipped = tuple(number for number, line in enumerate(lines[: header_line - 1], 1) if line.strip("\ufeff \t\r\n"))
    return Layout(
        delimiter=view.delimiter,
        header=tuple(CONTROL.sub("", cell).removeprefix("\ufeff").strip() for cell in header),
        header_line=header_line,
        above=tuple(lines[:rows_from]),
        skipped=skipped,
        sample=below,
        spaced=spaced,
    )


def name_columns(layout: Layout, *, name: str, allow_odd: bool) -> tuple[tuple[str, ...], bool]:
    """This gives unique column names, and tells whether the first is an index: nameless, and counting 0, 1, 2 ...

    Raises `MappingError` for repeated and empty names, unless `allow_odd`: then they become `name (2)` and `column 4`.
    """
    headers = list(layout.header)
    counts = all(row[0].strip() == str(number) for number, row in enumerate(layout.sample))
    index_column = len(headers) > 1 and not headers[0] and all(headers[1:]) and counts
    if index_column:
        headers[0] = say("column {position}", position="1")
    empty = [position for position, header in enumerate(headers, 1) if not header]
    places = {each: [place for place, other in enumerate(headers, 1) if other == each] for each in headers if each}
    repeated = {header: found for header, found in places.items() if len(found) > 1}
    if (empty or repeated) and not allow_odd:
        raise _odd_names(name, empty, repeated)
    seen: set[str] = set()
    for place, header in enumerate(headers):
        wanted = header or say("column {position}", position=str(place + 1))
        unique, number = wanted, 2
        while unique in seen or (unique != header and unique in places):
            unique, number = f"{wanted} ({number})", number + 1
        headers[place] = unique
        seen.add(unique)
    return tuple(headers), index_column


def _odd_names(name: str, empty: list[int], repeated: dict[str, list[int]]) -> MappingError:
    sentences = []
    if repeated:
        names = "; ".join(f"“{header}” ({', '.join(map(str, found))})" for header, found in repeated.items())
        sentences.append(say("{file}: these column names occur more than once (positions): {names}.",
                             file=name, names=names))  # fmt: skip
    if empty:
        positions = ", ".join(map(str, empty))
        sentences.append(say("{file}: the columns at these positions have no name: {positions}.",
                             file=name, positions=positions))  # fmt: skip
    step = say("Give each column its own name, or map by position in journeys.toml, for example: [columns] case = 1.")
    return MappingError(" ".join(sentences), next_step=step)


def _view(lines: Sequence[str], start: int, delimiter: str, *, spaced: bool = False) -> _View:
    records: list[tuple[tuple[str, ...], int, int]] = []
    reader = csv.reader(lines[start:], delimiter=delimiter, skipinitialspace=spaced)
    before = start
    try:
        for cells in reader:
            if len(cells) > 1 or any(cell.strip("\ufeff \t") for cell in cells):
                records.append((tuple(cells), before + 1, start + reader.line_num))
            before = start + reader.line_num
            if len(records) == _SAMPLE_ROWS + _TITLE_LINES:
                break
    except csv.Error:
        pass  # what was read so far shows the layout; the rows themselves are read strictly later
    widths = Counter(len(cells) for cells, _, _ in records)
    if not widths or max(widths) == 1:
        return _View(delimiter, records, 0, -1.0)
    width, often = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    usual = [cells for cells, _, _ in records if len(cells) == width]
    # Trailing delimiters beyond the header: a last column that is nearly always empty does not count.
    filled = [sum(bool(cells[place].strip()) for cells in usual) for place in range(width)]
    needed = max((place + 1 for place in range(width) if filled[place] * 10 > len(usual)), default=1)
    return _View(delimiter, records, _header(records, width, needed), often / len(records) * (1 - 1 / width))


def _header(records: Sequence[tuple[tuple[str, ...], int, int]], width: int, needed: int) -> int:
    """This finds the first record that reaches as far as the rows, or is as wide and has half of its names."""
    cells_above = [cells for cells, _, _ in records[:_TITLE_LINES]]
    for number, cells in enumerate(cells_above[: max(len(records) - 1, 1)]):
        filled = sum(bool(cell.strip()) for cell in cells)
        if filled >= 2 and (_reach(cells) >= needed or (len(cells) == width and filled * 2 >= needed)):
            return number
    # Nothing does, or only the last record, which an open quotation mark may have made that wide.
    return next((number for number, cells in enumerate(cells_above) if _reach(cells) >= 2), 0)


def _reach(cells: Sequence[str]) -> int:
    """This is the number of cells up to and including the last one that is filled."""
    return max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _is_data(header: tuple[str, ...], below: tuple[str, ...] | None) -> bool:
    """This holds when the line has a date right above a date, or only numbers above numbers: then it is a row."""
    pairs = list(zip(header, header if below is None else below, strict=False))
    if any(_DATE.fullmatch(above) and _DATE.fullmatch(under) for above, under in pairs):
        return True
    filled = [(above, under) for above, under in pairs if above.strip()]
    return all(_NUMBER.fullmatch(above) and _NUMBER.fullmatch(under) for above, under in filled)


def _refuse_unclosed_quote(lines: Sequence[str], delimiter: str, *, name: str, above: int, spaced: bool) -> None:
    """This raises `InputError` when there are no rows because a quotation mark swallows them."""
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=spaced):
            pass
    except csv.Error as error:
        raise unclosed_quote(name, opening_line(lines, delimiter, spaced=spaced) + above) from error


def opening_line(lines: Iterable[str], delimiter: str, *, spaced: bool = False) -> int:
    """This counts to the line, from 1, of the quotation mark that is never closed, or closed inside a cell."""
    opened, inside, fresh, closed = 1, False, True, False
    for number, line in enumerate(lines, 1):
        for character in line:
            if inside:
                inside, closed = character != '"', character == '"'
            elif closed and character == '"':
                inside, closed = True, False  # doubled: a quotation mark in the cell
            elif closed and character not in (delimiter, "\r", "\n"):
                return opened
            elif fresh and character == '"':
                opened, inside = number, True
            else:
                closed, fresh = False, character in (delimiter, "\r", "\n") or (fresh and spaced and character == " ")
    return opened


def unclosed_quote(name: str, line: int, *, longest: int | None = None) -> InputError:
    """This is the error for a quotation mark that stays open; `longest` is the limit that the cell outgrew."""
    if longest is None:
        message = say("{file}, line {line}: a quotation mark opens there and is not closed as it should be.",
                      file=name, line=str(line))  # fmt: skip
    else:
        message = say("{file}, line {line}: a cell is longer than {limit} characters; a quotation mark stays open?",
                      file=name, line=str(line), limit=longest)  # fmt: skip
    step = say("Close or remove the mark in a text editor; inside a cell a quotation mark is written twice.")
    return InputError(message, next_step=step)
