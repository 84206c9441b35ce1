"""The terms that laws set, as frozen values read from statutory_terms.toml: what each is, where it stands, who read it and when."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from journeys.texts import Language

Until = Literal["decision", "contact", "objection", "complaint", "submission", "investigation", "appeal", "penalty"]
Start = Literal[
    "receipt", "day_after_receipt", "day_after_made_known", "day_after_objection_term", "day_after_appeal_term", "after_term",
    "after_notice_of_default",
]  # fmt: skip

BY_LAW = "verordening"
"""The key of a term that a by-law of the municipality sets: its weeks stand in the settings."""


@dataclass(frozen=True)
class Statute:
    """This is one term of a law; its fields are explained at the top of statutory_terms.toml.

    `length` is a number with its unit: D days, W weeks, M months, B working days (`P8W`). `after`: the key of the term that must have ended
    first, for a start that is no receipt.
    """

    key: str
    law: str
    article: str
    until: Until
    start: Start
    length: str
    extension_weeks: int
    suspends: bool
    atw: bool
    penalty: bool
    source: str
    checked: date
    verified: bool
    what: Mapping[Language, str] = field(hash=False)
    remark: Mapping[Language, str] = field(hash=False)
    after: str = ""

    @property
    def number(self) -> int:
        """This is how many days, weeks, months or working days it lasts."""
        return int(self.length[1:-1])

    @property
    def unit(self) -> str:
        """This is D, W, M or B."""
        return self.length[-1]


@dataclass(frozen=True)
class Penalty:
    """This is the penalty for a late decision (Awb 4:17): stretches of days, each with its euros a day, and where that stands."""

    notice_days: int
    days: tuple[int, ...]
    euros: tuple[int, ...]
    euros_before: tuple[int, ...]
    source: str
    checked: date
    verified: bool

    @property
    def most_days(self) -> int:
        """This is for how many days it is due at most."""
        return sum(self.days)


@cache
def statutes() -> Mapping[str, Statute]:
    """This gives every term by its key, in the order of the file."""
    found = [
        Statute(**{"remark": {"en": "", "nl": ""}, **one})  # a field too many or too few is an error of ours
        for one in _file()["terms"]
    ]
    assert all(re.fullmatch(r"P[1-9][0-9]*[DWMB]", one.length) for one in found)
    return {one.key: one for one in found}


@cache
def penalty() -> Penalty:
    """This gives the penalty for a late decision."""
    found: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in _file()["penalty"].items()}
    return Penalty(**found)


def keys_of_topics() -> tuple[str, ...]:
    """These are the terms that a topic may be given in the settings: those that a decision or a first conversation ends."""
    return tuple(key for key, one in statutes().items() if one.until in ("decision", "contact"))


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("statutory_terms.toml").read_text(encoding="utf-8"))
