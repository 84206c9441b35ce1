"""The terminal that a command tells its result to, the progress of long work on it, and a result as JSON."""

from __future__ import annotations

import contextlib
import dataclasses
import sys
from collections.abc import Callable, Iterator
from typing import Any

from rich.console import Console
from rich.text import Text

from journeys.texts import say
from visuals.command_ending import end_without_reader
from visuals.readable import readable


class Terminal(Console):
    """This is the terminal; when nobody reads on (`journeys explain | head -1`) it ends in silence, and well.

    Every text that it is given is made `readable` here: what a cell or a name of a file holds gives it no commands.
    """

    def render_str(self, text: str, **how: Any) -> Text:
        return super().render_str(readable(text), **how)

    def on_broken_pipe(self) -> None:
        end_without_reader()


def console() -> Console:
    """This gives the terminal; without one (a file, a pipe) lines are not cut at 80 characters."""
    if sys.stdout.isatty():
        return Terminal(highlight=False, emoji=False)
    return Terminal(highlight=False, emoji=False, soft_wrap=True, width=160)


@contextlib.contextmanager
def progress_shown(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """This shows on stderr what the work is at and for how long; nothing when quiet or when stderr is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _stage: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as progress:
        task = progress.add_task(say("reading"), total=None)
        yield lambda stage: progress.update(task, description=stage)


def print_json(value: Any) -> None:
    """This prints a result as JSON; a frozen value of ours by its fields."""
    import json

    try:
        print(readable(json.dumps(value, ensure_ascii=False, indent=2, default=_plain)), flush=True)  # noqa: T201
    except BrokenPipeError:  # the parser would make an exit code of it
        end_without_reader()


def _plain(value: Any) -> Any:
    """This makes JSON of what json does not know: a value of ours becomes a dictionary, anything else (a day, a path) its text."""
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else str(value)


def tell_names_kept(to: Console) -> None:
    """This says that what stands above, or was written, holds the ids of the source."""
    to.print(f"[bold]{say('NAMES KEPT: this dossier holds the ids of the source. Handle it as personal data.')}[/bold]")
