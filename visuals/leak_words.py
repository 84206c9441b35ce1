"""The words of the leaking pipe: title, stages, description, notes, source line and table, from the same numbers as the bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from journeys.texts import capitalised, number, percent, percentage, period, say, say_n
from mining.passed_on import PassedOn
from visuals.picture_frame import foot_line

ENOUGH = 10
"""Below so many questions there is no percentage."""

RISING, MANY = 3, 30
"""The title says that the share rises where it does so over at least RISING stages of at least MANY questions."""

Stage = Mapping[str, Any]


def stages_of(data: PassedOn) -> list[dict[str, int | None]]:
    """This gives the stages as numbers; None where a number was withheld or does not exist."""
    return [
        {str(name): None if pd.isna(value) else int(value) for name, value in row.items()} for row in data.stages.to_dict("records")
    ]


def instead(data: PassedOn) -> str:
    """This is the sentence that stands where there are no questions."""
    if data.hidden:
        return data.hidden
    if not data.known:
        return say("The log does not know departments: how often questions were passed on is unknown.")
    return "" if len(data.stages) else say("There are no questions in this period.")


def lost_known(data: PassedOn) -> int | None:
    """This is how many questions got lost; None where not one handover is recorded or a number was withheld."""
    lost = data.stages["lost"]
    return None if lost.isna().any() else int(lost.sum())


def titles(data: PassedOn) -> list[str]:
    """This gives the finding, the fullest first."""
    if not data.recorded:
        return [say("Not one handover is recorded: whether questions got lost is unknown.")]
    lost = lost_known(data)
    if lost is None:
        least = int(data.stages["lost"].dropna().sum())
        if not least:
            return [say("How many questions got lost is not shown: the groups are small.")]
        return [say_n("At least 1 of {of} questions got lost.", "At least {n} of {of} questions got lost.", least, of=data.questions)]
    if not lost:
        return [say_n("Not one question got lost.", "Of {n} questions not one got lost.", data.questions)]
    shares = [
        (int(row["stage"] or 0), (row["lost"] or 0) / (row["questions"] or 1))
        for row in stages_of(data)
        if (row["questions"] or 0) >= MANY
    ]
    if len(shares) >= RISING and all(high > low for (_, low), (_, high) in pairwise(shares)):
        first, last = percent(shares[0][1]), percent(shares[-1][1])
        rising = say("The oftener passed on, the oftener lost")
        often = times(shares[-1][0], more=data.more and shares[-1][0] == len(data.stages) - 1)
        return [say("{rising}: from {first} to {last} ({often}).", rising=rising, first=first, last=last, often=often), f"{rising}."]
    whole = say_n("1 of {of} questions got lost.", "{n} of {of} questions got lost.", lost, of=data.questions)
    before = sum(int(row["lost"] or 0) for row in stages_of(data) if row["stage"])
    rest = say_n("1 had been passed on before.", "{n} had been passed on before.", before)
    return [f"{whole} {rest}", whole] if before and lost > 1 else [whole]


def times(stage: int, *, more: bool) -> str:
    """This names a stage."""
    if stage == 0:
        return say("first hand")
    return say("{n}× or oftener", n=stage) if more else say("passed on {n}×", n=stage)


def share_words(row: Stage) -> str:
    """This is what part of a stage got lost; below ten the number of which."""
    questions, lost = row["questions"], row["lost"]
    if questions < ENOUGH:
        return say("of {n}", n=questions)
    if 0 < lost < 0.005 * questions:
        return say("under 1% lost")
    return say("{percent} lost", percent=percentage(lost, questions))


def subtitle_parts(data: PassedOn) -> list[str]:
    """This gives how many, who, when, and what is not recorded."""
    parts = [
        say_n("1 question, by how often it was passed on to another department",
              "{n} questions, by how often they were passed on to another department", data.questions),
        *((say_n("1 resident", "{n} residents", data.residents),) if data.residents_known else ()),  # else a question is a case
    ]  # fmt: skip
    if data.first and data.last:
        parts.append(period(data.first, data.last))
    if data.unrecorded:
        passages = data.recorded + data.unrecorded
        parts.append(say("{n} of {of} times passed on not recorded (never counted as lost)", n=data.unrecorded, of=passages))
    return parts


def ends_unknown(rows: Sequence[Stage]) -> bool:
    """This tells whether of no question it is known that it was handled, though some left unknown."""
    return any(row["unknown"] for row in rows) and not any(row["ended"] for row in rows)


def notes(data: PassedOn) -> list[str]:
    """This says when a question counts as lost, what is not known, and what was withheld."""
    told = []
    if ends_unknown(stages_of(data)):
        told.append(say("Of no question does this file tell whether it was handled."))
    if data.recorded:
        told.append(say("A question is lost where the next department did not take it up in time; it counts once."))
    if data.recorded and data.stages.isna().any(axis=None):
        told.append(say("Of some stages a number is not shown, because the groups are small."))
    return told


def description(data: PassedOn) -> str:
    """This tells in three to five sentences what one would see."""
    rows = stages_of(data)
    told = [titles(data)[0]]
    told.append(
        say_n("A pipe starts with 1 question at the left; it gets narrower at every stage.",
              "A pipe starts with {n} questions at the left; it gets narrower at every stage.", data.questions)
    )  # fmt: skip
    each, silent = [], ends_unknown(rows)
    for row in rows:
        parts = [say("{n} handled", n=row["ended"])] if row["ended"] is not None and not silent else []
        parts += [say("{n} lost", n=row["lost"])] if row["lost"] is not None else []
        parts += [say("{n} open", n=row["open"])] if row["open"] else []
        parts += [say("{n} unknown", n=row["unknown"])] if row["unknown"] else []
        name = times(int(row["stage"] or 0), more=data.more and row is rows[-1])
        whole = row["questions"] or 0
        told_of = say("{stage}: {parts} of {n}", stage=name, parts=", ".join(parts), n=whole)
        each.append(told_of if parts else f"{name}: {number(whole)}")
    told.append(f"{capitalised('; '.join(each))}.")
    told.append(" ".join(notes(data)))
    return " ".join(part for part in told if part)


def footer(data: PassedOn, *, source: str = "", version: str = "") -> str:
    """This gives source, period and version on one line."""
    when = say("Period: {first} to {last}", first=data.first, last=data.last) if data.first and data.last else ""
    return foot_line(when, source=source, version=version)


def table(data: PassedOn) -> pd.DataFrame:
    """This gives every stage with what became of its questions."""
    stages, rows = data.stages, stages_of(data)
    known = [None not in (row["lost"], row["questions"]) and (row["questions"] or 0) >= ENOUGH for row in rows]
    shares = [percentage(row["lost"] or 0, row["questions"] or 0) if told else "" for row, told in zip(rows, known, strict=True)]
    return pd.DataFrame(
        {
            say("stage"): [times(int(row["stage"] or 0), more=data.more and row is rows[-1]) for row in rows],
            say("questions"): stages["questions"],
            say("handled"): stages["ended"].where(pd.Series(not ends_unknown(rows), index=stages.index)),
            say("lost"): stages["lost"],
            say("part lost"): shares,
            say("still open"): stages["open"],
            say("unknown"): stages["unknown"],
            say("passed on"): stages["passed_on"],
            say("residents"): stages["residents"],
        }
    )
