"""Asks a service of a municipality politely: a fresh token, waiting as told, nothing but GET and to one host alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
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
TOKEN_SECONDS = 30 * 60  # Open Zaak refuses a token older than an hour
LONGEST_WAIT = 120.0
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
Sort = Literal["openzaak", "openklant"]


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


class Absent(Exception):
    """This says that the service does not have what was asked for (404)."""


class Refused(InputError):
    """This says that the service does not let us in (401, 403)."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        """This follows no redirect: whoever asks for the secret elsewhere does not get it."""


class Caller:
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
            raise Absent
        if code in (401, 403):
            raise Refused(
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
