"""The same input with the same settings gives the same bytes, in every file, whatever order threads end in."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from commanded import ROWS, SAMPLE, files_of, journeys_apart, log_file, summary, table


def mined(path: Path, out: Path, keys: Path, *more: object) -> dict[str, bytes]:
    done = journeys_apart("mine", path, "--out", out, "--quiet", *more, keys=keys)
    assert (done.returncode, done.stderr) == (0, "")
    return files_of(out)


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first run of the small log stands, in `een/dossier`, with its keys."""
    return tmp_path_factory.mktemp("equal")


@pytest.fixture(scope="module")
def first(place: Path) -> dict[str, bytes]:
    """The small log, mined for the first time."""
    return mined(log_file(place / "in"), place / "een" / "dossier", place / "keys")


def test_two_runs_of_a_small_log_are_equal_byte_for_byte_the_database_included(tmp_path: Path, place: Path, first: dict[str, bytes]) -> None:
    assert "dossier.duckdb" in first
    assert differing(first, mined(log_file(tmp_path / "in"), tmp_path / "ander" / "plek", place / "keys")) == []


def test_a_dossier_made_anew_in_the_same_place_is_equal_byte_for_byte(place: Path, first: dict[str, bytes]) -> None:
    assert differing(first, mined(place / "in" / "uitvoer.csv", place / "een" / "dossier", place / "keys")) == []


@pytest.mark.slow
def test_two_runs_of_the_sample_are_equal_byte_for_byte(tmp_path: Path) -> None:
    one = mined(SAMPLE, tmp_path / "een", tmp_path / "keys")
    assert differing(one, mined(SAMPLE, tmp_path / "twee", tmp_path / "keys")) == []


def test_another_key_gives_other_pseudonyms_and_the_same_numbers(tmp_path: Path, place: Path, first: dict[str, bytes]) -> None:
    assert first
    mined(log_file(tmp_path / "in"), tmp_path / "twee", tmp_path / "andere-keys")
    here, there = place / "een" / "dossier", tmp_path / "twee"
    assert summary(here) == summary(there)
    assert not {row["case"] for row in table(here, "cases")} & {row["case"] for row in table(there, "cases")}


def numbers(dossier: Path, name: str) -> set[tuple[tuple[str, str], ...]]:
    """This gives the rows of a table without their order; routes that occur equally often are numbered in order of the file."""
    return {tuple((head, value) for head, value in row.items() if head != "variant_no") for row in table(dossier, name)}


SINGLE = list(dict.fromkeys(ROWS))
"""The rows without the two that share a moment."""


@pytest.fixture(scope="module")
def unshuffled(place: Path, first: dict[str, bytes]) -> Path:
    """The rows in their own order, with the keys of the first run."""
    assert first
    mined(log_file(place / "single", rows=SINGLE), place / "unshuffled", place / "keys")
    return place / "unshuffled"


@pytest.mark.parametrize("seed", [1, 2])
def test_rows_in_another_order_give_the_same_journeys_and_cases(tmp_path: Path, place: Path, unshuffled: Path, seed: int) -> None:
    shuffled = SINGLE[:]
    random.Random(seed).shuffle(shuffled)
    assert shuffled != SINGLE
    mined(log_file(tmp_path / "in", rows=shuffled), tmp_path / "twee", place / "keys")
    for name in ("journeys", "cases", "flows", "variants", "departments", "topics", "log_measures"):
        one, other = (numbers(dossier, name) for dossier in (unshuffled, tmp_path / "twee"))
        assert one == other, name


def test_windows_line_ends_change_nothing_but_the_file(tmp_path: Path, place: Path, first: dict[str, bytes]) -> None:
    assert differing(first, mined(log_file(tmp_path / "w", end="\r\n"), tmp_path / "twee", place / "keys")) == []
