"""Turns on drawn logs: each row of the table of turns in measures.md, each boundary, and what must not change a turn.

Working days: 2 March 2026 is a Monday, 3 April is Good Friday, 6 April Easter Monday.
"""

from __future__ import annotations

from datetime import datetime

import pytest
from mined_tables import mined, rows, told


def turns_of(log: str, case: str = "Z1", **options: object) -> list[str]:
    with mined(log, "turns", **options) as connection:  # type: ignore[arg-type]
        return told(connection, case)


def test_nobody_has_picked_it_up_until_the_first_municipal_event() -> None:
    assert turns_of("""
        case | time             | kind    | department
        Z1   | 2026-03-02 09:00 | request |
        Z1   | 2026-03-02 09:00 | notice  | Zorg
        Z1   | 2026-03-03 10:00 | contact | Klantcontact
        Z1   | 2026-03-05 10:00 | work    | Zorg
        Z1   | 2026-03-09 10:00 | close   | Zorg
    """) == ["not_picked_up 3 wd", "department Zorg 2 wd"]


def test_a_case_that_nobody_ever_touched_is_not_picked_up_until_the_log_ends() -> None:
    assert turns_of("""
        case | time             | kind    | department
        Z1   | 2026-03-02 09:00 | request |
        Z2   | 2026-03-12 10:00 | work    | Zorg
    """) == ["not_picked_up 8 wd open"]


def test_acts_of_one_department_are_one_turn() -> None:
    assert turns_of("""
        case | time             | kind     | department | official
        Z1   | 2026-03-02 09:00 | work     | Zorg       | Anna
        Z1   | 2026-03-03 09:00 | outreach | Zorg       | Bram
        Z1   | 2026-03-04 09:00 | contact  |            |
        Z1   | 2026-03-05 09:00 | work     | Zorg       | Anna
        Z1   | 2026-03-06 09:00 | decision | Zorg       | Anna
    """) == ["department Zorg 4 wd"]


def test_a_suspended_case_is_the_residents_until_it_is_resumed_whatever_happens_meanwhile() -> None:
    assert turns_of("""
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | work     | Zorg       |
        Z1   | 2026-03-03 09:00 | suspend  | Zorg       |
        Z1   | 2026-03-04 09:00 | work     | Werk       |
        Z1   | 2026-03-05 09:00 | transfer | Werk       | Post
        Z1   | 2026-03-06 09:00 | suspend  | Post       |
        Z1   | 2026-03-09 09:00 | contact  |            |
        Z1   | 2026-03-10 09:00 | resume   | Werk       |
        Z1   | 2026-03-12 09:00 | close    | Werk       |
    """) == ["department Zorg 1 wd", "resident 5 wd", "department Werk 2 wd"]


@pytest.mark.parametrize("kind", ["decision", "close"])
def test_a_decision_or_close_ends_the_suspension_and_the_case(kind: str) -> None:
    assert turns_of(f"""
        case | time             | kind    | department
        Z1   | 2026-03-02 09:00 | suspend | Zorg
        Z1   | 2026-03-05 09:00 | {kind}  | Zorg
        Z1   | 2026-03-09 09:00 | work    | Zorg
    """) == ["resident 3 wd"]


def test_a_transfer_is_underway_until_the_receiver_acts() -> None:
    assert turns_of("""
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | work     | Zorg       |
        Z1   | 2026-03-03 09:00 | transfer | Zorg       | Werk
        Z1   | 2026-03-06 09:00 | work     | Werk       |
        Z1   | 2026-03-10 09:00 | close    | Werk       |
    """) == ["department Zorg 1 wd", "underway Zorg>Werk 3 wd", "department Werk 2 wd"]


@pytest.mark.parametrize("department", ["Zorg", "Post", ""], ids=["the sender", "a third", "an unknown department"])
def test_underway_ends_at_the_first_municipal_event_of_whatever_department(department: str) -> None:
    with mined(f"""
        case | time             | kind     | department   | to_department
        Z1   | 2026-03-02 09:00 | transfer | Zorg         | Werk
        Z1   | 2026-03-04 09:00 | work     | {department} |
        Z1   | 2026-03-05 09:00 | close    | {department} |
    """, "turns") as connection:  # fmt: skip
        assert told(connection)[0] == "underway Zorg>Werk 2 wd"
        assert told(connection)[1] == (f"department {department} 1 wd" if department else "unknown 1 wd")


def test_events_of_residents_partners_and_notices_do_not_end_a_transfer_that_is_underway() -> None:
    assert turns_of("""
        case | time             | kind     | department | to_department | by
        Z1   | 2026-03-02 09:00 | transfer | Zorg       | Werk          |
        Z1   | 2026-03-03 09:00 | notice   | Werk       |               |
        Z1   | 2026-03-03 10:00 | work     | Werk       |               | partner
        Z1   | 2026-03-04 09:00 | contact  | Werk       |               |
        Z1   | 2026-03-05 09:00 | request  |            |               |
        Z1   | 2026-03-06 09:00 | decision | Werk       |               |
    """) == ["underway Zorg>Werk 4 wd"]


def test_a_transfer_from_an_unknown_department_is_underway_too() -> None:
    assert turns_of("""
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | transfer |            | Werk
        Z1   | 2026-03-04 09:00 | work     | Werk       |
    """) == ["underway ?>Werk 2 wd"]


@pytest.mark.parametrize("to", ["Zorg", "", "onbekend"])
def test_a_transfer_inside_a_department_or_to_nobody_known_is_an_ordinary_act(to: str) -> None:
    assert turns_of(f"""
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | transfer | Zorg       | {to}
        Z1   | 2026-03-05 09:00 | close    | Zorg       |
    """) == ["department Zorg 3 wd"]


def test_a_transfer_by_a_partner_is_no_transfer() -> None:
    assert turns_of("""
        case | time             | kind     | department | to_department | by
        Z1   | 2026-03-02 09:00 | work     | Zorg       |               |
        Z1   | 2026-03-03 09:00 | transfer | Zorg       | Werk          | partner
        Z1   | 2026-03-05 09:00 | close    | Zorg       |               |
    """) == ["department Zorg 3 wd"]


def test_the_receiver_may_act_in_a_case_of_its_own_that_began_after_the_transfer() -> None:
    assert turns_of("""
        case | resident | time             | kind     | department | to_department
        Z1   | r1       | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z2   | r1       | 2026-03-04 09:00 | request  |            |
        Z2   | r1       | 2026-03-05 09:00 | work     | Werk       |
        Z1   | r1       | 2026-03-09 09:00 | close    | Zorg       |
    """) == ["underway Zorg>Werk 3 wd", "department Werk 2 wd"]


@pytest.mark.parametrize(
    ("began", "resident"),
    [("2026-03-02 08:00", "r1"), ("2026-03-02 10:00", "r2")],
    ids=["a case that ran already", "a case of somebody else"],
)
def test_acts_in_other_cases_do_not_count(began: str, resident: str) -> None:
    assert turns_of(f"""
        case | resident   | time             | kind     | department | to_department
        Z2   | {resident} | {began}          | request  |            |
        Z1   | r1         | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z2   | {resident} | 2026-03-05 09:00 | work     | Werk       |
        Z1   | r1         | 2026-03-09 09:00 | close    | Zorg       |
    """) == ["underway Zorg>Werk 5 wd"]


def test_an_act_of_an_unknown_department_in_another_case_does_not_count() -> None:
    assert turns_of("""
        case | resident | time             | kind     | department | to_department
        Z1   | r1       | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z2   | r1       | 2026-03-05 09:00 | work     |            |
        Z1   | r1       | 2026-03-09 09:00 | close    | Zorg       |
    """) == ["underway Zorg>Werk 5 wd"]


def test_the_turn_that_began_in_another_case_goes_on_where_the_receiver_acts_in_this_one() -> None:
    with mined("""
        case | resident | time             | kind     | department | to_department
        Z1   | r1       | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z2   | r1       | 2026-03-05 09:00 | work     | Werk       |
        Z1   | r1       | 2026-03-09 09:00 | work     | Werk       |
        Z1   | r1       | 2026-03-11 09:00 | close    | Werk       |
    """, "turns") as connection:  # fmt: skip
        assert told(connection) == ["underway Zorg>Werk 3 wd", "department Werk 4 wd"]
        found = rows(connection, "select started_row_no, ended_row_no from turns where case_no = 1 order by turn")
        assert [tuple(row.values()) for row in found] == [(1, 2), (2, 4)]


def test_lost_is_the_whole_stretch_and_ends_at_the_log_s_end() -> None:
    # Friday 13 March is 9 working days after Monday 2 March, Monday 16 March 10, Tuesday 17 March 11
    for last, expected in [("16", "underway Zorg>Werk 10 wd open"), ("17", "lost Zorg>Werk 11 wd open")]:
        log = f"""
            case | time                | kind     | department | to_department
            Z1   | 2026-03-02 09:00    | transfer | Zorg       | Werk
            Z2   | 2026-03-{last} 09:00 | work    | Zorg       |
        """
        assert turns_of(log) == [expected]


def test_a_loss_ends_at_the_next_act_in_the_case_also_when_that_is_the_close() -> None:
    assert turns_of("""
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z1   | 2026-03-04 09:00 | close    | Zorg       |
        Z2   | 2026-03-30 09:00 | work     | Zorg       |
    """) == ["lost Zorg>Werk 2 wd"]


@pytest.mark.parametrize("kind", ["contact", "request", "callback_request"])
def test_a_loss_ends_at_the_residents_own_ask_in_any_case_and_then_nobody_has_picked_it_up(kind: str) -> None:
    assert turns_of(f"""
        case | resident | time             | kind     | department | to_department
        Z1   | r1       | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z2   | r2       | 2026-03-06 09:00 | {kind}   |            |
        Z1   | r1       | 2026-03-09 09:00 | complaint |           |
        Z3   | r1       | 2026-03-10 09:00 | {kind}   |            |
        Z1   | r1       | 2026-03-12 09:00 | work     | Zorg       |
        Z1   | r1       | 2026-03-13 09:00 | close    | Zorg       |
        Z2   | r2       | 2026-03-30 09:00 | work     | Zorg       |
    """) == ["lost Zorg>Werk 6 wd", "not_picked_up 2 wd", "department Zorg 1 wd"]


def test_a_transfer_that_was_put_right_in_time_is_underway_and_not_lost() -> None:
    assert turns_of("""
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z1   | 2026-03-04 09:00 | transfer | Zorg       | Post
        Z1   | 2026-03-05 09:00 | work     | Post       |
        Z1   | 2026-03-06 09:00 | close    | Post       |
        Z2   | 2026-03-30 09:00 | work     | Zorg       |
    """) == ["underway Zorg>Werk 2 wd", "underway Zorg>Post 1 wd", "department Post 1 wd"]


def test_a_change_of_department_without_a_transfer_is_unrecorded() -> None:
    assert turns_of("""
        case | time             | kind     | department
        Z1   | 2026-03-02 09:00 | work     | Zorg
        Z1   | 2026-03-03 09:00 | work     | Zorg
        Z1   | 2026-03-03 10:00 | contact  | Post
        Z1   | 2026-03-06 09:00 | work     | Werk
        Z1   | 2026-03-10 09:00 | decision | Zorg
    """) == ["department Zorg 1 wd", "unrecorded Zorg>Werk 3 wd", "unrecorded Werk>Zorg 2 wd"]


def test_after_an_act_of_an_unknown_department_the_log_does_not_tell() -> None:
    assert turns_of("""
        case | time             | kind     | department
        Z1   | 2026-03-02 09:00 | work     | Zorg
        Z1   | 2026-03-03 09:00 | work     |
        Z1   | 2026-03-05 09:00 | work     | onbekend
        Z1   | 2026-03-06 09:00 | work     | Werk
        Z1   | 2026-03-09 09:00 | close    | Werk
    """) == ["department Zorg 1 wd", "unknown 3 wd", "department Werk 1 wd"]


def test_after_its_end_a_case_is_over_until_it_is_opened_again() -> None:
    assert turns_of("""
        case | time             | kind      | department
        Z1   | 2026-03-02 09:00 | work      | Zorg
        Z1   | 2026-03-03 09:00 | decision  | Zorg
        Z1   | 2026-03-04 09:00 | close     | Zorg
        Z1   | 2026-03-05 09:00 | work      | Archief
        Z1   | 2026-03-06 09:00 | reopen    | Zorg
        Z1   | 2026-03-09 09:00 | close     | Zorg
        Z1   | 2026-03-10 09:00 | work      | Archief
    """) == ["department Zorg 1 wd", "over 3 wd", "department Zorg 1 wd"]


@pytest.mark.parametrize("kind", ["request", "objection"])
def test_an_ask_or_objection_opens_an_ended_case_and_nobody_has_picked_it_up(kind: str) -> None:
    assert turns_of(f"""
        case | time             | kind     | department
        Z1   | 2026-03-02 09:00 | work     | Zorg
        Z1   | 2026-03-03 09:00 | close    | Zorg
        Z1   | 2026-03-05 09:00 | {kind}   | Zorg
        Z1   | 2026-03-09 09:00 | work     | Zorg
        Z1   | 2026-03-10 09:00 | decision | Zorg
    """) == ["department Zorg 1 wd", "over 2 wd", "not_picked_up 2 wd", "department Zorg 1 wd"]


@pytest.mark.parametrize("kind", ["contact", "complaint", "callback_request", "notice", "work", "resume", "transfer"])
def test_nothing_else_opens_an_ended_case(kind: str) -> None:
    assert turns_of(f"""
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | work     | Zorg       |
        Z1   | 2026-03-03 09:00 | close    | Zorg       |
        Z1   | 2026-03-05 09:00 | {kind}   | Zorg       | Werk
        Z2   | 2026-03-09 09:00 | work     | Zorg       |
    """) == ["department Zorg 1 wd"]


def test_a_request_in_an_open_case_changes_nothing() -> None:
    assert turns_of("""
        case | time             | kind     | department
        Z1   | 2026-03-02 09:00 | work     | Zorg
        Z1   | 2026-03-03 09:00 | request  |
        Z1   | 2026-03-04 09:00 | close    | Zorg
    """) == ["department Zorg 2 wd"]


def test_a_partner_s_decision_ends_nothing() -> None:
    assert turns_of("""
        case | time             | kind     | department | by
        Z1   | 2026-03-02 09:00 | work     | Zorg       |
        Z1   | 2026-03-03 09:00 | decision | Zorg       | partner
        Z1   | 2026-03-04 09:00 | close    | Zorg       |
    """) == ["department Zorg 2 wd"]


def test_turns_without_time_are_left_out_unless_the_case_has_no_other() -> None:
    log = """
        case | time             | kind     | department
        Z1   | 2026-03-02 09:00 | request  |
        Z1   | 2026-03-02 09:00 | work     | Werk
        Z1   | 2026-03-02 09:00 | work     | Zorg
        Z1   | 2026-03-04 09:00 | close    | Zorg
        Z2   | 2026-03-02 09:00 | request  |
        Z2   | 2026-03-02 09:00 | work     | Zorg
        Z2   | 2026-03-02 09:00 | decision | Zorg
        Z3   | 2026-03-02 09:00 | close    | Zorg
        Z4   | 2026-03-04 09:00 | request  |
    """
    assert turns_of(log) == ["department Zorg 2 wd"]
    assert turns_of(log, "Z2") == ["department Zorg 0 wd"]
    assert turns_of(log, "Z3") == []
    assert turns_of(log, "Z4") == ["not_picked_up 0 wd open"]


def test_a_case_that_is_opened_and_ended_in_the_same_moment_ends_at_that_moment() -> None:
    # A15, A4: the reopen is later (its row) than the close of the 3rd, and the close of the 5th is later than the reopen
    log = """
        case | time             | kind     | by           | department
        Z1   | 2026-03-02 09:00 | work     | municipality | Zorg
        Z1   | 2026-03-03 09:00 | close    | municipality | Zorg
        Z1   | 2026-03-05 09:00 | reopen   | municipality | Zorg
        Z1   | 2026-03-05 09:00 | close    | municipality | Zorg
        Z1   | 2026-03-06 09:00 | work     | municipality | Zorg
        Z2   | 2026-03-02 09:00 | decision | municipality | Zorg
        Z2   | 2026-03-09 09:00 | request  | resident     |
        Z2   | 2026-03-09 09:00 | close    | municipality | Zorg
        Z3   | 2026-03-02 09:00 | close    | municipality | Zorg
        Z3   | 2026-03-03 09:00 | reopen   | municipality | Zorg
        Z3   | 2026-03-03 09:00 | close    | municipality | Zorg
        Z3   | 2026-03-04 09:00 | request  | resident     |
        Z3   | 2026-03-05 09:00 | close    | municipality | Zorg
        Z4   | 2026-03-02 09:00 | decision | municipality | Zorg
        Z4   | 2026-03-02 09:00 | reopen   | municipality | Zorg
        Z4   | 2026-03-02 09:00 | close    | municipality | Zorg
        Z5   | 2026-03-10 09:00 | work     | municipality | Zorg
    """
    assert turns_of(log) == ["department Zorg 1 wd", "over 2 wd"]
    assert turns_of(log, "Z2") == ["over 5 wd"]
    assert turns_of(log, "Z3") == ["over 2 wd", "not_picked_up 1 wd"]
    assert turns_of(log, "Z4") == ["department Zorg 0 wd"]


def test_a_date_without_a_time_stands_where_the_rows_around_it_put_it() -> None:
    # A4: the close of that day comes after the decision, though it is written as midnight
    with mined("""
        case | time             | kind     | department
        Z1   | 2026-03-02 15:00 | work     | Zorg
        Z1   | 2026-03-03 15:00 | work     | Werk
        Z1   | 2026-03-03       | decision | Werk
    """, "turns") as connection:  # fmt: skip
        assert told(connection) == ["unrecorded Zorg>Werk 1 wd"]
        assert rows(connection, "select seconds from turns") == [{"seconds": 86400}]


def test_turns_stop_at_the_log_s_end() -> None:
    log = """
        case | time             | kind     | department
        Z1   | 2026-03-02 09:00 | work     | Zorg
        Z1   | 2026-03-20 09:00 | close    | Zorg
        Z2   | 2026-03-20 09:00 | request  |
    """
    assert turns_of(log, end="2026-03-12") == ["department Zorg 8 wd open"]
    assert turns_of(log, "Z2", end="2026-03-12") == ["not_picked_up 0 wd open"]
    with mined(log, "turns", end="2026-03-12") as connection:
        assert rows(connection, "select started, ended, ended_row_no from turns where case_no = 1") == [
            {"started": datetime(2026, 3, 2, 8), "ended": datetime(2026, 3, 12), "ended_row_no": None}
        ]


def test_one_turn_has_party_rows_and_seconds() -> None:
    with mined("""
        case | time             | kind     | department | to_department
        Z1   | 2026-03-27 16:00 | transfer | Zorg       | Werk
        Z1   | 2026-03-30 10:00 | work     | Werk       |
        Z1   | 2026-04-07 10:00 | close    | Werk       |
    """, "turns") as connection:  # fmt: skip
        # in the weekend of 28 and 29 March the clock goes forward: 3 days less 6 hours less 1 hour
        found = rows(
            connection,
            """select party, seconds, working_days, started_row_no, ended_row_no, working_seconds
            from turns order by turn""",
        )
        assert [tuple(row.values()) for row in found] == [
            ("nobody", 65 * 3600, 1, 1, 2, None),
            ("department", 8 * 86400, 4, 2, 3, None),
        ]


def test_working_time_is_counted_once_and_inside_the_turn() -> None:
    with mined("""
        case | start            | time             | kind  | department
        Z1   | 2026-03-02 08:00 | 2026-03-02 09:00 | work  | Zorg
        Z1   | 2026-03-02 10:00 | 2026-03-02 12:00 | work  | Zorg
        Z1   | 2026-03-02 11:00 | 2026-03-02 13:00 | work  | Zorg
        Z1   |                  | 2026-03-02 14:00 | work  | Zorg
        Z1   | 2026-03-02 14:30 | 2026-03-02 15:00 | close | Zorg
        Z2   | 2026-03-02 14:30 | 2026-03-02 15:00 | work  |
        Z2   | 2026-03-02 14:30 | 2026-03-02 16:00 | work  |
    """, "turns") as connection:  # fmt: skip
        found = rows(connection, "select party, seconds, working_seconds from turns order by case_no, turn")
        # 10:00-13:00 and 14:30-15:00; what was done before 09:00 lies before the turn
        assert [tuple(row.values()) for row in found] == [
            ("department", 6 * 3600, 3 * 3600 + 1800),
            ("unknown", 3600, None),
        ]


def test_in_the_plain_reading_every_event_is_an_act() -> None:
    log = """
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | request  | Balie      |
        Z1   | 2026-03-03 09:00 | contact  | Balie      |
        Z1   | 2026-03-04 09:00 | transfer | Balie      | Zorg
        Z1   | 2026-03-05 09:00 | notice   | Zorg       |
        Z1   | 2026-03-09 09:00 | close    | Zorg       |
        Z1   | 2026-03-10 09:00 | request  | Balie      |
        Z1   | 2026-03-11 09:00 | close    | Balie      |
    """
    assert turns_of(log, reading="plain") == [
        "department Balie 2 wd", "underway Balie>Zorg 1 wd", "department Zorg 2 wd", "over 1 wd",
        "department Balie 1 wd",
    ]  # fmt: skip


def test_without_kinds_nothing_is_known_of_losses_ends_or_asks() -> None:
    with mined("""
        case | time             | activity | department
        Z1   | 2026-03-02 09:00 | Intake   | Zorg
        Z1   | 2026-03-04 09:00 | Besluit  | Werk
        Z2   | 2026-04-30 09:00 | Intake   | Zorg
    """, "turns") as connection:  # fmt: skip
        assert told(connection) == ["unrecorded Zorg>Werk 2 wd", "department Werk 38 wd open"]
