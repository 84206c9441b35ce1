"""Handoffs, hops, ping-pong and the ledger on drawn logs: what counts, and what must not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from commanded import journeys, log_file, summary
from drawn import draw

from journeys.settings import Settings
from mining.catalogue import read_definitions
from mining.mine import mine
from mining.written_columns import export_query

ALL = read_definitions()
CATALOGUE = ALL.needed_for(
    "case_measures", "journey_measures", "log_measures", "handoff_ledger", "department_handoff_pairs", "pingpong",
    "variants", "directly_follows",
)  # fmt: skip


def mined(text: str, *, reading: str = "municipal", by: str = "resident") -> duckdb.DuckDBPyConnection:
    log = draw(text, reading=reading, by=by)
    mine(log, settings=Settings(), catalogue=CATALOGUE)
    return log


def one(log: duckdb.DuckDBPyConnection, columns: str, table: str) -> tuple[Any, ...]:
    (row,) = log.execute(f"select {columns} from {table}").fetchall()
    return row


def test_neighbours_with_other_officials_are_handoffs() -> None:
    log = mined("""
        case | time             | kind    | official | department
        Z1   | 2026-03-02 09:00 | work    | Anna     | Zorg
        Z1   | 2026-03-02 10:00 | work    | Anna     | Zorg
        Z1   | 2026-03-02 11:00 | work    | Bob      | Zorg
        Z1   | 2026-03-03 09:00 | work    | Cees     | Werk
        Z1   | 2026-03-04 09:00 | work    | Bob      | Zorg
    """)
    assert one(log, "officials, handoffs, departments, department_handoffs", "case_measures") == (3, 3, 2, 2)


def test_an_unknown_official_is_skipped_and_does_not_break_the_chain() -> None:
    log = mined("""
        case | time             | kind    | official      | department
        Z1   | 2026-03-02 09:00 | work    | Anna          | Zorg
        Z1   | 2026-03-02 10:00 | work    | Team Zorg     | -
        Z1   | 2026-03-02 11:00 | work    | Bob           | Zorg
        Z2   | 2026-03-02 09:00 | work    | Anna          | Zorg
        Z2   | 2026-03-02 10:00 | work    | postbus wonen | onbekend
        Z2   | 2026-03-02 11:00 | work    | anna          | zorg
    """)
    assert log.execute(
        "select officials, handoffs, department_handoffs, events_unknown_official, events_unknown_department"
        " from case_measures order by case_no"
    ).fetchall() == [(2, 1, 0, 1, 1), (1, 0, 0, 1, 1)]


def test_residents_partners_and_notices_hand_nothing_over() -> None:
    log = mined("""
        case | time             | kind    | official | department | by
        Z1   | 2026-03-02 09:00 | work    | Anna     | Zorg       |
        Z1   | 2026-03-02 10:00 | contact | Bob      | KCC        |
        Z1   | 2026-03-02 11:00 | notice  | Cees     | Post       |
        Z1   | 2026-03-02 12:00 | work    | Dirk     | Advies     | partner
        Z1   | 2026-03-02 13:00 | work    | Anna     | Zorg       |
    """)
    # Bob took the resident's call: an official (and a face), but no municipal event
    assert one(log, "officials, faces, handoffs, departments, department_handoffs", "case_measures") == (2, 1, 0, 1, 0)


def test_hops_are_counted_over_interleaved_cases_and_handoffs_within_them() -> None:
    log = mined("""
        case | resident | time             | kind | official | department
        Z1   | r1       | 2026-03-02 09:00 | work | Anna     | Zorg
        Z2   | r1       | 2026-03-02 10:00 | work | Bob      | Werk
        Z1   | r1       | 2026-03-02 11:00 | work | Anna     | Zorg
        Z2   | r1       | 2026-03-02 12:00 | work | Bob      | Werk
    """)
    columns = "cases, officials, departments, handoffs, department_handoffs, hops, department_hops"
    assert one(log, columns, "journey_measures") == (
        2, 2, 2, 0, 0, 3, 3,
    )  # fmt: skip
    # a ring between unrelated cases is no ring
    assert one(log, "pingpong_officials, pingpong_departments", "journey_measures") == (0, 0)


def test_without_residents_each_case_is_its_own_journey_and_hops_equal_handoffs() -> None:
    log = mined("""
        case | time             | kind | official
        Z1   | 2026-03-02 09:00 | work | Anna
        Z2   | 2026-03-02 10:00 | work | Bob
        Z1   | 2026-03-02 11:00 | work | Cees
    """)
    assert log.execute("select cases, handoffs, hops from journey_measures order by journey_no").fetchall() == [
        (1, 1, 1),
        (1, 0, 0),
    ]


def test_an_event_that_has_only_a_date_follows_the_row_before_it() -> None:
    log = mined("""
        case | time             | kind     | official
        Z1   | 2026-03-02 09:00 | work     | Anna
        Z1   | 2026-03-02 15:00 | decision | Bob
        Z1   | 2026-03-02       | close    | Bob
    """)
    # sorted at midnight it would be Bob, Anna, Bob
    assert one(log, "handoffs, calendar_days, open", "case_measures") == (1, 0.25, False)


def test_a_ring_is_a_run_that_equals_the_run_before_the_last() -> None:
    log = mined("""
        case | time             | kind | official | department
        Z1   | 2026-03-02 09:00 | work | Anna     | Zorg
        Z1   | 2026-03-02 12:00 | work | Anna     | Zorg
        Z1   | 2026-03-03 12:00 | work | Bob      | Werk
        Z1   | 2026-03-04 12:00 | work | Bob      | Werk
        Z1   | 2026-03-06 12:00 | work | Anna     | Zorg
        Z1   | 2026-03-09 12:00 | work | Bob      | Werk
    """)
    # Anna Bob Anna: Monday 2 March 12:00 to Friday 6 March 12:00. Bob Anna Bob: Wednesday 4 March to Monday 9 March.
    wanted = "pingpong_{0}, pingpong_{0}_calendar_days, pingpong_{0}_working_days"
    assert one(log, wanted.format("officials"), "case_measures") == (2, 9.0, 7)
    assert one(log, wanted.format("departments"), "case_measures") == (2, 9.0, 7)
    assert log.execute(export_query(ALL["pingpong"])).fetchall() == [
        ("Zorg", "Werk", 1, 1, 4.0, 4.0),
        ("Werk", "Zorg", 1, 1, 5.0, 3.0),
    ]


def test_three_different_departments_make_no_ring() -> None:
    log = mined("""
        case | time             | kind | department
        Z1   | 2026-03-02 09:00 | work | Zorg
        Z1   | 2026-03-03 09:00 | work | Werk
        Z1   | 2026-03-04 09:00 | work | Wonen
        Z2   | 2026-03-05 09:00 | work | Werk
    """)
    assert log.execute(
        "select sum(pingpong_departments), count(pingpong_departments_calendar_days) from case_measures"
    ).fetchall() == [(0, 0)]
    assert log.execute("select count(*) from pingpong").fetchall() == [(0,)]


def test_a_ring_never_reaches_over_the_border_of_a_case() -> None:
    log = mined("""
        case | time             | kind | official | department
        Z1   | 2026-03-02 09:00 | work | Anna     | Zorg
        Z2   | 2026-03-02 09:00 | work | Bob      | Werk
        Z2   | 2026-03-02 10:00 | work | Anna     | Zorg
        Z3   | 2026-03-02 10:00 | work | Anna     | Zorg
        Z3   | 2026-03-02 11:00 | work | Bob      | Werk
    """)
    assert log.execute(
        "select handoffs, pingpong_officials, department_handoffs, pingpong_departments from case_measures order by case_no"
    ).fetchall() == [(0, 0, 0, 0), (1, 0, 1, 0), (1, 0, 1, 0)]


def test_the_ledger_names_what_changed_and_adds_up_to_the_steps() -> None:
    log = mined("""
        case | time             | kind | official | department
        Z1   | 2026-03-02 09:00 | work | Anna     | Zorg
        Z1   | 2026-03-02 10:00 | work | Anna     | Zorg
        Z1   | 2026-03-02 11:00 | work | Bob      | Zorg
        Z1   | 2026-03-02 12:00 | work | Bob      | Werk
        Z1   | 2026-03-02 13:00 | work | Cees     | Wonen
        Z1   | 2026-03-02 14:00 | work | Team 3   | Wonen
        Z1   | 2026-03-02 15:00 | work | Cees     | Wonen
        Z1   | 2026-03-02 15:30 | work | Cees     | -
        Z2   | 2026-03-02 16:00 | work | Anna     | Zorg
    """)
    assert log.execute("select level, steps, share from handoff_ledger").fetchall() == [
        ("same_hands", 1, 1 / 7),
        ("other_person", 1, 1 / 7),
        ("other_department", 1, 1 / 7),
        ("other_person_and_department", 1, 1 / 7),
        ("cannot_be_determined", 3, 3 / 7),
    ]


def test_a_log_of_single_events_has_an_empty_ledger_without_shares() -> None:
    log = mined("""
        case | time             | kind | official | department
        Z1   | 2026-03-02 09:00 | work | Anna     | Zorg
    """)
    assert log.execute("select sum(steps), count(share) from handoff_ledger").fetchall() == [(0, 0)]
    assert one(log, "neighbours, tied_neighbours, tied_share", "log_measures") == (0, 0, None)


def test_pairs_of_departments_add_up_to_the_handoffs_and_never_name_an_official() -> None:
    log = mined("""
        case | time             | kind | official | department
        Z1   | 2026-03-02 09:00 | work | Anna     | Zorg
        Z1   | 2026-03-02 10:00 | work | Bob      | Werk
        Z1   | 2026-03-02 11:00 | work | Anna     | Zorg
        Z1   | 2026-03-02 12:00 | work | Bob      | Werk
        Z2   | 2026-03-02 12:00 | work | Anna     | Zorg
        Z2   | 2026-03-02 13:00 | work | Cees     | -
        Z2   | 2026-03-02 14:00 | work | Bob      | Werk
    """)
    pairs = log.execute(export_query(ALL["department_handoff_pairs"]))
    assert [column[0] for column in pairs.description] == ["department", "to_department", "handoffs", "cases"]
    assert pairs.fetchall() == [("Zorg", "Werk", 3, 2), ("Werk", "Zorg", 1, 1)]
    assert not [
        table.name
        for table in ALL
        if table.role == "table" and any(column.endswith("official_no") for column in table.key)
    ]


def test_the_home_department_is_the_busiest_and_on_a_tie_the_earliest() -> None:
    log = mined("""
        case | time             | kind    | official | department
        Z1   | 2026-03-02 09:00 | contact | Anna     | KCC
        Z1   | 2026-03-02 10:00 | work    | Bob      | Werk
        Z1   | 2026-03-02 11:00 | work    | Cees     | Zorg
        Z1   | 2026-03-02 12:00 | work    | Bob      | Werk
        Z1   | 2026-03-02 13:00 | work    | Cees     | Zorg
        Z2   | 2026-03-02 09:00 | work    | Bob      | Werk
        Z2   | 2026-03-02 10:00 | work    | Cees     | Zorg
        Z2   | 2026-03-02 11:00 | work    | Cees     | Zorg
        Z3   | 2026-03-02 11:00 | work    | Cees     | -
    """)
    assert log.execute(
        "select department from case_measures left join departments on department_no = home_department_no"
        " order by case_no"
    ).fetchall() == [("Werk",), ("Zorg",), (None,)]


def test_routes_write_a_stretch_of_one_department_once() -> None:
    log = mined("""
        case | time             | kind | department
        Z1   | 2026-03-02 09:00 | work | Zorg
        Z1   | 2026-03-02 10:00 | work | Zorg
        Z1   | 2026-03-03 09:00 | work | Werk
        Z2   | 2026-03-02 09:00 | work | Zorg
        Z2   | 2026-03-02 10:00 | work | -
        Z2   | 2026-03-04 09:00 | work | Werk
        Z3   | 2026-03-02 09:00 | work | Werk
        Z4   | 2026-03-02 09:00 | work | -
    """)
    assert log.execute(
        "select path, departments, handoffs, cases, share, median_calendar_days, p90_calendar_days"
        " from variants order by variant_no"
    ).fetchall() == [
        ("Zorg > Werk", 2, 1, 2, 0.5, 1.5, 1.9),
        ("Werk", 1, 0, 1, 0.25, 0.0, 0.0),
        (None, 0, 0, 1, 0.25, 0.0, 0.0),
    ]
    assert one(log, "department_variants, activity_variants", "log_measures") == (3, 2)


@pytest.mark.parametrize(("at_most", "cases"), [(1, [2]), (2, [2, 1])])
def test_only_the_most_frequent_routes_are_listed(
    at_most: int, cases: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CATALOGUE["variants"].parameters, "variants_at_most", at_most)  # type: ignore[arg-type]
    log = mined("""
        case | time             | kind | department
        Z1   | 2026-03-02 09:00 | work | Zorg
        Z2   | 2026-03-02 09:00 | work | Zorg
        Z3   | 2026-03-02 09:00 | work | Werk
        Z4   | 2026-03-02 09:00 | work | Wonen
    """)
    assert log.execute("select cases from variants order by variant_no").fetchall() == [(count,) for count in cases]


def test_what_directly_follows_what_adds_up_to_events_less_cases() -> None:
    log = mined("""
        case | activity | time             | kind
        Z1   | a        | 2026-03-02 09:00 | work
        Z1   | b        | 2026-03-02 09:00 | work
        Z1   | b        | 2026-03-02 11:00 | notice
        Z2   | a        | 2026-03-02 09:00 | work
        Z2   | b        | 2026-03-02 10:00 | work
    """)
    assert log.execute(export_query(ALL["directly_follows"])).fetchall() == [("a", "b", 2, 1), ("b", "b", 1, 0)]
    columns = "neighbours, tied_neighbours, directly_follows_different, self_loops"
    assert one(log, columns, "log_measures") == (3, 1, 2, 1)
    assert one(log, "start_activities, end_activities, activity_variants", "log_measures") == (1, 1, 2)


def test_a_case_is_open_until_it_is_ended_and_again_after_an_objection() -> None:
    log = mined("""
        case | time             | kind      | by
        Z1   | 2026-03-02 09:00 | request   |
        Z2   | 2026-03-02 09:00 | request   |
        Z2   | 2026-03-03 09:00 | decision  |
        Z3   | 2026-03-02 09:00 | decision  |
        Z3   | 2026-03-03 09:00 | objection |
        Z4   | 2026-03-02 09:00 | close     |
        Z4   | 2026-03-03 09:00 | reopen    |
        Z5   | 2026-03-02 09:00 | close     |
        Z5   | 2026-03-03 09:00 | contact   |
        Z6   | 2026-03-02 09:00 | request   |
        Z6   | 2026-03-03 09:00 | decision  | partner
        Z7   | 2026-03-02 09:00 | decision  |
        Z7   | 2026-03-03 09:00 | reopen    | resident
    """)
    found = log.execute("select open from case_measures order by case_no").fetchall()
    assert [is_open for (is_open,) in found] == [True, False, True, True, False, True, False]


def test_continuity_is_one_with_the_same_face_and_nothing_below_four_contacts() -> None:
    log = mined("""
        case | resident | time             | kind             | official
        Z1   | r1       | 2026-03-02 09:00 | contact          | Anna
        Z1   | r1       | 2026-03-02 10:00 | contact          | Anna
        Z1   | r1       | 2026-03-02 11:00 | outreach         | Anna
        Z1   | r1       | 2026-03-02 12:00 | callback_request | Anna
        Z1   | r1       | 2026-03-02 13:00 | work             | Bob
        Z2   | r2       | 2026-03-02 09:00 | contact          | Anna
        Z2   | r2       | 2026-03-02 10:00 | contact          | Bob
        Z2   | r2       | 2026-03-02 11:00 | outreach         | Anna
        Z3   | r2       | 2026-03-02 12:00 | outreach         | Cees
        Z4   | r3       | 2026-03-02 09:00 | contact          | Anna
        Z4   | r3       | 2026-03-02 10:00 | complaint        | Bob
    """)
    # r2: four contacts, Anna two, Bob one, Cees one: (4 + 1 + 1 - 4) / 12
    assert log.execute(
        "select faces, contacts, continuity, officials from journey_measures order by journey_no"
    ).fetchall() == [
        (1, 4, 1.0, 2),
        (3, 4, 2 / 12, 3),
        (1, 1, None, 2),
    ]


def test_the_plain_reading_counts_every_event_of_every_name() -> None:
    text = """
        case | time             | kind    | official
        Z1   | 2026-03-02 09:00 | contact | Anna
        Z1   | 2026-03-02 10:00 | notice  | systeem
        Z1   | 2026-03-02 10:00 | notice  | systeem
        Z1   | 2026-03-02 11:00 | work    |
        Z1   | 2026-03-02 12:00 | work    | Anna
        Z2   | 2026-03-02 12:00 | work    |
    """
    columns = "events, officials, handoffs, pingpong_officials, tied_neighbours"
    assert mined(text, reading="plain").execute(f"select {columns} from case_measures order by case_no").fetchall() == [
        (5, 2, 2, 1, 1),
        (1, 0, 0, 0, 0),
    ]
    assert mined(text).execute(f"select {columns} from case_measures order by case_no").fetchall() == [
        (4, 1, 0, 0, 0),
        (1, 0, 0, 0, 0),
    ]


def test_departments_that_only_residents_events_name_are_unknown_and_not_0() -> None:
    # the municipality acts, but no event of its own says for which department: how many there are is not told, nor what they handed over
    log = mined("""
        case | time             | by           | kind    | department | official
        Z1   | 2026-03-02 09:00 | resident     | contact | KCC        |
        Z1   | 2026-03-03 09:00 | municipality | work    |            | Anna
        Z1   | 2026-03-04 09:00 | municipality | work    |            | Bob
    """)  # fmt: skip
    columns = "departments, department_handoffs, department_hops, pingpong_departments, department_variants, officials, handoffs"
    assert one(log, columns, "log_measures") == (None, None, None, None, None, 2, 1)


def test_officials_that_only_a_partner_names_are_unknown_and_not_0() -> None:
    log = mined("""
        case | time             | by           | kind | department | official
        Z1   | 2026-03-02 09:00 | partner      | work | Zorg       | Anna
        Z1   | 2026-03-03 09:00 | municipality | work | Zorg       |
        Z1   | 2026-03-04 09:00 | municipality | work | Werk       |
    """)  # fmt: skip
    columns = "officials, handoffs, hops, thread_hops, departments, department_handoffs"
    assert one(log, columns, "log_measures") == (None, None, None, None, 2, 1)


def test_the_report_says_that_no_event_of_the_municipality_names_a_department(tmp_path: Path) -> None:
    rows = [("Z1", "vraag", "2026-03-02 09:00", "inwoner", "KCC", "contact"), ("Z1", "werk", "2026-03-03 09:00", "gemeente", "", "behandeling")]
    log = log_file(tmp_path, rows=rows, headers=("zaaknummer", "activiteit", "tijdstip", "richting", "afdeling", "soort"))
    done = journeys("mine", log, "--out", tmp_path / "d", keys=tmp_path / "keys")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "d" / "index.html").read_text(encoding="utf-8")
    assert "bepaald: geen gebeurtenis van de gemeente noemt een afdeling" in page
    assert "0 afdelingen" not in page + done.stdout
    assert summary(tmp_path / "d")["cannot_determine"]["departments"] == "cannot be determined: no department named"
    told = journeys("receipt", tmp_path / "d", "departments", keys=tmp_path / "keys")
    assert "geen gebeurtenis van de gemeente noemt een afdeling" in " ".join(told.stdout.split())
