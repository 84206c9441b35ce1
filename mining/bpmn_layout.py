"""Where the elements of a BPMN file stand: as its own diagram says (BPMNDI), or else in columns from left to right."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mining.bpmn_elements import EVENTS, NODES, ONE, PARTS, SOME, SPACE, TASKS, sort_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Sort = Literal["task", "part", "choice", "some", "parallel", "start", "end", "event"]
Point = tuple[float, float]
_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
_WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
_FARTHEST = 1e6
_ACROSS, _DOWN, _LANE = 160.0, 110.0, 24.0
_SIZES: dict[str, tuple[float, float]] = {"task": (110, 80), "start": (36, 36), "end": (36, 36), "event": (36, 36)}


@dataclass(frozen=True)
class Shape:
    """This is one element by its left top corner. `name`: as in the file; `label`: the name of the log that it has, None without.
    `part`: the frame of what stands in it."""

    sort: Sort
    name: str
    label: str | None
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Drawing:
    """This is a diagram: its shapes (frames first), and the lines of its sequence flows, each to its arrow. `own`: it is the file's."""

    shapes: tuple[Shape, ...]
    lines: tuple[tuple[Point, ...], ...]
    own: bool


def drawing_of(root: Element, processes: Sequence[Element], label: Callable[[Element], str | None]) -> Drawing | None:
    """This gives where the elements of some processes stand. Lines without points of their own go straight from shape to shape.

    Where not every task has a place in the file, all get one in columns: each element after what leads to it, lines that skip a column
    or lead back below everything. None for such a file with expanded sub-processes, which columns cannot show.
    """
    nodes = {node.get("id", ""): node for process in processes for node in process.iter() if sort_of(node) in NODES}
    flows = [flow for process in processes for flow in process.iter(f"{SPACE}sequenceFlow")]
    ways = {flow.get("id", ""): (flow.get("sourceRef", ""), flow.get("targetRef", "")) for flow in flows}
    ways = {name: way for name, way in ways.items() if way[0] in nodes and way[1] in nodes}
    places = {one.get("bpmnElement", ""): place for one in root.iter(f"{_DI}BPMNShape") if (place := _place(one)) is not None}
    points = {one.get("bpmnElement", ""): _points(one) for one in root.iter(f"{_DI}BPMNEdge")}
    inside = {
        name: [child.get("id", "") for child in node.iter() if child is not node and sort_of(child) in NODES]
        for name, node in nodes.items()
    }
    hidden = {child for name, children in inside.items() if children and not any(one in places for one in children) for child in children}
    own = all(name in places for name, node in nodes.items() if sort_of(node) in TASKS | PARTS and name not in hidden)
    if not own:
        if any(inside.values()):
            return None
        places, points, hidden = *_columns(nodes, ways), set()
    shapes = [
        Shape(_sort(node, frame=any(one in places for one in inside[name])), _name(node), label(node), *places[name])
        for name, node in nodes.items()
        if name in places and name not in hidden
    ]
    lines = []
    for name, (one, other) in ways.items():
        if one in places and other in places and one not in hidden and other not in hidden:
            lines.append(points.get(name) or _straight(places[one], places[other]))
    return Drawing(tuple(sorted(shapes, key=lambda one: one.sort != "part")), tuple(lines), own)


def _name(node: Element) -> str:
    return " ".join((node.get("name") or "").split())


Place = tuple[float, float, float, float]


def _place(shape: Element) -> Place | None:
    bounds = shape.find(_BOUNDS)
    values = [_number(bounds.get(name)) for name in ("x", "y", "width", "height")] if bounds is not None else []
    if len(values) != 4 or any(value is None for value in values):
        return None
    x, y, width, height = (value for value in values if value is not None)
    return (x, y, width, height) if width > 0 and height > 0 else None


def _points(edge: Element) -> tuple[Point, ...]:
    found = [(_number(one.get("x")), _number(one.get("y"))) for one in edge.findall(_WAYPOINT)]
    points = tuple((x, y) for x, y in found if x is not None and y is not None)
    return points if len(points) == len(found) >= 2 else ()


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= _FARTHEST else None


def _sort(node: Element, *, frame: bool) -> Sort:
    sort = sort_of(node)
    if sort in ONE:
        return "choice"
    if sort in SOME:
        return "some"
    if sort in EVENTS:
        return "start" if sort == "startEvent" else "end" if sort == "endEvent" else "event"
    return "parallel" if sort == "parallelGateway" else "part" if frame else "task"


def _straight(one: Place, other: Place) -> tuple[Point, ...]:
    x, y = one[0] + one[2], one[1] + one[3] / 2
    to_x, to_y = other[0], other[1] + other[3] / 2
    if to_x > x:
        between = (x + to_x) / 2
        return ((x, y), (to_x, y)) if y == to_y else ((x, y), (between, y), (between, to_y), (to_x, to_y))
    return ((one[0] + one[2] / 2, y), (other[0] + other[2] / 2, to_y))


def _columns(
    nodes: dict[str, Element], ways: dict[str, tuple[str, str]]
) -> tuple[dict[str, Place], dict[str, tuple[Point, ...]]]:
    """This gives every element a column after all that lead to it, and every line its points."""
    before: dict[str, set[str]] = {name: set() for name in nodes}
    leads = defaultdict[str, list[str]](list)
    attached = {name: node.get("attachedToRef", "") for name, node in nodes.items() if node.get("attachedToRef") in nodes}
    for one, other in [*ways.values(), *((task, event) for event, task in attached.items())]:
        if one != other:
            before[other].add(one)
            leads[one].append(other)
    column: dict[str, int] = {}
    ready = [name for name in nodes if not before[name]]
    while len(column) < len(nodes):
        if not ready:  # a loop: its first element in the file that something leads to, else the first at all
            left = [name for name in nodes if name not in column]
            ready = [next((name for name in left if any(one in column for one in before[name])), left[0])]
        name = ready.pop(0)
        if name in column:
            continue
        column[name] = 1 + max((column[one] for one in before[name] if one in column), default=-1)
        ready += [other for other in leads[name] if other not in column and all(one in column for one in before[other])]
    rows: dict[int, int] = defaultdict(int)
    places: dict[str, Place] = {}
    for name in sorted(nodes, key=lambda name: column[name]):
        width, height = _SIZES.get(_sort(nodes[name], frame=False), (50, 50))
        at = rows[column[name]]
        rows[column[name]] += 1
        places[name] = (column[name] * _ACROSS - width / 2, at * _DOWN - height / 2, width, height)
    bottom = max((y + height for _, y, _, height in places.values()), default=0.0)
    points: dict[str, tuple[Point, ...]] = {}
    for name, (one, other) in ways.items():
        if column[other] - column[one] != 1:  # below everything
            bottom += _LANE
            (x, y, width, height), (to_x, to_y, to_width, to_height) = places[one], places[other]
            out, into = x + width / 2, to_x + to_width / 2
            gap = _ACROSS / 2
            side, to_side = out + gap, into - gap
            middle, to_middle = y + height / 2, to_y + to_height / 2
            points[name] = ((x + width, middle), (side, middle), (side, bottom), (to_side, bottom), (to_side, to_middle), (to_x, to_middle))
        else:
            points[name] = _straight(places[one], places[other])
    return places, points
