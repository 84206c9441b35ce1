"""Writes the systems' own shapes, as many cases as asked for, object by object: one function per reader, by the reader's name in WRITERS.

Everything is invented and drawn with a seed. Nothing of the toolkit is used here.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

ROOT = "https://zaak.example.nl"
KLANT = "https://klant.example.nl/klantinteracties/api/v1"
PAGE = 500
DEPARTMENTS = ("Wmo Toegang", "Vergunningen", "Burgerzaken", "Parkeren", "Schulden", "Handhaving")
TYPES, STATES = 20, ("Ontvangen", "In behandeling", "Afgehandeld")
Body = dict[str, Any]


def uuid(sort: int, number: int) -> str:
    return f"{sort:08d}-0000-4000-8000-{number:012d}"


def address(collection: str, sort: int, number: int, part: str = "zaken") -> str:
    return f"{ROOT}/{part}/api/v1/{collection}/{uuid(sort, number)}"


def link(collection: str, sort: int, number: int) -> Body:
    return {"uuid": uuid(sort, number), "url": f"{KLANT}/{collection}/{uuid(sort, number)}"}


def people(cases: int) -> int:
    """This gives how many residents the cases are of: six for every ten."""
    return max(cases * 6 // 10, 1)


def citizen(random: Random, cases: int) -> str:
    """This gives one of the invented citizen numbers, which pass the test of eleven."""
    base = 10_000_000 + random.randrange(people(cases)) * 11
    rest = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), str(base), strict=True)) % 11
    return f"{base}{rest}" if rest < 10 else "999993653"


def drawn(cases: int) -> Iterator[tuple[int, datetime, Random]]:
    """This gives the number of each case and the moment at which it began."""
    random = Random(1)
    for number in range(cases):
        yield number, datetime(2025, 1, 1, 8, tzinfo=UTC) + timedelta(minutes=random.randrange(500_000)), random


class Pages:
    """This writes objects as numbered pages of one list."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name, self.objects, self.number = folder, name, [], 0

    def put(self, one: Body) -> None:
        self.objects.append(one)
        if len(self.objects) == PAGE:
            self.close()

    def close(self) -> None:
        if self.objects:
            self.number += 1
            page = {"count": 0, "next": None, "previous": None, "results": self.objects}
            (self.folder / f"{self.name}-{self.number:05d}.json").write_text(json.dumps(page), encoding="utf-8")
            self.objects = []


def zaak_of(number: int, began: datetime, random: Random, cases: int) -> tuple[Body, list[Body], list[Body]]:
    """This gives a case of Open Zaak, its statuses and its roles (resident, department, official)."""
    rest = dict.fromkeys(("toelichting", "communicatiekanaal", "selectielijstklasse", "processobjectaard", "betalingsindicatieWeergave", "archiefstatus"), "")
    case = {
        "url": address("zaken", 3, number), "uuid": uuid(3, number), "identificatie": f"ZAAK-{number:010d}", "bronorganisatie": "123456782", "omschrijving": "Aanvraag " * 6,
        "zaaktype": address("zaaktypen", 1, random.randrange(TYPES), "catalogi"), "registratiedatum": began.date().isoformat(), "startdatum": began.date().isoformat(),
        "einddatum": None, "communicatiekanaalNaam": "telefoon", "opschorting": {"indicatie": False, "reden": ""}, "verlenging": None,
        "rollen": [address("rollen", 4, 3 * number + at) for at in range(3)], "deelzaken": [], "relevanteAndereZaken": [], "kenmerken": [], **rest,
    }  # fmt: skip
    states = [
        {
            "url": address("statussen", 5, 3 * number + at), "uuid": uuid(5, 3 * number + at), "zaak": case["url"], "statustype": address("statustypen", 2, at, "catalogi"),
            "datumStatusGezet": (began + timedelta(days=5 * at)).isoformat(), "statustoelichting": "", "gezetdoor": None,
        } for at in range(3)
    ]  # fmt: skip
    unit = random.choice(DEPARTMENTS)
    who = [
        ("natuurlijk_persoon", "initiator", {"inpBsn": citizen(random, cases), "geslachtsnaam": "Voorbeeld"}),
        ("organisatorische_eenheid", "behandelaar", {"identificatie": unit[:4], "naam": unit}),
        ("medewerker", "behandelaar", {"identificatie": f"mw{random.randrange(400)}", "achternaam": "Voorbeeld"}),
    ]
    roles = [
        {
            "url": address("rollen", 4, 3 * number + at), "uuid": uuid(4, 3 * number + at), "zaak": case["url"], "betrokkeneType": sort, "omschrijvingGeneriek": generic,
            "registratiedatum": (began + timedelta(hours=at)).isoformat(), "betrokkeneIdentificatie": person, "roltoelichting": "", "statussen": [],
        } for at, (sort, generic, person) in enumerate(who)
    ]  # fmt: skip
    return case, states, roles


def line_of(number: int, at: int, case: Body, role: Body) -> Body:
    """This gives the line of the audit trail in which a role was made."""
    return {
        "uuid": uuid(6, 3 * number + at), "bron": "zrc", "applicatieWeergave": "ZAC", "gebruikersId": "coord", "gebruikersWeergave": "C. Oord", "actie": "create",
        "resultaat": 201, "hoofdObject": case["url"], "resource": "rol", "resourceUrl": role["url"], "aanmaakdatum": role["registratiedatum"],
        "wijzigingen": {"oud": None, "nieuw": role},
    }  # fmt: skip


def open_zaak(cases: int, folder: Path) -> None:
    """This writes saved pages of the API with the audit trail: ten objects per case."""
    pages = {name: Pages(folder, name) for name in ("zaken", "statussen", "rollen", "audittrail", "typen")}
    for kind in range(TYPES):
        pages["typen"].put({"url": address("zaaktypen", 1, kind, "catalogi"), "identificatie": f"B{kind}", "omschrijving": f"Zaaktype {kind}", "versiedatum": "2024-01-01"})
    for kind, words in enumerate(STATES):
        pages["typen"].put({"url": address("statustypen", 2, kind, "catalogi"), "omschrijving": words, "isEindstatus": kind == 2})
    for number, began, random in drawn(cases):
        case, states, roles = zaak_of(number, began, random, cases)
        pages["zaken"].put(case)
        for one in states:
            pages["statussen"].put(one)
        for at, role in enumerate(roles):
            pages["rollen"].put(role)
            if at:
                pages["audittrail"].put(line_of(number, at, case, role))
    for page in pages.values():
        page.close()


DUMP = {
    "catalogi_zaaktype": "id,uuid,identificatie,zaaktype_omschrijving,versiedatum,verantwoordelijke",
    "catalogi_statustype": "id,uuid,statustype_omschrijving,statustypevolgnummer",
    "zaken_zaak": "identificatie_ptr_id,uuid,identificatie,registratiedatum,startdatum,einddatum,communicatiekanaal_naam,opschorting_indicatie,_zaaktype_id,hoofdzaak_id",
    "zaken_medewerker": "id,rol_id,identificatie,achternaam", "zaken_organisatorischeeenheid": "id,rol_id,identificatie,naam", "zaken_natuurlijkpersoon": "id,rol_id,inp_bsn,geslachtsnaam",
    "zaken_rol": "id,uuid,zaak_id,betrokkene,betrokkene_type,omschrijving_generiek,registratiedatum", "zaken_status": "id,uuid,zaak_id,datum_status_gezet,statustoelichting,_statustype_id,gezetdoor_id",
    "audittrails_audittrail": "id,uuid,bron,hoofd_object,resource,actie,resultaat,resource_url,aanmaakdatum,gebruikers_id,gebruikers_weergave,applicatie_weergave,oud,nieuw",
}  # fmt: skip


def open_zaak_dump(cases: int, folder: Path) -> None:
    """This writes the TAR of `dump_data.sh --csv`, one CSV per table."""
    files = {name: (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") for name in DUMP}
    tables = {name: csv.writer(file, lineterminator="\n") for name, file in files.items()}
    for name, headers in DUMP.items():
        tables[name].writerow(headers.split(","))
    for kind in range(TYPES):
        tables["catalogi_zaaktype"].writerow([kind, uuid(1, kind), f"B{kind}", f"Zaaktype {kind}", "2024-01-01", ""])
    for kind, words in enumerate(STATES):
        tables["catalogi_statustype"].writerow([kind, uuid(2, kind), words, kind + 1])
    people = {"medewerker": ("zaken_medewerker", "identificatie", "achternaam"), "organisatorische_eenheid": ("zaken_organisatorischeeenheid", "identificatie", "naam"),
              "natuurlijk_persoon": ("zaken_natuurlijkpersoon", "inpBsn", "geslachtsnaam")}  # fmt: skip
    for number, began, random in drawn(cases):
        case, states, roles = zaak_of(number, began, random, cases)
        day = case["registratiedatum"]
        tables["zaken_zaak"].writerow([number, case["uuid"], case["identificatie"], day, day, "", "telefoon", "f", int(case["zaaktype"][-12:]), ""])
        for at, one in enumerate(states):
            tables["zaken_status"].writerow([3 * number + at, one["uuid"], number, one["datumStatusGezet"].replace("T", " ").replace("+00:00", "+00"), "", at, ""])
        for at, role in enumerate(roles):
            key, moment = 3 * number + at, role["registratiedatum"].replace("T", " ").replace("+00:00", "+00")
            table, code, name = people[role["betrokkeneType"]]
            tables[table].writerow([key, key, role["betrokkeneIdentificatie"][code], role["betrokkeneIdentificatie"][name]])
            tables["zaken_rol"].writerow([key, role["uuid"], number, "", role["betrokkeneType"], role["omschrijvingGeneriek"], moment])
            if at:
                line = line_of(number, at, case, role)
                tables["audittrails_audittrail"].writerow(
                    [key, line["uuid"], "ZRC", case["url"], "rol", "create", 201, role["url"], moment, "coord", "C. Oord", "ZAC", "", json.dumps(role)]
                )
    for file in files.values():
        file.close()
    with tarfile.open(folder / "dump.tar", "w") as archive:
        for name in DUMP:
            archive.add(folder / f"{name}.csv", f"{name}.csv")
            (folder / f"{name}.csv").unlink()


def open_klant(cases: int, folder: Path) -> None:
    """This writes pages of Open Klant, the log book of ITA and the conversations of KISS: a contact per case, half of them a callback."""
    names = ("klantcontacten", "betrokkenen", "partij-identificatoren", "actoren", "internetaken", "onderwerpobjecten")
    pages = {name: Pages(folder, name) for name in (*names, "logboek", "contactmomentendetails")}
    for number in range(400):
        identity = {"objectId": f"mw{number}@x.nl", "codeObjecttype": "mdw", "codeRegister": "msei", "codeSoortObjectId": "email"}
        pages["actoren"].put(link("actoren", 11, number) | {"naam": "Voorbeeld", "soortActor": "medewerker", "indicatieActief": True, "actoridentificator": identity})
    for number, name in enumerate(DEPARTMENTS):
        identity = {"objectId": name[:4], "codeObjecttype": "afd", "codeRegister": "obj", "codeSoortObjectId": "idf"}
        pages["actoren"].put(link("actoren", 12, number) | {"naam": name, "soortActor": "organisatorische_eenheid", "indicatieActief": True, "actoridentificator": identity})
    for number in range(people(cases)):
        who = {"codeObjecttype": "natuurlijk_persoon", "codeSoortObjectId": "bsn", "objectId": citizen(Random(number), cases), "codeRegister": "brp"}
        pages["partij-identificatoren"].put(link("partij-identificatoren", 13, number) | {"identificeerdePartij": link("partijen", 14, number), "partijIdentificator": who})
    for number, began, random in drawn(cases):
        me, person, unit = link("klantcontacten", 15, number), random.randrange(400), random.randrange(len(DEPARTMENTS))
        pages["klantcontacten"].put(me | {
            "hadBetrokkenActoren": [link("actoren", 11, person)], "nummer": f"{number:010d}", "kanaal": "telefoon", "onderwerp": f"Onderwerp {number % 20}", "inhoud": "Tekst " * 20,
            "indicatieContactGelukt": True, "taal": "nld", "vertrouwelijk": False, "plaatsgevondenOp": began.isoformat(),
        })  # fmt: skip
        party = link("partijen", 14, random.randrange(people(cases)))
        pages["betrokkenen"].put(link("betrokkenen", 16, number) | {"wasPartij": party, "hadKlantcontact": me, "volledigeNaam": "Voorbeeld", "rol": "klant", "initiator": True})
        pages["contactmomentendetails"].put({
            "id": me["uuid"], "startdatum": (began - timedelta(minutes=4)).isoformat(), "einddatum": began.isoformat(), "emailadresKcm": f"mw{person}@x.nl",
            "gespreksresultaat": "Contactverzoek gemaakt" if number % 2 else "Zelfstandig afgehandeld", "vraag": f"Onderwerp {number % 20}", "specifiekeVraag": "", "bronnen": [],
        })  # fmt: skip
        if number % 4 == 0:
            about = {"objectId": uuid(3, number), "codeObjecttype": "zgw-Zaak", "codeRegister": "openzaak", "codeSoortObjectId": "uuid"}
            pages["onderwerpobjecten"].put(link("onderwerpobjecten", 17, number) | {"klantcontact": me, "onderwerpobjectidentificator": about})
        if number % 2:
            done = began + timedelta(days=2)
            task = link("internetaken", 18, number)
            pages["internetaken"].put(task | {
                "nummer": f"{number:010d}", "gevraagdeHandeling": "Contact opnemen met betrokkene", "aanleidinggevendKlantcontact": me, "toegewezenAanActoren": [link("actoren", 12, unit)],
                "toelichting": "", "status": "verwerkt", "toegewezenOp": began.isoformat(), "afgehandeldOp": done.isoformat(),
            })  # fmt: skip
            actor = {"naam": "Voorbeeld", "actoridentificator": {"codeRegister": "msei", "codeObjecttype": "mdw", "codeSoortObjectId": "email", "objectId": f"mw{random.randrange(400)}@x.nl"}}
            acts = [
                {"datum": (done - timedelta(hours=back)).isoformat(), "type": sort, "omschrijving": words, "notitie": "", "actor": actor, "heeftBetrekkingOp": []}
                for sort, words, back in (("toegewezen", "opgepakt", 5), ("klantcontact", "contact gehad", 1), ("verwerkt", "afgerond", 0))
            ]
            about = {"codeRegister": "openklant", "codeObjecttype": "internetaak", "codeSoortObjectId": "uuid", "objectId": task["uuid"]}
            record = {"index": 1, "typeVersion": 1, "data": {"heeftBetrekkingOp": about, "activiteiten": acts}, "startAt": "2025-01-01"}
            pages["logboek"].put({"url": f"https://objecten.example.nl/api/v2/objects/{uuid(19, number)}", "uuid": uuid(19, number), "record": record})
    for page in pages.values():
        page.close()


def contact_moments(cases: int, folder: Path) -> None:
    """This writes pages of the contact-moment API 1.0: three contacts per case, chained."""
    root = f"{ROOT}/contactmomenten/api/v1"
    pages = {name: Pages(folder, name) for name in ("contactmomenten", "klantcontactmomenten", "klanten")}
    for number in range(people(cases)):
        pages["klanten"].put({"url": f"{ROOT}/klanten/api/v1/klanten/{uuid(21, number)}", "subjectIdentificatie": {"inpBsn": citizen(Random(number), cases)}})
    for number, began, random in drawn(cases):
        for at in range(3):
            key, before = 3 * number + at, f"{root}/contactmomenten/{uuid(22, 3 * number + at - 1)}" if at else None
            pages["contactmomenten"].put({
                "url": f"{root}/contactmomenten/{uuid(22, key)}", "vorigContactmoment": before, "bronorganisatie": "123456782", "registratiedatum": (began + timedelta(days=at)).isoformat(),
                "kanaal": "telefoon", "tekst": "Tekst " * 20, "initiatiefnemer": "gemeente" if at == 1 else "klant", "medewerkerIdentificatie": {"identificatie": f"mw{random.randrange(400)}"},
            })  # fmt: skip
        customer = f"{ROOT}/klanten/api/v1/klanten/{uuid(21, random.randrange(people(cases)))}"
        pages["klantcontactmomenten"].put({
            "url": f"{root}/klantcontactmomenten/{uuid(23, number)}", "contactmoment": f"{root}/contactmomenten/{uuid(22, 3 * number)}", "klant": customer, "rol": "belanghebbende",
        })  # fmt: skip
    for page in pages.values():
        page.close()


SIGNALEN = {
    "signals": "id,signal_uuid,source,text,created_at,updated_at,parent", "statuses": "id,text,user,target_api,state_display,extern,created_at,updated_at,extra_properties,_signal_id,state",
    "categories": "id,main,sub,departments,created_at,updated_at,extra_properties,_signal_id,deadline,deadline_factor_3", "routing_departments": "id,created_at,updated_at,_signal_id,departments",
}  # fmt: skip


def signalen(cases: int, folder: Path) -> None:
    """This writes the ZIP of the data warehouse, and the history of each report as a file of its own."""
    texts = {name: io.StringIO() for name in SIGNALEN}
    tables = {name: csv.writer(text, lineterminator="\n") for name, text in texts.items()}
    for name, headers in SIGNALEN.items():
        tables[name].writerow(headers.split(","))
    (folder / "histories").mkdir()
    for number, began, random in drawn(cases):
        who, unit, other = f"mw{random.randrange(400)}@x.nl", *random.sample(DEPARTMENTS, 2)
        when = [began + timedelta(hours=30 * at) for at in range(5)]
        plain = [one.isoformat(" ") for one in when]
        tables["signals"].writerow([number, uuid(30, number), "online", "Tekst, met komma\nen regels", plain[0], plain[0], ""])
        tables["categories"].writerow([number, "Wegen", f"Categorie {number % 20}", unit, plain[0], plain[0], "", number, "", ""])
        tables["routing_departments"].writerow([number, plain[2], plain[2], number, other])
        for at, (state, words) in enumerate((("m", "Gemeld"), ("b", "In behandeling"), ("o", "Afgehandeld"))):
            tables["statuses"].writerow([3 * number + at, "Bedankt voor uw melding." if at == 2 else "", who if at else "", "", words, "f", plain[2 * at], plain[2 * at], "", number, state])
        acts = [
            ("UPDATE_STATUS", "Status gewijzigd naar: Gemeld", "Signalen systeem", 0), ("UPDATE_USER_ASSIGNMENT", f"Melding toewijzing gewijzigd naar: {who}", who, 1),
            ("UPDATE_ROUTING_ASSIGNMENT", f"Routering: afdeling/afdelingen gewijzigd naar: {other}", who, 2), ("CREATE_NOTE", "Notitie toegevoegd:", who, 3),
        ]  # fmt: skip
        history = [
            {"identifier": f"{what}_{number}", "when": when[at].isoformat(), "what": what, "action": action, "description": "Tekst", "who": by, "_signal": number}
            for what, action, by, at in reversed(acts)
        ]
        (folder / "histories" / f"{number}.json").write_text(json.dumps(history), encoding="utf-8")
    with zipfile.ZipFile(folder / "signalen.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(f"031500UTC_{name}.csv", text.getvalue())


STUF = """<?xml version="1.0" encoding="UTF-8"?>
<ZKN:zakLk01 xmlns:ZKN="http://www.egem.nl/StUF/sector/zkn/0310" xmlns:BG="http://www.egem.nl/StUF/sector/bg/0310" xmlns:StUF="http://www.egem.nl/StUF/StUF0301" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<ZKN:stuurgegevens><StUF:berichtcode>Lk01</StUF:berichtcode><StUF:referentienummer>{reference}</StUF:referentienummer><StUF:tijdstipBericht>{sent}</StUF:tijdstipBericht><StUF:entiteittype>ZAK</StUF:entiteittype></ZKN:stuurgegevens>
<ZKN:parameters><StUF:mutatiesoort>{sort}</StUF:mutatiesoort><StUF:indicatorOvername>V</StUF:indicatorOvername></ZKN:parameters>
<ZKN:object StUF:entiteittype="ZAK" StUF:verwerkingssoort="T"><ZKN:identificatie>{number}</ZKN:identificatie><ZKN:omschrijving>Aanvraag</ZKN:omschrijving><ZKN:startdatum>{day}</ZKN:startdatum><ZKN:registratiedatum>{day}</ZKN:registratiedatum>
<ZKN:einddatum xsi:nil="true" StUF:noValue="geenWaarde"/><ZKN:isVan StUF:entiteittype="ZAKZKT"><ZKN:gerelateerde StUF:entiteittype="ZKT"><ZKN:omschrijving>{topic}</ZKN:omschrijving><ZKN:code>B1</ZKN:code></ZKN:gerelateerde></ZKN:isVan>
<ZKN:heeftAlsInitiator StUF:entiteittype="ZAKBTRINI"><ZKN:gerelateerde><ZKN:natuurlijkPersoon StUF:entiteittype="NPS"><BG:inp.bsn>{who}</BG:inp.bsn></ZKN:natuurlijkPersoon></ZKN:gerelateerde></ZKN:heeftAlsInitiator>
<ZKN:heeftAlsUitvoerende StUF:entiteittype="ZAKBTRUTV"><ZKN:gerelateerde><ZKN:medewerker StUF:entiteittype="MDW"><ZKN:identificatie>{official}</ZKN:identificatie></ZKN:medewerker></ZKN:gerelateerde></ZKN:heeftAlsUitvoerende>
<ZKN:heeftAlsUitvoerende StUF:entiteittype="ZAKBTRUTV"><ZKN:gerelateerde><ZKN:organisatorischeEenheid StUF:entiteittype="OEH"><ZKN:identificatie>{unit}</ZKN:identificatie><ZKN:naam>{unit}</ZKN:naam></ZKN:organisatorischeEenheid></ZKN:gerelateerde></ZKN:heeftAlsUitvoerende>
<ZKN:heeft StUF:entiteittype="ZAKSTT"><ZKN:gerelateerde StUF:entiteittype="STT"><ZKN:volgnummer>0001</ZKN:volgnummer><ZKN:omschrijving>Ontvangen</ZKN:omschrijving></ZKN:gerelateerde><ZKN:datumStatusGezet>{began}</ZKN:datumStatusGezet></ZKN:heeft>
</ZKN:object></ZKN:zakLk01>
"""


def stuf(cases: int, folder: Path) -> None:
    """This writes two messages zakLk01 per case, each a file of its own, a thousand to a folder."""
    for number, began, random in drawn(cases):
        who, topic = citizen(random, cases), f"Zaaktype {number % 20}"
        for at, sort in enumerate("TW"):
            sent = began + timedelta(days=3 * at)
            place = folder / f"{number // 1000:04d}"
            place.mkdir(exist_ok=True)
            (place / f"{number:07d}-{at}.xml").write_text(STUF.format(
                reference=f"ref-{number}-{at}", sent=f"{sent:%Y%m%d%H%M%S}", sort=sort, number=f"0034{number:012d}", day=f"{began:%Y%m%d}", topic=topic, who=who,
                official=f"mw{random.randrange(400)}", unit=random.choice(DEPARTMENTS), began=f"{began:%Y%m%d%H%M%S}",
            ), encoding="utf-8")  # fmt: skip


def xxllnc(cases: int, folder: Path) -> None:
    """This writes the timeline of cases as a table, six rows per case."""
    with (folder / "tijdlijn.csv").open("w", encoding="cp1252", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(["Zaaknummer", "Tijdstip", "Gebeurtenis", "Gebruiker", "Afdeling", "Aanvrager", "Zaaktype"])
        for number, began, random in drawn(cases):
            who = citizen(random, cases)
            for at, words in enumerate(("Zaak geregistreerd", "Toewijzing gewijzigd", "Zaak in behandeling genomen", "Document toegevoegd", "Besluit genomen", "Zaak afgehandeld")):
                moment = began + timedelta(hours=20 * at)
                table.writerow([f"2025-{number:06d}", f"{moment:%d-%m-%Y %H:%M}", words, f"mw{random.randrange(400)}", random.choice(DEPARTMENTS), who, f"Zaaktype {number % 20}"])


def happened(cases: int) -> Iterator[tuple[str, str, datetime, list[tuple[str, str]]]]:
    """This gives five events per case: id, type, moment, and the objects with their qualifier."""
    for number, began, random in drawn(cases):
        who = f"r{random.randrange(people(cases))}"
        for at, words in enumerate(("Aanvraag", "Doorgezet", "In behandeling", "Besluit", "Afgehandeld")):
            objects = [(f"z{number}", "case"), (who, "resident"), (f"mw{random.randrange(400)}", "official"), (DEPARTMENTS[random.randrange(6)], "department")]
            yield f"e{number}-{at}", words, began + timedelta(hours=20 * at), objects


def things(cases: int) -> Iterator[tuple[str, str]]:
    """This gives the objects of `happened` with their type."""
    yield from ((f"z{number}", "zaak") for number in range(cases))
    yield from ((f"r{number}", "inwoner") for number in range(people(cases)))
    yield from ((f"mw{number}", "medewerker") for number in range(400))
    yield from ((name, "afdeling") for name in DEPARTMENTS)


OBJECT_TYPES, EVENT_TYPES = ("zaak", "inwoner", "medewerker", "afdeling"), ("Aanvraag", "Doorgezet", "In behandeling", "Besluit", "Afgehandeld")


def _listed(file: io.TextIOBase, bodies: Iterator[Body]) -> None:
    for at, one in enumerate(bodies):
        file.write((",\n" if at else "") + json.dumps(one))


def ocel_json(cases: int, folder: Path) -> None:
    """This writes an OCEL 2.0 log as JSON."""
    with (folder / "log.json").open("w", encoding="utf-8") as file:
        file.write('{"objectTypes": ' + json.dumps([{"name": one, "attributes": []} for one in OBJECT_TYPES]))
        file.write(', "eventTypes": ' + json.dumps([{"name": one, "attributes": []} for one in EVENT_TYPES]) + ', "objects": [')
        _listed(file, ({"id": number, "type": sort, "attributes": [], "relationships": []} for number, sort in things(cases)))
        file.write('], "events": [')
        _listed(file, (
            {"id": number, "type": words, "time": moment.isoformat(), "attributes": [], "relationships": [{"objectId": one, "qualifier": how} for one, how in objects]}
            for number, words, moment, objects in happened(cases)
        ))  # fmt: skip
        file.write("]}")


def ocel_xml(cases: int, folder: Path) -> None:
    """This writes an OCEL 2.0 log as XML."""
    with (folder / "log.xml").open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<log><object-types>')
        file.writelines(f'<object-type name="{one}"><attributes/></object-type>' for one in OBJECT_TYPES)
        file.write("</object-types><event-types>")
        file.writelines(f'<event-type name="{one}"><attributes/></event-type>' for one in EVENT_TYPES)
        file.write("</event-types><objects>\n")
        file.writelines(f'<object id="{number}" type="{sort}"><attributes/><objects/></object>\n' for number, sort in things(cases))
        file.write("</objects><events>\n")
        for number, words, moment, objects in happened(cases):
            file.write(f'<event id="{number}" type="{words}" time="{moment.isoformat()}"><attributes/><objects>')
            file.writelines(f'<relationship object-id="{one}" qualifier="{how}"/>' for one, how in objects)
            file.write("</objects></event>\n")
        file.write("</events></log>")


def ocel_sqlite(cases: int, folder: Path) -> None:
    """This writes an OCEL 2.0 log as a database of SQLite."""
    database = sqlite3.connect(folder / "log.sqlite")
    database.executescript("""
        create table event_map_type (ocel_type text, ocel_type_map text); create table object_map_type (ocel_type text, ocel_type_map text);
        create table event (ocel_id text, ocel_type text); create table object (ocel_id text, ocel_type text);
        create table event_object (ocel_event_id text, ocel_object_id text, ocel_qualifier text);
        create table object_object (ocel_source_id text, ocel_target_id text, ocel_qualifier text);
    """)
    tables = {one: one.replace(" ", "") for one in EVENT_TYPES}
    for one, table in tables.items():
        database.execute("insert into event_map_type values (?, ?)", (one, table))
        database.execute(f"create table event_{table} (ocel_id text, ocel_time timestamp)")
    for one in OBJECT_TYPES:
        database.execute("insert into object_map_type values (?, ?)", (one, one))
        database.execute(f"create table object_{one} (ocel_id text, ocel_time timestamp, ocel_changed_field text)")
    database.executemany("insert into object values (?, ?)", things(cases))
    for number, words, moment, objects in happened(cases):
        database.execute("insert into event values (?, ?)", (number, words))
        database.execute(f"insert into event_{tables[words]} values (?, ?)", (number, moment.isoformat()))
        database.executemany("insert into event_object values (?, ?, ?)", ((number, one, how) for one, how in objects))
    database.commit()
    database.close()


WRITERS: dict[str, Callable[[int, Path], None]] = {
    "open-zaak": open_zaak, "open-zaak-dump": open_zaak_dump, "open-klant": open_klant, "contact-moments": contact_moments, "signalen": signalen, "stuf": stuf,
    "xxllnc": xxllnc, "ocel-json": ocel_json, "ocel-xml": ocel_xml, "ocel-sqlite": ocel_sqlite,
}  # fmt: skip
