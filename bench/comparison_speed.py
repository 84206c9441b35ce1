"""How long a comparison takes once a log is mined: the log before the change, reading, and all measures, in seconds of the clock.

    python bench/comparison_speed.py --events 1800000          # 200,000 cases

The log is that of bench/generate.py; the change lies in the middle. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from journeys.dossier import building  # noqa: E402
from journeys.settings import Settings  # noqa: E402
from mining.catalogue import catalogue_of  # noqa: E402
from mining.comparison import compare  # noqa: E402
from mining.comparison_cut import cut_off  # noqa: E402
from mining.comparison_followup import follow  # noqa: E402
from mining.comparison_sides import Question  # noqa: E402
from visuals.bundle import mined  # noqa: E402


def main() -> None:
    """This generates, mines and compares, and prints the seconds of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_800_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        export = Path(place) / "log.parquet"
        subprocess.run([sys.executable, str(ROOT / "bench" / "generate.py"), "--events", str(asked.events), "--out", str(export)], check=True)
        settings, catalogue = Settings(), catalogue_of(Settings())
        since = time.perf_counter()

        def lap(name: str) -> None:
            nonlocal since
            print(f"{name}: {time.perf_counter() - since:.1f} s", flush=True)
            since = time.perf_counter()

        with building(Path(place) / "dossier") as dossier:
            mined(dossier, [str(export)], settings=settings, progress=lambda _stage: None, catalogue=catalogue)
            lap("mining the log")
            log = follow(dossier.connection, settings=settings)
            lap(f"reading {len(log):,} cases")
            middle = date(1970, 1, 1) + timedelta(days=int((log.begun.min() + log.begun.max()) // 2))
            cut = cut_off(dossier.connection, middle, settings=settings, catalogue=catalogue)
            lap("mining the log before the change")
            before = follow(cut, settings=settings, last=middle - timedelta(days=1))
            found = compare([before, log], Question(change=middle), catalogue=catalogue)
            lap(f"comparing ({found.duration.cases_before:,} and {found.duration.cases_after:,} cases)")


if __name__ == "__main__":
    main()
