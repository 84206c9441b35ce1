"""What each measure of a comparison is called, in which unit it is told, and what it was and became in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeys.texts import say
from mining.comparison_vocabulary import measure_title, of_100
from visuals.side_words import Values, became, in_days, per_case

PRIMARY = ("duration",)
SECONDARY = (
    "handoffs", "department_handoffs", "hops", "faces", "contacts", "pingpong", "waiting:resident", "waiting:callback", "waiting:handoff",
    "waiting:queue", "callbacks_in_time", "first_contact", "avoidable_contacts",
)  # fmt: skip
WAITING = ("waiting:resident", "waiting:callback", "waiting:handoff", "waiting:queue")
TURNS = ("turn:department", "turn:resident", "turn:nobody", "turn:unknown")
OUTCOMES = ("outcome:granted", "outcome:rejected", "outcome:withdrawn", "outcome:referred")
ITEMS = ("callbacks_in_time", "explained_no", "first_contact", "avoidable_contacts", "reopened")
DAYS = ("duration", "duration_without_suspension", *WAITING, *TURNS)


def measure_of(values: Values, name: str) -> Mapping[str, Any]:
    """This finds a measure by its name, also among the shares; one that is not there cannot be determined."""
    found: Mapping[str, Any] = values.get(name) or values["shares"].get(name) or {"verdict": "niet te bepalen"}
    return found


def measure_name(name: str) -> str:
    """This gives what a measure is called."""
    own = {
        "waiting:resident": say("Waiting for the resident"),
        "waiting:callback": say("Waiting for a call back"),
        "waiting:handoff": say("Waiting at a handoff"),
        "waiting:queue": say("Waiting in the queue"),
        "turn:department": say("A department’s turn"),
        "turn:resident": say("The resident’s turn"),
        "turn:nobody": say("Nobody’s turn"),
        "turn:unknown": say("Whose turn is unknown"),
        "duration_without_suspension": say("Duration without suspension"),
        "pingpong_officials": say("Ping-pong between officials"),
    }
    return own[name] if name in own else measure_title(name)


def unit_of(name: str) -> str:
    """This gives in what a measure is told."""
    if name in DAYS:
        return say("working days per case")
    return say("of 100") if _of_share(name) else say("per case")


def scale_of(name: str) -> int:
    """This is by how much a value is multiplied where it is told: shares are told of 100."""
    return 100 if _of_share(name) else 1


def measure_values(values: Values, name: str) -> str:
    """This says what a measure was and what it is; empty where it cannot be told of both sides."""
    one = measure_of(values, name)
    before, after = one.get("before"), one.get("after")
    if before is None or after is None:
        return ""
    if name in DAYS:
        return in_days(values, before, after, *one.get("control", {}).values())
    return of_share(values, before, after) if _of_share(name) else per_case(values, before, after)


def of_share(values: Values, before: float, after: float) -> str:
    """This says a share of items (calls, decisions) of either side, of 100."""
    return became(values, of_100(before), of_100(after), unit=say("of 100"))


def _of_share(name: str) -> bool:
    return name in (*ITEMS, *OUTCOMES) or name.startswith("signal:")
