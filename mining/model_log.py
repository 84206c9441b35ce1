"""The cases of a dossier as sequences of what happened, ready to be held against a model; and which were left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

import duckdb

from journeys.errors import DossierError, UsageError
from journeys.names import normalised
from journeys.texts import say
from mining.kind_words import kind_word

By = Literal["case", "journey"]
Of = Literal["activity", "kind", "department"]
Trace = tuple[str, ...]
Naming = Callable[[str, str, str | None], str | None]
"""This gives the name of the step for activity, kind and department of an event; None: the event is no step that can be named."""

_CHOSEN = """
select events.{unit} as unit, case_measures.open, events.local_date, events.order_moment, events.row_no,
  activities.activity, events.kind::varchar as kind, departments.department
from events
join activities using (activity_no)
join case_measures using (case_no)
left join departments on departments.department_no = events.department_no
left join topics on topics.topic_no = case_measures.topic_no
where $everything or topics.topic in (select unnest($topics))
"""
_UNITS = f"""
with chosen as ({_CHOSEN}),
units as (
  select unit, bool_or(open) as open, min(local_date) as began
  from chosen
  group by unit
  having ($since is null or min(local_date) >= $since) and ($until is null or min(local_date) <= $until)
)
"""


@dataclass(frozen=True)
class ModelLog:
    """This is what a model is made of or held against.

    Attributes
    ----------
    traces: each sequence of names, with how many cases (or journeys) had it; the most frequent first, ties by the names.
    by, of: what one sequence is, and what its names are.
    open: cases that were still open, left out: they are not finished, so that every model would find something missing.
    no_ends: no case is known to have ended, so that all were kept: the log does not tell which are finished.
    unnamed: events without a name (a department that is unknown), left out. ties: neighbouring events at the same moment.
    first, last: dates on which the first and the last of the cases began; None without any.
    """

    traces: Mapping[Trace, int]
    by: By
    of: Of
    open: int
    no_ends: bool
    unnamed: int
    ties: int
    first: date | None
    last: date | None

    @property
    def cases(self) -> int:
        """This counts the cases (or journeys)."""
        return sum(self.traces.values())

    @property
    def counts(self) -> Counter[str]:
        """This counts the events of each name."""
        found: Counter[str] = Counter()
        for trace, cases in self.traces.items():
            for name in trace:
                found[name] += cases
        return found


def read_model_log(
    connection: duckdb.DuckDBPyConnection,
    *,
    by: By = "case",
    of: Of = "activity",
    topics: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    naming: Naming | None = None,
) -> ModelLog:
    """This reads the events of every case (or journey) in order of (order_moment, row_no).

    `topics`: only cases with one of these (A2). `since`, `until`: only those that began then (local date). `naming` overrules `of`. With
    `of` department, neighbouring events of one department are one step. Open cases are left out; where it is unknown whether a case is
    open, it stays in. Raises `UsageError` for a topic that no case has, `DossierError`
    for a dossier of an older version.
    """
    known = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    if not {"events", "activities", "departments", "topics", "case_measures"} <= known:
        raise DossierError(
            say("This dossier was made by an older version and does not hold what a model is made of."),
            next_step=say("Make it anew with journeys mine."),
        )
    named = naming or _namings[of]
    query = _UNITS.format(unit="case_no" if by == "case" else "journey_no")
    values = {"everything": not topics, "topics": _topics(connection, topics), "since": since, "until": until}
    ((units, still_open),) = connection.execute(f"{query} select count(*), count(*) filter (where open) from units", values).fetchall()
    no_ends = still_open == units > 0
    values["keep_open"] = no_ends
    rows = connection.execute(
        f"{query} select unit, order_moment, activity, kind, department, began from chosen join units using (unit)"
        " where $keep_open or units.open is not true order by unit, order_moment, row_no",
        values,
    ).fetchall()
    names: dict[tuple[str, str, str | None], str | None] = {}
    traces: Counter[Trace] = Counter()
    unnamed = ties = 0
    first: date | None = None
    last: date | None = None
    for _, events in groupby(rows, key=lambda row: row[0]):
        found, before = list[str](), None
        for _, moment, activity, kind, department, began in events:
            first, last = min(first or began, began), max(last or began, began)
            ties += before == moment
            before = moment
            what = (str(activity), str(kind), department)
            if what not in names:
                names[what] = named(*what)
            name = names[what]
            if name is None:
                unnamed += 1
            elif naming is not None or of != "department" or not found or found[-1] != name:
                found.append(name)
        traces[tuple(found)] += 1
    ordered = dict(sorted(traces.items(), key=lambda pair: (-pair[1], pair[0])))
    return ModelLog(ordered, by, of, 0 if no_ends else int(still_open), no_ends, unnamed, ties, first, last)


def most_frequent(log: ModelLog, *, cover: int, most: int = 10_000) -> tuple[ModelLog, dict[str, int]]:
    """This keeps the names that together cover `cover` percent of the events (ties by name), and gives the others with their events."""
    counts = log.counts
    wanted, reached, kept = cover * sum(counts.values()), 0, set[str]()
    for name, times in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if 100 * reached >= wanted or len(kept) == most:
            break
        kept.add(name)
        reached += times
    traces: Counter[Trace] = Counter()
    for trace, cases in log.traces.items():
        traces[tuple(name for name in trace if name in kept)] += cases
    ordered = dict(sorted(traces.items(), key=lambda pair: (-pair[1], pair[0])))
    left = {name: times for name, times in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if name not in kept}
    return ModelLog(ordered, log.by, log.of, log.open, log.no_ends, log.unnamed, log.ties, log.first, log.last), left


def _topics(connection: duckdb.DuckDBPyConnection, topics: Sequence[str]) -> list[str]:
    known = [str(topic) for (topic,) in connection.execute("select topic from topics order by topic_no").fetchall()]
    found = [topic for topic in known if normalised(topic) in {normalised(asked) for asked in topics}]
    if topics and not found:
        raise UsageError(
            say("No case has this topic: {topics}.", topics=", ".join(topics)),
            next_step=say("Topics there are: {topics}.", topics=", ".join(known[:12]) or say("none")),
        )
    return found


_namings: dict[Of, Naming] = {
    "activity": lambda activity, _kind, _department: activity,
    "kind": lambda _activity, kind, _department: kind_word(kind),
    "department": lambda _activity, _kind, department: department,
}
