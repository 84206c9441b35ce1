"""The frame of a chart of numbers: heading and foot as on every map, a place for the marks, and axes that people can read.

One axis a direction, from 0 where lengths are compared; round ticks; numbers written as everywhere.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from journeys.texts import language
from visuals.figure import Figure
from visuals.lettering import text_width
from visuals.picture_frame import (
    MARGIN,
    WIDTH,
    LegendEntry,
    card,
    draw_foot,
    draw_heading,
    foot_line,
    legend_lines,
    lines_of,
    middle,
    note_lines,
    room_between,
    title_that_fits,
)
from visuals.scene import Output, Scene
from visuals.style import VALUE, Theme, Token

LAYERS = ("grid", "lines", "marks", "words")
AXIS_ROOM = 84.0
"""Under the plot: one line for the ticks and one for what they count."""


@dataclass(frozen=True)
class Words:
    """This is what a chart says: the fullest title first; `empty` is the one sentence that stands there instead of a chart."""

    titles: Sequence[str]
    description: Sequence[str]
    subtitle: Sequence[str]
    rows: pd.DataFrame
    notes: Sequence[str] = ()
    legend: Sequence[LegendEntry] = ()
    empty: str = ""
    foot: str = ""


@dataclass(frozen=True)
class Plot:
    """This is where the marks stand: pixels of the edges, and the values that lie on them."""

    left: float
    right: float
    top: float
    bottom: float
    x_range: tuple[float, float] = (0.0, 1.0)
    y_range: tuple[float, float] = (0.0, 1.0)

    def x(self, value: float) -> float:
        """This is where a value lies across."""
        low, high = self.x_range
        return self.left + (self.right - self.left) * (value - low) / ((high - low) or 1)

    def y(self, value: float) -> float:
        """This is where a value lies down."""
        low, high = self.y_range
        return self.bottom - (self.bottom - self.top) * (value - low) / ((high - low) or 1)


@dataclass
class Chart:
    """This is a chart being drawn: its scene, and between which heights there is room. `drawn` is False where it is a card."""

    scene: Scene
    top: float = 0.0
    bottom: float = 0.0
    drawn: bool = True
    widths: list[float] = field(default_factory=list)


def begin(words: Words, *, name: str, theme: Theme) -> Chart:
    """This writes heading and foot of a chart; what is between is for the caller. A card where the words say there is nothing."""
    if words.empty:
        return Chart(card(words.empty, prefix=name, layers=LAYERS, theme=theme, details=words.subtitle, source=words.foot), drawn=False)
    seed = f"{words.titles[0]}{words.rows.to_numpy().tolist()}"
    scene = Scene(
        title=words.titles[0], description=" ".join(words.description), prefix=f"{name}-{zlib.crc32(seed.encode()):08x}", layers=LAYERS,
        theme=theme, language=language(),
    )  # fmt: skip
    subtitles, legend, notes = lines_of(words.subtitle), legend_lines(words.legend), note_lines(words.notes)
    if not words.legend:
        legend = []
    draw_heading(scene, title_that_fits(*words.titles), subtitles)
    top, bottom = room_between(len(subtitles), len(legend), len(notes), source=bool(words.foot))
    draw_foot(scene, bottom, legend, notes, words.foot)
    return Chart(scene, top, bottom)


def figure_of(chart: Scene, words: Words, *, name: str, output: Output) -> Figure:
    """This makes the finished picture of a scene and its words."""
    footer = " ".join(one for one in (*words.notes, words.foot) if one)
    return Figure.of(chart, name=name, output=output, rows=words.rows, footer=footer)


def ticks_to(largest: float, *, most: int = 6) -> list[float]:
    """This gives round numbers from 0 to at or over the largest, `most` steps at most: 1, 2 and 5 times a power of ten."""
    if largest <= 0:
        return [0.0, 1.0]
    size = 10.0 ** len(str(int(largest)))
    steps = [size * part for part in (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1)]
    step = next(one for one in steps if largest / one <= most)
    many = 0
    while many * step < largest - 1e-9:
        many += 1
    return [round(at * step, 6) for at in range(max(many, 1) + 1)]


def draw_heights(scene: Scene, plot: Plot, ticks: Sequence[float], write: Callable[[float], str], *, what: str) -> None:
    """This draws lines across at round heights with their numbers at the left, and above them what they count."""
    for tick in ticks:
        y = plot.y(tick)
        scene.line("grid", plot.left, y, plot.right, y, stroke="stil" if tick == 0 else "line", width=2.5 if tick == 0 else 1.2)
        scene.text("words", plot.left - 14, middle(y, VALUE), write(tick), size=VALUE, fill="sub", anchor="end", role="axis")
    scene.text("words", MARGIN, plot.top - 26, what, size=VALUE, fill="sub", role="axis-name")


def draw_widths(
    scene: Scene, plot: Plot, ticks: Sequence[float], write: Callable[[float], str], *, what: str = "", zero: float | None = 0
) -> None:
    """This draws lines down at round places with their numbers under them where they do not touch, and below what they count."""
    taken = -1.0
    for tick in ticks:
        x, text = plot.x(tick), write(tick)
        half = text_width(text, VALUE) / 2
        heavy = zero is not None and tick == zero
        scene.line("grid", x, plot.top, x, plot.bottom, stroke="stil" if heavy else "line", width=3 if heavy else 1.2)
        if x - half > taken and x + half <= WIDTH - 8:
            scene.text("words", x, plot.bottom + 32, text, size=VALUE, fill="sub", anchor="middle", role="axis")
            taken = x + half + 12
    if what:
        scene.text("words", plot.right, plot.bottom + 68, what, size=VALUE, fill="sub", anchor="end", role="axis-name")


def draw_periods(scene: Scene, plot: Plot, labels: Sequence[str]) -> None:
    """This names periods under the plot, one place each: every one, or every second, third, sixth or twelfth where they would touch."""
    widest = max((text_width(label, VALUE) for label in labels), default=0.0) + 18
    step = next((one for one in (1, 2, 3, 6, 12, 24, 60) if one * (plot.x(1) - plot.x(0)) >= widest), 60)
    for at, label in enumerate(labels):
        if at % step == 0:
            x, half = plot.x(at), text_width(label, VALUE) / 2
            scene.line("grid", x, plot.bottom, x, plot.bottom + 9, stroke="stil", width=2)
            place = min(max(x, MARGIN + half), WIDTH - 12 - half)
            scene.text("words", place, plot.bottom + 38, label, size=VALUE, fill="sub", anchor="middle", role="axis")


def draw_change(scene: Scene, plot: Plot, x: float, label: str, *, taken: list[tuple[float, float]]) -> None:
    """This marks a change date: a dashed line down, its date above it where there is room."""
    scene.line("lines", x, plot.top - 14, x, plot.bottom, stroke="inw", width=4, dash="12 8", role="change", on="bg")
    wide = text_width(label, VALUE, 600)
    left = min(max(x - wide / 2, plot.left + 330), WIDTH - MARGIN - wide)
    if all(left > end + 16 or left + wide < start - 16 for start, end in taken):
        scene.text("words", left, plot.top - 24, label, size=VALUE, weight=600, fill="inw", role="change")
        taken.append((left, left + wide))


def line_sample(scene: Scene, x: float, y: float, *, after: bool) -> None:
    """This is the line of a side in a legend: grey before, dark after."""
    scene.line("marks", x - 30, y, x + 30, y, stroke="ink" if after else "stil", width=7 if after else 5)


def dot_sample(scene: Scene, x: float, y: float, *, after: bool, hollow: bool) -> None:
    """This is a point in a legend: filled, or hollow where it may still change."""
    draw_dot(scene, x, y, after=after, hollow=hollow, role="")


def draw_dot(scene: Scene, x: float, y: float, *, after: bool, hollow: bool, role: str, value: str = "", radius: float = 11) -> None:
    """This draws a point of a side: grey before, dark after; hollow where it may still change."""
    colour: Token = "ink" if after else "stil"
    if hollow:
        scene.circle("marks", x, y, radius - 2, fill="bg", stroke=colour, stroke_width=4, role=role, on="bg", value=value)
    else:
        scene.circle("marks", x, y, radius, fill=colour, role=role, on="bg", value=value)


def foot_of(source: str, version: str, *parts: str) -> str:
    """This gives the source line of a chart: source, what else belongs there, and version."""
    return foot_line(*parts, source=source, version=version) if source or version else ""
