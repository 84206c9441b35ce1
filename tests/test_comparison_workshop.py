"""The workshop page of a comparison in a browser without a network: both periods play on one clock, and end at their own numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from drawn_changes import Side, periods
from test_workshop_page import TAGS, Seen, chromium  # noqa: F401

from journeys.texts import use
from mining.disclosure import Passed, pass_journey
from mining.journey_data import nobody
from mining.shared_changes import Halves
from visuals.comparison_workshop import both_periods
from visuals.difference_map import draw_difference
from visuals.silo_map import draw_silos
from visuals.workshop import still_view, workshop_page
from visuals.workshop_steps import generate_story

A, B, C = "Klantcontact", "Zorg", "Wonen"
HEADS = ("Vóór 1 januari 2025", "Vanaf 1 januari 2025")


def drawn() -> Passed[Halves]:
    """Before 53 weeks with 1,140 handovers of which 40 got lost, after the first half of a year with 330 of which 12."""
    before, after, changes = periods(
        {(A, B): (Side(1000, lost=30), Side(200, lost=12)), (B, A): (Side(100, lost=10), Side(118))}, shown=[A, B, C]
    )
    return Passed(Halves(before, replace(after, last=date(2025, 7, 1)), changes), 10, ("Kleine groepen zijn samengevoegd.",))


def page(language: str = "nl") -> str:
    use(language)  # type: ignore[arg-type]
    try:
        halves = drawn()
        still = halves.made_into(lambda data: draw_difference(data.before, data.after, data.changes, output="html"))
        first = halves.made_into(lambda data: draw_silos(data.after, output="html"))
        views = [still_view("Uitkomst", first), both_periods(halves, HEADS, version="1"), still_view("Verschil", still)]
        return workshop_page(generate_story(pass_journey(nobody())), views=views)
    finally:
        use("nl")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("comparison") / "werkvorm.html"
    path.write_text(page(), encoding="utf-8")
    return path


@pytest.fixture
def seen(chromium: Any, file: Path) -> Iterator[Seen]:  # noqa: F811
    found = Seen(chromium, file)
    yield found
    found.close()  # one request, nothing said, nothing refused by the policy


def test_equal_input_gives_an_equal_page() -> None:
    assert page() == page()


def test_a_clicker_walks_from_the_outcome_to_what_changed(seen: Seen) -> None:
    assert seen.value("document.documentElement.dataset.view") == "1"
    seen.press("PageDown")
    assert seen.value("document.documentElement.dataset.kind") == "twins"
    assert seen.page.is_visible('[data-do="play"]')
    seen.press("PageDown", "PageUp", "PageUp")
    assert seen.value("document.documentElement.dataset.view") == "1"
    assert not seen.page.is_visible('[data-do="play"]')


def test_both_periods_play_on_one_clock_and_the_shorter_ends_first(seen: Seen) -> None:
    """53 weeks against 26: while both play they stand at the same week, and the one of 26 weeks is full when the other is in week 27."""
    seen.press("2")
    seen.value("""() => { window.found = []; const look = () => { found.push([...document.querySelectorAll('[data-head]')].map(el => el.textContent));
        if (found.length < 4000) requestAnimationFrame(look); }; look(); }""")
    seen.page.select_option("#tempo", "2")
    seen.press("p")
    seen.wait_until_played()
    found = [tuple(each) for each in seen.written_down("found")]
    whole = (f"{HEADS[0]}: januari 2024 – december 2024 · 53 weken · 1.140 overdrachten, 40 kwijt",
             f"{HEADS[1]}: januari 2025 – juli 2025 · 26 weken · 330 overdrachten, 12 kwijt")  # fmt: skip
    assert found[0] == whole
    assert found[-1] == whole
    weeks = [tuple(int(line.split("week ")[1].split(" ")[0]) if ": week " in line else None for line in pair) for pair in found]
    together = [(one, other) for one, other in weeks if one is not None and other is not None]
    assert len(set(together)) > 10
    assert all(one == other for one, other in together)
    alone = [one for one, other in weeks if one is not None and other is None]
    assert min(alone) in (26, 27)
    assert all(one <= other for one, other in pairwise(together))


def test_counters_never_pass_the_numbers_and_dots_fall_into_their_own_pile(seen: Seen) -> None:
    seen.press("2")
    later = "side => [...document.querySelectorAll(`circle[data-side=${side}].later`)].length"
    seen.press("p")
    seen.page.wait_for_timeout(1500)
    seen.press("p")
    gone = [seen.page.evaluate(later, side) for side in ("before", "after")]
    assert all(gone)
    lines = seen.value("[...document.querySelectorAll('[data-head]')].map(el => el.textContent)")
    for line, most in zip(lines, (1140, 330), strict=True):
        assert 0 < int(line.split("overdrachten: ")[1].split(",")[0].replace(".", "")) < most
    seen.press("1", "2")  # another view ends the replay, and leaves the map as it was


def test_with_reduced_motion_the_clock_jumps(chromium: Any, file: Path) -> None:  # noqa: F811
    found = Seen(chromium, file, reduced_motion="reduce")
    found.press("2", "p")
    found.page.wait_for_timeout(700)
    assert "week 1 van 53" in found.value("document.querySelector('[data-head=before]').textContent")
    found.page.wait_for_timeout(1300)
    assert "week 6 van 53" in found.value("document.querySelector('[data-head=before]').textContent")  # a jump of 1.5 of 15 seconds: a tenth of 53 weeks, 5.3
    found.press("p")
    found.close()


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1280, 720), (1920, 1080), (3840, 2160)])
def test_the_stage_fits_every_screen_without_scrolling(chromium: Any, file: Path, width: int, height: int) -> None:  # noqa: F811
    found = Seen(chromium, file, viewport={"width": width, "height": height})
    if width < 1100:
        found.page.click('[data-do="mode"]')
    for view in "123":
        found.press(view)
        assert found.value("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [width, height]
    found.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("mode", ["hall", "read"])
def test_axe_finds_nothing(seen: Seen, theme: str, mode: str) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="no axe-core here")
    source = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    if theme == "dark":
        seen.press("d")
    if mode == "read":
        seen.page.click('[data-do="mode"]')
    seen.value(source + ";0")
    for view in ("2",) if mode == "read" else ("1", "2", "3"):
        seen.press(view)
        told = seen.value(f"axe.run(document, {{ runOnly: {json.dumps(TAGS)}, resultTypes: ['violations'] }})")
        assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in told["violations"]] == [], (view, mode, theme)
