"""How a column of moments is written: one format for the whole column, decided from all its values, read strictly.

`decide_moments` looks at every value and gives a `MomentPlan`. The plan says in words what was decided and how sure
that is, and writes the SQL that reads the column. Values are never guessed one by one: that turns 03-04-2026 into
March and 13-04-2026 into April in one column, silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, cast, get_args
from zoneinfo import ZoneInfo

import duckdb

from journeys.dossier import answer
from journeys.errors import InputError
from journeys.local_time import local_time
from journeys.moment_formats import BEGIN, Format, Kind, cut_to_microseconds, format_of
from journeys.texts import say

Basis = Literal["format", "evidence", "settings", "default"]
_SAMPLE = 20_000
_SHAPES = 10_000
_LONGEST = 60
_BLANKS = " \t\r\n\u00a0"
_IN_CALENDAR = "{0} >= timestamp '0001-01-02' and {0} < timestamp '9999-12-31'"


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
        text = _text(column, self.type, trimmed=self.trimmed)
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

    def _cases(self, text: str, formats: list[Format]) -> str | None:
        if not formats:
            return None
        whens = " ".join(
            f"when {each.matches(text)} then {each.reads(text, day_first=self.day_first, excel_1904=self.excel_1904)}"
            for each in formats
        )
        return f"(case {whens} end)"


def decide_moments(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    column: str,
    *,
    column_label: str,
    day_first: bool | None = None,
    excel_1904: bool = False,
) -> MomentPlan:
    """This decides how `column` of `relation` (both SQL) is written, from all its values.

    `day_first` settles the order of day and month where numbers leave it open; None leaves it to the values, and to
    day first where they do not tell. Numbers are days as Excel counts them, from 1900 or (`excel_1904`) from 1904.

    Raises `InputError` when no value can be read at all, and when some values can only be day first and others only
    month first.
    """
    type_, values = answer(
        connection, f"select coalesce(any_value(typeof({column})), 'VARCHAR'), count({column}) from {relation}"
    )
    plan = MomentPlan(column_label, "empty", str(type_), excel_1904=excel_1904, values=int(values))
    if not plan.values:
        return plan
    if plan.type.startswith(("TIMESTAMP", "DATE")):
        return _counted(connection, relation, column, replace(plan, kind="typed"))
    plan = _decided(connection, relation, column, plan, day_first)
    if plan.unreadable == plan.values:
        raise InputError(
            say("No value in column “{column}” can be read as a moment.", column=column_label),
            next_step=say("Is this the column of the moments? Known are, for example: 31-12-2026 13:02, "
                          "2026-12-31T13:02:11+01:00, 31 dec 2026, 20261231130211."),
        )  # fmt: skip
    return plan


def _decided(
    connection: duckdb.DuckDBPyConnection, relation: str, column: str, plan: MomentPlan, day_first: bool | None
) -> MomentPlan:
    """This takes the format of the first values and holds it against all; only what does not fit is looked at again.

    Most columns are written in one way throughout: one walk over the values then settles it.
    """
    text = _text(column, plan.type, trimmed=False)
    sample = f"(select {text} as value from {relation} where {column} is not null limit {_SAMPLE})"
    formats, _ = _formats_of(_shapes(connection, sample, "value", "true"))
    quick = _of_one_family(plan, formats)
    if quick.has_open_order:
        quick = _ordered(quick, *_evidence(connection, sample, "value", quick.formats), day_first)
    if quick.formats and not (quick.has_open_order and any(each.zoned for each in quick.formats)):
        quick = _counted(connection, relation, column, quick)
        if not quick.unreadable:
            return _sure(quick)
    return _decided_from_all(connection, relation, column, plan, formats, day_first)


def _sure(plan: MomentPlan) -> MomentPlan:
    """This calls it evidence when values beyond the first ones tell day and month apart."""
    return replace(plan, basis="evidence") if plan.basis == "default" and plan.certain else plan


def _decided_from_all(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    column: str,
    plan: MomentPlan,
    formats: dict[Format, int],
    day_first: bool | None,
) -> MomentPlan:
    """This looks for every format that occurs, takes the family that most values have, and weighs day and month."""
    text = _text(column, plan.type, trimmed=False)
    fits = " or ".join(each.matches(text) for each in formats) or "false"
    others = f"{column} is not null and strlen({text}) <= {_LONGEST} and not ({fits})"
    more, blanks = _formats_of(
        _shapes(connection, relation, text, f"{others} and regexp_matches({text}, '{BEGIN}')")
    )
    plan = replace(plan, trimmed=blanks)
    text = _text(column, plan.type, trimmed=blanks)
    plan = _of_one_family(plan, _frequencies(connection, relation, text, [*formats, *more]))
    if not plan.formats:
        return replace(plan, unreadable=plan.values)
    if not plan.has_open_order:
        return _counted(connection, relation, column, plan)
    day_certain, month_certain, ambiguous = _evidence(connection, relation, text, plan.formats)
    if day_certain and month_certain and day_first is None:
        raise InputError(
            say("Column “{column}” contradicts itself. Values that can only have the day first: {day_first}; "
                "only the month first: {month_first}.",
                column=plan.column_label, day_first=day_certain, month_first=month_certain),
            next_step=say("Mend the export, or choose --day-first or --month-first. What does not fit is left out."),
        )  # fmt: skip
    plan = _ordered(plan, day_certain, month_certain, ambiguous, day_first)
    counted = _counted(connection, relation, column, plan)
    return replace(counted, certain=plan.certain, ambiguous=plan.ambiguous)


def _frequencies(
    connection: duckdb.DuckDBPyConnection, relation: str, text: str, formats: Sequence[Format]
) -> dict[Format, int]:
    """This counts how many values have each format."""
    distinct = list(dict.fromkeys(formats))
    whens = " ".join(f"when {each.matches(text)} then {place}" for place, each in enumerate(distinct))
    if not distinct:
        return {}
    counts = dict(
        connection.execute(f"select case {whens} end as place, count(*) from {relation} group by place").fetchall()
    )
    return {each: int(counts[place]) for place, each in enumerate(distinct) if place in counts}


def _shapes(connection: duckdb.DuckDBPyConnection, relation: str, text: str, condition: str) -> list[tuple[str, int]]:
    """This counts the shapes of texts, each digit written as 9: only shapes leave the database, never values."""
    shape = f"translate({text}, '012345678', '999999999')"
    return connection.execute(
        f"select {shape} as shape, count(*) as often from {relation} where {condition}"
        f" group by shape order by often desc, shape limit {_SHAPES}"
    ).fetchall()


def _formats_of(shapes: list[tuple[str, int]]) -> tuple[dict[Format, int], bool]:
    """This gives the formats among the shapes with their numbers, and whether some have blanks around them."""
    formats: dict[Format, int] = {}
    blanks = False
    for shape, often in shapes:
        found = format_of(shape.strip(_BLANKS))
        if found is not None:
            formats[found] = formats.get(found, 0) + often
            blanks = blanks or shape != shape.strip(_BLANKS)
    return formats, blanks


def _of_one_family(plan: MomentPlan, formats: dict[Format, int]) -> MomentPlan:
    """This keeps the formats of the family that most values have; a tie goes to the order in `Kind`."""
    families: dict[tuple[Kind, str], int] = {}
    for each, often in formats.items():
        families[each.family] = families.get(each.family, 0) + often
    if not families:
        return plan
    family = min(families, key=lambda each: (-families[each], get_args(Kind).index(each[0]), each[1]))
    kept = [each for each in formats if each.family == family]
    return replace(
        plan, kind=family[0], formats=tuple(sorted(kept, key=lambda each: (-formats[each], each.template)))
    )


def _evidence(
    connection: duckdb.DuckDBPyConnection, relation: str, text: str, formats: Sequence[Format]
) -> tuple[int, int, int]:
    """This counts values that can only be day first, that can only be month first, and that depend on the order."""
    mark = formats[0].separator
    numbers = ", ".join(
        f"try_cast(split_part({text}, '{mark}', {place}) as int) as {name}" for place, name in ((1, "a"), (2, "b"))
    )
    found = answer(
        connection,
        "select count(*) filter (a between 13 and 31 and b between 1 and 12),"
        " count(*) filter (a between 1 and 12 and b between 13 and 31),"
        " count(*) filter (a between 1 and 12 and b between 1 and 12 and a <> b)"
        f" from (select {numbers} from {relation} where {' or '.join(each.matches(text) for each in formats)})",
    )
    return int(found[0]), int(found[1]), int(found[2])


def _ordered(
    plan: MomentPlan, day_certain: int, month_certain: int, ambiguous: int, day_first: bool | None
) -> MomentPlan:
    """This settles the order of day and month: the settings first, then the evidence, then day first."""
    if day_first is not None:
        chosen, basis = day_first, "settings"
    else:
        chosen, basis = (
            not month_certain or bool(day_certain),
            "evidence" if day_certain or month_certain else "default",
        )
    certain = day_certain if chosen else month_certain
    return replace(plan, day_first=chosen, basis=cast(Basis, basis), certain=certain, ambiguous=ambiguous)


def _counted(connection: duckdb.DuckDBPyConnection, relation: str, column: str, plan: MomentPlan) -> MomentPlan:
    """This reads the whole column as planned and counts what comes of it."""
    local, settled, day_only = plan.read(column)
    moment = f"coalesce({settled}, {local})" if local and settled else settled or local
    text = _text(column, plan.type, trimmed=plan.trimmed)
    zoned = " or ".join(each.matches(text) for each in plan.formats if each.zoned) or "false"
    if plan.type == "TIMESTAMP WITH TIME ZONE" or (plan.formats and all(each.zoned for each in plan.formats)):
        zoned = "true"
    found = answer(
        connection,
        f"select count(*) filter (moment is null or not ({_IN_CALENDAR.format('moment')})),"
        " count(*) filter (moment is not null and day_only),"
        " count(*) filter (zoned),"
        " count(*) filter (day(moment) > 12), count(*) filter (day(moment) <= 12 and day(moment) <> month(moment)),"
        f" count(*) filter (not ({_IN_CALENDAR.format('moment')}))"
        f" from (select {moment} as moment, {day_only} as day_only, {zoned} as zoned"
        f" from {relation} where {column} is not null)",
    )
    unreadable, days, zoned_values, certain, ambiguous, far = map(int, found)
    if not plan.has_open_order:
        certain = ambiguous = 0
    return replace(
        plan, unreadable=unreadable, day_only=days, zoned=zoned_values, certain=certain, ambiguous=ambiguous, far=far > 0
    )


@dataclass(frozen=True)
class OddMoments:
    """This counts moments that are possible but strange: after today, and before 1990."""

    in_future: int
    before_1990: int


def count_odd_moments(
    connection: duckdb.DuckDBPyConnection, relation: str, moment: str, *, today: date, zone: str
) -> OddMoments:
    """This counts the moments (SQL, in UTC) whose local date is after `today`, and those before 1990."""
    start = {
        day: datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
        for day in (today + timedelta(days=1), date(1990, 1, 1))
    }
    later, earlier = (f"timestamp '{value.isoformat(sep=' ')}'" for value in start.values())
    found = answer(
        connection,
        f"select count(*) filter ({moment} >= {later}), count(*) filter ({moment} < {earlier}) from {relation}",
    )
    return OddMoments(int(found[0]), int(found[1]))


def _within_calendar(moment: str | None) -> str | None:
    """This is SQL that leaves out a moment that no calendar holds in every zone."""
    return moment and f"(case when {_IN_CALENDAR.format(moment)} then {moment} end)"


def _text(column: str, type_: str, *, trimmed: bool) -> str:
    """This is SQL for the text of a cell; whole numbers lose their decimals."""
    if type_ == "VARCHAR":
        text = column
    elif type_.startswith(("DOUBLE", "FLOAT", "DECIMAL")):
        whole = f"try_cast({column} as bigint)::varchar"
        text = f"(case when {column} = floor({column}) then {whole} else {column}::varchar end)"
    else:
        text = f"{column}::varchar"
    return f"trim({text}, '{_BLANKS}')" if trimmed else text
