"""A picture in a page: the drawing, its words, and the table behind it, folded."""

from __future__ import annotations

from journeys.texts import say
from visuals.figure import Figure
from visuals.long_tables import first_rows, how_many_shown
from visuals.page import paragraphs, reference, table, text


def figure_part(figure: Figure, rank: int, *, told: tuple[str, ...] = (), receipt: str = "", whole: str = "") -> str:
    """This gives a figure as HTML with the anchor `map-<rank>`; `told` are sentences that stand under its description, `receipt` is the id
    by which its numbers can be traced. `whole`: the sentence that says where all rows of its table stand; without it the table has all."""
    label = say("Map {n}: {title}", n=rank, title=figure.title)  # two maps may say the same, regions may not
    traced = f"<p>{reference(receipt)}</p>" if receipt else ""
    return (
        f'<figure id="map-{rank}"><div class="scroll" tabindex="0" role="region" aria-label="{text(label)}">'
        f"{inline(figure.svg)}</div><figcaption>{paragraphs([figure.description, *told])}{foot_heard(figure.footer)}{traced}"
        f"<details><summary>{text(say('The table behind this map'))}</summary>{rows_behind(figure, whole, called=label)}</details>"
        "</figcaption></figure>"
    )


def foot_heard(footer: str) -> str:
    """This gives the foot of a picture for a screen reader: who sees the picture reads it there, and has no use for it twice."""
    return f'<p class="heard">{text(footer)}</p>' if footer else ""


def rows_behind(figure: Figure, whole: str = "", *, called: str = "") -> str:
    """This gives the table behind a picture: its first rows and `whole` where that says where all of them stand, otherwise all."""
    heads = [str(name) for name in figure.rows.columns]
    if not whole:
        return table(caption=figure.title, heads=heads, rows=first_rows(figure.rows, most=len(figure.rows)), called=called)
    return table(caption=figure.title, heads=heads, rows=first_rows(figure.rows), more=how_many_shown(figure.rows, whole), called=called)


def inline(svg: str) -> str:
    """This takes the XML declaration off a drawing, so that it can stand in a page."""
    return svg.split("?>", 1)[1].lstrip() if svg.startswith("<?xml") else svg
