"""The words of a map of what changed between departments: title to table, from the same numbers as the marks.

Nothing is said to come "by" a change; what chance may explain is said to be so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from journeys.texts import number, period, say, say_n
from mining.changes import DAYS, LEAST, PART, Change, Difference, share_change
from mining.handovers import OTHER, Handovers
from visuals.picture_frame import foot_line
from visuals.silo_places import Flow, Pile, chosen, folded_place, lost_inside, piles
from visuals.silo_words import names, other_words, waited, withheld_note

UNEQUAL = 0.10
"""Where the totals of two periods differ by more than this part, losses are told per 100 handovers."""


@dataclass(frozen=True)
class DifferencePlan:
    """This is what one map of changes shows.

    changes: all pairs, with their places in the row. drawn: those with an arc. before, after: the piles of each period.
    recorded: recorded handovers that the piles are lost of, before and after; pairs of which a number was withheld count in neither.
    told: where numbers were withheld, all lost questions and all recorded handovers of both periods (withheld pairs are just those with
        losses: a rate without them would be too low); None where even the sums are not told.
    """

    changes: dict[tuple[int, int], Change]
    drawn: tuple[tuple[int, int], ...]
    before: tuple[Pile, ...]
    after: tuple[Pile, ...]
    recorded: tuple[int, int]
    folded: int | None
    withheld: int
    told: tuple[tuple[int, int], tuple[int, int]] | None = None

    @property
    def lost(self) -> tuple[int, int]:
        """This is how many questions lie in all gaps together, before and after."""
        return sum(pile.lost for pile in self.before), sum(pile.lost for pile in self.after)

    @property
    def whole(self) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """This is how many questions got lost, before and after, and of how many recorded handovers; None where that is not told."""
        return self.told if self.withheld else (self.lost, self.recorded)

    @property
    def share(self) -> Difference | None:
        """This is the change of the share that got lost; None with too few handovers, or where it is not told."""
        if self.whole is None:
            return None
        (lost_before, lost_after), (before, after) = self.whole
        return share_change(lost_before, before, lost_after, after)


def difference_plan(before: Handovers, after: Handovers, changes: Sequence[Change]) -> DifferencePlan:
    """This decides which arcs are drawn and where the lost questions of both periods lie.

    Raises `ValueError` where the two periods do not show the same units in the same order.
    """
    if before.order != after.order:
        raise ValueError("two periods can only be drawn with the same units in the same order")
    at, folded = {unit: place for place, unit in enumerate(before.order)}, folded_place(before)
    found = {(at[change.from_unit], at[change.to_unit]): change for change in changes}
    known = {pair: change for pair, change in found.items() if change.lost_before is not None and change.lost_after is not None}
    weighed = [
        Flow(*pair, max(change.n_before, change.n_after), 0, 0, max(change.lost_before or 0, change.lost_after or 0), None)
        for pair, change in found.items()
    ]
    sides: list[tuple[Pile, ...]] = []
    recorded: list[int] = []
    for data, one in ((before, True), (after, False)):
        flows = [Flow(*pair, 0, 0, 0, change.lost_before if one else change.lost_after, None) for pair, change in known.items()]
        sides.append(tuple(piles(flows, silos=len(before.order), folded=folded, inside=lost_inside(data, OTHER))))
        within = data.departments[data.departments["from_unit"].isin(_folded(data)) & data.departments["to_unit"].isin(_folded(data))]
        within = within[within["lost"].notna()]  # of what was withheld nobody knows the share
        recorded.append(
            sum(change.recorded_before if one else change.recorded_after for change in known.values()) + int(within["recorded"].sum())
        )
    drawn = tuple((flow.one, flow.other) for flow in chosen(weighed, folded=folded))
    return DifferencePlan(
        found, drawn, sides[0], sides[1], (recorded[0], recorded[1]), folded, len(found) - len(known), _told(before, after)
    )


def _told(before: Handovers, after: Handovers) -> tuple[tuple[int, int], tuple[int, int]] | None:
    one, other = before.totals, after.totals
    return None if one.lost is None or other.lost is None else ((one.lost, other.lost), (one.recorded, other.recorded))


def titles(plan: DifferencePlan) -> list[str]:
    """This gives the finding: the losses before and after, per 100 handovers where the totals differ too much."""
    if plan.whole is None:
        return [say("How many questions got lost is not shown: the groups are small.")]
    (before, after), recorded = plan.whole
    if not min(recorded):
        return [say("In one of the two periods no handover is recorded: they cannot be compared.")]
    if abs(recorded[1] - recorded[0]) > UNEQUAL * recorded[0]:
        if min(recorded) < LEAST:
            return [say("Too few handovers to compare before and after.")]
        one, other = (number(100 * lost / whole, 1) for lost, whole in zip((before, after), recorded, strict=True))
        if one == other:
            return [say("Of every 100 handovers {share} got lost, before and after.", share=one)]
        return [say("Of every 100 handovers {before} got lost; that became {after}.", before=one, after=other)]
    if after == before:
        return [say("As many questions fell between departments: {n} before and after.", n=before)]
    how = (
        say_n("1 question fewer falls between departments:", "{n} questions fewer fall between departments:", before - after)
        if after < before
        else say_n("1 question more falls between departments:", "{n} questions more fall between departments:", after - before)
    )
    return [f"{how} {say('{before} became {after}.', before=before, after=after)}"]


def subtitle_parts(before: Handovers, after: Handovers, plan: DifferencePlan, unit: int) -> list[str]:
    """This gives both periods with both totals, whether chance may explain the difference in losses, and what a dot stands for."""
    parts = [
        say("Before: {what}", what=_total(before)),
        say("After: {what}", what=_total(after)),
    ]
    share = plan.share
    if share is not None and share.low <= 0 <= share.high and share.value:
        parts.append(say("the difference in lost questions may be chance"))
    one, other = before.totals.unrecorded, after.totals.unrecorded
    if one or other:
        parts.append(say("not recorded: {before} and {after} (never counted as lost)", before=one, after=other))
    if unit > 1:
        parts.append(say("each dot is {n} lost questions", n=unit))
    return parts


def _total(data: Handovers) -> str:
    handovers = say_n("1 handover", "{n} handovers", data.totals.n)
    return f"{period(data.first, data.last)}, {handovers}" if data.first and data.last else handovers


def notes(before: Handovers, plan: DifferencePlan) -> list[str]:
    """This gives what stands under the legend: when an arc gets a colour, what is folded, left out or withheld."""
    rule = "An arc has a colour where the wait changed by {days} days and {percent}% at least and chance does not explain it."
    compared = any(change.verdict in ("better", "worse", "same", "too_few") for change in plan.changes.values())
    told = [say(rule, days=round(DAYS), percent=round(100 * PART))] if compared else []
    if plan.folded is not None:
        told.append(say("Other = {who}.", who=other_words(before)))
    if small := len(plan.changes) - len(plan.drawn):
        told.append(say_n("1 other arc is in the table only.", "{n} other arcs are in the table only.", small))
    return told + withheld_note(plan.withheld)


def description(before: Handovers, after: Handovers, plan: DifferencePlan) -> str:
    """This tells in three to six sentences what one would see."""
    known = names(before)
    found = list(plan.changes.values())
    counted = Counter(change.verdict for change in found)
    told = [
        say("Two periods lie on one row of {silos}: arcs are handovers, a ring was lost before, a dot after.",
            silos=say_n("1 silo", "{n} silos", len(known))),
        say("Before there were {before} and {lost_before}, after {after} and {lost_after}.",
            before=say_n("1 handover", "{n} handovers", before.totals.n), after=say_n("1 handover", "{n} handovers", after.totals.n),
            lost_before=say_n("1 lost question", "{n} lost questions", plan.whole[0][0]),
            lost_after=say_n("1 lost question", "{n} lost questions", plan.whole[0][1]))
        if plan.whole
        else say("How many questions got lost is not shown: the groups are small."),
        say("Of {pairs}, {better} wait shorter, {worse} longer and {same} about as long; {few} cannot be compared.",
            pairs=say_n("1 pair of departments", "{n} pairs of departments", len(found)),
            better=counted["better"], worse=counted["worse"], same=counted["same"],
            few=counted["too_few"] + counted["unrecorded"]),
    ]  # fmt: skip
    if counted["new"] or counted["gone"]:
        told.append(
            say_n(
                "Only after the change: 1 pair; only before it: {gone}.",
                "Only after the change: {n} pairs; only before it: {gone}.",
                counted["new"],
                gone=counted["gone"],
            )
        )
    sure = [(pair, change) for pair, change in plan.changes.items() if change.verdict in ("better", "worse")]
    sure.sort(key=lambda found: (-abs(found[1].wait.value) if found[1].wait else 0.0, found[0]))
    each = [
        say("from {sender} to {receiver}: {before} became {after}", sender=known[one], receiver=known[other],
            before=waited(change.median_before or 0), after=waited(change.median_after or 0))
        for (one, other), change in sure[:3]
    ]  # fmt: skip
    told += [say("Changed most: {changes}.", changes="; ".join(each))] if each else []
    told.append(" ".join(notes(before, plan)[1:]))
    return " ".join(part for part in told if part)


def footer(before: Handovers, after: Handovers, *, source: str = "", version: str = "") -> str:
    """This gives source, both periods and version on one line."""
    parts = []
    for text, data in ((say("Before: {what}", what="{}"), before), (say("After: {what}", what="{}"), after)):
        if data.first and data.last:
            parts.append(text.format(say("{first} to {last}", first=data.first, last=data.last)))
    return foot_line(*parts, source=source, version=version)


def table(before: Handovers, after: Handovers, plan: DifferencePlan) -> pd.DataFrame:
    """This gives every pair of units, what lies inside one silo, and what is of an unknown sender; the rows add up to all handovers."""
    known = names(before)
    words = {
        "better": say("wait shorter"), "worse": say("wait longer"), "same": say("about as long"), "too_few": say("too few"),
        "new": say("new"), "gone": say("gone"), "unrecorded": say("handover not recorded"),
    }  # fmt: skip
    kept_back = say("not shown: small group")
    losses = {"better": say("lost less often"), "worse": say("lost more often"), "same": say("may be chance"), "too_few": say("too few")}
    rows: list[tuple[object, ...]] = [
        (
            known[one], known[other], change.n_before, change.n_after, change.recorded_before, change.recorded_after,
            change.lost_before if change.recorded_before or not change.n_before else None,
            change.lost_after if change.recorded_after or not change.n_after else None,
            change.median_before, change.median_after,
            *_of(change.wait, 1), kept_back if change.wait_withheld else words[change.verdict],
            *_of(change.share, 100), kept_back if change.share_withheld else losses[change.share_verdict],
            say("arc") if (one, other) in plan.drawn else say("in the table only"),
        )
        for (one, other), change in sorted(plan.changes.items())
    ]  # fmt: skip
    for told, counts in (
        (say("inside one silo"), (before.totals.inside, after.totals.inside)),
        (say("sender unknown"), (before.totals.unknown, after.totals.unknown)),
    ):
        if any(counts):
            rows.append((None, None, *counts, *[None] * 6, None, None, None, None, None, None, None, None, told))
    made = pd.DataFrame(
        rows,
        columns=[
            say("from"), say("to"), say("handovers before"), say("handovers after"), say("recorded before"), say("recorded after"),
            say("lost before"), say("lost after"), say("half waits at most before (days)"), say("half waits at most after (days)"),
            say("difference (days)"), say("at least (days)"), say("at most (days)"), say("verdict on the wait"),
            say("difference in lost, per 100"), say("at least, per 100"), say("at most, per 100"), say("verdict on the losses"),
            say("in the map"),
        ],
    )  # fmt: skip
    for at, name in enumerate(made.columns):
        if 2 <= at <= 7:
            made[name] = made[name].astype("Int64")
        elif at in (8, 9, 10, 11, 12, 14, 15, 16):
            made[name] = made[name].astype("Float64").round(1)
    return made


def _of(found: Difference | None, times: float) -> tuple[float | None, float | None, float | None]:
    return (None, None, None) if found is None else (times * found.value, times * found.low, times * found.high)


def _folded(data: Handovers) -> set[str]:
    return {department for unit in data.units.folded for department in data.units.members[unit]}
