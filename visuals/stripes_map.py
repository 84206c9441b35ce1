"""The stripes map: every journey one row from its first question on, so that one sees how much of it nobody had the question.

Rows are sorted from short to long, at least two pixels high; of more than three hundred an even sample is drawn. Journeys that still go
on end in a notch and a tip. Two panels (before and after) share their axis.
"""

from __future__ import annotations

import zlib
from functools import partial

from journeys.texts import language, number, say
from mining.stripes import WHO, Cohort, Stripes
from visuals import stripes_words
from visuals.drawn_sample import evenly
from visuals.figure import Figure
from visuals.journey_frame import AXIS
from visuals.lettering import cut, drawable, text_width
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
from visuals.style import FLOOR, VALUE, Theme, Token

LAYERS = ("grid", "rows", "tips", "median", "words")
ROWS = 300
"""So many rows are drawn at most in a panel."""

_TOKENS: dict[str, Token] = {"nobody": "kier", "department": "vast", "resident": "inw", "unknown": "arc_0"}
_HIGHEST, _BETWEEN, _TIP, _HEADING = 26.0, 70, 9, 46
_SEEN, _BRIEF = 0.2, 3.0
"""Narrower than this nothing is drawn; a row of which nothing is drawn has a stub so wide."""

_STEPS = (1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730, 1825, 3650)


def draw_stripes(
    data: Stripes,
    *,
    theme: Theme = "light",
    source: str = "",
    version: str = "",
    output: Output = "static",
    name: str = "stripes",
) -> Figure:
    """This draws the stripes map of one or two cohorts."""
    scene = stripes_scene(data, theme=theme, source=source, version=version)
    notes = stripes_words.notes(data, [len(_drawn(cohort)) for cohort in data.cohorts])
    footer = " ".join([stripes_words.footer(data, source=source, version=version), *notes]).strip()
    return Figure.of(scene, name=name, output=output, rows=stripes_words.table(data), footer=footer)


def stripes_scene(data: Stripes, *, theme: Theme = "light", source: str = "", version: str = "") -> Scene:
    """This lays the map out and draws it, for `check_scene` and for `draw_stripes`."""
    foot = stripes_words.footer(data, source=source, version=version) if source or version else ""
    if not any(len(cohort.journeys) for cohort in data.cohorts):
        return card(data.hidden or say("No journeys in this period"), prefix="stripes", layers=LAYERS, theme=theme, source=foot)
    drawn = [_drawn(cohort) for cohort in data.cohorts]
    counts = [len(places) for places in drawn]
    titles = stripes_words.titles(data)
    seed = repr([(cohort.label, len(cohort.journeys), str(cohort.first), cohort.median_days) for cohort in data.cohorts])
    scene = Scene(
        title=titles[0],
        description=stripes_words.description(data, counts),
        prefix=f"stripes-{zlib.crc32(seed.encode()):08x}",
        layers=LAYERS,
        theme=theme,
        language=language(),
    )
    subtitles = lines_of(stripes_words.subtitle_parts(data))
    draw_heading(scene, title_that_fits(*titles), subtitles)
    days = float(data.follow_days or max(cohort.journeys["days"].max() for cohort in data.cohorts if len(cohort.journeys))) or 1.0
    wide = (WIDTH - 2 * MARGIN - _BETWEEN * (len(data.cohorts) - 1)) / len(data.cohorts)
    scale = (wide - _TIP) / days
    brief = any(_too_brief(cohort, places, scale) for cohort, places in zip(data.cohorts, drawn, strict=True))
    legend = legend_lines(_legend(data, brief=brief))
    notes = note_lines(stripes_words.notes(data, counts), most=1 + len(data.cohorts))
    bottom = legend_top(legend_rows=len(legend), note_rows=len(notes), source=bool(foot))
    top = 134 + 34 * (len(subtitles) - 1) + _HEADING * (len(data.cohorts) > 1)
    for at, (cohort, places) in enumerate(zip(data.cohorts, drawn, strict=True)):
        left = MARGIN + at * (wide + _BETWEEN)
        if len(data.cohorts) > 1:
            _draw_panel_name(scene, cohort, left, top, wide)
        _draw_axis(scene, left, left + wide - _TIP, top, bottom - AXIS, days)
        _draw_rows(scene, data, cohort, places, left, left + wide - _TIP, top, bottom - AXIS - 4, days)
    draw_foot(scene, bottom, legend, notes, foot)
    return scene


def _drawn(cohort: Cohort) -> list[int]:
    return evenly(len(cohort.journeys), ROWS)


def _draw_panel_name(scene: Scene, cohort: Cohort, left: float, top: float, wide: float) -> None:
    scene.replaced |= drawable(cohort.label).replaced
    written = [drawable(text).text for text in stripes_words.heading(cohort)]
    shown = next((text for text in written if text_width(text, VALUE, 600) <= wide), cut(written[-1], wide, VALUE, 600))
    scene.text("words", left, top - 16, shown, size=VALUE, weight=600, role="panel")


def _draw_axis(scene: Scene, left: float, right: float, top: float, bottom: float, days: float) -> None:
    """This draws a line every so many days, and their numbers where they do not touch."""
    step = next((step for step in _STEPS if days / step <= 8 and (right - left) * step / days > 90), _STEPS[-1])
    taken = left - 1
    for at in range(int(days / step) + 1):
        x = left + (right - left) * at * step / days
        scene.line("grid", x, top, x, bottom, stroke="line", width=1)
        label = number(at * step) if at else say("day {n}", n=0)
        half = text_width(label, VALUE) / 2
        place = min(max(x, left + half), right - half)
        if place - half > taken:
            scene.text("words", place, bottom + 31, label, size=VALUE, fill="sub", anchor="middle", role="axis")
            taken = place + half + 12


def _draw_rows(
    scene: Scene, data: Stripes, cohort: Cohort, places: list[int], left: float, right: float, top: float, bottom: float, days: float
) -> None:
    if not places:
        scene.text("words", (left + right) / 2, (top + bottom) / 2, say("No journeys in this period"), size=33, weight=600,
                   anchor="middle", width=right - left, role="note")  # fmt: skip
        return
    pitch = min((bottom - top) / len(places), _HIGHEST)
    high = pitch if pitch < 6 else pitch * 0.85
    row_of = {place: row for row, place in enumerate(places)}
    scale = (right - left) / days
    kept = cohort.stretches[cohort.stretches["place"].isin(places)]
    for who in ("department", "resident", "nobody", "unknown"):
        own = kept[kept["who"] == who]
        inset = 0.25 * high if who == "unknown" else 0.0
        shapes = []
        for place, start, end in own[["place", "start", "end"]].itertuples(index=False):
            x1, x2, y = left + scale * start, left + scale * end, top + pitch * row_of[place]
            if x2 - x1 >= _SEEN:
                shapes.append([(x1, y + inset), (x2, y + inset), (x2, y + high - inset), (x1, y + high - inset)])
        scene.path("rows", shapes, fill=_TOKENS[who], role=who, on="bg")
    stubs = [(left, top + pitch * row_of[place]) for place in _too_brief(cohort, places, scale)]
    brief = [[(x, y), (x + _BRIEF, y), (x + _BRIEF, y + high), (x, y + high)] for x, y in stubs]
    scene.path("rows", brief, fill="stil", role="brief", on="bg")
    tips = []
    for place in places:
        if cohort.journeys["ends"].iloc[place] == "open":
            x, y = left + scale * float(cohort.journeys["days"].iloc[place]), top + pitch * row_of[place]
            tips.append([(x + 3, y), (x + _TIP - 1, y), (x + _TIP - 1, y + high), (x + 3, y + high)])
    scene.path("tips", tips, fill="ink", role="open", on="bg")
    _draw_median(scene, data, cohort, left, right, top + pitch * (len(places) - 1) / 2 + high / 2)


def _too_brief(cohort: Cohort, places: list[int], scale: float) -> list[int]:
    """This gives the journeys that are too short to be seen at this scale: their row has a stub, not nothing."""
    wide = (cohort.stretches["end"] - cohort.stretches["start"]) * scale
    seen = set(cohort.stretches.loc[wide >= _SEEN, "place"])
    return [place for place in places if place not in seen]


def _draw_median(scene: Scene, data: Stripes, cohort: Cohort, left: float, right: float, y: float) -> None:
    """This draws the dashed line at the median row, or between the two in the middle, and at its right how long that is."""
    if len(cohort.journeys) < stripes_words.ENOUGH or cohort.median_days is None:
        return
    text = stripes_words.half_beside(data, cohort.median_days)
    wide = text_width(text, FLOOR, 600)
    scene.line("median", left, y, right, y, stroke="ink", width=2, dash="8 7", role="median", on="bg")
    scene.rect("median", right - wide - 24, y - 44, wide + 24, 38, fill="bg", stroke="ink", stroke_width=2, radius=19)
    scene.text("words", right - 12, middle(y - 25, FLOOR), text, size=FLOOR, weight=600, anchor="end", role="median")


def _legend(data: Stripes, *, brief: bool) -> list[LegendEntry]:
    """This gives the colours that occur, in words, always in the same order."""
    found = {who for cohort in data.cohorts for who in cohort.stretches["who"].unique()}
    words = stripes_words.words()
    entries = [LegendEntry(words[who], 44, partial(_sample, who=who)) for who in WHO if who in found]
    if any(_has_pauses(cohort) for cohort in data.cohorts):
        entries.append(LegendEntry(say("empty: no question open"), 44, _pause_sample))
    if brief:
        entries.append(LegendEntry(say("too short to draw"), 14, _brief_sample))
    if any(cohort.open for cohort in data.cohorts):
        entries.append(LegendEntry(say("still goes on"), 30, _tip_sample))
    return entries


def _has_pauses(cohort: Cohort) -> bool:
    return bool((cohort.journeys["days"] - cohort.journeys[list(WHO)].sum(axis=1) > 0.01).any())


def _sample(scene: Scene, x: float, y: float, *, who: str) -> None:
    half = 5 if who == "unknown" else 10
    scene.rect("rows", x - 22, y - half, 44, 2 * half, fill=_TOKENS[who])


def _pause_sample(scene: Scene, x: float, y: float) -> None:
    scene.rect("rows", x - 22, y - 10, 12, 20, fill="vast")
    scene.rect("rows", x + 10, y - 10, 12, 20, fill="vast")


def _brief_sample(scene: Scene, x: float, y: float) -> None:
    scene.rect("rows", x - _BRIEF / 2, y - 10, _BRIEF, 20, fill="stil")


def _tip_sample(scene: Scene, x: float, y: float) -> None:
    scene.rect("rows", x - 14, y - 10, 18, 20, fill="vast")
    scene.rect("tips", x + 7, y - 10, 6, 20, fill="ink")
