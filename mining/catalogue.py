"""The catalogue: all definitions, ours and a municipality's own, in an order in which each comes after what it rests on."""

from __future__ import annotations

import dataclasses
import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from journeys.errors import DefinitionError, SettingsError
from journeys.settings import MeasureSettings, Settings
from journeys.texts import say
from mining.definition import Definition
from mining.definition_headers import read_definition
from mining.query_words import step_names

DEFINITIONS = Path(__file__).parent / "definitions"
SIGNALS = Path(__file__).parent / "signals"

MADE_BY_INTAKE = frozenset({
    "events", "cases", "journey_ids", "officials", "departments", "activities", "topics", "log", "days", "files",
    "rejects", "remarks", "columns_used", "present",
    "topic_terms", "term_moves", "topic_norms",  # mining/terms.py
    "hours_of_departments", "opening_days",  # mining/opening_hours.py
    "decree_years", "legal_days", "legal_moves", "penalty_amounts", "topic_law",  # mining/law_terms.py
})  # fmt: skip
"""The tables that are there before the first definition (docs/architecture.md)."""

MADE_AFTERWARDS = frozenset({"care_curves", "cannot_determine", "definitions", "provenance", "signal_list", "signals"})
"""The tables that tell of the definitions themselves: a definition cannot have their name."""

WRITTEN_BESIDE = frozenset({"activities", "care_curves", "cannot_determine", "columns", "rejects", "remarks", "signals"})
"""The files in tables/ that are no definition's own."""


@dataclass(frozen=True)
class Catalogue:
    """This holds definitions in an order in which each comes after what it reads from."""

    definitions: tuple[Definition, ...]

    def __iter__(self) -> Iterator[Definition]:
        return iter(self.definitions)

    def __len__(self) -> int:
        return len(self.definitions)

    @property
    def signals(self) -> tuple[Definition, ...]:
        """These are the definitions of signals, by name."""
        return tuple(sorted((one for one in self if one.role == "signal"), key=lambda one: one.name))

    def __contains__(self, name: object) -> bool:
        return any(definition.name == name for definition in self.definitions)

    def __getitem__(self, name: str) -> Definition:
        """This finds a definition by name; raises `DefinitionError` with the names there are."""
        for definition in self.definitions:
            if definition.name == name:
                return definition
        raise DefinitionError(
            say("There is no definition “{name}”.", name=name),
            next_step=say("Definitions are: {names}.", names=", ".join(sorted(each.name for each in self))),
        )

    def needed_for(self, *names: str) -> Catalogue:
        """This leaves only these definitions and what they rest on, however far back."""
        wanted = {self[name].name for name in names}
        for definition in reversed(self.definitions):
            if definition.name in wanted:
                wanted |= definition.rests_on
        return Catalogue(tuple(definition for definition in self if definition.name in wanted))


def read_definitions(
    folders: Sequence[Path] = (DEFINITIONS, SIGNALS), *, also_known: Collection[str] = ()
) -> Catalogue:
    """This reads every .sql file in the folders and orders them by what they read from (then by name).

    `also_known` names tables that somebody else makes. Raises `DefinitionError` with the file for a header that is
    absent, not TOML, incomplete or with unknown keys; a name that is used twice; a table that nobody makes;
    definitions that wait for each other.
    """
    found: dict[str, Definition] = {}
    written = set(WRITTEN_BESIDE)
    for folder in folders:
        if not folder.is_dir():
            raise DefinitionError(
                say("The folder of definitions {folder} does not exist.", folder=folder),
                next_step=say("Check the folders named in journeys.toml."),
            )
        for path in sorted(folder.glob("*.sql")):
            definition = read_definition(path)
            if definition.name in found or definition.name in MADE_BY_INTAKE | MADE_AFTERWARDS:
                raise DefinitionError(
                    say("{file}: the name “{name}” is taken already.", file=path, name=definition.name),
                    next_step=say("Give the file and its definition another name."),
                )
            if definition.role == "table" and definition.export in written:
                raise DefinitionError(
                    say("{file}: the name “{name}” is taken already.", file=path, name=definition.export),
                    next_step=say("Give the table that it writes another name: “export” in its header."),
                )
            if definition.role == "table":
                written.add(definition.export)
            found[definition.name] = definition
    for definition in found.values():
        for table in sorted(definition.reads - found.keys() - MADE_BY_INTAKE - set(also_known)):
            raise DefinitionError(
                say("{file}: the query reads from “{table}”, which nobody makes.", file=definition.path, table=table)
            )
        if definition.grounds and not ((ground := found.get(definition.grounds)) and ground.kept and "lacking" in ground.columns):
            raise DefinitionError(
                say("{file}: there is no table “{table}” that is kept and has a column “lacking”.",
                    file=definition.path, table=definition.grounds),
                next_step=say("“grounds” names a table of one row. Its “lacking” says what there is too little of; empty: enough."),
            )  # fmt: skip
        for step in sorted((step_names(definition.sql) & found.keys()) - {definition.name}):
            raise DefinitionError(
                say("{file}: a step inside the query is called “{table}”, like a table that is there already.",
                    file=definition.path, table=step)
            )  # fmt: skip
    return Catalogue(tuple(_in_order(found)))


def catalogue_of(settings: Settings) -> Catalogue:
    """This reads our definitions and, after ours, those in the municipality's own folders ([signals] in journeys.toml).

    Raises `DefinitionError` as `read_definitions` does, and `SettingsError` for a number under [measures] that neither the settings nor any
    header knows, or that is of another sort than the header's own.
    """
    catalogue = read_definitions((DEFINITIONS, SIGNALS, *settings.signal_folders))
    parameters = {name: value for one in catalogue for name, value in one.parameters.items()}
    for name, value in settings.measures.header_numbers.items():
        if name not in parameters:
            fields = [one.name for one in dataclasses.fields(MeasureSettings) if one.name != "header_numbers"]
            raise SettingsError(
                say("{file}: there is no setting “{key}”.", file="journeys.toml", key=f"measures.{name}"),
                next_step=say("Settings there are: {keys}.", keys=", ".join(sorted({*fields, *parameters}))),
            )
        sort = type(parameters[name])
        if type(value) is not sort and not (sort is float and type(value) is int):
            raise SettingsError(
                say("{file}: the value of “{key}” must be {sort}.", file="journeys.toml", key=f"measures.{name}", sort=sort.__name__)
            )
    return catalogue


def _in_order(found: Mapping[str, Definition]) -> Iterator[Definition]:
    """This gives the definitions so that each comes after what it reads from, by name where that leaves a choice."""
    waits_for = {name: set(definition.rests_on & found.keys()) for name, definition in found.items()}
    for name, definition in found.items():
        if name in waits_for[name]:
            raise DefinitionError(say("{file}: the query reads from the table it makes.", file=definition.path))
    ready = [name for name, others in waits_for.items() if not others]
    heapq.heapify(ready)
    while ready:
        name = heapq.heappop(ready)
        del waits_for[name]
        yield found[name]
        for other, others in waits_for.items():
            if name in others:
                others.discard(name)
                if not others:
                    heapq.heappush(ready, other)
    if waits_for:
        raise DefinitionError(
            say("These definitions wait for each other: {names}.", names=", ".join(sorted(waits_for)))
        )
