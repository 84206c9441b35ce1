"""What the picture of a model says: its finding, how to read it, what was left out, and the table behind it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from journeys.texts import number, period, say, say_n, whole_percent
from mining.conformance import Conformance, Deviation
from mining.model_log import ModelLog
from visuals.picture_frame import foot_line

FEW = 10
"""Below so many cases no percentage and no fraction is told."""


MOST_NOTES = 6
"""So many lines of notes find room under a picture; what is usual takes two, and the drawing has the rest."""


@dataclass(frozen=True)
class Held:
    """This is a log held against a model, with all that its words need.

    Attributes
    ----------
    log: what was held against it. found: the numbers. noise: of a discovered model, 0 to 1; None for a model that was given.
    given: the name of a model that was given ("" for a discovered one). planned: it is a plan file.
    left: names that are not in the model because they are rare, with their events. unmatched: tasks that the log does not know.
    unnamed_tasks, processes: of a BPMN file.
    """

    log: ModelLog
    found: Conformance
    noise: float | None = None
    given: str = ""
    planned: bool = False
    left: Mapping[str, int] | None = None
    unmatched: tuple[str, ...] = ()
    unnamed_tasks: int = 0
    processes: int = 1


def titles(held: Held) -> list[str]:
    """This gives the finding, longer and shorter."""
    n, fit = held.found.cases, held.found.fitting
    journeys = held.log.by == "journey"
    if held.given:
        told = (
            say_n("{fit} of 1 journey runs as in “{name}”", "{fit} of the {n} journeys run as in “{name}”", n, fit=fit, name=held.given)
            if journeys
            else say_n("{fit} of 1 case runs as in “{name}”", "{fit} of the {n} cases run as in “{name}”", n, fit=fit, name=held.given)
        )
        short = (
            say_n("{fit} of 1 journey runs as in the model", "{fit} of the {n} journeys run as in the model", n, fit=fit)
            if journeys
            else say_n("{fit} of 1 case runs as in the model", "{fit} of the {n} cases run as in the model", n, fit=fit)
        )
        return [told, short]
    if journeys:
        return [say_n("{fit} of 1 journey follows this model", "{fit} of the {n} journeys follow this model", n, fit=fit)]
    return [say_n("{fit} of 1 case follows this model", "{fit} of the {n} cases follow this model", n, fit=fit)]


def subtitles(held: Held) -> list[str]:
    """This gives the measures and the period, the most important first."""
    found, told = held.found, list[str]()
    if found.cases >= FEW and found.fitness is not None:
        share = whole_percent(found.fitness)
        whole = found.aligned == found.cases
        told.append(say("fits for {n}%", n=share) if whole else say("fits for {n}% (of {cases})", n=share, cases=found.aligned))
        if found.precision is not None:
            told.append(say("precision {n}%", n=whole_percent(found.precision)))
    if held.log.first and held.log.last:
        told.append(say("began in {period}", period=period(held.log.first, held.log.last)))
    told.append(say("left out: {n}% of the events (rare steps)", n=_left_share(held)) if held.left else "")
    return [one for one in told if one]


def _left_share(held: Held) -> int:
    left = sum((held.left or {}).values())
    return round(100 * left / (left + sum(held.log.counts.values())))


def notes(held: Held, folded: int = 0) -> list[str]:
    """This says what the model leaves out, and what was left out of it."""
    log, found, told = held.log, held.found, list[str]()
    if held.noise is not None:
        threshold, rest = round(100 * held.noise), found.cases - found.fitting
        told.append(
            say(
                "A model leaves out what is rare (threshold {noise}%): {whose} another way.",
                noise=threshold,
                whose=say_n("1 case goes", "{n} cases go", rest),
            )
            if log.by == "case"
            else say(
                "A model leaves out what is rare (threshold {noise}%): {whose} another way.",
                noise=threshold,
                whose=say_n("1 journey goes", "{n} journeys go", rest),
            )
        )
    if held.left:
        told.append(
            say_n("1 rare step is not in it ({events} events).", "{n} rare steps are not in it ({events} events).", len(held.left),
                  events=sum(held.left.values()))
        )  # fmt: skip
    if folded:
        told.append(say("{n} steps stand in boxes together; the table names them.", n=folded))
    if held.unmatched or held.unnamed_tasks:
        told.append(
            say_n("1 task of the model is not in the log; whether it was done is unknown.",
                  "{n} tasks of the model are not in the log; whether they were done is unknown.", len(held.unmatched) + held.unnamed_tasks)
        )  # fmt: skip
    if found.outside:
        names = sum(not one.in_model for one in found.deviations)
        told.append(
            say_n("1 step of the log is not in the model ({events} events): each counts as too many.",
                  "{n} steps of the log are not in the model ({events} events): each counts as too many.", names, events=found.outside)
        )  # fmt: skip
    if found.outside and held.given:
        told.append(
            say_n(
                "Without those steps 1 case runs as in the model.",
                "Without those steps {n} cases run as in the model.",
                found.fitting_known,
            )
            if log.by == "case"
            else say_n(
                "Without those steps 1 journey runs as in the model.",
                "Without those steps {n} journeys run as in the model.",
                found.fitting_known,
            )
        )
    if rest := found.cases - found.aligned:
        told.append(
            say_n("1 case goes too many ways to compare: its missing steps are not counted.",
                  "{n} cases go too many ways to compare: their missing steps are not counted.", rest)
            if log.by == "case"
            else say_n("1 journey goes too many ways to compare: its missing steps are not counted.",
                       "{n} journeys go too many ways to compare: their missing steps are not counted.", rest)
        )  # fmt: skip
    if log.open:
        told.append(
            say_n("1 case that is still open was left out.", "{n} cases that are still open were left out.", log.open)
            if log.by == "case"
            else say_n("1 journey that is still open was left out.", "{n} journeys that are still open were left out.", log.open)
        )
    if log.no_ends:
        told.append(say("The log does not tell which cases have ended: all were kept."))
    if log.unnamed:
        told.append(
            say_n("1 event without a known department was left out.", "{n} events without a known department were left out.", log.unnamed)
        )
    if held.processes > 1:
        told.append(say("The {n} pools of the model run beside each other; messages between them were not followed.", n=held.processes))
    return told


def hint(held: Held) -> str:
    """This says what to do where cases could not be compared; empty where all were."""
    if held.found.aligned == held.found.cases:
        return ""
    if held.noise is None:
        return say("To compare more: choose fewer cases (--topic, --since), or draw less work side by side in the model.")
    return say("To compare more: fewer steps (a lower --cover), a simpler model (a higher --noise), or --of department.")


def description(held: Held, folded: int = 0) -> str:
    """This tells in a few sentences what one would see."""
    found = held.found
    told = [f"{titles(held)[0]}."]
    if held.planned:
        told.append(say("The picture shows the promised steps from left to right."))
    elif not held.given:
        told.append(say("The picture shows the usual way from start to end."))
        told.append(say("A diamond with a cross is a choice, one with a plus is work side by side."))
    if found.cases >= FEW and found.fitness is not None:
        share = whole_percent(found.fitness)
        told.append(
            say("On average {n}% of the steps fit the model.", n=share)
            if found.aligned == found.cases
            else say("Of the {cases} that can be compared, on average {n}% of the steps fit the model.", cases=found.aligned, n=share)
        )
    if found.cases >= FEW and found.precision is not None:
        told.append(say("Of what the model allows as a next step, {n}% was seen.", n=whole_percent(found.precision)))
    elif found.cases >= FEW:
        told.append(say("The model branches too widely to say how precise it is."))
    missing = max(found.deviations, key=lambda one: one.missing, default=None)
    if missing and missing.missing:
        told.append(say("Most often missing: {name} ({n} times).", name=missing.name, n=missing.missing))
    extra = max(found.deviations, key=lambda one: one.extra, default=None)
    if extra and extra.extra:
        told.append(say("Most often too many, or at another moment: {name} ({n} times).", name=extra.name, n=extra.extra))
    return " ".join([*told, *notes(held, folded)])


def table(held: Held, folded: Collection[str] = ()) -> pd.DataFrame:
    """This gives every step of log and model, most deviations first; then the rare ones, and the tasks that the log does not know."""
    where = {True: say("in the model"), False: say("not in the model")}
    rows: list[tuple[str, str, int | None, int | None, int | None, int | None, int | None]] = [
        (one.name, say("in a box with others") if one.name in folded else where[one.in_model], one.happened, *_counts(held, one))
        for one in held.found.deviations
    ]
    rows += [(name, say("rare, left out"), times, None, None, None, None) for name, times in (held.left or {}).items()]
    rows += [(name, say("task that the log does not know"), None, None, None, None, None) for name in held.unmatched]
    if held.unnamed_tasks:
        name = say_n("1 task without a name", "{n} tasks without a name", held.unnamed_tasks)
        rows.append((name, say("task that the log does not know"), None, None, None, None, None))
    units = say("cases") if held.log.by == "case" else say("journeys")
    heads = [
        say("step"), say("where"), say("times"), say("times missing"), say("missing: {units}", units=units), say("times too many"),
        say("too many: {units}", units=units),
    ]  # fmt: skip
    made = pd.DataFrame(rows, columns=heads)
    return made.astype(dict.fromkeys(heads[2:], "Int64"))


def _counts(held: Held, one: Deviation) -> tuple[int | None, int | None, int | None, int | None]:
    if not held.found.aligned:
        return None, None, None, None
    return one.missing, one.missing_cases, one.extra, one.extra_cases


def times_line(ones: Sequence[Deviation]) -> tuple[str, str]:
    """This gives what stands under the name of a step (or of several together): how often it happened, and how often it is missing."""
    missing = sum(one.missing for one in ones)
    return f"{number(sum(one.happened for one in ones))}×" if ones else "", number(-missing) if missing else ""


def footer(*, source: str, version: str) -> str:
    """This gives the source line."""
    return foot_line(source=source, version=version)


def under_picture(held: Held, folded: int = 0, *, source: str, version: str) -> str:
    """This gives all that stands under a picture: what was left out, where there is a picture at all, and the source line."""
    told = [] if nothing(held.found.cases) else notes(held, folded)
    return " ".join([*told, footer(source=source, version=version)])


def nothing(held_cases: int) -> str:
    """This says why there is no picture; empty when there is."""
    return "" if held_cases else say("There is no case to make a model of.")
