"""The measures of a comparison: each on the cases (or items of cases) that it can be told of, with its verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy

from mining.comparison_estimates import (
    AFTER,
    BEFORE,
    Estimate,
    Occurrences,
    Stays,
    Truth,
    Units,
    Whole,
    finished_shares,
    mean_days,
    mean_numbers,
    people_of,
    restricted_means,
    shares,
)  # fmt: skip
from mining.comparison_followup import NEVER
from mining.comparison_mix import Mix, mix_of, units_of
from mining.comparison_question import Question
from mining.comparison_sides import CONTROL, TREATED, Cases
from mining.comparison_verdict import Measured, Sampled, Scale, Sort, measured, rounded, too_few, undetermined

FOLLOWED_SHARE = 0.1
"""The horizon is such that at least this share of each side could be followed so far."""

LEAST_ITEMS = 30

SIDES = (("before", BEFORE), ("after", AFTER))


@dataclass(frozen=True)
class Frame:
    """This is what all measures of one comparison share: the cases, the units of each group, the horizon.

    `enough`: both sides are large enough; `stop`: a reason for which nothing can be determined.
    """

    cases: Cases
    question: Question
    groups: tuple[tuple[Whole, Units, int], ...]
    mix: Mix
    tau: int
    enough: bool = True
    stop: str = ""

    def number(self, place: Whole) -> Whole:
        """This gives for each case its place among the units of a group, -1 for none."""
        if id(place) not in self._numbers:
            number = numpy.full(len(self.cases), -1, dtype=numpy.int64)
            number[place] = numpy.arange(len(place))
            self._numbers[id(place)] = number
        return self._numbers[id(place)]

    def sooner(self, units: Units, lag: int) -> tuple[Truth, Units]:
        """This follows units of a group so many days shorter: which are followed at all, and those. Many signals share a lag."""
        if (id(units), lag) not in self._sooner:
            late = units.limit - lag
            self._sooner[id(units), lag] = (late >= 0, units.only(late >= 0, limit=late))
        return self._sooner[id(units), lag]

    @cached_property
    def _sooner(self) -> dict[tuple[int, int], tuple[Truth, Units]]:
        return {}

    @cached_property
    def _numbers(self) -> dict[int, Whole]:
        return {}

    def told(self, found: Measured) -> Measured:
        """This takes the interval away where the sides are too small."""
        return found if self.enough else too_few(found, "sides", **found.more)


def frame_of(cases: Cases, question: Question, *, kept: Whole | None = None) -> Frame:
    """This makes the units of both groups and chooses the horizon from dates alone. `kept`: the places of the only cases compared."""
    groups = []
    mixes = []
    for group, sign in ((TREATED, 1), (CONTROL, -1)):
        mine = kept if group == TREATED and kept is not None else cases.places(group)
        if group == CONTROL and not len(mine):
            continue
        place, units, mix = units_of(cases, mine)
        groups.append((place, units, sign))
        mixes.append(mix)
    tau = min(horizon_of(units.limit, units.side, question.horizon) for _, units, _ in groups)
    return Frame(cases, question, tuple(groups), mixes[0], tau)


def horizon_of(limit: Whole, side: Whole, most: int) -> int:
    """This is the smaller of `most` working days and the follow-up that at least a tenth of each side could have had."""
    found = most
    for one in (BEFORE, AFTER):
        mine = numpy.sort(limit[side == one])[::-1]
        found = min(found, int(mine[int(numpy.ceil(FOLLOWED_SHARE * len(mine))) - 1]) if len(mine) else 0)
    return max(found, 0)


def duration(frame: Frame, *, end: Whole | None = None, limit: Whole | None = None) -> Measured:
    """This compares the restricted mean duration; `end` and `limit` (per case) where another clock than working days is used."""
    missing = _stopped(frame, frame.cases.lacks("duration"))
    if missing is not None:
        return missing
    if not frame.cases.ends_known:
        return undetermined("no_ends")
    ends = frame.cases.end if end is None else end
    limits = frame.cases.limit if limit is None else limit

    def estimate(place: Whole, units: Units) -> Estimate:
        time = numpy.maximum(numpy.minimum(ends[place], limits[place]), 0)
        return restricted_means(units, time, ends[place] <= limits[place], frame.tau)

    found = _estimated(frame, "duration", estimate)
    return _with(frame.told(found), horizon=frame.tau)


def curves(frame: Frame) -> dict[str, Any]:
    """This gives the share of cases that is over after 0, 1, ... working days on both sides, for the two climbing lines."""
    place, units, _ = frame.groups[0]
    lines = finished_shares(units, frame.cases.time[place], frame.cases.ended[place], frame.tau)
    names = ("before", "after")
    return {name: [None if one != one else rounded(one) for one in line] for name, line in zip(names, lines, strict=True)}


def counted(
    frame: Frame, measure: str, happened: Occurrences | Stays | None = None, *, scale: Scale = "ratio", sort: Sort = "count", lag: int = 0
) -> Measured:
    """This compares how often something happens per case up to the horizon.

    `happened`: what is counted (None: the measure of that name). `lag`: working days after which it is certain that it happened; each case
    is followed so much shorter; what lasts has none.
    """
    missing = _stopped(frame, frame.cases.lacks(measure))
    if missing is not None:
        return missing
    occurrences = frame.cases.counted(measure) if happened is None else happened
    tau = frame.tau
    if lag:
        tau = min(horizon_of(numpy.maximum(units.limit - lag, -1), units.side, tau) for _, units, _ in frame.groups)

    def estimate(place: Whole, units: Units) -> Estimate:
        mine = occurrences.numbered(frame.number(place))
        if isinstance(mine, Stays):
            return mean_days(units, mine, tau)
        if not lag:
            return mean_numbers(units, mine, tau)
        kept, sooner = frame.sooner(units, lag)
        found = mean_numbers(sooner, mine.only(kept), tau)
        psi = numpy.zeros(len(units))
        psi[kept] = found.psi
        return Estimate(found.before, found.after, psi)

    found = _estimated(frame, sort, estimate, scale=scale)
    return _with(frame.told(found), horizon=tau)


def ties(frame: Frame, measure: str, found: Measured) -> Measured:
    """This sets the interval of ties beside a count of handoffs: its lowest and highest value over all orders of events at one moment.

    The count to the horizon is taken to vary as the count of all events of these cases does.
    """
    if not found.before or not found.after:
        return found
    kept = frame.cases.of(TREATED)
    bounds = {}
    counts = [numpy.concatenate(one) for one in zip(*(log.ties[measure] for log in frame.cases.logs), strict=True)]
    for name, side, value in (("before", BEFORE, found.before), ("after", AFTER, found.after)):
        mine = kept & (frame.cases.side == side)
        total, least, most = (float(one[mine].sum()) for one in counts)
        if total:
            bounds[name] = [rounded(value * least / total), rounded(value * most / total)]
    return _with(found, ties=bounds)


def waiting(frame: Frame) -> dict[str, Measured]:
    """This compares the working days up to the horizon in which a case waited, by cause, and by whose turn it was; not
    of a log that does not tell that cases end: a case that may be over waits for nobody."""
    cases = frame.cases
    names = ("waiting:resident", "waiting:callback", "waiting:handoff", "waiting:queue")
    missing = _stopped(frame, cases.lacks("waiting"))
    if missing is None and not cases.ends_known:  # a case that may be over waits for nobody
        missing = undetermined("no_ends")
    turns = {f"turn:{party}": f"turn:{party}" for party in ("department", "resident", "nobody", "unknown")}
    if missing is not None:
        return dict.fromkeys((*names, *turns), missing)
    found = {}
    held = _held(cases, frame.tau)
    for code, name in enumerate(names, start=1):
        found[name] = counted(frame, "waiting", held[code], scale="difference", sort="count")
    who = {"official", "department"}
    if any(not who & log.known for log in cases.logs):  # nobody can tell a handoff from the queue
        found |= dict.fromkeys(("waiting:handoff", "waiting:queue"), undetermined("column", columns_missing=sorted(who)))
    for name, cause in turns.items():
        needs = name if cases.lacks(name) else "turns"
        found[name] = counted(frame, needs, Stays(*cases.stretches(cause)), scale="difference", sort="count")
    return found


def _held(cases: Cases, tau: int) -> dict[int, Stays]:
    """This gives the stays of each cause of waiting up to `tau`, by code: 1 resident, 2 callback, 3 handoff, 4 queue. On a day that more
    than one cause holds the lowest code counts."""
    days = numpy.arange(tau + 1)
    stay = numpy.minimum(cases.time, tau)
    table = ((days > 0) & (days <= stay[:, None])).astype(numpy.int8) * numpy.int8(4)
    flat = table.ravel()
    for code, cause in ((3, "handoff"), (2, "callback"), (1, "resident")):
        case, since, until = cases.stretches(cause)
        flat[_days(case, since, numpy.minimum(until, stay[case]), tau + 1)] = code
    edges = numpy.flatnonzero(flat[1:] != flat[:-1]) + 1  # day 0 of every case is nobody's, so no run goes on into the next case
    ends = numpy.append(edges[1:], len(flat)) - 1
    codes = flat[edges]
    found = {}
    for code in range(1, 5):
        mine = codes == code
        case, first = numpy.divmod(edges[mine], tau + 1)
        found[code] = Stays(case, first - 1, ends[mine] - case * (tau + 1))
    return found


def without_suspension(frame: Frame) -> Measured:
    """This compares the duration on the clock that stands still while a case is suspended."""
    if missing := _stopped(frame, frame.cases.lacks("duration")):
        return missing
    cases = frame.cases
    case, since, until = cases.stretches("resident")

    def stood_still(to: Whole) -> Whole:
        return numpy.bincount(
            case, weights=numpy.maximum(numpy.minimum(until, to[case]) - numpy.maximum(since, 0), 0), minlength=len(cases)
        ).astype(numpy.int64)

    still_at_end, still_at_limit = stood_still(cases.time), stood_still(cases.limit)
    end = numpy.where(cases.ended, cases.end - still_at_end, NEVER)
    return duration(frame, end=end, limit=cases.limit - still_at_limit)


@dataclass(frozen=True)
class Items:
    """These are items of cases, all followed in full, of which several shares are compared: what the shares have in common.

    `case`: the case of each item; `groups`: for each group the places among the items, their units, and the sign.
    """

    frame: Frame
    case: Whole

    @cached_property
    def groups(self) -> tuple[tuple[Whole, Units, int], ...]:
        cases, found = self.frame.cases, []
        for group, sign in ((TREATED, 1), (CONTROL, -1)):
            if group == CONTROL and not cases.of(CONTROL).any():
                continue
            mine = numpy.flatnonzero(cases.of(group)[self.case])
            mix = mix_of(cases.topic[self.case[mine]], cases.side[self.case[mine]])
            kept = mix.stratum >= 0
            mine, stratum = mine[kept], mix.stratum[kept]
            of = self.case[mine]
            found.append((mine, Units(cases.side[of], stratum, mix.weights, cases.cluster[of], cases.week[of], cases.limit[of]), sign))
        return tuple(found)

    @cached_property
    def residents(self) -> list[int]:
        """This is how many residents the items of each side are of."""
        _, units, _ = self.groups[0]
        return [people_of(units.cluster, units.side == one) for one in (BEFORE, AFTER)]


def share(frame: Frame, case: Whole, holds: Any) -> Measured:
    """This compares the share of items for which something holds; `case` is the case of each item, all followed in full."""
    return share_of(Items(frame, case), holds)


def share_of(those: Items, holds: Any) -> Measured:
    """This compares the share of some items for which something holds (a truth for each)."""
    frame = those.frame
    if frame.stop:
        return undetermined(frame.stop)
    if not all(len(units) for _, units, _ in those.groups):
        return undetermined("no_items", items_before=0, items_after=0)
    held = [numpy.asarray(holds, dtype=bool)[place] for place, _, _ in those.groups]
    groups = [Sampled(units, shares(units, one), sign) for (_, units, sign), one in zip(those.groups, held, strict=True)]
    first = held[0]
    side, cluster = groups[0].units.side, groups[0].units.cluster
    items = groups[0].units.sizes
    if not min(items):
        return undetermined("no_items", items_before=items[0], items_after=items[1])
    found = _with(measured(groups, "share", margin=frame.question.margin), items_before=items[0], items_after=items[1])
    residents = those.residents
    for which, those_held in (("residents", first), ("others", ~first)):  # who it holds for, and who not: the gate looks at them
        found = _with(found, **{f"{which}_{name}": people_of(cluster, those_held & (side == one)) for name, one in SIDES})
    few = min(*items, *residents) < LEAST_ITEMS
    return too_few(found, "items", **found.more) if few else frame.told(found)


def _estimated(frame: Frame, sort: Sort, estimate: Callable[[Whole, Units], Estimate], *, scale: Scale | None = None) -> Measured:
    groups = [Sampled(units, estimate(place, units), sign) for place, units, sign in frame.groups]
    return measured(groups, sort, margin=frame.question.margin, scale=scale)


def _stopped(frame: Frame, lacks: tuple[str, ...]) -> Measured | None:
    if frame.stop:
        return undetermined(frame.stop)
    return undetermined("column", columns_missing=list(lacks)) if lacks else None


def _days(case: Whole, since: Whole, until: Whole, width: int) -> Whole:
    """This writes out the days (since, until] of each stretch as places in a table of cases by days; days before the start are left out."""
    first = numpy.maximum(since, 0)
    length = numpy.maximum(until - first, 0)
    before = numpy.cumsum(length) - length
    within = numpy.arange(int(length.sum())) - numpy.repeat(before, length)
    days: Whole = numpy.repeat(case * width + first + 1, length) + within
    return days


def _with(found: Measured, **more: Any) -> Measured:
    return replace(found, more={**found.more, **more})
