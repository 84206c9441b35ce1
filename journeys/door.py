"""The room at the door: a database in memory for what still knows names, seen by every connection that looks in, gone once events are made.

Temporary tables are seen by one connection only. What stands here, two can work on: texts are numbered in two rows at once, names become
pseudonyms and are searched for personal numbers while the rows are sorted. It spills to disk where memory is short, as temporary tables do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import Protocol, TypeVar

import duckdb

from journeys.search_path import another, home_of, search

DOOR = "at_the_door"
AT_DOOR = f"{DOOR}.main."
"""Written before the name of a table that is made at the door; it is read by its bare name."""

Made = TypeVar("Made")


class Beside(Protocol):
    """This starts work beside, with a connection of its own that looks in at the door, and gives what will come of it."""

    def __call__(self, work: Callable[[duckdb.DuckDBPyConnection], Made]) -> Future[Made]: ...


def open_door(connection: duckdb.DuckDBPyConnection) -> None:
    """This opens the room (an open one stays as it is) and lets the connection find its tables behind those of its own database."""
    connection.execute(f"attach if not exists ':memory:' as {DOOR}")
    search(connection, home_of(connection), DOOR)


def close_door(connection: duckdb.DuckDBPyConnection) -> None:
    """This drops the room with everything in it; no other connection may be looking in any more."""
    search(connection, home_of(connection))
    connection.execute(f"detach database if exists {DOOR}")


@contextmanager
def working_beside(connection: duckdb.DuckDBPyConnection) -> Iterator[Beside]:
    """This lets work be done beside the connection, in two threads; it waits for all of it at the end.

    When the block fails, what has not begun is left undone.
    """
    home = home_of(connection)

    with ThreadPoolExecutor(2) as pool:

        def beside(work: Callable[[duckdb.DuckDBPyConnection], Made]) -> Future[Made]:
            cursor = another(connection, home, DOOR)
            future = pool.submit(copy_context().run, work, cursor)
            future.add_done_callback(lambda _: cursor.close())  # however it ended, and also where it never began
            return future

        try:
            yield beside
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
