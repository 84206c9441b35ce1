"""Moments by the clock and the calendar of the Netherlands."""

from __future__ import annotations

from datetime import date

import numpy
import pandas as pd

from journeys.clock import AMSTERDAM, FIRST_YEAR, clock_in, offset_before

ZONE = AMSTERDAM
_FIRST = pd.Timestamp(FIRST_YEAR, 1, 1)
_BEFORE, _NOTHING = pd.Timedelta(offset_before(ZONE)).as_unit("us"), pd.Timedelta(0).as_unit("us")

DAY = pd.Timedelta(days=1).as_unit("us")
"""A day in microseconds, as moments are: a span of more than 292 years does not fit in the nanoseconds of `pd.Timedelta(days=1)`."""


def local_moments(moments: pd.Series) -> pd.Series:
    """This gives moments (UTC, without a zone) with the clock of the Netherlands; in microseconds, which hold every year that a log may.

    What is before 1970 is put where `ZONE`, which knows an older clock, shows what our clock does (journeys/clock).
    """
    utc = moments.astype("datetime64[us]")
    local: pd.Series = utc.dt.tz_localize("UTC").dt.tz_convert(ZONE)
    if not (old := utc < _FIRST).any():
        return local
    shown = local.dt.tz_localize(None) - utc
    meant: pd.Series = (utc + (_BEFORE - shown).where(old, _NOTHING)).dt.tz_localize("UTC").dt.tz_convert(ZONE)
    return meant


def local_moment(moment: pd.Timestamp) -> pd.Timestamp:
    """This gives one moment (UTC, without a zone) with the clock of the Netherlands."""
    return moment.tz_localize("UTC").tz_convert(clock_in(moment.year, ZONE))


def local_dates(moments: pd.Series) -> pd.Series:
    """This gives the dates of moments (UTC) in the Netherlands, as moments of midnight."""
    dates: pd.Series = local_moments(moments).dt.tz_localize(None).dt.normalize()
    return dates


def midnights(dates: pd.Series) -> pd.Series:
    """This gives the moments (UTC) at which days begin in the Netherlands, of dates as `local_dates` gives them.

    A day that the clock began twice begins the first time. Before 1970 the clock never changes (journeys/clock).
    """
    if (old := dates < _FIRST).any():
        begun_before = dates - _BEFORE
        return begun_before if old.all() else midnights(dates.where(~old, _FIRST)).where(~old, begun_before)
    begun: pd.Series = (
        dates.dt.tz_localize(ZONE, ambiguous=numpy.ones(len(dates), dtype=bool), nonexistent="shift_forward")
        .dt.tz_convert("UTC")
        .dt.tz_localize(None)
    )
    return begun


def midnight(day: date) -> pd.Timestamp:
    """This gives the moment (UTC) at which one day begins in the Netherlands (`midnights`)."""
    begun: pd.Timestamp = midnights(pd.Series([pd.Timestamp(day)], dtype="datetime64[us]")).iloc[0]
    return begun


def calendar_days(started: pd.Series, ended: pd.Series) -> pd.Series:
    """This counts the calendar days between the dates of two moments (UTC)."""
    return (local_dates(ended) - local_dates(started)).dt.days
