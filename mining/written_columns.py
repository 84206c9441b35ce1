"""Columns as people read them: in a written table the numbers of cases, departments and officials become the texts they stand for."""

from __future__ import annotations

from mining.catalogue import Catalogue
from mining.definition import Definition

TEXT_OF = {
    "case_no": ("cases", "case"),
    "journey_no": ("journey_ids", "journey"),
    "official_no": ("officials", "official"),
    "department_no": ("departments", "department"),
    "activity_no": ("activities", "activity"),
    "topic_no": ("topics", "topic"),
}
"""Which dictionary gives the text of a column with such an ending (`home_department_no` ends in `department_no`)."""


def written_name(column: str) -> str:
    """This gives the name of a column in the written table: `home_department_no` becomes `home_department`."""
    return column.removesuffix("_no") if _dictionary(column) else column


def with_column(catalogue: Catalogue, name: str) -> list[Definition]:
    """This finds the tables for people that have a column, by its name there or here."""
    return [
        definition
        for definition in catalogue
        if definition.role == "table" and any(name in (column, written_name(column)) for column in definition.columns)
    ]


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


def _dictionary(column: str) -> str | None:
    return next((end for end in TEXT_OF if column == end or column.endswith(f"_{end}")), None)
