"""The reports hold WCAG 2.2 AA as far as a machine can tell (axe-core), on wide and narrow screens, and say on every printed page what they are."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from browsed import Browser
from commanded import table

from visuals.sharing import share_report


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, sample_dossier: Path) -> dict[str, Path]:
    one = table(sample_dossier, "journeys")[0]["journey"]
    shared = tmp_path_factory.mktemp("accessible") / "shared.html"
    return {"intern": sample_dossier / "index.html", "shared": share_report(sample_dossier, out=shared, journeys=[one])}


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", ["intern", "shared"])
def test_axe_finds_nothing_against_wcag_2_2_aa(chromium: Browser, pages: dict[str, Path], axe: str, name: str, width: int) -> None:
    chromium.open(pages[name], width=width)
    chromium.value("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = chromium.rules_broken(axe)
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
