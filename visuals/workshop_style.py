"""The style of the workshop page: its sheet of rules, with the colours of both themes in front."""

from __future__ import annotations

from visuals.house_colours import HouseColours
from visuals.page import read_static
from visuals.style import THEMES, Theme


def style(colours: HouseColours) -> str:
    """This gives the whole style; light is what a page has without a theme, and what is printed. `colours` take the place of ours."""
    return _tokens(":root", "light", colours) + _tokens('html[data-theme="dark"]', "dark", colours) + read_static("workshop.css")


def _tokens(selector: str, theme: Theme, colours: HouseColours) -> str:
    tokens = "".join(f"--{token}:{colour};" for token, colour in {**THEMES[theme], **colours.of(theme)}.items())
    return f"{selector}{{{tokens}color-scheme:{theme}}}\n"
