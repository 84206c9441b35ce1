"""Reads any XES with an XML parser, whatever its encoding, prefixes, nesting or order; slower than the plain way.

What an event is stands here: `event` inside `trace` inside `log`, or inside `log` alone (an event outside any trace).
Its attributes are its children string, date, int, float, boolean and id; lists, containers and attributes within
attributes are counted and left out. A document type is refused as soon as it is seen, so no entity is ever expanded
and nothing outside the file is ever opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pyexpat import ExpatError, ParserCreate, XMLParserType

import numpy as np

from journeys.errors import InputError
from journeys.limits import Limits
from journeys.sources import xes_events
from journeys.sources.archive import raise_limit
from journeys.sources.xes_events import ATTRIBUTE_ELEMENTS, HEAD_ELEMENTS, Block, Log
from journeys.texts import say

HELD = 400_000  # attributes, events and traces
HELD_BY_TRACE = 10_000_000  # of the same in one trace: it is held in memory until it ends
TOKEN_BYTES = 64 << 20  # one tag or text may not be longer


def blocks(chunks: Iterable[bytes], log: Log, *, limits: Limits) -> Iterator[Block]:
    """This reads XES from chunks of bytes and gives its events in blocks of whole traces.

    Raises `InputError` with the line for XML that is damaged, no XES, has a document type, or goes beyond the limits.
    """
    reader = _Reader(log, limits)
    fed = 0
    for chunk in chunks:
        fed += len(chunk)
        reader.feed(chunk, last=False)
        if fed - reader.parser.CurrentByteIndex > TOKEN_BYTES:
            why = say("One value is longer than {limit} bytes.", limit=TOKEN_BYTES)
            raise reader.refused(why, say("Export the log without documents in it."))
        if reader.held() > HELD_BY_TRACE:
            why = say("One trace has more than {limit} events and attributes.", limit=HELD_BY_TRACE)
            raise reader.refused(why, say("Export the log as CSV or Parquet."))
        yield from reader.ready()
    reader.feed(b"", last=True)
    yield from reader.ready()


class _Reader:
    """This follows the elements of one file; `depth` counts open ones, `owner` is that of the open event or trace."""

    def __init__(self, log: Log, limits: Limits) -> None:
        self.log, self.limits = log, limits
        self.depth = self.owner = 0
        self.trace_open = self.event_open = False
        self.rows = self.trace_count = 0
        self.done: list[Block] = []
        self.begin_block()
        self.parser: XMLParserType = ParserCreate()
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self.declared
        self.parser.StartDoctypeDeclHandler = self.document_type
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def begin_block(self) -> None:
        self.first_row, self.first_trace = self.rows + 1, self.trace_count + 1
        self.trace_of: list[int] = []
        self.event_positions: list[int] = []
        self.event_keys: list[int] = []
        self.event_texts: list[str | None] = []
        self.trace_positions: list[int] = []
        self.trace_keys: list[int] = []
        self.trace_texts: list[str | None] = []

    def feed(self, chunk: bytes, *, last: bool) -> None:
        try:
            self.parser.Parse(chunk, last)
        except ExpatError as error:
            why = say("The XML is damaged or not complete.")
            raise self.refused(why, say("Copy or export the file again."), line=error.lineno) from error
        except (LookupError, ValueError) as error:  # an encoding that Python does not know, or one of several bytes
            raise self.refused(say("Its encoding is not known."), say("Export the log as UTF-8.")) from error

    def refused(self, why: str, next_step: str, *, line: int | None = None) -> InputError:
        here = self.parser.CurrentLineNumber if line is None else line
        return InputError(
            f"{say('“{file}”, line {line}:', file=self.log.name, line=str(here))} {why}", next_step=next_step
        )

    def declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.log.encoding = (encoding or "UTF-8").upper()

    def document_type(self, *_: object) -> None:
        raise self.refused(
            say("The file has a document type (DOCTYPE), which may pull in other files or grow without end. "
                "It is not read."),
            say("XES needs none: remove that line, or export the log anew."),
        )  # fmt: skip

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2] if ":" in tag else tag
        self.depth = depth = self.depth + 1
        if depth > self.limits.depth:
            why = say("Elements are nested more than {limit} deep.", limit=self.limits.depth)
            raise self.refused(why, raise_limit("depth"))
        if name == "event":
            self.start_event()
        elif name == "trace":
            self.start_trace()
        elif self.owner and depth == self.owner + 1:
            self.attribute(name, attributes)
        elif self.owner:
            self.log.note("nested_attributes_left_out", int(name != "values"), self.row_here())
        elif depth == 1 and name != "log":
            why = say("This is XML, but no event log (XES).")
            raise self.refused(why, say("Export the log as XES, CSV, XLSX or Parquet."))
        elif depth == 2 and name not in HEAD_ELEMENTS:
            self.log.note("unknown_elements")

    def row_here(self) -> int | None:
        return self.rows if self.event_open else None

    def start_trace(self) -> None:
        if self.depth != 2:
            raise self.misplaced("trace")
        self.trace_count += 1
        self.trace_open, self.owner = True, 2

    def start_event(self) -> None:
        if self.event_open or self.depth != (3 if self.trace_open else 2):
            raise self.misplaced("event")
        self.rows += 1
        if self.rows > self.limits.rows:
            raise self.refused(say("There are more than {limit} events.", limit=self.limits.rows), raise_limit("rows"))
        self.event_open, self.owner = True, self.depth
        self.trace_of.append(self.trace_count - self.first_trace if self.trace_open else -1)

    def misplaced(self, element: str) -> InputError:
        why = say("An element “{element}” stands where XES has none.", element=element)
        return self.refused(why, say("Export the log anew as XES."))

    def attribute(self, name: str, attributes: dict[str, str]) -> None:
        if name not in ATTRIBUTE_ELEMENTS:
            code = "lists_left_out" if name in ("list", "container") else "unknown_elements"
            self.log.note(code, 1, self.row_here())
            return
        key = attributes.get("key")
        if not key:
            self.log.note("attributes_without_key", 1, self.row_here())
        elif self.event_open:
            self.event_positions.append(len(self.trace_of) - 1)
            self.event_keys.append(self.log.events(key))
            self.event_texts.append(attributes.get("value") or None)
        else:
            self.trace_positions.append(self.trace_count - self.first_trace)
            self.trace_keys.append(self.log.traces(key))
            self.trace_texts.append(attributes.get("value") or None)

    def end(self, _tag: str) -> None:
        self.depth -= 1
        if self.depth >= self.owner or not self.owner:
            return
        if self.event_open and self.trace_open:
            self.event_open, self.owner = False, 2
        else:
            self.event_open = self.trace_open = False
            self.owner = 0
        if not self.owner and self.held() >= HELD:
            self.close_block()

    def held(self) -> int:
        """This counts what the open block holds in memory."""
        traces = self.trace_count - self.first_trace + 1
        return len(self.event_texts) + len(self.trace_texts) + len(self.trace_of) + traces

    def close_block(self) -> None:
        if not self.trace_of and self.trace_count < self.first_trace:
            return
        made = xes_events.block(
            self.log, first_row=self.first_row, first_trace=self.first_trace,
            trace_of=np.array(self.trace_of, dtype=np.int64), traces=self.trace_count - self.first_trace + 1,
            events=(self.event_positions, self.event_keys, self.event_texts),
            of_traces=(self.trace_positions, self.trace_keys, self.trace_texts),
        )  # fmt: skip
        self.done.append(made)
        self.begin_block()

    def ready(self) -> Iterator[Block]:
        if not self.depth:
            self.close_block()
        done, self.done = self.done, []
        yield from done
