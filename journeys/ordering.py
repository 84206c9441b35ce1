"""Coded rows become cases, journeys and events, stored in order (A4), without rejects and duplicates (A3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb

from journeys.clock import utc_sql
from journeys.database_file import quoted
from journeys.door import AT_DOOR
from journeys.dossier import answer
from journeys.encoding import NUMBERED, within
from journeys.errors import LawError, SettingsError
from journeys.file_reading import FileReading
from journeys.names import normalised_sql
from journeys.pseudonyms import pseudonym_sql
from journeys.settings import Settings
from journeys.texts import say
from journeys.workdays import calendar_query

PLACEHOLDER_CASES, PLACEHOLDER_SHARE, PLACEHOLDER_RESIDENTS = 20, 0.05, 20
"""A citizen number with so many cases and such a share of all cases is nobody; only told where there are so many residents."""


def take_out_placeholders(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading]) -> None:
    """This takes out of `coded` the citizen numbers that cannot be one person, and keeps `placeholder_cases(case_no)`.

    Only where a municipal system is among the files: there a form that does not know who asks fills in a number of its own, and one
    resident would have thousands of cases. A company (KvK number) may well have many; in other files such a number is only proposed.
    """
    connection.execute("create or replace temporary table placeholder_cases (case_no integer)")
    systems = [one.loaded for one in readings if one.loaded.table.settled and one.loaded.table.format not in _PLAIN_FORMATS]
    if not systems or not answer(connection, "select count(*) from names_resident")[0]:
        return
    connection.execute(f"""
        create or replace temporary table placeholders as
        with counted as (
          select resident_no, count(distinct case_no) as cases from coded where problem is null and resident_no is not null group by 1
        )
        select counted.resident_no from counted join names_resident on names_resident.number = counted.resident_no
        where counted.cases >= {PLACEHOLDER_CASES} and counted.cases >= {PLACEHOLDER_SHARE} * (select sum(cases) from counted)
          and (select count(*) from counted) >= {PLACEHOLDER_RESIDENTS} and regexp_full_match(names_resident.name, '[0-9]{{8,9}}')
    """)
    if answer(connection, "select count(*) from placeholders")[0]:
        connection.execute("""
            insert into placeholder_cases
            select distinct case_no from coded where problem is null and resident_no in (select resident_no from placeholders)
        """)
        connection.execute("update coded set resident_no = null where resident_no in (select resident_no from placeholders)")


_PLAIN_FORMATS = ("delimited", "workbook", "parquet", "xes", "OCEL")


def make_journeys(connection: duckdb.DuckDBPyConnection, *, settings: Settings) -> None:
    """This makes `case_journeys` at the door: a case belongs to the resident of its first event, in order, that has one (A13).

    The order here is that of moments; where dates without a time change it, `settle_journeys` looks again. Read by case the resident of a
    case stays known (`case_residents`), while each case is a journey of its own.
    """
    known = answer(connection, "select count(*) from names_resident")[0] > 0
    resident = "resident_no" if known else "null::integer"
    connection.execute(f"""
        create or replace table {AT_DOOR}case_residents as
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
    _number_journeys(connection, settings=settings)


def settle_journeys(connection: duckdb.DuckDBPyConnection, *, settings: Settings) -> None:
    """This gives a case of several residents the first in the order of A4: dates without a time have their place in it only now."""
    placed = "select case_no from events where order_moment <> moment"
    if not answer(connection, f"select count(*) from ({placed})")[0]:
        return
    if not answer(connection, "select count(*) from names_resident")[0]:
        return
    connection.execute(f"""
        create or replace temporary table first_residents as
        select events.case_no, arg_min(coded.resident_no, (events.order_moment, events.row_no)) as resident_no
        from events join coded on coded.row_no = events.row_no
        where coded.resident_no is not null and events.case_no in ({placed})
        group by events.case_no
    """)
    other = """
        from first_residents
        where first_residents.case_no = case_residents.case_no and first_residents.resident_no <> case_residents.resident_no
    """
    if not answer(connection, f"select count(*) from case_residents where exists (select 1 {other})")[0]:
        return
    connection.execute(f"update {AT_DOOR}case_residents set resident_no = first_residents.resident_no {other}")
    if _by_case(settings):
        return
    _number_journeys(connection, settings=settings)
    for table, order in (("cases", "cases.case_no"), ("events", "events.case_no, events.order_moment, events.row_no")):
        connection.execute(f"""
            create or replace table {table} as
            select {table}.* replace (case_journeys.journey_no as journey_no)
            from {table} join case_journeys on case_journeys.case_no = {table}.case_no
            order by {order}
        """)


def keep_residents(connection: duckdb.DuckDBPyConnection, *, settings: Settings) -> None:
    """This makes `residents_of_cases(case_no, resident)` where a log with residents is read by case, so that an export has them.

    A case without a resident is not in it. Read by resident the table is not there: `journey_ids` has them.
    """
    if not _by_case(settings) or not answer(connection, "select count(*) from names_resident")[0]:
        return
    connection.execute("""
        create table residents_of_cases as
        select cases.case_no, people.resident
        from cases
        join case_residents on case_residents.case_no = cases.case_no
        join people on people.number = case_residents.resident_no
        order by cases.case_no
    """)


def _by_case(settings: Settings) -> bool:
    return settings.reading.by == "case"


def _number_journeys(connection: duckdb.DuckDBPyConnection, *, settings: Settings) -> None:
    """This makes `case_journeys(case_no, journey_no)` from the resident of each case; a case without one is a journey of its own."""
    resident = "null::integer" if _by_case(settings) else "resident_no"
    connection.execute(f"""
        create or replace table {AT_DOOR}case_journeys as
        with case_residents as (select case_no, {resident} as resident_no from {AT_DOOR}case_residents),
        firsts as (
          select resident_no, min(case_no) as first_case from case_residents where resident_no is not null group by resident_no
          union all
          select null, case_no from case_residents where resident_no is null
        ),
        numbered as (select resident_no, first_case, row_number() over (order by first_case) as journey_no from firsts)
        select case_residents.case_no::integer as case_no, coalesce(of_resident.journey_no, of_case.journey_no)::integer as journey_no
        from case_residents
        left join numbered of_resident on of_resident.resident_no = case_residents.resident_no
        left join numbered of_case on of_case.resident_no is null and case_residents.resident_no is null
          and of_case.first_case = case_residents.case_no
    """)


def name_cases(connection: duckdb.DuckDBPyConnection, *, key: bytes | None) -> None:
    """This makes `cases`: the names of the cases that `case_journeys` numbers, or pseudonyms where there is a key."""
    case_text = pseudonym_sql("names.name", "case", key) if key else "names.first_text"
    connection.execute(f"""
        create table cases as
        select case_journeys.case_no, {case_text} as "case", case_journeys.journey_no
        from case_journeys
        join names_case names on names.number = case_journeys.case_no
        order by case_journeys.case_no
    """)
    _hold_apart(connection, "cases", '"case"')


def name_people(connection: duckdb.DuckDBPyConnection, *, key: bytes | None) -> None:
    """This makes `people(number, resident)` at the door: the name of every resident, or the pseudonym where there is a key."""
    text = pseudonym_sql("name", "resident", key) if key else "first_text"
    connection.execute(f"create or replace table {AT_DOOR}people as select number, {text} as resident from names_resident")


def name_journeys(connection: duckdb.DuckDBPyConnection, *, settings: Settings) -> None:
    """This makes `journey_ids` of `people` and `cases`: a journey has the name of its resident, or of its case where nobody is known."""
    resident_no = "null::integer" if _by_case(settings) else "case_residents.resident_no"
    connection.execute(f"""
        create table journey_ids as
        with firsts as (
          select cases.journey_no, min(cases.case_no) as first_case_no, any_value({resident_no}) as resident_no
          from cases join case_residents on case_residents.case_no = cases.case_no group by cases.journey_no
        )
        select firsts.journey_no, coalesce(people.resident, 'case:' || nobodys."case") as journey
        from firsts left join people on people.number = firsts.resident_no
        left join cases nobodys on firsts.resident_no is null and nobodys.case_no = firsts.first_case_no
        order by firsts.journey_no
    """)
    _hold_apart(connection, "journey_ids", "journey")


def _hold_apart(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> None:
    """This refuses two names that came out as one pseudonym."""
    if answer(connection, f"select count(*) - count(distinct {column}) from {table}")[0]:
        raise LawError(
            say("Two names came out as the same pseudonym; nothing was written."),
            next_step=say("Choose another project name under [privacy] in journeys.toml and run again."),
        )


def sort_events(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading], *, settings: Settings, plain: bool) -> None:
    """This makes `events` of the coded rows, stored by case and moment, without rejects; duplicates are still among them."""
    mapped = {ours for reading in readings for ours in reading.mapping}
    numbers = {name: f"coded.{name}" if ours in mapped else "null::integer" for ours, name, _ in NUMBERED}
    official_known = f"{numbers['official_no']} is not null"
    related = answer(connection, "select count(*) from names_related")[0] > 0
    connection.execute(f"create table days as {_calendar(connection, 'coded', settings)}")
    # The order is stated last: a join may hand its rows on in another order than it got them.
    connection.execute(f"""
        create table events as
        select coded.row_no, coded.case_no, case_journeys.journey_no, coded.moment, coded.moment as order_moment, coded.day_only,
          {"coded.start_moment" if "start" in mapped else "null::timestamp"} as start_moment,
          days.work_day, coded.local_date, coded.activity_no::integer as activity_no, coded.kind, coded.acted_by,
          {"true" if plain else "coded.acted_by = 'municipality' and coded.kind <> 'notice'"} as municipal,
          {official_known if plain else f"{official_known} and coded.acted_by <> 'partner' and coded.kind <> 'notice'"} as appears,
          {", ".join(f"{number}::integer as {name}" for name, number in numbers.items() if name not in ("resident_no", "related_no"))},
          {"coded.channel" if "channel" in mapped else "null::channel_word"} as channel,
          {"coded.outcome" if "outcome" in mapped else "null::outcome_word"} as outcome,
          {"related_cases.number" if related else "null::integer"} as related_case_no
        from coded
        join case_journeys on case_journeys.case_no = coded.case_no
        join days on days.local_date = coded.local_date
        {"left join names_related on names_related.number = coded.related_no" if related else ""}
        {"left join names_case related_cases on related_cases.name = names_related.name" if related else ""}
        where coded.problem is null
        order by coded.case_no, coded.moment, coded.row_no
    """)


def settle_events(connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading]) -> int:
    """This takes the duplicates (A3) out of `events` and puts days without a time in their place (A4); it gives how many duplicates."""
    duplicates = _take_out_duplicates(connection, readings)
    _order_days(connection)
    return duplicates


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
        tied as (
          select row_no, hash(case_no, moment, activity_no, official_no, department_no, to_department_no, kind, channel) as looks
          from neighbours where tied_before or tied_after
        )
        select row_no from tied where looks in (select looks from tied group by looks having count(*) > 1)
    """)
    if not answer(connection, "select count(*) from alike")[0]:
        return 0
    shapes: dict[int, list[FileReading]] = {}
    for reading in readings:
        shapes.setdefault(reading.loaded.shape, []).append(reading)
    for same in shapes.values():
        compared = [i for i, header in enumerate(same[0].loaded.table.headers) if not header.startswith("journeys:")]
        parts = " union all ".join(
            f"select alike.row_no, {', '.join(f'{_compared(i)} as c{i}' for i in compared)} from alike"
            f" join (select row_no, {', '.join(f'cast(c{i} as varchar) as c{i}' for i in compared)} from {reading.loaded.relation}) raw"
            f" on raw.row_no = alike.row_no - {reading.loaded.offset} where alike.{within(reading.loaded)}"
            for reading in same
        )
        every = ", ".join(f"c{i}" for i in compared)
        connection.execute(f"""
            insert into duplicate_rows
            select row_no from (select row_no, min(row_no) over (partition by {every}) as first_row_no from ({parts}))
            where row_no > first_row_no
        """)
    connection.execute("delete from events where row_no in (select row_no from duplicate_rows)")
    return int(answer(connection, "select count(*) from duplicate_rows")[0])


def _compared(position: int) -> str:
    """This gives a cell as it is compared (A2): one of white space alone is as empty as one without anything."""
    return f"coalesce({normalised_sql(f'raw.c{position}')}, '')"


def _order_days(connection: duckdb.DuckDBPyConnection) -> None:
    """This gives a row without a time of day the order moment of the row of its case before it in the file, if that has its date (A4)."""
    if not answer(connection, "select count(*) from events where day_only")[0]:
        return
    connection.execute("""
        create or replace temporary table order_moments as
        with affected as (
          select row_no, case_no, moment, local_date, day_only from events where case_no in (select case_no from events where day_only)
        ),
        stretches as (
          select *, case when local_date = lag(local_date) over (partition by case_no order by row_no) then 0 else 1 end as opens
          from affected
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
    return calendar_query(*_span(first, last), closed_days=settings.calendar.closed_days)


def _span(first: date, last: date) -> tuple[date, date]:
    """This gives the days a year beyond either side, within what dates can hold."""
    return date(max(first.year - 1, 1), 1, 1), date(min(last.year + 1, 9999), 12, 31)


def make_log(connection: duckdb.DuckDBPyConnection, *, settings: Settings) -> None:
    """This makes `log`: one row with the log's end (A5), its first and last moment, and how it was read.

    Events after an end that is given keep their place: nothing can be followed from there on. Raises `SettingsError` for an end before all.
    """
    grouping = settings.reading.by or "resident"
    if grouping == "resident":
        grouping = "resident" if answer(connection, "select count(*) from names_resident")[0] else "case"
    end = settings.reading.end
    zone = settings.zone
    log_end = utc_sql(f"timestamp '{end} 23:59:59.999999'", zone) if end else "max(moment)"
    log_date = f"date '{end}'" if end else "max(local_date)"
    if end and answer(connection, f"select coalesce(min(local_date) > date '{end}', false) from events")[0]:
        raise SettingsError(
            say("The log's end ({end}) lies before the first event.", end=end.isoformat()),
            next_step=say("Give a later day: --end, or end under [reading] in journeys.toml. Left out, it is the latest event."),
        )
    connection.execute(f"""
        create table log as
        with span as (
          select min(moment) as first_moment, max(moment) as last_moment, ({log_end})::timestamp as log_end,
            ({log_date})::date as log_end_date
          from events
        )
        select log_end, days.work_day as log_end_work_day, log_end_date, first_moment, last_moment,
          {quoted(settings.reading.reading)} as reading, {quoted(grouping)} as grouping
        from span left join days on days.local_date = span.log_end_date
    """)
