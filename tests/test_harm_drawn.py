"""What residents lost per pair of departments and per topic, and the stock of callback requests, on drawn logs.

2 March 2026 is a Monday; 16 March is 10 working days after it.
"""

from __future__ import annotations

from typing import Any

import pytest
from mined_tables import mined, rows

PAIRS = """
    select sender.department as sender, receiver.department as receiver, harm_pairs.*
    from harm_pairs
    left join departments as sender on sender.department_no = from_department_no
    left join departments as receiver on receiver.department_no = to_department_no
    order by rank, sender, receiver"""
TOPICS = "select topic, harm_topics.* from harm_topics left join topics on topics.topic_no = harm_topics.topic_no order by rank, topic"


def pairs(log: str | list[dict[str, str]], *columns: str, **options: Any) -> list[tuple[Any, ...]]:
    with mined(log, "harm_pairs", **options) as connection:
        return [tuple(row[column] for column in ("sender", "receiver", *columns)) for row in rows(connection, PAIRS)]


def topics(log: str, *columns: str) -> list[tuple[Any, ...]]:
    with mined(log, "harm_topics") as connection:
        return [tuple(row[column] for column in ("topic", *columns)) for row in rows(connection, TOPICS)]


def test_late_counts_from_the_last_day_in_time_and_lost_counts_whole() -> None:
    assert pairs(
        """
        case | resident | time             | kind     | department | to_department
        Z1   | r1       | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z1   | r1       | 2026-03-19 09:00 | work     | Werk       |
        Z2   | r2       | 2026-03-02 09:00 | transfer | Zorg       | Wonen
        Z3   | r3       | 2026-04-01 09:00 | work     | Zorg       |
        Z4   | r4       | 2026-03-30 09:00 | transfer | Werk       | Zorg
        """,
        "transfers", "dropped", "question_days_lost", "lost_calendar_days", "late_calendar_days", "rank", "half",
    ) == [
        # 2 March 09:00 to 1 April 09:00 in the summer hour: 30 days less one hour
        ("Zorg", "Wonen", 1, 1, pytest.approx(30 - 1 / 24), pytest.approx(30 - 1 / 24), 0, 1, True),
        ("Zorg", "Werk", 1, 1, 3, 0, 3, 2, False),
        ("Werk", "Zorg", 1, 0, 0, 0, 0, 3, False),
    ]  # fmt: skip


def test_a_late_answer_on_a_monday_was_late_since_friday_and_suspended_days_are_not_lost() -> None:
    assert pairs(
        """
        case | resident | time             | kind     | department | to_department
        Z1   | r1       | 2026-03-06 09:00 | transfer | Zorg       | Werk
        Z1   | r1       | 2026-03-23 09:00 | work     | Werk       |
        Z2   | r2       | 2026-03-02 09:00 | transfer | Zorg       | Wonen
        Z2   | r2       | 2026-03-03 09:00 | suspend  | Zorg       |
        Z2   | r2       | 2026-03-10 09:00 | resume   | Zorg       |
        Z2   | r2       | 2026-03-24 09:00 | work     | Wonen      |
        """,
        "late_calendar_days",
    ) == [("Zorg", "Werk", 3), ("Zorg", "Wonen", 1)]


def test_callbacks_stand_at_who_took_the_request_and_who_was_asked() -> None:
    assert pairs(
        """
        case | resident | time             | kind             | department | to_department
        Z1   | r1       | 2026-03-02 09:00 | callback_request | Balie      | Werk
        Z2   | r1       | 2026-03-03 09:00 | callback_request | Balie      | Werk
        Z3   | r2       | 2026-03-02 09:00 | callback_request | Balie      | -
        Z4   | r3       | 2026-03-02 09:00 | callback_request | Werk       | Werk
        Z5   | r4       | 2026-03-02 09:00 | callback_request | Balie      | Werk
        Z5   | r4       | 2026-03-16 09:00 | outreach         | Werk       |
        Z6   | r5       | 2026-03-04 09:00 | callback_request | Balie      | Zorg
        Z7   | r6       | 2026-03-17 09:00 | transfer         | Zorg       | Werk
        """,
        "callbacks_never", "residents_touched", "transfers", "touched_per_100_transfers", "touched_per_100_transfers_low",
        "question_days_lost_low", "rank",
    ) == [
        ("Balie", "Werk", 2, 1, 0, None, None, None, 1),
        ("Balie", None, 1, 1, 0, None, None, None, 2),
        ("Werk", "Werk", 1, 1, 0, None, None, None, 2),
        ("Zorg", "Werk", 0, 0, 1, 0, 0, None, 4),
    ]  # fmt: skip


def lost(resident: str, case: str, department: str, days: int) -> list[dict[str, str]]:
    """This draws a transfer to `department` that is lost for so many days, until the sender takes it up itself."""
    return [
        {"case": case, "resident": resident, "time": "2026-06-01 09:00", "kind": "transfer", "department": "Zorg", "to_department": department},
        {"case": case, "resident": resident, "time": f"2026-06-{1 + days:02} 09:00", "kind": "work", "department": "Zorg", "to_department": ""},
    ]


END = [{"case": "Z99", "resident": "r99", "time": "2026-08-31 09:00", "kind": "work", "department": "Zorg", "to_department": ""}]


def test_residents_are_counted_once_and_the_interval_is_wilsons() -> None:
    log = lost("r1", "Z1", "Werk", 4) + lost("r1", "Z2", "Werk", 4) + lost("r2", "Z3", "Werk", 4) + END
    for number in range(7):
        log += [
            {"case": f"A{number}", "resident": f"a{number}", "time": f"2026-06-01 {9 + hour:02}:00", "kind": kind, "department": department,
             "to_department": "Werk" if kind == "transfer" else ""}
            for hour, (kind, department) in enumerate((("transfer", "Zorg"), ("work", "Werk")))
        ]  # fmt: skip
    found = pairs(
        log, "transfers", "dropped", "residents", "residents_touched", "touched_per_100_transfers", "touched_per_100_transfers_low",
        "touched_per_100_transfers_high",
    )  # fmt: skip
    # 2 residents of 10 transfers, by hand: (0.2 + 0.19207 give or take 0.31362) / 1.38415
    assert found == [("Zorg", "Werk", 10, 3, 9, 2, 20, pytest.approx(5.668, abs=0.001), pytest.approx(50.984, abs=0.001))]


def test_the_interval_of_days_takes_all_days_of_one_resident_as_one_draw() -> None:
    # sums per resident: 8, 4 and 0 days; mean 4, variance 16; 12 give or take 1.96 x sqrt(3 x 16) = 13.58
    log = lost("r1", "Z1", "Werk", 4) + lost("r1", "Z2", "Werk", 4) + lost("r2", "Z3", "Werk", 4) + END
    log += [
        {"case": "A", "resident": "a", "time": "2026-06-01 09:00", "kind": "transfer", "department": "Zorg", "to_department": "Werk"},
        {"case": "A", "resident": "a", "time": "2026-06-01 10:00", "kind": "work", "department": "Werk", "to_department": ""},
    ]
    assert pairs(log, "question_days_lost", "question_days_lost_low", "question_days_lost_high") == [
        ("Zorg", "Werk", 12, 0, pytest.approx(25.579, abs=0.001))
    ]


def test_one_resident_gives_no_interval() -> None:
    log = lost("r1", "Z1", "Werk", 4) + lost("r1", "Z2", "Werk", 4) + END
    assert pairs(log, "question_days_lost", "question_days_lost_low", "question_days_lost_high") == [("Zorg", "Werk", 8, None, None)]


def test_the_few_pairs_that_hold_half_and_equal_ones_stand_or_fall_together() -> None:
    log = lost("r1", "Z1", "Werk", 9) + lost("r2", "Z2", "Wonen", 4) + lost("r3", "Z3", "Milieu", 4) + lost("r4", "Z4", "Sport", 3) + END
    assert pairs(log, "rank", "half") == [
        ("Zorg", "Werk", 1, True),  # 9 of 20
        ("Zorg", "Milieu", 2, True),
        ("Zorg", "Wonen", 2, True),
        ("Zorg", "Sport", 4, False),
    ]
    assert pairs(lost("r1", "Z1", "Werk", 6) + lost("r2", "Z2", "Wonen", 6) + END, "half") == [
        ("Zorg", "Werk", True),
        ("Zorg", "Wonen", True),
    ]
    assert pairs(lost("r1", "Z1", "Werk", 6) + lost("r2", "Z2", "Wonen", 4) + lost("r3", "Z3", "Sport", 2) + END, "half") == [
        ("Zorg", "Werk", True),  # 6 of 12 is half
        ("Zorg", "Wonen", False),
        ("Zorg", "Sport", False),
    ]


def test_topics_take_the_topic_of_the_case_and_add_up_to_the_same() -> None:
    log = """
        case | resident | time             | kind             | department | to_department | topic
        Z1   | r1       | 2026-03-02 09:00 | transfer         | Zorg       | Werk          | hulp
        Z1   | r1       | 2026-03-19 09:00 | work             | Werk       |               | werk
        Z2   | r1       | 2026-03-02 09:00 | callback_request | Balie      | Werk          | werk
        Z3   | r2       | 2026-03-02 09:00 | callback_request | Balie      | Werk          | -
        Z4   | r3       | 2026-04-20 09:00 | transfer         | Zorg       | Werk          | hulp
    """
    assert topics(log, "rank", "transfers", "residents_touched", "late_calendar_days", "callbacks_never", "share_of_question_days") == [
        ("hulp", 1, 2, 1, 3, 0, 1),
        ("werk", 2, 0, 1, 0, 1, 0),
        (None, 2, 0, 1, 0, 1, 0),
    ]


def test_without_transfers_nothing_can_be_said() -> None:
    log = """
        case | resident | time             | kind             | department
        Z1   | r1       | 2026-03-02 09:00 | callback_request | Balie
        Z1   | r1       | 2026-06-02 09:00 | work             | Balie
    """
    with mined(log, "harm_pairs", "harm_topics") as connection:
        assert rows(connection, "select * from harm_pairs") == rows(connection, "select * from harm_topics") == []


def test_no_official_stands_in_any_of_it() -> None:
    with mined("case | time\nZ1 | 2026-03-02 09:00", "harm_pairs", "harm_topics", "callback_stock") as connection:
        found = connection.execute(
            "select column_name from duckdb_columns() where table_name in ('harm_parts', 'harm_pairs', 'harm_topics', 'callback_stock')"
        ).fetchall()
    assert found
    assert not [name for (name,) in found if "official" in name or "row" in name]


def stock(log: str, **options: Any) -> list[tuple[Any, ...]]:
    with mined(log, "callback_stock", **options) as connection:
        return [
            (f"{row['monday']:%d-%m}", row["open"], row["overdue"], row["oldest_working_days"], row["asked"], row["answered"])
            for row in rows(connection, "select * from callback_stock order by monday")
        ]


def test_the_stock_is_what_waits_at_the_start_of_each_monday() -> None:
    assert stock("""
        case | resident | time             | kind
        Z1   | r1       | 2026-03-04 09:00 | callback_request
        Z2   | r2       | 2026-03-05 09:00 | callback_request
        Z3   | r3       | 2026-03-05 09:00 | callback_request
        Z3   | r3       | 2026-03-08 09:00 | outreach
        Z2   | r2       | 2026-03-09 09:00 | outreach
        Z4   | r4       | 2026-03-09 08:00 | callback_request
        Z1   | r1       | 2026-03-20 09:00 | outreach
        Z5   | r5       | 2026-03-23 08:00 | request
    """) == [
        ("09-03", 2, 1, 3, 3, 1),  # Wednesday's would be late on this Monday, Thursday's would not
        ("16-03", 2, 2, 8, 1, 1),
        ("23-03", 1, 1, 10, 0, 1),
    ]


def test_mondays_go_on_to_the_log_s_end_also_when_they_are_holidays_and_nothing_is_open() -> None:
    assert stock("""
        case | resident | time             | kind
        Z1   | r1       | 2026-03-30 09:00 | callback_request
        Z1   | r1       | 2026-03-30 10:00 | outreach
        Z2   | r2       | 2026-04-02 10:00 | callback_request
        Z3   | r3       | 2026-04-13 00:00 | notice
    """) == [("06-04", 1, 0, 0, 2, 1), ("13-04", 1, 1, 5, 0, 0)]
