"""Signalen, reports on public space: the ZIP of the data warehouse (or its CSV files) and the history of each report as JSON.

The ZIP holds who has a report now, never who had it: handovers between officials need the history. Statuses, categories and routing give
the passages between departments. A report that was split and its parts are the questions of one resident. The address or telephone number
of who reported is never read, for it is no number to match residents on: a contact in Open Klant about the report tells the resident.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from journeys.limits import Limits
from journeys.sources.archive import part_of, unzipped
from journeys.sources.event_rows import Event, in_order, moment_text
from journeys.sources.open_klant import residents_of_parties
from journeys.sources.raw import PLACE, Remark
from journeys.sources.report_contacts import Reports, residents_of_reports
from journeys.sources.shelf import Item, Shelf
from journeys.sources.signalen_hands import SYSTEM, Dated, Passages, Row, after, departments_in
from journeys.sources.staff import Staff
from journeys.sources.table_rows import Cells, Rows, headers_of, is_clutter, one_after_another, rows_of
from journeys.texts import say

SORTS = ("signal", "signal-status", "signal-category", "signal-routing", "signal-act", "signal-feedback")
TABLES = ("signals", "statuses", "categories", "routing_departments", "kto-feedback")
_TABLE = re.compile(r"(?:^|[^a-z])(signals|statuses|categories|routing_departments|kto-feedback)(?:-[^/]*)?\.csv$", re.IGNORECASE)
SPOKEN = ("telefoon", "balie")

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

_SORT, _ID, _OWNER, _AT, _F, _PLACE = 0, 1, 2, 3, 4, -1


def table_of(name: str) -> str | None:
    """This gives the table of Signalen that a file holds, by its name; None for another file."""
    found = _TABLE.search(name)
    return found[1].lower() if found else None


def holds_table(path: Path, table: str) -> bool:
    """This tells whether a file with the name of a table holds it, by its headers: other files are called `categories.csv` too."""
    own = {"signals": {"id", "created_at", "parent"}, "kto-feedback": {"_signal_id", "submitted_at"}}
    return own.get(table, {"id", "_signal_id", "created_at"}) <= headers_of(path)


def tables_in_zip(path: Path, *, name: str, limits: Limits) -> dict[str, Rows]:
    """This gives a reader per table of the ZIP; nothing is unpacked to disk."""
    with unzipped(path, name=name, limits=limits) as archive:
        parts: dict[str, list[str]] = {}
        for part in archive.infolist():
            if (table := table_of(part.filename)) and not is_clutter(part.filename):
                parts.setdefault(table, []).append(part.filename)

    def reader(part: str) -> Rows:
        def rows() -> Iterator[tuple[int, Cells]]:
            with unzipped(path, name=name, limits=limits) as archive:
                yield from rows_of(part_of(archive, part, name=name), f"{name}: {part}")

        return rows

    return {table: one_after_another([reader(part) for part in some]) for table, some in parts.items()}


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
                uuid = _text(cells.get("signal_uuid"))
                yield Item("signal", own or "", own, at, (_text(cells.get("source")), _text(cells.get("parent")), uuid)), place
            elif table == "statuses":
                user = _account(cells.get("user"))
                told = "told" if _text(cells.get("text")) else None  # that something was written, never what
                shown = _text(cells.get("state_display"))  # how Signalen calls the state: of one that is new to us all there is
                yield Item("signal-status", key, of, at, (_text(cells.get("state")), user, told, shown)), place
            elif table == "categories":
                yield (
                    Item(
                        "signal-category",
                        key,
                        of,
                        at,
                        (_text(cells.get("sub")) or _text(cells.get("main")), departments_in(cells.get("departments"))),
                    ),
                    place,
                )
            elif table == "routing_departments":
                yield Item("signal-routing", key, of, at, (departments_in(cells.get("departments")),)), place
            else:
                submitted = moment_text(_text(cells.get("submitted_at")))
                if submitted:
                    yield Item("signal-feedback", f"{of} {submitted}", of, submitted, (_text(cells.get("is_satisfied")),)), place


def events(shelf: Shelf) -> Iterator[Event]:
    """This gives the events of every report, report by report."""
    parents = {str(child): str(parent) for child, parent in shelf.rows("signal", columns="id, f2") if parent}
    families = {*parents, *parents.values()}
    residents = residents_of_reports(shelf, residents_of_parties(shelf))
    for child, whole in parents.items():  # a report and its parts are the questions of one resident
        if child in residents:
            residents.setdefault(whole, residents[child])
    staff, reports = Staff.of(shelf), Reports.of(shelf)
    for number, items in shelf.groups(SORTS):
        by_sort: dict[str, list[Row]] = {}
        for item in items:
            by_sort.setdefault(str(item[_SORT]), []).append(item)
        parent = parents.get(number)
        whose = residents.get(number) or residents.get(parent or "") or (f"melding:{parent or number}" if number in families else None)
        for at, event in enumerate(in_order(_told(by_sort, staff))):
            yield {
                **event,
                "case": reports.case(number),
                "resident": whose,
                "related_case": reports.case(parent) if parent and at == 0 else None,
            }


def remarks(shelf: Shelf) -> list[Remark]:
    """This gives what is worth a remark once the events were told."""
    return shelf.remarks("objects_of_nothing")


def incomplete(shelf: Shelf) -> dict[str, str]:
    """This tells from which columns nothing may be counted: without the history nobody knows which official had a report before."""
    return {} if shelf.has("signal-act") else dict.fromkeys(("official", "to_official"), "history_missing")


def _told(by_sort: dict[str, list[Row]], staff: Staff) -> list[Dated]:
    statuses, acts = by_sort.get("signal-status", []), by_sort.get("signal-act", [])
    category = next((one[_F] for one in reversed(by_sort.get("signal-category", []))), None)
    if category is None:
        category = next((found for one in reversed(acts) if one[_F] == "UPDATE_CATEGORY_ASSIGNMENT" and (found := after(one))), None)
    made = [(one[_AT], one[_F], one[_F + 1], one[_F + 2], one[_F + 3], one[_PLACE]) for one in statuses]
    if not statuses:
        made = [
            (one[_AT], _BY_NAME.get((after(one) or "").casefold()), one[_F + 2], one[_F + 3], None, one[_PLACE])
            for one in acts
            if one[_F] == "UPDATE_STATUS"
        ]
    report = next(iter(by_sort.get("signal", ())), None)
    # Of a report that is not in the files only the state "Gemeld" says when it came in.
    first = report[_AT] if report else min((one[0] for one in made if one[0] and one[1] == "m"), default=None)
    walk = Passages.of(by_sort, staff, made_at=first)
    told: list[Dated] = [*walk.told]
    if first or report:
        source = (report[_F] if report else None) or ""
        inside = "intern" in source.casefold()
        channel = _channel(source)
        # Who typed the report in stands with its first status; of a call or a visit that is who took it.
        taker = next((one[2] for one in made if one[1] == "m" and one[0] == first and one[2] != SYSTEM), None)
        taker = staff.official(taker) if channel in SPOKEN else None
        told.append(
            (
                first,
                0,
                {
                    "activity": "Melding ontvangen",
                    "kind": "request",
                    "by": "gemeente" if inside else "inwoner",
                    "channel": channel,
                    "official": taker,
                    "department": walk.at_birth or staff.home_of(taker),
                    PLACE: report[_PLACE] if report else made[0][5],
                },
            )
        )
    for moment, state, who, text, shown, place in made:
        if state == "m" and (not first or moment == first):
            continue  # the report itself
        _, activity, kind, by = STATES.get((state or "").casefold(), ("", shown or state or "Status gewijzigd", "other", None))
        person = None if by or who == SYSTEM else staff.official(who)
        if state == "o" and text:  # the text of an official with this status is what the reporter gets by e-mail
            event = {"activity": "Melder krijgt bericht", "kind": "outreach", "channel": "e-mail", "official": person, PLACE: place}
            told.append((moment, 2, {**event, "department": walk.department_of(person, moment)}))
        told.append(
            (
                moment,
                3 if kind == "close" else 1,
                {
                    "activity": activity,
                    "kind": kind,
                    "by": by,
                    "official": person,
                    "department": None if by else walk.department_of(person, moment),
                    PLACE: place,
                },
            )
        )
    told += walk.officials(acts)
    for one in by_sort.get("signal-feedback", ()):
        words = {"t": "Tevreden over de afhandeling", "true": "Tevreden over de afhandeling"}.get(
            (one[_F] or "").casefold(), "Niet tevreden over de afhandeling"
        )
        told.append((one[_AT], 2, {"activity": words, "kind": "other", "by": "inwoner", PLACE: one[_PLACE]}))
    for _, _, event in told:
        event["topic"] = category
    return told


def _channel(source: str) -> str | None:
    word = re.split(r"\s*[^\w\s]\s+|\s", source.strip(), maxsplit=1)[0].casefold()
    return {"telefoon": "telefoon", "e-mail": "e-mail", "online": "web", "balie": "balie", "webcare": "chat", "app": "web"}.get(
        word, word or None
    )


def _account(text: str | None) -> str | None:
    found = _text(text)
    return found.casefold() if found else None


def _text(cell: str | None) -> str | None:
    found = (cell or "").strip()
    return None if found in ("", "null", "None") else found
