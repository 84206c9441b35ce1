"""Small numbers of two periods that stay out, so that neither the other period nor the two together give them back.

What is held against each other: the number of a place in each period, that of both together where another picture shows it, and the sum of
all that stays out. A number cannot be worked out where two places could trade one between the periods and nothing shown would change.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from mining.small_groups import Pair, People, is_telling, kept_back


@dataclass(frozen=True)
class Sensitive:
    """This is a sensitive number of one place in one period: `n` (questions lost) out of `of` (recorded), about `whose` of `people`."""

    n: int = 0
    of: int = 0
    whose: People = frozenset()
    people: People = frozenset()

    def tells(self, least: int) -> bool:
        """This tells whether the number is about somebody (mining.small_groups.is_telling)."""
        return self.n > 0 and is_telling(len(self.whose), len(self.people), least=least)


@dataclass(frozen=True)
class KeptBack:
    """This is which places show no number in either period, and whether their sums may be told.

    bare: places where even that is not enough, because too little could have happened otherwise: they have to be merged with another.
    """

    places: frozenset[Pair]
    told: bool
    bare: frozenset[Pair] = frozenset()


def kept_back_twice(
    periods: Sequence[Mapping[Pair, Sensitive]],
    *,
    least: int,
    always: Collection[Pair] = (),
    together: Collection[Pair] = (),
    told: bool = True,
) -> KeptBack:
    """This keeps the numbers of two periods back, in both where in either, until none can be worked out.

    `together`: places whose number of both periods together stays out too, and `told`: whether the sum of those may be told; the
    numbers of both periods together of all other places are held to be known. `always`: as in mining.small_groups.kept_back.
    Where no numbers suffice, the sums stay out.
    """
    back, told_together = set(together), told
    for period in periods:
        found, found_told = kept_back(
            {place: one.n for place, one in period.items()}, {place: one.whose for place, one in period.items()},
            {place: one.people for place, one in period.items()}, least=least, always=always,
        )  # fmt: skip
        back |= found
        told = told and found_told
    tells = sorted((place, at) for place in back for at, period in enumerate(periods) if place in period and period[place].tells(least))
    both = {place: sum(period[place].n for period in periods if place in period) for period in periods for place in period}
    more = sorted((place for place in both if place not in back), key=lambda place: (not both[place], both[place], str(place)))
    wide = set(back)
    while told:
        if all(any(_can_trade(place, other, at, periods, together) for other in wide if other != place) for place, at in tells):
            return KeptBack(frozenset(wide), True)
        if not more:
            break
        wide.add(more.pop(0))
    unknown = set(together) if len(together) > 1 or not told_together else set()
    bare = {place for place, at in tells if place not in unknown and not _can_shift(place, periods)}
    return KeptBack(frozenset(back), False, frozenset(bare))


def _can_trade(place: Pair, other: Pair, at: int, periods: Sequence[Mapping[Pair, Sensitive]], together: Collection[Pair]) -> bool:
    """This tells whether one more here and one less there, or the other way round, changes no sum: in both periods, or in one where
    nobody knows how many there are together."""
    here, there = periods[at], periods[1 - at]
    alone = place in together and other in together
    up = _room(place, here) and _some(other, here) and (alone or (_some(place, there) and _room(other, there)))
    down = _some(place, here) and _room(other, here) and (alone or (_room(place, there) and _some(other, there)))
    return up or down


def _can_shift(place: Pair, periods: Sequence[Mapping[Pair, Sensitive]]) -> bool:
    one, other = periods
    return (_some(place, one) and _room(place, other)) or (_room(place, one) and _some(place, other))


def _some(place: Pair, period: Mapping[Pair, Sensitive]) -> bool:
    return place in period and period[place].n > 0


def _room(place: Pair, period: Mapping[Pair, Sensitive]) -> bool:
    return place in period and period[place].n < period[place].of
