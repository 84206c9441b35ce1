"""Moments as dates of the calendar in the Netherlands."""

from __future__ import annotations

import pandas as pd

ZONE = "Europe/Amsterdam"


def local_dates(moments: pd.Series) -> pd.Series:
    """This gives the dates of moments (UTC) in the Netherlands, as moments of midnight."""
    return pd.to_datetime(moments).dt.tz_localize("UTC").dt.tz_convert(ZONE).dt.tz_localize(None).dt.normalize()


def calendar_days(started: pd.Series, ended: pd.Series) -> pd.Series:
    """This counts the calendar days between the dates of two moments (UTC)."""
    return (local_dates(ended) - local_dates(started)).dt.days
