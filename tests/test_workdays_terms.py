"""Statutory terms end where the Algemene termijnenwet says, service norms where they say themselves."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys import workdays
from journeys.errors import SettingsError

VECTORS = Path(__file__).parents[2] / "shared" / "fixtures" / "legal_vectors.json"
shared = pytest.mark.skipif(not VECTORS.exists(), reason="the legal vectors are not beside the project")


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "term", "end", "why"),
    [
        ("2026-01-12", "P8W", "2026-03-09", "an ordinary Monday"),
        ("2026-01-10", "P8W", "2026-03-09", "a Saturday moves to Monday"),
        ("2026-02-20", "P6W", "2026-04-07", "Good Friday, weekend, Easter Monday"),
        ("2026-01-10", "P12W", "2026-04-07", "twelve weeks still move"),
        ("2026-01-10", "P13W", "2026-04-11", "thirteen weeks do not: the Saturday stays (article 4)"),
        ("2026-01-01", "P90D", "2026-04-01", "ninety days, an ordinary Wednesday"),
        ("2026-01-03", "P90D", "2026-04-07", "ninety days end on Good Friday and move"),
        ("2026-01-02", "P91D", "2026-04-03", "ninety-one days stay on Good Friday"),
        ("2026-01-04", "P3M", "2026-04-07", "three months move from Easter Eve"),
        ("2025-12-04", "P4M", "2026-04-04", "four months do not"),
        ("2025-04-03", "P1Y", "2026-04-03", "a year does not"),
        ("2026-01-31", "P1M", "2026-03-02", "28 February 2026 is a Saturday"),
        ("2024-02-29", "P1Y", "2025-02-28", "a leap day's year ends on the last day of the month"),
        ("2025-12-31", "P2M", "2026-03-02", "28 February again"),
        ("2026-04-02", "P3D", "2026-04-08", "three days over Easter hold two ordinary days (article 2)"),
        ("2026-04-02", "P2D", "2026-04-07", "two days only move (article 2 starts at three)"),
        ("2026-05-12", "P3D", "2026-05-18", "13 May and Monday 18 May: Ascension Day, royal decree, weekend"),
        ("2025-11-20", "P6W", "2026-01-05", "New Year's Day, royal decree, weekend"),
    ],
)
def test_a_statutory_term_ends_on(start: str, term: str, end: str, why: str) -> None:
    assert workdays.term_end(day(start), term) == day(end), why


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        ("2026-02-20", "P6W", "2026-04-03"),  # Good Friday stays
        ("2026-01-10", "P8W", "2026-03-07"),  # Saturday stays
        ("2026-03-06", "P2B", "2026-03-10"),
        ("2026-05-13", "P1B", "2026-05-17"),  # Friday 15 May counts; the weekend after it is in time
    ],
)
def test_a_service_norm_does_not_follow_the_law_on_terms(start: str, term: str, end: str) -> None:
    assert workdays.term_end(day(start), term, kind="norm") == day(end)


def test_closed_days_count_for_a_norm_in_working_days_and_never_for_a_statute() -> None:
    closed = [day("2026-03-09"), day("2026-03-10")]
    assert workdays.term_end(day("2026-03-06"), "P1B", kind="norm", closed_days=closed) == day("2026-03-11")
    assert workdays.term_end(day("2026-01-12"), "P8W", closed_days=closed) == day("2026-03-09")


def test_another_list_of_royal_decrees_may_be_given() -> None:
    assert workdays.term_end(day("2025-11-20"), "P6W", decree_days=[]) == day("2026-01-02")


@pytest.mark.parametrize("term", ["6 weeks", "P6", "PT48H", "P1M2D", "", "p6w", "P-1D", "P2B"])
def test_a_term_that_is_not_written_as_a_term_is_refused(term: str) -> None:
    with pytest.raises(SettingsError) as refused:
        workdays.term_end(day("2026-01-12"), term)
    assert refused.value.next_step


@given(st.dates(date(1995, 1, 1), date(2035, 1, 1)), st.integers(1, 90))
def test_a_term_that_moves_ends_on_an_ordinary_day_and_never_earlier(start: date, days: int) -> None:
    end = workdays.term_end(start, f"P{days}D")
    assert end >= start + timedelta(days=days)
    assert end - start <= timedelta(days=days + 9)
    assert workdays.is_working_day(end, closed_days=workdays.shipped_decrees().days)


def test_every_shipped_decree_day_is_in_a_year_whose_list_is_whole() -> None:
    decrees = workdays.shipped_decrees()
    assert {each.year for each in decrees.days} <= decrees.whole_years
    assert all(each.weekday() < 5 and each not in workdays.holidays(each.year) for each in decrees.days)


@shared
@pytest.mark.shared
def test_every_legal_vector_holds() -> None:
    vectors = legal_vectors()["vectors"]
    ends = {}
    for vector in vectors:
        if "dag_nul" in vector:
            ends[vector["name"]] = workdays.term_end(day(vector["dag_nul"]), vector["termijn"]).isoformat()
        else:  # the first day of a term of three days is the day after day zero
            ends[vector["name"]] = workdays.term_end(day(vector["eerste_dag"]) - timedelta(days=1), "P3D").isoformat()
    assert ends == {vector["name"]: vector["einde"] for vector in vectors}
    assert len(ends) == 13


@shared
@pytest.mark.shared
def test_the_recognised_holidays_and_decrees_are_those_of_the_vectors() -> None:
    found = legal_vectors()
    for year, days in found["erkende_feestdagen"].items():
        assert workdays.holidays(int(year)) == {day(text) for text in days}
    decrees = workdays.shipped_decrees()
    assert decrees.days == {day(text) for text in found["kb_gelijkgestelde_dagen"]}
    assert not decrees.whole_years & set(found["kb_not_verified_years"])


def legal_vectors() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(VECTORS.read_text(encoding="utf-8"))
    return found
