"""Before and after: is it different for residents since a change, or is it chance? The whole procedure, in its order, and its result.

Duration carries the verdict; everything else is secondary. The procedure and the contract of its values stand in docs/comparison.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy

from journeys.search_path import another
from mining.catalogue import Catalogue
from mining.comparison_bars import handoff_bars
from mining.comparison_estimates import AFTER, BEFORE
from mining.comparison_followup import FollowedLog
from mining.comparison_guards import Enough, enough, flags_of, only_closed, worst_of
from mining.comparison_left import FINISHED, RESIDENTS, left_beside
from mining.comparison_many import months, routes, together
from mining.comparison_measures import Frame, counted, curves, duration, frame_of, ties, waiting, without_suspension
from mining.comparison_question import Question
from mining.comparison_shares import ReadItems, all_shares, read_items
from mining.comparison_sides import CONTROL, TREATED, Cases, at_date, cases_of
from mining.comparison_verdict import TOO_FEW, UNKNOWN, Measured

COUNTS = ("handoffs", "department_handoffs", "hops", "faces", "contacts", "pingpong", "pingpong_officials")


@dataclass(frozen=True)
class Comparison:
    """This is a finished comparison.

    Attributes
    ----------
    duration: the primary measure. measures: the secondary ones by name. shares, pairs, topics, departments, routes: see docs/comparison.md.
    flags: warnings with what each needs to be told in words. size: whether both sides are large enough; control_size: whether the control
    is, where there is one. allowed: whether the mix of topics could be allowed for (`comparison_mix.Mix.allowed`).
    left: what the numbers of the sides would leave beside those of the log (`comparison_left`); withheld: which of them may not be told.
    """

    question: Question
    duration: Measured
    measures: dict[str, Measured]
    flags: dict[str, dict[str, Any]]
    size: Enough
    tau: int
    last: tuple[date, date]
    first: tuple[date | None, date | None]
    followed: dict[str, Any]
    shares: dict[str, Measured] = field(default_factory=dict)
    pairs: tuple[dict[str, Any], ...] = ()
    topics: tuple[dict[str, Any], ...] = ()
    departments: tuple[dict[str, Any], ...] = ()
    routes: dict[str, Any] = field(default_factory=dict)
    months: tuple[dict[str, Any], ...] = ()
    handoff_bars: dict[str, Any] = field(default_factory=dict)
    control_size: Enough | None = None
    allowed: dict[str, Any] = field(default_factory=dict)
    left: dict[str, tuple[int, ...]] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, Any]:
        """This gives the contract (docs/comparison.md)."""
        found: dict[str, Any] = {
            "question": {
                "change": self.question.change.isoformat() if self.question.change else None,
                "by": {"column": self.question.column, "values": list(self.question.values)} if self.question.column else None,
                "sources": list(self.question.sources) if any(self.question.sources) else None,
                "only": list(self.question.only),
                "control": list(self.question.control),
                "washout": self.question.washout,
                "horizon": self.question.horizon,
                "margin": self.question.margin,
            },
            "duration": {**self.duration.as_json(), "horizon": self.tau, "flags": list(self.flags)},
        }
        found |= {name: one.as_json() for name, one in self.measures.items()}
        found |= {
            "shares": {name: one.as_json() for name, one in self.shares.items()},
            "pairs": list(self.pairs),
            "topics": list(self.topics),
            "departments": list(self.departments),
            "routes": self.routes,
            "months": list(self.months),
            "handoff_bars": self.handoff_bars,
            "flags": self.flags,
            "sides": {
                name: {
                    "first": first.isoformat() if first else None, "last": last.isoformat(),
                    "finished": None if FINISHED in self.withheld else self.size.finished[i],
                    "residents": None if RESIDENTS in self.withheld else self.size.residents[i], "weeks": int(self.size.weeks[i]),
                }
                for i, (name, first, last) in enumerate(zip(("before", "after"), self.first, self.last, strict=True))
            },
            "enough_on": self.size.again.isoformat() if self.size.again else None,
            "curves": self.followed,
            "mix": self.allowed,
        }  # fmt: skip
        return found


def compare(
    logs: Sequence[FollowedLog],
    question: Question,
    *,
    values: Sequence[Any] | None = None,
    looks: int = 1,
    catalogue: Catalogue | None = None,
    many: bool = True,
    key_unknown: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Comparison:
    """This compares the sides of one log (a change date, two values of a column) or two logs.

    `catalogue`: the definitions, for the rates of the signals. `many`: also pairs, topics, departments, routes and months.
    `values`: per log the value of the question's column of each case. `looks`: how often this comparison was made, this time included.
    `key_unknown`: nobody can say that the pseudonyms of the two logs have one key (`comparison_alike.key_unknown`).
    Raises `UsageError` for a department or topic that is not there.
    """
    tell = progress or (lambda _measure: None)
    if question.change is not None and len(logs) > 1:  # of the cases before it the first log speaks alone
        logs = [logs[0], replace(logs[1], since=question.change)]
    pool = ThreadPoolExecutor(1)
    try:
        for log in logs:
            log.read_ahead(pool)
        items = pool.submit(read_items, logs, [another(log.connection) for log in logs], catalogue) if catalogue is not None else None
        return _compared(logs, question, values, looks, catalogue, items, many=many, key_unknown=key_unknown, tell=tell)
    finally:
        pool.shutdown(cancel_futures=True)


def _compared(
    logs: Sequence[FollowedLog],
    question: Question,
    values: Sequence[Any] | None,
    looks: int,
    catalogue: Catalogue | None,
    items: Future[ReadItems] | None,
    *,
    many: bool,
    key_unknown: bool,
    tell: Callable[[str], None],
) -> Comparison:
    """This is `compare` while the database reads ahead: what needs its answers least comes first."""
    cases = cases_of(logs, question, values=values)
    if not cases.of_the_same_time:
        question = replace(question, sources=("", ""))
    frame = frame_of(cases, question)
    closed = [one for log in logs if (one := only_closed(log, horizon=question.horizon)) is not None]
    groups = (TREATED, CONTROL) if question.control else (TREATED,)
    sizes = [enough(cases, cases.places(group), question, ends_known=cases.ends_known) for group in groups]
    size = sizes[0]
    empty = any(not (cases.of(TREATED) & (cases.side == side)).any() for side in (BEFORE, AFTER))
    stop = "one_side" if empty else "only_closed" if closed else ""
    frame = replace(frame, enough=all(one.yes for one in sizes), stop=stop)

    tell("duration")
    primary = duration(frame)
    measures: dict[str, Measured] = {}
    for name in COUNTS:
        tell(name)
        measures[name] = counted(frame, name)
        if name in ("handoffs", "department_handoffs"):
            measures[name] = ties(frame, name, measures[name])
    parts = _many(frame, tell) if many else {}
    tell("waiting")
    measures["duration_without_suspension"] = without_suspension(frame)
    measures |= waiting(frame)
    flags = flags_of(
        cases, question, frame.mix, size,
        trend=not stop and _trend_before(cases, question),
        chosen_because_bad=not stop and _chosen_because_bad(cases, question),
        closed=bool(closed), looks=looks, swing=primary.swing if primary.told else 1.0, key_unknown=key_unknown,
    )  # fmt: skip
    followed = curves(frame) if cases.ends_known and not stop else {}
    shares = {}
    if catalogue is not None and items is not None:
        tell("shares")
        shares = all_shares(frame, catalogue, items.result())
    return Comparison(
        question, primary, measures, flags, size, frame.tau, cases.last, _first(cases), followed, shares=shares, **parts,
        control_size=sizes[1] if len(sizes) > 1 else None, allowed=frame.mix.allowed, left=left_beside(cases, question),
    )  # fmt: skip


def _many(frame: Frame, tell: Callable[[str], None]) -> dict[str, Any]:
    """This compares what is looked at together: pairs, topics and departments, routes, months and bars."""
    tell("departments")
    found = together(frame)
    return {
        "pairs": found.pairs, "topics": found.topics, "departments": found.departments, "routes": routes(frame), "months": months(frame),
        "handoff_bars": handoff_bars(frame),
    }  # fmt: skip


def _trend_before(cases: Cases, question: Question) -> bool:
    """This tells whether the same comparison at half of the before period finds a difference too: then something was moving already."""
    mine = cases.of(TREATED) & (cases.side == BEFORE)
    if question.values != ("", "") or not cases.ends_known or not mine.any():
        return False
    last = cases.last[BEFORE]
    first = date(1970, 1, 1) + timedelta(days=int(cases.begun[mine].min()))
    half = first + (last - first) // 2
    last_day = cases.logs[0].work_day(last)
    if last_day is None:
        return False
    placebo = at_date(cases, half, end=(last, last_day))
    size = enough(placebo, placebo.places(TREATED), question, ends_known=True)
    if not size.yes:
        return False
    found = duration(frame_of(placebo, question))
    return (
        found.verdict not in (TOO_FEW, UNKNOWN) and found.low is not None and found.high is not None and (found.low > 0 or found.high < 0)
    )


def _chosen_because_bad(cases: Cases, question: Question) -> bool:
    """This tells whether the one department (or topic) that was chosen had the longest duration of all before the change."""
    if len(question.only) != 1 or not cases.ends_known:
        return False
    mine = (cases.side == BEFORE) & (cases.group == TREATED)
    whole = cases.side == BEFORE
    codes = cases.department if len(numpy.unique(cases.department[mine])) == 1 else cases.topic
    chosen = int(codes[mine][0])
    values, names = [], []
    for code in numpy.unique(codes[whole & (codes >= 0)]):
        of = whole & (codes == code)
        if of.sum() >= 30:
            values.append(float(numpy.minimum(cases.time[of], question.horizon).mean()))
            names.append(int(code))
    return chosen in names and worst_of(values, names.index(chosen))


def _first(cases: Cases) -> tuple[date | None, date | None]:
    found: list[date | None] = []
    for side in (BEFORE, AFTER):
        mine = cases.of(TREATED) & (cases.side == side)
        found.append(date(1970, 1, 1) + timedelta(days=int(cases.begun[mine].min())) if mine.any() else None)
    return found[0], found[1]
