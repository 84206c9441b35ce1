"""The words of a matrix of handovers: title, notes, description and table, from the same numbers as the cells."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from journeys.texts import say, say_n
from mining.handovers import OTHER, Handovers
from visuals import silo_words
from visuals.pair_words import pair_table
from visuals.picture_frame import other_departments
from visuals.silo_places import Flow, SiloPlan, folded_place

NUMBERED = 5
"""From so many lost questions on a cell has their number; fewer are a dot."""


def names(data: Handovers) -> list[str]:
    """This gives the name of each row."""
    folded = len(data.units.folded)
    return [(other_departments(folded) if folded else say("Other")) if unit == OTHER else unit for unit in data.order]


def withheld(flows: Sequence[Flow]) -> int:
    """This is of how many cells the number of lost questions is not shown."""
    return sum(flow.lost is None and flow.recorded > 0 for flow in flows)


def titles(data: Handovers, flows: Sequence[Flow]) -> list[str]:
    """This gives the finding, the fullest first: in how many cells questions get lost, and where most."""
    leaking = [flow for flow in flows if flow.lost]
    recorded = sum(flow.recorded for flow in flows)
    if not recorded:
        return [say("Not one handover is recorded: whether questions got lost is unknown.")]
    if not leaking:
        if withheld(flows):
            return [say("How many questions got lost is not shown: the groups are small.")]
        return [say_n("1 handover is recorded: no question got lost.", "{n} handovers are recorded: no question got lost.", recorded)]
    of = sum(flow.recorded > 0 for flow in flows)
    cells = say_n("In 1 of {of} pairs of departments questions got lost", "In {n} of {of} pairs of departments questions got lost",
                  len(leaking), of=of)  # fmt: skip
    if withheld(flows):
        cells = say_n("In at least 1 of {of} pairs of departments questions got lost",
                      "In at least {n} of {of} pairs of departments questions got lost", len(leaking), of=of)  # fmt: skip
    told = [f"{cells}."]
    most = max(flow.lost or 0 for flow in leaking)
    worst = [flow for flow in leaking if flow.lost == most]
    if len(worst) == 1 and len(leaking) > 1 and not withheld(flows) and folded_place(data) not in (worst[0].one, worst[0].other):
        known = names(data)
        way = {"sender": known[worst[0].one], "receiver": known[worst[0].other], "n": most}
        told = [
            say("{cells}: most from {sender} to {receiver} ({n}).", cells=cells, **way),
            say("Most questions got lost from {sender} to {receiver} ({n}).", **way),
            *told,
        ]
    return told


def notes(data: Handovers, flows: Sequence[Flow]) -> list[str]:
    """This gives what stands under the matrix: how to read it, what is folded, inside one row, of unknown sender, and withheld."""
    plan = SiloPlan(tuple(flows), tuple(flows), (), folded_place(data), withheld(flows))
    told = [say("Row = from, column = to, with the same numbers.")]
    told += [*silo_words.folded_note(data, plan), *silo_words.left_out(data, plan)]
    return told + silo_words.withheld_note(withheld(flows))


def description(data: Handovers, flows: Sequence[Flow]) -> str:
    """This tells in three to six sentences what one would see."""
    known = names(data)
    told = [say("A table of {n} by {n} departments: the row hands over, the column receives.", n=len(known))]
    filled = {"all": len(known) * (len(known) - 1), "filled": len(flows), "n": sum(flow.n for flow in flows)}
    leaking, lost = sum(bool(flow.lost) for flow in flows), sum(flow.lost or 0 for flow in flows)
    told.append(
        say("Handovers: {n}, between {filled} of {all} pairs of departments.", **filled)
        if withheld(flows) or not any(flow.recorded for flow in flows)
        else say("Handovers: {n}, between {filled} of {all} pairs of departments. Lost questions: {lost}, between {leaking} of the pairs.",
                 **filled, leaking=leaking, lost=lost)
    )  # fmt: skip
    worst = sorted((flow for flow in flows if flow.lost), key=lambda flow: (-(flow.lost or 0), flow.one, flow.other))[:3]
    if worst:
        each = [
            say("{lost} from {sender} to {receiver}", lost=flow.lost, sender=known[flow.one], receiver=known[flow.other]) for flow in worst
        ]
        told.append(say("Most got lost: {losses}.", losses="; ".join(each)))
    slow = [flow for flow in flows if flow.told]
    if slow:
        flow = min(slow, key=lambda flow: (-(flow.median or 0), flow.one, flow.other))
        told.append(
            say("From {sender} to {receiver} takes longest: half is taken up within {days}.",
                sender=known[flow.one], receiver=known[flow.other], days=silo_words.within(flow.median or 0))
        )  # fmt: skip
    if quiet := sum(flow.recorded == 0 for flow in flows):
        told.append(
            say_n("Of 1 pair not one handover is recorded: there nobody knows what got lost.",
                  "Of {n} pairs not one handover is recorded: there nobody knows what got lost.", quiet)
        )  # fmt: skip
    return " ".join([*told, *notes(data, flows)[1:]])


def table(data: Handovers) -> pd.DataFrame:
    """This gives every pair of departments, with the numbers of its row and its column."""
    at = {unit: place for place, unit in enumerate(data.order, start=1)}
    folded = set(data.units.folded)
    unit_of = {one: OTHER if unit in folded else unit for unit, members in data.units.members.items() for one in members}

    def number_of(department: str) -> int:
        unit = OTHER if department in folded else department
        return at.get(unit) or at[unit_of[unit]]

    def place(one: str, other: str) -> str:
        row, column = number_of(one), number_of(other)
        return say("inside row {n}", n=row) if row == column else say("row {row}, column {column}", row=row, column=column)

    return pair_table(data, place)
