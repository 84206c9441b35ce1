"""The real event logs beside the project: where they lie, what is expected of them, and each read once per test run."""

from __future__ import annotations

import csv
import gzip
import json
from functools import cache
from pathlib import Path

import duckdb
import pytest

from journeys.file_reading import understand
from journeys.intake import take_in
from journeys.loading import load
from journeys.settings import PrivacySettings, ReadingSettings, Settings, UnknownSettings
from journeys.sources.opening import open_sources
from mining.catalogue import read_definitions
from mining.mine import mine

LOGS = Path(__file__).parents[2] / "shared" / "logs"
needs_logs = pytest.mark.skipif(not (LOGS / "expected.json").is_file(), reason="the shared logs are not on this machine")


@cache
def expected() -> dict:
    """This gives the numbers that plain loops found, made without this project and without any process-mining library."""
    return json.loads((LOGS / "expected.json").read_text(encoding="utf-8"))


@cache
def per_case(log: str) -> dict[str, dict[str, str]]:
    """This gives the same per case."""
    with gzip.open(LOGS / "percase" / f"{log}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return {row["case"]: row for row in csv.DictReader(file)}


@cache
def mined(
    file: str,
    *,
    official: str | None = None,
    department: str | None = None,
    resident: str | None = None,
    reading: str = "plain",
    by: str | None = "case",
    without: tuple[str, ...] = (),
    without_departments: tuple[str, ...] = (),
) -> duckdb.DuckDBPyConnection:
    """This mines a log of the shared folder in memory, names kept, with the columns named for official, department and resident."""
    from datetime import date

    columns = {name: column for name, column in (("official", official), ("department", department), ("resident", resident)) if column}
    settings = Settings(
        columns=columns,
        reading=ReadingSettings(reading=reading, by=by),
        privacy=PrivacySettings(names="keep"),
        unknown=UnknownSettings(left_out_officials=without, left_out_departments=without_departments),
    )
    connection = duckdb.connect()
    loaded = load(connection, open_sources([str(LOGS / file)], settings=settings, connection=connection))
    take_in(connection, understand(connection, loaded, settings=settings), settings=settings, key=None, today=date(2026, 1, 1))
    mine(
        connection,
        settings=settings,
        catalogue=read_definitions().needed_for("case_measures", "journey_measures", "log_measures", "directly_follows"),
    )
    return connection
