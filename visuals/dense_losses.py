"""The longest losses of a dense map: as many as its gaps have room for (one at least), each a bar with its days beside it."""

from __future__ import annotations

from journeys.texts import say
from mining.calendar_dates import calendar_days
from mining.journey_data import JourneyData, records
from visuals.journey_frame import Levels
from visuals.journey_places import Plan
from visuals.lettering import text_width
from visuals.picture_frame import middle
from visuals.scene import Scene
from visuals.style import IN_CIRCLE
from visuals.svg_writing import written

LOSSES = 12
"""So many at most are drawn."""

Loss = tuple[float, float, str, str, int, int, int]
"""left, right, label, question, turn, gap, row"""


def longest_losses(data: JourneyData, placed: Plan, rows_left: int) -> tuple[list[Loss], int]:
    """This places the longest losses with their label beside them, in so many rows; the rest is counted with the
    shorter ones."""
    lost = data.turns[data.turns["state"] == "lost"]
    lost = lost.assign(days=calendar_days(lost["started"], lost["ended"])) if len(lost) else lost.assign(days=0)
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    found: list[Loss] = []
    for turn in records(
        lost.sort_values(["days", "started", "case"], ascending=[False, True, True], kind="stable").head(LOSSES)
    ):
        sender, towards = placed.lanes.index(turn["from_department"]), placed.lanes.index(turn["to_department"])
        gap = (towards or 0) if sender is None else sender if towards is not None and towards < sender else sender + 1
        left, right = placed.timeline.x(turn["started"]), placed.timeline.x(turn["ended"])
        label = say("{n} d", n=int(turn["days"])) if turn["days"] else say("< 1 d")
        claim = (left - 8, max(right, left + 4) + 16 + text_width(label, IN_CIRCLE, 700))
        for row in range(3):
            spans = taken.get((gap, row), [])
            if (spans or rows_left > 0) and all(claim[0] > other or claim[1] < one for one, other in spans):
                rows_left -= not spans
                taken.setdefault((gap, row), []).append(claim)
                found.append((left, right, label, turn["case"], int(turn["turn"]), gap, row))
                break
    return found, len(lost) - len(found)


def draw_losses(scene: Scene, at: Levels, losses: list[Loss]) -> None:
    """This draws the losses in the gaps between lanes, in as many rows as they were placed in."""
    rows_of = {gap: 1 + max(row for *_, other, row in losses if other == gap) for *_, gap, _ in losses}
    for left, right, label, case, turn, gap, row in losses:
        y = at.gap_tops[gap] + at.gap_heights[gap] * (row + 0.5) / rows_of[gap]
        wide = max(right - left, 4)
        data = {"question": case, "part": f"turn-{case}-{turn}"}
        scene.rect(
            "lost", left, y - 8, wide, 16, fill="kier", radius=4, role="lost", on="bg", data={**data, "time": "span"}
        )
        across = text_width(label, IN_CIRCLE, 700)
        with scene.tagged(**data, x=written(left + wide), since=written(right)):
            scene.rect("lost", left + wide + 4, y - 13, across + 8, 26, fill="bg", radius=4)
            scene.text(
                "lost", left + wide + 8, middle(y, IN_CIRCLE), label, size=IN_CIRCLE, weight=700, fill="kier",
                on="bg", role="days",
            )  # fmt: skip
