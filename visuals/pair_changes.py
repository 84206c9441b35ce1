"""The pairs of departments of which the difference passes, ten at most: how often work goes along it in 100 cases, before and after.

The list looks like the list of gaps: a ring is before, a disc after. What passes is corrected for looking at every pair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from journeys.texts import number, say, say_n
from mining.comparison_verdict import TOO_FEW, UNKNOWN
from mining.comparison_vocabulary import verdict_word
from mining.route_names import route_in_words, route_name
from visuals.chart_frame import AXIS_ROOM, Plot, Words, begin, draw_dot, draw_widths, figure_of, foot_of, ticks_to
from visuals.figure import Figure
from visuals.lettering import cut_middle, drawable, text_width
from visuals.picture_frame import MARGIN, WIDTH, LegendEntry, middle
from visuals.scene import Output, Scene
from visuals.side_words import Values, counted_to, hundred, of_cases, short_names, sides_lines
from visuals.style import VALUE, Theme

MOST = 10
NAMES = 720.0


def draw_pairs(
    values: Values, *, theme: Theme = "light", source: str = "", version: str = "", output: Output = "static", name: str = "pairs"
) -> Figure:
    """This draws the pairs of departments of which the difference passes."""
    words = _words(values, source, version)
    return figure_of(pairs_scene(values, theme=theme, source=source, version=version), words, name=name, output=output)


def pairs_scene(values: Values, *, theme: Theme = "light", source: str = "", version: str = "") -> Scene:
    """This lays the list out and draws it, for `check_scene` and for the figure."""
    words = _words(values, source, version)
    chart = begin(words, name="pairs", theme=theme)
    if not chart.drawn:
        return chart.scene
    scene, shown = chart.scene, passing(values)[:MOST]
    counts = [of_cases(values, one["before"], one["after"]) for one in shown]
    names = [drawable(pair_name(one)).text for one in shown]
    names_end = MARGIN + min(NAMES, max(text_width(name, VALUE, 600) for name in names))
    ticks = ticks_to(100 * max(max(one["before"], one["after"]) for one in shown), most=5)
    right = WIDTH - MARGIN - max(text_width(text, VALUE, 700) for text in counts) - 40
    pitch = min(80.0, (chart.bottom - AXIS_ROOM - chart.top - 24) / len(shown))
    plot = Plot(names_end + 40, right, chart.top + 16, chart.top + 16 + pitch * len(shown), (0, ticks[-1]))
    draw_widths(scene, plot, ticks, lambda tick: number(tick, 0 if tick == int(tick) else 1), what=say("handoffs per 100 cases"))
    for at, one in enumerate(shown):
        y = plot.top + pitch * (at + 0.5)
        scene.replaced |= drawable(pair_name(one)).replaced
        name = cut_middle(names[at], names_end - MARGIN, VALUE, 600)
        scene.text("words", names_end, middle(y, VALUE), name, size=VALUE, weight=600, anchor="end", role="pair")
        before, after = (plot.x(100 * one[side]) for side in ("before", "after"))
        scene.line("lines", before, y, after, y, stroke="stil", width=7)
        draw_dot(scene, before, y, after=False, hollow=True, role="before", value=str(hundred(one["before"])), radius=14)
        draw_dot(scene, after, y, after=True, hollow=False, role="after", value=str(hundred(one["after"])), radius=12)
        scene.text("words", right + 40, middle(y, VALUE), counts[at], size=VALUE, weight=700, role="count")
    return scene


def passing(values: Values) -> Sequence[Mapping[str, Any]]:
    """This gives the pairs that pass, as the comparison orders them: the largest difference first."""
    return [one for one in values["pairs"] if one["passes"]]


def pair_name(one: Mapping[str, Any]) -> str:
    """This names a pair beside its marks."""
    return route_name(one["from"], one["to"])


def _told(values: Values, one: Mapping[str, Any]) -> str:
    """This tells of a pair in a sentence how often work went that way."""
    return say("{pair}: {told}.", pair=route_in_words(one["from"], one["to"]), told=of_cases(values, one["before"], one["after"]))


def _words(values: Values, source: str, version: str) -> Words:
    found, names = passing(values), short_names(values)
    looked = [one for one in values["pairs"] if one["verdict"] not in (TOO_FEW, UNKNOWN)]
    rows = pd.DataFrame(
        [
            {
                say("from"): one["from"],
                say("to"): one["to"],
                **{
                    say("{side}, handoffs", side=name): one[f"handoffs_{side}"]
                    for name, side in zip(names, ("before", "after"), strict=True)
                },
                **{
                    say("{side}, per 100 cases", side=name): hundred(one[side])
                    for name, side in zip(names, ("before", "after"), strict=True)
                },
                say("verdict"): verdict_word(one["verdict"]),
            }
            for one in values["pairs"]
        ]
    ).astype(object)
    rows = rows.where(rows.notna(), None) if len(rows) else rows
    n = say_n("1 pair of departments was looked at", "{n} pairs of departments were looked at", len(looked))
    if not found:
        empty = (
            say("Of no pair of departments a difference can be shown.")
            if looked
            else say("Pairs of departments cannot be compared here.")
        )
        return Words([empty], [empty], [n, *sides_lines(values)], rows, empty=empty, foot=foot_of(source, version, counted_to(values)))
    first = found[0]
    told = _told(values, first)
    title = say_n("Between 1 pair of departments handoffs differ.", "Between {n} pairs of departments handoffs differ.", len(found))
    lines = [_told(values, one) for one in found[:3]]
    notes = [say("All pairs were looked at together, so that hardly any stands here by chance.")]
    if len(found) > MOST:
        notes.append(say_n("1 more pair stands in the table only.", "{n} more pairs stand in the table only.", len(found) - MOST))
    legend = [LegendEntry(name, 34, partial(_sample, after=bool(at))) for at, name in enumerate(names)]
    return Words(
        [f"{title} {told}", title],
        [title, *lines, n + "."],
        [*sides_lines(values), n],
        rows,
        notes=notes,
        legend=legend,
        foot=foot_of(source, version, counted_to(values)),
    )


def _sample(scene: Scene, x: float, y: float, *, after: bool) -> None:
    draw_dot(scene, x, y, after=after, hollow=not after, role="", radius=12)
