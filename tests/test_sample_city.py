"""The sample is a believable city: sizes, opening hours, mostly good service, rough edges, and one planted change."""

from __future__ import annotations

from collections import Counter
from datetime import date, time
from statistics import mean, median, variance

import stories
from stories import Event, wd

CHANGE = date(2025, 4, 1)
CHANGED = "Werk en Inkomen"
STORY_RESIDENTS = ("I-004211", "I-002764", "I-001938", "I-003305", "I-000512")


def test_it_has_the_size_of_a_real_export() -> None:
    log = stories.log()
    assert 4_800 <= len(log.cases) <= 5_200
    assert 40_000 <= len(log.events) <= 60_000
    assert len({event.department for event in log.events} - {""}) == 10
    assert 140 <= len({event.official for event in log.events} - {""}) <= 160
    assert log.events[0].day >= date(2024, 1, 1)
    assert log.end == date(2026, 6, 30)


def test_every_value_is_one_that_is_recognised_without_any_setting() -> None:
    rows = stories.raw_rows()
    assert {row["soort"] for row in rows} <= {
        "aanvraag", "contact", "terugbelverzoek", "contact door gemeente", "overdracht", "behandeling", "opschorting",
        "hervatting", "besluit", "afsluiting", "bezwaar", "klacht", "automatisch bericht", "",
    }  # fmt: skip
    assert {row["kanaal"] for row in rows} == {"telefoon", "e-mail", "brief", "balie", "huisbezoek", "web", ""}
    assert {row["richting"] for row in rows} == {"inwoner", "gemeente", "partner", ""}
    assert {row["uitkomst"] for row in rows} == {"toegekend", "afgewezen", "ingetrokken", "doorverwezen", ""}


def test_officials_work_on_working_days_in_office_hours() -> None:
    for event in stories.log().events:
        if event.official:
            assert stories.is_working_day(event.day), event.row
            assert event.moment.time() == time() or time(8, 30) <= event.moment.time() <= time(17, 15), event.row


def test_residents_also_write_in_the_evening_and_in_the_weekend() -> None:
    asked = [event for event in stories.log().events if event.channel in ("web", "e-mail") and event.by == "inwoner"]
    assert sum(event.moment.hour >= 18 for event in asked) > 100
    assert sum(event.day.weekday() >= 5 for event in asked) > 50


def test_summer_is_quieter_than_autumn() -> None:
    starts = Counter((case[0].day.year, case[0].day.month) for case in stories.log().cases.values())
    for year in (2024, 2025):
        assert starts[year, 7] + starts[year, 8] < 0.9 * (starts[year, 9] + starts[year, 10])


def test_the_committee_meets_every_four_weeks_on_a_wednesday_and_not_in_august() -> None:
    meeting = "Besproken in commissie omgevingskwaliteit"
    days = {event.day for event in stories.log().events if event.activity == meeting}
    assert {(day - date(2024, 1, 17)).days % 28 for day in days} == {0}
    assert all(day.month != 8 for day in days)
    assert len(days) > 20


def test_most_people_are_helped() -> None:
    log = stories.log()
    followed = [case for case in log.cases.values() if wd(case[0].day, log.end) > 60]
    assert mean(stories.ended(case) is not None for case in followed) > 0.97
    decisions = [event.outcome for event in log.events if event.kind == "besluit"]
    assert 0.10 < decisions.count("afgewezen") / len(decisions) < 0.20
    spoken_with = [
        stories.explained(journey, event)
        for journey in log.journeys.values()
        for event in journey
        if event.outcome == "afgewezen"
    ]
    assert 0.6 < mean(spoken_with) < 0.8


def test_callbacks_mostly_come_within_two_working_days_but_not_always() -> None:
    waits = [wait for journey in stories.log().journeys.values() for _, wait in stories.callbacks(journey)]
    assert len(waits) > 400
    assert 0.65 < sum(wait is not None and wait <= 2 for wait in waits) / len(waits) < 0.85
    assert sum(wait is None for wait in waits) > 10


def test_some_questions_fall_between_departments_and_the_worst_pair_is_care_to_housing() -> None:
    drops = stories.drops()
    transfers = [event for event in stories.log().events
                 if event.kind == "overdracht" and event.to_department not in ("", event.department)]  # fmt: skip
    assert len(transfers) > 3_000
    assert 0.015 < len(drops) / len(transfers) < 0.04
    assert sum(drop.status == "lost" for drop in drops) > 25
    pairs = Counter((drop.transfer.department, drop.transfer.to_department) for drop in drops)
    assert pairs.most_common(1)[0][0] == ("Zorg (Wmo)", "Wonen")


def test_some_cases_are_open_at_the_end_and_some_of_those_lie_still() -> None:
    log = stories.log()
    open_cases = [case for case in log.cases.values() if stories.ended(case) is None]
    assert 80 < len(open_cases) < 200
    still = [case for case in open_cases if wd(max(event.day for event in case), log.end) > 20]
    assert 5 <= len(still) <= 40


def test_it_is_as_rough_as_a_real_export() -> None:
    rows = stories.raw_rows()
    log = stories.log()
    assert len(rows) - len({tuple(row.values()) for row in rows}) == 12
    assert 0.05 < stories.tied_neighbours() < 0.08
    assert 0.01 < mean(row["tijdstip"].endswith(" 00:00") for row in rows) < 0.03
    assert 0.02 < mean(not event.department for event in log.events) < 0.04
    assert 0.01 < mean(event.municipal and not event.official for event in log.events) < 0.04
    assert 0.01 < mean(not case[0].resident for case in log.cases.values()) < 0.05
    assert {"systeem", "Postbus Vergunningen", ""} <= {row["medewerker"] for row in rows}
    assert 2_500 < len({row["inwoner"] for row in rows} - {""}) < 3_500


def test_somebody_is_still_named_who_has_left() -> None:
    log = stories.log()
    last = {event.official: event.day for event in log.events if event.appears}
    named = {event.to_official for event in log.events
             if event.to_official and wd(last[event.to_official], event.day) > 20}  # fmt: skip
    assert len(named) >= 3


def _home(case: list[Event]) -> str:
    found = Counter(event.department for event in case if event.municipal and event.department)
    return found.most_common(1)[0][0] if found else ""


def _measured(department: str) -> tuple[list[int], list[int], list[int], list[int]]:
    """Durations (at most 60 working days) and handoffs of the cases begun before and after the change."""
    durations: tuple[list[int], list[int]] = ([], [])
    handoffs: tuple[list[int], list[int]] = ([], [])
    for case in stories.log().cases.values():
        start = case[0].day
        if _home(case) != department or start >= date(2026, 4, 1):  # later ones cannot be followed for 60 working days
            continue
        end = next((event.day for event in case if event.kind in ("besluit", "afsluiting")), None)
        after = start >= CHANGE
        durations[after].append(60 if end is None else min(60, wd(start, end)))
        handoffs[after].append(stories.handoffs(case))
    return *durations, *handoffs


def _difference_in_standard_errors(before: list[int], after: list[int]) -> float:
    error = (variance(before) / len(before) + variance(after) / len(after)) ** 0.5
    return (mean(after) - mean(before)) / error if error else 0.0


def test_one_department_became_a_third_faster_with_far_fewer_hands_after_the_change() -> None:
    before, after, hands_before, hands_after = _measured(CHANGED)
    assert len(before) > 300
    assert len(after) > 300
    assert -0.35 < mean(after) / mean(before) - 1 < -0.25
    assert median(after) < median(before)
    assert mean(hands_after) < 0.5 * mean(hands_before)
    assert _difference_in_standard_errors(before, after) < -8


def test_no_other_department_changed() -> None:
    for department in {event.department for event in stories.log().events} - {"", CHANGED}:
        before, after, hands_before, hands_after = _measured(department)
        assert abs(_difference_in_standard_errors(before, after)) < 2, department
        assert abs(_difference_in_standard_errors(hands_before, hands_after)) < 2, department


def test_volumes_and_case_mix_stay_the_same_over_the_change() -> None:
    same_months = ((date(2024, 7, 1), date(2025, 4, 1)), (date(2025, 7, 1), date(2026, 4, 1)))
    counts = []
    for since, until in same_months:
        counts.append(Counter(_home(case) for case in stories.log().cases.values() if since <= case[0].day < until))
    before, after = counts
    assert 0.9 < after.total() / before.total() < 1.1
    assert abs(after[CHANGED] / after.total() - before[CHANGED] / before.total()) < 0.03


def test_after_the_change_the_department_calls_early() -> None:
    def early(after: bool) -> float:
        found = []
        for case in stories.log().cases.values():
            asked = next((event for event in case if event.kind == "aanvraag"), None)
            if asked and _home(case) == CHANGED and (asked.day >= CHANGE) is after and asked.day < date(2026, 6, 1):
                talks = [event for event in case if event.personal and event.key > asked.key]
                found.append(any(wd(asked.day, event.day) <= 10 for event in talks))
        return mean(found)

    assert early(after=False) < 0.45
    assert early(after=True) > 0.8
