"""Bars of handoffs: of the 100 cases, how many were never passed on, once, twice, three times, or more often; before and after."""

from __future__ import annotations

from functools import partial

import pandas as pd

from journeys.texts import number, say
from mining.comparison_vocabulary import of_100, verdict_word
from visuals.chart_frame import Plot, Words, begin, draw_heights, figure_of, foot_of, ticks_to
from visuals.figure import Figure
from visuals.picture_frame import WIDTH, LegendEntry
from visuals.scene import Output, Scene
from visuals.side_words import Values, counted_to, differs, hundred, of_cases, short_names, side_line
from visuals.style import LANE_NAME, VALUE, Theme


def draw_handoffs(
    values: Values, *, theme: Theme = "light", source: str = "", version: str = "", output: Output = "static", name: str = "handoffs"
) -> Figure:
    """This draws the bars of handoffs of a comparison."""
    words = _words(values, source, version)
    return figure_of(handoffs_scene(values, theme=theme, source=source, version=version), words, name=name, output=output)


def handoffs_scene(values: Values, *, theme: Theme = "light", source: str = "", version: str = "") -> Scene:
    """This lays the bars out and draws them, for `check_scene` and for the figure."""
    words = _words(values, source, version)
    chart = begin(words, name="handoffs", theme=theme)
    if not chart.drawn:
        return chart.scene
    scene, bars = chart.scene, values["handoff_bars"]["bars"]
    ticks = ticks_to(100 * max(max(one["before"], one["after"]) for one in bars), most=5)
    plot = Plot(120, WIDTH - 60, chart.top + 70, chart.bottom - 94, (0, len(bars)), (0, ticks[-1] * 1.06))
    draw_heights(scene, plot, ticks, lambda tick: number(tick, 0 if tick == int(tick) else 1), what=say("of the 100 cases"))
    wide = min(130.0, (plot.x(1) - plot.x(0)) * 0.36)
    for at, one in enumerate(bars):
        for side, name in enumerate(("before", "after")):
            left = plot.x(at + 0.5) + (side - 1) * (wide + 6) + 3
            top = plot.y(100 * one[name])
            scene.rect(
                "marks",
                left,
                top,
                wide,
                plot.bottom - top,
                fill="ink" if side else "stil",
                role=f"bar-{name}",
                on="bg",
                value=of_100(one[name]),
            )
            scene.text(
                "words",
                left + wide / 2,
                top - 10,
                of_100(one[name]),
                size=VALUE,
                weight=700,
                fill="ink" if side else "sub",
                anchor="middle",
                role="value",
            )
        scene.text("words", plot.x(at + 0.5), plot.bottom + 40, times_word(one), size=LANE_NAME, weight=600, anchor="middle", role="axis")
    scene.text("words", plot.right, plot.bottom + 80, say("handoffs per case"), size=VALUE, fill="sub", anchor="end", role="axis-name")
    return scene


def times_word(bar: dict[str, object]) -> str:
    """This names a bar: so many handoffs, or so many and more."""
    return say("{n} or more", n=bar["handoffs"]) if bar["or_more"] else str(bar["handoffs"])


def _words(values: Values, source: str, version: str) -> Words:
    told, measure, names = values["handoff_bars"], values["handoffs"], short_names(values)
    bars = told.get("bars", [])
    rows = pd.DataFrame(
        [
            {
                say("handoffs"): times_word(one),
                **{say("{side}, of 100", side=name): hundred(one[side]) for name, side in zip(names, ("before", "after"), strict=True)},
            }
            for one in bars
        ]
    )
    title = say("Handoffs: {verdict}.", verdict=verdict_word(measure["verdict"]))
    titles, lines = [title], []
    if bars:
        last, first = bars[-1], bars[0]
        lines = [
            say("{n} handoffs or more: {told}.", n=last["handoffs"], told=of_cases(values, last["before"], last["after"])),
            say("Not passed on at all: {told}.", told=of_cases(values, first["before"], first["after"])),
        ]
        titles = [f"{title} {lines[0]}", title] if differs(measure) else [title]
    followed = [(side_line(values, side), told.get(f"cases_{side}")) for side in ("before", "after")]
    subtitle = [say("{side}, {n} followed to the end", side=line, n=n) if n else line for line, n in followed]
    notes = [say("Bars count only cases that could be followed in full; the verdict is that of the mean of all cases.")] if bars else []
    legend = [LegendEntry(name, 30, partial(_sample, after=bool(at))) for at, name in enumerate(names)]
    return Words(
        titles,
        [title, *lines],
        subtitle,
        rows,
        notes=notes,
        legend=legend,
        foot=foot_of(source, version, counted_to(values)),
        empty="" if bars else say("How often cases are passed on cannot be told of both sides."),
    )


def _sample(scene: Scene, x: float, y: float, *, after: bool) -> None:
    scene.rect("marks", x - 13, y - 13, 26, 26, fill="ink" if after else "stil")
