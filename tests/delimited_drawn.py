"""Draws delimited files for the tests, and reads them back as plain tuples whatever road was taken."""

from __future__ import annotations

from pathlib import Path

import duckdb

from journeys.limits import Limits
from journeys.settings import ReadingSettings
from journeys.sources.delimited import read_delimited
from journeys.sources.raw import RawTable


def read(
    folder: Path,
    content: bytes | str,
    *,
    name: str = "log.csv",
    settings: ReadingSettings | None = None,
    limits: Limits | None = None,
    allow_odd_headers: bool = False,
) -> RawTable:
    """This writes the content to a file and reads it."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_delimited(
        path,
        name=name,
        settings=settings or ReadingSettings(),
        limits=limits or Limits(),
        allow_odd_headers=allow_odd_headers,
    )


def rows(table: RawTable) -> list[tuple[object, ...]]:
    """This gives the rows as (row_no, c0, c1, ...)."""
    if table.relation is not None:
        with duckdb.connect() as connection:
            return connection.execute(f"select * from {table.relation} order by row_no").fetchall()
    assert table.batches is not None
    return [row for batch in table.batches() for row in batch.itertuples(index=False, name=None)]


def rejects(table: RawTable) -> list[tuple[int, str]]:
    """This gives row and reason of each reject, after reading."""
    return [(reject.row, reject.reason) for reject in table.rejects]
