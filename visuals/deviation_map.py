"""Where cases leave a given model: for each step how often it was missing and how often it was too many, as bars."""

from __future__ import annotations

import zlib

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
MOST, NAME, NUMBER, ROW = 12, 640.0, 110.0, 58.0


def draw_deviations(
    held: Held, *, theme: Theme = "light", source: str = "", version: str = "", output: Output = "static", name: str = "model"
) -> Figure:
    """This draws the steps with the most deviations, at most twelve, and the table of all."""
    scene = deviation_scene(held, theme=theme, source=source, version=version)
    footer = model_words.under_picture(held, source=source, version=version)
    return Figure.of(scene, name=name, output=output, rows=model_words.table(held), footer=footer)


def deviation_scene(held: Held, *, theme: Theme = "light", source: str = "", version: str = "") -> Scene:
    """This draws the picture, for `check_scene` and for the figure."""
    foot = model_words.footer(source=source, version=version)
    if missing := model_words.nothing(held.found.cases):
        return card(missing, prefix="model", layers=LAYERS, theme=theme, source=foot)
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
    shown = rows[: min(MOST, int((bottom - top - 50) // ROW))]
    most = max((max(one.missing, one.extra) for one in shown), default=0)
    for at, one in enumerate(shown):
        _draw_row(scene, one, top + 20 + ROW * (at + 0.5), most)
    if not shown:
        told = say("No deviations were found.") if held.found.aligned else say("The deviations cannot be determined.")
        scene.text("words", WIDTH / 2, (top + bottom) / 2, told, size=LANE_NAME, anchor="middle", role="none")
    elif len(rows) > len(shown):
        told = say("The table has all {n} steps with deviations; here are {shown}.", n=len(rows), shown=len(shown))
        scene.text("words", MARGIN, middle(bottom - 18, FLOOR), told, size=FLOOR, fill="sub", role="rest")
    draw_foot(scene, bottom, legend, notes, foot)
    return scene


def _draw_row(scene: Scene, one: Deviation, y: float, most: int) -> None:
    made = drawable(one.name)
    scene.replaced |= made.replaced
    scene.text("words", MARGIN, middle(y, FLOOR), cut(made.text, NAME, FLOOR, 600), size=FLOOR, weight=600, role="step")
    left = MARGIN + NAME + 30
    room = (WIDTH - MARGIN - left) / 2 - NUMBER
    looks: tuple[tuple[float, int, Token], ...] = ((left, one.missing, "kier"), (left + room + NUMBER, one.extra, "vast"))
    for x, times, colour in looks:
        if times:
            wide = max(4.0, room * times / most)
            role = "missing" if colour == "kier" else "extra"
            scene.rect("boxes", x, y - 17, wide, 34, fill=colour, role=role, on="bg", value=str(times))
            scene.text("words", x + wide + 10, middle(y, FLOOR), number(times), size=FLOOR, fill="sub", role="times")


def _legend() -> list[LegendEntry]:
    return [
        LegendEntry(say("missing: the model wants it, it did not happen"), 40, lambda scene, x, y: _sample(scene, x, y, "kier")),
        LegendEntry(say("too many: it happened where the model does not allow it"), 40, lambda scene, x, y: _sample(scene, x, y, "vast")),
    ]


def _sample(scene: Scene, x: float, y: float, colour: Token) -> None:
    scene.rect("boxes", x - 18, y - 12, 36, 24, fill=colour)
