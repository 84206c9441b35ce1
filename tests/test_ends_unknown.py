"""A log without kinds of its own that ends no case says nothing of which are open: no table, map or story calls one open or over."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from drawn_journeys import K, W, held, journey, lost, over
from mined_tables import mined, rows

from journeys.texts import use
from mining.disclosure import pass_journey
from mining.journey_reading import read_journey
from mining.known import ends_known
from mining.nobody_time import nobody_time, up_to_the_last_event
from mining.passed_on import read_passed_on
from mining.plan_file import plan_from
from mining.promise import read_promise
from mining.stripes import read_stripes
from visuals.journey_bands import bands_scene
from visuals.journey_map import draw_journey, journey_scene
from visuals.promise_map import draw_promise, promise_scene
from visuals.scene import Scene
from visuals.scene_check import check_scene
from visuals.stripes_map import draw_stripes
from visuals.workshop_steps import generate_story

NO_END = """
    case | resident | time             | kind    | official | department | topic
    Z1   | r1       | 2026-03-02 09:00 | request |          |            | Wonen
    Z1   | r1       | 2026-03-04 09:00 | work    | Anna     | Zorg       | Wonen
    Z1   | r1       | 2026-03-12 09:00 | work    | Bob      | Zorg       | Wonen
    Z2   | r2       | 2026-09-01 09:00 | work    | Bob      | Zorg       | Wonen
"""
ONE_END = NO_END + "    Z2   | r2       | 2026-09-02 09:00 | close   | Bob      | Zorg       | Wonen\n"


@pytest.fixture(autouse=True)
def _dutch() -> None:
    use("nl")


def flags(scene: Scene) -> list[str]:
    return [box.text for box in scene.texts("flag")]


@pytest.mark.parametrize(("log", "known", "is_open"), [(NO_END, False, [None, None]), (ONE_END, True, [True, False])])
def test_no_table_calls_a_case_open_where_the_log_ends_none(log: str, known: bool, is_open: list[bool | None]) -> None:
    tables = ("cases", "journey_measures", "case_turns", "topic_measures", "department_measures", "log_measures", "care_topics", "passed_on")
    with mined(log, "case_measures", *tables[1:], kinds_stated=False) as made:
        assert ends_known(made) is known
        assert rows(made, "select known from ends_known") == [{"known": known}]
        assert [row["open"] for row in rows(made, "select open from case_measures order by case_no")] == is_open
        assert [row["open"] for row in rows(made, "select open from journey_measures order by journey_no")] == is_open
        assert [row["open"] for row in rows(made, "select open from case_turns order by case_no")] == is_open
        counts = {"ended_cases": 1, "open_cases": 1} if known else {"ended_cases": None, "open_cases": None}
        assert rows(made, "select ended_cases, open_cases from topic_measures") == [counts]
        assert rows(made, "select ended_cases, open_cases from department_measures") == [counts]
        assert rows(made, "select open_cases from log_measures") == [{"open_cases": counts["open_cases"]}]
        assert rows(made, "select open_questions from care_topics") == [{"open_questions": 1 if known else None}]
        ways = [row["way"] for row in rows(made, "select way from passed_on order by case_no")]
        assert ways == (["open", "ended"] if known else [None, None])
        stages = read_passed_on(made).stages
        assert (int(stages["open"].sum()), int(stages["unknown"].sum())) == ((1, 0) if known else (0, 2))
        stripes = read_stripes(made)
        assert [cohort.open for cohort in stripes.cohorts] == [1 if known else 0]
        days = [round(float(each)) for each in stripes.cohorts[0].journeys["days"]]
        assert days == ([1, 184] if known else [0, 10])  # as far as the log tells, shortest first
        assert ("loopt nog" in str(draw_stripes(stripes).rows)) is known


def test_a_log_that_states_its_kinds_calls_a_case_without_an_end_open() -> None:
    with mined(NO_END, "case_measures", "log_measures") as made:
        assert ends_known(made)
        assert [row["open"] for row in rows(made, "select open from case_measures order by case_no")] == [True, True]
        assert rows(made, "select open_cases from log_measures") == [{"open_cases": 2}]


def test_a_journey_ends_at_its_last_event_and_says_that_its_end_is_unknown() -> None:
    with mined(NO_END, "turns", "journey_measures", kinds_stated=False) as made:
        data = read_journey(made, 1)
    assert not data.ends_known
    numbers = data.numbers
    assert (numbers.days, numbers.open_questions, numbers.unknown_ends) == (10, 0, 1)  # 2 to 12 March, not until September
    assert list(data.turns["state"]) == ["not_picked_up", "department"]
    assert [str(moment.date()) for moment in data.turns["ended"]] == ["2026-03-04", "2026-03-12"]
    scene = journey_scene(data)
    assert flags(scene) == ["einde onbekend"]
    assert "einde onbekend: in dit bestand krijgt geen enkele zaak een einde" in " ".join(box.text for box in scene.texts())
    assert "is afgelopen, is onbekend" in scene.description
    assert not check_scene(scene)
    table = draw_journey(data).rows
    last = table[table["afdeling"].eq("Zorg") & table["soort"].eq("beurt")].iloc[-1]
    assert last["tot"] == ""
    assert pd.isna(last["dagen"])
    assert pd.isna(last["werkdagen"])


def test_with_one_end_in_the_log_a_case_without_is_open_until_the_logs_end() -> None:
    with mined(ONE_END, "turns", "journey_measures") as made:
        data = read_journey(made, 1)
    assert data.numbers.open_questions == 1
    assert data.numbers.unknown_ends == 0
    assert data.numbers.days == 184  # 2 March to 2 September
    assert flags(journey_scene(data)) == ["open na 184 dagen"]


def test_the_gate_keeps_that_ends_are_unknown_and_the_story_says_so() -> None:
    with mined(NO_END, "turns", "journey_measures", kinds_stated=False) as made:
        data = read_journey(made, 1)
    passed = pass_journey(data, rounding="day")
    assert not passed.value.ends_known
    assert passed.value.numbers.days == 10
    ending = next(step for step in generate_story(passed).steps if step.id == "ending")
    assert ending.text.startswith("Na 10 dagen staat er niets meer in het bestand. Of het is afgelopen, is onbekend")
    told = " ".join(step.text for step in generate_story(passed).steps)
    assert "nog open" not in told
    assert "zijn alle vragen afgesloten" not in told


def test_a_transfer_that_was_never_taken_up_stays_known_where_ends_are_not() -> None:
    data = replace(journey([held(0, K, 1), lost(10, K, W, 1)], end=100), ends_known=False)
    assert data.numbers.days == 100
    assert data.numbers.lost == 1
    assert not data.end_unknown.any()
    assert flags(journey_scene(data)) == ["einde onbekend"]


def test_bands_say_it_of_each_question_and_an_ended_question_keeps_its_end() -> None:
    with mined(NO_END.replace("r2", "r1"), "turns", "journey_measures", kinds_stated=False) as made:
        data = read_journey(made, 1)
    assert data.numbers.unknown_ends == 2
    scene = bands_scene(data)
    assert flags(scene) == ["einde onbekend", "einde onbekend"]
    assert not check_scene(scene)
    ended = replace(journey([held(0, K, 1), over(9, K, 1)]), ends_known=False)
    assert ended.numbers.unknown_ends == 0
    assert flags(journey_scene(ended)) == ["antwoord na 9 dagen"]


NEVER_TAKEN_UP = NO_END + """
    Z3   | r3       | 2026-04-01 09:00 | request |          |            | Wonen
    Z3   | r3       | 2026-04-08 09:00 | contact |          |            | Wonen
"""
SUMMARIES = ("turn_summary_journeys", "turn_summary_topics", "turn_summary_departments", "nobody_days", "log_measures")


def test_time_is_counted_up_to_the_last_event_of_each_case_where_ends_are_unknown() -> None:
    with mined(NEVER_TAKEN_UP, *SUMMARIES, kinds_stated=False) as made:
        turns = "not_picked_up_calendar_days as waited, department_calendar_days as held, department_working_days as worked"
        # r1: 2 to 4 March nobody, 4 to 12 March Zorg (6 working days); r2 has one event; r3: 1 to 8 April nobody
        assert rows(made, f"select {turns}, nobody_working_days as wd, nobody_share from turn_summary_journeys order by journey_no") == [
            {"waited": 2.0, "held": 8.0, "worked": 6, "wd": 2, "nobody_share": 0.2},
            {"waited": 0.0, "held": 0.0, "worked": 0, "wd": 0, "nobody_share": None},
            {"waited": 7.0, "held": 0.0, "worked": 0, "wd": 3, "nobody_share": 1.0},  # 2, 7 and 8 April: Good Friday and Easter Monday between
        ]
        assert rows(made, f"select {turns}, round(nobody_share, 6) as share from turn_summary_topics") == [
            {"waited": 9.0, "held": 8.0, "worked": 6, "share": 0.529412}  # 9 of 17
        ]
        assert rows(made, "select turns, calendar_days, working_days from turn_summary_departments") == [
            {"turns": 2, "calendar_days": 8.0, "working_days": 6}
        ]
        assert rows(made, "select nobody_calendar_days as nobody, span_calendar_days as span from nobody_days order by journey_no") == [
            {"nobody": 2.0, "span": 10.0}, {"nobody": 0.0, "span": 0.0}, {"nobody": 7.0, "span": 7.0},
        ]  # fmt: skip
        told = nobody_time(made)
        assert told is not None
        assert (told[0], round(told[1], 6)) == (9.0, 0.529412)
        assert up_to_the_last_event(made).startswith("In dit bestand krijgt geen enkele zaak een einde. Tijd telt tot de laatste gebeurtenis")


def test_time_is_counted_until_the_logs_end_where_the_log_states_its_kinds() -> None:
    with mined(NEVER_TAKEN_UP, *SUMMARIES) as made:
        assert rows(made, "select count(*) as n from unknown_ends") == [{"n": 0}]
        held = [round(row["held"]) for row in rows(made, "select department_calendar_days as held from turn_summary_journeys order by journey_no")]
        assert held == [181, 0, 0]  # 4 March until 1 September (A15: open)
        assert [round(row["n"]) for row in rows(made, "select nobody_calendar_days as n from nobody_days order by journey_no")] == [2, 0, 153]
        assert up_to_the_last_event(made) == ""


def test_a_transfer_that_nobody_took_up_counts_until_the_logs_end_though_ends_are_unknown() -> None:
    log = """
    case | resident | time             | kind     | official | department | to_department | topic
    Z1   | r1       | 2026-03-02 09:00 | work     | Anna     | Zorg       |               | Wonen
    Z1   | r1       | 2026-03-04 09:00 | transfer | Anna     | Zorg       | Werk          | Wonen
    Z2   | r2       | 2026-03-14 09:00 | work     | Bob      | Zorg       |               | Wonen
    """
    with mined(log, *SUMMARIES, kinds_stated=False) as made:
        assert rows(made, "select nobody_calendar_days as n from turn_summary_journeys order by journey_no") == [{"n": 10.0}, {"n": 0.0}]


@pytest.mark.parametrize(("stated", "sort", "said"), [(True, "pending", "Nog niet: Besluit."), (False, "unknown", "Niet in het bestand: Besluit.")])
def test_a_promised_step_that_is_not_there_is_unknown_and_not_awaited(stated: bool, sort: str, said: str) -> None:
    plan = plan_from({"steps": [{"name": "Behandeling", "kind": "work"}, {"name": "Besluit", "kind": "decision"}]})
    with mined(NO_END, "turns", "case_measures", "journey_measures", kinds_stated=stated) as made:
        data = read_promise(made, 1, plan)
    assert [column.sort for column in data.columns if column.step == 1] == [sort]
    figure, scene = draw_promise(data), promise_scene(data)
    assert said in figure.description
    assert len(scene.marks(sort)) == 1
    assert not check_scene(scene)
    words = {box.text for box in scene.texts("caption")}
    assert ("nog niet" in words, "onbekend" in words) == (stated, not stated)
    assert ("nog niet" in list(figure.rows["wat"])) is stated
