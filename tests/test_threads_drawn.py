"""Threads: which cases of one resident belong together, on drawn logs and against a slow second reading of random ones."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any

import duckdb
import pytest
import walked
from hypothesis import given, settings
from hypothesis import strategies as st
from mined_tables import mined, rows


def threads(log: str | list[dict[str, str]], **options: Any) -> list[str]:
    """This gives the threads of several cases as `Z1 Z2`, in the order of their first case."""
    with mined(log, "threads", **options) as connection:
        found = rows(
            connection,
            """
            select string_agg(cases."case", ' ' order by cases.case_no) as thread
            from threads
            join cases on cases.case_no = threads.case_no
            group by thread_no
            order by thread_no""",
        )
    return [row["thread"] for row in found]


@pytest.mark.parametrize(("day", "expected"), [("09", ["Z1 Z2"]), ("10", [])])
def test_a_case_that_the_receiver_begins_within_five_working_days_of_a_transfer(day: str, expected: list[str]) -> None:
    assert threads(f"""
        case | resident | time                | kind     | department | to_department
        Z1   | r1       | 2026-03-02 09:00    | transfer | Zorg       | Werk
        Z2   | r1       | 2026-03-{day} 23:00 | contact  | Zorg       |
        Z2   | r1       | 2026-03-30 09:00    | work     | Werk       |
    """) == expected


def test_a_case_that_began_before_the_transfer_or_is_of_another_department_or_resident_is_not_linked() -> None:
    assert threads("""
        case | resident | time             | kind     | department | to_department
        Z2   | r1       | 2026-03-01 09:00 | work     | Werk       |
        Z1   | r1       | 2026-03-02 09:00 | transfer | Zorg       | Werk
        Z3   | r1       | 2026-03-03 09:00 | work     | Wonen      |
        Z3   | r1       | 2026-03-03 10:00 | work     | Werk       |
        Z4   | r2       | 2026-03-03 09:00 | work     | Werk       |
        Z5   | r1       | 2026-03-03 09:00 | work     | onbekend   |
    """) == []


def test_a_transfer_from_an_unknown_department_links_and_one_inside_a_department_does_not() -> None:
    assert threads("""
        case | resident | time             | kind     | department | to_department
        Z1   | r1       | 2026-03-02 09:00 | transfer | ?          | Werk
        Z2   | r1       | 2026-03-03 09:00 | work     | Werk       |
        Z3   | r2       | 2026-03-02 09:00 | transfer | Werk       | Werk
        Z4   | r2       | 2026-03-03 09:00 | work     | Werk       |
    """) == ["Z1 Z2"]


@pytest.mark.parametrize(("day", "expected"), [("30", ["Z1 Z2"]), ("31", [])])
def test_the_same_topic_within_twenty_working_days_of_the_end(day: str, expected: list[str]) -> None:
    # the later close changes nothing: the case ended with its decision
    assert threads(f"""
        case | resident | time                | kind     | topic
        Z1   | r1       | 2026-02-02 09:00    | request  | hulp
        Z1   | r1       | 2026-03-02 09:00    | decision |
        Z1   | r1       | 2026-03-20 09:00    | close    |
        Z2   | r1       | 2026-03-{day} 09:00 | request  | Hulp
    """) == expected


def test_the_same_topic_while_the_earlier_case_is_open_however_long_and_when_it_was_opened_again() -> None:
    assert threads("""
        case | resident | time             | kind      | topic
        Z1   | r1       | 2025-01-06 09:00 | request   | hulp
        Z2   | r1       | 2026-03-02 09:00 | request   | hulp
        Z3   | r2       | 2025-01-06 09:00 | request   | hulp
        Z3   | r2       | 2025-01-07 09:00 | decision  |
        Z3   | r2       | 2026-02-02 09:00 | objection |
        Z4   | r2       | 2026-03-02 09:00 | request   | hulp
        Z5   | r3       | 2025-01-06 09:00 | request   | hulp
        Z6   | r3       | 2026-03-02 09:00 | request   | werk
        Z7   | r3       | 2026-03-02 09:00 | request   | -
        Z8   | r3       | 2026-03-03 09:00 | request   | -
    """) == ["Z1 Z2", "Z3 Z4"]


def test_a_case_begun_between_an_end_and_a_reopening_is_linked_only_to_what_was_open() -> None:
    assert threads("""
        case | resident | time             | kind     | topic
        Z1   | r1       | 2025-01-06 09:00 | request  | hulp
        Z1   | r1       | 2025-01-07 09:00 | decision |
        Z2   | r1       | 2025-06-02 09:00 | request  | hulp
        Z2   | r1       | 2025-06-03 09:00 | decision |
        Z1   | r1       | 2025-11-03 09:00 | reopen   |
        Z3   | r1       | 2026-03-02 09:00 | request  | hulp
    """) == ["Z1 Z3"]


def test_a_reference_links_also_through_others_but_never_to_another_resident() -> None:
    assert threads("""
        case | resident | time             | kind | related_case
        Z1   | r1       | 2026-03-02 09:00 | work |
        Z2   | r1       | 2025-03-02 09:00 | work | Z3
        Z3   | r1       | 2024-03-02 09:00 | work | Z1
        Z4   | r2       | 2026-03-02 09:00 | work | Z1
        Z5   | r1       | 2026-03-02 09:00 | work | Z5
    """) == ["Z1 Z2 Z3"]


LOG = """
    case | resident | time             | kind | official | related_case
    Z1   | r1       | 2026-03-02 09:00 | work | Anna     | Z2
    Z2   | r1       | 2026-03-03 09:00 | work | Bob      |
    Z9   | r1       | 2026-03-03 12:00 | work | Eva      |
    Z2   | r1       | 2026-03-04 09:00 | work | Postbus  |
    Z1   | r1       | 2026-03-05 09:00 | work | Anna     |
    Z9   | r1       | 2026-03-05 12:00 | work | Fay      |
    Z2   | r1       | 2026-03-06 09:00 | work | Bob      |
    Z7   | r2       | 2026-03-06 09:00 | work | Bob      |
    Z7   | r2       | 2026-03-07 09:00 | work | Anna     |
"""


def test_hops_within_threads_beside_hops_of_the_resident() -> None:
    with mined(LOG, "journey_measures", "log_measures") as connection:
        of_journeys = rows(connection, "select cases, threads, handoffs, thread_hops, hops from journey_measures order by journey_no")
        assert of_journeys == [
            # Anna Bob Anna Bob, and Eva Fay apart; for the resident Anna Bob Eva Anna Fay Bob
            {"cases": 3, "threads": 2, "handoffs": 1, "thread_hops": 4, "hops": 5},
            {"cases": 1, "threads": 1, "handoffs": 1, "thread_hops": 1, "hops": 1},
        ]
        assert rows(connection, "select thread_hops from log_measures") == [{"thread_hops": 5}]


def test_without_officials_the_threads_are_counted_all_the_same_only_their_hops_are_not() -> None:
    log = """
        case | resident | time             | kind | topic
        Z1   | r1       | 2026-03-02 09:00 | work | hulp
        Z2   | r1       | 2026-03-03 09:00 | work | hulp
        Z3   | r1       | 2026-03-04 09:00 | work | werk
    """
    with mined(log, "journey_measures") as connection:
        assert rows(connection, "select threads, thread_hops from journey_measures") == [{"threads": 2, "thread_hops": None}]


def test_without_officials_or_kinds_they_cannot_be_determined() -> None:
    log = """
        case | resident | time             | activity
        Z1   | r1       | 2026-03-02 09:00 | a
    """
    with mined(log, "journey_measures") as connection:
        assert rows(connection, "select threads, thread_hops from journey_measures") == [{"threads": None, "thread_hops": None}]


EVENTS = st.lists(
    st.fixed_dictionaries(
        {
            "case": st.sampled_from([f"Z{n}" for n in range(1, 8)]),
            "kind": st.sampled_from(["work", "decision", "close", "reopen", "objection", "request", "transfer", "contact", "notice"]),
            "day": st.integers(0, 130),
            "hour": st.sampled_from([9, 9, 10]),
            "department": st.sampled_from(["Zorg", "Werk", "?"]),
            "to_department": st.sampled_from(["Zorg", "Werk", "?"]),
            "topic": st.sampled_from(["hulp", "hulp", "werk", "-"]),
            "related_case": st.sampled_from([""] * 30 + ["Z1", "Z2"]),
            "official": st.sampled_from(["Anna", "Bob", "?"]),
        }
    ),
    min_size=2,
    max_size=25,
)


def drawn(events: list[dict[str, Any]]) -> list[dict[str, str]]:
    """This writes random events as rows; cases 1 to 5 are one resident's, 6 and 7 another's."""
    return [
        {
            **{name: value for name, value in event.items() if name not in ("day", "hour")},
            "resident": "r1" if event["case"] < "Z6" else "r2",
            "time": f"2026-{1 + event['day'] // 28:02}-{1 + event['day'] % 28:02} {event['hour']:02}:00",
        }
        for event in events
    ]


def linked_by_hand(connection: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """This reads the words of signals.md, Threads: every pair of cases of one journey, then whatever hangs together."""
    log = walked.read(connection)
    topics = {no: next((e["topic_no"] for e in events if e["topic_no"]), None) for no, events in log.cases.items()}
    name = {no: no for no in log.cases}

    def root(case: int) -> int:
        return case if name[case] == case else root(name[case])

    for one, other in combinations(log.cases, 2):
        if log.cases[one][0]["journey_no"] == log.cases[other][0]["journey_no"] and (
            linked(log, one, other, topics) or linked(log, other, one, topics)
        ):
            low, high = sorted((root(one), root(other)))
            name[high] = low
    return {case: root(case) for case in log.cases}


def linked(log: walked.Log, earlier: int, later: int, topics: dict[int, int | None]) -> bool:
    """This tells whether a case is linked to another one, seen from the first."""
    begin = log.cases[later][0]
    act = next((event for event in log.cases[later] if event["municipal"]), None)
    ended = None
    for event in log.cases[earlier]:
        if event["related_case_no"] == later:
            return True
        if (
            walked.municipality(event, "transfer")
            and event["to_department_no"] not in (None, event["department_no"])
            and act is not None
            and act["department_no"] == event["to_department_no"]
            and walked.order(begin) > walked.order(event)
            and walked.wd(event["local_date"], begin["local_date"]) <= 5
        ):
            return True
        if walked.order(event) < walked.order(begin):
            if walked.municipality(event, "decision", "close"):
                ended = ended or event
            elif walked.municipality(event, "reopen") or walked.resident(event, "request", "objection"):
                ended = None
    return (
        topics[earlier] is not None
        and topics[earlier] == topics[later]
        and walked.order(log.cases[earlier][0]) < walked.order(begin)
        and (ended is None or walked.wd(ended["local_date"], begin["local_date"]) <= 20)
    )


@settings(max_examples=90, deadline=None)
@given(EVENTS)
def test_the_second_reading_finds_the_same_threads(events: list[dict[str, Any]]) -> None:
    with mined(drawn(events), "threads") as connection:
        expected: dict[int, list[int]] = defaultdict(list)
        for case, thread in linked_by_hand(connection).items():
            expected[thread].append(case)
        found = connection.execute("select case_no, thread_no from threads order by case_no").fetchall()
    assert found == sorted((case, thread) for thread, cases in expected.items() if len(cases) > 1 for case in cases)
