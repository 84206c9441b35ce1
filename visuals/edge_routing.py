"""Lines between boxes that stand still: Graphviz leads them around the boxes, or they go straight where it is not installed.

Graphviz only routes (its `nop`, that is `neato -n`, inside the process, by pygraphviz): it moves nothing and draws nothing. Equal input
gives equal lines.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Way = tuple[int, int]
APART = 10.0
"""The lines of two boxes to and fro lie so far to the right of the middle, seen along each."""

NEAR, REACH, MARGIN = 3.0, 26.0, 6
"""A head stops so far before its box; a line that Graphviz stops at a margin goes on so far to reach it."""

_STEPS = 16


@dataclass(frozen=True)
class Box:
    """This is a box by its middle and its size."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, point: Point, *, margin: float = 0) -> bool:
        """This tells whether a point lies inside, or within `margin` of it."""
        return abs(point[0] - self.x) < self.width / 2 + margin and abs(point[1] - self.y) < self.height / 2 + margin


def routes(boxes: Sequence[Box], ways: Iterable[Way], *, straight: bool = False) -> dict[Way, list[Point]]:
    """This gives the line of each way (sender, receiver: places in `boxes`), from the edge of the one box to the edge of the other.

    `straight` leads all lines straight, as they also go where pygraphviz cannot be imported.
    """
    wished = sorted(set(ways))
    found = None if straight else _routed(boxes, wished)
    lines = found or {way: _straight(boxes, way) for way in wished}
    return {
        (one, other): _trimmed(_aside(line) if (other, one) in lines else line, boxes[one], boxes[other])
        for (one, other), line in lines.items()
    }


def _routed(boxes: Sequence[Box], ways: Sequence[Way]) -> dict[Way, list[Point]] | None:
    """This asks Graphviz; None where it is not there or boxes lie over each other."""
    try:
        import pygraphviz
    except (ImportError, OSError):
        return None
    if _touching(boxes) or not ways:
        return None
    graph = pygraphviz.AGraph(directed=True, strict=False, splines="true", esep=f"+{MARGIN}")
    for number, box in enumerate(boxes):
        place = f"{box.x:.2f},{-box.y:.2f}"  # up is positive there
        size = {"width": f"{box.width / 72:.4f}", "height": f"{box.height / 72:.4f}"}
        graph.add_node(number, pos=place, shape="box", fixedsize="true", label="", **size)
    for one, other in ways:
        graph.add_edge(one, other, arrowhead="none")
    drawn = json.loads(graph.draw(format="json", prog="nop"))
    nodes = {node["_gvid"]: (int(node["name"]), node["pos"]) for node in drawn["objects"]}
    number, place = nodes[0]
    left, top = (float(value) for value in place.split(","))
    across, down = boxes[number].x - left, boxes[number].y + top
    lines = {}
    for edge in drawn["edges"]:
        points = [tuple(float(value) for value in pair.split(",")) for pair in edge["pos"].split(" ")]
        way = nodes[edge["tail"]][0], nodes[edge["head"]][0]
        lines[way] = _curve([(x + across, down - y) for x, y in points])
    return {way: lines[way] for way in ways}


def _to_middles(line: Sequence[Point], start: Box, end: Box) -> list[Point]:
    """This leads a line that stops before a box straight on into it, so that it can be cut off at the very edge."""
    longer = list(line)
    for at, before, box in ((0, 1, start), (-1, -2, end)):
        (x, y), (x1, y1) = longer[at], longer[before]
        length = math.hypot(x - x1, y - y1)
        if length and not box.holds((x, y)):
            point = x + (x - x1) / length * REACH, y + (y - y1) / length * REACH
            longer = [point, *longer] if at == 0 else [*longer, point]
    return longer


def _touching(boxes: Sequence[Box]) -> bool:
    near = 2 * MARGIN + 1
    return any(
        abs(one.x - other.x) < (one.width + other.width) / 2 + near and abs(one.y - other.y) < (one.height + other.height) / 2 + near
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
    )


def _curve(points: Sequence[Point]) -> list[Point]:
    """This turns a chain of cubic curves into short straight pieces."""
    line = [points[0]]
    for at in range(0, len(points) - 1, 3):
        four = points[at : at + 4]
        for step in range(1, _STEPS + 1):
            part, back = step / _STEPS, 1 - step / _STEPS
            weights = (back**3, 3 * back**2 * part, 3 * back * part**2, part**3)
            line.append(
                (sum(w * x for w, (x, _) in zip(weights, four, strict=True)), sum(w * y for w, (_, y) in zip(weights, four, strict=True)))
            )
    return line


def _straight(boxes: Sequence[Box], way: Way) -> list[Point]:
    start, end = (boxes[place] for place in way)
    return [(start.x + (end.x - start.x) * step / 8, start.y + (end.y - start.y) * step / 8) for step in range(9)]


def _aside(line: Sequence[Point]) -> list[Point]:
    """This moves a line to its right, seen in its own direction."""
    moved = []
    for at, (x, y) in enumerate(line):
        (x1, y1), (x2, y2) = line[max(0, at - 1)], line[min(len(line) - 1, at + 1)]
        length = math.hypot(x2 - x1, y2 - y1) or 1.0
        moved.append((x - APART * (y2 - y1) / length, y + APART * (x2 - x1) / length))
    return moved


def _trimmed(line: Sequence[Point], start: Box, end: Box) -> list[Point]:
    """This takes off what lies inside the two boxes, up to their very edge; at least two points stay."""
    line = _to_middles(line, start, end)
    first, last = 0, len(line) - 1
    while first < last - 1 and start.holds(line[first + 1]):
        first += 1
    while last > first + 1 and end.holds(line[last - 1], margin=NEAR):
        last -= 1
    kept = list(line[first : last + 1])
    kept[0] = _edge(kept[1], kept[0], start, margin=0)
    kept[-1] = _edge(kept[-2], kept[-1], end, margin=NEAR)
    return kept


def _edge(outside: Point, inside: Point, box: Box, *, margin: float) -> Point:
    """This is where a straight piece enters a box, to a tenth of a pixel."""
    if box.holds(outside, margin=margin) or not box.holds(inside, margin=margin):
        return inside
    low, high = 0.0, 1.0
    for _ in range(14):
        part = (low + high) / 2
        point = outside[0] + (inside[0] - outside[0]) * part, outside[1] + (inside[1] - outside[1]) * part
        low, high = (low, part) if box.holds(point, margin=margin) else (part, high)
    return outside[0] + (inside[0] - outside[0]) * low, outside[1] + (inside[1] - outside[1]) * low


def point_at(line: Sequence[Point], part: float) -> Point:
    """This is the point at `part` (0 to 1) of the length of a line."""
    pieces = [math.dist(one, other) for one, other in pairwise(line)]
    left = part * sum(pieces)
    for (one, other), piece in zip(pairwise(line), pieces, strict=True):
        if left <= piece and piece:
            return one[0] + (other[0] - one[0]) * left / piece, one[1] + (other[1] - one[1]) * left / piece
        left -= piece
    return line[-1]


def shortened(line: Sequence[Point], by: float) -> tuple[list[Point], Point]:
    """This takes `by` off the end of a line, and gives the direction (length 1) in which the rest arrives."""
    total = sum(math.dist(one, other) for one, other in pairwise(line))
    stop = point_at(line, max(0.0, 1 - by / total)) if total else line[-1]
    kept, run = [line[0]], 0.0
    for one, other in pairwise(line):
        run += math.dist(one, other)
        if run >= total - by:
            break
        kept.append(other)
    length = math.dist(stop, line[-1]) or 1.0
    return [*kept, stop], ((line[-1][0] - stop[0]) / length, (line[-1][1] - stop[1]) / length)
