"""From CSV text to measures: what must not change a log changes nothing, parts add up to wholes, and a second intake agrees."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise, permutations
from random import Random
from typing import Any

import duckdb
import pytest
from drawn import draw, wd
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as some
from poured import ACTS, PEOPLE, UNITS, asked, calm_log, pour, told, wild_log

from journeys.settings import Settings
from mining.catalogue import read_definitions
from mining.mine import mine

a_few = settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
several = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
seeds = some.integers(0, 10**9)
PIPELINE = Settings()

EVENTS = """
    select
      events.row_no, cases."case", journey_ids.journey, moment, order_moment, day_only, start_moment,
      work_day - min(work_day) over () as work_day, local_date, activities.activity, events.kind::text as kind, acted_by::text as acted_by,
      municipal, appears, officials.official, asked.official as to_official, departments.department, receiving.department as to_department,
      topics.topic, channel::text as channel, outcome::text as outcome, related."case" as related_case
    from events
    join cases on cases.case_no = events.case_no
    join journey_ids on journey_ids.journey_no = events.journey_no
    join activities on activities.activity_no = events.activity_no
    left join officials on officials.official_no = events.official_no
    left join officials as asked on asked.official_no = events.to_official_no
    left join departments on departments.department_no = events.department_no
    left join departments as receiving on receiving.department_no = events.to_department_no
    left join topics on topics.topic_no = events.topic_no
    left join cases as related on related.case_no = events.related_case_no
    order by events.row_no
"""
NAMES = ("case", "journey", "activity", "official", "to_official", "department", "to_department", "topic", "related_case")


def events_of(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """This gives the events with texts for numbers; names as they are compared (A2), in the plain reading as they stand."""
    plain = connection.execute("select reading from log").fetchall() == [("plain",)]
    rows = asked(connection, EVENTS)
    for row in rows:
        if plain:
            del row["day_only"]  # orders nothing there
        else:
            row.update({name: None if row[name] is None else " ".join(row[name].split()).casefold() for name in NAMES})
    return rows


@several
@given(seeds, some.sampled_from(["municipal", "municipal", "plain"]), some.sampled_from(["resident", "case"]))
def test_the_intake_makes_the_very_events_of_a_second_slow_intake(seed: int, reading: str, by: str) -> None:
    log = wild_log(seed, events=60)
    if reading == "plain":
        # Every difference of a text counts there: white space around it is for other tests. A moment without a zone is UTC there, and
        # the calendar stays that of Amsterdam (docs/architecture.md): the second intake has no opinion on that last hour of the day.
        log = [{ours: value.strip().replace("23:59", "21:59") for ours, value in row.items()} for row in log]
    poured, intake = pour(log, reading=reading, by=by, mining=False)
    drawn = draw(log, reading=reading, by=by)
    assert events_of(poured) == events_of(drawn)
    assert intake.events - intake.duplicates == len(events_of(drawn))
    for query in (
        "select log_end, log_end_date, first_moment from log",
        "select ours, known from present where ours <> 'by' order by ours",
        "select local_date, is_working_day from days semi join (select distinct local_date from events) using (local_date) order by local_date",
        "select coalesce(sum(count), 0) from remarks where remark = 'duplicate'",
    ):
        assert poured.execute(query).fetchall() == drawn.execute(query).fetchall(), query
    assert {reject[0] for reject in poured.execute("select reason from rejects").fetchall()} == set()


@a_few
@given(seeds)
def test_rows_that_are_no_events_leave_the_others_as_they_were(seed: int) -> None:
    dice, log = Random(seed), wild_log(seed, events=40)
    bad = (("case", "case_missing"), ("activity", "activity_missing"), ("time", "moment_missing"), ("time", "moment_unreadable"))
    with_rejects: list[dict[str, str]] = []
    kept, expected = [], []
    for row in log:
        if dice.random() < 0.2:
            column, reason = dice.choice(bad)
            with_rejects.append({**row, column: "31-31-2026" if reason == "moment_unreadable" else ""})
            expected.append((len(with_rejects), reason))
        with_rejects.append(row)
        kept.append(len(with_rejects))
    poured, intake = pour(with_rejects, mining=False)
    assert poured.execute("select row_no, reason from rejects order by row_no").fetchall() == expected
    assert intake.rows == len(with_rejects) == intake.events + intake.rejects
    assert [{**row, "row_no": None} for row in events_of(poured)] == [{**row, "row_no": None} for row in events_of(draw(log))]
    assert [row["row_no"] for row in events_of(poured)] == [kept[row["row_no"] - 1] for row in events_of(draw(log))]


# What must not change a log


@a_few
@given(seeds, seeds)
def test_the_order_of_the_rows_changes_nothing_where_nothing_ties(seed: int, shuffle: int) -> None:
    log = calm_log(seed)
    shuffled = list(log)
    Random(shuffle).shuffle(shuffled)
    assert told(pour(shuffled)[0]) == told(pour(log)[0])


@a_few
@given(seeds, some.integers(1, 8))
def test_all_times_some_weeks_later_are_the_same_log_some_weeks_later(seed: int, weeks: int) -> None:
    """June up to the end of September has no holiday and no change of the clock."""
    later = timedelta(weeks=weeks)
    log = calm_log(seed)
    moved = [{**row, "time": str(datetime.fromisoformat(row["time"]) + later)} for row in log]
    assert told(pour(moved)[0], later=later) == told(pour(log)[0])


def renamed(value: Any, names: dict[str, str]) -> Any:
    return " > ".join(names.get(part, part) for part in value.split(" > ")) if isinstance(value, str) else value


@a_few
@given(seeds, some.permutations(["Aap", "Noot", "Mies", "Wim"]), some.permutations(["Zus", "Jet", "Teun", "Vuur", "Gijs"]))
def test_other_names_of_departments_and_officials_change_only_those_names(seed: int, units: list[str], people: list[str]) -> None:
    """Names of officials stand in no table that people read, so another name may change nothing at all."""
    log = calm_log(seed)
    other_names = dict(zip((*UNITS, *PEOPLE), (*units, *people), strict=True))
    back = {new: old for old, new in other_names.items()}
    named_otherwise = [
        {ours: other_names.get(value, value) if ours in ("department", "to_department", "official") else value for ours, value in row.items()}
        for row in log
    ]
    found = told(pour(named_otherwise)[0])
    for rows in found.values():
        for row in rows:
            row.update({column: renamed(value, back) for column, value in row.items()})
        rows.sort(key=repr)
    assert found == told(pour(log)[0])


@a_few
@given(seeds, some.integers(1, 19), some.integers(20, 39))
def test_a_log_cut_into_files_is_the_same_log(seed: int, one: int, other: int) -> None:
    """Also with ties, dates without a time and rows twice: rows are counted on over the files."""
    log = wild_log(seed)
    first, second = sorted((one, other))
    whole, cut = pour(log), pour(log[:first], log[first:second], log[second:])
    assert events_of(cut[0]) == events_of(whole[0])
    assert told(cut[0]) == told(whole[0])
    assert (cut[1].rows, cut[1].events, cut[1].duplicates) == (whole[1].rows, whole[1].events, whole[1].duplicates)


@a_few
@given(seeds, seeds)
def test_rows_dealt_out_over_two_files_are_the_same_log_where_nothing_ties(seed: int, deal: int) -> None:
    log, dice = calm_log(seed), Random(deal)
    to_first = [dice.random() < 0.5 for _ in log]
    files = [[row for row, first in zip(log, to_first, strict=True) if first is of] for of in (True, False)]
    assert told(pour(*files)[0]) == told(pour(log)[0])


@a_few
@given(seeds)
@example(821)
def test_a_case_that_has_nothing_to_do_with_the_others_leaves_them_as_they_were(seed: int) -> None:
    """The first line is named: otherwise it is where most residents ask, and one question more can make it another department (seed 821)."""
    log = calm_log(seed)
    first, last = log[0], log[-1]
    stranger = [
        {"case": "Z99", "resident": "r99", "activity": "step 1", "time": f"2026-06-15 {hour}:00:00", "official": "Anna", "department": "Zorg", "kind": kind}
        for hour, kind in (("09", "request"), ("10", "work"), ("11", "decision"))
    ]
    before = told(pour(log, first_line=("KCC",))[0])
    after = told(pour([first, *stranger, *log[1:-1], last], first_line=("KCC",))[0])
    for table, rows in after.items():
        of = "case_no" if rows and "case_no" in rows[0] else "journey_no"
        if rows and of in rows[0]:
            assert [row for row in rows if row[of] not in ("Z99", "r99")] == before[table], table
    added = {name: after["log_measures"][0][name] - before["log_measures"][0][name] for name in ("events", "cases", "journeys", "handoffs", "hops")}
    assert added == {"events": 3, "cases": 1, "journeys": 1, "handoffs": 0, "hops": 0}
    assert sum(row["count"] for row in after["directly_follows"]) == sum(row["count"] for row in before["directly_follows"]) + 2


@a_few
@given(seeds)
def test_pseudonyms_change_no_number(seed: int) -> None:
    log = wild_log(seed)
    kept, hidden = told(pour(log)[0]), told(pour(log, key=b"a key of thirty-two bytes, or so")[0])
    for tables in (kept, hidden):
        for rows in tables.values():
            for row in rows:
                row.pop("case_no", None)
                row.pop("journey_no", None)
            rows.sort(key=repr)
    assert hidden == kept


@a_few
@given(seeds)
def test_the_plain_reading_is_the_municipal_one_where_no_municipal_rule_applies(seed: int) -> None:
    """Only acts of the municipality, no notices, no date without a time, every name known or absent, moments with their own zone."""
    log = [{**row, "time": row["time"] + "+00:00"} for row in calm_log(seed, kinds=ACTS)]
    assert told(pour(log, reading="plain")[0]) == told(pour(log)[0])


# Parts and wholes

COUNTS = ("handoffs", "department_handoffs", "hops")


def total(rows: list[dict[str, Any]], column: str) -> Any:
    return sum(row[column] or 0 for row in rows)


@several
@given(seeds, some.sampled_from(["municipal", "plain"]))
def test_parts_add_up_to_wholes(seed: int, reading: str) -> None:
    log = wild_log(seed)
    if reading == "plain":
        log = [{ours: value.strip() for ours, value in row.items()} for row in log]
    connection, intake = pour(log, reading=reading)
    table = {definition.name: asked(connection, f"select * from {definition.name}") for definition in read_definitions() if definition.role == "table"}
    cases, journeys, whole = table["case_measures"], table["journey_measures"], table["log_measures"][0]

    assert intake.rows == len(log) == intake.events + intake.rejects
    assert whole["events"] == intake.events - intake.duplicates
    for rows in (cases, journeys):
        for column in ("events", "municipal_events", "events_unknown_official", "events_unknown_department", "tied_neighbours"):
            assert total(rows, column) == whole[column], column
        for column in ("handoffs", "department_handoffs", "pingpong_officials", "pingpong_departments"):
            assert total(rows, column) == whole[column], column
        for row in rows:
            for column in COUNTS if "department_hops" not in row else (*COUNTS, "department_hops"):
                assert row[f"{column}_min"] <= row[column] <= row[f"{column}_max"], column
    for column in ("handoffs_min", "handoffs_max", "department_handoffs_min", "department_handoffs_max"):
        assert total(cases, column) == total(journeys, column) == whole[column], column
    assert total(journeys, "hops") == whole["hops"]
    assert total(journeys, "cases") == len(cases) == whole["cases"]

    for row in cases:
        assert row["waiting_resident"] + row["waiting_callback"] + row["waiting_handoff"] + row["waiting_queue"] == row["working_days"]
    for waiting in ("waiting_resident", "waiting_callback", "waiting_handoff", "waiting_queue"):
        assert total(cases, waiting) == total(journeys, waiting)

    assert total(table["handoff_ledger"], "steps") == sum(max(row["municipal_events"] - 1, 0) for row in cases)
    assert total(table["directly_follows"], "count") == whole["neighbours"] == whole["events"] - whole["cases"]
    assert total(table["directly_follows"], "tied") == whole["tied_neighbours"]
    assert total(table["variants"], "cases") == whole["cases"]
    assert len(table["variants"]) == whole["department_variants"]
    assert sum(row["handoffs"] * row["cases"] for row in table["variants"]) == whole["department_handoffs"]
    assert total(table["department_handoff_pairs"], "handoffs") == whole["department_handoffs"]
    assert total(table["topic_measures"], "cases") == whole["cases"]
    assert total(table["topic_measures"], "events") == whole["events"]
    assert total(table["topic_measures"], "handoffs") == whole["handoffs"]
    for row in (*table["topic_measures"], *table["department_measures"]):
        ends = [None, None] if whole["open_cases"] is None else [row["ended_cases"], row["open_cases"]]
        assert [row["ended_cases"], row["open_cases"]] == ends  # a log that ends no case tells of none
        assert whole["open_cases"] is None or row["ended_cases"] + row["open_cases"] == row["cases"]

    flows = table["flows"]
    for row in flows:
        assert row["frequency"] == row["transfers"] + row["unrecorded"]
        assert row["transfers"] == row["answered"] + row["late"] + row["lost"] + row["rerouted"] + row["settled"] + row["open"]
        assert row["journeys"] <= row["cases"] <= row["frequency"]
    assert total(flows, "transfers") == total(table["topic_measures"], "transfers")
    assert total(flows, "lost") == total(table["topic_measures"], "lost")
    for row in table["department_measures"]:
        assert row["received"] == sum(flow["transfers"] for flow in flows if flow["to_department"] == row["department"])
        assert row["sent"] == sum(flow["transfers"] for flow in flows if flow["from_department"] == row["department"])

    ended = dict(connection.execute("select case_no, not open from case_measures").fetchall())
    (log_end,) = connection.execute("select log_end from log").fetchone() or (None,)
    turns: dict[int, list[dict[str, Any]]] = {}
    for turn in sorted(table["turns"], key=lambda row: (row["case_no"], row["turn"])):
        turns.setdefault(turn["case_no"], []).append(turn)
    # a case that begins with its decision or close was never anybody's turn
    assert {row["case_no"] for row in cases if row["open"]} <= turns.keys() <= {row["case_no"] for row in cases}
    local = dict(connection.execute("select order_moment, local_date from events").fetchall())
    for row in (row for row in cases if row["case_no"] in turns):
        of_case = turns[row["case_no"]]
        first, last = of_case[0]["started"], of_case[-1]["ended"]
        assert all(one["ended"] == other["started"] for one, other in pairwise(of_case))
        assert first == row["started"]
        assert last <= log_end if ended[row["case_no"]] else last == log_end
        assert total(of_case, "seconds") == (last - first).total_seconds()
        assert total(of_case, "working_days") == wd(local[first], local[last])
    summed = Counter({number: sum(turn["seconds"] for turn in of_case) for number, of_case in turns.items()})
    told_by_journey = sum(
        row[f"{state}_calendar_days"]
        for row in table["turn_summary_journeys"]
        for state in ("department", "resident", "not_picked_up", "underway", "lost", "unrecorded", "unknown", "over")
    )
    assert told_by_journey * 86_400 == pytest.approx(summed.total(), abs=1e-3)


# Ties, every order tried


@a_few
@given(some.lists(some.tuples(some.sampled_from("ABC"), some.sampled_from("XY"), some.integers(9, 11)), min_size=3, max_size=5), some.booleans())
def test_the_interval_is_the_lowest_and_highest_over_every_order_of_the_rows(events: list[tuple[str, str, int]], one_journey: bool) -> None:
    """Each order of the rows of one case becomes a case of its own, in one file; with `one_journey` each is two cases of one resident."""
    log, orders = [], list(permutations(enumerate(events)))
    for number, order in enumerate(orders):
        for at, (official, department, hour) in order:
            log.append({
                "case": f"Z{number}{'ab'[at % 2] if one_journey else ''}", "resident": f"r{number}", "activity": f"step {at}",
                "time": f"2026-06-01 {hour:02}:30", "official": official, "department": department, "kind": "work",
            })  # fmt: skip
    connection, _ = pour(log, mining=False)
    mine(connection, settings=PIPELINE, catalogue=read_definitions().needed_for("case_measures", "journey_measures"))
    for of, column in (("journey", "hops"), ("journey", "department_hops"), ("journey", "handoffs"), ("journey", "department_handoffs")):
        found = connection.execute(f"select {column}_min, {column}, {column}_max from {of}_measures").fetchall()
        assert len(found) == len(orders)
        counted = [count for _, count, _ in found]
        assert {(low, high) for low, _, high in found} == {(min(counted), max(counted))}, column
