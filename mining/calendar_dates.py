"""Moments by the clock and the calendar of the Netherlands."""

from __future__ import annotations

import pandas as pd

ZONE = "Europe/Amsterdam"


def local_moments(moments: pd.Series) -> pd.Series:
    """This gives moments (UTC, without a zone) with the clock of the Netherlands."""
    return pd.to_datetime(moments).dt.tz_localize("UTC").dt.tz_convert(ZONE)


def local_dates(moments: pd.Series) -> pd.Series:
    """This gives the dates of moments (UTC) in the Netherlands, as moments of midnight."""
    dates: pd.Series = local_moments(moments).dt.tz_localize(None).dt.normalize()
    return dates


def calendar_days(started: pd.Series, ended: pd.Series) -> pd.Series:
    """This counts the calendar days between the dates of two moments (UTC)."""
    return (local_dates(ended) - local_dates(started)).dt.days
