"""Downloads the pages of Open Zaak and Open Klant to a folder, from which they are then read as any saved pages.

Every page is a file, written whole or not at all. A download that broke off goes on where it was: pages that are there are not asked for
again. Where the list changes between two calls, a page may show an object twice (it is read once) or hide one: where the count of the
service changed on the way, or fewer objects came than it counts, the pages are walked through again, and what was missed is added.

Names, addresses, telephone numbers and free text are taken out before a page is written. Nothing but GET is sent, to the given host only,
and no redirect is followed: a secret goes nowhere else. urllib of Python itself does this; it needs no further package.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any, Literal

from journeys.errors import InputError, SettingsError, SurroundingsError
from journeys.sources.json_text import loaded
from journeys.texts import say

TRIES = 6
ROUNDS = 3
TOKEN_SECONDS = 30 * 60  # Open Zaak refuses a token older than an hour
LONGEST_WAIT = 120.0
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
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

Sort = Literal["openzaak", "openklant"]


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


@dataclass(frozen=True)
class Access:
    """This is what opens a service: a client id with its secret (Open Zaak), or a token (Open Klant); never shown."""

    client_id: str = ""
    secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def header(self, now: float) -> str:
        """This gives the header `Authorization`, with a fresh JWT (HS256) where there is a client id."""
        if self.token:
            return f"Token {self.token}"
        claims = {
            "iss": self.client_id,
            "iat": int(now),
            "client_id": self.client_id,
            "user_id": "journeys",
            "user_representation": "journeys",
        }
        parts = [_base64(json.dumps(part, separators=(",", ":")).encode()) for part in ({"typ": "JWT", "alg": "HS256"}, claims)]
        signed = hmac.new(self.secret.encode(), ".".join(parts).encode(), hashlib.sha256).digest()
        return f"Bearer {'.'.join(parts)}.{_base64(signed)}"


def access_from(sort: Sort, *, environ: Mapping[str, str] = os.environ, file: Path | None = None) -> Access:
    """This gives the access from the environment, or from a file of lines `NAME=value`; the file goes first.

    Names: JOURNEYS_OPENZAAK_CLIENT_ID and JOURNEYS_OPENZAAK_SECRET; JOURNEYS_OPENKLANT_TOKEN. Raises `SettingsError` that names what is
    missing, `SurroundingsError` for a file that cannot be read.
    """
    values = dict(environ)
    if file is not None:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise SurroundingsError(say("{file} cannot be read.", file=file)) from error
        values |= {name.strip(): value.strip() for name, equals, value in (line.partition("=") for line in lines) if equals}
    wanted = ("JOURNEYS_OPENZAAK_CLIENT_ID", "JOURNEYS_OPENZAAK_SECRET") if sort == "openzaak" else ("JOURNEYS_OPENKLANT_TOKEN",)
    missing = [name for name in wanted if not values.get(name)]
    if missing:
        raise SettingsError(
            say("To download, {names} must be known.", names=", ".join(missing)),
            next_step=say("Set them in the environment, or write them in a file of your own as NAME=value."),
        )
    found = [values[name] for name in wanted]
    return Access(found[0], found[1]) if sort == "openzaak" else Access(token=found[0])


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
    caller = _Caller(base, access, pause=pause, sleep=sleep, now=now)
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
        except _Absent:
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


def _list(caller: _Caller, name: str, path: str, out: Path, fetched: Fetched, tell: Callable[[str], None]) -> set[str]:
    """This walks through the pages of one list, again where it changed on the way; it gives the addresses of the objects."""
    seen: set[str] = set()
    for number in range(1, ROUNDS + 1):
        counts = _round(caller, name, path, out, number, seen, fetched, tell)
        if len(set(counts)) <= 1 and len(seen) >= max(counts, default=0):
            break
    return seen


def _round(
    caller: _Caller, name: str, path: str, out: Path, number: int, seen: set[str], fetched: Fetched, tell: Callable[[str], None]
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


def _audit_trails(caller: _Caller, out: Path, fetched: Fetched, tell: Callable[[str], None]) -> None:
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
            except _Refused:
                fetched.audit_refused = True
                return
            except _Absent:
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


# --- One call -----------------------------------------------------------------------------------------------------------------------------


class _Absent(Exception):
    """This says that the service does not have what was asked for (404)."""


class _Refused(InputError):
    """This says that the service does not let us in (401, 403)."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        """This follows no redirect: whoever asks for the secret elsewhere does not get it."""


class _Caller:
    """This asks one service, politely: it waits as long as it is told to, and gives up after `TRIES` times."""

    def __init__(self, base: str, access: Access, *, pause: float, sleep: Callable[[float], None], now: Callable[[], float]) -> None:
        parts = urllib.parse.urlsplit(base.rstrip("/"))
        local = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if parts.scheme not in ("https", "http") or not parts.hostname or (parts.scheme == "http" and not local) or parts.username:
            raise SettingsError(
                say("{base} is no address that a secret may be sent to.", base=base),
                next_step=say("Give an address that begins with https://"),
            )
        self.base, self.access, self.pause, self.sleep, self.now = base.rstrip("/"), access, pause, sleep, now
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler())
        self.header, self.made = "", float("-inf")

    def get(self, path: str) -> Any:
        """This gets one answer as JSON; `path` is seen from the base, or the whole address that a page gave as its next."""
        address = self._address(path)
        wait, renewed = 1.0, False
        for attempt in range(1, TRIES + 1):
            try:
                return self._ask(address)
            except urllib.error.HTTPError as error:
                code, told_to_wait = error.code, error.headers.get("Retry-After")
                error.close()
                if code in (401, 403) and not renewed and not self.access.token:
                    renewed, self.made = True, float("-inf")  # the token may just have run out
                    continue
                self._raise_for(code, address)
                wait = _seconds(told_to_wait) or wait
            except (OSError, HTTPException, _CutOff) as error:
                if attempt == TRIES:
                    raise self._away(address) from error
            if attempt < TRIES:
                self.sleep(min(wait, LONGEST_WAIT))
                wait *= 2
        raise self._away(address)

    def _ask(self, address: str) -> Any:
        if self.now() - self.made > TOKEN_SECONDS:
            self.made = self.now()
            self.header = self.access.header(self.made)
        headers = {"Authorization": self.header, "Accept": "application/json", "Accept-Crs": "EPSG:4326", "User-Agent": "journeys"}
        if self.pause:
            self.sleep(self.pause)
        with self.opener.open(urllib.request.Request(address, headers=headers), timeout=60) as answer:
            body = answer.read()
            length = answer.headers.get("Content-Length")
            if length is not None and int(length) != len(body):
                raise _CutOff
        try:
            return loaded(body.decode("utf-8-sig"), name=urllib.parse.urlsplit(address).path)
        except (UnicodeDecodeError, InputError) as error:
            raise _CutOff from error

    def _address(self, path: str) -> str:
        """This gives the address to ask: a whole one keeps its path and question, but the host is always ours."""
        if "://" not in path:
            return f"{self.base}/{path}"
        parts = urllib.parse.urlsplit(path)
        return f"{self.origin}{parts.path}" + (f"?{parts.query}" if parts.query else "")

    def _raise_for(self, code: int, address: str) -> None:
        where = urllib.parse.urlsplit(address).path
        if code == 404:
            raise _Absent
        if code in (401, 403):
            raise _Refused(
                say("{where} refuses access ({code}).", where=where, code=str(code)),
                next_step=say(
                    "Ask the administrator for reading rights: zaken.lezen, catalogi.lezen, besluiten.lezen, audittrails.lezen;"
                    " or for a token."
                ),
            )
        if code not in BUSY:
            raise InputError(
                say("{where} answers with code {code}.", where=where, code=str(code)), next_step=say("Check the address of the service.")
            )

    def _away(self, address: str) -> SurroundingsError:
        return SurroundingsError(
            say("{where} does not answer, after {n} tries.", where=urllib.parse.urlsplit(address).path, n=TRIES),
            next_step=say("What came is kept. Run the same command again later: it goes on where it was."),
        )


class _CutOff(Exception):
    """This says that an answer broke off, or is no JSON."""


def _seconds(told: str | None) -> float | None:
    try:
        return max(float(told), 0.0) if told else None
    except ValueError:
        return None  # a date: our own waiting will do


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")
