"""What was promised beside what happened: the events of one journey laid along the steps of a plan, and where they differ.

The four deviations are those of the Customer Journey Modelling Language (Halvorsrud, Kvale and Følstad, 2016): a touchpoint that
nobody planned (ad hoc), one that failed, one that is missing, and an irregular sequence (double, or in another order).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import duckdb
import pandas as pd

from journeys.errors import UsageError
from journeys.names import normalised
from journeys.texts import say
from mining.calendar_dates import local_dates
from mining.journey_data import JourneyData, records
from mining.journey_reading import read_journey
from mining.plan_file import Plan, PlannedStep

Sort = Literal["kept", "failed", "missing", "pending", "unknown", "inserted", "double", "other_order"]
"""kept: as promised. pending: not yet, and no deviation. unknown: it is not there, and the log does not tell whether it still can come. The
rest are deviations; double and other_order are one, irregular sequence."""

Why = Literal["", "late", "callback", "lost"]

MET = ("outreach", "decision", "suspend")
"""Kinds of the municipality that reach the resident; a suspend asks something of the resident."""

FACTS = """
select events.row_no, activities.activity, events.work_day, topics.topic, case_measures.open
from events
join activities using (activity_no)
join case_measures using (case_no)
left join topics on topics.topic_no = case_measures.topic_no
where events.journey_no = $journey_no
order by events.row_no
"""


@dataclass(frozen=True)
class Happening:
    """This is one event: what, by whom, when. `work_day` counts working days (A12). `why`: the event itself failed (a callback that was
    not kept, a transfer that was lost). `met`: the resident made it or met with it."""

    row_no: int
    date: date
    work_day: int
    activity: str = ""
    kind: str = "other"
    by: str = "municipality"
    channel: str | None = None
    department: str | None = None
    why: Why = ""
    met: bool = True

    def is_step(self, step: PlannedStep) -> bool:
        """This tells whether the event is this planned step."""
        return step.matches(activity=self.activity, kind=self.kind, department=self.department)


@dataclass(frozen=True)
class Column:
    """This is one column of the picture: a planned step, what happened, or both.

    Attributes
    ----------
    sort: see `Sort`. step: place of the planned step, from 0; None for what nobody planned.
    happenings: none for missing, pending and unknown, more than one only where inserted ones were folded.
    why, over: for failed: over its days (`late`, by `over` working days), a callback not kept, or lost.
    times: for double: the how-manyth time this step happened.
    silence: calendar days since the event before, where they are at least the plan's; None otherwise.
    """

    sort: Sort
    step: int | None
    happenings: tuple[Happening, ...] = ()
    why: Why = ""
    over: int | None = None
    times: int = 1
    silence: int | None = None


@dataclass(frozen=True)
class Promise:
    """This is one journey beside its plan. `behind`: events that the resident did not meet and that are no planned step, left out.
    `other_questions`: questions of the journey that are left out. first, last: dates; None without events."""

    resident: str
    plan: Plan
    columns: tuple[Column, ...]
    behind: int
    other_questions: int
    first: date | None
    last: date | None

    def count(self, *sorts: Sort) -> int:
        """This counts the columns of these sorts."""
        return sum(column.sort in sorts for column in self.columns)

    @property
    def asked_on(self) -> int:
        """This counts how often the resident made contact though no step planned it."""
        return sum(one.by == "resident" for column in self.columns if column.sort == "inserted" for one in column.happenings)


def read_promise(
    connection: duckdb.DuckDBPyConnection,
    journey_no: int,
    plan: Plan,
    *,
    questions: Sequence[str] = (),
    resident: str = "A",
    callback_working_days: int = 2,
) -> Promise:
    """This reads one journey and lays it along a plan.

    `questions`: letters of questions of the journey, as the journey map gives them. Without any it is the first question on the plan's
    topics: two questions laid along one plan would seem late and double. Raises `UsageError` for an unknown journey or question.
    """
    data = read_journey(connection, journey_no, resident=resident, callback_working_days=callback_working_days)
    facts = connection.execute(FACTS, {"journey_no": journey_no}).df().set_index("row_no")
    end = connection.execute("select log_end_work_day from log").fetchone()
    topics = {normalised(topic) for topic in plan.topics}
    topic_of = dict(zip(data.events["case"], data.events["row_no"].map(facts["topic"]), strict=True))
    about = [case for case, topic in topic_of.items() if not topics or (isinstance(topic, str) and normalised(topic) in topics)]
    for letter in questions:
        if letter not in topic_of:
            raise UsageError(
                say("There is no question {letter} in this journey.", letter=letter),
                next_step=say("Questions there are: {letters}.", letters=", ".join(topic_of)),
            )
    cases = set(questions) or set(about[:1])
    happenings = _happenings(data, facts, cases)
    shown = [one for one in happenings if one.met or one.why or any(one.is_step(step) for step in plan.steps)]
    open_of = facts.loc[data.events.loc[data.events["case"].isin(cases), "row_no"], "open"]
    columns = aligned(
        plan, shown,
        end_work_day=int(end[0]) if end else 0,
        still_open=None if open_of.isna().any() else bool(open_of.astype(bool).any()),
    )  # fmt: skip
    dates = [one.date for one in happenings]
    return Promise(
        resident=resident,
        plan=plan,
        columns=columns,
        behind=len(happenings) - len(shown),
        other_questions=len(topic_of) - len(cases),
        first=min(dates, default=None),
        last=max(dates, default=None),
    )


def common_activities(connection: duckdb.DuckDBPyConnection, *, group: int) -> frozenset[str]:
    """This gives the activities that at least `group` journeys have: a rarer name can say who somebody is."""
    rows = connection.execute(
        "select any_value(activities.activity) from events join activities using (activity_no)"
        " group by activity_no having count(distinct journey_no) >= $group",
        {"group": group},
    ).fetchall()
    return frozenset(str(activity) for (activity,) in rows)


def aligned(plan: Plan, happenings: Sequence[Happening], *, end_work_day: int, still_open: bool | None) -> tuple[Column, ...]:
    """This lays events (in order) along the steps of a plan and names what differs; nothing happened: no columns.

    First the cheapest alignment in order (`cheapest`). Then, step by step: one that found no event takes the first free event that is
    it, in another order. A free event that is a step which took place already is double; one that failed itself is failed; any
    other is inserted. A step that was found fails when the event itself failed or came after its days. A step that is not there is
    pending while a question is open, no later step took place, and its days (if it has any) are not over at the log's end. Where the log
    does not tell whether a question is over (`still_open` None), it is unknown then.
    A missing step stands right after what happened of the steps before it, a last one at the end.
    """
    if not happenings:
        return ()
    of_step = cheapest([[one.is_step(step) for one in happenings] for step in plan.steps])
    reordered: set[int] = set()
    for at, step in enumerate(plan.steps):
        if at not in of_step:
            free = (place for place, one in enumerate(happenings) if place not in of_step.values() and one.is_step(step))
            if (found := next(free, None)) is not None:
                of_step[at] = found
                reordered.add(at)
    step_of = {place: at for at, place in of_step.items()}
    columns = [_column(plan, happenings, place, step_of.get(place), of_step, reordered) for place in range(len(happenings))]
    last_step = max(of_step, default=-1)
    for at in (at for at in range(len(plan.steps)) if at not in of_step):
        waits = still_open is not False and at > last_step and _not_over(plan.steps[at], _start(happenings, of_step, at), end_work_day)
        before = [number for number, column in enumerate(columns) if column.step is not None and column.step < at]
        after = any(column.step is not None and column.step > at and column.happenings for column in columns)
        place = (max(before) + 1 if before else 0) if after else len(columns)
        columns.insert(place, Column(("pending" if still_open else "unknown") if waits else "missing", at))
    return _with_silences(columns, plan.silence_days)


def cheapest(fits: Sequence[Sequence[bool]]) -> dict[int, int]:
    """This gives for each step the event that it goes with, in order, so that as few steps and events as possible are left alone.

    `fits[step][event]`. Each step without an event costs one, and so does each event without a step. Ties: the earlier step is
    the one that goes with an event, and it goes with the earlier event.
    """
    steps, events = len(fits), len(fits[0]) if fits else 0
    most = [[0] * (events + 1) for _ in range(steps + 1)]  # pairs at most, of the steps and events from here on
    for at in range(steps - 1, -1, -1):
        for place in range(events - 1, -1, -1):
            pair = 1 + most[at + 1][place + 1] if fits[at][place] else 0
            most[at][place] = max(pair, most[at + 1][place], most[at][place + 1])
    found: dict[int, int] = {}
    place = 0
    for at in range(steps):
        for tried in range(place, events):
            if fits[at][tried] and 1 + most[at + 1][tried + 1] == most[at][place]:
                found[at] = tried
                place = tried + 1
                break
    return found


def folded(columns: Sequence[Column]) -> tuple[Column, ...]:
    """This makes one column of neighbours that are all inserted, as far as no silence lies between them."""
    kept: list[Column] = []
    for column in columns:
        if kept and column.sort == kept[-1].sort == "inserted" and column.silence is None:
            kept[-1] = replace(kept[-1], happenings=kept[-1].happenings + column.happenings)
        else:
            kept.append(column)
    return tuple(kept)


def _column(
    plan: Plan,
    happenings: Sequence[Happening],
    place: int,
    step: int | None,
    of_step: dict[int, int],
    reordered: Collection[int],
) -> Column:
    one = happenings[place]
    if step is None:
        if one.why:
            return Column("failed", None, (one,), why=one.why)
        done = next((at for at in sorted(of_step) if one.is_step(plan.steps[at])), None)
        if done is None:
            return Column("inserted", None, (one,))
        return Column("double", None, (one,), times=max(2, sum(other.is_step(plan.steps[done]) for other in happenings[: place + 1])))
    if one.why:
        return Column("failed", step, (one,), why=one.why)
    if step in reordered:
        return Column("other_order", step, (one,))
    within = plan.steps[step].within_working_days
    over = one.work_day - _start(happenings, of_step, step) - within if within is not None else 0
    return Column("failed", step, (one,), why="late", over=over) if over > 0 else Column("kept", step, (one,))


def _start(happenings: Sequence[Happening], of_step: dict[int, int], step: int) -> int:
    """This is the working day from which the days of a step count."""
    before = [at for at in of_step if at < step]
    return happenings[of_step[max(before)] if before else 0].work_day


def _not_over(step: PlannedStep, start: int, end_work_day: int) -> bool:
    return step.within_working_days is None or end_work_day - start <= step.within_working_days


def _with_silences(columns: Sequence[Column], least: int) -> tuple[Column, ...]:
    told, before = [], None
    for column in columns:
        if column.happenings:
            days = (column.happenings[0].date - before).days if before else 0
            column = replace(column, silence=days if days >= least else None)
            before = column.happenings[-1].date
        told.append(column)
    return tuple(told)


def _happenings(data: JourneyData, facts: pd.DataFrame, cases: Collection[str]) -> list[Happening]:
    lost = set(data.turns.loc[data.turns["state"] == "lost", "started_row_no"])
    events = data.events.assign(date=local_dates(data.events["moment"]).dt.date)
    made = []
    for event in records(events[events["case"].isin(cases)]):
        fact = facts.loc[event["row_no"]]
        made.append(
            Happening(
                row_no=int(event["row_no"]),
                date=event["date"],
                work_day=int(fact["work_day"]),
                activity=str(fact["activity"]),
                kind=str(event["kind"]),
                by=str(event["by"]),
                channel=event["channel"],
                department=event["department"],
                why="callback" if event["answer"] == "broken" else "lost" if event["row_no"] in lost else "",
                met=event["by"] == "resident" or (event["by"] == "municipality" and event["kind"] in MET),
            )
        )
    return made
