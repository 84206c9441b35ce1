"""Signals of random logs are those of a second reading that walks through the log event by event."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import walked
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mined_tables import mined, rows
from walked_lost_questions import Numbers, signals

from mining.signal_columns import SIGNAL_COLUMNS

SIGNALS = (
    "dropped_handoff", "bounce", "circle", "silence", "unanswered_callback", "orphan", "stall", "repeat", "closed_unanswered",
    "warm_handover",
)  # fmt: skip
SMALL = Numbers(
    transfers=walked.Rules(working_days=2, pair_responses=2, follow_up=6),
    silence_working_days=3,
    callback_never_working_days=5,
    stalled_working_days=4,
    repeat_working_days=6,
)
SMALL_NUMBERS = {
    "dropped_handoff_working_days": 2,
    "dropped_handoff_pair_responses": 2,
    "dropped_handoff_follow_up_working_days": 6,
    "silence_working_days": 3,
    "callback_never_working_days": 5,
    "stalled_working_days": 4,
    "repeat_working_days": 6,
}
KINDS = {
    "everything": (
        "request", "contact", "callback_request", "objection", "complaint", "outreach", "transfer", "transfer", "work", "suspend",
        "resume", "decision", "close", "reopen", "notice", "other",
    ),
    "passing on": ("transfer", "transfer", "transfer", "transfer", "transfer", "transfer", "work", "work", "outreach", "decision", "contact"),
    "asking": ("contact", "contact", "callback_request", "contact", "suspend", "resume", "transfer", "close", "other"),
    "closing": ("request", "contact", "close", "close", "reopen", "outreach", "callback_request", "decision", "work"),
}  # fmt: skip


def logs(seed: int) -> list[dict[str, str]]:
    """This puts a dozen small logs, each with residents of its own, into one."""
    dice = random.Random(seed)
    return [row for town in range(12) for row in log_of(dice, town)]


def log_of(dice: random.Random, town: int) -> list[dict[str, str]]:
    """This throws dice for events of a few cases of fewer residents, on few moments: ties and neighbours come often."""
    moments = [dice.randrange(45 * 4) for _ in range(dice.choice([3, 8, 20]))]
    departments = dice.choice([["Zorg", "Werk"], ["Zorg", "Werk", "Post"], ["Zorg", "Werk", "Zorg", "Werk", "Post", "Wonen", ""]])
    kinds = KINDS[dice.choice(list(KINDS))]
    cases = dice.choice([1, 2, 4, 7])
    found = []
    for _ in range(dice.choice([6, 12, 20, 40])):
        quarter = dice.choice(moments)
        at = datetime(2026, 4, 1) + timedelta(days=quarter // 4, hours=(quarter % 4) * 5)  # at 0 hours: only a date
        case = dice.randint(1, cases)
        found.append({
            "case": f"Z{town}-{case}",
            "resident": "" if case == 7 else f"r{town}-{case % 3}",
            "time": at.strftime("%Y-%m-%d %H:%M"),
            "kind": dice.choice(kinds),
            "official": dice.choice(["Anna", "Bram", "", "Postbus Zorg"]),
            "to_official": dice.choice(["Anna", "", "Team Zorg"]),
            "department": dice.choice(departments),
            "to_department": dice.choice(departments),
            "topic": dice.choice(["Parkeren", "Parkeren", "Wmo", "Algemene vragen", "Overige_zaken", "", ""]),
            "channel": dice.choice(["phone", "email", "chat", "other", ""]),
            "by": dice.choice(["", "", "", "", "", "", "", "", "", "partner", "municipality", "resident"]),
        })  # fmt: skip
    return found


@settings(max_examples=16, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.integers(0, 10**9),
    st.booleans(),
    st.sampled_from(["municipal", "municipal", "municipal", "plain"]),
    st.sampled_from([0, 0, 3, 12]),
)
def test_random_logs_give_the_signals_of_a_second_reading(seed: int, stored: bool, reading: str, days_cut_off: int) -> None:
    options = {"reading": reading, "stored": stored, "days_cut_off": days_cut_off, **SMALL_NUMBERS}
    with mined(logs(seed), *SIGNALS, **options) as connection:
        topics = dict(connection.execute("select topic_no, topic from topics").fetchall())
        expected = signals(walked.read(connection), SMALL, topics)
        for name in SIGNALS:
            found = rows(connection, f"select * from {name} order by anchor_no, row_nos")
            assert found == expected[name], name
            assert all(list(row) == list(SIGNAL_COLUMNS) for row in found)


def test_random_logs_hold_every_signal() -> None:
    with mined([row for seed in range(8) for row in named(logs(seed), seed)], *SIGNALS, **SMALL_NUMBERS) as connection:
        for name in SIGNALS:
            ((found, anchors),) = connection.execute(f"select count(*), count(distinct anchor_no) from {name}").fetchall()
            assert found > 2, name
            assert found == anchors, f"{name} has an anchor twice"


def named(log: list[dict[str, str]], seed: int) -> list[dict[str, str]]:
    return [{**row, "case": f"{seed}/{row['case']}", "resident": row["resident"] and f"{seed}/{row['resident']}"} for row in log]
