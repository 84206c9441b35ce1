"""Turns of many journeys drawn by hand for the tests of pictures: per journey who has the question from which day to which."""

import random
from datetime import datetime, timedelta

import duckdb
import pandas as pd

MONDAY = datetime(2025, 1, 6, 9, 0)  # UTC
PARTIES = {
    "department": "department", "resident": "resident", "not_picked_up": "nobody", "underway": "nobody", "lost": "nobody",
    "unrecorded": "unknown", "unknown": "unknown", "over": "over",
}  # fmt: skip
Turn = tuple[str, float, float]


def turns(
    *journeys: list[list[Turn]], log_end: float, begun: tuple[float, ...] = (), ends_known: bool = True
) -> duckdb.DuckDBPyConnection:
    """This makes the tables `turns`, `unknown_ends` (empty: turns are drawn as far as they are known), `case_measures`, `journey_measures` and `log`: each journey is a list of cases, each case a list of (state, from day, to day).

    `begun`: the day on which each journey begins, otherwise 0. A turn that reaches the log's end is open.
    """
    rows, case_no = [], 0
    for journey_no, cases in enumerate(journeys, start=1):
        shift = begun[journey_no - 1] if begun else 0.0
        for case in cases:
            case_no += 1
            for state, started, ended in case:
                rows.append(
                    {
                        "case_no": case_no,
                        "turn": len(rows) + 1,
                        "journey_no": journey_no,
                        "party": PARTIES[state],
                        "state": state,
                        "started": MONDAY + timedelta(days=shift + started),
                        "ended": MONDAY + timedelta(days=shift + ended),
                        "open": shift + ended >= log_end,
                    }
                )
    drawn = pd.DataFrame(rows, columns=["case_no", "turn", "journey_no", "party", "state", "started", "ended", "open"])
    drawn = drawn.astype({"started": "datetime64[us]", "ended": "datetime64[us]", "open": "bool"})
    connection = duckdb.connect()
    connection.execute("create table turns as select * from drawn")
    connection.execute(
        "create table journey_measures as select journey_no, case when $known then bool_or(open) end as open from turns group by 1",
        {"known": ends_known},
    )
    connection.execute(
        "create table case_measures as"
        " select case_no, case when $known then bool_or(open) end as open, max(ended) as ended from turns group by 1",
        {"known": ends_known},
    )
    connection.execute("create table unknown_ends (case_no integer, turn integer, ended timestamp)")
    connection.execute("create table log as select $end::timestamp as log_end", {"end": MONDAY + timedelta(days=log_end)})
    return connection


def many(n: int, *, seed: int = 3, still_open: float = 0.1) -> duckdb.DuckDBPyConnection:
    """This throws journeys with dice; the log ends after 400 days, or right after the last question where none is open."""
    dice = random.Random(seed)
    made: list[list[list[Turn]]] = []
    for _ in range(n):
        day, case = 0.0, []
        for _ in range(dice.randrange(1, 9)):
            longer = dice.expovariate(1 / 12)
            case.append((dice.choice(["department", "underway", "not_picked_up", "resident", "unrecorded", "lost"]), day, day + longer))
            day += longer
        if dice.random() < still_open:
            case.append(("department", day, max(400.0, day + 1)))
        made.append([case])
    return turns(*made, log_end=400.0 if still_open else 10_000.0)
