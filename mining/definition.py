"""A definition: one SQL file that makes one table, with what its header says of it in both languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from journeys.errors import DefinitionError
from journeys.settings import MeasureSettings
from journeys.texts import Language, say
from mining.query_numbers import Value, numbers_in, with_numbers

Role = Literal["table", "step", "signal"]

TYPES_NL = {
    "integer": "geheel getal",
    "integer of 64 bits": "geheel getal van 64 bits",
    "number": "getal",
    "number from 0 to 1": "getal van 0 tot en met 1",
    "share": "aandeel van 0 tot en met 1",
    "text": "tekst",
    "list of integers": "lijst van gehele getallen",
    "boolean": "ja of nee",
    "date": "datum",
    "timestamp UTC": "tijdstip (UTC)",
}
"""The types of columns in Dutch: a column's type is written once, before the `;` of its English meaning."""

_STORED_WINDOW = re.compile(r"\b(as_stored)\s+as\s+\([^()]*\)")


@dataclass(frozen=True)
class Definition:
    """This is one definition: its header, and its query as it stands in the file.

    Attributes
    ----------
    role: `table` is for people (written to tables/<export>.csv); `step` stands in between and is dropped unless `kept` (what maps read);
    `signal` gives the instances of one signal, in the columns of SIGNAL_COLUMNS.
    needs: our columns without which every answer is "cannot be determined"; `column_needs` says the same of single
    columns. parameters: numbers of its own, used where the settings hold no number of that name. signal: what only
    signals have (anchor, gap or success). reads: the tables that its query reads from. columns: `type; meaning`;
    columns_nl: the meanings in Dutch, the type left out; empty where nobody wrote them. longest: `longest_working_days` of a query that a
    dossier gave back, in which names of numbers are numbers already.
    """

    name: str
    path: Path
    row: Mapping[Language, str]
    key: tuple[str, ...]
    role: Role
    source: str
    definition: Mapping[Language, str]
    title: Mapping[Language, str]
    columns: Mapping[str, str]
    sql: str
    export: str
    needs: tuple[str, ...] = ()
    column_needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parameters: Mapping[str, Value] = field(default_factory=dict)
    signal: Mapping[str, str] = field(default_factory=dict)
    reads: frozenset[str] = frozenset()
    columns_nl: Mapping[str, str] = field(default_factory=dict)
    kept: bool = False
    longest: int | None = None

    @property
    def grounds(self) -> str | None:
        """This is the table of one row that says, in `lacking`, of what there is too little to tell a signal; None: it names none."""
        return self.signal.get("grounds")

    @property
    def rests_on(self) -> frozenset[str]:
        """These are the tables without which a definition cannot be run and judged: those it reads, and its grounds."""
        return self.reads | {self.grounds} if self.grounds else self.reads

    @property
    def anchor(self) -> str:
        """This is what identifies an instance of a signal: row, case, cases, journey or official."""
        return self.signal["anchor"]

    def query(self, measures: MeasureSettings, *, stored: bool = False) -> str:
        """This gives the query with its numbers filled in; raises `DefinitionError` for a name without a number.

        Where the rows of `events` are `stored` in order already, a window called `as_stored` need not sort them again: DuckDB then
        walks through the rows as they stand, which gives the same numbers ten times sooner.
        """

        def value_of(name: str) -> Value:
            value: Value | None = getattr(measures, name, measures.header_numbers.get(name, self.parameters.get(name)))
            if value is None:
                raise DefinitionError(
                    say(
                        "{file}: the query asks for “:{name}”, but neither the settings nor its header give it.",
                        file=self.path.name,
                        name=name,
                    )
                )
            return value

        query = with_numbers(self.sql, value_of)
        return _STORED_WINDOW.sub(r"\1 as ()", query) if stored else query

    def longest_working_days(self, measures: MeasureSettings) -> int:
        """This is how many working days it takes at most to be certain that a signal is there: the longest of the periods it reads."""
        if self.longest is not None:
            return self.longest
        names = [name for name in numbers_in(self.sql) if name.endswith("_working_days")]
        values = [getattr(measures, name, measures.header_numbers.get(name, self.parameters.get(name))) for name in names]
        return max((int(one) for one in values if isinstance(one, int | float)), default=0)

    def meaning(self, column: str, language: Language) -> str:
        """This gives the type and the meaning of a column; without Dutch words only its type."""
        meaning = self.columns[column]
        if language == "en":
            return meaning
        kind = meaning.partition("; ")[0]
        return "; ".join(filter(None, (TYPES_NL.get(kind, kind), self.columns_nl.get(column, ""))))

    def missing(self, known: Collection[str]) -> dict[str, tuple[str, ...]]:
        """This tells for each column that cannot be determined which of our columns are missing; of `a|b` one is enough."""
        found = {}
        for column in self.columns:
            if column not in self.key:
                wanted = dict.fromkeys((*self.needs, *self.column_needs.get(column, ())))
                lacking = tuple(ours for ours in wanted if not any(one in known for one in ours.split("|")))
                if lacking:
                    found[column] = lacking
        return found
