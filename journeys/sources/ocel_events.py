"""The objects and events of an object-centric log (OCEL 2.0) as they stand in JSON, XML or SQLite; nothing is decided yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from journeys.errors import InputError
from journeys.limits import Limits
from journeys.sources.archive import damaged, hold_unchanged, hold_within, stand
from journeys.sources.json_text import objects_of
from journeys.texts import say

MOST_OBJECTS = 20_000_000


@dataclass
class Thing:
    """This is one object: its type, the latest value of each attribute, and what it is related to (id, qualifier)."""

    type: str
    attributes: dict[str, str] = field(default_factory=dict)
    related: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Happening:
    """This is one event: its activity and moment as written, its attributes, and the objects it touches (id, qualifier)."""

    id: str
    activity: str | None
    time: str | None
    attributes: dict[str, str]
    objects: Sequence[tuple[str, str]]


def things(path: Path, *, sort: str, name: str, limits: Limits) -> dict[str, Thing]:
    """This gives every object of the log by its id; `sort` is `json`, `xml` or `sqlite`.

    Raises `InputError` for a file that is damaged, no OCEL, or beyond the limits.
    """
    found: dict[str, Thing] = {}
    for key, thing in {"json": _json_things, "xml": _xml_things, "sqlite": _sqlite_things}[sort](path, name, limits):
        found[key] = thing
        if len(found) > MOST_OBJECTS:
            raise InputError(say("“{file}” holds more than {limit} objects.", file=name, limit=MOST_OBJECTS))
    return found


def happenings(path: Path, *, sort: str, name: str, limits: Limits) -> Iterator[Happening]:
    """This gives every event of the log, in the order of the file (in SQLite by moment)."""
    yield from {"json": _json_happenings, "xml": _xml_happenings, "sqlite": _sqlite_happenings}[sort](path, name, limits)


# --- JSON ---------------------------------------------------------------------------------------------------------------------------------


def _json_things(path: Path, name: str, limits: Limits) -> Iterator[tuple[str, Thing]]:
    for key, found in objects_of(path, name=name, limits=limits):
        if key == "objects" and isinstance(found, dict):
            thing = Thing(str(found.get("type", "")), related=_relations(found.get("relationships"), "objectId"))
            for one in sorted(_dicts(found.get("attributes")), key=lambda one: str(one.get("time", ""))):
                thing.attributes[str(one.get("name"))] = _text(one.get("value")) or ""
            yield str(found.get("id")), thing
        elif isinstance(found, dict) and isinstance(found.get("ocel:objects"), dict):  # OCEL 1.0
            for number, one in found["ocel:objects"].items():
                values = one.get("ocel:ovmap")
                attributes = {str(k): _text(v) or "" for k, v in values.items()} if isinstance(values, dict) else {}
                yield str(number), Thing(str(one.get("ocel:type", "")), attributes)


def _json_happenings(path: Path, name: str, limits: Limits) -> Iterator[Happening]:
    for key, found in objects_of(path, name=name, limits=limits):
        if key == "events" and isinstance(found, dict):
            attributes = {str(one.get("name")): value for one in _dicts(found.get("attributes")) if (value := _text(one.get("value")))}
            related = _relations(found.get("relationships"), "objectId")
            yield Happening(str(found.get("id")), _text(found.get("type")), _text(found.get("time")), attributes, related)
        elif isinstance(found, dict) and isinstance(found.get("ocel:events"), dict):  # OCEL 1.0
            for number, one in found["ocel:events"].items():
                values, touched = one.get("ocel:vmap"), one.get("ocel:omap")
                attributes = {str(k): text for k, v in values.items() if (text := _text(v))} if isinstance(values, dict) else {}
                related = [(str(other), "") for other in touched] if isinstance(touched, list) else []
                yield Happening(str(number), _text(one.get("ocel:activity")), _text(one.get("ocel:timestamp")), attributes, related)


def _dicts(found: Any) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _relations(found: Any, key: str) -> list[tuple[str, str]]:
    return [(str(one[key]), str(one.get("qualifier") or "")) for one in _dicts(found) if key in one]


def _text(value: Any) -> str | None:
    return None if value is None or isinstance(value, dict | list) else str(value).strip() or None


# --- XML ----------------------------------------------------------------------------------------------------------------------------------


def _xml_things(path: Path, name: str, limits: Limits) -> Iterator[tuple[str, Thing]]:
    for one in _elements(path, "object", name, limits):
        thing = Thing(one.get("type", ""))
        for attribute in sorted(one.iterfind("attributes/attribute"), key=lambda found: found.get("time", "")):
            thing.attributes[attribute.get("name", "")] = (attribute.text or "").strip()
        thing.related = [(other.get("object-id", ""), other.get("qualifier", "")) for other in one.iterfind("objects/relationship")]
        yield one.get("id", ""), thing


def _xml_happenings(path: Path, name: str, limits: Limits) -> Iterator[Happening]:
    for one in _elements(path, "event", name, limits):
        attributes = {
            found.get("name", ""): value for found in one.iterfind("attributes/attribute") if (value := (found.text or "").strip())
        }
        related = [(other.get("object-id", ""), other.get("qualifier", "")) for other in one.iterfind("objects/relationship")]
        yield Happening(one.get("id", ""), one.get("type"), one.get("time"), attributes, related)


def _elements(path: Path, tag: str, name: str, limits: Limits) -> Iterator[Element]:
    standing = stand(path, name=name)
    hold_within(standing.size, max(standing.size, 1), name=name, limits=limits)
    open_elements: list[Element] = []
    try:
        with path.open("rb") as file:
            for what, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
                if what == "start":
                    element.tag = element.tag.rsplit("}", 1)[-1]  # the standard has no namespace, some that write it do
                    open_elements.append(element)
                    if len(open_elements) > limits.depth:
                        raise InputError(
                            say("“{file}” is nested deeper than {depth} levels. It is not read.", file=name, depth=limits.depth)
                        )
                    continue
                open_elements.pop()
                if len(open_elements) == 2:  # in the log, in its list of events or objects
                    if element.tag == tag:
                        yield element
                    open_elements[-1].clear()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise InputError(
            say("“{file}” is not XML that can be read safely. Nothing of it is used.", file=name),
            next_step=say("Export the log again, without a document type."),
        ) from error
    hold_unchanged(path, standing, name=name)


# --- SQLite -------------------------------------------------------------------------------------------------------------------------------


def _sqlite_things(path: Path, name: str, limits: Limits) -> Iterator[tuple[str, Thing]]:  # noqa: ARG001
    related: dict[str, list[tuple[str, str]]] = {}
    for source, target, qualifier in _asked(
        path, name, 'select ocel_source_id, ocel_target_id, ocel_qualifier from "object_object"', may_lack=True
    ):
        related.setdefault(str(source), []).append((str(target), str(qualifier or "")))
    kinds = dict(_asked(path, name, 'select ocel_type, ocel_type_map from "object_map_type"'))
    values: dict[str, dict[str, str]] = {}
    for table in kinds.values():
        for row in _named(path, name, f"select * from {_quoted(f'object_{table}')} order by ocel_time"):
            kept = values.setdefault(str(row.pop("ocel_id")), {})
            for column, value in row.items():
                if column not in ("ocel_time", "ocel_changed_field") and value is not None:
                    kept[column] = str(value)
    for number, kind in _asked(path, name, 'select ocel_id, ocel_type from "object"'):
        yield str(number), Thing(str(kind), values.get(str(number), {}), related.get(str(number), []))


def _sqlite_happenings(path: Path, name: str, limits: Limits) -> Iterator[Happening]:  # noqa: ARG001
    touched: dict[str, tuple[tuple[str, str], ...]] = {}
    pairs: dict[tuple[str, str], tuple[str, str]] = {}  # an object stands with many events: it is kept once
    query = 'select ocel_event_id, ocel_object_id, ocel_qualifier from "event_object" order by 1, 3, 2'
    for event, some in groupby(_named(path, name, query), key=lambda row: str(row["ocel_event_id"])):
        found = [(str(row["ocel_object_id"]), str(row["ocel_qualifier"] or "")) for row in some]
        touched[event] = tuple(pairs.setdefault(pair, pair) for pair in found)
    kinds = _asked(path, name, 'select ocel_type, ocel_type_map from "event_map_type" order by 1')
    streams = [_sqlite_of_kind(path, name, str(kind), str(table), touched) for kind, table in kinds]
    yield from merge(*streams, key=lambda one: (one.time or "", one.id))  # each in order: none of them stands in memory whole


def _sqlite_of_kind(
    path: Path, name: str, kind: str, table: str, touched: dict[str, tuple[tuple[str, str], ...]]
) -> Iterator[Happening]:
    order = "order by coalesce(cast(ocel_time as text), ''), cast(ocel_id as text)"
    for row in _named(path, name, f"select * from {_quoted(f'event_{table}')} {order}"):
        number, time = str(row.pop("ocel_id")), row.pop("ocel_time", None)
        attributes = {column: str(value) for column, value in row.items() if value is not None and str(value).strip()}
        yield Happening(number, kind, None if time is None else str(time), attributes, touched.get(number, ()))


def _asked(path: Path, name: str, query: str, *, may_lack: bool = False) -> list[tuple[Any, ...]]:
    standing = stand(path, name=name)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            rows = connection.execute(query).fetchall()
    except sqlite3.OperationalError as error:
        if may_lack and "no such table" in str(error):
            return []
        raise _no_ocel(name) from error
    except sqlite3.DatabaseError as error:
        raise damaged(name) from error
    hold_unchanged(path, standing, name=name)
    return rows


def _named(path: Path, name: str, query: str) -> Iterator[dict[str, Any]]:
    standing = stand(path, name=name)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            cursor = connection.execute(query)
            columns = [column[0] for column in cursor.description]
            for row in cursor:
                yield dict(zip(columns, row, strict=True))
    except sqlite3.OperationalError as error:
        raise _no_ocel(name) from error
    except sqlite3.DatabaseError as error:
        raise damaged(name) from error
    hold_unchanged(path, standing, name=name)


def _quoted(table: str) -> str:
    return '"' + table.replace('"', '""') + '"'


def _no_ocel(name: str) -> InputError:
    return InputError(
        say("“{file}” is a database, but no object-centric log (OCEL 2.0).", file=name), next_step=say("Export the tables you need as CSV.")
    )
