"""What a number in a workbook means as text: a date as ISO, a whole number without a point, nothing lost."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

Shape = Literal["date", "moment", "clock", "span"]
"""How a style shows a number: a day, a day with a time, a time of day, a number of hours that may pass 24."""

MILLISECONDS = 86_400_000
EXACT = 10**15  # Excel keeps fifteen digits; of a longer number the last ones are lost
LAST_DAY = date(9999, 12, 31)


@lru_cache(maxsize=1 << 16)
def serial_text(stored: str, shape: Shape, *, from_1904: bool) -> str | None:
    """This writes a serial number as `yyyy-mm-dd`, `yyyy-mm-dd HH:MM:SS` or `HH:MM:SS`; None where it is no date.

    Milliseconds are written only where there are any. A whole number whose style shows a time is midnight; one whose
    style does not is a day. In the 1900 system day 60 is 29 February 1900, which never was: it is no date.
    """
    try:
        serial = float(stored)
    except ValueError:
        return None
    if not math.isfinite(serial) or serial < 0:
        return None
    days, left = divmod(round(serial * MILLISECONDS), MILLISECONDS)
    seconds, fraction = divmod(left, 1000)
    hours = seconds // 3600 + (24 * days if shape == "span" else 0)
    clock = f"{hours:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}" + (f".{fraction:03d}" if fraction else "")
    if shape == "span" or (shape == "clock" and not days):
        return clock
    if from_1904:
        first = date(1904, 1, 1)
    elif days == 60 or (not days and not left):
        return None
    elif not days:
        return clock
    else:
        first = date(1899, 12, 30) if days > 60 else date(1899, 12, 31)
    if days > (LAST_DAY - first).days:
        return None
    day = (first + timedelta(days=days)).isoformat()
    return day if shape == "date" and not left else f"{day} {clock}"


def number_text(stored: str) -> tuple[str, bool]:
    """This writes a number as text, and tells whether all its digits are sure (Excel keeps fifteen).

    Whole numbers stand without a point. Those in scientific notation that no longer are exact stay as they are
    stored, so that a reader of ids can refuse them. What is no number stays as it is.
    """
    if stored.isdigit() or (stored[:1] == "-" and stored[1:].isdigit()):
        return stored, len(stored.lstrip("-")) <= 15
    try:
        value = Decimal(stored)
    except InvalidOperation:
        return stored, True
    if not value.is_finite():
        return stored, True
    exact = value.copy_abs() < EXACT
    scientific = "e" in stored.lower()
    if scientific and not (exact and value.adjusted() > -20):
        return stored, exact
    if value == value.to_integral_value():
        return f"{value:f}".partition(".")[0], exact
    return (format(value, "f") if scientific else stored), exact
