"""The signals of a dossier: for each how often it was found, in how many journeys, or which columns it misses.

Table `signal_list` holds them, so that a dossier tells of its signals (those of the municipality's own too) without the files they
were made from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from journeys.dossier import has_table, insert_rows
from journeys.settings import OURS
from journeys.texts import Language, language, say, say_n
from mining.catalogue import Catalogue


@dataclass(frozen=True)
class FoundSignal:
    """This is one signal of a dossier.

    Attributes
    ----------
    sort: gap or success. anchor: row, case, cases, journey or official.
    instances, journeys: how often it was found, and how many journeys that touches; None when it cannot be determined.
    missing: our columns that it needs and the log lacks, or what there is too little of (`too_few_officials`).
    """

    name: str
    sort: str
    anchor: str
    title: Mapping[Language, str]
    instances: int | None
    journeys: int | None
    missing: tuple[str, ...]

    @property
    def is_of_people(self) -> bool:
        """This tells whether an instance is an official: outside the tables of the dossier only their number is shown."""
        return self.anchor == "official"


def list_signals(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> tuple[FoundSignal, ...]:
    """This counts the instances of every signal, once they are mined, and writes table `signal_list`."""
    lacking: dict[str, tuple[str, ...]] = {}
    for measure, what in connection.execute("select measure, column_missing from cannot_determine").fetchall():
        name = measure.removeprefix("signal:")
        lacking[name] = (*lacking.get(name, ()), what)
    found = []
    for one in catalogue.signals:
        missing = lacking.get(one.name, ())
        counted: tuple[int | None, int | None] = (None, None)
        if not missing:
            counted = connection.execute(_count(one.name, one.anchor)).fetchall()[0]
        found.append(FoundSignal(one.name, one.signal["sort"], one.anchor, one.title, *counted, missing))
    connection.execute(
        """
        create or replace table signal_list (
          signal text, sort text, anchor text, title_en text, title_nl text, instances bigint, journeys bigint, missing text
        )"""
    )
    rows = [
        (one.name, one.sort, one.anchor, one.title["en"], one.title["nl"], one.instances, one.journeys, " ".join(one.missing))
        for one in found
    ]
    insert_rows(connection, "signal_list", rows)
    return tuple(found)


def read_signals(connection: duckdb.DuckDBPyConnection) -> tuple[FoundSignal, ...]:
    """This reads the signals of a dossier, by name; none where an older program made it."""
    if not has_table(connection, "signal_list"):
        return ()
    return tuple(
        FoundSignal(name, sort, anchor, {"en": en, "nl": nl}, instances, journeys, tuple(missing.split()))
        for name, sort, anchor, en, nl, instances, journeys, missing in connection.execute(
            "select signal, sort, anchor, title_en, title_nl, instances, journeys, missing from signal_list order by signal"
        ).fetchall()
    )


def cannot_line(missing: Collection[str], *, name: Callable[[str], str] = str) -> str:
    """This says that something cannot be determined, for want of which columns (`name` gives the word of one) or of what else."""
    if not set(missing) <= set(OURS):
        return say("cannot be determined: {reason}", reason=reason_word(next(one for one in missing if one not in OURS)))
    return say_n(
        "cannot be determined: column {columns} is missing",
        "cannot be determined: columns {columns} are missing",
        len(missing),
        columns=say(" and ").join(filter(None, (", ".join(map(name, list(missing)[:-1])), name(list(missing)[-1])))),
    )


def reason_word(code: str) -> str:
    """This says what there is too little of, beside columns, for a signal or a number to be determined."""
    words = {
        "too_few_officials": lambda: say("there are too few officials to compare"),
        "no_department_named": lambda: say("no event of the municipality names a department"),
        "no_official_named": lambda: say("no event of the municipality names an official"),
    }
    return words.get(code.replace(" ", "_"), lambda: code.replace("_", " "))()


def signal_lines(signals: Sequence[FoundSignal]) -> list[str]:
    """This tells how often each signal was found that was found at all: gaps first, then what went well."""
    found = [one for one in signals if one.instances]
    return [
        say_n("{title} ({name}): {n} time, in {journeys}.", "{title} ({name}): {n} times, in {journeys}.", one.instances or 0,
              title=one.title[language()], name=one.name, journeys=say_n("{n} journey", "{n} journeys", one.journeys or 0))
        for one in sorted(found, key=lambda one: (one.sort != "gap", -(one.instances or 0), one.name))
    ]  # fmt: skip


def _count(name: str, anchor: str) -> str:
    """This gives the query that counts instances and journeys; an official touches the journeys of the rows that prove it."""
    if anchor != "official":
        return f"select count(*), count(distinct journey_no) from {name}"
    return f"""
        select (select count(*) from {name}), count(distinct events.journey_no)
        from (select unnest(row_nos) as row_no from {name}) as proof
        join events on events.row_no = proof.row_no"""
