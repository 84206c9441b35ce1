"""Import and measures as a multiple of a named floor, and against pm4py for the same numbers; nothing is asserted.

    python bench/main_job.py --events 100000 1000000 10000000 [--memory 1GB] [--pm4py-up-to 1000000] [--rounds 3]

Floor: read the file and sort it once by case and moment in DuckDB, into a database file, with the same memory limit. *Measures*: import,
data statement, and the measures of the main job (issue 2, listed in MEASURES by the words of its paragraph) with all that they read from,
into a dossier's database (without writing tables, maps and report). *Tables*: the same with every table that is not of signals, harm or care
points (what was called measures until 27 November 2026; tables that came with later work are counted in). *Same*: import, data statement and
only the numbers that pm4py has a function for. *Ours*: everything, with all
signals, harm and care points. Each runs as a process of its own, in turn (floor, measures, tables, ours, floor, ...), so that ratios are
of the same minutes; the median is told with the range. Wall seconds, processor seconds, peak memory in GB.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))


def floor(path: str, memory: str) -> None:
    """This reads the file and sorts it once by case and moment."""
    import duckdb

    with tempfile.TemporaryDirectory() as place:
        connection = duckdb.connect(f"{place}/floor.duckdb")
        connection.execute(f"set memory_limit = '{memory}'; set temp_directory = '{place}/spill'")
        connection.execute(f"create table sorted as select * from read_parquet('{path}') order by zaaknummer, tijdstip")
        connection.execute("checkpoint")
        connection.close()


MEASURES = {
    "journey_measures": "journeys per resident or per case; officials, handoffs, hops, waiting by cause of a journey",
    "case_measures": "the same measures per case: handoffs and department handoffs with their tie interval, working days",
    "log_measures": "the same of the whole log: summary.json",
    "directly_follows": "proof: directly-follows counts agree with pm4py",
    "handoff_ledger": "the three-level ledger",
    "department_handoff_pairs": "department handoffs",
    "pingpong": "ping-pong, with the days spent inside the ring",
    "turns": "turns",
    "nobody_days": "turns: the days on which at least one question of the resident lay with nobody",
    "turn_summary_journeys": "turns: summaries per journey",
    "turn_summary_topics": "turns: per topic",
    "turn_summary_departments": "turns: per department",
    "turn_summary_pairs": "turns: per pair of departments",
    "flows": "flows between departments: frequency, median and 90th percentile of waiting",
    "variants": "variants (department paths)",
    "stalled": "stalled cases",
    "topic_measures": "per-topic summaries",
    "department_measures": "per-department summaries",
    "first_line": "the order of departments on every map reads it",
}
"""The tables of the main job, by the words of issue 2 (its Measures, and the turns of measures.md)."""


SAME = {
    "official_handoffs": "handover of work between officials (counted per case: our tables never set people side by side)",
    "department_handoff_pairs": "handover of work between departments",
    "hops": "handover of work between officials, with residents for cases (tests/test_witness_pm4py.py: the same number)",
    "directly_follows": "directly-follows",
    "variants": "variants of departments",
    "flows": "flows, in calendar and in working time",
    "case_spans": "durations, in calendar and in working time",
    "first_line": "the order of departments on every map reads it",
}
"""What pm4py has a function for (`with_pm4py`), by the definitions that make the same of it. Ours hold more: a variant has the measures of its
cases, intervals of ties included, and a flow its transfers."""


def same(path: str, memory: str) -> None:
    """This imports the file and makes only the numbers that pm4py makes too: the nearest to like for like."""
    _making(path, memory, tuple(SAME))


def measures(path: str, memory: str) -> None:
    """This imports the file and makes the measures of the main job."""
    _making(path, memory, tuple(MEASURES))


def tables(path: str, memory: str) -> None:
    """This imports the file and makes every table of the catalogue that is not of signals, harm or care points."""
    of_signals = ("harm_", "care_", "callback_", "connector_")
    _making(path, memory, lambda one: one.role == "table" and not one.name.startswith(of_signals), "first_line")


def _making(path: str, memory: str, wanted, *more: str) -> None:
    from mining import catalogue

    read = catalogue.catalogue_of

    def narrowed(settings):
        whole = read(settings)
        return whole.needed_for(*(wanted if isinstance(wanted, tuple) else (one.name for one in whole if wanted(one))), *more)

    catalogue.catalogue_of = narrowed
    ours(path, memory)


def ours(path: str, memory: str) -> None:
    """This imports the file and makes every table of the catalogue."""
    from journeys.dossier import building
    from journeys.settings import Settings
    from mining.run import mined

    with tempfile.TemporaryDirectory() as place:
        os.environ["JOURNEYS_KEYS"] = f"{place}/keys"
        with building(Path(place) / "dossier", memory=memory) as dossier:
            marks = [("", time.perf_counter())]
            mined(dossier, [path], settings=Settings(), progress=lambda stage: marks.append((stage, time.perf_counter())))
            if os.environ.get("BENCH_STAGES"):
                for (stage, begun), (_, ended) in zip(marks, [*marks[1:], ("", time.perf_counter())], strict=True):
                    print(f"  {ended - begun:7.2f} s  {stage}", file=sys.stderr)


def with_pm4py(path: str, memory: str) -> None:
    """This has pm4py make those of our numbers for which it has a function of its own; BENCH_STAGES=1 tells the seconds of each.

    Its import (reading and `format_dataframe`) is in its time, as ours is in ours. Handoffs between officials and between departments
    (networks), hops (the same network, with the resident as case), directly-follows, routes over departments (variants), flows between
    departments with their waiting in calendar time and in working time, and the duration of each case in both. What it has no function for
    (ping-pong over runs, tie intervals, turns, waiting by cause, transfers, per topic) is left out, and so are checks and tables.
    """
    import pandas
    import pm4py

    begun = time.perf_counter()

    def tell(what: str) -> None:
        nonlocal begun
        if os.environ.get("BENCH_STAGES"):
            print(f"  {time.perf_counter() - begun:7.2f} s  pm4py: {what}", file=sys.stderr, flush=True)
        begun = time.perf_counter()

    frame = pandas.read_parquet(path) if _has("pyarrow") else _frame(path, memory)
    tell("read")
    frame = pm4py.format_dataframe(frame, case_id="zaaknummer", activity_key="activiteit", timestamp_key="tijdstip")
    frame["org:resource"] = frame["medewerker"].fillna("onbekend")  # pm4py cannot sort a missing name
    frame["department"] = frame["afdeling"].fillna("onbekend")
    frame["resident"] = frame["inwoner"].fillna(frame["case:concept:name"])
    by_department = {"activity_key": "department", "timestamp_key": "time:timestamp", "case_id_key": "case:concept:name"}
    tell("format_dataframe")
    for what, made in (
        ("handover network of officials", lambda: pm4py.discover_handover_of_work_network(frame)),
        ("handover network of departments", lambda: pm4py.discover_handover_of_work_network(frame, resource_key="department")),
        ("hops", lambda: pm4py.discover_handover_of_work_network(frame, case_id_key="resident")),
        ("directly-follows", lambda: pm4py.discover_dfg(frame)),
        ("variants of departments", lambda: pm4py.get_variants(frame, **by_department)),
        ("flows, calendar time", lambda: pm4py.discover_performance_dfg(frame, **by_department)),
        ("durations, calendar time", lambda: pm4py.get_all_case_durations(frame)),
        ("flows, working time", lambda: pm4py.discover_performance_dfg(frame, business_hours=True, **by_department)),
        ("durations, working time", lambda: pm4py.get_all_case_durations(frame, business_hours=True)),
    ):
        made()
        tell(what)


def _has(module: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(module) is not None


def _frame(path: str, memory: str):
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"set memory_limit = '{memory}'")
    return connection.execute(f"select * from read_parquet('{path}')").df()


def measured(what: str, path: str, memory: str) -> dict[str, float]:
    """This runs one contender as a process of its own and gives its wall and processor seconds and peak memory in GB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, __file__, "--one", what, path, memory], check=False)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        return {"wall": float("nan"), "cpu": float("nan"), "peak": float("nan")}
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall, "cpu": cpu, "peak": after.ru_maxrss / 1e6}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", nargs="+", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--memory", default="2GB")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--contenders", nargs="+", default=["same", "measures", "tables", "ours"])
    parser.add_argument("--pm4py-up-to", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "journeys-bench")
    parser.add_argument("--one", nargs=3)
    arguments = parser.parse_args()
    if arguments.one:
        what, path, memory = arguments.one
        {"floor": floor, "same": same, "measures": measures, "tables": tables, "ours": ours, "pm4py": with_pm4py}[what](path, memory)
        return
    arguments.data.mkdir(exist_ok=True)
    # Every contender starts as an installed program does, from compiled modules: compiling pandas and ours anew takes 1.5 s of each run.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(arguments.data / "compiled")
    print("| events | contender | wall s (range) | cpu s | peak GB | x floor | µs/event |\n|---|---|---|---|---|---|---|")
    for events in arguments.events:
        path = arguments.data / f"{events}.parquet"
        if not path.exists():
            subprocess.run([sys.executable, str(ROOT / "bench" / "generate.py"), "--events", str(events), "--out", str(path)], check=True)
        contenders = ["floor", *arguments.contenders] + (["pm4py"] if events <= arguments.pm4py_up_to else [])
        found: dict[str, list[dict[str, float]]] = {name: [] for name in contenders}
        peaks: dict[str, float] = {}
        for _ in range(arguments.rounds):
            for name in contenders:
                done = subprocess.run(
                    [sys.executable, "-c", f"import sys; sys.argv=['x']; sys.path.insert(0, {str(ROOT / 'bench')!r}); import main_job, json; print(json.dumps(main_job.measured({name!r}, {str(path)!r}, {arguments.memory!r})))"],
                    check=True, stdout=subprocess.PIPE, text=True,
                )  # fmt: skip
                found[name].append(json.loads(done.stdout.splitlines()[-1]))
                peaks[name] = max(peaks.get(name, 0), found[name][-1]["peak"])
        base = statistics.median(one["wall"] for one in found["floor"])
        for name in contenders:
            walls = [one["wall"] for one in found[name]]
            wall, cpu = statistics.median(walls), statistics.median(one["cpu"] for one in found[name])
            print(
                f"| {events:,} | {name} | {wall:.2f} ({min(walls):.2f}-{max(walls):.2f}) | {cpu:.2f} | {peaks[name]:.2f} | {wall / base:.2f} | {1e6 * wall / events:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
