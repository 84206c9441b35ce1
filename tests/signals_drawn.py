"""Drawn tables of signals: tests/signals/<signal>.toml, each a small log and the instances that it must give.

    [[drawn]]
    says = "a sentence about behaviour"
    log = '''case | time | kind | ...'''          # as tests/drawn.py reads it
    end = 2026-03-31                              # optional: the log's end is the start of that day
    measures = { callback_working_days = 2 }      # optional: numbers of the settings
    terms = { omgevingsvergunning = 26 }          # optional: weeks by topic, or a term of a law
    by = "case"                                   # optional
    found = '''status | anchor | rows | ...'''    # any columns of tables/signals.csv; empty: no instance at all
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from mined_tables import catalogue, mined, rows

from mining.instances import signals_query

FOLDER = Path(__file__).parent / "signals"

_CELL = re.compile(r"(?:^|\s)\|(?:\s|$)")  # with a blank beside it: cases:Z1|Z2 is one cell


@dataclass(frozen=True)
class Drawn:
    """This is one drawn table of a signal."""

    signal: str
    says: str
    log: str
    found: str
    end: str | None = None
    by: str = "resident"
    measures: dict[str, Any] = field(default_factory=dict)
    terms: dict[str, Any] = field(default_factory=dict)


def all_drawn() -> list[Drawn]:
    """This reads every drawn table."""
    return [
        Drawn(path.stem, **{**one, "end": str(one["end"]) if "end" in one else None})
        for path in sorted(FOLDER.glob("*.toml"))
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["drawn"]
    ]


def expected(drawn: Drawn) -> list[dict[str, str]]:
    """This reads the instances that are expected, as texts."""
    lines = [[cell.strip() for cell in _CELL.split(line.strip())] for line in drawn.found.splitlines() if line.strip()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def found(drawn: Drawn) -> list[dict[str, str]]:
    """This mines the drawn log and gives the instances of the signal as texts, in the columns that are expected."""
    columns = list(expected(drawn)[0]) if expected(drawn) else ["signal", "anchor"]
    with mined(drawn.log, drawn.signal, end=drawn.end, by=drawn.by, terms=drawn.terms, **drawn.measures) as connection:
        return [{name: _text(row[name]) for name in columns} for row in instances(connection, drawn.signal)]


def instances(connection: duckdb.DuckDBPyConnection, *signals: str) -> list[dict[str, Any]]:
    """This gives the rows of tables/signals.csv for these signals."""
    return rows(connection, signals_query(connection, [catalogue()[signal] for signal in signals]))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
