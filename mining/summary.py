"""The numbers of a run in one JSON object: what scripts depend on, and what the terminal and the report tell."""

from __future__ import annotations

import importlib.metadata
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from journeys.intake import Intake
from journeys.settings import Settings


def summarise(connection: duckdb.DuckDBPyConnection, intake: Intake, *, settings: Settings) -> dict[str, Any]:
    """This gives the summary of a mined dossier as plain values, keys in a fixed order.

    Counts that cannot be determined are None, with the reason in `cannot_determine` ({measure: missing column}). Moments are ISO 8601
    in local time with offset (plain reading: UTC). `tied_share` is a share of neighbouring events (0..1).
    """
    zone = "UTC" if settings.reading.reading == "plain" else "Europe/Amsterdam"
    totals = _row(
        connection,
        """select count(*) as journeys, sum(cases)::bigint as cases, sum(handoffs)::bigint as handoffs,
                  sum(handoffs_min)::bigint as handoffs_min, sum(handoffs_max)::bigint as handoffs_max,
                  sum(department_handoffs)::bigint as department_handoffs,
                  sum(department_handoffs_min)::bigint as department_handoffs_min, sum(department_handoffs_max)::bigint as department_handoffs_max,
                  sum(hops)::bigint as hops, sum(hops_min)::bigint as hops_min, sum(hops_max)::bigint as hops_max
           from journey_measures""",
    )
    log = _row(connection, "select * from log")
    ties = _row(connection, "select tied_share from ties")
    distinct = _row(
        connection,
        """select (select count(distinct official_no) from events where appears) as officials,
                  (select count(distinct department_no) from events where municipal) as departments""",
    )
    present = dict(connection.execute("select ours, known from present").fetchall())
    return {
        "files": [
            {"file": file, "format": format, "sheet": sheet, "rows": rows, "facts": facts}
            for file, format, sheet, rows, facts in connection.execute("select file, format, sheet, rows, facts from files order by file_no").fetchall()
        ],
        "rows": intake.rows,
        "events": intake.events,
        "rejects": intake.rejects,
        "duplicates": intake.duplicates,
        "cases": totals["cases"] or 0,
        "journeys": totals["journeys"] or 0,
        "officials": distinct["officials"] if present.get("official") else None,
        "departments": distinct["departments"] if present.get("department") else None,
        **{name: totals[name] for name in ("handoffs", "handoffs_min", "handoffs_max", "department_handoffs", "department_handoffs_min",
                                           "department_handoffs_max", "hops", "hops_min", "hops_max")},
        "tied_share": ties.get("tied_share"),
        "first": iso(log["first_moment"], zone),
        "last": iso(log["last_moment"], zone),
        "log_end": iso(log["log_end"], zone),
        "reading": settings.reading.reading,
        "by": log["grouping"],
        "names": settings.privacy.names,
        "settings": settings.described(),
        "versions": {name: importlib.metadata.version(name) for name in ("journeys", "duckdb")},
        "cannot_determine": dict(connection.execute("select measure, column_missing from cannot_determine order by all").fetchall()),
    }  # fmt: skip


def iso(moment: datetime | None, zone: str) -> str | None:
    """This writes a moment of the dossier (UTC, no zone) as ISO 8601 in `zone` with its offset."""
    return None if moment is None else moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).isoformat()


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, Any]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    found = cursor.fetchone()
    return dict(zip(names, found or [None] * len(names), strict=True))
