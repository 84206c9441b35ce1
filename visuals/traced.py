"""What a finished dossier answers when somebody asks on: its signals one by one, and the rows behind a number."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeys.dossier import opened
from journeys.texts import language

if TYPE_CHECKING:
    from mining.signal_search import Search


def found_signals(
    folder: Path, *, signal: str | None = None, topic: str | None = None, department: str | None = None, status: str | None = None
) -> Search:
    """This finds the instances of signals in a dossier; raises `UsageError` for a name that is not there."""
    from mining.signal_search import search

    with opened(folder) as dossier:
        return search(dossier.connection, signal=signal, topic=topic, department=department, status=status)


def signals_as_json(found: Search) -> dict[str, Any]:
    """This gives what was found as plain values: the signals with their counts, and each instance with its sentence."""
    from mining.signal_list import cannot_line
    from mining.signal_words import sentence
    from mining.summary import iso

    titles = {one.name: one.title[language()] for one in found.signals}
    return {
        "signals": [
            {
                "signal": one.name,
                "sort": one.sort,
                "title": titles[one.name],
                "instances": one.instances,
                "journeys": one.journeys,
                "cannot_determine": cannot_line(one.missing) if one.missing else None,
            }
            for one in found.signals
        ],
        "instances": [
            {
                **dataclasses.asdict(one),
                "started": iso(one.started, "Europe/Amsterdam"),
                "ended": iso(one.ended, "Europe/Amsterdam"),
                "sentence": sentence(one, title=titles[one.signal]),
            }
            for one in found.instances
        ],
    }
