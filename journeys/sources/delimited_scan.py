"""One walk over all bytes of a text file: do they fit the encoding, is every line plain and of equal width?"""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass

from journeys.sources.delimited_layout import CONTROL, Layout

CHUNK_BYTES = 1 << 22
LONGEST_PLAIN_LINE = 1 << 20
"""In bytes; longer lines are left to the csv module."""

_CONTROL_BYTES = bytes(code for code in range(32) if code not in b"\t\n\r") + b"\x7f"
_UPPER_CONTROL_BYTES = re.compile(rb"\xc2[\x80-\x9f]")


@dataclass
class Scan:
    """This is what the walk found.

    Attributes
    ----------
    wrong_line: the line whose bytes do not fit the encoding; None when all fit.
    watch: whether there are control characters or returns that stand alone, so that lines need a closer look.
    plain: whether every line is the same number of cells, with nothing in it that needs care; then `rows` counts them.
    """

    wrong_line: int | None = None
    watch: bool = False
    plain: bool = False
    newline: str = "\n"
    rows: int = 0


def scan(file: io.BufferedReader, *, encoding: str, layout: Layout) -> Scan:
    """This walks over an open file, once, in bounded memory."""
    utf8 = encoding in ("utf-8", "utf-8-sig")
    found = Scan()
    lattice = _Lattice(layout, bom=encoding == "utf-8-sig") if utf8 and len(layout.header) > 1 else None
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines, pending, last = 1, False, b""
    while chunk := file.read(CHUNK_BYTES):
        try:
            text = "" if utf8 and not pending and chunk.isascii() else decoder.decode(chunk)
        except UnicodeError as error:
            good = getattr(error, "object", b"")[: getattr(error, "start", 0)]
            found.wrong_line = lines + _line_ends(good.decode(encoding, "replace") if not utf8 else good)
            return found
        pending = bool(decoder.getstate()[0])
        lines += _line_ends(chunk if utf8 else text)
        if utf8:
            # A control character of two bytes, cut in two by the chunk, is missed here; `last` joins them.
            joined = last + chunk
            controls = len(chunk.translate(None, _CONTROL_BYTES)) != len(chunk) or (
                not joined.isascii() and _UPPER_CONTROL_BYTES.search(joined) is not None
            )
            lone = b"\r" in joined and joined.count(b"\r") - joined.endswith(b"\r") != joined.count(b"\r\n")
            last = chunk[-1:]
        else:
            controls = CONTROL.search(text) is not None
            lone = "\r" in text  # settled line by line; these encodings take the careful road anyway
        found.watch = found.watch or controls or lone
        if lattice is not None and (found.watch or b'"' in chunk or not lattice.holds(chunk)):
            lattice = None
    try:
        decoder.decode(b"", final=True)
    except UnicodeError:
        found.wrong_line = lines
        return found
    found.watch = found.watch or last == b"\r"
    if lattice is not None and not found.watch and lattice.is_whole():
        found.plain, found.newline, found.rows = True, lattice.newline, lattice.rows
    return found


def _line_ends(text: bytes | str) -> int:
    if isinstance(text, bytes):
        return text.count(b"\n") or text.count(b"\r")
    return text.count("\n") or text.count("\r")


class _Lattice:
    """This proves that all lines have as many cells as the header: delimiters and line ends repeat without a fault."""

    def __init__(self, layout: Layout, *, bom: bool) -> None:
        import numpy as np  # not needed by a file that DuckDB reads by itself

        self._delimiter, self._width = ord(layout.delimiter), len(layout.header)
        self._skip = 3 * bom + sum(len(line.removeprefix("\ufeff").encode()) for line in layout.above)
        self._crlf = layout.above[-1].endswith("\r\n")
        self._position, self._line_start = 0, self._skip
        self._unfinished = np.empty(0, np.uint8)
        self._ended = False
        self.rows = 0
        self.newline = "\r\n" if self._crlf else "\n"

    def holds(self, chunk: bytes) -> bool:
        """This takes in the next chunk and tells whether the lattice still holds."""
        import numpy as np

        offset = min(max(self._skip - self._position, 0), len(chunk))
        data = np.frombuffer(chunk, np.uint8)[offset:]
        places = np.flatnonzero((data == 10) | (data == self._delimiter))
        marks = data[places]
        ends = places[marks == 10]
        if self._crlf:
            # The scan saw to it that returns stand before line feeds only; here every line feed must have one.
            if np.count_nonzero(data[ends[ends > 0] - 1] != 13):
                return False
        elif b"\r" in chunk[offset:]:
            return False
        starts = np.concatenate(([self._line_start], ends + (self._position + offset + 1)))
        self._position += len(chunk)
        if max(int(np.diff(starts).max(initial=0)), self._position - int(starts[-1])) > LONGEST_PLAIN_LINE:
            return False
        self._line_start = int(starts[-1])
        marks = np.concatenate((self._unfinished, marks))
        full = len(marks) // self._width
        table = marks[: full * self._width].reshape(full, self._width) == 10
        self._unfinished = marks[full * self._width :]
        self.rows += full
        return bool(table[:, -1].all() and not table[:, :-1].any())

    def is_whole(self) -> bool:
        """This holds when the last line is whole too; it may lack its line end."""
        if len(self._unfinished):
            last = len(self._unfinished) == self._width - 1 and not (self._unfinished == 10).any()
            self.rows += last
            return last
        return self.rows > 0 and self._line_start == self._position
