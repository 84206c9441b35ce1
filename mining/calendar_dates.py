"""Moments by the clock and the calendar of the Netherlands."""

from __future__ import annotations

from datetime import date

import numpy
import pandas as pd

ZONE = "Europe/Amsterdam"

DAY = pd.Timedelta(days=1).as_unit("us")
"""A day in microseconds, as moments are: a span of more than 292 years does not fit in the nanoseconds of `pd.Timedelta(days=1)`."""


def local_moments(moments: pd.Series) -> pd.Series:
    """This gives moments (UTC, without a zone) with the clock of the Netherlands; in microseconds, which hold every year that a log may."""
    return moments.astype("datetime64[us]").dt.tz_localize("UTC").dt.tz_convert(ZONE)


def local_dates(moments: pd.Series) -> pd.Series:
    """This gives the dates of moments (UTC) in the Netherlands, as moments of midnight."""
    dates: pd.Series = local_moments(moments).dt.tz_localize(None).dt.normalize()
    return dates


def midnights(dates: pd.Series) -> pd.Series:
    """This gives the moments (UTC) at which days begin in the Netherlands, of dates as `local_dates` gives them.

    A day that the clock began twice begins the first time; one without a midnight (a clock of 1892 or 1937 was put forward) a moment later.
    """
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
