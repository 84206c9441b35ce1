"""Why a comparison cannot be told, in sentences: what there is too little of, or what the file does not hold, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from journeys.texts import say, say_n
from mining.comparison import Comparison
from mining.comparison_guards import LEAST_CASES, LEAST_RESIDENTS, LEAST_WEEKS
from mining.comparison_left import FINISHED
from mining.comparison_side_words import side_names
from mining.comparison_verdict import TOO_FEW, Measured


def cannot(found: Comparison, one: Measured) -> Iterator[str]:
    """This tells why the duration of a comparison has no verdict."""
    yield from _too_little(found) if one.verdict == TOO_FEW else _unknown(found, one)


def _too_little(found: Comparison) -> Iterator[str]:
    """This tells what there is too little of: cases, residents, weeks, or a comparison group."""
    size, control, (_, *sides) = found.size, found.control_size, side_names(found.question)
    if size.yes and control is not None and not control.yes:
        yield say("The comparison group is too small to compare with.")
        yield say("It needs at least {n} finished cases of each period, over at least 12 weeks.", n=LEAST_CASES)
        yield say("Choose a larger comparison group, or compare without one.")
        return
    if min(size.finished) < LEAST_CASES:
        yield say("There are too few cases to compare.")
        for side, finished in () if FINISHED in found.withheld else zip(sides, size.finished, strict=True):
            yield say_n("{side}: {n} finished case.", "{side}: {n} finished cases.", finished, side=side)
        yield say("We need at least {n} of each period, over at least 12 weeks.", n=LEAST_CASES)
    elif min(size.residents) < LEAST_RESIDENTS:  # what happens to a few people decides every number
        yield say("There are too few residents to compare.")
        for side, residents in zip(sides, size.residents, strict=True):
            if residents < LEAST_RESIDENTS:  # no more exactly: the words may be shared, and a few people could be recognised
                yield say("{side}: fewer than {n} residents.", side=side, n=LEAST_RESIDENTS)
        yield say("We need at least {n} of each period, over at least 12 weeks.", n=LEAST_RESIDENTS)
        return
    else:  # a busy month or a holiday decides every number
        yield say("The time is too short to compare.")
        for side, weeks in zip(sides, size.weeks, strict=True):
            yield say_n("{side}: {n} week.", "{side}: {n} weeks.", int(weeks), side=side)
        yield say("We need at least {n} weeks of each period.", n=LEAST_WEEKS)
    if size.again is not None:
        yield say("Look again after about {date}.", date=size.again)


def _unknown(found: Comparison, one: Measured) -> Iterator[str]:
    yield say("This cannot be determined.")
    if one.why == "only_closed":
        yield say("The file holds only closed cases.")
        yield say("New cases then always seem short.")
        yield say("Ask for a file that also holds the open cases.")
    elif one.why == "one_side":
        yield from _one_side(found)
    elif one.why == "no_ends":
        yield say("The file does not tell when a case is over.")
        yield say("Say which activities end a case, under [kinds] in journeys.toml.")
    elif one.why == "column":
        for column in one.more.get("columns_missing", ()):
            yield say("The file lacks the column “{column}”.", column=_column(column))
            if column == "kind":
                yield say("Say which activities end a case, under [kinds] in journeys.toml.")


def _one_side(found: Comparison) -> Iterator[str]:
    question = found.question
    yield say("On one of the two sides there are no cases.")
    if not question.one_log:
        if "in_both" in found.flags:
            yield say("All cases of the second source also stand in the first one.")
        yield say("Give two sources with different cases, or one with the date of the change.")
        return
    empty = [value for value, begun in zip(question.values, found.first, strict=True) if value and begun is None]
    for value in empty:
        yield say("The value “{value}” does not occur.", value=value)
    yield say("Check the spelling.") if empty else say("Check the date of the change, or the two values.")


def _column(ours: str) -> str:
    """This gives what a column is called by who made the export, with our own name for it."""
    called = {
        "kind": say("sort of event"),
        "official": say("official"),
        "department": say("department"),
        "outcome": say("outcome"),
        "channel": say("channel"),
    }
    return f"{called[ours]} ({ours})" if ours in called else ours
