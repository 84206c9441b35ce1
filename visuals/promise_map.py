"""Promise and reality of one resident: above what was promised, below what happened, one column an event.

The columns are in order, not to scale; long silences are named. What went as promised is a filled disc; the four deviations (in
between, missing, failed, double or in another order) each have a mark of their own. Longer journeys take several pages.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from functools import partial

from journeys.errors import UsageError
from journeys.texts import language, number, say
from mining.promise import Column, Promise, folded
from visuals import promise_words
from visuals.figure import Figure
from visuals.lettering import ELLIPSIS, cut, drawable, text_width, wrap
from visuals.picture_frame import (
    MARGIN,
    WIDTH,
    LegendEntry,
    card,
    draw_foot,
    draw_heading,
    legend_lines,
    legend_top,
    lines_of,
    middle,
    note_lines,
    title_that_fits,
)
from visuals.scene import Output, Scene
from visuals.style import IN_CIRCLE, LANE_NAME, LANE_NAME_TWO_LINES, VALUE, Theme, Token

LAYERS = ("lanes", "connectors", "lines", "marks", "words")
COLUMNS = 12
"""So many columns at most stand on a page."""

_FIRST, _LAST, _PITCH, _WIDEST = 262.0, 1835.0, 143.0, 236.0
_PROMISED, _HAPPENED = (136, 366, 304), (480, 800, 598)
"""Top, bottom and height of the marks of the two bands."""

_ENTRY = 70
"""So far left of the first mark the lines of a later page begin: right of the names of the bands."""


def draw_promise(
    data: Promise,
    *,
    page: int = 1,
    theme: Theme = "light",
    source: str = "",
    version: str = "",
    output: Output = "static",
    name: str = "promise",
) -> Figure:
    """This draws one page (from 1, see `promise_pages`). Raises `UsageError` for a page that is not there."""
    scene = promise_scene(data, page=page, theme=theme, source=source, version=version)
    footer = " ".join([promise_words.footer(data, source=source, version=version), *promise_words.notes(data)]).strip()
    return Figure.of(scene, name=name, output=output, rows=promise_words.table(data), footer=footer)


def promise_pages(data: Promise) -> int:
    """This counts the pages of a journey; 1 for an empty one."""
    return max(1, len(_pages(data.columns)))


def promise_scene(data: Promise, *, page: int = 1, theme: Theme = "light", source: str = "", version: str = "") -> Scene:
    """This lays one page out and draws it, for `check_scene` and for `draw_promise`."""
    if not 1 <= page <= promise_pages(data):
        raise UsageError(say("There is no page {page}; there are {n}.", page=page, n=promise_pages(data)))
    if not data.columns:
        return card(say("This journey has no question that the plan is about."), prefix="promise", layers=LAYERS, theme=theme)
    pages = _pages(data.columns)
    columns = pages[page - 1]
    titles = promise_words.titles(data)
    seed = repr((data.resident, data.plan.name, page, [column.happenings for column in columns]))
    scene = Scene(
        title=titles[0],
        description=promise_words.description(data),
        prefix=f"promise-{zlib.crc32(seed.encode()):08x}",
        layers=LAYERS,
        theme=theme,
        language=language(),
    )
    steps = [column.step for column in columns if column.step is not None]
    shown = (min(steps) + 1, max(steps) + 1) if len(pages) > 1 and steps else None
    scene.replaced |= drawable(data.plan.name).replaced
    parts = promise_words.subtitle_parts(data, steps=shown, pages=(page, len(pages)))
    draw_heading(scene, title_that_fits(*titles), lines_of(parts, most=1))
    foot = promise_words.footer(data, source=source, version=version) if source or version else ""
    legend = legend_lines(_legend(data, columns))
    notes = note_lines(promise_words.notes(data))
    bottom = legend_top(legend_rows=len(legend), note_rows=len(notes), source=bool(foot))
    _draw_bands(scene)
    _draw_lines(scene, columns, before=page > 1, after=page < len(pages))
    pitch = _pitch(columns)
    for at, column in enumerate(columns):
        x = _FIRST + pitch * at
        _draw_connector(scene, column, x)
        _draw_mark(scene, column, x, _HAPPENED[2])
        _draw_caption(scene, column, x, pitch)
        _draw_silence(scene, column, x, pitch if at else _ENTRY + 37)
    _draw_steps(scene, data, columns)
    draw_foot(scene, bottom, legend, notes, foot)
    return scene


def _pages(columns: Sequence[Column]) -> list[tuple[Column, ...]]:
    """This cuts columns into pages of at most COLUMNS: neighbours that were inserted first become one, and a page begins with a
    planned step where it can."""
    if len(columns) > COLUMNS:
        columns = folded(columns)
    pages: list[tuple[Column, ...]] = []
    rest = list(columns)
    while len(rest) > COLUMNS:
        starts = [at for at in range(COLUMNS // 2, COLUMNS + 1) if rest[at].step is not None]
        size = starts[-1] if starts else COLUMNS
        pages.append(tuple(rest[:size]))
        rest = rest[size:]
    return [*pages, tuple(rest)] if rest else pages


def _pitch(columns: Sequence[Column]) -> float:
    """This is how far columns stand apart: the page filled, but not wider than they can be seen together."""
    return min(_WIDEST, max(_PITCH, (_LAST - _FIRST) / max(1, len(columns) - 1)))


def _draw_bands(scene: Scene) -> None:
    grounds: tuple[tuple[tuple[int, int, int], Token], ...] = ((_PROMISED, "lane"), (_HAPPENED, "inwbg"))
    for (top, bottom, _), ground in grounds:
        scene.rect("lanes", 0, top, WIDTH, bottom - top, fill=ground)
    room = _FIRST - 40 - MARGIN
    scene.text("words", MARGIN, middle(_PROMISED[2], LANE_NAME), say("Promise"), size=LANE_NAME, weight=700, fill="vast", on="lane",
               width=room, role="lane-name")  # fmt: skip
    scene.text("words", MARGIN, middle(_HAPPENED[2], LANE_NAME), say("Reality"), size=LANE_NAME, weight=700, fill="inw", on="inwbg",
               width=room, role="lane-name")  # fmt: skip


def _draw_lines(scene: Scene, columns: Sequence[Column], *, before: bool, after: bool) -> None:
    """This draws the two lines that string the marks together, to the edge where another page goes on."""
    places = [_FIRST + _pitch(columns) * at for at in range(len(columns))]
    right = WIDTH if after else places[-1]
    scene.line("lines", _FIRST - (_ENTRY if before else 0), _HAPPENED[2], right, _HAPPENED[2], stroke="inw", width=5)
    planned = [x for x, column in zip(places, columns, strict=True) if column.step is not None]
    if planned:
        left, right = planned[0] - (_ENTRY if before else 0), WIDTH if after else planned[-1]
        scene.line("lines", left, _PROMISED[2], right, _PROMISED[2], stroke="vast", width=6)


def _draw_steps(scene: Scene, data: Promise, columns: Sequence[Column]) -> None:
    """This draws the planned steps; names stand on two heights where neighbours would touch, the upper ones on two lines if need be."""
    pitch = _pitch(columns)
    ends = {False: MARGIN - 12.0, True: MARGIN - 12.0}  # where the last name ends: low, high
    places = [(at, column.step) for at, column in enumerate(columns) if column.step is not None]
    high = True
    for number_of, (at, step) in enumerate(places):
        x = _FIRST + pitch * at
        scene.circle("marks", x, _PROMISED[2], 30, fill="vast", role="planned", on="lane", value=str(step + 1))
        scene.text("words", x, middle(_PROMISED[2], 32), str(step + 1), size=32 if step < 99 else IN_CIRCLE, weight=700, fill="wit",
                   on="vast", anchor="middle", role="step")  # fmt: skip
        name = drawable(data.plan.steps[step].name)
        scene.replaced |= name.replaced
        wide = text_width(name.text, LANE_NAME_TWO_LINES, 600)
        beside = number_of + 1 < len(places) and places[number_of + 1][0] == at + 1
        touches = x - wide / 2 < ends[False] + 14 or (beside and wide > pitch - 14)
        high = not high if touches else False
        free = ends[high] + 14
        close = any(0 < other - at < 3 for other, _ in places)
        most = min(WIDTH - 16 - free, 2 * pitch - 24 if close else 620)
        lines = _on_two_lines(name.text, wide, most) if wide > most else (name.text,)
        if not high and len(lines) > 1:  # above there may be room for two lines
            high = ends[True] + 14 <= x - _widest(lines) / 2
            lines = lines if high else (cut(name.text, most, LANE_NAME_TWO_LINES, 600),)
        wide = _widest(lines)
        left = min(max(x - wide / 2, ends[high] + 14), WIDTH - 16 - wide)
        for line_of, line in enumerate(reversed(lines)):
            start, y = left + (wide - text_width(line, LANE_NAME_TWO_LINES, 600)) / 2, 248 - 38 * high - 33 * line_of
            scene.text("words", start, y, line, size=LANE_NAME_TWO_LINES, weight=600, on="lane", role="step-name")
        ends[high] = left + wide


def _on_two_lines(text: str, wide: float, most: float) -> tuple[str, ...]:
    """This breaks a name of a step into two lines that are about as long, cut only where it is too long for two."""
    tried = [wrap(text, room, LANE_NAME_TWO_LINES, 600) for room in (0.55 * wide, 0.65 * wide, most) if room <= most]
    return next((lines for lines in tried if not lines[-1].endswith(ELLIPSIS)), wrap(text, most, LANE_NAME_TWO_LINES, 600))


def _widest(lines: Sequence[str]) -> float:
    return max(text_width(line, LANE_NAME_TWO_LINES, 600) for line in lines)


def _draw_connector(scene: Scene, column: Column, x: float) -> None:
    if column.step is None:
        return
    top, bottom = _PROMISED[2] + 32, _HAPPENED[2] - 36
    if column.sort in ("missing", "pending", "unknown"):
        scene.line("connectors", x, top, x, bottom, stroke="kier" if column.sort == "missing" else "stil", width=4, dash="1 9", cap="round")
    else:
        scene.line("connectors", x, top, x, bottom, stroke="line", width=4)


def _draw_mark(scene: Scene, column: Column, x: float, y: float, *, on: Token = "inwbg", counted: bool = True) -> None:
    """This draws what became of it: a mark of its own for every sort."""
    role = column.sort if counted else ""
    value = str(len(column.happenings))
    if column.sort == "kept":
        scene.circle("marks", x, y, 34, fill="inw", role=role, on=on, value=value)
        scene.path("marks", [[(x - 15, y + 1), (x - 4, y + 12), (x + 16, y - 11)]], stroke="wit", width=7, cap="round", closed=False)
    elif column.sort == "inserted":
        many = len(column.happenings) > 1
        scene.circle("marks", x, y, 31 if many else 25, fill="bg", stroke="inw", stroke_width=7, role=role, on=on, value=value)
        if many:
            _in_ring(scene, x, y, len(column.happenings), "inw", counted)
        else:
            scene.circle("marks", x, y, 8, fill="inw")
    elif column.sort in ("missing", "pending", "unknown"):
        token: Token = "kier" if column.sort == "missing" else "stil"
        scene.circle("marks", x, y, 31, fill="bg")
        scene.path("marks", _dashes(x, y, 33, 12), stroke=token, width=5, closed=False, role=role, on=on)
        if column.sort == "unknown":
            scene.text("words", x, middle(y, 32), "?", size=32, weight=700, fill="sub", anchor="middle", role="times" if counted else "")
    else:
        scene.circle("marks", x, y, 31, fill="bg", stroke="kier", stroke_width=6, role=role, on=on, value=value)
        if column.sort == "failed":
            scene.line("marks", x - 21, y + 21, x + 21, y - 21, stroke="kier", width=7)
        elif column.sort == "double":
            _in_ring(scene, x, y, column.times, "kier", counted)
        else:
            scene.path("marks", _swap(x, y), stroke="kier", width=4.5, cap="round", closed=False)


def _in_ring(scene: Scene, x: float, y: float, times: int, fill: Token, counted: bool) -> None:
    text = say("{n}×", n=times) if times < 100 else number(times)
    role = "times" if counted else ""
    scene.text("words", x, middle(y, IN_CIRCLE), text, size=IN_CIRCLE, weight=700, fill=fill, anchor="middle", role=role)


def _dashes(x: float, y: float, radius: float, n: int) -> list[list[tuple[float, float]]]:
    """This gives a ring of `n` dashes as short lines: a circle of a scene has no dashes."""
    step = 2 * math.pi / n
    return [
        [(x + radius * math.cos(step * (at + part * 0.11)), y + radius * math.sin(step * (at + part * 0.11))) for part in range(6)]
        for at in range(n)
    ]


def _swap(x: float, y: float) -> list[list[tuple[float, float]]]:
    """This gives two arrows that pass each other."""
    return [
        [(x - 15, y - 7), (x + 15, y - 7)], [(x + 7, y - 15), (x + 15, y - 7), (x + 7, y + 1)],
        [(x + 15, y + 9), (x - 15, y + 9)], [(x - 7, y + 1), (x - 15, y + 9), (x - 7, y + 17)],
    ]  # fmt: skip


def _draw_caption(scene: Scene, column: Column, x: float, pitch: float) -> None:
    """This writes under the mark what happened, and in the colour of a gap what differs from the promise."""
    said: list[tuple[str, Token]] = []
    room = min(pitch - 2, 2 * (WIDTH - 8 - x))
    reason = promise_words.reason(column)
    told = wrap(reason, room, IN_CIRCLE, 700, lines=3) if reason else ()
    if len(column.happenings) > 1:
        text = say("{n} times in between", n=len(column.happenings))
        said += [(line, "ink") for line in wrap(text, room, IN_CIRCLE, 600, lines=3)]
    elif column.happenings:
        made = drawable(promise_words.caption(column.happenings[0]))
        scene.replaced |= made.replaced
        said += [(line, "ink") for line in wrap(made.text, room, IN_CIRCLE, 600, lines=5 - len(told))]
    said += [(line, "sub" if column.sort in ("pending", "unknown") else "kier") for line in told]
    for at, (line, fill) in enumerate(said):
        scene.text("words", x, _HAPPENED[2] + 66 + 30 * at, line, size=IN_CIRCLE, weight=600 if fill == "ink" else 700, fill=fill,
                   on="inwbg", anchor="middle", role="caption")  # fmt: skip


def _draw_silence(scene: Scene, column: Column, x: float, pitch: float) -> None:
    """This draws the days without any event before a column, on the line that comes from the mark before."""
    if column.silence is None:
        return
    y = _HAPPENED[2]
    left, right = x - pitch + 37, x - 37
    scene.rect("lines", left, y - 5, right - left, 10, fill="kier", role="silence", on="inwbg", value=str(column.silence))
    scene.text("words", (left + right) / 2, y - 44, say("{n} d", n=column.silence), size=VALUE, weight=700, fill="kier", on="inwbg",
               anchor="middle", role="days")  # fmt: skip


def _legend(data: Promise, columns: Sequence[Column]) -> list[LegendEntry]:
    """This gives the marks that occur on the page, in words, always in the same order."""
    found = {column.sort: column for column in columns}
    entries = [
        LegendEntry(text, 40, partial(_sample, column=found[sort]))
        for sort, text in promise_words.sorts().items()
        if sort in found
    ]
    if any(column.silence is not None for column in columns):
        text = say("{n} days or longer without an event that the resident met", n=data.plan.silence_days)
        entries.append(LegendEntry(text, 60, _silence_sample))
    return entries


def _sample(scene: Scene, x: float, y: float, *, column: Column) -> None:
    """This draws a mark small enough for the legend: half as large, without its number."""
    token: Token = "inw" if column.sort in ("kept", "inserted") else "stil" if column.sort in ("pending", "unknown") else "kier"
    if column.sort == "kept":
        scene.circle("marks", x, y, 17, fill="inw")
        scene.path("marks", [[(x - 8, y), (x - 2, y + 6), (x + 8, y - 6)]], stroke="wit", width=3.5, cap="round", closed=False)
    elif column.sort in ("missing", "pending", "unknown"):
        scene.path("marks", _dashes(x, y, 16, 10), stroke=token, width=3.5, closed=False)
    else:
        scene.circle("marks", x, y, 14, fill="bg", stroke=token, stroke_width=4)
        if column.sort == "inserted":
            scene.circle("marks", x, y, 4.5, fill="inw")
        elif column.sort == "failed":
            scene.line("marks", x - 9, y + 9, x + 9, y - 9, stroke="kier", width=4)
        elif column.sort == "double":
            for shift in (-5, 5):
                scene.line("marks", x + shift, y - 6, x + shift, y + 6, stroke="kier", width=4)
        else:
            scene.path("marks", [[(x + dx / 2 - x / 2, y + dy / 2 - y / 2) for dx, dy in part] for part in _swap(x, y)],
                       stroke="kier", width=2.5, cap="round", closed=False)  # fmt: skip


def _silence_sample(scene: Scene, x: float, y: float) -> None:
    scene.rect("lines", x - 30, y - 5, 60, 10, fill="kier")
