"""The five stories of the sample are unmistakable in its rows: counted by hand first, by plain loops here."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
import stories
from stories import Event, wd

POLE, POLE_CASES = "I-004211", ["Z24-00473", "Z24-00517", "Z25-00733"]
HOME, HOME_CASES = "I-002764", ["Z24-01342"]
BUILDING, BUILDING_CASES = "I-001938", ["Z24-00129", "Z24-01025", "Z25-00117", "Z25-00935"]
BARBECUE, BARBECUE_CASES = "I-003305", ["Z25-00584"]
WATER, WATER_CASES = "I-000512", ["Z25-01758"]
STORIES = {POLE: POLE_CASES, HOME: HOME_CASES, BUILDING: BUILDING_CASES, BARBECUE: BARBECUE_CASES, WATER: WATER_CASES}


def _journey(resident: str) -> list[Event]:
    return stories.log().journeys[resident]


def _drops(resident: str) -> list[tuple[str, str, str]]:
    return [
        (drop.transfer.department, drop.transfer.to_department, drop.status)
        for drop in stories.drops()
        if drop.transfer.resident == resident
    ]


@pytest.mark.parametrize("resident", STORIES)
def test_a_story_stands_in_its_own_cases_and_nowhere_else(resident: str) -> None:
    assert sorted({event.case for event in _journey(resident)}) == STORIES[resident]
    for case in STORIES[resident]:
        assert {event.resident for event in stories.log().cases[case]} == {resident}


@pytest.mark.parametrize("resident", STORIES)
def test_a_story_has_no_blemishes(resident: str) -> None:
    for event in _journey(resident):
        assert event.moment.hour != 0
        assert event.department or event.by == "partner"


@pytest.mark.parametrize("name", ["README.md", "LEESMIJ.md"])
def test_both_readmes_name_every_case_and_resident_of_the_stories(name: str) -> None:
    text = (stories.SAMPLE / name).read_text(encoding="utf-8")
    named = set(re.findall(r"Z\d\d-\d{5}", text))
    assert named == {case for cases in STORIES.values() for case in cases}
    assert set(re.findall(r"I-\d{6}", text)) == set(STORIES)


def test_the_charging_pole_takes_690_days_and_27_officials_of_whom_he_met_24() -> None:
    journey = _journey(POLE)
    assert (journey[0].day, journey[-1].day) == (date(2024, 3, 14), date(2026, 2, 2))
    assert (journey[-1].day - journey[0].day).days == 690
    assert len(stories.officials(journey)) == 27
    assert len(stories.faces(journey)) == 24


def test_no_other_journey_meets_as_many_officials_as_the_charging_pole() -> None:
    counts = Counter({name: len(stories.officials(journey)) for name, journey in stories.log().journeys.items()})
    (first, most), (_, next_most) = counts.most_common(2)
    assert first == POLE
    assert most > 22 >= next_most


def test_the_charging_pole_gets_lost_four_times_and_comes_late_once() -> None:
    assert sorted(_drops(POLE)) == [
        ("Parkeren", "Stadsbeheer", "lost"),
        ("Stadsbeheer", "Parkeren", "lost"),
        ("Stadsbeheer", "Toezicht en Handhaving", "late"),
        ("Stadsbeheer", "Vergunningen", "lost"),
        ("Toezicht en Handhaving", "Wonen", "lost"),
    ]


def test_after_each_loss_of_the_charging_pole_it_is_the_resident_who_breaks_the_silence_weeks_later() -> None:
    journey = _journey(POLE)
    silences = []
    for drop in stories.drops():
        if drop.transfer.resident == POLE and drop.status == "lost":
            later = [event for event in journey if event.key > drop.transfer.key and event.case == drop.transfer.case]
            assert later[0].kind == "contact"
            asked = next(event for event in journey if event.key > drop.transfer.key and event.kind in stories.ASKS)
            silences.append((asked.day - drop.transfer.day).days)
    assert sorted(silences) == [83, 84, 88, 89]


def test_of_the_seven_callbacks_promised_about_the_charging_pole_one_comes_in_time() -> None:
    waits = [wait for _, wait in stories.callbacks(_journey(POLE))]
    assert waits == [42, 30, 49, 36, 22, 7, 2]


def test_the_charging_pole_ends_with_a_home_visit_and_an_explained_no() -> None:
    case = stories.log().cases["Z24-00473"]
    asked = next(event for event in case if event.activity == "Verzoek om een andere plek ontvangen")
    visit = next(event for event in case if event.channel == "huisbezoek")
    decision = next(event for event in case if event.kind == "besluit")
    assert asked.key < visit.key < decision.key
    assert decision.outcome == "afgewezen"
    assert wd(visit.day, decision.day) == 9
    assert stories.explained(case, decision)
    assert len({event.official for event in case if event.appears and event.key < visit.key}) >= 5
    assert not [event for event in case if event.kind in ("bezwaar", "klacht") and event.key > decision.key]
    assert (decision.day - case[0].day).days == 690


def test_the_home_adaptation_goes_round_in_two_circles_and_waits_for_medical_advice() -> None:
    case = stories.log().cases["Z24-01342"]
    assert [event.day for event in stories.circles(case)] == [date(2024, 10, 24), date(2025, 1, 23)]
    assert {event.department for event in case if event.kind == "overdracht"} == {
        "Klantcontactcentrum", "Wonen", "Zorg (Wmo)", "Vergunningen",
    }  # fmt: skip
    assert [event.activity for event in case if event.kind == "opschorting"] == ["Medisch advies gevraagd"]
    assert len(stories.suspended_days(case, stories.log().end)) == 29
    assert [event.outcome for event in case if event.kind == "besluit"] == ["toegekend"]
    assert sum(event.channel == "huisbezoek" for event in case) == 2


def test_the_building_hears_no_three_times_unexplained_and_yes_from_one_who_knew_its_history() -> None:
    journey = _journey(BUILDING)
    decisions = [event for event in journey if event.kind == "besluit"]
    assert [event.outcome for event in decisions] == ["afgewezen", "afgewezen", "afgewezen", "toegekend"]
    assert [stories.explained(journey, event) for event in decisions] == [False, False, False, True]
    log = stories.log()
    knew = next(event.official for event in log.cases["Z24-00129"] if event.activity.startswith("Geschiedenis"))
    recognised = next(event.official for event in log.cases["Z25-00935"] if event.activity.startswith("Geschiedenis"))
    assert knew == recognised == decisions[-1].official
    assert knew not in {event.official for event in decisions[:-1]}
    assert "tijdelijk" in decisions[-1].activity


def test_the_barbecue_was_asked_75_days_ahead_and_refused_as_too_late_without_a_talk() -> None:
    journey = _journey(BARBECUE)
    party = date(2025, 6, 28)
    formal = next(event for event in journey if event.kind == "aanvraag")
    assert (party - journey[0].day).days == 75
    assert (party - formal.day).days < 42
    passed = [(event.department, event.to_department) for event in journey if event.kind == "overdracht"]
    assert passed == [
        ("Klantcontactcentrum", "Stadsbeheer"), ("Stadsbeheer", "Vergunningen"),
        ("Vergunningen", "Toezicht en Handhaving"), ("Toezicht en Handhaving", "Sociale Wijkteams"),
    ]  # fmt: skip
    before = [event for event in journey if event.key < formal.key]
    assert [event.activity for event in before if event.real_step] == ["Formulier gestuurd: zes weken vooraf melden"]
    decision = next(event for event in journey if event.kind == "besluit")
    assert decision.outcome == "afgewezen"
    assert not stories.explained(journey, decision)
    assert _drops(BARBECUE) == [("Toezicht en Handhaving", "Sociale Wijkteams", "lost")]
    again = next(event for event in journey if event.key > decision.key and event.kind == "contact")
    assert wd(decision.day, again.day) == 2


def test_the_family_without_water_is_connected_the_same_friday_by_one_official() -> None:
    journey = _journey(WATER)
    friday = date(2025, 11, 14)
    assert friday.weekday() == 4
    assert {event.day for event in journey} == {friday}
    hands = Counter(event.official for event in journey if event.municipal)
    assert sorted(hands.values()) == [1, 7]
    outreach = [event for event in journey if event.personal]
    assert [event.channel for event in outreach] == ["telefoon", "huisbezoek", "telefoon"]
    assert any(event.by == "partner" and event.activity == "Water weer aangesloten" for event in journey)
    assert journey[-1].kind == "afsluiting"
