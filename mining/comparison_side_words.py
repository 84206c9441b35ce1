"""How the sentences of a comparison call its two sides, and say what a number of one is to that of the other."""

from __future__ import annotations

from typing import NamedTuple

from journeys.texts import say
from mining.comparison_question import Question


class SideNames(NamedTuple):
    """This is how both sides are called: `since` within a sentence about the second one, the others before a number of their own."""

    since: str
    first: str
    second: str


def side_names(question: Question) -> SideNames:
    """This gives how both sides of a question are called in the language in use."""
    if question.change is not None:
        return SideNames(say("after {date}", date=question.change), say("Before it"), say("After it"))
    if question.column:
        first, second = (say("For {value}", value=value) for value in question.values)
        return SideNames(say("for {value}", value=question.values[1]), first, second)
    if question.beside:
        first, second = (say("In {value}", value=value) for value in question.beside)
        return SideNames(say("in {value}", value=question.beside[1]), first, second)
    return SideNames(say("in the second period"), say("In the first period"), say("In the second period"))


def went(question: Question, before: str, after: str) -> str:
    """This says what two numbers are to each other: of a change "van 12 naar 6", of sides beside each other "12 tegen 6".

    Where both are written alike it says so once.
    """
    if before == after:
        return say("on both sides {n}", n=before)
    beside = say("{before} against {after}", before=before, after=after)
    return beside if question.beside else say("from {before} to {after}", before=before, after=after)


def became(question: Question, before: str, after: str) -> str:
    """This says what one number is to the other: of a change "12 werd 6", of sides beside each other "12 tegen 6"."""
    if question.beside or before == after:
        return went(question, before, after)
    return say("{before} became {after}", before=before, after=after)
