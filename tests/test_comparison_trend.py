"""Run charts by hand: the middle line, rows of points that are seldom chance, hollow points, and the command on the sample."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from commanded import ROWS, journeys, log_file

from mining.comparison_trend import Point, _series


def points(*values: float | None, hollow: int = 0) -> list[Point]:
    return [Point(f"2024-{month:02d}", value, 20, month > len(values) - hollow) for month, value in enumerate(values, start=1)]


def test_the_middle_is_the_median_before_the_first_change() -> None:
    drawn = points(5, 7, 6, 1, 1, 1)
    assert _series("duration", drawn, [date(2024, 4, 15)], "month").middle == 6
    assert _series("duration", drawn, [], "month").middle == 3


def test_six_in_a_row_on_one_side_is_a_shift_and_a_point_on_the_line_does_not_break_it() -> None:
    found = _series("duration", points(4, 6, 5, 1, 2, 1, 5, 3, 1, 2), [date(2024, 4, 1)], "month")
    assert found.middle == 5
    assert found.shift == ("2024-04", "2024-05", "2024-06", "2024-08", "2024-09", "2024-10")
    assert _series("duration", points(4, 6, 5, 1, 2, 1, 9, 3, 1, 2), [date(2024, 4, 1)], "month").shift == ()


def test_five_in_a_row_that_fall_are_told_and_equal_neighbours_are_one_point() -> None:
    assert _series("duration", points(5, 9, 8, 8, 6, 4, 3, 7), [], "month").rise == ("2024-02", "2024-03", "2024-05", "2024-06", "2024-07")
    assert _series("duration", points(5, 9, 8, 6, 4, 7), [], "month").rise == ()


def test_hollow_and_unknown_points_take_no_part() -> None:
    found = _series("duration", points(5, 5, None, 5, 1, 1, hollow=2), [], "month")
    assert found.middle == 5
    assert found.points[2].value is None
    assert found.points[5].hollow


def test_the_planted_change_of_the_sample_shows_in_its_handoffs(sample_dossier: Path, tmp_path: Path) -> None:
    done = journeys("trend", sample_dossier, "--per", "quarter", "--change", "2025-04-01", "--json", keys=tmp_path)
    assert done.returncode == 0, done.stderr
    series = json.loads(done.stdout)["series"]
    quarters = {one["period"]: one for one in series["handoffs"]["points"]}
    assert list(quarters) == [f"{year}-Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4)] + ["2026-Q1", "2026-Q2"]
    assert max(quarters[f"2025-Q{quarter}"]["value"] for quarter in (2, 3, 4)) < min(quarters[f"2024-Q{quarter}"]["value"] for quarter in (1, 2, 3, 4))
    assert quarters["2025-Q1"]["value"] > series["handoffs"]["middle"] - 0.2
    assert {type(point["hollow"]) for one in series.values() for point in one["points"]} == {bool}  # no text "False", which scripts take for true
    assert set(series) == {"duration", "handoffs", "callbacks_in_time", "explained_no", "first_contact", "avoidable_contacts"}


def test_a_log_without_a_whole_quarter_says_so_in_place_of_an_empty_table(tmp_path: Path) -> None:
    done = journeys("trend", log_file(tmp_path, rows=ROWS[:1]), keys=tmp_path / "keys")
    assert done.returncode == 0, done.stderr
    assert "geen heel kwartaal" in done.stdout
    assert "--per month" in done.stdout
