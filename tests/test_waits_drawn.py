"""What a case waited for, on drawn logs: each cause, their order, and what is no cause.

Working days: 2 March 2026 is a Monday, 3 April is Good Friday, 6 April Easter Monday.
"""

from __future__ import annotations

import pytest
from mined_tables import mined, rows


def waits_of(log: str, case: str = "Z1", reading: str = "municipal") -> tuple[int, ...]:
    """This gives working days: resident, callback, handoff, queue."""
    with mined(log, "waits", reading=reading) as connection:
        found = rows(
            connection, f"select waits.* from waits join cases using (case_no) where cases.\"case\" = '{case}'"
        )
        return tuple(list(found[0].values())[1:])


def test_a_gap_between_two_officials_or_departments_is_a_handoff_and_else_it_is_a_queue() -> None:
    assert waits_of("""
        case | time             | kind    | official | department
        Z1   | 2026-03-02 09:00 | request |          |
        Z1   | 2026-03-03 09:00 | work    | Anna     | Zorg
        Z1   | 2026-03-05 09:00 | work    | Anna     | Zorg
        Z1   | 2026-03-09 09:00 | work    | Bram     | Zorg
        Z1   | 2026-03-12 09:00 | work    | Bram     | Werk
        Z1   | 2026-03-13 09:00 | notice  | Anna     | Zorg
    """) == (0, 0, 2 + 3, 1 + 2 + 1)


def test_an_unknown_official_or_department_makes_no_handoff() -> None:
    assert waits_of("""
        case | time             | kind    | official       | department
        Z1   | 2026-03-02 09:00 | work    | Anna           | Zorg
        Z1   | 2026-03-03 09:00 | work    | Postbus Zorg   |
        Z1   | 2026-03-05 09:00 | work    | Bram           |
        Z1   | 2026-03-09 09:00 | work    | ?              | Werk
    """) == (0, 0, 0, 5)


def test_events_of_others_split_the_wait_but_do_not_change_its_cause() -> None:
    assert waits_of("""
        case | time             | kind    | official | department | by
        Z1   | 2026-03-02 09:00 | work    | Anna     | Zorg       |
        Z1   | 2026-03-03 09:00 | notice  | Bram     | Werk       |
        Z1   | 2026-03-04 09:00 | work    | Bram     | Werk       | partner
        Z1   | 2026-03-05 09:00 | contact | Bram     | Werk       |
        Z1   | 2026-03-06 09:00 | work    | Anna     | Zorg       |
        Z1   | 2026-03-09 09:00 | contact | Bram     | Werk       |
        Z1   | 2026-03-10 09:00 | work    | Carla    | Zorg       |
    """) == (0, 0, 2, 4)


def test_a_suspended_case_waits_for_the_resident_before_any_other_cause() -> None:
    assert waits_of("""
        case | time             | kind             | official | department
        Z1   | 2026-03-02 09:00 | callback_request |          |
        Z1   | 2026-03-03 09:00 | suspend          | Anna     | Zorg
        Z1   | 2026-03-05 09:00 | work             | Bram     | Werk
        Z1   | 2026-03-06 09:00 | suspend          | Bram     | Werk
        Z1   | 2026-03-10 09:00 | resume           | Carla    | Werk
        Z1   | 2026-03-11 09:00 | outreach         | Carla    | Werk
        Z1   | 2026-03-13 09:00 | close            | Dirk     | Werk
    """) == (5, 1 + 1, 2, 0)


@pytest.mark.parametrize("kind", ["resume", "decision", "close", "reopen"])
def test_each_end_of_a_suspension(kind: str) -> None:
    assert waits_of(f"""
        case | time             | kind    | official
        Z1   | 2026-03-02 09:00 | suspend | Anna
        Z1   | 2026-03-04 09:00 | {kind}  | Anna
        Z1   | 2026-03-05 09:00 | work    | Anna
    """) == (2, 0, 0, 1)


def test_a_suspension_without_an_end_lasts_until_the_last_event() -> None:
    assert waits_of("""
        case | time             | kind    | official
        Z1   | 2026-03-02 09:00 | suspend | Anna
        Z1   | 2026-03-04 09:00 | contact |
        Z2   | 2026-03-20 09:00 | work    | Anna
    """) == (2, 0, 0, 0)


def test_a_callback_waits_until_the_outreach_of_the_municipality_in_the_same_case() -> None:
    assert waits_of("""
        case | resident | time             | kind             | official | by
        Z1   | r1       | 2026-03-02 09:00 | callback_request |          |
        Z1   | r1       | 2026-03-03 09:00 | work             | Anna     |
        Z2   | r1       | 2026-03-03 10:00 | outreach         | Anna     |
        Z1   | r1       | 2026-03-04 09:00 | outreach         | Anna     | partner
        Z1   | r1       | 2026-03-05 09:00 | callback_request |          |
        Z1   | r1       | 2026-03-06 09:00 | close            | Bram     |
        Z1   | r1       | 2026-03-09 09:00 | outreach         | Bram     |
        Z1   | r1       | 2026-03-11 09:00 | callback_request | Bram     | municipality
        Z1   | r1       | 2026-03-12 09:00 | work             | Bram     |
    """) == (0, 5, 0, 3)


def test_a_tie_is_decided_by_the_row() -> None:
    asked_last = """
        case | time             | kind             | official
        Z1   | 2026-03-02 09:00 | outreach         | Anna
        Z1   | 2026-03-02 09:00 | callback_request |
        Z1   | 2026-03-04 09:00 | work             | Anna
    """
    called_last = """
        case | time             | kind             | official
        Z1   | 2026-03-02 09:00 | callback_request |
        Z1   | 2026-03-02 09:00 | outreach         | Anna
        Z1   | 2026-03-04 09:00 | work             | Anna
    """
    assert waits_of(asked_last) == (0, 2, 0, 0)
    assert waits_of(called_last) == (0, 0, 0, 2)


def test_a_case_that_is_opened_again_keeps_its_handoff_across_the_ask() -> None:
    assert waits_of("""
        case | time             | kind      | official
        Z1   | 2026-03-02 09:00 | close     | Anna
        Z1   | 2026-03-04 09:00 | objection | Dirk
        Z1   | 2026-03-05 09:00 | work      | Bram
    """) == (0, 0, 3, 0)


def test_weekends_and_holidays_are_no_wait() -> None:
    assert waits_of("""
        case | time             | kind  | official
        Z1   | 2026-04-02 16:00 | work  | Anna
        Z1   | 2026-04-07 09:00 | work  | Bram
        Z1   | 2026-04-11 09:00 | close | Bram
    """) == (0, 0, 1, 3)


def test_a_case_of_one_event_waits_for_nothing() -> None:
    assert waits_of("""
        case | time             | kind
        Z1   | 2026-03-02 09:00 | request
    """) == (0, 0, 0, 0)


def test_in_the_plain_reading_the_resident_s_events_are_acts_too() -> None:
    log = """
        case | time             | kind    | official
        Z1   | 2026-03-02 09:00 | work    | Anna
        Z1   | 2026-03-04 09:00 | contact | Bram
        Z1   | 2026-03-05 09:00 | work    | Anna
    """
    assert waits_of(log) == (0, 0, 0, 3)
    assert waits_of(log, reading="plain") == (0, 0, 3, 0)
