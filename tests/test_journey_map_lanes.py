"""Lanes in one order, folding that is stated, and an axis that suits its span."""

from itertools import pairwise

import pandas as pd
import pytest
from drawn_journeys import K, V, W, Z, ask, held, journey

from journeys.texts import use
from visuals.journey_plan import lanes_of
from visuals.lanes import Lanes, journey_lanes, ranked_lanes
from visuals.timeline import Timeline


@pytest.fixture(autouse=True)
def dutch() -> None:
    use("nl")


def labels(start: str, end: str) -> list[str]:
    return [tick.label for tick in Timeline(pd.Timestamp(start), pd.Timestamp(end), 350, 1876).ticks() if tick.label]


def test_up_to_seven_departments_keep_a_lane_each_in_the_order_of_first_appearance() -> None:
    assert journey_lanes(["c", "a", "b"], {"a": 9}) == Lanes(("c", "a", "b"))


def test_above_seven_the_six_with_most_holdings_stay_in_order_and_the_rest_is_folded() -> None:
    named = list("hgfedcba")
    lanes = journey_lanes(named, dict.fromkeys("abcdef", 5) | {"g": 1, "h": 2})
    assert lanes.shown == ("f", "e", "d", "c", "b", "a")
    assert lanes.folded == ("h", "g")
    assert lanes.count == 7
    assert [lanes.index(name) for name in ("f", "a", "g", "h", None)] == [0, 5, 6, 6, None]


def test_an_unknown_department_has_the_last_lane_and_takes_its_room_from_the_others() -> None:
    lanes = journey_lanes(list("abcdefgh"), {}, unknown=True)
    assert (len(lanes.shown), lanes.count, lanes.index(None)) == (5, 7, 6)


def test_the_contact_centre_lies_on_top_and_otherwise_the_department_of_the_first_contact() -> None:
    steps = [ask(0, "phone", department=W, official=1), held(1, Z, 2), held(5, K, 3)]
    assert lanes_of(journey(steps, end=9)).shown == (K, W, Z)
    steps = [held(0, Z, 2), ask(1, "phone", department=W, official=1), held(5, V, 3)]
    assert lanes_of(journey(steps, end=9)).shown == (W, Z, V)


def flows(*pairs: tuple[str, str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["from_department", "to_department", "n", "lost"])


def test_departments_that_lose_questions_to_each_other_lie_side_by_side() -> None:
    lanes = ranked_lanes(flows(("A", "D", 1, 9), ("B", "C", 1, 9), ("A", "B", 4, 0)), keep=8)
    assert abs(lanes.shown.index("A") - lanes.shown.index("D")) == 1
    assert abs(lanes.shown.index("B") - lanes.shown.index("C")) == 1


def test_the_first_department_stays_at_the_left() -> None:
    assert ranked_lanes(flows(("A", "B", 9, 0), ("B", "K", 9, 0), ("A", "K", 1, 0)), keep=8, first="K").shown[0] == "K"


def test_a_lost_question_weighs_as_much_as_24_handoffs_when_departments_are_ranked() -> None:
    lanes = ranked_lanes(flows(("A", "B", 23, 0), ("C", "D", 0, 1)), keep=2)
    assert (set(lanes.shown), set(lanes.folded)) == ({"C", "D"}, {"A", "B"})


def test_the_order_does_not_depend_on_the_order_of_the_rows() -> None:
    names = [f"D{number:02}" for number in range(14)]
    table = flows(
        *((one, other, 3, number % 4) for number, (one, other) in enumerate(pairwise(names))),
        (names[0], names[9], 5, 2),
    )
    assert ranked_lanes(table, keep=14) == ranked_lanes(table.sample(frac=1, random_state=3), keep=14)


def test_a_chain_of_fourteen_departments_comes_out_as_a_chain() -> None:
    names = ["E", "B", "M", "A", "N", "C", "L", "D", "K", "F", "J", "G", "I", "H"]
    shown = ranked_lanes(flows(*((one, other, 4, 1) for one, other in pairwise(names))), keep=14).shown
    assert list(shown) in (names, names[::-1])


def test_a_day_is_told_in_hours_of_the_clock_on_the_wall() -> None:
    assert labels("2024-03-04 08:00", "2024-03-04 15:30") == [
        "09:00",
        "10:00",
        "11:00",
        "12:00",
        "13:00",
        "14:00",
        "15:00",
        "16:00",
    ]


def test_the_day_of_23_hours_still_turns_at_midnight() -> None:
    assert "31 mrt" in labels("2024-03-30 06:00", "2024-04-01 06:00")
    assert "1 apr" in labels("2024-03-30 06:00", "2024-04-01 06:00")


def test_weeks_are_told_in_days_and_months_in_mondays() -> None:
    assert labels("2024-03-04 08:00", "2024-03-09 08:00") == ["5 mrt", "6 mrt", "7 mrt", "8 mrt", "9 mrt"]
    assert labels("2024-03-05 08:00", "2024-04-20 08:00") == ["11 mrt", "18 mrt", "25 mrt", "1 apr", "8 apr", "15 apr"]


def test_years_are_told_in_quarters_with_the_year_at_the_first_and_at_january() -> None:
    assert labels("2024-03-04", "2026-01-22") == ["apr 2024", "jul", "okt", "jan 2025", "apr", "jul", "okt", "jan 2026"]


def test_ten_years_are_told_in_years() -> None:
    assert labels("2024-03-04", "2034-03-04") == [str(year) for year in range(2025, 2035)]


def test_no_time_at_all_is_drawn_as_an_hour() -> None:
    line = Timeline(pd.Timestamp("2024-03-04 08:30"), pd.Timestamp("2024-03-04 08:30"), 350, 1876)
    assert line.x(line.start) == 350
    assert [tick.label for tick in line.ticks()] == ["10:00"]
