"""Is `events` stored in the order in which windows walk through it? Then DuckDB reads along instead of sorting again."""

from __future__ import annotations

import duckdb


def stored_in_order(connection: duckdb.DuckDBPyConnection) -> bool:
    """This tells whether `events` is stored by (case_no, order_moment, row_no), and DuckDB keeps to that order."""
    kept = connection.execute("select current_setting('preserve_insertion_order')").fetchall()
    astray = connection.execute(
        """
        select count(*)
        from (
          select case_no, order_moment, row_no,
            lag(case_no) over () as case_before,
            lag(order_moment) over () as moment_before,
            lag(row_no) over () as row_before
          from events
        )
        where case_before > case_no
          or (case_before = case_no and moment_before > order_moment)
          or (case_before = case_no and moment_before = order_moment and row_before >= row_no)
        """
    ).fetchall()
    return kept == [(True,)] and astray == [(0,)]
