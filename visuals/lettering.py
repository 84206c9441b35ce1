"""Texts as they can be drawn: measured with the advances of our own fonts, made drawable, cut and wrapped to a width.

A text from the data may be anything. What XML does not allow is taken out; a character that the fonts cannot show
becomes its bare letter (`ạ` becomes `a`) or a question mark, and is reported, so that nothing disappears unseen.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from visuals.style import FONT_FILES, FONTS, Weight

ELLIPSIS = "…"
RESERVE = 1.02  # widths by advances differ up to 0.7% from a browser's (kerning)
_LONGEST = 2000  # no line holds more characters: the rest is cut before anything is measured
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Drawable:
    """This is a text that the fonts can show, and the characters of the original that they cannot."""

    text: str
    replaced: frozenset[str]


def drawable(text: str) -> Drawable:
    """This makes a text fit to be drawn on one line: spaces collapsed, XML-invalid characters out, unknown characters
    replaced."""
    plain = unicodedata.normalize("NFC", _SPACES.sub(" ", _NOT_XML.sub("", text[:_LONGEST])).strip())
    glyphs = _advances(400)
    if all(character in glyphs for character in plain):
        return Drawable(plain, frozenset())
    shown, replaced = [], set()
    for character in plain:
        if character in glyphs:
            shown.append(character)
            continue
        replaced.add(character)
        bare = "".join(
            part
            for part in unicodedata.normalize("NFKD", character)
            if part in glyphs and not unicodedata.combining(part)
        )
        shown.append(bare or "?")
    return Drawable(
        _SPACES.sub(" ", re.sub(r"\?{2,}", "?", "".join(shown)) if "?" not in plain else "".join(shown)),
        frozenset(replaced),
    )


def xml_safe(text: str) -> str:
    """This takes out what XML 1.0 does not allow (control characters, lone surrogates) and marks that turn the reading
    direction."""
    return _TURNING.sub("", _NOT_XML.sub("", text))


def missing_glyphs(text: str) -> set[str]:
    """This gives the characters that at least one of the shipped fonts cannot show."""
    return {character for character in text if any(character not in _advances(weight) for weight in FONT_FILES)}


def text_width(text: str, size: float, weight: Weight = 400) -> float:
    """This is the width of a drawable text in pixels, with 2% in reserve."""
    advances = _advances(weight)
    missing = advances["?"]
    return sum(advances.get(character, missing) for character in text) * size * RESERVE


def cut(text: str, width: float, size: float, weight: Weight = 400) -> str:
    """This cuts a text to a width, with an ellipsis; a text that fits stays as it is."""
    text = text[:_LONGEST]
    if text_width(text, size, weight) <= width:
        return text
    low, high = 0, len(text)
    while low < high:  # the longest beginning that fits
        middle = (low + high + 1) // 2
        low, high = (
            (middle, high)
            if text_width(text[:middle].rstrip() + ELLIPSIS, size, weight) <= width
            else (low, middle - 1)
        )
    return text[:low].rstrip(" ,.;:-–") + ELLIPSIS


def cut_middle(text: str, width: float, size: float, weight: Weight = 400) -> str:
    """This cuts a text in the middle, so that names which differ only at the end stay apart."""
    text = text if len(text) <= _LONGEST else text[: _LONGEST // 2] + text[-_LONGEST // 2 :]
    if text_width(text, size, weight) <= width:
        return text
    for kept in range(len(text) // 2, 0, -1):
        shorter = text[:kept].rstrip() + ELLIPSIS + text[-kept:].lstrip()
        if text_width(shorter, size, weight) <= width:
            return shorter
    return ELLIPSIS


def wrap(text: str, width: float, size: float, weight: Weight = 400, *, lines: int = 2) -> tuple[str, ...]:
    """This breaks a text at spaces (and after a hyphen or slash) into at most `lines` lines; the last one is cut with
    an ellipsis."""
    pieces = [piece for word in text[:_LONGEST].split(" ") for piece in _parts(word)]
    rows: list[str] = []
    row = ""
    for at, (piece, spaced) in enumerate(pieces):
        longer = f"{row} {piece}" if row and spaced else row + piece
        if not row or text_width(longer, size, weight) <= width:
            row = longer
            continue
        if len(rows) == lines - 1:
            rest = "".join((" " if gap else "") + word for word, gap in pieces[at:])
            return (*rows, cut(row + rest, width, size, weight))
        rows.append(cut(row, width, size, weight))
        row = piece
    return (*rows, cut(row, width, size, weight))


def _parts(word: str) -> list[tuple[str, bool]]:
    found = re.findall(r"[^-/]*[-/]+|[^-/]+", word) or [word]
    return [(part, at == 0) for at, part in enumerate(found)]


@cache
def _advances(weight: Weight) -> dict[str, float]:
    """This reads the advance of every character of a font, in em; once per process, and only when something is
    measured."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(FONTS / f"{FONT_FILES[weight]}.ttf", lazy=True) as font:
        em, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        return {chr(code): metrics[name][0] / em for code, name in font.getBestCmap().items()}
