"""How a delimited file was written is recognised: encoding, delimiter, title lines, column names."""

from __future__ import annotations

from pathlib import Path

import pytest
from delimited_drawn import read, rows

from journeys.errors import InputError, MappingError, SettingsError
from journeys.settings import ReadingSettings
from journeys.texts import use

LINES = "zaak;wie\nZ1;Özdemir – €\n"
ROW = [(1, "Z1", "Özdemir – €")]
SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(autouse=True)
def _english():
    use("en")
    yield
    use("nl")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (LINES.encode("utf-8"), "UTF-8"),
        (LINES.encode("utf-8-sig"), "UTF-8 (BOM)"),
        (LINES.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + LINES.encode("utf-16-be"), "UTF-16"),
        (LINES.encode("utf-16-le"), "UTF-16"),
        (LINES.encode("utf-16-be"), "UTF-16"),
        (LINES.encode("cp1252"), "cp1252"),
    ],
)
def test_each_encoding_is_recognised_and_named(tmp_path, content, encoding):
    table = read(tmp_path, content)
    assert table.facts["encoding"] == encoding
    assert table.headers == ("zaak", "wie")
    assert rows(table) == ROW


def test_text_that_is_also_good_cp1252_is_read_as_utf8(tmp_path):
    table = read(tmp_path, "zaak;wie\nZ1;café\n".encode())
    assert rows(table) == [(1, "Z1", "café")]


def test_one_wrong_byte_at_the_end_makes_the_whole_file_cp1252(tmp_path):
    table = read(tmp_path, b"zaak;wie\n" + b"Z1;Jan\n" * 300_000 + b"Z2;Ren\xe9\n")
    assert table.facts["encoding"] == "cp1252"
    assert rows(table)[-1] == (300_001, "Z2", "René")
    assert table.remarks == []


def test_utf8_with_a_few_other_bytes_is_remarked_with_its_line(tmp_path):
    table = read(tmp_path, "zaak;wie\nZ1;Özdemir\nZ2;Müller\n".encode() + b"Z3;Ren\xe9\n")
    assert table.facts["encoding"] == "cp1252"
    assert [(remark.code, remark.detail) for remark in table.remarks] == [("mixed_encoding", "line 4")]


def test_bytes_that_cp1252_does_not_define_are_an_error_with_their_line(tmp_path):
    with pytest.raises(InputError, match=r"log\.csv, line 3: the bytes there fit no encoding"):
        read(tmp_path, b"zaak;wie\nZ1;Jan\nZ2;\x81\xe9\nZ3;Piet\n")


def test_utf16_cut_off_in_the_middle_of_a_letter_is_an_error(tmp_path):
    with pytest.raises(InputError, match="line 2: the bytes there fit no encoding"):
        read(tmp_path, "zaak;wie\nZ1;Jan".encode("utf-16") + b"x")


def test_the_encoding_of_the_settings_is_obeyed(tmp_path):
    table = read(tmp_path, "zaak;wie\nZ1;café\n".encode(), settings=ReadingSettings(encoding="cp1252"))
    assert rows(table) == [(1, "Z1", "cafÃ©")]


def test_bytes_that_do_not_fit_the_encoding_of_the_settings_are_an_error(tmp_path):
    with pytest.raises(InputError, match="line 2: the bytes there do not fit the encoding ascii"):
        read(tmp_path, "zaak;wie\nZ1;café\n".encode(), settings=ReadingSettings(encoding="ascii"))


def test_an_encoding_that_does_not_exist_is_an_error_of_the_settings(tmp_path):
    with pytest.raises(SettingsError, match="no encoding “klingon”"):
        read(tmp_path, LINES, settings=ReadingSettings(encoding="klingon"))


@pytest.mark.parametrize(("delimiter", "named"), [(";", ";"), (",", ","), ("\t", "tab"), ("|", "|")])
def test_each_delimiter_is_recognised_and_named(tmp_path, delimiter, named):
    table = read(tmp_path, f"zaak{delimiter}wat{delimiter}wie\nZ1{delimiter}intake{delimiter}Jan\n")
    assert table.facts["delimiter"] == named
    assert table.headers == ("zaak", "wat", "wie")
    assert rows(table) == [(1, "Z1", "intake", "Jan")]


def test_commas_inside_a_semicolon_file_are_text(tmp_path):
    table = read(tmp_path, "zaak;wie;bedrag\nZ1;Hassel, A. van;27,5\nZ2;Jong, B. de;1.234,50\n")
    assert rows(table) == [(1, "Z1", "Hassel, A. van", "27,5"), (2, "Z2", "Jong, B. de", "1.234,50")]


def test_a_first_line_that_names_the_delimiter_is_obeyed_and_named(tmp_path):
    table = read(tmp_path, "sep=,\nzaak;x,wie;y\nZ1;1,Jan;2\n")
    assert table.headers == ("zaak;x", "wie;y")
    assert (table.facts["delimiter"], table.facts["skipped_lines"], table.facts["header_line"]) == (",", "1", "2")
    assert rows(table) == [(1, "Z1;1", "Jan;2")]


def test_the_delimiter_of_the_settings_goes_before_what_the_file_says(tmp_path):
    table = read(tmp_path, "sep=;\na|b;c|d\n1|2;3|4\n", settings=ReadingSettings(delimiter="|"))
    assert table.headers == ("a", "b;c", "d")


def test_a_delimiter_of_two_characters_is_an_error_of_the_settings(tmp_path):
    with pytest.raises(SettingsError, match="must be one character"):
        read(tmp_path, LINES, settings=ReadingSettings(delimiter="::"))


def test_title_lines_above_the_header_are_skipped_and_named(tmp_path):
    text = "Rapport klantcontacten\nGemeente;Almere\n\nzaak;wat;wie\nZ1;intake;Jan\nZ2;besluit;Piet\n"
    table = read(tmp_path, text)
    assert table.headers == ("zaak", "wat", "wie")
    assert (table.facts["skipped_lines"], table.facts["header_line"]) == ("1, 2", "4")
    assert rows(table) == [(1, "Z1", "intake", "Jan"), (2, "Z2", "besluit", "Piet")]


def test_title_lines_filled_up_with_delimiters_are_skipped_too(tmp_path):
    table = read(tmp_path, "Rapport;;;\nPeriode: maart;;;\nzaak;wat;wie;kanaal\nZ1;intake;Jan;balie\nZ2;besluit;;\n")
    assert table.facts["skipped_lines"] == "1, 2"
    assert rows(table) == [(1, "Z1", "intake", "Jan", "balie"), (2, "Z2", "besluit", None, None)]


def test_a_header_that_is_shorter_than_a_stray_line_below_is_still_the_header(tmp_path):
    table = read(tmp_path, "zaak;wat;wie\nZ1;intake;Jan\nZ2;intake;Jan;x\nZ3;intake;Jan\n")
    assert table.headers == ("zaak", "wat", "wie")
    assert "skipped_lines" not in table.facts


def test_a_header_that_is_shorter_than_rows_with_trailing_delimiters_is_still_the_header(tmp_path):
    table = read(tmp_path, "zaak;wat;wie\n" + "Z1;intake;Jan;\n" * 20 + "Z2;intake;Jan;x\n")
    assert table.headers == ("zaak", "wat", "wie")
    assert len(rows(table)) == 20
    assert [reject.reason for reject in table.rejects] == ["long_line"]


def test_quoted_column_names_with_delimiters_and_line_breaks_are_one_name(tmp_path):
    table = read(tmp_path, '"zaak;nummer";"datum\nontvangst"\nZ1;x\n')
    assert table.headers == ("zaak;nummer", "datum\nontvangst")
    assert rows(table) == [(1, "Z1", "x")]


@pytest.mark.parametrize("content", ["", "\n\n \n", "\ufeff", "\ufeff\r\n"])
def test_an_empty_file_is_an_error_that_says_so(tmp_path, content):
    with pytest.raises(InputError, match=r"log\.csv is empty"):
        read(tmp_path, content)


@pytest.mark.parametrize("content", ["zaak;wat;wie\n", "zaak;wat;wie", "Rapport\nzaak;wat;wie\n\n\n"])
def test_a_header_without_rows_is_an_error_that_says_so(tmp_path, content):
    with pytest.raises(InputError, match="has a header and no rows"):
        read(tmp_path, content)


@pytest.mark.parametrize(
    "content",
    [
        "Z1;12-01-2026 13:02;Jan\nZ2;13-01-2026 09:00;Piet\n",
        "Z1,2026-01-12T13:02:00Z,Jan\nZ2,2026-01-13T13:02:00Z,Piet\n",
        "1;2;3\n4;5;6\n",
    ],
)
def test_a_file_without_header_is_an_error_that_says_so(tmp_path, content):
    with pytest.raises(InputError, match="line 1 holds data, and no line above it names the columns"):
        read(tmp_path, content)


def test_years_as_column_names_are_no_data(tmp_path):
    assert read(tmp_path, "afdeling;2024;2025\nZorg;12;14\n").headers == ("afdeling", "2024", "2025")


def test_repeated_column_names_are_an_error_that_names_them_and_says_how_to_map(tmp_path):
    with pytest.raises(MappingError) as caught:
        read(tmp_path, "zaak;datum;datum;wie\nZ1;a;b;c\n")
    assert "“datum” (2, 3)" in caught.value.message
    assert "map by position" in caught.value.next_step


def test_empty_column_names_are_an_error_with_their_positions(tmp_path):
    with pytest.raises(MappingError, match="columns at these positions have no name: 2, 4"):
        read(tmp_path, "zaak;;wie; \nZ1;a;b;c\n")


def test_delimiters_at_the_end_of_the_header_with_nothing_below_them_are_no_columns(tmp_path):
    table = read(tmp_path, "zaak;datum;;\nZ1;2024-01-05;;\nZ2;2024-01-06;;\n")
    assert table.headers == ("zaak", "datum")
    assert rows(table) == [(1, "Z1", "2024-01-05"), (2, "Z2", "2024-01-06")]
    with pytest.raises(MappingError, match="have no name: 3"):
        read(tmp_path, "zaak;datum;\nZ1;2024-01-05;\nZ2;2024-01-06;iets\n")
    with pytest.raises(MappingError, match="have no name: 2"):
        read(tmp_path, "zaak;;datum\nZ1;;2024-01-05\n")


def test_a_value_far_below_an_end_without_a_name_makes_its_row_a_reject(tmp_path):
    lines = [f"Z{n};2024-01-05;" for n in range(400)] + ["Z400;2024-01-06;iets"]
    table = read(tmp_path, "\n".join(["zaak;datum;", *lines]))
    assert len(rows(table)) == 400
    assert (table.rows, [(one.row, one.reason) for one in table.rejects]) == (401, [(401, "long_line")])


def test_for_a_mapping_by_position_odd_names_are_made_unique(tmp_path):
    text = "naam;naam;;naam (2);naam\nA;B;C;D;E\n"
    table = read(tmp_path, text, allow_odd_headers=True)
    assert table.headers == ("naam", "naam (3)", "column 3", "naam (2)", "naam (4)")
    use("nl")
    assert read(tmp_path, "zaak;wat;wie;\nA;B;C;D\n", allow_odd_headers=True).headers == (
        "zaak",
        "wat",
        "wie",
        "kolom 4",
    )


def test_one_leading_index_column_is_accepted_with_a_remark(tmp_path):
    table = read(tmp_path, ",zaak,wie\n0,Z1,Jan\n1,Z2,Piet\n")
    assert table.headers == ("column 1", "zaak", "wie")
    assert [remark.code for remark in table.remarks] == ["index_column"]
    assert rows(table) == [(1, "0", "Z1", "Jan"), (2, "1", "Z2", "Piet")]


def test_a_leading_column_without_a_name_that_does_not_count_is_an_error(tmp_path):
    with pytest.raises(MappingError, match="have no name: 1"):
        read(tmp_path, ",zaak,wie\nx,Z1,Jan\ny,Z2,Piet\n")


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"PK\x03\x04rest;of;it", "Excel"),
        (b"PAR1;;", "Parquet"),
        (b"%PDF-1.7", "PDF"),
        (b"SQLite format 3\x00", "SQLite"),
    ],
)
def test_another_format_under_this_name_is_an_error_that_says_which(tmp_path, start, what):
    with pytest.raises(InputError, match=f"not delimited text: it looks like {what}"):
        read(tmp_path, start)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared logs are not here")
@pytest.mark.parametrize(
    ("file", "encoding", "delimiter", "columns", "count"),
    [
        ("fixtures/files/zaaksysteem_export_excel_nl_cp1252.csv", "cp1252", ";", 13, 3),
        ("fixtures/files/zaaksysteem_export_utf8_bom_sep.csv", "UTF-8 (BOM)", ";", 13, 3),
        ("fixtures/files/031500UTC_statuses.csv", "UTF-8", ",", 11, 3),
        ("logs/bpic16/BPI2016_Complaints.csv", "cp1252", ";", 18, 289),
        ("logs/receipt/receipt_pm4py.csv", "UTF-8", ",", 15, 8577),
        ("logs/synthetic/running-example.csv", "UTF-8", ",", 9, 42),
        ("logs/start_end/BPIC15_1_processed.csv.gz", "UTF-8", ",", 7, 52217),
    ],
)
def test_real_files_are_recognised(file, encoding, delimiter, columns, count):
    from journeys.limits import Limits
    from journeys.sources.delimited import read_delimited

    table = read_delimited(SHARED / file, name=file, settings=ReadingSettings(), limits=Limits())
    assert (table.facts["encoding"], table.facts["delimiter"], len(table.headers)) == (encoding, delimiter, columns)
    assert len(rows(table)) == table.rows == count


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared logs are not here")
def test_a_case_called_na_keeps_its_name_in_a_real_log():
    from journeys.limits import Limits
    from journeys.sources.delimited import read_delimited

    path = SHARED / "logs/eventdataR/sepsis.csv"
    table = read_delimited(path, name="sepsis", settings=ReadingSettings(), limits=Limits())
    cases = {row[1] for row in rows(table)}
    assert "NA" in cases
    assert len(cases) == 1050
