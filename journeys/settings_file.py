"""journeys.toml read into settings: an unknown section or key, or a value of the wrong sort, is a `SettingsError` that names the key."""

from __future__ import annotations

import dataclasses
import tomllib
import typing
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar

from journeys.errors import SettingsError
from journeys.settings import LEAST_GROUP, OURS, MeasureSettings, Settings, TopicTerm
from journeys.statutes import BY_LAW, keys_of_topics, statutes
from journeys.texts import say


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
    terms = found.get("terms", {})
    if not isinstance(terms, dict):
        raise SettingsError(say("{file}: the value of “{key}” must be {sort}.", file=name, key="terms", sort="[table]"))
    columns = found.get("columns", {})
    for ours, header in columns.items():
        if ours not in OURS:
            raise SettingsError(say("{file}: [columns] knows no column “{key}”.", file=name, key=ours),
                                next_step=say("Columns are: {columns}.", columns=", ".join(OURS)))  # fmt: skip
        if isinstance(header, bool) or not isinstance(header, str | int):
            raise SettingsError(say("{file}: the value of “{key}” must be {sort}.", file=name, key=f"columns.{ours}", sort="text / number"))
    if settings.privacy.group < LEAST_GROUP:
        words = say("{file}: [privacy] group is at least {least}: smaller groups could be recognised.", file=name, least=LEAST_GROUP)
        raise SettingsError(words)
    named = {str(topic): _term(value, name, f"terms.{topic}") for topic, value in terms.items()}
    return dataclasses.replace(settings, columns=dict(columns), terms=named)


T = TypeVar("T")

_NO_KEYS = ("header_numbers", "place")
"""Fields of ours that no settings file names."""


def _term(value: Any, name: str, path: str) -> int | TopicTerm:
    """This reads what `[terms]` says of a topic: plain weeks, the key of a term, or a table."""
    if type(value) is int:
        return value
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


def _built(kind: type[T], found: Any, name: str, where: str) -> T:
    """This makes a section of settings of the values found for it; `where` is the section, as errors call it."""
    if not isinstance(found, dict):
        raise SettingsError(say("{file}: the value of “{key}” must be {sort}.", file=name, key=where, sort="[table]"))
    hints = {key: hint for key, hint in typing.get_type_hints(kind).items() if key not in _NO_KEYS}
    values: dict[str, Any] = {}
    for key, value in found.items():
        path = f"{where}.{key}".lstrip(".")
        if key not in hints and kind is MeasureSettings and isinstance(value, bool | int | float | str | date | list):
            values.setdefault("header_numbers", {})[key] = tuple(value) if isinstance(value, list) else value
            continue
        if key not in hints:
            raise SettingsError(say("{file}: there is no setting “{key}”.", file=name, key=path),
                                next_step=say("Settings there are: {keys}.", keys=", ".join(hints)))  # fmt: skip
        values[key] = _checked(hints[key], value, name, path)
    return kind(**values)


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
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(hint, type) and origin is None and type(value) is hint:
        return value
    sort = " | ".join(map(repr, arguments)) if origin is Literal else getattr(hint, "__name__", str(hint))
    raise SettingsError(say("{file}: the value of “{key}” must be {sort}.", file=name, key=path, sort=sort))
