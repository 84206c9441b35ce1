"""Turns, waits and transfers of random logs are those of a second reading that walks through the log event by event."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

import duckdb
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



@cache
def catalogue() -> Catalogue:
    return read_definitions()


def rows(seed: int) -> list[dict[str, str]]:
    """This puts a dozen small logs, each with residents of its own, into one."""
    dice = random.Random(seed)
    return [row for town in range(12) for row in rows_of(dice, town)]


def rows_of(dice: random.Random, town: int) -> list[dict[str, str]]:
    """This throws dice for events of a few cases of fewer residents, on few moments, so that ties and neighbours come often."""
    moments = [dice.randrange(45 * 4) for _ in range(dice.choice([3, 8, 20]))]
    departments = dice.choice([["Zorg", "Werk"], ["Zorg", "Werk", ""], ["Zorg", "Werk", "Zorg", "Werk", "Post", ""]])
    cases = dice.choice([2, 4, 7])
    found = []
    for _ in range(dice.choice([1, 6, 20, 30])):
        quarter = dice.choice(moments)
        at = datetime(2026, 4, 1) + timedelta(days=quarter // 4, hours=(quarter % 4) * 5)  # at 0 hours: only a date
        end = at + timedelta(minutes=dice.choice([0, 0, 0, 7]))
        hours = dice.choice([None, None, 1, 30, 200])
        case = dice.randint(1, cases)
        found.append({
            "case": f"Z{town}-{case}",
            "resident": "" if case == 7 else f"r{town}-{case % 3}",
            "time": end.strftime("%Y-%m-%d %H:%M"),
            "start": "" if hours is None else (end - timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M"),
            "kind": dice.choice(KINDS),
            "official": dice.choice(["Anna", "Bram", ""]),
            "department": dice.choice(departments),
            "to_department": dice.choice(departments),
            "by": dice.choice(["", "", "", "", "", "", "partner", "municipality", "resident"]),
        })  # fmt: skip
    return found


def make(connection: duckdb.DuckDBPyConnection, *names: str, stored: bool = True,
         using: Settings = SMALL_SETTINGS) -> None:  # fmt: skip
    for definition in catalogue().needed_for(*names):
        known = {"kind", "department", "to_department", "official", "resident", "start"}
        connection.execute(statement(definition, settings=using, known=known, stored=stored))


def table(connection: duckdb.DuckDBPyConnection, name: str, by: str) -> list[dict[str, Any]]:
    cursor = connection.execute(f"select * from {name} order by {by}")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@settings(max_examples=16, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9), st.booleans(), st.sampled_from(["municipal", "municipal", "plain"]), st.sampled_from([None, None, 3, 12]))
def test_random_logs_give_the_turns_waits_and_transfers_of_a_second_reading(
    seed: int, stored: bool, reading: str, days_before: int | None
) -> None:
    with draw(rows(seed), reading=reading) as connection:
        if days_before is not None:  # the log's end may be set to a day before the last events
            connection.execute(
                """update log set log_end = days.local_date, log_end_date = days.local_date, log_end_work_day = days.work_day
                from days where days.local_date = log.log_end_date - ?""",
                [days_before],
            )
        make(connection, "turns", "waits", "transfers", stored=stored)
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


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9), st.sampled_from(["municipal", "plain"]))
def test_turns_fill_the_time_of_a_case_without_holes_or_overlap(
    seed: int, reading: str
) -> None:
    with draw(rows(seed), reading=reading) as connection:
        make(connection, "turns")
        for (case_no,) in connection.execute("select distinct case_no from events").fetchall():
            events = sorted(walked.read(connection).cases[case_no], key=walked.order)
            turns = [turn for turn in table(connection, "turns", "turn") if turn["case_no"] == case_no]
            for one, other in pairwise(turns):
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
