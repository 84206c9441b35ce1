"""A comparison past the gate: its numbers about a topic, a pair, a route, a month or an outcome only where enough residents share them.

A neighbour of mining.disclosure that may make `Passed`; the reasons stand in docs/decisions/disclosure.md.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from journeys.texts import say
from mining.comparison import Comparison
from mining.comparison_measures import SIDES
from mining.comparison_verdict import Measured, undetermined
from mining.disclosure import GROUP, LEAST, Passed, check_group, told_of_rest
from mining.handovers import OTHER, Handovers
from mining.shared_numbers import DROPPED
from mining.small_groups import shared_rows

STEP = 5
"""The climbing lines are told per so many working days: each single day would tell of single cases."""

_NAMES = tuple(name for name, _ in SIDES)


@dataclass(frozen=True)
class Standing:
    """This is what the report and the maps of the same log show by itself, not merged with another: topics, routes, pairs of departments.

    A comparison shows no others, for with them what is merged there could be taken apart. `lost`: how many questions got lost is told.
    """

    topics: frozenset[str]
    routes: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    lost: bool = True


def shown_pairs(passed: Handovers) -> frozenset[tuple[str, str]]:
    """This gives the pairs of departments that handovers past the gate show by themselves."""
    ways = zip(passed.departments.get("from_unit", ()), passed.departments.get("to_unit", ()), strict=True)
    return frozenset((str(one), str(other)) for one, other in ways if OTHER not in (one, other))


def pass_comparison(found: Comparison, *, group: int = GROUP, standing: Standing | None = None) -> Passed[Comparison]:
    """This leaves out of a comparison what fewer than `group` residents share on a side, and whatever would give it away.

    Topics, departments, pairs, routes, months: rows of which a side holds 1 to `group` - 1 residents are left out, with the next smallest
    where the sum would tell (at worst the same people are in all rows). Shares of items: nothing stands where fewer than LEAST residents
    had it one way or the other; signals: where 1 to LEAST - 1 had one. The climbing lines stand per 5 working days, in whole hundredths,
    where at least LEAST residents' worth of cases lies on either side of the line, and between two points of it, or nothing;
    bars of many handoffs are put together from the top.
    Of the numbers of residents and of finished cases of the sides neither stands where, beside those of the whole log, it would leave 1 to
    LEAST - 1 residents. `standing`: what is shown elsewhere by itself (None: nothing else is shown).
    A side of fewer than `group` residents empties everything. Two sources of the same time lose the names of their files.
    Raises `SettingsError` for a group under LEAST.
    """
    check_group(group)
    if any(found.question.sources):  # a name of a file may tell more than its numbers
        found = replace(found, question=replace(found.question, sources=(say("the first source"), say("the second source"))))
    if min(found.size.residents) < group:
        nothing = {name: undetermined("group") for name in found.measures}
        empty = replace(
            found,
            duration=undetermined("group"),
            measures=nothing,
            shares={name: undetermined("group") for name in found.shares},
            pairs=(),
            topics=(),
            departments=(),
            routes={},
            months=(),
            handoff_bars={"bars": [], "why": "group"},
            followed={},
            flags={},
        )
        return Passed(empty, group, (say("Fewer than {group} residents: nothing can be shown.", group=group),))
    names: tuple[Collection[str] | None, ...] = (None, None, None)
    if standing is not None:  # all other routes together have no name
        names = (standing.topics, standing.routes | {"None"}, frozenset("\n".join(pair) for pair in standing.pairs))
    topics, left_topics = _rows(found.topics, "topic", group, names[0])
    departments, left_departments = _rows(found.departments, "department", group)
    pairs, left_pairs = _rows(found.pairs, ("from", "to"), group, names[2])
    paths, left_paths = _rows(found.routes.get("paths", ()), "path", group, names[1])
    withheld = frozenset(name for name, left in found.left.items() if any(0 < n < LEAST for n in left))
    shown_topics = {one["topic"] for one in topics}
    flags = {
        name: {**more, "topic": more["topic"] if more["topic"] in shown_topics else None} if "topic" in more else more
        for name, more in found.flags.items()
    }
    passed = replace(
        found,
        topics=topics,
        departments=departments,
        pairs=pairs,
        routes={**found.routes, "paths": list(paths)} if found.routes else {},
        shares=_shares(found.shares, group, found.size.residents, lost_told=standing is None or standing.lost),
        months=_months(found.months, group),
        followed=_lines(found.followed, found.size.residents),
        handoff_bars=_bars(found.handoff_bars, group),
        flags=flags,
        withheld=withheld,
    )
    told = [say("The climbing lines stand per {n} working days, in whole hundredths.", n=STEP)] if passed.followed else []
    left = {
        say("topics"): left_topics,
        say("departments"): left_departments,
        say("pairs of departments"): left_pairs,
        say("routes"): left_paths,
    }
    for what, n in left.items():
        if n:
            told.append(
                say("{what}: {n} rows are left out, too few residents (fewer than {group}) or beside one.", what=what, n=n, group=group)
            )
    if withheld:
        told.append(told_of_rest())
    return Passed(passed, group, tuple(told))


def _size(row: Mapping[str, Any]) -> int:
    """This is the smallest number of residents of a side that holds any; 0 where it is not known or nobody."""
    sizes = [row.get(f"residents_{name}") for name in _NAMES]
    if None in sizes:
        return 0
    return min((int(one) for one in sizes if one), default=0)


def _rows(
    rows: Sequence[Mapping[str, Any]], label: str | tuple[str, str], group: int, standing: Collection[str] | None = None
) -> tuple[tuple[dict[str, Any], ...], int]:
    """This gives the rows that may be told, and how many are left out: together nobody or a group on each side. `standing`: the only names
    that may stand."""
    names = [str(row[label]) if isinstance(label, str) else "\n".join(str(row[one]) for one in label) for row in rows]
    sides = [
        {name: frozenset(range(int(row.get(f"residents_{side}") or 0))) for name, row in zip(names, rows, strict=True)}
        for side in _NAMES
    ]  # at worst the same people everywhere
    unknown = {name for name, row in zip(names, rows, strict=True) if any(row.get(f"residents_{side}") is None for side in _NAMES)}
    merged = set() if standing is None else set(names) - set(standing)
    hidden = shared_rows(*sides, group=group, small=unknown | merged)
    kept = [] if hidden is None else [dict(row) for name, row in zip(names, rows, strict=True) if name not in hidden]
    return tuple(kept), len(rows) - len(kept)


def _shares(
    shares: Mapping[str, Measured], group: int, residents: tuple[int, int], *, lost_told: bool = True
) -> dict[str, Measured]:
    """This takes away what is about too few residents; of the outcomes, which add up, the next smallest goes with it."""
    back = {name for name, one in shares.items() if _telling(name, one, residents) or (name == f"signal:{DROPPED}" and not lost_told)}
    outcomes = {name: frozenset(range(_size(one.more))) for name, one in shares.items() if name.startswith("outcome:")}
    if back & outcomes.keys():
        together = shared_rows(outcomes, group=min(group, LEAST), small=back & outcomes.keys())
        back |= outcomes.keys() if together is None else together
    return {name: undetermined("group", passes=False) if name in back else one for name, one in shares.items()}


def _telling(name: str, one: Measured, residents: tuple[int, int]) -> bool:
    """This tells whether a share would tell of single residents: too few had it, or too few had it otherwise (or, of signals, not)."""
    counts = [(one.more.get(f"residents_{side}"), one.more.get(f"others_{side}")) for side in _NAMES]
    if any(had is None for had, _ in counts):
        return one.before is not None or one.after is not None
    if name.startswith("signal:"):
        told = [int(had or 0) for had, _ in counts]
        return any(0 < n < LEAST for had, everybody in zip(told, residents, strict=True) for n in (had, everybody - had))
    return any(int(had or 0) < LEAST or int(other or 0) < LEAST for had, other in counts)


def _months(months: Sequence[Mapping[str, Any]], group: int) -> tuple[dict[str, Any], ...]:
    """This empties the months of few residents: their cases, and the share of them that was followed, of which those could be worked out.

    Each side is held by itself: what its cases in all leave beside the months shown is at least two months and a group. Of a month that is
    shown the share is empty where fewer than LEAST of its cases could be followed, or could not.
    """
    hidden: set[tuple[str, str]] = set()
    for side in _NAMES:
        people = {(str(one["month"]), side): frozenset(range(int(one["residents"]))) for one in months if one["side"] == side}
        found = shared_rows(people, group=group)
        hidden |= people.keys() if found is None else found
    empty = dict.fromkeys(("cases", "residents", "mean_working_days", "followed_in_full"))
    return tuple({**one, **(empty if (str(one["month"]), one["side"]) in hidden else _followed(one))} for one in months)


def _followed(month: Mapping[str, Any]) -> dict[str, Any]:
    share, cases = month["followed_in_full"], int(month["cases"])
    few = share is not None and any(0 < n < LEAST for n in (round(share * cases), cases - round(share * cases)))
    return {"followed_in_full": None} if few else {}


def _lines(followed: Mapping[str, Any], residents: tuple[int, int]) -> dict[str, Any]:
    """This tells the points with LEAST residents' worth of cases on either side, and none or as many since the point before."""
    made = {}
    for (name, line), many in zip(followed.items(), residents, strict=False):
        told: list[float | None] = []
        before = 0.0
        for day, share in enumerate(line):
            stands = share is not None and day % STEP == 0 and min(share, 1 - share) * many >= LEAST
            stands = stands and (share == before or abs(share - before) * many >= LEAST)
            told.append(round(share, 2) if stands else None)
            before = share if stands else before
        made[name] = told
    return made


def _bars(told: Mapping[str, Any], group: int) -> dict[str, Any]:
    """This puts bars together from the top until each holds a group on either side; without any where that never comes."""
    bars = [dict(one) for one in told.get("bars", [])]
    while len(bars) > 1 and _small(bars[-1], group):
        last, before = bars.pop(), bars[-1]
        before |= {"or_more": True, **{name: before[name] + last[name] for name in _NAMES}}
        before |= {key: max(before[key], last[key]) for key in (f"residents_{name}" for name in _NAMES)}  # at worst the same people
    if len(bars) < 2 or any(_small(one, group) for one in bars):
        return {**told, "bars": [], "why": told.get("why", "group")}
    return {**told, "bars": bars}


def _small(bar: Mapping[str, Any], group: int) -> bool:
    return any(int(bar[f"residents_{name}"]) < group for name in _NAMES)
