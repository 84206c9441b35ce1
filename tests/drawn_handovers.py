"""Handovers between departments drawn by hand for the tests of pictures: pairs with their counts, and what they add up to."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from mining.handovers import OTHER, Handovers, Totals
from mining.network import Units

STATES = ("unrecorded", "answered", "late", "lost", "rerouted", "settled", "open")
Pair = tuple[str, str]
LONG = "Vergunningverlening, Toezicht en Handhaving Şehir-Łódź & Co"  # 60 characters with letters from elsewhere


def counts(*, answered: int = 0, late: int = 0, lost: int = 0, unrecorded: int = 0, still: int = 0, days: float | None = 2.0) -> dict[str, object]:
    """This is one pair: how many of each sort, and the median wait of those taken up."""
    recorded, timed = answered + late + lost + still, answered + late
    return {
        "n": recorded + unrecorded, "recorded": recorded, "unrecorded": unrecorded, "answered": answered, "late": late, "lost": lost,
        "rerouted": 0, "settled": 0, "open": still, "timed": timed, "cases": recorded + unrecorded, "residents": recorded + unrecorded,
        "lost_residents": lost, "median_calendar_days": days if timed else float("nan"), "median_working_days": round(days or 0) if timed else pd.NA,
    }  # fmt: skip


def handovers(
    pairs: Mapping[Pair, Mapping[str, object]], *, shown: Sequence[str], folded: Sequence[str] = (), unknown: int = 0, unknown_lost: int = 0
) -> Handovers:
    """This adds pairs of departments up to the pairs of a picture in which `folded` share one place."""
    table = pd.DataFrame([{"from_unit": one, "to_unit": other, **pair} for (one, other), pair in pairs.items()])
    if table.empty:
        table = pd.DataFrame(columns=["from_unit", "to_unit", *counts()])
    order = (*shown, OTHER) if folded else tuple(shown)
    place = {unit: at for at, unit in enumerate(order)}
    unit_of = {name: name for name in shown} | dict.fromkeys(folded, OTHER)
    units = table.assign(from_unit=table["from_unit"].map(unit_of), to_unit=table["to_unit"].map(unit_of))
    added = [name for name in counts() if not name.startswith("median")]
    merged = []
    for (one, other), rows in units.groupby(["from_unit", "to_unit"], sort=False):
        merged.append(
            {"from_unit": one, "to_unit": other, **{name: int(rows[name].sum()) for name in added}}
            | {name: rows.sort_values("timed")[name].iloc[-1] for name in ("median_calendar_days", "median_working_days")}
        )
    both = pd.DataFrame(merged, columns=table.columns)
    inside = both[both["from_unit"] == both["to_unit"]]
    between = both[both["from_unit"] != both["to_unit"]]
    between = between.sort_values(["from_unit", "to_unit"], key=lambda names: names.map(place)).reset_index(drop=True)
    n, recorded, lost = (int(table[name].sum()) for name in ("n", "recorded", "lost"))
    totals = Totals(n + unknown, recorded + unknown, n - recorded, lost + unknown_lost, int(inside["n"].sum()), unknown, n, n)
    return Handovers(
        Units(0, tuple(shown), tuple(folded), {name: (name,) for name in (*shown, *folded)}),
        between, table, totals, date(2024, 1, 1), date(2024, 12, 31), {str(u): int(k) for u, k in zip(inside["from_unit"], inside["n"], strict=True)},
    )  # fmt: skip


def thrown(departments: int, events: int, *, seed: int = 1, keep: int = 8, long: bool = False) -> Handovers:
    """This throws `events` handovers over so many departments, with names as long as they come."""
    dice = random.Random(seed)
    names = [f"{at} {LONG}"[:60] if long else f"Afdeling {at}" for at in range(1, departments + 1)]
    pairs: dict[Pair, dict[str, int]] = {}
    for _ in range(events):
        one, other = dice.sample(names[: max(2, dice.randint(2, departments))], 2)
        sort = dice.choices(("answered", "late", "lost", "unrecorded", "still"), (60, 10, 15, 10, 5))[0]
        pair = pairs.setdefault((one, other), {})
        pair[sort] = pair.get(sort, 0) + 1
    shown = names if departments <= keep + 1 else names[:keep]
    return handovers(
        {pair: counts(**found, days=dice.choice((0.02, 2.3, 11.5, 44.0))) for pair, found in pairs.items()},  # type: ignore[arg-type]
        shown=shown, folded=[name for name in names if name not in shown],
    )  # fmt: skip


def withheld(data: Handovers, *pairs: Pair) -> Handovers:
    """This takes the lost questions and the wait of some pairs away, as the gate does for small groups."""
    table = data.pairs.astype({"lost": "Int64", "median_calendar_days": "Float64"})
    for one, other in pairs:
        row = (table["from_unit"] == one) & (table["to_unit"] == other)
        table.loc[row, ["lost", "median_calendar_days"]] = pd.NA
    return replace(data, pairs=table)
