"""The numbers of a run in one JSON object: what scripts depend on, and what the terminal and the report tell."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import duckdb

from journeys.clock import on_the_wall
from journeys.dossier import read_provenance
from journeys.intake import Intake
from journeys.settings import OURS, Settings
from mining.care import Care
from mining.signal_list import FoundSignal

NOT_NAMED = {
    "departments": "no_department_named",
    "officials": "no_official_named",
}
"""Why there is no count of these where their column is there (words: `signal_list.reason_word`)."""


def summarise(
    connection: duckdb.DuckDBPyConnection,
    intake: Intake,
    *,
    settings: Settings,
    cannot: Mapping[str, tuple[str, ...]],
    signals: Sequence[FoundSignal] = (),
    care: Care | None = None,
) -> dict[str, Any]:
    """This gives the summary of a mined dossier as plain values, keys in a fixed order.

    Counts that cannot be determined are None, with the reason in `cannot_determine` ({measure: missing columns}), which `cannot` gives.
    `signals` gives for each signal {instances, journeys}, or None with its reason there in a sentence; 0 means that it was looked for.
    Moments are ISO 8601 in local time with offset (plain reading: UTC). `tied_share` is a share of neighbouring events (0..1).
    """
    zone = "UTC" if settings.reading.reading == "plain" else "Europe/Amsterdam"
    totals = _row(connection, "select * from log_measures")
    log = _row(connection, "select * from log")
    return {
        "files": [
            {"file": file, "format": format, "sheet": sheet, "rows": rows, "facts": facts}
            for file, format, sheet, rows, facts in connection.execute(
                "select file, format, sheet, rows, facts from files order by file_no"
            ).fetchall()
        ],
        "rows": intake.rows,
        "events": intake.events,
        "rejects": intake.rejects,
        "duplicates": intake.duplicates,
        "cases": totals["cases"] or 0,
        "journeys": totals["journeys"] or 0,
        **{
            name: totals[name]
            for name in (
                "officials",
                "departments",
                "handoffs",
                "handoffs_min",
                "handoffs_max",
                "department_handoffs",
                "department_handoffs_min",
                "department_handoffs_max",
                "department_hops",
                "hops",
                "hops_min",
                "hops_max",
                "pingpong_officials",
                "pingpong_departments",
                "open_cases",
            )
        },
        "tied_share": totals["tied_share"],
        "signals": {
            one.name: None if one.instances is None else {"instances": one.instances, "journeys": one.journeys} for one in signals
        },
        "care": care.numbers if care else {},
        "first": iso(log["first_moment"], zone),
        "last": iso(log["last_moment"], zone),
        "log_end": iso(log["log_end"], zone),
        "reading": settings.reading.reading,
        "by": log["grouping"],
        "names": settings.privacy.names,
        "settings": read_provenance(connection)["settings"],
        "versions": {name: importlib.metadata.version(name) for name in ("journeys", "duckdb")},
        "cannot_determine": {
            **_unnamed(totals, cannot),
            **{measure: ", ".join(missing) for measure, missing in cannot.items()},
            **{one.name: _cannot(one.missing) for one in signals if one.missing},
            **{f"care:{number}": _cannot(missing) for number, missing in (care.missing if care else {}).items()},
        },
    }


def iso(moment: datetime | None, zone: str) -> str | None:
    """This writes a moment of the dossier (UTC, no zone) as ISO 8601 in `zone` with its offset."""
    return None if moment is None else on_the_wall(moment, zone).isoformat()


_NAMES = {
    "departments": ("departments", "department_handoffs", "department_hops", "pingpong_departments"),
    "officials": ("officials", "handoffs", "hops", "pingpong_officials"),
}
"""What is unknown where no event of the municipality names one."""


def _unnamed(totals: Mapping[str, Any], cannot: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """This gives the reason for counts of a column that is there, but that no event of the municipality fills in."""
    lacking = [who for who in _NAMES if totals[who] is None and who not in cannot and (totals["municipal_events"] or 0)]
    return {measure: _cannot((NOT_NAMED[who],)) for who in lacking for measure in _NAMES[who]}


def _cannot(missing: Sequence[str]) -> str:
    """This is the reason as scripts read it, in English whatever the language of the run."""
    if not set(missing) <= set(OURS):
        return f"cannot be determined: {', '.join(one.replace('_', ' ') for one in missing if one not in OURS)}"
    return f"cannot be determined: column{'s' if missing[1:] else ''} {', '.join(missing)} {'are' if missing[1:] else 'is'} missing"


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, Any]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    found = cursor.fetchone()
    return dict(zip(names, found or [None] * len(names), strict=True))
