"""The dump of Open Zaak as CSV (`dump_data.sh --csv`), a TAR or a folder: its tables become the same items as the pages of the API.

One CSV per table, with the columns of the database: numbers where the API has addresses, `t` and `f`, moments of PostgreSQL. An empty cell
and an empty text are both absent. Types are found by their number (statuses, cases) and by their uuid (audit trail).
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from journeys.errors import InputError
from journeys.limits import Limits
from journeys.sources.archive import CHUNK, damaged, hold_unchanged, hold_within, stand
from journeys.sources.event_rows import moment_text
from journeys.sources.json_text import loaded
from journeys.sources.open_zaak_objects import role_fields
from journeys.sources.shelf import Item
from journeys.sources.table_rows import Cells, Rows, is_clutter, one_after_another, rows_of
from journeys.sources.zgw_objects import items_of
from journeys.texts import say

TABLES = (
    "zaken_zaak",
    "zaken_relevantezaakrelatie",
    "catalogi_zaaktype",
    "catalogi_statustype",
    "catalogi_resultaattype",
    "catalogi_besluittype",
    "zaken_medewerker",
    "zaken_organisatorischeeenheid",
    "zaken_natuurlijkpersoon",
    "zaken_nietnatuurlijkpersoon",
    "zaken_vestiging",
    "zaken_rol",
    "zaken_status",
    "zaken_resultaat",
    "besluiten_besluit",
    "zaken_zaakinformatieobject",
    "zaken_zaakcontactmoment",
    "zaken_klantcontact",
    "audittrails_audittrail",
)
"""The tables that are read, in the order in which they need each other."""
_TABLE = re.compile(rf"(?:^|[^a-z])({'|'.join(sorted(TABLES, key=len, reverse=True))})\.csv$", re.IGNORECASE)
_PEOPLE = {
    "zaken_medewerker": "medewerker",
    "zaken_organisatorischeeenheid": "organisatorische_eenheid",
    "zaken_natuurlijkpersoon": "natuurlijk_persoon",
    "zaken_nietnatuurlijkpersoon": "niet_natuurlijk_persoon",
    "zaken_vestiging": "vestiging",
}


def table_of(name: str) -> str | None:
    """This gives the table that a file of a dump holds, by the end of its name; None for another file."""
    found = _TABLE.search(name)
    return found[1].lower() if found else None


def tables_in_tar(path: Path, *, name: str, limits: Limits) -> dict[str, Rows]:
    """This gives a reader per table of a TAR, packed or not; nothing is unpacked to disk.

    Raises `InputError` for a damaged TAR, one beyond the limits, and one without any table of Open Zaak.
    """
    standing = stand(path, name=name)
    found: dict[str, list[str]] = {}
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                hold_within(member.size, max(path.stat().st_size, 1), name=name, limits=limits)
                if member.isfile() and (table := table_of(member.name)) and not is_clutter(member.name):
                    found.setdefault(table, []).append(member.name)
            ended = archive.fileobj is not None and archive.fileobj.tell() - archive.offset == tarfile.BLOCKSIZE
    except (tarfile.TarError, EOFError, OSError) as error:
        raise damaged(name) from error
    if not ended:  # the last block of a TAR says that it is the last: without it the TAR was cut off between two files
        raise damaged(name)
    if not found:
        raise InputError(
            say("“{file}” holds no table of Open Zaak.", file=name),
            next_step=say("Ask for: {command}", command="./bin/dump_data.sh --csv zaken catalogi besluiten audittrails"),
        )

    def reader(member: str) -> Rows:
        def rows() -> Iterator[tuple[int, Cells]]:
            try:
                with tarfile.open(path) as archive:
                    file = archive.extractfile(member)
                    if file is not None:
                        yield from rows_of(iter(lambda: file.read(CHUNK), b""), f"{name}: {member}")
            except (tarfile.TarError, EOFError) as error:
                raise damaged(name) from error
            hold_unchanged(path, standing, name=name)

        return rows

    return {table: one_after_another([reader(one) for one in dict.fromkeys(members)]) for table, members in found.items()}


def items_of_dump(tables: Mapping[str, Rows]) -> Iterator[tuple[Item, str]]:
    """This gives the items of a dump with their places, table after table."""
    cases: dict[str, str] = {}
    roles: dict[str, str] = {}
    people: dict[str, tuple[str, dict[str, str]]] = {}
    related: dict[str, list[tuple[bool, str]]] = {}
    if "zaken_zaak" in tables:
        for _, cells in tables["zaken_zaak"]():
            cases[_first(cells, "identificatie_ptr_id", "id")] = _first(cells, "uuid", "identificatie_ptr_id", "id").lower()
    if "zaken_relevantezaakrelatie" in tables:
        for _, cells in tables["zaken_relevantezaakrelatie"]():
            other = cases.get(_first(cells, "_relevant_zaak_id"))
            if other:
                related.setdefault(_first(cells, "zaak_id"), []).append((_first(cells, "aard_relatie") == "vervolg", other))
        for others in related.values():
            others.sort(key=lambda one: not one[0])
    for table in TABLES:
        if table == "zaken_relevantezaakrelatie" or table not in tables:
            continue
        for number, cells in tables[table]():
            place = say("{file}, row {row}", file=f"{table}.csv", row=str(number))
            if table in _PEOPLE:
                if cells.get("rol_id"):
                    people[cells["rol_id"]] = (_PEOPLE[table], dict(cells))
                continue
            for item in _items(table, cells, cases, roles, people, related):
                yield item, place


def _items(
    table: str,
    cells: Cells,
    cases: Mapping[str, str],
    roles: dict[str, str],
    people: Mapping[str, tuple[str, dict[str, str]]],
    related: Mapping[str, list[tuple[bool, str]]],
) -> Iterator[Item]:
    def get(*names: str) -> str | None:
        return _first(cells, *names) or None

    uuid, case = (get("uuid") or f"{table}-{get('id')}").lower(), cases.get(_first(cells, "zaak_id", "_zaak_id"))
    if table == "zaken_zaak":
        key = _first(cells, "identificatie_ptr_id", "id")
        others = related.get(key, [])
        yield Item(
            "zaak",
            cases[key],
            cases[key],
            moment_text(get("registratiedatum", "created_on")),
            (
                get("identificatie"),
                _numbered("zaaktype", get("_zaaktype_id")),
                moment_text(get("startdatum")),
                moment_text(get("einddatum")),
                get("communicatiekanaal_naam"),
                cases.get(get("hoofdzaak_id") or ""),
                " ".join(one for _, one in others) or None,
                get("vertrouwelijkheidaanduiding"),
                others[0][1] if others and others[0][0] else None,
                "suspended" if "t" in (get("opschorting_indicatie"), get("opschorting_eerdere_opschorting")) else None,
            ),
        )
    elif table == "catalogi_zaaktype":
        kept = (
            get("identificatie"),
            get("zaaktype_omschrijving", "omschrijving"),
            get("versiedatum", "datum_begin_geldigheid"),
            get("verantwoordelijke"),
            get("handeling_initiator"),
        )
        yield from _typed("zaaktype", get("id"), uuid, kept)
    elif table == "catalogi_statustype":
        ends = get("is_eindstatus", "isEindstatus")
        yield from _typed(
            "statustype", get("id"), uuid, (get("statustype_omschrijving", "omschrijving"), ends, get("statustypevolgnummer", "volgnummer"))
        )
    elif table == "catalogi_resultaattype":
        yield from _typed("resultaattype", get("id"), uuid, (get("omschrijving"), get("omschrijving_generiek")))
    elif table == "catalogi_besluittype":
        yield from _typed("besluittype", get("id"), uuid, (get("omschrijving"),))
    elif table == "zaken_rol":
        roles[_first(cells, "id")] = uuid
        sort, who = people.get(_first(cells, "id"), (get("betrokkene_type") or "", {}))
        role = role_fields(
            {
                "betrokkeneType": get("betrokkene_type") or sort,
                "omschrijvingGeneriek": get("omschrijving_generiek"),
                "betrokkeneIdentificatie": who,
                "betrokkene": get("betrokkene"),
                "indicatieMachtiging": get("indicatie_machtiging"),
            }
        )
        yield Item("rol", uuid, case, moment_text(get("registratiedatum")), role)
    elif table == "zaken_status":
        yield Item(
            "status",
            uuid,
            case,
            moment_text(get("datum_status_gezet")),
            (_numbered("statustype", get("_statustype_id")), roles.get(get("gezetdoor_id") or "")),
        )
    elif table == "zaken_resultaat":
        yield Item("resultaat", uuid, case, None, (_numbered("resultaattype", get("_resultaattype_id")),))
    elif table == "besluiten_besluit":
        yield Item(
            "besluit",
            uuid,
            case,
            moment_text(get("datum")),
            (_numbered("besluittype", get("_besluittype_id")), moment_text(get("verzenddatum"))),
        )
    elif table == "zaken_zaakinformatieobject":
        yield Item("document", uuid, case, moment_text(get("registratiedatum")))
    elif table == "zaken_zaakcontactmoment":
        yield Item("contact-zaak", uuid, (get("contactmoment") or "").rstrip("/").rsplit("/", 1)[-1].lower() or None, None, (case,))
    elif table == "zaken_klantcontact":
        yield Item("zaak-contact", uuid, case, moment_text(get("datumtijd")), (get("kanaal"),))
    elif table == "audittrails_audittrail":
        yield from items_of(
            {
                "uuid": get("uuid"),
                "hoofdObject": get("hoofd_object"),
                "resource": get("resource"),
                "actie": get("actie"),
                "resourceUrl": get("resource_url"),
                "aanmaakdatum": get("aanmaakdatum"),
                "gebruikersId": get("gebruikers_id"),
                "gebruikersWeergave": get("gebruikers_weergave"),
                "applicatieWeergave": get("applicatie_weergave"),
                "wijzigingen": {"oud": _json(get("oud")), "nieuw": _json(get("nieuw"))},
            }
        )


def _json(text: str | None) -> object:
    return loaded(text, name="audittrails_audittrail.csv") if text else None


def _numbered(sort: str, number: str | None) -> str | None:
    return f"{sort}-{number}" if number else None


def _typed(sort: str, number: str | None, uuid: str, kept: tuple[str | None, ...]) -> Iterator[Item]:
    yield Item(sort, uuid, None, None, kept)
    if number:
        yield Item(sort, f"{sort}-{number}", None, None, kept)


def _first(cells: Cells, *names: str) -> str:
    return next((cells[name].strip() for name in names if cells.get(name) and cells[name].strip()), "")
