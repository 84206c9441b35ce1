"""Colours, type sizes and fonts: the tokens that every picture is drawn in, and the arithmetic of contrast.

A picture names a token ("kier"), never a colour. Three hues carry meaning: orange-red (nobody has the question,
lost, worse), blue (the resident) and slate (an official has it). No state rests on hue alone. Pairs of text and
ground are tested for contrast.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

Theme = Literal["light", "dark"]
Token = Literal[
    "bg",
    "ink",
    "sub",
    "lane",
    "line",
    "vast",
    "kier",
    "kierbg",
    "inw",
    "inwbg",
    "stil",
    "beter",
    "wit",
    "wait_0",
    "wait_1",
    "wait_2",
    "wait_3",
    "wait_4",
    "arc_0",
    "arc_1",
    "arc_2",
]
"""bg ground; ink text; sub secondary text; lane department lane; line month lines; vast an official has it; kier
nobody, lost, worse; kierbg summary strip; inw resident; inwbg resident lane; stil unknown, unchanged; beter shorter
(difference maps only); wit text on kier and vast; wait_0..4 classes of waiting in cells; arc_0..2 the three classes
of waiting that thin lines can show."""

TOKENS: tuple[Token, ...] = get_args(Token)

LIGHT: dict[Token, str] = {
    "bg": "#FFFFFF",
    "ink": "#16202A",
    "sub": "#4A5866",
    "lane": "#EEF1F4",
    "line": "#C3CCD5",
    "vast": "#40566B",
    "kier": "#C2410C",
    "kierbg": "#FDEDE4",
    "inw": "#0B5FA5",
    "inwbg": "#E3EFF9",
    "stil": "#6B7885",
    "beter": "#0B6E99",
    "wit": "#FFFFFF",
    "wait_0": "#E8EDF2",
    "wait_1": "#BFCBD6",
    "wait_2": "#8CA0B3",
    "wait_3": "#4F677E",
    "wait_4": "#1D3348",
    "arc_0": "#84919E",
    "arc_1": "#56687A",
    "arc_2": "#16202A",
}
DARK: dict[Token, str] = {
    "bg": "#0D1218",
    "ink": "#F4F6F8",
    "sub": "#B7C2CD",
    "lane": "#1B232C",
    "line": "#3A4653",
    "vast": "#A9B8C6",
    "kier": "#FF8A4C",
    "kierbg": "#3A2013",
    "inw": "#6CB8FF",
    "inwbg": "#11283E",
    "stil": "#75869A",
    "beter": "#56C7F2",
    "wit": "#0D1218",
    "wait_0": "#26313D",
    "wait_1": "#3A4A5B",
    "wait_2": "#5A6B7F",
    "wait_3": "#8FA2B6",
    "wait_4": "#DCE4EC",
    "arc_0": "#5A6B7F",
    "arc_1": "#8FA2B6",
    "arc_2": "#F4F6F8",
}
THEMES: dict[Theme, dict[Token, str]] = {"light": LIGHT, "dark": DARK}

TEXT_ON_GROUND: tuple[tuple[Token, Token], ...] = (
    ("ink", "bg"),
    ("ink", "lane"),
    ("ink", "inwbg"),
    ("ink", "kierbg"),
    ("sub", "bg"),
    ("sub", "lane"),
    ("sub", "inwbg"),
    ("kier", "bg"),
    ("kier", "lane"),
    ("kier", "kierbg"),
    ("inw", "bg"),
    ("inw", "inwbg"),
    ("vast", "bg"),
    ("vast", "lane"),
    ("wit", "kier"),
    ("wit", "vast"),
    ("wit", "inw"),
    ("bg", "ink"),
    ("bg", "vast"),
    ("bg", "inw"),
    ("beter", "bg"),
    ("beter", "lane"),
)
"""Pairs that carry text: 4.5:1 in both themes."""

MARK_ON_GROUND: tuple[tuple[Token, Token], ...] = (
    *TEXT_ON_GROUND,
    ("stil", "bg"),
    ("stil", "lane"),
    ("kier", "inwbg"),
    ("stil", "inwbg"),
    ("arc_0", "bg"),
    ("arc_1", "bg"),
    ("arc_2", "bg"),
)
"""Pairs that carry a mark: 3:1 in both themes."""

FAMILY = "Atkinson Hyperlegible Next"
FAMILIES = f"'{FAMILY}', 'Segoe UI', Arial, sans-serif"
FONTS = Path(__file__).parent / "static" / "fonts"
Weight = Literal[400, 600, 700]
FONT_FILES: dict[Weight, str] = {
    400: "AtkinsonHyperlegibleNext-Regular",
    600: "AtkinsonHyperlegibleNext-SemiBold",
    700: "AtkinsonHyperlegibleNext-Bold",
}
"""File names without ending: `.ttf` for pictures, `.woff2` for pages."""

CANVAS = (1920, 1080)
"""Design pixels of a picture for the wall: at 1.5 m high and 8 m away one pixel is 0.6 arc minute."""

TITLE, STEP_CAPTION, LANE_NAME, VALUE, IN_CIRCLE, SUBTITLE = 46, 36, 33, 27, 26, 27
LANE_NAME_TWO_LINES = 29
FLOOR, SOURCE_FLOOR = 26, 24
"""Nothing that people must read is smaller than FLOOR; only a source line may be SOURCE_FLOOR."""

TEXT_CONTRAST, LARGE_TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0, 3.0
CAP_HEIGHT = 0.668
"""Height of a capital in this font, in em."""


def colour(token: Token, theme: Theme = "light") -> str:
    """This gives a token's colour as `#RRGGBB`."""
    return THEMES[theme][token]


def luminance(hexadecimal: str) -> float:
    """This is the relative luminance of a colour `#RRGGBB` (WCAG 2.2), 0 black to 1 white."""
    channels = [int(hexadecimal[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """This is the contrast of two colours `#RRGGBB` (WCAG 2.2), from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def blended(over: str, under: str, opacity: float) -> str:
    """This is the colour that one sees when `over` lies on `under` with this opacity."""
    mixed = (
        round(int(over[at : at + 2], 16) * opacity + int(under[at : at + 2], 16) * (1 - opacity)) for at in (1, 3, 5)
    )
    return "#" + "".join(f"{value:02X}" for value in mixed)


def check_pairs() -> list[str]:
    """This lists every pair of tokens that falls short of its contrast, in both themes; empty is right.

    A municipality that sets its own blue or slate is held to the same list.
    """
    found = []
    for theme in get_args(Theme):
        for pairs, least in ((TEXT_ON_GROUND, TEXT_CONTRAST), (MARK_ON_GROUND, MARK_CONTRAST)):
            for one, other in pairs:
                reached = contrast(colour(one, theme), colour(other, theme))
                if reached < least:
                    found.append(f"{theme}: {one} on {other} has contrast {reached:.2f}, needs {least}")
    return found
