"""The same input with the same settings gives the same bytes, in every file, whatever order threads end in."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from commanded import ROWS, SAMPLE, files_of, journeys, log_file, summary, table


def mined(path: Path, out: Path, keys: Path, *more: object) -> dict[str, bytes]:
    done = journeys("mine", path, "--out", out, "--quiet", *more, keys=keys)
    assert (done.returncode, done.stderr) == (0, "")
    return files_of(out)


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_two_runs_of_a_small_log_are_equal_byte_for_byte_the_database_included(tmp_path: Path) -> None:
    path = log_file(tmp_path / "in")
    first = mined(path, tmp_path / "een" / "dossier", tmp_path / "keys")
    second = mined(path, tmp_path / "ander" / "plek", tmp_path / "keys")
    assert differing(first, second) == []


def test_a_dossier_made_anew_in_the_same_place_is_equal_byte_for_byte(tmp_path: Path) -> None:
    path = log_file(tmp_path / "in")
    first = mined(path, tmp_path / "d", tmp_path / "keys")
    assert differing(first, mined(path, tmp_path / "d", tmp_path / "keys")) == []


@pytest.mark.slow
def test_two_runs_of_the_sample_are_equal_byte_for_byte(tmp_path: Path) -> None:
    first = mined(SAMPLE, tmp_path / "een", tmp_path / "keys")
    assert differing(first, mined(SAMPLE, tmp_path / "twee", tmp_path / "keys")) == []


def test_another_key_gives_other_pseudonyms_and_the_same_numbers(tmp_path: Path) -> None:
    path = log_file(tmp_path / "in")
    mined(path, tmp_path / "een", tmp_path / "keys")
    mined(path, tmp_path / "twee", tmp_path / "andere-keys")
    one, other = summary(tmp_path / "een"), summary(tmp_path / "twee")
    assert one == other
    assert not {row["case"] for row in table(tmp_path / "een", "cases")} & {row["case"] for row in table(tmp_path / "twee", "cases")}


def numbers(dossier: Path, name: str) -> set[tuple[tuple[str, str], ...]]:
    """This gives the rows of a table without their order; routes that occur equally often are numbered in order of the file."""
    return {tuple((head, value) for head, value in row.items() if head != "variant_no") for row in table(dossier, name)}


@pytest.mark.parametrize("seed", [1, 2])
def test_rows_in_another_order_give_the_same_journeys_and_cases(tmp_path: Path, seed: int) -> None:
    rows = list(dict.fromkeys(ROWS))  # without the two that share a moment
    shuffled = rows[:]
    random.Random(seed).shuffle(shuffled)
    assert shuffled != rows
    mined(log_file(tmp_path / "in", rows=rows), tmp_path / "een", tmp_path / "keys")
    mined(log_file(tmp_path / "in", rows=shuffled), tmp_path / "twee", tmp_path / "keys")
    for name in ("journeys", "cases", "flows", "variants", "departments", "topics", "log_measures"):
        one, other = (numbers(tmp_path / place, name) for place in ("een", "twee"))
        assert one == other, name


def test_windows_line_ends_change_nothing_but_the_file(tmp_path: Path) -> None:
    unix = mined(log_file(tmp_path / "u", end="\n"), tmp_path / "een", tmp_path / "keys")
    windows = mined(log_file(tmp_path / "w", end="\r\n"), tmp_path / "twee", tmp_path / "keys")
    assert differing(unix, windows) == []
