"""Where somebody keeps the ids of the source (`--names keep`), whatever shows or holds them says so."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from commanded import journeys, log_file

TOLD = "NAMEN BEWAARD"
PARTS = [["signals", "--signal", "stall"], ["receipt", "handoffs"], ["receipt", "stalled", "--out", "rows.csv"], ["export", "--to", "csv", "--out", "e.csv"],
         ["export", "--to", "xes", "--out", "e.xes"], ["export", "--to", "ocel", "--out", "e.json"], ["export", "--to", "parquet", "--out", "e.parquet"],
         ["export", "--to", "xlsx", "--out", "e.xlsx"]]  # fmt: skip


@pytest.fixture(scope="module", params=["keep", "pseudonyms"])
def names(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory, names: str) -> Path:
    """Two residents: one case passed on from Anna to Bert, and one that has stood still with Bert for months."""
    place = tmp_path_factory.mktemp(names)
    heads = ("zaaknummer", "inwoner", "activiteit", "soort", "tijdstip", "medewerker", "afdeling")
    rows = [
        ["Z1", "Jansen", "Aanvraag", "request", "2024-01-08 09:00", "Anna", "KCC"], ["Z1", "Jansen", "Behandeld", "work", "2024-01-09 09:00", "Bert", "KCC"],
        ["Z1", "Jansen", "Besluit", "decision", "2024-06-10 09:00", "Bert", "KCC"],
        ["Z2", "Pietersen", "Aanvraag", "request", "2024-01-08 10:00", "Bert", "KCC"], ["Z2", "Pietersen", "Behandeld", "work", "2024-01-09 10:00", "Bert", "KCC"],
    ]  # fmt: skip
    done = journeys("mine", log_file(place, rows=rows, headers=heads), "--out", place / "d", "--names", names, keys=place / "keys")
    assert done.returncode == 0, done.stderr
    assert (TOLD in done.stdout) == (names == "keep")
    return place / "d"


@pytest.mark.parametrize("arguments", PARTS, ids=" ".join)
def test_the_terminal_says_that_ids_of_the_source_were_kept(dossier: Path, names: str, tmp_path: Path, arguments: list[str]) -> None:
    done = journeys(arguments[0], dossier, *arguments[1:], keys=tmp_path / "keys", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (TOLD in done.stdout) == (names == "keep")


@pytest.mark.parametrize("arguments", [["signals", "--signal", "stall"], ["receipt", "handoffs"]], ids=" ".join)
def test_json_says_it_as_a_value(dossier: Path, names: str, tmp_path: Path, arguments: list[str]) -> None:
    done = journeys(arguments[0], dossier, *arguments[1:], "--json", keys=tmp_path / "keys")
    assert json.loads(done.stdout).get("names") == ("keep" if names == "keep" else None)


def test_formats_that_have_room_for_a_word_say_it_themselves(dossier: Path, names: str, tmp_path: Path) -> None:
    for form in ("xes", "xlsx"):
        journeys("export", dossier, "--to", form, "--out", tmp_path / f"e.{form}", keys=tmp_path / "keys")
    book = openpyxl.load_workbook(tmp_path / "e.xlsx")
    assert any(TOLD in str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row) == (names == "keep")
    xes = (tmp_path / "e.xes").read_text(encoding="utf-8")
    assert (TOLD in xes) == (names == "keep")
    again = journeys("mine", tmp_path / "e.xes", "--out", tmp_path / "d", "--quiet", keys=tmp_path / "keys")
    assert again.returncode == 0, again.stderr
