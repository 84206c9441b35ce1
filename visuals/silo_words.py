"""The words of a map of silos: title, subtitle, description, notes, source line and table, from the same numbers as the marks."""

from __future__ import annotations

import pandas as pd

from journeys.texts import number, period, say, say_n, whole
from mining.handovers import OTHER, Handovers
from visuals.picture_frame import foot_line
from visuals.silo_places import Flow, SiloPlan, lost_inside, units_of

NAMED = 6
"""So many folded departments are named under the picture; more are counted."""


def names(data: Handovers) -> list[str]:
    """This gives what stands in each silo."""
    return [say("Other") if unit == OTHER else unit for unit in data.order]


def titles(data: Handovers, plan: SiloPlan) -> list[str]:
    """This gives the finding, the fullest first, then what also stands alone where there is little room."""
    lost = plan.lost
    if plan.withheld and data.totals.lost is not None and data.totals.lost > lost:
        return _of_all(data, plan)
    if not lost:
        recorded = sum(flow.recorded for flow in plan.flows)
        if plan.withheld:
            return [say("How many questions got lost is not shown: the groups are small.")]
        if not recorded:
            return [say("Not one handover is recorded: whether questions got lost is unknown.")]
        return [say_n("1 handover is recorded: no question got lost.", "{n} handovers are recorded: no question got lost.", recorded)]
    first = (
        say_n("At least 1 question fell between two departments.", "At least {n} questions fell between two departments.", lost)
        if plan.withheld
        else say_n("1 question fell between two departments.", "{n} questions fell between two departments.", lost)
    )
    worst = _worst(data, plan)
    if worst is None:
        return [first]
    known = names(data)
    way = {"sender": known[worst.one], "receiver": known[worst.other]}
    one, most = say("It was on its way from {sender} to {receiver}.", **way), say("Most on the way from {sender} to {receiver}.", **way)
    if plan.withheld:  # another pair may have lost more
        sentence = "At least {n} questions fell between departments, {most} of them from {sender} to {receiver}."
        return [say(sentence, n=lost, most=worst.lost, **way), first]
    if lost == 1:
        return [f"{first} {one}", first]
    return [f"{first} {most}", say("{n} questions fell between departments, most from {sender} to {receiver}.", n=lost, **way), first]


def _of_all(data: Handovers, plan: SiloPlan) -> list[str]:
    """This is the title where some losses lie in no gap because the groups are small, while the sum may be told."""
    lost, worst = data.totals.lost or 0, _worst(data, plan)
    first = say_n("1 question fell between two departments.", "{n} questions fell between two departments.", lost)
    if worst is None:
        return [first]
    way = {"sender": names(data)[worst.one], "receiver": names(data)[worst.other]}
    sentence = "{n} questions fell between departments, {most} of them from {sender} to {receiver}."
    return [say(sentence, n=lost, most=worst.lost, **way), first]


def _worst(data: Handovers, plan: SiloPlan) -> Flow | None:
    """This is the pair of shown units that lost most; None where several did, or where a pair of folded departments lost as much."""
    shown = [flow for flow in plan.flows if plan.folded not in (flow.one, flow.other) and flow.lost]
    most = max((flow.lost or 0 for flow in shown), default=0)
    best = [flow for flow in shown if flow.lost == most]
    if len(best) != 1 or not most:
        return None
    if data.units.level == 0 and plan.folded is not None:
        inside = {name for unit in data.units.folded for name in data.units.members[unit]}
        table = data.departments
        hidden = table[table["from_unit"].isin(inside) | table["to_unit"].isin(inside)]["lost"].dropna()
        if len(hidden) and int(hidden.max()) >= most:
            return None
    return best[0]


def subtitle_parts(data: Handovers, unit: int) -> list[str]:
    """This gives how many, what of it is not recorded, who, when, and what a dot stands for."""
    totals = data.totals
    parts = [say_n("1 handover between departments", "{n} handovers between departments", totals.n)]
    if totals.unrecorded == totals.n:
        parts.append(say("not one handover is recorded"))
    elif totals.unrecorded:
        parts.append(say("{n} of them not recorded (never counted as lost)", n=totals.unrecorded))
    parts.append(of_whom(totals.residents, residents_known=data.residents_known))
    if data.first and data.last:
        parts.append(period(data.first, data.last))
    if unit > 1:
        parts.append(say("each dot is {n} lost questions", n=unit))
    return parts


def of_whom(n: int, *, residents_known: bool) -> str:
    """This says whose handovers they are: of so many residents, or of so many cases where the log names no residents."""
    return say_n("1 resident", "{n} residents", n) if residents_known else say_n("{n} case", "{n} cases", n)


def notes(data: Handovers, plan: SiloPlan) -> list[str]:
    """This gives what stands under the legend: where the dots lie, what is folded, what is only in the table, what was withheld."""
    told = [say("The dots lie before the department that the question was meant for.")] if plan.lost else []
    told += folded_note(data, plan)
    told += left_out(data, plan)
    told += withheld_note(plan.withheld)
    if plan.withheld and (left := (data.totals.lost or 0) - plan.lost) > 0:
        told.append(say_n("1 of the lost questions lies in no gap.", "{n} of the lost questions lie in no gap.", left))
    return told


def withheld_note(pairs: int) -> list[str]:
    """This says of how many pairs a number was withheld."""
    if not pairs:
        return []
    return [
        say_n(
            "Of 1 pair of departments a number is not shown, because the group is small.",
            "Of {n} pairs of departments a number is not shown, because the groups are small.",
            pairs,
        )
    ]


def folded_note(data: Handovers, plan: SiloPlan) -> list[str]:
    """This says which departments share the silo "Other", and how much passes it."""
    if plan.folded is None:
        return []
    passing = [flow for flow in plan.flows if plan.folded in (flow.one, flow.other)]
    n = sum(flow.n for flow in passing) + data.unit_inside.get(OTHER, 0)
    lost = sum(flow.lost or 0 for flow in passing) + lost_inside(data, OTHER)
    who = other_words(data)
    if not data.totals.recorded or plan.withheld:
        return [say("Other = {who} ({handovers}).", who=who, handovers=say_n("1 handover", "{n} handovers", n))]
    return [say("Other = {who} ({handovers}, {lost} lost).", who=who, handovers=say_n("1 handover", "{n} handovers", n), lost=lost)]


def other_words(data: Handovers) -> str:
    """This says which departments the silo "Other" holds; a few by name, more by their number, and what the gate merged as such."""
    folded, merged = data.units.folded, say("pairs of departments with few residents")
    if not folded:
        return merged
    who = ", ".join(folded) if len(folded) <= NAMED else say_n("1 department", "{n} departments", len(folded))
    by_gate = OTHER in {*data.departments["from_unit"], *data.departments["to_unit"]}
    return say("{who}; and {merged}", who=who, merged=merged) if by_gate else who


def left_out(data: Handovers, plan: SiloPlan) -> list[str]:
    """This accounts for every handover that has no arc."""
    told = []
    if small := len(plan.flows) - len(plan.drawn):
        n = sum(flow.n for flow in plan.flows) - sum(flow.n for flow in plan.drawn)
        told.append(
            say("In the table only: {arcs} with {handovers}.",
                arcs=say_n("1 other arc", "{n} other arcs", small), handovers=say_n("1 handover", "{n} handovers", n))
        )  # fmt: skip
    if inside := data.totals.inside:
        lost = lost_inside(data)
        handovers = say_n("1 handover", "{n} handovers", inside)
        told.append(
            say("Inside one silo: {handovers}, {lost} lost.", handovers=handovers, lost=lost)
            if data.totals.recorded and not plan.withheld
            else say("Inside one silo: {handovers}.", handovers=handovers)
        )
    if unknown := data.totals.unknown:
        told.append(say_n("Of 1 handover the sender is unknown.", "Of {n} handovers the sender is unknown.", unknown))
    return told


def description(data: Handovers, plan: SiloPlan) -> str:
    """This tells in three to six sentences what one would see."""
    known = names(data)
    told = [
        say("In a row stand {silos}.", silos=say_n("1 silo", "{n} silos", len(known)))
        + " "
        + say("Arcs above them go to the right, arcs below to the left; dots in the gaps are lost questions.")
    ]
    totals = data.totals
    told.append(
        say(
            "Drawn: {handovers} of {whose}; of {unrecorded} the handover is not recorded.",
            handovers=say_n("1 handover", "{n} handovers", totals.n), unrecorded=totals.unrecorded,
            whose=say_n("1 resident", "{n} residents", totals.residents)
            if data.residents_known
            else say_n("1 case", "{n} cases", totals.residents),
        )
    )  # fmt: skip
    worst = sorted((flow for flow in plan.flows if flow.lost), key=lambda flow: (-(flow.lost or 0), flow.one, flow.other))[:3]
    if worst:
        each = [
            say("{lost} from {sender} to {receiver}", lost=flow.lost, sender=known[flow.one], receiver=known[flow.other]) for flow in worst
        ]
        told.append(say("Most got lost: {losses}.", losses="; ".join(each)))
    waiting = (flow for flow in plan.drawn if flow.told)
    slow = sorted(waiting, key=lambda flow: (-(flow.median or 0), flow.one, flow.other))[:1]
    if slow:
        flow = slow[0]
        told.append(
            say(
                "Of the arcs drawn, the one from {sender} to {receiver} waits longest: half is taken up within {days}.",
                sender=known[flow.one], receiver=known[flow.other], days=within(flow.median or 0),
            )
        )  # fmt: skip
    told.append(" ".join(notes(data, plan)[1 if plan.lost else 0 :]))
    return " ".join(part for part in told if part)


def waited(days: float, *, tenths: bool = False) -> str:
    """This writes a wait: whole days from 10 up, one decimal below, and what is shorter than that as such.

    `tenths`: with a decimal below 10 even where it is 0, as in a column in which another one has a part (`has_part`).
    """
    if days < 0.05:
        return say("less than 0.1 day")
    if days >= 9.95:
        return say("{n} days", n=whole(days))
    if tenths:
        return say("{n} days", n=number(days, 1))
    return say("1 day") if round(days, 1) == 1 else say("{n} days", n=round(days, 1))


def within(days: float) -> str:
    """This writes a wait after the word “within”: as `waited`, but what is shorter than a tenth of a day is within that tenth."""
    return say("0.1 day") if days < 0.05 else waited(days)


def has_part(days: float) -> bool:
    """This tells whether a wait is written with a part of a day."""
    return 0.05 <= days < 9.95 and not round(days, 1).is_integer()


def footer(data: Handovers, *, source: str = "", version: str = "") -> str:
    """This gives source, period and version on one line."""
    when = say("Period: {first} to {last}", first=data.first, last=data.last) if data.first and data.last else ""
    return foot_line(when, source=source, version=version)


def table(data: Handovers, plan: SiloPlan) -> pd.DataFrame:
    """This gives every pair of departments, folded ones too, and where the map shows it; the rows add up to all handovers."""
    rows = data.departments
    places = units_of(data)
    ends = [[places.get(name, OTHER) for name in rows[side]] for side in ("from_unit", "to_unit")]
    at = {unit: place for place, unit in enumerate(data.order)}
    drawn = {(flow.one, flow.other) for flow in plan.drawn}
    shown = [
        say("inside one silo")
        if one == other
        else (say("arc") if (at.get(one), at.get(other)) in drawn else say("in the table only"))
        for one, other in zip(*ends, strict=True)
    ]
    told_of = rows["recorded"].fillna(1) > 0  # where nothing is recorded nobody knows how it went
    told = dict(zip(data.order, names(data), strict=True)) | {OTHER: say("Other")}
    made = pd.DataFrame(
        {
            say("from"): texts([name or say("Other") for name in rows["from_unit"]]),
            say("to"): texts([name or say("Other") for name in rows["to_unit"]]),
            say("silo of the sender"): texts([told[unit] for unit in ends[0]]),
            say("silo of the receiver"): texts([told[unit] for unit in ends[1]]),
            say("handovers"): _integers(rows["n"]),
            say("recorded"): _integers(rows["recorded"]),
            say("not recorded"): _integers(rows["unrecorded"]),
            say("taken up"): (_integers(rows["answered"]) + _integers(rows["late"])).where(told_of),
            say("lost"): _integers(rows["lost"]).where(told_of),
            say("settled otherwise"): (_integers(rows["rerouted"]) + _integers(rows["settled"])).where(told_of),
            say("still open"): _integers(rows["open"]).where(told_of),
            say("residents"): _integers(rows["residents"]),
            say("half waits at most (days)"): rows["median_calendar_days"].astype("Float64").round(1),
            say("half waits at most (working days)"): rows["median_working_days"].astype("Float64").round(1),
            say("in the map"): texts(shown),
        }
    )
    return with_unknown_sender(made, data, say("in the map"))


def with_unknown_sender(made: pd.DataFrame, data: Handovers, where: str) -> pd.DataFrame:
    """This adds a row for the handovers of which the sender is unknown, where there are any; column `where` says why they are not drawn."""
    if not data.totals.unknown:
        return made.reset_index(drop=True)
    lone = dict.fromkeys(made.columns, pd.NA) | {say("from"): say("unknown department"), say("handovers"): data.totals.unknown}
    return pd.concat([made, pd.DataFrame([lone | {where: say("sender unknown")}]).astype(made.dtypes.to_dict())], ignore_index=True)


def texts(column: list[str]) -> pd.Series[str]:
    """This makes a column of texts, also where there is none: of an empty list pandas would make numbers."""
    return pd.Series(column, dtype="object")


def _integers(column: pd.Series[float]) -> pd.Series[int]:
    return column.astype("Int64")
