"""The tables that the report shows, each column with the rows its cells are counted from. Add a table to the report: add it here."""

from __future__ import annotations

from mining.care import WINDOWS
from mining.reported import IDS, LASTED, NAMED, UNKNOWN_ENDS, Cell, Reported

SHOWN = 15
"""So many rows of a table stand in the report; its CSV holds them all."""

LANDMARK_TOPICS, LANDMARK_FEW = 8, 10
"""So many topics are compared, each with at least so many questions on either side."""

_TOPIC = "made.topic_no is not distinct from shown.topic_no"


def _over(base: str, counts: str, of: str = "") -> str:
    """This gives the rows of a base with what each gives to the number."""
    return f"select *, {counts} as counts{f', {of} as of' if of else ''} from ({base}) order by all"


def _harm(name: str, labels: str, joins: str, same: str) -> Reported:
    names = [label.split(" as ")[1].strip('"') for label in labels.split(", ")]
    base = (
        "select journey_ids.journey, sum(made.transfers)::bigint as transfers, sum(made.dropped)::bigint as dropped,"
        " sum(made.lost_seconds)::bigint / 86400.0 as lost_days, sum(made.late_seconds)::bigint / 86400.0 as late_days,"
        " sum(made.callbacks_never)::bigint as callbacks_never"
        f" from harm_parts as made cross join shown join journey_ids on journey_ids.journey_no = made.journey_no where {same} group by 1"
    )
    others = (
        "select made.rank, made.days, made.residents_touched, made.callbacks_never, {counts} as counts{of}"
        f" from ({_harm_query(name, labels, joins, 'true')}) as made cross join shown order by all"
    )
    earlier = "(made.days, made.residents_touched, made.callbacks_never) > (shown.days, shown.residents_touched, shown.callbacks_never)"
    days, touched = "lost_days + late_days", "(dropped > 0)::integer"
    return Reported(
        name, name, _harm_query(name, labels, joins, "question_days_lost > 0 or callbacks_never > 0"),
        f"rank, {', '.join(f'{one} nulls last' for one in names)}",
        {
            "rank": Cell("rank", others.format(counts=earlier, of="")),
            **dict.fromkeys(names),
            "residents_touched": Cell("count", _over(base, "dropped > 0 or callbacks_never > 0")),
            "days": Cell("sum", _over(base, days)),
            "days_low": Cell("sum_low", _over(base, days, "transfers > 0")),
            "days_high": Cell("sum_high", _over(base, days, "transfers > 0")),
            "callbacks_never": Cell("sum", _over(base, "callbacks_never")),
            "share": Cell("share", _over(base, touched, "transfers")),
            "share_low": Cell("share_low", _over(base, touched, "transfers")),
            "share_high": Cell("share_high", _over(base, touched, "transfers")),
            "half": Cell("half", others.format(counts="made.days", of=", made.days > shown.days as of")),
        },
        SHOWN, departments=True,
    )  # fmt: skip


def _harm_query(name: str, labels: str, joins: str, condition: str) -> str:
    return (
        f"select made.* exclude (half), {labels}, question_days_lost as days, question_days_lost_low as days_low,"
        " question_days_lost_high as days_high, touched_per_100_transfers as share, touched_per_100_transfers_low as share_low,"
        f" touched_per_100_transfers_high as share_high, half from {name} as made {joins} where {condition}"
    )


def _flows() -> Reported:
    base = (
        f"select made.row_no, {IDS}, made.status, made.started, made.ended, made.seconds / 86400.0 as calendar_days, made.working_days"
        f" from passages as made cross join shown{NAMED}"
        " left join departments as one on one.department_no = made.from_department_no"
        " left join departments as two on two.department_no = made.to_department_no"
        ' where one.department is not distinct from shown.from_department and two.department is not distinct from shown.to_department'
    )
    return Reported(
        "flows", "flows", "select * from flows", "frequency desc, coalesce(from_department, '?'), coalesce(to_department, '?')",
        {
            "from_department": None, "to_department": None,
            "frequency": Cell("count", _over(base, "true")),
            "transfers": Cell("count", _over(base, "status <> 'unrecorded'")),
            "unrecorded": Cell("count", _over(base, "status = 'unrecorded'")),
            "lost": Cell("count", _over(base, "status = 'lost'")),
            "median_calendar_days": Cell("median", _over(base, "calendar_days")),
            "p90_calendar_days": Cell("p90", _over(base, "calendar_days")),
            "median_working_days": Cell("median", _over(base, "working_days")),
            "p90_working_days": Cell("p90", _over(base, "working_days")),
        },
        SHOWN, departments=True,
    )  # fmt: skip


def _stalled() -> Reported:
    row = 'select cases."case", made.department, made.since, made.working_days, made.owner_known, made.{column} as counts' \
          " from stalled as made join shown on shown.case_no = made.case_no join cases on cases.case_no = made.case_no"  # fmt: skip
    return Reported(
        "stalled", "stalled", "select * from stalled", "working_days desc, since, case_no",
        {"department": None, **{column: Cell("value", row.format(column=column)) for column in ("since", "working_days", "owner_known")}},
        SHOWN,
    )  # fmt: skip


def _variants() -> Reported:
    every = (
        f"select {IDS}, made.calendar_days, routes.variant_no is not distinct from shown.variant_no as this_route"
        f" from case_measures as made cross join shown{NAMED} left join department_paths as paths on paths.case_no = made.case_no"
        " join (select path, row_number() over (order by count(*) desc, min(case_no)) as variant_no from case_measures"
        " left join department_paths using (case_no) group by path) as routes on routes.path is not distinct from paths.path"
    )
    base = f"select * from ({every}) where this_route"
    return Reported(
        "routes", "variants", "select *, 100 * share as percent, median_calendar_days as median, p90_calendar_days as p90"
        " from variants", "cases desc, path, variant_no",
        {
            "path": None, "cases": Cell("count", _over(base, "true")), "percent": Cell("share", _over(every, "this_route::integer", "1")),
            "median": Cell("median", _over(base, "calendar_days")), "p90": Cell("p90", _over(base, "calendar_days")),
        },
        SHOWN, departments=True,
    )  # fmt: skip


def _topics() -> Reported:
    same = "(select topic from topics where topics.topic_no = of_case.topic_no) is not distinct from shown.topic"
    cases = (
        f"select {IDS}, made.open, lasted.calendar_days from case_measures as made cross join shown{NAMED}"
        " left join (select case_no, sum(seconds)::bigint / 86400.0 as calendar_days from turns group by 1) as lasted"
        f" on lasted.case_no = made.case_no where {same.replace('of_case', 'made')}"
    )
    turns = (
        f"select {IDS}, made.state, made.started, {LASTED} from turns as made cross join shown{NAMED}{UNKNOWN_ENDS}"
        f" join case_measures as of_case on of_case.case_no = made.case_no where {same}"
    )
    passages = (
        f"select made.row_no, {IDS}, made.status, made.started from passages as made cross join shown"
        f"{NAMED} join case_measures as of_case on of_case.case_no = made.case_no where made.status <> 'unrecorded' and {same}"
    )
    nobody = "case when state in ('not_picked_up', 'underway', 'lost') then calendar_days else 0 end"
    told = "case when state in ('department', 'resident', 'not_picked_up', 'underway', 'lost') then calendar_days else 0 end"
    ended = "case when not open then calendar_days end"
    return Reported(
        "topics", "topic_measures", "select *, open_cases as open, median_calendar_days as median,"
        " p90_calendar_days as p90,"
        " 100 * nobody_share as nobody from topic_measures", "cases desc, topic",
        {
            "topic": None, "cases": Cell("count", _over(cases, "true")), "open": Cell("count", _over(cases, "open")),
            "median": Cell("median", _over(cases, ended)), "p90": Cell("p90", _over(cases, ended)),
            "nobody": Cell("share", _over(turns, nobody, told)), "lost": Cell("count", _over(passages, "status = 'lost'")),
        },
        SHOWN, departments=True,
    )  # fmt: skip


def _lead_times() -> Reported:
    base = (
        f"select made.request_row_no, {IDS}, made.requested, made.answered, made.working_days, made.norm_working_days, made.within_norm,"
        f" made.term from care_questions as made cross join shown{NAMED} where {_TOPIC}"
    )
    answered = "case when answered is not null then working_days end"
    return Reported(
        "care_topics", "care_topics",
        "select care_topics.* replace (case when norm_working_days is not null then norm_kept end as norm_kept,"
        " case when norm_working_days is not null then norm_judged end as norm_judged,"
        " case when term_judged > 0 then term_kept end as term_kept, nullif(term_judged, 0) as term_judged),"
        " open_questions as open, median_working_days as median, p90_working_days as p90, norm_working_days as norm, topics.topic"
        " from care_topics left join topics using (topic_no)",
        "questions desc, coalesce(topic, '?'), topic_no",
        {
            "topic": None, "questions": Cell("count", _over(base, "true")), "open": Cell("count", _over(base, "answered is null")),
            "median": Cell("median", _over(base, answered)), "p90": Cell("p90", _over(base, answered)),
            "norm": Cell("max", _over(base, "norm_working_days")),
            "norm_kept": Cell("count", _over(base, "coalesce(within_norm, false)")),
            "norm_judged": Cell("count", _over(base, "within_norm is not null")),
            "term_kept": Cell("count", _over(base, "coalesce(term = 'in_time', false)")),
            "term_judged": Cell("count", _over(base, "term is not null")),
        },
        SHOWN,
    )  # fmt: skip


def _legal_terms() -> Reported:
    base = (
        f"select made.start_row_no, {IDS}, made.started, made.counted_from, made.last_day, made.longest_last_day, made.ended, made.status,"
        " made.not_judged, made.notice, made.penalty_days, made.penalty_euros"
        f" from legal_terms as made cross join shown{NAMED} where made.sort = shown.sort and made.term = shown.term and {_TOPIC}"
    )
    running = "coalesce(status in ('running', 'running_if_extended'), false)"
    return Reported(
        "legal_terms", "legal_term_topics", "select made.*, topics.topic from legal_term_topics as made left join topics using (topic_no)",
        "list_position(['decision', 'contact', 'objection', 'complaint'], sort), terms desc, coalesce(topic, '?'), term, topic_no",
        {
            "sort": None, "term": None, "topic": None, "terms": Cell("count", _over(base, "true")),
            **{
                status: Cell("count", _over(base, running if status == "running" else f"coalesce(status = '{status}', false)"))
                for status in ("in_time", "if_extended", "late", "running", "overdue")
            },
            "not_judged": Cell("count", _over(base, "not_judged is not null")),
            "penalty_days": Cell("sum", _over(f"select * from ({base}) where penalty_days is not null", "penalty_days")),
            "penalty_euros": Cell("sum", _over(f"select * from ({base}) where penalty_euros is not null", "penalty_euros")),
        },
        SHOWN,
    )  # fmt: skip


def _stock() -> Reported:
    base = (
        f"select made.row_no, {IDS}, asks.local_date as asked, answers.local_date as answered,"
        " mondays.work_day - asks.work_day as working_days, shown.monday,"
        " answers.local_date is null or answers.local_date >= shown.monday as still"
        f" from care_callbacks as made cross join shown{NAMED} join events as asks on asks.row_no = made.row_no"
        " left join events as answers on answers.row_no = made.answer_row_no join days as mondays on mondays.local_date = shown.monday"
        " where asks.local_date < shown.monday"
    )
    waiting = f"select * exclude (still) from ({base}) where still"
    week = "select * exclude (still) from ({base}) where date_diff('day', {column}, monday) <= 7 and {column} < monday"
    return Reported(
        "callback_stock", "callback_stock", "select *, oldest_working_days as oldest from callback_stock", "monday desc",
        {
            "monday": None, "open": Cell("count", _over(waiting, "true")),
            "overdue": Cell("count", _over(waiting, "working_days > :callback_working_days")),
            "oldest": Cell("max", _over(waiting, "working_days")),
            "asked": Cell("count", _over(week.format(base=base, column="asked"), "true")),
            "answered": Cell("count", _over(week.format(base=base, column="answered"), "true")),
        },
        13, departments=True,
    )  # fmt: skip


def _public_space() -> Reported:
    base = (
        f"select {IDS}, not made.open as ended, told.working_days, told.answers > 0 as heard, again.case_no is not null as asked_again"
        f" from case_measures as made cross join shown{NAMED} join ("
        "select case_no, max(case when kind in ('decision', 'close') and acted_by = 'municipality' then work_day end) - min(work_day)"
        " as working_days, count(case when kind in ('decision', 'outreach') and acted_by = 'municipality' then 1 end) as answers"
        " from events group by 1) as told on told.case_no = made.case_no"
        f" left join (select distinct case_no from care_contacts where avoidable) as again on again.case_no = made.case_no where {_TOPIC}"
    )
    lasted = "case when ended then working_days end"
    return Reported(
        "public_space", "care_public_space",
        "select made.*, ended_cases as ended, median_working_days as median, p90_working_days as p90, heard_cases as heard,"
        " asked_again_cases as asked_again, topics.topic from care_public_space as made join topics using (topic_no)",
        "cases desc, topic, topic_no",
        {
            "topic": None, "cases": Cell("count", _over(base, "true")), "ended": Cell("count", _over(base, "ended")),
            "median": Cell("median", _over(base, lasted)), "p90": Cell("p90", _over(base, lasted)),
            "heard": Cell("count", _over(base, "ended and heard")), "asked_again": Cell("count", _over(base, "asked_again")),
        },
    )  # fmt: skip


def _curve(name: str, curve: str, table: str) -> Reported:
    ids = {"pickup": "true", "first_contact": "made.first_contact"}[curve]
    days, happened = {
        "pickup": ("made.working_days", "made.state = 'picked_up'"),
        "first_contact": ("coalesce(made.next_working_days, made.followed_working_days)", "made.next_working_days is not null"),
    }[curve]
    rows = (
        f"select made.row_no, {IDS}, {{counts}} as counts, {happened} as of from {table} as made cross join shown{NAMED}"
        f" where {ids} order by made.row_no"
    )
    points = "select *, 100 * share as percent, 100 * low as percent_low, 100 * high as percent_high"
    points += f" from care_curves where curve = '{curve}'"
    return Reported(
        name, "care_curves", f"{points} and working_days in {(0, *WINDOWS)}", "working_days",
        {
            "working_days": None, "percent": Cell("curve", rows.format(counts=days)),
            "percent_low": Cell("curve_low", rows.format(counts=days)), "percent_high": Cell("curve_high", rows.format(counts=days)),
            "at_risk": Cell("count", rows.format(counts=f"{days} >= shown.working_days")),
        },
        departments=curve == "pickup",
    )  # fmt: skip


def _landmark(name: str, circumstance: str) -> Reported:
    base = (
        "select made.request_row_no, cases.\"case\", made.has_it, made.answered_in_time from landmark_questions as made cross join shown"
        f" join cases on cases.case_no = made.case_no where made.circumstance = '{circumstance}' and {_TOPIC}"
    )
    with_it, without = (f"select * from ({base}) where {condition}" for condition in ("has_it", "not has_it"))
    return Reported(
        name, "landmark_comparisons",
        "select made.* exclude (share), topics.topic, 100 * share_answered_with_it as with_percent,"
        " 100 * share_answered_without_it as without_percent from landmark_comparisons as made left join topics using (topic_no)"
        f" where circumstance = '{circumstance}' and with_it >= {LANDMARK_FEW} and without_it >= {LANDMARK_FEW}",
        "questions desc, coalesce(topic, '?'), topic_no",
        {
            "topic": None, "questions": Cell("count", _over(base, "true")), "with_it": Cell("count", _over(with_it, "true")),
            "with_percent": Cell("share", _over(with_it, "answered_in_time::integer", "1")),
            "without_it": Cell("count", _over(without, "true")),
            "without_percent": Cell("share", _over(without, "answered_in_time::integer", "1")),
        },
        LANDMARK_TOPICS,
    )  # fmt: skip


def _activities() -> Reported:
    base = f"select made.row_no, {IDS} from events as made cross join shown{NAMED} where made.activity_no = shown.activity_no"
    return Reported(
        "activities", "activities",
        "select activity_no, any_value(activity) as activity, coalesce(max(events.kind::varchar), '') as kind, count(*) as events,"
        " coalesce(any_value(kind_rule), '') as rule from events join activities using (activity_no) group by activity_no",
        "events desc, activity, activity_no",
        {"activity": None, "kind": None, "events": Cell("count", _over(base, "true")), "rule": None},
        60,
    )  # fmt: skip


_PAIR_JOINS = (
    "left join departments as sender on sender.department_no = made.from_department_no"
    " left join departments as receiver on receiver.department_no = made.to_department_no"
)
TABLES: dict[str, Reported] = {
    one.name: one
    for one in (
        _harm(
            "harm_pairs", 'sender.department as "sender", receiver.department as "receiver"', _PAIR_JOINS,
            "made.from_department_no is not distinct from shown.from_department_no"
            " and made.to_department_no is not distinct from shown.to_department_no",
        ),
        _harm("harm_topics", "topics.topic as topic", "left join topics on topics.topic_no = made.topic_no", _TOPIC),
        _landmark("landmark_conversation", "early_conversation"),
        _landmark("landmark_visit", "visit"),
        _stock(), _curve("curve_pickup", "pickup", "care_pickups"), _lead_times(), _legal_terms(),
        _curve("curve_first_contact", "first_contact", "care_contacts"), _public_space(),
        _flows(), _stalled(), _variants(), _topics(), _activities(),
    )
}  # fmt: skip
"""By name; the name is the first part of its receipts."""
