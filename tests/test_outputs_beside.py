"""What the process beside a run makes is the same as what is made here, and is there when anything goes wrong with that process."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from visuals import beside as room
from visuals.beside import Beside, Picture, beside
from visuals.workbook import Contents, Sheet

MANY = room.LEAST_BYTES
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="192" height="108"><rect width="96" height="54" fill="#cc3311"/></svg>'


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_cores", lambda: 2)


def workbook(place: Path) -> Contents:
    return Contents(str(place), "Lees mij", ["regel"], [Sheet("zaken", ["naam", "aantal"], [("a", None), (1, 2.5)])], "Europe/Amsterdam", ("ja", "nee"))


def picture(folder: Path) -> Picture:
    folder.mkdir(exist_ok=True)
    (folder / "kaart.svg").write_text(SVG, encoding="utf-8")
    return Picture(str(folder / "kaart.svg"), str(folder / "kaart.png"))


def made(folder: Path, *, size: int) -> tuple[bytes, bytes]:
    with beside() as process:
        process.start(size)
        process.give(workbook(folder / "w.xlsx"))
        process.give(picture(folder))
    return (folder / "w.xlsx").read_bytes(), (folder / "kaart.png").read_bytes()


def fails(task: Contents, *, error: BaseException | None = None) -> Beside:
    """This hands a process something, lets the run end in an error, and gives the process as it then is."""
    with contextlib.suppress(ValueError, KeyboardInterrupt, FileNotFoundError), beside() as process:
        process.start(MANY)
        process.give(task)
        if error is not None:
            raise error
        process.finish()
        pytest.fail("there was no error")
    return process


def test_another_process_makes_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hier").mkdir()
    (tmp_path / "daar").mkdir()
    here = made(tmp_path / "hier", size=MANY - 1)
    monkeypatch.setattr(room, "do", lambda _: pytest.fail("the other process did not do it"))
    assert made(tmp_path / "daar", size=MANY) == here
    assert here[1].startswith(b"\x89PNG")


def test_a_small_export_or_one_core_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("a process was started"))
    process = Beside()
    process.start(MANY - 1)
    monkeypatch.setattr(room, "_cores", lambda: 1)
    process.start(10 * MANY)
    process.give(picture(tmp_path))  # it is done here, at once
    assert (tmp_path / "kaart.png").exists()


@pytest.mark.parametrize("program", ["/er/is/geen/python", sys.executable])
def test_it_is_done_here_when_that_process_cannot_start_or_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(sys, "executable", program)
    monkeypatch.setattr(room, "_PROGRAM", "raise SystemExit(3)")
    made(tmp_path, size=MANY)
    assert openpyxl.load_workbook(tmp_path / "w.xlsx").sheetnames == ["Lees mij", "zaken"]


def test_it_is_done_here_when_that_process_is_killed_half_way(tmp_path: Path) -> None:
    with beside() as process:
        process.start(MANY)
        assert process._process is not None
        process._process.kill()
        process.give(workbook(tmp_path / "w.xlsx"))
        process.give(picture(tmp_path))
    assert openpyxl.load_workbook(tmp_path / "w.xlsx").sheetnames == ["Lees mij", "zaken"]
    assert (tmp_path / "kaart.png").exists()


@pytest.mark.parametrize("error", [ValueError("iets anders"), KeyboardInterrupt()])
def test_an_error_in_the_run_ends_the_other_process(tmp_path: Path, error: BaseException) -> None:
    process = fails(workbook(tmp_path / "w.xlsx"), error=error)._process
    assert process is not None
    assert process.returncode is not None  # waited for: no zombie is left


def test_an_error_of_the_other_process_is_told_as_ours(tmp_path: Path) -> None:
    process = fails(workbook(tmp_path / "weg" / "w.xlsx"))._process
    assert process is not None
    assert process.returncode == 1


@pytest.mark.skipif(os.name == "nt", reason="told with signals of POSIX")
def test_it_ends_by_itself_when_the_run_is_killed(tmp_path: Path) -> None:
    """A run that is killed cannot end anything: the other process sees the end of what it reads, and has made nothing."""
    program = (
        "import os, sys, signal\nfrom visuals import beside\nbeside._cores = lambda: 2\none = beside.Beside()\n"
        f"one.start({MANY})\nprint(one._process.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    told = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, check=False, cwd=tmp_path)
    number = int(told.stdout)
    for _ in range(200):
        try:
            state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] if Path("/proc").is_dir() else ""
            os.kill(number, 0)
        except (ProcessLookupError, FileNotFoundError):
            return
        if state == "Z":  # ended; who takes in orphans has not looked yet
            return
        time.sleep(0.05)
    pytest.fail("the other process went on without its run")
