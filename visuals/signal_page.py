"""The part of the report about signals: gaps by what they cost residents, and, with as much room, what went well, as stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import duckdb

from journeys.dossier import has_table
from journeys.texts import language, local_day, say, say_n
from mining.reported import reported_rows
from mining.reported_tables import TABLES
from mining.told import instances_told, waited_days
from visuals.page import bullets, folded, named_unknown, paragraphs, reference, table, text, traced

if TYPE_CHECKING:
    from mining.signal_list import FoundSignal

STORIES = 3
"""So many instances of a signal are told: the gaps that lasted longest, the successes that came soonest."""


def signals_part(connection: duckdb.DuckDBPyConnection, signals: Sequence[FoundSignal]) -> tuple[str, str]:
    """This gives the part about gaps and the part about what went well, as HTML; empty where there is no such signal."""
    gaps = _counts(connection, signals, "gap", say("Where questions fall"))
    if gaps:
        gaps = _cost(connection) + _still_open(connection) + gaps + _stories(connection, signals, "gap")
    good = _counts(connection, signals, "success", say("Where it goes well"))
    if good:
        said = say(
            "These are stories to learn from: what happened where it went well. They are no norm and no target, and do not show a cause."
        )
        good = paragraphs([said]) + good + _landmarks(connection) + _stories(connection, signals, "success")
    return gaps, good


def _counts(connection: duckdb.DuckDBPyConnection, signals: Sequence[FoundSignal], sort: str, caption: str) -> str:
    """This lists signals: gaps by the days that questions lay still, then by times; successes by times. No days belong: an empty cell."""
    from mining.determinable_words import column_name
    from mining.signal_list import cannot_line

    found = [one for one in signals if one.sort == sort]
    made = [one for one in found if not one.missing]
    days = waited_days(connection, made) if sort == "gap" else {}
    made.sort(key=lambda one: _by_cost(one, days))
    rows = [
        (one.title[language()], one.instances, one.journeys, *((days.get(one.name),) if days else ()), f"signal:{one.name}") for one in made
    ]
    heads = [say("signal"), say("times"), say("journeys"), *((say("days still"),) if days else ()), say("receipt")]
    why: dict[str, list[str]] = {}
    for one in found:
        if one.missing:
            why.setdefault(cannot_line(one.missing, name=column_name), []).append(f"{one.title[language()]} ({one.name})")
    cannot = [f"{'; '.join(titles)}: {reason}." for reason, titles in why.items()]
    how = say(
        "In order of the days that questions lay still, then of how often. Those days run from the start to the end of each time, added up;"
        " two signals may hold the same days. A gap that is one moment, or holds time that the municipality may take, has none."
    )
    return (paragraphs([how]) if rows and days else "") + (table(caption=caption, heads=heads, rows=rows) if rows else "") + bullets(cannot)


def _by_cost(one: FoundSignal, days: Mapping[str, float]) -> tuple[float, int, str]:
    """This puts signals in the order of the table, and of the stories under it: by days, then by times."""
    return -days.get(one.name, 0), -(one.instances or 0), one.name


def _cost(connection: duckdb.DuckDBPyConnection) -> str:
    """This ranks pairs of departments and topics by the question-days that residents lost there."""
    html = ""
    how = say("Low and high: the true number probably lies in between (95%). “In the half”: these rows come first in what was lost.")
    for name, heads, caption in (
        ("harm_pairs", (say("from"), say("to")), say("What residents lost, per pair of departments")),
        ("harm_topics", (say("topic"),), say("What residents lost, per topic")),
    ):
        rows = reported_rows(connection, TABLES[name])
        if not rows:
            continue
        interval = (say("low"), say("high"))
        days, share = (say("days"), *interval), (say("share"), *interval)
        all_heads = [say("rank"), *heads, say("residents touched"), *days, say("never called back"), *share, say("in the half")]
        groups = [("", 2 + len(heads)), (say("question-days lost"), 3), ("", 1), (say("residents touched per 100 transfers"), 3), ("", 1)]
        html += table(
            caption=caption, heads=all_heads, rows=named_unknown(rows, 1 + len(heads)), groups=groups, receipts=traced(TABLES[name]),
            more=how,
        )
        few = int(connection.execute(f"select count(*) from {name} where half").fetchall()[0][0])
        if few:
            told = say_n("{n} row explains half of what was lost.", "{n} rows together explain half of what was lost.", few)
            html += f"<p>{text(told)} {reference(f'{name}:half')}</p>"
    return html


def _still_open(connection: duckdb.DuckDBPyConnection) -> str:
    """This tells of what nobody has answered yet whether it will still be picked up, as Kaplan-Meier has it (table still_open)."""
    if not has_table(connection, "still_open"):
        return ""
    lines = []
    for sort, one, many in (
        ("transfer", "Of the one transfer that is still open:", "Of the {n} transfers that are still open:"),
        ("callback", "Of the one callback request that is still open:", "Of the {n} callback requests that are still open:"),
    ):
        counted = dict(connection.execute("select outlook, count(*) from still_open where sort = ? group by outlook", [sort]).fetchall())
        n = sum(counted.values())
        if n:
            told = say(
                "{can} times “can still”, {stays} times “will probably be left lying”, {unsure} times uncertain.",
                can=counted.get("can_still", 0), stays=counted.get("probably_stays", 0), unsure=counted.get("unsure", 0),
            )  # fmt: skip
            lines.append(f"<li>{text(say_n(one, many, n))} {text(told)} {reference(f'still_open:{sort}')}</li>")
    if not lines:
        return ""
    how = say("This is the chance within 20 working days, from how it went before between the same departments. See tables/still_open.csv.")
    return f"<ul>{''.join(lines)}</ul>" + paragraphs([how])


def _landmarks(connection: duckdb.DuckDBPyConnection) -> str:
    """This holds conversations and visits against questions on the same topic that were still open then (table landmark_comparisons)."""
    html = ""
    for name, caption in (
        ("landmark_conversation", say("Still open after 5 working days: with and without a conversation by then")),
        ("landmark_visit", say("Still open after 20 working days: with and without a home visit by then")),
    ):
        rows = named_unknown(reported_rows(connection, TABLES[name]), 1)
        if rows:
            percent = say("% answered in the 20 working days after")
            heads = [say("topic"), say("questions"), say("number"), percent, say("number"), percent]
            groups = [("", 2), (say("with"), 2), (say("without"), 2)]
            html += table(caption=caption, heads=heads, rows=rows, groups=groups, receipts=traced(TABLES[name]))
    if html:
        html += paragraphs([say("This shows what went together, not what came of what. All topics: tables/landmark_comparisons.csv.")])
    return html


def _stories(connection: duckdb.DuckDBPyConnection, signals: Sequence[FoundSignal], sort: str) -> str:
    """This tells a few instances of each signal in a sentence; officials are only counted."""
    from mining.signal_words import Instance, sentence

    shown = [one for one in signals if one.sort == sort and one.instances]
    days = waited_days(connection, [one for one in shown if not one.missing]) if sort == "gap" else {}
    shown.sort(key=lambda one: _by_cost(one, days))
    titles = {one.name: one.title[language()] for one in shown}
    told: dict[str, list[str]] = {}
    if named := [one for one in shown if not one.is_of_people]:
        found = connection.execute(
            f"""select signal, status, null, null, anchor, '', started, ended, calendar_days, working_days,
                  from_department, to_department, null, hands, journey_cases
                from ({instances_told(connection, named, sort)}) where told <= {STORIES} order by signal, told"""
        ).fetchall()
        for row in found:
            line = f"{say('From {day}:', day=local_day(row[6]))} {sentence(Instance(*row), title=titles[row[0]])}"
            told.setdefault(row[0], []).append(line)
    html = ""
    for one in shown:
        lines = told.get(one.name, [])
        if one.is_of_people:
            lines = [say("Officials are colleagues: they are counted here and not named.")]
        listed = "".join(
            f"<li>{text(line)}{'' if one.is_of_people else ' ' + reference(f'signal:{one.name}:{at}')}</li>"
            for at, line in enumerate(lines, start=1)
        )
        more = say("{n} in all: journeys signals DOSSIER --signal {name}.", n=one.instances, name=one.name)
        html += folded(f"{one.title[language()]} ({one.name})", f"<ul>{listed}</ul><p>{text(more)} {reference(f'signal:{one.name}')}</p>")
    return html
