"""The data statement: what the log holds and how well, and what can and cannot be determined from it, before any map.

It only reads the tables that intake made (docs/architecture.md). Tables that not every intake makes (`moment_facts`,
`doubtful_names`, `personal_columns`) are read where they are there.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from datetime import date
from functools import partial
from typing import Any

import duckdb

from journeys.search_path import another
from journeys.settings import Settings
from mining.catalogue import SIGNALS, Catalogue
from mining.data_statement import ColumnUsed, DataStatement, Determinable, FileRead, MomentsRead, OddMoments, PersonalNote, StrayEnd
from mining.definition_headers import read_definition
from mining.hygiene import Hygiene, hygiene
from mining.known import ends_known, known_columns
from mining.log_checks import check_row
from mining.stored_order import stored_in_order

ROWS_SHOWN = 10
"""So many row numbers are named of a sort of odd moment."""

MEASURES: dict[str, tuple[str, ...]] = {
    "officials": ("official",),
    "handoffs": ("official",),
    "department_handoffs": ("department",),
    "hops": ("official",),
    "ties": (),
    "pingpong": ("department",),
    "turns_department": ("department",),
    "turns_lost": ("kind", "department", "to_department"),
    "waiting_resident": ("kind",),
    "waiting_callback": ("kind",),
    "waiting_handoff": ("official|department",),
    "flows": (),
    "variants": ("department",),
    "stalled": ("kind",),
    "journeys": ("resident",),
}
"""Our columns that a measure cannot do without (A20), besides case, activity and time; `a|b`: one of the two does."""


def statement(
    connection: duckdb.DuckDBPyConnection,
    *,
    settings: Settings | None = None,
    today: date | None = None,
    catalogue: Catalogue | None = None,
    stored: bool | None = None,
) -> DataStatement:
    """This draws up the data statement of a log that was taken in; the headers of the catalogue (ours, unless given) say what signals need.

    `stored`: `events` is stored in order (None: look).

    `today` is what moments are held against to be in the future; without it only what the intake remarked is known.
    """
    settings = settings or Settings()
    stored = stored_in_order(connection) if stored is None else stored
    # Who acted is the most work: it is asked beside the rest. The thread ends before its connection closes, also when something fails.
    with another(connection) as beside, ThreadPoolExecutor(1) as pool:
        looked = pool.submit(copy_context().run, partial(hygiene, beside, measures=settings.measures, stored=stored))
        return _stated(connection, looked, settings=settings, today=today, catalogue=catalogue, stored=stored)


def _stated(
    connection: duckdb.DuckDBPyConnection,
    looked: Future[Hygiene],
    *,
    settings: Settings,
    today: date | None,
    catalogue: Catalogue | None,
    stored: bool,
) -> DataStatement:
    shares = check_row(connection, "shares", settings.measures, stored=stored)
    log = (_rows(connection, "log", "first_moment, last_moment, log_end, log_end_date") or [(None,) * 4])[0]
    by_case = _rows(connection, "log", "grouping") == [("case",)]
    known = {ours for ours, there in _rows(connection, "present", "ours, known") if there}
    settled = known_columns(connection, settings).kinds_settled
    files = tuple(
        FileRead(name, format_, sheet, rows, _facts(facts, encoding))
        for name, format_, sheet, rows, facts, encoding in _rows(
            connection, "files", "file, format, sheet, rows, facts, encoding", order="file_no"
        )
    )
    return DataStatement(
        files=files,
        columns=tuple(
            ColumnUsed(ours, header, file, confidence, reason or "")
            for ours, header, file, confidence, reason in _rows(
                connection, "columns_used", "ours, header, file, confidence, reason"
            )
        ),
        unsure=tuple(
            (file, detail)
            for remark, file, detail in _rows(connection, "remarks", "remark, file, detail")
            if remark == "column_unsure" and detail
        ),
        moments=tuple(
            MomentsRead(*row)
            for row in _rows(connection, "moment_facts", "file, header, described, values, ambiguous, day_only")
        ),
        rows=sum(file.rows or 0 for file in files),
        events=shares["events"],
        rejects=_counted(connection, "rejects", "reason", "count(*)"),
        remarks=_counted(connection, "remarks", "remark", "sum(count)"),
        cases=shares["cases"],
        journeys=shares["journeys"],
        residents=_residents(connection) if "resident" in known and not by_case else None,
        by_case="resident" in known and by_case,
        open_cases=check_row(connection, "open_cases", settings.measures, stored=stored)["open_cases"] if ends_known(connection) else None,
        first=log[0],
        last=log[1] or log[2],
        log_end=log[3],
        day_only=shares["day_only"],
        neighbours=shares["neighbours"],
        tied=shares["tied"],
        municipal=shares["municipal"],
        municipal_official_known=shares["municipal_official_known"],
        municipal_department_known=shares["municipal_department_known"],
        odd_moments=odd_moments(connection, today=today),
        stray=stray_end(connection, settings=settings),
        hygiene=looked.result(),
        left_out_officials=settings.unknown.left_out_officials,
        personal=tuple(
            PersonalNote(*row)
            for row in _rows(
                connection, "personal_columns", "file, header, ours, sort, certainty, looked_at, found"
            )
        ),
        names_kept=settings.privacy.names == "keep",
        day_first=settings.reading.day_first,
        end_given=settings.reading.end is not None,
        measures=determinable(MEASURES, known),
        signals=determinable(signals_need(catalogue), known if settled else known - {"kind"}),
        kinds_unconfirmed=not settled and "kind" in known,
        incomplete=tuple(_rows(connection, "incomplete", "ours, file, reason")),
    )


def determinable(needs: dict[str, tuple[str, ...]], known: set[str]) -> tuple[Determinable, ...]:
    """This tells for each measure which of the columns it needs are absent or wholly empty (A20)."""
    return tuple(
        Determinable(name, tuple(column for column in columns if not known & set(column.split("|"))))
        for name, columns in needs.items()
    )


def signals_need(catalogue: Catalogue | None = None) -> dict[str, tuple[str, ...]]:
    """This gives the columns that each signal cannot do without: those its header names."""
    signals = catalogue.signals if catalogue is not None else map(read_definition, sorted(SIGNALS.glob("*.sql")))
    return {one.name: one.needs for one in signals}


def stray_end(connection: duckdb.DuckDBPyConnection, *, settings: Settings | None = None) -> StrayEnd | None:
    """This finds events after the last usual week (comparison.md, step 2); None: there are none, or the end is set."""
    settings = settings or Settings()
    if settings.reading.end is not None:
        return None
    found = check_row(connection, "last_usual_week", settings.measures)
    if not found["later_events"]:
        return None
    return StrayEnd(found["last_usual_day"], found["later_events"], found["latest_day"])


def odd_moments(connection: duckdb.DuckDBPyConnection, *, today: date | None = None) -> tuple[OddMoments, ...]:
    """This finds moments in the future, before 1990, and events that end before they start, with their rows."""
    conditions = {"moment_before_1990": "moment < timestamp '1990-01-01'", "end_before_start": "start_moment > moment"}
    found = []
    if today is not None:
        conditions = {"moment_in_future": f"local_date > date '{today}'", **conditions}
    else:
        remarked = [
            (count, file, row)
            for remark, count, file, row in _rows(connection, "remarks", "remark, count, file, row_no")
            if remark == "moment_in_future"
        ]
        if remarked:
            places = tuple((file, row) for _, file, row in remarked if row is not None)
            found.append(OddMoments("moment_in_future", sum(count for count, _, _ in remarked), places))
    for sort, condition in conditions.items():
        rows = connection.execute(
            f"""
            with odd as (select row_no from events where {condition})
            select (select count(*) from odd), files.file, odd.row_no - files.first_row_no + 1
            from odd
            asof left join files on odd.row_no >= files.first_row_no
            order by odd.row_no limit {ROWS_SHOWN}
            """
        ).fetchall()
        if rows:
            found.append(OddMoments(sort, rows[0][0], tuple((file, row) for _, file, row in rows)))
    return tuple(found)


def _residents(connection: duckdb.DuckDBPyConnection) -> int:
    found = connection.execute("select count(*) from journey_ids where not starts_with(journey, 'case:')").fetchall()
    return int(found[0][0])


def _rows(connection: duckdb.DuckDBPyConnection, table: str, columns: str, *, order: str = "") -> list[tuple[Any, ...]]:
    """This reads columns of a table, in this order; a column that is not there is None, and such a table is empty."""
    there = {
        name for (name,) in connection.execute(
            "select column_name from duckdb_columns() where table_name = ? and not internal", [table]
        ).fetchall()
    }  # fmt: skip
    if not there:
        return []
    wanted = [f'"{name}"' if name in there else "null" for name in columns.split(", ")]
    ordered = f" order by {order}" if order in there else ""
    return connection.execute(f"select {', '.join(wanted)} from {table}{ordered}").fetchall()


def _counted(connection: duckdb.DuckDBPyConnection, table: str, code: str, count: str) -> dict[str, int]:
    rows = connection.execute(f"select {code}, {count} from {table} group by 1 order by 2 desc, 1").fetchall()
    return {name: int(number) for name, number in rows}


def _facts(facts: str | None, encoding: str | None) -> dict[str, str]:
    """This reads the facts of a file back from "name=value; name=value" (a value may be a semicolon)."""
    found: dict[str, str] = {}
    for part in (facts or "").split("; "):
        name, equals, value = part.partition("=")
        if equals and name.isidentifier():
            found[name] = value
        elif found:
            last = next(reversed(found))
            found[last] += f"; {part}"
    return found or ({"encoding": encoding} if encoding else {})
