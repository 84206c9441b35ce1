"""The dense map of a journey too full for single marks: who held it, the longest losses, and nobody's share.

No circles and no ordinary connectors: lanes become bars that darken with the number of questions a department holds
at once, contacts become stacked bars, only the longest losses keep a bar of their own, and the totals stand at the
right.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy as np
import pandas as pd

from journeys.texts import say, say_n
from mining.calendar_dates import calendar_days
from mining.journey_data import JourneyData, records
from visuals.journey_contacts import channel_row
from visuals.journey_frame import (
    WHOLE,
    Levels,
    Sheet,
    draw_axis,
    draw_lanes,
    draw_resident,
    draw_strip,
    lane_name,
    lane_names,
    levels,
    say_no_contact,
)
from visuals.journey_places import LEFT, Plan
from visuals.lanes import Lanes
from visuals.lettering import text_width
from visuals.picture_frame import HEIGHT, WIDTH, LegendEntry, draw_foot, legend_lines, lines_of, middle, shared_lane
from visuals.scene import Scene
from visuals.style import IN_CIRCLE, Token
from visuals.svg_writing import written
from visuals.timeline import Timeline

STRIP, LOSSES, TOTALS, ROOM = 100, 12, 1606, 300
_BINS = (1 / 24, 0.25, 1, 7, 14, 28, 91, 365, 3650)
"""Days in one bar of contacts; two weeks unless that makes bars too narrow or too few."""


def draw_dense(
    scene: Scene,
    data: JourneyData,
    placed: Plan,
    *,
    subtitle_lines: int,
    source: str,
    sheet: Sheet = WHOLE,
    height: float = HEIGHT,
) -> bool:
    """This draws everything below the subtitle and tells whether it fits."""
    names = {
        "phone": say("phoning"),
        "mail": say("mailing"),
        "desk": say("desk, letter"),
        "unknown": say("channel unknown"),
    }
    rows = [(channel, names[channel]) for channel in placed.channels]
    least = [34 if len(lane_name(name)) == 1 else 42 for name in lane_names(placed.lanes)]
    for most in range(placed.lanes.count + 3, -1, -1):  # as many rows of losses as the height allows
        losses, left_out = _longest_losses(data, placed, most)
        gap_rows = [
            [True] * (1 + max((row for *_, gap, row in losses if gap == lane), default=-1))
            for lane in range(placed.lanes.count + 1)
        ]
        legend = legend_lines(_legend(data, losses=bool(losses)))
        notes = _notes(data, placed.lanes, len(losses), left_out)
        at = levels(
            rows=rows if len(rows) > 1 else [("", ""), *rows],
            lane_rows=[1] * placed.lanes.count,
            gap_rows=gap_rows,
            subtitle_lines=subtitle_lines,
            strip=STRIP,
            sheet=sheet,
            height=height,
            legend_rows=len(legend),
            note_rows=len(notes),
            source=bool(source),
            most=62,
            labelled=28,
            lane_least=least,
        )
        if at.fits:
            break
    draw_lanes(scene, at, placed.lanes)
    draw_resident(scene, at)
    draw_strip(scene, at)
    draw_axis(scene, placed.timeline, top=at.band_top, bottom=at.strip_top + at.strip_height)
    _draw_contacts(scene, at, data, placed.timeline)
    for lane in range(placed.lanes.count):
        _draw_lane(scene, at, data, placed.lanes, placed.timeline, lane)
    _draw_losses(scene, at, losses)
    _draw_nobody(scene, at, data, placed.timeline)
    draw_foot(scene, at.legend_top, legend, notes, source, legend_row=sheet.legend_row)
    return at.fits


def _notes(data: JourneyData, lanes: Lanes, drawn: int, left_out: int) -> list[str]:
    handovers = int(data.turns["state"].isin(["underway", "unrecorded", "not_picked_up"]).sum())
    told = []
    if drawn and left_out:
        told.append(
            say_n("The longest loss is drawn;", "The {n} longest losses are drawn;", drawn)
            + " "
            + say_n("1 shorter one", "{n} shorter ones", left_out)
            + " "
            + say_n("and 1 handover are only in the table.", "and {n} handovers are only in the table.", handovers)
        )
    else:
        drawn_all = [say_n("The loss is drawn;", "All {n} losses are drawn;", drawn)] if drawn else []
        told += [
            *drawn_all,
            say_n("1 handover is only in the table.", "{n} handovers are only in the table.", handovers),
        ]
    told.append(say("Darker: more questions at once."))
    if lanes.folded and len(told) < 3:
        told.append(shared_lane(len(lanes.folded)))
    return [line.replace(" · ", " ") for line in lines_of(told, size=IN_CIRCLE)]


def _legend(data: JourneyData, *, losses: bool) -> list[LegendEntry]:
    answers = set(data.events["answer"].dropna())
    words = {"answered": say("heard"), "unanswered": say("no answer"), "broken": say("not called back")}
    found = [
        LegendEntry(text, 28, partial(_answer_sample, answer=answer))
        for answer, text in words.items()
        if answer in answers
    ]
    found.append(LegendEntry(say("a department has the question"), 44, _held_sample))
    if (data.turns["state"] == "unknown").any():
        found.append(LegendEntry(say("not recorded"), 44, _unknown_sample))
    if losses:
        found.append(LegendEntry(say("lost"), 44, _lost_sample))
    if (data.turns["party"] == "nobody").any():
        found.append(LegendEntry(say("questions with nobody"), 28, _nobody_sample))
    return found


def _answer_sample(scene: Scene, x: float, y: float, *, answer: str) -> None:
    _answer_bar(scene, x - 12, y - 12, 24, 24, answer, role="")


def _held_sample(scene: Scene, x: float, y: float) -> None:
    scene.rect("bars", x - 22, y - 13, 22, 26, fill="vast", opacity=0.65)
    scene.rect("bars", x, y - 13, 22, 26, fill="vast")


def _unknown_sample(scene: Scene, x: float, y: float) -> None:
    scene.rect("bars", x - 21, y - 12, 42, 24, stroke="stil", stroke_width=2.5, dash="3 4")


def _lost_sample(scene: Scene, x: float, y: float) -> None:
    scene.rect("lost", x - 22, y - 8, 44, 16, fill="kier", radius=4)


def _nobody_sample(scene: Scene, x: float, y: float) -> None:
    for at, height in enumerate((10, 22, 16)):
        scene.rect("bars", x - 13 + 9 * at, y + 12 - height, 8, height, fill="kier")


def _answer_bar(
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


def _draw_contacts(scene: Scene, at: Levels, data: JourneyData, timeline: Timeline) -> None:
    asked = data.events[data.events["answer"].isin(["answered", "unanswered", "broken"])]
    if asked.empty:
        say_no_contact(scene, LEFT + 10, at.rows[0].y)
    days = timeline.span / pd.Timedelta(days=1)
    per_day = (timeline.right - timeline.left) / days
    width_of = {size: size * per_day for size in _BINS}
    size = 14 if 9 <= width_of[14] <= 60 else next((size for size in _BINS if width_of[size] >= 14), _BINS[-1])
    bins = ((asked["moment"] - timeline.start) / pd.Timedelta(days=size)).astype(int)
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
                    _answer_bar(scene, left, base - heights[row, place], max(right - left, 2), count * unit, answer)
    for row in at.rows:
        own = asked[asked["channel"].map(channel_row) == row.key]
        if len(own):
            without = int((own["answer"] != "answered").sum())
            text = say("{n}×", n=len(own)) + (", " + say("{n} unanswered", n=without) if without else "")
            scene.text(
                "words",
                TOTALS,
                middle(row.y, IN_CIRCLE),
                text,
                size=IN_CIRCLE,
                weight=600,
                fill="inw",
                on="inwbg",
                width=ROOM,
                role="total",
            )


def _draw_lane(scene: Scene, at: Levels, data: JourneyData, lanes: Lanes, timeline: Timeline, lane: int) -> None:
    """This draws how many questions a department holds, one pixel column at a time, as bars that darken with the
    number."""
    held = data.holdings[data.holdings["department"].map(lambda name: lanes.index(name) == lane).astype(bool)]
    turns = data.turns[data.turns["state"].isin(["department", "unknown"])]
    own = turns[[lanes.index(name) == lane for name in turns["department"]]]
    unknown = lanes.unknown and lane == lanes.count - 1
    top, height = at.lane_tops[lane], at.lane_heights[lane]
    columns = np.zeros(int(timeline.right - timeline.left) + 4, dtype=int)
    lasting = own[own["ended"] > own["started"]]
    spans = [(timeline.x(turn["started"]), timeline.x(turn["ended"])) for turn in records(lasting)]
    spans += [
        (x, x)
        for x in (timeline.x(moment) for moment in held["moment"])
        if not any(left <= x <= right for left, right in spans)
    ]
    for left, right in spans:
        columns[int(left - timeline.left) : max(int(right - timeline.left), int(left - timeline.left) + 2)] += 1
    edges = np.flatnonzero(np.diff(columns, prepend=0, append=0))
    for start, end in pairwise(edges):
        count = int(columns[start])
        if count == 0:
            continue
        x, wide = timeline.left + float(start), float(end - start)
        if unknown:
            scene.rect(
                "bars",
                x,
                top + 4,
                wide,
                height - 8,
                stroke="stil",
                stroke_width=2,
                dash="3 4" if wide > 6 else "",
                role="unknown",
                on="lane",
                data={"time": "span"},
            )
        else:
            scene.rect(
                "bars",
                x,
                top + 4,
                wide,
                height - 8,
                fill="vast",
                opacity=min(1.0, 0.35 + 0.3 * count),
                role="held",
                on="lane",
                data={"time": "span"},
            )
    officials = int(held["official"].nunique())
    times = say("{n}×", n=len(held))
    text = f"{say_n('1 official', '{n} officials', officials)}, {times}" if officials else times
    folded = bool(lanes.folded) and lane == len(lanes.shown)
    if folded:
        scene.rect("grid", TOTALS - 10, top, WIDTH - TOTALS + 10, height, fill="lane")
    if len(held):
        scene.text(
            "words",
            TOTALS,
            middle(top + height / 2, IN_CIRCLE),
            text,
            size=IN_CIRCLE,
            weight=600,
            fill="ink",
            on="lane",
            width=ROOM,
            role="total",
        )


Loss = tuple[float, float, str, str, int, int, int]
"""left, right, label, question, turn, gap, row"""


def _longest_losses(data: JourneyData, placed: Plan, rows_left: int) -> tuple[list[Loss], int]:
    """This places the longest losses with their label beside them, in so many rows; the rest is counted with the
    shorter ones."""
    lost = data.turns[data.turns["state"] == "lost"]
    lost = lost.assign(days=calendar_days(lost["started"], lost["ended"])) if len(lost) else lost.assign(days=0)
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    found: list[Loss] = []
    for turn in records(
        lost.sort_values(["days", "started", "case"], ascending=[False, True, True], kind="stable").head(LOSSES)
    ):
        if turn["days"] == 0:
            continue
        sender, towards = placed.lanes.index(turn["from_department"]), placed.lanes.index(turn["to_department"])
        gap = (towards or 0) if sender is None else sender if towards is not None and towards < sender else sender + 1
        left, right = placed.timeline.x(turn["started"]), placed.timeline.x(turn["ended"])
        label = say("{n} d", n=int(turn["days"]))
        claim = (left - 8, max(right, left + 4) + 16 + text_width(label, IN_CIRCLE, 700))
        for row in range(3):
            spans = taken.get((gap, row), [])
            if (spans or rows_left > 0) and all(claim[0] > other or claim[1] < one for one, other in spans):
                rows_left -= not spans
                taken.setdefault((gap, row), []).append(claim)
                found.append((left, right, label, turn["case"], int(turn["turn"]), gap, row))
                break
    return found, len(lost) - len(found)


def _draw_losses(scene: Scene, at: Levels, losses: list[Loss]) -> None:
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


def _draw_nobody(scene: Scene, at: Levels, data: JourneyData, timeline: Timeline) -> None:
    """This draws, week by week, the most questions that lay with nobody at once."""
    turns = data.turns[
        (data.turns["party"] == "nobody")
        & (data.turns["state"] != "unrecorded")
        & (data.turns["ended"] > data.turns["started"])
    ]
    if turns.empty:
        return
    week = pd.Timedelta(days=7)
    across = (timeline.right - timeline.left) * (week / timeline.span)
    while across < 4:
        week, across = week * 2, across * 2
    while across > 60:
        week, across = week / 7, across / 7
    changes = (
        pd.concat([pd.Series(1, index=turns["started"]), pd.Series(-1, index=turns["ended"])])
        .groupby(level=0)
        .sum()
        .cumsum()
    )
    # a bar of a short journey begins between two microseconds: held against the moments in nanoseconds
    moments, counts = pd.DatetimeIndex(changes.index).as_unit("ns"), changes.to_numpy()
    bars = int(np.ceil(timeline.span / week))
    edges = timeline.start + week * np.arange(bars + 1)
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
            left, right = timeline.x(edges[place]), min(timeline.x(edges[place + 1]), timeline.right)
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
        scene.text(
            "words",
            TOTALS,
            middle(y, IN_CIRCLE) + (number - 0.5) * 34,
            text,
            size=IN_CIRCLE,
            weight=600,
            fill="kier",
            on="kierbg",
            width=ROOM,
            role="total",
        )
