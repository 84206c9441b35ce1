"""The map of silos: between which departments questions fall, and how long they wait on the way.

Departments are silos in a row, arcs are handovers, and a lost question is a dot in the gap before the department it was meant for. The
finding in the title, the marks, the description and the table come from the same numbers.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import partial

from journeys.texts import language, say, say_n
from mining.handovers import Handovers
from visuals import silo_words
from visuals.figure import Figure
from visuals.lettering import text_width
from visuals.pair_words import nothing_to_draw
from visuals.picture_frame import (
    LegendEntry,
    card,
    draw_foot,
    draw_heading,
    legend_lines,
    lines_of,
    note_lines,
    room_between,
    title_that_fits,
)
from visuals.scene import Output, Scene
from visuals.silo_marks import (
    DASHED,
    DOT,
    DOTTED,
    LAYERS,
    PITCH,
    Sort,
    arc_sample,
    dot_sample,
    draw_arc,
    draw_dots,
    draw_label,
    draw_row,
    label_sample,
    label_size,
    short_count,
)
from visuals.silo_places import MOST_DOTS, Flow, Ground, Pile, Rectangle, SiloPlan, arc_width, dot_unit, placed, silo_plan
from visuals.style import IN_CIRCLE, Theme, Token

SILO = 124.0
MOST_LABELS = 6
"""A median wait is written on at most so many arcs."""

WAITS: tuple[tuple[float, Token], ...] = ((7, "arc_0"), (21, "arc_1"), (float("inf"), "arc_2"))
"""Days below which an arc has this colour."""

PILE_NUMBER, NUMBER_ROOM = 38, 46.0


def draw_silos(
    data: Handovers,
    *,
    theme: Theme = "light",
    source: str = "",
    version: str = "",
    output: Output = "static",
    name: str = "silos",
    beside: Handovers | None = None,
    heading: str = "",
) -> Figure:
    """This draws where questions fall between departments.

    `beside`: another period that hangs beside it, drawn on the same scale; `heading`: what this one is called then.

    With `output="html"` an arc has the id `<prefix>-arc-<from>-<to>` and data-from, data-to (places in `data.order`); a dot has data-pile
    (the gap right of that place) and data-at (its place in the pile, from the floor), the number above a pile data-pile, data-lost and
    data-unit (lost questions in a dot).
    """
    scene = silo_scene(data, theme=theme, source=source, version=version, beside=beside, heading=heading)
    plan = silo_plan(data)
    told = [*silo_words.notes(data, plan), silo_words.footer(data, source=source, version=version)]
    footer = "" if nothing_to_draw(data) else " ".join(told)
    return Figure.of(scene, name=name, output=output, rows=silo_words.table(data, plan), footer=footer)


def silo_scene(
    data: Handovers, *, theme: Theme = "light", source: str = "", version: str = "",
    beside: Handovers | None = None, heading: str = "",
) -> Scene:  # fmt: skip
    """This lays the map of silos out and draws it, for `check_scene` and for the figure.

    With `beside` arcs are as wide and dots stand for as many lost questions as on that one's map drawn beside this.
    Raises `ValueError` for more than nine silos.
    """
    plan = silo_plan(data)
    if missing := nothing_to_draw(data):
        return card(missing, prefix="silos", layers=LAYERS, theme=theme)
    candidates = [f"{heading}: {title}" if heading else title for title in silo_words.titles(data, plan)]
    scene = Scene(
        title=candidates[0],
        description=silo_words.description(data, plan),
        prefix=f"silos-{zlib.crc32(repr((data.order, data.totals, data.first)).encode()):08x}",
        layers=LAYERS,
        theme=theme,
        language=language(),
    )
    notes = note_lines(silo_words.notes(data, plan), most=3)
    foot = silo_words.footer(data, source=source, version=version) if source or version else ""
    plans = [plan] if beside is None or nothing_to_draw(beside) else [plan, silo_plan(beside)]
    largest = max(pile.lost for one in plans for pile in one.piles)
    widest = max(flow.n for one in plans for flow in one.flows)
    ways = sorted({(flow.one, flow.other) for one in plans for flow in one.drawn})  # equal heights of silos: an equal scale of dots
    unit = dot_unit(largest)
    for _ in range(2):  # how high a pile may be follows from the height of the silos, and that from subtitle and legend
        subtitles = lines_of(silo_words.subtitle_parts(data, unit))
        rows = legend_lines(legend(plan, unit))
        top, bottom = room_between(len(subtitles), len(rows), len(notes), source=bool(foot))
        ground = placed(len(data.order), ways, top=top, bottom=bottom, width=SILO)
        per_row = max(1, int((ground.gap - 14) // PITCH))
        least = ground
        if len(plans) > 1:  # the room that both maps have, whatever their legends and notes
            least_top, least_bottom = room_between(2, 3, 3, source=True)
            least = placed(len(data.order), ways, top=least_top, bottom=least_bottom, width=SILO)
        unit = dot_unit(largest, min(MOST_DOTS, per_row * int((least.bottom - least.top - NUMBER_ROOM) // PITCH)))
    subtitles, rows = lines_of(silo_words.subtitle_parts(data, unit)), legend_lines(legend(plan, unit))
    draw_heading(scene, title_that_fits(*candidates), subtitles)
    draw_row(scene, ground, silo_words.names(data), folded=plan.folded)
    for flow in drawing_order(plan.drawn):
        colour, dash = look(flow)
        draw_arc(scene, ground, flow.one, flow.other, width=arc_width(flow.n, widest), colour=colour, dash=dash)
    for pile in plan.piles:
        draw_pile(scene, ground, pile, unit, per_row)
    _draw_labels(scene, ground, plan)
    draw_foot(scene, bottom, rows, notes, foot)
    return scene


def look(flow: Flow) -> tuple[Token, str]:
    """This gives the colour and dash of an arc: its wait, dashed where that is not known, dotted where nothing is recorded."""
    if not flow.recorded:
        return "stil", DOTTED
    if flow.median is None:
        return "stil", DASHED
    return next(token for below, token in WAITS if flow.median < below), ""


def drawing_order(drawn: Sequence[Flow]) -> list[Flow]:
    """This puts what says least behind: not recorded, then short waits, then long ones; thick behind thin."""
    order: dict[Token, int] = {"stil": 0, "arc_0": 1, "arc_1": 2, "arc_2": 3}
    return sorted(drawn, key=lambda flow: (order[look(flow)[0]], -flow.n, flow.one, flow.other))


def draw_pile(scene: Scene, ground: Ground, pile: Pile, unit: int, per_row: int) -> None:
    """This draws the lost questions of one gap, with their number above."""
    if not pile.lost:
        return
    near, far, folded = pile.dots(unit)
    sorts: list[Sort] = ["solid"] * near
    sorts += ["ring"] * far
    sorts += ["folded"] * folded
    middle_of_gap = ground.gap_middle(pile.gap)
    across = min(per_row, len(sorts))
    top = draw_dots(scene, sorts, gap=pile.gap, left=middle_of_gap - across * PITCH / 2, floor=ground.bottom, per_row=across)
    colour: Token = "kier" if pile.near + pile.far else "stil"
    size = PILE_NUMBER if text_width(f"{pile.lost}", PILE_NUMBER, 700) <= ground.gap - 6 and pile.lost < 1000 else IN_CIRCLE
    text = short_count(pile.lost, ground.gap - 6, size)
    scene.text(
        "words", middle_of_gap, top - DOT - 4, text, size=size, weight=700, fill=colour, anchor="middle", role="pile",
        data={"pile": str(pile.gap), "lost": str(pile.lost), "unit": str(unit)},
    )  # fmt: skip


def _draw_labels(scene: Scene, ground: Ground, plan: SiloPlan) -> None:
    """This writes the median wait on the drawn arcs that lose most; with tenths of days on all where any has a part of a day."""
    found = [flow for flow in plan.drawn if flow.told and flow.lost]
    told = sorted(found, key=lambda flow: (-(flow.lost or 0), -flow.n, flow.one, flow.other))[:MOST_LABELS]
    tenths = any(silo_words.has_part(flow.median or 0) for flow in told)
    taken: list[Rectangle] = []
    for flow in told:
        text = silo_words.waited(flow.median or 0, tenths=tenths)
        wide, high = label_size(text)
        box = ground.label(flow.one, flow.other, wide, high, taken)
        if box:
            taken.append(box)
            draw_label(scene, box, text, data={"from": str(flow.one), "to": str(flow.other)})


def legend(plan: SiloPlan, unit: int, *, waits: bool = True) -> list[LegendEntry]:
    """This gives the marks that occur, in words; `waits`: with the label of a median wait."""
    looks = {look(flow) for flow in plan.drawn}
    colours = {colour for colour, dash in looks if not dash}
    low, high = WAITS[0][0], WAITS[1][0]
    words: dict[Token, str] = {
        "arc_0": say("waits less than {n} days", n=int(low)),
        "arc_1": say("waits {low} to {high} days", low=int(low), high=int(high)),
        "arc_2": say("waits {n} days or more", n=int(high)),
    }
    found = [LegendEntry(text, 60, partial(arc_sample, colour=colour, width=7)) for colour, text in words.items() if colour in colours]
    if found:
        found[0] = LegendEntry(say("{wait} (thicker: more handovers)", wait=found[0].text), 60, found[0].draw)
    if any(dash == DASHED for _, dash in looks):
        found.append(LegendEntry(say("wait unknown"), 60, partial(arc_sample, colour="stil", width=5, dash=DASHED)))
    if any(dash == DOTTED for _, dash in looks):
        found.append(LegendEntry(say("handover not recorded"), 60, partial(arc_sample, colour="stil", width=5, dash=DOTTED)))
    if waits and any(flow.lost and flow.told for flow in plan.drawn):
        found.append(LegendEntry(say("half waits at most this long"), 64, partial(label_sample, text=say("5 d"))))
    count = say_n("1 lost question", "{n} lost questions", unit)
    sorts: list[tuple[bool, Sort, str]] = [
        (any(pile.near for pile in plan.piles), "solid", say("{count}, from the neighbour", count=count)),
        (any(pile.far for pile in plan.piles), "ring", say("{count}, from further away", count=count)),
        (any(pile.folded for pile in plan.piles), "folded", say("{count}, meant for a department in Other", count=count)),
    ]
    return found + [LegendEntry(text, 20, partial(dot_sample, sort=sort)) for occurs, sort, text in sorts if occurs]
