"""Statutory terms for the definitions: the weeks of each topic from journeys.toml, and the days on which no term ends."""

from __future__ import annotations

from datetime import date

import pytest
from drawn import draw
from mined_tables import mined
from poured import pour

from journeys.errors import SettingsError
from journeys.settings import CalendarSettings, PrivacySettings, ReadingSettings, Settings
from journeys.settings_file import settings_from
from mining.terms import write_terms

LOG = """
case | time             | kind    | topic
Z1   | 2026-01-05 09:00 | request | Bomen  kappen
Z2   | 2026-01-05 09:00 | request | parkeren
Z3   | 2026-01-05 09:00 | request |
"""


def test_a_topic_of_the_settings_is_found_however_it_is_spelled_and_one_that_the_log_lacks_is_no_matter() -> None:
    with draw(LOG) as log:
        write_terms(log, settings=settings_from({"terms": {" BOMEN kappen": 26, "uitrit": 12}}))
        found = log.execute("select topic, weeks from topic_terms join topics on topics.topic_no = topic_terms.topic_no")
        assert found.fetchall() == [("Bomen kappen", 26)]


def test_weeks_are_whole_numbers() -> None:
    with pytest.raises(SettingsError, match=r"terms\.parkeren"):
        settings_from({"terms": {"parkeren": "acht"}})


@pytest.mark.parametrize("closed", [False, True])
def test_a_term_moves_over_weekends_holidays_and_closed_days_of_the_settings_together(closed: bool) -> None:
    settings = Settings(calendar=CalendarSettings(closed_days=(date(2026, 5, 15),) if closed else ()))
    with draw(LOG) as log:
        write_terms(log, settings=settings)
        moves = dict(log.execute("select local_date, moved_to from term_moves").fetchall())
    assert moves[date(2026, 4, 3)] == moves[date(2026, 4, 6)] == date(2026, 4, 7)  # Good Friday to Easter Monday
    assert moves[date(2026, 5, 14)] == (date(2026, 5, 18) if closed else date(2026, 5, 15))  # Ascension Day, and the Friday by decree
    assert (date(2026, 5, 15) in moves) == closed
    assert moves[date(2026, 12, 25)] == date(2026, 12, 28)
    assert date(2026, 4, 7) not in moves


def test_the_tables_are_there_for_a_log_without_events() -> None:
    with mined("", "over_term") as log:
        assert log.execute("select count(*) from over_term").fetchall() == [(0,)]


def test_the_whole_pipeline_reads_the_terms_and_a_closed_day_of_the_settings() -> None:
    rows = [
        {"case": "Z1", "activity": "a", "time": "2026-01-05 09:00", "kind": "aanvraag", "topic": "Bomen kappen"},
        {"case": "Z1", "activity": "b", "time": "2026-01-21 09:00", "kind": "besluit", "topic": ""},
        {"case": "Z3", "activity": "a", "time": "2026-01-05 09:00", "kind": "aanvraag", "topic": "Bomen kappen"},
        {"case": "Z3", "activity": "b", "time": "2026-01-20 09:00", "kind": "besluit", "topic": ""},
        {"case": "Z2", "activity": "a", "time": "2026-01-05 09:00", "kind": "aanvraag", "topic": "parkeren"},
        {"case": "Z2", "activity": "b", "time": "2026-01-20 09:00", "kind": "besluit", "topic": ""},
    ]
    columns = ("case", "activity", "time", "kind", "topic")
    settings = Settings(
        columns={ours: ours for ours in columns},
        reading=ReadingSettings(by="case"),
        privacy=PrivacySettings(names="keep"),
        calendar=CalendarSettings(closed_days=(date(2026, 1, 19),)),
        terms={"bomen KAPPEN": 2},
    )
    connection, _ = pour(rows, settings=settings, columns=columns)
    with connection:
        found = connection.execute('select "case", status, working_days from over_term join cases using (case_no)').fetchall()
    assert found == [("Z1", "late", 11)]  # two weeks end on Monday 19 January, closed: the 20th is in time
