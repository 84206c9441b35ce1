"""Random logs in which every signal really occurs: thrown with dice that hypothesis or a seed holds.

A log is a number of households with residents, cases and officials of their own. Each household has a mood: the kinds
of events, the number of officials and the length of time that let some signals occur. Moments lie around Easter, King's
day and Christmas; ties, days without a time, rows that stand twice, unknown values, partners and columns that are absent
come with them.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from drawn import is_working_day
from stories_thrown import STORIES

Row = dict[str, str]
BASES = (datetime(2026, 3, 26), datetime(2026, 4, 13), datetime(2025, 12, 8), datetime(2024, 3, 18))
DEPARTMENTS = ("Zorg", "Werk", "Vergunningen", "KCC Post")
TOPICS = ("Parkeren", "Paspoort", "Huishoudelijke hulp", "Algemene vraag", "")
CHANNELS = ("phone", "phone", "visit", "desk", "email", "web", "chat", "letter", "other", "")
OUTCOMES = ("rejected", "rejected", "granted", "withdrawn", "referred", "")
LAST_DAY = 120
"""Days after the first one at which most logs end: stories about the log's end are laid before it."""
MAY_BE_ABSENT = ("resident", "official", "department", "to_department", "to_official", "channel", "topic", "outcome", "by")


@dataclass(frozen=True)
class Mood:
    """This is what a household's log looks like: kinds with their weights, counts, and the days that it spans."""

    kinds: str
    events: tuple[int, int]
    span: tuple[int, int]
    cases: tuple[int, int] = (1, 3)
    officials: int = 3
    departments: int = 3
    busy: float = 0.0  # the share of events that the first official does
    own: bool = False  # each case has a department and officials of its own
    later: str = ""  # kinds that come after a while
    leaves: bool = False  # by then the first official has left
    channels: tuple[str, ...] = ()


SHORT = {
    "r": "request", "c": "contact", "b": "callback_request", "o": "outreach", "t": "transfer", "w": "work",
    "s": "suspend", "m": "resume", "d": "decision", "x": "close", "p": "reopen", "j": "objection", "k": "complaint",
    "n": "notice", "?": "other",
}  # fmt: skip
MOODS = (
    Mood("rcbotwsmdxpjkn?", (1, 14), (2, 120), cases=(1, 4)),
    Mood("ttttttwod", (3, 9), (3, 60), cases=(1, 2)),
    Mood("ttow", (2, 7), (1, 8), cases=(1, 2)),
    Mood("cccbbwsmnx", (3, 7), (20, 50)),
    Mood("rccbxxpod", (3, 9), (5, 60)),
    Mood("rcxod", (2, 6), (0, 3), cases=(1, 2)),
    Mood("ddoorjk", (2, 7), (10, 80), cases=(1, 2)),
    Mood("rssmmdxw", (3, 7), (60, 150), cases=(1, 2)),
    Mood("wwwwtdo?", (14, 26), (10, 60), cases=(1, 2), officials=14),
    Mood("wwwot?dx", (9, 16), (5, 40), cases=(1, 1), officials=9),
    Mood("ckjwwwro", (6, 12), (30, 80), cases=(2, 3), own=True),
    Mood("wwwwwodx", (5, 10), (5, 40), cases=(1, 2), busy=0.9),
    Mood("wwwwwotb", (10, 16), (1, 12), cases=(1, 2), officials=2, busy=0.4, later="tb", leaves=True),
    Mood("rrccodxx", (2, 5), (0, 1), cases=(1, 2), channels=("phone", "phone", "desk", "email", "")),
    Mood("tttttwo", (3, 8), (3, 60), cases=(1, 1), departments=2),
    Mood("wwwwwwooodx", (9, 18), (5, 20), cases=(1, 1), officials=9, later="odx", channels=("visit", "email")),
    Mood("rrooodd", (3, 6), (1, 60), cases=(1, 2)),
    Mood("rrccn?", (1, 4), (1, 30), cases=(1, 2)),
    Mood("rwt", (1, 4), (1, 40), cases=(1, 2)),
)


def throw(dice: random.Random, *, households: int = 30) -> list[Row]:
    """This throws one log of at least one event: an export without any is refused before it is a log."""
    base = dice.choice(BASES)
    rows = [row for n in range(households) for row in dice.choice([_household, _story, _story])(dice, base, n)]
    rows = rows or _household(dice, base, 0)  # every event of a story can be left out
    if dice.random() < 0.8:
        last = base + timedelta(days=LAST_DAY, hours=23)
        rows = [row for row in rows if row["time"] < last.strftime("%Y-%m-%d %H:%M")] or rows[:1]
        rows.append({**rows[0], "case": "last", "resident": "", "kind": "notice", "time": last.strftime("%Y-%m-%d %H:%M")})
    if dice.random() < 0.5:
        rows.sort(key=lambda row: row["time"])
    elif dice.random() < 0.5:
        dice.shuffle(rows)
    if dice.random() < 0.3:
        absent = dice.choice(MAY_BE_ABSENT)
        for row in rows:
            row.pop(absent)
    for _ in range(dice.choice([0, 0, 1, 3])):
        rows.insert(dice.randrange(len(rows) + 1), dict(dice.choice(rows)))
    return rows


def _household(dice: random.Random, base: datetime, number: int) -> list[Row]:
    mood = dice.choice(MOODS)
    cases = dice.randint(*mood.cases)
    start = dice.choice([0, 0, 7, 30, 60])
    span = dice.randint(*mood.span)
    moments = [dice.randrange(4 * (span + 1)) for _ in range(dice.choice([4, 30]))]  # few: many ties
    officials = [f"A{number}-{n}" for n in range(mood.officials)]
    someone = dice.choice([officials, officials, [*officials, "", "Balie", "team Zorg"]])
    any_event = _any_event(dice, number, someone, mood, cases)
    asked_for = ["", officials[0], *someone] if mood.leaves or dice.random() < 0.5 else [""]
    rows = []
    for _ in range(dice.randint(*mood.events)):
        quarter = dice.choice(moments)
        at = base + timedelta(days=start + quarter // 4, hours=(quarter % 4) * 6)  # at 0 hours: only a date
        case = dice.randint(1, cases)
        letter = dice.choice(mood.kinds)
        own = {"official": officials[0]} if dice.random() < mood.busy else {}
        if letter in mood.later:
            at += timedelta(days=dice.choice([0, 10, 20, 30]))
            own = {"official": dice.choice(officials[1:])} if mood.leaves else own
        if mood.own and dice.random() < 0.95:
            own = {"official": f"A{number}-{case}", "department": DEPARTMENTS[case]}
        row = any_event(at) | {"kind": SHORT[letter], "to_official": dice.choice(asked_for)} | own
        rows.append(row | {"case": f"Z{number}-{case}", "resident": "" if case == 4 else f"r{number}"})
    return rows


def _any_event(
    dice: random.Random, number: int, someone: list[str], mood: Mood, cases: int
) -> Callable[[datetime], Row]:
    """This gives what an event is when nothing else is asked of it."""
    departments = [*DEPARTMENTS[: mood.departments], *dice.choice([[], [], [""]])]
    topics = dice.sample(TOPICS, k=2)
    channels = mood.channels or dice.choice([CHANNELS, ("visit", "phone", ""), ("email", "web", "phone")])

    def event(at: datetime) -> Row:
        return {
            "case": f"Z{number}-{dice.randint(1, cases)}",
            "resident": f"r{number}",
            "time": at.strftime("%Y-%m-%d %H:%M"),
            "kind": SHORT[dice.choice(mood.kinds)],
            "official": dice.choice(someone),
            "department": dice.choice(departments),
            "to_department": dice.choice(departments),
            "to_official": "",
            "channel": dice.choice(channels),
            "topic": dice.choice(topics),
            "outcome": dice.choice(OUTCOMES),
            "by": dice.choice(["", "", "", "", "", "", "", "", "", "partner", "municipality", "resident"]),
        }

    return event


def _story(dice: random.Random, base: datetime, number: int) -> list[Row]:
    steps = dice.choice(STORIES)(dice)
    officials = [f"A{number}", f"B{number}"]
    any_event = _any_event(dice, number, officials, Mood("wn?c", (1, 1), (1, 1)), dice.choice([1, 1, 1, 2]))
    ends = [at for at, kind, _ in steps if kind == "end"]
    begin = base + timedelta(days=dice.randrange(40))
    if ends:
        begin = _working_days_on(base + timedelta(days=LAST_DAY), -ends[-1])
    rows = []
    hours = dice.choice([[0, 6, 9, 12, 18, 23], [0, 6, 9, 12, 18, 23], [9], [0, 9]])  # one hour: all ties on its day
    for at, kind, given in sorted(steps, key=lambda step: step[0]):
        if kind == "end" or dice.random() < 0.03:
            continue
        moment = _working_days_on(begin, at).replace(hour=dice.choice(hours))
        while dice.random() < 0.15:
            moment += timedelta(days=1)
        row = any_event(moment) | {"kind": kind} | given
        row["case"] = f"Z{number}-{given['case']}" if "case" in given else row["case"]
        for name in ("official", "to_official"):
            row[name] = row[name].replace("X", f"X{number}")
        rows.append(row)
    return rows + [any_event(moment) for _ in range(dice.choice([0, 0, 0, 0, 1])) if rows]


def _working_days_on(day: datetime, count: int) -> datetime:
    """This goes a number of working days on, or back."""
    while count:
        day += timedelta(days=1 if count > 0 else -1)
        if is_working_day(day.date() if count > 0 else (day + timedelta(days=1)).date()):
            count += -1 if count > 0 else 1
    return day


def throw_large(dice: random.Random, *, officials: int | None = None, journeys: int | None = None) -> list[Row]:
    """This throws a log of officials who act in journeys that stood still: connectors need these."""
    names = [f"A{n}" for n in range(officials or dice.choice([3, 5]))]
    good = names[: max(1, len(names) // 8)]
    base = dice.choice(BASES)
    rows = []
    for number in range(journeys or dice.choice([40, 90])):
        topic = dice.choice(["Parkeren", "Paspoort", ""])
        department = dice.choice(DEPARTMENTS)
        day = dice.randrange(20)
        acting = dice.choice(names)
        wait = dice.choice([12, 14, 15, 16, 17, 18, 20, 21, 25, 30, 30])
        moves = dice.random() < (0.95 if acting in good else 0.15)
        after = dice.choice([0, 1, 5, 7, 8]) if moves else dice.choice([9, 30])
        others = [*names, *["B", "C"] * (len(names) // 2)]
        steps = [
            (day, dice.choice(["request", "work", "contact"]), dice.choice(others)),
            (day + wait, dice.choice(["work", "work", "work", "outreach", "transfer", "other", "decision"]), acting),
            (day + wait + after, dice.choice(["decision", "decision", "close", "work"]), dice.choice(others)),
        ]
        if dice.random() < 0.2:
            between = dice.choice(["suspend", "decision", "reopen", "work", "notice"])
            steps.insert(1, (day + dice.choice([1, 4]), between, dice.choice(others)))
        if dice.random() < 0.1:
            steps.append((day + wait, "suspend", dice.choice(others)))
        for at, kind, official in steps:
            moment = base + timedelta(days=at, hours=dice.choice([0, 9, 9, 15]))
            rows.append({
                "case": f"Z{number}" if dice.random() < 0.95 else f"Y{number}",
                "resident": f"r{number}" if dice.random() < 0.9 else "r",
                "time": moment.strftime("%Y-%m-%d %H:%M"),
                "kind": kind,
                "official": dice.choice([official] * 9 + [""]),
                "department": department,
                "topic": topic,
            })  # fmt: skip
    dice.shuffle(rows)
    return rows
