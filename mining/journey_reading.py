"""One journey read from a dossier: found by its id, its events with what became of each ask, and its turns.

No id leaves this room: residents and questions become letters, officials become numbers in the order of their first appearance.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from journeys.errors import UsageError
from journeys.texts import say
from mining.journey_data import EVENT_COLUMNS, TURN_COLUMNS, JourneyData, letters, runs_on
from mining.known import ends_known, is_known
from mining.network import places_of_departments

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
    lasting = runs_on(turns)
    last = turns["case"].map(events.groupby("case")["moment"].max())
    ended = turns["ended"].mask(lasting, last.clip(lower=turns["started"]))
    return turns.assign(
        ended=ended,
        seconds=turns["seconds"].astype("float64").mask(lasting, (ended - turns["started"]).dt.total_seconds()),
        working_days=turns["working_days"].astype("Int64").mask(lasting),
    )


def _with_gaps_as_none(table: pd.DataFrame) -> pd.DataFrame:
    texts = [name for name in table.columns if table[name].dtype == object]
    table = table.copy()
    for name in texts:
        table[name] = table[name].astype(object).where(table[name].notna(), None)
    return table
