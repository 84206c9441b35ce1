"""What knows names stands at the door: other connections see it, work beside is waited for, and it is gone when the door closes."""

import threading
from concurrent.futures import Future

import duckdb
import pytest
from poured import pour

from journeys.door import AT_DOOR, close_door, open_door, working_beside


def _databases(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [name for (name,) in connection.execute("select database_name from duckdb_databases() where not internal").fetchall()]


def test_another_connection_sees_what_stands_at_the_door_and_not_what_is_temporary() -> None:
    with duckdb.connect() as connection:
        open_door(connection)
        connection.execute(f"create table {AT_DOOR}names as select 'Anna' as name; create temporary table hidden as select 1 as one")
        with working_beside(connection) as beside:
            seen = beside(lambda cursor: cursor.execute("select name from names").fetchall())
            unseen = beside(lambda cursor: cursor.execute("select one from hidden").fetchall())
        assert seen.result() == [("Anna",)]
        with pytest.raises(duckdb.CatalogException):
            unseen.result()


def test_a_table_that_is_made_without_a_place_does_not_land_at_the_door() -> None:
    with duckdb.connect() as connection:
        open_door(connection)
        connection.execute("create table events as select 1 as row_no")
        close_door(connection)
        assert connection.execute("select row_no from events").fetchall() == [(1,)]


def test_a_closed_door_leaves_nothing_behind_and_can_be_opened_again() -> None:
    with duckdb.connect() as connection:
        for _ in range(2):
            open_door(connection)
            connection.execute(f"create table {AT_DOOR}names as select 'Anna' as name")
            close_door(connection)
            assert _databases(connection) == ["memory"]


def test_no_name_is_left_at_the_door_when_a_log_was_taken_in() -> None:
    rows = [{"case": "Z1", "activity": "Aanvraag", "time": "2026-03-02 09:00", "official": "Anna", "kind": "request"}]
    connection, intake = pour(rows, mining=False)
    assert intake.events == 1
    assert _databases(connection) == ["memory"]
    connection.close()


def test_when_the_block_fails_what_has_not_begun_is_left_undone() -> None:
    connection, begun, go = duckdb.connect(), threading.Event(), threading.Event()
    open_door(connection)
    waiting: list[Future[int]] = []

    def held(_cursor: duckdb.DuckDBPyConnection) -> None:
        begun.set()
        go.wait(10)

    def failing() -> None:
        with working_beside(connection) as beside:
            for _ in range(2):
                beside(held)
            waiting.append(beside(lambda _cursor: 1))
            begun.wait(10)
            threading.Timer(0.5, go.set).start()
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        failing()
    assert waiting[0].cancelled()
