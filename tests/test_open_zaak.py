"""Open Zaak as saved pages: every trap of the system is a sentence here; the expected rows were drawn by hand."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest
from municipal import (
    FIXTURES,
    KEPT,
    audit,
    csv_of,
    events,
    folder_of,
    needs_fixtures,
    remarks,
    rol,
    status,
    statustype,
    taken,
    uuid,
    zaak,
    zaaktype,
)

from journeys.errors import InputError
from journeys.settings import KindSettings, Settings
from mining.catalogue import read_definitions
from mining.mine import mine
from mining.statement import statement
from mining.statement_words import all_lines

A, B = rol(201, 1, "2026-01-13T08:00:00Z", official="Anna1"), rol(202, 1, "2026-01-20T08:00:00Z", official="bob2")
ZORG, WERK = rol(203, 1, "2026-01-12T13:00:05Z", department="Zorg"), rol(204, 1, "2026-01-20T08:00:01Z", department="Werk")
TYPES = [zaaktype(9001, "B1026", "Hulp bij huishouden"), statustype(9101, "Ontvangen"), statustype(9102, "In behandeling"), statustype(9103, "Klaar", ends=True)]


def story(place: Path, *trail: dict, rollen: tuple = (), statussen: tuple = (), **more: object) -> Path:
    return folder_of(place, zaken=[zaak(1, "2026-01-12", **more)], rollen=[rol(200, 1, "2026-01-12T13:00:00Z", bsn="999993653"), *rollen],
                     statussen=list(statussen), types=TYPES, audittrail=list(trail))  # fmt: skip


def test_delete_and_create_by_one_account_within_seconds_is_one_handover(tmp_path: Path) -> None:
    made = audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A)
    gone = audit(2, 1, "2026-01-20T08:00:00Z", "rol", "destroy", old=A)
    next_one = audit(3, 1, "2026-01-20T08:00:04Z", "rol", "create", new=B)
    found = events(taken(story(tmp_path, made, gone, next_one)), "activity", "kind", "official", "to_official")
    assert found == [
        ("Zaak geregistreerd", "request", None, None),
        ("Toegewezen aan medewerker", "other", "anna1", None),
        ("Overgedragen aan collega", "transfer", "bob2", "bob2"),
    ]


def test_the_same_delete_and_create_a_minute_apart_are_two_acts(tmp_path: Path) -> None:
    made = audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A)
    gone = audit(2, 1, "2026-01-20T08:00:00Z", "rol", "destroy", old=A)
    next_one = audit(3, 1, "2026-01-20T08:01:00Z", "rol", "create", new=B)
    found = events(taken(story(tmp_path, made, gone, next_one)), "activity", "official")
    assert found[1:] == [("Toegewezen aan medewerker", "anna1"), ("Toewijzing ingetrokken", None), ("Toegewezen aan medewerker", "bob2")]


def test_a_department_and_then_an_official_of_it_is_an_assignment_and_no_handover_between_departments(tmp_path: Path) -> None:
    trail = [audit(1, 1, "2026-01-12T13:00:05Z", "rol", "create", new=ZORG), audit(2, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A)]
    found = events(taken(story(tmp_path, *trail)), "activity", "kind", "department", "to_department", "official")
    assert found[1:] == [("Toegewezen aan afdeling", "other", "Zorg", None, None), ("Toegewezen aan medewerker", "other", "Zorg", None, "anna1")]


def test_another_department_with_another_official_in_one_act_is_one_transfer_with_giver_and_receiver(tmp_path: Path) -> None:
    trail = [
        audit(1, 1, "2026-01-12T13:00:05Z", "rol", "create", new=ZORG), audit(2, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A),
        audit(3, 1, "2026-01-20T08:00:00Z", "rol", "destroy", old=A), audit(4, 1, "2026-01-20T08:00:00Z", "rol", "destroy", old=ZORG),
        audit(5, 1, "2026-01-20T08:00:01Z", "rol", "create", new=WERK), audit(6, 1, "2026-01-20T08:00:02Z", "rol", "create", new=B),
    ]  # fmt: skip
    found = events(taken(story(tmp_path, *trail)), "activity", "kind", "official", "department", "to_department", "to_official")
    assert found[3:] == [("Overgedragen aan andere afdeling", "transfer", "anna1", "Zorg", "Werk", "bob2")]


def test_a_suspension_is_read_from_the_difference_and_a_status_stands_with_the_department_of_that_moment(tmp_path: Path) -> None:
    before, after = ({**zaak(1, "2026-01-12"), "opschorting": {"indicatie": on, "reden": "x"}, "verlenging": {"reden": "", "duur": None}} for on in (False, True))
    longer = {**before, "verlenging": {"reden": "drukte", "duur": "P14D"}}
    trail = [
        audit(1, 1, "2026-01-12T13:00:05Z", "rol", "create", new=ZORG), audit(2, 1, "2026-01-15T09:00:00Z", "zaak", "partial_update", old=before, new=after, by="anna1"),
        audit(3, 1, "2026-01-19T09:00:00Z", "zaak", "update", old=after, new=before, by="svc", shown="Zaakafhandelcomponent"),
        audit(4, 1, "2026-01-20T09:00:00Z", "zaak", "update", old=before, new=longer, by="anna1"),
    ]  # fmt: skip
    states = (status(301, 1, 9101, "2026-01-12T12:59:00Z"), status(302, 1, 9102, "2026-01-13T09:00:00Z"))
    found = events(taken(story(tmp_path, *trail, statussen=states)), "moment", "activity", "kind", "official", "department")
    assert found == [
        ("12-01 12:59", "Zaak geregistreerd", "request", None, None),
        ("12-01 12:59", "Ontvangen", "work", None, None),
        ("12-01 13:00", "Toegewezen aan afdeling", "other", None, "Zorg"),
        ("13-01 09:00", "In behandeling", "work", None, "Zorg"),
        ("15-01 09:00", "Opgeschort", "suspend", "anna1", "Zorg"),
        ("19-01 09:00", "Hervat", "resume", None, "Zorg"),  # the account calls itself as the application does: a system
        ("20-01 09:00", "Termijn verlengd", "work", "anna1", "Zorg"),
    ]


def test_days_without_a_time_stay_days_and_the_decision_comes_before_the_close(tmp_path: Path) -> None:
    place = story(tmp_path, rollen=(), einddatum="2026-02-02")
    folder_of(place, resultaten=[{"url": f"https://x/zaken/api/v1/resultaten/{uuid(401)}", "zaak": f"https://x/zaken/api/v1/zaken/{uuid(1)}", "resultaattype": f"https://x/catalogi/api/v1/resultaattypen/{uuid(9201)}"}],
              resultaattypen=[{"url": f"https://x/catalogi/api/v1/resultaattypen/{uuid(9201)}", "omschrijving": "Toegekend"}])  # fmt: skip
    assert events(taken(place), "moment", "day_only", "activity", "kind", "outcome") == [
        ("11-01 23:00", True, "Zaak geregistreerd", "request", None),
        ("01-02 23:00", True, "Resultaat: Toegekend", "decision", "granted"),
        ("01-02 23:00", True, "Zaak afgesloten", "close", None),
    ]


def test_a_case_received_before_it_was_registered_begins_on_the_day_it_was_received(tmp_path: Path) -> None:
    found = events(taken(story(tmp_path, startdatum="2026-01-07")), "moment", "activity", "kind", "by")
    assert found == [("06-01 23:00", "Aanvraag ontvangen", "request", "resident"), ("11-01 23:00", "Zaak geregistreerd", "work", "municipality")]


def test_versions_of_a_case_type_are_one_topic_under_the_name_of_the_newest(tmp_path: Path) -> None:
    cases = [zaak(1, "2026-01-12"), zaak(2, "2026-01-13", zaaktype=f"https://x/catalogi/api/v1/zaaktypen/{uuid(9002)}")]
    types = [zaaktype(9001, "B1026", "Hulp (oud)", "2020-01-01"), zaaktype(9002, "B1026", "Hulp bij huishouden", "2025-01-01")]
    connection = taken(folder_of(tmp_path, zaken=cases, zaaktypen=types))
    assert events(connection, "topic") == [("Hulp bij huishouden",), ("Hulp bij huishouden",)]


def test_two_case_types_with_the_same_name_stay_two_topics(tmp_path: Path) -> None:
    cases = [zaak(1, "2026-01-12"), zaak(2, "2026-01-13", zaaktype=f"https://x/catalogi/api/v1/zaaktypen/{uuid(9002)}")]
    types = [zaaktype(9001, "B1", "Melding"), zaaktype(9002, "B2", "Melding")]
    assert events(taken(folder_of(tmp_path, zaken=cases, zaaktypen=types)), "topic") == [("Melding (B1)",), ("Melding (B2)",)]


def test_a_part_of_a_case_has_the_resident_of_its_main_case_and_related_cases_are_linked(tmp_path: Path) -> None:
    main = f"https://x/zaken/api/v1/zaken/{uuid(1)}"
    cases = [zaak(1, "2026-01-12"), zaak(2, "2026-01-13", hoofdzaak=main), zaak(3, "2026-02-13", relevanteAndereZaken=[{"url": main, "aardRelatie": "vervolg"}])]
    place = folder_of(tmp_path, zaken=cases, rollen=[rol(200, 1, "2026-01-12T13:00:00Z", bsn="999993653")])
    connection = taken(place)
    assert events(connection, "case", "resident", "related") == [
        ("ZAAK-1", "999993653", None), ("ZAAK-2", "999993653", "ZAAK-1"), ("ZAAK-3", "999993653", "ZAAK-1"),
    ]  # fmt: skip
    assert remarks(connection)["resident_of_main_case"] == 2


def test_an_object_that_stands_in_two_pages_counts_once_and_the_last_one_read_counts(tmp_path: Path) -> None:
    place = folder_of(tmp_path, page_1=[zaak(1, "2026-01-12"), zaak(2, "2026-01-12")], page_2=[zaak(2, "2026-01-15"), zaak(3, "2026-01-12")])
    connection = taken(place)
    assert events(connection, "case", "moment") == [("ZAAK-1", "11-01 23:00"), ("ZAAK-2", "14-01 23:00"), ("ZAAK-3", "11-01 23:00")]
    assert remarks(connection)["object_twice"] == 1


def test_without_an_audit_trail_handovers_cannot_be_determined_and_the_statement_says_what_to_ask_for(tmp_path: Path) -> None:
    place = story(tmp_path / "a", rollen=(A, ZORG), statussen=(status(301, 1, 9102, "2026-01-14T09:00:00Z", by=201),))
    connection = taken(place)
    assert events(connection, "activity", "official", "department")[-1] == ("In behandeling", "anna1", "Zorg")  # who has it now is known
    mine(connection, settings=KEPT, catalogue=read_definitions().needed_for("log_measures"))
    assert connection.execute("select handoffs, hops, department_handoffs, officials from log_measures").fetchall() == [(None, None, None, None)]
    told = " ".join(all_lines(statement(connection, settings=KEPT)))
    assert "audittrail ontbreekt" in told
    assert "./bin/dump_data.sh --csv zaken catalogi besluiten audittrails" in told
    trail = [audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A)]
    assert taken(story(tmp_path / "b", *trail, rollen=(A,))).execute("from incomplete").fetchall() == []


def test_an_empty_text_is_absent_and_a_placeholder_number_is_nobody(tmp_path: Path) -> None:
    cases = [zaak(number, "2026-01-12") for number in (1, 2, 3)]
    roles = [rol(201, 1, "2026-01-12T13:00:00Z", bsn="111222333"), rol(202, 2, "2026-01-12T13:00:00Z", bsn=""), rol(203, 3, "2026-01-12T13:00:00Z", bsn="12345672")]
    assert events(taken(folder_of(tmp_path, zaken=cases, rollen=roles)), "resident") == [("-ZAAK-1",), ("-ZAAK-2",), ("012345672",)]


def test_of_a_person_and_a_representative_the_person_is_the_resident(tmp_path: Path) -> None:
    roles = [rol(201, 1, "2026-01-12T12:00:00Z", bsn="123456782", mandate="gemachtigde"), rol(202, 1, "2026-01-12T13:00:00Z", bsn="999993653")]
    assert events(taken(folder_of(tmp_path, zaken=[zaak(1, "2026-01-12")], rollen=roles)), "resident") == [("999993653",)]


def test_a_number_with_an_implausible_share_of_the_cases_is_no_resident_but_a_company_may_have_many(tmp_path: Path) -> None:
    cases = [zaak(number, "2026-01-12") for number in range(1, 101)]
    roles = [rol(200 + number, number, "2026-01-12T13:00:00Z", bsn="900222086" if number <= 30 else "", kvk="12345678" if 30 < number <= 60 else "") for number in range(1, 61)]
    roles += [rol(200 + number, number, "2026-01-12T13:00:00Z", bsn=str(100_000_000 + number)) for number in range(61, 101)]
    connection = taken(folder_of(tmp_path, zaken=cases, rollen=roles))
    assert connection.execute("select count(*) from journey_ids where journey = '900222086'").fetchall() == [(0,)]
    assert connection.execute("select count(*) from cases join journey_ids using (journey_no) where journey = 'kvk:12345678'").fetchall() == [(30,)]
    assert remarks(connection)["placeholder_resident"] == 30


def test_words_of_a_status_and_the_settings_decide_its_kind(tmp_path: Path) -> None:
    types = [statustype(9111, "Wacht op inwoner"), statustype(9112, "Besluit genomen"), statustype(9113, "Vooroverleg"), statustype(9114, "Heropend overleg")]
    states = [status(300 + at, 1, 9111 + at, f"2026-01-{13 + at}T09:00:00Z") for at in range(4)]
    place = folder_of(tmp_path, zaken=[zaak(1, "2026-01-12")], statussen=states, types=types)
    settings = Settings(privacy=KEPT.privacy, kinds=KindSettings(activities={"Vooroverleg": "outreach"}))
    assert events(taken(place, settings=settings), "activity", "kind")[1:] == [
        ("Wacht op inwoner", "suspend"), ("Besluit genomen", "decision"), ("Vooroverleg", "outreach"), ("Heropend overleg", "work"),
    ]  # fmt: skip


def test_expanded_objects_are_read_where_they_stand(tmp_path: Path) -> None:
    whole = zaak(1, "2026-01-12", _expand={"zaaktype": TYPES[0], "rollen": [rol(200, 1, "2026-01-12T13:00:00Z", bsn="999993653")],
                 "status": {**status(301, 1, 9102, "2026-01-14T09:00:00Z"), "_expand": {"statustype": TYPES[2]}}})  # fmt: skip
    assert events(taken(folder_of(tmp_path, zaken=[whole])), "activity", "resident", "topic") == [
        ("Zaak geregistreerd", "999993653", "Hulp bij huishouden"), ("In behandeling", "999993653", "Hulp bij huishouden"),
    ]  # fmt: skip


def dump() -> dict[str, str]:
    trail = json.dumps(A), json.dumps(B)
    return {
        "zaken_zaak": csv_of("identificatie_ptr_id,uuid,identificatie,registratiedatum,startdatum,einddatum,communicatiekanaal_naam,_zaaktype_id,hoofdzaak_id",
                             (7, uuid(1), "ZAAK-1", "2026-01-12", "2026-01-12", "", "telefoon", 3, "")),
        "zaken_status": csv_of("id,uuid,zaak_id,datum_status_gezet,statustoelichting,_statustype_id,gezetdoor_id",
                               (11, uuid(301), 7, "2026-01-12 13:02:11.482+00", "", 4, ""), (12, uuid(302), 7, "2026-01-14 10:31:04+01", "", 5, 22)),
        "zaken_rol": csv_of("id,uuid,zaak_id,betrokkene_type,omschrijving_generiek,registratiedatum",
                            (21, uuid(200), 7, "natuurlijk_persoon", "initiator", "2026-01-12 13:00:00+00"), (22, uuid(201), 7, "medewerker", "behandelaar", "2026-01-13 08:00:00+00")),
        "zaken_medewerker": csv_of("id,identificatie,achternaam,rol_id", (1, "Anna1", "Janssen", 22)),
        "zaken_natuurlijkpersoon": csv_of("id,inp_bsn,geslachtsnaam,rol_id", (1, "999993653", "Wit", 21)),
        "catalogi_zaaktype": csv_of("id,uuid,identificatie,zaaktype_omschrijving,versiedatum,verantwoordelijke", (3, uuid(9001), "B1026", "Hulp bij huishouden", "2024-01-01", "")),
        "catalogi_statustype": csv_of("id,uuid,statustype_omschrijving,is_eindstatus", (4, uuid(9101), "Ontvangen", "f"), (5, uuid(9103), "Klaar", "t")),
        "audittrails_audittrail": csv_of("id,uuid,bron,applicatie_weergave,gebruikers_id,gebruikers_weergave,actie,resultaat,hoofd_object,resource,resource_url,aanmaakdatum,oud,nieuw",
                                         (1, uuid(1), "ZRC", "ZAC", "coord1", "C. Oord", "create", 201, f"https://x/zaken/api/v1/zaken/{uuid(1)}", "rol", A["url"], "2026-01-13 08:00:00+00", "", trail[0]),
                                         (2, uuid(2), "ZRC", "ZAC", "coord1", "C. Oord", "create", 201, f"https://x/zaken/api/v1/zaken/{uuid(1)}", "rol", B["url"], "2026-01-13 09:00:00+00", "", trail[1])),
    }  # fmt: skip


EXPECTED_OF_DUMP = [
    ("12-01 13:02", "Zaak geregistreerd", "request", None, "phone", "999993653", "Hulp bij huishouden"),
    ("12-01 13:02", "Ontvangen", "work", None, None, "999993653", "Hulp bij huishouden"),
    ("13-01 08:00", "Toegewezen aan medewerker", "other", "anna1", None, "999993653", "Hulp bij huishouden"),
    ("13-01 09:00", "Overgedragen aan collega", "transfer", "bob2", None, "999993653", "Hulp bij huishouden"),
    ("14-01 09:31", "Klaar", "close", "anna1", None, "999993653", "Hulp bij huishouden"),
]
COLUMNS = ("moment", "activity", "kind", "official", "channel", "resident", "topic")


def test_the_dump_as_a_folder_tells_the_same_story(tmp_path: Path) -> None:
    place = folder_of(tmp_path, **{f"{table}_csv": text for table, text in dump().items()})
    assert events(taken(place), *COLUMNS) == EXPECTED_OF_DUMP


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_the_dump_as_a_tar_tells_the_same_story_in_whatever_order_its_tables_stand(tmp_path: Path, mode: str) -> None:
    with tarfile.open(tmp_path / "dump.tar", mode) as archive:  # type: ignore[call-overload]
        for table, text in reversed(dump().items()):
            member = tarfile.TarInfo(f"./{table}.csv")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    assert events(taken(tmp_path / "dump.tar"), *COLUMNS) == EXPECTED_OF_DUMP


def test_a_dump_without_the_audit_trail_says_so(tmp_path: Path) -> None:
    tables = {f"{table}_csv": text for table, text in dump().items() if table != "audittrails_audittrail"}
    assert {reason for _, _, reason in taken(folder_of(tmp_path, **tables)).execute("from incomplete").fetchall()} == {"audit_trail_missing"}


@needs_fixtures
def test_the_fixtures_of_the_specification_are_read_without_a_reject(tmp_path: Path) -> None:
    for name in ("zaken_page", "statussen_page", "rol_medewerker", "rol_natuurlijk_persoon", "rol_organisatorische_eenheid", "audit_rol_create", "audit_rol_destroy", "audit_zaak_opgeschort"):
        (tmp_path / f"{name}.json").write_bytes((FIXTURES / f"{name}.json").read_bytes())
    assert events(taken(tmp_path), "moment", "activity", "official", "department") == [
        ("12-01 13:02", "Zaak geregistreerd", None, None), ("12-01 13:02", "Status gezet", None, None), ("12-01 13:02", "Toegewezen aan afdeling", None, "Wmo Toegang"),
        ("14-01 08:15", "Toegewezen aan medewerker", "hassel006", "Wmo Toegang"), ("20-01 09:31", "Status gezet", "hassel006", "Wmo Toegang"),
        ("20-01 09:31", "Opgeschort", "hassel006", "Wmo Toegang"), ("22-01 10:00", "Toewijzing ingetrokken", None, "Wmo Toegang"),
    ]  # fmt: skip


def test_no_name_and_no_free_text_of_a_person_comes_into_the_database(tmp_path: Path) -> None:
    trail = [audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A)]
    connection = taken(story(tmp_path, *trail, rollen=(A,)), settings=Settings())
    connection.execute(f"attach '{tmp_path / 'whole.duckdb'}' as whole")
    for (table,) in connection.execute("select table_name from duckdb_tables() where database_name = 'memory' and not internal").fetchall():
        connection.execute(f'create table whole."{table}" as from memory."{table}"')
    connection.execute("detach whole")
    written = (tmp_path / "whole.duckdb").read_bytes()
    for personal in (b"Wit", b"Janssen", b"999993653", b"anna1", b"Anna1", b"12345678", b"ZAAK-1"):
        assert personal not in written


def test_a_suspension_without_the_moment_of_it_is_told_and_never_invented(tmp_path: Path) -> None:
    place = story(tmp_path, opschorting={"indicatie": False, "eerdereOpschorting": True, "reden": ""})
    connection = taken(place)
    assert remarks(connection)["suspended_without_moment"] == 1
    assert "suspend" not in {kind for (kind,) in events(connection, "kind")}


BORN = audit(90, 1, "2026-01-12T12:59:58Z", "zaak", "create", new=zaak(1, "2026-01-12"), by="kcc1")
KCC1 = {**rol(209, 1, "2026-01-12T12:59:58Z", official="kcc1"), "omschrijvingGeneriek": "klantcontacter"}


@pytest.mark.parametrize(("channel", "official"), [("telefoon", "kcc1"), ("Balie", "kcc1"), ("web", None), ("e-mail", None)])
def test_who_made_a_case_by_telephone_or_at_the_desk_took_the_question(tmp_path: Path, channel: str, official: str | None) -> None:
    place = story(tmp_path, BORN, rollen=(KCC1,), communicatiekanaalNaam=channel)
    assert events(taken(place), "moment", "activity", "official") == [("12-01 12:59", "Zaak geregistreerd", official)]


def test_where_a_new_case_goes_by_itself_is_part_of_its_coming_in(tmp_path: Path) -> None:
    trail = [BORN, audit(1, 1, "2026-01-12T13:00:05Z", "rol", "create", new=ZORG, by="kcc1"), audit(2, 1, "2026-01-12T13:05:00Z", "rol", "create", new=A)]
    found = events(taken(story(tmp_path, *trail)), "activity", "kind", "department")
    assert found == [("Zaak geregistreerd", "request", "Zorg"), ("Toegewezen aan medewerker", "other", "Zorg")]


def test_taking_up_a_case_and_setting_a_status_at_that_moment_is_one_act(tmp_path: Path) -> None:
    trail = [audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A, by="anna1")]
    states = (status(301, 1, 9102, "2026-01-13T08:00:04Z", by=201), status(302, 1, 9102, "2026-01-14T08:00:00Z", by=201))
    found = events(taken(story(tmp_path, *trail, statussen=states)), "activity", "official")
    assert found[1:] == [("In behandeling", "anna1"), ("In behandeling", "anna1")]


def test_who_passes_a_case_on_is_the_account_that_did_it_where_that_is_an_official_of_the_case_and_no_coordinator(tmp_path: Path) -> None:
    for number, (generic, giver) in enumerate([("klantcontacter", "kcc1"), ("zaakcoordinator", "bob2")]):
        trail = [
            audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A), audit(2, 1, "2026-01-20T08:00:00Z", "rol", "destroy", old=A, by="kcc1"),
            audit(3, 1, "2026-01-20T08:00:04Z", "rol", "create", new=B, by="kcc1"),
        ]  # fmt: skip
        found = events(taken(story(tmp_path / str(number), *trail, rollen=({**KCC1, "omschrijvingGeneriek": generic},))), "kind", "official", "to_official")
        assert found[-1] == ("transfer", giver, "bob2")


def test_who_acts_after_the_case_has_passed_on_acts_for_the_department_in_which_he_had_it_or_the_only_one_he_is_in(tmp_path: Path) -> None:
    trail = [
        audit(1, 1, "2026-01-12T13:00:05Z", "rol", "create", new=ZORG), audit(2, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A, by="anna1"),
        audit(3, 1, "2026-01-20T08:00:00Z", "rol", "destroy", old=A, by="anna1"), audit(4, 1, "2026-01-20T08:00:00Z", "rol", "destroy", old=ZORG, by="anna1"),
        audit(5, 1, "2026-01-20T08:00:01Z", "rol", "create", new=WERK, by="anna1"),
    ]  # fmt: skip
    states = (status(301, 1, 9102, "2026-01-20T08:01:00Z", by=201), status(302, 1, 9102, "2026-01-21T08:00:00Z", by=209), status(303, 1, 9102, "2026-01-22T08:00:00Z"))
    place = story(tmp_path, *trail, rollen=(KCC1,), statussen=states)
    assert events(taken(place), "official", "department")[-3:] == [("anna1", "Zorg"), ("kcc1", "Werk"), (None, "Werk")]
    person = {"identificatie": "kcc1", "achternaam": "X", "afdelingen": [{"afdelingnaam": "KCC"}], "groepen": []}
    folder_of(place, medewerkers=[{"record": {"data": person}}])
    assert events(taken(place), "official", "department")[-3:] == [("anna1", "Zorg"), ("kcc1", "KCC"), (None, "Werk")]


def test_a_result_that_decides_nothing_is_part_of_the_close_that_needs_it_and_another_is_a_decision(tmp_path: Path) -> None:
    for words, expected in [
        ("Afgehandeld", [("Klaar", "close", None)]), ("Doorverwezen", [("Klaar", "close", "referred")]),
        ("Toegekend", [("Resultaat: Toegekend", "decision", "granted"), ("Klaar", "close", None)]),
    ]:  # fmt: skip
        place = tmp_path / words
        result = {"url": f"https://x/zaken/api/v1/resultaten/{uuid(401)}", "zaak": f"https://x/zaken/api/v1/zaken/{uuid(1)}", "resultaattype": f"https://x/catalogi/api/v1/resultaattypen/{uuid(9201)}"}
        trail = audit(1, 1, "2026-01-20T08:00:00Z", "resultaat", "create", new=result)
        story(place, trail, statussen=(status(301, 1, 9103, "2026-01-20T08:00:02Z"),))
        folder_of(place, resultaattypen=[{"url": result["resultaattype"], "omschrijving": words}])
        assert events(taken(place), "activity", "kind", "outcome")[1:] == expected


def test_a_note_is_an_event_without_a_word_of_what_stands_in_it(tmp_path: Path) -> None:
    note = {"url": f"https://x/zaken/api/v1/zaaknotities/{uuid(501)}", "onderwerp": "Geheim", "tekst": "Mevrouw de Wit", "aangemaaktDoor": "Anna1",
            "aanmaakdatum": "2026-01-15T09:00:00Z", "gerelateerdAan": f"https://x/zaken/api/v1/zaken/{uuid(1)}"}  # fmt: skip
    connection = taken(folder_of(story(tmp_path), notities=[note]))
    assert events(connection, "activity", "kind", "official")[1:] == [("Interne notitie", "other", "anna1")]


# --- Read from outside: what the specification allows and the fixtures do not show ------------------------------------------------------


def test_a_role_that_was_changed_is_a_handover_and_a_status_stands_with_whoever_had_the_role_then(tmp_path: Path) -> None:
    changed = {**A, "betrokkeneIdentificatie": B["betrokkeneIdentificatie"]}
    reworded = {**changed, "roltoelichting": "x"}
    trail = [audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A), audit(2, 1, "2026-01-20T08:00:00Z", "rol", "update", old=A, new=changed),
             audit(3, 1, "2026-01-21T08:00:00Z", "rol", "update", old=changed, new=reworded)]  # fmt: skip
    states = (status(301, 1, 9102, "2026-01-14T09:00:00Z", by=201), status(302, 1, 9103, "2026-01-22T09:00:00Z", by=201))
    found = events(taken(story(tmp_path, *trail, rollen=(reworded,), statussen=states)), "moment", "activity", "kind", "official", "to_official")
    assert found[1:] == [
        ("13-01 08:00", "Toegewezen aan medewerker", "other", "anna1", None),
        ("14-01 09:00", "In behandeling", "work", "anna1", None),
        ("20-01 08:00", "Overgedragen aan collega", "transfer", "bob2", "bob2"),
        ("22-01 09:00", "Klaar", "close", "bob2", None),
    ]


def test_an_end_status_just_after_midnight_and_the_end_day_of_the_server_are_one_close(tmp_path: Path) -> None:
    # 00:30 here is 23:30 of the day before in UTC, and that day is what Open Zaak writes as einddatum.
    place = story(tmp_path, statussen=(status(301, 1, 9103, "2026-01-22T23:30:00Z"),), einddatum="2026-01-22")
    assert events(taken(place), "moment", "kind")[1:] == [("22-01 23:30", "close")]


def test_what_belongs_to_no_case_is_counted_and_never_lost_in_silence(tmp_path: Path) -> None:
    lost = {**status(301, 1, 9102, "2026-01-14T09:00:00Z"), "zaak": None}
    decision = {"url": f"https://zaak.example.nl/besluiten/api/v1/besluiten/{uuid(601)}", "zaak": "", "datum": "2026-01-20", "besluittype": "x"}
    place = folder_of(tmp_path, zaken=[zaak(1, "2026-01-12")], statussen=[lost, status(302, 77, 9102, "2026-01-14T09:00:00Z")], besluiten=[decision], types=TYPES)
    connection = taken(place)
    assert (events(connection, "case"), remarks(connection)["objects_of_nothing"]) == ([("ZAAK-1",)], 3)


def test_two_cases_with_one_number_stay_two_and_that_is_said(tmp_path: Path) -> None:
    one, other = zaak(1, "2026-01-12"), {**zaak(2, "2026-03-02"), "identificatie": "zaak-1", "bronorganisatie": "999990019"}
    connection = taken(folder_of(tmp_path, zaken=[one, other, zaak(3, "2026-03-03")]))
    assert connection.execute("select count(*) from cases").fetchall() == [(3,)]
    assert remarks(connection)["number_twice"] == 2


def test_a_page_that_was_not_saved_is_told(tmp_path: Path) -> None:
    pages = {"count": 250, "next": "https://zaak.example.nl/zaken/api/v1/zaken?page=2", "previous": None, "results": [zaak(1, "2026-01-12"), zaak(2, "2026-01-12")]}
    whole = {"count": 1, "next": None, "previous": None, "results": [status(301, 1, 9102, "2026-01-14T09:00:00Z")]}
    place = folder_of(tmp_path, zaken=pages, a=whole, b={**whole, "results": [status(302, 2, 9102, "2026-01-14T09:00:00Z")]}, types=TYPES)
    assert remarks(taken(place))["pages_missing"] == 248  # of the cases; each of the two questions for statuses was answered whole


def test_a_moment_at_the_end_of_time_is_a_reject_and_stops_nothing(tmp_path: Path) -> None:
    states = (status(301, 1, 9102, "9999-12-31T23:59:59Z"), status(302, 1, 9102, "0001-01-01T00:00:00Z"), status(303, 1, 9102, "2026-01-14T09:00:00Z"))
    connection = taken(story(tmp_path, statussen=states))
    assert [kind for (kind,) in events(connection, "kind")] == ["request", "work"]
    assert connection.execute("select count(*) from rejects").fetchall() == [(2,)]


def test_a_close_before_a_reopening_that_only_the_trail_knows_is_told_with_its_time(tmp_path: Path) -> None:
    still, ended = zaak(1, "2026-01-12"), zaak(1, "2026-01-12", einddatum="2026-01-22")
    again = {**ended, "einddatum": "2026-02-05"}
    trail = [audit(1, 1, "2026-01-22T09:00:00Z", "zaak", "update", old=still, new=ended), audit(2, 1, "2026-02-01T09:00:00Z", "zaak", "update", old=ended, new=still),
             audit(3, 1, "2026-02-05T09:00:00Z", "zaak", "update", old=still, new=again)]  # fmt: skip
    told = [("22-01 09:00", "close"), ("01-02 09:00", "reopen"), ("05-02 09:00", "close")]
    assert events(taken(story(tmp_path / "a", *trail, einddatum="2026-02-05")), "moment", "kind")[1:] == told
    states = (status(301, 1, 9103, "2026-01-22T09:00:00Z"), status(302, 1, 9103, "2026-02-05T09:00:00Z"))
    assert events(taken(story(tmp_path / "b", *trail, statussen=states, einddatum="2026-02-05")), "moment", "kind")[1:] == told


def test_without_the_pages_of_roles_the_trail_tells_the_resident_and_a_deleted_role_does_not(tmp_path: Path) -> None:
    wrong, right = rol(200, 1, "2026-01-12T13:00:00Z", bsn="123456782"), rol(210, 1, "2026-01-12T14:00:00Z", bsn="999993653")
    trail = [audit(1, 1, "2026-01-12T13:00:00Z", "rol", "create", new=wrong), audit(2, 1, "2026-01-12T14:00:00Z", "rol", "destroy", old=wrong),
             audit(3, 1, "2026-01-12T14:00:01Z", "rol", "create", new=right)]  # fmt: skip
    assert events(taken(folder_of(tmp_path, zaken=[zaak(1, "2026-01-12")], audittrail=trail)), "resident") == [("999993653",)]


def test_a_person_who_is_named_by_an_address_alone_is_the_resident_with_that_number(tmp_path: Path) -> None:
    role = {**rol(200, 1, "2026-01-12T13:00:00Z", bsn="1"), "betrokkeneIdentificatie": None, "betrokkene": "https://brp.example.nl/personen/999993653"}
    place = folder_of(tmp_path, zaken=[zaak(1, "2026-01-12"), zaak(2, "2026-01-12")], rollen=[role, rol(201, 2, "2026-01-12T13:00:00Z", bsn="999993653")])
    assert events(taken(place), "resident") == [("999993653",), ("999993653",)]


def test_a_call_that_was_refused_changes_nothing_also_where_its_code_is_a_text(tmp_path: Path) -> None:
    made = audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A)
    refused = {**audit(2, 1, "2026-01-20T08:00:00Z", "rol", "create", new=B), "resultaat": "403"}
    assert [official for (official,) in events(taken(story(tmp_path, made, refused)), "official")] == [None, "anna1"]


def test_a_tar_that_was_cut_off_between_two_tables_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dump.tar"
    with tarfile.open(path, "w") as archive:
        for table, text in dump().items():
            member = tarfile.TarInfo(f"{table}.csv")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
        whole = archive.offset
    path.write_bytes(path.read_bytes()[:whole])  # every table is there, but not the block that says so
    with pytest.raises(InputError, match=r"niet volledig|not complete"):
        taken(path)


def test_tables_of_several_dumps_in_one_folder_are_read_together(tmp_path: Path) -> None:
    states = dump()["zaken_status"].splitlines(keepends=True)
    files = {f"{table}_csv": text for table, text in dump().items() if table != "zaken_status"}
    place = folder_of(tmp_path, **files, jan_zaken_status_csv=states[0] + states[1], feb_zaken_status_csv=states[0] + states[2])
    assert events(taken(place), *COLUMNS) == EXPECTED_OF_DUMP


@pytest.mark.parametrize("spoil", [lambda text: text.replace(",", ";"), None])
def test_a_dump_that_a_spreadsheet_saved_anew_or_without_its_cases_is_refused(tmp_path: Path, spoil: object) -> None:
    files = {f"{table}_csv": text for table, text in dump().items()}
    if callable(spoil):
        files["zaken_zaak_csv"] = spoil(files["zaken_zaak_csv"])
    else:
        del files["zaken_zaak_csv"]
    with pytest.raises(InputError, match="zaken_zaak"):
        taken(folder_of(tmp_path, **files))


def test_files_that_a_system_lays_beside_an_export_are_passed_over(tmp_path: Path) -> None:
    place = folder_of(tmp_path, zaken=[zaak(1, "2026-01-12")])
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "~$lijst.xlsx", "._zaken.json"):
        (place / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (place / "__MACOSX").mkdir()
    (place / "__MACOSX" / "zaken.json").write_bytes(b"\0\5\x16\7")
    assert events(taken(place), "case") == [("ZAAK-1",)]


@pytest.mark.parametrize(
    ("first", "told"), [(b"BZh91AY&SY", "ingepakt|packed"), (b"7z\xbc\xaf\x27\x1c\0\4", "ingepakt|packed"), (b"\r\n<!DOCTYPE html><html>", "webpagina|web page")]
)  # fmt: skip
def test_what_is_packed_otherwise_and_a_page_to_log_in_are_refused_with_the_next_step(tmp_path: Path, first: bytes, told: str) -> None:
    (tmp_path / "zaken.json").write_bytes(first + b" " * 600)
    with pytest.raises(InputError, match=told):
        taken(tmp_path / "zaken.json")


def test_when_whoever_stood_in_goes_the_case_is_with_who_had_it_beside(tmp_path: Path) -> None:
    carl = rol(205, 1, "2026-02-01T08:00:00Z", official="carl3")
    trail = [audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A), audit(2, 1, "2026-01-20T08:00:00Z", "rol", "create", new=B),
             audit(3, 1, "2026-01-27T08:00:00Z", "rol", "destroy", old=B), audit(4, 1, "2026-02-01T08:00:00Z", "rol", "destroy", old=A),
             audit(5, 1, "2026-02-01T08:00:01Z", "rol", "create", new=carl)]  # fmt: skip
    found = events(taken(story(tmp_path, *trail)), "moment", "kind", "to_official")
    assert found[1:] == [("13-01 08:00", "other", None), ("20-01 08:00", "transfer", "bob2"), ("27-01 08:00", "other", None), ("01-02 08:00", "transfer", "carl3")]


def test_an_audit_trail_without_any_case_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"zaken|cases"):
        taken(folder_of(tmp_path, audittrail=[audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A)]))


def test_a_department_under_a_new_name_is_the_same_department_and_no_handover(tmp_path: Path) -> None:
    def unit(number: int, case: int, at: str, name: str, code: str = "ZORG") -> dict:
        return {**rol(number, case, at, department="x"), "betrokkeneIdentificatie": {"identificatie": code, "naam": name}}

    first, again = unit(203, 1, "2026-01-13T08:00:00Z", "Zorg"), unit(213, 1, "2026-01-20T08:00:00Z", "Zorg en Welzijn")
    plain, spelled = unit(223, 2, "2026-01-13T09:00:00Z", "Werk", ""), unit(233, 2, "2026-01-20T09:00:00Z", "WERK ", "")
    trail = [audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=first), audit(2, 1, "2026-01-20T08:00:00Z", "rol", "destroy", old=first),
             audit(3, 1, "2026-01-20T08:00:01Z", "rol", "create", new=again), audit(4, 2, "2026-01-13T09:00:00Z", "rol", "create", new=plain),
             audit(5, 2, "2026-01-20T09:00:00Z", "rol", "destroy", old=plain), audit(6, 2, "2026-01-20T09:00:01Z", "rol", "create", new=spelled)]  # fmt: skip
    place = folder_of(tmp_path, zaken=[zaak(1, "2026-01-12"), zaak(2, "2026-01-12")], audittrail=trail)
    found = [one for one in events(taken(place), "case", "activity", "department") if one[2]]
    assert found == [("ZAAK-1", "Toegewezen aan afdeling", "Zorg en Welzijn"), ("ZAAK-2", "Toegewezen aan afdeling", "Werk")]


def test_a_case_that_goes_to_an_official_without_an_account_is_handed_over_to_somebody_unknown(tmp_path: Path) -> None:
    nobody = {**rol(206, 1, "2026-01-20T08:00:00Z", official="x"), "betrokkeneIdentificatie": {"identificatie": "", "achternaam": "Janssen"}}
    trail = [audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A), audit(2, 1, "2026-01-20T08:00:00Z", "rol", "destroy", old=A),
             audit(3, 1, "2026-01-20T08:00:01Z", "rol", "create", new=nobody), audit(4, 1, "2026-01-27T08:00:00Z", "rol", "create", new=B)]  # fmt: skip
    found = events(taken(story(tmp_path, *trail)), "activity", "kind", "official", "to_official")
    assert found[1:] == [
        ("Toegewezen aan medewerker", "other", "anna1", None),
        ("Overgedragen aan collega", "transfer", "anna1", None),
        ("Toegewezen aan medewerker", "other", "bob2", None),
    ]
