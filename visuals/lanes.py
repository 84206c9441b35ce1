"""Which departments get a lane of their own, in which order, and which are folded into "other departments".

One order for all pictures of a dossier lets people remember where a department lies. What is folded stays in every
table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import pandas as pd

LANES, SILOS, NODES, CELLS = 7, 8, 12, 14
"""How many a journey map, a silo map, a node-link map and a matrix show by themselves."""

_EXACT = 7  # movable departments up to which every order is tried


@dataclass(frozen=True)
class Lanes:
    """This is the lanes of one picture from top to bottom: `shown`, then one for all `folded`, then one for an unknown
    department."""

    shown: tuple[str, ...]
    folded: tuple[str, ...] = ()
    unknown: bool = False

    @property
    def count(self) -> int:
        """This is the number of lanes, those for folded and unknown departments included."""
        return len(self.shown) + bool(self.folded) + self.unknown

    def index(self, department: str | None) -> int | None:
        """This gives the lane of a department; of an unknown one the last lane, or None where there is no such lane."""
        if department is None or pd.isna(department):
            return self.count - 1 if self.unknown else None
        if department in self.shown:
            return self.shown.index(department)
        return len(self.shown) if department in self.folded else None


def journey_lanes(
    named: Sequence[str], holdings: Mapping[str, int], *, unknown: bool = False, keep: int = LANES
) -> Lanes:
    """This gives the lanes of one journey.

    `named` holds every department of the journey by first appearance (first contact first): that is the order of the
    lanes. With more than `keep` lanes the departments with the most `holdings` stay (ties: the earlier one) and the
    rest share one lane.
    """
    room = keep - unknown
    if len(named) <= room:
        return Lanes(tuple(named), unknown=unknown)
    at = {department: place for place, department in enumerate(named)}
    kept = sorted(named, key=lambda department: (-holdings.get(department, 0), at[department]))[: room - 1]
    shown = tuple(department for department in named if department in kept)
    return Lanes(shown, tuple(department for department in named if department not in kept), unknown)


def ranked_lanes(flows: pd.DataFrame, *, keep: int, first: str | None = None) -> Lanes:
    """This gives the departments of a whole log in the order that lets questions fall over the shortest distance.

    `flows` has one row an ordered pair: `from_department`, `to_department`, `n` handoffs, `lost` of them.
    Departments are ranked by 6 x lost + 0.25 x n over all their pairs, both directions; the first `keep` stay (ties
    by name). `first` is kept and lies at the left. Their order has the least sum of (6 x lost + 0.25 x n) x
    distance: exact for up to seven movable departments, otherwise pairwise exchange from the spectral order, with
    ties by name, so that equal flows give an equal order.
    """
    pairs = flows[
        flows["from_department"].notna()
        & flows["to_department"].notna()
        & (flows["from_department"] != flows["to_department"])
    ]
    weight = 6 * pairs["lost"] + 0.25 * pairs["n"]
    total = pd.concat([weight.groupby(pairs["from_department"]).sum(), weight.groupby(pairs["to_department"]).sum()])
    total = total.groupby(level=0).sum()
    ranked = sorted(
        (str(department) for department in total.index), key=lambda department: (-float(total[department]), department)
    )
    if first in ranked:
        ranked = [first, *(department for department in ranked if department != first)]
    shown, folded = ranked[:keep], ranked[keep:]
    between: dict[frozenset[str], float] = {}
    for one, other, heavy in zip(pairs["from_department"], pairs["to_department"], weight, strict=True):
        if one in shown and other in shown:
            between[frozenset((one, other))] = between.get(frozenset((one, other)), 0.0) + float(heavy)
    return Lanes(tuple(_ordered(sorted(shown), between, first if first in shown else None)), tuple(sorted(folded)))


def _ordered(names: list[str], between: Mapping[frozenset[str], float], first: str | None) -> list[str]:
    fixed = [first] if first else []
    movable = [name for name in names if name != first]
    if len(movable) <= _EXACT:
        return min((fixed + list(order) for order in permutations(movable)), key=lambda order: _cost(order, between))
    order = fixed + _spectral(movable, between)
    best = _cost(order, between)
    improved = True
    while improved:
        improved = False
        for i in range(len(fixed), len(order) - 1):
            for j in range(i + 1, len(order)):
                tried = order[:i] + order[i : j + 1][::-1] + order[j + 1 :]
                if (cost := _cost(tried, between)) < best - 1e-9:
                    order, best, improved = tried, cost, True
    return order


def _spectral(names: list[str], between: Mapping[frozenset[str], float]) -> list[str]:
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(names)
    for pair, heavy in sorted(between.items(), key=lambda item: sorted(item[0])):
        if pair <= set(names):
            graph.add_edge(*sorted(pair), weight=heavy)
    parts = sorted((sorted(part) for part in networkx.connected_components(graph)), key=lambda part: (-len(part), part))
    order: list[str] = []
    for part in parts:
        found = networkx.spectral_ordering(graph.subgraph(part), seed=1) if len(part) > 2 else part
        order += found if found[0] < found[-1] else found[::-1]  # an order and its mirror image are equally short
    return order


def _cost(order: Sequence[str], between: Mapping[frozenset[str], float]) -> float:
    at = {name: place for place, name in enumerate(order)}
    return sum(
        heavy * abs(at[one] - at[other])
        for (one, other), heavy in ((sorted(pair), heavy) for pair, heavy in between.items())
    )
