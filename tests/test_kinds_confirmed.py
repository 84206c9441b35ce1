"""Kinds that were derived from activities carry measures; signals wait until a person has confirmed them."""

from __future__ import annotations

from pathlib import Path

import pytest
from commanded import journeys, log_file, summary, table

HEADERS = ("zaaknummer", "inwoner", "activiteit", "tijdstip", "medewerker", "afdeling")
ROWS = (
    ("Z1", "r1", "Terugbelverzoek", "2024-01-08 09:00", "", "Balie"),
    ("Z1", "r1", "In behandeling genomen", "2024-01-09 10:00", "mw-2", "Zorg"),
    ("Z2", "r2", "In behandeling genomen", "2024-02-05 09:00", "mw-1", "Balie"),
)
SETTINGS = {
    "nobody confirmed them": "",
    "a person confirmed them": "[kinds]\nconfirmed = true\n",
    "the settings give each of them": '[kinds.activities]\n"Terugbelverzoek" = "callback_request"\n"In behandeling genomen" = "work"\n',
}


@pytest.mark.parametrize("case", SETTINGS)
def test_a_callback_that_never_came_is_told_when_its_kind_is_sure(case: str, tmp_path: Path) -> None:
    export = log_file(tmp_path, headers=HEADERS, rows=ROWS)
    (tmp_path / "journeys.toml").write_text(SETTINGS[case], encoding="utf-8")
    done = journeys("mine", export, "--out", tmp_path / "dossier", "--names", "keep", keys=tmp_path / "keys", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = [row["anchor"] for row in table(tmp_path / "dossier", "signals") if row["signal"] == "unanswered_callback"]
    told = summary(tmp_path / "dossier")
    if case == "nobody confirmed them":
        assert not found
        assert told["signals"]["unanswered_callback"] is None
        assert told["cannot_determine"]["unanswered_callback"] == "cannot be determined: column kind is missing"
        assert "confirmed = true" in done.stdout
    else:
        assert found == ["row:1"]
        assert told["signals"]["unanswered_callback"] == {"instances": 1, "journeys": 1}
        assert "confirmed = true" not in done.stdout


def test_a_column_of_kinds_needs_no_confirmation(tmp_path: Path) -> None:
    rows = [(*row, kind) for row, kind in zip(ROWS, ("terugbelverzoek", "behandeling", "behandeling"), strict=True)]
    export = log_file(tmp_path, headers=(*HEADERS, "soort"), rows=rows)
    done = journeys("mine", export, "--out", tmp_path / "dossier", keys=tmp_path / "keys", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "confirmed = true" not in done.stdout
    assert [row["signal"] for row in table(tmp_path / "dossier", "signals") if row["signal"] == "unanswered_callback"]
