"""Raw rows become events: names coded and replaced by pseudonyms, kinds recognised, order settled, nothing lost.

    rows read = events + rejects

holds for every run and is checked here. Rows that are equal in every column (A3) are among the events once read, but only the first of
them goes on: the others are counted as duplicates. From here on nothing knows a name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from functools import partial

import duckdb

from journeys.door import close_door, working_beside
from journeys.dossier import answer
from journeys.doubtful import note_doubtful_names
from journeys.encoding import code_texts_of, encode, make_types, refuse_spoilt_ids, within
from journeys.errors import LawError
from journeys.file_reading import FileReading
from journeys.kinds import KindFound
from journeys.loading import Loaded, check_pages
from journeys.mapping import unused_columns
from journeys.moment_words import describe
from journeys.names import forget, normalised, teach
from journeys.ordering import (
    keep_residents,
    make_journeys,
    make_log,
    name_cases,
    name_journeys,
    name_people,
    settle_events,
    settle_journeys,
    sort_events,
    take_out_placeholders,
)
from journeys.personal_numbers import LOOKED_AT, PersonalColumn, find_personal, looked_at, note_personal
from journeys.pseudonyms import pseudonym_sql
from journeys.settings import OURS, Settings
from journeys.sources.raw import PLACE
from journeys.texts import say

LIFECYCLE = "lifecycle:transition"
"""The column of XES (and of exports from it) that tells start and complete of an activity apart."""


@dataclass(frozen=True)
class Intake:
    """This is what came in: the law in numbers, and how each file and activity was understood."""

    rows: int
    events: int
    rejects: int
    duplicates: int
    readings: tuple[FileReading, ...]
    kinds: tuple[KindFound, ...]


def take_in(
    connection: duckdb.DuckDBPyConnection,
    readings: Sequence[FileReading],
    *,
    settings: Settings,
    key: bytes | None,
    today: date,
    progress: Callable[[str], None] | None = None,
) -> Intake:
    """This makes the tables of docs/architecture.md from the loaded rows.

    `key` is the secret of the pseudonyms; None keeps the names of the source (an explicit choice of the user). `today` only serves to
    remark moments in the future. Raises `InputError` for ids that a spreadsheet has spoilt, `LawError` when a row got lost.
    """
    tell = progress or (lambda _stage: None)
    teach(connection)
    make_types(connection)
    with working_beside(connection) as beside:
        tell("names")
        plain = settings.reading.reading == "plain"
        kinds = code_texts_of(connection, readings, beside, settings=settings, plain=plain, key=key)
        personal = [beside(partial(_searched, reading)) for reading in readings]
        pages = [beside(partial(check_pages, table=one.loaded.table, used=one.mapping.values())) for one in readings]
        unread = [beside(partial(_unread_starts, reading, settings.zone)) for reading in readings]
        refuse_spoilt_ids(connection, readings)
        tell("events")
        encode(connection, readings, settings=settings, plain=plain)
        _make_problem_tables(connection, readings)
        tell("order")
        take_out_placeholders(connection, readings)
        make_journeys(connection, settings=settings)
        dictionaries = beside(partial(_make_dictionaries, key=key))
        named = [beside(partial(name_cases, key=key))]
        sort_events(connection, readings, settings=settings, plain=plain)
        # What follows mostly walks in one thread, and so does each of these.
        named.append(beside(partial(name_people, key=key)))
        duplicates = 0 if plain else settle_events(connection, readings)
        make_log(connection, settings=settings)
        _make_present(connection, readings)
        _remark(connection, readings, duplicates=duplicates, today=today)
        _remark_starts(connection, readings, unread)
        _remark_begun_and_done(connection, readings)
        for each in (dictionaries, *named):
            each.result()
        settle_journeys(connection, settings=settings)
        name_journeys(connection, settings=settings)
        keep_residents(connection, settings=settings)
        _remark_nobody(connection)
        _note_people(connection, readings, personal, settings=settings)
        for each in pages:
            each.result()
    intake = _counted(connection, readings, duplicates=duplicates, kinds=kinds)
    _sweep(connection)
    forget(connection)
    return intake


def _searched(reading: FileReading, connection: duckdb.DuckDBPyConnection) -> tuple[PersonalColumn, ...]:
    """This searches the first rows of a file for personal numbers."""
    one = reading.loaded
    columns = looked_at(one.table.headers, reading.mapping)
    return find_personal(connection, one.relation, columns, rows=min(one.table.rows, LOOKED_AT), within=f"row_no <= {LOOKED_AT}")


def _make_problem_tables(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading]) -> None:
    """This makes `files`, `rejects`, `remarks` and `columns_used`, and takes the rejects out of `coded`."""
    connection.execute("""
        create table files (file_no integer, file varchar, format varchar, sheet varchar, rows integer, first_row_no integer,
          facts varchar);
        create table rejects (file varchar, sheet varchar, row_no integer, reason varchar, place varchar);
        create table remarks (file varchar, sheet varchar, row_no integer, remark varchar, count bigint, detail varchar);
        create table columns_used (ours varchar, header varchar, file varchar, confidence double, reason varchar);
        create table moment_facts (file varchar, ours varchar, header varchar, described varchar, values bigint, ambiguous bigint,
          day_only bigint);
        create table incomplete (ours varchar, file varchar, reason varchar);
    """)
    for reading in readings:
        one, table = reading.loaded, reading.loaded.table
        facts = "; ".join(f"{name}={value}" for name, value in sorted(table.facts.items()))
        connection.execute(
            "insert into files values (?, ?, ?, ?, ?, ?, ?)",
            [one.file_no, table.name, table.format, table.sheet, table.rows, one.offset + 1, facts],
        )
        for reject in table.rejects:
            connection.execute(
                "insert into rejects values (?, ?, ?, ?, ?)", [table.name, table.sheet, reject.row, reject.reason, reject.place or None]
            )
        for remark in table.remarks:
            _note(connection, one, remark.code, remark.count, row=remark.row, detail=remark.detail or None)
        sure = reading.proposals.chosen
        used: list[tuple[str, str, str, float | None, str]] = []
        for ours in OURS:
            if ours in reading.mapping:
                header = table.headers[reading.mapping[ours]]
                proposal = sure.get(ours)
                known = proposal is not None and proposal.position == reading.mapping[ours] + 1
                used.append(
                    (ours, header, table.name, proposal.confidence if known and proposal else None,
                     proposal.reason if known and proposal else say("as the settings say"))
                )  # fmt: skip
        connection.execute(
            "insert into columns_used select unnest(?::varchar[]), unnest(?::varchar[]), unnest(?::varchar[]), unnest(?::double[]),"
            " unnest(?::varchar[])",
            [list(column) for column in zip(*used, strict=True)],
        )
        for ours, reason in table.incomplete.items():
            connection.execute("insert into incomplete values (?, ?, ?)", [ours, table.name, reason])
        for ours, plan in reading.moments.items():
            connection.execute(
                "insert into moment_facts values (?, ?, ?, ?, ?, ?, ?)",
                [table.name, ours, table.headers[reading.mapping[ours]], describe(plan), plan.values, plan.ambiguous, plan.day_only],
            )
        place = "null"
        if "journeys:trace_no" in table.headers:
            trace, event = (f"raw.c{table.headers.index(f'journeys:{name}_no')}" for name in ("trace", "event"))
            place = f"'trace ' || {trace} || ', event ' || {event}"
        elif PLACE in table.headers:
            place = f"raw.c{table.headers.index(PLACE)}"
        connection.execute(
            f"insert into rejects select ?, ?, coded.row_no - {one.offset}, coded.problem, {place} from coded"
            f" join {one.relation} raw on raw.row_no = coded.row_no - {one.offset}"
            f" where coded.{within(one)} and coded.problem is not null order by coded.row_no",
            [table.name, table.sheet],
        )


def _make_dictionaries(connection: duckdb.DuckDBPyConnection, *, key: bytes | None) -> None:
    official = pseudonym_sql("name", "official", key) if key else "first_text"
    connection.execute(
        f"create table officials as select number as official_no, {official} as official from names_official order by number"
    )
    connection.execute(
        "create table departments as select number as department_no, first_text as department from names_department order by number"
    )
    connection.execute("create table topics as select number as topic_no, first_text as topic from names_topic order by number")
    connection.execute("""
        create table activities as
        select names.number as activity_no, names.first_text as activity, kinds.kind, kinds.kind_rule
        from names_activity names left join activity_kinds kinds on kinds.activity = names.first_text order by names.number
    """)


def _make_present(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading]) -> None:
    """This makes `present`: is each of our columns there with at least one known value (A20)? A derived kind counts.

    A column of which a source says that nothing may be counted from it (table `incomplete`) is not there: an unknown is never 0.
    """
    incomplete = {ours for reading in readings for ours in reading.loaded.table.incomplete}
    tested = {
        "official": "official_no", "to_official": "to_official_no", "department": "department_no", "to_department": "to_department_no",
        "topic": "topic_no", "channel": "channel", "outcome": "outcome", "related_case": "related_case_no", "start": "start_moment",
    }  # fmt: skip
    counted = ", ".join(f"count({column}) > 0" for column in tested.values())
    residents, some, *found = answer(
        connection,
        f"select (select count(*) from names_resident) > 0, count(case when kind <> 'other' then 1 end) > 0, {counted} from events",
    )
    there = dict(zip(tested, found, strict=True))
    known = []
    for ours in OURS:
        mapped = any(ours in reading.mapping for reading in readings)
        if ours in ("case", "activity", "time"):
            here = True
        elif ours == "resident":
            here = residents
        elif ours in ("kind", "by"):
            here = some or (ours == "by" and mapped)
        else:
            here = there[ours]
        known.append(here and ours not in incomplete)
    connection.execute(
        "create table present as select unnest(?::varchar[]) as ours, unnest(?::boolean[]) as known", [list(OURS), known]
    )


def _remark(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading], *, duplicates: int, today: date) -> None:
    """This counts what lost no row but is worth knowing, with the first row of each sort."""
    if duplicates:
        connection.execute("""
            insert into remarks
            select file, sheet, min(row_no - first_row_no + 1), 'duplicate', count(*), null
            from (select d.row_no, f.file, f.sheet, f.first_row_no from duplicate_rows d
                  join files f on d.row_no >= f.first_row_no and d.row_no < f.first_row_no + f.rows)
            group by file, sheet, first_row_no order by first_row_no
        """)
    for remark, condition, table in (
        ("ambiguous_hour", "ambiguous_hour and problem is null", "coded"),
        ("moment_in_future", f"moment >= timestamp '{today}' + interval 1 day", "events"),
        ("moment_before_1990", "moment < timestamp '1990-01-01 00:00:00'", "events"),
        ("end_before_start", "start_moment > moment", "events"),
    ):
        for reading in readings:
            one = reading.loaded
            found = answer(
                connection,
                f"select count(*), min(row_no) from {table} where ({condition}) and {within(one)}",
            )
            if found[0]:
                _note(connection, one, remark, found[0], row=found[1] - one.offset)
        for reading in readings if remark == "ambiguous_hour" else ():
            plan = reading.moments["time"]
            for unused in unused_columns(reading.proposals, reading.mapping):
                _note(connection, reading.loaded, "column_unsure", 1, detail=f"{unused.ours}: {unused.header}")
            if plan.midnights:
                _note(connection, reading.loaded, "midnight_as_24", plan.midnights)
            if plan.ambiguous:
                _note(connection, reading.loaded, "day_and_month_alike", plan.ambiguous)


def _note(
    connection: duckdb.DuckDBPyConnection, one: Loaded, remark: str, count: int, *, row: int | None = None, detail: str | None = None
) -> None:
    """This writes down one remark about a file; `row` is the first that it is about, as the file counts."""
    connection.execute("insert into remarks values (?, ?, ?, ?, ?, ?)", [one.table.name, one.table.sheet, row, remark, count, detail])


def _unread_starts(reading: FileReading, zone: str, connection: duckdb.DuckDBPyConnection) -> tuple[int, int | None]:
    """This counts the starts of a file that cannot be read, and gives the row of the first."""
    plan = reading.moments.get("start")
    if plan is None:
        return 0, None
    problem = plan.expressions(f"raw.{reading.column('start')}", zone=zone).problem
    count, first = answer(connection, f"select count(*), min(row_no) from {reading.loaded.relation} raw where ({problem}) is not null")
    return count, first


def _remark_starts(
    connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading], unread: Sequence[Future[tuple[int, int | None]]]
) -> None:
    """This remarks the starts that cannot be read: the event stays, without one."""
    for reading, search in zip(readings, unread, strict=True):
        count, first = search.result()
        if count:
            _note(connection, reading.loaded, "start_unreadable", count, row=first)


def _remark_begun_and_done(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading]) -> None:
    """This counts the rows that tell the start of an activity in a file that tells its end in a row of its own (XES lifecycle)."""
    for reading in readings:
        one = reading.loaded
        for position in (at for at, header in enumerate(one.table.headers) if normalised(header) == LIFECYCLE):
            step = f"lower(trim(cast(c{position} as varchar)))"
            begun, first, done = answer(
                connection,
                f"select count(case when {step} = 'start' then 1 end), min(case when {step} = 'start' then row_no end),"
                f" count(case when {step} = 'complete' then 1 end) from {one.relation}",
            )
            if begun and done:
                _note(connection, one, "start_and_complete", begun, row=first)


def _remark_nobody(connection: duckdb.DuckDBPyConnection) -> None:
    """This counts what could not be tied to a resident: cases under a placeholder number, and contacts; only where residents are known."""
    placeholders = answer(connection, "select count(*) from placeholder_cases")[0]
    if placeholders:
        connection.execute("insert into remarks values (null, null, null, 'placeholder_resident', ?, null)", [placeholders])
    if answer(connection, "select count(*) from names_resident")[0]:
        contacts = answer(
            connection,
            "select count(*) from events join case_residents on case_residents.case_no = events.case_no"
            " where events.kind in ('contact', 'callback_request') and case_residents.resident_no is null",
        )[0]
        if contacts:
            connection.execute("insert into remarks values (null, null, null, 'contact_of_nobody', ?, null)", [contacts])


def _note_people(
    connection: duckdb.DuckDBPyConnection,
    readings: Sequence[FileReading],
    personal: Sequence[Future[tuple[PersonalColumn, ...]]],
    *,
    settings: Settings,
) -> None:
    """This notes what only the names themselves can tell, as counts and numbers: doubtful accounts, placeholders, personal numbers."""
    note_doubtful_names(
        connection,
        officials="(select number, name from names_official)",
        residents="""(
          select distinct cases.journey_no as number, names_resident.name from case_residents
          join cases on cases.case_no = case_residents.case_no join names_resident on names_resident.number = case_residents.resident_no
        )""",
        unknown=settings.unknown,
    )
    for reading, search in zip(readings, personal, strict=True):
        note_personal(connection, search.result(), file=reading.loaded.table.name, mapping=reading.mapping)


def _counted(
    connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading], *, duplicates: int, kinds: Sequence[KindFound]
) -> Intake:
    """This checks the law, rows read = events + rejects, with the tables as they now are."""
    rows = sum(reading.loaded.table.rows for reading in readings)
    kept, rejects = answer(connection, "select (select count(*) from events), (select count(*) from rejects)")
    events = kept + duplicates
    if rows != events + rejects:
        raise LawError(
            say("{rows} rows were read, but {events} events and {rejects} rejects came out. This is a fault of the program.",
                rows=rows, events=events, rejects=rejects),
            next_step=say("Please report it; nothing was written."),
        )  # fmt: skip
    return Intake(rows, events, rejects, duplicates, tuple(readings), tuple(kinds))


def _sweep(connection: duckdb.DuckDBPyConnection) -> None:
    """This drops everything that still knows a name."""
    for kind, name in connection.execute(
        "select 'view', view_name from duckdb_views() where temporary and not internal union all"
        " select 'table', table_name from duckdb_tables() where temporary order by 1 desc, 2"
    ).fetchall():
        connection.execute(f'drop {kind} "{name}"')
    close_door(connection)
