"""The journey map of one resident: who had the question, when nobody had it, and through how many hands it went.

One grammar: in a lane somebody has the question, in the gap between two lanes nobody has it, and every length is
time. The finding in the title, the marks, the description and the table come from the same numbers.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from journeys.texts import language, say, say_n
from mining.journey_data import JourneyData
from visuals import journey_table, journey_words
from visuals.figure import Figure
from visuals.journey_contacts import channel_names
from visuals.journey_dense import draw_dense
from visuals.journey_frame import LAYERS, WHOLE, Levels, Sheet, draw_axis, draw_lanes, draw_resident, draw_strip, levels, say_no_contact
from visuals.journey_marks import legend_of
from visuals.journey_places import Plan
from visuals.journey_plan import Ground, ground_of, laid_out, lanes_of
from visuals.journey_turns import draw_turns
from visuals.nobody_strip import draw_steps
from visuals.picture_frame import card, draw_foot, draw_heading, legend_lines, lines_of, shared_lane, title_that_fits
from visuals.scene import Output, Scene
from visuals.style import Theme
from visuals.timeline import Timeline

_SQUEEZES = (((2, 3), (1, 3)), ((1, 2),), ((1, 1),))
"""Rows at most in a lane and in a gap, tried in this order until the picture is high enough; each group at every height."""


def draw_journey(
    data: JourneyData,
    *,
    theme: Theme = "light",
    source: str = "",
    version: str = "",
    output: Output = "static",
    name: str = "journey",
    sheet: Sheet = WHOLE,
) -> Figure:
    """This draws one journey: full, or dense where a full map could not be read (over 60 turns, or circles that lie
    over each other).

    `source` and `version` go into subtitle and source line. `output="html"` leaves colours to the page
    (`var(--kier)`). `sheet` is the room it takes (`PAGE`: without heading and source line, for a page that has them).
    """
    scene = journey_scene(data, theme=theme, source=source, version=version, sheet=sheet)
    footer = journey_words.footer(data, source=source, version=version) if len(data.events) else ""
    return Figure.of(scene, name=name, output=output, rows=journey_table.table(data, lanes_of(data)), footer=footer)


def journey_scene(
    data: JourneyData, *, theme: Theme = "light", source: str = "", version: str = "", sheet: Sheet = WHOLE
) -> Scene:
    """This lays the picture of one journey out and draws it, for `check_scene` and for `draw_journey`."""
    return _empty(theme) if data.events.empty else _laid_out(data, theme, source, version, sheet)[0]


def drawn_timeline(data: JourneyData, *, sheet: Sheet = WHOLE) -> Timeline:
    """This gives the scale of time on which a journey that has events is drawn: a dense map, which squeezed rows can make, is narrower."""
    return _laid_out(data, "light", "", "", sheet)[1].timeline


@dataclass(frozen=True)
class _Words:
    """This is what stands around a journey however it is laid out: title, description, the lines of the heading and the source line."""

    title: str
    description: str
    heading: str
    subtitles: tuple[str, ...]
    foot: str


def _words(data: JourneyData, ground: Ground, source: str, version: str, *, heading: bool) -> _Words:
    title, description = journey_words.title(data), journey_words.description(data, ground.lanes)
    if not heading:
        return _Words(title, description, "", (), "")
    subtitles = lines_of(journey_words.subtitle_parts(data))
    foot = journey_words.footer(data, source=source, version=version) if source or version else ""
    return _Words(title, description, title_that_fits(title, journey_words.hands_in_days(data)), tuple(subtitles), foot)


def _laid_out(data: JourneyData, theme: Theme, source: str, version: str, sheet: Sheet) -> tuple[Scene, Plan]:
    """This tries rows and heights in turn until a journey fits, and gives the picture and the plan behind it."""
    ground = ground_of(data)
    words = _words(data, ground, source, version, heading=sheet.heading)
    tries = [(rows, height) for group in _SQUEEZES for height in sheet.heights for rows in group]
    for (lane_rows, gap_rows), height in tries:
        placed = laid_out(ground, lane_rows=lane_rows, gap_rows=gap_rows)
        scene = _drawn(data, placed, words, theme, sheet, height, anyhow=((lane_rows, gap_rows), height) == tries[-1])
        if scene is not None:
            return scene, placed
    raise AssertionError("the last try is drawn whether it fits or not")


def _drawn(
    data: JourneyData, placed: Plan, words: _Words, theme: Theme, sheet: Sheet, height: float, *, anyhow: bool
) -> Scene | None:
    """This draws a journey at one height; None where not everything fits, unless it must be drawn `anyhow`."""
    scene = Scene(
        title=words.title,
        description=words.description,
        prefix=_prefix(data),
        layers=LAYERS,
        theme=theme,
        language=language(),
        height=height,
    )
    subtitle_lines, foot = len(words.subtitles) if sheet.heading else 1, words.foot
    if sheet.heading:
        draw_heading(scene, words.heading, words.subtitles)
    if placed.dense:
        fits = draw_dense(scene, data, placed, subtitle_lines=subtitle_lines, source=foot, sheet=sheet, height=height)
        return scene if fits or anyhow or height == sheet.heights[-1] else None
    legend = legend_lines(legend_of(placed))
    notes = _notes(placed)
    at = levels(
        rows=resident_rows(placed),
        lane_rows=[placed.lane_rows(lane) for lane in range(placed.lanes.count)],
        gap_rows=[placed.gap_rows(gap) for gap in range(placed.lanes.count + 1)],
        subtitle_lines=subtitle_lines,
        strip=sheet.strip,
        resident_turns=bool(placed.resident_turns),
        legend_rows=len(legend),
        note_rows=len(notes),
        source=bool(foot),
        sheet=sheet,
        height=height,
    )
    if not at.fits and not anyhow:
        return None
    _draw_full(scene, data, placed, at)
    draw_foot(scene, at.legend_top, legend, notes, foot, legend_row=sheet.legend_row)
    return scene


def _draw_full(scene: Scene, data: JourneyData, placed: Plan, at: Levels) -> None:
    draw_lanes(scene, at, placed.lanes)
    draw_resident(scene, at)
    draw_strip(scene, at)
    draw_axis(scene, placed.timeline, top=at.band_top, bottom=at.strip_top + at.strip_height)
    draw_turns(scene, placed, at)
    if not placed.contacts:
        say_no_contact(scene, 360, at.row_y("phone"))
    draw_steps(scene, at, data, placed.timeline)


def resident_rows(placed: Plan) -> list[tuple[str, str]]:
    """This gives the rows of the resident's lane: questions, channels, contact by the municipality, the resident's own
    turn."""
    names = channel_names()
    flags = 1 + max((question.row for question in placed.questions), default=-1)
    used = {contact.row for contact in placed.contacts}
    channels = (
        placed.channels
        if placed.lanes.count < 6 or not used
        else [channel for channel in placed.channels if channel in used]
    )
    rows = [(f"question-{row}", "" if row else say("questions")) for row in range(flags)]
    rows += [(channel, names[channel]) for channel in channels or ("phone",)]
    if "outgoing" in used:
        rows.append(("outgoing", say("from municipality")))
    if len(rows) == 1:
        rows.insert(0, ("", ""))
    return rows


def _notes(placed: Plan) -> list[str]:
    notes = []
    if placed.unflagged:
        notes.append(
            say_n(
                "1 question has no flag; it is in the table.",
                "{n} questions have no flag; they are in the table.",
                placed.unflagged,
            )
        )
    if placed.lanes.folded:
        notes.append(shared_lane(len(placed.lanes.folded)))
    return [" ".join(notes)] if notes else []


def _prefix(data: JourneyData) -> str:
    """This gives ids of one picture a beginning of their own, so that two pictures can stand on one page."""
    seed = f"{data.resident} {list(data.events['row_no'])} {data.numbers.first}"
    return f"journey-{zlib.crc32(seed.encode()):08x}"


def _empty(theme: Theme) -> Scene:
    text = say("There are no events in this journey.")
    return card(text, prefix="journey", layers=LAYERS, theme=theme)
