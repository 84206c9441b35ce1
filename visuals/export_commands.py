"""The commands that take exports to a dossier: download them, see whose column is ours, check what they hold, and mine them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from journeys.texts import say
from visuals.command_options import date_of, one_of, settings_of, speak, stdin_of
from visuals.command_parameters import (
    By,
    Columns,
    DayFirst,
    Delimiter,
    Encoding,
    End,
    Exports,
    Json,
    Key,
    Lang,
    Memory,
    Names,
    Quiet,
    Reading,
    SettingsFile,
    Sheet,
)  # fmt: skip


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
                console().print(say("Written: {file}. Look it over, then run journeys mine.", file=path))


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
