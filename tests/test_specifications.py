"""The fixtures, and every object that tests and benchmarks draw, have the shapes that the specifications of the systems give them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commanded import SAMPLE
from generated_shapes import WRITERS
from municipal import audit, rol, status, statustype, zaak, zaaktype
from sample_held import hold
from sample_systems import systems_of
from specified import FIXTURES, KLANT, SPECIFICATIONS, ZAKEN, needs_specifications, objections, objections_by, specification

pytestmark = needs_specifications
NAMED: dict[str, list[str]] = json.loads((FIXTURES / "manifest.json").read_text(encoding="utf-8")) if FIXTURES.is_dir() else {}


def fixture(name: str) -> Any:
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMED)
def test_a_fixture_has_the_shape_of_its_specification(name: str) -> None:
    assert objections_by(*NAMED[name], fixture(name)) == []


def test_the_log_book_has_the_shape_of_its_object_type() -> None:
    assert objections("logboek", fixture("ita_logboek_object.json")) == []


def test_an_object_of_another_shape_is_refused() -> None:
    whole = fixture("zaak.json")
    assert objections("zaken", whole | {"registratiedatum": "12-01-2026"}) == ["registratiedatum: format"]
    assert objections("zaken", whole | {"opschorting": {"indicatie": "ja", "reden": "x"}}) == ["opschorting/indicatie: type", "opschorting: required"]
    assert objections("zaken", {key: value for key, value in whole.items() if key != "zaaktype"}) == [": required"]
    assert objections("rollen", fixture("rol_medewerker.json") | {"registratiedatum": "gisteren"}) == ["registratiedatum: format"]


def test_an_empty_text_stands_in_live_bodies_against_the_schema_and_is_absent() -> None:
    import jsonschema

    # The trap itself: the schema asks nine characters of an organisation, and live systems give none.
    schema = specification(ZAKEN)["components"]["schemas"]["Zaak"]["properties"]["opdrachtgevendeOrganisatie"]
    assert not jsonschema.Draft7Validator(schema).is_valid("")
    assert objections("zaken", fixture("zaak.json") | {"opdrachtgevendeOrganisatie": ""}) == []
    assert objections("zaken", fixture("zaak.json") | {"opdrachtgevendeOrganisatie": "123"}) == ["opdrachtgevendeOrganisatie: minLength"]


def test_null_is_allowed_where_the_specification_says_nullable_and_nowhere_else() -> None:
    assert objections("zaken", fixture("zaak.json") | {"einddatum": None, "hoofdzaak": None}) == []
    assert objections("zaken", fixture("zaak.json") | {"zaaktype": None}) == ["zaaktype: type"]


def test_the_sample_in_the_systems_has_their_shapes_in_full() -> None:
    systems = systems_of(hold(SAMPLE))
    wrong: dict[str, list[str]] = {}
    held = set()
    for collection, objects in systems.lists.items():
        if collection == "contactmomentendetails":  # KISS publishes no schema; its fixture is read in test_open_klant
            continue
        held.add(collection)
        for one in objects[:: max(1, len(objects) // 60)]:
            wrong.setdefault(collection, []).extend(objections(collection, one))
    assert {name: sorted(set(some)) for name, some in wrong.items() if some} == {}
    assert {"zaken", "rollen", "audittrail", "klantcontacten", "internetaken", "logboek", "actoren"} <= held


def test_objects_that_tests_draw_small_have_no_field_of_another_shape() -> None:
    a_role = rol(1, 1, "2026-01-12T08:00:00Z", official="anna")
    drawn = [
        ("zaken", zaak(1, "2026-01-12")), ("zaaktypen", zaaktype(1, "B1", "Wmo")), ("statustypen", statustype(1, "Klaar", ends=True)),
        ("statussen", status(1, 1, 1, "2026-01-12T08:00:00Z", by=1)), ("rollen", a_role), ("rollen", rol(1, 1, "2026-01-12T08:00:00Z", department="Zorg")),
        ("rollen", rol(1, 1, "2026-01-12T08:00:00Z", bsn="999993653")), ("rollen", rol(1, 1, "2026-01-12T08:00:00Z", kvk="12345678")),
        ("audittrail", audit(1, 1, "2026-01-12T08:00:00Z", "rol", "create", new=a_role)),
    ]  # fmt: skip
    assert [(name, said) for name, one in drawn if (said := objections(name, one, whole=False))] == []


def test_objects_of_the_benchmark_have_no_field_of_another_shape(tmp_path: Path) -> None:
    wrong = []
    for reader in ("open-zaak", "open-klant"):
        (tmp_path / reader).mkdir()
        WRITERS[reader](3, tmp_path / reader)
        for file in sorted((tmp_path / reader).iterdir()):
            for one in json.loads(file.read_text(encoding="utf-8"))["results"][:20]:
                if "gespreksresultaat" in one:  # KISS publishes no schema
                    continue
                collection = "audittrail" if "hoofdObject" in one else "logboek" if "record" in one else one["url"].rsplit("/", 2)[-2]
                wrong += [(collection, said) for said in objections(collection, one, whole=False)]
    assert sorted(set(wrong)) == []


def test_what_is_downloaded_stands_in_the_specification_with_its_parameters() -> None:
    from urllib.parse import parse_qs, urlsplit

    from journeys.sources.fetching import RESOURCES

    files = {"zaken": ZAKEN, "catalogi": "openzaak-catalogi.yaml", "besluiten": "openzaak-besluiten.yaml", "klantinteracties": KLANT}
    for resource in (*RESOURCES["openzaak"], *RESOURCES["openklant"]):
        address = urlsplit(resource.path)
        api, _, rest = address.path.partition("/api/v1")
        method = specification(files[api])["paths"][rest]["get"]
        known = {one["name"] for one in method.get("parameters", ())} | {"page"}
        assert set(parse_qs(address.query)) <= known, resource
    trail = specification(ZAKEN)["paths"]["/zaken/{zaak_uuid}/audittrail"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert trail["type"] == "array"  # no pages
    assert (SPECIFICATIONS / ZAKEN).is_file()
