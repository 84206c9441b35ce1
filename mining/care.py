"""The care points of a log: calling back, the second line, lead times, asking again, and public space, as numbers and curves.

The tables (mining/definitions/care_*.sql) hold the rows; here they become the few numbers that stand on one page. A curve is Kaplan-Meier
(worked out here, and held against scipy.stats.ecdf by a test: scipy takes as long to come in as all the definitions to run): what was not
finished at the log's end is followed as long as it could be and never counted as finished or as failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from journeys.dossier import answer, insert_rows
from journeys.settings import Settings
from mining.catalogue import Catalogue
from mining.known import known_columns

SHARES = {
    "callbacks_in_time": ("care_callbacks", "count(case when state = 'in_time' then 1 end)", "count(case when judged then 1 end)"),
    "avoidable_contacts": ("care_contacts", "count(case when avoidable then 1 end)", "count(*)"),
    "avoidable_contacts_once": (
        "care_contacts", "count(case when avoidable and first_of_date then 1 end)", "count(case when first_of_date then 1 end)",
    ),
    "within_norm": ("care_questions", "count(case when within_norm then 1 end)", "count(within_norm)"),
    "within_term": ("care_questions", "count(case when term = 'in_time' then 1 end)", "count(term)"),
    "public_space_heard": ("care_public_space", "coalesce(sum(heard_cases), 0)", "coalesce(sum(ended_cases), 0)"),
}  # fmt: skip
"""Numbers that are a part of a whole: the table, the part and the whole."""

COUNTS = {
    "callbacks_open": ("care_callbacks", "count(case when answer_row_no is null then 1 end)"),
    "callbacks_overdue": ("care_callbacks", "count(case when state in ('overdue', 'never') then 1 end)"),
    "first_contacts": ("care_contacts", "count(case when first_contact then 1 end)"),
    "first_line_transfers": ("care_pickups", "count(*)"),
}
"""Numbers that are a count of rows."""

WINDOWS = (1, 5, 10, 20, 30)
"""The working days at which a curve is told in numbers."""

NINETY_FIVE = 1.959963984540054
"""So many standard errors lie to either side of the middle in an interval of 95%."""

CURVE_DAYS = 60
"""So many working days of a curve are written down."""


@dataclass(frozen=True)
class Point:
    """This is a curve at one number of working days: the share for which it has not happened yet, with its 95% interval.

    `at_risk`: how many could still be followed that far.
    """

    curve: str
    working_days: int
    share: float
    low: float | None
    high: float | None
    at_risk: int


@dataclass(frozen=True)
class Care:
    """This is the page of care points.

    Attributes
    ----------
    numbers: by id, a count, or {part, whole, share} (share is None when the whole is 0); None: cannot be determined.
    missing: for each number that cannot be determined, our columns that the log lacks.
    curves: `pickup` (not picked up yet) and `first_contact` (not asked again yet).
    """

    numbers: dict[str, Any]
    missing: dict[str, tuple[str, ...]]
    curves: tuple[Point, ...]

    def at(self, curve: str, working_days: int) -> Point | None:
        """This finds a curve at a number of working days."""
        return next((one for one in self.curves if (one.curve, one.working_days) == (curve, working_days)), None)


def care(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, *, settings: Settings) -> Care:
    """This counts the care points of a mined log and writes table `care_curves`.

    Where the settings give no norms, `within_norm` is None and nothing is missing from the log.
    """
    known = known_columns(connection, settings)
    numbers: dict[str, Any] = {}
    missing: dict[str, tuple[str, ...]] = {}

    def lacks(number: str, table: str) -> bool:
        lacking = tuple(ours for ours in catalogue[table].needs if ours not in known.to(catalogue[table]))
        if lacking:
            numbers[number], missing[number] = None, lacking
        return bool(lacking)

    for number, (table, part, whole) in SHARES.items():
        if not lacks(number, table):
            numbers[number] = _share(*answer(connection, f"select {part}, {whole} from {table}"))
    if not settings.norms:
        numbers["within_norm"] = None
    for number, (table, count) in COUNTS.items():
        if not lacks(number, table):
            numbers[number] = answer(connection, f"select {count} from {table}")[0]
    if not lacks("contacts_per_answer", "care_contacts"):
        both = "select (select count(*) from care_contacts), (select count(answered) from care_questions)"
        numbers["contacts_per_answer"] = _share(*answer(connection, both))

    curves: list[Point] = []
    for curve, query in CURVES.items():
        days, happened = zip(*found, strict=True) if (found := connection.execute(query).fetchall()) else ((), ())
        curves += kaplan_meier(curve, days, happened)
    pickup = [one for one in curves if one.curve == "pickup"]
    if not lacks("pickup_median_working_days", "care_pickups"):
        numbers["pickup_median_working_days"] = next((one.working_days for one in pickup if one.share <= 0.5), None)
    for curve, table, number in (("pickup", "care_pickups", "picked_up"), ("first_contact", "care_contacts", "first_contact_enough")):
        for window in WINDOWS:
            if not lacks(f"{number}_{window}", table):
                numbers[f"{number}_{window}"] = _at(curves, curve, window)
    _write(connection, curves)
    return Care(numbers, missing, tuple(curves))


CURVES = {
    "pickup": "select working_days, state = 'picked_up' from care_pickups order by row_no",
    "first_contact": """
        select coalesce(next_working_days, followed_working_days), next_working_days is not null
        from care_contacts where first_contact order by row_no""",
}
"""For each curve what was followed: for how many working days, and whether it happened then."""


def kaplan_meier(curve: str, days: Sequence[int], happened: Sequence[bool]) -> list[Point]:
    """This gives the Kaplan-Meier curve of whole working days from 0 to CURVE_DAYS, as far as anything could be followed.

    `days`: how long each was followed, in whole days; `happened`: whether it ended because it happened. The interval is the log-log one
    (95%, "exponential Greenwood": Sawyer, "The Greenwood and Exponential Greenwood Confidence Intervals in Survival Analysis"); empty where
    nothing has happened yet or everything has.
    """
    if not days:
        return []
    import numpy

    followed, event = numpy.asarray(days, dtype=int), numpy.asarray(happened, dtype=bool)
    last = int(followed.max())
    ended, all_gone = numpy.bincount(followed[event], minlength=last + 1), numpy.bincount(followed, minlength=last + 1)
    at_risk = len(followed) - numpy.cumsum(all_gone) + all_gone
    # where nothing is cut off the share is known by itself, without a product of fractions
    share = 1.0 - numpy.cumsum(ended) / len(followed) if event.all() else numpy.cumprod((at_risk - ended) / at_risk)
    with numpy.errstate(divide="ignore", invalid="ignore"):  # where nothing happened, or everything, there is no interval
        error = NINETY_FIVE * numpy.sqrt(1 / numpy.log(share) ** 2 * numpy.cumsum(ended / (at_risk * (at_risk - ended))))
        middle = numpy.log(-numpy.log(share))
        low, high = numpy.exp(-numpy.exp(middle + error)), numpy.exp(-numpy.exp(middle - error))
    sure = numpy.isfinite(low) & numpy.isfinite(high) & (share > 0) & (share < 1)
    return [
        Point(
            curve, day, float(share[day]),
            float(low[day]) if sure[day] else None, float(high[day]) if sure[day] else None, int(at_risk[day]),
        )
        for day in range(min(CURVE_DAYS, last) + 1)
    ]  # fmt: skip


def _share(part: int, whole: int) -> dict[str, Any]:
    return {"part": int(part), "whole": int(whole), "share": int(part) / int(whole) if whole else None}


def _at(curves: Sequence[Point], curve: str, window: int) -> float | None:
    """This gives for the curves as they are told, what share was picked up, or was not asked again, within a window."""
    found = next((one for one in curves if (one.curve, one.working_days) == (curve, window)), None)
    if found is None:
        return None
    return 1 - found.share if curve == "pickup" else found.share


def _write(connection: duckdb.DuckDBPyConnection, curves: Sequence[Point]) -> None:
    connection.execute(
        "create or replace table care_curves"
        " (curve text, working_days integer, share double, low double, high double, at_risk integer)"
    )
    insert_rows(connection, "care_curves", [(one.curve, one.working_days, one.share, one.low, one.high, one.at_risk) for one in curves])
