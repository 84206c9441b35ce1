"""What every source hands over: raw rows, all text, nothing decided, and what it could not read.

A source opens a file and gives a `RawTable`. Its columns are known by position (`c0`, `c1`, ...), so that no header, however odd, can
disturb a query; the headers stand beside them. Rows are numbered from 1 (the header does not count); in XES a row is an event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

Format = Literal[
    "delimited", "workbook", "parquet", "xes", "Open Zaak", "Open Klant", "Contactmomenten", "Signalen", "StUF-ZKN", "xxllnc Zaken", "OCEL"
]

PLACE = "journeys:place"
"""The header of a column that leads a person to where a row stands, for sources in which a row number alone does not."""


@dataclass(frozen=True)
class Reject:
    """This is one row that could not become an event: its number, a reason code, and never a cell's content.

    `place` adds where the row number alone does not lead a person there ("trace 3, event 2"; "line 17").
    """

    row: int
    reason: str
    place: str = ""


@dataclass(frozen=True)
class Remark:
    """This is something worth knowing that lost no row: a code, how often, and the first row where one is known."""

    code: str
    count: int
    row: int | None = None
    detail: str = ""


@dataclass
class RawTable:
    """This is one table of one file, read lazily; `rejects`, `remarks` and `rows` are whole once the batches are exhausted.

    Attributes
    ----------
    headers: the header texts in order, unique, as they stand in the file; `headers[i]` names column `c{i}`.
    batches: gives data frames of object columns `row_no` (int), `c0`, `c1`, ... (str or None; an empty cell is None). May be called
        more than once (each call reads anew and fills `rejects`, `remarks`, `rows` anew), except for standard input.
    relation: for a source that DuckDB reads by itself, the SQL text of a relation with columns `row_no`, `c0`, ... (then `batches` is
        None); columns may have their own types there.
    check: for a relation that is read where it lies: reads every value of these columns once, and raises `InputError` where one cannot
        be read, or where the file is no longer the one that was opened (also with no columns). Called before anything is kept.
    facts: what the report tells about the file: `encoding`, `delimiter`, `skipped_lines`, `sheet`, `sheets`, ... code -> text.
    rows: data rows read, rejects included.
    settled: for a source whose columns are known by itself, ours -> header; nothing is proposed then. `settled_why` says how that is known.
    incomplete: ours -> a reason code, for a column of ours that holds values but from which nothing may be counted.
    """

    name: str
    format: Format
    headers: tuple[str, ...]
    path: Path | None = None
    sheet: str | None = None
    batches: Callable[[], Iterator[pd.DataFrame]] | None = None
    relation: str | None = None
    check: Callable[[duckdb.DuckDBPyConnection, Sequence[int]], None] | None = None
    facts: dict[str, str] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    rows: int = 0
    settled: dict[str, str] = field(default_factory=dict)
    settled_why: str = ""
    incomplete: dict[str, str] = field(default_factory=dict)
