"""The header of a definition: a comment at the top of its file, in TOML, held against what a header must have."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from journeys.errors import DefinitionError
from journeys.settings import OURS
from journeys.texts import Language, say
from mining.definition import Definition
from mining.query_words import code_and_text, tables_read
from mining.signal_columns import SIGNAL_ANCHORS, SIGNAL_COLUMNS, SIGNAL_COLUMNS_NL, SIGNAL_KEY, SIGNAL_ROW, SIGNAL_SORTS

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
_REQUIRED = ("name", "row", "key", "role", "source", "definition", "title", "columns")


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
    code = "".join(part if is_code else "''" for part, is_code in code_and_text(sql))
    if ";" in code or not re.match(r"\s*(select|with|from|values)\b", code, re.IGNORECASE):
        raise DefinitionError(
            say("{file}: below the header stands one query: select ... or with ... select.", file=path)
        )
    return _checked(header, path, sql)


def _quicker(header: str) -> str:
    """This puts long texts between single quotes where that says the same: tomllib then seeks their end and looks at no letter."""
    same = "\\" not in header and "'''" not in header and '""""' not in header
    return header.replace('"""', "'''") if same else header


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
        same = {"row": SIGNAL_ROW, "key": list(SIGNAL_KEY), "columns": SIGNAL_COLUMNS, "columns_nl": SIGNAL_COLUMNS_NL}
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
        if not isinstance(needs, list) or not {one for ours in needs for one in str(ours).split("|")} <= set(OURS):
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
