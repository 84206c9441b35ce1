"""A process model as a picture: steps as boxes from left to right, choices and parallel work between diamonds, and where cases deviate."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import partial

from journeys.texts import language, say
from mining.conformance import Deviation
from mining.model_places import Diagram, Node, Sizes, compacted, diagram_of, folded_until
from mining.model_tree import Tree, weight
from visuals import model_words
from visuals.figure import Figure
from visuals.hyphens import lines_of_name
from visuals.lettering import drawable, text_width, wrap
from visuals.model_words import Held
from visuals.picture_frame import (
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
    room_between,
    title_that_fits,
)
from visuals.scene import Output, Scene
from visuals.step_marks import STEP, draw_event, draw_flow, draw_gateway, gateway_sample, number_entries
from visuals.style import FLOOR, Theme

LAYERS = ("lines", "boxes", "words")
SIZES = [Sizes(width=width, height=104, gateway=42, event=34, across=34, down=26) for width in (340, 290, 236)]
"""The widest steps with which the whole model has room are taken; where it never has, steps go together."""


def draw_model(
    tree: Tree, held: Held, *, theme: Theme = "light", source: str = "", version: str = "", output: Output = "static", name: str = "model"
) -> Figure:
    """This draws a process tree with the numbers of a log, and its table; see `model_scene`."""
    scene, folded = model_scene(tree, held, theme=theme, source=source, version=version)
    footer = model_words.under_picture(held, len(folded), source=source, version=version)
    return Figure.of(scene, name=name, output=output, rows=model_words.table(held, folded), footer=footer)


def model_scene(
    tree: Tree, held: Held, *, theme: Theme = "light", source: str = "", version: str = ""
) -> tuple[Scene, tuple[str, ...]]:
    """This lays a model out and draws it, and gives the steps that had to go into a box with others because the picture was full.

    What happened least is put together first. Where nothing was read the picture is a card that says so.
    """
    foot = model_words.footer(source=source, version=version)
    if missing := model_words.nothing(held.found.cases):
        return card(missing, prefix="model", layers=LAYERS, theme=theme, source=foot), ()
    counts = held.log.counts
    candidates, subtitles = model_words.titles(held), lines_of(model_words.subtitles(held))
    rows = 2  # of the legend, at most
    noted = len(_noted(held, len(held.found.deviations)))  # as many lines as they can take
    top, bottom = room_between(len(subtitles), rows, noted, source=bool(foot))
    wide, high = WIDTH - 2 * MARGIN, bottom - top - 12

    def fits(tried: Tree, sizes: Sizes = SIZES[-1]) -> bool:
        made = diagram_of(tried, sizes, room=wide)
        return made.width <= wide and made.height <= high

    small = compacted(tree)
    shown, sizes = next(
        ((tried, sizes) for sizes in SIZES for tried in (tree, small) if fits(tried, sizes)),
        (folded_until(small, fits, lambda part: weight(part, counts)), SIZES[-1]),
    )
    diagram = diagram_of(shown, sizes, room=wide)
    together = [set(node.tree.tasks()) for node in diagram.nodes if node.sort == "folded"]
    folded = tuple(sorted({name for names in together if len(names) > 1 for name in names}))
    legend = _legend(diagram, held)
    scene = Scene(
        title=candidates[0],
        description=model_words.description(held, len(folded)),
        prefix=f"model-{zlib.crc32((tree.text() + repr(held.found)).encode()):08x}",
        layers=LAYERS,
        theme=theme,
        language=language(),
    )
    draw_heading(scene, title_that_fits(*candidates), subtitles)
    _draw_diagram(scene, diagram, {one.name: one for one in held.found.deviations}, top + max(0.0, (high - diagram.height) / 2))
    lines = legend_lines(legend)
    shown_notes = _noted(held, len(folded))
    spare = LEGEND_ROW * (rows - len(lines)) + NOTE_ROW * (noted - len(shown_notes))
    draw_foot(scene, bottom + spare, lines, shown_notes, foot)
    return scene, folded


def _noted(held: Held, folded: int) -> list[str]:
    return note_lines(model_words.notes(held, folded), most=model_words.MOST_NOTES)


def _draw_diagram(scene: Scene, diagram: Diagram, deviations: Mapping[str, Deviation], top: float) -> None:
    left = (WIDTH - diagram.width) / 2
    for flow in diagram.flows:
        draw_flow(scene, [(x + left, y + top) for x, y in flow.points])
    for node in diagram.nodes:
        x, y = node.x + left, node.y + top
        if node.sort in ("task", "folded"):
            _draw_step(scene, node, x, y, deviations)
        elif node.sort in ("start", "end"):
            draw_event(scene, x + node.width / 2, y + node.width / 2, node.width / 2, sort=node.sort)
        else:
            draw_gateway(scene, x + node.width / 2, y + node.height / 2, sort=node.sort)


def _draw_step(scene: Scene, node: Node, x: float, y: float, deviations: Mapping[str, Deviation]) -> None:
    folded = node.sort == "folded"
    scene.rect(
        "boxes", x, y, node.width, node.height, fill="lane", stroke="stil" if folded else "vast", stroke_width=2.5, radius=9,
        dash="8 6" if folded else "", role=node.sort, on="bg", value=node.tree.label,
    )  # fmt: skip
    names = sorted(set(node.tree.tasks()))
    name = names[0] if len(names) == 1 else say("{n} steps", n=len(names))
    made = drawable(name)
    scene.replaced |= made.replaced
    lines = lines_of_name(made.text, lambda line: text_width(line, FLOOR, 600) <= node.width - 16)
    if len(lines) > 2:
        lines = list(wrap(made.text, node.width - 16, FLOOR, 600))
    times, missing = model_words.times_line([deviations[one] for one in names if one in deviations])
    rows = len(lines) + bool(times)
    first = y + node.height / 2 - STEP * (rows - 1) / 2
    centre = x + node.width / 2
    for at, line in enumerate(lines):
        scene.text("words", centre, middle(first + STEP * at, FLOOR), line, size=FLOOR, weight=600, on="lane", anchor="middle", role="step")
    if times and not missing:
        row = middle(first + STEP * len(lines), FLOOR)
        scene.text("words", centre, row, times, size=FLOOR, fill="sub", on="lane", anchor="middle", role="times")
    elif times:
        row = middle(first + STEP * len(lines), FLOOR)
        left = centre - (text_width(times, FLOOR) + 14 + text_width(missing, FLOOR, 600)) / 2
        box = scene.text("words", left, row, times, size=FLOOR, fill="sub", on="lane", role="times")
        scene.text("words", left + box.width + 14, row, missing, size=FLOOR, weight=600, fill="kier", on="lane", role="missing")


def _legend(diagram: Diagram, held: Held) -> list[LegendEntry]:
    """This gives the marks that occur, in words."""
    sorts = {node.sort for node in diagram.nodes}
    together = {len(set(node.tree.tasks())) > 1 for node in diagram.nodes if node.sort == "folded"}
    entries = []
    if "choice" in sorts:
        entries.append(LegendEntry(say("one of the ways"), 44, partial(gateway_sample, sort="choice")))
    if "parallel" in sorts:
        entries.append(LegendEntry(say("all ways, in any order"), 44, partial(gateway_sample, sort="parallel")))
    if together == {True}:
        entries.append(LegendEntry(say("several steps together"), 60, _folded_sample))
    elif together:
        told = say("can be skipped or repeated, or several steps together") if True in together else say("can be skipped or repeated")
        entries.append(LegendEntry(told, 60, _folded_sample))
    return entries + number_entries(missing=any(one.missing for one in held.found.deviations))


def _folded_sample(scene: Scene, x: float, y: float) -> None:
    scene.rect("boxes", x - 26, y - 14, 52, 28, fill="lane", stroke="stil", stroke_width=2.5, radius=6, dash="8 6")
