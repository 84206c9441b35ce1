"""The gaps of a journey map: where between the lanes a question lay, who let it go, and who took it up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import get_args

from journeys.texts import say, say_n
from mining.calendar_dates import calendar_days
from mining.journey_data import JourneyData, records
from visuals.journey_contacts import channel_row
from visuals.journey_places import RADIUS, GapBar, GapState, Hand, Passing, Side, Stay
from visuals.lanes import Lanes
from visuals.lettering import text_width
from visuals.style import IN_CIRCLE
from visuals.timeline import Timeline


def rows_of(stays: Sequence[Stay], hands: Sequence[Hand]) -> Callable[[str, int | None, float], int]:
    """This gives a look-up: in which row of a lane a question lies at a place."""
    rows: dict[tuple[str, int | None], list[tuple[float, int]]] = {}
    for stay in stays:
        rows.setdefault((stay.case, stay.lane), []).append((stay.left, stay.row))
    for hand in hands:
        rows.setdefault((hand.case, hand.lane), []).append((hand.x - hand.half, hand.row))

    def row_of(case: str, lane: int | None, x: float) -> int:
        places = sorted(rows.get((case, lane), []))
        return next((row for left, row in reversed(places) if left <= x + 0.1), places[0][1] if places else 0)

    return row_of


def passings_of(data: JourneyData, lanes: Lanes, timeline: Timeline) -> list[Passing]:
    """This gives every change of holder without a gap, each still in the first row of its lanes."""
    departments = dict(zip(data.events["row_no"], data.events["department"], strict=True))
    turns = records(data.turns)
    held = ("department", "unknown", "resident")
    found = []
    for turn, following in pairwise(turns):
        if turn["case"] != following["case"] or following["state"] not in held:
            continue
        if turn["state"] not in held and following["state"] != "resident":
            continue
        x, case = timeline.x(following["started"]), turn["case"]
        lane = lanes.index(
            turn["department"] if turn["state"] in held else departments.get(following["started_row_no"])
        )
        if turn["state"] == "resident":
            other = lanes.index(following["department"])
            if other is not None:
                found.append(Passing(x, None, 0, other, 0, case))
        elif following["state"] == "resident":
            if lane is not None:
                found.append(Passing(x, lane, 0, None, 0, case))
        elif lane != (other := lanes.index(following["department"])) and lane is not None and other is not None:
            found.append(Passing(x, lane, 0, other, 0, case))
    return found


def passing_in_rows(passing: Passing, row_of: Callable[[str, int | None, float], int]) -> Passing:
    """This gives a change of holder the rows in which the question lies on either side of it."""
    return replace(
        passing,
        row=0 if passing.lane is None else row_of(passing.case, passing.lane, passing.x),
        other_row=0 if passing.other is None else row_of(passing.case, passing.other, passing.x + RADIUS),
    )


def gap_bars(data: JourneyData, lanes: Lanes, timeline: Timeline) -> list[GapBar]:
    """This gives every bar between lanes, each still in the first row of its gap and lanes."""
    events = {event["row_no"]: event for event in records(data.events)}
    turns = records(data.turns.assign(days=calendar_days(data.turns["started"], data.turns["ended"])))
    found = []
    for turn, following in zip_longest(turns, turns[1:]):
        state: GapState = turn["state"]
        if state not in get_args(GapState) or turn["ended"] <= turn["started"]:
            continue
        case, left, right = turn["case"], timeline.x(turn["started"]), timeline.x(turn["ended"])
        starting, ending = events.get(turn["started_row_no"], {}), events.get(turn["ended_row_no"], {})
        sender = lanes.index(turn["from_department"])
        if state == "not_picked_up":
            sender = lanes.index(starting["department"]) if starting.get("department") else None
        receiver, contact_row = None, ""
        going_on = following["state"] if following and following["case"] == case else ""
        if ending.get("by") == "resident":
            contact_row = channel_row(ending["channel"]) if state == "lost" else ""
        elif following and going_on in ("department", "unknown"):
            receiver = lanes.index(following["department"])
        elif following and going_on in ("underway", "lost", "unrecorded"):
            receiver = lanes.index(following["from_department"])
        elif ending.get("department"):
            receiver = lanes.index(ending["department"])
        towards = lanes.index(turn["to_department"]) if turn["to_department"] else receiver
        label, label_at = _labelled(state, int(turn["days"]), left, right)
        found.append(
            GapBar(
                case=case,
                turn=int(turn["turn"]),
                state=state,
                gap=_gap(sender, towards),
                row=0,
                left=left,
                right=right,
                label=label,
                label_at=label_at,
                sender=sender,
                sender_row=0,
                receiver=receiver,
                receiver_row=0,
                contact_row=contact_row,
            )
        )
    return found


def bar_in_rows(bar: GapBar, row_of: Callable[[str, int | None, float], int]) -> GapBar:
    """This gives a bar the rows in which the question lay before and after it."""
    return replace(
        bar, sender_row=row_of(bar.case, bar.sender, bar.left), receiver_row=row_of(bar.case, bar.receiver, bar.right + RADIUS)
    )


def _gap(sender: int | None, receiver: int | None) -> int:
    """This gives the gap next to the sender on the receiver's side; gap 0 lies above the first lane."""
    if sender is None:
        return receiver or 0
    return sender if receiver is not None and receiver < sender else sender + 1


def gap_words(state: str, days: int) -> tuple[str, str]:
    """This gives what a gap is labelled with where there is room, and in short; nothing where it carries no label."""
    if state not in ("lost", "not_picked_up") or days == 0:
        return "", ""
    long = (
        say_n("lost for 1 day", "lost for {n} days", days)
        if state == "lost"
        else say_n("1 day not picked up", "{n} days not picked up", days)
    )
    return long, say("{n} d", n=days)


def _labelled(state: GapState, days: int, left: float, right: float) -> tuple[str, Side]:
    long, short = gap_words(state, days)
    if not long:
        return "", ""
    lost = state == "lost"
    for text in (long, short):
        if text_width(text, IN_CIRCLE, 700) + (8 if lost else 18) <= right - left:
            return text, "inside"
    if not lost:
        return "", ""
    return short, "right" if right + text_width(short, IN_CIRCLE, 700) + 20 < 1900 else "left"


def packed(bars: Sequence[GapBar], most: int, taken_up: Sequence[tuple[str, int, float]]) -> list[GapBar]:
    """This gives bars of one gap that overlap in time a row each, those with a label first; what finds no row loses its
    label.

    Where one bar goes over into the next without anybody taking the question up (no place of `taken_up`: question,
    lane, x), they are drawn as one stretch.
    """
    found = []
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for bar in sorted(bars, key=lambda bar: (bar.gap, bar.label_at == "", bar.left, bar.right, bar.case)):
        free = [
            row
            for row in range(most)
            if all(
                bar.claim[0] >= other - 0.5 or bar.claim[1] <= one + 0.5 for one, other in taken.get((bar.gap, row), [])
            )
        ]
        placed = replace(bar, row=free[0]) if free else replace(bar, row=most - 1, label="", label_at="")
        taken.setdefault((placed.gap, placed.row), []).append(placed.claim)
        found.append(placed)
    found.sort(key=lambda bar: (bar.case, bar.turn))
    for at in range(len(found) - 1):
        one, other = found[at], found[at + 1]
        if (
            (one.case, one.gap, one.row) == (other.case, other.gap, other.row)
            and abs(one.right - other.left) < 0.5
            and not one.contact_row
            and not any(
                (case, lane) == (other.case, other.sender) and abs(x - other.left) < 1.5 for case, lane, x in taken_up
            )
        ):
            found[at] = replace(one, goes_on=True)
            found[at + 1] = replace(other, follows=True)
    return sorted(found, key=lambda bar: (bar.left, bar.case, bar.turn))
