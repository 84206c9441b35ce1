"""Every picture by its name: read from a dossier, past the gate or for the team itself, and drawn.

What leaves for a wall passes mining/disclosure.py: that is what `drawn` does unless the team asks for its own picture. A single journey is
drawn only for who asks for it by id.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from journeys.errors import UsageError
from journeys.texts import day, say
from mining.rounding import Rounding

if TYPE_CHECKING:
    import duckdb

    from mining.disclosure import Passed
    from mining.handovers import Handovers
    from mining.passed_on import PassedOn
    from visuals.figure import Figure

View = Literal["journey", "questions", "promise", "silos", "difference", "gaps", "matrix", "stations", "stripes", "leak", "network"]

NAMES: dict[str, View] = {
    "reiskaart": "journey", "vragen": "questions", "belofte": "promise", "silokaart": "silos", "verschilkaart": "difference",
    "kierenlijst": "gaps", "matrix": "matrix", "stationskaart": "stations", "streepjeskaart": "stripes", "leiding": "leak",
    "overdrachtskaart": "network",
}  # fmt: skip
"""What a picture is called in Dutch; its English name is the `View` itself. Both are understood."""

ROWS: dict[str, int] = {"wide": 14, "a4": 14, "a3": 29, "a0": 59}
"""So many rows of a matrix can be read on a paper, beside the one for the rest."""


LEAST_FOLLOWED, MOST_FOLLOWED = 28, 180
"""Two cohorts are followed equally long: half the days after the change, at least and at most so many."""


@dataclass(frozen=True)
class Asked:
    """This is what a user asked of a picture.

    Attributes
    ----------
    journey: id as in tables/journeys.csv, for pictures of one journey. question: letter of one question of it (promise).
    topics: only cases with one of these. since, until: only what was let go then (local dates; stripes: journeys that began then).
    change: the first day of the second of two periods. departments: a chain of three to five. plan: file with what was promised.
    rounding: how dates of shared pictures are rounded. paper: how much room there is. internal: the team's own picture, past no gate.
    page: of a promise that takes several pictures. pipe: how often questions were passed on, where that passed the gate already.
    """

    journey: str = ""
    question: str = ""
    topics: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    change: date | None = None
    departments: tuple[str, ...] = ()
    plan: Path | None = None
    rounding: Rounding = "week"
    paper: str = "wide"
    internal: bool = False
    page: int = 1
    pipe: Passed[PassedOn] | None = None


def view_of(name: str) -> View:
    """This finds a picture by its Dutch or English name. Raises `UsageError` with the names there are."""
    asked = name.strip().lower()
    for dutch, view in NAMES.items():
        if asked in (dutch, view):
            return view
    raise UsageError(say("{option} is one of: {allowed}.", option="--view", allowed=", ".join(NAMES)))


def own_picture(connection: duckdb.DuckDBPyConnection, view: View, asked: Asked, *, folder: Path, group: int, **drawing: Any) -> Figure:
    """This reads and draws a picture for the team itself; `drawing` goes to the room that draws: theme, source, version, output.

    Raises `UsageError` where the picture needs something that was not asked (a journey, a plan, a change date), `DossierError` for a
    dossier of an older version.
    """
    read, _, draw = _WAYS[view](connection, asked, folder, group)
    return draw(read(), **drawing)


def shared_picture(
    connection: duckdb.DuckDBPyConnection, view: View, asked: Asked, *, folder: Path, group: int, **drawing: Any
) -> Passed[Figure]:
    """This reads a picture, lets it pass the gate and draws what passed; raises as `own_picture` does.

    Its foot names no files: their names can hold names of people.
    """
    read, gate, draw = _WAYS[view](connection, asked, folder, group)
    return gate(read()).made_into(lambda passed: draw(passed, **{**drawing, "source": ""}))


Way = tuple[Callable[[], Any], Callable[[Any], "Passed[Any]"], Callable[..., "Figure"]]


def _of_handovers(
    connection: duckdb.DuckDBPyConnection, asked: Asked, _folder: Path, group: int, *, keep: int, draw: Callable[..., Figure]
) -> Way:
    from mining.disclosure import pass_handovers

    return partial(_handovers, connection, asked, keep), partial(pass_handovers, group=group), draw


def _handovers(connection: duckdb.DuckDBPyConnection, asked: Asked, keep: int) -> Handovers:
    from mining.handovers import read_handovers

    single = not asked.internal or asked.change is not None  # the gate and a comparison look at every passage
    return read_handovers(connection, keep=keep, since=asked.since, until=asked.until, topics=asked.topics, single=single)


def _halves(connection: duckdb.DuckDBPyConnection, asked: Asked, keep: int) -> tuple[Handovers, Handovers]:
    """This reads the period before the change date and the one from it on."""
    if asked.change is None:
        raise UsageError(
            say("This map holds two periods against each other."), next_step=say("Say where the second begins: --change DATE.")
        )
    before = replace(asked, until=asked.change - timedelta(days=1))
    return _handovers(connection, before, keep), _handovers(connection, replace(asked, since=asked.change), keep)


def _silos(connection: duckdb.DuckDBPyConnection, asked: Asked, folder: Path, group: int) -> Way:
    from mining.network import SILOS
    from visuals.silo_map import draw_silos

    return _of_handovers(connection, asked, folder, group, keep=SILOS, draw=draw_silos)


def _matrix(connection: duckdb.DuckDBPyConnection, asked: Asked, folder: Path, group: int) -> Way:
    from visuals.handover_matrix import draw_matrix

    return _of_handovers(connection, asked, folder, group, keep=ROWS[asked.paper], draw=draw_matrix)


def _difference(connection: duckdb.DuckDBPyConnection, asked: Asked, _folder: Path, group: int) -> Way:
    from mining.changes import compare_handovers
    from mining.network import SILOS
    from mining.shared_changes import Halves, pass_halves
    from visuals.difference_map import draw_difference

    def read() -> Halves:
        before, after = _halves(connection, asked, SILOS)
        return Halves(before, after, compare_handovers(before, after))

    def draw(halves: Halves, **drawing: Any) -> Figure:
        return draw_difference(halves.before, halves.after, halves.changes, **drawing)

    return read, partial(pass_halves, group=group, split=asked.change), draw


def _gaps(connection: duckdb.DuckDBPyConnection, asked: Asked, folder: Path, group: int) -> Way:
    from mining.gap_ranking import rank_gaps
    from mining.network import SILOS
    from visuals.gap_list import draw_gaps

    if asked.change is not None:
        read, gate, _ = _difference(connection, asked, folder, group)
        return read, gate, lambda halves, **drawing: draw_gaps(rank_gaps(halves.after, before=halves.before), **drawing)
    return _of_handovers(connection, asked, folder, group, keep=SILOS, draw=lambda data, **drawing: draw_gaps(rank_gaps(data), **drawing))


def _stations(connection: duckdb.DuckDBPyConnection, asked: Asked, _folder: Path, group: int) -> Way:
    from mining.disclosure import pass_passages
    from mining.merged_handovers import too_few
    from mining.stations import Chain, read_chain, shared_chain, stations_of
    from visuals.station_map import draw_stations

    def read() -> Chain:
        return read_chain(connection, chain=asked.departments, since=asked.since, until=asked.until, topics=asked.topics)

    def gate(data: Chain) -> Passed[Chain]:
        return pass_passages(data.passages, group=group).made_into(partial(shared_chain, data, group=group, hidden=too_few(group)))

    return read, gate, lambda data, **drawing: draw_stations(stations_of(data.passages, chain=data.chain, hidden=data.hidden), **drawing)


def _stripes(connection: duckdb.DuckDBPyConnection, asked: Asked, _folder: Path, group: int) -> Way:
    from mining.shared_views import pass_stripe_rows
    from mining.stripes import read_stripes
    from visuals.stripes_map import draw_stripes

    if asked.change is None:
        read = partial(read_stripes, connection, [("", asked.since, asked.until)])
    else:
        periods = [
            (say("Before {day}", day=day(asked.change)), asked.since, asked.change - timedelta(days=1)),
            (say("From {day}", day=day(asked.change)), asked.change, asked.until),
        ]
        ((last,),) = connection.execute("select log_end_date from log").fetchall()
        followed = max(LEAST_FOLLOWED, min(MOST_FOLLOWED, (last - asked.change).days // 2))
        read = partial(read_stripes, connection, periods, follow_days=followed)
    return read, partial(pass_stripe_rows, group=group), draw_stripes


def _leak(connection: duckdb.DuckDBPyConnection, asked: Asked, _folder: Path, group: int) -> Way:
    from mining.passed_on import read_passed_on
    from mining.shared_stages import pass_passed_on
    from visuals.leak_map import draw_leaks

    if (pipe := asked.pipe) is not None:
        return lambda: pipe, lambda passed: passed, draw_leaks
    read = partial(read_passed_on, connection, since=asked.since, until=asked.until, topics=asked.topics)
    return read, partial(pass_passed_on, group=group), draw_leaks


def _network(connection: duckdb.DuckDBPyConnection, asked: Asked, folder: Path, group: int) -> Way:
    from mining.network import NODES
    from visuals.network_map import draw_network

    return _of_handovers(connection, asked, folder, group, keep=NODES, draw=draw_network)


def _journey(connection: duckdb.DuckDBPyConnection, asked: Asked, folder: Path, _group: int) -> Way:
    from mining.disclosure import pass_journey
    from mining.journey_reading import read_journey
    from visuals.journey_map import draw_journey

    number = _journey_no(connection, asked, folder)
    return partial(read_journey, connection, number), partial(pass_journey, rounding=asked.rounding), draw_journey


def _questions(connection: duckdb.DuckDBPyConnection, asked: Asked, folder: Path, group: int) -> Way:
    from visuals.journey_bands import draw_bands

    read, gate, _ = _journey(connection, asked, folder, group)
    return read, gate, draw_bands


def _promise(connection: duckdb.DuckDBPyConnection, asked: Asked, folder: Path, group: int) -> Way:
    from mining.plan_file import read_plan
    from mining.promise import common_activities, read_promise
    from mining.shared_views import pass_promise
    from visuals.promise_map import draw_promise

    number = _journey_no(connection, asked, folder)
    if asked.plan is None:
        raise UsageError(
            say("This map needs a plan: what was promised, step by step."),
            next_step=say("Name the file: --plan FILE. See docs/plan-file.md."),
        )
    plan = read_plan(asked.plan)
    questions = (asked.question,) if asked.question else ()
    return (
        partial(read_promise, connection, number, plan, questions=questions),
        lambda made: pass_promise(made, rounding=asked.rounding, common=common_activities(connection, group=group)),
        partial(draw_promise, page=asked.page),
    )


def _journey_no(connection: duckdb.DuckDBPyConnection, asked: Asked, folder: Path) -> int:
    from mining.journey_reading import find_journey

    if not asked.journey:
        raise UsageError(
            say("This map shows one journey, and only one that is asked for."),
            next_step=say("Say which: --journey ID. The ids are in the column journey of tables/journeys.csv."),
        )
    return find_journey(connection, asked.journey, folder=folder)


_WAYS: dict[View, Callable[..., Way]] = {
    "journey": _journey,
    "questions": _questions,
    "promise": _promise,
    "silos": _silos,
    "difference": _difference,
    "gaps": _gaps,
    "matrix": _matrix,
    "stations": _stations,
    "stripes": _stripes,
    "leak": _leak,
    "network": _network,
}
