"""The log as it stood on the eve of the change: mined anew from the events before it, so that nothing of the new way tells on the old.

Who started before the change is followed until it. What came later would still speak in what a definition looks back on: a transfer
that was picked up in the end, a case that one official saw through. A log that was cut off there knows of none of it, just as the log's
end cuts off the after side.
"""

from __future__ import annotations

from datetime import date, timedelta

import duckdb

from journeys.clock import utc_sql
from journeys.search_path import home_of, search
from journeys.settings import Settings
from mining.catalogue import Catalogue
from mining.mine import mine

CUT = "before_the_change"

NEEDED = ("case_measures", "turns", "care_callbacks", "care_contacts")
"""The tables that a comparison reads, beside those of the signals."""

COPIED = (
    "officials", "departments", "activities", "topics", "days", "files", "present", "columns_used", "rejects", "remarks", "provenance",
)  # fmt: skip


def cut_off(connection: duckdb.DuckDBPyConnection, change: date, *, settings: Settings, catalogue: Catalogue) -> duckdb.DuckDBPyConnection:
    """This gives a connection to the log as it stood at the end of the day before `change`, mined with the same definitions.

    It stands in memory beside the dossier, which stays as it was. A log without events before the change gives empty tables.
    """
    cut = connection.cursor()
    home = home_of(cut)
    cut.execute(f"attach ':memory:' as {CUT}")
    search(cut, CUT, home)
    eve = (change - timedelta(days=1)).isoformat()
    until = f"local_date < date '{change.isoformat()}'"
    cut.execute(f"create table {CUT}.main.events as select * from {home}.main.events where {until}")  # what is stored in order stays so
    for table, number in (("cases", "case_no"), ("journey_ids", "journey_no")):
        cut.execute(
            f"create table {CUT}.main.{table} as select * from {home}.main.{table}"
            f" where {number} in (select {number} from {CUT}.main.events) order by {number}"
        )
    for table in COPIED:
        cut.execute(f"create table {CUT}.main.{table} as select * from {home}.main.{table}")
    cut.execute(
        f"""
        create table {CUT}.main.log as
        select * replace (
          least(log_end, {utc_sql(f"timestamp '{eve} 23:59:59.999999'")}) as log_end,
          coalesce((select max(work_day) from {CUT}.main.days where local_date <= date '{eve}'), log_end_work_day) as log_end_work_day,
          least(log_end_date, date '{eve}') as log_end_date
        )
        from {home}.main.log
        """
    )
    signals = (one.name for one in catalogue.signals if one.anchor != "official")
    mine(cut, settings=settings, catalogue=catalogue.needed_for(*NEEDED, *signals))
    return cut
