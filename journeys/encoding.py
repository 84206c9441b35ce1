"""Raw rows in numbers: names coded, moments read, kinds recognised, each row with the problem that keeps it from being an event."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from journeys.clock import wall_sql
from journeys.coding import Source, code_texts, unknown_department, unknown_official, unknown_resident, unknown_topic
from journeys.database_file import quoted
from journeys.door import AT_DOOR, Beside
from journeys.dossier import answer
from journeys.errors import InputError
from journeys.file_reading import FileReading
from journeys.kinds import KindFound, by_of, channel_of, kind_of, outcome_of, recognise_kinds
from journeys.loading import Loaded
from journeys.settings import KINDS, Settings
from journeys.texts import say

PARTIES = ("resident", "municipality", "partner")

CHANNELS = ("phone", "email", "letter", "desk", "visit", "web", "chat", "other")

OUTCOMES = ("granted", "rejected", "withdrawn", "referred", "other")

OF_THE_RESIDENT = ("request", "contact", "callback_request", "objection", "complaint")

NUMBERED = (
    ("resident", "resident_no", "texts_resident"), ("official", "official_no", "texts_official"),
    ("to_official", "to_official_no", "texts_official"),
    ("department", "department_no", "texts_department"), ("to_department", "to_department_no", "texts_department"),
    ("topic", "topic_no", "texts_topic"), ("related_case", "related_no", "texts_related"),
)  # fmt: skip
"""Our columns that are numbers of a dictionary: the column of `coded`, and where its texts are numbered."""


def make_types(connection: duckdb.DuckDBPyConnection) -> None:
    for name, words in (("kind_word", KINDS), ("party_word", PARTIES), ("channel_word", CHANNELS), ("outcome_word", OUTCOMES)):
        connection.execute(f"create type {name} as enum ({', '.join(map(quoted, words))})")


def code_texts_of(
    connection: duckdb.DuckDBPyConnection,
    readings: Sequence[FileReading],
    beside: Beside,
    *,
    settings: Settings,
    plain: bool,
    key: bytes | None,
) -> list[KindFound]:
    """This numbers the names of every sort, and recognises kinds, parties, channels and outcomes.

    Cases, of which there are most, are numbered while another connection does the others.
    """
    names = (
        ("resident", ("resident",), unknown_resident(settings)),
        ("official", ("official", "to_official"), unknown_official(settings, key=key)),
        ("department", ("department", "to_department"), unknown_department(settings)),
        ("topic", ("topic",), unknown_topic(settings)),
        ("related", ("related_case",), "false"),
    )

    def code_names(cursor: duckdb.DuckDBPyConnection) -> None:
        for name, ours, unknown in names:
            code_texts(cursor, name, _sources(readings, *ours), plain=plain, unknown=unknown)

    def code_activities(cursor: duckdb.DuckDBPyConnection) -> list[KindFound]:
        code_texts(cursor, "activity", _sources(readings, "activity"), plain=plain)
        return _code_words(cursor, readings, settings=settings)

    others, activities = beside(code_names), beside(code_activities)
    code_texts(connection, "case", _sources(readings, "case"), plain=plain)
    others.result()
    return activities.result()


def _code_words(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading], *, settings: Settings) -> list[KindFound]:
    """This recognises kinds, parties, channels and outcomes: per distinct text, never per row."""
    for ours, word_of, kind in (
        ("kind", kind_of, "kind_word"), ("by", by_of, "party_word"), ("channel", channel_of, "channel_word"),
        ("outcome", outcome_of, "outcome_word"),
    ):  # fmt: skip
        sources = _sources(readings, ours)
        parts = " union ".join(f"select distinct cast({one.column} as varchar) as text from {one.relation}" for one in sources)
        found = connection.execute(f"select text from ({parts}) where text <> '' order by text").fetchall() if sources else []
        texts = [text for (text,) in found]
        connection.execute(
            f"create or replace table {AT_DOOR}words_{ours} as select unnest(?::varchar[]) as text, unnest(?::{kind}[]) as word",
            [texts, [word_of(text) for text in texts]],
        )
    derived = [reading for reading in readings if reading.column("kind") is None]
    counted: dict[str, int] = {}
    for reading in derived:
        column = reading.column("activity")
        for text, count in connection.execute(
            f"select names.first_text, count(*) from {reading.loaded.relation} raw"
            f" join texts_activity texts on texts.text = cast(raw.{column} as varchar)"
            " join names_activity names on names.number = texts.number group by 1 order by 1"
        ).fetchall():
            counted[text] = counted.get(text, 0) + count
    recognised = recognise_kinds(counted, settings=settings.kinds)
    connection.execute(
        f"create or replace table {AT_DOOR}activity_kinds as select unnest(?::varchar[]) as activity, unnest(?::kind_word[]) as kind,"
        " unnest(?::party_word[]) as acted_by, unnest(?::varchar[]) as kind_rule",
        [[getattr(one, name) for one in recognised] for name in ("activity", "kind", "by", "rule")],
    )
    connection.execute(f"""
        create or replace table {AT_DOOR}code_activity as
        select texts.text, texts.number, kinds.kind, kinds.acted_by, kinds.kind_rule from texts_activity texts
        left join names_activity names on names.number = texts.number
        left join activity_kinds kinds on kinds.activity = names.first_text
    """)
    return list(recognised)


def refuse_spoilt_ids(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading]) -> None:
    """This refuses ids in scientific notation: a spreadsheet has rounded them, and cases would be thrown together."""
    spoilt = "'\\s*[+-]?[0-9]([.,][0-9]+)?[eE][+-]?[0-9]{1,3}\\s*'"
    for reading in readings:
        for ours, dictionary in (("case", "case"), ("resident", "resident"), ("related_case", "related")):
            column = reading.column(ours)
            if (
                column is None
                or not answer(connection, f"select count(*) from texts_{dictionary} where regexp_full_match(text, {spoilt})")[0]
            ):
                continue
            found = answer(
                connection,
                f"select min(row_no), count(*) from {reading.loaded.relation} where regexp_full_match(cast({column} as varchar), {spoilt})",
            )
            if found[1]:
                raise InputError(
                    say(
                        "{file}, column “{column}”, row {row}: {count} numbers are written like 1,23E+15. Excel has probably"
                        " rounded them, so different cases may have become one.",
                        file=reading.loaded.table.name,
                        column=reading.loaded.table.headers[reading.mapping[ours]],
                        row=str(found[0]),
                        count=found[1],
                    ),
                    next_step=say("Export again with this column as text."),
                )


def encode(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading], *, settings: Settings, plain: bool) -> None:
    """This makes temporary table `coded`: every raw row in numbers, with the problem that keeps it from being an event.

    Columns that no file has are left out, so that they cost nothing on the way; `events` gets them as nulls.
    """
    mapped = {ours for reading in readings for ours in reading.mapping}
    parts = [_encoding(reading, mapped, settings=settings, plain=plain) for reading in readings]
    connection.execute(f"create or replace temporary table coded as {' union all '.join(parts)}")


def within(one: Loaded) -> str:
    """This gives the SQL condition that a numbered row is of this file."""
    return f"row_no between {one.offset + 1} and {one.offset + one.table.rows}"


def _encoding(reading: FileReading, mapped: set[str], *, settings: Settings, plain: bool) -> str:
    raw = reading.loaded.relation
    joins: list[str] = []

    def word(ours: str, dictionary: str, value: str = "number", nothing: str = "null::integer") -> str:
        column = reading.column(ours)
        if column is None:
            return nothing
        joins.append(f"left join {dictionary} t_{ours} on t_{ours}.text = cast(raw.{column} as varchar)")
        return f"t_{ours}.{value}"

    time = reading.moments["time"].expressions(f"raw.{reading.column('time')}", zone=settings.zone)
    ends = reading.moments["time"].is_midnight(f"raw.{reading.column('time')}")
    values = {
        "row_no": f"(raw.row_no + {reading.loaded.offset})::integer",
        "case_no": word("case", "texts_case"),
        "activity_no": word("activity", "code_activity"),
        "moment": time.utc,
        "no_time": time.day_only,
        "end_of_day": f"coalesce({ends}, false)",
        "ambiguous_hour": time.ambiguous_hour,
        "moment_missing": f"raw.{reading.column('time')} is null",
        "moment_problem": time.problem,
        "kind": f"coalesce({word('kind', 'words_kind', 'word') if reading.column('kind') else 't_activity.kind'}, 'other')::kind_word",
    }
    stated = [word("by", "words_by", "word")] if reading.column("by") else []
    if not reading.column("kind"):
        stated.append("t_activity.acted_by")
    values["stated_by"] = f"coalesce({', '.join([*stated, 'null::party_word'])})"
    if "start" in mapped:
        start = (
            reading.moments["start"].expressions(f"raw.{reading.column('start')}", zone=settings.zone).utc
            if "start" in reading.moments
            else None
        )
        values["start_moment"] = start or "null::timestamp"
    for ours, name, dictionary in NUMBERED:
        if ours in mapped:
            values[name] = word(ours, dictionary)
    for ours, kind in (("channel", "channel_word"), ("outcome", "outcome_word")):
        if ours in mapped:
            values[ours] = word(ours, f"words_{ours}", "word", f"null::{kind}")
    inner = ", ".join(f"{value} as {name}" for name, value in values.items())
    # In Amsterdam the local date differs from the date in UTC only from 22:00 UTC on: most rows need no look at the zone.
    zone = "Europe/Amsterdam" if plain else settings.zone
    local = wall_sql("moment", zone)
    late = "moment::time >= time '22:00:00'" if zone == "Europe/Amsterdam" else "true"
    resident_kinds = ", ".join(map(quoted, OF_THE_RESIDENT))
    return f"""
        select * exclude (no_time, end_of_day, moment_missing, moment_problem, stated_by),
          no_time or (not end_of_day and case when {late} then {local}::time = time '00:00:00' else false end) as day_only,
          case when {late} then {local}::date else moment::date end as local_date,
          coalesce(stated_by, case when kind in ({resident_kinds}) then 'resident' else 'municipality' end::party_word) as acted_by,
          case when case_no is null then 'case_missing' when activity_no is null then 'activity_missing'
            when moment_missing then 'moment_missing' else moment_problem end as problem
        from (select {inner} from {raw} raw {" ".join(joins)})
    """


def _sources(readings: Sequence[FileReading], *ours: str) -> list[Source]:
    return [
        Source(reading.loaded.relation, column, reading.loaded.offset)
        for reading in readings
        for one in ours
        if (column := reading.column(one)) is not None
    ]
