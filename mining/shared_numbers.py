"""The numbers of a dossier that may be shared: counts and tables of large enough groups of residents, read and passed at once.

Tables of one report are held against each other: what is hidden in one is hidden in the others too, so that none gives back what another
merged. Of officials there is one number: how many there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import duckdb
import pandas as pd

from journeys.dossier import has_table
from journeys.texts import language, say
from mining.care import Point
from mining.disclosure import GROUP, LEAST, Passed, pass_handovers
from mining.handovers import Handovers, read_handovers
from mining.known import ends_known
from mining.nobody_time import nobody_time, up_to_the_last_event
from mining.passed_on import PassedOn, read_passed_on
from mining.shared_care import SharedPart, care_points, curve_points, first_row, is_few, pickup_median
from mining.shared_stages import pass_passed_on
from mining.shared_tables import law_passed, lead_times_passed, pairs_passed, routes_passed, topics_passed
from mining.signal_list import read_signals
from mining.small_groups import is_telling

DROPPED = "dropped_handoff"
"""The signal that counts lost questions, and late ones with them."""


@dataclass(frozen=True)
class SharedCount:
    """This is a count of what happened to residents; None: not told, for it is about fewer than LEAST of them, or nearly all."""

    n: int | None


@dataclass(frozen=True)
class SharedSignal:
    """This is one signal: how often in how many journeys; both None where it is about fewer than a group, or cannot be determined."""

    title: str
    sort: str
    instances: int | None
    journeys: int | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class SharedNumbers:
    """This is everything that a shared report tells in numbers; `hidden` says why it is nothing at all.

    Attributes
    ----------
    time: what is to be said of time in this log; empty: nothing.
    counts: by name of summary.json; None: cannot be determined. first, last: the first day of the first and the last month.
    nobody: days in which nobody had the question, and their share (mining.nobody_time); None: not known. waiting: working days by cause.
    few: those counts that are None because fewer than LEAST residents are in them, or in what they leave of the one before.
    ended: number of ended cases (None where it would tell of a few), median in calendar days (None under a group).
    topics, routes, pairs, lead_times, law: passed tables (mining.disclosure.pass_table), named after their columns.
    care: by id of a care point; curves: points at which at least a group could still be followed.
    quality: counts of rows, by name. tied: share of neighbouring events with one moment.
    cannot: for each measure that cannot be determined, our columns that the log lacks. hidden_rows: sentences about what tables merged.
    """

    counts: Mapping[str, int | None] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    nobody: tuple[float, float] | None = None
    lost: SharedCount | None = None
    waiting: Mapping[str, int] = field(default_factory=dict)
    few: tuple[str, ...] = ()
    ended: tuple[int | None, int | None] | None = None
    signals: tuple[SharedSignal, ...] = ()
    topics: pd.DataFrame = field(default_factory=pd.DataFrame)
    routes: pd.DataFrame = field(default_factory=pd.DataFrame)
    pairs: pd.DataFrame = field(default_factory=pd.DataFrame)
    lead_times: pd.DataFrame = field(default_factory=pd.DataFrame)
    law: pd.DataFrame = field(default_factory=pd.DataFrame)
    care: Mapping[str, SharedPart] = field(default_factory=dict)
    pickup_median: int | None = None
    curves: tuple[Point, ...] = ()
    quality: Mapping[str, int] = field(default_factory=dict)
    tied: float | None = None
    cannot: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hidden_rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    time: str = ""
    hidden: str = ""


def read_shared(
    connection: duckdb.DuckDBPyConnection, summary: Mapping[str, Any], *, group: int = GROUP, pipe: Passed[PassedOn] | None = None
) -> Passed[SharedNumbers]:
    """This reads a mined dossier and gives what may be shared of it. Raises `SettingsError` for a group under LEAST.

    `pipe`: what `shared_pipe` gave, where it was worked out already.
    """
    if int(summary["journeys"]) < group:
        words = say("Nothing can be shown here: too few residents share it (fewer than {group}), so they could be recognised.", group=group)
        return Passed(SharedNumbers(hidden=words), group)
    told: dict[str, tuple[str, ...]] = {}
    maps = pass_handovers(read_handovers(connection, keep=10**6), group=group).value
    lost = _lost(connection, maps)
    topics = topics_passed(connection, group)
    if lost.n is None:  # the numbers of all topics would add up to it
        topics = topics.made_into(lambda passed: passed.assign(lost=passed["lost"].mask((passed["lost"] > 0).fillna(False))))
    told["topics"] = topics.told
    hidden_topics = set(_labels(connection, "select coalesce(topic, '?') from topic_measures")) - set(topics.value.get("topic", ()))
    routes = routes_passed(connection, group)
    told["routes"] = routes.told
    pairs = pairs_passed(connection, group, maps)
    told["pairs"] = pairs.told
    times = lead_times_passed(connection, hidden_topics, group)
    told["lead_times"] = times.told
    law = law_passed(connection, hidden_topics, group)
    told["law"] = law.told
    causes = ("resident", "callback", "handoff", "queue")
    waits = first_row(connection, f"select {', '.join(f'sum(waiting_{cause})' for cause in causes)} from case_measures")
    ended = first_row(
        connection, "select count(*), count(distinct journey_no), round(median(calendar_days)) from case_measures where not open"
    )
    ended_told = _are_ended_told(connection, group, pipe)
    few = tuple(name for name in _few_counts(connection) if name not in summary["cannot_determine"])
    named = ("journeys", "cases", "departments", "officials", "handoffs", "department_handoffs", "hops")
    cannot: dict[str, tuple[str, ...]] = {}
    for measure, column in connection.execute("select measure, column_missing from cannot_determine order by all").fetchall():
        cannot[measure] = (*cannot.get(measure, ()), column)
    numbers = SharedNumbers(
        counts={name: None if name in summary["cannot_determine"] or name in few else summary.get(name) for name in named},
        first=_month(summary["first"]), last=_month(summary["last"]),
        nobody=nobody_time(connection) if ends_known(connection) else None, lost=lost,
        waiting={name: int(days) for name, days in zip(causes, waits, strict=True) if days},
        few=few,
        ended=(int(ended[0]) if ended_told else None, int(ended[2]) if ended[1] >= group else None) if ended[0] else None,
        signals=tuple(_signals(connection, group, lost)), topics=topics.value, routes=routes.value, pairs=pairs.value,
        lead_times=times.value, law=law.value,
        care=care_points(connection, summary, group, maps), pickup_median=pickup_median(connection, summary, group),
        curves=curve_points(connection, group),
        quality={name: int(summary[name]) for name in ("rows", "events", "rejects", "duplicates")}, tied=summary["tied_share"],
        cannot=cannot, hidden_rows={name: lines for name, lines in told.items() if lines},
        time=up_to_the_last_event(connection),
    )  # fmt: skip
    return Passed(numbers, group)


def shared_pipe(connection: duckdb.DuckDBPyConnection, *, group: int = GROUP) -> Passed[PassedOn] | None:
    """This gives all questions of a dossier past the gate; None for a dossier of an older version, which does not hold them."""
    return pass_passed_on(read_passed_on(connection), group=group) if has_table(connection, "passed_on") else None


def _are_ended_told(connection: duckdb.DuckDBPyConnection, group: int, pipe: Passed[PassedOn] | None) -> bool:
    """This tells whether the number of ended cases stands: not where the open ones are of a few.

    Nor where the leaking pipe keeps one back: with the number of all it would bound how many got lost at a stage.
    """
    if is_few(int(first_row(connection, "select count(distinct journey_no) from case_measures where open")[0])):
        return False
    pipe = pipe or shared_pipe(connection, group=group)
    return pipe is None or not pipe.value.stages[["ended", "open"]].isna().any(axis=None)


def _few_counts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """This gives the counts of handoffs and hops in which fewer than LEAST residents are, or that would leave so few of another."""
    handed, between, beside, met = first_row(
        connection,
        """select count(distinct case when handoffs > 0 then journey_no end),
             count(distinct case when department_handoffs > 0 then journey_no end),
             count(distinct case when handoffs <> department_handoffs then journey_no end),
             count(distinct case when hops > 0 then journey_no end)
           from case_measures""",
    )
    left = is_few(beside) and not is_few(handed)
    tells = {"handoffs": is_few(handed), "department_handoffs": is_few(between) or left, "hops": is_few(met)}
    return [name for name, told in tells.items() if told]


def _signals(connection: duckdb.DuckDBPyConnection, group: int, lost: SharedCount) -> list[SharedSignal]:
    found = []
    everybody = int(first_row(connection, "select count(distinct journey_no) from case_measures")[0])
    late = 0
    if has_table(connection, "passages"):
        late = int(first_row(connection, "select count(distinct journey_no) from passages where status = 'late'")[0])
    for one in read_signals(connection):
        told = one.instances == 0 or ((one.journeys or 0) >= group and not is_few(everybody - (one.journeys or 0)))
        if one.name == DROPPED and one.instances and (is_few(late) or lost.n is None):
            told = False  # less the lost ones, which are told, it is about those who were late alone
        if one.is_of_people and 0 < (one.instances or 0) < LEAST:
            told = False  # a handful of colleagues
        found.append(
            SharedSignal(
                one.title[language()], one.sort, one.instances if told else None,
                None if one.is_of_people or not told else one.journeys, one.missing,
            )
        )  # fmt: skip
    return found


def _lost(connection: duckdb.DuckDBPyConnection, maps: Handovers) -> SharedCount:
    """This gives how many questions got lost, where the maps of departments and the leaking pipe may tell it: it is their total."""
    lost, residents = first_row(connection, "select count(*), count(distinct journey_no) from turns where state = 'lost'")
    if not lost or residents < LEAST:
        return SharedCount(None if lost else 0)
    if maps.totals.lost is None:
        return SharedCount(None)
    if not has_table(connection, "passed_on"):
        return SharedCount(int(lost))
    gone, tried = first_row(
        connection,
        """select count(distinct case when way = 'lost' then journey_no end),
             count(distinct case when way = 'lost' or stage > 0 then journey_no end) from passed_on""",
    )
    return SharedCount(None if is_telling(int(gone), int(tried), least=LEAST) else int(lost))


def _month(moment: str | None) -> date | None:
    return datetime.fromisoformat(moment).date().replace(day=1) if moment else None


def _labels(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [str(label) for (label,) in connection.execute(query).fetchall()]
