"""How many cases go from hand to hand never, once, twice, three times, or more often: a picture beside the mean, no verdict.

A mean of handoffs hides who they fall on: one case in ten with nine handoffs weighs as much as nine cases with one.
"""

from __future__ import annotations

from typing import Any

import numpy

from mining.comparison_measures import Frame, Items, share_of

MOST = 4
"""Cases with this many handoffs or more are one bar."""


def handoff_bars(frame: Frame) -> dict[str, Any]:
    """This gives the share of cases with 0, 1, 2, 3 and 4 or more handoffs up to the horizon, weighted to the mix of both sides.

    Of the cases that could be followed to the horizon: `cases_before`, `cases_after`. The five shares of a side add up to 1. Empty bars
    with `why` (and `columns_missing`) where they cannot be told.
    """
    empty = {"horizon": frame.tau, "bars": []}
    cases = frame.cases
    if frame.stop:
        return {**empty, "why": frame.stop}
    if lacks := cases.lacks("handoffs"):
        return {**empty, "why": "column", "columns_missing": list(lacks)}
    happened = cases.counted("handoffs")
    within = happened.offset <= numpy.minimum(cases.limit[happened.unit], frame.tau)
    number = numpy.minimum(numpy.bincount(happened.unit[within], minlength=len(cases)), MOST)
    followed = numpy.flatnonzero((cases.side >= 0) & (cases.limit >= frame.tau))
    cases_followed = Items(frame, followed)
    found = [share_of(cases_followed, number[followed] == times) for times in range(MOST + 1)]
    first = found[0].more
    if "residents_before" not in first:
        return {**empty, "why": found[0].why}
    counted = {"cases_before": first["items_before"], "cases_after": first["items_after"]}
    if any(value is None for one in found for value in (one.before, one.after)):  # too few could be followed: no share of them is told
        return {**empty, **counted, "why": found[0].why}
    bars = [
        {
            "handoffs": times, "or_more": times == MOST, **{name: one.as_json()[name] for name in ("before", "after")},
            **{name: one.more[name] for name in ("residents_before", "residents_after")},
        }
        for times, one in enumerate(found)
    ]  # fmt: skip
    return {**empty, **counted, "bars": bars}
