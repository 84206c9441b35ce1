"""Runs all tests in two processes side by side, which takes half the time on two cores: `python tests/in_two.py [arguments of pytest]`.

The files are dealt out in small hands, those that share a set-up in one; each of the two takes the next hand when it has played one, so that both end at about the same time,
whatever takes long today. What a hand says is seen when it has ended. Fails when one of them fails, or when no test was found at all.
"""

from __future__ import annotations

import compileall
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

LONG = ("command", "comparison", "gate", "outputs", "own_signals", "receipts", "report", "sample", "signals_against", "surroundings", "workshop")
"""Words in the names of files that take long: they start many commands, draw in a browser or throw dice. They go first, a few at a time."""

TOGETHER = (
    ("comparison_command", "comparison_page", "comparison_trend"),  # sample_compared, sample_by_topic, sample_dossier
    ("command_contract", "model_command", "report_accessible", "report_page", "report_pdf"),  # sample_dossier
    ("receipts_traced", "sample_signals"),  # sample_with_names
)
"""Files that share what conftest makes once per process: a hand each, the longest first."""

HAND, SHORT_HAND = 3, 8
"""Files in a hand, of those that take long and of the others: starting a process takes a second or two."""

NOTHING_FOUND = 5
"""What pytest ends with when none of the files holds a test that was asked for."""


def hands() -> list[list[str]]:
    """This deals the files out, those that share or take long first. Raises `FileNotFoundError` for a name in TOGETHER that is not there."""
    place = Path(__file__).parent
    together = [[str((place / f"test_{name}.py").resolve(strict=True)) for name in names] for names in TOGETHER]
    files = [file for file in sorted(place.resolve().glob("test_*.py")) if all(str(file) not in dealt for dealt in together)]
    long = [str(file) for file in files if any(word in file.name for word in LONG)]
    short = [str(file) for file in files if str(file) not in long]
    return together + [dealt[at : at + size] for dealt, size in ((long, HAND), (short, SHORT_HAND)) for at in range(0, len(dealt), size)]


def compile_rooms() -> None:
    """This compiles our rooms once: where Python may not write what it compiled, each of the hundreds of commands in the tests would do it anew."""
    root = Path(__file__).parents[1]
    for room in ("journeys", "mining", "visuals"):
        compileall.compile_dir(root / room, quiet=2)
    compileall.compile_file(root / "cli.py", quiet=2)


def main(arguments: list[str]) -> int:
    """This gives the worst exit code of all hands."""
    compile_rooms()

    def play(hand: list[str]) -> tuple[int, bytes]:
        done = subprocess.run([sys.executable, "-m", "pytest", *arguments, *hand], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout

    codes = []
    with ThreadPoolExecutor(2) as pool:
        for played in as_completed([pool.submit(play, hand) for hand in hands()]):
            code, told = played.result()
            codes.append(code)
            sys.stdout.buffer.write(told)
            sys.stdout.flush()
    played_any = [code for code in codes if code != NOTHING_FOUND]
    return max(played_any, key=abs, default=NOTHING_FOUND)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
