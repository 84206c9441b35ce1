"""The page of signals is printed from the headers and the drawn tables, and is fresh."""

from __future__ import annotations

from pathlib import Path

from mining.catalogue import read_definitions
from mining.signals_page import print_signals_page, read_drawn

PAGE = Path(__file__).parents[1] / "docs" / "signals.md"


def test_the_page_of_signals_is_fresh(tmp_path: Path) -> None:
    printed = print_signals_page(tmp_path / "signals.md").read_text(encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == printed, "run make docs"


def test_every_signal_and_every_drawn_table_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    drawn = read_drawn()
    assert drawn.keys() <= {one.name for one in read_definitions().signals}
    assert all(f"### {one.name}\n" in page and one.definition["en"].strip() in page for one in read_definitions().signals)
    assert all(f"#### {one['says']}\n" in page for tables in drawn.values() for one in tables)
