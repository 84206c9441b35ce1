"""One format per column, decided from the whole column; the plan says which and how sure."""

from __future__ import annotations

import pytest
from moments_drawn import decided, drawn, read, utc

from journeys.errors import InputError
from journeys.moment_words import describe
from journeys.texts import use


@pytest.fixture(autouse=True)
def _english():
    use("en")
    yield
    use("nl")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["13-04-2026"], ["2026-04-13 00:00:00"]),
        (["9-3-2026", "13-4-2026"], ["2026-03-09 00:00:00", "2026-04-13 00:00:00"]),
        (["13/04/2026"], ["2026-04-13 00:00:00"]),
        (["13.04.2026"], ["2026-04-13 00:00:00"]),
        (["2026-04-03"], ["2026-04-03 00:00:00"]),
        (["2026-4-3"], ["2026-04-03 00:00:00"]),
        (["2026/04/03"], ["2026-04-03 00:00:00"]),
        (["13-04-26", "01-02-69", "01-02-68"], ["2026-04-13 00:00:00", "1969-02-01 00:00:00", "2068-02-01 00:00:00"]),
        (["04/13/2026", "03/04/2026"], ["2026-04-13 00:00:00", "2026-03-04 00:00:00"]),
        (["13-04-2026 9:05"], ["2026-04-13 09:05:00"]),
        (["13-04-2026 23:59:58"], ["2026-04-13 23:59:58"]),
        (["13-04-2026, 14:05"], ["2026-04-13 14:05:00"]),
        (["13-04-2026 9:05 pm", "13-04-2026 12:00am", "13-04-2026 12:30 PM"],
         ["2026-04-13 21:05:00", "2026-04-13 00:00:00", "2026-04-13 12:30:00"]),
        (["2026-04-13T09:05:06.5", "2026-04-13 09:05:06.123456789", "2026-04-13 09:05:06,25"],
         ["2026-04-13 09:05:06.5", "2026-04-13 09:05:06.123456", "2026-04-13 09:05:06.25"]),
        (["2026-04-13T09:05:06Z", "2026-04-13 09:05:06+01", "2026-04-13T09:05+0130", "2026-04-13T09:05:06.5-05:00"],
         ["2026-04-13 09:05:06", "2026-04-13 08:05:06", "2026-04-13 07:35:00", "2026-04-13 14:05:06.5"]),
        (["2016-07-13 15:11:07 UTC", "2016-07-13 15:11:07 +0200"], ["2016-07-13 15:11:07", "2016-07-13 13:11:07"]),
        (["2026-04-13T09:05:06.1234567", "2026-04-13T09:05:06.1234567Z", "2026-04-13T10:05:06.1234567+01:00"],
         ["2026-04-13 09:05:06.123456"] * 3),
        (["13-04-2026 01:00+02:00"], ["2026-04-12 23:00:00"]),
        (["20260413130211"], ["2026-04-13 13:02:11"]),
        (["20260413130211482"], ["2026-04-13 13:02:11.482"]),
        (["20260413"], ["2026-04-13 00:00:00"]),
        (["20260413T1302", "20260413T130211", "20260413T130211Z", "20260413"],
         ["2026-04-13 13:02:00", "2026-04-13 13:02:11", "2026-04-13 13:02:11", "2026-04-13 00:00:00"]),
        (["202604131302"], ["2026-04-13 13:02:00"]),
        (["13-04-2026 9.05", "13-04-2026 13.02.11", "14-04-2026", "13-04-2026 9:06"],
         ["2026-04-13 09:05:00", "2026-04-13 13:02:11", "2026-04-14 00:00:00", "2026-04-13 09:06:00"]),
        (["13.04.2026 9.05"], ["2026-04-13 09:05:00"]),
        (["13-04-2026 9:05 uur", "13-04-2026 21.05 uur"], ["2026-04-13 09:05:00", "2026-04-13 21:05:00"]),
        (["ma 13 apr 2026 9:05", "maandag 13 april 2026", "Di. 14 april 2026", "13 april 2026", "wed, 15 apr 2026 9:05"],
         ["2026-04-13 09:05:00", "2026-04-13 00:00:00", "2026-04-14 00:00:00", "2026-04-13 00:00:00", "2026-04-15 09:05:00"]),
        (["45000", "46034,5", "45000.25"], ["2023-03-15 00:00:00", "2026-01-12 12:00:00", "2023-03-15 06:00:00"]),
        (["8 jun 2026", "12 januari 2026 13:02", "1 mrt 2026", "2 maart 2026", "3 mei 2026", "4 okt. 2026",
          "5 Augustus 2026"],
         ["2026-06-08 00:00:00", "2026-01-12 13:02:00", "2026-03-01 00:00:00", "2026-03-02 00:00:00",
          "2026-05-03 00:00:00", "2026-10-04 00:00:00", "2026-08-05 00:00:00"]),
        (["8-JUN-2026", "12 January 2026", "3 May 2026", "4-oct-26", "5 march 2026", "6 DECEMBER 2026 9:05"],
         ["2026-06-08 00:00:00", "2026-01-12 00:00:00", "2026-05-03 00:00:00", "2026-10-04 00:00:00",
          "2026-03-05 00:00:00", "2026-12-06 09:05:00"]),
    ],
)  # fmt: skip
def test_each_format_is_read(values, expected):
    assert utc(values, zone="UTC") == expected


@pytest.mark.parametrize("name", ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"])
def test_every_dutch_month_is_known(name):
    month = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"].index(name) + 1
    assert utc([f"7 {name} 2025"], zone="UTC") == [f"2025-{month:02}-07 00:00:00"]


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        ("date", "2026-07-01", ("2026-06-30 22:00:00", True, None, False)),
        ("timestamp", "2026-07-01 12:00:00.25", ("2026-07-01 10:00:00.25", False, None, False)),
        ("timestamp_ns", "2026-07-01 12:00:00.123456789", ("2026-07-01 10:00:00.123456", False, None, False)),
        ("timestamp_s", "2026-07-01 12:00:00", ("2026-07-01 10:00:00", False, None, False)),
        ("timestamp_ms", "2026-10-25 02:30:00", ("2026-10-25 00:30:00", False, None, True)),
        ("timestamptz", "2026-07-01 12:00:00+02", ("2026-07-01 10:00:00", False, None, False)),
        ("timestamp", "2026-03-29 02:30:00", (None, False, "moment_in_spring_gap", False)),
        ("double", "46034.5", ("2026-01-12 11:00:00", False, None, False)),
        ("double", "46034", ("2026-01-11 23:00:00", True, None, False)),
        ("integer", "46034", ("2026-01-11 23:00:00", True, None, False)),
        ("decimal(10,2)", "46034.50", ("2026-01-12 11:00:00", False, None, False)),
        ("bigint", "20260112130211", ("2026-01-12 12:02:11", False, None, False)),
    ],
)
def test_columns_that_have_a_type_of_their_own_are_read(type_, value, expected):
    found, empty = read([value, None], type_)
    assert found == expected
    assert (empty[0], empty[2], empty[3]) == (None, None, False)


def test_an_infinite_date_is_unreadable():
    assert read(["infinity", "2026-01-01"], "date", zone="UTC")[0] == (None, True, "moment_unreadable", False)


def test_days_that_systems_write_for_no_moment_are_rejects_and_the_others_stay():
    found = read(["01-01-0001 00:00", "31-12-9999 23:59", "13-04-2026 09:05", "01-01-1900 09:05", "02-01-0001 12:00"], zone="UTC")
    assert [(row[0], row[2]) for row in found] == [
        (None, "moment_unreadable"), (None, "moment_unreadable"), ("2026-04-13 09:05:00", None), ("1900-01-01 09:05:00", None),
        ("0001-01-02 12:00:00", None),
    ]  # fmt: skip
    assert decided(["01-01-0001", "13-04-2026"]).unreadable == 1
    assert read(["9999-12-31T23:30:00Z", "2026-04-13T09:05:00Z"], zone="Europe/Amsterdam")[0][0] is None
    assert read(["4000-01-01 (BC) 00:00:00", "2026-04-13 09:05:00"], "timestamp", zone="Europe/Amsterdam")[0][2] == "moment_unreadable"


def test_a_clock_with_dots_beside_dates_alone_tells_which_have_a_time_of_day():
    found = read(["13-04-2026 9.05", "14-04-2026", "15-04-2026 0.00"], zone="UTC")
    assert [row[1] for row in found] == [False, True, False]


def test_excel_days_count_from_1904_when_told():
    assert utc(["45000", "44572.5"], zone="UTC", excel_1904=True) == ["2027-03-16 00:00:00", "2026-01-12 12:00:00"]


def test_excel_times_come_out_on_the_second():
    assert utc(["46034.5430671296"], zone="UTC") == ["2026-01-12 13:02:01"]
    assert utc([46034.543067129627], "double", zone="UTC") == ["2026-01-12 13:02:01"]


def test_small_numbers_are_no_excel_days():
    with pytest.raises(InputError, match="can be read as a moment"):
        decided(["1", "2", "3"])


def test_one_value_beyond_the_twelfth_settles_day_first_for_the_column():
    plan = decided(["03-04-2026"] * 5 + ["13-04-2026"])
    assert (plan.day_first, plan.basis, plan.certain, plan.ambiguous) == (True, "evidence", 1, 5)
    assert "sure that the day comes first" in describe(plan)


def test_the_twelfth_may_be_a_month_and_contradicts_nothing():
    plan = decided(["04/13/2026", "12/04/2026", "onbekend"])
    assert (plan.day_first, plan.certain, plan.ambiguous, plan.unreadable) == (False, 1, 1, 1)


def test_evidence_far_below_the_first_values_counts_too():
    plan = decided(["03/04/2026"] * 30_000 + ["04/13/2026"])
    assert (plan.day_first, plan.basis, plan.certain, plan.ambiguous) == (False, "evidence", 1, 30_000)


def test_without_evidence_the_day_comes_first_and_the_ambiguous_values_are_counted():
    plan = decided(["03-04-2026", "05-06-2026", "07-07-2026", None])
    assert (plan.day_first, plan.basis, plan.values, plan.ambiguous) == (True, "default", 3, 2)
    assert "Assumed: the day comes first. Values that depend on it: 2." in describe(plan)
    assert "--day-first or --month-first" in describe(plan)


@pytest.mark.parametrize(("day_first", "expected"), [(True, "2026-04-03 00:00:00"), (False, "2026-03-04 00:00:00")])
def test_the_settings_settle_the_order(day_first, expected):
    assert utc(["03-04-2026"], zone="UTC", day_first=day_first) == [expected]
    plan = decided(["03-04-2026"], day_first=day_first)
    assert (plan.basis, plan.ambiguous) == ("settings", 1)
    assert "The settings say" in describe(plan)


def test_dates_that_are_the_same_either_way_are_not_ambiguous():
    plan = decided(["05-05-2026", "06-06-2026"])
    assert plan.ambiguous == 0
    assert "their order does not matter" in describe(plan)


def test_a_column_that_contradicts_itself_is_an_error_with_the_counts():
    with pytest.raises(InputError) as caught:
        decided(["13-04-2026", "14-04-2026", "04-13-2026", "01-02-2026"])
    assert "“Datum” contradicts itself" in caught.value.message
    assert "day first: 2; only the month first: 1" in caught.value.message
    assert "--day-first" in caught.value.next_step


def test_with_the_order_in_the_settings_a_contradiction_becomes_rejects():
    plan = decided(["13-04-2026", "04-13-2026"], day_first=True)
    assert (plan.values, plan.unreadable) == (2, 1)


def test_values_that_fit_none_are_rejects_and_counted():
    values = [
        "13-04-2026",
        "onbekend",
        "2026-04-13",
        "31-02-2026",
        "13-04-2026 24:30",
        "13-04-2026 12:60",
        "13-04-26",
        "  ",
        None,
    ]
    assert [row[2] for row in read(values)] == [None, *["moment_unreadable"] * 7, None]
    plan = decided(values)
    assert (plan.values, plan.unreadable) == (8, 7)
    assert "7 values do not fit and are left out" in describe(plan)


def test_the_format_that_most_values_have_is_the_format_of_the_column():
    assert [row[2] for row in read(["2026-04-13", "2026-04-14", "15-04-2026"])] == [None, None, "moment_unreadable"]
    late = ["15-04-2026"] * 20_500 + ["2026-04-13"] * 21_000
    plan = decided(late)
    assert (plan.kind, plan.unreadable) == ("year_first", 20_500)


def test_dates_with_and_without_time_may_mix_and_the_share_is_told():
    values = ["13-04-2026 10:00"] * 15 + ["14-04-2026"] * 5
    assert [row[1] for row in read(values)] == [False] * 15 + [True] * 5
    plan = decided(values)
    assert (plan.day_only, plan.unreadable) == (5, 0)
    assert "Without a time of day: 5 of 20 values (25%)." in describe(plan)
    assert "dd-mm-yyyy with or without a time of day" in describe(plan)


def test_midnight_written_out_is_a_time_of_day():
    assert read(["13-04-2026 00:00"])[0][1] is False


def test_moments_with_and_without_zone_may_mix():
    values = [
        "2026-07-01T12:00:00Z",
        "2026-07-01 12:00",
        "2026-10-25 02:30",
        "2026-10-25T02:30+01:00",
        "2026-03-29 02:30",
    ]
    assert read(values) == [
        ("2026-07-01 12:00:00", False, None, False),
        ("2026-07-01 10:00:00", False, None, False),
        ("2026-10-25 00:30:00", False, None, True),
        ("2026-10-25 01:30:00", False, None, False),
        (None, False, "moment_in_spring_gap", False),
    ]
    assert decided(values).zoned == 2


def test_blanks_around_a_moment_are_no_matter():
    assert utc([" 13-04-2026", "14-04-2026 10:00 ", "15-04-2026\u00a0", "16-04-2026"], zone="UTC") == [
        "2026-04-13 00:00:00", "2026-04-14 10:00:00", "2026-04-15 00:00:00", "2026-04-16 00:00:00",
    ]  # fmt: skip


def test_a_column_without_any_moment_is_an_error_that_shows_no_value():
    with pytest.raises(InputError) as caught:
        decided(["Jansen", "Pietersen"])
    assert "“Datum”" in caught.value.message
    assert "Jansen" not in str(caught.value)


@pytest.mark.parametrize("values", [[], [None, None]])
def test_an_empty_column_holds_no_moments(values):
    plan = decided(values)
    assert plan.values == 0
    assert "holds no moments" in describe(plan)
    assert read(values) == [(None, False, None, False)] * len(values)


def test_a_column_of_free_text_costs_no_memory_and_no_crash():
    values = [f"Brief {number} van inwoner, {'x' * (number % 40)}" for number in range(5_000)]
    with pytest.raises(InputError):
        decided(values)


def test_the_description_is_dutch_for_dutch_readers():
    use("nl")
    text = describe(decided(["03-04-2026 10:00", "05-06-2026"]))
    assert text == (
        "Kolom “Datum” is gelezen als dd-mm-jjjj met of zonder kloktijd. Aan geen waarde is te zien wat de dag is en "
        "wat de maand. We nemen aan dat de dag voorop staat. Waarden die daarvan afhangen: 2. "
        "Leg het vast met --day-first of --month-first. Zonder kloktijd: 1 van 2 waarden."
    )


@pytest.mark.parametrize("column", ['"de ""datum"""', "c0"])
def test_the_column_may_have_any_name(column):
    with drawn([]) as connection:
        connection.execute(f"create table odd as select '13-04-2026' as {column}")
        from journeys.moments import decide_moments

        plan = decide_moments(connection, "odd", column, column_label="x", day_first=None)
        sql = plan.expressions(f"odd.{column}", zone="UTC")
        assert connection.execute(f"select {sql.utc}::varchar from odd").fetchall() == [("2026-04-13 00:00:00",)]
