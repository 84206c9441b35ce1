"""The story of one journey in steps, as a workshop walks through it, and what participants wrote at them.

A step says something, moves the clock to a day, and points at the parts of the map that it is about. Dates only, never hours: a step's
clock stands at the end of its day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from journeys.texts import day, local_day, say, say_n
from mining.calendar_dates import calendar_days
from mining.disclosure import Passed
from mining.journey_data import JourneyData, records

Sort = Literal["overview", "lost", "waiting", "hop", "talk"]
NoteSort = Literal["pain", "idea"]


@dataclass(frozen=True)
class Step:
    """This is one step of the story.

    Attributes
    ----------
    id: by which notes find it back; it stays the same when the page is built again.
    sort: what it is about. text: what the room reads. until: the day at whose end the clock stands.
    focus: names of parts of the map (`turn-A-3`, `event-12`); all others are dimmed; empty: nothing is.
    first, last: the days between which the map is shown when one zooms to this step.
    """

    id: str
    sort: Sort
    text: str
    until: date
    focus: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True)
class Note:
    """This is what a participant wrote at a step: a pain point or an idea. Other people's text: to be escaped."""

    step: str
    sort: NoteSort
    text: str


@dataclass(frozen=True)
class Sheet:
    """This is what participants wrote about the resident at a step: what he or she wants, how it feels, an idea."""

    step: str
    want: str = ""
    feeling: str = ""
    idea: str = ""


@dataclass(frozen=True)
class WorkshopStory:
    """This is one journey with its steps, and with what participants wrote.

    `told` are sentences about what was left out when notes were merged.
    """

    journey: Passed[JourneyData]
    steps: tuple[Step, ...]
    notes: tuple[Note, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    told: tuple[str, ...] = ()


def sort_words() -> dict[Sort, str]:
    """This gives the word above each sort of step."""
    return {
        "overview": say("Overview"),
        "lost": say("Lost"),
        "waiting": say("Waiting"),
        "hop": say("Another official"),
        "talk": say("Conversation"),
    }


def period(data: JourneyData) -> tuple[date, date]:
    """This gives the first and the last day of the map's time axis."""
    return local_day(data.numbers.first), local_day(data.numbers.last)


def on(data: JourneyData, moment: pd.Timestamp) -> str:
    """This writes the day of a moment, or its week where moments are rounded to weeks."""
    when = day(local_day(moment))
    return say("week of {day}", day=when) if data.rounding == "week" else when


def parts(data: JourneyData) -> dict[str, str]:
    """This gives the name of every part of the map that a step can point at, and what it is, in words."""
    turns = data.turns.assign(days=calendar_days(data.turns["started"], data.turns["ended"]))
    words = {"lost": say("lost"), "underway": say("underway"), "not_picked_up": say("not picked up"), "unrecorded": say("not recorded")}
    found = {}
    for turn in records(turns):
        between = " – ".join((on(data, turn["started"]), on(data, turn["ended"])))
        names = [turn["department"], turn["from_department"], turn["to_department"]]
        who = ", ".join(str(name) for name in names if isinstance(name, str))
        about = [words.get(turn["state"], ""), who, say_n("1 day", "{n} days", int(turn["days"])), between]
        found[f"turn-{turn['case']}-{turn['turn']}"] = "; ".join(filter(None, about))
    for event in records(data.events):
        found[f"event-{event['row_no']}"] = on(data, event["moment"])
    return found
