"""How a connection to a database begins: one that never writes to the screen."""

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
