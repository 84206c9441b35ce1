"""Questions by how often they were passed on: every question leaves once, bands keep their width, and the parts add up to the whole."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd
import pytest
from mined_tables import mined, rows

from journeys.errors import DossierError
from journeys.texts import use
from mining.passed_on import PassedOn, count_stages, read_passed_on
from mining.shared_stages import pass_passed_on
from visuals.leak_map import draw_leaks, leak_scene
from visuals.scene import Scene
from visuals.scene_check import check_scene

LOG = """
    case | resident | time             | kind     | department | to_department
    Z1   | r1       | 2026-03-02 09:00 | transfer | Zorg       | Werk
    Z1   | r1       | 2026-03-04 09:00 | work     | Werk       |
    Z1   | r1       | 2026-03-05 09:00 | decision | Werk       |
    Z2   | r2       | 2026-03-02 09:00 | transfer | Zorg       | Werk
    Z2   | r2       | 2026-05-11 09:00 | work     | Zorg       |
    Z2   | r2       | 2026-05-12 09:00 | decision | Zorg       |
    Z3   | r2       | 2026-03-02 09:00 | work     | Zorg       |
    Z4   | r4       | 2026-03-02 09:00 | work     | Zorg       |
    Z4   | r4       | 2026-03-03 09:00 | work     | Werk       |
    Z4   | r4       | 2026-03-04 09:00 | transfer | Werk       | Post
    Z4   | r4       | 2026-05-11 09:00 | work     | Werk       |
    Z5   | r5       | 2026-03-02 09:00 | work     | Zorg       |
    Z5   | r5       | 2026-03-03 09:00 | work     | Werk       |
    Z5   | r5       | 2026-03-04 09:00 | close    | Werk       |
"""
"""Z1 is handled after one time; Z2 falls at the first time and is decided later; Z3 is open; Z4 goes on without a record, then falls; Z5
goes on without a record and is handled."""


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    use("nl")
    yield
    use("nl")


def left(*ways: tuple[int, str | None, int]) -> pd.DataFrame:
    """This is so many questions that left after a stage in a way; all of them passed on by a recorded transfer."""
    made = [(stage, way) for stage, way, n in ways for _ in range(n)]
    return pd.DataFrame(
        {
            "journey_no": range(len(made)),
            "stage": pd.Series([stage for stage, _ in made], dtype="int64"),
            "recorded": pd.Series([stage + (way == "lost") for stage, way in made], dtype="int64"),
            "way": pd.Series([way for _, way in made], dtype="object"),
            "began": [date(2025, 1 + at % 12, 1) for at in range(len(made))],
        }
    )


def pipe(*ways: tuple[int, str | None, int], recorded: bool = True) -> PassedOn:
    table = left(*ways)
    return count_stages(table if recorded else table.assign(recorded=0))


def rising(n: int = 1) -> PassedOn:
    return pipe(
        (0, "ended", 460 * n), (0, "lost", 15 * n), (1, "ended", 200 * n), (1, "lost", 37 * n), (1, "open", 3 * n), (2, "ended", 98 * n),
        (2, "lost", 32 * n), (3, "ended", 47 * n), (3, "lost", 24 * n), (4, "ended", 21 * n), (4, "lost", 17 * n), (5, "ended", 20 * n),
        (6, "lost", 20 * n), (9, None, 6 * n),
    )  # fmt: skip


EXTREMES = {
    "rising": rising,
    "very many": lambda: rising(100),
    "one": lambda: pipe((0, "ended", 1)),
    "all lost": lambda: pipe((0, "lost", 100_000)),
    "all open": lambda: pipe((0, "open", 40), (3, "open", 2)),
    "none lost": lambda: pipe((0, "ended", 40), (3, "ended", 2)),
    "none recorded": lambda: pipe((0, "ended", 40), (3, "open", 2), recorded=False),
    "how they left is unknown": lambda: pipe((0, None, 40), (3, "lost", 2)),
    "far": lambda: pipe(*((at, way, 30) for at in range(6) for way in ("ended", "lost", "open", None))),
    "nothing": lambda: pipe(),
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("extreme", EXTREMES)
def test_nothing_overlaps_or_is_too_small_at_any_extreme(extreme: str, theme: str, language: str) -> None:
    use(language)  # type: ignore[arg-type]
    scene = leak_scene(EXTREMES[extreme](), theme=theme, source="verzonnen gegevens", version="journeys 0.1.0")  # type: ignore[arg-type]
    assert check_scene(scene) == []


def test_a_case_leaves_where_it_first_got_lost_or_at_its_end() -> None:
    with mined(LOG, "passed_on", end="2026-06-01") as connection:
        found = rows(connection, 'select "case", stage, recorded, passages, way from passed_on join cases using (case_no) order by 1')
    assert [tuple(row.values()) for row in found] == [
        ("Z1", 1, 1, 1, "ended"),
        ("Z2", 0, 1, 1, "lost"),
        ("Z3", 0, 0, 0, "open"),
        ("Z4", 1, 1, 2, "lost"),
        ("Z5", 1, 0, 1, "ended"),
    ]


def test_stages_count_what_reached_them_and_what_left() -> None:
    with mined(LOG, "passed_on", "case_measures", end="2026-06-01") as connection:
        data = read_passed_on(connection)
        first_day = read_passed_on(connection, since=date(2026, 3, 3))
    columns = ["stage", "questions", "ended", "lost", "open", "unknown", "passed_on"]
    assert data.stages[columns].values.tolist() == [[0, 5, 0, 1, 1, 0, 3], [1, 3, 2, 1, 0, 0, 0]]
    assert (data.questions, data.residents, data.recorded, data.unrecorded) == (5, 4, 3, 2)
    assert (data.first, data.last) == (date(2026, 3, 2), date(2026, 3, 2))
    assert first_day.questions == 0


def test_without_kinds_nobody_knows_how_a_case_left() -> None:
    log = """
        case | resident | time             | department
        Z1   | r1       | 2026-03-02 09:00 | Zorg
        Z1   | r1       | 2026-03-04 09:00 | Werk
    """
    with mined(log, "passed_on", "case_measures") as connection:
        data = read_passed_on(connection)
    assert data.stages["unknown"].tolist() == [0, 1]
    assert data.stages["lost"].isna().all()


def test_without_departments_nothing_is_counted() -> None:
    log = """
        case | resident | time             | kind
        Z1   | r1       | 2026-03-02 09:00 | work
    """
    with mined(log, "passed_on", "case_measures") as connection:
        data = read_passed_on(connection)
    assert not data.known
    assert leak_scene(data).title == "Het logboek kent geen afdelingen: hoe vaak vragen zijn doorgegeven, is onbekend."


def test_an_older_dossier_is_told_apart() -> None:
    with mined(LOG, "passages") as connection, pytest.raises(DossierError):
        read_passed_on(connection)


def bands(scene: Scene, role: str) -> list[tuple[int, list[tuple[float, float]]]]:
    """This gives count and corners of each band of a kind."""
    found = [element for element in ElementTree.fromstring(scene.svg(output="html")).iter() if element.get("class") == role]
    numbers: list[Sequence[str]] = [re.findall(r"-?[\d.]+", element.get("d", "")) for element in found]
    return [
        (int(element.get("data-count", "0")), [(float(x), float(y)) for x, y in zip(each[::2], each[1::2], strict=True)])
        for element, each in zip(found, numbers, strict=True)
    ]


def test_a_band_keeps_its_width_from_the_block_to_its_end() -> None:
    scene = leak_scene(rising())
    scales = set()
    for role in ("ended", "lost"):
        for count, corners in bands(scene, role):
            at_block = abs(corners[0][1] - corners[-1][1])
            middle = len(corners) // 2
            at_end = abs(corners[middle - 1][0] - corners[middle][0])
            assert at_block == pytest.approx(at_end, abs=0.2)
            if count >= 20:
                scales.add(round(at_end / count, 2))
    assert max(scales) - min(scales) <= 0.02


def test_the_parts_of_every_stage_add_up_to_it() -> None:
    scene = leak_scene(rising())
    blocks = [int(box.value) for box in scene.marks("stage-block")]
    assert blocks == [1000, 525, 285, 155, 84, 46]
    parts = sum(count for role in ("ended", "lost", "hanging") for count, _ in bands(scene, role))
    assert parts == 1000
    assert [count for count, _ in bands(scene, "passed-on")] == blocks[1:]
    rows_of = draw_leaks(rising()).rows
    assert rows_of["kwijt"].sum() == 145
    assert (rows_of[["afgehandeld", "kwijt", "nog open", "onbekend", "doorgegeven"]].sum(axis=1) == rows_of["vragen"]).all()
    assert [box.text for box in scene.texts("lost-text")] == ["15", "37", "32", "24", "17", "20"]
    assert [box.text for box in scene.texts("share")] == ["2% kwijt", "7% kwijt", "11% kwijt", "15% kwijt", "20% kwijt", "43% kwijt"]


def test_the_title_says_that_the_share_rises_only_where_it_does() -> None:
    assert draw_leaks(rising()).title == "Hoe vaker doorgegeven, hoe vaker kwijt: van 2% naar 43% (5× of vaker)."
    falling = pipe((0, "ended", 50), (0, "lost", 9), (1, "ended", 40), (1, "lost", 2), (2, "ended", 40), (2, "lost", 3))
    assert draw_leaks(falling).title == "14 van de 144 vragen raakten kwijt. 5 daarvan waren al eerder doorgegeven."
    small = pipe((0, "ended", 50), (0, "lost", 1), (1, "ended", 20), (1, "lost", 2), (2, "ended", 10), (2, "lost", 5))
    assert draw_leaks(small).title == "8 van de 88 vragen raakten kwijt. 7 daarvan waren al eerder doorgegeven."


def test_below_ten_questions_there_is_no_percentage() -> None:
    scene = leak_scene(pipe((0, "ended", 30), (0, "lost", 3), (1, "lost", 2), (1, "ended", 7)))
    assert [box.text for box in scene.texts("share")] == ["7% kwijt", "van 9"]


def test_where_nothing_is_recorded_no_loss_is_drawn_or_counted() -> None:
    figure, scene = draw_leaks(pipe((0, "ended", 40), (3, "open", 2), recorded=False)), leak_scene(pipe((0, "ended", 9), recorded=False))
    assert figure.title == "Geen overdracht is vastgelegd: of vragen kwijtraakten, is onbekend."
    assert figure.rows["kwijt"].isna().all()
    assert bands(scene, "lost") == []
    assert "Kwijt: onbekend" in [box.text for box in scene.texts("way")]
    assert "Afgehandeld" in [box.text for box in scene.texts("way")]


def test_where_no_question_is_known_to_be_handled_the_map_says_so() -> None:
    scene = leak_scene(pipe((0, None, 40), (1, None, 2), recorded=False))
    assert "Afgehandeld: onbekend" in [box.text for box in scene.texts("way")]
    assert "Dit bestand vertelt van geen enkele vraag of die is afgehandeld." in [box.text for box in scene.texts("note")]
    assert not check_scene(scene)


def test_a_number_that_was_withheld_is_no_nought() -> None:
    data = rising()
    data.stages.loc[2, ["lost", "ended"]] = pd.NA
    scene = leak_scene(data)
    assert "130 niet getoond" in [box.text for box in scene.texts("hanging-text")]
    assert [box.text for box in scene.texts("lost-text")] == ["15", "37", "24", "17", "20"]
    assert draw_leaks(data).title == "Minstens 113 van de 1.000 vragen raakten kwijt."


def test_an_empty_period_is_a_card_with_a_sentence() -> None:
    assert leak_scene(pipe()).title == "Geen vragen in deze periode."


def test_equal_input_gives_an_equal_picture() -> None:
    assert draw_leaks(rising()).svg == draw_leaks(rising()).svg
    assert 'fill="var(--kier)"' in draw_leaks(rising(), output="html").svg


def test_past_the_gate_at_least_ten_residents_leave_at_every_stage() -> None:
    data = pipe((0, "ended", 40), (0, "lost", 12), (1, "ended", 20), (2, "ended", 6), (2, "open", 3), (3, "lost", 2))
    passed = pass_passed_on(data, group=10)
    assert passed.value.stages["questions"].tolist() == [83, 31, 11]
    assert passed.value.more
    assert passed.value.single.empty
    # of the last eleven six are handled, three open, two lost: three and two are few, together they are five
    first, _, last = (row for _, row in passed.value.stages.iterrows())
    assert (last["ended"], pd.isna(last["lost"]), pd.isna(last["open"])) == (6, True, True)
    # fourteen got lost in all, as stands elsewhere: less twelve that would be two, so the twelve stay out with them, and forty beside them
    assert (pd.isna(first["lost"]), pd.isna(first["ended"]), first["open"]) == (True, True, 0)
    scene = leak_scene(passed.value)
    assert check_scene(scene) == []
    assert [box.text for box in scene.texts("hanging-text")] == ["52 niet getoond", "5 niet getoond"]
    assert draw_leaks(passed.value).title == "Hoeveel vragen kwijtraakten, tonen we niet: de groepen zijn klein."
    assert "Van sommige stappen tonen we een aantal niet" in draw_leaks(passed.value).footer


def test_of_two_stages_that_keep_a_loss_back_both_do_and_then_at_least_so_many_got_lost() -> None:
    lost = ((0, "lost", 12), (1, "lost", 2), (2, "lost", 3))
    passed = pass_passed_on(pipe(*lost, (0, "ended", 40), (1, "ended", 20), (1, "open", 3), (2, "ended", 20), (2, "open", 2)), group=10)
    assert passed.value.stages["lost"].isna().tolist() == [False, True, True]
    assert draw_leaks(passed.value).title == "Minstens 12 van de 102 vragen raakten kwijt."


def test_past_the_gate_a_few_residents_are_not_shown_at_all() -> None:
    passed = pass_passed_on(pipe((0, "ended", 9)), group=10)
    assert passed.value.questions == 0
    assert passed.value.hidden
    assert leak_scene(passed.value).title == passed.value.hidden
    assert draw_leaks(passed.value).rows.empty


def test_past_the_gate_a_stage_where_everybody_got_lost_tells_no_loss() -> None:
    passed = pass_passed_on(pipe((0, "ended", 40), (1, "lost", 12)), group=10)
    # nor does twelve in all stand elsewhere: of the twelve that were passed on all got lost
    stages = passed.value.stages[["questions", "lost"]].astype(object)
    assert stages.where(stages.notna(), None).to_numpy().tolist() == [[52, 0], [12, None]]
    assert passed.value.stages[["ended", "open", "unknown"]].iloc[1].isna().any()  # or what is left of twelve would tell it


def test_questions_of_one_resident_are_one_resident() -> None:
    data = count_stages(left((0, "ended", 30)).assign(journey_no=1))
    assert pass_passed_on(data, group=10).value.hidden
