"""A number in a workbook as text: dates, midnight, the day that never was, whole numbers and long ones."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel

from journeys.sources.workbook_cells import Shape, number_text, serial_text


@pytest.mark.parametrize(
    ("stored", "shape", "written"),
    [  # days from Microsoft's own examples: 1 is 1 January 1900, 39448 is 1 January 2008
        ("1", "date", "1900-01-01"),
        ("59", "date", "1900-02-28"),
        ("60", "date", None),
        ("61", "date", "1900-03-01"),
        ("39448", "date", "2008-01-01"),
        ("39448", "moment", "2008-01-01 00:00:00"),
        ("39448.75", "date", "2008-01-01 18:00:00"),
        ("39448.5", "moment", "2008-01-01 12:00:00"),
        ("45352.999988425923", "moment", "2024-03-01 23:59:59"),
        ("45352.9999999999", "moment", "2024-03-02 00:00:00"),
        ("45352.500005787035", "moment", "2024-03-01 12:00:00.500"),
        ("2958465", "date", "9999-12-31"),
        ("2958466", "date", None),
        ("0", "date", None),
        ("-1", "date", None),
        ("nan", "date", None),
        ("1e400", "date", None),
        ("", "date", None),
        ("0.25", "moment", "06:00:00"),
        ("0.25", "clock", "06:00:00"),
        ("39448.25", "clock", "2008-01-01 06:00:00"),
        ("2.5", "span", "60:00:00"),
    ],
)
def test_a_serial_number_of_the_1900_system(stored: str, shape: Shape, written: str | None) -> None:
    assert serial_text(stored, shape, from_1904=False) == written


@pytest.mark.parametrize(
    ("stored", "written"),
    [("0", "1904-01-01"), ("1", "1904-01-02"), ("60", "1904-03-01"), ("37986", "2008-01-01"), ("2957004", None)]
)  # fmt: skip
def test_a_serial_number_of_the_1904_system(stored: str, written: str | None) -> None:
    assert serial_text(stored, "date", from_1904=True) == written


@given(st.datetimes(datetime(1901, 1, 1), datetime(2200, 1, 1)), st.booleans())
def test_a_moment_that_another_program_wrote_comes_back_to_the_second(moment: datetime, from_1904: bool) -> None:
    moment = moment.replace(microsecond=0)
    if from_1904:
        moment = max(moment, datetime(1904, 1, 2))
    serial = to_excel(moment, epoch=datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30))
    assert serial_text(repr(serial), "moment", from_1904=from_1904) == f"{moment:%Y-%m-%d %H:%M:%S}"
    later = to_excel(moment + timedelta(days=1), epoch=datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30))
    assert float(later) - float(serial) == pytest.approx(1)


@pytest.mark.parametrize(
    ("stored", "text", "exact"),
    [
        ("7", "7", True),
        ("-7", "-7", True),
        ("7.0", "7", True),
        ("-7.00", "-7", True),
        ("1E3", "1000", True),
        ("1.5e2", "150", True),
        ("1.23E+14", "123000000000000", True),
        ("1.23E+15", "1.23E+15", False),
        ("1.2345678901234568E+16", "1.2345678901234568E+16", False),
        ("123456789012345", "123456789012345", True),
        ("1234567890123456", "1234567890123456", False),
        ("12345678901234567.0", "12345678901234567", False),
        ("0.1", "0.1", True),
        ("0.30000000000000004", "0.30000000000000004", True),
        ("4.5E-2", "0.045", True),
        ("1E-300", "1E-300", True),
        ("9E999999", "9E999999", False),
        ("INF", "INF", True),
        ("NaN", "NaN", True),
        ("twaalf", "twaalf", True),
    ],
)
def test_a_number_is_written_whole_and_without_loss(stored: str, text: str, exact: bool) -> None:
    assert number_text(stored) == (text, exact)
