"""Where DuckDB walks through rows as they are stored, nothing may stand between the walk and the stored table that mixes the rows.

A step that is read twice is kept by DuckDB and read back in pieces, and a join hands on rows as it finds them; on ten million events
that tore two cases in a million apart. Filters, projections and other walks keep the order.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from mined_tables import catalogue, mined

from journeys.settings import OURS, Settings
from mining.mine import statement

LOG = """
    case | resident | time             | kind             | official | department | to_department | topic | channel
    Z1   | r1       | 2026-03-02 09:00 | transfer         | Anna     | Zorg       | Werk          | Wmo   | phone
    Z1   | r1       | 2026-03-04 09:00 | work             | Bram     | Werk       |               | Wmo   |
    Z1   | r1       | 2026-03-04 09:00 | work             | Anna     | Zorg       |               | Wmo   |
    Z1   | r1       | 2026-03-05 09:00 | suspend          | Anna     | Zorg       |               | Wmo   |
    Z1   | r1       | 2026-03-06 09:00 | resume           | Anna     | Zorg       |               | Wmo   |
    Z1   | r1       | 2026-03-06 09:00 | close            | Bram     | Zorg       |               | Wmo   |
    Z2   | r1       | 2026-03-05 09:00 | callback_request |          |            |               |       |
    Z2   | r1       | 2026-03-05 09:00 | outreach         | Carla    | Zorg       |               |       |
    Z2   | r1       | 2026-03-05 09:00 | work             | Bram     | Werk       |               |       |
    Z3   | r2       | 2026-03-02 09:00 | request          |          |            |               | Wmo   | web
    Z3   | r2       | 2026-03-03 09:00 | outreach         | Carla    | Zorg       |               | Wmo   | visit
    Z3   | r2       | 2026-03-04 09:00 | suspend          | Carla    | Zorg       |               | Wmo   |
    Z3   | r2       | 2026-03-05 09:00 | reopen           | Carla    | Zorg       |               | Wmo   |
    Z3   | r2       | 2026-03-06 09:00 | decision         | Carla    | Zorg       |               | Wmo   |
    Z4   | r3       | 2025-12-01 09:00 | request          |          |            |               | Wmo   | web
    Z4   | r3       | 2025-12-09 09:00 | suspend          | Carla    | Zorg       |               | Wmo   |
    Z4   | r3       | 2026-03-06 09:00 | decision         | Carla    | Zorg       |               | Wmo   |
    Z5   | r4       | 2026-03-06 09:00 | request          |          |            |               | Wmo   | phone
    Z5   | r4       | 2026-03-06 10:00 | close            | Carla    | Zorg       |               | Wmo   |
"""
ELSEWHERE = {"tied_events": "it walks through a union, which its own tests hold against loops"}
WALKS = [each.name for each in catalogue() if "as_stored" in each.sql and each.name not in ELSEWHERE]
KEEPS_ORDER = {"PROJECTION", "FILTER", "STREAMING_WINDOW"}


@pytest.mark.parametrize("name", WALKS)
def test_a_walk_through_stored_rows_reads_straight_from_a_stored_table(name: str) -> None:
    definition = catalogue()[name]
    reads = [each for each in definition.reads if each in catalogue()]
    with mined(LOG, *reads) as connection:
        created = statement(definition, settings=Settings(), known=set(OURS), stored=True)
        query = created.split(" as\n", 1)[1]
        plan = connection.execute("explain (format json) " + query).fetchall()[0][1]
    walks: list[str] = []
    for operator in json.loads(plan):
        _read_under_walks(operator, walks, inside=False)
    assert walks, "no walk was found in the plan"
    assert set(walks) <= {"SEQ_SCAN", "TABLE_SCAN"}


def _read_under_walks(operator: dict[str, Any], found: list[str], *, inside: bool) -> None:
    """This notes what stands below each walk, past what keeps the order of rows."""
    name = operator["name"].strip()
    if inside and name not in KEEPS_ORDER:
        found.append(name)
        inside = False
    for child in operator["children"]:
        _read_under_walks(child, found, inside=inside or name == "STREAMING_WINDOW")
