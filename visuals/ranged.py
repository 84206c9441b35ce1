"""A number of a table that says itself with how many decimals it is written, whatever the other numbers of its column need."""

from __future__ import annotations


class Ranged(float):
    """This is a number that belongs to a range, written with `decimals` decimals (`mining.comparison_vocabulary.range_decimals`)."""

    decimals: int

    def __new__(cls, value: float, decimals: int) -> Ranged:
        """This makes it of a plain number."""
        made = super().__new__(cls, value)
        made.decimals = decimals
        return made
