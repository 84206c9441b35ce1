"""What the script of the workshop page works with: the steps, the scale of time, when each official appeared, and every text it shows.

Times are days since the first event, as on the map's axis; the script counts and places by the same numbers as the map was drawn from.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from journeys.texts import language, say
from mining.calendar_dates import DAY, calendar_days, local_moment, midnight
from mining.journey_data import JourneyData, records
from visuals.journey_frame import PAGE
from visuals.journey_gaps import gap_words
from visuals.journey_map import drawn_timeline
from visuals.journey_places import Hand
from visuals.lettering import text_width
from visuals.style import IN_CIRCLE
from visuals.timeline import Timeline
from visuals.workshop_notes import CHARACTERS, FORMAT, NOTES, VERSION
from visuals.workshop_page import View, page_title, step_lines
from visuals.workshop_story import WorkshopStory, period, sort_words
from visuals.workshop_tables import held_back

ZOOMS = (1, 2, 4, 8)
PLAIN_TEMPO, SECONDS = 45, (6.0, 32.0)
"""Days a second in a plain replay, unless the replay would then be shorter or longer than these seconds."""


def page_data(story: WorkshopStory, views: Sequence[View]) -> dict[str, Any]:
    """This gives everything, ready to be written as JSON."""
    data = story.journey.value
    words = sort_words()
    made: dict[str, Any] = {
        "language": language(),
        "title": page_title(story),
        "thousands": "." if language() == "nl" else ",",
        "texts": _texts(),
        "views": [
            {
                "id": f"view-{at}", "kind": view.kind, "title": view.figure.title, "file": view.figure.name, "flows": view.flows,
                "rest": held_back(view.figure.rows),
            }
            | ({"sides": view.sides} if view.sides else {})
            for at, view in enumerate(views, 1)
        ],
        "limits": {"characters": CHARACTERS, "notes": NOTES},
        "notes": {
            "format": FORMAT,
            "version": VERSION,
            "notes": [{"step": note.step, "sort": note.sort, "text": note.text} for note in story.notes],
        },
        "steps": [],
    }
    if data.events.empty:
        return made
    timeline = drawn_timeline(data, sheet=PAGE)
    first, _ = period(data)
    made["map"] = _map(data, timeline)
    made["tempo"] = _tempo(timeline)
    made["steps"] = [
        {
            "id": step.id,
            "head": words[step.sort],
            "sort": step.sort,
            "text": step.text,
            "lines": step_lines(step.text),
            "t": _until(step.until, timeline),
            "day": (step.until - first).days,
            "focus": list(step.focus),
            "a": _since(step.first, timeline),
            "b": _until(step.last, timeline),
        }
        for step in story.steps
    ]
    return made


def _map(data: JourneyData, timeline: Timeline) -> dict[str, Any]:
    first = data.holdings[data.holdings["first"]]
    turns = data.turns.assign(days=calendar_days(data.turns["started"], data.turns["ended"]))
    labels = {}
    for turn in records(turns):
        long, short = gap_words(turn["state"], int(turn["days"]))
        if long:
            widths = [round(text_width(text, IN_CIRCLE, 700), 1) for text in (long, short)]
            labels[f"turn-{turn['case']}-{turn['turn']}"] = [long, short, *widths]
    return {
        "left": timeline.left,
        "right": timeline.right,
        "offset": _since_midnight(timeline.start),
        "days": round(timeline.span / DAY, 4),
        "officials": [_days(moment, timeline) for moment in first["moment"]],
        "questions": list(dict.fromkeys(data.turns["case"])),
        "labels": labels,
        "pills": [Hand("", 0, 0, 0, 0, (1, 2), count, True).half for count in (8, 88)],
        "axis": [[zoom, [[round(tick.x, 1), tick.strength, tick.label] for tick in timeline.ticks(zoom=zoom)]] for zoom in ZOOMS[1:]],
    }


def _tempo(timeline: Timeline) -> list[float]:
    """This gives the days a second of a quiet, a plain and a quick replay."""
    days = timeline.span / DAY
    plain = float(PLAIN_TEMPO)
    if not SECONDS[0] <= days / plain <= SECONDS[1]:
        plain = float(f"{days / 15:.1g}")
    return [round(plain * part, 4) for part in (20 / 45, 1, 2)]


def _days(moment: pd.Timestamp, timeline: Timeline) -> float:
    return round(float((moment - timeline.start) / DAY), 4)


def _until(day: date, timeline: Timeline) -> float:
    """This is the end of a day on the map's scale, no later than the map's end."""
    return min(_days(midnight(day + timedelta(days=1)), timeline), round(timeline.span / DAY, 4))


def _since(day: date, timeline: Timeline) -> float:
    return max(0.0, _days(midnight(day), timeline))


def _since_midnight(moment: pd.Timestamp) -> float:
    """This is the part of its day in the Netherlands that had passed at a moment."""
    local = local_moment(moment)
    return round((local.hour * 60 + local.minute) / 1440, 4)


def _texts() -> dict[str, str]:
    """This gives every text that the script shows; `{n}` and the like are filled in there."""
    return {
        "official": say("official"),
        "officials": say("officials"),
        "day": say("day {n}", n="{n}"),
        "of": say("{n} of {all}", n="{n}", all="{all}"),
        "play": say("Play"),
        "pause": say("Pause"),
        "dark": say("Dark"),
        "light": say("Light"),
        "read": say("Read"),
        "hall": say("On the wall"),
        "tempo": say("{n} days per second", n="{n}"),
        "pain": say("pain point"),
        "idea": say("idea"),
        "delete": say("Remove"),
        "notes_one": say("1 note"),
        "notes_many": say("{n} notes", n="{n}"),
        "note_saved": say("The note stands at step {n}. It is not saved in a file yet.", n="{n}"),
        "notes_full": say("There are {n} notes; no more can be added.", n="{n}"),
        "unsaved": say("Not saved in a file yet"),
        "saved": say("Saved in a file"),
        "notes_file": say("workshop-notes"),
        "replayed": say(
            "A dot that runs is {handovers} handovers; one that falls is {lost} lost questions. Not in order of date.",
            handovers="{handovers}",
            lost="{lost}",
        ),
        "replayed_one": say(
            "A dot that runs is {handovers} handovers; one that falls is a lost question. Not in order of date.", handovers="{handovers}"
        ),
        "replayed_none": say("A dot that runs is {handovers} handovers. Not in order of date.", handovers="{handovers}"),
        "empty": say("Write something first."),
        "every": say("All questions"),
        "question": say("Question"),
    }
