"""What holds for every test: no test fails because the machine is busy, and where there is no browser its tests are skipped."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsed import CHROMIUM, Browser, browser
from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser without a network."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or not found.submodule_search_locations:
        pytest.skip("no axe-core here")
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")
