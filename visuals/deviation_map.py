"""Where cases leave a given model, as bars: beside each other the steps that were missing most, and those that were too many."""

from __future__ import annotations

import zlib
from functools import partial

from journeys.texts import language, number, say
from mining.conformance import Deviation
from visuals import model_words
from visuals.figure import Figure
from visuals.lettering import cut, drawable
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
from visuals.style import FLOOR, LANE_NAME, Theme, Token

LAYERS = ("lines", "boxes", "words")
MOST, NAME, NUMBER, ROW, HEAD = 12, 430.0, 100.0, 57.0, 62.0
"""Rows of a panel at most, room for a name and a number, height of a row and of a panel's head."""
BETWEEN, OUTLINE = 70.0, 2.5
PANEL = (WIDTH - 2 * MARGIN - BETWEEN) / 2


def draw_deviations(
    held: Held, *, theme: Theme = "light", source: str = "", version: str = "", output: Output = "static", name: str = "model"
) -> Figure:
    """This draws the steps with the most deviations, at most twelve in a panel, and the table of all."""
    scene = deviation_scene(held, theme=theme, source=source, version=version)
    footer = model_words.under_picture(held, source=source, version=version)
    return Figure.of(scene, name=name, output=output, rows=model_words.table(held), footer=footer)


def deviation_scene(held: Held, *, theme: Theme = "light", source: str = "", version: str = "") -> Scene:
    """This draws the picture, for `check_scene` and for the figure."""
    foot = model_words.footer(source=source, version=version)
    if nothing := model_words.nothing(held.found.cases):
        return card(nothing, prefix="model", layers=LAYERS, theme=theme, source=foot)
    candidates, subtitles = model_words.titles(held), lines_of(model_words.subtitles(held))
    rows = [one for one in held.found.deviations if one.missing or one.extra]
    scene = Scene(
        title=candidates[0],
        description=model_words.description(held),
        prefix=f"deviations-{zlib.crc32(repr(held.found).encode()):08x}",
        layers=LAYERS,
        theme=theme,
        language=language(),
    )
    draw_heading(scene, title_that_fits(*candidates), subtitles)
    legend, notes = legend_lines(_legend()), note_lines(model_words.notes(held), most=model_words.MOST_NOTES)
    top, bottom = room_between(len(subtitles), len(legend), len(notes), source=bool(foot))
    places = min(MOST, int((bottom - top - 50 - HEAD) // ROW))
    missing = sorted((one for one in rows if one.missing), key=lambda one: -one.missing)[:places]
    extra = _most_extra(rows, places)
    most = max((*(one.missing for one in missing), *(one.extra for one in extra)), default=0)
    if rows:
        lost, more = [(one, one.missing) for one in missing], [(one, one.extra) for one in extra]
        _draw_panel(scene, MARGIN, top, say("Missing"), lost, most, "kier")
        _draw_panel(scene, MARGIN + PANEL + BETWEEN, top, say("Too many, or at another moment"), more, most, "vast")
    else:
        told = say("No deviations were found.") if held.found.aligned else say("The deviations cannot be determined.")
        scene.text("words", WIDTH / 2, (top + bottom) / 2, told, size=LANE_NAME, anchor="middle", role="none")
    shown = {one.name for one in (*missing, *extra)}
    if len(rows) > len(shown):
        told = say("The table has all {n} steps with deviations; here are {shown}.", n=len(rows), shown=len(shown))
        scene.text("words", MARGIN, middle(bottom - 18, FLOOR), told, size=FLOOR, fill="sub", role="rest")
    draw_foot(scene, bottom, legend, notes, foot)
    return scene


def _most_extra(rows: list[Deviation], places: int) -> list[Deviation]:
    """This gives the steps that were too many most often: half of the places are for steps of the model, where there are that many.

    A step that the model does not have is too many each time it happened: there are often so many of those that nothing else would show.
    """
    most = sorted((one for one in rows if one.extra), key=lambda one: -one.extra)
    inside, outside = ([one for one in most if one.in_model is known] for known in (True, False))
    kept = inside[: max(places - len(outside), places - places // 2)]
    return kept + outside[: places - len(kept)]


def _draw_panel(scene: Scene, left: float, top: float, title: str, rows: list[tuple[Deviation, int]], most: int, colour: Token) -> None:
    """This draws steps with how often each of them deviates; a step that the model does not have is an outline."""
    scene.text("words", left, middle(top + 30, LANE_NAME), title, size=LANE_NAME, weight=700, role="panel")
    if not rows:
        scene.text("words", left, middle(top + HEAD + ROW / 2, FLOOR), say("nothing"), size=FLOOR, fill="sub", role="none")
    for at, (one, times) in enumerate(rows):
        y = top + HEAD + ROW * (at + 0.5)
        made = drawable(one.name)
        scene.replaced |= made.replaced
        scene.text("words", left, middle(y, FLOOR), cut(made.text, NAME, FLOOR, 600), size=FLOOR, weight=600, role="step")
        x, room = left + NAME + 20, PANEL - NAME - 20 - NUMBER
        wide = max(4.0, room * times / most)
        role = "missing" if colour == "kier" else "extra"
        fill: Token
        fill, line = (colour, None) if one.in_model else ("bg", colour)
        scene.rect(
            "boxes", x, y - 17, wide, 34, fill=fill, stroke=line, stroke_width=OUTLINE if line else 0, role=role, on="bg", value=str(times)
        )
        scene.text("words", x + wide + 10, middle(y, FLOOR), number(times), size=FLOOR, fill="sub", role="times")


def _legend() -> list[LegendEntry]:
    return [
        LegendEntry(say("missing: the model wants it, it did not happen"), 40, partial(_sample, fill="kier")),
        LegendEntry(say("too many: it happened where the model does not allow it"), 40, partial(_sample, fill="vast")),
        LegendEntry(say("a step that the model does not have"), 40, partial(_sample, fill="bg", stroke="vast")),
    ]


def _sample(scene: Scene, x: float, y: float, fill: Token, stroke: Token | None = None) -> None:
    scene.rect("boxes", x - 18, y - 12, 36, 24, fill=fill, stroke=stroke, stroke_width=OUTLINE if stroke else 0)
