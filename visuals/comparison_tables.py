"""The tables of a comparison: measures, waiting, turns, shares, signals, topics, departments, pairs, routes, months, and the lines.

The page and the CSV files are written from these, and these from the values of the comparison: one number, one source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from journeys.texts import language, say
from mining.catalogue import Catalogue
from mining.comparison_vocabulary import range_decimals, verdict_word
from visuals.measure_words import DAYS, ITEMS, OUTCOMES, PRIMARY, TURNS, WAITING, measure_name, measure_of
from visuals.ranged import Ranged
from visuals.side_words import Values, short_names

COUNTS = ("handoffs", "department_handoffs", "hops", "faces", "contacts", "pingpong", "pingpong_officials")


def comparison_tables(values: Values, catalogue: Catalogue | None = None) -> dict[str, pd.DataFrame]:
    """This gives the tables by the name of their file; a table without rows is left out.

    Shares are of 100, durations working days per case, counts per case. An unknown is empty.
    """
    tables = {
        "counts": _measures(values, (*PRIMARY, "duration_without_suspension", *COUNTS)),
        "waiting": _measures(values, WAITING),
        "turns": _measures(values, TURNS),
        "outcomes": _measures(values, OUTCOMES, share=True),
        "shares": _measures(values, ITEMS, share=True),
        "signals": _signals(values, catalogue),
        "topics": _parts(values, values["topics"], "topic", say("topic")),
        "departments": _parts(values, values["departments"], "department", say("department")),
    }
    return {name: table for name, table in tables.items() if len(table)}


def _row(values: Values, names: Mapping[str, Any], one: Mapping[str, Any], *, unit: str, scale: float = 1) -> dict[str, Any]:
    """This is one measure in a table, its two values under the names of the sides."""
    first, second = short_names(values)

    decimals = range_decimals(*(None if (end := one.get(name)) is None else scale * end for name in ("low", "high")))

    def told(name: str) -> float | None:
        value = one.get(name)
        return None if value is None else Ranged(round(scale * value, 6), decimals)

    return {
        **names, say("unit"): unit, first: told("before"), second: told("after"), say("difference"): told("difference"),
        say("range from"): told("low"), say("range to"): told("high"), say("verdict"): verdict_word(one["verdict"]),
    }  # fmt: skip


def _measures(values: Values, names: Sequence[str], *, share: bool = False) -> pd.DataFrame:
    rows = []
    for name in names:
        unit = say("working days per case") if name in DAYS else say("of 100") if share else say("per case")
        named = {say("measure"): measure_name(name)}
        rows.append(_row(values, named, measure_of(values, name), unit=unit, scale=100 if share else 1))
    return _frame(rows)


def _signals(values: Values, catalogue: Catalogue | None) -> pd.DataFrame:
    rows = []
    for id, one in values["shares"].items():
        name = id.partition(":")[2]
        if id.startswith("signal:") and one.get("why") != "column":
            title = catalogue[name].title[language()] if catalogue is not None else name
            rows.append(_row(values, {say("signal"): title}, one, unit=say("times per 100 cases"), scale=100))
    return _frame(rows)


def _parts(values: Values, parts: Sequence[Mapping[str, Any]], label: str, head: str) -> pd.DataFrame:
    """This is duration and handoffs of each topic or department, those that pass first."""
    rows = []
    seen = sorted(
        parts, key=lambda one: (not any(one[name]["passes"] for name in ("duration", "handoffs", "department_handoffs")), one[label])
    )
    for one in seen:
        for name in ("duration", "handoffs", "department_handoffs"):
            unit = say("working days per case") if name == "duration" else say("per case")
            rows.append(_row(values, {head: one[label], say("measure"): measure_name(name)}, one[name], unit=unit))
    return _frame(rows)


def _frame(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    made = pd.DataFrame(list(rows), dtype=object)
    return made.where(made.notna(), None) if len(made) else made
