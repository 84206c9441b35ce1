"""SVG into PNG and PDF, with our own fonts: no browser, no system font, no network; equal input gives equal bytes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from functools import cache
from typing import Literal

from defusedxml.ElementTree import fromstring

from visuals.lettering import missing_glyphs, plain
from visuals.style import FONTS

Paper = Literal["A4", "A3", "A0", "wide"]
PAPERS: dict[Paper, tuple[float, float]] = {"A4": (841.89, 595.28), "A3": (1190.55, 841.89), "A0": (3370.39, 2383.94)}
"""Sheets on their side, in points; the converter takes one pixel for one point. `wide` is as wide as A3 and as high as
the picture."""

_RESOURCES = re.compile(
    rb"/(?:Font|XObject|ExtGState|ColorSpace|Pattern|Shading) <<\n((?:[ \t]+/\w+ [^\n]*\n)+?)[ \t]*>>"
)
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")

_SVG = "http://www.w3.org/2000/svg"


def to_png(svg: str, *, width: int = 1920) -> bytes:
    """This gives the picture as PNG, `width` pixels wide and as high as it needs to be."""
    import vl_convert

    _register_fonts()
    svg = in_our_letters(svg)
    drawn = float(_parsed(svg).get("width", width))
    image: bytes = vl_convert.svg_to_png(svg, scale=width / drawn, ppi=72)
    return image


def to_pdf(svg: str, *, paper: Paper = "A3") -> bytes:
    """This gives the picture as a one-page PDF that fills a sheet on its side, in the middle, with text that can be
    selected."""
    import vl_convert

    _register_fonts()
    root = _parsed(in_our_letters(svg))
    wide, high = float(root.get("width", 1920)), float(root.get("height", 1080))
    across, down = PAPERS["A3"] if paper == "wide" else PAPERS[paper]
    down = across * high / wide if paper == "wide" else down
    root.attrib.setdefault("viewBox", f"0 0 {wide} {high}")
    root.set("width", f"{across:.2f}")
    root.set("height", f"{down:.2f}")
    return _in_order(vl_convert.svg_to_pdf(_written(root)))


def in_our_letters(svg: str) -> str:
    """This writes what is drawn with our own fonts only: a letter that they lack would come from whatever font this computer has."""
    if not missing_glyphs("".join(set(svg))) - set("\n\t"):
        return svg
    root = _parsed(svg)
    for element in root.iter(f"{{{_SVG}}}text"):
        element.text = plain(element.text or "")
    return _written(root)


def _in_order(document: bytes) -> bytes:
    """This numbers and places a PDF's objects in the order in which they are referred to, starting at the catalogue.

    The converter writes fonts in the order of a hash, which differs from run to run; the objects themselves do not.
    """
    start = int(document.rpartition(b"startxref")[2].split()[0])
    trailer = document[start:].partition(b"trailer")[2].partition(b"startxref")[0]
    offsets = {
        number: int(line[:10]) for number, line in enumerate(document[start:].splitlines()[2:]) if line[17:18] == b"n"
    }
    ends = dict(zip(sorted(offsets.values()), [*sorted(offsets.values())[1:], start], strict=True))
    bodies = {}
    for number, offset in offsets.items():
        head, keyword, stream = document[offset : ends[offset]].partition(b"stream\n")
        head = _RESOURCES.sub(
            lambda found: found[0].replace(found[1], b"".join(sorted(found[1].splitlines(keepends=True)))), head
        )
        bodies[number] = (head.partition(b"obj")[2], keyword + stream)
    order: list[int] = []
    waiting = [int(number) for number in _REFERENCE.findall(trailer)]
    while waiting:
        number = waiting.pop(0)
        if number not in order:
            order.append(number)
            waiting += [int(found) for found in _REFERENCE.findall(bodies[number][0])]
    renamed = {number: place for place, number in enumerate(order, start=1)}

    def renumbered(part: bytes) -> bytes:
        return _REFERENCE.sub(lambda found: b"%d 0 R" % renamed[int(found[1])], part)

    written, places = document[: min(offsets.values())], []
    for number in order:
        places.append(len(written))
        written += b"%d 0 obj" % renamed[number] + renumbered(bodies[number][0]) + bodies[number][1]
    table = b"".join(b"%010d 00000 n\r\n" % place for place in places)
    size = re.sub(rb"/Size \d+", b"/Size %d" % (len(order) + 1), renumbered(trailer))
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(order) + 1)
        + table
        + b"trailer"
        + size
        + b"startxref\n%d\n%%%%EOF" % len(written)
    )


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
