"""SVG into PNG and PDF, with our own fonts: no browser, no system font, no network; equal input gives equal bytes."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from functools import cache
from typing import Literal

from defusedxml.ElementTree import fromstring

from visuals.style import FONTS

Paper = Literal["A4", "A3", "A0"]
PAPERS: dict[Paper, tuple[float, float]] = {"A4": (841.89, 595.28), "A3": (1190.55, 841.89), "A0": (3370.39, 2383.94)}
"""Sheets on their side, in points; the converter takes one pixel for one point."""

_SVG = "http://www.w3.org/2000/svg"


def to_png(svg: str, *, width: int = 1920) -> bytes:
    """This gives the picture as PNG, `width` pixels wide and as high as it needs to be."""
    import vl_convert

    _register_fonts()
    drawn = float(_parsed(svg).get("width", width))
    image: bytes = vl_convert.svg_to_png(svg, scale=width / drawn, ppi=72)
    return image


def to_pdf(svg: str, *, paper: Paper = "A3") -> bytes:
    """This gives the picture as a one-page PDF that fills a sheet on its side, in the middle, with text that can be selected."""
    import vl_convert

    _register_fonts()
    root = _parsed(svg)
    across, down = PAPERS[paper]
    root.attrib.setdefault("viewBox", f"0 0 {root.get('width', across)} {root.get('height', down)}")
    root.set("width", f"{across}")
    root.set("height", f"{down}")
    document: bytes = vl_convert.svg_to_pdf(_written(root))
    return document


def _parsed(svg: str) -> ElementTree.Element:
    root: ElementTree.Element = fromstring(svg)
    return root


def _written(root: ElementTree.Element) -> str:
    ElementTree.register_namespace("", _SVG)
    return ElementTree.tostring(root, encoding="unicode")


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
