"""The last day of a term that a law sets, from the day on which its rule begins to count; and the penalty for deciding after it.

The start is a rule, not a column: the term for a decision on an objection counts from the day after the term for objecting has ended, and
that one from the day after the decision was made known. Days of the municipality's own (`calendar.closed_days`) play no part; days by
royal decree do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from journeys.statutes import Penalty, Statute, penalty, statutes
from journeys.workdays import is_working_day, shipped_decrees, term_end, working_days_after


def unmoved_end(term: Statute, day_zero: date, *, weeks: int | None = None) -> date:
    """This gives the last day of a term before the Algemene termijnenwet moves it.

    day_zero: the day of receipt; for a term that follows another (`after`), the day zero of that other: for a decision on an objection the
    day on which the decision was made known. The earlier term is moved: the next begins on the day after its last day.
    weeks: instead of the term's own length (a by-law).
    """
    if term.after:
        day_zero = last_day(statutes()[term.after], day_zero)
    if term.unit == "B":
        return working_days_after(day_zero, term.number - 1, closed_days=shipped_decrees().days) + timedelta(days=1)
    length = f"P{weeks}W" if weeks else term.length
    return term_end(day_zero, length, kind="norm")


def last_day(term: Statute, day_zero: date, *, weeks: int | None = None, extension_weeks: int = 0, suspended_days: int = 0) -> date:
    """This gives the last day of a term: in time until midnight.

    An extension and suspended days are added to the end before it moves; a term that moves still moves with them. Otherwise articles 1 to 3
    of the Algemene termijnenwet hold as in `workdays.term_end` (article 2 as well), with the days by royal decree that we know.
    """
    end = unmoved_end(term, day_zero, weeks=weeks) + timedelta(weeks=extension_weeks, days=suspended_days)
    if not moves(term, weeks=weeks):
        return end
    if not extension_weeks and not suspended_days and not term.after:
        return term_end(day_zero, f"P{weeks}W" if weeks else term.length)
    while not is_working_day(end, closed_days=shipped_decrees().days):
        end += timedelta(days=1)
    return end


def moves(term: Statute, *, weeks: int | None = None) -> bool:
    """This tells whether the Algemene termijnenwet moves the last day: not for more than twelve weeks (article 4)."""
    return term.atw and (weeks is None or weeks <= 12)


def penalty_days(last: date, ended: date, *, notice: date | None = None, rule: Penalty | None = None) -> int:
    """This counts the days for which a penalty can be due at most, 0 to 42, when the decision came on `ended`.

    last: the last day of the term. notice: the day on which the notice of default was received; None: as early as it could be, the day
    after the term. One that came too early does not count: 0. The first day due is the one after the two weeks that follow the notice
    (Awb 4:17(3)); the day of the decision is no day in default.
    """
    rule = rule or penalty()
    received = last + timedelta(days=1) if notice is None else notice
    if received <= last:
        return 0
    first = received + timedelta(days=rule.notice_days + 1)
    return min(max((ended - first).days, 0), rule.most_days)


def penalty_euros(days: int, *, stretches: Sequence[int] | None = None, euros: Sequence[int] | None = None) -> int:
    """This gives the penalty for so many days: euros 23 a day for 14 days, then 35 for 14 days, then 45; at most 1,442."""
    stretches, euros = stretches or penalty().days, euros or penalty().euros
    amount = 0
    for stretch, a_day in zip(stretches, euros, strict=True):
        counted = min(days, stretch)
        amount += counted * a_day
        days -= counted
    return amount
