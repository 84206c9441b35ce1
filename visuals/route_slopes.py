"""Slopes of the routes that most cases take: a line for each from its share before to its share after.

A route is the row of departments that a case passes up to the horizon. Only what passes the correction for looking at all is dark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from journeys.texts import say
from mining.comparison_verdict import TOO_FEW, UNKNOWN
from mining.comparison_vocabulary import of_100, verdict_word
from mining.route_names import THEN, route_in_words
from visuals.chart_frame import Plot, Words, begin, draw_dot, figure_of, foot_of
from visuals.drawn_boxes import Anchor
from visuals.figure import Figure
from visuals.lettering import cut_middle, drawable
from visuals.picture_frame import MARGIN, WIDTH, LegendEntry, middle
from visuals.scene import Output, Scene
from visuals.side_words import Values, counted_to, hundred, of_cases, short_names, side_line
from visuals.style import LANE_NAME, VALUE, Theme

ROUTES = 8
LEAST_APART = 44.0


def draw_routes(
    values: Values, *, theme: Theme = "light", source: str = "", version: str = "", output: Output = "static", name: str = "routes"
) -> Figure:
    """This draws the slopes of the most frequent routes."""
    words = _words(values, source, version)
    return figure_of(routes_scene(values, theme=theme, source=source, version=version), words, name=name, output=output)


def routes_scene(values: Values, *, theme: Theme = "light", source: str = "", version: str = "") -> Scene:
    """This lays the slopes out and draws them, for `check_scene` and for the figure."""
    words = _words(values, source, version)
    chart = begin(words, name="routes", theme=theme)
    if not chart.drawn:
        return chart.scene
    scene, shown = chart.scene, routes_shown(values)
    largest = max(max(one["before"], one["after"]) for one in shown)
    plot = Plot(920, WIDTH - 260, chart.top + 76, chart.bottom - 34, (0, 1), (0, 100 * largest))
    for side, name in enumerate(short_names(values)):
        x = plot.x(side)
        scene.line("grid", x, plot.top - 16, x, plot.bottom + 10, stroke="line", width=2.5)
        text = cut_middle(drawable(name).text, 420, LANE_NAME, 600)
        scene.text("words", x, plot.top - 36, text, size=LANE_NAME, weight=600, anchor="end" if side == 0 else "middle", role="side")
    scene.text("words", MARGIN, plot.top - 36, say("of the 100 cases"), size=VALUE, fill="sub", role="axis-name")
    lefts = spread([plot.y(100 * one["before"]) for one in shown], top=plot.top, bottom=plot.bottom)
    rights = spread([plot.y(100 * one["after"]) for one in shown], top=plot.top, bottom=plot.bottom)
    for one, left, right in zip(shown, lefts, rights, strict=True):
        seen = bool(one["passes"])
        y1, y2 = (plot.y(100 * one[side]) for side in ("before", "after"))
        scene.line(
            "lines", plot.left, y1, plot.right, y2, stroke="ink" if seen else "stil", width=7 if seen else 4, role="slope", on="bg"
        )
        for x, y, label, way, value in ((plot.left, y1, left, -1, one["before"]), (plot.right, y2, right, 1, one["after"])):
            draw_dot(scene, x, y, after=seen, hollow=False, role="end", value=of_100(value), radius=9)
            scene.line("lines", x + way * 12, y, x + way * 40, label, stroke="line", width=2)
            anchor: Anchor = "end" if way < 0 else "start"
            scene.text(
                "words", x + way * 48, middle(label, VALUE), of_100(value), size=VALUE, weight=700, fill="ink", anchor=anchor, role="value"
            )  # fmt: skip
        name = drawable(one["path"]).text
        room = plot.left - 48 - 70 - MARGIN
        shown_name = cut_middle(name, room, VALUE, 600 if seen else 400)
        scene.text(
            "words",
            plot.left - 48 - 70,
            middle(left, VALUE),
            shown_name,
            size=VALUE,
            weight=600 if seen else 400,
            anchor="end",
            role="route",
        )
        if seen:
            told = verdict_word(one["verdict"])
            x = plot.right + 48 + 80
            scene.text("words", x, middle(right, VALUE), told, size=VALUE, weight=600, width=WIDTH - x - 12, role="verdict")
    return scene


def spread(places: Sequence[float], *, top: float, bottom: float, apart: float = LEAST_APART) -> list[float]:
    """This moves labels as little as needed so that none lies nearer than `apart` to the next, in their order; ties keep theirs."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = dict.fromkeys(order, 0.0)
    last = top - apart
    for at in order:
        moved[at] = last = max(places[at], last + apart)
    over = bottom + apart
    for at in reversed(order):
        moved[at] = over = min(moved[at], over - apart)
    return [moved[at] for at in range(len(places))]


def routes_shown(values: Values) -> Sequence[Mapping[str, Any]]:
    """This gives the routes that are drawn: the most frequent ones of which both shares may be told."""
    paths = values["routes"].get("paths", [])
    return [one for one in paths if one["path"] is not None and one["before"] is not None and one["after"] is not None][:ROUTES]


def _told(values: Values, one: Mapping[str, Any]) -> str:
    """This tells of a route in a sentence how many cases took it."""
    return say("{route}: {told}.", route=route_in_words(*one["path"].split(THEN)), told=of_cases(values, one["before"], one["after"]))


def _words(values: Values, source: str, version: str) -> Words:
    routes, names, shown = values["routes"], short_names(values), routes_shown(values)
    rows = pd.DataFrame(
        [
            {
                say("route"): one["path"] or say("other routes"),
                **{say("{side}, of 100", side=name): hundred(one[side]) for name, side in zip(names, ("before", "after"), strict=True)},
                say("verdict"): verdict_word(one["verdict"]),
            }
            for one in routes.get("paths", [])
        ]
    )  # fmt: skip
    found = sorted((one for one in shown if one["passes"]), key=lambda one: -abs(one["difference"]))
    if found:
        first = found[0]
        titles = [say("Other routes. {told}", told=_told(values, first)), say("Cases take other routes.")]
    else:
        titles = [say("Routes: {verdict}.", verdict=verdict_word(routes["verdict"]))] if routes else [""]
    rest = next((one for one in routes.get("paths", []) if one["path"] is None and one["before"] is not None), None)
    notes = []
    if rest is not None and rest["after"] is not None:
        notes.append(say("All other routes together: {told}.", told=of_cases(values, rest["before"], rest["after"])))
    notes.append(say("Only cases that could be followed to the horizon."))
    lines = [_told(values, one) for one in shown[:3]]
    words = {True: say("differs"), False: say("no visible difference")}
    marks = sorted({bool(one["passes"]) for one in shown}, reverse=True)  # only what is drawn needs a word
    legend = [LegendEntry(words[seen], 60, partial(_sample, seen=seen)) for seen in marks]
    cannot = not shown or routes["verdict"] in (UNKNOWN, TOO_FEW)
    subtitle = [side_line(values, side) for side in ("before", "after")]
    return Words(
        titles, [*titles[-1:], *lines], subtitle, rows, notes=notes, legend=legend,
        empty=say("The routes of cases cannot be compared here.") if cannot else "", foot=foot_of(source, version, counted_to(values)),
    )  # fmt: skip


def _sample(scene: Scene, x: float, y: float, *, seen: bool) -> None:
    scene.line("lines", x - 30, y, x + 30, y, stroke="ink" if seen else "stil", width=7 if seen else 4)
