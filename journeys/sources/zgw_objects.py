"""The objects of Open Zaak, Open Klant, the Objecten API and their kin: which sort an object is, and what of it is kept.

Unknown fields are passed over and none is required (the standard has several versions); an empty text counts as absent, whatever the
schema says. Names of people, addresses, telephone numbers and free text are never kept. Each sort's fields are named where they are used
(`open_zaak`, `open_klant`, `contact_moments`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from journeys.sources import resident_numbers
from journeys.sources.event_rows import moment_text
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
        "zaaknotities",
        "substatussen",
        "besluitinformatieobjecten",
        "objectinformatieobjecten",
        "zaaktype-informatieobjecttypen",
    }
)

Found = Mapping[str, Any]


def items_of(found: Any) -> Iterator[Item]:
    """This gives what is kept of one object and of those that stand within it (`_expand`).

    An item of sort "?" stands for an object that is not read, "personal" for one that was left out unread, "" for one that is passed over.
    """
    if not isinstance(found, dict):
        yield Item("?", "")
        return
    for inner in _within(found):
        yield from items_of(inner)
    sort = sort_of(found)
    if sort in PERSONAL:
        yield Item("personal", "")
    elif sort in PASSED_OVER:
        yield Item("", "")
    elif sort in _READERS:
        yield from _READERS[sort](found)
    else:
        yield Item("?", "")


def sort_of(found: Found) -> str:
    """This tells the sort of an object: by the collection in its address, otherwise by its fields; "" for an unknown one."""
    if {"hoofdObject", "resource", "actie"} <= found.keys():
        return "audittrail"
    if isinstance(found.get("record"), dict):
        data = found["record"].get("data")
        return _sort_of_record(data) if isinstance(data, dict) else ""
    if {"heeftBetrekkingOp", "activiteiten"} <= found.keys():
        return "logboek"
    if {"startdatum", "gespreksresultaat"} <= found.keys() or {"emailadresKcm", "startdatum"} <= found.keys():
        return "contactmomentdetails"
    if {"identifier", "when", "what", "_signal"} <= found.keys():
        return "signal-history"
    address = found.get("url")
    if isinstance(address, str) and (match := _COLLECTION.search(address)):
        collection = match[1]
        if collection == "klantcontacten" and "plaatsgevondenOp" not in found and "zaak" in found:
            return "zaak-klantcontacten"
        return collection
    return _sort_of_record(found)


def reference(value: Any) -> str | None:
    """This gives the id in a reference: the last part of an address, or the uuid of an object; None for nothing."""
    if isinstance(value, dict):
        return reference(value.get("uuid") or value.get("url"))
    if isinstance(value, str) and value.strip():
        return value.strip().rstrip("/").rsplit("/", 1)[-1].split("?", 1)[0].lower()
    return None


def text(value: Any) -> str | None:
    """This gives a value as text; nothing and "" are absent."""
    if value is None or isinstance(value, dict | list):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() or None


def _sort_of_record(data: Found) -> str:
    if {"heeftBetrekkingOp", "activiteiten"} <= data.keys():
        return "logboek"
    if "identificatie" in data and ("afdelingen" in data or "groepen" in data or "achternaam" in data):
        return "medewerkers"
    if {"identificatie", "naam"} <= data.keys() and len(data) <= 6:
        return "afdelingen"
    return ""


def _within(found: Found) -> Iterator[Any]:
    expanded = found.get("_expand")
    for inner in expanded.values() if isinstance(expanded, dict) else ():
        yield from inner if isinstance(inner, list) else [inner]


def _id(found: Found) -> str:
    return reference(found.get("uuid") or found.get("url")) or ""


def _data(found: Found) -> Found:
    record = found.get("record")
    data = record.get("data") if isinstance(record, dict) else None
    return data if isinstance(data, dict) else found


def _inner(found: Found, name: str) -> Found:
    value = found.get(name)
    return value if isinstance(value, dict) else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _one(sort: str, owner: str | None, at: str | None, *fields: str | None) -> Callable[[Found], Iterator[Item]]:
    """This makes a reader that keeps single fields as they are; `!` before a name: the id of a reference, `@`: a moment."""

    def value(found: Found, name: str | None) -> str | None:
        if name is None:
            return None
        inner: Any = found
        *path, last = name.lstrip("!@").split(".")
        for part in path:
            inner = _inner(inner, part)
        if name.startswith("!"):
            return reference(inner.get(last))
        return moment_text(text(inner.get(last))) if name.startswith("@") else text(inner.get(last))

    def read(found: Found) -> Iterator[Item]:
        yield Item(sort, _id(found), value(found, owner), value(found, at), tuple(value(found, name) for name in fields))

    return read


# --- Open Zaak ----------------------------------------------------------------------------------------------------------------------------


def _zaak(found: Found) -> Iterator[Item]:
    related = [
        reference(one.get("url")) if isinstance(one, dict) else reference(one)
        for one in _listed(found.get("relevanteAndereZaken"))
        if not isinstance(one, dict) or one.get("url")
    ]
    yield Item(
        "zaak",
        _id(found),
        _id(found),
        moment_text(text(found.get("registratiedatum"))),
        (
            text(found.get("identificatie")),
            reference(found.get("zaaktype")),
            moment_text(text(found.get("startdatum"))),
            moment_text(text(found.get("einddatum"))),
            text(found.get("communicatiekanaalNaam")),
            reference(found.get("hoofdzaak")),
            " ".join(one for one in related if one) or None,
            text(found.get("vertrouwelijkheidaanduiding")),
            moment_text(text(found.get("laatstGeopend"))),
        ),
    )


def _rol(found: Found) -> Iterator[Item]:
    yield Item("rol", _id(found), reference(found.get("zaak")), moment_text(text(found.get("registratiedatum"))), role_fields(found))


def role_fields(found: Found) -> tuple[str | None, ...]:
    """This keeps of a role its generic description, its sort, who (official, department or resident), the code of a department, mandate."""
    sort, who = text(found.get("betrokkeneType")) or "", _inner(found, "betrokkeneIdentificatie")
    generic = text(found.get("omschrijvingGeneriek"))
    if sort == "medewerker":
        return (generic, sort, official(who.get("identificatie")), None, None)
    if sort == "organisatorische_eenheid":
        return (generic, sort, text(who.get("naam")) or text(who.get("identificatie")), text(who.get("identificatie")), None)
    partij = reference(found.get("betrokkene"))
    resident = resident_numbers.of_role(sort, who) or (f"partij:{partij}" if partij and not who else None)
    return (generic, sort, resident, None, text(found.get("indicatieMachtiging")))


def official(value: Any) -> str | None:
    """This gives the id of an official as it is compared over systems: an e-mail address or an account name in small letters."""
    found = text(value)
    return found.casefold() if found else None


def _audit(found: Found) -> Iterator[Item]:
    resource, action = text(found.get("resource")), text(found.get("actie"))
    code = found.get("resultaat")
    if action in ("list", "retrieve", None) or (isinstance(code, int) and code >= 400):
        yield Item("", "")
        return
    changes = _inner(found, "wijzigingen")
    old, new = _inner(changes, "oud"), _inner(changes, "nieuw")
    kept: tuple[str | None, ...] = ()
    if resource == "rol":
        kept = role_fields(new or old)[:4]
    elif resource == "zaak":
        kept = (_changes(old, new),)
    elif resource == "status":
        kept = (reference(new.get("statustype")), moment_text(text(new.get("datumStatusGezet"))), reference(new.get("gezetdoor")))
    elif resource == "resultaat":
        kept = (reference((new or old).get("resultaattype")),)
    elif resource not in ("zaakinformatieobject",):
        yield Item("", "")
        return
    yield Item(
        "audit",
        _id(found) or f"{found.get('resourceUrl')} {found.get('aanmaakdatum')} {action}",
        reference(found.get("hoofdObject")),
        moment_text(text(found.get("aanmaakdatum"))),
        (resource, action, _actor(found), reference(found.get("resourceUrl")), *kept),
    )


def _actor(found: Found) -> str | None:
    """This gives the account that did it; None where it calls itself as the application does, for then it is a system."""
    shown = (text(found.get("gebruikersWeergave")) or "").casefold()
    if shown and shown == (text(found.get("applicatieWeergave")) or "").casefold():
        return None
    return official(found.get("gebruikersId"))


def _changes(old: Found, new: Found) -> str:
    """This names what changed in a case: created, suspended, resumed, extended, reopened."""
    if not old:
        return "created"
    if not new:
        return "removed"
    changed = []
    before, after = (bool(_inner(one, "opschorting").get("indicatie")) for one in (old, new))
    if before != after:
        changed.append("suspended" if after else "resumed")
    before_term, after_term = (
        (text(_inner(one, "verlenging").get("duur")), text(_inner(one, "verlenging").get("reden"))) for one in (old, new)
    )
    if after_term != before_term and any(after_term):
        changed.append("extended")
    if old.get("einddatum") and not new.get("einddatum"):
        changed.append("reopened")
    return " ".join(changed)


def _zaaktype(found: Found) -> Iterator[Item]:
    yield Item(
        "zaaktype",
        _id(found),
        None,
        None,
        (
            text(found.get("identificatie")),
            text(found.get("omschrijving")),
            text(found.get("versiedatum")) or text(found.get("beginGeldigheid")),
            text(found.get("verantwoordelijke")),
        ),
    )


def _gelinkt(found: Found) -> Iterator[Item]:
    """This keeps a link between a contact and what it is about, however the system calls it."""
    kind = (text(found.get("objectType")) or "zaak").casefold()
    if kind == "zaak":
        yield Item(
            "contact-zaak", _id(found), reference(found.get("contactmoment")), None, (reference(found.get("object") or found.get("zaak")),)
        )
    else:
        yield Item("", "")


# --- Open Klant, the log book of ITA, KISS ------------------------------------------------------------------------------------------------


def _actor_fields(found: Found) -> tuple[str | None, ...]:
    identity = _inner(found, "actoridentificator")
    return (text(found.get("soortActor")), text(identity.get("objectId")), text(found.get("naam")), text(identity.get("codeObjecttype")))


def _klantactor(found: Found) -> Iterator[Item]:
    sort, code, name, kind = _actor_fields(found)
    yield Item(
        "actor",
        _id(found),
        None,
        None,
        (sort, official(code) if sort == "medewerker" else code, None if sort == "medewerker" else name, kind),
    )


def _klantcontact(found: Found) -> Iterator[Item]:
    actors = [one for one in _listed(found.get("hadBetrokkenActoren")) if isinstance(one, dict)]
    for one in actors:
        if "soortActor" in one:
            yield from _klantactor(one)
    for one in (
        *_listed(found.get("hadBetrokkenen")),
        *_listed(found.get("gingOverOnderwerpobjecten")),
        *_listed(found.get("leiddeTotInterneTaken")),
    ):
        if isinstance(one, dict) and len(one) > 2:
            yield from items_of(one)
    subject = text(found.get("onderwerp"))
    yield Item(
        "klantcontact",
        _id(found),
        _id(found),
        moment_text(text(found.get("plaatsgevondenOp"))),
        (
            text(found.get("kanaal")),
            subject,
            text(found.get("indicatieContactGelukt")),
            " ".join(one for one in map(reference, actors) if one) or None,
        ),
    )


def _actorklantcontact(found: Found) -> Iterator[Item]:
    yield Item("actor-van", _id(found), reference(found.get("klantcontact")), None, (reference(found.get("actor")),))


def _betrokkene(found: Found) -> Iterator[Item]:
    yield Item(
        "betrokkene",
        _id(found),
        reference(found.get("hadKlantcontact")),
        None,
        (reference(found.get("wasPartij")), text(found.get("rol")), text(found.get("initiator"))),
    )


def _partij(found: Found) -> Iterator[Item]:
    for one in _listed(found.get("partijIdentificatoren")):
        if isinstance(one, dict) and "partijIdentificator" in one:
            yield from _partijidentificator({"identificeerdePartij": found, **one})
    yield Item("partij", _id(found), None, None, (text(found.get("soortPartij")),))


def _partijidentificator(found: Found) -> Iterator[Item]:
    number = _inner(found, "partijIdentificator")
    yield Item(
        "partij-nummer",
        _id(found),
        reference(found.get("identificeerdePartij")),
        None,
        (text(number.get("codeSoortObjectId")), text(number.get("objectId"))),
    )


def _internetaak(found: Found) -> Iterator[Item]:
    actors = [*_listed(found.get("toegewezenAanActoren"))] or [found.get("toegewezenAanActor")]
    yield Item(
        "internetaak",
        _id(found),
        reference(found.get("aanleidinggevendKlantcontact")),
        moment_text(text(found.get("toegewezenOp"))),
        (
            text(found.get("status")),
            moment_text(text(found.get("afgehandeldOp"))),
            " ".join(one for one in map(reference, actors) if one) or None,
        ),
    )


def _onderwerpobject(found: Found) -> Iterator[Item]:
    number = _inner(found, "onderwerpobjectidentificator")
    yield Item(
        "onderwerp",
        _id(found),
        reference(found.get("klantcontact")),
        None,
        (
            reference(number.get("objectId")),
            (text(number.get("codeObjecttype")) or "").casefold(),
            (text(number.get("codeSoortObjectId")) or "").casefold(),
        ),
    )


def _logboek(found: Found) -> Iterator[Item]:
    data = _data(found)
    task = reference(_inner(data, "heeftBetrekkingOp").get("objectId"))
    yield Item("logboek", task or _id(found), task, None, ())
    for number, act in enumerate(_listed(data.get("activiteiten"))):
        if not isinstance(act, dict):
            continue
        departments, officials, contact = [], [], None
        for target in _listed(act.get("heeftBetrekkingOp")):
            kind, code = (text(target.get("codeObjecttype")) or "").casefold(), text(target.get("objectId"))
            if kind in ("afd", "grp") and code:
                departments.append(f"{kind}:{code}")
            elif kind == "mdw" and code:
                officials.append(code)
            elif kind == "klantcontact":
                contact = reference(code)
        words = (text(act.get("omschrijving")) or "").casefold()
        reached = "no" if "geen contact" in words or "niet gelukt" in words else "yes" if "contact" in words else None
        identity = _inner(_inner(act, "actor"), "actoridentificator")
        yield Item(
            "logboek-act",
            f"{task} {text(act.get('datum'))} {text(act.get('type'))} {number}",
            task,
            moment_text(text(act.get("datum"))),
            (
                (text(act.get("type")) or "").casefold(),
                official(identity.get("objectId")),
                departments[0] if departments else None,
                official(officials[0]) if officials else None,
                contact,
                reached,
            ),
        )


def _medewerker(found: Found) -> Iterator[Item]:
    data = _data(found)
    departments = [text(one.get("afdelingnaam")) for one in _listed(data.get("afdelingen")) if isinstance(one, dict)]
    addresses = [official(one.get("email")) for one in _listed(data.get("emails")) if isinstance(one, dict)]
    code = official(data.get("identificatie"))
    yield Item(
        "medewerker",
        code or "",
        None,
        None,
        (departments[0] if len(departments) == 1 else None, " ".join(one for one in addresses if one) or None),
    )


def _afdeling(found: Found) -> Iterator[Item]:
    data = _data(found)
    yield Item("afdeling", text(data.get("identificatie")) or "", None, None, (text(data.get("naam")),))


def _gesprek(found: Found) -> Iterator[Item]:
    yield Item(
        "gesprek",
        reference(found.get("id")) or "",
        reference(found.get("id")),
        moment_text(text(found.get("einddatum"))),
        (
            moment_text(text(found.get("startdatum"))),
            official(found.get("emailadresKcm")),
            text(found.get("gespreksresultaat")),
            text(found.get("vraag")),
            text(found.get("verantwoordelijkeAfdeling")),
        ),
    )


# --- Contactmomenten 1.0 and Signalen -----------------------------------------------------------------------------------------------------


def _contactmoment(found: Found) -> Iterator[Item]:
    identity = _inner(found, "medewerkerIdentificatie")
    yield Item(
        "contactmoment",
        _id(found),
        _id(found),
        moment_text(text(found.get("registratiedatum"))),
        (
            text(found.get("kanaal")),
            text(found.get("initiatiefnemer")),
            official(identity.get("identificatie")) or official(reference(found.get("medewerker"))),
            reference(found.get("vorigContactmoment")),
        ),
    )


def _klant(found: Found) -> Iterator[Item]:
    who = _inner(found, "subjectIdentificatie")
    number = resident_numbers.of_role("natuurlijk_persoon", who) or resident_numbers.of_role("vestiging", who)
    yield Item("klant", _id(found), None, None, (number,))


def _klantcontactmoment(found: Found) -> Iterator[Item]:
    yield Item(
        "klant-van", _id(found), reference(found.get("contactmoment")), None, (reference(found.get("klant")), text(found.get("rol")))
    )


def _signal_history(found: Found) -> Iterator[Item]:
    yield Item(
        "signal-act",
        f"{found.get('_signal')} {found.get('identifier')}",
        text(found.get("_signal")),
        moment_text(text(found.get("when"))),
        (text(found.get("what")), text(found.get("action")), official(found.get("who"))),
    )


_READERS: dict[str, Callable[[Found], Iterator[Item]]] = {
    "zaken": _zaak,
    "rollen": _rol,
    "audittrail": _audit,
    "statussen": _one("status", "!zaak", "@datumStatusGezet", "!statustype", "!gezetdoor"),
    "resultaten": _one("resultaat", "!zaak", None, "!resultaattype"),
    "besluiten": _one("besluit", "!zaak", "@datum", "!besluittype", "@verzenddatum"),
    "zaakinformatieobjecten": _one("document", "!zaak", "@registratiedatum"),
    "zaakcontactmomenten": _gelinkt,
    "zaak-klantcontacten": _one("zaak-contact", "!zaak", "@datumtijd", "kanaal"),
    "zaaktypen": _zaaktype,
    "statustypen": _one("statustype", None, None, "omschrijving", "isEindstatus", "volgnummer"),
    "resultaattypen": _one("resultaattype", None, None, "omschrijving", "omschrijvingGeneriek"),
    "besluittypen": _one("besluittype", None, None, "omschrijving"),
    "klantcontacten": _klantcontact,
    "actorklantcontacten": _actorklantcontact,
    "betrokkenen": _betrokkene,
    "partijen": _partij,
    "partij-identificatoren": _partijidentificator,
    "actoren": _klantactor,
    "internetaken": _internetaak,
    "onderwerpobjecten": _onderwerpobject,
    "logboek": _logboek,
    "medewerkers": _medewerker,
    "afdelingen": _afdeling,
    "contactmomentdetails": _gesprek,
    "contactmomenten": _contactmoment,
    "klanten": _klant,
    "klantcontactmomenten": _klantcontactmoment,
    "objectcontactmomenten": _gelinkt,
    "signal-history": _signal_history,
}
