"""A long table on a page shows its first rows, and says how many there are and where all of them stand; what nothing else holds is whole."""

from __future__ import annotations

import pandas as pd
import pytest

from visuals.figure import Figure
from visuals.figure_files import figure_csv, figure_page
from visuals.figure_part import figure_part
from visuals.long_tables import all_by_map, all_in_file, first_rows, how_many_shown


def figure(rows: int) -> Figure:
    return Figure("lang", "Veel rijen.", "Een lange tabel.", "<svg></svg>", pd.DataFrame({"rij": range(1, rows + 1)}), "")


@pytest.mark.parametrize(("rows", "shown"), [(399, 399), (400, 400), (401, 400), (2541, 400)])
def test_a_page_with_files_beside_it_shows_at_most_four_hundred_rows(rows: int, shown: int) -> None:
    html = figure_part(figure(rows), 1, whole=all_in_file("tables/lang.csv"))
    assert html.count("<tr>") == 1 + shown
    assert ("Alle rijen staan in tables/lang.csv." in html) is (rows > shown)
    assert ("Dit zijn de eerste 400 van 2.541 rijen." in html) is (rows == 2541)


def test_a_page_that_is_handed_on_by_itself_holds_every_row() -> None:
    html = figure_part(figure(2541), 1)
    assert html.count("<tr>") == 1 + 2541
    assert "Dit zijn de eerste" not in html


def test_the_page_of_one_map_names_the_command_that_writes_every_row_and_the_csv_has_them() -> None:
    html = figure_page(figure(401))
    assert html.count("<tr>") == 1 + 400
    assert "Dit zijn de eerste 400 van 401 rijen. Alle rijen: journeys map --format csv." in html
    assert len(figure_csv(figure(401)).splitlines()) == 1 + 401


def test_an_unknown_is_an_empty_cell_and_no_row_is_lost_on_the_edge() -> None:
    rows = pd.DataFrame({"dagen": [1.5, None, 2.0]})
    assert first_rows(rows) == [[1.5], [None], [2.0]]
    assert first_rows(rows, most=2) == [[1.5], [None]]
    assert how_many_shown(rows, all_by_map(), most=3) == ""
    assert how_many_shown(rows, all_by_map(), most=2) == "Dit zijn de eerste 2 van 3 rijen. Alle rijen: journeys map --format csv."
