"""The part of the report about terms of a law: which were kept, and what the penalty for a late decision could run up to."""

from __future__ import annotations

from typing import Any

import duckdb

from journeys.texts import number, percentage, say, say_n
from mining.reported import is_there, reported_rows
from mining.reported_tables import SHOWN, TABLES
from mining.told import SENTENCES
from visuals.page import named_unknown, paragraphs, reference, table, text, traced


def law_part(connection: duckdb.DuckDBPyConnection, *, named: bool) -> str:
    """This gives the part as HTML; `named`: the settings give a topic a term of a law. Empty for a dossier without the tables."""
    shown = TABLES["legal_terms"]
    if not is_there(connection, shown):
        return ""
    rows = named_unknown(reported_rows(connection, shown), 3)
    none = say("No topic has a term of a law: a question is held against plain weeks.")
    how = say("journeys terms shows the terms that [terms] in journeys.toml can name, each with its article, source and date checked.")
    lines = "" if named else paragraphs([f"{none} {how}"])
    if not rows:
        return lines
    lines += "<ul>" + "".join(f"<li>{text(words)} {reference(receipt)}</li>" for receipt, words in _sentences(connection)) + "</ul>"
    heads = [
        say("what it is about"), say("term"), say("topic"), say("terms"), say("in time"), say("only if put off"), say("too late"),
        say("still running"), say("too late, still open"), say("not judged"), say("days at most"), say("euros at most"),
    ]  # fmt: skip
    told = [(sort_word(str(row[0])), *row[1:]) for row in rows]
    groups = [("", 4), (say("that ended"), 3), (say("not ended"), 2), ("", 1), (say("penalty could run up to"), 2)]
    ((whole,),) = connection.execute("select count(*) from legal_term_topics").fetchall()
    more = (
        say_n("1 more row is in tables/{name}.csv.", "{n} more rows are in tables/{name}.csv.", whole - SHOWN, name="legal_term_topics")
        if whole > SHOWN
        else ""
    )
    cautions = [
        say("“Only if put off”: in time if the term was put off as long as the law allows, or if there is a committee. No log tells that."),
        say(
            "The penalty is what it could run up to if a notice of default had come as early as could be. It is no debt: such notices"
            " are hardly ever in the log."
        ),
        say("Not judged: closed or withdrawn without a decision, a decision that is not in the log, or a complaint inside another case."),
    ]
    caption = say("Terms of a law, per topic")
    return lines + table(caption=caption, heads=heads, rows=told, groups=groups, more=more, receipts=traced(shown)) + paragraphs(cautions)


def sort_word(sort: str) -> str:
    """This gives the word for what a term is about."""
    return {
        "decision": say("application"), "contact": say("first conversation"), "objection": say("objection"),
        "complaint": say("complaint"),
    }[sort]  # fmt: skip


def _sentences(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """This gives each sentence with its receipt; what did not happen is not told."""
    told = []
    kept = _numbers(connection, "terms:kept")
    if kept["whole"]:
        share = f" ({percentage(kept['in_time'], kept['whole'])})" if kept["whole"] >= 10 else ""
        words = say("Of {whole} terms that ended, {n} were kept{share}; {late} were not.", whole=kept["whole"], n=kept["in_time"],
                    share=share, late=kept["late"])  # fmt: skip
        if kept["if_extended"]:
            words += " " + say_n("{n} was kept only if it was put off.", "{n} were kept only if they were put off.", kept["if_extended"])
        told.append(("terms:kept", words))
    still = _numbers(connection, "terms:open")
    if still["overdue"]:
        words = say_n("{n} term is over and nothing has ended it.", "{n} terms are over and nothing has ended them.", still["overdue"])
        told.append(("terms:open", words))
    due = _numbers(connection, "terms:penalty")
    if due["part"]:
        words = say_n(
            "For {n} decision after the last day the penalty could run up to € {euros}, or € {least} if the term was put off.",
            "For {n} decisions after the last day the penalty could run up to € {euros} together, or € {least} if every term was put off.",
            due["part"], euros=number(due["euros"]), least=number(due["euros_longest"]),
        )  # fmt: skip
        if due["notices"]:
            words += " " + say_n("{n} notice of default is in the log.", "{n} notices of default are in the log.", due["notices"])
        told.append(("terms:penalty", words))
    decree = _numbers(connection, "terms:decree")
    if decree["terms"]:
        told.append(("terms:decree", say_n(
            "{n} term ends in a year of which the extra holidays (royal decree) are not known: it may run a bit longer.",
            "{n} terms end in a year of which the extra holidays (royal decree) are not known: they may run a bit longer.",
            decree["terms"],
        )))  # fmt: skip
    return told


def _numbers(connection: duckdb.DuckDBPyConnection, receipt: str) -> dict[str, Any]:
    cursor = connection.execute(SENTENCES[receipt].numbers)
    names = [column[0] for column in cursor.description or []]
    (row,) = cursor.fetchall()
    return dict(zip(names, row, strict=True))
