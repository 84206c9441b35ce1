"""Both roads through a delimited file, DuckDB's and the csv module's, lead to the same rows."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path

import duckdb
import pytest
from delimited_drawn import read, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.settings import ReadingSettings
from journeys.sources.delimited_layout import Layout
from journeys.sources.delimited_scan import scan

CELL = st.text(
    alphabet=st.one_of(
        st.sampled_from("aZ019 .-:\\'#%&=+\tNULnaé€“”\u00a0\u2028\ufeff🙂,;|"),
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='"'),
    ),
    max_size=12,
)


@st.composite
def plain_files(draw):
    """This draws what any export may hold except quotation marks, control characters and delimiters in cells."""
    delimiter = draw(st.sampled_from(";,\t|"))
    width = draw(st.integers(2, 5))
    clean = CELL.map(lambda text: "".join(" " if character in "\t" + delimiter else character for character in text))
    records = draw(st.lists(st.lists(clean, min_size=width, max_size=width), min_size=1, max_size=12))
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    title = draw(st.sampled_from(["", f"Rapport{newline}", f"Rapport{newline}{newline}"]))
    header = delimiter.join(f"kolom{chr(65 + place)}" for place in range(width))
    body = newline.join(delimiter.join(record) for record in records)
    end = draw(st.sampled_from(["", newline]))
    bom = draw(st.sampled_from(["", "\ufeff"]))
    return delimiter, records, f"{bom}{title}{header}{newline}{body}{end}".encode()


@given(plain_files())
@settings(max_examples=60, deadline=None)
def test_both_roads_give_the_same_rows(drawn):
    delimiter, records, content = drawn
    reading = ReadingSettings(delimiter=delimiter)
    with tempfile.TemporaryDirectory() as folder:
        fast = read(Path(folder), content, settings=reading)
        # One quotation mark in the header is all that sends a file the other way.
        careful = read(Path(folder), content.replace(b"kolomA", b'"kolomA"', 1), name="careful.csv", settings=reading)
        assert careful.relation is None
        assert fast.headers == careful.headers
        found = rows(fast)
        assert found == rows(careful)
        assert fast.rows == careful.rows == len(found)
        if all(any(cell.strip() for cell in record) for record in records):
            assert found == [(number, *(cell or None for cell in record)) for number, record in enumerate(records, 1)]
            assert fast.relation is not None


def test_an_ordinary_export_takes_the_fast_road(tmp_path):
    assert read(tmp_path, "zaak;wie\nZ1;Jan\nZ2;Özdemir\n").relation is not None
    assert read(tmp_path, "zaak;wie\r\nZ1;Jan\r\nZ2;Piet").relation is not None


@pytest.mark.parametrize(
    "content",
    [
        b'zaak;wie\nZ1;"Jan"\n',
        b"zaak;wie\nZ1;Jan\nZ2\n",
        b"zaak;wie\nZ1;Jan;\n",
        b"zaak;wie\nZ1;Jan\n\nZ2;Piet\n",
        b"zaak;wie\nZ1;Jan\n\n",
        b"zaak;wie\r\nZ1;Jan\nZ2;Piet\r\n",
        b"zaak;wie\nZ1;Jan\r\nZ2;Piet\n",
        b"zaak;wie\nZ1;Jan\rZ2;Piet\n",
        b"zaak;wie\nZ1;Jan\r",
        b"zaak;wie\nZ1;Jan\nZ2;J\x00an\n",
        b"zaak;wie\nZ1;J\x01an\n",
        "zaak;wie\nZ1;J\x85an\n".encode(),
        b"zaak;wie\nZ1;Ren\xe9\n",
        b"zaak;wie\nZ1;" + b"x" * 1_100_000 + b"\n",
        b"zaak\nZ1\n",
    ],
)
def test_whatever_needs_care_takes_the_careful_road(tmp_path, content):
    table = read(tmp_path, content)
    assert table.relation is None
    assert rows(table)[0][1] in ("Z1", None)


@pytest.mark.parametrize("threads", [1, 2, 8])
@pytest.mark.parametrize("in_order", [True, False])
def test_row_numbers_follow_the_file_whatever_the_threads(tmp_path, threads, in_order):
    table = read(
        tmp_path, "nr;tekst\n" + "".join(f"n{number};{'x' * (number % 90)}\n" for number in range(1, 400_001))
    )
    with duckdb.connect() as connection:
        connection.execute(f"set threads = {threads}; set preserve_insertion_order = {in_order}")
        connection.execute(f"create table found as select * from {table.relation}")
        counts = connection.execute("select count(*), count(*) filter (c0 = 'n' || row_no) from found").fetchone()
    assert counts == (400_000, 400_000)
    assert table.rows == 400_000


@given(
    st.lists(
        st.sampled_from(["a;b\n", "a;b\r\n", "é;€\r\n", "a\n", "\n", "a;b;c\n", "\x85;b\n", "x;\r", ";\n"]),
        max_size=12,
    ),
    st.integers(1, 7),
)
@settings(max_examples=200, deadline=None)
def test_the_scan_finds_the_same_however_the_bytes_are_cut(lines, size):
    layout = Layout(";", ("k", "l"), 1, ("k;l\n",), (), ())
    content = ("k;l\n" + "".join(lines)).encode()

    class Slow:
        def __init__(self):
            self.rest = content

        def read(self, _):
            given, self.rest = self.rest[:size], self.rest[size:]
            return given

    class Whole:
        def __init__(self):
            self.rest = content

        def read(self, _):
            given, self.rest = self.rest, b""
            return given

    slow, whole = (scan(file, encoding="utf-8", layout=layout) for file in (Slow(), Whole()))  # type: ignore[arg-type]
    if whole.plain or slow.plain:
        assert dataclasses.asdict(slow) == dataclasses.asdict(whole)
        assert whole.rows == len(lines)
        assert set(lines) <= {"a;b\n", ";\n"}
    assert slow.watch == whole.watch
