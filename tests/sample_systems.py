"""Writes what is held of the sample in the shapes of the systems themselves: API pages, log book objects, the tables and histories of Signalen."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sample_held import NOT_KNOWN, Held, Row, uuid

Body = dict[str, Any]
ZAKEN, TYPES = "https://openzaak.example.nl/zaken/api/v1", "https://openzaak.example.nl/catalogi/api/v1"
KLANT = "https://openklant.example.nl/klantinteracties/api/v1"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CASE, ROLE, STATUS, RESULT, AUDIT, CONTACT, TASK, INVOLVED, SUBJECT, PARTY, ACTOR, NUMBER, OBJECT, NOTE = range(1, 15)
SYSTEM = "Formulieren"
PAGE = 500


def utc(row: Row) -> str:
    return datetime.fromisoformat(row["at"]).replace(tzinfo=AMSTERDAM).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def local(row: Row) -> str:
    return datetime.fromisoformat(row["at"]).replace(tzinfo=AMSTERDAM).isoformat()


class Systems:
    """This collects the objects of every system by the list that they stand in."""

    def __init__(self, held: Held) -> None:
        self.held = held
        self.lists: dict[str, list[Body]] = defaultdict(list)
        self.tables: dict[str, list[list[str]]] = defaultdict(list)
        self.histories: dict[str, list[Body]] = defaultdict(list)
        self.numbers: dict[int, int] = defaultdict(int)
        self.types: dict[tuple[str, str, str], str] = {}
        self.units: dict[tuple[str, str], Body] = {}
        self.actors: dict[tuple[str, str], Body] = {}
        self.parties: dict[str, str] = {}
        self.case_of: dict[str, str] = {}
        self.contact_of: dict[int, str] = {}
        self.task_of: dict[int, Body] = {}
        self.books: dict[str, Body] = {}

    def new(self, sort: int) -> str:
        self.numbers[sort] += 1
        return uuid(sort, self.numbers[sort])

    def drop(self, name: str, one: Body) -> None:
        """This takes an object that was made a moment ago out of its list again."""
        found = self.lists[name]
        del found[next(at for at in reversed(range(len(found))) if found[at] is one)]

    # --- Open Zaak ---

    def type_of(self, sort: str, words: str, does: str = "", **more: Any) -> str:
        """This gives the address of a case type, status type or result type, made when first asked for."""
        if (sort, words, does) not in self.types:
            address = f"{TYPES}/{sort}/{uuid(40 + len(sort), len(self.types) + 1)}"
            self.types[sort, words, does] = address
            bare = {"url": address, "omschrijving": words, "beginObject": "", "eindeObject": "", "catalogus": f"{TYPES}/catalogussen/{uuid(39, 1)}"}
            self.lists[sort].append(bare | {"beginGeldigheid": "2020-01-01", "eindeGeldigheid": None} | more)
        return self.types[sort, words, does]

    def case_type(self, words: str, does: str = "aanvragen") -> str:
        return self.type_of(
            "zaaktypen", words, does, identificatie=f"ZT {words}"[:40], vertrouwelijkheidaanduiding="openbaar", doel="Helpen", aanleiding="Vraag",
            indicatieInternOfExtern="extern", handelingInitiator=does, onderwerp="Vraag", handelingBehandelaar="behandelen", doorlooptijd="P56D", servicenorm=None,
            opschortingEnAanhoudingMogelijk=True, verlengingMogelijk=False, verlengingstermijn=None, trefwoorden=[], publicatieIndicatie=False, publicatietekst="",
            verantwoordingsrelatie=[], productenOfDiensten=[], referentieproces={"naam": "Vraag", "link": ""}, verantwoordelijke="002220647", concept=False,
            versiedatum="2020-01-01", statustypen=[], resultaattypen=[], eigenschappen=[], informatieobjecttypen=[], roltypen=[], besluittypen=[], zaakobjecttypen=[],
            gerelateerdeZaaktypen=[], deelzaaktypen=[], selectielijstProcestype="", toelichting="",
        )  # fmt: skip

    def status_type(self, words: str, *, ends: bool) -> str:
        first = self.lists["zaaktypen"][0] if self.lists["zaaktypen"] else {"url": self.case_type("Vraag")}
        return self.type_of(
            "statustypen", words, omschrijvingGeneriek="", statustekst="", zaaktype=first["url"], zaaktypeIdentificatie="ZT0", volgnummer=len(self.lists["statustypen"]) + 1,
            isEindstatus=ends, informeren=False, doorlooptijd=None, toelichting="", checklistitemStatustype=[], eigenschappen=[], zaakobjecttypen=[],
        )  # fmt: skip

    def result_type(self, words: str) -> str:
        return self.type_of(
            "resultaattypen", words.capitalize(), zaaktype=self.lists["zaaktypen"][0]["url"], zaaktypeIdentificatie="ZT0", omschrijvingGeneriek=words.capitalize(),
            resultaattypeomschrijving="https://selectielijst.example.nl/api/v1/resultaattypeomschrijvingen/1", selectielijstklasse="https://selectielijst.example.nl/api/v1/resultaten/1",
            toelichting="", archiefnominatie="vernietigen", archiefactietermijn="P5Y", brondatumArchiefprocedure=None, procesobjectaard="", indicatieSpecifiek=None,
            procestermijn=None, besluittypen=[], besluittypeOmschrijving=[], informatieobjecttypen=[], informatieobjecttypeOmschrijving=[],
        )  # fmt: skip

    def audit(self, case: Body, at: str, resource: str, action: str, *, by: str, old: Body | None = None, new: Body | None = None) -> None:
        code = {"create": 201, "destroy": 204}.get(action, 200)
        self.lists["audittrail"].append({
            "uuid": self.new(AUDIT), "bron": "zrc", "applicatieId": "zac", "applicatieWeergave": SYSTEM, "gebruikersId": by or "formulieren", "gebruikersWeergave": by or SYSTEM,
            "actie": action, "actieWeergave": {"create": "Object aangemaakt", "destroy": "Object verwijderd"}.get(action, "Object bijgewerkt"), "resultaat": code,
            "hoofdObject": case["url"], "resource": resource, "resourceUrl": (new or old or {})["url"], "toelichting": "", "resourceWeergave": f"Zaak {case['identificatie']}",
            "aanmaakdatum": at, "wijzigingen": {"oud": old, "nieuw": new},
        })  # fmt: skip

    def role(self, case: Body, at: str, *, by: str = "", generic: str = "behandelaar", official: str = "", department: str = "", bsn: str = "", firm: str = "") -> Body:
        """This makes a role, with its line in the audit trail."""
        number = self.new(ROLE)
        sort, who = "natuurlijk_persoon", {
            "inpBsn": bsn, "anpIdentificatie": "", "inpA_nummer": "", "geslachtsnaam": "Voorbeeld", "voorvoegselGeslachtsnaam": "", "voorletters": "", "voornamen": "",
            "geslachtsaanduiding": "", "geboortedatum": "", "verblijfsadres": None, "subVerblijfBuitenland": None,
        }  # fmt: skip
        if official:
            sort, who = "medewerker", {"identificatie": official, "achternaam": "Voorbeeld", "voorletters": "V.", "voorvoegselAchternaam": ""}
        elif department:
            sort, who = "organisatorische_eenheid", {"identificatie": department[:24], "naam": department, "isGehuisvestIn": ""}
        elif firm:
            sort, who = "niet_natuurlijk_persoon", {"innNnpId": "", "annIdentificatie": firm, "statutaireNaam": "Voorbeeld BV", "innRechtsvorm": "", "bezoekadres": "", "subVerblijfBuitenland": None}
        made = {
            "url": f"{ZAKEN}/rollen/{number}", "uuid": number, "zaak": case["url"], "betrokkene": "", "betrokkeneType": sort, "afwijkendeNaamBetrokkene": "",
            "roltype": f"{TYPES}/roltypen/{uuid(48, 1)}", "omschrijving": generic.capitalize(), "omschrijvingGeneriek": generic, "roltoelichting": generic, "registratiedatum": at,
            "indicatieMachtiging": "", "contactpersoonRol": None, "statussen": [], "beginGeldigheid": None, "eindeGeldigheid": None, "betrokkeneIdentificatie": who,
        }  # fmt: skip
        self.audit(case, at, "rol", "create", by=by, new=made)
        self.lists["rollen"].append(made)
        return made

    def case(self, rows: list[Row]) -> None:
        asked = next(row for row in rows if row["form"] == "case")
        number, at, day = self.new(CASE), utc(asked), asked["at"][:10]
        closes = [row["at"][:10] for row in rows if row["form"] == "close"]
        case: Body = {
            "url": f"{ZAKEN}/zaken/{number}", "uuid": number, "identificatie": asked["zaaknummer"], "bronorganisatie": "002220647", "omschrijving": "Vraag", "toelichting": "",
            "zaaktype": self.case_type(asked["onderwerp"], "aanvragen" if asked["asked"] == "aanvraag" else "vragen"), "registratiedatum": day, "verantwoordelijkeOrganisatie": "002220647", "startdatum": day, "einddatum": max(closes, default=None),
            "einddatumGepland": None, "uiterlijkeEinddatumAfdoening": None, "publicatiedatum": None, "communicatiekanaal": "", "communicatiekanaalNaam": asked["kanaal"],
            "laatstGemuteerd": at, "laatstGeopend": None, "productenOfDiensten": [], "vertrouwelijkheidaanduiding": "openbaar", "betalingsindicatie": "", "betalingsindicatieWeergave": "",
            "laatsteBetaaldatum": None, "zaakgeometrie": None, "verlenging": None, "opschorting": {"indicatie": False, "eerdereOpschorting": False, "reden": ""},
            "selectielijstklasse": "", "hoofdzaak": None, "deelzaken": [], "relevanteAndereZaken": [], "gerelateerdeZaken": [], "eigenschappen": [], "rollen": [], "status": None,
            "zaakinformatieobjecten": [], "zaakobjecten": [], "kenmerken": [], "archiefnominatie": None, "archiefstatus": "nog_te_archiveren", "archiefactiedatum": None,
            "resultaat": None, "startdatumBewaartermijn": None, "processobject": None,
        }  # fmt: skip
        self.case_of[case["identificatie"]] = number
        self.lists["zaken"].append(case)
        self.audit(case, at, "zaak", "create", by=asked["medewerker"], new=case | {"einddatum": None})
        if asked["inwoner"]:
            self.role(case, at, generic="initiator", bsn=asked["inwoner"])
        unit = self.role(case, at, by=asked["medewerker"], department=asked["afdeling"] or NOT_KNOWN)
        people: dict[str, Body] = {}
        others: dict[str, Body] = {}
        handler: Body | None = None
        result: Body | None = None

        def person(row: Row) -> Body | None:
            who = row["medewerker"]
            if who and who not in people:
                people[who] = self.role(case, at, by="", generic="klantcontacter" if row["form"] == "case" else "adviseur", official=who)
            return people.get(who)

        def advice(sort: str, name: str) -> Body:
            """A department or a firm that has a part in the case without having it."""
            if name not in others:
                others[name] = self.role(case, at, generic="adviseur", **{sort: name})
            return others[name]

        for row in rows:
            moment, who, form = utc(row), row["medewerker"], row["form"]
            if form == "case":
                person(row)
            elif form in ("passed on", "passed inside"):
                if row["by"]:
                    person(row)
                if form == "passed inside" and not handler:  # taken and given away in one go
                    handler = self.role(case, moment, by=row["by"], official=row["by"])
                for gone in (handler, unit if form == "passed on" else None):
                    if gone:
                        self.audit(case, moment, "rol", "destroy", by=row["by"], old=gone)
                        self.drop("rollen", gone)
                if form == "passed on":
                    unit = self.role(case, moment, by=row["by"], department=row["naar_afdeling"])
                named = row["naar_medewerker"]
                handler = self.role(case, moment, by=row["by"], official=named) if named else None
            elif form == "notitie":
                self.lists["zaaknotities"].append({
                    "url": f"{ZAKEN}/zaaknotities/{self.new(NOTE)}", "onderwerp": "Notitie", "tekst": "Tekst", "aangemaaktDoor": who, "notitieType": "intern", "status": "definitief",
                    "aanmaakdatum": moment, "wijzigingsdatum": moment, "gerelateerdAan": case["url"],
                })  # fmt: skip
            elif form in ("status", "close", "decision", "opschorting", "hervatting"):
                by = person(row)
                if form == "decision" and result:
                    self.audit(case, moment, "resultaat", "destroy", by=who, old=result)
                    self.drop("resultaten", result)
                    result = None
                if not result and form in ("decision", "close"):
                    result = self.result(case, row, row["uitkomst"] if form == "decision" else row["uitkomst"] or "Afgehandeld")
                if form in ("opschorting", "hervatting"):
                    on, off = ({**case, "einddatum": None, "opschorting": {"indicatie": one, "eerdereOpschorting": not one, "reden": ""}} for one in (True, False))
                    old, new = (off, on) if form == "opschorting" else (on, off)
                    self.audit(case, moment, "zaak", "partial_update", by=who, old=old, new=new)
                if form == "hervatting" and row["know"] == row["afdeling"]:
                    continue  # what the case itself shows is all
                setter = advice("firm", "12345") if row["richting"] == "partner" else by if row["know"] == row["afdeling"] else advice("department", row["afdeling"] or NOT_KNOWN)
                self.status(case, row, setter, ends=form == "close", last=row is rows[-1])
            else:
                self.contact(row)

    def status(self, case: Body, row: Row, by: Body | None, *, ends: bool, last: bool) -> None:
        """This sets a status: by an official, or for a department by an account, or by somebody from outside."""
        words = {"opschorting": "Opgeschort", "hervatting": "Hervat"}.get(row["form"], row["activiteit"])
        number = self.new(STATUS)
        made = {
            "url": f"{ZAKEN}/statussen/{number}", "uuid": number, "zaak": case["url"], "statustype": self.status_type(words, ends=ends), "datumStatusGezet": utc(row),
            "statustoelichting": "", "indicatieLaatstGezetteStatus": last, "gezetdoor": by["url"] if by else None, "zaakinformatieobjecten": [],
        }  # fmt: skip
        self.lists["statussen"].append(made)
        self.audit(case, utc(row), "status", "create", by=row["medewerker"], new=made)

    def result(self, case: Body, row: Row, words: str) -> Body:
        number = self.new(RESULT)
        made = {"url": f"{ZAKEN}/resultaten/{number}", "uuid": number, "zaak": case["url"], "resultaattype": self.result_type(words), "toelichting": ""}
        self.lists["resultaten"].append(made)
        self.audit(case, utc(row), "resultaat", "create", by=row["medewerker"], new=made)
        return made

    # --- Open Klant, ITA and KISS ---

    def link(self, collection: str, number: str) -> Body:
        return {"uuid": number, "url": f"{KLANT}/{collection}/{number}"}

    def actor(self, sort: str, code: str) -> Body:
        if (sort, code) not in self.actors:
            kind, about = {
                "medewerker": ("mdw", {"functie": "", "emailadres": address(code), "telefoonnummer": ""}),
                "organisatorische_eenheid": ("afd", {"omschrijving": "", "emailadres": "", "faxnummer": "", "telefoonnummer": ""}),
                "geautomatiseerde_actor": ("app", {"functie": "", "omschrijving": ""}),
            }[sort]
            self.actors[sort, code] = self.link("actoren", self.new(ACTOR)) | {
                "naam": "Voorbeeld" if sort == "medewerker" else code, "soortActor": sort, "indicatieActief": True,
                "actoridentificator": {"objectId": address(code) if sort == "medewerker" else code, "codeObjecttype": kind, "codeRegister": "msei" if kind == "mdw" else "obj",
                                       "codeSoortObjectId": "email" if kind == "mdw" else "idf"}, "actorIdentificatie": about,
            }  # fmt: skip
            self.lists["actoren"].append(self.actors[sort, code])
        return self.actors[sort, code]

    def contact(self, row: Row) -> None:
        form = row["form"]
        if form in ("contact", "message", "conversation"):
            self.contact_of[id(row)] = self.klantcontact(row)
        elif form == "task":
            contact: Row = row["contact"]  # type: ignore[assignment]
            number = self.new(TASK)
            actors = [self.actor("organisatorische_eenheid", row["naar_afdeling"])] + ([self.actor("medewerker", row["naar_medewerker"])] if row["naar_medewerker"] else [])
            links = [self.link("actoren", one["uuid"]) for one in actors]
            task = self.link("internetaken", number) | {
                "nummer": f"{self.numbers[TASK]:010d}", "referentienummer": f"{self.numbers[TASK]:010d}", "gevraagdeHandeling": "Contact opnemen met betrokkene",
                "aanleidinggevendKlantcontact": self.link("klantcontacten", self.contact_of[id(contact)]), "toegewezenAanActor": links[0], "toegewezenAanActoren": links,
                "toelichting": "", "status": "te_verwerken", "toegewezenOp": local(row), "afgehandeldOp": None,
            }  # fmt: skip
            self.lists["internetaken"].append(task)
            self.task_of[id(row)] = task
        elif form == "called back":
            task = self.task_of[id(row["task"])]
            about = [{"codeRegister": "openklant", "codeObjecttype": "klantcontact", "codeSoortObjectId": "uuid", "objectId": self.klantcontact(row)}]
            task |= {"status": "verwerkt", "afgehandeldOp": local(row)}
            who = row["medewerker"]
            for sort, words, link in (("klantcontact", "contact gehad", about), ("verwerkt", "afgerond", [])):
                self.book(task["uuid"])["record"]["data"]["activiteiten"].append({
                    "datum": local(row), "type": sort, "omschrijving": words, "notitie": "",
                    "actor": {"naam": "Voorbeeld", "actoridentificator": {"codeRegister": "msei", "codeObjecttype": "mdw", "codeSoortObjectId": "email", "objectId": address(who) if who else ""}},
                    "heeftBetrekkingOp": link,
                })  # fmt: skip
        else:
            raise ValueError(form)

    def book(self, task: str) -> Body:
        if task not in self.books:
            number = self.new(OBJECT)
            about = {"codeRegister": "openklant", "codeObjecttype": "internetaak", "codeSoortObjectId": "uuid", "objectId": task}
            self.books[task] = {
                "url": f"https://objecten.example.nl/api/v2/objects/{number}", "uuid": number, "type": "https://objecttypen.example.nl/api/v2/objecttypes/logboek",
                "record": {"index": 1, "typeVersion": 1, "data": {"heeftBetrekkingOp": about, "activiteiten": []}, "startAt": "2026-01-01"},
            }  # fmt: skip
            self.lists["logboek"].append(self.books[task])
        return self.books[task]

    def klantcontact(self, row: Row) -> str:
        number = row["zaaknummer"] if row["form"] == "conversation" else self.new(CONTACT)
        me = self.link("klantcontacten", number)
        actors = [self.actor("medewerker", row["medewerker"])] if row["medewerker"] else []
        actors += [self.actor("geautomatiseerde_actor", "Berichten")] if row["form"] == "message" else []
        actors += [self.actor("organisatorische_eenheid", row["afdeling"] or NOT_KNOWN)]
        involved = self.link("betrokkenen", self.new(INVOLVED))
        by_resident = row["richting"] == "inwoner" or row["form"] in ("conversation",)
        subject = {"klacht": "Klacht", "bezwaar": "Bezwaar"}.get(row["soort"], row["onderwerp"])
        party = self.party(row["inwoner"]) if row["inwoner"] else None
        self.lists["betrokkenen"].append(involved | {
            "wasPartij": party, "hadKlantcontact": me, "digitaleAdressen": [], "bezoekadres": None, "correspondentieadres": None,
            "contactnaam": {"voorletters": "", "voornaam": "", "voorvoegselAchternaam": "", "achternaam": "Voorbeeld"}, "volledigeNaam": "Voorbeeld", "rol": "klant",
            "organisatienaam": "", "initiator": by_resident,
        })  # fmt: skip
        subjects = []
        if row["system"] != "klant":
            link = self.link("onderwerpobjecten", self.new(SUBJECT))
            about = {"codeObjecttype": "zgw-Zaak", "codeRegister": "openzaak", "codeSoortObjectId": "uuid"}
            about["objectId"] = self.case_of.get(row["zaaknummer"], "")
            if row["system"] == "signalen":
                about |= {"codeObjecttype": "melding", "codeRegister": "signalen", "objectId": uuid(30, int(row["zaaknummer"]))}
            self.lists["onderwerpobjecten"].append(link | {"klantcontact": me, "wasKlantcontact": None, "onderwerpobjectidentificator": about})
            subjects.append(link)
        self.lists["klantcontacten"].append(me | {
            "gingOverOnderwerpobjecten": subjects, "hadBetrokkenActoren": actors, "omvatteBijlagen": [], "hadBetrokkenen": [involved], "leiddeTotInterneTaken": [],
            "nummer": f"{len(self.lists['klantcontacten']) + 1:010d}", "referentienummer": f"{len(self.lists['klantcontacten']) + 1:010d}", "kanaal": row["kanaal"] or "telefoon",
            "onderwerp": subject, "inhoud": "", "reactie": "", "indicatieContactGelukt": True, "hoofdOnderwerpType": "", "verdereActieOndernomen": False, "taal": "nld",
            "vertrouwelijk": False, "plaatsgevondenOp": local(row), "metadata": {},
        })  # fmt: skip
        return number

    def party(self, bsn: str) -> Body:
        if bsn not in self.parties:
            self.parties[bsn] = self.new(PARTY)
            number = {"codeObjecttype": "natuurlijk_persoon", "codeSoortObjectId": "bsn", "objectId": bsn, "codeRegister": "brp"}
            self.lists["partij-identificatoren"].append(self.link("partij-identificatoren", self.new(NUMBER)) | {
                "identificeerdePartij": self.link("partijen", self.parties[bsn]), "anderePartijIdentificator": "", "partijIdentificator": number, "subIdentificatorVan": None,
            })  # fmt: skip
        return self.link("partijen", self.parties[bsn])

    def conversation(self, rows: list[Row]) -> None:
        contact, close = rows
        self.contact(contact)
        result = "Doorverwezen" if close["uitkomst"] == "doorverwezen" else "Zelfstandig afgehandeld"
        began = min(datetime.fromisoformat(contact["started"]), datetime.fromisoformat(contact["at"]) - timedelta(seconds=30))
        self.lists["contactmomentendetails"].append({
            "id": contact["zaaknummer"], "startdatum": began.replace(tzinfo=AMSTERDAM).isoformat(), "einddatum": local(contact), "emailadresKcm": address(contact["medewerker"]),
            "gespreksresultaat": result, "vraag": contact["onderwerp"], "specifiekeVraag": "", "verantwoordelijkeAfdeling": "", "bronnen": [],
        })  # fmt: skip

    # --- Signalen ---

    def report(self, rows: list[Row]) -> None:
        number = rows[0]["zaaknummer"]
        for at, row in enumerate(rows):
            form, key, when, who = row["form"], f"{number}{at:03d}", utc(row), address(row["medewerker"]) if row["medewerker"] else "Signalen systeem"
            to = row["naar_medewerker"]
            if form in ("contact", "message"):
                self.contact(row)
                continue
            if form == "report":
                if row["inwoner"]:
                    self.klantcontact(row)
                source = {"telefoon": "Telefoon – Klantcontactcentrum", "web": "online", "e-mail": "E-mail", "balie": "Balie", "brief": "Brief"}[row["kanaal"]]
                self.tables["signals"].append([number, uuid(30, int(number)), source, "Tekst", "", when, "", when, when, "", "", "", "", "", key, "", "", "", "normal", when, "", "SIG", when, ""])
                self.tables["categories"].append([key, "Openbare ruimte", row["onderwerp"], row["afdeling"] or NOT_KNOWN, when, when, "", number, "", ""])
                what, action = "UPDATE_STATUS", "Status gewijzigd naar: Gemeld"
                self.tables["statuses"].append([key, "", who if row["medewerker"] else "", "", "Gemeld", "f", when, when, "", number, "m"])
            elif form == "state":
                state, words = ("o", "Afgehandeld") if row["soort"] == "afsluiting" else ("ingepland", "Ingepland") if "ingepland" in row["activiteit"] else ("b", "In behandeling")
                what, action = "UPDATE_STATUS", f"Status gewijzigd naar: {words}"
                self.tables["statuses"].append([key, "", who if row["medewerker"] else "", "", words, "f", when, when, "", number, state])
            elif form == "routing":
                what, action = "UPDATE_ROUTING_ASSIGNMENT", f"Routering: afdeling/afdelingen gewijzigd naar: {row['naar_afdeling']}"
            else:
                what, action = "CREATE_NOTE", "Notitie toegevoegd:"
            line = {"when": local(row), "description": "", "who": who, "_signal": int(number)}
            self.histories[number].insert(0, {"identifier": f"{what}_{key}", "what": what, "action": action, **line})
            if form == "routing" and to:
                what, action = "UPDATE_USER_ASSIGNMENT", f"Melding toewijzing gewijzigd naar: {address(to)}"
                self.histories[number].insert(0, {"identifier": f"{what}_{key}", "what": what, "action": action, **line})

    def objects(self) -> Iterator[tuple[str, Body]]:
        """This gives every object with the list that it stands in."""
        for name, some in self.lists.items():
            yield from ((name, one) for one in some)


def address(official: str) -> str:
    return f"{official}@gemeente.example.nl"


HEADERS = {
    "signals": "id,signal_uuid,source,text,text_extra,incident_date_start,incident_date_end,created_at,updated_at,operational_date,expire_date,image,upload,extra_properties,"
    "category_assignment_id,location_id,reporter_id,status_id,priority,priority_created_at,parent,type,type_created_at,directing_departments_assignment_id",
    "statuses": "id,text,user,target_api,state_display,extern,created_at,updated_at,extra_properties,_signal_id,state",
    "categories": "id,main,sub,departments,created_at,updated_at,extra_properties,_signal_id,deadline,deadline_factor_3",
}  # fmt: skip


def systems_of(held: Held) -> Systems:
    """This stores what is held in the objects of the systems."""
    systems = Systems(held)
    for code, department in sorted(held.home.items()):
        number = systems.new(OBJECT)
        data = {"identificatie": code, "voornaam": "", "achternaam": "Voorbeeld", "afdelingen": [{"afdelingnaam": department}], "groepen": [], "emails": [{"naam": "werk", "email": address(code)}]}
        systems.lists["medewerkers"].append({"url": f"https://objecten.example.nl/api/v2/objects/{number}", "uuid": number, "record": {"index": 1, "typeVersion": 1, "data": data, "startAt": "2026-01-01"}})
    cases: dict[str, list[Row]] = defaultdict(list)
    for row in held.rows:
        cases[row["zaaknummer"]].append(row)
    for rows in cases.values():
        rows.sort(key=lambda row: row["at"])
        {"zaak": systems.case, "klant": systems.conversation, "signalen": systems.report}[rows[0]["system"]](rows)
    return systems


def write_systems(held: Held, folder: Path) -> Systems:
    """This writes the systems' pages, objects, tables and histories to a folder."""
    folder.mkdir(parents=True)
    systems = systems_of(held)
    for name, objects in systems.lists.items():
        for page, at in enumerate(range(0, len(objects), PAGE), start=1):
            some = objects[at : at + PAGE]
            content: Any = some if name == "audittrail" else {"count": len(objects), "next": None, "previous": None, "results": some}
            (folder / f"{name}-{page:03d}.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "signalen").mkdir()
    for name, rows in systems.tables.items():
        with (folder / "signalen" / f"031500UTC_{name}.csv").open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([HEADERS[name].split(","), *rows])
    for number, history in systems.histories.items():
        (folder / "signalen" / f"history-{number}.json").write_text(json.dumps(history), encoding="utf-8")
    return systems
