"""Reads JSON strictly and piece by piece: object after object, so that a page of any size costs the memory of one object.

Refused with file and place, before anything of it is used: a key that stands twice in one object, NaN and Infinity, nesting deeper than
the limit, text that is cut off. Whole numbers stay exact however long they are (an id beyond 2^53 is no other id), and other numbers stay
the text that they are.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from journeys.errors import InputError
from journeys.limits import Limits
from journeys.sources.archive import expanded, hold_unchanged, stand
from journeys.texts import say

STREAMED = frozenset({"results", "events", "objects", "ocel:events", "ocel:objects"})
"""Keys of an outermost object whose list is given element by element."""

_BLANK = re.compile(r"[ \t\r\n]*")
_OPENING = re.compile(r"[\[{]")


class _Refused(Exception):
    """This carries what is wrong with an object to where its place is known."""


def objects_of(path: Path, *, name: str, limits: Limits) -> Iterator[tuple[str, Any]]:
    """This gives the values of a JSON file, one by one, with the key of the list that they stand in.

    A list gives its elements under ""; an object that holds a list under a key of `STREAMED` gives those elements under that key, and
    the rest of itself last, under "rest"; any other object gives itself under "". Several objects may follow each other (a log of lines).
    Raises `InputError` for what is no JSON, or JSON that cannot be trusted.
    """
    standing = stand(path, name=name)
    yield from _Reader(expanded(path, name=name, limits=limits), name, limits).values()
    hold_unchanged(path, standing, name=name)


def loaded(text: str, *, name: str) -> Any:
    """This reads one JSON text that stands in a cell of another file, as strictly as a file of JSON."""
    try:
        return json.JSONDecoder(object_pairs_hook=_no_key_twice, parse_constant=_no_constant, parse_float=str).decode(text)
    except (ValueError, RecursionError, _Refused) as error:
        raise InputError(
            say("“{file}” holds a cell that is not JSON as it should be. Nothing of it is used.", file=name),
            next_step=say("Export or download the file again."),
        ) from error


class _Reader:
    def __init__(self, chunks: Iterator[bytes], name: str, limits: Limits) -> None:
        self.name, self.depth = name, limits.depth
        self.chunks, self.text, self.at, self.ended, self.given, self.line = chunks, "", 0, False, 0, 1
        self.first = next(chunks, b"")
        wide = self.first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        self.decode = codecs.getincrementaldecoder("utf-16" if wide else "utf-8-sig")("strict")
        self.decoder = json.JSONDecoder(object_pairs_hook=_no_key_twice, parse_constant=_no_constant, parse_float=str)

    def values(self) -> Iterator[tuple[str, Any]]:
        empty = True
        while self._peek():
            empty = False
            if self._peek() == "[":
                yield from (("", one) for one in self._elements())
            elif self._peek() == "{":
                yield from self._outermost()
            else:
                raise self._wrong(say("no object and no list"))
        if empty:
            raise InputError(say("“{file}” is empty.", file=self.name))

    def _outermost(self) -> Iterator[tuple[str, Any]]:
        """This reads an object key by key, so that a long list in it need not be in memory at once."""
        self.at += 1
        rest: dict[str, Any] = {}
        streamed, first = False, True
        while (mark := self._peek()) != "}":
            if not first:
                self._expect(",")
                mark = self._peek()
            first = False
            if mark != '"':
                raise self._wrong(say("a name between quotation marks was expected"))
            key = self._value()
            self._expect(":")
            if key in rest:
                raise self._wrong(say("the name “{key}” stands there twice", key=key))
            if key in STREAMED and self._peek() == "[":
                streamed, rest[key] = True, None
                yield from ((key, one) for one in self._elements())
            else:
                rest[key] = self._value()
        self.at += 1
        self.given += 1
        yield ("rest" if streamed else "", rest)

    def _elements(self) -> Iterator[Any]:
        self.at += 1
        first = True
        while self._peek() != "]":
            if not first:
                self._expect(",")
            first = False
            self._peek()
            found = self._value()
            self.given += 1
            yield found
        self.at += 1

    def _value(self) -> Any:
        """This reads one whole value; where the text that was read so far does not hold it, twice as much is read."""
        self._peek()
        while True:
            try:
                found, end = self.decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if self.ended:
                    raise self._wrong(self._cut_or_odd(error)) from error
            except RecursionError as error:
                raise self._too_deep() from error
            except _Refused as error:
                raise self._wrong(str(error)) from error
            except ValueError as error:  # a number of more than 4,300 digits
                raise self._wrong(say("a number has too many digits")) from error
            else:
                if end < len(self.text) or self.ended:
                    break
            self._more(len(self.text) - self.at)
        self._hold_depth(end)
        self.at = end
        if self.at > 1 << 16:
            self.line += self.text.count("\n", 0, self.at)
            self.text, self.at = self.text[self.at :], 0
        return found

    def _hold_depth(self, end: int) -> None:
        if end - self.at <= self.depth or self.text.count("{", self.at, end) + self.text.count("[", self.at, end) <= self.depth:
            return
        deep, quoted, at = 0, False, self.at
        for found in re.compile(r'\\.|["{}\[\]]', re.DOTALL).finditer(self.text, at, end):
            mark = found[0]
            if mark == '"':
                quoted = not quoted
            elif not quoted and mark in "{[":
                deep += 1
                if deep > self.depth:
                    raise self._too_deep()
            elif not quoted and mark in "}]":
                deep -= 1

    def _peek(self) -> str:
        """This gives the next mark that is no white space, "" at the end."""
        while True:
            if (mark := self.text[self.at : self.at + 1]) and mark not in " \t\r\n":
                return mark
            found = _BLANK.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if self.ended:
                return ""
            self._more(0)

    def _expect(self, mark: str) -> None:
        if self._peek() != mark:
            raise self._wrong(
                say("the file is cut off") if self.ended and self.at >= len(self.text) else say("“{mark}” was expected", mark=mark)
            )
        self.at += 1

    def _more(self, wanted: int) -> None:
        """This reads on: at least one piece, and about as much as `wanted`, so that a long value is tried few times."""
        parts, size = [self.text[self.at :]], 0
        self.line += self.text.count("\n", 0, self.at)
        while not self.ended and (not size or size < wanted):
            piece, self.first = (self.first or next(self.chunks, b"")), b""
            try:
                text = self.decode.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                raise InputError(
                    say("“{file}” is no JSON: its text is not UTF-8.", file=self.name), next_step=say("Export the file again as UTF-8.")
                ) from error
            self.ended = not piece
            size += len(text)
            parts.append(text)
        self.text, self.at = "".join(parts), 0

    def _cut_or_odd(self, error: json.JSONDecodeError) -> str:
        return (
            say("the file is cut off")
            if error.pos >= len(self.text.rstrip()) - 1 or error.msg.startswith("Unterminated")
            else say("this is not JSON as it should be")
        )

    def _too_deep(self) -> InputError:
        return self._wrong(say("it is nested deeper than {depth} levels", depth=self.depth))

    def _wrong(self, why: str) -> InputError:
        line = self.line + self.text.count("\n", 0, self.at)
        return InputError(
            say(
                "“{file}”, line {line}, object {number}: {why}. Nothing of it is used.",
                file=self.name,
                line=str(line),
                number=str(self.given + 1),
                why=why,
            ),
            next_step=say("Export or download the file again."),
        )


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _Refused(say("the name “{key}” stands there twice", key=twice[:40]))
    return found


def _no_constant(text: str) -> Any:
    raise _Refused(say("{text} is no number in JSON", text=text))
