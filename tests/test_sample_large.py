"""The large generated log of the benchmark has the shape it promises, at any size, and is the same each time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import stories

SCRIPT = Path(__file__).parents[1] / "bench" / "generate.py"
EVENTS = 60_000


def _generated(folder: Path, *more: str) -> Path:
    out = folder / "large.parquet"
    command = [sys.executable, "-B", str(SCRIPT), "--events", str(EVENTS), "--out", str(out), *more]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return out


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    return _generated(folder, "--csv", str(folder / "large.csv"))


def _one(query: str) -> tuple[object, ...]:
    with duckdb.connect() as database:
        row: tuple[object, ...] | None = database.execute(query).fetchone()
    assert row is not None
    return row


def test_it_has_exactly_the_events_asked_for_and_the_columns_of_the_sample(large: Path) -> None:
    with duckdb.connect() as database:
        described = database.execute(f"describe select * from '{large}'").fetchall()
    kinds = {name: kind for name, kind, *_ in described}
    assert list(kinds) == list(stories.raw_rows()[0])
    assert kinds.pop("tijdstip") == "TIMESTAMP"
    assert set(kinds.values()) == {"VARCHAR"}
    assert _one(f"select count(*) from '{large}'") == (EVENTS,)


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(large: Path, tmp_path: Path) -> None:
    again = _generated(tmp_path)
    assert again.read_bytes() == large.read_bytes()
    assert _generated(tmp_path, "--seed", "2").read_bytes() != large.read_bytes()


def test_its_proportions_are_those_of_a_municipality(large: Path) -> None:
    cases, residents, activities, departments, officials = _one(f"""
        select count(distinct zaaknummer), count(distinct inwoner), count(distinct activiteit),
            count(distinct afdeling), count(distinct medewerker) filter (medewerker like 'mw-%') from '{large}'""")
    assert isinstance(cases, int)
    assert isinstance(residents, int)
    assert 8 < EVENTS / cases < 10
    assert 2.2 < cases / residents < 2.8
    assert activities == 42
    assert (departments, officials) == (20, 800)


def test_seven_in_a_hundred_neighbours_are_tied_and_three_in_a_hundred_officials_unknown(large: Path) -> None:
    (tied,) = _one(f"""
        with neighbours as (
            select tijdstip = lag(tijdstip) over (partition by zaaknummer order by tijdstip) as tied from '{large}'
        )
        select avg(tied::int) from neighbours""")
    assert tied == pytest.approx(0.07, abs=0.01)
    (unknown,) = _one(f"""
        select avg((medewerker is null or medewerker not like 'mw-%')::int) from '{large}'
        where soort in ('behandeling', 'overdracht', 'besluit') and richting is distinct from 'partner'""")
    assert unknown == pytest.approx(0.03, abs=0.01)


def test_rows_come_by_day_and_the_rows_of_a_case_keep_their_order(large: Path) -> None:
    (backwards,) = _one(f"""
        with numbered as (select *, row_number() over () as row_no from '{large}'),
        neighbours as (
            select tijdstip::date < lag(tijdstip::date) over (order by row_no) as earlier_day,
                tijdstip < lag(tijdstip) over (partition by zaaknummer order by row_no) as earlier from numbered
        )
        select count(*) filter (earlier_day or earlier) from neighbours""")
    assert backwards == 0
    (mixed,) = _one(f"""
        with numbered as (select *, row_number() over () as row_no from '{large}')
        select avg((zaaknummer < previous)::int) from (
            select zaaknummer, lag(zaaknummer) over (order by row_no) as previous from numbered)""")
    assert isinstance(mixed, float)
    assert mixed > 0.3


def test_transfers_name_another_department_and_every_kind_is_there(large: Path) -> None:
    with duckdb.connect() as database:
        kinds = {kind for (kind,) in database.execute(f"select distinct soort from '{large}'").fetchall()}
    assert {"overdracht", "terugbelverzoek", "opschorting", "hervatting", "besluit", "bezwaar", "klacht"} <= kinds
    (nowhere, same) = _one(f"""
        select count(*) filter (naar_afdeling is null),
            count(*) filter (naar_afdeling = afdeling and activiteit <> 'Overgedragen aan collega')
        from '{large}' where soort = 'overdracht'""")
    assert (nowhere, same) == (0, 0)


def test_the_csv_holds_the_same_rows(large: Path) -> None:
    lines = large.with_suffix(".csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == EVENTS + 1
    assert lines[0] == ";".join(stories.raw_rows()[0])
    (first,) = _one(f"select strftime(tijdstip, '%d-%m-%Y %H:%M') from '{large}' limit 1")
    assert lines[1].split(";")[3] == first
