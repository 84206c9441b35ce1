"""The dossier of one analysis: a folder with one DuckDB database, made whole or not at all, locked down before definitions run.

A new dossier is built in a hidden folder beside its place and takes that place by renaming, so that an older dossier survives every
failure of a newer run, also `kill -9` and a full disk. One run at a time may build at one place (an advisory lock on a file beside it).
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import duckdb

from journeys.connecting import connected, hurried, spilling
from journeys.database_file import Anew, quoted, take_fresh
from journeys.errors import DossierError, SurroundingsError
from journeys.texts import say

DATABASE = "dossier.duckdb"
FORMAT = 1
"""The version of the dossier's tables; a dossier with a higher one was made by a newer program and is refused."""

_SPILL = ".spill"
_PART = 1000  # characters, of at most four bytes each


@dataclass(frozen=True)
class Dossier:
    """This is an open dossier: its folder and the connection to its database."""

    folder: Path
    connection: duckdb.DuckDBPyConnection


@contextlib.contextmanager
def building(
    place: Path,
    *,
    memory: str | None = None,
    threads: int | None = None,
    last: Callable[[], None] | None = None,
) -> Iterator[Dossier]:
    """This builds a dossier at `place`: it yields an empty one to fill, and puts it in place when the block ends well.

    `last` is called when the database is closed: it waits for whoever else still writes into the folder. A database that was written anew
    by then (`put_away`) is the dossier's; one that was not may still be in the system's memory only, and be lost with the power.
    Raises `DossierError` when the place holds something that is no dossier or when another run builds there, and
    `SurroundingsError` when disk, memory or permission stand in the way; the older dossier then stands as it was.
    """
    place = Path(os.path.abspath(place))
    with _told_plainly(place), _alone(place):
        _recover(place)
        if place.exists() and not _replaceable(place):
            raise DossierError(
                say("{folder} is not a dossier, or holds files of another kind.", folder=place),
                next_step=say("Choose a folder that is new or empty after --out."),
            )
        staging = place.parent / f".{place.name}.new-{os.getpid()}"
        staging.mkdir(parents=True)
        try:
            connection = _connected(staging / DATABASE, spill=staging / _SPILL, memory=memory, threads=threads)
            try:
                yield Dossier(staging, connection)
                _close(connection)
            finally:
                connection.close()
            if last is not None:
                last()
            take_fresh(staging / DATABASE)
            shutil.rmtree(staging / _SPILL, ignore_errors=True)
            _take_place(staging, place)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def put_away(dossier: Dossier, *, memory: str | None = None) -> Anew:
    """This closes the database of a dossier that is being built, for all is in it: from here on it is read (`opened`).

    It gives what `write_anew` is to do, so that equal tables give an equal file.
    """
    _close(dossier.connection)
    return Anew(str(dossier.folder / DATABASE), str(dossier.folder / _SPILL), memory)


@contextlib.contextmanager
def opened(folder: Path, *, read_only: bool = True, memory: str | None = None) -> Iterator[Dossier]:
    """This reopens a finished dossier, locked down and read-only (a copy of one may be opened to work in).

    `memory`: the most that the database may use (none said: what DuckDB thinks right for the machine).

    Raises `DossierError` when there is no dossier there, when it was made by a newer program, or when it is damaged.
    """
    _recover(Path(os.path.abspath(folder)))
    path = folder / DATABASE
    if not path.is_file():
        raise DossierError(
            say("{folder} is not a dossier: it has no file {file}.", folder=folder, file=DATABASE),
            next_step=say("Make one with: journeys mine EXPORT --out {folder}", folder=folder),
        )
    try:
        connection = connected(path, read_only=read_only)
        found = connection.execute("select value from provenance where name = 'format'").fetchone()
    except duckdb.Error as error:
        raise DossierError(
            say("The database of {folder} cannot be read; it is damaged or made by another version.", folder=folder),
            next_step=say("Make the dossier anew with journeys mine."),
        ) from error
    try:
        if found is None or int(json.loads(found[0])) > FORMAT:
            raise DossierError(
                say("{folder} was made by a newer version of journeys.", folder=folder),
                next_step=say("Install that version, or make the dossier anew."),
            )
        if memory:
            connection.execute(f"set memory_limit = {quoted(memory)}")
        lock_down(connection, folder)
        yield Dossier(folder, connection)
    finally:
        connection.close()


def lock_down(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """This locks the database before anything from outside the package runs in it.

    From here on: no file outside the dossier, no network, no extension beyond those built in, and no setting that changes this.
    """
    connection.execute(f"set allowed_directories = [{quoted(str(Path(os.path.abspath(folder))))}]")
    for setting in ("autoinstall_known_extensions", "autoload_known_extensions", "allow_community_extensions", "enable_external_access"):
        connection.execute(f"set {setting} = false")
    connection.execute("set lock_configuration = true")


def answer(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """This gives the one row that a query answers with, read to the end: a half-read result would hold the connection."""
    return connection.execute(query).fetchall()[0]


def has_table(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """This tells whether a dossier has a table: one of an older version, or of a log read another way, may lack it."""
    return bool(connection.execute("select 1 from duckdb_tables() where table_name = ?", [name]).fetchall())


def insert_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """This puts rows into a table in one go, where there are any: row by row DuckDB takes a millisecond for each."""
    if rows:
        each = f"({', '.join('?' * len(rows[0]))})"
        connection.execute(f"insert into {table} values {', '.join([each] * len(rows))}", [value for row in rows for value in row])


def write_provenance(connection: duckdb.DuckDBPyConnection, facts: dict[str, Any]) -> None:
    """This stores what a dossier was made with and from (JSON values by name), sorted, in table `provenance`.

    A long value stands in parts: a text of more than 4,096 bytes gets a block of its own, whose mark differs from run to run.
    """
    connection.execute("create or replace table provenance (name varchar, part integer, value varchar, primary key (name, part))")
    rows = []
    for name, value in sorted({**facts, "format": FORMAT}.items()):
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
        rows += [(name, part, text[start : start + _PART]) for part, start in enumerate(range(0, len(text), _PART))]
    connection.execute(
        "insert into provenance select unnest(?::varchar[]), unnest(?::integer[]), unnest(?::varchar[])",
        [list(column) for column in zip(*rows, strict=True)],
    )


def read_provenance(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """This gives back what `write_provenance` stored."""
    found: dict[str, str] = {}
    for name, value in connection.execute("select name, value from provenance order by name, part").fetchall():
        found[name] = found.get(name, "") + value
    return {name: json.loads(text) for name, text in found.items()}


def names_kept(connection: duckdb.DuckDBPyConnection) -> bool:
    """This tells whether a dossier holds the ids of its source in place of pseudonyms (`--names keep`): what is made of it says so."""
    return bool(read_provenance(connection).get("names") == "keep")


def _close(connection: duckdb.DuckDBPyConnection) -> None:
    """This closes a database with everything in its file; one that is closed already stays so."""
    with contextlib.suppress(duckdb.ConnectionException):
        connection.execute("checkpoint")
    connection.close()


def _connected(path: Path, *, spill: Path, memory: str | None, threads: int | None) -> duckdb.DuckDBPyConnection:
    connection = connected(path)
    hurried(connection)
    spilling(connection, spill)
    connection.execute("set preserve_insertion_order = true")
    # What is kept is written anew at the end (`write_anew`); packing it on the way would be work for nothing.
    connection.execute("set force_compression = 'uncompressed'")
    try:
        connection.execute(f"set memory_limit = {quoted(memory or '2GB')}")
    except duckdb.Error as error:
        connection.close()
        raise SurroundingsError(
            say("“{memory}” is not an amount of memory.", memory=memory), next_step=say("Write for example --memory 1GB.")
        ) from error
    if threads:
        connection.execute(f"set threads = {int(threads)}")
    return connection


def _replaceable(place: Path) -> bool:
    return place.is_dir() and ((place / DATABASE).is_file() or not any(place.iterdir()))


def _take_place(staging: Path, place: Path) -> None:
    """This puts the new dossier where the old one stood; a kill between the two renames is mended by `_recover`."""
    old = _old(place)
    if place.exists():
        place.rename(old)
    staging.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _recover(place: Path) -> None:
    """This puts an older dossier back that a killed run had moved aside."""
    old = _old(place)
    if old.exists():
        if place.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(place)


def _old(place: Path) -> Path:
    return place.parent / f".{place.name}.old"


@contextlib.contextmanager
def _alone(place: Path) -> Iterator[None]:
    """This holds the lock beside the place; it falls with the process, however that ends. What a killed run left is swept up."""
    place.parent.mkdir(parents=True, exist_ok=True)
    path = place.parent / f".{place.name}.lock"
    with path.open("a") as file:
        if not _locked(file):
            raise DossierError(
                say("Another run is working on {folder} right now.", folder=place),
                next_step=say("Wait until it is done, or choose another folder after --out."),
            )
        for left in place.parent.glob(f".{place.name.replace('[', '[[]')}.new-*"):
            shutil.rmtree(left, ignore_errors=True)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                path.unlink()


def _locked(file: IO[str]) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def _told_plainly(place: Path) -> Iterator[None]:
    """This turns what the surroundings refuse into one clear error."""
    try:
        yield
    except MemoryError as error:
        raise _out_of_memory() from error
    except duckdb.OutOfMemoryException as error:
        if "temp" in str(error).lower() and "space" in str(error).lower():
            raise _disk_full(place) from error
        raise _out_of_memory() from error
    except (duckdb.IOException, duckdb.FatalException) as error:  # a log that cannot be closed any more is fatal
        if "space" in str(error).lower():
            raise _disk_full(place) from error
        if isinstance(error, duckdb.FatalException):
            raise
        raise SurroundingsError(
            say("The dossier cannot be written at {folder}.", folder=place), next_step=str(error).splitlines()[0]
        ) from error
    except PermissionError as error:
        raise SurroundingsError(
            say("There is no permission to write at {folder}.", folder=place), next_step=say("Choose another folder after --out.")
        ) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _disk_full(place) from error
        if error.errno in (errno.EROFS, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EEXIST):
            raise SurroundingsError(
                say("The dossier cannot be written at {folder}.", folder=place), next_step=say("Choose another folder after --out.")
            ) from error
        raise


def _disk_full(place: Path) -> SurroundingsError:
    return SurroundingsError(
        say("The disk is full: the dossier at {folder} could not be written.", folder=place),
        next_step=say("Make room, or choose a folder on another disk after --out."),
    )


def _out_of_memory() -> SurroundingsError:
    return SurroundingsError(say("This needs more memory than it may use."), next_step=say("Allow more, for example with --memory 4GB."))
