"""A small SVG scene that knows every box it drew, so that bad layout is found without a browser (visuals.scene_check).

Built on xml.etree, so that any text is escaped. Colours are tokens: `svg()` writes them as plain values with nothing
but presentation attributes (opens in Word, PowerPoint, Inkscape and Visio); `svg(output="html")` writes
`var(--token)`, classes, ids and data-* for a page. Equal calls give equal bytes: coordinates are rounded to 0.1 and
nothing depends on time or hashing.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

from visuals.drawn_boxes import Anchor, Box, text_box
from visuals.hatching import stripes
from visuals.lettering import cut, drawable, xml_safe
from visuals.style import CANVAS, FAMILIES, Theme, Token, Weight
from visuals.svg_writing import Value, coloured, paint, stroked, written

Output = Literal["static", "html"]


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
                "fill": paint(fill),
                **stroked(stroke, stroke_width, dash),
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
                **stroked(stroke, width, dash, cap),
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
            {"cx": x, "cy": y, "r": radius, "fill": paint(fill), **stroked(stroke, stroke_width)},
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
        drawing = {**named, "d": drawn, "fill": paint(fill), **stroked(stroke, width, dash, cap)}
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
        """This fills a rectangle with real stripes at 45 degrees (visuals.hatching)."""
        self.path(layer, stripes(x, y, width, height, stripe=stripe, pitch=pitch), fill=fill)

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
                "fill": paint(fill),
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
        root = coloured(self._root, None if output == "html" else self.theme)
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
