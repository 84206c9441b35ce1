"""The things that a journey map places: bars, circles, gaps, contacts and flags, each with where it lies.

Only values. Lanes are departments and the space between two lanes is nobody's; every length is time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from visuals.lanes import Lanes
from visuals.lettering import text_width
from visuals.style import IN_CIRCLE
from visuals.timeline import Timeline

LEFT, RIGHT, RIGHT_DENSE = 350, 1876, 1590
SEGMENTS, FEW_SEGMENTS, OVERLAPPING = 60, 12, 0.15
"""More than SEGMENTS turns, or (above FEW_SEGMENTS) more than this share of overlapping circles: the dense map."""

RADIUS = 20
CONTACT_CENTRES = (
    "klantcontact",
    "klant contact",
    "kcc",
    "contactcentrum",
    "contact centre",
    "contact center",
    "callcenter",
)
"""Words by which a contact centre is known: the resident's front door lies at the top of every map."""

CHANNELS = ("phone", "mail", "desk", "unknown")
ROW_OF_CHANNEL = {
    "phone": "phone",
    "email": "mail",
    "web": "mail",
    "chat": "mail",
    "desk": "desk",
    "letter": "desk",
    "visit": "desk",
}
Answer = Literal["broken", "unanswered", "answered", "outgoing"]
Side = Literal["inside", "right", "left", ""]
GapState = Literal["not_picked_up", "underway", "lost", "unrecorded"]


@dataclass(frozen=True)
class Stay:
    """This is a bar in a lane: a department has the question (`unknown`: somebody acted, the log does not tell which
    department)."""

    case: str
    lane: int
    row: int
    left: float
    right: float
    unknown: bool
    turn: int = 0


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
    rows: tuple[int, ...] = ()  # the events behind it, by their row_no
    begun: float = 0  # where the first of them lies
    merged: tuple[Hand, ...] = ()  # the circles that lie in a pill, each where it is

    @property
    def inside(self) -> str:
        """This writes the single circles for the zoom of a page: place, half width, official, `1` for a first time, event and question."""
        return " ".join(
            f"{one.x:.2f}|{one.half:.1f}|{one.officials[0] if one.officials else ''}|{int(one.first)}|{one.rows[0]}|{one.case}"
            for one in self.merged or (self,)
            if one.rows
        )

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
        return self.left - (beside if self.label_at == "left" else 0), right + (
            beside if self.label_at == "right" else 0
        )


@dataclass(frozen=True)
class Passing:
    """This is a change of holder at one moment, without a gap; a `lane` of None is the resident."""

    x: float
    lane: int | None
    row: int
    other: int | None
    other_row: int
    case: str = ""


@dataclass(frozen=True)
class Contact:
    """This is one mark in the resident's lane, or several that lie too close to tell apart."""

    row: str
    x: float
    count: int
    answer: Answer
    rows: tuple[int, ...] = ()  # the events behind it, by their row_no
    begun: float = 0  # where the first of them lies
    merged: tuple[Contact, ...] = ()  # the single marks, each where it is

    @property
    def inside(self) -> str:
        """This writes the single marks for the zoom of a page: place, half width, answer and event."""
        return " ".join(f"{one.x:.2f}|{one.half:g}|{one.answer}|{one.rows[0]}" for one in self.merged or (self,) if one.rows)

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
        rows = [stay.row for stay in self.stays if stay.lane == lane] + [
            hand.row for hand in self.hands if hand.lane == lane
        ]
        return 1 + max(rows, default=0)

    def gap_rows(self, gap: int) -> list[bool]:
        """This tells for each row of a gap whether a bar in it carries a label."""
        bars = [bar for bar in self.gaps if bar.gap == gap]
        return [
            any(bar.label_at for bar in bars if bar.row == row)
            for row in range(1 + max((bar.row for bar in bars), default=-1))
        ]
