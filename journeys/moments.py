"""How a column of moments is written: one format for the whole column, decided from all its values, then read strictly.

`decide_moments` looks at every value and gives a `MomentPlan`. The plan says in words what was decided and how sure that is, and
writes the SQL that reads the column. Values are never guessed one by one: that turns 03-04-2026 into March and 13-04-2026 into April
in one column, silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal, cast, get_args
from zoneinfo import ZoneInfo

import duckdb

from journeys.errors import InputError
from journeys.local_time import local_time
from journeys.moment_formats import Format, Kind, format_of
from journeys.texts import percentage, say, say_n

Basis = Literal["format", "evidence", "settings", "default"]
_SAMPLE = 20_000
_SHAPES = 10_000
_LONGEST = 60
_BLANKS = " \t\r\n\u00a0"


@dataclass(frozen=True)
class MomentExpressions:
    """This is SQL over a row of the column.

    Attributes
    ----------
    utc: timestamp in UTC; null where the cell is empty or has a problem.
    day_only: boolean; the text has no time of day. (That 00:00 may mean the same is for the caller to say.)
    problem: null, `moment_unreadable` or `moment_in_spring_gap`; null for an empty cell, never null for any other cell without utc.
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
    formats: the formats of the one family that the column has, most frequent first.
    basis: what settled the order of day and month: the `format` itself, the `evidence` of the values, the `settings`, or
        the `default` (day first) because nothing tells.
    values: cells that are not empty. certain: those in which day and month cannot be exchanged. ambiguous: those that would
        be another date with day and month exchanged. day_only: those without a time of day. unreadable: those that fit no
        format of the family, or are no date at all (31-02-2026). zoned: those that carry their own zone.
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

    def expressions(self, column: str, *, zone: str) -> MomentExpressions:
        """This writes the SQL that reads `column` (itself SQL); moments without a zone are local time of `zone`.

        Autumn's repeated hour is its first pass (summer time). Spring's lost hour is a problem, unless only the date is known.
        """
        local, settled, day_only = self.read(column)
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

    def described(self) -> str:
        """This says how the column is read, how sure that is, and how many values have no time of day."""
        label = self.column_label
        if self.kind == "empty":
            return say("Column “{column}” holds no moments.", column=label)
        sentences = [say("Column “{column}” is read as {format}.", column=label, format=self._written())]
        if self.formats and self.formats[0].has_open_order:
            sentences.append(self._order_described())
        if self.day_only:
            share = f" ({percentage(self.day_only, self.values)})" if self.values >= 10 else ""
            sentences.append(say("{n} of {values} values have no time of day{share}.", n=self.day_only, values=self.values, share=share))
        if self.unreadable:
            sentences.append(say_n("{n} value does not fit and is left out.", "{n} values do not fit and are left out.", self.unreadable))
        return " ".join(sentences)

    def _written(self) -> str:
        """This names the format, as a person would write it down."""
        if self.kind == "typed":
            return say("dates") if self.type == "DATE" else say("dates with a time of day, as the file itself marks them")
        mark = self.formats[0].separator
        names = {
            "numbers": say("dd{s}mm{s}yyyy", s=mark) if self.day_first else say("mm{s}dd{s}yyyy", s=mark),
            "numbers_short_year": say("dd{s}mm{s}yy", s=mark) if self.day_first else say("mm{s}dd{s}yy", s=mark),
            "year_first": say("yyyy{s}mm{s}dd", s=mark),
            "compact": say("yyyymmdd"),
            "named": say("day, name of the month, year"),
            "serial": say("days since 1904 (Excel)") if self.excel_1904 else say("days since 1900 (Excel)"),
        }
        name = names[self.kind]
        if all(each.timed for each in self.formats):
            name = say("{date} with a time of day", date=name)
        elif any(each.timed for each in self.formats):
            name = say("{date} with or without a time of day", date=name)
        return say("{date}, with its own time zone", date=name) if self.zoned == self.values and self.zoned else name

    def _order_described(self) -> str:
        first = say("the day comes first") if self.day_first else say("the month comes first")
        if self.basis == "evidence":
            return say("It is sure that {first}: {certain} values can be read no other way, {ambiguous} could.",
                       first=first, certain=self.certain, ambiguous=self.ambiguous)  # fmt: skip
        if self.basis == "settings":
            return say("The settings say that {first}; {ambiguous} values could be read either way.", first=first, ambiguous=self.ambiguous)
        if not self.ambiguous:
            return say("Day and month are equal in every value, so their order does not matter.")
        return say(
            "No value tells day and month apart: that {first} is assumed, and {ambiguous} values depend on it. "
            "--day-first or --month-first settles it.", first=first, ambiguous=self.ambiguous,
        )  # fmt: skip

    def read(self, column: str) -> tuple[str | None, str | None, str]:
        """This gives SQL for local time, for UTC (either may be missing), and for whether there is only a date."""
        if self.kind == "empty":
            return None, "null::timestamp", "false"
        if self.kind == "typed":
            if self.type == "TIMESTAMP WITH TIME ZONE":
                return None, f"make_timestamp(epoch_us({column}))", "false"
            # Infinite dates have no microseconds: they become null, and with that a problem.
            return f"make_timestamp(epoch_us({column}::timestamp))", None, str(self.type == "DATE").lower()
        text = _text(column, self.type, trimmed=self.trimmed)
        local = self._cases(text, [each for each in self.formats if not each.zoned])
        settled = self._cases(text, [each for each in self.formats if each.zoned])
        timed = {each.timed for each in self.formats}
        if len(timed) == 1:
            day_only = "false" if True in timed else "true"
        else:
            plain = [each.matches(text) for each in self.formats if not each.timed]
            day_only = {
                "compact": f"coalesce(strlen({text}) = 8, false)",
                "serial": f"coalesce({plain[0]}, false)",
            }.get(self.kind, f"coalesce(not contains({text}, ':'), false)")
        return local, settled, day_only

    def _cases(self, text: str, formats: list[Format]) -> str | None:
        if not formats:
            return None
        whens = " ".join(
            f"when {each.matches(text)} then {each.reads(text, day_first=self.day_first, excel_1904=self.excel_1904)}" for each in formats
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

    `day_first` settles the order of day and month where numbers leave it open; None leaves it to the values, and to day first where
    they do not tell. Numbers are days as Excel counts them, from 1900 or (`excel_1904`) from 1904.

    Raises `InputError` when no value can be read at all, and when some values can only be day first and others only month first.
    """
    type_, values = _one(connection, f"select coalesce(any_value(typeof({column})), 'VARCHAR'), count({column}) from {relation}")
    plan = MomentPlan(column_label, "empty", str(type_), excel_1904=excel_1904, values=int(values))
    if not plan.values:
        return plan
    if plan.type.startswith(("TIMESTAMP", "DATE")):
        return _counted(connection, relation, column, replace(plan, kind="typed"))
    plan = _decided(connection, relation, column, plan, day_first)
    if plan.unreadable == plan.values:
        raise InputError(
            say("No value in column “{column}” can be read as a moment.", column=column_label),
            next_step=say("Is this the column of the moments? Known are, for example: 31-12-2026 13:02, 2026-12-31T13:02:11+01:00, "
                          "31 dec 2026, 20261231130211."),
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
    is_open = bool(quick.formats) and quick.formats[0].has_open_order
    if is_open:
        quick = _ordered(quick, *_evidence(connection, sample, "value", quick.formats), day_first)
    if quick.formats and not (is_open and any(each.zoned for each in quick.formats)):
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
    more, blanks = _formats_of(_shapes(connection, relation, text, f"{others} and regexp_matches({text}, '^\\W*[0-9]')"))
    plan = replace(plan, trimmed=blanks)
    text = _text(column, plan.type, trimmed=blanks)
    plan = _of_one_family(plan, _frequencies(connection, relation, text, [*formats, *more]))
    if not plan.formats:
        return replace(plan, unreadable=plan.values)
    if not plan.formats[0].has_open_order:
        return _counted(connection, relation, column, plan)
    day_certain, month_certain, ambiguous = _evidence(connection, relation, text, plan.formats)
    if day_certain and month_certain and day_first is None:
        raise InputError(
            say("Column “{column}” contradicts itself: {day_first} values can only be read with the day first, "
                "{month_first} only with the month first.",
                column=plan.column_label, day_first=day_certain, month_first=month_certain),
            next_step=say("Mend the export, or choose with --day-first or --month-first; what does not fit is left out."),
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
    counts = dict(connection.execute(f"select case {whens} end as place, count(*) from {relation} group by place").fetchall())
    return {each: int(counts[place]) for place, each in enumerate(distinct) if place in counts}


def _shapes(connection: duckdb.DuckDBPyConnection, relation: str, text: str, condition: str) -> list[tuple[str, int]]:
    """This counts the shapes of texts: each digit written as 9. Only shapes leave the database, and only those of moments are kept."""
    shape = f"translate({text}, '012345678', '999999999')"
    return connection.execute(
        f"select {shape} as shape, count(*) as often from {relation} where {condition} group by shape order by often desc, shape limit {_SHAPES}"
    ).fetchall()


def _formats_of(shapes: list[tuple[str, int]]) -> tuple[dict[Format, int], bool]:
    """This gives the formats among the shapes with how many values each has, and whether some have blanks around them."""
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
    return replace(plan, kind=family[0], formats=tuple(sorted(kept, key=lambda each: (-formats[each], each.template))))


def _evidence(
    connection: duckdb.DuckDBPyConnection, relation: str, text: str, formats: Sequence[Format]
) -> tuple[int, int, int]:
    """This counts the values that can only be day first, that can only be month first, and that differ by the order."""
    mark = formats[0].separator
    numbers = ", ".join(f"try_cast(split_part({text}, '{mark}', {place}) as int) as {name}" for place, name in ((1, "a"), (2, "b")))
    found = _one(
        connection,
        "select count(*) filter (a between 13 and 31 and b between 1 and 12), count(*) filter (a between 1 and 12 and b between 13 and 31),"
        " count(*) filter (a between 1 and 12 and b between 1 and 12 and a <> b)"
        f" from (select {numbers} from {relation} where {' or '.join(each.matches(text) for each in formats)})",
    )
    return int(found[0]), int(found[1]), int(found[2])


def _ordered(plan: MomentPlan, day_certain: int, month_certain: int, ambiguous: int, day_first: bool | None) -> MomentPlan:
    """This settles the order of day and month: the settings first, then the evidence, then day first."""
    if day_first is not None:
        chosen, basis = day_first, "settings"
    else:
        chosen, basis = not month_certain or bool(day_certain), "evidence" if day_certain or month_certain else "default"
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
    found = _one(
        connection,
        "select count(*) filter (moment is null), count(*) filter (moment is not null and day_only), count(*) filter (zoned),"
        " count(*) filter (day(moment) > 12), count(*) filter (day(moment) <= 12 and day(moment) <> month(moment))"
        f" from (select {moment} as moment, {day_only} as day_only, {zoned} as zoned from {relation} where {column} is not null)",
    )
    unreadable, days, zoned_values, certain, ambiguous = map(int, found)
    if not (plan.formats and plan.formats[0].has_open_order):
        certain = ambiguous = 0
    return replace(plan, unreadable=unreadable, day_only=days, zoned=zoned_values, certain=certain, ambiguous=ambiguous)


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
    found = _one(connection, f"select count(*) filter ({moment} >= {later}), count(*) filter ({moment} < {earlier}) from {relation}")
    return OddMoments(int(found[0]), int(found[1]))


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    found = connection.execute(query).fetchone()
    assert found is not None
    return found


def _text(column: str, type_: str, *, trimmed: bool) -> str:
    """This is SQL for the text of a cell; whole numbers lose their decimals."""
    if type_ == "VARCHAR":
        text = column
    elif type_.startswith(("DOUBLE", "FLOAT", "DECIMAL")):
        text = f"(case when {column} = floor({column}) then try_cast({column} as bigint)::varchar else {column}::varchar end)"
    else:
        text = f"{column}::varchar"
    return f"trim({text}, '{_BLANKS}')" if trimmed else text
