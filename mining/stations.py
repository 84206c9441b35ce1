"""A chain of departments as stations on a line: every handover from one to the next with when it left and when it was taken up.

This is the performance spectrum of Denisov, Fahland, Van der Aalst and Belkina (BPM 2018) for handovers between departments: averages
hide that questions wait for a weekly meeting or for the end of the holidays, the single lines show it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import duckdb
import pandas as pd

from journeys.errors import UsageError
from journeys.names import normalised
from journeys.texts import say, whole
from mining.calendar_dates import local_moments
from mining.handovers import no_departments, read_passages
from mining.known import is_known
from mining.network import read_units

FEWEST, MOST = 3, 5
"""So many stations a chain that somebody chooses has."""

BY_ITSELF = 4
"""So many stations at most are chosen where nobody chooses."""

LONG_CALENDAR_DAYS = 28
STATES = ("unrecorded", "answered", "late", "lost", "rerouted", "settled", "open")
_EVERY = 1_000_000


@dataclass(frozen=True)
class Stations:
    """This is one chain of departments and all handovers along it.

    Attributes
    ----------
    chain: the departments from top to bottom.
    segments: one row for each pair of neighbours in the chain, in order: `from_department`, `to_department`, `n`, `recorded` (n without
        the unrecorded ones), a count for each of STATES, `timed` (answered + late), `median_calendar_days`
        (of 24 hours, of the timed ones; whole weeks where `whole_weeks`; NaN where there is none), `long` (timed ones of more than
        `long_calendar_days`),
        `half_dates` (the fewest dates on which half of the timed ones were taken up: few where questions are taken up in batches; empty
        where there is none).
    passages: one row a passage along the chain, by segment (from 0), moment of leaving and row: `segment`, `status`, `started`, `ended`
        (UTC; NaT where the receiver did not act), `calendar_days`, `timed`. Of an unrecorded one the moments only bound it.
    whole_weeks: moments are rounded down to the week, and passages that may not be shown are left out; no date is counted then.
    hidden: why nothing of it is known or may be shown: a picture is then an empty card with this sentence.
    against: passages between departments of the chain that go back or skip a station. elsewhere: all other passages of the period.
    """

    chain: tuple[str, ...]
    segments: pd.DataFrame
    passages: pd.DataFrame
    against: int
    elsewhere: int
    first: date | None
    last: date | None
    long_calendar_days: int = LONG_CALENDAR_DAYS
    whole_weeks: bool = False
    hidden: str = ""

    @property
    def total(self) -> int:
        """This is every passage of the period: along the chain, against it and elsewhere."""
        return len(self.passages) + self.against + self.elsewhere


@dataclass(frozen=True)
class Chain:
    """This is every passage of a period, and the chain of departments that somebody named; an empty chain: to be found.

    `hidden`: why nothing of it is known or may be shown.
    """

    passages: pd.DataFrame
    chain: tuple[str, ...] = ()
    hidden: str = ""


def read_stations(
    connection: duckdb.DuckDBPyConnection,
    *,
    chain: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    topics: Sequence[str] = (),
    long_calendar_days: int = LONG_CALENDAR_DAYS,
) -> Stations:
    """This reads the handovers along a chain of departments, let go from `since` up to and including `until` (local dates).

    Without a `chain` it is the one of at most four departments with the most recorded handovers (see `busiest_chain`), or with the most
    passages where no handover is recorded. Raises `UsageError` for an unknown department, one that is named twice, or a chain that is
    not of three to five; `DossierError` for a dossier of an older version.
    """
    read = read_chain(connection, chain=chain, since=since, until=until, topics=topics)
    return stations_of(read.passages, chain=read.chain, long_calendar_days=long_calendar_days, hidden=read.hidden)


def read_chain(
    connection: duckdb.DuckDBPyConnection,
    *,
    chain: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    topics: Sequence[str] = (),
) -> Chain:
    """This reads what `stations_of` takes; raises as `read_stations` does."""
    units = read_units(connection, keep=_EVERY)
    passages = read_passages(connection, units, since=since, until=until, topics=topics)
    hidden = "" if is_known(connection, "department") else no_departments()
    return Chain(passages, chosen(chain, units.shown), hidden)


def shared_chain(data: Chain, passed: pd.DataFrame, *, group: int, hidden: str = "") -> Chain:
    """This makes a chain of the passages that passed mining.disclosure, which know units only: here each department is one. `hidden` is
    what is said where there were passages and none of them passed.

    Raises `UsageError` where somebody named a chain of which a segment may not be shown: it would look as if nobody went there.
    """
    rows = passed.assign(from_department=passed["from_unit"], to_department=passed["to_unit"], whole_weeks=True)
    there = set(zip(data.passages["from_department"], data.passages["to_department"], strict=True))
    shown = set(zip(rows["from_department"], rows["to_department"], strict=True))
    for pair in pairwise(data.chain):
        if pair in there - shown:
            raise UsageError(
                say("From {sender} to {receiver} cannot be shown: too few residents ({group}) or lost questions went there.",
                    sender=pair[0], receiver=pair[1], group=group),
                next_step=say("Choose another chain, or draw it for the team alone: --internal."),
            )  # fmt: skip
    return Chain(rows, data.chain, data.hidden or (hidden if rows.empty and len(data.passages) else ""))


def stations_of(
    passages: pd.DataFrame, *, chain: Sequence[str] = (), long_calendar_days: int = LONG_CALENDAR_DAYS, hidden: str = ""
) -> Stations:
    """This takes the passages along a chain out of all passages (columns as of `mining.handovers.read_passages`)."""
    chain = tuple(chain) or _found(passages)
    at = {name: place for place, name in enumerate(chain)}
    senders, receivers = passages["from_department"].map(at), passages["to_department"].map(at)
    along = receivers - senders == 1
    on_chain = senders.notna() & receivers.notna() & (senders != receivers)
    kept = passages[along].assign(segment=senders[along].astype(int))
    kept = kept.sort_values(["segment", "started", "row_no"], kind="stable", ignore_index=True)
    dates, whole_weeks = passages["local_date"].dropna(), "whole_weeks" in passages.columns
    return Stations(
        chain=chain,
        segments=_segments(kept, chain, long_calendar_days, whole_weeks=whole_weeks),
        passages=kept[["segment", "status", "started", "ended", "calendar_days", "timed"]],
        against=int((on_chain & ~along).sum()),
        elsewhere=int((~on_chain).sum()),
        first=dates.min().date() if len(dates) else None,
        last=dates.max().date() if len(dates) else None,
        long_calendar_days=long_calendar_days,
        whole_weeks=whole_weeks,
        hidden=hidden,
    )


def chosen(chain: Sequence[str], departments: Sequence[str]) -> tuple[str, ...]:
    """This finds the departments that somebody names, as the dossier writes them; raises `UsageError` where that fails."""
    if not chain:
        return ()
    written = {normalised(name): name for name in departments}
    for name in chain:
        if normalised(name) not in written:
            raise UsageError(
                say("There is no department “{name}” in this dossier.", name=name),
                next_step=say("Departments there are: {names}.", names=", ".join(sorted(departments)[:20])),
            )
    found = tuple(written[normalised(name)] for name in chain)
    if len(set(found)) < len(found) or not FEWEST <= len(found) <= MOST:
        raise UsageError(
            say("A chain has {least} to {most} different departments; this one has {n}.", least=FEWEST, most=MOST, n=len(set(found))),
            next_step=say("Name them in the order in which a question passes them."),
        )
    return found


def busiest_chain(weights: Mapping[tuple[str, str], int], *, most: int = BY_ITSELF) -> tuple[str, ...]:
    """This finds the path of at most `most` different departments that carries the most; empty where nothing passes.

    `weights`: how many go from one to the other, of at least 1. Ties: the path that comes first when at each step the heavier pair goes
    first, then the name. Exact: a path is given up only when even the heaviest pairs could not bring it over the best one.
    """
    onward: dict[str, list[tuple[str, int]]] = {}
    for (one, other), heavy in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        if heavy > 0 and one != other:
            onward.setdefault(one, []).append((other, heavy))
    heaviest = max((ways[0][1] for ways in onward.values()), default=0)
    best: tuple[int, tuple[str, ...]] = (0, ())

    def follow(path: tuple[str, ...], carried: int) -> None:
        nonlocal best
        if carried > best[0]:
            best = (carried, path)
        steps = most - len(path)
        for other, heavy in onward.get(path[-1], []):
            if steps < 1 or carried + heavy + (steps - 1) * heaviest <= best[0]:
                return
            if other not in path:
                follow((*path, other), carried + heavy)

    for first in sorted(onward, key=lambda name: (-onward[name][0][1], name)):
        follow((first,), 0)
    return best[1]


def _found(passages: pd.DataFrame) -> tuple[str, ...]:
    between = passages[passages["from_department"].notna()]
    recorded = between[between["status"] != "unrecorded"]
    counted = (recorded if len(recorded) else between).value_counts(["from_department", "to_department"]).rename("n").reset_index()
    return busiest_chain({(one, other): n for one, other, n in counted.itertuples(index=False)})


def _segments(passages: pd.DataFrame, chain: Sequence[str], long_calendar_days: int, *, whole_weeks: bool) -> pd.DataFrame:
    rows = []
    for at, (one, other) in enumerate(pairwise(chain)):
        own = passages[passages["segment"] == at]
        counts = {state: int((own["status"] == state).sum()) for state in STATES}
        timed = own[own["timed"].astype(bool)]
        days = timed["calendar_days"].astype(float)
        half = float(days.median()) if len(days) else float("nan")
        rows.append(
            {
                "from_department": one,
                "to_department": other,
                "n": len(own),
                "recorded": len(own) - counts["unrecorded"],
                **counts,
                "timed": len(timed),
                "median_calendar_days": 7.0 * whole(half / 7) if whole_weeks and len(days) else half,
                "long": int((days > long_calendar_days).sum()),
                "half_dates": _half_dates(timed["ended"]) if len(timed) else None,
            }
        )
    columns = [
        "from_department", "to_department", "n", "recorded", *STATES, "timed", "median_calendar_days", "long", "half_dates",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).astype({"half_dates": "Int64", "median_calendar_days": "float64"})


def _half_dates(ended: pd.Series) -> int:
    """This counts the busiest dates (Dutch time) that together hold at least half of the moments."""
    dates = local_moments(ended).dt.date
    held = dates.value_counts().cumsum()
    return int((2 * held < len(dates)).sum()) + 1
