"""Moments rounded down to the day or the Monday of their week in the Netherlands, and lengths to whole days: none tells of one case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import pandas as pd

from mining.calendar_dates import DAY, local_dates, midnights

Rounding = Literal["week", "day"]


def round_down(moments: pd.Series, *, rounding: Rounding) -> pd.Series:
    """This gives for moments (UTC) the midnight, in the Netherlands, of their day or of the Monday of their week (UTC again)."""
    dates = _mondays(local_dates(moments)) if rounding == "week" else local_dates(moments)
    rounded: pd.Series = midnights(dates).astype(moments.dtype)
    return rounded


def whole_days(days: pd.Series) -> pd.Series:
    """This rounds lengths (days, not negative) to whole days, a half up as everywhere (journeys.texts.whole); unknown stays unknown."""
    rounded: pd.Series = (days.astype(float) + 0.5) // 1
    return rounded


def round_period(first: date | None, last: date | None) -> tuple[date | None, date | None]:
    """This gives the Monday of the first week and the Sunday of the last: the whole weeks that a period touches."""
    return first and first - timedelta(days=first.weekday()), last and last + timedelta(days=6 - last.weekday())


def _mondays(dates: pd.Series) -> pd.Series:
    mondays: pd.Series = dates - dates.dt.weekday * DAY
    return mondays
