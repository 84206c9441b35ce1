"""A model as a net of places and transitions (a Petri net): what can happen next, and whether a sequence runs through it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mining.model_tree import Tree

Marking = tuple[int, ...]
"""The places that hold a token, in order; a place with two tokens stands there twice."""

MOST_MARKINGS = 4_000
"""So many markings at most are looked at behind one step; beyond that it counts as unknown what can happen next."""


class TooManyError(Exception):
    """This says that a net branches into more markings than are looked at."""


@dataclass(frozen=True)
class Transition:
    """This is one step, or a silent one where `label` is None."""

    takes: Marking
    gives: Marking
    label: str | None = None


@dataclass
class Net:
    """This is a net with where it starts and where it must end; the end is reached only when no other token is left."""

    transitions: list[Transition]
    start: Marking
    end: Marking
    _steps: dict[Marking, list[tuple[int, Marking]]] = field(default_factory=dict, repr=False)
    _of_place: dict[int, list[int]] = field(default_factory=dict, repr=False)

    @property
    def labels(self) -> frozenset[str]:
        """These are the names that the net knows."""
        return frozenset(one.label for one in self.transitions if one.label is not None)

    def steps(self, marking: Marking) -> list[tuple[int, Marking]]:
        """This gives every transition that can happen, by its number, with the marking after it."""
        if marking not in self._steps:
            if not self._of_place:
                for at, one in enumerate(self.transitions):
                    self._of_place.setdefault(one.takes[0], []).append(at)
            found = []
            for at in sorted({at for place in set(marking) for at in self._of_place.get(place, ())}):
                left = _without(marking, self.transitions[at].takes)
                if left is not None:
                    found.append((at, tuple(sorted((*left, *self.transitions[at].gives)))))
            self._steps[marking] = found
        return self._steps[marking]

    def silently(self, markings: Iterable[Marking]) -> frozenset[Marking]:
        """This gives all markings that are reached without a named step. Raises `TooManyError`."""
        found = set(markings)
        waiting = sorted(found)
        while waiting:
            for at, after in self.steps(waiting.pop()):
                if self.transitions[at].label is None and after not in found:
                    found.add(after)
                    waiting.append(after)
            if len(found) > MOST_MARKINGS:
                raise TooManyError
        return frozenset(found)

    def after(self, markings: frozenset[Marking], label: str) -> frozenset[Marking]:
        """This gives the markings after one named step, from markings that `silently` gave; none: it cannot happen."""
        return self.silently(
            after for marking in markings for at, after in self.steps(marking) if self.transitions[at].label == label
        )

    def possible(self, markings: frozenset[Marking]) -> frozenset[str]:
        """This gives the names of all steps that can happen next."""
        return frozenset(
            label for marking in markings for at, _ in self.steps(marking) if (label := self.transitions[at].label) is not None
        )


class NetBuilder:
    """This numbers places and collects transitions."""

    def __init__(self) -> None:
        self.transitions: list[Transition] = []
        self._places = 0

    def place(self) -> int:
        """This gives a new place."""
        self._places += 1
        return self._places

    def add(self, takes: Sequence[int], gives: Sequence[int], label: str | None = None) -> None:
        """This adds a transition."""
        self.transitions.append(Transition(tuple(sorted(takes)), tuple(sorted(gives)), label))


def net_of_tree(tree: Tree) -> Net:
    """This gives the net with exactly the sequences of a process tree."""
    builder = NetBuilder()
    start, end = builder.place(), builder.place()
    _build(builder, tree, start, end)
    return Net(builder.transitions, (start,), (end,))


def _build(builder: NetBuilder, tree: Tree, start: int, end: int) -> None:
    if tree.operator in ("task", "skip"):
        builder.add([start], [end], tree.label if tree.operator == "task" else None)
    elif tree.operator == "sequence":
        places = [start, *(builder.place() for _ in tree.children[1:]), end]
        for child, one, other in zip(tree.children, places[:-1], places[1:], strict=True):
            _build(builder, child, one, other)
    elif tree.operator == "choice":
        for child in tree.children:
            _build(builder, child, start, end)
    elif tree.operator == "parallel":
        ways = [(builder.place(), builder.place()) for _ in tree.children]
        builder.add([start], [one for one, _ in ways])
        for child, (one, other) in zip(tree.children, ways, strict=True):
            _build(builder, child, one, other)
        builder.add([other for _, other in ways], [end])
    else:  # a loop, with places of its own: what it shares with a choice could be entered again
        before, after = builder.place(), builder.place()
        builder.add([start], [before])
        _build(builder, tree.children[0], before, after)
        _build(builder, tree.children[1], after, before)
        builder.add([after], [end])


def _without(marking: Marking, takes: Marking) -> list[int] | None:
    left = list(marking)
    for place in takes:
        if place not in left:
            return None
        left.remove(place)
    return left
