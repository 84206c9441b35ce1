"""The specifications of the systems, as JSON Schema: what an object says against them, with the traps of OpenAPI 3.0 set right.

`nullable` is no JSON Schema; the `oneOf` of a role or an actor is ambiguous, so a role is held against the schema of its `betrokkeneType`, an actor
against that of its `soortActor`, and one that stands in another object against any of them; and live systems give "" where their own schema forbids it, so "" is never held against a schema.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

SHARED = Path(__file__).parents[2] / "shared"
SPECIFICATIONS, FIXTURES = SHARED / "openapi", SHARED / "fixtures"
needs_specifications = pytest.mark.skipif(not SPECIFICATIONS.is_dir(), reason="the specifications are not on this machine")

ZAKEN, CATALOGI, KLANT = "openzaak-zaken.yaml", "openzaak-catalogi.yaml", "openklant-klantinteracties.yaml"
SCHEMAS = {
    "zaken": (ZAKEN, "Zaak"), "statussen": (ZAKEN, "Status"), "resultaten": (ZAKEN, "Resultaat"), "audittrail": (ZAKEN, "AuditTrail"), "zaaknotities": (ZAKEN, "ZaakNotitie"),
    "zaaktypen": (CATALOGI, "ZaakType"), "statustypen": (CATALOGI, "StatusType"), "resultaattypen": (CATALOGI, "ResultaatType"),
    "klantcontacten": (KLANT, "Klantcontact"), "betrokkenen": (KLANT, "Betrokkene"), "internetaken": (KLANT, "InterneTaak"), "onderwerpobjecten": (KLANT, "Onderwerpobject"),
    "partij-identificatoren": (KLANT, "PartijIdentificator"), "logboek": ("ita-logboek-schema.json", ""), "medewerkers": ("objecttype-medewerker-schema.json", ""),
}  # fmt: skip


def schema_of(collection: str, found: dict[str, Any]) -> tuple[str, str]:
    """This names the specification and the schema of an object by the list that it stands in."""
    if collection == "rollen":
        return ZAKEN, f"{found['betrokkeneType']}_RolSerializer"
    if collection == "actoren":
        return KLANT, f"{found['soortActor']}_ActorSerializer"
    return SCHEMAS[collection]


@cache
def specification(file: str) -> Any:
    """This reads a specification once."""
    text = (SPECIFICATIONS / file).read_text(encoding="utf-8")
    return json.loads(text) if file.endswith(".json") else yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def _validator(file: str, name: str) -> jsonschema.protocols.Validator:
    whole = specification(file)
    if not name:
        return jsonschema.Draft7Validator(whole, format_checker=jsonschema.FormatChecker())
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": _as_json_schema(whole["components"]["schemas"])}}
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker(("date", "date-time", "uuid", "email")))


def _as_json_schema(found: Any) -> Any:
    """This rewrites what OpenAPI 3.0 says in its own way: `nullable`, and limits that are true or false."""
    if isinstance(found, list):
        return [_as_json_schema(one) for one in found]
    if not isinstance(found, dict):
        return found
    found = {"anyOf" if key == "oneOf" else key: value for key, value in found.items()} if "discriminator" in found else found
    made = {key: _as_json_schema(value) for key, value in found.items() if key not in ("nullable", "discriminator", "example") or (isinstance(value, dict) and key != "discriminator")}
    return {"anyOf": [made, {"type": "null"}]} if found.get("nullable") is True else made


def objections(collection: str, found: dict[str, Any], *, whole: bool = True) -> list[str]:
    """This tells what the specification has against an object; `whole=False`: an object that was drawn small may lack fields."""
    file, name = schema_of(collection, found)
    if name == "":
        found = found["record"]["data"]
    return list(_objections(file, name, found, whole=whole))


def objections_by(file: str, name: str, found: Any) -> list[str]:
    """This tells what a named schema has against an object."""
    return list(_objections(file, name, found, whole=True))


def _objections(file: str, name: str, found: Any, *, whole: bool) -> Iterator[str]:
    for error in _leaves(_validator(file, name).iter_errors(found)):
        if error.instance == "" or (error.validator == "required" and not whole):
            continue
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.validator}"


def _leaves(errors: Any) -> Iterator[Any]:
    """This gives the innermost objections: of a choice, those of the alternative that comes nearest."""
    for error in errors:
        if not error.context:
            yield error
            continue
        by_choice: dict[Any, list[Any]] = {}
        for one in error.context:
            by_choice.setdefault(one.schema_path[0], []).append(one)
        nearest = [list(_leaves(some)) for some in by_choice.values() if not (some[0].validator == "type" and some[0].validator_value == "null")]
        yield from min(nearest, key=lambda some: len([one for one in some if one.instance != ""]))
