"""Drawn logs: the tables that intake makes (docs/architecture.md), from a few rows drawn in a test.

    log = draw('''
        case | resident | time             | kind    | official | department
        Z1   | r1       | 2026-03-02 09:00 | request |          |
        Z1   | r1       | 2026-03-03 10:30 | work    | Anna     | Zorg
    ''')
    log.sql("select ... from events")

Cells are split at `|`; an empty cell is an absent value; columns carry our names (journeys.settings.OURS) and any may
be left out. Without an `activity` column the kind is the activity. Times are local (Europe/Amsterdam; UTC in the plain
reading): `2026-03-02 09:00`, with seconds, or `2026-03-02` for a date without a time. Row numbers count the drawn rows
from 1. It is slow and obvious, written from the rules A1-A15 of measures.md, and shares no code with intake: the two
can be held against each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

OURS = (
    "case", "resident", "activity", "time", "start", "official", "department", "to_department", "to_official",
    "channel", "by", "kind", "topic", "outcome", "related_case",
)  # fmt: skip
KINDS = (
    "request", "contact", "callback_request", "outreach", "transfer", "work", "suspend", "resume", "decision", "close",
    "reopen", "objection", "complaint", "notice", "other",
)  # fmt: skip
CHANNELS = ("phone", "email", "letter", "desk", "visit", "web", "chat", "other")
OUTCOMES = ("granted", "rejected", "withdrawn", "referred", "other")
PARTIES = ("resident", "municipality", "partner")
OF_THE_RESIDENT = ("request", "contact", "callback_request", "objection", "complaint")
NOT_A_VALUE = ("", "-", "?", "onbekend", "unknown", "nvt", "n.v.t.", "n/a", "null", "none", "geen")
NOT_A_PERSON = {
    "postbus", "mailbox", "algemeen", "algemene", "groepsmail", "info", "servicedesk", "team", "balie", "systeem",
    "werkvoorraad", "wachtrij", "callcenter",
}  # fmt: skip
FIXED_DAY = date(1999, 12, 31)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")

EVENTS = f"""
create table events (
  row_no integer, case_no integer, journey_no integer, moment timestamp, order_moment timestamp, day_only boolean,
  start_moment timestamp, work_day integer, local_date date, activity_no integer, kind enum {KINDS},
  acted_by enum {PARTIES}, municipal boolean, appears boolean,
  official_no integer, to_official_no integer, department_no integer, to_department_no integer,
  topic_no integer, channel enum {CHANNELS}, outcome enum {OUTCOMES}, related_case_no integer
)"""
OTHERS = """
create table cases (case_no integer, "case" text, journey_no integer);
create table journey_ids (journey_no integer, journey text);
create table officials (official_no integer, official text);
create table departments (department_no integer, department text);
create table activities (activity_no integer, activity text, kind text, kind_rule text);
create table topics (topic_no integer, topic text);
create table log (
  log_end timestamp, log_end_work_day integer, log_end_date date, first_moment timestamp, reading text, grouping text
);
create table days (local_date date, work_day integer, is_working_day boolean);
create table files (
  file_no integer, file text, format text, sheet text, rows integer, first_row_no integer, encoding text
);
create table rejects (file text, sheet text, row_no integer, reason text, place text);
create table remarks (file text, sheet text, row_no integer, remark text, count integer, detail text);
create table columns_used (ours text, header text, file text);
create table present (ours text, known boolean);
"""


def draw(
    rows: str | Sequence[Mapping[str, Any]], *, reading: str = "municipal", by: str = "resident"
) -> duckdb.DuckDBPyConnection:
    """This draws the intake's tables from rows (a text table, or a list of dicts) into a new database in memory."""
    drawn = parsed(rows) if isinstance(rows, str) else [dict(row) for row in rows]
    given = [{ours: _text(row.get(ours)) for ours in OURS} for row in drawn]
    for row in given:
        row["activity"] = row["activity"] or row["kind"] or "something"
    plain = reading == "plain"

    # A2, A3: rows equal in every column are one event
    events: list[dict[str, Any]] = []
    seen = set()
    for number, row in enumerate(given, start=1):
        tidy = {ours: value if plain else " ".join(value.split()) for ours, value in row.items()}
        folded = tuple(value.casefold() for value in tidy.values())
        if plain or folded not in seen:
            seen.add(folded)
            events.append({"row_no": number, "given": tidy, **_moments(tidy, plain)})

    # A4: where only the date is known
    before: dict[str, dict[str, Any]] = {}
    for event in events:
        case = _fold(event["given"]["case"], plain)
        event["order_moment"] = event["moment"]
        earlier = before.get(case)
        if not plain and event["day_only"] and earlier is not None and earlier["local_date"] == event["local_date"]:
            event["order_moment"] = earlier["order_moment"]
        before[case] = event

    # dictionaries, in order of the first row
    dictionaries: dict[str, dict[str, tuple[int, str]]] = {
        name: {} for name in ("cases", "officials", "departments", "activities", "topics")
    }

    def number_of(name: str, value: str) -> int:
        return dictionaries[name].setdefault(_fold(value, plain), (len(dictionaries[name]) + 1, value))[0]

    for event in events:
        row = event["given"]
        event["case_no"] = number_of("cases", row["case"])
        event["activity_no"] = number_of("activities", row["activity"])
        for column in ("official", "to_official"):
            event[f"{column}_no"] = number_of("officials", row[column]) if official_known(row[column], plain) else None
        for column in ("department", "to_department"):
            event[f"{column}_no"] = number_of("departments", row[column]) if value_known(row[column], plain) else None
        event["topic_no"] = number_of("topics", row["topic"]) if value_known(row["topic"], plain) else None
    for event in events:
        related = dictionaries["cases"].get(_fold(event["given"]["related_case"], plain))
        event["related_case_no"] = related[0] if related else None

    # A7, A8, A9
    for event in events:
        row = event["given"]
        kind = row["kind"].casefold()
        event["kind"] = kind if kind in KINDS else "other"
        event["acted_by"] = row["by"].casefold() or ("resident" if event["kind"] in OF_THE_RESIDENT else "municipality")
        event["municipal"] = plain or (event["acted_by"] == "municipality" and event["kind"] != "notice")
        knows = event["official_no"] is not None
        event["appears"] = knows and (plain or (event["acted_by"] != "partner" and event["kind"] != "notice"))
        event["channel"] = row["channel"].casefold() or None
        event["outcome"] = row["outcome"].casefold() or None

    # A13: the journey of a case is the resident of its first event that has one
    in_order = sorted(events, key=lambda event: (event["order_moment"], event["row_no"]))
    resident_of: dict[int, str] = {}
    for event in in_order:
        resident = event["given"]["resident"]
        if by == "resident" and value_known(resident, plain):
            resident_of.setdefault(event["case_no"], resident)
    journeys: dict[str, tuple[int, str]] = {}
    journey_of_case: dict[int, int] = {}
    for case_no, case in dictionaries["cases"].values():
        resident = resident_of.get(case_no)
        key = f"case {case_no}" if resident is None else "resident " + _fold(resident, plain)
        name = f"case:{case}" if resident is None else resident
        journey_of_case[case_no] = journeys.setdefault(key, (len(journeys) + 1, name))[0]
    for event in events:
        event["journey_no"] = journey_of_case[event["case_no"]]

    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    connection.execute(EVENTS)
    connection.execute(OTHERS)
    columns = [column[0] for column in connection.execute("select * from events limit 0").description]
    stored = sorted(events, key=lambda event: (event["case_no"], event["order_moment"], event["row_no"]))
    _fill(connection, "events", [[event[column] for column in columns] for event in stored])
    _fill(connection, "cases", [[no, case, journey_of_case[no]] for no, case in dictionaries["cases"].values()])
    _fill(connection, "journey_ids", [list(pair) for pair in journeys.values()])
    for name in ("officials", "departments", "topics"):
        _fill(connection, name, [list(pair) for pair in dictionaries[name].values()])
    kind_of = {event["activity_no"]: event["kind"] for event in reversed(events)}
    _fill(connection, "activities", [[no, text, kind_of[no], None] for no, text in dictionaries["activities"].values()])
    if events:
        moments = [event["moment"] for event in events]
        dates = [event["local_date"] for event in events]
        end = max(dates)
        _fill(connection, "log", [[max(moments), working_day_number(end), end, min(moments), reading, by]])
        first, last = min(dates) - timedelta(days=366), max(dates) + timedelta(days=366)
        span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        _fill(connection, "days", [[day, working_day_number(day), is_working_day(day)] for day in span])
    _fill(connection, "files", [[1, "drawn", "delimited", None, len(given), 1, "utf-8"]])
    if len(events) < len(given):
        _fill(connection, "remarks", [["drawn", None, None, "duplicate", len(given) - len(events), ""]])
    in_use = sorted({ours for row in drawn for ours in row} & set(OURS), key=OURS.index)
    _fill(connection, "columns_used", [[ours, ours, "drawn"] for ours in in_use])
    _fill(connection, "present", [[ours, any(_known(ours, row, plain) for row in given)] for ours in OURS])
    return connection


def parsed(text: str) -> list[dict[str, str]]:
    """This splits a drawn text table into rows; lines of dashes and empty lines are there for the eye only."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not re.fullmatch(r"[\s|+:-]+", line)]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    if not cells:
        return []
    header = cells[0]
    unknown = set(header) - set(OURS)
    assert not unknown, f"drawn columns that are not ours: {unknown}"
    for row in cells[1:]:
        assert len(row) <= len(header), f"a drawn row has more cells than columns: {row}"
    return [dict(zip(header, row + [""] * (len(header) - len(row)), strict=True)) for row in cells[1:]]


@cache
def is_working_day(day: date) -> bool:
    """This is A11: Monday to Friday, except the days of article 3 of the Algemene termijnenwet."""
    easter = _easter(day.year)
    kings_day = date(day.year, 4, 26) if date(day.year, 4, 27).weekday() == 6 else date(day.year, 4, 27)
    holidays = {
        date(day.year, 1, 1), easter - timedelta(days=2), easter + timedelta(days=1), kings_day, date(day.year, 5, 5),
        easter + timedelta(days=39), easter + timedelta(days=50), date(day.year, 12, 25), date(day.year, 12, 26),
    }  # fmt: skip
    return day.weekday() < 5 and day not in holidays


_numbers: dict[date, int] = {}


def working_day_number(day: date) -> int:
    """This counts the working days after the fixed day up to and including `day` (before it: negative)."""
    if not _numbers:
        number = 0
        for days in range(1, 40_000):
            at = FIXED_DAY + timedelta(days=days)
            number += is_working_day(at)
            _numbers[at] = number
        number, _numbers[FIXED_DAY] = 0, 0
        for days in range(15_000):
            at = FIXED_DAY - timedelta(days=days)
            number -= is_working_day(at)
            _numbers[at - timedelta(days=1)] = number
    return _numbers[day]


def wd(a: date, b: date) -> int:
    """This is A12, counted day by day: the working days d with a < d <= b."""
    return sum(is_working_day(a + timedelta(days=days)) for days in range(1, (b - a).days + 1))


def value_known(value: str, plain: bool = False) -> bool:
    """This is A6 for departments, topics and residents."""
    return value != "" if plain else " ".join(value.split()).casefold() not in NOT_A_VALUE


def official_known(value: str, plain: bool = False) -> bool:
    """This is A6 for officials: no general mailbox, no team, no system."""
    return value_known(value, plain) and (plain or not NOT_A_PERSON & set(re.findall(r"[^\W_]+", value.casefold())))


def _known(ours: str, row: Mapping[str, str], plain: bool) -> bool:
    value = row[ours]
    if ours in ("official", "to_official"):
        return official_known(value, plain)
    return value_known(value, plain) if ours in ("department", "to_department", "topic", "resident") else value != ""


def _moments(row: Mapping[str, str], plain: bool) -> dict[str, Any]:
    zone = UTC if plain else AMSTERDAM
    local = datetime.fromisoformat(row["time"])
    local = local.replace(tzinfo=zone) if local.tzinfo is None else local.astimezone(zone)
    start = datetime.fromisoformat(row["start"]) if row["start"] else None
    if start is not None and start.tzinfo is None:
        start = start.replace(tzinfo=zone)
    local_date = local.date() if plain else local.astimezone(AMSTERDAM).date()
    return {
        "moment": local.astimezone(UTC).replace(tzinfo=None),
        "day_only": not plain and (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0),
        "start_moment": start.astimezone(UTC).replace(tzinfo=None) if start else None,
        "local_date": local_date,
        "work_day": working_day_number(local_date),
    }


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _fold(value: str, plain: bool) -> str:
    return value if plain else " ".join(value.split()).casefold()


def _fill(connection: duckdb.DuckDBPyConnection, name: str, rows: list[list[Any]]) -> None:
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(f"insert into {name} select {', '.join(['unnest(?)'] * len(columns))}", columns)


def _easter(year: int) -> date:
    """This is the anonymous Gregorian algorithm (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
