"""Runs all tests in two processes side by side, which takes half the time on two cores: `python tests/in_two.py [arguments of pytest]`.

The second process has the files that start many commands, draw in a browser or throw dice for long; every other file, also a new one,
is in the first. What the first says is seen at once, what the second says when it has ended. Fails when one of them fails.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

LONG = ("command", "comparison", "gate", "outputs", "own_signals", "receipts", "report", "sample", "signals_against", "surroundings", "workshop")
"""Words in the names of files that take long."""


def main(arguments: list[str]) -> int:
    """This gives the worst exit code of the two."""
    files = sorted(Path(__file__).parent.glob("test_*.py"))
    second = [str(file) for file in files if any(word in file.name for word in LONG)]
    first = [str(file) for file in files if str(file) not in second]
    with tempfile.TemporaryFile() as told:
        aside = subprocess.Popen([sys.executable, "-m", "pytest", *arguments, *second], stdout=told, stderr=subprocess.STDOUT)
        try:
            codes = [subprocess.run([sys.executable, "-m", "pytest", *arguments, *first], check=False).returncode, aside.wait()]
        finally:
            aside.kill()
        told.seek(0)
        sys.stdout.flush()
        sys.stdout.buffer.write(told.read())
    return max(codes, key=abs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
