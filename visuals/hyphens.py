"""Long Dutch words broken between syllables, for names that must stand in a narrow place.

A rule of thumb, not a dictionary: between two vowels the last consonant goes to the next line, with the consonant before it where the two
begin a syllable together ("Klant-con-tact-cen-trum", "Ver-gun-nin-gen"). At least two letters stay on either side.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise

_VOWELS = "aeiouy"
_TOGETHER = frozenset(("ch", "th", "kn", "kw", "wr", "zw", *(one + other for one in "bcdfgkptv" for other in "lr")))
_SECOND = ("beheer", "bureau", "centrum", "contact", "dienst", "diensten", "handhaving", "kamer", "loket", "ontwikkeling", "punt", "ruimte",
           "team", "teams", "toezicht", "zaken", "zorg")  # fmt: skip
"""Words with which names of departments are put together: before these a word is broken first ("Stads-beheer", not "Stadsbe-heer")."""

_HEART = re.compile(f"[{_VOWELS}]+")


def breaks(word: str) -> list[int]:
    """This gives the places in a word before which it may be broken."""
    bare = "".join(unicodedata.normalize("NFD", letter)[0] for letter in word.lower())
    hearts = list(_HEART.finditer(bare))
    found = []
    for one, other in pairwise(hearts):
        between = bare[one.end() : other.start()]
        if between.isalpha():
            found.append(other.start() - (2 if between[-2:] in _TOGETHER else 1))
    return [at for at in found if 2 <= at <= len(word) - 2]


def _seams(word: str) -> list[int]:
    """This gives the places in a word where a second word begins."""
    bare = word.lower()
    return [at for at in range(3, len(word) - 2) if any(bare.startswith(part, at) for part in _SECOND)]


def lines_of_name(text: str, fits: Callable[[str], bool]) -> list[str]:
    """This sets a name on as many lines as it needs: broken at spaces, inside a word only where the word alone does not fit.

    `fits` tells whether a line is narrow enough. A word without a place to break it is broken anywhere.
    """
    lines: list[str] = []
    row = ""
    for word in text.split(" "):
        longer = f"{row} {word}" if row else word
        if fits(longer):
            row = longer
            continue
        if row:
            lines.append(row)
        *full, row = _pieces(word, fits)
        lines += full
    return [*lines, row]


def _pieces(word: str, fits: Callable[[str], bool]) -> list[str]:
    """This breaks one word into pieces that fit, each but the last with its hyphen."""
    pieces = []
    while not fits(word):
        seams = [at for at in _seams(word) if fits(_hyphened(word[:at]))]
        at = max(seams or [at for at in breaks(word) if fits(_hyphened(word[:at]))], default=0)
        if not at:
            at = max((at for at in range(1, len(word)) if fits(_hyphened(word[:at]))), default=1)
        pieces.append(_hyphened(word[:at]))
        word = word[at:]
        if len(word) < 2:
            break
    return [*pieces, word]


def _hyphened(piece: str) -> str:
    return piece if piece.endswith(("-", "/")) else f"{piece}-"
