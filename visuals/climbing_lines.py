"""Two climbing lines: of the 100 cases, how many were over after so many working days, before (grey) and after (dark).

A line stops where fewer than a tenth of its side can still be followed: further on nobody knows. Two days are read out in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from journeys.texts import number, say, say_n
from mining.comparison_vocabulary import of_100, verdict_word
from visuals.chart_frame import (
    AXIS_ROOM,
    Plot,
    Words,
    begin,
    draw_dot,
    draw_heights,
    draw_widths,
    figure_of,
    foot_of,
    line_sample,
    ticks_to,
)
from visuals.figure import Figure
from visuals.lettering import text_width
from visuals.picture_frame import MARGIN, WIDTH, LegendEntry
from visuals.scene import Output, Scene
from visuals.side_words import Values, became, counted_to, differs, hundred, short_names, side_names, sides_lines
from visuals.style import LANE_NAME, VALUE, Theme, Token

READ_AT = (0.5, 0.75)
"""The days that are read out: on which half and three quarters of the cases of before were over."""


def draw_climbing(
    values: Values, *, theme: Theme = "light", source: str = "", version: str = "", output: Output = "static", name: str = "climbing"
) -> Figure:
    """This draws the two climbing lines of a comparison."""
    words = _words(values, source, version)
    return figure_of(climbing_scene(values, theme=theme, source=source, version=version), words, name=name, output=output)


def climbing_scene(values: Values, *, theme: Theme = "light", source: str = "", version: str = "") -> Scene:
    """This lays the climbing lines out and draws them, for `check_scene` and for the figure."""
    words = _words(values, source, version)
    chart = begin(words, name="climbing", theme=theme)
    if not chart.drawn:
        return chart.scene
    scene, lines = chart.scene, _lines(values)
    y = chart.top + 26
    for day in read_days(values):
        if read_out(values, day) in words.titles[0]:  # it is told
            continue
        scene.text("words", MARGIN, y, read_out(values, day), size=LANE_NAME, weight=600, width=WIDTH - 2 * MARGIN, role="read-out")
        y += 44
    last = max(len(line) for line in lines) - 1
    plot = Plot(150, WIDTH - 90, y + 46, chart.bottom - AXIS_ROOM, (0, last), (0, 100))
    draw_heights(scene, plot, [0, 25, 50, 75, 100], number, what=say("of the 100 cases over"))
    draw_widths(scene, plot, ticks_to(last, most=12), number, what=say("working days since the start of the case"), zero=None)
    for at, line in enumerate(lines):
        known = [(day, 100 * share) for day, share in enumerate(line) if share is not None]
        steps: list[tuple[float, float]] = []
        earlier = -1
        for day, height in known:
            if steps and day == earlier + 1:  # what is told per five days is no stair
                steps.append((plot.x(day), steps[-1][1]))
            steps.append((plot.x(day), plot.y(height)))
            earlier = day
        colour: Token = "ink" if at else "stil"
        side = ("before", "after")[at]
        scene.path("lines", [steps], stroke=colour, width=7 if at else 5, closed=False, role=f"line-{side}", on="bg")
        if known:  # where it stops, with how far it got
            day, height = known[-1]
            draw_dot(scene, plot.x(day), plot.y(height), after=bool(at), hollow=False, role=f"end-{side}", radius=8)
    for day in read_days(values):
        scene.line("lines", plot.x(day), plot.top, plot.x(day), plot.bottom, stroke="stil", width=2, dash="4 8")
        for at, line in enumerate(lines):
            share = line[day]
            assert share is not None
            draw_dot(scene, plot.x(day), plot.y(100 * share), after=bool(at), hollow=False, role="read", value=of_100(share))
    _draw_days(scene, plot, read_days(values))
    return scene


def read_days(values: Values) -> list[int]:
    """This gives the days that are read out: at most two, both sides known on each."""
    before, after = _lines(values)
    both = [day for day in range(min(len(before), len(after))) if before[day] is not None and after[day] is not None]
    days: list[int] = []
    for part in READ_AT:
        day = next((day for day in both if (before[day] or 0) >= part), both[-1] if both else None)
        if day is not None and day not in days:
            days.append(day)
    return days


def read_out(values: Values, day: int) -> str:
    """This says of one day how many of the 100 cases were over, on either side."""
    before, after = (line[day] or 0.0 for line in _lines(values))
    told = became(values, of_100(before), of_100(after), unit=say("of the 100 cases"))
    return say_n("Over after {n} working day: {told}.", "Over after {n} working days: {told}.", day, told=told)


def _lines(values: Values) -> tuple[list[float | None], list[float | None]]:
    curves = values["curves"]
    return (list(curves["before"]), list(curves["after"])) if curves else ([], [])


def _words(values: Values, source: str, version: str) -> Words:
    lines, names, primary = _lines(values), short_names(values), values["duration"]
    days = read_days(values)
    rows = pd.DataFrame(
        [
            {
                say("working days"): day,
                **{say("{side}, of 100", side=name): hundred(share) for name, share in zip(names, both, strict=True)},
            }
            for day, both in enumerate(zip(*lines, strict=True))
        ]
    )
    titles = [say("Duration: {verdict}.", verdict=verdict_word(primary["verdict"]))]
    if differs(primary) and days:
        titles = [f"{titles[0]} {read_out(values, days[0])}", read_out(values, days[0])]
    told = [say("Duration: {verdict}.", verdict=verdict_word(primary["verdict"])), *(read_out(values, day) for day in days)]
    ends = [max((day for day, share in enumerate(line) if share is not None), default=-1) for line in lines]
    for name, end in zip(side_names(values), ends, strict=True):
        if end >= 0:
            told.append(say("The line {side} goes to {n} working days.", side=name, n=end))
    legend = [LegendEntry(name, 60, partial(line_sample, after=bool(at))) for at, name in enumerate(names)]
    return Words(
        titles,
        told,
        sides_lines(values),
        rows,
        legend=legend,
        notes=[
            say("A line stops where fewer than a tenth of its cases can still be followed."),
            *([say("Weighted to the same mix of topics.")] if values.get("mix", {}).get("strata", 2) > 1 else []),
        ],
        empty="" if days else say("How fast cases end cannot be told of both sides."),
        foot=foot_of(source, version, counted_to(values)),
    )


def _draw_days(scene: Scene, plot: Plot, days: Sequence[int]) -> None:
    """This writes above the plot which days are read out."""
    taken = MARGIN + text_width(say("of the 100 cases over"), VALUE)
    for day in days:
        text = say("{n} working days", n=day)
        half = text_width(text, VALUE) / 2
        x = min(plot.x(day), WIDTH - MARGIN - half)
        if x - half > taken + 14:
            scene.text("words", x, plot.top - 14, text, size=VALUE, fill="sub", anchor="middle", role="day")
            taken = x + half
