"""`journeys mine` writes what it promises: every file, every column, the numbers known by thought, and nobody's name."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from pathlib import Path
from subprocess import CompletedProcess
from xml.etree import ElementTree

import openpyxl
import pytest
from commanded import ROOT, SAMPLE, SOURCE_IDS, files_of, journeys, journeys_apart, log_file, summary, table, unpacked

JOURNEY_COLUMNS = ["journey", "cases", "events", "officials", "departments", "handoffs", "handoffs_min", "handoffs_max", "department_handoffs", "hops", "hops_min", "hops_max", "pingpong_officials", "pingpong_departments", "started", "ended", "open", "calendar_days", "working_days", "waiting_resident", "waiting_callback", "waiting_handoff", "waiting_queue"]
SUMMARY_KEYS = ["files", "rows", "events", "rejects", "duplicates", "cases", "journeys", "officials", "departments", "handoffs", "handoffs_min", "handoffs_max", "department_handoffs", "hops", "tied_share", "first", "last", "reading", "names", "settings", "versions", "cannot_determine"]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("contract")


@pytest.fixture(scope="module")
def told(place: Path) -> CompletedProcess[str]:
    return journeys_apart("mine", log_file(place), "--out", place / "dossier", keys=place / "keys")


@pytest.fixture(scope="module")
def dossier(place: Path, told: CompletedProcess[str]) -> Path:
    assert told.returncode == 0, told.stderr
    return place / "dossier"


@pytest.fixture(scope="module")
def sample(sample_dossier: Path) -> Path:
    return sample_dossier


def test_the_dossier_holds_every_file_it_promises(dossier: Path) -> None:
    found = set(files_of(dossier))
    tables = {f"tables/{name}.csv" for name in ("journeys", "cases", "flows", "variants", "turns", "rejects", "remarks")}
    maps = {f"maps/journey-{rank}.{ending}" for rank in (1, 2) for ending in ("svg", "png")}
    assert {"dossier.duckdb", "summary.json", "tables.xlsx", "index.html"} | tables | maps <= found


def test_no_hidden_file_lock_or_leftover_stays_beside_the_dossier(place: Path, dossier: Path) -> None:
    assert sorted(path.name for path in dossier.iterdir()) == [
        "dossier.duckdb",
        "index.html",
        "maps",
        "summary.json",
        "tables",
        "tables.xlsx",
    ]
    assert not [path.name for path in place.iterdir() if path.name.startswith(".")]


def test_the_numbers_of_a_log_known_by_thought(dossier: Path) -> None:
    found = summary(dossier)
    assert {name: found[name] for name in ("rows", "events", "rejects", "duplicates", "cases", "journeys", "officials", "departments")} == {
        "rows": 8, "events": 7, "rejects": 1, "duplicates": 1, "cases": 3, "journeys": 2, "officials": 3, "departments": 3,
    }  # fmt: skip
    assert [found[name] for name in ("handoffs", "handoffs_min", "handoffs_max", "department_handoffs", "hops", "tied_share")] == [
        2,
        2,
        2,
        2,
        3,
        0,
    ]
    assert (found["first"], found["last"]) == ("2024-01-08T09:00:00+01:00", "2024-02-05T09:00:00+01:00")
    assert (found["reading"], found["names"]) == ("municipal", "pseudonyms")


def test_the_summary_has_every_key(dossier: Path) -> None:
    assert set(SUMMARY_KEYS) <= set(summary(dossier))


def test_every_journey_has_one_row_with_every_measure(dossier: Path) -> None:
    rows = table(dossier, "journeys")
    assert set(JOURNEY_COLUMNS) <= set(rows[0])
    assert sorted((row["cases"], row["events"], row["officials"], row["handoffs"], row["hops"]) for row in rows) == [
        ("1", "1", "1", "0", "0"),
        ("2", "5", "3", "2", "3"),
    ]
    first = next(row for row in rows if row["cases"] == "2")
    assert (first["started"], first["ended"]) == ("2024-01-08T09:00:00+01:00", "2024-01-12T12:00:00+01:00")
    assert float(first["calendar_days"]) == 4.125


def test_every_case_has_its_journey_and_the_same_measures(dossier: Path) -> None:
    rows = table(dossier, "cases")
    assert {"case", *JOURNEY_COLUMNS} - {"cases"} <= set(rows[0])
    assert sorted((row["events"], row["handoffs"], row["department_handoffs"], row["hops"], row["hops_min"], row["hops_max"]) for row in rows) == [
        ("1", "0", "0", "0", "0", "0"), ("2", "1", "1", "1", "1", "1"), ("3", "1", "1", "1", "1", "1"),
    ]  # fmt: skip
    assert {row["journey"] for row in rows} == {row["journey"] for row in table(dossier, "journeys")}


def test_rejects_name_file_row_and_reason_and_never_a_cell(dossier: Path) -> None:
    assert [(row["file"], row["row_no"], row["reason"]) for row in table(dossier, "rejects")] == [("uitvoer.csv", "8", "long_line")]


def test_remarks_count_the_row_that_stands_there_twice(dossier: Path) -> None:
    assert [(row["row_no"], row["remark"], row["count"]) for row in table(dossier, "remarks") if row["remark"] == "duplicate"] == [
        ("7", "duplicate", "1")
    ]


def test_csv_files_are_utf8_with_commas_and_a_header_and_no_byte_order_mark(dossier: Path) -> None:
    for name, content in files_of(dossier).items():
        if name.endswith(".csv"):
            assert not content.startswith(b"\xef\xbb\xbf")
            assert re.match(r"[a-z_0-9]+(,[a-z_0-9]+)*\r?\n", content.decode("utf-8")), name


def test_the_workbook_has_a_sheet_for_each_table_people_read_with_a_filter_and_real_dates(dossier: Path) -> None:
    book = openpyxl.load_workbook(dossier / "tables.xlsx")
    assert {"journeys", "cases", "flows", "variants", "rejects", "remarks"} <= set(book.sheetnames)
    sheet = book["journeys"]
    assert sheet.auto_filter.ref
    assert sheet.freeze_panes == "B2"
    heads = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, heads.index("started") + 1).is_date
    assert not [cell for one in book for row in one.iter_rows() for cell in row if cell.data_type == "f"]


def test_terminal_tells_the_law_the_findings_the_reject_and_where_to_look(told: CompletedProcess[str]) -> None:
    assert "8 rijen gelezen = 7 gebeurtenissen + 1 afgekeurd" in told.stdout
    assert "1 rij heeft meer cellen dan er kolommen zijn." in told.stdout
    assert "index.html" in told.stdout


def test_no_id_of_the_source_stands_in_any_file(dossier: Path, place: Path) -> None:
    for name, content in files_of(dossier).items():
        found = unpacked(name, content, place)
        assert not [one for one in SOURCE_IDS if one.encode() in found], name


def test_no_id_of_the_sample_stands_in_any_file_of_its_dossier(sample: Path, tmp_path: Path) -> None:
    source_id = re.compile(rb"\bZ2[3-6]-\d{5}\b|\bI-\d{6}\b|\bmw-\d{4}\b", re.IGNORECASE)
    assert source_id.search(SAMPLE.read_bytes())
    for name, content in files_of(sample).items():
        assert not source_id.search(unpacked(name, content, tmp_path)), name


def test_the_sample_keeps_the_law_and_its_tables_add_up(sample: Path) -> None:
    found = summary(sample)
    assert found["rows"] == found["events"] + found["rejects"]
    assert len(table(sample, "journeys")) == found["journeys"]
    assert len(table(sample, "cases")) == found["cases"]
    assert sum(int(row["handoffs"]) for row in table(sample, "cases")) == found["handoffs"]
    assert sum(int(row["hops"]) for row in table(sample, "journeys")) == found["hops"]
    assert sum(int(row["cases"]) for row in table(sample, "variants")) == found["cases"]


@pytest.mark.parametrize(("ending", "opens"), [("svg", b"<"), ("png", b"\x89PNG\r\n"), ("pdf", b"%PDF-")])
def test_any_journey_is_drawn_in_any_format(sample: Path, tmp_path: Path, ending: str, opens: bytes) -> None:
    chosen = table(sample, "journeys")[-1]["journey"]
    done = journeys("map", sample, "--journey", chosen, "--out", tmp_path / f"kaart.{ending}", keys=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    drawn = (tmp_path / f"kaart.{ending}").read_bytes()
    assert drawn.startswith(opens)
    if ending == "svg":
        assert ElementTree.fromstring(drawn).findtext(f"{SVG}title")


def test_a_journey_that_is_not_there_is_a_clear_error(sample: Path, tmp_path: Path) -> None:
    done = journeys("map", sample, "--journey", "R-0000", keys=tmp_path, cwd=tmp_path)
    assert done.returncode == 2
    assert "tables/journeys.csv" in done.stderr
    assert not list(tmp_path.iterdir())


def test_json_prints_the_summary_and_nothing_else(tmp_path: Path) -> None:
    done = journeys("mine", log_file(tmp_path), "--out", tmp_path / "d", "--json", keys=tmp_path / "keys")
    assert json.loads(done.stdout) == summary(tmp_path / "d")
    assert done.stderr == ""


def test_check_tells_what_can_be_determined_and_writes_nothing(tmp_path: Path) -> None:
    done = journeys("check", log_file(tmp_path), keys=tmp_path / "keys", cwd=tmp_path)
    assert done.returncode == 0
    assert "8 rijen gelezen = 7 gebeurtenissen + 1 afgekeurd" in done.stdout
    assert "1 rij heeft meer cellen dan er kolommen zijn." in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["uitvoer.csv"]


def test_check_prints_json_that_parses(tmp_path: Path) -> None:
    done = journeys("check", log_file(tmp_path), "--json", keys=tmp_path / "keys")
    assert json.loads(done.stdout)["rejects"] == {"long_line": 1}


def test_columns_proposes_and_writes_a_settings_file_that_mine_reads(tmp_path: Path) -> None:
    path = log_file(tmp_path)
    done = journeys("columns", path, "--write", tmp_path / "journeys.toml", keys=tmp_path / "keys")
    assert done.returncode == 0
    assert "zaaknummer" in done.stdout
    again = journeys("columns", path, "--write", tmp_path / "journeys.toml", keys=tmp_path / "keys")
    assert again.returncode == 2
    mined = journeys("mine", path, "--out", tmp_path / "d", "--quiet", "--settings", tmp_path / "journeys.toml", keys=tmp_path / "keys")
    assert (mined.returncode, mined.stderr) == (0, "")


@pytest.mark.parametrize("name", ["hops", "journeys", "journeys.csv", "handoffs"])
def test_explain_gives_words_source_and_query(name: str, tmp_path: Path) -> None:
    done = journeys("explain", name, keys=tmp_path)
    assert done.returncode == 0
    assert "select" in done.stdout


def test_english_has_no_dutch_in_it(tmp_path: Path) -> None:
    done = journeys("mine", log_file(tmp_path), "--out", tmp_path / "d", "--lang", "en", keys=tmp_path / "keys")
    assert "8 rows read = 7 events + 1 rejects" in done.stdout
    assert "1 row has more cells than there are columns." in done.stdout
    assert not re.search(r"\b(klantreizen|zaken|rijen|ambtenaren)\b", done.stdout)
    assert '<html lang="en">' in (tmp_path / "d" / "index.html").read_text(encoding="utf-8")


def test_kept_names_are_said_on_every_output(tmp_path: Path) -> None:
    out = tmp_path / "d"
    done = journeys("mine", log_file(tmp_path), "--out", out, "--names", "keep", keys=tmp_path / "keys")
    assert done.returncode == 0
    assert "NAMEN BEWAARD" in done.stdout
    assert "NAMEN BEWAARD" in (out / "index.html").read_text(encoding="utf-8")
    assert summary(out)["names"] == "keep"
    assert "namen bewaard" in (out / "maps" / "journey-1.svg").read_text(encoding="utf-8")
    cover = openpyxl.load_workbook(out / "tables.xlsx").worksheets[0]
    assert "NAMEN BEWAARD" in str(cover["A1"].value)
    assert {row["case"] for row in table(out, "cases")} == {"ZAAK-77001", "ZAAK-77002", "ZAAK-77003"}
    assert not (tmp_path / "keys").exists()


def test_help_is_there_at_once_without_the_heavy_libraries() -> None:
    import subprocess
    import sys

    code = "import sys; sys.argv = ['journeys', '--help']; import cli\ntry: cli.main()\nfinally: print(sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    loaded = done.stdout.splitlines()[-1]
    assert done.returncode == 0
    assert not [
        name
        for name in ("pandas", "duckdb", "numpy", "networkx", "rich", "rustpy_xlsxwriter", "openpyxl", "vl_convert", "lxml")
        if f"'{name}'" in loaded
    ]


def _spoken(command: object) -> set[str]:
    """This gives every text of a command's help: its own, and those of all that stands on its command line."""
    texts = {command.help, *(one.help for one in command.params)}  # type: ignore[attr-defined]
    for one in getattr(command, "commands", {}).values():
        texts |= _spoken(one)
    return texts - {None, ""}


def test_help_is_in_dutch_down_to_the_last_option_and_in_english_when_asked() -> None:
    import typer

    import cli
    from journeys.texts import say, use

    whole = typer.main.get_command(cli.app)
    texts = _spoken(whole)
    assert {"nl or en; nl when it is left out.", "Folder of a dossier."} <= texts
    alike = {text for text in texts if say(text) == text}
    assert alike == {"openzaak or openklant."} - {text for text in texts if say(text) != text}
    use("en")
    try:
        assert {say(text) for text in texts} == texts
    finally:
        use("nl")


def test_help_tells_every_command_and_option_in_full(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    dutch, english = journeys("--help", keys=keys), journeys("--lang", "en", "--help", keys=keys)
    assert (dutch.returncode, english.returncode) == (0, 0)
    assert dutch.stdout.startswith("Gebruik: journeys [OPTIES] OPDRACHT ...")
    assert english.stdout.startswith("Usage: journeys [OPTIONS] COMMAND ...")
    told = " ".join(dutch.stdout.split())
    assert "trend Verloop in de tijd: doorlooptijd, overdrachten en zorgpunten per maand of kwartaal, met de datums van veranderingen." in told
    assert "..." not in told.removeprefix("Gebruik: journeys [OPTIES] OPDRACHT ...")
    mine = " ".join(journeys("mine", "--help", keys=keys).stdout.split())
    assert mine.startswith("Gebruik: journeys mine [OPTIES] EXPORTS... ")
    assert "-o, --out <pad> Map van het dossier." in mine
    assert "--day-first / --month-first" in mine
    assert "[anders 0.2]" in journeys("model", "--help", keys=keys).stdout
    asked = journeys("--lang", "en", "mine", tmp_path / "nothing.csv", "--out", tmp_path / "d", keys=keys)
    assert asked.stderr.startswith("Error: ")


def test_shares_are_never_rounded_to_none_or_all() -> None:
    from journeys.texts import percent, percentage

    assert [percent(share) for share in (0, 0.0004, 0.314, 0.9996, 1)] == ["0%", "1%", "31%", "99%", "100%"]
    assert [percentage(part, 900) for part in (0, 1, 899, 900)] == ["0%", "1%", "99%", "100%"]
    assert percentage(1, 9) == "te weinig gevallen (n = 9)"


def test_the_key_is_told_and_destroyed_only_for_who_is_sure(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    assert "journeys mine" in journeys("key", keys=keys, cwd=tmp_path).stdout  # there is none, and asking makes none
    assert not keys.exists()
    journeys("mine", log_file(tmp_path), "--out", tmp_path / "d", "--quiet", keys=keys, cwd=tmp_path)
    (file,) = keys.iterdir()
    fingerprint = hmac.new(bytes.fromhex(file.read_text().strip()), b"fingerprint", hashlib.sha256).hexdigest()[:16]
    told = journeys("key", keys=keys, cwd=tmp_path).stdout
    assert str(file) in told
    assert fingerprint in told
    unsure = journeys("key", "--destroy", keys=keys, cwd=tmp_path)
    assert unsure.returncode == 2
    assert "--yes" in unsure.stderr
    assert file.exists()
    assert journeys("key", "--destroy", "--yes", keys=keys, cwd=tmp_path).returncode == 0
    assert not file.exists()
    assert journeys("key", "--destroy", "--yes", keys=keys, cwd=tmp_path).returncode == 2
    assert journeys("map", tmp_path / "d", "--view", "silokaart", "--out", "k.svg", keys=keys, cwd=tmp_path).returncode == 0


def test_without_officials_and_departments_waiting_at_a_handoff_is_unknown_and_not_0(tmp_path: Path) -> None:
    rows = [("Z1", "vraag", "2024-01-08 09:00"), ("Z1", "klaar", "2024-01-10 09:00")]
    log = log_file(tmp_path, rows=rows, headers=("zaaknummer", "activiteit", "tijdstip"))
    told = journeys("mine", log, "--out", tmp_path / "d", keys=tmp_path / "keys")
    assert told.returncode == 0
    assert "in de rij van" not in told.stdout
    for name in ("cases", "journeys"):
        ((row),) = table(tmp_path / "d", name)
        assert (row["waiting_handoff"], row["working_days"]) == ("", "2")
