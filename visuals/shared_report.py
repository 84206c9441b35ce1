"""The report that may be shared: only what passed the gate, groups of residents and never one of them, without names of files or people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from journeys.texts import language, month, percent, percentage, say, say_n, whole_percent
from mining.care import Point
from mining.determinable_words import column_name, measure_name
from mining.disclosure import LEAST, Passed
from mining.merged_handovers import lost_untold
from mining.shared_care import SharedPart
from mining.shared_numbers import SharedNumbers
from mining.signal_list import cannot_line
from mining.statement_words import law_line
from visuals.figure import Figure
from visuals.figure_part import figure_part
from visuals.page import bullets, document, folded, paragraphs, table, text
from visuals.waited_words import waited_in_all

DEFINED = (
    "passages",
    "turns",
    "waits",
    "variants",
    "topic_measures",
    "harm_pairs",
    "care_topics",
    "care_contacts",
    "care_pickups",
    "care_callbacks",
    "legal_term_topics",
)
"""The definitions that the numbers of this report rest on."""


def write_shared_report(
    path: Path,
    connection: duckdb.DuckDBPyConnection,
    *,
    numbers: Passed[SharedNumbers],
    figures: Sequence[Passed[Figure]] = (),
    journeys: Sequence[Passed[Figure]] = (),
    versions: Mapping[str, str],
    reading: str,
) -> None:
    """This writes one page of what passed the gate.

    `figures`: maps of groups; `journeys`: maps of single journeys that somebody asked for by id (none otherwise). `versions` and `reading`
    are those of summary.json. From the database come the words of definitions alone. Equal input gives equal bytes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        shared_page(
            numbers=numbers, figures=figures, journeys=journeys, versions=versions, reading=reading, definitions=_definitions(connection)
        ),
        encoding="utf-8",
    )


def shared_page(
    *,
    numbers: Passed[SharedNumbers],
    figures: Sequence[Passed[Figure]],
    journeys: Sequence[Passed[Figure]],
    versions: Mapping[str, str],
    reading: str,
    definitions: Sequence[tuple[str, Sequence[str]]],
) -> str:
    """This gives the page as HTML; `definitions` are titles with their lines."""
    found, group = numbers.value, numbers.group
    note = say("For sharing: groups of fewer than {group} residents are hidden, and no date of one case stands here.", group=group)
    if journeys:
        note = say_n(
            "Handle with care: this report shows the journey of one resident, who may recognise it."
            " Everything else is about at least {group} residents.",
            "Handle with care: this report shows the journeys of {n} residents, who may recognise them."
            " Everything else is about at least {group} residents.",
            len(journeys), group=group,
        )  # fmt: skip
    made = say("Made with journeys {version}, {reading} reading.", version=versions.get("journeys", ""), reading=reading)
    lead = found.hidden or _extent(found)
    parts: list[tuple[str, str, str]] = [("findings", say("Findings"), paragraphs([found.hidden]) if found.hidden else _findings(found))]
    parts.append(("maps", say("Maps"), "".join(figure_part(one.value, at, told=one.told) for at, one in enumerate(figures, start=1))))
    after = len(figures) + 1
    single = "".join(figure_part(one.value, at, told=one.told) for at, one in enumerate(journeys, start=after))
    parts.append(("journey", say_n("One journey", "{n} journeys", len(journeys)), single))
    if not found.hidden:
        parts += [
            ("gaps", say("Where questions fall"), _signals(found, "gap", group) + _pairs(found)),
            ("good", say("Where it goes well"), _signals(found, "success", group)),
            ("care", say("Care points"), _care(found)),
            ("law", say("Terms of a law"), _law(found)),
            ("topics", say("Topics"), _topics(found)),
            ("routes", say("Routes"), _routes(found)),
            ("data", say("What the data can carry"), _data(found)),
        ]
    parts += [
        ("privacy", say("How residents stay hidden"), _privacy(group)),
        ("definitions", say("Definitions"), "".join(folded(head, paragraphs(lines)) for head, lines in definitions)),
        ("provenance", say("Provenance"), paragraphs([made, say("Smallest group shown: {group} residents.", group=group)])),
    ]
    return document(
        title=say("Journeys: report for sharing"), lead=lead, note=note, note_class="intern" if journeys else "shared", parts=parts,
        past=("findings", say("To the findings")), foot=made,
    )  # fmt: skip


def _extent(found: SharedNumbers) -> str:
    told = say(
        "{cases} of {journeys}",
        cases=say_n("1 case", "{n} cases", found.counts.get("cases") or 0),
        journeys=say_n("1 journey", "{n} journeys", found.counts.get("journeys") or 0),
    )
    if (departments := found.counts.get("departments")) is not None:
        told += say_n(", {n} department", ", {n} departments", departments)
    if (officials := found.counts.get("officials")) is not None:
        told += say_n(", {n} official", ", {n} officials", officials)
    if found.first and found.last:
        told += say(", from {first} to {last}", first=month(found.first), last=month(found.last))
    return told + "."


def _findings(found: SharedNumbers) -> str:
    lines = []
    if found.nobody:
        days, share = found.nobody
        lines.append(say_n(
            "{share} of the question-days lay with nobody: 1 day in all.", "{share} of the question-days lay with nobody: {n} days in all.",
            round(days), share=percent(share),
        ))
    if found.lost is not None:
        if found.lost.n is None:
            lines.append(lost_untold())
        elif found.lost.n:
            lines.append(
                say_n("{n} question got lost between two departments.", "{n} questions got lost between two departments.", found.lost.n)
            )
    if (handoffs := found.counts.get("handoffs")) is not None:
        between = found.counts.get("department_handoffs")
        words = say("The work passed to another official {n} times", n=handoffs)
        lines.append(words + (say(", and to another department {n} times", n=between) if between is not None else "") + ".")
    if (hops := found.counts.get("hops")) is not None:
        lines.append(say("Residents met another official {n} times", n=hops) + ".")
    if found.few:
        passed = {
            "handoffs": say("the work passed to another official"),
            "department_handoffs": say("the work passed to another department"),
            "hops": say("residents met another official"),
        }
        what = "; ".join(passed[name] for name in found.few)
        lines.append(say("Without a number, for it would tell of fewer than {least} residents: {what}.", least=LEAST, what=what))
    if found.waiting:
        lines.append(waited_in_all(found.waiting))
    if found.ended and found.ended[1] is not None:
        ended, median = found.ended
        half = say("Half of the ended cases took at most {median} days.", median=median)
        lines.append(half if ended is None else say("Half of the {n} ended cases took at most {median} days.", n=ended, median=median))
    cautions = [
        say("The log shows only who came. Who gave up is missing."),
        say("Contacts are a lower bound: what was not registered is not there."),
        say("A department that keeps better records shows more contacts and handoffs. More records is not worse service."),
    ]
    return f"{bullets(lines)}<h3>{text(say('What these numbers do not say'))}</h3>{bullets(cautions)}"


def _signals(found: SharedNumbers, sort: str, group: int) -> str:
    signals = [one for one in found.signals if one.sort == sort]
    told = sorted((one for one in signals if one.instances is not None), key=lambda one: (-(one.instances or 0), one.title))
    rows = [(one.title, one.instances, one.journeys) for one in told]
    few = [one.title for one in signals if one.instances is None and not one.missing]
    lines = (
        [
            say(
                "About fewer than {group} residents, about nearly all of them, or not at all, and so without a number: {titles}.",
                group=group, titles="; ".join(few),
            )
        ]
        if few
        else []
    )
    lines += [f"{one.title}: {cannot_line(one.missing, name=column_name)}." for one in signals if one.missing]
    heads = [say("signal"), say("times"), say("journeys")]
    caption = say("Where questions fall") if sort == "gap" else say("Where it goes well")
    learn = say(
        "These are stories to learn from: what happened where it went well. They are no norm and no target, and do not show a cause."
    )
    return (
        (paragraphs([learn]) if sort == "success" and rows else "")
        + (table(caption=caption, heads=heads, rows=rows) if rows else "")
        + bullets(lines)
    )


def _pairs(found: SharedNumbers) -> str:
    if found.pairs.empty or "residents_touched" not in found.pairs:
        return ""
    shown = found.pairs[found.pairs["residents_touched"].fillna(0) > 0]
    if shown.empty:
        return ""
    heads = [
        say("from and to"),
        say("residents"),
        say("transfers"),
        say("residents touched"),
        say("question-days lost"),
        say("touched per 100 transfers"),
    ]
    told = say("Where fewer than {least} residents were touched, no number stands and the row is not here.", least=LEAST)
    return table(caption=say("What residents lost, per pair of departments"), heads=heads, rows=_rows(shown), more=told)


def _topics(found: SharedNumbers) -> str:
    heads = [say("topic"), say("residents"), say("cases"), say("lost"), say("median, days"), say("% of days with nobody")]
    shown = _table(found, "topics", found.topics, say("Topics"), heads)
    return shown + (paragraphs([found.time]) if shown and found.time else "")


def _routes(found: SharedNumbers) -> str:
    heads = [say("route over departments"), say("residents"), say("cases"), say("median, days")]
    return _table(found, "routes", found.routes, say("Routes that enough residents took"), heads)


def _care(found: SharedNumbers) -> str:
    told = {name: _told(part, whole_only=name == "first_line_transfers") for name, part in found.care.items()}
    words = {
        "callbacks_in_time": say("Called back within the norm: {told}", told=told.get("callbacks_in_time")),
        "first_line_transfers": say("Passed on by the first line: {told}", told=told.get("first_line_transfers")),
        "within_term": say("Decided within the statutory term: {told}", told=told.get("within_term")),
        "within_norm": say("Answered within the norm: {told}", told=told.get("within_norm")),
        "avoidable_contacts": say("Avoidable contacts (failure demand, NI 14): {told}", told=told.get("avoidable_contacts")),
        "public_space_heard": say(
            "Reports about public space of which the resident heard back: {told}", told=told.get("public_space_heard")
        ),
    }
    lines = [line for name, line in words.items() if name in told]
    if found.pickup_median is not None:
        lines.append(
            say_n(
                "Half of them were picked up within {n} working day.",
                "Half of them were picked up within {n} working days.",
                found.pickup_median,
            )
        )
    named = {
        "topic": say("topic"),
        "residents": say("residents"),
        "questions": say("questions"),
        "median_working_days": say("median, working days"),
        "p90_working_days": say("90th percentile, working days"),
        "norm_working_days": say("own norm, working days"),
        "norm_percent": say("% within the norm"),
        "term_percent": say("% within the term"),
    }
    heads = [named[str(name)] for name in found.lead_times.columns]
    curves = _curve(found.curves, "pickup", say("Picked up by the second line within so many working days"), picked=True)
    curves += _curve(
        found.curves, "first_contact", say("Not asked again within so many working days after the first contact"), picked=False
    )
    return bullets(lines) + curves + _table(found, "lead_times", found.lead_times, say("Lead times per topic"), heads)


def _law(found: SharedNumbers) -> str:
    heads = [say("topic"), say("residents"), say("that ended"), say("% in time"), say("penalty could run up to, €")]
    shown = _table(found, "law", found.law, say("Terms of a law, per topic"), heads)
    told = say(
        "Of terms that ended. The penalty is what it could run up to, no debt; it is left out where it is about a few residents."
    )
    return paragraphs([told]) + shown if shown else ""


def _told(part: SharedPart, *, whole_only: bool) -> str:
    """This tells a part of a whole, or why a number does not stand."""
    if part.whole is None:
        return say("too few residents to tell.")
    if not part.whole and not whole_only:
        return say("nothing to judge.")
    if whole_only:
        return say_n("{n} question.", "{n} questions.", part.whole)
    if part.few:
        if part.few == "part":
            return say("about fewer than {least} residents, of {whole} in all.", least=LEAST, whole=part.whole)
        return say("all but those of fewer than {least} residents, of {whole} in all.", least=LEAST, whole=part.whole)
    share = f" ({percentage(part.part or 0, part.whole)})" if part.whole >= 10 else ""
    return say("{n} of {whole}{share}.", n=part.part or 0, whole=part.whole, share=share)


def _curve(points: Sequence[Point], curve: str, caption: str, *, picked: bool) -> str:
    rows = [(one.working_days, whole_percent(1 - one.share if picked else one.share)) for one in points if one.curve == curve]
    return table(caption=caption, heads=[say("working days"), say("% (Kaplan-Meier)")], rows=rows) if rows else ""


def _data(found: SharedNumbers) -> str:
    lines = [law_line(found.quality["rows"], found.quality["events"], found.quality["rejects"], found.quality["duplicates"])]
    if found.tied:
        lines.append(
            say(
                "Of the neighbouring events {share} share one moment. Their order is that of the file.",
                share=percent(found.tied),
            )
        )
    for measure, missing in found.cannot.items():
        if not measure.startswith("signal:"):
            lines.append(f"{measure_name(measure)}: {cannot_line(missing, name=column_name)}.")
    return bullets(lines)


def _privacy(group: int) -> str:
    return bullets(
        [
            say(
                "A number stands here when at least {group} residents share it. Smaller groups are told together, so that no sum and no"
                " difference gives them back.",
                group=group,
            ),
            say("What happened to fewer than {least} residents of a group, or to nearly all, is not told as a number.", least=LEAST),
            say("Officials are colleagues: there is one number, how many there are."),
            say("There are no names, no ids, no numbers of cases and no names of files here."),
        ]
    )  # fmt: skip


def _definitions(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, list[str]]]:
    rows = connection.execute(
        f"select title_{language()}, definition_{language()}, source from definitions where name in (select unnest($names)) order by name",
        {"names": list(DEFINED)},
    ).fetchall()
    return [(str(title), [" ".join(words), say("Source: {source}", source=source)]) for title, words, source in rows]


def _table(found: SharedNumbers, name: str, passed: pd.DataFrame, caption: str, heads: Sequence[str]) -> str:
    if passed.empty:
        return ""
    rounded = [say("Medians and percentiles are in whole days here.")] if any("median" in str(one) for one in passed.columns) else []
    return table(caption=caption, heads=heads, rows=_rows(passed), more=" ".join([*rounded, *found.hidden_rows.get(name, ())]))


def _rows(passed: pd.DataFrame) -> list[list[Any]]:
    whole = {name: "Int64" for name in passed.columns[1:] if (passed[name].dropna() % 1 == 0).all()}
    plain = passed.astype(whole).astype(object)
    return [[None if pd.isna(cell) else cell for cell in row] for row in plain.where(plain.notna(), None).to_numpy().tolist()]
