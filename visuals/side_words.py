"""What the two sides of a comparison are called, how large they are and when, in the words of every chart and of the report.

Everything is read from the values of the comparison (docs/comparison.md), so that a chart, the page and comparison.json tell the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from journeys.texts import day, number, period, say, say_n
from mining import comparison_vocabulary
from mining.comparison_question import Question
from mining.comparison_verdict import SAME, TOO_FEW, UNKNOWN, UNSEEN
from mining.comparison_vocabulary import days_apart, of_100

Values = Mapping[str, Any]
"""The values of a comparison as comparison.json holds them."""

NO_DIFFERENCE = (UNSEEN, SAME, TOO_FEW, UNKNOWN)


def change_of(values: Values) -> date | None:
    """This is the date of the change, where there is one."""
    told = values["question"]["change"]
    return date.fromisoformat(told) if told else None


def beside_of(values: Values) -> tuple[str, str] | None:
    """This is how both sides are called where they stand beside each other and none comes after the other, as `Question.beside` has it."""
    beside = (values["question"]["by"] or {}).get("values") or values["question"].get("sources")
    return (str(beside[0]), str(beside[1])) if beside else None


def side_names(values: Values) -> tuple[str, str]:
    """This gives how both sides are called, as part of a sentence."""
    if (change := change_of(values)) is not None:
        return say("before {date}", date=change), say("after {date}", date=change)
    if by := values["question"]["by"]:
        one, other = by["values"]
        return say("with {value}", value=one), say("with {value}", value=other)
    if sources := values["question"].get("sources"):
        return say("in {value}", value=sources[0]), say("in {value}", value=sources[1])
    return say("in the first period"), say("in the second period")


def side_heads(question: Question) -> tuple[str, str]:
    """This gives how both sides are called above a map."""
    if question.change is not None:
        return say("Before {day}", day=day(question.change)), say("From {day}", day=day(question.change))
    return question.beside or (say("first period"), say("second period"))


def short_names(values: Values) -> tuple[str, str]:
    """This gives how both sides are called in a legend and in the head of a table."""
    if beside := beside_of(values):
        return beside
    if change_of(values) is not None:
        return say("before"), say("after")
    return say("first period"), say("second period")


def side_line(values: Values, side: str) -> str:
    """This tells of one side how many cases it holds and when they began."""
    own = values["sides"][side]
    name = short_names(values)[0 if side == "before" else 1]
    many = say_n("{n} case", "{n} cases", cases_of(values, side))
    first, last = own["first"], own["last"]
    when = period(date.fromisoformat(first), date.fromisoformat(last)) if first and last else ""
    return f"{name}: {many}" + (f", {when}" if when else "")


def cases_of(values: Values, side: str) -> int:
    """This is how many cases a side holds: the largest number that any measure was made from."""
    measures = [values["duration"], values["handoffs"], values["contacts"], values["hops"], values["department_handoffs"]]
    return max([int(one[f"cases_{side}"]) for one in measures] + [int(values["sides"][side]["finished"] or 0)])


def sides_lines(values: Values) -> list[str]:
    """This is the subtitle of every chart: both sides, and to how many working days is counted."""
    return [side_line(values, "before"), side_line(values, "after")]


def counted_to(values: Values) -> str:
    """This says to how many working days is counted."""
    horizon = values["duration"].get("horizon")
    return say("at most {n} working days per case", n=horizon) if horizon else ""


def differs(measure: Mapping[str, Any]) -> bool:
    """This tells whether a measure differs by its verdict."""
    return measure["verdict"] not in NO_DIFFERENCE


def became(values: Values, before: str, after: str, *, unit: str) -> str:
    """This says what a number was and what it is: "12 werd 6 van de 100 zaken"; of sides beside each other: "12 tegen 6"."""
    if before == after:
        return say("{n} {unit} on both sides", n=before, unit=unit)
    if beside_of(values):
        return say("{before} against {after} {unit}", before=before, after=after, unit=unit)
    return say("{before} became {after} {unit}", before=before, after=after, unit=unit)


def of_cases(values: Values, before: float, after: float) -> str:
    """This says a share of either side in 100 cases."""
    return became(values, of_100(before), of_100(after), unit=say("of the 100 cases"))


def in_days(values: Values, before: float, after: float, *control: float) -> str:
    """This says a duration of either side, as closely as the sentences do (`control`: both sides of the control)."""
    small = min(abs(before), abs(after)) < 1  # halves of a day would hide what changed
    one, other = (number(before, 1), number(after, 1)) if small else days_apart(before, after, *control)[:2]
    return became(values, one, other, unit=say("working days"))


def per_case(values: Values, before: float, after: float) -> str:
    """This says a count of either side."""
    return became(values, *comparison_vocabulary.per_case(before, after), unit=say("per case"))


def hundred(share: float | None) -> float | None:
    """This gives a share as a number of 100, as tables hold it; an unknown stays empty."""
    return None if share is None else round(100 * share, 1)
