"""The page of a trend: a run chart per care point for the quarterly talk, what is seldom chance in words; never a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from journeys.texts import say
from mining.comparison_vocabulary import measure_title
from visuals.figure import Figure
from visuals.figure_part import figure_part
from visuals.long_tables import all_in_file
from visuals.page import bullets, document, paragraphs, text


def trend_page(
    trend: Mapping[str, Any],
    figures: Mapping[str, Figure],
    *,
    data: Sequence[tuple[str, list[str]]] = (),
    files: Sequence[str] = (),
    version: str = "",
) -> str:
    """This gives the page as HTML. `trend`: the values of `journeys trend --json`; `figures`: the run charts by series."""
    told = [figures[name].title for name, own in trend["series"].items() if own["shift"] or own["rise"]]
    cannot = [
        say("{what}: cannot be determined.", what=measure_title(name)) for name, own in trend["series"].items() if own["columns_missing"]
    ]
    changes = [say("Change: {date}.", date=_date(one)) for one in trend["changes"]]
    said = [
        say("Working days and handoffs are means per case; the others are of 100."),
        say("A point is hollow where it may still change."),
        say("The middle is the median of the points before the first change, or of all where there is none."),
        say("Who looks often sooner sees a difference by chance."),
        say("The numbers do not show why something changed."),
    ]
    lead = told[0] if told else say("Nothing in these series is seldom chance.")
    links = "".join(
        f'<li><a href="tables/{name}.csv">tables/{name}.csv</a>: {text(figure.title)}</li>' for name, figure in figures.items()
    )
    charts = "".join(
        figure_part(one, at, whole=all_in_file(f"tables/{name}.csv")) for at, (name, one) in enumerate(figures.items(), start=1)
    )
    parts = [
        ("findings", say("What stands out"), bullets(told or [lead]) + bullets([*changes, *cannot]) + bullets(said)),
        ("series", say("Care points over time"), charts),
        ("data", say("What the data can carry"), "".join(f"<h3>{text(head)}</h3>{bullets(lines)}" for head, lines in data)),
        (
            "files",
            say("Check it yourself"),
            paragraphs([say("Every number on this page is one of the values in trend.json.")])
            + f'<ul><li><a href="trend.json">trend.json</a></li>{links}</ul>',
        ),
        ("provenance", say("Provenance"), paragraphs([say("Source: {source}", source=", ".join(files))] if files else [])),
    ]
    title = say("Care points per month") if trend["per"] == "month" else say("Care points per quarter")
    return document(
        title=title,
        lead=lead,
        note=say("Internal: for the team itself. Small groups can be seen here; do not pass it on."),
        note_class="intern",
        parts=parts,
        past=("findings", say("To what stands out")),
        foot=say("Made with journeys {version}.", version=version),
    )


def _date(value: Any) -> Any:
    from datetime import date

    return date.fromisoformat(str(value))
