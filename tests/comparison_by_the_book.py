"""A second reading of before and after: docs/comparison.md worked out case by case and day by day, without any code of the product.

It is slow and obvious, knows nothing of how the product adds up, and so can contradict it: which cases stand on which side and how long each
is followed, the mean numbers and durations to the horizon in the mix of both sides, and the interval of each difference.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import numpy
from scipy import stats
from walked import Event, Log, municipality, order, resident
from walked import wd as walked_wd

STRATUM, FOLLOWED, ENOUGH = 30, 0.1, 10
END = ("decision", "close")
CALLS = ("request", "contact", "callback_request")

Range = tuple[float, float]


@cache
def wd(a: date, b: date) -> int:
    return walked_wd(a, b)


@dataclass
class Case:
    """This is one case on a side: until when it is followed (working days), when it was over, and what happened on which day."""

    journey: int
    begun: date
    topic: int | None
    side: int
    limit: int
    end: int | None
    counts: dict[str, list[int]]
    pairs: list[tuple[int, int, int]]
    reopened: int | None

    @property
    def time(self) -> int:
        return self.limit if self.end is None else self.end

    @property
    def week(self) -> date:
        return self.begun - timedelta(days=self.begun.weekday())


@dataclass(frozen=True)
class Told:
    before: float
    after: float
    low: float | None = None
    high: float | None = None


def last_usual_day(log: Log) -> date:
    """This is step 2: the last day of the last week with a tenth of the events of the median week, never after the latest event."""
    dates = [event["local_date"] for events in log.cases.values() for event in events]
    weeks = Counter(day - timedelta(days=day.weekday()) for day in dates)
    usual = float(numpy.median(list(weeks.values())))
    return min(max(dates), max(week for week, many in weeks.items() if many >= usual / 10) + timedelta(days=6))


def cases_of(log: Log, side_of: Callable[[date, int | None], tuple[int, date]]) -> list[Case]:
    """This puts the cases on their sides: `side_of` gives side and last date from the date of begin and the topic."""
    hops = _hops(log)
    found = []
    for case_no, events in log.cases.items():
        begun = events[0]["local_date"]
        topic = next((event["topic_no"] for event in events if event["topic_no"] is not None), None)
        side, last = side_of(begun, topic)
        if side < 0 or begun > last:
            continue
        over = next((event for event in events if municipality(event, *END)), None)
        again = [
            wd(begun, event["local_date"])
            for event in events
            if over is not None and order(event) > order(over) and (municipality(event, "reopen") or resident(event, "request", "objection"))
        ]
        limit, end = wd(begun, last), None if over is None else wd(begun, over["local_date"])
        officials, departments = _runs(events, "official_no"), _runs(events, "department_no")
        met: dict[int, date] = {}
        for event in events:
            if event["appears"] and (resident(event, *CALLS) or municipality(event, "outreach")):
                met.setdefault(event["official_no"], event["local_date"])
        dates = {
            "handoffs": [day for _, day in officials[1:]],
            "department_handoffs": [day for _, day in departments[1:]],
            "hops": hops[case_no],
            "faces": list(met.values()),
            "contacts": [event["local_date"] for event in events if resident(event, "contact", "callback_request")],
            "pingpong": [departments[at][1] for at in range(2, len(departments)) if departments[at][0] == departments[at - 2][0]],
            "pingpong_officials": [officials[at][1] for at in range(2, len(officials)) if officials[at][0] == officials[at - 2][0]],
        }
        pairs = [(one, other, wd(begun, day)) for (one, _), (other, day) in pairwise(departments)]
        found.append(
            Case(
                events[0]["journey_no"], begun, topic, side, limit, end if end is not None and end <= limit else None,
                {name: [wd(begun, day) for day in days] for name, days in dates.items()}, pairs, min(again, default=None),
            )
        )  # fmt: skip
    return found


def _runs(events: Sequence[Event], ours: str) -> list[tuple[int, date]]:
    runs: list[tuple[int, date]] = []
    for event in events:
        if event["municipal"] and event[ours] is not None and (not runs or runs[-1][0] != event[ours]):
            runs.append((event[ours], event["local_date"]))
    return runs


def _hops(log: Log) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    for events in log.journeys.values():
        acted = [event for event in events if event["municipal"] and event["official_no"] is not None]
        for one, other in pairwise(acted):
            if one["official_no"] != other["official_no"]:
                found[other["case_no"]].append(other["local_date"])
    return found


def strata(cases: Sequence[Case]) -> list[object]:
    """This is step 5: the stratum of each case, None for what is left out."""
    many = Counter((case.topic, case.side) for case in cases)
    large = {topic for topic, _ in many if min(many[topic, 0], many[topic, 1]) >= STRATUM}
    rest = Counter(case.side for case in cases if case.topic not in large)
    together = "rest" if min(rest[0], rest[1]) >= STRATUM else "all" if not large else None
    return [("topic", case.topic) if case.topic in large else together for case in cases]


def horizon(cases: Sequence[Case], most: int) -> int:
    """This is step 4: how far a tenth of each side can be followed."""
    for side in (0, 1):
        limits = sorted((case.limit for case in cases if case.side == side), reverse=True)
        most = min(most, limits[math.ceil(FOLLOWED * len(limits)) - 1])
    return most


def survival(cases: Sequence[Case], tau: int) -> list[float]:
    """This is Kaplan-Meier: the share that is still open after day 0, 1, ... tau."""
    curve, open_still = [], 1.0
    for day in range(tau + 1):
        at_risk = sum(case.time >= day for case in cases)
        ended = sum(case.end == day for case in cases)
        open_still *= 1 - ended / at_risk if at_risk else 1
        curve.append(open_still)
    return curve


def restricted_mean(cases: Sequence[Case], tau: int) -> tuple[float, list[float]]:
    """This is the area under that curve, and the influence of each case: their squares add up to Greenwood's variance."""
    curve = survival(cases, tau)
    psi = [0.0] * len(cases)
    for day in range(tau):
        at_risk = sum(case.time >= day for case in cases)
        ended = sum(case.end == day for case in cases)
        if ended and at_risk > ended:
            area = sum(curve[day:tau])
            for at, case in enumerate(cases):
                psi[at] -= area * ((case.end == day) - (case.time >= day) * ended / at_risk) / (at_risk - ended)
    return sum(curve[:tau]), psi


def mean_number(cases: Sequence[Case], days: Sequence[Sequence[int]], tau: int) -> tuple[float, list[float]]:
    """This is the mean cumulative number to tau, cases at risk until they can no longer be followed, and the influence of each case."""
    total, psi = 0.0, [0.0] * len(cases)
    for day in range(tau + 1):
        at_risk = sum(case.limit >= day for case in cases)
        own = [sum(one == day for one in mine) if case.limit >= day else 0 for case, mine in zip(cases, days, strict=True)]
        if at_risk:
            total += sum(own) / at_risk
            for at, case in enumerate(cases):
                psi[at] += (own[at] - (case.limit >= day) * sum(own) / at_risk) / at_risk
    return total, psi


def share(cases: Sequence[Case], holds: Sequence[bool]) -> tuple[float, list[float]]:
    mean = sum(holds) / len(cases)
    return mean, [(one - mean) / len(cases) for one in holds]


def compare(
    cases: Sequence[Case], estimate: Callable[[list[int]], tuple[float, list[float]]], *, ratio: bool = False, same_weeks: bool = False
) -> Told:
    """This is steps 5 to 7: both sides in the mix of both, and the wider of both intervals; `estimate` is of the cases at these places."""
    stratum = strata(cases)
    kept = [at for at, one in enumerate(stratum) if one is not None]
    sizes = Counter(stratum[at] for at in kept)
    value, psi = [0.0, 0.0], {}
    for side in (0, 1):
        for one, many in sizes.items():
            mine = [at for at in kept if stratum[at] == one and cases[at].side == side]
            told, own = estimate(mine)
            value[side] += many / len(kept) * told
            psi |= {at: many / len(kept) * each for at, each in zip(mine, own, strict=True)}
    before, after = value
    ratio = ratio and before > 0 and after > 0
    change = math.log(after / before) if ratio else after - before
    pull = {at: (psi[at] if cases[at].side else -psi[at]) / (value[cases[at].side] if ratio else 1) for at in kept}
    per_resident: dict[int, float] = defaultdict(float)
    for at in kept:
        per_resident[cases[at].journey] += pull[at]
    ways = [(math.sqrt(sum(one**2 for one in per_resident.values())), max(len(per_resident) - 2, 1))]
    if same_weeks:
        ways.append((math.sqrt(_of_weeks(cases, kept, pull)), 3))
    else:
        parts = [_of_weeks(cases, [at for at in kept if cases[at].side == side], pull) for side in (0, 1)]
        ways.append((math.sqrt(sum(parts)), sum(parts) ** 2 / sum(one**2 / 3 for one in parts) if sum(parts) else 6))
    half = max(error * float(stats.t.ppf(0.975, freedom)) for error, freedom in ways)
    if half == 0 and change == 0:
        return Told(before, after)
    low, high = change - half, change + half
    return Told(before, after, *((before * math.expm1(low), before * math.expm1(high)) if ratio else (low, high)))


def _of_weeks(cases: Sequence[Case], kept: Sequence[int], pull: dict[int, float]) -> float:
    """This is the long-run variance of the sum of the weeks, with three cosines (Lazarus, Lewis, Stock and Watson 2018)."""
    first = min(cases[at].week for at in kept)
    many = (max(cases[at].week for at in kept) - first).days // 7 + 1
    sums = [0.0] * many
    for at in kept:
        sums[(cases[at].week - first).days // 7] += pull[at]
    waves = [
        math.sqrt(2 / many) * sum(one * math.cos(math.pi * wave * (week + 0.5) / many) for week, one in enumerate(sums)) for wave in (1, 2, 3)
    ]
    return many * sum(one**2 for one in waves) / 3
