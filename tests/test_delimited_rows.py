"""The rows of delimited text: everything is text, every row is numbered, what does not fit is a reject."""

from __future__ import annotations

import pytest
from delimited_drawn import read, rejects, rows

from journeys.errors import InputError
from journeys.limits import Limits
from journeys.sources import delimited_records
from journeys.sources.raw import Reject, Remark
from journeys.texts import use


@pytest.fixture(autouse=True)
def _english():
    use("en")
    yield
    use("nl")


def test_a_line_break_inside_quotation_marks_belongs_to_the_cell(tmp_path):
    table = read(tmp_path, 'zaak;tekst\nZ1;"Beste,\r\nGroet"\nZ2;ja\n')
    assert rows(table) == [(1, "Z1", "Beste,\r\nGroet"), (2, "Z2", "ja")]
    assert table.rows == 2


def test_delimiters_inside_quotation_marks_belong_to_the_cell(tmp_path):
    assert rows(read(tmp_path, 'zaak,wie\n1,"Hassel, A. van"\n')) == [(1, "1", "Hassel, A. van")]


def test_a_doubled_quotation_mark_is_one(tmp_path):
    assert rows(read(tmp_path, 'zaak;tekst\nZ1;"zei ""ja"""\n')) == [(1, "Z1", 'zei "ja"')]


def test_a_quotation_mark_in_the_middle_of_a_cell_is_text(tmp_path):
    assert rows(read(tmp_path, 'zaak;maat\nZ1;buis 12" rond\n')) == [(1, "Z1", 'buis 12" rond')]


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        ('zaak;tekst\nZ1;ja\nZ2;"nooit dicht\nZ3;x\nZ4;y\n', 3),
        ('zaak;tekst\nZ1;"open\nZ2;"Jan";x\n', 2),
        ('zaak;tekst\nZ1;"a\nb";"c\nZ2;d\n', 3),
        ('zaak;"tekst\nZ1;a\nZ2;b\n', 1),
        ('zaak;tekst\nZ1;"Jan" Jansen\nZ2;d\n', 2),
        ('titel\n\nzaak;tekst;wie\nZ1;a;b\nZ2;"een\ntwee";"drie\nvier\n', 6),
    ],
)
def test_an_unclosed_quotation_mark_is_an_error_with_the_line_where_it_opens(tmp_path, lines, where):
    with pytest.raises(InputError, match=f"log.csv, line {where}: a quotation mark opens there"):
        rows(read(tmp_path, lines))


def test_a_space_between_delimiter_and_quotation_mark_is_no_part_of_the_cell(tmp_path):
    table = read(tmp_path, '"zaak", "wat", "wie"\n"Z1", "a, b\nc", "Jan ""de"" Boer"\n"Z2", d,  "e"\n')
    assert table.headers == ("zaak", "wat", "wie")
    assert rows(table) == [(1, "Z1", "a, b\nc", 'Jan "de" Boer'), (2, "Z2", "d", "e")]
    with pytest.raises(InputError, match="line 3: a quotation mark opens"):
        rows(read(tmp_path, '"zaak", "wat"\n"Z1", "a"\n"Z2", "b\n"Z3", "c"\n'))


def test_an_unclosed_quotation_mark_does_not_draw_the_file_into_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited_records, "LONGEST_CELL", 1000)
    table = read(tmp_path, 'zaak;tekst\nZ1;x\nZ2;"open\n' + "Z3;x\n" * 1000)
    with pytest.raises(InputError, match=r"line 3: a cell is longer than 1,000 characters"):
        rows(table)


def test_a_cell_of_two_hundred_thousand_characters_is_read(tmp_path):
    long = "x" * 200_000
    assert rows(read(tmp_path, f'zaak;tekst\nZ1;"{long}"\nZ2;{long}\n')) == [(1, "Z1", long), (2, "Z2", long)]


def test_short_and_long_lines_are_rejects_with_row_and_line_and_the_rest_is_read(tmp_path):
    table = read(tmp_path, "titel\nzaak;wat;wie\nZ1;a;Jan\nZ2;b\n\nZ3;c;Piet;extra\nZ4;d;Kees\n")
    assert rows(table) == [(1, "Z1", "a", "Jan"), (4, "Z4", "d", "Kees")]
    assert table.rejects == [Reject(2, "short_line", "line 4"), Reject(3, "long_line", "line 6")]
    assert table.rows == 4


def test_the_line_of_a_reject_counts_the_line_breaks_inside_cells(tmp_path):
    table = read(tmp_path, 'zaak;wat;wie\nZ1;"a\nb\nc";Jan\nZ2;b\n')
    rows(table)
    assert table.rejects == [Reject(2, "short_line", "line 5")]


def test_empty_cells_beyond_the_header_are_no_fault(tmp_path):
    table = read(tmp_path, "zaak;wat;wie\nZ1;a;Jan;\nZ2;b;Piet;;;\n")
    assert rows(table) == [(1, "Z1", "a", "Jan"), (2, "Z2", "b", "Piet")]
    assert table.rejects == []


def test_blank_lines_are_no_rows_and_do_not_disturb_the_numbers(tmp_path):
    table = read(tmp_path, "zaak;wie\n\nZ1;Jan\n   \n\nZ2;Piet\n\n")
    assert rows(table) == [(1, "Z1", "Jan"), (2, "Z2", "Piet")]
    assert table.rows == 2


def test_a_line_of_delimiters_only_is_a_row(tmp_path):
    assert rows(read(tmp_path, "zaak;wie\nZ1;Jan\n;\n")) == [(1, "Z1", "Jan"), (2, None, None)]


def test_mixed_line_endings_are_all_line_endings(tmp_path):
    table = read(tmp_path, b"zaak;wat;wie\r\nZ1;a;Jan\nZ2;b;Piet\rZ3;c;Kees\r\nZ4;d;Els")
    assert [row[1] for row in rows(table)] == ["Z1", "Z2", "Z3", "Z4"]
    assert table.rejects == []


def test_a_file_of_lone_returns_is_read(tmp_path):
    table = read(tmp_path, b"zaak;wie\rZ1;Jan\rZ2\rZ3;Els\r")
    assert rows(table) == [(1, "Z1", "Jan"), (3, "Z3", "Els")]
    assert rejects(table) == [(2, "short_line")]


def test_a_lone_return_inside_a_cell_is_removed_and_counted(tmp_path):
    table = read(tmp_path, b"zaak;wat;wie\r\nZ1;a;Jan\r\nZ2;eerste\rtweede\rderde;Piet\r\nZ3;c;Els\r\n")
    assert rows(table) == [(1, "Z1", "a", "Jan"), (2, "Z2", "eerstetweedederde", "Piet"), (3, "Z3", "c", "Els")]
    assert table.remarks == [Remark("control_characters", 2, 2)]


def test_control_characters_are_removed_and_counted(tmp_path):
    table = read(tmp_path, "zaak;wie\nZ1;Jan\nZ2;\x01Pi\x1fet\x7f\nZ3;\x85Kees\x02\n\x1a")
    assert rows(table) == [(1, "Z1", "Jan"), (2, "Z2", "Piet"), (3, "Z3", "Kees")]
    assert table.remarks == [Remark("control_characters", 5, 2)]
    assert table.rows == 3


def test_a_row_with_nul_is_a_reject(tmp_path):
    table = read(tmp_path, b"zaak;wie\nZ1;Jan\nZ2;\x00\x00Piet\nZ3;Kees\n")
    assert rows(table) == [(1, "Z1", "Jan"), (3, "Z3", "Kees")]
    assert table.rejects == [Reject(2, "nul", "line 3")]
    assert table.rows == 3


@pytest.mark.parametrize("quoted", [False, True])
def test_everything_is_text_and_only_an_empty_cell_is_unknown(tmp_path, quoted):
    texts = [
        "0012345672",
        "1,23E+15",
        "NA",
        "None",
        "null",
        "NULL",
        "nan",
        "n/a",
        "#N/B",
        "true",
        " spatie ",
        "€ 1.234,50",
        "\\N",
    ]
    cells = [f'"{text}"' for text in texts] if quoted else texts
    table = read(tmp_path, "zaak;leeg;x\n" + "".join(f"{cell};;x\n" for cell in cells))
    assert (table.relation is None) == quoted
    assert rows(table) == [(number, text, None, "x") for number, text in enumerate(texts, 1)]


def test_a_backslash_escapes_nothing(tmp_path):
    assert rows(read(tmp_path, "zaak;wie\nZ1\\;Jan\\\n")) == [(1, "Z1\\", "Jan\\")]


def test_batches_may_be_read_twice_and_count_anew(tmp_path):
    table = read(tmp_path, 'zaak;wie\n"Z1";Jan\nZ2\nZ\x013;x\n')
    assert rows(table) == rows(table) == [(1, "Z1", "Jan"), (3, "Z3", "x")]
    assert (table.rows, len(table.rejects), len(table.remarks)) == (3, 1, 1)


def test_large_files_come_in_batches_of_object_columns(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited_records, "BATCH_ROWS", 100)
    table = read(tmp_path, 'zaak;"wie"\n' + "".join(f'Z{number};"Jan"\n' for number in range(250)))
    assert table.batches is not None
    batches = list(table.batches())
    assert [len(batch) for batch in batches] == [100, 100, 50]
    assert list(batches[0].columns) == ["row_no", "c0", "c1"]
    assert {str(kind) for kind in batches[0].dtypes} == {"object"}
    assert list(batches[2]["row_no"])[-1] == 250


@pytest.mark.parametrize("quote", ["", '"'])
def test_more_rows_than_the_limit_are_refused(tmp_path, quote):
    text = f"zaak;wie\n{quote}Z1{quote};x\nZ2;x\nZ3;x\n"
    with pytest.raises(InputError, match="more rows than the limit of 2"):
        rows(read(tmp_path, text, limits=Limits(rows=2)))
    assert len(rows(read(tmp_path, text, limits=Limits(rows=3)))) == 3


def test_a_message_never_shows_what_is_in_a_cell(tmp_path):
    with pytest.raises(InputError) as caught:
        rows(read(tmp_path, 'zaak;tekst\nZ1;"GEHEIM\n'))
    assert "GEHEIM" not in str(caught.value)
