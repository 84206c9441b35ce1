"""Handovers of which small pairs are counted together and small losses are empty: the numbers behind the gate.

A place is the pair of units under which a pair of departments is counted (mining.small_groups); a cell is what a picture shows of it, where
units that have no place of their own share one. mining.disclosure and mining.shared_changes decide, and vouch for what comes out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from journeys.connecting import connected
from journeys.settings import LEAST_GROUP
from journeys.texts import say, say_n
from mining.handovers import COUNTS, OTHER, Handovers, Totals, count_pairs
from mining.network import Units
from mining.rounding import round_period, whole_days
from mining.small_groups import REST, Pair, People, kept_back, shared_pairs

APART: Pair = ("?", REST)
"""The losses of an unknown sender: in no pair, so always in the sum of what is told together."""

_TOLD_TOGETHER = ("answered", "late", "rerouted", "settled", "open")
"""States that no shared picture shows by themselves: with them a number of lost questions that stays out could be worked out."""


def by_unit(data: Handovers) -> pd.DataFrame:
    """This gives the passages with the units they went between: `sender` (None: unknown) and `receiver`."""
    unit_of = {department: unit for unit, members in data.units.members.items() for department in members}
    rows = data.passages
    return rows.assign(sender=rows["from_department"].map(unit_of), receiver=rows["to_department"].map(unit_of))


def people_of(rows: pd.DataFrame, one: str, other: str) -> dict[Pair, People]:
    """This gives the residents of each pair of two columns."""
    return {(str(a), str(b)): frozenset(who) for (a, b), who in rows.groupby([one, other], sort=True)["journey_no"]}


def count_of(rows: pd.DataFrame, one: str, other: str) -> dict[Pair, int]:
    """This counts the passages of each pair of two columns."""
    return {(str(a), str(b)): len(found) for (a, b), found in rows.groupby([one, other], sort=True)["journey_no"]}


def places_of(known: pd.DataFrame, *, group: int) -> dict[Pair, Pair] | None:
    """This gives the place of each pair of units; None where nothing between two units is large enough.

    Pairs with so few recorded passages that the losses would be bounded are merged too.
    """
    of_lost = known[known["status"] == "lost"]
    recorded = count_of(known[known["status"] != "unrecorded"], "sender", "receiver")
    bounded = {pair for pair in people_of(of_lost, "sender", "receiver") if recorded[pair] < LEAST_GROUP}
    places = shared_pairs(people_of(known, "sender", "receiver"), group=group, small=bounded)
    return places if places and any(one != other for one, other in places.values()) else None


def in_places(known: pd.DataFrame, places: Mapping[Pair, Pair]) -> pd.DataFrame:
    """This adds the place of each passage: `from_place`, `to_place`."""
    ways = [places[pair] for pair in zip(known["sender"], known["receiver"], strict=True)]
    return known.assign(
        from_place=pd.Series([one for one, _ in ways], index=known.index, dtype=object),
        to_place=pd.Series([other for _, other in ways], index=known.index, dtype=object),
    )


def in_cells(known: pd.DataFrame, cells: Mapping[Pair, Pair]) -> pd.DataFrame:
    """This adds the cell of each passage: `from_cell`, `to_cell`."""
    ways = [cells[place] for place in zip(known["from_place"], known["to_place"], strict=True)]
    return known.assign(
        from_cell=pd.Series([one for one, _ in ways], index=known.index, dtype=object),
        to_cell=pd.Series([other for _, other in ways], index=known.index, dtype=object),
    )


def cells_of(known: pd.DataFrame, units: Units, *, group: int) -> tuple[dict[Pair, Pair], Units]:
    """This gives the cell of each place, and the units that a picture names.

    A unit of which no pair is shown is folded, and is not even named where fewer than `group` residents came by.
    """
    places = set(zip(known["from_place"], known["to_place"], strict=True))
    named = {unit for pair in places if pair[0] != pair[1] for unit in pair}
    shown = tuple(unit for unit in units.shown if unit in named)
    ends_of = [known[[side, "journey_no"]].set_axis(["unit", "who"], axis=1) for side in ("sender", "receiver")]
    large = {unit for unit, n in pd.concat(ends_of).groupby("unit")["who"].nunique().items() if n >= group}
    folded = tuple(unit for unit in (*units.folded, *units.shown) if unit not in shown and unit in large)
    cells = {(one, other): (one if one in shown else OTHER, other if other in shown else OTHER) for one, other in places}
    return cells, replace(units, shown=shown, folded=folded, members={unit: units.members[unit] for unit in (*shown, *folded)})


def losses_kept_back(known: pd.DataFrame, *, unknown: pd.DataFrame) -> tuple[set[Pair], bool]:
    """This gives the places whose number of lost questions stays out, and whether the sum of all may be told."""
    lost = known[known["status"] == "lost"]
    people, whose = people_of(known, "from_place", "to_place"), people_of(lost, "from_place", "to_place")
    numbers = dict.fromkeys(people, 0) | count_of(lost, "from_place", "to_place")
    of_unknown = unknown[unknown["status"] == "lost"]
    if len(of_unknown):
        numbers[APART], whose[APART], people[APART] = len(of_unknown), frozenset(of_unknown["journey_no"]), frozenset(unknown["journey_no"])
    whose = {place: whose.get(place, frozenset()) for place in numbers}
    back, told = kept_back(numbers, whose, people, least=LEAST_GROUP, always=(APART,))
    return back - {APART}, told


def merge(
    data: Handovers,
    known: pd.DataFrame,
    *,
    units: Units,
    back: Collection[Pair],
    back_cells: Collection[Pair],
    told: bool,
    group: int,
    places: Collection[Pair] = (),
    cells: Collection[Pair] = (),
) -> Handovers:
    """This makes handovers of passages in their places and cells: numbers that stay out are <NA>, periods are whole weeks.

    `back`, `back_cells`: where the number of lost questions stays out; `told`: whether their sum may be told. `places`, `cells`: those
    that have a row even where nobody went along them, as in another period.
    """
    pairs = _shown(known, "from_cell", "to_cell", back=back_cells, group=group, also=cells)
    departments = _shown(known, "from_place", "to_place", back=back, group=group, also=places)
    at = {unit: place for place, unit in enumerate((*units.shown, OTHER))}
    between = pairs[pairs["from_unit"] != pairs["to_unit"]]
    between = between.sort_values(["from_unit", "to_unit"], key=lambda names: names.map(at), kind="stable").reset_index(drop=True)
    within = pairs[(pairs["from_unit"] == pairs["to_unit"]) & ((pairs["n"] > 0) | (pairs["from_unit"] == OTHER))]
    totals = replace(
        data.totals, inside=data.totals.n - data.totals.unknown - int(between["n"].sum()), lost=data.totals.lost if told else None
    )
    first, last = round_period(data.first, data.last)
    return Handovers(
        units, between, departments, totals, first, last,
        {str(unit): int(times) for unit, times in zip(within["from_unit"], within["n"], strict=True)},
        residents_known=data.residents_known,
    )  # fmt: skip


def nothing(data: Handovers, *, group: int) -> Handovers:
    """This is a picture of which nothing may be shown."""
    return Handovers(
        replace(data.units, shown=(), folded=(), members={}), data.pairs.iloc[:0], data.departments.iloc[:0],
        Totals(0, 0, 0, None, 0, 0, 0, 0), None, None, {}, hidden=too_few(group), residents_known=data.residents_known,
    )  # fmt: skip


def told_of_pairs(merged: int, *, group: int) -> list[str]:
    """This tells how many pairs are counted together."""
    if not merged:
        return []
    words = say_n(
        "1 pair of departments is counted with “Other”: too few residents (fewer than {group}), or beside one.",
        "{n} pairs of departments are counted with “Other”: too few residents (fewer than {group}), or beside one.", merged, group=group,
    )  # fmt: skip
    return [words]


def told_of_few() -> str:
    """This says which numbers of lost questions a map leaves out."""
    words = "Between two departments a number that is about fewer than {least} residents, or about nearly all of them, is not shown."
    return say(words, least=LEAST_GROUP)


def lost_untold() -> str:
    """This says that not even the sum is told, and not which of the two it is: that nearly everybody lost one would tell of each."""
    return say("How many questions got lost is not told: it is about fewer than {least} residents, or about nearly all.", least=LEAST_GROUP)


def too_few(group: int) -> str:
    """This says why there is nothing to be seen."""
    return say("Nothing can be shown here: too few residents share it (fewer than {group}), so they could be recognised.", group=group)


def _shown(
    known: pd.DataFrame, one: str, other: str, *, back: Collection[Pair], group: int, also: Collection[Pair] = ()
) -> pd.DataFrame:
    """This counts passages by pair of two columns and takes out what may not be shown; the most passages first, then names."""
    with connected() as connection:
        connection.register("passages_read", known)
        counted = count_pairs(connection, one, other)
    timed = people_of(known[known["timed"].astype(bool)], one, other)
    for name in ("median_calendar_days", "median_working_days"):
        counted[name] = whole_days(counted[name])
    if absent := sorted(set(also) - set(zip(counted["from_unit"], counted["to_unit"], strict=True))):
        zeros = dict.fromkeys((*COUNTS, "cases", "residents", "lost_residents"), 0)
        unknown = dict.fromkeys(("median_calendar_days", "median_working_days"), float("nan"))
        nobody = pd.DataFrame(absent, columns=["from_unit", "to_unit"]).assign(**zeros, **unknown)[list(counted.columns)]
        counted = pd.concat([counted, nobody.astype(counted.dtypes.to_dict())], ignore_index=True) if len(counted) else nobody
    ways = list(zip(counted["from_unit"], counted["to_unit"], strict=True))
    few = pd.Series([len(timed.get(pair, ())) < group for pair in ways], dtype=bool)
    withheld = pd.Series([pair in back for pair in ways], dtype=bool) & (counted["n"] > 0).astype(bool)
    for name in ("lost", "lost_residents", "timed"):
        counted[name] = counted[name].astype("Int64").mask(withheld)
    for name in _TOLD_TOGETHER:
        counted[name] = pd.array([pd.NA] * len(counted), dtype="Int64")
    for name in ("median_calendar_days", "median_working_days"):
        counted[name] = counted[name].mask(few)
    return counted.sort_values(["n", "from_unit", "to_unit"], ascending=[False, True, True], kind="stable").reset_index(drop=True)
