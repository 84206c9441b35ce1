"""A proposal of whose column is ours, written to a file that a user edits: a journeys.toml, or a profile to use again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from journeys.errors import UsageError
from journeys.texts import say

if TYPE_CHECKING:
    from journeys.columns import Proposals


def write_proposal(proposed: tuple[str, Proposals, str], path: Path, *, option: str) -> None:
    """This writes the proposal for a file (as `mining.run.propose` gives it) as settings, or after `--profile` as a profile.

    Raises `UsageError` for a file that is there already: it is left as it is.
    """
    from journeys.sources.profiles import profile_toml

    if path.exists():
        raise UsageError(
            say("{file} is there already and was left as it is.", file=path),
            next_step=say("Choose another name after {option}.", option=option),
        )
    _, proposals, settings = proposed
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(settings if option == "--write" else profile_toml(proposals, name=path.stem), encoding="utf-8")
