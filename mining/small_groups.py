"""Small groups put together until nobody can be told apart: which cells share one number, and which numbers stay out.

Cells that are too small share one cell with others. Every number shown adds up whole shared cells, so no sum of shown numbers, and no
difference between them, gives a hidden cell back (complementary suppression; Hundepool and others, Statistical Disclosure Control, 2012).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

import pandas as pd

K = TypeVar("K", bound=Hashable)

REST = ""
"""The name of what shares one place; `mining.handovers.OTHER` for units."""

Pair = tuple[str, str]
People = frozenset[int]


def shared_pairs(*periods: Mapping[Pair, People], group: int, small: Collection[Pair] = ()) -> dict[Pair, Pair] | None:
    """This gives for each ordered pair the pair under which it is shown: itself, or one with `REST` on one side or both.

    A pair with fewer than `group` people, or named in `small`, goes with the others like it of the same sender (to REST); where those are
    too few, with the ones of the same receiver (from REST); what is left, and what lies inside one unit, from REST to REST. Each such
    place holds at least `group` people and at least two pairs; the last one takes the smallest other place with it until it does (ties by
    name). Of several periods each place holds nobody or at least `group` people in every one, whoever is in another; pairs may then be
    places of an earlier round, which stay whole. None: not even all together are enough.
    """
    pairs = list(dict.fromkeys(pair for people in periods for pair in people))
    hidden = {pair for pair in pairs if pair in small or not _large({pair}, periods, group)}
    places: dict[Pair, set[Pair]] = {pair: {pair} for pair in pairs if pair not in hidden}
    for side in (0, 1):
        lines: dict[str, set[Pair]] = defaultdict(set)
        for pair in hidden:
            if pair[0] != pair[1] and pair[side] != REST:
                lines[pair[side]].add(pair)
        for name, line in lines.items():
            place = (name, REST) if side == 0 else (REST, name)
            together = line | places.get(place, set())
            if _enough(together, periods, group):
                places[place] = together
                hidden -= line
    if hidden:
        hidden |= places.pop((REST, REST), set())
    rest = _with_the_next(hidden, places, periods, group=group)
    if rest is None:
        return None
    if rest:
        places[REST, REST] = rest
    return {pair: place for place, pairs in places.items() for pair in pairs}


def shared_rows(*periods: Mapping[K, People], group: int, small: Collection[K] = ()) -> set[K] | None:
    """This gives the rows that share one place: those with fewer than `group` people or named in `small`, and, where these are fewer
    than two or hold too few people, the next smallest (ties by name). Of several periods (with the same rows) each row that stands, and all
    that share a place together, hold nobody or at least `group` people in every one. None: not even all together are enough."""
    rows = list(dict.fromkeys(row for people in periods for row in people))
    hidden = {row for row in rows if row in small or not _large({row}, periods, group)}
    return _with_the_next(hidden, {row: {row} for row in rows if row not in hidden}, periods, group=group)


def kept_back(
    numbers: Mapping[K, int],
    whose: Mapping[K, People],
    people: Mapping[K, People],
    *,
    least: int,
    always: Collection[K] = (),
) -> tuple[set[K], bool]:
    """This gives the cells whose number stays out, and whether their sum may be told.

    `numbers`: a sensitive count in each cell (questions lost); `whose`: the people it is about; `people`: all people of the cell. A
    number stays out when it tells of somebody (`is_telling`), or when its cell is in `always`. What stays out is told as one sum: it
    lies in at least two cells and does not tell of somebody either; otherwise the next smallest number goes with it (ties by name), then
    a 0. Where that is never so, the sum stays out too.
    """
    hidden = {cell for cell, n in numbers.items() if n and (cell in always or is_telling(len(whose[cell]), len(people[cell]), least=least))}
    more = sorted((cell for cell in numbers if cell not in hidden), key=lambda cell: (not numbers[cell], numbers[cell], str(cell)))
    while hidden and (len(hidden) < 2 or is_telling(len(_together(hidden, whose)), len(_together(hidden, people)), least=least)):
        if not more:
            return {cell for cell in hidden if numbers[cell]}, False
        hidden.add(more.pop(0))
    return hidden, True


def is_telling(whose: int, people: int, *, least: int) -> bool:
    """This tells whether a sensitive number is about somebody: about 1 to `least` - 1 people, or about all of its `people` but so few.

    Then it tells of nearly each of them (l-diversity, Machanavajjhala and others, 2007). Where `whose` is 0 it tells of nobody.
    """
    return whose > 0 and not least <= whose <= people - least


def _with_the_next(
    hidden: set[K], places: dict[K, set[K]], periods: Sequence[Mapping[K, People]], *, group: int
) -> set[K] | None:
    """This adds the smallest of `places` (which it takes away) to what is hidden, until that is enough to be shown as one.

    Where it is too small in one of several periods, the smallest of those that hold anybody there goes first.
    """
    hidden = set(hidden)
    while hidden and not _enough(hidden, periods, group):
        if not places:
            return None
        lacking = [people for people in periods if 0 < len(_together(hidden, people)) < group]

        def weight(place: K, lacking: Sequence[Mapping[K, People]] = lacking) -> tuple[bool, int, str]:
            helps = all(_together(places[place], people) for people in lacking)
            return not helps, len(frozenset().union(*(_together(places[place], people) for people in periods))), str(place)

        hidden |= places.pop(min(places, key=weight))
    return hidden


def _enough(cells: Collection[K], periods: Sequence[Mapping[K, People]], group: int) -> bool:
    return len(cells) > 1 and _large(cells, periods, group)


def _large(cells: Collection[K], periods: Sequence[Mapping[K, People]], group: int) -> bool:
    """This tells whether somebody is there, and in no period fewer than a group."""
    sizes = [len(_together(cells, people)) for people in periods]
    return any(sizes) and not any(0 < size < group for size in sizes)


def _together(cells: Collection[K], people: Mapping[K, People]) -> People:
    return frozenset().union(*(people.get(cell, frozenset()) for cell in cells))


DOMINANT = 0.15
"""A sum stays out where the second largest giver could work out the largest one's part to within this share of it."""


def is_dominated(total: pd.Series, largest: pd.Series, second: pd.Series) -> pd.Series:
    """This marks the sums that tell of one person: what all others but the second give is under DOMINANT of the largest part (the p% rule).

    Whoever gives the second largest part knows that part, takes it off, and is left with the largest one and what the others give. A sum of
    0 tells of nobody. An unknown part marks no sum. Source: Hundepool and others, Statistical Disclosure Control, 2012, section 4.2.
    """
    largest, second = largest.astype(float).fillna(0.0), second.astype(float).fillna(0.0)
    others = (total.astype(float).fillna(0.0) - largest - second).clip(lower=0.0)
    return (largest > 0) & (others < DOMINANT * largest)
