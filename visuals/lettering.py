"""Texts as they can be drawn: measured with the advances of our own fonts, made drawable, cut and wrapped to a width.

A text from the data may be anything. What XML does not allow is taken out. A letter of another script, or an emoji, stays: a browser
borrows it from a font of the computer. What no font shows for sure becomes a question mark, and so does, where there is no browser (PNG,
PDF), everything that our fonts lack (`plain`; `ạ` becomes `a`). All of it is reported, so that nothing disappears unseen.
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
_APART = "\u2068\u2069"
"""These set a part of a line apart, whatever its reading direction; they take no room."""

_NOT_APART = dict.fromkeys(map(ord, _APART))
_JOINERS = "\u200c\u200d\ufe0f"
_LETTER_OF_RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
_RIGHT_TO_LEFT = re.compile(f"{_LETTER_OF_RIGHT_TO_LEFT}(?:[ \u200c\u200d]*{_LETTER_OF_RIGHT_TO_LEFT})*")


@dataclass(frozen=True)
class Drawable:
    """This is a text that can be shown, and the characters of the original that our fonts lack."""

    text: str
    replaced: frozenset[str]


def drawable(text: str) -> Drawable:
    """This makes a text fit to be drawn on one line: spaces collapsed, XML-invalid characters out, what no font shows replaced.

    What is read from right to left is set apart, so that it turns nothing around it: in "A > B" the sender stays first.
    """
    given = _one_line(text)
    glyphs = _advances(400)
    lacking = {character for character in given if character not in glyphs and character not in _APART}
    if not lacking:
        return Drawable(given, frozenset())
    kept = "".join(character if character not in lacking or borrowed(character) else "\0" for character in given)
    return Drawable(_RIGHT_TO_LEFT.sub(lambda run: f"\u2068{run[0]}\u2069", _marked(kept, given)), frozenset(lacking))


def borrowed(character: str) -> bool:
    """This tells whether a browser can be trusted to find a character in another font: letters, marks and figures of any script, emoji."""
    if character in _JOINERS:
        return True
    return unicodedata.category(character)[0] in "LMN" or (character >= "\U0001f000" and unicodedata.category(character) == "So")


def plain(text: str) -> str:
    """This gives a text in our own letters only, for where no other font may be borrowed: a bare letter or a question mark for the rest."""
    given = _one_line(text)
    glyphs = _advances(400)
    shown = []
    for character in given:
        bare = [
            part for part in unicodedata.normalize("NFKD", character) if part in glyphs and not unicodedata.combining(part)
        ]
        shown.append(character if character in glyphs else "" if character in _JOINERS else "".join(bare) or "\0")
    return _marked("".join(shown), given)


def _one_line(text: str) -> str:
    """This takes out of a text what XML does not allow and what sets parts of it apart, and makes all its blanks one space."""
    return unicodedata.normalize("NFC", _SPACES.sub(" ", _NOT_XML.sub("", text[:_LONGEST]).translate(_NOT_APART)).strip())


def _marked(text: str, given: str) -> str:
    """This writes a question mark for what cannot be shown, one for more in a row where the text has none of its own."""
    return _SPACES.sub(" ", (re.sub("\0+", "?", text) if "?" not in given else text.replace("\0", "?")))


def xml_safe(text: str) -> str:
    """This takes out what XML 1.0 does not allow (control characters, lone surrogates) and marks that turn the reading
    direction."""
    return _TURNING.sub("", _NOT_XML.sub("", text))


def missing_glyphs(text: str) -> set[str]:
    """This gives the characters that at least one of the shipped fonts cannot show."""
    return {
        character for character in text if character not in _APART and any(character not in _advances(weight) for weight in FONT_FILES)
    }


def text_width(text: str, size: float, weight: Weight = 400) -> float:
    """This is the width of a drawable text in pixels, with 2% in reserve; of borrowed letters it is a wide guess."""
    advances = _advances(weight)
    return sum(advances[character] if character in advances else _guessed(character) for character in text) * size * RESERVE


@cache
def _guessed(character: str) -> float:
    """This is the room for a character of a font that we do not know, in em."""
    if character in _APART or character in _JOINERS or unicodedata.category(character) in ("Mn", "Me"):
        return 0.0
    if unicodedata.category(character) == "So":
        return 1.4
    return 1.05 if unicodedata.east_asian_width(character) in "WF" else 0.75


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
