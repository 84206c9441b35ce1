"""The answer of `journeys explain NAME`: a definition in words, its source, its columns, and the very query that makes the number."""

from __future__ import annotations

from journeys.settings import MeasureSettings
from journeys.texts import Language, say, speaking
from mining.catalogue import Catalogue
from mining.definition import Definition
from mining.written_columns import with_column, written_name


def explain(definition: Definition, *, language: Language, measures: MeasureSettings | None = None) -> str:
    """This answers `journeys explain NAME`: words, source, columns, and the very query that makes the number."""
    with speaking(language):
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
    with speaking(language):
        return "\n".join([f"# {say('The column “{name}” stands in', name=name)}", "", *lines, ""]) if lines else ""
