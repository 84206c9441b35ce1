"""One rule for every median and 90th percentile: those of the tables are those of pandas, which are those of Excel."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mined_tables import mined, rows

from journeys.texts import number, whole
from journeys.workdays import wd
from mining.rounding import whole_days
from visuals.page import written
from visuals.silo_words import waited

BEGIN = datetime(2026, 3, 2, 9)
"""A Monday."""

TOPIC = "Afval"
"""A topic about public space, by its word."""

EVEN = st.integers(1, 7).flatmap(
    lambda half: st.lists(st.tuples(st.integers(0, 9), st.integers(1, 30)), min_size=2 * half, max_size=2 * half)
)
"""An even number of cases: days until the second department acts, and days from there to the close."""


def log_of(cases: list[tuple[int, int]]) -> list[dict[str, str]]:
    """This draws a case each: asked and passed on at the same moment, taken up, and closed; the last row makes the log long enough."""
    drawn = []
    for at, (wait, rest) in enumerate(cases):
        own = {"case": f"Z{at}", "resident": f"r{at}", "topic": TOPIC, "department": "", "to_department": ""}
        taken, closed = BEGIN + timedelta(days=wait, hours=1), BEGIN + timedelta(days=wait + rest, hours=1)
        drawn += [
            own | {"time": f"{BEGIN:%Y-%m-%d %H:%M}", "kind": "request"},
            own | {"time": f"{BEGIN:%Y-%m-%d %H:%M}", "kind": "transfer", "department": "Balie", "to_department": "Werk"},
            own | {"time": f"{taken:%Y-%m-%d %H:%M}", "kind": "work", "department": "Werk"},
            own | {"time": f"{closed:%Y-%m-%d %H:%M}", "kind": "close", "department": "Werk"},
        ]
    return drawn


def passed(days: int) -> tuple[float, int]:
    """This gives days of 24 hours and working days from the begin to an hour later, so many days on; an hour less when the clock went ahead."""
    end = BEGIN + timedelta(days=days, hours=1)
    hour = 0 if end.date() >= date(2026, 3, 29) else 1
    return days + hour / 24, wd(BEGIN.date(), end.date())


@given(EVEN)
@settings(max_examples=8, deadline=None)
def test_every_table_has_the_median_and_the_90th_percentile_of_pandas(cases: list[tuple[int, int]]) -> None:
    waits, lengths = [passed(wait) for wait, _ in cases], [passed(wait + rest) for wait, rest in cases]
    of_waits, of_lengths = (pd.DataFrame(found, columns=["calendar_days", "working_days"]) for found in (waits, lengths))
    tables = {
        "flows": of_waits, "topic_measures": of_lengths, "department_measures": of_lengths, "care_topics": of_lengths,
        "care_public_space": of_lengths, "variants": of_lengths, "log_measures": of_lengths,
    }  # fmt: skip
    with mined(log_of(cases), *tables) as connection:
        compared = 0
        for name, values in tables.items():
            for row in rows(connection, f"select * from {name}"):
                for column, of in values.items():
                    for told, expected in ((f"median_{column}", of.median()), (f"p90_{column}", of.quantile(0.9))):
                        if told in row:
                            assert row[told] == pytest.approx(expected, abs=1e-9), (name, told)
                            compared += 1
    # four numbers of each table; care_topics has no 90th percentile of calendar days, care_public_space no calendar days, variants no working
    # days, log_measures the median alone; two departments
    assert compared == 4 + 4 + 2 * 4 + 3 + 2 + 2 + 1


def test_half_a_day_is_written_as_half_a_day() -> None:
    # 2 and 3 working days: the middle is 2.5. Balie has it at once, Werk takes it up on Wednesday and Thursday.
    with mined(log_of([(2, 1), (3, 1)]), "flows") as connection:
        (flow,) = rows(connection, "select * from flows")
    assert (flow["median_working_days"], flow["p90_working_days"]) == (2.5, 2.9)
    assert written(flow["median_working_days"]) == "2,5"
    # beside it in one column a whole number shows its decimal too
    assert written(3.0, decimals=1) == "3,0"


def test_a_wait_that_is_told_in_whole_days_is_rounded_as_people_do() -> None:
    assert [waited(days) for days in (2.5, 9.9, 10.5, 11.5, 12.5)] == ["2,5 dagen", "9,9 dagen", "11 dagen", "12 dagen", "13 dagen"]
    assert [whole(value) for value in (0.5, 1.5, 2.5, 2.4, -2.5, -0.4)] == [1, 2, 3, 2, -3, 0]
    assert whole_days(pd.Series([0.5, 1.5, 2.5, None])).tolist()[:3] == [1.0, 2.0, 3.0]
    assert number(whole(2.5)) == "3"


def test_the_nearest_rank_is_taken_only_where_the_decision_says_so() -> None:
    root = Path(__file__).parents[1]
    files = [path for room in ("mining", "visuals", "journeys") for end in ("sql", "py") for path in (root / room).rglob(f"*.{end}")]
    assert len(files) > 200
    found = {path.name for path in files if "quantile_disc" in path.read_text(encoding="utf-8")}
    assert found == {"transfers.sql", "hygiene.py"}  # docs/decisions/median-and-percentile.md
