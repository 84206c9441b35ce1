"""The map of what changed between departments: the map of silos of two periods in one, waits by colour, losses side by side.

Same silos, same order, same scale. A colour means better or worse for the resident, and is given only where the change is large enough,
rests on enough handovers, and chance does not explain it (mining.changes).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import partial

from journeys.texts import language, number, say, say_n, whole
from mining.changes import Change
from mining.handovers import Handovers
from visuals import difference_words
from visuals.difference_words import DifferencePlan, difference_plan
from visuals.figure import Figure
from visuals.lettering import text_width
from visuals.pair_words import hidden
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
    DOTTED,
    LAYERS,
    Sort,
    arc_sample,
    dot_sample,
    draw_arc,
    draw_dots,
    draw_label,
    draw_row,
    label_size,
    short_count,
)
from visuals.silo_places import MOST_DOTS, Ground, Pile, Rectangle, arc_width, dot_unit, placed
from visuals.silo_words import names
from visuals.style import IN_CIRCLE, VALUE, Theme, Token

SILO, DOT, PITCH = 118.0, 6.0, 13.5
QUIET_WIDTH, WORDS_ROOM, NUMBERS_ROOM = 6.0, 36.0, 64.0
MOST_LABELS, LABEL_FROM = 14, 140
"""A change is written on an arc where days x handovers after pass this, on the heaviest `MOST_LABELS`."""

_LOOKS: dict[str, tuple[Token, str]] = {
    "same": ("arc_0", ""),
    "too_few": ("arc_0", DASHED),
    "unrecorded": ("stil", DOTTED),
    "gone": ("stil", "3 6"),
    "new": ("ink", "16 8"),
    "better": ("beter", ""),
    "worse": ("kier", ""),
}
"""Colour and dash of an arc by its verdict, in the order of drawing."""


def draw_difference(
    before: Handovers,
    after: Handovers,
    changes: Sequence[Change],
    *,
    theme: Theme = "light",
    source: str = "",
    version: str = "",
    output: Output = "static",
    name: str = "difference",
) -> Figure:
    """This draws what changed between two periods; `changes` come from `mining.changes.compare_handovers` of the same two.

    With `output="html"` arcs carry ids and data as in the map of silos; dots also carry data-side (before, after).
    """
    scene = difference_scene(before, after, changes, theme=theme, source=source, version=version)
    plan = difference_plan(before, after, changes)
    told = [*difference_words.notes(before, plan), difference_words.footer(before, after, source=source, version=version)]
    footer = " ".join(told) if plan.changes else ""
    return Figure.of(scene, name=name, output=output, rows=difference_words.table(before, after, plan), footer=footer)


def difference_scene(
    before: Handovers, after: Handovers, changes: Sequence[Change], *, theme: Theme = "light", source: str = "", version: str = ""
) -> Scene:
    """This lays the map of changes out and draws it.

    Raises `ValueError` for more than nine silos, and for periods that do not show the same units in the same order.
    """
    plan = difference_plan(before, after, changes)
    if not plan.changes:
        text = hidden(before) or hidden(after) or say("There are no handovers between departments in these periods.")
        return card(text, prefix="difference", layers=LAYERS, theme=theme)
    candidates = difference_words.titles(plan)
    scene = Scene(
        title=candidates[0],
        description=difference_words.description(before, after, plan),
        prefix=f"difference-{zlib.crc32(repr((before.order, before.totals, after.totals)).encode()):08x}",
        layers=LAYERS,
        theme=theme,
        language=language(),
    )
    notes = note_lines(difference_words.notes(before, plan), most=3)
    foot = difference_words.footer(before, after, source=source, version=version) if source or version else ""
    largest = max(pile.lost for pile in (*plan.before, *plan.after))
    unit = dot_unit(largest)
    for _ in range(2):  # as in the map of silos: dots follow from the height of the silos, and that from the words
        subtitles = lines_of(difference_words.subtitle_parts(before, after, plan, unit))
        legend = legend_lines(_legend(plan, unit))
        top, bottom = room_between(len(subtitles), len(legend), len(notes), source=bool(foot))
        ground = placed(len(before.order), plan.drawn, top=top, bottom=bottom, width=SILO)
        per_row = max(1, int((ground.gap / 2 - 8) // PITCH))
        rows = int((ground.bottom - ground.top - WORDS_ROOM - NUMBERS_ROOM) // PITCH)
        unit = dot_unit(largest, min(MOST_DOTS, per_row * rows))
    subtitles, legend = lines_of(difference_words.subtitle_parts(before, after, plan, unit)), legend_lines(_legend(plan, unit))
    draw_heading(scene, title_that_fits(*candidates), subtitles)
    draw_row(scene, ground, names(before), folded=plan.folded)
    _draw_arcs(scene, ground, plan)
    for one, other in zip(plan.before, plan.after, strict=True):
        _draw_piles(scene, ground, one, other, unit, per_row, known=(plan.recorded[0] > 0, plan.recorded[1] > 0))
    _draw_labels(scene, ground, plan)
    draw_foot(scene, bottom, legend, notes, foot)
    return scene


def _draw_arcs(scene: Scene, ground: Ground, plan: DifferencePlan) -> None:
    """This draws what says least first; what has no colour stays thin."""
    largest = max(change.n_after for change in plan.changes.values())
    order = list(_LOOKS)
    for pair in sorted(plan.drawn, key=lambda pair: (order.index(plan.changes[pair].verdict), -plan.changes[pair].n_after, pair)):
        change = plan.changes[pair]
        colour, dash = _LOOKS[change.verdict]
        width = arc_width(change.n_after, largest)
        if change.verdict in ("same", "too_few", "unrecorded"):
            width = min(width, QUIET_WIDTH)
        width = 3 if change.verdict == "gone" else width
        draw_arc(scene, ground, *pair, width=width, colour=colour, dash=dash, role=f"arc-{change.verdict}")


def _draw_piles(
    scene: Scene, ground: Ground, before: Pile, after: Pile, unit: int, per_row: int, *, known: tuple[bool, bool]
) -> None:
    """This piles the losses of both periods beside each other: rings before, dots after, with the words beneath and the totals above.

    A period of which nothing is recorded is not `known`: it gets no total, for nobody knows it.
    """
    if not before.lost and not after.lost:
        return
    floor = ground.bottom - WORDS_ROOM
    words = (say("was"), say("now"))
    wide = [text_width(word, IN_CIRCLE) for word in words]
    centre = ground.gap_middle(before.gap)
    halves = [max(word, per_row * PITCH) / 2 for word in wide]
    apart = max((wide[0] + wide[1]) / 2 + 5, per_row * PITCH + 6)
    first = centre - (halves[0] + apart + halves[1]) / 2 + halves[0]
    middles = (first, first + apart)
    tops = []
    for at, (pile, side) in enumerate(((before, "before"), (after, "after"))):
        near, far, folded = pile.dots(unit)
        sorts: list[Sort] = ["solid" if at else "ring"] * (near + far)
        sorts += ["folded" if at else "folded-ring"] * folded
        left = middles[at] - min(per_row, max(1, len(sorts))) * PITCH / 2
        tops.append(
            draw_dots(
                scene, sorts, gap=pile.gap, left=left, floor=floor, per_row=min(per_row, max(1, len(sorts))), radius=DOT, pitch=PITCH,
                role=f"lost-{side}", side=side,
            )
        )  # fmt: skip
        scene.text("words", middles[at], ground.bottom - 7, words[at], size=IN_CIRCLE, fill="sub", anchor="middle", role="side")
    colours: tuple[Token, Token] = ("sub", "kier" if after.near + after.far else "stil")
    texts = [short_count(pile.lost, ground.gap, IN_CIRCLE) for pile in (before, after)]
    across = [text_width(text, IN_CIRCLE + 1, 700) for text in texts]
    beside = (across[0] + across[1]) / 2 + 4 <= middles[1] - middles[0] and max(across) <= ground.gap / 2 + 8
    for at, text in enumerate(texts):
        if not known[at]:
            continue
        y = tops[at] - 9 if beside else min(tops) - 9 - (28 if at == 0 else 0)
        scene.text(
            "words", middles[at] if beside else centre, y, text, size=VALUE if beside else IN_CIRCLE, weight=700, fill=colours[at],
            anchor="middle", role=("pile-before", "pile-after")[at], data={"pile": str(before.gap), "side": ("before", "after")[at]},
        )  # fmt: skip


def _draw_labels(scene: Scene, ground: Ground, plan: DifferencePlan) -> None:
    """This writes the change in days on the arcs where it weighs most, and which arcs are new or gone."""
    words = {"new": say("new"), "gone": say("gone")}
    asked: list[tuple[float, tuple[int, int], str, int]] = []
    for pair in plan.drawn:
        change = plan.changes[pair]
        if change.verdict in words:
            asked.append((float(max(change.n_before, change.n_after)) * 1000, pair, words[change.verdict], 0))
        elif change.verdict in ("better", "worse") and change.wait is not None:
            weight = abs(change.wait.value) * change.n_after
            sign = "+" if change.wait.value > 0 else ""
            if weight > LABEL_FROM:
                asked.append((weight, pair, say("{days} d", days=f"{sign}{number(whole(change.wait.value))}"), 1 if sign else -1))
    taken: list[Rectangle] = []
    for _, pair, text, triangle in sorted(asked, key=lambda label: (-label[0], label[1]))[:MOST_LABELS]:
        box = ground.label(*pair, *label_size(text, mark=bool(triangle)), taken)
        if box:
            taken.append(box)
            colour, _ = _LOOKS[plan.changes[pair].verdict]
            data = {"from": str(pair[0]), "to": str(pair[1])}
            draw_label(scene, box, text, colour="sub" if colour == "stil" else colour, triangle=triangle, data=data)


def _withheld(plan: DifferencePlan) -> bool:
    """This tells whether an arc is not compared because a small group stays hidden; the table says the same of each pair."""
    return any(plan.changes[pair].wait_withheld for pair in plan.drawn)


def _legend(plan: DifferencePlan, unit: int) -> list[LegendEntry]:
    """This gives the marks that occur, in words."""
    verdicts = {plan.changes[pair].verdict for pair in plan.drawn}
    words = {
        "better": say("wait shorter"),
        "worse": say("wait longer"),
        "same": say("about as long, or chance"),
        "too_few": say("not compared: too few, or a number not shown") if _withheld(plan) else say("too few to compare"),
        "new": say("new handover"),
        "gone": say("no handover any more"),
        "unrecorded": say("handover not recorded"),
    }
    found = [
        LegendEntry(text, 60, partial(arc_sample, colour=_LOOKS[verdict][0], dash=_LOOKS[verdict][1], width=4 if _LOOKS[verdict][1] else 7))
        for verdict, text in words.items()
        if verdict in verdicts
    ]
    count = say_n("1 lost question", "{n} lost questions", unit)
    sorts: list[tuple[bool, Sort, str]] = [
        (any(pile.near + pile.far for pile in plan.before), "ring", say("before: {count}", count=count)),
        (any(pile.near + pile.far for pile in plan.after), "solid", say("after: {count}", count=count)),
        (any(pile.folded for pile in (*plan.before, *plan.after)), "folded", say("meant for a department in Other")),
    ]
    return found + [LegendEntry(text, 20, partial(dot_sample, sort=sort)) for occurs, sort, text in sorts if occurs]


