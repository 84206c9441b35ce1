"""Signalen, reports on public space: the ZIP of the data warehouse (or its CSV files) and the history of each report as JSON.

The ZIP holds who has a report now, never who had it: handovers between officials need the history. Statuses, categories and routing give
the passages between departments. A report that was split and its parts are the questions of one resident. Who reported is never read: an
address or a telephone number is no number to match residents on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from journeys.limits import Limits
from journeys.sources.archive import part_of, unzipped
from journeys.sources.event_rows import Event, in_order, instant, moment_text
from journeys.sources.raw import PLACE, Remark
from journeys.sources.shelf import Item, Shelf
from journeys.sources.table_rows import Cells, Rows, file_rows, rows_of
from journeys.texts import say

SORTS = ("signal", "signal-status", "signal-category", "signal-routing", "signal-act", "signal-feedback")
TABLES = ("signals", "statuses", "categories", "routing_departments", "kto-feedback")
_TABLE = re.compile(r"(?:^|[^a-z])(signals|statuses|categories|routing_departments|kto-feedback)(?:-[^/]*)?\.csv$", re.IGNORECASE)
_SYSTEM = "signalen systeem"

STATES: dict[str, tuple[str, str, str, str | None]] = {
    "m": ("Gemeld", "Gemeld", "other", None),
    "i": ("In afwachting van behandeling", "In afwachting van behandeling", "other", None),
    "b": ("In behandeling", "In behandeling", "work", None),
    "h": ("On hold", "On hold", "other", None),
    "ingepland": ("Ingepland", "Ingepland", "work", None),
    "ready to send": ("Extern: te verzenden", "Extern: te verzenden", "other", None),
    "o": ("Afgehandeld", "Afgehandeld", "close", None),
    "a": ("Geannuleerd", "Geannuleerd", "close", None),
    "reopened": ("Heropend", "Heropend", "reopen", None),
    "s": ("Gesplitst", "Gesplitst", "other", None),
    "closure requested": ("Extern: verzoek tot afhandeling", "Extern: verzoek tot afhandeling", "other", "partner"),
    "reaction requested": ("Reactie gevraagd", "Reactie gevraagd", "suspend", None),
    "reaction received": ("Reactie ontvangen", "Reactie ontvangen", "resume", None),
    "forward to external": ("Doorgezet naar extern", "Doorgezet naar extern", "transfer", None),
    "sent": ("Extern: verzonden", "Extern: verzonden", "transfer", None),
    "send failed": ("Extern: mislukt", "Extern: mislukt", "other", None),
    "done external": ("Extern: afgehandeld", "Extern: afgehandeld", "other", "partner"),
    "reopen requested": ("Verzoek tot heropenen", "Verzoek tot heropenen", "contact", "inwoner"),
}
"""Code of a state -> how the history names it, our activity, its kind, and who did it where that is not the municipality."""
_BY_NAME = {name.casefold(): code for code, (name, _, _, _) in STATES.items()}

Row = tuple[str | None, ...]
Dated = tuple[str | None, int, dict[str, str | None]]
_SORT, _ID, _OWNER, _AT, _F, _PLACE = 0, 1, 2, 3, 4, -1


def table_of(name: str) -> str | None:
    """This gives the table of Signalen that a file holds, by its name; None for another file."""
    found = _TABLE.search(name)
    return found[1].lower() if found else None


def tables_in_zip(path: Path, *, name: str, limits: Limits) -> dict[str, Rows]:
    """This gives a reader per table of the ZIP; nothing is unpacked to disk."""
    with unzipped(path, name=name, limits=limits) as archive:
        parts = {table: part.filename for part in archive.infolist() if (table := table_of(part.filename))}

    def reader(part: str) -> Rows:
        def rows() -> Iterator[tuple[int, Cells]]:
            with unzipped(path, name=name, limits=limits) as archive:
                yield from rows_of(part_of(archive, part, name=name), f"{name}: {part}")

        return rows

    return {table: reader(part) for table, part in parts.items()}


def tables_in_folder(files: Mapping[str, Path], *, limits: Limits) -> dict[str, Rows]:
    """This gives a reader per table for the files of an unpacked ZIP."""
    return {table: file_rows(path, limits) for table, path in files.items()}


def items_of_tables(tables: Mapping[str, Rows]) -> Iterator[tuple[Item, str]]:
    """This gives the items of the ZIP with their places. The text of a report and who sent it are not kept."""
    for table in TABLES:
        for number, cells in tables[table]() if table in tables else ():
            place = say("{file}, row {row}", file=f"{table}.csv", row=str(number))
            of = _text(cells.get("_signal_id"))
            at = moment_text(_text(cells.get("created_at")))
            key = f"{table}-{_text(cells.get('id')) or number}"
            if table == "signals":
                own = _text(cells.get("id"))
                yield Item("signal", own or "", own, at, (_text(cells.get("source")), _text(cells.get("parent")))), place
            elif table == "statuses":
                user = _account(cells.get("user"))
                told = "told" if _text(cells.get("text")) else None  # that something was written, never what
                yield Item("signal-status", key, of, at, (_text(cells.get("state")), user, told)), place
            elif table == "categories":
                yield (
                    Item(
                        "signal-category",
                        key,
                        of,
                        at,
                        (_text(cells.get("sub")) or _text(cells.get("main")), _departments(cells.get("departments"))),
                    ),
                    place,
                )
            elif table == "routing_departments":
                yield Item("signal-routing", key, of, at, (_departments(cells.get("departments")),)), place
            else:
                submitted = moment_text(_text(cells.get("submitted_at")))
                if submitted:
                    yield Item("signal-feedback", f"{of} {submitted}", of, submitted, (_text(cells.get("is_satisfied")),)), place


def events(shelf: Shelf) -> Iterator[Event]:
    """This gives the events of every report, report by report."""
    parents = {str(child): str(parent) for child, parent in shelf.rows("signal", columns="id, f2") if parent}
    families = {*parents, *parents.values()}
    for number, items in shelf.groups(SORTS):
        by_sort: dict[str, list[Row]] = {}
        for item in items:
            by_sort.setdefault(str(item[_SORT]), []).append(item)
        parent = parents.get(number)
        whose = f"melding:{parent or number}" if number in families else None
        for at, event in enumerate(in_order(_told(by_sort))):
            yield {
                **event,
                "case": number,
                "resident": whose,
                "related_case": parent if at == 0 else None,
            }


def remarks(shelf: Shelf) -> list[Remark]:  # noqa: ARG001
    """This gives what is worth a remark once the events were told."""
    return []


def incomplete(shelf: Shelf) -> dict[str, str]:
    """This tells from which columns nothing may be counted: without the history nobody knows which official had a report before."""
    return {} if shelf.has("signal-act") else dict.fromkeys(("official", "to_official"), "history_missing")


def _told(by_sort: dict[str, list[Row]]) -> list[Dated]:
    statuses, acts = by_sort.get("signal-status", []), by_sort.get("signal-act", [])
    category = next((one[_F] for one in reversed(by_sort.get("signal-category", []))), None)
    if category is None:
        category = next((found for one in reversed(acts) if one[_F] == "UPDATE_CATEGORY_ASSIGNMENT" and (found := _after(one))), None)
    told: list[Dated] = []
    passages = _passages(by_sort)
    told += passages

    def department(moment: str | None) -> str | None:
        at, found = instant(moment), None
        for since, _, event in passages:
            then = instant(since)
            if at and then and then <= at:
                found = event.get("to_department") or event.get("department")
        return found

    made = [(one[_AT], one[_F], one[_F + 1], one[_F + 2], one[_PLACE]) for one in statuses]
    if not statuses:
        made = [
            (one[_AT], _BY_NAME.get((_after(one) or "").casefold()), one[_F + 2], one[_F + 3], one[_PLACE])
            for one in acts
            if one[_F] == "UPDATE_STATUS"
        ]
    report = next(iter(by_sort.get("signal", ())), None)
    first = report[_AT] if report else min((one[0] for one in made if one[0]), default=None)
    if first:
        source = (report[_F] if report else None) or ""
        inside = "intern" in source.casefold()
        told.append(
            (
                first,
                0,
                {
                    "activity": "Melding ontvangen",
                    "kind": "request",
                    "by": "gemeente" if inside else "inwoner",
                    "channel": _channel(source),
                    PLACE: report[_PLACE] if report else made[0][4],
                },
            )
        )
    for moment, state, who, text, place in made:
        if state == "m" and (not first or moment == first):
            continue  # the report itself
        _, activity, kind, by = STATES.get((state or "").casefold(), ("", state or "Status gewijzigd", "other", None))
        who = None if by or who == _SYSTEM else who
        if state == "o" and text:  # the text of an official with this status is what the reporter gets by e-mail
            event = {"activity": "Melder krijgt bericht", "kind": "outreach", "channel": "e-mail", "official": who, PLACE: place}
            told.append((moment, 2, {**event, "department": department(moment)}))
        told.append(
            (
                moment,
                3 if kind == "close" else 1,
                {
                    "activity": activity,
                    "kind": kind,
                    "by": by,
                    "official": who,
                    "department": None if by else department(moment),
                    PLACE: place,
                },
            )
        )
    told += _officials(acts, department)
    for one in by_sort.get("signal-feedback", ()):
        words = {"t": "Tevreden over de afhandeling", "true": "Tevreden over de afhandeling"}.get(
            (one[_F] or "").casefold(), "Niet tevreden over de afhandeling"
        )
        told.append((one[_AT], 2, {"activity": words, "kind": "other", "by": "inwoner", PLACE: one[_PLACE]}))
    for _, _, event in told:
        event["topic"] = category
    return told


def _passages(by_sort: dict[str, list[Row]]) -> list[Dated]:
    """This gives where a report went: by its routing where it has any, otherwise by the departments of its category."""
    routing: list[Row] = [(one[_AT], one[_F], None, one[_PLACE]) for one in by_sort.get("signal-routing", ())]
    routing += [
        (one[_AT], _departments(_after(one)), one[_F + 2], one[_PLACE])
        for one in by_sort.get("signal-act", ())
        if one[_F] == "UPDATE_ROUTING_ASSIGNMENT" and not by_sort.get("signal-routing")
    ]
    routing = routing or [(one[_AT], one[_F + 1], None, one[_PLACE]) for one in by_sort.get("signal-category", ())]
    told: list[Dated] = []
    before: str | None = None
    for moment, departments, who, place in sorted(routing, key=lambda one: one[0] or ""):
        now = departments if departments and "," not in departments else None  # of several it is unknown who has it
        if departments and departments != before:
            kind, activity = ("transfer", "Naar andere afdeling") if before else ("other", "Toegewezen aan afdeling")
            from_department = before if before and "," not in before else None
            told.append(
                (
                    moment,
                    1,
                    {
                        "activity": activity,
                        "kind": kind,
                        "official": None if who == _SYSTEM else who,
                        "department": from_department if kind == "transfer" else now,
                        "to_department": now if kind == "transfer" else None,
                        PLACE: place,
                    },
                )
            )
        before = departments or before
    return told


def _officials(acts: list[Row], department: Callable[[str | None], str | None]) -> Iterator[Dated]:
    """This gives who had a report, from its history, and the notes on it."""
    had: str | None = None
    for one in sorted(acts, key=lambda act: act[_AT] or ""):
        moment, place = one[_AT], one[_PLACE]
        if one[_F] == "UPDATE_USER_ASSIGNMENT":
            found = re.search(r"[^\s:]+@[^\s,;]+", one[_F + 1] or "")
            to = found[0].casefold() if found else None
            giver = had if had and one[_F + 2] == had else None  # who assigns may be a coordinator: no pair of hands
            if to and to != had:
                activity, kind = ("Overgedragen aan collega", "transfer") if had else ("Toegewezen aan medewerker", "other")
                there = department(moment)
                yield (
                    moment,
                    1,
                    {
                        "activity": activity,
                        "kind": kind,
                        "official": giver or to,
                        "department": there,
                        "to_department": there if had else None,
                        "to_official": to if had else None,
                        PLACE: place,
                    },
                )
            elif had and not to:
                yield moment, 1, {"activity": "Toewijzing ingetrokken", "kind": "other", "department": department(moment), PLACE: place}
            had = to or had
        elif one[_F] == "CREATE_NOTE":
            who = None if one[_F + 2] == _SYSTEM else one[_F + 2]
            yield (
                moment,
                1,
                {"activity": "Interne notitie", "kind": "other", "official": who, "department": department(moment), PLACE: place},
            )


def _after(act: Row) -> str | None:
    """This gives what stands behind the colon of an action ("Status gewijzigd naar: Afgehandeld"); of a routing behind the last one."""
    action = act[_F + 1] or ""
    return (action.rsplit(":", 1) if "outering" in action else action.split(":", 1))[-1].strip() or None


def _channel(source: str) -> str | None:
    word = re.split(r"\s*[^\w\s]\s+|\s", source.strip(), maxsplit=1)[0].casefold()
    return {"telefoon": "telefoon", "e-mail": "e-mail", "online": "web", "balie": "balie", "webcare": "chat", "app": "web"}.get(
        word, word or None
    )


def _departments(text: str | None) -> str | None:
    found = [one.strip() for one in (text or "").split(",") if one.strip()]
    return ", ".join(found) or None


def _account(text: str | None) -> str | None:
    found = _text(text)
    return found.casefold() if found else None


def _text(cell: str | None) -> str | None:
    found = (cell or "").strip()
    return None if found in ("", "null", "None") else found
