"""Each of the five stories of the sample raises the signals that its words call for, and the report opens with the longest one.

What is expected comes from the stories as eventlogs/sample/README.md tells them and from the plain loops of test_sample_stories.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from commanded import table

POLE, HOME, BUILDING, BARBECUE, WATER = "I-004211", "I-002764", "I-001938", "I-003305", "I-000512"


@pytest.fixture(scope="module")
def dossier(sample_with_names: Path) -> Path:
    return sample_with_names


@pytest.fixture(scope="module")
def raised(dossier: Path) -> dict[str, Counter[tuple[str, str]]]:
    """This counts the instances of each signal and status for the five residents."""
    found: dict[str, Counter[tuple[str, str]]] = {who: Counter() for who in (POLE, HOME, BUILDING, BARBECUE, WATER)}
    for row in table(dossier, "signals"):
        if row["journey"] in found:
            found[row["journey"]][row["signal"], row["status"]] += 1
    return found


def test_the_charging_pole_is_lost_four_times_waits_for_callbacks_and_ends_with_an_explained_no(raised: dict[str, Counter[tuple[str, str]]]) -> None:
    pole = raised[POLE]
    assert (pole["dropped_handoff", "lost"], pole["dropped_handoff", "late"]) == (4, 1)
    assert (pole["unanswered_callback", "late"], pole["unanswered_callback", "never"]) == (6, 0)  # of seven, one came in time
    assert (pole["many_hands", "found"], pole["visit_turns", "found"], pole["explained_no", "found"]) == (1, 1, 1)
    assert pole["silence", "ended"] >= 2
    assert pole["over_term", "late"] == 2  # both requests waited longer than eight weeks
    assert ("unexplained_no", "found") not in pole


def test_the_home_adaptation_goes_round_twice_and_is_late(raised: dict[str, Counter[tuple[str, str]]]) -> None:
    home = raised[HOME]
    assert (home["circle", "found"], home["over_term", "late"], home["many_hands", "found"]) == (2, 1, 1)
    assert not [signal for signal, _ in home if signal in ("unexplained_no", "orphan", "stall")]


def test_the_building_hears_three_unexplained_noes_and_then_is_handed_over_warmly(raised: dict[str, Counter[tuple[str, str]]]) -> None:
    building = raised[BUILDING]
    assert building["unexplained_no", "found"] == 3
    assert (building["warm_handover", "found"], building["early_conversation", "found"]) == (2, 1)
    assert ("explained_no", "found") not in building


def test_the_barbecue_is_passed_on_until_it_is_lost_and_refused_without_a_talk(raised: dict[str, Counter[tuple[str, str]]]) -> None:
    barbecue = raised[BARBECUE]
    assert barbecue["dropped_handoff", "lost"] == 1
    assert barbecue["wrong_door", "taken"] == 1
    assert (barbecue["unexplained_no", "found"], barbecue["repeat", "found"]) == (1, 1)


def test_the_family_without_water_raises_successes_only(raised: dict[str, Counter[tuple[str, str]]]) -> None:
    assert set(raised[WATER]) == {
        ("one_owner", "found"), ("same_day", "found"), ("early_conversation", "found"), ("warm_handover", "found"),
    }  # fmt: skip


def test_the_report_opens_with_the_story_of_the_charging_pole(dossier: Path) -> None:
    page = (dossier / "index.html").read_text(encoding="utf-8")
    story = page.index("27 ambtenaren werkten in 690 dagen voor één inwoner; met 24 van hen had de inwoner zelf te maken.")
    headings = [page.index("<h2"), page.index("<h2", page.index("<h2") + 1)]
    assert headings[0] < story < headings[1]  # under the first heading of the page, before the findings
    assert "4 keer raakte de vraag kwijt" in page[story : headings[1]]
