"""Drawn cases mined by the command, and the numbers of them that may be shared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from commanded import journeys, log_file

from journeys.dossier import opened, read_provenance
from mining.shared_numbers import SharedNumbers, read_shared

HEADERS = ("zaaknummer", "inwoner", "activiteit", "soort", "tijdstip", "medewerker", "afdeling", "naar_afdeling", "onderwerp")


def shared_numbers(place: Path, rows: Sequence[Sequence[str]], norms: str = "") -> SharedNumbers:
    """This mines rows (HEADERS) in a folder of their own and gives what may be shared of them."""
    export = log_file(place, rows=rows, headers=HEADERS)
    settings = export.parent / "journeys.toml"
    settings.write_text(norms, encoding="utf-8")
    done = journeys("mine", export, "--out", place / "d", "--quiet", "--settings", settings, keys=place / "keys")
    assert done.returncode == 0, done.stderr
    with opened(place / "d") as dossier:
        return read_shared(dossier.connection, read_provenance(dossier.connection)["summary"]).value
