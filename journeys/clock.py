"""The clock on the wall: moments are kept in UTC, and told by the clock of a zone; before 1970 by the clock as it stood when 1970 began.

The older history of zones is told otherwise by the time zones of Python and those of DuckDB (Amsterdam in 1900: 19 minutes and 32 seconds
ahead of Greenwich, or not at all), and from version to version. A log holds such moments as placeholders: 01-01-1900 is that date, whoever
tells it. Reading (`local_time`) takes the nearest clock that it knows, and telling must be its mirror.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

AMSTERDAM = "Europe/Amsterdam"
FIRST_YEAR = 1970
_FIRST = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
_LITERAL = f"timestamp '{FIRST_YEAR}-01-01'"


@cache
def offset_before(zone: str) -> timedelta:
    """This is how far the clock of a zone is ahead of UTC in every moment before 1970."""
    offset = _FIRST.astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    return offset


@cache
def _before(zone: str) -> tzinfo:
    return timezone(offset_before(zone))


def clock_in(year: int, zone: str = AMSTERDAM) -> tzinfo:
    """This gives the clock of a zone in a year."""
    return ZoneInfo(zone) if year >= FIRST_YEAR else _before(zone)


def on_the_wall(moment: datetime, zone: str = AMSTERDAM) -> datetime:
    """This gives a moment as the clock of the zone shows it, with its offset; a moment without a zone is taken as UTC."""
    utc = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return utc.astimezone(clock_in(utc.year, zone))


def wall_sql(utc: str, zone: str = AMSTERDAM) -> str:
    """This is SQL for the local timestamp of a timestamp in UTC (SQL itself)."""
    name = zone.replace("'", "''")
    return f"(case when {utc} < {_LITERAL} then {utc} + {_seconds(zone)} else timezone('{name}', timezone('UTC', {utc})) end)"


def utc_sql(local: str, zone: str = AMSTERDAM) -> str:
    """This is SQL for the timestamp in UTC of a local timestamp (SQL itself), where the hours at a change of the clock do not matter."""
    name = zone.replace("'", "''")
    return f"(case when {local} < {_LITERAL} then {local} - {_seconds(zone)} else timezone('UTC', timezone('{name}', {local})) end)"


def _seconds(zone: str) -> str:
    return f"to_seconds({int(offset_before(zone).total_seconds())})"
