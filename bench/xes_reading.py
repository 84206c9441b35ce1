"""How fast XES is read, beside pm4py's own default reader; it reports and asserts nothing.

`python bench/xes_reading.py [folder of logs]` reads each log several times in turn, from the file to a data frame with
every column, and prints the fastest time of both and how many times faster ours is; a second figure counts until the
rows stand in DuckDB. On the way pm4py turns dates and numbers into their types; ours leaves that to the intake.
"""

from __future__ import annotations

import contextlib
import io
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from journeys.limits import Limits
from journeys.settings import ReadingSettings
from journeys.sources.xes import read_xes

LOGS = Path(__file__).parents[2] / "shared" / "logs"
FILES = (
    "receipt/receipt_wabo_coselog.xes.gz",
    "bpic15/BPIC15_1.xes.gz",
    "bpic15/BPIC15_2.xes.gz",
    "bpic20/DomesticDeclarations.xes.gz",
    "bpic20/InternationalDeclarations.xes.gz",
)
TIMES = 5


def read_ours(path: Path) -> int:
    """This reads a log into one data frame of texts and gives its number of events."""
    table = read_xes(path, name=path.name, settings=ReadingSettings(), limits=Limits())
    return len(pd.concat(table.batches())) if table.batches else 0


def load_ours(path: Path) -> int:
    """This reads a log into a table of texts in DuckDB and gives its number of events."""
    table = read_xes(path, name=path.name, settings=ReadingSettings(), limits=Limits())
    connection = duckdb.connect()
    columns = ", ".join(f"c{place} varchar" for place in range(len(table.headers)))
    connection.execute(f"create table raw (row_no integer, {columns})")
    for batch in table.batches() if table.batches else ():
        connection.register("batch", batch)
        connection.execute("insert into raw select * from batch")
        connection.unregister("batch")
    found = connection.execute("select count(*) from raw").fetchone()
    return int(found[0]) if found else 0


def read_theirs(path: Path) -> int:
    """This reads a log with pm4py as it comes and gives its number of events."""
    import pm4py

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return len(pm4py.read_xes(str(path)))


def seconds(read: Callable[[Path], int], path: Path) -> tuple[float, int]:
    """This gives the seconds that one reading takes and the events it found."""
    begin = time.perf_counter()
    events = read(path)
    return time.perf_counter() - begin, events


def main(folder: Path) -> None:
    """This measures every log that is there."""
    warnings.simplefilter("ignore")
    sys.stdout.write(f"{'log':36}{'events':>8}{'pm4py':>9}{'ours':>9}{'times':>7}{'to DuckDB':>11}{'times':>7}\n")
    for file in FILES:
        path = folder / file
        if not path.exists():
            continue
        read_theirs(path)  # imports and caches are paid before the clock runs
        read_ours(path)
        taken: dict[str, float] = {}
        counted: set[int] = set()
        for _ in range(TIMES):  # in turn, so that a busy moment of the machine meets all three
            for name, read in (("theirs", read_theirs), ("ours", read_ours), ("loaded", load_ours)):
                spent, events = seconds(read, path)
                taken[name] = min(spent, taken.get(name, spent))
                counted.add(events)
        theirs, events_found = taken["theirs"], "/".join(map(str, sorted(counted)))
        sys.stdout.write(
            f"{path.name:36}{events_found:>8}{theirs:>8.2f}s{taken['ours']:>8.3f}s{theirs / taken['ours']:>7.1f}"
            f"{taken['loaded']:>10.3f}s{theirs / taken['loaded']:>7.1f}\n"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else LOGS)
