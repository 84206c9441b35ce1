"""Checks of a log: queries in mining/checks that no table is made of, asked when the data statement or a comparison needs their answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from journeys.settings import MeasureSettings
from mining.definition_headers import read_definition

CHECKS = Path(__file__).parent / "checks"


def check_rows(
    connection: duckdb.DuckDBPyConnection, name: str, measures: MeasureSettings, *, stored: bool = False, **parameters: Any
) -> list[dict[str, Any]]:
    """This asks a check and gives its rows, by column; `stored` is as in `Definition.query`, `parameters` go before those of its header."""
    check = read_definition(CHECKS / f"{name}.sql")
    check = replace(check, parameters={**check.parameters, **parameters})
    rows = connection.execute(check.query(measures, stored=stored)).fetchall()
    return [dict(zip(check.columns, row, strict=True)) for row in rows]


def check_row(connection: duckdb.DuckDBPyConnection, name: str, measures: MeasureSettings, *, stored: bool = False) -> dict[str, Any]:
    """This asks a check that answers with one row."""
    (row,) = check_rows(connection, name, measures, stored=stored)
    return row
