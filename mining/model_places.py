"""A process tree as a diagram: steps and gateways with places, and the lines between them; no line crosses a step.

The tree says it all: a sequence goes to the right, branches lie below each other between two gateways, and what is repeated leads
back below. A .bpmn file and a picture are laid out here, each with its own sizes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count, pairwise
from typing import Literal

from mining.model_tree import Tree

Sort = Literal["task", "choice", "parallel", "start", "end", "folded"]
Point = tuple[float, float]


@dataclass(frozen=True)
class Sizes:
    """This is how large things are, in pixels: steps, gateways, start and end, and the space between them."""

    width: float
    height: float
    gateway: float = 50
    event: float = 36
    across: float = 50
    down: float = 30


@dataclass(frozen=True)
class Node:
    """This is one step, gateway, start or end, by its left top corner. `tree`: what it stands for."""

    number: int
    sort: Sort
    x: float
    y: float
    width: float
    height: float
    tree: Tree


@dataclass(frozen=True)
class Flow:
    """This is a line from one node to another."""

    one: int
    other: int
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Diagram:
    """This is a whole diagram, from (0, 0)."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]


@dataclass(frozen=True)
class _Block:
    """This is a part: it is entered at (0, middle) and left at (width, middle)."""

    width: float
    height: float
    middle: float
    first: int
    last: int
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...] = ()

    def moved(self, x: float, y: float) -> _Block:
        nodes = tuple(replace(node, x=node.x + x, y=node.y + y) for node in self.nodes)
        flows = tuple(replace(flow, points=tuple((px + x, py + y) for px, py in flow.points)) for flow in self.flows)
        return replace(self, nodes=nodes, flows=flows)

    def mirrored(self) -> _Block:
        """This turns left and right about: it is entered at (width, middle)."""
        nodes = tuple(replace(node, x=self.width - node.x - node.width) for node in self.nodes)
        flows = tuple(replace(flow, points=tuple((self.width - px, py) for px, py in flow.points)) for flow in self.flows)
        return replace(self, nodes=nodes, flows=flows)


def diagram_of(tree: Tree, sizes: Sizes, *, room: float | None = None) -> Diagram:
    """This lays a tree out. `room`: a sequence at the top goes on in a next row where it would be wider; without it stays one row."""
    numbers = count(1)
    start = _node(numbers, "start", sizes.event, sizes.event, Tree("skip"))
    parts = [child for child in (tree.children if tree.operator == "sequence" else (tree,)) if child.operator != "skip"]
    blocks = [start, *(_block(part, sizes, numbers) for part in parts), _node(numbers, "end", sizes.event, sizes.event, Tree("skip"))]
    rows: list[list[_Block]] = [[]]
    wide = 0.0
    for at, block in enumerate(blocks):
        needed = wide + block.width + (sizes.across if rows[-1] else 0) + (sizes.event + sizes.across if at == len(blocks) - 2 else 0)
        if room is not None and rows[-1] and needed > room - 2 * sizes.down:
            rows.append([])
            wide = 0.0
        wide += block.width + (sizes.across if rows[-1] else 0)
        rows[-1].append(block)
    nodes: list[Node] = []
    flows: list[Flow] = []
    y = width = 0.0
    before: tuple[int, Point] | None = None
    indent = sizes.down if len(rows) > 1 else 0.0
    for row in rows:
        middle = max(block.middle for block in row)
        x = indent
        for at, block in enumerate(row):
            placed = block.moved(x, y + middle - block.middle)
            into = (x, y + middle)
            if before is not None:
                number, out = before
                points = (out, into)
                if at == 0:  # on in a next row: to the right, down between the rows, and back to the left
                    between = y - sizes.down
                    points = (out, (out[0] + sizes.down / 2, out[1]), (out[0] + sizes.down / 2, between), (0, between), (0, into[1]),
                    into)  # type: ignore[assignment]
                flows.append(Flow(number, placed.first, points))
            nodes += placed.nodes
            flows += placed.flows
            x += block.width
            before = placed.last, (x, y + middle)
            width = max(width, x + indent)
            x += sizes.across
        y += middle + max(block.height - block.middle for block in row) + 2 * sizes.down
    return Diagram(width, y - 2 * sizes.down, tuple(nodes), tuple(flows))


def folded_until(tree: Tree, fits: Callable[[Tree], bool], weigh: Callable[[Tree], int]) -> Tree:
    """This puts the lightest parts of a tree together in one box each, step by step, until `fits`; ties: the first part."""
    while not fits(tree):
        smaller = _folded_once(tree, weigh)
        if smaller is None:
            return tree
        tree = smaller
    return tree


def compacted(tree: Tree) -> Tree:
    """This makes one box of each part that holds one step alone: one that is optional, or that is repeated."""
    if len(set(tree.tasks())) == 1 and tree.children:
        return Tree("folded", tree.operator, tree.children)
    return Tree(tree.operator, tree.label, tuple(compacted(child) for child in tree.children))


def _folded_once(tree: Tree, weigh: Callable[[Tree], int]) -> Tree | None:
    best: tuple[int, tuple[int, ...], Tree] | None = None
    for path, part in _parts(tree, ()):
        if not part.children or part.operator == "folded" or any(child.children and child.operator != "folded" for child in part.children):
            continue
        real = [at for at, child in enumerate(part.children) if child.operator != "skip"]
        if not path and len(real) < 3:
            continue
        tried: list[tuple[int, Tree]] = []
        if len(real) > 2 and part.operator != "loop":
            pairs = list(pairwise(real))
            if part.operator != "sequence":
                one, other = sorted(real, key=lambda at: (weigh(part.children[at]), at))[:2]
                pairs = [(min(one, other), max(one, other))]
            for one, other in pairs:
                both = Tree("folded", part.operator, (part.children[one], part.children[other]))
                children = [both if at == one else child for at, child in enumerate(part.children) if at != other]
                tried.append((weigh(both), Tree(part.operator, part.label, tuple(children))))
        else:
            tried.append((weigh(part), Tree("folded", part.operator, part.children)))
        for heavy, made in tried:
            if best is None or heavy < best[0]:
                best = (heavy, path, made)
    return None if best is None else _with(tree, best[1], best[2])


def _parts(tree: Tree, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Tree]]:
    yield path, tree
    if tree.operator != "folded":
        for at, child in enumerate(tree.children):
            yield from _parts(child, (*path, at))


def _with(tree: Tree, path: tuple[int, ...], part: Tree) -> Tree:
    if not path:
        return part
    children = [_with(child, path[1:], part) if at == path[0] else child for at, child in enumerate(tree.children)]
    return Tree(tree.operator, tree.label, tuple(children))


def _node(numbers: Iterator[int], sort: Sort, width: float, height: float, tree: Tree) -> _Block:
    number = next(numbers)
    return _Block(width, height, height / 2, number, number, (Node(number, sort, 0, 0, width, height, tree),))


def _block(tree: Tree, sizes: Sizes, numbers: Iterator[int]) -> _Block:
    if tree.operator in ("task", "folded"):
        return _node(numbers, "task" if tree.operator == "task" else "folded", sizes.width, sizes.height, tree)
    if tree.operator == "sequence":
        return _row([_block(child, sizes, numbers) for child in tree.children if child.operator != "skip"], sizes)
    if tree.operator == "loop":
        return _loop(tree, sizes, numbers)
    return _branches(tree, sizes, numbers)


def _row(blocks: list[_Block], sizes: Sizes) -> _Block:
    middle = max(block.middle for block in blocks)
    x, nodes, flows = 0.0, list[Node](), list[Flow]()
    placed: list[_Block] = []
    for block in blocks:
        moved = block.moved(x, middle - block.middle)
        if placed:
            flows.append(Flow(placed[-1].last, moved.first, ((x - sizes.across, middle), (x, middle))))
        nodes += moved.nodes
        flows += moved.flows
        placed.append(moved)
        x += block.width + sizes.across
    height = middle + max(block.height - block.middle for block in blocks)
    return _Block(x - sizes.across, height, middle, placed[0].first, placed[-1].last, tuple(nodes), tuple(flows))


def _branches(tree: Tree, sizes: Sizes, numbers: Iterator[int]) -> _Block:
    sort: Sort = "choice" if tree.operator == "choice" else "parallel"
    split = _node(numbers, sort, sizes.gateway, sizes.gateway, Tree("skip"))
    inner = [None if child.operator == "skip" else _block(child, sizes, numbers) for child in tree.children]
    join = _node(numbers, sort, sizes.gateway, sizes.gateway, Tree("skip"))
    wide = max((block.width for block in inner if block), default=0.0)
    left, right = sizes.gateway + sizes.across, sizes.gateway + 2 * sizes.across + wide
    middle = max(sizes.gateway / 2, inner[0].middle if inner[0] else 0.0)
    half = sizes.gateway / 2
    split, join = split.moved(0, middle - half), join.moved(right, middle - half)
    nodes, flows = [*split.nodes], list[Flow]()
    y = 0.0
    for at, block in enumerate(inner):
        if block is None:  # past everything
            row = middle if at == 0 else y + sizes.down / 2
            points = ((half, middle + half), (half, row), (right + half, row), (right + half, middle + half))
            if at == 0:
                points = ((2 * half, middle), (right, middle))  # type: ignore[assignment]
            flows.append(Flow(split.last, join.first, points))
            y = row + sizes.down / 2
            continue
        top = max(0.0, middle - block.middle) if at == 0 else y
        moved = block.moved(left + (wide - block.width) / 2, top)
        x, row = left + (wide - block.width) / 2, top + block.middle
        if at == 0:
            flows.append(Flow(split.last, moved.first, ((2 * half, middle), (x, middle))))
            flows.append(Flow(moved.last, join.first, ((x + block.width, middle), (right, middle))))
        else:
            flows.append(Flow(split.last, moved.first, ((half, middle + half), (half, row), (x, row))))
            flows.append(Flow(moved.last, join.first, ((x + block.width, row), (right + half, row), (right + half, middle + half))))
        nodes += moved.nodes
        flows += moved.flows
        y = top + block.height + sizes.down
    height = max(y - sizes.down if inner[-1] else y, middle + half)
    return _Block(right + 2 * half, height, middle, split.first, join.last, (*nodes, *join.nodes), tuple(flows))


def _loop(tree: Tree, sizes: Sizes, numbers: Iterator[int]) -> _Block:
    """This puts what is repeated on the line, between gateways, and what leads back below it, from right to left."""
    join = _node(numbers, "choice", sizes.gateway, sizes.gateway, Tree("skip"))
    body = None if tree.children[0].operator == "skip" else _block(tree.children[0], sizes, numbers)
    back = None if tree.children[1].operator == "skip" else _block(tree.children[1], sizes, numbers)
    split = _node(numbers, "choice", sizes.gateway, sizes.gateway, Tree("skip"))
    half = sizes.gateway / 2
    wide = max(body.width if body else 0.0, back.width if back else 0.0)
    middle = max(half, body.middle if body else 0.0)
    left, right = sizes.gateway + sizes.across, sizes.gateway + 2 * sizes.across + wide
    join, split = join.moved(0, middle - half), split.moved(right, middle - half)
    nodes, flows = [*join.nodes], list[Flow]()
    bottom = middle + half
    if body:
        x = left + (wide - body.width) / 2
        moved = body.moved(x, middle - body.middle)
        flows.append(Flow(join.last, moved.first, ((2 * half, middle), (x, middle))))
        flows.append(Flow(moved.last, split.first, ((x + body.width, middle), (right, middle))))
        nodes += moved.nodes
        flows += moved.flows
        bottom = max(bottom, middle - body.middle + body.height)
    else:
        flows.append(Flow(join.last, split.first, ((2 * half, middle), (right, middle))))
    if back:
        x, top = left + (wide - back.width) / 2, bottom + sizes.down
        moved = back.mirrored().moved(x, top)
        row = top + back.middle
        flows.append(Flow(split.last, moved.first, ((right + half, middle + half), (right + half, row), (x + back.width, row))))
        flows.append(Flow(moved.last, join.first, ((x, row), (half, row), (half, middle + half))))
        nodes += moved.nodes
        flows += moved.flows
        bottom = top + back.height
    else:
        row = bottom + sizes.down / 2
        flows.append(
            Flow(split.last, join.first, ((right + half, middle + half), (right + half, row), (half, row), (half, middle + half)))
        )
        bottom = row + sizes.down / 2
    return _Block(right + 2 * half, bottom, middle, join.first, split.last, (*nodes, *split.nodes), tuple(flows))
