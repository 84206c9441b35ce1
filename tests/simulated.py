"""Invented logs of which the truth is known, straight in the form in which a comparison follows them: quick enough for hundreds of runs.

Every day is a working day of a week of five. A case has a resident with habits of its own, a topic, a duration with a heavy tail, and handoffs
while it is open. Weeks swing together, and what swings today swings tomorrow. What differs after the change is given.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import numpy

from journeys.settings import Settings
from mining.comparison import Comparison, compare
from mining.comparison_followup import COUNTED, NEVER, FollowedLog, Happened
from mining.comparison_question import Question

MONDAY = date(2024, 1, 1)
ORIGIN = (MONDAY - date(1970, 1, 1)).days
DEPARTMENTS = numpy.array(["een", "twee"], dtype=object)


@dataclass(frozen=True)
class World:
    """This is what is true of an invented log.

    Attributes
    ----------
    weeks: of each side. cases: of each side, about. duration, handoffs: what the change multiplies them by. drift: growth of the duration
    per month, all along. season: how far summer lies above the year's mean. swing: how strongly weeks swing (0: not at all). mix: the share
    of the slow topic before and after. clustered: residents have up to ten cases and habits of their own. control: a department beside it
    that swings along and never changes; apart: it swings on its own. cut: weeks of the last part of the export that are missing. closed: only ended cases were exported.
    """

    weeks: int = 52
    cases: int = 1000
    duration: float = 1.0
    handoffs: float = 1.0
    drift: float = 0.0
    season: float = 0.0
    swing: float = 0.0
    mix: tuple[float, float] = (0.4, 0.4)
    clustered: bool = False
    heavy: bool = False
    control: bool = False
    apart: bool = False
    cut: int = 0
    closed: bool = False


class InventedLog(FollowedLog):
    """This is a followed log whose calendar and counts are given, not read from a database."""

    def work_day(self, of: date) -> int | None:
        days = (of - MONDAY).days
        return 5 * (days // 7) + min(days % 7, 4)

    def read_ahead(self, pool: Executor) -> None:
        """Nothing is read."""

    @cached_property
    def counts(self) -> dict[str, Happened]:
        return self.given

    @cached_property
    def stretches(self) -> dict[str, Happened]:
        nothing = numpy.zeros(0, dtype=numpy.int64)
        return dict.fromkeys(
            ("resident", "callback", "handoff", "turn:department", "turn:resident", "turn:nobody", "turn:unknown"),
            Happened(nothing, nothing, {"until": nothing}),
        )


def change_date(world: World) -> date:
    """This is the Monday of the change."""
    return MONDAY + timedelta(weeks=world.weeks)


def invented(world: World, seed: int, *, always: bool = False) -> InventedLog:
    """This draws a log; `always`: what differs has always been so."""
    dice = numpy.random.default_rng(seed)
    weeks = 2 * world.weeks
    groups = 2 if world.control else 1
    many = 2 * world.cases * groups
    swings = numpy.tile(_swings(dice, weeks, world.swing), (groups, 1))
    if world.apart:
        swings[1] = _swings(dice, weeks, world.swing)
    start = numpy.sort(dice.integers(0, 5 * weeks, many))
    week = start // 5
    after = week >= world.weeks
    department = dice.integers(0, groups, many)
    swing = swings[department, week]
    topic = (dice.random(many) < numpy.where(after, world.mix[1], world.mix[0])).astype(numpy.int64)
    if world.clustered:
        habits = dice.gamma(2.0, 0.5, many)  # how often each resident comes
        resident = dice.choice(many // 4, many, p=(habits[: many // 4] / habits[: many // 4].sum()))
        temper = dice.normal(0, 0.5, many)[resident]
    else:
        resident, temper = numpy.arange(many), numpy.zeros(many)
    spread = 1.4 if world.heavy else 0.8
    level = numpy.log(numpy.where(topic == 1, 22.0, 9.0)) + temper + swing
    level = level + numpy.log1p(world.drift) * week / 4.345
    level = level + world.season * numpy.cos(2 * numpy.pi * (week - 28) / 52)
    changed = (after | always) & (department == 0)
    length = numpy.exp(level + spread * dice.normal(size=many)) * numpy.where(changed, world.duration, 1.0)
    end = numpy.minimum(start + numpy.round(length).astype(numpy.int64), NEVER)

    rate = 0.12 * numpy.exp(0.5 * temper + swing) * numpy.where(changed, world.handoffs / world.duration, 1.0)
    number = dice.poisson(rate * numpy.minimum(length, 200))
    case = numpy.repeat(numpy.arange(many), number)
    day = start[case] + (dice.random(len(case)) * numpy.minimum(length, 200)[case]).astype(numpy.int64)

    last_day = 5 * (weeks - world.cut) - 1
    known = start <= last_day
    end = numpy.where(end <= last_day, end, NEVER)
    if world.closed:
        known &= end < NEVER
    place = numpy.cumsum(known) - 1
    seen = known[case] & (day <= last_day)
    one = Happened(place[case[seen]], day[seen], {})
    nothing = Happened(numpy.zeros(0, dtype=numpy.int64), numpy.zeros(0, dtype=numpy.int64), {})
    log = InventedLog(
        connection=None,  # type: ignore[arg-type]
        settings=Settings(),
        case_no=numpy.flatnonzero(known) + 1,
        start=start[known],
        end=end[known],
        opened=numpy.full(int(known.sum()), NEVER),
        begun=ORIGIN + 7 * week[known] + start[known] % 5,
        topic=topic[known],
        department=department[known],
        resident=resident[known].astype(str).astype(object),
        topics=("Klein", "Groot"),
        departments=("Een", "Twee")[:groups],
        last_date=MONDAY + timedelta(weeks=weeks - world.cut, days=-3),
        last_day=last_day,
        later_events=0,
        known=frozenset({"kind", "official", "topic", "resident"}),
        settled=True,
        ties=dict.fromkeys(("handoffs", "department_handoffs"), (numpy.zeros(int(known.sum()), dtype=numpy.int64),) * 3),
        stored=True,
    )
    log.__dict__["given"] = {name: one if name in ("handoffs", "hops") else nothing for name in COUNTED}
    return log


def compare_beside(world: World, seed: int, duration: float = 1.0) -> Comparison:
    """This compares the two departments of a log with `control`, as two values of a column; the second lasts `duration` times as long."""
    log = invented(replace(world, duration=1 / duration), seed, always=True)
    return compare([log], Question(column="department", values=("een", "twee")), values=[DEPARTMENTS[log.department]], many=False)


def _swings(dice: numpy.random.Generator, weeks: int, size: float) -> numpy.ndarray:
    """This draws weeks that swing together and keep seven tenths of it from week to week."""
    swing = numpy.zeros(weeks)
    for week in range(weeks):
        before = swing[week - 1] if week else dice.normal() * size
        swing[week] = 0.7 * before + numpy.sqrt(1 - 0.49) * size * dice.normal()
    return swing
