"""The report of a dossier: one plain page that reads from finding to definition, without a network, by eye and by screen reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from journeys.texts import language, number, say, say_n
from mining.nobody_time import up_to_the_last_event
from mining.reported import reported_rows
from mining.reported_tables import SHOWN, TABLES
from mining.signal_list import cannot_line
from mining.statement_words import sections
from mining.summary import NOT_NAMED
from mining.told import DATA, SENTENCES
from visuals.care_page import care_part
from visuals.figure import Figure
from visuals.figure_part import figure_part
from visuals.law_page import law_part
from visuals.long_tables import all_by_map
from visuals.page import bullets, document, folded, middle_words, named_unknown, paragraphs, reference, table, text, traced
from visuals.signal_page import signals_part

if TYPE_CHECKING:
    from mining.care import Care
    from mining.catalogue import Catalogue
    from mining.data_statement import DataStatement
    from mining.signal_list import FoundSignal
    from visuals.findings import Finding


def write_report(
    path: Path,
    connection: duckdb.DuckDBPyConnection,
    *,
    summary: dict[str, Any],
    story: Sequence[tuple[str, str]],
    findings: Sequence[Finding],
    cautions: Sequence[str],
    statement: DataStatement,
    figures: Sequence[Figure],
    between: Mapping[str, Figure],
    signals: Sequence[FoundSignal],
    care: Care,
    catalogue: Catalogue,
) -> None:
    """This writes the report of the team itself ("intern"): single journeys, residents as letters, officials as numbers."""
    gaps, good = signals_part(connection, signals)
    parts = [
        ("story", say("One resident") if _residents_known(summary) else say("One case"), _story(story, drawn=bool(figures))),
        ("findings", say("Findings"), _findings(summary, findings, cautions)),
        ("maps", _maps_head(summary), _maps(figures)),
        ("departments", say("Between departments, on maps"), _department_maps(between, after=len(figures))),
        ("gaps", say("Where questions fall"), gaps),
        ("good", say("Where it goes well"), good),
        ("care", say("Care points"), care_part(connection, care)),
        ("law", say("Terms of a law"), law_part(connection, named=_names_a_law(summary))),
        ("between", say("Between departments"), _between(connection)),
        ("waiting", say("Waiting and stalled cases"), _waiting(connection)),
        ("routes", say("Routes"), _routes(connection)),
        ("topics", say("Topics"), _topics(connection)),
        ("data", say("What the data can carry"), _data(statement)),
        ("kinds", say("Kinds of events"), _kinds(connection)),
        ("definitions", say("Definitions"), _definitions(catalogue)),
        ("provenance", say("Provenance"), _provenance(summary)),
    ]
    files = ", ".join(file["file"] for file in summary["files"])
    warning = say("Internal: for the team itself. It shows single journeys; do not pass it on.")
    if summary["names"] == "keep":
        warning += " " + say("NAMES KEPT: the ids are the source's own.")
    html = document(
        title=say("Journeys in {files}", files=files), lead=findings[0].words if findings else "", note=warning, note_class="intern",
        parts=parts, past=("findings", say("To the findings")), foot=f"journeys {summary['versions']['journeys']}",
    )  # fmt: skip
    path.write_text(html, encoding="utf-8")


def _maps(figures: Sequence[Figure]) -> str:
    return "".join(figure_part(figure, rank, receipt=f"map:{rank}", whole=all_by_map()) for rank, figure in enumerate(figures, start=1))


def _department_maps(between: Mapping[str, Figure], *, after: int) -> str:
    """This shows the maps of departments; an empty card that says what the title of another map says already is left out."""
    said = [figure.title for figure in between.values() if not figure.empty]
    shown = {name: figure for name, figure in between.items() if not figure.empty or figure.title not in said}
    maps = enumerate(shown.items(), start=after + 1)
    return "".join(figure_part(figure, rank, receipt=f"map:{name}", whole=all_by_map()) for rank, (name, figure) in maps)


def _story(story: Sequence[tuple[str, str]], *, drawn: bool) -> str:
    """This tells the journey with the most officials: its first sentence large, the rest under it, and the way to its map."""
    if not story:
        return ""
    link = f' <a href="#map-1">{text(say("See the map of this journey."))}</a>' if drawn else ""
    (first, its), *others = story
    rest = "".join(f"<li>{text(line)} {reference(number)}</li>" for line, number in others)
    return f'<div class="story"><p class="big">{text(first)} {reference(its)}</p><ul>{rest}</ul><p>{link.strip()}</p></div>'


def _findings(summary: dict[str, Any], findings: Sequence[Finding], cautions: Sequence[str]) -> str:
    cards = []
    for name, value, words, small in _key_numbers(summary):
        extra = f"<small>{text(small)}</small>" if small else ""
        cards.append(f"<li><b>{text(value)}</b><span>{text(words)}</span>{extra}{reference(name)}</li>")
    head = text(say("What these numbers do not say"))
    lines = "".join(f"<li>{text(one.words)} {' '.join(map(reference, one.receipts))}</li>" for one in findings[1:])
    how = say("The small word beside a number is its receipt: journeys receipt DOSSIER WORD shows its definition and the rows behind it.")
    return (
        f'<ul class="numbers">{"".join(cards)}</ul><ul>{lines}</ul><p class="ref">{text(how)}</p><h3>{head}</h3>{bullets(cautions)}'
    )


def _key_numbers(summary: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """This gives receipt, number, words and interval of each card; what cannot be determined says so instead of a number."""
    by_case, nobody = summary["by"] != "resident", not _residents_known(summary)
    words = {
        "journeys": say("journeys of residents") if nobody or not by_case else say("journeys (one per case)"),
        "cases": say("cases"),
        "officials": say("officials"),
        "departments": say("departments"),
        "handoffs": say("handoffs between officials"),
        "department_handoffs": say("handoffs between departments"),
        "hops": say("times another official for the resident"),
    }
    same = by_case and summary.get("hops") == summary.get("handoffs")  # a journey is one case: this is the same count
    if same:
        del words["hops"]
    cards = []
    for name, told in words.items():
        value = summary.get(name)
        if value is None or name in summary["cannot_determine"]:
            cards.append((name, "–", told, _why_not(summary, name)))
            continue
        low, high = summary.get(f"{name}_min"), summary.get(f"{name}_max")
        small = say("between {low} and {high} by equal moments", low=low, high=high) if low is not None and low != high else ""
        if name == "handoffs" and same:
            each = say("A journey is one case here: so often the resident got another official too.")
            small = f"{small} {each}".strip()
        cards.append((name, number(value), told, small))
    return cards


def _why_not(summary: dict[str, Any], name: str) -> str:
    if name == "journeys" and not _residents_known(summary):
        return say("cannot be determined: the file names no residents")
    unnamed = summary["cannot_determine"].get(name, "").removeprefix("cannot be determined: ").replace(" ", "_")
    return cannot_line([unnamed]) if unnamed in NOT_NAMED.values() else say("cannot be determined")


def _residents_known(summary: dict[str, Any]) -> bool:
    return "journeys" not in summary["cannot_determine"]


def _maps_head(summary: dict[str, Any]) -> str:
    """This names what the first maps are chosen by: the number of officials, or of events where no official is known."""
    if summary.get("officials") is None or "officials" in summary["cannot_determine"]:
        return say("The journeys with the most events")
    return say("The journeys with the most officials")


def _between(connection: duckdb.DuckDBPyConnection) -> str:
    shown = TABLES["flows"]
    rows = [
        row if row[3] else (*row[:5], None, *row[6:])  # where no transfer is recorded, nobody knows whether one got lost
        for row in named_unknown(reported_rows(connection, shown), 2)
    ]
    if not rows:
        return ""
    heads = [
        say("from"),
        say("to"),
        say("times"),
        say("transfers"),
        say("not recorded"),
        say("lost"),
        *(say("median"), say("90th percentile")) * 2,
    ]
    groups = [("", 2), ("", 4), (say("days until the next act"), 2), (say("working days until the next act"), 2)]
    told = say("From leaving a department to the first act of the next. Where no transfer was recorded the time holds the work too.")
    return paragraphs([told]) + table(
        caption=say("The busiest passages between departments"), heads=heads, rows=rows,
        more=f"{middle_words()} {_more(connection, 'flows')}".strip(), groups=groups,
        receipts=traced(shown),
    )


def _waiting(connection: duckdb.DuckDBPyConnection) -> str:
    found = connection.execute(SENTENCES["ended_cases"].numbers).fetchone()
    told = []
    if found and found[0]:
        told.append(
            say(
                "Half of the {n} ended cases took at most {median} days; about nine in ten at most {p90} days.",
                n=int(found[0]),
                median=float(found[1]),
                p90=float(found[2]),
            )
        )
    rows = reported_rows(connection, TABLES["stalled"])
    html = f"<p>{text(told[0])} {reference('ended_cases')}</p>" if told else ""
    if rows:
        heads = [say("department"), say("last act"), say("working days still"), say("owner known")]
        html += table(
            caption=say("Open cases that stand still longest"), heads=heads, rows=rows, more=_more(connection, "stalled"),
            receipts=traced(TABLES["stalled"]),
        )  # fmt: skip
    return html


def _routes(connection: duckdb.DuckDBPyConnection) -> str:
    rows = reported_rows(connection, TABLES["routes"])
    heads = [say("route over departments"), say("cases"), say("% of cases"), say("median, days"), say("90th percentile, days")]
    if not rows:
        return ""
    more = f"{middle_words()} {_more(connection, 'variants')}".strip()
    return table(caption=say("Most common routes"), heads=heads, rows=rows, more=more, receipts=traced(TABLES["routes"]))


def _topics(connection: duckdb.DuckDBPyConnection) -> str:
    rows = reported_rows(connection, TABLES["topics"])
    heads = [
        say("topic"),
        say("cases"),
        say("open"),
        say("median, days"),
        say("90th percentile, days"),
        say("% of days with nobody"),
        say("lost"),
    ]
    if not rows:
        return ""
    more = f"{middle_words()} {_more(connection, 'topic_measures')}".strip()
    told = up_to_the_last_event(connection)
    shown = table(caption=say("Per topic"), heads=heads, rows=rows, more=more, receipts=traced(TABLES["topics"]))
    return shown + (paragraphs([told]) if told else "")


def _data(statement: DataStatement) -> str:
    """This tells the data statement; under each part the receipts of its numbers."""
    own = {say(heading): f'<p>{" ".join(map(reference, numbers))}</p>' for heading, numbers in DATA.items()}
    return "".join(f"<h3>{text(heading)}</h3>{bullets(lines)}{own.get(heading, '')}" for heading, lines in sections(statement))


def _kinds(connection: duckdb.DuckDBPyConnection) -> str:
    from journeys.kinds import rule_in_words

    shown = TABLES["activities"]
    rows = reported_rows(connection, shown)
    heads = [say("activity"), say("kind"), say("events"), say("recognised by")]
    told = [(*row[:3], rule_in_words(row[3]) if row[3] else "") for row in rows]
    html = table(caption=say("Activities and their kind"), heads=heads, rows=told, receipts=traced(shown)) if told else ""
    return folded(say("Activities and the kind they were read as"), html)


def _definitions(catalogue: Catalogue) -> str:
    parts = []
    for one in sorted(catalogue, key=lambda one: one.role == "signal"):
        if one.role != "step":
            words = [*one.definition[language()].strip().splitlines(), say("Source: {source}", source=one.source)]
            name = f"{one.export}.csv" if one.role == "table" else f"signal:{one.name}"
            parts.append(folded(f"{one.title[language()]} ({name})", f"{paragraphs(words)}<pre>{text(one.sql)}</pre>"))
    return paragraphs([say("Each table has one definition: words, source and the query that made the numbers.")]) + "".join(parts)


def _provenance(summary: dict[str, Any]) -> str:
    import json

    settings = json.dumps(summary["settings"], ensure_ascii=False, indent=2)
    return paragraphs([_made(summary)]) + folded(say("Settings of this run"), f"<pre>{text(settings)}</pre>")


def _names_a_law(summary: dict[str, Any]) -> bool:
    """This tells whether the settings give any topic a term of a law."""
    return any(isinstance(term, dict) and (term["term"] or term["contact"]) for term in summary["settings"]["terms"].values())


def _made(summary: dict[str, Any]) -> str:
    names = (
        say("Residents, cases and officials are pseudonyms.")
        if summary["names"] == "pseudonyms"
        else say("NAMES KEPT: the ids are the source's own.")
    )
    read = {"municipal": say("municipal"), "plain": say("other programs’")}.get(summary["reading"], summary["reading"])
    made = say("Made with journeys {version}, {reading} reading.", version=summary["versions"]["journeys"], reading=read)
    return f"{made} {names}"


def _more(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    found = connection.execute(f"select count(*) from {name}").fetchone()
    rest = (int(found[0]) if found else 0) - SHOWN
    return (
        say_n("1 more row is in tables/{name}.csv.", "{n} more rows are in tables/{name}.csv.", rest, name=name.replace("_measures", "s"))
        if rest > 0
        else ""
    )
