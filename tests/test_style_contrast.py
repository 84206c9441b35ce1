"""Colours are tokens, and every pair that carries text or a mark can be read, in both themes."""

import pytest

from visuals.style import DARK, FONT_FILES, FONTS, LIGHT, TOKENS, blended, check_pairs, contrast, luminance


def test_black_on_white_has_the_greatest_contrast_there_is() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#FFFFFF", "#FFFFFF") == 1.0


def test_the_luminance_of_pure_red_is_the_figure_of_the_standard() -> None:
    assert luminance("#FF0000") == pytest.approx(0.2126)


@pytest.mark.parametrize(
    ("one", "other", "measured"),
    [
        ("ink", "bg", 16.5),
        ("sub", "lane", 6.4),
        ("vast", "lane", 6.7),
        ("kier", "bg", 5.2),
        ("kier", "kierbg", 4.54),
        ("inw", "bg", 6.6),
        ("stil", "bg", 4.5),
    ],
)
def test_light_pairs_have_the_contrast_that_the_design_measured(one: str, other: str, measured: float) -> None:
    assert contrast(LIGHT[one], LIGHT[other]) == pytest.approx(measured, abs=0.06)  # type: ignore[index]


@pytest.mark.parametrize(
    ("one", "other", "measured"),
    [
        ("ink", "bg", 17.4),
        ("vast", "lane", 7.8),
        ("kier", "bg", 8.1),
        ("kier", "kierbg", 6.4),
        ("inw", "lane", 7.5),
        ("stil", "bg", 5.0),
    ],
)
def test_dark_pairs_have_the_contrast_that_the_design_measured(one: str, other: str, measured: float) -> None:
    assert contrast(DARK[one], DARK[other]) == pytest.approx(measured, abs=0.06)  # type: ignore[index]


def test_every_pair_that_carries_text_or_a_mark_reaches_its_contrast() -> None:
    assert check_pairs() == []


def test_a_paler_slate_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIGHT, "vast", "#B9C3CC")
    assert any("light: vast on lane" in problem for problem in check_pairs())


def test_both_themes_know_every_token() -> None:
    assert set(LIGHT) == set(DARK) == set(TOKENS)


def test_a_blend_of_half_black_on_white_is_grey() -> None:
    assert blended("#000000", "#FFFFFF", 0.5) == "#808080"


def test_the_fonts_are_shipped_for_pictures_and_for_pages_with_their_licence() -> None:
    for name in FONT_FILES.values():
        assert (FONTS / f"{name}.ttf").read_bytes()[:4] == b"\x00\x01\x00\x00"
        assert (FONTS / f"{name}.woff2").read_bytes()[:4] == b"wOF2"
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
