"""Which terms of a law were kept, and what the penalty for a late decision could run up to: drawn logs."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
from mined_tables import mined, rows

KEPT = """select "case", sort, term, counted_from, last_day, longest_last_day, ended, status, not_judged, penalty_days, penalty_euros,
  penalty_euros_longest, notice, decree_unknown from legal_terms join cases using (case_no) order by sort, start_row_no"""


def judged(log: str, **given: Any) -> dict[str, dict[str, Any]]:
    """This gives the one term of each case."""
    with mined(log, "legal_terms", **given) as connection:
        found = rows(connection, KEPT)
    assert len({row["case"] for row in found}) == len(found)
    return {row["case"]: row for row in found}


def day(text: str) -> date:
    return date.fromisoformat(text)


OBJECTIONS = """
case | time             | kind      | outcome  | related_case
Z1   | 2026-01-05 09:00 | request   |          |
Z1   | 2026-02-20 09:00 | decision  | rejected |
Z1   | 2026-03-10 09:00 | objection |          |
Z1   | 2026-05-19 09:00 | decision  | rejected |
Z2   | 2026-01-05 09:00 | request   |          |
Z2   | 2026-02-20 09:00 | decision  | rejected |
Z2   | 2026-04-01 09:00 | objection |          |
Z2   | 2026-05-20 09:00 | decision  | granted  |
Z3   | 2026-01-05 09:00 | request   |          |
Z3   | 2026-02-20 09:00 | decision  | rejected |
Z3   | 2026-02-23 09:00 | objection |          |
Z3   | 2026-07-01 09:00 | decision  | granted  |
Z4   | 2026-03-10 09:00 | objection |          |
Z4   | 2026-07-01 09:00 | decision  | granted  |
Z5   | 2026-03-10 09:00 | objection |          | Z1
Z5   | 2026-05-20 09:00 | decision  | granted  |
Z6   | 2026-02-20 09:00 | decision  | rejected |
Z6   | 2026-03-10 09:00 | objection |          |
Z6   | 2026-03-12 09:00 | objection |          |
Z6   | 2026-07-01 09:00 | close     |          |
"""


def test_an_objection_counts_from_the_day_after_objecting_ended_and_that_from_the_decision() -> None:
    found = judged(OBJECTIONS, law={"objection_committee": False})
    assert {case: row["last_day"] for case, row in found.items()} == {
        "Z1": day("2026-05-19"), "Z2": day("2026-05-19"), "Z3": day("2026-05-19"), "Z4": None, "Z5": day("2026-05-19"), "Z6": day("2026-05-19"),
    }  # fmt: skip
    assert {case: row["status"] for case, row in found.items()} == {
        "Z1": "in_time", "Z2": "if_extended", "Z3": "late", "Z4": None, "Z5": "if_extended", "Z6": None
    }  # fmt: skip
    assert (found["Z4"]["not_judged"], found["Z6"]["not_judged"]) == ("no_decision", "closed")
    assert {row["counted_from"] for row in found.values()} == {day("2026-02-20"), None}
    assert found["Z3"]["longest_last_day"] == day("2026-06-30")


def test_a_committee_that_nobody_told_of_may_be_there_and_one_that_was_told_of_is() -> None:
    found = judged(OBJECTIONS)
    assert (found["Z3"]["term"], found["Z3"]["last_day"], found["Z3"]["longest_last_day"]) == ("awb-7:10", day("2026-05-19"), day("2026-08-11"))
    assert found["Z3"]["status"] == "if_extended"
    with_one = judged(OBJECTIONS, law={"objection_committee": True})
    assert (with_one["Z3"]["term"], with_one["Z3"]["last_day"], with_one["Z3"]["status"]) == ("awb-7:10-commissie", day("2026-06-30"), "if_extended")
    assert with_one["Z2"]["status"] == "in_time"


def test_a_suspension_within_the_term_that_was_put_off_goes_on_with_that_one_alone() -> None:
    """Four weeks end on 30 March, six on 13 April. Z1 and Z2 are suspended for a week from 8 April, Z3 from 14 April: then both were over."""
    found = judged("""
        case | time             | kind     | outcome | topic
        Z1   | 2026-03-02 09:00 | request  |         | Woo
        Z1   | 2026-04-08 09:00 | suspend  |         |
        Z1   | 2026-04-15 09:00 | resume   |         |
        Z1   | 2026-04-20 09:00 | decision | granted |
        Z2   | 2026-03-02 09:00 | request  |         | Woo
        Z2   | 2026-04-08 09:00 | suspend  |         |
        Z2   | 2026-04-15 09:00 | resume   |         |
        Z2   | 2026-04-21 09:00 | decision | granted |
        Z3   | 2026-03-02 09:00 | request  |         | Woo
        Z3   | 2026-04-14 09:00 | suspend  |         |
        Z3   | 2026-04-15 09:00 | decision | granted |
    """, terms={"Woo": "woo-4.4"})  # fmt: skip
    assert {row["last_day"] for row in found.values()} == {day("2026-03-30")}
    assert {case: row["longest_last_day"] for case, row in found.items()} == {
        "Z1": day("2026-04-20"), "Z2": day("2026-04-20"), "Z3": day("2026-04-13")
    }  # fmt: skip
    assert {case: row["status"] for case, row in found.items()} == {"Z1": "if_extended", "Z2": "late", "Z3": "late"}


def test_the_topic_may_say_otherwise_about_its_committee() -> None:
    log = """
    case | time             | kind      | topic    | outcome
    Z1   | 2026-02-20 09:00 | decision  | parkeren | rejected
    Z1   | 2026-03-10 09:00 | objection |          |
    Z2   | 2026-02-20 09:00 | decision  | bomen    | rejected
    Z2   | 2026-03-10 09:00 | objection |          |
    """
    found = judged(log, end="2026-06-01", law={"objection_committee": True}, terms={"Parkeren": {"committee": False}})
    assert [(row["term"], row["status"]) for row in found.values()] == [("awb-7:10", "running_if_extended"), ("awb-7:10-commissie", "running")]


def test_the_penalty_of_a_late_decision_on_an_objection_counts_from_the_earliest_notice() -> None:
    found = judged(OBJECTIONS, law={"objection_committee": False})
    late = found["Z3"]  # notice on 20 May, due from 4 June, decided on 1 July: 14 days of 23 and 13 of 35
    assert (late["penalty_days"], late["penalty_euros"], late["penalty_euros_longest"]) == (27, 777, 0)
    assert [found[case]["penalty_days"] for case in ("Z1", "Z2", "Z4", "Z6")] == [0, 0, None, None]


def test_a_complaint_counts_from_receipt_and_is_judged_only_in_a_case_of_its_own() -> None:
    log = """
    case | time             | kind      | by
    Z1   | 2026-02-20 09:00 | complaint |
    Z1   | 2026-04-07 16:00 | close     |
    Z2   | 2026-02-20 09:00 | complaint |
    Z2   | 2026-06-01 09:00 | close     |
    Z3   | 2026-02-19 09:00 | request   |
    Z3   | 2026-02-20 09:00 | complaint |
    Z3   | 2026-02-21 09:00 | decision  |
    Z4   | 2026-02-20 09:00 | complaint | partner
    Z5   | 2026-05-01 09:00 | complaint |
    """
    found = judged(log, law={"complaint_committee": False})
    assert {case: (row["status"], row["not_judged"]) for case, row in found.items()} == {
        "Z1": ("in_time", None), "Z2": ("late", None), "Z3": (None, "other_question"), "Z5": ("running", None)
    }  # fmt: skip
    assert found["Z2"]["longest_last_day"] == day("2026-05-01")  # six weeks and four
    assert {row["penalty_days"] for row in found.values()} == {None}


def test_a_notice_of_default_in_the_log_counts_from_its_day_and_one_before_the_last_day_does_not() -> None:
    log = """
    case | time             | kind     | activity                  | topic    | outcome
    Z1   | 2026-01-12 09:00 | request  | Aanvraag                  | parkeren |
    Z1   | 2026-03-20 09:00 | contact  | Ingebrekestelling binnen  |          |
    Z1   | 2026-04-06 09:00 | decision | Besluit                   |          | granted
    Z2   | 2026-01-12 09:00 | request  | Aanvraag                  | parkeren |
    Z2   | 2026-03-09 09:00 | contact  | ingebrekestelling         |          |
    Z2   | 2026-04-06 09:00 | decision | Besluit                   |          | granted
    """
    found = judged(log, terms={"parkeren": "awb-4:13"})
    one, two = found["Z1"], found["Z2"]
    assert (one["notice"], one["penalty_days"], one["penalty_euros"]) == (day("2026-03-20"), 2, 46)
    assert (two["notice"], two["penalty_days"]) == (None, 12)  # as early as could be: due from 25 March


def test_no_penalty_for_information_of_the_government_nor_where_no_decision_is_known() -> None:
    log = """
    case | time             | kind     | topic    | outcome
    Z1   | 2026-01-12 09:00 | request  | woo      |
    Z1   | 2026-06-01 09:00 | decision |          | granted
    Z2   | 2026-01-12 09:00 | request  | parkeren |
    Z3   | 2026-01-12 09:00 | request  | parkeren |
    Z3   | 2026-06-01 09:00 | close    |          |
    Z4   | 2026-01-12 09:00 | request  | parkeren |
    Z4   | 2026-06-01 09:00 | decision |          | withdrawn
    Z5   | 2026-01-12 09:00 | request  | bomen    |
    Z5   | 2026-06-01 09:00 | decision |          | granted
    """
    found = judged(log, terms={"woo": "woo-4.4", "parkeren": "awb-4:13", "bomen": 8})
    assert {case: (row["status"], row["not_judged"], row["penalty_days"]) for case, row in found.items()} == {
        "Z1": ("late", None, None), "Z2": ("overdue", None, None), "Z3": (None, "closed", None), "Z4": (None, "withdrawn", None)
    }  # fmt: skip


def test_a_first_conversation_is_by_phone_at_the_desk_or_at_home() -> None:
    log = """
    case | time             | kind     | topic    | channel
    Z1   | 2026-03-02 09:00 | request  | schulden |
    Z1   | 2026-03-30 09:00 | outreach |          | phone
    Z2   | 2026-03-02 09:00 | request  | schulden |
    Z2   | 2026-03-05 09:00 | outreach |          | email
    Z2   | 2026-03-31 09:00 | outreach |          | desk
    Z3   | 2026-03-02 09:00 | request  | schulden |
    Z3   | 2026-03-20 09:00 | close    |          |
    Z4   | 2026-03-02 09:00 | request  | schulden |
    Z4   | 2026-03-03 09:00 | suspend  |          |
    Z5   | 2026-03-02 09:00 | request  | schulden |
    Z5   | 2026-03-05 09:00 | outreach |          |
    """
    found = judged(log, end="2026-05-01", terms={"schulden": "wgs-4"})
    assert {case: (row["status"], row["not_judged"]) for case, row in found.items()} == {
        "Z1": ("in_time", None), "Z2": ("late", None), "Z3": (None, "closed"), "Z4": ("overdue", None), "Z5": ("in_time", None)
    }  # fmt: skip
    assert {row["last_day"] for row in found.values()} == {day("2026-03-30")}


def test_a_conversation_and_a_decision_are_two_terms_of_one_request() -> None:
    log = """
    case | time             | kind     | topic    | channel | outcome
    Z1   | 2026-04-02 09:00 | request  | schulden |         |
    Z1   | 2026-04-07 09:00 | outreach |          | visit   |
    Z1   | 2026-05-18 09:00 | decision |          |         | granted
    """
    with mined(log, "legal_terms", terms={"schulden": {"weeks": 6, "verordening": True, "contact": "wgs-4"}}) as connection:
        found = rows(connection, KEPT)
    assert [(row["sort"], row["last_day"], row["status"]) for row in found] == [
        ("contact", day("2026-04-30"), "in_time"), ("decision", day("2026-05-18"), "in_time")
    ]  # fmt: skip


def test_a_year_whose_royal_decree_is_not_known_is_said() -> None:
    log = """
    case | time             | kind     | topic
    Z1   | 2021-03-01 09:00 | request  | parkeren
    Z2   | 2026-03-02 09:00 | request  | parkeren
    """
    found = judged(log, terms={"parkeren": "awb-4:13"})
    assert (found["Z1"]["decree_unknown"], found["Z2"]["decree_unknown"]) == (True, False)


def test_a_closed_day_of_the_municipality_moves_no_term_of_a_law() -> None:
    from datetime import date as a_date

    from poured import pour

    from journeys.settings import CalendarSettings, PrivacySettings, ReadingSettings, Settings, TopicTerm

    columns = ("case", "activity", "time", "kind", "topic")
    log = [
        {"case": "Z1", "activity": "a", "time": "2026-01-12 09:00", "kind": "aanvraag", "topic": "parkeren"},
        {"case": "Z1", "activity": "b", "time": "2026-03-10 09:00", "kind": "besluit", "topic": ""},
    ]
    settings = Settings(
        columns={ours: ours for ours in columns}, reading=ReadingSettings(by="case"), privacy=PrivacySettings(names="keep"),
        calendar=CalendarSettings(closed_days=(a_date(2026, 3, 9),)), terms={"parkeren": TopicTerm(term="awb-4:13")},
    )  # fmt: skip
    connection, _ = pour(log, settings=settings, columns=columns)
    with connection:
        assert connection.execute("select last_day, status from legal_terms").fetchall() == [(day("2026-03-09"), "late")]
        assert connection.execute("select status from over_term").fetchall() == [("late",)]


def test_topics_add_up_and_what_is_unknown_stays_empty() -> None:
    with mined(OBJECTIONS, "legal_term_topics", law={"objection_committee": False}) as connection:
        (found,) = rows(connection, "select * from legal_term_topics")
    assert {name: found[name] for name in ("terms", "in_time", "if_extended", "late", "running", "overdue", "not_judged")} == {
        "terms": 6, "in_time": 1, "if_extended": 2, "late": 1, "running": 0, "overdue": 0, "not_judged": 2
    }  # fmt: skip
    # Z2 and Z5 came a day after the last day, long before two weeks had passed
    assert (found["penalty_terms"], found["penalty_cases"], found["penalty_days"], found["penalty_euros"]) == (4, 1, 27, 777)


def test_without_terms_of_a_law_and_without_objections_there_is_nothing() -> None:
    log = """
    case | time             | kind     | topic
    Z1   | 2026-03-02 09:00 | request  | parkeren
    Z1   | 2026-08-02 09:00 | decision |
    """
    with mined(log, "legal_term_topics", "over_term", terms={"parkeren": 8}) as connection:
        assert count(connection, "legal_terms") == count(connection, "legal_days") == count(connection, "legal_moves") == 0
        assert count(connection, "over_term") == 1


def count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    ((found,),) = connection.execute(f"select count(*) from {table}").fetchall()
    return int(found)
