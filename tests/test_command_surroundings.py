"""Disk, memory, terminal, interrupt and a wrong command line: each has one clear answer, an exit code, and no traceback."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from commanded import ROOT, ROWS, SAMPLE, files_of, journeys, journeys_apart, log_file, summary, surroundings

Fails = Callable[..., tuple[int, str]]


@pytest.fixture
def fails(tmp_path: Path) -> Fails:
    """This gives the command, run in this process: its exit code and what it says on stderr."""

    def run(*arguments: object) -> tuple[int, str]:
        done = journeys(*arguments, keys=tmp_path / "keys")
        assert "Traceback" not in done.stderr + done.stdout
        return done.returncode, done.stderr

    return run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This gives a finished dossier that tests may copy but not change."""
    place = tmp_path_factory.mktemp("made")
    done = journeys_apart("mine", log_file(place), "--out", place / "dossier", "--quiet", keys=place / "keys")
    assert (done.returncode, done.stderr) == (0, "")
    return place / "dossier"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["mine"], "EXPORTS ontbreekt."),
        (["mine", "a.csv"], "--out ontbreekt."),
        (["mine", "a.csv", "--uit", "d"], "De optie --uit bestaat niet."),
        (["mine", "a.csv", "--out"], "Na --out ontbreekt een waarde."),
        (["maak"], "Die opdracht bestaat niet."),
        (["explain", "hops", "turns"], "Er staat meer achter journeys explain dan erbij hoort."),
        (["mine", "a.csv", "--out", "d", "--reading", "anders"], "--reading is een van: municipal, plain."),
        (["mine", "a.csv", "--out", "d", "--end", "morgen"], "--end wil een datum zoals 2026-06-30."),
        (["mine", "a.csv", "--out", "d", "--lang", "fr"], "--lang is een van: nl, en."),
        (["mine", "a.csv", "--out", "d", "--column", "zaak"], "--column wil onze naam"),
        (["explain", "niets"], "niets"),
    ],
)
def test_a_wrong_command_line_is_told_in_dutch_with_code_2(fails: Fails, arguments: list[str], told: str) -> None:
    code, said = fails(*arguments)
    assert code == 2
    assert said.startswith("Fout: ")
    assert told in said
    assert not re.search(r"\b(Missing|No such|Usage|Invalid|Error)\b", said)


def test_the_language_that_is_asked_for_is_the_language_of_the_errors(fails: Fails) -> None:
    assert fails("mine", "--lang", "en") == (2, "Error: EXPORTS is missing.\njourneys mine --help shows what there is.\n")


def test_a_missing_file_is_an_error_with_its_name(fails: Fails, tmp_path: Path) -> None:
    code, said = fails("mine", tmp_path / "er-niet.csv", "--out", tmp_path / "d")
    assert code == 3
    assert "er-niet.csv is er niet" in said
    assert not (tmp_path / "d").exists()


def test_a_folder_without_an_export_is_an_error_that_says_so(fails: Fails, tmp_path: Path) -> None:
    code, said = fails("mine", tmp_path, "--out", tmp_path / "d")
    assert code == 3
    assert "is een map zonder bestanden" in said


@pytest.mark.parametrize(
    ("content", "word"), [(b"", "leeg"), (b"zaaknummer;inwoner;activiteit;tijdstip\n", "geen rijen"), (b"\x00\x01\x02\x03" * 50, "")]
)
def test_a_file_without_rows_is_an_error_that_says_so(fails: Fails, tmp_path: Path, content: bytes, word: str) -> None:
    (tmp_path / "uit.csv").write_bytes(content)
    code, said = fails("mine", tmp_path / "uit.csv", "--out", tmp_path / "d")
    assert code == 3
    assert word in said
    assert not (tmp_path / "d").exists()


def test_columns_that_are_unsure_stop_the_run_with_the_line_to_add(fails: Fails, tmp_path: Path) -> None:
    (tmp_path / "uit.csv").write_text("a;b;c\n1;2;3\n4;5;6\n", encoding="utf-8")
    code, said = fails("mine", tmp_path / "uit.csv", "--out", tmp_path / "d")
    assert code == 4
    assert "[columns]" in said


def test_a_setting_that_does_not_exist_is_named(fails: Fails, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text("[reading]\nsnelheid = 3\n", encoding="utf-8")
    code, said = fails("mine", log_file(tmp_path), "--out", tmp_path / "d", "--settings", tmp_path / "s.toml")
    assert code == 5
    assert "snelheid" in said


def test_a_folder_with_other_files_is_never_replaced(fails: Fails, tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "brief.docx").write_text("van iemand anders", encoding="utf-8")
    code, said = fails("mine", log_file(tmp_path), "--out", tmp_path / "d")
    assert code == 6
    assert "geen dossier" in said
    assert files_of(tmp_path / "d") == {"brief.docx": b"van iemand anders"}


def test_a_dossier_that_another_run_works_on_is_left_alone(fails: Fails, tmp_path: Path) -> None:
    with (tmp_path / ".d.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, said = fails("mine", log_file(tmp_path), "--out", tmp_path / "d")
    assert code == 6
    assert "wordt op dit moment" in said


def test_a_dossier_of_a_newer_version_is_refused(fails: Fails, tmp_path: Path, made: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "dossier.duckdb").write_bytes((made / "dossier.duckdb").read_bytes())
    connection = duckdb.connect(str(tmp_path / "d" / "dossier.duckdb"))
    connection.execute("update provenance set value = '999' where name = 'format'")
    connection.close()
    code, said = fails("map", tmp_path / "d", "--journey", "x")
    assert code == 6
    assert "nieuwere versie" in said


def test_a_damaged_dossier_is_an_error(fails: Fails, tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "dossier.duckdb").write_bytes(b"geen database" * 1000)
    code, said = fails("map", tmp_path / "d", "--journey", "x")
    assert code == 6
    assert "niet te lezen" in said


def test_no_dossier_is_an_error_that_says_how_to_make_one(fails: Fails, tmp_path: Path) -> None:
    code, said = fails("map", tmp_path / "weg", "--journey", "x")
    assert code == 6
    assert "journeys mine" in said


@pytest.mark.parametrize("refusal", [PermissionError(errno.EACCES, "no"), OSError(errno.EROFS, "read-only"), OSError(errno.ENOSPC, "full")])
def test_a_place_that_cannot_be_written_is_an_error_of_the_surroundings(
    fails: Fails, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: OSError
) -> None:
    make = Path.mkdir

    def refuse(path: Path, *arguments: Any, **options: Any) -> None:
        if path.name.startswith(".d.new"):
            raise refusal
        make(path, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", refuse)
    code, said = fails("mine", log_file(tmp_path), "--out", tmp_path / "d")
    assert code == 7
    assert str(tmp_path / "d") in said
    assert not (tmp_path / "d").exists()


def test_a_file_in_the_way_of_the_dossier_is_an_error_and_stays(fails: Fails, tmp_path: Path) -> None:
    (tmp_path / "d").write_text("van iemand", encoding="utf-8")
    code, _ = fails("mine", log_file(tmp_path), "--out", tmp_path / "d")
    assert code in (6, 7)
    assert (tmp_path / "d").read_text(encoding="utf-8") == "van iemand"


def test_an_amount_of_memory_that_is_none_is_an_error(fails: Fails, tmp_path: Path) -> None:
    code, said = fails("mine", log_file(tmp_path), "--out", tmp_path / "d", "--memory", "veel")
    assert code == 7
    assert "veel" in said


def test_a_small_log_fits_in_a_hundred_megabytes(tmp_path: Path) -> None:
    done = journeys_apart("mine", log_file(tmp_path), "--out", tmp_path / "d", "--quiet", "--memory", "100MB", keys=tmp_path / "keys")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_too_little_memory_is_told_or_enough_and_nothing_half_is_left(tmp_path: Path) -> None:
    done = journeys_apart("mine", log_file(tmp_path), "--out", tmp_path / "d", "--quiet", "--memory", "2MB", keys=tmp_path / "keys")
    assert done.returncode in (0, 7)
    assert "Traceback" not in done.stderr
    assert (tmp_path / "d").exists() == (done.returncode == 0)
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".d.new")]


@pytest.mark.parametrize("seconds", [0.3, 1.2])
def test_an_interrupt_leaves_the_older_dossier_and_ends_with_130(tmp_path: Path, made: Path, seconds: float) -> None:
    older = tmp_path / "d"
    older.mkdir()
    (older / "dossier.duckdb").write_bytes((made / "dossier.duckdb").read_bytes())
    before = files_of(older)
    running = subprocess.Popen(
        [sys.executable, "-B", str(ROOT / "cli.py"), "mine", str(SAMPLE), "--out", str(older)],
        env=surroundings(tmp_path / "keys"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # started in the background, a shell has it ignored
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob(".d.new-*")) and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(seconds)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert said.startswith("Fout: Gestopt.")
    assert "Traceback" not in said
    assert files_of(older) == before
    assert not list(tmp_path.glob(".d.*"))


def test_a_kill_leaves_the_older_dossier_and_the_next_run_sweeps_up(tmp_path: Path, made: Path) -> None:
    older = tmp_path / "d"
    older.mkdir()
    (older / "dossier.duckdb").write_bytes((made / "dossier.duckdb").read_bytes())
    before = files_of(older)
    running = subprocess.Popen(
        [sys.executable, "-B", str(ROOT / "cli.py"), "mine", str(SAMPLE), "--out", str(older)],
        env=surroundings(tmp_path / "keys"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob(".d.new-*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.5)
    running.kill()
    running.wait(timeout=30)
    assert files_of(older) == before
    done = journeys_apart("mine", log_file(tmp_path / "in"), "--out", older, "--quiet", keys=tmp_path / "keys")
    assert (done.returncode, done.stderr) == (0, "")
    assert not list(tmp_path.glob(".d.*"))


def test_without_a_terminal_there_is_no_colour_no_progress_and_no_line_is_cut(tmp_path: Path) -> None:
    done = journeys_apart("mine", log_file(tmp_path), "--out", tmp_path / ("lange-naam-" * 12), keys=tmp_path / "keys", TERM="xterm-256color")
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert any("lange-naam-" * 12 in line and line.endswith("index.html") for line in done.stdout.splitlines())


def test_no_color_is_heeded_on_a_terminal(tmp_path: Path) -> None:
    import pty

    leader, follower = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-B", str(ROOT / "cli.py"), "explain"], env=surroundings(tmp_path, NO_COLOR="1", TERM="xterm-256color"),
        stdout=follower, stderr=subprocess.PIPE, timeout=60, check=False,
    )  # fmt: skip
    os.close(follower)
    seen = b""
    try:
        while part := os.read(leader, 65536):
            seen += part
            if len(seen) > 1_000_000:
                break
    except OSError:
        pass
    os.close(leader)
    assert done.returncode == 0
    assert b"hops" in seen
    assert not re.search(rb"\x1b\[[0-9;]*(3[0-7]|4[0-7]|9[0-7])m", seen)


def test_a_plain_locale_reads_and_writes_the_same(tmp_path: Path) -> None:
    rows = [tuple(cell.replace("Zorg", "Zörg") for cell in row) for row in ROWS]
    path = log_file(tmp_path, rows=rows)
    dossiers = []
    for number, locale in enumerate(("C", "C.UTF-8")):
        out = tmp_path / f"d{number}"
        done = journeys_apart(
            "mine",
            path,
            "--out",
            out,
            "--quiet",
            keys=tmp_path / "keys",
            LC_ALL=locale,
            LANG=locale,
            PYTHONCOERCECLOCALE="0",
            PYTHONUTF8="0",
        )
        assert (done.returncode, done.stderr) == (0, "")
        dossiers.append(files_of(out))
    assert dossiers[0] == dossiers[1]
    assert "Zörg".encode() in dossiers[0]["tables/flows.csv"]


def test_a_terminal_that_knows_only_ascii_still_gets_its_summary(tmp_path: Path) -> None:
    done = journeys_apart("mine", log_file(tmp_path), "--out", tmp_path / "d", keys=tmp_path / "keys", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "8 rijen gelezen" in done.stdout


def test_another_time_zone_of_the_machine_changes_nothing(tmp_path: Path) -> None:
    path = log_file(tmp_path)
    dossiers = []
    for number, zone in enumerate(("Pacific/Auckland", "America/New_York")):
        done = journeys_apart("mine", path, "--out", tmp_path / f"d{number}", "--quiet", keys=tmp_path / "keys", TZ=zone)
        assert (done.returncode, done.stderr) == (0, "")
        dossiers.append(files_of(tmp_path / f"d{number}"))
    assert dossiers[0] == dossiers[1]


def test_a_path_with_spaces_and_accents_works_from_input_to_map(tmp_path: Path) -> None:
    place = tmp_path / "Één map, met 'spaties' & zo"
    done = journeys_apart("mine", log_file(place, name="uitvoer één.csv"), "--out", place / "het dossier", "--quiet", keys=place / "sleutels")
    assert (done.returncode, done.stderr) == (0, "")
    assert summary(place / "het dossier")["files"][0]["file"] == "uitvoer één.csv"


def test_standard_input_is_read(tmp_path: Path) -> None:
    with log_file(tmp_path).open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-B", str(ROOT / "cli.py"), "mine", "-", "--out", str(tmp_path / "d"), "--quiet"],
            env=surroundings(tmp_path / "keys"), stdin=file, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert summary(tmp_path / "d")["rows"] == 8


@pytest.mark.parametrize("arguments", [["mine", "-", "--out", "d"], ["check", "-"], ["columns", "-"], ["compare", "-", "--change", "2024-01-01"]])
@pytest.mark.parametrize("text", ["zaak;inwoner;wat\n1;Jansen;a\n", "zaak;zaak;inwoner\n1;1;Jansen\n"])
def test_no_copy_of_standard_input_stays_behind_when_it_is_refused(tmp_path: Path, arguments: list[str], text: str) -> None:
    (tmp_path / "temporary").mkdir()
    subprocess.run(
        [sys.executable, "-B", str(ROOT / "cli.py"), *arguments], cwd=tmp_path, env=surroundings(tmp_path / "keys", TMPDIR=str(tmp_path / "temporary")),
        input=text.encode(), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    left = [path for path in tmp_path.rglob("*") if path.is_file() and b"Jansen" in path.read_bytes()]
    assert left == []


@pytest.mark.parametrize("arguments", [["explain"], ["explain", "hops"]])
def test_a_pipe_that_closes_early_ends_in_silence(tmp_path: Path, arguments: list[str]) -> None:
    running = subprocess.Popen(
        [sys.executable, "-B", str(ROOT / "cli.py"), *arguments], env=surroundings(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout
    assert running.stderr
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait(timeout=60) == 0
    running.stderr.close()


def test_a_dossier_whose_reader_left_is_finished_all_the_same(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-B", str(ROOT / "cli.py"), "mine", str(log_file(tmp_path)), "--out", str(tmp_path / "d"), "--json"],
        env=surroundings(tmp_path / "keys"), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert running.stdout
    assert running.stderr
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait(timeout=60) == 0
    running.stderr.close()
    assert summary(tmp_path / "d")["rows"] == 8
