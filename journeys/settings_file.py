"""journeys.toml read into settings: an unknown section or key, or a value of the wrong sort, is a `SettingsError` that names the key."""

from __future__ import annotations

import dataclasses
import re
import tomllib
import typing
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar

from journeys.errors import SettingsError
from journeys.settings import LEAST_GROUP, OURS, MeasureSettings, OpeningHours, Settings, TopicTerm
from journeys.statutes import BY_LAW, keys_of_topics, statutes
from journeys.texts import say
from journeys.workdays import opening_times


def read_settings(path: Path | None) -> Settings:
    """This reads journeys.toml; without a file every default holds.

    Raises `SettingsError` with file and key for a file that is not TOML, an unknown section or key, or a value of the wrong sort.
    """
    if path is None:
        return Settings()
    return dataclasses.replace(settings_from(read_toml(path), name=str(path)), place=path.parent)


def read_toml(path: Path, *, next_step: str = "") -> dict[str, Any]:
    """This reads a file that a person writes. Raises `SettingsError`, with the file, for one that cannot be read or is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(say("{file} cannot be read.", file=path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(say("{file} is not valid TOML: {why}.", file=path, why=error), next_step=next_step) from error


def settings_from(found: dict[str, Any], *, name: str = "journeys.toml") -> Settings:
    """This turns the values of a settings file into `Settings`; `name` is what errors call the file."""
    settings = _built(Settings, {key: value for key, value in found.items() if key not in ("columns", "terms")}, name, "")
    terms, columns = (_section(found.get(key, {}), name, key) for key in ("terms", "columns"))
    for ours, header in columns.items():
        if ours not in OURS:
            raise SettingsError(say("{file}: [columns] knows no column “{key}”.", file=name, key=ours),
                                next_step=say("Columns are: {columns}.", columns=", ".join(OURS)))  # fmt: skip
        if isinstance(header, bool) or not isinstance(header, str | int):
            sort = say("a text between quotation marks, or a whole number")
            raise SettingsError(say("{file}: the value of “{key}” must be {sort}.", file=name, key=f"columns.{ours}", sort=sort))
    if settings.privacy.group < LEAST_GROUP:
        words = say("{file}: [privacy] group is at least {least}: smaller groups could be recognised.", file=name, least=LEAST_GROUP)
        raise SettingsError(words)
    try:
        re.compile(settings.measures.contact_centre_words)
    except re.error as error:
        raise SettingsError(
            say("{file}: the value of “{key}” cannot be used: {why}.", file=name, key="measures.contact_centre_words", why=error),
            next_step=say("Give how words begin, with | in between: \"kcc|klantcontact\"."),
        ) from error
    for hours in (OpeningHours(settings.calendar.opens, settings.calendar.closes), *settings.calendar.departments.values()):
        opening_times(hours.opens, hours.closes)
    named = {str(topic): _term(value, name, f"terms.{topic}") for topic, value in terms.items()}
    return dataclasses.replace(settings, columns=dict(columns), terms=named)


T = TypeVar("T")

MOST = 100_000
"""No number of days, weeks, people or cases that somebody sets is larger: days of a term this long still lie in the calendar."""

_WHOLE = 2**31 - 1
_OF_ONE = ("margin", "still_open_can_still", "still_open_probably_stays")
_AT_LEAST_ONE = ("horizon_working_days", "weeks")

_NO_KEYS = ("header_numbers", "place")
"""Fields of ours that no settings file names."""


def _term(value: Any, name: str, path: str) -> int | TopicTerm:
    """This reads what `[terms]` says of a topic: plain weeks, the key of a term, or a table."""
    if type(value) is int:
        return int(_within(value, 1, MOST, name, path))
    given = _built(TopicTerm, {"term": value} if isinstance(value, str) else value, name, path)
    both = {"decision": given.term, "contact": given.contact}
    for until, key in both.items():
        known = keys_of_topics() if until == "decision" else [key for key in keys_of_topics() if statutes()[key].until == "contact"]
        if key and key not in known:
            raise SettingsError(
                say("{file}: “{key}” names the term “{term}”, which is no term of a topic.", file=name, key=path, term=key),
                next_step=say("Terms are: {keys}; or a number of weeks. journeys terms explains them.", keys=", ".join(known)),
            )
    if given.term and statutes()[given.term].until == "contact":
        given = dataclasses.replace(given, term="", contact=given.term)
    if given.verordening and given.term in ("", BY_LAW):
        given = dataclasses.replace(given, term=BY_LAW)
    whole = given.weeks is not None and given.weeks > 0
    fits = whole if given.term == BY_LAW else given.weeks is None or (whole and not given.term)
    if not fits or given.verordening != (given.term == BY_LAW):
        raise SettingsError(
            say("{file}: the weeks of “{key}” cannot be used so.", file=name, key=path),
            next_step=say("For a by-law: {{ weeks = 6, verordening = true }}; otherwise the key of a term, or a number of weeks."),
        )
    return given


def _section(found: Any, name: str, where: str) -> dict[str, Any]:
    """This gives a section back; raises `SettingsError` for a value where a section should stand."""
    if not isinstance(found, dict):
        raise SettingsError(say("{file}: the value of “{key}” must be {sort}.", file=name, key=where, sort=_sort(dict)))
    return found


def _built(kind: type[T], found: Any, name: str, where: str) -> T:
    """This makes a section of settings of the values found for it; `where` is the section, as errors call it."""
    hints = {key: hint for key, hint in typing.get_type_hints(kind).items() if key not in _NO_KEYS}
    values: dict[str, Any] = {}
    for key, value in _section(found, name, where).items():
        path = f"{where}.{key}".lstrip(".")
        if key not in hints and kind is MeasureSettings and isinstance(value, bool | int | float | str | date | list):
            if isinstance(value, int | float):  # of a definition of one's own: it may be an amount, or below zero
                _within(value, -_WHOLE, _WHOLE, name, path)
            values.setdefault("header_numbers", {})[key] = tuple(value) if isinstance(value, list) else value
            continue
        if key not in hints:
            raise SettingsError(say("{file}: there is no setting “{key}”.", file=name, key=path),
                                next_step=say("Settings there are: {keys}.", keys=", ".join(hints)))  # fmt: skip
        values[key] = _checked(hints[key], value, name, path)
    for one in dataclasses.fields(kind):  # type: ignore[arg-type]
        if one.name not in values and one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING:
            raise SettingsError(say("{file}: “{key}” is not whole: it needs “{missing}” too.", file=name, key=where, missing=one.name))
    return kind(**values)


def _bounds(path: str) -> tuple[float, float]:
    """This gives the least and the most that a number may be, by what its name says it is."""
    section, _, key = path.rpartition(".")
    if section == "limits":
        return 1, 2**63 - 1
    if path == "privacy.group":
        return -_WHOLE, MOST  # its least is held apart, with the reason why
    if key in _OF_ONE or key.endswith("_share"):
        return 0, 1
    if key.endswith("_percent"):
        return 0, 100
    return (1 if key in _AT_LEAST_ONE else 0), MOST


def _within(value: float, least: float, most: float, name: str, path: str) -> float:
    """This gives a number back; raises `SettingsError` for one outside its bounds, endless, or none (TOML knows inf and nan)."""
    if not least <= value <= most:
        raise SettingsError(
            say("{file}: “{key}” cannot be {value}.", file=name, key=path, value=str(value)),  # as the file writes it; nan is no number
            next_step=say("Give a number from {least} up to and including {most}.", least=int(least), most=int(most)),
        )
    return value


def _sort(kind: Any) -> str:
    """This says in words what a value must be, as TOML writes it."""
    words = {
        str: say("a text between quotation marks"), int: say("a whole number"), float: say("a number"), bool: say("true or false"),
        date: say("a date such as 2026-06-30, without quotation marks"), tuple: say("a list between [ and ]"),
    }  # fmt: skip
    return words.get(kind, say("a section of its own, with keys"))


def _checked(hint: Any, value: Any, name: str, path: str) -> Any:
    """This holds a value against its type hint and gives it as that type."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (UnionType, typing.Union):
        return _checked(next(argument for argument in arguments if argument is not NoneType), value, name, path)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _built(hint, value, name, path)
    if origin is tuple and isinstance(value, list):
        return tuple(_checked(arguments[0], item, name, path) for item in value)
    if origin is dict and isinstance(value, dict):
        return {str(key): _checked(arguments[1], item, name, f"{path}.{key}") for key, item in value.items()}
    if origin is Literal and value in arguments:
        return value
    if hint in (int, float) and type(value) in (int, hint):
        return hint(_within(value, *_bounds(path), name, path))
    if isinstance(hint, type) and origin is None and type(value) is hint:
        return value
    sort = " | ".join(map(repr, arguments)) if origin is Literal else _sort(origin or hint)
    raise SettingsError(say("{file}: the value of “{key}” must be {sort}.", file=name, key=path, sort=sort))
