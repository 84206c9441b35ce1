"""A picture in a page: the drawing, its words, and the table behind it, folded."""

from __future__ import annotations

from journeys.texts import say
from visuals.figure import Figure
from visuals.page import paragraphs, reference, table, text


def figure_part(figure: Figure, rank: int, *, told: tuple[str, ...] = (), receipt: str = "") -> str:
    """This gives a figure as HTML with the anchor `map-<rank>`; `told` are sentences that stand under its description, `receipt` is the id
    by which its numbers can be traced."""
    rows = figure.rows.astype(object).where(figure.rows.notna(), None)
    whole = table(caption=figure.title, heads=[str(name) for name in rows.columns], rows=rows.to_numpy().tolist())
    traced = f"<p>{reference(receipt)}</p>" if receipt else ""
    return (
        f'<figure id="map-{rank}"><div class="scroll" tabindex="0" role="region" aria-label="{text(figure.title)}">'
        f"{inline(figure.svg)}</div><figcaption>{paragraphs([figure.description, *told, figure.footer])}{traced}"
        f"<details><summary>{text(say('The table behind this map'))}</summary>{whole}</details></figcaption></figure>"
    )


def inline(svg: str) -> str:
    """This takes the XML declaration off a drawing, so that it can stand in a page."""
    return svg.split("?>", 1)[1].lstrip() if svg.startswith("<?xml") else svg
