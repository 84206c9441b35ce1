"""Every number of the report leads back to its definition, what was left out, and the rows behind it, which add up to it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from commanded import journeys, summary

from journeys.dossier import opened
from mining.receipts import receipt, receipt_ids

ABOUT_THE_DATA = {
    "rows", "events", "rejects", "duplicates", "columns", "moments", "day_only", "residents", "unknown_officials", "unknown_departments",
}  # fmt: skip
"""Numbers about the file itself, which no definition makes."""


@pytest.fixture(scope="module")
def dossier(sample_with_names: Path) -> Path:
    return sample_with_names


def behind(dossier: Path, number: str) -> tuple[Any, list[dict[str, Any]]]:
    """This gives the value of a number and the rows behind it."""
    with opened(dossier) as one:
        found = receipt(one.connection, number)
        cursor = one.connection.execute(found.query)
        heads = [column[0] for column in cursor.description]
        return found.value, [dict(zip(heads, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.parametrize("number", ["handoffs", "department_handoffs", "hops", "department_hops", "pingpong_officials", "pingpong_departments"])
def test_a_number_is_the_sum_of_the_rows_behind_it(dossier: Path, number: str) -> None:
    value, rows = behind(dossier, number)
    assert value == summary(dossier)[number] == sum(row[number] for row in rows) > 0


@pytest.mark.parametrize("number", ["cases", "journeys", "officials", "departments", "open_cases", "stalled", "lost", "care:callbacks_open", "care:first_contacts", "care:first_line_transfers"])
def test_a_count_is_the_number_of_rows_behind_it(dossier: Path, number: str) -> None:
    value, rows = behind(dossier, number)
    assert value == len(rows) > 0


@pytest.mark.parametrize(
    ("number", "column", "part"),
    [("care:callbacks_in_time", "state", "in_time"), ("care:avoidable_contacts", "avoidable", True), ("care:avoidable_contacts_once", "avoidable", True), ("care:within_term", "term", "in_time")],
)
def test_a_share_is_a_part_of_the_rows_behind_it(dossier: Path, number: str, column: str, part: object) -> None:
    value, rows = behind(dossier, number)
    assert (value["part"], value["whole"]) == (sum(row[column] == part for row in rows), len(rows))
    assert value["share"] == value["part"] / value["whole"]


def test_every_number_there_is_can_be_traced(dossier: Path) -> None:
    with opened(dossier) as one:
        ids = receipt_ids(one.connection)
        assert {f"signal:{name}" for name in summary(dossier)["signals"]} | {f"care:{name}" for name in summary(dossier)["care"]} <= set(ids)
        for number in ids:
            found = receipt(one.connection, number)
            assert found.counts
            assert found.left_out
            assert found.words or not found.definition, number
            assert found.definition or number in ABOUT_THE_DATA, number
            one.connection.execute(f"select count(*) from ({found.query})").fetchall()


def test_a_signal_has_as_many_rows_as_times(dossier: Path) -> None:
    for name, counts in summary(dossier)["signals"].items():
        value, rows = behind(dossier, f"signal:{name}")
        assert counts == (value and {key: value[key] for key in counts})
        assert counts is None or len(rows) == counts["instances"], name


def test_officials_are_not_named_on_a_receipt(dossier: Path) -> None:
    assert all(set(row) == {"row_no", "case"} for row in behind(dossier, "officials")[1])
    done = journeys("receipt", dossier, "signal:connector", keys=dossier.parent / "keys")
    assert done.returncode == 0
    assert "mw-" not in done.stdout
    assert "official:" not in done.stdout


def test_the_command_tells_definition_what_counts_what_was_left_out_and_rows(dossier: Path) -> None:
    done = journeys("receipt", dossier, "handoffs", "--lang", "en", keys=dossier.parent / "keys")
    assert done.returncode == 0
    assert done.stdout.startswith("handoffs: 7,667")
    for told in ("Definition: Cases (case_measures)", "What counts: Cases with a handoff", "12 rows are equal to an earlier one", "961 municipal events have no known official.", "Z24-00473"):
        assert told in done.stdout


def test_all_rows_can_be_written_and_none_is_a_formula(dossier: Path, tmp_path: Path) -> None:
    out = tmp_path / "rows.csv"
    done = journeys("receipt", dossier, "care:callbacks_in_time", "--out", out, "--json", keys=dossier.parent / "keys")
    told = json.loads(done.stdout)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == told["rows"] == told["value"]["whole"]
    assert rows[0]["asked"].endswith(("+01:00", "+02:00"))


def test_an_unknown_number_is_told_with_those_there_are(dossier: Path) -> None:
    done = journeys("receipt", dossier, "elephants", "--lang", "en", keys=dossier.parent / "keys")
    assert done.returncode == 2
    assert "elephants" in done.stderr
    assert "handoffs" in done.stderr
    assert "signal:silence" in done.stderr


BARE = "zaak;activiteit;tijdstip\nZ1;aanvraag;2026-03-02 09:00\nZ1;iets;2026-03-04 09:00\n"


def test_what_cannot_be_determined_is_said_and_never_0(tmp_path: Path) -> None:
    (tmp_path / "kaal.csv").write_text(BARE, encoding="utf-8")
    done = journeys("mine", tmp_path / "kaal.csv", "--out", tmp_path / "d", "--names", "keep", "--quiet", keys=tmp_path / "keys")
    assert (done.returncode, done.stderr) == (0, "")
    with opened(tmp_path / "d") as one:
        for number in ("story:officials", "story:lost", "story:callbacks", "most_lost", "still_open:transfer", "harm_pairs:half", "handoffs"):
            found = receipt(one.connection, number)
            assert found.value is None, number
            assert found.missing, number
        assert receipt(one.connection, "story:lost").missing == ("department", "to_department")
        assert receipt(one.connection, "cases").value == 1
