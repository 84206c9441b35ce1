"""Texts become numbers at the door: one dictionary for cases, residents, officials, departments, activities and topics each.

Texts that are the same name (A2) get the same number; numbers count in order of the first row. What counts as unknown (A6) gets none.
In the plain reading names are compared exactly and only an absent value is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from journeys.database_file import quoted
from journeys.door import AT_DOOR
from journeys.dossier import answer
from journeys.names import normalised, normalised_sql
from journeys.pseudonyms import pseudonym_sql
from journeys.settings import Settings


@dataclass(frozen=True)
class Source:
    """This is one column of one loaded table that holds texts of a dictionary."""

    relation: str
    column: str
    offset: int


def code_texts(connection: duckdb.DuckDBPyConnection, name: str, sources: Sequence[Source], *, plain: bool, unknown: str = "false") -> None:
    """This makes, at the door, the relations `texts_<name>(text, number)` and `names_<name>(number, name, first_text)`.

    `text` is each text as it stands in the file; `number` is null, or the text is not there, where `unknown` (an SQL condition on the
    normalised `name`) holds. `first_text` is the text of the first row, trimmed (plain: as it stands): what is shown where names are kept.
    """
    if not sources:
        connection.execute(f"""
            create or replace table {AT_DOOR}names_{name} (number integer, name varchar, first_text varchar);
            create or replace table {AT_DOOR}texts_{name} (text varchar, number integer)
        """)
        return
    parts = " union all ".join(
        f"select cast({source.column} as varchar) as text, min(row_no) + {source.offset} as first_row"
        f" from {source.relation} where {source.column} is not null group by 1"
        for source in sources
    )
    found = f"select text, min(first_row) as first_row from ({parts}) group by text" if len(sources) > 1 else parts
    name_of = "text" if plain else normalised_sql("text")
    connection.execute(
        f"create or replace table {AT_DOOR}named_{name} as select text, {name_of} as name, first_row from ({found})"
    )
    known = f"name <> '' and not ({unknown})"
    shown = "first_text" if plain else "trim(first_text)"  # exact names are shown exactly: two that differ by a blank stay two
    number = "row_number() over (order by first_row, name)::integer as number"
    # Mostly each text is a name of its own; only where several texts are one name must they be brought together.
    if not plain and answer(connection, f"select count(*) - count(distinct name) from named_{name}")[0]:
        connection.execute(f"""
            create or replace table {AT_DOOR}names_{name} as
            select {number}, name, {shown} as first_text
            from (
              select name, min(first_row) as first_row, arg_min(text, (first_row, text)) as first_text
              from named_{name} where {known} group by name
            );
            create or replace table {AT_DOOR}texts_{name} as
            select named.text, names.number from named_{name} named left join names_{name} names on names.name = named.name;
            drop table {AT_DOOR}named_{name}
        """)
        return
    connection.execute(f"""
        create or replace table {AT_DOOR}names_{name} as
        select {number}, name, {shown} as first_text, first_text as text
        from (select name, first_row, text as first_text from named_{name} where {known});
        create or replace view {AT_DOOR}texts_{name} as select text, number from names_{name};
        drop table {AT_DOOR}named_{name}
    """)


def unknown_official(settings: Settings, *, key: bytes | None = None) -> str:
    """This gives the SQL condition on `name` under which an official is unknown (A6), left-out accounts included.

    An account may be left out by its name or by its pseudonym: what `check` finds by behaviour is only known by that.

    In the plain reading only accounts that the settings leave out are unknown, compared exactly; so for departments and residents.
    """
    if _plain(settings):
        return _left_out(settings, key, exactly=True)
    words = _list(settings.unknown.official_words)
    return (
        f"{_one_of(settings.unknown.officials)} or {_left_out(settings, key)}"
        f" or list_has_any(regexp_extract_all(name, '[\\pL\\pN]+'), {words})"
    )


def _left_out(settings: Settings, key: bytes | None, *, exactly: bool = False) -> str:
    left_out = settings.unknown.left_out_officials
    by_name = _one_of(left_out, exactly=exactly)
    by_pseudonym = [value for value in left_out if re.fullmatch("A-[0-9A-Z]{12}", value)]
    if key is None or not by_pseudonym:
        return by_name
    return f"{by_name} or {pseudonym_sql('name', 'official', key)} in ({', '.join(map(quoted, by_pseudonym))})"


def unknown_department(settings: Settings) -> str:
    """This gives the SQL condition on `name` under which a department is unknown (A6)."""
    if _plain(settings):
        return _one_of(settings.unknown.left_out_departments, exactly=True)
    return f"{_one_of(settings.unknown.departments)} or {_one_of(settings.unknown.left_out_departments)}"


def unknown_topic(settings: Settings) -> str:
    """This gives the SQL condition on `name` under which a topic is unknown (A6)."""
    return "false" if _plain(settings) else _one_of(settings.unknown.departments)


def unknown_resident(settings: Settings) -> str:
    """This gives the SQL condition on `name` under which a resident is unknown: placeholders that stand for nobody in particular."""
    return "false" if _plain(settings) else _one_of(settings.unknown.residents)


def _plain(settings: Settings) -> bool:
    return settings.reading.reading == "plain"


def _one_of(values: Sequence[str], *, exactly: bool = False) -> str:
    return f"list_contains({_list(values, exactly=exactly)}, name)"


def _list(values: Sequence[str], *, exactly: bool = False) -> str:
    return "[" + ", ".join(quoted(value if exactly else normalised(value)) for value in values) + "]::varchar[]"
