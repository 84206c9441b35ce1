"""The cheapest way of a sequence through a process tree, worked out part by part: exact, however long the sequence or wide the tree.

Where every name stands in a tree once, an event can only belong to one part. So the cost of parallel work is the sum of the costs of its
branches, each beside its own events; of a sequence it is the best cut into stretches; of a choice the cheapest branch; of a loop the best
cut into turns. Each part has a table with the cost of every stretch of its own events. That takes (events of the part)³ steps, where a
search over markings takes a number of states that grows with the product of the branches (mining/alignment.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mining.alignment import Alignment
from mining.model_log import Trace
from mining.model_tree import Operator, Tree

Costs = npt.NDArray[np.int32]
"""[i, j]: the cost of the events from i up to j; FAR where j lies before i."""

FAR = 1 << 20
MOST_CELLS = 20_000_000
"""So many cells of tables are remembered for the sequences that follow."""
LONG = 300
"""From this size on tables are made row by row: slower for short ones, and without copies for long ones."""
MOST_STEPS = 2_000_000_000
"""So many steps of work at most go into one sequence."""


@dataclass(frozen=True)
class _Part:
    """This is a part of the tree. `first`: the number of its first transition in `accepting_net.net_of_tree`; `last`: of its last one."""

    number: int
    operator: Operator
    label: str
    names: frozenset[str]
    children: tuple[_Part, ...]
    first: int
    last: int


@dataclass(frozen=True)
class _Move:
    """This is one move: `place`: the number of the event it takes (None: it takes none), `fired` the transition (None: a step too many)."""

    place: int | None
    fired: int | None
    label: str | None


class _TooMuchError(Exception):
    """This says that a sequence asks for more work than is done."""


def has_each_name_once(tree: Tree) -> bool:
    """This tells whether a tree can be aligned part by part."""
    names = list(tree.tasks())
    return len(names) == len(set(names))


class TreeAligner:
    """This aligns sequences with one tree, and remembers what parts of them cost."""

    def __init__(self, tree: Tree) -> None:
        """This takes a tree in which every name stands once, and no folded part."""
        if not has_each_name_once(tree):
            raise ValueError("a name stands twice in this tree")
        self._parts = 0
        self._fired = 0
        self._root = self._part(tree)
        self._tables: dict[tuple[int, Trace], Costs] = {}
        self._ways: dict[tuple[int, Trace], tuple[_Move, ...]] = {}
        self._cells = 0
        self._steps = 0

    def align(self, trace: Trace, *, most: int = MOST_STEPS) -> Alignment | None:
        """This aligns a sequence, whose names must all be in the tree; None where that takes more than `most` steps of work.

        Of several cheapest ways it gives the one with the first branches and the earliest cuts. A missing step stands as late in the path
        as its part allows. `states`: the steps of work.
        """
        self._steps, self._most = 0, most
        if self._cells > MOST_CELLS:
            self._tables.clear()
            self._ways.clear()
            self._cells = 0
        try:
            moves = self._moves(self._root, trace)
        except _TooMuchError:
            return None
        path = tuple(move.label for move in moves if move.fired is not None and move.label is not None)
        missing = tuple(move.label for move in moves if move.place is None and move.label is not None)
        extra = tuple(trace[move.place] for move in moves if move.fired is None and move.place is not None)
        fired = tuple(move.fired for move in moves if move.fired is not None)
        return Alignment(len(missing) + len(extra), path, fired, missing, extra, self._steps)

    def _part(self, tree: Tree) -> _Part:
        number, first = self._parts, self._fired
        self._parts += 1
        own = tree.operator in ("task", "skip", "parallel", "loop")  # these begin with a transition of their own
        self._fired += own
        children = tuple(self._part(child) for child in tree.children)
        self._fired += tree.operator in ("parallel", "loop")
        return _Part(number, tree.operator, tree.label, frozenset(tree.tasks()), children, first, self._fired - 1)

    def _table(self, part: _Part, trace: Trace) -> Costs:
        """This gives the cost of every stretch of the events of a part."""
        key = (part.number, trace)
        if key in self._tables:
            return self._tables[key]
        size = len(trace) + 1
        if part.operator in ("task", "skip"):
            made: Costs = np.subtract.outer(np.arange(size, dtype=np.int32), np.arange(size, dtype=np.int32)).T
            made = made if part.operator == "skip" else abs(made - 1)
        elif part.operator == "parallel":
            made = np.zeros((size, size), np.int32)
            for child in part.children:
                made += self._lifted(child, trace, apart=True)
        elif part.operator == "choice":
            first, *others = (self._lifted(child, trace) for child in part.children)
            made = first.copy()
            for other in others:
                np.minimum(made, other, out=made)
        elif part.operator == "sequence":
            made = self._lifted(part.children[0], trace)
            for child in part.children[1:]:
                made = self._one_after_other(made, self._lifted(child, trace))
        else:
            body, back = (self._lifted(child, trace) for child in part.children)
            turn = self._one_after_other(back, body)
            turns = np.where(np.eye(size, dtype=bool), 0, FAR).astype(np.int32)
            self._work(size**3)
            for at in range(size - 2, -1, -1):
                turns[at] = np.minimum(turns[at], (turn[at, at + 1 :, None] + turns[at + 1 :]).min(axis=0))
            made = self._one_after_other(body, turns)
        made = _far_before(np.minimum(made, FAR))
        self._tables[key] = made
        self._cells += size * size
        return made

    def _lifted(self, part: _Part, trace: Trace, *, apart: bool = False) -> Costs:
        """This gives the table of a child over the events of its parent. Those that are not the child's are too many, or (`apart`) not its
        affair."""
        own = tuple(name for name in trace if name in part.names)
        before = np.concatenate([[0], np.cumsum([name in part.names for name in trace], dtype=np.int64)])
        table, size = self._table(part, own), len(trace) + 1
        self._work(size * size)
        if len(own) == len(trace):
            return table
        others = np.zeros(size, np.int32) if apart else (np.arange(size) - before).astype(np.int32)
        if size < LONG:
            return _far_before(table[before[:, None], before[None, :]] + (others[None, :] - others[:, None]))
        made = np.empty((size, size), np.int32)
        for at in range(size):  # row by row: of a case of 20,000 events each passing copy of the whole would be 1.6 gigabytes
            made[at, :at] = FAR
            np.take(table[before[at]], before[at:], out=made[at, at:], mode="clip")
            made[at, at:] += others[at:] - others[at]
        return made

    def _one_after_other(self, one: Costs, other: Costs) -> Costs:
        size = len(one)
        self._work(size**3)
        made = np.full((size, size), FAR, np.int32)
        for cut in range(size):
            np.minimum(made[: cut + 1, cut:], one[: cut + 1, cut, None] + other[None, cut, cut:], out=made[: cut + 1, cut:])
        return made

    def _work(self, steps: int) -> None:
        self._steps += steps
        if self._steps > self._most:
            raise _TooMuchError

    def _moves(self, part: _Part, trace: Trace) -> tuple[_Move, ...]:
        """This gives the moves of the cheapest way of all events given (all are of this part), in order."""
        key = (part.number, trace)
        if key not in self._ways:
            self._ways[key] = tuple(self._found_moves(part, trace))
        return self._ways[key]

    def _found_moves(self, part: _Part, trace: Trace) -> list[_Move]:
        if part.operator in ("task", "skip"):
            label = part.label if part.operator == "task" else None
            if label is None or not trace:
                return [_Move(None, part.first, label)]
            return [_Move(0, part.first, label), *(_Move(place, None, None) for place in range(1, len(trace)))]
        if part.operator == "parallel":
            ways = [self._inside(child, trace, 0, apart=True) for child in part.children]
            return [_Move(None, part.first, None), *_together(range(len(trace)), ways), _Move(None, part.last, None)]
        if part.operator == "choice":
            whole = [int(self._lifted(child, trace)[0, -1]) for child in part.children]
            return self._inside(part.children[int(np.argmin(whole))], trace, 0)
        cuts = self._cuts(part, trace) if part.operator == "sequence" else self._turns(part, trace)
        found: list[_Move] = []
        for child, one, other in cuts:
            found += self._inside(child, trace[one:other], one)
        return found if part.operator == "sequence" else [_Move(None, part.first, None), *found, _Move(None, part.last, None)]

    def _inside(self, part: _Part, trace: Trace, begin: int, *, apart: bool = False) -> list[_Move]:
        """This gives the moves of a child beside a stretch that begins at `begin`, and (not `apart`) what is not its own as too many."""
        own = [at for at, name in enumerate(trace) if name in part.names]
        moves = [
            move if move.place is None else _Move(own[move.place] + begin, move.fired, move.label)
            for move in self._moves(part, tuple(trace[at] for at in own))
        ]
        if apart or len(own) == len(trace):
            return moves
        others = [_Move(at + begin, None, None) for at, name in enumerate(trace) if name not in part.names]
        return _together(range(begin, begin + len(trace)), [moves, others])

    def _cuts(self, part: _Part, trace: Trace) -> list[tuple[_Part, int, int]]:
        tables = [self._lifted(child, trace) for child in part.children]
        ahead = [np.zeros(0, np.int32)] * len(tables)  # the cost of this child and those after it, from each place to the end
        ahead[-1] = tables[-1][:, -1]
        for at in range(len(tables) - 2, -1, -1):
            ahead[at] = (tables[at] + ahead[at + 1][None, :]).min(axis=1)
        found, place = [], 0
        for at, child in enumerate(part.children):
            last = at == len(tables) - 1
            cut = len(trace) if last else int(np.argmin(tables[at][place] + ahead[at + 1]))
            found.append((child, place, cut))
            place = cut
        return found

    def _turns(self, part: _Part, trace: Trace) -> list[tuple[_Part, int, int]]:
        """This finds the cheapest turns of a loop: the body, and each time after the way back the body again."""
        body, back = (self._lifted(child, trace) for child in part.children)
        size = len(trace) + 1
        done = body[0].astype(np.int64)  # the cost up to each place, the body having ended there
        returned = np.full(size, FAR, np.int64)  # the same, the way back having ended there
        from_body: list[tuple[int, bool]] = [(0, True)] * size  # where the body began, and whether it was the first
        from_back = [0] * size
        for at in range(size):
            if at:
                ways = done[:at] + back[:at, at]
                from_back[at] = int(np.argmin(ways))
                returned[at] = ways[from_back[at]]
            again = returned[: at + 1] + body[: at + 1, at]
            best = int(np.argmin(again))
            if again[best] < done[at]:
                done[at], from_body[at] = again[best], (best, False)
            if done[at] + back[at, at] < returned[at]:
                returned[at], from_back[at] = done[at] + back[at, at], at
        found: list[tuple[_Part, int, int]] = []
        place = size - 1
        while True:
            began, first = from_body[place]
            found.append((part.children[0], began, place))
            if first:
                return found[::-1]
            place = from_back[began]
            found.append((part.children[1], place, began))


def _far_before(costs: Costs) -> Costs:
    """This writes FAR where a stretch would end before it begins, in the table itself."""
    if len(costs) < LONG:
        costs[np.tri(len(costs), k=-1, dtype=bool)] = FAR
    else:
        for at in range(len(costs)):
            costs[at, :at] = FAR
    return costs


def _together(places: Sequence[int], ways: Sequence[list[_Move]]) -> list[_Move]:
    """This puts the moves of branches in one order: that of their events; each goes as far as its event, and at the end all go on."""
    whose: dict[Any, int] = {move.place: at for at, way in enumerate(ways) for move in way if move.place is not None}
    reached = [0] * len(ways)
    found: list[_Move] = []
    for place in places:
        way, at = ways[whose[place]], reached[whose[place]]
        while True:
            move = way[at]
            found.append(move)
            at += 1
            if move.place == place:
                break
        reached[whose[place]] = at
    for way, at in zip(ways, reached, strict=True):
        found += way[at:]
    return found
