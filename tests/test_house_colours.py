"""A municipality's own colours: two tokens, from a file, and refused with the reason where they cannot be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeys.errors import SettingsError
from journeys.texts import use
from visuals.house_colours import HouseColours, distance, read_house_colours, recoloured, why_refused
from visuals.style import LIGHT


@pytest.fixture(autouse=True)
def dutch() -> None:
    use("nl")


def file(tmp_path: Path, text: str, name: str = "huis.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_sets_the_colour_of_residents_and_officials_by_theme(tmp_path: Path) -> None:
    colours = read_house_colours(file(tmp_path, '[light]\ninwoner = "#7a1fa2"\nambtenaar = "#2F4F2F"\n[dark]\ninwoner = "#7CC4FF"\n'))
    assert dict(colours.light) == {"inw": "#7A1FA2", "vast": "#2F4F2F"}
    assert dict(colours.dark) == {"inw": "#7CC4FF"}


def test_design_tokens_in_css_are_read_too(tmp_path: Path) -> None:
    text = ":root { --utrecht-kleur: red; --journeys-inwoner: #7A1FA2; --journeys-dark-ambtenaar: #B0C4B0; }"
    colours = read_house_colours(file(tmp_path, text, "huis.css"))
    assert (dict(colours.light), dict(colours.dark)) == ({"inw": "#7A1FA2"}, {"vast": "#B0C4B0"})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[light]\ninwoner = "#FF9900"\n', "#FF9900 en #FFFFFF (licht) hebben een contrast van 2,14; nodig is 4,5."),
        ('[light]\nkier = "#0B5FA5"\n', "geen kleur “kier”"),
        ('[light]\ninwoner = "blauw"\n', "“inwoner” moet een kleur zijn"),
        ('[paars]\ninwoner = "#0B5FA5"\n', "geen instelling “paars”"),
        ("[light\n", "geen geldig TOML"),
        ('[light]\nambtenaar = "#0B5FA0"\n', "lijken te veel op elkaar"),
        ('[light]\ninwoner = "#B0400C"\n', "lijken te veel op elkaar"),
    ],
)
def test_what_cannot_be_used_is_refused_with_file_and_reason(tmp_path: Path, text: str, reason: str) -> None:
    path = file(tmp_path, text)
    with pytest.raises(SettingsError) as refused:
        read_house_colours(path)
    assert reason in refused.value.message
    assert "huis.toml" in refused.value.message


def test_black_and_white_lie_a_hundred_apart_and_our_own_colours_are_far_enough() -> None:
    assert distance("#000000", "#FFFFFF") == pytest.approx(100, abs=0.1)
    assert why_refused(HouseColours({"inw": LIGHT["inw"], "vast": LIGHT["vast"]})) == []


def test_a_drawing_changes_in_nothing_but_these_colours() -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><title>#0B5FA5</title><rect fill="{LIGHT["inw"]}" stroke="{LIGHT["kier"]}" /></svg>'
    made = recoloured(svg, HouseColours({"inw": "#7A1FA2"}), "light")
    assert made == svg.replace('fill="#0B5FA5"', 'fill="#7A1FA2"')
    assert recoloured(svg, HouseColours({"inw": "#7A1FA2"}), "dark") == svg
