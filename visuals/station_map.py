"""The station map: every handover along a chain of departments as a line from leaving to being taken up.

The space between two departments is nobody's, and slant is time: a fan that closes in one point is a meeting, a bundle that waits is a
holiday. What was lost ends in a stub; what has no recorded time is never drawn as an ordinary line.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

import pandas as pd

from journeys.errors import UsageError
from journeys.texts import language, number, say, say_n
from mining.journey_data import records
from mining.stations import Stations
from visuals import station_words
from visuals.drawn_sample import evenly
from visuals.figure import Figure
from visuals.journey_frame import AXIS, NAMES_END, draw_axis, lane_name
from visuals.lettering import drawable, text_width, wrap
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
from visuals.style import FLOOR, LANE_NAME, LANE_NAME_TWO_LINES, Theme, Token
from visuals.timeline import Timeline

LAYERS = ("grid", "unrecorded", "lines", "stubs", "lanes", "words", "remarks")
LINES, STUBS, DOTTED = 2000, 400, 150
"""So many lines, stubs and dotted lines are drawn at most; of more than DOTTED unrecorded ones the number is told."""

CLASSES = (7, 21)
"""Calendar days where the second and the third class of lines begin."""

_CLASS_TOKENS: tuple[Token, ...] = ("arc_0", "arc_1", "arc_2")
_BAR, _STUB, _REMARKS = 30, 0.23, 3
_LEFT, _RIGHT = NAMES_END + 22, WIDTH - MARGIN
_ENDS = {"lost": "lost", "open": "open", "rerouted": "otherwise", "settled": "otherwise"}


@dataclass(frozen=True)
class Annotation:
    """This is a remark of the analyst, in a box at a date between station `after` (1: the first) and the next."""

    text: str
    at: date
    after: int


def draw_stations(
    data: Stations,
    *,
    annotations: Sequence[Annotation] = (),
    theme: Theme = "light",
    source: str = "",
    version: str = "",
    output: Output = "static",
    name: str = "stations",
    classes: tuple[int, int] = CLASSES,
) -> Figure:
    """This draws the station map. `classes`: calendar days where the darker classes of lines begin.

    Raises `UsageError` for more than three annotations, or one that lies outside the chain.
    """
    scene = stations_scene(data, annotations=annotations, theme=theme, source=source, version=version, classes=classes)
    footer = " ".join([station_words.footer(data, source=source, version=version), *_notes(data)]).strip()
    return Figure.of(scene, name=name, output=output, rows=station_words.table(data), footer=footer)


def stations_scene(
    data: Stations,
    *,
    annotations: Sequence[Annotation] = (),
    theme: Theme = "light",
    source: str = "",
    version: str = "",
    classes: tuple[int, int] = CLASSES,
) -> Scene:
    """This lays the map out and draws it, for `check_scene` and for `draw_stations`."""
    _check(annotations, data)
    foot = station_words.footer(data, source=source, version=version) if source or version else ""
    if data.hidden or data.passages.empty:
        text = data.hidden or say("There are no handovers along this chain in this period.")
        return card(text, prefix="stations", layers=LAYERS, theme=theme, source=foot)
    lines, stubs, dotted = _drawn(data)
    titles = station_words.titles(data)
    scene = Scene(
        title=titles[0],
        description=station_words.description(data, drawn=_drawn_of(data)),
        prefix=f"stations-{zlib.crc32(repr((data.chain, str(data.first), len(data.passages))).encode()):08x}",
        layers=LAYERS,
        theme=theme,
        language=language(),
    )
    subtitles = lines_of(station_words.subtitle_parts(data))
    draw_heading(scene, title_that_fits(*titles), subtitles)
    legend = legend_lines(_legend(data, lines, stubs, dotted, classes))
    notes = note_lines(_notes(data))
    bottom = legend_top(legend_rows=len(legend), note_rows=len(notes), source=bool(foot))
    tops = _tops(len(data.chain), 134 + 34 * len(subtitles), bottom - AXIS - 26)
    gap = tops[1] - tops[0] - _BAR
    timeline = Timeline(
        data.passages["started"].min(),
        pd.concat([data.passages["started"], data.passages["ended"].dropna()]).max(),
        _LEFT,
        _RIGHT,
    )
    draw_axis(scene, timeline, top=tops[0], bottom=tops[-1] + _BAR + 6)
    _draw_chain(scene, data, tops)
    for at, row in enumerate(records(data.segments)):
        _draw_numbers(scene, data, row, tops[at] + _BAR + gap / 2)
    _draw_lines(scene, lines, dotted, timeline, tops, classes)
    _draw_stubs(scene, stubs, timeline, tops, gap)
    _draw_annotations(scene, annotations, timeline, tops, gap)
    draw_foot(scene, bottom, legend, notes, foot)
    return scene


def _drawn(data: Stations) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """This gives the passages that are drawn as lines, as stubs and as dotted lines."""
    passages = data.passages
    timed = passages[passages["timed"].astype(bool)]
    stubs = passages[passages["status"].isin(list(_ENDS))]
    dotted = passages[passages["status"] == "unrecorded"]
    if len(dotted) > DOTTED and len(dotted) < len(passages):
        dotted = dotted.iloc[:0]
    return tuple(kept.iloc[evenly(len(kept), most)] for kept, most in ((timed, LINES), (stubs, STUBS), (dotted, LINES)))  # type: ignore[return-value]


def _drawn_of(data: Stations) -> tuple[int, int]:
    """This counts what is drawn, and what would be if there were room for all."""
    drawn = sum(len(part) for part in _drawn(data))
    return drawn, len(data.passages) - (int(data.segments["unrecorded"].sum()) if _counted_only(data) else 0)


def _counted_only(data: Stations) -> bool:
    return int(data.segments["unrecorded"].sum()) > 0 and _drawn(data)[2].empty


def _notes(data: Stations) -> list[str]:
    if data.passages.empty:
        return []
    return station_words.notes(data, drawn=_drawn_of(data), counted_only=_counted_only(data))


def _tops(stations: int, top: float, bottom: float) -> list[float]:
    pitch = (bottom - _BAR - top) / (stations - 1)
    return [top + pitch * at for at in range(stations)]


def _draw_chain(scene: Scene, data: Stations, tops: Sequence[float]) -> None:
    written: set[tuple[str, ...]] = set()
    for name, top in zip(data.chain, tops, strict=True):
        scene.rect("lanes", _LEFT - 8, top, _RIGHT - _LEFT + 16, _BAR, fill="lane", stroke="line", stroke_width=1, role="station")
        scene.replaced |= drawable(name).replaced
        lines = lane_name(name, beside=written)
        written.add(lines)
        size = LANE_NAME if len(lines) == 1 and text_width(lines[0], LANE_NAME, 600) <= NAMES_END - MARGIN else LANE_NAME_TWO_LINES
        for at, line in enumerate(lines):
            y = middle(top + _BAR / 2, size) + (at - (len(lines) - 1) / 2) * (size + 1)
            scene.text("words", MARGIN, y, line, size=size, weight=600, role="lane-name")


def _draw_numbers(scene: Scene, data: Stations, row: dict[str, object], y: float) -> None:
    """This writes in the gap how many passed, how long half of them took, and how many were lost."""
    recorded, unrecorded, lost, timed = (int(str(row[name])) for name in ("recorded", "unrecorded", "lost", "timed"))
    said: list[tuple[str, Token, str]] = []
    if recorded or not unrecorded:
        said.append((say_n("1 handover", "{n} handovers", recorded), "sub", "count"))
    else:
        said.append((say("{n} not recorded", n=unrecorded), "sub", "count"))
    if timed >= station_words.ENOUGH:
        said.append((station_words.half_beside(data, float(str(row["median_calendar_days"]))), "ink", "half"))
    if lost:
        said.append((say("{n} lost", n=lost), "kier", "lost-count"))
    for at, (text, fill, role) in enumerate(said):
        place = middle(y, FLOOR) + (at - (len(said) - 1) / 2) * 30
        weight = 700 if fill == "kier" else 400
        scene.text("words", MARGIN, place, text, size=FLOOR, weight=weight, fill=fill, width=NAMES_END - MARGIN, role=role)  # type: ignore[arg-type]


def _draw_lines(
    scene: Scene, lines: pd.DataFrame, dotted: pd.DataFrame, timeline: Timeline, tops: Sequence[float], classes: tuple[int, int]
) -> None:
    scene.path("unrecorded", _strokes(dotted, timeline, tops), stroke="stil", width=2, dash="1 7", cap="round", closed=False,
               role="unrecorded", on="bg")  # fmt: skip
    for number_of, token in enumerate(_CLASS_TOKENS):
        own = lines[_class_of(lines["calendar_days"], classes) == number_of]
        scene.path("lines", _strokes(own, timeline, tops), stroke=token, width=1.6, closed=False, role=f"line-{number_of}", on="bg")


def _strokes(passages: pd.DataFrame, timeline: Timeline, tops: Sequence[float]) -> list[list[tuple[float, float]]]:
    return [
        [(timeline.x(row["started"]), tops[row["segment"]] + _BAR), (timeline.x(row["ended"]), tops[row["segment"] + 1])]
        for row in records(passages[["segment", "started", "ended"]])
    ]


def _class_of(days: pd.Series, classes: tuple[int, int]) -> pd.Series:
    return (days >= classes[0]).astype(int) + (days >= classes[1]).astype(int)


def _draw_stubs(scene: Scene, stubs: pd.DataFrame, timeline: Timeline, tops: Sequence[float], gap: float) -> None:
    """This draws what the receiver did not take up: down from where it was let go, a part of the way."""
    for kind in ("otherwise", "open", "lost"):
        own = stubs[stubs["status"].map(_ENDS) == kind]
        places = [(timeline.x(row["started"]), tops[row["segment"]] + _BAR) for row in records(own[["segment", "started"]])]
        token: Token = "stil" if kind == "otherwise" else "kier"
        scene.path("stubs", [[(x, y), (x, y + _STUB * gap)] for x, y in places], stroke=token, width=2.2, closed=False)
        for x, y in places:
            _stub_end(scene, x, y + _STUB * gap, kind, role=kind)


def _stub_end(scene: Scene, x: float, y: float, kind: str, *, role: str = "") -> None:
    if kind == "lost":
        scene.circle("stubs", x, y, 6, fill="kier", stroke="bg", stroke_width=1.5, role=role, on=None)
    elif kind == "open":
        scene.circle("stubs", x, y, 6, fill="bg", stroke="kier", stroke_width=3, role=role, on="bg")
    else:
        scene.line("stubs", x - 7, y, x + 7, y, stroke="stil", width=3, role=role, on="bg")


def _draw_annotations(
    scene: Scene, annotations: Sequence[Annotation], timeline: Timeline, tops: Sequence[float], gap: float
) -> None:
    """This draws the boxes in the middle of their gap, pushed aside where two would lie over each other."""
    for after in sorted({one.after for one in annotations}):
        own = sorted((one for one in annotations if one.after == after), key=lambda one: (one.at, one.text))
        boxes = []
        for one in own:
            scene.replaced |= drawable(one.text).replaced
            lines = wrap(drawable(one.text).text, 500, FLOOR, 700)
            boxes.append((lines, max(text_width(line, FLOOR, 700) for line in lines) + 24))
        lefts, free = [], float(_LEFT)
        for one, (_, wide) in zip(own, boxes, strict=True):
            wished = timeline.x(pd.Timestamp(datetime(one.at.year, one.at.month, one.at.day))) - wide / 2
            lefts.append(max(free, wished))
            free = lefts[-1] + wide + 12
        free = float(_RIGHT)
        for at in range(len(own) - 1, -1, -1):
            lefts[at] = min(lefts[at], free - boxes[at][1])
            free = lefts[at] - 12
        for (lines, wide), left in zip(boxes, lefts, strict=True):
            high = 30 * len(lines) + 18
            top = tops[after - 1] + _BAR + 0.62 * gap - high / 2
            scene.rect("remarks", left, top, wide, high, fill="bg", stroke="ink", stroke_width=2, radius=8, role="annotation", on="bg")
            for at, line in enumerate(lines):
                scene.text("remarks", left + 12, top + 32 + 30 * at, line, size=FLOOR, weight=700, role="annotation")


def _legend(
    data: Stations, lines: pd.DataFrame, stubs: pd.DataFrame, dotted: pd.DataFrame, classes: tuple[int, int]
) -> list[LegendEntry]:
    """This gives the marks that occur, in words, always in the same order."""
    low, high = (number(bound) for bound in classes)
    words = (
        say("taken up within {n} days", n=low),
        say("{low} to {high} days", low=low, high=high),
        say("{n} days or longer", n=high),
    )
    if data.whole_weeks:
        first, last = -(-classes[0] // 7), -(-classes[1] // 7)
        words = (
            say("taken up in the same week") if first == 1 else say("up to {n} weeks later", n=first - 1),
            say("{low} to {high} weeks later", low=first, high=last - 1),
            say("{n} weeks later or more", n=last),
        )
    found = set(_class_of(lines["calendar_days"], classes))
    entries = [
        LegendEntry(words[at], 44, partial(_line_sample, token=token)) for at, token in enumerate(_CLASS_TOKENS) if at in found
    ]
    ends = set(stubs["status"].map(_ENDS))
    stub_words = {"lost": say("lost"), "open": say("still underway"), "otherwise": say("passed on elsewhere or decided")}
    entries += [LegendEntry(text, 22, partial(_stub_sample, kind=kind)) for kind, text in stub_words.items() if kind in ends]
    if len(dotted):
        entries.append(LegendEntry(say("not recorded: left and arrived somewhere in between"), 44, _dotted_sample))
    return entries


def _line_sample(scene: Scene, x: float, y: float, *, token: Token) -> None:
    scene.line("lines", x - 20, y - 13, x + 20, y + 13, stroke=token, width=2.5)


def _dotted_sample(scene: Scene, x: float, y: float) -> None:
    scene.line("lines", x - 20, y - 13, x + 20, y + 13, stroke="stil", width=2, dash="1 7", cap="round")


def _stub_sample(scene: Scene, x: float, y: float, *, kind: str) -> None:
    scene.line("stubs", x, y - 16, x, y + 9, stroke="stil" if kind == "otherwise" else "kier", width=2.2)
    _stub_end(scene, x, y + 9, kind)


def _check(annotations: Sequence[Annotation], data: Stations) -> None:
    if len(annotations) > _REMARKS:
        raise UsageError(say("A station map has room for {most} annotations; there are {n}.", most=_REMARKS, n=len(annotations)))
    for one in annotations:
        if not 1 <= one.after < max(2, len(data.chain)):
            raise UsageError(
                say("The annotation “{text}” lies after station {n}; there are {all}.", text=one.text, n=one.after, all=len(data.chain)),
                next_step=say("Choose a station from 1 to {n}.", n=len(data.chain) - 1),
            )
