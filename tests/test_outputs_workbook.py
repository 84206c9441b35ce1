"""A workbook holds what the tables hold: texts, numbers, yes and no, moments and days, each as such."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl

from visuals.workbook import Contents, Sheet, pack


def contents(path: Path) -> Contents:
    columns = [("a", None, "=1+1"), (1, 2.5, None), (True, False, None), (datetime(2024, 7, 1, 10, 0), None, datetime(2024, 1, 1, 10, 0)), (date(2024, 3, 1), None, None)]
    return Contents(str(path), "Lees mij", ["regel een", "=1+1"], [Sheet("zaken", ["naam", "aantal", "open", "tijdstip", "dag"], columns), Sheet("leeg", ["x"], [()])],
                    "Europe/Amsterdam", ("ja", "nee"))  # fmt: skip


def test_texts_numbers_yes_moments_and_days_stand_there_as_such(tmp_path: Path) -> None:
    pack(contents(tmp_path / "w.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "w.xlsx")
    assert book.sheetnames == ["Lees mij", "zaken", "leeg"]
    rows = [[cell.value for cell in row] for row in book["zaken"].iter_rows()]
    assert rows[1] == ["a", 1, "ja", datetime(2024, 7, 1, 12, 0), datetime(2024, 3, 1)]
    assert rows[2] == [None, 2.5, "nee", None, None]
    assert rows[3] == ["=1+1", None, None, datetime(2024, 1, 1, 11, 0), None]
    assert book["zaken"]["A4"].data_type == book["Lees mij"]["A2"].data_type == "s"
    assert book["zaken"].auto_filter.ref == "A1:E4"


def test_texts_that_no_cell_holds_are_cut_to_what_it_holds(tmp_path: Path) -> None:
    """A cell takes at most 32,767 characters, and XML no control characters (ECMA-376; XML 1.0, 2.2)."""
    texts = ("een\x01twee\x0b\r\ufffe", "regel\n\ttwee", "l" * 40_000)
    pack(Contents(str(tmp_path / "w.xlsx"), "Lees mij", ["regel"], [Sheet("zaken", ["naam"], [texts])], "UTC", ("ja", "nee")))
    rows = [row[0].value for row in openpyxl.load_workbook(tmp_path / "w.xlsx")["zaken"].iter_rows(min_row=2)]
    assert rows == ["eentwee", "regel\n\ttwee", "l" * 32_766 + "…"]


def test_a_number_keeps_every_digit_and_a_column_may_begin_empty(tmp_path: Path) -> None:
    columns = [(None, 0.1 + 0.2, 31.555555555555557), (None, None, datetime(2024, 7, 1, 10, 0)), (None, "1e5", "-")]
    pack(Contents(str(tmp_path / "w.xlsx"), "Lees mij", ["regel"], [Sheet("zaken", ["dagen", "begin", "naam"], columns)], "UTC", ("ja", "nee")))
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "w.xlsx")["zaken"].iter_rows(min_row=2)]
    assert rows == [[None, None, None], [0.30000000000000004, None, "1e5"], [31.555555555555557, datetime(2024, 7, 1, 10, 0), "-"]]


def test_the_moment_of_packing_is_not_in_the_workbook(tmp_path: Path) -> None:
    pack(contents(tmp_path / "w.xlsx"))
    with zipfile.ZipFile(tmp_path / "w.xlsx") as archive:
        assert archive.testzip() is None
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert str(datetime.now().year).encode() not in archive.read("docProps/core.xml")
    facts = openpyxl.load_workbook(tmp_path / "w.xlsx").properties
    assert (facts.created, facts.modified, facts.creator) == (datetime(2000, 1, 1), datetime(2000, 1, 1), "journeys")
