"""A route along departments is written in one way: with a sign that every font and spreadsheet has, and in words in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from journeys.texts import use
from mining.catalogue import DEFINITIONS
from mining.route_names import THEN, route_in_words, route_name
from visuals.lettering import drawable

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    use("nl")
    yield
    use("nl")


def test_a_route_has_one_sign_in_tables_and_charts_and_is_told_in_words() -> None:
    assert route_name("Balie", "Zorg", "Wonen") == "Balie > Zorg > Wonen"
    assert route_in_words("Balie", "Zorg", "Wonen") == "Van Balie naar Zorg naar Wonen"
    assert route_in_words("Balie", "Zorg", inside=True) == "van Balie naar Zorg"
    assert route_in_words("Balie") == route_name("Balie") == "Balie"
    use("en")
    assert route_in_words("Balie", "Zorg") == "From Balie to Zorg"


def test_the_sign_can_be_drawn_and_read_by_a_spreadsheet_that_takes_a_file_for_windows_1252() -> None:
    assert drawable(route_name("A", "B")).text == "A > B"
    assert route_name("A", "B").encode("cp1252") == b"A > B"


def test_no_room_writes_routes_with_a_sign_of_its_own() -> None:
    assert f"'{THEN}'" in (DEFINITIONS / "variants.sql").read_text(encoding="utf-8")
    rooms = [path for floor in ("journeys", "mining", "visuals") for path in (ROOT / floor).rglob("*.py")]
    assert [path.name for path in rooms if "→" in path.read_text(encoding="utf-8")] == []
