"""The catalogue: what each definition (one SQL file, one table) says of itself, and the order they can be made in.

A definition opens with a comment that is TOML: name, what one row is, key, columns with unit and meaning, the
definition in words with its source. What people read stands there in English and in Dutch. This room reads those
headers, finds what each query reads from, orders the files by that, fills the numbers that the settings hold, answers
`journeys explain NAME`, and prints docs/tables.md. A municipality adds its own by naming a folder.
"""

from __future__ import annotations

import contextlib
import dataclasses
import heapq
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from journeys import texts
from journeys.errors import DefinitionError, SettingsError
from journeys.settings import OURS, MeasureSettings, Settings
from journeys.texts import Language, say

DEFINITIONS = Path(__file__).parent / "definitions"
SIGNALS = Path(__file__).parent / "signals"

MADE_BY_INTAKE = frozenset({
    "events", "cases", "journey_ids", "officials", "departments", "activities", "topics", "log", "days", "files",
    "rejects", "remarks", "columns_used", "present",
    "topic_terms", "term_moves", "topic_norms",  # mining/terms.py
    "decree_years", "legal_days", "legal_moves", "penalty_amounts", "topic_law",  # mining/law_terms.py
})  # fmt: skip
"""The tables that are there before the first definition (docs/architecture.md)."""

MADE_AFTERWARDS = frozenset({"care_curves", "cannot_determine", "definitions", "provenance", "signal_list", "signals"})
"""The tables that tell of the definitions themselves: a definition cannot have their name."""

WRITTEN_BESIDE = frozenset({"activities", "care_curves", "cannot_determine", "columns", "rejects", "remarks", "signals"})
"""The files in tables/ that are no definition's own."""

TEXT_OF = {
    "case_no": ("cases", "case"),
    "journey_no": ("journey_ids", "journey"),
    "official_no": ("officials", "official"),
    "department_no": ("departments", "department"),
    "activity_no": ("activities", "activity"),
    "topic_no": ("topics", "topic"),
}
"""Which dictionary gives the text of a column with such an ending (`home_department_no` ends in `department_no`)."""

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

Role = Literal["table", "step", "signal"]

SIGNAL_COLUMNS = {
    "status": "text; what became of it, one of the words of the definition",
    "journey_no": "integer; the journey",
    "case_no": "integer; the case; empty where the signal is about a journey, an official, or two cases",
    "anchor_no": "integer; what identifies it: the number of the row, the case, the journey or the official",
    "other_anchor_no": "integer; the second case of two; otherwise empty",
    "row_nos": "list of integers; the rows that prove it, rising",
    "started": "timestamp UTC; when it began",
    "ended": "timestamp UTC; when it ended; the log's end while it lasts",
    "working_days": "integer; how long it lasted, as the definition counts working days",
    "from_department_no": "integer; the department that had the question; empty when unknown",
    "to_department_no": "integer; the department that should have had it, or took it; empty when unknown or when there is none",
}
"""The columns of every signal, in this order: a file in mining/signals need not repeat them in its header."""

SIGNAL_COLUMNS_NL = {
    "status": "hoe het afliep, een van de woorden uit de definitie",
    "journey_no": "de klantreis",
    "case_no": "de zaak; leeg als het signaal over een klantreis, een medewerker of twee zaken gaat",
    "anchor_no": "waaraan je het herkent: het nummer van de rij, de zaak, de klantreis of de medewerker",
    "other_anchor_no": "de tweede van twee zaken; anders leeg",
    "row_nos": "de rijen die het bewijzen, oplopend",
    "started": "wanneer het begon",
    "ended": "wanneer het ophield; het einde van het logboek als het nog duurt",
    "working_days": "hoe lang het duurde, in werkdagen zoals de definitie ze telt",
    "from_department_no": "de afdeling die de vraag had; leeg als die onbekend is",
    "to_department_no": "de afdeling die de vraag moest krijgen of oppakte; leeg als die onbekend is of er niet is",
}

SIGNAL_SORTS = ("gap", "success")
SIGNAL_ANCHORS = ("row", "case", "cases", "journey", "official")
Value = bool | int | float | str | date | tuple[str, ...]


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
    columns_nl: the meanings in Dutch, the type left out; empty where nobody wrote them.
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

    @property
    def anchor(self) -> str:
        """This is what identifies an instance of a signal: row, case, cases, journey or official."""
        return self.signal["anchor"]

    def query(self, measures: MeasureSettings, *, stored: bool = False) -> str:
        """This gives the query with its numbers filled in; raises `DefinitionError` for a name without a number.

        Where the rows of `events` are `stored` in order already, a window called `as_stored` need not sort them again: DuckDB then
        walks through the rows as they stand, which gives the same numbers ten times sooner.
        """

        def literal(match: re.Match[str]) -> str:
            name = match.group(1)
            value = getattr(measures, name, measures.header_numbers.get(name, self.parameters.get(name)))
            if value is None:
                raise DefinitionError(
                    say(
                        "{file}: the query asks for “:{name}”, but neither the settings nor its header give it.",
                        file=self.path.name,
                        name=name,
                    )
                )
            return _literal(value)

        query = "".join(_PARAMETER.sub(literal, part) if is_code else part for part, is_code in _code_and_text(self.sql))
        return _STORED_WINDOW.sub(r"\1 as ()", query) if stored else query

    def meaning(self, column: str, language: Language) -> str:
        """This gives the type and the meaning of a column; without Dutch words only its type."""
        meaning = self.columns[column]
        if language == "en":
            return meaning
        kind = meaning.partition("; ")[0]
        return "; ".join(filter(None, (TYPES_NL.get(kind, kind), self.columns_nl.get(column, ""))))

    def missing(self, known: Collection[str]) -> dict[str, tuple[str, ...]]:
        """This tells for each column that cannot be determined which of our columns are missing."""
        found = {}
        for column in self.columns:
            if column not in self.key:
                wanted = dict.fromkeys((*self.needs, *self.column_needs.get(column, ())))
                lacking = tuple(ours for ours in wanted if ours not in known)
                if lacking:
                    found[column] = lacking
        return found


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
        """This leaves only these definitions and what they read from, however far back."""
        wanted = {self[name].name for name in names}
        for definition in reversed(self.definitions):
            if definition.name in wanted:
                wanted |= definition.reads
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


def read_definition(path: Path) -> Definition:
    """This reads one file: its header held against what a header must have, and the query below it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(say("{file} cannot be read as text (UTF-8).", file=path)) from error
    match = re.match(r"\s*/\*(.*?)\*/", text, re.DOTALL)
    if match is None:
        raise DefinitionError(
            say("{file} has no header.", file=path),
            next_step=say("Start the file with a comment /* ... */ in TOML; see docs/tables.md."),
        )
    try:
        header = tomllib.loads(_quicker(match.group(1)))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(say("{file}: the header is not valid TOML: {why}.", file=path, why=error)) from error
    sql = text[match.end() :].strip().removesuffix(";").rstrip()
    code = "".join(part if is_code else "''" for part, is_code in _code_and_text(sql))
    if ";" in code or not re.match(r"\s*(select|with|from|values)\b", code, re.IGNORECASE):
        raise DefinitionError(
            say("{file}: below the header stands one query: select ... or with ... select.", file=path)
        )
    return _checked(header, path, sql)


def _quicker(header: str) -> str:
    """This puts long texts between single quotes where that says the same: tomllib then seeks their end and looks at no letter."""
    same = "\\" not in header and "'''" not in header and '""""' not in header
    return header.replace('"""', "'''") if same else header


def numbers_in(sql: str) -> list[str]:
    """This finds the names of the numbers that a query asks for."""
    found = (name for part, is_code in _code_and_text(sql) if is_code for name in _PARAMETER.findall(part))
    return list(dict.fromkeys(found))


def tables_read(sql: str) -> frozenset[str]:
    """This finds the tables that a query reads from: after `from`, `join` and in a from list; not its own steps."""
    return frozenset(_names_after_from(sql) - step_names(sql))


def step_names(sql: str) -> set[str]:
    """This finds the names that a query gives to its steps (`with name as (...)`)."""
    words = _words(sql)
    names = set()
    for at in range(len(words)):
        if words[at] in ("with", ","):
            start = at + 2 if words[at + 1 : at + 2] == ("recursive",) else at + 1
            end = start + 1
            if words[end : end + 1] == ("(",):  # name (column, column) as (
                while end < len(words) and words[end] != ")":
                    end += 1
                end += 1
            following = [word for word in words[end : end + 4] if word not in ("not", "materialized")]
            if following[:2] == ["as", "("]:
                names.add(words[start].strip('"'))
    return names


def explain(definition: Definition, *, language: Language, measures: MeasureSettings | None = None) -> str:
    """This answers `journeys explain NAME`: words, source, columns, and the very query that makes the number."""
    with _speaking(language):
        lines = [
            f"# {definition.title[language]} ({definition.name})",
            "",
            definition.definition[language].strip(),
            "",
            say("One row is {row}.", row=definition.row[language]),
            say("Source: {source}.", source=definition.source),
        ]
        if definition.needs:
            lines.append(say("Needs: {columns}.", columns=", ".join(definition.needs)))
        if definition.reads:
            lines.append(say("Reads from: {tables}.", tables=", ".join(sorted(definition.reads))))
    lines += ["", *(f"- `{column}`: {definition.meaning(column, language)}" for column in definition.columns), ""]
    return "\n".join([*lines, definition.query(measures or MeasureSettings())]) + "\n"


def explain_column(catalogue: Catalogue, name: str, *, language: Language) -> str:
    """This tells what a column means in each table for people that has it, by its name there or here; empty if none has it."""
    lines = [
        f"- {definition.export}: {definition.meaning(column, language)}"
        for definition in with_column(catalogue, name)
        for column in definition.columns
        if name in (column, written_name(column))
    ]
    with _speaking(language):
        return "\n".join([f"# {say('The column “{name}” stands in', name=name)}", "", *lines, ""]) if lines else ""


def with_column(catalogue: Catalogue, name: str) -> list[Definition]:
    """This finds the tables for people that have a column, by its name there or here."""
    return [
        definition
        for definition in catalogue
        if definition.role == "table" and any(name in (column, written_name(column)) for column in definition.columns)
    ]


def written_name(column: str) -> str:
    """This gives the name of a column in the written table: `home_department_no` becomes `home_department`."""
    return column.removesuffix("_no") if _dictionary(column) else column


def _dictionary(column: str) -> str | None:
    return next((end for end in TEXT_OF if column == end or column.endswith(f"_{end}")), None)


@contextlib.contextmanager
def _speaking(language: Language) -> Iterator[None]:
    """This says sentences in the language that was asked for, whichever is in use."""
    before = texts.language()
    texts.use(language)
    try:
        yield
    finally:
        texts.use(before)


def export_query(definition: Definition) -> str:
    """This gives the query that writes a table for people: numbers of cases, departments ... become their texts.

    A column `home_department_no` becomes `home_department`. Rows are ordered by the key.
    """
    selected, joins = [], []
    for at, column in enumerate(definition.columns):
        ending = _dictionary(column)
        if ending is None:
            selected.append(f'made."{column}"')
            continue
        table, text = TEXT_OF[ending]
        selected.append(f'text_{at}."{text}" as "{written_name(column)}"')
        joins.append(f'left join {table} as text_{at}\n  on text_{at}.{ending} = made."{column}"')
    order = ", ".join(f'made."{column}"' for column in definition.key)
    parts = ["select\n  " + ",\n  ".join(selected), f"from {definition.name} as made", *joins]
    return "\n".join(parts) + (f"\norder by {order}" if order else "")


def tables_page(catalogue: Catalogue) -> str:
    """This gives the text of docs/tables.md: what every table is, from the headers alone."""
    lines = [
        "# Tables",
        "",
        "Printed from the headers of the definitions (`python -m mining.catalogue`): change the header, not this page.",
        "They stand in the order they are made in. *Table*: for people, written to `tables/`. *Step*: in between.",
        "In the written tables a column `..._no` appears as the text it stands for (`case_no` as `case`).",
        "",
    ]
    for definition in catalogue:
        if definition.role == "signal":
            continue  # docs/signals.md
        needs = dict.fromkeys(definition.needs)
        lines += [
            f"## {definition.name}",
            "",
            f"**{definition.title['en']}** / {definition.title['nl']}. One row is {definition.row['en']}.",
            "",
        ]
        lines += [definition.definition["en"].strip(), ""]
        written = f"table, written as `{definition.export}.csv`" if definition.role == "table" else "step"
        if definition.role == "step" and definition.kept:
            written += ", kept in the dossier"
        facts = [
            f"- Role: {written}",
            f"- Key: {', '.join(f'`{column}`' for column in definition.key) or 'none: one row'}",
        ]
        facts += [
            f"- Source: {definition.source}",
            f"- Reads from: {', '.join(f'`{name}`' for name in sorted(definition.reads)) or 'nothing'}",
        ]
        facts += [f"- Cannot be determined without: {', '.join(needs)}"] if needs else []
        facts += (
            [f"- Parameters: {', '.join(f'`{name}` = {value}' for name, value in definition.parameters.items())}"]
            if definition.parameters
            else []
        )
        lines += [*facts, "", "| column | meaning |", "|---|---|"]
        for column, meaning in definition.columns.items():
            without = definition.column_needs.get(column, ())
            needed = f" (cannot be determined without {', '.join(without)})" if without else ""
            lines.append(f"| `{column}` | {meaning}{needed} |".replace("\n", " "))
        lines.append("")
    return "\n".join(lines)


def print_tables_page(target: Path | None = None, catalogue: Catalogue | None = None) -> Path:
    """This writes docs/tables.md from the headers and returns where it stands."""
    target = target or Path(__file__).parent.parent / "docs" / "tables.md"
    target.write_text(tables_page(catalogue or read_definitions()), encoding="utf-8")
    return target


_TEXTS = ("name", "source")
_KEYS = {
    *_TEXTS,
    "row",
    "key",
    "role",
    "kept",
    "needs",
    "column_needs",
    "definition",
    "title",
    "columns",
    "columns_nl",
    "parameters",
    "export",
    "signal",
}
_SIGNAL_ROW = {"en": "one instance of the signal", "nl": "één keer dat het signaal voorkomt"}
_REQUIRED = ("name", "row", "key", "role", "source", "definition", "title", "columns")
_PARAMETER = re.compile(r"(?<=[\s(,=<>+*/-]):([a-z_][a-z0-9_]*)")
_STORED_WINDOW = re.compile(r"\b(as_stored)\s+as\s+\([^()]*\)")
_NOT_OF_A_TABLE = {"extract", "substring", "trim", "overlay", "position"}
_END_OF_FROM = {
    "where", "group", "order", "having", "window", "qualify", "limit", "offset", "union", "except", "intersect",
    "select", "on", "using",
}  # fmt: skip


def _checked(header: dict[str, Any], path: Path, sql: str) -> Definition:
    """This holds a header against what a header must have."""

    def refuse(why: str) -> DefinitionError:
        return DefinitionError(
            f"{path}: {why}", next_step=say("What a header holds stands in docs/tables.md and docs/architecture.md.")
        )

    for key in header:
        if key not in _KEYS:
            raise refuse(say("the header has an unknown key “{key}”.", key=key))
    if header.get("role") == "signal":
        same = {"row": _SIGNAL_ROW, "key": ["anchor_no", "other_anchor_no"], "columns": SIGNAL_COLUMNS, "columns_nl": SIGNAL_COLUMNS_NL}
        header = same | header
        found = header.get("signal", {})
        if not isinstance(found, dict) or found.get("sort") not in SIGNAL_SORTS or found.get("anchor") not in SIGNAL_ANCHORS:
            raise refuse(
                say("the header's [signal] must say its sort ({sorts}) and its anchor ({anchors}).",
                    sorts=", ".join(SIGNAL_SORTS), anchors=", ".join(SIGNAL_ANCHORS))
            )  # fmt: skip
        if list(header["columns"]) != list(SIGNAL_COLUMNS):
            raise refuse(say("a signal has these columns: {columns}.", columns=", ".join(SIGNAL_COLUMNS)))
    for key in _REQUIRED:
        if key not in header:
            raise refuse(say("the header lacks “{key}”.", key=key))
    for key in _TEXTS:
        if not isinstance(header[key], str) or not header[key].strip():
            raise refuse(say("the header's “{key}” must be a text.", key=key))
    if header["name"] != path.stem or not re.fullmatch(r"[a-z][a-z0-9_]*", header["name"]):
        raise refuse(say("the name in the header must be the name of the file: small letters, digits and underscores."))
    if header["role"] not in ("table", "step", "signal"):
        raise refuse(say("the header's “role” must be “table”, “step” or “signal”."))
    kept = header.get("kept", header["role"] != "step")
    if not isinstance(kept, bool) or (not kept and header["role"] != "step"):
        raise refuse(say("the header's “kept” must be true or false, and only a step can be dropped."))
    columns, title, definition = header["columns"], header["title"], header["definition"]
    if (
        not isinstance(columns, dict)
        or not columns
        or not all(isinstance(meaning, str) for meaning in columns.values())
    ):
        raise refuse(say("the header's “columns” must give each column its meaning."))
    if (
        not isinstance(title, dict)
        or set(title) != {"en", "nl"}
        or not all(isinstance(text, str) for text in title.values())
    ):
        raise refuse(say("the header's “title” must have a text for en and for nl."))
    words = _in_both(definition)
    if words is None:
        raise refuse(say("the header's “definition” must be a text, or have a text for en and for nl."))
    row = _in_both(header["row"])
    if row is None:
        raise refuse(say("the header's “row” must be a text, or have a text for en and for nl."))
    columns_nl = header.get("columns_nl", {})
    if (
        not isinstance(columns_nl, dict)
        or (columns_nl and columns_nl.keys() != columns.keys())
        or not all(isinstance(meaning, str) for meaning in columns_nl.values())
    ):
        raise refuse(say("the header's “columns_nl” must give the columns of “columns” their meaning in Dutch."))
    key = header["key"]
    if not isinstance(key, list) or not set(key) <= columns.keys():
        raise refuse(say("the header's “key” must be a list of its columns."))
    column_needs = header.get("column_needs", {})
    if not isinstance(column_needs, dict) or not column_needs.keys() <= columns.keys():
        raise refuse(say("the header's “column_needs” must name its columns."))
    for needs in (header.get("needs", []), *column_needs.values()):
        if not isinstance(needs, list) or not set(needs) <= set(OURS):
            raise refuse(
                say("what a definition needs must be a list of our columns: {columns}.", columns=", ".join(OURS))
            )
    parameters, signal = header.get("parameters", {}), header.get("signal", {})
    if not isinstance(parameters, dict) or not all(
        isinstance(value, bool | int | float | str | date) for value in parameters.values()
    ):
        raise refuse(say("the header's “parameters” must give each name a number, a text or a date."))
    if not isinstance(signal, dict) or not all(isinstance(value, str) for value in signal.values()):
        raise refuse(say("the header's “signal” must give each name a text."))
    export = header.get("export", header["name"])
    if not isinstance(export, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", export):
        raise refuse(say("the header's “export” must be a name of small letters, digits and underscores."))
    return Definition(
        name=header["name"],
        path=path,
        row=row,
        key=tuple(key),
        role=header["role"],
        source=header["source"].removesuffix("."),
        definition=words,
        title=title,
        columns=columns,
        sql=sql,
        export=export,
        needs=tuple(header.get("needs", ())),
        column_needs={column: tuple(needs) for column, needs in column_needs.items()},
        parameters=parameters,
        signal=signal,
        reads=tables_read(sql),
        columns_nl=columns_nl,
        kept=kept,
    )


def _in_both(found: Any) -> dict[Language, str] | None:
    """This reads a text that is in both languages, or the same in both; None for anything else."""
    if isinstance(found, str):
        found = {"en": found, "nl": found}
    if not isinstance(found, dict) or set(found) != {"en", "nl"}:
        return None
    return found if all(isinstance(text, str) and text.strip() for text in found.values()) else None


def _in_order(found: Mapping[str, Definition]) -> Iterator[Definition]:
    """This gives the definitions so that each comes after what it reads from, by name where that leaves a choice."""
    waits_for = {name: set(definition.reads & found.keys()) for name, definition in found.items()}
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


def _names_after_from(sql: str) -> set[str]:
    """This walks through the words of a query and keeps, for each open bracket, whether it is inside a from list."""
    words = _words(sql)
    names: set[str] = set()
    in_from, of_a_table = [False], [True]
    expecting = False
    for at, word in enumerate(words):
        if word == "(":
            of_a_table.append((words[at - 1] if at else "") not in _NOT_OF_A_TABLE)
            in_from.append(False)
            expecting = False
        elif word == ")":
            if len(in_from) > 1:
                in_from.pop()
                of_a_table.pop()
            expecting = False
        elif word == "join" or (word == "from" and of_a_table[-1] and words[at - 1 : at] != ("distinct",)):
            in_from[-1] = expecting = True
        elif word == "," and in_from[-1]:
            expecting = True
        elif word in _END_OF_FROM:
            in_from[-1] = in_from[-1] and word in ("on", "using")
            expecting = False
        elif expecting and word != "lateral":
            if words[at + 1 : at + 2] != ("(",):
                names.add(word.strip('"'))
            expecting = False
    return names


@lru_cache(maxsize=512)
def _words(sql: str) -> tuple[str, ...]:
    """This cuts a query into words, quoted names, brackets and commas; texts and comments are left out."""
    code = "".join(part if is_code else " '' " for part, is_code in _code_and_text(sql))
    return tuple(
        word if word.startswith('"') else word.lower()
        for word in re.findall(r'"[^"]*"|[A-Za-z_][A-Za-z0-9_]*|[(),]', code)
    )


def _code_and_text(sql: str) -> Iterator[tuple[str, bool]]:
    """This cuts a query into code (True) and texts or comments (False)."""
    at = 0
    for match in re.finditer(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", sql, re.DOTALL):
        yield sql[at : match.start()], True
        yield match.group(), False
        at = match.end()
    yield sql[at:], True


def _literal(value: Value) -> str:
    """This writes a value as SQL writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, tuple | list):
        return "(" + (", ".join(_literal(item) for item in value) or "null") + ")"  # no words: nothing is in (null)
    return "'" + value.replace("'", "''") + "'"


if __name__ == "__main__":
    print_tables_page()
