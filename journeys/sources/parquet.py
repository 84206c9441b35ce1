"""Reads a Parquet file as DuckDB sees it: columns keep their types, and every page is read before anything of it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from journeys.errors import InputError, SurroundingsError
from journeys.limits import Limits
from journeys.settings import ReadingSettings
from journeys.sources.archive import damaged, hold_unchanged, hold_within, raise_limit, stand
from journeys.sources.delimited_layout import Layout, name_columns
from journeys.sources.raw import RawTable, Remark
from journeys.texts import say

MARK = b"PAR1"
LOCKED_MARK = b"PARE"
BROKEN = ("DOUBLE", "FLOAT", "DECIMAL")
NESTED = ("STRUCT", "MAP", "UNION", "VARIANT", "GEOMETRY")
NO_INDEX = (("",),)  # one row without a counting first cell: a column without a name is then never taken for an index


def read_parquet(
    path: Path,
    *,
    name: str,
    settings: ReadingSettings,  # noqa: ARG001
    limits: Limits,
    connection: duckdb.DuckDBPyConnection,
    allow_odd_headers: bool = False,
) -> RawTable:
    """This gives a relation over one Parquet file, types as they are; nested columns and bytes become text.

    Numbers with a decimal mark of which none is broken become whole numbers, so that a case number is the same in every file.

    Remarks: `nested_column_as_text` and `bytes_column_left_out` (bytes that are no UTF-8), each with the column's
    name as detail.

    Raises `InputError` for a file that is cut off, encrypted, empty, beyond the limits or of which the list of contents is damaged,
    `MappingError` for empty or repeated column names. Damaged pages are found by whoever reads them, and by the table's `check`.
    """
    standing = stand(path, name=name)
    _hold_marks(path, name)
    source = _source(path)
    with _damage_told(name):
        rows, size = _weigh(connection, source)
        if rows > limits.rows:
            raise InputError(
                say("“{file}” has more than {limit} rows.", file=name, limit=limits.rows),
                next_step=raise_limit("rows"),
            )
        hold_within(size, standing.size, name=name, limits=limits)
        names = _names(connection, source)
        if not names:
            raise _no_columns(name)
        if not rows:
            why = say("“{file}” has column names and no rows.", file=name)
            raise InputError(why, next_step=say("Check the filter of the export."))
        layout = Layout("", tuple(names), 1, (), (), NO_INDEX)
        headers, _ = name_columns(layout, name=name, allow_odd=allow_odd_headers)
        numbered = _numbered(source, names)
        kept, expressions, remarks = _columns(connection, numbered, headers)
        if not kept:
            raise _no_columns(name)
        relation = f"(select row_no, {', '.join(expressions)} from {numbered})"

    def check(connection: duckdb.DuckDBPyConnection, columns: Sequence[int]) -> None:
        hold_unchanged(path, standing, name=name)  # another file in its place is not damaged
        if columns:
            with _damage_told(name):
                _read_pages(connection, relation, columns, rows, name)
            hold_unchanged(path, standing, name=name)

    hold_unchanged(path, standing, name=name)
    return RawTable(
        name=name, format="parquet", headers=tuple(kept), path=path, relation=relation, check=check, remarks=remarks, rows=rows,
    )  # fmt: skip


@contextmanager
def _damage_told(name: str) -> Iterator[None]:
    """This turns what DuckDB says of a file that it cannot read into one plain error: its own words may quote a cell."""
    try:
        yield
    except (duckdb.PermissionException, duckdb.InterruptException):
        raise
    except duckdb.OutOfMemoryException as error:
        raise SurroundingsError(say("There is not enough memory to read “{file}”.", file=name)) from error
    except (duckdb.Error, UnicodeDecodeError):
        raise damaged(name) from None


def _no_columns(name: str) -> InputError:
    return InputError(say("“{file}” has no columns.", file=name), next_step=say("Export the file again."))


def _hold_marks(path: Path, name: str) -> None:
    """This holds that the file begins and ends as Parquet does."""
    with path.open("rb") as file:
        begin = file.read(4)
        file.seek(max(path.stat().st_size - 4, 0))
        end = file.read(4)
    if LOCKED_MARK in (begin, end):
        raise InputError(say("“{file}” is encrypted.", file=name), next_step=say("Export the file without encryption."))
    if begin != MARK:
        raise InputError(say("“{file}” is no Parquet file.", file=name), next_step=say("Export the file again."))
    if end != MARK:
        raise damaged(name)


def _source(path: Path) -> str:
    """This writes the file's name as a text of SQL in which no character is a pattern."""
    plain = "".join(f"[{each}]" if each in "*?[" else each for each in str(path.absolute()))
    return "'" + plain.replace("'", "''") + "'"


def _weigh(connection: duckdb.DuckDBPyConnection, source: str) -> tuple[int, int]:
    """This gives the rows and the expanded bytes that the file's own list of contents promises."""
    found = connection.execute(
        f"select (select sum(num_rows) from parquet_file_metadata({source})), "
        f"(select sum(total_uncompressed_size) from parquet_metadata({source}))"
    ).fetchone()
    return (int(found[0] or 0), int(found[1] or 0)) if found else (0, 0)


def _names(connection: duckdb.DuckDBPyConnection, source: str) -> list[str]:
    """This gives the names of the columns as they stand in the file, repeated ones too."""
    listed = connection.execute(
        f"select name, coalesce(num_children, 0) from parquet_schema({source}) order by column_id"
    ).fetchall()
    names: list[str] = []
    inside = 0  # elements still to come that belong to a nested column
    for name, children in listed[1:]:
        if inside:
            inside -= 1
        else:
            names.append(str(name).strip())
        inside += int(children)
    return names


def _numbered(source: str, names: list[str]) -> str:
    """This writes the relation of all columns by position with the number of the row in the file."""
    columns = ", ".join(f"c{place}" for place in range(len(names)))
    if any(name.lower() == "file_row_number" for name in names):  # then DuckDB cannot add its own
        read = f"read_parquet({source}, hive_partitioning = false) as whole({columns})"
        return f"(select row_number() over () as row_no, {columns} from {read})"
    read = f"read_parquet({source}, hive_partitioning = false, file_row_number = true) as whole({columns}, file_row)"
    return f"(select file_row + 1 as row_no, {columns} from {read})"


def _columns(
    connection: duckdb.DuckDBPyConnection, numbered: str, headers: tuple[str, ...]
) -> tuple[list[str], list[str], list[Remark]]:
    """This decides how each column is given: as it is, as text, as whole numbers (20240001.0 is 20240001), or not at all."""
    kept: list[str] = []
    expressions: list[str] = []
    remarks: list[Remark] = []
    types = [str(row[1]) for row in connection.execute(f"describe select * from {numbered}").fetchall()][1:]
    for place, (header, kind) in enumerate(zip(headers, types, strict=True)):
        expression = f"c{place}"
        if kind.startswith(NESTED) or kind.endswith("]"):
            expression = f"cast(c{place} as varchar)"
            remarks.append(Remark("nested_column_as_text", 1, detail=header))
        elif kind == "BLOB":
            expression = f"decode(c{place})"
            unread = f"select 1 from {numbered} where c{place} is not null and try({expression}) is null limit 1"
            if connection.execute(unread).fetchone():
                remarks.append(Remark("bytes_column_left_out", 1, detail=header))
                continue
        elif kind.startswith(BROKEN) and _all_whole(connection, numbered, expression):
            expression = f"cast({expression} as {'decimal(38, 0)' if kind.startswith('DECIMAL') else 'bigint'})"
        expressions.append(f"{expression} as c{len(kept)}")
        kept.append(header)
    return kept, expressions, remarks


def _all_whole(connection: duckdb.DuckDBPyConnection, numbered: str, column: str) -> bool:
    """This holds when no value of a column of broken numbers is broken: a program had made them so beside an empty cell.

    Beyond 2 to the power of 53 a double cannot tell neighbours apart: then the column stays as it is.
    """
    odd = f"not ({column} = floor({column}) and (typeof({column}) like 'DECIMAL%' or abs({column}) <= 9007199254740992))"
    return connection.execute(f"select 1 from {numbered} where {odd} limit 1").fetchone() is None


def _read_pages(connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[int], rows: int, name: str) -> None:
    """This reads every value of these columns once, so that a damaged page is found before anything is kept."""
    read = ", ".join(["row_no", *(f"c{place}" for place in columns)])
    found = connection.execute(f"select count(*), bit_xor(hash({read})) from {relation}").fetchone()
    if found is None or found[0] != rows:
        raise damaged(name)
