"""A long table on a page: its first rows, how many there are, and where all of them stand.

A page with thousands of rows opens slowly, prints on dozens of sheets, and a screen reader has to hold all of it. Where nothing else holds
the rows (a page that is handed on by itself) a table is shown whole.
"""

from __future__ import annotations

import pandas as pd

from journeys.texts import say

SHOWN = 400
"""A table on a page shows at most so many rows: nobody reads more, and they would be printed."""


def known_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """This gives the same rows with an unknown as None."""
    return rows.astype(object).where(rows.notna(), None)


def first_rows(rows: pd.DataFrame, *, most: int = SHOWN) -> list[list[object]]:
    """This gives the rows that stand on the page, an unknown as None."""
    found: list[list[object]] = known_rows(rows.head(most)).to_numpy().tolist()
    return found


def how_many_shown(rows: pd.DataFrame, whole: str, *, most: int = SHOWN) -> str:
    """This says how many rows of a long table are shown, and then `whole`: where all of them stand. Empty where all are shown."""
    if len(rows) <= most:
        return ""
    return say("These are the first {shown} of {all} rows.", shown=most, all=len(rows)) + " " + whole


def all_in_file(path: str) -> str:
    """This says in which file beside the page all rows stand."""
    return say("All rows are in {file}.", file=path)


def all_by_map() -> str:
    """This says which command writes all rows behind a map of a dossier."""
    return say("All rows: journeys map --format csv.")
