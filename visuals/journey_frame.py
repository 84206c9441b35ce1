"""The frame of a journey map: from title to source line what stands where, and everything that the full and the dense
map share.

From top to bottom: title, subtitle, the resident's lane, departments with gaps between them, the strip "nobody's
turn", the axis, the legend, a note, the source line. Heights follow from what must stand in them; what is left over
is shared out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from journeys.texts import say
from visuals.lanes import Lanes
from visuals.lettering import cut, cut_middle, drawable, text_width, wrap
from visuals.picture_frame import HEIGHT, LEGEND_ROW, MARGIN, WIDTH, legend_top, middle, other_departments
from visuals.scene import Scene
from visuals.style import IN_CIRCLE, LANE_NAME, LANE_NAME_TWO_LINES, VALUE, Token
from visuals.svg_writing import written
from visuals.timeline import Timeline

NAMES_END, ROW_NAMES_END = 326, 326
LAYERS = ("lanes", "grid", "connectors", "underway", "lost", "bars", "circles", "contacts", "words")
LANE, TWO_ROW_LANE, LANE_MOST, TWO_ROW_LANE_MOST = 44, 86, 82, 100
GAP_EMPTY, GAP_ROW, GAP_LABELLED_ROW, GAP_MOST = 18, 22, 32, 44
Shape = Literal["round", "square"]
AXIS = 44


@dataclass(frozen=True)
class Sheet:
    """This is the room that a journey map takes: a whole picture, or the part of a page that has its own heading and
    source line.

    `heights` are tried in order until everything fits; below `top` the resident's lane begins.
    """

    heights: tuple[float, ...] = (HEIGHT,)
    heading: bool = True
    top: float = 134
    strip: float = 64
    axis: float = AXIS
    pitches: tuple[float, float, float] = (40, 38, 36)
    legend_row: float = LEGEND_ROW
    lane: float = LANE
    gap: float = GAP_EMPTY


WHOLE = Sheet()
PAGE = Sheet(
    heights=(832, 864, 900),
    heading=False,
    top=2,
    strip=44,
    axis=40,
    pitches=(34, 34, 33),
    legend_row=38,
    lane=42,
    gap=14,
)
"""The stage of the workshop page is 1920 wide and 832 high; what is higher is shown smaller."""


@dataclass(frozen=True)
class Row:
    """This is one row of the resident's lane: what it holds, its name at the left, the height of its middle."""

    key: str
    name: str
    y: float


@dataclass(frozen=True)
class Levels:
    """This is the whole picture from top to bottom."""

    band_top: float
    band_bottom: float
    rows: tuple[Row, ...]
    lane_tops: tuple[float, ...]
    lane_heights: tuple[float, ...]
    gap_tops: tuple[float, ...]
    gap_heights: tuple[float, ...]
    strip_top: float
    strip_height: float
    legend_top: float
    fits: bool

    def lane_y(self, lane: int, row: int = 0, rows: int = 1) -> float:
        """This is the height of a row in a lane: its middle, or 27% and 73% where there are two."""
        part = (0.5,) if rows == 1 else (0.26, 0.74)
        return self.lane_tops[lane] + self.lane_heights[lane] * part[min(row, len(part) - 1)]

    def row_y(self, key: str) -> float:
        """This is the height of a row in the resident's lane."""
        return next(
            (row.y for row in self.rows if row.key == key),
            self.band_bottom - 15 if key == "resident" else self.rows[-1].y,
        )


def levels(
    *,
    rows: Sequence[tuple[str, str]],
    lane_rows: Sequence[int],
    gap_rows: Sequence[Sequence[bool]],
    subtitle_lines: int,
    strip: float,
    resident_turns: bool = False,
    lane_least: Sequence[float] | None = None,
    legend_rows: int,
    note_rows: int,
    source: bool,
    most: float = LANE_MOST,
    labelled: float = GAP_LABELLED_ROW,
    sheet: Sheet = WHOLE,
    height: float = HEIGHT,
) -> Levels:
    """This shares the height of the picture out over everything that stands in it."""
    band_top = sheet.top + 34 * (subtitle_lines - 1)
    pitch = sheet.pitches[min(max(len(rows) - 4, 0), 2)]
    band_bottom = band_top + 12 + pitch * len(rows) + (18 if resident_turns else 0)
    placed = tuple(Row(key, name, band_top + 6 + pitch * (at + 0.5)) for at, (key, name) in enumerate(rows))
    foot_top = legend_top(legend_rows=legend_rows, note_rows=note_rows, source=source, height=height, legend_row=sheet.legend_row)
    least_lanes = list(lane_least or [TWO_ROW_LANE if n > 1 else sheet.lane for n in lane_rows])
    most_lanes = [TWO_ROW_LANE_MOST if n > 1 else most for n in lane_rows]
    least_gaps = [max(sheet.gap, sum(labelled if words else GAP_ROW for words in gap)) for gap in gap_rows]
    most_gaps = [max(GAP_MOST, least + 8) for least in least_gaps]
    least, wished = sum(least_lanes) + sum(least_gaps), sum(most_lanes) + sum(most_gaps)
    room = foot_top - sheet.axis - strip - band_bottom
    part = min(1.0, (room - least) / max(1.0, wished - least))
    squeeze = 1.0 if part >= 0 else room / least
    part = max(0.0, part)
    lanes = [(low + (high - low) * part) * squeeze for low, high in zip(least_lanes, most_lanes, strict=True)]
    gaps = [(low + (high - low) * part) * squeeze for low, high in zip(least_gaps, most_gaps, strict=True)]
    lane_tops, gap_tops, y = [], [], float(band_bottom)
    for lane, gap in zip(lanes, gaps[:-1], strict=True):
        gap_tops.append(y)
        lane_tops.append(y + gap)
        y += gap + lane
    gap_tops.append(y)
    return Levels(
        band_top,
        band_bottom,
        placed,
        tuple(lane_tops),
        tuple(lanes),
        tuple(gap_tops),
        tuple(gaps),
        strip_top=y + gaps[-1],
        strip_height=strip,
        legend_top=foot_top,
        fits=squeeze == 1.0,
    )


def draw_resident(scene: Scene, at: Levels, *, name: str = "") -> None:
    """This draws the resident's lane with the names of its rows; `name`: what it is called instead."""
    scene.rect("lanes", 0, at.band_top, WIDTH, at.band_bottom - at.band_top, fill="inwbg")
    name = name or say("Resident")
    room = ROW_NAMES_END - MARGIN - text_width(name, LANE_NAME, 700) - 8
    scene.text(
        "words",
        MARGIN,
        middle(at.rows[0].y, LANE_NAME),
        name,
        size=LANE_NAME,
        weight=700,
        fill="inw",
        on="inwbg",
        role="lane",
    )
    for row in at.rows:
        if row.name and (row != at.rows[0] or text_width(row.name, VALUE) <= room):
            scene.text(
                "words",
                ROW_NAMES_END,
                middle(row.y, VALUE),
                row.name,
                size=VALUE,
                fill="inw",
                on="inwbg",
                anchor="end",
                role="row",
            )


def lane_names(lanes: Lanes) -> list[str]:
    """This gives what stands before each lane, uncut."""
    folded = [other_departments(len(lanes.folded))] if lanes.folded else []
    return [*lanes.shown, *folded, *([say("Department unknown")] if lanes.unknown else [])]


def draw_lanes(scene: Scene, at: Levels, lanes: Lanes) -> None:
    """This draws the department lanes with their names; the lane of the folded departments is hatched."""
    names = lane_names(lanes)
    written: set[tuple[str, ...]] = set()
    for lane, name in enumerate(names):
        top, height = at.lane_tops[lane], at.lane_heights[lane]
        scene.rect("lanes", 0, top, WIDTH, height, fill="lane", role="lane", data={"lane": str(lane)})
        if lanes.folded and lane == len(lanes.shown):
            scene.hatch("lanes", NAMES_END + 4, top, WIDTH - NAMES_END - 4, height, fill="line", stripe=1.4, pitch=9)
        scene.replaced |= drawable(name).replaced
        lines = lane_name(name, beside=written)
        written.add(lines)
        size = (
            LANE_NAME
            if text_width(lines[0], LANE_NAME, 600) <= NAMES_END - MARGIN and len(lines) == 1
            else LANE_NAME_TWO_LINES
        )
        for number, line in enumerate(lines):
            y = middle(top + height / 2, size) + (number - (len(lines) - 1) / 2) * (size + 3)
            scene.text("words", MARGIN, y, line, size=size, weight=600, fill="ink", on="lane", role="lane-name")


def lane_name(name: str, *, beside: set[tuple[str, ...]] | None = None) -> tuple[str, ...]:
    """This sets a department's name on one or two lines; cut in the middle where cut at the end it would look like
    another one."""
    text, room = drawable(name).text or "?", NAMES_END - MARGIN
    if text_width(text, LANE_NAME, 600) <= room:
        return (text,)
    lines = wrap(text, room, LANE_NAME_TWO_LINES, 600)
    if lines in (beside or set()):
        lines = (lines[0], cut_middle(text[len(lines[0]) :].strip() or text, room, LANE_NAME_TWO_LINES, 600))
    return lines


def say_no_contact(scene: Scene, x: float, y: float) -> None:
    """This says in the resident's lane that nothing is known of contact, on a ground of its own so that no line of time runs through it."""
    text = say("No contact by the resident is recorded.")
    scene.rect("words", x - 6, y - 18, text_width(text, IN_CIRCLE) + 12, 36, fill="inwbg")
    scene.text("words", x, middle(y, IN_CIRCLE), text, size=IN_CIRCLE, fill="inw", on="inwbg", role="note")


def draw_axis(scene: Scene, timeline: Timeline, *, top: float, bottom: float, labelled: bool = True) -> None:
    """This draws the lines of time from `top` to `bottom`, and under them (if `labelled`) their labels where they do not touch."""
    with scene.tagged(axis=written(bottom)):
        _draw_ticks(scene, timeline, top=top, bottom=bottom, labelled=labelled)


def _draw_ticks(scene: Scene, timeline: Timeline, *, top: float, bottom: float, labelled: bool) -> None:
    taken = -1.0
    for tick in timeline.ticks():
        width = {"fine": 1.0, "plain": 1.5, "strong": 2.5}[tick.strength]
        scene.line(
            "grid",
            tick.x,
            top,
            tick.x,
            bottom,
            stroke="line",
            width=width,
            opacity=0.5 if tick.strength == "fine" else 1,
        )
        wide = text_width(tick.label, VALUE)
        x = min(tick.x, WIDTH - 12 - wide)
        if labelled and tick.label and x > taken:
            scene.text("words", x, bottom + 31, tick.label, size=VALUE, fill="sub", role="axis")
            taken = x + wide + 14


def draw_strip(scene: Scene, at: Levels) -> None:
    """This draws the ground and the name of the strip "nobody's turn"."""
    scene.rect("lanes", 0, at.strip_top, WIDTH, at.strip_height, fill="kierbg")
    y = middle(at.strip_top + at.strip_height / 2, 31)
    name = cut(say("Nobody’s turn"), NAMES_END - MARGIN, 31, 700)
    scene.text("words", MARGIN, y, name, size=31, weight=700, fill="kier", on="kierbg", role="lane-name")


def stadium(
    scene: Scene,
    layer: str,
    x: float,
    y: float,
    half: float,
    radius: float,
    *,
    fill: Token,
    stroke: Token | None = None,
    stroke_width: float = 0,
    role: str = "",
    on: Token | None = None,
    value: str = "",
    shape: Shape = "round",
    data: dict[str, str] | None = None,
) -> None:
    """This draws a circle, or a pill where it must be wider than high."""
    if half <= radius and shape == "round":
        scene.circle(
            layer,
            x,
            y,
            radius,
            fill=fill,
            stroke=stroke,
            stroke_width=stroke_width,
            role=role,
            on=on,
            value=value,
            data=data,
        )
    else:
        scene.rect(
            layer,
            x - half,
            y - radius,
            2 * half,
            2 * radius,
            fill=fill,
            stroke=stroke,
            stroke_width=stroke_width,
            radius=radius if shape == "round" else 2,
            role=role,
            on=on,
            value=value,
            data=data,
        )
