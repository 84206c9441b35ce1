"""The measures of cases and journeys counted by plain loops, as measures.md says them: what the SQL is held against.

Nothing here is quick and nothing is shared with the definitions. Lowest and highest values are found by trying every
order of the events that share a moment.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby, pairwise, permutations
from typing import Any

import duckdb
from drawn import wd

Event = dict[str, Any]


def events_in_order(log: duckdb.DuckDBPyConnection) -> list[Event]:
    """This gives the events as dicts, in order (A4)."""
    result = log.execute("select * from events")
    names = [column[0] for column in result.description]
    events = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    return sorted(events, key=lambda event: (event["order_moment"], event["row_no"]))


def cases_of(log: duckdb.DuckDBPyConnection) -> dict[int, dict[str, Any]]:
    """This gives the measures of each case."""
    events = events_in_order(log)
    return {
        number: case_of([event for event in events if event["case_no"] == number])
        for number in _different(events, "case_no")
    }


def journeys_of(log: duckdb.DuckDBPyConnection) -> dict[int, dict[str, Any]]:
    """This gives the measures of each journey."""
    events = events_in_order(log)
    return {
        number: journey_of([event for event in events if event["journey_no"] == number])
        for number in _different(events, "journey_no")
    }


def case_of(events: Sequence[Event]) -> dict[str, Any]:
    """This counts one case; `events` are its events in order."""
    officials, departments = _known(events, "official_no"), _known(events, "department_no")
    official_rings, department_rings = rings(officials), rings(departments)
    lowest, highest = lowest_and_highest(officials)
    lowest_of_departments, highest_of_departments = lowest_and_highest(departments)
    topics = [event["topic_no"] for event in events if event["topic_no"] is not None]
    return {
        "events": len(events),
        "municipal_events": sum(event["municipal"] for event in events),
        "events_unknown_official": sum(event["municipal"] and event["official_no"] is None for event in events),
        "events_unknown_department": sum(event["municipal"] and event["department_no"] is None for event in events),
        "officials": len({event["official_no"] for event in events if event["appears"]}),
        "departments": len({value for _, value, _ in departments}),
        "handoffs": changes([value for _, value, _ in officials]),
        "handoffs_min": lowest,
        "handoffs_max": highest,
        "department_handoffs": changes([value for _, value, _ in departments]),
        "department_handoffs_min": lowest_of_departments,
        "department_handoffs_max": highest_of_departments,
        "tied_neighbours": sum(
            a["order_moment"] == b["order_moment"] for a, b in pairwise(events)
        ),
        "pingpong_officials": len(official_rings),
        "pingpong_officials_calendar_days": _sum([days for days, _ in official_rings]),
        "pingpong_officials_working_days": _sum([days for _, days in official_rings]),
        "pingpong_departments": len(department_rings),
        "pingpong_departments_calendar_days": _sum([days for days, _ in department_rings]),
        "pingpong_departments_working_days": _sum([days for _, days in department_rings]),
        "started": events[0]["order_moment"],
        "ended": events[-1]["order_moment"],
        "open": is_open(events),
        "calendar_days": _days(events[0]["order_moment"], events[-1]["order_moment"]),
        "working_days": wd(events[0]["local_date"], events[-1]["local_date"]),
        "topic_no": topics[0] if topics else None,
        "home_department_no": home_department(events),
        "faces": len(contacts(events)),
    }


def journey_of(events: Sequence[Event]) -> dict[str, Any]:
    """This counts one journey; `events` are its events in order, cases interleaved."""
    cases = [
        case_of([event for event in events if event["case_no"] == number]) for number in _different(events, "case_no")
    ]
    officials, departments = _known(events, "official_no"), _known(events, "department_no")
    lowest, highest = lowest_and_highest(officials)
    lowest_of_departments, highest_of_departments = lowest_and_highest(departments)
    added = {
        name: _sum([case[name] for case in cases if case[name] is not None])
        for name in (
            "events", "municipal_events", "events_unknown_official", "events_unknown_department", "handoffs",
            "handoffs_min", "handoffs_max", "department_handoffs", "department_handoffs_min", "department_handoffs_max",
            "tied_neighbours", "pingpong_officials", "pingpong_officials_calendar_days",
            "pingpong_officials_working_days",
            "pingpong_departments", "pingpong_departments_calendar_days", "pingpong_departments_working_days",
        )
    }  # fmt: skip
    faces = contacts(events)
    n = sum(faces.values())
    return added | {
        "cases": len(cases),
        "officials": len({event["official_no"] for event in events if event["appears"]}),
        "departments": len({value for _, value, _ in departments}),
        "hops": changes([value for _, value, _ in officials]),
        "hops_min": lowest,
        "hops_max": highest,
        "department_hops": changes([value for _, value, _ in departments]),
        "department_hops_min": lowest_of_departments,
        "department_hops_max": highest_of_departments,
        "started": events[0]["order_moment"],
        "ended": events[-1]["order_moment"],
        "open": any(case["open"] for case in cases),
        "calendar_days": _days(events[0]["order_moment"], events[-1]["order_moment"]),
        "working_days": wd(events[0]["local_date"], events[-1]["local_date"]),
        "faces": len(faces),
        "contacts": n,
        "continuity": (sum(count * count for count in faces.values()) - n) / (n * (n - 1)) if n >= 4 else None,
    }


def routes_of(log: duckdb.DuckDBPyConnection) -> tuple[int, int, int]:
    """This counts the paths of activities, the cases of the most common one, and the routes along departments."""
    activities: Counter[tuple[int, ...]] = Counter()
    departments = set()
    events = events_in_order(log)
    for number in _different(events, "case_no"):
        of_case = [event for event in events if event["case_no"] == number]
        activities[tuple(event["activity_no"] for event in of_case)] += 1
        departments.add(tuple(value for value, _ in groupby(value for _, value, _ in _known(of_case, "department_no"))))
    return len(activities), max(activities.values()), len(departments)


def changes(values: Sequence[Any]) -> int:
    """This counts the neighbours that differ."""
    return sum(a != b for a, b in pairwise(values))


def lowest_and_highest(known: Sequence[tuple[datetime, int, Event]]) -> tuple[int, int]:
    """This tries every order of the values that share a moment, and keeps the fewest and most changes by last value."""
    so_far: dict[Any, tuple[int, int]] = {None: (0, 0)}
    for _, block in groupby(known, key=lambda each: each[0]):
        values = [value for _, value, _ in block]
        after: dict[Any, tuple[int, int]] = {}
        for order in set(permutations(values)):
            for last, (fewest, most) in so_far.items():
                inside = changes(order) + (last is not None and last != order[0])
                best = after.get(order[-1], (fewest + inside, most + inside))
                after[order[-1]] = (min(best[0], fewest + inside), max(best[1], most + inside))
        so_far = after
    return min(fewest for fewest, _ in so_far.values()), max(most for _, most in so_far.values())


def rings(known: Sequence[tuple[datetime, int, Event]]) -> list[tuple[float, int]]:
    """This finds A-B-A on runs: the days and working days from the last event of A to the first of A again."""
    runs: list[list[tuple[datetime, int, Event]]] = []
    for each in known:
        if runs and runs[-1][0][1] == each[1]:
            runs[-1].append(each)
        else:
            runs.append([each])
    found = []
    for first, _, again in zip(runs, runs[1:], runs[2:], strict=False):
        if first[0][1] == again[0][1]:
            left, back = first[-1], again[0]
            found.append((_days(left[0], back[0]), wd(left[2]["local_date"], back[2]["local_date"])))
    return found


def is_open(events: Sequence[Event]) -> bool:
    """This is A15, walked through."""
    ended = False
    for event in events:
        if event["acted_by"] == "municipality" and event["kind"] in ("decision", "close"):
            ended = True
        if event["acted_by"] == "municipality" and event["kind"] == "reopen":
            ended = False
        if event["acted_by"] == "resident" and event["kind"] in ("request", "objection"):
            ended = False
    return not ended


def home_department(events: Sequence[Event]) -> int | None:
    """This is A17: the most municipal events, then the earliest first one."""
    counts = Counter(value for _, value, _ in _known(events, "department_no"))
    return (
        max(counts, key=lambda department: counts[department]) if counts else None
    )  # the first of equals was counted first


def contacts(events: Sequence[Event]) -> dict[int, int]:
    """This counts for each official how often the resident dealt with this official directly."""
    found: dict[int, int] = defaultdict(int)
    for event in events:
        asked = event["acted_by"] == "resident" and event["kind"] in ("request", "contact", "callback_request")
        reached = event["acted_by"] == "municipality" and event["kind"] == "outreach"
        if event["official_no"] is not None and (asked or reached):
            found[event["official_no"]] += 1
    return found


def _known(events: Sequence[Event], column: str) -> list[tuple[datetime, int, Event]]:
    return [
        (event["order_moment"], event[column], event)
        for event in events
        if event["municipal"] and event[column] is not None
    ]


def _different(events: Sequence[Event], column: str) -> list[int]:
    return sorted({event[column] for event in events})


def _days(a: datetime, b: datetime) -> float:
    return (b - a).total_seconds() / 86400


def _sum(values: Sequence[Any]) -> Any:
    return sum(values) if values else None
