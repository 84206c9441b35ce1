"""The leaking pipe: questions by how often they were passed on; at each stage so many are handled, get lost, or are still open.

What is handled leaves upward, what gets lost falls down, what is open hangs, what is passed on goes straight on. Every band keeps its width
all the way, and that width is its number; so the parts of a stage add up to it, and all parts to all questions.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

from journeys.texts import language, number, say
from mining.passed_on import PassedOn
from visuals import leak_words
from visuals.figure import Figure
from visuals.lettering import text_width
from visuals.picture_frame import (
    HEIGHT,
    MARGIN,
    NOTE_ROW,
    WIDTH,
    card,
    draw_foot,
    draw_heading,
    lines_of,
    middle,
    note_lines,
    title_that_fits,
)
from visuals.scene import Output, Scene
from visuals.style import IN_CIRCLE, LANE_NAME, LANE_NAME_TWO_LINES, VALUE, Theme, Token

LAYERS = ("bands", "blocks", "words")
BLOCK, TURN, APART, PILE_NUMBER = 118.0, 26.0, 64.0, 38
HIGHEST, SIDEWAYS, LABEL, THIN = 330.0, 130.0, 170.0, 1.5
_STEPS = 12
Points = list[tuple[float, float]]


@dataclass(frozen=True)
class Pipe:
    """This is where everything stands: `scale` is the height of one question; `sky` and `floor` are where bands end."""

    lefts: tuple[float, ...]
    tops: tuple[float, ...]
    scale: float
    sky: float
    floor: float

    def thick(self, count: int) -> float:
        """This is how wide a band of so many questions is; one that occurs is never invisible."""
        return max(THIN, count * self.scale) if count else 0.0


def draw_leaks(
    data: PassedOn,
    *,
    theme: Theme = "light",
    source: str = "",
    version: str = "",
    output: Output = "static",
    name: str = "leaks",
) -> Figure:
    """This draws what became of questions by how often they were passed on."""
    scene = leak_scene(data, theme=theme, source=source, version=version)
    told = [] if leak_words.instead(data) else leak_words.notes(data)
    footer = " ".join([*told, leak_words.footer(data, source=source, version=version)])
    return Figure.of(scene, name=name, output=output, rows=leak_words.table(data), footer=footer)


def leak_scene(data: PassedOn, *, theme: Theme = "light", source: str = "", version: str = "") -> Scene:
    """This lays the pipe out and draws it, for `check_scene` and for the figure."""
    foot = leak_words.footer(data, source=source, version=version) if source or version else ""
    if missing := leak_words.instead(data):
        return card(missing, prefix="leaks", layers=LAYERS, theme=theme, source=foot)
    candidates = leak_words.titles(data)
    scene = Scene(
        title=candidates[0],
        description=leak_words.description(data),
        prefix=f"leaks-{zlib.crc32(repr(data.stages.values.tolist()).encode()):08x}",
        layers=LAYERS,
        theme=theme,
        language=language(),
    )
    subtitles, notes = lines_of(leak_words.subtitle_parts(data)), note_lines(leak_words.notes(data))
    draw_heading(scene, title_that_fits(*candidates), subtitles)
    rows = leak_words.stages_of(data)
    bottom = HEIGHT - (38 if foot else 12) - NOTE_ROW * len(notes)
    pipe = _pipe(rows, top=122 + 34 * (len(subtitles) - 1), bottom=bottom)
    unknown = leak_words.ends_unknown(rows)
    handled = say("Handled: unknown") if unknown else say("Handled")
    scene.text("words", MARGIN, pipe.sky - 62, handled, size=LANE_NAME, weight=700, fill="sub" if unknown else "inw", role="way")
    scene.line("bands", MARGIN, pipe.floor, WIDTH - MARGIN, pipe.floor, stroke="kier" if data.recorded else "stil", width=3)
    word = say("Lost") if data.recorded else say("Lost: unknown")
    colour: Token = "kier" if data.recorded else "sub"
    scene.text("words", MARGIN, pipe.floor - 14, word, size=LANE_NAME, weight=700, fill=colour, role="way")
    for at, row in enumerate(rows):
        _draw_stage(scene, pipe, at, row)
        name = leak_words.times(int(row["stage"] or 0), more=data.more and at == len(rows) - 1)
        y = pipe.floor + (118 if data.recorded else 44)
        scene.text(
            "words", max(pipe.lefts[at] + BLOCK / 2, MARGIN + text_width(name, IN_CIRCLE, 600) / 2), y, name,
            size=IN_CIRCLE, weight=600, anchor="middle", role="stage",
        )  # fmt: skip
    draw_foot(scene, bottom, [], notes, foot)
    return scene


def _pipe(rows: list[dict[str, int | None]], *, top: float, bottom: float) -> Pipe:
    """This finds the largest scale at which the pipe fits in height, and what leaves a stage fits beside it."""
    sky, floor = top + 108.0, bottom - 140.0
    aside = max(max(_count(row, "ended"), _count(row, "lost") + _hanging(row)) for row in rows)
    all_of_them = max(1, _count(rows[0], "questions"))
    high = min(HIGHEST, floor - sky - 230.0)
    scale = min(high / all_of_them, SIDEWAYS / aside if aside else math.inf)
    pitch = min(330.0, (WIDTH - 2 * MARGIN - BLOCK - SIDEWAYS - LABEL) / max(1, len(rows) - 1))
    first = MARGIN + 20.0
    tops, y = [], sky + 80.0 + (high - scale * all_of_them) / 2
    for row in rows:
        tops.append(y)
        y += _count(row, "ended") * scale
    return Pipe(tuple(first + at * pitch for at in range(len(rows))), tuple(tops), scale, sky, floor)


def _count(row: dict[str, int | None], name: str) -> int:
    return row[name] or 0


def _hanging(row: dict[str, int | None]) -> int:
    """This is how many of a stage are open or unknown, or what became of them is not shown."""
    return _count(row, "questions") - _count(row, "passed_on") - _count(row, "ended") - _count(row, "lost")


def _draw_stage(scene: Scene, pipe: Pipe, at: int, row: dict[str, int | None]) -> None:
    """This draws one stage: its block, and from top to bottom what is handled, passed on, hanging and lost."""
    left, top = pipe.lefts[at], pipe.tops[at]
    right, questions = left + BLOCK, _count(row, "questions")
    y = top
    if handled := _count(row, "ended"):
        wide = pipe.thick(handled)
        _draw_band(scene, _turning(right, y, wide, pipe.sky, up=True), "inw", "ended", handled)
        _number(scene, right + TURN + wide / 2, pipe.sky - 16, number(handled), "inw", "ended-text")
    y += handled * pipe.scale
    if further := _count(row, "passed_on"):
        high = pipe.thick(further)
        shape = [(right, y), (pipe.lefts[at + 1], y), (pipe.lefts[at + 1], y + high), (right, y + high)]
        _draw_band(scene, shape, "wait_1", "passed-on", further, seen=False)
    y += further * pipe.scale
    hanging, lost = _hanging(row), _count(row, "lost")
    wide_lost = pipe.thick(lost)
    if hanging:
        wide, end = pipe.thick(hanging), pipe.floor - 96
        start = right + (wide_lost + APART if lost else 0)
        _draw_band(scene, _turning(right, y, wide, end, up=False, start=start), "stil", "hanging", hanging)
        words = _hanging_words(row, hanging)
        half = max(text_width(word, VALUE, 600) for word in words) / 2
        x = max(start + TURN + wide / 2, right + TURN + wide_lost + 12 + half if lost else 0)
        for line, word in enumerate(words):
            y_word = end + 30 + 30 * line
            scene.text("words", x, y_word, word, size=VALUE, weight=600, fill="sub", anchor="middle", role="hanging-text")
    y += hanging * pipe.scale
    if lost:
        x = right + TURN + wide_lost / 2
        _draw_band(scene, _turning(right, y, wide_lost, pipe.floor, up=False), "kier", "lost", lost)
        _number(scene, x, pipe.floor + 40, number(lost), "kier", "lost-text")
        share = leak_words.share_words(row)
        scene.text("words", x, pipe.floor + 74, share, size=VALUE, weight=600, fill="kier", anchor="middle", role="share")
    high = max(pipe.thick(questions), 6.0)
    scene.rect("blocks", left, top, BLOCK, high, fill="vast", radius=min(6, high / 2), role="stage-block", on="bg", value=str(questions))
    text = number(questions)
    if high >= 44 and text_width(text, LANE_NAME, 700) <= BLOCK - 8:
        y = middle(top + high / 2, LANE_NAME)
        scene.text("words", left + BLOCK / 2, y, text, size=LANE_NAME, weight=700, fill="wit", on="vast", anchor="middle", role="questions")
    else:
        scene.text(
            "words", left + BLOCK / 2, top - 12, text, size=LANE_NAME_TWO_LINES, weight=700, fill="vast", anchor="middle", role="questions"
        )


def _hanging_words(row: dict[str, int | None], hanging: int) -> list[str]:
    """This says what hangs: what is open, what is unknown, and what is not shown, each on a line."""
    still, unknown = _count(row, "open"), _count(row, "unknown")
    lines = [say("{n} open", n=still)] if still else []
    lines += [say("{n} unknown", n=unknown)] if unknown else []
    return lines + ([say("{n} not shown", n=hanging - still - unknown)] if hanging > still + unknown else [])


def _draw_band(scene: Scene, shape: Points, fill: Token, role: str, count: int, *, seen: bool = True) -> None:
    scene.path("bands", [shape], fill=fill, role=role, on="bg" if seen else None, data={"count": str(count)})


def _turning(right: float, y: float, wide: float, end: float, *, up: bool, start: float | None = None) -> Points:
    """This is a band of one width all the way: from the block to the right, round a corner, and up or down to `end`.

    `start`: where the corner begins, when not at the block.
    """
    begin = right if start is None else start
    sign = -1.0 if up else 1.0
    near, far = (y, y + wide) if up else (y + wide, y)  # the side of the inner and of the outer corner
    centre = near + sign * TURN
    inner: Points = []
    outer: Points = []
    for step in range(_STEPS + 1):
        angle = math.pi / 2 * step / _STEPS
        inner.append((begin + TURN * math.sin(angle), centre - sign * TURN * math.cos(angle)))
        radius = TURN + wide
        outer.append((begin + radius * math.sin(angle), centre - sign * radius * math.cos(angle)))
    return [(right, near), *inner, (begin + TURN, end), (begin + TURN + wide, end), *reversed(outer), (right, far)]


def _number(scene: Scene, x: float, y: float, text: str, fill: Token, role: str) -> None:
    scene.text("words", x, y, text, size=PILE_NUMBER, weight=700, fill=fill, anchor="middle", role=role)
