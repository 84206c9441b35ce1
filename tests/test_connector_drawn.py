"""Connectors against what is to be expected: how many stuck journeys, of whom, on which topic, in how many departments."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import draw
from mined_tables import catalogue, mined, rows
from signals_drawn import instances

from journeys.settings import Settings
from mining.mine import mine


def stuck(official: str, journeys: int, moved: int, *, topic: str = "hulp", departments: int = 1) -> list[dict[str, str]]:
    """This draws journeys that are stuck when this official first acts in them, of which so many move on the next day."""
    drawn = []
    for number in range(journeys):
        case = f"{official}-{number}"
        home = f"Afdeling {number % departments}"
        drawn += [
            {"time": "2026-03-02 09:00", "kind": "work", "official": "Vera", "department": home},
            {"time": "2026-03-17 09:00", "kind": "other", "official": official, "department": "Elders"},
            {"time": "2026-03-18 09:00" if number < moved else "2026-04-20 09:00", "kind": "close", "official": "Vera", "department": home},
        ]
        for row in drawn[-3:]:
            row |= {"case": case, "resident": case, "topic": topic}
    return drawn


def others(count: int, *, moved: int, topic: str = "hulp") -> list[dict[str, str]]:
    """This draws officials with five stuck journeys each, of which so many moved on."""
    return [row for number in range(count) for row in stuck(f"Ander {number:02}", 5, moved, topic=topic)]


def connectors(log: list[dict[str, str]]) -> list[str]:
    with mined(log, "connector") as connection:
        return [row["anchor"] for row in instances(connection, "connector")]


@pytest.mark.parametrize(("count", "expected"), [(19, ["official:Anna"]), (18, [])])
def test_it_takes_twenty_officials_with_five_stuck_journeys_to_tell(count: int, expected: list[str]) -> None:
    assert connectors(stuck("Anna", 5, 5, departments=3) + others(count, moved=0) + stuck("Bob", 4, 0)) == expected


@pytest.mark.parametrize(("journeys", "moved", "expected"), [(5, 5, ["official:Anna"]), (6, 4, []), (5, 4, [])])
def test_five_stuck_journeys_must_have_moved_on(journeys: int, moved: int, expected: list[str]) -> None:
    assert connectors(stuck("Anna", journeys, moved, departments=3) + others(20, moved=0)) == expected


@pytest.mark.parametrize(("departments", "expected"), [(3, ["official:Anna"]), (2, [])])
def test_a_connector_works_in_cases_of_three_home_departments(departments: int, expected: list[str]) -> None:
    assert connectors(stuck("Anna", 6, 6, departments=departments) + others(20, moved=0)) == expected


@pytest.mark.parametrize(("moved", "expected"), [(11, ["official:Anna"]), (10, [])])
def test_more_than_chance_would_give(moved: int, expected: list[str]) -> None:
    # a fifth of 25 is 5; 5 + 2.5 x 2.236 = 10.59
    assert connectors(stuck("Anna", 25, moved, departments=3) + others(20, moved=1)) == expected


@pytest.mark.parametrize(("moved", "expected"), [(18, ["official:Anna"]), (17, [])])
def test_twice_what_is_to_be_expected(moved: int, expected: list[str]) -> None:
    # a fifth of 45 is 9; 9 + 2.5 x 3 = 16.5
    assert connectors(stuck("Anna", 45, moved, departments=3) + others(20, moved=1)) == expected


@pytest.mark.parametrize(("alike", "expected"), [(1, ["official:Anna"]), (2, [])])
def test_compared_on_the_same_topic_where_others_have_ten_stuck_journeys_there(alike: int, expected: list[str]) -> None:
    # on her topic everything moves on: with five journeys of one other that is too few to go by, with ten it is not
    log = stuck("Anna", 6, 6, topic="werk", departments=3) + others(20, moved=0)
    log += [row for number in range(alike) for row in stuck(f"Zelfde {number}", 5, 5, topic="werk")]
    assert connectors(log) == expected


def test_on_an_unknown_topic_all_others_are_the_measure() -> None:
    log = stuck("Anna", 6, 6, topic="-", departments=3) + others(20, moved=0)
    log += stuck("Zelfde", 10, 10, topic="-")
    assert "official:Anna" in connectors(log)


def told(log: list[dict[str, str]]) -> list[tuple[Any, ...]]:
    connection = draw(log)
    mine(connection, settings=Settings(), catalogue=catalogue().needed_for("connector"))
    return connection.execute("select column_missing from cannot_determine where measure = 'signal:connector'").fetchall()


def test_too_few_officials_is_not_the_same_as_none_found() -> None:
    assert told(stuck("Anna", 5, 5, departments=3) + others(18, moved=0)) == [("too_few_officials",)]
    assert told(stuck("Anna", 5, 5, departments=3) + others(19, moved=0)) == []


def test_the_grounds_count_and_name_nobody() -> None:
    with mined(stuck("Anna", 5, 4) + stuck("Bob", 4, 0), "connector_grounds") as connection:
        assert rows(connection, "select * from connector_grounds") == [
            {
                "officials": 2,
                "officials_compared": 1,
                "stuck_journeys": 9,
                "moved_on": 4,
                "enough": False,
                "lacking": "too_few_officials",
            }
        ]
