"""How much of the time of all questions nobody had them, of the time of which the log tells who had them."""

from __future__ import annotations

import duckdb

from journeys.texts import say
from mining.known import ends_known, is_known


def nobody_time(connection: duckdb.DuckDBPyConnection) -> tuple[float, float] | None:
    """This gives nobody's days (of 24 hours, added up over the questions) and their share of the days that are known (0 to 1).

    Known is nobody's, departments' and the resident's time (table turn_summary_journeys); a change of department without a transfer and an
    unknown department are not. Where the log does not tell that cases end, a last turn counts up to the last event of its case
    (unknown_ends). None where that is nothing, and where the log names no departments: then only nobody's time would be known, and the
    share would be 1 whatever happened.
    """
    if not is_known(connection, "department"):
        return None
    ((nobody, known),) = connection.execute(
        """
        select
          coalesce(sum(nobody_calendar_days), 0),
          coalesce(sum(department_calendar_days + resident_calendar_days + nobody_calendar_days), 0)
        from turn_summary_journeys"""
    ).fetchall()
    return (float(nobody), float(nobody) / float(known)) if known else None


def up_to_the_last_event(connection: duckdb.DuckDBPyConnection) -> str:
    """This says up to when time is counted in a log that does not tell that cases end; empty where it does."""
    if ends_known(connection):
        return ""
    return say("No case ends in this file: time counts up to the last event of each case. What came after is unknown.")
