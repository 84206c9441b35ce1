"""The matrix of handovers can be read at every extreme; its cells, numbers, title and table tell the same."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

import pytest
from drawn_handovers import LONG, counts, handovers, thrown, withheld

from journeys.texts import number, use
from mining.handovers import Handovers
from visuals.handover_matrix import draw_matrix, matrix_scene
from visuals.scene import Scene
from visuals.scene_check import check_scene


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    use("nl")
    yield
    use("nl")


def drawn() -> Handovers:
    """This is one pair of every sort; A to B loses 6, B to C 2, C to A is not recorded, B to A was never taken up."""
    return handovers(
        {
            ("A", "B"): counts(answered=20, lost=6, days=2.0),
            ("B", "C"): counts(answered=20, lost=2, days=9.0),
            ("C", "A"): counts(unrecorded=4),
            ("B", "A"): counts(lost=1),
            ("A", "C"): counts(answered=9, days=40.0),  # under ten: no shade
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
    "12 departments": lambda: thrown(12, 500, keep=14, long=True),
    "16 departments": lambda: thrown(16, 900, keep=29, long=True),
    "60 departments on the wall": lambda: thrown(60, 5000, keep=14, long=True),
    "60 departments on A3": lambda: thrown(60, 5000, keep=29, long=True),
    "60 departments on A0": lambda: thrown(60, 5000, keep=59, long=True),
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("extreme", EXTREMES)
def test_nothing_overlaps_or_is_too_small_at_any_extreme(extreme: str, theme: str, language: str) -> None:
    use(language)  # type: ignore[arg-type]
    scene = matrix_scene(EXTREMES[extreme](), theme=theme, source="verzonnen gegevens", version="journeys 0.1.0")  # type: ignore[arg-type]
    assert check_scene(scene) == []


def cells(scene: Scene, role: str) -> int:
    """This counts the cells of one look: shapes of one path each."""
    root = ElementTree.fromstring(scene.svg(output="html"))
    found = [element.get("d", "") for element in root.iter() if element.get("class") == role]
    return sum(path.count("M") for path in found)


def test_every_pair_has_the_look_of_what_is_known_of_it() -> None:
    scene = matrix_scene(drawn())
    looks = ("wait_0", "wait_1", "wait_2", "wait_3", "wait_4", "wait-unknown", "unrecorded")
    assert {look: cells(scene, look) for look in looks if cells(scene, look)} == {
        "wait_0": 1,  # A to B, 2 days
        "wait_2": 1,  # B to C, 9 days
        "wait-unknown": 2,  # B to A was never taken up; A to C is only nine
        "unrecorded": 1,  # C to A
    }


def test_five_lost_questions_have_a_number_and_fewer_a_dot() -> None:
    scene = matrix_scene(drawn())
    assert sorted(box.value for box in scene.marks("lost")) == ["1", "2", "6"]
    assert [box.text for box in scene.texts("lost-text")] == ["6"]


def test_title_marks_and_table_count_the_same() -> None:
    data = thrown(12, 3000, keep=14)
    figure, scene = draw_matrix(data), matrix_scene(data)
    marks = [int(box.value) for box in scene.marks("lost")]
    assert sum(marks) == data.totals.lost == figure.rows["kwijt"].sum()
    told = re.match(r"In (\d+) van de (\d+) paren", figure.title)
    assert told is not None
    assert int(told[1]) == len(marks)
    assert int(told[2]) == (data.pairs["recorded"] > 0).sum()


def test_what_is_folded_and_what_is_shown_add_up() -> None:
    data = thrown(60, 5000, keep=14)
    figure, scene = draw_matrix(data), matrix_scene(data)
    inside = int(figure.rows.loc[figure.rows["op de kaart"].str.startswith("binnen"), "kwijt"].sum())
    assert sum(int(box.value) for box in scene.marks("lost")) + inside == data.totals.lost
    assert figure.rows["overdrachten"].sum() == data.totals.n
    assert [box.text for box in scene.texts("row")][-1] == "Overige 46 afdelingen"
    assert f"Binnen één koker: {number(data.totals.inside)} overdrachten, {inside} kwijt." in figure.footer


def test_the_title_is_the_finding() -> None:
    assert draw_matrix(drawn()).title == "In 3 van de 4 paren afdelingen raakten vragen kwijt: de meeste van A naar B (6)."


def test_folded_departments_are_never_named_as_the_worst() -> None:
    data = handovers(
        {("A", "B"): counts(lost=3, answered=1), ("A", "C"): counts(lost=9), ("B", "A"): counts(lost=2)}, shown=("A", "B"), folded=("C", "D")
    )
    assert draw_matrix(data).title == "In 3 van de 3 paren afdelingen raakten vragen kwijt."


def test_a_handover_that_is_not_recorded_is_no_loss() -> None:
    figure = draw_matrix(handovers({("A", "B"): counts(unrecorded=12)}, shown=("A", "B")))
    assert figure.title == "Geen overdracht is vastgelegd: of vragen kwijtraakten, is onbekend."
    assert figure.rows["kwijt"].isna().all()
    scene = matrix_scene(handovers({("A", "B"): counts(unrecorded=1250), ("B", "A"): counts(unrecorded=3)}, shown=("A", "B")))
    assert [box.text for box in scene.texts("count")] == ["1.250", "3"]
    assert "zo vaak niet vastgelegd" in [box.text for box in scene.texts("legend")]
    assert not check_scene(scene)
    mixed = matrix_scene(handovers({("A", "B"): counts(unrecorded=12), ("B", "A"): counts(answered=20)}, shown=("A", "B")))
    assert not mixed.texts("count")


def test_a_number_that_was_withheld_is_a_ring_and_is_told() -> None:
    data = withheld(drawn(), ("A", "B"))
    scene = matrix_scene(data)
    assert len(scene.marks("withheld")) == 1
    assert sorted(box.value for box in scene.marks("lost")) == ["1", "2"]
    assert draw_matrix(data).title == "In minstens 2 van de 4 paren afdelingen raakten vragen kwijt."
    assert "Van 1 paar afdelingen tonen we een aantal niet" in draw_matrix(data).footer


def test_a_number_too_wide_for_its_cell_is_in_the_table() -> None:
    names = [f"{at} {LONG}" for at in range(15)]
    data = handovers({(names[0], names[1]): counts(lost=100_000), (names[1], names[2]): counts(lost=12)}, shown=names)
    scene = matrix_scene(data)
    assert [box.text for box in scene.texts("lost-text")] == ["12"]
    assert "kwijt, aantal in de tabel" in [box.text for box in scene.texts("legend")]
    assert draw_matrix(data).rows["kwijt"].max() == 100_000


def test_letters_on_paper_are_at_least_18_points_on_a0_and_7_on_a3() -> None:
    for keep, wide, least in ((29, 1190.55, 7), (59, 3370.39, 18)):
        scene = matrix_scene(thrown(60, 5000, keep=keep, long=True), source="x")
        smallest = min(box.size for box in scene.texts() if box.role != "source")
        assert smallest * wide / scene.width >= least


def test_more_rows_than_can_be_read_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 60"):
        matrix_scene(thrown(70, 500, keep=69))


def test_an_empty_period_is_a_card_with_a_sentence() -> None:
    assert matrix_scene(handovers({}, shown=("A",))).title == "Geen overdrachten tussen afdelingen in deze periode."


def test_equal_input_gives_an_equal_picture() -> None:
    assert draw_matrix(thrown(12, 500)).svg == draw_matrix(thrown(12, 500)).svg
    assert 'fill="var(--kier)"' in draw_matrix(thrown(12, 500), output="html").svg


def test_a_name_without_a_space_stays_within_the_picture() -> None:
    name = "Schuldhulpverleningscoördinatieteam"
    data = handovers({(name, "B"): counts(answered=20), ("B", "C"): counts(answered=12)}, shown=(name, "B", "C", "Klantcontactcentrumdienstverleningsorganisatie"))
    scene = matrix_scene(data)
    assert name in [box.text for box in scene.texts("row")]
    assert check_scene(scene) == []
