"""Not yet, or lost: the chance that what is open is still answered, by thought on small logs and against scipy on a larger one."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, timedelta

import pytest
from mined_tables import mined, rows
from scipy.stats import CensoredData, ecdf

HEAD = "case | resident | time | kind | department | to_department\n"


def test_of_four_callbacks_two_came_after_five_days_so_an_open_one_of_three_days_has_a_chance_of_two_thirds() -> None:
    # followed: 5 (answered), 5 (answered), 3 (open), 25 (open). S(3) = 1; at 5 days three were followed, two answered: S(23) = 1/3.
    log = HEAD + """
        Z1 | r1 | 2026-03-02 09:00 | callback_request | KCC  |
        Z1 | r1 | 2026-03-09 09:00 | outreach         | Zorg |
        Z2 | r2 | 2026-03-02 09:00 | callback_request | KCC  |
        Z2 | r2 | 2026-03-09 09:00 | outreach         | Zorg |
        Z3 | r3 | 2026-03-31 09:00 | callback_request | KCC  |
        Z4 | r4 | 2026-02-28 09:00 | callback_request | KCC  |
        Z5 | r5 | 2026-04-07 09:00 | notice           | KCC  |
    """
    with mined(log, "still_open") as made:
        found = rows(made, "select row_no, working_days, pooled, chance, outlook from still_open order by row_no")
    assert [(row["row_no"], row["working_days"], row["pooled"]) for row in found] == [(5, 3, True), (6, 25, True)]
    assert found[0]["chance"] == pytest.approx(2 / 3)
    assert found[0]["outlook"] == "can_still"
    assert found[1]["chance"] == 0  # nothing as old as this was ever answered
    assert found[1]["outlook"] == "probably_stays"


def test_a_transfer_that_was_answered_rerouted_or_asked_after_the_logs_end_is_not_open() -> None:
    log = HEAD + """
        Z1 | r1 | 2026-03-02 09:00 | transfer | KCC  | Zorg
        Z1 | r1 | 2026-03-03 09:00 | work     | Zorg |
        Z2 | r2 | 2026-03-02 09:00 | transfer | KCC  | Zorg
        Z2 | r2 | 2026-03-03 09:00 | transfer | KCC  | Werk
        Z2 | r2 | 2026-03-04 09:00 | work     | Werk |
        Z3 | r3 | 2026-03-02 09:00 | transfer | KCC  | Zorg
        Z4 | r4 | 2026-04-01 09:00 | transfer | KCC  | Zorg
    """
    with mined(log, "still_open", end="2026-03-20") as made:
        assert [row["row_no"] for row in rows(made, "select row_no from still_open order by row_no")] == [6]


def test_the_chance_is_that_of_scipys_kaplan_meier_for_the_pair_or_for_all() -> None:
    dice = random.Random(11)
    lines, first = [], datetime(2026, 1, 5, 9)
    for number in range(160):
        receiver = dice.choice(["Zorg", "Zorg", "Zorg", "Werk", "Wonen"])
        asked = first + timedelta(days=dice.randrange(0, 100))
        lines.append(f"Z{number} | r{number} | {asked:%Y-%m-%d %H:%M} | callback_request | KCC | {receiver}")
        if dice.random() < 0.6:
            answered = asked + timedelta(days=1 + int(dice.expovariate(1 / 12)))
            if answered < first + timedelta(days=100):
                lines.append(f"Z{number} | r{number} | {answered:%Y-%m-%d %H:%M} | outreach | {receiver} |")
    log = HEAD + "\n".join(lines) + "\nZX | rX | 2026-04-15 09:00 | notice | KCC |"
    with mined(log, "still_open", "callback_answers", still_open_pair_size=40) as made:
        answers = rows(
            made,
            "select to_department_no as receiver, coalesce(answer_work_day, log_end_work_day) - work_day as days, answer_row_no is not null as answered"
            " from callback_answers, log",
        )
        found = rows(made, "select to_department_no as receiver, working_days, pooled, chance from still_open")
    groups: dict[int | None, list[tuple[int, bool]]] = defaultdict(list)
    for row in answers:
        groups[row["receiver"]].append((row["days"], row["answered"]))
        groups[None].append((row["days"], row["answered"]))
    assert {row["pooled"] for row in found} == {True, False}
    told = 0
    for row in found:
        group = groups[None if row["pooled"] else row["receiver"]]
        assert row["pooled"] == (len(groups[row["receiver"]]) < 40)
        curve = ecdf(CensoredData(
            uncensored=[days for days, answered in group if answered], right=[days for days, answered in group if not answered]
        )).sf  # fmt: skip
        expected = 1 - float(curve.evaluate(row["working_days"] + 20)) / float(curve.evaluate(row["working_days"]))
        assert row["chance"] == pytest.approx(expected, abs=1e-9)
        told += expected > 0
    assert told > 10
