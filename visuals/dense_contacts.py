"""The contacts of a dense map: for each channel stacked bars of heard, no answer and not called back, with their total at the right."""

from __future__ import annotations

from journeys.texts import say
from mining.calendar_dates import DAY
from mining.journey_data import JourneyData
from visuals.dense_totals import draw_total
from visuals.journey_contacts import channel_row
from visuals.journey_frame import Levels, say_no_contact
from visuals.journey_places import LEFT
from visuals.picture_frame import middle
from visuals.scene import Scene
from visuals.style import IN_CIRCLE, Token
from visuals.timeline import Timeline

_BINS = (1 / 24, 0.25, 1, 7, 14, 28, 91, 365, 3650)
"""Days in one bar of contacts; two weeks unless that makes bars too narrow or too few."""


def draw_contacts(scene: Scene, at: Levels, data: JourneyData, timeline: Timeline) -> None:
    """This draws what the resident asked as stacked bars, each of as many days as gives bars of a width that can be read."""
    asked = data.events[data.events["answer"].isin(["answered", "unanswered", "broken"])]
    if asked.empty:
        say_no_contact(scene, LEFT + 10, at.rows[0].y)
    days = timeline.span / DAY
    per_day = (timeline.right - timeline.left) / days
    width_of = {size: size * per_day for size in _BINS}
    size = 14 if 9 <= width_of[14] <= 60 else next((size for size in _BINS if width_of[size] >= 14), _BINS[-1])
    bins = ((asked["moment"] - timeline.start) / (size * DAY)).astype(int)
    counts = asked.groupby([asked["channel"].map(channel_row), bins, "answer"], sort=True).size()
    highest = int(counts.groupby(level=[0, 1]).sum().max()) if len(counts) else 1
    unit = 34 / highest
    heights: dict[tuple[str, int], float] = {}
    for answer in ("answered", "unanswered", "broken"):
        for row, place, found, count in counts.reset_index(name="count").itertuples(index=False, name=None):
            if found == answer:
                below = heights.get((row, place), 0.0)
                heights[row, place] = below + count * unit
                left = timeline.left + place * width_of[size]
                right = min(left + width_of[size] - 1, timeline.right + 6)
                base = at.row_y(row) + 17
                with scene.tagged(time="span"):
                    answer_bar(scene, left, base - heights[row, place], max(right - left, 2), count * unit, answer)
    for row in at.rows:
        own = asked[asked["channel"].map(channel_row) == row.key]
        if len(own):
            without = int((own["answer"] != "answered").sum())
            text = say("{n}×", n=len(own)) + (", " + say("{n} unanswered", n=without) if without else "")
            draw_total(scene, middle(row.y, IN_CIRCLE), text, fill="inw", on="inwbg")


def answer_bar(
    scene: Scene, x: float, y: float, width: float, height: float, answer: str, *, role: str = "contacts"
) -> None:
    """This draws a part of a bar: filled answered, outlined not, outlined with a slash not called back."""
    if answer == "answered":
        scene.rect("contacts", x, y, width, height, fill="inw", role=role, on="inwbg")
        return
    colour: Token = "kier" if answer == "broken" else "inw"
    inset = min(1.25, width / 2, height / 2)
    scene.rect(
        "contacts",
        x + inset,
        y + inset,
        width - 2 * inset,
        height - 2 * inset,
        fill="bg",
        stroke=colour,
        stroke_width=2.5,
        role=role,
        on="inwbg",
    )
    if answer == "broken" and width > 8:
        scene.line("contacts", x + 2, y + height - 2, x + width - 2, y + 2, stroke="kier", width=2.5)
