"""The care points and curves that may be shared: a part of a whole stands where enough residents had it, and enough had it not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from mining.care import WINDOWS, Point
from mining.disclosure import LEAST
from mining.handovers import OTHER, Handovers


@dataclass(frozen=True)
class SharedPart:
    """This is a part of a whole: told when the whole is about at least a group of residents.

    `part` is None where it, or what is left of the whole, is about fewer residents than LEAST; `few` then says which: `part` or `rest`.
    `whole` is None where too few residents are in it.
    """

    part: int | None
    whole: int | None
    few: str = ""


_WHOSE = {
    "callbacks_in_time": "select journey_no, state = 'in_time' as had from care_callbacks where judged",
    "avoidable_contacts": "select journey_no, avoidable as had from care_contacts",
    "within_norm": "select journey_no, within_norm as had from care_questions where within_norm is not null",
    "within_term": "select journey_no, term = 'in_time' as had from care_questions where term is not null",
    "public_space_heard": (
        "select journey_no, null::boolean as had from case_measures"
        " where not open and topic_no in (select topic_no from care_public_space)"
    ),
    "first_line_transfers": "select journey_no, true as had from care_pickups",
}
"""For each care point the residents of its whole, once for each time they are in it, and whether they are in its part (null: not known)."""


def care_points(
    connection: duckdb.DuckDBPyConnection, summary: Mapping[str, Any], group: int, maps: Handovers
) -> dict[str, SharedPart]:
    """This gives the care points; a part that is about too few residents stays out, however often it happened to them.

    `maps`: the handovers of all departments past the gate.
    """
    found = {}
    for name, whose in _WHOSE.items():
        value = summary["care"].get(name)
        if value is None:
            continue
        whole = int(value["whole"]) if isinstance(value, dict) else int(value)
        part = int(value["part"]) if isinstance(value, dict) else whole
        residents, known, had, had_not, most = first_row(
            connection,
            f"""with told as ({whose}), times as (select count(*) as n from told group by journey_no)
                select count(distinct journey_no), count(had), count(distinct case when had then journey_no end),
                  count(distinct case when not had then journey_no end), (select coalesce(max(n), 1) from times)
                from told""",
        )
        if not known:  # at worst the one who is in it most often is in it alone
            had, had_not = -(-part // most), -(-(whole - part) // most)
        if whole and (residents < group or (name == "first_line_transfers" and _is_left_by_the_maps(connection, group, maps))):
            found[name] = SharedPart(None, None)
        elif 0 < had < LEAST or 0 < had_not < LEAST:
            found[name] = SharedPart(None, whole, "part" if 0 < had < LEAST else "rest")
        else:
            found[name] = SharedPart(part, whole)
    return found


def pickup_median(connection: duckdb.DuckDBPyConnection, summary: Mapping[str, Any], group: int) -> int | None:
    residents = int(first_row(connection, "select count(distinct journey_no) from care_pickups")[0])
    value = summary["care"].get("pickup_median_working_days")
    return int(value) if value is not None and residents >= group else None


_FOLLOWED = {
    "pickup": "select journey_no, working_days as days, state = 'picked_up' as happened from care_pickups",
    "first_contact": """
        select journey_no, coalesce(next_working_days, followed_working_days) as days, next_working_days is not null as happened
        from care_contacts where first_contact""",
}
"""For each curve (mining.care.CURVES) whom it follows, for how many working days, and whether it happened then."""


def curve_points(connection: duckdb.DuckDBPyConnection, group: int) -> tuple[Point, ...]:
    """This gives the points of the curves: of at least a group that could be followed, and not where a few are on one side of the line.

    How many are in a curve stands elsewhere, so a share of them is a number of them, and so is the difference with the point before: it too
    happened to nobody in between, or to LEAST residents.
    """
    points = [Point(*row) for row in connection.execute("select * from care_curves order by curve, working_days").fetchall()]
    told = []
    for curve, query in _FOLLOWED.items():
        here = [one for one in points if one.curve == curve and one.working_days in WINDOWS and one.at_risk >= group]
        rows = connection.execute(query).df() if here else pd.DataFrame()
        before = -1
        for one in here:
            by_then = rows["happened"] & (rows["days"] <= one.working_days)
            since = rows.loc[by_then & (rows["days"] > before), "journey_no"].nunique()
            if not is_few(since) and not is_few(rows.loc[~by_then, "journey_no"].nunique()):
                told.append(one)
                before = one.working_days
    return tuple(told)


def _is_left_by_the_maps(connection: duckdb.DuckDBPyConnection, group: int, maps: Handovers) -> bool:
    """This tells whether the transfers of the first line, less those that the maps show of it, are of fewer than a group."""
    shown = maps.departments
    places = set(zip(shown.get("from_unit", ()), shown.get("to_unit", ()), strict=True))
    rows = connection.execute(
        """select sender.department, receiver.department, care_pickups.journey_no from care_pickups
           left join departments as sender on sender.department_no = care_pickups.from_department_no
           left join departments as receiver on receiver.department_no = care_pickups.to_department_no"""
    ).fetchall()
    left = {who for one, other, who in rows if not {(one, other), (one, OTHER)} & places}
    return bool(places) and 0 < len(left) < group


def is_few(residents: int) -> bool:
    """This tells whether a number of residents is too small to be told of what happened to them."""
    return 0 < residents < LEAST


def first_row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """This gives the first row of a query."""
    return connection.execute(query).fetchall()[0]
