"""The care points on drawn logs: what counts as kept, picked up, avoidable and enough, to the boundary; and a curve known by thought."""

from __future__ import annotations

import random
import warnings
from pathlib import Path

import numpy as np
import pytest
from commanded import journeys, summary
from mined_tables import mined, rows
from scipy.stats import CensoredData, ecdf

from mining.care import kaplan_meier


@pytest.mark.parametrize(
    ("answered", "end", "state"),
    [
        ("2026-03-03 17:00", "2026-03-31", "in_time"),  # Friday to the second working day
        ("2026-03-04 08:00", "2026-03-31", "late"),
        (None, "2026-03-03", "not_yet"),
        (None, "2026-03-04", "overdue"),
        (None, "2026-03-12", "overdue"),  # nine working days
        (None, "2026-03-13", "never"),
    ],
)
def test_a_callback_request_of_friday_has_the_whole_second_working_day(answered: str | None, end: str, state: str) -> None:
    log = "case | time | kind\nZ1 | 2026-02-27 16:55 | callback_request\n" + (f"Z1 | {answered} | outreach\n" if answered else "")
    with mined(log, "care_callbacks", end=end) as made:
        assert [(row["state"], row["judged"]) for row in rows(made, "select * from care_callbacks")] == [(state, state != "not_yet")]


def contacts(log: str) -> list[tuple[int, bool, str | None, bool]]:
    with mined(log, "care_contacts", end="2026-04-30") as made:
        found = rows(made, "select * from care_contacts order by row_no")
        return [(row["row_no"], row["avoidable"], row["reason"], row["first_contact"]) for row in found]


def test_who_asks_again_on_a_later_date_before_anything_was_heard_is_chasing() -> None:
    assert contacts("""
        case | resident | time             | kind             | topic
        Z1   | r1       | 2026-03-02 09:00 | request          | Put
        Z1   | r1       | 2026-03-02 11:00 | contact          | Put
        Z2   | r1       | 2026-03-30 09:00 | contact          | Put
        Z2   | r1       | 2026-03-30 09:05 | callback_request | Put
    """) == [(1, False, None, True), (2, False, None, False), (3, True, "chasing", False), (4, True, "chasing", False)]


def test_after_more_than_twenty_working_days_the_matter_begins_anew() -> None:
    assert contacts("""
        case | resident | time             | kind    | topic
        Z1   | r1       | 2026-03-02 09:00 | contact | Put
        Z1   | r1       | 2026-03-31 09:00 | contact | Put
    """) == [(1, False, None, True), (2, False, None, True)]


@pytest.mark.parametrize("kind", ["outreach", "suspend", "decision"])
def test_an_answer_to_the_municipality_is_not_avoidable_and_no_first_contact(kind: str) -> None:
    assert contacts(f"""
        case | resident | time             | kind    | topic
        Z1   | r1       | 2026-03-02 09:00 | request | Put
        Z1   | r1       | 2026-03-04 09:00 | {kind}  | Put
        Z1   | r1       | 2026-03-05 09:00 | contact | Put
    """)[1] == (3, False, None, False)


def test_asking_again_soon_after_a_close_is_avoidable_and_on_another_topic_it_is_not() -> None:
    assert contacts("""
        case | resident | time             | kind    | topic
        Z1   | r1       | 2026-03-02 09:00 | request | Put
        Z1   |          | 2026-03-03 09:00 | close   | Put
        Z2   | r1       | 2026-03-31 09:00 | contact | Put
        Z3   | r1       | 2026-03-31 10:00 | contact | Boom
    """)[1:] == [(3, True, "again_after_close", False), (4, False, None, True)]


def test_without_a_topic_the_case_is_the_matter() -> None:
    assert contacts("""
        case | resident | time             | kind
        Z1   | r1       | 2026-03-02 09:00 | contact
        Z2   | r1       | 2026-03-03 09:00 | contact
        Z1   | r1       | 2026-03-04 09:00 | contact
    """) == [(1, False, None, True), (2, False, None, True), (3, True, "chasing", False)]


PASSED = """
    case | time             | kind     | by        | department | to_department
    Z1   | 2026-03-02 09:00 | contact  |           | KCC        |
    Z1   | 2026-03-02 09:10 | transfer |           | KCC        | Zorg
    Z1   | 2026-03-05 09:00 | work     |           | Zorg       |
    Z2   | 2026-03-02 10:00 | contact  |           | KCC        |
    Z2   | 2026-03-02 10:10 | transfer |           | KCC        | Zorg
    Z3   | 2026-03-02 11:00 | contact  |           | KCC        |
    Z3   | 2026-03-02 11:10 | transfer |           | KCC        | Zorg
    Z3   | 2026-03-04 11:10 | decision |           | Werk       |
    Z4   | 2026-03-02 12:00 | contact  |           | Werk       |
    Z4   | 2026-03-02 12:10 | transfer |           | Werk       | Zorg
"""


def test_only_what_the_first_line_passed_on_is_followed_and_what_went_elsewhere_is_not_picked_up() -> None:
    with mined(PASSED, "care_pickups", end="2026-03-09") as made:
        found = rows(made, "select row_no, state, working_days from care_pickups order by row_no")
    assert [tuple(row.values()) for row in found] == [(2, "picked_up", 3), (5, "waiting", 5), (7, "elsewhere", 2)]


def test_the_first_line_can_be_named_in_the_settings() -> None:
    with mined(PASSED, "care_pickups", end="2026-03-09", first_line_departments=("werk",)) as made:  # type: ignore[arg-type]
        assert [row["row_no"] for row in rows(made, "select row_no from care_pickups")] == [10]


def test_a_question_is_held_against_the_term_as_signal_over_term_does() -> None:
    with mined("""
        case | time             | kind     | outcome   | topic
        Z1   | 2026-01-05 09:00 | request  |           | Boom
        Z1   | 2026-03-02 09:00 | decision | granted   | Boom
        Z2   | 2026-01-05 09:00 | request  |           | Boom
        Z2   | 2026-03-03 09:00 | decision | granted   | Boom
        Z3   | 2026-01-05 09:00 | request  |           | Boom
        Z4   | 2026-01-05 09:00 | request  |           | Boom
        Z4   | 2026-03-20 09:00 | close    |           | Boom
        Z5   | 2026-01-05 09:00 | request  |           | Boom
        Z5   | 2026-03-20 09:00 | decision | withdrawn | Boom
    """, "care_topics", "care_questions", end="2026-03-31") as made:  # fmt: skip
        terms = rows(made, "select term from care_questions order by request_row_no")
        assert [row["term"] for row in terms] == ["in_time", "late", "undecided", None, None]
        (topic,) = rows(made, "select questions, open_questions, norm_judged, term_judged, term_kept from care_topics")
    assert tuple(topic.values()) == (5, 1, 0, 3, 1)


def test_reports_about_public_space_are_known_by_whole_words_of_their_topic() -> None:
    with mined("""
        case | resident | time             | kind     | topic
        Z1   | r1       | 2026-03-02 09:00 | request  | Verstopte PUT
        Z1   |          | 2026-03-04 09:00 | outreach | Verstopte PUT
        Z1   |          | 2026-03-05 09:00 | close    | Verstopte PUT
        Z2   | r2       | 2026-03-02 09:00 | request  | Verstopte PUT
        Z2   | r2       | 2026-03-09 09:00 | contact  | Verstopte PUT
        Z3   | r3       | 2026-03-02 09:00 | request  | Computer
    """, "care_public_space", end="2026-03-31") as made:  # fmt: skip
        (found,) = rows(made, "select * exclude (topic_no) from care_public_space")
    assert tuple(found.values()) == (2, 1, 3, 3, 1, 1)


def test_what_opens_a_case_is_not_heard_back() -> None:
    """Z1 and Z2 begin with a call and a decision of the municipality; Z3 with one at the minute of the report, and the row comes later."""
    with mined("""
        case | resident | time             | kind     | topic
        Z1   | r1       | 2026-03-02 09:00 | outreach | Losse stoeptegel
        Z1   | r1       | 2026-03-03 09:00 | close    | Losse stoeptegel
        Z2   | r2       | 2026-03-02 09:00 | decision | Losse stoeptegel
        Z3   | r3       | 2026-03-02 09:00 | request  | Losse stoeptegel
        Z3   | r3       | 2026-03-02 09:00 | outreach | Losse stoeptegel
        Z3   | r3       | 2026-03-04 09:00 | close    | Losse stoeptegel
    """, "care_public_space", end="2026-03-31") as made:  # fmt: skip
        (found,) = rows(made, "select cases, ended_cases, heard_cases from care_public_space")
    assert tuple(found.values()) == (3, 3, 1)


def test_what_was_not_finished_is_followed_as_long_as_it_could_be() -> None:
    """Four followed: done at 1, lost from sight at 2, done at 3, still going at 5. By hand: 3/4 after 1, then 3/4 x 1/2 after 3."""
    curve = kaplan_meier("pickup", [1, 2, 3, 5], [True, False, True, False])
    assert [(point.working_days, round(point.share, 4), point.at_risk) for point in curve] == [
        (0, 1.0, 4), (1, 0.75, 4), (2, 0.75, 3), (3, 0.375, 2), (4, 0.375, 1), (5, 0.375, 1),
    ]  # fmt: skip
    assert curve[0].low is None
    assert curve[1].low is not None
    assert curve[1].low < 0.75 < (curve[1].high or 0)


def test_nothing_followed_gives_no_curve_and_nothing_that_happened_a_flat_one() -> None:
    assert kaplan_meier("pickup", [], []) == []
    assert {point.share for point in kaplan_meier("pickup", [1, 2], [False, False])} == {1.0}


def test_the_curve_and_its_interval_are_those_of_scipy() -> None:
    """The witness: scipy's Kaplan-Meier with the log-log interval; where it has none (NaN, or nothing or everything happened), neither have we."""
    for seed, share in ((1, 0.1), (2, 0.6), (3, 1.0)):
        thrown = random.Random(seed)
        days = [thrown.randrange(90) for _ in range(200)]
        happened = [thrown.random() < share for _ in days]
        seen, ended = np.array(days, dtype=float), np.array(happened)
        theirs = ecdf(CensoredData(uncensored=seen[ended], right=seen[~ended])).sf
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="The confidence interval is undefined")
            interval = theirs.confidence_interval(confidence_level=0.95, method="log-log")
        curve = kaplan_meier("pickup", days, happened)
        assert [point.working_days for point in curve] == list(range(61))
        assert [point.at_risk for point in curve] == [int((seen >= day).sum()) for day in range(61)]
        assert [point.share for point in curve] == pytest.approx([float(theirs.evaluate(day)) for day in range(61)])
        known = [point for point in curve if 0 < point.share < 1]
        assert len(known) > 50
        assert [point.low for point in known] == pytest.approx([float(interval.low.evaluate(point.working_days)) for point in known])
        assert [point.high for point in known] == pytest.approx([float(interval.high.evaluate(point.working_days)) for point in known])
        assert all(point.low is None and point.high is None for point in curve if point not in known)


STRAY = """
    case | resident | time             | kind             | topic | department | to_department
    Z1   | r1       | 2026-03-02 09:00 | contact          | Put   | KCC        |
    Z1   | r1       | 2026-03-02 09:05 | transfer         | Put   | KCC        | Zorg
    Z2   | r2       | 2026-03-12 09:00 | request          | Put   | KCC        |
    Z2   | r2       | 2026-03-12 09:01 | callback_request | Put   | KCC        |
    Z2   | r2       | 2026-03-12 09:05 | transfer         | Put   | KCC        | Zorg
"""


@pytest.mark.parametrize(
    ("table", "query", "days"),
    [
        # 2 to 5 March 2026 are three working days; what came on 12 March, after the end that was given, could not be followed at all
        ("care_contacts", "select followed_working_days from care_contacts order by row_no", [3, 0, 0]),
        ("care_pickups", "select working_days from care_pickups order by row_no", [3, 0]),
        ("care_callbacks", "select working_days from care_callbacks", [0]),
        ("care_questions", "select working_days from care_questions where request_row_no = 3", [0]),
    ],
)
def test_what_came_after_the_end_that_was_given_is_followed_for_no_day(table: str, query: str, days: list[int]) -> None:
    with mined(STRAY, table, end="2026-03-05") as made:
        assert [next(iter(row.values())) for row in rows(made, query)] == days


def test_a_log_with_a_stray_last_event_is_mined_to_the_end_that_check_proposes_and_no_end_lies_before_all(tmp_path: Path) -> None:
    table = [[cell.strip() for cell in line.split("|")] for line in STRAY.strip().splitlines()]
    words = {"case": "zaak", "resident": "inwoner", "time": "tijdstip", "kind": "soort", "topic": "onderwerp", "department": "afdeling",
             "to_department": "naar_afdeling"}  # fmt: skip
    lines = [[words[name] for name in table[0]] + ["activiteit"], *([*row, "Iets"] for row in table[1:])]
    (tmp_path / "log.csv").write_text("\n".join(map(";".join, lines)), encoding="utf-8")
    done = journeys("mine", tmp_path / "log.csv", "--out", tmp_path / "d", "--end", "2026-03-05", "--quiet", keys=tmp_path / "keys")
    assert (done.returncode, done.stderr) == (0, "")
    assert summary(tmp_path / "d")["care"]["first_line_transfers"] == 2
    done = journeys("mine", tmp_path / "log.csv", "--out", tmp_path / "e", "--end", "2026-03-01", "--quiet", keys=tmp_path / "keys")
    assert (done.returncode, (tmp_path / "e").exists()) == (5, False)
    assert "2026-03-01" in done.stderr


def test_a_part_of_nothing_is_told_in_words_and_not_as_0_of_0(tmp_path: Path) -> None:
    # one decision: no callback request, no contact, no report; 0 of 0 kept would read as a bad result
    lines = ["zaak;inwoner;activiteit;tijdstip;medewerker;afdeling;soort;kanaal;richting;onderwerp",
             "Z1;R1;Besluit;03-03-2026 09:00;Jansen;Zorg;besluit;brief;gemeente;Wonen"]  # fmt: skip
    (tmp_path / "log.csv").write_text("\n".join(lines), encoding="utf-8")
    done = journeys("mine", tmp_path / "log.csv", "--out", tmp_path / "d", "--quiet", keys=tmp_path / "keys")
    assert (done.returncode, done.stderr) == (0, "")
    page = (tmp_path / "d" / "index.html").read_text(encoding="utf-8")
    assert "Binnen de norm teruggebeld: niets om te beoordelen." in page
    assert "0 van de 0" not in page
    told = journeys("receipt", tmp_path / "d", "care:callbacks_in_time", keys=tmp_path / "keys").stdout
    assert "geen waarde" in told
    assert "0 van 0" not in told
