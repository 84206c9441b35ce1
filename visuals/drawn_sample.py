"""Which rows of an ordered table are drawn where all would be too many: a systematic sample, evenly over the order."""

from __future__ import annotations


def evenly(n: int, most: int) -> list[int]:
    """This gives the positions (from 0) of at most `most` of `n` rows: all of them, or the middle one of each of `most` equal parts.

    Of rows in order of time every week keeps its share, to within one row.
    """
    return list(range(n)) if n <= most else [(2 * at + 1) * n // (2 * most) for at in range(most)]
