"""The style of the workshop page: its sheet of rules, with the colours of both themes in front."""

from __future__ import annotations

from visuals.page import read_static
from visuals.style import THEMES, Theme


def style() -> str:
    """This gives the whole style; light is what a page has without a theme, and what is printed."""
    return _tokens(":root", "light") + _tokens('html[data-theme="dark"]', "dark") + read_static("workshop.css")


def _tokens(selector: str, theme: Theme) -> str:
    colours = "".join(f"--{token}:{colour};" for token, colour in THEMES[theme].items())
    return f"{selector}{{{colours}color-scheme:{theme}}}\n"
