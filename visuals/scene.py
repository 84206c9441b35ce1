"""A small SVG scene that knows every box it drew, so that a test finds bad layout without a browser.

Built on xml.etree, so that any text is escaped. Colours are tokens: `svg()` writes them as plain values with nothing
but presentation attributes (opens in Word, PowerPoint, Inkscape and Visio); `svg(output="html")` writes
`var(--token)`, classes, ids and data-* for a page. Equal calls give equal bytes: coordinates are rounded to 0.1 and
nothing depends on time or hashing.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from visuals.lettering import cut, drawable, missing_glyphs, text_width, xml_safe
from visuals.style import (
    CANVAS,
    FAMILIES,
    FLOOR,
    LARGE_TEXT_CONTRAST,
    MARK_CONTRAST,
    SOURCE_FLOOR,
    TEXT_CONTRAST,
    THEMES,
    TOKENS,
    Theme,
    Token,
    Weight,
    blended,
    contrast,
)

Output = Literal["static", "html"]
Anchor = Literal["start", "middle", "end"]
Value = str | float | None
_TOKEN = "token:"
_FORBIDDEN = ("clipPath", "filter", "mask", "style", "script", "image", "foreignObject", "pattern", "use")
_FORBIDDEN_ATTRIBUTES = ("style", "class", "clip-path", "paint-order", "filter", "mask", "href")


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


class Scene:
    """This is a picture being drawn, in layers from back to front."""

    def __init__(
        self,
        *,
        title: str,
        description: str,
        prefix: str,
        layers: Iterable[str],
        theme: Theme = "light",
        width: float = CANVAS[0],
        height: float = CANVAS[1],
        ground: Token = "bg",
        language: str = "nl",
    ) -> None:
        self.title, self.description, self.prefix, self.theme = (
            xml_safe(title).strip(),
            xml_safe(description).strip(),
            prefix,
            theme,
        )
        self.width, self.height = width, height
        self.boxes: list[Box] = []
        self.replaced: set[str] = set()
        self._tags: dict[str, str] = {}
        self._root = ElementTree.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "width": written(width),
                "height": written(height),
                "viewBox": f"0 0 {written(width)} {written(height)}",
                "role": "img",
                "lang": language,
                "aria-labelledby": f"{prefix}-title {prefix}-desc",
                "font-family": FAMILIES,
            },
        )
        ElementTree.SubElement(self._root, "title", {"id": f"{prefix}-title"}).text = self.title
        ElementTree.SubElement(self._root, "desc", {"id": f"{prefix}-desc"}).text = self.description
        self._layers: dict[str, ElementTree.Element] = {}
        for layer in ("ground", *layers):
            self._layers[layer] = ElementTree.SubElement(self._root, "g", {"id": f"{prefix}-{layer}", "class": layer})
        self.rect("ground", 0, 0, width, height, fill=ground)

    def rect(
        self,
        layer: str,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Token | None = None,
        stroke: Token | None = None,
        stroke_width: float = 0,
        radius: float = 0,
        opacity: float = 1,
        dash: str = "",
        role: str = "",
        on: Token | None = None,
        value: str = "",
        data: Mapping[str, str] | None = None,
    ) -> None:
        """This draws a rectangle."""
        self._add(
            layer,
            "rect",
            {
                "x": x,
                "y": y,
                "width": width,
                "height": height,
                "rx": radius or None,
                "fill": _paint(fill),
                **_stroke(stroke, stroke_width, dash),
                "fill-opacity": opacity if opacity < 1 else None,
            },
            role,
            data,
        )
        self._mark(role, x, y, width, height, stroke or fill, on, value, opacity)

    def line(
        self,
        layer: str,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        stroke: Token,
        width: float,
        dash: str = "",
        cap: str = "",
        opacity: float = 1,
        role: str = "",
        on: Token | None = None,
        data: Mapping[str, str] | None = None,
    ) -> None:
        """This draws a straight line."""
        self._add(
            layer,
            "line",
            {
                "x1": x1,
                "y1": y1,
                "x2": x2,
                "y2": y2,
                **_stroke(stroke, width, dash, cap),
                "stroke-opacity": opacity if opacity < 1 else None,
            },
            role,
            data,
        )
        self._mark(role, min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1), stroke, on, "", opacity)

    def circle(
        self,
        layer: str,
        x: float,
        y: float,
        radius: float,
        *,
        fill: Token | None = None,
        stroke: Token | None = None,
        stroke_width: float = 0,
        role: str = "",
        on: Token | None = None,
        value: str = "",
        data: Mapping[str, str] | None = None,
    ) -> None:
        """This draws a circle; a stroke lies half outside the radius."""
        self._add(
            layer,
            "circle",
            {"cx": x, "cy": y, "r": radius, "fill": _paint(fill), **_stroke(stroke, stroke_width)},
            role,
            data,
        )
        outer = radius + stroke_width / 2
        self._mark(role, x - outer, y - outer, 2 * outer, 2 * outer, stroke or fill, on, value, 1)

    def path(
        self,
        layer: str,
        points: Iterable[Iterable[tuple[float, float]]],
        *,
        fill: Token | None = None,
        stroke: Token | None = None,
        width: float = 0,
        dash: str = "",
        cap: str = "",
        closed: bool = True,
        role: str = "",
        on: Token | None = None,
        data: Mapping[str, str] | None = None,
        name: str = "",
    ) -> None:
        """This draws polygons (or open lines when not `closed`), all in one element; a page finds it by the id
        prefix-`name`."""
        shapes = [list(shape) for shape in points]
        if not any(shapes):
            return
        drawn = "".join(
            "M" + "L".join(f"{written(x)} {written(y)}" for x, y in shape) + ("Z" if closed else "") for shape in shapes
        )
        named = {"id": f"{self.prefix}-{name}"} if name else {}
        drawing = {**named, "d": drawn, "fill": _paint(fill), **_stroke(stroke, width, dash, cap)}
        self._add(layer, "path", drawing, role, data)
        across, down = [x for shape in shapes for x, _ in shape], [y for shape in shapes for _, y in shape]
        self._mark(
            role, min(across), min(down), max(across) - min(across), max(down) - min(down), stroke or fill, on, "", 1
        )

    def hatch(
        self,
        layer: str,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Token,
        stripe: float = 4,
        pitch: float = 10,
    ) -> None:
        """This fills a rectangle with real stripes at 45 degrees, cut off at its edges by arithmetic: no pattern, no
        clip."""
        step, half = pitch * 2**0.5, stripe * 2**0.5  # measured along the horizontal
        stripes, start = [], -height
        while start < width:
            stripes.append(
                _clipped(
                    [
                        (x + start, y + height),
                        (x + start + height, y),
                        (x + start + half + height, y),
                        (x + start + half, y + height),
                    ],
                    x,
                    x + width,
                )
            )
            start += step
        self.path(layer, [shape for shape in stripes if len(shape) > 2], fill=fill)

    def text(
        self,
        layer: str,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        weight: Weight = 400,
        fill: Token = "ink",
        on: Token = "bg",
        anchor: Anchor = "start",
        width: float | None = None,
        role: str = "",
        data: Mapping[str, str] | None = None,
    ) -> Box:
        """This writes one line with its baseline at `y`, made drawable, and cut with an ellipsis where it is wider than
        `width`."""
        made = drawable(text)
        self.replaced |= made.replaced
        shown = made.text if width is None else cut(made.text, width, size, weight)
        box = text_box(x, y, shown, size=size, weight=weight, fill=fill, on=on, anchor=anchor, role=role)
        self._add(
            layer,
            "text",
            {
                "x": x,
                "y": y,
                "font-size": size,
                "font-weight": str(weight),
                "fill": _paint(fill),
                "text-anchor": anchor if anchor != "start" else None,
            },
            role,
            data,
        ).text = shown
        self.boxes.append(box)
        return box

    @contextmanager
    def tagged(self, **data: str) -> Iterator[None]:
        """This gives everything that is drawn in the block these data-* attributes, by which the script of a page finds
        it."""
        before = self._tags
        self._tags = {**before, **data}
        try:
            yield
        finally:
            self._tags = before

    def svg(self, *, output: Output = "static") -> str:
        """This writes the whole picture."""
        root = _copied(self._root, self.theme, output)
        return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)

    def marks(self, role: str) -> list[Box]:
        """This gives every mark that stands for `role`, in the order of drawing."""
        return [box for box in self.boxes if box.kind == "mark" and box.role == role]

    def texts(self, role: str | None = None) -> list[Box]:
        """This gives every line of text, or those with one role, in the order of drawing."""
        return [box for box in self.boxes if box.kind == "text" and (role is None or box.role == role)]

    def _add(
        self, layer: str, tag: str, values: Mapping[str, Value], role: str, data: Mapping[str, str] | None
    ) -> ElementTree.Element:
        attributes = {
            name: written(value) if isinstance(value, int | float) else value
            for name, value in values.items()
            if value is not None
        }
        if role:
            attributes["class"] = role
        attributes |= {f"data-{name}": xml_safe(value) for name, value in {**self._tags, **(data or {})}.items()}
        return ElementTree.SubElement(self._layers[layer], tag, attributes)

    def _mark(
        self,
        role: str,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: Token | None,
        on: Token | None,
        value: str,
        opacity: float,
    ) -> None:
        if role:
            self.boxes.append(Box("mark", role, x, y, width, height, fill=fill, on=on, value=value, opacity=opacity))


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


def written(value: float) -> str:
    """This writes a coordinate: at most one decimal, no needless zeros, never a minus zero."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def check_scene(scene: Scene) -> list[str]:
    """This lists everything wrong with a picture's layout; empty is right.

    Overlapping texts, text outside the canvas, text under the floor, too little contrast of text and marks,
    characters without a glyph, an empty title or description, and SVG features that office programs cannot open.
    """
    texts = sorted(scene.texts(), key=lambda box: (box.x, box.y))
    found = [f"“{one.text}” and “{other.text}” overlap" for one, other in _overlapping(texts)]
    for box in texts:
        if box.x < 0 or box.y < 0 or box.x + box.width > scene.width or box.y + box.height > scene.height:
            found.append(f"“{box.text}” lies outside the canvas")
        if box.size < (SOURCE_FLOOR if box.role == "source" else FLOOR):
            found.append(f"“{box.text}” is {box.size} px")
        if missing := missing_glyphs(box.text):
            found.append(f"“{box.text}” has no glyph for {sorted(missing)}")
    for box in scene.boxes:
        least = (
            (LARGE_TEXT_CONTRAST if box.size >= 24 and box.weight >= 700 else TEXT_CONTRAST)
            if box.kind == "text"
            else MARK_CONTRAST
        )
        if box.fill and box.on:
            under = THEMES[scene.theme][box.on]
            reached = contrast(blended(THEMES[scene.theme][box.fill], under, box.opacity), under)
            if reached < least:
                said = f"{box.kind} “{box.text or box.role}”"
                found.append(f"{said}: {box.fill} on {box.on} has contrast {reached:.2f}, needs {least}")
    if not scene.title:
        found.append("the title is empty")
    if not scene.description:
        found.append("the description is empty")
    return found + _forbidden(scene)


def _overlapping(texts: list[Box]) -> list[tuple[Box, Box]]:
    """This pairs the overlapping boxes of a list that is sorted by its left edge."""
    pairs = []
    for at, one in enumerate(texts):
        for other in texts[at + 1 :]:
            if other.x >= one.x + one.width:
                break
            if one.overlaps(other):
                pairs.append((one, other))
    return pairs


def _forbidden(scene: Scene) -> list[str]:
    root = ElementTree.fromstring(scene.svg())
    found = []
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag in _FORBIDDEN:
            found.append(f"<{tag}> does not open everywhere")
        found += [
            f"{name}= does not open everywhere"
            for name in element.attrib
            if name in _FORBIDDEN_ATTRIBUTES or name.startswith("data-")
        ]
        found += [
            f"{name}={value} is not a plain colour"
            for name, value in element.attrib.items()
            if "var(" in value or "url(" in value
        ]
    return found


def _clipped(shape: list[tuple[float, float]], left: float, right: float) -> list[tuple[float, float]]:
    """This cuts a convex shape off left of `left` and right of `right` (Sutherland-Hodgman for two edges)."""
    for edge, sign in ((left, 1), (right, -1)):
        kept: list[tuple[float, float]] = []
        for (x1, y1), (x2, y2) in zip(shape, shape[1:] + shape[:1], strict=True):
            if (x1 - edge) * sign >= 0:
                kept.append((x1, y1))
            if (x1 - edge) * (x2 - edge) < 0:
                kept.append((edge, y1 + (y2 - y1) * (edge - x1) / (x2 - x1)))
        shape = kept
    return shape


def _paint(token: Token | None) -> str:
    return f"{_TOKEN}{token}" if token else "none"


def _stroke(token: Token | None, width: float, dash: str = "", cap: str = "") -> dict[str, Value]:
    if not token:
        return {}
    return {
        "stroke": _paint(token),
        "stroke-width": width,
        "stroke-dasharray": dash or None,
        "stroke-linecap": cap or None,
    }


def _copied(element: ElementTree.Element, theme: Theme, output: Output) -> ElementTree.Element:
    attributes = {}
    for name, value in element.attrib.items():
        if output == "static" and (
            name == "class" or name.startswith("data-") or (name == "id" and element.tag not in ("title", "desc"))
        ):
            continue
        token = value.removeprefix(_TOKEN)
        if value.startswith(_TOKEN) and token in TOKENS:
            value = f"var(--{token})" if output == "html" else THEMES[theme][token]
        attributes[name] = value
    copy = ElementTree.Element(element.tag, attributes)
    copy.text = element.text
    copy.extend(_copied(child, theme, output) for child in element)
    return copy
