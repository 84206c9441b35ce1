"""Two periods past the gate at once, merged in one way, so that neither the other nor the whole log gives a small group back.

A neighbour of mining.disclosure that may make `Passed`; the reasons stand in docs/decisions/disclosure.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil, floor

import pandas as pd

from journeys.texts import say, whole
from mining.changes import DAYS, PART, Change, compare_handovers
from mining.disclosure import GROUP, LEAST, Passed, check_group
from mining.handovers import Handovers
from mining.merged_handovers import (
    APART,
    by_unit,
    cells_of,
    count_of,
    in_cells,
    in_places,
    losses_kept_back,
    merge,
    nothing,
    people_of,
    places_of,
    told_of_few,
    told_of_pairs,
)
from mining.rounding import whole_days
from mining.small_changes import KeptBack, Sensitive, kept_back_twice
from mining.small_groups import Pair, People, shared_pairs

ENOUGH = 4 * LEAST
"""A change in waiting is told of so many residents with a known wait in each period: about LEAST lie beyond the ends of its interval."""


@dataclass(frozen=True)
class Halves:
    """This is two periods of one dossier that do not overlap, with the same units, and what changed between them."""

    before: Handovers
    after: Handovers
    changes: tuple[Change, ...]


def pass_halves(data: Halves, *, group: int = GROUP, split: date | None = None) -> Passed[Halves]:
    """This merges and keeps back in two periods what is too small in either, as mining.disclosure.pass_handovers does in one.

    A place (a pair of departments, or merged pairs) is shown where it holds nobody or at least `group` residents in each period. Places
    are made of whole places of the two periods together, so that the map of the whole may hang beside those of the periods.
    Both sides show the same units, and a row for each place of either (with zeros where nobody went along it).
    `lost` is <NA> on both sides where it has to be on one, also where it could be worked out from both together (mining.small_changes);
    `totals.lost` is None on both sides where the sums would give one away. Residents and cases of a pair are <NA>: with those of the
    whole they would tell how few came in both periods. `changes` are made anew from what passed: waits in whole days, of ENOUGH residents
    with a time in each period, ends of intervals rounded outwards, and better or worse only where the rounded ends exclude no change.
    `split`: the first day of the second period; weeks are cut off there, which otherwise overlap.
    Where nothing large enough remains, `hidden` of both sides says why and there are no changes.
    Raises `SettingsError` for a group under LEAST, and `ValueError` for other units on either side or handovers without their passages.
    """
    check_group(group)
    if data.before.units != data.after.units:
        raise ValueError("two periods can only pass with the same units in the same order")
    sides = [data.before, data.after]
    if any(side.passages.empty and side.totals.n for side in sides):
        raise ValueError("the passages themselves are needed to count residents over several pairs")
    if not any(side.totals.n for side in sides):
        none = pd.DataFrame()
        return Passed(Halves(replace(data.before, passages=none), replace(data.after, passages=none), ()), group)
    halves = [
        by_unit(side if side.totals.n else replace(side, passages=other.passages.iloc[:0]))
        for side, other in zip(sides, sides[::-1], strict=True)
    ]
    found = places_of_two(*halves, group=group)
    if found is None:
        return _hidden(data, group)
    places, kept = found
    known = _both([half[half["sender"].notna()] for half in halves])
    cells, units = cells_of(in_places(known, places), data.before.units, group=group)
    back = kept.places - {APART}
    withheld = {cells[place] for place in back}
    passed, rows = [], []
    for side, half in zip(sides, halves, strict=True):
        placed = in_cells(in_places(half[half["sender"].notna()], places), cells)
        made = merge(
            side, placed, units=units, back=back, back_cells=withheld, told=kept.told, group=group,
            places=set(places.values()), cells=set(cells.values()),
        )  # fmt: skip
        passed.append(_without_residents(made))
        rows.append(_in_days(placed, unknown=half[half["sender"].isna()]))
    before, after = _cut(passed[0], passed[1], split)
    if before.pairs.empty:
        return _hidden(data, group)
    told = [*told_of_pairs(sum(1 for pair, place in places.items() if pair != place), group=group), *_told_of_losses(before, after, back)]
    changes = tuple(_sure(change) for change in compare_handovers(replace(before, passages=rows[0]), replace(after, passages=rows[1])))
    return Passed(Halves(before, after, changes), group, tuple(told))


def places_of_two(before: pd.DataFrame, after: pd.DataFrame, *, group: int) -> tuple[dict[Pair, Pair], KeptBack] | None:
    """This gives the place of each pair of units, and where the number of lost questions stays out; None: nothing is large enough.

    `before`, `after`: passages by unit (mining.merged_handovers.by_unit). It starts from the places of both periods together and merges
    them further, whole, until each can be shown in each period.
    """
    knowns, unknowns = ([half[there(half["sender"])] for half in (before, after)] for there in (pd.Series.notna, pd.Series.isna))
    known, unknown = _both(knowns), _both(unknowns)
    places = places_of(known, group=group)
    if places is None:
        return None
    together, told = losses_kept_back(in_places(known, places), unknown=unknown)
    if (unknown["status"] == "lost").any():
        together.add(APART)
    while True:
        placed = [in_places(rows, places) for rows in knowns]
        numbers = [_numbers(rows, apart) for rows, apart in zip(placed, unknowns, strict=True)]
        kept = kept_back_twice(numbers, least=LEAST, always=(APART,), together=together, told=told)
        bounded = {place for period in numbers for place, one in period.items() if one.n and one.of < LEAST and place != APART}
        people: list[dict[Pair, People]] = [people_of(rows, "from_place", "to_place") for rows in placed]
        further = shared_pairs(*people, group=group, small=bounded | kept.bare)
        if further is None or not any(one != other for one, other in further.values()):
            return None
        if all(one == other for one, other in further.items()):
            return places, kept
        places = {pair: further[place] for pair, place in places.items()}
        together = {further.get(place, place) for place in together}


def _both(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """This puts the passages of both periods together, with the columns that the whole is judged by."""
    columns = ["sender", "receiver", "journey_no", "status"]
    there = [part[columns] for part in parts if len(part)]
    return pd.concat(there, ignore_index=True) if there else parts[0][columns]


def _numbers(placed: pd.DataFrame, unknown: pd.DataFrame) -> dict[Pair, Sensitive]:
    """This gives the lost questions of each place of one period, and those of an unknown sender apart."""
    lost, told = placed[placed["status"] == "lost"], placed[placed["status"] != "unrecorded"]
    counts, recorded = (count_of(rows, "from_place", "to_place") for rows in (lost, told))
    whose, people = (people_of(rows, "from_place", "to_place") for rows in (lost, placed))
    found = {
        place: Sensitive(counts.get(place, 0), recorded.get(place, 0), whose.get(place, frozenset()), who) for place, who in people.items()
    }
    gone = unknown[unknown["status"] == "lost"]
    if len(gone):
        of = int((unknown["status"] != "unrecorded").sum())
        found[APART] = Sensitive(len(gone), of, frozenset(gone["journey_no"]), frozenset(unknown["journey_no"]))
    return found


def _hidden(data: Halves, group: int) -> Passed[Halves]:
    return Passed(Halves(nothing(data.before, group=group), nothing(data.after, group=group), ()), group)


def _without_residents(data: Handovers) -> Handovers:
    """This empties what does not add up over the two periods: how many of a pair came in both could be worked out."""
    names = ("cases", "residents", "lost_residents")
    pairs, departments = (
        table.assign(**{name: pd.array([pd.NA] * len(table), dtype="Int64") for name in names}) for table in (data.pairs, data.departments)
    )
    return replace(data, pairs=pairs, departments=departments)


def _in_days(placed: pd.DataFrame, *, unknown: pd.DataFrame) -> pd.DataFrame:
    """This gives the passages with their waits in whole days; only those of cells where ENOUGH residents have one may be compared."""
    residents = people_of(placed[placed["timed"].astype(bool)], "from_cell", "to_cell")
    cells = zip(placed["from_cell"], placed["to_cell"], strict=True)
    enough = pd.Series([len(residents.get(cell, ())) >= ENOUGH for cell in cells], index=placed.index, dtype=bool)
    columns: Mapping[str, pd.Series] = {
        "from_unit": placed["from_cell"], "to_unit": placed["to_cell"], "timed": placed["timed"].astype(bool) & enough,
        "calendar_days": whole_days(placed["calendar_days"]),
    }  # fmt: skip
    if placed.empty:
        return unknown.assign(from_unit=None, to_unit=None, timed=False)
    return pd.DataFrame(columns)


def _cut(before: Handovers, after: Handovers, split: date | None) -> tuple[Handovers, Handovers]:
    """This cuts the whole weeks of the periods off at the day between them."""
    if split is None:
        return before, after
    last, first = split - timedelta(days=1), split
    return (
        replace(before, last=before.last and min(before.last, last)),
        replace(after, first=after.first and max(after.first, first)),
    )


def _sure(change: Change) -> Change:
    """This makes the change that of the two medians shown, which are whole days, and rounds the ends of its interval outwards.

    A verdict stands only where that change is still large enough (mining.changes) and the interval excludes no change.
    """
    if change.wait is None:
        return change
    value = float(whole(change.wait.value))
    if change.median_before is not None and change.median_after is not None:
        value = change.median_after - change.median_before
    low, high = min(float(floor(change.wait.low)), value), max(float(ceil(change.wait.high)), value)
    verdict = change.verdict
    if (verdict == "better" and high >= 0) or (verdict == "worse" and low <= 0):
        verdict = "same"
    if verdict in ("better", "worse") and abs(value) < max(DAYS, PART * (change.median_before or 0)):
        verdict = "same"
    return replace(change, wait=replace(change.wait, value=value, low=low, high=high), verdict=verdict)


def _told_of_losses(before: Handovers, after: Handovers, back: frozenset[Pair]) -> list[str]:
    """This tells together, of both periods, what got lost where no number stands."""
    if before.totals.lost is None or after.totals.lost is None:
        return [say("How many questions got lost in all is not told: a small number could be worked out from it.")]
    elsewhere = [side.totals.lost - int(side.pairs["lost"].sum()) for side in (before, after) if side.totals.lost is not None]
    if not any(elsewhere):
        return []
    told = [say("Lost elsewhere: {before} before, {after} after.", before=elsewhere[0], after=elsewhere[1])]
    if back:
        told.append(told_of_few())
    return told
