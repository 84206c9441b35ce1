"""A BPMN of somebody's own as it was drawn, with the log beside each step: how often it happened, was missing, was too many."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from journeys.texts import language, number, say
from mining.bpmn_layout import Drawing, Point, Shape
from mining.conformance import Deviation
from visuals import model_words
from visuals.deviation_map import draw_deviations
from visuals.figure import Figure
from visuals.hyphens import lines_of_name
from visuals.lettering import drawable, text_width, wrap
from visuals.model_words import Held
from visuals.picture_frame import (
    MARGIN,
    WIDTH,
    LegendEntry,
    card,
    draw_foot,
    draw_heading,
    legend_lines,
    lines_of,
    middle,
    note_lines,
    room_between,
    title_that_fits,
)
from visuals.scene import Output, Scene
from visuals.step_marks import STEP, draw_event, draw_flow, draw_gateway, gateway_sample, number_entries
from visuals.style import FLOOR, Theme

LAYERS = ("frames", "lines", "boxes", "words")
SCALES = [at / 10 for at in range(26, 15, -1)]
"""So many pixels to a pixel of the file; below the least the words of a step find no room."""
SMALLEST = 30.0
"""No event or gateway is drawn smaller."""
BETWEEN, EDGE = 34.0, 6.0
"""Between two strips, and beside the lines that go on in the next one."""


@dataclass(frozen=True)
class _Strip:
    """This is a part of a diagram from `left` to `right`, in its own pixels; a wide diagram goes on in a next one."""

    left: float
    right: float


def draw_given(
    drawing: Drawing | None, held: Held, *, theme: Theme = "light", source: str = "", version: str = "", output: Output = "static",
    name: str = "model",
) -> Figure:  # fmt: skip
    """This draws a given model with its deviations, and their table; as bars where it does not fit on a picture (see `given_scene`)."""
    scene = given_scene(drawing, held, theme=theme, source=source, version=version) if drawing is not None else None
    if scene is None:
        bars = draw_deviations(held, theme=theme, source=source, version=version, output=output, name=name)
        return replace(bars, remarks=(*bars.remarks, say("The diagram of the model does not fit on a picture: bars show the deviations.")))
    footer = model_words.under_picture(held, source=source, version=version)
    return Figure.of(scene, name=name, output=output, rows=model_words.table(held), footer=footer)


def given_scene(drawing: Drawing, held: Held, *, theme: Theme = "light", source: str = "", version: str = "") -> Scene | None:
    """This draws the picture: the diagram as large as it can be, in strips below each other where it is wide.

    A name that finds no room in its step is cut; the table has it whole. None: the words of its steps would find no room however it is
    cut into strips.
    """
    foot = model_words.footer(source=source, version=version)
    if missing := model_words.nothing(held.found.cases):
        return card(missing, prefix="model", layers=LAYERS, theme=theme, source=foot)
    candidates, subtitles = model_words.titles(held), lines_of(model_words.subtitles(held))
    legend, notes = legend_lines(_legend(drawing, held)), note_lines(model_words.notes(held), most=model_words.MOST_NOTES)
    top, bottom = room_between(len(subtitles), len(legend), len(notes), source=bool(foot))
    placed = _placed(drawing, WIDTH - 2 * MARGIN, bottom - top - 24)
    if placed is None:
        return None
    made, strips, high = placed
    scene = Scene(
        title=candidates[0],
        description=model_words.description(held),
        prefix=f"given-{zlib.crc32((repr(drawing) + repr(held.found)).encode()):08x}",
        layers=LAYERS,
        theme=theme,
        language=language(),
    )
    draw_heading(scene, title_that_fits(*candidates), subtitles)
    whole = len(strips) * high + (len(strips) - 1) * BETWEEN
    y = top + 12 + max(0.0, (bottom - top - 24 - whole) / 2)
    deviations = {one.name: one for one in held.found.deviations}
    aligned = bool(held.found.aligned)
    for strip in strips:
        left = MARGIN + EDGE if len(strips) > 1 else (WIDTH - (strip.right - strip.left)) / 2
        _draw_strip(scene, made, strip, left - strip.left, y, deviations if aligned else {})
        y += high + BETWEEN
    draw_foot(scene, bottom, legend, notes, foot)
    return scene


def _placed(drawing: Drawing, wide: float, high: float) -> tuple[Drawing, list[_Strip], float] | None:
    """This gives a diagram from (0, 0) with the strips that it is cut into, and their height: as few as can be, then as large as fits."""
    best: tuple[Drawing, list[_Strip], float] | None = None
    for scale in SCALES:
        made = _scaled(drawing, scale)
        height = max([shape.y + shape.height for shape in made.shapes] + [y for line in made.lines for _, y in line])
        strips = _strips(made, wide - 2 * EDGE)
        fits = strips and len(strips) * height + (len(strips) - 1) * BETWEEN <= high and _roomy(made)
        if fits and (best is None or len(strips) < len(best[1])):
            best = made, strips, height
    return best


def _roomy(drawing: Drawing) -> bool:
    """This tells whether each step has room for a name and a number."""
    return all(shape.width >= 150 and shape.height >= 3 * STEP + 6 for shape in drawing.shapes if shape.sort == "task")


def _scaled(drawing: Drawing, scale: float) -> Drawing:
    left = min([shape.x for shape in drawing.shapes] + [x for line in drawing.lines for x, _ in line])
    top = min([shape.y for shape in drawing.shapes] + [y for line in drawing.lines for _, y in line])
    shapes = []
    for shape in drawing.shapes:
        width, height = shape.width * scale, shape.height * scale
        x, y = (shape.x - left) * scale, (shape.y - top) * scale
        shapes.append(replace(shape, x=x, y=y, width=width, height=height))
    lines = tuple(tuple(((x - left) * scale, (y - top) * scale) for x, y in line) for line in drawing.lines)
    return Drawing(tuple(shapes), lines, drawing.own)


def _strips(drawing: Drawing, wide: float) -> list[_Strip]:
    """This cuts a diagram where no shape stands, as far to the right as fits; none where a strip would be too wide."""
    spans = sorted((shape.x, shape.x + shape.width) for shape in drawing.shapes)
    end = max([right for _, right in spans] + [x for line in drawing.lines for x, _ in line])
    cuts, reached = [], 0.0
    for left, right in spans:
        if left > reached + 8:
            cuts.append((left + reached) / 2)
        reached = max(reached, right)
    found: list[_Strip] = []
    begin = 0.0
    while end - begin > wide:
        within = [cut for cut in cuts if begin < cut <= begin + wide]
        if not within:
            return []
        found.append(_Strip(begin, within[-1]))
        begin = within[-1]
    return [*found, _Strip(begin, end)]


def _draw_strip(scene: Scene, drawing: Drawing, strip: _Strip, dx: float, dy: float, deviations: Mapping[str, Deviation]) -> None:
    for line in drawing.lines:
        for part, last in _within(line, strip):
            draw_flow(scene, [(x + dx, y + dy) for x, y in part], arrow=last)
    for shape in drawing.shapes:
        if not strip.left <= shape.x + shape.width / 2 <= strip.right:
            continue
        x, y = shape.x + dx, shape.y + dy
        centre_x, centre_y = x + shape.width / 2, y + shape.height / 2
        half = max(SMALLEST, min(shape.width, shape.height)) / 2
        if shape.sort == "part":
            scene.rect("frames", x, y, shape.width, shape.height, fill="bg", stroke="stil", stroke_width=2, radius=12, role="part", on="bg")
        elif shape.sort == "task":
            _draw_task(scene, shape, x, y, deviations)
        elif shape.sort in ("start", "end", "event"):
            draw_event(scene, centre_x, centre_y, half + 2, sort=shape.sort)
        else:
            draw_gateway(scene, centre_x, centre_y, sort=shape.sort, half=half)


def _draw_task(scene: Scene, shape: Shape, x: float, y: float, deviations: Mapping[str, Deviation]) -> None:
    known = shape.label is not None
    scene.rect(
        "boxes", x, y, shape.width, shape.height, fill="lane", stroke="vast" if known else "stil", stroke_width=2.5, radius=9,
        dash="" if known else "3 7", role="task", on="bg", value=shape.label or shape.name,
    )  # fmt: skip
    one = deviations.get(shape.label or "")
    rows = _number_rows(one, shape.width - 16) if one else [[("?", "sub")]] if not known else []
    made = drawable(shape.name or say("(no name)"))
    scene.replaced |= made.replaced
    most = max(1, int((shape.height - 8) // STEP) - len(rows))
    lines = lines_of_name(made.text, lambda line: text_width(line, FLOOR, 600) <= shape.width - 16)
    if len(lines) > most:
        lines = list(wrap(made.text, shape.width - 16, FLOOR, 600, lines=most))
    first = y + shape.height / 2 - STEP * (len(lines) + len(rows) - 1) / 2
    centre = x + shape.width / 2
    for at, line in enumerate(lines):
        scene.text("words", centre, middle(first + STEP * at, FLOOR), line, size=FLOOR, weight=600, on="lane", anchor="middle", role="step")
    for at, row in enumerate(rows, start=len(lines)):
        wide = sum(text_width(text, FLOOR, 600) for text, _ in row) + 14 * (len(row) - 1)
        left = centre - wide / 2
        for text, look in row:
            role = {"sub": "times", "kier": "missing", "ink": "extra"}[look]
            scene.text(
                "words", left, middle(first + STEP * at, FLOOR), text, size=FLOOR, role=role, on="lane",
                weight=400 if look == "sub" else 600, fill="kier" if look == "kier" else "sub" if look == "sub" else "ink",
            )  # fmt: skip
            left += text_width(text, FLOOR, 600) + 14


def _number_rows(one: Deviation, room: float) -> list[list[tuple[str, str]]]:
    """This gives what stands under a name: how often it happened, was missing and was too many, on one row or two."""
    row = [(f"{number(one.happened)}×", "sub")]
    if one.missing:
        row.append((number(-one.missing), "kier"))
    if one.extra:
        row.append((f"+{number(one.extra)}", "ink"))
    if sum(text_width(text, FLOOR, 600) + 14 for text, _ in row) - 14 <= room:
        return [row]
    return [row[:1], row[1:]]


def _within(line: Sequence[Point], strip: _Strip) -> list[tuple[list[Point], bool]]:
    """This gives the parts of a line that lie within a strip, and whether each holds the line's last point."""
    found: list[tuple[list[Point], bool]] = []
    now: list[Point] = []
    for (x, y), (to_x, to_y) in pairwise(line):
        low, high = (0.0, 1.0)
        if x == to_x:
            inside = strip.left <= x <= strip.right
        else:
            ends = sorted(((strip.left - x) / (to_x - x), (strip.right - x) / (to_x - x)))
            low, high = max(0.0, ends[0]), min(1.0, ends[1])
            inside = low < high
        if not inside:
            if now:
                found.append((now, False))
            now = []
            continue
        begin, end = (x + low * (to_x - x), y + low * (to_y - y)), (x + high * (to_x - x), y + high * (to_y - y))
        if low > 0 or not now:
            if now:
                found.append((now, False))
            now = [begin]
        now.append(end)
        if high < 1:
            found.append((now, False))
            now = []
    if now:
        found.append((now, True))
    return found


def _legend(drawing: Drawing, held: Held) -> list[LegendEntry]:
    """This gives the marks that occur, in words."""
    sorts = {shape.sort for shape in drawing.shapes}
    labels = {shape.label for shape in drawing.shapes if shape.sort == "task"}
    told = {"choice": say("one of the ways"), "parallel": say("all ways, in any order"), "some": say("some of the ways")}
    entries = [LegendEntry(text, 44, partial(gateway_sample, sort=sort)) for sort, text in told.items() if sort in sorts]
    if held.found.aligned:
        shown = [one for one in held.found.deviations if one.name in labels]
        entries += number_entries(missing=any(one.missing for one in shown), extra=any(one.extra for one in shown))
    if None in labels:
        entries.append(LegendEntry(say("not in the log: unknown"), 60, _unknown_sample))
    return entries


def _unknown_sample(scene: Scene, x: float, y: float) -> None:
    scene.rect("boxes", x - 26, y - 14, 52, 28, fill="lane", stroke="stil", stroke_width=2.5, radius=6, dash="3 7")
