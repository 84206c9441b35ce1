"""Comparisons drawn by hand: the values of comparison.json (docs/comparison.md) without any log, small enough to know every number."""

from __future__ import annotations

from typing import Any

COUNTS = ("handoffs", "department_handoffs", "hops", "faces", "contacts", "pingpong", "pingpong_officials")
WAITING = tuple(f"waiting:{one}" for one in ("resident", "callback", "handoff", "queue"))
TURNS = tuple(f"turn:{one}" for one in ("department", "resident", "nobody", "unknown"))
SHARES = ("callbacks_in_time", "explained_no", "first_contact", "avoidable_contacts", "reopened")
OUTCOMES = tuple(f"outcome:{one}" for one in ("granted", "rejected", "withdrawn", "referred"))
UNTOLD = "niet te bepalen"


def measure(before: float | None, after: float | None, half: float = 1.0, verdict: str = "geen aantoonbaar verschil", **more: Any) -> dict[str, Any]:
    """This is one measure whose range reaches `half` to either side; without values it cannot be determined."""
    if before is None or after is None:
        empty = dict.fromkeys(("before", "after", "difference", "low", "high", "visible"))
        return {"verdict": UNTOLD, **empty, "cases_before": 0, "cases_after": 0, "passes": False, **more}
    difference = after - before
    told = {"before": before, "after": after, "difference": difference, "low": difference - half, "high": difference + half, "visible": half}
    return {"verdict": verdict, **told, "cases_before": 400, "cases_after": 300, "horizon": 60, "passes": False, **more}


def pair(sender: str, receiver: str, before: float, after: float, *, passes: bool, people: int | None = 40) -> dict[str, Any]:
    told = measure(before, after, 0.01, "minder" if passes else "geen aantoonbaar verschil", passes=passes)
    counts = {"handoffs_before": 48, "handoffs_after": 24, "residents_before": people, "residents_after": people}
    return {"from": sender, "to": receiver, **counts, **told}


def route(path: str | None, before: float, after: float, *, passes: bool = False) -> dict[str, Any]:
    return {"path": path, **measure(before, after, 0.02, "vaker" if passes else "geen aantoonbaar verschil", passes=passes)}


def month(name: str, side: str, days: float | None, full: float = 1.0) -> dict[str, Any]:
    return {"month": name, "side": side, "cases": 30, "residents": 30, "mean_working_days": days, "followed_in_full": full}


def bars(before: tuple[float, ...], after: tuple[float, ...], people: int = 60) -> dict[str, Any]:
    made = [
        {"handoffs": at, "or_more": at == 4, "before": one, "after": other, "residents_before": people, "residents_after": people}
        for at, (one, other) in enumerate(zip(before, after, strict=True))
    ]
    return {"horizon": 60, "cases_before": 380, "cases_after": 290, "bars": made}


def drawn(**other: Any) -> dict[str, Any]:
    """This is a comparison in which cases became shorter: 20 werd 16 working days, and one pair of departments passes."""
    line_before = [min(1.0, day / 40) for day in range(61)]
    line_after = [min(1.0, day / 30) for day in range(61)]
    values: dict[str, Any] = {
        "question": {"change": "2025-04-01", "by": None, "only": [], "control": [], "washout": 0, "horizon": 60, "margin": 0.05},
        "duration": measure(20.0, 16.0, 2.0, "korter", horizon=60, flags=["no_control"]),
        **{name: measure(2.0, 1.9, 0.4) for name in COUNTS},
        **{name: measure(4.0, 3.5, 1.0) for name in WAITING + TURNS},
        "duration_without_suspension": measure(18.0, 15.0, 2.0, "korter"),
        "shares": {
            **{name: measure(0.5, 0.55, 0.1) for name in SHARES},
            **{name: measure(0.25, 0.25, 0.05) for name in OUTCOMES},
        },
        "pairs": [
            pair("Balie", "Zorg", 0.12, 0.06, passes=True),
            pair("Zorg", "Balie", 0.04, 0.05, passes=False),
        ],
        "topics": [], "departments": [],
        "routes": {
            "verdict": "andere routes", "horizon": 60,
            "paths": [route("Balie > Zorg", 0.5, 0.6, passes=True), route("Balie", 0.3, 0.25), route(None, 0.2, 0.15)],
        },
        "months": [
            month("2025-01", "before", 19.0), month("2025-02", "before", 21.0), month("2025-03", "before", None, 0.0),
            month("2025-04", "after", 17.0), month("2025-05", "after", 15.0), month("2025-06", "after", 16.0, 0.4),
        ],
        "handoff_bars": bars((0.2, 0.3, 0.2, 0.1, 0.2), (0.4, 0.3, 0.2, 0.05, 0.05)),
        "flags": {"no_control": {}},
        "sides": {
            "before": {"first": "2024-04-01", "last": "2025-03-31", "finished": 380, "residents": 350, "weeks": 52},
            "after": {"first": "2025-04-01", "last": "2026-03-31", "finished": 280, "residents": 270, "weeks": 52},
        },
        "enough_on": None, "curves": {"before": line_before, "after": line_after}, "looks": 1,
    }  # fmt: skip
    return {**values, **other}


def untold() -> dict[str, Any]:
    """This is a comparison of which nothing can be told."""
    names = (*COUNTS, *WAITING, *TURNS, "duration", "duration_without_suspension")
    return drawn(
        **{name: measure(None, None) for name in names}, shares={}, pairs=[], months=[], curves={}, handoff_bars={"horizon": 0, "bars": []},
        routes={"verdict": UNTOLD, "why": "column", "paths": []},
    )  # fmt: skip
