"""The map of handovers: departments as boxes around the busiest one, handovers as lines, lost questions as discs on them.

For at most twelve departments: above that a matrix reads better (Ghoniem, Fekete and Castagliola 2005). Places are ours and follow the
order of the dossier; only the way of the lines around the boxes comes from Graphviz.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from functools import partial

from journeys.texts import language, say
from mining.handovers import Handovers
from visuals import matrix_words, network_words, silo_words
from visuals.edge_routing import Box, Point, point_at, routes, shortened
from visuals.figure import Figure
from visuals.lettering import drawable, text_width
from visuals.loss_marks import DISC, RIM, draw_disc, draw_ring, half_of
from visuals.pair_words import nothing_to_draw
from visuals.picture_frame import (
    HEIGHT,
    LEGEND_ROW,
    MARGIN,
    NOTE_ROW,
    WIDTH,
    LegendEntry,
    card,
    draw_foot,
    draw_heading,
    legend_lines,
    lines_of,
    middle,
    note_lines,
    title_that_fits,
)
from visuals.scene import Output, Scene
from visuals.silo_map import WAITS, drawing_order, look
from visuals.silo_marks import DASHED, DOTTED, arc_sample, head_size, line_of, silo_name
from visuals.silo_places import Flow, arc_width, chosen, flows, folded_place
from visuals.style import LANE_NAME_TWO_LINES, Theme, Token

LAYERS = ("lines", "boxes", "discs", "words")
MOST, MOST_LINES = 12, 24
ROOM, NAME_HEIGHT, BOX_LEAST, PADDING = 270.0, 90.0, 120.0, 16.0
LINE_WIDTH = 13.0
_ALONG = (0.38, 0.45, 0.31, 0.52, 0.25, 0.59, 0.66, 0.73)
"""Where a disc lies on its line, the first place that is free: before the middle, so that those of two lines to and fro lie apart."""


def draw_network(
    data: Handovers,
    *,
    theme: Theme = "light",
    source: str = "",
    version: str = "",
    output: Output = "static",
    name: str = "network",
    straight: bool = False,
) -> Figure:
    """This draws who hands over to whom; `straight` leads the lines straight, as where Graphviz is not installed."""
    scene = network_scene(data, theme=theme, source=source, version=version, straight=straight)
    found = flows(data)
    drawn = _drawn(data, found)
    told = [] if nothing_to_draw(data) else network_words.notes(data, found, drawn)
    footer = " ".join([*told, silo_words.footer(data, source=source, version=version)])
    return Figure.of(scene, name=name, output=output, rows=network_words.table(data, drawn), footer=footer)


def network_scene(data: Handovers, *, theme: Theme = "light", source: str = "", version: str = "", straight: bool = False) -> Scene:
    """This lays the map of handovers out and draws it, for `check_scene` and for the figure.

    Raises `ValueError` for more than twelve boxes.
    """
    foot = silo_words.footer(data, source=source, version=version) if source or version else ""
    if missing := nothing_to_draw(data):
        return card(missing, prefix="network", layers=LAYERS, theme=theme, source=foot)
    if len(data.order) > MOST:
        raise ValueError(f"a map of handovers shows at most {MOST} departments, not {len(data.order)}")
    found = flows(data)
    drawn = _drawn(data, found)
    candidates = network_words.titles(data, found)
    scene = Scene(
        title=candidates[0],
        description=network_words.description(data, found, drawn),
        prefix=f"network-{zlib.crc32(repr((data.order, data.totals, found)).encode()):08x}",
        layers=LAYERS,
        theme=theme,
        language=language(),
    )
    subtitles, legend = lines_of(silo_words.subtitle_parts(data, 1)), legend_lines(_legend(drawn))
    notes = note_lines(network_words.notes(data, found, drawn))
    draw_heading(scene, title_that_fits(*candidates), subtitles)
    bottom = HEIGHT - (38 if foot else 12) - NOTE_ROW * len(notes) - LEGEND_ROW * len(legend)
    names = matrix_words.names(data)
    top = 124.0 + 34 * (len(subtitles) - 1)
    boxes = _places(names, network_words.hub(data, found), top=top, bottom=bottom - 8)
    lines = routes(boxes, [(flow.one, flow.other) for flow in drawn], straight=straight)
    for flow in drawing_order(drawn):
        _draw_line(scene, flow, lines[flow.one, flow.other], widest=max(other.n for other in found))
    _draw_boxes(scene, names, boxes, folded=folded_place(data))
    taken: list[Box] = list(boxes)
    for flow in sorted(drawn, key=lambda flow: (-(flow.lost or 0), flow.one, flow.other)):
        _draw_lost(scene, flow, lines[flow.one, flow.other], taken, (top, bottom))
    draw_foot(scene, bottom, legend, notes, foot)
    return scene


def _drawn(data: Handovers, found: Sequence[Flow]) -> list[Flow]:
    return chosen(found, folded=folded_place(data), most=MOST_LINES)


def _places(names: Sequence[str], hub: int, *, top: float, bottom: float) -> list[Box]:
    """This puts the busiest department in the middle and the others around it, in their order, from the top to the right."""
    sizes = []
    for name in names:
        size, lines = silo_name(name, ROOM, NAME_HEIGHT)
        wide = max(text_width(line, size, 700) for line in lines) + 2 * PADDING
        sizes.append((max(BOX_LEAST, wide), 34.0 * len(lines) + 26))
    around = [place for place in range(len(names)) if place != hub]
    x, y = WIDTH / 2, (top + bottom) / 2
    boxes = [Box(x, y, *sizes[hub])] * len(names)
    high = (bottom - top) / 2 - max((sizes[place][1] for place in around), default=0) / 2
    for at, place in enumerate(around):
        turn = 2 * math.pi * (at + 0.5) / len(around)
        wide = WIDTH / 2 - MARGIN - sizes[place][0] / 2
        boxes[place] = Box(x + wide * math.sin(turn), y - high * math.cos(turn), *sizes[place])
    return boxes


def _draw_line(scene: Scene, flow: Flow, line: Sequence[Point], *, widest: int) -> None:
    """This draws the handovers of one pair: as thick as they are many, in the colour of their wait, with a head at the receiver."""
    colour, dash = look(flow)
    width = arc_width(flow.n, widest, most=LINE_WIDTH)
    dash, cap = line_of(dash, width)
    half = head_size(width)
    short, (dx, dy) = shortened(line, 1.6 * half)
    data = {"from": str(flow.one), "to": str(flow.other)}
    name = f"line-{flow.one}-{flow.other}"
    scene.path(
        "lines", [short], stroke=colour, width=width, dash=dash, cap=cap, closed=False, role="line", on="bg", data=data, name=name
    )
    (x, y), (back_x, back_y) = line[-1], short[-1]
    scene.path(
        "lines", [[(x, y), (back_x - dy * half, back_y + dx * half), (back_x + dy * half, back_y - dx * half)]], fill=colour, data=data
    )


def _draw_boxes(scene: Scene, names: Sequence[str], boxes: Sequence[Box], *, folded: int | None) -> None:
    for place, (name, box) in enumerate(zip(names, boxes, strict=True)):
        left, top = box.x - box.width / 2, box.y - box.height / 2
        stroke: Token = "stil" if place == folded else "vast"
        dash = "8 6" if place == folded else ""
        scene.rect(
            "boxes", left, top, box.width, box.height, fill="lane", stroke=stroke, stroke_width=2.5, radius=9, dash=dash, role="box",
            on="bg", value=name, data={"place": str(place)},
        )  # fmt: skip
        scene.replaced |= drawable(name).replaced
        size, lines = silo_name(name, ROOM, NAME_HEIGHT)
        for at, line in enumerate(lines):
            y = middle(box.y + (at - (len(lines) - 1) / 2) * 34, size)
            scene.text("words", box.x, y, line, size=size, weight=700, on="lane", anchor="middle", role="box-name")


def _draw_lost(scene: Scene, flow: Flow, line: Sequence[Point], taken: list[Box], ground: tuple[float, float]) -> None:
    """This draws a disc with the number of lost questions on a line, where it covers no box and no other disc.

    Where the line has no such place the disc lies beside it, on a thin line of its own; `ground`: top and bottom of the drawing.
    """
    hidden = flow.lost is None and flow.recorded > 0
    if not flow.lost and not hidden:
        return
    wide = 2 * ((half_of(flow.lost, 999) if flow.lost else DISC) + RIM)
    on_line = [point_at(line, part) for part in _ALONG]
    beside = [
        (on_line[0][0] + far * math.sin(turn * math.pi / 6), on_line[0][1] + far * math.cos(turn * math.pi / 6))
        for far in range(24, 600, 16)
        for turn in range(12)
    ]
    inside = [(x, y) for x, y in beside if wide < x < WIDTH - wide and ground[0] + DISC < y < ground[1] - DISC]
    x, y = next((place for place in [*on_line, *inside] if not any(_over(place, wide, other) for other in taken)), on_line[0])
    if (x, y) not in on_line:
        scene.line("lines", *on_line[0], x, y, stroke="kier", width=2.5)
    taken.append(Box(x, y, wide, 2 * (DISC + RIM)))
    if hidden:
        draw_ring(scene, "discs", x, y, role="withheld")
    else:
        data = {"from": str(flow.one), "to": str(flow.other)}
        draw_disc(scene, "discs", x, y, flow.lost or 0, room=999, role="lost", data=data)


def _over(place: Point, wide: float, other: Box) -> bool:
    across, down = abs(place[0] - other.x), abs(place[1] - other.y)
    return across < (wide + other.width) / 2 + 3 and down < DISC + RIM + other.height / 2 + 3


def _legend(drawn: Sequence[Flow]) -> list[LegendEntry]:
    """This gives the marks that occur, in words."""
    looks = {look(flow) for flow in drawn}
    low, high = WAITS[0][0], WAITS[1][0]
    words: dict[Token, str] = {
        "arc_0": say("waits less than {n} days", n=int(low)),
        "arc_1": say("waits {low} to {high} days", low=int(low), high=int(high)),
        "arc_2": say("waits {n} days or more", n=int(high)),
    }
    colours = {colour for colour, dash in looks if not dash}
    found = [LegendEntry(text, 60, partial(arc_sample, colour=colour, width=7)) for colour, text in words.items() if colour in colours]
    if found:
        found[0] = LegendEntry(say("{wait} (thicker: more handovers)", wait=found[0].text), 60, found[0].draw)
    if any(dash == DASHED for _, dash in looks):
        found.append(LegendEntry(say("wait unknown"), 60, partial(arc_sample, colour="stil", width=5, dash=DASHED)))
    if any(dash == DOTTED for _, dash in looks):
        found.append(LegendEntry(say("handover not recorded"), 60, partial(arc_sample, colour="stil", width=5, dash=DOTTED)))
    if numbers := [flow.lost for flow in drawn if flow.lost]:
        wide = 2 * half_of(max(numbers), 999) + 6
        found.append(LegendEntry(say("so many questions lost"), wide, partial(_disc_sample, lost=max(numbers))))
    if any(flow.lost is None and flow.recorded for flow in drawn):
        found.append(LegendEntry(say("number not shown"), LANE_NAME_TWO_LINES, partial(_ring_sample)))
    return found


def _disc_sample(scene: Scene, x: float, y: float, *, lost: int) -> None:
    draw_disc(scene, "discs", x, y, lost, room=999)


def _ring_sample(scene: Scene, x: float, y: float) -> None:
    draw_ring(scene, "discs", x, y)
