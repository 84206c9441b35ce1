"""What may leave the team: everything that goes to a wall or is shared passes here, and carries the proof in its type.

`Passed` can be made by this room and its neighbours alone: shared_changes, shared_comparison, shared_numbers, shared_stages,
shared_tables and shared_views. What makes shared pages and shared files takes a `Passed`, so that mypy refuses what did not go
through the gate. The reasons stand in docs/decisions/disclosure.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import pandas as pd

from journeys.errors import SettingsError
from journeys.settings import LEAST_GROUP, PrivacySettings
from journeys.texts import say, say_n
from journeys.workdays import wd
from mining.calendar_dates import local_dates
from mining.handovers import Handovers
from mining.journey_data import EVENT_COLUMNS, TURN_COLUMNS, JourneyData, letters
from mining.merged_handovers import (
    by_unit,
    cells_of,
    in_cells,
    in_places,
    losses_kept_back,
    lost_untold,
    merge,
    nothing,
    people_of,
    places_of,
    told_of_few,
    told_of_pairs,
    too_few,
)
from mining.rounding import Rounding, round_down
from mining.small_groups import People, kept_back, shared_rows

T = TypeVar("T")
R = TypeVar("R")

GROUP = PrivacySettings.group
"""Groups of fewer residents stay hidden, unless the settings say otherwise; never under `LEAST`."""

LEAST = LEAST_GROUP
"""What happened to fewer residents than this is not told as a number, however large the group is that they are part of."""


@dataclass(frozen=True)
class Passed(Generic[T]):
    """This is a value in which no small group can be seen any more.

    Attributes
    ----------
    value: what may be shown. group: no group of fewer residents is in it.
    told: sentences that say what was hidden or rounded.
    """

    value: T
    group: int
    told: tuple[str, ...] = ()

    def made_into(self, make: Callable[[T], R]) -> Passed[R]:
        """This is what is made of the value alone: a drawing of numbers that passed has passed."""
        return Passed(make(self.value), self.group, self.told)


def pass_handovers(data: Handovers, *, group: int = GROUP) -> Passed[Handovers]:
    """This merges passages between departments along which fewer than `group` residents went, and keeps small numbers of lost ones back.

    A pair of departments (of the level of the picture) that is too small is counted with `OTHER` as receiver, as sender, or as both: every
    pair shown holds at least `group` residents, and every merged one at least two pairs (mining.small_groups). What is merged does
    not depend on how many departments a picture shows by themselves, so pictures of one level and one choice of passages can lie beside
    each other. Pairs with 1 to LEAST - 1 recorded passages of which any got lost are merged too: there the losses would be bounded.

    In pairs and departments, `lost` and `lost_residents` are <NA> where 1 to LEAST - 1 residents, or all of them but so few, lost a
    question there, or where the number would give such a one away; `timed` is <NA> there too, and the other states everywhere. Their
    losses are told together; `totals.lost` is None where even that would tell of somebody. Medians (whole days) stand where at least
    `group` residents have a time. `departments` holds the pairs as merged, by their number; first and last are whole weeks. A unit of
    which no pair is shown is folded, and is not even named where fewer than `group` residents came by. Where nothing large enough
    remains, `hidden` says why, and nothing else says anything.
    Raises `SettingsError` for a group under LEAST, and `ValueError` for handovers without their passages.
    """
    check_group(group)
    if data.passages.empty and data.totals.n:
        raise ValueError("the passages themselves are needed to count residents over several pairs")
    if not data.totals.n:
        return Passed(replace(data, passages=pd.DataFrame()), group)
    rows = by_unit(data)
    known, unknown = rows[rows["sender"].notna()], rows[rows["sender"].isna()]
    places = places_of(known, group=group)
    if places is None:
        return Passed(nothing(data, group=group), group)
    known = in_places(known, places)
    cells, units = cells_of(known, data.units, group=group)
    back, told_lost = losses_kept_back(known, unknown=unknown)
    passed = merge(
        data, in_cells(known, cells), units=units, back=back, back_cells={cells[place] for place in back}, told=told_lost, group=group
    )
    if passed.pairs.empty:
        return Passed(nothing(data, group=group), group)
    merged = sum(1 for pair, place in places.items() if pair != place)
    return Passed(passed, group, (*told_of_pairs(merged, group=group), *_told_of_losses(passed, kept=bool(back))))


def pass_journey(data: JourneyData, *, rounding: Rounding = "week") -> Passed[JourneyData]:
    """This makes the journey of one resident, asked for by id, so that it can be shown: letters, rounded dates, nothing of the source.

    Every moment becomes the midnight of its day or of its week's Monday (Europe/Amsterdam); seconds and working days of turns are those
    between the rounded moments (working days without the municipality's own closing days), so that title, marks and table tell the
    same. Rows are numbered anew in their order. Only the columns of `JourneyData` stay: no activity, no free text, no id.
    """
    events, turns = data.events[list(EVENT_COLUMNS)].copy(), data.turns[list(TURN_COLUMNS)].copy()
    cases = {case: letters(at) for at, case in enumerate(pd.unique(pd.concat([events["case"], turns["case"]])))}
    numbers = {row_no: at for at, row_no in enumerate(events["row_no"], start=1)}
    events["row_no"] = events["row_no"].map(numbers)
    events["case"], turns["case"] = events["case"].map(cases), turns["case"].map(cases)
    for name in ("started_row_no", "ended_row_no"):
        turns[name] = turns[name].map(numbers).astype("Int64")
    events["moment"] = round_down(events["moment"], rounding=rounding)
    for name in ("started", "ended"):
        turns[name] = round_down(turns[name], rounding=rounding)
    turns["seconds"] = (turns["ended"] - turns["started"]).dt.total_seconds()
    turns["working_days"] = _working_days(turns["started"], turns["ended"])
    end = round_down(pd.Series([pd.Timestamp(data.log_end)]), rounding=rounding).iloc[0].to_pydatetime()
    resident = data.resident if re.fullmatch("[A-Z]{1,2}", data.resident) else "A"
    named = set(pd.concat([events["department"], events["to_department"]]).dropna())
    places = tuple({name: place for name, place in level.items() if name in named} for level in data.places)
    passed = JourneyData(resident, events, turns, end, places, rounding, data.ends_known, data.residents_known)
    told = say("Dates are rounded to weeks.") if rounding == "week" else say("Moments are rounded to days.")
    return Passed(passed, 1, (told,))


def pass_table(
    table: pd.DataFrame,
    *,
    residents: str,
    label: str,
    rest: str | None,
    counts: Sequence[str] = (),
    shares: Mapping[str, str] | None = None,
    tails: Mapping[str, str] | None = None,
    sensitive: Sequence[str] = (),
    members: pd.DataFrame | None = None,
    about: Mapping[str, Mapping[str, People]] | None = None,
    among: Mapping[str, Mapping[str, People]] | None = None,
    small: Collection[str] = (),
    everybody: People | None = None,
    group: int = GROUP,
) -> Passed[pd.DataFrame]:
    """This merges the rows of a table that fewer than `group` residents share into one row named `rest`, at its end.

    `residents`: the column with the number of residents of a row; `label`: the column with its name (unique).
    `counts`: columns that add up over rows. `shares`: shares, percentages and medians, each with the count that is its denominator: empty
    where that is under `group`, and in the merged row. `tails`: the same for 90th percentiles: empty where the denominator is under
    10 x LEAST, for then fewer than LEAST lie beyond. `sensitive`: counts that are empty where they are about 1 to LEAST - 1 residents of
    the row or all but so few, and where another would be given away (mining.small_groups.kept_back). Other columns are left out.
    `members`: who is in which row (columns `label` and `journey_no`), to count the residents of the merged row, who may be in several;
    without it the merged row is held to have as many as its largest part. `about`: for a sensitive column whom it is about in each row;
    without it each is held to be about another resident of the row. `among`: for a sensitive column to whom it could have happened in
    each row; without it all of them. `small`: labels that are merged whatever their size: those that
    are hidden in another table of the same. `everybody`: all residents of the log (with `members`), whose number stands elsewhere: the
    number of residents is empty where 1 to LEAST - 1 of them are not in the row, and in the row of the fewest where so few are in
    more than one row. `rest=None`: the merged rows are left out, and nothing tells how much they held together.
    The value is empty where even all rows together are too few. Shown rows stay in their order.
    """
    check_group(group)
    shares, tails = shares or {}, tails or {}
    names = [str(name) for name in table[label]]
    known = {} if members is None else {str(name): frozenset(who) for name, who in members.groupby(label)["journey_no"]}
    sizes = dict(zip(names, (int(n) for n in table[residents]), strict=True))
    people = {name: known.get(name, frozenset(range(-sizes[name], 0))) for name in names}
    hidden = shared_rows(people, group=group, small={name for name in names if name in small})
    kept = [label, residents, *counts, *shares, *tails]
    if hidden is None:
        return Passed(table.iloc[:0][kept], group, (too_few(group),))
    passed = table.assign(**{label: names})[kept]
    merged = passed[passed[label].isin(hidden)]
    whole_numbers = dict.fromkeys((residents, *counts), "Int64")
    passed = passed[~passed[label].isin(hidden)].astype(whole_numbers)
    if len(merged) and rest is not None:
        who: People = frozenset().union(*(people[name] for name in hidden))
        last = {label: rest, residents: pd.NA if members is None else len(who), **{name: int(merged[name].sum()) for name in counts}}
        passed = pd.concat([passed, pd.DataFrame([last]).astype(whole_numbers)], ignore_index=True)
        people[rest] = who
    for columns, least in ((shares, group), (tails, 10 * LEAST)):
        for name, whole in columns.items():
            passed[name] = passed[name].where((passed[whole] >= least).fillna(False))
    for name in sensitive:
        numbers = {str(one): int(n) for one, n in zip(passed[label], passed[name], strict=True)}
        whose = {one: frozenset(range(min(n, len(people[one])))) for one, n in numbers.items()}  # at worst the same people everywhere
        if about is not None and name in about:
            parts = {one: {one} if one in sizes else hidden for one in numbers}
            whose = {one: frozenset().union(*(about[name].get(part, frozenset()) for part in parts[one])) for one in numbers}
        could = people
        if among is not None and name in among:
            parts = {one: {one} if one in sizes else hidden for one in numbers}
            could = {one: frozenset().union(*(among[name].get(part, frozenset()) for part in parts[one])) for one in numbers}
        back, _ = kept_back(numbers, whose, could, least=LEAST)
        passed[name] = passed[name].mask(passed[label].isin(back))
    together = say("{n} rows are told together: too few residents (fewer than {group}), or beside one.", n=len(hidden), group=group)
    told = [_left_out(len(hidden), group) if rest is None else together] if hidden else []
    if everybody is not None and (bare := leaving_few({one: people[one] for one in passed[label]}, everybody)):
        passed[residents] = passed[residents].mask(passed[label].isin(bare))
        told.append(told_of_rest())
    return Passed(passed.reset_index(drop=True), group, tuple(told))


def leaving_few(rows: Mapping[str, People], everybody: People) -> set[str]:
    """This gives the rows of which the number of residents, less that of everybody or that of all rows, would leave a few."""
    bare = {name for name, people in rows.items() if 0 < len(everybody - people) < LEAST}
    seen = [one for people in rows.values() for one in people]
    if not bare and 0 < sum(times > 1 for times in Counter(seen).values()) < LEAST:
        bare.add(min(rows, key=lambda name: (len(rows[name]), name)))
    return bare


def told_of_rest() -> str:
    """This says why a row has no number of residents."""
    return say("Without a number: taken from another number here, it would leave fewer than {least} residents.", least=LEAST)


def pass_passages(rows: pd.DataFrame, *, group: int = GROUP) -> Passed[pd.DataFrame]:
    """This makes single passages (`mining.handovers.read_passages`) so that they can be shown one by one, in whole weeks.

    Only segments (pairs of `from_unit` and `to_unit`) along which at least `group` residents went, and of which the number of lost
    questions may be told, are there; two segments at least are left out, or none. Moments are rounded down to the week,
    `calendar_days` to whole weeks (the words of the map then speak of weeks); `row_no`, `case_no` and `journey_no` are one running
    number, so that no passage can be followed to the next; departments within a unit, dates, working days and topics are empty. Passages of
    unknown sender are left out.
    """
    check_group(group)
    known = rows[rows["from_unit"].notna()]
    people, lost = people_of(known, "from_unit", "to_unit"), people_of(known[known["status"] == "lost"], "from_unit", "to_unit")
    numbers = {pair: len(lost.get(pair, ())) for pair in people}
    back, _ = kept_back(numbers, {pair: lost.get(pair, frozenset()) for pair in people}, people, least=LEAST)
    hidden = shared_rows(people, group=group, small=back)
    if hidden is None or len(hidden) == len(people):
        return Passed(known.iloc[:0], group, (too_few(group),))
    passed = known[[pair not in hidden for pair in zip(known["from_unit"], known["to_unit"], strict=True)]].copy()
    for name in ("started", "ended"):
        passed[name] = round_down(passed[name], rounding="week")
    passed["calendar_days"] = 7.0 * ((local_dates(passed["ended"]) - local_dates(passed["started"])).dt.days / 7).round()
    passed["local_date"], passed["working_days"], passed["topic"] = local_dates(passed["started"]), float("nan"), None
    passed["from_department"] = passed["to_department"] = None
    passed = passed.sort_values(["started", "from_unit", "to_unit", "status", "ended"], kind="stable").reset_index(drop=True)
    for name in ("row_no", "case_no", "journey_no"):
        passed[name] = range(1, len(passed) + 1)
    return Passed(passed, group, (*_told_of_segments(len(hidden), group), say("Dates are rounded to weeks.")))


def check_group(group: int) -> None:
    """This refuses a smallest group under LEAST."""
    if group < LEAST:
        raise SettingsError(say("[privacy] group is at least {least}: smaller groups of residents could be recognised.", least=LEAST))


def _working_days(started: pd.Series, ended: pd.Series) -> pd.Series:
    ways = zip(local_dates(started), local_dates(ended), strict=True)
    return pd.Series([pd.NA if pd.isna(b) else wd(a.date(), b.date()) for a, b in ways], index=started.index, dtype="Int64")


def _told_of_segments(left_out: int, group: int) -> list[str]:
    if not left_out:
        return []
    return [say("{n} pairs of departments are left out: too few residents (fewer than {group}), or beside one.", n=left_out, group=group)]


def _told_of_losses(passed: Handovers, *, kept: bool) -> list[str]:
    """This tells together what got lost where no number stands."""
    if passed.totals.lost is None:
        return [lost_untold()]
    elsewhere = passed.totals.lost - int(passed.pairs["lost"].sum())
    if not elsewhere:
        return []
    told = [say_n("Lost elsewhere: {n} question.", "Lost elsewhere: {n} questions.", elsewhere)]
    if kept:
        told.append(told_of_few())
    return told


def _left_out(rows: int, group: int) -> str:
    return say("{n} rows are left out: too few residents (fewer than {group}), or beside one.", n=rows, group=group)
