"""Writes Open Zaak as saved API pages, as many cases as asked for, and mines them: seconds and most memory.

    python bench/municipal.py 100000 /tmp/place
"""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

ROOT = "https://zaak.example.nl"
PAGE = 500
DEPARTMENTS = ("Wmo Toegang", "Vergunningen", "Burgerzaken", "Parkeren", "Schulden", "Handhaving")


def uuid(sort: int, number: int) -> str:
    return f"{sort:08d}-0000-4000-8000-{number:012d}"


def address(collection: str, sort: int, number: int, part: str = "zaken") -> str:
    return f"{ROOT}/{part}/api/v1/{collection}/{uuid(sort, number)}"


class Pages:
    """This writes objects as numbered pages of one list."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name, self.objects, self.number = folder, name, [], 0

    def put(self, one: dict) -> None:
        self.objects.append(one)
        if len(self.objects) == PAGE:
            self.close()

    def close(self) -> None:
        if self.objects:
            self.number += 1
            page = {"count": 0, "next": None, "previous": None, "results": self.objects}
            (self.folder / f"{self.name}-{self.number:05d}.json").write_text(json.dumps(page), encoding="utf-8")
            self.objects = []


def write(cases: int, folder: Path) -> None:
    folder.mkdir(parents=True)
    random = Random(1)
    pages = {name: Pages(folder, name) for name in ("zaken", "statussen", "rollen", "audittrail", "typen")}
    for kind in range(20):
        pages["typen"].put({"url": address("zaaktypen", 1, kind, "catalogi"), "identificatie": f"B{kind}", "omschrijving": f"Zaaktype {kind}", "versiedatum": "2024-01-01"})
    for kind, words in enumerate(("Ontvangen", "In behandeling", "Afgehandeld")):
        pages["typen"].put({"url": address("statustypen", 2, kind, "catalogi"), "omschrijving": words, "isEindstatus": kind == 2})
    rest = dict.fromkeys(("toelichting", "communicatiekanaal", "selectielijstklasse", "processobjectaard", "betalingsindicatieWeergave", "archiefstatus"), "")
    for number in range(cases):
        began = datetime(2025, 1, 1, 8, tzinfo=UTC) + timedelta(minutes=random.randrange(500_000))
        case = address("zaken", 3, number)
        pages["zaken"].put({
            "url": case, "uuid": uuid(3, number), "identificatie": f"ZAAK-{number:010d}", "bronorganisatie": "123456782", "omschrijving": "Aanvraag " * 6,
            "zaaktype": address("zaaktypen", 1, random.randrange(20), "catalogi"), "registratiedatum": began.date().isoformat(), "startdatum": began.date().isoformat(),
            "einddatum": None, "communicatiekanaalNaam": "telefoon", "opschorting": {"indicatie": False, "reden": ""}, "verlenging": None,
            "rollen": [address("rollen", 4, 3 * number + at) for at in range(3)], "deelzaken": [], "relevanteAndereZaken": [], "kenmerken": [], **rest,
        })  # fmt: skip
        for at in range(3):
            pages["statussen"].put({
                "url": address("statussen", 5, 3 * number + at), "uuid": uuid(5, 3 * number + at), "zaak": case, "statustype": address("statustypen", 2, at, "catalogi"),
                "datumStatusGezet": (began + timedelta(days=5 * at)).isoformat(), "statustoelichting": "", "gezetdoor": None,
            })  # fmt: skip
        roles = [("natuurlijk_persoon", "initiator", {"inpBsn": str(100_000_000 + random.randrange(60_000)), "geslachtsnaam": "Voorbeeld"})]
        unit = random.choice(DEPARTMENTS)
        roles.append(("organisatorische_eenheid", "behandelaar", {"identificatie": unit[:4], "naam": unit}))
        roles.append(("medewerker", "behandelaar", {"identificatie": f"mw{random.randrange(400)}", "achternaam": "Voorbeeld"}))
        for at, (sort, generic, who) in enumerate(roles):
            role = {
                "url": address("rollen", 4, 3 * number + at), "uuid": uuid(4, 3 * number + at), "zaak": case, "betrokkeneType": sort, "omschrijvingGeneriek": generic,
                "registratiedatum": (began + timedelta(hours=at)).isoformat(), "betrokkeneIdentificatie": who, "roltoelichting": "", "statussen": [],
            }  # fmt: skip
            pages["rollen"].put(role)
            if at:
                pages["audittrail"].put({
                    "uuid": uuid(6, 3 * number + at), "bron": "zrc", "applicatieWeergave": "ZAC", "gebruikersId": "coord", "gebruikersWeergave": "C. Oord", "actie": "create",
                    "resultaat": 201, "hoofdObject": case, "resource": "rol", "resourceUrl": role["url"], "aanmaakdatum": role["registratiedatum"],
                    "wijzigingen": {"oud": None, "nieuw": role},
                })  # fmt: skip
    for one in pages.values():
        one.close()


def main() -> None:
    cases, place = int(sys.argv[1]), Path(sys.argv[2])
    if not (place / "pages").exists():
        write(cases, place / "pages")
    size = sum(file.stat().st_size for file in (place / "pages").iterdir())
    import duckdb

    from journeys.loading import load
    from journeys.settings import Settings
    from journeys.sources.opening import open_sources

    connection = duckdb.connect(str(place / "raw.duckdb"))
    connection.execute("set memory_limit = '1GB'")
    began, busy = time.perf_counter(), time.process_time()
    tables = open_sources([str(place / "pages")], settings=Settings(), connection=connection)
    shelved = time.perf_counter()
    (loaded,) = load(connection, tables)
    done = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{cases} cases, {size / 1e6:.0f} MB of JSON, {loaded.table.rows} events: shelf {shelved - began:.0f} s, events {done - shelved:.0f} s, processor {time.process_time() - busy:.1f} s, {memory:.0f} MB")


if __name__ == "__main__":
    main()
