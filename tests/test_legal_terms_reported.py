"""Terms of a law in the report: every number is traced to its rows, and the version for sharing keeps small numbers back."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from added_up import added_up
from commanded import SAMPLE, journeys, journeys_apart

from journeys.dossier import opened
from journeys.texts import language, use
from mining.receipts import Receipt, receipt
from visuals.page import written
from visuals.sharing import pdf_report, share_report

SETTINGS = """
[terms]
"Verbouwing of dakkapel" = "ow-16.64"
"Woningaanpassing" = "wmo-melding"
"Bijstandsuitkering" = "awb-4:13"
"Schuldhulpverlening" = { weeks = 8, verordening = true, contact = "wgs-4" }
"""


@pytest.fixture(scope="module", autouse=True)
def in_english() -> Iterator[None]:
    before = language()
    use("en")
    yield
    use(before)


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("terms")
    (place / "journeys.toml").write_text(SETTINGS, encoding="utf-8")
    done = journeys(
        "mine", SAMPLE, "--out", place / "d", "--settings", place / "journeys.toml", "--names", "keep", "--quiet", "--lang", "en",
        keys=place / "keys",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return place / "d"


@pytest.fixture(scope="module")
def database(dossier: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with opened(dossier) as one:
        yield one.connection


def behind(database: duckdb.DuckDBPyConnection, found: Receipt) -> list[dict[str, Any]]:
    cursor = database.execute(found.query)
    heads = [column[0] for column in cursor.description]
    return [dict(zip(heads, row, strict=True)) for row in cursor.fetchall()]


def part(page: str) -> str:
    return page.split('<h2 id="law"')[1].split("<section")[0]


def test_every_cell_of_the_table_is_what_its_rows_come_to(dossier: Path, database: duckdb.DuckDBPyConnection) -> None:
    shown = part((dossier / "index.html").read_text(encoding="utf-8"))
    words = re.findall(r'<code class="ref">:(\w+)</code>', shown)
    cells = 0
    for row in re.findall(r"<tr>(<td.*?)</tr>", shown.split("<tbody>")[1]):
        values = re.findall(r"<td[^>]*>(.*?)</td>", row)
        number = re.sub("<.*?>", "", values[-1])
        for word, text in zip(words, values[-1 - len(words) : -1], strict=True):
            found = receipt(database, f"{number}:{word}")
            assert written(found.value) == text, found.number
            assert text == "" or added_up(found.how, behind(database, found)) == found.value, found.number
            cells += 1
    assert cells == 15 * 9


def test_a_penalty_that_no_law_knows_is_an_empty_cell_and_not_0(dossier: Path) -> None:
    with (dossier / "tables" / "legal_term_topics.csv").open(encoding="utf-8-sig") as file:
        found = {(row["sort"], row["topic"]): row["penalty_euros"] for row in csv.DictReader(file)}
    assert found["contact", "Schuldhulpverlening"] == ""
    assert found["complaint", "Evenement"] == ""
    assert int(found["decision", "Woningaanpassing"]) > 0


def test_the_sentences_say_what_their_rows_come_to_and_that_it_is_no_debt(dossier: Path, database: duckdb.DuckDBPyConnection) -> None:
    shown = part((dossier / "index.html").read_text(encoding="utf-8"))
    kept, due = receipt(database, "terms:kept"), receipt(database, "terms:penalty")
    ended = [row["status"] for row in behind(database, kept)]
    assert f"Of {len(ended):,} terms that ended, {ended.count('in_time'):,} were kept" in shown
    rows = behind(database, due)
    late = [row for row in rows if row["penalty_days"]]
    assert f"For {len(late)} decisions after the last day the penalty could run up to € {sum(row['penalty_euros'] for row in late):,}" in shown
    assert all(row["penalty_euros"] <= 1442 and row["penalty_days"] <= 42 for row in rows)
    assert "It is no debt" in shown
    assert "No topic has a term of a law" not in shown


def test_over_term_counts_the_questions_that_their_law_calls_late(database: duckdb.DuckDBPyConnection) -> None:
    found = database.execute(
        """select legal_terms.status is not distinct from 'in_time' or legal_terms.status is null, count(*) from over_term
           join legal_terms on legal_terms.sort = 'decision' and legal_terms.start_row_no = over_term.anchor_no
           where over_term.status = 'late' group by 1"""
    ).fetchall()
    ((late,),) = database.execute(
        "select count(*) from legal_terms where sort = 'decision' and status in ('late', 'if_extended')"
    ).fetchall()
    assert found == [(False, late)]
    assert late > 10


def test_shared_small_parts_and_amounts_of_few_residents_are_empty(dossier: Path, database: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    done = journeys_apart("report", dossier, "--share", "--out", tmp_path / "s.html", "--lang", "en", keys=dossier.parent / "keys")
    assert done.returncode == 0
    shown = part((tmp_path / "s.html").read_text(encoding="utf-8"))
    told = {}
    for row in re.findall(r"<tr>(<td.*?)</tr>", shown):
        topic, _, _, percent, euros = re.findall(r"<td[^>]*>(.*?)</td>", row)
        told[topic] = (percent, euros)
    numbers = database.execute(
        """select topic, in_time, if_extended + late, (select count(distinct journey_no) from legal_terms
             where legal_terms.topic_no = made.topic_no and sort = 'decision' and penalty_days > 0)
           from legal_term_topics as made join topics using (topic_no) where made.sort = 'decision'"""
    ).fetchall()
    assert told.keys() == {topic for topic, *_ in numbers}
    for topic, _, rest, touched in numbers:
        assert (told[topic][0] == "") == (0 < rest < 5), topic
        assert (told[topic][1] == "") == (0 < touched < 5), topic
    assert "" in {percent for percent, _ in told.values()}
    assert "" in {euros for _, euros in told.values()}
    assert not re.search("objection|complaint", shown)


@pytest.mark.parametrize("share", [False, True])
def test_the_pdf_holds_the_terms_of_laws_too_tagged_and_with_the_same_numbers(dossier: Path, tmp_path: Path, share: bool) -> None:
    pikepdf, pypdfium2 = pytest.importorskip("pikepdf"), pytest.importorskip("pypdfium2")
    from tagged_pdf import faults

    dossier = Path(shutil.copytree(dossier, tmp_path / "d"))  # the other tests hold theirs open
    made = pdf_report(dossier, out=tmp_path / "terms.pdf", share=share)
    with pikepdf.open(made) as found:
        assert faults(found) == []
    pages = [page.get_textpage().get_text_range().replace("\ufffe", "") for page in pypdfium2.PdfDocument(made)]
    words = " ".join(" ".join(pages).split())
    assert "Terms of a law, per topic" in words
    page = (dossier / "index.html") if not share else share_report(dossier, out=tmp_path / "terms.html")
    shown = re.sub(r'<code class="ref">.*?</code>', "", part(page.read_text(encoding="utf-8")))
    rows = [re.sub("<.*?>", " ", row).split() for row in re.findall(r"<tr>(<td.*?)</tr>", shown)]
    assert rows
    tight = words.replace(" ", "").replace("-", "")
    for row in rows:
        numbers = [cell for cell in row if re.fullmatch(r"[\d,.%]+", cell)]
        assert "".join(numbers) in tight, row
