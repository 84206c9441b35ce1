"""Ten signals against a second reading of the page, on logs drawn at random that are full of ties, unknowns and reopened cases."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
import walked_people_and_terms as walked_again
from mined_tables import mined
from walked import read

SIGNALS = (
    "parallel", "many_hands", "unexplained_no", "explained_no", "over_term", "departed", "one_owner", "visit_turns", "early_conversation",
    "same_day",
)  # fmt: skip
TERMS = {"BOUW": 13, "parkeren": 2}
OFFICIALS = ("Anna", "Bob", "Cees", "Dirk", "Eva", "Fien", "Gijs", "Hans", "", "Team Zorg")
UNITS = ("Zorg", "Werk", "Wonen", "", "onbekend")
KINDS = (
    "request", "request", "contact", "callback_request", "outreach", "outreach", "outreach", "transfer", "work", "work", "suspend", "resume",
    "decision", "decision", "close", "reopen", "objection", "complaint", "notice", "other",
)  # fmt: skip
SPANS = (5, 40, 150, 250)


def drawn(seed: int) -> list[dict[str, str]]:
    """This draws a log: few cases, many ties, some dates without a time, some rows twice, some people seen only in its first part."""
    dice = Random(seed)
    span, people = dice.choice(SPANS), dice.sample(OFFICIALS, dice.randint(1, len(OFFICIALS)))
    kinds = dice.sample(KINDS, dice.randint(6, len(KINDS)))
    topics = dice.choice((("",), ("bouw", "parkeren", "", "zwerfvuil")))
    rows: list[dict[str, str]] = []
    cases = dice.randint(1, 6)
    gone, until = dice.choice(people), dice.randint(0, span)
    for _ in range(dice.randint(10, 60)):
        day = dice.randint(0, span)
        moment = datetime(2026, 1, 1) + timedelta(days=day, hours=dice.choice((0, 9, 9, 10, 23)))
        case = dice.randint(1, cases)
        row = {
            "case": f"Z{case}",
            "resident": ("r1", "r1", "r2", "", "r3", "r3")[case - 1],
            "time": f"{moment:%Y-%m-%d %H:%M}",
            "kind": dice.choice(kinds),
            "official": dice.choice(people),
            "department": UNITS[(case + dice.choice((0, 0, 0, 0, 1))) % 5],
            "to_department": dice.choice(UNITS) if dice.random() < 0.3 else "",
            "to_official": gone if dice.random() < 0.3 else "",
            "channel": dice.choice(("phone", "desk", "visit", "visit", "email", "web", "chat", "", "other")),
            "outcome": dice.choice(("granted", "rejected", "rejected", "withdrawn", "")),
            "topic": dice.choice(topics),
            "by": dice.choice(("", "", "", "", "", "", "", "partner", "resident", "municipality")),
        }
        if row["official"] == gone and day > until:
            row["official"] = ""
        rows += [row] * dice.choice((1, 1, 1, 1, 2))
    return rows


@pytest.mark.parametrize("seed", range(30))
def test_a_second_reading_finds_the_same(seed: int) -> None:
    rows = drawn(seed)
    with mined(rows, *SIGNALS, stored=seed % 2 == 0, terms=TERMS) as log:
        told = read(log)
        numbers = {name: number for number, name in log.execute("select topic_no, topic from topics").fetchall()}
        known = {ours for (ours,) in log.execute("select ours from present where known").fetchall()}
        lacking = {"resident", "kind", "official", "department", "to_department", "to_official", "channel", "outcome"} - known
        weeks = {numbers[name.casefold()]: number for name, number in TERMS.items() if name.casefold() in numbers}
        for signal in SIGNALS:
            made = log.execute(f"select status, anchor_no, other_anchor_no, working_days from {signal}").fetchall()
            assert len(made) == len({row[:3] for row in made})
            if lacking and not made:
                continue  # cannot be determined
            expected = walked_again.over_term(told, weeks) if signal == "over_term" else getattr(walked_again, signal)(told)
            assert {row[:3]: row[3] for row in made} == expected, signal
            for rows_named, started, ended in log.execute(f"select row_nos, started, ended from {signal}").fetchall():
                assert None not in rows_named
                assert rows_named == sorted(set(rows_named))
                assert started <= ended
