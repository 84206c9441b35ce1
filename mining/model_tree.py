"""A process tree: steps in sequence, in choice, in parallel or repeated; and how it is written as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Operator = Literal["task", "skip", "sequence", "choice", "parallel", "loop", "folded"]
_SIGNS = {"sequence": "->", "choice": "X", "parallel": "+", "loop": "*"}


@dataclass(frozen=True)
class Tree:
    """This is a process tree (Leemans, Fahland and Van der Aalst, 2013).

    Attributes
    ----------
    operator: task: one step; skip: nothing happens; sequence, choice (exactly one), parallel (all, in any order); loop: the first
        child, and each time after the second the first again. folded: a part that a picture shows as one box; its `children` are what it
        holds.
    label: the name of a task.
    """

    operator: Operator
    label: str = ""
    children: tuple[Tree, ...] = ()

    def tasks(self) -> Iterator[str]:
        """This gives the names of the tasks, from left to right; a name can stand there more than once."""
        if self.operator == "task":
            yield self.label
        for child in self.children:
            yield from child.tasks()

    def text(self) -> str:
        """This writes the tree as other tools read it: ->( 'a', X( 'b', tau ) )."""
        if self.operator == "task":
            return "'" + self.label.replace("\\", "\\\\").replace("'", "\\'") + "'"
        if self.operator == "skip":
            return "tau"
        return f"{_SIGNS[self.operator]}( {', '.join(child.text() for child in self.children)} )"


def ordered(tree: Tree, counts: Mapping[str, int]) -> Tree:
    """This puts the branches of a choice and of parallel work in one order: the heaviest first, ties by their text."""
    children = tuple(ordered(child, counts) for child in tree.children)
    if tree.operator in ("choice", "parallel"):
        children = tuple(sorted(children, key=lambda child: (child.operator == "skip", -weight(child, counts), child.text())))
    return Tree(tree.operator, tree.label, children)


def weight(tree: Tree, counts: Mapping[str, int]) -> int:
    """This adds up how often the tasks of a tree happened."""
    return sum(counts.get(name, 0) for name in tree.tasks())
