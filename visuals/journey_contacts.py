"""The resident's lane of a journey map: marks of contact by channel, and the flag of each question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

import pandas as pd

from journeys.texts import say, say_n
from mining.calendar_dates import calendar_days
from mining.journey_data import JourneyData, records
from visuals.journey_places import CHANNELS, LEFT, ROW_OF_CHANNEL, Answer, Contact, Question, Side
from visuals.lettering import text_width
from visuals.timeline import Timeline


def channel_rows(data: JourneyData) -> tuple[str, ...]:
    """This gives the rows of the resident's lane: the three known channels, and one for unknown or other ones where
    they occur."""
    asked = data.events[data.events["answer"].isin(["answered", "unanswered", "broken"])]
    rows = set(asked["channel"].map(channel_row))
    if rows == {"unknown"}:
        return ("unknown",)
    return CHANNELS if "unknown" in rows else CHANNELS[:3]


def channel_names() -> dict[str, str]:
    """This gives how each row of contacts is called."""
    return {
        "phone": say("phoning"),
        "mail": say("mailing"),
        "desk": say("desk, letter"),
        "unknown": say("channel unknown"),
    }


def channel_row(channel: object) -> str:
    """This gives the row of a channel."""
    return ROW_OF_CHANNEL.get(str(channel), "unknown")


def question_flags(data: JourneyData, timeline: Timeline, *, rows: int = 3) -> tuple[tuple[Question, ...], int]:
    """This gives the flag of each question, packed into rows, and how many questions found no room."""
    kinds = dict(zip(data.events["row_no"], data.events["kind"], strict=True))
    placed: list[Question] = []
    taken: list[list[tuple[float, float]]] = [[] for _ in range(rows)]
    left_out = 0
    for last in _questions(data.turns):
        case, days, left, right = last["case"], int(last["days"]), timeline.x(last["began"]), timeline.x(last["until"])
        still_open = bool(last["open"]) and last["closing"] == "ended"
        unknown = still_open and not data.ends_known
        decided = kinds.get(last[f"{last['closing']}_row_no"]) == "decision"
        if unknown:
            text = say("end unknown")
        elif days == 0:
            text = (
                say("still open")
                if still_open
                else say("answer on the same day")
                if decided
                else say("closed on the same day")
            )
        elif still_open:
            text = say_n("open after 1 day", "open after {n} days", days)
        elif decided:
            text = say_n("answer after 1 day", "answer after {n} days", days)
        else:
            text = say_n("closed after 1 day", "closed after {n} days", days)
        wide = text_width(text, 26, 600) + 14
        for text_at in get_args(Side):  # on the line first: that leaves the most room for the others
            if text_at == "right":
                claim = (left - 18, max(right, left + 16) + 6 + wide)
            elif text_at == "left":
                claim = (left - 22 - wide, right + 8)
            else:
                claim = (left - 18, right + 8)
            if (
                (text_at == "inside" and right - left < wide + 60)
                or claim[1] > 1904
                or (text_at == "left" and claim[0] < LEFT - 10)
            ):
                continue
            row = next(
                (row for row in range(rows) if all(claim[1] < one or claim[0] > other for one, other in taken[row])),
                None,
            )
            if row is not None:
                taken[row].append(claim)
                placed.append(Question(str(case), row, left, right, text, text_at, still_open))
                break
        else:
            left_out += 1
    return tuple(placed), left_out


def _questions(turns: pd.DataFrame) -> list[dict[str, Any]]:
    """This gives the last turn of each question, in order of first turn, with `began`, `until` and the `days` between them; `closing` is
    the side of the turn at which the question was over."""
    by_case = turns.groupby("case", sort=False)
    last = by_case.tail(1)
    last = last.assign(at=last["case"].map({case: at for at, case in enumerate(by_case.groups)})).sort_values("at")
    over = last["party"] == "over"
    last = last.assign(
        began=last["case"].map(by_case["started"].min()),
        until=last["started"].where(over, last["ended"]),
        closing=over.map({True: "started", False: "ended"}),
    )
    return records(last.assign(days=calendar_days(last["began"], last["until"])))


def contact_marks(data: JourneyData, timeline: Timeline) -> list[Contact]:
    events = data.events[data.events["answer"].notna()]
    rows: dict[str, list[Contact]] = {}
    for event in records(events):
        row = "outgoing" if event["answer"] == "outgoing" else channel_row(event["channel"])
        x = timeline.x(event["moment"])
        mark = Contact(row, x, 1, event["answer"], (int(event["row_no"]),), x)
        rows.setdefault(row, []).append(mark)
    return [mark for row in sorted(rows) for mark in clustered(rows[row])]


def clustered(marks: Sequence[Contact]) -> list[Contact]:
    """This makes one mark with a count of those within 26 px: broken if any promise was, else unanswered if any was."""
    found: list[Contact] = []
    first: list[float] = []
    for mark in marks:
        found.append(mark)
        first.append(mark.x)
        while len(found) > 1 and (
            found[-1].x - first[-2] < 26 or found[-1].x - found[-1].half < found[-2].x + found[-2].half - 1
        ):
            last, before = found.pop(), found.pop()
            first.pop()
            count = before.count + last.count
            answers = {before.answer, last.answer}
            worst = next(answer for answer in get_args(Answer) if answer in answers)
            x = (before.x * before.count + last.x * last.count) / count
            merged = (*(before.merged or (before,)), *(last.merged or (last,)))
            found.append(replace(before, x=x, count=count, answer=worst, rows=(*before.rows, *last.rows), merged=merged))
    return found
