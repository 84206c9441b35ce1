"""The order of departments and what folds together: decided once for a dossier and stored, so that all its maps agree.

Departments that hand much over to each other, and lose much on the way, come to lie beside each other. The order of the eight heaviest
is the best there is; the others are put in between without moving them. So a picture of seven lanes, eight silos or forty rows of a matrix
shows the same departments in the same order, and so does the next dossier when it is given the order of this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import duckdb

from journeys.dossier import has_table
from journeys.errors import DossierError, SettingsError
from journeys.names import normalised
from journeys.texts import say

SILOS, NODES, CELLS = 8, 11, 14
"""How many a silo map, a node-link map and a matrix show by themselves, beside the one place for the rest."""

EXACT = 8
"""So many departments, the heaviest, are put in the best order of all; with a fixed first one that is every order of seven."""

PLACED = 60
"""So many, the heaviest, are put where they lengthen the way least; lighter ones follow by weight."""

LEVELS = 5
"""So many levels at most are read of an organisation: team, section, department, domain ..."""


@dataclass(frozen=True)
class Units:
    """This is the departments of one picture: those shown by themselves, in order, and those that share one place.

    Attributes
    ----------
    level: 0: departments themselves; 1 and up: the deepest layers of the organisation in the settings are folded into what they belong to.
    shown: names in the order of the dossier. folded: the other names, the heaviest first.
    members: the departments of each name, shown or folded.
    """

    level: int
    shown: tuple[str, ...]
    folded: tuple[str, ...]
    members: Mapping[str, tuple[str, ...]]


def write_department_order(
    connection: duckdb.DuckDBPyConnection, *, organisation: Mapping[str, str] | None = None, fixed: Sequence[str] = ()
) -> None:
    """This writes `department_units` (what each department belongs to at each level) and `unit_order` (rank and place of each unit).

    `organisation`: name of a department or unit -> what it belongs to (names compared after A2, and then case-folded).
    `fixed`: names that come first to last in this order; what is not named is put in between.
    Rank: by 6 x lost + 0.25 x n over all passages from and to, ties by name. Place: the least sum of (6 x lost + 0.25 x n) x
    distance, the department that takes the residents' asks at the left; exact for the eight heaviest, others put in between by rank.
    Raises `SettingsError` for an organisation that goes round in a circle.
    """
    names = dict(connection.execute("select department_no, department from departments").fetchall())
    above = {normalised(one): other for one, other in (organisation or {}).items()}
    chains = {number: _chain(name, above) for number, name in names.items()}
    depth = max((len(chain) for chain in chains.values()), default=1)
    weights: dict[tuple[int, int], float] = {}
    for one, other, heavy in connection.execute(
        "select from_department_no, to_department_no, 6 * count(*) filter (where status = 'lost') + 0.25 * count(*)"
        " from passages where from_department_no is not null group by all order by all"
    ).fetchall():
        weights[one, other] = float(heavy)
    first = _first(connection)
    connection.execute("create or replace table department_units (department_no integer, level integer, unit text)")
    connection.execute("create or replace table unit_order (level integer, unit text, weight double, rank integer, place integer)")
    for level in range(depth):
        deepest = depth - 1 - level  # seen from the top: the deepest fold first
        unit_of = {number: chain[::-1][min(deepest, len(chain) - 1)] for number, chain in chains.items()}
        between: dict[frozenset[str], float] = {}
        for (one, other), heavy in weights.items():
            if unit_of[one] != unit_of[other]:
                pair = frozenset((unit_of[one], unit_of[other]))
                between[pair] = between.get(pair, 0.0) + heavy
        placed = place_units(sorted(set(unit_of.values())), between, first=unit_of.get(first), fixed=fixed)
        if unit_of:
            connection.execute(
                "insert into department_units select unnest(?::integer[]), ?, unnest(?::varchar[])",
                [list(unit_of.keys()), level, list(unit_of.values())],
            )
            connection.execute(
                "insert into unit_order select ?, unnest(?::varchar[]), unnest(?::double[]), unnest(?::integer[]), unnest(?::integer[])",
                [level, *map(list, zip(*placed, strict=True))],
            )


def read_units(connection: duckdb.DuckDBPyConnection, *, keep: int) -> Units:
    """This gives the departments of a picture that shows `keep` by themselves.

    The lowest level of the organisation that fits is taken; where even the highest does not fit, the heaviest `keep` are shown. One
    more than `keep` fits too: a place for the rest would hold that one alone.
    Raises `DossierError` for a dossier of a version that did not write the order yet.
    """
    if not has_table(connection, "unit_order"):
        raise DossierError(
            say("This dossier was made by an older version and has no order of departments."),
            next_step=say("Make it anew with journeys mine."),
        )
    counts = connection.execute("select level, count(*) from unit_order group by 1 order by 1").fetchall()
    level = next((level for level, count in counts if count <= keep + 1), counts[-1][0] if counts else 0)
    rows = connection.execute("select unit, rank, place from unit_order where level = ? order by rank", [level]).fetchall()
    keep = len(rows) if len(rows) == keep + 1 else keep
    shown = [unit for unit, _, _ in sorted(rows[:keep], key=lambda row: row[2])]
    members: dict[str, list[str]] = {unit: [] for unit, _, _ in rows}
    for unit, department in connection.execute(
        "select unit, department from department_units join departments using (department_no) where level = ? order by department", [level]
    ).fetchall():
        members[unit].append(department)
    return Units(level, tuple(shown), tuple(unit for unit, _, _ in rows[keep:]), {unit: tuple(found) for unit, found in members.items()})


def places_of_departments(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, tuple[str, int]], ...]:
    """This gives for each level the unit of every department and its place; empty for a dossier without an order."""
    if not has_table(connection, "unit_order"):
        return ()
    rows = connection.execute(
        "select level, department, unit, place from department_units join departments using (department_no)"
        " join unit_order using (level, unit) order by level, place, department"
    ).fetchall()
    levels: dict[int, dict[str, tuple[str, int]]] = {}
    for level, department, unit, place in rows:
        levels.setdefault(level, {})[department] = (unit, place)
    return tuple(levels.values())


def place_units(
    names: Sequence[str], between: Mapping[frozenset[str], float], *, first: str | None = None, fixed: Sequence[str] = ()
) -> list[tuple[str, float, int, int]]:
    """This gives name, weight, rank and place (both from 1) of each unit; equal flows give an equal order.

    `between`: the weight of each pair, both ways together. `first` comes at the left, and is ranked first; it is there even
    when it is light. `fixed`: names whose order stands; they keep it, and the first of them stays left.
    """
    total = dict.fromkeys(names, 0.0)
    for pair, heavy in between.items():
        for name in pair:
            total[name] += heavy
    ranked = sorted(names, key=lambda name: (name != first, -total[name], name))
    standing = {normalised(name): at for at, name in enumerate(fixed)}
    kept = sorted((name for name in ranked if normalised(name) in standing), key=lambda name: standing[normalised(name)])
    if kept:
        order = kept
    else:
        core = ranked[:EXACT]
        head = [first] if first is not None and first in core else []
        movable = sorted(name for name in core if name not in head)
        order = _shortest(head, movable[: EXACT - 1], between)
    left = 1 if kept or (first is not None and order[:1] == [first]) else 0
    for name in ranked[:PLACED]:
        if name not in order:
            order.insert(_best_place(name, order, between, left=left), name)
    placed = set(order)
    order += [name for name in ranked if name not in placed]
    at = {name: place for place, name in enumerate(order, start=1)}
    return [(name, total[name], rank, at[name]) for rank, name in enumerate(ranked, start=1)]


def _best_place(name: str, order: Sequence[str], between: Mapping[frozenset[str], float], *, left: int) -> int:
    """This finds where a name lengthens the whole way least: its own ways, and those of the pairs that it comes between."""
    places = range(left, len(order) + 1)
    own = [(at, between[pair]) for at, other in enumerate(order) if (pair := frozenset((name, other))) in between]
    across = [0.0] * (len(order) + 1)  # weight of the pairs that a place lies between
    where = {other: at for at, other in enumerate(order)}
    for pair, heavy in between.items():
        ends = sorted(where[other] for other in pair if other in where)
        if len(ends) == 2:
            for place in range(ends[0] + 1, ends[1] + 1):
                across[place] += heavy
    return min(places, key=lambda place: (across[place] + sum(w * (place - at if at < place else at + 1 - place) for at, w in own), place))


def _shortest(head: Sequence[str], movable: Sequence[str], between: Mapping[frozenset[str], float]) -> list[str]:
    """This finds, of all orders of `movable` (sorted) behind `head`, the one with the least way; of equal ones the first by name."""
    names = [*head, *movable]
    if len(movable) < 2:  # one order only
        return names
    import numpy as np  # only here: a log without departments does without it

    number = {name: at for at, name in enumerate(names)}
    tails = np.array(list(permutations(range(len(head), len(names)))), dtype=np.int8).reshape(-1, len(movable))
    orders = np.hstack([np.tile(np.arange(len(head), dtype=np.int8), (len(tails), 1)), tails])
    places = np.argsort(orders, axis=1)  # of each order: where each name stands
    ways = np.zeros(len(orders))
    for pair, heavy in between.items():
        one, other = (number.get(name) for name in pair)
        if one is not None and other is not None:
            ways += heavy * np.abs(places[:, one] - places[:, other])
    return [names[at] for at in orders[int(np.argmin(np.round(ways, 6)))]]


def _first(connection: duckdb.DuckDBPyConnection) -> int | None:
    """This is the department that takes most of the residents' asks (table first_line); None where that is not known."""
    found = connection.execute("select department_no from first_line order by asks desc, department_no limit 1").fetchone()
    return int(found[0]) if found else None


def _chain(name: str, above: Mapping[str, str]) -> list[str]:
    """This gives a department and what it belongs to, level by level."""
    chain = [name]
    while (higher := above.get(normalised(chain[-1]))) is not None and len(chain) < LEVELS:
        if normalised(higher) in {normalised(one) for one in chain}:
            raise SettingsError(say("[organisation] goes round in a circle at “{name}”.", name=higher))
        chain.append(higher)
    return chain

