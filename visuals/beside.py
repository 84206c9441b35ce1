"""A process beside the run: it writes the database anew, packs the workbook and turns drawings into PNG while the run itself goes on.

All three keep one core busy, and the last two hold Python so that nothing else in the same process gets on. What comes out does not
depend on it: where no such process can be started (or there is one core, or a small export), and when it fails, the same functions do
the same work here, and an error is told from here. It knows nothing of the data but what it is handed, and ends with the run: it stops
reading when the run is gone.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from journeys.database_file import Anew, write_anew
from visuals.workbook import Contents, pack

LEAST_BYTES = 50_000
"""From so large an export on, a process of its own is worth its start."""

_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from visuals.beside import serve; serve()"


class Picture(NamedTuple):
    """This is a drawing that is to become a PNG: where it stands, and where the PNG goes."""

    svg: str
    png: str


Task = Anew | Contents | Picture


class Beside:
    """This is the process beside a run, as the run sees it: not started yet, at work, or not there."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._given: list[Task] = []
        self._sending = ThreadPoolExecutor(1)

    def start(self, size: int) -> None:
        """This starts it, if exports of so many bytes are worth it; it comes in while the run goes on. Where it cannot be started there
        is none.
        """
        if self._process is not None or size < LEAST_BYTES or _cores() < 2:
            return
        with contextlib.suppress(OSError):
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _PROGRAM, *sys.path],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip

    def give(self, task: Task) -> None:
        """This hands it something to do; without a process it is done here at once."""
        if self._process is None:
            do(task)
            return
        self._given.append(task)
        self._sending.submit(self._send, task)  # it reads on when it is done with what came before: the run does not wait for that

    def finish(self) -> None:
        """This waits until everything is done; what a process that failed was given is done here. Raises what doing it raises.

        After that there is no process any more: what is given now is done here.
        """
        if self._process is None:
            return
        self._sending.submit(self._send, None).result()
        with contextlib.suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()
        if self._process.wait() != 0:
            for task in self._given:
                do(task)
        self._sending.shutdown()
        self._process = None

    def end(self) -> None:
        """This ends it, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._sending.shutdown(cancel_futures=True)
            with contextlib.suppress(OSError):
                assert self._process.stdin is not None
                self._process.stdin.close()

    def _send(self, task: Task | None) -> None:
        with contextlib.suppress(OSError):  # it ended before it had read everything: its exit code tells
            assert self._process is not None
            assert self._process.stdin is not None
            pickle.dump(task, self._process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()


@contextlib.contextmanager
def beside() -> Iterator[Beside]:
    """This gives a process beside the block, to be started by who knows how much there is to do. All is done when the block ends well,
    and earlier where the block says `finish`.
    """
    process = Beside()
    try:
        yield process
        process.finish()
    finally:
        process.end()


def do(task: Task) -> None:
    """This writes a database anew, packs a workbook, or turns a drawing into PNG. Equal tasks give equal bytes."""
    if isinstance(task, Anew):
        write_anew(task)
        return
    if isinstance(task, Contents):
        pack(task)
        return
    from visuals.render import to_png

    Path(task.png).write_bytes(to_png(Path(task.svg).read_text(encoding="utf-8")))


def serve() -> None:
    """This is the other process: it does what it is handed, in order, until it is told that there is no more."""
    import gc
    import importlib

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the run; it ends this one
    gc.disable()  # the cells of a workbook are very many, and none of them go round in a circle
    for room in ("rustpy_xlsxwriter", "visuals.render", "vl_convert"):
        importlib.import_module(room)
    while (task := pickle.load(sys.stdin.buffer)) is not None:  # the end of the run before that is an error: nothing counts then
        do(task)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
