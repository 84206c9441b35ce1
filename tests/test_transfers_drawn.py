"""What became of a transfer (signal 1), on drawn logs: each status, each boundary, and what does not count.

Working days: 2 March 2026 is a Monday, 3 April is Good Friday, 6 April Easter Monday;
16 March is 10 working days after 2 March.
"""

from __future__ import annotations

from typing import Any

import pytest
from mined_tables import mined, rows


def transfers_of(log: str | list[dict[str, str]], **options: Any) -> list[dict[str, Any]]:
    with mined(log, "transfers", **options) as connection:
        return rows(connection, "select * from transfers order by row_no")


def status_of(log: str, **options: Any) -> tuple[str, int | None]:
    first = transfers_of(log, **options)[0]
    return first["status"], first["answer_row_no"]


@pytest.mark.parametrize(("day", "expected"), [("16", ("answered", 2)), ("17", ("late", 2))])
def test_ten_working_days_is_in_time_and_eleven_is_late(day: str, expected: tuple[str, int]) -> None:
    assert (
        status_of(f"""
        case | time                | kind     | department | to_department
        Z1   | 2026-03-02 23:00    | transfer | Zorg       | Werk
        Z1   | 2026-03-{day} 23:00 | work     | Werk       |
    """)
        == expected
    )


@pytest.mark.parametrize(("day", "expected"), [("16", "open"), ("17", "lost")])
def test_without_an_answer_it_is_lost_when_the_days_are_over(day: str, expected: str) -> None:
    assert status_of(f"""
        case | time                | kind     | department | to_department
        Z1   | 2026-03-02 09:00    | transfer | Zorg       | Werk
        Z1   | 2026-03-03 09:00    | close    | Zorg       |
        Z2   | 2026-03-{day} 09:00 | work     | Zorg       |
    """) == (expected, None)


def test_a_transfer_after_the_end_that_is_given_has_not_waited_a_day() -> None:
    (passed,) = transfers_of("""
        case | time             | kind     | department | to_department
        Z1   | 2026-02-23 09:00 | work     | Zorg       |
        Z1   | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z1   | 2026-03-02 10:00 | suspend  | Zorg       |
    """, end="2026-02-25")  # fmt: skip
    assert (passed["age_working_days"], passed["status"]) == (0, "open")


def test_suspended_days_of_the_case_do_not_count() -> None:
    found = transfers_of("""
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z1   | 2026-03-03 09:00 | suspend  | Zorg       |
        Z1   | 2026-03-05 09:00 | suspend  | Zorg       |
        Z1   | 2026-03-10 09:00 | resume   | Zorg       |
        Z1   | 2026-03-23 09:00 | work     | Werk       |
    """)
    assert [(row["response_working_days"], row["status"]) for row in found] == [(10, "answered")]


def test_an_unknown_department_in_the_case_is_taken_for_the_one_that_was_asked() -> None:
    assert status_of("""
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z1   | 2026-03-03 09:00 | work     | Zorg       |
        Z1   | 2026-03-04 09:00 | work     |            |
        Z1   | 2026-03-05 09:00 | work     | Werk       |
    """) == ("answered", 3)


def test_a_transfer_of_an_unknown_department_does_not_answer_itself() -> None:
    assert status_of("""
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | transfer |            | Werk
        Z2   | 2026-03-30 09:00 | work     | Zorg       |
    """) == ("lost", None)


def test_notices_and_partners_answer_nothing() -> None:
    assert status_of("""
        case | time             | kind     | department | to_department | by
        Z1   | 2026-03-02 09:00 | transfer | Zorg       | Werk          |
        Z1   | 2026-03-03 09:00 | notice   | Werk       |               |
        Z1   | 2026-03-04 09:00 | work     | Werk       |               | partner
        Z1   | 2026-03-05 09:00 | contact  | Werk       |               |
        Z2   | 2026-03-30 09:00 | work     | Zorg       |               |
    """) == ("lost", None)


def test_the_first_answer_counts_whether_in_this_case_or_in_a_later_case_of_the_resident() -> None:
    log = """
        case | resident | time             | kind     | department | to_department
        Z1   | r1       | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z2   | r1       | 2026-03-03 09:00 | request  |            |
        Z3   | r1       | 2026-03-04 09:00 | work     | Werk       |
        Z2   | r1       | 2026-03-05 09:00 | work     | Werk       |
        Z1   | r1       | {day} 09:00      | work     | Werk       |
    """
    assert status_of(log.format(day="2026-03-06")) == ("answered", 3)
    assert status_of(log.format(day="2026-03-03")) == ("answered", 5)


def test_a_case_at_the_same_moment_began_later_when_its_row_is_later() -> None:
    after = """
        case | resident | time             | kind     | department | to_department
        Z1   | r1       | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z2   | r1       | 2026-03-02 09:00 | work     | Werk       |
    """
    before = """
        case | resident | time             | kind     | department | to_department
        Z2   | r1       | 2026-03-02 09:00 | work     | Werk       |
        Z1   | r1       | 2026-03-02 09:00 | transfer | Zorg       | Werk
    """
    assert status_of(after) == ("answered", 2)
    assert status_of(before) == ("open", None)


def test_cases_without_a_resident_are_nobody_elses() -> None:
    assert status_of("""
        case | resident | time             | kind     | department | to_department
        Z1   |          | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z2   |          | 2026-03-03 09:00 | work     | Werk       |
    """) == ("open", None)


@pytest.mark.parametrize(("day", "expected"), [("16", "rerouted"), ("17", "lost")])
def test_a_reroute_within_the_days_puts_it_right(day: str, expected: str) -> None:
    assert status_of(f"""
        case | time                | kind     | department | to_department
        Z1   | 2026-03-02 09:00    | transfer | Zorg       | Werk
        Z1   | 2026-03-{day} 09:00 | transfer | Post       | Zorg
        Z2   | 2026-04-30 09:00    | work     | Zorg       |
    """) == (expected, None)


@pytest.mark.parametrize(
    ("department", "to"),
    [("Zorg", "Werk"), ("Zorg", "Zorg"), ("Zorg", ""), ("Post", "Werk")],
    ids=["again to the receiver", "inside the sender", "to nobody known", "by a third to the receiver"],
)
def test_other_transfers_put_nothing_right(department: str, to: str) -> None:
    assert status_of(f"""
        case | time             | kind     | department   | to_department
        Z1   | 2026-03-02 09:00 | transfer | Zorg         | Werk
        Z1   | 2026-03-03 09:00 | transfer | {department} | {to}
        Z2   | 2026-04-30 09:00 | work     | Zorg         |
    """) == ("lost", None)


def test_a_decision_settles_it_and_a_close_does_not() -> None:
    log = """
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z1   | 2026-03-03 09:00 | {kind}   | Zorg       |
        Z2   | 2026-04-30 09:00 | work     | Zorg       |
    """
    assert status_of(log.format(kind="decision")) == ("settled", None)
    assert status_of(log.format(kind="close")) == ("lost", None)


def test_a_decision_by_the_receiver_is_its_answer() -> None:
    assert status_of("""
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z1   | 2026-03-03 09:00 | decision | Werk       |
    """) == ("answered", 2)


def test_an_answer_after_a_settlement_in_time_leaves_it_settled() -> None:
    assert status_of("""
        case | time             | kind     | department | to_department
        Z1   | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z1   | 2026-03-03 09:00 | decision | Zorg       |
        Z1   | 2026-03-30 09:00 | work     | Werk       |
    """) == ("settled", 3)


def _pair(responses: list[int], *, sender: str = "Zorg") -> list[dict[str, str]]:
    """This draws transfers on Monday 5 January 2026, answered after so many days, and one more without an answer."""
    found = []
    for number, days in enumerate(responses):
        day = 5 + days + 2 * (days // 5)  # no holiday in January after New Year's Day
        found += [
            {
                "case": f"Z{number}",
                "time": "2026-01-05 09:00",
                "kind": "transfer",
                "department": sender,
                "to_department": "Werk",
            },
            {
                "case": f"Z{number}",
                "time": f"2026-01-{day:02} 09:00",
                "kind": "work",
                "department": "Werk",
                "to_department": "",
            },
        ]
    found += [
        {"case": "last", "time": "2026-02-23 09:00", "kind": "transfer", "department": sender, "to_department": "Werk"},
        {"case": "end", "time": "2026-03-16 09:00", "kind": "work", "department": "Zorg", "to_department": ""},
    ]
    return found


@pytest.mark.parametrize("sender", ["Zorg", ""])
def test_a_pair_that_is_always_slow_may_take_its_95th_percentile(sender: str) -> None:
    # 20 responses: the 95th percentile by nearest rank is the 19th smallest
    found = transfers_of(_pair([*range(1, 18), 15, 16, 18], sender=sender))
    assert {row["allowed_working_days"] for row in found} == {17}
    assert found[-1]["age_working_days"] == 15
    assert found[-1]["status"] == "open"
    assert [row["status"] for row in found if row["response_working_days"] == 18] == ["late"]


def test_nineteen_responses_are_too_few_and_a_fast_pair_keeps_ten_days() -> None:
    assert {row["allowed_working_days"] for row in transfers_of(_pair([15] * 19))} == {10}
    assert {row["allowed_working_days"] for row in transfers_of(_pair([2] * 20))} == {10}
    assert {row["allowed_working_days"] for row in transfers_of(_pair([15] * 20))} == {15}


def test_young_transfers_and_very_late_responses_do_not_set_the_days() -> None:
    # the log's end is 50 working days after 5 January; 29 working days before it is 3 February
    log = _pair([15] * 20)
    assert {row["allowed_working_days"] for row in transfers_of(log, end="2026-02-16")} == {15}
    assert {row["allowed_working_days"] for row in transfers_of(log, end="2026-02-13")} == {10}
    assert {row["allowed_working_days"] for row in transfers_of(log, dropped_handoff_follow_up_working_days=14)} == {10}


def test_responses_after_a_reroute_do_not_set_the_days() -> None:
    log = _pair([15] * 20)
    rerouted = {
        "case": "Z7",
        "time": "2026-01-23 09:00",
        "kind": "transfer",
        "department": "Zorg",
        "to_department": "Post",
    }
    found = transfers_of([*log, rerouted])
    assert {row["allowed_working_days"] for row in found if row["to_department_no"] != 3} == {10}


def test_each_pair_has_days_of_its_own() -> None:
    other = [{**row, "case": "x" + row["case"]} for row in _pair([2] * 20, sender="Post")]
    found = transfers_of([*_pair([15] * 20), *other])
    assert {(row["from_department_no"], row["allowed_working_days"]) for row in found} == {(1, 15), (3, 10)}


def test_the_next_ask_of_the_resident_is_noted_for_what_was_lost() -> None:
    found = transfers_of("""
        case | resident | time             | kind      | department | to_department
        Z1   | r1       | 2026-03-02 09:00 | transfer  | Zorg       | Werk
        Z2   | r2       | 2026-03-03 09:00 | contact   |            |
        Z1   | r1       | 2026-03-04 09:00 | objection |            |
        Z3   | r1       | 2026-03-05 09:00 | contact   |            |
        Z1   | r1       | 2026-03-06 09:00 | request   |            |
        Z2   | r2       | 2026-03-30 09:00 | work      | Zorg       |
    """)
    assert [(row["status"], row["ask_row_no"]) for row in found] == [("lost", 4)]
