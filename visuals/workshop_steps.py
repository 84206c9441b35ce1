"""The steps that a journey's own numbers give: overview, losses, long waits, new officials, how it ended, and a question to talk about."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from journeys.texts import capitalised, local_day, say, say_n
from mining.calendar_dates import calendar_days
from mining.disclosure import Passed
from mining.journey_data import JourneyData, records
from visuals.workshop_story import Sort, Step, WorkshopStory, on, period

STEPS, LONG_WAIT_DAYS, EVERY_OFFICIAL = 12, 30, 5
"""At most so many steps are generated; a wait from so many calendar days is one; so is every so-many-th official."""


def generate_story(journey: Passed[JourneyData]) -> WorkshopStory:
    """This makes the story: overview, every loss, every wait of 30 days or more, every fifth new official, how it ended, and a question to
    talk about.

    At most twelve steps. Where there is more, losses stay first, then waits, then officials; of each the longest, ties to the earlier.
    Between overview and end the steps lie in order of time.
    """
    data = journey.value
    if data.events.empty:
        return WorkshopStory(journey, ())
    middle = [*_losses(data), *_waits(data), *_hops(data)][: STEPS - 3]
    middle = [step for _, step in sorted(enumerate(middle), key=lambda found: (found[1].until, found[0]))]
    return WorkshopStory(journey, (_overview(data), *middle, _ending(data), _question(data)))


def _overview(data: JourneyData) -> Step:
    numbers = data.numbers
    first, last = period(data)
    counted = [
        say_n("1 official", "{n} officials", numbers.officials) if numbers.officials else say("no known official"),
        say_n("1 question", "{n} questions", numbers.questions),
        say_n("1 department", "{n} departments", numbers.departments) if numbers.departments else say("no known department"),
    ]
    text = say("The whole journey: {counted}.", counted=", ".join(counted))
    if numbers.nobody:
        text += " " + say("All that is orange lay with nobody.")
    return Step("overview", "overview", text, last, (), first, last)


def _losses(data: JourneyData) -> list[Step]:
    told = []
    for turn, days in _longest(data, ("lost",), least=0):
        receiver = _named(turn["to_department"], say("another department"))
        text = say(
            "{on}: {sender} passes the question on to {receiver}. It never arrives there.",
            on=capitalised(on(data, turn["started"])),
            sender=_named(turn["from_department"], say("a department")),
            receiver=receiver,
        )
        asked = data.events["row_no"].eq(turn["ended_row_no"]) & data.events["by"].eq("resident")
        if turn["open"]:
            text += " " + say_n("That was 1 day ago, and it still has not.", "That was {n} days ago, and it still has not.", days)
        elif not days:
            text += " " + _at_once(data, asked=bool(asked.any()))
        elif bool(asked.any()):
            text += " " + say_n(
                "Only after 1 day, when the resident comes back, it moves on.",
                "Only after {n} days, when the resident comes back, it moves on.",
                days,
            )
        else:
            text += " " + say_n("It moves on after 1 day.", "It moves on after {n} days.", days)
        told.append(_at_turn(data, turn, "lost", text))
    return told


def _at_once(data: JourneyData, *, asked: bool) -> str:
    """This says that it moved on within the day or week to which moments are rounded: 0 days would be no length."""
    if data.rounding == "week":
        return say("In the same week the resident comes back, and it moves on.") if asked else say("In the same week it moves on.")
    return say("On the same day the resident comes back, and it moves on.") if asked else say("On the same day it moves on.")


def _waits(data: JourneyData) -> list[Step]:
    told = []
    for turn, days in _longest(data, ("underway", "not_picked_up"), least=LONG_WAIT_DAYS):
        if turn["state"] == "underway":
            text = say(
                "{on}: {sender} passes the question on to {receiver}.",
                on=capitalised(on(data, turn["started"])),
                sender=_named(turn["from_department"], say("a department")),
                receiver=_named(turn["to_department"], say("another department")),
            )
        else:
            text = say("{on}: the question is there, and nobody takes it up.", on=capitalised(on(data, turn["started"])))
        text += " " + say_n("For 1 day nobody has it.", "For {n} days nobody has it.", days)
        told.append(_at_turn(data, turn, "waiting", text))
    return told


def _hops(data: JourneyData) -> list[Step]:
    told = []
    for held in records(data.holdings[data.holdings["first"]]):
        number = int(held["official"])
        if number % EVERY_OFFICIAL == 0:
            when = local_day(held["moment"])
            text = say("{on}: official no. {n} takes the question up.", on=capitalised(on(data, held["moment"])), n=number)
            if isinstance(held["department"], str):
                text = say(
                    "{on}: official no. {n} takes the question up, at {department}.",
                    on=capitalised(on(data, held["moment"])),
                    n=number,
                    department=held["department"],
                )
            first, last = _window(data, when, when)
            told.append(Step(f"official-{number}", "hop", text, when, (f"event-{held['row_no']}",), first, last))
    return told


def _ending(data: JourneyData) -> Step:
    numbers = data.numbers
    first, last = period(data)
    days = say_n("1 day", "{n} days", numbers.days)
    if numbers.open_questions:
        text = say_n(
            "After {days} 1 question is still open.", "After {days} {n} questions are still open.", numbers.open_questions, days=days
        )
    elif numbers.unknown_ends:
        text = say(
            "After {days} the file knows nothing more. Whether it is over is unknown: no case in this file is ever ended.", days=days
        )
    elif numbers.officials:
        officials = say_n("1 official", "{n} officials", numbers.officials)
        text = say("After {days} and {officials} all questions are closed.", days=days, officials=officials)
    else:
        text = say("After {days} all questions are closed.", days=days)
    if numbers.nobody_days:
        text += " " + say(
            "On {nobody} of {days} days at least one question lay with nobody.", nobody=numbers.nobody_days, days=numbers.days
        )
    return Step("ending", "overview", text, last, (), first, last)


def _question(data: JourneyData) -> Step:
    first, last = period(data)
    text = say("Who could have held on to the question here? What could we have told the resident?")
    return Step("conversation", "talk", text, last, (), first, last)


def _longest(data: JourneyData, states: tuple[str, ...], *, least: int) -> list[tuple[dict[str, Any], int]]:
    turns = data.turns[data.turns["state"].isin(states)]
    if turns.empty:
        return []
    turns = turns.assign(days=calendar_days(turns["started"], turns["ended"]))
    turns = turns[turns["days"] >= least].sort_values(["days", "started", "case"], ascending=[False, True, True], kind="stable")
    return [(turn, int(turn["days"])) for turn in records(turns)]


def _at_turn(data: JourneyData, turn: dict[str, Any], sort: Sort, text: str) -> Step:
    """This makes the step of one gap: the gap itself, who had the question before it, and what ended it."""
    case, number = turn["case"], int(turn["turn"])
    focus = [f"turn-{case}-{number}"]
    before = data.turns[(data.turns["case"] == case) & (data.turns["turn"] == number - 1)]
    focus += [f"turn-{case}-{number - 1}" for state in before["state"] if state in ("department", "unknown")]
    acts = data.holdings[(data.holdings["case"] == case) & (data.holdings["moment"] <= turn["started"])].tail(1)
    focus += [f"event-{row}" for row in acts["row_no"]]
    if not turn["open"] and not pd.isna(turn["ended_row_no"]):
        focus.append(f"event-{int(turn['ended_row_no'])}")
    begun, until = local_day(turn["started"]), local_day(turn["ended"])
    first, last = _window(data, begun, until)
    return Step(f"{sort}-{case}-{number}", sort, text, until, tuple(dict.fromkeys(focus)), first, last)


def _window(data: JourneyData, begun: date, until: date) -> tuple[date, date]:
    """This gives the days that a zoom shows: those of the step with a quarter of them, at least two weeks, around it."""
    start, end = period(data)
    around = timedelta(days=max(14, (until - begun).days // 4))
    return max(start, begun - around), min(end, until + around)


def _named(department: object, otherwise: str) -> str:
    return department if isinstance(department, str) and department.strip() else otherwise
