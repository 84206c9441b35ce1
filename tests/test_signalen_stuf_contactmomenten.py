"""Signalen, StUF messages and the older contact moments, drawn small: what each system tells, and what it cannot."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from municipal import FIXTURES, KEPT, csv_of, events, folder_of, needs_fixtures, remarks, taken, uuid, zaak

from journeys.errors import InputError
from mining.catalogue import read_definitions
from mining.mine import mine
from mining.statement import statement
from mining.statement_words import all_lines

# --- Signalen ---------------------------------------------------------------------------------------------------------

SIGNALS = csv_of("id,source,text,created_at,parent", (1, "Telefoon – CCA", "Mevrouw de Wit: lamp, kapot", "2026-01-12 08:00:00+00", "null"), (2, "online", "x", "2026-01-12 09:00:00+00", 1))
STATUSES = csv_of(
    "id,text,user,state_display,created_at,_signal_id,state",
    (11, "", "", "Gemeld", "2026-01-12 08:00:00+00", 1, "m"), (12, "Bedankt,\nGroet", "B@x.nl", "In behandeling", "2026-01-14 10:00:00+00", 1, "b"),
    (13, "", "b@x.nl", "Reactie gevraagd", "2026-01-15 10:00:00+00", 1, "reaction requested"), (14, "", "", "Reactie ontvangen", "2026-01-16 10:00:00+00", 1, "reaction received"),
    (15, "", "", "Extern: afgehandeld", "2026-01-17 10:00:00+00", 1, "done external"), (16, "", "b@x.nl", "Afgehandeld", "2026-01-18 10:00:00+00", 1, "o"),
    (17, "", "", "Verzoek tot heropenen", "2026-01-19 10:00:00+00", 1, "reopen requested"),
)  # fmt: skip
ROUTING = csv_of("id,created_at,updated_at,_signal_id,departments", (21, "2026-01-13 08:00:00+00", "", 1, "STW"), (22, "2026-01-14 12:00:00+00", "", 1, "VTH"))
CATEGORIES = csv_of("id,main,sub,departments,created_at,_signal_id", (31, "Wegen", "Lantaarnpaal", "STW", "2026-01-12 08:00:00+00", 1))
FEEDBACK = csv_of("_signal_id,is_satisfied,text,submitted_at", (1, "f", "Slecht", "2026-01-20 10:00:00+00"))
TABLES = {"signals": SIGNALS, "statuses": STATUSES, "routing_departments": ROUTING, "categories": CATEGORIES, "kto-feedback-2026": FEEDBACK}
EXPECTED = [
    ("1", "12-01 08:00", "Melding ontvangen", "request", "resident", None, "STW", None, "phone", "Lantaarnpaal"),  # its category is STW's, and so is its first routing
    ("1", "14-01 10:00", "In behandeling", "work", "municipality", "b@x.nl", "STW", None, None, "Lantaarnpaal"),
    ("1", "14-01 12:00", "Naar andere afdeling", "transfer", "municipality", None, "STW", "VTH", None, "Lantaarnpaal"),
    ("1", "15-01 10:00", "Reactie gevraagd", "suspend", "municipality", "b@x.nl", "VTH", None, None, "Lantaarnpaal"),
    ("1", "16-01 10:00", "Reactie ontvangen", "resume", "municipality", None, "VTH", None, None, "Lantaarnpaal"),
    ("1", "17-01 10:00", "Extern: afgehandeld", "other", "partner", None, None, None, None, "Lantaarnpaal"),
    ("1", "18-01 10:00", "Afgehandeld", "close", "municipality", "b@x.nl", "VTH", None, None, "Lantaarnpaal"),
    ("1", "19-01 10:00", "Verzoek tot heropenen", "contact", "resident", None, None, None, None, "Lantaarnpaal"),
    ("1", "20-01 10:00", "Niet tevreden over de afhandeling", "other", "resident", None, None, None, None, "Lantaarnpaal"),
    ("2", "12-01 09:00", "Melding ontvangen", "request", "resident", None, None, None, "web", None),
]
COLUMNS = ("case", "moment", "activity", "kind", "by", "official", "department", "to_department", "channel", "topic")


def packed(place: Path) -> Path:
    with zipfile.ZipFile(place / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for table, text in TABLES.items():
            archive.writestr(f"031500UTC_{table}.csv", text)
    return place / "export.zip"


def test_the_zip_of_signalen_tells_statuses_routing_and_satisfaction(tmp_path: Path) -> None:
    assert events(taken(packed(tmp_path)), *COLUMNS) == EXPECTED


def test_the_unpacked_files_tell_the_same_as_the_zip(tmp_path: Path) -> None:
    assert events(taken(folder_of(tmp_path, **{f"031500UTC_{table}_csv": text for table, text in TABLES.items()})), *COLUMNS) == EXPECTED


def test_a_report_that_was_split_is_one_resident_with_its_parts(tmp_path: Path) -> None:
    found = set(events(taken(packed(tmp_path)), "case", "resident"))
    assert found == {("1", "melding:1"), ("2", "melding:1")}


def test_without_the_history_handovers_between_officials_cannot_be_counted_but_those_of_departments_can(tmp_path: Path) -> None:
    connection = taken(packed(tmp_path))
    mine(connection, settings=KEPT, catalogue=read_definitions().needed_for("log_measures"))
    assert connection.execute("select handoffs, department_handoffs from log_measures").fetchall() == [(None, 1)]
    assert "de geschiedenis ontbreekt" in " ".join(all_lines(statement(connection, settings=KEPT)))


def act(number: int, when: str, what: str, action: str, who: str = "Signalen systeem") -> dict[str, Any]:
    return {"identifier": f"{what}_{number}", "when": when, "what": what, "action": action, "description": "vrije tekst", "who": who, "_signal": 1}


def test_the_history_gives_who_had_a_report(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text(json.dumps([
        act(4, "2026-01-16T09:00:00+01:00", "UPDATE_USER_ASSIGNMENT", "Melding toewijzing gewijzigd naar: C@x.nl", "b@x.nl"),
        act(3, "2026-01-15T09:00:00+01:00", "UPDATE_USER_ASSIGNMENT", "Melding toewijzing gewijzigd naar: b@x.nl", "coord@x.nl"),
        act(2, "2026-01-14T09:00:00+01:00", "UPDATE_STATUS", "Status gewijzigd naar: Heropend"),
        act(1, "2026-01-13T09:00:00+01:00", "UPDATE_ROUTING_ASSIGNMENT", "Routering: afdeling/afdelingen gewijzigd naar: STW"),
        act(0, "2026-01-12T09:00:00+01:00", "UPDATE_STATUS", "Status gewijzigd naar: Gemeld"),
    ]), encoding="utf-8")  # fmt: skip
    connection = taken(tmp_path)
    assert events(connection, "activity", "kind", "official", "department") == [
        ("Melding ontvangen", "request", None, None), ("Toegewezen aan afdeling", "other", None, "STW"), ("Heropend", "reopen", None, "STW"),
        ("Toegewezen aan medewerker", "other", "b@x.nl", "STW"), ("Overgedragen aan collega", "transfer", "b@x.nl", "STW"),
    ]  # fmt: skip
    assert connection.execute("from incomplete").fetchall() == []


def test_what_somebody_wrote_in_a_report_is_never_taken_in(tmp_path: Path) -> None:
    connection = taken(packed(tmp_path))
    for (table,) in connection.execute("select table_name from duckdb_tables() where not internal").fetchall():
        assert "de Wit" not in str(connection.execute(f'from "{table}"').fetchall())


# --- StUF -------------------------------------------------------------------------------------------------------------

ENVELOPE = """<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
<ZKN:zakLk01 xmlns:ZKN="http://www.egem.nl/StUF/sector/zkn/0310" xmlns:BG="http://www.egem.nl/StUF/sector/bg/0310"
  xmlns:StUF="http://www.egem.nl/StUF/StUF0301" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<ZKN:stuurgegevens><StUF:referentienummer>{ref}</StUF:referentienummer><StUF:tijdstipBericht>{at}</StUF:tijdstipBericht></ZKN:stuurgegevens>
<ZKN:parameters><StUF:mutatiesoort>{sort}</StUF:mutatiesoort></ZKN:parameters>{objects}</ZKN:zakLk01></soap:Body></soap:Envelope>"""


def stuf(ref: str, at: str, *inside: str, sort: str = "W", bsn: str = "999993653", end: str = "") -> str:
    whole = "".join(inside)
    ended = f"<ZKN:einddatum>{end}</ZKN:einddatum>" if end else '<ZKN:einddatum xsi:nil="true" StUF:noValue="geenWaarde"/>'
    person = f"<ZKN:heeftAlsInitiator><ZKN:gerelateerde><ZKN:natuurlijkPersoon><BG:inp.bsn>{bsn}</BG:inp.bsn></ZKN:natuurlijkPersoon></ZKN:gerelateerde></ZKN:heeftAlsInitiator>"
    one = (f"<ZKN:object><ZKN:identificatie>Z1</ZKN:identificatie><ZKN:registratiedatum>20260112</ZKN:registratiedatum><ZKN:startdatum>20260112</ZKN:startdatum>{ended}"
           f"<ZKN:isVan><ZKN:gerelateerde><ZKN:omschrijving>Wmo</ZKN:omschrijving></ZKN:gerelateerde></ZKN:isVan>{person}{whole}</ZKN:object>")  # fmt: skip
    return ENVELOPE.format(ref=ref, at=at, sort=sort, objects=one if sort == "T" else f"<ZKN:object/>{one}")


def handled_by(official: str, unit: str) -> str:
    return (f"<ZKN:heeftAlsUitvoerende><ZKN:gerelateerde><ZKN:medewerker><ZKN:identificatie>{official}</ZKN:identificatie></ZKN:medewerker></ZKN:gerelateerde></ZKN:heeftAlsUitvoerende>"
            f"<ZKN:heeftAlsVerantwoordelijke><ZKN:gerelateerde><ZKN:organisatorischeEenheid><ZKN:naam>{unit}</ZKN:naam></ZKN:organisatorischeEenheid></ZKN:gerelateerde></ZKN:heeftAlsVerantwoordelijke>")  # fmt: skip


def a_status(at: str, words: str, by: str) -> str:
    return (f"<ZKN:heeft><ZKN:gerelateerde><ZKN:omschrijving>{words}</ZKN:omschrijving></ZKN:gerelateerde><ZKN:datumStatusGezet>{at}</ZKN:datumStatusGezet>"
            f"<ZKN:isGezetDoor><ZKN:gerelateerde><ZKN:medewerker><ZKN:identificatie>{by}</ZKN:identificatie></ZKN:medewerker></ZKN:gerelateerde></ZKN:isGezetDoor></ZKN:heeft>")  # fmt: skip


ON, OFF = "<ZKN:opschorting><ZKN:indicatie>J</ZKN:indicatie></ZKN:opschorting>", "<ZKN:opschorting><ZKN:indicatie>N</ZKN:indicatie></ZKN:opschorting>"
RECEIVED = a_status("20260112130211", "Ontvangen", "Hassel006")


def test_what_differs_from_message_to_message_are_the_events_and_a_repeated_status_counts_once(tmp_path: Path) -> None:
    place = folder_of(
        tmp_path,
        b1_xml=stuf("1", "20260112130300", RECEIVED, handled_by("anna", "Zorg"), sort="T"),
        b2_xml=stuf("2", "20260114090000", RECEIVED, handled_by("bob", "Zorg")),
        b3_xml=stuf("3", "20260115090000500", RECEIVED, handled_by("cees", "Werk"), ON),
        b4_xml=stuf("4", "20260116090000", RECEIVED, handled_by("cees", "Werk"), OFF, "<ZKN:resultaat><ZKN:omschrijving>Toegekend</ZKN:omschrijving></ZKN:resultaat>", end="20260116"),
    )  # fmt: skip
    assert events(taken(place), "moment", "activity", "kind", "official", "department", "to_department", "outcome") == [
        ("12-01 12:02", "Zaak geregistreerd", "request", None, None, None, None),
        ("12-01 12:02", "Ontvangen", "work", "hassel006", None, None, None),
        ("12-01 12:03", "Toegewezen aan medewerker", "other", "anna", "Zorg", None, None),
        ("14-01 08:00", "Overgedragen aan collega", "transfer", "bob", "Zorg", "Zorg", None),
        ("15-01 08:00", "Overgedragen aan andere afdeling", "transfer", "bob", "Zorg", "Werk", None),
        ("15-01 08:00", "Opgeschort", "suspend", None, "Werk", None, None),
        ("16-01 08:00", "Hervat", "resume", None, "Werk", None, None),
        ("16-01 08:00", "Resultaat: Toegekend", "decision", None, "Werk", None, "granted"),
        ("16-01 08:00", "Zaak afgesloten", "close", None, "Werk", None, None),
    ]


def test_the_placeholder_number_of_a_form_is_nobody_and_other_messages_are_counted(tmp_path: Path) -> None:
    other = ENVELOPE.replace("zakLk01", "zakLv01").format(ref="9", at="20260112130300", sort="T", objects="")
    connection = taken(folder_of(tmp_path, b1_xml=stuf("1", "20260112130300", sort="T", bsn="111222333"), b2_xml=other))
    assert events(connection, "resident", "topic") == [("-Z1", "Wmo")]
    assert remarks(connection)["messages_not_read"] == 1


@pytest.mark.parametrize(
    "text",
    ['<!DOCTYPE x [<!ENTITY a "b">]><x xmlns="http://www.egem.nl/StUF/StUF0301">&a;</x>', '<x xmlns="http://www.egem.nl/StUF/StUF0301">', '<x xmlns="http://www.egem.nl/StUF/StUF0301">' + "<y>" * 500 + "</y>" * 500 + "</x>"],
)  # fmt: skip
def test_a_message_with_a_document_type_cut_off_or_nested_too_deep_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"b1\.xml"):
        taken(folder_of(tmp_path, b1_xml=text))


@needs_fixtures
def test_the_fixture_of_a_message_is_read() -> None:
    assert events(taken(FIXTURES / "files" / "stuf_zakLk01.xml"), "case", "resident", "moment", "activity", "official", "topic") == [
        ("003420260000417", "999993653", "12-01 12:02", "Zaak geregistreerd", None, "Wmo aanvraag"),
        ("003420260000417", "999993653", "12-01 12:02", "Ontvangen", "hassel006", "Wmo aanvraag"),
    ]


# --- Contact moments 1.0 ----------------------------------------------------------------------------------------------

CM = "https://cm.example.nl/contactmomenten/api/v1"


def moment(number: int, at: str, *, before: int | None = None, began: str = "klant") -> dict[str, Any]:
    return {"url": f"{CM}/contactmomenten/{uuid(number)}", "registratiedatum": at, "kanaal": "Telefoon", "tekst": "Mevrouw de Wit", "initiatiefnemer": began,
            "medewerkerIdentificatie": {"identificatie": "Kcm7", "achternaam": "Jansen"}, "vorigContactmoment": f"{CM}/contactmomenten/{uuid(before)}" if before else None}  # fmt: skip


def test_a_chain_of_contacts_is_one_question_and_a_link_puts_a_contact_in_its_case(tmp_path: Path) -> None:
    linked = {"url": f"{CM}/objectcontactmomenten/{uuid(31)}", "contactmoment": f"{CM}/contactmomenten/{uuid(4)}", "object": f"https://x/zaken/api/v1/zaken/{uuid(7)}", "objectType": "zaak"}
    customer = {"url": f"{CM}/klantcontactmomenten/{uuid(32)}", "contactmoment": f"{CM}/contactmomenten/{uuid(1)}", "klant": f"https://k/klanten/api/v1/klanten/{uuid(50)}", "rol": "belanghebbende"}
    who = {"url": f"https://k/klanten/api/v1/klanten/{uuid(50)}", "subjectIdentificatie": {"inpBsn": "12345672"}}
    place = folder_of(tmp_path, zaken=[zaak(7, "2026-01-01")], links=[linked, customer, who],
                      cms=[moment(1, "2026-01-12T09:00:00Z"), moment(2, "2026-01-13T09:00:00Z", before=1), moment(3, "2026-01-14T09:00:00Z", before=2, began="gemeente"), moment(4, "2026-01-15T09:00:00Z")])  # fmt: skip
    found = [row for row in events(taken(place), "case", "resident", "activity", "kind", "official", "channel") if row[2] != "Zaak geregistreerd"]
    assert found == [
        (uuid(1), "012345672", "Inwoner neemt contact op", "contact", "kcm7", "phone"), (uuid(1), "012345672", "Inwoner neemt contact op", "contact", "kcm7", "phone"),
        (uuid(1), "012345672", "Gemeente neemt contact op", "outreach", "kcm7", "phone"), ("ZAAK-7", "-ZAAK-7", "Inwoner neemt contact op", "contact", "kcm7", "phone"),
    ]  # fmt: skip


def test_a_report_that_is_closed_with_a_text_was_told_to_the_reporter_and_one_without_was_not(tmp_path: Path) -> None:
    closed = {"identifier": "S_9", "when": "2026-01-16T09:00:00+01:00", "what": "UPDATE_STATUS", "action": "Status gewijzigd naar: Afgehandeld", "who": "b@x.nl", "_signal": 1}
    for text, expected in [("Uw melding is opgelost, mevrouw de Wit.", [("outreach", "email", "b@x.nl"), ("close", None, "b@x.nl")]), ("", [("close", None, "b@x.nl")])]:
        place = tmp_path / (text[:2] or "leeg")
        place.mkdir()
        (place / "3.json").write_text(json.dumps([closed | {"description": text}, act(0, "2026-01-12T09:00:00+01:00", "UPDATE_STATUS", "Status gewijzigd naar: Gemeld")]), encoding="utf-8")
        assert events(taken(place), "kind", "channel", "official")[1:] == expected


# --- Read from outside ------------------------------------------------------------------------------------------------------------------


def signalen(place: Path, **tables: str) -> Path:
    return folder_of(place, **{f"{table}_csv": text for table, text in tables.items()})


def states(*rows: tuple[int, str, str, int, str]) -> str:
    """Rows: id, who, how Signalen shows the state, report, code; a day apart."""
    written = [(one, "", who, shown, f"2026-01-{11 + at} 08:00:00+00", of, code) for at, (one, who, shown, of, code) in enumerate(rows, 1)]
    return csv_of("id,text,user,state_display,created_at,_signal_id,state", *written)


def test_a_report_that_is_not_in_the_files_has_no_coming_in_that_nothing_tells_of(tmp_path: Path) -> None:
    found = events(taken(signalen(tmp_path, signals=SIGNALS, statuses=states((1, "b@x.nl", "In behandeling", 99, "b")))), "case", "activity")
    assert [one for one in found if one[0] == "99"] == [("99", "In behandeling")]


def test_a_state_that_is_new_to_us_has_the_name_that_signalen_gives_it(tmp_path: Path) -> None:
    found = events(taken(signalen(tmp_path, statuses=states((1, "", "Gemeld", 1, "m"), (2, "b@x.nl", "Wacht op derden", 1, "wod")))), "activity", "kind")
    assert found == [("Melding ontvangen", "request"), ("Wacht op derden", "other")]


def test_exports_of_two_days_side_by_side_are_read_together_and_clutter_is_not(tmp_path: Path) -> None:
    january, february = states((1, "", "Gemeld", 1, "m")), states((1, "", "Gemeld", 1, "m"), (2, "b@x.nl", "In behandeling", 1, "b"))
    told = [("1", "request"), ("1", "work"), ("2", "request")]
    place = signalen(tmp_path / "folder", signals=SIGNALS, statuses=states((2, "b@x.nl", "In behandeling", 1, "b")))
    (place / "0101_statuses.csv").write_text(january, encoding="utf-8")
    assert sorted(events(taken(place), "case", "kind")) == told
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as archive:
        archive.writestr("jan/0101_signals.csv", SIGNALS)
        archive.writestr("jan/0101_statuses.csv", january)
        archive.writestr("feb/0201_statuses.csv", february)
        archive.writestr("__MACOSX/feb/._0201_statuses.csv", b"\0\5\x16\7\xff")
    assert sorted(events(taken(tmp_path / "both.zip"), "case", "kind")) == told


def test_reports_with_their_history_need_no_table_of_statuses_and_other_files_of_those_names_are_none(tmp_path: Path) -> None:
    act = {"identifier": "UPDATE_STATUS_1", "when": "2026-01-14T11:00:00+01:00", "what": "UPDATE_STATUS", "action": "Status gewijzigd naar: In behandeling", "who": "b@x.nl", "_signal": 1}
    place = signalen(tmp_path, signals=SIGNALS, categories="zaaknummer,activiteit,tijdstip\nZ1,Bellen,2026-01-14 10:00\n")
    (place / "1.json").write_text(json.dumps([act]), encoding="utf-8")
    assert sorted(events(taken(place), "case", "kind")) == [("1", "request"), ("1", "work"), ("2", "request"), ("Z1", "other")]


def test_a_report_and_a_case_of_open_zaak_with_one_number_stay_two(tmp_path: Path) -> None:
    place = signalen(tmp_path, signals=SIGNALS)
    folder_of(place, zaken=[zaak(1, "2026-01-12", identificatie="1")])
    assert sorted(events(taken(place), "case", "activity")) == [("1", "Zaak geregistreerd"), ("2", "Melding ontvangen"), ("melding 1", "Melding ontvangen")]


def test_who_gets_a_report_after_it_was_taken_from_somebody_is_assigned_and_not_handed_it(tmp_path: Path) -> None:
    def to(day: int, whom: str) -> dict[str, Any]:
        return {"identifier": f"UPDATE_USER_ASSIGNMENT_{day}", "when": f"2026-01-{day}T11:00:00+01:00", "what": "UPDATE_USER_ASSIGNMENT",
                "action": f"Melding toewijzing gewijzigd naar: {whom}", "who": "c@x.nl", "_signal": 1}  # fmt: skip

    place = signalen(tmp_path, signals=SIGNALS)
    (place / "1.json").write_text(json.dumps([to(16, "b@x.nl"), to(15, ""), to(14, "a@x.nl")]), encoding="utf-8")
    found = [one for one in events(taken(place), "case", "activity", "kind") if one[0] == "1"]
    assert [one[1:] for one in found[1:]] == [("Toegewezen aan medewerker", "other"), ("Toewijzing ingetrokken", "other"), ("Toegewezen aan medewerker", "other")]


def test_a_message_whose_sender_waits_for_the_answer_and_one_in_utf_16_are_read(tmp_path: Path) -> None:
    text = stuf("r1", "20260112130211", RECEIVED, sort="T")
    (tmp_path / "a.xml").write_bytes(text.replace("zakLk01", "zakLk02").encode())
    (tmp_path / "b.xml").write_bytes(text.replace("UTF-8", "UTF-16").replace(">Z1<", ">Z2<").encode("utf-16"))
    assert events(taken(tmp_path), "case", "activity") == [(case, words) for case in ("Z1", "Z2") for words in ("Zaak geregistreerd", "Ontvangen")]


def test_a_moment_to_the_minute_is_read_and_a_message_without_a_case_number_is_counted(tmp_path: Path) -> None:
    text = stuf("r1", "20260112130211", a_status("202601130915", "In behandeling", "hassel006"), sort="T")
    place = folder_of(tmp_path, a_xml=text, b_xml=text.replace("<ZKN:identificatie>Z1</ZKN:identificatie>", ""))
    connection = taken(place)
    assert ("13-01 08:15", "In behandeling") in events(connection, "moment", "activity")
    assert remarks(connection)["objects_of_nothing"] == 2  # the message and its status


def test_a_folder_of_other_messages_is_refused_with_what_to_ask_for(tmp_path: Path) -> None:
    place = folder_of(tmp_path, a_xml=stuf("r1", "20260112130211", RECEIVED, sort="T").replace("zakLk01", "zakLa01"))
    with pytest.raises(InputError, match="zakLk01"):
        taken(place)


def test_a_link_that_a_message_takes_away_is_no_handler_wherever_it_stands(tmp_path: Path) -> None:
    def by(official: str, what: str) -> str:
        return handled_by(official, "Zorg").split("</ZKN:heeftAlsUitvoerende>")[0].replace("<ZKN:heeftAlsUitvoerende>", f'<ZKN:heeftAlsUitvoerende StUF:verwerkingssoort="{what}">') + "</ZKN:heeftAlsUitvoerende>"

    place = folder_of(tmp_path, a_xml=stuf("r1", "20260112130211", by("anna", "T"), sort="T"), b_xml=stuf("r2", "20260120090000", by("bob", "T"), by("anna", "V")))
    found = events(taken(place), "activity", "to_official")
    assert found[1:] == [("Toegewezen aan medewerker", None), ("Overgedragen aan collega", "bob")]


def test_a_part_of_a_case_has_its_resident_and_a_status_may_be_set_by_a_department(tmp_path: Path) -> None:
    main = "<ZKN:isDeelzaakVan><ZKN:gerelateerde><ZKN:identificatie>Z1</ZKN:identificatie></ZKN:gerelateerde></ZKN:isDeelzaakVan>"
    unit = a_status("20260113100000", "In behandeling", "x").replace("<ZKN:medewerker><ZKN:identificatie>x</ZKN:identificatie></ZKN:medewerker>", "<ZKN:organisatorischeEenheid><ZKN:naam>Zorg</ZKN:naam></ZKN:organisatorischeEenheid>")  # fmt: skip
    part = stuf("r2", "20260112130211", main, unit, sort="T", bsn="").replace(">Z1</ZKN:identificatie><ZKN:reg", ">Z2</ZKN:identificatie><ZKN:reg")
    place = folder_of(tmp_path, a_xml=stuf("r1", "20260112130211", RECEIVED, sort="T"), b_xml=part)
    found = [one for one in events(taken(place), "case", "resident", "activity", "official", "department") if one[0] == "Z2"]
    assert found == [("Z2", "999993653", "Zaak geregistreerd", None, None), ("Z2", "999993653", "In behandeling", None, "Zorg")]
