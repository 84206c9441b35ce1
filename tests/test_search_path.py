"""A second connection finds tables where the first one does, or where it is told to look; new tables land in the first database."""

import duckdb

from journeys.search_path import another, home_of, search


def _two(connection: duckdb.DuckDBPyConnection) -> None:
    """A table of the same name here and in a second database, and one that only stands in the second."""
    connection.execute("create table place as select 'home' as here; attach ':memory:' as \"the other\"")
    connection.execute("""create table "the other".main.place as select 'other' as here; create table "the other".main.lone as select 7 as n""")


def _here(connection: duckdb.DuckDBPyConnection) -> str:
    return str(connection.execute("select here from place").fetchall()[0][0])


def test_a_second_connection_looks_where_the_first_one_looks() -> None:
    with duckdb.connect() as connection:
        _two(connection)
        with another(connection) as second:
            assert _here(second) == "home"
        search(connection, '"the other"', home_of(connection))
        with another(connection) as second:
            assert _here(second) == "other"
            assert second.execute("select n from lone").fetchall() == [(7,)]


def test_a_second_connection_can_be_told_to_look_elsewhere_and_the_first_one_looks_on_as_before() -> None:
    with duckdb.connect() as connection:
        _two(connection)
        with another(connection, '"the other"') as second:
            assert _here(second) == "other"
        assert _here(connection) == "home"


def test_a_table_made_without_a_place_lands_in_the_first_database() -> None:
    with duckdb.connect() as connection:
        _two(connection)
        search(connection, '"the other"', home_of(connection))
        connection.execute("create table made as select 1 as n")
        assert connection.execute("select database_name from duckdb_tables() where table_name = 'made'").fetchall() == [("the other",)]


def test_a_database_whose_name_holds_quotes_is_found(tmp_path) -> None:
    with duckdb.connect(str(tmp_path / """o'neil "x".duckdb""")) as connection:
        connection.execute("create table place as select 'home' as here")
        search(connection, home_of(connection))
        with another(connection, home_of(connection)) as second:
            assert _here(second) == "home"
