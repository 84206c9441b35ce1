"""Single fields of an object in JSON, taken with care: nothing is required, and an empty text is absent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from journeys.sources.event_rows import moment_text
from journeys.sources.shelf import Item

Found = Mapping[str, Any]


def reference(value: Any) -> str | None:
    """This gives the id in a reference: the last part of an address, or the uuid of an object; None for nothing."""
    if isinstance(value, str):
        return _last_part(value)
    if isinstance(value, dict):
        return reference(value.get("uuid") or value.get("url"))
    return None


@lru_cache(maxsize=1 << 15)  # an address stands in many objects that follow each other
def _last_part(address: str) -> str | None:
    bare = address.strip()
    return bare.rstrip("/").rpartition("/")[2].partition("?")[0].lower() if bare else None


def text(value: Any) -> str | None:
    """This gives a value as text; nothing and "" are absent."""
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, dict | list):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() or None


def official(value: Any) -> str | None:
    """This gives the id of an official as it is compared over systems: an e-mail address or an account name in small letters."""
    found = text(value)
    return found.casefold() if found else None


def _moment(value: Any) -> str | None:
    return moment_text(text(value))


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

    def getter(name: str | None) -> Callable[[Found], str | None]:
        if name is None:
            return lambda _found: None
        *path, last = name.lstrip("!@").split(".")
        take: Callable[[Any], str | None] = text
        if name[0] in "!@":
            take = reference if name[0] == "!" else _moment
        if not path:
            return lambda found: take(found.get(last))

        def value(found: Found) -> str | None:
            within: Any = found
            for part in path:
                within = inner(within, part)
            return take(within.get(last))

        return value

    whose, when, kept = getter(owner), getter(at), [getter(name) for name in fields]

    def read(found: Found) -> Iterator[Item]:
        yield Item(sort, own_id(found), whose(found), when(found), tuple([take(found) for take in kept]))

    return read
