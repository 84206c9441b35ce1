"""Downloads the pages of Open Zaak and Open Klant to a folder, from which they are then read as any saved pages.

Every page is a file, written whole or not at all. A download that broke off goes on where it was: pages that are there are not asked for
again. Where the list changes between two calls, a page may show an object twice (it is read once) or hide one: where the count of the
service changed on the way, or fewer objects came than it counts, the pages are walked through again, and what was missed is added.

Names, addresses, telephone numbers and free text are taken out before a page is written. Nothing but GET is sent, to the given host only,
and no redirect is followed: a secret goes nowhere else. urllib of Python itself does this; it needs no further package.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from journeys.errors import InputError, SurroundingsError
from journeys.sources.json_text import loaded
from journeys.sources.service_calls import Absent, Access, Caller, Refused, Sort
from journeys.texts import say

ROUNDS = 3
PERSONAL = frozenset(
    {
        "toelichting",
        "roltoelichting",
        "statustoelichting",
        "omschrijvingZaak",
        "achternaam",
        "voorletters",
        "voornaam",
        "voornamen",
        "voorvoegselAchternaam",
        "geslachtsnaam",
        "voorvoegselGeslachtsnaam",
        "geslachtsaanduiding",
        "geboortedatum",
        "verblijfsadres",
        "subVerblijfBuitenland",
        "statutaireNaam",
        "bezoekadres",
        "correspondentieadres",
        "contactnaam",
        "volledigeNaam",
        "emailadres",
        "telefoonnummer",
        "faxnummer",
        "inhoud",
        "reactie",
        "notitie",
        "zaakgeometrie",
        "kenmerken",
        "eigenschappen",
        "afwijkendeNaamBetrokkene",
        "contactpersoonRol",
        "authenticatieContext",
        "titel",
        "beschrijving",
        "digitaleAdressen",
        "adres",
    }
)
"""Fields that no measure needs and that hold people: taken out wherever they stand."""


@dataclass(frozen=True)
class Resource:
    """This is one list of a service: its name, its address seen from the base, and whether it may be absent."""

    name: str
    path: str
    may_lack: bool = False


RESOURCES: dict[Sort, tuple[Resource, ...]] = {
    "openzaak": (
        Resource("zaaktypen", "catalogi/api/v1/zaaktypen?status=alles"),
        Resource("statustypen", "catalogi/api/v1/statustypen?status=alles"),
        Resource("resultaattypen", "catalogi/api/v1/resultaattypen?status=alles"),
        Resource("besluittypen", "catalogi/api/v1/besluittypen?status=alles", may_lack=True),
        Resource("zaken", "zaken/api/v1/zaken?pageSize=100"),
        Resource("statussen", "zaken/api/v1/statussen?pageSize=100"),
        Resource("rollen", "zaken/api/v1/rollen?pageSize=100"),
        Resource("resultaten", "zaken/api/v1/resultaten?pageSize=100"),
        Resource("zaakinformatieobjecten", "zaken/api/v1/zaakinformatieobjecten", may_lack=True),
        Resource("zaakcontactmomenten", "zaken/api/v1/zaakcontactmomenten", may_lack=True),
        Resource("besluiten", "besluiten/api/v1/besluiten", may_lack=True),
    ),
    "openklant": tuple(
        Resource(name, f"klantinteracties/api/v1/{name}?pageSize=100", may_lack=name == "actorklantcontacten")
        for name in (
            "actoren",
            "partij-identificatoren",
            "klantcontacten",
            "betrokkenen",
            "onderwerpobjecten",
            "actorklantcontacten",
            "internetaken",
        )
    ),
}


@dataclass
class Fetched:
    """This is what a download brought: new pages, objects per list, lists that the service does not have, audit trails."""

    folder: Path
    pages: int = 0
    objects: dict[str, int] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    audit_refused: bool = False
    audit_trails: int = 0


def fetch(
    sort: Sort,
    base: str,
    out: Path,
    *,
    access: Access,
    since: str | None = None,
    audit: bool = True,
    pause: float = 0.0,
    progress: Callable[[str], None] | None = None,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.time,
) -> Fetched:
    """This downloads every page of a service to `out`, and goes on where an earlier download broke off.

    `base` is the address above `/zaken/api/v1` or `/klantinteracties/api/v1`. `since` (yyyy-mm-dd) takes only cases that began on that day
    or later. `audit`: also the audit trail of each case. `pause` is so many seconds between calls. `sleep` and `now` are for tests.

    Raises `SettingsError` for an address without https, `InputError` where access is refused or the answer is no page,
    `SurroundingsError` where the service stays away or the disk is in the way; what came stays, and the same call goes on from there.
    """
    caller = Caller(base, access, pause=pause, sleep=sleep, now=now)
    fetched = Fetched(out)
    tell = progress or (lambda _stage: None)
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SurroundingsError(say("{file} cannot be written: {why}.", file=out, why=error.strerror or "")) from error
    for resource in RESOURCES[sort]:
        path = resource.path
        if resource.name == "zaken" and since:
            path += f"&startdatum__gte={urllib.parse.quote(since)}"
        try:
            fetched.objects[resource.name] = len(_list(caller, resource.name, path, out, fetched, tell))
        except Absent:
            if not resource.may_lack:
                raise InputError(
                    say("{base} has no list “{name}”.", base=caller.base, name=resource.name),
                    next_step=say("Check the address of the service."),
                ) from None
            fetched.absent.append(resource.name)
    if sort == "openzaak" and audit:
        _audit_trails(caller, out, fetched, tell)
    return fetched


# --- One list -----------------------------------------------------------------------------------------------------------------------------


def _list(caller: Caller, name: str, path: str, out: Path, fetched: Fetched, tell: Callable[[str], None]) -> set[str]:
    """This walks through the pages of one list, again where it changed on the way; it gives the addresses of the objects."""
    seen: set[str] = set()
    for number in range(1, ROUNDS + 1):
        counts = _round(caller, name, path, out, number, seen, fetched, tell)
        if len(set(counts)) <= 1 and len(seen) >= max(counts, default=0):
            break
    return seen


def _round(
    caller: Caller, name: str, path: str, out: Path, number: int, seen: set[str], fetched: Fetched, tell: Callable[[str], None]
) -> list[int]:
    """This walks once through the pages; it gives how many objects the service counted at each, nothing for a list without pages."""
    following: str | None = path
    counts: list[int] = []
    page = 0
    while following:
        page += 1
        file = out / (f"{name}-{page:06d}.json" if number == 1 else f"{name}-again{number}-{page:06d}.json")
        if file.is_file():
            answer = loaded(file.read_text(encoding="utf-8"), name=file.name)
        else:
            answer = _without_people(caller.get(following))
            _write(file, answer)
            fetched.pages += 1
        if isinstance(answer, list):
            seen.update(str(one.get("url")) for one in answer if isinstance(one, dict))
            return []
        if not isinstance(answer, dict) or not isinstance(answer.get("results"), list):
            raise InputError(say("What {base} answers for “{name}” is no page of a list.", base=caller.base, name=name))
        seen.update(str(one.get("url") or one.get("uuid")) for one in answer["results"] if isinstance(one, dict))
        if isinstance(answer.get("count"), int):
            counts.append(answer["count"])
        following = answer["next"] if isinstance(answer.get("next"), str) and answer["next"] else None
        tell(say("{name}: {done} of {count}", name=name, done=len(seen), count=counts[-1] if counts else "?"))
    return counts


def _audit_trails(caller: Caller, out: Path, fetched: Fetched, tell: Callable[[str], None]) -> None:
    """This downloads the audit trail of every case that was downloaded; where that is refused it stops asking, and the report says so."""
    uuids: dict[str, None] = {}
    for file in sorted(out.glob("zaken-*.json")):
        page = loaded(file.read_text(encoding="utf-8"), name=file.name)
        for one in page.get("results", []) if isinstance(page, dict) else []:
            uuids[str(one.get("url", "")).rstrip("/").rsplit("/", 1)[-1]] = None
    folder = out / "audittrail"
    folder.mkdir(exist_ok=True, mode=0o700)
    for done, uuid in enumerate(filter(None, uuids), start=1):
        file = folder / f"{_safe(uuid)}.json"
        if not file.is_file():
            try:
                answer = caller.get(f"zaken/api/v1/zaken/{urllib.parse.quote(uuid, safe='')}/audittrail")
            except Refused:
                fetched.audit_refused = True
                return
            except Absent:
                continue  # the case was deleted meanwhile
            _write(file, _without_people(answer))
        fetched.audit_trails += 1
        tell(say("audit trail: {done} of {count}", done=done, count=len(uuids)))


def _write(file: Path, content: Any) -> None:
    part = file.with_name(file.name + ".part")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            json.dump(content, handle, ensure_ascii=False, separators=(",", ":"))
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(file)
    except OSError as error:
        raise SurroundingsError(
            say("{file} cannot be written: {why}.", file=file, why=error.strerror or ""),
            next_step=say("Free some disk space and run again."),
        ) from error


def _without_people(found: Any) -> Any:
    if isinstance(found, list):
        return [_without_people(one) for one in found]
    if isinstance(found, dict):
        return {key: _without_people(value) for key, value in found.items() if key not in PERSONAL}
    return found


def _safe(text: str) -> str:
    return text if text.replace("-", "").isalnum() and len(text) <= 64 else hashlib.sha256(text.encode()).hexdigest()[:32]
