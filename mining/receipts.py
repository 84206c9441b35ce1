"""Receipts: any number of a dossier traced to its definition, its filter, the rows left out, and the cases or rows behind it.

Each number has a short id that stays the same from run to run: its name in summary.json, `signal:<name>` for a signal and
`signal:<name>:<n>` for one that is told, `care:<name>` for a care point, `TABLE:ROW:COLUMN` for a cell (mining/reported) and the id of its
sentence (mining/told). The report prints it beside the number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb

from journeys.dossier import read_provenance
from journeys.errors import UsageError
from journeys.texts import language, say, say_n
from mining.instances import instances_query
from mining.problem_words import reject_lines
from mining.reported import HOW, Reported, cell_query, cell_value, is_there
from mining.reported_tables import TABLES
from mining.signal_list import FoundSignal, cannot_line, read_signals
from mining.statement_words import column_name
from mining.told import SENTENCES, WAITED, instance_told, question_days


@dataclass(frozen=True)
class Receipt:
    """This is a number with what it rests on.

    Attributes
    ----------
    value: the number as summary.json has it; None: cannot be determined, for want of `missing`.
    definition: the name of its table or signal, its words and its source. counts: which rows count, in a sentence.
    left_out: sentences about rows that could not count. query: gives the cases or rows behind the number.
    how: for a cell, how the rows make the number (a key of `mining.reported.HOW`); otherwise empty.
    """

    number: str
    value: Any
    missing: tuple[str, ...]
    definition: str
    title: str
    words: str
    source: str
    counts: str
    left_out: tuple[str, ...]
    query: str
    how: str = ""


@dataclass(frozen=True)
class _Way:
    """This is how a number is traced: its definition, which rows count, the query behind it, and whose being unknown matters."""

    definition: str
    counts: Callable[[], str]
    query: str
    people: bool = False
    departments: bool = False


_CASE = 'join cases on cases.case_no = made.case_no join journey_ids on journey_ids.journey_no = made.journey_no'
_IDS = 'cases."case", journey_ids.journey'


def _per_case(column: str) -> str:
    return (
        f"select {_IDS}, made.{column} from case_measures as made {_CASE}"
        f" where made.{column} > 0 order by made.{column} desc, made.case_no"
    )


def _per_journey(column: str) -> str:
    return (
        f"select journey_ids.journey, made.cases, made.{column} from journey_measures as made"
        f" join journey_ids on journey_ids.journey_no = made.journey_no"
        f" where made.{column} > 0 order by made.{column} desc, made.journey_no"
    )


_WAITS = "coalesce(made.waiting_resident, 0) + coalesce(made.waiting_callback, 0) + made.waiting_handoff + made.waiting_queue"


def _turns(condition: str) -> str:
    return (
        f"select {_IDS}, made.state, one.department as from_department, two.department as to_department, made.started, made.ended,"
        f" made.seconds / 86400.0 as calendar_days from turns as made {_CASE}"
        " left join departments as one on one.department_no = made.from_department_no"
        " left join departments as two on two.department_no = made.to_department_no"
        f" where {condition} order by made.seconds desc, made.case_no, made.turn"
    )


def _care(table: str, columns: str, condition: str, row: str = "row_no") -> str:
    return f"select made.{row}, {_IDS}, {columns} from {table} as made {_CASE} where {condition} order by made.{row}"


_WAYS: dict[str, _Way] = {
    "rows": _Way("", lambda: say("Every data row of the files."), "select file, rows from files order by file_no"),
    "events": _Way(
        "", lambda: say("Every row that could be read; rows that are equal in every column count once."),
        "select files.file, count(*) as events from events asof join files on events.row_no >= files.first_row_no group by all order by 1",
    ),
    "rejects": _Way("", lambda: say("Rows that could not become an event."), "select file, row_no, reason from rejects order by all"),
    "duplicates": _Way(
        "", lambda: say("Rows that are equal to an earlier one in every column."),
        "select file, remark, count from remarks where remark = 'duplicate' order by all",
    ),
    "cases": _Way(
        "case_measures", lambda: say("Every case."),
        f"select {_IDS}, made.events from case_measures as made {_CASE} order by made.case_no",
    ),
    "journeys": _Way(
        "journey_measures", lambda: say("Every resident, and every case without one."),
        "select journey_ids.journey, made.cases, made.events from journey_measures as made"
        " join journey_ids on journey_ids.journey_no = made.journey_no order by made.journey_no",
    ),
    "officials": _Way(
        "log_measures", lambda: say("Different known officials; here the row in which each appears first, without a name."),
        'select min(row_no) as row_no, arg_min(cases."case", row_no) as "case" from events join cases using (case_no)'
        " where appears group by official_no order by 1", people=True,
    ),
    "departments": _Way(
        "log_measures", lambda: say("Different known departments of municipal events."),
        "select department, count(*) as events from events join departments using (department_no) where municipal group by all order by 1",
        departments=True,
    ),
    "handoffs": _Way(
        "case_measures", lambda: say("Cases with a handoff between officials; the handoffs add up."), _per_case("handoffs"), people=True
    ),
    "department_handoffs": _Way(
        "case_measures", lambda: say("Cases with a handoff between departments; the handoffs add up."), _per_case("department_handoffs"),
        departments=True,
    ),
    "hops": _Way(
        "journey_measures", lambda: say("Journeys with a hop between officials; the hops add up."), _per_journey("hops"), people=True
    ),
    "department_hops": _Way(
        "journey_measures", lambda: say("Journeys with a hop between departments; the hops add up."), _per_journey("department_hops"),
        departments=True,
    ),
    "pingpong_officials": _Way(
        "case_measures", lambda: say("Cases in which the work came back; the rings add up."), _per_case("pingpong_officials"), people=True
    ),
    "pingpong_departments": _Way(
        "case_measures", lambda: say("Cases in which the work came back; the rings add up."), _per_case("pingpong_departments"),
        departments=True,
    ),
    "open_cases": _Way(
        "case_measures", lambda: say("Cases that are open at the log's end."),
        f"select {_IDS}, made.started from case_measures as made {_CASE} where made.open order by made.case_no",
    ),
    "most_officials": _Way(
        "journey_measures", lambda: say("The journey with the most officials: its cases."),
        f"select {_IDS}, made.officials, made.events, made.started, made.ended from case_measures as made {_CASE}"
        " where made.journey_no = (select journey_no from journey_measures"
        " order by officials desc nulls last, hops desc nulls last, events desc, journey_no limit 1) order by made.started, made.case_no",
        people=True,
    ),
    "nobody": _Way(
        "turns", lambda: say("Turns in which nobody had the question: not picked up, underway or lost; the days add up."),
        _turns("made.party = 'nobody' and made.state <> 'unrecorded'"), departments=True,
    ),
    "lost": _Way(
        "turns", lambda: say("Turns in which the question was lost; the days add up."), _turns("made.state = 'lost'"), departments=True
    ),
    "unrecorded": _Way(
        "turns", lambda: say("Turns in which the department changed without a recorded transfer."), _turns("made.state = 'unrecorded'"),
        departments=True,
    ),
    "waiting": _Way(
        "case_measures", lambda: say("Cases that waited; the working days add up."),
        f"select {_IDS}, made.waiting_resident, made.waiting_callback, made.waiting_handoff, made.waiting_queue, {_WAITS} as waiting"
        f" from case_measures as made {_CASE} where {_WAITS} > 0 order by waiting desc, made.case_no",
    ),
    "stalled": _Way(
        "stalled", lambda: say("Open cases that stand still."),
        'select cases."case", made.department, made.since, made.working_days, made.owner_known from stalled as made'
        " join cases on cases.case_no = made.case_no order by made.working_days desc, made.case_no",
    ),
    "care:callbacks_in_time": _Way(
        "care_callbacks", lambda: say("Callback requests that can be judged; those kept have state in_time."),
        _care("care_callbacks", "made.asked, made.state, made.working_days, made.answer_row_no", "made.judged"),
    ),
    "care:callbacks_open": _Way(
        "care_callbacks", lambda: say("Callback requests without an answer at the log's end."),
        _care("care_callbacks", "made.asked, made.state, made.working_days", "made.answer_row_no is null"),
    ),
    "care:callbacks_overdue": _Way(
        "care_callbacks", lambda: say("Callback requests without an answer, after the norm."),
        _care("care_callbacks", "made.asked, made.state, made.working_days", "made.state in ('overdue', 'never')"),
    ),
    "care:avoidable_contacts": _Way(
        "care_contacts", lambda: say("Every ask of a resident; avoidable says which were failure demand."),
        _care("care_contacts", "made.asked, made.avoidable, made.reason", "true"),
    ),
    "care:avoidable_contacts_once": _Way(
        "care_contacts", lambda: say("Every ask of a resident, a matter once a date."),
        _care("care_contacts", "made.asked, made.avoidable, made.reason", "made.first_of_date"),
    ),
    "care:contacts_per_answer": _Way(
        "care_contacts", lambda: say("Every ask of a resident; the answered questions stand in care_questions."),
        _care("care_contacts", "made.asked", "true"),
    ),
    "care:first_contacts": _Way(
        "care_contacts", lambda: say("Asks with which a matter began, with the time until the resident asked again."),
        _care("care_contacts", "made.asked, made.next_working_days, made.followed_working_days", "made.first_contact"),
    ),
    "care:within_norm": _Way(
        "care_questions", lambda: say("Questions that can be held against a norm."),
        _care(
            "care_questions", "made.working_days, made.norm_working_days, made.within_norm", "made.within_norm is not null",
            "request_row_no",
        ),
    ),
    "care:within_term": _Way(
        "care_questions", lambda: say("Questions that are judged against the statutory term."),
        _care("care_questions", "made.working_days, made.term", "made.term is not null", "request_row_no"),
    ),
    "care:first_line_transfers": _Way(
        "care_pickups", lambda: say("Transfers by the first line to another department."),
        _care("care_pickups", "made.passed, made.state, made.working_days", "true"), departments=True,
    ),
    "care:public_space_heard": _Way(
        "care_public_space", lambda: say("Topics about public space; the cases add up."),
        "select topics.topic, made.cases, made.ended_cases, made.heard_cases from care_public_space as made"
        " join topics on topics.topic_no = made.topic_no order by made.cases desc, topics.topic",
    ),
}  # fmt: skip

_SAME_ROWS = {
    "care:pickup_median_working_days": "care:first_line_transfers",
    **{f"care:picked_up_{window}": "care:first_line_transfers" for window in (1, 5, 10, 20, 30)},
    **{f"care:first_contact_enough_{window}": "care:first_contacts" for window in (1, 5, 10, 20, 30)},
}
"""Numbers that a curve gives: they rest on all that was followed."""


def receipt_ids(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """This gives the ids of all numbers that can be traced in this dossier, save single cells and single instances of a signal."""
    there = {table for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    ways = {**_WAYS, **{number: _WAYS[same] for number, same in _SAME_ROWS.items()}}
    ids = [number for number, way in ways.items() if not way.definition or way.definition in there]
    ids += [number for number, told in SENTENCES.items() if not told.definition or told.definition in there]
    return [*ids, *(f"signal:{one.name}" for one in read_signals(connection))]


def receipt(connection: duckdb.DuckDBPyConnection, number: str) -> Receipt:
    """This traces a number. Raises `UsageError` for an id that this dossier does not have, with those it has."""
    ids = receipt_ids(connection)
    asked = number.strip().lower()
    signals = {one.name: one for one in read_signals(connection)}
    if asked not in ids and f"signal:{asked}" in ids:
        asked = f"signal:{asked}"
    if asked in SENTENCES and asked in ids:
        return _of_sentence(connection, asked)
    if asked in ids and asked.startswith("signal:"):
        return _of_signal(connection, signals[asked.removeprefix("signal:")])
    if asked not in ids:
        first, *rest = asked.split(":")
        found = None
        if first == "signal" and len(rest) == 2 and rest[0] in signals and rest[1].isdecimal():
            found = _of_instance(connection, signals[rest[0]], int(rest[1]))
        elif first in TABLES and rest and rest[0].isdecimal() and len(rest) < 3 and is_there(connection, TABLES[first]):
            found = _of_cell(connection, TABLES[first], int(rest[0]), rest[1] if rest[1:] else None)
        if found is None:
            raise UsageError(
                say("There is no number “{number}” in this dossier.", number=number),
                next_step=say("Numbers are: {names}.", names=", ".join([*sorted(ids), *_patterns(connection)])),
            )
        return found
    summary = read_provenance(connection)["summary"]
    way = _WAYS[_SAME_ROWS.get(asked, asked)]
    missing = _missing(summary, asked)
    value = None if missing else _value(connection, summary, asked)
    name, title, words, source = _words(connection, way.definition)
    return Receipt(
        asked, value, missing, name, title, words, source, way.counts(),
        tuple(_left_out(connection, people=way.people, departments=way.departments)), way.query,
    )  # fmt: skip


def _patterns(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """This gives how ids of cells and instances are made: there are thousands of them."""
    row, column = say("ROW"), say("COLUMN")
    return [*(f"{one.name}:{row}:{column}" for one in TABLES.values() if is_there(connection, one)), f"signal:{say('NAME')}:{row}"]


def _of_cell(connection: duckdb.DuckDBPyConnection, table: Reported, row: int, column: str | None) -> Receipt | None:
    """This traces a cell, or a whole row: the first column that is counted, with the other numbers beside it in the value."""
    counted = {name: cell for name, cell in table.columns.items() if cell is not None}
    chosen = column or next(name for name in counted if name != "rank")
    if chosen not in counted or (value := cell_value(connection, table, row, chosen)) is None:
        return None
    name, title, words, source = _words(connection, table.definition)
    cell = counted[chosen]
    settings = read_provenance(connection)["summary"]["settings"]["measures"]
    query = cell_query(table, row, cell).replace(":callback_working_days", str(int(settings["callback_working_days"])))
    shown: Any = value[0] if column else {one: (cell_value(connection, table, row, one) or (None,))[0] for one in counted}
    return Receipt(
        f"{table.name}:{row}:{column}" if column else f"{table.name}:{row}", shown, (), name, title, words, source,
        HOW[cell.how]() if column else say("For one number of the row add its column: {columns}. Here those of “{column}”.",
                                           columns=", ".join(counted), column=chosen),
        tuple(_left_out(connection, people=table.people, departments=table.departments)), query, cell.how if column else "",
    )  # fmt: skip


def _of_sentence(connection: duckdb.DuckDBPyConnection, asked: str) -> Receipt:
    told = SENTENCES[asked]
    cursor = connection.execute(told.numbers)
    names = [column[0] for column in cursor.description]
    value = dict(zip(names, next(iter(cursor.fetchall()), (None,) * len(names)), strict=True))
    name, title, words, source = _words(connection, told.definition)
    return Receipt(
        asked, next(iter(value.values())) if len(value) == 1 else value, (), name, title, words, source, told.counts(),
        tuple(_left_out(connection, people=told.people, departments=told.departments)), told.rows,
    )  # fmt: skip


def _of_instance(connection: duckdb.DuckDBPyConnection, signal: FoundSignal, told: int) -> Receipt | None:
    """This traces one instance as it is told; officials are counted, not told one by one."""
    if signal.is_of_people or not 1 <= told <= (signal.instances or 0):
        return None
    columns = 'status, journey, "case", anchor, rows, started, ended, calendar_days, working_days, from_department, to_department,' \
              " hands as officials, journey_cases as cases"  # fmt: skip
    query = f"select {columns} from ({instance_told(connection, signal, signal.sort)}) where told = {told}"
    cursor = connection.execute(f"select calendar_days, working_days, officials, cases from ({query})")
    value = dict(zip([column[0] for column in cursor.description], cursor.fetchall()[0], strict=True))
    name, title, words, source = _words(connection, signal.name)
    return Receipt(
        f"signal:{signal.name}:{told}", value, (), name, title, words, source,
        say("One time that the signal was found; the rows that prove it are those of the file."),
        tuple(_left_out(connection, people=True, departments=True)), query,
    )  # fmt: skip


def _of_signal(connection: duckdb.DuckDBPyConnection, signal: FoundSignal) -> Receipt:
    columns = "status, journey, \"case\", anchor, rows, started, ended, calendar_days, working_days, from_department, to_department"
    if signal.is_of_people:  # officials are counted, not named
        columns = "status, rows"
    query = f"select {columns} from ({instances_query(connection, [signal] if not signal.missing else [])})"
    name, title, words, source = _words(connection, signal.name)
    value: dict[str, Any] | None = None if signal.instances is None else {"instances": signal.instances, "journeys": signal.journeys}
    if value is not None and signal.name in WAITED:
        value["days"] = question_days(connection, [signal])[signal.name]
    return Receipt(
        f"signal:{signal.name}", value, signal.missing, name, title, words, source,
        say("Every time that the signal was found; the rows that prove it are those of the file."),
        tuple(_left_out(connection, people=True, departments=True)), query,
    )  # fmt: skip


def why_not(found: Receipt) -> str:
    """This says why a number cannot be determined; empty when it can."""
    return f"{cannot_line(found.missing, name=column_name)}." if found.missing else ""


def _words(connection: duckdb.DuckDBPyConnection, name: str) -> tuple[str, str, str, str]:
    found = connection.execute(
        f"select name, title_{language()}, definition_{language()}, source from definitions where name = ?", [name]
    ).fetchall()
    return (*found[0][:2], "\n".join(found[0][2]), found[0][3]) if found else ("", "", "", "")


def _missing(summary: dict[str, Any], number: str) -> tuple[str, ...]:
    """This reads the missing columns back from the summary ("official", or "cannot be determined: column kind is missing")."""
    why = summary["cannot_determine"].get(number, "")
    why = why.removeprefix("cannot be determined: ").removeprefix("columns ").removeprefix("column ")
    return tuple(filter(None, why.removesuffix(" are missing").removesuffix(" is missing").split(", ")))


def _value(connection: duckdb.DuckDBPyConnection, summary: dict[str, Any], number: str) -> Any:
    if number.startswith("care:"):
        return summary["care"].get(number.removeprefix("care:"))
    if number in summary:
        return summary[number]
    totals = {
        "most_officials": "select max(officials) from journey_measures",
        "nobody": "select round(sum(seconds) / 86400.0) from turns where party = 'nobody' and state <> 'unrecorded'",
        "lost": "select count(*) from turns where state = 'lost'",
        "unrecorded": "select round(sum(seconds) / 86400.0) from turns where state = 'unrecorded'",
        "waiting": f"select sum({_WAITS}) from case_measures as made",
        "stalled": "select count(*) from stalled",
    }
    return connection.execute(totals[number]).fetchall()[0][0]


def _left_out(connection: duckdb.DuckDBPyConnection, *, people: bool, departments: bool) -> list[str]:
    """This says how many rows could not count, and why."""
    told = reject_lines(dict(connection.execute("select reason, count(*) from rejects group by 1 order by 2 desc, 1").fetchall()))
    ((duplicates,),) = connection.execute("select coalesce(sum(count), 0) from remarks where remark = 'duplicate'").fetchall()
    if duplicates:
        told.append(
            say_n("{n} row is equal to an earlier one in every column and counts once.",
                  "{n} rows are equal to an earlier one in every column and count once.", int(duplicates))
        )  # fmt: skip
    ((officials, unknown),) = connection.execute(
        "select count(*) filter (where official_no is null), count(*) filter (where department_no is null) from events where municipal"
    ).fetchall()
    if people and officials:
        told.append(
            say_n("{n} municipal event has no known official.", "{n} municipal events have no known official.", int(officials))
        )
    if departments and unknown:
        told.append(
            say_n("{n} municipal event has no known department.", "{n} municipal events have no known department.", int(unknown))
        )
    return told or [say("No row was left out.")]
