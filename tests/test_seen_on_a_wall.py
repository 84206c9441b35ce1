"""What a reader stumbled over when report and maps stood on a wall, and how it reads now."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import drawn_journeys as drawn
import pandas as pd
import pytest
from drawn_changes import Side, periods
from drawn_handovers import counts, handovers

from journeys.texts import use
from mining.shared_views import pass_stripe_rows
from mining.statement_words import law_line
from mining.stripes import Cohort, Stripes
from visuals import journey_words, matrix_words, silo_words, stripes_words
from visuals.difference_map import draw_difference
from visuals.figure import Figure
from visuals.figure_part import figure_part
from visuals.handover_matrix import draw_matrix
from visuals.hyphens import lines_of_name
from visuals.network_map import draw_network
from visuals.page import table
from visuals.picture_frame import other_departments
from visuals.report import _key_numbers
from visuals.silo_map import draw_silos


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    use("nl")
    yield
    use("nl")


def test_the_figures_of_a_column_share_their_decimals() -> None:
    html = table(caption="c", heads=["a", "b"], rows=[(2.5, 3), (114.0, 4), (None, 1000)])
    assert re.findall(r'<td class="n">([^<]*)</td>', html) == ["2,5", "3", "114,0", "4", "", "1.000"]


def test_a_short_name_stays_on_one_line() -> None:
    html = table(caption="c", heads=["a"], rows=[("awb-7:10",), ("Werk en Inkomen",), ("Wonen",)])
    assert re.findall(r"<td( class=\"s\")?>([^<]*)</td>", html) == [(' class="s"', "awb-7:10"), ("", "Werk en Inkomen"), ("", "Wonen")]


def test_the_foot_of_a_picture_is_heard_under_it_and_not_seen_twice() -> None:
    figure = Figure("f", "Titel.", "Wat men ziet.", "<svg/>", pd.DataFrame({"a": [1]}), "Bron: x.csv")
    html = figure_part(figure, 1)
    assert "<p>Wat men ziet.</p>" in html
    assert re.findall(r"<p[^>]*>Bron: x.csv</p>", html) == ['<p class="heard">Bron: x.csv</p>']


def test_without_residents_the_changes_of_official_stand_once_and_say_why() -> None:
    numbers = {"journeys": 3, "cases": 3, "officials": 2, "departments": 2, "handoffs": 5, "department_handoffs": 4, "hops": 5}
    cards = {name: (value, small) for name, value, _, small in _key_numbers({**numbers, "by": "case", "cannot_determine": {"journeys": "resident"}})}
    assert cards["handoffs"] == ("5", "Een klantreis is hier één zaak: zo vaak kreeg ook de inwoner een andere ambtenaar.")
    assert "hops" not in cards
    assert cards["journeys"] == ("–", "niet te bepalen: het bestand noemt geen inwoners")
    known = {name: value for name, value, *_ in _key_numbers({**numbers, "hops": 7, "by": "resident", "cannot_determine": {}})}
    assert (known["handoffs"], known["hops"]) == ("5", "7")


def test_a_log_without_residents_speaks_of_cases() -> None:
    data = handovers({("A", "B"): counts(answered=12)}, shown=("A", "B"))
    assert any(part.endswith("inwoners") for part in silo_words.subtitle_parts(data, 1))
    told = silo_words.subtitle_parts(replace(data, residents_known=False), 1)
    assert any(part.endswith("zaken") for part in told)
    assert not any("inwoner" in part for part in told)
    one = drawn.short_journey()
    assert journey_words.subtitle_parts(one)[0] == "Inwoner A"
    assert journey_words.subtitle_parts(replace(one, residents_known=False))[0] == "Zaak A"


def test_one_folded_department_is_no_plural() -> None:
    assert [other_departments(n) for n in (1, 3)] == ["Overig (1 afdeling)", "Overige 3 afdelingen"]
    one = handovers({("A", "B"): counts(answered=12), ("A", "C"): counts(answered=3)}, shown=("A", "B"), folded=("C",))
    assert matrix_words.names(one) == ["A", "B", "Overig (1 afdeling)"]


def test_a_department_is_broken_where_its_second_word_begins() -> None:
    def fits(line: str) -> bool:
        return len(line) <= 8

    assert lines_of_name("Stadsbeheer", fits) == ["Stads-", "beheer"]
    assert lines_of_name("Vergunningen", fits) == ["Vergun-", "ningen"]


def test_two_panels_of_whole_weeks_end_and_begin_at_the_change() -> None:
    def panel(label: str, first: date, last: date) -> Cohort:
        journeys = pd.DataFrame({"days": [7.0] * 10, "ends": ["ended"] * 10})
        for who in ("nobody", "department", "resident", "unknown"):
            journeys[who] = 0.0
        stretches = pd.DataFrame({"place": range(10), "start": [0.0] * 10, "end": [7.0] * 10, "who": ["department"] * 10})
        return Cohort(label, journeys, stretches, 0, first, last)

    # 1 January 2025 is a Wednesday: its week runs from 30 December to 5 January
    change = date(2025, 1, 1)
    two = Stripes((panel("Voor", date(2024, 1, 1), date(2024, 12, 31)), panel("Na", change, date(2025, 6, 1))), 7, split=change)
    one, other = pass_stripe_rows(two).value.cohorts
    assert (one.last, other.first) == (date(2024, 12, 31), date(2025, 1, 1))
    assert stripes_words.subtitle_parts(two)[:2] == ["Voor: januari 2024 – december 2024 (12 maanden)", "Na: januari 2025 – juni 2025 (5 maanden)"]


def test_an_hour_that_weeks_hide_is_not_said_to_be_known() -> None:
    one = drawn.kept_all_the_time()
    assert journey_words.who_had_it(one) == "Iemand had steeds de vraag."
    unsure = replace(one)
    unsure.__dict__["numbers"] = replace(one.numbers, unrecorded=2)
    assert journey_words.who_had_it(unsure) == "Wie de vraag had, is niet steeds vastgelegd."


def test_one_of_a_thing_is_no_plural() -> None:
    one = handovers({("A", "B"): counts(answered=1)}, shown=("A", "B"))
    assert "Het gaat om 1 overdracht van 1 inwoner;" in draw_silos(one).description
    assert "Er is 1 lijn getekend, met 1 overdracht." in draw_network(one).description
    assert "Overdrachten: 1, tussen 1 van de 2 paren afdelingen." in draw_matrix(one).description
    changed = draw_difference(*periods({("A", "B"): (Side(1), Side(1))}, shown=["A", "B"])).description
    assert "Voor waren er 1 overdracht en 0 kwijtgeraakte vragen, na 1 overdracht en 0 kwijtgeraakte vragen." in changed
    assert "Van 1 paar afdelingen wachten er 0 korter" in changed
    assert law_line(1, 1, 0, 0) == "1 rij gelezen = 1 gebeurtenis + 0 afgekeurd."
    assert law_line(2, 1, 1, 0) == "2 rijen gelezen = 1 gebeurtenis + 1 afgekeurd."


def test_maps_that_say_the_same_are_regions_of_their_own_name() -> None:
    figure = draw_silos(handovers({("A", "B"): counts(unrecorded=4)}, shown=("A", "B")))
    parts = [figure_part(figure, rank) for rank in (4, 5)]
    names = [name for part in parts for name in re.findall(r'role="region" aria-label="([^"]*)"', part)]
    assert len(set(names)) == len(names) == 4
    assert names[0] == f"Kaart 4: {figure.title}"
