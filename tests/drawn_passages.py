"""Passages between departments drawn by hand for the tests of pictures: who let go, who took up, when, and what became of it."""

import random
from datetime import datetime, timedelta

import pandas as pd

MONDAY = datetime(2025, 1, 6, 9, 0)  # UTC
NAMES = (
    "Klantcontact", "Zorg (Wmo)", "Wonen", "Vergunningen", "Schuldhulp en Budgetbegeleiding voor Jongeren en Volwassenen",
)  # fmt: skip
ROUGH = ("Łódź-team Şahin", "Ünïcödé", "Toezicht en Handhaving Openbare Ruimte Noord-West en Haven 1", "A")


def passage(
    sender: str | None, receiver: str, day: float, days: float | None = None, status: str = "answered", *, row: int = 0
) -> dict[str, object]:
    """This is one passage: let go at a day, taken up `days` later (None: not)."""
    started = MONDAY + timedelta(days=day)
    return {
        "row_no": row,
        "case_no": row,
        "journey_no": row,
        "from_department": sender,
        "to_department": receiver,
        "status": status,
        "started": started,
        "ended": None if days is None else started + timedelta(days=days),
        "calendar_days": float("nan") if days is None else days,
        "timed": status in ("answered", "late"),
        "local_date": started.date(),
    }


def passages(*rows: dict[str, object]) -> pd.DataFrame:
    """This makes the table, with row numbers in the order given."""
    table = pd.DataFrame(list(rows), columns=list(passage("A", "B", 0)))
    table["row_no"] = range(1, len(table) + 1)
    for name in ("started", "ended", "local_date"):
        table[name] = pd.to_datetime(table[name])
    return table.astype({"calendar_days": "float64", "timed": "bool", "from_department": "object"})


def many(n: int, *, names: tuple[str, ...] = NAMES, seed: int = 7, unrecorded: float = 0.1, lost: float = 0.1) -> pd.DataFrame:
    """This throws passages with dice, most of them to the next department."""
    dice = random.Random(seed)
    rows = []
    for _ in range(n):
        at = dice.randrange(len(names))
        other = (at + (1 if dice.random() < 0.8 else dice.randrange(1, len(names)))) % len(names)
        luck, days = dice.random(), dice.expovariate(1 / 12)
        status = "unrecorded" if luck < unrecorded else "lost" if luck < unrecorded + lost else "answered"
        if status == "answered" and dice.random() < 0.05:
            status = dice.choice(["late", "open", "rerouted", "settled"])
        waits = days if status in ("answered", "late", "unrecorded") else None
        rows.append(passage(names[at], names[other], dice.uniform(0, 360), waits, status))
    return passages(*rows)
