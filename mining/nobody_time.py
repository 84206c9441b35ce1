"""How much of the time of all questions nobody had them, of the time of which the log tells who had them."""

from __future__ import annotations

import duckdb

from mining.known import is_known


def nobody_time(connection: duckdb.DuckDBPyConnection) -> tuple[float, float] | None:
    """This gives nobody's days (of 24 hours, added up over the questions) and their share of the days that are known (0 to 1).

    Known is nobody's, departments' and the resident's time (table turns); a change of department without a transfer and an unknown
    department are not. None where that is nothing, and where the log names no departments: then only nobody's time would be known, and
    the share would be 1 whatever happened.
    """
    if not is_known(connection, "department"):
        return None
    ((nobody, known),) = connection.execute(
        """
        select
          coalesce(sum(seconds) filter (where party = 'nobody' and state <> 'unrecorded'), 0) / 86400.0,
          coalesce(sum(seconds) filter (
            where party in ('department', 'resident') or (party = 'nobody' and state <> 'unrecorded')
          ), 0) / 86400.0
        from turns"""
    ).fetchall()
    return (float(nobody), float(nobody) / float(known)) if known else None
