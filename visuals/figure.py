"""A picture as it leaves its room: the finding as title, the drawing, a description in words, and the whole table
behind it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from visuals.picture_frame import EMPTY, replaced_remarks
from visuals.scene import Output, Scene


@dataclass(frozen=True)
class Figure:
    """This is one finished picture.

    Attributes
    ----------
    name: short and safe for a file name.
    title: the finding, computed from the same numbers as the marks.
    description: three to five sentences that say what one would see.
    svg: the drawing; `<title>` and `<desc>` hold title and description.
    rows: everything drawn, merged or folded, one row each, with headings in the user's language.
    footer: source, period, date and version, and what was left out of the drawing.
    empty: there was nothing to draw: the picture is a card with a sentence.
    remarks: what a person should know about the drawing itself (characters that could not be shown).
    """

    name: str
    title: str
    description: str
    svg: str
    rows: pd.DataFrame
    footer: str
    remarks: tuple[str, ...] = ()
    empty: bool = False

    @classmethod
    def of(cls, scene: Scene, *, name: str, output: Output, rows: pd.DataFrame, footer: str) -> Figure:
        """This makes the picture of a scene: its title and description, and what had to be replaced in it, come along."""
        empty = scene.prefix.endswith(EMPTY)
        return cls(name, scene.title, scene.description, scene.svg(output=output), rows, footer, replaced_remarks(scene), empty)
