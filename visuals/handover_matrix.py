"""The matrix of handovers: rows hand over, columns receive; how long it takes and where questions get lost, for many departments at once.

Columns have numbers, not slanted names: rows have the same numbers before their names, and the hatched diagonal leads from a column to its
row. So letters stay upright and cells stay high enough for a number that can be read from 8 metres, also where names are long.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from journeys.texts import language, number, say
from mining.handovers import Handovers
from visuals import matrix_words, silo_words
from visuals.figure import Figure
from visuals.lettering import cut_middle, drawable, text_width, wrap
from visuals.loss_marks import draw_disc, draw_dot, draw_ring, fits
from visuals.pair_words import nothing_to_draw
from visuals.picture_frame import HEIGHT, MARGIN, WIDTH, card, lines_of, middle, title_that_fits
from visuals.scene import Output, Scene
from visuals.silo_places import ENOUGH, Flow, flows, folded_place
from visuals.style import IN_CIRCLE, SOURCE_FLOOR, SUBTITLE, TITLE, VALUE, Theme, Token

LAYERS = ("cells", "marks", "words")
WALL, MOST = 15, 60
"""So many rows at most for the wall and at all; above WALL the picture is larger, with the shape of a sheet of paper."""

WAITS: tuple[tuple[float, Token], ...] = (
    (3, "wait_0"), (7, "wait_1"), (14, "wait_2"), (28, "wait_3"), (float("inf"), "wait_4"),
)  # fmt: skip
"""Days below which a cell has this shade."""

GUTTER, PITCH_LEAST, PITCH_MOST, CELL_MOST = 3.0, 46.5, 130.0, 180.0
SIDE, GROWS = 470.0, 1.5
_SHEET = 2**0.5
_AROUND = 500.0


@dataclass(frozen=True)
class Board:
    """This is where the cells lie: left and top edge, width and height of one, and how many.

    `scale`: how much larger than on the wall title, legend and notes are.
    """

    left: float
    top: float
    wide: float
    high: float
    count: int
    scale: float

    def cell(self, row: int, column: int) -> tuple[float, float, float, float]:
        """This gives left, top, width and height of a cell without its gutter."""
        return self.left + column * self.wide, self.top + row * self.high, self.wide - GUTTER, self.high - GUTTER

    def centre(self, row: int, column: int) -> tuple[float, float]:
        """This is the middle of a cell."""
        left, top, wide, high = self.cell(row, column)
        return left + wide / 2, top + high / 2


def draw_matrix(
    data: Handovers,
    *,
    theme: Theme = "light",
    source: str = "",
    version: str = "",
    output: Output = "static",
    name: str = "matrix",
) -> Figure:
    """This draws the matrix of handovers: 1920 by 1080 up to 15 rows, larger above (30 for A3, 60 for A0: letters stay 26 high)."""
    scene = matrix_scene(data, theme=theme, source=source, version=version)
    empty = bool(nothing_to_draw(data))
    told = [] if empty else matrix_words.notes(data, flows(data))
    footer = " ".join([*told, silo_words.footer(data, source=source, version=version)])
    return Figure.of(scene, name=name, output=output, rows=matrix_words.table(data), footer=footer)


def matrix_scene(data: Handovers, *, theme: Theme = "light", source: str = "", version: str = "") -> Scene:
    """This lays the matrix out and draws it, for `check_scene` and for the figure.

    Raises `ValueError` for more than 60 rows.
    """
    foot = silo_words.footer(data, source=source, version=version) if source or version else ""
    if missing := nothing_to_draw(data):
        return card(missing, prefix="matrix", layers=LAYERS, theme=theme, source=foot)
    count = len(data.order)
    if count > MOST:
        raise ValueError(f"a matrix shows at most {MOST} departments, not {count}")
    high = HEIGHT if count <= WALL else max(WIDTH / _SHEET + 1, _AROUND + PITCH_LEAST * count)
    wide = WIDTH if count <= WALL else high * _SHEET
    found = flows(data)
    candidates = matrix_words.titles(data, found)
    scene = Scene(
        title=candidates[0],
        description=matrix_words.description(data, found),
        prefix=f"matrix-{zlib.crc32(repr((data.order, data.totals, found)).encode()):08x}",
        layers=LAYERS,
        theme=theme,
        width=wide,
        height=high,
        language=language(),
    )
    scale = min(wide / WIDTH, GROWS)
    subtitles = lines_of(silo_words.subtitle_parts(data, 1))
    scene.text("words", MARGIN, 64 * scale, title_that_fits(*candidates), size=TITLE * scale, weight=700, role="title")
    for at, line in enumerate(subtitles):
        scene.text("words", MARGIN, (106 + 34 * at) * scale, line, size=SUBTITLE * scale, fill="sub", role="subtitle")
    bottom = _draw_foot(scene, matrix_words.notes(data, found), foot, scale)
    board, names_end = _board(data, top=(126 + 34 * (len(subtitles) - 1)) * scale, bottom=bottom, wide=wide, scale=scale)
    _draw_names(scene, matrix_words.names(data), board, names_end)
    _draw_cells(scene, found, board, folded=folded_place(data))
    for flow in found:
        _draw_lost(scene, flow, board)
    _draw_legend(scene, found, board)
    return scene


def look(flow: Flow) -> Token | None:
    """This is the shade of a cell; None where the wait is not known or is that of too few handovers."""
    if flow.median is None or not flow.told:
        return None
    return next(token for below, token in WAITS if flow.median < below)


def _board(data: Handovers, *, top: float, bottom: float, wide: float, scale: float) -> tuple[Board, float]:
    """This shares the room out; also gives where the names of the rows end."""
    count = len(data.order)
    top += 2 * 40
    high = min(PITCH_MOST, (bottom - top) / count)
    side = SIDE * scale
    needed = max(text_width(drawable(name).text, _name_size(high), 600) for name in matrix_words.names(data))
    room = wide - 2 * MARGIN - side
    names = min(needed + 4, 470 * scale, room - 70 - count * 52)
    left = MARGIN + names + 70
    cell = min(CELL_MOST, (wide - MARGIN - side - left) / count)
    return Board(left, top, cell, high, count, scale), MARGIN + names


def _name_size(high: float) -> float:
    return 29 if high >= 50 else IN_CIRCLE


def _draw_names(scene: Scene, names: Sequence[str], board: Board, names_end: float) -> None:
    """This writes row names with their numbers, and the numbers over the columns."""
    scene.text("words", board.left - 14, board.top - 14, say("from"), size=VALUE, fill="sub", anchor="end", role="axis")
    scene.text("words", board.left, board.top - 50, say("to the department with this number"), size=VALUE, fill="sub", role="axis")
    size, room = _name_size(board.high), names_end - MARGIN
    for row, name in enumerate(names):
        _, y = board.centre(row, 0)
        x, _ = board.centre(0, row)
        scene.text("words", x, board.top - 14, str(row + 1), size=IN_CIRCLE, weight=700, anchor="middle", role="column")
        at_row = board.left - 14, middle(y, IN_CIRCLE)
        scene.text("words", *at_row, str(row + 1), size=IN_CIRCLE, weight=700, anchor="end", role="row-number")
        text = drawable(name).text or "?"
        scene.replaced |= drawable(name).replaced
        lines: tuple[str, ...] = (text,)
        if text_width(text, size, 600) > room:
            lines = wrap(text, room, IN_CIRCLE, 600) if board.high >= 62 else (cut_middle(text, room, IN_CIRCLE, 600),)
        letters = size if text_width(text, size, 600) <= room else IN_CIRCLE
        for at, line in enumerate(lines):
            baseline = middle(y + (at - (len(lines) - 1) / 2) * 30, letters)
            scene.text("words", names_end, baseline, line, size=letters, weight=600, anchor="end", role="row")


def _draw_cells(scene: Scene, found: Sequence[Flow], board: Board, *, folded: int | None) -> None:
    """This draws all cells of one shade as one shape: shades of waiting, outlines where the wait or the handover is not known."""
    for place in range(board.count):
        left, top, wide, high = board.cell(place, board.count - 1)
        scene.line("cells", board.left, top + high + GUTTER / 2, left + wide, top + high + GUTTER / 2, stroke="line", width=1, opacity=0.6)
        scene.hatch("cells", *board.cell(place, place), fill="line", stripe=1.5, pitch=9)
    shades: dict[Token, list[Flow]] = {token: [flow for flow in found if look(flow) == token] for _, token in WAITS}
    for token, those in shades.items():
        outline: Token | None = "stil" if token in ("wait_0", "wait_1") else None
        shapes = [_corners(board, flow, 0.75) for flow in those]
        scene.path("cells", shapes, fill=token, stroke=outline, width=1.5, role=token)
    unknown = [flow for flow in found if look(flow) is None and flow.recorded]
    scene.path("cells", [_corners(board, flow, 2) for flow in unknown], stroke="stil", width=2.5, role="wait-unknown", on="bg")
    quiet = [flow for flow in found if not flow.recorded]
    scene.path(
        "cells", [_corners(board, flow, 2) for flow in quiet], stroke="stil", width=2.5, dash="0.1 6", cap="round",
        role="unrecorded", on="bg",
    )  # fmt: skip
    if len(quiet) == len(found):  # nothing else is to be told of any cell
        for flow in quiet:
            x, y = board.centre(flow.one, flow.other)
            scene.text("words", x, middle(y, IN_CIRCLE), _count(flow.n, board), size=IN_CIRCLE, fill="sub", anchor="middle", role="count")
    if folded is not None:
        left, top, wide, high = board.cell(folded, folded)
        for x1, y1, x2, y2 in (
            (board.left, top - GUTTER / 2, left + wide, top - GUTTER / 2),
            (left - GUTTER / 2, board.top, left - GUTTER / 2, top + high),
        ):
            scene.line("cells", x1, y1, x2, y2, stroke="stil", width=1.5)


def _count(n: int, board: Board) -> str:
    """This writes how many handovers there are; nothing where the cell is too narrow: the table has it."""
    written = number(n)
    return written if text_width(written, IN_CIRCLE) <= board.wide - GUTTER - 6 else ""


def _corners(board: Board, flow: Flow, inset: float) -> list[tuple[float, float]]:
    left, top, wide, high = board.cell(flow.one, flow.other)
    right, bottom = left + wide - inset, top + high - inset
    return [(left + inset, top + inset), (right, top + inset), (right, bottom), (left + inset, bottom)]


def _draw_lost(scene: Scene, flow: Flow, board: Board) -> None:
    """This draws what got lost in a cell: a number from five, a dot below; a ring where the number is not shown; each with a rim."""
    x, y = board.centre(flow.one, flow.other)
    if flow.lost is None:
        if flow.recorded:
            draw_ring(scene, "marks", x, y, role="withheld")
        return
    if not flow.lost:
        return
    data = {"from": str(flow.one), "to": str(flow.other), "lost": str(flow.lost)}
    if flow.lost < matrix_words.NUMBERED:
        draw_dot(scene, "marks", x, y, role="lost", value=str(flow.lost), data=data)
        return
    draw_disc(scene, "marks", x, y, flow.lost, room=board.wide - GUTTER - 6, role="lost", data=data)


def _draw_legend(scene: Scene, found: Sequence[Flow], board: Board) -> None:
    """This explains the marks that occur, in words, right of the cells."""
    scale = board.scale
    size, step = IN_CIRCLE * scale, 46 * scale
    x, y = scene.width - MARGIN - SIDE * scale + 40, board.top + step / 2 - 40
    room = scene.width - MARGIN - x
    bounds = [int(below) for below, _ in WAITS[:-1]]
    words = [say("less than {n} days", n=bounds[0])]
    words += [say("{low} to {high} days", low=low, high=high) for low, high in pairwise(bounds)]
    words += [say("{n} days or more", n=bounds[-1])]
    looks = {look(flow) for flow in found}
    waits: list[tuple[str, Callable[[float, float], None]]] = [
        (text, partial(_shade_sample, scene, token, scale)) for text, (_, token) in zip(words, WAITS, strict=True) if token in looks
    ]
    if any(look(flow) is None and flow.recorded for flow in found):
        waits.append((say("unknown, or fewer than {n}", n=ENOUGH), partial(_outline_sample, scene, scale, "")))
    if any(not flow.recorded for flow in found):
        only = not any(flow.recorded for flow in found)
        told = say("not recorded, so many times") if only else say("handover not recorded")
        waits.append((told, partial(_outline_sample, scene, scale, "0.1 6")))
    room_in_cell = board.wide - GUTTER - 6
    numbers = [flow.lost for flow in found if flow.lost]
    big = [lost for lost in numbers if lost >= matrix_words.NUMBERED]
    lost: list[tuple[str, Callable[[float, float], None]]] = []
    if shown := [n for n in big if fits(n, room_in_cell)]:
        sample = max(shown) if max(shown) < 1000 else matrix_words.NUMBERED
        lost.append((say("so many questions lost"), partial(draw_disc, scene, "marks", lost=sample, room=room_in_cell)))
    if any(not fits(n, room_in_cell) for n in big):
        lost.append((say("number in the table"), partial(draw_disc, scene, "marks", lost=10**9, room=0)))
    if any(n < matrix_words.NUMBERED for n in numbers):
        lost.append((say("1 to {n} questions lost", n=matrix_words.NUMBERED - 1), partial(draw_dot, scene, "marks")))
    if any(flow.lost is None and flow.recorded for flow in found):
        lost.append((say("number not shown"), partial(draw_ring, scene, "marks")))
    first = say("half waits at most") if any(looks) else say("handovers")
    for heading, entries in ((first, waits), (say("questions that got lost"), lost)):
        if not entries:
            continue
        scene.text("words", x, middle(y, size), heading, size=size, weight=700, width=room, role="legend")
        for text, draw in entries:
            y += step
            draw(x + 30 * scale, y)
            scene.text("words", x + 74 * scale, middle(y, size), text, size=size, fill="sub", width=room - 74 * scale, role="legend")
        y += 1.5 * step


def _shade_sample(scene: Scene, token: Token, scale: float, x: float, y: float) -> None:
    outline: Token | None = "stil" if token in ("wait_0", "wait_1") else None
    scene.rect("cells", x - 28 * scale, y - 17 * scale, 56 * scale, 34 * scale, fill=token, stroke=outline, stroke_width=1.5)


def _outline_sample(scene: Scene, scale: float, dash: str, x: float, y: float) -> None:
    left, top, right, bottom = x - 26 * scale, y - 15 * scale, x + 26 * scale, y + 15 * scale
    shape = [(left, top), (right, top), (right, bottom), (left, bottom)]
    scene.path("cells", [shape], stroke="stil", width=2.5, dash=dash, cap="round" if dash else "")


def _draw_foot(scene: Scene, notes: Sequence[str], source: str, scale: float) -> float:
    """This writes notes and source line at the bottom, and gives where they begin."""
    size = IN_CIRCLE * scale
    lines = wrap(" ".join(notes), scene.width - 2 * MARGIN, size, lines=3)
    y = scene.height - (46 if source else 18) * scale
    for line in reversed(lines):
        scene.text("words", MARGIN, y, line, size=size, fill="sub", role="note")
        y -= 36 * scale
    if source:
        room = scene.width - 2 * MARGIN
        scene.text("words", MARGIN, scene.height - 14 * scale, source, size=SOURCE_FLOOR * scale, fill="sub", width=room, role="source")
    return y - 4
