"""Single fields of an object in JSON, taken with care: nothing is required, and an empty text is absent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from journeys.sources.event_rows import moment_text
from journeys.sources.shelf import Item

Found = Mapping[str, Any]


def reference(value: Any) -> str | None:
    """This gives the id in a reference: the last part of an address, or the uuid of an object; None for nothing."""
    if isinstance(value, dict):
        return reference(value.get("uuid") or value.get("url"))
    if isinstance(value, str) and value.strip():
        return value.strip().rstrip("/").rsplit("/", 1)[-1].split("?", 1)[0].lower()
    return None


def text(value: Any) -> str | None:
    """This gives a value as text; nothing and "" are absent."""
    if value is None or isinstance(value, dict | list):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() or None


def official(value: Any) -> str | None:
    """This gives the id of an official as it is compared over systems: an e-mail address or an account name in small letters."""
    found = text(value)
    return found.casefold() if found else None


def own_id(found: Found) -> str:
    """This gives the id of an object itself."""
    return reference(found.get("uuid") or found.get("url")) or ""


def data_of(found: Found) -> Found:
    """This gives the data of an object of the Objecten API, or the object itself where it stands alone."""
    record = found.get("record")
    data = record.get("data") if isinstance(record, dict) else None
    return data if isinstance(data, dict) else found


def inner(found: Found, name: str) -> Found:
    """This gives an object within an object; an empty one where there is none."""
    value = found.get(name)
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Any]:
    """This gives a list; an empty one for anything else."""
    return value if isinstance(value, list) else []


def one_of(sort: str, owner: str | None, at: str | None, *fields: str | None) -> Callable[[Found], Iterator[Item]]:
    """This makes a reader that keeps single fields as they are; `!` before a name: the id of a reference, `@`: a moment."""

    def value(found: Found, name: str | None) -> str | None:
        if name is None:
            return None
        within: Any = found
        *path, last = name.lstrip("!@").split(".")
        for part in path:
            within = inner(within, part)
        if name.startswith("!"):
            return reference(within.get(last))
        return moment_text(text(within.get(last))) if name.startswith("@") else text(within.get(last))

    def read(found: Found) -> Iterator[Item]:
        yield Item(sort, own_id(found), value(found, owner), value(found, at), tuple(value(found, name) for name in fields))

    return read
