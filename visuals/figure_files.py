"""A finished picture as a file: SVG, PNG, PDF on any paper, a page with its description and table, or the table alone as CSV."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Literal, get_args

import pandas as pd

from journeys.errors import UsageError
from journeys.texts import say
from visuals.figure import Figure
from visuals.figure_part import foot_heard, inline, rows_behind
from visuals.long_tables import all_by_map, known_rows
from visuals.page import page, paragraphs, text
from visuals.ranged import Ranged
from visuals.render import Paper, to_pdf, to_png
from visuals.tables import FORMULA

Format = Literal["svg", "png", "pdf", "html", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)
PAPERS: dict[str, Paper] = {"a4": "A4", "a3": "A3", "a0": "A0", "wide": "wide"}


def chosen_format(format: str | None, out: Path | None) -> Format:
    """This gives the format that was asked for, by name or by the ending of the file; SVG when neither says.

    Raises `UsageError` for a format that there is not.
    """
    asked = format or (out.suffix.lstrip(".").lower() if out and out.suffix else "svg")
    for one in FORMATS:
        if asked == one:
            return one
    raise UsageError(say("{option} is one of: {allowed}.", option="--format", allowed=", ".join(FORMATS)))


def chosen_paper(paper: str) -> Paper:
    """This gives the paper of a PDF. Raises `UsageError` for one that there is not."""
    if paper.lower() not in PAPERS:
        raise UsageError(say("{option} is one of: {allowed}.", option="--paper", allowed=", ".join(PAPERS)))
    return PAPERS[paper.lower()]


def figure_bytes(figure: Figure, format: Format, *, paper: Paper = "wide", note: str = "") -> bytes:
    """This gives a picture as the bytes of a file; equal pictures give equal bytes. `note` stands on top of a page (html)."""
    if format == "svg":
        return figure.svg.encode()
    if format == "png":
        return to_png(figure.svg)
    if format == "pdf":
        return to_pdf(figure.svg, paper=paper)
    return figure_page(figure, note=note).encode() if format == "html" else figure_csv(figure)


def write_figure(figure: Figure, path: Path, format: Format, *, paper: Paper = "wide", note: str = "") -> None:
    """This writes a picture to a file; folders that are not there yet are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(figure_bytes(figure, format, paper=paper, note=note))


def figure_csv(figure: Figure) -> bytes:
    """This gives the whole table behind a picture, as `table_csv`."""
    return table_csv(figure.rows)


def table_csv(rows: pd.DataFrame) -> bytes:
    """This gives a table for a spreadsheet in Dutch: semicolons, UTF-8 with a mark, an unknown empty.

    A text that opens like a formula gets an apostrophe before it.
    """
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow(rows.columns)
    for row in _values(rows):
        writer.writerow(["" if value is None else _safe(value) for value in row])
    return made.getvalue().encode("utf-8-sig")


def figure_page(figure: Figure, *, note: str = "") -> str:
    """This gives a page with the picture, its description and its table, for the screen and for a screen reader."""
    told = f'<aside class="intern" aria-label="{text(say("Who may see this"))}">{text(note)}</aside>' if note else ""
    words = paragraphs([figure.description]) + foot_heard(figure.footer)
    body = (
        f'{told}<main><h1>{text(figure.title)}</h1><figure><div class="scroll" tabindex="0" role="region"'
        f' aria-label="{text(figure.title)}">{inline(figure.svg)}</div><figcaption>{words}</figcaption></figure>'
        f"<h2>{text(say('The table behind this map'))}</h2>{rows_behind(figure, all_by_map())}</main>"
    )
    return page(title=figure.title, body=body)


def _values(rows: pd.DataFrame) -> list[list[object]]:
    return [list(row) for row in known_rows(rows).to_numpy().tolist()]


def _safe(value: object) -> object:
    if isinstance(value, float):
        decimals = max(value.decimals + 1, 2) if isinstance(value, Ranged) else 2
        return f"{value:.{decimals}f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"'{value}" if isinstance(value, str) and re.match(FORMULA, value) else value
