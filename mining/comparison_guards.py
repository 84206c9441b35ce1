"""The guards of a comparison: what may make it say too much. A guard adds a flag, never a verdict (only closed cases: none at all)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy

from mining.comparison_estimates import AFTER, BEFORE, Truth, Whole, people_of
from mining.comparison_followup import FollowedLog
from mining.comparison_mix import MIX_MOVED, Mix
from mining.comparison_question import Question
from mining.comparison_sides import Cases

LEAST_CASES, LEAST_RESIDENTS, LEAST_WEEKS = 30, 30, 12
"""A side with fewer finished cases, residents or weeks is too small."""

AGAIN_WEEKS = 104
"""Later than in two years nobody should be told to look again: the pace of a few weeks does not say that much."""

SHORT_WEEKS = 24
EXPECTED_OPEN, FOUND_OPEN = 10, 0.2
SEASON_SHARE, DROPPED, LOOKS = 0.1, 0.01, 2

SWING = 1.5
"""Weeks of which the sums vary so many times as much as chance between residents explains swing: then more verdicts are chance. In invented
logs (bench/comparison_truth.py) 97 of 100 whose weeks swing lie above it, and 1 or 2 of 100 whose weeks do not."""

YEAR_WEEKS = 52
"""With a year or more on each side, one after the other, weeks that swing give 5 to 6 false alarms in 100: nothing to warn of."""


@dataclass(frozen=True)
class Enough:
    """This tells whether both sides are large enough; `again` is the date on which there will probably be enough, where that can come."""

    yes: bool
    finished: tuple[int, int]
    residents: tuple[int, int]
    weeks: tuple[float, float]
    again: date | None


def enough(cases: Cases, kept: Whole, question: Question, *, ends_known: bool) -> Enough:
    """This holds both sides of some cases (their places) against the minimum. Where no case is known to be over, every case counts."""
    finished, residents, weeks = [], [], []
    for side in (BEFORE, AFTER):
        mine = kept[cases.side[kept] == side]
        finished.append(int(cases.ended[mine].sum()) if ends_known else len(mine))
        residents.append(people_of(cases.cluster, mine))
        weeks.append(_weeks(cases, mine, side))
    small = [finished[side] < LEAST_CASES or residents[side] < LEAST_RESIDENTS or weeks[side] < LEAST_WEEKS for side in (BEFORE, AFTER)]
    again = None
    if question.change is not None and small == [False, True] and min(finished[AFTER], residents[AFTER]) > 0 and weeks[AFTER] > 0:
        had = ((LEAST_CASES, finished[AFTER]), (LEAST_RESIDENTS, residents[AFTER]))
        needed = max(LEAST_WEEKS, *(weeks[AFTER] * least / number for least, number in had))
        if needed - weeks[AFTER] <= AGAIN_WEEKS:
            again = cases.last[AFTER] + timedelta(weeks=float(needed - weeks[AFTER]) + 1)
    return Enough(not any(small), (finished[0], finished[1]), (residents[0], residents[1]), (weeks[0], weeks[1]), again)


def only_closed(log: FollowedLog, *, horizon: int) -> dict[str, int] | None:
    """This tells that only closed cases were exported: how many young cases should be open, and how many are.

    What should be open follows from the cases that could be followed for the whole horizon; None when all is well, or nothing can be told.
    """
    age = log.last_day - log.start
    old = age >= horizon
    if "kind" not in log.known or old.sum() < LEAST_CASES or not (log.end <= log.last_day).any():
        return None
    duration = numpy.sort(numpy.minimum(log.end, 10**8)[old] - log.start[old])
    young = (age >= 0) & ~old
    still = 1 - numpy.searchsorted(duration, age[young], side="right") / len(duration)
    expected, found = float(still.sum()), int((log.end[young] > log.last_day).sum())
    if expected >= EXPECTED_OPEN and found < FOUND_OPEN * expected:
        return {"expected": round(expected), "found": found}
    return None


def flags_of(
    cases: Cases,
    question: Question,
    mix: Mix,
    size: Enough,
    *,
    trend: bool,
    chosen_because_bad: bool,
    closed: bool,
    looks: int,
    swing: float = 1.0,
    key_unknown: bool = False,
) -> dict[str, dict[str, Any]]:
    """This gives the flags with what each needs to be told in words."""
    kept = cases.of(0)
    flags: dict[str, dict[str, Any]] = {}
    if any(log.later_events for log in cases.logs):
        last = max(log.last_date for log in cases.logs if log.later_events)
        flags["log_end"] = {"end": last.isoformat(), "events": sum(log.later_events for log in cases.logs)}
    if key_unknown:
        flags["key_unknown"] = {}
    if cases.in_both:
        flags["in_both"] = {"cases": cases.in_both}
    if closed:
        flags["only_closed"] = {}
    if trend:
        flags["trend_before"] = {}
    both = all((kept & (cases.side == side)).any() for side in (BEFORE, AFTER))
    if both and min(size.weeks) < SHORT_WEEKS:
        flags["short_period"] = {"weeks_before": int(size.weeks[0]), "weeks_after": int(size.weeks[1])}
    if both and season_differs(cases, kept):
        flags["season"] = {}
    if swing > SWING and (cases.of_the_same_time or round(min(size.weeks)) < YEAR_WEEKS):
        flags["weeks_swing"] = {"same_weeks": cases.of_the_same_time}
    if mix.moved >= MIX_MOVED and mix.sure:
        flags["mix_changed"] = {
            "share": round(mix.moved, 4), "topic": cases.topics[mix.risen] if mix.risen >= 0 else None, "allowed": mix.allowed["allowed"],
        }  # fmt: skip
    if mix.dropped >= DROPPED:
        flags["strata_dropped"] = {"share": round(mix.dropped, 4)}
    if chosen_because_bad:
        flags["chosen_because_bad"] = {}
    if looks >= LOOKS:
        flags["many_looks"] = {"looks": looks}
    if not question.control:
        flags["no_control"] = {}
    return flags


def season_differs(cases: Cases, kept: Truth) -> bool:
    """This tells whether a tenth of the cases of a side started in months of the year that the other side lacks (holds under 1 % in)."""
    month = (cases.begun.astype("datetime64[D]").astype("datetime64[M]").astype(numpy.int64)) % 12
    parts = []
    for side in (BEFORE, AFTER):
        mine = kept & (cases.side == side)
        parts.append(numpy.bincount(month[mine], minlength=12) / max(mine.sum(), 1))
    return any(one[other < 0.01].sum() >= SEASON_SHARE for one, other in (parts, parts[::-1]))


def worst_of(values: Sequence[float], chosen: int) -> bool:
    """This tells whether the chosen one had the highest value of four or more before: it was probably chosen because it did badly."""
    return len(values) >= 4 and values[chosen] == max(values)


def _weeks(cases: Cases, mine: Whole, side: int) -> float:
    if not len(mine):
        return 0.0
    first = int(cases.begun[mine].min())
    return float((cases.last[side] - date(1970, 1, 1)).days + 1 - first) / 7
