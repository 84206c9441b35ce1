"""What is kept of the objects of Open Zaak, its catalogue and its audit trail; a change is reduced to what it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from journeys.sources import resident_numbers
from journeys.sources.event_rows import moment_text
from journeys.sources.object_fields import Found, inner, listed, official, one_of, own_id, reference, text
from journeys.sources.shelf import Item


def _zaak(found: Found) -> Iterator[Item]:
    others = [
        (text(one.get("aardRelatie")) == "vervolg", reference(one.get("url"))) if isinstance(one, dict) else (False, reference(one))
        for one in listed(found.get("relevanteAndereZaken"))
    ]
    others.sort(key=lambda one: not one[0])  # what this case came from goes first
    related = [one for _, one in others if one]
    yield Item(
        "zaak",
        own_id(found),
        own_id(found),
        moment_text(text(found.get("registratiedatum"))),
        (
            text(found.get("identificatie")),
            reference(found.get("zaaktype")),
            moment_text(text(found.get("startdatum"))),
            moment_text(text(found.get("einddatum"))),
            text(found.get("communicatiekanaalNaam")),
            reference(found.get("hoofdzaak")),
            " ".join(related) or None,
            text(found.get("vertrouwelijkheidaanduiding")),
            related[0] if related and others[0][0] else None,
            "suspended" if any(inner(found, "opschorting").get(name) is True for name in ("indicatie", "eerdereOpschorting")) else None,
        ),
    )


def _rol(found: Found) -> Iterator[Item]:
    yield Item("rol", own_id(found), reference(found.get("zaak")), moment_text(text(found.get("registratiedatum"))), role_fields(found))


def role_fields(found: Found) -> tuple[str | None, ...]:
    """This keeps of a role its generic description, its sort, who (official, department or resident), the code of a department, mandate."""
    sort, who = text(found.get("betrokkeneType")) or "", inner(found, "betrokkeneIdentificatie")
    generic = (text(found.get("omschrijvingGeneriek")) or "").casefold() or None
    if sort == "medewerker":
        return (generic, sort, official(who.get("identificatie")), None, None)
    if sort == "organisatorische_eenheid":
        return (generic, sort, text(who.get("naam")) or text(who.get("identificatie")), text(who.get("identificatie")), None)
    partij = reference(found.get("betrokkene"))
    resident = resident_numbers.of_role(sort, who) or (resident_numbers.of_address(sort, partij) if partij and not who else None)
    return (generic, sort, resident, None, text(found.get("indicatieMachtiging")))


def _audit(found: Found) -> Iterator[Item]:
    resource, action = text(found.get("resource")), text(found.get("actie"))
    code = text(found.get("resultaat")) or ""
    if action in ("list", "retrieve", None) or (code.isdecimal() and int(code) >= 400):
        yield Item("", "")
        return
    changes = inner(found, "wijzigingen")
    old, new = inner(changes, "oud"), inner(changes, "nieuw")
    kept: tuple[str | None, ...] = ()
    if resource == "rol" and old and new:  # a role that was changed (Open Zaak knows PUT): the old one went, a new one came
        if role_fields(old)[:3] == role_fields(new)[:3]:
            yield Item("", "")
            return
        yield from _audit({**found, "uuid": f"{own_id(found)} before", "actie": "destroy", "wijzigingen": {"oud": old}})
        action, kept = "create", role_fields(new)[:4]
    elif resource == "rol":
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
        own_id(found) or f"{found.get('resourceUrl')} {found.get('aanmaakdatum')} {action}",
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
    """This names what changed in a case: created, suspended, resumed, extended, closed, reopened."""
    if not old:
        return "created"
    if not new:
        return "removed"
    changed = []
    before, after = (bool(inner(one, "opschorting").get("indicatie")) for one in (old, new))
    if before != after:
        changed.append("suspended" if after else "resumed")
    before_term, after_term = (
        (text(inner(one, "verlenging").get("duur")), text(inner(one, "verlenging").get("reden"))) for one in (old, new)
    )
    if after_term != before_term and any(after_term):
        changed.append("extended")
    if bool(old.get("einddatum")) != bool(new.get("einddatum")):
        changed.append("reopened" if old.get("einddatum") else "closed")
    return " ".join(changed)


def _zaaktype(found: Found) -> Iterator[Item]:
    yield Item(
        "zaaktype",
        own_id(found),
        None,
        None,
        (
            text(found.get("identificatie")),
            text(found.get("omschrijving")),
            text(found.get("versiedatum")) or text(found.get("beginGeldigheid")),
            text(found.get("verantwoordelijke")),
            text(found.get("handelingInitiator")),
        ),
    )


def _notitie(found: Found) -> Iterator[Item]:
    """This keeps of a note that it was made, and by whom; never what stands in it. Several versions name the case otherwise."""
    yield Item(
        "notitie",
        own_id(found),
        reference(found.get("gerelateerdAan") or found.get("zaak")),
        moment_text(text(found.get("aanmaakdatum"))),
        (official(found.get("aangemaaktDoor")),),
    )


def _gelinkt(found: Found) -> Iterator[Item]:
    """This keeps a link between a contact and what it is about, however the system calls it."""
    kind = (text(found.get("objectType")) or "zaak").casefold()
    if kind == "zaak":
        yield Item(
            "contact-zaak",
            own_id(found),
            reference(found.get("contactmoment")),
            None,
            (reference(found.get("object") or found.get("zaak")),),
        )
    else:
        yield Item("", "")


READERS: dict[str, Callable[[Found], Iterator[Item]]] = {
    "zaken": _zaak,
    "rollen": _rol,
    "audittrail": _audit,
    "statussen": one_of("status", "!zaak", "@datumStatusGezet", "!statustype", "!gezetdoor"),
    "resultaten": one_of("resultaat", "!zaak", None, "!resultaattype"),
    "besluiten": one_of("besluit", "!zaak", "@datum", "!besluittype", "@verzenddatum"),
    "zaakinformatieobjecten": one_of("document", "!zaak", "@registratiedatum"),
    "zaakcontactmomenten": _gelinkt,
    "zaak-klantcontacten": one_of("zaak-contact", "!zaak", "@datumtijd", "kanaal"),
    "zaaknotities": _notitie,
    "substatussen": one_of("substatus", "!zaak", "@tijdstip", "doelgroep"),
    "zaaktypen": _zaaktype,
    "statustypen": one_of("statustype", None, None, "omschrijving", "isEindstatus", "volgnummer"),
    "resultaattypen": one_of("resultaattype", None, None, "omschrijving", "omschrijvingGeneriek"),
    "besluittypen": one_of("besluittype", None, None, "omschrijving"),
    "objectcontactmomenten": _gelinkt,
}
"""Collection -> what is kept of an object in it."""
