"""A Chromium without a network, spoken to over a pipe: what a page asks for, what it complains of, and how wide it is."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""The rules of axe-core that our pages keep to."""

ROWS_LOOKED_AT = 15

_SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip


class Browser:
    """This is a running browser with one page."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from = to_browser, from_browser
        self._rest = b""
        self._number = 0
        self.events: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = None
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable")
        self.ask("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)
        self.events.clear()

    _session: str | None = None

    def ask(self, method: str, **params: Any) -> Any:
        """This sends one command and waits for its answer; what happens meanwhile goes to `events`."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            found = self._next()
            if found.get("id") == self._number:
                assert "error" not in found, found
                return found["result"]
            self.events.append(found)

    def open(self, path: Path, *, width: int, height: int = 900) -> None:
        """This opens a file at a width and waits until it is loaded."""
        self.events.clear()
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.ask("Page.navigate", url=path.absolute().as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def value(self, expression: str) -> Any:
        """This gives the value of an expression in the page."""
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def requests(self) -> list[str]:
        """This gives every address that the page asked for, fonts inside the file left out."""
        sent = [event["params"]["request"]["url"] for event in self.events if event.get("method") == "Network.requestWillBeSent"]
        return [url for url in sent if not url.startswith("data:")]

    def complaints(self) -> list[str]:
        """This gives every message on the console and every error."""
        return [str(event["params"]) for event in self.events if event.get("method") in ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")]

    def rules_broken(self, axe: str) -> dict[str, Any]:
        """This has axe-core (its source) look at the page: `violations` with the first place of each, and how many rules were kept (`passes`).

        Rows of a table are made alike: of each table axe gets the first and the last ROWS_LOOKED_AT, for it takes a minute over 2,500 of them. No id may
        stand twice in the whole page. What is left out of the tables stays out: the page is not as it was afterwards.
        """
        twice = "(all => all.filter((one, at) => all.indexOf(one) !== at))([...document.querySelectorAll('[id]')].map(one => one.id))"
        assert self.value(twice) == []
        self.value(
            f"document.querySelectorAll('tbody').forEach(body => [...body.rows].slice({ROWS_LOOKED_AT}, -{ROWS_LOOKED_AT}).forEach(row => row.remove()))"
        )
        self.ask("Runtime.evaluate", expression=axe, returnByValue=False)
        run = f"axe.run(document, {{runOnly: {json.dumps(WCAG)}, resultTypes: ['violations']}})"
        told = run + ".then(r => ({passes: r.passes.length, violations: r.violations.map(v => v.id + ': ' + v.nodes.length + ' ' + v.nodes[0].html.slice(0, 150))}))"
        found: dict[str, Any] = self.ask("Runtime.evaluate", expression=told, awaitPromise=True, returnByValue=True)["result"]["value"]
        return found

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            part = os.read(self._from, 1 << 20)
            assert part, "the browser ended"
            self._rest += part
        message, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """This runs a browser for as long as the block lasts."""
    assert CHROMIUM
    (theirs_in, ours_out), (ours_in, theirs_out) = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(prefix="journeys-", ignore_cleanup_errors=True) as profile:
        running = subprocess.Popen(
            [CHROMIUM, *_SWITCHES, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=lambda: _as_three_and_four(theirs_in, theirs_out), close_fds=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        try:
            yield Browser(ours_out, ours_in)
        finally:
            os.close(ours_out)
            os.close(ours_in)
            running.terminate()
            running.wait(timeout=30)


def _as_three_and_four(reads: int, writes: int) -> None:
    """This puts the ends of the pipes where the browser looks for them, wherever they stand now."""
    reads, writes = fcntl.fcntl(reads, fcntl.F_DUPFD, 10), fcntl.fcntl(writes, fcntl.F_DUPFD, 10)
    os.dup2(reads, 3)
    os.dup2(writes, 4)
