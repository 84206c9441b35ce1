"""The clock of the office: the opening hours of its own in which each department had questions (measures.md, working time).

2 March 2026 is a Monday, 3 April Good Friday; the clocks go forward in the night of Sunday 29 March.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import pytest
from mined_tables import mined, rows

from journeys.errors import SettingsError
from journeys.settings_file import settings_from
from journeys.workdays import open_hours

BY_NAME = "select department, made.* from department_hours made join departments using (department_no)"


def hours(log: str | list[dict[str, str]], **options: Any) -> dict[str, dict[str, Any]]:
    with mined(log, "department_hours", **options) as made:
        return {row["department"]: row for row in rows(made, BY_NAME)}


@pytest.mark.parametrize(
    ("begun", "ended", "expected"),
    [
        ("2026-03-02 16:00", "2026-03-03 10:00", 2),  # one hour until closing, one from opening
        ("2026-03-02 07:00", "2026-03-02 08:30", 0),
        ("2026-03-02 08:30", "2026-03-02 09:30", 0.5),
        ("2026-03-02 18:00", "2026-03-03 08:00", 0),
        ("2026-03-27 16:30", "2026-03-30 09:30", 1),  # over the weekend in which the clocks change
        ("2026-04-02 16:00", "2026-04-07 11:00", 3),  # over Good Friday and Easter Monday
        ("2026-03-02 09:00", "2026-03-06 17:00", 40),
    ],
)
def test_what_falls_in_opening_hours_counts(begun: str, ended: str, expected: float) -> None:
    found = hours(f"""
        case | time    | kind     | department
        Z1   | {begun} | work     | Zorg
        Z1   | {ended} | decision | Zorg
    """)
    assert (found["Zorg"]["turns"], found["Zorg"]["opening_hours"]) == (1, expected)


def test_a_department_with_hours_of_its_own_is_counted_by_those() -> None:
    log = """
        case | time             | kind     | department
        Z1   | 2026-03-02 16:00 | work     | Klant  contactcentrum
        Z1   | 2026-03-03 10:00 | decision | Klant  contactcentrum
        Z2   | 2026-03-02 16:00 | work     | Zorg
        Z2   | 2026-03-03 10:00 | decision | Zorg
    """
    found = hours(log, calendar={"closes": "16:30", "departments": {"klant contactcentrum": {"opens": "08:00", "closes": "20:00"}}})
    told = {name: (row["opens"], row["closes"], row["opening_hours"]) for name, row in found.items()}
    assert told == {"Klant contactcentrum": ("08:00", "20:00", 6), "Zorg": ("09:00", "16:30", 1.5)}


def test_every_turn_agrees_with_the_function_of_one_turn() -> None:
    dice = random.Random(5)
    own = {"KCC": ("08:00", "21:30"), "Zorg": ("09:00", "17:00"), "Werk": ("00:00", "24:00")}
    log, first = [], datetime(2026, 2, 1)
    for case in range(80):
        at = first + timedelta(minutes=dice.randrange(60 * 24 * 60))
        for kind in ("work", "transfer", "work", "suspend", "resume", "decision")[dice.randrange(3) :]:
            log.append({"case": f"Z{case}", "time": f"{at:%Y-%m-%d %H:%M}", "kind": kind, "department": dice.choice([*own, ""]),
                        "to_department": dice.choice(list(own)) if kind == "transfer" else ""})  # fmt: skip
            at += timedelta(minutes=int(dice.expovariate(1 / 3000)) + 1)
    calendar = {"departments": {name: {"opens": opens, "closes": closes} for name, (opens, closes) in own.items()}}
    with mined(log, "department_hours", calendar=calendar) as made:
        found = {row["department"]: row for row in rows(made, BY_NAME)}
        turns = rows(made, "select department, started, ended from turns join departments using (department_no) where state = 'department'")
    lasted = defaultdict(list)
    for turn in turns:
        opens, closes = own[turn["department"]]
        begun, ended = (turn[name].replace(tzinfo=UTC) for name in ("started", "ended"))
        lasted[turn["department"]].append(open_hours(begun, ended, opens=opens, closes=closes))
    assert found.keys() == lasted.keys() == own.keys()
    for name, each in lasted.items():
        assert found[name]["turns"] == len(each)
        assert found[name]["opening_hours"] == pytest.approx(sum(each), abs=1e-6)
        assert found[name]["median_opening_hours"] == pytest.approx(median(each), abs=1e-3)


@pytest.mark.parametrize(
    "calendar",
    [{"opens": "18:00"}, {"opens": "negen uur"}, {"departments": {"KCC": {"opens": "09:00", "closes": "09:00"}}}, {"departments": {"KCC": {"open": "09:00"}}}],
)
def test_hours_that_cannot_be_are_refused(calendar: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        settings_from({"calendar": calendar})
