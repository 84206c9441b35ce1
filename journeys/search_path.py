"""Where a connection looks for its tables: the databases it searches, and a second connection that searches them for another thread."""

from __future__ import annotations

import duckdb


def home_of(connection: duckdb.DuckDBPyConnection) -> str:
    """This gives the database that a connection works in, quoted as a query writes it."""
    ((name,),) = connection.execute("select current_database()").fetchall()
    return '"' + str(name).replace('"', '""') + '"'


def search(connection: duckdb.DuckDBPyConnection, *databases: str) -> None:
    """This lets a connection look for its tables in these databases, in this order; a table made without a place lands in the first."""
    connection.execute("set search_path = ?", [",".join(f"{one}.main" for one in databases)])


def another(connection: duckdb.DuckDBPyConnection, *databases: str) -> duckdb.DuckDBPyConnection:
    """This gives a second connection to the same databases; it looks in those named, or else where the first one looks.

    Without names the first is asked, so the thread that works with it must call.
    """
    second = connection.cursor()
    if databases:
        search(second, *databases)
        return second
    ((path,),) = connection.execute("select current_setting('search_path')").fetchall()
    if path:
        second.execute("set search_path = ?", [path])
    return second
