"""The workshop page in a browser without a network: on the wall by keyboard, touch and clicker, as a document, and on paper.

What is expected is drawn: of the small journey the officials appear on days 0, 70, 75, 130 and 150.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from browsed import CHROMIUM
from drawn_journeys import full_journey, long_journey
from drawn_workshop import close, passed, silos, small

from journeys.texts import use
from mining.disclosure import Passed
from visuals.figure import Figure
from visuals.silo_map import draw_silos
from visuals.workshop import silo_view, still_view, workshop_page
from visuals.workshop_notes import merge
from visuals.workshop_steps import generate_story
from visuals.workshop_tables import held_back, what_is_shown

STATIC = Path(__file__).parents[1] / "visuals" / "static"
SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
WATCH = "addEventListener('securitypolicyviolation', event => console.log('policy', event.violatedDirective, event.sourceFile, event.lineNumber))"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright here")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=list(SWITCHES))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("workshop")
    other = silos(lost=4)
    one_more = still_view("Nog een beeld", Passed(draw_silos(other.value, output="html", name="nog-een"), other.group, other.told))
    empty = replace(small(), events=small().events.iloc[:0], turns=small().turns.iloc[:0])
    pages = {
        "close": workshop_page(generate_story(passed(close()))),
        "small": workshop_page(generate_story(passed(small())), views=[silo_view(silos(), source="getekend"), one_more], source="getekend"),
        "long": workshop_page(generate_story(passed(long_journey()))),
        "dense": workshop_page(generate_story(passed(full_journey()))),
        "calm": workshop_page(generate_story(passed(empty)), views=[silo_view(silos(lost=0, back=0))]),
        "maps": workshop_page(generate_story(passed(empty)), views=[silo_view(silos()), one_more]),
    }
    try:
        use("en")
        pages["english"] = workshop_page(generate_story(passed(long_journey())), views=[silo_view(silos())])
    finally:
        use("nl")
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in pages}


class Seen:
    """This is an open page and everything it said and asked for."""

    def __init__(self, browser: Any, path: Path, **options: Any) -> None:
        self.context = browser.new_context(offline=True, locale="nl-NL", accept_downloads=True, **{"viewport": {"width": 1920, "height": 1080}, **options})
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.goto(path.as_uri())

    def close(self) -> None:
        own = [url for url in self.asked if not url.startswith(("data:", "blob:"))]
        self.context.close()
        assert self.said == []
        assert len(own) == 1
        assert own[0].startswith("file://")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def text(self, selector: str) -> str:
        found: str = self.page.inner_text(selector)
        return found

    def wait_until_played(self) -> None:
        """This waits as a person does: Playwright's own way to wait evaluates a text, which the policy refuses."""
        for _ in range(200):
            self.page.wait_for_timeout(100)
            if self.text('[data-do="play"]') == "Afspelen":
                return
        raise AssertionError("the replay does not stop")

    def written_down(self, name: str) -> Any:
        """This gives what a page wrote down frame by frame, the frame that is on its way included."""
        return self.page.evaluate(f"() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done({name}))))")

    def value(self, expression: str) -> Any:
        return self.page.evaluate(expression)


@pytest.fixture
def seen(chromium: Any, files: dict[str, Path]) -> Iterator[Seen]:
    found = Seen(chromium, files["small"])
    yield found
    found.close()


def test_the_bundle_is_the_recorded_one_and_the_sources_hold_no_texts_for_people() -> None:
    recorded = (STATIC / "werkvorm" / "werkvorm.sha256").read_text().split()[0]
    assert hashlib.sha256((STATIC / "werkvorm.min.js").read_bytes()).hexdigest() == recorded
    lock = json.loads((STATIC / "werkvorm" / "package-lock.json").read_text())
    assert [lock["packages"][f"node_modules/{name}"]["version"] for name in ("d3-zoom", "d3-selection")] == ["3.0.1", "3.0.1"]
    assert not [entry for entry in lock["packages"].values() if "resolved" in entry]
    notices = (STATIC / "THIRD_PARTY_NOTICES.txt").read_text()
    runtime = [name.removeprefix("node_modules/") for name, entry in lock["packages"].items() if name and not entry.get("dev") and "esbuild" not in name]
    assert len(runtime) == 9
    for name in runtime:
        assert f"--- {name} {lock['packages'][f'node_modules/{name}']['version']}" in notices
    for source in (STATIC / "werkvorm").glob("*.js"):
        code = re.sub(r"//.*", "", source.read_text(encoding="utf-8"))
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|localStorage|fetch\(", code), source.name


def test_the_policy_allows_only_what_is_in_the_file(files: dict[str, Path]) -> None:
    html = files["small"].read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "require-trusted-types-for 'script'" in policy[1]
    assert "unsafe" not in policy[1]
    assert html.count("@font-face") == 3
    assert len(html.encode()) < 600_000
    body = html[html.index("<body>") :]
    assert not re.search(r'\sstyle="|\son\w+="|<link|<img|src=', re.sub(r"<script.*?</script>", "", body, flags=re.S))


def test_every_step_by_keyboard_with_the_counter_of_that_day(seen: Seen) -> None:
    assert seen.value("document.documentElement.dataset.mode") == "hall"
    expected = [(5, 150, "Overzicht"), (2, 70, "Kwijt"), (4, 130, "Wachten"), (5, 150, "Wisseling"), (5, 150, "Overzicht"), (5, 150, "Gesprek")]
    for at, (officials, day, head) in enumerate(expected):
        assert (seen.text("#counter"), seen.text("#day"), seen.text("#kicker")) == (str(officials), f"dag {day}", head)
        assert seen.text("#place") == f"{at + 1} van 6"
        seen.press(("PageDown", "ArrowRight", "Space")[at % 3])
    assert seen.text("#place") == "6 van 6"
    seen.press("PageUp", "ArrowLeft")
    assert seen.text("#place") == "4 van 6"
    seen.press("Home")
    assert seen.text("#place") == "1 van 6"
    seen.press("End")
    assert seen.text("#place") == "6 van 6"


def test_a_step_hides_what_is_later_and_dims_what_it_is_not_about(seen: Seen) -> None:
    seen.press("ArrowRight")
    shown = "[...document.querySelectorAll('.journey .official')].filter(el => !el.classList.contains('later')).map(el => el.dataset.officials)"
    assert seen.value(shown) == ["1", "2"]
    assert seen.value("[...document.querySelectorAll('.journey .lost[data-part]')].map(el => el.classList.contains('dim'))") == [False]
    assert seen.value("document.querySelector('.journey .clock').classList.contains('later')") is False
    clip = seen.value("Number(document.querySelector('.journey clipPath[id$=-time] rect').getAttribute('width'))")
    assert clip == pytest.approx(350 + 1526 * 70.58 / 150, abs=6)  # day 70 and the rest of that day, on a scale of 150 days from 350 to 1876
    seen.press("Home")
    assert seen.value("document.querySelectorAll('.journey svg .later, .journey svg .dim').length - document.querySelectorAll('.journey .clock.later').length") == 0


def test_replay_counts_along_and_stops_at_the_end(seen: Seen) -> None:
    seen.page.select_option("#tempo", "2")
    seen.value("""() => { window.found = []; const look = () => { found.push([Number(document.querySelector('#day').textContent.replace(/\\D/g, '')),
        Number(document.querySelector('#counter').textContent)]); if (found.length < 4000) requestAnimationFrame(look); }; look(); }""")
    seen.press("p")
    assert seen.text('[data-do="play"]') == "Pauze"
    seen.wait_until_played()
    found = seen.value("found.slice(1)")
    during = [(day, officials) for day, officials in found if day < 150]
    assert len({day for day, _ in during}) > 15
    since = [0, 70, 75, 130, 150]
    for day, officials in during:
        assert officials in (sum(start <= day for start in since), sum(start < day for start in since))  # on the very day: before or after 10:00
    assert seen.text("#counter") == "5"
    assert seen.text("#kicker") == "Overzicht"


def test_replay_can_be_paused_and_any_step_ends_it(seen: Seen) -> None:
    seen.press("p", "p")
    assert seen.text('[data-do="play"]') == "Afspelen"
    seen.press("p", "ArrowRight")
    assert seen.text('[data-do="play"]') == "Afspelen"


def test_with_reduced_motion_the_clock_jumps(chromium: Any, files: dict[str, Path]) -> None:
    found = Seen(chromium, files["small"], reduced_motion="reduce")
    found.press("p")
    found.page.wait_for_timeout(700)
    assert found.text("#day") == "dag 0"
    found.page.wait_for_timeout(1300)
    assert found.text("#day") == "dag 15"  # one jump of 1.5 seconds, at the 10 days a second of a journey of 150 days
    found.press("p")
    found.close()


def test_zoom_stretches_time_alone_and_relabels(seen: Seen) -> None:
    names = "[...document.querySelectorAll('.journey .lane-name')].map(el => [el.getAttribute('x'), el.getAttribute('font-size'), el.textContent])"
    radius = "document.querySelector('.journey circle.official').getAttribute('r')"
    width = "Number(document.querySelector('.journey rect.lost[data-part]').getAttribute('width'))"
    before = [seen.value(each) for each in (names, radius, width)]
    assert before[2] == pytest.approx(1526 * 60 / 150, abs=1)
    seen.press("ArrowRight", "z")
    after = [seen.value(each) for each in (names, radius, width)]
    assert after[:2] == before[:2]
    assert after[2] == pytest.approx(before[2] * 150 / 86, rel=0.02)  # 4 March up to and including 28 May are 86 days
    assert seen.value("[...document.querySelectorAll('.journey .labels text')].map(el => el.textContent)") == ["60 dagen kwijt"]
    assert seen.value("document.querySelectorAll('.journey .stretched text').length") >= 5
    xs = seen.value("[...document.querySelectorAll('.journey .stretched text')].map(el => [Number(el.getAttribute('x')), el.getComputedTextLength()])")
    assert all(x + wide < other for (x, wide), (other, _) in pairwise(xs))
    for _ in range(9):
        seen.press("+")
    assert seen.value(width) == pytest.approx(before[2] * 8, rel=0.01)
    for _ in range(9):
        seen.press("-")
    assert seen.value(width) == pytest.approx(before[2], rel=0.01)
    seen.press("+", "0")
    assert seen.value(width) == pytest.approx(before[2], rel=0.001)
    assert seen.value("document.querySelectorAll('.journey .stretched *, .journey .labels *').length") == 0


APART = "[...document.querySelectorAll('.journey .apart .official')].map(el => [el.dataset.value, el.textContent])"
MERGED = "[...document.querySelectorAll('.journey .official:not(.part)')].filter(el => el.checkVisibility()).map(el => el.dataset.officials)"
CALLS = "[...document.querySelectorAll('.journey .apart .contact')].map(el => [el.dataset.value, el.dataset.count])"


def test_circles_that_lie_over_each_other_come_apart_where_the_zoom_gives_them_room(chromium: Any, files: dict[str, Path]) -> None:
    found = Seen(chromium, files["close"])
    assert found.value(MERGED) == ["1 2 3 4", "5"]  # a pill 4x, and the fifth
    assert found.value(APART) == found.value(CALLS) == []
    for _ in range(5):  # 1.5 to the fifth is 7.6: days are 77 px apart, and 0.2 days 15 px
        found.press("+")
    assert found.value(APART) == [["1", "1"], ["2", "2"], ["3 4", "2×"], ["5", "5"]]
    assert found.value(MERGED) == []
    assert found.value(CALLS) == [["answered", "1"], ["answered", "1"], ["unanswered", "1"]]
    shapes = "[...document.querySelectorAll('.journey .apart .part')].map(el => { const box = el.getBBox(); return [box.x, box.x + box.width, box.y]; })"
    boxes = sorted(found.value(shapes), key=lambda box: (round(box[2] / 40), box[0]))
    assert all(one[1] <= other[0] or abs(one[2] - other[2]) > 30 for one, other in pairwise(boxes))
    text = found.value("[...document.querySelectorAll('.journey .apart .official text')].map(el => [el.getBBox().width, el.parentNode.firstChild.getBBox().width])")
    assert all(letters < mark for letters, mark in text)
    found.press("0")
    assert found.value(MERGED) == ["1 2 3 4", "5"]
    assert found.value(APART) == found.value(CALLS) == []
    found.close()


def test_every_official_of_the_data_has_a_circle_or_stands_in_a_pill_at_every_zoom(chromium: Any, files: dict[str, Path]) -> None:
    held = [str(int(one)) for one in close().holdings["official"]]
    found = Seen(chromium, files["close"])
    for _ in range(6):
        found.press("+")
        inside = [one for value, _ in found.value(APART) for one in value.split()]
        assert sorted(inside) == sorted(held)
    found.press("0", "+")
    assert found.value(APART)[0] == ["1 2 3 4", "4×"]  # at 1.5 there is no room yet: 15 px a day
    found.close()


def test_single_circles_keep_to_the_clock_and_to_the_chosen_step(chromium: Any, files: dict[str, Path]) -> None:
    found = Seen(chromium, files["close"])
    for _ in range(5):
        found.press("+")
    later = "[...document.querySelectorAll('.journey .apart .official.later')].map(el => el.dataset.value)"
    assert found.value(later) == []
    found.press("ArrowRight")
    steps = found.value("document.querySelector('#place').textContent")
    assert steps.startswith("2 van")
    dim = "[...document.querySelectorAll('.journey .apart .official')].map(el => [el.dataset.value, el.classList.contains('later') || el.classList.contains('dim')])"
    assert any(gone for _, gone in found.value(dim))
    found.close()


def test_wheel_drag_and_buttons_zoom_too(seen: Seen) -> None:
    width = "Number(document.querySelector('.journey rect.lost[data-part]').getAttribute('width'))"
    left = "Number(document.querySelector('.journey rect.lost[data-part]').getAttribute('x'))"
    start = seen.value(width)
    seen.page.mouse.move(1000, 400)
    seen.page.mouse.wheel(0, -400)
    assert seen.value(width) > 1.3 * start
    at = seen.value(left)
    seen.page.mouse.down()
    seen.page.mouse.move(900, 400, steps=3)
    seen.page.mouse.up()
    assert seen.value(left) < at - 50
    seen.page.click('[data-do="all"]')
    seen.page.click('[data-do="in"]')
    assert seen.value(width) == pytest.approx(1.5 * start, rel=0.01)


def test_two_fingers_pinch_the_map_and_one_swipes_the_story(chromium: Any, files: dict[str, Path]) -> None:
    found = Seen(chromium, files["small"], has_touch=True)
    session = found.context.new_cdp_session(found.page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(points)]})

    width = "Number(document.querySelector('.journey rect.lost[data-part]').getAttribute('width'))"
    start = found.value(width)
    touch("touchStart", (900, 400), (1100, 400))
    for step in range(1, 6):
        touch("touchMove", (900 - 40 * step, 400), (1100 + 40 * step, 400))
    touch("touchEnd")
    assert found.value(width) > 2 * start
    touch("touchStart", (1200, 930))
    touch("touchMove", (1000, 930))
    touch("touchEnd")
    assert found.text("#place") == "2 van 6"
    touch("touchStart", (1000, 930))
    touch("touchMove", (1200, 930))
    touch("touchEnd")
    assert found.text("#place") == "1 van 6"
    found.close()


def test_letter_keys_can_be_switched_off_and_sleep_while_someone_types(seen: Seen) -> None:
    seen.press("d")
    assert seen.value("document.documentElement.dataset.theme") == "dark"
    seen.press("?")
    assert seen.page.is_visible("#help")
    seen.press("d")
    assert seen.value("document.documentElement.dataset.theme") == "dark"
    seen.page.uncheck("#letters")
    seen.press("Escape")
    assert not seen.page.is_visible("#help")
    seen.press("d", "b", "2")
    assert seen.value("document.documentElement.dataset.theme") == "dark"
    assert seen.value("document.documentElement.dataset.view") == "1"
    seen.press("PageDown")
    assert seen.text("#place") == "2 van 6"


def test_black_screen_reading_test_and_views(seen: Seen) -> None:
    seen.press("b")
    assert seen.value("getComputedStyle(document.querySelector('#black')).backgroundColor") == "rgb(0, 0, 0)"
    assert seen.value("document.elementFromPoint(960, 540).id") == "black"
    seen.press("ArrowRight")
    assert not seen.page.is_visible("#black")
    assert seen.text("#place") == "1 van 6"  # the key that ends the black screen does nothing else
    seen.press("l")
    sizes = seen.value("[...document.querySelectorAll('#reading p')].map(el => parseFloat(getComputedStyle(el).fontSize))")
    assert sizes == pytest.approx([26, 33, 46], abs=0.2)
    seen.press("Escape", "2")
    assert seen.text("h1") == "5 vragen vielen tussen twee afdelingen. De meeste op weg van Klantcontact naar Wonen."
    seen.press("PageDown")  # a clicker finds its way back to the story
    assert seen.value("document.documentElement.dataset.view") == "1"
    assert seen.text("#place") == "1 van 6"


def test_the_replay_of_the_silos_ends_with_every_lost_question_on_its_pile(seen: Seen) -> None:
    seen.press("2")
    assert seen.text("#replayed").startswith("Een stip die loopt is 12 overdrachten; een die valt is een kwijtgeraakte vraag.")
    numbers = "[...document.querySelectorAll('.silo text[data-lost]')].filter(el => !el.classList.contains('later')).map(el => Number(el.textContent))"
    dots = "document.querySelectorAll('.silo circle[data-pile]:not(.later)').length"
    assert sum(seen.value(numbers)) == 5
    assert seen.value(dots) == 5
    seen.page.select_option("#tempo", "2")
    seen.value(f"""() => {{ window.grown = []; const look = () => {{ grown.push([{dots}, ({numbers}).reduce((sum, n) => sum + n, 0),
        document.querySelectorAll('.silo .tokens circle').length]); if (grown.length < 4000) requestAnimationFrame(look); }}; look(); }}""")
    seen.press("p")
    seen.page.wait_for_timeout(100)
    seen.wait_until_played()
    grown = seen.written_down("grown")
    begun = next(at for at, (count, _, _) in enumerate(grown) if count < 5)  # the frames before show the whole map
    totals = [total for count, total, _ in grown[begun:]]
    assert all(count == total for count, total, _ in grown)  # a dot is one question here
    assert totals == sorted(totals)
    assert {0, 5} <= set(totals)
    assert max(tokens for *_, tokens in grown) > 0
    assert seen.value(dots) == 5
    assert seen.value("document.querySelectorAll('.silo .tokens circle').length") == 0


def test_where_nothing_got_lost_the_replay_speaks_of_no_dot_that_falls(chromium: Any, files: dict[str, Path]) -> None:
    found = Seen(chromium, files["calm"])
    assert found.value("document.querySelectorAll('.silo circle[data-pile]').length") == 0
    assert found.text("#replayed") == "Een stip die loopt is 12 overdrachten. Niet op volgorde van datum."
    found.close()


def test_without_a_journey_a_clicker_walks_through_the_views(chromium: Any, files: dict[str, Path]) -> None:
    found = Seen(chromium, files["maps"])
    assert found.text("h1").startswith("5 vragen vielen")
    assert len(found.page.query_selector_all("nav button")) == 2  # no journey, so no sheets
    assert not found.page.is_visible('[data-do="note"]')
    assert not found.page.is_visible(".story")
    found.press("PageDown", "PageDown")
    assert found.value("document.documentElement.dataset.view") == "2"
    found.press("PageUp")
    assert found.value("document.documentElement.dataset.view") == "1"
    found.close()


def test_the_table_opens_in_a_dialog_and_downloads_as_csv_for_a_dutch_spreadsheet(seen: Seen, tmp_path: Path) -> None:
    rows = seen.value("document.querySelectorAll('#view-1 .whole tr').length")
    seen.press("t")
    assert seen.page.is_visible("#table table caption")
    assert seen.value("document.querySelectorAll('#table th[scope=col]').length") == 13
    with seen.page.expect_download() as download:
        seen.page.click('#table [data-do="csv"]')
    path = tmp_path / "t.csv"
    download.value.save_as(path)
    assert download.value.suggested_filename == "journey.csv"
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = raw.decode("utf-8-sig").splitlines()
    assert len(lines) == rows
    assert lines[0].split(";")[:3] == ["soort", "vraag", "van"]
    seen.press("Escape")
    assert not seen.page.is_visible("#table")
    seen.page.wait_for_timeout(300)  # a dialog says that it closed a moment after it did
    assert seen.value("document.querySelectorAll('#view-1 .whole tr').length") == rows


def test_a_note_is_pinned_by_keyboard_saved_and_comes_back_in_the_next_page(chromium: Any, files: dict[str, Path], tmp_path: Path) -> None:
    found = Seen(chromium, files["small"])
    found.press("ArrowRight", "n")
    assert found.value("document.activeElement.id") == "note-text"
    found.press("Tab")
    assert found.value("document.activeElement.textContent") == "Vastprikken"
    found.press("Shift+Tab")
    found.page.keyboard.type("Niemand belt <b>terug</b>; p d b")
    found.press("Tab", "Enter")
    assert found.text("#note-told") == "De notitie staat bij stap 2. Ze is nog niet in een bestand bewaard."
    assert found.text("#note-list").startswith("2. pijnpunt Niemand belt <b>terug</b>; p d b")
    assert found.value("document.documentElement.dataset.theme") == "light"
    assert found.value("(() => { const event = new Event('beforeunload', { cancelable: true }); dispatchEvent(event); return event.defaultPrevented; })()") is True
    found.press("Escape")
    assert found.text("#pinned") == "pijnpunt Niemand belt <b>terug</b>; p d b"
    assert found.value("[...document.querySelectorAll('.journey .pins text')].map(el => el.textContent)") == ["1"]
    found.press("4")
    found.page.fill('[data-sheet="lost-A-2"][data-field="want"]', "Eén antwoord")
    found.press("Escape")
    found.page.click('[data-do="note"]')
    with found.page.expect_download() as download:
        found.page.click('[data-do="save"]')
    saved = tmp_path / "n.json"
    download.value.save_as(saved)
    assert found.value("(() => { const event = new Event('beforeunload', { cancelable: true }); dispatchEvent(event); return event.defaultPrevented; })()") is False
    found.close()
    merged = merge(saved, generate_story(passed(small())))
    again = tmp_path / "again.html"
    again.write_text(workshop_page(merged), encoding="utf-8")
    found = Seen(chromium, again)
    found.press("ArrowRight")
    assert found.text("#pinned") == "pijnpunt Niemand belt <b>terug</b>; p d b"
    assert found.value("document.querySelector('[data-sheet=\"lost-A-2\"][data-field=want]').value") == "Eén antwoord"
    assert found.value("document.querySelector('[data-count]').textContent") == "1 notitie"
    found.press("n")
    found.page.click("#note-list button")
    assert found.text("#note-list") == ""
    found.close()


@pytest.mark.parametrize(
    ("page", "width", "height"), [("long", 1024, 768), ("long", 1280, 720), ("long", 1920, 1080), ("long", 3840, 2160), ("english", 1920, 1080)]
)
def test_the_stage_fits_every_screen_without_scrolling(chromium: Any, files: dict[str, Path], page: str, width: int, height: int) -> None:
    found = Seen(chromium, files[page], viewport={"width": width, "height": height})
    if width < 1100:
        assert found.value("document.documentElement.dataset.mode") == "read"
        found.page.click('[data-do="mode"]')
    assert found.value("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [width, height]
    inside = """[...document.querySelectorAll('button, select, h1, #caption, #counter')].filter(el => el.offsetParent && !el.closest('dialog, .paper, .steps'))
        .map(el => [el.getBoundingClientRect(), el]).filter(([box]) => box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
        .map(([box, el]) => el.textContent + JSON.stringify(box))"""
    assert found.value(inside) == []
    unit = min(width / 1920, height / 1080)
    small_ones = f"""[...document.querySelectorAll('button, select')].filter(el => el.offsetParent && !el.closest('dialog'))
        .filter(el => el.offsetWidth < {44 * unit} || el.offsetHeight < {44 * unit}).map(el => el.textContent)"""
    assert found.value(small_ones) == []
    for _ in range(len(found.value("JSON.parse(document.getElementById('data').textContent).steps"))):
        assert found.value("document.querySelector('.story').scrollHeight - document.querySelector('.story').clientHeight") <= 1
        assert found.value("document.querySelector('#caption').getBoundingClientRect().height <= document.querySelector('.story').clientHeight")
        found.press("ArrowRight")
    found.close()


def test_for_reading_everything_stands_under_each_other_and_reflows_at_320_pixels(chromium: Any, files: dict[str, Path]) -> None:
    found = Seen(chromium, files["small"], viewport={"width": 320, "height": 800})
    assert found.value("document.documentElement.dataset.mode") == "read"
    assert found.value("[document.documentElement.scrollWidth, document.body.scrollWidth]") == [320, 320]
    assert found.value("[...document.querySelectorAll('main .view')].every(el => el.offsetHeight > 100)")
    assert found.page.is_visible("#view-1 .whole table")
    assert len(found.page.query_selector_all("#view-1 .steps > ol > li")) == 6
    found.page.set_viewport_size({"width": 1280, "height": 1024})
    assert found.value("parseFloat(getComputedStyle(document.body).fontSize)") == pytest.approx(17)
    assert found.value("document.querySelectorAll('.journey svg .later').length") == 1  # the clock
    found.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("mode", ["hall", "read"])
def test_axe_finds_nothing(chromium: Any, files: dict[str, Path], theme: str, mode: str) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="no axe-core here")
    source = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    found = Seen(chromium, files["small"])
    if theme == "dark":
        found.press("d")
    if mode == "read":
        found.page.click('[data-do="mode"]')
    found.value(source + ";0")
    everything = ("1", "2", "3", "4", "?", "t", "n", "l")
    for state in ("read",) if mode == "read" else everything if theme == "light" else ("1", "2", "4", "n"):
        if state == "t":
            found.press("1")
        if state != "read":
            found.press(state)
        told = found.value(f"axe.run(document, {{ runOnly: {json.dumps(TAGS)}, resultTypes: ['violations'] }})")
        assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in told["violations"]] == [], (state, mode, theme)
        if state in "?tnl":
            found.press("Escape")
    found.close()


@pytest.mark.parametrize(("paper", "width", "height"), [("a3", 1191, 842), ("a0", 3370, 2384)])
def test_paper_has_its_size_and_holds_the_whole_journey_in_light(chromium: Any, files: dict[str, Path], paper: str, width: int, height: int) -> None:
    found = Seen(chromium, files["small"])
    found.press("d", "ArrowRight", "z")
    found.value(f"document.documentElement.dataset.papier = '{paper}'")
    found.value("""() => { window.printed = null; addEventListener('beforeprint', () => setTimeout(() => 0)); addEventListener('beforeprint', () => {
        printed = [document.documentElement.dataset.theme, document.querySelectorAll('.journey svg .later, .journey svg .dim').length,
        document.querySelectorAll('.journey .stretched *').length]; }); }""")
    document = found.page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
    sizes = {tuple(round(float(number)) for number in box.split()[2:]) for box in re.findall(r"/MediaBox \[([^\]]*)\]", document.decode("latin-1"))}
    assert sizes == {(width, height)}
    assert b"/StructTreeRoot" in document  # tagged
    assert found.value("printed") == ["light", 1, 0]  # of the clock alone nothing shows
    assert found.value("document.documentElement.dataset.theme") == "dark"
    assert found.text("#counter") == "2"
    assert found.value("document.querySelectorAll('.journey svg .dim').length") > 0
    found.close()


def test_a_step_about_what_a_dense_map_does_not_draw_dims_nothing(chromium: Any, files: dict[str, Path]) -> None:
    found = Seen(chromium, files["dense"])
    steps = found.value("JSON.parse(document.getElementById('data').textContent).steps")
    drawn = {name for parts in found.value("[...document.querySelectorAll('[data-part]')].map(el => el.dataset.part)") for name in parts.split()}
    without = next(at for at, step in enumerate(steps) if step["focus"] and not drawn & set(step["focus"]))
    with_one = next(at for at, step in enumerate(steps) if drawn & set(step["focus"]))
    for at in (without, with_one):
        found.press("Home", *["ArrowRight"] * at)
        assert bool(found.value("document.querySelectorAll('.journey .dim').length")) == (at == with_one)
    found.press("Home")
    assert found.text("#day") == f"dag {steps[0]['day']}"
    assert steps[0]["day"] == 690  # as the title says
    found.close()


def test_with_many_views_the_title_keeps_its_line_and_every_view_its_name(chromium: Any, tmp_path: Path) -> None:
    names = [f"Beeld nummer {at}" for at in range(2, 10)]
    figure = silo_view(silos()).figure
    views = [still_view(name, Passed(replace(figure, svg=figure.svg.replace("silos-", f"s{at}-")), 10)) for at, name in enumerate(names)]
    path = tmp_path / "many.html"
    path.write_text(workshop_page(generate_story(passed(small())), views=views), encoding="utf-8")
    found = Seen(chromium, path)
    boxes = found.value("[...document.querySelectorAll('nav button')].map(el => [el.innerText, el.offsetWidth, el.getBoundingClientRect().right])")
    assert [text.split("\n")[0].split(" ")[0] for text, *_ in boxes] == [str(at) for at in range(1, 11)]
    assert found.value("[...document.querySelectorAll('nav button')].map(el => el.textContent)")[1:9] == [f"{at} Beeld nummer {at}" for at in range(2, 10)]
    assert all(wide >= 44 and right <= 1920 for _, wide, right in boxes)
    assert found.value("document.querySelector('header').offsetHeight") == 64
    found.press("5")
    assert found.value("document.querySelector('nav [aria-current] span').offsetWidth") > 100
    found.press("?")
    assert "5 Beeld nummer 5" in found.text("#help")
    found.close()


def test_choosing_a_question_dims_the_others(chromium: Any, files: dict[str, Path]) -> None:
    found = Seen(chromium, files["long"])
    found.page.select_option("#question", "B")
    lit = "[...new Set([...document.querySelectorAll('.journey [data-question]:not(.dim)')].map(el => el.dataset.question))].filter(Boolean)"
    assert found.value(lit) == ["B"]
    found.page.select_option("#question", "")
    assert sorted(found.value(lit)) == ["A", "B", "C"]
    found.close()


@pytest.mark.parametrize("n", [400, 401, 2345])
def test_the_download_holds_every_row_of_a_long_table(chromium: Any, tmp_path: Path, n: int) -> None:
    figure = replace(silos_figure(), rows=pd.DataFrame({
        "afdeling": [f"Afdeling {at % 7}" for at in range(n)], "wat": ["=1+1" if at == n - 1 else None for at in range(n)],
        "vragen": pd.array([at * 1000 if at % 2 else None for at in range(n)], dtype="Int64"), "dagen": [at + 0.5 for at in range(n)],
    }))  # fmt: skip
    empty = replace(small(), events=small().events.iloc[:0], turns=small().turns.iloc[:0])
    page = workshop_page(generate_story(passed(empty)), views=[still_view("Lang", Passed(figure, 10, ()))])
    path = tmp_path / "long.html"
    path.write_text(page, encoding="utf-8")
    found = Seen(chromium, path)
    found.press("t")
    assert found.value("document.querySelectorAll('#table tbody tr').length") == min(n, 400)
    told = "Dit zijn de eerste 400 van {n} rijen. De download (CSV) heeft alle rijen."
    assert (told.format(n=f"{n:,}".replace(",", ".")) in found.text("#table")) is (n > 400)
    with found.page.expect_download() as download:
        found.page.click('#table [data-do="csv"]')
    download.value.save_as(tmp_path / "long.csv")
    lines = (tmp_path / "long.csv").read_bytes().decode("utf-8-sig").splitlines()
    assert len(lines) == n + 1
    assert lines[0] == "afdeling;wat;vragen;dagen"
    assert lines[1:] == [
        f"Afdeling {at % 7};{chr(39) + '=1+1' if at == n - 1 else ''};{at * 1000 if at % 2 else ''};{at},5" for at in range(n)
    ]
    found.close()


def test_a_table_too_long_for_a_page_says_exactly_how_many_rows_the_download_holds() -> None:
    rows = pd.DataFrame({"n": range(20_001)})
    held = held_back(rows)
    assert held is not None
    assert held["rows"] == 19_600  # behind the 400 that are shown
    assert len(held["columns"][0]["at"]) == 19_600
    assert "de eerste 20.000" in what_is_shown(rows)
    assert "journeys map --format csv" in what_is_shown(rows)
    assert held_back(rows.head(400)) is None
    assert what_is_shown(rows.head(400)) == ""


def silos_figure() -> Figure:
    return draw_silos(silos().value, output="html", name="lang")
