"""How a connection to a database begins: one that never writes to the screen, and where it may put what does not fit in memory."""

from __future__ import annotations

from pathlib import Path

import duckdb


def connected(place: str | Path = ":memory:", *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """This opens a database (none named: an empty one in memory) that draws no progress bar; every connection of ours begins here.

    Where Python runs without a script of its own (`python -c`, a notebook) DuckDB draws one on standard output when a query takes more
    than two seconds, in the middle of what others read there. A cursor of such a connection draws none. Raises `duckdb.Error` for a file
    that is no database.
    """
    connection = duckdb.connect(str(place), read_only=read_only)
    connection.execute("set enable_progress_bar = false")
    return connection


def spilling(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """This lets a connection spill to a folder that only this user can look into: rows spill before names have become pseudonyms.

    The folder is made where it is not there; whoever made it takes it away. A run that is killed leaves it behind.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    place = str(folder.absolute()).replace("'", "''")
    connection.execute(f"set temp_directory = '{place}'")


def hurried(connection: duckdb.DuckDBPyConnection) -> None:
    """This lets a database that is thrown away when anything fails be written without waiting for the disk at every step.

    Whoever keeps its file has it written to the disk once, at the end (`database_file.write_anew`).
    """
    connection.execute("set fsync_mode = 'NONE'")


def spill_of(connection: duckdb.DuckDBPyConnection) -> Path | None:
    """This is the folder that a connection was told to spill to (`spilling`); None: it was told none."""
    found = Path(str(connection.execute("select current_setting('temp_directory')").fetchall()[0][0]))
    return found if found.is_absolute() and found.is_dir() else None
