"""One order of departments for all maps of a dossier, what folds together, and handovers that add up to the whole."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from mined_tables import mined

from journeys.errors import DossierError, SettingsError
from mining.handovers import COUNTS, OTHER, read_handovers
from mining.network import place_units, read_units, write_department_order


def between(*pairs: tuple[str, str, float]) -> dict[frozenset[str], float]:
    return {frozenset((one, other)): heavy for one, other, heavy in pairs}


def order(names: str | list[str], *pairs: tuple[str, str, float], first: str | None = None, fixed: tuple[str, ...] = ()) -> list[str]:
    placed = place_units(list(names), between(*pairs), first=first, fixed=fixed)
    return [name for name, _, _, place in sorted(placed, key=lambda row: row[3])]


def test_departments_that_lose_questions_to_each_other_lie_side_by_side() -> None:
    found = order("ABCD", ("A", "D", 54.25), ("B", "C", 54.25), ("A", "B", 1))
    assert abs(found.index("A") - found.index("D")) == 1
    assert abs(found.index("B") - found.index("C")) == 1


def test_the_first_department_stays_at_the_left_also_where_it_is_light() -> None:
    assert order("ABK", ("A", "B", 9), first="K")[0] == "K"
    names = [f"D{number}" for number in range(12)]
    assert order([*names, "K"], *((one, other, 3) for one, other in pairwise(names)), first="K")[0] == "K"


def test_a_log_of_one_department_has_an_order() -> None:
    assert order("K", first="K") == ["K"]
    assert order("K") == ["K"]
    assert order("") == []


def test_rank_is_by_weight_and_then_by_name() -> None:
    ranked = sorted(place_units(list("DCBA"), between(("A", "B", 5), ("C", "D", 5.25))), key=lambda row: row[2])
    assert [(name, weight) for name, weight, _, _ in ranked] == [("C", 5.25), ("D", 5.25), ("A", 5), ("B", 5)]


def test_a_chain_comes_out_as_a_chain_as_far_as_every_order_is_tried() -> None:
    names = list("EBMANCL")
    found = order(names, *((one, other, 4) for one, other in pairwise(names)), first="E")
    assert found == names


def test_more_departments_do_not_move_the_eight_heaviest() -> None:
    heavy = list("HEBMANCL")
    flows = [(one, other, 40.0) for one, other in pairwise(heavy)]
    alone = order(heavy, *flows)
    light = [(name, heavy[at % 8], 0.25) for at, name in enumerate(f"x{number:02}" for number in range(40))]
    crowded = order([*heavy, *(name for name, _, _ in light)], *flows, *light)
    assert [name for name in crowded if name in heavy] == alone


def test_a_light_department_comes_to_lie_beside_the_one_it_works_with() -> None:
    heavy = list("ABCDEFGH")
    found = order([*heavy, "x"], *((one, other, 40.0) for one, other in pairwise(heavy)), ("x", "H", 2), first="A")
    assert found == [*heavy, "x"]


def test_a_fixed_order_stands_and_new_departments_come_in_between() -> None:
    found = order("ABCDN", ("D", "B", 50), ("B", "N", 9), ("A", "B", 1), fixed=("D", " b ", "C", "A", "gone"))
    assert [name for name in found if name != "N"] == ["D", "B", "C", "A"]
    assert abs(found.index("N") - found.index("B")) == 1


@settings(deadline=None, max_examples=25)
@given(some.permutations(range(14)))
def test_the_order_does_not_depend_on_the_order_of_the_rows(shuffled: list[int]) -> None:
    names = [f"D{number:02}" for number in range(14)]
    pairs = [(names[at], names[(at * 5 + 1) % 14], 1.0 + at % 4) for at in range(14) if at != (at * 5 + 1) % 14]
    again = [pairs[at] for at in shuffled if at < len(pairs)]
    assert order(names, *pairs) == order([names[at] for at in shuffled], *again)


LOG = """
    case | resident | time             | kind     | department | to_department | topic
    Z1   | r1       | 2026-03-02 09:00 | request  | KCC        |               | tuin
    Z1   | r1       | 2026-03-02 10:00 | transfer | KCC        | Zorg          |
    Z1   | r1       | 2026-03-04 10:00 | work     | Zorg       |               |
    Z1   | r1       | 2026-03-05 10:00 | work     | Werk       |               |
    Z2   | r2       | 2026-03-09 09:00 | request  | KCC        |               | geld
    Z2   | r2       | 2026-03-09 10:00 | transfer | KCC        | Zorg          |
    Z2   | r2       | 2026-03-10 10:00 | work     | Zorg       |               |
    Z3   | r2       | 2026-03-02 09:00 | request  | KCC        |               | geld
    Z3   | r2       | 2026-03-02 10:00 | transfer | KCC        | Werk          |
    Z4   | r4       | 2026-03-02 10:00 | transfer |            | Post          | tuin
    Z5   | r5       | 2026-05-11 10:00 | work     | Post       |               | tuin
"""


def dossier(organisation: dict[str, str] | None = None) -> duckdb.DuckDBPyConnection:
    connection = mined(LOG, "passages", "first_line", "case_measures")
    write_department_order(connection, organisation=organisation)
    return connection


def test_handovers_say_how_often_how_it_went_and_how_long_it_took() -> None:
    with dossier() as connection:
        found = read_handovers(connection, keep=8)
    pairs = found.pairs.set_index(["from_unit", "to_unit"])
    assert set(pairs.index) == {("KCC", "Zorg"), ("KCC", "Werk"), ("Zorg", "Werk")}
    assert pairs.loc[("KCC", "Zorg"), ["n", "recorded", "answered", "lost", "cases", "residents"]].tolist() == [2, 2, 2, 0, 2, 2]
    assert pairs.loc[("KCC", "Zorg"), "median_calendar_days"] == 1.5  # halfway 1 and 2 days
    assert pairs.loc[("KCC", "Werk"), ["n", "lost", "lost_residents", "timed"]].tolist() == [1, 1, 1, 0]
    assert pairs.loc[("Zorg", "Werk"), ["n", "recorded", "unrecorded", "timed"]].tolist() == [1, 0, 1, 0]
    assert pairs["median_calendar_days"].isna().tolist() == [name != ("KCC", "Zorg") for name in pairs.index]
    totals = found.totals
    assert (totals.n, totals.recorded, totals.unrecorded, totals.lost, totals.unknown) == (5, 4, 1, 2, 1)
    assert (totals.cases, totals.residents) == (4, 3)
    assert (found.first, found.last) == (date(2026, 3, 2), date(2026, 3, 9))
    assert found.order[0] == "KCC"


def test_a_period_and_a_topic_leave_only_what_was_let_go_then() -> None:
    with dossier() as connection:
        assert read_handovers(connection, keep=8, since=date(2026, 3, 9)).totals.n == 1
        assert read_handovers(connection, keep=8, until=date(2026, 3, 4)).totals.n == 4
        assert read_handovers(connection, keep=8, topics=["geld"]).totals.n == 2
        nothing = read_handovers(connection, keep=8, topics=["nooit gevraagd"])
    assert (nothing.totals.n, nothing.first, len(nothing.pairs)) == (0, None, 0)


@pytest.mark.parametrize("keep", [1, 2, 8])
def test_what_is_shown_inside_and_unknown_adds_up_to_the_whole(keep: int) -> None:
    with dossier() as connection:
        found = read_handovers(connection, keep=keep)
    assert int(found.pairs["n"].sum()) + found.totals.inside + found.totals.unknown == found.totals.n == 5
    assert sum(found.unit_inside.values()) == found.totals.inside
    assert int(found.departments["n"].sum()) + found.totals.unknown == 5
    for column in COUNTS:
        assert (found.pairs[column] >= 0).all()
    assert (OTHER in found.order) == (keep < 3)


def test_departments_that_belong_together_are_one_unit_where_that_fits() -> None:
    with dossier({"zorg": "Sociaal", "Werk": "Sociaal", "Sociaal": "Gemeente", "KCC": "Gemeente"}) as connection:
        whole, folded = read_units(connection, keep=8), read_units(connection, keep=2)
        inside = read_handovers(connection, keep=2)
    assert (whole.level, set(whole.shown)) == (0, {"KCC", "Zorg", "Werk", "Post"})
    assert (folded.level, set(folded.shown), folded.folded) == (1, {"KCC", "Sociaal", "Post"}, ())
    assert folded.members["Sociaal"] == ("Werk", "Zorg")
    assert inside.unit_inside == {"Sociaal": 1}


def test_an_organisation_that_goes_round_in_a_circle_is_refused() -> None:
    connection = mined(LOG, "passages", "first_line")
    with pytest.raises(SettingsError, match="organisation"):
        write_department_order(connection, organisation={"Zorg": "Sociaal", "Sociaal": "zorg"})


def test_a_dossier_without_an_order_is_refused_with_what_to_do() -> None:
    with pytest.raises(DossierError):
        read_units(mined(LOG, "passages"), keep=8)


def test_no_department_and_one_alone_have_an_order_too() -> None:
    assert place_units([], {}) == []
    assert place_units(["Zorg"], {}, first="Zorg") == [("Zorg", 0.0, 1, 1)]
    assert place_units(["Zorg"], {}) == [("Zorg", 0.0, 1, 1)]
