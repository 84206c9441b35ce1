"""The reports hold WCAG 2.2 AA as far as a machine can tell (axe-core), on wide and narrow screens, and say on every printed page what they are."""

from __future__ import annotations

import base64
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsed import CHROMIUM, Browser, browser
from commanded import SAMPLE, journeys, table

from visuals.sharing import share_report

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("accessible")
    done = journeys("mine", SAMPLE, "--out", place / "d", "--quiet", keys=place / "keys")
    assert done.returncode == 0, done.stderr
    one = table(place / "d", "journeys")[0]["journey"]
    return {"intern": place / "d" / "index.html", "shared": share_report(place / "d", out=place / "shared.html", journeys=[one])}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def axe() -> str:
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or not found.submodule_search_locations:
        pytest.skip("no axe-core here")
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", ["intern", "shared"])
def test_axe_finds_nothing_against_wcag_2_2_aa(chromium: Browser, pages: dict[str, Path], axe: str, name: str, width: int) -> None:
    chromium.open(pages[name], width=width)
    chromium.value("document.querySelectorAll('details').forEach(one => { one.open = true })")
    chromium.ask("Runtime.evaluate", expression=axe, returnByValue=False)
    run = f"axe.run(document, {{runOnly: {json.dumps(TAGS)}, resultTypes: ['violations']}})"
    told = run + ".then(r => ({passes: r.passes.length, violations: r.violations.map(v => v.id + ': ' + v.nodes.length + ' ' + v.nodes[0].html.slice(0, 150))}))"
    found = chromium.ask("Runtime.evaluate", expression=told, awaitPromise=True, returnByValue=True)["result"]["value"]
    assert found["violations"] == []
    assert found["passes"] > 15


@pytest.mark.parametrize("name", ["intern", "shared"])
def test_nothing_needs_two_ways_of_scrolling_at_320_pixels(chromium: Browser, pages: dict[str, Path], name: str) -> None:
    chromium.open(pages[name], width=320)
    chromium.value("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert chromium.value("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(("name", "words"), [("intern", "Intern: voor het team zelf."), ("shared", "Wees voorzichtig")])
def test_every_printed_page_says_what_it_is(chromium: Browser, pages: dict[str, Path], name: str, words: str) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    chromium.open(pages[name], width=1280)
    printed = chromium.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"]
    document = pypdfium2.PdfDocument(base64.b64decode(printed))
    assert len(document) > 3
    for page in document:
        assert words in " ".join(page.get_textpage().get_text_range().split())


def test_the_first_key_leads_past_the_contents(chromium: Browser, pages: dict[str, Path]) -> None:
    chromium.open(pages["shared"], width=1280)
    for kind in ("keyDown", "keyUp"):
        chromium.ask("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
    assert chromium.value("document.activeElement.className + ' ' + document.activeElement.getAttribute('href')") == "skip #findings"
    assert chromium.value("document.activeElement.getBoundingClientRect().left") >= 0
