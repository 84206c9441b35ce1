"""Opens one regular file and expands what is packed in it, never beyond the limits.

Every reader of whole files starts here: what is no file (a folder, a pipe, a loop of links) is refused before a byte
is read; packed bytes are counted while they come out, so that a compressed bomb is refused before memory grows;
damage is an error, never half a file.
"""

from __future__ import annotations

import errno
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from journeys.errors import InputError, SurroundingsError
from journeys.limits import Limits
from journeys.texts import say

GZIP = b"\x1f\x8b"
CHUNK = 1 << 20
SMALL = 1 << 20  # below this many expanded bytes a ratio says nothing: a page of one word packs well too
PARTS = 10_000  # of one zip; a large workbook has some hundreds
DIRECTORY = 4 << 20  # bytes of the list of parts


@dataclass(frozen=True)
class Standing:
    """This is how a file stood when its reading began: enough to notice that it changed meanwhile."""

    size: int
    modified: int
    node: int


def stand(path: Path, *, name: str) -> Standing:
    """This holds that `path` is a regular, readable file and tells how it stands.

    Raises `InputError` for what is no file, `SurroundingsError` where permission or the disk is in the way.
    """
    try:
        found = os.stat(path)
        if stat.S_ISREG(found.st_mode):
            with path.open("rb"):
                pass
    except OSError as error:
        raise refusal(error, name=name) from error
    if stat.S_ISDIR(found.st_mode):
        raise InputError(say("“{file}” is a folder.", file=name), next_step=say("Name the files in it one by one."))
    if not stat.S_ISREG(found.st_mode):
        raise InputError(
            say("“{file}” is no ordinary file but a pipe or a device.", file=name),
            next_step=say("Save the data as a file first; this format cannot be read from a pipe."),
        )
    return Standing(found.st_size, found.st_mtime_ns, found.st_ino)


def hold_unchanged(path: Path, before: Standing, *, name: str) -> None:
    """This raises `InputError` when the file at `path` is no longer the one that stood there before."""
    if stand(path, name=name) != before:
        raise InputError(
            say("“{file}” changed while it was read. Nothing of it is used.", file=name),
            next_step=say("Wait until the export is complete, and read it again."),
        )


def refusal(error: OSError, *, name: str) -> InputError | SurroundingsError:
    """This turns an error of the file system into ours."""
    if error.errno == errno.ENOENT or isinstance(error, FileNotFoundError | NotADirectoryError):
        return InputError(say("There is no file “{file}”.", file=name), next_step=say("Check the name and the folder."))
    if error.errno == errno.ELOOP:
        return InputError(
            say("“{file}” is a link that leads back to itself.", file=name), next_step=say("Name the file itself.")
        )
    if isinstance(error, PermissionError):
        return SurroundingsError(
            say("You have no permission to read “{file}”.", file=name),
            next_step=say("Ask the owner of the file for permission, or copy it to a folder of your own."),
        )
    return SurroundingsError(say("“{file}” cannot be read: the disk or the network gives an error.", file=name))


def expanded(path: Path, *, name: str, limits: Limits) -> Iterator[bytes]:
    """This gives the bytes of a file in chunks, expanded where it is gzip (one member or several).

    Raises `InputError` for a damaged or truncated gzip and for one that grows beyond the limits.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(2) == GZIP
            file.seek(0)
            yield from _gunzipped(file, name=name, limits=limits) if packed else _plain(file, name=name, limits=limits)
    except OSError as error:
        raise refusal(error, name=name) from error


def _plain(file: IO[bytes], *, name: str, limits: Limits) -> Iterator[bytes]:
    size = 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        hold_within(size, size, name=name, limits=limits)
        yield chunk


def _gunzipped(file: IO[bytes], *, name: str, limits: Limits) -> Iterator[bytes]:
    """This expands member after member; zlib itself checks the sum and the length at the end of each."""
    read = size = 0
    member = zlib.decompressobj(wbits=31)
    begun = False  # has the current member had a byte?
    pending = b""
    while True:
        if not pending:
            pending = file.read(CHUNK // 4)
            read += len(pending)
            if not pending:
                break
        if not begun and not (pending := pending.lstrip(b"\0")):  # tapes pad the end of a file with zeros
            continue
        try:
            chunk = member.decompress(pending, CHUNK)
        except zlib.error as error:
            raise damaged(name) from error
        begun = True
        size += len(chunk)
        hold_within(size, read, name=name, limits=limits)
        if chunk:
            yield chunk
        pending = member.unconsumed_tail
        if member.eof:
            pending, begun, member = member.unused_data, False, zlib.decompressobj(wbits=31)
    if begun:
        raise damaged(name)


def hold_within(size: int, packed: int, *, name: str, limits: Limits) -> None:
    """This raises `InputError` when `size` expanded bytes out of `packed` bytes are more than the limits allow."""
    if size > limits.expanded_bytes:
        raise InputError(
            say("“{file}” is larger than {limit} bytes once expanded. It is not read.",
                file=name, limit=limits.expanded_bytes),
            next_step=raise_limit("expanded_bytes"),
        )  # fmt: skip
    if size > SMALL and size > limits.ratio * packed:
        raise InputError(
            say("“{file}” grows more than {limit} times when it is expanded. It is not read.",
                file=name, limit=limits.ratio),
            next_step=raise_limit("ratio"),
        )  # fmt: skip


def raise_limit(limit: str) -> str:
    """This is the next step for a file that goes beyond one of the limits in the settings."""
    return say("If you trust the file: set “{limit}” higher in journeys.toml under [limits].", limit=limit)


def damaged(name: str) -> InputError:
    """This is the error for a packed file that is broken or cut off."""
    return InputError(
        say("“{file}” is damaged or not complete. Nothing of it is used.", file=name),
        next_step=say("Copy or export the file again."),
    )


def unzipped(path: Path, *, name: str, limits: Limits) -> zipfile.ZipFile:
    """This opens a zip after weighing its list of parts: how many, how large, how tightly packed.

    The sizes come from the list itself; one that lies is caught while reading, since no part gives more bytes than
    its list says and its check sum must fit.
    """
    try:
        with path.open("rb") as file:
            _weigh_directory(file, name=name)
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise refusal(error, name=name) from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise damaged(name) from error
    try:
        if len(archive.infolist()) > PARTS:
            raise _too_many_parts(name)
        hold_within(sum(part.file_size for part in archive.infolist()), 1 << 62, name=name, limits=limits)
        for part in archive.infolist():
            hold_within(part.file_size, max(part.compress_size, 1), name=name, limits=limits)
    except BaseException:
        archive.close()
        raise
    return archive


def part_of(archive: zipfile.ZipFile, part: str, *, name: str) -> Iterator[bytes]:
    """This gives the bytes of one part of a zip in chunks; its check sum has been held once they are exhausted."""
    try:
        with archive.open(part) as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, NotImplementedError, ValueError) as error:
        raise damaged(name) from error
    except OSError as error:
        raise refusal(error, name=name) from error


def _weigh_directory(file: IO[bytes], *, name: str) -> None:
    """This refuses a zip whose list of parts is itself too large to read in."""
    file.seek(0, os.SEEK_END)
    file.seek(max(file.tell() - (1 << 16) - 128, 0))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        raise damaged(name)
    directory = int.from_bytes(tail[end + 12 : end + 16], "little")
    wide = tail.rfind(b"PK\x06\x06", 0, end)
    if wide >= 0:
        narrow = directory if directory != 0xFFFFFFFF else 0
        directory = max(narrow, int.from_bytes(tail[wide + 40 : wide + 48], "little"))
    if directory > DIRECTORY:
        raise _too_many_parts(name)


def _too_many_parts(name: str) -> InputError:
    return InputError(
        say("“{file}” packs more than {limit} parts. It is not read.", file=name, limit=PARTS),
        next_step=say("Check where the file comes from; a workbook has some hundreds of parts at most."),
    )
