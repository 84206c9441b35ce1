"""The marks of a map of silos: the silos with their names, arcs with a head, dots of lost questions, labels, and their samples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from journeys.texts import number, say
from visuals.hyphens import lines_of_name
from visuals.lettering import cut, cut_middle, drawable, text_width
from visuals.picture_frame import middle
from visuals.scene import Scene
from visuals.silo_places import Ground, Rectangle
from visuals.style import IN_CIRCLE, VALUE, Token
from visuals.svg_writing import written

LAYERS = ("arcs", "silos", "piles", "pills", "words")
DOT, PITCH = 8.0, 18.0
DASHED, DOTTED = "14 7", "dotted"
Sort = Literal["solid", "ring", "folded", "folded-ring"]
_SIZES = (29, 27, 26)


def draw_row(scene: Scene, ground: Ground, names: Sequence[str], *, folded: int | None) -> None:
    """This draws the silos, each with its name on as many lines as it needs; the folded departments are hatched."""
    written: set[tuple[str, ...]] = set()
    high = ground.bottom - ground.top
    for place, name in enumerate(names):
        left = ground.lefts[place]
        scene.rect("silos", left, ground.top, ground.width, high, fill="lane", radius=8)
        if place == folded:
            scene.hatch("silos", left + 3, ground.top + 3, ground.width - 6, high - 6, fill="line", stripe=2, pitch=10)
        scene.rect(
            "silos", left, ground.top, ground.width, high, stroke="stil", stroke_width=2, radius=8, role="silo", on="bg",
            value=name, data={"silo": str(place)},
        )  # fmt: skip
        scene.replaced |= drawable(name).replaced
        size, lines = silo_name(name, ground.width - 6, high, beside=written)
        written.add(lines)
        first = ground.top + high / 2 - (len(lines) - 1) * (size + 4) / 2
        if place == folded:
            tall = len(lines) * (size + 4) + 10
            scene.rect("silos", left + 6, ground.top + (high - tall) / 2, ground.width - 12, tall, fill="lane", radius=6)
        for at, line in enumerate(lines):
            y = middle(first + at * (size + 4), size)
            scene.text(
                "words", left + ground.width / 2, y, line, size=size, weight=700, on="lane", anchor="middle", role="silo-name"
            )


def silo_name(name: str, room: float, high: float, *, beside: set[tuple[str, ...]] | None = None) -> tuple[int, tuple[str, ...]]:
    """This sets a department's name in a silo: the largest letters in which it needs two lines at most, otherwise the smallest.

    Where even those find no room it is cut; in the middle where cut at the end it would look like another one.
    """
    text = drawable(name).text or "?"
    lines: list[str] = []
    size = _SIZES[-1]
    for size in _SIZES:
        lines = lines_of_name(text, lambda line, size=size: text_width(line, size, 700) <= room)  # type: ignore[misc]
        if len(lines) <= 2 and not any(line.endswith("-") for line in lines[:-1]):
            break
    most = max(1, int((high - 20) // (size + 4)))
    if len(lines) > most:
        rest = _after(text, lines[: most - 1])
        short = (*lines[: most - 1], cut(rest, room, size, 700))
        if short in (beside or set()):
            short = (*lines[: most - 1], cut_middle(rest, room, size, 700))
        lines = list(short)
    return size, tuple(lines)


def _after(text: str, lines: Sequence[str]) -> str:
    """This gives what of a text comes after its first lines, of which a broken word has a hyphen that the text has not."""
    for line in lines:
        text = text[len(line) if text.startswith(line) else len(line) - 1 :].lstrip()
    return text


def draw_arc(
    scene: Scene,
    ground: Ground,
    one: int,
    other: int,
    *,
    width: float,
    colour: Token,
    dash: str = "",
    role: str = "arc",
    name: str = "",
) -> None:
    """This draws an arc with its head; a page finds it as `<prefix>-arc-<one>-<other>` (or `name`), with data-from and data-to."""
    width = max(width, 4.0) if dash == DOTTED else width
    dash, cap = line_of(dash, width)
    size = head_size(width)
    scene.path(
        "arcs", [ground.arc(one, other, shorter=1.5 * size)], stroke=colour, width=width, dash=dash, cap=cap, closed=False,
        role=role, on="bg", data={"from": str(one), "to": str(other)}, name=name or f"arc-{one}-{other}",
    )  # fmt: skip
    scene.path("arcs", [ground.head(one, other, size)], fill=colour, data={"from": str(one), "to": str(other)})


def line_of(dash: str, width: float) -> tuple[str, str]:
    """This gives the dashes of a line and the form of their ends; dots are as far apart as the line is wide."""
    return (f"0.1 {written(2 * width)}", "round") if dash == DOTTED else (dash, "")


def head_size(width: float) -> float:
    """This is half the width of an arrow head."""
    return (7 + 0.6 * width) * 0.72 + 1


def draw_dots(
    scene: Scene,
    dots: Sequence[Sort],
    *,
    gap: int,
    left: float,
    floor: float,
    per_row: int,
    radius: float = DOT,
    pitch: float = PITCH,
    role: str = "lost",
    side: str = "",
) -> float:
    """This piles dots from the floor up, `per_row` beside each other, and gives the top of the pile."""
    for at, sort in enumerate(dots):
        x, y = left + (at % per_row + 0.5) * pitch, floor - (at // per_row + 0.5) * pitch
        data = {"pile": str(gap), "at": str(at), **({"side": side} if side else {})}
        draw_dot(scene, x, y, sort, radius=radius, role=role, data=data)
    return floor - -(-len(dots) // per_row) * pitch


def draw_dot(
    scene: Scene, x: float, y: float, sort: Sort, *, radius: float = DOT, role: str = "", data: dict[str, str] | None = None
) -> None:
    """This draws one dot: solid from the neighbour, a ring from further away, grey on the way to the folded departments."""
    colour: Token = "stil" if sort.startswith("folded") else "kier"
    if sort.endswith("ring"):
        scene.circle("piles", x, y, radius - 1.5, stroke=colour, stroke_width=3, fill="bg", role=role, on="bg", value=sort, data=data)
    else:
        scene.circle("piles", x, y, radius, fill=colour, role=role, on="bg", value=sort, data=data)


def short_count(value: int, room: float, size: float) -> str:
    """This writes a count, in thousands where it would not fit."""
    text = number(value)
    return text if text_width(text, size, 700) <= room or value < 1000 else say("{n} thousand", n=round(value / 1000))


def label_size(text: str, *, mark: bool = False) -> tuple[float, float]:
    """This is how wide and high a label on an arc is; with room for a triangle where it has a `mark`."""
    return text_width(text, VALUE, 700) + 24 + (26 if mark else 0), 42


def draw_label(
    scene: Scene,
    box: Rectangle,
    text: str,
    *,
    colour: Token = "ink",
    triangle: int = 0,
    role: str = "pill",
    data: dict[str, str] | None = None,
) -> None:
    """This draws a label on an arc; `triangle` 1 points up, -1 down, 0 leaves it out."""
    left, top, right, bottom = box
    scene.rect(
        "pills", left, top, right - left, bottom - top, fill="bg", stroke=colour, stroke_width=2.5, radius=(bottom - top) / 2,
        role=role, on="bg", value=text, data=data,
    )  # fmt: skip
    centre = (top + bottom) / 2
    if triangle:
        x = left + 23
        tip, foot = centre - 8 * triangle, centre + 7 * triangle
        scene.path("pills", [[(x, tip), (x - 9, foot), (x + 9, foot)]], fill=colour)
    shift = 13 if triangle else 0
    scene.text(
        "pills", (left + right) / 2 + shift, middle(centre, VALUE), text, size=VALUE, weight=700, fill=colour, anchor="middle",
        role=f"{role}-text", data=data,
    )  # fmt: skip


def arc_sample(scene: Scene, x: float, y: float, *, colour: Token, width: float, dash: str = "") -> None:
    """This draws a piece of an arc in the legend."""
    dash, cap = line_of(dash, width)
    scene.line("words", x - 30, y, x + 30, y, stroke=colour, width=width, dash=dash, cap=cap)


def dot_sample(scene: Scene, x: float, y: float, *, sort: Sort) -> None:
    """This draws a dot in the legend."""
    draw_dot(scene, x, y, sort)


def label_sample(scene: Scene, x: float, y: float, *, text: str) -> None:
    """This draws a label in the legend."""
    wide = text_width(text, IN_CIRCLE, 700) + 22
    scene.rect("pills", x - wide / 2, y - 17, wide, 34, fill="bg", stroke="ink", stroke_width=2.5, radius=17)
    scene.text("pills", x, middle(y, IN_CIRCLE), text, size=IN_CIRCLE, weight=700, anchor="middle", role="sample")
