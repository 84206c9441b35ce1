"""What stands in a cell is shown as text in every output: nothing runs, nothing breaks, nothing becomes a formula or a path."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import openpyxl
import pytest
from commanded import files_of, journeys, log_file, summary
from rich.markup import escape
from rich.table import Table

import cli
from journeys.errors import UsageError
from journeys.mapping import _comment
from visuals.command_ending import run_to_its_end
from visuals.comparison_files import _as_text
from visuals.page import text
from visuals.picture_files import draw_view
from visuals.terminal import Terminal, print_json
from visuals.views import Asked

NASTY = (
    "<script>alert(1)</script>", "</text></svg><script>x</script>", "]]>", "<![CDATA[x", "javascript:alert(1)", '<img src=x onerror="x()">', "a & b &amp; c",
    "{a|b}", "{0}{naam}", "%s %d", "\\N", "achteraan \\", "$\\frac{1}{0$", "[bold]niet vet[/bold]", "[/]", "\u202eomgekeerd\u2066", "👩‍👩‍👧‍👦 🏳️‍🌈", "=1+1", "+1", "-1",
    "@SUM(1)", "=cmd|' /C calc'!A0", "../../x", "CON", 'x" ; drop table events; --', "'; drop table cases; --", "*.csv", "a[b]?c*", "a:b", "edge", "é́", "\ufeffmerk", "\u2028regel",
    "x" * 5_000, "regel een\nregel twee", "\ttab", "\rterug", "\x1b[31mrood\x1b[0m", "\x1b]0;titel\x07", "\x9b31m", "[link=http://x]k[/link]", "x\ufffe\uffff", "NaN", "null?", "#REF!", "--", "a;b,c",
)  # fmt: skip
HEADERS = ("zaaknummer", "inwoner", "activiteit", "tijdstip", "medewerker", "afdeling", "naar_afdeling", "onderwerp")


OURS = ("case", "resident", "activity", "time", "official", "department", "to_department", "topic")
NAMED = [part for ours, header in zip(OURS, HEADERS, strict=True) for part in ("--column", f"{ours}={header}")]
"""Whose column is ours is said, for such values propose nothing."""


def nasty_rows() -> list[tuple[str, ...]]:
    """This gives two events for each nasty text, which stands in every column of text."""
    rows = []
    for number, one in enumerate(NASTY):
        for hour, other in ((9, one), (11, NASTY[(number + 7) % len(NASTY)])):
            rows.append(
                (
                    f"{one}{number}",
                    f"{one} inwoner",
                    other,
                    f"2024-03-{1 + number % 28:02d} {hour:02d}:15",
                    f"{one} ambtenaar {hour}",
                    other,
                    one,
                    one,
                )
            )
    return rows


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("nasty")
    done = journeys(
        "mine", log_file(place, rows=nasty_rows(), headers=HEADERS), "--out", place / "d", "--names", "keep", *NAMED, keys=place / "keys"
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    (place / "told").write_text(done.stdout, encoding="utf-8")
    return place / "d"


def test_no_row_is_lost(dossier: Path) -> None:
    found = summary(dossier)
    assert (found["rows"], found["events"], found["rejects"]) == (2 * len(NASTY), 2 * len(NASTY), 0)
    assert found["cases"] == len(NASTY)


def test_no_cell_of_a_csv_opens_as_a_formula(dossier: Path) -> None:
    opening = re.compile(r"[=+\-@\t\r\n]")
    number = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)
    looked_at = 0
    for path in sorted((dossier / "tables").glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.reader(file):
                for cell in row:
                    looked_at += 1
                    assert not opening.match(cell) or number.fullmatch(cell), path.name
    assert looked_at > 1000


def test_texts_that_open_a_formula_are_there_with_an_apostrophe(dossier: Path) -> None:
    with (dossier / "tables" / "topics.csv").open(newline="", encoding="utf-8") as file:
        topics = {row["topic"] for row in csv.DictReader(file)}
    assert {"'=1+1", "'+1", "'-1", "'@SUM(1)", "<script>alert(1)</script>", "{a|b}", "\\N", "x" * 5_000} <= topics


def test_the_workbook_holds_texts_and_numbers_and_not_one_formula_or_link(dossier: Path) -> None:
    book = openpyxl.load_workbook(dossier / "tables.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert {"=1+1", "+1", "@SUM(1)", "<script>alert(1)</script>"} <= {cell.value for cell in cells}


class Page(HTMLParser):
    """This collects what a browser would see of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in ("meta", "link", "img", "br", "hr", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_report_has_no_element_or_link_that_a_cell_brought_in(dossier: Path) -> None:
    page = Page()
    page.feed((dossier / "index.html").read_text(encoding="utf-8"))
    page.close()
    assert page.open == []
    assert not page.tags & {"script", "img", "iframe", "object", "embed", "form", "link", "base", "b1"}
    assert not [one for one in page.attributes if one[1].startswith("on")]
    targets = [value for _, name, value in page.attributes if name in ("href", "src", "xlink:href", "action")]
    assert targets
    assert all(value.startswith("#") for value in targets)
    assert "<script>alert(1)</script>" in "".join(page.texts)


def test_every_drawing_parses_and_holds_only_text_from_cells(dossier: Path) -> None:
    drawn = [(name, content) for name, content in files_of(dossier).items() if name.endswith(".svg")]
    assert drawn
    for name, content in drawn:
        for element in ElementTree.fromstring(content).iter():
            tag = element.tag.rpartition("}")[2]
            assert tag not in ("script", "foreignObject", "image", "a", "use"), name
            assert not [key for key in element.attrib if key.startswith("on") or key.endswith("href")], name


def test_the_summary_is_json_and_the_database_has_every_table(dossier: Path) -> None:
    json.loads((dossier / "summary.json").read_text(encoding="utf-8"))
    connection = duckdb.connect(str(dossier / "dossier.duckdb"), read_only=True)
    try:
        assert connection.execute("select count(*) from events").fetchall() == [(2 * len(NASTY),)]
    finally:
        connection.close()


def test_every_file_name_is_ours(dossier: Path) -> None:
    assert all(re.fullmatch(r"([a-z_]+/)?[a-z_0-9-]+\.[a-z]+", name) for name in files_of(dossier))


def test_the_map_of_a_journey_with_any_id_gets_a_safe_name_and_parses(
    dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with (dossier / "tables" / "journeys.csv").open(newline="", encoding="utf-8") as file:
        ids = [row["journey"] for row in csv.DictReader(file)]
    assert len(ids) == len(NASTY)
    assert "'=1+1 inwoner" in ids
    for one in ids:
        path = draw_view(dossier, "journey", Asked(journey=one)).path
        assert re.fullmatch(r"reiskaart[a-z0-9-]{0,80}\.svg", str(path))
        ElementTree.fromstring(path.read_bytes())


MOVES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What a terminal would obey, or read the other way round."""


def test_the_terminal_shows_markup_of_a_cell_as_it_stands(dossier: Path) -> None:
    told = (dossier.parent / "told").read_text(encoding="utf-8")
    assert not MOVES.search(told)
    assert "niet herkend" in told


def test_a_text_of_two_hundred_thousand_characters_goes_through_whole(tmp_path: Path) -> None:
    long = "lang " * 40_000
    rows = [
        ("Z1", "R1", long.strip(), "2024-03-01 09:00", "m1", "Balie", "", long.strip()),
        ("Z1", "R1", "kort", "2024-03-02 09:00", "m2", long.strip(), "", "x"),
    ]
    done = journeys(
        "mine", log_file(tmp_path, rows=rows, headers=HEADERS), "--out", tmp_path / "d", "--quiet", *NAMED, keys=tmp_path / "keys"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert long.strip() in (tmp_path / "d" / "tables" / "topics.csv").read_text(encoding="utf-8")
    assert (tmp_path / "d" / "index.html").stat().st_size < 2_000_000


def test_a_nul_is_a_reject_and_the_rest_is_read(tmp_path: Path) -> None:
    path = log_file(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"Beoordeling", b"Beoor\0deling"))
    done = journeys("mine", path, "--out", tmp_path / "d", "--json", keys=tmp_path / "keys")
    found = json.loads(done.stdout)
    assert (found["rows"], found["events"], found["rejects"]) == (8, 6, 2)
    assert "nul" in (tmp_path / "d" / "tables" / "rejects.csv").read_text(encoding="utf-8")


def test_a_nasty_name_of_a_column_is_a_name_like_any_other(tmp_path: Path) -> None:
    names = ("<script>alert(1)</script>", 'x" ; drop table', "a[b]*?", "=1+1", "{a|b}", "javascript:x", "\\N", "'; --")
    rows = [(f"Z{n}", f"R{n}", "Intake", f"2024-03-{n:02d} 09:00", "m1", "Balie", "Zorg", "x") for n in range(1, 9)]
    named = [part for ours, name in zip(OURS, names, strict=True) for part in ("--column", f"{ours}={name}")]
    done = journeys(
        "mine", log_file(tmp_path, rows=rows, headers=names), "--out", tmp_path / "d", "--quiet", *named, keys=tmp_path / "keys"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert summary(tmp_path / "d")["cases"] == 8
    page = (tmp_path / "d" / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    with (tmp_path / "d" / "tables" / "columns.csv").open(newline="", encoding="utf-8") as file:
        assert {"'=1+1", "<script>alert(1)</script>", "{a|b}"} <= {row["header"] for row in csv.DictReader(file)}


def test_a_nasty_file_name_is_a_name_like_any_other(tmp_path: Path) -> None:
    names = [
        "<b>x<b>.csv",
        "'; drop table events; --.csv",
        "a[b]{c}.csv",
        "=1+1.csv",
        "met spaties en é.csv",
        "-q.csv",
        "$(touch x).csv",
        "glob[1-9].csv",
    ]
    for number, name in enumerate(names):
        rows = [(f"Z{number}{n}", f"R{number}{n}", "Intake", f"2024-03-{n:02d} 09:00", "m1", "Balie", "x") for n in range(1, 4)]
        log_file(tmp_path, name=name, rows=rows)
    done = journeys(
        "mine",
        *(tmp_path / name for name in names),
        "--out",
        tmp_path / "d",
        "--quiet",
        *NAMED[:12],
        "--column",
        "topic=onderwerp",
        keys=tmp_path / "keys",
    )
    assert (done.returncode, done.stderr) == (0, "")
    found = summary(tmp_path / "d")
    assert [file["file"] for file in found["files"]] == names
    assert found["cases"] == 3 * len(names)
    assert "<b>x<b>" not in (tmp_path / "d" / "index.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names, "d", "keys"])


COMMANDS = {
    "\x1b[31mrood\x1b[0m": "\\u001b[31mrood\\u001b[0m", "\x1b]0;titel\x07": "\\u001b]0;titel\\u0007", "\x9b31m": "\\u009b31m", "a\x7f\x08": "a\\u007f\\u0008",
    "\u202egnp.exe\u202c": "\\u202egnp.exe\\u202c", "\u2066x": "\\u2066x", "\u2028regel": "\\u2028regel", "\rterug": "\\u000dterug", "[red]a[/red]": "[red]a[/red]",
}  # fmt: skip
"""Texts that a terminal would obey, and what it is given."""


@pytest.mark.parametrize(("one", "shown"), COMMANDS.items())
def test_no_text_gives_the_terminal_a_command_in_a_line_a_table_an_error_or_json(one: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = StringIO()
    to = Terminal(file=page, width=200)
    table = Table(title=escape(one))
    table.add_column(escape(one))
    table.add_row(escape(one))
    to.print(escape(one))
    to.print(one, markup=False)
    to.print(table)

    def wrong() -> None:
        raise UsageError(one, next_step=one)

    with pytest.raises(SystemExit):
        run_to_its_end(wrong, parser_error=KeyError)
    print_json([one])
    told = capsys.readouterr()
    assert (page.getvalue().count(shown), told.err.count(shown)) == (5, 2)
    assert not MOVES.search(page.getvalue() + told.err + told.out)
    assert json.loads(told.out) == [one]


def test_the_name_of_a_file_with_markup_is_told_as_it_is(dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "[red]gedeeld[link=x].html"
    cli.report(dossier, share=True, out=out)
    assert str(out) in capsys.readouterr().out
    assert out.exists()


def test_a_page_holds_no_character_that_html_cannot_markdown_no_link_of_a_name_and_a_comment_no_second_line() -> None:
    assert _comment("a\x1b[31m\n[privacy]") == "# a[31m [privacy]"
    assert text("a\ufffeb\x85c\x7f\ud800<\n") == "abc&lt;\n"
    assert _as_text("x [klik](javascript:a) <b>\n# kop `c`") == "x \\[klik\\](javascript:a) &lt;b> # kop \\`c\\`"
