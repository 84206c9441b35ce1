"""A run chart: one care point per month or quarter, its middle line, and the dates of changes; a picture to talk about, never a verdict.

Points are hollow where they may still change. What is seldom chance (six in a row on one side of the middle, five that go one way) is said
in the title and drawn dark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from journeys.texts import month, number, say
from mining.comparison_vocabulary import measure_title, of_100, working_days
from visuals.chart_frame import (
    AXIS_ROOM,
    Plot,
    Words,
    begin,
    dot_sample,
    draw_change,
    draw_dot,
    draw_heights,
    draw_periods,
    figure_of,
    foot_of,
    ticks_to,
)
from visuals.figure import Figure
from visuals.lettering import text_width
from visuals.picture_frame import MARGIN, WIDTH, LegendEntry
from visuals.scene import Output, Scene
from visuals.style import VALUE, Theme

Trend = Mapping[str, Any]
"""The values of `journeys trend --json`: per, changes (dates as text), series."""


def draw_run(
    trend: Trend,
    series: str,
    *,
    theme: Theme = "light",
    source: str = "",
    version: str = "",
    output: Output = "static",
    name: str = "run",
) -> Figure:
    """This draws the run chart of one series of a trend."""
    words = _words(trend, series, source, version)
    return figure_of(run_scene(trend, series, theme=theme, source=source, version=version), words, name=name, output=output)


def run_scene(trend: Trend, series: str, *, theme: Theme = "light", source: str = "", version: str = "") -> Scene:
    """This lays a run chart out and draws it, for `check_scene` and for the figure."""
    words = _words(trend, series, source, version)
    chart = begin(words, name=f"run-{series.replace('_', '-')}", theme=theme)
    if not chart.drawn:
        return chart.scene
    scene, own = chart.scene, trend["series"][series]
    points, scale = own["points"], _scale(series)
    ticks = ticks_to(max(point["value"] * scale for point in points if point["value"] is not None))
    plot = Plot(130, WIDTH - 90, chart.top + 64, chart.bottom - AXIS_ROOM + 28, (-0.5, len(points) - 0.5), (0, ticks[-1]))
    draw_heights(scene, plot, ticks, lambda tick: number(tick, 0 if tick == int(tick) else 1), what=unit_words(series))
    draw_periods(scene, plot, [period_word(point["period"]) for point in points])
    if own["middle"] is not None:
        y = plot.y(own["middle"] * scale)
        scene.line("lines", plot.left, y, plot.right, y, stroke="stil", width=3, dash="14 8", role="middle", on="bg")
    taken = [(float(MARGIN), MARGIN + text_width(unit_words(series), VALUE))]
    for change in trend["changes"]:
        at = _place(str(change), points, per=trend["per"])
        if at is not None:
            draw_change(scene, plot, plot.x(at), say("change: {date}", date=date.fromisoformat(str(change))), taken=taken)
    places = [(plot.x(at), plot.y(point["value"] * scale)) if point["value"] is not None else None for at, point in enumerate(points)]
    stretch: list[tuple[float, float]] = []
    stretches = [stretch]
    for place in places:
        if place is None:
            stretch = []
            stretches.append(stretch)
        else:
            stretch.append(place)
    scene.path("lines", [one for one in stretches if len(one) > 1], stroke="stil", width=4, closed=False)
    seldom = {*own["shift"], *own["rise"]}
    for point, place in zip(points, places, strict=True):
        if place is None:
            x = plot.x(points.index(point))
            scene.rect(
                "marks", x - 11, plot.top, 22, plot.bottom - plot.top, stroke="stil", stroke_width=2, dash="3 7", role="unknown", on="bg"
            )
        else:
            dark, told = point["period"] in seldom, value_word(series, point["value"])
            draw_dot(scene, *place, after=dark, hollow=point["hollow"], role="point", value=told)
    return scene


def value_word(series: str, value: float) -> str:
    """This writes a value of a series as everywhere."""
    return working_days(value) if series == "duration" else number(value, 1) if series == "handoffs" else of_100(value)


def unit_words(series: str) -> str:
    """This says what the numbers of a series count."""
    if series == "duration":
        return say("working days per case, on average")
    return say("handoffs per case") if series == "handoffs" else say("of 100")


def period_word(name: str) -> str:
    """This names a month or a quarter."""
    if "Q" in name:
        year, quarter = name.split("-Q")
        return say("quarter {n}, {year}", n=int(quarter), year=year)
    return month(date.fromisoformat(f"{name}-01"), short=True)


def _scale(series: str) -> float:
    return 1.0 if series in ("duration", "handoffs") else 100.0


def _place(change: str, points: Sequence[Mapping[str, Any]], *, per: str) -> float | None:
    """This is where a date lies among the periods: on the line between two for the first day of one; None outside them."""
    day = date.fromisoformat(change)
    first = points[0]["period"]
    year, at = (int(one) for one in first.replace("Q", "").split("-"))
    months = 1 if per == "month" else 3
    since = (day.year - year) * 12 + day.month - 1 - (at - 1) * months
    place = (since + (day.day - 1) / 31) / months - 0.5
    return place if -0.5 <= place <= len(points) - 0.5 else None


def _words(trend: Trend, series: str, source: str, version: str) -> Words:
    own, title = trend["series"][series], measure_title(series)
    points = own["points"]
    known = [point for point in points if point["value"] is not None]
    rows = pd.DataFrame(
        [
            {
                say("period"): point["period"], title: None if point["value"] is None else round(point["value"] * _scale(series), 2),
                say("cases or items"): point["items"], say("may still change"): bool(point["hollow"]),
            }
            for point in points
        ]
    )  # fmt: skip
    told, short = [], []
    if row := own["shift"]:
        ends = {"first": period_word(row[0]), "last": period_word(row[-1])}
        told.append(say("{what}: {n} points in a row on one side of the middle, {first} to {last}.", what=title, n=len(row), **ends))
        short.append(say("{what}: {n} points in a row on one side of the middle.", what=title, n=len(row)))
    if row := own["rise"]:
        ends = {"first": period_word(row[0]), "last": period_word(row[-1])}
        told.append(say("{what}: {n} points in a row that go one way, {first} to {last}.", what=title, n=len(row), **ends))
        short.append(say("{what}: {n} points in a row that go one way.", what=title, n=len(row)))
    plain = ""
    if known:
        low, high = (value_word(series, one([point["value"] for point in known])) for one in (min, max))
        plain = say("{what}: between {low} and {high}.", what=title, low=low, high=high)
        if own["middle"] is not None:
            plain = say("{what}: between {low} and {high}, the middle is {middle}.", what=title, low=low, high=high,
                        middle=value_word(series, own["middle"]))  # fmt: skip
    per = say("per month") if trend["per"] == "month" else say("per quarter")
    subtitle = [f"{unit_words(series)}, {per}"]
    if points:
        subtitle.append(say("{first} to {last}", first=period_word(points[0]["period"]), last=period_word(points[-1]["period"])))
    legend = [LegendEntry(per, 30, partial(dot_sample, after=False, hollow=False))]
    if own["shift"] or own["rise"]:
        legend.append(LegendEntry(say("seldom chance"), 30, partial(dot_sample, after=True, hollow=False)))
    if any(point["hollow"] for point in known):
        legend.append(LegendEntry(say("may still change"), 30, partial(dot_sample, after=False, hollow=True)))
    if own["middle"] is not None:
        words = say("the middle before the first change") if trend["changes"] else say("the middle")
        legend.append(LegendEntry(words, 60, _middle_sample))
    notes = [say("A picture, no verdict: who looks often sooner sees a difference by chance.")]
    return Words(
        [*told[:1], *short[:1], plain or title], [*told, *([plain] if plain else [title])], subtitle, rows, notes=notes, legend=legend,
        empty="" if known else say("{what}: cannot be determined.", what=title), foot=foot_of(source, version),
    )  # fmt: skip


def _middle_sample(scene: Scene, x: float, y: float) -> None:
    scene.line("marks", x - 30, y, x + 30, y, stroke="stil", width=3, dash="14 8")
