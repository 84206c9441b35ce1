"""One part of a workbook as a stream of XML elements: bounded in depth, without document types, without prefixes."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pyexpat import ExpatError, ParserCreate

from journeys.errors import InputError
from journeys.limits import Limits
from journeys.sources import archive
from journeys.texts import say

TAG_BYTES = 64 << 20  # a tag that is longer is no work of a spreadsheet program


@dataclass(frozen=True)
class Packed:
    """This is a workbook as a zip: open, weighed, with the name that errors call it."""

    packed: zipfile.ZipFile
    name: str
    limits: Limits


Start = Callable[[str, dict[str, str]], object]


def read_part(
    source: Packed, part: str, start: Start, end: Callable[[str], object] = lambda _tag: None,
    characters: Callable[[str], object] | None = None,
) -> None:  # fmt: skip
    """This reads one part to its end; the functions are told of each element and its text."""
    for _ in parsed(source, part, start, end, characters):
        pass


def parsed(
    source: Packed, part: str, start: Start, end: Callable[[str], object], characters: Callable[[str], object] | None
) -> Iterator[None]:
    """This feeds one part to an XML parser, chunk by chunk, with names bare of their prefixes."""
    parser = ParserCreate()
    parser.buffer_text = True
    depth = 0
    limit = source.limits.depth

    def started(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limit:
            raise _refused(source, part, say("Elements are nested more than {limit} deep.", limit=limit))
        start(tag.rpartition(":")[2] if ":" in tag else tag, attributes)

    def ended(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag.rpartition(":")[2] if ":" in tag else tag)

    def document_type(*_: object) -> None:
        raise _refused(
            source, part,
            say("The file has a document type (DOCTYPE), which may pull in other files or grow without end. "
                "It is not read."),
        )  # fmt: skip

    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.StartDoctypeDeclHandler = document_type
    if characters is not None:
        parser.CharacterDataHandler = characters
    fed = 0
    try:
        for chunk in archive.part_of(source.packed, part, name=source.name):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > TAG_BYTES:
                raise archive.damaged(source.name)
            yield
        parser.Parse(b"", True)
    except (ExpatError, LookupError, ValueError) as error:
        raise archive.damaged(source.name) from error


def _refused(source: Packed, part: str, why: str) -> InputError:
    where = say("“{file}”, part {part}:", file=source.name, part=part)
    return InputError(f"{where} {why}", next_step=say("Open it in Excel, and save it anew as .xlsx."))


def whole(text: str | None) -> int:
    """This reads a whole number that the format itself prescribes; -1 where there is none."""
    return int(text) if text and len(text) < 12 and text.isascii() and text.isdigit() else -1
