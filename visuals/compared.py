"""A comparison from exports or dossiers to its files: both sides mined with one key, compared, and written down."""

from __future__ import annotations

import importlib.metadata
import json
import secrets
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, BinaryIO

from journeys.dossier import DATABASE, building, opened
from journeys.errors import InputError, UsageError
from journeys.names import normalised
from journeys.settings import OURS, PEOPLE, Settings
from journeys.texts import say
from mining.run import Progress, mined
from visuals.comparison_files import FILE

if TYPE_CHECKING:
    import duckdb

    from journeys.file_reading import FileReading
    from mining.catalogue import Catalogue
    from mining.comparison import Comparison
    from mining.comparison_followup import FollowedLog
    from mining.comparison_question import Question
    from mining.comparison_trend import Per, Series
    from mining.data_statement import DataStatement
    from mining.shared_comparison import Standing
    from visuals.comparison_files import Material

TREND = "trend.json"


@dataclass(frozen=True)
class Compared:
    """This is a finished comparison with its sentences, the values as they are written, and what to tell of its files."""

    comparison: Comparison
    values: dict[str, Any]
    sentences: tuple[tuple[str, tuple[str, ...]], ...]
    remarks: tuple[str, ...] = ()


def compare_sources(
    sources: Sequence[str],
    question: Question,
    *,
    settings: Settings,
    out: Path | None = None,
    share: bool = False,
    memory: str | None = None,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
) -> Compared:
    """This compares exports, or finished dossiers; with `out` it writes page, charts, maps and tables there, with `share` also the page
    that may be shared (visuals.comparison_files).

    With a change date or a column all exports are one log; otherwise there must be two, before and after. Raises `UsageError` for another
    number of them, and the errors of `mining.comparison_alike` for sides that were not made the same way.
    """
    from mining.catalogue import read_definitions
    from mining.comparison import compare
    from mining.comparison_alike import key_unknown, refuse_unlike, settings_of
    from mining.comparison_cut import cut_off
    from mining.comparison_followup import follow
    from mining.comparison_own import Held, held
    from mining.comparison_words import sentences
    from visuals.sharing import refuse_cases_for_people

    tell = progress or (lambda _stage: None)
    if share and out is None:
        raise UsageError(say("{option} belongs with {other}.", option="--share", other="--out"))
    if out is not None:
        from visuals.comparison_files import refuse_other_folder

        refuse_other_folder(out, FILE)
    one_log = question.one_log
    if not one_log and len(sources) != 2:
        raise UsageError(
            say("Give a change date, two exports, or two values of a column."),
            next_step=say("For example: journeys compare EXPORT --change 2025-04-01, or journeys compare BEFORE AFTER."),
        )
    folders = [Path(source) for source in sources if (Path(source) / DATABASE).is_file()]
    for source in sources if folders else ():
        if source != "-" and not Path(source).exists():  # a dossier with a letter wrong is no export
            raise InputError(say("There is no file or folder {file}.", file=source), next_step=say("Check the name and the folder."))
    if folders and (len(folders) != len(sources) or (one_log and len(folders) != 1)):
        raise UsageError(say("Dossiers and exports cannot be compared with each other; give one dossier, or two."))
    if len({folder.resolve() for folder in folders}) < len(folders):
        raise UsageError(
            say("This is one dossier, given twice."), next_step=say("Give two dossiers, or one with --change or --by."),
        )  # fmt: skip
    Thread(target=import_module, args=("scipy.stats",), daemon=True).start()  # it takes seconds to come in: it may while the database works
    looks = 1 + _looks(out, question)
    if not one_log:
        question = replace(question, sources=_called(sources))
    with ExitStack() as stack:
        connections, values, chosen = [], [], []
        stated: list[DataStatement | None] = []
        catalogue: Catalogue | None = None
        for place, side in enumerate([list(sources)] if one_log else [[source] for source in sources]):
            if folders:
                folder = folders[place]
                if question.change is not None:  # the log before the change is made beside it: work on a copy
                    room = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="journeys-")))
                    shutil.copyfile(folder / DATABASE, room / DATABASE)
                    folder = room
                connection = stack.enter_context(opened(folder, read_only=question.change is None)).connection
                own = _of_dossier(settings_of(connection), settings)
                column = None
                stated.append(None)
            else:
                if place == 0:
                    secret = secrets.token_bytes(32)
                    room = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="journeys-")))
                # the date of export is that of the second of two exports
                own = settings if one_log or place == 1 else replace(settings, reading=replace(settings.reading, end=None))
                dossier = stack.enter_context(building(room / str(place), memory=memory))
                column = _Column(question.column) if question.column else None
                seen = column.note if column else None
                # both sides have the same definitions: these are read once
                new = mined(dossier, side, settings=own, progress=tell, stdin=stdin, catalogue=catalogue, secret=secret, seen=seen)
                catalogue = new.catalogue
                stated.append(new.statement)
                connection = dossier.connection
            if share:
                refuse_cases_for_people(connection)
            connections.append(connection)
            chosen.append(own)
            if question.column:
                values.append(_values(connection, question.column, noted=column is not None and column.found))
        ours = read_definitions() if catalogue is None else catalogue
        if len(connections) == 2:
            refuse_unlike(connections, ours)
        definitions = held(connections, ours) if folders else Held(ours, told=ours)  # a dossier knows the signals of its own
        tell(say("comparing"))
        logs = [follow(connection, settings=own) for connection, own in zip(connections, chosen, strict=True)]
        if question.change is not None and logs[0].spans(question.change):
            tell(say("the log as it stood before the change"))
            cut = cut_off(connections[0], question.change, settings=chosen[0], catalogue=definitions.catalogue)
            logs.insert(0, follow(cut, settings=chosen[0], last=min(question.change - timedelta(days=1), logs[0].last_date)))
        found = compare(
            logs, question, values=values or None, looks=looks, catalogue=definitions.catalogue, key_unknown=key_unknown(connections),
            progress=lambda measure: tell(say("comparing: {measure}", measure=measure)),
        )  # fmt: skip
        found = replace(found, shares=found.shares | definitions.undetermined)
        material = None
        if out is not None:
            tell(say("maps of both sides"))
            whole = logs[-len(connections) :]
            material = _material(whole, found, stated, settings=chosen, catalogue=definitions.told, values=values or None)
    told = sentences(found, definitions.told)
    values_told = {**found.as_json(), "looks": looks, "sentences": {title: list(lines) for title, lines in told}}
    if out is not None and material is not None:
        from visuals.comparison_files import comparison_files, write_files

        tell(say("tables and maps"))
        write_files(comparison_files(found, values_told, told, material, share=share), out)
    return Compared(found, values_told, told, () if material is None or material.for_a_wall else (_no_workshop(),))


def _no_workshop() -> str:
    return say(
        "There is no workshop page: this was read by case, and residents have several cases. Ten cases of one resident would count there as"
        " ten residents. Compare by resident, without --by case, for that page."
    )


def _called(sources: Sequence[str]) -> tuple[str, str]:
    """This gives how two sources are called: their names without what tells the format; with the folder where these are the same."""
    paths = [Path(source) for source in sources]
    names = [path.name.split(".")[0] or path.resolve().name for path in paths]
    if names[0] == names[1]:
        names = [f"{path.resolve().parent.name}/{name}" for path, name in zip(paths, names, strict=True)]
    if names[0] == names[1]:
        names = [say("the first source"), say("the second source")]
    return names[0], names[1]


def trend_sources(
    sources: Sequence[str],
    *,
    per: Per,
    changes: Sequence[date] = (),
    settings: Settings,
    out: Path | None = None,
    memory: str | None = None,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
) -> tuple[Series, ...]:
    """This makes the series of months or quarters of exports (one log), or of a finished dossier; with `out` also its page and charts."""
    from mining.comparison_alike import settings_of
    from mining.comparison_followup import follow
    from mining.comparison_trend import trend

    tell = progress or (lambda _stage: None)
    if out is not None:
        from visuals.comparison_files import refuse_other_folder

        refuse_other_folder(out, TREND)
    stated: DataStatement | None = None
    with ExitStack() as stack:
        if len(sources) == 1 and (Path(sources[0]) / DATABASE).is_file():
            connection = stack.enter_context(opened(Path(sources[0]))).connection
            settings = _of_dossier(settings_of(connection), settings)
        else:
            room = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="journeys-")))
            dossier = stack.enter_context(building(room / "trend", memory=memory))
            stated = mined(dossier, sources, settings=settings, progress=tell, stdin=stdin).statement
            connection = dossier.connection
        log = follow(connection, settings=settings)
        found = trend(log, per=per, changes=changes, horizon=settings.comparison.horizon_working_days)
        if out is not None:
            values = {"per": per, "changes": list(changes), "series": {one.name: one.as_json() for one in found}}
            _write_trend(values, stated or _stated(connection, settings), out)
        return found


class _Column:
    """This notes the values of one column of the source, by row, before the rows are taken in."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found = False

    def note(self, connection: duckdb.DuckDBPyConnection, readings: Sequence[FileReading]) -> None:
        """This writes table `compared_column(row_no, value)`; raises `UsageError` for a column that is not there or that names people."""
        connection.execute("create table compared_column (row_no integer, value varchar)")
        for reading in readings:
            headers = [normalised(header) for header in reading.loaded.table.headers]
            place = reading.mapping.get(self.name) if self.name in OURS else None
            if place is None and normalised(self.name) in headers:
                place = headers.index(normalised(self.name))
            if place is None:
                continue
            if any(reading.mapping.get(ours) == place for ours in PEOPLE):
                raise UsageError(say("People and single cases are not compared: choose another column after --by."))
            self.found = True
            connection.execute(
                f"insert into compared_column select row_no + {reading.loaded.offset}, c{place} from {reading.loaded.relation}"
            )
        if not self.found and self.name not in ("topic", "department"):
            raise UsageError(say("No file has a column “{column}”.", column=self.name))


def _values(connection: duckdb.DuckDBPyConnection, column: str, *, noted: bool) -> Any:
    """This gives the value of each case, in the form in which texts are compared: home department, topic, or the first known value."""
    import numpy

    own = {"department": ("home_department_no", "department"), "topic": ("topic_no", "topic")}
    if column in own:
        number, sort = own[column]
        query = f"""select {sort}s.{sort} from case_measures left join {sort}s on {sort}s.{sort}_no = case_measures.{number}
            order by case_measures.case_no"""
    elif noted:
        query = """
            select any_value(found.value) from cases left join (
              select events.case_no, compared_column.value,
                row_number() over (partition by events.case_no order by events.order_moment, events.row_no) as place
              from events join compared_column on compared_column.row_no = events.row_no
              where trim(compared_column.value) <> ''
            ) found on found.case_no = cases.case_no and found.place = 1
            group by cases.case_no order by cases.case_no"""
    else:
        raise UsageError(
            say("A dossier keeps no column “{column}” to compare by.", column=column),
            next_step=say("Give the export itself, or use topic or department."),
        )
    return numpy.array([normalised(text or "") for (text,) in connection.execute(query).fetchall()], dtype=object)


def _of_dossier(made: Settings, asked: Settings) -> Settings:
    """This takes the settings that the dossier was made with; how to compare comes from the command."""
    return replace(made, comparison=asked.comparison, signals=asked.signals, place=asked.place)


def _looks(out: Path | None, question: Question) -> int:
    """This tells how often the same question was asked before, by what stands in the folder."""
    if out is None or not (out / FILE).is_file():
        return 0
    try:
        earlier = json.loads((out / FILE).read_text(encoding="utf-8"))
        same = earlier["question"]["change"] == (question.change.isoformat() if question.change else None)
        return int(earlier.get("looks", 1)) if same else 0
    except (ValueError, KeyError, TypeError):
        return 0


def _material(
    logs: Sequence[FollowedLog],
    found: Comparison,
    stated: Sequence[DataStatement | None],
    *,
    settings: Sequence[Settings],
    catalogue: Catalogue,
    values: Sequence[Any] | None,
) -> Material:
    """This reads what the page and the maps need, while the logs are open; `logs` are the whole ones."""
    from journeys.dossier import read_provenance
    from mining.statement_words import sections
    from visuals.comparison_files import Material
    from visuals.sharing import cases_for_people
    from visuals.side_maps import read_side_maps
    from visuals.side_words import side_heads

    maps = read_side_maps(logs, found.question, settings=settings[0], values=values)
    told = [one or _stated(log.connection, own) for one, log, own in zip(stated, logs, settings, strict=True)]
    heads = side_heads(found.question) if len(logs) > 1 else (say("Both sides come from one log"),)
    kept = [read_provenance(log.connection) for log in logs]
    return Material(
        catalogue, importlib.metadata.version("journeys"), maps,
        data=tuple((head, tuple(sections(one))) for head, one in zip(heads, told, strict=True)),
        files=tuple(dict.fromkeys(file.file for one in told for file in one.files)),
        settings=kept[0].get("settings", {}), names_kept=any(one.get("names") == "keep" for one in kept),
        group=settings[0].privacy.group, standing=_standing(logs, settings[0].privacy.group),
        for_a_wall=not any(cases_for_people(log.connection) for log in logs),
    )  # fmt: skip


def _standing(logs: Sequence[FollowedLog], group: int) -> Standing:
    """This reads what the report and the maps of every log show by itself; `logs` are the whole ones."""
    from mining.disclosure import pass_handovers
    from mining.handovers import read_handovers
    from mining.shared_comparison import Standing, shown_pairs
    from mining.shared_tables import routes_passed, topics_passed

    topics, routes, pairs = [], [], []
    for log in logs:
        topics.append(frozenset(map(str, topics_passed(log.connection, group).value["topic"])))
        routes.append(frozenset(map(str, routes_passed(log.connection, group).value["path"])))
        pairs.append(shown_pairs(pass_handovers(read_handovers(log.connection, keep=10**6), group=group).value))
    return Standing(frozenset.intersection(*topics), frozenset.intersection(*routes), frozenset.intersection(*pairs))


def _stated(connection: duckdb.DuckDBPyConnection, settings: Settings) -> DataStatement:
    """This draws up the data statement of a finished dossier."""
    from mining.statement import statement

    return statement(connection, settings=settings)


def _write_trend(values: dict[str, Any], stated: DataStatement, out: Path) -> None:
    from mining.statement_words import sections
    from visuals.comparison_files import figure_files, write_files
    from visuals.run_chart import draw_run
    from visuals.trend_report import trend_page

    version = importlib.metadata.version("journeys")
    names = [file.file for file in stated.files]
    shown = [name for name, own in values["series"].items() if own["points"]]
    figures = {name: draw_run(values, name, source=", ".join(names), version=version, name=name) for name in shown}
    files = {
        TREND: (json.dumps(values, ensure_ascii=False, indent=2, default=str) + "\n").encode(),
        "index.html": trend_page(values, figures, data=sections(stated), files=names, version=version).encode(),
    }
    for name, figure in figures.items():
        files |= figure_files(name, figure)
    write_files(files, out)
