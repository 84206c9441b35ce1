"""Open Klant, the log book of ITA and KISS: the three traps, residents by number, and what goes with a case. Drawn by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from municipal import FIXTURES, KEPT, KLANT, events, folder_of, needs_fixtures, remarks, rol, taken, uuid, zaak

from journeys.settings import Settings
from mining.catalogue import read_definitions
from mining.mine import mine
from mining.statement import statement
from mining.statement_words import all_lines


def ref(collection: str, number: int) -> dict[str, str]:
    return {"uuid": uuid(number), "url": f"{KLANT}/{collection}/{uuid(number)}"}


def contact(number: int, at: str, *, actors: list[dict] | None = None, subject: str = "Parkeren (vergunning bewoner)", **more: Any) -> dict[str, Any]:
    return {**ref("klantcontacten", number), "kanaal": "Telefoon", "onderwerp": subject, "inhoud": "Mevrouw de Wit belt", "indicatieContactGelukt": True,
            "plaatsgevondenOp": at, "hadBetrokkenActoren": actors or [], **more}  # fmt: skip


def betrokkene(number: int, of: int, partij: int | None, *, initiator: bool = True) -> dict[str, Any]:
    return {**ref("betrokkenen", number), "hadKlantcontact": ref("klantcontacten", of), "wasPartij": ref("partijen", partij) if partij else None,
            "rol": "klant", "initiator": initiator, "volledigeNaam": "Karel Wit"}  # fmt: skip


def partij_nummer(number: int, partij: int, sort: str, value: str) -> dict[str, Any]:
    return {**ref("partij-identificatoren", number), "identificeerdePartij": ref("partijen", partij), "partijIdentificator": {"codeSoortObjectId": sort, "objectId": value}}


def actor(number: int, sort: str, code: str, name: str) -> dict[str, Any]:
    return {**ref("actoren", number), "naam": name, "soortActor": sort, "actoridentificator": {"objectId": code, "codeObjecttype": "afd" if sort.startswith("org") else "mdw"}}


def task(number: int, of: int, at: str, *actors: int, handled: str | None = None, status: str = "te_verwerken") -> dict[str, Any]:
    return {**ref("internetaken", number), "aanleidinggevendKlantcontact": ref("klantcontacten", of), "toegewezenAanActoren": [ref("actoren", one) for one in actors],
            "gevraagdeHandeling": "Contact opnemen met betrokkene", "toelichting": "bel 06-12345678", "status": status, "toegewezenOp": at, "afgehandeldOp": handled}  # fmt: skip


def act(at: str, sort: str, who: str, *targets: tuple[str, str], words: str = "") -> dict[str, Any]:
    return {"datum": at, "type": sort, "omschrijving": words, "notitie": "hoort niet bij ons",
            "actor": {"naam": "Vak Een", "actoridentificator": {"objectId": who, "codeObjecttype": "mdw"}},
            "heeftBetrekkingOp": [{"codeObjecttype": kind, "objectId": code} for kind, code in targets]}  # fmt: skip


def log_book(number: int, of: int, *acts: dict[str, Any]) -> dict[str, Any]:
    return {"url": f"https://objecten.example.nl/api/v2/objects/{uuid(number)}", "uuid": uuid(number), "record": {"index": 1, "data": {
        "heeftBetrekkingOp": {"codeRegister": "openklant", "codeObjecttype": "internetaak", "objectId": uuid(of)}, "activiteiten": list(acts)}}}  # fmt: skip


DEPARTMENTS = [actor(51, "organisatorische_eenheid", "PARK", "Parkeren"), actor(52, "organisatorische_eenheid", "WOZ", "Belastingen"), actor(53, "medewerker", "Kcm7@almere.example", "KCC 7")]


def test_a_contact_with_a_task_that_was_never_passed_on(tmp_path: Path) -> None:
    place = folder_of(tmp_path, contacten=[contact(1, "2026-01-15T10:04:00+01:00", actors=[DEPARTMENTS[2]])], actoren=DEPARTMENTS,
                      betrokkenen=[betrokkene(11, 1, 61)], partijen=[partij_nummer(71, 61, "bsn", "999993653")], taken=[task(31, 1, "2026-01-15T10:06:00+01:00", 51)],
                      logboek=[log_book(41, 31, act("2026-01-16T09:00:00+01:00", "toegewezen", "vak@almere.example"),
                                        act("2026-01-16T09:05:00+01:00", "klantcontact", "vak@almere.example", words="geen contact kunnen leggen"),
                                        act("2026-01-16T15:00:00+01:00", "klantcontact", "vak@almere.example", words="contact gehad"),
                                        act("2026-01-16T15:01:00+01:00", "verwerkt", "vak@almere.example"))])  # fmt: skip
    assert events(taken(place), "moment", "activity", "kind", "by", "official", "department", "to_department", "resident", "topic") == [
        ("15-01 09:04", "Inwoner neemt contact op", "contact", "resident", "kcm7@almere.example", "KCC", None, "999993653", "Parkeren"),
        ("15-01 09:06", "Terugbelverzoek", "callback_request", "resident", "kcm7@almere.example", "KCC", "Parkeren", "999993653", "Parkeren"),
        ("16-01 08:00", "Terugbelverzoek opgepakt", "work", "municipality", "vak@almere.example", "Parkeren", None, "999993653", "Parkeren"),
        ("16-01 08:05", "Contactpoging zonder resultaat", "work", "municipality", "vak@almere.example", "Parkeren", None, "999993653", "Parkeren"),
        ("16-01 14:00", "Inwoner teruggebeld", "outreach", "municipality", "vak@almere.example", "Parkeren", None, "999993653", "Parkeren"),
        ("16-01 14:01", "Terugbelverzoek afgehandeld", "close", "municipality", "vak@almere.example", "Parkeren", None, "999993653", "Parkeren"),
    ]


def test_after_passing_on_the_first_department_is_unknown_and_the_log_book_tells_each_step(tmp_path: Path) -> None:
    place = folder_of(tmp_path, contacten=[contact(1, "2026-01-15T10:04:00+01:00")], actoren=DEPARTMENTS, taken=[task(31, 1, "2026-01-15T10:06:00+01:00", 52)],
                      logboek=[log_book(41, 31, act("2026-01-16T09:00:00+01:00", "doorsturen", "a@x.nl", ("afd", "WOZ")),
                                        act("2026-01-19T09:00:00+01:00", "doorsturen", "b@x.nl", ("grp", "park"), ("mdw", "C@x.nl")))])  # fmt: skip
    assert events(taken(place), "activity", "official", "department", "to_department", "to_official")[1:] == [
        ("Terugbelverzoek", None, "KCC", None, None),  # what Open Klant names now is where it ended
        ("Terugbelverzoek doorgestuurd", "a@x.nl", None, "Belastingen", None),
        ("Terugbelverzoek doorgestuurd", "b@x.nl", "Belastingen", "Parkeren", "c@x.nl"),
    ]


def test_reopening_keeps_the_first_time_it_was_handled(tmp_path: Path) -> None:
    place = folder_of(tmp_path, contacten=[contact(1, "2026-01-15T10:04:00+01:00")], actoren=DEPARTMENTS,
                      taken=[task(31, 1, "2026-01-15T10:06:00+01:00", 51, status="verwerkt", handled="2026-01-21T15:40:00+01:00")],
                      logboek=[log_book(41, 31, act("2026-01-16T09:00:00+01:00", "verwerkt", "a@x.nl"), act("2026-01-17T09:00:00+01:00", "heropend", "a@x.nl"),
                                        act("2026-01-21T15:40:00+01:00", "verwerkt", "a@x.nl"))])  # fmt: skip
    assert events(taken(place), "moment", "activity", "kind")[2:] == [
        ("16-01 08:00", "Terugbelverzoek afgehandeld", "close"), ("17-01 08:00", "Terugbelverzoek heropend", "reopen"), ("21-01 14:40", "Terugbelverzoek afgehandeld", "close"),
    ]  # fmt: skip


def test_without_a_log_book_passing_on_cannot_be_counted_and_handled_counts_as_heard(tmp_path: Path) -> None:
    place = folder_of(tmp_path, contacten=[contact(1, "2026-01-15T10:04:00+01:00")], actoren=DEPARTMENTS,
                      taken=[task(31, 1, "2026-01-15T10:06:00+01:00", 51, status="verwerkt", handled="2026-01-21T15:40:00+01:00")])  # fmt: skip
    connection = taken(place)
    assert events(connection, "activity", "kind", "department", "to_department")[1:] == [
        ("Terugbelverzoek", "callback_request", "KCC", "Parkeren"), ("Terugbelverzoek afgehandeld", "outreach", "Parkeren", None), ("Afgesloten", "close", "Parkeren", None),
    ]  # fmt: skip
    mine(connection, settings=KEPT, catalogue=read_definitions().needed_for("log_measures"))
    assert connection.execute("select handoffs, department_handoffs from log_measures").fetchall() == [(None, None)]
    assert "Doorsturen van terugbelverzoeken is niet telbaar" in " ".join(all_lines(statement(connection, settings=KEPT)))


def test_a_contact_about_a_case_stands_in_that_case_and_has_its_resident(tmp_path: Path) -> None:
    about = {**ref("onderwerpobjecten", 21), "klantcontact": ref("klantcontacten", 1), "onderwerpobjectidentificator": {"objectId": uuid(7), "codeObjecttype": "zgw-Zaak", "codeSoortObjectId": "uuid"}}
    place = folder_of(tmp_path, zaken=[zaak(7, "2026-01-12")], rollen=[rol(200, 7, "2026-01-12T13:00:00Z", bsn="999993653")],
                      contacten=[contact(1, "2026-01-15T10:04:00+01:00")], over=[about])  # fmt: skip
    assert set(events(taken(place), "case", "resident", "activity", "topic")) == {
        ("ZAAK-7", "999993653", "Zaak geregistreerd", None), ("ZAAK-7", "999993653", "Inwoner neemt contact op", None),
    }  # fmt: skip


def test_a_contact_about_a_case_that_is_not_in_the_files_keeps_the_case_by_its_uuid(tmp_path: Path) -> None:
    about = [{**ref("onderwerpobjecten", 20 + of), "klantcontact": ref("klantcontacten", of), "onderwerpobjectidentificator": {"objectId": uuid(7), "codeObjecttype": "zaak", "codeSoortObjectId": "uuid"}} for of in (1, 2)]
    place = folder_of(tmp_path, contacten=[contact(1, "2026-01-15T10:04:00+01:00"), contact(2, "2026-01-16T10:04:00+01:00")], over=about)
    assert events(taken(place), "case") == [(uuid(7),), (uuid(7),)]


def test_residents_are_matched_on_numbers_and_parties_never_on_names_and_contacts_of_nobody_are_counted(tmp_path: Path) -> None:
    people = [betrokkene(11, 1, 61), betrokkene(12, 2, 62), betrokkene(13, 3, None), betrokkene(14, 4, 63), betrokkene(15, 5, 63)]  # all called Karel Wit
    numbers = [partij_nummer(71, 61, "bsn", "99999365-3"), partij_nummer(72, 62, "kvk_nummer", "12345678"), partij_nummer(73, 61, "rsin", "123456782")]
    place = folder_of(tmp_path, contacten=[contact(number, f"2026-01-1{number}T10:00:00+01:00") for number in range(1, 6)], betrokkenen=people, nummers=numbers)
    connection = taken(place)
    assert events(connection, "case", "resident") == [
        (uuid(1), "999993653"), (uuid(2), "kvk:12345678"), (uuid(3), f"-{uuid(3)}"), (uuid(4), f"partij:{uuid(63)}"), (uuid(5), f"partij:{uuid(63)}"),
    ]  # fmt: skip
    assert remarks(connection)["contact_of_nobody"] == 1


def test_when_the_municipality_called_it_is_outreach_or_an_attempt(tmp_path: Path) -> None:
    calls = [contact(1, "2026-01-15T10:00:00+01:00"), contact(2, "2026-01-16T10:00:00+01:00", indicatieContactGelukt=False)]
    place = folder_of(tmp_path, contacten=calls, betrokkenen=[betrokkene(11, 1, 61, initiator=False), betrokkene(12, 2, 61, initiator=False)])
    assert events(taken(place), "activity", "kind", "by") == [
        ("Gemeente neemt contact op", "outreach", "municipality"), ("Contactpoging zonder resultaat", "work", "municipality"),
    ]  # fmt: skip


def test_a_call_that_the_log_book_tells_of_is_not_told_a_second_time(tmp_path: Path) -> None:
    attempt = contact(2, "2026-01-16T09:05:00+01:00", indicatieContactGelukt=False)
    place = folder_of(tmp_path, contacten=[contact(1, "2026-01-15T10:04:00+01:00"), {**attempt, "kanaal": "E-mail"}], taken=[task(31, 1, "2026-01-15T10:06:00+01:00")],
                      logboek=[log_book(41, 31, act("2026-01-16T09:05:00+01:00", "klantcontact", "a@x.nl", ("klantcontact", uuid(2))))])  # fmt: skip
    assert events(taken(place), "activity", "kind", "channel")[2:] == [("Contactpoging zonder resultaat", "work", "email")]


@needs_fixtures
def test_conversations_of_kiss_give_their_length_and_who_they_were_passed_to(tmp_path: Path) -> None:
    (tmp_path / "kiss.json").write_bytes((FIXTURES / "files" / "kiss_contactmomentendetails.json").read_bytes())
    (tmp_path / "klantcontact.json").write_bytes((FIXTURES / "klantcontact.json").read_bytes())
    connection = taken(tmp_path)
    assert connection.execute("select start_moment::varchar, moment::varchar from events where kind = 'contact' order by row_no").fetchall()[0] == (
        "2026-01-15 09:01:40", "2026-01-15 09:06:12",
    )  # fmt: skip
    assert sorted(events(connection, "activity", "kind", "official", "department", "to_department", "topic")) == [
        ("Doorverbonden", "transfer", "kcm7@almere.example", "KCC", "Vergunningen, Toezicht & Handhaving", "Omgevingsvergunning dakkapel"),
        ("In het gesprek afgehandeld", "close", "kcm8@almere.example", "KCC", None, "Paspoort"),
        ("Inwoner neemt contact op", "contact", "kcm7@almere.example", "KCC", None, "Omgevingsvergunning dakkapel"),
        ("Inwoner neemt contact op", "contact", "kcm8@almere.example", "KCC", None, "Paspoort"),
    ]  # fmt: skip


def test_one_official_is_one_over_the_systems_where_the_address_of_the_account_is_known(tmp_path: Path) -> None:
    who = {"url": f"https://objecten.example.nl/api/v2/objects/{uuid(81)}", "record": {"data": {"identificatie": "Hassel006", "achternaam": "Hassel", "emails": [{"email": "A.van.Hassel@x.nl"}], "afdelingen": [{"afdelingnaam": "Zorg"}]}}}
    place = folder_of(tmp_path, wie=[who], contacten=[contact(1, "2026-01-15T10:04:00+01:00", actors=[actor(55, "medewerker", "a.van.hassel@x.nl", "A. van Hassel")])])
    assert events(taken(place), "official", "department") == [("hassel006", "Zorg")]


def test_what_people_wrote_and_their_addresses_are_never_taken_in(tmp_path: Path) -> None:
    address = {**ref("digitaleadressen", 91), "adres": "karel@wit.nl", "soortDigitaalAdres": "email"}
    place = folder_of(tmp_path, contacten=[contact(1, "2026-01-15T10:04:00+01:00")], betrokkenen=[betrokkene(11, 1, 61)], adressen=[address],
                      taken=[task(31, 1, "2026-01-15T10:06:00+01:00")], logboek=[log_book(41, 31, act("2026-01-16T09:00:00+01:00", "interne-notitie", "a@x.nl"))])  # fmt: skip
    connection = taken(place, settings=Settings())
    assert remarks(connection)["personal_data_left_out"] == 1
    for (table,) in connection.execute("select table_name from duckdb_tables() where not internal").fetchall():
        told = str(connection.execute(f'from "{table}"').fetchall())
        for personal in ("Wit", "wit.nl", "06-12345678", "hoort niet", "a@x.nl"):
            assert personal not in told, table


def test_an_internal_task_of_the_older_object_type_is_a_callback_request_too(tmp_path: Path) -> None:
    data = {"nummer": "2023-1", "handeling": "bellen", "toelichting": "06-12345678", "status": "te verwerken", "registratiedatum": "2026-01-15T10:06:00+01:00",
            "contactmoment": f"https://x/contactmomenten/api/v1/contactmomenten/{uuid(1)}",
            "actor": {"naam": "D. Wit", "soortActor": "medewerker", "identificatie": "Wit014", "naamOrganisatorischeEenheid": "Schulden"}}  # fmt: skip
    task_object = {"uuid": uuid(5), "url": f"https://objecten.example.nl/api/v2/objects/{uuid(5)}", "record": {"data": data}}
    assert events(taken(folder_of(tmp_path, taken=[task_object])), "case", "moment", "kind", "to_department", "to_official") == [
        (uuid(1), "15-01 09:06", "callback_request", "Schulden", "wit014"),
    ]  # fmt: skip


def test_a_message_of_a_machine_is_an_automatic_message_and_no_contact_by_the_municipality(tmp_path: Path) -> None:
    def contact(number: int, *actors: dict) -> dict:
        return {"url": f"https://k/klantinteracties/api/v1/klantcontacten/k{number}", "kanaal": "E-mail", "plaatsgevondenOp": f"2026-01-15T10:0{number}:00+01:00", "hadBetrokkenActoren": list(actors)}

    def involved(number: int) -> dict:
        return {"url": f"https://k/klantinteracties/api/v1/betrokkenen/b{number}", "hadKlantcontact": {"uuid": f"k{number}"}, "rol": "klant", "initiator": False}

    machine = {"soortActor": "geautomatiseerde_actor", "uuid": "a1", "actoridentificator": {"objectId": "berichten"}}
    person = {"soortActor": "medewerker", "uuid": "a2", "actoridentificator": {"objectId": "kcm1"}}
    place = folder_of(tmp_path, contacten=[contact(1, machine), contact(2, machine, person)], betrokkenen=[involved(1), involved(2)])
    assert events(taken(place), "kind", "by", "official") == [("notice", "municipality", None), ("outreach", "municipality", "kcm1")]


@pytest.mark.parametrize(("result", "expected"), [
    ("Doorverbonden", ("transfer", "Zorg", None)), ("Doorverwezen", ("close", None, "referred")), ("Zelfstandig afgehandeld", ("close", None, None)),
])  # fmt: skip
def test_put_through_is_a_transfer_and_sent_elsewhere_ends_the_conversation(tmp_path: Path, result: str, expected: tuple) -> None:
    talk = {"id": "k1", "startdatum": "2026-01-15T10:00:00Z", "einddatum": "2026-01-15T10:05:00Z", "emailadresKcm": "kcm1@x.nl", "gespreksresultaat": result,
            "vraag": "Wmo", "specifiekeVraag": "", "verantwoordelijkeAfdeling": "Zorg", "bronnen": []}  # fmt: skip
    (tmp_path / "kiss.json").write_text(json.dumps({"count": 1, "results": [talk]}), encoding="utf-8")
    assert events(taken(tmp_path), "kind", "to_department", "outcome")[1:] == [expected]


def test_a_conversation_of_kiss_without_an_end_stands_at_the_moment_of_its_contact(tmp_path: Path) -> None:
    talk = {"id": uuid(1), "startdatum": "2026-01-15T09:01:40+00:00", "einddatum": None, "emailadresKcm": None, "gespreksresultaat": None, "vraag": None}
    place = folder_of(tmp_path, k=[contact(1, "2026-01-15T10:04:00+01:00")], g=[talk, {**talk, "id": None}])
    connection = taken(place)
    assert events(connection, "moment", "kind") == [("15-01 09:04", "contact")]
    assert remarks(connection)["objects_of_nothing"] == 1  # the conversation without an id


def test_a_contact_that_names_its_case_by_number_stands_in_that_case(tmp_path: Path) -> None:
    def about(number: int, of: int, name: str) -> dict[str, Any]:
        named = {"objectId": name, "codeObjecttype": "zgw-Zaak", "codeRegister": "openzaak", "codeSoortObjectId": "identificatie"}
        return {**ref("onderwerpobjecten", number), "klantcontact": ref("klantcontacten", of), "onderwerpobjectidentificator": named}

    cases = [zaak(1, "2026-01-12", identificatie="WMO/2026/1"), zaak(2, "2026-01-12", identificatie="JEUGD/2026/1")]
    contacts = [contact(11, "2026-01-15T10:04:00+01:00"), contact(12, "2026-01-16T10:04:00+01:00")]
    place = folder_of(tmp_path, z=cases, k=contacts, o=[about(21, 11, "WMO/2026/1"), about(22, 12, "JEUGD/2026/1")])
    found = [case for case, kind in events(taken(place), "case", "kind") if kind == "contact"]
    assert found == ["WMO/2026/1", "JEUGD/2026/1"]


def test_what_belongs_to_nothing_is_counted_once_over_the_systems(tmp_path: Path) -> None:
    lost = {"url": f"https://zaak.example.nl/zaken/api/v1/statussen/{uuid(301)}", "zaak": None, "datumStatusGezet": "2026-01-14T09:00:00Z", "statustype": "x"}
    place = folder_of(tmp_path, z=[zaak(1, "2026-01-12")], s=[lost], k=[contact(1, "2026-01-15T10:04:00+01:00")], t=[task(80, 1, "2026-01-15T10:06:00+01:00"),
                      {**task(81, 1, "2026-01-15T10:06:00+01:00"), "aanleidinggevendKlantcontact": None}])  # fmt: skip
    assert remarks(taken(place))["objects_of_nothing"] == 2


def test_a_subject_that_somebody_typed_is_no_topic_and_one_from_a_list_or_on_several_contacts_is(tmp_path: Path) -> None:
    typed = ["Mevrouw de Wit belt", "Bellen (999993653)", "Paspoort (spoed)", "999993653 (terugbellen)", "wit@example.nl", *["Rijbewijs"] * 3, "Klacht"]
    place = folder_of(tmp_path, k=[contact(at, f"2026-01-{10 + at}T10:04:00+01:00", subject=one) for at, one in enumerate(typed, 1)])
    found = [topic for (topic,) in events(taken(place), "topic")]
    assert found == [None, "Bellen", "Paspoort", None, None, "Rijbewijs", "Rijbewijs", "Rijbewijs", "Klacht"]


def test_an_address_that_several_officials_share_is_none_of_them(tmp_path: Path) -> None:
    def staff(number: int, code: str) -> dict[str, Any]:
        data = {"identificatie": code, "achternaam": "x", "afdelingen": [], "groepen": [], "emails": [{"email": f"{code}@x.nl"}, {"email": "kcc@x.nl"}]}
        return {"url": f"https://objecten.example.nl/api/v2/objects/{uuid(number)}", "uuid": uuid(number), "record": {"data": data}}

    contacts = [contact(1, "2026-01-15T10:04:00+01:00", actors=[actor(53, "medewerker", "KCC@x.nl", "KCC")]), contact(2, "2026-01-16T10:04:00+01:00", actors=[actor(54, "medewerker", "anna@x.nl", "A")])]
    place = folder_of(tmp_path, k=contacts, m=[staff(91, "anna"), staff(92, "bob")])
    assert events(taken(place), "official") == [("kcc@x.nl",), ("anna",)]
