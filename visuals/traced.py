"""What a finished dossier answers when somebody asks on: its signals one by one, and the rows behind a number."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeys.dossier import names_kept, opened
from journeys.texts import language

if TYPE_CHECKING:
    from mining.receipts import Receipt
    from mining.signal_search import Search


@dataclasses.dataclass(frozen=True)
class Traced:
    """This is a number with its receipt and the first rows behind it; `rows`: how many there are. names_kept: the ids are the source's."""

    receipt: Receipt
    heads: tuple[str, ...]
    first: tuple[tuple[Any, ...], ...]
    rows: int
    names_kept: bool = False


def trace(folder: Path, number: str, *, out: Path | None = None, shown: int = 20) -> Traced:
    """This traces a number of a dossier, and with `out` writes all cases or rows behind it as CSV.

    Raises `UsageError` for a number that is not there.
    """
    from mining.receipts import receipt

    with opened(folder) as dossier:
        found = receipt(dossier.connection, number)
        cursor = dossier.connection.execute(found.query)
        heads = tuple(column[0] for column in cursor.description)
        rows = [] if found.missing else cursor.fetchall()
        files = dossier.connection.execute("select first_row_no, file from files order by first_row_no desc").fetchall()
        places = [at for at, head in enumerate(heads) if head.endswith("row_no") and found.number != "rejects"]
        if places:
            rows = [tuple(_place(value, files) if at in places else value for at, value in enumerate(row)) for row in rows]
        if out is not None:
            _write_csv(out, heads, rows)
        kept = names_kept(dossier.connection)
    return Traced(found, heads, tuple(rows[:shown]), len(rows), kept)


def _place(row_no: int | None, files: Sequence[tuple[int, str]]) -> str | None:
    """This gives the row as its file counts it; with several files `file:row`, as in tables/signals.csv."""
    if row_no is None or len(files) < 2:
        return None if row_no is None else str(row_no)
    first, file = next(one for one in files if row_no >= one[0])
    return f"{file}:{row_no - first + 1}"


def _write_csv(out: Path, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """This writes rows as the tables of the dossier are: no cell that a spreadsheet would take for a formula, moments as ISO 8601."""
    from mining.summary import iso

    def cell(value: Any) -> Any:
        if isinstance(value, datetime):
            return iso(value, "Europe/Amsterdam")
        if isinstance(value, bool):
            return str(value).lower()
        return f"'{value}" if isinstance(value, str) and re.match(r"[=+\-@\t\r\n]", value) else value

    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows([cell(value) for value in row] for row in rows)


def found_signals(
    folder: Path, *, signal: str | None = None, topic: str | None = None, department: str | None = None, status: str | None = None
) -> Search:
    """This finds the instances of signals in a dossier; raises `UsageError` for a name that is not there."""
    from mining.signal_search import search

    with opened(folder) as dossier:
        return search(dossier.connection, signal=signal, topic=topic, department=department, status=status)


def signals_as_json(found: Search) -> dict[str, Any]:
    """This gives what was found as plain values: the signals with their counts, and each instance with its sentence."""
    from mining.signal_list import cannot_line
    from mining.signal_words import sentence
    from mining.summary import iso

    titles = {one.name: one.title[language()] for one in found.signals}
    return {
        **({"names": "keep"} if found.names_kept else {}),
        "signals": [
            {
                "signal": one.name,
                "sort": one.sort,
                "title": titles[one.name],
                "instances": one.instances,
                "journeys": one.journeys,
                "cannot_determine": cannot_line(one.missing) if one.missing else None,
            }
            for one in found.signals
        ],
        "instances": [
            {
                **dataclasses.asdict(one),
                "started": iso(one.started, "Europe/Amsterdam"),
                "ended": iso(one.ended, "Europe/Amsterdam"),
                "sentence": sentence(one, title=titles[one.signal]),
            }
            for one in found.instances
        ],
    }


def receipt_as_json(found: Traced) -> dict[str, Any]:
    """This gives a receipt as plain values, with the first rows."""
    from mining.receipts import why_not

    one = found.receipt
    return {
        **({"names": "keep"} if found.names_kept else {}),
        "number": one.number,
        "value": one.value,
        "cannot_determine": why_not(one) or None,
        "definition": one.definition,
        "words": one.words,
        "source": one.source,
        "counts": one.counts,
        "left_out": list(one.left_out),
        "rows": found.rows,
        "first": [dict(zip(found.heads, row, strict=True)) for row in found.first],
    }
