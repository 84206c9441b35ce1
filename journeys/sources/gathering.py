"""What a user names, files and folders, sorted by the system that it comes from: all pages of one system are read together.

A folder gives all files in it and below it, in the order of their names. Files of municipal systems (JSON, StUF messages, the dump of Open
Zaak, the ZIP of Signalen) become one table per system; every other file is a table of its own. Folders called `profiles` and hidden ones
are passed over.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from journeys.errors import InputError
from journeys.settings import Settings
from journeys.sources import contact_moments, open_klant, open_zaak, open_zaak_dump, signalen, stuf
from journeys.sources.event_rows import Event, event_table
from journeys.sources.json_text import objects_of
from journeys.sources.raw import Format, RawTable, Remark
from journeys.sources.shelf import Item, Shelf
from journeys.sources.staff import Staff
from journeys.sources.table_rows import is_clutter, tables_in_folder
from journeys.sources.zgw_objects import items_of, sort_of
from journeys.texts import say

MOST_FILES = 1_000_000
SORTS = ("json", "tar", "signalen", "stuf")
"""Sorts of files that belong to a municipal system, as `opening` tells them."""


@dataclass(frozen=True)
class System:
    """This is how one system's items on the shelf become a table: it is there when one of `begins` is, and tells of those in `sorts`."""

    format: Format
    begins: tuple[str, ...]
    sorts: tuple[str, ...]
    events: Callable[[Shelf, Settings], Iterator[Event]]
    remarks: Callable[[Shelf], list[Remark]]
    incomplete: Callable[[Shelf], dict[str, str]]


def _without_settings(events: Callable[[Shelf], Iterator[Event]]) -> Callable[[Shelf, Settings], Iterator[Event]]:
    return lambda shelf, _: events(shelf)


SYSTEMS = (
    System(
        "Open Zaak",
        ("zaak", "audit"),
        open_zaak.SORTS,
        lambda shelf, settings: open_zaak.events(shelf, settings.kinds),
        open_zaak.remarks,
        open_zaak.incomplete,
    ),
    System(
        "Open Klant",
        ("klantcontact", "internetaak", "gesprek"),
        open_klant.SORTS,
        _without_settings(open_klant.events),
        open_klant.remarks,
        open_klant.incomplete,
    ),
    System(
        "Contactmomenten",
        ("contactmoment",),
        contact_moments.SORTS,
        _without_settings(contact_moments.events),
        contact_moments.remarks,
        contact_moments.incomplete,
    ),
    System(
        "Signalen",
        ("signal", "signal-status", "signal-act"),
        signalen.SORTS,
        _without_settings(signalen.events),
        signalen.remarks,
        signalen.incomplete,
    ),
    System("StUF-ZKN", ("message",), stuf.SORTS, lambda shelf, settings: stuf.events(shelf, settings.kinds), stuf.remarks, stuf.incomplete),
)
_NOT_READ = {"": "passed_over", "?": "unknown_objects", "personal": "personal_data_left_out", "other message": "messages_not_read"}


@dataclass
class Gathered:
    """This is what was named, each with its place in the order: files that are tables of their own, and what belongs to a system.

    `files` are (place, sort, path, name as shown); `tables` are tables of one dump that lie in a folder: (place, system, folder, files).
    """

    own: list[tuple[int, str]] = field(default_factory=list)
    files: list[tuple[int, str, Path, str]] = field(default_factory=list)
    tables: list[tuple[int, str, str, Mapping[str, Sequence[Path]]]] = field(default_factory=list)


def gather(names: Sequence[str], *, sort_of: Callable[[Path], str]) -> Gathered:
    """This sorts what the user names; `sort_of` tells the sort of a file by its first bytes (one of `SORTS`, or anything else).

    Raises `InputError` for a folder without files, and for a dossier.
    """
    gathered = Gathered()
    of_dump: dict[tuple[str, Path], tuple[int, dict[str, list[Path]]]] = {}
    at = 0
    for name in names:
        path = Path(name)
        inside = name != "-" and path.is_dir()
        files = list(_files_in(path)) if inside else [path]
        if inside and not files:
            raise InputError(
                say("{file} is a folder without files.", file=path), next_step=say("Name a folder with an export, or the files themselves.")
            )
        for file in files:
            at += 1
            sort = "own" if name == "-" else sort_of(file)
            if sort in SORTS:
                gathered.files.append((at, sort, file, str(file.relative_to(path)) if inside else file.name))
            elif sort == "delimited" and (table := open_zaak_dump.table_of(file.name)):
                of_dump.setdefault(("Open Zaak", file.parent), (at, {}))[1].setdefault(table, []).append(file)
            elif sort == "delimited" and (table := signalen.table_of(file.name)) and signalen.holds_table(file, table):
                of_dump.setdefault(("Signalen", file.parent), (at, {}))[1].setdefault(table, []).append(file)
            else:
                gathered.own.append((at, str(file) if inside else name))
    for (system, folder), (first, tables) in of_dump.items():
        if system == "Signalen" or "zaken_zaak" in tables:
            gathered.tables.append((first, system, folder.name or str(folder), tables))
        elif len(tables) > 1:
            raise InputError(
                say("“{file}” holds tables of Open Zaak, but not zaken_zaak: without it no case is known.", file=folder.name or folder),
                next_step=say("Ask for: {command}", command="./bin/dump_data.sh --csv zaken catalogi besluiten audittrails"),
            )
        else:  # a table by itself is no dump: it is read as any other CSV
            gathered.own += [(first, str(file)) for files_of_table in tables.values() for file in files_of_table]
    return gathered


def system_tables(gathered: Gathered, *, settings: Settings, connection: duckdb.DuckDBPyConnection) -> list[tuple[int, RawTable]]:
    """This reads every file of a system onto the shelf and gives a table per system that has events, with its place in the order."""
    if not gathered.files and not gathered.tables:
        return []
    shelf = Shelf(connection)
    first: dict[str, int] = {}
    files: dict[str, list[str]] = {}
    pages = Pages()
    for at, shown, item, place in _items(gathered, settings, pages):
        if item.sort in _NOT_READ:
            shelf.noted[_NOT_READ[item.sort]] += 1
            continue
        shelf.put(item, place)
        for system in SYSTEMS:
            if item.sort in system.begins:
                first.setdefault(system.format, at)
            if item.sort in system.sorts and (not files.get(system.format) or files[system.format][-1] != shown):
                files.setdefault(system.format, []).append(shown)
    shelf.close()
    shelf.noted["pages_missing"] = pages.missing
    tables = [(first[one.format], _table(one, shelf, files[one.format], settings)) for one in SYSTEMS if one.format in first]
    if not shelf.has(*(sort for one in SYSTEMS for sort in one.begins if sort != "audit")):
        if shelf.noted["messages_not_read"]:
            raise InputError(
                say("Of the messages in “{file}” none is a zakLk01: only those tell what happened to a case.", file=gathered.files[0][3]),
                next_step=say("docs/sources.md tells per system what to ask for."),
            )
        shown = min([(at, name) for at, _, _, name in gathered.files] + [(at, name) for at, _, name, _ in gathered.tables])[1]
        raise InputError(
            say("“{file}” holds no cases, contacts, tasks or reports that can be read.", file=shown),
            next_step=say("docs/sources.md tells per system what to ask for."),
        )
    return tables


def _files_in(folder: Path) -> Iterator[Path]:
    count = 0
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith(".") and one not in ("profiles", "__MACOSX"))
        if "dossier.duckdb" in files:
            raise InputError(
                say("{file} is a dossier: what came out, not what goes in.", file=place), next_step=say("Name the export instead.")
            )
        for file in sorted(files):
            if not is_clutter(file) and not file.endswith((".toml", ".md", ".txt", ".log", ".part")):
                count += 1
                if count > MOST_FILES:
                    raise InputError(say("{file} holds more than {limit} files.", file=folder, limit=MOST_FILES))
                yield Path(place, file)


@dataclass
class Pages:
    """This counts what the pages of an API give against how many objects they say there are (`count`), by collection."""

    given: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)

    def page(self, collection: str, objects: int, rest: Mapping[str, object]) -> None:
        """This takes in one page: its objects, and what stands beside them."""
        count = rest.get("count")
        self.given[collection] += objects
        if collection and isinstance(count, int) and {"next", "results"} <= rest.keys():
            self.said[collection] = max(self.said[collection], count)

    @property
    def missing(self) -> int:
        """This is how many objects stand on pages that are not in the files, at least."""
        return sum(max(count - self.given[collection], 0) for collection, count in self.said.items())


def _items(gathered: Gathered, settings: Settings, pages: Pages) -> Iterator[tuple[int, str, Item, str]]:
    """This reads every file of a system and gives its items: place in the order, name of the file, item, place in the file."""
    limits = settings.limits
    for at, sort, path, shown in gathered.files:
        if sort == "json":
            before, after = say("{file}, object {number}", file=shown, number="\0").split("\0")
            collection, given = "", 0
            for number, (key, found) in enumerate(objects_of(path, name=shown, limits=limits), start=1):
                if key == "rest":
                    pages.page(collection, given, found)
                    collection, given = "", 0
                else:
                    collection = collection or (sort_of(found) if isinstance(found, dict) else "")
                    given += 1
                    place = f"{before}{number}{after}"
                    for item in items_of(found):
                        yield at, shown, item, place
        elif sort == "stuf":
            yield from ((at, shown, item, shown) for item in stuf.items_of_message(path, name=shown, limits=limits))
        elif sort == "tar":
            found_items = open_zaak_dump.items_of_dump(open_zaak_dump.tables_in_tar(path, name=shown, limits=limits))
            yield from ((at, shown, item, place) for item, place in found_items)
        else:
            found_items = signalen.items_of_tables(signalen.tables_in_zip(path, name=shown, limits=limits))
            yield from ((at, shown, item, place) for item, place in found_items)
    for at, system, shown, tables in gathered.tables:
        if system == "Open Zaak":
            found_items = open_zaak_dump.items_of_dump(tables_in_folder(tables, limits=limits))
        else:
            found_items = signalen.items_of_tables(tables_in_folder(tables, limits=limits))
        yield from ((at, shown, item, place) for item, place in found_items)


def _table(system: System, shelf: Shelf, files: list[str], settings: Settings) -> RawTable:
    table = event_table(
        system.format,
        system.format,
        lambda: _under_one_name(system.events(shelf, settings), Staff.of(shelf)),
        why=say("as {system} has it", system=system.format),
        facts={"read_from": say("{n} files, from {file}", n=len(files), file=files[0]) if len(files) > 1 else files[0]},
        remarks=lambda: [*system.remarks(shelf), *_general(shelf)],
    )
    table.incomplete = system.incomplete(shelf)
    return table


def _under_one_name(events: Iterator[Event], staff: Staff) -> Iterator[Event]:
    """This gives every official the account name where a system knows the e-mail address alone and the objects `medewerker` know both."""
    if not staff.account:
        yield from events
        return
    for event in events:
        yield {**event, **{name: staff.official(event[name]) for name in ("official", "to_official") if event.get(name)}}


def _general(shelf: Shelf) -> list[Remark]:
    """This gives the remarks on the files as a whole, once: with the first system that is read."""
    codes = ("object_twice", "unknown_objects", "personal_data_left_out", "pages_missing")
    told = [Remark(code, shelf.noted[code]) for code in codes if shelf.noted[code]]
    for code in codes:
        del shelf.noted[code]
    return told
