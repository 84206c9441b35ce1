"""One run: from exports to a database in which everything is mined, or to what stands in them and whose column is ours."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO

import duckdb

from journeys.connecting import connected, spilling
from journeys.dossier import Dossier, building, lock_down, write_provenance
from journeys.file_reading import FileReading, proposed, understand
from journeys.intake import Intake, take_in
from journeys.loading import Loaded, check_pages, damage_told, load
from journeys.mapping import mapping_toml
from journeys.pseudonyms import find_key, fingerprint_of, without_names
from journeys.settings import Settings
from journeys.sources.opening import open_sources
from journeys.sources.raw import RawTable
from journeys.texts import language, say

if TYPE_CHECKING:
    from journeys.columns import Proposals
    from mining.catalogue import Catalogue
    from mining.data_statement import DataStatement

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Mined:
    """This is what filled a dossier: what came in, the data statement, the definitions that were run, and what to tell of the key."""

    intake: Intake
    statement: DataStatement
    catalogue: Catalogue
    told: tuple[str, ...]


def mined(
    dossier: Dossier,
    exports: Sequence[str],
    *,
    settings: Settings,
    progress: Progress,
    out: Path | None = None,
    stdin: BinaryIO | None = None,
    catalogue: Catalogue | None = None,
    secret: bytes | None = None,
    seen: Callable[[duckdb.DuckDBPyConnection, Sequence[FileReading]], None] | None = None,
) -> Mined:
    """This fills a new dossier: intake, lock-down, definitions; it writes no files yet.

    Without `out` (where the dossier will stand) the key is thrown away. `catalogue`: the definitions, where they were read already.
    `secret`: the key of the pseudonyms, where several logs must share one. `seen`: called with the rows as they were read, before people
    become pseudonyms.
    """
    from mining.catalogue import catalogue_of
    from mining.mine import mine
    from mining.network import write_department_order
    from mining.statement import statement
    from mining.stored_order import stored_in_order

    connection = dossier.connection
    with ThreadPoolExecutor(1) as pool:  # headers are read while the database is at work
        Thread(target=import_module, args=("numpy",), daemon=True).start()  # names and the order of departments want it
        progress(say("reading"))
        tables = open_sources(exports, settings=settings, connection=connection, stdin=stdin)
        headers = pool.submit(copy_context().run, catalogue_of, settings) if catalogue is None else None
        with damage_told(connection, tables):
            readings = _understood(connection, tables, settings=settings, progress=progress)
            # A check keeps nothing, so its pseudonyms need no key that lasts.
            lasting = find_key(settings.privacy, dossier=out) if settings.privacy.names == "pseudonyms" and out else None
            key = None if settings.privacy.names == "keep" else lasting.secret if lasting else secret or secrets.token_bytes(32)
            if seen is not None:
                seen(connection, readings)
            intake = take_in(
                connection, readings, settings=settings, key=key, today=date.today(), progress=lambda _stage: progress(say("events"))
            )
        definitions = headers.result() if headers is not None else catalogue
    assert definitions is not None
    made_with = {"settings": without_names(settings, key).described(), "names": settings.privacy.names, "language": language()}
    write_provenance(connection, {**made_with, "key": fingerprint_of(key) if key else None})
    lock_down(connection, dossier.folder)
    stored = stored_in_order(connection)
    shown = without_names(settings, key)
    stated: list[DataStatement] = []
    mine(
        connection,
        settings=settings,
        catalogue=definitions,
        stored=stored,
        progress=lambda done, of, _name: progress(say("measures: {done} of {of}", done=done, of=of)),
        beside=[lambda cursor: stated.append(statement(cursor, settings=shown, today=date.today(), catalogue=definitions, stored=stored))],
    )
    write_department_order(connection, organisation=settings.organisation, fixed=settings.maps.departments)
    return Mined(intake, stated[0], definitions, tuple(lasting.lines()) if lasting else ())


def propose(exports: Sequence[str], *, settings: Settings, stdin: BinaryIO | None = None) -> list[tuple[str, Proposals, str]]:
    """This proposes whose column is ours for each file: its name, the proposals, and the text of a journeys.toml."""
    found = []
    with tempfile.TemporaryDirectory(prefix="journeys-") as place, connected() as connection:
        spilling(connection, Path(place))
        tables = open_sources(exports, settings=settings, connection=connection, stdin=stdin)
        with damage_told(connection, tables):
            for one in load(connection, tables):
                proposals = proposed(connection, one)
                found.append((one.table.name, proposals, mapping_toml(proposals, file_name=one.table.name)))
                check_pages(connection, one.table)
    return found


def state(
    exports: Sequence[str],
    *,
    settings: Settings,
    memory: str | None = None,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
) -> DataStatement:
    """This gives the data statement of the exports; nothing is kept."""
    with tempfile.TemporaryDirectory(prefix="journeys-") as place, building(Path(place) / "check", memory=memory) as dossier:
        return mined(dossier, exports, settings=settings, progress=progress or (lambda _stage: None), stdin=stdin).statement


def _understood(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[RawTable], *, settings: Settings, progress: Progress
) -> list[FileReading]:
    loaded: list[Loaded] = load(connection, tables, progress=lambda rows: progress(say("reading: {rows} rows", rows=rows)))
    progress(say("columns and moments"))
    return understand(connection, loaded, settings=settings)
