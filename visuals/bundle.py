"""Everything that one run writes: from exports to a dossier with summary, tables, maps and report, whole or not at all."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, BinaryIO

from journeys.dossier import Dossier, building, lock_down, opened, put_away, read_provenance, write_provenance
from journeys.errors import UsageError
from journeys.file_reading import FileReading, understand
from journeys.intake import Intake, take_in
from journeys.loading import Loaded, load
from journeys.settings import Settings
from journeys.sources.opening import open_sources
from journeys.texts import language, say, say_n
from visuals.beside import LEAST_BYTES, Beside, Picture, beside

if TYPE_CHECKING:
    import duckdb

    from journeys.columns import Proposals
    from mining.care import Care
    from mining.catalogue import Catalogue
    from mining.data_statement import DataStatement
    from mining.rounding import Rounding
    from mining.signal_list import FoundSignal
    from visuals.figure import Figure
    from visuals.findings import Finding
    from visuals.style import Theme
    from visuals.views import Asked, View

Progress = Callable[[str], None]

NO_SHEETS = frozenset(
    {"turns", "nobody_days", "turn_summary_journeys", "care_callbacks", "care_contacts", "care_pickups", "care_questions"}
)
"""Tables that nobody reads row by row: they are written as CSV only."""

SHARED_MAPS: tuple[View, ...] = ("silos", "gaps", "leak", "stripes")
"""The pictures of the report for sharing."""

AT_THE_END = (
    "pandas", "fontTools.ttLib", "mining.care", "visuals.tables", "visuals.journey_map", "visuals.silo_map", "visuals.gap_list",
    "visuals.leak_map", "visuals.findings", "visuals.journey_story", "visuals.report",
)  # fmt: skip
"""The rooms that write a dossier, in the order in which they are needed."""

MOST_SOURCE = 60
"""So many characters of file names stand at the foot of a picture."""

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


@dataclass(frozen=True)
class Mined:
    """This is what filled a dossier: what came in, the data statement, the definitions that were run, and what to tell of the key."""

    intake: Intake
    statement: DataStatement
    catalogue: Catalogue
    told: tuple[str, ...]


@dataclass(frozen=True)
class Drawn:
    """This is a picture that was written: where, its finding, whether it is the team's own, and what it and the gate have to tell."""

    path: Path
    title: str
    internal: bool
    told: tuple[str, ...]


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


def mined(
    dossier: Dossier,
    exports: Sequence[str],
    *,
    settings: Settings,
    progress: Progress,
    out: Path | None = None,
    stdin: BinaryIO | None = None,
    catalogue: Catalogue | None = None,
    secret: bytes | None = None,
    seen: Callable[[duckdb.DuckDBPyConnection, Sequence[FileReading]], None] | None = None,
) -> Mined:
    """This fills a new dossier: intake, lock-down, definitions; it writes no files yet.

    Without `out` (where the dossier will stand) the key is thrown away. `catalogue`: the definitions, where they were read already.
    `secret`: the key of the pseudonyms, where several logs must share one. `seen`: called with the rows as they were read, before people
    become pseudonyms.
    """
    from journeys.pseudonyms import find_key, fingerprint_of, without_names
    from mining.catalogue import catalogue_of
    from mining.mine import mine
    from mining.network import write_department_order
    from mining.statement import statement
    from mining.stored_order import stored_in_order

    connection = dossier.connection
    with ThreadPoolExecutor(1) as pool:  # headers are read while the database reads the file
        headers = pool.submit(copy_context().run, catalogue_of, settings) if catalogue is None else None
        readings = _understood(connection, exports, settings=settings, progress=progress, stdin=stdin)
        definitions = headers.result() if headers is not None else catalogue
    assert definitions is not None
    Thread(target=import_module, args=("numpy",), daemon=True).start()  # the order of departments wants it: it may come in meanwhile
    # A check keeps nothing, so its pseudonyms need no key that lasts.
    lasting = find_key(settings.privacy, dossier=out) if settings.privacy.names == "pseudonyms" and out else None
    key = None if settings.privacy.names == "keep" else lasting.secret if lasting else secret or secrets.token_bytes(32)
    if seen is not None:
        seen(connection, readings)
    intake = take_in(connection, readings, settings=settings, key=key, today=date.today(), progress=lambda _stage: progress(say("events")))
    made_with = {"settings": without_names(settings, key).described(), "names": settings.privacy.names, "language": language()}
    write_provenance(connection, {**made_with, "key": fingerprint_of(key) if key else None})
    lock_down(connection, dossier.folder)
    stored = stored_in_order(connection)
    shown = without_names(settings, key)
    stated: list[DataStatement] = []
    mine(
        connection,
        settings=settings,
        catalogue=definitions,
        stored=stored,
        progress=lambda done, of, _name: progress(say("measures: {done} of {of}", done=done, of=of)),
        beside=[lambda cursor: stated.append(statement(cursor, settings=shown, today=date.today(), catalogue=definitions, stored=stored))],
    )
    write_department_order(connection, organisation=settings.organisation, fixed=settings.maps.departments)
    return Mined(intake, stated[0], definitions, tuple(lasting.lines()) if lasting else ())


def propose(exports: Sequence[str], *, settings: Settings, stdin: BinaryIO | None = None) -> list[tuple[str, Proposals, str]]:
    """This proposes whose column is ours for each file: its name, the proposals, and the text of a journeys.toml."""
    import duckdb

    from journeys.columns import mapping_toml
    from journeys.file_reading import proposed

    connection = duckdb.connect()
    found = []
    for one in load(connection, open_sources(exports, settings=settings, connection=connection, stdin=stdin)):
        proposals = proposed(connection, one)
        found.append((one.table.name, proposals, mapping_toml(proposals, file_name=one.table.name)))
    return found


def state(
    exports: Sequence[str],
    *,
    settings: Settings,
    memory: str | None = None,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
) -> DataStatement:
    """This gives the data statement of the exports; nothing is kept."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="journeys-") as place, building(Path(place) / "check", memory=memory) as dossier:
        return mined(dossier, exports, settings=settings, progress=progress or (lambda _stage: None), stdin=stdin).statement


def draw_view(
    folder: Path,
    view: View,
    asked: Asked,
    *,
    format: str | None = None,
    out: Path | None = None,
    theme: str = "light",
    dark: bool = False,
) -> Drawn:
    """This draws a picture of a dossier to a file; an id of any shape becomes a safe file name.

    `theme`: light, dark, or the path of a file with a municipality's colours (then `dark` chooses the dark set). Raises `UsageError` and
    `SettingsError` as visuals.views and visuals.house_colours do.
    """
    from mining.disclosure import Passed
    from visuals.figure_files import chosen_format, chosen_paper, write_figure
    from visuals.house_colours import HouseColours, read_house_colours, recoloured
    from visuals.sharing import shared_group
    from visuals.views import NAMES, own_picture, shared_picture

    chosen, paper = chosen_format(format, out), chosen_paper(asked.paper)
    colours, ours = HouseColours(), dark
    if theme in ("light", "dark"):
        ours = dark or theme == "dark"
    elif Path(theme).exists():
        colours = read_house_colours(Path(theme))
    else:
        raise UsageError(say("The theme is light, dark, or a file with colours of the municipality."))
    shade: Theme = "dark" if ours else "light"
    with opened(folder) as dossier:
        summary = read_provenance(dossier.connection)["summary"]
        picture = partial(
            own_picture if asked.internal else shared_picture, dossier.connection, view, asked, folder=folder, group=shared_group(summary)
        )
        made = picture(theme=shade, source=source_line(summary), version=summary["versions"]["journeys"])
    figure, told = (made.value, made.told) if isinstance(made, Passed) else (made, ())
    figure = replace(figure, svg=recoloured(figure.svg, colours, shade))
    dutch = next(name for name, known in NAMES.items() if known == view)
    name = safe_name(f"{dutch}-{asked.journey}" if asked.journey else dutch)
    path = out or Path(f"{name}.{chosen}")
    note = say("Internal: for the team itself; do not pass it on.") if asked.internal else ""
    write_figure(figure, path, chosen, paper=paper, note=note)
    return Drawn(path, figure.title, asked.internal, (*told, *figure.remarks))


def write_out_report(
    folder: Path, *, share: bool, pdf: bool, journeys: Sequence[str] = (), rounding: Rounding = "week", out: Path | None = None
) -> Path:
    """This writes the report for sharing, or either report as PDF, and gives its path. Raises as visuals.sharing does.

    Without `share` and `pdf` there is nothing to write: that report stands in the dossier (`UsageError` says so).
    """
    from visuals.sharing import SharedMap, pdf_report, share_report
    from visuals.views import Asked, shared_picture

    if not share and not pdf:
        raise UsageError(
            say("The team's own report stands in the dossier already: {file}.", file=folder / "index.html"),
            next_step=say("For a version to share: --share. For a PDF: --pdf."),
        )

    def shown(view: View) -> SharedMap:
        return lambda connection, group, version: shared_picture(connection, view, Asked(), folder=folder, group=group, version=version)

    maps = [shown(view) for view in SHARED_MAPS] if share else []
    path = out or Path(say("report-to-share") if share else say("report")).with_suffix(".pdf" if pdf else ".html")
    if pdf:
        return pdf_report(folder, out=path, share=share, maps=maps, journeys=journeys, rounding=rounding)
    path.parent.mkdir(parents=True, exist_ok=True)
    return share_report(folder, out=path, maps=maps, journeys=journeys, rounding=rounding)


def safe_name(text: str) -> str:
    """This gives a file name of ours for any text: letters, digits and hyphens, at most 80, never a device name of Windows."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:80].strip("-").lower() or "journey"


def _understood(
    connection: duckdb.DuckDBPyConnection, exports: Sequence[str], *, settings: Settings, progress: Progress, stdin: BinaryIO | None
) -> list[FileReading]:
    progress(say("reading"))
    tables = open_sources(exports, settings=settings, connection=connection, stdin=stdin)
    loaded: list[Loaded] = load(connection, tables, progress=lambda rows: progress(say("reading: {rows} rows", rows=rows)))
    progress(say("columns and moments"))
    return understand(connection, loaded, settings=settings)


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
    from visuals.journey_map import draw_journey, read_journey

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


def source_line(summary: dict[str, Any]) -> str:
    """This gives the source for the foot of the team's own picture: the files, that it is internal, and that names were kept where they
    were. Of many files the first is named, so that the marks behind it are never cut off. What is shared names no files.
    """
    names = [file["file"] for file in summary["files"]]
    files, others = ", ".join(names), len(names) - 1
    if len(files) > MOST_SOURCE and others:
        first = _cut(names[0])
        files = say_n("{first} and 1 more file", "{first} and {n} more files", others, first=first)
    elif len(files) > MOST_SOURCE:
        files = _cut(files)
    marks = [say("internal: do not pass it on"), *([say("names kept")] if summary["names"] == "keep" else [])]
    return " – ".join([files, *marks])


def _cut(name: str) -> str:
    return name if len(name) <= MOST_SOURCE else f"{name[: MOST_SOURCE - 1]}…"


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
