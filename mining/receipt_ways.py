"""How each key number and care point is traced: its definition, which rows count, and the query of the cases or rows behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from journeys.texts import say
from mining.reported import IDS, LASTED, NAMED, UNKNOWN_ENDS


@dataclass(frozen=True)
class Way:
    """This is how a number is traced: its definition, which rows count, the query behind it, and whose being unknown matters."""

    definition: str
    counts: Callable[[], str]
    query: str
    people: bool = False
    departments: bool = False




def _per_case(column: str) -> str:
    return (
        f"select {IDS}, made.{column} from case_measures as made{NAMED}"
        f" where made.{column} > 0 order by made.{column} desc, made.case_no"
    )


def _per_journey(column: str) -> str:
    return (
        f"select journey_ids.journey, made.cases, made.{column} from journey_measures as made"
        f" join journey_ids on journey_ids.journey_no = made.journey_no"
        f" where made.{column} > 0 order by made.{column} desc, made.journey_no"
    )


WAITS = "coalesce(made.waiting_resident, 0) + coalesce(made.waiting_callback, 0) + coalesce(made.waiting_handoff, 0) + made.waiting_queue"


def _turns(condition: str) -> str:
    return (
        f"select {IDS}, made.state, one.department as from_department, two.department as to_department, made.started,"
        f" {LASTED} from turns as made{NAMED}{UNKNOWN_ENDS}"
        " left join departments as one on one.department_no = made.from_department_no"
        " left join departments as two on two.department_no = made.to_department_no"
        f" where {condition} order by calendar_days desc, made.case_no, made.turn"
    )


def _care(table: str, columns: str, condition: str, row: str = "row_no") -> str:
    return f"select made.{row}, {IDS}, {columns} from {table} as made{NAMED} where {condition} order by made.{row}"


WAYS: dict[str, Way] = {
    "rows": Way("", lambda: say("Every data row of the files."), "select file, rows from files order by file_no"),
    "events": Way(
        "", lambda: say("Every row that could be read; rows that are equal in every column count once."),
        "select files.file, count(*) as events from events asof join files on events.row_no >= files.first_row_no group by all order by 1",
    ),
    "rejects": Way("", lambda: say("Rows that could not become an event."), "select file, row_no, reason from rejects order by all"),
    "duplicates": Way(
        "", lambda: say("Rows that are equal to an earlier one in every column."),
        "select file, remark, count from remarks where remark = 'duplicate' order by all",
    ),
    "cases": Way(
        "case_measures", lambda: say("Every case."),
        f"select {IDS}, made.events from case_measures as made{NAMED} order by made.case_no",
    ),
    "journeys": Way(
        "journey_measures", lambda: say("Every resident, and every case without one."),
        "select journey_ids.journey, made.cases, made.events from journey_measures as made"
        " join journey_ids on journey_ids.journey_no = made.journey_no order by made.journey_no",
    ),
    "officials": Way(
        "log_measures", lambda: say("Different known officials; here the row in which each appears first, without a name."),
        'select min(row_no) as row_no, arg_min(cases."case", row_no) as "case" from events join cases using (case_no)'
        " where appears group by official_no order by 1", people=True,
    ),
    "departments": Way(
        "log_measures", lambda: say("Different known departments of municipal events."),
        "select department, count(*) as events from events join departments using (department_no) where municipal group by all order by 1",
        departments=True,
    ),
    "handoffs": Way(
        "case_measures", lambda: say("Cases with a handoff between officials; the handoffs add up."), _per_case("handoffs"), people=True
    ),
    "department_handoffs": Way(
        "case_measures", lambda: say("Cases with a handoff between departments; the handoffs add up."), _per_case("department_handoffs"),
        departments=True,
    ),
    "hops": Way(
        "journey_measures", lambda: say("Journeys with a hop between officials; the hops add up."), _per_journey("hops"), people=True
    ),
    "department_hops": Way(
        "journey_measures", lambda: say("Journeys with a hop between departments; the hops add up."), _per_journey("department_hops"),
        departments=True,
    ),
    "pingpong_officials": Way(
        "case_measures", lambda: say("Cases in which the work came back; the rings add up."), _per_case("pingpong_officials"), people=True
    ),
    "pingpong_departments": Way(
        "case_measures", lambda: say("Cases in which the work came back; the rings add up."), _per_case("pingpong_departments"),
        departments=True,
    ),
    "open_cases": Way(
        "case_measures", lambda: say("Cases that are open at the log's end."),
        f"select {IDS}, made.started from case_measures as made{NAMED} where made.open order by made.case_no",
    ),
    "most_officials": Way(
        "journey_measures", lambda: say("The journey with the most officials: its cases."),
        f"select {IDS}, made.officials, made.events, made.started, made.ended from case_measures as made{NAMED}"
        " where made.journey_no = (select journey_no from journey_measures"
        " order by officials desc nulls last, hops desc nulls last, events desc, journey_no limit 1) order by made.started, made.case_no",
        people=True,
    ),
    "nobody": Way(
        "turns", lambda: say("Turns in which nobody had the question: not picked up, underway or lost; the days add up."),
        _turns("made.party = 'nobody' and made.state <> 'unrecorded'"), departments=True,
    ),
    "lost": Way(
        "turns", lambda: say("Turns in which the question was lost; the days add up."), _turns("made.state = 'lost'"), departments=True
    ),
    "unrecorded": Way(
        "turns", lambda: say("Turns in which the department changed without a recorded transfer."), _turns("made.state = 'unrecorded'"),
        departments=True,
    ),
    "waiting": Way(
        "case_measures", lambda: say("Cases that waited; the working days add up."),
        f"select {IDS}, made.waiting_resident, made.waiting_callback, made.waiting_handoff, made.waiting_queue, {WAITS} as waiting"
        f" from case_measures as made{NAMED} where {WAITS} > 0 order by waiting desc, made.case_no",
    ),
    "stalled": Way(
        "stalled", lambda: say("Open cases that stand still."),
        'select cases."case", made.department, made.since, made.working_days, made.owner_known from stalled as made'
        " join cases on cases.case_no = made.case_no order by made.working_days desc, made.case_no",
    ),
    "care:callbacks_in_time": Way(
        "care_callbacks", lambda: say("Callback requests that can be judged; those kept have state in_time."),
        _care("care_callbacks", "made.asked, made.state, made.working_days, made.answer_row_no", "made.judged"),
    ),
    "care:callbacks_open": Way(
        "care_callbacks", lambda: say("Callback requests without an answer at the log's end."),
        _care("care_callbacks", "made.asked, made.state, made.working_days", "made.answer_row_no is null"),
    ),
    "care:callbacks_overdue": Way(
        "care_callbacks", lambda: say("Callback requests without an answer, after the norm."),
        _care("care_callbacks", "made.asked, made.state, made.working_days", "made.state in ('overdue', 'never')"),
    ),
    "care:avoidable_contacts": Way(
        "care_contacts", lambda: say("Every ask of a resident; avoidable says which were failure demand."),
        _care("care_contacts", "made.asked, made.avoidable, made.reason", "true"),
    ),
    "care:avoidable_contacts_once": Way(
        "care_contacts", lambda: say("Every ask of a resident, a matter once a date."),
        _care("care_contacts", "made.asked, made.avoidable, made.reason", "made.first_of_date"),
    ),
    "care:contacts_per_answer": Way(
        "care_contacts", lambda: say("Every ask of a resident; the answered questions stand in care_questions."),
        _care("care_contacts", "made.asked", "true"),
    ),
    "care:first_contacts": Way(
        "care_contacts", lambda: say("Asks with which a matter began, with the time until the resident asked again."),
        _care("care_contacts", "made.asked, made.next_working_days, made.followed_working_days", "made.first_contact"),
    ),
    "care:within_norm": Way(
        "care_questions", lambda: say("Questions that can be held against a norm."),
        _care(
            "care_questions", "made.working_days, made.norm_working_days, made.within_norm", "made.within_norm is not null",
            "request_row_no",
        ),
    ),
    "care:within_term": Way(
        "care_questions", lambda: say("Questions that are judged against the statutory term."),
        _care("care_questions", "made.working_days, made.term", "made.term is not null", "request_row_no"),
    ),
    "care:first_line_transfers": Way(
        "care_pickups", lambda: say("Transfers by the first line to another department."),
        _care("care_pickups", "made.passed, made.state, made.working_days", "true"), departments=True,
    ),
    "care:public_space_heard": Way(
        "care_public_space", lambda: say("Topics about public space; the cases add up."),
        "select topics.topic, made.cases, made.ended_cases, made.heard_cases from care_public_space as made"
        " join topics on topics.topic_no = made.topic_no order by made.cases desc, topics.topic",
    ),
}  # fmt: skip

SAME_ROWS = {
    "care:pickup_median_working_days": "care:first_line_transfers",
    **{f"care:picked_up_{window}": "care:first_line_transfers" for window in (1, 5, 10, 20, 30)},
    **{f"care:first_contact_enough_{window}": "care:first_contacts" for window in (1, 5, 10, 20, 30)},
}
"""Numbers that a curve gives: they rest on all that was followed."""
