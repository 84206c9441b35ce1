"""One journey as it is told and drawn: its events, its turns, and who took each question up.

Residents and questions are letters and officials are numbers here (mining.journey_reading); an official's number is the order of first
appearance over the whole journey. Drawing never asks the database, so that a drawing can be tested with a hand-made journey.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, cast

import pandas as pd

from mining.journey_numbers import Numbers, numbers_of

EVENT_COLUMNS = (
    "row_no",
    "case",
    "moment",
    "kind",
    "by",
    "channel",
    "municipal",
    "official",
    "department",
    "to_department",
    "answer",
)
TURN_COLUMNS = (
    "case",
    "turn",
    "party",
    "state",
    "department",
    "from_department",
    "to_department",
    "started",
    "ended",
    "open",
    "seconds",
    "working_days",
    "started_row_no",
    "ended_row_no",
)


@dataclass(frozen=True)
class JourneyData:
    """This is one journey, ready to be drawn.

    Attributes
    ----------
    resident: the letter that stands for the resident.
    events: one row an event, in order: `row_no`, `case` (letter), `moment` (UTC), `kind`, `by`, `channel`,
        `municipal`, `official` (number by first appearance; empty where nobody known appears), `department`,
        `to_department`, `answer` (`answered`, `unanswered`, `broken` for what the resident asked, `outgoing` for
        contact by the municipality, empty for the rest).
    turns: one row a turn, in order of case and turn; the columns of the table `turns`, with names for departments
        and letters for cases.
    log_end: the latest moment of the whole log (UTC).
    places: for each level of the organisation (the departments themselves first) the unit of a department and its place in the order of
        the dossier (mining.network); empty where the dossier has none.
    rounding: `day` or `week` where all moments were rounded down to that (mining.disclosure), otherwise empty.
    ends_known: the log tells of cases that they end. Where it does not, a last turn of a department, of the resident or not picked up runs
        to the last event of its question: what came after that is not known.
    residents_known: the log names residents; where it does not, the journey is one case.
    """

    resident: str
    events: pd.DataFrame
    turns: pd.DataFrame
    log_end: datetime
    places: tuple[Mapping[str, tuple[str, int]], ...] = ()
    rounding: Literal["", "day", "week"] = ""
    ends_known: bool = True
    residents_known: bool = True

    @property
    def end_unknown(self) -> pd.Series:
        """This marks the turns of which nobody knows when they ended: the last one of each question, where the log ends no question."""
        return runs_on(self.turns) & (not self.ends_known)

    @cached_property
    def numbers(self) -> Numbers:
        """This is every number that title, description and table speak of."""
        return numbers_of(
            self.events, self.turns, end_unknown=self.end_unknown, ends_known=self.ends_known, log_end=self.log_end
        )

    @cached_property
    def holdings(self) -> pd.DataFrame:
        """This is one row for each time that a department or an official took the question up, in order.

        Columns: `case`, `moment`, `row_no`, `department` (empty: unknown), `official` (empty: unknown), `first`
        (this official was not seen before). A new row starts where the official or the department differs from the
        one before in the case, and where a turn of a department starts. Events of an unknown official start one only
        with a turn or another department.
        """
        return _held(self)

    def of_question(self, case: str) -> JourneyData:
        """This is one question of the journey by itself; officials keep their numbers, and who was seen before in the journey stays so."""
        one = replace(
            self,
            events=self.events[self.events["case"] == case].reset_index(drop=True),
            turns=self.turns[self.turns["case"] == case].reset_index(drop=True),
        )
        one.__dict__["holdings"] = self.holdings[self.holdings["case"] == case].reset_index(drop=True)
        return one


def runs_on(turns: pd.DataFrame) -> pd.Series:
    """This marks the turns that run on to the log's end because nothing ended them; a gap whose receiver is known not to have taken the
    question up is none of them, nor is what is over."""
    return turns["open"].astype(bool) & ~turns["state"].isin(["underway", "lost", "over"])


def nobody() -> JourneyData:
    """This is no journey at all: a page that tells of departments only holds this one."""
    kinds = {"moment": "datetime64[us]", "started": "datetime64[us]", "ended": "datetime64[us]"}
    events, turns = (
        pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "object")) for name in columns}) for columns in (EVENT_COLUMNS, TURN_COLUMNS)
    )
    return JourneyData("A", events, turns, datetime(1970, 1, 1))


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """This gives the rows of a small table as plain values, to place or word them one by one."""
    return cast("list[dict[str, Any]]", table.to_dict("records"))


def letters(at: int) -> str:
    """This gives A for 0, Z for 25, AA for 26."""
    return (letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _held(data: JourneyData) -> pd.DataFrame:
    acts = data.events[data.events["official"].notna() | data.events["municipal"]].copy()
    bars = data.turns[data.turns["state"].isin(["department", "unknown"])]
    acts["starts"] = acts["row_no"].isin(bars["started_row_no"])
    acts["where"] = acts["department"].fillna("")
    moved = acts["where"] != acts.groupby("case", sort=False)["where"].shift()
    acts = acts[acts["official"].notna() | acts["starts"] | moved]
    earlier = acts.groupby("case", sort=False)[["official", "where"]].shift()
    same = (acts["official"].fillna(0) == earlier["official"].fillna(0)) & (acts["where"] == earlier["where"])
    held = acts[acts["starts"] | ~same.astype(bool)]
    columns = ["case", "moment", "row_no", "department", "official"]
    return held[columns].assign(first=held["official"].notna() & ~held["official"].duplicated()).reset_index(drop=True)
