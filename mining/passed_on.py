"""Questions by how often they were passed on: at each stage so many were handled, got lost, are still open, or went on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import duckdb
import pandas as pd

from journeys.clock import wall_sql
from journeys.dossier import has_table
from journeys.errors import DossierError
from journeys.texts import say
from mining.known import is_known

MOST = 5
"""Questions that were passed on so often or oftener share the last stage."""

WAYS = ("ended", "lost", "open", "unknown")
"""How a question leaves; unknown where the log does not tell."""


@dataclass(frozen=True)
class PassedOn:
    """This is what became of all questions (cases) of a period, stage by stage.

    Attributes
    ----------
    stages: one row a stage that a question reached, in order: `stage` (times passed on; the last one may hold more, see `more`),
        `questions` (those that reached it), `ended`, `lost`, `open`, `unknown` (those that left there), `passed_on` (those that went on)
        and `residents` (of those that reached it). questions = ended + lost + open + unknown + passed_on; passed_on = questions of the next
        stage. `lost` is <NA> where not one handover in the period is recorded: nobody knows.
    more: the last stage holds questions that were passed on oftener too.
    questions, residents: all of them. recorded, unrecorded: passages up to where they left.
    known: False where the log has no departments, so that nothing can be counted.
    first, last: local dates on which the first and the last of the questions began; None where there is none.
    single: the questions that all this adds up, as `count_stages` takes them; empty in what passed the gate (mining.shared_stages).
    residents_known: the log names residents; where it does not, `residents` counts cases.
    hidden: why nothing of it may be shown: a picture is then an empty card with this sentence.
    """

    stages: pd.DataFrame
    more: bool
    questions: int
    residents: int
    recorded: int
    unrecorded: int
    first: date | None
    last: date | None
    known: bool = True
    single: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    hidden: str = ""
    residents_known: bool = True


def read_passed_on(
    connection: duckdb.DuckDBPyConnection,
    *,
    most: int = MOST,
    since: date | None = None,
    until: date | None = None,
    topics: Sequence[str] = (),
) -> PassedOn:
    """This reads the questions that began from `since` up to and including `until` (local dates), with one of `topics` (table passed_on).

    Raises `DossierError` for a dossier of an older version.
    """
    if not has_table(connection, "passed_on"):
        raise DossierError(
            say("This dossier was made by an older version and does not know how often questions were passed on."),
            next_step=say("Make it anew with journeys mine."),
        )
    rows = connection.execute(
        f"""
        select passed_on.journey_no, passed_on.stage, passed_on.recorded, passed_on.way, {_LOCAL_DATE} as began
        from passed_on
        join case_measures on case_measures.case_no = passed_on.case_no
        left join topics on topics.topic_no = case_measures.topic_no
        where ($since is null or {_LOCAL_DATE} >= $since)
          and ($until is null or {_LOCAL_DATE} <= $until)
          and ($everything or topics.topic in (select unnest($topics)))
        order by passed_on.case_no
        """,
        {"since": since, "until": until, "everything": not topics, "topics": list(topics)},
    ).df()
    known = is_known(connection, "department")
    counted = count_stages(rows if known else rows.iloc[:0], most=most, known=known)
    return replace(counted, residents_known=is_known(connection, "resident"))


_LOCAL_DATE = f"{wall_sql('passed_on.started')}::date"


def count_stages(rows: pd.DataFrame, *, most: int = MOST, known: bool = True) -> PassedOn:
    """This adds single questions up: columns `journey_no`, `stage`, `recorded`, `way` (missing: unknown) and `began`."""
    lost = rows["way"] == "lost"
    recorded = int(rows["recorded"].sum())
    passages = int((rows["stage"] + lost).sum())
    made = []
    for stage in range(min(most, int(rows["stage"].max())) + 1 if len(rows) else 0):
        here = rows[rows["stage"] >= stage]
        leaving = here if stage == most else here[here["stage"] == stage]
        ways = leaving["way"]
        made.append(
            {
                "stage": stage,
                "questions": len(here),
                "ended": int((ways == "ended").sum()),
                "lost": int((ways == "lost").sum()) if recorded else pd.NA,
                "open": int((ways == "open").sum()),
                "unknown": int(ways.isna().sum()),
                "passed_on": len(here) - len(leaving),
                "residents": here["journey_no"].nunique(),
            }
        )
    columns = ("stage", "questions", "ended", "lost", "open", "unknown", "passed_on", "residents")
    began = pd.to_datetime(rows["began"])
    return PassedOn(
        pd.DataFrame(made, columns=list(columns)).astype("Int64"),
        more=bool(len(rows) and rows["stage"].max() > most),
        questions=len(rows),
        residents=int(rows["journey_no"].nunique()),
        recorded=recorded,
        unrecorded=passages - recorded,
        first=began.min().date() if len(rows) else None,
        last=began.max().date() if len(rows) else None,
        known=known,
        single=rows,
    )
