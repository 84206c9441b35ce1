"""The numbers of one journey, of which all is told and drawn: who and how many, how often lost, and how long with nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from mining.calendar_dates import calendar_days, local_dates


@dataclass(frozen=True)
class Numbers:
    """This holds the counts and times of one journey. Times of `nobody`, `known` and `unknown` are seconds, added up
    over the questions.

    `days` are calendar days from the first event to the last, or to the log's end while a question is open. `unknown_ends` are the
    questions that may be open or over, for the log ends none; `open_questions` is 0 then.
    `nobody_days` are the calendar days on which at least one question lay with nobody. `known` is nobody's time,
    departments' and resident's; `unknown` is the time of which the log does not tell who had the question; time
    after the end of a question is in neither.
    """

    officials: int
    questions: int
    open_questions: int
    unknown_ends: int
    departments: int
    contacts: int
    unanswered: int
    broken: int
    outgoing: int
    lost: int
    unrecorded: int
    unknown_turns: int
    municipal: int
    days: int
    nobody: float
    known: float
    unknown: float
    nobody_days: int
    overlapping: bool
    first: pd.Timestamp
    last: pd.Timestamp

    @property
    def share(self) -> float | None:
        """This is nobody's time as a share of all time of which the log tells who had the question; None when it tells
        nothing."""
        return self.nobody / self.known if self.known > 0 else None


def numbers_of(
    events: pd.DataFrame, turns: pd.DataFrame, *, end_unknown: pd.Series, ends_known: bool, log_end: datetime
) -> Numbers:
    """This counts the events and turns of one journey (mining.journey_data says which columns they have, and what is known of ends)."""
    ends = turns.groupby("case", sort=False).tail(1)
    going_on = ends["open"].astype(bool) & (ends["party"] != "over")
    open_cases = int(going_on.sum()) if ends_known else 0
    first, last = events["moment"].min(), events["moment"].max()
    if (going_on & ~end_unknown[ends.index]).any():
        last = max(last, pd.Timestamp(log_end))
    seconds = turns["seconds"].groupby(turns["party"]).sum()
    by_party = {str(party): float(total) for party, total in seconds.items()}
    unrecorded = turns["state"] == "unrecorded"
    apart = float(turns.loc[unrecorded & (turns["party"] != "unknown"), "seconds"].sum())
    nobody_turns = turns[(turns["party"] == "nobody") & ~unrecorded]
    nobody = float(nobody_turns["seconds"].sum())
    named = pd.concat([events["department"], events["to_department"]]).dropna()
    answers = events["answer"]
    asked = answers.isin(["answered", "unanswered", "broken"])
    own = (
        turns[turns["party"] != "over"]
        .groupby("case", sort=False)
        .agg(started=("started", "min"), ended=("ended", "max"))
    )
    own = own.sort_values("started")
    bounds = pd.Series([first, last])
    return Numbers(
        officials=int(events["official"].nunique()),
        questions=int(events["case"].nunique()),
        open_questions=open_cases,
        unknown_ends=int(going_on.sum()) - open_cases,
        departments=int(named.nunique()),
        contacts=int(asked.sum()),
        unanswered=int((answers == "unanswered").sum()),
        broken=int((answers == "broken").sum()),
        outgoing=int((answers == "outgoing").sum()),
        lost=int((turns["state"] == "lost").sum()),
        unrecorded=int(unrecorded.sum()),
        unknown_turns=int((turns["state"] == "unknown").sum()),
        municipal=int(events["municipal"].sum()),
        days=int(calendar_days(bounds.iloc[:1], bounds.iloc[1:].reset_index(drop=True)).iloc[0]),
        nobody=nobody,
        known=nobody + by_party.get("department", 0.0) + by_party.get("resident", 0.0),
        unknown=apart + by_party.get("unknown", 0.0),
        nobody_days=_days_covered(nobody_turns),
        overlapping=bool((own["started"].iloc[1:].to_numpy() < own["ended"].cummax().iloc[:-1].to_numpy()).any()),
        first=first,
        last=last,
    )


def _days_covered(turns: pd.DataFrame) -> int:
    """This counts the dates d for which some turn has date(started) < d <= date(ended)."""
    if turns.empty:
        return 0
    spans = pd.DataFrame({"started": local_dates(turns["started"]), "ended": local_dates(turns["ended"])}).sort_values(
        "started"
    )
    reached = spans["ended"].cummax().shift().fillna(spans["started"].iloc[0])
    return int(
        (spans["ended"] - spans["started"].where(spans["started"] > reached, reached)).dt.days.clip(lower=0).sum()
    )
