"""The report reads by eye, by keyboard and by screen reader, on a wide screen and a narrow one, and asks nobody for anything."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from browsed import Browser
from commanded import journeys, table

from visuals.waited_words import waited_in_all


class Outline(HTMLParser):
    """This collects headings, tables, landmarks, ids and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.starts: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.starts.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "br", "link"):
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.within.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.within:
            self.texts.append((self.within[-1], data))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.starts if name == tag]


@pytest.fixture(scope="module")
def path(sample_dossier: Path) -> Path:
    return sample_dossier / "index.html"


@pytest.fixture(scope="module")
def page(path: Path) -> Outline:
    found = Outline()
    found.feed(path.read_text(encoding="utf-8"))
    found.close()
    assert found.within == []
    return found


def test_the_page_says_its_language_and_its_title(page: Outline) -> None:
    assert page.all("html") == [{"lang": "nl"}]
    assert [text for tag, text in page.texts if tag == "title"][:1] == ["Klantreizen in almere_voorbeeld.csv"]


def test_there_is_one_main_heading_and_no_level_is_skipped(page: Outline) -> None:
    levels = [int(tag[1]) for tag, _ in page.starts if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert len(levels) > 8
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_there_is_one_main_part_and_a_way_past_the_contents(page: Outline) -> None:
    assert len(page.all("main")) == 1
    assert len(page.all("nav")) == 1
    ids = {attributes["id"] for _, attributes in page.starts if "id" in attributes}
    targets = [attributes["href"] for attributes in page.all("a")]
    assert targets
    assert all(target.startswith("#") and target[1:] in ids for target in targets)


def test_no_id_stands_twice(page: Outline) -> None:
    ids = [attributes["id"] for _, attributes in page.starts if "id" in attributes]
    assert sorted(ids) == sorted(set(ids))


def test_every_table_has_a_caption_and_heads_with_a_scope(page: Outline) -> None:
    tables = len(page.all("table"))
    assert tables >= 8
    assert len(page.all("caption")) == tables
    assert all(head.get("scope") in ("col", "row", "colgroup") for head in page.all("th"))


def test_every_drawing_has_a_name_and_a_table_behind_it(page: Outline) -> None:
    drawings = page.all("svg")
    assert len(drawings) == 6  # three journeys, three maps of departments
    assert all(one.get("role") == "img" and (one.get("aria-label") or one.get("aria-labelledby")) for one in drawings)
    ids = {attributes["id"] for _, attributes in page.starts if "id" in attributes}
    assert all(set(one.get("aria-labelledby", "").split()) <= ids for one in drawings)


def test_parts_that_scroll_can_be_reached_by_keyboard_and_have_a_name(page: Outline) -> None:
    parts = [attributes for attributes in page.all("div") if "scroll" in attributes.get("class", "")]
    assert parts
    assert all(one["tabindex"] == "0" and one["role"] == "region" and one["aria-label"] for one in parts)


def test_nothing_is_fetched_and_no_script_can_run(page: Outline) -> None:
    (policy,) = [one["content"] for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert not page.all("script") + page.all("link") + page.all("iframe") + page.all("img")
    assert not [attributes for _, attributes in page.starts if "style" in attributes or "src" in attributes]


def test_the_report_warns_that_it_is_for_the_team_itself(page: Outline) -> None:
    assert any(text.startswith("Intern: voor het team zelf.") for _, text in page.texts)


@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_asks_for_itself_only_and_says_nothing_on_the_console(chromium: Browser, path: Path, width: int) -> None:
    chromium.open(path, width=width)
    assert chromium.requests() == [path.as_uri()]
    assert chromium.complaints() == []


@pytest.mark.parametrize("width", [1920, 1280, 768, 320])
def test_the_page_never_scrolls_sideways(chromium: Browser, path: Path, width: int) -> None:
    chromium.open(path, width=width)
    chromium.value("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert chromium.value("document.documentElement.scrollWidth") <= width


def test_a_wide_table_scrolls_inside_its_own_part(chromium: Browser, path: Path) -> None:
    chromium.open(path, width=320)
    wide = chromium.value("[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth).length")
    assert wide > 0


def test_the_packaged_letter_is_used(chromium: Browser, path: Path) -> None:
    chromium.open(path, width=1280)
    assert chromium.value("[...document.fonts].filter(one => one.status === 'loaded').length") > 0


def test_the_numbers_stand_in_rows_of_four_on_a_wide_screen_and_under_each_other_on_a_narrow_one(chromium: Browser, path: Path) -> None:
    rows = "[...document.querySelectorAll('.numbers li')].map(one => one.offsetTop)"
    chromium.open(path, width=1280)
    tops = chromium.value(rows)
    assert [tops.count(top) for top in sorted(set(tops))] == [4, 3]
    chromium.open(path, width=320)
    tops = chromium.value(rows)
    assert len(set(tops)) == 7


def test_nobodys_share_is_not_told_where_the_log_names_no_departments(tmp_path: Path) -> None:
    export = tmp_path / "kaal.csv"
    rows = ["zaak;activiteit;tijdstip;soort;onderwerp", "Z1;a;2026-03-02 09:00;aanvraag;Tuin", "Z1;b;2026-03-09 09:00;behandeling;"]
    export.write_text("\n".join(rows), encoding="utf-8")
    done = journeys("mine", export, "--out", tmp_path / "d", keys=tmp_path / "keys")
    assert done.returncode == 0
    assert "niemand de vraag" not in done.stdout
    assert [row["nobody_share"] for row in table(tmp_path / "d", "topics")] == [""]


def test_of_a_few_days_of_waiting_the_days_are_told_and_of_many_the_shares() -> None:
    assert waited_in_all({"resident": 0, "callback": 0, "handoff": 2, "queue": 1}) == (
        "Alle zaken samen wachtten 3 werkdagen: op de volgende ambtenaar of afdeling 2, bij dezelfde ambtenaar of afdeling 1."
    )
    assert waited_in_all({"resident": 5, "callback": 0, "handoff": 15, "queue": 0}) == (
        "Alle zaken samen wachtten 20 werkdagen: op de inwoner 25%, op de volgende ambtenaar of afdeling 75%."
    )
