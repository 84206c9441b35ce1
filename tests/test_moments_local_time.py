"""Local time becomes UTC: the autumn hour is its first pass, the spring hour never was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moments_drawn import drawn, read
from municipal import folder_of, remarks, taken

from journeys.errors import SettingsError
from journeys.local_time import local_time
from journeys.moments import decide_moments

ZONES = (
    "Europe/Amsterdam", "UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo",
    "Africa/Casablanca", "Pacific/Apia",
)  # fmt: skip


def test_the_autumn_hour_is_its_first_pass_and_counted():
    assert read(
        ["25-10-2026 01:59", "25-10-2026 02:00", "25-10-2026 02:30", "25-10-2026 02:59:59.999", "25-10-2026 03:00"]
    ) == [
        ("2026-10-24 23:59:00", False, None, False),
        ("2026-10-25 00:00:00", False, None, True),
        ("2026-10-25 00:30:00", False, None, True),
        ("2026-10-25 00:59:59.999", False, None, True),
        ("2026-10-25 02:00:00", False, None, False),
    ]


def test_the_spring_hour_is_a_reject():
    assert read(
        ["29-03-2026 01:59:59", "29-03-2026 02:00", "29-03-2026 02:30", "29-03-2026 02:59:59", "29-03-2026 03:00"]
    ) == [
        ("2026-03-29 00:59:59", False, None, False),
        (None, False, "moment_in_spring_gap", False),
        (None, False, "moment_in_spring_gap", False),
        (None, False, "moment_in_spring_gap", False),
        ("2026-03-29 01:00:00", False, None, False),
    ]


def test_without_a_zone_utc_leaves_moments_as_they_stand():
    assert read(["25-10-2026 02:30", "29-03-2026 02:30"], zone="UTC") == [
        ("2026-10-25 02:30:00", False, None, False),
        ("2026-03-29 02:30:00", False, None, False),
    ]


def test_in_utc_a_typed_column_is_not_computed_with():
    with drawn(["2026-01-01"], "timestamp") as connection:
        plan = decide_moments(connection, "log", "moment", column_label="x")
    assert "::bigint[]" not in plan.expressions("moment", zone="UTC").utc


def test_a_date_on_which_midnight_never_was_is_its_first_moment():
    # In São Paulo the clock went from 23:59:59 on the 3rd to 01:00 on the 4th of November 2018: 03:00 UTC.
    assert read(["04-11-2018", "13-11-2018"], zone="America/Sao_Paulo")[0] == (
        "2018-11-04 03:00:00",
        True,
        None,
        False,
    )
    assert read(["04-11-2018 00:30", "13-11-2018"], zone="America/Sao_Paulo")[0][2] == "moment_in_spring_gap"


def test_a_zone_that_does_not_exist_is_an_error_of_the_settings():
    with pytest.raises(SettingsError, match="Europa/Almere"):
        local_time("Europa/Almere")


def test_moments_long_ago_and_far_ahead_are_read_too():
    found = read(["1900-01-01 12:00", "0026-01-12 12:00", "2150-01-01 12:00"], zone="Europe/Amsterdam")
    assert [row[0] for row in found] == [
        "1900-01-01 11:00:00", "0026-01-12 11:00:00", "2150-01-01 11:00:00",
    ]  # fmt: skip


def first_pass(local: datetime, zone: str) -> tuple[datetime | None, bool]:
    """This is what zoneinfo says: UTC (None in a gap), and whether the local time happens twice."""
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) != local:
        return None, False
    return first.replace(tzinfo=None), first != second


@pytest.mark.parametrize("zone", ZONES)
def test_every_quarter_around_every_change_is_as_zoneinfo_says(zone):
    starts = [datetime(1970, 1, 3) + timedelta(days=day) for day in range(47_000)]
    offsets = [day.replace(tzinfo=ZoneInfo(zone)).utcoffset() for day in starts]
    changed = [day for day, before, after in zip(starts, offsets, offsets[1:], strict=False) if before != after]
    quarters = [timedelta(minutes=15 * quarter) for quarter in range(-8, 100)]
    around = [day + quarter for day in changed for quarter in quarters][:20_000] or starts[:1000]
    expected = [first_pass(local, zone) for local in around]
    clock = local_time(zone)
    with duckdb.connect() as connection:
        connection.execute("create table t as select unnest($1::timestamp[]) as local", [around])
        utc = f"make_timestamp(epoch_us(local) - {clock.offset('epoch_us(local)')})"
        found = connection.execute(f"select local, {utc}, {clock.oddity('epoch_us(local)')} from t").fetchall()
    assert [row[0] for row in found] == around
    assert [(None if odd == 1 else moment, odd == -1) for _, moment, odd in found] == expected


DATES = {
    "dmy": (
        "{d:02}-{m:02}-{y:04}",
        "{d}-{m}-{y:04}",
        "{d:02}/{m:02}/{y:04}",
        "{d:02}.{m:02}.{y:04}",
        "{d:02}-{m:02}-{yy:02}",
    ),
    "mdy": ("{m:02}/{d:02}/{y:04}", "{m}-{d}-{y:04}", "{m:02}/{d:02}/{yy:02}"),
    "ymd": ("{y:04}-{m:02}-{d:02}", "{y:04}/{m:02}/{d:02}", "{y:04}{m:02}{d:02}"),
    "named": ("{d} {nl} {y:04}", "{d:02}-{en}-{y:04}"),
}
NL = ("jan", "februari", "mrt", "april", "mei", "juni", "jul", "augustus", "sept", "okt", "november", "dec")
EN = ("January", "feb", "March", "apr", "May", "jun", "July", "AUG", "September", "oct", "nov", "December")
TIMES = ("", " {H:02}:{M:02}", "T{H:02}:{M:02}:{S:02}", " {H}:{M:02}:{S:02}", " {H:02}:{M:02}:{S:02}.{ms:03}",
         "T{H:02}:{M:02}:{S:02}.{us:06}000",
         " {h}:{M:02} {half}", ", {H:02}:{M:02}")  # fmt: skip


@st.composite
def columns(draw):
    """This draws a column in one format, with what each value means."""
    order = draw(st.sampled_from(sorted(DATES)))
    date_format = draw(st.sampled_from(DATES[order]))
    compact = date_format == "{y:04}{m:02}{d:02}"
    times = draw(
        st.lists(
            st.sampled_from(("", "{H:02}{M:02}{S:02}", "{H:02}{M:02}{S:02}{ms:03}") if compact else TIMES),
            min_size=1,
            max_size=3,
        )
    )
    zone = draw(st.sampled_from(ZONES))
    last = datetime(2068, 12, 30) if "yy" in date_format else datetime(2100, 12, 30)
    anywhere = st.datetimes(min_value=datetime(1970, 1, 3), max_value=last)
    changes = st.sampled_from(
        [datetime(2026, 3, 29, 2), datetime(2026, 10, 25, 2), datetime(1985, 9, 29, 2), datetime(2018, 11, 4, 0)]
    )
    nearby = st.builds(lambda change, minutes: change + timedelta(minutes=minutes), changes, st.integers(-150, 150))
    values = []
    for local in draw(st.lists(st.one_of(anywhere, nearby), min_size=1, max_size=8)):
        time_format = draw(st.sampled_from(times))
        parts = {
            "d": local.day, "m": local.month, "y": local.year, "yy": local.year % 100, "nl": NL[local.month - 1],
            "en": EN[local.month - 1],
            "H": local.hour, "M": local.minute, "S": local.second, "ms": local.microsecond // 1000,
            "us": local.microsecond, "h": (local.hour + 11) % 12 + 1, "half": "pm" if local.hour >= 12 else "AM",
        }  # fmt: skip
        meant = local.replace(
            hour=local.hour if time_format else 0,
            minute=local.minute if time_format else 0,
            second=local.second if "{S" in time_format else 0,
            microsecond=local.microsecond
            if "{us" in time_format
            else local.microsecond // 1000 * 1000
            if "{ms" in time_format
            else 0,
        )
        values.append(((date_format + time_format).format(**parts), meant, not time_format))
    return values, zone, order != "mdy"


@given(columns())
@settings(max_examples=40, deadline=None)
def test_whatever_is_written_is_read_as_python_would(drawn_column):
    values, zone, day_first = drawn_column
    with drawn([text for text, _, _ in values]) as connection:
        plan = decide_moments(connection, "log", "moment", column_label="x", day_first=day_first)
        sql = plan.expressions("moment", zone=zone)
        found = connection.execute(
            f"select {sql.utc}, {sql.day_only}, {sql.problem}, {sql.ambiguous_hour} from log order by row_no"
        ).fetchall()
    assert (plan.values, plan.unreadable) == (len(values), 0)
    assert plan.day_only == sum(day_only for _, _, day_only in values)
    for (moment, day_only, problem, ambiguous), (_, meant, only_date) in zip(found, values, strict=True):
        expected, twice = first_pass(meant, zone)
        assert day_only == only_date
        assert ambiguous == twice
        if expected is None and not only_date:
            assert (moment, problem) == (None, "moment_in_spring_gap")
        elif expected is not None:
            assert (moment, problem) == (expected, None)
        else:
            assert (problem, moment) == (
                None,
                meant.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC).replace(tzinfo=None),
            )


@given(
    st.lists(
        st.tuples(st.datetimes(datetime(1970, 1, 3), datetime(2100, 1, 1)), st.integers(-12 * 60, 14 * 60)),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(ZONES),
)  # fmt: skip
@settings(max_examples=30, deadline=None)
def test_a_moment_that_carries_its_zone_does_not_depend_on_ours(moments, zone):
    texts = [
        f"{local.isoformat()}{'-' if offset < 0 else '+'}{abs(offset) // 60:02}:{abs(offset) % 60:02}"
        for local, offset in moments
    ]
    with drawn(texts) as connection:
        plan = decide_moments(connection, "log", "moment", column_label="x")
        sql = plan.expressions("moment", zone=zone)
        found = connection.execute(
            f"select {sql.utc}, {sql.problem}, {sql.ambiguous_hour} from log order by row_no"
        ).fetchall()
    assert found == [(local - timedelta(minutes=offset), None, False) for local, offset in moments]
    assert plan.zoned == len(moments)


@given(st.lists(st.text(alphabet="0123456789-/.: TZ+apm,janmrt ", max_size=22), min_size=1, max_size=12))
@settings(max_examples=80, deadline=None)
def test_no_text_is_lost_or_read_without_a_problem_or_a_moment(texts):
    from journeys.errors import InputError

    with drawn(texts) as connection:
        try:
            plan = decide_moments(connection, "log", "moment", column_label="x")
        except InputError:
            return
        sql = plan.expressions("moment", zone="Europe/Amsterdam")
        found = connection.execute(f"select {sql.utc}, {sql.problem} from log").fetchall()
    assert all((moment is None) == (problem is not None) for moment, problem in found)
    assert plan.unreadable == sum(problem == "moment_unreadable" for _, problem in found)
    assert plan.values == len(texts)


@pytest.mark.parametrize(
    ("plain", "written", "expected"),
    [
        ("2024-01-14 09:00", "2024-01-15 24:00", "2024-01-15 23:00:00"),
        ("2024-01-14T09:00:00", "2024-01-15T24:00:00", "2024-01-15 23:00:00"),
        ("14-01-2024 09:00:00.000", "31-12-2024 24:00:00.000", "2024-12-31 23:00:00"),
        ("14-1-2024, 9.00", "28-2-2024, 24.00", "2024-02-28 23:00:00"),
        ("14 januari 2024 09:00 uur", "29 februari 2024 24:00 uur", "2024-02-29 23:00:00"),
        ("2024-01-14T09:00:00Z", "2024-01-15T24:00:00Z", "2024-01-16 00:00:00"),
        ("2024-01-14T09:00+01:00", "2024-01-15T24:00+01:00", "2024-01-15 23:00:00"),
        ("20240114090000", "20240115240000", "2024-01-15 23:00:00"),
        ("20240114T0900", "20240115T2400", "2024-01-15 23:00:00"),
    ],
)
def test_24_00_is_midnight_at_the_end_of_that_day(plain: str, written: str, expected: str) -> None:
    assert read([plain, written])[1] == (expected, False, None, False)


def test_24_00_is_a_time_of_the_next_day_and_is_counted(tmp_path: Path) -> None:
    rows = "zaaknummer;activiteit;tijdstip\nZ1;Vraag;15-01-2024 09:00\nZ1;Werk;15-01-2024 24:00\nZ1;Klaar;17-01-2024 00:00\n"
    connection = taken(folder_of(tmp_path, log_csv=rows))
    found = connection.execute("select local_date::varchar, day_only from events order by row_no").fetchall()
    assert found == [("2024-01-15", False), ("2024-01-16", False), ("2024-01-17", True)]
    assert remarks(connection)["midnight_as_24"] == 1


def test_24_00_in_the_night_that_the_clock_goes_forward_is_the_midnight_before_it() -> None:
    assert read(["01-03-2026 09:00", "28-03-2026 24:00"])[1] == ("2026-03-28 23:00:00", False, None, False)


@pytest.mark.parametrize("written", ["2024-01-15 24:01", "2024-01-15 24:59", "2024-01-15 25:00", "2024-02-30 24:00", "9999-12-31 24:00"])
def test_nothing_else_of_hour_24_is_a_moment(written: str) -> None:
    found = read(["2024-01-14 09:00", "2024-01-15 24:00", written])
    assert [row[2] for row in found] == [None, None, "moment_unreadable"]
