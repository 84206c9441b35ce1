"""A single journey passes the gate in whole weeks and under letters, and its title, its marks and its table still tell the same."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from drawn_journeys import Step, journey

from journeys.errors import SettingsError
from journeys.settings_file import settings_from
from mining.disclosure import pass_handovers, pass_journey, pass_table
from mining.journey_data import JourneyData
from visuals.journey_map import draw_journey, journey_scene
from visuals.scene_check import check_scene

ROOT = Path(__file__).parents[1]


def drawn() -> JourneyData:
    """This is a question that starts on Monday 4 March 2024, is lost from Wednesday 13 until Thursday 28, and ends on 10 April."""
    steps = [
        Step(0, "ask", answer="answered", official=4711), Step(0, "department", "Burgerzaken", official=4711),
        Step(9, "lost", "Burgerzaken", to="Werk en Inkomen"),
        Step(24, "department", "Werk en Inkomen", official=815),
        Step(37, "over"),
    ]  # fmt: skip
    data = journey(steps)
    events = data.events.assign(row_no=data.events["row_no"] + 90_000, case="Z-2024-0815", activity="Toelichting: mevrouw Jansen belt", bsn="123456782")
    turns = data.turns.assign(
        started_row_no=data.turns["started_row_no"] + 90_000, ended_row_no=data.turns["ended_row_no"] + 90_000, case="Z-2024-0815"
    )
    return replace(data, resident="resident-123", events=events, turns=turns)


def test_every_moment_is_the_monday_of_its_week_and_lengths_follow_from_them() -> None:
    passed = pass_journey(drawn(), rounding="week").value
    lost = passed.turns[passed.turns["state"] == "lost"].iloc[0]
    assert (lost["started"], lost["ended"]) == (pd.Timestamp("2024-03-10 23:00"), pd.Timestamp("2024-03-24 23:00"))
    assert lost["seconds"] == 14 * 86_400
    assert lost["working_days"] == 10
    assert set(passed.events["moment"].dt.strftime("%H:%M")) <= {"22:00", "23:00"}
    assert passed.log_end.isoformat() == "2024-04-07T22:00:00"


def test_rounded_to_days_the_days_stay() -> None:
    passed = pass_journey(drawn(), rounding="day").value
    lost = passed.turns[passed.turns["state"] == "lost"].iloc[0]
    assert (lost["started"], lost["ended"]) == (pd.Timestamp("2024-03-12 23:00"), pd.Timestamp("2024-03-27 23:00"))


def test_nothing_of_the_source_is_left_but_departments() -> None:
    passed = pass_journey(drawn()).value
    figure = draw_journey(passed)
    everything = figure.svg + figure.rows.to_csv() + figure.description + passed.events.to_csv() + passed.turns.to_csv()
    for planted in ("resident-123", "Z-2024-0815", "Jansen", "123456782", "90001", "2024-03-13", "2024-03-28", "10:00"):
        assert planted not in everything
    assert passed.resident == "A"
    assert set(passed.turns["case"]) == {"A"}
    assert list(passed.events["row_no"]) == list(range(1, len(passed.events) + 1))


def test_the_map_says_that_dates_are_rounded_and_its_title_speaks_of_the_same_days_as_its_table() -> None:
    passed = pass_journey(drawn())
    scene = journey_scene(passed.value)
    assert check_scene(scene) == []
    figure = draw_journey(passed.value)
    assert figure.title.startswith("Twee ambtenaren in 35 dagen")
    assert "data afgerond op weken" in figure.svg.replace("\n", " ")
    assert passed.told == ("Data zijn afgerond op weken.",)


@pytest.mark.parametrize("group", [4, 0, -1])
def test_a_group_under_five_is_refused_everywhere(group: int) -> None:
    with pytest.raises(SettingsError, match="5"):
        settings_from({"privacy": {"group": group}})
    with pytest.raises(SettingsError):
        pass_table(pd.DataFrame({"topic": ["A"], "residents": [9]}), residents="residents", label="topic", rest="Overig", group=group)


def test_five_is_accepted_and_ten_is_what_holds_without_a_word() -> None:
    assert settings_from({"privacy": {"group": 5}}).privacy.group == 5
    assert settings_from({}).privacy.group == 10
    assert pass_handovers.__kwdefaults__["group"] == 10


def test_only_the_gate_makes_what_passed() -> None:
    makers = set()
    for path in [*ROOT.glob("journeys/**/*.py"), *ROOT.glob("mining/**/*.py"), *ROOT.glob("visuals/**/*.py"), ROOT / "cli.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.func if isinstance(node, ast.Call) else None
            if isinstance(name, ast.Name | ast.Attribute) and (name.id if isinstance(name, ast.Name) else name.attr) == "Passed":
                makers.add(path.name)
    assert makers == {
        "disclosure.py", "shared_changes.py", "shared_comparison.py", "shared_numbers.py", "shared_stages.py",
        "shared_tables.py", "shared_views.py",
    }  # fmt: skip
