"""The map of silos of two periods below each other: same departments in the same places, same width of arcs, same dots, one clock.

The page of a comparison plays both together, week 1 of either side at the same moment. The mark of a period lies straight under that of the
other, so that what is missing or new is seen without searching.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from journeys.texts import language, number, period, say, say_n
from mining.changes import Change
from mining.handovers import OTHER, Handovers
from visuals import difference_words
from visuals.difference_words import DifferencePlan, difference_plan
from visuals.figure import Figure
from visuals.pair_words import hidden
from visuals.picture_frame import (
    MARGIN,
    card,
    draw_foot,
    draw_heading,
    legend_lines,
    lines_of,
    middle,
    note_lines,
    room_between,
    title_that_fits,
)
from visuals.scene import Output, Scene
from visuals.silo_map import NUMBER_ROOM, draw_pile, drawing_order, legend, look
from visuals.silo_marks import LAYERS, PITCH, draw_arc, draw_row
from visuals.silo_places import MOST_DOTS, SiloPlan, arc_width, chosen, dot_unit, flows, folded_place, lost_inside, piles, placed
from visuals.silo_words import names, other_words, withheld_note
from visuals.style import VALUE, Theme

SILO, HEAD, BODY = 124.0, 40.0, 150.0
SIDES = ("before", "after")


@dataclass(frozen=True)
class Twin:
    """This is one of both periods: its word, its weeks, its handovers and lost questions (None: may not be told), and what is drawn."""

    word: str
    data: Handovers
    weeks: int
    n: int
    lost: int | None
    plan: SiloPlan


def twins(before: Handovers, after: Handovers, heads: tuple[str, str] | None = None) -> tuple[Twin, Twin]:
    """This lays out both periods; an arc is drawn in both where it weighs enough in one of them. `heads`: what they are called.

    Raises `ValueError` where the two periods do not show the same units in the same order.
    """
    if before.order != after.order:
        raise ValueError("two periods can only be drawn with the same units in the same order")
    folded = folded_place(before)
    found = [{(flow.one, flow.other): flow for flow in flows(data)} for data in (before, after)]
    heaviest = [
        max((side[pair] for side in found if pair in side), key=lambda flow: flow.weight) for pair in dict.fromkeys([*found[0], *found[1]])
    ]
    ways = {(flow.one, flow.other) for flow in chosen(heaviest, folded=folded)}
    made = []
    for word, data, side in zip(heads or (say("Before"), say("After")), (before, after), found, strict=True):
        drawn = tuple(flow for pair, flow in side.items() if pair in ways)
        heaps = tuple(piles(side.values(), silos=len(data.order), folded=folded, inside=lost_inside(data, OTHER)))
        plan = SiloPlan(tuple(side.values()), drawn, heaps, folded, 0)
        made.append(Twin(word, data, weeks_of(data.first, data.last), data.totals.n, data.totals.lost, plan))
    return made[0], made[1]


def weeks_of(first: date | None, last: date | None) -> int:
    """This is how many weeks a period has, begun ones included; 0 for none."""
    return 0 if first is None or last is None else (last - first).days // 7 + 1


def draw_twins(
    before: Handovers,
    after: Handovers,
    changes: Sequence[Change],
    *,
    heads: tuple[str, str] | None = None,
    theme: Theme = "light",
    source: str = "",
    version: str = "",
    output: Output = "static",
    name: str = "twins",
) -> Figure:
    """This draws both periods below each other; the table is that of the map of changes.

    With `output="html"` marks carry the same data as in the map of silos, and data-side (before, after); the line above each side has
    data-head.
    """
    scene = twin_scene(before, after, changes, heads=heads, theme=theme, source=source, version=version)
    plan = difference_plan(before, after, changes)
    told = [*_notes(before, twins(before, after), plan.withheld), difference_words.footer(before, after, source=source, version=version)]
    footer = " ".join(told) if plan.changes else ""
    return Figure.of(scene, name=name, output=output, rows=difference_words.table(before, after, plan), footer=footer)


def twin_scene(
    before: Handovers, after: Handovers, changes: Sequence[Change], *, heads: tuple[str, str] | None = None,
    theme: Theme = "light", source: str = "", version: str = "",
) -> Scene:  # fmt: skip
    """This lays both maps out and draws them. Raises `ValueError` for more than nine silos."""
    missing = hidden(before) or hidden(after)
    both = twins(before, after, heads)
    if missing or not any(side.plan.flows for side in both):
        missing = missing or say("There are no handovers between departments in these periods.")
        return card(missing, prefix="twins", layers=LAYERS, theme=theme)
    told = difference_plan(before, after, changes)
    titles = _titles(told, both)
    scene = Scene(
        title=titles[0],
        description=_description(both),
        prefix=f"twins-{zlib.crc32(repr((before.order, before.totals, after.totals, before.first)).encode()):08x}",
        layers=LAYERS,
        theme=theme,
        language=language(),
    )
    every = SiloPlan(
        tuple(flow for side in both for flow in side.plan.flows), tuple(flow for side in both for flow in side.plan.drawn),
        tuple(pile for side in both for pile in side.plan.piles), folded_place(before), 0,
    )  # fmt: skip
    largest = max((pile.lost for pile in every.piles), default=0)
    ways = {(flow.one, flow.other) for flow in every.drawn}
    notes = note_lines(_notes(before, both, told.withheld), most=2)
    foot = difference_words.footer(before, after, source=source, version=version) if source or version else ""
    unit = dot_unit(largest)
    for _ in range(2):  # how high a pile may be follows from the height of the silos, and that from the legend
        subtitles, rows = lines_of(_subtitle(both, unit), most=1), legend_lines(legend(every, unit, waits=False))
        top, bottom = room_between(len(subtitles), len(rows), len(notes), source=bool(foot))
        half = (bottom - top) / 2
        grounds = [
            placed(len(before.order), ways, top=top + at * half + HEAD, bottom=top + (at + 1) * half, width=SILO, least=BODY, most=BODY)
            for at in range(2)
        ]
        per_row = max(1, int((grounds[0].gap - 14) // PITCH))
        unit = dot_unit(largest, min(MOST_DOTS, per_row * int((grounds[0].bottom - grounds[0].top - NUMBER_ROOM) // PITCH)))
    subtitles, rows = lines_of(_subtitle(both, unit), most=1), legend_lines(legend(every, unit, waits=False))
    draw_heading(scene, title_that_fits(*titles), subtitles)
    widest = max((flow.n for flow in every.flows), default=1)
    for at, (side, ground) in enumerate(zip(both, grounds, strict=True)):
        with scene.tagged(side=SIDES[at]):
            scene.text(
                "words", MARGIN, middle(top + at * half + HEAD / 2, VALUE), head(side), size=VALUE, weight=700, role="side",
                data={"head": SIDES[at]},
            )  # fmt: skip
            draw_row(scene, ground, names(before), folded=side.plan.folded)
            for flow in drawing_order(side.plan.drawn):
                colour, dash = look(flow)
                draw_arc(
                    scene, ground, flow.one, flow.other, width=arc_width(flow.n, widest), colour=colour, dash=dash,
                    name=f"arc-{SIDES[at]}-{flow.one}-{flow.other}",
                )  # fmt: skip
            for pile in side.plan.piles:
                draw_pile(scene, ground, pile, unit, per_row)
    draw_foot(scene, bottom, rows, notes, foot)
    return scene


def head(side: Twin) -> str:
    """This is the line above one period: its dates, its weeks, its handovers and its lost questions."""
    parts = [f"{side.word}: {_period(side.data)}" if side.data.first else side.word, say_n("1 week", "{n} weeks", side.weeks), _total(side)]
    return " · ".join(parts)


def replayed(side: Twin, name: str) -> dict[str, object]:
    """This is what the page needs to play one period: its arcs, its weeks and totals, and the words of its line while it plays.

    `elsewhere`: lost questions that lie in no pile (between departments of one silo, of an unknown sender, or withheld where they lie).
    """
    filled = {"word": side.word, "weeks": side.weeks, "week": "{week}", "n": "{n}", "lost": "{lost}"}
    many = say("{word}: week {week} of {weeks} · handovers: {n}", **filled)
    lost = say("{word}: week {week} of {weeks} · handovers: {n}, lost: {lost}", **filled)
    return {
        "side": name,
        "flows": [(flow.one, flow.other, flow.n, flow.lost or 0) for flow in side.plan.drawn],
        "weeks": side.weeks,
        "n": side.n,
        "lost": side.lost,
        "elsewhere": 0 if side.lost is None else side.lost - side.plan.lost,
        "words": {"with": lost, "without": many},
    }


def _total(side: Twin) -> str:
    told = say_n("1 handover", "{n} handovers", side.n)
    return told if side.lost is None else f"{told}, {say('{n} lost', n=number(side.lost))}"


def _period(data: Handovers) -> str:
    return period(data.first, data.last) if data.first and data.last else ""


def _titles(plan: DifferencePlan, both: tuple[Twin, Twin]) -> list[str]:
    """This gives the finding: how many of the recorded handovers got lost on either side; else only how many there were."""
    first, second = both[0].word, both[1].word
    if plan.whole is None or not min(plan.whole[1]):
        before, after = (say_n("1 handover", "{n} handovers", side.n) for side in both)
        return [say("{first}: {before}. {second}: {after}.", first=first, second=second, before=before, after=after)]
    (one, other), (before_n, after_n) = plan.whole
    words = {"first": first, "second": second, "one": one, "other": other, "before": before_n, "after": after_n}
    return [
        say("{first}: {one} of the {before} handovers lost. {second}: {other} of the {after}.", **words),
        say("{one} of {before} handovers lost, then {other} of {after}.", **words),
    ]


def _subtitle(both: tuple[Twin, Twin], unit: int) -> list[str]:
    parts = [say("Same departments, same scale: an arc as thick is as many handovers in both periods")]
    unrecorded = [side.data.totals.unrecorded for side in both]
    if any(unrecorded):
        parts.append(say("not recorded: {before} and {after} (never counted as lost)", before=unrecorded[0], after=unrecorded[1]))
    if unit > 1:
        parts.append(say("each dot is {n} lost questions", n=unit))
    return parts


def _notes(before: Handovers, both: tuple[Twin, Twin], withheld: int) -> list[str]:
    told = [say("Other = {who}.", who=other_words(before))] if folded_place(before) is not None else []
    pairs = [{(flow.one, flow.other) for flow in side.plan.flows} for side in both]
    drawn = {(flow.one, flow.other) for side in both for flow in side.plan.drawn}
    if small := len((pairs[0] | pairs[1]) - drawn):
        told.append(say_n("1 other arc is in the table only.", "{n} other arcs are in the table only.", small))
    longer = max(side.weeks for side in both)
    if min(side.weeks for side in both) != longer:
        told.append(say("The periods are not equally long: hold shares against each other, not numbers."))
    return told + withheld_note(withheld)


def _description(both: tuple[Twin, Twin]) -> str:
    row = say_n("1 silo", "{n} silos", len(both[0].data.order))
    return " ".join(
        [
            say(
                "Two sides stand below each other on the same row of {silos}: above {first}, below {second}.",
                silos=row, first=both[0].word, second=both[1].word,
            ),
            *(f"{head(side)}." for side in both),
            say("Arcs are handovers, dots are lost questions; both are drawn at the same scale."),
        ]
    )

