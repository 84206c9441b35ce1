"""Everything that one run writes: from exports to a dossier with summary, tables, maps and report, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, BinaryIO

from journeys.dossier import Dossier, building, opened, put_away, read_provenance, write_provenance
from journeys.intake import Intake
from journeys.settings import Settings
from journeys.texts import language, say
from mining.run import Progress, mined
from visuals.beside import LEAST_BYTES, Beside, Picture, beside
from visuals.source_line import source_line

if TYPE_CHECKING:
    import duckdb

    from mining.care import Care
    from mining.catalogue import Catalogue
    from mining.data_statement import DataStatement
    from mining.signal_list import FoundSignal
    from visuals.figure import Figure
    from visuals.findings import Finding

NO_SHEETS = frozenset(
    {"turns", "nobody_days", "turn_summary_journeys", "care_callbacks", "care_contacts", "care_pickups", "care_questions"}
)
"""Tables that nobody reads row by row: they are written as CSV only."""

AT_THE_END = (
    "pandas", "fontTools.ttLib", "mining.care", "visuals.tables", "visuals.journey_map", "visuals.silo_map", "visuals.gap_list",
    "visuals.leak_map", "visuals.findings", "visuals.journey_story", "visuals.report",
)  # fmt: skip
"""The rooms that write a dossier, in the order in which they are needed."""

AT_ONCE_BYTES = 200_000_000
"""A database up to this size is written anew while it is read. A larger one afterwards: both at once could take twice the memory."""

MAPS = 3
"""So many journeys, those with the most officials, are drawn for every dossier."""


@dataclass(frozen=True)
class Made:
    """This is a finished dossier as the terminal tells it: where it stands, its summary and its findings in words."""

    folder: Path
    summary: dict[str, Any]
    findings: tuple[Finding, ...]
    remarks: tuple[str, ...]
    rejects: tuple[str, ...]
    cannot: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, int], ...]
    unplaced: tuple[tuple[str, int], ...]
    signals: tuple[str, ...] = ()


def make_dossier(
    exports: Sequence[str],
    out: Path,
    *,
    settings: Settings,
    memory: str | None = None,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
) -> Made:
    """This mines the exports into a dossier at `out`.

    Raises the errors of journeys.errors; an older dossier at `out` then stands as it was.
    """
    tell = progress or (lambda _stage: None)
    with beside() as process, building(out, memory=memory, last=process.finish) as dossier:
        process.start(_size(exports))
        held = mined(dossier, exports, settings=settings, progress=tell, stdin=stdin, out=out, seen=lambda *_: _ready())
        tell(say("tables and maps"))
        found = _summed_up(dossier, held.intake, held.statement, settings=settings, catalogue=held.catalogue)
        anew = put_away(dossier, memory=memory)
        at_once = Path(anew.path).stat().st_size <= AT_ONCE_BYTES
        if at_once:
            process.give(anew)
        with opened(dossier.folder, memory=memory or "2GB") as finished:
            made = _written(finished, held.intake, held.statement, found, settings=settings, catalogue=held.catalogue, process=process)
        if not at_once:
            process.give(anew)
    return replace(made, folder=out, remarks=(*made.remarks, *held.told))


def _size(exports: Sequence[str]) -> int:
    """This gives the bytes of the exports; a folder, and what comes from standard input, is taken to be large."""
    return sum(path.stat().st_size if (path := Path(one)).is_file() else LEAST_BYTES for one in exports)


def _ready() -> None:
    """This lets come in, while the database works, the rooms that only the end needs."""
    Thread(target=lambda: [import_module(room) for room in AT_THE_END], daemon=True).start()


@dataclass(frozen=True)
class _SummedUp:
    """This is what a run found, in sum: its summary, its signals and its care points."""

    summary: dict[str, Any]
    signals: tuple[FoundSignal, ...]
    care: Care


def _summed_up(
    dossier: Dossier, intake: Intake, statement: DataStatement, *, settings: Settings, catalogue: Catalogue
) -> _SummedUp:
    """This writes the summary into the dossier that is being built, and what else its database still misses."""
    from mining.care import care
    from mining.signal_list import list_signals
    from mining.summary import summarise

    connection = dossier.connection
    signals = list_signals(connection, catalogue)
    cannot = {one.name: one.missing for one in statement.measures if one.missing}
    points = care(connection, catalogue, settings=settings)
    summary = summarise(connection, intake, settings=settings, cannot=cannot, signals=signals, care=points)
    write_provenance(connection, {**read_provenance(connection), "summary": summary})
    text = json.dumps(summary, ensure_ascii=False, indent=2, default=str)
    (dossier.folder / "summary.json").write_text(text + "\n", encoding="utf-8")
    return _SummedUp(summary, signals, points)


def _written(
    dossier: Dossier,
    intake: Intake,
    statement: DataStatement,
    found: _SummedUp,
    *,
    settings: Settings,
    catalogue: Catalogue,
    process: Beside,
) -> Made:
    """This writes tables, maps and report into the dossier that is being built, whose database is only read from here on.

    What is left to do is done side by side: `process` packs the workbook and the PNGs, the database writes the CSV files, and the
    maps and the report are drawn here.
    """
    from mining.determinable_words import cannot_lines
    from mining.instances import signals_query
    from mining.known import known_columns
    from mining.problem_words import reject_lines
    from mining.signal_list import signal_lines
    from mining.statement_words import file_how, warnings
    from mining.written_columns import export_query
    from visuals.findings import cautions, findings
    from visuals.journey_story import story
    from visuals.report import write_report
    from visuals.tables import Table, csv_aside, workbook_of

    connection, folder = dossier.connection, dossier.folder
    zone = "UTC" if settings.reading.reading == "plain" else "Europe/Amsterdam"
    summary, signals = found.summary, found.signals
    tables = [
        Table(one.export, export_query(one), one.title[language()], sheet=one.name not in NO_SHEETS)
        for one in catalogue
        if one.role == "table"
    ]
    tables.append(Table("signals", signals_query(connection, signals), say("Signals: where questions fall, and where it goes well")))
    tables += [
        Table(file, f"select * from {name} order by all", title)
        for name, file, title in (
            ("rejects", "rejects", say("Rows that could not be read")),
            ("remarks", "remarks", say("Remarks on the data")),
            ("columns_used", "columns", say("Whose column is ours")),
            ("activities", "activities", say("Activities and their kind")),
            ("cannot_determine", "cannot_determine", say("What cannot be determined")),
            ("care_curves", "care_curves", say("Curves of the care points")),
        )
    ]
    process.give(workbook_of(connection, tables, folder / "tables.xlsx", zone=zone, note=_note(summary)))
    with csv_aside(connection, tables, folder / "tables", zone=zone):
        figures = _draw_maps(connection, folder / "maps", summary, process)
        between = _draw_departments(connection, folder, summary)
        told = findings(connection, summary, cases_end=statement.open_cases is not None)
        write_report(
            folder / "index.html",
            connection,
            summary=summary,
            story=story(connection),
            findings=told,
            cautions=cautions(starts="start" in known_columns(connection, settings).columns),
            statement=statement,
            figures=figures,
            between=between,
            signals=signals,
            care=found.care,
            catalogue=catalogue,
        )
    kinds: dict[str, int] = {}
    for one in intake.kinds:
        kinds[one.rule or ""] = kinds.get(one.rule or "", 0) + one.events
    return Made(
        folder,
        summary,
        tuple(told),
        tuple(warnings(statement)),
        tuple(reject_lines(statement.rejects)),
        tuple(cannot_lines(statement)),
        tuple((file.file, file_how(file)) for file in statement.files),
        tuple(sorted(((rule, count) for rule, count in kinds.items() if rule), key=lambda pair: (-pair[1], pair[0]))),
        tuple(sorted(((one.activity, one.events) for one in intake.kinds if not one.rule), key=lambda pair: (-pair[1], pair[0]))),
        tuple(signal_lines(signals)),
    )


def _draw_maps(connection: duckdb.DuckDBPyConnection, folder: Path, summary: dict[str, Any], process: Beside) -> list[Figure]:
    """This draws the journeys with the most officials, as SVG and PNG."""
    from mining.journey_reading import read_journey
    from visuals.journey_map import draw_journey

    folder.mkdir()
    figures = []
    most = connection.execute(
        "select journey_no from journey_measures"
        f" order by officials desc nulls last, hops desc nulls last, events desc, journey_no limit {MAPS}"
    ).fetchall()
    for rank, (journey_no,) in enumerate(most, start=1):
        data = read_journey(connection, journey_no, resident=chr(ord("A") + rank - 1))
        figure = draw_journey(data, source=source_line(summary), version=summary["versions"]["journeys"])
        figures.append(figure)
        drawn = folder / f"journey-{rank}.svg"
        drawn.write_text(figure.svg, encoding="utf-8")
        process.give(Picture(str(drawn), str(drawn.with_suffix(".png"))))
    return figures


def _draw_departments(connection: duckdb.DuckDBPyConnection, folder: Path, summary: dict[str, Any]) -> dict[str, Figure]:
    """This draws what happens between departments, for the team itself, as SVG; none where nothing passed between departments.

    Silos and gaps are drawn from the same handovers, counted inside the database.
    """
    from mining.gap_ranking import rank_gaps
    from mining.handovers import read_handovers
    from mining.network import SILOS
    from mining.passed_on import read_passed_on
    from visuals.gap_list import draw_gaps
    from visuals.leak_map import draw_leaks
    from visuals.silo_map import draw_silos

    if not connection.execute("select 1 from passages limit 1").fetchone():
        return {}
    drawing = {"source": source_line(summary), "version": summary["versions"]["journeys"]}
    handovers = read_handovers(connection, keep=SILOS, single=False)
    figures = {
        "silos": draw_silos(handovers, **drawing),
        "gaps": draw_gaps(rank_gaps(handovers), **drawing),
        "leak": draw_leaks(read_passed_on(connection), **drawing),
    }
    for view, figure in figures.items():
        (folder / "maps" / f"{view}.svg").write_text(figure.svg, encoding="utf-8")
    return figures


def _note(summary: dict[str, Any]) -> str:
    names = (
        say("Residents, cases and officials are pseudonyms.")
        if summary["names"] == "pseudonyms"
        else say("NAMES KEPT: the ids are the source's own.")
    )
    return (
        say("Made with journeys {version}, {reading} reading.", version=summary["versions"]["journeys"], reading=summary["reading"])
        + " "
        + names
    )
