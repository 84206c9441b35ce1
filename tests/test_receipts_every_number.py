"""Every number that the report shows can be traced from what stands beside it, says the same there, and is what its rows add up to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from math import isclose
from pathlib import Path
from typing import Any

import duckdb
import pytest
from added_up import added_up
from commanded import SAMPLE, journeys, journeys_apart

from journeys.dossier import opened
from journeys.texts import language, use
from mining.receipts import Receipt, receipt
from mining.reported_tables import TABLES
from mining.told import DATA
from visuals.page import written

ROWS_OF_A_JOURNEY = "The table behind this map"
"""These tables are the data itself, row by row; their receipt `map:N` stands above them and gives the same turns."""

UNCOUNTED = {"definitions", "provenance"}
"""Parts that hold queries and settings, no numbers of the log."""


class Page(HTMLParser):
    """This reads the report: tables with their rows, and list items and paragraphs, each with the receipts in it."""

    def __init__(self) -> None:
        super().__init__()
        self.part = ""
        self.tables: list[dict[str, Any]] = []
        self.lines: list[tuple[str, str, str, list[str]]] = []
        self.silent = 0
        self.held: list[tuple[str, list[str], list[str]]] = []
        self.in_reference = self.in_head = False
        self.row: list[tuple[str, str, list[str]]] = []
        self.summary = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("svg", "style", "pre"):
            self.silent += 1
        if tag == "h2":
            self.part = dict(attrs).get("id") or ""
        if tag == "table":
            self.tables.append({"part": self.part, "folded": self.summary, "caption": "", "heads": [], "rows": []})
        if tag in ("thead", "tbody"):
            self.in_head = tag == "thead"
        if tag == "tr":
            self.row = []
        if tag in ("td", "th", "caption", "li", "p", "h3", "summary"):
            self.held.append((tag, [], []))
        self.in_reference |= tag == "code"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("svg", "style", "pre"):
            self.silent -= 1
        if tag == "code":
            self.in_reference = False
        if tag == "details":
            self.summary = ""
        if tag == "tr" and self.row:
            if self.in_head:  # the last row of heads: those above only group them
                self.tables[-1]["heads"] = self.row
            else:
                self.tables[-1]["rows"].append(self.row)
        if self.held and self.held[-1][0] == tag:
            _, words, references = self.held.pop()
            text = " ".join("".join(words).split())
            if tag in ("td", "th"):
                self.row.append((tag, text, references))
            elif tag == "caption":
                self.tables[-1]["caption"] = text
            elif tag == "summary":
                self.summary = text
            else:
                self.lines.append((self.part, tag, text, references))

    def handle_data(self, data: str) -> None:
        if self.held and not self.silent:
            self.held[-1][2 if self.in_reference else 1].append(data)


@pytest.fixture(scope="module", autouse=True)
def in_english() -> Iterator[None]:
    before = language()
    use("en")
    yield
    use(before)


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("every")
    done = journeys("mine", SAMPLE, "--out", place / "d", "--names", "keep", "--quiet", "--lang", "en", keys=place / "keys")
    assert (done.returncode, done.stderr) == (0, "")
    return place / "d"


@pytest.fixture(scope="module")
def page(dossier: Path) -> Page:
    found = Page()
    found.feed((dossier / "index.html").read_text(encoding="utf-8"))
    found.close()
    return found


@pytest.fixture(scope="module")
def database(dossier: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with opened(dossier) as one:
        yield one.connection


def behind(database: duckdb.DuckDBPyConnection, found: Receipt) -> list[dict[str, Any]]:
    cursor = database.execute(found.query)
    heads = [column[0] for column in cursor.description]
    return [dict(zip(heads, row, strict=True)) for row in cursor.fetchall()]


def same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float) and not isinstance(one, bool):
        return isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == other)


def numbers_in(words: str) -> list[str]:
    return re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", words)


def values_of(value: Any) -> set[str]:
    """This gives the ways in which a value of a receipt may stand in a sentence."""
    if isinstance(value, dict):
        return set().union(*map(values_of, value.values())) if value else set()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {written(value), f"{value:,.0f}", f"{round(value):,}", f"{100 * value:,.0f}", f"{value:,.2f}"}
    return set(numbers_in(written(value)))


def test_every_cell_of_every_table_is_traced_and_its_rows_come_to_it(page: Page, database: duckdb.DuckDBPyConnection) -> None:
    untraced, cells, tables = [], 0, set()
    for table in page.tables:
        if table["folded"] == ROWS_OF_A_JOURNEY:
            continue
        under = ["".join(references) for _, _, references in table["heads"]]
        for row in table["rows"]:
            if row[0][0] == "td" and all(not text and not references for _, text, references in row):
                continue
            ends = row[-1][2]
            signal = row[:-1]
            if [head[1] for head in table["heads"]][:3] == ["signal", "times", "journeys"]:
                (number,) = re.findall(r"signal:\w+", row[-1][1] + "".join(ends))
                found = receipt(database, number)
                assert [text for _, text, _ in signal[1:]][: len(found.value)] == [written(one) for one in found.value.values()]
                rows = behind(database, found)
                assert len(rows) == found.value["instances"]
                if "days" in found.value:
                    assert same(sum(one["calendar_days"] for one in rows), found.value["days"])
                cells += len(signal) - 1
                continue
            for at, (_, text, _) in enumerate(row[:-1] if ends else row):
                word = under[at] if at < len(under) else ""
                if not ends or not word:
                    if numbers_in(text) and (not ends or TABLES[ends[0].split(":")[0]].columns[
                        list(TABLES[ends[0].split(":")[0]].columns)[at]] is not None):  # fmt: skip
                        untraced.append((table["caption"], text))
                    continue
                found = receipt(database, f"{ends[0]}{word}")
                whole = isinstance(found.value, int | float) and found.value == int(found.value)
                # a column shows one number of decimals for all: a whole number may stand there as 182.0
                assert text == written(found.value) or (whole and text == written(found.value, decimals=1)), found.number
                rows = behind(database, found)
                at_day = int(row[0][1]) if ends[0].startswith("curve_") else 0
                counted = added_up(found.how, rows, at_day)
                # nothing of which to be a part (no norm, no question that a term could judge): the cell is empty, and no row counts for it
                assert same(counted, found.value) or (found.value is None and counted == 0), (found.number, found.value)
                cells += 1
                tables.add(ends[0].split(":")[0])
    assert untraced == []
    assert tables == set(TABLES)
    assert cells > 900


def test_every_sentence_with_a_number_has_a_receipt_that_holds_the_number(page: Page, database: duckdb.DuckDBPyConnection) -> None:
    wrong, traced = [], 0
    for part, tag, text, references in page.lines:
        words = re.sub(r"^From \d+ \w+ \d{4}:", "", text)
        told = re.sub(r"\(NI 14\)|NI 14|\d+ \w+ \d{4}|within 20 working days|20 working days after|the first NI|Low and high: the true \w+ probably lies in between \(95%\)\.|90th percentile: about nine in ten do\.|[\d,]+ more rows are in .*", "", words)  # the last only points to the CSV
        found = numbers_in(told)
        if not found or part in UNCOUNTED | {"data", "maps", "departments", ""} or tag not in ("li", "p"):
            continue
        held: set[str] = set()
        for number in references:
            one = receipt(database, number)
            held |= values_of(one.value)
        traced += 1
        if not references or not (set(found) & held):
            wrong.append((text, references))
    assert wrong == [], "\n".join(map(str, wrong))
    assert traced > 60


def test_the_data_statement_has_its_receipts_under_each_part(page: Page, database: duckdb.DuckDBPyConnection) -> None:
    shown = [references for part, tag, _, references in page.lines if part == "data" and tag == "p" and references]
    assert shown == [list(numbers) for numbers in DATA.values()]
    for number in {number for numbers in DATA.values() for number in numbers}:
        assert receipt(database, number).value is not None, number


def story(page: Page) -> list[tuple[str, list[str]]]:
    return [(text, references) for part, _, text, references in page.lines if part == "story" and text and references]


def test_every_sentence_of_the_story_has_an_id_of_its_own_and_rows_that_show_its_numbers(
    page: Page, database: duckdb.DuckDBPyConnection
) -> None:
    ids = [references[0] for text, references in story(page) if numbers_in(text) or "visit" in text]
    assert len(ids) == len(set(ids)) >= 5
    rows = behind(database, receipt(database, "story:officials"))
    value = receipt(database, "story:officials").value
    assert value["officials"] == len({row["official"] for row in rows} - {None})
    assert value["faces"] == len({row["official"] for row in rows if row["faces"]})
    moments = [row["moment"] for row in rows]
    assert value["days"] == round((max(moments) - min(moments)).total_seconds() / 86400)
    assert not any(isinstance(row["official"], str) for row in rows)
    rows = behind(database, receipt(database, "story:asked"))
    value = receipt(database, "story:asked").value
    assert value["asked"] == sum(row["first_of_date"] for row in rows)
    assert value["avoidable"] == sum(row["first_of_date"] and row["avoidable"] for row in rows)
    rows = behind(database, receipt(database, "story:lost"))
    value = receipt(database, "story:lost").value
    assert (value["lost"], value["days"]) == (len(rows), round(sum(row["calendar_days"] for row in rows)))
    rows = behind(database, receipt(database, "story:callbacks"))
    value = receipt(database, "story:callbacks").value
    assert (value["asked"], value["in_time"]) == (len(rows), sum(row["state"] == "in_time" for row in rows))
    assert receipt(database, "story:cases").value["cases"] == len(behind(database, receipt(database, "story:cases")))


def test_what_is_still_open_and_what_explains_half_are_counted_from_their_rows(database: duckdb.DuckDBPyConnection) -> None:
    for number in ("still_open:transfer", "still_open:callback"):
        found = receipt(database, number)
        outlooks = [row["outlook"] for row in behind(database, found)]
        assert [found.value[one] for one in ("can_still", "probably_stays")] == [outlooks.count("can_still"), outlooks.count("probably_stays")]
        assert found.value["whole"] == len(outlooks)
    for number in ("harm_pairs:half", "harm_topics:half"):
        found, days = receipt(database, number), 0.0
        rows = sorted(behind(database, found), key=lambda row: -row["question_days_lost"])
        whole = sum(row["question_days_lost"] for row in rows)
        enough = 0
        while 2 * days < whole:
            days += rows[enough]["question_days_lost"]
            enough += 1
        assert found.value == enough


def test_a_map_shows_the_turns_of_its_receipt(page: Page, database: duckdb.DuckDBPyConnection) -> None:
    maps = [table for table in page.tables if table["folded"] == ROWS_OF_A_JOURNEY and table["part"] == "maps"]
    assert [references for part, tag, _, references in page.lines if part == "maps" and tag == "p" and references] == [
        [f"map:{rank}"] for rank in range(1, len(maps) + 1)
    ]
    for rank, table in enumerate(maps, start=1):
        days = {str(round(row["calendar_days"])) for row in behind(database, receipt(database, f"map:{rank}"))}
        turns = [row[4][1] for row in table["rows"] if row[0][1] == "turn"]
        assert turns
        assert set(turns) <= days


def test_a_map_of_departments_counts_what_its_receipt_counts(page: Page, database: duckdb.DuckDBPyConnection) -> None:
    assert [references for part, tag, _, references in page.lines if part == "departments" and tag == "p" and references] == [
        ["map:silos"], ["map:gaps"], ["map:leak"]
    ]  # fmt: skip
    silos, gaps, leak = (table for table in page.tables if table["part"] == "departments")
    for number, table in (("map:silos", silos), ("map:gaps", gaps)):
        found = receipt(database, number)
        rows = behind(database, found)
        assert found.value["passages"] == len(rows) > 0
        assert found.value["lost"] == sum(row["status"] == "lost" for row in rows) > 0
        assert table["caption"].startswith(f"{found.value['lost']} ") or f" {found.value['lost']} " in table["caption"]
    found = receipt(database, "map:leak")
    rows = behind(database, found)
    assert (found.value["questions"], found.value["lost"]) == (len(rows), sum(row["way"] == "lost" for row in rows))
    assert leak["caption"].startswith(f"{found.value['lost']} of {len(rows):,} ")


def test_gaps_stand_in_order_of_their_days_and_the_page_says_so(page: Page) -> None:
    (table,) = [one for one in page.tables if one["part"] == "gaps" and one["caption"] == "Where questions fall"]
    keys = [
        (float(row[3][1].replace(",", "") or 0), int(row[1][1].replace(",", "")))
        for row in table["rows"]
    ]  # fmt: skip
    assert keys == sorted(keys, reverse=True)
    assert keys[0][0] > 0 == keys[-1][0]
    assert any(text.startswith("In order of the days that questions lay still") for part, _, text, _ in page.lines if part == "gaps")


def test_an_unknown_id_names_patterns_and_no_thousands_of_ids(dossier: Path) -> None:
    for number in ("elephants", "harm_pairs:999:days", "harm_pairs:1:elephants", "harm_pairs:0", "signal:silence:0"):
        done = journeys_apart("receipt", dossier, number, "--lang", "en", keys=dossier.parent / "keys")
        assert done.returncode == 2
        assert "harm_pairs:ROW:COLUMN" in done.stderr
        assert len(done.stderr) < 4000
