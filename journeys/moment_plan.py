"""How one column of moments is read: its format and what was counted of it, and the SQL that reads the column so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from journeys.local_time import local_time
from journeys.moment_formats import Format, Kind, cut_to_microseconds

Basis = Literal["format", "evidence", "settings", "default"]
BLANKS = " \t\r\n\u00a0"
IN_CALENDAR = "{0} >= timestamp '0001-01-02' and {0} < timestamp '9999-12-31'"
"""SQL over a moment that a calendar holds in every zone."""


@dataclass(frozen=True)
class MomentExpressions:
    """This is SQL over a row of the column.

    Attributes
    ----------
    utc: timestamp in UTC; null where the cell is empty or has a problem.
    day_only: boolean; the text has no time of day. (That 00:00 may mean the same is for the caller to say.)
    problem: null, `moment_unreadable` or `moment_in_spring_gap`; null for an empty cell,
        but for no other cell without `utc`.
    ambiguous_hour: boolean; local time in the autumn hour that happens twice, of which the first was taken.
    """

    utc: str
    day_only: str
    problem: str
    ambiguous_hour: str


@dataclass(frozen=True)
class MomentPlan:
    """This is how one column of moments is read.

    Attributes
    ----------
    kind: `typed` (dates or timestamps by type), `empty` (no values), or the kind of text.
    type: the type of the column in the database.
    formats: the formats of the one family that the column has, most frequent first.
    basis: what settled the order of day and month: the `format` itself, the `evidence` of the values, the `settings`,
        or the `default` (day first) because nothing tells.
    values: cells that are not empty.
    certain: those in which day and month cannot be exchanged.
    ambiguous: those that would be another date with day and month exchanged.
    day_only: those without a time of day.
    unreadable: those that fit no format of the family, or are no date at all (31-02-2026).
    zoned: those that carry their own zone.
    midnights: those that end a day at 24:00, which is read as 00:00 of the next.
    far: some lie at the edge of what a calendar holds (the years 1 to 9999), or beyond it.
    """

    column_label: str
    kind: Kind | Literal["typed", "empty"]
    type: str
    formats: tuple[Format, ...] = ()
    basis: Basis = "format"
    day_first: bool = True
    excel_1904: bool = False
    trimmed: bool = False
    values: int = 0
    certain: int = 0
    ambiguous: int = 0
    day_only: int = 0
    unreadable: int = 0
    zoned: int = 0
    far: bool = False
    midnights: int = 0

    def expressions(self, column: str, *, zone: str) -> MomentExpressions:
        """This writes the SQL that reads `column` (itself SQL); moments without a zone are local time of `zone`.

        Autumn's repeated hour is its first pass (summer time). Spring's lost hour is a problem, unless only the date
        is known. So is a moment outside the years 1 to 9999, and the first and last day of these, which another
        zone may put outside: systems write them for no moment at all.
        """
        local, settled, day_only = self.read(column)
        if self.far:
            local, settled = _within_calendar(local), _within_calendar(settled)
        clock = local_time(zone)
        if local is None or clock.is_utc:
            utc = ", ".join(part for part in (settled, local) if part)
            utc = f"coalesce({utc})" if local and settled else utc
            problem = f"['moment_unreadable'][({utc} is null and {column} is not null)::int]"
            return MomentExpressions(utc, day_only, problem, "false")
        moment = f"epoch_us({local})"
        oddity = clock.oddity(moment)
        gap = f"coalesce(({oddity} = 1)::int * (not {day_only})::int, 0)"
        utc = f"make_timestamp({moment} - {clock.offset(moment)} + [0, null][{gap} + 1])"
        empty = f"({local} is null and {column} is not null)"
        ambiguous = f"coalesce({oddity} = -1, false)"
        if settled:
            utc = f"coalesce({settled}, {utc})"
            empty = f"({local} is null and {settled} is null and {column} is not null)"
        problem = f"['moment_unreadable', 'moment_in_spring_gap'][{empty}::int + 2 * {gap}]"
        return MomentExpressions(utc, day_only, problem, ambiguous)

    @property
    def has_open_order(self) -> bool:
        """This holds when day and month are both numbers and either may come first."""
        return bool(self.formats) and self.formats[0].has_open_order

    def read(self, column: str) -> tuple[str | None, str | None, str]:
        """This gives SQL for local time, for UTC (either may be missing), and for whether there is only a date."""
        if self.kind == "empty":
            return None, "null::timestamp", "false"
        if self.kind == "typed":
            if self.type == "TIMESTAMP WITH TIME ZONE":
                return None, f"make_timestamp(epoch_us({column}))", "false"
            if self.type == "TIMESTAMP_NS":
                return cut_to_microseconds(column), None, "false"
            # Infinite dates have no microseconds: they become null, and with that a problem.
            return f"make_timestamp(epoch_us({column}::timestamp))", None, str(self.type == "DATE").lower()
        text = text_of(column, self.type, trimmed=self.trimmed)
        local = self._cases(text, [each for each in self.formats if not each.zoned])
        settled = self._cases(text, [each for each in self.formats if each.zoned])
        timed = {each.timed for each in self.formats}
        if len(timed) == 1:
            day_only = "false" if True in timed else "true"
        else:
            plain = " or ".join(each.matches(text) for each in self.formats if not each.timed)
            day_only = f"coalesce(not contains({text}, ':'), false)"  # quickest, where it tells
            if self.kind == "compact":
                day_only = f"coalesce(strlen({text}) = 8, false)"
            elif self.kind == "serial" or not all(each.colon for each in self.formats):
                day_only = f"coalesce({plain}, false)"
        return local, settled, day_only

    def is_midnight(self, column: str) -> str:
        """This is SQL that holds where the text ends a day at 24:00: there a time of day is known, although it is 00:00."""
        text = text_of(column, self.type, trimmed=self.trimmed)
        return " or ".join(each.is_midnight(text) for each in self.formats if self.midnights and each.midnight) or "false"

    def _cases(self, text: str, formats: list[Format]) -> str | None:
        if not formats:
            return None
        how: dict[str, bool] = {"day_first": self.day_first, "excel_1904": self.excel_1904, "midnights": self.midnights > 0}
        whens = " ".join(f"when {each.matches(text)} then {each.reads(text, **how)}" for each in formats)
        return f"(case {whens} end)"


def _within_calendar(moment: str | None) -> str | None:
    """This is SQL that leaves out a moment that no calendar holds in every zone."""
    return moment and f"(case when {IN_CALENDAR.format(moment)} then {moment} end)"


def text_of(column: str, type_: str, *, trimmed: bool) -> str:
    """This is SQL for the text of a cell; whole numbers lose their decimals."""
    if type_ == "VARCHAR":
        text = column
    elif type_.startswith(("DOUBLE", "FLOAT", "DECIMAL")):
        whole = f"try_cast({column} as bigint)::varchar"
        text = f"(case when {column} = floor({column}) then {whole} else {column}::varchar end)"
    else:
        text = f"{column}::varchar"
    return f"trim({text}, '{BLANKS}')" if trimmed else text
