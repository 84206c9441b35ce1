"""How a column of moments is written: one format for the whole column, decided from all its values, read strictly.

`decide_moments` looks at every value and gives a `MomentPlan`. The plan says in words what was decided and how sure
that is, and writes the SQL that reads the column. Values are never guessed one by one: that turns 03-04-2026 into
March and 13-04-2026 into April in one column, silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast, get_args

import duckdb

from journeys.dossier import answer
from journeys.errors import InputError
from journeys.moment_formats import BEGIN, Format, Kind, format_of
from journeys.moment_plan import BLANKS, IN_CALENDAR, Basis, MomentPlan, text_of
from journeys.texts import say

_SAMPLE = 20_000
_SHAPES = 10_000
_LONGEST = 60


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
    text = text_of(column, plan.type, trimmed=False)
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
    text = text_of(column, plan.type, trimmed=False)
    fits = " or ".join(each.matches(text) for each in formats) or "false"
    others = f"{column} is not null and strlen({text}) <= {_LONGEST} and not ({fits})"
    more, blanks = _formats_of(
        _shapes(connection, relation, text, f"{others} and regexp_matches({text}, '{BEGIN}')")
    )
    plan = replace(plan, trimmed=blanks)
    text = text_of(column, plan.type, trimmed=blanks)
    plan = _of_one_family(plan, _frequencies(connection, relation, text, [*formats, *more]))
    if not plan.formats:
        return replace(plan, unreadable=plan.values)
    plan = replace(plan, midnights=_midnights(connection, relation, text, plan.formats))
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


def _midnights(connection: duckdb.DuckDBPyConnection, relation: str, text: str, formats: Sequence[Format]) -> int:
    """This counts the values that end a day at 24:00."""
    ends = " or ".join(each.is_midnight(text) for each in formats if each.midnight)
    return int(answer(connection, f"select count(*) from {relation} where {ends}")[0]) if ends else 0


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
        found = format_of(shape.strip(BLANKS))
        if found is not None:
            formats[found] = formats.get(found, 0) + often
            blanks = blanks or shape != shape.strip(BLANKS)
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
    text = text_of(column, plan.type, trimmed=plan.trimmed)
    zoned = " or ".join(each.matches(text) for each in plan.formats if each.zoned) or "false"
    if plan.type == "TIMESTAMP WITH TIME ZONE" or (plan.formats and all(each.zoned for each in plan.formats)):
        zoned = "true"
    found = answer(
        connection,
        f"select count(*) filter (moment is null or not ({IN_CALENDAR.format('moment')})),"
        " count(*) filter (moment is not null and day_only),"
        " count(*) filter (zoned),"
        " count(*) filter (day(moment) > 12), count(*) filter (day(moment) <= 12 and day(moment) <> month(moment)),"
        f" count(*) filter (not ({IN_CALENDAR.format('moment')}))"
        f" from (select {moment} as moment, {day_only} as day_only, {zoned} as zoned"
        f" from {relation} where {column} is not null)",
    )
    unreadable, days, zoned_values, certain, ambiguous, far = map(int, found)
    if not plan.has_open_order:
        certain = ambiguous = 0
    return replace(
        plan, unreadable=unreadable, day_only=days, zoned=zoned_values, certain=certain, ambiguous=ambiguous, far=far > 0
    )
