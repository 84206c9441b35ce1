"""Every journey as one stripe: on which of its days a question lay with nobody, a department or the resident, since the first question.

Read from tables `turns`, `case_measures` and `journey_measures`. The cases of a journey run side by side; a moment at which at least one
question lies with nobody counts as nobody's, so the length is that of `nobody_days`. Journeys that still go on are there as far as they
have come, and are counted apart.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import pandas as pd

from journeys.clock import wall_sql
from journeys.dossier import has_table
from journeys.errors import DossierError
from journeys.texts import say
from mining.calendar_dates import midnight

WHO = ("nobody", "department", "resident", "unknown")
"""Who has it, the first that applies at a moment; `unknown` where the log does not tell (also unrecorded handovers)."""

TOLD = """
told as (
  select turns.* replace (coalesce(unknown_ends.ended, turns.ended) as ended)
  from turns
  left join unknown_ends on unknown_ends.case_no = turns.case_no and unknown_ends.turn = turns.turn
)
"""
"""Turns; where the log ends no case, the last one of a case runs to its last event, for what came after that is not known."""

STRETCHES = f"""
with {TOLD}, own as (
  select
    journey_no, started, ended,
    case
      when party = 'nobody' and state <> 'unrecorded' then 'nobody'
      when party in ('department', 'resident') and state <> 'unrecorded' then party
      else 'unknown'
    end as who
  from told
  where party <> 'over' and started < ended
),
marks as (
  select journey_no, started as moment, who, 1 as step from own
  union all
  select journey_no, ended, who, -1 from own
),
steps as (
  select
    journey_no, moment,
    sum(step) filter (where who = 'nobody') as nobody,
    sum(step) filter (where who = 'department') as department,
    sum(step) filter (where who = 'resident') as resident,
    sum(step) filter (where who = 'unknown') as unknown
  from marks
  group by journey_no, moment
),
running as (
  select
    journey_no, moment,
    coalesce(sum(nobody) over walk, 0) as nobody,
    coalesce(sum(department) over walk, 0) as department,
    coalesce(sum(resident) over walk, 0) as resident,
    coalesce(sum(unknown) over walk, 0) as unknown,
    lead(moment) over walk as until
  from steps
  window walk as (partition by journey_no order by moment rows between unbounded preceding and current row)
)
select
  journey_no, moment, until,
  case when nobody > 0 then 'nobody' when department > 0 then 'department' when resident > 0 then 'resident' else 'unknown' end as who
from running
where nobody + department + resident + unknown > 0
order by journey_no, moment
"""

SPANS = f"""
with {TOLD}
select
  journey_no,
  min(told.started) as first_moment,
  max(case when party = 'over' then told.started else told.ended end) as last_moment,
  case any_value(journey_measures.open) when true then 'open' when false then 'ended' else 'unknown' end as ends,
  cast({wall_sql("min(told.started)")} as date) as first_date
from told
left join journey_measures using (journey_no)
group by journey_no
order by journey_no
"""


@dataclass(frozen=True)
class Cohort:
    """This is the journeys that began in one period.

    Attributes
    ----------
    label: what the panel is called ("Voor"); empty where there is one.
    journeys: one row a journey, the shortest first (ties: as numbered in the dossier): `days` (of 24 hours, from the first question to
        the last end, or as far as it was followed), `ends` (`ended`, `open`: the log ends before it does, `unknown`: the log does not
        tell decisions and closes, `longer`: it goes on after the days that all are followed), and days for each of WHO (`nobody` ...
        `unknown`); the rest of its days no question was open.
    stretches: one row a stretch of one party, in order: `place` (of the journey, from 0), `start`, `end` (days since the first question),
        `who`.
    too_short: journeys left out because the log ends before all `follow_days` had passed.
    first, last: local dates of the first and the last beginning; None where there is no journey.
    earlier: journeys that had begun before the period and had a question open in it: they have no row here.
    cut: rows of journeys that had begun in the log of the other cohort already: their beginning is missing at the left.
        Both None: some, but too few to be told.
    """

    label: str
    journeys: pd.DataFrame
    stretches: pd.DataFrame
    too_short: int | None
    first: date | None
    last: date | None
    earlier: int | None = 0
    cut: int | None = 0

    @property
    def partial(self) -> bool:
        """This tells whether journeys are missing here, or lack their beginning, because they had begun before."""
        return self.earlier != 0 or self.cut != 0

    @property
    def median_days(self) -> float | None:
        """This is the median: at least half of the journeys last so long or longer, whatever comes of the open ones.

        None without journeys, and where the log does not tell which have ended.
        """
        n = len(self.journeys)
        return float(self.journeys["days"].median()) if n and not self.end_unknown else None

    @property
    def open(self) -> int:
        """This counts the journeys that still go on at the log's end."""
        return int((self.journeys["ends"] == "open").sum())

    @property
    def end_unknown(self) -> int:
        """This counts the journeys of which the log does not tell whether they ended; they are drawn up to their last event."""
        return int((self.journeys["ends"] == "unknown").sum())

    @property
    def share(self) -> float | None:
        """This is nobody's days as a share of all days of which the log tells who had a question; None when it tells of none."""
        sums = self.journeys[list(WHO)].sum()
        known = float(sums["nobody"] + sums["department"] + sums["resident"])
        return float(sums["nobody"]) / known if known > 0 else None

    @property
    def unknown_share(self) -> float | None:
        """This is the share of the days with an open question of which the log does not tell who had it; None without such days."""
        sums = self.journeys[list(WHO)].sum()
        return float(sums["unknown"] / sums.sum()) if sums.sum() > 0 else None


@dataclass(frozen=True)
class Stripes:
    """This is one cohort, or two to hold against each other.

    `follow_days`: so many days each journey is followed, None: to its end. `whole_weeks`: times are rounded to the nearest week.
    `split`: the day on which the second of two periods begins, where that is stated.
    `beside`: two cohorts of the same time, none of which comes first.
    `hidden`: why nothing of it may be shown: a picture is then an empty card with this sentence.
    `group`: where rows passed mining.shared_views, no table may tell of fewer residents together; 0: the team's own.
    """

    cohorts: tuple[Cohort, ...]
    follow_days: int | None = None
    whole_weeks: bool = False
    group: int = 0
    beside: bool = False
    split: date | None = None
    hidden: str = ""

    @property
    def comparable(self) -> bool:
        """This tells whether two cohorts were followed equally long: by the same days, or both to the end of every journey."""
        to_the_end = not any(cohort.open + cohort.end_unknown for cohort in self.cohorts)
        return len(self.cohorts) == 2 and (self.follow_days is not None or to_the_end)


Begun = Mapping[str, pd.Timestamp]
"""When each journey began in a log (UTC), by its id."""

Period = tuple[str, date | None, date | None]
"""Label, first and last local date on which a journey begins; None: no bound."""


def read_stripes(
    connection: duckdb.DuckDBPyConnection,
    periods: Sequence[Period] = (("", None, None),),
    *,
    follow_days: int | None = None,
    begun: Begun | None = None,
) -> Stripes:
    """This reads the journeys of one or two periods from a dossier whose table `turns` has been made.

    Raises `DossierError` for a dossier of an older version.

    With `follow_days` every journey is followed for so many days of 24 hours; one that began too late for that is left out and counted.
    `begun`: of the log of the period before (`begun_in`), to count the journeys whose beginning is there and not here.
    """
    if not has_table(connection, "unknown_ends"):
        raise DossierError(
            say("This dossier was made by an older version and does not know of which questions the end is unknown."),
            next_step=say("Make it anew with journeys mine."),
        )
    spans = connection.execute(SPANS).df()
    stretches = connection.execute(STRETCHES).df()
    end = connection.execute("select log_end from log").fetchone()
    log_end = pd.Timestamp(end[0]) if end else pd.Timestamp.max
    cut = _begun_before(connection, begun) if begun else ()
    return Stripes(
        tuple(
            cohort(spans, stretches, label=label, since=since, until=until, follow_days=follow_days, log_end=log_end, cut=cut)
            for label, since, until in periods
        ),
        follow_days,
        split=periods[1][1] if len(periods) == 2 else None,
    )


def begun_in(connection: duckdb.DuckDBPyConnection) -> Begun:
    """This gives when each journey of a log began, by its id."""
    query = "select journey, min(started) as moment from turns join journey_ids using (journey_no) group by journey"
    found = connection.execute(query).df()
    return dict(zip(found["journey"], found["moment"], strict=True))


def _begun_before(connection: duckdb.DuckDBPyConnection, begun: Begun) -> frozenset[int]:
    """This gives the numbers of the journeys that began earlier in another log than here."""
    ids = {journey: int(number) for number, journey in connection.execute("select journey_no, journey from journey_ids").fetchall()}
    return frozenset(ids[journey] for journey, moment in begun_in(connection).items() if journey in begun and begun[journey] < moment)


def cohort(
    spans: pd.DataFrame,
    stretches: pd.DataFrame,
    *,
    label: str = "",
    since: date | None = None,
    until: date | None = None,
    follow_days: int | None = None,
    log_end: pd.Timestamp,
    cut: Collection[int] = (),
) -> Cohort:
    """This makes one cohort of the answers to SPANS and STRETCHES."""
    dates = pd.to_datetime(spans["first_date"])
    own = spans[(dates >= pd.Timestamp(since or date.min)) & (dates <= pd.Timestamp(until or date.max))] if len(spans) else spans
    too_short = 0
    days = _days(own["first_moment"], own["last_moment"])
    ends = own["ends"]
    if follow_days is not None:
        followed = _days(own["first_moment"], pd.Series(log_end, index=own.index)) >= follow_days
        too_short = int((~followed).sum())
        own, days, ends = own[followed], days[followed], ends[followed]
        ends = ends.mask(days > follow_days, "longer")
        days = days.clip(upper=follow_days)
    journeys = pd.DataFrame({"journey_no": own["journey_no"], "first_moment": own["first_moment"], "days": days, "ends": ends})
    journeys = journeys.sort_values(["days", "journey_no"], kind="stable", ignore_index=True)
    journeys["place"] = range(len(journeys))
    kept = stretches.merge(journeys[["journey_no", "first_moment", "place"]], on="journey_no")
    kept = kept.assign(start=_days(kept["first_moment"], kept["moment"]), end=_days(kept["first_moment"], kept["until"]))
    if follow_days is not None:
        kept = kept[kept["start"] < follow_days].assign(end=lambda rows: rows["end"].clip(upper=follow_days))
    kept = merged(kept.sort_values(["place", "start"], kind="stable", ignore_index=True))
    spent = kept.assign(days=kept["end"] - kept["start"]).pivot_table(index="place", columns="who", values="days", aggfunc="sum")
    for who in WHO:
        journeys[who] = journeys["place"].map(spent[who]).fillna(0.0) if who in spent.columns else 0.0
    begun = pd.to_datetime(own["first_date"])
    return Cohort(
        label=label,
        journeys=journeys[["days", "ends", *WHO]],
        stretches=kept,
        too_short=too_short,
        first=begun.min().date() if len(begun) else None,
        last=begun.max().date() if len(begun) else None,
        earlier=_earlier(spans, stretches, since, until) if since else 0,
        cut=int(own["journey_no"].isin(list(cut)).sum()),
    )


def _earlier(spans: pd.DataFrame, stretches: pd.DataFrame, since: date, until: date | None) -> int:
    """This counts the journeys that began before a period and had a question open in it."""
    before = spans.loc[pd.to_datetime(spans["first_date"]) < pd.Timestamp(since), "journey_no"]
    there = pd.to_datetime(stretches["until"]) > midnight(since)
    if until is not None:
        there &= pd.to_datetime(stretches["moment"]) < midnight(until + timedelta(days=1))
    return int(stretches.loc[there & stretches["journey_no"].isin(before), "journey_no"].nunique())


def _days(started: pd.Series, ended: pd.Series) -> pd.Series:
    return (pd.to_datetime(ended) - pd.to_datetime(started)).dt.total_seconds() / 86400


def merged(stretches: pd.DataFrame) -> pd.DataFrame:
    """This makes one stretch of neighbours of the same party in the same journey."""
    goes_on = (
        (stretches["place"] == stretches["place"].shift())
        & (stretches["who"] == stretches["who"].shift())
        & (stretches["start"] == stretches["end"].shift())
    )
    grouped = stretches.groupby((~goes_on).cumsum(), sort=False)
    merged = grouped.agg(place=("place", "first"), start=("start", "first"), end=("end", "last"), who=("who", "first"))
    return merged.reset_index(drop=True)


def in_classes(cohort: Cohort, *, group: int, least: int) -> pd.DataFrame:
    """This puts journeys of about the same length together, at least `group` in each class.

    One row a class, the shortest first: `low`, `high` (days, both included), `journeys`, `open` (those whose end is not known; <NA> for
    1 to `least` - 1). Journeys of equal length are in one class; the last class takes what is left over.
    """
    counted = cohort.journeys.assign(going=cohort.journeys["ends"] != "ended").groupby("days")["going"].agg(["size", "sum"])
    rows: list[list[float]] = []
    for days, (size, going) in zip(counted.index, counted.to_numpy().tolist(), strict=True):
        if not rows or rows[-1][2] >= group:
            rows.append([days, days, 0, 0])
        rows[-1] = [rows[-1][0], days, rows[-1][2] + size, rows[-1][3] + going]
    if len(rows) > 1 and rows[-1][2] < group:
        last = rows.pop()
        rows[-1] = [rows[-1][0], last[1], rows[-1][2] + last[2], rows[-1][3] + last[3]]
    made = pd.DataFrame(rows, columns=["low", "high", "journeys", "open"]).astype({"journeys": "Int64", "open": "Int64"})
    made["open"] = made["open"].mask((made["open"] > 0) & (made["open"] < least))
    return made
