"""The roof: every command by its name, and the command line run to its end; each command is a parse, one call and one message."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
import typer.core

from journeys.texts import Language, use
from visuals import answer_commands, comparison_commands, export_commands, file_commands
from visuals.command_ending import end_at_once, run_to_its_end
from visuals.command_help import tell_command
from visuals.command_options import speak
from visuals.command_parameters import Lang


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

COMMANDS = (
    export_commands.mine,
    export_commands.columns,
    export_commands.check,
    answer_commands.explain,
    answer_commands.terms,
    file_commands.map_,
    export_commands.fetch,
    file_commands.export,
    file_commands.report,
    file_commands.workshop,
    file_commands.model,
    answer_commands.signals,
    answer_commands.receipt,
    comparison_commands.compare,
    comparison_commands.trend,
)
"""The commands in the order of the help."""

for _command in COMMANDS:
    app.command(_command.__name__.rstrip("_"), cls=Told)(_command)


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


def _language_of(arguments: list[str]) -> Language:
    """This finds the language before the parser runs, so that its errors too are in that language."""
    for i, argument in enumerate(arguments):
        if argument == "--lang=en" or (argument == "--lang" and arguments[i + 1 : i + 2] == ["en"]):
            return "en"
    return "nl"


if __name__ == "__main__":
    run()
