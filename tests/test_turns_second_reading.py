"""Turns, waits and transfers of random logs are those of a second reading that walks through the log event by event."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import duckdb
import pytest
import walked
from drawn import draw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeys.settings import MeasureSettings, Settings
from mining.catalogue import Catalogue, read_definitions
from mining.mine import statement

SMALL = walked.Rules(working_days=2, pair_responses=2, follow_up=6)
SMALL_SETTINGS = Settings(
    measures=MeasureSettings(
        dropped_handoff_working_days=2, dropped_handoff_pair_responses=2, dropped_handoff_follow_up_working_days=6
    )
)
KINDS = (
    "request", "contact", "callback_request", "objection", "complaint", "outreach", "transfer", "transfer", "transfer",
    "work", "work", "suspend", "resume", "decision", "close", "reopen", "notice", "other",
)  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_definitions()


@st.composite
def rows(draw_one: st.DrawFn) -> list[dict[str, str]]:
    """This draws events of a few cases of fewer residents, on few moments, so that ties and neighbours come often."""
    moments = draw_one(st.lists(st.integers(0, 45 * 4), min_size=2, max_size=8))
    departments = st.sampled_from(["Zorg", "Werk", "Zorg", "Werk", "Post", ""])
    found = []
    for _ in range(draw_one(st.integers(1, 40))):
        quarter = draw_one(st.sampled_from(moments))
        at = datetime(2026, 4, 1) + timedelta(days=quarter // 4, hours=(quarter % 4) * 5)
        case = draw_one(st.integers(1, 7))
        minute = draw_one(st.sampled_from([0, 0, 0, 7]))
        end = at + timedelta(minutes=minute)
        row = {
            "case": f"Z{case}",
            "resident": "" if case == 7 else f"r{case % 3}",
            "time": end.strftime("%Y-%m-%d %H:%M"),
            "kind": draw_one(st.sampled_from(KINDS)),
            "official": draw_one(st.sampled_from(["Anna", "Bram", ""])),
            "department": draw_one(departments),
            "to_department": draw_one(departments),
            "by": draw_one(st.sampled_from(["", "", "", "", "", "partner", "municipality", "resident"])),
        }
        hours = draw_one(st.sampled_from([None, None, 1, 30, 200]))
        row["start"] = "" if hours is None else (end - timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")
        found.append(row)
    return found


def make(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, *names: str, stored: bool = True,
         using: Settings = SMALL_SETTINGS) -> None:  # fmt: skip
    for definition in catalogue.needed_for(*names):
        known = {"kind", "department", "to_department", "official", "resident", "start"}
        connection.execute(statement(definition, settings=using, known=known, stored=stored))


def table(connection: duckdb.DuckDBPyConnection, name: str, by: str) -> list[dict[str, Any]]:
    cursor = connection.execute(f"select * from {name} order by {by}")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows(), st.booleans(), st.sampled_from(["municipal", "municipal", "plain"]), st.sampled_from([None, None, 3, 12]))
def test_random_logs_give_the_turns_waits_and_transfers_of_a_second_reading(
    catalogue: Catalogue, rows: list[dict[str, str]], stored: bool, reading: str, days_before: int | None
) -> None:
    with draw(rows, reading=reading) as connection:
        if days_before is not None:  # the log's end may be set to a day before the last events
            connection.execute(
                """update log set log_end = days.local_date, log_end_date = days.local_date, log_end_work_day = days.work_day
                from days where days.local_date = log.log_end_date - ?""",
                [days_before],
            )
        make(connection, catalogue, "turns", "waits", "transfers", stored=stored)
        log = walked.read(connection)
        sent = walked.transfers(log, SMALL)
        assert [
            (row["row_no"], row["status"], row["answer_row_no"], row["other_row_no"], row["allowed_working_days"])
            for row in table(connection, "transfers", "row_no")
        ] == [
            (
                row_no,
                each["status"],
                each["answer"] and each["answer"]["row_no"],
                each["other"] and each["other"]["row_no"],
                each["allowed"],
            )
            for row_no, each in sorted(sent.items())
        ]
        assert table(connection, "turns", "case_no, turn") == walked.turns(log, SMALL)
        assert table(connection, "waits", "case_no") == walked.waits(log)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows(), st.sampled_from(["municipal", "plain"]))
def test_turns_fill_the_time_of_a_case_without_holes_or_overlap(
    catalogue: Catalogue, rows: list[dict[str, str]], reading: str
) -> None:
    with draw(rows, reading=reading) as connection:
        make(connection, catalogue, "turns")
        for (case_no,) in connection.execute("select distinct case_no from events").fetchall():
            events = sorted(walked.read(connection).cases[case_no], key=walked.order)
            turns = [turn for turn in table(connection, "turns", "turn") if turn["case_no"] == case_no]
            for one, other in zip(turns, turns[1:], strict=False):
                assert one["ended"] == other["started"]
                assert one["ended_row_no"] == other["started_row_no"]
                assert not one["open"]
            if turns:
                assert turns[0]["started"] == events[0]["order_moment"]
                assert sum(turn["seconds"] for turn in turns) == (turns[-1]["ended"] - turns[0]["started"]).total_seconds()
                first, last = turns[0]["started"], turns[-1]["ended"]
                dates = {event["order_moment"]: event["local_date"] for event in walked.read(connection).journeys[turns[0]["journey_no"]]}
                last_date = dates.get(last, walked.read(connection).end_date)
                assert sum(turn["working_days"] for turn in turns) == walked.wd(dates[first], last_date)
