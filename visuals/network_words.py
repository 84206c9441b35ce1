"""The words of the map of handovers: title, notes, description and table, from the same numbers as the lines."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from journeys.texts import percentage, say, say_n
from mining.handovers import OTHER, Handovers
from visuals import matrix_words, silo_words
from visuals.pair_words import pair_table
from visuals.silo_places import Flow, SiloPlan, folded_place

ENOUGH = 10
"""Below so many handovers there is no percentage."""


def hub(data: Handovers, flows: Sequence[Flow]) -> int:
    """This is the place of the department that stands in the middle: most handovers from and to it, ties by order; never "Other"."""
    weight = [0] * len(data.order)
    for flow in flows:
        weight[flow.one] += flow.n
        weight[flow.other] += flow.n
    places = [place for place in range(len(weight)) if place != folded_place(data)] or [0]
    return min(places, key=lambda place: (-weight[place], place))


def titles(data: Handovers, flows: Sequence[Flow]) -> list[str]:
    """This gives the finding, the fullest first: how much passes the department in the middle, and how many questions got lost."""
    middle = hub(data, flows)
    name, whole = matrix_words.names(data)[middle], sum(flow.n for flow in flows)
    through = sum(flow.n for flow in flows if middle in (flow.one, flow.other))
    if through == whole:
        first = say("Every handover passes {name}", name=name)
    elif whole < ENOUGH:
        first = say("{n} of {of} handovers pass {name}", n=through, of=whole, name=name)
    else:
        first = say("{percent} of the handovers passes {name}", percent=percentage(through, whole), name=name)
    return [f"{first}; {lost_words(data, flows)}.", f"{first}.", f"{lost_words(data, flows).capitalize()}."]


def lost_words(data: Handovers, flows: Sequence[Flow]) -> str:
    """This says how many questions got lost, all together; at least how many where that sum may not be told."""
    lost = sum(flow.lost or 0 for flow in flows) if data.totals.lost is None else data.totals.lost
    if not any(flow.recorded for flow in flows):
        return say("whether questions got lost is not recorded")
    if data.totals.lost is None:
        least = say_n("at least 1 question got lost", "at least {n} questions got lost", lost)
        return least if lost else say("how many got lost is not shown")
    return say_n("1 question got lost", "{n} questions got lost", lost) if lost else say("no question got lost")


def notes(data: Handovers, flows: Sequence[Flow], drawn: Sequence[Flow]) -> list[str]:
    """This accounts for every handover that has no line, and says what is folded and withheld."""
    told = []
    if small := len(flows) - len(drawn):
        n = sum(flow.n for flow in flows) - sum(flow.n for flow in drawn)
        handovers = say_n("1 handover", "{n} handovers", n)
        lost = sum(flow.lost or 0 for flow in flows) - sum(flow.lost or 0 for flow in drawn)
        told.append(
            say_n("1 thinner line with {handovers} is in the table only.", "{n} thinner lines with {handovers} are in the table only.",
                  small, handovers=handovers)
            if matrix_words.withheld(flows) or not any(flow.recorded for flow in flows)
            else say_n("1 thinner line with {handovers}, {lost} lost, is in the table only.",
                       "{n} thinner lines with {handovers}, {lost} lost, are in the table only.", small, handovers=handovers, lost=lost)
        )  # fmt: skip
    plan = SiloPlan(tuple(flows), tuple(flows), (), folded_place(data), matrix_words.withheld(flows))
    told += [*silo_words.folded_note(data, plan), *silo_words.left_out(data, plan)]
    return told + silo_words.withheld_note(matrix_words.withheld(flows))


def description(data: Handovers, flows: Sequence[Flow], drawn: Sequence[Flow]) -> str:
    """This tells in three to six sentences what one would see."""
    known = matrix_words.names(data)
    told = [
        say("In the middle stands {name}, around it {others}; a line is handovers, thicker is more.",
            name=known[hub(data, flows)], others=say_n("1 department", "{n} departments", len(known) - 1)),
        say_n("1 line is drawn, with {of}.", "{n} lines are drawn, with {of}.", len(drawn),
              of=say_n("1 handover", "{n} handovers", sum(flow.n for flow in drawn))),
    ]  # fmt: skip
    worst = sorted((flow for flow in flows if flow.lost), key=lambda flow: (-(flow.lost or 0), flow.one, flow.other))[:3]
    if worst:
        each = [
            say("{lost} from {sender} to {receiver}", lost=flow.lost, sender=known[flow.one], receiver=known[flow.other]) for flow in worst
        ]
        told.append(say("Most got lost: {losses}.", losses="; ".join(each)))
    else:
        told.append(f"{lost_words(data, flows).capitalize()}.")
    return " ".join([*told, *notes(data, flows, drawn)])


def table(data: Handovers, drawn: Sequence[Flow]) -> pd.DataFrame:
    """This gives every pair of departments, and whether a line of the map holds it."""
    folded = set(data.units.folded)
    unit_of = {one: OTHER if unit in folded else unit for unit, members in data.units.members.items() for one in members}
    lines = {(data.order[flow.one], data.order[flow.other]) for flow in drawn}

    def unit(name: str) -> str:
        return OTHER if name in folded else name if name in data.order else unit_of[name]

    def place(one: str, other: str) -> str:
        way = unit(one), unit(other)
        return say("inside one box") if way[0] == way[1] else say("line") if way in lines else say("in the table only")

    return pair_table(data, place)
