"""Drawn cases mined without maps and report, and the numbers of them that may be shared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from commanded import log_file, mine_numbers, summary

from journeys.dossier import opened
from mining.shared_numbers import SharedNumbers, read_shared

HEADERS = ("zaaknummer", "inwoner", "activiteit", "soort", "tijdstip", "medewerker", "afdeling", "naar_afdeling", "onderwerp")


def shared_numbers(place: Path, rows: Sequence[Sequence[str]], norms: str = "") -> SharedNumbers:
    """This mines rows (HEADERS) in a folder of their own and gives what may be shared of them."""
    export = log_file(place, rows=rows, headers=HEADERS)
    path = export.parent / "journeys.toml"
    path.write_text(norms, encoding="utf-8")
    done = mine_numbers(export, "--out", place / "d", "--settings", path, keys=place / "keys")
    assert (done.returncode, done.stderr) == (0, "")
    with opened(place / "d") as dossier:
        return read_shared(dossier.connection, summary(place / "d")).value
