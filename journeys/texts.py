"""Dutch and English words, numbers, dates and durations: one formatter for every sentence a user reads.

A sentence in the code is written in English as `say("{rows} rows were read.", rows=12)`; gettext catalogues in
`journeys/locale/<language>/LC_MESSAGES/*.po` hold the Dutch. Every catalogue in that folder is read, so each room keeps its own.
`python -m journeys.texts` compiles the .po files to the .mo files that are shipped (a test fails when they are stale).
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache
from math import floor
from pathlib import Path
from typing import Literal

from journeys.clock import on_the_wall

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
_LOCALE = Path(__file__).parent / "locale"
_language: ContextVar[Language] = ContextVar("language", default="nl")
_MONTHS: dict[Language, tuple[str, ...]] = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}
_SHORT_MONTHS: dict[Language, tuple[str, ...]] = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def use(language: Language) -> None:
    """This sets the language of every sentence from here on (the command line does it once)."""
    _language.set(language)


def language() -> Language:
    """This tells the language in use."""
    return _language.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """This says sentences in one language for a while, whichever is in use."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def say(message: str, /, **values: object) -> str:
    """This gives the sentence in the language in use, with its values written as that language writes them.

    Whole numbers get a thousands mark, fractions at most one decimal, dates and moments are written out; everything else as `str`.
    Give a text where a number must stay bare (a year, a row number): `row=str(12)`.
    """
    return _sentence(_language.get(), message).format(**{name: _written(value) for name, value in values.items()})


def capitalised(text: str) -> str:
    """This gives a text as it stands at the beginning of a sentence: the first letter a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def say_n(one: str, many: str, n: int, /, **values: object) -> str:
    """This is `say` for a sentence that differs between one and many; `{n}` is the number."""
    return say(one if n == 1 else many, n=n, **values)


def number(value: float, digits: int = 0) -> str:
    """This writes a number: `1.000` and `2,5` in Dutch, with the true minus sign U+2212."""
    text = f"{abs(value):,.{digits}f}"
    if _language.get() == "nl":
        text = text.translate(str.maketrans(",.", ".,"))
    negative = value < 0 and any(character in "123456789" for character in text)
    return f"\u2212{text}" if negative else text


def whole(value: float) -> int:
    """This rounds to a whole number, a half away from zero, as people and spreadsheets do: 2.5 becomes 3."""
    return floor(value + 0.5) if value >= 0 else -floor(0.5 - value)


def whole_percent(share: float) -> int:
    """This rounds a share (0 to 1) to whole percents: 0 only where it is none, 100 only where it is all."""
    whole = round(100 * share)
    return min(max(whole, 1), 99) if 0 < share < 1 else whole


def percent(share: float) -> str:
    """This writes a share (0 to 1) as a whole percentage: `31%`; 0% only where it is none, 100% only where it is all."""
    return f"{number(whole_percent(share))}%"


def percentage(part: float, whole: float) -> str:
    """This is `percent` for a part of a number of cases; below 10 in the whole it says that there are too few."""
    if whole < 10:
        return say("too few cases (n = {n})", n=int(whole))
    return percent(part / whole)


def day(value: date, *, short: bool = False) -> str:
    """This writes a date out: `3 maart 2024`, or `3 mrt 2024` when short."""
    months = (_SHORT_MONTHS if short else _MONTHS)[_language.get()]
    return f"{value.day} {months[value.month - 1]} {value.year}"


def month(value: date, *, short: bool = False, year: bool = True) -> str:
    """This writes a month out: `maart 2024`."""
    name = (_SHORT_MONTHS if short else _MONTHS)[_language.get()][value.month - 1]
    return f"{name} {value.year}" if year else name


def period(first: date, last: date) -> str:
    """This writes a stretch of time: its months, or its days where they are few (62 at most)."""
    if first == last:
        return day(first)
    if (last - first).days <= 62:
        return f"{day(first, short=True)} – {day(last, short=True)}"
    return f"{month(first)} – {month(last)}"


def moment(value: datetime, zone: str = "Europe/Amsterdam") -> str:
    """This writes a moment out in local time: `3 maart 2024, 14:05`. A moment without a zone is taken as UTC."""
    local = on_the_wall(value, zone)
    return f"{day(local.date())}, {local:%H:%M}"


def local_day(value: datetime, zone: str = "Europe/Amsterdam") -> date:
    """This gives the local date of a moment; a moment without a zone is taken as UTC."""
    return on_the_wall(value, zone).date()


def days(count: float) -> str:
    """This writes a number of days: `1 dag`, `85 dagen`."""
    return say("1 day") if round(count) == 1 else say("{n} days", n=round(count))


def _written(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        return str(value)
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float):
        return number(value, 0 if value == int(value) else 1)
    return moment(value) if isinstance(value, datetime) else day(value)


@lru_cache(maxsize=8192)
def _sentence(of: Language, message: str) -> str:
    """This looks a sentence up once: the catalogues of all rooms stand behind each other, and a look-up walks through them."""
    return _catalogue(of)(message)


@cache
def _catalogue(of: Language) -> Callable[[str], str]:
    """This chains every compiled catalogue of a language into one look-up; English is the text in the code."""
    translations: gettext.NullTranslations | None = None
    for path in sorted((_LOCALE / of / "LC_MESSAGES").glob("*.mo")):
        with path.open("rb") as file:
            found = gettext.GNUTranslations(file)
        if translations is None:
            translations = found
        else:
            translations.add_fallback(found)
    return (translations or gettext.NullTranslations()).gettext


def compile_catalogues(folder: Path = _LOCALE) -> list[Path]:
    """This compiles every .po under `folder` to the .mo beside it and returns the paths written."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    written = []
    for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parts[-3])
        catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1)  # equal texts, equal bytes
        target = path.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, catalogue)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_catalogues()
