"""Object-centric logs: JSON, XML and SQLite tell the same; resident, case, official and department are objects."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from municipal import KEPT, events, remarks, taken
from shared_logs import LOGS, needs_logs

from journeys.errors import InputError, MappingError
from journeys.settings import Settings

OBJECTS = {"Z1": "zaak", "Z2": "zaak", "R1": "inwoner", "anna": "medewerker", "bob": "medewerker", "Zorg": "afdeling", "Werk": "afdeling"}
RELATED = {"Z1": [("R1", "of")]}
EVENTS = [
    ("e1", "Aanvraag ontvangen", "2026-01-12T09:00:00+01:00", {"kanaal": "telefoon"}, [("Z1", ""), ("R1", "")]),
    ("e2", "Overdracht", "2026-01-13T09:00:00+01:00", {}, [("Z1", ""), ("anna", ""), ("Zorg", ""), ("Werk", "to_department"), ("bob", "to_official")]),
    ("e3", "Behandelen", "2026-01-14T09:00:00+01:00", {}, [("Z1", ""), ("Z2", ""), ("bob", "")]),
    ("e4", "Behandelen", "2026-01-14T09:00:00+01:00", {}, [("Z1", ""), ("bob", "")]),
]
EXPECTED = [
    ("Z1", "R1", "12-01 08:00", "Aanvraag ontvangen", None, None, None, None, "phone"),
    ("Z1", "R1", "13-01 08:00", "Overdracht", "anna", "Zorg", "Werk", "bob", None),
    ("Z1", "R1", "14-01 08:00", "Behandelen", "bob", None, None, None, None),
    ("Z2", "-Z2", "14-01 08:00", "Behandelen", "bob", None, None, None, None),
    ("Z1", "R1", "14-01 08:00", "Behandelen", "bob", None, None, None, None),  # another event, however alike
]
COLUMNS = ("case", "resident", "moment", "activity", "official", "department", "to_department", "to_official", "channel")


def as_json(place: Path) -> Path:
    def related(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
        return [{"objectId": one, "qualifier": qualifier} for one, qualifier in pairs]

    whole: dict[str, Any] = {
        "objectTypes": [], "eventTypes": [],
        "objects": [{"id": one, "type": kind, "attributes": [], "relationships": related(RELATED.get(one, []))} for one, kind in OBJECTS.items()],
        "events": [{"id": one, "type": kind, "time": at, "attributes": [{"name": k, "value": v} for k, v in values.items()], "relationships": related(pairs)}
                   for one, kind, at, values, pairs in EVENTS],
    }  # fmt: skip
    (place / "log.json").write_text(json.dumps(whole), encoding="utf-8")
    return place / "log.json"


def as_xml(place: Path) -> Path:
    def related(pairs: list[tuple[str, str]]) -> str:
        return "<objects>" + "".join(f'<relationship object-id="{one}" qualifier="{qualifier}"/>' for one, qualifier in pairs) + "</objects>"

    objects = "".join(f'<object id="{one}" type="{kind}"><attributes/>{related(RELATED.get(one, []))}</object>' for one, kind in OBJECTS.items())
    happened = "".join(
        f'<event id="{one}" type="{kind}" time="{at}"><attributes>' + "".join(f'<attribute name="{k}">{v}</attribute>' for k, v in values.items()) + f"</attributes>{related(pairs)}</event>"
        for one, kind, at, values, pairs in EVENTS
    )  # fmt: skip
    (place / "log.xml").write_text(f'<?xml version="1.0"?><log><object-types/><event-types/><objects>{objects}</objects><events>{happened}</events></log>', encoding="utf-8")
    return place / "log.xml"


def as_sqlite(place: Path) -> Path:
    connection = sqlite3.connect(place / "log.sqlite")
    connection.executescript("""
        create table event_map_type (ocel_type text, ocel_type_map text); create table object_map_type (ocel_type text, ocel_type_map text);
        create table event (ocel_id text, ocel_type text); create table object (ocel_id text, ocel_type text);
        create table event_object (ocel_event_id text, ocel_object_id text, ocel_qualifier text);
        create table object_object (ocel_source_id text, ocel_target_id text, ocel_qualifier text);
    """)
    for kind in dict.fromkeys(OBJECTS.values()):
        connection.execute("insert into object_map_type values (?, ?)", (kind, kind))
        connection.execute(f"create table object_{kind} (ocel_id text, ocel_time text, ocel_changed_field text)")
    connection.executemany("insert into object values (?, ?)", list(OBJECTS.items()))
    connection.executemany("insert into object_object values (?, ?, ?)", [(one, *pair) for one, pairs in RELATED.items() for pair in pairs])
    for number, kind, at, values, pairs in EVENTS:
        table = f"event_{kind.replace(' ', '')}"
        connection.execute(f"create table if not exists {table} (ocel_id text, ocel_time text, kanaal text)")
        connection.execute("insert into event_map_type select ?, ? where not exists (select 1 from event_map_type where ocel_type = ?)", (kind, kind.replace(" ", ""), kind))
        connection.execute(f"insert into {table} values (?, ?, ?)", (number, at, values.get("kanaal")))
        connection.execute("insert into event values (?, ?)", (number, kind))
        connection.executemany("insert into event_object values (?, ?, ?)", [(number, *pair) for pair in pairs])
    connection.commit()
    connection.close()
    return place / "log.sqlite"


@pytest.mark.parametrize("write", [as_json, as_xml, as_sqlite])
def test_the_three_ways_of_writing_tell_the_same_events(tmp_path: Path, write: Any) -> None:
    assert events(taken(write(tmp_path)), *COLUMNS) == EXPECTED


def test_a_log_without_a_type_that_is_a_case_asks_which_one_it_is_and_the_settings_answer(tmp_path: Path) -> None:
    text = as_json(tmp_path).read_text(encoding="utf-8").replace('"zaak"', '"Purchase Order"')
    (tmp_path / "log.json").write_text(text, encoding="utf-8")
    with pytest.raises(MappingError):
        taken(tmp_path / "log.json")
    settings = Settings(privacy=KEPT.privacy, columns={"case": "Purchase Order"})
    assert [case for (case,) in events(taken(tmp_path / "log.json", settings=settings), "case")] == ["Z1", "Z1", "Z1", "Z2", "Z1"]


def test_an_event_without_a_case_is_a_reject_with_its_place(tmp_path: Path) -> None:
    text = as_json(tmp_path).read_text(encoding="utf-8").replace('[{"objectId": "Z1", "qualifier": ""}, {"objectId": "R1", "qualifier": ""}]', "[]")
    (tmp_path / "log.json").write_text(text, encoding="utf-8")
    connection = taken(tmp_path / "log.json")
    assert connection.execute("select reason, place from rejects").fetchall() == [("case_missing", "gebeurtenis e1")]
    assert remarks(connection)["events_without_case"] == 1


@pytest.mark.parametrize("write", [as_json, as_xml, as_sqlite])
def test_a_log_that_is_cut_off_is_refused(tmp_path: Path, write: Any) -> None:
    path = write(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="log"):
        taken(path)


def test_a_database_that_is_no_log_and_xml_with_a_document_type_are_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "x.sqlite")
    connection.execute("create table t (a)")
    connection.commit()
    connection.close()
    with pytest.raises(InputError, match="OCEL"):
        taken(tmp_path / "x.sqlite")
    (tmp_path / "x.xml").write_text('<!DOCTYPE log [<!ENTITY a "b">]><log><object-types/><events>&a;</events></log>', encoding="utf-8")
    with pytest.raises(InputError, match="XML"):
        taken(tmp_path / "x.xml")


@needs_logs
def test_the_example_of_the_standard_tells_the_same_in_its_three_forms() -> None:
    settings = Settings(privacy=KEPT.privacy, columns={"case": "Purchase Order"})
    found = [sorted(events(taken(LOGS / "ocel" / f"pm4py_ocel20_example.{form}", settings=settings), "case", "moment", "activity")) for form in ("jsonocel", "xmlocel", "sqlite")]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 5  # of 13 events, 5 touch one of the two orders


def test_the_order_of_the_lists_and_a_namespace_change_nothing(tmp_path: Path) -> None:
    path = as_json(tmp_path)
    whole = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({key: whole[key] for key in ("events", "objects", "eventTypes", "objectTypes")}), encoding="utf-8")
    assert events(taken(path), *COLUMNS) == EXPECTED
    path = as_xml(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("<log>", '<log xmlns="http://www.ocel-standard.org/2.0">'), encoding="utf-8")
    assert events(taken(path), *COLUMNS) == EXPECTED
