"""The database file of a finished dossier: equal tables give an equal file, byte for byte.

DuckDB writes tables in the order in which threads finish them, leaves whatever was in memory between compressed
values, and gives every file a number thrown with dice. So the tables are written once more into a fresh file, one by
one, by name, in one thread and without compression, and the number is made ours. docs/decisions/equal-bytes.md tells
what that costs.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import NamedTuple

from journeys.connecting import connected, hurried

_HEADERS = (0, 4096, 8192)
_HEADER_BYTES = 4096
_IDENTIFIER = slice(124, 140)
_OURS = b"journeys dossier"
_WORD = 2**64
_IN_ORDER = frozenset({"events"})
"""Tables that are stored in an order of their own (A4), the same in every run."""


class Anew(NamedTuple):
    """This is a finished database that is to be written once more: where it stands, where work may spill, and its most memory."""

    path: str
    spill: str
    memory: str | None = None


def write_anew(task: Anew) -> None:
    """This writes the tables of a closed database once more, into a file beside it, so that equal tables are equal bytes.

    It only reads the database, so others may read it meanwhile; `take_fresh` puts the new file in its place. A primary key and named
    types are not carried over: a finished dossier is only read. When this is done the file is on the disk, not only in the system's memory.
    """
    path = Path(task.path)
    fresh = _fresh(path)
    fresh.unlink(missing_ok=True)  # of one that failed half-way
    connection = connected()
    try:
        hurried(connection)
        connection.execute("set threads = 1")
        connection.execute(f"set temp_directory = {quoted(task.spill)}")
        connection.execute(f"set memory_limit = {quoted(task.memory or '2GB')}")
        connection.execute("set force_compression = 'uncompressed'")
        connection.execute(f"attach {quoted(str(path))} as made (read_only)")
        connection.execute(f"attach {quoted(str(fresh))} as fresh")
        names = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'made' order by table_name"
        ).fetchall()
        for (name,) in names:
            table = '"' + name.replace('"', '""') + '"'
            order = "" if name in _IN_ORDER else " order by all"
            connection.execute(f"create table fresh.main.{table} as from made.main.{table}{order}")
        connection.execute("checkpoint fresh")
        connection.execute("detach fresh")
    finally:
        connection.close()
    _name_as_ours(fresh)
    with fresh.open("r+b") as file:
        os.fsync(file.fileno())


def take_fresh(path: Path) -> None:
    """This puts the database that was written anew, where there is one, in the place of the one that it was read from."""
    fresh = _fresh(path)
    if fresh.exists():
        fresh.replace(path)


def _fresh(path: Path) -> Path:
    return path.with_name(f"{path.name}.fresh")


def _name_as_ours(path: Path) -> None:
    """This puts our number in place of the one thrown with dice; a file laid out in another way is left as it is."""
    with path.open("r+b") as file:
        for place in _HEADERS:
            file.seek(place)
            header = bytearray(file.read(_HEADER_BYTES))
            if len(header) != _HEADER_BYTES or _checksum(header) != struct.unpack_from("<Q", header)[0]:
                return
            if any(header[_IDENTIFIER]):
                header[_IDENTIFIER] = _OURS
                struct.pack_into("<Q", header, 0, _checksum(header))
                file.seek(place)
                file.write(header)


def _checksum(header: bytearray) -> int:
    """This is the checksum by which DuckDB knows that a header is whole: of all its words but the first."""
    found = 5381
    for word in struct.unpack_from(f"<{len(header) // 8 - 1}Q", header, 8):
        found ^= word * 0xBF58476D1CE4E5B9 % _WORD
    return found


def quoted(text: str) -> str:
    """This writes a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
