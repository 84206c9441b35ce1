"""Events that a source of ours made out of objects or dates, as the rows of a raw table, with the headers of our own columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from journeys.clock import clock_in, on_the_wall
from journeys.settings import OURS
from journeys.sources.raw import PLACE, Format, RawTable, Remark

if TYPE_CHECKING:
    import pandas as pd

HEADERS = dict(
    zip(
        OURS,
        (
            "zaaknummer",
            "inwoner",
            "activiteit",
            "tijdstip",
            "begin",
            "medewerker",
            "afdeling",
            "naar_afdeling",
            "naar_medewerker",
            "kanaal",
            "richting",
            "soort",
            "onderwerp",
            "uitkomst",
            "gerelateerde_zaak",
        ),
        strict=True,
    )
)
"""Ours -> the header that such a row has it under."""

BATCH = 50_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_POSTGRES = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d+)?)([+-]\d{2})(?::?(\d{2}))?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(?:(\d{2})\d*)?)?")

Event = Mapping[str, str | None]


def frame(events: Iterable[Event], ours: Sequence[str], *, first: int) -> pd.DataFrame:
    """This makes a data frame of events: `row_no` from `first`, a column for each of `ours` and one for the place."""
    import pandas as pd

    rows = [[event.get(name) or None for name in (*ours, PLACE)] for event in events]
    made = pd.DataFrame(rows, columns=[f"c{at}" for at in range(len(ours) + 1)], dtype=object)
    made.insert(0, "row_no", range(first, first + len(rows)))
    return made


def event_table(
    name: str,
    format: Format,
    walk: Callable[[], Iterator[Event]],
    *,
    why: str,
    facts: Mapping[str, str],
    remarks: Callable[[], list[Remark]],
) -> RawTable:
    """This gives the raw table of a source that makes its events by itself; `remarks` is asked once the walk is over."""
    table = RawTable(
        name=name, format=format, headers=(*HEADERS.values(), PLACE), facts=dict(facts), settled=dict(HEADERS), settled_why=why
    )

    def batches() -> Iterator[pd.DataFrame]:
        done, events = 0, walk()
        while chunk := list(islice(events, BATCH)):
            yield frame(chunk, OURS, first=done + 1)
            done += len(chunk)
        table.rows = done
        table.remarks = remarks()

    table.batches = batches
    return table


@lru_cache(maxsize=1 << 16)
def moment_text(text: str | None) -> str | None:
    """This gives a moment of a municipal system as every source of ours writes it: a day, or an instant in UTC.

    A day is `2026-01-12`, an instant `2026-01-12T13:02:11.482000Z`, a moment without zone `2026-01-12T13:02:11` (local). What is none of
    these stays as it is, and becomes a reject later.
    """
    if not text or not (text := text.strip()):
        return None
    if _DAY.fullmatch(text):
        return text
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second = found.groups()
        return f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second or '00'}" if hour else "")
    if found := _POSTGRES.fullmatch(text):
        text = f"{found[1]}T{found[2]}{found[3]}:{found[4] or '00'}"
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return text
    if read.tzinfo is None:
        return read.isoformat()
    try:
        return read.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    except (OverflowError, ValueError):
        return text


@lru_cache(maxsize=1 << 16)
def instant(text: str | None) -> datetime | None:
    """This gives the instant of a text of `moment_text` that has a time of day; None for a day and for what is no moment."""
    if not text or len(text) < 19:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=clock_in(read.year))


@lru_cache(maxsize=1 << 16)
def local_day(text: str | None) -> date | None:
    """This gives the date in Amsterdam of a text of `moment_text`; None for what is no moment."""
    if text and _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    found = instant(text)
    try:
        return None if found is None else on_the_wall(found).date()
    except OverflowError:  # the last hours of the year 9999
        return None


def in_order(events: Iterable[tuple[str | None, int, dict[str, str | None]]]) -> list[dict[str, str | None]]:
    """This puts the events of one case in the order of their rows: by date, and within a date as documented.

    An event comes as (moment, place within its day, event). Within a date: first what has place 0 and no time (the case came in), then by
    time, then what has no time by its place (decision before close). The order of days without time stays unknown all the same: rows
    without time are flagged when they are read (A4).
    """

    def key(one: tuple[str | None, int, dict[str, str | None]]) -> tuple[date, int, float, int]:
        moment, place, _ = one
        day, at = local_day(moment) or date.max, instant(moment)
        if at is None:
            return (day, 0 if place == 0 else 2, 0.0, place)
        return (day, 1, at.timestamp(), place)

    return [{**event, "time": moment} for moment, _, event in sorted(events, key=key)]
