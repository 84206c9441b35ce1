"""How long all cases waited, and for what: one sentence, for the team's report and for the one to share."""

from __future__ import annotations

from collections.abc import Mapping

from journeys.texts import number, percent, say, say_n

FEW = 10
"""Of fewer working days a percentage says nothing: the days themselves are told."""


def waited_in_all(days: Mapping[str, float]) -> str:
    """This tells the working days that all cases waited, by cause (resident, callback, handoff, queue); causes of nothing are left out."""
    causes = {
        "resident": say("for the resident"),
        "callback": say("for a call back"),
        "handoff": say("for the next official or department"),
        "queue": say("in the queue of one department or official"),
    }
    total = sum(days.values())
    parts = [f"{causes[name]} {number(value) if total < FEW else percent(value / total)}" for name, value in days.items() if value]
    return say_n(
        "Cases waited 1 working day in all: {parts}.", "Cases waited {n} working days in all: {parts}.", int(total), parts=", ".join(parts)
    )
