"""How long a comparison takes once a log is mined: the log before the change, reading, and all measures, against a named floor.

    python bench/comparison_speed.py --events 1925000          # 200,000 cases

The log is that of bench/generate.py; the change lies in the middle. Floor: that of bench/main_job.py, the Parquet file read and sorted once by
case and moment into a database file, in the same run. Seconds of the clock and of the processor, of the middle of `--runs`. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "bench"))

from main_job import floor  # noqa: E402

from journeys.dossier import DATABASE, building, opened  # noqa: E402
from journeys.settings import Settings  # noqa: E402
from mining.catalogue import catalogue_of  # noqa: E402
from mining.comparison import compare  # noqa: E402
from mining.comparison_cut import cut_off  # noqa: E402
from mining.comparison_followup import follow  # noqa: E402
from mining.comparison_question import Question  # noqa: E402
from mining.run import mined  # noqa: E402


def main() -> None:
    """This generates and mines a log, and prints what each step of comparing takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_925_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        export, kept = Path(place) / "log.parquet", Path(place) / "dossier"
        subprocess.run([sys.executable, str(ROOT / "bench" / "generate.py"), "--events", str(asked.events), "--out", str(export)], check=True)
        with building(kept) as dossier:
            mined(dossier, [str(export)], settings=Settings(), progress=lambda _stage: None, catalogue=catalogue_of(Settings()))
        taken: dict[str, list[tuple[float, float]]] = {}
        for _ in range(asked.runs):
            for name, seconds in one_run(export, kept).items():
                taken.setdefault(name, []).append(seconds)
    base = statistics.median(wall for wall, _ in taken["floor"])
    print("| what | wall s | cpu s | x floor |\n|---|---|---|---|")
    for name, laps in taken.items():
        wall, processor = (statistics.median(column) for column in zip(*laps, strict=True))
        print(f"| {name} | {wall:.1f} | {processor:.1f} | {wall / base:.2f} |", flush=True)


def one_run(export: Path, kept: Path) -> dict[str, tuple[float, float]]:
    """This gives the seconds of the clock and of the processor of the floor and of each step of comparing, by name."""
    laps: dict[str, tuple[float, float]] = {}
    since = (time.perf_counter(), time.process_time())

    def lap(name: str) -> None:
        nonlocal since
        now = (time.perf_counter(), time.process_time())
        laps[name] = (now[0] - since[0], now[1] - since[1])
        since = now

    settings, catalogue = Settings(), catalogue_of(Settings())
    floor(str(export), "2GB")
    lap("floor")
    with tempfile.TemporaryDirectory() as room:
        shutil.copyfile(kept / DATABASE, Path(room) / DATABASE)
        with opened(Path(room), read_only=False) as dossier:
            since = (time.perf_counter(), time.process_time())
            log = follow(dossier.connection, settings=settings)
            middle = date(1970, 1, 1) + timedelta(days=int((log.begun.min() + log.begun.max()) // 2))
            lap(f"reading {len(log):,} cases")
            cut = cut_off(dossier.connection, middle, settings=settings, catalogue=catalogue)
            lap("mining the log before the change")
            before = follow(cut, settings=settings, last=middle - timedelta(days=1))
            compare([before, log], Question(change=middle), catalogue=catalogue)
            lap("comparing: every measure, pair, topic, department, signal and route")
    own = [seconds for name, seconds in laps.items() if name != "floor"]
    laps["the comparison together"] = (sum(wall for wall, _ in own), sum(processor for _, processor in own))
    return laps


if __name__ == "__main__":
    main()
