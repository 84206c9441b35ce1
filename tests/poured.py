"""Small logs poured through the real intake: drawn rows become CSV, and the CSV becomes tables in memory, names kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

import duckdb
from drawn import OURS

from journeys.file_reading import understand
from journeys.intake import Intake, take_in
from journeys.loading import load
from journeys.settings import MeasureSettings, PrivacySettings, ReadingSettings, Settings
from journeys.sources.delimited import read_delimited
from mining.catalogue import Catalogue, read_definitions
from mining.mine import mine

Rows = Sequence[Mapping[str, str]]
LONG_AFTER = date(2030, 1, 1)


@cache
def catalogue() -> Catalogue:
    """This reads the definitions once."""
    return read_definitions()


def written(rows: Iterable[Mapping[str, str]], columns: Sequence[str] = OURS) -> bytes:
    """This writes rows as a CSV file with these columns."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, columns, delimiter=";", restval="", extrasaction="ignore", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode()


def pour(
    *files: bytes | Rows,
    reading: str = "municipal",
    by: str = "resident",
    key: bytes | None = None,
    mining: bool = True,
    settings: Settings | None = None,
    columns: Sequence[str] = OURS,
    memory: str | None = None,
    first_line: Sequence[str] = (),
) -> tuple[duckdb.DuckDBPyConnection, Intake]:
    """This takes in one or more files (rows, or the bytes of a CSV file) and mines them; every column of ours is named in the settings."""
    if settings is None:
        settings = Settings(
            columns={ours: ours for ours in columns}, reading=ReadingSettings(reading=reading, by=by), privacy=PrivacySettings(names="keep"),
            measures=MeasureSettings(first_line_departments=tuple(first_line)),
        )  # type: ignore[arg-type]  # fmt: skip
    connection = duckdb.connect(config={"memory_limit": memory} if memory else {})
    tables = [
        read_delimited(
            None, stream=io.BytesIO(file if isinstance(file, bytes) else written(file, columns)), name=f"file {number}", settings=settings.reading,
            limits=settings.limits, allow_odd_headers=False,
        )
        for number, file in enumerate(files, start=1)
    ]  # fmt: skip
    loaded = load(connection, tables)
    intake = take_in(connection, understand(connection, loaded, settings=settings), settings=settings, key=key, today=LONG_AFTER)
    if mining:
        mine(connection, settings=settings, catalogue=catalogue())
    return connection, intake


def asked(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """This gives the rows of a query as dicts."""
    result = connection.execute(query)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


_TEXTS = {
    "case_no": ("cases", "case_no", '"case"'), "journey_no": ("journey_ids", "journey_no", "journey"),
    **{f"{way}activity_no": ("activities", "activity_no", "activity") for way in ("", "next_")},
    **{f"{way}department_no": ("departments", "department_no", "department") for way in ("", "to_", "from_", "home_")},
    "topic_no": ("topics", "topic_no", "topic"),
}  # fmt: skip


def told(connection: duckdb.DuckDBPyConnection, *, later: timedelta = timedelta()) -> dict[str, list[dict[str, Any]]]:
    """This gives every table that people read, with texts for numbers, without row numbers and ranks, in an order of its own.

    `later` is taken off every moment.
    """
    tables = {}
    for definition in catalogue():
        if definition.role != "table":
            continue
        rows = asked(connection, f"select * from {definition.name}")
        texts = {
            column: dict(connection.execute(f"select {number}, {text} from {dictionary}").fetchall())
            for column, (dictionary, number, text) in _TEXTS.items()
        }
        tables[definition.name] = sorted(
            (
                {
                    column: texts[column].get(value) if column in texts else _plain(value, later)
                    for column, value in row.items()
                    if not column.endswith("_no") or column in texts
                }
                for row in rows
            ),
            key=repr,
        )
    return tables


def _plain(value: Any, later: timedelta) -> Any:
    if isinstance(value, float):
        return round(value, 6)  # adding up in another order gives another last digit
    return value - later if isinstance(value, datetime | date) else value


CASES = [f"Z{number}" for number in range(1, 7)]
PEOPLE = ("Anna", "Bob", "Cees", "Dirk", "Eva")
UNITS = ("Zorg", "Werk", "Wonen", "KCC")
ACTS = ("work", "work", "outreach", "transfer", "decision", "suspend", "resume", "close", "reopen")
ASKS = ("request", "contact", "callback_request", "objection", "complaint")


def calm_log(seed: int, *, events: int = 40, kinds: Sequence[str] = (*ACTS, *ASKS, "notice", "other")) -> list[dict[str, str]]:
    """This draws a log of June and July 2026 in which no two events share a moment, no time is 00:00 and no row is doubtful."""
    dice = Random(seed)
    minutes = dice.sample(range(60 * 24 * 50), events)
    log = []
    for minute in sorted(minutes):
        case = dice.choice(CASES)
        kind = dice.choice(kinds)
        log.append({
            "case": case, "resident": {"Z1": "r1", "Z2": "r1", "Z3": "r2"}.get(case, ""), "activity": f"step {dice.randint(1, 4)}",
            "time": f"{datetime(2026, 6, 1) + timedelta(minutes=minute, seconds=dice.randint(1, 59)):%Y-%m-%d %H:%M:%S}",
            "official": dice.choice((*PEOPLE, "")), "department": dice.choice((*UNITS, *UNITS, "")),
            "to_department": dice.choice((*UNITS, "")) if kind == "transfer" else "", "kind": kind,
            "by": dice.choice(("", "", "", "partner")) if set(kinds) > set(ACTS) else "", "topic": dice.choice(("wmo", "huur", "", "")),
            "channel": dice.choice(("phone", "email", "visit", "")), "outcome": dice.choice(("granted", "", "")),
        })  # fmt: skip
    return log


def wild_log(seed: int, *, events: int = 40) -> list[dict[str, str]]:
    """This draws a log with all that exports do: ties, dates without a time, rows twice, names written in several ways, mailboxes."""
    dice = Random(seed)
    days = ("2026-03-27", "2026-03-30", "2026-04-03", "2026-04-07", "2026-10-25")
    clocks = ("", "", " 00:00", " 09:00", " 09:00", " 09:00:30", " 16:55", " 23:59")
    log: list[dict[str, str]] = []
    for _ in range(events):
        if log and dice.random() < 0.15:
            log.append({ours: _written_otherwise(value, dice) for ours, value in dice.choice(log).items()})
            continue
        kind = dice.choice((*ACTS, *ASKS, "notice", "other", "", "something else"))
        row = {
            "case": dice.choice(("Z1", "z1", "Z2", "Z3", "Z4 ")), "resident": dice.choice(("r1", "R1", "r2", "", "-", "onbekend")),
            "activity": dice.choice(("Bellen", "bellen", "Besluit nemen", "Straße")), "time": dice.choice(days) + dice.choice(clocks),
            "start": dice.choice(("", "", "2026-03-26 08:00")),
            "official": dice.choice((*PEOPLE, "anna", "ANNA", "Team Zorg", "postbus-wmo", "-", "", "N.V.T.")),
            "department": dice.choice((*UNITS, "zorg", "Zorg  en  Welzijn", "zorg en welzijn", "?", "")),
            "to_department": dice.choice((*UNITS, "", "", "null")), "to_official": dice.choice(("", "", "Anna", "Frits", "balie 2")),
            "channel": dice.choice(("", "phone", "email", "visit")), "by": dice.choice(("", "", "resident", "municipality", "partner")),
            "kind": kind, "topic": dice.choice(("", "wmo", "WMO", "geen", "huur")), "outcome": dice.choice(("", "", "granted", "rejected")),
            "related_case": dice.choice(("", "", "z2", "Z3", "Z77")),
        }  # fmt: skip
        log.append(row)
    return log


def _written_otherwise(value: str, dice: Random) -> str:
    """This writes a text so that it is the same under A2."""
    return dice.choice((value, value, value.upper(), f" {value} ", value.replace(" ", "  ")) if not value[:4].isdigit() else (value,))
