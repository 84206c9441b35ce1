"""Flows between departments, turns added up, standstill, topics and departments, on drawn logs.

Working days: 2 March 2026 is a Monday, 3 April is Good Friday, 6 April Easter Monday.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from mined_tables import mined, rows


def table(log: str, name: str, **options: Any) -> list[dict[str, Any]]:
    with mined(log, name, **options) as connection:
        return rows(connection, f"select * from {name} order by all")


def some(found: dict[str, Any], *columns: str) -> tuple[Any, ...]:
    return tuple(found[column] for column in columns)


FLOW = """
    case | resident | time             | kind     | department | to_department
    Z1   | r1       | 2026-03-02 09:00 | transfer | Zorg       | Werk
    Z1   | r1       | 2026-03-04 09:00 | work     | Werk       |
    Z1   | r1       | 2026-03-06 21:00 | work     | Zorg       |
    Z2   | r2       | 2026-03-02 09:00 | transfer | Zorg       | Werk
    Z2   | r2       | 2026-03-30 09:00 | work     |            |
    Z2   | r2       | 2026-03-30 09:00 | transfer |            | Post
    Z3   | r2       | 2026-03-02 09:00 | transfer | Zorg       | Werk
    Z4   | r4       | 2026-03-02 09:00 | transfer | Zorg       | Werk
    Z4   | r4       | 2026-03-03 09:00 | decision | Zorg       |
    Z5   | r5       | 2026-03-02 09:00 | transfer | Zorg       | Werk
    Z5   | r5       | 2026-03-03 09:00 | transfer | Zorg       | Post
    Z6   | r6       | 2026-03-27 09:00 | transfer | Zorg       | Werk
    Z7   | r7       | 2026-03-02 09:00 | work     | Zorg       |
    Z7   | r7       | 2026-03-02 09:00 | work     | Werk       |
"""


def test_a_flow_counts_every_passage_and_what_became_of_it() -> None:
    found = {(row["from_department"], row["to_department"]): row for row in table(FLOW, "flows")}
    assert set(found) == {("Zorg", "Werk"), ("Werk", "Zorg"), (None, "Post"), ("Zorg", "Post")}
    flow = found["Zorg", "Werk"]
    assert some(flow, "frequency", "transfers", "unrecorded", "answered", "late") == (7, 6, 1, 1, 1)
    assert some(flow, "lost", "rerouted", "settled", "open") == (1, 1, 1, 1)
    assert some(found["Zorg", "Werk"], "cases", "journeys") == (7, 6)
    assert some(found["Werk", "Zorg"], "frequency", "transfers", "unrecorded") == (1, 0, 1)
    assert some(found[None, "Post"], "frequency", "open", "timed", "median_calendar_days", "p90_working_days") == (
        1,
        1,
        0,
        None,
        None,
    )


def test_the_time_of_a_flow_runs_to_the_first_act_of_the_receiver() -> None:
    found = {(row["from_department"], row["to_department"]): row for row in table(FLOW, "flows")}
    # Zorg to Werk: 2 days (answered), 28 days less the hour of 29 March (late), 0 days (not recorded)
    assert some(found["Zorg", "Werk"], "timed", "median_calendar_days", "median_working_days", "p90_working_days") == (
        3,
        2.0,
        2.0,
        16.4,  # of 0, 2 and 20 working days the place 0.9 x 2 = 1.8: eight tenths of the way from 2 to 20
    )
    assert found["Zorg", "Werk"]["p90_calendar_days"] == pytest.approx(2 + 0.8 * (26 - 1 / 24))
    assert some(found["Werk", "Zorg"], "median_calendar_days", "median_working_days") == (2.5, 2)


def test_the_median_lies_between_the_two_middle_ones_and_the_90th_percentile_between_the_nearest() -> None:
    lines = ["case | time | kind | department | to_department"]
    for days in range(1, 11):  # 10 passages of 1 to 10 days
        lines += [
            f"Z{days} | 2026-03-02 09:00 | transfer | Zorg | Werk",
            f"Z{days} | 2026-03-{2 + days:02} 09:00 | work | Werk |",
        ]
    found = table("\n".join(lines), "flows")[0]
    # the two in the middle are 5 and 6; the place 0.9 x 9 = 8.1 lies a tenth of the way from the ninth to the tenth
    assert some(found, "median_calendar_days", "p90_calendar_days") == (5.5, 9.1)


def test_no_flow_while_suspended_or_over_and_none_inside_a_department() -> None:
    assert table("""
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | suspend  | Zorg       |
        Z1   | 2026-03-03 09:00 | resume   | Werk       |
        Z1   | 2026-03-04 09:00 | transfer | Werk       | Werk
        Z1   | 2026-03-05 09:00 | close    | Werk       |
        Z1   | 2026-03-06 09:00 | work     | Zorg       |
        Z1   | 2026-03-07 09:00 | work     | Werk       |
    """, "flows") == []  # fmt: skip


TWO_QUESTIONS = """
    case | resident | topic   | time             | kind     | department | to_department
    Z1   | r1       | Wmo     | 2026-03-02 09:00 | request  |            |
    Z1   | r1       | Wmo     | 2026-03-04 09:00 | work     | Zorg       |
    Z1   | r1       | Wmo     | 2026-03-05 09:00 | suspend  | Zorg       |
    Z1   | r1       | Wmo     | 2026-03-09 09:00 | resume   | Zorg       |
    Z1   | r1       | Wmo     | 2026-03-10 09:00 | close    | Zorg       |
    Z2   | r1       |         | 2026-03-03 09:00 | request  |            |
    Z2   | r1       | Parkeren | 2026-03-06 09:00 | transfer | Balie     | Werk
    Z2   | r1       | Wmo     | 2026-03-12 09:00 | work     | Werk       |
    Z2   | r1       |         | 2026-03-13 09:00 | work     |            |
    Z2   | r1       |         | 2026-03-16 09:00 | work     | Zorg       |
    Z2   | r1       |         | 2026-03-17 09:00 | work     | Werk       |
    Z2   | r1       |         | 2026-03-18 09:00 | decision | Werk       |
"""


def test_a_journey_s_turns_are_added_up_by_state() -> None:
    found = table(TWO_QUESTIONS, "turn_summary_journeys")
    assert len(found) == 1
    journey = found[0]
    assert some(journey, "cases", "turns") == (2, 4 + 6)
    assert {
        name.removesuffix("_calendar_days"): value for name, value in journey.items() if name.endswith("_calendar_days")
    } == {
        "department": 1 + 1 + 1 + 1,
        "resident": 4,
        "not_picked_up": 2 + 3,
        "underway": 6,
        "lost": 0,
        "unrecorded": 1,
        "unknown": 3,
        "over": 0,
        "nobody": 11,
    }
    assert some(
        journey, "department_working_days", "resident_working_days", "nobody_working_days", "unknown_working_days"
    ) == (4, 2, 9, 1)


def test_nobody_s_share_leaves_out_what_the_log_does_not_tell() -> None:
    journey = table(TWO_QUESTIONS, "turn_summary_journeys")[0]
    assert journey["nobody_share"] == pytest.approx(11 / 19)
    assert journey["nobody_working_days_share"] == pytest.approx(9 / 15)


def test_in_calendar_form_two_questions_at_once_count_once() -> None:
    found = table(TWO_QUESTIONS, "nobody_days")
    # nobody: 2-4 March in Z1; 3-6 and 6-12 March in Z2; together 2-12 March
    assert [list(row.values())[1:] for row in found] == [[10.0, 11.0, 16.0]]


def test_a_stretch_inside_another_adds_nothing_in_calendar_form() -> None:
    found = table("""
        case | resident | time             | kind    | department
        Z1   | r1       | 2026-03-02 09:00 | request |
        Z2   | r1       | 2026-03-03 09:00 | request |
        Z2   | r1       | 2026-03-04 09:00 | close   | Zorg
        Z3   | r1       | 2026-03-05 09:00 | request |
        Z3   | r1       | 2026-03-06 09:00 | close   | Zorg
        Z1   | r1       | 2026-03-09 09:00 | close   | Zorg
        Z4   | r1       | 2026-03-11 09:00 | work    | Zorg
        Z4   | r1       | 2026-03-13 09:00 | close   | Zorg
        Z5   | r2       | 2026-03-02 09:00 | work    | Zorg
        Z5   | r2       | 2026-03-03 09:00 | close   | Zorg
    """, "nobody_days")  # fmt: skip
    assert [list(row.values())[1:] for row in found] == [[7.0, 9.0, 11.0], [0.0, 0.0, 1.0]]


def test_the_span_of_a_journey_counts_a_case_that_was_decided_at_once() -> None:
    found = table("""
        case | resident | time             | kind     | department
        Z1   | r1       | 2026-03-02 09:00 | decision | Zorg
        Z2   | r1       | 2026-03-04 09:00 | request  |
        Z2   | r1       | 2026-03-06 09:00 | close    | Zorg
        Z3   | r2       | 2026-03-02 09:00 | request  |
        Z3   | r2       | 2026-03-03 09:00 | close    | Zorg
        Z4   | r2       | 2026-03-09 09:00 | decision | Zorg
        Z5   | r3       | 2026-03-09 09:00 | decision | Zorg
    """, "nobody_days")  # fmt: skip
    # r1: 2 to 6 March; r2: 2 to 9 March; r3 has no turn
    assert [list(row.values())[1:] for row in found] == [[2.0, 2.0, 4.0], [1.0, 1.0, 7.0]]


def test_without_departments_nobody_s_share_is_unknown_in_days_and_in_working_days() -> None:
    log = """
        case | time             | kind    | topic
        Z1   | 2026-03-02 09:00 | request | Wmo
        Z1   | 2026-03-04 09:00 | work    |
        Z1   | 2026-03-06 09:00 | close   |
    """
    for name in ("turn_summary_journeys", "turn_summary_topics"):
        (found,) = table(log, name)
        assert (found["nobody_working_days"], found["nobody_share"], found["nobody_working_days_share"]) == (2, None, None)


def test_topics_take_the_first_known_topic_of_the_case() -> None:
    with mined(TWO_QUESTIONS, "turn_summary_topics") as connection:
        found = rows(
            connection,
            """select topic, cases, nobody_calendar_days, nobody_share
            from turn_summary_topics join topics using (topic_no) order by 1""",
        )
    assert [(row["topic"], row["cases"], row["nobody_calendar_days"]) for row in found] == [
        ("Parkeren", 1, 9.0),
        ("Wmo", 1, 2.0),
    ]
    assert [row["nobody_share"] for row in found] == [pytest.approx(9 / 11), pytest.approx(2 / 8)]


def test_departments_have_what_they_held_and_what_was_on_its_way_to_them() -> None:
    with mined(TWO_QUESTIONS, "turn_summary_departments") as connection:
        found = {
            row["department"]: row
            for row in rows(
                connection,
                "select department, made.* from turn_summary_departments made join departments using (department_no)",
            )
        }
    assert some(found["Werk"], "turns", "cases", "calendar_days") == (2, 1, 2.0)
    assert some(found["Werk"], "incoming_underway_calendar_days", "incoming_unrecorded_calendar_days") == (6.0, 1.0)
    assert found["Werk"]["incoming_nobody_share"] == pytest.approx(6 / 8)
    assert some(found["Balie"], "turns", "outgoing_nobody_calendar_days", "outgoing_nobody_working_days") == (0, 6.0, 4)
    assert found["Balie"]["incoming_nobody_share"] is None
    assert found["Zorg"]["incoming_nobody_share"] == 0


def test_pairs_share_the_time_between_departments() -> None:
    found = table("""
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z1   | 2026-03-05 09:00 | transfer | Werk       | Zorg
        Z1   | 2026-03-06 09:00 | work     | Zorg       |
        Z1   | 2026-03-10 09:00 | close    | Werk       |
        Z2   | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z2   | 2026-03-18 09:00 | contact  |            |
    """, "turn_summary_pairs")  # fmt: skip
    assert [
        some(
            row,
            "from_department_no",
            "to_department_no",
            "turns",
            "cases",
            "underway_calendar_days",
            "lost_calendar_days",
            "unrecorded_calendar_days",
        )
        for row in found
    ] == [(1, 2, 3, 2, 3.0, 16.0, 4.0), (2, 1, 1, 1, 1.0, 0.0, 0.0)]
    assert [row["share_of_nobody"] for row in found] == [pytest.approx(19 / 20), pytest.approx(1 / 20)]


STALLED = """
    case | time             | kind     | official | department | to_department | to_official
    Z1   | 2026-03-02 09:00 | work     | Anna     | Zorg       |               |
    Z1   | 2026-03-09 09:00 | contact  | Bram     | Balie      |               |
    Z2   | 2026-03-02 09:00 | transfer | Anna     | Zorg       | Werk          |
    Z3   | 2026-03-02 09:00 | transfer | Anna     | Zorg       |               | Bram
    Z4   | 2026-03-02 09:00 | request  | Anna     | Balie      |               |
    Z5   | 2026-03-02 09:00 | work     | Postbus  |            |               |
    Z6   | 2026-03-03 09:00 | work     | Anna     | Zorg       |               |
    Z7   | 2026-03-02 09:00 | suspend  | Anna     | Zorg       |               |
    Z8   | 2026-03-02 09:00 | close    | Anna     | Zorg       |               |
    Z8   | 2026-03-02 10:00 | work     | Anna     | Zorg       |               |
    Z9   | 2026-03-02 09:00 | close    | Anna     | Zorg       |               |
    Z9   | 2026-03-30 09:00 | request  |          |            |               |
    Z0   | 2026-03-31 09:00 | close    | Anna     | Zorg       |               |
"""


def test_stalled_cases_are_open_not_suspended_and_without_an_act_for_more_than_twenty_working_days() -> None:
    with mined(STALLED, "stalled") as connection:
        found = rows(
            connection,
            """select "case", department, since, working_days, owner_known, row_no
            from stalled join cases using (case_no) order by 1""",
        )
    day = date(2026, 3, 2)
    assert [tuple(row.values()) for row in found] == [
        ("Z1", "Zorg", day, 21, True, 1),
        ("Z2", "Werk", day, 21, False, 3),
        ("Z3", "Zorg", day, 21, True, 4),
        ("Z4", None, day, 21, False, 5),
        ("Z5", None, day, 21, False, 6),
        ("Z9", "Zorg", day, 21, True, 11),
    ]


def test_the_days_of_a_stalled_case_are_a_setting() -> None:
    with mined(STALLED, "stalled", stalled_working_days=19) as connection:
        assert connection.execute("select count(*) from stalled").fetchone() == (7,)


MEASURED = """
    case | resident | topic | time             | kind     | official | department | to_department
    Z1   | r1       | Wmo   | 2026-03-02 09:00 | request  |          |            |
    Z1   | r1       | Wmo   | 2026-03-03 09:00 | transfer | Anna     | Balie      | Zorg
    Z1   | r1       | Wmo   | 2026-03-05 09:00 | decision | Bram     | Zorg       |
    Z1   | r1       | Wmo   | 2026-03-31 09:00 | work     | Bram     | Archief    |
    Z2   | r1       | Wmo   | 2026-03-02 09:00 | request  |          |            |
    Z2   | r1       | Wmo   | 2026-03-02 09:00 | close    | Anna     | Balie      |
    Z3   | r2       | Wmo   | 2026-03-02 09:00 | request  |          |            |
    Z3   | r2       | Wmo   | 2026-03-03 09:00 | transfer | Anna     | Balie      | Zorg
    Z4   | r3       |       | 2026-03-02 09:00 | close    | Anna     | Balie      |
    Z5   | r3       |       | 2026-03-02 09:00 | work     | Anna     | Balie      |
    Z5   | r3       |       | 2026-03-04 09:00 | close    | Anna     | Balie      |
"""


def test_a_topic_has_its_cases_their_length_to_the_end_and_what_was_lost() -> None:
    found = table(MEASURED, "topic_measures")
    assert [row["topic"] for row in found] == ["Wmo", None]
    columns = (
        "cases", "journeys", "events", "ended_cases", "open_cases", "median_calendar_days", "p90_calendar_days",
        "median_working_days",
        "p90_working_days", "handoffs", "department_handoffs", "transfers", "lost",
    )  # fmt: skip
    # of 0 and 3 days the middle is 1.5 and nine tenths of the way 2.7; of 0 and 2 days 1 and 1.8
    assert some(found[0], *columns) == (3, 2, 8, 2, 1, 1.5, pytest.approx(2.7), 1.5, 2.7, 1, 2, 2, 1)
    assert some(found[1], *columns) == (2, 1, 3, 2, 0, 1.0, pytest.approx(1.8), 1.0, 1.8, 0, 0, 0, 0)
    # Z1: not picked up 1 day, underway 2; Z3: not picked up 1 day, lost 28 days; nobody else ever had a question
    assert found[0]["nobody_share"] == 1.0
    assert found[1]["nobody_share"] == 0.0


def test_a_department_has_the_cases_it_took_part_in() -> None:
    found = {row["department"]: row for row in table(MEASURED, "department_measures")}
    columns = (
        "cases",
        "journeys",
        "events",
        "ended_cases",
        "open_cases",
        "median_calendar_days",
        "p90_calendar_days",
        "sent",
        "sent_lost",
    )
    # of 0, 0, 2 and 3 days the two in the middle are 0 and 2; the place 0.9 x 3 = 2.7 lies between 2 and 3
    assert some(found["Balie"], *columns) == (5, 3, 6, 4, 1, 1.0, pytest.approx(2.7), 2, 1)
    assert some(found["Zorg"], *columns, "received", "received_late", "received_lost") == (
        1,
        1,
        1,
        1,
        0,
        3.0,
        3.0,
        0,
        0,
        2,
        0,
        1,
    )
    assert some(found["Archief"], "cases", "events", "received", "incoming_nobody_share") == (1, 1, 0, None)


def test_no_table_of_these_names_an_official() -> None:
    for name in (
        "flows",
        "stalled",
        "topic_measures",
        "department_measures",
        "turn_summary_departments",
        "turn_summary_journeys",
    ):
        with mined(MEASURED, name) as connection:
            columns = [column[0] for column in connection.execute(f"select * from {name}").description]
        assert not [column for column in columns if column.startswith("official")]
