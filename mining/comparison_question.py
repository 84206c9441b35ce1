"""What is asked of a comparison: which sides, which cases, and how far they are followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Question:
    """This is what is asked: which sides, and which cases.

    Attributes
    ----------
    change: the date of the change (None: two logs, or two values). values: the values of a column, and `column` its name.
    sources: how two logs are called; a comparison keeps it only where they are of the same time (`Cases.of_the_same_time`).
    washout: working days right after the change of which the cases are left out on the after side.
    only: departments or topics that alone are compared. control: departments or topics that did not change.
    horizon: working days to which durations and counts are taken at most. margin: the share of the value before that counts as the same.
    """

    change: date | None = None
    column: str = ""
    values: tuple[str, str] = ("", "")
    washout: int = 0
    only: tuple[str, ...] = ()
    control: tuple[str, ...] = ()
    horizon: int = 60
    margin: float = 0.05
    sources: tuple[str, str] = ("", "")

    @property
    def one_log(self) -> bool:
        """This tells whether both sides are of one log: a change date, or two values of a column."""
        return self.change is not None or bool(self.column)

    @property
    def beside(self) -> tuple[str, str] | None:
        """This is how both sides are called where they stand beside each other, and none comes after the other: two values, two sources."""
        return self.values if self.column else self.sources if any(self.sources) else None
