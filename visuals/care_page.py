"""The part of the report about the care points: calling back, the second line, lead times, asking again, public space."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from journeys.texts import capitalised, number, say, say_n
from mining.care import Care
from mining.determinable_words import column_name
from mining.reported import reported_rows
from mining.reported_tables import TABLES
from mining.signal_list import cannot_line
from visuals.page import middle_words, named_unknown, paragraphs, table, text, traced


def care_part(connection: duckdb.DuckDBPyConnection, care: Care) -> str:
    """This gives the page of care points as HTML: for each what is known, with its receipt, or why it cannot be determined."""
    parts = (
        (say("Calling back"), _callbacks(connection, care)),
        (say("Picked up by the second line"), _pickups(connection, care)),
        (say("Lead times, beside norm and term"), _lead_times(connection, care)),
        (say("Asking again"), _again(connection, care)),
        (say("Reports about public space"), _public_space(connection, care)),
    )
    return "".join(f"<h3>{text(head)}</h3>{content}" for head, content in parts)


def _line(care: Care, name: str, words: str) -> str:
    """This is a sentence with its receipt, or why it cannot be determined, as HTML."""
    if name in care.missing:
        words = cannot_line(care.missing[name], name=column_name)
        words = f"{capitalised(words)}."
    return f'{text(words)} <code class="ref">care:{text(name)}</code>'


def _part_line(care: Care, name: str, words: str, none: str) -> str:
    """This is the sentence of a part of a whole; `none` stands there where the whole is empty: 0 of 0 would read as a bad result."""
    found = care.numbers.get(name)
    return _line(care, name, none if found and not found["whole"] else words)


def _items(lines: list[str]) -> str:
    """This gives a list of lines that are HTML already."""
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"


def _reported(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    caption: str,
    heads: list[str],
    *,
    groups: Sequence[tuple[str, int]] = (),
    more: str = "",
    unknown: int = 0,
    where_known: range = range(0),
) -> str:
    """This is a table of the report with its receipts; nothing where it has no rows.

    `unknown`: first columns that name what is unknown. `where_known`: columns, one group together, that are left out where no row has a
    value in the first of them.
    """
    rows = named_unknown(reported_rows(connection, TABLES[name]), unknown)
    name, words = traced(TABLES[name])
    if where_known and all(row[where_known.start] is None for row in rows):
        kept = [at for at in range(len(heads)) if at not in where_known]
        starts = [sum(span for _, span in groups[:place]) for place in range(len(groups))]
        groups = [group for start, group in zip(starts, groups, strict=True) if start != where_known.start]
        rows, heads, words = [tuple(row[at] for at in kept) for row in rows], [heads[at] for at in kept], [words[at] for at in kept]
    return table(caption=caption, heads=heads, rows=rows, groups=groups, more=more, receipts=(name, words)) if rows else ""


def _share(care: Care, name: str) -> dict[str, Any]:
    found = care.numbers.get(name) or {"part": 0, "whole": 0, "share": None}
    share = f" ({number(100 * found['share'])}%)" if found["share"] is not None and found["whole"] >= 10 else ""
    return {"n": found["part"], "whole": found["whole"], "share": share}


def _callbacks(connection: duckdb.DuckDBPyConnection, care: Care) -> str:
    lines = [
        _part_line(
            care,
            "callbacks_in_time",
            say("Called back within the norm: {n} of {whole} requests{share}.", **_share(care, "callbacks_in_time")),
            say("Called back within the norm: {told}", told=say("nothing to judge.")),
        )
    ]
    if "callbacks_open" not in care.missing:
        lines.append(
            _line(
                care,
                "callbacks_open",
                say_n("{n} request has no answer yet.", "{n} requests have no answer yet.", care.numbers["callbacks_open"]),
            )
        )
    heads = [
        say("Monday"),
        say("open"),
        say("overdue"),
        say("oldest, working days"),
        say("asked in the week before"),
        say("answered in the week before"),
    ]
    caption, more = say("Open callback requests, the last weeks"), say("All weeks: tables/callback_stock.csv.")
    return _items(lines) + _reported(connection, "callback_stock", caption, heads, more=more)


def _pickups(connection: duckdb.DuckDBPyConnection, care: Care) -> str:
    if "first_line_transfers" in care.missing:
        return _items([_line(care, "first_line_transfers", "")])
    names = [
        name
        for (name,) in connection.execute("select department from first_line join departments using (department_no) order by 1").fetchall()
    ]
    lines = [
        _line(
            care,
            "first_line_transfers",
            say_n("The first line ({names}) passed on 1 question.", "The first line ({names}) passed on {n} questions.",
                  care.numbers["first_line_transfers"], names=", ".join(names) or "–"),
        )
    ]
    if (median := care.numbers.get("pickup_median_working_days")) is not None:
        words = say_n("Half of them were picked up within {n} working day.", "Half of them were picked up within {n} working days.", median)
        lines.append(_line(care, "pickup_median_working_days", words))
    return _items(lines) + _curve(connection, "curve_pickup", say("Not picked up yet, by working days (Kaplan-Meier)"))


def _curve(connection: duckdb.DuckDBPyConnection, name: str, caption: str) -> str:
    heads = [say("working days"), "%", say("low"), say("high"), say("could be followed")]
    how = say("Low and high: the true percentage probably lies in between (95%). Could be followed: so many were still in sight by then.")
    return _reported(connection, name, caption, heads, more=f"{how} {say('The whole curve: tables/care_curves.csv.')}")


def _lead_times(connection: duckdb.DuckDBPyConnection, care: Care) -> str:
    nothing = say("nothing to judge.")
    words = say("Decided within the statutory term: {n} of {whole}{share}.", **_share(care, "within_term"))
    lines = [_part_line(care, "within_term", words, say("Decided within the statutory term: {told}", told=nothing))]
    if care.numbers.get("within_norm") is not None:
        words = say("Answered within the norm: {n} of {whole}{share}.", **_share(care, "within_norm"))
        lines.append(_part_line(care, "within_norm", words, say("Answered within the norm: {told}", told=nothing)))
    elif "within_norm" not in care.missing:
        lines.append(text(say("Norms of your own can be given per topic, under [norms] in journeys.toml; this run has none.")))
    heads = [
        say("topic"), say("questions"), say("open"), say("median"), say("90th percentile"),
        say("norm"), say("kept"), say("of"), say("in time"), say("of"),
    ]  # fmt: skip
    groups = [("", 3), (say("working days"), 2), (say("own norm, working days"), 3), (say("statutory term"), 2)]
    more = f"{middle_words()} {say('All topics: tables/care_topics.csv.')}"
    caption = say("Lead times per topic")
    shown = _reported(connection, "care_topics", caption, heads, groups=groups, more=more, unknown=1, where_known=range(5, 8))
    return _items(lines) + shown


def _again(connection: duckdb.DuckDBPyConnection, care: Care) -> str:
    if "avoidable_contacts" in care.missing:
        return _items([_line(care, "avoidable_contacts", "")])
    answered = care.numbers["contacts_per_answer"]
    none = say("Avoidable contacts (failure demand, NI 14): {told}", told=say("nothing to judge."))
    words = say("Avoidable contacts (failure demand, NI 14): {n} of {whole}{share}.", **_share(care, "avoidable_contacts"))
    lines = [_part_line(care, "avoidable_contacts", words, none)]
    once = care.numbers.get("avoidable_contacts_once")
    if once is None or once["whole"]:
        words = say("The same, each matter once a day: {n} of {whole}{share}.", **_share(care, "avoidable_contacts_once"))
        lines.append(_line(care, "avoidable_contacts_once", words))
    if answered and answered["share"] is not None:
        words = say("Contacts for each answered question (the first NI 14): {n}.", n=number(answered["share"], 2))
        lines.append(_line(care, "contacts_per_answer", words))
    lines.append(text(say("Contacts that were avoidable for a reason the log does not show are missing: this is a lower bound.")))
    caption = say("Not asked again after the first contact, by working days (Kaplan-Meier)")
    return _items(lines) + _curve(connection, "curve_first_contact", caption)


def _public_space(connection: duckdb.DuckDBPyConnection, care: Care) -> str:
    lines = [
        _part_line(
            care,
            "public_space_heard",
            say("The resident heard back: {n} of {whole} ended reports{share}.", **_share(care, "public_space_heard")),
            say("Reports about public space of which the resident heard back: {told}", told=say("nothing to judge.")),
        )
    ]
    heads = [say("topic"), say("cases"), say("ended"), say("median"), say("90th percentile"), say("heard back"), say("asked again")]
    groups = [("", 3), (say("working days"), 2), ("", 2)]
    more = middle_words()
    if shown := _reported(connection, "public_space", say("Reports about public space, per topic"), heads, groups=groups, more=more):
        return _items(lines) + shown
    none = (
        []
        if "public_space_heard" in care.missing
        else [say("No topic about public space was found; the words are a setting (public_space_words).")]
    )
    return _items(lines) + paragraphs(none)
