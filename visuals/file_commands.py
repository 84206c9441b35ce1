"""The commands that make a file of a dossier: a map, a report, a workshop page, a process model, or its events for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from journeys.texts import say
from visuals.command_options import date_of, one_of, speak
from visuals.command_parameters import Dossier, Json, Lang


def map_(
    dossier: Dossier,
    view: Annotated[
        str | None,
        typer.Option(
            "--view",
            "-v",
            help="reiskaart, vragen, belofte, silokaart, verschilkaart, kierenlijst, matrix, stationskaart, streepjeskaart, leiding,"
            " overdrachtskaart.",
        ),
    ] = None,
    journey: Annotated[str, typer.Option("--journey", "-j", help="Id of one journey, as in tables/journeys.csv.")] = "",
    question: Annotated[str, typer.Option("--question", help="Letter of one question of the journey (belofte).")] = "",
    topic: Annotated[list[str] | None, typer.Option("--topic", help="Only cases with this topic.")] = None,
    department: Annotated[
        list[str] | None, typer.Option("--department", help="A chain of three to five (stationskaart), in order.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", help="From this day on, yyyy-mm-dd.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Up to and including this day.")] = None,
    change: Annotated[str | None, typer.Option("--change", help="First day of the second of two periods.")] = None,
    plan: Annotated[Path | None, typer.Option("--plan", help="File with what was promised (belofte), see docs/plan-file.md.")] = None,
    page: Annotated[int, typer.Option("--page", min=1, help="Which picture, where there are several (belofte).")] = 1,
    dates: Annotated[str, typer.Option("--dates", help="week or day: how dates of a shared journey are rounded.")] = "week",
    internal: Annotated[bool, typer.Option("--internal", help="For the team itself: small groups and exact dates.")] = False,
    format: Annotated[
        str | None, typer.Option("--format", "-f", help="svg, png, pdf, html or csv; otherwise by the name after --out.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; otherwise a safe name in the current folder.")] = None,
    theme: Annotated[str, typer.Option("--theme", help="light, dark, or a file with the municipality's colours.")] = "light",
    dark: Annotated[bool, typer.Option("--dark", help="Dark, with the municipality's colours.")] = False,
    paper: Annotated[str, typer.Option("--paper", help="Paper of a PDF: a4, a3, a0 or wide (16:9).")] = "wide",
    lang: Lang = None,
) -> None:
    """A map of a dossier, past the gate for sharing: small groups stay hidden, a journey only by its id, dates by the week."""
    speak(lang)
    from visuals.files_told import tell_drawn
    from visuals.picture_files import draw_view
    from visuals.terminal import console
    from visuals.views import Asked, view_of

    asked = Asked(
        journey=journey,
        question=question,
        topics=tuple(topic or ()),
        since=date_of("--since", since),
        until=date_of("--until", until),
        change=date_of("--change", change),
        departments=tuple(department or ()),
        plan=plan,
        rounding=one_of("--dates", dates, ("week", "day")),  # type: ignore[arg-type]
        paper=paper.lower(),
        internal=internal,
        page=page,
    )
    name = view or ("reiskaart" if journey else "silokaart")
    tell_drawn(draw_view(dossier, view_of(name), asked, format=format, out=out, theme=theme, dark=dark), console())


def export(
    dossier: Dossier,
    to: Annotated[str, typer.Option("--to", help="xes, ocel, csv, parquet or xlsx.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; otherwise a name in the current folder.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="CSV with commas and our own headers, in place of the Dutch form.")] = False,
    lang: Lang = None,
) -> None:
    """The events of a dossier in an open format, for other tools. For the team itself: it passes no gate."""
    speak(lang)
    from visuals.event_export import export_events
    from visuals.terminal import console

    path, count = export_events(dossier, to=to.lower(), out=out, plain=plain)
    console().print(say("Written: {file} ({n} events). For the team itself; do not pass it on.", file=path, n=count))


def report(
    dossier: Dossier,
    share: Annotated[bool, typer.Option("--share", help="The version that may be shared: small groups hidden, no single journey.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="As a tagged PDF (PDF/UA) in place of a page.")] = False,
    journey: Annotated[
        list[str] | None, typer.Option("--journey", "-j", help="With --share: this journey too, asked for by its id.")
    ] = None,
    dates: Annotated[str, typer.Option("--dates", help="week or day: how dates of a shared journey are rounded.")] = "week",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; otherwise a safe name in the current folder.")] = None,
    lang: Lang = None,
) -> None:
    """The report of a dossier: the version for sharing, or either one as PDF. The team's own page is index.html in the dossier."""
    speak(lang)
    from visuals.picture_files import write_out_report
    from visuals.terminal import console

    rounding = one_of("--dates", dates, ("week", "day"))
    path = write_out_report(dossier, share=share, pdf=pdf, journeys=tuple(journey or ()), rounding=rounding, out=out)  # type: ignore[arg-type]
    console().print(say("Written: {file}", file=path))


def workshop(
    dossier: Dossier,
    journey: Annotated[str, typer.Option("--journey", "-j", help="Id of the journey to tell, as in tables/journeys.csv.")] = "",
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write; the story to rewrite is written beside it.")] = Path(
        "workshop.html"
    ),
    notes: Annotated[
        list[Path] | None, typer.Option("--notes", help="Notes that were saved from the page: they come back at their step.")
    ] = None,
    change: Annotated[
        str | None, typer.Option("--change", help="First day of the second of two periods: adds the map of differences.")
    ] = None,
    plan: Annotated[Path | None, typer.Option("--plan", help="File with what was promised: adds promise and reality.")] = None,
    theme: Annotated[str, typer.Option("--theme", help="light, or a file with the municipality's colours.")] = "light",
    dates: Annotated[str, typer.Option("--dates", help="week or day: how dates of the journey are rounded.")] = "week",
    lang: Lang = None,
) -> None:
    """The page for the wall: one journey told step by step, the maps, replay, notes; one file that needs no network."""
    speak(lang)
    from visuals.files_told import tell_workshop
    from visuals.terminal import console
    from visuals.workshop_file import write_workshop

    made = write_workshop(
        dossier,
        out,
        journey=journey,
        notes=tuple(notes or ()),
        change=date_of("--change", change),
        plan=plan,
        theme=theme,
        rounding=one_of("--dates", dates, ("week", "day")),  # type: ignore[arg-type]
    )
    tell_workshop(made, console())


def model(
    dossier: Dossier,
    topic: Annotated[list[str] | None, typer.Option("--topic", help="Only cases with this topic.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Only what began on this day or later, yyyy-mm-dd.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Only what began up to and including this day.")] = None,
    by: Annotated[str, typer.Option("--by", help="case or journey: what runs through the model.")] = "case",
    of: Annotated[str, typer.Option("--of", help="activity, kind or department: what a step is.")] = "activity",
    noise: Annotated[float, typer.Option("--noise", help="0 to 1: the rarer ways that are left out; 0 keeps all.")] = 0.2,
    cover: Annotated[
        int, typer.Option("--cover", min=1, max=100, help="Only the most frequent steps, which cover this percentage of the events.")
    ] = 80,
    kind: Annotated[str, typer.Option("--kind", help="bpmn, tree or petri: the form of the model's file.")] = "bpmn",
    against: Annotated[
        Path | None, typer.Option("--against", help="A model of your own: a .bpmn file, or a plan (docs/plan-file.md).")
    ] = None,
    format: Annotated[str | None, typer.Option("--format", "-f", help="Beside svg and png: pdf or html.")] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the model, the picture and the report.")] = Path("model"),
    theme: Annotated[str, typer.Option("--theme", help="light or dark.")] = "light",
    paper: Annotated[str, typer.Option("--paper", help="Paper of a PDF: a4, a3, a0 or wide (16:9).")] = "wide",
    lang: Lang = None,
    json: Json = False,
) -> None:
    """A process model (BPMN) of a dossier, or your own model held against it: what fits, what is missing. For the team itself."""
    speak(lang)
    from visuals.files_told import tell_model
    from visuals.model_files import Wanted, write_model
    from visuals.terminal import console, print_json

    wanted = Wanted(
        topics=tuple(topic or ()),
        since=date_of("--since", since),
        until=date_of("--until", until),
        by=one_of("--by", by, ("case", "journey")),  # type: ignore[arg-type]
        of=one_of("--of", of, ("activity", "kind", "department")),  # type: ignore[arg-type]
        noise=noise,
        cover=cover,
        kind=one_of("--kind", kind, ("bpmn", "tree", "petri")),  # type: ignore[arg-type]
        against=against,
        format=format,
        paper=paper,
        theme=one_of("--theme", theme, ("light", "dark")),  # type: ignore[arg-type]
    )
    made = write_model(dossier, wanted, out=out)
    if json:
        print_json(made.values)
    else:
        tell_model(made, console())
