"""Contact moments of the API 1.0: each a contact of the resident or of the municipality, in the case that it is about.

A contact without a case stands with the contact that it follows (`vorigContactmoment`): a chain is one question. What was said is never
kept, and neither is a customer's name; a customer is known by the citizen number, or by the id that the system gives.
"""

from __future__ import annotations

from collections.abc import Iterator

from journeys.sources.event_rows import Event
from journeys.sources.raw import PLACE, Remark
from journeys.sources.shelf import Shelf

SORTS = ("contactmoment",)
_AT, _ID, _F, _PLACE = 3, 1, 4, -1


def events(shelf: Shelf) -> Iterator[Event]:
    """This gives an event for every contact moment, in the order of their moments."""
    cases = {str(uuid): number for uuid, number in shelf.rows("zaak", columns="id, f1") if number}
    about: dict[str, str] = {}
    for contact, case in shelf.rows("contact-zaak", columns="owner, f1"):
        if contact and case:
            about.setdefault(contact, cases.get(case, case))
    customers = {str(uuid): number for uuid, number in shelf.rows("klant", columns="id, f1") if number}
    people: dict[str, str] = {}
    for contact, customer, _ in sorted(
        shelf.rows("klant-van", columns="owner, f1, f2"), key=lambda row: (row[0] or "", row[2] != "belanghebbende")
    ):
        if contact and customer:
            people.setdefault(contact, customers.get(customer, f"klant:{customer}"))
    before = {str(uuid): earlier for uuid, earlier in shelf.rows("contactmoment", columns="id, f4") if earlier}

    def case_of(contact: str) -> str:
        seen = {contact}
        while contact not in about and before.get(contact) and before[contact] not in seen:
            contact = str(before[contact])
            seen.add(contact)
        return about.get(contact, contact)

    def resident_of(contact: str) -> str | None:
        seen: set[str] = set()
        while contact not in people and contact in before and contact not in seen:
            seen.add(contact)
            contact = str(before[contact])
        return people.get(contact)

    for contact, (item,) in shelf.groups(SORTS):
        channel, began, official = item[_F : _F + 3]
        by_resident = began != "gemeente"
        yield {
            "case": case_of(contact),
            "resident": resident_of(contact),
            "time": item[_AT],
            "official": official,
            "channel": channel,
            "activity": "Inwoner neemt contact op" if by_resident else "Gemeente neemt contact op",
            "kind": "contact" if by_resident else "outreach",
            "by": "inwoner" if by_resident else "gemeente",
            PLACE: item[_PLACE],
        }


def remarks(shelf: Shelf) -> list[Remark]:
    """This gives what is worth a remark once the events were told."""
    return shelf.remarks("objects_of_nothing")


def incomplete(shelf: Shelf) -> dict[str, str]:  # noqa: ARG001
    """This tells from which columns nothing may be counted: none, for each contact has its own official."""
    return {}
