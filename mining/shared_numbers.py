"""The numbers of a dossier that may be shared: counts and tables of large enough groups of residents, read and passed at once.

Tables of one report are held against each other: what is hidden in one is hidden in the others too, so that none gives back what another
merged. Of officials there is one number: how many there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import duckdb
import pandas as pd

from journeys.texts import language, say
from mining.care import Point
from mining.catalogue import DEFINITIONS
from mining.definition_headers import read_definition
from mining.disclosure import GROUP, LEAST, Passed, pass_handovers, pass_table
from mining.handovers import OTHER, read_handovers
from mining.known import ends_known
from mining.nobody_time import nobody_time, up_to_the_last_event
from mining.passed_on import read_passed_on
from mining.rounding import whole_days
from mining.route_names import THEN, route_name
from mining.shared_care import SharedPart, care_points, curve_points, first_row, is_few, pickup_median
from mining.shared_stages import pass_passed_on
from mining.signal_list import read_signals
from mining.small_groups import is_dominated


@dataclass(frozen=True)
class SharedCount:
    """This is a count of what happened to residents: 0, at least LEAST residents, or `few` (n is None: fewer than that, not told)."""

    n: int | None
    few: bool = False


@dataclass(frozen=True)
class SharedSignal:
    """This is one signal: how often in how many journeys; both None where it is about fewer than a group, or cannot be determined."""

    title: str
    sort: str
    instances: int | None
    journeys: int | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class SharedNumbers:
    """This is everything that a shared report tells in numbers; `hidden` says why it is nothing at all.

    Attributes
    ----------
    time: what is to be said of time in this log; empty: nothing.
    counts: by name of summary.json; None: cannot be determined. first, last: the first day of the first and the last month.
    nobody: days in which nobody had the question, and their share (mining.nobody_time); None: not known. waiting: working days by cause.
    few: those counts that are None because fewer than LEAST residents are in them, or in what they leave of the one before.
    ended: number of ended cases (None where it would tell of a few), median in calendar days (None under a group).
    topics, routes, pairs, lead_times, law: passed tables (mining.disclosure.pass_table), named after their columns.
    care: by id of a care point; curves: points at which at least a group could still be followed.
    quality: counts of rows, by name. tied: share of neighbouring events with one moment.
    cannot: for each measure that cannot be determined, our columns that the log lacks. hidden_rows: sentences about what tables merged.
    """

    counts: Mapping[str, int | None] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    nobody: tuple[float, float] | None = None
    lost: SharedCount | None = None
    waiting: Mapping[str, int] = field(default_factory=dict)
    few: tuple[str, ...] = ()
    ended: tuple[int | None, int | None] | None = None
    signals: tuple[SharedSignal, ...] = ()
    topics: pd.DataFrame = field(default_factory=pd.DataFrame)
    routes: pd.DataFrame = field(default_factory=pd.DataFrame)
    pairs: pd.DataFrame = field(default_factory=pd.DataFrame)
    lead_times: pd.DataFrame = field(default_factory=pd.DataFrame)
    law: pd.DataFrame = field(default_factory=pd.DataFrame)
    care: Mapping[str, SharedPart] = field(default_factory=dict)
    pickup_median: int | None = None
    curves: tuple[Point, ...] = ()
    quality: Mapping[str, int] = field(default_factory=dict)
    tied: float | None = None
    cannot: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hidden_rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    time: str = ""
    hidden: str = ""


def read_shared(connection: duckdb.DuckDBPyConnection, summary: Mapping[str, Any], *, group: int = GROUP) -> Passed[SharedNumbers]:
    """This reads a mined dossier and gives what may be shared of it. Raises `SettingsError` for a group under LEAST."""
    if int(summary["journeys"]) < group:
        words = say("Nothing can be shown here: too few residents share it (fewer than {group}), so they could be recognised.", group=group)
        return Passed(SharedNumbers(hidden=words), group)
    told: dict[str, tuple[str, ...]] = {}
    topics = _topics(connection, group)
    told["topics"] = topics.told
    hidden_topics = set(_labels(connection, "select coalesce(topic, '?') from topic_measures")) - set(topics.value.get("topic", ()))
    routes = _routes(connection, group)
    told["routes"] = routes.told
    pairs = _pairs(connection, group)
    told["pairs"] = pairs.told
    times = _lead_times(connection, hidden_topics, group)
    told["lead_times"] = times.told
    law = _law(connection, hidden_topics, group)
    told["law"] = law.told
    causes = ("resident", "callback", "handoff", "queue")
    waits = first_row(connection, f"select {', '.join(f'sum(waiting_{cause})' for cause in causes)} from case_measures")
    ended = first_row(
        connection, "select count(*), count(distinct journey_no), round(median(calendar_days)) from case_measures where not open"
    )
    ended_told = _are_ended_told(connection, group)
    few = tuple(name for name in _few_counts(connection) if name not in summary["cannot_determine"])
    named = ("journeys", "cases", "departments", "officials", "handoffs", "department_handoffs", "hops")
    cannot: dict[str, tuple[str, ...]] = {}
    for measure, column in connection.execute("select measure, column_missing from cannot_determine order by all").fetchall():
        cannot[measure] = (*cannot.get(measure, ()), column)
    numbers = SharedNumbers(
        counts={name: None if name in summary["cannot_determine"] or name in few else summary.get(name) for name in named},
        first=_month(summary["first"]), last=_month(summary["last"]),
        nobody=nobody_time(connection) if ends_known(connection) else None, lost=_lost(connection),
        waiting={name: int(days) for name, days in zip(causes, waits, strict=True) if days},
        few=few,
        ended=(int(ended[0]) if ended_told else None, int(ended[2]) if ended[1] >= group else None) if ended[0] else None,
        signals=tuple(_signals(connection, group)), topics=topics.value, routes=routes.value, pairs=pairs.value,
        lead_times=times.value, law=law.value,
        care=care_points(connection, summary, group), pickup_median=pickup_median(connection, summary, group),
        curves=curve_points(connection, group),
        quality={name: int(summary[name]) for name in ("rows", "events", "rejects", "duplicates")}, tied=summary["tied_share"],
        cannot=cannot, hidden_rows={name: lines for name, lines in told.items() if lines},
        time=up_to_the_last_event(connection),
    )  # fmt: skip
    return Passed(numbers, group)


def _are_ended_told(connection: duckdb.DuckDBPyConnection, group: int) -> bool:
    """This tells whether the number of ended cases stands: not where the open ones are of a few.

    Nor where the leaking pipe keeps one back: with the number of all it would bound how many got lost at a stage.
    """
    if is_few(int(first_row(connection, "select count(distinct journey_no) from case_measures where open")[0])):
        return False
    if not _there(connection, "passed_on"):
        return True
    stages = pass_passed_on(read_passed_on(connection), group=group).value.stages
    return not stages[["ended", "open"]].isna().any(axis=None)


def _few_counts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """This gives the counts of handoffs and hops in which fewer than LEAST residents are, or that would leave so few of another."""
    handed, between, beside, met = first_row(
        connection,
        """select count(distinct case when handoffs > 0 then journey_no end),
             count(distinct case when department_handoffs > 0 then journey_no end),
             count(distinct case when handoffs <> department_handoffs then journey_no end),
             count(distinct case when hops > 0 then journey_no end)
           from case_measures""",
    )
    left = is_few(beside) and not is_few(handed)
    tells = {"handoffs": is_few(handed), "department_handoffs": is_few(between) or left, "hops": is_few(met)}
    return [name for name, told in tells.items() if told]


def _topics(connection: duckdb.DuckDBPyConnection, group: int) -> Passed[pd.DataFrame]:
    """This gives cases, median, nobody's part and lost questions by topic; open cases would tell of other tables' hidden ones."""
    table = connection.execute(
        """with ended as (
             select topics.topic, count(distinct case_measures.journey_no) as who
             from case_measures left join topics on topics.topic_no = case_measures.topic_no
             where not case_measures.open group by topics.topic
           )
           select coalesce(made.topic, '?') as topic, made.journeys as residents, made.cases,
             coalesce(ended.who, 0) as ended_residents, round(made.median_calendar_days) as median_days,
             round(100 * made.nobody_share) as nobody_percent, coalesce(made.lost, 0) as lost
           from topic_measures as made
           left join ended on ended.topic is not distinct from made.topic
           order by made.cases desc, made.topic"""
    ).df()
    members = connection.execute(
        """select coalesce(topics.topic, '?') as topic, case_measures.journey_no
           from case_measures left join topics on topics.topic_no = case_measures.topic_no"""
    ).df()
    lost = connection.execute(
        """select coalesce(topics.topic, '?') as topic, passages.journey_no
           from passages join case_measures on case_measures.case_no = passages.case_no
           left join topics on topics.topic_no = case_measures.topic_no
           where passages.status = 'lost'"""
    ).df() if _there(connection, "passages") else members.iloc[:0]  # fmt: skip
    found = pass_table(
        table, residents="residents", label="topic", rest=say("Other topics"), counts=("cases", "ended_residents", "lost"),
        shares={"median_days": "ended_residents", "nobody_percent": "residents"}, sensitive=("lost",), members=members,
        about={"lost": {str(topic): frozenset(who) for topic, who in lost.groupby("topic")["journey_no"]}}, group=group,
    )  # fmt: skip
    return found.made_into(lambda passed: passed.drop(columns="ended_residents"))


def _routes(connection: duckdb.DuckDBPyConnection, group: int) -> Passed[pd.DataFrame]:
    """This gives the routes that enough residents took; all others are one row."""
    runs = read_definition(DEFINITIONS / "department_runs.sql").sql  # a step that the dossier does not keep
    members = connection.execute(
        f"""with department_runs as ({runs}), paths as (
              select department_runs.case_no, string_agg(departments.department, '{THEN}' order by department_runs.place) as path
              from department_runs join departments on departments.department_no = department_runs.department_no
              group by department_runs.case_no
            )
            select coalesce(paths.path, '?') as path, case_measures.journey_no, case_measures.case_no, case_measures.calendar_days
            from case_measures left join paths on paths.case_no = case_measures.case_no"""
    ).df()
    grouped = members.groupby("path")
    table = pd.DataFrame(
        {
            "residents": grouped["journey_no"].nunique(), "cases": grouped.size(),
            "median_days": whole_days(grouped["calendar_days"].median()),
        }
    ).reset_index()
    table = table.sort_values(["cases", "path"], ascending=[False, True], kind="stable")
    return pass_table(
        table, residents="residents", label="path", rest=say("Other routes"), counts=("cases",), shares={"median_days": "cases"},
        members=members, group=group,
    )  # fmt: skip


def _pairs(connection: duckdb.DuckDBPyConnection, group: int) -> Passed[pd.DataFrame]:
    """This gives what residents lost between two departments, of the pairs that the maps show too."""
    shown = pass_handovers(read_handovers(connection, keep=10**6), group=group).value.departments
    named = {route_name(a, b) for a, b in zip(shown.get("from_unit", ()), shown.get("to_unit", ()), strict=True) if OTHER not in (a, b)}
    same = "case when residents_touched = residents_touched_by_transfers then touched_per_100_transfers end"  # or it tells the difference
    columns = f"residents, transfers, residents_touched, question_days_lost, {same} as touched_per_100_transfers"
    columns += ", largest, second, late_alone"
    if not _there(connection, "harm_pairs"):
        return pass_table(pd.DataFrame({"pair": [], "residents": []}), residents="residents", label="pair", rest=None, group=group)
    table = connection.execute(
        f"""with told as (
              select from_department_no, to_department_no, sum(lost_seconds + late_seconds) / 86400.0 as days,
                sum(lost_seconds) = 0 and sum(dropped + callbacks_never) > 0 as late
              from harm_parts group by from_department_no, to_department_no, journey_no
            ), most as (
              select from_department_no, to_department_no, list_sort(list(days), 'desc')[1] as largest,
                list_sort(list(days), 'desc')[2] as second, count(case when late then 1 end) as late_alone
              from told group by from_department_no, to_department_no
            )
            select coalesce(sender.department, '?') || '{THEN}' || coalesce(receiver.department, '?') as pair, {columns}
            from harm_pairs as made
            left join most on most.from_department_no is not distinct from made.from_department_no
              and most.to_department_no is not distinct from made.to_department_no
            left join departments as sender on sender.department_no = made.from_department_no
            left join departments as receiver on receiver.department_no = made.to_department_no
            where made.residents > 0 order by rank, pair"""
    ).df()
    alone = is_dominated(table["question_days_lost"], table["largest"], table["second"])
    table["question_days_lost"] = table["question_days_lost"].round().mask(alone)
    table["late_alone"] = table["late_alone"].fillna(0).astype(int)
    found = pass_table(
        table, residents="residents", label="pair", rest=None, counts=("transfers", "residents_touched", "late_alone"),
        shares={"question_days_lost": "residents_touched", "touched_per_100_transfers": "transfers"}, sensitive=("residents_touched",),
        small={pair for pair in table["pair"] if pair not in named}, group=group,
    )  # fmt: skip
    return found.made_into(_without_what_gives_it_back)


def _without_what_gives_it_back(pairs: pd.DataFrame) -> pd.DataFrame:
    """This empties a number of residents that, less those who lost one (the map tells), leaves a few, and what is worked out from it."""
    gone = pairs["residents_touched"].isna() | _few(pairs["late_alone"])
    names = ("residents_touched", "question_days_lost", "touched_per_100_transfers")
    return pairs.assign(**{name: pairs[name].mask(gone) for name in names}).drop(columns="late_alone")


def _lead_times(connection: duckdb.DuckDBPyConnection, hidden: set[str], group: int) -> Passed[pd.DataFrame]:
    """This gives lead times by topic, beside norm and term, of topics that are shown by themselves elsewhere too.

    What is too few is counted in residents: one may have asked ten times.
    """
    table = connection.execute(
        """with who as (
             select topic_no, count(distinct journey_no) as residents,
               count(distinct case when answered is not null then journey_no end) as answered,
               count(distinct case when within_norm is not null then journey_no end) as norm_judged,
               count(distinct case when within_norm then journey_no end) as norm_kept,
               count(distinct case when not within_norm then journey_no end) as norm_missed,
               count(distinct case when term is not null then journey_no end) as term_judged,
               count(distinct case when term = 'in_time' then journey_no end) as term_kept,
               count(distinct case when term <> 'in_time' then journey_no end) as term_missed
             from care_questions group by topic_no
           )
           select coalesce(topics.topic, '?') as topic, who.*, made.questions,
             round(made.median_working_days) as median_working_days, round(made.p90_working_days) as p90_working_days,
             made.norm_working_days,
             made.norm_judged as norm_of, made.norm_kept as norm_part, made.term_judged as term_of, made.term_kept as term_part
           from care_topics as made
           join who on who.topic_no is not distinct from made.topic_no
           left join topics on topics.topic_no = made.topic_no
           order by made.questions desc, 1"""
    ).df()
    for name in ("norm", "term"):
        few = _few(table[f"{name}_kept"]) | _few(table[f"{name}_missed"])
        table[f"{name}_percent"] = _percent(table[f"{name}_part"], table[f"{name}_of"]).mask(few)
    shares = {"median_working_days": "answered", "norm_working_days": "questions"}
    shares |= {"norm_percent": "norm_judged", "term_percent": "term_judged"}
    found = pass_table(
        table, residents="residents", label="topic", rest=None, counts=("questions", "answered", "norm_judged", "term_judged"),
        shares=shares, tails={"p90_working_days": "answered"}, small=hidden, group=group,
    )  # fmt: skip
    found = found.made_into(lambda passed: _without_what_the_care_points_give_back(connection, passed, group))
    shown = ["topic", "residents", "questions", "median_working_days", "p90_working_days"]
    shown += ["norm_working_days", "norm_percent", "term_percent"]
    return found.made_into(lambda passed: passed[[name for name in shown if passed[name].notna().any()]])


def _without_what_the_care_points_give_back(connection: duckdb.DuckDBPyConnection, times: pd.DataFrame, group: int) -> pd.DataFrame:
    """This empties percentages by topic until what they leave of the care point of all topics is of nobody, or of enough residents.

    The topics without a percentage hold together nobody or a group, and of these nobody or LEAST within, and beyond, norm or term.
    The topic of the fewest residents goes next.
    """
    passed = times.copy()
    for name, kept in (("norm", "within_norm"), ("term", "case when term is not null then term = 'in_time' end")):
        judged = connection.execute(
            f"""select coalesce(topics.topic, '?') as topic, journey_no, {kept} as kept from care_questions
                left join topics on topics.topic_no = care_questions.topic_no where ({kept}) is not null"""
        ).df()
        told = passed[passed[f"{name}_percent"].notna()].sort_values("residents", kind="stable")
        for row in [None, *told.index]:
            if row is not None:
                passed.loc[row, f"{name}_percent"] = float("nan")
            rest = judged[~judged["topic"].isin(passed.loc[passed[f"{name}_percent"].notna(), "topic"])]
            within, beyond = (rest.loc[rest["kept"].astype(bool) == side, "journey_no"].nunique() for side in (True, False))
            if not (is_few(within) or is_few(beyond) or 0 < rest["journey_no"].nunique() < group):
                break
    return passed


def _few(residents: pd.Series) -> pd.Series:
    return (residents > 0) & (residents < LEAST)


def _percent(part: pd.Series, whole: pd.Series) -> pd.Series:
    """This gives a part in whole percents; 100 only where nothing is left."""
    return (100 * part / whole.where(whole > 0)).round().clip(upper=99).where(part < whole, 100.0)


def _law(connection: duckdb.DuckDBPyConnection, hidden: set[str], group: int) -> Passed[pd.DataFrame]:
    """This gives decisions within a term of a law by topic, and what the penalty could run up to where no or enough residents share it."""
    empty = pd.DataFrame({"topic": [], "residents": []})
    if not _there(connection, "legal_term_topics"):
        return Passed(empty, group)
    table = connection.execute(
        """with who as (
             select topic_no, count(distinct case when penalty_days > 0 then journey_no end) as touched,
               count(distinct case when status in ('in_time', 'if_extended', 'late') then journey_no end) as judged,
               count(distinct case when status = 'in_time' then journey_no end) as kept,
               count(distinct case when status in ('if_extended', 'late') then journey_no end) as missed
             from legal_terms where sort = 'decision' group by topic_no
           )
           select coalesce(topics.topic, '?') as topic, made.residents, made.in_time + made.if_extended + made.late as ended,
             coalesce(who.judged, 0) as judged, coalesce(who.kept, 0) as kept, coalesce(who.missed, 0) as missed, made.in_time,
             case when coalesce(who.touched, 0) = 0 or who.touched >= $least then made.penalty_euros end as penalty_euros
           from legal_term_topics as made
           left join who on who.topic_no is not distinct from made.topic_no
           left join topics on topics.topic_no = made.topic_no
           where made.sort = 'decision'
           order by made.terms desc, 1""",
        {"least": LEAST},
    ).df()
    if table.empty:
        return Passed(empty, group)
    table["in_time_percent"] = _percent(table["in_time"], table["ended"]).mask(_few(table["kept"]) | _few(table["missed"]))
    found = pass_table(
        table, residents="residents", label="topic", rest=None, counts=("ended", "judged"),
        shares={"in_time_percent": "judged", "penalty_euros": "judged"}, small=hidden, group=group,
    )  # fmt: skip
    return found.made_into(lambda passed: passed.drop(columns="judged", errors="ignore"))


def _signals(connection: duckdb.DuckDBPyConnection, group: int) -> list[SharedSignal]:
    found = []
    everybody = int(first_row(connection, "select count(distinct journey_no) from case_measures")[0])
    late = 0
    if _there(connection, "passages"):
        late = int(first_row(connection, "select count(distinct journey_no) from passages where status = 'late'")[0])
    for one in read_signals(connection):
        told = one.instances == 0 or ((one.journeys or 0) >= group and not is_few(everybody - (one.journeys or 0)))
        if one.name == "dropped_handoff" and is_few(late):
            told = False  # less the lost ones, which are told, it is about those who were late alone
        if one.is_of_people and 0 < (one.instances or 0) < LEAST:
            told = False  # a handful of colleagues
        found.append(
            SharedSignal(
                one.title[language()], one.sort, one.instances if told else None,
                None if one.is_of_people or not told else one.journeys, one.missing,
            )
        )  # fmt: skip
    return found


def _lost(connection: duckdb.DuckDBPyConnection) -> SharedCount:
    lost, residents = first_row(
        connection,
        "select count(*), count(distinct journey_no) from turns where state = 'lost'",
    )
    return SharedCount(int(lost)) if residents >= LEAST or not lost else SharedCount(None, few=True)


def _month(moment: str | None) -> date | None:
    return datetime.fromisoformat(moment).date().replace(day=1) if moment else None


def _labels(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [str(label) for (label,) in connection.execute(query).fetchall()]


def _there(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    return bool(connection.execute("select 1 from duckdb_tables() where table_name = ?", [table]).fetchall())

