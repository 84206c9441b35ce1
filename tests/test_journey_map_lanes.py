"""Lanes in one order, folding that is stated, and an axis that suits its span."""

import pandas as pd
import pytest
from drawn_journeys import K, V, W, Z, ask, held, journey

from journeys.texts import use
from visuals.journey_plan import lanes_of
from visuals.lanes import Lanes, journey_lanes
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


def test_lanes_follow_the_order_of_the_dossier_where_it_has_one() -> None:
    places = ({"c": ("c", 2), "a": ("a", 3), "b": ("b", 1)},)
    assert journey_lanes(["c", "a", "b"], {}, places=places).shown == ("b", "c", "a")


def test_departments_that_do_not_fit_fold_into_what_they_belong_to_at_the_lowest_level_that_fits() -> None:
    teams = [f"Team {letter}{number}" for letter in "XYZ" for number in (1, 2, 3)]
    by_team = {team: (team, at) for at, team in enumerate(teams, start=1)}
    by_section = {team: (f"Afdeling {team[5]}", "YXZ".index(team[5]) + 1) for team in teams}
    lanes = journey_lanes(teams, {}, places=(by_team, by_section, dict.fromkeys(teams, ("Gemeente", 1))))
    assert lanes.shown == ("Afdeling Y", "Afdeling X", "Afdeling Z")
    assert lanes.folded == ()
    assert [lanes.index(name) for name in ("Team X2", "Team Y1", "Team Z3")] == [1, 0, 2]


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


def test_no_line_of_the_axis_stands_for_less_than_the_moments_were_rounded_to() -> None:
    monday, next_monday = pd.Timestamp("2024-03-03 23:00"), pd.Timestamp("2024-03-10 23:00")  # midnight in the Netherlands
    one_week = Timeline(monday, monday, 350, 1876, "week")
    assert [tick.label for tick in one_week.ticks()] == ["4 mrt"]
    assert [tick.label for tick in one_week.ticks(zoom=8)] == ["4 mrt"]
    assert [tick.label for tick in Timeline(monday, next_monday, 350, 1876, "week").ticks()] == ["4 mrt", "11 mrt"]
    assert [tick.label for tick in Timeline(monday, monday, 350, 1876, "day").ticks()] == ["4 mrt"]
    assert [tick.label for tick in Timeline(monday, next_monday, 350, 1876, "day").ticks()][:3] == ["4 mrt", "5 mrt", "6 mrt"]
    assert [tick.label for tick in Timeline(monday, monday, 350, 1876).ticks()] == ["4 mrt", "01:00"]
