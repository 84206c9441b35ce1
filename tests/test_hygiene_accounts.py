"""Accounts that are no single person are proposed with what they do to the counts; people are left in peace."""

from __future__ import annotations

import gzip
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from drawn import draw
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys import texts
from journeys.doubtful import note_doubtful_names, placeholder_sql, suspicious_names
from mining.hygiene import Hygiene, doubtful_residents, hygiene

LOGS = Path(__file__).parents[2] / "shared" / "logs"
shared = pytest.mark.skipif(not LOGS.exists(), reason="the real event logs are not beside the project")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    texts.use("en")
    yield
    texts.use("nl")


def asked(rows: Any, *, names: bool = True, reading: str = "municipal") -> Hygiene:
    with draw(rows, reading=reading) as log:
        if names:
            noted(log)
        return hygiene(log)


def noted(log: duckdb.DuckDBPyConnection) -> None:
    note_doubtful_names(
        log,
        officials="(select official_no as number, official as name from officials)",
        residents="(select journey_no as number, lower(journey) as name from journey_ids)",
    )


def reasons(found: Hygiene) -> dict[str, tuple[str, ...]]:
    return {account.official: account.reasons for account in found.accounts}


@pytest.mark.parametrize(
    ("name", "reason", "word"),
    [
        ("Siebel", "system_name", "siebel"),
        ("SYSTEM", "system_name", "system"),
        ("admin1", "system_name", "admin"),
        ("Koppeling DMS", "system_name", "koppeling"),
        ("batch-verwerking", "system_name", "batch"),
        ("Signalen systeem", "placeholder_name", "systeem"),
        ("svc_zaken", "system_name", "svc"),
        ("no-reply@gemeente.example", "system_name", "noreply"),
        ("Zaaksysteembeheer", "system_name", "systeem"),
        ("TEST", "test_name", "test"),
        ("testgebruiker 3", "test_name", "testgebruiker"),
        ("-", "placeholder_name", ""),
        ("onbekend", "placeholder_name", ""),
        ("Team Zorg", "placeholder_name", "team"),
    ],
)
def test_a_name_of_a_system_or_test_is_suspicious_by_a_word_of_ours(name: str, reason: str, word: str) -> None:
    assert [(found.number, found.reason, found.word) for found in suspicious_names([(7, name)])] == [(7, reason, word)]


def test_names_of_people_are_not_suspicious() -> None:
    people = [
        "Anna de Vries", "J. Bot", "Job Jansen", "Batchelor, T.", "Ester Test\u00e9", "E. Systema", "Roos Admiraal",
        "A12345", "Robothan, P.", "hassel006", "Resource07", "Ad Min", "I. Mport", "K. Oppel",
    ]  # fmt: skip
    assert suspicious_names(list(enumerate(people))) == []


def test_an_account_is_proposed_with_the_count_without_it() -> None:
    # Z1: Anna Siebel Anna: two handoffs, none without; Z2: Anna Siebel Bob: two, one without; Z3: Anna Bob: one
    found = asked("""
        case | time             | kind | official
        Z1   | 2026-03-02 09:00 | work | Anna
        Z1   | 2026-03-02 09:10 | work | Siebel
        Z1   | 2026-03-02 09:20 | work | Siebel
        Z1   | 2026-03-02 09:30 | work | Anna
        Z2   | 2026-03-02 09:00 | work | Anna
        Z2   | 2026-03-02 10:10 | work | Siebel
        Z2   | 2026-03-02 11:20 | work | Bob
        Z3   | 2026-03-02 09:00 | work | Anna
        Z3   | 2026-03-02 11:20 | work | Bob
    """)
    assert [(one.official, one.reasons, one.events, one.handoffs_without) for one in found.accounts] == [
        ("Siebel", ("system_name",), 3, 2)
    ]
    assert (found.handoffs, found.handoffs_without) == (5, 2)
    assert found.lines() == ["Siebel: the name is of a system. Without it the number of handoffs is 2 instead of 5."]


def test_the_word_is_told_where_the_name_is_a_pseudonym() -> None:
    with draw("""
        case | time             | kind | official
        Z1   | 2026-03-02 09:00 | work | Anna
        Z1   | 2026-03-02 09:10 | work | Siebel
    """) as log:
        noted(log)
        log.execute("update officials set official = 'A-' || official_no")
        assert hygiene(log).lines()[0] == (
            "A-2 (its name holds “siebel”): the name is of a system. Without it the number of handoffs is 0 instead of 1."
        )


def test_accounts_together_may_hide_more_than_each_alone() -> None:
    # Anna admin1 test Bob: three handoffs; without one of them two; without both one (Anna, Bob)
    found = asked("""
        case | time             | kind | official
        Z1   | 2026-03-02 09:00 | work | Anna
        Z1   | 2026-03-02 09:10 | work | admin1
        Z1   | 2026-03-02 09:20 | work | test
        Z1   | 2026-03-02 09:30 | work | Bob
    """)
    assert [account.handoffs_without for account in found.accounts] == [2, 2]
    assert found.handoffs_without == 1
    assert "Without these 2 accounts together the number of handoffs is 1 instead of 3." in found.lines()


def test_somebody_who_acts_day_and_night_and_at_weekends_is_proposed() -> None:
    rows = [
        {"case": f"Z{day}", "time": f"2026-03-{day:02d} {hour:02d}:30", "kind": "work", "official": "k.lok"}
        for day in range(1, 15) for hour in (1, 4, 9, 13, 22)
    ]  # fmt: skip
    assert reasons(asked(rows)) == {"k.lok": ("round_the_clock",)}


def test_somebody_with_night_shifts_but_free_weekends_is_left_in_peace() -> None:
    rows = [
        {"case": f"Z{day}", "time": f"2026-03-{day:02d} {hour:02d}:30", "kind": "work", "official": "n.acht"}
        for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13) for hour in (0, 1, 2, 3, 4, 5)
    ]  # fmt: skip
    assert reasons(asked(rows)) == {}


def test_more_than_eighteen_hours_of_one_date_is_no_single_person() -> None:
    def shift(hours: int) -> list[dict[str, str]]:
        times = [f"2026-03-02 {hour:02d}:15" for hour in range(hours)]
        return [{"case": "Z1", "time": time, "kind": "work", "official": "x"} for time in times]

    assert reasons(asked(shift(18))) == {}
    assert reasons(asked(shift(19))) == {"x": ("round_the_clock",)}


def test_what_many_officials_do_is_a_habit_of_the_log_and_doubts_nobody() -> None:
    # four of four act at nineteen hours of one date: more than a few and more than a fifth
    rows = [
        {"case": "Z1", "time": f"2026-03-02 {hour:02d}:15", "kind": "work", "official": name}
        for name in ("a", "b", "c", "d") for hour in range(19)
    ]  # fmt: skip
    found = asked(rows)
    assert found.accounts == ()
    assert found.habits == (("round_the_clock", 4),)
    assert found.lines() == ["4 of the 4 officials have this in common: acts day and night. Is the time zone right?"]
    few = asked([row for row in rows if row["official"] != "d"])
    assert len(few.accounts) == 3
    assert few.habits == ()


def test_no_more_than_twenty_accounts_are_told_one_by_one() -> None:
    drawn = [(f"2026-03-02 10:{n:02d}", f"admin{n}") for n in range(23)]
    lines = asked([{"case": "Z1", "time": time, "kind": "work", "official": name} for time, name in drawn]).lines()
    assert len([line for line in lines if "the name is of a system" in line]) == 20
    assert "And 3 more accounts of this sort." in lines


def test_dates_without_a_time_are_no_night_work() -> None:
    rows = [
        {"case": f"Z{day}", "time": f"2026-{month:02d}-{day:02d}", "kind": "work", "official": "d.atum"}
        for month in (3, 4) for day in range(1, 29)
    ]  # fmt: skip
    assert reasons(asked(rows)) == {}
    assert reasons(asked(rows, reading="plain")) == {}


def test_twenty_cases_a_minute_three_times_over_is_the_pace_of_a_machine() -> None:
    def minutes(cases: int, times: int) -> list[dict[str, str]]:
        return [
            {"case": f"Z{case}", "time": f"2026-03-02 10:{minute:02d}:{case:02d}", "kind": "work", "official": "snel"}
            for minute in range(times) for case in range(cases)
        ]  # fmt: skip

    assert reasons(asked(minutes(20, 3))) == {"snel": ("machine_pace",)}
    assert reasons(asked(minutes(20, 2))) == {}
    assert reasons(asked(minutes(19, 3))) == {}


def test_an_official_who_only_takes_automatic_steps_is_proposed() -> None:
    def steps(activity: str, kind: str = "work") -> list[dict[str, str]]:
        return [
            {"case": f"Z{n}", "time": f"2026-03-{n:02d} 10:00", "activity": activity, "kind": kind, "official": "q"}
            for n in range(1, 11)
        ]

    automatic = steps("Status automatisch bijgewerkt")
    assert reasons(asked([*steps("Bericht", "notice")[:8], *automatic[:2]])) == {"q": ("only_automatic",)}
    assert reasons(asked(steps("Bericht", "notice"))) == {}  # notices never count as an appearance
    assert reasons(asked(automatic)) == {"q": ("only_automatic",)}
    assert reasons(asked(steps("Behandelen"))) == {}
    assert reasons(asked([*steps("Bericht", "notice"), *steps("Behandelen")])) == {}
    assert reasons(asked(automatic[:9])) == {}


def test_one_name_in_three_departments_in_one_minute_seems_to_be_shared() -> None:
    def minutes(departments: tuple[str, ...], cases: int) -> list[dict[str, str]]:
        return [
            {"case": f"Z{n % cases}", "time": f"2026-03-0{day} 10:00:{n:02d}", "kind": "work", "official": "Jan",
             "department": name}
            for day in (2, 3, 4) for n, name in enumerate(departments)
        ]  # fmt: skip

    found = asked(minutes(("Zorg", "Werk", "Wonen"), 3))
    assert reasons(found) == {"Jan": ("shared_name",)}
    assert found.handoffs_without == found.handoffs  # a shared name is still people: not in the joint count
    assert reasons(asked(minutes(("Zorg", "Werk", "Wonen"), 2))) == {}
    assert reasons(asked(minutes(("Zorg", "Werk", "Werk"), 3))) == {}


def test_names_that_occur_once_are_counted_not_listed() -> None:
    found = asked("""
        case | time             | kind | official
        Z1   | 2026-03-02 09:00 | work | Anna
        Z1   | 2026-03-02 09:10 | work | Anna
        Z1   | 2026-03-02 09:20 | work | Ana
    """)
    assert (found.officials, found.once, found.accounts) == (2, 1, ())
    assert found.lines() == ["1 of the 2 officials occurs in one event only: perhaps a misspelt name."]


def test_a_log_without_officials_or_without_noted_names_is_no_trouble() -> None:
    found = asked("""
        case | time             | kind
        Z1   | 2026-03-02 09:00 | work
    """, names=False)  # fmt: skip
    assert found == Hygiene((), (), 0, 0, None, None)


def test_a_resident_with_an_implausible_share_of_the_cases_is_doubted() -> None:
    rows = [{"case": f"A{n}", "resident": "P", "time": "2026-03-02 09:00", "kind": "request"} for n in range(20)]
    rows += [{"case": f"B{n}", "resident": f"r{n}", "time": "2026-03-02 09:00", "kind": "request"} for n in range(19)]
    with draw(rows) as log:
        found = doubtful_residents(log)
    assert [(one.journey, one.cases, round(one.share, 2), one.by_number) for one in found] == [("P", 20, 0.51, False)]
    with draw(rows[1:]) as log:  # 19 cases
        assert doubtful_residents(log) == ()
    with draw(rows[:-1]) as log:  # 19 residents
        assert doubtful_residents(log) == ()


def test_cases_without_a_resident_are_not_one_resident() -> None:
    rows = [{"case": f"A{n}", "resident": "", "time": "2026-03-02 09:00", "kind": "request"} for n in range(60)]
    with draw(rows) as log:
        assert doubtful_residents(log) == ()


def test_a_placeholder_number_is_doubted_however_few_cases_it_has() -> None:
    with draw("""
        case | resident  | time             | kind
        Z1   | 999999999 | 2026-03-02 09:00 | request
        Z2   | 900222086 | 2026-03-02 09:00 | request
    """) as log:
        noted(log)
        found = hygiene(log).residents
    assert [(one.journey, one.cases, one.by_number) for one in found] == [("999999999", 1, True)]


@pytest.mark.parametrize(
    ("name", "doubtful"),
    [("111222333", True), ("000000000", True), ("99999", True), ("1112.22.333", True), ("anoniem", True),
     ("123456789", True), ("111222334", False), ("1111", False), ("anna", False), ("999999998", False)],
)  # fmt: skip
def test_numbers_that_stand_for_nobody_are_known(name: str, doubtful: bool) -> None:
    with duckdb.connect() as connection:
        found = connection.execute(f"select {placeholder_sql('name')} from (select ? as name)", [name]).fetchall()
        assert found == [(doubtful,)]


LETTERS = st.sampled_from(["Anna", "Bob", "Siebel", "test", ""])


@settings(deadline=None, max_examples=12)
@given(st.lists(st.tuples(st.integers(1, 3), LETTERS), min_size=1, max_size=25))
def test_the_count_without_an_account_is_the_count_of_the_log_without_it(steps: list[tuple[int, str]]) -> None:
    def rows(left_out: set[str]) -> list[dict[str, str]]:
        return [
            {"case": f"Z{case}", "time": f"2026-03-02 09:{n:02d}", "kind": "work", "official": name}
            for n, (case, name) in enumerate((case, "" if name in left_out else name) for case, name in steps)
        ]

    found = asked(rows(set()))
    for account in found.accounts:
        assert account.handoffs_without == (asked(rows({account.official})).handoffs or 0)
    if found.accounts:
        assert found.handoffs_without == (asked(rows({"Siebel", "test"})).handoffs or 0)


@shared
@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "accounts"),
    [
        ("receipt_wabo", {"admin1", "admin2", "admin3", "test", "TEST"}),
        ("bpic13_closed", {"-"}),  # Siebel does not occur in this file
        pytest.param("bpic20_domestic", {"SYSTEM"}, marks=pytest.mark.slow),
    ],
)
def test_the_accounts_of_real_logs_are_found_with_the_known_count_without_them(name: str, accounts: set[str]) -> None:
    expected = json.loads((LOGS / "expected.json").read_text(encoding="utf-8"))["logs"][name]
    wanted = expected["excluded_accounts"]["org:resource"]
    found = asked(real_rows(LOGS / expected["file"]), reading="plain")
    systems = {account.official for account in found.accounts if "shared_name" not in account.reasons}
    assert systems == accounts
    assert found.handoffs == expected["raw"]["org:resource"]["handovers_skip_unknown"]
    assert found.handoffs_without == wanted["handovers_skip_unknown"]


def real_rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        root = ElementTree.fromstring(re.sub(r' xmlns="[^"]*"', "", file.read(), count=1))
    rows = []
    for trace in root.iter("trace"):
        case = next(one.get("value") for one in trace if one.get("key") == "concept:name")
        for event in trace.iter("event"):
            cells = {one.get("key"): one.get("value") for one in event}
            rows.append({
                "case": case, "activity": cells["concept:name"], "time": cells["time:timestamp"],
                "official": cells.get("org:resource"), "department": cells.get("org:role"),
            })  # fmt: skip
    return rows
