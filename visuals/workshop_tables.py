"""The tables of the workshop page: what is shown of a long one, and the rest of its rows for the download, written small.

A page with thousands of table rows opens slowly and prints on dozens of sheets, so a table shows its first rows. The download must hold
all of them: the others go into the data of the page by column, each text once, and the script writes them behind those that are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from journeys.texts import say
from visuals.page import written

SHOWN = 400
"""A table on the page shows at most so many rows: nobody reads more, and they would be printed."""

HELD = 20_000
"""A download holds at most so many rows, for a page must stay small enough to mail; `journeys map --format csv` writes them all."""


def held_back(rows: pd.DataFrame) -> dict[str, Any] | None:
    """This gives the rows that are not shown but stand in the download, by column; None where all are shown.

    A column is `numeric` (the script takes the signs between thousands out), `words` (each text once) and `at` (for each row the place of
    its text in `words`). Texts are written as the table on the page writes them.
    """
    if len(rows) <= SHOWN:
        return None
    return {"rows": min(len(rows), HELD) - SHOWN, "columns": [_column(list(_plain(rows).iloc[:, at])) for at in range(rows.shape[1])]}


def what_is_shown(rows: pd.DataFrame) -> str:
    """This says how many rows of a long table are shown and how many stand in the download; empty where all are shown."""
    if len(rows) <= SHOWN:
        return ""
    if len(rows) <= HELD:
        return say("These are the first {shown} of {all} rows. The download (CSV) holds all.", shown=SHOWN, all=len(rows))
    return say(
        "These are the first {shown} of {all} rows. The download (CSV) holds the first {held}; journeys map --format csv writes them all.",
        shown=SHOWN, all=len(rows), held=HELD,
    )  # fmt: skip


def shown_rows(rows: pd.DataFrame) -> list[list[object]]:
    """This gives the rows that stand on the page, an unknown as None."""
    found: list[list[object]] = _plain(rows).head(SHOWN).to_numpy().tolist()
    return found


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.astype(object).where(rows.notna(), None)


def _column(values: Sequence[object]) -> Mapping[str, Any]:
    numeric = any(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    texts = [written(value) for value in values[SHOWN:HELD]]
    places = {word: at for at, word in enumerate(dict.fromkeys(texts))}
    return {"numeric": numeric, "words": list(places), "at": [places[word] for word in texts]}
