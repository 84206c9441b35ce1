"""Blocks of events as both ways of reading XES give them, and how they become data frames.

A block holds its attributes sparsely, ordered by key (position and text), so that a log with thousands of keys costs
no more than its texts. A block ends where a trace ends: then every attribute of the trace is known, also one that
stands behind its events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from journeys.errors import InputError
from journeys.texts import say

TRACE_NO, EVENT_NO = "journeys:trace_no", "journeys:event_no"
KEYS = 5_000  # different attributes of events, and of traces; a real log has tens
CELLS = 4_000_000  # of one data frame
ATTRIBUTE_ELEMENTS = frozenset({"string", "date", "int", "float", "boolean", "id"})
HEAD_ELEMENTS = ATTRIBUTE_ELEMENTS | {"extension", "global", "classifier", "list", "container"}

Numbers = NDArray[np.int64]
Texts = NDArray[np.object_]


class Keys:
    """This numbers the keys of one level (events or traces) in order of first appearance."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.number: dict[str, int] = {}

    def __call__(self, key: str) -> int:
        found = self.number.get(key)
        if found is None:
            found = self.number[key] = len(self.number)
            if found >= KEYS:
                raise InputError(
                    say("“{file}” has more than {limit} different attributes. It is not read.",
                        file=self.name, limit=KEYS),
                    next_step=say("Export the log with fewer attributes."),
                )  # fmt: skip
        return found


@dataclass
class Log:
    """This is what is known of a log while it is read: its keys, what is worth a remark (how often, first event)."""

    name: str
    events: Keys = field(init=False)
    traces: Keys = field(init=False)
    encoding: str = "UTF-8"
    loose: int = 0  # events outside any trace so far
    noted: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.events, self.traces = Keys(self.name), Keys(self.name)

    def note(self, code: str, count: int = 1, row: int | None = None) -> None:
        """This counts something worth a remark; the first row that is told stays."""
        if count:
            self.noted[code] += count
            if row is not None:
                self.first.setdefault(code, row)

    def headers(self) -> tuple[str, ...]:
        """This gives the headers: keys of events, keys of traces with `case:` before them, two columns of the place.

        A key of an event that would clash gets `event:` before it.
        """
        traces = [f"case:{key}" for key in self.traces.number]
        taken = {*traces, TRACE_NO, EVENT_NO}
        events = []
        for key in self.events.number:
            header = key
            while header in taken:
                header = f"event:{header}"
            taken.add(header)
            events.append(header)
        return (*events, *traces, TRACE_NO, EVENT_NO)


@dataclass(frozen=True)
class Sparse:
    """This holds texts by key: those of key `k` are `texts[bounds[k]:bounds[k + 1]]`, at ascending `positions`."""

    bounds: Numbers
    positions: Numbers
    texts: Texts

    def dense(self, key: int, begin: int, end: int) -> Texts:
        """This gives the texts of one key for positions `begin` to `end`, None where there is none."""
        column: Texts = np.full(end - begin, None, dtype=object)
        if key + 1 < len(self.bounds):
            low, high = self.bounds[key], self.bounds[key + 1]
            positions = self.positions[low:high]
            if begin or end <= (positions[-1] if len(positions) else -1):
                cut = np.searchsorted(positions, (begin, end))
                low, high = low + cut[0], low + cut[1]
                positions = self.positions[low:high]
            column[positions - begin] = self.texts[low:high]
        return column


@dataclass(frozen=True)
class Block:
    """This is a stretch of whole traces.

    Each event has its trace (position in the block, -1 outside any) and its number in that trace; events outside any
    trace are numbered on over the file, as are `first_row` and `first_trace`, all from 1.
    """

    first_row: int
    first_trace: int
    trace_of: Numbers
    event_no: Numbers
    traces: int
    of_events: Sparse
    of_traces: Sparse

    def __len__(self) -> int:
        return len(self.trace_of)


def block(
    log: Log,
    *,
    first_row: int,
    first_trace: int,
    trace_of: Numbers,
    traces: int,
    events: tuple[Any, Any, Any],
    of_traces: tuple[Any, Any, Any],
) -> Block:
    """This makes a block from attributes (positions, keys, texts) in the order of the file; notes what is double."""
    starts = np.flatnonzero(np.diff(trace_of, prepend=-2) != 0)
    lengths = np.diff(starts, append=len(trace_of))
    event_no = np.arange(len(trace_of)) - np.repeat(starts, lengths) + 1
    loose = trace_of < 0
    if loose.any():
        event_no[loose] = log.loose + np.arange(1, loose.sum() + 1)
        log.loose += int(loose.sum())
    log.note("traces_without_events", traces - int((trace_of[starts] >= 0).sum()))
    row_of_trace = np.zeros(traces, dtype=np.int64)
    inside = trace_of[starts] >= 0
    row_of_trace[trace_of[starts][inside]] = starts[inside] + first_row
    return Block(
        first_row, first_trace, trace_of, event_no, traces,
        _sparse(log, *events, rows=None, first_row=first_row),
        _sparse(log, *of_traces, rows=row_of_trace, first_row=first_row),
    )  # fmt: skip


def _sparse(log: Log, positions: Any, keys: Any, texts: Any, *, rows: Numbers | None, first_row: int) -> Sparse:
    """This orders attributes by key; of equal keys at one position the last stays."""
    where = np.asarray(positions, dtype=np.int64)
    which = np.asarray(keys, dtype=np.int16)
    what = texts if isinstance(texts, np.ndarray) else np.fromiter(texts, dtype=object, count=len(where))
    order = np.argsort(which, kind="stable")
    which, where, what = which[order], where[order], what[order]
    again = (which[1:] == which[:-1]) & (where[1:] == where[:-1])
    if again.any():
        first = int(where[1:][again].min())
        row = first + first_row if rows is None else int(rows[first])
        log.note("double_attributes", int(again.sum()), row or None)
        stays = np.append(~again, True)
        which, where, what = which[stays], where[stays], what[stays]
    count = int(which[-1]) + 1 if len(which) else 0
    return Sparse(np.searchsorted(which, np.arange(count + 1)), where, what)


def frames(blocks: Iterator[Block], log: Log) -> Iterator[pd.DataFrame]:
    """This gives the blocks as data frames with every column of the log."""
    width = len(log.events.number) + len(log.traces.number) + 2
    for one in blocks:
        step = max(CELLS // width, 100)
        for begin in range(0, len(one), step):
            yield _frame(one, log, begin, min(begin + step, len(one)))


def _frame(one: Block, log: Log, begin: int, end: int) -> pd.DataFrame:
    trace_of = one.trace_of[begin:end]
    columns = [one.of_events.dense(key, begin, end) for key in range(len(log.events.number))]
    for key in range(len(log.traces.number)):
        # one place more than there are traces: position -1, of events outside any trace, finds None there
        columns.append(one.of_traces.dense(key, 0, one.traces + 1)[trace_of])
    names = np.array([*map(str, range(one.first_trace, one.first_trace + one.traces)), None], dtype=object)
    columns.append(names[trace_of])
    numbers, inverse = np.unique(one.event_no[begin:end], return_inverse=True)
    columns.append(np.array([*map(str, numbers.tolist())], dtype=object)[inverse])
    texts = {f"c{position}": column for position, column in enumerate(columns)}
    return pd.DataFrame({"row_no": np.arange(one.first_row + begin, one.first_row + end), **texts}, copy=False)
