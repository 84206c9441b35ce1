"""Two dossiers can only be compared when they were made the same way: what differs is named, and the comparison refused."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from journeys.dossier import read_provenance
from journeys.errors import DossierError, MappingError, SettingsError
from journeys.names import normalised
from journeys.settings import Settings
from journeys.settings_file import settings_from
from journeys.texts import say

MAY_DIFFER = (
    "privacy",
    "maps",
    "comparison",
    "limits",
    "columns",
    "signals",
    "measures.header_numbers",
    "reading.end",
    "reading.encoding",
    "reading.delimiter",
    "reading.sheet",
)
"""Settings that change no number of one side against the other: whose column is ours is held together by what was found, and numbers in the
headers of definitions by their queries."""


def refuse_unlike(connections: Sequence[duckdb.DuckDBPyConnection], ours: Container[str]) -> None:
    """This raises an error of the kind that fits when two logs were read, set or defined differently, with what differs by name.

    `ours`: the names of our own definitions. Of those of a municipality's own, `comparison_own` says what differs.
    """
    one, other = connections
    settings = [_settings(connection) for connection in (one, other)]
    unlike = [key for key in sorted(settings[0].keys() | settings[1].keys()) if settings[0].get(key) != settings[1].get(key)]
    unlike = [key for key in unlike if not any(key == free or key.startswith(f"{free}.") for free in MAY_DIFFER)]
    if unlike:
        raise SettingsError(say("The two sides were made with different settings: {keys}.", keys=", ".join(unlike[:5])), next_step=_anew())
    _refuse_other_people(connections)
    readings = [connection.execute("select reading, grouping from log").fetchall() for connection in (one, other)]
    if readings[0] != readings[1]:
        raise SettingsError(say("One side was read per resident, the other per case, or with another reading."), next_step=_anew())
    headers = [_headers(connection) for connection in (one, other)]
    moved = [ours for ours in sorted(headers[0].keys() & headers[1].keys()) if headers[0][ours] != headers[1][ours]]
    if moved:
        raise MappingError(
            say("On the two sides other columns are ours: {columns}.", columns=", ".join(moved)),
            next_step=say("Say which columns are meant with --column, or give the files the same headers."),
        )
    queries = [
        dict(connection.execute("select name, array_to_string(query, chr(10)) from definitions").fetchall()) for connection in (one, other)
    ]
    names = [name for name in sorted(queries[0].keys() | queries[1].keys()) if name in ours]
    changed = [name for name in names if queries[0].get(name) != queries[1].get(name)]
    if changed:
        raise DossierError(say("The two dossiers have different definitions: {names}.", names=", ".join(changed[:5])), next_step=_anew())


def key_unknown(connections: Sequence[duckdb.DuckDBPyConnection]) -> bool:
    """This tells whether nobody can say that the pseudonyms of two logs have one key: an older dossier does not know its own."""
    return len(connections) > 1 and any(names == "pseudonyms" and key is None for names, key in map(_people, connections))


def settings_of(connection: duckdb.DuckDBPyConnection) -> Settings:
    """This gives the settings that a dossier was made with, as far as its numbers depend on them."""
    kept = _without_nothing(read_provenance(connection).get("settings", {}))
    kept.get("measures", {}).update(kept.get("measures", {}).pop("header_numbers", {}))
    if "end" in kept.get("reading", {}):
        kept["reading"]["end"] = date.fromisoformat(kept["reading"]["end"])
    if "calendar" in kept:
        kept["calendar"]["closed_days"] = [date.fromisoformat(one) for one in kept["calendar"].get("closed_days", [])]
    return settings_from(kept, name="provenance")


def _refuse_other_people(connections: Sequence[duckdb.DuckDBPyConnection]) -> None:
    """This refuses two logs in which one resident, or one case, has two names: it would count as two."""
    (names, key), (other_names, other_key) = map(_people, connections)
    if names != other_names:
        raise SettingsError(
            say("One side holds names, the other pseudonyms: who is in both would count as two."),
            next_step=say("Make both dossiers anew with the same --names."),
        )
    if key and other_key and key != other_key:
        raise SettingsError(
            say("The pseudonyms of the two sides were made with different keys: who is in both would count as two."),
            next_step=say("Make both dossiers anew with one key (privacy.key in journeys.toml), or compare the two exports."),
        )


def _people(connection: duckdb.DuckDBPyConnection) -> tuple[str, str | None]:
    """This gives how people are called in a log ("pseudonyms" or "keep"), and the fingerprint of the key of its pseudonyms."""
    kept = read_provenance(connection)
    return kept.get("names") or "pseudonyms", kept.get("key")


def _settings(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    return _flat(read_provenance(connection).get("settings", {}))


def _headers(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for ours, header in connection.execute("select ours, header from columns_used where header is not null").fetchall():
        found.setdefault(ours, set()).add(normalised(header))
    return found


def _flat(value: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, one in value.items():
        if isinstance(one, Mapping):
            flat |= _flat(one, f"{before}{key}.")
        else:
            flat[f"{before}{key}"] = one
    return flat


def _without_nothing(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_nothing(one) for key, one in value.items() if one is not None}
    return [_without_nothing(one) for one in value] if isinstance(value, list) else value


def _anew() -> str:
    return say("Make both dossiers anew with the same settings and the same version of journeys.")
