"""Where everything of one journey lies: lanes and rows, circles and the pills they merge into, bars in the gaps, marks of contact.

Only places, no drawing. Lanes are departments and the space between two lanes is nobody's; every length is time. The plan is made from
left to right first (what overlaps what decides how many rows a lane or a gap needs) and then from top to bottom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import pandas as pd

from journeys.texts import say, say_n
from visuals.journey_data import JourneyData, calendar_days, records
from visuals.lanes import Lanes, journey_lanes
from visuals.lettering import text_width
from visuals.style import IN_CIRCLE
from visuals.timeline import Timeline

LEFT, RIGHT, RIGHT_DENSE = 350, 1876, 1590
SEGMENTS, FEW_SEGMENTS, OVERLAPPING = 60, 12, 0.15
"""More than SEGMENTS turns, or (above FEW_SEGMENTS) more than this share of overlapping circles: the dense map."""

RADIUS = 20
CHANNELS = ("phone", "mail", "desk", "unknown")
_ROW_OF_CHANNEL = {
    "phone": "phone", "email": "mail", "web": "mail", "chat": "mail", "desk": "desk", "letter": "desk", "visit": "desk",
}  # fmt: skip
Answer = Literal["broken", "unanswered", "answered", "outgoing"]
Side = Literal["inside", "right", "left", ""]
GapState = Literal["not_picked_up", "underway", "lost", "unrecorded"]


@dataclass(frozen=True)
class Stay:
    """This is a bar in a lane: a department has the question (`unknown`: somebody acted, the log does not tell which department)."""

    case: str
    lane: int
    row: int
    left: float
    right: float
    unknown: bool


@dataclass(frozen=True)
class Hand:
    """This is a circle, or a pill of several: the officials who took the question up there; without any it is a dot."""

    case: str
    lane: int
    row: int
    x: float
    right: float
    officials: tuple[int, ...]
    count: int
    first: bool

    @property
    def text(self) -> str:
        """This is the number in the circle, or how many circles lie in the pill."""
        return f"{self.count}×" if self.count > 1 else str(self.officials[0]) if self.officials else ""

    @property
    def half(self) -> float:
        """This is half the width of the circle or pill."""
        if not self.officials:
            return 9
        wide = text_width(self.text, IN_CIRCLE, 700) / 2
        return wide + 9 if self.count > 1 or wide > RADIUS - 2 else RADIUS + 1


@dataclass(frozen=True)
class GapBar:
    """This is a bar between two lanes: nobody has the question, or the log does not tell who."""

    case: str
    turn: int
    state: GapState
    gap: int
    row: int
    left: float
    right: float
    label: str
    label_at: Side
    sender: int | None
    sender_row: int
    receiver: int | None
    receiver_row: int
    contact_row: str
    follows: bool = False  # the bar before it in the same question ends where it starts, in the same gap and row
    goes_on: bool = False  # and so does the bar after it

    @property
    def claim(self) -> tuple[float, float]:
        """This is the width that the bar takes with its label."""
        beside = text_width(self.label, IN_CIRCLE, 700) + 20
        right = max(self.right, self.left + 3)
        return self.left - (beside if self.label_at == "left" else 0), right + (beside if self.label_at == "right" else 0)


@dataclass(frozen=True)
class Passing:
    """This is a change of holder at one moment, without a gap; a `lane` of None is the resident."""

    x: float
    lane: int | None
    row: int
    other: int | None
    other_row: int


@dataclass(frozen=True)
class Contact:
    """This is one mark in the resident's lane, or several that lie too close to tell apart."""

    row: str
    x: float
    count: int
    answer: Answer

    @property
    def half(self) -> float:
        """This is half the width of the mark."""
        return (13 if self.answer == "answered" else 14) if self.count == 1 else 17 if self.count < 10 else 26


@dataclass(frozen=True)
class Question:
    """This is the flag of one question: its letter at the first contact, a line, and how it ended."""

    case: str
    row: int
    left: float
    right: float
    text: str
    text_at: Side
    open: bool


@dataclass(frozen=True)
class Plan:
    """This is the whole journey from left to right."""

    timeline: Timeline
    lanes: Lanes
    stays: tuple[Stay, ...]
    hands: tuple[Hand, ...]
    gaps: tuple[GapBar, ...]
    passings: tuple[Passing, ...]
    resident_turns: tuple[tuple[float, float], ...]
    contacts: tuple[Contact, ...]
    questions: tuple[Question, ...]
    channels: tuple[str, ...]
    unflagged: int
    dense: bool

    def lane_rows(self, lane: int) -> int:
        """This is the number of rows that a lane needs."""
        rows = [stay.row for stay in self.stays if stay.lane == lane] + [hand.row for hand in self.hands if hand.lane == lane]
        return 1 + max(rows, default=0)

    def gap_rows(self, gap: int) -> list[bool]:
        """This tells for each row of a gap whether a bar in it carries a label."""
        bars = [bar for bar in self.gaps if bar.gap == gap]
        return [any(bar.label_at for bar in bars if bar.row == row) for row in range(1 + max((bar.row for bar in bars), default=-1))]


def plan(data: JourneyData, *, lane_rows: int = 2, gap_rows: int = 3) -> Plan:
    """This lays a journey out; with at most so many rows in a lane and in a gap (fewer where the picture is full)."""
    lanes = lanes_of(data)
    segments = int((data.turns["party"] != "over").sum())
    timeline = Timeline(data.numbers.first, data.numbers.last, LEFT, RIGHT)
    channels = channel_rows(data)
    if segments > SEGMENTS:
        return _dense(data, lanes, channels)
    stays, hands = _in_rows(_stays(data, lanes, timeline), _hands(data, lanes, timeline), lane_rows)
    taken_up = [(hand.case, hand.lane, hand.x) for hand in hands]
    merged = _merged_in_one_question(stays, hands)
    neighbours = [pair for lane in _by_lane(merged) for pair in zip(lane, lane[1:], strict=False)]
    overlapping = sum(_touch(one, other) for one, other in neighbours)
    if segments > FEW_SEGMENTS and overlapping > OVERLAPPING * len(neighbours):
        return _dense(data, lanes, channels)
    hands = _merged_where_touching(merged)
    questions, unflagged = question_flags(data, timeline)
    row_of = _rows_of(stays, hands)
    resident = data.turns[data.turns["party"] == "resident"]
    return Plan(
        timeline=timeline, lanes=lanes, stays=tuple(stays), hands=tuple(hands), channels=channels, questions=questions, unflagged=unflagged,
        gaps=tuple(_packed(_gap_bars(data, lanes, timeline, row_of), gap_rows, taken_up)), passings=tuple(_passings(data, lanes, timeline, row_of)),
        resident_turns=tuple((timeline.x(turn["started"]), timeline.x(turn["ended"])) for turn in records(resident)),
        contacts=tuple(_contacts(data, timeline)), dense=False,
    )  # fmt: skip


def lanes_of(data: JourneyData) -> Lanes:
    """This gives the lanes of a journey: the department of the first contact first, then by first appearance."""
    events = data.events
    pairs = zip(events["department"], events["to_department"], strict=True)
    named = list(dict.fromkeys(name for pair in pairs for name in pair if isinstance(name, str)))
    asked = events.loc[events["by"].eq("resident") & events["department"].notna(), "department"]
    if not asked.empty:
        named = [str(asked.iloc[0]), *(name for name in named if name != asked.iloc[0])]
    holdings = data.holdings["department"].value_counts()
    nowhere = bool(data.holdings["department"].isna().any()) or bool((data.turns["state"] == "unknown").any())
    return journey_lanes(named, {str(name): int(count) for name, count in holdings.items()}, unknown=nowhere or not named)


def channel_rows(data: JourneyData) -> tuple[str, ...]:
    """This gives the rows of the resident's lane: the three known channels, and one for unknown or other ones where they occur."""
    asked = data.events[data.events["answer"].isin(["answered", "unanswered", "broken"])]
    rows = set(asked["channel"].map(channel_row))
    if rows == {"unknown"}:
        return ("unknown",)
    return CHANNELS if "unknown" in rows else CHANNELS[:3]


def channel_row(channel: object) -> str:
    """This gives the row of a channel."""
    return _ROW_OF_CHANNEL.get(str(channel), "unknown")


def question_flags(data: JourneyData, timeline: Timeline, *, rows: int = 3) -> tuple[tuple[Question, ...], int]:
    """This gives the flag of each question, packed into rows, and how many questions found no room."""
    kinds = dict(zip(data.events["row_no"], data.events["kind"], strict=True))
    placed: list[Question] = []
    taken: list[list[tuple[float, float]]] = [[] for _ in range(rows)]
    left_out = 0
    for case, turns in data.turns.groupby("case", sort=False):
        started, last = turns["started"].min(), turns.iloc[-1]
        closing = "started" if last["party"] == "over" else "ended"
        ended, still_open = last[closing], bool(last["open"]) and closing == "ended"
        decided = kinds.get(last[f"{closing}_row_no"]) == "decision"
        days = int(calendar_days(pd.Series([started]), pd.Series([ended])).iloc[0])
        if days == 0:
            text = say("still open") if still_open else say("answer on the same day") if decided else say("closed on the same day")
        elif still_open:
            text = say_n("open after 1 day", "open after {n} days", days)
        elif decided:
            text = say_n("answer after 1 day", "answer after {n} days", days)
        else:
            text = say_n("closed after 1 day", "closed after {n} days", days)
        left, right = timeline.x(started), timeline.x(ended)
        wide = text_width(text, 26, 600) + 14
        for text_at in get_args(Side):  # on the line first: that leaves the most room for the others
            if text_at == "right":
                claim = (left - 18, max(right, left + 16) + 6 + wide)
            elif text_at == "left":
                claim = (left - 22 - wide, right + 8)
            else:
                claim = (left - 18, right + 8)
            if (text_at == "inside" and right - left < wide + 60) or claim[1] > 1904 or (text_at == "left" and claim[0] < LEFT - 10):
                continue
            row = next((row for row in range(rows) if all(claim[1] < one or claim[0] > other for one, other in taken[row])), None)
            if row is not None:
                taken[row].append(claim)
                placed.append(Question(str(case), row, left, right, text, text_at, still_open))
                break
        else:
            left_out += 1
    return tuple(placed), left_out


def _dense(data: JourneyData, lanes: Lanes, channels: tuple[str, ...]) -> Plan:
    timeline = Timeline(data.numbers.first, data.numbers.last, LEFT, RIGHT_DENSE)
    return Plan(timeline, lanes, (), (), (), (), (), (), (), channels, 0, dense=True)


def _stays(data: JourneyData, lanes: Lanes, timeline: Timeline) -> list[Stay]:
    turns = data.turns[data.turns["state"].isin(["department", "unknown"])]
    found = []
    for turn in records(turns):
        unknown = bool(turn["state"] == "unknown")
        lane = lanes.index(None if unknown else turn["department"])
        if lane is not None:
            found.append(Stay(turn["case"], lane, 0, timeline.x(turn["started"]), timeline.x(turn["ended"]), unknown))
    return found


def _hands(data: JourneyData, lanes: Lanes, timeline: Timeline) -> list[Hand]:
    found = []
    for held in records(data.holdings):
        lane = lanes.index(held["department"])
        if lane is not None:
            x = timeline.x(held["moment"])
            officials = () if pd.isna(held["official"]) else (int(held["official"]),)
            found.append(Hand(held["case"], lane, 0, x, x, officials, 1, bool(held["first"])))
    return found


def _in_rows(stays: list[Stay], hands: list[Hand], most: int) -> tuple[list[Stay], list[Hand]]:
    """This gives questions that are in one lane at the same time a row each; bars and circles of one question stay together."""
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
    for left, right, case, lane in sorted((left, right, case, lane) for (case, lane), own in visits.items() for left, right in own):
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
    if not other.officials:
        return one
    if not one.officials:
        return other
    if one.count == other.count == 1 and one.officials == other.officials and one.case == other.case:
        return one  # the same official, taking the call and then the question
    return replace(one, right=max(one.right, other.right), officials=(*one.officials, *other.officials),
                   count=one.count + other.count, first=one.first or other.first)  # fmt: skip


def _merged_in_one_question(stays: Sequence[Stay], hands: Sequence[Hand]) -> list[Hand]:
    """This makes a pill of circles of one question in one lane that lie under 44 px apart, with under 15 px between what was drawn."""
    merged: list[Hand] = []
    last: dict[tuple[str, int, int], int] = {}
    for hand in sorted(hands, key=lambda hand: hand.x):
        key = (hand.case, hand.lane, hand.row)
        at = last.get(key)
        if at is not None:
            before = merged[at]
            ends = [stay.right for stay in stays if (stay.case, stay.lane, stay.row) == key and stay.left <= before.right + 0.1]
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
                row[-1] = _centred(_joined(row[-1], last)) if row[-1].officials or last.officials else row[-1]
        found += row
    return sorted(found, key=lambda hand: hand.x)


def _centred(hand: Hand) -> Hand:
    """This lets a pill grow to both sides of the middle of the circles that lie in it, and no further left than the lanes begin."""
    if hand.count < 2:
        return hand
    middle = max((hand.x + hand.right) / 2, LEFT - RADIUS + hand.half)
    return replace(hand, x=middle, right=middle)


def _rows_of(stays: Sequence[Stay], hands: Sequence[Hand]) -> Callable[[str, int | None, float], int]:
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


def _passings(data: JourneyData, lanes: Lanes, timeline: Timeline, row_of: Callable[[str, int | None, float], int]) -> list[Passing]:
    departments = dict(zip(data.events["row_no"], data.events["department"], strict=True))
    turns = records(data.turns)
    held = ("department", "unknown", "resident")
    found = []
    for turn, following in zip(turns, turns[1:], strict=False):
        if turn["case"] != following["case"] or following["state"] not in held:
            continue
        if turn["state"] not in held and following["state"] != "resident":
            continue
        x, case = timeline.x(following["started"]), turn["case"]
        lane = lanes.index(turn["department"] if turn["state"] in held else departments.get(following["started_row_no"]))
        if turn["state"] == "resident":
            other = lanes.index(following["department"])
            if other is not None:
                found.append(Passing(x, None, 0, other, row_of(case, other, x + RADIUS)))
        elif following["state"] == "resident":
            if lane is not None:
                found.append(Passing(x, lane, row_of(case, lane, x), None, 0))
        elif lane != (other := lanes.index(following["department"])) and lane is not None and other is not None:
            found.append(Passing(x, lane, row_of(case, lane, x), other, row_of(case, other, x + RADIUS)))
    return found


def _gap_bars(data: JourneyData, lanes: Lanes, timeline: Timeline, row_of: Callable[[str, int | None, float], int]) -> list[GapBar]:
    events = {event["row_no"]: event for event in records(data.events)}
    turns = records(data.turns.assign(days=calendar_days(data.turns["started"], data.turns["ended"])))
    found = []
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
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
        found.append(GapBar(
            case=case, turn=int(turn["turn"]), state=state, gap=_gap(sender, towards), row=0, left=left, right=right, label=label,
            label_at=label_at, sender=sender, sender_row=row_of(case, sender, left), receiver=receiver,
            receiver_row=row_of(case, receiver, right + RADIUS), contact_row=contact_row,
        ))  # fmt: skip
    return found


def _gap(sender: int | None, receiver: int | None) -> int:
    """This gives the gap next to the sender on the receiver's side; gap 0 lies above the first lane."""
    if sender is None:
        return receiver or 0
    return sender if receiver is not None and receiver < sender else sender + 1


def _labelled(state: GapState, days: int, left: float, right: float) -> tuple[str, Side]:
    if state not in ("lost", "not_picked_up") or days == 0:
        return "", ""
    lost = state == "lost"
    long = say_n("lost for 1 day", "lost for {n} days", days) if lost else say_n("1 day not picked up", "{n} days not picked up", days)
    short = say("{n} d", n=days)
    for text in (long, short):
        if text_width(text, IN_CIRCLE, 700) + (8 if lost else 18) <= right - left:
            return text, "inside"
    if not lost:
        return "", ""
    return short, "right" if right + text_width(short, IN_CIRCLE, 700) + 20 < 1900 else "left"


def _packed(bars: Sequence[GapBar], most: int, taken_up: Sequence[tuple[str, int, float]]) -> list[GapBar]:
    """This gives bars of one gap that overlap in time a row each, those with a label first; what finds no row loses its label.

    Where one bar goes over into the next without anybody taking the question up (no place of `taken_up`: question, lane, x), they are drawn as one stretch.
    """
    found = []
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for bar in sorted(bars, key=lambda bar: (bar.gap, bar.label_at == "", bar.left, bar.right, bar.case)):
        free = [row for row in range(most)
                if all(bar.claim[0] >= other - 0.5 or bar.claim[1] <= one + 0.5 for one, other in taken.get((bar.gap, row), []))]  # fmt: skip
        placed = replace(bar, row=free[0]) if free else replace(bar, row=most - 1, label="", label_at="")
        taken.setdefault((placed.gap, placed.row), []).append(placed.claim)
        found.append(placed)
    found.sort(key=lambda bar: (bar.case, bar.turn))
    for at in range(len(found) - 1):
        one, other = found[at], found[at + 1]
        if (one.case, one.gap, one.row) == (other.case, other.gap, other.row) and abs(one.right - other.left) < 0.5 and not one.contact_row \
                and not any((case, lane) == (other.case, other.sender) and abs(x - other.left) < 1.5 for case, lane, x in taken_up):
            found[at] = replace(one, goes_on=True)
            found[at + 1] = replace(other, follows=True)
    return sorted(found, key=lambda bar: (bar.left, bar.case, bar.turn))


def _contacts(data: JourneyData, timeline: Timeline) -> list[Contact]:
    events = data.events[data.events["answer"].notna()]
    rows: dict[str, list[Contact]] = {}
    for event in records(events):
        row = "outgoing" if event["answer"] == "outgoing" else channel_row(event["channel"])
        rows.setdefault(row, []).append(Contact(row, timeline.x(event["moment"]), 1, event["answer"]))
    return [mark for row in sorted(rows) for mark in clustered(rows[row])]


def clustered(marks: Sequence[Contact]) -> list[Contact]:
    """This makes one mark with a count of those within 26 px: broken if any promise was, else unanswered if any was."""
    found: list[Contact] = []
    first: list[float] = []
    for mark in marks:
        found.append(mark)
        first.append(mark.x)
        while len(found) > 1 and (found[-1].x - first[-2] < 26 or found[-1].x - found[-1].half < found[-2].x + found[-2].half - 1):
            last, before = found.pop(), found.pop()
            first.pop()
            count = before.count + last.count
            answers = {before.answer, last.answer}
            worst = next(answer for answer in get_args(Answer) if answer in answers)
            x = (before.x * before.count + last.x * last.count) / count
            found.append(replace(before, x=x, count=count, answer=worst))
    return found


