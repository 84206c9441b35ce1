"""The sample as the command mines and compares it: made once per process, for all files that only read what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from commanded import SAMPLE, journeys


@dataclass(frozen=True)
class Told:
    """This is a finished comparison: the folder that it wrote, and what the command printed (JSON)."""

    out: Path
    printed: str


def mine_sample(place: Path, *options: str) -> Path:
    """This mines the sample into a dossier in `place` and gives the dossier; its keys lie beside it, in `place / "keys"`."""
    done = journeys("mine", SAMPLE, "--out", place / "d", "--quiet", *options, keys=place / "keys")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return place / "d"


def compare_sample(place: Path, *options: str) -> Told:
    """This compares the sample into a folder in `place`."""
    done = journeys("compare", SAMPLE, *options, "--out", place / "out", "--quiet", "--json", keys=place / "keys")
    assert (done.returncode, done.stderr) == (0, "")
    return Told(place / "out", done.stdout)
