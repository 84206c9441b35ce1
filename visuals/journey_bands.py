"""A journey of several questions for print: one band per question, under each other on the same axis of time.

On one map questions that run side by side share the lanes; here each has lanes of its own, so that one sees how procedures ran beside
each other without knowing of each other. A band holds the departments of its question only; an official keeps the number that it has in
the whole journey.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from journeys.texts import language, say, say_n
from mining.journey_data import JourneyData
from visuals import journey_table, journey_words
from visuals.figure import Figure
from visuals.journey_frame import (
    AXIS,
    GAP_EMPTY,
    GAP_LABELLED_ROW,
    GAP_ROW,
    LANE,
    LAYERS,
    TWO_ROW_LANE,
    WHOLE,
    Levels,
    draw_axis,
    draw_lanes,
    draw_resident,
    levels,
)
from visuals.journey_map import journey_scene, resident_rows
from visuals.journey_marks import legend_of
from visuals.journey_places import LEFT, RIGHT, Plan
from visuals.journey_plan import lanes_of, plan
from visuals.journey_turns import draw_turns
from visuals.picture_frame import (
    HEIGHT,
    LEGEND_ROW,
    NOTE_ROW,
    LegendEntry,
    draw_foot,
    draw_heading,
    legend_lines,
    legend_top,
    lines_of,
    title_that_fits,
)
from visuals.scene import Output, Scene
from visuals.style import Theme
from visuals.timeline import Timeline

TALLEST = 2900.0
"""A picture higher than this would have letters of less than 7 points on A3."""

BETWEEN = 26.0
"""So much room lies between two bands."""


@dataclass(frozen=True)
class _Band:
    case: str
    placed: Plan
    at: Levels

    @property
    def bottom(self) -> float:
        return self.at.strip_top


def draw_bands(
    data: JourneyData,
    *,
    theme: Theme = "light",
    source: str = "",
    version: str = "",
    output: Output = "static",
    name: str = "questions",
) -> Figure:
    """This draws each question of a journey in a band of its own; a journey of one question is drawn as its map is."""
    scene = bands_scene(data, theme=theme, source=source, version=version)
    return Figure(
        name=name,
        title=scene.title,
        description=scene.description,
        svg=scene.svg(output=output),
        rows=journey_table.table(data, lanes_of(data)),
        footer=journey_words.footer(data, source=source, version=version) if len(data.events) else "",
    )


def bands_scene(data: JourneyData, *, theme: Theme = "light", source: str = "", version: str = "") -> Scene:
    """This lays the bands out: as many questions as fit on a sheet, those that got lost first, then those that lay with nobody longest; in
    order of their letters."""
    if data.events.empty or data.numbers.questions < 2:
        return journey_scene(data, theme=theme, source=source, version=version)
    subtitles = lines_of(journey_words.subtitle_parts(data))
    foot = journey_words.footer(data, source=source, version=version) if source or version else ""
    top = 148.0 + 34 * (len(subtitles) - 1)
    timeline = Timeline(data.numbers.first, data.numbers.last, LEFT, RIGHT, data.rounding)
    shown, bands = _shown(data), list[_Band]()
    room = TALLEST - top - AXIS - 4 * LEGEND_ROW - 2 * NOTE_ROW
    while shown:
        bands = _bands(data, shown, timeline, top)
        if bands[-1].bottom - top <= room or len(shown) == 1:
            break
        shown = shown[:-1]
    legend = legend_lines(_legend(bands))
    notes = [_note(data, bands)]
    ends = bands[-1].bottom
    height = max(HEIGHT, ends + AXIS + 18 + LEGEND_ROW * len(legend) + NOTE_ROW + (40 if foot else 14))
    scene = Scene(
        title=journey_words.title(data),
        description=f"{journey_words.description(data, lanes_of(data))} {_note(data, bands)}",
        prefix=f"questions-{data.resident.lower()}-{data.numbers.questions}-{int(data.numbers.first.timestamp())}",
        layers=LAYERS,
        theme=theme,
        language=language(),
        height=height,
    )
    draw_heading(scene, title_that_fits(journey_words.title(data), journey_words.hands_in_days(data)), subtitles)
    for band in bands:
        draw_lanes(scene, band.at, band.placed.lanes)
        draw_resident(scene, band.at, name=say("Question {letter}", letter=band.case))
        draw_axis(scene, timeline, top=band.at.band_top, bottom=band.bottom, labelled=band is bands[-1])
        draw_turns(scene, band.placed, band.at)
    draw_foot(scene, legend_top(legend_rows=len(legend), note_rows=1, source=bool(foot), height=height), legend, notes, foot)
    return scene


def _shown(data: JourneyData) -> list[str]:
    """This puts the questions that got lost first, then those that lay with nobody longest (ties: the earlier letter).

    A question on its way for a year says less than one that was lost for a month: what got lost is what the map is for.
    """
    nobody = data.turns[(data.turns["party"] == "nobody") & (data.turns["state"] != "unrecorded")]
    seconds, lost = nobody.groupby("case")["seconds"].sum(), _lost(data)
    cases = list(dict.fromkeys(data.events["case"]))
    return sorted(cases, key=lambda case: (case not in lost, -float(seconds.get(case, 0)), cases.index(case)))


def _lost(data: JourneyData) -> set[str]:
    return set(data.turns.loc[data.turns["state"] == "lost", "case"])


def _bands(data: JourneyData, shown: list[str], timeline: Timeline, top: float) -> list[_Band]:
    order, found, y = list(dict.fromkeys(data.events["case"])), list[_Band](), top
    for case in sorted(shown, key=order.index):
        placed = plan(data.of_question(case), lane_rows=1, gap_rows=3, timeline=timeline)
        at = _levels(placed, y)
        found.append(_Band(case, placed, at))
        y = at.strip_top + BETWEEN
    return found


def _levels(placed: Plan, top: float) -> Levels:
    """This gives a band exactly the room that it needs."""
    used = {contact.row for contact in placed.contacts}
    rows = [(key, name) for key, name in resident_rows(placed) if key.startswith("question") or key in used or not used]
    rows = [(key, "" if key.startswith("question") else name) for key, name in rows]
    lane_rows = [placed.lane_rows(lane) for lane in range(placed.lanes.count)]
    gap_rows = [placed.gap_rows(gap) for gap in range(placed.lanes.count + 1)]
    sheet = replace(WHOLE, top=top, strip=0, axis=0, pitches=(38, 36, 36))
    pitch = sheet.pitches[min(max(len(rows) - 4, 0), 2)]
    lanes = sum(TWO_ROW_LANE if n > 1 else LANE + 20 for n in lane_rows)
    gaps = sum(max(GAP_EMPTY, sum(GAP_LABELLED_ROW if words else GAP_ROW for words in gap)) for gap in gap_rows)
    height = top + 12 + pitch * len(rows) + (18 if placed.resident_turns else 0) + lanes + gaps + 10
    return levels(
        rows=rows,
        lane_rows=lane_rows,
        gap_rows=gap_rows,
        subtitle_lines=1,
        strip=0,
        resident_turns=bool(placed.resident_turns),
        lane_least=[TWO_ROW_LANE if n > 1 else LANE + 20 for n in lane_rows],
        legend_rows=0,
        note_rows=0,
        source=False,
        sheet=sheet,
        height=height,
    )


def _legend(bands: list[_Band]) -> list[LegendEntry]:
    """This names every mark that occurs in some band."""
    plans = [band.placed for band in bands]
    return legend_of(
        replace(
            plans[0],
            stays=tuple(stay for each in plans for stay in each.stays),
            hands=tuple(hand for each in plans for hand in each.hands),
            gaps=tuple(bar for each in plans for bar in each.gaps),
            contacts=tuple(contact for each in plans for contact in each.contacts),
            resident_turns=tuple(turn for each in plans for turn in each.resident_turns),
        )
    )


def _note(data: JourneyData, bands: list[_Band]) -> str:
    rest, lost = data.numbers.questions - len(bands), len(_lost(data) - {band.case for band in bands})
    told = say("Each question has a band of its own; time runs the same in all.")
    if rest:
        told += " " + say_n("1 more question stands in the table.", "{n} more questions stand in the table.", rest)
    if lost:
        told += " " + say_n("Of these 1 got lost.", "Of these {n} got lost.", lost)
    return told
