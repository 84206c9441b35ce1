"""The report as PDF is tagged (PDF/UA-1): a screen reader gets the same headings, tables and pictures in words; every page says what it is."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import Any

import pytest
from commanded import table

from journeys.errors import SurroundingsError, UsageError
from visuals.page import document, text
from visuals.page import table as html_table
from visuals.report_pdf import report_pdf, report_source
from visuals.sharing import pdf_report

pikepdf = pytest.importorskip("pikepdf")
pypdfium2 = pytest.importorskip("pypdfium2")
from tagged_pdf import COVERED, count, faults  # noqa: E402


@pytest.fixture(scope="module")
def dossier(sample_dossier: Path) -> Path:
    return sample_dossier


@pytest.fixture(scope="module")
def intern(dossier: Path) -> Path:
    return pdf_report(dossier, out=dossier.parent / "intern.pdf")


def words_of(path: Path) -> list[str]:
    """This gives the text of each page, hyphens at line ends taken out."""
    return [" ".join(page.get_textpage().get_text_range().replace("\ufffe", "").split()) for page in pypdfium2.PdfDocument(path)]


def test_nothing_is_found_against_pdf_ua(intern: Path) -> None:
    assert len(COVERED) == 13
    with pikepdf.open(intern) as found:
        assert faults(found) == []
        assert str(found.Root.Lang) == "nl"
        assert str(found.docinfo.Title) == "Klantreizen in almere_voorbeeld.csv"
        assert count(found, "H1") == 1
        assert count(found, "Figure") == 6  # three journeys, three maps of departments
        assert count(found, "Table") >= 12


def test_a_shared_pdf_with_one_journey_is_tagged_too_and_says_so_on_every_page(dossier: Path) -> None:
    one = table(dossier, "journeys")[0]["journey"]
    made = pdf_report(dossier, out=dossier.parent / "shared.pdf", share=True, journeys=[one])
    with pikepdf.open(made) as found:
        assert faults(found) == []
        assert count(found, "Figure") == 1
    assert all("Wees voorzichtig: dit rapport laat de klantreis van één inwoner zien." in words for words in words_of(made))


def test_every_page_of_the_teams_own_report_says_that_it_is_internal(intern: Path) -> None:
    pages = words_of(intern)
    assert len(pages) > 10
    assert all(words.startswith("Intern: voor het team zelf.") for words in pages)
    assert pages[0].endswith(f"pagina 1 / {len(pages)}")


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda found: found.Root.__delitem__("/Lang"), "language"),
        (lambda found: found.docinfo.__delitem__("/Title"), "title"),
        (lambda found: found.Root.__delitem__("/MarkInfo"), "not tagged"),
        (lambda found: _first(found, "Figure").__delitem__("/Alt"), "picture without alternative text"),
        (lambda found: _first(found, "TH").__delitem__("/A"), "head without scope"),
        (lambda found: _first(found, "H2").__setitem__("/S", pikepdf.Name("/H4")), "heading levels"),
        (lambda found: found.pages[0].obj.__setitem__("/Tabs", pikepdf.Name("/R")), "tab order"),
        (lambda found: _font(found).__delitem__("/FontFile3") if "/FontFile3" in _font(found) else _font(found).__delitem__("/FontFile2"), "font not embedded"),
    ],
)  # fmt: skip
def test_the_check_finds_what_is_spoilt(intern: Path, spoil: Any, fault: str) -> None:
    with pikepdf.open(intern) as found:
        spoil(found)
        assert fault in faults(found)


def _first(found: Any, name: str) -> Any:
    return next(one for one in found.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == f"/{name}")


def _font(found: Any) -> Any:
    return next(one for one in found.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor")


def test_texts_of_the_data_are_never_taken_for_markup() -> None:
    nasty = '#panic("x") *b* _i_ $x$ @ref <a> \\ " `raw` // /* = kop [x] {y} #let a = 1 \u202e é 👍'
    page = document(
        title=nasty, lead=nasty, note=nasty, note_class="intern", past=("a", nasty), foot=nasty,
        parts=[("a", nasty, f"<p>{text(nasty)}</p>" + html_table(caption=nasty, heads=[nasty], rows=[[nasty]]))],
    )  # fmt: skip
    made = report_pdf(page)
    assert made.startswith(b"%PDF-1.7")
    assert '#panic(\\"x\\")' in report_source(page)
    path_words = " ".join(found.get_textpage().get_text_range() for found in pypdfium2.PdfDocument(made))
    assert '#panic("x") *b* _i_ $x$ @ref <a>' in " ".join(path_words.split())


def test_of_a_long_table_the_first_rows_are_set_and_the_rest_is_told() -> None:
    part = html_table(caption="Lang", heads=["regel"], rows=[[f"r{at}"] for at in range(152)])
    page = document(title="T", lead="L", note="N", note_class="intern", past=("a", "A"), foot="F", parts=[("a", "A", part)])
    words = " ".join(" ".join(found.get_textpage().get_text_range() for found in pypdfium2.PdfDocument(report_pdf(page))).split())
    assert "r149" in words
    assert "r150" not in words
    assert "Nog 2 regels staan in het rapport als pagina (HTML)." in words


def test_equal_reports_give_equal_bytes(dossier: Path, intern: Path) -> None:
    assert pdf_report(dossier, out=dossier.parent / "again.pdf").read_bytes() == intern.read_bytes()


def test_without_the_library_the_command_says_what_to_install(dossier: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = builtins.__import__

    def missing(name: str, *arguments: Any, **more: Any) -> Any:
        if name == "typst":
            raise ImportError(name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    monkeypatch.delitem(sys.modules, "typst", raising=False)
    with pytest.raises(SurroundingsError) as error:
        pdf_report(dossier, out=tmp_path / "x.pdf")
    assert "typst" in str(error.value.next_step)
    assert not (tmp_path / "x.pdf").exists()


def test_a_single_journey_belongs_with_sharing(dossier: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        pdf_report(dossier, out=tmp_path / "x.pdf", journeys=["een"])
