"""Two pictures of single residents past the gate: the rows of the stripes map, and one journey beside its plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from journeys.texts import say
from mining.disclosure import GROUP, Passed, check_group
from mining.merged_handovers import too_few
from mining.promise import Column, Happening, Promise
from mining.rounding import Rounding, round_period
from mining.stripes import WHO, Cohort, Stripes, merged


def pass_stripe_rows(data: Stripes, *, group: int = GROUP) -> Passed[Stripes]:
    """This makes the rows of residents so that they can be shown beside each other: times in whole weeks since the first question.

    A cohort of fewer than `group` journeys is emptied, and so is every other one then: their difference would give it away. No row carries
    an id or a date; stretches that take no whole week are left out, so that the days by party are those of what is drawn. How many
    journeys had begun before, or began too late to be followed, is told of at least `group` of them; of fewer only that there are some.
    """
    check_group(group)
    if any(0 < len(cohort.journeys) < group for cohort in data.cohorts):
        told = say("Fewer than {group} residents: nothing can be shown.", group=group)
        return Passed(replace(data, cohorts=tuple(_emptied(cohort) for cohort in data.cohorts), hidden=too_few(group)), group, (told,))
    cohorts = _cut(tuple(_in_weeks(cohort) for cohort in data.cohorts), data.split)
    cohorts = tuple(
        replace(one, earlier=_some(one.earlier, group), cut=_some(one.cut, group), too_short=_some(one.too_short, group)) for one in cohorts
    )
    rows = replace(data, cohorts=cohorts, whole_weeks=True, group=group)
    return Passed(rows, group, (say("Times are rounded to weeks."),))


def pass_promise(data: Promise, *, rounding: Rounding = "week", common: Collection[str] = ()) -> Passed[Promise]:
    """This makes one journey beside its plan so that it can be shown: dates and silences in whole weeks, no row of the source.

    `common`: activities that enough residents have; the name of any other is left out, for it can say who somebody is.
    """
    columns = tuple(_rounded(column, rounding, set(common)) for column in data.columns)
    first, last = round_period(data.first, data.last) if rounding == "week" else (data.first, data.last)
    told = say("Dates are rounded to weeks.") if rounding == "week" else say("Moments are rounded to days.")
    return Passed(replace(data, columns=columns, first=first, last=last), 1, (told,))


def _in_weeks(cohort: Cohort) -> Cohort:
    stretches = cohort.stretches.copy()
    for name in ("start", "end"):
        stretches[name] = _weeks(stretches[name])
    stretches = merged(stretches[stretches["end"] > stretches["start"]].reset_index(drop=True))
    spent = stretches.assign(days=stretches["end"] - stretches["start"]).pivot_table(
        index="place", columns="who", values="days", aggfunc="sum"
    )
    journeys = cohort.journeys.assign(days=_weeks(cohort.journeys["days"]))
    for who in WHO:
        journeys[who] = journeys.index.to_series().map(spent[who]).fillna(0.0) if who in spent.columns else 0.0
    first, last = round_period(cohort.first, cohort.last)
    return replace(cohort, journeys=journeys, stretches=stretches, first=first, last=last)


def _cut(cohorts: tuple[Cohort, ...], split: date | None) -> tuple[Cohort, ...]:
    """This cuts the whole weeks of two periods off at the day between them, as the labels state it."""
    if split is None or len(cohorts) != 2:
        return cohorts
    one, other = cohorts
    until = split - timedelta(days=1)
    return replace(one, last=one.last and min(one.last, until)), replace(other, first=other.first and max(other.first, split))


def _emptied(cohort: Cohort) -> Cohort:
    return replace(
        cohort, journeys=cohort.journeys.iloc[:0], stretches=cohort.stretches.iloc[:0], too_short=0, first=None, last=None,
        earlier=0, cut=0,
    )  # fmt: skip


def _some(n: int | None, group: int) -> int | None:
    return None if n is None or 0 < n < group else n


def _weeks(days: pd.Series) -> pd.Series:
    return 7.0 * (days / 7).round()


def _rounded(column: Column, rounding: Rounding, common: Collection[str]) -> Column:
    happenings = tuple(_told(one, rounding, common) for one in column.happenings)
    silence = column.silence if column.silence is None or rounding == "day" else max(7, 7 * round(column.silence / 7))
    return replace(column, happenings=happenings, silence=silence)


def _told(one: Happening, rounding: Rounding, common: Collection[str]) -> Happening:
    day = one.date - timedelta(days=one.date.weekday()) if rounding == "week" else one.date
    return replace(one, row_no=0, date=day, activity=one.activity if one.activity in common else "")
