"""Source profiles: how the columns, statuses and activities of one export become our events, as a file that anybody can read.

A profile is recognised by the headers of the export: all that it names must be there (A2), and of several that fit the one that names
most. Where two fit equally well none is used and that is remarked: a mapping that is unsure is never used in silence. A municipality
keeps its own in a folder `profiles` beside the export or beside journeys.toml; those go before the shipped ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from journeys.names import normalised
from journeys.settings import OURS
from journeys.sources.delimited import check_unchanged
from journeys.sources.event_rows import HEADERS, frame
from journeys.sources.profile_files import FreeText, Profile, read_profile
from journeys.sources.raw import PLACE, RawTable, Reject, Remark
from journeys.sources.resident_numbers import citizen_number
from journeys.texts import say

if TYPE_CHECKING:
    import pandas as pd

    from journeys.columns import Proposals

SHIPPED = Path(__file__).parents[1] / "profiles"
NEARLY = 0.75
"""From this share of its headers on, a profile that does not fit is named with the headers that are missing."""


def profiles_for(folders: Sequence[Path]) -> list[tuple[Profile, bool]]:
    """This gives every profile that may be used, and whether it is the municipality's own: own ones first, by folder and name."""
    own = [read_profile(path) for folder in dict.fromkeys(folders) if folder.is_dir() for path in sorted(folder.glob("*.toml"))]
    return [(one, True) for one in own] + [(one, False) for one in shipped_profiles()]


@cache
def shipped_profiles() -> tuple[Profile, ...]:
    """This reads the shipped profiles once."""
    return tuple(read_profile(path) for path in sorted(SHIPPED.glob("*.toml")))


def with_profile(
    table: RawTable, *, folders: Sequence[Path], connection: duckdb.DuckDBPyConnection, settings_columns: Mapping[str, str | int]
) -> RawTable:
    """This gives the table as the profile says that fits its headers; without one the table as it is.

    Columns that the settings name themselves (case, activity or time) go before any profile: then none is used.
    """
    there = {normalised(header) for header in table.headers}
    if table.settled or any(_named(settings_columns.get(ours), there) for ours in ("case", "activity", "time")):
        return table
    every = profiles_for(folders)
    for own in (True, False):
        fitting = [one for one, is_own in every if is_own is own and one.fits(table.headers)]
        most = max((len(one.headers) for one in fitting), default=0)
        best = [one for one in fitting if len(one.headers) == most]
        if len(best) > 1:
            table.remarks.append(Remark("profiles_alike", len(best), detail=", ".join(one.name for one in best)))
            return table
        if best:
            return _applied(best[0], table, connection)
    for one, _ in every:
        lacking = one.lacking(table.headers)
        if lacking and 1 - len(lacking) / len(one.headers) >= NEARLY and there.isdisjoint(map(normalised, one.absent)):
            table.remarks.append(Remark("profile_nearly", len(lacking), detail=f"{one.name}: {', '.join(lacking)}"))
    return table


def profile_toml(proposals: Proposals, *, name: str) -> str:
    """This writes a profile of the municipality's own from a proposal: sure columns stand, unsure ones are comments."""
    lines = [
        f"# {say('A profile: put it in a folder “profiles” beside the export. It is used for every export with these headers.')}",
        f"name = {_quoted(name)}",
        'rows = "events"',
        f"headers = [{', '.join(map(_quoted, proposals.headers))}]",
        "",
        "[columns]",
    ]
    for ours in OURS:
        if ours in proposals.chosen:
            lines.append(f"{ours} = {_quoted(proposals.chosen[ours].header)}")
        for one in proposals.unsure.get(ours, ())[:3]:
            lines.append(f"# {ours} = {_quoted(one.header)}  # {round(100 * one.confidence)}% {one.reason}")
    lines += [
        "",
        f"# {say('What kind of event an activity or a status is; without this the words decide.')}",
        "# [activities]",
        '# "In behandeling" = "work"',
    ]
    return "\n".join([*lines, ""])


# --- A profile at work --------------------------------------------------------------------------------------------------------------------


def _applied(profile: Profile, table: RawTable, connection: duckdb.DuckDBPyConnection) -> RawTable:
    why = say("profile “{profile}”", profile=profile.name)
    by_name = {normalised(header): header for header in reversed(table.headers)}
    columns = {ours: by_name[normalised(header)] for ours, header in profile.columns.items() if normalised(header) in by_name}
    incomplete = dict(profile.incomplete)
    fitting = say("{profile}, for all {n} headers that it names are there", profile=profile.name, n=len(profile.headers))
    facts = {**table.facts, "profile": fitting}
    if profile.rows == "events" and not profile.activities and not profile.nobody and profile.free_text is None:
        table.settled, table.settled_why, table.incomplete, table.facts = columns, why, incomplete, facts
        return table
    said = ("activity", "time", "kind") if profile.activities or profile.rows == "cases" else ()
    header_of = {ours: header for ours, header in HEADERS.items() if ours in columns or ours in said}
    beside = [columns["activity"]] if profile.free_text else []  # it only tells rows apart (A3) and is swept out
    made = replace(
        table,
        headers=(*header_of.values(), *beside, PLACE),
        batches=None,
        relation=None,
        facts=facts,
        settled=header_of,
        settled_why=why,
        incomplete=incomplete,
    )
    walk = _dated if profile.rows == "cases" else _worded
    nobody = {normalised(text) for text in profile.nobody}
    numbers = "bsn" in normalised(columns.get("resident", ""))
    position = {ours: table.headers.index(header) for ours, header in columns.items()}
    position |= {one.time: table.headers.index(by_name[normalised(one.time)]) for one in profile.events if normalised(one.time) in by_name}

    def batches() -> Iterator[pd.DataFrame]:
        done, others = 0, [0]
        for read in frames(table, connection):
            found = walk(profile, read, position)
            found = _without_free_text(found, profile.free_text, others) if profile.free_text else found
            found = map(_whole_number, found) if numbers else found
            found = (_without_nobody(event, nobody) for event in found) if nobody else found
            made_frame = frame(found, [*header_of, *(_SAID for _ in beside)], first=done + 1)
            done += len(made_frame)
            yield made_frame
        made.rejects = [
            Reject(done + at, one.reason, one.place or say("row {row}", row=one.row)) for at, one in enumerate(table.rejects, start=1)
        ]
        left_out = [Remark("free_text_left_out", others[0])] if others[0] else []
        made.remarks = [*table.remarks, *left_out]
        made.rows = done + len(table.rejects)

    made.batches = batches
    return made


_SAID = "said"


def _without_free_text(
    events: Iterator[dict[str, str | None]], free_text: FreeText, others: list[int]
) -> Iterator[dict[str, str | None]]:
    """This cuts every activity to the words that the profile knows; `others` counts what begins with none of them."""
    for event in events:
        said = event.get("activity")
        kept = free_text.kept(said) if said and said.strip() else said
        if kept is None and said:
            others[0] += 1
            kept = free_text.rest
        yield {**event, "activity": kept, _SAID: said}


def _without_nobody(event: dict[str, str | None], nobody: set[str]) -> dict[str, str | None]:
    """This takes out the words that a system writes where nobody has the case yet."""
    people = ("official", "department", "to_official", "to_department")
    return {ours: None if ours in people and normalised(text or "") in nobody else text for ours, text in event.items()}


def _whole_number(event: dict[str, str | None]) -> dict[str, str | None]:
    """This puts back the first zero that a citizen number lost on its way through a spreadsheet, so that systems meet on it."""
    return {**event, "resident": citizen_number(event.get("resident")) or event.get("resident")}


def frames(table: RawTable, connection: duckdb.DuckDBPyConnection) -> Iterator[pd.DataFrame]:
    """This gives the rows of any raw table as data frames of texts, whichever way it is read."""
    if table.batches is not None:
        yield from table.batches()
        return
    texts = ", ".join(["row_no", *(f"cast(c{at} as varchar) as c{at}" for at in range(len(table.headers)))])
    found = connection.cursor().execute(f"select {texts} from {table.relation} order by row_no")
    rows = 0
    while len(chunk := found.fetch_df_chunk(20)):
        chunk = chunk.astype(object).where(chunk.notna(), None)
        rows += len(chunk)
        yield chunk
    table.rows = rows + len(table.rejects)
    check_unchanged(table)


def _worded(profile: Profile, read: pd.DataFrame, position: Mapping[str, int]) -> Iterator[dict[str, str | None]]:
    kinds = {normalised(text): kind for text, kind in profile.activities.items()}
    named = [ours for ours in OURS if ours in position]
    for row_no, *cells in zip(read["row_no"], *(read[f"c{position[ours]}"] for ours in named), strict=True):
        event: dict[str, str | None] = dict(zip(named, cells, strict=True))
        if "kind" not in position:
            event["kind"] = kinds.get(normalised(event.get("activity") or ""))
        yield {**event, PLACE: say("row {row}", row=int(row_no))}


def _dated(profile: Profile, read: pd.DataFrame, position: Mapping[str, int]) -> Iterator[dict[str, str | None]]:
    """This gives an event for each date of a case; a case without any of them keeps one row, so that it is told as a reject."""
    named = [ours for ours in OURS if ours in position]
    dated = [(one, position[one.time]) for one in profile.events if one.time in position]
    cells = [read[f"c{column}"] for column in (*(position[ours] for ours in named), *(column for _, column in dated))]
    for row_no, *values in zip(read["row_no"], *cells, strict=True):
        whole = dict(zip(named, values, strict=False))
        place = say("row {row}", row=int(row_no))
        there = list(zip((one for one, _ in dated), values[len(named) :], strict=True))
        for one, moment in [(one, moment) for one, moment in there if moment and str(moment).strip()] or there[:1]:
            kept = {ours: value for ours, value in whole.items() if ours not in one.without}
            yield {**kept, "activity": one.activity, "kind": one.kind, "time": moment, PLACE: place}


def _named(wanted: str | int | None, there: set[str]) -> bool:
    return wanted is not None and wanted != "" and (isinstance(wanted, int) or normalised(wanted) in there)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
