"""What was drawn as boxes: where a text or a mark lies, what it says, in which colour, and on which colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from visuals.lettering import text_width
from visuals.style import Token, Weight

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Box:
    """This is one thing that was drawn: where it lies, what it says, in which colour, and on which colour.

    `role` is what it stands for ("official", "lost", "source" ...); a mark without `on` is decoration and is not
    held to a contrast.
    """

    kind: Literal["text", "mark"]
    role: str
    x: float
    y: float
    width: float
    height: float
    fill: Token | None = None
    on: Token | None = None
    text: str = ""
    size: float = 0
    weight: int = 0
    opacity: float = 1
    value: str = ""

    def overlaps(self, other: Box, *, slack: float = 1) -> bool:
        """This tells whether two boxes share more than `slack` pixels in both directions."""
        return (
            min(self.x + self.width, other.x + other.width) - max(self.x, other.x) > slack
            and min(self.y + self.height, other.y + other.height) - max(self.y, other.y) > slack
        )


def text_box(
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    weight: Weight = 400,
    fill: Token = "ink",
    on: Token = "bg",
    anchor: Anchor = "start",
    role: str = "",
) -> Box:
    """This gives the box that a line of text would take, without drawing it."""
    width = text_width(text, size, weight)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(
        "text", role, left, y - 0.72 * size, width, 0.92 * size, fill=fill, on=on, text=text, size=size, weight=weight
    )
