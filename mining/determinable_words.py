"""What can and cannot be determined from a log, in words: measures and signals, grouped by the columns that are missing for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from journeys.texts import capitalised, say, say_n
from mining.data_statement import DataStatement, Determinable


def measure_name(name: str) -> str:
    """This gives the plain words for a measure or signal."""
    return {
        "officials": lambda: say("officials per journey"),
        "handoffs": lambda: say("handoffs between officials"),
        "department_handoffs": lambda: say("handoffs between departments"),
        "hops": lambda: say("hops between officials"),
        "ties": lambda: say("interval of counts with equal moments"),
        "pingpong": lambda: say("back and forth between departments"),
        "turns_department": lambda: say("which department has the question"),
        "turns_lost": lambda: say("questions that nobody has"),
        "waiting_resident": lambda: say("waiting for the resident"),
        "waiting_callback": lambda: say("waiting for a call back"),
        "waiting_handoff": lambda: say("waiting at a handoff"),
        "flows": lambda: say("flows between activities"),
        "variants": lambda: say("routes along departments"),
        "stalled": lambda: say("cases that stand still"),
        "journeys": lambda: say("journeys over several cases"),
    }.get(name, lambda: say("signal {name}", name=name))()


def column_name(ours: str) -> str:
    """This gives the word for a column of ours, as it stands in exports."""
    names = {
        "resident": say("“resident”"), "official": say("“official”"), "department": say("“department”"),
        "to_department": say("“to_department”"), "to_official": say("“to_official”"), "channel": say("“channel”"),
        "kind": say("“kind”"), "topic": say("“topic”"), "outcome": say("“outcome”"),
    }  # fmt: skip
    return say(" or ").join(names.get(one, one) for one in ours.split("|"))


def possible_lines(statement: DataStatement) -> list[str]:
    """This tells which measures and signals can be determined."""
    possible = [measure_name(one.name) for one in statement.measures if not one.missing]
    told = [say("{measures}.", measures=_listed(possible))] if possible else []
    signals = [one.name for one in statement.signals if not one.missing]
    if signals:
        told.append(say("Signals: {signals}.", signals=", ".join(signals)))
    return told


def cannot_lines(statement: DataStatement, *, signals: bool = True) -> list[str]:
    """This tells what cannot be determined, by the columns that are missing for it."""
    told = []
    if statement.kinds_unconfirmed:
        told.append(
            say("Signals and care points: the export has no column “kind”. The kinds were derived from the activities, and that is too"
                " little to say that a question was lost. Look over the kinds (table activities); if they are right, write confirmed = true"
                " under [kinds] in journeys.toml and run again.")
        )  # fmt: skip
    told += incomplete_lines(statement.incomplete)
    incomplete = {ours for ours, _, _ in statement.incomplete}
    for missing, names in _by_missing(statement.measures):
        columns = _and([column_name(column) for column in missing])
        measures = _listed([measure_name(name) for name in names])
        if incomplete.intersection(part for column in missing for part in column.split("|")):
            told.append(
                say_n("{measures}: the column {columns} is not complete, as said above.",
                      "{measures}: the columns {columns} are not complete, as said above, or missing.",
                      len(missing), measures=measures, columns=columns)
            )  # fmt: skip
            continue
        told.append(
            say_n("{measures}: the column {columns} is missing or empty.",
                  "{measures}: the columns {columns} are missing or empty.",
                  len(missing), measures=measures, columns=columns)
        )  # fmt: skip
    waiting = {"kind"} if statement.kinds_unconfirmed else set()
    others = [replace(one, missing=tuple(ours for ours in one.missing if ours not in waiting)) for one in statement.signals]
    for missing, names in _by_missing(others) if signals else ():
        columns = _and([column_name(column) for column in missing])
        if incomplete.intersection(missing):
            told.append(
                say_n("Signals {signals}: the column {columns} is not complete, as said above.",
                      "Signals {signals}: the columns {columns} are not complete, as said above, or missing.",
                      len(missing), signals=", ".join(names), columns=columns)
            )  # fmt: skip
            continue
        told.append(
            say_n("Signals {signals}: the column {columns} is missing or empty.",
                  "Signals {signals}: the columns {columns} are missing or empty.",
                  len(missing), signals=", ".join(names), columns=columns)
        )  # fmt: skip
    return told


def incomplete_lines(incomplete: Iterable[tuple[str, str, str]]) -> list[str]:
    """This says why nothing may be counted from a column that does hold values, and what to ask the administrator of the system for."""
    files: dict[str, list[str]] = {}
    for _, file, reason in incomplete:
        if file not in files.setdefault(reason, []):
            files[reason].append(file)
    words = {
        "audit_trail_missing": lambda names: say(
            "Handovers cannot be counted: the audit trail is missing ({files}). Only who has a case now is known."
            " Ask the administrator for: ./bin/dump_data.sh --csv zaken catalogi besluiten audittrails"
            " (or through the API: the right audittrails.lezen).", files=names),
        "log_book_missing": lambda names: say(
            "Passing on of callback requests cannot be counted: the log book is missing ({files})."
            " Open Klant only knows who has a request now. Ask the administrator for the objects of the log book of ITA.", files=names),
        "history_missing": lambda names: say(
            "Handovers between officials cannot be counted: the history is missing ({files}). Only who has a report now is known. Ask the"
            " administrator for the history of each report (/signals/v1/private/signals/NUMBER/history).", files=names),
        "current_only": lambda names: say(
            "Handovers cannot be counted: {files} only knows who has a case now. Ask the administrator for the time line of the cases.",
            files=names),
        "list_of_cases": lambda names: say(
            "{files} is a list of cases: it has the first and the last day of a case. What happened in between, and"
            " whether the resident heard anything, cannot be determined.", files=names),
    }  # fmt: skip
    return [words[reason](", ".join(names)) for reason, names in files.items() if reason in words]


def _by_missing(found: Iterable[Determinable]) -> list[tuple[tuple[str, ...], list[str]]]:
    grouped: dict[tuple[str, ...], list[str]] = {}
    for one in found:
        if one.missing:
            grouped.setdefault(one.missing, []).append(one.name)
    return list(grouped.items())


def _and(texts: list[str]) -> str:
    return say(" and ").join([*([", ".join(texts[:-1])] if texts[1:] else []), texts[-1]])


def _listed(texts: list[str]) -> str:
    joined = ", ".join(texts)
    return capitalised(joined)
