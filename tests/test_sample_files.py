"""The sample files are what the script writes, hold the same rows in three formats, and contain nobody."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import zipfile
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest
import stories
from defusedxml import ElementTree
from openpyxl import load_workbook

HEADERS = (
    "zaaknummer;inwoner;activiteit;tijdstip;medewerker;afdeling;naar_afdeling;naar_medewerker;kanaal;richting;soort;"
    "onderwerp;uitkomst"
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sample")
    script = stories.SAMPLE / "generate.py"
    subprocess.run([sys.executable, "-B", script, "--out", out], check=True, capture_output=True, timeout=120)
    return out


def test_the_script_writes_the_committed_csv_byte_for_byte(written: Path) -> None:
    assert (written / stories.CSV.name).read_bytes() == stories.CSV.read_bytes()


def test_the_script_writes_the_committed_xes(written: Path) -> None:
    name = "almere_voorbeeld.xes.gz"  # the packed bytes may differ between versions of zlib, what is in them may not
    ours, theirs = (written / name).read_bytes(), (stories.SAMPLE / name).read_bytes()
    assert gzip.decompress(ours) == gzip.decompress(theirs)
    assert theirs[4:8] == bytes(4), "the gzip header carries a moment"


def test_the_script_writes_the_committed_workbook(written: Path) -> None:
    name = "almere_voorbeeld.xlsx"
    with zipfile.ZipFile(written / name) as ours, zipfile.ZipFile(stories.SAMPLE / name) as theirs:
        for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/core.xml"):
            assert ours.read(part) == theirs.read(part)
        assert b"2026-07-01T00:00:00Z</dcterms:created>" in theirs.read("docProps/core.xml")


def test_the_csv_is_a_dutch_export_in_utf_8() -> None:
    content = stories.CSV.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n")
    text = content.decode("utf-8")
    assert text.split("\r\n", 1)[0] == HEADERS
    text.encode("cp1252")
    assert "ï" in text


def test_the_files_are_small_enough_to_carry() -> None:
    sizes = [(stories.SAMPLE / f"almere_voorbeeld.{ending}").stat().st_size for ending in ("csv", "xes.gz", "xlsx")]
    csv_size, xes_size, workbook_size = sizes
    assert csv_size < 6_000_000
    assert xes_size < 2_000_000
    assert workbook_size < 3_000_000


def test_the_xes_holds_the_rows_of_the_csv_in_the_same_order() -> None:
    keys = {"concept:name": "activiteit", "org:resource": "medewerker", "org:group": "afdeling"}
    found = []
    with gzip.open(stories.SAMPLE / "almere_voorbeeld.xes.gz") as file:
        log = ElementTree.parse(file).getroot()
    space = "{http://www.xes-standard.org/}"
    assert {extension.get("prefix") for extension in log.iter(f"{space}extension")} == {
        "concept", "time", "org", "lifecycle",
    }  # fmt: skip
    for trace in log.iter(f"{space}trace"):
        of_trace = {item.get("key"): item.get("value") for item in trace if item.tag != f"{space}event"}
        for event in trace.iter(f"{space}event"):
            values = {item.get("key"): item.get("value") for item in event}
            assert values.pop("lifecycle:transition") == "complete"
            moment = datetime.fromisoformat(values.pop("time:timestamp"))
            row = {keys.get(key, key): value for key, value in values.items()}
            found.append((of_trace["concept:name"], of_trace.get("inwoner", ""), moment, row))
    rows = stories.raw_rows()
    assert len(found) == len(rows)
    for (case, resident, moment, values), row in zip(found, rows, strict=True):
        assert (case, resident) == (row["zaaknummer"], row["inwoner"])
        assert f"{moment:%d-%m-%Y %H:%M}" == row["tijdstip"]
        given = {
            key: value for key, value in row.items() if value and key not in ("zaaknummer", "inwoner", "tijdstip")
        }
        assert values == given
    summer = next(moment for *_, moment, _ in found if moment.month == 7)
    winter = next(moment for *_, moment, _ in found if moment.month == 1)
    assert summer.utcoffset() == timedelta(hours=2)
    assert winter.utcoffset() == timedelta(hours=1)
    assert found[0][2].astimezone(timezone.utc).tzinfo is timezone.utc  # noqa: UP017


def test_the_workbook_holds_the_first_rows_of_the_csv_with_real_dates() -> None:
    book = load_workbook(stories.SAMPLE / "almere_voorbeeld.xlsx", read_only=True)
    sheet = book["gebeurtenissen"]
    header, *cells = sheet.iter_rows(max_row=301, values_only=True)
    assert ";".join(str(name) for name in header) == HEADERS
    for values, row in zip(cells, stories.raw_rows(), strict=False):
        assert isinstance(values[3], datetime)
        given = [f"{value:%d-%m-%Y %H:%M}" if isinstance(value, datetime) else value or "" for value in values]
        assert given == list(row.values())
    assert sheet.max_row == len(stories.raw_rows()) + 1
    book.close()


def _is_personal_number(digits: str) -> bool:
    number = digits.zfill(9)
    weighed = sum(int(digit) * weight for digit, weight in zip(number, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    return weighed % 11 == 0 and set(number) != {"0"}


def test_no_number_in_the_sample_could_be_somebodys_personal_number() -> None:
    assert _is_personal_number("111222333")
    assert not _is_personal_number("123456789")
    text = stories.CSV.read_text(encoding="utf-8")
    for name in ("README.md", "LEESMIJ.md"):
        text += (stories.SAMPLE / name).read_text(encoding="utf-8")
    loose = re.findall(r"(?<!\d)\d{8,9}(?!\d)", text)
    joined = [number.replace(".", "") for number in re.findall(r"(?<!\d)\d{3,4}\.\d{2,3}\.\d{2,3}(?!\d)", text)]
    assert [number for number in loose + joined if _is_personal_number(number)] == []


def test_people_are_numbers_and_everything_else_is_a_word_that_many_rows_share() -> None:
    rows = stories.raw_rows()
    boxes = ("Postbus", "Werkvoorraad", "Team", "systeem", "onbekend")
    for row in rows:
        assert re.fullmatch(r"(I-\d{6})?", row["inwoner"])
        assert re.fullmatch(r"Z\d\d-\d{5}", row["zaaknummer"])
        for column in ("medewerker", "naar_medewerker"):
            assert re.fullmatch(r"(mw-\d{4})?", row[column]) or row[column].startswith(boxes), column
    # No free text: what is written is one of few activities and topics.
    assert len({row["activiteit"] for row in rows}) < 100
    assert len({row["onderwerp"] for row in rows}) < 50


def test_both_readmes_state_the_numbers_that_the_file_holds() -> None:
    rows, log = stories.raw_rows(), stories.log()
    numbers = [len(rows), len(log.cases), len({row["inwoner"] for row in rows} - {""}), len(log.cases) - 10]
    still_open = sum(stories.ended(case) is None for case in log.cases.values())
    numbers += [sum(row["tijdstip"].endswith(" 00:00") for row in rows), still_open]
    english = (stories.SAMPLE / "README.md").read_text(encoding="utf-8")
    dutch = (stories.SAMPLE / "LEESMIJ.md").read_text(encoding="utf-8")
    for number in numbers:
        assert f"{number:,}" in re.findall(r"\d[\d,]*\d", english)
        assert f"{number:,}".replace(",", ".") in re.findall(r"\d[\d.]*\d", dutch)
    first, last = log.events[0].day, log.end
    assert f"{first.day} January {first.year} to {last.day} June {last.year}" in english
    assert f"{first.day} januari {first.year} tot en met {last.day} juni {last.year}" in dutch


def test_rows_of_a_case_stand_together_and_in_the_order_in_which_things_happened() -> None:
    rows = stories.raw_rows()
    cases = [row["zaaknummer"] for row in rows]
    starts = [b for a, b in pairwise(["", *cases]) if a != b]
    assert len(starts) == len(set(starts))
    assert starts == sorted(starts)
    by_file: dict[str, list[int]] = defaultdict(list)
    for event in sorted(stories.log().events, key=lambda event: event.row):
        by_file[event.case].append(event.row)
    for case, events in stories.log().cases.items():
        assert [event.row for event in events] == by_file[case]
