"""What the rows behind a cell come to, counted in plain Python from the sentence that goes with them: a second reading of mining/reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, log, sqrt
from typing import Any

Row = dict[str, Any]
Z = 1.959963984540054
"""So many standard deviations hold 95% of a normal distribution (any table of it)."""


def added_up(how: str, rows: Sequence[Row], at: int = 0) -> Any:
    """This gives the number that rows come to; `at`: the working days at which a curve is read."""
    return _HOW[how](rows) if not how.startswith("curve") else _curve(how, rows, at)


def _known(rows: Sequence[Row], column: str = "counts") -> list[Any]:
    return sorted(row[column] for row in rows if row[column] is not None)


def _between(part: float) -> Callable[[Sequence[Row]], Any]:
    def found(rows: Sequence[Row]) -> Any:
        values = _known(rows)
        if not values:
            return None
        place = part * (len(values) - 1)
        low = int(place)
        high = min(low + 1, len(values) - 1)
        return values[low] + (place - low) * (values[high] - values[low])

    return found


def _share(rows: Sequence[Row]) -> Any:
    whole = sum(row["of"] or 0 for row in rows)
    return 100 * sum(row["counts"] or 0 for row in rows) / whole if whole else None


def _half(rows: Sequence[Row]) -> bool:
    return 2 * sum(row["counts"] for row in rows if row["of"]) < sum(row["counts"] for row in rows)


def _interval(sign: int) -> Callable[[Sequence[Row]], Any]:
    """A sum of n residents with mean m: n*m, give or take z * sqrt(n * the variance between them)."""

    def found(rows: Sequence[Row]) -> Any:
        n, total = sum(bool(row["of"]) for row in rows), sum(row["counts"] for row in rows)
        if n < 2:
            return None
        squares = sum(float(row["counts"]) ** 2 for row in rows)
        return max(0.0, total + sign * Z * sqrt(max(0.0, (squares - total * total / n) * n / (n - 1))))

    return found


def _wilson(sign: int) -> Callable[[Sequence[Row]], Any]:
    def found(rows: Sequence[Row]) -> Any:
        n = sum(row["of"] or 0 for row in rows)
        if not n:
            return None
        p = sum(row["counts"] or 0 for row in rows) / n
        centre, wide = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return 100 * (centre + sign * wide) / (1 + Z * Z / n)

    return found


def _curve(how: str, rows: Sequence[Row], at: int) -> Any:
    """Kaplan and Meier (1958), with Greenwood's variance on the log-log scale."""
    share, greenwood = 1.0, 0.0
    for day in range(at + 1):
        followed = sum(row["counts"] >= day for row in rows)
        happened = sum(row["counts"] == day and bool(row["of"]) for row in rows)
        if happened:
            share *= 1 - happened / followed
            greenwood += happened / (followed * (followed - happened)) if followed > happened else 0
    if how == "curve":
        return 100 * share
    if share in (0.0, 1.0):
        return None
    spread = Z * sqrt(greenwood) / log(share)
    return 100 * share ** exp(-spread if how == "curve_low" else spread)


_HOW: dict[str, Callable[[Sequence[Row]], Any]] = {
    "count": lambda rows: sum(bool(row["counts"]) for row in rows),
    "sum": lambda rows: sum(row["counts"] or 0 for row in rows),
    "max": lambda rows: max(_known(rows), default=None),
    "value": lambda rows: rows[0]["counts"] if len(rows) == 1 else rows,
    "median": _between(0.5),
    "p90": _between(0.9),
    "share": _share,
    "rank": lambda rows: 1 + sum(bool(row["counts"]) for row in rows),
    "half": _half,
    "sum_low": _interval(-1),
    "sum_high": _interval(1),
    "share_low": _wilson(-1),
    "share_high": _wilson(1),
}
