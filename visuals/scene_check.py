"""Everything wrong with a picture's layout, found without a browser: texts, edges, sizes, contrast, and what office programs open."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from visuals.drawn_boxes import Box
from visuals.lettering import borrowed, missing_glyphs
from visuals.scene import Scene
from visuals.style import FLOOR, LARGE_TEXT_CONTRAST, MARK_CONTRAST, SOURCE_FLOOR, TEXT_CONTRAST, THEMES, blended, contrast

_FORBIDDEN = ("clipPath", "filter", "mask", "style", "script", "image", "foreignObject", "pattern", "use")
_FORBIDDEN_ATTRIBUTES = ("style", "class", "clip-path", "paint-order", "filter", "mask", "href")


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
        if missing := {character for character in missing_glyphs(box.text) if not borrowed(character)}:
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
