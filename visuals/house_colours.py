"""The colours of a municipality in place of ours: two tokens, from a file, and only where everybody can still see everything.

A municipality may set the colour of residents (`inwoner`) and of officials (`ambtenaar`), for light and for dark. Orange stays ours: it
means that nobody has the question. Two kinds of files are read: TOML (`[light]` and `[dark]` with `inwoner = "#0B5FA5"`), and CSS with
custom properties (`--journeys-inwoner: #0B5FA5;`, `--journeys-dark-inwoner`), as design tokens are handed on.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from defusedxml.ElementTree import fromstring

from journeys.errors import SettingsError
from journeys.settings_file import read_toml
from journeys.texts import number, say
from visuals.style import MARK_CONTRAST, MARK_ON_GROUND, TEXT_CONTRAST, TEXT_ON_GROUND, THEMES, Theme, Token, contrast

TOKENS: dict[str, Token] = {"inwoner": "inw", "ambtenaar": "vast", "inw": "inw", "vast": "vast"}
"""The names that a file may use, and the token each stands for."""

FAR_ENOUGH = 25.0
"""Two colours nearer than this (CIE 1976 distance) look alike from a distance: the resident's, the official's and nobody's must not."""

_APART: tuple[tuple[Token, Token], ...] = (("inw", "vast"), ("inw", "kier"), ("vast", "kier"))
_PROPERTY = re.compile(r"--journeys-(dark-)?([a-z]+)\s*:\s*([^;}]+)")
_HEXADECIMAL = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class HouseColours:
    """This holds the colours that replace ours, by theme and token, as `#RRGGBB`; empty: ours stand."""

    light: Mapping[Token, str] = field(default_factory=dict)
    dark: Mapping[Token, str] = field(default_factory=dict)

    def of(self, theme: Theme) -> Mapping[Token, str]:
        """This gives the colours of one theme."""
        return self.light if theme == "light" else self.dark


def read_house_colours(path: Path) -> HouseColours:
    """This reads a municipality's colours and holds them against the contrasts that ours keep.

    Raises `SettingsError`, with the file and the reason, for a file that cannot be read, a name or colour that is none, text that
    would have less contrast than 4.5 (marks: 3) with what lies under it, and colours too much like each other or like nobody's orange.
    """
    found: dict[Theme, dict[Token, str]] = {"light": {}, "dark": {}}
    for theme, name, value in _properties(path) if path.suffix.lower() == ".css" else _values(path):
        if name not in TOKENS:
            raise SettingsError(
                say("{file}: there is no colour “{name}” to set.", file=path, name=name),
                next_step=say("Colours that can be set are: {names}.", names="inwoner, ambtenaar"),
            )
        if not _HEXADECIMAL.fullmatch(value):
            raise SettingsError(say("{file}: “{name}” must be a colour like #0B5FA5.", file=path, name=name))
        found[theme][TOKENS[name]] = value.upper()
    colours = HouseColours(found["light"], found["dark"])
    for reason in why_refused(colours):
        raise SettingsError(say("{file}: {reason}", file=path, reason=reason), next_step=say("Choose a darker or a lighter colour."))
    return colours


def why_refused(colours: HouseColours) -> list[str]:
    """This lists why the colours cannot be used; empty: they can."""
    found = []
    for theme in get_args(Theme):
        own = colours.of(theme)
        palette = {**THEMES[theme], **own}
        for pairs, least in ((TEXT_ON_GROUND, TEXT_CONTRAST), (MARK_ON_GROUND, MARK_CONTRAST)):
            for one, other in pairs:
                if one not in own and other not in own:
                    continue
                reached = contrast(palette[one], palette[other])
                if reached < least:
                    found.append(
                        say("{colour} and {ground} ({theme}) have a contrast of {reached}, and need {least}.",
                            colour=palette[one], ground=palette[other], theme=_theme_words(theme), reached=number(reached, 2),
                            least=number(least, 1))
                    )  # fmt: skip
        for one, other in _APART:
            if (one in own or other in own) and (near := distance(palette[one], palette[other])) < FAR_ENOUGH:
                found.append(
                    say("{colour} and {other} ({theme}) look too much alike (distance {near}, needs {least}).",
                        colour=palette[one], other=palette[other], theme=_theme_words(theme), near=number(near, 0),
                        least=number(FAR_ENOUGH, 0))
                )  # fmt: skip
    return list(dict.fromkeys(found))


def recoloured(svg: str, colours: HouseColours, theme: Theme) -> str:
    """This puts the municipality's colours in place of ours in a drawing with plain colours; the drawing stays the same otherwise."""
    own = colours.of(theme)
    if not own:
        return svg
    instead = {THEMES[theme][token]: value for token, value in own.items()}
    root: ElementTree.Element = fromstring(svg)
    for element in root.iter():
        for attribute in ("fill", "stroke"):
            if (value := element.get(attribute)) in instead:
                element.set(attribute, instead[value])
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)


def distance(one: str, other: str) -> float:
    """This is how far two colours `#RRGGBB` lie apart for the eye: CIE 1976 (L*a*b*, white D65)."""
    return float(sum((a - b) ** 2 for a, b in zip(_lab(one), _lab(other), strict=True)) ** 0.5)


def _lab(hexadecimal: str) -> tuple[float, float, float]:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (int(hexadecimal[at : at + 2], 16) / 255 for at in (1, 3, 5))
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    curved = [value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116 for value in (x, y, z)]
    return 116 * curved[1] - 16, 500 * (curved[0] - curved[1]), 200 * (curved[1] - curved[2])


def _values(path: Path) -> list[tuple[Theme, str, str]]:
    themes: dict[str, Theme] = {"light": "light", "dark": "dark"}
    values: list[tuple[Theme, str, str]] = []
    for section, colours in read_toml(path).items():
        if section not in themes or not isinstance(colours, dict):
            raise SettingsError(
                say("{file}: there is no setting “{key}”.", file=path, key=section),
                next_step=say("Settings there are: {keys}.", keys="[light], [dark]"),
            )
        values += [(themes[section], str(name), str(value)) for name, value in colours.items()]
    return values


def _properties(path: Path) -> list[tuple[Theme, str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(say("{file} cannot be read.", file=path)) from error
    return [("dark" if dark else "light", name, value.strip()) for dark, name, value in _PROPERTY.findall(text)]


def _theme_words(theme: Theme) -> str:
    return {"light": say("light"), "dark": say("dark")}[theme]
