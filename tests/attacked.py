"""Logs drawn for those who attack the gate: passages between a few departments, and what can be worked out of sums."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import numpy
import pandas as pd
from hypothesis import strategies as st
from scipy.optimize import linprog

from mining.handovers import Handovers, Totals
from mining.network import Units

Row = tuple[str | None, str, int, str]
"""Sender (None: unknown), receiver, resident, status."""

GROUP = 6
STATES = ("unrecorded", "answered", "late", "lost", "rerouted", "settled", "open")


def passages_of(rows: list[Row]) -> pd.DataFrame:
    """This makes rows of read_passages from sender, receiver, resident and status; each takes 1 + its place in days."""
    started = pd.Timestamp("2024-03-06 10:00")
    columns = ["row_no", "case_no", "journey_no", "from_unit", "to_unit", "from_department", "to_department", "status", "started", "ended",
               "local_date", "calendar_days", "working_days", "timed", "topic"]  # fmt: skip
    made = [
        (at, who, who, sender, receiver, sender, receiver, status, started, started + pd.Timedelta(days=1 + at) if status in ("answered", "late") else pd.NaT,
         started.normalize(), 1.0 + at if status in ("answered", "late") else float("nan"), float("nan"), status in ("answered", "late"), "Parkeren")
        for at, (sender, receiver, who, status) in enumerate(rows)
    ]  # fmt: skip
    return pd.DataFrame(made, columns=columns).astype({"started": "datetime64[us]", "ended": "datetime64[us]", "timed": bool})


def handovers_of(rows: list[Row], *, keep: int = 99, names: Sequence[str] = ()) -> Handovers:
    """This makes the handovers of drawn passages, with the first `keep` departments by name shown by themselves; `names`: all departments there are."""
    passages = passages_of(rows)
    names = sorted(names or {name for one, other, *_ in rows for name in (one, other) if name})
    units = Units(0, tuple(names[:keep]), tuple(names[keep:]), {name: (name,) for name in names})
    lost = sum(status == "lost" for *_, status in rows)
    unrecorded = sum(status == "unrecorded" for *_, status in rows)
    unknown = sum(one is None for one, *_ in rows)
    people = len({who for _, _, who, _ in rows})
    both = sum(one in names[keep:] and other in names[keep:] for one, other, *_ in rows)
    totals = Totals(len(rows), len(rows) - unrecorded, unrecorded, lost, both, unknown, people, people)
    nothing = pd.DataFrame(columns=["from_unit", "to_unit", "n", "recorded", "lost", "timed", "median_calendar_days"])
    return Handovers(units, nothing, nothing, totals, date(2024, 3, 6), date(2024, 3, 6), {}, passages)


@st.composite
def logs(draw: st.DrawFn) -> list[Row]:
    """Passages between up to six departments: some ways full of residents, some with one or two."""
    dice = random.Random(draw(st.integers(0, 2**32)))
    names = "ABCDEF"[: draw(st.integers(2, 6))]
    rows: list[Row] = []
    for sender in names:
        for receiver in names:
            if sender != receiver and dice.random() < 0.7:
                crowd = dice.choice([1, 2, 3, 5, 6, 7, 12, 25])
                often = dice.choice([(1, 1, 1, 1, 1, 1, 1), (0, 1, 0, 0, 0, 0, 0), (0, 9, 9, 1, 0, 0, 0), (0, 0, 0, 1, 0, 0, 0), (5, 0, 0, 1, 0, 0, 0)])
                rows += [(sender, receiver, dice.randrange(40), status) for status in dice.choices(STATES, often, k=crowd)]
    rows += [(None, dice.choice(names), dice.randrange(40), dice.choice(STATES)) for _ in range(dice.choice([0, 0, 1, 8]))]
    dice.shuffle(rows)
    return rows


def determined(equations: list[list[int]], unknown: int) -> bool:
    """This tells whether a system of sums fixes one unknown: its unit vector lies in the row space."""
    if not equations:
        return False
    matrix = numpy.array(equations, dtype=float)
    unit = numpy.zeros(matrix.shape[1])
    unit[unknown] = 1
    return bool(numpy.linalg.matrix_rank(numpy.vstack([matrix, unit])) == numpy.linalg.matrix_rank(matrix))


def who_by_pair(rows: list[Row], status: str | None = None) -> dict[tuple[str, str], frozenset[int]]:
    found: dict[tuple[str, str], set[int]] = {}
    for one, other, who, state in rows:
        if one is not None and status in (None, state):
            found.setdefault((one, other), set()).add(who)
    return {pair: frozenset(who) for pair, who in found.items()}


def crowd(sender: str, receiver: str, residents: Iterable[int], status: str = "answered") -> list[Row]:
    return [(sender, receiver, who, status) for who in residents]


Parts = dict[tuple[str, str], dict[int, float]]
"""For each pair of departments what each of its residents gave to a sum of days."""


def late_log(parts: Parts) -> list[dict[str, str]]:
    """This draws a log in which each resident lost so many days (0: none) on each pair: a transfer of Monday 8 January 2024 that was picked up
    the next day, or that many days after the last day for it, Monday 22 January (10 working days)."""
    rows = []
    for at, (pair, residents) in enumerate(parts.items()):
        for who, days in residents.items():
            answered = date(2024, 1, 22) + timedelta(days=days) if days else date(2024, 1, 9)
            act = {"case": f"Z{at}-{who}", "resident": f"r{who}", "topic": "Wonen", "official": "Anna"}
            rows += [
                {**act, "time": "2024-01-08 09:00", "kind": "transfer", "department": pair[0], "to_department": pair[1]},
                {**act, "time": f"{answered} 09:00", "kind": "work", "department": pair[1], "to_department": ""},
            ]
    return rows


def most_days(parts: Parts, shown: Mapping[tuple[str, str], float], *, attacker: int, pair: tuple[str, str], target: int) -> float:
    """This is the most days that `target` can have lost on a pair for all that one resident knows: who went along which pair, the sums that are
    shown in whole days, that nobody lost fewer than 0 days, and the attacker's own days. Infinite where nothing bounds it."""
    cells = [(one, who) for one, residents in parts.items() for who in residents]
    sums, limits = [], []
    for one, total in shown.items():
        line = [float(cell[0] == one) for cell in cells]
        sums += [line, [-each for each in line]]
        limits += [total + 0.5, -(total - 0.5)]
    own = [(parts[one][who],) * 2 if who == attacker else (0, None) for one, who in cells]
    aim = [-float(cell == (pair, target)) for cell in cells]
    found = linprog(aim, A_ub=sums or None, b_ub=limits or None, bounds=own)
    return float("inf") if found.status == 3 else float(-found.fun)
