"""A profile as a file: what may stand in it, and what is wrong with it.

name = "..."              how the report calls it
rows = "events"           one row is one event; "cases": one row is one case, and [[events]] says which of its dates are events
headers = [...]           all must be there; absent = [...]: none of these may be
[columns]                 ours -> header, left out where the export has no such column
[activities]              an activity or status -> kind (only rows = "events"); without it the words decide (docs/kinds.md)
[[events]]                activity, kind, time (a header); without = [...]: columns of ours that say nothing of this event
nobody = [...]            what stands there for "nobody yet" in the columns of official and department
[incomplete]              ours -> reason: nothing may be counted from this column
[free_text]               people write in the column of the activity: words = [...] it is cut to, rest = "..." for all else
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from journeys.errors import SettingsError
from journeys.kinds import kind_of
from journeys.names import normalised
from journeys.settings import KINDS, OURS
from journeys.settings_file import read_toml
from journeys.texts import say

REASONS = ("current_only", "list_of_cases", "audit_trail_missing", "log_book_missing", "history_missing")


@dataclass(frozen=True)
class DatedEvent:
    """This is one date of a case that is an event: what happened, its kind, the header of its moment, what it says nothing of."""

    activity: str
    kind: str
    time: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class FreeText:
    """This says what is kept of an activity in which people write: the words it begins with, or `rest`."""

    words: tuple[str, ...]
    rest: str

    def kept(self, text: str) -> str | None:
        """This gives the longest of the words that a text begins with, as whole words (A2); None where it begins with none."""
        said = normalised(text)
        begun = [one for one in self.words if said.startswith(normalised(one))]
        fitting = [one for one in begun if not said[len(normalised(one)) :][:1].isalnum()]
        return max(fitting, key=len, default=None)


@dataclass(frozen=True)
class Profile:
    """This is one profile as read from its file."""

    path: Path
    name: str
    headers: tuple[str, ...]
    rows: Literal["events", "cases"] = "events"
    absent: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    activities: Mapping[str, str] = field(default_factory=dict)
    events: tuple[DatedEvent, ...] = ()
    incomplete: Mapping[str, str] = field(default_factory=dict)
    nobody: tuple[str, ...] = ()
    free_text: FreeText | None = None

    def fits(self, headers: Sequence[str]) -> bool:
        """This tells whether the export has every header that the profile names, and none that rules it out."""
        there = {normalised(header) for header in headers}
        return {normalised(header) for header in self.headers} <= there and there.isdisjoint(map(normalised, self.absent))

    def lacking(self, headers: Sequence[str]) -> list[str]:
        """This lists the headers of the profile that the export does not have."""
        there = {normalised(header) for header in headers}
        return [header for header in self.headers if normalised(header) not in there]


def read_profile(path: Path) -> Profile:
    """This reads one profile; raises `SettingsError` with file and key for what cannot be used."""
    found = read_toml(path)
    known = {"name", "rows", "headers", "absent", "columns", "activities", "events", "incomplete", "nobody", "free_text"}
    for key in found:
        if key not in known:
            raise SettingsError(
                say("{file}: there is no setting “{key}”.", file=path, key=key),
                next_step=say("Settings there are: {keys}.", keys=", ".join(sorted(known))),
            )
    rows = found.get("rows", "events")
    headers, absent = _texts(found.get("headers"), path, "headers"), _texts(found.get("absent", []), path, "absent")
    if not headers or rows not in ("events", "cases"):
        raise _wrong(path, "headers" if not headers else "rows", "[text]" if not headers else "events / cases")
    columns = _table(found.get("columns", {}), path, "columns", OURS)
    activities = {
        text: _kind(kind, path, f"activities.{text}") for text, kind in _table(found.get("activities", {}), path, "activities").items()
    }
    incomplete = _table(found.get("incomplete", {}), path, "incomplete", OURS)
    for ours, reason in incomplete.items():
        if reason not in REASONS:
            raise _wrong(path, f"incomplete.{ours}", " / ".join(REASONS))
    nobody = _texts(found.get("nobody", []), path, "nobody")
    required = ("case",) if rows == "cases" else ("case", "activity", "time")
    for ours in required:
        if ours not in columns:
            raise _wrong(path, f"columns.{ours}", say("the header of a column"))
    events = tuple(_event(one, path, number) for number, one in enumerate(found.get("events", []), start=1))
    if (rows == "cases") != bool(events):
        raise _wrong(path, "events", say('a list for rows = "cases", and absent for rows = "events"'))
    name, free_text = str(found.get("name") or path.stem), _free_text(found.get("free_text"), path, rows)
    return Profile(path, name, headers, rows, absent, columns, activities, events, incomplete, nobody, free_text)


def _free_text(found: Any, path: Path, rows: str) -> FreeText | None:
    if found is None:
        return None
    if not isinstance(found, dict) or found.keys() != {"words", "rest"} or rows != "events":
        raise _wrong(path, "free_text", 'words, rest (rows = "events")')
    words, rest = _texts(found["words"], path, "free_text.words"), found["rest"]
    if not words or not all(map(normalised, words)):
        raise _wrong(path, "free_text.words", "[text]")
    if not isinstance(rest, str) or not normalised(rest):
        raise _wrong(path, "free_text.rest", "text")
    return FreeText(words, rest)


def _wrong(path: Path, key: str, sort: str) -> SettingsError:
    return SettingsError(say("{file}: the value of “{key}” must be {sort}.", file=path, key=key, sort=sort))


def _texts(found: Any, path: Path, key: str) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise _wrong(path, key, "[text]")
    return tuple(found)


def _table(found: Any, path: Path, key: str, allowed: Sequence[str] | None = None) -> dict[str, str]:
    if not isinstance(found, dict):
        raise _wrong(path, key, "[table]")
    for name, value in found.items():
        if allowed is not None and name not in allowed:
            raise SettingsError(
                say("{file}: [{section}] knows no column “{key}”.", file=path, section=key, key=name),
                next_step=say("Columns are: {columns}.", columns=", ".join(allowed)),
            )
        if not isinstance(value, str):
            raise _wrong(path, f"{key}.{name}", "text")
    return dict(found)


def _kind(text: str, path: Path, key: str) -> str:
    kind = kind_of(text)
    if kind == "other" and normalised(text) not in ("other", "overig", "anders"):
        raise _wrong(path, key, " / ".join(KINDS))
    return kind


def _event(found: Any, path: Path, number: int) -> DatedEvent:
    key = f"events.{number}"
    if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in ("activity", "kind", "time")):
        raise _wrong(path, key, "activity, kind, time")
    without = _texts(found.get("without", []), path, f"{key}.without")
    return DatedEvent(found["activity"], _kind(found["kind"], path, f"{key}.kind"), found["time"], without)
