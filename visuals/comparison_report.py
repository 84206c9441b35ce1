"""The page of a comparison: verdict first, what carries it, what stands beside it, how the sides were made, what the data can carry.

For the team itself ("intern"), or for sharing: then everything in it passed the gate. Every number is one of the values in comparison.json.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from journeys.texts import language, say, say_n
from mining.catalogue import Catalogue
from mining.comparison_verdict import LESS
from mining.comparison_vocabulary import verdict_word
from visuals.figure import Figure
from visuals.figure_part import figure_part, rows_behind
from visuals.long_tables import all_in_file, first_rows, how_many_shown
from visuals.measure_words import SECONDARY, measure_name, measure_of, measure_values
from visuals.page import bullets, document, folded, paragraphs, table, text
from visuals.side_words import Values, change_of, differs, side_line

CHARTS = {"primary": ("climbing", "months"), "secondary": ("measures", "handoffs"), "pairs": ("pairs",), "routes": ("routes",)}
MAPS = ("difference", "gaps", "silos-before", "silos-after", "stripes")
SHOWN = 40
"""A table shows so many rows; the file holds them all."""


@dataclass(frozen=True)
class Page:
    """This is what the page is written from.

    Attributes
    ----------
    values: the values of the comparison; sections: its sentences (mining.comparison_words). tables: by name of file. figures: charts and
    maps by name, those of the maps with what the gate told in `told`. without: why a map is not there. data: for each side a name and its
    data statement in sections. files: names of the exports; settings: those of the run. shared: for sharing, with the smallest group.
    """

    values: Values
    sections: Sequence[tuple[str, Sequence[str]]]
    tables: Mapping[str, pd.DataFrame]
    figures: Mapping[str, Figure]
    version: str
    catalogue: Catalogue | None = None
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: Sequence[str] = ()
    data: Sequence[tuple[str, Sequence[tuple[str, list[str]]]]] = ()
    files: Sequence[str] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    names_kept: bool = False
    shared: int = 0
    gate: Sequence[str] = ()


def comparison_page(page: Page) -> str:
    """This gives the page as HTML; equal input gives equal bytes."""
    values = page.values
    ranks = {name: at for at, name in enumerate(page.figures, start=1)}

    empty: set[str] = set()  # where several pictures hold only the same sentence, it is told once

    def shown(*names: str) -> str:
        html = ""
        for name in names:
            figure = page.figures.get(name)
            if figure is None or (_holds_only_a_sentence(figure) and figure.title in empty):
                continue
            if _holds_only_a_sentence(figure):
                empty.add(figure.title)
            html += _picture(page, name, ranks[name])
        return html

    sections = dict(page.sections)
    watch, know = sections.get(say("Watch out"), ()), sections.get(say("What to know"), ())
    parts = [
        ("verdict", say("Is it different?"), _verdict(page, sections.get(say("Duration"), ()), watch, know)),
        ("primary", say("Duration: what the verdict rests on"), shown(*CHARTS["primary"])),
        ("secondary", say("Beside it: secondary measures"), _secondary(page, sections, shown(*CHARTS["secondary"]))),
        ("waiting", say("Waiting: why, and whose turn"), _waiting(page)),
        ("outcomes", say("Outcomes, calling back and signals"), _outcomes(page, sections.get(say("Outcomes, and what else differs"), ()))),
        ("parts", say("Per department and topic"), _parts(page, sections.get(say("Per department and topic"), ()))),
        ("pairs", say("Between departments"), shown(*CHARTS["pairs"])),
        ("routes", say("Routes"), bullets(sections.get(say("Routes"), ())) + shown(*CHARTS["routes"])),
        ("maps", say("The maps of both sides"), _maps(page, shown(*MAPS))),
        ("sides", say("How the sides were made"), _sides(page)),
        ("privacy", say("How residents stay hidden"), bullets(page.gate) if page.shared else ""),
        ("data", say("What the data can carry"), _data(page)),
        ("definitions", say("Definitions"), _definitions(page)),
        ("files", say("Check it yourself"), "" if page.shared else _files(page)),
        ("provenance", say("Provenance"), _provenance(page)),
    ]
    note = (
        say("For sharing: numbers about fewer than {group} residents are hidden.", group=page.shared)
        if page.shared
        else say("Internal: for the team itself. Small groups can be seen here; do not pass it on.")
    )
    if page.names_kept:
        note += " " + say("NAMES KEPT: the ids are the source's own.")
    first = sections.get(say("Duration"), ("",))[0]
    return document(
        title=page_title(values),
        lead=first,
        note=note,
        note_class="shared" if page.shared and not page.names_kept else "intern",
        parts=parts,
        past=("verdict", say("To the verdict")),
        foot=_made(page),
    )


def page_title(values: Values) -> str:
    """This is what the page is called: which two sides it holds against each other."""
    if (change := change_of(values)) is not None:
        return say("Before and after {date}", date=change)
    if by := values["question"]["by"]:
        return say("{column}: {one} and {other}", column=by["column"], one=by["values"][0], other=by["values"][1])
    if sources := values["question"].get("sources"):
        return say("{one} and {other}", one=sources[0], other=sources[1])
    return say("Two periods compared")


def _picture(page: Page, name: str, rank: int) -> str:
    """This gives a picture with its words and its table; one that holds only a sentence is told in that sentence."""
    figure, told, whole = page.figures[name], page.told.get(name, ()), _where_all_are(page, name)
    if not _holds_only_a_sentence(figure):
        return figure_part(figure, rank, told=told, whole=whole)
    rows = folded(say("The table behind this map"), rows_behind(figure, whole)) if len(figure.rows) else ""
    return paragraphs([figure.title, *told]) + rows


def _holds_only_a_sentence(figure: Figure) -> bool:
    return "-empty-title" in figure.svg


def _where_all_are(page: Page, name: str) -> str:
    """This says in which file a table stands whole; the page for sharing is handed on without files, so its tables are whole."""
    return "" if page.shared else all_in_file(f"tables/{name}.csv")


def _verdict(page: Page, lines: Sequence[str], watch: Sequence[str], know: Sequence[str]) -> str:
    """This tells the verdict large, its sentences, at most three cautions, and what to know; beside a difference the mix of outcomes."""
    first, *rest = lines or ("",)
    html = f'<div class="story plain"><p class="big">{text(first)}</p>{bullets(rest)}</div>'
    if differs(page.values["duration"]):
        told = [
            say("{what}: {verdict}.", what=measure_name(name), verdict=_verdict_with_numbers(page.values, name))
            for name in ("outcome:granted", "outcome:rejected", "reopened")
        ]
        if page.values["duration"]["verdict"] == LESS["duration"]:
            html += f"<h3>{text(say('Is that a gain?'))}</h3>"
            html += paragraphs([say("A shorter time with more rejections, or more cases that come back, is no gain.")])
        else:
            html += f"<h3>{text(say('And the outcomes?'))}</h3>"
        html += bullets(told)
    if watch:
        html += f"<h3>{text(say('Watch out'))}</h3>{bullets(watch)}"
    if know:
        html += f"<h3>{text(say('What to know'))}</h3>{bullets(know)}"
    return html


def _horizon(values: Values) -> int:
    return int(values["duration"].get("horizon") or values["question"]["horizon"])


def _verdict_with_numbers(values: Values, name: str) -> str:
    """This gives the verdict on a measure and what it was and is, where that can be told."""
    verdict, told = verdict_word(measure_of(values, name)["verdict"]), measure_values(values, name)
    return say("{verdict} ({values})", verdict=verdict, values=told) if told else verdict


def _secondary(page: Page, sections: Mapping[str, Sequence[str]], charts: str) -> str:
    found = [name for name in SECONDARY if differs(measure_of(page.values, name))]
    told = [say("These measures stand beside the verdict and do not carry it. Who looks at many sees one differ by chance now and then.")]
    if not found:
        told.append(say("None of them differs."))
    if page.values["question"]["control"]:
        told.append(say("The difference in the tables is not after less before: what changed in the comparison group is taken off."))
    return (
        paragraphs(told)
        + charts
        + _told(page, "counts", say("Duration, handoffs and hops on both sides"))
        + folded(say("The same in sentences"), bullets(sections.get(say("From hand to hand"), ())))
    )


def _waiting(page: Page) -> str:
    if not {"waiting", "turns"} & page.tables.keys():
        return ""
    told = say("Working days per case until it ends, on average. The four causes together are about the duration.")
    return paragraphs([told]) + _told(page, "waiting", say("What cases wait for")) + _told(page, "turns", say("Whose turn it is"))


def _outcomes(page: Page, lines: Sequence[str]) -> str:
    return (
        bullets(lines)
        + _told(page, "outcomes", say("Outcomes of the cases that were decided within {n} working days", n=_horizon(page.values)))
        + _told(page, "shares", say("Calling back, explaining, and coming back"))
        + _told(page, "signals", say("Signals: where questions fall, and where it goes well"))
        + paragraphs(_stricter([one for id, one in page.values["shares"].items() if id.startswith("signal:")]))
    )


def _stricter(measures: Sequence[Mapping[str, Any]]) -> list[str]:
    """This explains a range on one side of zero without a verdict, where there is one: what is looked at together is corrected."""
    sure = (one for one in measures if one.get("passes") is False and one["low"] is not None)
    if not any(one["low"] > 0 or one["high"] < 0 for one in sure):
        return []
    return [
        say("Much is looked at together here, so the verdict is stricter.")
        + " "
        + say("A row can have its whole range on one side of zero and may still be chance.")
    ]


def _parts(page: Page, lines: Sequence[str]) -> str:
    some = [say("All topics, departments and pairs were looked at together, so that hardly any verdict here is chance.")]
    if not lines:
        some.append(say("Of no department and no topic a difference can be shown."))
    if not {"topics", "departments"} & page.tables.keys():
        return ""
    each = [*page.values["topics"], *page.values["departments"]]
    some += _stricter([one[name] for one in each for name in ("duration", "handoffs", "department_handoffs")])
    return (
        paragraphs(some)
        + bullets(lines)
        + _told(page, "departments", say("Per department that has the case"))
        + _told(page, "topics", say("Per topic"))
    )


def _maps(page: Page, maps: str) -> str:
    told = [say("Maps show what was found in these handovers. They carry no verdict: that is the one above.")] if maps else []
    silos = [page.figures[name] for name in ("silos-before", "silos-after") if name in page.figures]
    if len(silos) == 2 and not any(_holds_only_a_sentence(one) for one in silos):
        told.append(say("Both silo maps show the same departments in the same order, on the same scale."))
    return paragraphs(told) + bullets(page.without) + maps


def _sides(page: Page) -> str:
    values, question = page.values, page.values["question"]
    hidden = values["duration"].get("why") == "group"  # a side so small that not even its size is told
    lines = [] if hidden else [side_line(values, "before"), side_line(values, "after")]
    for side, line in zip(("before", "after"), list(lines), strict=False):
        own = values["sides"][side]
        told = [
            say("{n} finished", n=own["finished"]) if own["finished"] is not None else "",
            say_n("1 resident", "{n} residents", own["residents"]) if own["residents"] is not None else "",
            say_n("1 week", "{n} weeks", own["weeks"]),
        ]
        lines[lines.index(line)] = f"{line}; {', '.join(one for one in told if one)}."
    if (change := change_of(values)) is not None:
        lines.append(say("A case that began before {date} is before. What happened to it later does not count.", date=change))
    elif question["by"]:
        lines.append(say("A case is on a side by the first known value of the column {column}.", column=question["by"]["column"]))
    else:
        lines.append(say("The first file or dossier is one side, the second the other. A case that is in both counts in the first only."))
    if question["washout"]:
        lines.append(say("The first {n} working days after the change are left out.", n=question["washout"]))
    if question["only"]:
        lines.append(say("Only: {names}.", names=", ".join(question["only"])))
    if question["control"]:
        lines.append(say("Comparison group without the change: {names}.", names=", ".join(question["control"])))
    lines += [
        say(
            "The horizon is {n} working days: chosen from dates, never from outcomes.",
            n=_horizon(values),
        ),
        say("Both sides are weighted to the same mix of topics.")
        if values.get("mix", {}).get("strata", 2) > 1
        else say("Both sides are taken as they are: there are too few cases per topic to weight them."),
        say("A range holds the true difference in 95 of 100 such comparisons, as far as cases, residents and weeks swing by chance."),
        say("A change of less than {n} of the 100 counts as nearly the same.", n=round(100 * question["margin"])),
    ]
    return bullets(lines)


def _data(page: Page) -> str:
    html = ""
    for name, sections in page.data:
        inner = "".join(f"<h4>{text(heading)}</h4>{bullets(lines)}" for heading, lines in sections)
        html += f"<h3>{text(name)}</h3>{inner}"
    return html


def _definitions(page: Page) -> str:
    """This tells what each measure is, and the definitions of the catalogue that it rests on."""
    lines = {
        "duration": say("Working days from the first event of a case to its first decision or close, to the horizon at most."),
        "handoffs": say("How often the next act in a case is of another official, to the horizon, whether the case is over or not."),
        "department_handoffs": say("How often the next act in a case is of another department."),
        "hops": say("How often the resident next meets another official, over all cases of the resident."),
        "faces": say("How many officials the resident dealt with directly."),
        "contacts": say("Contacts and requests to be called back, by the resident."),
        "pingpong": say("How often work goes from A to B and back to A."),
        "callbacks_in_time": say("Of the requests to be called back: how many were, within the own norm."),
        "first_contact": say("Of the first contacts about a matter: how many needed no second one soon after."),
        "avoidable_contacts": say("Of the contacts: how many came because nothing had been heard, or soon after an end."),
        "reopened": say("Of the ended cases: how many were opened again within 20 working days."),
    }
    items = "".join(f"<dt>{text(measure_name(name))}</dt><dd>{text(told)}</dd>" for name, told in lines.items())
    verdicts = [
        say("A measure differs when its whole range lies on one side of zero; where much is looked at together, more is needed."),
        say("Nearly the same: the whole range lies within the margin."),
        say("No visible difference does not mean that there is none."),
        say("Too few cases: fewer than 30 finished cases, 30 residents or 12 weeks on a side."),
    ]
    html = f"<dl>{items}</dl><h3>{text(say('Verdicts'))}</h3>{bullets(verdicts)}"
    if page.catalogue is not None:
        for one in page.catalogue:
            if one.role == "signal" and f"signal:{one.name}" in page.values["shares"]:
                words = [*one.definition[language()].strip().splitlines(), say("Source: {source}", source=one.source)]
                html += folded(f"{one.title[language()]} (signal:{one.name})", paragraphs(words))
    return html


def _files(page: Page) -> str:
    links = [("comparison.json", say("every value of this page")), ("comparison.md", say("every sentence"))]
    tables = [(f"tables/{name}.csv", "") for name in page.tables] + [
        (f"tables/{name}.csv", figure.title) for name, figure in page.figures.items()
    ]
    items = "".join(
        f'<li><a href="{text(path)}">{text(path)}</a>{": " + text(what) if what else ""}</li>' for path, what in (*links, *tables)
    )
    maps = say("Every picture stands in maps/ as SVG, PNG and PDF.")
    return paragraphs([say("Every number on this page is one of the values in comparison.json."), maps]) + f"<ul>{items}</ul>"


def _provenance(page: Page) -> str:
    lines = [_made(page)]
    if page.files:
        lines.append(say("Source: {source}", source=", ".join(page.files)))
    asked = json.dumps(page.values["question"], ensure_ascii=False, indent=2)
    html = paragraphs(lines) + folded(say("What was asked"), f"<pre>{text(asked)}</pre>")
    if page.settings and not page.shared:
        html += folded(
            say("Settings of this run"), f"<pre>{text(json.dumps(page.settings, ensure_ascii=False, indent=2, default=str))}</pre>"
        )
    return html


def _made(page: Page) -> str:
    made = say("Made with journeys {version}.", version=page.version)
    looks = page.values.get("looks", 1)
    return f"{made} " + say("Look number {n} at this comparison.", n=looks)


def _told(page: Page, name: str, caption: str) -> str:
    """This gives a table of the comparison, and where the whole of it stands."""
    if name not in page.tables:
        return ""
    rows = page.tables[name]
    most = len(rows) if page.shared else SHOWN
    more = how_many_shown(rows, _where_all_are(page, name), most=most)
    return table(caption=caption, heads=[str(head) for head in rows.columns], rows=first_rows(rows, most=most), more=more)
