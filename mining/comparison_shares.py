"""Shares of a comparison: of the items of cases that were followed in full, how many went so; and how often each signal came up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import duckdb
import numpy

from journeys.settings import MeasureSettings
from mining.catalogue import Catalogue, Definition
from mining.comparison_estimates import AFTER, BEFORE, Occurrences, Whole
from mining.comparison_followup import FollowedLog
from mining.comparison_measures import Frame, counted, people_of, share
from mining.comparison_sides import TREATED
from mining.comparison_verdict import Measured, family, too_few, undetermined

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


def all_shares(frame: Frame, catalogue: Catalogue) -> dict[str, Measured]:
    """This compares every share; what cannot be determined says which of our columns is missing."""
    cases = frame.cases
    missing = lacking(cases.logs)
    found: dict[str, Measured] = {}
    for name, (needs, setting, query) in ITEMS.items():
        if needs in missing:
            found[name] = undetermined("column", columns_missing=missing[needs])
            continue
        days = int(getattr(cases.logs[0].settings.measures, setting)) if setting else 0
        rows = [log.connection.execute(query.replace(":days", str(days))).fetchnumpy() for log in cases.logs]
        found[name] = _items(frame, rows, days if setting else -1)
    found["reopened"] = _reopened(frame)
    found |= _outcomes(frame)
    signals = {f"signal:{one.name}": one for one in catalogue.signals if one.anchor != "official"}  # officials are never compared
    rates = [_rate(frame, signal, missing.get(id)) for id, signal in signals.items()]
    return found | dict(zip(signals, family(rates), strict=True))


def _rate(frame: Frame, signal: Definition, lacks: list[str] | None) -> Measured:
    """This compares how often a signal begins per case; followed so much shorter that every signal that began is sure to be known."""
    if lacks:
        return undetermined("column", columns_missing=lacks)
    cases = frame.cases
    happened = _instances(frame, signal)
    lag = _lag(signal, cases.logs[0].settings.measures)
    found = counted(frame, signal.name, happened, scale="difference", sort="share", lag=lag)
    within = (happened.offset <= numpy.minimum(cases.limit[happened.unit] - lag, frame.tau)) & cases.of(TREATED)[happened.unit]
    times = [int((within & (cases.side[happened.unit] == side)).sum()) for side in (BEFORE, AFTER)]
    people = [people_of(cases.cluster[happened.unit], within & (cases.side[happened.unit] == side)) for side in (BEFORE, AFTER)]
    counts = {"times_before": times[0], "times_after": times[1], "residents_before": people[0], "residents_after": people[1]}
    found = replace(found, more={**found.more, **counts})
    return too_few(found, "times", **found.more) if found.told and max(times) < LEAST_TIMES else found


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


def _outcomes(frame: Frame) -> dict[str, Measured]:
    """This is the mix of outcomes among the cases that were decided within the horizon, of those that could be followed so far."""
    cases = frame.cases
    names = {outcome: f"outcome:{outcome}" for outcome in OUTCOMES}
    if lacks := cases.lacks("outcomes"):
        return {name: undetermined("column", columns_missing=list(lacks)) for name in names.values()}
    outcome = numpy.concatenate([_first_outcome(log) for log in cases.logs])
    decided = (outcome > 0) & cases.ended & (cases.end <= frame.tau) & (cases.limit >= frame.tau) & (cases.side >= 0)
    kept = numpy.flatnonzero(decided)
    return {name: share(frame, kept, outcome[kept] == number) for number, (_, name) in enumerate(names.items(), start=1)}


def _first_outcome(log: FollowedLog) -> Whole:
    """This gives per case the outcome of its first decision or close, as a place in OUTCOMES from 1; 5 for another one, 0 when unknown."""
    found = log.connection.execute(
        f"""
        select case_no, coalesce(list_position({list(OUTCOMES)!r}, outcome::varchar), 5) as one
        from (
          select case_no, outcome, row_number() over (partition by case_no order by order_moment, row_no) as place
          from events
          where kind in ('decision', 'close') and acted_by = 'municipality' and outcome is not null
        )
        where place = 1
        """
    ).fetchnumpy()
    outcome = numpy.zeros(len(log), dtype=numpy.int64)
    outcome[log.place(found["case_no"])] = numpy.ma.filled(found["one"], 5)
    return outcome


def _instances(frame: Frame, signal: Definition) -> Occurrences:
    """This gives the instances of a signal, in the case that it is about (or that the row is of), on the day of a row that proves it.

    The first row where the signal is about a row, for it begins there; the last one where it is about a whole case or journey, for only
    then it could be known.
    """
    row = "1" if signal.anchor == "row" else "-1"
    query = f"""
        select coalesce(one.case_no, events.case_no) as case_no, events.work_day
        from {signal.name} one
        join events on events.row_no = one.row_nos[{row}]
        """
    rows = [log.connection.execute(query).fetchnumpy() for log in frame.cases.logs]
    happened = frame.cases.from_rows([(one["case_no"], one["work_day"]) for one in rows])
    early = happened.offset >= 0
    return Occurrences(happened.unit[early], happened.offset[early])


def _lag(signal: Definition, measures: MeasureSettings) -> int:
    """This is how many working days it takes at most before it is certain that a signal is there: the longest of the periods it reads."""
    names = set(re.findall(r":(\w+_working_days)\b", signal.sql))
    values = [getattr(measures, name, measures.header_numbers.get(name, signal.parameters.get(name))) for name in names]
    return max((int(one) for one in values if isinstance(one, int | float)), default=0)


def lacking(logs: tuple[FollowedLog, ...]) -> Mapping[str, list[str]]:
    """This tells which tables and signals cannot be determined in one of the logs, for want of which columns."""
    found: dict[str, list[str]] = {}
    for log in logs:
        for measure, column in _cannot(log.connection):
            name = measure if measure.startswith("signal:") else measure.partition(".")[0]
            if column not in found.setdefault(name, []):
                found[name].append(column)
    return found


def _cannot(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return connection.execute("select measure, column_missing from cannot_determine order by all").fetchall()
