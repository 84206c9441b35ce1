"""The command as a user gives it, and a small invented log of which every number is known by thought."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

import cli
from journeys.dossier import Dossier
from journeys.texts import language, use
from visuals import bundle

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "eventlogs" / "sample" / "almere_voorbeeld.csv"

HEADERS = ("zaaknummer", "inwoner", "activiteit", "tijdstip", "medewerker", "afdeling", "onderwerp")
ROWS = (
    ("ZAAK-77001", "INW-555001", "Intake", "2024-01-08 09:00", "mw-jansen-1", "Balie", "Wonen"),
    ("ZAAK-77001", "INW-555001", "Beoordeling", "2024-01-09 10:00", "mw-pieter-2", "Zorg", "Wonen"),
    ("ZAAK-77001", "INW-555001", "Controle", "2024-01-10 11:00", "mw-pieter-2", "Zorg", "Wonen"),
    ("ZAAK-77002", "INW-555001", "Intake", "2024-01-10 12:00", "mw-karima-3", "Wonen", "Parkeren"),
    ("ZAAK-77002", "INW-555001", "Controle", "2024-01-12 12:00", "mw-jansen-1", "Balie", "Parkeren"),
    ("ZAAK-77003", "INW-555002", "Intake", "2024-02-05 09:00", "mw-jansen-1", "Balie", "Parkeren"),
    ("ZAAK-77003", "INW-555002", "Intake", "2024-02-05 09:00", "mw-jansen-1", "Balie", "Parkeren"),
    ("ZAAK-77003", "INW-555002", "Controle", "2024-02-06 10:00", "mw-jansen-1", "Balie", "Parkeren", "te veel"),
)
"""Eight rows: one stands there twice, one is too long. Two journeys, three cases; the work passes from Jansen to Pieter and from
Karima to Jansen; the first resident meets Jansen, Pieter, Karima and Jansen again."""

SOURCE_IDS = ("ZAAK-7700", "INW-55500", "mw-jansen", "mw-pieter", "mw-karima", "zaak-7700", "inw-55500")


def log_file(
    folder: Path, *, rows: Sequence[Sequence[str]] = ROWS, headers: Sequence[str] = HEADERS, name: str = "uitvoer.csv", end: str = "\n"
) -> Path:
    """This writes rows as a CSV file with semicolons."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";", lineterminator=end, quoting=csv.QUOTE_ALL)
        writer.writerow(headers)
        writer.writerows(rows)
    return path


def surroundings(keys: Path, **more: str) -> dict[str, str]:
    """This gives the environment of a user whose keys stand in `keys`."""
    return {**os.environ, "JOURNEYS_KEYS": str(keys), **more}


def journeys(*arguments: object, keys: Path, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """This runs the command and gives its code, output and errors: in this process, which spares Python and its libraries coming in.

    A command in another environment (`more`) or folder gets a process of its own. While this process holds the dossier open, only
    `journeys_apart` can read it.
    """
    if cwd is not None or more:
        return journeys_apart(*arguments, keys=keys, cwd=cwd, **more)
    before = language()
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with (
        mock.patch.object(sys, "argv", ["journeys", *map(str, arguments)]), mock.patch.dict(os.environ, {"JOURNEYS_KEYS": str(keys)}),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO())), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err),
    ):  # fmt: skip
        try:
            with pytest.raises(SystemExit) as ended:
                cli.main()
        finally:
            use(before)
    told, wrong = (stream.buffer.getvalue().decode("utf-8") for stream in (out, err))  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(["journeys", *map(str, arguments)], int(ended.value.code or 0), told, wrong)


def mine_numbers(*arguments: object, keys: Path) -> subprocess.CompletedProcess[str]:
    """This runs `mine --quiet` without what is drawn and written for people: the dossier holds its database and summary.json, and no more."""

    def undrawn(dossier: Dossier, _intake: object, _statement: object, found: Any, **_more: object) -> bundle.Made:
        return bundle.Made(dossier.folder, found.summary, *((),) * 7)

    with mock.patch.object(bundle, "_written", undrawn):
        return journeys("mine", *arguments, "--quiet", keys=keys)


def journeys_apart(*arguments: object, keys: Path, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """This runs the command in a process of its own, with nothing on its standard input, and gives its code, output and errors."""
    return subprocess.run(
        [sys.executable, "-B", str(ROOT / "cli.py"), *map(str, arguments)], cwd=cwd, env=surroundings(keys, **more),
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def table(dossier: Path, name: str) -> list[dict[str, str]]:
    """This reads a table of a dossier as texts, row by row."""
    with (dossier / "tables" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def summary(dossier: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((dossier / "summary.json").read_text(encoding="utf-8"))
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    """This gives every file below a folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def unpacked(name: str, content: bytes, folder: Path) -> bytes:
    """This gives what is in a file, a workbook unzipped."""
    if not name.endswith(".xlsx"):
        return content
    place = folder / "unzip.xlsx"
    place.write_bytes(content)
    with zipfile.ZipFile(place) as archive:
        return b"".join(archive.read(one) for one in archive.namelist())
