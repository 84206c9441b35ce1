"""Nobody can work a few residents out of a shared report by taking the numbers that stand from a total that stands elsewhere."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest
from drawn_turns import turns
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from shared_numbers_drawn import shared_numbers

from mining.disclosure import LEAST, leaving_few
from mining.passed_on import WAYS, count_stages
from mining.shared_care import SharedPart
from mining.shared_numbers import SharedCount
from mining.shared_stages import pass_passed_on
from mining.shared_views import pass_stripe_rows
from mining.small_groups import is_telling
from mining.stripes import read_stripes
from visuals.stripes_map import draw_stripes

GROUP = 10
Row = list[str]


def act(case: str, resident: str, kind: str, moment: str, *, official: str = "Anna", at: str = "KCC", to: str = "", topic: str = "Wonen") -> Row:
    return [case, resident, kind, kind, moment, official, at, to, topic]


def asked(who: str, topic: str, answered: str) -> list[Row]:
    """A request of Monday 8 January 2024, decided at a moment (empty: never)."""
    rows = [act(f"Z-{topic}-{who}", who, "request", "2024-01-08 09:00", topic=topic)]
    return rows + ([act(f"Z-{topic}-{who}", who, "decision", answered, topic=topic)] if answered else [])


def passed(who: str, way: tuple[str, str], taken: str, *, topic: str = "Wonen", case: str = "") -> list[Row]:
    """A request of Monday 8 January 2024, passed on half an hour later and taken up at a moment (empty: it got lost), decided on 29 April."""
    one, other = way
    case = case or f"Z-{who}-{other}"
    rows = [act(case, who, "request", "2024-01-08 09:00", at=one, topic=topic), act(case, who, "transfer", "2024-01-08 09:30", at=one, to=other, topic=topic)]
    taken_up = [act(case, who, kind, moment, at=other, topic=topic) for kind, moment in (("work", taken), ("decision", "2024-04-29 09:00"))]
    return rows + (taken_up if taken else [])


@st.composite
def left(draw: st.DrawFn) -> pd.DataFrame:
    """Questions by stage and way: at each stage some ways with many residents, some with one to six, some with nobody."""
    dice = random.Random(draw(st.integers(0, 2**32)))
    rows = [
        (dice.randrange(90), stage, stage, way)
        for stage in range(dice.randint(1, 4))
        for way in WAYS[:3]
        for _ in range(dice.choice([0, 1, 2, 3, 4, 5, 6, 12, 30]))
    ]
    made = pd.DataFrame(rows, columns=["journey_no", "stage", "recorded", "way"])
    return made.assign(recorded=1, began=pd.Timestamp("2024-01-08"))


@given(left())
@hypothesis_settings(max_examples=35, deadline=None)
def test_the_leaking_pipe_less_the_lost_questions_of_the_findings_bounds_no_small_loss(questions: pd.DataFrame) -> None:
    """An attacker knows each stage, what stands, and how many got lost in all (told where they are of five residents or more)."""
    made = pass_passed_on(count_stages(questions, most=5), group=GROUP).value if len(questions) else None
    if made is None or made.hidden:
        return
    stage = questions["stage"].clip(upper=len(made.stages) - 1)
    cells = [(int(one), way) for one in made.stages["stage"] for way in WAYS]
    whose = {cell: set(questions.loc[(stage == cell[0]) & (questions["way"] == cell[1]), "journey_no"]) for cell in cells}
    sums, totals, hidden = [], [], []
    for row in made.stages.to_dict("records"):
        sums.append([float(cell[0] == row["stage"]) for cell in cells])
        totals.append(int(row["questions"]) - int(row["passed_on"]))
        for way in WAYS:
            if pd.isna(row[way]):
                hidden.append((int(row["stage"]), way))
            else:
                sums.append([float(cell == (row["stage"], way)) for cell in cells])
                totals.append(int(row[way]))
    lost = questions[questions["way"] == "lost"]
    tried = {one: set(questions.loc[(questions["stage"] > one) | ((stage == one) & (questions["way"] == "lost")), "journey_no"]) for one, _ in cells}
    telling = {cell: cell[1] == "lost" and is_telling(len(whose[cell]), len(tried[cell[0]]), least=LEAST) for cell in cells}
    assert not any(told for cell, told in telling.items() if cell not in hidden and len(made.stages) > 1)
    if lost["journey_no"].nunique() and not is_telling(lost["journey_no"].nunique(), len(set().union(*tried.values())), least=LEAST):
        sums.append([float(way == "lost") for _, way in cells])
        totals.append(len(lost))
        kept = [cell[0] for cell in hidden if cell[1] == "lost" and whose[cell]]
        of = set().union(*(tried[one] for one in kept))
        assert not kept or not is_telling(len(set().union(*(whose[one, "lost"] for one in kept))), len(of), least=LEAST)
    for cell in hidden:
        if 0 < len(whose[cell]) < LEAST or telling[cell]:
            aim = [float(one == cell) for one in cells]
            most = linprog([-one for one in aim], A_eq=sums, b_eq=totals)
            least = linprog(aim, A_eq=sums, b_eq=totals)
            assert -most.fun - least.fun > 0.5  # more than one number is possible


def test_a_percentage_of_one_topic_does_not_give_the_late_ones_of_the_other_back(tmp_path: Path) -> None:
    """28 of 40 within the norm, of Wonen 10 of 20: so 18 of 20 of Parkeren, and two residents were answered late."""
    rows = [row for who in range(20) for row in asked(f"r{who}", "Wonen", f"2024-{'01-09' if who < 10 else '02-05'} 09:00")]
    rows += [row for who in range(20) for row in asked(f"s{who}", "Parkeren", f"2024-{'01-09' if who < 18 else '02-05'} 09:00")]
    found = shared_numbers(tmp_path, rows, "[norms]\nWonen = 5\nParkeren = 5\n")
    assert found.care["within_norm"] == SharedPart(28, 40)
    assert sorted(found.lead_times["topic"]) == ["Parkeren", "Wonen"]
    assert "norm_percent" not in found.lead_times


def test_three_handoffs_and_two_open_cases_are_no_number(tmp_path: Path) -> None:
    """Of thirty residents the work of three passed to Bert, and two still wait: 30 cases less 28 ended ones."""
    rows = [row for who in range(30) for row in asked(f"r{who}", "Wonen", "2024-01-09 09:00" if who < 28 else "")]
    rows += [act(f"Z-Wonen-r{who}", f"r{who}", "work", "2024-01-08 12:00", official="Bert") for who in range(3)]
    found = shared_numbers(tmp_path, rows)
    assert found.counts["cases"] == 30
    assert (found.counts["handoffs"], "handoffs" in found.few) == (None, True)
    assert found.ended == (None, 1)


def test_a_point_of_a_curve_stands_where_nobody_or_five_residents_lie_between_it_and_the_point_before(tmp_path: Path) -> None:
    """Of twenty questions eight are taken up after one working day, two after six, ten after fifteen: after ten days it is two more than after five."""
    days = ["2024-01-09 09:00"] * 8 + ["2024-01-16 09:00"] * 2 + ["2024-01-29 09:00"] * 10
    found = shared_numbers(tmp_path, [row for who, day in enumerate(days) for row in passed(f"r{who}", ("KCC", "Wmo"), day)])
    assert [one.working_days for one in found.curves if one.curve == "pickup"] == [1, 5]


def test_six_lost_questions_of_one_resident_are_no_number_of_a_topic(tmp_path: Path) -> None:
    """Of Wonen six residents lost a question and eight did not; of Parkeren one resident lost six."""
    rows = [row for who in range(14) for row in passed(f"r{who}", ("KCC", "Wmo"), "" if who < 6 else "2024-01-09 09:00")]
    rows += [row for who in range(12) for row in passed(f"s{who}", ("KCC", "Wmo"), "2024-01-09 09:00", topic="Parkeren")]
    rows += [row for at in range(6) for row in passed("x", ("KCC", "Wmo"), "", topic="Parkeren", case=f"X{at}")]
    rows += [act("Z-r9-Wmo", "r9", "contact", "2024-06-03 09:00")]
    topics = shared_numbers(tmp_path, rows).topics.set_index("topic")
    assert topics["cases"].to_dict() == {"Parkeren": 18, "Wonen": 14}
    assert topics["lost"].isna().to_dict() == {"Parkeren": True, "Wonen": True}


def test_what_the_first_line_passed_on_does_not_give_a_pair_back_that_the_map_merged(tmp_path: Path) -> None:
    """KCC passed 20 questions on to Wmo and three to Zorg; the three share a place with the twelve from Wmo to Zorg, not with others of KCC."""
    rows = [row for who in range(20) for row in passed(f"r{who}", ("KCC", "Wmo"), "2024-01-09 09:00")]
    rows += [row for who in range(20, 23) for row in passed(f"r{who}", ("KCC", "Zorg"), "2024-01-09 09:00")]
    for who in range(12):
        case = f"Z-r{who}-Wmo"
        rows += [act(case, f"r{who}", "transfer", "2024-01-10 09:00", at="Wmo", to="Zorg"), act(case, f"r{who}", "work", "2024-01-11 09:00", at="Zorg")]
    found = shared_numbers(tmp_path, rows)
    assert found.care["first_line_transfers"] == SharedPart(None, None)


@pytest.mark.parametrize(
    ("open_ones", "told"),
    [(1, "Een paar klantreizen lopen nog."), (4, "Een paar klantreizen lopen nog."), (5, "5 klantreizen lopen nog."), (16, "Bijna alle klantreizen lopen nog.")],
)
def test_a_few_journeys_that_go_on_are_no_number_in_the_words_of_the_stripes(open_ones: int, told: str) -> None:
    """Of twenty journeys the others ended after five weeks."""
    made = [[[("department", 0.0, 42.0 if at < open_ones else 35.0)]] for at in range(20)]
    data = read_stripes(turns(*made, log_end=42.0))
    assert told in draw_stripes(pass_stripe_rows(data, group=GROUP).value).description


def test_a_signal_of_all_but_two_residents_is_no_number(tmp_path: Path) -> None:
    """Of twenty residents whose question was passed on, eighteen waited until 15 April; the others are two."""
    rows = [row for who in range(20) for row in passed(f"r{who}", ("KCC", "Wmo"), "2024-04-15 09:00" if who < 18 else "2024-01-09 09:00")]
    signals = {one.title: one for one in shared_numbers(tmp_path, rows).signals}
    late = signals["Overdracht die niemand op tijd oppakte"]
    assert (late.instances, late.journeys) == (None, None)


def test_residents_touched_less_those_who_lost_a_question_are_not_two_who_waited(tmp_path: Path) -> None:
    """Of thirty residents eight lost a question, which the map tells; two more waited until 15 April: ten were touched."""
    days = [""] * 8 + ["2024-04-15 09:00"] * 2 + ["2024-01-09 09:00"] * 20
    rows = [row for who, day in enumerate(days) for row in passed(f"r{who}", ("KCC", "Wmo"), day)]
    rows += [act("Z-r29-Wmo", "r29", "contact", "2024-06-03 09:00")]
    rows += [row for who in range(30, 45) for row in passed(f"r{who}", ("Wmo", "KCC"), "2024-01-09 09:00")]
    pairs = shared_numbers(tmp_path, rows).pairs.set_index("pair")
    assert int(pairs.loc["KCC > Wmo", "residents"]) == 30
    assert pairs.loc["KCC > Wmo", ["residents_touched", "question_days_lost", "touched_per_100_transfers"]].isna().all()


def test_a_loss_of_nearly_everybody_that_was_passed_on_stands_nowhere_in_the_report(tmp_path: Path) -> None:
    """Of thirty residents twenty were passed on, and seventeen of these lost their question. Of all thirty that would be far from all."""
    rows = [row for who in range(20) for row in passed(f"r{who}", ("KCC", "Wmo"), "" if who < 17 else "2024-01-09 09:00")]
    rows += [row for who in range(20, 30) for row in asked(f"r{who}", "Wonen", "2024-01-09 09:00")]
    rows += [act("Z-Wonen-r29", "r29", "contact", "2024-06-03 09:00")]
    found = shared_numbers(tmp_path, rows)
    assert found.lost == SharedCount(None)
    assert found.topics["lost"].isna().all()
    signals = {one.title: one for one in found.signals}
    assert signals["Overdracht die niemand op tijd oppakte"].instances is None
    assert found.pairs.empty or found.pairs["residents_touched"].isna().all()


def test_thirty_three_residents_less_the_thirty_of_a_topic_are_not_three_and_a_question_less_than_cases_is_not_two(tmp_path: Path) -> None:
    """Thirty asked about Wonen, and twelve about Parkeren, nine of whom are among the thirty; two more had contact about Parkeren only."""
    rows = [row for who in range(30) for row in asked(f"r{who}", "Wonen", "2024-01-09 09:00")]
    rows += [row for who in range(21, 33) for row in asked(f"r{who}", "Parkeren", "2024-01-09 09:00")]
    rows += [act(f"C{who}", f"r{who}", "contact", "2024-01-10 09:00", topic="Parkeren") for who in range(2)]
    found = shared_numbers(tmp_path, rows)
    topics, times = found.topics.set_index("topic"), found.lead_times.set_index("topic")
    assert found.counts["journeys"] == 33
    assert topics["cases"].to_dict() == {"Parkeren": 14, "Wonen": 30}
    assert (pd.isna(topics.loc["Wonen", "residents"]), topics.loc["Parkeren", "residents"]) == (True, 14)
    assert times["residents"].isna().to_dict() == {"Parkeren": True, "Wonen": False}  # fourteen less twelve
    assert times["questions"].isna().to_dict() == {"Parkeren": True, "Wonen": False}
    assert any("minder dan 5 inwoners over" in line for line in found.hidden_rows["topics"])


@given(st.dictionaries(st.sampled_from("ABCD"), st.frozensets(st.integers(0, 29), min_size=10), min_size=2), st.integers(0, 6))
def test_no_number_of_residents_of_a_row_leaves_a_few_beside_that_of_everybody_or_of_all_rows(rows: dict[str, frozenset[int]], more: int) -> None:
    everybody = frozenset().union(*rows.values(), range(100, 100 + more))
    bare = leaving_few(rows, everybody)
    for name, people in rows.items():
        assert name in bare or not 1 <= len(everybody) - len(people) <= 4
    if not bare:
        twice = [one for one in everybody if sum(one in people for people in rows.values()) > 1]
        assert not 1 <= len(twice) <= 4
