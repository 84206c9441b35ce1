"""What is kept of the objects of Open Klant, the log book of ITA, KISS, contact moments 1.0 and the history of Signalen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from journeys.sources import resident_numbers
from journeys.sources.event_rows import moment_text
from journeys.sources.object_fields import Found, data_of, inner, listed, official, own_id, reference, text
from journeys.sources.shelf import Item


def _actor_fields(found: Found) -> tuple[str | None, ...]:
    identity = inner(found, "actoridentificator")
    return (text(found.get("soortActor")), text(identity.get("objectId")), text(found.get("naam")), text(identity.get("codeObjecttype")))


def _klantactor(found: Found) -> Iterator[Item]:
    sort, code, name, kind = _actor_fields(found)
    yield Item(
        "actor",
        own_id(found),
        None,
        None,
        (sort, official(code) if sort == "medewerker" else code, None if sort == "medewerker" else name, kind),
    )


def _klantcontact(found: Found) -> Iterator[Item]:
    actors = [one for one in listed(found.get("hadBetrokkenActoren")) if isinstance(one, dict)]
    for one in actors:
        if "soortActor" in one:
            yield from _klantactor(one)
    for name, read in (
        ("hadBetrokkenen", _betrokkene),
        ("gingOverOnderwerpobjecten", _onderwerpobject),
        ("leiddeTotInterneTaken", _internetaak),
    ):
        for one in listed(found.get(name)):
            if isinstance(one, dict) and len(one) > 2:  # more than a reference
                yield from read(one)
    subject = text(found.get("onderwerp"))
    yield Item(
        "klantcontact",
        own_id(found),
        own_id(found),
        moment_text(text(found.get("plaatsgevondenOp"))),
        (
            text(found.get("kanaal")),
            subject,
            text(found.get("indicatieContactGelukt")),
            " ".join(one for one in map(reference, actors) if one) or None,
        ),
    )


def _actorklantcontact(found: Found) -> Iterator[Item]:
    yield Item("actor-van", own_id(found), reference(found.get("klantcontact")), None, (reference(found.get("actor")),))


def _betrokkene(found: Found) -> Iterator[Item]:
    yield Item(
        "betrokkene",
        own_id(found),
        reference(found.get("hadKlantcontact")),
        None,
        (reference(found.get("wasPartij")), text(found.get("rol")), text(found.get("initiator"))),
    )


def _partij(found: Found) -> Iterator[Item]:
    for one in listed(found.get("partijIdentificatoren")):
        if isinstance(one, dict) and "partijIdentificator" in one:
            yield from _partijidentificator({"identificeerdePartij": found, **one})
    yield Item("partij", own_id(found), None, None, (text(found.get("soortPartij")),))


def _partijidentificator(found: Found) -> Iterator[Item]:
    number = inner(found, "partijIdentificator")
    yield Item(
        "partij-nummer",
        own_id(found),
        reference(found.get("identificeerdePartij")),
        None,
        (text(number.get("codeSoortObjectId")), text(number.get("objectId"))),
    )


def _internetaak(found: Found) -> Iterator[Item]:
    actors = [*listed(found.get("toegewezenAanActoren"))] or [found.get("toegewezenAanActor")]
    yield Item(
        "internetaak",
        own_id(found),
        reference(found.get("aanleidinggevendKlantcontact")),
        moment_text(text(found.get("toegewezenOp"))),
        (
            text(found.get("status")),
            moment_text(text(found.get("afgehandeldOp"))),
            " ".join(one for one in map(reference, actors) if one) or None,
        ),
    )


def _interne_taak(found: Found) -> Iterator[Item]:
    """This keeps an internal task of the older object type as a task of Open Klant; when it was handled is not in it."""
    data = data_of(found)
    actor = inner(data, "actor")
    actors: list[tuple[str, str | None, str | None]] = []
    unit = text(actor.get("naamOrganisatorischeEenheid")) or text(actor.get("identificatieOrganisatorischeEenheid"))
    if "medewerker" in (text(actor.get("soortActor")) or ""):
        actors.append(("medewerker", official(actor.get("identificatie")), None))
    else:
        unit = unit or text(actor.get("naam")) or text(actor.get("identificatie"))
    if unit:
        actors.append(("organisatorische_eenheid", text(actor.get("identificatieOrganisatorischeEenheid")), unit))
    names = []
    for sort, code, name in actors:
        names.append(f"{sort}-{code or name}".replace(" ", "_"))
        yield Item("actor", names[-1], None, None, (sort, code, name))
    status = (text(data.get("status")) or "").replace(" ", "_")
    moment = moment_text(text(data.get("registratiedatum")))
    yield Item("internetaak", own_id(found), reference(data.get("contactmoment")), moment, (status, None, " ".join(names) or None))


def _named(value: object) -> str | None:
    """This gives what an object is called by: the id at the end of an address, otherwise the whole (a case number may hold a slash)."""
    found = text(value)
    return reference(found) if found and "://" in found else found.lower() if found else None


def _onderwerpobject(found: Found) -> Iterator[Item]:
    number = inner(found, "onderwerpobjectidentificator")
    yield Item(
        "onderwerp",
        own_id(found),
        reference(found.get("klantcontact")),
        None,
        (
            _named(number.get("objectId")),
            (text(number.get("codeObjecttype")) or "").casefold(),
            (text(number.get("codeSoortObjectId")) or "").casefold(),
            (text(number.get("codeRegister")) or "").casefold(),
        ),
    )


def _logboek(found: Found) -> Iterator[Item]:
    data = data_of(found)
    task = reference(inner(data, "heeftBetrekkingOp").get("objectId"))
    yield Item("logboek", task or own_id(found), task, None, ())
    for number, act in enumerate(listed(data.get("activiteiten"))):
        if not isinstance(act, dict):
            continue
        departments, officials, contact = [], [], None
        for target in listed(act.get("heeftBetrekkingOp")):
            kind, code = (text(target.get("codeObjecttype")) or "").casefold(), text(target.get("objectId"))
            if kind in ("afd", "grp") and code:
                departments.append(f"{kind}:{code}")
            elif kind == "mdw" and code:
                officials.append(code)
            elif kind == "klantcontact":
                contact = reference(code)
        words = (text(act.get("omschrijving")) or "").casefold()
        reached = "no" if "geen contact" in words or "niet gelukt" in words else "yes" if "contact" in words else None
        identity = inner(inner(act, "actor"), "actoridentificator")
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
    data = data_of(found)
    departments = [text(one.get("afdelingnaam")) for one in listed(data.get("afdelingen")) if isinstance(one, dict)]
    addresses = [official(one.get("email")) for one in listed(data.get("emails")) if isinstance(one, dict)]
    code = official(data.get("identificatie"))
    yield Item(
        "medewerker",
        code or "",
        None,
        None,
        (departments[0] if len(departments) == 1 else None, " ".join(one for one in addresses if one) or None),
    )


def _afdeling(found: Found) -> Iterator[Item]:
    data = data_of(found)
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


def _contactmoment(found: Found) -> Iterator[Item]:
    identity = inner(found, "medewerkerIdentificatie")
    yield Item(
        "contactmoment",
        own_id(found),
        own_id(found),
        moment_text(text(found.get("registratiedatum"))),
        (
            text(found.get("kanaal")),
            text(found.get("initiatiefnemer")),
            official(identity.get("identificatie")) or official(reference(found.get("medewerker"))),
            reference(found.get("vorigContactmoment")),
        ),
    )


def _klant(found: Found) -> Iterator[Item]:
    who = inner(found, "subjectIdentificatie")
    number = resident_numbers.of_role("natuurlijk_persoon", who) or resident_numbers.of_role("vestiging", who)
    yield Item("klant", own_id(found), None, None, (number,))


def _klantcontactmoment(found: Found) -> Iterator[Item]:
    yield Item(
        "klant-van", own_id(found), reference(found.get("contactmoment")), None, (reference(found.get("klant")), text(found.get("rol")))
    )


def _signal_history(found: Found) -> Iterator[Item]:
    yield Item(
        "signal-act",
        f"{found.get('_signal')} {found.get('identifier')}",
        text(found.get("_signal")),
        moment_text(text(found.get("when"))),
        (
            text(found.get("what")),
            text(found.get("action")),
            official(found.get("who")),
            "told" if text(found.get("description")) else None,  # that something was written, never what
        ),
    )


READERS: dict[str, Callable[[Found], Iterator[Item]]] = {
    "klantcontacten": _klantcontact,
    "actorklantcontacten": _actorklantcontact,
    "betrokkenen": _betrokkene,
    "partijen": _partij,
    "partij-identificatoren": _partijidentificator,
    "actoren": _klantactor,
    "internetaken": _internetaak,
    "interne-taken": _interne_taak,
    "onderwerpobjecten": _onderwerpobject,
    "logboek": _logboek,
    "medewerkers": _medewerker,
    "afdelingen": _afdeling,
    "contactmomentdetails": _gesprek,
    "contactmomenten": _contactmoment,
    "klanten": _klant,
    "klantcontactmomenten": _klantcontactmoment,
    "signal-history": _signal_history,
}
"""Collection -> what is kept of an object in it."""
