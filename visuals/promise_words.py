"""What is said about a promise and what became of it: title, subtitle, captions, description and the table behind the map."""

from __future__ import annotations

import pandas as pd

from journeys.texts import day, period, say, say_n
from mining.promise import Column, Happening, Promise
from visuals.picture_frame import foot_line


def titles(data: Promise) -> list[str]:
    """This gives the finding, longest wording first."""
    steps, kept, asked = len(data.plan.steps), data.count("kept"), data.asked_on
    there = sum(column.step is not None and bool(column.happenings) for column in data.columns)
    if not there:
        return [
            say_n(
                "The only promised step is not found in this journey.",
                "None of the {n} promised steps is found in this journey.",
                steps,
            )
        ]
    promised = say_n("Promised: 1 step.", "Promised: {n} steps.", steps)
    if not asked:
        return [f"{promised} {say('As promised: {kept}.', kept=kept)}"]
    longest = say_n(
        "As promised: {kept}, and once the resident had to ask on.",
        "As promised: {kept}, and {n} times the resident had to ask on.",
        asked,
        kept=kept,
    )
    return [f"{promised} {longest}", f"{promised} {say('As promised: {kept}.', kept=kept)}"]


def subtitle_parts(data: Promise, *, steps: tuple[int, int] | None = None, pages: tuple[int, int] = (1, 1)) -> list[str]:
    """This gives who, which plan, the period and what a column is.

    `steps`: first and last planned step (from 1) of a page. `pages`: which page of how many.
    """
    parts = [say("Resident {letter}", letter=data.resident), data.plan.name]
    if pages[1] > 1:
        parts.append(say("page {page} of {n}", page=pages[0], n=pages[1]))
    if steps is not None:
        total = len(data.plan.steps)
        parts.append(
            say("step {first} of {all}", first=steps[0], all=total)
            if steps[0] == steps[1]
            else say("steps {first} to {last} of {all}", first=steps[0], last=steps[1], all=total)
        )
    if data.first and data.last:
        parts.append(period(data.first, data.last))
    parts.append(say("each column is one event, in order"))
    return parts


def caption(one: Happening) -> str:
    """This says in a few words what happened."""
    if one.by == "resident":
        kinds = {
            "callback_request": say("Resident asks to be called back"),
            "objection": say("Resident objects"),
            "complaint": say("Resident complains"),
        }
        channels = {
            "phone": say("Resident phones"),
            "email": say("Resident mails"),
            "letter": say("Resident writes"),
            "desk": say("Resident at the desk"),
            "web": say("Resident on the website"),
        }
        return kinds.get(one.kind) or channels.get(one.channel or "") or say("Resident makes contact")
    return one.activity or say("The municipality acts")


def reason(column: Column) -> str:
    """This says what differs from the promise; empty where nothing is to be said beside the mark."""
    if column.sort == "failed":
        return {
            "late": say_n("1 working day too late", "{n} working days too late", column.over or 0),
            "callback": say("not called in time"),
            "lost": say("lost"),
        }.get(column.why, "")
    words = {"missing": say("missing"), "pending": say("not yet"), "unknown": say("unknown"), "other_order": say("other order")}
    return words.get(column.sort, "")


def sorts() -> dict[str, str]:
    """This says in words what each mark stands for, in the order of the legend."""
    return {
        "kept": say("as promised"),
        "inserted": say("in between (not planned)"),
        "missing": say("promised, never happened"),
        "failed": say("promise not kept"),
        "double": say("double"),
        "other_order": say("in another order"),
        "pending": say("not yet"),
        "unknown": say("not in the file; whether it still comes is unknown"),
    }


def notes(data: Promise) -> list[str]:
    """This says what is not drawn."""
    told = []
    if data.behind:
        told.append(
            say_n(
                "1 event that the resident did not meet is not drawn.",
                "{n} events that the resident did not meet are not drawn.",
                data.behind,
            )
        )
    if data.other_questions:
        told.append(
            say_n("1 other question is left out.", "{n} other questions are left out.", data.other_questions)
        )
    return told


def description(data: Promise) -> str:
    """This tells what one would see: the steps, each deviation, the longest silence, and what is left out."""
    told = [
        say("This map lays the journey of resident {letter} beside the plan “{plan}”.", letter=data.resident, plan=data.plan.name),
        say_n("Of the 1 promised step, {kept} went as promised.", "Of the {n} promised steps, {kept} went as promised.",
              len(data.plan.steps), kept=data.count("kept")),
    ]  # fmt: skip
    names = {sort: "; ".join(_named(data, column) for column in data.columns if column.sort == sort) for sort in sorts()}
    told += [say("Missing: {names}.", names=names["missing"])] if names["missing"] else []
    told += [say("Not kept: {names}.", names=names["failed"])] if names["failed"] else []
    told += [say("In another order: {names}.", names=names["other_order"])] if names["other_order"] else []
    told += [say("Not yet: {names}.", names=names["pending"])] if names["pending"] else []
    if names["unknown"]:
        told.append(say("Not in the file: {names}. No case ends in it, so whether this still comes is unknown.", names=names["unknown"]))
    extra = data.count("inserted")
    if extra:
        told.append(say_n("1 event in between was not planned.", "{n} events in between were not planned.", extra))
    twice = data.count("double")
    if twice:
        told.append(say_n("1 event was double.", "{n} events were double.", twice))
    silences = [column.silence for column in data.columns if column.silence is not None]
    if silences:
        told.append(say_n("The longest silence took 1 day.", "The longest silence took {n} days.", max(silences)))
    return " ".join(told + notes(data))


def footer(data: Promise, *, source: str, version: str) -> str:
    """This gives source, period and version on one line."""
    when = say("Period: {first} to {last}", first=data.first, last=data.last) if data.first and data.last else ""
    return foot_line(when, source=source, version=version)


def table(data: Promise) -> pd.DataFrame:
    """This gives one row a column of the whole journey, in order, on whatever page it is drawn."""
    words = sorts()
    steps = [None if column.step is None else column.step for column in data.columns]
    ones = [column.happenings[0] if column.happenings else None for column in data.columns]
    return pd.DataFrame(
        {
            say("step"): pd.array([None if step is None else step + 1 for step in steps], dtype="Int64"),
            say("promised"): ["" if step is None else data.plan.steps[step].name for step in steps],
            say("within working days"): pd.array(
                [None if step is None else data.plan.steps[step].within_working_days for step in steps], dtype="Int64"
            ),
            say("happened"): [caption(one) if one else "" for one in ones],
            say("date"): [day(one.date) if one else "" for one in ones],
            say("department"): [(one.department or "") if one else "" for one in ones],
            say("what"): [words[column.sort] for column in data.columns],
            say("why"): [reason(column) if column.sort == "failed" else "" for column in data.columns],
            say("days of silence before"): pd.array([column.silence for column in data.columns], dtype="Int64"),
        }
    )


def _named(data: Promise, column: Column) -> str:
    name = data.plan.steps[column.step].name if column.step is not None else caption(column.happenings[0])
    return f"{name} ({reason(column)})" if column.sort == "failed" else name
