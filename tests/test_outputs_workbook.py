"""A workbook holds what the tables hold: texts, numbers, yes and no, moments and days, each as such."""

from __future__ import annotations

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
