"""What the terminal tells of files that were drawn from a dossier: a map, a process model, a workshop page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from journeys.texts import say

if TYPE_CHECKING:

    from visuals.model_files import ModelMade
    from visuals.picture_files import Drawn
    from visuals.workshop_file import Written


def tell_drawn(made: Drawn, to: Console) -> None:
    """This tells where a picture stands, its finding, and what the gate hid or rounded."""
    to.print(escape(say("Drawn: {file}", file=made.path)))
    to.print(escape(made.title), style="bold")
    for line in made.told:
        to.print(escape(line))
    how = (
        say("Internal: for the team itself; do not pass it on.")
        if made.internal
        else say("For a wall or to share: small groups stay hidden. For the team itself: --internal.")
    )
    to.print(escape(how))


def tell_model(made: ModelMade, to: Console) -> None:
    """This tells the finding of a model, what stands behind it, and where its files are."""
    to.print(escape(made.title), style="bold")
    for line in made.told:
        to.print(escape(line))
    for path in made.files:
        to.print(escape(say("Written: {file}", file=path)))
    to.print(escape(say("Internal: for the team itself; do not pass it on.")))


def tell_workshop(made: Written, to: Console) -> None:
    """This tells where the page and the story stand, and what to do next."""
    to.print(escape(say("Written: {file}", file=made.page)))
    if made.script is not None:
        told = (
            say("{file} is there already and is the story of the facilitator: it was used.", file=made.script)
            if made.kept
            else say("The story can be rewritten in {file}; build the page anew afterwards.", file=made.script)
        )
        to.print(escape(told))
    for line in made.told:
        to.print(escape(line))
