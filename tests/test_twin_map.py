"""Two periods on one map of silos: readable at every extreme, at one scale, and its lines, arcs and dots tell the same numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from drawn_changes import Drawn, Side, periods
from drawn_handovers import LONG
from test_difference_map import every_verdict, thrown

from journeys.texts import use
from visuals.scene import Scene
from visuals.scene_check import check_scene
from visuals.twin_map import draw_twins, replayed, twin_scene, twins, weeks_of

A, B, C = "Klantcontact", "Zorg", "Wonen"


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    use("nl")
    yield
    use("nl")


def widths(scene: Scene) -> dict[str, float]:
    """The width of each arc by its name."""
    found = re.findall(r'id="[^"]*?(arc-\w+-\d-\d)"[^>]*?stroke-width="([\d.]+)"', scene.svg(output="html"))
    return {name: float(width) for name, width in found}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("events", [5, 500])
@pytest.mark.parametrize("departments", [5, 12, 60])
def test_nothing_overlaps_or_is_too_small(departments: int, events: int, theme: str, language: str) -> None:
    use(language)  # type: ignore[arg-type]
    for long in (False, True):
        drawn = thrown(departments, events, long=long)
        assert check_scene(twin_scene(*drawn, theme=theme, source="verzonnen", version="1")) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "drawn",
    [
        every_verdict(),
        periods({(A, B): (Side(1), Side(1))}, shown=[A, B]),
        periods({(A, B): (Side(lost=100_000), None)}, shown=[A, B]),
        periods({(x, y): (Side(lost=100_000), Side(lost=77_777)) for x in "ABCDEFGHI" for y in "ABCDEFGHI" if x != y}, shown=list("ABCDEFGHI")),
        periods({(A, B): (Side(unrecorded=9), Side(9, lost=3))}, shown=[A, B]),
        periods({(LONG, B): (Side(4), Side(9, lost=3))}, shown=[LONG, B]),
    ],
    ids=["every verdict", "one pair", "one side alone", "all lost, nine", "half recorded", "long names"],
)
def test_extremes_can_be_read(drawn: Drawn) -> None:
    for language in ("nl", "en"):
        use(language)  # type: ignore[arg-type]
        assert check_scene(twin_scene(*drawn, heads=("Vóór 1 september 2024", "Vanaf 1 september 2024"), source="s", version="v")) == []


def test_an_arc_as_thick_is_as_many_handovers_in_both_periods() -> None:
    """Arcs are as wide as the root of their number: 100 is the widest, 25 half of it, wherever they stand."""
    scene = twin_scene(*periods({(A, B): (Side(25), Side(100)), (B, A): (Side(100), Side(25))}, shown=[A, B]))
    found = widths(scene)
    assert found == {"arc-before-0-1": 7.5, "arc-before-1-0": 15.0, "arc-after-0-1": 15.0, "arc-after-1-0": 7.5}


def test_a_dot_is_as_many_lost_questions_in_both_periods_and_departments_stand_straight_below_each_other() -> None:
    scene = twin_scene(*periods({(A, B): (Side(30, lost=2), Side(30, lost=5)), (B, C): (Side(9), Side(9, lost=1))}, shown=[A, B, C]))
    html = scene.svg(output="html")
    dots = [len(re.findall(rf'<circle[^>]*data-pile="0"[^>]*data-side="{side}"|<circle[^>]*data-side="{side}"[^>]*data-pile="0"', html)) for side in ("before", "after")]
    assert dots == [2, 5]
    assert scene.title == "Ervoor: 2 van de 41 overdrachten kwijt. Erna: 6 van de 45."
    lefts = [box.x for box in scene.marks("silo")]
    assert lefts[:3] == lefts[3:]
    assert [box.text for box in scene.texts("side")] == [
        "Ervoor: januari 2024 – december 2024 · 53 weken · 41 overdrachten, 2 kwijt",
        "Erna: januari 2025 – december 2025 · 53 weken · 45 overdrachten, 6 kwijt",
    ]


def test_the_replay_ends_at_the_numbers_of_the_map() -> None:
    """Of 6 lost questions one lies between departments of one silo: it is in no pile, and is counted along."""
    before, after, _ = periods({(A, B): (Side(30, lost=2), Side(30, lost=5)), (B, A): (Side(8), None)}, shown=[A, B])
    sides = [replayed(side, name) for side, name in zip(twins(before, after), ("before", "after"), strict=True)]
    assert [side["n"] for side in sides] == [40, 35]
    assert [side["lost"] for side in sides] == [2, 5]
    assert [side["elsewhere"] for side in sides] == [0, 0]
    assert [side["flows"] for side in sides] == [[(0, 1, 32, 2), (1, 0, 8, 0)], [(0, 1, 35, 5)]]
    assert sides[0]["words"] == {
        "without": "Ervoor: week {week} van 53 · overdrachten: {n}",
        "with": "Ervoor: week {week} van 53 · overdrachten: {n}, kwijt: {lost}",
    }


def test_weeks_that_have_begun_count() -> None:
    assert weeks_of(date(2024, 1, 1), date(2024, 1, 7)) == 1
    assert weeks_of(date(2024, 1, 1), date(2024, 1, 8)) == 2
    assert weeks_of(None, None) == 0


def test_two_periods_without_handovers_are_a_sentence() -> None:
    scene = twin_scene(*periods({}, shown=[A, B]))
    assert scene.title == "Geen overdrachten tussen afdelingen in deze periodes."
    assert scene.marks("silo") == []


def test_equal_input_gives_an_equal_picture_and_a_table_of_every_pair() -> None:
    drawn = every_verdict()
    one, other = draw_twins(*drawn, output="html"), draw_twins(*drawn, output="html")
    assert one.svg == other.svg
    assert len(one.rows) >= 8
    ids = re.findall(r'\sid="([^"]*)"', one.svg)
    assert len(ids) == len(set(ids))
