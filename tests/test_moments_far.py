"""One wrong date, centuries away (31-12-2999 for "no end", a year typed as 0024), is kept and told, and stops no command."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from commanded import journeys, log_file
from mined_tables import mined, rows

from mining.calendar_dates import calendar_days, midnight
from mining.rounding import round_down

HEADERS = ("zaaknummer", "inwoner", "activiteit", "tijdstip", "medewerker", "afdeling", "naar_afdeling", "soort")


def log_with(wrong: str, folder: Path) -> Path:
    lines: list[Sequence[str]] = []
    for case in range(12):
        of_case = (f"Z{case}", f"I{case}")
        lines += [
            (*of_case, "vraag", f"2024-02-{case + 1:02d} 10:00", "mw-1", "KCC", "", "aanvraag"),
            (*of_case, "door", f"2024-02-{case + 2:02d} 11:00", "mw-1", "KCC", "Zorg", "overdracht"),
            (*of_case, "besluit", f"2024-02-{case + 6:02d} 11:00", "mw-2", "Zorg", "", "besluit"),
        ]
    lines.append(("Z3", "I3", "nawerk", f"{wrong} 11:00", "mw-3", "Zorg", "", "behandeling"))
    return log_file(folder, rows=lines, headers=HEADERS)


@pytest.mark.parametrize(
    ("wrong", "days"),
    [("2999-12-31", (date(2999, 12, 31) - date(2024, 2, 4)).days), ("0024-03-01", (date(2024, 2, 9) - date(24, 3, 1)).days)],
)
def test_a_date_of_centuries_away_stops_no_command(wrong: str, days: int, tmp_path: Path) -> None:
    log, dossier = log_with(wrong, tmp_path), tmp_path / "dossier"

    def told(*arguments: object, code: int = 0) -> str:
        done = journeys(*arguments, keys=tmp_path / "keys", cwd=tmp_path)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    assert wrong.split("-")[0].lstrip("0") in told("mine", log, "--out", dossier)
    with (dossier / "tables" / "journeys.csv").open(encoding="utf-8") as file:
        longest = max(csv.DictReader(file), key=lambda row: float(row["calendar_days"]))
    assert round(float(longest["calendar_days"])) == days
    assert longest["events"] == "4"
    told("map", dossier, "--journey", longest["journey"], "--out", "kaart.svg")
    if wrong.startswith("2999"):  # what one draws over the centuries, the other does too
        told("workshop", dossier, "--journey", longest["journey"], "--out", "wand.html")
        assert "--end" in told("trend", dossier, code=3)
    else:
        told("report", dossier, "--share", "--journey", longest["journey"], "--out", "delen.html")
        told("compare", dossier, "--change", "2024-02-06", "--out", "vergelijking")


def test_transfers_lost_for_a_century_are_counted() -> None:
    """The square of a century in seconds does not fit in 64 bits."""
    with mined("""
        case | resident | time             | kind     | department | to_department | topic
        Z1   | r1       | 2010-03-04 09:00 | transfer | KCC        | Zorg          | Parkeren
        Z2   | r2       | 2010-03-04 09:00 | transfer | KCC        | Zorg          | Parkeren
        Z3   | r3       | 2108-03-04 09:00 | work     | Wonen      |               | Wonen
    """, "harm_pairs", "harm_topics") as made:  # fmt: skip
        (pair,) = rows(made, "select * from harm_pairs")
        topic = rows(made, "select * from harm_topics order by question_days_lost desc")[0]
    days = 2 * (date(2108, 3, 4) - date(2010, 3, 4)).days
    for found in (pair, topic):
        assert found["question_days_lost"] == days
        assert found["question_days_lost_low"] == days == found["question_days_lost_high"]  # both lost as long: nothing to doubt


def test_days_are_counted_over_more_years_than_nanoseconds_hold() -> None:
    begun, ended = pd.Series([pd.Timestamp("0500-06-01 10:00")]), pd.Series([pd.Timestamp("2999-12-31 10:00")])
    assert list(calendar_days(begun, ended)) == [(date(2999, 12, 31) - date(500, 6, 1)).days]


@pytest.mark.parametrize(("moment", "week"), [("2999-12-31 10:00", "2999-12-29"), ("2024-07-03 22:30", "2024-06-30 22:00")])
def test_a_week_begins_on_its_monday_also_far_away(moment: str, week: str) -> None:
    (found,) = round_down(pd.Series([pd.Timestamp(moment)]), rounding="week")
    assert str(found).startswith(week)


def test_days_of_long_ago_begin_by_the_clock_of_1970() -> None:
    assert midnight(date(1650, 5, 30)) == pd.Timestamp("1650-05-29 23:00")
    assert midnight(date(2024, 7, 1)) == pd.Timestamp("2024-06-30 22:00")
