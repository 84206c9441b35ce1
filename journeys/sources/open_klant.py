"""Open Klant, the log book of ITA and the conversations of KISS as events: who asked, who was to call back, and what became of it.

Three traps decide what is told (docs/sources.md): `toegewezenOp` of a task is the moment it was made and never moves; passing a task on
overwrites to whom it is assigned; reopening erases when it was handled. So passing on and reopening come from the log book alone. Where a
log book shows that a task was passed on, to whom it went at first is unknown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from journeys.kinds import outcome_of
from journeys.names import normalised
from journeys.sources import resident_numbers
from journeys.sources.asked_as import ACTIVITIES, kind_of_subject
from journeys.sources.event_rows import Event, in_order, instant
from journeys.sources.open_zaak_catalogue import case_numbers
from journeys.sources.raw import PLACE, Remark
from journeys.sources.report_contacts import Reports, names_report
from journeys.sources.shelf import Shelf
from journeys.sources.staff import Staff

SORTS = ("klantcontact", "betrokkene", "onderwerp", "internetaak", "gesprek", "actor-van", "logboek", "logboek-act")
CONTACT_CENTRE = "KCC"
"""The department of whoever takes a resident's question in KISS, where nothing else says so."""

CHOSEN = 3
"""A subject on so many contacts was chosen and not typed."""
_PERSONAL = re.compile(r"\d(?:[ .-]?\d){5}|@")

ONE_ACT_SECONDS = 10

Row = tuple[str | None, ...]
Dated = tuple[str | None, int, dict[str, str | None]]
_SORT, _ID, _OWNER, _AT, _F = 0, 1, 2, 3, 4  # where an item has its texts; fields from _F on
_PLACE = -1


@dataclass
class Known:
    """This is what is looked up while contacts are told: actors, departments, residents, case numbers."""

    actors: dict[str, Row] = field(default_factory=dict)
    departments: dict[str, str] = field(default_factory=dict)
    staff: Staff = field(default_factory=Staff)
    residents: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    told_by_log: dict[str, Row] = field(default_factory=dict)
    often: Counter[str] = field(default_factory=Counter)
    reports: Reports = field(default_factory=Reports)

    @staticmethod
    def of(shelf: Shelf) -> Known:
        """This reads the small things from the shelf."""
        cases, _ = case_numbers(shelf)
        known = Known(cases={**{one.casefold(): one for one in cases.values()}, **cases}, staff=Staff.of(shelf))
        for uuid, sort, code, name, _ in shelf.rows("actor"):
            known.actors[str(uuid)] = (sort, code, name)
            if sort == "organisatorische_eenheid" and code and name:
                known.departments.setdefault(code.casefold(), name)
        for code, name in shelf.rows("afdeling", columns="id, f1"):
            if code and name:
                known.departments[code.casefold()] = name
        known.residents = residents_of_parties(shelf)
        known.often = Counter(normalised(subject) for (subject,) in shelf.rows("klantcontact", columns="f2") if subject)
        known.reports = Reports.of(shelf)
        contacts = {str(one) for (one,) in shelf.rows("logboek-act", columns="f5") if one}
        if contacts:
            known.told_by_log = {str(uuid): row for uuid, *row in shelf.rows("klantcontact", columns="id, f1, f3") if uuid in contacts}  # type: ignore[misc]
        return known

    def department(self, code: str | None) -> str | None:
        """This gives the name of a department by its code; the code itself where no name is known."""
        if not code:
            return None
        bare = code.split(":", 1)[-1]
        return self.departments.get(bare.casefold(), bare)

    def who(self, actors: str | None) -> tuple[str | None, str | None]:
        """This gives the department and the official among actors (ids with blanks between)."""
        department = person = None
        for uuid in (actors or "").split():
            sort, code, name = self.actors.get(uuid, (None, None, None))
            if sort == "organisatorische_eenheid":
                department = department or name or self.department(code)
            elif sort == "medewerker":
                person = person or self.staff.official(code or uuid)
        return department, person

    def automatic(self, actors: str | None) -> bool:
        """This tells whether a machine and no official is among actors."""
        sorts = {self.actors[uuid][0] for uuid in (actors or "").split() if uuid in self.actors}
        return "geautomatiseerde_actor" in sorts and "medewerker" not in sorts

    def topic(self, subject: str | None, chosen: str | None) -> str | None:
        """This gives the topic of a contact: the question that was chosen in KISS, otherwise the subject before what was added to it.

        What an official typed may be anything, also a name or a number of somebody: a subject that was not chosen from a list (then the
        question itself stands behind it in brackets) is a topic where it stands on several contacts, and nothing with a long number is one.
        """
        words = chosen or (subject or "").split(" (", 1)[0].strip()
        if not words or _PERSONAL.search(words):
            return None
        listed = chosen or " (" in (subject or "") or kind_of_subject(subject) != "contact"
        return words if listed or self.often[normalised(subject or "")] >= CHOSEN else None

    def resident(self, partij: str | None) -> str | None:
        """This gives the resident of a party: the number that it is known by, otherwise the party itself."""
        return self.residents.get(partij, f"partij:{partij}") if partij else None


def residents_of_parties(shelf: Shelf) -> dict[str, str]:
    """This gives, of every party with a number, the one that links it best to the other systems."""
    numbers: dict[str, dict[str, str]] = {}
    for partij, sort, number in shelf.rows("partij-nummer", columns="owner, f1, f2"):
        if partij and sort and number:
            numbers.setdefault(partij, {})[sort] = number
    return {partij: best for partij, found in numbers.items() if (best := resident_numbers.best_of(found))}


def events(shelf: Shelf) -> Iterator[Event]:
    """This gives the events of every contact and its tasks, contact by contact."""
    known = Known.of(shelf)
    join = (
        f"left join {shelf.name}_items task on task.sort = 'internetaak' and task.id = items.owner"
        " and items.sort in ('logboek', 'logboek-act')"
    )
    for contact, items in shelf.groups(SORTS, owner="coalesce(task.owner, items.owner)", more=join):
        by_sort: dict[str, list[Row]] = {}
        for item in items:
            by_sort.setdefault(str(item[_SORT]), []).append(item)
        if not by_sort.keys() & {"klantcontact", "internetaak", "gesprek"}:
            shelf.noted["objects_of_nothing"] += len(items)
            continue
        if contact in known.told_by_log and "internetaak" not in by_sort:
            continue  # the log book tells of it, with who called
        yield from _told(contact, by_sort, known, shelf)


def remarks(shelf: Shelf) -> list[Remark]:
    """This gives what is worth a remark once the events were told."""
    return shelf.remarks("objects_of_nothing", "contact_over_several_cases")


def incomplete(shelf: Shelf) -> dict[str, str]:
    """This tells from which columns nothing may be counted: without any log book nobody sees how tasks were passed on."""
    missing = shelf.has("internetaak") and not shelf.has("logboek") and not shelf.has("zaak")
    return {"official": "log_book_missing", "department": "log_book_missing", "to_department": "log_book_missing"} if missing else {}


def _told(contact: str, by_sort: dict[str, list[Row]], known: Known, shelf: Shelf) -> Iterator[Event]:
    subjects = [one for one in by_sort.get("onderwerp", ()) if one[_F]]
    reports = [known.reports.number(one[_F] or "") for one in subjects if names_report(one[_F + 1], one[_F + 3])]
    cases = [one[_F] or "" for one in subjects if not names_report(one[_F + 1], one[_F + 3]) and "zaak" in (one[_F + 1] or "zaak")]
    cases = list(dict.fromkeys([*(known.cases.get(one, one) for one in cases), *map(known.reports.case, reports)]))
    if len(cases) > 1:
        shelf.noted["contact_over_several_cases"] += 1
    people = by_sort.get("betrokkene", ())
    customers = sorted(people, key=lambda one: (one[_F + 1] != "klant", one[_F] is None))
    resident = next((found for one in customers if (found := known.resident(one[_F]))), None)
    conversation = next(iter(by_sort.get("gesprek", ())), None)
    subject = by_sort["klantcontact"][0][_F + 1] if "klantcontact" in by_sort else None
    topic = known.topic(subject, conversation[_F + 3] if conversation else None)
    told: list[Dated] = []
    contact_event = _contact(by_sort, conversation, known)
    came_in = any(known.reports.came_in_with(one, contact_event[0]) for one in reports) if contact_event else False
    if contact_event and not (came_in and contact_event[2].get("by") == "inwoner"):
        told.append(contact_event)  # the contact in which a report was made is told with the report
    taker = contact_event[2] if contact_event else {}
    for task in by_sort.get("internetaak", ()):
        told += _task(task, [one for one in by_sort.get("logboek-act", ()) if one[_OWNER] == task[_ID]], known, taker, own_case=not cases)
    if conversation:
        moment = contact_event[0] if contact_event else None
        told += _conversation_end(conversation, moment, taker, own_case=not cases and "internetaak" not in by_sort)
    case, related = (cases[0] if cases else contact), (cases[1] if len(cases) > 1 else None)
    for event in in_order(told):
        yield {**event, "case": case, "resident": resident, "related_case": related, "topic": None if cases else topic}


def _contact(by_sort: dict[str, list[Row]], conversation: Row | None, known: Known) -> Dated | None:
    contact = next(iter(by_sort.get("klantcontact", ())), None)
    if contact is None and conversation is None:
        return None
    whole = contact or conversation or ()
    actors = " ".join(one for one in (contact[_F + 3] if contact else None, *(one[_F] for one in by_sort.get("actor-van", ()))) if one)
    department, person = known.who(actors)
    if conversation:
        person = person or known.staff.official(conversation[_F + 1])
    initiators = [one[_F + 2] for one in by_sort.get("betrokkene", ()) if one[_F + 2]]
    by_resident = "true" in initiators or not initiators
    reached = contact[_F + 2] if contact else None
    department = department or known.staff.home_of(person) or (CONTACT_CENTRE if by_resident else None)
    event: dict[str, str | None] = {
        "official": person,
        "department": department,
        "channel": contact[_F] if contact else "telefoon",
        PLACE: whole[_PLACE],
        "start": conversation[_F] if conversation else None,
    }
    if by_resident:
        kind = kind_of_subject(contact[_F + 1] if contact else None)
        words = "Inwoner neemt contact op" if kind == "contact" else ACTIVITIES[kind]
        event |= {"activity": words, "kind": kind, "by": "inwoner"}
    elif known.automatic(actors):
        event |= {"activity": "Automatisch bericht", "kind": "notice", "by": "gemeente"}
    elif reached == "false":
        event |= {"activity": "Contactpoging zonder resultaat", "kind": "work", "by": "gemeente"}
    else:
        event |= {"activity": "Gemeente neemt contact op", "kind": "outreach", "by": "gemeente"}
    return _ended(conversation, whole), 1, event


def _ended(conversation: Row | None, contact: Row) -> str | None:
    """This gives when a contact was over: when KISS says so, otherwise when it took place; of a conversation alone, when it began."""
    return (conversation[_AT] if conversation else None) or contact[_AT] or (conversation[_F] if conversation else None)


def _conversation_end(conversation: Row, moment: str | None, taker: dict[str, str | None], *, own_case: bool) -> Iterator[Dated]:
    """This gives what a conversation in KISS ended with: passed on by telephone, sent to somebody outside, or handled at once."""
    result = conversation[_F + 2] or ""
    who = {"official": taker.get("official"), "department": taker.get("department"), PLACE: conversation[_PLACE]}
    referred = outcome_of(result) == "referred"
    if referred and "verbonden" in result.casefold():
        yield moment, 2, {"activity": "Doorverbonden", "kind": "transfer", "to_department": conversation[_F + 4], **who}
    elif own_case and (referred or "afgehandeld" in result.casefold()):
        words, outcome = ("Doorverwezen", "doorverwezen") if referred else ("In het gesprek afgehandeld", None)
        yield moment, 3, {"activity": words, "kind": "close", "outcome": outcome, **who}


def _task(task: Row, acts: list[Row], known: Known, taker: dict[str, str | None], *, own_case: bool) -> Iterator[Dated]:
    status, handled, assigned = task[_F : _F + 3]
    department, person = known.who(assigned)
    passed_on = any(act[_F] == "doorsturen" for act in acts)
    if passed_on:
        department = person = None  # whoever has it now: to whom it went at first was overwritten
    yield (
        task[_AT],
        1,
        {
            "activity": "Terugbelverzoek",
            "kind": "callback_request",
            "by": "inwoner",
            "official": taker.get("official"),
            "department": taker.get("department"),
            "to_department": department,
            "to_official": person,
            "channel": taker.get("channel"),
            PLACE: task[_PLACE],
        },
    )
    holder = department
    for act in acts:
        sort, who, to_department, to_official, contact, reached = act[_F : _F + 6]
        who = known.staff.official(who)
        own = known.staff.home_of(who) or holder
        event: dict[str, str | None] = {"official": who, "department": own, PLACE: act[_PLACE]}
        if sort == "doorsturen":
            to = known.department(to_department)
            event |= {
                "activity": "Terugbelverzoek doorgestuurd",
                "kind": "transfer",
                "to_department": to,
                "to_official": known.staff.official(to_official),
            }
            holder = to or holder
        elif sort == "klantcontact":
            channel, made = known.told_by_log.get(contact or "", (None, None))
            made = made or {"yes": "true", "no": "false"}.get(reached or "")
            if made == "false":
                event |= {"activity": "Contactpoging zonder resultaat", "kind": "work", "channel": channel}
            else:
                event |= {"activity": "Inwoner teruggebeld", "kind": "outreach", "channel": channel}
        elif sort == "verwerkt" and not own_case and _called_then(act, acts, known):
            continue  # calling back and ticking off the task is one act
        elif sort == "verwerkt":
            event |= {"activity": "Terugbelverzoek afgehandeld", "kind": "close" if own_case else "work"}
        elif sort == "heropend":
            event |= {"activity": "Terugbelverzoek heropend", "kind": "reopen" if own_case else "work"}
        elif sort == "toegewezen":
            event |= {"activity": "Terugbelverzoek opgepakt", "kind": "work"}
        else:
            words = {"zaak-gekoppeld": "Zaak gekoppeld", "zaakkoppeling-gewijzigd": "Zaak gekoppeld", "interne-notitie": "Interne notitie"}
            event |= {"activity": words.get(sort or "", "Terugbelverzoek bijgewerkt"), "kind": "other"}
        yield act[_AT], 1, event
    if handled and status != "te_verwerken" and not any(act[_F] == "verwerkt" for act in acts):
        # Without a log book nothing says that the resident was called; that it was handled is all there is, and counts as heard (A10).
        yield (
            handled,
            2,
            {
                "activity": "Terugbelverzoek afgehandeld",
                "kind": "outreach",
                "official": person,
                "department": holder,
                PLACE: task[_PLACE],
            },
        )
        if own_case:
            yield handled, 3, {"activity": "Afgesloten", "kind": "close", "official": person, "department": holder, PLACE: task[_PLACE]}


def _called_then(done: Row, acts: list[Row], known: Known) -> bool:
    """This tells whether a task was ticked off in one go with the call to the resident that the same official wrote down."""
    at = instant(done[_AT])
    for act in acts:
        then = instant(act[_AT])
        made = known.told_by_log.get(act[_F + 4] or "", (None, None))[1] or {"yes": "true", "no": "false"}.get(act[_F + 5] or "")
        called = act[_F] == "klantcontact" and act[_F + 1] == done[_F + 1] and made != "false"
        if called and at and then and 0 <= (at - then).total_seconds() <= ONE_ACT_SECONDS:
            return True
    return False
