"""Shares of a comparison: of the items of cases that were followed in full, how many went so; and how often each signal came up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import numpy

from mining.catalogue import Catalogue
from mining.comparison_estimates import AFTER, BEFORE, Occurrences, Whole, people_of
from mining.comparison_followup import FollowedLog
from mining.comparison_measures import Frame, Items, counted, share, share_of
from mining.comparison_sides import TREATED
from mining.comparison_verdict import Measured, family, too_few, undetermined
from mining.definition import Definition

ITEMS = {
    "callbacks_in_time": (
        "care_callbacks", "callback_working_days",
        "select one.case_no, events.work_day, one.state = 'in_time' from care_callbacks one join events on events.row_no = one.row_no",
    ),
    "explained_no": (
        "signal:explained_no", "explained_quiet_working_days",
        """select events.case_no, events.work_day, one.anchor_no is not null from events left join explained_no one on one.anchor_no =
        events.row_no where events.kind = 'decision' and events.acted_by = 'municipality' and events.outcome = 'rejected'""",
    ),
    "first_contact": (
        "care_contacts", "repeat_working_days",
        """select one.case_no, events.work_day, coalesce(one.next_working_days > :days, true)
        from care_contacts one join events on events.row_no = one.row_no where one.first_contact""",
    ),
    "avoidable_contacts": (
        "care_contacts", "",
        "select one.case_no, events.work_day, one.avoidable from care_contacts one join events on events.row_no = one.row_no",
    ),
}  # fmt: skip
"""Items of which a share is compared: what can make them impossible to determine, the setting with the working days that each must be
followed beyond, and the query (case, working day, does it hold)."""

OUTCOMES = ("granted", "rejected", "withdrawn", "referred")

REOPENED_WORKING_DAYS = 20

LEAST_TIMES = 10
"""A signal that came up less often than this on both sides is not compared."""


@dataclass(frozen=True)
class ReadItems:
    """These are the rows that shares and signals are worked out from, per log, and what is `missing` for which of them."""

    missing: Mapping[str, list[str]]
    items: dict[str, list[dict[str, Any]]]
    outcomes: list[tuple[Whole, Whole]]
    signals: list[dict[str, Any]]


def read_items(logs: Sequence[FollowedLog], connections: Sequence[duckdb.DuckDBPyConnection], catalogue: Catalogue) -> ReadItems:
    """This reads the items of every share, and the instances of every signal; on `connections` to the logs, for it may run in a thread."""
    missing = lacking(connections)
    items = {}
    for name, (needs, setting, query) in ITEMS.items():
        if needs not in missing:
            asked = query.replace(":days", str(_days(logs[0], setting)))
            items[name] = [connection.execute(asked).fetchnumpy() for connection in connections]
    known = not any(log.lacks("outcomes") for log in logs)
    outcomes = [_first_outcome(log, connection) for log, connection in zip(logs, connections, strict=True)] if known else []
    told = [signal for id, signal in compared_signals(catalogue).items() if id not in missing]
    return ReadItems(missing, items, outcomes, [_instances(connection, told) for connection in connections] if told else [])


def compared_signals(catalogue: Catalogue) -> dict[str, Definition]:
    """This gives the signals that are compared, by id; those about one official are not: officials are never compared."""
    return {f"signal:{one.name}": one for one in catalogue.signals if one.anchor != "official"}


def all_shares(frame: Frame, catalogue: Catalogue, read: ReadItems) -> dict[str, Measured]:
    """This compares every share; what cannot be determined says which of our columns is missing."""
    found: dict[str, Measured] = {}
    for name, (needs, setting, _) in ITEMS.items():
        if needs in read.missing:
            found[name] = undetermined("column", columns_missing=read.missing[needs])
        else:
            found[name] = _items(frame, read.items[name], _days(frame.cases.logs[0], setting) if setting else -1)
    found["reopened"] = _reopened(frame)
    found |= _outcomes(frame, read.outcomes)
    signals = compared_signals(catalogue)
    happened = _by_signal(frame, [signal for id, signal in signals.items() if id not in read.missing], read.signals)
    rates = [_rate(frame, signal, happened.get(signal.name), read.missing.get(id)) for id, signal in signals.items()]
    return found | dict(zip(signals, family(rates), strict=True))


def _days(log: FollowedLog, setting: str) -> int:
    return int(getattr(log.settings.measures, setting)) if setting else 0


def _rate(frame: Frame, signal: Definition, happened: Occurrences | None, lacks: list[str] | None) -> Measured:
    """This compares how often a signal begins per case; followed so much shorter that every signal that began is sure to be known."""
    if lacks or happened is None:
        return undetermined("column", columns_missing=lacks)
    cases = frame.cases
    lag = signal.longest_working_days(cases.logs[0].settings.measures)
    found = counted(frame, signal.name, happened, scale="difference", sort="share", lag=lag)
    within = (happened.offset <= numpy.minimum(cases.limit[happened.unit] - lag, frame.tau)) & cases.of(TREATED)[happened.unit]
    times = [int((within & (cases.side[happened.unit] == side)).sum()) for side in (BEFORE, AFTER)]
    people = [people_of(cases.cluster[happened.unit], within & (cases.side[happened.unit] == side)) for side in (BEFORE, AFTER)]
    counts = {"times_before": times[0], "times_after": times[1], "residents_before": people[0], "residents_after": people[1]}
    found = replace(found, more={**found.more, **counts})
    return too_few(found, "times", **found.more) if found.chance is not None and max(times) < LEAST_TIMES else found


def _items(frame: Frame, rows: list[dict[str, Any]], window: int) -> Measured:
    """This keeps the items of which the window was over when the case could no longer be followed."""
    parts = [list(one.values()) for one in rows]
    happened = frame.cases.from_rows([(one[0], one[1]) for one in parts])
    holds = numpy.concatenate([numpy.ma.filled(one[2], False).astype(bool) for one in parts])
    kept = (frame.cases.side[happened.unit] >= 0) & (frame.cases.limit[happened.unit] - happened.offset > window)
    return share(frame, happened.unit[kept], holds[kept])


def _reopened(frame: Frame) -> Measured:
    """This is the share of ended cases that was opened again within 20 working days: an end too soon is no gain."""
    cases = frame.cases
    if lacks := cases.lacks("reopened"):
        return undetermined("column", columns_missing=list(lacks))
    kept = numpy.flatnonzero((cases.side >= 0) & cases.ended & (cases.limit - cases.end > REOPENED_WORKING_DAYS))
    return share(frame, kept, cases.opened[kept] - cases.end[kept] <= REOPENED_WORKING_DAYS)


def _outcomes(frame: Frame, first: Sequence[tuple[Whole, Whole]]) -> dict[str, Measured]:
    """This is the mix of outcomes among the cases that were decided within the horizon, of those that could be followed so far.

    An outcome that was known only after the horizon takes no part: who could be followed longer would have more of them.
    """
    cases = frame.cases
    names = {outcome: f"outcome:{outcome}" for outcome in OUTCOMES}
    if lacks := cases.lacks("outcomes"):
        return {name: undetermined("column", columns_missing=list(lacks)) for name in names.values()}
    outcome, day = (numpy.concatenate(part) for part in zip(*first, strict=True))
    known = (outcome > 0) & (day - cases.start <= frame.tau)
    decided = known & cases.ended & (cases.end <= frame.tau) & (cases.limit >= frame.tau) & (cases.side >= 0)
    kept = numpy.flatnonzero(decided)
    those = Items(frame, kept)
    return {name: share_of(those, outcome[kept] == number) for number, (_, name) in enumerate(names.items(), start=1)}


def _first_outcome(log: FollowedLog, connection: duckdb.DuckDBPyConnection) -> tuple[Whole, Whole]:
    """This gives per case the first known outcome of its decisions and closes, as a place in OUTCOMES from 1 (5 for another one, 0 when
    unknown), and its working day."""
    found = connection.execute(
        f"""
        select case_no, coalesce(list_position({list(OUTCOMES)!r}, outcome::varchar), 5) as one, work_day
        from (
          select case_no, outcome, work_day, row_number() over (partition by case_no order by order_moment, row_no) as place
          from events
          where kind in ('decision', 'close') and acted_by = 'municipality' and outcome is not null
        )
        where place = 1
        """
    ).fetchnumpy()
    outcome, day = numpy.zeros(len(log), dtype=numpy.int64), numpy.zeros(len(log), dtype=numpy.int64)
    place = log.place(found["case_no"])
    outcome[place] = numpy.ma.filled(found["one"], 5)
    day[place] = found["work_day"]
    return outcome, day


def _instances(connection: duckdb.DuckDBPyConnection, signals: Sequence[Definition]) -> dict[str, Any]:
    """This reads the instances of signals, in the case that it is about (or that the row is of), on the day of a row that proves it.

    The row by which it is found where the signal is about a row; the latest one, in order (A4), where it is about a whole case or journey,
    for only then it could be known. Never the first or last by number: a file may hold its cases in any order. One query for all signals:
    the events are read once.
    """
    each = (
        f"select {at} as signal, case_no, anchor_no as row_no from {one.name}"
        if one.anchor == "row"
        else f"""
        select {at}, any_value(one.case_no), arg_max(events.row_no, {{'moment': events.order_moment, 'row_no': events.row_no}})
        from (select anchor_no, other_anchor_no, case_no, unnest(row_nos) as row_no from {one.name}) one
        join events on events.row_no = one.row_no
        group by one.anchor_no, one.other_anchor_no"""
        for at, one in enumerate(signals)
    )
    query = f"""
        select one.signal, coalesce(one.case_no, events.case_no) as case_no, events.work_day
        from ({" union all ".join(each)}) one (signal, case_no, row_no)
        join events on events.row_no = one.row_no
        """
    return connection.execute(query).fetchnumpy()


def _by_signal(frame: Frame, signals: Sequence[Definition], rows: Sequence[dict[str, Any]]) -> dict[str, Occurrences]:
    """This gives the instances of each signal in the cases of both sides, by the name of the signal."""
    if not rows:
        return {}
    happened = frame.cases.from_rows([(one["case_no"], one["work_day"]) for one in rows])
    signal = numpy.concatenate([one["signal"] for one in rows])
    kept = (happened.offset >= 0) & (frame.cases.side[happened.unit] >= 0)
    found = {}
    for at, one in enumerate(signals):
        mine = kept & (signal == at)
        found[one.name] = Occurrences(happened.unit[mine], happened.offset[mine])
    return found


def lacking(connections: Sequence[duckdb.DuckDBPyConnection]) -> Mapping[str, list[str]]:
    """This tells which tables and signals cannot be determined in one of the logs, for want of which columns."""
    found: dict[str, list[str]] = {}
    for connection in connections:
        for measure, column in _cannot(connection):
            name = measure if measure.startswith("signal:") else measure.partition(".")[0]
            if column not in found.setdefault(name, []):
                found[name].append(column)
    return found


def _cannot(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return connection.execute("select measure, column_missing from cannot_determine order by all").fetchall()
