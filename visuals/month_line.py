"""The month line: how long cases took that began in each month, with the date of the change; a picture, no verdict.

Points are hollow where not every case could be followed to the horizon, and there is none where nobody could: then nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from journeys.texts import month, number, say, say_n
from mining.comparison_vocabulary import working_days
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
from visuals.side_words import Values, change_of, counted_to, short_names, sides_lines
from visuals.style import VALUE, Theme

Month = Mapping[str, Any]


def draw_months(
    values: Values, *, theme: Theme = "light", source: str = "", version: str = "", output: Output = "static", name: str = "months"
) -> Figure:
    """This draws the month line of a comparison."""
    words = _words(values, source, version)
    return figure_of(months_scene(values, theme=theme, source=source, version=version), words, name=name, output=output)


def months_scene(values: Values, *, theme: Theme = "light", source: str = "", version: str = "") -> Scene:
    """This lays the month line out and draws it, for `check_scene` and for the figure."""
    words = _words(values, source, version)
    chart = begin(words, name="months", theme=theme)
    if not chart.drawn:
        return chart.scene
    scene, told, places = chart.scene, _known(values), _places(values)
    ticks = ticks_to(max(one["mean_working_days"] for one in told))
    plot = Plot(130, WIDTH - 90, chart.top + 64, chart.bottom - AXIS_ROOM + 28, (-0.5, len(places) - 0.5), (0, ticks[-1]))
    what = say("working days per case, on average")
    draw_heights(scene, plot, ticks, lambda tick: number(tick, 0 if tick == int(tick) else 1), what=what)
    names = list(places)
    draw_periods(scene, plot, [month(_day(one), short=True) for one in names])
    if (change := change_of(values)) is not None and names:
        first = _day(names[0])
        at = (change.year - first.year) * 12 + change.month - first.month - 0.5 + (change.day - 1) / 31
        if -0.5 <= at <= len(names) - 0.5:
            taken = [(float(MARGIN), MARGIN + text_width(what, VALUE))]
            draw_change(scene, plot, plot.x(at), say("change: {date}", date=change), taken=taken)
    for side in ("before", "after"):
        own = [one for one in told if one["side"] == side]
        after = side == "after"
        points = [(plot.x(places[one["month"]]), plot.y(one["mean_working_days"])) for one in own]
        stretches = _unbroken(own, points, places)
        scene.path("lines", stretches, stroke="ink" if after else "stil", width=4 if after else 3, closed=False)
        for one, (x, y) in zip(own, points, strict=True):
            hollow = one["followed_in_full"] != 1
            draw_dot(scene, x, y, after=after, hollow=hollow, role=f"month-{side}", value=working_days(one["mean_working_days"]))
    for one in values["months"]:
        if one["mean_working_days"] is None:  # nobody knows: said at the foot of the plot, never drawn as a length
            x = plot.x(places[one["month"]])
            scene.rect(
                "marks", x - 11, plot.top, 22, plot.bottom - plot.top, stroke="stil", stroke_width=2, dash="3 7", role="unknown", on="bg"
            )
    return scene


def _unbroken(own: Sequence[Month], points: Sequence[tuple[float, float]], places: Mapping[str, int]) -> list[list[tuple[float, float]]]:
    """This gives the points in stretches of months that follow each other."""
    found: list[list[tuple[float, float]]] = []
    last = -2
    for one, point in zip(own, points, strict=True):
        if places[one["month"]] == last + 1:
            found[-1].append(point)
        else:
            found.append([point])
        last = places[one["month"]]
    return found


def _known(values: Values) -> list[Month]:
    return [one for one in values["months"] if one["mean_working_days"] is not None]


def _places(values: Values) -> dict[str, int]:
    """This gives the place of every month from the first to the last."""
    months = sorted({one["month"] for one in values["months"]})
    if not months:
        return {}
    (year, at), (last_year, last) = (tuple(map(int, one.split("-"))) for one in (months[0], months[-1]))
    many = (last_year - year) * 12 + last - at + 1
    return {f"{year + (at - 1 + place) // 12:04d}-{(at - 1 + place) % 12 + 1:02d}": place for place in range(many)}


def _day(name: str) -> date:
    return date.fromisoformat(f"{name}-01")


def _words(values: Values, source: str, version: str) -> Words:
    names = short_names(values)
    words = {"before": names[0], "after": names[1]}
    rows = pd.DataFrame(
        [
            {
                say("month"): one["month"], say("side"): words[one["side"]], say("cases"): one["cases"],
                say("working days, mean"): None if one["mean_working_days"] is None else round(one["mean_working_days"], 1),
                say("followed in full, of 100"): None if one["followed_in_full"] is None else round(100 * one["followed_in_full"], 1),
            }
            for one in values["months"]
        ]
    )  # fmt: skip
    told = []
    for side, name in zip(("before", "after"), names, strict=True):
        days = [one["mean_working_days"] for one in _known(values) if one["side"] == side and one["followed_in_full"] == 1]
        if days:
            low, high = working_days(min(days)), working_days(max(days))
            told.append(say("{side} {low} to {high}", side=name, low=low, high=high))
    title = (
        say("By month of start: {sides} working days per case.", sides=", ".join(told))
        if told
        else say("Duration of cases by month of start")
    )
    unknown = len(values["months"]) - len(_known(values))
    hollow = sum(1 for one in _known(values) if one["followed_in_full"] != 1)
    notes = [say("A month counts its own mix of topics, so it can differ from the means of the comparison.")]
    if unknown:
        notes.insert(0, say_n("Of 1 month the duration is not known yet, or there are too few cases.",
                              "Of {n} months the duration is not known yet, or there are too few cases.", unknown))  # fmt: skip
    legend = [LegendEntry(name, 30, partial(dot_sample, after=bool(at), hollow=False)) for at, name in enumerate(names)]
    if hollow:
        legend.append(LegendEntry(say("may still change"), 30, partial(dot_sample, after=True, hollow=True)))
    if unknown:
        legend.append(LegendEntry(say("not known yet, or too few cases"), 26, _unknown_sample))
    description = [title, say("Each point is the mean of the cases that began in that month.")]
    if hollow:
        description.append(say_n("1 point is hollow: it may still change.", "{n} points are hollow: they may still change.", hollow))
    return Words(
        [title, say("Duration of cases by month of start")], description, sides_lines(values), rows, notes=notes, legend=legend,
        empty="" if _known(values) else say("How long cases took cannot be told by month."),
        foot=foot_of(source, version, counted_to(values)),
    )  # fmt: skip


def _unknown_sample(scene: Scene, x: float, y: float) -> None:
    scene.rect("marks", x - 11, y - 15, 22, 30, stroke="stil", stroke_width=2, dash="3 7")
