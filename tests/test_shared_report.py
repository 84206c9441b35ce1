"""What leaves the team gives nobody away: names, numbers, rare paths and rare topics are planted, and found in no shared file."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from commanded import journeys, log_file, summary, surroundings, table
from shared_made import MAPS, files_of_one_journey, shared_files

from journeys.errors import SettingsError, UsageError
from mining.disclosure import GROUP, Passed
from mining.passed_on import PassedOn
from mining.shared_stages import pass_passed_on
from visuals.picture_files import write_out_report
from visuals.sharing import share_report

PLANTED = (
    "Jansen", "Wilhelmina", "w.jansen@voorbeeld.nl", "@", "111222333", "123456782", "06-12345678", "0612345678", "Z-2024-", "BEHANDELAAR-", "NL29INGB0123456789",
    "Geheim onderwerp", "Zeldzame afdeling", "toelichting", "Toelichting",
)  # fmt: skip
"""None of this may stand in a shared file, and neither may the name of the export or its place."""

MONTHS = ("jan", "feb", "maart|mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")

HEADERS = ("Zaaknummer", "Inwoner", "Activiteit", "Soort", "Tijdstip", "Medewerker", "Afdeling", "Naar afdeling", "Onderwerp", "Toelichting", "BSN")


def planted_rows() -> list[list[str]]:
    """A city of 80 residents who ask about parking or waste; two who ask something rare, along a rare path, with names everywhere."""
    dice, rows = random.Random(7), []
    start = datetime(2024, 1, 8, 9, 0)

    def case(number: int, resident: str, topic: str, way: list[str], note: str) -> None:
        at = start + timedelta(days=number % 200, minutes=number)
        steps: list[tuple[str, str, str, str]] = [("Aanvraag ontvangen", "request", way[0], "")]
        for one, other in pairwise(way):
            steps += [("Overgedragen", "transfer", one, other), ("Behandeld", "work", other, "")]
        steps.append(("Besluit genomen", "decision", way[-1], ""))
        for activity, kind, department, to in steps:
            at += timedelta(days=dice.randrange(1, 4), hours=1)
            official = f"BEHANDELAAR-{dice.randrange(6)}"
            rows.append([f"Z-2024-{number:05}", resident, activity, kind, at.strftime("%d-%m-%Y %H:%M"), official, department, to, topic, note, "123456782"])

    for number in range(120):
        way = [["KCC", "Parkeren"], ["KCC", "Stadsbeheer"], ["KCC", "Parkeren", "Stadsbeheer"]][number % 3]
        case(number, f"mevrouw Wilhelmina {number % 80}", "Parkeervergunning" if number % 3 else "Afval", way, "Mevrouw Jansen belt 06-12345678")
    case(900, "111222333", "Geheim onderwerp van mevrouw Jansen", ["KCC", "Zeldzame afdeling", "Parkeren"], "w.jansen@voorbeeld.nl")
    case(901, "w.jansen@voorbeeld.nl", "Geheim onderwerp NL29INGB0123456789", ["Zeldzame afdeling", "KCC", "Zeldzame afdeling"], "0612345678")
    return rows


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("geheime_map_van_jansen")
    export = log_file(place / "in", rows=planted_rows(), headers=HEADERS, name="export_mevrouw_jansen.csv")
    done = journeys("mine", export, "--out", place / "d", "--quiet", keys=place / "keys")
    assert done.returncode == 0, done.stderr
    assert summary(place / "d")["departments"] == 4
    return place / "d"


@pytest.fixture(scope="module")
def shared(dossier: Path) -> list[Path]:
    """Every file that can be shared of the dossier, made once: nothing changes the dossier."""
    return shared_files(dossier)


def _month(word: str) -> int:
    return next(at for at, names in enumerate(MONTHS) if word in names.split("|"))


def visible(path: Path) -> str:
    """This gives the content of a file without its style, fonts and script (data stay); of a PDF all its texts and everything it says of itself."""
    if path.suffix == ".pdf":
        pikepdf = pytest.importorskip("pikepdf")
        pypdfium2 = pytest.importorskip("pypdfium2")
        texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
        with pikepdf.open(path) as document:
            alternatives = [str(one.Alt) for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
            about = [str(document.docinfo), document.Root.Metadata.read_bytes().decode()]
        return " ".join(" ".join([*texts, *alternatives, *about]).replace("\ufffe", "").split())
    # sums of the style in the policy are letters by chance ("Jan" stood in one)
    return re.sub(r"<style>.*?</style>|<script>.*?</script>|'sha256-[^']*'", "", path.read_text(encoding="utf-8-sig"), flags=re.DOTALL)


def test_what_was_planted_is_in_the_dossier_of_the_team_and_in_no_shared_file(dossier: Path, shared: list[Path]) -> None:
    internal = (dossier / "index.html").read_text(encoding="utf-8")
    assert "Geheim onderwerp" in internal
    assert "Zeldzame afdeling" in internal
    assert shared
    for path in shared:
        content = visible(path)
        assert len(content) > (50 if path.suffix == ".csv" else 2000)
        for planted in (*PLANTED, "export_mevrouw", "geheime_map", str(dossier.parent)):
            assert planted not in content, f"{planted} in {path.name}"
        assert not re.search(r"Jan(?!uari)", content), path.name  # the beginning of names; a sentence may begin with "Januari"


def test_no_id_of_the_dossier_and_no_day_but_the_edges_of_weeks_stands_in_a_shared_file(dossier: Path, shared: list[Path]) -> None:
    ids = {row["journey"] for row in table(dossier, "journeys")} | {row["case"] for row in table(dossier, "cases")}
    assert len(ids) > 150
    for path in shared:
        content = visible(path)
        assert not [one for one in ids if one in content]
        for day, month, year in re.findall(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})[a-z]* (\d{{4}})\b", content):
            assert date(int(year), _month(month) + 1, int(day)).weekday() in (0, 6), f"{day} {month} is no edge of a week"
        assert not re.findall(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}-\d{1,2}-\d{4}\b|\b\d{1,2}:\d{2}\b", content)


def test_rare_topics_and_rare_routes_are_told_together_with_a_larger_one(shared: list[Path]) -> None:
    content = visible(shared[0])
    assert "Overige onderwerpen" in content
    assert "Overige routes" in content
    assert "KCC &gt; Parkeren" in content


def test_one_journey_is_there_only_when_it_was_asked_for_under_a_letter_in_weeks(dossier: Path, shared: list[Path]) -> None:
    assert visible(shared[0]).count("<svg") == len(MAPS)
    rare = next(row["journey"] for row in table(dossier, "cases") if row["topic"].startswith("Geheim onderwerp NL29"))
    for path in files_of_one_journey(dossier, rare):
        content = visible(path)
        if path.stem == "rapport":
            assert content.count("<svg") == 1 or path.suffix == ".pdf"
            assert "data afgerond op weken" in content.replace("\n", " ")
            assert "Wees voorzichtig: dit rapport laat de klantreis van één inwoner zien." in content
        for planted in (*(one for one in PLANTED if one != "Zeldzame afdeling"), rare, "export_mevrouw"):
            assert planted not in content


def test_an_id_that_is_not_there_is_refused(dossier: Path) -> None:
    with pytest.raises(UsageError):
        share_report(dossier, out=dossier.parent / "x.html", journeys=["niemand"])


def test_a_report_of_too_few_residents_says_so_and_nothing_else(tmp_path: Path) -> None:
    rows = [row for row in planted_rows() if row[0] in {f"Z-2024-{number:05}" for number in range(9)}]
    export = log_file(tmp_path / "in", rows=rows, headers=HEADERS)
    assert journeys("mine", export, "--out", tmp_path / "d", "--quiet", keys=tmp_path / "keys").returncode == 0
    content = visible(share_report(tmp_path / "d", out=tmp_path / "s.html"))
    assert "Hier kan niets staan" in content
    assert "Parkeren" not in content
    assert "<table" not in content


def test_equal_dossiers_give_equal_shared_reports(dossier: Path, shared: list[Path]) -> None:
    first = [path.read_bytes() for path in shared]
    assert [path.read_bytes() for path in shared_files(dossier)] == first


def test_the_shared_page_needs_what_passed_the_gate_or_mypy_refuses_it(tmp_path: Path) -> None:
    if shutil.which("mypy") is None and not (Path(sys.executable).parent / "mypy").exists():
        pytest.skip("no mypy here")
    snippet = tmp_path / "unpassed.py"
    snippet.write_text(
        "from mining.shared_numbers import SharedNumbers\n"
        "from mining.disclosure import Passed\n"
        "from visuals.figure import Figure\n"
        "from visuals.shared_report import shared_page\n"
        "def make(passed: Passed[SharedNumbers], bare: SharedNumbers, good: Passed[Figure], figure: Figure) -> None:\n"
        "    shared_page(numbers=passed, figures=[good], journeys=[], versions={}, reading='', definitions=[])\n"
        "    shared_page(numbers=bare, figures=[good], journeys=[], versions={}, reading='', definitions=[])\n"
        "    shared_page(numbers=passed, figures=[figure], journeys=[], versions={}, reading='', definitions=[])\n"
        "    shared_page(numbers=passed, figures=[good], journeys=[figure], versions={}, reading='', definitions=[])\n",
        encoding="utf-8",
    )
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--config-file", str(root / "pyproject.toml"), str(snippet)],
        cwd=root, env=surroundings(tmp_path, MYPYPATH=str(root)), capture_output=True, text=True, encoding="utf-8", timeout=280, check=False,
    )  # fmt: skip
    found = [(int(line.split(":")[1]), line.rsplit("[", 1)[1].rstrip("]")) for line in done.stdout.splitlines() if "unpassed.py" in line and ": error:" in line]
    assert found == [(7, "arg-type"), (8, "list-item"), (9, "list-item")]


def test_a_group_under_five_in_the_settings_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    from journeys.settings_file import read_settings

    place = tmp_path / "journeys.toml"
    place.write_text("[privacy]\ngroup = 4\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        read_settings(place)


def test_how_often_questions_were_passed_on_passes_the_gate_once(monkeypatch: pytest.MonkeyPatch, sample_dossier: Path, tmp_path: Path) -> None:
    times: list[int] = []

    def counted(data: PassedOn, *, group: int = GROUP) -> Passed[PassedOn]:
        times.append(group)
        return pass_passed_on(data, group=group)

    monkeypatch.setattr("mining.shared_numbers.pass_passed_on", counted)
    monkeypatch.setattr("mining.shared_stages.pass_passed_on", counted)
    page = write_out_report(sample_dossier, share=True, pdf=False, out=tmp_path / "delen.html").read_text(encoding="utf-8")
    assert len(times) == 1
    assert page.count("<svg") >= 2
