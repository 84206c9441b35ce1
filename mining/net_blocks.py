"""A net that is built of blocks (sequence, choice, parallel work, loop) as a process tree with the same sequences.

Parts that make one block are put together, step by step, until one part is left (the reduction rules of Van Zelst and Leemans,
Algorithms 13(11), 2020, for workflow nets). A model without jumps into and out of blocks comes out; then even its long sequences can be
compared (mining/tree_alignment.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mining.accepting_net import Net
from mining.model_tree import Operator, Tree


@dataclass(eq=False)
class _Part:
    """This takes tokens from places, does what its tree says, and gives tokens to places."""

    takes: set[int]
    gives: set[int]
    tree: Tree


def tree_of_net(net: Net) -> Tree | None:
    """This gives a tree with exactly the sequences of a net; None for a net that is not built of blocks."""
    if len(net.start) != 1 or len(net.end) != 1:
        return None
    parts = [_Part(set(one.takes), set(one.gives), _leaf(one.label)) for one in net.transitions]
    if any(len(set(places)) != len(places) for one in net.transitions for places in (one.takes, one.gives)):
        return None
    ends = {*net.start, *net.end}
    highest = max((place for part in parts for place in (*part.takes, *part.gives)), default=0)
    while True:
        into, out = defaultdict[int, list[_Part]](list), defaultdict[int, list[_Part]](list)
        for part in parts:
            for place in part.takes:
                out[place].append(part)
            for place in part.gives:
                into[place].append(part)
        places = sorted({*into, *out})
        if _choice(parts) or _sequence(parts, places, into, out, ends) or _loop(parts, places, into, out):
            continue
        if _turn(places, out, ends, highest + 1):
            highest += 1
            continue
        if not _parallel(parts, places, into, out, ends):
            break
    (only, *others) = parts or [_Part(set(), set(), Tree("skip"))]
    return only.tree if not others and only.takes == set(net.start) and only.gives == set(net.end) else None


def _leaf(label: str | None) -> Tree:
    return Tree("skip") if label is None else Tree("task", label)


def _block(operator: Operator, trees: Iterable[Tree]) -> Tree:
    """This makes a block; what is inside the same block is taken up in it, and a sequence has no steps that do nothing."""
    found: list[Tree] = []
    for tree in trees:
        found += tree.children if tree.operator == operator else (tree,)
    if operator in ("sequence", "parallel"):
        found = [tree for tree in found if tree.operator != "skip"]
    elif operator == "choice":
        found = list(dict.fromkeys(found))
    return Tree("skip") if not found else found[0] if len(found) == 1 else Tree(operator, "", tuple(found))


def _choice(parts: list[_Part]) -> bool:
    same = defaultdict[tuple[frozenset[int], frozenset[int]], list[_Part]](list)
    for part in parts:
        same[frozenset(part.takes), frozenset(part.gives)].append(part)
    for group in same.values():
        if len(group) > 1:
            group[0].tree = _block("choice", (part.tree for part in group))
            for part in group[1:]:
                parts.remove(part)
    return any(len(group) > 1 for group in same.values())


def _sequence(
    parts: list[_Part], places: list[int], into: dict[int, list[_Part]], out: dict[int, list[_Part]], ends: set[int]
) -> bool:
    for place in places:
        if place in ends or len(into[place]) != 1 or len(out[place]) != 1:
            continue
        (one,), (other,) = into[place], out[place]
        if one is not other and one.gives == {place} == other.takes:
            one.tree, one.gives = _block("sequence", (one.tree, other.tree)), other.gives
            parts.remove(other)
            return True
    return False


def _loop(parts: list[_Part], places: list[int], into: dict[int, list[_Part]], out: dict[int, list[_Part]]) -> bool:
    """This finds a body that alone leads from one place to another, with a way back."""
    for place in places:
        if len(out[place]) != 1:
            continue
        body = out[place][0]
        if body.takes != {place} or len(body.gives) != 1 or body.gives == {place}:
            continue
        (after,) = body.gives
        back = next((part for part in out[after] if part.takes == {after} and part.gives == {place}), None)
        if back is not None and into[after] == [body]:
            body.tree = Tree("loop", "", (body.tree, back.tree))
            parts.remove(back)
            return True
    return False


def _turn(places: list[int], out: dict[int, list[_Part]], ends: set[int], new: int) -> bool:
    """This finds what leads back to where it began: it may be done any number of times, before what comes next."""
    for place in places:
        again = next((part for part in out[place] if part.takes == part.gives == {place}), None)
        if again is None or place in ends:
            continue
        for part in out[place]:
            part.takes = {new if one == place else one for one in part.takes}
        again.takes, again.gives, again.tree = {place}, {new}, Tree("loop", "", (Tree("skip"), again.tree))
        return True
    return False


def _parallel(
    parts: list[_Part], places: list[int], into: dict[int, list[_Part]], out: dict[int, list[_Part]], ends: set[int]
) -> bool:
    """This finds two parts that begin at one split and end at one join."""
    found: dict[tuple[int, int], _Part] = {}
    for place in places:
        if place in ends or len(into[place]) != 1 or len(out[place]) != 1:
            continue
        part = out[place][0]
        if part.takes != {place} or len(part.gives) != 1:
            continue
        (after,) = part.gives
        if after in ends or into[after] != [part] or len(out[after]) != 1:
            continue
        split, join = into[place][0], out[after][0]
        other = found.setdefault((id(split), id(join)), part)
        if other is not part:
            other.tree = _block("parallel", (other.tree, part.tree))
            split.gives -= {place}
            join.takes -= {after}
            parts.remove(part)
            return True
    return False
