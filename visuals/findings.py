"""The findings of a dossier in sentences, computed from its tables: the same for the terminal and the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from journeys.texts import day, percent, say, say_n
from mining.known import is_known
from mining.nobody_time import nobody_time
from visuals.waited_words import waited_in_all


@dataclass(frozen=True)
class Finding:
    """This is a sentence with the numbers in it that can be traced: `journeys receipt DOSSIER <id>`."""

    words: str
    receipts: tuple[str, ...] = ()


def findings(connection: duckdb.DuckDBPyConnection, summary: dict[str, Any], *, cases_end: bool = True) -> list[Finding]:
    """This gives the key findings, the most telling first; what is unknown is left out here and told under what cannot be determined.

    `cases_end`: the log records that cases end. Where it never does, nothing is said of cases that stand still and of time until now.
    """
    told = [Finding(_extent(summary), ("cases", "journeys", "departments", "officials"))]
    most = connection.execute(
        "select officials, calendar_days from journey_measures"
        " order by officials desc nulls last, hops desc nulls last, events desc, journey_no limit 1"
    ).fetchone()
    if most and most[0]:
        words = say_n(
            "The journey with the most officials: {n} official in {days} days.",
            "The journey with the most officials: {n} officials in {days} days.",
            int(most[0]),
            days=round(most[1]),
        )
        told.append(Finding(words, ("most_officials",)))
    if _known(summary, "handoffs"):
        between = _between(summary) if _known(summary, "department_handoffs") else ""
        words = say("The work passed to another official {n} times", n=summary["handoffs"]) + _interval(summary, "handoffs") + between + "."
        told.append(Finding(words, ("handoffs", *(("department_handoffs",) if between else ()))))
    if _known(summary, "hops") and is_known(connection, "resident"):  # without residents a journey is a case, and this the same count
        words = say("Residents met another official {n} times", n=summary["hops"]) + _interval(summary, "hops") + "."
        told.append(Finding(words, ("hops",)))
    if cases_end:
        told += _nobody(connection)
    told += [Finding(words, ("waiting",)) for words in _waiting(connection)]
    told += [Finding(words, ("most_lost",)) for words in _flow(connection)]
    if cases_end:
        told += [Finding(words, ("stalled",)) for words in _stalled(connection)]
    elif not connection.execute("select count(*) from incomplete where ours = 'kind'").fetchall()[0][0]:
        words = say("No case ends in this file: it holds no decision and no close. Which cases are still open cannot be determined.")
        told.append(Finding(words))
    if summary["tied_share"]:
        words = say(
            "Of the neighbouring events {share} share one moment. Their order is that of the file.", share=percent(summary["tied_share"])
        )
        told.append(Finding(words, ("tied",)))
    return told


def cautions(*, starts: bool) -> list[str]:
    """This gives what every report says beside its numbers; `starts`: the log tells when the work at an event began."""
    told = [
        say("The log shows only who came. Who gave up is missing."),
        say("Contacts are a lower bound: what was not registered is not there."),
        say("A department that keeps better records shows more contacts and handoffs. More records is not worse service."),
    ]
    if not starts:
        told.append(say("Without start times waiting includes the work itself: “waiting or working”."))
    return told


def _extent(summary: dict[str, Any]) -> str:
    first, last = (datetime.fromisoformat(summary[name]).date() if summary[name] else None for name in ("first", "last"))
    told = (
        say(
            "{cases} of {journeys}",
            cases=say_n("1 case", "{n} cases", summary["cases"]),
            journeys=say_n("1 journey", "{n} journeys", summary["journeys"]),
        )
        if summary["by"] == "resident"
        else say_n("1 case", "{n} cases", summary["cases"])
    )
    if summary["departments"] is not None:
        told += say_n(", {n} department", ", {n} departments", summary["departments"])
    if summary["officials"] is not None:
        told += say_n(", {n} official", ", {n} officials", summary["officials"])
    if first and last:
        told += say(", from {first} to {last}", first=day(first), last=day(last))
    return told + "."


def _known(summary: dict[str, Any], measure: str) -> bool:
    return summary.get(measure) is not None and measure not in summary["cannot_determine"]


def _interval(summary: dict[str, Any], measure: str) -> str:
    low, high = summary.get(f"{measure}_min"), summary.get(f"{measure}_max")
    if low is None or high is None or low == high:
        return ""
    return say(" (between {low} and {high}, because of equal moments)", low=low, high=high)


def _between(summary: dict[str, Any]) -> str:
    return say(", and to another department {n} times", n=summary["department_handoffs"]) + _interval(summary, "department_handoffs")


def _nobody(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    time = nobody_time(connection)
    if time is None:
        return []
    told = []
    days, share = time
    if days:
        words = say_n(
            "{share} of the question-days lay with nobody: 1 day in all.", "{share} of the question-days lay with nobody: {n} days in all.",
            round(days), share=percent(share),
        )
        told.append(Finding(words, ("nobody",)))
    ((lost_days, lost, unrecorded_days),) = connection.execute(
        """select sum(seconds) filter (where state = 'lost') / 86400.0, count(*) filter (where state = 'lost'),
                  sum(seconds) filter (where state = 'unrecorded') / 86400.0
           from turns"""
    ).fetchall()
    if lost:
        words = say_n(
            "{n} question got lost between two departments, for {days} days.",
            "{n} questions got lost between two departments, for {days} days in all.",
            int(lost),
            days=round(lost_days),
        )
        told.append(Finding(words, ("lost",)))
    if unrecorded_days and unrecorded_days > 1:
        words = say(
            "In {days} days the department changed without a recorded transfer: who had the question then is not recorded.",
            days=round(unrecorded_days),
        )
        told.append(Finding(words, ("unrecorded",)))
    return told


def _waiting(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = connection.execute(
        "select sum(waiting_resident), sum(waiting_callback), sum(waiting_handoff), sum(waiting_queue) from case_measures"
    ).fetchone()
    if not found or found[2] is None or not any(found):  # without officials and departments nobody knows whose queue it was
        return []
    causes = ("resident", "callback", "handoff", "queue")
    return [waited_in_all({name: value or 0 for name, value in zip(causes, found, strict=True)})]


def _flow(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = connection.execute(
        "select from_department, to_department, lost, transfers from flows where lost > 0 order by lost desc, transfers desc, 1, 2 limit 1"
    ).fetchone()
    if not found:
        return []
    return [
        say(
            "Most questions got lost on the way from {source} to {target}: {n} of {all} transfers.",
            source=found[0] or say("unknown"),
            target=found[1] or say("unknown"),
            n=int(found[2]),
            all=int(found[3]),
        )
    ]


def _stalled(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = connection.execute("select count(*), count(*) filter (where not owner_known) from stalled").fetchone()
    if not found or not found[0]:
        return []
    told = say_n("{n} open case stands still.", "{n} open cases stand still.", int(found[0]))
    if found[1]:
        told += " " + say_n("Of {n} nobody knows who has it.", "Of {n} nobody knows who has them.", int(found[1]))
    return [told]
