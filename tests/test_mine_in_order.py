"""Mining: every definition makes its table, what cannot be determined is said, failures are told plainly."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from drawn import draw

from journeys.errors import DefinitionError
from journeys.settings import Settings
from journeys.texts import Language, speaking
from mining.catalogue import DEFINITIONS, Catalogue, read_definitions
from mining.mine import mine, statement
from mining.stored_order import stored_in_order

LOG = """
    case | resident | time             | kind    | official | department | topic
    Z1   | r1       | 2026-03-02 09:00 | request | Anna     | KCC        | wmo
    Z1   | r1       | 2026-03-03 10:30 | work    | Bob      | Zorg       | wmo
"""
HEADER = """/*
name = "{name}"
row = "one case"
key = ["case_no"]
role = "{role}"
source = "a test"
definition = "A test."
[title]
en = "Test"
nl = "Proef"
[columns]
case_no = "integer; the case"
*/
"""


def tables(log: duckdb.DuckDBPyConnection) -> set[str]:
    return {name for (name,) in log.execute("select table_name from duckdb_tables()").fetchall()}


def catalogue_of(folder: Path, **queries: str) -> Catalogue:
    for name, query in queries.items():
        role = "step" if name.startswith("step") else "table"
        (folder / f"{name}.sql").write_text(HEADER.format(name=name, role=role) + query, encoding="utf-8")
    return read_definitions([folder])


def test_every_shipped_definition_makes_its_table_with_the_columns_of_its_header() -> None:
    catalogue = read_definitions()
    log = draw(LOG)
    mine(log, settings=Settings(), catalogue=catalogue, keep_steps=True)
    for definition in catalogue:
        made = [column[0] for column in log.execute(f"select * from {definition.name} limit 0").description]
        assert sorted(made) == sorted(definition.columns), definition.name
        if definition.role == "table":
            assert made == list(definition.columns), definition.name


def test_every_shipped_key_is_unique_and_known() -> None:
    catalogue = read_definitions()
    log = draw(LOG + LOG.replace("Z1", "Z2").split("topic", 1)[1])
    mine(log, settings=Settings(), catalogue=catalogue, keep_steps=True)
    for definition in catalogue:
        if definition.key:
            key = ", ".join(definition.key)
            rows, keys = log.execute(
                f"select (select count(*) from {definition.name}),"
                f" (select count(*) from (select distinct {key} from {definition.name}))"
            ).fetchall()[0]
            assert rows == keys, definition.name


def test_an_empty_log_makes_empty_tables_and_no_failure() -> None:
    log = draw(LOG)
    log.execute("delete from events")
    log.execute("delete from cases")
    mine(log, settings=Settings(), catalogue=read_definitions([DEFINITIONS], also_known=["over_term"]).needed_for("log_measures", "variants"))
    assert log.execute("select count(*) from case_measures").fetchall() == [(0,)]


def test_what_cannot_be_determined_is_empty_and_says_for_want_of_which_column() -> None:
    log = draw("""
        case | time             | activity | department
        Z1   | 2026-03-02 09:00 | a        | Zorg
        Z1   | 2026-03-02 10:00 | b        | Werk
    """)
    mine(log, settings=Settings(), catalogue=read_definitions([DEFINITIONS], also_known=["over_term"]).needed_for("journey_measures"))
    assert log.execute(
        "select officials, handoffs, handoffs_min, hops, open, faces, department_handoffs, events from case_measures"
    ).fetchall() == [(None, None, None, None, None, None, 1, 2)]
    missing = log.execute(
        "select column_missing from cannot_determine where measure = 'case_measures.faces' order by 1"
    ).fetchall()
    assert missing == [("kind",), ("official",)]
    assert log.execute(
        "select count(*) from cannot_determine where measure like '%department_handoffs'"
    ).fetchall() == [(0,)]


def test_nothing_is_cannot_be_determined_when_every_column_is_there() -> None:
    log = draw(LOG)
    mine(log, settings=Settings(), catalogue=read_definitions([DEFINITIONS], also_known=["over_term"]).needed_for("case_measures"))
    assert log.execute("select count(*) from cannot_determine").fetchall() == [(0,)]


def test_a_column_that_is_there_but_without_a_known_value_is_missing() -> None:
    log = draw(LOG.replace("Anna", "balie").replace("Bob", "Team"))
    mine(log, settings=Settings(), catalogue=read_definitions([DEFINITIONS], also_known=["over_term"]).needed_for("case_measures"))
    assert log.execute("select handoffs, department_handoffs from case_measures").fetchall() == [(None, 0)]


def test_steps_are_dropped_unless_they_are_kept(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path,
        step_a="select case_no from events",
        final="select case_no from step_a",
        step_z="select case_no from final",
    )
    log = draw(LOG)
    mine(log, settings=Settings(), catalogue=catalogue)
    assert {"final"} == {"step_a", "final", "step_z"} & tables(log)
    mine(log, settings=Settings(), catalogue=catalogue, keep_steps=True)
    assert {"step_a", "final", "step_z"} <= tables(log)


def test_progress_is_told_once_for_each_definition(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    catalogue = catalogue_of(tmp_path, b="select case_no from a", a="select case_no from cases")
    mine(draw(LOG), settings=Settings(), catalogue=catalogue, progress=lambda *progress: told.append(progress))
    assert told == [(1, 2, "a"), (2, 2, "b")]


def test_a_query_that_cannot_be_run_is_named_and_quotes_no_cell(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, wrong='select "case"::integer as case_no from cases')
    with pytest.raises(DefinitionError) as told:
        mine(draw(LOG), settings=Settings(), catalogue=catalogue)
    assert "wrong.sql" in str(told.value)
    assert "Z1" not in str(told.value)


def test_a_query_with_an_unknown_column_says_which(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="case_nr"):
        mine(draw(LOG), settings=Settings(), catalogue=catalogue_of(tmp_path, wrong="select case_nr from cases"))


@pytest.mark.parametrize(("spoken", "told"), [("nl", "kan niet worden uitgevoerd"), ("en", "cannot be run")])
def test_a_query_that_cannot_be_run_is_told_in_the_language_in_use(tmp_path: Path, spoken: Language, told: str) -> None:
    catalogue = catalogue_of(tmp_path, wrong="select case_nr from cases")
    with speaking(spoken), pytest.raises(DefinitionError, match=told):
        mine(draw(LOG), settings=Settings(), catalogue=catalogue)


def test_rows_are_read_as_they_are_stored_only_where_they_are_stored_in_order() -> None:
    log = draw(LOG)
    assert stored_in_order(log)
    log.execute("create or replace table events as select * from events order by row_no desc")
    assert not stored_in_order(log)
    log = draw(LOG)
    log.execute("set preserve_insertion_order = false")
    assert not stored_in_order(log)
    definition = read_definitions([DEFINITIONS], also_known=["over_term"])["hops"]
    assert "order by journey_no" in statement(
        definition, settings=Settings(), known={"official", "department"}, stored=False
    )
    assert "order by" not in statement(definition, settings=Settings(), known={"official", "department"}, stored=True)


def test_one_at_a_time_gives_the_same_tables() -> None:
    catalogue = read_definitions([DEFINITIONS], also_known=["over_term"]).needed_for("journey_measures")
    found = []
    for at_once in (1, 4):
        log = draw(LOG)
        mine(log, settings=Settings(), catalogue=catalogue, at_once=at_once)
        found.append(log.execute("select * from journey_measures").fetchall())
    assert found[0] == found[1]


def test_work_beside_is_done_once_with_a_connection_of_its_own_and_its_failure_is_told() -> None:
    catalogue = read_definitions([DEFINITIONS], also_known=["over_term"]).needed_for("handoff_ledger")
    log = draw(LOG)
    counted: list[int] = []
    mine(log, settings=Settings(), catalogue=catalogue, beside=[lambda own: counted.append(own.execute("select 7").fetchall()[0][0])])
    assert counted == [7]

    def fails(_own: duckdb.DuckDBPyConnection) -> None:
        raise ValueError("beside")

    with pytest.raises(ValueError, match="beside"):
        mine(log, settings=Settings(), catalogue=catalogue, beside=[fails])


def test_a_dossier_on_disk_holds_the_tables_and_no_steps(tmp_path: Path) -> None:
    (tmp_path / "definitions").mkdir()
    catalogue = catalogue_of(
        tmp_path / "definitions", step_a="select case_no from events", final="select case_no from step_a"
    )
    place = tmp_path / "odd-name 1.duckdb"
    drawn = draw(LOG)
    drawn.execute(f"attach '{place}' as dossier")
    drawn.execute("copy from database memory to dossier")
    drawn.execute("detach dossier")
    with duckdb.connect(str(place)) as dossier:
        mine(dossier, settings=Settings(), catalogue=catalogue)
        assert {"final"} == {"step_a", "final"} & tables(dossier)
        assert dossier.execute("select count(*) from duckdb_databases() where not internal").fetchall() == [(1,)]
        assert dossier.execute("select distinct case_no from final").fetchall() == [(1,)]


def test_after_a_failure_mining_can_be_done_again(tmp_path: Path) -> None:
    (tmp_path / "wrong").mkdir()
    (tmp_path / "right").mkdir()
    log = draw(LOG)
    with pytest.raises(DefinitionError):
        mine(log, settings=Settings(), catalogue=catalogue_of(tmp_path / "wrong", step_a="select nothing from cases"))
    mine(log, settings=Settings(), catalogue=catalogue_of(tmp_path / "right", final="select case_no from cases"))
    assert log.execute("select case_no from final").fetchall() == [(1,)]
