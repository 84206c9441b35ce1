"""How one file is understood: whose column is ours, how sure that is, and how its moments are written; nothing is changed by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import duckdb

from journeys.columns import ColumnSample, Proposals, columns_of_source, propose_columns
from journeys.dossier import answer
from journeys.errors import InputError, JourneysError, MappingError
from journeys.loading import Loaded
from journeys.mapping import settle_columns
from journeys.moment_plan import MomentPlan
from journeys.moments import decide_moments
from journeys.names import normalised
from journeys.settings import Settings
from journeys.texts import say

_SAMPLE_ROWS = 200_000

_SAMPLE_VALUES = 2_000

_AT_ONCE = 16
"""So many columns are counted in one query: each different value of each column stands in memory meanwhile."""


@dataclass(frozen=True)
class FileReading:
    """This is how one file was understood: whose column is ours (0-based positions), how sure, and how its moments are written."""

    loaded: Loaded
    mapping: dict[str, int]
    proposals: Proposals
    moments: dict[str, MomentPlan] = field(default_factory=dict)

    def column(self, ours: str) -> str | None:
        """This gives the column of the raw relation that is ours, or None."""
        return f"c{self.mapping[ours]}" if ours in self.mapping else None


def understand(connection: duckdb.DuckDBPyConnection, loaded: Sequence[Loaded], *, settings: Settings) -> list[FileReading]:
    """This settles per file whose column is ours and how its moments are written; it changes nothing.

    Columns named in the settings hold for every file that has them. Raises `MappingError` with the line to add where a required column
    is unsure, and `InputError` where a column of moments contradicts itself.
    """
    readings = []
    for one in loaded:
        headers = one.table.headers
        proposals = proposed(connection, one)
        with _named(one, MappingError, when=len(loaded) > 1):
            mapping = settle_columns(proposals, _columns_for(one, loaded, settings), headers)
        with _named(one, InputError):
            moments: dict[str, MomentPlan] = {
                ours: decide_moments(
                    connection, one.relation, f"c{mapping[ours]}", column_label=headers[mapping[ours]], day_first=settings.reading.day_first
                )
                for ours in ("time", "start")
                if ours in mapping
            }
        readings.append(FileReading(one, mapping, proposals, moments))
    return readings


@contextmanager
def _named(one: Loaded, sort: type[JourneysError], *, when: bool = True) -> Iterator[None]:
    """This puts the file, and the sheet, before what an error says of a column."""
    try:
        yield
    except sort as error:
        if not when:
            raise
        sheet = one.table.sheet
        where = say("{file}, sheet “{sheet}”", file=one.table.name, sheet=sheet) if sheet else one.table.name
        raise sort(f"{where}: {error.message}", next_step=error.next_step) from error


def proposed(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> Proposals:
    """This proposes whose column is ours: what the source itself knows, otherwise what headers and values say."""
    table = loaded.table
    if table.settled:
        return columns_of_source(table.headers, table.settled, table.settled_why)
    return propose_columns(samples(connection, loaded))


def samples(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> list[ColumnSample]:
    """This draws up to 2,000 values of each column, spread over the first 200,000 rows, with counts over those rows."""
    headers = loaded.table.headers
    within = f"(select * from {loaded.relation} where row_no <= {_SAMPLE_ROWS})"
    counts: list[tuple[int, int, str | None]] = []
    rows = 0
    for first in range(0, max(len(headers), 1), _AT_ONCE):
        some = range(first, min(first + _AT_ONCE, len(headers)))
        counted = ", ".join(f"count(c{i}), count(distinct c{i}), any_value(typeof(c{i}))" for i in some)
        rows, *found = answer(connection, f"select {', '.join(filter(None, ('count(*)', counted)))} from {within}")
        counts += zip(found[::3], found[1::3], found[2::3], strict=True)
    step = max(1, rows // _SAMPLE_VALUES)
    drawn = connection.execute(
        "select "
        + ", ".join(f"cast(c{i} as varchar)" for i in range(len(headers)))
        + f" from {within} where row_no % {step} = {1 % step} order by row_no"
    ).fetchall()
    columns = list(zip(*drawn, strict=True)) or [()] * len(headers)
    return [
        ColumnSample(
            header=header,
            position=i + 1,
            values=tuple(value for value in columns[i] if value is not None),
            rows=rows,
            filled=int(filled),
            distinct=int(distinct),
            type=str(kind) if kind is not None else None,
        )
        for i, (header, (filled, distinct, kind)) in enumerate(zip(headers, counts, strict=True))
    ]


def _columns_for(one: Loaded, loaded: Sequence[Loaded], settings: Settings) -> dict[str, str | int]:
    """This gives the settings' columns that hold for this file: with several files, those whose header it has."""
    if len(loaded) == 1:
        return settings.columns
    here = {normalised(header) for header in one.table.headers}
    anywhere = {normalised(header) for other in loaded for header in other.table.headers}
    return {
        ours: header
        for ours, header in settings.columns.items()
        if isinstance(header, int) or normalised(header) in here or normalised(header) not in anywhere
    }
