"""Logs drawn for those who attack the gate: passages between a few departments, and what can be worked out of sums."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

import numpy
import pandas as pd
from hypothesis import strategies as st

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


def crowd(sender: str, receiver: str, residents: range, status: str = "answered") -> list[Row]:
    return [(sender, receiver, who, status) for who in residents]
