"""Reads plainly written XES fast, by cutting the text at every `<`; what it does not wholly understand it leaves alone.

Nearly every tool writes logs in one manner: `<string key="k" value="v"/>` in events in traces, with nothing but white
space between. The text is cut at each `<`, and each different piece is held once against that grammar, so every byte
is accounted for: a piece is an attribute, one of the five tags, or the whole file is not plain (`NotPlain`). The head,
up to the first trace, is read by the XML parser itself. What this way accepts is therefore well-formed and means the
same as in the careful way; a test holds both equal.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import compress, count, islice, repeat
from operator import contains
from pyexpat import ExpatError, ParserCreate

import numpy as np
from numpy.typing import NDArray

from journeys.limits import Limits
from journeys.sources import xes_events
from journeys.sources.xes_events import ATTRIBUTE_ELEMENTS, HEAD_ELEMENTS, KEYS, Block, Keys, Log, Texts

DEEPEST = 4  # log, trace, event, attribute
GATHERED = 16 << 20  # bytes of whole traces that make a block
LONGEST_TRACE = 64 << 20  # bytes
LONGEST_HEAD = 16 << 20  # bytes
REMEMBERED = 1_000_000  # different pieces
WHITE = " \t\r\n"
BETWEEN = re.compile(f" ?/>[{WHITE}]*<(?:{'|'.join(sorted(ATTRIBUTE_ELEMENTS))}) key=")
ENTITY = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));|&")
ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
UNFIT = re.compile("[\x00-\x1f\ufffe\uffff]")

# What a piece is: an attribute (0 and up, the number of its key) or one of these.
EVENT, END_EVENT, EMPTY_EVENT, TRACE, END_TRACE = range(-5, 0)
TAGS = {
    "event": EVENT, "/event": END_EVENT, "event/": EMPTY_EVENT, "event /": EMPTY_EVENT,
    "trace": TRACE, "/trace": END_TRACE,
}  # fmt: skip
# In the same order; between traces the depth is 0, in a trace 1, in an event 2.
DEEPER = np.array([1, -1, 0, 1, -1], dtype=np.int8)
DEPTH_BEFORE = np.array([1, 2, 1, 0, 1], dtype=np.int8)

EMPTY = np.zeros(0, dtype=np.int16)

Codes = NDArray[np.int16]


class NotPlain(Exception):
    """This says that the file must be read the careful way, and that nothing of what the plain way gave may be used."""


def blocks(chunks: Iterable[bytes], log: Log, *, limits: Limits) -> Iterator[Block]:
    """This reads plainly written XES; raises `NotPlain` as soon as the file is anything else.

    Too many events is `NotPlain` too: the careful way can tell where.
    """
    if limits.depth < DEEPEST:
        raise NotPlain
    source = iter(chunks)
    pieces = _Pieces(log)
    row = trace = 1
    for stretch in _whole_traces(_after_head(source, limits), source):
        pieces.cut(stretch)
        if pieces.gathered < GATHERED:
            continue
        made = pieces.block(first_row=row, first_trace=trace)
        row, trace = row + len(made), trace + made.traces
        if row - 1 > limits.rows:
            raise NotPlain
        yield made
    made = pieces.block(first_row=row, first_trace=trace)
    if row - 1 + len(made) > limits.rows:
        raise NotPlain
    yield made


class _FirstTrace(Exception):
    """This stops the XML parser at the first trace, which begins at byte `at`."""

    def __init__(self, at: int) -> None:
        self.at = at


def _after_head(source: Iterator[bytes], limits: Limits) -> bytes:
    """This reads the head with the XML parser and gives the bytes from the first trace on."""
    parser = ParserCreate()
    depth = 0

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() != "UTF-8":
            raise NotPlain

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        if depth == 1 and tag == "trace":
            raise _FirstTrace(parser.CurrentByteIndex)
        if tag in ("event", "trace") or ":" in tag or depth >= limits.depth:
            raise NotPlain
        if depth < 2 and (tag not in HEAD_ELEMENTS if depth else tag != "log"):
            raise NotPlain
        depth += 1

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    def document_type(*_: object) -> None:
        raise NotPlain

    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = declared, document_type
    parser.StartElementHandler, parser.EndElementHandler = start, end
    head = b""
    for chunk in source:
        head += chunk
        try:
            parser.Parse(chunk, False)
        except _FirstTrace as first:
            return head[first.at :]
        except (ExpatError, LookupError, ValueError) as error:
            raise NotPlain from error
        if len(head) > LONGEST_HEAD:
            break
    raise NotPlain


def _whole_traces(rest: bytes, source: Iterator[bytes]) -> Iterator[bytes]:
    """This gives stretches that begin and end between traces; behind the last only the end of the log may stand."""
    while True:
        end = rest.rfind(b"</trace>") + len(b"</trace>")
        if end >= len(b"</trace>"):
            yield rest[:end]
            rest = rest[end:]
        chunk = next(source, None)
        if chunk is None:
            break
        if len(rest) > LONGEST_TRACE:
            raise NotPlain
        rest += chunk
    if rest.strip(WHITE.encode()) != b"</log>":
        raise NotPlain


class _Pieces:
    """This numbers every different piece of text between two `<`, and holds each of them once against the grammar."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.keys: dict[str, int] = {}
        self.numbers: list[NDArray[np.int32]] = []
        self.gathered = 0
        self.forget()

    def forget(self) -> None:
        self.known: defaultdict[str, int] = defaultdict(count().__next__)
        self.codes: list[Codes] = []
        self.texts: list[Texts] = []

    def cut(self, stretch: bytes) -> None:
        """This cuts a stretch into pieces, understands the new ones, and keeps their numbers for the next block."""
        try:
            pieces = stretch.decode().split("<")
        except UnicodeDecodeError as error:
            raise NotPlain from error
        if pieces[0].strip(WHITE):
            raise NotPlain
        del pieces[0]
        before = len(self.known)
        self.numbers.append(np.fromiter(map(self.known.__getitem__, pieces), dtype=np.int32, count=len(pieces)))
        self.understand(list(islice(reversed(self.known), len(self.known) - before))[::-1])
        self.gathered += len(stretch)

    def understand(self, new: list[str]) -> None:
        """This says of new pieces what they are, in their order."""
        quoted = np.fromiter(map(contains, new, repeat('"')), dtype=bool, count=len(new))
        codes: Codes = np.zeros(len(new), dtype=np.int16)
        texts: Texts = np.full(len(new), None, dtype=object)
        codes[~quoted] = [_tag(piece) for piece in compress(new, ~quoted)]
        codes[quoted], texts[quoted] = self.attributes(list(compress(new, quoted)))
        self.codes.append(codes)
        self.texts.append(texts)

    def attributes(self, pieces: list[str]) -> tuple[Codes, list[str | None]]:
        """This reads pieces that must be attributes, all at once: joined by `<` and cut at each quote.

        A piece without four quotes shifts the cut after it, and its `<` then stands where none may.
        """
        joined = "/><" + "<".join([*pieces, "string key="])
        parts = joined.split('"')
        markup, keys, middle, texts = parts[0::4], parts[1::4], parts[2::4], parts[3::4]
        if len(parts) != 4 * len(pieces) + 1 or set(middle) - {" value="}:
            raise NotPlain
        if not all(map(BETWEEN.fullmatch, set(markup))):
            raise NotPlain
        for key in dict.fromkeys(keys):
            if key not in self.keys:
                if not key or "&" in key or UNFIT.search(key) or len(self.keys) == 2 * KEYS:
                    raise NotPlain
                self.keys[key] = len(self.keys)
        if not all(map(str.isprintable, texts)) and any(map(UNFIT.search, texts)):
            raise NotPlain
        if "&" in joined:
            texts = [ENTITY.sub(_entity, text) if "&" in text else text for text in texts]
        codes = np.fromiter(map(self.keys.__getitem__, keys), dtype=np.int16, count=len(keys))
        return codes, [text or None for text in texts]

    def block(self, *, first_row: int, first_trace: int) -> Block:
        """This makes a block of the pieces kept since the last one, once their nesting is found right."""
        numbers = np.concatenate(self.numbers or [EMPTY.astype(np.int32)])
        self.codes = [np.concatenate(self.codes or [EMPTY])]
        self.texts = [np.concatenate(self.texts or [EMPTY.astype(object)])]
        codes, texts = self.codes[0][numbers], self.texts[0]
        tags = codes < 0
        deeper = np.zeros(len(codes), dtype=np.int8)
        deeper[tags] = DEEPER[codes[tags] - EVENT]
        depth = np.cumsum(deeper, dtype=np.int32)
        wrong = depth[tags] - deeper[tags] != DEPTH_BEFORE[codes[tags] - EVENT]
        if wrong.any() or (depth[~tags] == 0).any() or depth[-1:].any():
            raise NotPlain
        opens = (codes == EVENT) | (codes == EMPTY_EVENT)
        trace = np.cumsum(codes == TRACE) - 1
        event = np.cumsum(opens) - 1
        in_event, in_trace = ~tags & (depth == 2), ~tags & (depth == 1)
        made = xes_events.block(
            self.log, first_row=first_row, first_trace=first_trace,
            trace_of=trace[opens], traces=int((codes == TRACE).sum()),
            events=(event[in_event], self.numbered(codes[in_event], self.log.events), texts[numbers[in_event]]),
            of_traces=(trace[in_trace], self.numbered(codes[in_trace], self.log.traces), texts[numbers[in_trace]]),
        )  # fmt: skip
        self.numbers, self.gathered = [], 0
        if len(self.known) > REMEMBERED:
            self.forget()
        return made

    def numbered(self, codes: Codes, level: Keys) -> Codes:
        """This turns codes into the key numbers of a level; new keys get theirs in the order of the file."""
        used, first = np.unique(codes, return_index=True)
        names = list(self.keys)
        table = np.zeros(len(names) + 1, dtype=np.int16)
        for code in used[np.argsort(first)].tolist():
            table[code] = level(names[code])
        return table[codes]


def _tag(piece: str) -> int:
    """This says which tag a piece without quotes is."""
    tag, closed, after = piece.partition(">")
    code = TAGS.get(tag.rstrip(WHITE))
    if code is None or not closed or after.strip(WHITE):
        raise NotPlain
    return code


def _entity(found: re.Match[str]) -> str:
    name, decimal, hexadecimal = found.groups()
    if name:
        return ENTITIES[name]
    code = int(decimal) if decimal else int(hexadecimal, 16) if hexadecimal else 0
    if code in (0x9, 0xA, 0xD) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000:
        return chr(code)
    raise NotPlain
