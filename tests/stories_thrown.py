"""Stories around the limits of the signals: events a number of working days apart at which an answer may just change.

A story is a list of steps (working days since its start, kind, what is given besides), thrown with dice; a step with
the kind `end` is the log's end: the story is laid so that the log ends there. What a story leaves open is thrown as for
any other event (logs_thrown.py).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

Step = tuple[int, str, dict[str, str]]
Story = Callable[[random.Random], list[Step]]


def _near(dice: random.Random, *limits: int) -> int:
    return max(0, dice.choice(limits) + dice.choice([-1, 0, 0, 1, 1]))


def handoff(dice: random.Random) -> list[Step]:
    away = {"department": "Zorg", "to_department": "Werk"}
    answers = [
        (_near(dice, 10), "work", {"department": "Werk"}),
        (_near(dice, 1), "work", {"department": "Werk"}),
        (_near(dice, 10), "transfer", {"department": "Zorg", "to_department": "KCC Post"}),
        (_near(dice, 10), "decision", {"department": "Zorg"}),
        (_near(dice, 2), "outreach", {}),
        (_near(dice, 10), "end", {}),
        (_near(dice, 3), "suspend", {"department": "Zorg"}),
        (_near(dice, 9), "resume", {"department": "Zorg"}),
    ]
    return [(0, "transfer", away), *dice.sample(answers, k=dice.choice([1, 2, 3]))]


def rounds(dice: random.Random) -> list[Step]:
    ring = dice.choice([["Zorg", "Werk"], ["Zorg", "Werk", "KCC Post"], ["Zorg", "Werk", "Zorg", "KCC Post"]])
    steps: list[Step] = []
    for at in range(dice.choice([2, 3, 4, 6])):
        here, there = ring[at % len(ring)], ring[(at + 1) % len(ring)]
        steps.append((2 * at, "transfer", {"department": here, "to_department": there}))
        if dice.random() < 0.4:
            steps.append((2 * at + 1, dice.choice(["work", "work", "other", "decision"]), {"department": dice.choice(ring)}))
    return steps


def unheard(dice: random.Random) -> list[Step]:
    steps = [(0, dice.choice(["contact", "callback_request"]), {}), (_near(dice, 1, 5), "contact", {})]
    others = [
        (_near(dice, 10), dice.choice(["work", "outreach", "notice", "decision"]), {}),
        (_near(dice, 10), "end", {}),
        (_near(dice, 2), "outreach", {}),
        (_near(dice, 3, 9), "end", {}),
        (_near(dice, 3), "resume", {}),
    ]
    early: list[Step] = [(0, "suspend", {})] if dice.random() < 0.2 else []
    return [*early, *steps[: dice.choice([1, 2, 2])], *dice.sample(others, k=dice.choice([1, 2]))]


def left_alone(dice: random.Random) -> list[Step]:
    last = dice.choice(["work", "work", "transfer", "request", "resume", "reopen", "other"])
    early: list[Step] = [(0, "suspend", {}), (3, "resume", {})] if dice.random() < 0.3 else []
    return [*early, (3, last, {}), (3 + _near(dice, 20), "end", {})]


def again(dice: random.Random) -> list[Step]:
    topic = dice.choice(["Parkeren", "Parkeren", "Overige zaken", ""])
    closed, asked = dice.choice([0, 0, 1, 4]), _near(dice, 20, 24)
    between = [
        (dice.choice([closed, 5, asked]), dice.choice(["reopen", "close", "contact", "outreach"]), {"topic": topic})
        for _ in range(dice.choice([0, 0, 1, 1, 2]))
    ]
    return [
        (0, dice.choice(["request", "contact"]), {"topic": topic, "channel": dice.choice(["phone", "email", ""])}),
        (closed, "close", {"topic": topic}),
        *between,
        (asked, dice.choice(["contact", "request", "callback_request"]), {"topic": topic}),
    ]


def side_by_side(dice: random.Random) -> list[Step]:
    one = {"case": "1", "department": "Zorg", "official": "Xa", "by": ""}
    other = {"case": "2", "department": "Werk", "official": dice.choice(["Xb", "Xb", "Xb", "Xa"]), "by": ""}
    begin, length = dice.choice([0, 3]), _near(dice, 20)
    ends = dice.choice([[(begin + length, "close", one)], [(begin + length, "decision", other)], [(begin + length, "end", {})]])
    asked = dice.choice(["contact", "complaint", "objection", "callback_request", "request"])
    return [
        (0, "work", one),
        (begin, "work", other),
        (dice.choice([begin, begin + 4, begin + length, max(0, begin - 1)]), asked, {"case": dice.choice("12"), "by": ""}),
        *ends,
        *([(7, "transfer", {**one, "to_department": "Werk"})] if dice.random() < 0.1 else []),
        *([(8, dice.choice(["suspend", "decision"]), one), (9, "reopen", one)] if dice.random() < 0.2 else []),
    ]


def refused(dice: random.Random) -> list[Step]:
    talk = {"channel": dice.choice(["phone", "visit", "desk", "email", ""]), "by": ""}
    others: list[Step] = [
        (15 - _near(dice, 10), "outreach", talk),
        (15 + _near(dice, 5), "outreach", talk),
        (15 + _near(dice, 30), dice.choice(["objection", "complaint"]), {}),
        (15 + _near(dice, 5, 30, 30), "end", {}),
    ]
    no = {"outcome": dice.choice(["rejected", "rejected", "rejected", "granted"]), "by": ""}
    return [(15, "decision", no), *dice.sample(others, k=dice.choice([1, 2, 2, 3]))]


def conversation(dice: random.Random) -> list[Step]:
    talk = {"channel": dice.choice(["phone", "visit", "desk", "email", ""])}
    more: list[Step] = [(_near(dice, 6), "decision", {})] if dice.random() < 0.4 else []
    return [(0, "request", {}), (_near(dice, 5, 0), "outreach", talk), *more]


def at_once(dice: random.Random) -> list[Step]:
    asked = {"channel": dice.choice(["phone", "desk", "visit", "chat", "email", "web", ""]), "case": "1", "by": ""}
    first = dice.choice(["request", "request", "request", "contact", "complaint"])
    between: list[Step] = [
        (0, dice.choice(["contact", "callback_request", "request"]), {**asked, "channel": dice.choice(["phone", "desk", "visit", "email"])}),
        (0, dice.choice(["outreach", "notice", "work", "decision"]), {"case": "1", "by": ""}),
    ]
    end = dice.choice(["close", "close", "close", "decision"])
    return [
        (0, first, asked),
        *dice.sample(between, k=dice.choice([0, 0, 1, 2])),
        (dice.choice([0, 0, 0, 0, 1]), end, {"case": "1", "by": ""}),
    ]


def term(dice: random.Random) -> list[Step]:
    """A term counts days of the calendar: 56 days are 36 to 40 working days, and the log's rhythm fills in the rest."""
    pause: list[Step] = [(_near(dice, 5, 38), "suspend", {}), (_near(dice, 10, 45), dice.choice(["resume", "resume", "work", "reopen"]), {})]
    return [
        (0, "request", {"by": ""}),
        *(pause if dice.random() < 0.5 else []),
        (dice.choice([35, 36, 37, 38, 39, 40, 41, 45]), dice.choice(["decision", "decision", "end", "close", "request"]), {}),
    ]


def gone(dice: random.Random) -> list[Step]:
    gap, first = dice.choice([1, 3, 20, 22, 25]), {"official": "Xa", "by": ""}
    seen = dice.choice([4, 5, 5, 6])
    steps: list[Step] = [(at, dice.choice(["work", "contact"]), first) for at in range(seen - 1)]
    last = seen - 2 + gap
    asked = last + dice.choice([0, 0, 1, 5])
    wait = max(_near(dice, 40), dice.choice([0, last + 2 * gap - asked + dice.choice([-1, 0, 1])]))
    kind = dice.choice(["transfer", "callback_request"])
    return [*steps, (last, "work", first), (asked, kind, {"to_official": "Xa", "official": "Xb", "by": ""}), (asked + wait, "end", {})]


def visited(dice: random.Random) -> list[Step]:
    hands = dice.choice([4, 5, 5, 6])
    steps: list[Step] = [(n, "work", {"case": "1", "official": f"X{n}"}) for n in range(hands)]
    visit = (hands, "outreach", {"case": "1", "channel": dice.choice(["visit", "visit", "visit", "phone", ""]), "by": ""})
    return [*steps, visit, (hands + _near(dice, 20), dice.choice(["decision", "close"]), {"case": "1", "by": ""})]


def many(dice: random.Random) -> list[Step]:
    cases = dice.choice(["1", "1", "12"])
    hands = _near(dice, 5, 8 + 3 * (len(cases) - 1))
    hops = _near(dice, 10 + 5 * (len(cases) - 1))
    return [(n // 4, "work", {"case": cases[n % len(cases)], "official": f"X{n % hands if hands else ''}", "by": ""}) for n in range(hops + 1)]


def owned(dice: random.Random) -> list[Step]:
    n, other = dice.choice([4, 5, 5, 6, 10]), dice.choice(["Xb", "Xb", ""])
    mine = n - n // 5 - dice.choice([0, 0, 1])
    names = ["Xa"] * mine + [other] * (n - mine)
    dice.shuffle(names)
    steps: list[Step] = [(at, "work", {"case": "1", "official": name, "by": ""}) for at, name in enumerate(names[:-1])]
    return [*steps, (n, dice.choice(["close", "decision", "decision", "work"]), {"case": "1", "official": names[-1], "by": ""})]


def unseen(dice: random.Random) -> list[Step]:
    asked = {"case": "1", "channel": dice.choice(["email", "phone", ""]), "by": ""}
    limit = _near(dice, 20)
    others: list[Step] = [
        (limit, dice.choice(["outreach", "work", "decision", "suspend"]), {"by": ""}),
        (dice.choice([2, 5, 5]), "close", {"case": "1", "by": ""}),
        (5, dice.choice(["outreach", "notice", "suspend"]), {"case": dice.choice("12"), "by": ""}),
        (_near(dice, 20, 5), "end", {}),
        (dice.choice([0, 0, 3]), dice.choice(["decision", "contact"]), {"case": "1", "by": ""}),
    ]
    work = (dice.choice([0, 2, 5, limit]), dice.choice(["work", "work", "decision"]), {"case": "1", "by": ""})
    return [(0, dice.choice(["request", "contact", "callback_request"]), asked), work, *dice.sample(others, k=dice.choice([1, 2, 3]))]


def passed_on(dice: random.Random) -> list[Step]:
    here = dice.choice([["Zorg", "Werk", "Vergunningen", "KCC Post"], ["KCC Post", "Zorg", "Werk", "Zorg"], ["Zorg", "Werk", "Zorg", "Werk"]])
    steps: list[Step] = [
        (at, "transfer", {"case": "1", "department": one, "to_department": other, "by": ""})
        for at, (one, other) in enumerate(pairwise(here[: dice.choice([2, 3, 3, 4])]))
    ]
    end = (dice.choice([0, 1, 3, 3]), dice.choice(["work", "outreach", "close", "notice", "other"]), {"case": "1"})
    return [*steps, end] if dice.random() < 0.8 else steps


def pressed(dice: random.Random) -> list[Step]:
    p = 12
    talk = {"channel": dice.choice(["phone", "visit", "desk", "desk", "email", ""]), "by": ""}
    asks: list[Step] = [(p - _near(dice, 10), "request", {}), (dice.choice([2, 5, p, p + 1]), dice.choice(["contact", "callback_request"]), {})]
    early: list[Step] = [(dice.choice([1, 6]), "outreach", {"channel": dice.choice(["", "email", "phone"])})] if dice.random() < 0.2 else []
    return [*asks, *early, (p, dice.choice(["objection", "complaint"]), {"by": ""}), (p + _near(dice, 15), "outreach", talk)]


def turned(dice: random.Random) -> list[Step]:
    """Numbers of weeks and months are lowered for these: three weeks are 13 to 15 working days, a month 18 to 23."""
    outcomes = ["granted", "granted", dice.choice(["rejected", "withdrawn", "granted"])]
    first, last = dice.choice([(outcomes[0], outcomes[2]), (outcomes[2], outcomes[0]), (outcomes[1], outcomes[2])])
    topic = dice.choice(["Parkeren", "Parkeren", ""])
    cases = dice.choice([("1", "1"), ("1", "2")])
    between: list[Step] = [
        (dice.choice([0, 1, 5]), dice.choice(["objection", "complaint", "request"]), {"case": dice.choice("123"), "topic": dice.choice([topic, topic, "Paspoort", ""]), "by": ""})
        for _ in range(dice.choice([0, 1, 1, 2]))
    ]
    return [
        (0, "decision", {"case": cases[0], "outcome": first, "topic": topic, "by": ""}),
        *between,
        (dice.choice([0, 3, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]), "decision", {"case": cases[1], "outcome": last, "topic": topic, "by": ""}),
    ]


STORIES: tuple[Story, ...] = (
    handoff, handoff, rounds, rounds, unheard, left_alone, again, side_by_side, refused, refused, conversation, at_once, at_once, term, term, gone, visited,
    many, owned, again, unseen, passed_on, pressed, turned, turned,
)  # fmt: skip
