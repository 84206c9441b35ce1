"""How smoothly the workshop page replays: frames a second at 1920 x 1080 and 3840 x 2160, drawn by software, for the journey and the silos.

    .venv/bin/python bench/workshop_replay.py workshop.html

Reported, never asserted: it depends on the machine.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

COUNT = """seconds => new Promise(done => { const start = performance.now(); let frames = 0, slowest = 0, before = start;
    const look = now => { frames += 1; slowest = Math.max(slowest, now - before); before = now;
    if (now - start < seconds * 1000) requestAnimationFrame(look); else done([frames / ((now - start) / 1000), slowest]); };
    requestAnimationFrame(look); })"""


def frames(browser: Browser, path: Path, view: str, width: int, height: int) -> tuple[float, float]:
    """This plays one view for four seconds and gives frames a second and the longest frame in milliseconds."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(path.absolute().as_uri())
    page.keyboard.press(view)
    page.keyboard.press("p")
    rate, slowest = page.evaluate(COUNT, 4)
    page.close()
    return rate, slowest


def main() -> None:
    path = Path(sys.argv[1])
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for view in ("1", "2"):
            for width, height in ((1920, 1080), (3840, 2160)):
                rate, slowest = frames(browser, path, view, width, height)
                print(f"view {view}, {width} x {height}: {rate:.0f} frames a second, longest frame {slowest:.0f} ms")
        browser.close()


if __name__ == "__main__":
    main()
