"""Which gaps between departments lose most questions, in one period or in two that lie beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from mining.handovers import OTHER, Handovers

ENOUGH = 10
"""Two periods are compared where a pair has so many recorded handovers in both."""

SURE = 0.05
"""A difference is shown where chance alone would give one as large in fewer than this part of the times, all pairs looked at together."""

Change = Literal["less", "more", "unsure", "few", "hidden"]
COLUMNS = ("n", "recorded", "lost", "timed", "median_calendar_days")


@dataclass(frozen=True)
class GapRanking:
    """This is every gap, the worst first.

    Attributes
    ----------
    gaps: one row an ordered pair of different departments that both have a name: `from_department`, `to_department`, `n`, `recorded`,
        `lost`, `timed`, `median_calendar_days` (of 24 hours) of the period (the one after, where there are two) and, with two periods, the
        same with `_before`, and `change` in how often one gets lost (`less`, `more`, `unsure`; `few`: under ENOUGH recorded handovers, or
        not known; `hidden`: enough, but a number of a small group is withheld). `lost` is <NA> where it was withheld and where not one
        handover is recorded; 0 where none passed.
        Order: by the larger `lost` of the two periods, then their sum, then names.
    after, before: the handovers themselves; `before` is None with one period.
    merged: departments whose pairs were counted together because the groups are small are no gaps of their own.
    """

    gaps: pd.DataFrame
    after: Handovers
    before: Handovers | None
    merged: bool

    @property
    def half(self) -> tuple[int, int] | None:
        """This is how many gaps, the worst first, hold half of all lost questions of the (latest) period, and how many those are.

        None where nothing got lost, or where too little may be told to say it.
        """
        total = self.after.totals.lost
        if not total:
            return None
        added = self.gaps["lost"].dropna().astype(int).sort_values(ascending=False).cumsum().reset_index(drop=True)
        enough = added[added * 2 >= total]
        return (int(enough.index[0]) + 1, int(enough.iloc[0])) if len(enough) else None


def rank_gaps(after: Handovers, *, before: Handovers | None = None) -> GapRanking:
    """This ranks the gaps of one period, or of two: `before` and `after` some change.

    The change of a pair is that of its share of lost questions among recorded handovers: two-sided exact test of Fisher, the pairs
    corrected together (Benjamini and Hochberg 1995, J. R. Statist. Soc. B 57). It says nothing about a cause.
    """
    gaps = _named(after)
    merged = _merged(after) or (before is not None and _merged(before))
    if before is None:
        return GapRanking(_ranked(gaps, ["lost"]), after, None, merged)
    both = gaps.merge(_named(before), on=["from_department", "to_department"], how="outer", suffixes=("", "_before"))
    for end, data in (("", after), ("_before", before)):
        absent = both[f"n{end}"].isna()
        unknown = absent & _merged(data)  # may be counted elsewhere
        for name in ("n", "recorded", "lost", "timed"):
            both[f"{name}{end}"] = both[f"{name}{end}"].mask(absent & ~unknown, 0)
    both["change"] = _changes(both)
    return GapRanking(_ranked(both, ["lost", "lost_before"]), after, before, merged)


def _named(data: Handovers) -> pd.DataFrame:
    rows = data.departments
    named = rows[(rows["from_unit"] != OTHER) & (rows["to_unit"] != OTHER) & (rows["from_unit"] != rows["to_unit"])]
    made = named[["from_unit", "to_unit", *COLUMNS]].rename(columns={"from_unit": "from_department", "to_unit": "to_department"})
    for name in ("n", "recorded", "lost", "timed"):
        made[name] = made[name].astype("Int64")
    made["median_calendar_days"] = made["median_calendar_days"].astype("Float64")
    made["lost"] = made["lost"].mask((made["recorded"] == 0) & (made["n"] > 0))
    return made


def _merged(data: Handovers) -> bool:
    return bool(((data.departments["from_unit"] == OTHER) | (data.departments["to_unit"] == OTHER)).any())


def _ranked(gaps: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    known = gaps[by].fillna(-1)
    order = gaps.assign(most=known.max(axis=1), sum=known.sum(axis=1))
    order = order.sort_values(["most", "sum", "from_department", "to_department"], ascending=[False, False, True, True], kind="stable")
    return order.drop(columns=["most", "sum"]).reset_index(drop=True)


def _changes(both: pd.DataFrame) -> list[Change]:
    from scipy.stats import false_discovery_control, fisher_exact

    numbers = ["lost_before", "recorded_before", "lost", "recorded"]
    compared = both[both[numbers].notna().all(axis=1) & (both["recorded"] >= ENOUGH) & (both["recorded_before"] >= ENOUGH)]
    enough = (both[["recorded", "recorded_before"]].astype("Float64").fillna(0) >= ENOUGH).all(axis=1)
    changes: list[Change] = ["hidden" if one else "few" for one in enough & both[["lost", "lost_before"]].isna().any(axis=1)]
    if compared.empty:
        return changes
    cells = [[int(value) for value in row] for row in compared[numbers].itertuples(index=False)]
    chances = [float(fisher_exact([[a, n - a], [b, m - b]])[1]) for a, n, b, m in cells]
    corrected = false_discovery_control([min(1.0, chance) for chance in chances])
    for place, (a, n, b, m), chance in zip(compared.index, cells, corrected, strict=True):
        changes[int(place)] = "unsure" if chance >= SURE else "less" if b * n < a * m else "more"
    return changes
