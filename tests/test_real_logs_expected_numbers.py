"""Every expected number of the real logs that our measures cover comes out exactly, in the plain reading.

Witness: expected.json and percase/*.csv.gz, computed by plain loops without any process-mining library.
"""

from datetime import UTC, datetime

import pytest
from shared_logs import LOGS, expected, mined, needs_logs, per_case

pytestmark = [needs_logs, pytest.mark.shared]


def _logs():
    return list(expected()["logs"]) if (LOGS / "expected.json").is_file() else []


def _blocks(block):
    return [(log, column) for log in _logs() for column in expected()["logs"][log].get(block, {})]


def value(connection, query):
    return connection.execute(query).fetchall()[0][0]


def seconds(text):
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


@pytest.mark.parametrize("log", _logs())
def test_the_basics_of_a_log(log):
    want = expected()["logs"][log]["basics"]
    got = mined(expected()["logs"][log]["file"])
    row = got.execute(
        "select count(*), sum(events), min(started), max(ended), min(events), max(events), median(events) from case_measures"
    ).fetchall()[0]
    assert row[0] == want["cases"]
    assert row[1] == want["events"]
    assert row[2] == seconds(want["first_timestamp_utc"])
    assert row[3] == seconds(want["last_timestamp_utc"])
    assert (row[4], row[5], row[6]) == (want["events_per_case"]["min"], want["events_per_case"]["max"], want["events_per_case"]["median"])
    assert value(got, "select count(*) from activities") == want["activities"]
    assert value(got, "select count(*) from directly_follows") == want["directly_follows_distinct"]
    assert value(got, "select sum(count) from directly_follows") == want["directly_follows_pairs_total"]
    assert value(got, "select self_loops from log_measures") == want["self_loops_total"]
    pairs = got.execute("""select one.activity, other.activity, count from directly_follows
        join activities one using (activity_no) join activities other on other.activity_no = next_activity_no""").fetchall()
    counted = {(one, other): count for one, other, count in pairs}
    assert {tuple(pair): count for pair, count in want["top_directly_follows"]}.items() <= counted.items()


@pytest.mark.parametrize("log", _logs())
def test_durations_variants_and_ties_of_a_log(log):
    want = expected()["logs"][log]["basics"]
    got = mined(expected()["logs"][log]["file"])
    durations = want["case_duration_s"]
    assert value(got, "select median(calendar_days * 86400) from case_measures") == pytest.approx(durations["median"], abs=1e-3)
    assert value(got, "select max(calendar_days * 86400) from case_measures") == pytest.approx(durations["max"], abs=1e-3)
    assert value(got, "select avg(calendar_days * 86400) from case_measures") == pytest.approx(durations["mean"], abs=1e-2)
    assert value(got, "select count(*) from case_measures where calendar_days = 0") == durations["cases_with_zero"]
    assert (
        value(got, 'select "case" from case_measures join cases using (case_no) order by calendar_days desc, case_no limit 1')
        == durations["max_case"]
    )
    assert value(got, "select activity_variants from log_measures") == want["variants"]
    assert value(got, "select most_common_activity_variant_cases from log_measures") == want["most_common_variant_cases"]
    assert value(got, "select start_activities from log_measures") == want["start_activities"]
    assert value(got, "select end_activities from log_measures") == want["end_activities"]
    assert value(got, "select tied_neighbours from log_measures") == want["tied_consecutive_pairs"]


def check(got, want, kind):
    one = {
        "official": ("officials", "handoffs", "pingpong_officials"),
        "department": ("departments", "department_handoffs", "pingpong_departments"),
    }[kind]
    distinct, handoffs, pingpong = one
    table = f"select sum({handoffs}), sum({pingpong}), max({distinct}), avg({distinct}), count(*) filter (where {pingpong} > 0) from case_measures"
    total, rings, most, mean, cases_with_rings = got.execute(table).fetchall()[0]
    assert total == want["handovers_skip_unknown"]
    assert rings == want["pingpong"]
    assert most == want["max_distinct_in_case"]["value"]
    assert mean == pytest.approx(want["distinct_per_case_mean"], abs=1e-6)
    assert cases_with_rings == want["cases_with_pingpong"]
    number = "official_no" if kind == "official" else "department_no"
    assert value(got, f"select count(distinct {number}) from events") == want["distinct"]
    assert value(got, f"select count(*) from events where {number} is null") == want["events_unknown"]


@pytest.mark.parametrize("kind", ["official", "department"])
@pytest.mark.parametrize(("log", "column"), _blocks("raw"))
def test_handoffs_pingpong_and_distinct_of_a_column(log, column, kind):
    file = expected()["logs"][log]["file"]
    check(mined(file, **{kind: column}), expected()["logs"][log]["raw"][column], kind)


@pytest.mark.parametrize(("log", "column"), _blocks("placeholders_unknown"))
def test_with_the_placeholders_of_the_log_as_unknown(log, column):
    want = expected()["logs"][log]["placeholders_unknown"][column]
    file = expected()["logs"][log]["file"]
    check(mined(file, official=column, without=tuple(want["placeholders"])), want, "official")
    check(mined(file, department=column, without_departments=tuple(want["placeholders"])), want, "department")


@pytest.mark.parametrize(("log", "column"), _blocks("excluded_accounts"))
def test_with_system_accounts_left_out(log, column):
    want = expected()["logs"][log]["excluded_accounts"][column]
    check(mined(expected()["logs"][log]["file"], official=column, without=tuple(want["excluded"])), want, "official")


@pytest.mark.parametrize(("log", "column"), _blocks("raw"))
def test_every_case_by_itself(log, column):
    got = mined(expected()["logs"][log]["file"], official=column)
    rows = got.execute(
        'select "case", events, started, ended, calendar_days * 86400, officials, handoffs, pingpong_officials from case_measures join cases using (case_no)'
    ).fetchall()
    want = {
        case: (
            int(row["events"]),
            seconds(row["start_utc"]),
            seconds(row["end_utc"]),
            *(int(row[f"{column}|{name}"]) for name in ("distinct", "handovers_skip_unknown", "pingpong")),
        )
        for case, row in per_case(log).items()
    }
    assert {row[0]: (row[1], row[2], row[3], *row[5:]) for row in rows} == want
    assert all(duration == pytest.approx(float(per_case(log)[case]["duration_s"]), abs=1e-3) for case, _, _, _, duration, *_ in rows)
