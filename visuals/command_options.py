"""What options of the command line mean: settings over those of a file, days, one word of a few, the question of a comparison.

Settings and numpy come in only where they are asked for, so that the help is there at once.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypedDict, Unpack

from journeys.errors import UsageError
from journeys.texts import LANGUAGES, say, use

if TYPE_CHECKING:
    from journeys.settings import Settings
    from mining.comparison_question import Question

SETTINGS_FILE = "journeys.toml"


class ReadingOptions(TypedDict, total=False):
    """These are the options that say how files are read, by their names in `ReadingSettings`; None says nothing."""

    by: str | None
    reading: str | None
    day_first: bool | None
    sheet: str | None
    encoding: str | None
    delimiter: str | None


def settings_of(
    exports: Sequence[str],
    path: Path | None,
    columns: Sequence[str] | None,
    *,
    names: str | None = None,
    key: Path | None = None,
    end: str | None = None,
    **reading: Unpack[ReadingOptions],
) -> Settings:
    """This reads the settings file (the one named, or the one that lies beside the exports) and lays the options over it.

    Raises `UsageError` for an option that cannot be used, `SettingsError` as `read_settings` does.
    """
    from journeys.settings_file import read_settings

    settings = read_settings(path or _lying_ready(exports))
    one_of("--by", reading.get("by"), ("resident", "case"))
    one_of("--reading", reading.get("reading"), ("municipal", "plain"))
    given: dict[str, Any] = {name: value for name, value in reading.items() if value is not None}
    if end is not None:
        given["end"] = date_of("--end", end)
    settings = replace(settings, reading=replace(settings.reading, **given))
    if names is not None:
        settings = replace(settings, privacy=replace(settings.privacy, names=one_of("--names", names, ("pseudonyms", "keep"))))  # type: ignore[arg-type]
    if key is not None:
        settings = replace(settings, privacy=replace(settings.privacy, key=str(key)))
    return replace(settings, columns={**settings.columns, **_columns_of(columns or ())})


def question_of(
    settings: Settings,
    *,
    change: str | None,
    sides: str | None,
    only: Sequence[str] | None,
    control: Sequence[str] | None,
    washout: int | None,
    horizon: int | None,
) -> Question:
    """This gives the question of a comparison; what the options leave open is as in the settings. `sides`: COLUMN=A,B.

    Raises `UsageError` for sides that are no column with two values, and for sides together with a date of change.
    """
    from mining.comparison_question import Question

    name, _, both = (sides or "").partition("=")
    values = tuple(both.split(",", 1))
    if sides is not None and (len(values) != 2 or not all(value.strip() for value in (name, *values))):
        raise UsageError(say("--by wants a column and two values, for example --by onderwerp=Parkeren,Wonen."))
    if sides is not None and change is not None:
        raise UsageError(say("Choose one of --change and --by."))
    return Question(
        change=date_of("--change", change),
        column=name.strip(),
        values=(values[0].strip(), values[1].strip()) if sides is not None else ("", ""),
        washout=settings.comparison.washout_working_days if washout is None else washout,
        only=tuple(only or ()),
        control=tuple(control or ()),
        horizon=settings.comparison.horizon_working_days if horizon is None else horizon,
        margin=settings.comparison.margin,
    )


def speak(lang: str | None) -> None:
    """This sets the language that a command asks for; without one the language in use stays (`journeys --lang en mine ...`)."""
    if lang is not None:
        use(one_of("--lang", lang, LANGUAGES))  # type: ignore[arg-type]


def stdin_of(exports: Sequence[str]) -> BinaryIO | None:
    """This gives standard input where it is one of the exports (`-`)."""
    return sys.stdin.buffer if "-" in exports else None


def date_of(option: str, value: str | None) -> date | None:
    """This reads the day after an option; raises `UsageError` for what is none, and for the first and last day of all calendars.

    Those have no day before or after them, and an event of them is at the edge of what can be read as well (journeys.moment_plan).
    """
    if value is None:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = date.min
    if not date.min < day < date.max:
        raise UsageError(say("{option} wants a date like 2026-06-30.", option=option))
    return day


def one_of(option: str, value: str | None, allowed: tuple[str, ...]) -> str | None:
    """This gives the word after an option back; raises `UsageError` for one that is not allowed there."""
    if value is not None and value not in allowed:
        raise UsageError(say("{option} is one of: {allowed}.", option=option, allowed=", ".join(allowed)))
    return value


def _lying_ready(exports: Sequence[str]) -> Path | None:
    """This finds the settings file that was not named: in the current folder, in the folder of exports, or beside the first export."""
    first = [Path(name) for name in exports[:1] if name != "-"]
    beside = [name / SETTINGS_FILE for name in first if name.is_dir()] + [name.parent / SETTINGS_FILE for name in first]
    return next((place for place in (Path(SETTINGS_FILE), *beside) if place.is_file()), None)


def _columns_of(columns: Sequence[str]) -> Mapping[str, str | int]:
    """This reads whose column is ours: `case=Zaaknummer`, or by position `case=1`."""
    from journeys.settings import OURS

    found: dict[str, str | int] = {}
    for one in columns:
        ours, _, header = one.partition("=")
        if ours not in OURS or not header:
            raise UsageError(
                say("--column wants our name, = and a header or position, for example --column case=Zaaknummer."),
                next_step=say("Columns are: {columns}.", columns=", ".join(OURS)),
            )
        found[ours] = int(header) if header.isdigit() else header
    return found
