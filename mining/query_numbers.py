"""The numbers of a query: `:name_working_days` stands where a value of the settings, or of the header, goes in as SQL writes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from mining.query_words import code_and_text

Value = bool | int | float | str | date | tuple[str, ...]

_PARAMETER = re.compile(r"(?<=[\s(,=<>+*/-]):([a-z_][a-z0-9_]*)")


def numbers_in(sql: str) -> list[str]:
    """This finds the names of the numbers that a query asks for."""
    found = (name for part, is_code in code_and_text(sql) if is_code for name in _PARAMETER.findall(part))
    return list(dict.fromkeys(found))


def with_numbers(sql: str, value_of: Callable[[str], Value]) -> str:
    """This gives the query with each of its numbers filled in; texts and comments stay as they are."""
    return "".join(
        _PARAMETER.sub(lambda match: _literal(value_of(match.group(1))), part) if is_code else part for part, is_code in code_and_text(sql)
    )


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
