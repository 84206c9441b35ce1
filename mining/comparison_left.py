"""What the numbers of both sides would leave of the log beside them: so many residents are found by subtracting one page from another."""

from __future__ import annotations

import numpy

from mining.comparison_estimates import AFTER, BEFORE, Truth, people_of
from mining.comparison_followup import NEVER
from mining.comparison_question import Question
from mining.comparison_sides import TREATED, Cases

RESIDENTS, FINISHED = "residents", "finished"
"""The two numbers of a side that stand beside those of the whole log: residents, and finished cases."""


def left_beside(cases: Cases, question: Question) -> dict[str, tuple[int, ...]]:
    """This gives, for either number of the sides, how many residents each subtraction leaves: the report of the log tells the same of all.

    Of residents: those on both sides, on neither, and beside each side. Of finished cases: the residents of the cases of a side that are
    not, and of cases that ended but are finished on no side. Two sources have a report each, so each side is held against its own log.
    """
    mine = cases.of(TREATED)
    sides = [mine & (cases.side == side) for side in (BEFORE, AFTER)]
    unfinished = [people_of(cases.cluster, side & ~cases.ended) for side in sides]
    of_log = numpy.repeat(numpy.arange(len(cases.logs)), [len(log) for log in cases.logs])
    if question.one_log:
        whole = of_log == len(cases.logs) - 1
        rest = [_ended(cases, whole) & ~_also(cases, whole, sides[0] & cases.ended) & ~_also(cases, whole, sides[1] & cases.ended)]
        wholes = [whole, whole]
        both = numpy.isin(numpy.unique(cases.cluster[sides[BEFORE]]), cases.cluster[sides[AFTER]])
        alone = [int(both.sum()), _beside(cases, whole, sides[BEFORE] | sides[AFTER])]
    else:
        wholes, alone = [of_log == side for side in (BEFORE, AFTER)], []
        rest = [_ended(cases, whole) & ~(side & cases.ended) for whole, side in zip(wholes, sides, strict=True)]
    beside = [_beside(cases, whole, side) for whole, side in zip(wholes, sides, strict=True)]
    return {RESIDENTS: (*alone, *beside), FINISHED: (*unfinished, *(people_of(cases.cluster, one) for one in rest))}


def _beside(cases: Cases, whole: Truth, side: Truth) -> int:
    """This counts the residents of a log who have no case among those of a side."""
    return int((~numpy.isin(numpy.unique(cases.cluster[whole]), cases.cluster[side])).sum())


def _ended(cases: Cases, whole: Truth) -> Truth:
    ended: Truth = whole & (cases.end < NEVER)
    return ended


def _also(cases: Cases, whole: Truth, chosen: Truth) -> Truth:
    """This marks the cases of the whole log that are chosen in either log: the log as it stood before a change has the same numbers."""
    numbers = numpy.concatenate([log.case_no for log in cases.logs])
    also: Truth = whole & numpy.isin(numbers, numbers[chosen])
    return also
