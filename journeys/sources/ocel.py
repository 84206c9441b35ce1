"""Reads an object-centric log (OCEL 2.0; also 1.0 in JSON): a row is an event in one case, each type of object is a column.

Whose column is ours is then proposed as for any file: a type called `zaak`, `inwoner`, `medewerker` or `afdeling` is recognised, and the
settings may name a type (`case = "Purchase Order"`). An event that touches several cases is a row in each. A qualifier that is a name of
ours (`to_department`, `to_official`) makes a column of its own. An event without a resident has that of its case, where they are related.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from journeys.errors import InputError
from journeys.limits import Limits
from journeys.names import normalised
from journeys.settings import OURS, Settings
from journeys.sources.event_rows import BATCH, moment_text
from journeys.sources.ocel_events import Happening, Thing, happenings, things
from journeys.sources.raw import PLACE, RawTable, Remark
from journeys.texts import say

if TYPE_CHECKING:
    import pandas as pd

ACTIVITY, TIME, EVENT = "concept:name", "time:timestamp", "event id"
CASES = ("case", "zaak", "zaken", "cases", "dossier", "melding", "meldingen", "ticket", "aanvraag")
RESIDENTS = ("resident", "inwoner", "inwoners", "burger", "klant", "cliënt", "aanvrager", "melder", "citizen", "customer")
"""Types of objects that are cases and residents, by name; the settings may name others."""


_LISTS = re.compile(rb'\{\s*"(events|objects)"\s*:\s*\[\s*(\{\s*"(id|type|time|attributes|relationships)"|\])')


def sort_of(first: bytes) -> str | None:
    """This tells by its first bytes whether a file is an object-centric log: `json`, `xml`, `sqlite`, or None."""
    text = first.lstrip(b"\xef\xbb\xbf \t\r\n")
    if first.startswith(b"SQLite format 3\x00"):
        return "sqlite"
    if text.startswith(b"<") and (b"<object-types" in text or b"<event-types" in text):
        return "xml"
    if text.startswith(b"{") and (_LISTS.match(text) or any(key in text[:400] for key in (b'"objectTypes"', b'"eventTypes"', b'"ocel:'))):
        return "json"
    return None


def read_ocel(path: Path, *, sort: str, name: str, settings: Settings, limits: Limits) -> RawTable:
    """This reads an object-centric log into a raw table, all text.

    Remarks: `objects_beside_the_first` (an event touches more objects of a type than the one that is told), `events_without_case`.

    Raises `InputError` for a file that is damaged, no OCEL, without events, or beyond the limits.
    """
    every = things(path, sort=sort, name=name, limits=limits)
    types = list(dict.fromkeys(thing.type for thing in every.values()))
    case_type = _type_of("case", types, CASES, settings)
    resident_type = _type_of("resident", types, RESIDENTS, settings)
    residents = _residents(every, case_type, resident_type)
    qualifiers: dict[str, None] = {}
    attributes: dict[str, None] = {}
    count = 0
    for one in happenings(path, sort=sort, name=name, limits=limits):
        count += 1
        attributes.update(dict.fromkeys(one.attributes))
        qualifiers.update(dict.fromkeys(q for _, q in one.objects if q in OURS and q not in ("case", "resident")))
    if not count:
        raise InputError(say("“{file}” is a log without events.", file=name), next_step=say("Check the filter of the export."))
    case_attributes = dict.fromkeys(key for thing in every.values() if thing.type == case_type for key in thing.attributes)
    headers = _unique([ACTIVITY, TIME, *qualifiers, *types, *attributes, *(f"case:{key}" for key in case_attributes), EVENT, PLACE])
    noted: Counter[str] = Counter()
    table = RawTable(
        name=name, format="OCEL", headers=tuple(headers), path=path, facts={"read_from": say("OCEL as {sort}", sort=sort.upper())}
    )

    def rows() -> Iterator[list[str | None]]:
        for one in happenings(path, sort=sort, name=name, limits=limits):
            for case, told in _told(one, every, case_type, noted):
                if resident_type and case and resident_type not in told and case in residents:
                    told[resident_type] = residents[case]
                case_values = every[case].attributes if case and case in every else {}
                yield [
                    one.activity,
                    moment_text(one.time),
                    *(told.get(key) for key in (*qualifiers, *types)),
                    *(one.attributes.get(key) for key in attributes),
                    *(case_values.get(key) or None for key in case_attributes),
                    one.id,
                    say("event {event}", event=one.id),
                ]

    def batches() -> Iterator[pd.DataFrame]:
        import pandas as pd

        noted.clear()
        done, found = 0, rows()
        while chunk := list(islice(found, BATCH)):
            frame = pd.DataFrame(chunk, columns=[f"c{at}" for at in range(len(headers))], dtype=object)
            frame.insert(0, "row_no", range(done + 1, done + 1 + len(chunk)))
            done += len(chunk)
            yield frame
        table.rows = done
        table.remarks = [Remark(code, noted[code]) for code in sorted(noted)]

    table.batches = batches
    return table


def _told(
    one: Happening, every: dict[str, Thing], case_type: str | None, noted: Counter[str]
) -> Iterator[tuple[str | None, dict[str, str]]]:
    """This gives an event once per case that it touches, with the first object of each other type."""
    told: dict[str, str] = {}
    cases = []
    for number, qualifier in one.objects:
        thing = every.get(number)
        if thing is None:
            continue
        if thing.type == case_type and qualifier != "related_case":  # that one is another case, which the event is not in
            cases.append(number)
            continue
        column = qualifier if qualifier in OURS and qualifier not in ("case", "resident") else thing.type
        if column in told:
            noted["objects_beside_the_first"] += 1
        told.setdefault(column, number)
    if case_type and not cases:
        noted["events_without_case"] += 1
    for case in dict.fromkeys(cases) or [None]:
        yield case, ({**told, case_type: case} if case and case_type else dict(told))


def _residents(every: dict[str, Thing], case_type: str | None, resident_type: str | None) -> dict[str, str]:
    """This gives the resident of a case where the two are related, whichever way round."""
    found: dict[str, str] = {}
    for number, thing in every.items():
        for other, _ in thing.related:
            pair = {thing.type: number, every[other].type: other} if other in every else {}
            if case_type in pair and resident_type in pair and case_type and resident_type:
                found.setdefault(pair[case_type], pair[resident_type])
    return found


def _type_of(ours: str, types: list[str], names: tuple[str, ...], settings: Settings) -> str | None:
    wanted = settings.columns.get(ours)
    if isinstance(wanted, str) and wanted:
        return next((one for one in types if normalised(one) == normalised(wanted)), None)
    return next((one for name in names for one in types if normalised(one) == name), None)


def _unique(headers: list[str]) -> list[str]:
    found: list[str] = []
    for header in headers:
        while header in found:
            header = f"event:{header}"
        found.append(header)
    return found
