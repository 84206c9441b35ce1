"""The catalogue: headers are whole, queries are ordered by what they read, numbers come from the settings."""

from __future__ import annotations

import dataclasses
import io
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from journeys import texts
from journeys.errors import DefinitionError, UsageError
from journeys.settings import MeasureSettings
from mining.catalogue import DEFINITIONS, read_definitions
from mining.definition import TYPES_NL, Definition
from mining.definition_headers import read_definition
from mining.explained import explain, explain_column
from mining.query_words import step_names, tables_read
from mining.tables_page import tables_page
from mining.written_columns import TEXT_OF, export_query
from visuals.answers_told import tell_definition

HEADER = """name = "{name}"
row = "one case"
key = ["case_no"]
role = "table"
source = "a test"
definition = "What it is."
[title]
en = "Test"
nl = "Proef"
[columns]
case_no = "integer; the case"
"""


def write(
    folder: Path, name: str, query: str = "select case_no from cases", *, header: str = HEADER, top: str = ""
) -> Path:
    path = folder / f"{name}.sql"
    path.write_text(f"/*\n{top}{header.replace('{name}', name)}*/\n{query}\n", encoding="utf-8")
    return path


def test_the_page_of_tables_is_fresh() -> None:
    page = Path(__file__).parents[1] / "docs" / "tables.md"
    assert page.read_text(encoding="utf-8") == tables_page(read_definitions()), (
        "print it anew: python -m mining.tables_page"
    )


SHIPPED = read_definitions([DEFINITIONS], also_known=["over_term"])
RULE = re.compile(r"\bA\d+")


def sentences(definition: Definition) -> set[str]:
    """This gives every English sentence or meaning of a definition that is long enough to be known by."""
    words = [definition.definition["en"], definition.row["en"], definition.title["en"]]
    words += [meaning.partition("; ")[2] for meaning in definition.columns.values()]
    found = (" ".join(part.split()) for text in words for part in re.split(r"[.:;]\s", text))
    return {part for part in found if len(part.split()) > 3}


@pytest.mark.parametrize("definition", SHIPPED, ids=lambda definition: str(definition.name))
def test_every_shipped_definition_has_words_in_both_languages_and_a_unit_for_each_column(definition: Definition) -> None:
    for words in (definition.title, definition.definition, definition.row):
        assert words["en"] != words["nl"]
    for text in definition.definition.values():
        assert text.strip().endswith((".", ":", ")"))
    for column, meaning in definition.columns.items():
        assert ";" in meaning, f"{definition.name}.{column} says no type"
        assert meaning.partition("; ")[0] in TYPES_NL, f"{definition.name}.{column} has a type without Dutch"
    if definition.role == "table":
        assert definition.columns_nl.keys() == definition.columns.keys()
    for column, meaning in definition.columns_nl.items():
        assert meaning.strip(), f"{definition.name}.{column} has no Dutch"


@pytest.mark.parametrize("definition", SHIPPED, ids=lambda definition: str(definition.name))
def test_both_languages_lean_on_the_same_rules(definition: Definition) -> None:
    assert set(RULE.findall(definition.definition["en"])) == set(RULE.findall(definition.definition["nl"]))


@pytest.mark.parametrize("definition", SHIPPED, ids=lambda definition: str(definition.name))
def test_no_english_sentence_is_left_when_a_definition_is_explained_in_dutch(definition: Definition) -> None:
    told = " ".join(explain(definition, language="nl").removesuffix(definition.query(MeasureSettings()) + "\n").split())
    assert "One row is" not in told
    assert "Source:" not in told
    assert {sentence for sentence in sentences(definition) if sentence in told} == set()


def test_a_sentence_that_stays_english_would_be_seen() -> None:
    hops = SHIPPED["hops"]
    half = dataclasses.replace(hops, definition={"en": hops.definition["en"], "nl": hops.definition["en"]})
    told = " ".join(explain(half, language="nl").split())
    assert "the resident meets another official" in {sentence for sentence in sentences(half) if sentence in told}


def test_dutch_words_can_be_left_out_but_not_for_some_of_the_columns(tmp_path: Path) -> None:
    one = read_definition(write(tmp_path, "a"))
    assert one.row == {"en": "one case", "nl": "one case"}
    assert one.meaning("case_no", "nl") == "geheel getal"
    header = HEADER + 'n = "integer; how many"\n[columns_nl]\ncase_no = "de zaak"\n'
    write(tmp_path, "a", header=header)
    assert "columns_nl" in refused(tmp_path)
    both = read_definition(write(tmp_path, "a", header=header + 'n = "hoeveel"\n'))
    assert both.meaning("n", "nl") == "geheel getal; hoeveel"
    assert both.meaning("n", "en") == "integer; how many"


def test_a_definition_is_explained_in_the_language_asked_for_whichever_is_in_use() -> None:
    texts.use("en")
    try:
        assert "Eén rij is" in explain(SHIPPED["hops"], language="nl")
        assert texts.language() == "en"
    finally:
        texts.use("nl")
    assert "One row is" in explain(SHIPPED["hops"], language="en")


def test_a_column_is_told_for_each_table_for_people_by_its_name_here_and_there() -> None:
    told = explain_column(SHIPPED, "hops", language="en").splitlines()
    assert told[0] == "# The column “hops” stands in"
    assert [line.partition(":")[0] for line in told if line.startswith("- ")] == ["- cases", "- journeys", "- log_measures"]
    assert explain_column(SHIPPED, "home_department", language="nl") == explain_column(
        SHIPPED, "home_department_no", language="nl"
    ).replace("home_department_no", "home_department")
    assert "werkdagen" in explain_column(SHIPPED, "waiting_queue", language="nl")
    assert explain_column(SHIPPED, "block_no", language="nl") == ""  # only steps have it
    assert explain_column(SHIPPED, "nonsense", language="nl") == ""


def explained(name: str) -> str:
    written = io.StringIO()
    tell_definition(name, Console(file=written, width=400))
    return written.getvalue()


def test_who_asks_for_a_column_that_is_also_a_step_reads_the_column_first() -> None:
    assert explained("hops").startswith("# De kolom “hops” staat in\n")
    assert "\n# Wisselingen in een klantreis (hops)\n" in explained("hops")
    assert explained("cases").startswith("# Zaken (case_measures)\n")
    assert explained("cases.csv") == explained("case_measures")
    assert explained("case_state").startswith("# Open of afgelopen (case_state)\n")
    assert "\n# Zaken (case_measures)\n" in explained("faces")
    with pytest.raises(UsageError):
        explained("nonsense")


@pytest.mark.parametrize(
    ("query", "tables"),
    [
        ("select 1", set()),
        ("select * from events", {"events"}),
        ("from events select case_no", {"events"}),
        (
            "select * from events e join cases c on c.case_no = e.case_no left join log on true",
            {"events", "cases", "log"},
        ),
        ("select * from events, cases as c, log where a in (1, 2)", {"events", "cases", "log"}),
        ("with a as (select * from events), b(x) as (select * from a) select * from b", {"events"}),
        ("with a as materialized (select * from events) select * from a, log", {"events", "log"}),
        (
            "with recursive a as (select 1 union all select * from a join cases using (case_no)) select * from a",
            {"cases"},
        ),
        ("select a is distinct from b, a is not distinct from c from events", {"events"}),
        ("select extract(year from moment), trim(both ' ' from kind) from events", {"events"}),
        ("select * from (select * from cases) as inner_one, (select 1 from log)", {"cases", "log"}),
        ("select (select max(n) from log) as n from range(3) as t(n)", {"log"}),
        ("select * from events -- from turns\n where kind = 'from waits' /* join hops */", {"events"}),
        ('select * from "Events" where a in (select case_no from cases)', {"Events", "cases"}),
        ("SELECT * FROM EVENTS CROSS JOIN LOG ORDER BY a, b", {"events", "log"}),
        ("select * from events where a > (select 1) union all select * from cases group by x, y", {"events", "cases"}),
        ("select * from events join lateral (select * from cases) on true, log", {"events", "cases", "log"}),
    ],
)
def test_what_a_query_reads_from_is_found(query: str, tables: set[str]) -> None:
    assert tables_read(query) == tables


def test_the_steps_inside_a_query_are_found() -> None:
    assert step_names("with a as (select 1), b (x, y) as not materialized (select 2, 3) select f(a, b) from b") == {
        "a",
        "b",
    }


def test_definitions_come_after_what_they_read_from_and_by_name_where_that_leaves_a_choice(tmp_path: Path) -> None:
    write(tmp_path, "a", "select case_no from d")
    write(tmp_path, "b")
    write(tmp_path, "c")
    write(tmp_path, "d", "select case_no from c join b using (case_no)")
    assert [definition.name for definition in read_definitions([tmp_path])] == ["b", "c", "d", "a"]


def test_what_a_definition_needs_goes_back_as_far_as_it_must(tmp_path: Path) -> None:
    for name, query in {"a": "cases", "b": "a", "c": "b", "d": "cases"}.items():
        write(tmp_path, name, f"select case_no from {query}")
    assert [definition.name for definition in read_definitions([tmp_path]).needed_for("c")] == ["a", "b", "c"]


def refused(folder: Path) -> str:
    with pytest.raises(DefinitionError) as told:
        read_definitions([folder])
    return str(told.value)


def test_a_circle_is_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path, "a", "select case_no from b")
    write(tmp_path, "b", "select case_no from a")
    write(tmp_path, "c")
    assert "a, b" in refused(tmp_path)


def test_a_query_that_reads_itself_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a", "select case_no from a")
    assert "a.sql" in refused(tmp_path)


def test_a_table_that_nobody_makes_is_refused_unless_it_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a", "select case_no from elsewhere")
    assert "elsewhere" in refused(tmp_path)
    assert len(read_definitions([tmp_path], also_known=["elsewhere"])) == 1


def test_a_step_called_like_another_table_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a")
    write(tmp_path, "b", "with a as (select 1) select * from a")
    assert "b.sql" in refused(tmp_path)


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "events")
    assert "events" in refused(tmp_path)
    ours = tmp_path / "ours"
    ours.mkdir()
    write(ours, "ties")
    with pytest.raises(DefinitionError, match="ties"):
        read_definitions([DEFINITIONS, ours], also_known=["over_term"])


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "nowhere" in refused(tmp_path / "nowhere")


def test_a_file_without_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text("-- just a query\nselect 1", encoding="utf-8")
    assert "a.sql" in refused(tmp_path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_bytes(b"/*\xff\xfe*/ select 1")
    assert "a.sql" in refused(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        lambda header: header + "this is not TOML\n",
        lambda header: 'colour = "red"\n' + header,
        lambda header: header.replace('role = "table"', 'role = "chair"'),
        lambda header: header.replace('key = ["case_no"]', 'key = ["row_no"]'),
        lambda header: header.replace('key = ["case_no"]', 'key = "case_no"'),
        lambda header: header.replace('row = "one case"', "row = 1"),
        lambda header: header.replace('row = "one case"', 'row.en = "one case"'),
        lambda header: header.replace('definition = "What it is."', 'definition.nl = "Wat het is."'),
        lambda header: header + "[columns_nl]\ncase_no = 1\n",
        lambda header: header.replace('source = "a test"\n', ""),
        lambda header: header.replace('nl = "Proef"\n', ""),
        lambda header: header.replace("{name}", "another"),
        lambda header: header.replace('definition = "What it is."', "definition = 3"),
        lambda header: header.replace('case_no = "integer; the case"', "case_no = 1"),
        lambda header: 'needs = ["medewerker"]\n' + header,
        lambda header: header + '[column_needs]\nhandoffs = ["official"]\n',
        lambda header: header + "[parameters]\nn = [1, 2]\n",
        lambda header: 'export = "../out"\n' + header,
    ],
)
def test_a_header_that_is_not_as_it_must_be_is_refused_with_its_file(tmp_path: Path, change: object) -> None:
    write(tmp_path, "a", header=change(HEADER))  # type: ignore[operator]
    assert "a.sql" in refused(tmp_path)


@pytest.mark.parametrize(
    "query", ["drop table events", "select 1; select 2", "", "copy events to 'out.csv'", "pragma version"]
)
def test_anything_but_one_query_is_refused(tmp_path: Path, query: str) -> None:
    write(tmp_path, "a", query)
    assert "a.sql" in refused(tmp_path)


def test_a_semicolon_at_the_end_or_in_a_text_is_no_second_query(tmp_path: Path) -> None:
    assert read_definition(write(tmp_path, "a", "select ';' as case_no;")).sql == "select ';' as case_no"


def test_numbers_come_from_the_settings_and_otherwise_from_the_header(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a",
        "select ':own' as a, x::integer as b, :own, :callback_working_days+1 -- :nothing\n"
        "from cases where d >= :day and t = :word",
        header=HEADER + '[parameters]\nown = 2.5\ncallback_working_days = 99\nday = 2026-03-02\nword = "it\'s"\n',
    )
    measures = dataclasses.replace(MeasureSettings(), callback_working_days=3)
    assert read_definition(path).query(measures) == (
        "select ':own' as a, x::integer as b, 2.5, 3+1 -- :nothing\n"
        "from cases where d >= date '2026-03-02' and t = 'it''s'"
    )
    assert read_definition(path).parameters["day"] == date(2026, 3, 2)


def test_a_number_that_nobody_gives_is_refused(tmp_path: Path) -> None:
    definition = read_definition(write(tmp_path, "a", "select :elephants as case_no"))
    with pytest.raises(DefinitionError, match="elephants"):
        definition.query(MeasureSettings())


def test_a_column_cannot_be_determined_without_what_the_table_or_the_column_needs(tmp_path: Path) -> None:
    header = HEADER + 'n = "integer; a"\nm = "integer; b"\n[column_needs]\nm = ["official", "kind"]\n'
    definition = read_definition(write(tmp_path, "a", header=header, top='needs = ["department"]\n'))
    assert definition.missing({"department", "official", "kind"}) == {}
    assert definition.missing({"department", "kind"}) == {"m": ("official",)}
    assert definition.missing({"official"}) == {"n": ("department",), "m": ("department", "kind")}


def test_of_columns_of_which_one_is_enough_only_the_want_of_all_is_missing(tmp_path: Path) -> None:
    header = HEADER + 'n = "integer; a"\nm = "integer; b"\n[column_needs]\nm = ["official|department"]\n'
    definition = read_definition(write(tmp_path, "a", header=header))
    assert definition.missing({"official"}) == definition.missing({"department"}) == {}
    assert definition.missing({"kind"}) == {"m": ("official|department",)}


def test_explain_gives_words_source_columns_and_the_very_query() -> None:
    definition = read_definitions()["variants"]
    text = explain(definition, language="nl")
    assert text.startswith("# Routes langs afdelingen (variants)")
    assert definition.source in text
    assert all(f"`{column}`" in text for column in definition.columns)
    assert "variant_no <= 1000" in text
    assert text.rstrip().endswith("order by frequent.variant_no")


def test_a_name_that_does_not_exist_is_told_with_the_names_there_are() -> None:
    with pytest.raises(DefinitionError, match="case_measures"):
        read_definitions()["hop"]


def test_the_written_table_has_texts_instead_of_numbers(tmp_path: Path) -> None:
    header = HEADER + 'home_department_no = "integer; home"\nrow_no = "integer; the row"\n'
    query = export_query(read_definition(write(tmp_path, "a", header=header)))
    assert query == "\n".join(
        [
            "select",
            '  text_0."case" as "case",',
            '  text_1."department" as "home_department",',
            '  made."row_no"',
            "from a as made",
            "left join cases as text_0",
            '  on text_0.case_no = made."case_no"',
            "left join departments as text_1",
            '  on text_1.department_no = made."home_department_no"',
            'order by made."case_no"',
        ]
    )
    assert all(end.endswith("_no") for end in TEXT_OF)


def test_reading_the_catalogue_loads_no_heavy_library() -> None:
    heavy = "{'duckdb', 'pandas', 'sqlglot', 'networkx', 'pm4py', 'matplotlib'}"
    told = subprocess.run(
        [sys.executable, "-c", f"import sys, mining.catalogue; print(sorted({heavy} & sys.modules.keys()))"],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert told.stdout.strip() == "[]"
