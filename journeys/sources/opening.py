"""Which reader a file gets: told by its first bytes, not by its name."""

from __future__ import annotations

import gzip
import os
import re
import stat
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import duckdb

from journeys.connecting import spill_of
from journeys.errors import InputError
from journeys.settings import Settings
from journeys.sources.gathering import gather, system_tables
from journeys.sources.ocel import sort_of
from journeys.sources.profiles import with_profile
from journeys.sources.raw import RawTable
from journeys.sources.signalen import table_of
from journeys.sources.stuf import looks_like_stuf
from journeys.texts import say

PACKED = (b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a", b"\x28\xb5\x2f\xfd")
"""First bytes of files packed by bzip2, xz, 7-Zip, RAR and Zstandard."""


def open_sources(
    names: Sequence[str], *, settings: Settings, connection: duckdb.DuckDBPyConnection, stdin: BinaryIO | None = None
) -> list[RawTable]:
    """This opens every file, in the order given; `-` is delimited text from standard input.

    Raises `InputError` for what is no file, cannot be read, or is of a format that is not read.
    """
    gathered = gather(names, sort_of=_sort)
    tables = system_tables(gathered, settings=settings, connection=connection)
    for at, name in gathered.own:
        opened = _open(name, settings=settings, connection=connection, stdin=stdin)
        folders = _profile_folders(name, settings)
        tables.append((at, with_profile(opened, folders=folders, connection=connection, settings_columns=settings.columns)))
    return [table for _, table in sorted(tables, key=lambda one: one[0])]


def _sort(path: Path) -> str:
    """This tells what a file is, for gathering; `own` for what cannot be looked at: opening it says why."""
    try:
        return _format(path) if path.is_file() else "own"
    except OSError:
        return "own"


def _profile_folders(name: str, settings: Settings) -> list[Path]:
    """These are the folders where a municipality keeps its own profiles: beside the export, and beside its settings."""
    beside = [] if name == "-" else [Path(name).parent / "profiles"]
    return [*beside, settings.place / "profiles"]


def _open(name: str, *, settings: Settings, connection: duckdb.DuckDBPyConnection, stdin: BinaryIO | None) -> RawTable:
    odd = any(isinstance(header, int) for header in settings.columns.values())
    reading, limits = settings.reading, settings.limits
    if name == "-":
        from journeys.sources.delimited import read_delimited

        kept, shown = spill_of(connection), say("standard input")
        return read_delimited(None, stream=stdin, keep_in=kept, name=shown, settings=reading, limits=limits, allow_odd_headers=odd)
    path = Path(name)
    _refuse_what_is_no_file(path)
    format = _format(path)
    shown = path.name
    _refuse_what_is_no_export(format, shown)
    if format == "parquet":
        from journeys.sources.parquet import read_parquet

        return read_parquet(path, name=shown, settings=reading, limits=limits, connection=connection, allow_odd_headers=odd)
    if format == "xes":
        from journeys.sources.xes import read_xes

        return read_xes(path, name=shown, settings=reading, limits=limits)
    if format.startswith("ocel "):
        from journeys.sources.ocel import read_ocel

        return read_ocel(path, sort=format.removeprefix("ocel "), name=shown, settings=settings, limits=limits)
    if format == "workbook":
        from journeys.sources.workbook import read_workbook

        return read_workbook(path, name=shown, settings=reading, limits=limits, allow_odd_headers=odd)
    from journeys.sources.delimited import read_delimited

    return read_delimited(path, name=shown, settings=reading, limits=limits, allow_odd_headers=odd)


def _refuse_what_is_no_export(format: str, name: str) -> None:
    if format == "packed":
        raise InputError(
            say("“{file}” is packed in a way that is not read here (only gzip is).", file=name),
            next_step=say("Unpack it first, and name the files that come out."),
        )
    if format == "web page":
        raise InputError(
            say("“{file}” is a web page and no export: perhaps the page to log in.", file=name),
            next_step=say("Log in and download the export again."),
        )


def _refuse_what_is_no_file(path: Path) -> None:
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError as error:
        raise InputError(say("There is no file {file}.", file=path), next_step=say("Check the name and the folder.")) from error
    except PermissionError as error:
        raise InputError(say("There is no permission to read {file}.", file=path)) from error
    except OSError as error:
        why = say("its links lead in a circle") if "symbolic" in str(error).lower() or "loop" in str(error).lower() else str(error)
        raise InputError(say("{file} cannot be opened: {why}.", file=path, why=why)) from error
    if stat.S_ISDIR(mode):
        raise InputError(say("{file} is a folder.", file=path), next_step=say("Name the files in it, for example {file}/*.csv.", file=path))
    if not stat.S_ISREG(mode):
        raise InputError(
            say("{file} is no ordinary file.", file=path), next_step=say("For a pipe, write - and send CSV to standard input.")
        )


def _format(path: Path) -> str:
    """This tells the format: Parquet and workbooks by their mark, XES by its first element (also within gzip), otherwise text."""
    try:
        with path.open("rb") as file:
            first = file.read(4096)
    except PermissionError as error:
        raise InputError(say("There is no permission to read {file}.", file=path)) from error
    if first[:2] in (b"\xff\xfe", b"\xfe\xff"):  # UTF-16: of marks and names every other byte is nothing
        first = first[2:].replace(b"\x00", b"")
    if any(first.startswith(mark) for mark in PACKED):
        return "packed"
    if first.lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower().startswith((b"<!doctype html", b"<html")):
        return "web page"
    if first[:4] == b"PAR1":
        return "parquet"
    if first[:2] == b"PK" and _holds_signalen(path):
        return "signalen"
    if first[:2] == b"PK" or first[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or path.suffix.lower() in (".xlsx", ".xlsm", ".xls"):
        return "workbook"
    if path.suffix.lower() == ".parquet":
        return "parquet"
    if first[:2] != b"\x1f\x8b" and (ocel := sort_of(first)):
        return f"ocel {ocel}"
    if path.name.lower().endswith((".xes", ".xes.gz")):
        return "xes"
    if first[257:262] == b"ustar":
        return "tar"
    if first[:2] == b"\x1f\x8b":
        try:
            with gzip.open(path) as file:
                first = file.read(4096)
        except (OSError, EOFError):
            return "delimited"
        if first[257:262] == b"ustar":
            return "tar"
    if _looks_like_json(first):
        return "json"
    if looks_like_stuf(first):
        return "stuf"
    return "xes" if _looks_like_xes(first) else "delimited"


def _holds_signalen(path: Path) -> bool:
    """This tells whether a ZIP holds the table of reports of Signalen."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(table_of(name) == "signals" for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _looks_like_json(first: bytes) -> bool:
    """This tells JSON by its first mark: an object or a list; a delimited file may begin with a bracket, but not with what follows here."""
    text = first.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"").lstrip()
    return bool(re.match(rb"\{\s*(\"|\}|$)|\[\s*(\{|\[|\]|\"|-?\d|$)", text))


def _looks_like_xes(first: bytes) -> bool:
    text = first.lstrip(b"\xef\xbb\xbf \t\r\n").replace(b"\x00", b"")
    return text.startswith(b"<") and (b"<log" in text or text.startswith(b"<?xml"))
