"""The tables of the workshop page: what is shown of a long one, and the rest of its rows for the download, written small.

A page with thousands of table rows opens slowly and prints on dozens of sheets, so a table shows its first rows. The download must hold
all of them: the others go into the data of the page by column, each text once, and the script writes them behind those that are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from journeys.texts import say
from visuals.long_tables import SHOWN, all_by_map, how_many_shown, known_rows
from visuals.page import written

HELD = 20_000
"""A download holds at most so many rows, for a page must stay small enough to mail; `journeys map --format csv` writes them all."""


def held_back(rows: pd.DataFrame) -> dict[str, Any] | None:
    """This gives the rows that are not shown but stand in the download, by column; None where all are shown.

    A column is `numeric` (the script takes the signs between thousands out), `words` (each text once) and `at` (for each row the place of
    its text in `words`). Texts are written as the table on the page writes them.
    """
    if len(rows) <= SHOWN:
        return None
    return {"rows": min(len(rows), HELD) - SHOWN, "columns": [_column(list(known_rows(rows).iloc[:, at])) for at in range(rows.shape[1])]}


def what_is_shown(rows: pd.DataFrame) -> str:
    """This says how many rows of a long table are shown and how many stand in the download; empty where all are shown."""
    whole = say("The download (CSV) holds them all.")
    if len(rows) > HELD:
        whole = say("The download (CSV) holds the first {held}.", held=HELD) + " " + all_by_map()
    return how_many_shown(rows, whole)


def _column(values: Sequence[object]) -> Mapping[str, Any]:
    numeric = any(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    texts = [written(value) for value in values[SHOWN:HELD]]
    places = {word: at for at, word in enumerate(dict.fromkeys(texts))}
    return {"numeric": numeric, "words": list(places), "at": [places[word] for word in texts]}
