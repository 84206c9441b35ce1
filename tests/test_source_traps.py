"""Traps of municipal systems that are of more than one kind of object: who acted for whom, one act in several objects, notices, links.

docs/sources.md lists every trap with the test that holds it; the last test here keeps that list true. Expected rows were drawn by hand.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from municipal import KEPT, KLANT, ZRC, ZTC, audit, csv_of, events, folder_of, remarks, rol, status, statustype, taken, uuid, zaak, zaaktype

from journeys.settings import KindSettings, Settings
from journeys.sources.asked_as import kind_of_case_type, kind_of_subject
from journeys.sources.signalen import STATES

TESTS = Path(__file__).parent
TYPES = [zaaktype(9001, "B1026", "Hulp bij huishouden"), statustype(9101, "In behandeling"), statustype(9102, "Besluit genomen"), statustype(9103, "Aanvullende gegevens gevraagd")]
CASE = f"{ZRC}/zaken/{uuid(1)}"
STAFF = [{"identificatie": code, "achternaam": "Voorbeeld", "afdelingen": [{"afdelingnaam": unit}], "emails": [{"email": f"{code}@x.nl"}]} for code, unit in (("kcm", "KCC"), ("anna", "Zorg"), ("bob", "Werk"))]


def adviser(role: dict[str, Any]) -> dict[str, Any]:
    return role | {"omschrijvingGeneriek": "adviseur"}


def outcome(number: int, words: str, at: str, by: str = "anna") -> list[dict[str, Any]]:
    made = {"url": f"{ZRC}/resultaten/{uuid(number)}", "uuid": uuid(number), "zaak": CASE, "resultaattype": f"{ZTC}/resultaattypen/{uuid(9201)}"}
    return [made, {"url": f"{ZTC}/resultaattypen/{uuid(9201)}", "omschrijving": words}, audit(900 + number, 1, at, "resultaat", "create", new=made, by=by)]


# --- Who acted, and for whom ------------------------------------------------------------------------------------------------------------------


def test_a_status_set_for_a_department_has_that_department_and_the_account_that_set_it(tmp_path: Path) -> None:
    anna, unit = adviser(rol(201, 1, "2026-01-12T13:00:00Z", official="anna")), adviser(rol(202, 1, "2026-01-12T13:00:00Z", department="Werk"))
    state = status(301, 1, 9101, "2026-01-14T09:00:00Z", by=202)
    place = folder_of(tmp_path, zaken=[zaak(1, "2026-01-12")], rollen=[rol(203, 1, "2026-01-12T13:00:00Z", department="Zorg"), anna, unit], statussen=[state], types=TYPES,
                      audittrail=[audit(1, 1, "2026-01-14T09:00:00Z", "status", "create", new=state, by="anna")])  # fmt: skip
    assert events(taken(place), "activity", "official", "department")[-1] == ("In behandeling", "anna", "Werk")


@pytest.mark.parametrize(("generic", "by"), [("adviseur", "partner"), ("initiator", "resident"), ("belanghebbende", "resident")])
def test_a_status_set_by_somebody_from_outside_is_the_residents_or_a_partners(tmp_path: Path, generic: str, by: str) -> None:
    firm = rol(201, 1, "2026-01-12T13:00:00Z", kvk="12345678") | {"omschrijvingGeneriek": generic}
    place = folder_of(tmp_path, zaken=[zaak(1, "2026-01-12")], rollen=[firm], statussen=[status(301, 1, 9101, "2026-01-14T09:00:00Z", by=201)], types=TYPES)
    assert events(taken(place), "activity", "by", "official", "department")[-1] == ("In behandeling", by, None, None)


def test_who_takes_a_case_that_nobody_had_and_gives_it_away_in_one_go_passed_it_on(tmp_path: Path) -> None:
    anna, bob, unit = (rol(200 + at, 1, "2026-01-13T08:00:00Z", **one) for at, one in enumerate(({"official": "anna"}, {"official": "bob"}, {"department": "Zorg"})))
    trail = [
        audit(1, 1, "2026-01-12T13:00:00Z", "rol", "create", new=unit), audit(2, 1, "2026-01-13T08:00:00Z", "rol", "create", new=anna, by="anna"),
        audit(3, 1, "2026-01-13T08:00:00Z", "rol", "destroy", old=anna, by="anna"), audit(4, 1, "2026-01-13T08:00:00Z", "rol", "create", new=bob, by="anna"),
    ]  # fmt: skip
    place = folder_of(tmp_path, zaken=[zaak(1, "2026-01-12")], rollen=[unit, bob], types=TYPES, audittrail=trail)
    assert events(taken(place), "activity", "kind", "official", "department", "to_official")[-1] == ("Overgedragen aan collega", "transfer", "anna", "Zorg", "bob")


@pytest.mark.parametrize(("by", "told"), [("kcm", ["Toegewezen aan afdeling", "Overgedragen aan andere afdeling"]), ("anna", ["Toegewezen aan afdeling"])])
def test_a_department_that_is_named_anew_by_another_one_gets_the_case_once_more(tmp_path: Path, by: str, told: list[str]) -> None:
    unit, again = (rol(200 + at, 1, "2026-01-13T08:00:00Z", department="Zorg") for at in range(2))
    trail = [
        audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=unit), audit(2, 1, "2026-03-13T08:00:00Z", "rol", "destroy", old=unit, by=by),
        audit(3, 1, "2026-03-13T08:00:00Z", "rol", "create", new=again, by=by),
    ]  # fmt: skip
    place = folder_of(tmp_path, zaken=[zaak(1, "2026-01-12")], rollen=[again, adviser(rol(209, 1, "2026-01-12T13:00:00Z", official=by))], types=[*TYPES, *STAFF], audittrail=trail)
    assert [activity for (activity,) in events(taken(place), "activity")][1:] == told


# --- One act in several objects ---------------------------------------------------------------------------------------------------------------


def test_a_status_that_decides_and_the_result_of_that_moment_are_one_decision(tmp_path: Path) -> None:
    place = folder_of(tmp_path, zaken=[zaak(1, "2026-01-12")], statussen=[status(301, 1, 9102, "2026-02-02T09:00:00Z")], types=TYPES, resultaat=outcome(401, "Toegekend", "2026-02-02T09:00:03Z"))
    assert events(taken(place), "activity", "kind", "outcome")[1:] == [("Besluit genomen", "decision", "granted")]


def test_a_status_that_decides_and_the_decision_of_that_day_are_one_and_sending_it_is_another(tmp_path: Path) -> None:
    decision = {"url": f"{ZRC.replace('zaken/api', 'besluiten/api')}/besluiten/{uuid(501)}", "zaak": CASE, "besluittype": f"{ZTC}/besluittypen/{uuid(9301)}", "datum": "2026-02-02", "verzenddatum": "2026-02-04"}
    place = folder_of(tmp_path, zaken=[zaak(1, "2026-01-12")], statussen=[status(301, 1, 9102, "2026-02-02T09:00:00Z")], types=TYPES, besluiten=[decision])
    assert events(taken(place), "activity", "kind")[1:] == [("Besluit genomen", "decision"), ("Besluit verzonden", "outreach")]


def test_a_status_that_suspends_and_the_suspension_of_that_moment_are_one(tmp_path: Path) -> None:
    before, after = ({**zaak(1, "2026-01-12"), "opschorting": {"indicatie": on, "reden": "x"}} for on in (False, True))
    trail = [audit(1, 1, "2026-01-15T09:00:02Z", "zaak", "update", old=before, new=after), audit(2, 1, "2026-01-22T09:00:00Z", "zaak", "update", old=after, new=before)]
    place = folder_of(tmp_path, zaken=[after], statussen=[status(301, 1, 9103, "2026-01-15T09:00:00Z")], types=TYPES, audittrail=trail)
    assert events(taken(place), "activity", "kind")[1:] == [("Aanvullende gegevens gevraagd", "suspend"), ("Hervat", "resume")]


def test_looking_at_objects_and_calls_that_were_refused_change_nothing(tmp_path: Path) -> None:
    anna = rol(201, 1, "2026-01-13T08:00:00Z", official="anna")
    trail = [audit(1, 1, "2026-01-13T08:00:00Z", "rol", "retrieve", new=anna), audit(2, 1, "2026-01-13T09:00:00Z", "rol", "list", new=anna),
             audit(3, 1, "2026-01-13T10:00:00Z", "rol", "create", new=anna) | {"resultaat": 403}]  # fmt: skip
    assert events(taken(folder_of(tmp_path, zaken=[zaak(1, "2026-01-12")], types=TYPES, audittrail=trail)), "activity") == [("Zaak geregistreerd",)]


# --- How a question came in -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "does", "kind"),
    [
        ("Bezwaarschrift behandelen", None, "objection"), ("Bezwaar en beroep WOZ", None, "objection"), ("Verklaring van geen bezwaar", None, "request"),
        ("Behandelen klacht", None, "complaint"), ("Klachtafhandeling", None, "complaint"), ("Klachten openbare ruimte", None, "request"), ("Klacht over afval", None, "request"),
        ("Algemene informatie", "vragen", "contact"), ("Parkeervergunning", "aanvragen", "request"), ("Heroverweging", "Bezwaar maken", "objection"), ("Vraagbaak", None, "request"),
    ],
)  # fmt: skip
def test_a_case_type_says_what_its_cases_come_in_as(words: str, does: str | None, kind: str) -> None:
    assert kind_of_case_type(words, does, kinds=KindSettings()) == kind


def test_an_objection_is_a_case_of_its_own_with_the_resident_and_the_channel_and_linked_to_what_it_is_against(tmp_path: Path) -> None:
    types = [*TYPES, zaaktype(9002, "B1", "Bezwaar"), zaaktype(9003, "B2", "Iets bijzonders")]
    against = zaak(2, "2026-02-20", zaaktype=f"{ZTC}/zaaktypen/{uuid(9002)}", communicatiekanaalNaam="brief", relevanteAndereZaken=[{"url": CASE, "aardRelatie": "vervolg"}])
    special = zaak(3, "2026-02-21", zaaktype=f"{ZTC}/zaaktypen/{uuid(9003)}")
    place = folder_of(tmp_path, zaken=[zaak(1, "2026-01-12"), against, special], rollen=[rol(200, 1, "2026-01-12T13:00:00Z", bsn="999993653")], types=types)
    settings = Settings(privacy=KEPT.privacy, kinds=KindSettings(activities={"Iets bijzonders": "complaint"}))
    assert events(taken(place, settings=settings), "case", "resident", "activity", "kind", "by", "channel", "related") == [
        ("ZAAK-1", "999993653", "Zaak geregistreerd", "request", "resident", None, None),
        ("ZAAK-2", "999993653", "Bezwaar ontvangen", "objection", "resident", "letter", "ZAAK-1"),
        ("ZAAK-3", "-ZAAK-3", "Klacht ontvangen", "complaint", "resident", None, None),  # as the settings say
    ]


def test_only_a_case_that_follows_another_has_its_resident_and_that_link_goes_first(tmp_path: Path) -> None:
    others = [{"url": f"{ZRC}/zaken/{uuid(2)}", "aardRelatie": "onderwerp"}, {"url": CASE, "aardRelatie": "vervolg"}]
    cases = [zaak(1, "2026-01-12"), zaak(2, "2026-01-13"), zaak(3, "2026-02-13", relevanteAndereZaken=others), zaak(4, "2026-02-14", relevanteAndereZaken=others[:1])]
    roles = [rol(201, 1, "2026-01-12T13:00:00Z", bsn="999993653"), rol(202, 2, "2026-01-12T13:00:00Z", bsn="123456782")]
    assert events(taken(folder_of(tmp_path, zaken=cases, rollen=roles)), "case", "resident", "related")[2:] == [("ZAAK-3", "999993653", "ZAAK-1"), ("ZAAK-4", "-ZAAK-4", "ZAAK-2")]


@pytest.mark.parametrize(("subject", "kind"), [("Klacht", "complaint"), ("Klacht indienen (over bejegening)", "complaint"), ("Bezwaarschrift", "objection"), ("Vraag over bezwaar", "contact"), ("Klacht over afval", "contact"), (None, "contact")])
def test_only_a_subject_that_is_no_more_than_a_complaint_or_an_objection_makes_a_contact_one(subject: str | None, kind: str) -> None:
    assert kind_of_subject(subject) == kind


def test_a_very_confidential_case_is_read_and_counted(tmp_path: Path) -> None:
    connection = taken(folder_of(tmp_path, zaken=[zaak(1, "2026-01-12", vertrouwelijkheidaanduiding="zeer_geheim"), zaak(2, "2026-01-12", vertrouwelijkheidaanduiding="openbaar")]))
    assert (len(events(connection, "case")), remarks(connection)["very_confidential"]) == (2, 1)


# --- Other sources of Open Zaak ---------------------------------------------------------------------------------------------------------------

LOG = [
    {"event": "zaak_created", "uuid": uuid(1), "zaak_uuid": uuid(1), "timestamp": "2026-01-12T09:00:00Z", "level": "info"}, {"event": "request_finished", "timestamp": "2026-01-12T09:00:01Z"},
    {"event": "zaak_opgeschort", "zaak_uuid": uuid(1), "timestamp": "2026-01-20T09:00:00Z"}, {"event": "rol_deleted", "uuid": uuid(7), "zaak_uuid": uuid(1), "timestamp": "2026-01-21T09:00:00Z"},
    {"event": "zaak_verlengd", "zaak_uuid": uuid(1), "timestamp": "2026-01-22T09:00:00Z"}, {"event": "zaak_afgesloten", "zaak_uuid": uuid(1), "timestamp": "2026-02-02T15:00:00Z"},
]  # fmt: skip


def cloud(number: int, sort: str, at: str) -> dict[str, Any]:
    return {"specversion": "1.0", "type": f"nl.overheid.zaken.zaak-{sort}", "source": "urn:nld:oin:1:zaken", "subject": uuid(1), "id": str(number), "time": at, "dataref": f"/zaken/{uuid(1)}", "data": {}}


CLOUD = [cloud(1, "geregistreerd", "2026-01-12T09:00:00Z"), cloud(2, "geopend", "2026-01-13T09:00:00Z"), cloud(3, "opgeschort", "2026-01-20T09:00:00Z"), cloud(4, "gemuteerd", "2026-01-21T09:00:00Z"),
         cloud(5, "verlengd", "2026-01-22T09:00:00Z"), cloud(6, "afgesloten", "2026-02-02T15:00:00Z")]  # fmt: skip
OF_NOTICES = [("12-01 09:00", "Zaak geregistreerd", "request"), ("20-01 09:00", "Opgeschort", "suspend"), ("22-01 09:00", "Termijn verlengd", "work"), ("02-02 15:00", "Zaak afgesloten", "close")]


def noticed(place: Path, *notices: dict[str, Any], **more: Any) -> Path:
    folder_of(place, zaken=[zaak(1, "2026-01-12", einddatum="2026-02-02", opschorting={"indicatie": True}, **more)], types=TYPES)
    (place / "berichten.jsonl").write_text("\n".join(json.dumps(one) for one in notices), encoding="utf-8")
    return place


@pytest.mark.parametrize("notices", [LOG, CLOUD, LOG + CLOUD], ids=["log", "cloudevents", "both"])
def test_lines_of_the_log_and_cloud_events_give_the_moments_that_a_case_itself_does_not_know(tmp_path: Path, notices: list[dict[str, Any]]) -> None:
    connection = taken(noticed(tmp_path, *notices))
    assert events(connection, "moment", "activity", "kind") == [("12-01 09:00", "Zaak geregistreerd", "request"), *OF_NOTICES[1:]]
    assert "suspended_without_moment" not in remarks(connection)


def test_notices_are_no_audit_trail_so_handovers_stay_unknown_and_a_deleted_role_is_said_to_be_unseen(tmp_path: Path) -> None:
    role = {"kanaal": "zaken", "hoofdObject": CASE, "resource": "rol", "resourceUrl": f"{ZRC}/rollen/{uuid(7)}", "actie": "destroy", "aanmaakdatum": "2026-01-21T09:00:00Z", "kenmerken": {"zaaktype": "x"}}
    made = role | {"resource": "zaak", "resourceUrl": CASE, "actie": "create", "aanmaakdatum": "2026-01-12T09:00:00Z"}
    connection = taken(noticed(tmp_path, role, made))
    assert {ours for ours, *_ in connection.execute("from incomplete").fetchall()} == {"official", "to_official", "department", "to_department"}
    assert (remarks(connection)["roles_changed_unseen"], remarks(connection)["cases_without_audit_trail"]) == (1, 1)
    assert events(connection, "moment", "activity")[0] == ("12-01 09:00", "Zaak geregistreerd")


def test_where_an_audit_trail_is_notices_add_nothing(tmp_path: Path) -> None:
    before, after = ({**zaak(1, "2026-01-12"), "opschorting": {"indicatie": on}} for on in (False, True))
    place = noticed(tmp_path, *LOG)
    folder_of(place, audittrail=[audit(1, 1, "2026-01-20T09:00:05Z", "zaak", "update", old=before, new=after)])
    assert [activity for (activity,) in events(taken(place), "activity")] == ["Zaak geregistreerd", "Opgeschort", "Zaak afgesloten"]


def test_a_case_that_its_resident_looked_at_was_not_opened_again(tmp_path: Path) -> None:
    place = folder_of(tmp_path, zaken=[zaak(1, "2026-01-12", einddatum="2026-02-02", laatstGeopend="2026-03-01T09:00:00Z")])
    assert events(taken(place), "kind") == [("request",), ("close",)]


def test_a_substatus_is_told_without_a_word_of_what_stands_in_it(tmp_path: Path) -> None:
    def sub(number: int, group: str) -> dict[str, Any]:
        return {"url": f"{ZRC}/substatussen/{uuid(number)}", "uuid": uuid(number), "zaak": CASE, "status": None, "omschrijving": "Mevrouw de Wit gebeld", "tijdstip": f"2026-01-{number}T09:00:00Z", "doelgroep": group}

    place = folder_of(tmp_path, zaken=[zaak(1, "2026-01-12")], rollen=[rol(201, 1, "2026-01-12T13:00:00Z", department="Zorg")], substatussen=[sub(13, "betrokkenen"), sub(14, "intern")])
    assert events(taken(place), "activity", "kind", "department")[-2:] == [("Tussenstatus voor de inwoner", "other", "Zorg"), ("Interne tussenstatus", "other", "Zorg")]


def test_the_contacts_that_stood_in_the_cases_api_itself_are_read(tmp_path: Path) -> None:
    old = {"url": f"{ZRC}/klantcontacten/{uuid(61)}", "uuid": uuid(61), "zaak": CASE, "datumtijd": "2026-01-14T09:00:00Z", "kanaal": "telefoon", "onderwerp": "x", "toelichting": "Mevrouw de Wit"}
    assert events(taken(folder_of(tmp_path, zaken=[zaak(1, "2026-01-12")], contacten=[old])), "case", "kind", "channel")[-1] == ("ZAAK-1", "contact", "phone")


# --- Open Klant and ITA -----------------------------------------------------------------------------------------------------------------------


def link(collection: str, number: int) -> dict[str, str]:
    return {"uuid": uuid(number), "url": f"{KLANT}/{collection}/{uuid(number)}"}


def contact(number: int, at: str, about: dict[str, str] | None = None, *, party: int | None = None, initiator: bool = True, actors: tuple[int, ...] = (), subject: str = "Vraag") -> list[dict[str, Any]]:
    found = [
        link("klantcontacten", number) | {"kanaal": "telefoon", "onderwerp": subject, "indicatieContactGelukt": True, "plaatsgevondenOp": at, "hadBetrokkenActoren": [link("actoren", one) for one in actors]},
        link("betrokkenen", number + 1000) | {"hadKlantcontact": link("klantcontacten", number), "wasPartij": link("partijen", party) if party else None, "rol": "klant", "initiator": initiator},
    ]  # fmt: skip
    return found + ([link("onderwerpobjecten", number + 2000) | {"klantcontact": link("klantcontacten", number), "onderwerpobjectidentificator": about}] if about else [])


def party(number: int, bsn: str) -> dict[str, Any]:
    return link("partij-identificatoren", number + 3000) | {"identificeerdePartij": link("partijen", number), "partijIdentificator": {"codeSoortObjectId": "bsn", "objectId": bsn}}


def test_calling_back_and_ticking_off_the_task_of_a_case_is_one_act_but_a_contact_of_its_own_is_closed(tmp_path: Path) -> None:
    def book(at: str) -> dict[str, Any]:
        who = {"naam": "x", "actoridentificator": {"objectId": "anna@x.nl", "codeObjecttype": "mdw"}}
        acts = [{"datum": "2026-01-14T10:00:00+01:00", "type": "klantcontact", "omschrijving": "contact gehad", "actor": who, "heeftBetrekkingOp": []}, {"datum": at, "type": "verwerkt", "omschrijving": "afgerond", "actor": who, "heeftBetrekkingOp": []}]
        return {"url": f"https://o.nl/objects/{uuid(80)}", "uuid": uuid(80), "record": {"data": {"heeftBetrekkingOp": {"objectId": uuid(70)}, "activiteiten": acts}}}

    task = link("internetaken", 70) | {"aanleidinggevendKlantcontact": link("klantcontacten", 50), "status": "verwerkt", "toegewezenOp": "2026-01-13T09:00:05+01:00", "afgehandeldOp": None}
    case = {"objectId": uuid(1), "codeObjecttype": "zgw-Zaak", "codeRegister": "openzaak"}
    told = {}
    for name, about, at in (("case", case, "2026-01-14T10:00:04+01:00"), ("later", case, "2026-01-14T12:00:00+01:00"), ("own", None, "2026-01-14T10:00:04+01:00")):
        place = folder_of(tmp_path / name, klant=[*contact(50, "2026-01-13T09:00:00+01:00", about), task, book(at)], staff=STAFF)
        told[name] = [kind for (kind,) in events(taken(place), "kind")]
    assert told == {"case": ["contact", "callback_request", "outreach"], "later": ["contact", "callback_request", "outreach", "work"], "own": ["contact", "callback_request", "outreach", "close"]}


def test_an_official_of_one_department_acts_on_a_task_for_that_one_whoever_has_the_task(tmp_path: Path) -> None:
    task = link("internetaken", 70) | {"aanleidinggevendKlantcontact": link("klantcontacten", 50), "toegewezenAanActoren": [link("actoren", 91)], "status": "te_verwerken", "toegewezenOp": "2026-01-13T09:00:05+01:00", "afgehandeldOp": None}
    unit = link("actoren", 91) | {"naam": "Werk", "soortActor": "organisatorische_eenheid", "actoridentificator": {"objectId": "W", "codeObjecttype": "afd"}}
    note = {"datum": "2026-01-14T10:00:00+01:00", "type": "interne-notitie", "omschrijving": "x", "actor": {"actoridentificator": {"objectId": "kcm@x.nl"}}, "heeftBetrekkingOp": []}
    book = {"url": f"https://o.nl/objects/{uuid(80)}", "uuid": uuid(80), "record": {"data": {"heeftBetrekkingOp": {"objectId": uuid(70)}, "activiteiten": [note]}}}
    place = folder_of(tmp_path, klant=[*contact(50, "2026-01-13T09:00:00+01:00"), task, unit, book], staff=STAFF)
    assert events(taken(place), "activity", "official", "department")[-1] == ("Interne notitie", "kcm", "KCC")


# --- Signalen ---------------------------------------------------------------------------------------------------------------------------------

REPORT = {"objectId": uuid(5001), "codeObjecttype": "melding", "codeRegister": "signalen", "codeSoortObjectId": "uuid"}


def signalen(place: Path, *acts: tuple[str, str, str, str], source: str = "Telefoon – KCC", user: str = "kcm@x.nl", category: str = "", **more: Any) -> Path:
    """This writes one report, number 1, that came in on 12 January at 09:00 local time, with its history and objects of other systems."""
    history = [{"identifier": f"{what}_{at}", "when": when, "what": what, "action": action, "description": "vrije tekst", "who": who, "_signal": 1} for at, (when, what, action, who) in enumerate(acts)]
    tables = {
        "signals_csv": csv_of("id,signal_uuid,source,text,created_at,parent", (1, uuid(5001), source, "x", "2026-01-12 08:00:00+00", "")),
        "statuses_csv": csv_of("id,text,user,created_at,_signal_id,state", (1, "", user, "2026-01-12 08:00:00+00", 1, "m")),
        "categories_csv": csv_of("id,main,sub,departments,created_at,_signal_id", (1, "Wegen", "Lamp", category, "2026-01-12 08:00:00+00", 1)),
    }
    folder_of(place, staff=STAFF, **tables, **more)
    (place / "history.json").write_text(json.dumps(history[::-1]), encoding="utf-8")  # newest first
    return place


@pytest.mark.parametrize(("source", "user", "official"), [("Telefoon – KCC", "kcm@x.nl", "kcm"), ("Balie", "kcm@x.nl", "kcm"), ("E-mail", "kcm@x.nl", None), ("online", "", None), ("Telefoon – KCC", "Signalen systeem", None)])
def test_who_typed_in_a_report_by_telephone_or_at_the_desk_took_it(tmp_path: Path, source: str, user: str, official: str | None) -> None:
    assert events(taken(signalen(tmp_path, source=source, user=user)), "kind", "official", "department")[0] == ("request", official, "KCC" if official else None)


def test_a_report_has_the_resident_of_the_contact_about_it_and_that_contact_is_not_told_a_second_time(tmp_path: Path) -> None:
    people = [*contact(50, "2026-01-12T09:03:00+01:00", REPORT, party=7), *contact(51, "2026-01-20T09:00:00+01:00", REPORT, party=7), *contact(52, "2026-01-21T09:00:00+01:00", REPORT, party=7, initiator=False)]
    connection = taken(signalen(tmp_path, klant=[*people, party(7, "999993653")]))
    assert sorted(events(connection, "moment", "case", "resident", "kind")) == [
        ("12-01 08:00", "1", "999993653", "request"), ("20-01 08:00", "1", "999993653", "contact"), ("21-01 08:00", "1", "999993653", "outreach"),
    ]  # fmt: skip


def test_a_party_without_a_number_is_a_resident_by_its_own_id_and_a_contact_of_nobody_ties_a_report_to_nobody(tmp_path: Path) -> None:
    known = taken(signalen(tmp_path / "a", klant=contact(50, "2026-01-12T09:03:00+01:00", REPORT | {"objectId": "1"}, party=7)))
    nobody = taken(signalen(tmp_path / "b", klant=contact(50, "2026-01-12T09:03:00+01:00", REPORT)))
    assert (events(known, "resident"), events(nobody, "resident")) == ([(f"partij:{uuid(7)}",)], [("-1",)])


def test_a_report_that_is_passed_on_to_an_official_is_one_act_by_whoever_did_it(tmp_path: Path) -> None:
    on = "2026-01-13T09:00:00+01:00"
    place = signalen(tmp_path, (on, "UPDATE_ROUTING_ASSIGNMENT", "Routering: afdeling/afdelingen gewijzigd naar: Zorg", "kcm@x.nl"), (on, "UPDATE_USER_ASSIGNMENT", "Melding toewijzing gewijzigd naar: anna@x.nl", "kcm@x.nl"), category="KCC")
    assert events(taken(place), "activity", "kind", "official", "department", "to_department", "to_official") == [
        ("Melding ontvangen", "request", "kcm", "KCC", None, None), ("Naar andere afdeling", "transfer", "kcm", "KCC", "Zorg", "anna"),
    ]  # fmt: skip


def test_a_report_that_is_routed_to_the_same_department_by_another_one_is_passed_on_once_more(tmp_path: Path) -> None:
    acts = [(f"2026-0{at}-13T09:00:00+01:00", "UPDATE_ROUTING_ASSIGNMENT", "Routering: afdeling/afdelingen gewijzigd naar: Zorg", who) for at, who in ((1, "kcm@x.nl"), (2, "Signalen systeem"), (3, "anna@x.nl"), (4, "kcm@x.nl"))]
    assert [(moment, kind) for moment, kind in events(taken(signalen(tmp_path, *acts, category="KCC")), "moment", "kind")] == [("12-01 08:00", "request"), ("13-01 08:00", "transfer"), ("13-04 08:00", "transfer")]


def test_every_code_of_a_state_has_its_name_and_what_the_reporter_or_a_partner_did_is_not_the_municipalitys() -> None:
    codes = ("m", "i", "b", "h", "ingepland", "ready to send", "o", "a", "reopened", "s", "closure requested", "reaction requested", "reaction received", "forward to external", "sent",
             "send failed", "done external", "reopen requested")  # fmt: skip
    assert tuple(STATES) == codes
    assert {code: by for code, (_, _, _, by) in STATES.items() if by} == {"closure requested": "partner", "done external": "partner", "reopen requested": "inwoner"}
    assert {code for code, (_, _, kind, _) in STATES.items() if kind == "close"} == {"o", "a"}


# --- A warehouse, and the list of all traps -----------------------------------------------------------------------------------------------------


def test_the_table_of_cases_of_the_gemeentelijk_gegevensmodel_is_read_as_it_is(tmp_path: Path) -> None:
    place = folder_of(tmp_path, zaak_csv=csv_of("ZAAKIDENTIFICATIE,DATUMSTART,DATUMEINDE,DATUMEINDEGEPLAND,OMSCHRIJVINGRESULTAAT", ("Z1", "2026-01-12", "2026-02-02", "2026-03-01", "Toegekend")))
    connection = taken(place / "zaak.csv")
    assert events(connection, "case", "activity", "kind", "outcome") == [("Z1", "Zaak gestart", "request", None), ("Z1", "Zaak afgehandeld", "close", "granted")]


def test_every_trap_in_the_documentation_names_a_test_that_is_there() -> None:
    page = (TESTS.parent / "docs" / "sources.md").read_text(encoding="utf-8")
    listed = page.split("## Valkuilen en hun test")[1].split("\n## ")[0]
    rows = [line for line in listed.splitlines() if line.startswith("| ") and not line.startswith(("| valkuil", "| ---"))]
    assert len(rows) > 50
    missing = []
    for row in rows:
        named = re.findall(r"`(test_\w+)::(test_\w+)`", row)
        assert named, row
        missing += [f"{file}::{test}" for file, test in named if f"def {test}(" not in (TESTS / f"{file}.py").read_text(encoding="utf-8")]
    assert missing == []
