"""01-01-1900 is that date everywhere: what is before 1970 is read and told by one clock, that of the day on which 1970 began."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
from commanded import journeys, log_file, summary
from moments_drawn import read

from journeys.clock import on_the_wall, utc_sql, wall_sql
from journeys.texts import local_day, moment, use
from mining.calendar_dates import calendar_days, local_dates, local_moment, local_moments, midnight
from visuals.event_export import export_events
from visuals.timeline import Timeline

OLD = ("1650-05-30 00:00", "1900-01-01 00:00", "1916-05-01 12:00", "1937-07-01 00:00", "1940-05-16 09:30", "1946-07-01 00:00", "1969-12-31 23:59")
ZONES = ("Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "UTC")


@pytest.mark.parametrize("zone", ZONES)
def test_a_moment_of_long_ago_is_told_as_it_was_written(zone: str) -> None:
    utc = [datetime.fromisoformat(str(row[0])) for row in read(OLD, zone=zone)]
    written = [datetime.fromisoformat(text) for text in OLD]
    assert [on_the_wall(one, zone).replace(tzinfo=None) for one in utc] == written
    with duckdb.connect() as connection:
        connection.execute("create table t as select unnest($1::timestamp[]) as utc, unnest($2::timestamp[]) as local", [utc, written])
        assert connection.execute(f"select {wall_sql('utc', zone)}, {utc_sql('local', zone)} from t").fetchall() == list(zip(written, utc, strict=True))


def test_from_1970_on_the_clock_is_that_of_the_zone() -> None:
    assert on_the_wall(datetime(1977, 7, 1, 10)).isoformat() == "1977-07-01T12:00:00+02:00"
    assert on_the_wall(datetime(1970, 1, 1)).isoformat() == "1970-01-01T01:00:00+01:00"
    assert on_the_wall(datetime(1899, 12, 31, 23)).isoformat() == "1900-01-01T00:00:00+01:00"
    with duckdb.connect() as connection:
        told = wall_sql("timestamp '1977-07-01 10:00'")
        assert connection.execute(f"select {told}").fetchall() == [(datetime(1977, 7, 1, 12),)]


def test_dates_and_days_of_long_ago_are_those_of_the_calendar() -> None:
    use("nl")
    utc = pd.Series([pd.Timestamp("1899-12-31 23:00"), pd.Timestamp("1937-06-30 23:00"), pd.Timestamp("2024-06-30 22:00")])
    assert [str(one.date()) for one in local_dates(utc)] == ["1900-01-01", "1937-07-01", "2024-07-01"]
    assert [one.hour for one in local_moments(utc)] == [0, 0, 0]
    assert str(local_moment(utc[0]).date()) == "1900-01-01"
    assert [midnight(day) for day in (date(1900, 1, 1), date(1937, 7, 1))] == [utc[0], utc[1]]
    assert list(calendar_days(utc.iloc[:1], pd.Series([pd.Timestamp("1900-01-02 22:59")]))) == [1]
    assert local_day(utc[0].to_pydatetime()) == date(1900, 1, 1)
    assert moment(utc[0].to_pydatetime()) == "1 januari 1900, 00:00"


def test_the_axis_of_a_map_of_long_ago_begins_on_the_first_of_a_month() -> None:
    axis = Timeline(pd.Timestamp("1899-12-31 23:00"), pd.Timestamp("1900-03-31 23:00"), 0, 90)
    ticks = {tick.label: round(tick.x) for tick in axis.ticks() if tick.label}
    assert next(iter(ticks.values())) == 0
    assert "1900" in next(iter(ticks))


def test_a_date_of_1900_is_that_date_in_every_output(tmp_path: Path) -> None:
    rows = [
        ("Z1", "I1", "vraag", "01-01-1900", "mw-1", "KCC", "", "aanvraag"),
        ("Z1", "I1", "door", "13-03-1935 09:30", "mw-1", "KCC", "Zorg", "overdracht"),
        ("Z1", "I1", "besluit", "20-03-1935 11:00", "mw-2", "Zorg", "", "besluit"),
    ]
    headers = ("zaaknummer", "inwoner", "activiteit", "tijdstip", "medewerker", "afdeling", "naar_afdeling", "soort")
    done = journeys("mine", log_file(tmp_path, rows=rows, headers=headers), "--out", tmp_path / "d", keys=tmp_path / "keys")
    assert done.returncode == 0, done.stderr
    assert summary(tmp_path / "d")["first"] == "1900-01-01T00:00:00+01:00"
    texts = [path for path in (tmp_path / "d").rglob("*") if path.suffix in (".html", ".csv", ".svg", ".json")]
    assert len(texts) > 10
    for path in texts:
        assert not re.search(r"\b1899\b", re.sub(r"<style.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)), path.name
    assert "1 januari 1900" in (tmp_path / "d" / "index.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(tmp_path / "d" / "tables.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.startswith("1899")]
    for to, expected in (("csv", ["01-01-1900", "13-03-1935 09:30:00", "20-03-1935 11:00:00"]), ("xes", ["1900-01-01", "1935-03-13T09:30:00+01:00"])):
        path, _ = export_events(tmp_path / "d", to=to, out=tmp_path / f"uit.{to}")
        assert [one for one in expected if one not in path.read_text(encoding="utf-8")] == []
