"""The totals at the right of a dense map: one column of short lines, beside what they add up."""

from __future__ import annotations

from visuals.scene import Scene
from visuals.style import IN_CIRCLE, Token

TOTALS, ROOM = 1606, 300
"""Where the column begins, and how wide it is."""


def draw_total(scene: Scene, y: float, text: str, *, fill: Token, on: Token) -> None:
    """This writes one total with its baseline at `y`."""
    scene.text("words", TOTALS, y, text, size=IN_CIRCLE, weight=600, fill=fill, on=on, width=ROOM, role="total")
