"""A picture as a file: every format, every paper, and a table that a Dutch spreadsheet opens without surprises."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from journeys.errors import UsageError
from journeys.texts import use
from visuals.figure import Figure
from visuals.figure_files import chosen_format, chosen_paper, figure_bytes, figure_csv, figure_page


@pytest.fixture(autouse=True)
def dutch() -> None:
    use("nl")


def figure() -> Figure:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="60"><title>t</title><rect width="50" height="20" fill="#000000" /></svg>'
    rows = pd.DataFrame({"afdeling": ["Zorg; Wmo", "=1+1"], "keer": pd.array([3, None], dtype="Int64"), "dagen": [2.5, float("nan")]})
    return Figure("kaart", "3 < 4 & meer", "Eén zin.", svg, rows, "bron")


def test_the_table_opens_in_a_dutch_spreadsheet_and_an_unknown_is_empty() -> None:
    assert figure_csv(figure()).decode("utf-8-sig") == "afdeling;keer;dagen\r\n\"Zorg; Wmo\";3;2,5\r\n'=1+1;;\r\n"
    assert figure_csv(figure()).startswith(b"\xef\xbb\xbf")


def test_the_page_holds_drawing_words_and_table_with_every_text_escaped() -> None:
    html = figure_page(figure(), note="Intern")
    assert "<h1>3 &lt; 4 &amp; meer</h1>" in html
    assert '<aside class="intern" aria-label="Wie dit mag zien">Intern</aside>' in html
    assert "<rect" in html
    assert '<td class="s">Zorg; Wmo</td>' in html  # a short name stays on one line
    assert "default-src 'none'" in html


@pytest.mark.parametrize(
    ("format", "opens"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF-"), ("html", b"<!DOCTYPE html>"), ("csv", b"\xef\xbb\xbf")]
)
def test_every_format_is_made_the_same_twice(format: str, opens: bytes) -> None:
    made = figure_bytes(figure(), format, paper="A0")  # type: ignore[arg-type]
    assert made.startswith(opens)
    assert made == figure_bytes(figure(), format, paper="A0")  # type: ignore[arg-type]


def test_the_format_is_what_was_asked_or_what_the_file_is_called() -> None:
    assert chosen_format(None, None) == "svg"
    assert chosen_format(None, Path("kaart.PDF")) == "pdf"
    assert chosen_format("png", Path("kaart.pdf")) == "png"
    assert chosen_paper("A0") == chosen_paper("a0") == "A0"
    with pytest.raises(UsageError, match="svg, png, pdf, html, csv"):
        chosen_format("docx", None)
    with pytest.raises(UsageError, match="a4, a3, a0, wide"):
        chosen_paper("b5")
