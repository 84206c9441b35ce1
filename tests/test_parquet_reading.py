"""A Parquet file becomes a relation: types stay, rows keep their order, damage is found before anything is kept."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import duckdb
import pytest
from duckdb import DuckDBPyConnection as Connection

from journeys.dossier import building
from journeys.errors import InputError, JourneysError, MappingError
from journeys.limits import Limits
from journeys.loading import damage_told
from journeys.settings import ReadingSettings, Settings
from journeys.sources.parquet import read_parquet
from journeys.sources.raw import RawTable, Remark
from journeys.texts import use
from mining.run import mined, propose


def written_by_arrow(path: Path, columns: list[tuple[str, list[Any]]]) -> Path:
    """This writes what DuckDB does not write: any name, bytes without a kind."""
    arrow = pytest.importorskip("pyarrow", reason="pyarrow writes the names that DuckDB refuses to write")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.Table.from_arrays([arrow.array(values) for _, values in columns], names=[name for name, _ in columns])
    parquet.write_table(table, path)
    return path


@pytest.fixture(autouse=True)
def _english() -> None:
    use("en")


@pytest.fixture
def connection() -> Connection:
    return duckdb.connect()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "zaken.parquet"


def written(connection: Connection, path: Path, query: str, options: str = "") -> Path:
    connection.execute(f"copy ({query}) to '{str(path).replace(chr(39), chr(39) * 2)}' (format parquet {options})")
    return path


def read(connection: Connection, path: Path, *, limits: Limits | None = None, odd: bool = False) -> RawTable:
    table = read_parquet(
        path, name=path.name, settings=ReadingSettings(), limits=limits or Limits(),
        connection=connection, allow_odd_headers=odd,
    )  # fmt: skip
    assert table.check is not None
    table.check(connection, range(len(table.headers)))
    return table


def rows(connection: Connection, table: RawTable) -> list[tuple[Any, ...]]:
    return connection.execute(f"select * from {table.relation} order by row_no").fetchall()


def types(connection: Connection, table: RawTable) -> list[str]:
    return [row[1] for row in connection.execute(f"describe select * from {table.relation}").fetchall()]


def test_rows_are_numbered_and_types_are_kept(connection: Connection, path: Path) -> None:
    written(connection, path, "select 'Z1' as zaak, 7::bigint as n, timestamp '2024-03-01 09:00' as tijd "
            "union all select 'Z2', null, null")  # fmt: skip
    table = read(connection, path)
    assert (table.headers, table.rows, table.batches, table.format) == (("zaak", "n", "tijd"), 2, None, "parquet")
    assert [row[:3] for row in rows(connection, table)] == [(1, "Z1", 7), (2, "Z2", None)]
    assert types(connection, table) == ["BIGINT", "VARCHAR", "BIGINT", "TIMESTAMP"]


def test_whole_numbers_that_a_program_wrote_with_a_decimal_mark_are_whole(connection: Connection, path: Path) -> None:
    written(connection, path, "select 20240001.0::double as zaak, 12345678901234567890.00::decimal(38, 2) as lang, 1.5::double as bedrag, "
            "1e17::double as groot, 'nan'::double as niets union all select null, null, 2.0, 2.0, 2.0")  # fmt: skip
    table = read(connection, path)
    assert types(connection, table)[1:] == ["BIGINT", "DECIMAL(38,0)", "DOUBLE", "DOUBLE", "DOUBLE"]
    first = connection.execute(f"select c0::varchar, c1::varchar from {table.relation} order by row_no").fetchall()[0]
    assert first == ("20240001", "12345678901234567890")


def test_rows_keep_the_order_of_the_file_over_row_groups(connection: Connection, path: Path) -> None:
    written(connection, path, "select 9999 - range as n from range(10000)", ", row_group_size 2048")
    table = read(connection, path)
    assert [n for _, n in rows(connection, table)] == list(range(9999, -1, -1))
    assert table.rows == 10_000


@pytest.mark.parametrize(
    "file", ["o'neil.parquet", "a*b?.parquet", "[x] {a,b}.parquet", "é ü.parquet", "%s;--.parquet", 'q"q.parquet']
)
def test_a_file_name_is_a_name_like_any_other(connection: Connection, tmp_path: Path, file: str) -> None:
    for other in ("ab.parquet", "axbx.parquet", "x a.parquet"):
        written(connection, tmp_path / other, "select 'wrong' as zaak")
    written(connection, tmp_path / file, "select 'right' as zaak")
    assert rows(connection, read(connection, tmp_path / file)) == [(1, "right")]


def test_a_folder_that_looks_like_a_partition_adds_no_column(connection: Connection, tmp_path: Path) -> None:
    (tmp_path / "jaar=2024").mkdir()
    written(connection, tmp_path / "jaar=2024" / "x.parquet", "select 'Z1' as zaak")
    assert read(connection, tmp_path / "jaar=2024" / "x.parquet").headers == ("zaak",)


@pytest.mark.parametrize("header", ['x" ; drop table x; --', "'", "]", "select", "c0", "row_no", "file_row_number"])
def test_a_column_name_is_a_name_like_any_other(connection: Connection, path: Path, header: str) -> None:
    table = read(connection, written_by_arrow(path, [(header, ["a", "b"]), ("n", [1, 2])]))
    assert table.headers == (header, "n")
    assert rows(connection, table) == [(1, "a", 1), (2, "b", 2)]


def test_names_that_differ_in_case_are_two_columns(connection: Connection, path: Path) -> None:
    table = read(connection, written_by_arrow(path, [("Zaak", ["a"]), ("zaak", ["b"])]))
    assert (table.headers, rows(connection, table)) == (("Zaak", "zaak"), [(1, "a", "b")])


def test_repeated_and_empty_names_are_refused(connection: Connection, path: Path) -> None:
    written_by_arrow(path, [("zaak", [1]), ("zaak", [2]), ("", [3])])
    with pytest.raises(MappingError, match=r"“zaak” \(1, 2\).*no name: 3"):
        read(connection, path)
    table = read(connection, path, odd=True)
    assert (table.headers, rows(connection, table)) == (("zaak", "zaak (2)", "column 3"), [(1, 1, 2, 3)])


def test_nested_columns_become_text_with_a_remark(connection: Connection, path: Path) -> None:
    nested = "[1, 2] as lijst, {'a': 1, 'b': {'c': 2}} as boom, 'Z1' as zaak, map {'k': 'v'} as kaart"
    written(connection, path, f"select {nested}")
    table = read(connection, path)
    assert table.headers == ("lijst", "boom", "zaak", "kaart")
    assert rows(connection, table) == [(1, "[1, 2]", "{'a': 1, 'b': {'c': 2}}", "Z1", "{k=v}")]
    assert table.remarks == [Remark("nested_column_as_text", 1, detail=name) for name in ("lijst", "boom", "kaart")]


def test_bytes_that_are_text_become_text_and_others_are_left_out(connection: Connection, path: Path) -> None:
    written_by_arrow(path, [("zaak", [b"Z1", "Zé".encode()]), ("foto", [b"\xff\xd8", b"ok"]), ("n", [1, 2])])
    table = read(connection, path)
    assert (table.headers, rows(connection, table)) == (("zaak", "n"), [(1, "Z1", 1), (2, "Zé", 2)])
    assert table.remarks == [Remark("bytes_column_left_out", 1, detail="foto")]


def test_a_file_without_rows_is_refused(connection: Connection, path: Path) -> None:
    with pytest.raises(InputError, match="column names and no rows"):
        read(connection, written(connection, path, "select 'Z1' as zaak where false"))


def test_more_rows_or_bytes_than_the_limits_are_refused(connection: Connection, path: Path) -> None:
    written(connection, path, "select 'always the same text' as zaak, range as n from range(200000)")
    with pytest.raises(InputError, match="more than 199,999 rows"):
        read(connection, path, limits=Limits(rows=199_999))
    with pytest.raises(InputError, match="larger than 5,000 bytes"):
        read(connection, path, limits=Limits(expanded_bytes=5_000))


def test_every_truncation_is_refused(connection: Connection, path: Path) -> None:
    raw = written(connection, path, "select 'Z' || range as zaak from range(50)").read_bytes()
    for length in range(0, len(raw), 7):
        path.write_bytes(raw[:length])
        with pytest.raises(InputError, match=r"damaged|no Parquet file"):
            read(connection, path)


@pytest.mark.parametrize("seed", range(40))
def test_damage_anywhere_is_refused_or_harmless_and_nothing_else(connection: Connection, path: Path, seed: int) -> None:
    raw = bytearray(written(connection, path, "select 'Z' || range as zaak, range as n from range(500)").read_bytes())
    dice = random.Random(seed)
    for _ in range(4):
        raw[dice.randrange(4, len(raw) - 4)] ^= dice.randrange(1, 256)
    path.write_bytes(raw)
    try:
        table = read(connection, path)
    except JourneysError:
        return
    assert len(rows(connection, table)) == 500


def test_a_page_that_is_damaged_is_found_before_a_row_is_used(connection: Connection, path: Path) -> None:
    written(connection, path, "select 'Zaak ' || range as zaak from range(5000)", ", compression zstd")
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 20] = bytes(20)
    path.write_bytes(raw)
    with pytest.raises(InputError, match="damaged"):
        read(connection, path)


COLUMNS = {
    "zaaknummer": "'Z' || range // 4",
    "activiteit": "'stap ' || range % 4",
    "tijdstip": "timestamp '2024-01-01' + interval (range) minute",
    "afdeling": "'afdeling ' || range % 7",
    "opmerking_intern": "md5(range::varchar)",  # nobody's column: no reader of ours looks at it
}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("compression", ["zstd", "snappy"])
def test_a_damaged_page_of_any_column_stops_the_run_and_leaves_nothing(
    connection: Connection, path: Path, column: str, compression: str
) -> None:
    """The page lies beyond the rows that are looked at to tell columns apart, and the last column is nobody's."""
    query = f"select {', '.join(f'{one} as {name}' for name, one in COLUMNS.items())} from range(250000)"
    written(connection, path, query, f", compression {compression}, row_group_size 25000")
    parts = connection.execute(
        f"select dictionary_page_offset, data_page_offset from parquet_metadata('{path}')"
        " where path_in_schema = ? order by row_group_id", [column]
    ).fetchall()  # fmt: skip
    first = min(offset for offset in parts[-1] if offset)
    raw = bytearray(path.read_bytes())
    raw[first : first + 60] = b"\xff" * 60
    path.write_bytes(raw)
    out = path.parent / "dossier"
    with pytest.raises(InputError, match="damaged or not complete"), building(out) as dossier:
        mined(dossier, [str(path)], settings=Settings(), progress=lambda _stage: None)
    assert not out.exists()
    with pytest.raises(InputError, match="damaged or not complete"):
        propose([str(path)], settings=Settings())


def test_a_file_that_is_replaced_while_it_is_used_is_found(connection: Connection, path: Path) -> None:
    table = read(connection, written(connection, path, "select 'Z1' as zaak, 1 as n"))
    assert table.check is not None
    table.check(connection, [])
    written(connection, path, "select 'Z1' as zaak, 2 as n from range(9)")
    with pytest.raises(InputError, match="changed while it was read"):
        table.check(connection, [])
    written(connection, path, "select 'other columns' as zaak")
    with pytest.raises(InputError, match="changed while it was read"):
        table.check(connection, range(2))
    path.unlink()
    with pytest.raises(InputError, match="There is no file"):
        table.check(connection, range(2))


def test_a_file_that_is_replaced_after_its_pages_were_read_stops_the_run(connection: Connection, path: Path) -> None:
    table = read(connection, written(connection, path, "select 'Z1' as zaak, 1 as n"))
    with pytest.raises(InputError, match="changed while it was read"), damage_told(connection, [table]):
        written(connection, path, "select 'Z2' as zaak, 22 as n union all select 'Z3', 3")


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "no Parquet"), (b"zaak;tijd\n", "no Parquet"), (b"PAR1", "damaged"),
     (b"PAR1" + bytes(50) + b"PAR1", "damaged"), (b"PARE" + bytes(50) + b"PARE", "encrypted")],
)  # fmt: skip
def test_what_is_no_parquet_is_refused(connection: Connection, path: Path, content: bytes, says: str) -> None:
    path.write_bytes(content)
    with pytest.raises(InputError, match=says) as refused:
        read(connection, path)
    assert refused.value.next_step


def test_neither_a_message_nor_its_cause_holds_what_stands_in_a_cell(connection: Connection, path: Path) -> None:
    raw = written(connection, path, "select 'Jansen' as wie", ", compression uncompressed").read_bytes()
    path.write_bytes(raw.replace(b"Jansen", b"Janse\xff"))
    with pytest.raises(InputError) as refused:
        read(connection, path)
    assert "Janse" not in str(refused.value)
    assert refused.value.__cause__ is None
