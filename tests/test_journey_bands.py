"""Several questions of one resident for print: a band each, one axis, nothing lost, nothing overlapping."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import drawn_journeys as drawn
import pytest
from drawn_journeys import K, V, W, Z, ask, held, journey, lost, over, underway

from journeys.texts import use
from mining.journey_data import JourneyData
from visuals.journey_bands import TALLEST, bands_scene, draw_bands
from visuals.journey_map import journey_scene
from visuals.scene_check import check_scene


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    use("nl")
    yield
    use("nl")


def two_questions() -> JourneyData:
    first = [ask(0, "phone", department=K, official=1), held(0, K, 1), lost(2, K, Z), held(40, Z, 2), over(60)]
    second = [ask(10, "email", department=K, official=1), held(10, K, 1), underway(12, K, V), held(20, V, 3), held(30, V, 2), over(31)]
    return journey(first, second, end=80)


def test_each_question_has_its_own_lanes_and_all_share_one_axis() -> None:
    scene = bands_scene(two_questions())
    assert [box.text for box in scene.texts("lane")] == ["Vraag A", "Vraag B"]
    assert [box.text for box in scene.texts("lane-name") if box.text in (K, Z, V)] == [K, Z, K, V]
    assert len(scene.texts("axis")) > 0
    tops = {box.y for box in scene.texts("axis")}
    assert len(tops) == 1


def test_an_official_keeps_the_number_of_the_whole_journey_and_is_known_again_in_the_next_question() -> None:
    data = two_questions()
    scene = bands_scene(data)
    numbers = [box.value for box in scene.marks("official")]
    assert sorted(numbers) == ["1", "1", "2", "3", "3"]  # the second person drawn is seen first in question B, as the third of all
    in_a, in_b = (data.of_question(case).holdings.groupby("official")["first"].max() for case in "AB")
    assert (in_a[1], in_a[3]) == (True, False)
    assert (in_b[1], in_b[2], in_b[3]) == (False, True, True)


def test_the_title_and_the_table_are_those_of_the_journey() -> None:
    data = two_questions()
    whole, bands = journey_scene(data), draw_bands(data)
    assert bands.title == whole.title
    assert set(bands.rows["vraag"]) == {"A", "B"}
    assert len(bands_scene(data).marks("lost")) == data.numbers.lost == 1


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("make", drawn.EXTREMES, ids=lambda make: make.__name__)
def test_nothing_overlaps_at_any_extreme(make: Callable[[], JourneyData], language: str) -> None:
    use(language)  # type: ignore[arg-type]
    assert check_scene(bands_scene(make(), source="verzonnen gegevens", version="journeys 0.1.0")) == []


@pytest.mark.parametrize(("questions", "departments", "events", "days"), [(2, 3, 30, 60), (5, 12, 90, 900), (12, 60, 700, 3000)])
def test_nothing_overlaps_in_journeys_thrown_with_dice_and_the_sheet_stays_readable(
    questions: int, departments: int, events: int, days: int
) -> None:
    for seed in range(2):
        data = drawn.full_journey(questions=questions, departments=departments, events=events, days=days, seed=seed)
        scene = bands_scene(data, source="dobbelstenen", theme="dark" if seed % 2 else "light")
        assert check_scene(scene) == []
        assert scene.height <= TALLEST
        shown = len([box for box in scene.texts("lane") if box.text.startswith("Vraag")])
        left = data.numbers.questions - shown
        told = [box.text for box in scene.texts("note") if "staat alleen" in box.text or "staan alleen" in box.text]
        assert bool(left) == bool(told)
        assert not left or f"{left} " in told[0]


def test_one_question_is_drawn_as_its_map_is() -> None:
    data = journey([ask(0, "phone", department=W, official=1), held(0, W, 1), over(5)], end=9)
    assert bands_scene(data).svg() == journey_scene(data).svg()
