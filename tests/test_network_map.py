"""The map of handovers can be read at every extreme; lines keep out of boxes, discs off each other, and all numbers are the same."""

import math
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from drawn_handovers import LONG, counts, handovers, thrown, withheld

from journeys.texts import use
from mining.handovers import Handovers
from visuals.edge_routing import Box, point_at, routes, shortened
from visuals.network_map import draw_network, network_scene
from visuals.scene_check import check_scene
from visuals.silo_marks import silo_name


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    use("nl")
    yield
    use("nl")


def drawn() -> Handovers:
    return handovers(
        {
            ("A", "B"): counts(answered=20, lost=6, days=2.0),
            ("B", "A"): counts(answered=10, lost=2, days=9.0),
            ("B", "C"): counts(unrecorded=12),
        },
        shown=("A", "B", "C"),
    )


EXTREMES = {
    "drawn": drawn,
    "one pair": lambda: handovers({("A", "B"): counts(lost=1)}, shown=("A", "B")),
    "all lost, very many": lambda: handovers({("A", "B"): counts(lost=100_000), ("B", "A"): counts(lost=1)}, shown=("A", "B")),
    "none lost": lambda: handovers({("A", "B"): counts(answered=12)}, shown=("A", "B")),
    "none recorded": lambda: handovers({("A", "B"): counts(unrecorded=12)}, shown=("A", "B")),
    "nothing": lambda: handovers({}, shown=("A",)),
    "withheld": lambda: withheld(drawn(), ("A", "B")),
    "5 departments": lambda: thrown(5, 500),
    "5 events": lambda: thrown(5, 5, long=True),
    "12 departments": lambda: thrown(12, 500, keep=11, long=True),
    "12 departments, all pairs lose": lambda: thrown(12, 20_000, keep=11, long=True, seed=4),
    "60 departments": lambda: thrown(60, 5000, keep=11, long=True),
}


@pytest.mark.parametrize("straight", [False, True])
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("extreme", EXTREMES)
def test_nothing_overlaps_or_is_too_small_at_any_extreme(extreme: str, theme: str, language: str, straight: bool) -> None:
    use(language)  # type: ignore[arg-type]
    data = EXTREMES[extreme]()
    scene = network_scene(data, theme=theme, source="verzonnen gegevens", version="journeys 0.1.0", straight=straight)  # type: ignore[arg-type]
    assert check_scene(scene) == []


def test_title_discs_and_table_count_the_same() -> None:
    data = thrown(5, 500)
    figure, scene = draw_network(data), network_scene(data)
    assert len(scene.marks("line")) == 20
    assert sum(int(box.value) for box in scene.marks("lost")) == data.totals.lost == figure.rows["kwijt"].sum()
    assert f"{data.totals.lost} vragen raakten kwijt" in figure.title


def test_what_has_no_line_is_accounted_for() -> None:
    data = thrown(60, 5000, keep=11)
    figure, scene = draw_network(data), network_scene(data)
    rows = figure.rows
    lines = rows[rows["op de kaart"] == "lijn"]
    assert len(scene.marks("line")) == 24
    assert rows["overdrachten"].sum() == data.totals.n
    assert sum(int(box.value) for box in scene.marks("lost")) == lines["kwijt"].sum()
    assert set(rows["op de kaart"]) == {"lijn", "binnen één vak", "alleen in de tabel"}
    assert "dunnere lijnen met" in figure.footer


def test_the_busiest_department_stands_in_the_middle_and_in_the_title() -> None:
    scene = network_scene(drawn())
    middle = next(box for box in scene.marks("box") if box.value == "B")
    assert middle.x + middle.width / 2 == 960
    assert scene.title == "Elke overdracht loopt via B; 8 vragen raakten kwijt."


def test_folded_departments_are_never_the_middle() -> None:
    data = handovers(
        {("A", "C"): counts(answered=90), ("B", "C"): counts(answered=90), ("A", "B"): counts(answered=20)}, shown=("A", "B"), folded=("C", "D")
    )
    assert draw_network(data).title == "55% van de overdrachten loopt via A; geen vraag raakte kwijt."


def test_a_handover_that_is_not_recorded_is_dotted_and_no_loss() -> None:
    figure = draw_network(handovers({("A", "B"): counts(unrecorded=12)}, shown=("A", "B")))
    assert figure.title == "Elke overdracht loopt via A; of vragen kwijtraakten, is niet vastgelegd."
    assert 'stroke-dasharray="0.1 26"' in figure.svg
    assert figure.rows["kwijt"].isna().all()


def test_a_number_that_was_withheld_is_a_ring_and_is_told() -> None:
    data = withheld(drawn(), ("A", "B"))
    scene = network_scene(data)
    assert len(scene.marks("withheld")) == 1
    assert [box.value for box in scene.marks("lost")] == ["2"]
    assert draw_network(data).title == "Elke overdracht loopt via B; 8 vragen raakten kwijt."
    silent = replace(data, totals=replace(data.totals, lost=None))
    assert draw_network(silent).title == "Elke overdracht loopt via B; minstens 2 vragen raakten kwijt."
    assert "Van 1 paar afdelingen tonen we een aantal niet" in draw_network(data).footer


def test_discs_lie_on_no_box_and_on_no_other_disc() -> None:
    scene = network_scene(thrown(12, 20_000, keep=11, long=True, seed=4))
    discs = scene.marks("lost")
    assert len(discs) == 24
    assert not [(a, b) for at, a in enumerate(discs) for b in [*discs[at + 1 :], *scene.marks("box")] if a.overlaps(b)]


BOXES = (Box(300, 300, 200, 80), Box(900, 300, 200, 80), Box(1500, 300, 200, 80))


def test_a_line_goes_around_a_box_that_is_in_its_way() -> None:
    pytest.importorskip("pygraphviz")
    line = routes(BOXES, [(0, 2)])[0, 2]
    assert not any(BOXES[1].holds(point_at(line, part / 100)) for part in range(101))
    through = routes(BOXES, [(0, 2)], straight=True)[0, 2]
    assert any(BOXES[1].holds(point_at(through, part / 100)) for part in range(101))


@pytest.mark.parametrize("straight", [False, True])
def test_a_line_runs_from_edge_to_edge_and_to_and_fro_lie_apart(straight: bool) -> None:
    found = routes(BOXES, [(0, 1), (1, 0)], straight=straight)
    to, fro = found[0, 1], found[1, 0]
    assert to[0] == pytest.approx((400, 310), abs=0.6)
    assert to[-1] == pytest.approx((797, 310), abs=0.6)
    assert fro[0] == pytest.approx((800, 290), abs=0.6)
    assert fro[-1] == pytest.approx((403, 290), abs=0.6)


def test_a_line_is_cut_short_for_its_head() -> None:
    short, direction = shortened([(0, 0), (60, 0), (100, 0)], 30)
    assert short == [(0, 0), (60, 0), (70, 0)]
    assert direction == (1, 0)
    assert math.dist(point_at([(0, 0), (60, 0), (60, 40)], 0.8), (60, 20)) < 1e-9


def test_without_graphviz_lines_are_straight(monkeypatch: pytest.MonkeyPatch) -> None:
    with_it = draw_network(thrown(5, 500), straight=True).svg
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    assert draw_network(thrown(5, 500)).svg == with_it


def test_more_boxes_than_can_be_read_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 12"):
        network_scene(thrown(20, 500, keep=19))


def test_an_empty_period_is_a_card_with_a_sentence() -> None:
    assert network_scene(handovers({}, shown=("A",))).title == "Geen overdrachten tussen afdelingen in deze periode."


def test_equal_input_gives_an_equal_picture() -> None:
    names = [f"{at} {LONG}" for at in range(3)]
    data = handovers({(names[0], names[1]): counts(lost=4), (names[1], names[2]): counts(answered=12)}, shown=names)
    assert draw_network(data).svg == draw_network(data).svg
    assert 'fill="var(--kier)"' in draw_network(data, output="html").svg


def test_a_broken_name_is_cut_as_it_is_written() -> None:
    size, lines = silo_name("Schuldhulpverleningscoördinatieteam Noord", 260, 96)
    assert size == 26
    assert not any("- " in line for line in lines)
    whole = "".join(line.removesuffix("-") for line in lines).removesuffix("…")
    assert "Schuldhulpverleningscoördinatieteam Noord".replace(" ", "").startswith(whole.replace(" ", ""))
