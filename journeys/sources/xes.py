"""Reads an event log in XES: every event is a row, the attributes of its trace stand beside it as `case:<key>`.

The whole file is read before a row is given, so damage at its end uses nothing of its beginning. Plainly written logs
go the fast way (`xes_plain`), all others the careful way (`xes_careful`); both give the same. Small logs are kept
meanwhile; large ones are read twice, so that memory stays bounded. Two columns at the end lead a person to the event:
`journeys:trace_no` (empty for an event outside any trace) and `journeys:event_no` within that trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from journeys.errors import InputError
from journeys.limits import Limits
from journeys.settings import ReadingSettings
from journeys.sources import xes_careful, xes_events, xes_plain
from journeys.sources.archive import expanded, hold_unchanged, stand
from journeys.sources.raw import RawTable, Remark
from journeys.sources.xes_events import EVENT_NO, TRACE_NO, Block, Log
from journeys.texts import say

KEPT = 6_000_000  # attributes, events and traces that may stay in memory between reading and giving: some 500 MB

Way = Callable[..., Iterator[Block]]


def read_xes(path: Path, *, name: str, settings: ReadingSettings, limits: Limits) -> RawTable:  # noqa: ARG001
    """This reads a log in XES into a raw table, all text; row n is the nth event in the file.

    Remarks: `nested_attributes_left_out`, `lists_left_out`, `unknown_elements`, `attributes_without_key`,
    `double_attributes` (the last one counts), `traces_without_events`.

    Raises `InputError` for a file that is damaged, no XES, holds no events, has a document type or goes beyond the
    limits.
    """
    standing = stand(path, name=name)
    try:
        way: Way = xes_plain.blocks
        log, kept, rows, traces = _survey(way, path, name, limits)
    except xes_plain.NotPlain:
        way = xes_careful.blocks
        log, kept, rows, traces = _survey(way, path, name, limits)
    hold_unchanged(path, standing, name=name)
    if not rows:
        raise InputError(
            say("“{file}” is a log without events.", file=name), next_step=say("Check the filter of the export.")
        )

    def blocks() -> Iterator[Block]:
        if kept is not None:
            yield from kept
            return
        again = Log(name)
        again.events.number.update(log.events.number)
        again.traces.number.update(log.traces.number)
        yield from way(expanded(path, name=name, limits=limits), again, limits=limits)
        hold_unchanged(path, standing, name=name)

    def batches() -> Iterator[pd.DataFrame]:
        return xes_events.frames(blocks(), log)

    return RawTable(
        name=name, format="xes", headers=log.headers(), path=path, batches=batches,
        facts={"encoding": log.encoding, "traces": str(traces)}, rows=rows,
        remarks=[Remark(code, log.noted[code], log.first.get(code)) for code in sorted(log.noted)],
    )  # fmt: skip


def place(trace_no: str | None, event_no: str | None) -> str:
    """This tells a person where an event stands in the file, from the last two columns of its row."""
    if trace_no is None:
        return say("event {event} outside any trace", event=str(event_no))
    return say("trace {trace}, event {event}", trace=trace_no, event=str(event_no))


def _survey(way: Way, path: Path, name: str, limits: Limits) -> tuple[Log, list[Block] | None, int, int]:
    """This reads the whole file once: what the log holds, its events and traces counted, its blocks if they are few."""
    log = Log(name)
    kept: list[Block] | None = []
    rows = traces = held = 0
    for one in way(expanded(path, name=name, limits=limits), log, limits=limits):
        rows, traces = rows + len(one), traces + one.traces
        held += len(one) + one.traces + len(one.of_events.texts) + len(one.of_traces.texts)
        if held > KEPT:
            kept = None
        if kept is not None:
            kept.append(one)
    return log, kept, rows, traces


__all__ = ["EVENT_NO", "TRACE_NO", "place", "read_xes"]
