"""Turns, waits and transfers of random logs are those of a second reading that walks through the log event by event."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from itertools import pairwise

import walked
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mined_tables import mined, rows

SMALL = walked.Rules(working_days=2, pair_responses=2, follow_up=6)
SMALL_NUMBERS = {
    "dropped_handoff_working_days": 2,
    "dropped_handoff_pair_responses": 2,
    "dropped_handoff_follow_up_working_days": 6,
}
KINDS = (
    "request", "contact", "callback_request", "objection", "complaint", "outreach", "transfer", "transfer", "transfer",
    "work", "work", "suspend", "resume", "decision", "close", "reopen", "notice", "other",
)  # fmt: skip


def logs(seed: int) -> list[dict[str, str]]:
    """This puts a dozen small logs, each with residents of its own, into one."""
    dice = random.Random(seed)
    return [row for town in range(12) for row in log_of(dice, town)]


def log_of(dice: random.Random, town: int) -> list[dict[str, str]]:
    """This throws dice for events of a few cases of fewer residents, on few moments: ties and neighbours come often."""
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


@settings(max_examples=16, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.integers(0, 10**9),
    st.booleans(),
    st.sampled_from(["municipal", "municipal", "plain"]),
    st.sampled_from([0, 0, 3, 12]),
)
def test_random_logs_give_the_turns_waits_and_transfers_of_a_second_reading(
    seed: int, stored: bool, reading: str, days_cut_off: int
) -> None:
    options = {"reading": reading, "stored": stored, "days_cut_off": days_cut_off, **SMALL_NUMBERS}
    with mined(logs(seed), "turns", "waits", "transfers", **options) as connection:
        log = walked.read(connection)
        found = rows(connection, "select * from transfers order by row_no")
        columns = ("row_no", "status", "answer_row_no", "other_row_no", "allowed_working_days")
        assert [tuple(row[column] for column in columns) for row in found] == [
            (
                row_no,
                each["status"],
                each["answer"] and each["answer"]["row_no"],
                each["other"] and each["other"]["row_no"],
                each["allowed"],
            )
            for row_no, each in sorted(walked.transfers(log, SMALL).items())
        ]
        assert rows(connection, "select * from turns order by case_no, turn") == walked.turns(log, SMALL)
        assert rows(connection, "select * from waits order by case_no") == walked.waits(log)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9), st.sampled_from(["municipal", "plain"]))
def test_turns_fill_the_time_of_a_case_without_holes_or_overlap(seed: int, reading: str) -> None:
    with mined(logs(seed), "turns", "waits", "case_spans", reading=reading) as connection:
        log = walked.read(connection)
        turns = rows(connection, "select * from turns order by case_no, turn")
        for one, other in pairwise(turns):
            if one["case_no"] == other["case_no"]:
                assert one["ended"] == other["started"]
                assert one["ended_row_no"] == other["started_row_no"]
                assert not one["open"]
        for case_no, events in log.cases.items():
            first, (end, end_date) = events[0], _end_of(events, log)
            of_case = [turn for turn in turns if turn["case_no"] == case_no]
            assert sum(turn["seconds"] for turn in of_case) == (end - first["order_moment"]).total_seconds()
            assert sum(turn["working_days"] for turn in of_case) == walked.wd(first["local_date"], end_date)
            if of_case:
                assert (of_case[0]["started"], of_case[-1]["ended"]) == (first["order_moment"], end)
        parts = "waiting_resident + waiting_callback + waiting_handoff + waiting_queue"
        assert rows(
            connection,
            f"""select * from waits join case_spans using (case_no)
            where {parts} <> last_work_day - first_work_day
              or least(waiting_resident, waiting_callback, waiting_handoff, waiting_queue) < 0""",
        ) == []  # fmt: skip


def _end_of(events: list[walked.Event], log: walked.Log) -> tuple[datetime, date]:
    """This is A15: where a case ended for good; the log's end while it is open."""
    end = None
    for event in events:
        if walked.municipality(event, "decision", "close"):
            end = end or (event["order_moment"], event["local_date"])
        elif walked.municipality(event, "reopen") or walked.resident(event, "request", "objection"):
            end = None
    return end or (log.end, log.end_date)
