"""How far a sequence has come in a process tree, and what can happen next: the same as its net tells, without its markings.

Where every name stands in a tree once, an event leads into one part only. So work side by side needs no product of its branches: each keeps
its own state. Only a loop can be in several states at once (a new turn may have begun, or not).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mining.model_tree import Tree

State = Any
"""What can be told apart of a part: hashable, equal where the same can still happen."""

REMEMBERED = 200_000


@dataclass(frozen=True, eq=False)
class _Part:
    operator: str
    names: frozenset[str]
    children: tuple[_Part, ...]
    start: State

    def child_of(self, name: str) -> int:
        return next(at for at, child in enumerate(self.children) if name in child.names)


class TreeStates:
    """This follows sequences through a tree in which every name stands once (`tree_alignment.has_each_name_once`)."""

    def __init__(self, tree: Tree) -> None:
        self._root = _part_of(tree)
        self.start: State = self._root.start

    def after(self, state: State, name: str) -> State | None:
        """This gives the state after one named step; None: it cannot happen."""
        return _after(self._root, state, name) if name in self._root.names else None

    def possible(self, state: State) -> frozenset[str]:
        """This gives the names of all steps that can happen next."""
        return _possible(self._root, state)


def _part_of(tree: Tree) -> _Part:
    children = tuple(_part_of(child) for child in tree.children)
    starts: dict[str, State] = {
        "task": False,
        "parallel": tuple(child.start for child in children),
        "loop": frozenset([(0, children[0].start)]) if children else None,
        "sequence": (0, children[0].start) if children else None,
    }
    return _Part(tree.operator, frozenset(tree.tasks()), children, starts.get(tree.operator))


@lru_cache(maxsize=REMEMBERED)
def _ends(part: _Part, state: State) -> bool:
    """This tells whether a part may be finished."""
    if part.operator == "task":
        return bool(state)
    if part.operator == "parallel":
        return all(_ends(child, one) for child, one in zip(part.children, state, strict=True))
    if part.operator == "sequence":
        at, one = state
        return _ends(part.children[at], one) and all(_ends(child, child.start) for child in part.children[at + 1 :])
    if part.operator == "choice":
        if state is None:
            return any(_ends(child, child.start) for child in part.children)
        return _ends(part.children[state[0]], state[1])
    if part.operator == "loop":
        return any(at == 0 and _ends(part.children[0], one) for at, one in _all_of(part, state))
    return True


@lru_cache(maxsize=REMEMBERED)
def _possible(part: _Part, state: State) -> frozenset[str]:
    if part.operator == "task":
        return frozenset() if state else part.names
    found: set[str] = set()
    if part.operator == "parallel":
        for child, one in zip(part.children, state, strict=True):
            found |= _possible(child, one)
    elif part.operator == "sequence":
        at, one = state
        found |= _possible(part.children[at], one)
        while _ends(part.children[at], one) and at + 1 < len(part.children):
            at, one = at + 1, part.children[at + 1].start
            found |= _possible(part.children[at], one)
    elif part.operator == "choice":
        for at, child in enumerate(part.children):
            if state is None or state[0] == at:
                found |= _possible(child, child.start if state is None else state[1])
    elif part.operator == "loop":
        for at, one in _all_of(part, state):
            found |= _possible(part.children[at], one)
    return frozenset(found)


@lru_cache(maxsize=REMEMBERED)
def _after(part: _Part, state: State, name: str) -> State | None:
    if part.operator == "task":
        return None if state else True
    if part.operator == "loop":
        steps = ((at, _after(part.children[at], one, name)) for at, one in _all_of(part, state) if name in part.children[at].names)
        return frozenset((at, one) for at, one in steps if one is not None) or None
    to = part.child_of(name)
    child = part.children[to]
    if part.operator == "parallel":
        one = _after(child, state[to], name)
        return None if one is None else (*state[:to], one, *state[to + 1 :])
    if part.operator == "choice":
        if state is not None and state[0] != to:
            return None
        one = _after(child, child.start if state is None else state[1], name)
        return None if one is None else (to, one)
    at, one = state
    while at < to:
        if not _ends(part.children[at], one):
            return None
        at, one = at + 1, part.children[at + 1].start
    one = _after(child, one, name) if at == to else None
    return None if one is None else (to, one)


def _all_of(part: _Part, state: State) -> set[tuple[int, State]]:
    """This adds the states of a loop that are reached without a named step."""
    found = set(state)
    waiting = list(state)
    while waiting:
        at, one = waiting.pop()
        other = 1 - at
        begun = (other, part.children[other].start)
        if _ends(part.children[at], one) and begun not in found:
            found.add(begun)
            waiting.append(begun)
    return found
