"""What holds for every test: no test fails because the machine is busy, and where there is no browser its tests are skipped.

What takes long and several files only read is made once per process; files that share it go in one hand (in_two.TOGETHER). Who writes in
a dossier or folder of these takes a copy.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsed import CHROMIUM, Browser, browser
from hypothesis import settings
from sample_run import Told, compare_sample, mine_sample

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


@pytest.fixture(scope="session")
def sample_dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, mined with pseudonyms."""
    return mine_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def sample_with_names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, mined with the names of the export."""
    return mine_sample(tmp_path_factory.mktemp("sample_with_names"), "--names", "keep")


@pytest.fixture(scope="session")
def sample_compared(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The sample before and after the change in one of its departments, with the page to share."""
    return compare_sample(tmp_path_factory.mktemp("sample_compared"), "--change", "2025-04-01", "--share")


@pytest.fixture(scope="session")
def sample_by_topic(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Two topics of the sample against each other; the second is not written as in the file."""
    return compare_sample(tmp_path_factory.mktemp("sample_by_topic"), "--by", "onderwerp=Bijstandsuitkering,bijzondere bijstand")
