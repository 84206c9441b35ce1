"""A folder of saved pages and a list together, mined by the command as a user gives it; and objects of odd shapes never stop a run."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from commanded import journeys, summary
from municipal import audit, events, folder_of, remarks, rol, status, statustype, taken, zaak, zaaktype

A, B = rol(201, 1, "2026-01-13T08:00:00Z", official="anna"), rol(202, 1, "2026-01-20T08:00:00Z", official="bob")
TYPES = [zaaktype(9001, "B1", "Hulp bij huishouden"), statustype(9101, "In behandeling"), statustype(9102, "Klaar", ends=True)]
LIST = "Zaaknummer;Activiteit;Tijdstip;Medewerker;Inwoner\nL1;Telefoon;2026-01-10 09:00;kcm1;999993653\n"


def mixed(place: Path) -> Path:
    return folder_of(
        place,
        zaken=[zaak(1, "2026-01-12")],
        rollen=[rol(200, 1, "2026-01-12T13:00:00Z", bsn="999993653"), B],
        statussen=[status(301, 1, 9101, "2026-01-14T09:00:00Z", by=201), status(302, 1, 9102, "2026-01-22T09:00:00Z", by=202)],
        types=TYPES,
        audittrail=[
            audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A),
            audit(2, 1, "2026-01-20T08:00:00Z", "rol", "destroy", old=A),
            audit(3, 1, "2026-01-20T08:00:02Z", "rol", "create", new=B),
        ],
        lijst_csv=LIST,
    )


def test_a_folder_is_mined_without_any_setting(tmp_path: Path) -> None:
    done = journeys("mine", mixed(tmp_path / "export"), "--out", tmp_path / "dossier", keys=tmp_path / "keys")
    assert done.returncode == 0, done.stderr
    found = summary(tmp_path / "dossier")
    # Zaak 1: registered, anna, in behandeling (anna), bob, klaar (bob); and one telephone call of the same resident.
    assert (found["rows"], found["events"], found["rejects"], found["cases"], found["journeys"]) == (6, 6, 0, 2, 1)
    assert (found["handoffs"], found["officials"]) == (1, 3)
    assert [file["format"] for file in found["files"]] == ["Open Zaak", "delimited"] or [file["format"] for file in found["files"]] == ["delimited", "Open Zaak"]
    whole = b"".join(file.read_bytes() for file in (tmp_path / "dossier").rglob("*") if file.is_file() and file.suffix in (".csv", ".json", ".html", ".duckdb"))
    for personal in (b"999993653", b"Janssen", b"06-12345678", b"ZAAK-1"):
        assert personal not in whole


def test_settings_in_the_named_folder_hold_and_go_before_those_beside_it(tmp_path: Path) -> None:
    place = mixed(tmp_path / "export")
    (tmp_path / "journeys.toml").write_text('[privacy]\nnames = "keep"\n[columns]\nofficial = "Staat er niet"\n', encoding="utf-8")
    (place / "journeys.toml").write_text('[reading]\nby = "case"\n', encoding="utf-8")
    done = journeys("mine", place, "--out", tmp_path / "dossier", keys=tmp_path / "keys")
    assert done.returncode == 0, done.stderr
    assert (summary(tmp_path / "dossier")["cases"], summary(tmp_path / "dossier")["journeys"]) == (2, 2)  # by resident it is one journey


def test_check_and_columns_tell_of_a_folder_too(tmp_path: Path) -> None:
    place = mixed(tmp_path / "export")
    (place / "audittrail.json").unlink()
    told = journeys("check", place, keys=tmp_path / "keys")
    assert told.returncode == 0, told.stderr
    assert "audittrail ontbreekt" in " ".join(told.stdout.split())
    assert journeys("columns", place, keys=tmp_path / "keys").returncode == 0


def test_objects_of_odd_shapes_are_counted_and_never_stop_a_run(tmp_path: Path) -> None:
    random = Random(7)
    odd: list[Any] = [None, 3, "x", [], {}, [["x"]], {"uuid": 5}, True, ["a", 1]]

    def spoilt(found: Any) -> Any:
        if isinstance(found, dict):
            return {key: random.choice(odd) if key != "url" and random.random() < 0.3 else spoilt(value) for key, value in found.items()}
        return found

    whole = [zaak(1, "2026-01-12"), A, status(301, 1, 9101, "2026-01-14T09:00:00Z"), audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=A), *TYPES]
    whole += [json.loads(file) for file in KLANT]
    place = folder_of(tmp_path, goed=[zaak(9, "2026-01-12")], kapot=[spoilt(one) for one in whole * 60])
    connection = taken(place)
    rows, kept, rejects, doubles = connection.execute(
        "select (select sum(rows)::int from files), (select count(*) from events), (select count(*) from rejects),"
        " (select coalesce(sum(count), 0)::int from remarks where remark = 'duplicate')"
    ).fetchall()[0]
    assert rows == kept + rejects + doubles
    assert ("ZAAK-9",) in events(connection, "case")
    assert remarks(connection).get("unknown_objects", 0) > 0


KLANT = (
    '{"url": "https://k/klantinteracties/api/v1/klantcontacten/k1", "kanaal": "Telefoon", "plaatsgevondenOp": "2026-01-15T10:04:00+01:00", "hadBetrokkenActoren": [{"soortActor": "medewerker", "uuid": "a1", "actoridentificator": {"objectId": "x"}}]}',
    '{"url": "https://k/klantinteracties/api/v1/internetaken/t1", "aanleidinggevendKlantcontact": {"uuid": "k1"}, "toegewezenAanActoren": [{"uuid": "a1"}], "status": "verwerkt", "toegewezenOp": "2026-01-15T10:06:00+01:00", "afgehandeldOp": "2026-01-16T10:06:00+01:00"}',
    '{"url": "https://k/klantinteracties/api/v1/betrokkenen/b1", "hadKlantcontact": {"uuid": "k1"}, "wasPartij": {"uuid": "p1"}, "rol": "klant", "initiator": true}',
    '{"uuid": "l1", "record": {"data": {"heeftBetrekkingOp": {"objectId": "t1"}, "activiteiten": [{"datum": "2026-01-15T11:06:00+01:00", "type": "doorsturen", "omschrijving": "", "actor": {"actoridentificator": {"objectId": "x"}}, "heeftBetrekkingOp": [{"codeObjecttype": "afd", "objectId": "W"}]}]}}}',
    '{"identifier": "UPDATE_STATUS_1", "when": "2026-01-15T11:06:00+01:00", "what": "UPDATE_STATUS", "action": "Status gewijzigd naar: Gemeld", "who": "x", "_signal": 3}',
)
