"""Journeys drawn by hand for the tests of pictures: steps of each question in days, and the events and turns that they
stand for."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

import pandas as pd

from mining.journey_data import EVENT_COLUMNS, TURN_COLUMNS, JourneyData, letters

MONDAY = datetime(2024, 3, 4, 9, 0)  # UTC


@dataclass
class Step:
    """This is one step of a question at a day: a turn that starts (`state`), an ask of the resident, or an outreach."""

    day: float
    state: str = (
        ""  # department, resident, underway, lost, not_picked_up, unrecorded, unknown, over; or "ask", "outreach"
    )
    department: str | None = None
    to: str | None = None
    official: int | None = None  # which person, not yet the number in the drawing
    channel: str | None = "phone"
    answer: str | None = None
    kind: str = ""
    more: Sequence[tuple[float, int]] = field(
        default_factory=tuple
    )  # (day, official): later hands inside the same turn


PARTIES = {
    "department": "department",
    "resident": "resident",
    "unknown": "unknown",
    "unrecorded": "unknown",
    "over": "over",
}


def journey(
    *questions: Sequence[Step], end: float | None = None, start: datetime = MONDAY, resident: str = "A"
) -> JourneyData:
    """This makes a journey of questions, each a list of steps in order of day; a turn lasts until the next turn of its
    question."""
    events: list[dict[str, object]] = []
    turns: list[dict[str, object]] = []
    last_day = max(step.day for steps in questions for step in steps)
    last_day = max([last_day, *(day for steps in questions for step in steps for day, _ in step.more)])
    log_end = start + timedelta(days=last_day if end is None else end)

    def at(day: float) -> datetime:
        return start + timedelta(days=day)

    serial = 0
    for number, steps in enumerate(questions):
        case = f"q{number}"
        own: list[dict[str, object]] = []
        for step in steps:
            serial += 1
            resident_asks = step.state == "ask"
            event = {
                "case": case,
                "moment": at(step.day),
                "kind": step.kind or ("contact" if resident_asks else _kind(step.state)),
                "by": "resident" if resident_asks else "municipality",
                "channel": step.channel if step.state in ("ask", "outreach") else None,
                "municipal": not resident_asks and step.state != "not_picked_up",
                "person": step.official,
                "department": step.department,
                "to_department": step.to,
                "answer": step.answer or ("unanswered" if resident_asks else None),
                "serial": serial,
            }
            if step.state == "outreach":
                event["answer"] = "outgoing"
            if step.state == "not_picked_up":
                event = None  # type: ignore[assignment]  # it starts with the ask before it
            if event is not None:
                events.append(event)
                own.append(event)
            if step.state not in ("ask", "outreach"):
                turns.append(
                    {
                        "case": case,
                        "party": PARTIES.get(step.state, "nobody"),
                        "state": step.state,
                        "started": at(step.day),
                        "department": step.department if step.state in ("department",) else None,
                        "from_department": step.department
                        if step.state in ("underway", "lost", "unrecorded")
                        else None,
                        "to_department": step.to,
                        "serial": serial if event is not None else serial - 1,
                    }
                )
            for day, official in step.more:
                serial += 1
                events.append(
                    {
                        "case": case,
                        "moment": at(day),
                        "kind": "work",
                        "by": "municipality",
                        "channel": None,
                        "municipal": True,
                        "person": official,
                        "department": step.department,
                        "to_department": None,
                        "answer": None,
                        "serial": serial,
                    }
                )
    return assembled(events, turns, log_end, resident)


def assembled(
    events: list[dict[str, object]], turns: list[dict[str, object]], log_end: datetime, resident: str = "A"
) -> JourneyData:
    """This numbers rows, questions and officials in order of time, as a dossier does."""
    rows = pd.DataFrame(events).sort_values(["moment", "serial"], kind="stable", ignore_index=True)
    rows["row_no"] = range(1, len(rows) + 1)
    row_of = dict(zip(rows["serial"], rows["row_no"], strict=True))
    cases = {case: letters(number) for number, case in enumerate(rows["case"].unique())}
    officials = {person: number + 1 for number, person in enumerate(rows["person"].dropna().unique())}
    rows["official"] = rows["person"].map(officials).astype("Int64")
    rows["case"] = rows["case"].map(cases)
    own = pd.DataFrame(turns)
    own["case"] = own["case"].map(cases)
    own = own.sort_values(["case", "started", "serial"], kind="stable", ignore_index=True)
    own["turn"] = own.groupby("case").cumcount() + 1
    own["ended"] = own.groupby("case")["started"].shift(-1)
    own["started_row_no"] = own["serial"].map(row_of).astype("Int64")
    own["ended_row_no"] = own.groupby("case")["started_row_no"].shift(-1)
    own["open"] = own["ended"].isna()
    own["ended"] = own["ended"].fillna(pd.Timestamp(log_end))
    own = own[~(own["open"] & (own["party"] == "over"))].reset_index(
        drop=True
    )  # an ended question has no turn after its end
    own["seconds"] = (own["ended"] - own["started"]).dt.total_seconds()
    own["working_days"] = (own["seconds"] / 86400 * 5 / 7).round().astype("Int64")
    for table in (rows, own):
        for name in table.columns:
            if table[name].dtype == object:
                table[name] = table[name].where(table[name].notna(), None)
    return JourneyData(
        resident=resident, events=rows[list(EVENT_COLUMNS)], turns=own[list(TURN_COLUMNS)], log_end=log_end
    )


def _kind(state: str) -> str:
    return {
        "over": "decision",
        "resident": "suspend",
        "underway": "transfer",
        "lost": "transfer",
        "outreach": "outreach",
    }.get(state, "work")


def ask(
    day: float,
    channel: str | None = "phone",
    answer: str = "unanswered",
    *,
    official: int | None = None,
    department: str | None = None,
    kind: str = "contact",
) -> Step:
    return Step(day, "ask", department, official=official, channel=channel, answer=answer, kind=kind)


def held(day: float, department: str, official: int | None, *more: tuple[float, int]) -> Step:
    return Step(day, "department", department, official=official, more=more)


def underway(day: float, sender: str, receiver: str, official: int | None = None) -> Step:
    return Step(day, "underway", sender, receiver, official)


def lost(day: float, sender: str, receiver: str, official: int | None = None) -> Step:
    return Step(day, "lost", sender, receiver, official)


def over(day: float, department: str | None = None, official: int | None = None, kind: str = "decision") -> Step:
    return Step(day, "over", department, official=official, kind=kind)


K, Z, W, V, WI, P = "Klantcontact", "Zorg (Wmo)", "Wonen", "Vergunningen", "Werk en Inkomen", "Parkeren"


def long_journey() -> JourneyData:
    """This is a resident with three questions in 690 days, 22 officials, six departments and four losses."""
    one = [
        ask(0, "phone", "answered", official=1, department=K, kind="request"),
        Step(0, "not_picked_up"),
        underway(2, K, Z, 1),
        held(21, Z, 2),
        underway(48, Z, W, 2),
        held(60, Z, 4),
        underway(75, Z, W),
        held(108, W, 5),
        underway(132, W, V),
        held(136, V, 6),
        lost(170, V, WI, 6),
        ask(232, "desk", "answered", official=9, department=K),
        Step(232, "not_picked_up"),
        underway(234, K, W, 9),
        held(242, W, 11, (265, 12)),
        underway(290, W, V, 12),
        held(316, V, 13),
        underway(338, V, Z),
        held(352, Z, 14),
        lost(370, Z, V, 14),
        ask(430, "desk", "answered", official=17, department=K),
        Step(430, "not_picked_up"),
        underway(431, K, Z, 17),
        held(440, Z, 18),
        underway(465, Z, W),
        held(492, W, 19),
        underway(538, W, WI),
        held(550, WI, 10),
        over(560, WI, 10),
    ]
    two = [
        ask(30, "desk", "answered", official=1, department=K, kind="request"),
        Step(30, "not_picked_up"),
        underway(31, K, WI, 1),
        held(45, WI, 3),
        underway(80, WI, Z),
        held(110, Z, 2),
        lost(118, Z, WI, 2),
        ask(203, "desk", "answered", official=7, department=K),
        Step(203, "not_picked_up"),
        underway(204, K, WI, 7),
        held(213, WI, 8, (240, 10)),
        over(281, WI, 10),
    ]
    three = [
        ask(393, "phone", "answered", official=15, department=K, kind="request"),
        Step(393, "not_picked_up"),
        underway(394, K, P, 15),
        held(412, P, 16),
        underway(440, P, V),
        held(461, V, 6),
        lost(470, V, P, 6),
        ask(533, "desk", "answered", official=20, department=K),
        Step(533, "not_picked_up"),
        underway(534, K, P, 20),
        held(560, P, 21),
        underway(588, P, Z),
        held(594, Z, 22),
        Step(640, "resident", Z, official=22),
        held(655, W, 19),
    ]
    calls = [
        ("phone", d, a)
        for d, a in (
            (10, "unanswered"),
            (70, "answered"),
            (172, "broken"),
            (178, "broken"),
            (208, "broken"),
            (300, "broken"),
            (410, "broken"),
            (480, "unanswered"),
            (520, "broken"),
            (575, "broken"),
            (648, "answered"),
        )
    ]
    mails = [
        ("email", d, a)
        for d, a in (
            (50, "unanswered"),
            (96, "unanswered"),
            (150, "unanswered"),
            (192, "unanswered"),
            (312, "unanswered"),
            (345, "answered"),
            (398, "unanswered"),
            (505, "unanswered"),
            (620, "unanswered"),
            (676, "unanswered"),
        )
    ]
    one += [ask(day, channel, answer) for channel, day, answer in calls + mails if day < 560]
    three += [ask(day, channel, answer) for channel, day, answer in calls + mails if day >= 560]
    three += [Step(day, "outreach", Z, official=22, channel="phone") for day in (600, 641)]
    for steps in (one, three):
        steps.sort(key=lambda step: step.day)
    return journey(one, two, three, end=690)


def short_journey() -> JourneyData:
    """This is one question in 94 days, of which 55 were lost."""
    return journey(
        [
            ask(0, "phone", "answered", official=1, department=K, kind="request"),
            Step(0, "not_picked_up"),
            underway(1, K, Z, 1),
            held(9, Z, 2),
            lost(16, Z, W, 2),
            ask(40, "phone", "broken", kind="callback_request"),
            ask(71, "desk", "answered", official=3, department=K),
            Step(71, "not_picked_up"),
            underway(72, K, W, 3),
            held(80, W, 4),
            over(94, W, 4),
        ]
    )


def full_journey(
    *, questions: int = 6, departments: int = 43, events: int = 575, days: int = 700, seed: int = 7
) -> JourneyData:
    """This is a journey too full to draw mark by mark; equal numbers give an equal journey."""
    dice = random.Random(seed)
    names = [K, *(f"Afdeling {letters(number)}" for number in range(departments - 1))]
    weights = [8, *(1 + 12 / (number + 2) for number in range(departments - 1))]
    made: list[list[Step]] = []
    for _ in range(questions):
        day, steps = dice.uniform(0, days * 0.2), []
        steps.append(ask(day, dice.choice(["phone", "email", "desk"]), "answered", kind="request"))
        steps.append(Step(day, "not_picked_up"))
        here = K
        for _ in range(max(1, events // questions // 3)):
            day += dice.uniform(0.2, 2.4) * days / (events / questions)
            steps.append(held(day, here, dice.randrange(120)))
            if dice.random() < 0.3:
                steps.append(
                    ask(
                        day + 0.1,
                        dice.choice(["phone", "phone", "email", "desk", None]),
                        dice.choice(["answered", "unanswered", "broken"]),
                    )
                )
            day += dice.uniform(0.5, 2) * days / (events / questions)
            there = dice.choices(names, weights)[0]
            there = there if there != here else names[(names.index(here) + 1) % len(names)]
            if dice.random() < 0.06:
                steps.append(lost(day, here, there, dice.randrange(120)))
                day += dice.uniform(20, 60)
                steps.append(ask(day, "phone", "answered"))
            else:
                steps.append(underway(day, here, there, dice.randrange(120)))
            here = there
        made.append([step for step in steps if step.day < days])
    return journey(*made, end=days)


NASTY = (
    "<script>alert(1)</script>",
    ']]> & "quotes" </text>',
    "nul\x00 en \x1b[31m",
    "los \ud800 deel",
    "\u202eomgekeerd\u202c",
    "😀👩‍👩‍👧 blij",
    "x" * 200_000,
    "",
    "   ",
    "Τμήμα Αδειών 日本語",
    "=1+1",
    "a\tb\nc",
    "Vergunningen, Toezicht & Handhaving Openbare Ruimte Oost",
    "Vergunningen, Toezicht & Handhaving Openbare Ruimte West",
)
LONG = (
    "Vergunningen, Toezicht & Handhaving Openbare Ruimte Oost",
    "Vergunningen, Toezicht & Handhaving Openbare Ruimte West",
    "Maatschappelijkeondersteuningsvoorzieningen",
    "Werk, Participatie en Inkomensondersteuning",
    "Burger- en publiekszaken/balies",
)


def one_event() -> JourneyData:
    return journey([ask(0, "phone", "unanswered", kind="request"), Step(0, "not_picked_up")], end=0)


def one_event_long_ago() -> JourneyData:
    return journey([ask(0, "web", "unanswered", kind="request"), Step(0, "not_picked_up")], end=400)


def only_notices() -> JourneyData:
    steps = [Step(0, "unknown", kind="notice"), Step(3, "unknown", kind="notice"), Step(12, "unknown", kind="notice")]
    data = journey(steps)
    events = data.events.assign(municipal=False)
    turns = data.turns.iloc[:1].assign(
        party="nobody", state="not_picked_up", ended=data.log_end, seconds=12 * 86400.0, open=True
    )
    return JourneyData(data.resident, events, turns, data.log_end)


def one_day() -> JourneyData:
    return journey(
        [
            ask(0, "desk", "answered", official=1, department=K, kind="request"),
            Step(0, "not_picked_up"),
            held(0.02, K, 1),
            underway(0.1, K, W, 1),
            held(0.2, W, 2, (0.25, 3)),
            Step(0.28, "outreach", W, official=3, channel="phone"),
            over(0.3, W, 3),
        ]
    )


def ten_years() -> JourneyData:
    steps = [ask(0, "letter", "answered", kind="request"), Step(0, "not_picked_up")]
    for number in range(9):
        day = 40 + number * 400
        steps += [
            held(day, (W, V, P)[number % 3], number),
            underway(day + 150, (W, V, P)[number % 3], (W, V, P)[(number + 1) % 3], number),
        ]
    return journey([*steps, held(3650, W, 9)], end=3652)


def no_departments() -> JourneyData:
    return journey(
        [
            ask(0, "email", "answered", kind="request"),
            Step(0, "not_picked_up"),
            Step(4, "unknown", official=1),
            Step(30, "unknown", official=2),
            Step(60, "unknown", official=1),
            ask(70, "email", "answered"),
            over(90, None, 3),
        ]
    )


def no_officials() -> JourneyData:
    return journey(
        [
            ask(0, None, "unanswered", kind="request"),
            Step(0, "not_picked_up"),
            held(5, K, None),
            Step(9, "unrecorded", K, W),
            held(20, W, None),
            underway(50, W, V),
            held(70, V, None),
            over(110, V),
        ]
    )


def unrecorded_only() -> JourneyData:
    names = (K, Z, W, V, WI, P)
    steps: list[Step] = []
    for number in range(16):
        here, there = names[number % 6], names[(number * 5 + 1) % 6]
        there = there if there != here else names[(number + 1) % 6]
        steps += [held(number * 10, here, number % 7), Step(number * 10, "unrecorded", here, there)]
    return journey([ask(0, "web", "answered", kind="request"), *steps, over(165, W, 3)])


def sixty_departments() -> JourneyData:
    steps: list[Step] = [ask(0, "web", "answered", kind="request")]
    names = [f"Afdeling {letters(number)}" for number in range(60)]
    for number, (here, there) in enumerate(zip(names[:29], names[31:], strict=True)):
        steps += [held(number * 20, here, number), underway(number * 20 + 8, here, there)]
    return journey([*steps, held(600, names[0], 3)], end=620)


def long_names() -> JourneyData:
    steps: list[Step] = [
        ask(0, "phone", "answered", official=9, department=LONG[0], kind="request"),
        Step(0, "not_picked_up"),
    ]
    for number, (here, there) in enumerate(pairwise(LONG)):
        steps += [held(3 + number * 40, here, number), underway(20 + number * 40, here, there)]
    return journey([*steps, held(200, LONG[-1], 3)], end=230)


def nasty_texts() -> JourneyData:
    steps: list[Step] = [ask(0, "phone", "answered", kind="request"), Step(0, "not_picked_up")]
    names = [name for name in NASTY if name.strip()]
    for number, (here, there) in enumerate(pairwise(names)):
        steps += [held(3 + number * 40, here, number), lost(20 + number * 40, here, there)]
    return journey([*steps, held(500, "   ", 3)], end=530)


def crowded_contacts() -> JourneyData:
    steps: list[Step] = [ask(0, "phone", "answered", kind="request"), Step(0, "not_picked_up"), held(2, K, 1)]
    steps += [
        ask(
            5 + number * 0.3,
            ("phone", "email", "desk", None)[number % 4],
            ("answered", "unanswered", "broken")[number % 3],
        )
        for number in range(300)
    ]
    steps += [Step(20 + number * 0.7, "outreach", K, official=1, channel="phone") for number in range(40)]
    return journey(sorted(steps, key=lambda step: step.day), end=300)


def many_questions() -> JourneyData:
    questions = [
        [
            ask(number * 9, "web", "answered", kind="request"),
            Step(number * 9, "not_picked_up"),
            held(number * 9 + 3, (K, W, V)[number % 3], number),
            over(number * 9 + 20 + 8 * (number % 5), (K, W, V)[number % 3], number),
        ]
        for number in range(14)
    ]
    return journey(*questions, end=240)


def side_by_side() -> JourneyData:
    """This is two questions in one lane at the same time, and three losses in one gap at the same time."""
    return journey(
        [
            ask(0, "phone", "answered", official=1, department=K, kind="request"),
            held(1, K, 1),
            lost(20, K, W, 1),
            ask(80, "phone", "answered", official=5),
            Step(80, "not_picked_up"),
            held(85, W, 2),
            over(150, W, 2),
        ],
        [
            ask(4, "email", "answered", kind="request"),
            held(6, K, 3),
            lost(26, K, W, 3),
            ask(90, "desk", "answered", official=4),
            Step(90, "not_picked_up"),
            held(95, W, 4),
            over(160, W, 4, "close"),
        ],
        [ask(8, "email", "answered", kind="request"), held(14, K, 5), lost(34, K, W, 5)],
        end=170,
    )


def kept_all_the_time() -> JourneyData:
    return journey(
        [ask(0, "phone", "answered", official=1, department=K, kind="request"), held(0, K, 1, (5, 2)), over(12, K, 2)]
    )


EXTREMES = (
    one_event,
    one_event_long_ago,
    only_notices,
    one_day,
    ten_years,
    no_departments,
    no_officials,
    unrecorded_only,
    sixty_departments,
    long_names,
    nasty_texts,
    crowded_contacts,
    many_questions,
    side_by_side,
    kept_all_the_time,
    short_journey,
    long_journey,
    full_journey,
)
