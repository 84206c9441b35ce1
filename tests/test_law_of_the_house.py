"""The floors go one way, every text exists in both languages, and the installed names are ours alone."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from journeys.texts import LANGUAGES, compile_catalogues, say, use

ROOT = Path(__file__).parents[1]
CODE = [
    ROOT / "cli.py",
    *sorted((ROOT / "journeys").rglob("*.py")),
    *sorted((ROOT / "mining").rglob("*.py")),
    *sorted((ROOT / "visuals").rglob("*.py")),
]
CATALOGUES = sorted((ROOT / "journeys" / "locale" / "nl" / "LC_MESSAGES").glob("*.po"))


def said() -> dict[str, str]:
    """This gives every English sentence that the code says, with the file that says it."""
    found: dict[str, str] = {}
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            texts = node.args[: {"say": 1, "say_n": 2}.get(name, 0)]
            for text in texts:
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    found[text.value] = path.name
                elif isinstance(text, ast.IfExp):
                    for one in (text.body, text.orelse):
                        if isinstance(one, ast.Constant):
                            found[one.value] = path.name
    return found


def translated() -> dict[str, list[tuple[str, str]]]:
    from babel.messages.pofile import read_po

    found: dict[str, list[tuple[str, str]]] = {}
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file, locale="nl"):
                if message.id:
                    assert not message.fuzzy, f"{path.name}: fuzzy: {message.id}"
                    found.setdefault(message.id, []).append((path.name, message.string))
    return found


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))


def test_every_sentence_has_its_dutch():
    have = translated()
    missing = {text: file for text, file in said().items() if not any(dutch for _, dutch in have.get(text, []))}
    assert not missing


def test_dutch_and_english_have_the_same_placeholders():
    wrong = [(text, dutch) for text, found in translated().items() for _, dutch in found if placeholders(text) != placeholders(dutch)]
    assert not wrong


def test_one_sentence_has_one_dutch():
    torn = {text: found for text, found in translated().items() if len({dutch for _, dutch in found}) > 1}
    assert not torn


def test_the_compiled_catalogues_are_fresh(tmp_path):
    for path in CATALOGUES:
        target = tmp_path / "nl" / "LC_MESSAGES" / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    for path in compile_catalogues(tmp_path):
        shipped = CATALOGUES[0].parent / path.name
        assert shipped.is_file(), f"run make texts: {path.name} is not there"
        assert shipped.read_bytes() == path.read_bytes(), f"run make texts: {path.name} is stale"


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_dates_are_written_as_the_language_writes_them(language):
    use(language)
    try:
        assert say("{n} days", n=1234) == {"nl": "1.234 dagen", "en": "1,234 days"}[language]
    finally:
        use("nl")


def test_the_floors_go_one_way():
    import subprocess
    import sys

    done = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_installed_names_are_ours_alone():
    import importlib.metadata

    owners = importlib.metadata.packages_distributions()
    if "journeys" not in owners:
        pytest.skip("not installed: run from make test")
    for name in ("journeys", "mining", "visuals", "cli"):
        assert set(owners.get(name, ["journeys"])) == {"journeys"}


def test_no_file_names_a_registry_or_a_path_of_a_machine():
    import subprocess

    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not names:
        pytest.skip("no git here")
    forbidden = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|/work/|/root/|/tmp/v0")
    told = []
    for name in names:
        path = ROOT / name
        if (
            path.suffix in (".py", ".md", ".toml", ".in", ".lock", ".yml", ".sql", ".css", ".po", "")
            and path.is_file()
            and path.name != Path(__file__).name
        ):
            told += [f"{name}: {found}" for found in forbidden.findall(path.read_text(encoding="utf-8", errors="ignore"))]
    assert not told


def test_the_page_of_sentences_for_review_is_not_stale():
    from journeys.sentences_page import PAGE, sentences_page

    assert PAGE.read_text(encoding="utf-8") == sentences_page(), "run make docs: docs/sentences.md is stale"
