"""False alarms and power of `journeys compare`, measured: invented logs of which the truth is known, hundreds of times.

    python bench/comparison_truth.py --runs 400 --write     # prints the table, and writes it into docs/comparison.md
    python bench/comparison_truth.py --first 500000         # other logs: what was chosen after seeing some is checked on others

It runs the product's own comparison (mining.comparison.compare) on the logs of tests/simulated.py. A false alarm is a verdict of difference
where there is none; of 400 runs 5 % is 3 to 7 % by chance.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT))

from simulated import World, change_date, compare_beside, invented  # noqa: E402

from mining.comparison import compare  # noqa: E402
from mining.comparison_question import Question  # noqa: E402

REAL = World(clustered=True, heavy=True)
SWINGS = World(clustered=True, swing=0.3)
BESIDE = replace(SWINGS, weeks=26, control=True)
"""A log of one year of two departments with 1,000 cases each: the sides of --by, in the same weeks."""

WORLDS: tuple[tuple[str, World], ...] = (
    ("no difference, one year a side", World()),
    ("no difference, residents with several cases, heavy tail", REAL),
    ("the same with 150 cases a side", replace(REAL, cases=150)),
    ("weeks that swing, one year a side", SWINGS),
    ("weeks that swing, half a year a side", replace(SWINGS, weeks=26)),
    ("weeks that swing, half a year a side, with a control", replace(SWINGS, weeks=26, control=True)),
    ("mix of topics moves from 30 to 60 %", replace(REAL, mix=(0.3, 0.6))),
    ("export cut off in the last 8 weeks", replace(REAL, cut=8)),
    ("only closed cases exported", replace(REAL, closed=True)),
    ("season, one year a side", replace(REAL, season=0.2)),
    ("season, half a year a side", replace(REAL, season=0.2, weeks=26)),
    ("drift of 2 % a month all along", replace(REAL, drift=0.02)),
    ("duration -20 %", replace(REAL, duration=0.8)),
    ("duration -20 %, weeks that swing", replace(SWINGS, duration=0.8)),
    ("duration -20 %, weeks that swing, with a control", replace(SWINGS, duration=0.8, control=True)),
    ("duration +20 %", replace(REAL, duration=1.25)),
    ("handoffs -20 %", replace(REAL, handoffs=0.8)),
    ("handoffs -20 %, weeks that swing", replace(SWINGS, handoffs=0.8)),
)

SIDE_BY_SIDE: tuple[tuple[str, World, float], ...] = (
    ("two values of a column, weeks that swing for both alike", BESIDE, 1.0),
    ("two values of a column, half a year", replace(BESIDE, weeks=13), 1.0),
    ("two values of a column, weeks that swing for each apart", replace(BESIDE, apart=True), 1.0),
    ("two values of a column, duration -20 % in one, weeks that swing for both alike", BESIDE, 0.8),
)
"""What is true, the log, and what the duration of the second department is multiplied by."""


def measure(world: World, runs: int, *, beside: float = 0.0, first: int = 0) -> dict[str, float]:
    """This gives the shares of runs with a verdict of difference for duration and handoffs, with no verdict, and with each flag.

    `first`: the first seed. `beside`: the departments of the log are the two sides, in the same weeks, and the second lasts so many times as long.
    """
    counts: dict[str, float] = {}
    for seed in range(first, first + runs):
        if beside:
            found = compare_beside(world, seed, beside)
        else:
            question = Question(change=change_date(world), control=("Twee",) if world.control else ())
            found = compare([invented(world, seed)], question, many=False)
        seen = [
            "duration different" if found.duration.verdict in ("korter", "langer") else "",
            "handoffs different" if found.measures["handoffs"].verdict in ("minder", "meer") else "",
            "no verdict" if found.duration.verdict == "niet te bepalen" else "",
            *found.flags,
        ]
        for name in filter(None, seen):
            counts[name] = counts.get(name, 0) + 1 / runs
    return counts


def table(runs: int, first: int = 0) -> str:
    """This gives the table in markdown."""
    lines = [
        f"| what is true ({runs} runs each) | duration differs | handoffs differ | no verdict | flags |",
        "|---|---|---|---|---|",
    ]
    for name, world, beside in [*((name, world, 0.0) for name, world in WORLDS), *SIDE_BY_SIDE]:
        since = time.perf_counter()
        found = measure(world, runs, beside=beside, first=first)
        flags = ", ".join(
            f"{flag} {found[flag]:.0%}" for flag in ("trend_before", "season", "weeks_swing", "short_period", "mix_changed") if found.get(flag, 0) >= 0.01
        )
        cells = [f"{found.get(key, 0):.1%}" for key in ("duration different", "handoffs different", "no verdict")]
        lines.append(f"| {name} | {' | '.join(cells)} | {flags} |")
        print(f"{time.perf_counter() - since:6.1f} s  {lines[-1]}", flush=True)
    return "\n".join(lines)


def main() -> None:
    """This measures, prints and, when asked, writes the table into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    found = table(asked.runs, asked.first)
    print(found)
    if asked.write:
        page = ROOT / "docs" / "comparison.md"
        text = page.read_text(encoding="utf-8")
        before, _, rest = text.partition("<!-- measured -->\n")
        _, _, after = rest.partition("<!-- end of measured -->")
        page.write_text(f"{before}<!-- measured -->\n{found}\n<!-- end of measured -->{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
