"""What a command can do, told in the language in use: the pages behind `--help`, read by the same people as the reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from journeys.texts import say

KINDS_OF_VALUE = {"path": "<path>", "int": "<number>", "float": "<number>"}
"""What a value on the command line is, by the first word of the parser's own name for it; everything else is text."""


def tell_command(command: Any, context: Any, formatter: Any) -> None:
    """This writes the help of a command, or of the whole: usage, what it does, its command line, and each command in full.

    What the parser writes itself is always English, and cut off at the width of the screen.
    """
    commands = getattr(command, "commands", {})
    _opening(command, context, formatter)
    _parameters(command, context, formatter)
    _part(formatter, say("Commands"), ((name, say(one.help or "")) for name, one in commands.items() if not one.hidden))


def _opening(command: Any, ctx: Any, formatter: Any) -> None:
    pieces = [_place(one) for one in command.get_params(ctx) if one.param_type_name == "argument"]
    if hasattr(command, "commands"):
        pieces.append(say("COMMAND ..."))
    formatter.write_usage(ctx.command_path, " ".join([say("[OPTIONS]"), *pieces]), prefix=f"{say('Usage')}: ")
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(say(command.help or ""))


def _parameters(command: Any, ctx: Any, formatter: Any) -> None:
    shown = [one for one in command.get_params(ctx) if not one.hidden]
    for title, sort in ((say("Arguments"), "argument"), (say("Options"), "option")):
        _part(formatter, title, ((_label(one, ctx), _meaning(one)) for one in shown if one.param_type_name == sort))


def _part(formatter: Any, title: str, rows: Iterable[tuple[str, str]]) -> None:
    rows = list(rows)
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)


def _place(argument: Any) -> str:
    """This writes an argument as the usage line and the errors do: in capitals; in brackets when it may be left out."""
    name = (argument.name or "").upper() + ("..." if argument.nargs != 1 else "")
    return name if argument.required else f"[{name}]"


def _label(param: Any, ctx: Any) -> str:
    """This writes how a parameter stands on the command line."""
    if param.param_type_name == "argument":
        return _place(param)
    names = ", ".join(sorted(param.opts, key=len)) + "".join(f" / {other}" for other in param.secondary_opts)
    return names if param.is_flag else f"{names} {_kind_of_value(param, ctx)}"


def _kind_of_value(param: Any, ctx: Any) -> str:
    parsed = (param.display_type(ctx) or "").strip("<>").removeprefix("list[").partition(" ")[0].strip("]")
    return say(KINDS_OF_VALUE.get(parsed, "<text>"))


def _meaning(param: Any) -> str:
    """This writes what a parameter is for; whether it must be there, and what holds without it."""
    words = [say(param.help or "")]
    if param.required:
        words.append(f"[{say('required')}]")
    elif param.param_type_name == "option" and not param.is_flag and param.default not in (None, "", ()):
        words.append(f"[{say('otherwise {value}', value=str(param.default))}]")
    return " ".join(words)
