"""Personal numbers are found where they stand, and case numbers raise no alarm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.personal_numbers import MANY, PersonalColumn, bsn_certainty, find_personal, looks_like_bsn

# made up, with the test of eleven worked out by hand where it is not a published test number
BSNS = ("111222333", "123456782", "999993653", "900222086", "012345672")


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def found(
    connection: duckdb.DuckDBPyConnection, values: Sequence[str | None], header: str = "c"
) -> tuple[PersonalColumn, ...]:
    table = pd.DataFrame({"c0": pd.Series(list(values), dtype=object)})
    connection.register("raw", table)
    result = find_personal(connection, "(select c0::varchar as c0 from raw)", {"c0": header})
    connection.unregister("raw")
    return result


WRITTEN_OTHERWISE = ("12345672", " 123456782 ", "1234.56.782", "1234 56 782", "123 456 782", "123.456.782")


@pytest.mark.parametrize("text", [*BSNS, *WRITTEN_OTHERWISE])
def test_a_number_that_passes_the_test_of_eleven_looks_like_a_bsn(text: str) -> None:
    assert looks_like_bsn(text)


@pytest.mark.parametrize(
    "text",
    ["123456789", "000000000", "00000000", "1234567", "1234567820", "", "12345678a", "12.345.67.82", "12-34-56-782",
     "123456782 a"],
)  # fmt: skip
def test_other_texts_do_not_look_like_a_bsn(text: str) -> None:
    assert not looks_like_bsn(text)


@given(st.integers(1, 999_999_98))
def test_one_last_digit_at_most_makes_a_number_pass(first_eight: int) -> None:
    assert sum(looks_like_bsn(f"{first_eight:08d}{digit}") for digit in range(10)) <= 1


def test_a_column_of_bsns_is_found(connection: duckdb.DuckDBPyConnection) -> None:
    assert found(connection, [*BSNS, None, BSNS[0]], "Nummer klant") == (
        PersonalColumn("c0", "Nummer klant", "bsn", "likely", values=5, candidates=5, found=5),
    )


def test_bsns_are_found_with_dots_and_without_their_first_zero_and_inside_longer_texts(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    texts = ["1234.56.782", "12345672", "Mevrouw (BSN:111222333) belde", "zie 999993653/900222086", "999 993 653", ""]
    column = found(connection, texts)[0]
    assert (column.sort, column.certainty, column.values, column.candidates, column.found) == ("bsn", "likely", 6, 5, 5)


def test_longer_numbers_and_dates_and_amounts_are_no_candidates(connection: duckdb.DuckDBPyConnection) -> None:
    texts = ["9123456782", "20260312 14:00", "NL91ABNA0417164300", "1.123.456.782", "12-03-2026", "2026-03-12 13:02:11"]
    assert found(connection, texts) == ()


def test_case_numbers_of_nine_digits_raise_no_alarm(connection: duckdb.DuckDBPyConnection) -> None:
    # of 20,000 numbers in a row one in eleven passes, as chance has it
    assert found(connection, [str(number) for number in range(202_400_000, 202_420_000)]) == ()


def test_dates_without_separators_raise_no_alarm(connection: duckdb.DuckDBPyConnection) -> None:
    assert found(connection, [f"2026{month:02d}{day:02d}" for month in range(1, 13) for day in range(1, 29)]) == ()


def test_few_bsns_among_very_many_case_numbers_are_perhaps(connection: duckdb.DuckDBPyConnection) -> None:
    # 1,100 in a row: 100 pass by chance, with a spread of 9.5; 30 more are three spreads
    numbers = [str(number) for number in range(200_000_000, 200_001_100)]
    people = [f"{n:09d}" for n in range(300_000_000, 300_000_400) if looks_like_bsn(f"{n:09d}")][:30]
    columns = found(connection, numbers + people)
    assert [(column.certainty, column.candidates) for column in columns] == [("perhaps", 1130)]


@pytest.mark.parametrize(
    ("candidates", "passing", "header", "certainty"),
    [
        (5, 5, "", "likely"),  # 1 in 161,051
        (3, 3, "", "perhaps"),  # 1 in 1,331
        (1, 1, "", "perhaps"),  # all, however few
        (1, 1, "BSN", "likely"),
        (4, 2, "burgerservicenummer klant", "likely"),
        (4, 1, "BSN", None),  # the header says so, the numbers do not
        (2, 1, "", None),
        (0, 0, "BSN", None),
        (1_100, 100, "", None),  # what chance gives
        (1_100, 200, "", "likely"),
        (1_000_000, 91_000, "", None),
        (1_000_000, 93_000, "", "likely"),
        (10, 2, "absnt", None),
    ],
)
def test_the_share_decides_how_sure_it_is(candidates: int, passing: int, header: str, certainty: str | None) -> None:
    assert bsn_certainty(candidates, passing, header=header) == certainty


def test_e_mail_addresses_and_telephone_numbers_are_counted(connection: duckdb.DuckDBPyConnection) -> None:
    addresses = ["bel j.jansen@voorbeeld.nl", "A@b.example.org", "geen @ adres"]
    texts = [*addresses, "06-12345678", "036 - 123 45 67", "+31 6 12345678"]
    assert [(column.sort, column.certainty, column.found) for column in found(connection, texts)] == [
        ("email", "likely", 2),
        ("phone", "likely", 3),
    ]


def test_dates_with_times_are_no_telephone_numbers(connection: duckdb.DuckDBPyConnection) -> None:
    assert found(connection, ["12-01-2026 13.02.11", "2026-01-12 13:02", "01-02-2026 10:20:30", "zaak 14 036"]) == ()


def test_numbers_of_ten_digits_that_begin_with_a_zero_are_telephone_numbers_perhaps(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    columns = found(connection, ["0361234567", "0201234567"])
    assert [(column.sort, column.certainty) for column in columns] == [("phone", "perhaps")]


def test_columns_that_are_numbers_are_looked_at_too(connection: duckdb.DuckDBPyConnection) -> None:
    relation = "(select unnest([111222333, 123456782, 999993653, 900222086, 12345672]) as number)"
    assert [column.certainty for column in find_personal(connection, relation, {"number": "n"})] == ["likely"]


def test_of_very_many_values_a_part_is_looked_at(connection: duckdb.DuckDBPyConnection) -> None:
    relation = "(select (100000000 + i)::varchar || ' 06-12345678' as c0 from range(1000000) numbers(i))"
    columns = find_personal(connection, relation, {"c0": "c"})
    assert [column.sort for column in columns] == ["phone"]
    assert 120_000 < columns[0].values < 280_000


def test_no_value_is_given_only_counts(connection: duckdb.DuckDBPyConnection) -> None:
    assert "111222333" not in repr(found(connection, BSNS))


def test_of_hundreds_of_columns_as_much_is_found_as_of_one() -> None:
    """Two addresses in one column, one telephone number in the last; all others hold one small number."""
    cells = {f"c{n}": ("1", "1") for n in range(MANY + 6)}
    cells["c5"], cells[f"c{MANY + 5}"] = ("a@b.nl", "c@d.nl"), ("06-12345678", "geen")
    for columns in (cells, {"c5": cells["c5"], f"c{MANY + 5}": cells[f"c{MANY + 5}"]}):
        rows = " union all ".join(f"select {row + 1} as row_no, {', '.join(f'{value[row]!r} as {name}' for name, value in columns.items())}" for row in (0, 1))
        found = find_personal(duckdb.connect(), f"({rows})", {name: name for name in columns}, rows=2)
        assert [(one.column, one.sort, one.values, one.found) for one in found] == [("c5", "email", 2, 2), (f"c{MANY + 5}", "phone", 2, 1)]
