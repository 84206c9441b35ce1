"""What went wrong with a command as one of our errors: what the parser found, which it only says in English, and that the user stopped."""

from __future__ import annotations

from typing import Any

from journeys.errors import Interrupted, UsageError
from journeys.texts import say


def usage_error(error: Any) -> UsageError:
    """This says in the user's language what the parser found wrong; what the parser says itself is always English."""
    context, sort = getattr(error, "ctx", None), type(error).__name__
    command = context.command_path if context else "journeys"
    told = say("The command line cannot be understood.")
    next_step = say("{command} --help shows what there is.", command=command)
    param = getattr(error, "param", None)
    name = (param.opts[0] if param.opts[0].startswith("-") else (param.name or "").upper()) if param else ""
    if sort == "MissingParameter":
        told = say("{name} is missing.", name=name)
    elif sort == "NoSuchOption":
        told = say("There is no option {option}.", option=error.option_name)
        if error.possibilities:
            next_step = say("Perhaps you mean {options}.", options=", ".join(sorted(error.possibilities)))
    elif sort == "BadOptionUsage":
        told = say("A value is missing after {option}.", option=error.option_name)
    elif param is not None:
        told = say("What stands at {name} cannot be used there.", name=name)
    elif context is not None and hasattr(context.command, "commands"):
        told = say("There is no such command.")
        next_step = say("Commands are: {commands}.", commands=", ".join(context.command.commands))
    elif context is not None:
        told = say("There is more on the command line than {command} takes.", command=command)
    return UsageError(told, next_step=next_step)


def stopped_by_user(error: BaseException | None) -> bool:
    """This tells whether an interrupt is behind the error: inside a query DuckDB makes a RuntimeError of it."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt | Interrupted) or (type(error) is RuntimeError and str(error) == "Query interrupted"):
            return True
        error = error.__cause__ or error.__context__
    return False
