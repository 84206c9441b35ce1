"""The part of the report about signals: gaps by what they cost residents, and, with as much room, what went well, as stories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import duckdb

from journeys.texts import language, local_day, say, say_n
from visuals.page import bullets, folded, paragraphs, table

if TYPE_CHECKING:
    from mining.signal_list import FoundSignal

STORIES = 3
"""So many instances of a signal are told: the gaps that lasted longest, the successes that came soonest."""

PAIRS = 15

TOPICS, FEW = 8, 10
"""So many topics are compared, each with at least so many questions on either side."""


def signals_part(connection: duckdb.DuckDBPyConnection, signals: Sequence[FoundSignal]) -> tuple[str, str]:
    """This gives the part about gaps and the part about what went well, as HTML; empty where there is no such signal."""
    gaps = _counts(signals, "gap", say("Where questions fall"))
    if gaps:
        gaps = _cost(connection) + _still_open(connection) + gaps + _stories(connection, signals, "gap")
    good = _counts(signals, "success", say("Where it goes well"))
    if good:
        said = say(
            "These are stories to learn from: what happened where it went well. They are no norm and no target, and do not show a cause."
        )
        good = paragraphs([said]) + good + _landmarks(connection) + _stories(connection, signals, "success")
    return gaps, good


def _counts(signals: Sequence[FoundSignal], sort: str, caption: str) -> str:
    from mining.signal_list import cannot_line
    from mining.statement_words import column_name

    found = [one for one in signals if one.sort == sort]
    made = sorted((one for one in found if not one.missing), key=lambda one: (-(one.instances or 0), one.name))
    rows = [(one.title[language()], one.instances, one.journeys, f"signal:{one.name}") for one in made]
    heads = [say("signal"), say("times"), say("journeys"), say("receipt")]
    cannot = [f"{one.title[language()]} ({one.name}): {cannot_line(one.missing, name=column_name)}." for one in found if one.missing]
    return (table(caption=caption, heads=heads, rows=rows) if rows else "") + bullets(cannot)


def _cost(connection: duckdb.DuckDBPyConnection) -> str:
    """This ranks pairs of departments and topics by the question-days that residents lost there."""
    html = ""
    for name, columns, heads, caption in (
        (
            "harm_pairs",
            "sender.department, receiver.department",
            (say("from"), say("to")),
            say("What residents lost, per pair of departments"),
        ),
        ("harm_topics", "topics.topic", (say("topic"),), say("What residents lost, per topic")),
    ):
        if not connection.execute("select 1 from duckdb_tables() where table_name = ?", [name]).fetchall():
            continue
        joins = (
            "left join departments as sender on sender.department_no = made.from_department_no"
            " left join departments as receiver on receiver.department_no = made.to_department_no"
            if name == "harm_pairs"
            else "left join topics on topics.topic_no = made.topic_no"
        )
        rows = connection.execute(
            f"""select rank, {columns}, residents_touched, question_days_lost, question_days_lost_low, question_days_lost_high,
                  callbacks_never, touched_per_100_transfers, touched_per_100_transfers_low, touched_per_100_transfers_high, half
                from {name} as made {joins} where question_days_lost > 0 or callbacks_never > 0 order by all limit {PAIRS}"""
        ).fetchall()
        if not rows:
            continue
        interval = (say("low"), say("high"))
        days, share = (say("days"), *interval), (say("share"), *interval)
        all_heads = [say("rank"), *heads, say("residents touched"), *days, say("never called back"), *share, say("in the half")]
        groups = [("", 2 + len(heads)), (say("question-days lost"), 3), ("", 1), (say("residents touched per 100 transfers"), 3), ("", 1)]
        named = [tuple("?" if cell is None and 0 < at <= len(heads) else cell for at, cell in enumerate(row)) for row in rows]
        few = int(connection.execute(f"select count(*) from {name} where half").fetchall()[0][0])
        told = say_n("{n} row explains half of what was lost.", "{n} rows together explain half of what was lost.", few) if few else ""
        html += table(caption=caption, heads=all_heads, rows=named, groups=groups, more=told)
    return html


def _still_open(connection: duckdb.DuckDBPyConnection) -> str:
    """This tells of what nobody has answered yet whether it will still be picked up, as Kaplan-Meier has it (table still_open)."""
    if not connection.execute("select 1 from duckdb_tables() where table_name = 'still_open'").fetchall():
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
            lines.append(f"{say_n(one, many, n)} {told}")
    if not lines:
        return ""
    how = say("This is the chance within 20 working days, from how it went before between the same departments. See tables/still_open.csv.")
    return bullets(lines) + paragraphs([how])


def _landmarks(connection: duckdb.DuckDBPyConnection) -> str:
    """This holds conversations and visits against questions on the same topic that were still open then (table landmark_comparisons)."""
    if not connection.execute("select 1 from duckdb_tables() where table_name = 'landmark_comparisons'").fetchall():
        return ""
    html = ""
    for circumstance, caption in (
        ("early_conversation", say("Still open after 5 working days: with and without a conversation by then")),
        ("visit", say("Still open after 20 working days: with and without a home visit by then")),
    ):
        rows = connection.execute(
            f"""select coalesce(topic, '?'), questions, with_it, 100 * share_answered_with_it, without_it, 100 * share_answered_without_it
                from landmark_comparisons left join topics using (topic_no)
                where circumstance = ? and with_it >= {FEW} and without_it >= {FEW} order by questions desc, 1 limit {TOPICS}""",
            [circumstance],
        ).fetchall()
        if rows:
            percent = say("% answered in the 20 working days after")
            heads = [say("topic"), say("questions"), say("number"), percent, say("number"), percent]
            groups = [("", 2), (say("with"), 2), (say("without"), 2)]
            html += table(caption=caption, heads=heads, rows=rows, groups=groups)
    if html:
        html += paragraphs([say("This shows what went together, not what came of what. All topics: tables/landmark_comparisons.csv.")])
    return html


def _stories(connection: duckdb.DuckDBPyConnection, signals: Sequence[FoundSignal], sort: str) -> str:
    """This tells a few instances of each signal in a sentence; officials are only counted."""
    from mining.instances import instances_query
    from mining.signal_words import Instance, sentence

    html, direction = "", "desc" if sort == "gap" else "asc"
    for one in signals:
        if one.sort != sort or not one.instances:
            continue
        if one.is_of_people:
            lines = [say("Officials are colleagues: they are counted here and not named.")]
        else:
            rows = connection.execute(
                f"""select signal, status, null, null, anchor, '', found.started, found.ended, found.calendar_days, found.working_days,
                      from_department, to_department, null, journey_measures.officials, journey_measures.cases
                    from ({instances_query(connection, [one])}) as found
                    left join journey_measures on journey_measures.journey_no = found.journey_no
                    order by found.working_days {direction} nulls last, first_row_no, anchor limit {STORIES}"""
            ).fetchall()
            lines = [f"{say('From {day}:', day=local_day(row[6]))} {sentence(Instance(*row), title=one.title[language()])}" for row in rows]
        more = say("{n} in all: journeys signals DOSSIER --signal {name}.", n=one.instances, name=one.name)
        html += folded(f"{one.title[language()]} ({one.name})", bullets(lines) + paragraphs([more]))
    return html
