"""How long and from when to when, in words: as every picture says it."""

from __future__ import annotations

from datetime import date

from journeys.texts import day, month, say, say_n


def duration(calendar_days: float) -> str:
    """This writes a number of days of 24 hours: hours below one day, one decimal below ten days."""
    if calendar_days < 1:
        return say_n("1 hour", "{n} hours", max(1, round(24 * calendar_days)))
    rounded = round(calendar_days, 1) if calendar_days < 9.95 else float(round(calendar_days))
    return say("1 day") if rounded == 1 else say("{n} days", n=rounded)


def months(first: date, last: date) -> str:
    """This gives the months from the first to the last date, or the days where they are few."""
    if first == last:
        return day(first)
    if (last - first).days <= 62:
        return f"{day(first, short=True)} – {day(last, short=True)}"
    return f"{month(first)} – {month(last)}"
