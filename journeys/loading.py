"""Raw rows in the database: each table of a source under a name of ours, rows counted on over the files, nothing decided yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from journeys.door import AT_DOOR, open_door
from journeys.errors import InputError, LawError
from journeys.sources.delimited import check_unchanged
from journeys.sources.raw import RawTable
from journeys.texts import say


@dataclass(frozen=True)
class Loaded:
    """This is one raw table as a relation in the database: columns `row_no` (from 1 in its file), `c0`, `c1`, ...

    `offset` is added to `row_no` for the number that is unique over all files; `shape` is equal for tables with equal headers.
    """

    table: RawTable
    relation: str
    file_no: int
    offset: int
    shape: int


def load(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[RawTable], *, progress: Callable[[int], None] | None = None
) -> list[Loaded]:
    """This puts the rows of every source into tables `raw_1`, `raw_2`, ... at the door and counts them.

    What DuckDB reads by itself in columns (Parquet) stays where it is, as a view. `progress` is told the rows loaded so far.
    Raises `InputError` when a source holds more rows than row numbers can count.
    """
    open_door(connection)
    loaded: list[Loaded] = []
    offset = 0
    shapes: dict[tuple[str, ...], int] = {}
    for file_no, table in enumerate(tables, start=1):
        relation = f"raw_{file_no}"
        if table.relation is not None:
            kind = "view" if table.format == "parquet" else "table"
            try:
                connection.execute(f"create or replace {kind} {AT_DOOR}{relation} as select * from {table.relation}")
            except (duckdb.InvalidInputException, duckdb.IOException) as error:
                raise InputError(
                    say("{file} changed or became damaged while it was read.", file=table.name), next_step=say("Try again.")
                ) from error
            if table.format == "delimited":
                check_unchanged(table)
        else:
            _load_batches(connection, table, relation, progress=progress, done=offset)
        highest = table.rows
        loaded.append(Loaded(table, relation, file_no, offset, shapes.setdefault(table.headers, len(shapes))))
        offset += highest
        if offset > 2**31 - 1:
            raise InputError(say("{file} holds more rows than can be numbered.", file=table.name))
        if progress:
            progress(offset)
    return loaded


@contextmanager
def damage_told(connection: duckdb.DuckDBPyConnection, tables: Sequence[RawTable]) -> Iterator[None]:
    """This looks, when something went wrong with rows that are read where they lie, whether a file is damaged: then that is the error.

    When all went well it holds that each file is still the one that was opened.
    """
    try:
        yield
    except (duckdb.InterruptException, duckdb.OutOfMemoryException, duckdb.PermissionException):
        raise
    except (duckdb.Error, UnicodeDecodeError, LawError):
        for table in tables:
            check_pages(connection, table)
        raise
    for table in tables:  # a file that was replaced after its pages were read gave rows of two exports
        check_pages(connection, table, used=range(len(table.headers)))


def check_pages(connection: duckdb.DuckDBPyConnection, table: RawTable, *, used: Collection[int] = ()) -> None:
    """This reads, of a table that is read where it lies, the columns that nobody else will have read: all but those `used`.

    Raises `InputError` for a file that is damaged or has changed.
    """
    if table.check:
        table.check(connection, [at for at in range(len(table.headers)) if at not in used])


def _load_batches(
    connection: duckdb.DuckDBPyConnection, table: RawTable, relation: str, *, progress: Callable[[int], None] | None, done: int
) -> None:
    columns = ", ".join(["row_no integer", *(f"c{position} varchar" for position in range(len(table.headers)))])
    connection.execute(f"create or replace table {AT_DOOR}{relation} ({columns})")
    if table.batches is None:
        raise ValueError("a raw table has batches or a relation")
    names = ", ".join(["row_no", *(f"c{position}" for position in range(len(table.headers)))])
    for batch in table.batches():
        connection.register("batch", batch)
        connection.execute(f"insert into {AT_DOOR}{relation} select {names} from batch")
        connection.unregister("batch")
        if progress and len(batch):
            progress(done + int(batch["row_no"].iloc[-1]))
