"""Tables of columns, drawn from a header and a short description of the values; every value is invented."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from journeys.column_values import ColumnSample

EVENTS_OF_A_CASE = 4

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
    moment = datetime(2024, 1, 8, 8, 3, 11, tzinfo=UTC) + timedelta(minutes=row * 947 + off)
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
