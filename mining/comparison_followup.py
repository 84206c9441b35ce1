"""What a comparison follows, read once from a mined log: its cases with their days, and what happened in them on which day.

Everything is in numbers from here on (numpy), one place per case. Days are working days passed since a fixed day, so that a difference is
a subtraction. Nothing here knows of before and after.
"""

from __future__ import annotations

from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import numpy

from journeys.dossier import answer
from journeys.search_path import another
from journeys.settings import Settings
from mining.catalogue import DEFINITIONS
from mining.comparison_estimates import Whole
from mining.definition_headers import read_definition
from mining.known import known_columns
from mining.log_checks import check_row
from mining.stored_order import stored_in_order

COMPARISONS = Path(__file__).parent / "comparisons"

NEVER = 10**8
"""A working day that no calendar reaches: what has not happened."""

NEEDS = {
    "duration": ("kind",),
    "handoffs": ("official",),
    "department_handoffs": ("department",),
    "hops": ("official",),
    "faces": ("official", "kind"),
    "contacts": ("kind",),
    "pingpong": ("department",),
    "pingpong_officials": ("official",),
    "waiting": ("kind",),
    "turns": ("kind",),
    "turn:department": ("kind", "department"),
    "turn:nobody": ("kind", "department"),
    "routes": ("department",),
    "pairs": ("department",),
    "outcomes": ("kind", "outcome"),
    "reopened": ("kind",),
}
"""Our columns without which a measure cannot be determined."""

COUNTED = ("handoffs", "department_handoffs", "first_department", "hops", "faces", "contacts", "pingpong", "pingpong_officials")
CAUSES = ("resident", "callback", "handoff", "turn:department", "turn:resident", "turn:nobody", "turn:unknown")
WORDS = {"counts": ("measure", COUNTED), "stretches": ("cause", CAUSES)}
"""What a comparison reads of a log beside its cases, with the column that says what a row is about, and the words in it."""


@dataclass(frozen=True)
class Happened:
    """This is what happened in cases: for each time the place of the case and the working day. More columns stand in `more`."""

    case: Whole
    day: Whole
    more: dict[str, Any]


@dataclass(frozen=True)
class FollowedLog:
    """This is one log as a comparison follows it.

    Attributes
    ----------
    case_no, start, end, opened, topic, department: per case; days are working days, `NEVER` where it has not happened; topic and
    department are places in `topics` and `departments`, -1 when unknown. begun: the date of the start (days since 1970). resident: the
    name of the journey. last_day, last_date: the log's end; later_events: so many stray events lie after it.
    known: our columns with a known value; settled: the kinds were stated or confirmed. since: what happened is read of the cases that began
    on this date or later alone (None: of all).
    """

    connection: duckdb.DuckDBPyConnection
    settings: Settings
    case_no: Whole
    start: Whole
    end: Whole
    opened: Whole
    begun: Whole
    topic: Whole
    department: Whole
    resident: Any
    topics: tuple[str, ...]
    departments: tuple[str, ...]
    last_date: date
    last_day: int
    later_events: int
    known: frozenset[str]
    settled: bool
    ties: dict[str, tuple[Whole, Whole, Whole]]
    stored: bool
    since: date | None = None

    def __len__(self) -> int:
        return len(self.case_no)

    def lacks(self, measure: str) -> tuple[str, ...]:
        """This tells which of our columns a measure misses."""
        return tuple(ours for ours in NEEDS.get(measure, ()) if ours not in self.known)

    def place(self, case_no: Any) -> Whole:
        """This gives the places of cases by their number."""
        places: Whole = self._places[numpy.asarray(case_no)]
        return places

    @cached_property
    def _places(self) -> Whole:
        places = numpy.zeros(int(self.case_no.max(initial=0)) + 1, dtype=numpy.int64)
        places[self.case_no] = numpy.arange(len(self.case_no))
        return places

    def work_day(self, of: date) -> int | None:
        """This gives the working days passed up to a date; None for a date that the calendar of the log does not reach."""
        found = self.connection.execute("select work_day from days where local_date = ?", [of]).fetchall()
        return int(found[0][0]) if found else None

    @property
    def ends_known(self) -> bool:
        """This tells whether the log says of any case that it is over: a log in which none ever ends says nothing of duration."""
        return bool((self.end < NEVER).any())

    def spans(self, day: date) -> bool:
        """This tells whether cases began both before a date and on it or later."""
        number = (day - date(1970, 1, 1)).days
        return bool((self.begun < number).any() and (self.begun >= number).any())

    @cached_property
    def counts(self) -> dict[str, Happened]:
        """This is what is counted, by measure; department handoffs carry the departments `from` and `to` (places) and their `step`."""
        counts = {}
        for one, found in self._read("counts").items():
            more = {}
            if one in ("department_handoffs", "first_department"):
                more = {end: _whole(found[f"{end}_department_no"], 0) - 1 for end in ("from", "to")}
                more["step"] = _whole(found["step"])
            counts[one] = Happened(self.place(found["case_no"]), _whole(found["work_day"]), more)
        return counts

    @cached_property
    def stretches(self) -> dict[str, Happened]:
        """These are the stretches of waiting and of turns, by cause; `until` is the day on which each ended."""
        return {
            one: Happened(self.place(found["case_no"]), _whole(found["from_work_day"]), {"until": _whole(found["to_work_day"], NEVER)})
            for one, found in self._read("stretches").items()
        }

    def read_ahead(self, pool: Executor) -> None:
        """This lets the database read what happened while numbers are worked out here: the counts first, then the stretches."""
        for name in WORDS:
            self._ahead[name] = pool.submit(self._parted, another(self.connection), name)

    def _read(self, name: str) -> dict[str, dict[str, Any]]:
        ahead = self._ahead.pop(name, None)
        return ahead.result() if ahead is not None else self._parted(self.connection, name)

    def _parted(self, connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, dict[str, Any]]:
        """This runs a definition of the comparison and gives its rows by the word in its first column."""
        column, words = WORDS[name]
        found = _asked(connection, f"comparison_{name}", self.settings, stored=self.stored, coded=(column, words), since=self.since)
        return _parts(found, column, words)

    @cached_property
    def _ahead(self) -> dict[str, Future[dict[str, dict[str, Any]]]]:
        return {}


def _parts(found: dict[str, Any], column: str, words: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """This gives the rows of each word (the place of a word in `column`, from 1), in their order."""
    number = _whole(found[column], 0)
    if (numpy.diff(number) < 0).any():
        order = numpy.argsort(number.astype(numpy.int8), kind="stable")
        number, found = number[order], {name: values[order] for name, values in found.items()}
    edges = numpy.searchsorted(number, numpy.arange(1, len(words) + 2))
    return {
        word: {name: values[edges[at] : edges[at + 1]] for name, values in found.items() if name != column} for at, word in enumerate(words)
    }


def follow(connection: duckdb.DuckDBPyConnection, *, settings: Settings, last: date | None = None) -> FollowedLog:
    """This reads a mined log (the tables of the catalogue stand in it) as a comparison follows it.

    The log's end is the date of export where the settings give it, otherwise the last day of the last usual week (comparison.md, step 2),
    and never later than the latest event.
    """
    stored = stored_in_order(connection)
    found = _asked(connection, "comparison_cases", settings, stored=stored)
    known = known_columns(connection, settings)
    last_date, later = (last, 0) if last is not None else _last_day(connection, settings)
    names = connection.execute("select journey_no, journey from journey_ids order by journey_no").fetchnumpy()
    journeys = numpy.asarray(names["journey"], dtype=object)
    return FollowedLog(
        connection,
        settings,
        case_no=_whole(found["case_no"]),
        start=_whole(found["start_work_day"]),
        end=_whole(found["end_work_day"], NEVER),
        opened=_whole(found["opened_work_day"], NEVER),
        begun=found["start_date"].astype("datetime64[D]").astype(numpy.int64),
        topic=_whole(found["topic_no"], 0) - 1,
        department=_whole(found["home_department_no"], 0) - 1,
        resident=journeys[numpy.searchsorted(_whole(names["journey_no"]), _whole(found["journey_no"]))],
        topics=_texts(connection, "topic"),
        departments=_texts(connection, "department"),
        last_date=last_date,
        last_day=answer(connection, f"select max(work_day) from days where local_date <= date '{last_date.isoformat()}'")[0],
        later_events=later,
        known=known.columns,
        settled=known.kinds_settled,
        ties=_ties(connection),
        stored=stored,
    )


def _last_day(connection: duckdb.DuckDBPyConnection, settings: Settings) -> tuple[date, int]:
    if settings.reading.end is not None:
        later = answer(connection, f"select count(*) from events where local_date > date '{settings.reading.end.isoformat()}'")[0]
        return settings.reading.end, int(later)
    found = check_row(connection, "last_usual_week", settings.measures)
    return min(found["last_usual_day"], found["latest_day"]), int(found["later_events"])


def _ties(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[Whole, Whole, Whole]]:
    """This gives per case the count of handoffs with its lowest and highest value over all orders of ties."""
    columns = ("handoffs", "department_handoffs")
    wanted = ", ".join(f"{one}, {one}_min, {one}_max" for one in columns)
    found = connection.execute(f"select {wanted} from case_measures order by case_no").fetchnumpy()
    return {one: tuple(_whole(found[f"{one}{end}"], 0) for end in ("", "_min", "_max")) for one in columns}  # type: ignore[misc]


def _texts(connection: duckdb.DuckDBPyConnection, sort: str) -> tuple[str, ...]:
    return tuple(text for (text,) in connection.execute(f"select {sort} from {sort}s order by {sort}_no").fetchall())


def _asked(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    settings: Settings,
    *,
    stored: bool,
    coded: tuple[str, tuple[str, ...]] | None = None,
    since: date | None = None,
) -> dict[str, Any]:
    """This runs one of the definitions of the comparison and gives its columns; a `coded` column becomes the place of its word, from 1.
    `since`: only of cases that began on that date or later.

    Steps that it reads and the dossier did not keep are made again from their own definition.
    """
    one = read_definition(COMPARISONS / f"{name}.sql")
    query = one.query(settings.measures, stored=stored)
    there = {table for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    steps = [read_definition(DEFINITIONS / f"{step}.sql") for step in sorted(one.reads - there)]
    if steps:
        again = ", ".join(f"{step.name} as (\n{step.query(settings.measures, stored=stored)}\n)" for step in steps)
        query = f"with {again}\nselect * from (\n{query}\n)"
    if since is not None:
        began = f"select case_no from events group by case_no having min(local_date) >= date '{since.isoformat()}'"
        query = f"select * from (\n{query}\n) where case_no in ({began})"
    if coded is not None:
        column, words = coded
        query = f"select * replace (list_position({list(words)!r}, {column}) as {column}) from (\n{query}\n)"
    return connection.execute(query).fetchnumpy()


def _whole(column: Any, unknown: int = -1) -> Whole:
    """This gives a column of whole numbers, with `unknown` where it is empty."""
    if isinstance(column, numpy.ma.MaskedArray):
        column = column.filled(unknown)
    return numpy.asarray(column).astype(numpy.int64)
