"""What a file is, before anything in it is read: absent, no file, packed, damaged, changed, with an odd name."""

from __future__ import annotations

import gc
import gzip
import io
import os
import tempfile
from pathlib import Path

import pytest
from delimited_drawn import read, rows

from journeys.errors import InputError, SurroundingsError
from journeys.limits import Limits
from journeys.settings import ReadingSettings
from journeys.sources.delimited import check_unchanged, read_delimited
from journeys.texts import use

TEXT = b"zaak;wie\nZ1;Jan\nZ2;Piet\n"
QUOTED = b'zaak;wie\n"Z1";Jan\nZ2;Piet\n'
ROWS = [(1, "Z1", "Jan"), (2, "Z2", "Piet")]


@pytest.fixture(autouse=True)
def _english():
    use("en")
    yield
    use("nl")


def read_path(path: Path, **options):
    return read_delimited(path, name="log", settings=ReadingSettings(), limits=Limits(), **options)


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no file"):
        read_path(tmp_path / "absent.csv")


def test_a_folder_is_an_error(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        read_path(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_an_error_and_does_not_wait(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(InputError, match="pipe"):
        read_path(tmp_path / "pipe.csv")


def test_a_loop_of_links_is_an_error(tmp_path):
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    with pytest.raises(InputError, match="leads back to itself"):
        read_path(tmp_path / "a.csv")


def test_a_file_without_permission_is_an_error(tmp_path, monkeypatch):
    path = tmp_path / "log.csv"
    path.write_bytes(TEXT)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SurroundingsError, match="no permission"):
        read_path(path)


@pytest.mark.parametrize("content", [TEXT, QUOTED])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "name",
    [
        "gewoon.csv",
        "met spatie's.csv",
        "é€.csv",
        "ster*vraag?[a-c].csv",
        "{a,b}.csv",
        "terug\\streep.csv",
        "~thuis.csv",
        "x" * 200 + ".csv",
    ],
)
def test_any_name_of_a_file_will_do(tmp_path, name, content, packed):
    folder = tmp_path / "map [1] *" / "dag=1"
    folder.mkdir(parents=True)
    assert rows(read(folder, gzip.compress(content) if packed else content, name=name)) == ROWS


def test_a_name_with_glob_characters_means_that_file_only(tmp_path):
    (tmp_path / "logx.csv").write_bytes(b"zaak;wie\nanders;anders\n")
    assert rows(read(tmp_path, TEXT, name="log?.csv")) == ROWS
    assert rows(read(tmp_path, TEXT, name="log[x].csv")) == ROWS


def test_a_relative_path_still_leads_to_the_file_when_the_folder_changes(tmp_path, monkeypatch):
    (tmp_path / "log.csv").write_bytes(TEXT)
    monkeypatch.chdir(tmp_path)
    table = read_path(Path("log.csv"))
    monkeypatch.chdir("/")
    assert rows(table) == ROWS


@pytest.mark.parametrize("content", [TEXT, QUOTED])
def test_gzip_of_several_members_is_read_whole(tmp_path, content):
    middle = content.index(b"Z2")
    packed = gzip.compress(content[:middle]) + gzip.compress(content[middle:])
    assert rows(read(tmp_path, packed, name="log.csv.gz")) == ROWS


def test_truncated_gzip_is_an_error(tmp_path):
    packed = gzip.compress(b"zaak;wie\n" + b"".join(f"Z{number};Jan\n".encode() for number in range(50_000)))
    with pytest.raises(InputError, match="damaged or not complete"):
        read(tmp_path, packed[:-10], name="log.csv.gz")


def test_gzip_with_a_wrong_check_sum_is_an_error(tmp_path):
    packed = bytearray(gzip.compress(TEXT))
    packed[-6] ^= 0xFF
    with pytest.raises(InputError, match="damaged or not complete"):
        read(tmp_path, bytes(packed), name="log.csv.gz")


def test_a_file_called_gz_that_is_not_gzip_is_an_error(tmp_path):
    with pytest.raises(InputError, match="damaged or not complete"):
        read(tmp_path, TEXT, name="log.csv.gz")


def test_a_file_larger_than_the_limit_is_refused(tmp_path):
    with pytest.raises(InputError, match="larger than 10 bytes"):
        read(tmp_path, TEXT, limits=Limits(expanded_bytes=10))


def test_gzip_that_grows_beyond_the_limit_is_refused(tmp_path):
    packed = gzip.compress(b"zaak;wie\n" + b"Z1;Jan\n" * 100_000)
    with pytest.raises(InputError, match="larger than 100,000 bytes"):
        read(tmp_path, packed, name="log.csv.gz", limits=Limits(expanded_bytes=100_000))


def test_gzip_that_grows_too_many_times_is_refused(tmp_path):
    packed = gzip.compress(b"zaak;wie\n" + b"Z1;Jan\n" * 400_000)
    with pytest.raises(InputError, match="more than 50 times"):
        read(tmp_path, packed, name="log.csv.gz", limits=Limits(ratio=50))


def test_a_file_that_changed_before_its_rows_are_read_is_an_error(tmp_path):
    table = read(tmp_path, QUOTED)
    (tmp_path / "log.csv").write_bytes(QUOTED + b"Z3;Kees\n")
    with pytest.raises(InputError, match="changed while it was read"):
        rows(table)


def test_a_file_that_changes_while_its_rows_are_read_is_an_error(tmp_path):
    table = read(tmp_path, QUOTED)
    assert table.batches is not None
    batches = table.batches()
    next(batches)
    with (tmp_path / "log.csv").open("ab") as file:
        file.write(b"Z3;Kees\n")
    with pytest.raises(InputError, match="changed while it was read"):
        next(batches)


def test_a_plain_file_that_changed_is_noticed_afterwards(tmp_path):
    table = read(tmp_path, TEXT)
    check_unchanged(table)
    (tmp_path / "log.csv").write_bytes(TEXT + b"Z3;Kees\n")
    with pytest.raises(InputError, match="changed while it was read"):
        check_unchanged(table)


@pytest.mark.parametrize(
    "content", [TEXT, QUOTED, gzip.compress(TEXT), "zaak;wie\nZ1;Jan\nZ2;Piet\n".encode("utf-16")]
)
def test_standard_input_is_kept_safely_and_cleaned_up(tmp_path, monkeypatch, content):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    table = read_delimited(None, stream=io.BytesIO(content), name="-", settings=ReadingSettings(), limits=Limits())
    (kept,) = tmp_path.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert rows(table) == rows(table) == ROWS
    del table
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_standard_input_that_cannot_be_read_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for content, limits in ((b"", Limits()), (TEXT, Limits(expanded_bytes=10))):
        with pytest.raises(InputError):
            read_delimited(None, stream=io.BytesIO(content), name="-", settings=ReadingSettings(), limits=limits)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_while_keeping_standard_input_is_an_error_of_the_surroundings(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    class Full(io.BytesIO):
        def read(self, *_):
            raise OSError(28, "No space left on device")

    with pytest.raises(SurroundingsError, match="temporary file"):
        read_delimited(None, stream=Full(), name="-", settings=ReadingSettings(), limits=Limits())
    assert list(tmp_path.iterdir()) == []
