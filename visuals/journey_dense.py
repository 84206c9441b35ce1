"""The dense map of a journey too full for single marks: who held it, the longest losses, and nobody's share.

No circles and no ordinary connectors: lanes become bars that darken with the number of questions a department holds
at once, contacts become stacked bars, only the longest losses keep a bar of their own, and the totals stand at the
right.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy as np

from journeys.texts import say, say_n
from mining.journey_data import JourneyData, records
from visuals.dense_contacts import answer_bar, draw_contacts
from visuals.dense_losses import draw_losses, longest_losses
from visuals.dense_totals import TOTALS, draw_total
from visuals.journey_contacts import channel_names
from visuals.journey_frame import WHOLE, Levels, Sheet, draw_axis, draw_lanes, draw_resident, draw_strip, lane_name, lane_names, levels
from visuals.journey_places import Plan
from visuals.lanes import Lanes
from visuals.nobody_strip import draw_bars
from visuals.picture_frame import HEIGHT, WIDTH, LegendEntry, draw_foot, legend_lines, lines_of, middle, shared_lane
from visuals.scene import Scene
from visuals.style import IN_CIRCLE
from visuals.timeline import Timeline

STRIP = 100


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
    names = channel_names()
    rows = [(channel, names[channel]) for channel in placed.channels]
    least = [34 if len(lane_name(name)) == 1 else 42 for name in lane_names(placed.lanes)]
    for most in range(placed.lanes.count + 3, 0, -1):  # as many rows of losses as the height allows; the longest always stands there
        losses, left_out = longest_losses(data, placed, most)
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
    draw_contacts(scene, at, data, placed.timeline)
    for lane in range(placed.lanes.count):
        _draw_lane(scene, at, data, placed.lanes, placed.timeline, lane)
    draw_losses(scene, at, losses)
    draw_bars(scene, at, data, placed.timeline)
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
    answer_bar(scene, x - 12, y - 12, 24, 24, answer, role="")


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
        draw_total(scene, middle(top + height / 2, IN_CIRCLE), text, fill="ink", on="lane")
