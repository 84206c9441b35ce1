"""The objects of Open Zaak, Open Klant, the Objecten API and their kin: which sort an object is, and what of it is kept.

Unknown fields are passed over and none is required (the standard has several versions); an empty text counts as absent, whatever the
schema says. Names of people, addresses, telephone numbers and free text are never kept. What is kept of each sort stands in
`open_zaak_objects` and `open_klant_objects`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from journeys.sources import open_klant_objects, open_zaak_notices, open_zaak_objects
from journeys.sources.object_fields import Found
from journeys.sources.shelf import Item

_COLLECTION = re.compile(r"/([a-z_-]+)/([0-9A-Za-z_-]+)/?(?:\?.*)?$")
PERSONAL = frozenset({"digitaleadressen", "rekeningnummers", "vertegenwoordigingen", "categorie-relaties"})
PASSED_OVER = frozenset(
    {
        "roltypen",
        "zaakobjecten",
        "zaakeigenschappen",
        "eigenschappen",
        "bijlagen",
        "categorieen",
        "catalogussen",
        "informatieobjecttypen",
        "besluitinformatieobjecten",
        "objectinformatieobjecten",
        "zaaktype-informatieobjecttypen",
    }
)

_READERS = open_zaak_objects.READERS | open_klant_objects.READERS | open_zaak_notices.READERS


def items_of(found: Any) -> Iterator[Item]:
    """This gives what is kept of one object and of those that stand within it (`_expand`).

    An item of sort "?" stands for an object that is not read, "personal" for one that was left out unread, "" for one that is passed over.
    """
    if not isinstance(found, dict):
        yield Item("?", "")
        return
    if "_expand" in found:
        for inner in _within(found):
            yield from items_of(inner)
    sort = sort_of(found)
    if sort in PERSONAL:
        yield Item("personal", "")
    elif sort in PASSED_OVER:
        yield Item("", "")
    elif sort in _READERS:
        try:
            yield from list(_READERS[sort](found))
        except (AttributeError, TypeError, ValueError):  # fields of another sort than any version of the system gives them
            yield Item("?", "")
    else:
        yield Item("?", "")


def sort_of(found: Found) -> str:
    """This tells the sort of an object: by the collection in its address, otherwise by its fields; "" for an unknown one."""
    if "hoofdObject" in found and "resource" in found and "actie" in found and "wijzigingen" in found:
        return "audittrail"
    if notice := open_zaak_notices.notice_sort(found):
        return notice
    if isinstance(found.get("record"), dict):
        data = found["record"].get("data")
        return _sort_of_record(data) if isinstance(data, dict) else ""
    if "activiteiten" in found and "heeftBetrekkingOp" in found:
        return "logboek"
    if "startdatum" in found and ("gespreksresultaat" in found or "emailadresKcm" in found):
        return "contactmomentdetails"
    if "_signal" in found and {"identifier", "when", "what", "_signal"} <= found.keys():
        return "signal-history"
    address = found.get("url")
    if isinstance(address, str) and (match := _COLLECTION.search(address)):
        collection = match[1]
        if collection == "klantcontacten" and "plaatsgevondenOp" not in found and "zaak" in found:
            return "zaak-klantcontacten"
        return collection
    return _sort_of_record(found)


def _sort_of_record(data: Found) -> str:
    if {"heeftBetrekkingOp", "activiteiten"} <= data.keys():
        return "logboek"
    if {"handeling", "contactmoment", "registratiedatum"} <= data.keys():
        return "interne-taken"  # the object type that came before Open Klant
    if "identificatie" in data and ("afdelingen" in data or "groepen" in data or "achternaam" in data):
        return "medewerkers"
    if {"identificatie", "naam"} <= data.keys() and len(data) <= 6:
        return "afdelingen"
    return ""


def _within(found: Found) -> Iterator[Any]:
    expanded = found.get("_expand")
    for inner in expanded.values() if isinstance(expanded, dict) else ():
        yield from inner if isinstance(inner, list) else [inner]
