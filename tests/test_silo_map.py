"""The map of silos can be read at every extreme, and its title, piles, table and notes tell the same numbers."""

import math
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from commanded import journeys, log_file
from drawn_handovers import LONG, counts, handovers, thrown, withheld

from journeys.texts import use
from mining.handovers import Handovers
from visuals.scene import Scene
from visuals.scene_check import check_scene
from visuals.silo_map import draw_silos, silo_scene
from visuals.silo_places import Flow, Pile, chosen, dot_unit, placed, silo_plan
from visuals.silo_words import waited

SVG = "{http://www.w3.org/2000/svg}"
A, B, C, D, E = "Klantcontact", "Zorg", "Wonen", "Parkeren", "Belastingen"


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    use("nl")
    yield
    use("nl")


def four() -> Handovers:
    """A to B loses 3, A to C (further) 2, C to B (to the left) 4, C to D 1; D to A is not recorded; E is folded."""
    return handovers(
        {
            (A, B): counts(answered=30, lost=3, days=5),
            (A, C): counts(answered=20, lost=2, days=8),
            (C, B): counts(answered=12, late=2, lost=4, days=25),
            (C, D): counts(lost=1),
            (D, A): counts(unrecorded=7),
            (B, E): counts(answered=2, lost=1, days=1),
        },
        shown=[A, B, C, D],
        folded=[E],
        unknown=2,
    )


def piles(scene: Scene) -> list[int]:
    return [int(box.text.replace(".", "")) for box in scene.texts("pile")]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("events", [5, 500])
@pytest.mark.parametrize("departments", [5, 12, 60])
@pytest.mark.parametrize("long", [False, True])
def test_nothing_overlaps_or_is_too_small(departments: int, events: int, theme: str, language: str, long: bool) -> None:
    use(language)  # type: ignore[arg-type]
    data = thrown(departments, events, long=long)
    assert check_scene(silo_scene(data, theme=theme, source="verzonnen gegevens", version="journeys 0.1.0")) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "data",
    [
        handovers({(A, B): counts(answered=1)}, shown=[A, B]),
        handovers({(A, B): counts(lost=1)}, shown=[A, B]),
        handovers({(A, B): counts(lost=100_000)}, shown=[A, B]),
        handovers({(one, other): counts(lost=100_000) for one in "ABCDEFGH" for other in "ABCDEFGH" if one != other}, shown=list("ABCDEFGH")),
        handovers({(one, other): counts(answered=100_000, days=400) for one in "ABCDEFGHI" for other in "ABCDEFGHI" if one != other}, shown=list("ABCDEFGHI")),
        handovers({(one, other): counts(unrecorded=9) for one in "ABC" for other in "ABC" if one != other}, shown=list("ABC")),
        handovers({(LONG + "1", LONG + "2"): counts(answered=9, lost=9)}, shown=[LONG + "1", LONG + "2"], folded=[f"{LONG} {at}" for at in range(6)]),
        handovers({("x" * 60, ""): counts(lost=3)}, shown=["x" * 60], folded=[""]),
    ],
    ids=["one pair", "one lost", "all lost, two", "all lost, eight", "none lost", "none recorded", "long", "no spaces"],
)  # fmt: skip
def test_extremes_can_be_read(data: Handovers) -> None:
    assert check_scene(silo_scene(data, source="s", version="v")) == []
    assert check_scene(silo_scene(data, theme="dark")) == []


def test_the_title_is_the_finding() -> None:
    assert draw_silos(four()).title == "11 vragen vielen tussen twee afdelingen. De meeste op weg van Wonen naar Zorg."
    one = handovers({(A, B): counts(answered=9, lost=1)}, shown=[A, B])
    assert draw_silos(one).title == "1 vraag viel tussen twee afdelingen. Die was op weg van Klantcontact naar Zorg."


def test_where_two_pairs_lose_as_much_no_pair_is_named() -> None:
    data = handovers({(A, B): counts(lost=2), (B, C): counts(lost=2)}, shown=[A, B, C])
    assert draw_silos(data).title == "4 vragen vielen tussen twee afdelingen."


def test_the_folded_departments_are_never_named_as_the_worst() -> None:
    data = handovers({(A, B): counts(lost=2), (A, D): counts(lost=1), (A, E): counts(lost=1), (B, D): counts(lost=1)}, shown=[A, B], folded=[D, E])
    assert draw_silos(data).title == "5 vragen vielen tussen twee afdelingen. De meeste op weg van Klantcontact naar Zorg."
    worse_inside = handovers({(A, B): counts(lost=2), (A, D): counts(lost=3)}, shown=[A, B], folded=[D, E])
    assert draw_silos(worse_inside).title == "5 vragen vielen tussen twee afdelingen."


def test_what_was_not_recorded_is_no_loss_and_no_zero() -> None:
    data = handovers({(A, B): counts(unrecorded=40), (B, A): counts(unrecorded=2)}, shown=[A, B])
    figure, scene = draw_silos(data), silo_scene(data)
    assert figure.title == "Geen overdracht is vastgelegd: of vragen kwijtraakten, is onbekend."
    assert scene.marks("lost") == []
    assert figure.rows["kwijt"].isna().all()
    assert {mark.fill for mark in scene.marks("arc")} == {"stil"}
    assert [box.text for box in scene.texts("legend")] == ["overdracht niet vastgelegd"]
    assert "kwijt)" not in figure.footer


def test_the_subtitle_counts_what_is_not_recorded_apart() -> None:
    assert "7 daarvan niet vastgelegd (telt nooit als kwijt)" in silo_scene(four()).texts("subtitle")[0].text


def test_no_loss_is_said_of_the_recorded_handovers_only() -> None:
    data = handovers({(A, B): counts(answered=30, unrecorded=9)}, shown=[A, B])
    assert draw_silos(data).title == "30 overdrachten zijn vastgelegd: geen vraag raakte kwijt."


def test_a_pile_lies_before_the_department_it_was_meant_for() -> None:
    # From the left A-B: 3 from A to B. Between B and C: 2 from A to C (far), 4 from C to B (neighbour). C-D: 1. Before Overig: 1 of B.
    assert silo_plan(four()).piles == (Pile(0, 3, 0, 0), Pile(1, 4, 2, 0), Pile(2, 1, 0, 0), Pile(3, 0, 0, 1))
    assert piles(silo_scene(four())) == [3, 6, 1, 1]


def test_what_is_lost_between_folded_departments_lies_before_them() -> None:
    data = handovers({(A, B): counts(lost=2), (D, E): counts(lost=5), (E, D): counts(answered=4)}, shown=[A, B], folded=[D, E])
    assert piles(silo_scene(data)) == [2, 5]
    assert draw_silos(data).title == "7 vragen vielen tussen twee afdelingen."
    assert "Binnen één koker: 9 overdrachten, 5 kwijt." in draw_silos(data).footer


def test_dots_are_solid_from_the_neighbour_rings_from_further_and_grey_to_other() -> None:
    marks = [(mark.value, mark.fill) for mark in silo_scene(four()).marks("lost")]
    assert marks == [("solid", "kier")] * 3 + [("solid", "kier")] * 4 + [("ring", "kier")] * 2 + [("solid", "kier")] + [("folded", "stil")]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("departments", [3, 9, 30])
def test_title_piles_table_and_totals_count_the_same(seed: int, departments: int) -> None:
    data = thrown(departments, 400, seed=seed)
    figure, scene, plan = draw_silos(data), silo_scene(data), silo_plan(data)
    told = int(figure.title.split()[0])
    assert sum(piles(scene)) == told == int(figure.rows["kwijt"].sum()) == data.totals.lost
    assert int(figure.rows["overdrachten"].sum()) == data.totals.n == 400
    assert len(scene.marks("arc")) == len(plan.drawn) <= 22
    drawn = sum(flow.n for flow in plan.drawn)
    found = re.search(r"Alleen in de tabel: .* met (\d+) overdracht", figure.footer)
    within = re.search(r"Binnen één koker: (\d+) overdracht", figure.footer)
    assert drawn + sum(int(part[1]) for part in (found, within) if part) == 400


def test_the_table_accounts_for_an_unknown_sender() -> None:
    rows = draw_silos(four()).rows
    assert int(rows["overdrachten"].sum()) == four().totals.n == 86  # 33 + 22 + 18 + 1 + 7 + 3, and 2 of an unknown sender
    assert rows.iloc[-1]["op de kaart"] == "afzender onbekend"
    assert rows["kwijt"].isna().sum() == 2  # the unknown sender, and the pair of which nothing is recorded
    assert "Van 2 overdrachten is de afzender onbekend." in draw_silos(four()).footer


def test_where_every_sender_is_unknown_the_table_has_that_one_row(tmp_path: Path) -> None:
    """Found in an export of Open Klant: nobody had the questions before they were passed on."""
    rows = [("Z1", "vraag", "2024-01-08 09:00", "", "aanvraag"), ("Z1", "door", "2024-01-09 09:00", "", "overdracht"), ("Z1", "klaar", "2024-01-10 09:00", "Zorg", "besluit")]
    given = [(*row, "Zorg" if row[4] == "overdracht" else "") for row in rows]
    log = log_file(tmp_path, rows=given, headers=("zaaknummer", "activiteit", "tijdstip", "afdeling", "soort", "naar_afdeling"))
    done = journeys("mine", log, "--out", tmp_path / "d", "--quiet", keys=tmp_path / "keys")
    assert done.returncode == 0, done.stderr
    journeys("map", tmp_path / "d", "--view", "silokaart", "--internal", "--out", tmp_path / "silo.csv", keys=tmp_path / "keys")
    assert (tmp_path / "silo.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("onbekende afdeling")


def test_the_folded_departments_are_named_up_to_six_and_counted_beyond() -> None:
    few = handovers({(A, E): counts(answered=3, lost=1)}, shown=[A, B], folded=[C, D, E])
    assert "Overig = Wonen, Parkeren, Belastingen (4 overdrachten, 1 kwijt)." in draw_silos(few).footer
    assert "Overig = 52 afdelingen (" in draw_silos(thrown(60, 300)).footer


def test_numbers_withheld_by_the_gate_are_no_zero_and_are_told() -> None:
    figure = draw_silos(withheld(four(), (C, B)))
    assert figure.title == "11 vragen vielen tussen afdelingen, waarvan 3 van Klantcontact naar Zorg."
    assert "Nog 4 kwijtgeraakte vragen zijn hier niet getekend." in figure.footer
    untold = withheld(replace(four(), totals=replace(four().totals, lost=None)), (C, B))
    assert draw_silos(untold).title == "Minstens 7 vragen vielen tussen afdelingen, waarvan 3 van Klantcontact naar Zorg."
    assert "Van 1 paar afdelingen tonen we een aantal niet, omdat de groep klein is." in figure.footer
    scene = silo_scene(withheld(four(), (C, B)))
    assert check_scene(scene) == []
    assert piles(scene) == [3, 2, 1, 1]
    two = handovers({(A, B): counts(answered=3, lost=2)}, shown=[A, B])
    all_hidden = withheld(replace(two, totals=replace(two.totals, lost=None)), (A, B))
    assert draw_silos(all_hidden).title == "Hoeveel vragen kwijtraakten, tonen we niet: de groepen zijn klein."


@pytest.mark.parametrize(("days", "colour"), [(6.9, "arc_0"), (7.0, "arc_1"), (20.9, "arc_1"), (21.0, "arc_2")])
def test_the_colour_of_an_arc_is_its_wait(days: float, colour: str) -> None:
    scene = silo_scene(handovers({(A, B): counts(answered=30, days=days)}, shown=[A, B]))
    assert [mark.fill for mark in scene.marks("arc")] == [colour]


def test_waits_on_one_map_have_a_tenth_each_where_one_has_a_part_of_a_day() -> None:
    def told(one: float, other: float) -> list[str]:
        ways = {(A, B): counts(answered=30, lost=3, days=one), (B, A): counts(answered=30, lost=2, days=other)}
        return [box.text for box in silo_scene(handovers(ways, shown=[A, B])).texts("pill-text")]

    assert told(3.0, 2.1) == ["3,0 dagen", "2,1 dagen"]
    assert told(3.0, 2.0) == ["3 dagen", "2 dagen"]


def test_a_median_of_few_is_not_written_and_of_no_more_than_six() -> None:
    few = handovers({(A, B): counts(answered=9, lost=2, days=12)}, shown=[A, B])
    assert silo_scene(few).texts("pill-text") == []
    enough = handovers({(A, B): counts(answered=10, lost=2, days=12)}, shown=[A, B])
    assert [box.text for box in silo_scene(enough).texts("pill-text")] == ["12 dagen"]
    many = handovers({(one, other): counts(answered=30, lost=2) for one in "ABCDEF" for other in "ABCDEF" if one != other}, shown=list("ABCDEF"))
    assert len(silo_scene(many).texts("pill-text")) == 6


def test_labels_never_lie_over_each_other_or_over_a_silo() -> None:
    scene = silo_scene(thrown(12, 2000))
    labels, silos = scene.marks("pill"), scene.marks("silo")
    assert len(labels) > 3
    assert not any(one.overlaps(other) for at, one in enumerate(labels) for other in [*labels[at + 1 :], *silos])


def test_arcs_of_the_folded_departments_are_drawn_only_among_the_six_heaviest() -> None:
    found = [Flow(0, 1, 100 - at, 1, 1, 0, 1.0) for at in range(5)] + [Flow(0, 8, 90, 1, 1, 0, 1.0), Flow(8, 0, 80, 1, 1, 0, 1.0)]
    assert [flow.n for flow in chosen(found, folded=8)] == [100, 99, 98, 97, 96, 90]
    assert len(chosen([Flow(0, 1, at, 1, 1, 0, 1.0) for at in range(40)], folded=None)) == 22
    heavy = Flow(2, 3, 1, 13, 13, 10, 1.0)  # 1 + 12 x 10 weighs more than 100 without losses
    assert chosen([Flow(0, 1, 100, 1, 1, 0, 1.0), heavy], folded=None, most=1) == [heavy]


@pytest.mark.parametrize(("largest", "unit"), [(0, 1), (60, 1), (61, 2), (120, 2), (290, 5), (600, 10), (1190, 20), (2900, 50), (100_000, 2000)])
def test_a_dot_stands_for_so_many_that_no_pile_passes_sixty(largest: int, unit: int) -> None:
    assert dot_unit(largest) == unit


def test_each_sort_of_loss_keeps_a_dot() -> None:
    assert Pile(0, 95, 1, 4).dots(10) == (8, 1, 1)
    assert Pile(0, 1, 1, 1).dots(1) == (1, 1, 1)
    assert Pile(0, 0, 3, 0).dots(50) == (0, 1, 0)


def test_what_goes_right_runs_above_and_what_goes_left_below() -> None:
    ground = placed(9, [(0, 8), (8, 0)], top=120, bottom=900, width=124)
    assert all(y <= ground.top for _, y in ground.arc(0, 8))
    assert all(y >= ground.bottom for _, y in ground.arc(8, 0))
    assert min(y for _, y in ground.arc(0, 8)) > 120
    assert max(y for _, y in ground.arc(8, 0)) < 900
    assert ground.ends(0, 8) == (40 + 0.62 * 124, ground.lefts[8] + 0.38 * 124)
    assert math.isclose(ground.lefts[8] + 124, 1880)


def test_more_than_nine_silos_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 9"):
        silo_scene(handovers({("0", "1"): counts(answered=1)}, shown=[str(at) for at in range(10)]))


def test_the_page_finds_arcs_and_dots() -> None:
    root = ElementTree.fromstring(draw_silos(four(), output="html").svg)
    arcs = {(path.get("data-from"), path.get("data-to")): path.get("id", "") for path in root.iter(f"{SVG}path") if path.get("class") == "arc"}
    assert set(arcs) == {("0", "1"), ("0", "2"), ("2", "1"), ("2", "3"), ("3", "0"), ("1", "4")}
    assert arcs["2", "1"].endswith("-arc-2-1")
    dots = [(dot.get("data-pile"), dot.get("data-at")) for dot in root.iter(f"{SVG}circle") if dot.get("class") == "lost"]
    assert dots[:4] == [("0", "0"), ("0", "1"), ("0", "2"), ("1", "0")]
    static = ElementTree.fromstring(draw_silos(four()).svg)
    assert not [path for path in static.iter(f"{SVG}path") if path.get("id") or path.get("data-from")]


def test_without_handovers_there_is_a_card() -> None:
    figure = draw_silos(handovers({}, shown=[A, B]))
    assert figure.title == "Geen overdrachten tussen afdelingen in deze periode."
    assert figure.rows.empty
    assert check_scene(silo_scene(handovers({}, shown=[]))) == []


def test_equal_handovers_give_an_equal_picture() -> None:
    assert draw_silos(thrown(12, 300)).svg == draw_silos(thrown(12, 300)).svg


@pytest.mark.parametrize(("days", "words"), [(0.01, "minder dan 0,1 dag"), (1.0, "1 dag"), (2.34, "2,3 dagen"), (9.96, "10 dagen"), (59.6, "60 dagen")])
def test_a_wait_is_written_as_finely_as_it_is_known(days: float, words: str) -> None:
    assert waited(days) == words


def test_what_may_not_be_shown_is_a_card_with_the_reason() -> None:
    data = replace(handovers({}, shown=[]), hidden="Hier is niets te zien: te weinig inwoners.")
    figure = draw_silos(data)
    assert (figure.title, figure.footer) == ("Hier is niets te zien: te weinig inwoners.", "")
    assert check_scene(silo_scene(data)) == []


def test_pairs_merged_by_the_gate_lie_in_other_and_all_rows_still_add_up() -> None:
    merged = counts(answered=40, lost=6, days=4)
    table = {(A, B): counts(answered=60, lost=9, days=3), (A, ""): merged, ("", ""): counts(answered=12)}
    data = handovers({pair: row for pair, row in table.items() if pair != ("", "")}, shown=[A, B], folded=[""])
    data = replace(data, units=replace(data.units, folded=(), members={A: (A,), B: (B,)}))
    rows = pd.DataFrame([{"from_unit": one, "to_unit": other, **row} for (one, other), row in table.items()])
    data = replace(data, departments=rows, totals=replace(data.totals, n=127, inside=12), unit_inside={"": 12})
    figure, scene = draw_silos(data), silo_scene(data)
    assert check_scene(scene) == []
    assert piles(scene) == [9, 6]
    assert int(figure.rows["overdrachten"].sum()) == 127
    assert list(figure.rows["van"]) == [A, A, "Overig"]
    assert "Overig = paren afdelingen met weinig inwoners (58 overdrachten, 6 kwijt)." in figure.footer
    assert figure.title == "15 vragen vielen tussen twee afdelingen. De meeste op weg van Klantcontact naar Zorg."
    # where a department is folded too, its name is not that of all 58
    both = replace(data, units=replace(data.units, folded=("Parkeren",), members={A: (A,), B: (B,), "Parkeren": ("Parkeren",)}))
    assert "Overig = Parkeren; en paren afdelingen met weinig inwoners (58 overdrachten, 6 kwijt)." in draw_silos(both).footer


def test_a_median_that_passed_the_gate_is_written_though_its_count_is_not() -> None:
    data = handovers({(A, B): counts(answered=40, lost=6, days=12)}, shown=[A, B])
    data = replace(data, pairs=data.pairs.astype({"timed": "Int64"}).assign(timed=pd.array([pd.NA], dtype="Int64")))
    assert [box.text for box in silo_scene(data).texts("pill-text")] == ["12 dagen"]
