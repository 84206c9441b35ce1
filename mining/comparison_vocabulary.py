"""What a comparison calls its measures and verdicts, and how it writes their numbers: page, charts and terminal say it alike.

Working days are whole from 10 up and halves below (closer where the two sides and their difference would not fit each other); shares are
told of 100. A range that leaves 0 out is never written as if it touched it.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    return _days(_usual_days(abs(value)))


def days_apart(before: float, after: float, *control: float) -> tuple[str, ...]:
    """This writes the working days of both sides and their difference, so that who subtracts the one from the other finds the third.

    As `working_days`; in halves, then in tenths, where rounding apart would not come out (21.4 and 16.6 would be 21, 17 and 5).
    `control`: both sides of the control, which are written too, and of which the difference is taken off.
    """
    sides = (before, after, *control)
    for step in (_usual_days, _half_days, _tenth_days):
        told = [step(abs(side)) for side in sides]
        apart = step(abs(_apart(sides)))
        if abs(abs(_apart(told)) - apart) < 0.01:
            break
    else:
        apart = abs(_apart(told))
    return tuple(_days(one) for one in (*told, apart))


def _apart(sides: Sequence[float]) -> float:
    before, after, *control = sides
    return after - before - (control[1] - control[0] if control else 0.0)


def _usual_days(size: float) -> float:
    if size >= 9.75:
        return float(round(size))
    half = _half_days(size)
    return _tenth_days(size) if half == 0 else half


def _half_days(size: float) -> float:
    return round(size * 2) / 2


def _tenth_days(size: float) -> float:
    return round(size, 1)


def _days(rounded: float) -> str:
    return number(rounded, 0 if rounded == int(rounded) else 1)


MOST_DECIMALS = 6
"""So many decimals a value of the contract has (comparison_verdict.DIGITS): further on there is nothing to write."""


def range_decimals(low: float | None, high: float | None) -> int:
    """This is with how many decimals the numbers of a row with a range are written in a table: one, and more where it needs them.

    A range that leaves 0 out does not read as if it touched it (0.04 to 0.27 is no "0,0 to 0,3"), and a range is never "0,0 to 0,0"
    unless it is nothing.
    """
    if low is None or high is None:
        return 1
    ends = [end for end in (low, high) if end]
    needed = all if low > 0 or high < 0 else any

    def read(decimals: int) -> bool:
        return not ends or needed(_is_seen(end, decimals) for end in ends)

    return next((one for one in range(1, MOST_DECIMALS) if read(one)), MOST_DECIMALS)


def never_nothing(value: float, decimals: int = 0) -> str:
    """This writes a number with so many decimals, and with more where one that is not 0 would be written as 0."""
    enough = (one for one in range(decimals, MOST_DECIMALS) if _is_seen(value, one))
    return number(value, next(enough, MOST_DECIMALS) if value else decimals)


def _is_seen(value: float, decimals: int) -> bool:
    return number(abs(value), decimals) != number(0, decimals)


def per_case(before: float, after: float) -> tuple[str, str]:
    """This writes a count per case of both sides: one digit, more where one would hide a change of over a tenth, show twice a change that
    is there (0.949 and 0.951 are no 0,9 and 1,0), or show 0 for some."""
    differs = abs(after - before) > 0.1 * max(abs(before), abs(after))

    def enough(digits: int) -> bool:
        seen = number(before, digits) != number(after, digits) or not differs
        seen = seen and abs(round(after, digits) - round(before, digits)) <= 2 * abs(after - before) + 1e-9
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
