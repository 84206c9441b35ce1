"""What a comparison calls its measures and verdicts, and how it writes their numbers: page, charts and terminal say it alike.

Working days are whole from 10 up and halves below; shares are told of 100.
"""

from __future__ import annotations

from journeys.texts import number, say
from mining.comparison_verdict import SAME, TOO_FEW, UNKNOWN, UNSEEN


def verdict_word(verdict: str) -> str:
    """This gives a verdict in the language in use."""
    return {
        "korter": say("shorter"), "langer": say("longer"), "minder": say("fewer"), "meer": say("more"), "minder vaak": say("less often"),
        "vaker": say("more often"), SAME: say("nearly the same"), UNSEEN: say("no visible difference"), TOO_FEW: say("too few cases"),
        UNKNOWN: say("cannot be determined"), "andere routes": say("other routes"),
    }[verdict]  # fmt: skip


def working_days(value: float) -> str:
    """This writes working days: whole from 10 up, halves below, tenths where half a day would be nothing."""
    size = abs(value)
    if size >= 9.75:
        return number(round(size))
    half = round(size * 2) / 2
    if half == 0 and size >= 0.05:
        return number(size, 1)
    return number(half, 0 if half == int(half) else 1)


def per_case(before: float, after: float) -> tuple[str, str]:
    """This writes a count per case of both sides: one digit, more where one would hide a change of over a tenth or show 0 for some."""
    differs = abs(after - before) > 0.1 * max(abs(before), abs(after))

    def enough(digits: int) -> bool:
        seen = number(before, digits) != number(after, digits) or not differs
        return seen and all(number(value, digits) != number(0, digits) for value in (before, after) if value)

    digits = next((one for one in (1, 2) if enough(one)), 3)
    return number(before, digits), number(after, digits)


def of_100(share: float) -> str:
    """This writes a share as so many of 100; tenths below 10, where whole ones would say nothing."""
    value = 100 * abs(share)
    return number(round(value)) if value >= 10 or abs(value - round(value)) < 0.05 else number(value, 1)


def measure_title(name: str) -> str:
    """This gives what a measure is called in the language in use."""
    return {
        "duration": say("Duration"),
        "handoffs": say("Handoffs"),
        "department_handoffs": say("Handoffs between departments"),
        "hops": say("Hops to another official"),
        "faces": say("Faces"),
        "contacts": say("Contacts by the resident"),
        "pingpong": say("Ping-pong between departments"),
        "callbacks_in_time": say("Called back in time"),
        "explained_no": say("Rejected and explained in person"),
        "first_contact": say("Enough after one contact"),
        "avoidable_contacts": say("Avoidable contacts"),
        "reopened": say("Opened again within 20 working days"),
        "outcome:granted": say("Outcome “granted”"),
        "outcome:rejected": say("Outcome “rejected”"),
        "outcome:withdrawn": say("Outcome “withdrawn”"),
        "outcome:referred": say("Outcome “referred”"),
    }[name]
