"""What a header says: which of our columns it may name, and how plainly; the names are data, `columns_words.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from journeys.names import normalised
from journeys.settings import OURS

_WORDS_FILE = Path(__file__).with_name("columns_words.toml")
STANDARD, OWN, STRONG, FAIR, WEAK = 1.0, 0.95, 0.88, 0.7, 0.45
_LESS_FOR_A_WORD = 0.06
_LESS_FOR_CODES = {"case": 0.03, "resident": 0.03, "related_case": 0.03, "activity": 0.25, "time": 0.25}
# An attribute of a case (`case:department`) says little about an event: at most so much for its name.
_OF_A_CASE = {"topic": 0.86, "resident": 0.86, "case": 0.72, "related_case": 0.72}
_OF_AN_EVENT = 0.35


def header_grades(header: str) -> dict[str, float]:
    """This grades a header for each of our columns it may name, from 1 (standard key) to 0.45 (holds a word of it)."""
    names = _names()
    standard: dict[str, float] = names["standard"].get(normalised(header), {})
    if standard:
        return standard
    if normalised(header) in names["nobody"] or squashed(header) in names["nobody"]:
        return {}
    of_case = re.match(r"\s*(?:case[:.]|\(case\)[ _]*)(.+)", header, re.IGNORECASE | re.DOTALL)
    if of_case and normalised(of_case[1]) == "concept:name":
        return {"case": STANDARD}
    if of_case:
        found = header_grades(of_case[1])
        return {ours: min(grade, _OF_A_CASE.get(ours, _OF_AN_EVENT)) for ours, grade in found.items()}
    exact: dict[str, float] = names["exact"].get(squashed(header), {})
    if exact:
        return exact
    words = _header_words(header)
    bare = [word for word in words if word not in names["neutral"]]
    codes = any(word in names["codes"] for word in bare)
    bare = [word for word in bare if word not in names["codes"]]
    grades: dict[str, float] = {}
    if bare and len(bare) < len(words):
        for ours, grade in names["exact"].get("".join(bare), {}).items():
            grades[ours] = grade - (_LESS_FOR_CODES.get(ours, 0.1) if codes else _LESS_FOR_A_WORD)
    if not grades:
        for ours, phrases in names["plain"].items():
            if any(_holds(words, phrase) for phrase in phrases):
                grades[ours] = WEAK
    return {ours: grade for ours, grade in grades.items() if not names["not"][ours] & set(words)}


def is_our_name(header: str, ours: str) -> bool:
    """This says whether a header is the very name that this column of ours has on the page of measures, in Dutch or English."""
    return normalised(header) in _names()["ours"].get(ours, set())


def _holds(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    """This says whether a header holds a phrase; a long last word may close a compound (`zaakbehandelaar`)."""
    if len(phrase) == 1 and len(phrase[0]) >= 7 and any(word.endswith(phrase[0]) for word in words):
        return True
    return any(tuple(words[at : at + len(phrase)]) == phrase for at in range(len(words) - len(phrase) + 1))


def _header_words(header: str) -> list[str]:
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", header)
    return re.findall(r"[^\W_]+", _unaccented(apart).casefold())


def squashed(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", _unaccented(text).casefold()))


def _unaccented(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


@cache
def _names() -> dict[str, Any]:
    """This reads the names of columns once, ready to look up."""
    read = tomllib.loads(_WORDS_FILE.read_text(encoding="utf-8"))
    standard: dict[str, dict[str, float]] = {}
    exact: dict[str, dict[str, float]] = {}
    for ours in OURS:
        for name in read[ours]["standard"]:
            standard.setdefault(normalised(name), {})[ours] = STANDARD
        for level, grade in (("own", OWN), ("strong", STRONG), ("fair", FAIR)):
            for name in read[ours][level]:
                exact.setdefault(squashed(name), {}).setdefault(ours, grade)
    return {
        "standard": standard,
        "exact": exact,
        "plain": {
            ours: [tuple(_header_words(name)) for name in (*read[ours]["own"], *read[ours]["strong"]) if len(name) > 3]
            for ours in OURS
        },
        "not": {ours: {squashed(word) for word in read[ours]["not"]} for ours in OURS},
        "nobody": {one for name in read["nobody"]["names"] for one in (normalised(name), squashed(name))},
        "beside": {squashed(name): {squashed(one) for one in others} for name, others in read["beside"].items()},
        "ours": {ours: {normalised(name) for name in names} for ours, names in read["ours"].items()},
        "never": set(read["nobody"]["words"]),
        "neutral": set(read["neutral"]["words"]),
        "codes": set(read["neutral"]["codes"]),
    }


def is_nobodys(header: str) -> bool:
    """This says that a header names a column that is never ours: free text, a trait of a person, a row number."""
    nobody, never = _names()["nobody"], _names()["never"]
    return normalised(header) in nobody or squashed(header) in nobody or not never.isdisjoint(_header_words(header))


def means_another_thing(header: str, headers: Iterable[str]) -> bool:
    """This says whether a name means something else because of a column beside it (`resource` of an audit trail)."""
    others: set[str] = _names()["beside"].get(squashed(header), set())
    return bool(others) and any(squashed(one) in others for one in headers)
