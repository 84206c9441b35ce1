"""The roof: each command is a parse, one call, one message and an exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.core

from journeys.texts import Language, say, use
from visuals.command_ending import end_at_once, run_to_its_end
from visuals.command_help import tell_command
from visuals.command_options import date_of, one_of, question_of, settings_of, speak, stdin_of


class _InLanguage:
    """This is whatever has a help: it is in the language in use."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """This writes the help."""
        tell_command(self, ctx, formatter)


class Told(_InLanguage, typer.core.TyperCommand):
    """This is a command."""


class ToldGroup(_InLanguage, typer.core.TyperGroup):
    """This is all commands."""


app = typer.Typer(
    name="journeys",
    cls=ToldGroup,
    help="Journeys of residents from exports of municipal systems: where questions fall between departments.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_ParserError = typer.BadParameter.__mro__[2]
"""What the parser raises for a command line that it cannot understand (typer gives it no name of its own)."""

Exports = Annotated[
    list[str],
    typer.Argument(
        help="Exports (CSV, XLSX, Parquet, XES, OCEL, or files and folders of municipal systems); several become one log;"
        " - reads CSV from standard input."
    ),
]
Dossier = Annotated[Path, typer.Argument(help="Folder of a dossier.")]
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", "-s", help="Settings; otherwise journeys.toml here, in the folder named, or beside the export.")
]
Columns = Annotated[list[str] | None, typer.Option("--column", "-c", help="Whose column is ours: case=Zaaknummer, or by position: case=1.")]
By = Annotated[str | None, typer.Option("--by", help="Journeys per resident or per case.")]
Reading = Annotated[str | None, typer.Option("--reading", help="municipal (default) or plain: as other tools read a log.")]
Names = Annotated[str | None, typer.Option("--names", help="pseudonyms (default) or keep: the source's own ids stay, on every output.")]
Key = Annotated[Path | None, typer.Option("--key", help="File with the secret key of the pseudonyms.")]
End = Annotated[str | None, typer.Option("--end", help="The log's end, yyyy-mm-dd; otherwise the latest event.")]
DayFirst = Annotated[bool | None, typer.Option("--day-first/--month-first", help="Settles 03-04-2026: day first or month first.")]
Sheet = Annotated[str | None, typer.Option("--sheet", help="Sheet of a workbook.")]
Encoding = Annotated[str | None, typer.Option("--encoding", help="Encoding of text, when recognition is wrong.")]
Delimiter = Annotated[str | None, typer.Option("--delimiter", help="Delimiter of text, when recognition is wrong.")]
Memory = Annotated[
    str | None, typer.Option("--memory", help="Most memory the database may use, for example 1GB; work beyond it spills to disk.")
]
Lang = Annotated[str | None, typer.Option("--lang", help="nl or en; nl when it is left out.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Show the version and end.", is_eager=True)] = False,
    lang: Lang = None,
) -> None:
    speak(lang)
    if version:
        import importlib.metadata

        typer.echo(f"journeys {importlib.metadata.version('journeys')}")
        raise typer.Exit


def main() -> None:
    """This runs the command line and ends with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    use(_language_of(sys.argv))
    run_to_its_end(lambda: app(prog_name="journeys", standalone_mode=False), parser_error=_ParserError)


def run() -> None:
    """This runs the command line as a program of its own, and ends it at once."""
    try:
        main()
    except SystemExit as ending:
        if not isinstance(ending.code, int):
            raise
        end_at_once(ending.code)


@app.command(cls=Told)
def mine(
    exports: Exports,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the dossier; an older dossier there is replaced when all went well.")],
    settings: SettingsFile = None,
    column: Columns = None,
    by: By = None,
    reading: Reading = None,
    names: Names = None,
    key: Key = None,
    end: End = None,
    day_first: DayFirst = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    memory: Memory = None,
    lang: Lang = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Exports -> a dossier: journeys, handoffs, hops, waiting, maps, tables and a report."""
    speak(lang)
    from visuals.bundle import make_dossier
    from visuals.exports_told import tell_summary
    from visuals.terminal import console, print_json, progress_shown

    chosen = settings_of(
        exports,
        settings,
        column,
        by=by,
        reading=reading,
        names=names,
        key=key,
        end=end,
        day_first=day_first,
        sheet=sheet,
        encoding=encoding,
        delimiter=delimiter,
    )
    with progress_shown(quiet=quiet or json) as progress:
        made = make_dossier(exports, out, settings=chosen, memory=memory, progress=progress, stdin=stdin_of(exports))
    if json:
        print_json(made.summary)
    elif not quiet:
        tell_summary(made, console())


@app.command(cls=Told)
def columns(
    exports: Exports,
    write: Annotated[
        Path | None, typer.Option("--write", "-w", help="Write the proposal to this settings file (never over an older one).")
    ] = None,
    profile: Annotated[Path | None, typer.Option("--profile", help="Write a profile of your own to this file, to use again.")] = None,
    settings: SettingsFile = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Proposes whose column is ours, with how sure and why; writes an editable journeys.toml."""
    speak(lang)
    from mining.run import propose
    from visuals.exports_told import tell_proposals
    from visuals.proposal_files import write_proposal
    from visuals.terminal import console, print_json

    chosen = settings_of(exports, settings, None, sheet=sheet, encoding=encoding, delimiter=delimiter)
    proposed = propose(exports, settings=chosen, stdin=stdin_of(exports))
    if json:
        print_json([{"file": name, "proposals": found.all} for name, found, _ in proposed])
    else:
        tell_proposals(proposed, console())
    for path, option in ((write, "--write"), (profile, "--profile")):
        if path is not None:
            write_proposal(proposed[0], path, option=option)
            if not json:
                console().print(say("Written: {file}. Look it over, then run journeys mine.", file=path), markup=False)


@app.command(cls=Told)
def check(
    exports: Exports,
    settings: SettingsFile = None,
    column: Columns = None,
    by: By = None,
    reading: Reading = None,
    end: End = None,
    day_first: DayFirst = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    memory: Memory = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """The data statement before any map: what the file holds, and what can and cannot be determined from it."""
    speak(lang)
    from mining.run import state
    from visuals.exports_told import tell_statement
    from visuals.terminal import console, print_json, progress_shown

    chosen = settings_of(
        exports, settings, column, by=by, reading=reading, end=end, day_first=day_first, sheet=sheet, encoding=encoding, delimiter=delimiter
    )
    with progress_shown(quiet=json) as progress:
        statement = state(exports, settings=chosen, memory=memory, progress=progress, stdin=stdin_of(exports))
    if json:
        print_json(statement)
    else:
        tell_statement(statement, console())


@app.command(cls=Told)
def explain(
    name: Annotated[str | None, typer.Argument(help="A table, measure or signal; without a name: the list.")] = None,
    settings: SettingsFile = None,
    lang: Lang = None,
) -> None:
    """The definition of a table or signal: the words, the source and the very query that made the number."""
    speak(lang)
    from visuals.answers_told import tell_definition
    from visuals.terminal import console

    tell_definition(name, console(), settings=settings_of([], settings, None))


@app.command(cls=Told)
def terms(lang: Lang = None, json: Json = False) -> None:
    """The terms of laws that [terms] in journeys.toml can name: article, length, start, source and date checked."""
    speak(lang)
    from journeys.terms_page import term_rows
    from visuals.answers_told import tell_terms
    from visuals.terminal import console, print_json

    if json:
        print_json(term_rows())
    else:
        tell_terms(console())


@app.command("map", cls=Told)
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


@app.command(cls=Told)
def fetch(
    system: Annotated[str, typer.Argument(help="openzaak or openklant.")],
    base: Annotated[str, typer.Argument(help="The address above /zaken/api/v1 or /klantinteracties/api/v1.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the pages; an earlier download there goes on.")],
    since: Annotated[str | None, typer.Option("--since", help="Only cases that began on this day or later, yyyy-mm-dd.")] = None,
    access: Annotated[Path | None, typer.Option("--access", help="File with the client id and secret, or the token.")] = None,
    no_audit: Annotated[bool, typer.Option("--no-audit", help="Without audit trails: handovers cannot be counted then.")] = False,
    lang: Lang = None,
) -> None:
    """Downloads the pages of Open Zaak or Open Klant to a folder, which journeys mine reads. See docs/sources.md."""
    speak(lang)
    from journeys.sources.fetching import fetch as download
    from journeys.sources.service_calls import access_from
    from visuals.exports_told import tell_fetched
    from visuals.terminal import console, progress_shown

    sort: Any = one_of("SYSTEM", system, ("openzaak", "openklant"))
    day = date_of("--since", since)
    with progress_shown(quiet=False) as progress:
        got = download(
            sort,
            base,
            out,
            access=access_from(sort, file=access),
            since=None if day is None else day.isoformat(),
            audit=not no_audit,
            progress=progress,
        )
    tell_fetched(got, console())


@app.command(cls=Told)
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
    from visuals.exports_told import tell_exported
    from visuals.terminal import console

    path, count = export_events(dossier, to=to.lower(), out=out, plain=plain)
    tell_exported(path, count, dossier, console())


@app.command(cls=Told)
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
    console().print(say("Written: {file}", file=path), markup=False)


@app.command(cls=Told)
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


@app.command(cls=Told)
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


@app.command(cls=Told)
def signals(
    dossier: Dossier,
    signal: Annotated[str | None, typer.Option("--signal", help="Only this signal.")] = None,
    topic: Annotated[str | None, typer.Option("--topic", help="Only cases with this topic.")] = None,
    department: Annotated[str | None, typer.Option("--department", help="Only where it had or should have had the question.")] = None,
    status: Annotated[str | None, typer.Option("--status", help="Only this status, for example lost.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="So many at most on the screen; 0: all.")] = 40,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Where questions fall between departments, and where it goes well: the list, and each one in a sentence."""
    speak(lang)
    from visuals.answers_told import tell_signals
    from visuals.terminal import console, print_json
    from visuals.traced import found_signals, signals_as_json

    found = found_signals(dossier, signal=signal, topic=topic, department=department, status=status)
    if json:
        print_json(signals_as_json(found))
    else:
        overview = (signal, topic, department, status) == (None, None, None, None)
        tell_signals(found, console(), overview=overview, limit=limit)


@app.command(cls=Told)
def receipt(
    dossier: Dossier,
    number: Annotated[str, typer.Argument(help="Id of a number, as the report prints it: handoffs, signal:silence.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write all cases or rows behind the number to this CSV file.")] = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Where a number comes from: its definition, what counts, what was left out, and the cases or rows behind it."""
    speak(lang)
    from visuals.answers_told import tell_receipt
    from visuals.terminal import console, print_json
    from visuals.traced import receipt_as_json, trace

    found = trace(dossier, number, out=out)
    if json:
        print_json(receipt_as_json(found))
    else:
        tell_receipt(found, console(), out=out)


@app.command("key", cls=Told)
def key_(
    settings: SettingsFile = None,
    key: Key = None,
    destroy: Annotated[bool, typer.Option("--destroy", help="Destroy the key: nobody finds people behind pseudonyms any more.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --destroy: I am sure.")] = False,
    lang: Lang = None,
) -> None:
    """The secret key of the pseudonyms: where it lies, which dossiers are of it, and how to destroy it for good."""
    speak(lang)
    from visuals.key_told import tell_key, tell_key_destroyed
    from visuals.terminal import console

    privacy = settings_of((), settings, None, key=key).privacy
    if destroy:
        tell_key_destroyed(privacy, console(), sure=yes)
    else:
        tell_key(privacy, console())


@app.command(cls=Told)
def compare(
    exports: Annotated[list[str], typer.Argument(help="One log with --change or --by; two exports: BEFORE AFTER; or finished dossiers.")],
    change: Annotated[str | None, typer.Option("--change", help="Date of the change, yyyy-mm-dd: started before it is before.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="COLUMN=A,B: two values of a column; or journeys per resident or case.")] = None,
    control: Annotated[
        list[str] | None, typer.Option("--control", help="A department or topic that did not change; may be given more than once.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option("--only", help="Only cases of this department or topic.")] = None,
    washout: Annotated[int | None, typer.Option("--washout", min=0, help="Working days after the change that are left out.")] = None,
    horizon: Annotated[int | None, typer.Option("--horizon", min=1, help="Working days to which is counted at most.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the comparison: page, charts, maps, tables, values.")] = None,
    share: Annotated[bool, typer.Option("--share", help="With --out: also a page that may be shared, small groups hidden.")] = False,
    settings: SettingsFile = None,
    column: Columns = None,
    reading: Reading = None,
    names: Names = None,
    key: Key = None,
    end: End = None,
    day_first: DayFirst = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    memory: Memory = None,
    lang: Lang = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Before and after: is it different for residents, or is it chance? One log with a change date, two exports, or two values."""
    speak(lang)
    from visuals.compared import compare_sources
    from visuals.comparisons_told import tell_comparison
    from visuals.terminal import console, print_json, progress_shown

    sides, grouped = (by, None) if by is not None and "=" in by else (None, by)
    chosen = settings_of(
        exports, settings, column, by=grouped, reading=reading, names=names, key=key, end=end, day_first=day_first, sheet=sheet,
        encoding=encoding, delimiter=delimiter,
    )  # fmt: skip
    question = question_of(chosen, change=change, sides=sides, only=only, control=control, washout=washout, horizon=horizon)
    with progress_shown(quiet=quiet or json) as progress:
        found = compare_sources(
            exports, question, settings=chosen, out=out, share=share, memory=memory, progress=progress, stdin=stdin_of(exports)
        )
    if json:
        print_json(found.values)
    elif not quiet:
        tell_comparison(found, console(), out=out, share=share)


@app.command(cls=Told)
def trend(
    exports: Annotated[list[str], typer.Argument(help="Exports (several become one log), or one finished dossier.")],
    per: Annotated[str, typer.Option("--per", help="month or quarter.")] = "quarter",
    change: Annotated[list[str] | None, typer.Option("--change", help="Date of a change, yyyy-mm-dd; may be given more than once.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the run charts: page, charts, tables, values.")] = None,
    settings: SettingsFile = None,
    column: Columns = None,
    by: By = None,
    reading: Reading = None,
    end: End = None,
    memory: Memory = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Run charts: duration, handoffs and care points per month or quarter, with the dates of changes."""
    speak(lang)
    from visuals.compared import trend_sources
    from visuals.comparisons_told import tell_trend
    from visuals.terminal import console, print_json, progress_shown

    one_of("--per", per, ("month", "quarter"))
    chosen = settings_of(exports, settings, column, by=by, reading=reading, end=end)
    changes = sorted(day for one in change or [] if (day := date_of("--change", one)) is not None)
    with progress_shown(quiet=json) as progress:
        found = trend_sources(
            exports,
            per="month" if per == "month" else "quarter",
            changes=changes,
            settings=chosen,
            out=out,
            memory=memory,
            progress=progress,
            stdin=stdin_of(exports),
        )
    if json:
        print_json({"per": per, "changes": changes, "series": {one.name: one.as_json() for one in found}})
    else:
        tell_trend(found, console(), per=per, changes=changes, out=out)


def _language_of(arguments: list[str]) -> Language:
    """This finds the language before the parser runs, so that its errors too are in that language."""
    for i, argument in enumerate(arguments):
        if argument == "--lang=en" or (argument == "--lang" and arguments[i + 1 : i + 2] == ["en"]):
            return "en"
    return "nl"


if __name__ == "__main__":
    run()
