"""The strip below the lanes: how many questions lay with nobody at once, in steps on a full map and in bars on a dense one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from journeys.texts import say, say_n
from mining.calendar_dates import DAY
from mining.journey_data import JourneyData
from visuals.dense_totals import draw_total
from visuals.journey_frame import Levels
from visuals.picture_frame import middle
from visuals.scene import Scene
from visuals.style import IN_CIRCLE
from visuals.timeline import Timeline


def draw_steps(scene: Scene, at: Levels, data: JourneyData, timeline: Timeline) -> None:
    """This draws how many questions lay with nobody, as steps, at most three high."""
    turns = data.turns[(data.turns["party"] == "nobody") & (data.turns["state"] != "unrecorded")]
    changes = _at_once(turns)
    moments, counts = list(changes.index), [int(count) for count in changes]
    highest = min(3, max(counts, default=1)) or 1
    step = (at.strip_height - 8) / highest
    shapes = []
    for start, end, count in zip(moments, moments[1:], counts, strict=False):
        if count > 0:
            left, right = timeline.x(start), timeline.x(end)
            right = max(right, left + 1)
            top, bottom = at.strip_top + at.strip_height - 4 - step * min(count, 3), at.strip_top + at.strip_height - 4
            shapes.append([(left, top), (right, top), (right, bottom), (left, bottom)])
    scene.path("bars", shapes, fill="kier", role="nobody", on="kierbg")


def draw_bars(scene: Scene, at: Levels, data: JourneyData, timeline: Timeline) -> None:
    """This draws, week by week, the most questions that lay with nobody at once."""
    turns = data.turns[
        (data.turns["party"] == "nobody")
        & (data.turns["state"] != "unrecorded")
        & (data.turns["ended"] > data.turns["started"])
    ]
    if turns.empty:
        return
    week, span = 7.0, timeline.span / DAY
    across = (timeline.right - timeline.left) * (week / span)
    while across < 4:
        week, across = week * 2, across * 2
    while across > 60:
        week, across = week / 7, across / 7
    changes = _at_once(turns)
    # in days: a bar of a short journey may begin between two microseconds
    moments, counts = (pd.DatetimeIndex(changes.index) - timeline.start) / DAY, changes.to_numpy()
    edges = week * np.arange(int(np.ceil(span / week)) + 1)
    before = np.searchsorted(moments, edges[:-1], side="right") - 1
    last = np.searchsorted(moments, edges[1:], side="left") - 1
    tops = [
        int(max((counts[at] for at in range(max(first, 0), end + 1)), default=0))
        for first, end in zip(before, last, strict=True)
    ]
    highest = max(tops)
    unit = (at.strip_height - 12) / max(highest, 1)
    bottom = at.strip_top + at.strip_height - 5
    for place, count in enumerate(tops):
        if count:
            left, right = (timeline.left + (timeline.right - timeline.left) * edges[place + more] / span for more in (0, 1))
            right = min(right, timeline.right)
            scene.rect(
                "bars",
                left,
                bottom - count * unit,
                max(right - left - 1, 1.5),
                count * unit,
                fill="kier",
                role="nobody",
                on="kierbg",
                value=str(count),
                data={"time": "span"},
            )
    y = at.strip_top + at.strip_height / 2
    most = say("{n} of {all} questions", n=highest, all=data.numbers.questions)
    if data.numbers.questions == 1:
        most = say_n("1 question", "{n} questions", highest)
    for number, text in enumerate((say("at most:"), most)):
        draw_total(scene, middle(y, IN_CIRCLE) + (number - 0.5) * 34, text, fill="kier", on="kierbg")


def _at_once(turns: pd.DataFrame) -> pd.Series:
    """This gives how many turns go on at once, from each moment at which that changes."""
    steps = pd.concat([pd.Series(1, index=turns["started"]), pd.Series(-1, index=turns["ended"])])
    return steps.groupby(level=0).sum().cumsum()
