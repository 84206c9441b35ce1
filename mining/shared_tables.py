"""The tables that may be shared: topics, routes, pairs, lead times and terms of laws, held against each other and against the maps."""

from __future__ import annotations

import duckdb
import pandas as pd

from journeys.dossier import has_table
from journeys.texts import say
from mining.catalogue import DEFINITIONS
from mining.definition_headers import read_definition
from mining.disclosure import LEAST, Passed, pass_handovers, pass_table, told_of_rest
from mining.handovers import OTHER, Handovers, read_handovers
from mining.rounding import whole_days
from mining.route_names import THEN, route_name
from mining.shared_care import is_few
from mining.small_groups import People, is_dominated


def topics_passed(connection: duckdb.DuckDBPyConnection, group: int) -> Passed[pd.DataFrame]:
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
    passed_on = connection.execute(
        """select coalesce(topics.topic, '?') as topic, passages.journey_no, passages.status
           from passages join case_measures on case_measures.case_no = passages.case_no
           left join topics on topics.topic_no = case_measures.topic_no"""
    ).df() if has_table(connection, "passages") else members.iloc[:0].assign(status="")  # fmt: skip
    found = pass_table(
        table, residents="residents", label="topic", rest=say("Other topics"), counts=("cases", "ended_residents", "lost"),
        shares={"median_days": "ended_residents", "nobody_percent": "residents"}, sensitive=("lost",), members=members,
        about={"lost": _by_topic(passed_on[passed_on["status"] == "lost"])}, among={"lost": _by_topic(passed_on)},
        everybody=frozenset(members["journey_no"]), group=group,
    )  # fmt: skip
    return found.made_into(lambda passed: passed.drop(columns="ended_residents"))


def _by_topic(rows: pd.DataFrame) -> dict[str, People]:
    return {str(topic): frozenset(who) for topic, who in rows.groupby("topic")["journey_no"]}


def routes_passed(connection: duckdb.DuckDBPyConnection, group: int) -> Passed[pd.DataFrame]:
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
        members=members, everybody=frozenset(members["journey_no"]), group=group,
    )  # fmt: skip


def pairs_passed(connection: duckdb.DuckDBPyConnection, group: int, maps: Handovers | None = None) -> Passed[pd.DataFrame]:
    """This gives what residents lost between two departments, of the pairs that the maps show too (`maps`: these, where they are known)."""
    shown = (maps or pass_handovers(read_handovers(connection, keep=10**6), group=group).value).departments
    named = {route_name(a, b) for a, b in zip(shown.get("from_unit", ()), shown.get("to_unit", ()), strict=True) if OTHER not in (a, b)}
    same = "case when residents_touched = residents_touched_by_transfers then touched_per_100_transfers end"  # or it tells the difference
    columns = f"residents, transfers, residents_touched, question_days_lost, {same} as touched_per_100_transfers"
    columns += ", largest, second, late_alone"
    if not has_table(connection, "harm_pairs"):
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


def lead_times_passed(connection: duckdb.DuckDBPyConnection, hidden: set[str], group: int) -> Passed[pd.DataFrame]:
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
    found = _without_what_the_topics_leave(connection, found, "care_questions", "residents", "questions")
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


def _without_what_the_topics_leave(
    connection: duckdb.DuckDBPyConnection, found: Passed[pd.DataFrame], of: str, *names: str
) -> Passed[pd.DataFrame]:
    """This empties counts (`names`) that would tell of a few beside the table of topics: how many residents of a topic are not here, or
    have a case that is not. `of`: what is counted, a table with `topic_no`, `case_no` and `journey_no`."""
    rows = connection.execute(
        f"""with here as (select topic_no, case_no, journey_no from {of}), part as (
              select topic_no, count(distinct journey_no) as n from here group by topic_no
            ), whole as (
              select made.topic_no, count(distinct made.journey_no) as n,
                count(distinct case when here.case_no is null then made.journey_no end) as beside
              from case_measures as made left join here on here.case_no = made.case_no group by made.topic_no
            )
            select coalesce(topics.topic, '?'), whole.n - part.n, whole.beside from part
            join whole on whole.topic_no is not distinct from part.topic_no
            left join topics on topics.topic_no = part.topic_no"""
    ).fetchall()
    bare = {str(topic) for topic, left, beside in rows if is_few(abs(left)) or is_few(beside)}
    shown = found.value["topic"].isin(bare)
    if not shown.any():
        return found
    passed = found.value.assign(**{name: found.value[name].mask(shown) for name in names})
    return Passed(passed, found.group, tuple(dict.fromkeys((*found.told, told_of_rest()))))


def _few(residents: pd.Series) -> pd.Series:
    return (residents > 0) & (residents < LEAST)


def _percent(part: pd.Series, whole: pd.Series) -> pd.Series:
    """This gives a part in whole percents; 100 only where nothing is left."""
    return (100 * part / whole.where(whole > 0)).round().clip(upper=99).where(part < whole, 100.0)


def law_passed(connection: duckdb.DuckDBPyConnection, hidden: set[str], group: int) -> Passed[pd.DataFrame]:
    """This gives decisions within a term of a law by topic, and what the penalty could run up to where no or enough residents share it."""
    empty = pd.DataFrame({"topic": [], "residents": []})
    if not has_table(connection, "legal_term_topics"):
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
    terms = "(select * from legal_terms where sort = 'decision')"
    found = _without_what_the_topics_leave(connection, found, terms, "residents")
    over = f"(select * from {terms} where status in ('in_time', 'if_extended', 'late'))"
    found = _without_what_the_topics_leave(connection, found, over, "ended")
    return found.made_into(lambda passed: passed.drop(columns="judged", errors="ignore"))
