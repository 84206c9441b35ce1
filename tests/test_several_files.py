"""Several files are one log: the same resident in two systems, rows counted on, rejects told per file."""

from __future__ import annotations

import pytest
from poured import asked, pour

from journeys import texts
from journeys.errors import InputError, MappingError
from journeys.settings import PrivacySettings, Settings

FRONT = """zaaknummer;inwoner;activiteit;tijdstip;medewerker;afdeling
K1;r1;Telefoon;2026-06-01 09:00;Anna;KCC
K2;;Telefoon;2026-06-01 10:00;Bob;KCC
K3;r2;Telefoon;geen tijd;Bob;KCC
"""
BACK = """tijdstip,activiteit,zaaknummer,afdeling,medewerker,inwoner
2026-06-02 09:00,Behandelen,Z1,Zorg,Cees,R1
,Behandelen,Z1,Zorg,Cees,R1
2026-06-03 09:00,Besluit,Z1,Zorg,anna,R1
"""


def test_a_resident_of_two_systems_with_other_headers_has_one_journey() -> None:
    connection, intake = pour(FRONT.encode(), BACK.encode(), settings=Settings(privacy=PrivacySettings(names="keep")))
    assert (intake.rows, intake.events, intake.rejects, intake.duplicates) == (6, 4, 2, 0)
    assert asked(connection, "select journey, cases, events, officials, hops from journey_measures join journey_ids using (journey_no) order by journey") == [
        {"journey": "case:K2", "cases": 1, "events": 1, "officials": 1, "hops": 0},
        {"journey": "r1", "cases": 2, "events": 3, "officials": 2, "hops": 2},
    ]


def test_rows_are_counted_on_over_the_files_and_rejects_keep_the_row_of_their_file() -> None:
    connection, _ = pour(FRONT.encode(), BACK.encode(), settings=Settings(privacy=PrivacySettings(names="keep")))
    assert [row for (row,) in connection.execute("select row_no from events order by row_no").fetchall()] == [1, 2, 4, 6]
    assert connection.execute("select file_no, rows, first_row_no from files order by file_no").fetchall() == [(1, 3, 1), (2, 3, 4)]
    assert connection.execute("select file, row_no, reason from rejects order by file").fetchall() == [
        ("file 1", 3, "moment_unreadable"),
        ("file 2", 2, "moment_missing"),
    ]


def test_an_error_about_a_column_names_the_file_of_several() -> None:
    texts.use("en")
    try:
        with pytest.raises(MappingError, match=r"^file 2: It is not certain which column is"):
            pour(FRONT.encode(), b"kleur;maat\nrood;4\n", settings=Settings())
        contradicts = "zaaknummer;activiteit;tijdstip\nZ1;Vraag;13-04-2026\nZ1;Besluit;04-14-2026\n"
        with pytest.raises(InputError, match=r"^file 2: Column “tijdstip” contradicts"):
            pour(FRONT.encode(), contradicts.encode(), settings=Settings())
    finally:
        texts.use("nl")


def test_a_file_of_hundreds_of_columns_is_read_within_little_memory() -> None:
    header = ";".join(["zaaknummer", "activiteit", "tijdstip", *(f"kolom {n}" for n in range(600))])
    rows = "\n".join(";".join([f"Z{n // 2}", "Vraag", f"2026-06-0{1 + n} 09:00", *map(str, range(600))]) for n in range(4))
    _, intake = pour(f"{header}\n{rows}\n".encode(), settings=Settings(), memory="300MB")
    assert (intake.rows, intake.events, intake.rejects) == (4, 4, 0)


def test_a_start_that_cannot_be_read_is_remarked_with_its_row_and_loses_no_event() -> None:
    columns = ("case", "activity", "time", "start")
    good = [{"case": f"Z{n}", "activity": "a", "time": f"{n:02}-06-2026 10:00", "start": f"{n:02}-06-2026 09:00"} for n in range(1, 22)]
    odd = [{**good[0], "case": "Z98", "start": "31-02-2026 09:00"}, {**good[0], "case": "Z99", "start": ""}]
    connection, intake = pour([*good[:4], odd[0], *good[4:], odd[1]], columns=columns, mining=False)
    assert (intake.rows, intake.events, intake.rejects) == (23, 23, 0)
    assert asked(connection, "select row_no, count from remarks where remark = 'start_unreadable'") == [{"row_no": 5, "count": 1}]
    assert asked(connection, "select count(*) as n from events where start_moment is null") == [{"n": 2}]


def test_starts_and_completes_of_activities_are_told_and_all_counted() -> None:
    both = "zaaknummer;activiteit;tijdstip;Lifecycle:transition\nZ1;Vraag;2026-06-01 09:00;complete\nZ1;Werk;2026-06-02 09:00;start\nZ1;Werk;2026-06-02 10:00;complete\n"
    remarked = "select row_no, count from remarks where remark = 'start_and_complete'"
    connection, intake = pour(both.encode(), settings=Settings())
    assert intake.events == 3
    assert connection.execute(remarked).fetchall() == [(2, 1)]
    only_ends = both.replace(";start", ";complete")
    assert pour(only_ends.encode(), settings=Settings())[0].execute(remarked).fetchall() == []
