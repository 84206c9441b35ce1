"""The list of gaps says how many gaps hold half of the lost questions, adds up, and colours only differences that chance hardly makes."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest
from drawn_handovers import counts, handovers, thrown, withheld

from journeys.texts import use
from mining.gap_ranking import GapRanking, rank_gaps
from mining.handovers import Handovers
from visuals.gap_list import draw_gaps, gap_scene
from visuals.scene_check import check_scene


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    use("nl")
    yield
    use("nl")


def three(*lost: int, answered: int = 20) -> Handovers:
    """This is A to B, B to C and C to A, with so many lost."""
    ways = (("A", "B"), ("B", "C"), ("C", "A"))
    return handovers(
        {way: counts(answered=answered, lost=n) for way, n in zip(ways, lost, strict=True)}, shown=("A", "B", "C")
    )


def nothing() -> Handovers:
    return handovers({}, shown=("A",))


def withheld_everywhere(data: Handovers, *pairs: tuple[str, str]) -> Handovers:
    table = data.departments.astype({"lost": "Int64"})
    for one, other in pairs:
        table.loc[(table["from_unit"] == one) & (table["to_unit"] == other), "lost"] = pd.NA
    return replace(withheld(data, *pairs), departments=table)


EXTREMES = {
    "one pair": lambda: rank_gaps(handovers({("A", "B"): counts(lost=1)}, shown=("A", "B"))),
    "all lost": lambda: rank_gaps(handovers({("A", "B"): counts(lost=100_000), ("B", "A"): counts(lost=1)}, shown=("A", "B"))),
    "none lost": lambda: rank_gaps(handovers({("A", "B"): counts(answered=12)}, shown=("A", "B"))),
    "none recorded": lambda: rank_gaps(handovers({("A", "B"): counts(unrecorded=12)}, shown=("A", "B"))),
    "nothing": lambda: rank_gaps(nothing()),
    "5 departments, 5 handovers": lambda: rank_gaps(thrown(5, 5, seed=2)),
    "5 departments, 500 handovers": lambda: rank_gaps(thrown(5, 500)),
    "12 departments, long names": lambda: rank_gaps(thrown(12, 500, long=True)),
    "60 departments": lambda: rank_gaps(thrown(60, 500, long=True)),
    "two periods": lambda: rank_gaps(thrown(12, 500, seed=2), before=thrown(12, 700, seed=3)),
    "two periods, long names": lambda: rank_gaps(thrown(60, 500, seed=2, long=True), before=thrown(60, 5000, seed=3, long=True)),
    "two periods, few and many": lambda: rank_gaps(three(1, 0, 0), before=three(100_000, 50_000, 1, answered=200_000)),
    "nothing before": lambda: rank_gaps(three(1, 2, 3), before=nothing()),
    "nothing after": lambda: rank_gaps(nothing(), before=three(1, 2, 3)),
    "withheld": lambda: rank_gaps(withheld_everywhere(three(7, 2, 4), ("B", "C"))),
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("extreme", EXTREMES)
def test_nothing_overlaps_or_is_too_small_at_any_extreme(extreme: str, theme: str, language: str) -> None:
    use(language)  # type: ignore[arg-type]
    data = EXTREMES[extreme]()
    assert check_scene(gap_scene(data, theme=theme, source="verzonnen gegevens", version="journeys 0.1.0")) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lost", "title"),
    [
        ((6, 3, 3), "Eén kier verklaart de helft van de 12 kwijtgeraakte vragen."),
        ((5, 4, 3), "2 kieren verklaren meer dan de helft van de 12 kwijtgeraakte vragen."),
        ((0, 4, 0), "Alle 4 kwijtgeraakte vragen vielen tussen B en C."),
        ((0, 0, 1), "1 vraag viel tussen twee afdelingen."),
        ((0, 0, 0), "60 overdrachten zijn vastgelegd: geen vraag raakte kwijt."),
    ],
)
def test_the_title_counts_how_many_gaps_hold_half(lost: tuple[int, int, int], title: str) -> None:
    assert draw_gaps(rank_gaps(three(*lost))).title == title


def test_marks_and_last_row_add_up_to_all_lost_questions() -> None:
    data = thrown(12, 2000, keep=8)
    scene = gap_scene(rank_gaps(data))
    marks = [int(box.value) for box in scene.marks("after")]
    assert len(marks) == 10
    assert marks == sorted(marks, reverse=True)
    name, rest = (box.text for box in scene.texts("rest"))
    assert sum(marks) + int(rest.split()[0].replace(".", "")) == data.totals.lost
    assert int(name.split()[1]) + 10 == len(data.departments)
    rows = draw_gaps(rank_gaps(data)).rows
    assert rows["kwijt"].sum() == data.totals.lost
    assert rows["overdrachten"].sum() == data.totals.n
    assert (rows["op de kaart"] != "overige").sum() == 10


def test_questions_lost_on_the_way_from_an_unknown_sender_are_in_the_last_row() -> None:
    data = handovers({("A", "B"): counts(answered=9, lost=3)}, shown=("A", "B"), unknown=5, unknown_lost=2)
    scene = gap_scene(rank_gaps(data))
    assert [box.text for box in scene.texts("rest")] == ["Alle overige samen", "2 kwijt, staan in de tabel"]
    assert draw_gaps(rank_gaps(data)).rows["overdrachten"].sum() == 17


def test_a_handover_that_is_not_recorded_is_no_loss_and_no_nought() -> None:
    data = handovers({("A", "B"): counts(answered=9, lost=3), ("B", "A"): counts(unrecorded=7)}, shown=("A", "B"))
    ranking = rank_gaps(data)
    assert ranking.gaps["lost"].isna().tolist() == [False, True]
    assert draw_gaps(ranking).rows["kwijt"].isna().tolist() == [False, True]
    assert len(gap_scene(ranking).marks("after")) == 1


def test_a_number_that_was_withheld_has_no_mark_and_is_told() -> None:
    ranking = rank_gaps(withheld_everywhere(three(7, 5, 4), ("B", "C")))
    scene = gap_scene(ranking)
    assert [box.value for box in scene.marks("after")] == ["7", "4"]
    assert [box.text for box in scene.texts("rest")] == ["1 ander paar", "5 kwijt"]
    assert "Van 1 paar afdelingen tonen we een aantal niet" in draw_gaps(ranking).footer
    assert draw_gaps(ranking).rows["kwijt"].isna().sum() == 1


def test_a_pair_that_is_counted_elsewhere_in_one_period_is_unknown_there() -> None:
    merged = handovers({("A", ""): counts(answered=30), ("A", "B"): counts(answered=30, lost=6)}, shown=("A", "B"))
    ranking = rank_gaps(merged, before=three(6, 7, 8))
    gap = ranking.gaps.set_index(["from_department", "to_department"]).loc[("B", "C")]
    assert pd.isna(gap["lost"])
    assert gap["lost_before"] == 7
    assert "7 werd onbekend" in [box.text for box in gap_scene(ranking).texts("count")]


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ((50, 50), (5, 95), "less"),  # half got lost, then one in twenty
        ((5, 95), (50, 50), "more"),
        ((5, 95), (6, 94), "unsure"),
        ((3, 5), (0, 90), "few"),  # eight handovers before
    ],
)
def test_a_connector_is_coloured_only_where_chance_hardly_makes_the_difference(
    before: tuple[int, int], after: tuple[int, int], change: str
) -> None:
    was, now = (handovers({("A", "B"): counts(lost=n, answered=m)}, shown=("A", "B")) for n, m in (before, after))
    ranking = rank_gaps(now, before=was)
    assert ranking.gaps["change"].tolist() == [change]
    drawn = {role: len(gap_scene(ranking).marks(role)) for role in ("less", "more", "unsure")}
    assert drawn == {"less": 0, "more": 0, "unsure": 0} | {"unsure" if change == "few" else change: 1}


def test_many_pairs_looked_at_together_need_a_larger_difference() -> None:
    # 12 of 100 against 3 of 100: by itself p = 0.029, among twenty pairs without any difference it is no longer sure.
    def period(lost: int) -> Handovers:
        names = [f"A{at:02}" for at in range(21)]
        pairs = {(one, other): counts(answered=90, lost=10) for one, other in pairwise(names[1:])}
        return handovers(pairs | {("A00", "A01"): counts(answered=100 - lost, lost=lost)}, shown=names)

    alone = [handovers({("A", "B"): counts(answered=100 - n, lost=n)}, shown=("A", "B")) for n in (12, 3)]
    assert rank_gaps(alone[1], before=alone[0]).gaps["change"].tolist() == ["less"]
    assert "less" not in set(rank_gaps(period(3), before=period(12)).gaps["change"])


def test_the_title_of_two_periods_tells_a_rate_where_the_totals_differ() -> None:
    same = draw_gaps(rank_gaps(three(4, 1, 1), before=three(5, 4, 3))).title
    assert same == "Van 12 naar 6 kwijtgeraakte vragen; nu verklaart één kier meer dan de helft."
    rate = draw_gaps(rank_gaps(three(4, 1, 1, answered=98), before=three(10, 5, 5, answered=60))).title
    assert rate == "Van 10 naar 2 kwijtgeraakte vragen per 100 overdrachten; nu verklaart één kier meer dan de helft."


def test_an_empty_period_is_a_card_with_a_sentence() -> None:
    scene = gap_scene(rank_gaps(nothing()))
    assert scene.title == "Geen overdrachten tussen afdelingen in deze periode."
    assert scene.marks("after") == []


def test_equal_input_gives_an_equal_picture() -> None:
    def made() -> GapRanking:
        return rank_gaps(thrown(12, 500, seed=2), before=thrown(12, 700, seed=3))

    assert draw_gaps(made()).svg == draw_gaps(made()).svg
    assert 'fill="var(--kier)"' in draw_gaps(made(), output="html").svg


def test_waits_in_one_column_have_a_tenth_each_where_one_has_a_part_of_a_day() -> None:
    ways = (("A", "B"), ("B", "C"), ("C", "A"))

    def told(*days: float) -> list[str]:
        found = {way: counts(answered=20, lost=9 - at, days=wait) for at, (way, wait) in enumerate(zip(ways, days, strict=True))}
        return [box.text for box in gap_scene(rank_gaps(handovers(found, shown=("A", "B", "C")))).texts("wait")]

    assert told(2.5, 3.0, 12.5) == ["2,5 dagen", "3,0 dagen", "13 dagen"]
    assert told(2.0, 3.0, 12.0) == ["2 dagen", "3 dagen", "12 dagen"]


def test_what_did_not_change_is_said_once_and_nothing_is_counted_as_nought_gaps() -> None:
    same = draw_gaps(rank_gaps(three(3, 1, 0), before=three(3, 2, 0)))
    counts = [box.text for box in gap_scene(rank_gaps(three(3, 1, 0), before=three(3, 2, 0))).texts("count")]
    assert counts[:2] == ["3, beide keren", "2 werd 1"]
    assert "Bij geen van deze kieren is een verschil tussen ervoor en erna aantoonbaar." in same.description
    assert "In 0 van" not in same.description


def test_a_pair_of_which_a_number_is_withheld_is_not_called_too_few() -> None:
    rows = draw_gaps(rank_gaps(withheld_everywhere(three(7, 5, 4), ("B", "C")), before=three(7, 5, 4))).rows
    assert set(rows[(rows["van"] == "B") & (rows["naar"] == "C")]["verschil"]) == {"niet getoond: kleine groep"}
    few = draw_gaps(rank_gaps(withheld_everywhere(three(7, 5, 4, answered=2), ("B", "C")), before=three(7, 1, 4, answered=2))).rows
    assert set(few[(few["van"] == "B") & (few["naar"] == "C")]["verschil"]) == {"te weinig om te vergelijken"}  # seven and three recorded ones


def test_what_stayed_the_same_is_told_once_and_two_unknowns_are_no_change() -> None:
    before, after = three(3, 0, 0), three(1, 0, 0)
    figure = draw_gaps(rank_gaps(after, before=before))
    assert "0 kwijt, beide keren; staan in de tabel" in figure.description
    few, none = three(1, 1, 1, answered=4), three(1, 1, 1, answered=0)
    scene = gap_scene(rank_gaps(none, before=few))
    assert {box.text for box in scene.texts("wait")} == {"te weinig, beide keren"}
