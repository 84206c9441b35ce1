"""How a command ends: with an exit code, with one message in place of a traceback, and in silence where nobody reads on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

from journeys.errors import Interrupted, JourneysError, UsageError
from journeys.texts import say
from visuals.command_errors import stopped_by_user, usage_error
from visuals.readable import readable


def run_to_its_end(parse: Callable[[], object], *, parser_error: type[BaseException]) -> NoReturn:
    """This runs a command line and ends with its exit code; no traceback reaches a user (set JOURNEYS_DEBUG=1 to see one).

    `parser_error` is what the parser raises for a command line that it cannot understand.
    """
    try:
        code = parse()
        sys.stdout.flush()
        if code == Interrupted.exit_code:
            raise KeyboardInterrupt
        sys.exit(code if isinstance(code, int) else 0)
    except BrokenPipeError:
        end_without_reader()
    except KeyboardInterrupt:
        _fail(_stopped())
    except Exception as error:
        if stopped_by_user(error):
            _fail(_stopped())
        if isinstance(error, JourneysError):
            _fail(error)
        if isinstance(error, parser_error):
            context: Any = getattr(error, "ctx", None)
            if type(error).__name__ == "NoArgsIsHelpError" and context is not None:
                sys.stderr.write(f"{context.get_help()}\n")
                sys.exit(UsageError.exit_code)
            _fail(usage_error(error))
        if os.environ.get("JOURNEYS_DEBUG"):
            raise
        _fail(
            JourneysError(
                say("Something went wrong inside the program ({kind}). Nothing was written.", kind=type(error).__name__),
                next_step=say("Please report it, with the command you gave; JOURNEYS_DEBUG=1 shows the details."),
            )
        )


def end_at_once(code: int) -> NoReturn:
    """This ends the program without taking pandas and DuckDB apart piece by piece, which would keep the user waiting for a fifth of a
    second: all that was to be written is on disk by then.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads on
            stream.flush()
    os._exit(code)


def end_without_reader() -> NoReturn:
    """This ends in silence, and well, when nobody reads on (`journeys explain | head -1`): what was to be written to disk is."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def _stopped() -> Interrupted:
    return Interrupted(say("Stopped. What stood there before still stands."))


def _fail(error: JourneysError) -> NoReturn:
    sys.stderr.write(f"{say('Error')}: {readable(error.message)}\n")
    if error.next_step:
        sys.stderr.write(f"{readable(error.next_step)}\n")
    sys.exit(error.exit_code)
