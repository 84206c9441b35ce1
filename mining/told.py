"""The sentences of the report that hold numbers: for each its id, the query of its numbers by name, and the rows they are counted from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import duckdb

from journeys.texts import say
from mining.instances import Signal, instances_query
from mining.reported import IDS, NAMED

WAITED = ("callback_chain", "departed", "dropped_handoff", "orphan", "silence", "stall", "unanswered_callback", "wrong_door")
"""Gaps that are a stretch in which the question lay still for the resident: the days from their start to their end count. The others are a
moment, a whole journey, or hold time in which the municipality may still work (the term of over_term, work that nobody saw)."""


@dataclass(frozen=True)
class Told:
    """This is a sentence with numbers: `numbers` gives them in one row, by name; `rows` what they are counted from.

    needs: our columns without which it cannot be determined, beside those that its definition names.
    """

    definition: str
    counts: Callable[[], str]
    numbers: str
    rows: str
    people: bool = False
    departments: bool = False
    needs: tuple[str, ...] = ()


MOST = "select journey_no from journey_measures order by officials desc nulls last, hops desc nulls last, events desc, journey_no limit 1"
"""The journey that the story is about."""

_MOST_LOST = "select * from flows where lost > 0 order by lost desc, transfers desc, from_department, to_department limit 1"
_ITS = f"made.journey_no = ({MOST})"


def _instance(signal: str) -> Told:
    return Told(
        signal, lambda: say("The times that this signal was found in the journey with the most officials."),
        f"select count(*) as instances from {signal} as made where {_ITS}",
        "select made.status, journey_ids.journey, made.started, made.ended, made.working_days, made.row_nos[1] as row_no"
        f" from {signal} as made join journey_ids on journey_ids.journey_no = made.journey_no where {_ITS} order by made.started, row_no",
        people=True, departments=True,
    )  # fmt: skip


def _map(rank: int) -> Told:
    its = f"made.journey_no = ({MOST.removesuffix(' limit 1')} limit 1 offset {rank - 1})"
    return Told(
        "turns", lambda: say("The turns of the journey on this map: who had the question, and for how many days."),
        f"select officials, cases, round(calendar_days) as days from journey_measures as made where {its}",
        f"select {IDS}, made.party, made.state, made.started, made.ended, round(made.seconds / 86400.0, 3) as calendar_days,"
        " made.working_days"
        f" from turns as made{NAMED} where {its} order by made.started, made.case_no, made.turn",
        people=True, departments=True,
    )  # fmt: skip


_PASSAGES = Told(
    "passages", lambda: say("Every passage of a case from one department to another, and what became of it."),
    "select count(*) as passages, count(*) filter (where status = 'lost') as lost,"
    " count(*) filter (where status = 'unrecorded') as unrecorded from passages",
    f"select made.row_no, {IDS}, one.department as from_department, two.department as to_department, made.status, made.started,"
    f" made.ended, made.seconds / 86400.0 as calendar_days from passages as made{NAMED}"
    " left join departments as one on one.department_no = made.from_department_no"
    " left join departments as two on two.department_no = made.to_department_no order by made.row_no",
    departments=True, needs=("department",),
)  # fmt: skip


def _half(table: str, joins: str, names: str, order: str) -> Told:
    return Told(
        table, lambda: say("The rows with the most question-days lost, as many as hold half of all days."),
        f'select count(*) as "rows" from {table} where half',
        f"select made.rank, {names}, made.question_days_lost, made.half from {table} as made {joins} order by made.half desc, {order}",
        departments=True,
    )  # fmt: skip


def _still(sort: str) -> Told:
    return Told(
        "still_open", lambda: say("What nobody has answered yet; outlook says whether it can still be picked up."),
        "select count(*) filter (where outlook = 'can_still') as can_still, count(*) filter (where outlook = 'probably_stays')"
        " as probably_stays, count(*) filter (where outlook = 'unsure' or outlook is null) as unsure, count(*) as whole"
        f" from still_open where sort = '{sort}'",
        f"select made.row_no, {IDS}, made.asked, made.working_days, made.pooled, made.chance, made.outlook from still_open as made{NAMED}"
        f" where made.sort = '{sort}' order by made.row_no",
        departments=True,
    )  # fmt: skip


SENTENCES: dict[str, Told] = {
    "story:officials": Told(
        "journey_measures",
        lambda: say("The events of the journey. Officials are numbers here; with whom the resident dealt directly, “faces” says."),
        f"select officials, faces, round(calendar_days) as days from journey_measures as made where {_ITS}",
        f"select made.row_no, {IDS}, made.moment, case when made.appears then dense_rank() over"
        " (order by made.appears desc, made.official_no) end as official,"
        " made.appears and ((made.kind in (\'request\', 'contact', 'callback_request') and made.acted_by = 'resident')"
        f" or (made.kind = 'outreach' and made.acted_by = 'municipality')) as faces from events as made{NAMED} where {_ITS}"
        " order by made.order_moment, made.row_no",
        people=True, needs=("official",),
    ),
    "story:cases": Told(
        "case_measures", lambda: say("The cases of the journey."),
        f"select count(*) as cases, min(started) as first, max(ended) as last from case_measures as made where {_ITS}",
        f"select {IDS}, made.events, made.started, made.ended from case_measures as made{NAMED} where {_ITS} order by made.case_no",
    ),
    "story:asked": Told(
        "care_contacts", lambda: say("Every ask of the resident; a matter once a date counts (first_of_date)."),
        "select count(*) filter (where first_of_date) as asked, count(*) filter (where first_of_date and avoidable) as avoidable"
        f" from care_contacts as made where {_ITS}",
        f"select made.row_no, {IDS}, made.asked, made.first_of_date, made.avoidable, made.reason from care_contacts as made{NAMED}"
        f" where {_ITS} order by made.row_no",
    ),
    "story:lost": Told(
        "turns", lambda: say("Turns of the journey in which the question was lost; the days add up."),
        f"select count(*) as lost, round(sum(seconds) / 86400.0) as days from turns as made where state = 'lost' and {_ITS}",
        f"select {IDS}, made.started, made.ended, made.seconds / 86400.0 as calendar_days from turns as made{NAMED}"
        f" where made.state = 'lost' and {_ITS} order by made.started, made.case_no",
        departments=True, needs=("kind", "department", "to_department"),
    ),
    "story:callbacks": Told(
        "care_callbacks", lambda: say("Callback requests of the journey; those kept have state in_time."),
        f"select count(*) as asked, count(*) filter (where state = 'in_time') as in_time from care_callbacks as made where {_ITS}",
        f"select made.row_no, {IDS}, made.asked, made.state, made.working_days from care_callbacks as made{NAMED}"
        f" where {_ITS} order by made.row_no",
    ),
    **{f"map:{rank}": _map(rank) for rank in (1, 2, 3)},
    **{f"map:{name}": _PASSAGES for name in ("silos", "gaps")},
    "map:leak": Told(
        "passed_on", lambda: say("Every question, how often it was passed on and how it left."),
        "select count(*) as questions, count(*) filter (where way = 'lost') as lost from passed_on",
        f"select {IDS}, made.stage, made.way, made.started from passed_on as made{NAMED} order by made.case_no",
        departments=True, needs=("department",),
    ),
    **{f"story:{signal}": _instance(signal) for signal in ("visit_turns", "explained_no", "unexplained_no")},
    "harm_pairs:half": _half(
        "harm_pairs",
        "left join departments as one on one.department_no = made.from_department_no"
        " left join departments as two on two.department_no = made.to_department_no",
        "one.department as sender, two.department as receiver", "made.rank, sender, receiver",
    ),
    "harm_topics:half": _half("harm_topics", "left join topics using (topic_no)", "topics.topic", "made.rank, topics.topic"),
    "still_open:transfer": _still("transfer"),
    "still_open:callback": _still("callback"),
    "most_lost": Told(
        "flows", lambda: say("The transfers between the two departments where most questions got lost."),
        f"select lost, transfers from ({_MOST_LOST})",
        f"select made.row_no, {IDS}, made.status, made.started from passages as made{NAMED}"
        " left join departments as one on one.department_no = made.from_department_no"
        " left join departments as two on two.department_no = made.to_department_no"
        f" join ({_MOST_LOST}) as most on most.from_department is not distinct from one.department"
        " and most.to_department is not distinct from two.department where made.status <> 'unrecorded' order by made.row_no",
        departments=True, needs=("kind", "to_department"),
    ),
    "ended_cases": Told(
        "case_measures", lambda: say("Cases that have ended, with the days they took."),
        "select count(*) as ended, round(median(calendar_days), 1) as median, round(quantile_cont(calendar_days, 0.9), 1) as p90"
        " from case_measures where not open",
        f"select {IDS}, made.calendar_days from case_measures as made{NAMED} where not made.open"
        " order by made.calendar_days, made.case_no",
        needs=("kind",),
    ),
    "terms:kept": Told(
        "legal_terms", lambda: say("Terms of a law that are judged; status says whether they were kept."),
        "select count(*) filter (where status = 'in_time') as in_time, count(*) filter (where status = 'if_extended') as if_extended,"
        " count(*) filter (where status = 'late') as late, count(*) filter (where status is not null and ended is not null) as whole"
        " from legal_terms",
        f"select made.start_row_no, {IDS}, made.sort, made.term, made.counted_from, made.last_day, made.longest_last_day, made.ended,"
        f" made.status from legal_terms as made{NAMED} where made.status is not null and made.ended is not null"
        " order by made.start_row_no, made.sort",
    ),
    "terms:open": Told(
        "legal_terms", lambda: say("Terms of a law that nothing has ended yet."),
        "select count(*) filter (where status = 'overdue') as overdue, count(*) as whole from legal_terms"
        " where status in ('running', 'running_if_extended', 'overdue')",
        f"select made.start_row_no, {IDS}, made.sort, made.term, made.last_day, made.status from legal_terms as made{NAMED}"
        " where made.status in ('running', 'running_if_extended', 'overdue') order by made.start_row_no, made.sort",
    ),
    "terms:penalty": Told(
        "legal_terms", lambda: say("Terms that a decision ended, where the penalty for a late decision applies; what it could run up to."),
        "select count(*) filter (where penalty_days > 0) as part, count(*) as whole, coalesce(sum(penalty_euros), 0)::bigint as euros,"
        " coalesce(sum(penalty_euros_longest), 0)::bigint as euros_longest, count(notice) as notices"
        " from legal_terms where penalty_days is not null",
        f"select made.start_row_no, {IDS}, made.sort, made.term, made.last_day, made.ended, made.notice, made.penalty_days,"
        f" made.penalty_euros, made.penalty_euros_longest from legal_terms as made{NAMED} where made.penalty_days is not null"
        " order by made.penalty_euros desc, made.start_row_no, made.sort",
    ),
    "terms:decree": Told(
        "legal_terms", lambda: say("Terms that end in a year of which the extra holidays are not known."),
        "select count(*) as terms from legal_terms where decree_unknown",
        f"select made.start_row_no, {IDS}, made.sort, made.term, made.last_day from legal_terms as made{NAMED} where made.decree_unknown"
        " order by made.start_row_no, made.sort",
    ),
    "tied": Told(
        "case_measures", lambda: say("Cases with neighbouring events at one moment; a case of n events has n - 1 pairs of neighbours."),
        "select sum(tied_neighbours)::bigint as part, sum(events - 1)::bigint as whole,"
        " sum(tied_neighbours) / nullif(sum(events - 1), 0)::double as share from case_measures",
        f"select {IDS}, made.events, made.tied_neighbours, made.events - 1 as pairs from case_measures as made{NAMED}"
        " order by made.tied_neighbours desc, made.case_no",
    ),
    "columns": Told(
        "", lambda: say("The columns of the files that were used, and how many different values they hold."),
        "select count(*) as columns from columns_used", "select * from columns_used order by all",
    ),
    "moments": Told(
        "", lambda: say("The columns of moments, and how their values were read."),
        'select sum("values")::bigint as "values", sum(ambiguous)::bigint as ambiguous, sum(day_only)::bigint as day_only'
        " from moment_facts",
        "select * from moment_facts order by all",
    ),
    "day_only": Told(
        "", lambda: say("Events of which only the date is known."),
        "select count(*) filter (where day_only) as part, count(*) as whole, count(*) filter (where day_only) / count(*)::double as share"
        " from events",
        f"select made.row_no, {IDS}, made.local_date from events as made{NAMED} where made.day_only order by made.row_no",
    ),
    "residents": Told(
        "", lambda: say("Every resident; a case without one is a journey of its own and does not count."),
        "select case when (select grouping from log) = 'resident' then count(*) end as residents from journey_ids"
        " where not starts_with(journey, 'case:')",
        "select journey from journey_ids where not starts_with(journey, 'case:') order by journey_no",
    ),
    **{
        f"unknown_{who}s": Told(
            "", words,
            f"select count(*) filter (where {who}_no is null) as part, count(*) as whole,"
            f" count(*) filter (where {who}_no is null) / nullif(count(*), 0)::double as share from events where municipal",
            f"select made.row_no, {IDS}, made.moment from events as made{NAMED} where made.municipal and made.{who}_no is null"
            " order by made.row_no",
        )
        for who, words in (
            ("official", lambda: say("Municipal events without a known official.")),
            ("department", lambda: say("Municipal events without a known department.")),
        )
    },
}  # fmt: skip
"""By id. Add a sentence with a number to the report: add it here."""

DATA = {
    "Files": ("rows", "events", "rejects", "duplicates", "moments"),
    "Columns": ("columns",),
    "Moments": ("moments", "events", "day_only", "tied"),
    "Cases and residents": ("cases", "journeys", "residents", "open_cases"),
    "Who acted": ("unknown_officials", "unknown_departments"),
}
"""The receipts of each part of the data statement, by its heading (English)."""


def instances_told(connection: duckdb.DuckDBPyConnection, signals: Iterable[Signal], sort: str) -> str:
    """This gives the query of the instances of signals of one sort in the order in which they are told, `told` counted from 1 per signal.

    Gaps: the longest first; successes: the soonest. `hands`, `journey_cases`: officials and cases of the journey. Columns as in
    `instances_query`.
    """
    direction = "desc" if sort == "gap" else "asc"
    return (
        "select found.*, journey_measures.officials as hands, journey_measures.cases as journey_cases,"
        " row_number() over (partition by found.signal"
        f" order by found.working_days {direction} nulls last, first_row_no, anchor, found.started) as told"
        f" from ({instances_query(connection, signals)}) as found"
        " left join journey_measures on journey_measures.journey_no = found.journey_no order by found.signal, told"
    )


def waited_days(connection: duckdb.DuckDBPyConnection, signals: Sequence[Signal]) -> dict[str, float]:
    """This adds up, for each gap that is a stretch of lying still and was found, its days of 24 hours from start to end.

    Two signals that cover the same day both count it: the days of different signals do not add up.
    """
    return {
        one.name: float(connection.execute(
            f"select sum(epoch_us(ended) - epoch_us(started)) / 86400e6 from {one.name}"
        ).fetchall()[0][0] or 0)
        for one in signals
        if one.name in WAITED
    }  # fmt: skip
