"""Nobody can work out from a shared map what happened to a small group: an attacker who knows every rule solves what is shown."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from attacked import GROUP, Row, crowd, determined, handovers_of, logs, passages_of, who_by_pair
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mining.disclosure import LEAST, Passed, pass_handovers, pass_passages, pass_table
from mining.handovers import OTHER, Handovers
from mining.small_groups import kept_back, shared_pairs


@given(logs())
@hypothesis_settings(max_examples=25, deadline=None)
def test_no_sum_or_difference_of_what_is_shown_gives_a_hidden_pair_back(rows: list[Row]) -> None:
    people = who_by_pair(rows)
    places = shared_pairs(people, group=GROUP)
    if places is None:
        assert len(set().union(*people.values())) < GROUP or len(people) < 2
        return
    if not people:
        assert places == {}
        return
    assert set(places) == set(people)
    pairs = sorted(people)
    known = []
    for keep in (2, 4, 6):  # pictures of the same log that show more or fewer departments by themselves, laid beside each other
        named = sorted({name for pair in pairs for name in pair})[:keep]
        cells: dict[tuple[str, str], list[int]] = {}
        for at, pair in enumerate(pairs):
            cell = tuple(name if name in named else OTHER for name in places[pair])
            cells.setdefault((cell[0], cell[1]), [0] * len(pairs))[at] = 1
        known += cells.values()
    known += [[int(places[pair] == place) for pair in pairs] for place in set(places.values())]
    known.append([1] * len(pairs))
    for sums in known:
        assert len(set().union(*(people[pair] for pair, part in zip(pairs, sums, strict=True) if part))) >= GROUP
    for at, pair in enumerate(pairs):
        if len(people[pair]) < GROUP:
            assert not determined(known, at)


@given(logs())
@hypothesis_settings(max_examples=25, deadline=None)
def test_every_number_shown_is_true_and_all_parts_add_up(rows: list[Row]) -> None:
    for keep in (2, 9):
        data = handovers_of(rows, keep=keep)
        passed = pass_handovers(data, group=GROUP).value
        if not rows:
            assert passed.pairs.empty
            assert passed.hidden == ""
            continue
        if passed.hidden:
            assert passed.pairs.empty
            assert passed.departments.empty
            continue
        people, lost = who_by_pair(rows), who_by_pair(rows, "lost")
        assert int(passed.pairs["n"].sum()) + passed.totals.inside + passed.totals.unknown == len(rows)
        assert sum(passed.unit_inside.values()) == passed.totals.inside
        assert int(passed.departments["n"].sum()) + passed.totals.unknown == len(rows)
        assert (passed.pairs["residents"] >= GROUP).all()
        assert (passed.departments["residents"] >= GROUP).all()
        for row in [*passed.pairs.to_dict("records"), *passed.departments.to_dict("records")]:
            pair = row["from_unit"], row["to_unit"]
            if OTHER not in pair:
                assert row["n"] == sum((one, other) == pair for one, other, *_ in rows)
                assert row["residents"] == len(people[pair])
                assert row["unrecorded"] == sum((one, other) == pair and state == "unrecorded" for one, other, _, state in rows)
            if not pd.isna(row["lost"]):
                assert row["lost"] == 0 or row["lost_residents"] >= LEAST
                if OTHER not in pair:
                    assert row["lost"] == sum((one, other) == pair and state == "lost" for one, other, _, state in rows)
                    assert row["lost_residents"] == len(lost.get(pair, ()))
                    assert not row["lost"] or len(people[pair]) - len(lost[pair]) >= LEAST


@given(logs())
@hypothesis_settings(max_examples=25, deadline=None)
def test_no_sum_or_difference_of_what_is_shown_gives_a_small_number_of_lost_questions_back(rows: list[Row]) -> None:
    pictures = [pass_handovers(handovers_of(rows, keep=keep), group=GROUP).value for keep in (2, 4, 6)]
    if not rows or any(picture.hidden for picture in pictures):
        return
    places = [(row["from_unit"], row["to_unit"]) for row in pictures[0].departments.to_dict("records")]
    assert all([(row["from_unit"], row["to_unit"]) for row in picture.departments.to_dict("records")] == places for picture in pictures)
    known = []
    for picture in pictures:
        shown = set(picture.units.shown)
        for row in picture.departments.to_dict("records"):
            if not pd.isna(row["lost"]):
                known.append([int(place == (row["from_unit"], row["to_unit"])) for place in places] + [0])
        for row in picture.pairs.to_dict("records"):
            if not pd.isna(row["lost"]):
                cells = [tuple(name if name in shown else OTHER for name in place) for place in places]
                known.append([int(cell == (row["from_unit"], row["to_unit"])) for cell in cells] + [0])
    if (total := pictures[0].totals.lost) is not None:
        assert total == sum(state == "lost" for *_, state in rows)
        known.append([1] * len(places) + [int(any(one is None and state == "lost" for one, _, _, state in rows))])
    for at, row in enumerate(pictures[0].departments.to_dict("records")):
        if pd.isna(row["lost"]):
            assert not determined(known, at)


@given(st.dictionaries(st.integers(0, 9), st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8))
def test_what_is_kept_back_is_told_only_as_a_sum_over_two_cells_and_enough_residents(cells: dict[int, tuple[int, int]]) -> None:
    numbers = {cell: lost for cell, (lost, _) in cells.items()}
    whose = {cell: frozenset(range(100 * cell, 100 * cell + lost)) for cell, (lost, _) in cells.items()}
    people = {cell: frozenset(range(100 * cell, 100 * cell + lost + rest)) for cell, (lost, rest) in cells.items()}
    back, told = kept_back(numbers, whose, people, least=5)
    for cell, (lost, rest) in cells.items():
        if 1 <= lost <= 4 or (lost and rest <= 4):
            assert cell in back
    if back and told:
        assert len(back) >= 2
        assert sum(numbers[cell] for cell in back) >= 5
        assert sum(cells[cell][1] for cell in back) >= 5
    if not told:
        assert sum(numbers.values()) < 5 or sum(rest for _, rest in cells.values()) < 5 or len(cells) == 1


def numbers(passed: Passed[Handovers], column: str) -> dict[tuple[str, str], object]:
    return {(row["from_unit"], row["to_unit"]): None if pd.isna(row[column]) else row[column] for row in passed.value.pairs.to_dict("records")}


def test_two_small_ways_from_one_department_are_one_way_to_other_when_enough_residents_share_it() -> None:
    rows = crowd("A", "B", range(12)) + crowd("A", "C", range(20, 26)) + crowd("A", "D", range(30, 35)) + crowd("C", "B", range(10)) + crowd("D", "B", range(10))
    passed = pass_handovers(handovers_of(rows), group=10)
    assert numbers(passed, "n") == {("A", "B"): 12, ("A", OTHER): 11, ("C", "B"): 10, ("D", "B"): 10}
    assert passed.value.order == ("A", "B", "C", "D", OTHER)
    assert passed.value.units.folded == ()


def test_one_small_way_takes_the_smallest_place_with_it_so_that_no_difference_gives_it_back() -> None:
    rows = crowd("A", "B", range(12)) + crowd("B", "C", range(30)) + crowd("A", "C", range(20, 23))
    passed = pass_handovers(handovers_of(rows), group=10)
    assert numbers(passed, "n") == {("B", "C"): 30}
    assert passed.value.units.folded == ("A",)
    assert passed.value.totals.inside == 15
    assert passed.value.unit_inside == {OTHER: 15}
    assert passed.value.order == ("B", "C", OTHER)


def test_with_too_few_residents_in_all_there_is_nothing_but_the_reason() -> None:
    passed = pass_handovers(handovers_of(crowd("A", "B", range(9)) + crowd("B", "A", range(9))), group=10)
    assert passed.value.pairs.empty
    assert passed.value.units.shown == ()
    assert passed.value.hidden == "Hier kan niets staan: te weinig inwoners delen dit (minder dan 10). Zij zouden te herkennen zijn."


def test_a_small_number_of_lost_questions_stays_out_and_is_told_together_with_the_next() -> None:
    rows = (
        crowd("A", "B", range(20)) + crowd("A", "B", range(3), "lost")
        + crowd("B", "A", range(20)) + crowd("B", "A", range(6), "lost")
        + crowd("A", "C", range(20)) + crowd("A", "C", range(9), "lost")
        + crowd("C", "A", range(20))
    )  # fmt: skip
    passed = pass_handovers(handovers_of(rows), group=10)
    assert numbers(passed, "lost") == {("A", "B"): None, ("A", "C"): 9, ("B", "A"): None, ("C", "A"): 0}
    assert passed.value.totals.lost == 18
    assert "Elders verloren: 9 vragen." in passed.told


def test_lost_for_all_of_them_is_no_number_and_two_lost_questions_in_all_are_not_told() -> None:
    rows = crowd("A", "B", range(20)) + crowd("B", "A", range(20)) + crowd("A", "B", range(2), "lost")
    passed = pass_handovers(handovers_of(rows), group=10)
    assert numbers(passed, "lost") == {("A", "B"): None, ("B", "A"): 0}
    assert passed.value.totals.lost is None
    everyone = crowd("A", "B", range(12), "lost") + crowd("B", "A", range(20)) + crowd("B", "C", range(20)) + crowd("B", "C", range(7), "lost")
    assert numbers(pass_handovers(handovers_of(everyone), group=10), "lost") == {("A", "B"): None, ("B", "A"): 0, ("B", "C"): None}


def test_lost_for_all_but_a_few_is_no_number_and_the_next_smallest_goes_with_it() -> None:
    """Of twenty residents from A to B sixteen lost a question, four did not: sixteen would tell of nearly each of them. With five it stands."""
    rest = crowd("B", "A", range(20, 40)) + crowd("B", "A", range(20, 26), "lost")
    rest += crowd("B", "C", range(40, 60)) + crowd("B", "C", range(40, 49), "lost")
    for quiet, told in ((4, None), (5, 16)):
        rows = crowd("A", "B", range(16), "lost") + crowd("A", "B", range(16, 16 + quiet)) + rest
        passed = pass_handovers(handovers_of(rows), group=10)
        shown = numbers(passed, "lost")
        assert shown == {("A", "B"): told, ("B", "A"): 6 if told else None, ("B", "C"): 9}
        assert ("Elders verloren: 22 vragen." in passed.told) is (told is None)
        assert {pair: None if pd.isna(one) else one for pair, one in numbers(passed, "lost_residents").items()}["A", "B"] == told


def test_where_nearly_everybody_lost_a_question_not_even_the_sum_is_told_nor_which_of_the_two_it_is() -> None:
    """Twelve of thirteen and eleven of twelve: together all but two. And of two residents: the words are the same."""
    many = crowd("A", "B", range(12), "lost") + crowd("A", "B", [12]) + crowd("B", "A", range(20, 31), "lost") + crowd("B", "A", [31])
    few = crowd("A", "B", range(13)) + crowd("B", "A", range(20, 32)) + crowd("A", "B", range(2), "lost")
    words = "Hoeveel vragen kwijtraakten staat er niet: het gaat om minder dan 5 inwoners, of om bijna iedereen."
    for rows in (many, few):
        passed = pass_handovers(handovers_of(rows), group=10)
        assert passed.value.totals.lost is None
        assert words in passed.told


def test_a_median_stands_where_ten_residents_have_a_time_and_dates_are_whole_weeks() -> None:
    rows = crowd("A", "B", range(11)) + crowd("B", "A", range(9)) + crowd("B", "A", range(9, 20), "open")
    passed = pass_handovers(handovers_of(rows), group=10)
    assert numbers(passed, "median_calendar_days") == {("A", "B"): 6.0, ("B", "A"): None}
    assert (passed.value.first, passed.value.last) == (date(2024, 3, 4), date(2024, 3, 10))
    assert passed.value.passages.empty


def test_handovers_without_their_passages_are_refused() -> None:
    data = handovers_of(crowd("A", "B", range(20)))
    with pytest.raises(ValueError, match="passages"):
        pass_handovers(Handovers(data.units, data.pairs, data.departments, data.totals, None, None, {}), group=10)


def test_a_station_map_shows_single_passages_of_large_ways_only_in_weeks_and_without_ids() -> None:
    rows = crowd("A", "B", range(100, 120)) + crowd("B", "A", range(100, 115)) + crowd("A", "C", range(100, 103)) + crowd("C", "A", range(100, 112))
    passed = pass_passages(passages_of(rows), group=10)
    assert {*zip(passed.value["from_unit"], passed.value["to_unit"], strict=True)} == {("A", "B"), ("B", "A")}
    assert set(passed.value["started"]) == {pd.Timestamp("2024-03-03 23:00")}
    assert list(passed.value["case_no"]) == list(passed.value["journey_no"]) == list(range(1, 36))
    assert (passed.value["calendar_days"].dropna() % 7 == 0).all()


def test_a_table_merges_small_rows_with_the_next_and_shows_no_share_of_a_few() -> None:
    table = pd.DataFrame(
        {"topic": ["Parkeren", "Afval", "Paspoort", "Trouwen"], "residents": [60, 40, 11, 2], "cases": [80, 50, 11, 3], "closed": [60, 9, 11, 3],
         "median": [4.0, 9.0, 2.0, 5.0], "p90": [9.0, 20.0, 3.0, 6.0], "lost": [12, 3, 7, 0]}
    )  # fmt: skip
    passed = pass_table(
        table, residents="residents", label="topic", rest="Overige onderwerpen", counts=("cases", "closed", "lost"),
        shares={"median": "closed"}, tails={"p90": "closed"}, sensitive=("lost",), group=10,
    ).value  # fmt: skip
    assert list(passed["topic"]) == ["Parkeren", "Afval", "Overige onderwerpen"]
    assert list(passed["cases"]) == [80, 50, 14]
    assert [None if pd.isna(one) else one for one in passed["median"]] == [4.0, None, None]
    assert [None if pd.isna(one) else one for one in passed["p90"]] == [9.0, None, None]
    assert [None if pd.isna(one) else one for one in passed["lost"]] == [12, None, None]


def test_a_table_with_members_counts_each_resident_of_the_merged_row_once() -> None:
    table = pd.DataFrame({"topic": ["A", "B", "C"], "residents": [6, 6, 30], "cases": [6, 6, 30]})
    members = pd.DataFrame({"topic": ["A"] * 6 + ["B"] * 6 + ["C"] * 30, "journey_no": [*range(6), *range(4, 10), *range(30)]})
    passed = pass_table(table, residents="residents", label="topic", rest="Overig", counts=("cases",), members=members, group=10).value
    assert passed.to_dict("records") == [{"topic": "C", "residents": 30, "cases": 30}, {"topic": "Overig", "residents": 10, "cases": 12}]


def test_a_table_of_too_few_residents_is_empty() -> None:
    table = pd.DataFrame({"topic": ["A"], "residents": [9]})
    assert pass_table(table, residents="residents", label="topic", rest="Overig", group=10).value.empty


def test_a_way_of_which_the_losses_would_be_bounded_is_merged_with_another_though_it_is_large() -> None:
    rows = crowd("A", "B", range(11), "unrecorded") + crowd("A", "B", range(11, 12), "lost") + crowd("A", "C", range(20)) + crowd("C", "A", range(30))
    passed = pass_handovers(handovers_of(rows), group=10)
    assert numbers(passed, "n") == {("C", "A"): 30}
    assert passed.value.totals.inside == 32
