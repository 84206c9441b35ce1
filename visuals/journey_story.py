"""The story of the journey with the most officials, in sentences that its tables give: what the first screen of the report tells."""

from __future__ import annotations

from typing import Any

import duckdb

from journeys.texts import local_day, say, say_n
from mining.known import is_known
from mining.told import MOST


def story(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """This tells what one resident went through, the most telling first; nothing when officials are unknown.

    What cannot be determined is left out; a number that is 0 is not told. The resident is nobody in particular, officials are numbers.
    In a log without residents the story is that of a case. Each sentence stands with its receipt (mining/told).
    """
    found = connection.execute(
        "select journey_no, officials, faces, cases, calendar_days, started, ended from journey_measures"
        f" where journey_no = ({MOST})"
    ).fetchone()
    if not found or not found[1] or found[1] < 2:
        return []
    journey_no, officials, faces, cases, days, started, ended = found
    known = is_known(connection, "resident")
    about = {"officials": int(officials), "days": round(days)}
    if not known:
        words = say("{officials} officials worked on one case in {days} days.", **about)
    elif not faces:
        words = say("{officials} officials worked for one resident in {days} days.", **about)
    else:
        words = say(
            "{officials} officials worked for one resident in {days} days; with {faces} of them the resident dealt directly.",
            faces=int(faces), **about,
        )  # fmt: skip
    told = [(words, "story:officials")]
    words = (
        say("It ran from {first} to {last}.", first=local_day(started), last=local_day(ended))
        if not known
        else say_n("It is about {n} case, from {first} to {last}.", "It is about {n} cases, from {first} to {last}.", int(cases),
              first=local_day(started), last=local_day(ended))
    )  # fmt: skip
    told.append((words, "story:cases"))
    asked = _one(connection, "select count(*) filter (where first_of_date), count(*) filter (where avoidable and first_of_date)"
                             " from care_contacts where journey_no = ?", journey_no)  # fmt: skip
    if asked and asked[0]:
        words = (
            say_n("The resident asked on {n} day", "The resident asked on {n} days", int(asked[0]))
            + (say(", on {n} of them because nothing had been heard.", n=int(asked[1])) if asked[1] else ".")
        )
        told.append((words, "story:asked"))
    lost = _one(connection, "select count(*), sum(seconds) / 86400.0 from turns where state = 'lost' and journey_no = ?", journey_no)
    if lost and lost[0]:
        words = (
            say_n("{n} time the question got lost between two departments, for {days} days.",
                  "{n} times the question got lost between two departments, for {days} days in all.", int(lost[0]), days=round(lost[1]))
        )  # fmt: skip
        told.append((words, "story:lost"))
    calls = _one(
        connection, "select count(*), count(*) filter (where state = 'in_time') from care_callbacks where journey_no = ?", journey_no
    )
    if calls and calls[0]:
        words = (
            say_n("{n} time a call back was promised", "{n} times a call back was promised", int(calls[0]))
            + say("; {n} came in time.", n=int(calls[1]))
        )
        told.append((words, "story:callbacks"))
    for signal, words in (
        ("visit_turns", say("Then somebody went to see the resident, and it was settled.")),
        ("explained_no", say("The no at the end was explained in person.")),
        ("unexplained_no", say("The no was not explained in person.")),
    ):
        if (there := _one(connection, f"select count(*) from {signal} where journey_no = ?", journey_no)) and there[0]:
            told.append((words, f"story:{signal}"))
    return told


def _one(connection: duckdb.DuckDBPyConnection, query: str, journey_no: int) -> tuple[Any, ...]:
    return connection.execute(query, [journey_no]).fetchall()[0]
