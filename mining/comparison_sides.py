"""Which cases are before and which are after, and until which day each is followed.

Three forms: one log with a change date; two logs; two values of a column. Before and after are only words for the first and the second side
there. Cases of both sides stand in one place, so that residents and topics of both are the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy

from journeys.errors import UsageError
from journeys.names import normalised
from journeys.texts import say
from mining.comparison_estimates import AFTER, BEFORE, Occurrences, Truth, Whole
from mining.comparison_followup import NEVER, FollowedLog
from mining.comparison_question import Question
from mining.comparison_uncertainty import in_the_same_weeks

NO_SIDE = -1
TREATED, CONTROL = 0, 1

MONDAY = 4
"""The first Monday after 1 January 1970, as days since then."""


@dataclass(frozen=True)
class Cases:
    """This holds the cases of all logs together, in the order of the logs.

    Attributes
    ----------
    side: 0 before, 1 after, -1 on no side. group: 0 the cases that are compared, 1 the control, -1 neither. limit: working days for which
    each could be followed. end, opened: working days since the start (`NEVER` when it did not happen). last: the last date of either side.
    in_both: cases of the second log that stood in the first one and are left out.
    """

    logs: tuple[FollowedLog, ...]
    side: Whole
    group: Whole
    limit: Whole
    start: Whole
    end: Whole
    opened: Whole
    begun: Whole
    topic: Whole
    department: Whole
    cluster: Whole
    topics: tuple[str, ...]
    departments: tuple[str, ...]
    last: tuple[date, date]
    in_both: int = 0

    def __len__(self) -> int:
        return len(self.side)

    @cached_property
    def time(self) -> Whole:
        """This is for how many working days each case was open, as far as it could be followed."""
        return numpy.maximum(numpy.minimum(self.end, self.limit), 0)

    @cached_property
    def ended(self) -> Truth:
        """This tells which cases were over while they could be followed."""
        return self.end <= self.limit

    @property
    def ends_known(self) -> bool:
        """This tells whether each log says of any case that it is over: a log in which none ever ends says nothing of duration."""
        return not self.lacks("duration") and all(log.ends_known for log in self.logs)

    @cached_property
    def week(self) -> Whole:
        """This is the week of the start, counted from Monday."""
        return (self.begun - MONDAY) // 7

    @property
    def of_the_same_time(self) -> bool:
        """This tells whether the cases of both sides began in the same weeks (`in_the_same_weeks`): then none is of before or after."""
        weeks = [self.week[self.side == side] for side in (BEFORE, AFTER)]
        return in_the_same_weeks(*(range(int(one.min()), int(one.max()) + 1) if len(one) else range(0) for one in weeks))

    def of(self, group: int) -> Truth:
        """This tells which cases belong to a group and stand on a side."""
        if group not in self._of:
            self._of[group] = (self.group == group) & (self.side != NO_SIDE)
        return self._of[group]

    @cached_property
    def _of(self) -> dict[int, Truth]:
        return {}

    def places(self, group: int) -> Whole:
        """This gives the places of the cases of a group that stand on a side."""
        if group not in self._at:
            self._at[group] = numpy.flatnonzero(self.of(group))
        return self._at[group]

    @cached_property
    def _at(self) -> dict[int, Whole]:
        return {}

    def lacks(self, measure: str) -> tuple[str, ...]:
        """This tells which of our columns a measure misses in any of the logs."""
        return tuple(dict.fromkeys(ours for log in self.logs for ours in log.lacks(measure)))

    def counted(self, measure: str) -> Occurrences:
        """This gives what a measure counts in the cases of both sides, in working days since the start of each case."""
        if measure not in self._counted:
            self._counted[measure] = self._joined([log.counts[measure] for log in self.logs])[0]
        return self._counted[measure]

    @cached_property
    def _counted(self) -> dict[str, Occurrences]:
        return {}

    def passed(self, measure: str = "department_handoffs") -> tuple[Occurrences, Whole, Whole, Whole]:
        """This gives the department handoffs, with the departments from and to (places in `departments`) and the order along the case."""
        found, kept = self._joined([log.counts[measure] for log in self.logs])
        codes = [_codes(log.departments, self.departments) for log in self.logs]
        more = {
            end: numpy.concatenate([code[log.counts[measure].more[end]] for code, log in zip(codes, self.logs, strict=True)])[kept]
            for end in ("from", "to")
        }
        step = numpy.concatenate([log.counts[measure].more["step"] for log in self.logs])[kept]
        return found, more["from"], more["to"], step

    def stretches(self, cause: str) -> tuple[Whole, Whole, Whole]:
        """This gives the stretches of a cause: the case, and the working days since its start at which each began and ended."""
        parts = []
        for before, log in zip(self._places, self.logs, strict=True):
            one = log.stretches[cause]
            start = self.start[before + one.case]
            parts.append((before + one.case, one.day - start, one.more["until"] - start))
        return tuple(numpy.concatenate(part) for part in zip(*parts, strict=True))  # type: ignore[return-value]

    def from_rows(self, rows: Sequence[tuple[Any, Any]]) -> Occurrences:
        """This turns (case numbers, working days) of each log into what happened, in working days since the start."""
        case = numpy.concatenate([before + log.place(one[0]) for before, log, one in zip(self._places, self.logs, rows, strict=True)])
        day = numpy.concatenate([numpy.asarray(one[1], dtype=numpy.int64) for one in rows])
        return Occurrences(case.astype(numpy.int64), day - self.start[case])

    @cached_property
    def _places(self) -> list[int]:
        sizes = [len(log) for log in self.logs]
        return [sum(sizes[:i]) for i in range(len(sizes))]

    def _joined(self, parts: Sequence[Any]) -> tuple[Occurrences, Truth]:
        case = numpy.concatenate([before + one.case for before, one in zip(self._places, parts, strict=True)])
        day = numpy.concatenate([one.day for one in parts])
        offset = day - self.start[case]
        kept = (offset >= 0) & (self.side[case] != NO_SIDE)
        return Occurrences(case[kept], offset[kept]), kept


def cases_of(logs: Sequence[FollowedLog], question: Question, *, values: Sequence[Any] | None = None) -> Cases:
    """This puts the cases of one or two logs on their sides.

    `values`: per log the value of the question's column of each case (`normalised` text), for the form with two values.
    With a change date and two logs the first is the log as it stood on the eve of the change (comparison_cut), the second the whole log.
    Raises `UsageError` for a control or choice that is neither a department nor a topic.
    """
    topics = tuple(dict.fromkeys(text for log in logs for text in log.topics))
    departments = tuple(dict.fromkeys(text for log in logs for text in log.departments))
    joined = {name: numpy.concatenate([getattr(log, name) for log in logs]) for name in ("start", "end", "opened", "begun")}
    topic = numpy.concatenate([_codes(log.topics, topics)[log.topic] for log in logs])
    department = numpy.concatenate([_codes(log.departments, departments)[log.department] for log in logs])
    names = [name for log in logs for name in log.resident.tolist()]
    numbers = {name: at for at, name in enumerate(dict.fromkeys(names))}
    cluster = numpy.fromiter(map(numbers.__getitem__, names), dtype=numpy.int64, count=len(names))
    group = _groups(topic, department, topics, departments, question)
    in_both = 0
    if question.change is not None:
        side, until, last = by_date(joined["begun"], joined["start"], logs[-1], question.change, question.washout)
        if len(logs) > 1:  # the first is the log as it stood before the change
            of_log = numpy.repeat([BEFORE, AFTER], [len(log) for log in logs])
            side[side != of_log] = NO_SIDE
    elif values is not None:
        wanted = [normalised(value) for value in question.values]
        side = numpy.full(len(group), NO_SIDE)
        side[numpy.equal(values[0], wanted[0])] = BEFORE
        side[numpy.equal(values[0], wanted[1])] = AFTER
        until, last = numpy.full(len(group), logs[0].last_day), (logs[0].last_date, logs[0].last_date)
    else:
        side = numpy.repeat([BEFORE, AFTER], [len(log) for log in logs])
        until, last = numpy.repeat([log.last_day for log in logs], [len(log) for log in logs]), (logs[0].last_date, logs[1].last_date)
        again = _also_in(logs)
        in_both = int(again.sum())
        side[numpy.concatenate([numpy.zeros(len(logs[0]), dtype=bool), again])] = NO_SIDE
    limit = until - joined["start"]
    ends = numpy.array([(day - date(1970, 1, 1)).days for day in last])
    side[(limit < 0) | (joined["begun"] > ends[side])] = NO_SIDE  # began after the log's end, if only in the weekend after it
    days = {name: numpy.where(joined[name] >= NEVER, joined[name], joined[name] - joined["start"]) for name in ("end", "opened")}
    return Cases(
        tuple(logs), side.astype(numpy.int64), group, limit, joined["start"], days["end"], days["opened"], joined["begun"], topic,
        department, cluster, topics, departments, last, in_both,
    )  # fmt: skip


def by_date(dates: Whole, start: Whole, log: FollowedLog, change: date, washout: int) -> tuple[Whole, Whole, tuple[date, date]]:
    """This gives the side of each case by a change date, the day until which it is followed, and the last date of each side.

    Who started before the change is followed until the day before it: what happens later is the new way.
    """
    day = (change - date(1970, 1, 1)).days
    eve = change - timedelta(days=1)
    at, at_eve = log.work_day(change), log.work_day(eve)
    if at is None or at_eve is None:  # far outside the log
        at = at_eve = -(10**7) if change < log.last_date else 10**7
    side = numpy.where(dates < day, BEFORE, AFTER)
    side[(side == AFTER) & (start - at < washout)] = NO_SIDE
    until = numpy.where(side == BEFORE, min(at_eve, log.last_day), log.last_day)
    return side, until, (min(eve, log.last_date), log.last_date)


def at_date(cases: Cases, change: date, *, end: tuple[date, int]) -> Cases:
    """This splits the cases that are before in two at an earlier date, followed until the given end: the placebo of a trend."""
    log = cases.logs[0]
    side, until, last = by_date(cases.begun, cases.start, log, change, 0)
    until = numpy.minimum(until, end[1])
    limit = until - cases.start
    side[(cases.side != BEFORE) | (limit < 0)] = NO_SIDE
    return replace_sides(cases, side, limit, (last[0], end[0]))


def replace_sides(cases: Cases, side: Whole, limit: Whole, last: tuple[date, date]) -> Cases:
    """This gives the same cases on other sides."""
    return replace(cases, side=side.astype(numpy.int64), limit=limit, last=last)


def _groups(topic: Whole, department: Whole, topics: Sequence[str], departments: Sequence[str], question: Question) -> Whole:
    group = numpy.full(len(topic), TREATED)
    if question.only:
        group[~_named(question.only, topic, department, topics, departments, "--only")] = NO_SIDE
    if question.control:
        group[_named(question.control, topic, department, topics, departments, "--control")] = CONTROL
    return group


def _named(names: Sequence[str], topic: Whole, department: Whole, topics: Sequence[str], departments: Sequence[str], option: str) -> Truth:
    """This tells which cases have one of the names as home department, or else as topic."""
    found: Truth = numpy.zeros(len(topic), dtype=bool)
    for name in names:
        for codes, texts in ((department, departments), (topic, topics)):
            places = [i for i, text in enumerate(texts) if normalised(text) == normalised(name)]
            if places:
                found = found | numpy.isin(codes, places)
                break
        else:
            raise UsageError(
                say("{option}: “{name}” is neither a department nor a topic of this log.", option=option, name=name),
                next_step=say("Departments are: {departments}.", departments=", ".join(sorted(departments)[:20])),
            )
    return found


def _codes(own: Sequence[str], joint: Sequence[str]) -> Whole:
    """This gives for each place of a log's own list the place in the joint one; unknown (-1, the last) stays -1."""
    places = {text: i for i, text in enumerate(joint)}
    return numpy.array([*(places[text] for text in own), -1], dtype=numpy.int64)


def _also_in(logs: Sequence[FollowedLog]) -> Truth:
    """This tells which cases of the second log stand in the first one too."""
    names = [
        numpy.asarray(log.connection.execute('select "case" from cases order by case_no').fetchnumpy()["case"], dtype=object).astype(str)
        for log in logs
    ]
    return numpy.isin(names[1], names[0])
