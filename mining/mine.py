"""Mining: runs the definitions in order, so that each table is made once and from then on only read.

A definition that misses one of our columns still makes its table: the columns that depend on it are empty, and table
`cannot_determine(measure, column_missing)` says why. Steps in between stand in memory, beside the dossier, and go as
soon as nobody needs them any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from contextvars import copy_context

import duckdb

from journeys.dossier import insert_rows
from journeys.errors import DefinitionError, Interrupted, JourneysError, SurroundingsError
from journeys.search_path import another, home_of
from journeys.settings import Settings
from journeys.texts import language, say
from mining.catalogue import Catalogue
from mining.definition import Definition
from mining.known import Known, known_columns
from mining.law_terms import LAW_TABLES
from mining.signal_columns import NEVER_EMPTY
from mining.stored_order import stored_in_order
from mining.terms import write_terms

Beside = Callable[[duckdb.DuckDBPyConnection], None]
"""Work with a connection of its own that only reads what is there before the definitions are run."""

Progress = Callable[[int, int, str], None]
"""Called with how many definitions are done, how many there are, and the name of the one that was finished last."""

AT_ONCE = 2
"""Definitions that run side by side: many of them walk through the events in one thread."""


def mine(
    connection: duckdb.DuckDBPyConnection,
    *,
    settings: Settings,
    catalogue: Catalogue,
    progress: Progress | None = None,
    keep_steps: bool = False,
    at_once: int = AT_ONCE,
    stored: bool | None = None,
    beside: Sequence[Beside] = (),
) -> None:
    """This makes the table of every definition, and `cannot_determine`; tables of an earlier run are replaced.

    Steps (role "step") stand in memory (and spill to disk where it is short) and go when nobody needs them any more;
    with `keep_steps` they are kept in the dossier. `stored`: `events` is stored in order (None: look). `beside`: done in between, whenever
    no definition can be started; what it raises is raised here.
    Raises `DefinitionError` for a query that cannot be run,
    `SurroundingsError` where memory or disk is full, `Interrupted` when the user stops the work.
    """
    known = known_columns(connection, settings)
    stored = stored_in_order(connection) if stored is None else stored
    _register_what_is_missing(connection, catalogue, known)
    _register_definitions(connection, catalogue, settings)
    if any(each.reads & {"topic_terms", "term_moves", "topic_norms", "opening_days", *LAW_TABLES} for each in catalogue):
        write_terms(connection, settings=settings)
    waiting = {each.name: {name for name in each.reads if name in catalogue} for each in catalogue}
    readers = {each.name: sum(each.name in other.reads for other in catalogue) for each in catalogue}
    in_turn = _longest_way_first(catalogue)
    running: dict[Future[None], tuple[Definition | None, duckdb.DuckDBPyConnection]] = {}
    jobs = list(beside)
    idle: list[duckdb.DuckDBPyConnection] = []
    done = 0
    with _rooms(connection, catalogue, keep_steps=keep_steps) as rooms, ThreadPoolExecutor(max(at_once, 1)) as pool:
        try:
            while waiting or running or jobs:
                for each in in_turn:
                    if len(running) < max(at_once, 1) and each.name in waiting and not waiting[each.name]:
                        del waiting[each.name]
                        query = statement(each, settings=settings, known=known.to(each), stored=stored, room=rooms[each.kept])
                        cursor = idle.pop() if idle else another(connection, rooms[False], rooms[True])
                        running[pool.submit(copy_context().run, _make, cursor, each, query)] = (each, cursor)
                while jobs and len(running) < max(at_once, 1):
                    cursor = another(connection)
                    running[pool.submit(copy_context().run, _do, cursor, jobs.pop(0))] = (None, cursor)
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    made, cursor = running.pop(future)
                    future.result()
                    if made is None:
                        continue
                    idle.append(cursor)
                    done += 1
                    for others in waiting.values():
                        others.discard(made.name)
                    if not keep_steps:
                        _drop_steps(connection, catalogue, made, readers, room=rooms[False])
                    if progress is not None:
                        progress(done, len(catalogue), made.name)
        except BaseException as error:
            for _, cursor in running.values():
                with suppress(duckdb.ConnectionException):  # it ended meanwhile, and closed its cursor
                    cursor.interrupt()
            if isinstance(error, KeyboardInterrupt):
                raise Interrupted(say("Stopped.")) from error
            raise
        for cursor in idle:
            cursor.close()
    _register_what_is_too_little(connection, catalogue)


def statement(definition: Definition, *, settings: Settings, known: set[str], stored: bool, room: str = "") -> str:
    """This gives the statement that makes the table of a definition.

    Columns that cannot be determined become empty. `stored`: as in `Definition.query`. `room` is the database that the
    table goes to (none: the one in use).
    """
    query = definition.query(settings.measures, stored=stored)
    missing = definition.missing(known)
    if missing:
        emptied = ", ".join(f'case when false then "{column}" end as "{column}"' for column in missing)
        query = f"select * replace ({emptied}) from (\n{query}\n)"
        if definition.role != "step" and any(ours not in known for ours in definition.needs):
            query += "\nwhere false"  # nothing of this table can be determined: no row may look like an answer
    place = f"{room}.main." if room else ""
    return f"create or replace table {place}{definition.name} as\n{query}"


def _longest_way_first(catalogue: Catalogue) -> list[Definition]:
    """This puts first what most others wait for, one after the other: then the last table is ready soonest."""
    to_go: dict[str, int] = {}
    for each in reversed(catalogue.definitions):
        to_go[each.name] = 1 + max((to_go[other.name] for other in catalogue if each.name in other.reads), default=0)
    return sorted(catalogue, key=lambda each: -to_go[each.name])


@contextmanager
def _rooms(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, *, keep_steps: bool
) -> Iterator[dict[bool, str]]:
    """This gives the database for what is kept (the dossier) and for what is not: steps stand in memory, which spares writing them."""
    home = home_of(connection)
    if keep_steps:
        yield {True: home, False: home}
        return
    for each in catalogue:
        if not each.kept:
            connection.execute(f"drop table if exists {home}.main.{each.name}")
    connection.execute("attach ':memory:' as steps_in_between")
    try:
        yield {True: home, False: "steps_in_between"}
    finally:
        connection.execute("detach steps_in_between")


def _make(cursor: duckdb.DuckDBPyConnection, definition: Definition, query: str) -> None:
    """This runs one statement; what DuckDB says of the data is never passed on, for it may quote a cell."""
    try:
        cursor.execute(query)
        if definition.role == "signal":
            _hold_to_columns(cursor, definition)
    except duckdb.InterruptException as error:
        raise Interrupted(say("Stopped.")) from error
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        raise SurroundingsError(
            say("There was not enough memory or disk while making the table “{name}”.", name=definition.name),
            next_step=say("Free some disk space, close other programs, or try a machine with more memory."),
        ) from error
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as error:
        raise _unusable(definition, str(error).splitlines()[0]) from error
    except duckdb.Error as error:
        raise _unusable(definition, type(error).__name__) from error


def _hold_to_columns(cursor: duckdb.DuckDBPyConnection, definition: Definition) -> None:
    """This refuses a signal of which the query gives other columns than every signal has; what reads it would break on them."""
    made = {str(row[0]): str(row[1]) for row in cursor.execute(f"describe {definition.name}").fetchall()}
    if missing := [name for name in definition.columns if name not in made]:
        raise DefinitionError(
            say("{file}: the query gives no column {missing}.", file=definition.path, missing=", ".join(missing)),
            next_step=say("A signal has these columns: {columns}.", columns=", ".join(definition.columns)),
        )
    signs = {"integer": "INT", "timestamp": "TIMESTAMP", "list": "[]"}  # what stands in the names of such types
    for name, meaning in definition.columns.items():
        if (sort := meaning.split(maxsplit=1)[0].rstrip(";")) in signs and signs[sort] not in made[name]:
            raise DefinitionError(
                say("{file}: column {name} is of the type {type}.", file=definition.path, name=name, type=made[name]),
                next_step=say("It must be: {meaning}.", meaning=definition.meaning(name, language())),
            )
    empty = " or ".join(f"{name} is null" for name in NEVER_EMPTY)
    if cursor.execute(f"select 1 from {definition.name} where {empty} limit 1").fetchall():
        raise DefinitionError(
            say("{file}: the query gives rows without all that a signal must have.", file=definition.path),
            next_step=say("These columns are never empty: {columns}.", columns=", ".join(NEVER_EMPTY)),
        )


def _do(cursor: duckdb.DuckDBPyConnection, job: Beside) -> None:
    with cursor:
        job(cursor)


def _unusable(definition: Definition, why: str) -> JourneysError:
    return DefinitionError(say("{file}: the query cannot be run: {why}.", file=definition.path, why=why.rstrip(".")))


def _drop_steps(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, made: Definition, readers: dict[str, int], *, room: str
) -> None:
    """This drops the steps that `made` was the last to read (and `made` itself, a step that nobody reads)."""
    for each in catalogue:
        if each.name in made.reads:
            readers[each.name] -= 1
        if not each.kept and readers[each.name] == 0 and (each.name in made.reads or each is made):
            connection.execute(f"drop table if exists {room}.main.{each.name}")


def _register_what_is_missing(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, known: Known) -> None:
    """This writes down which measure cannot be determined for want of which column."""
    connection.execute("create or replace table cannot_determine (measure text, column_missing text)")
    rows = [
        (f"{definition.name}.{column}", ours)
        for definition in catalogue
        if definition.role == "table"
        for column, lacking in definition.missing(known.to(definition)).items()
        for ours in lacking
    ]
    rows += [(f"signal:{one.name}", ours) for one in catalogue.signals for ours in one.needs if ours not in known.to(one)]
    insert_rows(connection, "cannot_determine", rows)


def _register_definitions(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, settings: Settings) -> None:
    """This writes the definitions down as they are run, so that a dossier can tell of its numbers when its makers have moved on.

    Long texts stand in lines: a text of more than 4,096 bytes gets a block of its own, whose mark differs from run to run.
    """
    connection.execute(
        """
        create or replace table definitions (
          name text, role text, export text, title_en text, title_nl text, definition_en text[], definition_nl text[], source text,
          needs text, sort text, anchor text, query text[], longest_working_days integer, grounds text
        )"""
    )
    rows = [
        (
            one.name, one.role, one.export, one.title["en"], one.title["nl"],
            one.definition["en"].strip().splitlines(), one.definition["nl"].strip().splitlines(),
            one.source, " ".join(one.needs), one.signal.get("sort"), one.signal.get("anchor"),
            one.query(settings.measures).splitlines(), one.longest_working_days(settings.measures), one.grounds,
        )
        for one in catalogue
    ]  # fmt: skip
    insert_rows(connection, "definitions", rows)


def _register_what_is_too_little(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """This writes down which signal cannot be determined because the log holds too little of something.

    Such a signal names in its header, as `grounds`, the table of one row that tells: `lacking` is what there is too little of.
    """
    for definition in catalogue:
        if definition.grounds:
            connection.execute(
                f"insert into cannot_determine select ?, lacking from {definition.grounds} where lacking is not null",
                [f"signal:{definition.name}"],
            )
