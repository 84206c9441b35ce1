"""How lost questions are written on top of something else: a disc with the number, a small dot, or a ring where the number is not shown."""

from __future__ import annotations

from journeys.texts import number
from visuals.journey_frame import stadium
from visuals.lettering import text_width
from visuals.picture_frame import middle
from visuals.scene import Scene
from visuals.style import IN_CIRCLE

DISC, DOT, RIM = 20.0, 7.0, 2.5


def fits(lost: int, room: float) -> bool:
    """This tells whether a number of lost questions can stand in a width."""
    return text_width(number(lost), IN_CIRCLE, 700) + 10 <= room


def half_of(lost: int, room: float) -> float:
    """This is half the width of the disc with that number, or without one where it does not fit."""
    return max(DISC, text_width(number(lost), IN_CIRCLE, 700) / 2 + 5) if fits(lost, room) else DISC


def draw_disc(
    scene: Scene, layer: str, x: float, y: float, lost: int, *, room: float, role: str = "", data: dict[str, str] | None = None
) -> None:
    """This draws a disc with the number, as wide as that needs; without it where it does not fit in `room`."""
    half = half_of(lost, room)
    stadium(scene, layer, x, y, half + RIM, DISC + RIM, fill="bg")
    stadium(scene, layer, x, y, half, DISC, fill="kier", role=role, on="bg", value=str(lost), data=data)
    if fits(lost, room):
        scene.text(
            layer, x, middle(y, IN_CIRCLE), number(lost), size=IN_CIRCLE, weight=700, fill="wit", on="kier", anchor="middle",
            role=f"{role}-text" if role else "sample",
        )  # fmt: skip


def draw_dot(scene: Scene, layer: str, x: float, y: float, *, role: str = "", value: str = "", data: dict[str, str] | None = None) -> None:
    """This draws a small dot: few lost questions."""
    scene.circle(layer, x, y, DOT + RIM, fill="bg")
    scene.circle(layer, x, y, DOT, fill="kier", role=role, on="bg", value=value, data=data)


def draw_ring(scene: Scene, layer: str, x: float, y: float, *, role: str = "") -> None:
    """This draws a grey ring: a number that is not shown."""
    scene.circle(layer, x, y, DOT + RIM + 1.5, fill="bg")
    scene.circle(layer, x, y, DOT, fill="bg", stroke="stil", stroke_width=3, role=role, on="bg")
