"""What every picture of pairs of departments says alike: waits, what was withheld, the table, and the card without a drawing."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from journeys.texts import say
from mining.handovers import OTHER, Handovers
from visuals.silo_places import ENOUGH
from visuals.silo_words import texts, waited, with_unknown_sender


def wait_words(days: object, timed: object, *, tenths: bool = False) -> str:
    """This writes the median wait of a pair: a time (`tenths`: see `waited`), or that it is unknown or rests on too few handovers."""
    if pd.isna(days):  # type: ignore[call-overload]
        return say("unknown")
    if not pd.isna(timed) and int(timed) < ENOUGH:  # type: ignore[call-overload]
        return say("too few (n = {n})", n=int(timed))  # type: ignore[call-overload]
    return waited(float(days), tenths=tenths)  # type: ignore[arg-type]


def hidden(data: Handovers) -> str:
    """This is why nothing of these handovers may be shown; empty where something may."""
    return str(getattr(data, "hidden", ""))


def nothing_to_draw(data: Handovers) -> str:
    """This says why there is no picture: no handovers, or too few residents to show any; empty where there is one."""
    if hidden(data):
        return hidden(data)
    return say("There are no handovers between departments in this period.") if data.pairs.empty else ""


def lost_elsewhere(data: Handovers, told: int) -> int | None:
    """This is how many questions got lost beside the `told` ones; None where the sum may not be told."""
    return None if data.totals.lost is None else data.totals.lost - told


def unit_words(name: str) -> str:
    """This is how a unit is called: the folded departments are "Other"."""
    return say("Other") if name == OTHER else name


def pair_table(data: Handovers, place: Callable[[str, str], str]) -> pd.DataFrame:
    """This gives every pair of departments, folded ones too; `place` says where the picture shows it. The rows add up to all handovers."""
    rows = data.departments
    told = rows["recorded"].fillna(1) > 0  # where nothing is recorded nobody knows how it went
    made = pd.DataFrame(
        {
            say("from"): rows["from_unit"].astype(object).map(unit_words),
            say("to"): rows["to_unit"].astype(object).map(unit_words),
            say("handovers"): rows["n"].astype("Int64"),
            say("recorded"): rows["recorded"].astype("Int64"),
            say("not recorded"): rows["unrecorded"].astype("Int64"),
            say("lost"): rows["lost"].astype("Int64").where(told),
            say("half waits at most (days)"): rows["median_calendar_days"].astype("Float64").round(1),
            say("in the picture"): texts([place(one, other) for one, other in zip(rows["from_unit"], rows["to_unit"], strict=True)]),
        }
    )
    return with_unknown_sender(made, data, say("in the picture"))
