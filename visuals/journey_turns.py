"""What happened in a journey, drawn on lanes that stand there: turns, gaps with their falls and rises, officials, flags and contacts."""

from __future__ import annotations

from visuals.drawn_boxes import Anchor
from visuals.journey_frame import Levels
from visuals.journey_marks import draw_contact, draw_hand, gap_shape
from visuals.journey_places import GapBar, Plan, Question
from visuals.lettering import text_width
from visuals.picture_frame import middle
from visuals.scene import Scene
from visuals.style import IN_CIRCLE, Token
from visuals.svg_writing import written


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
