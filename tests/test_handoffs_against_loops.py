"""Cases and journeys hold against plain loops, on any log that hypothesis can think of."""

from __future__ import annotations

from typing import Any

import pytest
from counted_by_hand import cases_of, journeys_of, routes_of
from drawn import draw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from journeys.settings import Settings
from mining.catalogue import read_definitions
from mining.mine import mine

MEASURES = read_definitions().needed_for("case_measures", "journey_measures", "log_measures")
KINDS = (
    "work",
    "work",
    "request",
    "contact",
    "callback_request",
    "outreach",
    "decision",
    "close",
    "reopen",
    "notice",
    "transfer",
    "objection",
)
MOMENTS = (
    "2026-03-02 09:00",
    "2026-03-02 09:05",
    "2026-03-06 16:55",
    "2026-03-09",
    "2026-04-03 12:00",
    "2026-04-07 08:30",
)
rows = some.fixed_dictionaries({
    "case": some.sampled_from(["Z1", "Z2", "Z3", "Z4", "Z5"]),
    "resident": some.sampled_from(["r1", "r2", ""]),
    "activity": some.sampled_from(["a", "b", "c"]),
    "time": some.sampled_from(MOMENTS),
    "official": some.sampled_from(["Anna", "Bob", "Cees", "Team Zorg", ""]),
    "department": some.sampled_from(["Zorg", "Werk", "Wonen", "-"]),
    "topic": some.sampled_from(["huur", "wmo", ""]),
    "kind": some.sampled_from(KINDS),
    "by": some.sampled_from(["", "", "", "partner"]),
})  # fmt: skip
logs = some.lists(rows, min_size=1, max_size=40)


@given(logs, some.sampled_from(["municipal", "plain"]), some.sampled_from(["resident", "case"]))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_measure_of_a_case_and_a_journey_is_what_plain_loops_count(
    log: list[dict[str, str]], reading: str, by: str
) -> None:
    drawn = draw([*log, *ALWAYS_THERE], reading=reading, by=by)
    mine(drawn, settings=Settings(), catalogue=MEASURES, keep_steps=True)
    assert measured(drawn, "case") == rounded(cases_of(drawn))
    assert measured(drawn, "journey") == rounded(journeys_of(drawn))
    assert drawn.execute(
        "select activity_variants, most_common_activity_variant_cases, department_variants from log_measures"
    ).fetchall() == [routes_of(drawn)]


ALWAYS_THERE = [
    {"case": "Z9", "resident": "r9", "activity": "a", "time": "2026-03-02 10:00", "official": "Dirk", "department":
    "Zorg",
     "topic": "wmo", "kind": "work", "by": ""}
]  # fmt: skip
"""One row in which every column is known, so that nothing is "cannot be determined"."""


def measured(drawn: Any, of: str) -> dict[int, dict[str, Any]]:
    """This reads the table of measures as a dict for each case (journey), with the columns that the loops count."""
    result = drawn.execute(f"select * from {of}_measures")
    names = [column[0] for column in result.description]
    found = {row[0]: dict(zip(names, row, strict=True)) for row in result.fetchall()}
    counted = next(iter((cases_of if of == "case" else journeys_of)(drawn).values()))
    return rounded({number: {name: row[name] for name in counted} for number, row in found.items()})


def rounded(found: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {
        number: {name: round(value, 9) if isinstance(value, float) else value for name, value in row.items()}
        for number, row in found.items()
    }


@given(logs)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_reading_rows_as_they_are_stored_gives_the_same_as_sorting_them(log: list[dict[str, str]]) -> None:
    as_stored = draw([*log, *ALWAYS_THERE])
    mine(as_stored, settings=Settings(), catalogue=MEASURES)
    shuffled = draw([*log, *ALWAYS_THERE])
    shuffled.execute("create or replace table events as select * from events order by hash(row_no + 17)")
    mine(shuffled, settings=Settings(), catalogue=MEASURES)
    for table in ("case_measures", "journey_measures"):
        query = f"select * from {table} order by 1"
        assert as_stored.execute(query).fetchall() == shuffled.execute(query).fetchall()


@pytest.mark.parametrize("of", ["case", "journey"])
def test_the_loops_count_every_measure_except_waiting_threads_and_hops_of_a_case(of: str) -> None:
    drawn = draw(ALWAYS_THERE)
    mine(drawn, settings=Settings(), catalogue=MEASURES)
    columns = {column[0] for column in drawn.execute(f"select * from {of}_measures").description}
    loops = next(iter((cases_of if of == "case" else journeys_of)(drawn).values()))
    left = {"case": {"case_no", "journey_no", "hops", "hops_min", "hops_max"}, "journey": {"journey_no", "threads", "thread_hops"}}[of]
    assert columns - loops.keys() == left | {"waiting_resident", "waiting_callback", "waiting_handoff", "waiting_queue"}
