"""The events of a dossier in open formats, so that nobody is locked in: XES, OCEL 2.0, CSV, Parquet and a workbook.

What is written are the events that all numbers were made of: rows that could not be read and rows that were written twice are not among
them. Names of people are what the dossier has (pseudonyms, unless names were kept). An export is the team's own: it passed no gate.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Literal, get_args
from xml.sax.saxutils import quoteattr

import duckdb

from journeys.clock import wall_sql
from journeys.connecting import connected
from journeys.dossier import answer, has_table, names_kept, opened, read_provenance
from journeys.errors import SurroundingsError, UsageError
from journeys.texts import say
from mining.known import DERIVED
from visuals.lettering import xml_safe
from visuals.tables import FORMULA, iso_sql

To = Literal["xes", "ocel", "csv", "parquet", "xlsx"]
FORMATS: tuple[To, ...] = get_args(To)
ENDINGS: dict[To, str] = {"xes": "xes", "ocel": "json", "csv": "csv", "parquet": "parquet", "xlsx": "xlsx"}
COLUMNS = (
    "case", "resident", "activity", "time", "start", "official", "department", "to_department", "to_official", "channel", "by", "kind",
    "topic", "outcome", "related_case",
)  # fmt: skip
"""Our columns, in this order; one that is unknown everywhere is left out."""

SHEET_ROWS = 1_048_575
ZONE = "Europe/Amsterdam"
_DUTCH = (
    "zaaknummer", "inwoner", "activiteit", "tijdstip", "start", "medewerker", "afdeling", "naar_afdeling", "naar_medewerker", "kanaal",
    "richting", "soort", "onderwerp", "uitkomst", "gerelateerde_zaak",
)  # fmt: skip

_EVENTS = """
select
  events.row_no,
  cases."case" as "case",
  {resident} as resident,
  activities.activity,
  {time} as time,
  {start} as start,
  officials.official as official,
  departments.department as department,
  receivers.department as to_department,
  asked.official as to_official,
  cast(events.channel as varchar) as channel,
  cast(events.acted_by as varchar) as "by",
  {kind} as kind,
  topics.topic,
  cast(events.outcome as varchar) as outcome,
  related."case" as related_case
from events
join cases on cases.case_no = events.case_no
join journey_ids on journey_ids.journey_no = events.journey_no
{kept}join activities on activities.activity_no = events.activity_no
left join officials on officials.official_no = events.official_no
left join officials as asked on asked.official_no = events.to_official_no
left join departments on departments.department_no = events.department_no
left join departments as receivers on receivers.department_no = events.to_department_no
left join topics on topics.topic_no = events.topic_no
left join cases as related on related.case_no = events.related_case_no
order by {order}
"""

_AS_READ = "events.row_no"
"""The order of the source: it settles which of two events with the same moment is told first, also between cases of one resident."""


def export_events(folder: Path, *, to: str, out: Path | None = None, plain: bool = False) -> tuple[Path, int]:
    """This writes the events of a dossier and gives the file and how many there are; whole or not at all.

    `to`: xes (IEEE 1849-2016, extensions concept, time, org and lifecycle), ocel (OCEL 2.0 JSON: case, resident, official and department
    are objects), csv (for a spreadsheet in Dutch: semicolons, UTF-8 with a mark, Dutch headers; `plain`: commas, our own headers),
    parquet, xlsx.
    Moments are local (Europe/Amsterdam; UTC where the log was read plain) with their offset; in the Dutch CSV and the workbook without (the
    hour that the clock goes back through twice is then not told apart); Parquet: UTC, marked as such. A moment of which only the date is
    known is a date (workbook, and a Parquet file in which others have a time: midnight). Kinds that were all derived and not confirmed are
    not written.
    Raises `UsageError` for another format, `SurroundingsError` for more events than a sheet holds.
    """
    for one in FORMATS:
        if to == one:
            break
    else:
        raise UsageError(say("{option} is one of: {allowed}.", option="--to", allowed=", ".join(FORMATS)))
    path = out or Path(f"{say('events')}.{ENDINGS[one]}")
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.new")
    with opened(folder) as dossier:
        ((count,),) = dossier.connection.execute("select count(*) from events").fetchall()
        try:
            _WRITERS[one](dossier.connection, unfinished, count, plain)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    return path, int(count)


def _query(connection: duckdb.DuckDBPyConnection, form: Literal["iso", "dutch", "bare", "dates"] = "iso", *, order: str = _AS_READ) -> str:
    """This gives the query of the events: moments as ISO texts, as a spreadsheet in Dutch reads them, as timestamps (UTC), or as dates."""
    time, start = "events.moment", "events.start_moment"
    if form == "dates":
        time = "events.local_date"
    elif form != "bare":
        zone = _zone(connection)
        if form == "iso":
            time, start = (iso_sql(column, zone) for column in (time, start))
        else:
            time, start = (f"strftime({wall_sql(column, zone)}, '%d-%m-%Y %H:%M:%S')" for column in (time, start))
        day = "%Y-%m-%d" if form == "iso" else "%d-%m-%Y"
        time = f"case when events.day_only then strftime(events.local_date, '{day}') else {time} end"
    kind = "cast(null as varchar)" if _all_derived(connection) else "cast(events.kind as varchar)"
    kept = _KEPT if _residents_kept(connection) else ""
    return _EVENTS.format(time=time, start=start, kind=kind, order=order, resident=_KEPT_RESIDENT if kept else _RESIDENT, kept=kept)


_RESIDENT = "case when not starts_with(journey_ids.journey, 'case:') then journey_ids.journey end"
_KEPT_RESIDENT, _KEPT = "kept.resident", "left join residents_of_cases as kept on kept.case_no = cases.case_no\n"


def _residents_kept(connection: duckdb.DuckDBPyConnection) -> bool:
    """This holds for a log with residents that was read by case: its journeys are cases, and the residents stand in a table beside."""
    return has_table(connection, "residents_of_cases")


def _all_derived(connection: duckdb.DuckDBPyConnection) -> bool:
    """This holds where every kind was derived from the words of its activity and nobody confirmed them: they are then not written.

    Read again they are derived again, and stay unconfirmed. Written down they would come back as if the source had stated them, and
    signals that wait for that would be told. Where the source states some of them, all are written: a column of kinds with empty cells
    would say of the others that they are nothing.
    """
    if read_provenance(connection)["settings"]["kinds"]["confirmed"]:
        return False
    some, other = answer(connection, f"""
        select coalesce(bool_or({DERIVED}), false),
          coalesce(bool_or(events.kind is distinct from activities.kind or starts_with(activities.kind_rule, 'settings')), false)
        from events join activities using (activity_no)
    """)  # fmt: skip
    return bool(some) and not other


def _zone(connection: duckdb.DuckDBPyConnection) -> str:
    """This gives the time zone in which the log was read (plain: UTC); in it a moment without an offset comes back as it was."""
    return "UTC" if answer(connection, "select reading from log")[0] == "plain" else ZONE


def _known(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """This leaves out the columns that are unknown everywhere."""
    counts = ", ".join(f'count("{name}")' for name in COLUMNS)
    found = connection.execute(f"select {counts} from ({_query(connection)})").fetchall()[0]
    return [name for name, count in zip(COLUMNS, found, strict=True) if count]


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    cursor = connection.execute(query)
    while rows := cursor.fetchmany(10_000):
        yield from rows


def _write_csv(connection: duckdb.DuckDBPyConnection, path: Path, _count: int, plain: bool) -> None:
    import csv
    import re

    known = _known(connection)
    heads = known if plain else [_DUTCH[COLUMNS.index(name)] for name in known]
    query = "select " + ", ".join(f'"{name}"' for name in known) + f" from ({_query(connection, 'iso' if plain else 'dutch')})"
    formula = re.compile(FORMULA)
    with path.open("w", encoding="utf-8" if plain else "utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter="," if plain else ";", lineterminator="\n" if plain else "\r\n")
        writer.writerow(heads)
        for row in _rows(connection, query):
            writer.writerow("" if cell is None else f"'{cell}" if formula.match(cell) else cell for cell in row)


def _write_parquet(connection: duckdb.DuckDBPyConnection, path: Path, _count: int, _plain: bool) -> None:
    """This writes moments with the mark that they are UTC: without it a reader takes them for local time, one or two hours early."""
    known = _known(connection)
    ((timed,),) = connection.execute("select coalesce(bool_or(not day_only), false) from events").fetchall()
    query = _query(connection, "bare" if timed else "dates")
    table = connection.execute("select " + ", ".join(f'"{name}"' for name in known) + f" from ({query})").df()
    moments = {"start"} if not timed else {"time", "start"}
    written = (f'make_timestamptz(epoch_us("{name}")) as "{name}"' if name in moments else f'cast("{name}" as date) as "{name}"'
               if name == "time" else f'"{name}"' for name in known)  # fmt: skip
    with connected() as free:  # the dossier is locked: it writes no files
        free.register("exported", table)
        shown = f"select {', '.join(written)} from exported"
        free.execute(f"copy ({shown}) to '{str(path).replace(chr(39), chr(39) * 2)}' (format parquet, compression zstd)")


def _write_xlsx(connection: duckdb.DuckDBPyConnection, path: Path, count: int, _plain: bool) -> None:
    from visuals.workbook import Contents, Sheet, pack

    if count > SHEET_ROWS:
        raise SurroundingsError(
            say("A sheet holds {most} rows at most; there are {n} events.", most=SHEET_ROWS, n=count),
            next_step=say("Write CSV or Parquet: --to csv, --to parquet."),
        )
    known = _known(connection)
    rows = connection.execute("select " + ", ".join(f'"{name}"' for name in known) + f" from ({_query(connection, 'bare')})").fetchall()
    heads = [_DUTCH[COLUMNS.index(name)] for name in known]
    columns = list(zip(*rows, strict=True)) or [()] * len(heads)
    sheet, zone = Sheet(say("events"), heads, columns), _zone(connection)
    read_me = [say("Events of a dossier of journeys.")]
    if names_kept(connection):
        read_me.append(say("NAMES KEPT: the ids are the source's own."))
    pack(Contents(str(path), say("Read me"), read_me, [sheet], zone, (say("yes"), say("no"))))


def _write_xes(connection: duckdb.DuckDBPyConnection, path: Path, _count: int, _plain: bool) -> None:
    keys = {"activity": "concept:name", "official": "org:resource", "department": "org:group"}
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">\n'
            '<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>\n'
            '<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>\n'
            '<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>\n'
            '<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>\n'
            '<global scope="trace"><string key="concept:name" value="unknown"/></global>\n'
            '<global scope="event"><string key="concept:name" value="unknown"/><date key="time:timestamp" value="1970-01-01T00:00:00Z"/>'
            '<string key="lifecycle:transition" value="complete"/></global>\n'
            '<classifier name="activity" keys="concept:name"/>\n'
        )
        if names_kept(connection):
            file.write(_string("journeys:names", say("NAMES KEPT: the ids are the source's own.")) + "\n")
        case = None
        by_case = _query(connection, order="events.case_no, events.order_moment, events.row_no")
        for row in _rows(connection, f"select {', '.join(chr(34) + name + chr(34) for name in COLUMNS)} from ({by_case})"):
            event = dict(zip(COLUMNS, row, strict=True))
            if event["case"] != case:
                file.write(f"{'</trace>' if case is not None else ''}<trace>{_string('concept:name', event['case'])}")
                if event["resident"] is not None:
                    file.write(_string("resident", event["resident"]))
                file.write("\n")
                case = event["case"]
            file.write(f'<event><date key="time:timestamp" value={_date(event["time"])}/>')
            file.write('<string key="lifecycle:transition" value="complete"/>')
            if event["start"] is not None:
                file.write(f'<date key="start_timestamp" value={_date(event["start"])}/>')
            for name in COLUMNS:
                if name not in ("case", "resident", "time", "start") and event[name] is not None:
                    file.write(_string(keys.get(name, name), event[name]))
            file.write("</event>\n")
        file.write(f"{'</trace>' if case is not None else ''}</log>\n")


def _string(key: str, value: str) -> str:
    return f'<string key="{key}" value={quoteattr(xml_safe(value))}/>'


def _date(moment: str) -> str:
    """This writes a moment for XES; a date stands at its midnight, as the standard has no date alone."""
    return quoteattr(moment if "T" in moment else f"{moment}T00:00:00")


_TEXTS = ("channel", "by", "kind", "topic", "outcome")
_TYPES = ("case", "resident", "official", "department")


def _write_ocel(connection: duckdb.DuckDBPyConnection, path: Path, _count: int, _plain: bool) -> None:
    """This writes types, objects and then events one by one: a reader that looks at the beginning sees what it is."""
    activities = [name for (name,) in connection.execute("select activity from activities order by activity_no").fetchall()]
    attributes = [{"name": name, "type": "string"} for name in _TEXTS]
    with path.open("w", encoding="utf-8") as file:
        file.write('{"objectTypes":' + json.dumps([{"name": name, "attributes": []} for name in _TYPES]))
        file.write(',\n"eventTypes":' + json.dumps([{"name": name, "attributes": attributes} for name in activities], ensure_ascii=False))
        file.write(',\n"objects":[')
        _write_listed(file, _objects(connection))
        file.write('],\n"events":[')
        query = f"select row_no, {', '.join(chr(34) + name + chr(34) for name in COLUMNS)} from ({_query(connection)})"
        _write_listed(file, (_happening(row_no, dict(zip(COLUMNS, cells, strict=True))) for row_no, *cells in _rows(connection, query)))
        file.write("]}\n")


def _write_listed(file: IO[str], values: Iterable[dict[str, Any]]) -> None:
    for at, value in enumerate(values):
        file.write(("," if at else "") + "\n" + json.dumps(value, ensure_ascii=False))


def _objects(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """This gives every case with its resident, then residents, officials and departments."""
    kept = _residents_kept(connection)
    of_case = f'select cases."case", {_KEPT_RESIDENT if kept else _RESIDENT} from cases join journey_ids using (journey_no)'
    for case, resident in _rows(connection, f"{of_case} {_KEPT if kept else ''} order by cases.case_no"):
        own = [] if resident is None else [{"objectId": f"resident:{resident}", "qualifier": "resident"}]
        yield {"id": f"case:{case}", "type": "case", "attributes": [], "relationships": own}
    residents = "select journey from journey_ids where not starts_with(journey, 'case:') order by journey_no"
    if kept:
        residents = "select resident from residents_of_cases group by resident order by min(case_no)"
    for sort, query in (
        ("resident", residents),
        ("official", "select official from officials order by official_no"),
        ("department", "select department from departments order by department_no"),
    ):
        for (name,) in _rows(connection, query):
            yield {"id": f"{sort}:{name}", "type": sort, "attributes": [], "relationships": []}


def _happening(row_no: int, event: dict[str, Any]) -> dict[str, Any]:
    sorts = {"to_department": "department", "to_official": "official", "related_case": "case"}
    ends = ("case", "resident", "official", "department", *sorts)
    return {
        "id": f"row:{row_no}",
        "type": event["activity"],
        "time": event["time"] if "T" in event["time"] else f"{event['time']}T00:00:00",
        "attributes": [{"name": name, "value": event[name]} for name in _TEXTS if event[name] is not None],
        "relationships": [
            {"objectId": f"{sorts.get(end, end)}:{event[end]}", "qualifier": end} for end in ends if event[end] is not None
        ],
    }


_WRITERS: dict[To, Callable[[duckdb.DuckDBPyConnection, Path, int, bool], None]] = {
    "xes": _write_xes,
    "ocel": _write_ocel,
    "csv": _write_csv,
    "parquet": _write_parquet,
    "xlsx": _write_xlsx,
}
