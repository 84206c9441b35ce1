"""The layout of a map of silos, without drawing: where departments stand, how arcs run, where lost questions lie and what labels find room.

Departments stand in a row. What goes to the right runs above them, what goes to the left below. A lost question lies in the gap just before
the department that it was meant for, seen from the one that sent it. The wall map and the replay of the workshop page share this.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle

import pandas as pd

from mining.handovers import OTHER, Handovers

MOST_SILOS, MOST_ARCS, OTHER_RANKS = 9, 22, 6
"""Arcs that touch the folded departments are drawn only where they are among the heaviest `OTHER_RANKS`."""

ENOUGH = 10
"""A wait is told only where it is that of so many handovers."""

LOSS_WEIGHS, MOST_DOTS = 12, 60
LEFT, RIGHT = 40.0, 1880.0
ARC_WIDTH, ARC_LEAST, ARC_LOW, ARC_SLOPE, ARC_HIGH = 15.0, 2.0, 42.0, 0.17, 255.0
BODY_LEAST, BODY_MOST = 240.0, 310.0
BREATH = 26.0
"""Room above the highest arc and under the lowest: half a label."""

_STEPS = 40
_ALONG = (0.5, 0.43, 0.57, 0.36, 0.64, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8)

Rectangle = tuple[float, float, float, float]
"""left, top, right, bottom"""


@dataclass(frozen=True)
class Flow:
    """This is one ordered pair of units: `one` and `other` are places in the row; None where a number was withheld or does not exist."""

    one: int
    other: int
    n: int
    recorded: int
    timed: int | None
    lost: int | None
    median: float | None

    @property
    def told(self) -> bool:
        """This tells whether the median is that of enough handovers to be written; one that passed the gate is."""
        return self.median is not None and (self.timed is None or self.timed >= ENOUGH)

    @property
    def weight(self) -> float:
        """This is how much the pair asks to be drawn."""
        return self.n + LOSS_WEIGHS * (self.lost or 0)


@dataclass(frozen=True)
class Pile:
    """This is the lost questions in one gap, between place `gap` and the next.

    near: from the neighbour. far: from further away, or from folded departments. folded: on the way to folded departments.
    """

    gap: int
    near: int
    far: int
    folded: int

    @property
    def lost(self) -> int:
        """This is how many questions lie here."""
        return self.near + self.far + self.folded

    def dots(self, unit: int) -> tuple[int, int, int]:
        """This gives how many dots of `unit` questions each of the three sorts gets; each sort that occurs keeps a dot where it can."""
        if not self.lost:
            return (0, 0, 0)
        total = max(1, (2 * self.lost + unit) // (2 * unit))
        parts = [self.near, self.far, self.folded]
        sure = [1 if part else 0 for part in parts]
        if total < sum(sure):
            most = sorted(range(3), key=lambda at: (-parts[at], at))[:total]
            return (int(0 in most), int(1 in most), int(2 in most))
        over, left = max(1, self.lost - sum(sure)), total - sum(sure)
        shares = [(part - one) * left for part, one in zip(parts, sure, strict=True)]
        whole = [one + share // over for one, share in zip(sure, shares, strict=True)]
        for at in sorted(range(3), key=lambda at: (-(shares[at] % over), at))[: total - sum(whole)]:
            whole[at] += 1
        return (whole[0], whole[1], whole[2])


@dataclass(frozen=True)
class Ground:
    """This is where everything stands: left edges of the silos, their width, the gap between them, their top and bottom.

    rise, fall: how much of its length an arc above and below may be high.
    """

    lefts: tuple[float, ...]
    width: float
    gap: float
    top: float
    bottom: float
    rise: float
    fall: float

    def ends(self, one: int, other: int) -> tuple[float, float]:
        """This gives where the arc of a pair leaves and arrives, along the row."""
        leave, arrive = (0.62, 0.38) if one < other else (0.38, 0.62)
        return self.lefts[one] + leave * self.width, self.lefts[other] + arrive * self.width

    def height(self, one: int, other: int) -> float:
        """This is how high an arc goes."""
        start, end = self.ends(one, other)
        return _high(abs(end - start), self.rise if one < other else self.fall)

    def point(self, one: int, other: int, part: float, *, shorter: float = 0) -> tuple[float, float]:
        """This is the point at `part` (0 to 1) of an arc that stops `shorter` before the silo."""
        start, end = self.ends(one, other)
        sign, edge = (-1, self.top) if one < other else (1, self.bottom)
        control = edge + sign * self.height(one, other) * 4 / 3
        back = 1 - part
        heights = (edge + sign * 2, control, control, edge + sign * shorter)
        weights = (back**3, 3 * back**2 * part, 3 * back * part**2, part**3)
        x = (weights[0] + weights[1]) * start + (weights[2] + weights[3]) * end
        return x, sum(weight * y for weight, y in zip(weights, heights, strict=True))

    def arc(self, one: int, other: int, *, shorter: float = 0) -> list[tuple[float, float]]:
        """This is the line of an arc from the sender to the receiver."""
        return [self.point(one, other, step / _STEPS, shorter=shorter) for step in range(_STEPS + 1)]

    def head(self, one: int, other: int, size: float) -> list[tuple[float, float]]:
        """This is the arrow head at the receiver."""
        _, x = self.ends(one, other)
        sign, edge = (-1, self.top) if one < other else (1, self.bottom)
        return [(x, edge + sign * 2), (x - size, edge + sign * (2 + 1.5 * size)), (x + size, edge + sign * (2 + 1.5 * size))]

    def gap_middle(self, gap: int) -> float:
        """This is the middle of the gap right of a silo."""
        return self.lefts[gap] + self.width + self.gap / 2

    def label(self, one: int, other: int, wide: float, high: float, taken: Sequence[Rectangle]) -> Rectangle | None:
        """This finds room for a label on an arc, nearest to its middle; None where every place is taken."""
        for part in _ALONG:
            x, y = self.point(one, other, part)
            box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
            silos = (0.0, self.top - 4, 1e6, self.bottom + 4)
            if box[0] >= 4 and box[2] <= 1916 and not any(_touch(box, other_box) for other_box in (silos, *taken)):
                return box
        return None


@dataclass(frozen=True)
class SiloPlan:
    """This is what one map of silos shows: all pairs, the arcs that are drawn, and the piles.

    folded: the place of the folded departments; None where nothing is folded.
    withheld: pairs of which the number of lost questions was withheld.
    """

    flows: tuple[Flow, ...]
    drawn: tuple[Flow, ...]
    piles: tuple[Pile, ...]
    folded: int | None
    withheld: int

    @property
    def lost(self) -> int:
        """This is how many questions lie in all gaps together."""
        return sum(pile.lost for pile in self.piles)


def silo_plan(data: Handovers) -> SiloPlan:
    """This decides what is drawn of the handovers, and where the lost questions lie."""
    found, folded = flows(data), folded_place(data)
    inside = data.departments[_inside(data, OTHER)]
    withheld = len(data.pairs) - len(found) + sum(flow.lost is None for flow in found) + int(inside["lost"].isna().sum())
    drawn = chosen(found, folded=folded)
    heaps = piles(found, silos=len(data.order), folded=folded, inside=lost_inside(data, OTHER))
    return SiloPlan(tuple(found), tuple(drawn), tuple(heaps), folded, withheld)


def flows(data: Handovers) -> list[Flow]:
    """This gives every pair of units that cases passed; a pair whose very number was withheld is left out."""
    at = {unit: place for place, unit in enumerate(data.order)}
    found = []
    for row in data.pairs.to_dict("records"):
        n = _whole(row["n"])
        if n:
            median = row["median_calendar_days"]
            recorded = _whole(row["recorded"])
            found.append(
                Flow(
                    at[row["from_unit"]],
                    at[row["to_unit"]],
                    n,
                    n if recorded is None else recorded,
                    _whole(row["timed"]),
                    _whole(row["lost"]),
                    None if pd.isna(median) else float(median),
                )
            )
    return found


def chosen(found: Iterable[Flow], *, folded: int | None, most: int = MOST_ARCS) -> list[Flow]:
    """This chooses the arcs to draw: the heaviest; those of the folded departments only where they are among the very heaviest."""
    ranked = sorted(found, key=lambda flow: (-flow.weight, flow.one, flow.other))
    kept = [flow for rank, flow in enumerate(ranked) if rank < OTHER_RANKS or folded not in (flow.one, flow.other)]
    return kept[:most]


def folded_place(data: Handovers) -> int | None:
    """This is the place of the folded departments in the row; None where nothing is folded."""
    return data.order.index(OTHER) if OTHER in data.order else None


def piles(found: Iterable[Flow], *, silos: int, folded: int | None, inside: int = 0) -> list[Pile]:
    """This lays the lost questions in the gaps; what was withheld lies nowhere.

    `inside`: lost from one folded department to another; they lie with those on the way to the folded departments.
    """
    near, far, quiet = [0] * silos, [0] * silos, [0] * silos
    if folded:
        quiet[folded - 1] = inside
    for flow in found:
        gap = flow.other - 1 if flow.one < flow.other else flow.other
        lost = flow.lost or 0
        if flow.other == folded:
            quiet[gap] += lost
        elif abs(flow.one - flow.other) == 1 and flow.one != folded:
            near[gap] += lost
        else:
            far[gap] += lost
    return [Pile(gap, near[gap], far[gap], quiet[gap]) for gap in range(silos - 1)]


def lost_inside(data: Handovers, unit: str | None = None) -> int:
    """This counts the losses between departments that share a silo: all of them, or those of one silo; what was withheld is in none."""
    return int(data.departments["lost"][_inside(data, unit)].fillna(0).sum())


def _inside(data: Handovers, unit: str | None) -> pd.Series[bool]:
    """This marks the pairs of departments that share a silo: any, or one."""
    places = units_of(data)
    one, other = (data.departments[name].map(lambda department: places.get(department, OTHER)) for name in ("from_unit", "to_unit"))
    return (one == other) & ((one == unit) if unit is not None else True)


def units_of(data: Handovers) -> dict[str, str]:
    """This gives the silo in which each department stands; what is in none stands in OTHER, as what the gate merged does."""
    folded = set(data.units.folded)
    places = {unit: OTHER if unit in folded else unit for unit in data.units.members}
    return places | {
        department: OTHER if unit in folded else unit for unit, members in data.units.members.items() for department in members
    }


def dot_unit(largest: int, most: int = MOST_DOTS) -> int:
    """This is how many lost questions one dot stands for: 1, 2, 5, 10 ... so that no pile passes `most` dots."""
    unit = 1
    for step in cycle((2.0, 2.5, 2.0)):
        if (2 * largest + unit) // (2 * unit) <= max(1, most):
            break
        unit = int(unit * step)
    return unit


def arc_width(n: int, largest: int, *, most: float = ARC_WIDTH) -> float:
    """This is how wide an arc is drawn: as the root of its number."""
    return max(ARC_LEAST, most * math.sqrt(n / max(1, largest)))


def placed(
    count: int, ways: Iterable[tuple[int, int]], *, top: float, bottom: float, width: float,
    least: float = BODY_LEAST, most: float = BODY_MOST,
) -> Ground:  # fmt: skip
    """This puts `count` silos, at least `width` wide each, and their arcs between `top` and `bottom` of the picture.

    `least`, `most`: how high the silos themselves are. Few silos are wider and stand further apart, in the middle. Raises `ValueError` for
    more silos than can be read.
    """
    if count > MOST_SILOS:
        raise ValueError(f"a map of silos shows at most {MOST_SILOS}, not {count}")
    narrow = (RIGHT - LEFT - MOST_SILOS * width) / (MOST_SILOS - 1)
    stretch = min(2.0, (RIGHT - LEFT) / (count * width + (count - 1) * narrow))
    width *= min(stretch, 1.5)
    gap = min(3.2 * narrow, (RIGHT - LEFT - count * width) / max(1, count - 1))
    start = (LEFT + RIGHT - count * width - (count - 1) * gap) / 2
    lefts = tuple(start + place * (width + gap) for place in range(count))
    flat = Ground(lefts, width, gap, 0, 0, ARC_SLOPE, ARC_SLOPE)
    lengths: dict[bool, float] = {True: 0.0, False: 0.0}
    for one, other in ways:
        begin, end = flat.ends(one, other)
        lengths[one < other] = max(lengths[one < other], abs(end - begin))
    above, below = (_high(lengths[side], ARC_SLOPE) if lengths[side] else 0.0 for side in (True, False))
    room = bottom - top - 2 * BREATH
    squeeze = min(1.0, (room - least) / max(1.0, above + below))
    above, below = above * squeeze, below * squeeze
    body = min(most, room - above - below)
    spare = (room - above - below - body) / 2
    body_top = top + BREATH + spare + above
    return Ground(
        lefts, width, gap, body_top, body_top + body,
        _slope(lengths[True], above), _slope(lengths[False], below),
    )  # fmt: skip


def _high(length: float, slope: float) -> float:
    return min(ARC_HIGH, ARC_LOW + slope * length)


def _slope(length: float, high: float) -> float:
    return max(0.0, min(ARC_SLOPE, (high - ARC_LOW) / length)) if length else ARC_SLOPE


def _touch(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] + 4 and other[0] < one[2] + 4 and one[1] < other[3] + 3 and other[1] < one[3] + 3


def _whole(value: object) -> int | None:
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]
