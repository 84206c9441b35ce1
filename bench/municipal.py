"""Writes what a municipal system gives, in its own shapes and as many cases as asked for, and reads it: seconds and most memory, a line each.

    python bench/municipal.py --cases 100000 --reader open-zaak
    python bench/municipal.py --cases 100000                      # every reader, one after the other

Reading: from the files to the rows of events, in a database on disk that may use 1 GB. Each reader runs as a process of its own; the memory is
the most that process ever had. What was written stays in `--place`, and is used again.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from municipal_shapes import WRITERS


def write(reader: str, cases: int, folder: Path) -> None:
    """This writes the files that a reader reads, whole or not at all."""
    if not folder.exists():
        making = folder.with_name(f".{folder.name}")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        WRITERS[reader](cases, making)
        making.rename(folder)


def read(reader: str, cases: int, folder: Path) -> str:
    """This reads the files and tells how that went."""
    import duckdb

    from journeys.loading import load
    from journeys.settings import Settings
    from journeys.sources.opening import open_sources

    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    files = sum(1 for file in folder.rglob("*") if file.is_file())
    with tempfile.TemporaryDirectory() as place:
        connection = duckdb.connect(f"{place}/raw.duckdb")
        connection.execute(f"set memory_limit = '1GB'; set temp_directory = '{place}/spill'")
        began, busy = time.perf_counter(), time.process_time()
        named = str(folder) if files > 1 else str(next(file for file in folder.rglob("*") if file.is_file()))
        (loaded,) = load(connection, open_sources([named], settings=Settings(), connection=connection))
        wall, busy = time.perf_counter() - began, time.process_time() - busy
        connection.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{reader}: {cases} cases, {files} files, {size / 1e6:.0f} MB, {loaded.table.rows} events: {wall:.0f} s, {busy:.0f} processor seconds, {memory:.0f} MB"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=int, default=100_000)
    asked.add_argument("--reader", choices=tuple(WRITERS), action="append")
    asked.add_argument("--place", type=Path, default=Path(tempfile.gettempdir()) / "municipal")
    asked.add_argument("--keep", action="store_true", help="keep what was written, to read it again")
    asked.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    options = asked.parse_args()
    for reader in options.reader or WRITERS:
        folder = options.place / f"{reader}-{options.cases}"
        write(reader, options.cases, folder)
        if options.alone:
            print(read(reader, options.cases, folder), flush=True)
            continue
        again = [sys.executable, __file__, "--cases", str(options.cases), "--reader", reader, "--place", str(options.place), "--keep", "--alone"]
        subprocess.run(again, check=True)
        if not options.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
