"""Raw rows become events: moments read, names coded and replaced by pseudonyms, kinds recognised, order settled.

    rows read = events + rejects

holds for every run and is checked here. Rows that are equal in every column (A3) are among the events once read, but only the first of
them goes on: the others are counted as duplicates. From here on nothing knows a name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb

from journeys.coding import Source, code_texts, quoted, unknown_department, unknown_official, unknown_resident, unknown_topic
from journeys.columns import ColumnSample, Proposals, propose_columns, settle_columns, unused_columns
from journeys.dossier import answer
from journeys.doubtful import note_doubtful_names
from journeys.errors import InputError, LawError
from journeys.kinds import KindFound, by_of, channel_of, kind_of, outcome_of, recognise_kinds
from journeys.loading import Loaded
from journeys.moments import MomentPlan, decide_moments
from journeys.names import forget, normalised, normalised_sql, teach
from journeys.personal_numbers import note_personal
from journeys.pseudonyms import pseudonym_sql
from journeys.settings import KINDS, OURS, Settings
from journeys.texts import say
from journeys.workdays import calendar_rows

PARTIES = ("resident", "municipality", "partner")
CHANNELS = ("phone", "email", "letter", "desk", "visit", "web", "chat", "other")
OUTCOMES = ("granted", "rejected", "withdrawn", "referred", "other")
OF_THE_RESIDENT = ("request", "contact", "callback_request", "objection", "complaint")

_NUMBERED = (
    ("resident", "resident_no", "texts_resident"), ("official", "official_no", "texts_official"), ("to_official", "to_official_no", "texts_official"),
    ("department", "department_no", "texts_department"), ("to_department", "to_department_no", "texts_department"),
    ("topic", "topic_no", "texts_topic"), ("related_case", "related_no", "texts_related"),
)  # fmt: skip
"""Our columns that are numbers of a dictionary: the column of `coded`, and where its texts are numbered."""

_SEARCHED_ROWS = 500_000
"""So many rows of a file are searched for personal numbers: a column that holds them shows it in far fewer."""

_SAMPLE_ROWS = 200_000
_SAMPLE_VALUES = 2_000


@dataclass(frozen=True)
class FileReading:
    """This is how one file was understood: whose column is ours (0-based positions), how sure, and how its moments are written."""

    loaded: Loaded
    mapping: dict[str, int]
    proposals: Proposals
    moments: dict[str, MomentPlan] = field(default_factory=dict)

    def column(self, ours: str) -> str | None:
        """This gives the column of the raw relation that is ours, or None."""
        return f"c{self.mapping[ours]}" if ours in self.mapping else None


@dataclass(frozen=True)
class Intake:
    """This is what came in: the law in numbers, and how each file and activity was understood."""

    rows: int
    events: int
    rejects: int
    duplicates: int
    readings: tuple[FileReading, ...]
    kinds: tuple[KindFound, ...]


def understand(connection: duckdb.DuckDBPyConnection, loaded: Sequence[Loaded], *, settings: Settings) -> list[FileReading]:
    """This settles per file whose column is ours and how its moments are written; it changes nothing.

    Columns named in the settings hold for every file that has them. Raises `MappingError` with the line to add where a required column
    is unsure, and `InputError` where a column of moments contradicts itself.
    """
    readings = []
    for one in loaded:
        headers = one.table.headers
        proposals = propose_columns(samples(connection, one))
        mapping = settle_columns(proposals, _columns_for(one, loaded, settings), headers)
        moments = {
            ours: decide_moments(
                connection, one.relation, f"c{mapping[ours]}", column_label=headers[mapping[ours]], day_first=settings.reading.day_first
            )
            for ours in ("time", "start")
            if ours in mapping
        }
        readings.append(FileReading(one, mapping, proposals, moments))
    return readings


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
    tell = progress or (lambda stage: None)
    teach(connection)
    _make_types(connection)
    tell("names")
    plain = settings.reading.reading == "plain"
    _code_all(connection, readings, settings=settings, plain=plain, key=key)
    _refuse_spoilt_ids(connection, readings)
    kinds = _code_words(connection, readings, settings=settings)
    tell("events")
    _encode(connection, readings, settings=settings, plain=plain)
    _make_problem_tables(connection, readings)
    tell("order")
    _make_journeys(connection, settings=settings, key=key)
    duplicates = _make_events(connection, readings, settings=settings, plain=plain)
    _make_calendar_and_log(connection, settings=settings)
    _make_dictionaries(connection, key=key)
    _make_present(connection, readings)
    _remark(connection, readings, duplicates=duplicates, today=today)
    _note_people(connection, readings, settings=settings)
    intake = _counted(connection, readings, duplicates=duplicates, kinds=kinds)
    _sweep(connection)
    forget(connection)
    return intake


def samples(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> list[ColumnSample]:
    """This draws up to 2,000 values of each column, spread over the first 200,000 rows, with counts over those rows."""
    headers = loaded.table.headers
    within = f"(select * from {loaded.relation} where row_no <= {_SAMPLE_ROWS})"
    counts = answer(
        connection,
        "select count(*), " + ", ".join(f"count(c{i}), count(distinct c{i}), any_value(typeof(c{i}))" for i in range(len(headers))) + f" from {within}",
    )
    rows = int(counts[0])
    step = max(1, rows // _SAMPLE_VALUES)
    found = connection.execute(
        "select " + ", ".join(f"cast(c{i} as varchar)" for i in range(len(headers))) + f" from {within} where row_no % {step} = {1 % step} order by row_no"
    ).fetchall()
    columns = list(zip(*found, strict=True)) or [()] * len(headers)
    return [
        ColumnSample(
            header=header,
            position=i + 1,
            values=tuple(value for value in columns[i] if value is not None),
            rows=rows,
            filled=int(counts[1 + 3 * i]),
            distinct=int(counts[2 + 3 * i]),
            type=str(counts[3 + 3 * i]) if counts[3 + 3 * i] is not None else None,
        )
        for i, header in enumerate(headers)
    ]


def _columns_for(one: Loaded, loaded: Sequence[Loaded], settings: Settings) -> dict[str, str | int]:
    """This gives the settings' columns that hold for this file: with several files, those whose header it has."""
    if len(loaded) == 1:
        return settings.columns
    here = {normalised(header) for header in one.table.headers}
    anywhere = {normalised(header) for other in loaded for header in other.table.headers}
    return {
        ours: header
        for ours, header in settings.columns.items()
        if isinstance(header, int) or normalised(header) in here or normalised(header) not in anywhere
    }


def _make_types(connection: duckdb.DuckDBPyConnection) -> None:
    for name, words in (("kind_word", KINDS), ("party_word", PARTIES), ("channel_word", CHANNELS), ("outcome_word", OUTCOMES)):
        connection.execute(f"create type {name} as enum ({', '.join(map(quoted, words))})")


def _sources(readings: Sequence[FileReading], *ours: str) -> list[Source]:
    return [
        Source(reading.loaded.relation, column, reading.loaded.offset)
        for reading in readings
        for one in ours
        if (column := reading.column(one)) is not None
    ]


def _refuse_spoilt_ids(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading]) -> None:
    """This refuses ids in scientific notation: a spreadsheet has rounded them, and cases would be thrown together."""
    spoilt = "'\\s*[+-]?[0-9]([.,][0-9]+)?[eE][+-]?[0-9]{1,3}\\s*'"
    for reading in readings:
        for ours, dictionary in (("case", "case"), ("resident", "resident"), ("related_case", "related")):
            column = reading.column(ours)
            if column is None or not answer(connection, f"select count(*) from texts_{dictionary} where regexp_full_match(text, {spoilt})")[0]:
                continue
            found = answer(
                connection,
                f"select min(row_no), count(*) from {reading.loaded.relation}"
                f" where regexp_full_match(cast({column} as varchar), {spoilt})",
            )
            if found[1]:
                raise InputError(
                    say(
                        "{file}, column “{column}”, row {row}: {count} numbers are written like 1,23E+15. Excel has probably rounded them, so"
                        " different cases may have become one.",
                        file=reading.loaded.table.name, column=reading.loaded.table.headers[reading.mapping[ours]], row=str(found[0]), count=found[1],
                    ),  # fmt: skip
                    next_step=say("Export again with this column as text."),
                )


def _code_all(
    connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading], *, settings: Settings, plain: bool, key: bytes | None
) -> None:
    for name, ours, unknown in (
        ("case", ("case",), "false"),
        ("related", ("related_case",), "false"),
        ("resident", ("resident",), unknown_resident(settings)),
        ("activity", ("activity",), "false"),
        ("official", ("official", "to_official"), unknown_official(settings, key=key)),
        ("department", ("department", "to_department"), unknown_department(settings)),
        ("topic", ("topic",), unknown_topic(settings)),
    ):
        code_texts(connection, name, _sources(readings, *ours), plain=plain, unknown=unknown)


def _code_words(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading], *, settings: Settings) -> list[KindFound]:
    """This recognises kinds, parties, channels and outcomes: per distinct text, never per row."""
    for ours, word_of, kind in (
        ("kind", kind_of, "kind_word"), ("by", by_of, "party_word"), ("channel", channel_of, "channel_word"), ("outcome", outcome_of, "outcome_word"),
    ):  # fmt: skip
        code_texts(connection, ours, _sources(readings, ours), plain=True)
        texts = [text for (text,) in connection.execute(f"select text from texts_{ours} order by text").fetchall()]
        connection.execute(f"create or replace temporary table words_{ours} (text varchar, word {kind})")
        if texts:
            connection.executemany(f"insert into words_{ours} values (?, ?)", [(text, word_of(text)) for text in texts])
    derived = [reading for reading in readings if reading.column("kind") is None]
    counted: dict[str, int] = {}
    for reading in derived:
        column = reading.column("activity")
        for text, count in connection.execute(
            f"select names.first_text, count(*) from {reading.loaded.relation} raw join texts_activity texts on texts.text = cast(raw.{column} as varchar)"
            " join names_activity names on names.number = texts.number group by 1 order by 1"
        ).fetchall():
            counted[text] = counted.get(text, 0) + count
    found = recognise_kinds(counted, settings=settings.kinds)
    connection.execute(
        "create or replace temporary table activity_kinds (activity varchar, kind kind_word, acted_by party_word, kind_rule varchar)"
    )
    if found:
        connection.executemany("insert into activity_kinds values (?, ?, ?, ?)", [(one.activity, one.kind, one.by, one.rule) for one in found])
    connection.execute("""
        create or replace temporary table code_activity as
        select texts.text, texts.number, kinds.kind, kinds.acted_by, kinds.kind_rule from texts_activity texts
        left join names_activity names on names.number = texts.number
        left join activity_kinds kinds on kinds.activity = names.first_text
    """)
    return list(found)


def _encode(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading], *, settings: Settings, plain: bool) -> None:
    """This makes temporary table `coded`: every raw row in numbers, with the problem that keeps it from being an event.

    It is stored by case and in order of moment and row: the one sort of the rows, after which all else is reading along. Columns that no
    file has are left out, so that they cost nothing on the way; `events` gets them as nulls.
    """
    mapped = {ours for reading in readings for ours in reading.mapping}
    parts = [_encoding(reading, mapped, settings=settings, plain=plain) for reading in readings]
    connection.execute(f"create or replace temporary table coded as {' union all '.join(parts)} order by case_no, moment, row_no")


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
    values = {
        "row_no": f"(raw.row_no + {reading.loaded.offset})::integer",
        "case_no": word("case", "texts_case"),
        "activity_no": word("activity", "code_activity"),
        "moment": time.utc,
        "no_time": time.day_only,
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
        start = reading.moments["start"].expressions(f"raw.{reading.column('start')}", zone=settings.zone).utc if "start" in reading.moments else None
        values["start_moment"] = start or "null::timestamp"
    for ours, name, dictionary in _NUMBERED:
        if ours in mapped:
            values[name] = word(ours, dictionary)
    for ours, kind in (("channel", "channel_word"), ("outcome", "outcome_word")):
        if ours in mapped:
            values[ours] = word(ours, f"words_{ours}", "word", f"null::{kind}")
    inner = ", ".join(f"{value} as {name}" for name, value in values.items())
    # In Amsterdam the local date differs from the date in UTC only from 22:00 UTC on: most rows need no look at the zone.
    zone = "Europe/Amsterdam" if plain else settings.zone
    local = f"timezone({quoted(zone)}, timezone('UTC', moment))"
    late = "moment::time >= time '22:00:00'" if zone == "Europe/Amsterdam" else "true"
    resident_kinds = ", ".join(map(quoted, OF_THE_RESIDENT))
    return f"""
        select * exclude (no_time, moment_missing, moment_problem, stated_by),
          no_time or case when {late} then {local}::time = time '00:00:00' else false end as day_only,
          case when {late} then {local}::date else moment::date end as local_date,
          coalesce(stated_by, case when kind in ({resident_kinds}) then 'resident' else 'municipality' end::party_word) as acted_by,
          case when case_no is null then 'case_missing' when activity_no is null then 'activity_missing'
            when moment_missing then 'moment_missing' else moment_problem end as problem
        from (select {inner} from {raw} raw {' '.join(joins)})
    """


def _make_problem_tables(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading]) -> None:
    """This makes `files`, `rejects`, `remarks` and `columns_used`, and takes the rejects out of `coded`."""
    connection.execute("""
        create table files (file_no integer, file varchar, format varchar, sheet varchar, rows integer, first_row_no integer, facts varchar);
        create table rejects (file varchar, sheet varchar, row_no integer, reason varchar, place varchar);
        create table remarks (file varchar, sheet varchar, row_no integer, remark varchar, count bigint, detail varchar);
        create table columns_used (ours varchar, header varchar, file varchar, confidence double, reason varchar);
        create table moment_facts (file varchar, ours varchar, header varchar, described varchar, values bigint, ambiguous bigint, day_only bigint);
    """)
    for reading in readings:
        one, table = reading.loaded, reading.loaded.table
        facts = "; ".join(f"{name}={value}" for name, value in sorted(table.facts.items()))
        connection.execute(
            "insert into files values (?, ?, ?, ?, ?, ?, ?)",
            [one.file_no, table.name, table.format, table.sheet, table.rows, one.offset + 1, facts],
        )
        for reject in table.rejects:
            connection.execute("insert into rejects values (?, ?, ?, ?, ?)", [table.name, table.sheet, reject.row, reject.reason, reject.place or None])
        for remark in table.remarks:
            connection.execute(
                "insert into remarks values (?, ?, ?, ?, ?, ?)", [table.name, table.sheet, remark.row, remark.code, remark.count, remark.detail or None]
            )
        sure = reading.proposals.chosen
        for ours in OURS:
            if ours in reading.mapping:
                header = table.headers[reading.mapping[ours]]
                proposal = sure.get(ours)
                known = proposal is not None and proposal.position == reading.mapping[ours] + 1
                connection.execute(
                    "insert into columns_used values (?, ?, ?, ?, ?)",
                    [ours, header, table.name, proposal.confidence if known and proposal else None,
                     proposal.reason if known and proposal else say("as the settings say")],
                )  # fmt: skip
        for ours, plan in reading.moments.items():
            connection.execute(
                "insert into moment_facts values (?, ?, ?, ?, ?, ?, ?)",
                [table.name, ours, table.headers[reading.mapping[ours]], plan.described(), plan.values, plan.ambiguous, plan.day_only],
            )
        place = "null"
        if "journeys:trace_no" in table.headers:
            trace, event = (f"raw.c{table.headers.index(f'journeys:{name}_no')}" for name in ("trace", "event"))
            place = f"'trace ' || {trace} || ', event ' || {event}"
        connection.execute(
            f"insert into rejects select ?, ?, coded.row_no - {one.offset}, coded.problem, {place} from coded"
            f" join {one.relation} raw on raw.row_no = coded.row_no - {one.offset}"
            f" where coded.{_within(one)} and coded.problem is not null order by coded.row_no",
            [table.name, table.sheet],
        )


def _within(one: Loaded) -> str:
    """This gives the SQL condition that a numbered row is of this file."""
    return f"row_no between {one.offset + 1} and {one.offset + one.table.rows}"


def _take_out_duplicates(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading]) -> int:
    """This takes out of `events` what repeats an earlier row in every column after A2, and keeps `duplicate_rows(row_no)`.

    Such rows share case and moment, so they stand close together in `events` (which is stored in order); the few that agree in the coded
    columns are compared in full, within files that have the same headers.
    """
    connection.execute("create or replace temporary table duplicate_rows (row_no integer)")
    connection.execute("""
        create or replace temporary table alike as
        with neighbours as (
          select row_no, case_no, moment, activity_no, official_no, department_no, to_department_no, kind, channel,
            lag(case_no) over () = case_no and lag(moment) over () = moment as tied_before,
            lead(case_no) over () = case_no and lead(moment) over () = moment as tied_after
          from events
        ),
        counted as (
          select row_no, count(*) over (partition by case_no, moment, activity_no, official_no, department_no, to_department_no, kind, channel) as n
          from neighbours where tied_before or tied_after
        )
        select row_no from counted where n > 1
    """)
    if not answer(connection, "select count(*) from alike")[0]:
        return 0
    shapes: dict[int, list[FileReading]] = {}
    for reading in readings:
        shapes.setdefault(reading.loaded.shape, []).append(reading)
    for same in shapes.values():
        compared = [i for i, header in enumerate(same[0].loaded.table.headers) if not header.startswith("journeys:")]
        parts = " union all ".join(
            f"select alike.row_no, {', '.join(f'coalesce({_compared(i)}, chr(0)) as c{i}' for i in compared)} from alike"
            f" join (select row_no, {', '.join(f'cast(c{i} as varchar) as c{i}' for i in compared)} from {reading.loaded.relation}) raw"
            f" on raw.row_no = alike.row_no - {reading.loaded.offset} where alike.{_within(reading.loaded)}"
            for reading in same
        )
        every = ", ".join(f"c{i}" for i in compared)
        connection.execute(f"""
            insert into duplicate_rows
            select row_no from (select row_no, min(row_no) over (partition by {every}) as first_row_no from ({parts})) where row_no > first_row_no
        """)
    connection.execute("delete from events where row_no in (select row_no from duplicate_rows)")
    return int(answer(connection, "select count(*) from duplicate_rows")[0])


def _compared(position: int) -> str:
    return normalised_sql(f"raw.c{position}")


def _make_journeys(connection: duckdb.DuckDBPyConnection, *, settings: Settings, key: bytes | None) -> None:
    """This makes `cases` and `journey_ids`: a case belongs to the resident of its first event, in order, that has one (A13)."""
    by_resident = settings.reading.by != "case" and answer(connection, "select count(*) from names_resident")[0] > 0
    resident = "resident_no" if by_resident else "null::integer"
    connection.execute(f"""
        create or replace temporary table case_residents as
        with found as (
          select case_no, min({resident}) as lowest, max({resident}) as highest from coded where problem is null group by case_no
        ),
        torn as (select case_no from found where lowest <> highest),
        first_known as (
          select case_no, arg_min({resident}, (moment, row_no)) as resident_no
          from coded where problem is null and {resident} is not null and case_no in (select case_no from torn) group by case_no
        )
        select found.case_no, coalesce(first_known.resident_no, found.lowest) as resident_no
        from found left join first_known on first_known.case_no = found.case_no
    """)
    case_text = pseudonym_sql("names.name", "case", key) if key else "names.first_text"
    resident_text = pseudonym_sql("residents.name", "resident", key) if key else "residents.first_text"
    connection.execute(f"""
        create table cases as
        with firsts as (
          select resident_no, min(case_no) as first_case from case_residents where resident_no is not null group by resident_no
          union all
          select null, case_no from case_residents where resident_no is null
        ),
        numbered as (select resident_no, first_case, row_number() over (order by first_case) as journey_no from firsts)
        select case_residents.case_no::integer as case_no, {case_text} as "case",
          coalesce(of_resident.journey_no, of_case.journey_no)::integer as journey_no
        from case_residents
        join names_case names on names.number = case_residents.case_no
        left join numbered of_resident on of_resident.resident_no = case_residents.resident_no
        left join numbered of_case on of_case.resident_no is null and case_residents.resident_no is null
          and of_case.first_case = case_residents.case_no
        order by case_residents.case_no
    """)
    connection.execute(f"""
        create table journey_ids as
        with firsts as (
          select cases.journey_no, min_by(cases."case", cases.case_no) as first_case, any_value(case_residents.resident_no) as resident_no
          from cases join case_residents on case_residents.case_no = cases.case_no group by cases.journey_no
        )
        select firsts.journey_no, case when firsts.resident_no is null then 'case:' || firsts.first_case else {resident_text} end as journey
        from firsts left join names_resident residents on residents.number = firsts.resident_no
        order by firsts.journey_no
    """)
    for table, column in (("cases", '"case"'), ("journey_ids", "journey")):
        if answer(connection, f"select count(*) - count(distinct {column}) from {table}")[0]:
            raise LawError(
                say("Two names came out as the same pseudonym; nothing was written."),
                next_step=say("Choose another project name under [privacy] in journeys.toml and run again."),
            )


def _make_events(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading], *, settings: Settings, plain: bool) -> int:
    """This makes `events`, stored by case and in order (A4), without rejects and duplicates; it returns how many duplicates there were."""
    mapped = {ours for reading in readings for ours in reading.mapping}
    numbers = {name: f"coded.{name}" if ours in mapped else "null::integer" for ours, name, _ in _NUMBERED}
    official_known = f"{numbers['official_no']} is not null"
    related = answer(connection, "select count(*) from names_related")[0] > 0
    connection.execute(f"create table days as {_calendar(connection, 'coded', settings)}")
    connection.unregister("calendar")
    # `coded` is stored in order and both joins look up by row, so the rows stay in order (mining checks it before it relies on it).
    connection.execute(f"""
        create table events as
        select coded.row_no, coded.case_no, cases.journey_no, coded.moment, coded.moment as order_moment, coded.day_only,
          {"coded.start_moment" if "start" in mapped else "null::timestamp"} as start_moment,
          days.work_day, coded.local_date, coded.activity_no::integer as activity_no, coded.kind, coded.acted_by,
          {"true" if plain else "coded.acted_by = 'municipality' and coded.kind <> 'notice'"} as municipal,
          {official_known if plain else f"{official_known} and coded.acted_by <> 'partner' and coded.kind <> 'notice'"} as appears,
          {", ".join(f"{numbers[name]}::integer as {name}" for name in ("official_no", "to_official_no", "department_no", "to_department_no", "topic_no"))},
          {"coded.channel" if "channel" in mapped else "null::channel_word"} as channel,
          {"coded.outcome" if "outcome" in mapped else "null::outcome_word"} as outcome,
          {"related_cases.number" if related else "null::integer"} as related_case_no
        from coded
        join cases on cases.case_no = coded.case_no
        join days on days.local_date = coded.local_date
        {"left join names_related on names_related.number = coded.related_no" if related else ""}
        {"left join names_case related_cases on related_cases.name = names_related.name" if related else ""}
        where coded.problem is null
        {"order by coded.case_no, coded.moment, coded.row_no" if related else ""}
    """)
    if plain:
        return 0
    duplicates = _take_out_duplicates(connection, readings)
    _order_days(connection)
    return duplicates


def _order_days(connection: duckdb.DuckDBPyConnection) -> None:
    """This gives a row of which only the date is known the order moment of the row of its case before it in the file, on the same date (A4)."""
    if not answer(connection, "select count(*) from events where day_only")[0]:
        return
    connection.execute("""
        create or replace temporary table order_moments as
        with affected as (
          select row_no, case_no, moment, local_date, day_only from events where case_no in (select case_no from events where day_only)
        ),
        stretches as (
          select *, case when local_date = lag(local_date) over (partition by case_no order by row_no) then 0 else 1 end as opens from affected
        ),
        numbered as (select *, sum(opens) over (partition by case_no order by row_no) as stretch from stretches),
        ordered as (
          select row_no, day_only, last_value(case when not day_only then moment end ignore nulls)
            over (partition by case_no, stretch order by row_no rows between unbounded preceding and current row) as order_moment
          from numbered
        )
        select row_no, order_moment from ordered where day_only and order_moment is not null
    """)
    if not answer(connection, "select count(*) from order_moments")[0]:
        return
    connection.execute("""
        create or replace table events as
        select events.* replace (coalesce(order_moments.order_moment, events.moment) as order_moment)
        from events left join order_moments on order_moments.row_no = events.row_no
        order by events.case_no, coalesce(order_moments.order_moment, events.moment), events.row_no
    """)


def _calendar(connection: duckdb.DuckDBPyConnection, table: str, settings: Settings) -> str:
    """This gives the query of the calendar over the span of the log and a year beyond either side."""
    first, last = answer(connection, f"select min(local_date), max(local_date) from {table}")
    first, last = first or date(2000, 1, 3), last or date(2000, 1, 3)
    last = max(last, settings.reading.end or last)
    connection.register("calendar", calendar_rows(*_span(first, last), closed_days=settings.calendar.closed_days))
    return "select local_date::date as local_date, work_day::integer as work_day, is_working_day from calendar order by local_date"


def _span(first: date, last: date) -> tuple[date, date]:
    """This gives the days a year beyond either side, within what dates can hold."""
    return date(max(first.year - 1, 1), 1, 1), date(min(last.year + 1, 9999), 12, 31)


def _make_calendar_and_log(connection: duckdb.DuckDBPyConnection, *, settings: Settings) -> None:
    grouping = settings.reading.by or "resident"
    if grouping == "resident":
        grouping = "resident" if answer(connection, "select count(*) from names_resident")[0] else "case"
    end = settings.reading.end
    zone = settings.zone
    log_end = f"timezone('UTC', timezone({quoted(zone)}, timestamp '{end} 23:59:59.999999'))" if end else "max(moment)"
    log_date = f"date '{end}'" if end else "max(local_date)"
    connection.execute(f"""
        create table log as
        with span as (
          select min(moment) as first_moment, max(moment) as last_moment, ({log_end})::timestamp as log_end, ({log_date})::date as log_end_date from events
        )
        select log_end, days.work_day as log_end_work_day, log_end_date, first_moment, last_moment,
          {quoted(settings.reading.reading)} as reading, {quoted(grouping)} as grouping
        from span left join days on days.local_date = span.log_end_date
    """)


def _make_dictionaries(connection: duckdb.DuckDBPyConnection, *, key: bytes | None) -> None:
    official = pseudonym_sql("name", "official", key) if key else "first_text"
    connection.execute(f"create table officials as select number as official_no, {official} as official from names_official order by number")
    connection.execute("create table departments as select number as department_no, first_text as department from names_department order by number")
    connection.execute("create table topics as select number as topic_no, first_text as topic from names_topic order by number")
    connection.execute("""
        create table activities as
        select names.number as activity_no, names.first_text as activity, kinds.kind, kinds.kind_rule
        from names_activity names left join activity_kinds kinds on kinds.activity = names.first_text order by names.number
    """)


def _make_present(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading]) -> None:
    """This makes `present`: is each of our columns there with at least one known value (A20)? A derived kind counts."""
    connection.execute("create table present (ours varchar, known boolean)")
    tested = {
        "official": "official_no", "to_official": "to_official_no", "department": "department_no", "to_department": "to_department_no",
        "topic": "topic_no", "channel": "channel", "outcome": "outcome", "related_case": "related_case_no", "start": "start_moment",
    }  # fmt: skip
    for ours in OURS:
        mapped = any(ours in reading.mapping for reading in readings)
        if ours in ("case", "activity", "time"):
            known = True
        elif ours == "resident":
            known = answer(connection, "select count(*) from names_resident")[0] > 0
        elif ours in ("kind", "by"):
            some = answer(connection, "select count(*) from events where kind <> 'other'")[0] > 0
            known = some or (ours == "by" and mapped)
        else:
            known = answer(connection, f"select count({tested[ours]}) from events")[0] > 0
        connection.execute("insert into present values (?, ?)", [ours, known])


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
                f"select count(*), min(row_no) from {table} where ({condition}) and {_within(one)}",
            )
            if found[0]:
                connection.execute(
                    "insert into remarks values (?, ?, ?, ?, ?, null)", [one.table.name, one.table.sheet, found[1] - one.offset, remark, found[0]]
                )
        for reading in readings if remark == "ambiguous_hour" else ():
            plan, table_ = reading.moments["time"], reading.loaded.table
            for unused in unused_columns(reading.proposals, reading.mapping):
                connection.execute(
                    "insert into remarks values (?, ?, null, 'column_unsure', 1, ?)", [table_.name, table_.sheet, f"{unused.ours}: {unused.header}"]
                )
            if plan.ambiguous:
                connection.execute(
                    "insert into remarks values (?, ?, null, 'day_and_month_alike', ?, null)", [table_.name, table_.sheet, plan.ambiguous]
                )


def _note_people(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading], *, settings: Settings) -> None:
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
    for reading in readings:
        table = reading.loaded.table
        first_rows = f"(select * from {reading.loaded.relation} limit {_SEARCHED_ROWS})"
        note_personal(connection, first_rows, table.headers, file=table.name, mapping=reading.mapping)


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
