"""The workbook is the same whether it is packed here or in a process of its own, and is there when anything goes wrong with that."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from visuals import workbook
from visuals.workbook import Contents, Sheet, pack, packed_aside


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


def test_a_process_of_its_own_writes_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack(contents(tmp_path / "hier.xlsx"))
    monkeypatch.setattr(workbook, "ASIDE_CELLS", 1)
    monkeypatch.setattr(workbook, "pack", lambda _: pytest.fail("the other process did not write it"))
    with packed_aside(contents(tmp_path / "daar.xlsx")):
        pass
    assert (tmp_path / "hier.xlsx").read_bytes() == (tmp_path / "daar.xlsx").read_bytes()


@pytest.mark.parametrize("program", ["/er/is/geen/python", sys.executable])
def test_it_is_packed_here_when_that_process_cannot_start_or_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(workbook, "ASIDE_CELLS", 1)
    monkeypatch.setattr(sys, "executable", program)
    monkeypatch.setattr(workbook, "__file__", str(tmp_path / "weg.py"))
    with packed_aside(contents(tmp_path / "w.xlsx")):
        pass
    assert openpyxl.load_workbook(tmp_path / "w.xlsx").sheetnames == ["Lees mij", "zaken", "leeg"]


def test_an_error_meanwhile_ends_the_other_process_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ASIDE_CELLS", 1)
    started = workbook._started(contents(tmp_path / "w.xlsx"))
    assert started is not None
    monkeypatch.setattr(workbook, "_started", lambda _: started)
    with pytest.raises(ValueError, match="anders"), packed_aside(contents(tmp_path / "w.xlsx")):
        raise ValueError("iets anders")
    assert started.returncode is not None


def test_a_place_that_cannot_be_written_is_told_as_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ASIDE_CELLS", 1)
    with pytest.raises(FileNotFoundError), packed_aside(contents(tmp_path / "weg" / "w.xlsx")):
        pass
