"""A dot with a bar for each measure: how much it changed of what it was, its range, a zero line and the verdict in words.

The primary measure stands on top, apart. A dot is filled where the verdict says that it differs, hollow where it does not; what cannot be
told has no mark. The bar is the range in which the true difference probably lies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from journeys.texts import number, say
from mining.comparison_vocabulary import range_decimals, verdict_word
from visuals.chart_frame import AXIS_ROOM, Plot, Words, begin, draw_widths, figure_of, foot_of, ticks_to
from visuals.figure import Figure
from visuals.lettering import text_width
from visuals.measure_words import PRIMARY, SECONDARY, measure_name, measure_of, measure_values, scale_of, unit_of
from visuals.picture_frame import MARGIN, WIDTH, LegendEntry, middle
from visuals.ranged import Ranged
from visuals.scene import Output, Scene
from visuals.side_words import Values, beside_of, counted_to, differs, short_names, sides_lines
from visuals.style import VALUE, Theme, Token, Weight

SHOWN = (*PRIMARY, *SECONDARY)
MOST = 100.0
"""The axis goes to this many hundredths at most; a bar that goes on ends in a point."""

NAMES_END = 500.0


def draw_measures(
    values: Values, *, theme: Theme = "light", source: str = "", version: str = "", output: Output = "static", name: str = "measures"
) -> Figure:
    """This draws a dot with a bar for each measure of a comparison."""
    words = _words(values, source, version)
    return figure_of(measures_scene(values, theme=theme, source=source, version=version), words, name=name, output=output)


def measures_scene(values: Values, *, theme: Theme = "light", source: str = "", version: str = "") -> Scene:
    """This lays the dots out and draws them, for `check_scene` and for the figure."""
    words = _words(values, source, version)
    chart = begin(words, name="measures", theme=theme)
    if not chart.drawn:
        return chart.scene
    scene = chart.scene
    verdicts = [verdict_word(measure_of(values, name)["verdict"]) for name in SHOWN]
    became = [measure_values(values, name) for name in SHOWN]
    verdict_left = WIDTH - MARGIN - max(text_width(text, VALUE, 700) for text in verdicts)
    became_left = verdict_left - 24 - max(text_width(text, VALUE) for text in became)
    largest = _largest(values)
    pitch = min(54.0, (chart.bottom - AXIS_ROOM - chart.top - 30) / (len(SHOWN) + 0.6))
    plot = Plot(NAMES_END + 30, became_left - 40, chart.top + 12, chart.top + 24 + pitch * (len(SHOWN) + 0.6), (-largest, largest))
    half = [-tick for tick in ticks_to(largest, most=3)[:0:-1]] + ticks_to(largest, most=3)
    half = [tick for tick in half if abs(tick) <= largest]
    beside = beside_of(values)
    what = say("difference, in hundredths of {side}", side=beside[0]) if beside else say("change, in hundredths of what it was")
    draw_widths(scene, plot, half, lambda tick: f"+{number(tick)}" if tick > 0 else number(tick), what=what)
    for at, name in enumerate(SHOWN):
        y = plot.top + 6 + pitch * (at + 0.5 + (0.6 if at >= len(PRIMARY) else 0))
        one = measure_of(values, name)
        seen = differs(one)
        weight: Weight = 700 if at < len(PRIMARY) else 400
        scene.text(
            "words", NAMES_END, middle(y, VALUE), measure_name(name), size=VALUE, weight=weight, anchor="end", width=NAMES_END - MARGIN,
            role="measure",
        )  # fmt: skip
        _draw_bar(scene, plot, one, y, seen=seen)
        scene.text("words", became_left, middle(y, VALUE), became[at], size=VALUE, fill="sub", role="became")
        scene.text("words", verdict_left, middle(y, VALUE), verdicts[at], size=VALUE, weight=700 if seen else 400, role="verdict")
    line = plot.top + 6 + pitch * (len(PRIMARY) + 0.3)
    scene.line("grid", MARGIN, line, WIDTH - MARGIN, line, stroke="line", width=2.5)
    return scene


def relative(one: Mapping[str, Any]) -> tuple[float, float, float] | None:
    """This gives low end, difference and high end in hundredths of the value before; None where there is none or it was nothing."""
    if one.get("low") is None or not one.get("before"):
        return None
    low, value, high = (100 * one[name] / one["before"] for name in ("low", "difference", "high"))
    return low, value, high


def _largest(values: Values) -> float:
    ends = [abs(end) for name in SHOWN if (told := relative(measure_of(values, name))) for end in told]
    largest = min(max(ends, default=10.0), MOST)
    return ticks_to(largest, most=4)[-1]


def _draw_bar(scene: Scene, plot: Plot, one: Mapping[str, Any], y: float, *, seen: bool) -> None:
    told = relative(one)
    if told is None:
        return
    low, value, high = told
    edge = plot.x_range[1]
    ends = [max(-edge, min(edge, end)) for end in (low, high)]
    colour: Token = "ink" if seen else "stil"
    scene.line("lines", plot.x(ends[0]), y, plot.x(ends[1]), y, stroke=colour, width=8 if seen else 6, role="bar", on="bg")
    for end, shown, way in ((low, ends[0], -1), (high, ends[1], 1)):
        if end != shown:  # it goes on
            x = plot.x(shown)
            scene.path("lines", [[(x, y - 11), (x + way * 16, y), (x, y + 11)]], fill=colour, role="on", on="bg")
    if abs(value) <= edge:
        x = plot.x(value)
        if seen:
            scene.circle("marks", x, y, 12, fill="ink", role="dot", on="bg", value=number(value, 1))
        else:
            scene.circle("marks", x, y, 10, fill="bg", stroke="stil", stroke_width=5, role="dot", on="bg", value=number(value, 1))


def _words(values: Values, source: str, version: str) -> Words:
    primary = measure_of(values, "duration")
    others = [name for name in SECONDARY if measure_of(values, name)["verdict"] is not None]
    told = [name for name in others if measure_of(values, name).get("low") is not None]
    found = [name for name in others if differs(measure_of(values, name))]
    title = say("Duration: {verdict}.", verdict=verdict_word(primary["verdict"]))
    rest = say("Of the {n} other measures that can be told {seen} differ.", n=len(told), seen=len(found))
    cannot = [measure_name(name) for name in SHOWN if measure_of(values, name).get("low") is None]
    names = [measure_name(name) + f" ({verdict_word(measure_of(values, name)['verdict'])})" for name in found]
    notes = [say("Only duration carries a verdict on the change; the other measures stand beside it.")]
    if values["question"]["control"]:
        notes.append(say("Dots and bars are compared with the comparison group; the numbers beside them are not."))
    if cannot:
        notes.append(say("Without a mark: {names}.", names=", ".join(cannot[:4]) + (", …" if len(cannot) > 4 else "")))
    return Words(
        [f"{title} {rest}", title], [title, rest, *([say("They are: {names}.", names="; ".join(names))] if names else [])],
        sides_lines(values), _rows(values), notes=notes, legend=_legend(values), foot=foot_of(source, version, counted_to(values)),
        empty="" if any(relative(measure_of(values, name)) for name in SHOWN) else say("Not one measure can be told of both sides."),
    )  # fmt: skip


def _rows(values: Values) -> pd.DataFrame:
    """This is every measure with its values, its range and its verdict."""
    first, second = short_names(values)
    columns = {first: "before", second: "after", say("difference"): "difference", say("range from"): "low", say("range to"): "high"}
    rows = []
    for name in SHOWN:
        one, scale = measure_of(values, name), scale_of(name)
        decimals = range_decimals(*(None if one.get(end) is None else scale * one[end] for end in ("low", "high")))
        told = {
            head: None if one.get(key) is None else Ranged(round(scale * one[key], 6), decimals) for head, key in columns.items()
        }  # fmt: skip
        rows.append(
            {say("measure"): measure_name(name), say("unit"): unit_of(name), **told, say("verdict"): verdict_word(one["verdict"])}
        )
    return pd.DataFrame(rows, dtype=object)


def _legend(values: Values) -> Sequence[LegendEntry]:
    words = {True: say("differs"), False: say("no visible difference")}
    drawn = [one for name in SHOWN if relative(one := measure_of(values, name))]
    marks = sorted({differs(one) for one in drawn}, reverse=True)  # only what is drawn needs a word
    return [
        *(LegendEntry(words[seen], 70, partial(_sample, seen=seen)) for seen in marks),
        LegendEntry(say("bar: the true difference probably lies here"), 0, lambda _scene, _x, _y: None),
    ]


def _sample(scene: Scene, x: float, y: float, *, seen: bool) -> None:
    scene.line("lines", x - 34, y, x + 34, y, stroke="ink" if seen else "stil", width=8 if seen else 6)
    if seen:
        scene.circle("marks", x, y, 12, fill="ink")
    else:
        scene.circle("marks", x, y, 10, fill="bg", stroke="stil", stroke_width=5)
