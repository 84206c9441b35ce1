"""Receipts: any number of a dossier traced to its definition, its filter, the rows left out, and the cases or rows behind it.

Each number has a short id that stays the same from run to run: its name in summary.json, `signal:<name>` for a signal and
`signal:<name>:<n>` for one that is told, `care:<name>` for a care point, `TABLE:ROW:COLUMN` for a cell (mining/reported) and the id of its
sentence (mining/told). The report prints it beside the number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from journeys.dossier import read_provenance
from journeys.errors import UsageError
from journeys.texts import language, say, say_n
from mining.determinable_words import column_name
from mining.instances import instances_query
from mining.problem_words import reject_lines
from mining.receipt_ways import SAME_ROWS, WAITS, WAYS
from mining.reported import HOW, Reported, cell_query, cell_value, is_there
from mining.reported_tables import TABLES
from mining.signal_list import FoundSignal, cannot_line, read_signals
from mining.told import SENTENCES, WAITED, instances_told, waited_days


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


def receipt_ids(connection: duckdb.DuckDBPyConnection, signals: Iterable[FoundSignal] | None = None) -> list[str]:
    """This gives the ids of all numbers that can be traced in this dossier, save single cells and single instances of a signal.

    `signals`: those of the dossier, where they were read already.
    """
    there = {table for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    ways = {**WAYS, **{number: WAYS[same] for number, same in SAME_ROWS.items()}}
    ids = [number for number, way in ways.items() if not way.definition or way.definition in there]
    ids += [number for number, told in SENTENCES.items() if not told.definition or told.definition in there]
    return [*ids, *(f"signal:{one.name}" for one in (read_signals(connection) if signals is None else signals))]


def receipt(connection: duckdb.DuckDBPyConnection, number: str) -> Receipt:
    """This traces a number. Raises `UsageError` for an id that this dossier does not have, with those it has."""
    signals = {one.name: one for one in read_signals(connection)}
    ids = receipt_ids(connection, signals.values())
    asked = number.strip().lower()
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
    way = WAYS[SAME_ROWS.get(asked, asked)]
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
    missing = _lacking(connection, told.definition, told.needs)
    cursor = connection.execute(told.numbers)
    names = [column[0] for column in cursor.description]
    value = dict(zip(names, next(iter(cursor.fetchall()), (None,) * len(names)), strict=True))
    name, title, words, source = _words(connection, told.definition)
    return Receipt(
        asked, None if missing else next(iter(value.values())) if len(value) == 1 else value, missing, name, title, words, source,
        told.counts(), tuple(_left_out(connection, people=told.people, departments=told.departments)), told.rows,
    )  # fmt: skip


def _lacking(connection: duckdb.DuckDBPyConnection, definition: str, needs: tuple[str, ...]) -> tuple[str, ...]:
    """This gives our columns that a definition or a sentence needs and that the log lacks, or whose kinds nobody has confirmed yet."""
    ((own,),) = connection.execute("select coalesce(max(needs), '') from definitions where name = ?", [definition]).fetchall() or [("",)]
    wanted = {*needs, *own.split()}
    present = {ours for (ours,) in connection.execute("select ours from present where known").fetchall()}
    held_back = {
        ours
        for (ours,) in connection.execute(
            "select column_missing from cannot_determine where measure = ? or starts_with(measure, ?)",
            [f"signal:{definition}", f"{definition}."],
        ).fetchall()
    }
    return tuple(sorted(wanted & (held_back | (wanted - present))))


def _of_instance(connection: duckdb.DuckDBPyConnection, signal: FoundSignal, told: int) -> Receipt | None:
    """This traces one instance as it is told; officials are counted, not told one by one."""
    if signal.is_of_people or not 1 <= told <= (signal.instances or 0):
        return None
    columns = 'status, journey, "case", anchor, rows, started, ended, calendar_days, working_days, from_department, to_department,' \
              " hands as officials, journey_cases as cases"  # fmt: skip
    query = f"select {columns} from ({instances_told(connection, [signal], signal.sort)}) where told = {told}"
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
        value["days"] = waited_days(connection, [signal])[signal.name]
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
        "nobody": "select round(sum(nobody_calendar_days)) from turn_summary_journeys",
        "lost": "select count(*) from turns where state = 'lost'",
        "unrecorded": "select round(sum(seconds) / 86400.0) from turns where state = 'unrecorded'",
        "waiting": f"select sum({WAITS}) from case_measures as made",
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
