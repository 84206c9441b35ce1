"""Stripes at 45 degrees that fill a rectangle, cut off at its edges by arithmetic: no pattern, no clip."""

from __future__ import annotations

Point = tuple[float, float]


def stripes(x: float, y: float, width: float, height: float, *, stripe: float, pitch: float) -> list[list[Point]]:
    """This gives the stripes as polygons; `stripe` is how wide each is, `pitch` how far the next one begins, both across the stripe."""
    step, half = pitch * 2**0.5, stripe * 2**0.5  # measured along the horizontal
    shapes, start = [], -height
    while start < width:
        left = x + start
        shape = [(left, y + height), (left + height, y), (left + half + height, y), (left + half, y + height)]
        shapes.append(_clipped(shape, x, x + width))
        start += step
    return [shape for shape in shapes if len(shape) > 2]


def _clipped(shape: list[Point], left: float, right: float) -> list[Point]:
    """This cuts a convex shape off left of `left` and right of `right` (Sutherland-Hodgman for two edges)."""
    for edge, sign in ((left, 1), (right, -1)):
        kept: list[Point] = []
        for (x1, y1), (x2, y2) in zip(shape, shape[1:] + shape[:1], strict=True):
            if (x1 - edge) * sign >= 0:
                kept.append((x1, y1))
            if (x1 - edge) * (x2 - edge) < 0:
                kept.append((edge, y1 + (y2 - y1) * (edge - x1) / (x2 - x1)))
        shape = kept
    return shape
