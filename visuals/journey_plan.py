"""Where everything of one journey lies, from left to right: lanes, bars, circles and the pills they merge into.

Only places, no drawing. What overlaps in time decides how many rows a lane or a gap needs, and whether the map is full
or dense.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import pandas as pd

from mining.journey_data import JourneyData, records
from visuals.journey_contacts import channel_rows, contact_marks, question_flags
from visuals.journey_gaps import bar_in_rows, gap_bars, packed, passing_in_rows, passings_of, rows_of
from visuals.journey_places import (
    CONTACT_CENTRES,
    FEW_SEGMENTS,
    LEFT,
    OVERLAPPING,
    RADIUS,
    RIGHT,
    RIGHT_DENSE,
    SEGMENTS,
    Contact,
    GapBar,
    Hand,
    Passing,
    Plan,
    Question,
    Stay,
)
from visuals.lanes import Lanes, journey_lanes
from visuals.timeline import Timeline


@dataclass(frozen=True)
class Ground:
    """This is what lies where it lies however many rows there are: a journey is laid out several times until it fits, on one ground.

    `stays` and `hands` have no row yet. `crowded`: so many turns that the map is dense whatever the rows. `whole`: the only picture on
    its axis, so that it may be drawn densely.
    """

    data: JourneyData
    timeline: Timeline
    lanes: Lanes
    channels: tuple[str, ...]
    segments: int
    whole: bool

    @property
    def crowded(self) -> bool:
        """This tells whether there are too many turns for a full map."""
        return self.whole and self.segments > SEGMENTS

    @cached_property
    def stays(self) -> list[Stay]:
        """This is every bar in a lane."""
        return _stays(self.data, self.lanes, self.timeline)

    @cached_property
    def hands(self) -> list[Hand]:
        """This is every circle in a lane."""
        return _hands(self.data, self.lanes, self.timeline)

    @cached_property
    def questions(self) -> tuple[tuple[Question, ...], int]:
        """This is the flag of each question, and how many found no room."""
        return question_flags(self.data, self.timeline)

    @cached_property
    def resident_turns(self) -> tuple[tuple[float, float], ...]:
        """This is from where to where it was the resident's turn."""
        resident = self.data.turns[self.data.turns["party"] == "resident"]
        return tuple((self.timeline.x(turn["started"]), self.timeline.x(turn["ended"])) for turn in records(resident))

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        """This is every mark of a contact."""
        return tuple(contact_marks(self.data, self.timeline))

    @cached_property
    def gaps(self) -> list[GapBar]:
        """This is every bar between lanes, still in no row."""
        return gap_bars(self.data, self.lanes, self.timeline)

    @cached_property
    def passings(self) -> list[Passing]:
        """This is every change of holder at one moment, still in no row."""
        return passings_of(self.data, self.lanes, self.timeline)


def ground_of(data: JourneyData, *, timeline: Timeline | None = None) -> Ground:
    """This gives the ground of a journey; with a `timeline` it is one of several pictures on the same axis, never drawn densely."""
    axis = timeline or Timeline(data.numbers.first, data.numbers.last, LEFT, RIGHT, data.rounding)
    return Ground(data, axis, lanes_of(data), channel_rows(data), int((data.turns["party"] != "over").sum()), timeline is None)


def plan(data: JourneyData, *, lane_rows: int = 2, gap_rows: int = 3, timeline: Timeline | None = None) -> Plan:
    """This lays a journey out; with at most so many rows in a lane and in a gap (fewer where the picture is full).

    With a `timeline` it is one of several pictures on the same axis, and is never drawn densely.
    """
    return laid_out(ground_of(data, timeline=timeline), lane_rows=lane_rows, gap_rows=gap_rows)


def laid_out(ground: Ground, *, lane_rows: int, gap_rows: int) -> Plan:
    """This gives what lies on a ground its rows, as `plan` does."""
    if ground.crowded:
        return _dense(ground)
    stays, hands = _in_rows(ground.stays, ground.hands, lane_rows)
    taken_up = [(hand.case, hand.lane, hand.x) for hand in hands]
    merged = _merged_in_one_question(stays, hands)
    neighbours = [pair for lane in _by_lane(merged) for pair in pairwise(lane)]
    overlapping = sum(_touch(one, other) for one, other in neighbours)
    if ground.whole and ground.segments > FEW_SEGMENTS and overlapping > OVERLAPPING * len(neighbours):
        return _dense(ground)
    hands = _merged_where_touching(merged)
    questions, unflagged = ground.questions
    row_of = rows_of(stays, hands)
    return Plan(
        timeline=ground.timeline,
        lanes=ground.lanes,
        stays=tuple(stays),
        hands=tuple(hands),
        channels=ground.channels,
        questions=questions,
        unflagged=unflagged,
        gaps=tuple(packed([bar_in_rows(bar, row_of) for bar in ground.gaps], gap_rows, taken_up)),
        passings=tuple(passing_in_rows(passing, row_of) for passing in ground.passings),
        resident_turns=ground.resident_turns,
        contacts=ground.contacts,
        dense=False,
    )


def lanes_of(data: JourneyData) -> Lanes:
    """This gives the lanes of a journey in the order of the dossier; without one by first appearance, with the contact
    centre (or else the first contact) on top."""
    events = data.events
    pairs = zip(events["department"], events["to_department"], strict=True)
    named = list(dict.fromkeys(name for pair in pairs for name in pair if isinstance(name, str)))
    asked = events.loc[events["by"].eq("resident") & events["department"].notna(), "department"]
    front = [name for name in named if any(word in name.casefold() for word in CONTACT_CENTRES)] or list(asked[:1])
    named = [*front[:1], *(name for name in named if name not in front[:1])]
    holdings = data.holdings["department"].value_counts()
    nowhere = bool(data.holdings["department"].isna().any()) or bool((data.turns["state"] == "unknown").any())
    held = {str(name): int(count) for name, count in holdings.items()}
    return journey_lanes(named, held, unknown=nowhere or not named, places=data.places)


def _dense(ground: Ground) -> Plan:
    data = ground.data
    timeline = Timeline(data.numbers.first, data.numbers.last, LEFT, RIGHT_DENSE, data.rounding)
    return Plan(timeline, ground.lanes, (), (), (), (), (), (), (), ground.channels, 0, dense=True)


def _stays(data: JourneyData, lanes: Lanes, timeline: Timeline) -> list[Stay]:
    turns = data.turns[data.turns["state"].isin(["department", "unknown"])]
    found = []
    for turn in records(turns):
        unknown = bool(turn["state"] == "unknown")
        lane = lanes.index(None if unknown else turn["department"])
        if lane is not None:
            left, right = timeline.x(turn["started"]), timeline.x(turn["ended"])
            found.append(Stay(turn["case"], lane, 0, left, right, unknown, int(turn["turn"])))
    return found


def _hands(data: JourneyData, lanes: Lanes, timeline: Timeline) -> list[Hand]:
    found = []
    for held in records(data.holdings):
        lane = lanes.index(held["department"])
        if lane is not None:
            x = timeline.x(held["moment"])
            officials = () if pd.isna(held["official"]) else (int(held["official"]),)
            found.append(Hand(held["case"], lane, 0, x, x, officials, 1, bool(held["first"]), (int(held["row_no"]),), x))
    return found


def _in_rows(stays: list[Stay], hands: list[Hand], most: int) -> tuple[list[Stay], list[Hand]]:
    """This gives questions that are in one lane at the same time a row each; bars and circles of one question stay
    together."""
    visits: dict[tuple[str, int], list[list[float]]] = {}
    spans = [(stay.case, stay.lane, stay.left, stay.right) for stay in stays]
    spans += [(hand.case, hand.lane, hand.x - hand.half, hand.x + hand.half) for hand in hands]
    for case, lane, left, right in sorted(spans, key=lambda span: (span[2], span[3])):
        own = visits.setdefault((case, lane), [])
        if own and left <= own[-1][1] + 2 * RADIUS:
            own[-1][1] = max(own[-1][1], right)
        else:
            own.append([left, right])
    rows: dict[tuple[str, int, float], int] = {}
    taken: dict[int, list[list[tuple[float, float]]]] = {}
    for left, right, case, lane in sorted(
        (left, right, case, lane) for (case, lane), own in visits.items() for left, right in own
    ):
        lane_rows = taken.setdefault(lane, [[] for _ in range(most)])
        row = next((row for row in range(most) if all(left > other or right < one for one, other in lane_rows[row])), 0)
        lane_rows[row].append((left, right))
        rows[case, lane, left] = row

    def row_of(case: str, lane: int, x: float) -> int:
        return rows[case, lane, max(left for left, right in visits[case, lane] if left <= x + 0.01)]

    return (
        [replace(stay, row=row_of(stay.case, stay.lane, stay.left)) for stay in stays],
        [replace(hand, row=row_of(hand.case, hand.lane, hand.x)) for hand in hands],
    )


def _by_lane(hands: Iterable[Hand]) -> list[list[Hand]]:
    lanes: dict[tuple[int, int], list[Hand]] = {}
    for hand in sorted(hands, key=lambda hand: (hand.lane, hand.row, hand.x)):
        lanes.setdefault((hand.lane, hand.row), []).append(hand)
    return list(lanes.values())


def _touch(one: Hand, other: Hand) -> bool:
    """This tells whether two neighbouring circles, the left one first, lie over each other."""
    return (other.x - other.half) - (one.right + one.half) < -1


def _joined(one: Hand, other: Hand) -> Hand:
    rows, begun = (*one.rows, *other.rows), min(one.begun, other.begun)
    merged = (*(one.merged or (one,)), *(other.merged or (other,)))
    if not other.officials:
        return replace(one, rows=rows, begun=begun, merged=merged)
    if not one.officials:
        return replace(other, rows=rows, begun=begun, merged=merged)
    if one.count == other.count == 1 and one.officials == other.officials and one.case == other.case:
        return replace(one, rows=rows, begun=begun, merged=merged)  # the same official, taking the call and then the question
    return replace(
        one,
        right=max(one.right, other.right),
        officials=(*one.officials, *other.officials),
        count=one.count + other.count,
        first=one.first or other.first,
        rows=rows,
        begun=begun,
        merged=merged,
    )


def _merged_in_one_question(stays: Sequence[Stay], hands: Sequence[Hand]) -> list[Hand]:
    """This makes a pill of circles of one question in one lane that lie under 44 px apart, with under 15 px between
    what was drawn."""
    merged: list[Hand] = []
    last: dict[tuple[str, int, int], int] = {}
    for hand in sorted(hands, key=lambda hand: hand.x):
        key = (hand.case, hand.lane, hand.row)
        at = last.get(key)
        if at is not None:
            before = merged[at]
            ends = [
                stay.right
                for stay in stays
                if (stay.case, stay.lane, stay.row) == key and stay.left <= before.right + 0.1
            ]
            empty = hand.x - hand.half - max((before.right + before.half, *ends))
            if hand.x - before.right < 44 and empty < 15 and (before.officials or hand.officials):
                merged[at] = _joined(before, hand)
                continue
        last[key] = len(merged)
        merged.append(hand)
    return [_centred(hand) for hand in merged]


def _merged_where_touching(hands: Sequence[Hand]) -> list[Hand]:
    """This makes pills of the circles that still lie over each other, of whatever question."""
    found: list[Hand] = []
    for lane in _by_lane(hands):
        row: list[Hand] = []
        for hand in lane:
            row.append(hand)
            while len(row) > 1 and _touch(row[-2], row[-1]):
                last = row.pop()
                row[-1] = _centred(_joined(row[-1], last))
        found += row
    return sorted(found, key=lambda hand: hand.x)


def _centred(hand: Hand) -> Hand:
    """This lets a pill grow to both sides of the middle of the circles that lie in it, and no further left than the
    lanes begin."""
    if hand.count < 2:
        return hand
    middle = max((hand.x + hand.right) / 2, LEFT - RADIUS + hand.half)
    return replace(hand, x=middle, right=middle)
