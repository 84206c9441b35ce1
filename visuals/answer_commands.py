"""The commands that answer in the terminal: a definition, the terms of laws, the signals of a dossier, where a number comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from visuals.command_options import settings_of, speak
from visuals.command_parameters import Dossier, Json, Lang, SettingsFile


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
