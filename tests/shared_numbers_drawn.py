"""Drawn cases mined without maps and report, and the numbers of them that may be shared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from commanded import log_file

from journeys.dossier import building
from journeys.settings_file import read_settings
from mining.run import mined
from mining.shared_numbers import SharedNumbers, read_shared
from visuals.bundle import _summed_up

HEADERS = ("zaaknummer", "inwoner", "activiteit", "soort", "tijdstip", "medewerker", "afdeling", "naar_afdeling", "onderwerp")


def shared_numbers(place: Path, rows: Sequence[Sequence[str]], norms: str = "") -> SharedNumbers:
    """This mines rows (HEADERS) in a folder of their own and gives what may be shared of them."""
    export = log_file(place, rows=rows, headers=HEADERS)
    path = export.parent / "journeys.toml"
    path.write_text(norms, encoding="utf-8")
    settings = read_settings(path)
    with building(place / "d") as dossier:
        held = mined(dossier, [str(export)], settings=settings, progress=lambda _stage: None)
        found = _summed_up(dossier, held.intake, held.statement, settings=settings, catalogue=held.catalogue)
        return read_shared(dossier.connection, found.summary).value
