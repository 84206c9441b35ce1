"""The list of gaps: between which departments most questions get lost, and how long they wait; one period, or before and after.

A row is a gap, the worst first. With two periods a ring is before and a disc is after. All gaps beside the ten worst are one last row, so
that the list adds up. The finding in the title, the marks, the description and the table come from the same numbers.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from journeys.texts import language, number, say
from mining.gap_ranking import GapRanking
from mining.route_names import THEN
from visuals import gap_words
from visuals.figure import Figure
from visuals.lettering import cut_middle, drawable, text_width
from visuals.pair_words import hidden
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
from visuals.style import IN_CIRCLE, VALUE, Theme, Token, Weight

LAYERS = ("grid", "connectors", "marks", "words")
MOST = 10
"""So many gaps have a row of their own."""

NAMES, PITCH, AXIS = 660.0, 110.0, 44.0
DISC, RING, RING_STROKE, CONNECTOR = 13.0, 11.0, 5.0, 7.0


@dataclass(frozen=True)
class Columns:
    """This is the list from left to right: names end, marks from 0 (`left`) to the largest tick (`right`), and the waits in words."""

    names_end: float
    left: float
    right: float
    last: int
    waits: Sequence[str]

    def x(self, count: float) -> float:
        """This is where a count lies."""
        return self.left + (self.right - self.left) * count / self.last


def draw_gaps(
    data: GapRanking,
    *,
    theme: Theme = "light",
    source: str = "",
    version: str = "",
    output: Output = "static",
    name: str = "gaps",
) -> Figure:
    """This draws which gaps lose most questions."""
    scene = gap_scene(data, theme=theme, source=source, version=version)
    shown = gap_words.rows_shown(data, MOST)
    empty = bool(gap_words.instead(data))
    footer = " ".join([*([] if empty else gap_words.notes(data, shown)), gap_words.footer(data, source=source, version=version)])
    return Figure.of(scene, name=name, output=output, rows=gap_words.table(data, shown), footer=footer)


def gap_scene(data: GapRanking, *, theme: Theme = "light", source: str = "", version: str = "") -> Scene:
    """This lays the list of gaps out and draws it, for `check_scene` and for the figure."""
    shown = gap_words.rows_shown(data, MOST)
    foot = gap_words.footer(data, source=source, version=version) if source or version else ""
    if missing := gap_words.instead(data):
        details = gap_words.subtitle_parts(data) if data.after.totals.n and not hidden(data.after) else []
        return card(missing, prefix="gaps", layers=LAYERS, theme=theme, details=details, source=foot)
    candidates = gap_words.titles(data)
    scene = Scene(
        title=candidates[0],
        description=gap_words.description(data, shown),
        prefix=f"gaps-{zlib.crc32(repr((data.gaps.values.tolist(), data.after.totals)).encode()):08x}",
        layers=LAYERS,
        theme=theme,
        language=language(),
    )
    subtitles, legend = lines_of(gap_words.subtitle_parts(data)), legend_lines(_legend(data, shown))
    notes = note_lines(gap_words.notes(data, shown))
    draw_heading(scene, title_that_fits(*candidates), subtitles)
    top = 134.0 + 34 * (len(subtitles) - 1)
    bottom = HEIGHT - (38 if foot else 12) - NOTE_ROW * len(notes) - LEGEND_ROW * len(legend)
    left_over = gap_words.rest(data, shown)
    rows = shown + (1 if left_over else 0)
    pitch = min(PITCH, (bottom - top - 36 - AXIS) / rows)
    columns = _columns(data, shown, left_over)
    _draw_axis(scene, columns, top + 36, top + 36 + pitch * shown, top + 36 + pitch * rows)
    header = say("half waits at most")
    scene.text("words", WIDTH - MARGIN, top + 24, header, size=IN_CIRCLE, weight=600, fill="sub", anchor="end", role="column")
    half = data.half[0] if data.half and data.before is None else 0
    for row in range(shown):
        _draw_row(scene, data, row, columns, top + 36 + pitch * (row + 0.5), bold=row < half <= shown)
    if left_over:
        y = top + 36 + pitch * (shown + 0.5)
        scene.line("grid", MARGIN, y - pitch / 2, WIDTH - MARGIN, y - pitch / 2, stroke="line", width=2.5)
        scene.text("words", columns.names_end, middle(y, VALUE), left_over[0], size=VALUE, fill="sub", anchor="end", role="rest")
        scene.text("words", columns.left + 4, middle(y, VALUE), left_over[1], size=VALUE, fill="sub", role="rest")
    draw_foot(scene, bottom, legend, notes, foot)
    return scene


def _columns(data: GapRanking, shown: int, left_over: tuple[str, str] | None) -> Columns:
    """This shares the width out: names as wide as they need, then the marks with their counts, then the waits."""
    names = [gap_words.gap_name(*_ends(data, row)) for row in range(shown)] + ([left_over[0]] if left_over else [])
    needed = max(text_width(drawable(text).text, VALUE, 700) for text in names)
    names_end = MARGIN + min(NAMES, needed)
    waits = gap_words.waits(data, shown)
    counts = max(text_width(gap_words.count_words(data, row), VALUE, 700) for row in range(shown))
    left = names_end + 40
    right = WIDTH - MARGIN - max(text_width(text, VALUE, 600) for text in (*waits, say("half waits at most"))) - 36 - counts - DISC - 14
    return Columns(names_end, left, right, _ticks(_largest(data, shown))[-1], waits)


def _largest(data: GapRanking, shown: int) -> int:
    columns = ["lost"] if data.before is None else ["lost", "lost_before"]
    return int(data.gaps[columns].head(shown).fillna(0).to_numpy().max())


def _ticks(largest: int) -> list[int]:
    """This gives round counts from 0 to at or over the largest, seven at most."""
    step = 1
    while -(-largest // step) > 6:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return [step * at for at in range(-(-largest // step) + 1)]


def _draw_axis(scene: Scene, columns: Columns, top: float, end: float, bottom: float) -> None:
    taken = 0.0
    ticks = _ticks(columns.last)
    for tick in ticks:
        x = columns.x(tick)
        scene.line("grid", x, top, x, end, stroke="line", width=2.5 if tick == 0 else 1.2)
        text = number(tick) if tick < ticks[-1] else say("{n} lost questions", n=tick) if tick != 1 else say("1 lost question")
        wide = text_width(number(tick), VALUE)
        if x - wide / 2 > taken:
            scene.text("words", x - wide / 2, bottom + 34, text, size=VALUE, fill="sub", role="axis")
            taken = x + wide / 2 + 12


def _draw_row(scene: Scene, data: GapRanking, row: int, columns: Columns, y: float, *, bold: bool) -> None:
    gap = data.gaps.iloc[row]
    _draw_name(scene, *_ends(data, row), columns.names_end, y, weight=700 if bold else 400)
    places = {
        side: columns.x(int(gap[name]))
        for side, name in (("before", "lost_before"), ("after", "lost"))
        if name in data.gaps and not pd.isna(gap[name])
    }
    if data.before is None:
        scene.line("connectors", columns.left, y, places["after"], y, stroke="line", width=3)
    elif len(places) == 2 and places["before"] != places["after"]:
        colour, role = _look(str(gap["change"]))
        scene.line("connectors", places["before"], y, places["after"], y, stroke=colour, width=CONNECTOR, role=role, on="bg")
    same = len(places) == 2 and abs(places["before"] - places["after"]) < RING
    if "before" in places:
        scene.circle(
            "marks", places["before"], y, RING + (3 if same else 0), fill="bg", stroke="kier", stroke_width=RING_STROKE,
            role="before", on="bg", value=str(int(gap["lost_before"])),
        )  # fmt: skip
    if "after" in places:
        radius = 7.0 if same else DISC
        scene.circle("marks", places["after"], y, radius, fill="kier", role="after", on="bg", value=str(int(gap["lost"])))
    x = max(places.values()) + DISC + 14
    count = gap_words.count_words(data, row)
    scene.rect("words", x - 5, y - 17, text_width(count, VALUE, 700) + 8, 34, fill="bg")
    scene.text("words", x, middle(y, VALUE), count, size=VALUE, weight=700, role="count")
    scene.text("words", WIDTH - MARGIN, middle(y, VALUE), columns.waits[row], size=VALUE, fill="sub", anchor="end", role="wait")


def _draw_name(scene: Scene, sender: str, receiver: str, right: float, y: float, *, weight: Weight) -> None:
    """This names a gap on one line, or on two where that is too long; a name that is still too long is cut in the middle."""
    whole, room = drawable(gap_words.gap_name(sender, receiver)).text, right - MARGIN
    scene.replaced |= drawable(sender + receiver).replaced
    if text_width(whole, VALUE, weight) <= room:
        scene.text("words", right, middle(y, VALUE), whole, size=VALUE, weight=weight, anchor="end", role="gap")
        return
    for text, shift in ((sender, -13.5), (f"{THEN.lstrip()}{receiver}", 13.5)):
        shown = cut_middle(drawable(text).text, room, IN_CIRCLE, weight)
        scene.text("words", right, middle(y + shift, IN_CIRCLE), shown, size=IN_CIRCLE, weight=weight, anchor="end", role="gap")


def _ends(data: GapRanking, row: int) -> tuple[str, str]:
    gap = data.gaps.iloc[row]
    return str(gap["from_department"]), str(gap["to_department"])


def _look(change: str) -> tuple[Token, str]:
    looks: dict[str, tuple[Token, str]] = {"less": ("beter", "less"), "more": ("kier", "more")}
    return looks.get(change, ("stil", "unsure"))


def _legend(data: GapRanking, shown: int) -> list[LegendEntry]:
    if data.before is None:
        return [LegendEntry(say("lost questions, of how many recorded handovers"), 30, partial(_mark_sample, after=True))]
    found = [
        LegendEntry(say("lost before"), 30, partial(_mark_sample, after=False)),
        LegendEntry(say("lost after"), 30, partial(_mark_sample, after=True)),
    ]
    words = {"less": say("less often lost"), "more": say("more often lost"), "unsure": say("no sure difference, or too few")}
    changes = {_look(str(change))[1] for change in data.gaps["change"].head(shown)}
    return found + [LegendEntry(words[kind], 60, partial(_line_sample, change=kind)) for kind in words if kind in changes]


def _mark_sample(scene: Scene, x: float, y: float, *, after: bool) -> None:
    if after:
        scene.circle("marks", x, y, DISC, fill="kier")
    else:
        scene.circle("marks", x, y, RING, fill="bg", stroke="kier", stroke_width=RING_STROKE)


def _line_sample(scene: Scene, x: float, y: float, *, change: str) -> None:
    scene.line("connectors", x - 30, y, x + 30, y, stroke=_look(change)[0], width=CONNECTOR)
