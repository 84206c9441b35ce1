"""Two periods drawn by hand for the tests of what changed: waits and losses of each pair, before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from drawn_handovers import Pair, counts, handovers

from mining.changes import Change, compare_handovers
from mining.handovers import OTHER, Handovers


@dataclass(frozen=True)
class Side:
    """This is one pair in one period: `taken` handovers that waited around `days`, and others that were lost or not recorded."""

    taken: int = 0
    days: float = 2.0
    lost: int = 0
    unrecorded: int = 0

    @property
    def waits(self) -> list[float]:
        """These are the waits: from 80% to 120% of `days`, evenly."""
        return [self.days * (0.8 + 0.4 * at / max(1, self.taken - 1)) for at in range(self.taken)]


Drawn = tuple[Handovers, Handovers, tuple[Change, ...]]


def periods(pairs: Mapping[Pair, tuple[Side | None, Side | None]], *, shown: Sequence[str], folded: Sequence[str] = ()) -> Drawn:
    """This makes two periods and compares them."""
    sides, passages = [], []
    for at in (0, 1):
        found = {pair: both[at] for pair, both in pairs.items()}
        rows = {pair: side for pair, side in found.items() if side is not None}
        sides.append(
            handovers(
                {
                    pair: counts(answered=side.taken, lost=side.lost, unrecorded=side.unrecorded, days=_median(side.waits))
                    for pair, side in rows.items()
                },
                shown=shown, folded=folded,
            )
        )  # fmt: skip
        unit_of = {name: name for name in shown} | dict.fromkeys(folded, OTHER)
        passages.append(
            pd.DataFrame(
                [
                    (unit_of[one], unit_of[other], timed, wait)
                    for (one, other), side in rows.items()
                    for timed, wait in [*((True, wait) for wait in side.waits), (False, float("nan"))]
                ],
                columns=["from_unit", "to_unit", "timed", "calendar_days"],
            )
        )
    before = replace(sides[0], passages=passages[0])
    after = replace(sides[1], passages=passages[1], first=date(2025, 1, 1), last=date(2025, 12, 31))
    return before, after, compare_handovers(before, after)


def _median(waits: Sequence[float]) -> float | None:
    return sorted(waits)[(len(waits) - 1) // 2] if waits else None
