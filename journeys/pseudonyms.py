"""People become pseudonyms: keyed, readable, the same for the same name, and the key is kept elsewhere.

A plain hash protects nobody: all valid citizen numbers can be hashed in minutes. So each pseudonym is HMAC-SHA-256 with
a secret key that lies outside the dossier, one per project, so that two projects cannot be joined. Whoever destroys the
key makes the way back impossible; until then the data remain personal data.

    R-7K3M9QXF2A5D   a resident      Z-...   a case (zaak)      A-...   an official (ambtenaar)

Twelve characters of Crockford's base 32 (no I, L, O or U) are 60 bits: among a million names two are the same with a
chance of one in two million, and the intake looks.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from journeys.errors import InputError, SettingsError, SurroundingsError, UsageError
from journeys.names import normalised
from journeys.settings import PrivacySettings, Settings
from journeys.texts import say

Sort = Literal["resident", "case", "official"]
PREFIXES: dict[Sort, str] = {"resident": "R-", "case": "Z-", "official": "A-"}
KEY_BYTES = 32

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHIFTS = range(55, -1, -5)
_BLOCK = 64  # bytes that SHA-256 takes at a time; HMAC pads the key to it (RFC 2104)


@dataclass(frozen=True)
class Key:
    """This is a project's key: where it lies, the secret, and whether this run made it."""

    path: Path
    secret: bytes = field(repr=False)
    made: bool

    @property
    def fingerprint(self) -> str:
        """This tells two keys apart in a provenance without giving anything away: equal keys, equal fingerprint."""
        return fingerprint_of(self.secret)

    def lines(self) -> list[str]:
        """This tells the user where the key lies and what it is for, when it is new or open to others."""
        told = []
        if self.made:
            told.append(say("A new key for pseudonyms was made: {path}.", path=self.path))
            told.append(say("Keep it outside the dossier. Whoever has it can link pseudonyms to people."))
        if _open_to_others(self.path):
            told.append(say("Others on this computer can read the key {path}. Make it yours alone.", path=self.path))
        return told


def fingerprint_of(secret: bytes) -> str:
    """This gives the fingerprint of a secret: HMAC-SHA-256 of one word, the first 8 bytes in hexadecimal digits. Nothing leads back."""
    return hmac.new(secret, b"fingerprint", hashlib.sha256).hexdigest()[:16]


def pseudonym(key: bytes, sort: Sort, value: str) -> str:
    """This gives the pseudonym of a name, in the form in which names are compared (A2: `normalised`; plain: as it is).

    The sort is part of what is hashed: a case and a resident with the same number have nothing in common.
    """
    digest = hmac.new(key, f"{sort}\0{value}".encode(), hashlib.sha256).hexdigest()
    bits = int(digest[:15], 16)
    return PREFIXES[sort] + "".join(_ALPHABET[bits >> shift & 31] for shift in _SHIFTS)


def pseudonym_sql(expression: str, sort: Sort, key: bytes) -> str:
    """This gives the SQL expression of `pseudonym` for a text expression; null stays null.

    The key stands in the text of the query (HMAC is two hashes with a padded key each), so run it once, before the
    database is locked down, and neither store nor print it: no view, no macro.
    """
    padded = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    inner = bytes(byte ^ 0x36 for byte in padded) + f"{sort}\0".encode()
    outer = bytes(byte ^ 0x5C for byte in padded)
    digest = f"sha256(unhex('{outer.hex()}') || unhex(sha256(unhex('{inner.hex()}') || encode({expression}))))"
    bits = f"('0x' || {digest}[:15])::bigint"  # the first 60; DuckDB computes once what an expression repeats
    # Two characters at a time out of a list: translating the digits of a number in base 32 takes as long as the hashes.
    pairs = "'[" + ",".join(one + two for one in _ALPHABET for two in _ALPHABET) + "]'::varchar[]"
    letters = " || ".join(f"({pairs})[({bits} >> {shift} & 1023) + 1]" for shift in range(50, -1, -10))
    return f"('{PREFIXES[sort]}' || {letters})"


def without_names(settings: Settings, key: bytes | None) -> Settings:
    """This gives the settings as they may be told and stored: the names of left-out accounts as pseudonyms; None keeps names."""
    if key is None or not settings.unknown.left_out_officials:
        return settings
    plain = settings.reading.reading == "plain"
    told = tuple(
        name if re.fullmatch("A-[0-9A-Z]{12}", name) else pseudonym(key, "official", name if plain else normalised(name))
        for name in settings.unknown.left_out_officials
    )
    return replace(settings, unknown=replace(settings.unknown, left_out_officials=told))


def find_key(
    privacy: PrivacySettings,
    *,
    dossier: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
) -> Key:
    """This gives the project's key and makes it when there is none yet: 32 random bytes, readable by its owner only.

    Raises
    ------
    SettingsError
        When the key would lie inside `dossier`: whoever got the dossier would have both.
    InputError
        When the file does not hold a key.
    SurroundingsError
        When it cannot be read or made.
    """
    path = key_path(privacy, environ=environ, platform=platform)
    if dossier is not None and _within(path, dossier):
        raise SettingsError(
            say("The key {path} lies inside the dossier {folder}: pseudonyms would protect nobody.",
                path=path, folder=dossier),
            next_step=say("Choose another place for privacy.key in journeys.toml."),
        )  # fmt: skip
    made = _made(path)
    return Key(path, _read(path), made)


def key_path(
    privacy: PrivacySettings, *, environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> Path:
    """This tells where the project's key lies or would lie: `privacy.key`, else a file in the user's key folder."""
    if privacy.key:
        return Path(privacy.key).expanduser()
    return key_folder(environ=environ, platform=platform) / f"project-{_file_name(privacy.project)}.key"


def key_folder(*, environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """This tells the user's key folder: JOURNEYS_KEYS, else where the system keeps a user's settings."""
    if environ.get("JOURNEYS_KEYS"):
        return Path(environ["JOURNEYS_KEYS"]).expanduser()
    if platform == "win32":
        base = Path(environ["APPDATA"]) if environ.get("APPDATA") else Path.home() / "AppData" / "Roaming"
    elif platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(environ["XDG_CONFIG_HOME"]) if environ.get("XDG_CONFIG_HOME") else Path.home() / ".config"
    return base / "journeys" / "keys"


def destroy_key(
    privacy: PrivacySettings, *, environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> Path:
    """This destroys the project's key: from then on nobody can find the people behind its pseudonyms by name.

    The file is overwritten before it goes; a back-up that somebody made is out of reach. Gives the path that is gone.
    Raises `UsageError` when there is no key, `InputError` for a file that is none, `SurroundingsError` when it cannot be removed.
    """
    path = key_path(privacy, environ=environ, platform=platform)
    if path.exists():
        _read(path)
    try:
        with path.open("r+b") as file:
            length = file.seek(0, os.SEEK_END)
            file.seek(0)
            file.write(secrets.token_bytes(length))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError as error:
        raise UsageError(
            say("There is no key at {path}.", path=path),
            next_step=say("Check privacy.project and privacy.key in journeys.toml."),
        ) from error
    except OSError as error:
        raise SurroundingsError(
            say("The key {path} cannot be removed: {why}.", path=path, why=error.strerror),
            next_step=say("Check the permissions of the file and its folder."),
        ) from error
    return path


def _made(path: Path) -> bool:
    """This makes the key file unless it is there; of two runs at once, one makes it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return False
    except OSError as error:
        raise SurroundingsError(
            say("A key for pseudonyms cannot be made at {path}: {why}.", path=path, why=error.strerror),
            next_step=say("Name a folder of your own in the environment variable JOURNEYS_KEYS."),
        ) from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_bytes(KEY_BYTES).hex() + "\n")
    return True


def _read(path: Path) -> bytes:
    try:
        found = path.read_bytes()
    except OSError as error:
        raise SurroundingsError(
            say("The key {path} cannot be read: {why}.", path=path, why=error.strerror),
            next_step=say("Check the permissions of the file and its folder."),
        ) from error
    digits = found.strip()
    if not re.fullmatch(rb"[0-9a-fA-F]{%d}" % (2 * KEY_BYTES), digits):
        raise InputError(
            say("{path} does not hold a key: 64 hexadecimal digits were expected.", path=path),
            next_step=say("Put the right key back. Without it a new key gives other pseudonyms than before."),
        )
    return bytes.fromhex(digits.decode("ascii"))


def _within(path: Path, folder: Path) -> bool:
    """This tells whether `path` lies in `folder`, also through links and, where the system ignores it, another case."""
    place, folder = path.resolve(), folder.resolve()
    if folder in place.parents:
        return True
    return folder.exists() and any(parent.exists() and parent.samefile(folder) for parent in place.parents)


def _open_to_others(path: Path) -> bool:
    if os.name != "posix":  # Windows keeps no such bits; a user's own folder is closed there
        return False
    try:
        return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
    except OSError:
        return False


def _file_name(project: str) -> str:
    """This makes a file name of a project's name; names that are not the same (A2) never share one."""
    name = normalised(project)
    plain = re.sub(r"[^a-z0-9]+", "-", name).strip("-")[:60]
    return plain if plain == name else f"{plain}-{hashlib.sha256(name.encode()).hexdigest()[:8]}".lstrip("-")
