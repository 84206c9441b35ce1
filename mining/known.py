"""Which of our columns a log has with at least one known value (A20), and for whom a derived kind is not enough.

Where the export has no column of kinds, kinds are derived from the names of activities. That carries measures, which the report
shows with the rules that were used. A signal says of people's work that a question was lost there: it waits until a user has
confirmed the kinds (signals.md, columns needed: "with a mapping that the user confirms"), and so does every table that
needs kinds for its rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import duckdb

from journeys.dossier import answer
from journeys.settings import MeasureSettings, Settings
from mining.catalogue import DEFINITIONS
from mining.definition import Definition
from mining.definition_headers import read_definition

DERIVED = "activities.kind_rule <> '' and not starts_with(activities.kind_rule, 'settings')"
"""In SQL: the kind of an activity was derived from its words, and no setting gives it."""


@dataclass(frozen=True)
class Known:
    """This is what is known of a log: our columns, and whether its kinds were stated or confirmed."""

    columns: frozenset[str]
    kinds_settled: bool

    def to(self, definition: Definition) -> set[str]:
        """This gives the columns that a definition may build on."""
        held_back = not self.kinds_settled and definition.role != "step" and "kind" in definition.needs
        return set(self.columns - {"kind"} if held_back else self.columns)


def known_columns(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Known:
    """This looks at a log that was taken in. Kinds that the settings give themselves, one by one or by a rule, are confirmed."""
    columns = frozenset(ours for (ours,) in connection.execute("select ours from present where known").fetchall())
    derived = answer(connection, f"select count(*) from activities where {DERIVED}")[0]
    return Known(columns, settings.kinds.confirmed or not derived)


def is_known(connection: duckdb.DuckDBPyConnection, ours: str) -> bool:
    """This tells whether one of our columns has at least one known value."""
    return bool(connection.execute("select 1 from present where ours = ? and known", [ours]).fetchall())


def ends_known(connection: duckdb.DuckDBPyConnection) -> bool:
    """This tells whether the log says of any case that it is over, as step `ends_known` asks it: it holds a decision or a close (A15), or
    states the kind of each event itself.

    Where it does neither, nothing may call a case open: it may be over without a word.
    """
    return is_known(connection, "kind") and bool(answer(connection, _asked_of_ends())[0])


@cache
def _asked_of_ends() -> str:
    return read_definition(DEFINITIONS / "ends_known.sql").query(MeasureSettings())
