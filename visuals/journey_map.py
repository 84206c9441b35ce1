"""The journey map of one resident: who had the question, when nobody had it, and through how many hands it went.

One grammar: in a lane somebody has the question, in the gap between two lanes nobody has it, and every length is
time. The finding in the title, the marks, the description and the table come from the same numbers.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import pandas as pd

from journeys.texts import language, say, say_n
from mining.journey_data import JourneyData
from visuals import journey_table, journey_words
from visuals.drawn_boxes import Anchor
from visuals.figure import Figure
from visuals.journey_dense import draw_dense
from visuals.journey_frame import LAYERS, WHOLE, Levels, Sheet, draw_axis, draw_lanes, draw_resident, draw_strip, levels, say_no_contact
from visuals.journey_marks import draw_contact, draw_hand, gap_shape, legend_of
from visuals.journey_places import GapBar, Plan, Question
from visuals.journey_plan import Ground, ground_of, laid_out, lanes_of
from visuals.lettering import text_width
from visuals.picture_frame import card, draw_foot, draw_heading, legend_lines, lines_of, middle, shared_lane, title_that_fits
from visuals.scene import Output, Scene
from visuals.style import IN_CIRCLE, Theme, Token
from visuals.svg_writing import written
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
    with scene.tagged(time="span"):
        _draw_nobody(scene, at, data, placed)


def draw_turns(scene: Scene, placed: Plan, at: Levels) -> None:
    """This draws everything that happened: turns, gaps, officials, flags of questions and contacts, on lanes that stand there."""
    for bar in placed.gaps:
        _draw_connectors(scene, at, placed, bar)
    _draw_passings(scene, at, placed)
    for bar in placed.gaps:
        _draw_gap_bar(scene, _gap_y(at, placed, bar), bar)
    _draw_stays(scene, at, placed)
    for hand in placed.hands:
        with scene.tagged(
            x=written(hand.begun),
            part=" ".join(f"event-{row}" for row in hand.rows),
            question=hand.case,
        ):
            draw_hand(scene, hand, at.lane_y(hand.lane, hand.row, placed.lane_rows(hand.lane)))
    _draw_questions(scene, at, placed)
    for contact in placed.contacts:
        with scene.tagged(
            x=written(contact.begun),
            part=" ".join(f"event-{row}" for row in contact.rows),
        ):
            draw_contact(scene, contact, at.row_y(contact.row))


def resident_rows(placed: Plan) -> list[tuple[str, str]]:
    """This gives the rows of the resident's lane: questions, channels, contact by the municipality, the resident's own
    turn."""
    names = {
        "phone": say("phoning"),
        "mail": say("mailing"),
        "desk": say("desk, letter"),
        "unknown": say("channel unknown"),
    }
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


def _draw_stays(scene: Scene, at: Levels, placed: Plan) -> None:
    for stay in placed.stays:
        y = at.lane_y(stay.lane, stay.row, placed.lane_rows(stay.lane))
        wide = max(stay.right - stay.left, 2)
        data = {"question": stay.case, "time": "span", "part": f"turn-{stay.case}-{stay.turn}"}
        if stay.unknown:
            scene.rect(
                "bars",
                stay.left,
                y - 7,
                wide,
                14,
                stroke="stil",
                stroke_width=2.5,
                dash="3 4",
                role="unknown",
                on="lane",
                data=data,
            )
        else:
            scene.rect("bars", stay.left, y - 7, wide, 14, fill="vast", role="held", on="lane", data=data)
    for left, right in placed.resident_turns:
        y = at.row_y("resident")
        scene.rect("bars", left, y - 7, max(right - left, 3), 14, fill="inw", role="resident", on="inwbg", data={"time": "span"})


def _gap_y(at: Levels, placed: Plan, bar: GapBar) -> float:
    """This is the height of a bar: the middle of its row, rows being as high as what stands in them needs."""
    rows = placed.gap_rows(bar.gap)
    heights = [32 if labelled else 22 for labelled in rows]
    scale = at.gap_heights[bar.gap] / sum(heights)
    return at.gap_tops[bar.gap] + scale * (sum(heights[: bar.row]) + heights[bar.row] / 2)


def _draw_gap_bar(scene: Scene, y: float, bar: GapBar) -> None:
    wide = max(bar.right - bar.left, 3)
    height = 30 if bar.state == "lost" or bar.label_at == "inside" else 15
    part = f"turn-{bar.case}-{bar.turn}"
    with scene.tagged(time="span", part=part, question=bar.case):
        gap_shape(scene, bar.left, y, wide, bar.state, height, role=bar.state, case=bar.case)
    if bar.label_at:
        with scene.tagged(x=written(bar.left + wide / 2), since=written(bar.right), label=bar.label_at, part=part, question=bar.case):
            _draw_gap_label(scene, y, bar, wide)


def _draw_gap_label(scene: Scene, y: float, bar: GapBar, wide: float) -> None:
    layer = "lost"
    solid = bar.state == "lost"
    if bar.label_at == "inside":
        scene.text(
            layer,
            bar.left + wide / 2,
            middle(y, IN_CIRCLE),
            bar.label,
            size=IN_CIRCLE,
            weight=700,
            fill="wit" if solid else "kier",
            on="kier" if solid else "bg",
            anchor="middle",
            role="days",
        )
        return
    low, high = bar.claim
    x = bar.left + wide + 9 if bar.label_at == "right" else low + 8
    across = high - bar.left - wide - 10 if bar.label_at == "right" else bar.left - low - 12
    scene.rect(layer, x - 5, y - 14, across + 6, 28, fill="bg", radius=4)
    scene.text(layer, x, middle(y, IN_CIRCLE), bar.label, size=IN_CIRCLE, weight=700, fill="kier", on="bg", role="days")


def _draw_connectors(scene: Scene, at: Levels, placed: Plan, bar: GapBar) -> None:
    """This draws the fall from a lane into the gap and the rise to whoever took it up; dotted blue where the resident
    got it moving."""
    y = _gap_y(at, placed, bar)
    quiet = bar.state == "unrecorded"
    stroke: Token = "stil" if quiet else "kier"
    dash, width = ("3 5", 2.5) if quiet else ("", 3.0)
    data = {"question": bar.case, "part": f"turn-{bar.case}-{bar.turn}", "x": written(bar.left)}
    if bar.follows:
        pass
    elif bar.sender is not None:
        start = at.lane_y(bar.sender, bar.sender_row, placed.lane_rows(bar.sender))
        scene.line("connectors", bar.left + 1, start, bar.left + 1, y, stroke=stroke, width=width, dash=dash, data=data)
    elif bar.state == "not_picked_up":
        scene.line("connectors", bar.left + 1, at.band_bottom, bar.left + 1, y, stroke=stroke, width=width, data=data)
    right = max(bar.right, bar.left + 3) - 1
    data |= {"x": written(bar.right)}
    if bar.contact_row:
        scene.line(
            "connectors",
            right,
            at.row_y(bar.contact_row),  # from the contact down: the dots of two lines at one moment fall on each other
            right,
            y,
            stroke="inw",
            width=4,
            dash="1 8",
            cap="round",
            role="rise",
            data=data,
        )
    elif bar.receiver is not None and not bar.goes_on:
        end = at.lane_y(bar.receiver, bar.receiver_row, placed.lane_rows(bar.receiver))
        scene.line("connectors", right, y, right, end, stroke=stroke, width=width, dash=dash, data=data)


def _draw_passings(scene: Scene, at: Levels, placed: Plan) -> None:
    for passing in placed.passings:
        ends = [
            at.row_y("resident") if lane is None else at.lane_y(lane, row, placed.lane_rows(lane))
            for lane, row in ((passing.lane, passing.row), (passing.other, passing.other_row))
        ]
        blue = passing.lane is None or passing.other is None
        scene.line(
            "connectors",
            passing.x,
            ends[0],
            passing.x,
            ends[1],
            stroke="inw" if blue else "vast",
            width=3 if blue else 4,
            data={"x": written(passing.x)},
        )


def _draw_questions(scene: Scene, at: Levels, placed: Plan) -> None:
    """This draws the flag of each question: its letter, a line as long as it lasted, and how it ended."""
    for question in placed.questions:
        with scene.tagged(question=question.case):
            _draw_question(scene, at, question)


def _draw_question(scene: Scene, at: Levels, question: Question) -> None:
    y = at.row_y(f"question-{question.row}")
    ended = {"x": written(question.right), "since": written(question.right)}
    if question.right > question.left + 16:
        scene.line(
            "contacts", question.left, y, question.right, y, stroke="sub", width=2.5, role="question-span",
            data={"time": "span"},
        )  # fmt: skip
    if not question.open:
        scene.line("contacts", question.right, y - 10, question.right, y + 10, stroke="sub", width=4, data=ended)
    if question.text_at == "inside":
        x = (question.left + 16 + question.right) / 2
        wide = text_width(question.text, IN_CIRCLE, 600) + 20
        with scene.tagged(x=written(x), since=written(question.right)):
            scene.rect("contacts", x - wide / 2, y - 16, wide, 32, fill="inwbg")
            _draw_flag(scene, x, y, question, anchor="middle")
    elif question.text_at:
        left = question.text_at == "left"
        x = question.left - 24 if left else max(question.right, question.left + 16) + 10
        with scene.tagged(**(ended | ({"x": written(question.left)} if left else {}))):
            _draw_flag(scene, x, y, question, anchor="end" if left else "start")
    with scene.tagged(x=written(question.left)):
        scene.circle("contacts", question.left, y, 16, fill="ink", role="question", on="inwbg", value=question.case)
        scene.text(
            "contacts", question.left, middle(y, IN_CIRCLE), question.case, size=IN_CIRCLE, weight=700, fill="bg",
            on="ink", anchor="middle", role="letter",
        )  # fmt: skip


def _draw_flag(scene: Scene, x: float, y: float, question: Question, *, anchor: Anchor) -> None:
    scene.text(
        "contacts", x, middle(y, IN_CIRCLE), question.text, size=IN_CIRCLE, weight=600, fill="ink", on="inwbg",
        anchor=anchor, role="flag",
    )  # fmt: skip


def _draw_nobody(scene: Scene, at: Levels, data: JourneyData, placed: Plan) -> None:
    """This draws how many questions lay with nobody, as steps, at most three high."""
    turns = data.turns[(data.turns["party"] == "nobody") & (data.turns["state"] != "unrecorded")]
    changes = (
        pd.concat([pd.Series(1, index=turns["started"]), pd.Series(-1, index=turns["ended"])])
        .groupby(level=0)
        .sum()
        .cumsum()
    )
    moments, counts = list(changes.index), [int(count) for count in changes]
    highest = min(3, max(counts, default=1)) or 1
    step = (at.strip_height - 8) / highest
    shapes = []
    for start, end, count in zip(moments, moments[1:], counts, strict=False):
        if count > 0:
            left, right = placed.timeline.x(start), placed.timeline.x(end)
            right = max(right, left + 1)
            top, bottom = at.strip_top + at.strip_height - 4 - step * min(count, 3), at.strip_top + at.strip_height - 4
            shapes.append([(left, top), (right, top), (right, bottom), (left, bottom)])
    scene.path("bars", shapes, fill="kier", role="nobody", on="kierbg")


def _prefix(data: JourneyData) -> str:
    """This gives ids of one picture a beginning of their own, so that two pictures can stand on one page."""
    seed = f"{data.resident} {list(data.events['row_no'])} {data.numbers.first}"
    return f"journey-{zlib.crc32(seed.encode()):08x}"


def _empty(theme: Theme) -> Scene:
    text = say("There are no events in this journey.")
    return card(text, prefix="journey", layers=LAYERS, theme=theme)
