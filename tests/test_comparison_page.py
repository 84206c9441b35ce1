"""`journeys compare --out` and `journeys trend --out`: the page, the pictures and the tables tell what comparison.json tells, to everybody."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from browsed import Browser
from commanded import SAMPLE, journeys
from sample_run import Told
from shared_logs import LOGS, needs_logs

from journeys.errors import DossierError, UsageError
from journeys.settings import Settings
from journeys.texts import number, use
from mining.comparison_question import Question
from visuals.compared import compare_sources, trend_sources

CHARTS = {"climbing", "months", "measures", "handoffs", "pairs", "routes"}
MAPS = {"difference", "gaps", "silos-before", "silos-after", "stripes"}


class Reader(HTMLParser):
    """This reads a page: its texts, its links, and each table by its caption, as rows of cells."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self._caption: str | None = None
        self._cell: list[str] | None = None
        self._rows: list[list[str]] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag == "h2":
            self.anchors.append(given.get("id") or "")
        if tag == "table":
            self._rows = []
        if tag == "caption":
            self._caption = ""
        if tag == "tr":
            self._rows.append([])
        if tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "caption":
            self.tables[self._caption or ""] = self._rows
            self._caption = None
        if tag in ("td", "th") and self._cell is not None:
            self._rows[-1].append("".join(self._cell))
            self._cell = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._caption is not None:
            self._caption += data
        if self._cell is not None:
            self._cell.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def out(sample_compared: Told) -> Path:
    return sample_compared.out


@pytest.fixture(scope="module")
def values(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "comparison.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def page(out: Path) -> Reader:
    return Reader(out / "index.html")


@pytest.fixture(scope="module")
def trended(tmp_path_factory: pytest.TempPathFactory, sample_dossier: Path) -> Path:
    place = tmp_path_factory.mktemp("trended")
    done = journeys("trend", sample_dossier, "--per", "quarter", "--change", "2025-04-01", "--out", place / "out", keys=place / "keys")
    assert (done.returncode, done.stderr) == (0, "")
    return place / "out"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sample as two exports: cases that began in 2024, and those of later."""
    place = tmp_path_factory.mktemp("two")
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    began: dict[str, str] = {}
    for row in rows:
        day = "-".join(reversed(row[3][:10].split("-")))
        began[row[0]] = min(began.get(row[0], day), day)
    for name, kept in (("een", [r for r in rows if began[r[0]] < "2025"]), ("twee", [r for r in rows if began[r[0]] >= "2025"])):
        with (place / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([header, *kept])
    return place / "een.csv", place / "twee.csv"


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    yield
    use("nl")


def written(value: float) -> str:
    return number(value, 0 if value == int(value) else 1)


def test_the_verdict_stands_first_and_the_page_says_that_it_is_internal(page: Reader) -> None:
    assert page.anchors[:3] == ["verdict", "primary", "secondary"]
    assert {"waiting", "outcomes", "parts", "pairs", "routes", "maps", "sides", "data", "definitions", "files", "provenance"} <= set(page.anchors)
    for sentence in (
        "Intern: voor het team zelf.", "Zaken zijn na 1 april 2025 korter onderweg.", "Korter met meer afwijzingen",
        "Uitkomst “afgewezen”: geen aantoonbaar verschil (13 werd 14 van de 100).", "Deze maten staan naast het oordeel en dragen het niet.",
        "De cijfers laten niet zien waarom iets veranderde.", "Een zaak die voor 1 april 2025 begon, hoort bij “voor”.",
    ):  # fmt: skip
        assert sentence in page.text


def test_there_is_no_word_of_a_cause_or_of_a_chance_as_a_number(page: Reader) -> None:
    assert not re.search(r"\b(dankzij|vanwege|wegens|veroorza\w+|leidde|p-waarde|significan\w+)\b", page.text)


@pytest.mark.parametrize(
    ("caption", "rows"),
    [
        ("Duur, overdrachten en wisselingen aan beide kanten", ["duration", "duration_without_suspension", "handoffs", "department_handoffs", "hops"]),
        ("Waar zaken op wachten", ["waiting:resident", "waiting:callback", "waiting:handoff", "waiting:queue"]),
        ("Wie er aan zet is", ["turn:department", "turn:resident", "turn:nobody", "turn:unknown"]),
    ],
)  # fmt: skip
def test_the_numbers_of_the_page_are_those_of_the_values(page: Reader, values: dict[str, Any], caption: str, rows: list[str]) -> None:
    head, *told = page.tables[caption]
    assert head[2:] == ["voor", "na", "verschil", "bereik van", "bereik tot", "oordeel"]
    for name, row in zip(rows, told, strict=False):
        one = values[name]
        decimals = 2 if name == "waiting:callback" else 1  # 0.04 to 0.27: with one it would read as if it touched 0
        assert row[2:] == [number(round(one[key], 4), decimals) for key in ("before", "after", "difference", "low", "high")] + [one["verdict"]]


def test_shares_are_told_of_a_hundred(page: Reader, values: dict[str, Any]) -> None:
    row = page.tables["Terugbellen, uitleggen en terugkomen"][1]
    one = values["shares"]["callbacks_in_time"]
    assert row[:4] == ["Op tijd teruggebeld", "van de 100", written(100 * one["before"]), written(100 * one["after"])]


def test_the_planted_change_stands_in_its_department_before_all_others(page: Reader) -> None:
    first = page.tables["Per afdeling waar de zaak thuishoort"][1]
    assert (first[0], first[1], first[-1]) == ("Werk en Inkomen", "Duur", "korter")


def test_the_four_causes_of_waiting_together_are_about_the_duration(values: dict[str, Any]) -> None:
    for side in ("before", "after"):
        total = sum(values[f"waiting:{cause}"][side] for cause in ("resident", "callback", "handoff", "queue"))
        assert total == pytest.approx(values["duration"][side], abs=0.05)


def test_every_picture_is_there_three_times_with_its_table_and_every_link_leads_somewhere(out: Path, page: Reader) -> None:
    maps = {path.name for path in (out / "maps").iterdir()}
    assert maps == {f"{name}.{ending}" for name in CHARTS | MAPS for ending in ("svg", "png", "pdf")}
    for name in CHARTS | MAPS:
        assert (out / "tables" / f"{name}.csv").is_file()
    local = [link for link in page.links if not link.startswith("#")]
    assert {f"tables/{name}.csv" for name in ("counts", "topics", "signals")} < set(local)
    assert all((out / link).is_file() for link in local)
    ids = set(re.findall(r'id="([^"]+)"', (out / "index.html").read_text(encoding="utf-8")))
    assert {link[1:] for link in page.links if link.startswith("#")} <= ids


def test_a_table_in_a_file_holds_the_values(out: Path, values: dict[str, Any]) -> None:
    with (out / "tables" / "climbing.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert len(rows) == 1 + len(values["curves"]["before"])
    told = [float(cell.replace(",", ".")) for cell in rows[16][1:]]
    assert told == [round(100 * values["curves"][side][15], 1) for side in ("before", "after")]


def test_both_silo_maps_show_the_same_departments_in_one_order_on_one_scale(out: Path) -> None:
    pictures = [(out / "maps" / f"silos-{side}.svg").read_text(encoding="utf-8") for side in ("before", "after")]
    silos = [re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="124"', one) for one in pictures]
    assert silos[0] == silos[1] != []
    units = [re.findall(r">(\d+) kwijtgeraakte vra", one) for one in pictures]
    assert set(units[0]) == set(units[1])
    assert "Voor 1 april 2025:" in pictures[0]
    assert "Vanaf 1 april 2025:" in pictures[1]


def test_the_page_to_share_names_no_file_and_no_small_row(out: Path, page: Reader) -> None:
    shared = Reader(out / "rapport-om-te-delen.html")
    assert "Om te delen: getallen over minder dan 10 inwoners zijn verborgen." in shared.text
    assert "almere_voorbeeld" not in (out / "rapport-om-te-delen.html").read_text(encoding="utf-8")
    assert "almere_voorbeeld" in page.text
    assert {"data", "files"}.isdisjoint(shared.anchors)
    assert "privacy" in shared.anchors
    topics = {row[0] for row in shared.tables["Per onderwerp"][1:]}
    assert "Buurtbarbecue" not in topics
    assert "Bijstandsuitkering" in topics
    assert "Intern" not in shared.text
    assert len(shared.tables["Per onderwerp"]) > 100  # nothing stands beside this page, so its tables are whole
    assert "tables/" not in shared.text


def test_a_table_of_thousands_of_rows_shows_the_first_and_says_where_all_of_them_are(out: Path, page: Reader) -> None:
    with (out / "tables" / "stripes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))[1:]
    shown = next(rows for caption, rows in page.tables.items() if caption.startswith("Niemand aan zet"))
    assert len(rows) > 2000
    assert len(shown) == 1 + 400
    assert [row[0] for row in shown[1:]] == [row[0] for row in rows[:400]]
    assert f"Dit zijn de eerste 400 van {number(len(rows))} rijen. Alle rijen staan in tables/stripes.csv." in page.text


def test_equal_input_gives_an_equal_page(out: Path, tmp_path: Path) -> None:
    done = journeys("compare", SAMPLE, "--change", "2025-04-01", "--out", tmp_path / "again", "--quiet", keys=tmp_path / "keys")
    assert done.returncode == 0, done.stderr
    for name in ("index.html", "maps/difference.svg", "maps/climbing.pdf", "tables/topics.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes(), name


def test_two_exports_get_every_map_with_one_order_of_departments(parts: tuple[Path, Path], tmp_path: Path) -> None:
    use("en")
    compare_sources([str(one) for one in parts], Question(), settings=Settings(), out=tmp_path / "out", share=True)
    page = Reader(tmp_path / "out" / "index.html")
    assert "Two periods compared" in page.text
    assert {path.stem for path in (tmp_path / "out" / "maps").iterdir()} == CHARTS | MAPS
    order = [
        re.findall(r">([^<]+)</text>", (tmp_path / "out" / "maps" / f"silos-{side}.svg").read_text(encoding="utf-8")).count("Wonen")
        for side in ("before", "after")
    ]
    assert order == [1, 1]
    assert 'lang="en"' in (tmp_path / "out" / "report-to-share.html").read_text(encoding="utf-8")


def test_a_form_that_cannot_carry_the_stripes_says_why(sample_by_topic: Told) -> None:
    page = Reader(sample_by_topic.out / "index.html")
    assert "Streepjeskaart: een rij is de reis van een inwoner" in page.text
    assert "Verschilkaart en kierenlijst: die spreken van voor en na." in page.text
    assert {path.stem for path in (sample_by_topic.out / "maps").iterdir()} == CHARTS | {"silos-before", "silos-after"}
    assert " werd " not in " ".join(page.tables["Wie er aan zet is"][0])
    assert "tegen" in page.text


def test_one_department_alone_has_maps_of_its_own_cases(tmp_path: Path, out: Path, sample_dossier: Path) -> None:
    question = Question(change=date(2025, 4, 1), only=("Werk en Inkomen",))
    compare_sources([str(sample_dossier)], question, settings=Settings(), out=tmp_path / "out")
    whole, part = (re.search(r"([\d.]+) overdrachten tussen", (place / "maps" / "silos-before.svg").read_text(encoding="utf-8"))
                   for place in (out, tmp_path / "out"))  # fmt: skip
    assert whole is not None
    assert part is not None
    assert int(part[1].replace(".", "")) < int(whole[1].replace(".", "")) / 2
    assert "Streepjeskaart: een rij is een hele reis" in Reader(tmp_path / "out" / "index.html").text


def test_sharing_without_a_folder_and_a_folder_of_something_else_are_refused(tmp_path: Path) -> None:
    question = Question(change=date(2025, 4, 1))
    with pytest.raises(UsageError, match="--out"):
        compare_sources([str(SAMPLE)], question, settings=Settings(), share=True)
    (tmp_path / "iets").mkdir()
    (tmp_path / "iets" / "brief.txt").write_text("hallo", encoding="utf-8")
    with pytest.raises(DossierError):
        compare_sources([str(SAMPLE)], question, settings=Settings(), out=tmp_path / "iets")
    with pytest.raises(DossierError):
        trend_sources([str(SAMPLE)], per="month", settings=Settings(), out=tmp_path / "iets")
    assert (tmp_path / "iets" / "brief.txt").read_text(encoding="utf-8") == "hallo"


def test_a_trend_has_a_page_with_a_run_chart_for_each_care_point(trended: Path) -> None:
    values = json.loads((trended / "trend.json").read_text(encoding="utf-8"))
    page = Reader(trended / "index.html")
    assert {path.stem for path in (trended / "maps").iterdir()} == set(values["series"])
    assert "Intern: voor het team zelf." in page.text
    assert "Verandering: 1 april 2025." in page.text
    told = next(rows for caption, rows in page.tables.items() if caption.startswith("Overdrachten"))
    first = values["series"]["handoffs"]["points"][0]
    assert told[1][:3] == [first["period"], written(round(first["value"], 2)), number(first["items"])]


@needs_logs
def test_two_real_logs_open_as_a_page_that_says_what_cannot_be_told(tmp_path: Path) -> None:
    logs = [str(LOGS / "bpic15" / f"BPIC15_{n}.xes.gz") for n in (1, 2)]
    found = compare_sources(logs, Question(), settings=replace(Settings()), out=tmp_path / "out", share=True)
    page = Reader(tmp_path / "out" / "index.html")
    assert page.anchors[0] == "verdict"
    assert found.values["duration"]["verdict"] == "niet te bepalen"
    row = next(row for row in page.tables["Duur, overdrachten en wisselingen aan beide kanten"] if row[0] == "Overdrachten")
    assert row[2:4] == [written(round(found.values["handoffs"][side], 4)) for side in ("before", "after")]
    assert "BPIC15_1.xes.gz" in page.text
    assert "BPIC15" not in (tmp_path / "out" / "rapport-om-te-delen.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", ["index", "shared", "trend"])
def test_axe_finds_nothing_and_the_page_asks_nobody(chromium: Browser, out: Path, trended: Path, axe: str, name: str, width: int) -> None:
    path = {"index": out / "index.html", "shared": out / "rapport-om-te-delen.html", "trend": trended / "index.html"}[name]
    chromium.open(path, width=width)
    assert chromium.complaints() == []
    assert [url for url in chromium.requests() if not url.startswith("file:")] == []
    chromium.value("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert chromium.value("document.documentElement.scrollWidth") <= width
    found = chromium.rules_broken(axe)
    assert found["violations"] == []
    assert found["passes"] > 15


def test_a_range_on_one_side_of_zero_without_a_verdict_is_explained_where_it_stands(page: Reader, values: dict[str, Any]) -> None:
    """Of signals and of topics together some ranges exclude zero and do not pass the correction."""
    told = "Hier is veel tegelijk bekeken. Het oordeel is dan strenger. Ook als het hele bereik van een rij aan één kant van nul ligt, kan het dan toeval zijn."
    signals = [one for name, one in values["shares"].items() if name.startswith("signal:")]
    parts = [one[name] for one in (*values["topics"], *values["departments"]) for name in ("duration", "handoffs", "department_handoffs")]
    unexplained = sum(any(not one["passes"] and one["low"] is not None and one["low"] * one["high"] > 0 for one in some) for some in (signals, parts))
    assert page.text.count(told) == unexplained == 2
