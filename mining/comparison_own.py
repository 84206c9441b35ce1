"""The signals of a municipality's own that dossiers hold: which of them can be compared, and why the others cannot.

A dossier keeps every definition as it was run (table `definitions`), so no folder and no settings file are needed to compare them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from mining.catalogue import MADE_BY_INTAKE, Catalogue
from mining.comparison_verdict import Measured, undetermined
from mining.definition import Definition
from mining.query_words import tables_read
from mining.signal_columns import SIGNAL_COLUMNS, SIGNAL_COLUMNS_NL, SIGNAL_KEY, SIGNAL_ROW

NOT_SOUGHT = ("not_before", "not_after")
"""Why a signal is not compared: the dossier of that side does not hold it."""

OTHERWISE, OLDER = "otherwise", "older_dossier"
"""And: it, or what it reads from, is defined otherwise on the two sides; a dossier does not tell how long a case is to be followed."""


@dataclass(frozen=True)
class Held:
    """This is what dossiers can be compared by.

    Attributes
    ----------
    catalogue: our definitions, then those of a municipality's own that every dossier holds in the same way.
    apart: the other signals of its own, by name, with the reason: NOT_SOUGHT, OTHERWISE or OLDER.
    told: `catalogue` with those of `apart`, for titles and definitions in words.
    """

    catalogue: Catalogue
    apart: Mapping[str, str] = field(default_factory=dict)
    told: Catalogue = field(default_factory=lambda: Catalogue(()))

    @property
    def undetermined(self) -> dict[str, Measured]:
        """This gives the measures of the signals that are not compared, by id."""
        return {f"signal:{name}": undetermined(why, passes=False) for name, why in self.apart.items()}


def held(connections: Sequence[duckdb.DuckDBPyConnection], ours: Catalogue) -> Held:
    """This reads the definitions of one or two dossiers beside `ours` (those of the program, without any of a municipality's own).

    A signal about officials is never compared and is in neither.
    """
    sides = [{name: one for name, one in _stored(connection).items() if name not in ours} for connection in connections]
    found = {name: one for side in reversed(sides) for name, one in side.items()}
    same = {name for name, one in found.items() if all(name in side and _alike(side[name], one) for side in sides)}
    known = MADE_BY_INTAKE | {one.name for one in ours}
    kept: dict[str, Definition] = {}
    while ready := [name for name in sorted(same - kept.keys()) if found[name].rests_on <= known | kept.keys()]:
        kept |= {name: found[name] for name in ready}
    apart = {}
    for name, one in sorted(found.items()):
        if one.role != "signal" or one.anchor == "official":
            continue
        absent = [why for why, side in zip(NOT_SOUGHT, sides, strict=False) if name not in side]
        if absent:
            apart[name] = absent[0]
        elif name not in kept:
            apart[name] = OTHERWISE
        elif one.longest is None:
            apart[name] = OLDER
    own = tuple(one for name, one in kept.items() if name not in apart)
    needed = {one.name for one in Catalogue(own).needed_for(*(one.name for one in own if one.role == "signal"))}
    return Held(
        Catalogue((*ours, *(one for one in own if one.name in needed))), apart,
        told=Catalogue((*ours, *(one for one in own if one.name in needed), *(found[name] for name in apart))),
    )  # fmt: skip


def _alike(one: Definition, other: Definition) -> bool:
    return (one.sql, one.grounds) == (other.sql, other.grounds)


def _stored(connection: duckdb.DuckDBPyConnection) -> dict[str, Definition]:
    """This reads the definitions of a dossier back, with their numbers in the queries."""
    rows = connection.execute("select * from definitions order by name").fetchall()
    columns = [column[0] for column in connection.description or ()]
    return {str(row[0]): _definition(dict(zip(columns, row, strict=True))) for row in rows}


def _definition(row: Mapping[str, Any]) -> Definition:
    signal = row["role"] == "signal"
    sql = "\n".join(row["query"])
    return Definition(
        name=row["name"],
        path=Path(f"{row['name']}.sql"),
        row=dict(SIGNAL_ROW) if signal else {},  # type: ignore[arg-type]
        key=SIGNAL_KEY if signal else (),
        role=row["role"],
        source=row["source"],
        definition={"en": "\n".join(row["definition_en"]), "nl": "\n".join(row["definition_nl"])},
        title={"en": row["title_en"], "nl": row["title_nl"]},
        columns=SIGNAL_COLUMNS if signal else {},
        sql=sql,
        export=row["export"],
        needs=tuple(row["needs"].split()),
        signal={name: row[name] for name in ("sort", "anchor", "grounds") if row.get(name)} if signal else {},
        reads=tables_read(sql),
        columns_nl=SIGNAL_COLUMNS_NL if signal else {},
        kept=row["role"] != "step",
        longest=row.get("longest_working_days"),
    )
