"""What may leave the team: everything that goes to a wall or is shared passes here, and carries the proof in its type.

`Passed` can be made by this room alone. What makes shared pages and shared files takes a `Passed`, so that mypy refuses what did not go
through the gate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

GROUP = 10
"""Groups of fewer residents stay hidden, unless the settings say otherwise; never under `LEAST`."""

LEAST = 5


@dataclass(frozen=True)
class Passed(Generic[T]):
    """This is a value in which no small group can be seen any more.

    Attributes
    ----------
    value: what may be shown. group: the smallest group of residents in it.
    told: sentences that say what was hidden or rounded.
    """

    value: T
    group: int
    told: tuple[str, ...] = ()
