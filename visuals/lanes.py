"""Which departments get a lane of their own, in which order, and which are folded into "other departments".

One order for all pictures of a dossier lets people remember where a department lies. What is folded stays in every
table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

LANES = 7
"""So many lanes at most a journey map has."""


@dataclass(frozen=True)
class Lanes:
    """This is the lanes of one picture from top to bottom: `shown`, then one for all `folded`, then one for an unknown
    department. `units` gives the lane of departments that share one because they belong together."""

    shown: tuple[str, ...]
    folded: tuple[str, ...] = ()
    unknown: bool = False
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """This is the number of lanes, those for folded and unknown departments included."""
        return len(self.shown) + bool(self.folded) + self.unknown

    def index(self, department: str | None) -> int | None:
        """This gives the lane of a department; of an unknown one the last lane, or None where there is no such lane."""
        if department is None or pd.isna(department):
            return self.count - 1 if self.unknown else None
        department = self.units.get(department, department)
        if department in self.shown:
            return self.shown.index(department)
        return len(self.shown) if department in self.folded else None


def journey_lanes(
    named: Sequence[str],
    holdings: Mapping[str, int],
    *,
    unknown: bool = False,
    places: Sequence[Mapping[str, tuple[str, int]]] = (),
    keep: int = LANES,
) -> Lanes:
    """This gives the lanes of one journey.

    `named` holds every department of the journey by first appearance (first contact first): that is the order of the
    lanes where the dossier has none. `places` gives, level by level, the unit and the place of a department in the order of
    the dossier: then that is the order, and departments that do not fit fold into what they belong to, at the lowest level that
    fits. With more than `keep` lanes even so, the ones with the most `holdings` stay (ties: the earlier one) and the rest share one.
    """
    room = keep - unknown
    units: dict[str, str] = {}
    for level in places:
        at = {name: level.get(name, (name, 0)) for name in named}
        units = {name: unit for name, (unit, _) in at.items() if unit != name}
        order = sorted({(place, unit) for unit, place in at.values()})
        if len(order) <= room or level is places[-1]:
            held: dict[str, int] = {}
            for name in named:
                held[at[name][0]] = held.get(at[name][0], 0) + holdings.get(name, 0)
            found = _kept([unit for _, unit in order], held, room=room, unknown=unknown)
            return replace(found, units=units)
    return _kept(named, holdings, room=room, unknown=unknown)


def _kept(named: Sequence[str], holdings: Mapping[str, int], *, room: int, unknown: bool) -> Lanes:
    if len(named) <= room:
        return Lanes(tuple(named), unknown=unknown)
    at = {department: place for place, department in enumerate(named)}
    kept = sorted(named, key=lambda department: (-holdings.get(department, 0), at[department]))[: room - 1]
    shown = tuple(department for department in named if department in kept)
    return Lanes(shown, tuple(department for department in named if department not in kept), unknown)
