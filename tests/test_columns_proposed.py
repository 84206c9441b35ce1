"""Whose column is ours is proposed from headers and values: measured on a corpus, never sure and wrong."""

from __future__ import annotations

import hashlib
import random
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys import texts
from journeys.columns import ColumnSample, Proposals, propose_columns
from journeys.settings import OURS

CORPUS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("header_corpus.toml").read_text(encoding="utf-8")
)["table"]
EVENTS_OF_A_CASE = 4


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    before = texts.language()
    texts.use("en")
    yield
    texts.use(before)


# --- Drawing a table --------------------------------------------------------------------------------------------------

FORMATS = {
    "iso": "%Y-%m-%d %H:%M:%S+00:00", "isoz": "%Y-%m-%dT%H:%M:%SZ", "isoday": "%Y-%m-%d", "nl": "%d-%m-%Y %H:%M",
    "nlday": "%d-%m-%Y", "slash": "%Y/%m/%d %H:%M:%S.000", "clock": "%H:%M", "compact": "%Y%m%d%H%M%S",
}  # fmt: skip
MINUTES_OFF = {"earlier": -90, "2": 1700, "3": 4000}


def drawn(spec: str, row: int, case: int) -> str | None:
    """This draws one value; `row` and `case` are its numbers."""
    if spec.startswith("~"):
        return drawn(spec[1:], row, case) if row % 3 == 0 else None
    if spec.startswith("case") and spec[4:] in FORMATS:
        return drawn(spec[4:], case * EVENTS_OF_A_CASE, case)
    base, off = spec, 0
    for ending, minutes in MINUTES_OFF.items():
        if spec.endswith(ending) and spec.removesuffix(ending) in FORMATS:
            base, off = spec.removesuffix(ending), minutes
    moment = datetime(2024, 1, 8, 8, 3, 11, tzinfo=timezone.utc) + timedelta(minutes=row * 947 + off)
    if base in FORMATS:
        return moment.strftime(FORMATS[base])
    if spec.startswith("of "):
        count, _, form = spec[3:].partition(":")
        return form.replace("{n}", str(10 + random.Random(row).randrange(int(count))))
    if spec.startswith("hash of "):
        return hashlib.sha256(f"p{random.Random(row).randrange(int(spec[8:]))}".encode()).hexdigest()
    if spec.startswith("case:"):
        return spec[5:].replace("{n}", str(1000 + case))
    if spec.startswith("row:"):
        return spec[4:].replace("{n}", str(1000 + row))
    special = {
        "": None,
        "casehash": hashlib.sha256(f"r{case // 2}".encode()).hexdigest(),
        "casehash2": hashlib.sha256(f"c{case}".encode()).hexdigest()[:16],
        "rowuuid": f"6f3a1c1e-5a0b-4c5e-9d38-0f4f0f5a{1000 + row}",
        "text": f"Wij hebben vandaag gesproken over vraag {row}, en de volgende stap is dat wij het nog eens bekijken.",
        "amount": f"{(row * 37) % 900}.{'5' * (1 + row % 3)}1",
        "fraction": f"{(row * 13) % 90},{1 + row % 9}",
        "amountlike": f"{(row * 13) % 90},{1 + row % 9}",
        "euro": f"€ 1.{200 + row},50",
        "serial": f"{45000 + row}",
    }
    if spec in special:
        return special[spec]
    return spec.split("|")[row % len(spec.split("|"))]


def drawn_table(table: dict[str, Any]) -> list[ColumnSample]:
    rows = table.get("rows", 80)
    samples = []
    for position, (header, _, spec) in enumerate(table["columns"], start=1):
        every = [drawn(spec, row, row if table.get("cases") else row // EVENTS_OF_A_CASE) for row in range(rows)]
        samples.append(sample(header, *every, position=position))
    return samples


def sample(header: str, *values: str | None, position: int = 1, type: str | None = None) -> ColumnSample:
    filled = [value for value in values if value is not None]
    return ColumnSample(header, position, tuple(filled[:2000]), len(values), len(filled), len(set(filled)), type)


def guesses(proposals: Proposals) -> dict[int, set[str]]:
    """This gives, per position, what a column is proposed as: surely, or as a candidate worth asking about."""
    found: dict[int, set[str]] = {}
    for one in proposals.chosen.values():
        found.setdefault(one.position, set()).add(one.ours)
    for candidates in proposals.unsure.values():
        for one in candidates:
            if one.confidence >= 0.5:
                found.setdefault(one.position, set()).add(one.ours)
    return found


def judged(table: dict[str, Any]) -> list[tuple[str, str, str, bool, bool]]:
    """This gives header, label, what was said, right, and sure-and-wrong, for each column of a table."""
    proposals = propose_columns(drawn_table(table))
    said = guesses(proposals)
    sure = {one.position: one.ours for one in proposals.chosen.values()}
    lines = []
    for position, (header, label, _) in enumerate(table["columns"], start=1):
        wrong_and_sure = position in sure and sure[position] != label
        if label.startswith("?"):
            right = not wrong_and_sure and said.get(position, set()) <= set(label[1:].split("|"))
        elif label == "none":
            right = position not in said
        else:
            right = sure.get(position) == label
        shown = f"sure {sure[position]}" if position in sure else " ".join(sorted(said.get(position, set()))) or "-"
        lines.append((header, label, shown, right, wrong_and_sure))
    return lines


def report(split: str) -> tuple[float, int, str]:
    lines = [(table["name"], *line) for table in CORPUS if table["split"] == split for line in judged(table)]
    bad = [line for line in lines if not line[4] or line[5]]
    shown = "\n".join(f"{name:45.45} {header:32.32} is {label:22.22} said {said}{'  SURE' * sure}"
                      for name, header, label, said, _, sure in bad)  # fmt: skip
    return sum(line[4] for line in lines) / len(lines), sum(line[5] for line in lines), f"\n{shown}"


# --- The measure ------------------------------------------------------------------------------------------------------


def test_the_corpus_is_large_and_half_of_it_is_kept_for_measuring() -> None:
    columns = {
        split: sum(len(table["columns"]) for table in CORPUS if table["split"] == split) for split in ("tune", "test")
    }
    assert len(CORPUS) >= 60
    assert columns["tune"] + columns["test"] >= 400
    assert columns["test"] >= 0.45 * (columns["tune"] + columns["test"])
    labels = {
        part for table in CORPUS for _, label, _ in table["columns"] for part in label.removeprefix("?").split("|")
    }
    assert labels == {*OURS, "none"}


@pytest.mark.parametrize("split", ["tune", "test"])
def test_columns_are_recognised_and_none_is_sure_and_wrong(split: str) -> None:
    right, sure_and_wrong, shown = report(split)
    assert sure_and_wrong == 0, shown
    assert right >= 0.95, f"{right:.1%}{shown}"
