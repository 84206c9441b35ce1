"""The marks of a process model: lines with arrows, gateways, start and end, and how they stand in the legend."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from journeys.texts import number, say
from visuals.edge_routing import shortened
from visuals.picture_frame import LEGEND_ROW, LegendEntry, middle
from visuals.scene import Scene
from visuals.style import FLOOR, Token

HEAD, LINE, STEP = 9.0, 2.5, 30.0
"""The length of an arrow's head, the width of a line, and the height of a row of words in a step."""

GATEWAY = 21.0
"""Half of a gateway."""


def draw_flow(scene: Scene, points: Sequence[tuple[float, float]], *, arrow: bool = True) -> None:
    """This draws a line; its arrow is at the last point."""
    if not arrow:
        scene.path("lines", [list(points)], stroke="vast", width=LINE, closed=False, role="flow", on="bg")
        return
    short, (dx, dy) = shortened(list(points), HEAD)
    scene.path("lines", [short], stroke="vast", width=LINE, closed=False, role="flow", on="bg")
    (x, y), (back_x, back_y) = points[-1], short[-1]
    half = HEAD * 0.62
    scene.path("lines", [[(x, y), (back_x - dy * half, back_y + dx * half), (back_x + dy * half, back_y - dx * half)]], fill="vast")


def draw_event(scene: Scene, x: float, y: float, half: float, *, sort: str) -> None:
    """This draws a start (thin), an end (thick) or an event in between (two rings)."""
    thick = 6 if sort == "end" else 2.5
    scene.circle("boxes", x, y, half - 3, fill="bg", stroke="ink", stroke_width=thick, role=sort, on="bg")
    if sort == "event":
        scene.circle("boxes", x, y, half - 8, fill="bg", stroke="ink", stroke_width=2, role="ring", on="bg")


def draw_gateway(scene: Scene, x: float, y: float, *, sort: str, half: float = GATEWAY) -> None:
    """This draws a diamond: a choice with a cross, all ways with a plus, some of the ways with a ring."""
    corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
    scene.path("boxes", [corners], fill="bg", stroke="vast", width=2.5, role=sort, on="bg")
    if sort == "some":
        scene.circle("boxes", x, y, half * 0.42, fill="bg", stroke="vast", stroke_width=3.5, role="ring", on="bg")
        return
    arm = half * (0.34 if sort == "choice" else 0.5)
    ways = ((arm, arm), (arm, -arm)) if sort == "choice" else ((arm, 0.0), (0.0, arm))
    for dx, dy in ways:
        scene.line("boxes", x - dx, y - dy, x + dx, y + dy, stroke="vast", width=3.5)


def number_entries(*, missing: bool, extra: bool = False) -> list[LegendEntry]:
    """This explains the numbers in a step, for the legend: so often it happened, and where there are any, was missing or too many."""
    entries = [LegendEntry(say("so many times"), 44, partial(_number_sample, text="9×", fill="sub"))]
    if missing:
        entries.append(LegendEntry(say("so many times missing"), 44, partial(_number_sample, text=number(-9), fill="kier")))
    if extra:
        told = say("so many times too many, or at another moment")
        entries.append(LegendEntry(told, 44, partial(_number_sample, text="+9", fill="ink")))
    return entries


def _number_sample(scene: Scene, x: float, y: float, *, text: str, fill: Token) -> None:
    """This shows a number as it stands in a step, for the legend."""
    scene.text("words", x, middle(y, FLOOR) - 1, text, size=FLOOR, weight=600, fill=fill, anchor="middle", role="legend")


def gateway_sample(scene: Scene, x: float, y: float, *, sort: str) -> None:
    """This shows a gateway, for the legend."""
    draw_gateway(scene, x, y, sort=sort, half=min(18.0, LEGEND_ROW / 2 - 2))
