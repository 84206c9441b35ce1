"""Local time of a zone as SQL: clock time to UTC, with the hour that happens twice and the hour that never happens.

DuckDB's own `timezone(zone, local)` takes the second of the two hours in autumn and silently moves the lost hour in
spring; besides, it costs a search per row. Here the changes of a zone (1970 to 2100, from zoneinfo) become three
constant lists, indexed by a stretch of time short enough to hold one change: per row a look-up and a comparison.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from journeys.errors import SettingsError
from journeys.texts import say

_FIRST = int(datetime(1970, 1, 1, tzinfo=UTC).timestamp())
_LAST = int(datetime(2101, 1, 1, tzinfo=UTC).timestamp())
_SECOND = 1_000_000
_WEEK = 7 * 86_400
_NEVER = 2**62


@dataclass(frozen=True)
class LocalTime:
    """This holds the offsets of a zone, in microseconds, per stretch of 2 ** `bits` microseconds of local time.

    In stretch i the offset is `offsets[i]`, and `offsets[i] + changes[i]` from local time `from_[i]` on. Before 1970
    and after 2100 the nearest stretch holds.
    """

    zone: str
    bits: int
    shift: int
    offsets: tuple[int, ...]
    changes: tuple[int, ...]
    from_: tuple[int, ...]

    @property
    def is_utc(self) -> bool:
        """This holds for a zone that never differs from UTC."""
        return not any(self.offsets) and not any(self.changes)

    def offset(self, local: str) -> str:
        """This is SQL for the offset in microseconds; `local` is SQL for local time in microseconds since 1970.

        In the autumn hour the first pass counts (summer time); in the spring hour the time before the change.
        """
        place = self._place(local)
        late = f"({local} >= {_at(self.from_, place)})::bigint"
        return f"({_at(self.offsets, place)} + {late} * {_at(self.changes, place)})"

    def oddity(self, local: str) -> str:
        """This is SQL for 1 in an hour that never happens, -1 in an hour that happens twice, otherwise 0."""
        if not any(self.changes):
            return "0"
        place = self._place(local)
        start, change = _at(self.from_, place), _at(self.changes, place)
        return f"(({local} between {start} - abs({change}) and {start} - 1)::bigint * sign({change}))"

    def _place(self, local: str) -> str:
        # No case expression here: DuckDB then computes what several expressions share only once.
        return f"(least((greatest({local}, 0) + {self.shift}) >> {self.bits}, {len(self.offsets) - 1}) + 1)"


_OF_A_MACHINE = ("localtime", "posixrules", "posix", "right")
"""Files beside those of zones on some machines: no zones by name, and the database knows none of them."""


@cache
def local_time(zone: str) -> LocalTime:
    """This gives the offsets of a zone by its name; raises `SettingsError` for a zone that does not exist."""
    try:
        known = ZoneInfo(zone)
        if zone.partition("/")[0] in _OF_A_MACHINE:
            raise ZoneInfoNotFoundError(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(
            say("There is no time zone “{zone}”.", zone=zone), next_step=say("For example: Europe/Amsterdam, or UTC.")
        ) from error
    first = _offset(known, _FIRST)
    changes = _changes(known)
    for bits in range(44, 32, -1):
        for shift in range(0, 2**bits, max(2**bits // 16, 1)):
            if (found := _laid_out(zone, first, changes, bits, shift)) is not None:
                return found
    raise AssertionError("a zone cannot change this often")


def _offset(zone: ZoneInfo, second: int) -> int:
    offset = datetime.fromtimestamp(second, UTC).astimezone(zone).utcoffset()
    assert offset is not None
    return offset // timedelta(microseconds=1)


def _changes(zone: ZoneInfo) -> list[tuple[int, int, int]]:
    """This finds every change as (second in UTC, offset before, offset after), halving the week in which it falls.

    No zone since 1970 changes there and back within one week; the test of local time holds all of them against zoneinfo.
    """
    found = []
    before = _offset(zone, _FIRST)
    for week in range(_FIRST, _LAST, _WEEK):
        after = _offset(zone, week + _WEEK)
        if after == before:
            continue
        low, high = week, week + _WEEK
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
        found.append((high, before, after))
        before = after
    return found


def _laid_out(zone: str, first: int, changes: list[tuple[int, int, int]], bits: int, shift: int) -> LocalTime | None:
    """This lays the changes out over stretches; None when two fall into one, or one falls across an edge."""
    stretches = ((_LAST * _SECOND + shift) >> bits) + 2
    from_, steps = [_NEVER] * stretches, [0] * stretches
    starts = []
    for second, before, after in changes:
        # The clock jumps from second + before to second + after; from the later of the two on the new offset is sure.
        start = second * _SECOND + max(before, after)
        place = (start + shift) >> bits
        if place < 0 or from_[place] != _NEVER or (start - abs(after - before) + shift) >> bits != place:
            return None
        from_[place], steps[place] = start, after - before
        starts.append(place)
    afters = [first, *(after for _, _, after in changes)]
    offsets = [afters[bisect_right(starts, place - 1)] for place in range(stretches)]
    return LocalTime(zone, bits, shift, tuple(offsets), tuple(steps), tuple(from_))


def _at(values: tuple[int, ...], place: str) -> str:
    """This looks up a value; one text that is cast once is quicker to plan than a thousand literals."""
    if len(set(values)) == 1:
        return str(values[0])
    return f"('[{','.join(map(str, values))}]'::bigint[])[{place}]"
