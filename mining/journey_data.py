"""One journey read from a dossier: its events, its turns, and the numbers of which all is told and drawn.

Residents and questions are letters and officials are numbers from here on; no id leaves this room. An official's
number is the order of first appearance over the whole journey. Drawing never asks the database, so that a drawing
can be tested with a hand-made journey.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, cast

import duckdb
import pandas as pd

from journeys.errors import UsageError
from journeys.texts import say
from mining.known import ends_known, is_known
from mining.network import places_of_departments

ZONE = "Europe/Amsterdam"
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

EVENTS = """
with own as (
    select events.*, departments.department, receivers.department as to_department
    from events
    left join departments using (department_no)
    left join departments as receivers on receivers.department_no = events.to_department_no
    where journey_no = $journey_no
),
answered as (
    select
        *,
        min(case when kind = 'outreach' then work_day end) over later as next_outreach,
        min(case when kind in ('outreach', 'decision') then work_day end) over later as next_answer
    from own
    window later as (order by order_moment, row_no rows between 1 following and unbounded following)
)
select
    row_no,
    case_no,
    order_moment as moment,
    cast(kind as varchar) as kind,
    cast(acted_by as varchar) as by,
    cast(channel as varchar) as channel,
    municipal,
    case when appears then official_no end as official_no,
    department,
    to_department,
    case
        when kind = 'outreach' and municipal then 'outgoing'
        when acted_by <> 'resident' then null
        when kind = 'callback_request' then case
            when next_outreach - work_day <= $kept_working_days then 'answered'
            when next_outreach is not null or log_end_work_day - work_day > $kept_working_days then 'broken'
            else 'unanswered'
        end
        when kind in ('request', 'contact', 'objection', 'complaint') then case
            when appears or next_answer - work_day <= $kept_working_days then 'answered'
            else 'unanswered'
        end
    end as answer
from answered, log
order by order_moment, row_no
"""

TURNS = """
select
    turns.case_no,
    turns.turn,
    cast(turns.party as varchar) as party,
    cast(turns.state as varchar) as state,
    departments.department,
    senders.department as from_department,
    receivers.department as to_department,
    turns.started,
    turns.ended,
    turns.open,
    turns.seconds,
    turns.working_days,
    turns.started_row_no,
    turns.ended_row_no
from turns
join cases using (case_no)
left join departments using (department_no)
left join departments as senders on senders.department_no = turns.from_department_no
left join departments as receivers on receivers.department_no = turns.to_department_no
where cases.journey_no = $journey_no
order by turns.case_no, turns.turn
"""


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
        runs_on = self.turns["open"].astype(bool) & ~self.turns["state"].isin(["underway", "lost", "over"])
        return runs_on & (not self.ends_known)

    @cached_property
    def numbers(self) -> Numbers:
        """This is every number that title, description and table speak of."""
        return _counted(self)

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


def nobody() -> JourneyData:
    """This is no journey at all: a page that tells of departments only holds this one."""
    kinds = {"moment": "datetime64[us]", "started": "datetime64[us]", "ended": "datetime64[us]"}
    events, turns = (
        pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "object")) for name in columns}) for columns in (EVENT_COLUMNS, TURN_COLUMNS)
    )
    return JourneyData("A", events, turns, datetime(1970, 1, 1))


def find_journey(connection: duckdb.DuckDBPyConnection, journey: str, *, folder: Path) -> int:
    """This finds a journey by its id as tables/journeys.csv has it. Raises `UsageError` for an id that the dossier of `folder` lacks."""
    # An id that opens like a formula stands in the CSV with an apostrophe before it.
    found = connection.execute(
        "select journey_no from journey_ids where journey in ($asked, $bare) order by journey <> $asked",
        {"asked": journey, "bare": journey.removeprefix("'")},
    ).fetchone()
    if found is None:
        raise UsageError(
            say("There is no journey with this id in {folder}.", folder=folder),
            next_step=say("The ids are in the column journey of tables/journeys.csv."),
        )
    return int(found[0])


def read_journey(
    connection: duckdb.DuckDBPyConnection, journey_no: int, *, resident: str = "A", callback_working_days: int = 2
) -> JourneyData:
    """This reads one journey from a dossier whose table `turns` has been made.

    An ask is answered when a known official took it, or when an outreach or decision in the journey follows within
    `callback_working_days` working days. A callback request is kept when an outreach follows within them; broken
    when it comes later, or when it never came and they are over at the log's end; otherwise not (yet) answered.
    Raises `UsageError` for an unknown journey.
    """
    about = {"journey_no": journey_no}
    events = connection.execute(EVENTS, {**about, "kept_working_days": callback_working_days}).df()
    if events.empty:
        raise UsageError(
            say("There is no journey {journey} in this dossier.", journey=str(journey_no)),
            next_step=say("The table journeys lists the journeys there are."),
        )
    turns = connection.execute(TURNS, about).df()
    end = connection.execute("select log_end from log").fetchone()
    cases = {case_no: letters(at) for at, case_no in enumerate(events["case_no"].unique())}
    officials = {official_no: at + 1 for at, official_no in enumerate(events["official_no"].dropna().unique())}
    events["case"] = events["case_no"].map(cases)
    events["official"] = events["official_no"].map(officials).astype("Int64")
    turns["case"] = turns["case_no"].map(cases)
    turns = turns.sort_values(["case_no", "turn"], kind="stable")
    known = ends_known(connection)
    return JourneyData(
        resident=resident,
        events=_with_gaps_as_none(events[list(EVENT_COLUMNS)]),
        turns=_with_gaps_as_none((turns if known else _to_the_last_event(turns, events))[list(TURN_COLUMNS)].reset_index(drop=True)),
        log_end=end[0] if end else events["moment"].iloc[-1],
        places=places_of_departments(connection),
        ends_known=known,
        residents_known=is_known(connection, "resident"),
    )


def _to_the_last_event(turns: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """This lets the last turn of each question end at its last event, where the log ends no question; a gap whose receiver is known not to
    have taken the question up runs on to the log's end."""
    runs_on = turns["open"].astype(bool) & ~turns["state"].isin(["underway", "lost", "over"])
    last = turns["case"].map(events.groupby("case")["moment"].max())
    ended = turns["ended"].mask(runs_on, last.clip(lower=turns["started"]))
    return turns.assign(
        ended=ended,
        seconds=turns["seconds"].astype("float64").mask(runs_on, (ended - turns["started"]).dt.total_seconds()),
        working_days=turns["working_days"].astype("Int64").mask(runs_on),
    )


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """This gives the rows of a small table as plain values, to place or word them one by one."""
    return cast("list[dict[str, Any]]", table.to_dict("records"))


def letters(at: int) -> str:
    """This gives A for 0, Z for 25, AA for 26."""
    return (letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def local_dates(moments: pd.Series) -> pd.Series:
    """This gives the dates of moments (UTC) in the Netherlands, as moments of midnight."""
    return pd.to_datetime(moments).dt.tz_localize("UTC").dt.tz_convert(ZONE).dt.tz_localize(None).dt.normalize()


def calendar_days(started: pd.Series, ended: pd.Series) -> pd.Series:
    """This counts the calendar days between the dates of two moments (UTC)."""
    return (local_dates(ended) - local_dates(started)).dt.days


def _with_gaps_as_none(table: pd.DataFrame) -> pd.DataFrame:
    texts = [name for name in table.columns if table[name].dtype == object]
    table = table.copy()
    for name in texts:
        table[name] = table[name].astype(object).where(table[name].notna(), None)
    return table


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


def _counted(data: JourneyData) -> Numbers:
    events, turns = data.events, data.turns
    ends = turns.groupby("case", sort=False).tail(1)
    going_on = ends["open"].astype(bool) & (ends["party"] != "over")
    open_cases = int(going_on.sum()) if data.ends_known else 0
    first, last = events["moment"].min(), events["moment"].max()
    if (going_on & ~data.end_unknown[ends.index]).any():
        last = max(last, pd.Timestamp(data.log_end))
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
