"""The marks of a journey map and the legend that names those that occur, in words and always in the same order."""

from __future__ import annotations

from functools import partial

from journeys.texts import say
from visuals.journey_frame import Shape, stadium
from visuals.journey_places import RADIUS, Answer, Contact, Hand, Plan
from visuals.picture_frame import LegendEntry, middle
from visuals.scene import Scene
from visuals.style import IN_CIRCLE, Token


def legend_of(placed: Plan) -> list[LegendEntry]:
    """This gives the marks that occur, in words, always in the same order."""
    answers = {contact.answer for contact in placed.contacts}
    words: dict[Answer, str] = {
        "answered": say("heard"),
        "unanswered": say("no answer"),
        "broken": say("not called back"),
        "outgoing": say("municipality made contact"),
    }
    found = [
        LegendEntry(words[answer], 28, partial(_contact_sample, answer=answer)) for answer in words if answer in answers
    ]
    numbers = [hand for hand in placed.hands if hand.officials]
    if numbers:
        shown = min(7, max(official for hand in numbers for official in hand.officials))
        found.append(
            LegendEntry(say("official no. {n} has the question", n=shown), 68, partial(_hand_sample, number=shown))
        )
    elif any(not stay.unknown for stay in placed.stays) or placed.hands:
        found.append(LegendEntry(say("a department has the question"), 60, _stay_sample))
    if any(hand.count == 1 and not hand.first for hand in numbers):
        found.append(LegendEntry(say("an official again"), 42, _again_sample))
    if any(hand.count > 1 for hand in numbers):
        found.append(LegendEntry(say("changes close together"), 56, _pill_sample))
    if placed.resident_turns:
        found.append(LegendEntry(say("resident’s turn"), 60, _resident_sample))
    states = {bar.state for bar in placed.gaps}
    if "not_picked_up" in states:
        found.append(LegendEntry(say("not picked up"), 60, partial(_gap_sample, state="not_picked_up")))
    if "underway" in states:
        found.append(LegendEntry(say("underway"), 60, partial(_gap_sample, state="underway")))
    if "lost" in states:
        found.append(LegendEntry(say("lost"), 60, partial(_gap_sample, state="lost")))
    if any(bar.state == "lost" and bar.contact_row for bar in placed.gaps):
        found.append(LegendEntry(say("resident asked again"), 14, _rise_sample))
    if "unrecorded" in states or any(stay.unknown for stay in placed.stays):
        found.append(LegendEntry(say("not recorded"), 60, partial(_gap_sample, state="unrecorded")))
    return found


def _contact_sample(scene: Scene, x: float, y: float, *, answer: Answer) -> None:
    draw_contact(scene, Contact("", x, 1, answer), y, on="bg", counted=False)


def _hand_sample(scene: Scene, x: float, y: float, *, number: int) -> None:
    scene.rect("bars", x - 10, y - 7, 44, 14, fill="vast")
    draw_hand(scene, Hand("", 0, 0, x - 14, x - 14, (number,), 1, True), y, on="bg", counted=False)


def _again_sample(scene: Scene, x: float, y: float) -> None:
    draw_hand(scene, Hand("", 0, 0, x, x, (1,), 1, False), y, on="bg", counted=False)


def _pill_sample(scene: Scene, x: float, y: float) -> None:
    draw_hand(scene, Hand("", 0, 0, x, x, (1, 2), 2, True), y, on="bg", counted=False)


def _stay_sample(scene: Scene, x: float, y: float) -> None:
    scene.rect("bars", x - 26, y - 7, 52, 14, fill="vast")
    scene.circle("circles", x - 22, y, 9, fill="vast")


def _resident_sample(scene: Scene, x: float, y: float) -> None:
    scene.rect("bars", x - 28, y - 7, 56, 14, fill="inw")


def _rise_sample(scene: Scene, x: float, y: float) -> None:
    scene.line("connectors", x, y - 15, x, y + 15, stroke="inw", width=4, dash="1 8", cap="round")


def _gap_sample(scene: Scene, x: float, y: float, *, state: str) -> None:
    gap_shape(scene, x - 30, y, 60, state, 24 if state == "lost" else 16)


def draw_contact(scene: Scene, contact: Contact, y: float, *, on: Token = "inwbg", counted: bool = True) -> None:
    """This draws one mark of contact: disc answered, ring not answered, ring with slash not called back, square by the
    municipality."""
    x, count, answer = contact.x, contact.count, contact.answer
    role = "contact" if counted else ""
    data = {"answer": answer, "count": str(count)} | ({"inside": contact.inside} if contact.rows else {})
    colour: Token = "kier" if answer == "broken" else "inw"
    shape: Shape = "square" if answer == "outgoing" else "round"
    solid = answer in ("answered", "outgoing")
    if count == 1:
        radius = {"answered": 13, "unanswered": 11, "broken": 12, "outgoing": 11}[answer]
        stadium(
            scene,
            "contacts",
            x,
            y,
            radius,
            radius,
            fill=colour if solid else "bg",
            stroke=None if solid else colour,
            stroke_width={"unanswered": 4, "broken": 5}.get(answer, 0),
            role=role,
            on=on,
            value=f"{answer} {count}",
            shape=shape,
            data=data,
        )
        if answer == "broken":
            scene.line("contacts", x - 8, y + 8, x + 8, y - 8, stroke="kier", width=5)
        return
    half = contact.half - (0 if solid else 2)
    if answer == "broken":
        scene.line("contacts", x - half - 3, y + 17, x + half + 3, y - 17, stroke="kier", width=5)
    stadium(
        scene,
        "contacts",
        x,
        y,
        half,
        17 if solid else 15,
        fill=colour if solid else "bg",
        stroke=None if solid else colour,
        stroke_width=4,
        role=role,
        on=on,
        value=f"{answer} {count}",
        shape=shape,
        data=data,
    )
    scene.text(
        "contacts",
        x,
        middle(y, IN_CIRCLE),
        str(count),
        size=IN_CIRCLE,
        weight=700,
        fill="wit" if solid else colour,
        on="inw" if solid else "bg",
        anchor="middle",
        role="count",
    )


def draw_hand(scene: Scene, hand: Hand, y: float, *, on: Token = "lane", counted: bool = True) -> None:
    """This draws the circle of an official (filled the first time, open on return), a pill of several, or a dot for an
    unknown one."""
    if not hand.officials:
        data = {"inside": hand.inside} if hand.rows else None
        scene.circle("circles", hand.x, y, 9, fill="vast", role="unknown-official" if counted else "", on=on, data=data)
        return
    value = " ".join(str(official) for official in hand.officials)
    radius = RADIUS + 1 if hand.first else RADIUS - 0.5
    half = radius if hand.half <= RADIUS + 1 else hand.half
    stadium(
        scene,
        "circles",
        hand.x,
        y,
        half,
        radius,
        fill="vast" if hand.first else "bg",
        stroke=None if hand.first else "vast",
        stroke_width=3,
        role="official" if counted else "",
        on=on,
        value=value,
        data={"officials": value, "question": hand.case} | ({"inside": hand.inside} if hand.rows else {}),
    )
    scene.text(
        "circles",
        hand.x,
        middle(y, IN_CIRCLE),
        hand.text,
        size=IN_CIRCLE,
        weight=700,
        fill="wit" if hand.first else "vast",
        on="vast" if hand.first else "bg",
        anchor="middle",
        role="number",
    )


def gap_shape(
    scene: Scene, left: float, y: float, wide: float, state: str, height: float, *, role: str = "", case: str = ""
) -> None:
    """This draws a gap: hatched underway, solid lost, an empty outline not picked up, grey dots not recorded."""
    top = y - height / 2
    data = {"question": case} if case else None
    if state == "lost":
        scene.rect("lost", left, top, wide, height, fill="kier", radius=min(4, wide / 2), role=role, on="bg", data=data)
    elif state == "unrecorded":
        scene.rect(
            "underway",
            left,
            top,
            wide,
            height,
            stroke="stil",
            stroke_width=2.5,
            dash="3 4",
            role=role,
            on="bg",
            data=data,
        )
    elif state == "not_picked_up":
        inset = min(1.5, wide / 2)
        scene.rect(
            "underway",
            left + inset,
            top + 1.5,
            wide - 2 * inset,
            height - 3,
            fill="bg" if wide > 6 else "kier",
            stroke="kier",
            stroke_width=3,
            radius=min(4, wide / 2),
            role=role,
            on="bg",
            data=data,
        )
    elif wide < 8:
        scene.rect("underway", left, top, wide, height, fill="kier", role=role, on="bg", data=data)
    else:
        scene.rect("underway", left, top, wide, height, fill="kierbg", stroke="kier", stroke_width=1.5)
        with scene.tagged(hatch="10"):
            scene.hatch("underway", left, top, wide, height, fill="kier")
        scene.rect("underway", left, top, wide, height, stroke="kier", stroke_width=1.5, role=role, on="bg", data=data)
