"""The map of changes can be read at every extreme, colours only what is sure, and its title, piles and table tell the same numbers."""

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace

import pytest
from drawn_changes import Drawn, Side, periods
from drawn_handovers import LONG, withheld

from journeys.texts import use
from mining.changes import compare_handovers
from visuals.difference_map import difference_scene, draw_difference
from visuals.scene import Scene
from visuals.scene_check import check_scene

SVG = "{http://www.w3.org/2000/svg}"
A, B, C, D, E = "Klantcontact", "Zorg", "Wonen", "Parkeren", "Belastingen"
VERDICTS = ("better", "worse", "same", "too_few", "new", "gone", "unrecorded")


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    use("nl")
    yield
    use("nl")


def every_verdict() -> Drawn:
    """One pair of each verdict: 20 to 8 days better, 8 to 20 worse, 8 and 8 the same, 5 handovers too few, one new, gone and unrecorded."""
    return periods(
        {
            (A, B): (Side(40, 20, lost=9), Side(40, 8, lost=2)),
            (B, A): (Side(40, 8, lost=3), Side(40, 20, lost=4)),
            (B, C): (Side(40, 8, lost=1), Side(40, 8, lost=1)),
            (C, B): (Side(5, 20), Side(5, 2)),
            (A, C): (None, Side(12, 4)),
            (C, A): (Side(12, 4, lost=2), None),
            (C, D): (Side(unrecorded=30), Side(unrecorded=28)),
            (D, E): (Side(3, 2, lost=1), Side(3, 2)),
        },
        shown=[A, B, C, D],
        folded=[E],
    )


def thrown(departments: int, events: int, *, long: bool = False, seed: int = 5) -> Drawn:
    dice = random.Random(seed)
    names = [f"{at} {LONG}"[:60] if long else f"Afdeling {at}" for at in range(1, departments + 1)]
    pairs = {}
    left = events
    while left > 0:
        one, other = dice.sample(names[: dice.randint(2, departments)], 2)
        taken = min(left, dice.randint(1, 40))
        left -= taken

        def side(taken: int = taken) -> Side | None:
            if dice.random() < 0.1:
                return None
            return Side(taken, dice.choice((1, 5, 30)), lost=dice.choice((0, 0, 1, 9)), unrecorded=dice.choice((0, 4)))

        pairs[one, other] = (side(), side())
    shown = names if departments <= 9 else names[:8]
    return periods(pairs, shown=shown, folded=[name for name in names if name not in shown])


def numbers(scene: Scene, role: str) -> list[int]:
    return [int(box.text.replace(".", "")) for box in scene.texts(role)]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("events", [5, 500])
@pytest.mark.parametrize("departments", [5, 12, 60])
@pytest.mark.parametrize("long", [False, True])
def test_nothing_overlaps_or_is_too_small(departments: int, events: int, theme: str, language: str, long: bool) -> None:
    use(language)  # type: ignore[arg-type]
    assert check_scene(difference_scene(*thrown(departments, events, long=long), theme=theme, source="verzonnen", version="1")) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "drawn",
    [
        every_verdict(),
        periods({(A, B): (Side(1), Side(1))}, shown=[A, B]),
        periods({(A, B): (Side(lost=100_000), Side(lost=99_999))}, shown=[A, B]),
        periods({(x, y): (Side(lost=100_000), Side(lost=77_777)) for x in "ABCDEFGHI" for y in "ABCDEFGHI" if x != y}, shown=list("ABCDEFGHI")),
        periods({(x, y): (Side(lost=1234), Side(lost=7)) for x in "ABCDEFGHI" for y in "ABCDEFGHI" if x != y}, shown=list("ABCDEFGHI")),
        periods({(x, y): (Side(30, 30), Side(30, 3)) for x in "ABCDEFGHI" for y in "ABCDEFGHI" if x != y}, shown=list("ABCDEFGHI")),
        periods({(A, B): (Side(unrecorded=9), Side(unrecorded=9))}, shown=[A, B]),
        periods({(A, B): (Side(unrecorded=9), Side(9, lost=3))}, shown=[A, B]),
    ],
    ids=["every verdict", "one pair", "all lost, two", "all lost, nine", "wide numbers", "all better", "none recorded", "half recorded"],
)
def test_extremes_can_be_read(drawn: Drawn, language: str) -> None:
    use(language)  # type: ignore[arg-type]
    assert check_scene(difference_scene(*drawn, source="s", version="v")) == []
    assert check_scene(difference_scene(*drawn, theme="dark")) == []


def test_each_verdict_has_its_own_look_and_only_sure_changes_have_colour() -> None:
    scene = difference_scene(*every_verdict())
    assert {verdict: {mark.fill for mark in scene.marks(f"arc-{verdict}")} for verdict in VERDICTS} == {
        "better": {"beter"}, "worse": {"kier"}, "same": {"arc_0"}, "too_few": {"arc_0"}, "new": {"ink"}, "gone": {"stil"}, "unrecorded": {"stil"},
    }  # fmt: skip
    assert [box.text for box in scene.texts("legend")][:7] == [
        "wachttijd korter", "wachttijd langer", "ongeveer gelijk, of toeval", "te weinig om te vergelijken", "nieuwe overdracht",
        "overdracht verdwenen", "overdracht niet vastgelegd",
    ]  # fmt: skip


def test_equal_periods_have_no_colour_and_say_so() -> None:
    drawn = periods({(A, B): (Side(40, 20, lost=9), Side(40, 20, lost=9)), (B, A): (Side(40, 8), Side(40, 8))}, shown=[A, B])
    scene = difference_scene(*drawn)
    assert scene.title == "Er vielen evenveel vragen tussen afdelingen: 9 voor en na."
    assert {mark.fill for mark in scene.marks("arc-same")} == {"arc_0"}
    assert scene.marks("pill") == []
    assert "toeval zijn" not in scene.texts("subtitle")[0].text


def test_swapping_the_periods_swaps_the_colours() -> None:
    before, after, _ = every_verdict()
    swapped = periods({(A, B): (Side(40, 8), Side(40, 20)), (B, A): (Side(40, 20), Side(40, 8))}, shown=[A, B])
    assert [mark.fill for mark in difference_scene(*swapped).marks("arc-worse")] == ["kier"]
    assert len(difference_scene(*swapped).marks("arc-better")) == 1
    assert before.order == after.order


def test_the_title_counts_what_the_piles_show() -> None:
    scene = difference_scene(*every_verdict())
    # Before 9 + 3 + 1 + 2 + 1 = 16, after 2 + 4 + 1 = 7; recorded 156 before and 147 after, less than a tenth apart.
    assert scene.title == "Er vallen 9 vragen minder tussen afdelingen: 16 werd 7."
    assert sum(numbers(scene, "pile-before")) == 16
    assert sum(numbers(scene, "pile-after")) == 7
    assert len(scene.marks("lost-before")) == 16
    assert len(scene.marks("lost-after")) == 7
    assert {mark.value for mark in scene.marks("lost-before")} == {"ring", "folded-ring"}
    assert {mark.value for mark in scene.marks("lost-after")} == {"solid"}


def test_totals_that_differ_by_more_than_a_tenth_are_told_per_hundred() -> None:
    drawn = periods({(A, B): (Side(190, lost=10), Side(90, lost=10))}, shown=[A, B])
    assert difference_scene(*drawn).title == "Van elke 100 overdrachten raakten er 5,0 kwijt; dat werd 10,0."
    equal = periods({(A, B): (Side(190, lost=10), Side(95, lost=5))}, shown=[A, B])
    assert difference_scene(*equal).title == "Van elke 100 overdrachten raakten er 5,0 kwijt, voor en na."
    few = periods({(A, B): (Side(100, lost=3), Side(5, lost=1))}, shown=[A, B])
    assert difference_scene(*few).title == "Te weinig overdrachten om voor en na te vergelijken."


def test_both_totals_and_chance_stand_in_the_subtitle() -> None:
    lines = " ".join(box.text for box in difference_scene(*every_verdict()).texts("subtitle"))
    assert "Voor: januari 2024 – december 2024, 186 overdrachten" in lines
    assert "Na: januari 2025 – december 2025, 175 overdrachten" in lines
    # 16 of 156 against 7 of 147: 10% and 5%, an interval that holds zero.
    assert "het verschil in kwijt kan toeval zijn" in lines
    assert "niet vastgelegd: 30 en 28 (telt nooit als kwijt)" in lines
    sure = periods({(A, B): (Side(100, lost=50), Side(140, lost=5))}, shown=[A, B])
    assert "toeval zijn" not in difference_scene(*sure).texts("subtitle")[0].text


def test_a_period_of_which_nothing_is_recorded_has_no_zero() -> None:
    scene = difference_scene(*periods({(A, B): (Side(unrecorded=40), Side(40, lost=3))}, shown=[A, B]))
    assert scene.title == "In een van de periodes is geen overdracht vastgelegd: vergelijken kan niet."
    assert scene.texts("pile-before") == []
    assert numbers(scene, "pile-after") == [3]
    rows = draw_difference(*periods({(A, B): (Side(unrecorded=40), Side(40, lost=3))}, shown=[A, B])).rows
    assert rows["kwijt, voor"].isna().all()


def test_labels_tell_days_with_their_sign_where_days_times_handovers_pass_140() -> None:
    scene = difference_scene(*every_verdict())
    assert sorted(box.text for box in scene.texts("pill-text")) == ["+12 d", "nieuw", "weg", "−12 d"]
    light = periods({(A, B): (Side(12, 20), Side(12, 10))}, shown=[A, B])  # 10 x 12 = 120
    assert difference_scene(*light).texts("pill-text") == []
    assert len(difference_scene(*light).marks("arc-better")) == 1
    many = periods({(x, y): (Side(60, 30), Side(60, 3)) for x in "ABCDEFGH" for y in "ABCDEFGH" if x != y}, shown=list("ABCDEFGH"))
    assert 8 < len(difference_scene(*many).texts("pill-text")) <= 14


def test_what_has_no_colour_is_six_wide_at_most() -> None:
    root = ElementTree.fromstring(draw_difference(*every_verdict(), output="html").svg)
    wide = {path.get("class", ""): float(path.get("stroke-width", 0)) for path in root.iter(f"{SVG}path") if path.get("data-from") and path.get("id")}
    assert wide["arc-same"] == 6
    assert wide["arc-too_few"] <= 6
    assert wide["arc-worse"] == 15  # the most handovers after
    assert wide["arc-gone"] == 3


def test_the_table_holds_every_pair_and_adds_up_to_all_handovers() -> None:
    before, after, changes = thrown(30, 900)
    rows = draw_difference(before, after, changes).rows
    assert int(rows["overdrachten, voor"].sum()) == before.totals.n
    assert int(rows["overdrachten, na"].sum()) == after.totals.n
    assert (rows["op de kaart"] == "boog").sum() <= 22
    scene = difference_scene(before, after, changes)
    inside = (rows["op de kaart"] == "binnen één koker").sum()
    assert len(rows) == len(changes) + inside
    assert sum(len(scene.marks(f"arc-{verdict}")) for verdict in VERDICTS) == (rows["op de kaart"] == "boog").sum()


def test_a_pair_withheld_in_one_period_counts_in_neither() -> None:
    before, after, changes = every_verdict()
    hidden = tuple(replace(change, lost_before=None, wait=None, share=None, verdict="too_few") if change.from_unit == A and change.to_unit == B else change for change in changes)
    scene = difference_scene(withheld(before, (A, B)), after, hidden)
    assert check_scene(scene) == []
    assert sum(numbers(scene, "pile-before")) == 16 - 9
    assert "niet vergeleken: te weinig, of een aantal niet getoond" in scene.svg(output="static")
    assert sum(numbers(scene, "pile-after")) == 7 - 2
    assert "Van 1 paar afdelingen tonen we een aantal niet" in draw_difference(withheld(before, (A, B)), after, hidden).footer


def test_the_table_tells_a_small_group_that_stays_hidden_from_too_few_handovers() -> None:
    """A to B: 40 waits on both sides, lost ones withheld. B to A: withheld too, with 5 waits: how many there are is not told then. C to B: 5 waits."""
    some = {(A, B): (Side(40, 20), Side(40, 8)), (B, A): (Side(5, 20, lost=20), Side(5, 8, lost=20)), (C, B): (Side(5, 20), Side(5, 2))}
    before, after, _ = periods(some, shown=[A, B, C])
    before = withheld(before, (A, B), (B, A))
    figure = draw_difference(before, after, compare_handovers(before, after))
    told = figure.rows.set_index(["van", "naar"])[["oordeel over wachten", "oordeel over kwijtraken"]]
    hidden = "niet getoond: kleine groep"
    assert {way: tuple(row) for way, row in zip(told.index, told.to_numpy(), strict=True)} == {
        (A, B): (hidden, hidden), (B, A): (hidden, hidden), (C, B): ("te weinig", "te weinig"),
    }  # fmt: skip


def test_the_page_finds_arcs_and_both_sides_of_a_pile() -> None:
    root = ElementTree.fromstring(draw_difference(*every_verdict(), output="html").svg)
    assert any((path.get("id") or "").endswith("-arc-0-1") for path in root.iter(f"{SVG}path"))
    sides = {dot.get("data-side") for dot in root.iter(f"{SVG}circle") if dot.get("data-pile") == "0"}
    assert sides == {"before", "after"}


def test_without_handovers_there_is_a_card() -> None:
    figure = draw_difference(*periods({}, shown=[A, B]))
    assert figure.title == "Geen overdrachten tussen afdelingen in deze periodes."
    assert figure.rows.empty


def test_periods_with_other_units_are_refused() -> None:
    before, _, changes = every_verdict()
    other = periods({(A, B): (Side(1), Side(1))}, shown=[B, A])[1]
    with pytest.raises(ValueError, match="same order"):
        difference_scene(before, other, changes)


def test_equal_periods_give_an_equal_picture() -> None:
    assert draw_difference(*thrown(12, 300)).svg == draw_difference(*thrown(12, 300)).svg


def test_a_rate_is_told_of_all_handovers_or_not_at_all_and_never_without_the_pairs_that_were_withheld() -> None:
    before, after, _ = periods({(A, B): (Side(96, 2, lost=4), Side(46, 2, lost=4)), (B, A): (Side(100, 2), Side(50, 2))}, shown=[A, B])
    before, after = withheld(before, (A, B)), withheld(after, (A, B))
    hidden = compare_handovers(before, after)
    told = draw_difference(before, after, hidden)
    assert told.title == "Van elke 100 overdrachten raakten er 2,0 kwijt; dat werd 4,0."  # 4 of 200, then 4 of 100
    silent = draw_difference(replace(before, totals=replace(before.totals, lost=None)), after, hidden)
    assert silent.title == "Hoeveel vragen kwijtraakten, tonen we niet: de groepen zijn klein."
    assert "0 kwijtgeraakte" not in silent.description


def test_the_description_accounts_for_every_pair() -> None:
    """Eight pairs (see every_verdict), of which D to E is folded: 1 better, 1 worse, 1 the same, 1 new, 1 gone; too few or not recorded: the rest."""
    told = draw_difference(*every_verdict()).description
    found = re.search(r"Van (\d+) paren afdelingen wachten er (\d+) korter, (\d+) langer en (\d+) ongeveer even lang. Niet te vergelijken: (\d+)\.", told)
    assert found is not None
    whole, *parts = map(int, found.groups())
    assert parts[:3] == [1, 1, 1]
    assert "Paren die er pas na de verandering zijn: 1; paren die er alleen ervoor waren: 1." in told
    assert whole == sum(parts) + 2
