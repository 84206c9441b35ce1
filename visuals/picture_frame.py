"""The frame that every map stands in: title and subtitle above, legend, notes and source line below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from journeys.texts import capitalised, language, say, say_n
from visuals.lettering import cut, drawable, text_width, wrap
from visuals.scene import Scene
from visuals.style import CAP_HEIGHT, IN_CIRCLE, SOURCE_FLOOR, SUBTITLE, TITLE, Theme

WIDTH, HEIGHT, MARGIN = 1920, 1080, 40
LEGEND_ROW, NOTE_ROW = 42, 36
EMPTY = "-empty"
"""How the prefix of a picture ends that is a card, because there was nothing to draw."""


@dataclass(frozen=True)
class LegendEntry:
    """This is one mark of the legend with its words; `draw` draws the mark in the middle of a place `width` wide."""

    text: str
    width: float
    draw: Callable[[Scene, float, float], None]


def middle(y: float, size: float) -> float:
    """This gives the baseline of capitals and figures whose middle lies at `y`."""
    return y + CAP_HEIGHT * size / 2


def title_that_fits(*candidates: str) -> str:
    """This gives the first title that fits on one line; the last one is cut if it must be."""
    room = WIDTH - 2 * MARGIN
    made = [drawable(candidate).text for candidate in candidates]
    return next((text for text in made if text_width(text, TITLE, 700) <= room), cut(made[-1], room, TITLE, 700))


def lines_of(parts: Sequence[str], *, most: int = 2, size: float = SUBTITLE) -> list[str]:
    """This sets parts on at most `most` lines with dots between them; parts that find no room are left to the
    description."""
    room = WIDTH - 2 * MARGIN
    lines: list[str] = []
    for part in (drawable(part).text for part in parts):
        longer = f"{lines[-1]} · {part}" if lines else part
        if lines and text_width(longer, size) <= room:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(cut(part, room, size))
    return lines


def legend_lines(entries: Sequence[LegendEntry]) -> list[list[tuple[LegendEntry, float]]]:
    """This sets the legend on lines: each entry with the place of its mark."""
    lines: list[list[tuple[LegendEntry, float]]] = [[]]
    x = float(MARGIN)
    for entry in entries:
        wide = entry.width + 10 + text_width(entry.text, IN_CIRCLE) + 28
        if lines[-1] and x + wide - 28 > WIDTH - MARGIN:
            lines.append([])
            x = float(MARGIN)
        lines[-1].append((entry, x))
        x += wide
    return lines


def draw_heading(scene: Scene, title: str, subtitles: Sequence[str]) -> None:
    """This writes title and subtitle."""
    scene.text("words", MARGIN, 64, title, size=TITLE, weight=700, fill="ink", role="title")
    for at, line in enumerate(subtitles):
        scene.text("words", MARGIN, 106 + 34 * at, line, size=SUBTITLE, fill="sub", role="subtitle")


def legend_top(*, legend_rows: int, note_rows: int, source: bool, height: float = HEIGHT, legend_row: float = LEGEND_ROW) -> float:
    """This is where the legend must begin so that it, the notes and the source line end at the bottom of a picture of this height."""
    return height - (34 if source else 10) - NOTE_ROW * note_rows - legend_row * legend_rows


def draw_foot(
    scene: Scene,
    top: float,
    legend: Sequence[Sequence[tuple[LegendEntry, float]]],
    notes: Sequence[str],
    source: str,
    *,
    legend_row: float = LEGEND_ROW,
) -> None:
    """This draws the legend from `top` down, the notes below it, and the source line."""
    y = top + legend_row / 2
    for line in legend:
        for entry, x in line:
            entry.draw(scene, x + entry.width / 2, y)
            scene.text(
                "words",
                x + entry.width + 10,
                middle(y, IN_CIRCLE) - 1,
                entry.text,
                size=IN_CIRCLE,
                fill="sub",
                role="legend",
            )
        y += legend_row
    for note in notes:
        scene.text(
            "words",
            MARGIN,
            middle(y - legend_row / 2 + NOTE_ROW / 2, IN_CIRCLE),
            note,
            size=IN_CIRCLE,
            fill="sub",
            width=WIDTH - 2 * MARGIN,
            role="note",
        )
        y += NOTE_ROW
    if source:
        scene.text(
            "words", MARGIN, scene.height - 14, source, size=SOURCE_FLOOR, fill="sub", width=WIDTH - 2 * MARGIN, role="source"
        )


def foot_line(*parts: str, source: str = "", version: str = "") -> str:
    """This gives the source line: the source, what else belongs there (periods) and the version; what is empty is left out."""
    first = say("Source: {source}", source=source) if source else ""
    made = f"journeys {version}" if version else ""
    return " · ".join(part for part in (first, *parts, made) if part)


def room_between(subtitles: int, legends: int, notes: int, *, source: bool) -> tuple[float, float]:
    """This gives where the drawing may begin and where the legend begins."""
    return 122 + 34 * (subtitles - 1), HEIGHT - (38 if source else 12) - NOTE_ROW * notes - LEGEND_ROW * legends


def replaced_remarks(scene: Scene) -> tuple[str, ...]:
    """This says which characters our font lacks and what becomes of them, where that happened."""
    if not scene.replaced:
        return ()
    one, many = "1 sort of character is not in our font.", "{n} sorts of characters are not in our font."
    then = say("A browser borrows them from the computer; in PNG and PDF they are a plain letter or a question mark.")
    return (f"{say_n(one, many, len(scene.replaced))} {then}",)


def note_lines(notes: Sequence[str], *, most: int = 2) -> list[str]:
    """This sets notes under a picture on at most `most` lines."""
    text = " ".join(notes)
    return list(wrap(text, WIDTH - 2 * MARGIN, IN_CIRCLE, lines=most)) if text else []


def other_departments(n: int) -> str:
    """This names the lane or place that folded departments share."""
    return say_n("Other (1 department)", "Other {n} departments", n)


def shared_lane(n: int) -> str:
    """This says under a map which departments the lane "Other" holds."""
    return say_n(
        "1 department has the lane “Other”; the table names it.", "{n} departments share the lane “Other”; the table names each.", n
    )


def card(text: str, *, prefix: str, layers: Sequence[str], theme: Theme, details: Sequence[str] = (), source: str = "") -> Scene:
    """This is a picture that holds one sentence, because there is nothing to draw; `details` stand small below it."""
    told = " ".join([text, *(f"{capitalised(detail)}." for detail in details)])
    scene = Scene(title=text, description=told, prefix=f"{prefix}{EMPTY}", layers=layers, theme=theme, language=language())
    shown = wrap(text, WIDTH - 240, TITLE, 700, lines=3)
    y = HEIGHT / 2 - 30 * len(shown)
    for line in shown:
        y += 60
        scene.text("words", WIDTH / 2, y, line, size=TITLE, weight=700, anchor="middle", role="title")
    for line in lines_of(details):
        y += 46
        scene.text("words", WIDTH / 2, y, line, size=SUBTITLE, fill="sub", anchor="middle", role="subtitle")
    draw_foot(scene, HEIGHT - 40, [], [], source)
    return scene
