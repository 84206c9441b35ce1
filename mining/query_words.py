"""What a query reads from and what it calls its own steps, found by walking through its words; DuckDB is not needed for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_NOT_OF_A_TABLE = {"extract", "substring", "trim", "overlay", "position"}
"""After these words a bracket holds no from list: `extract(year from moment)`."""

_END_OF_FROM = {
    "where", "group", "order", "having", "window", "qualify", "limit", "offset", "union", "except", "intersect",
    "select", "on", "using",
}  # fmt: skip


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


def code_and_text(sql: str) -> Iterator[tuple[str, bool]]:
    """This cuts a query into code (True) and texts or comments (False)."""
    at = 0
    for match in re.finditer(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", sql, re.DOTALL):
        yield sql[at : match.start()], True
        yield match.group(), False
        at = match.end()
    yield sql[at:], True


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
    code = "".join(part if is_code else " '' " for part, is_code in code_and_text(sql))
    return tuple(
        word if word.startswith('"') else word.lower()
        for word in re.findall(r'"[^"]*"|[A-Za-z_][A-Za-z0-9_]*|[(),]', code)
    )
