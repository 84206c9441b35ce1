"""Objects of municipal systems as their APIs give them, drawn small; and what the intake makes of a folder of them, as texts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from journeys.file_reading import understand
from journeys.intake import take_in
from journeys.loading import load
from journeys.settings import PrivacySettings, Settings
from journeys.sources.opening import open_sources

ZRC, ZTC, KLANT = "https://zaak.example.nl/zaken/api/v1", "https://zaak.example.nl/catalogi/api/v1", "https://klant.example.nl/klantinteracties/api/v1"
FIXTURES = Path(__file__).parents[2] / "shared" / "fixtures"
needs_fixtures = pytest.mark.skipif(not (FIXTURES / "zaak.json").is_file(), reason="the shared fixtures are not on this machine")
KEPT = Settings(privacy=PrivacySettings(names="keep"))


def uuid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def zaak(number: int, registered: str, **more: Any) -> dict[str, Any]:
    return {
        "url": f"{ZRC}/zaken/{uuid(number)}", "uuid": uuid(number), "identificatie": f"ZAAK-{number}", "registratiedatum": registered,
        "startdatum": registered, "einddatum": None, "zaaktype": f"{ZTC}/zaaktypen/{uuid(9001)}", "communicatiekanaalNaam": "",
        "hoofdzaak": None, "deelzaken": [], "relevanteAndereZaken": [], "toelichting": "Mevrouw de Wit, 06-12345678", **more,
    }  # fmt: skip


def zaaktype(number: int, code: str, words: str, version: str = "2024-01-01") -> dict[str, Any]:
    return {"url": f"{ZTC}/zaaktypen/{uuid(number)}", "identificatie": code, "omschrijving": words, "versiedatum": version, "verantwoordelijke": ""}


def statustype(number: int, words: str, *, ends: bool = False) -> dict[str, Any]:
    return {"url": f"{ZTC}/statustypen/{uuid(number)}", "omschrijving": words, "isEindstatus": ends, "volgnummer": 1}


def status(number: int, case: int, sort: int, at: str, by: int | None = None) -> dict[str, Any]:
    return {
        "url": f"{ZRC}/statussen/{uuid(number)}", "uuid": uuid(number), "zaak": f"{ZRC}/zaken/{uuid(case)}", "statustype": f"{ZTC}/statustypen/{uuid(sort)}",
        "datumStatusGezet": at, "gezetdoor": f"{ZRC}/rollen/{uuid(by)}" if by else None,
    }  # fmt: skip


def rol(number: int, case: int, at: str, *, official: str = "", department: str = "", bsn: str = "", kvk: str = "", mandate: str = "") -> dict[str, Any]:
    sort, who = "natuurlijk_persoon", {"inpBsn": bsn, "geslachtsnaam": "Wit", "anpIdentificatie": ""}
    if official:
        sort, who = "medewerker", {"identificatie": official, "achternaam": "Janssen"}
    elif department:
        sort, who = "organisatorische_eenheid", {"identificatie": department.upper()[:4], "naam": department}
    elif kvk:
        sort, who = "niet_natuurlijk_persoon", {"innNnpId": "", "kvkNummer": kvk, "statutaireNaam": "Wit BV"}
    return {
        "url": f"{ZRC}/rollen/{uuid(number)}", "uuid": uuid(number), "zaak": f"{ZRC}/zaken/{uuid(case)}", "betrokkene": "", "betrokkeneType": sort,
        "omschrijvingGeneriek": "behandelaar" if official or department else "initiator", "registratiedatum": at, "betrokkeneIdentificatie": who,
        "indicatieMachtiging": mandate,
    }  # fmt: skip


def audit(number: int, case: int, at: str, resource: str, action: str, *, old: Any = None, new: Any = None, by: str = "coord1", shown: str = "C. Oord") -> dict[str, Any]:
    body = new or old
    return {
        "uuid": uuid(number), "bron": "zrc", "applicatieWeergave": "Zaakafhandelcomponent", "gebruikersId": by, "gebruikersWeergave": shown, "actie": action,
        "resultaat": 204 if action == "destroy" else 200, "hoofdObject": f"{ZRC}/zaken/{uuid(case)}", "resource": resource,
        "resourceUrl": body["url"], "aanmaakdatum": at, "wijzigingen": {"oud": old, "nieuw": new},
    }  # fmt: skip


def page(*objects: Mapping[str, Any]) -> dict[str, Any]:
    return {"count": len(objects), "next": None, "previous": None, "results": list(objects)}


def folder_of(place: Path, **files: Any) -> Path:
    """This writes each of `files` as JSON (a list of objects as a page) or, for a text, as it is (its name then ends in `_csv`, `_xml`)."""
    place.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        if isinstance(content, str):
            stem, _, ending = name.rpartition("_")
            (place / f"{stem}.{ending}").write_text(content, encoding="utf-8")
        else:
            (place / f"{name}.json").write_text(json.dumps(page(*content) if isinstance(content, list) else content), encoding="utf-8")
    return place


def csv_of(headers: str, *rows: Sequence[object]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headers.split(","))
    writer.writerows(rows)
    return text.getvalue()


TEXTS = """
    select cases."case", replace(journeys.journey, 'case:', '-') as resident, strftime(events.moment, '%d-%m %H:%M') as moment, events.day_only, activities.activity, events.kind::varchar as kind,
      events.acted_by::varchar as "by", officials.official, departments.department, other.department as to_department, receiver.official as to_official,
      events.channel::varchar as channel, topics.topic, events.outcome::varchar as outcome, related."case" as related
    from events join cases on cases.case_no = events.case_no join journey_ids journeys on journeys.journey_no = cases.journey_no
    join activities on activities.activity_no = events.activity_no
    left join officials on officials.official_no = events.official_no left join officials receiver on receiver.official_no = events.to_official_no
    left join departments on departments.department_no = events.department_no left join departments other on other.department_no = events.to_department_no
    left join topics on topics.topic_no = events.topic_no left join cases related on related.case_no = events.related_case_no
    order by events.row_no
"""


def taken(*names: str | Path, settings: Settings = KEPT) -> duckdb.DuckDBPyConnection:
    """This takes in files and folders, names kept unless the settings say otherwise."""
    connection = duckdb.connect()
    loaded = load(connection, open_sources([str(name) for name in names], settings=settings, connection=connection))
    key = None if settings.privacy.names == "keep" else b"k" * 32
    take_in(connection, understand(connection, loaded, settings=settings), settings=settings, key=key, today=date(2030, 1, 1))
    return connection


def events(connection: duckdb.DuckDBPyConnection, *columns: str) -> list[tuple[Any, ...]]:
    """This gives columns of every event as texts, in the order of rows."""
    quoted = ", ".join(f'"{column}"' for column in columns)
    return connection.execute(f"select {quoted} from ({TEXTS})").fetchall()


def remarks(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return dict(connection.execute("select remark, sum(count)::int from remarks group by 1 order by 1").fetchall())
