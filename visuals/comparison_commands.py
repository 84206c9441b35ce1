"""The commands that hold periods against each other: before and after, and run charts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from visuals.command_options import date_of, one_of, question_of, settings_of, speak, stdin_of
from visuals.command_parameters import (
    By,
    Columns,
    DayFirst,
    Delimiter,
    Encoding,
    End,
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
        tell_comparison(found, console(), out=out)


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
