"""How a scene is written as SVG: coordinates to a tenth, colours as tokens until the very end, then plain values or `var(--token)`."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from visuals.style import THEMES, TOKENS, Theme, Token

Value = str | float | None
_TOKEN = "token:"


def written(value: float) -> str:
    """This writes a coordinate: at most one decimal, no needless zeros, never a minus zero."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def paint(token: Token | None) -> str:
    """This names a colour, or none, as it stands in a scene that is not written yet."""
    return f"{_TOKEN}{token}" if token else "none"


def stroked(token: Token | None, width: float, dash: str = "", cap: str = "") -> dict[str, Value]:
    """This gives the attributes of a line in a colour; none without one."""
    if not token:
        return {}
    return {
        "stroke": paint(token),
        "stroke-width": width,
        "stroke-dasharray": dash or None,
        "stroke-linecap": cap or None,
    }


def coloured(element: ElementTree.Element, theme: Theme | None) -> ElementTree.Element:
    """This copies an element with the plain colours of a theme and without what only a page needs; with None for a page: all, and
    `var(--token)`."""
    attributes = {}
    for name, value in element.attrib.items():
        if theme is not None and (
            name == "class" or name.startswith("data-") or (name == "id" and element.tag not in ("title", "desc"))
        ):
            continue
        token = value.removeprefix(_TOKEN)
        if value.startswith(_TOKEN) and token in TOKENS:
            value = f"var(--{token})" if theme is None else THEMES[theme][token]
        attributes[name] = value
    copy = ElementTree.Element(element.tag, attributes)
    copy.text = element.text
    copy.extend(coloured(child, theme) for child in element)
    return copy
