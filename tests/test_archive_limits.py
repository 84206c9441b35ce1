"""What is no file, what is packed too tightly and what is broken is refused before it is read."""

from __future__ import annotations

import gzip
import os
import struct
import zipfile
from pathlib import Path

import pytest

from journeys.errors import InputError, SurroundingsError
from journeys.limits import Limits
from journeys.sources import archive
from journeys.texts import use


@pytest.fixture(autouse=True)
def _english() -> None:
    use("en")


def whole(path: Path, limits: Limits | None = None) -> bytes:
    return b"".join(archive.expanded(path, name=path.name, limits=limits or Limits()))


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for part, content in parts.items():
            file.writestr(part, content)
    return path


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        archive.stand(tmp_path, name="map")


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="a pipe or a device"):
        archive.stand(tmp_path / "pipe", name="pipe")


def test_a_loop_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(InputError, match="leads back to itself"):
        archive.stand(tmp_path / "a", name="a")


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file"):
        archive.stand(tmp_path / "absent", name="absent")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "closed"
    path.write_bytes(b"x")
    path.chmod(0)
    with pytest.raises(SurroundingsError, match="no permission"):
        archive.stand(path, name="closed")


def test_no_permission_is_told_as_such() -> None:
    assert isinstance(archive.refusal(PermissionError(13, "denied"), name="x"), SurroundingsError)


def test_a_file_that_changed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "growing"
    path.write_bytes(b"a")
    before = archive.stand(path, name="growing")
    archive.hold_unchanged(path, before, name="growing")
    path.write_bytes(b"ab")
    with pytest.raises(InputError, match="changed while it was read"):
        archive.hold_unchanged(path, before, name="growing")


def test_bytes_that_are_not_packed_come_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"abc" * 700_000)
    assert whole(tmp_path / "plain") == b"abc" * 700_000


@pytest.mark.parametrize("size", [0, 1, 2**20 - 1, 2**20, 2**20 + 1, 3 * 2**20])
def test_gzip_comes_out_whole_whatever_its_size(tmp_path: Path, size: int) -> None:
    content = os.urandom(1024) * (size // 1024 + 1)
    (tmp_path / "x.gz").write_bytes(gzip.compress(content[:size]))
    assert whole(tmp_path / "x.gz") == content[:size]


def test_members_and_padding_of_a_gzip_are_one_text(tmp_path: Path) -> None:
    (tmp_path / "x.gz").write_bytes(gzip.compress(b"one ") + gzip.compress(b"") + gzip.compress(b"two") + b"\0" * 600)
    assert whole(tmp_path / "x.gz") == b"one two"


def test_every_truncation_of_a_gzip_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(b"a log of events " * 5)
    for length in range(2, len(packed)):
        (tmp_path / "x.gz").write_bytes(packed[:length])
        with pytest.raises(InputError, match="damaged or not complete"):
            whole(tmp_path / "x.gz")


def test_a_tight_gzip_is_refused_as_soon_as_it_passes_the_ratio(tmp_path: Path) -> None:
    (tmp_path / "x.gz").write_bytes(gzip.compress(bytes(300 << 20)))
    chunks = archive.expanded(tmp_path / "x.gz", name="x.gz", limits=Limits(ratio=200))
    given: list[int] = []
    with pytest.raises(InputError, match="grows more than 200 times"):
        given.extend(map(len, chunks))
    assert sum(given) < 100 << 20


def test_a_small_page_of_one_word_is_no_bomb(tmp_path: Path) -> None:
    (tmp_path / "x.gz").write_bytes(gzip.compress(bytes(900_000)))
    assert len(whole(tmp_path / "x.gz", Limits(ratio=10))) == 900_000


def test_a_zip_that_packs_too_much_is_refused_by_its_list(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a": bytes(3 << 20), "b": bytes(3 << 20)})
    with pytest.raises(InputError, match="larger than 5,000,000 bytes"):
        archive.unzipped(path, name="x.zip", limits=Limits(expanded_bytes=5_000_000))
    with pytest.raises(InputError, match="grows more than 100 times"):
        archive.unzipped(path, name="x.zip", limits=Limits(ratio=100))


def test_a_zip_that_lies_about_a_size_gives_no_more_than_it_says_and_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a": bytes(50 << 20)})
    raw = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = raw.find(mark) + offset
        raw[at : at + 4] = struct.pack("<I", 60_000)
    path.write_bytes(raw)
    given: list[int] = []
    with pytest.raises(InputError, match="damaged"), archive.unzipped(path, name="x.zip", limits=Limits()) as found:
        given.extend(map(len, archive.part_of(found, "a", name="x.zip")))
    assert sum(given) <= 60_000


def test_a_zip_of_too_many_parts_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {f"part{number}": b"" for number in range(10_001)})
    with pytest.raises(InputError, match="more than 10,000 parts"):
        archive.unzipped(path, name="x.zip", limits=Limits())


def test_a_zip_whose_list_of_parts_is_huge_is_refused_before_it_is_read_in(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a": b"x"})
    raw = bytearray(path.read_bytes())
    at = raw.rfind(b"PK\x05\x06") + 12
    raw[at : at + 4] = struct.pack("<I", 5 << 20)
    path.write_bytes(raw)
    with pytest.raises(InputError, match="more than 10,000 parts"):
        archive.unzipped(path, name="x.zip", limits=Limits())


def test_every_truncation_of_a_zip_is_refused(tmp_path: Path) -> None:
    raw = zipped(tmp_path / "x.zip", {"a": b"some content", "b": b"more"}).read_bytes()
    for length in range(4, len(raw), 3):
        (tmp_path / "cut.zip").write_bytes(raw[:length])
        with pytest.raises(InputError, match="damaged"):
            archive.unzipped(tmp_path / "cut.zip", name="cut.zip", limits=Limits())


def test_a_changed_byte_in_a_zip_part_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a": bytes(range(256)) * 4})
    raw = bytearray(path.read_bytes())
    raw[100] ^= 0xFF
    path.write_bytes(raw)
    with pytest.raises(InputError, match="damaged"), archive.unzipped(path, name="x.zip", limits=Limits()) as found:
        list(archive.part_of(found, "a", name="x.zip"))
