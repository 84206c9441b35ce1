"""A workbook becomes rows of text: what is read, what is remarked, what is refused."""

from __future__ import annotations

import datetime as dt
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from journeys.errors import InputError, MappingError, UsageError
from journeys.limits import Limits
from journeys.settings import ReadingSettings
from journeys.sources import workbook, workbook_parts, workbook_xml
from journeys.sources.raw import RawTable, Reject, Remark
from journeys.texts import use

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = ("zaak", "activiteit", "tijd")


@pytest.fixture(autouse=True)
def _english() -> None:
    use("en")


@pytest.fixture
def peak() -> Iterator[Callable[[], int]]:
    """This measures memory from the moment it is asked for, and gives the highest number of bytes so far."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "zaken.xlsx"


def read(path: Path, *, sheet: str | None = None, limits: Limits | None = None, odd: bool = False) -> RawTable:
    return workbook.read_workbook(
        path, name=path.name, settings=ReadingSettings(sheet=sheet), limits=limits or Limits(), allow_odd_headers=odd
    )


def rows(table: RawTable) -> list[tuple[Any, ...]]:
    """This gives the rows as tuples, the row number first."""
    assert table.batches is not None
    frames = list(table.batches())
    return [tuple(row) for frame in frames for row in frame.astype(object).itertuples(index=False)]


def written(path: Path, fill: Callable[[xlsxwriter.Workbook], None], **options: Any) -> Path:
    with xlsxwriter.Workbook(path, options) as book:
        fill(book)
    return path


def table_sheet(book: xlsxwriter.Workbook, name: str, lines: list[tuple[Any, ...]], *, at: int = 0) -> Any:
    sheet = book.add_worksheet(name)
    for number, line in enumerate(lines):
        sheet.write_row(at + number, 0, line)
    return sheet


NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def by_hand(path: Path, rows: str, *, shared: str | None = None, styles: str = "", before: str = "", after: str = "",
            workbook: str = "", head: str = "") -> Path:  # fmt: skip
    """This writes a workbook of one sheet from bare XML, as no careful program would."""
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("_rels/.rels", f'<Relationships xmlns="{package}">'
                      f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
                      "</Relationships>")
        file.writestr("xl/workbook.xml", f'<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONS}">{workbook}'
                      '<sheets><sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>')
        file.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}">'
                      f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
                      f'<Relationship Id="r2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
                      f'<Relationship Id="r3" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>')
        file.writestr("xl/worksheets/sheet1.xml", f'{head}<worksheet xmlns="{NAMESPACE}">{before}'
                      f"<sheetData>{rows}</sheetData>{after}</worksheet>")
        if shared is not None:
            file.writestr("xl/sharedStrings.xml", f'<sst xmlns="{NAMESPACE}">{shared}</sst>')
        if styles:
            file.writestr("xl/styles.xml", f'<styleSheet xmlns="{NAMESPACE}">{styles}</styleSheet>')
    return path  # fmt: skip


def text(cell: str, content: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{content}</t></is></c>'


HEADER_ROW = f'<row r="1">{text("A1", "zaak")}{text("B1", "wat")}</row>'


def test_rows_come_as_text_with_their_numbers(path: Path) -> None:
    written(path, lambda book: table_sheet(book, "Zaken", [HEADER, ("Z1", "Intake", "01-03-2024"), ("Z2", None, 7)]))
    table = read(path)
    assert table.headers == HEADER
    assert rows(table) == [(1, "Z1", "Intake", "01-03-2024"), (2, "Z2", None, "7")]
    assert rows(table) == [(1, "Z1", "Intake", "01-03-2024"), (2, "Z2", None, "7")]  # and again
    assert (table.rows, table.rejects, table.remarks, table.sheet) == (2, [], [], "Zaken")


def test_the_sheet_with_the_best_header_is_proposed(path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        table_sheet(book, "Uitleg", [("Toelichting",), ("Dit bestand komt uit het zaaksysteem",)])
        table_sheet(book, "Codes", [("code", "betekenis"), ("1", "open")])
        table_sheet(book, "Zaken", [HEADER, ("Z1", "Intake", "x")])

    table = read(written(path, fill))
    assert table.sheet == "Zaken"
    assert table.facts["sheets"] == "Uitleg, Codes, Zaken"
    rows(table)
    assert table.remarks == [Remark("other_sheets", 2)]


def test_the_sheet_that_is_asked_for_is_read(path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        table_sheet(book, "Zaken", [HEADER, ("Z1", "Intake", "x")])
        table_sheet(book, "Codes", [("code", "betekenis"), ("1", "open")])

    table = read(written(path, fill), sheet="Codes")
    assert (table.headers, rows(table)) == (("code", "betekenis"), [(1, "1", "open")])


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(path: Path) -> None:
    written(path, lambda book: table_sheet(book, "Zaken", [HEADER, ("Z1", "Intake", "x")]))
    with pytest.raises(UsageError, match=r"no sheet “Klachten”.*sheets are: “Zaken”"):
        read(path, sheet="Klachten")


def test_a_hidden_sheet_is_only_proposed_when_there_is_no_other(path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        table_sheet(book, "Zichtbaar", [("a", "b"), ("1", "2")])
        table_sheet(book, "Verborgen", [HEADER, ("Z1", "Intake", "x")]).hide()

    assert read(written(path, fill)).sheet == "Zichtbaar"


def test_title_lines_above_the_header_are_skipped_and_named(path: Path) -> None:
    lines = [("Rapport zaken",), (), ("Periode", "maart"), (), HEADER, ("Z1", "Intake", "x"), ("Z2", "Besluit", "y")]
    table = read(written(path, lambda book: table_sheet(book, "Zaken", lines)))
    assert [row[0:2] for row in rows(table)] == [(1, "Z1"), (2, "Z2")]
    assert (table.facts["header_row"], table.facts["skipped_lines"]) == ("5", "1, 3")


def test_a_table_may_begin_in_another_column(path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("C4", HEADER)
        sheet.write_row("C5", ("Z1", "Intake", "x"))

    table = read(written(path, fill))
    assert (table.headers, rows(table)) == (HEADER, [(1, "Z1", "Intake", "x")])


def test_hidden_rows_are_read_and_counted(path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = table_sheet(book, "Zaken", [HEADER, ("Z1", "a", "x"), ("Z2", "b", "y"), ("Z3", "c", "z")])
        sheet.set_row(2, None, None, {"hidden": True})

    table = read(written(path, fill))
    assert [row[1] for row in rows(table)] == ["Z1", "Z2", "Z3"]
    assert table.remarks == [Remark("hidden_rows", 1, 2)]


def test_merged_cells_are_noted(path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = table_sheet(book, "Zaken", [HEADER, ("Z1", "a", "x"), (None, "b", "y"), ("Z3", "c", "z")])
        sheet.merge_range("A2:A3", "Z1")

    table = read(written(path, fill))
    assert rows(table) == [(1, "Z1", "a", "x"), (2, "Z1", "b", "y"), (3, "Z3", "c", "z")]
    assert table.remarks == [Remark("merged_cells_filled", 1)]


def test_only_merged_cells_one_column_wide_below_the_header_give_their_value_to_each_row(path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        lines = [("Overzicht", None, None), (None, None, None), HEADER, ("Z1", "a", "x"), (None, None, "y"), (None, "c", None), ("Z2", None, "z")]
        sheet = table_sheet(book, "Zaken", lines)
        sheet.merge_range("A1:C2", "Overzicht")  # a title
        sheet.merge_range("B4:B5", "a")
        sheet.merge_range("A4:A6", "Z1")
        sheet.merge_range("A7:B7", "Z2")  # beside each other: the activity is not known

    table = read(written(path, fill))
    assert rows(table) == [(1, "Z1", "a", "x"), (2, "Z1", "a", "y"), (3, "Z1", "c", None), (4, "Z2", None, "z")]
    assert table.remarks == [Remark("merged_cells", 2), Remark("merged_cells_filled", 2)]


def test_a_block_of_merged_cells_without_rows_of_its_own_makes_no_rows(path: Path) -> None:
    by_hand(path, HEADER_ROW + f'<row r="2">{text("A2", "Z1")}{text("B2", "a")}</row><row r="9">{text("B9", "b")}</row>',
            after="<mergeCells><mergeCell ref='A2:A1048576'/></mergeCells>")  # fmt: skip
    table = read(path)
    assert rows(table) == [(1, "Z1", "a"), (2, "Z1", "b")]


def test_a_lying_dimension_tag_loses_no_rows(path: Path) -> None:
    lines = "".join(f'<row r="{row}">{text(f"A{row}", "Z")}{text(f"B{row}", "b")}</row>' for row in range(2, 12))
    table = read(by_hand(path, HEADER_ROW + lines, before='<dimension ref="A1"/>'))
    assert len(rows(table)) == 10


def test_cells_and_rows_without_a_place_stand_where_they_come(path: Path) -> None:
    line = '<row><c t="inlineStr"><is><t>{}</t></is></c><c t="inlineStr"><is><t>{}</t></is></c></row>'
    table = read(by_hand(path, line.format("zaak", "wat") + line.format("Z1", "x")))
    assert (table.headers, rows(table)) == (("zaak", "wat"), [(1, "Z1", "x")])


def test_a_formula_without_a_stored_value_makes_its_row_a_reject(path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (("zaak", "wat"), ("Z1", "x"), ("Z2", "=CONCATENATE(A3,B2)"), ("Z3", "y")):
        book.active.append(line)
    book.save(path)
    table = read(path)
    assert rows(table) == [(1, "Z1", "x"), (3, "Z3", "y")]
    assert table.rejects == [Reject(2, "formula_without_value", "cell B3")]
    assert table.rows == 3


def test_a_formula_with_a_stored_value_gives_that_value(path: Path) -> None:
    first = f'<row r="2">{text("A2", "Z1")}<c r="B2"><f>1+1</f><v>2</v></c></row>'
    second = f'<row r="3">{text("A3", "Z2")}<c r="B3" t="str"><f>""</f><v></v></c></row>'
    table = read(by_hand(path, HEADER_ROW + first + second))
    assert rows(table) == [(1, "Z1", "2"), (2, "Z2", None)]
    assert table.rejects == []


def test_a_formula_that_was_perhaps_never_calculated_is_remarked(path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        table_sheet(book, "Zaken", [("zaak", "wat"), ("Z1", None)]).write_formula("B2", "=1+1")

    table = read(written(path, fill))
    assert rows(table) == [(1, "Z1", "0")]
    assert table.remarks == [Remark("formulas_perhaps_not_calculated", 1, 1)]


def test_error_cells_are_empty_and_remarked(path: Path) -> None:
    table = read(by_hand(path, f'{HEADER_ROW}<row r="2">{text("A2", "Z1")}<c r="B2" t="e"><v>#REF!</v></c></row>'))
    assert rows(table) == [(1, "Z1", None)]
    assert table.remarks == [Remark("error_cells", 1, 1)]


@pytest.mark.parametrize("count", [65_536, 65_535])
def test_a_sheet_that_is_exactly_full_is_perhaps_cut_off(path: Path, count: int) -> None:
    lines = "".join(f'<row r="{row}">{text(f"A{row}", "Z")}{text(f"B{row}", "x")}</row>' for row in range(2, count + 1))
    table = read(by_hand(path, HEADER_ROW + lines))
    assert len(rows(table)) == count - 1
    assert table.remarks == ([Remark("perhaps_cut_off", 1)] if count == 65_536 else [])


def test_the_last_row_of_a_present_sheet_means_perhaps_cut_off(path: Path) -> None:
    last = f'<row r="2">{text("A2", "Z1")}{text("B2", "x")}</row><row r="1048576">{text("A1048576", "Z2")}</row>'
    table = read(by_hand(path, HEADER_ROW + last))
    assert rows(table) == [(1, "Z1", "x"), (2, "Z2", None)]
    assert table.remarks == [Remark("perhaps_cut_off", 1)]


def test_a_lonely_cell_far_below_costs_no_memory(path: Path, peak: Callable[[], int]) -> None:
    by_hand(path, f'{HEADER_ROW}<row r="2">{text("A2", "Z1")}</row><row r="1048576">{text("XFD1048576", "ver")}</row>')
    tracemalloc.reset_peak()
    table = read(path)
    assert rows(table) == [(1, "Z1", None)]
    assert peak() < 20 << 20
    assert table.rejects == [Reject(2, "long_line", "cell XFD1048576")]


@pytest.mark.parametrize("row", ["1048577", "1000000000", "0", "x", "99999999999999999999"])
def test_a_row_beyond_the_sheet_is_refused(path: Path, row: str) -> None:
    with pytest.raises(InputError, match="a sheet ends at row 1048576"):
        read(by_hand(path, f'{HEADER_ROW}<row r="{row}">{text("A2", "Z1")}</row>'))


@pytest.mark.parametrize("cell", ["XFE2", "AAAAAAAAAAAAAAAAAA2", "2", "é2"])
def test_a_cell_beyond_the_sheet_is_refused(path: Path, cell: str) -> None:
    with pytest.raises(InputError, match="beyond column XFD"):
        read(by_hand(path, f'{HEADER_ROW}<row r="2">{text(cell, "Z1")}</row>'))


def test_a_value_outside_the_columns_that_have_a_name_makes_its_row_a_reject(path: Path) -> None:
    lines = [HEADER, *[("Z1", "a", "x")] * 20, ("Z2", "b", "y", "zie bijlage"), ("Z3", "c", "z")]
    table = read(written(path, lambda book: table_sheet(book, "Zaken", lines)))
    assert len(rows(table)) == 21
    assert table.rejects == [Reject(21, "long_line", "cell D22")]


def test_empty_rows_are_no_rows(path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = table_sheet(book, "Zaken", [HEADER, ("Z1", "a", "x"), (), ("Z2", "b", "y")])
        sheet.write_blank("A900", None, book.add_format({"bold": True}))

    assert [row[:2] for row in rows(read(written(path, fill)))] == [(1, "Z1"), (2, "Z2")]


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_dates_become_iso_in_both_epochs(path: Path, epoch_1904: bool) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = table_sheet(book, "Zaken", [("zaak", "dag", "moment", "middernacht", "tijd", "duur")])
        sheet.write("A2", "Z1")
        for column, (moment, shown) in enumerate([
            (dt.datetime(2024, 2, 29), "dd-mm-yyyy"), (dt.datetime(2024, 2, 29, 23, 59, 59), "d mmm yyyy hh:mm"),
            (dt.datetime(2024, 12, 31), "yyyy-mm-dd hh:mm:ss"), (dt.time(14, 5), "hh:mm"),
            (dt.timedelta(hours=36), "[h]:mm"),
        ], start=1):  # fmt: skip
            sheet.write_datetime(1, column, moment, book.add_format({"num_format": shown}))

    table = read(written(path, fill, date_1904=epoch_1904))
    assert rows(table) == [
        (1, "Z1", "2024-02-29", "2024-02-29 23:59:59", "2024-12-31 00:00:00", "14:05:00", "36:00:00")
    ]  # fmt: skip


def test_only_cells_with_a_date_style_become_dates(path: Path) -> None:
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="[$-413]d\\ mmmm\\ yyyy;@"/>'
        '<numFmt numFmtId="165" formatCode="0&quot;d&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs>'
    )
    line = (
        '<c r="A2" s="0"><v>45352</v></c><c r="B2" s="1"><v>45352</v></c>'
        '<c r="C2" s="2"><v>45352</v></c><c r="D2" s="3"><v>45352.25</v></c>'
    )
    header = f'<row r="1">{"".join(text(f"{letter}1", letter) for letter in "ABCD")}</row>'
    assert rows(read(by_hand(path, f'{header}<row r="2">{line}</row>', styles=styles))) == [
        (1, "45352", "2024-03-01", "45352", "2024-03-01 06:00:00")
    ]


def test_texts_are_shared_rich_and_inline(path: Path) -> None:
    rich = "<r><t>Jan</t></r><r><t xml:space='preserve'> en Piet</t></r><rPh><t>nee</t></rPh>"
    lines = (
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c></row>'
        f'<row r="3">{text("A3", "Z2 &amp; Z3")}<c r="B3" t="s"><v>2</v></c></row>'
    )
    by_hand(path, HEADER_ROW + lines, shared=f"<si><t>Z1</t></si><si>{rich}</si><si><t/></si>")
    assert rows(read(path)) == [(1, "Z1", "Jan en Piet"), (2, "Z2 & Z3", None)]


def test_truth_values_are_words(path: Path) -> None:
    line = '<row r="2"><c r="A2" t="b"><v>1</v></c><c r="B2" t="b"><v>0</v></c></row>'
    assert rows(read(by_hand(path, HEADER_ROW + line))) == [(1, "true", "false")]


def test_texts_that_look_like_numbers_stay_as_they_are(path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = table_sheet(book, "Zaken", [("zaak", "bsn")])
        for column, content in enumerate(("0012", "012345672")):
            sheet.write_string(1, column, content)

    assert rows(read(written(path, fill))) == [(1, "0012", "012345672")]


def test_a_number_of_more_than_fifteen_digits_is_remarked(path: Path) -> None:
    line = '<row r="2"><c r="A2"><v>12345678901234567</v></c><c r="B2"><v>123456789012345</v></c></row>'
    table = read(by_hand(path, HEADER_ROW + line))
    assert rows(table) == [(1, "12345678901234567", "123456789012345")]
    assert table.remarks == [Remark("numbers_beyond_15_digits", 1, 1)]


def test_repeated_and_empty_headers_are_refused_with_names_and_positions(path: Path) -> None:
    lines = [("zaak", "tijd", "zaak", None, "wie"), ("1", "2", "3", "4", "5")]
    written(path, lambda book: table_sheet(book, "Zaken", lines))
    with pytest.raises(MappingError, match=r"“zaak” \(1, 3\).*positions have no name: 4"):
        read(path)
    assert read(path, odd=True).headers == ("zaak", "tijd", "zaak (2)", "column 4", "wie")


def test_an_index_column_without_a_name_is_no_obstacle(path: Path) -> None:
    pd.DataFrame({"zaak": ["Z1", "Z2"], "wat": ["x", "y"]}).to_excel(path)
    table = read(path)
    assert rows(table) == [(1, "0", "Z1", "x"), (2, "1", "Z2", "y")]
    assert table.remarks == [Remark("index_column", 1)]


@pytest.mark.parametrize("lines", [[], [HEADER], [("1", "2024-03-01"), ("2", "2024-03-02")], [(1, 2), (3, 4)]])
def test_a_sheet_without_header_or_without_rows_is_refused(path: Path, lines: list[tuple[Any, ...]]) -> None:
    written(path, lambda book: table_sheet(book, "Zaken", lines))
    with pytest.raises(InputError, match="no row with column names above other rows"):
        read(path)


DOCUMENT_TYPE = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def test_a_document_type_in_a_sheet_is_refused(path: Path) -> None:
    with pytest.raises(InputError, match="document type"):
        read(by_hand(path, HEADER_ROW, head=DOCUMENT_TYPE))


def test_entity_expansion_in_the_shared_texts_is_refused(path: Path) -> None:
    by_hand(path, HEADER_ROW + f'<row r="2">{text("A2", "Z1")}</row>')
    bomb = '<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>'
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("xl/sharedStrings.xml", bomb)
    with pytest.raises(InputError, match="document type"):
        read(path)


def test_deep_nesting_is_refused(path: Path) -> None:
    with pytest.raises(InputError, match="nested more than 64 deep"):
        read(by_hand(path, HEADER_ROW + "<row>" * 100))


def test_a_workbook_that_expands_too_much_is_refused_before_memory_grows(path: Path, peak: Callable[[], int]) -> None:
    by_hand(path, HEADER_ROW + f'<row r="2">{text("A2", "Z1")}</row>', after=" " * (200 << 20))
    tracemalloc.reset_peak()
    with pytest.raises(InputError, match="grows more than 200 times"):
        read(path, limits=Limits(ratio=200))
    with pytest.raises(InputError, match="larger than 1,000,000 bytes"):
        read(path, limits=Limits(expanded_bytes=1_000_000))
    assert peak() < 20 << 20


def test_a_cell_without_end_is_refused(path: Path) -> None:
    with pytest.raises(InputError, match="more than 1,000,000 characters"):
        read(by_hand(path, f'{HEADER_ROW}<row r="2">{text("A2", "x" * 1_000_001)}</row>'))


def test_more_rows_than_the_limit_are_refused(path: Path) -> None:
    written(path, lambda book: table_sheet(book, "Zaken", [HEADER, *[("Z", "a", "x")] * 4]))
    with pytest.raises(InputError, match="more than 3 rows"):
        rows(read(path, limits=Limits(rows=3)))


def test_damage_is_refused_wherever_it_is(path: Path) -> None:
    raw = written(path, lambda book: table_sheet(book, "Zaken", [HEADER, *[("Z", "a", "x")] * 40])).read_bytes()
    for cut in range(4, len(raw), len(raw) // 25):
        path.write_bytes(raw[:cut])
        with pytest.raises(InputError, match=r"damaged|no Excel workbook"):
            read(path)
    begin = raw.find(b"xl/worksheets/sheet1.xml") + 60
    path.write_bytes(raw[:begin] + bytes(byte ^ 0xFF for byte in raw[begin : begin + 9]) + raw[begin + 9 :])
    with pytest.raises(InputError, match="damaged"):
        rows(read(path))


def test_xml_that_breaks_off_is_refused(path: Path) -> None:
    with pytest.raises(InputError, match="damaged"):
        read(by_hand(path, HEADER_ROW + '<row r="2">' + text("A2", "Z1")))


def test_more_shared_texts_than_memory_should_hold_are_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "SHARED_TEXTS", 100)
    with pytest.raises(InputError, match="holds more than 100 texts"):
        read(by_hand(path, HEADER_ROW, shared="<si/>" * 101))


def test_a_tag_without_end_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_xml, "TAG_BYTES", 1 << 20)
    with pytest.raises(InputError, match="damaged"):
        read(by_hand(path, f'{HEADER_ROW}<row r="2" spans="{"1" * (4 << 20)}"/>'))


def test_a_shared_text_that_is_not_there_is_damage(path: Path) -> None:
    with pytest.raises(InputError, match="damaged"):
        read(by_hand(path, f'{HEADER_ROW}<row r="2"><c r="A2" t="s"><v>7</v></c></row>', shared="<si><t>a</t></si>"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (OLD + bytes(600), "old workbook"),
        (OLD + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"<html><table><tr><td>zaak</td></tr></table></html>", "no Excel workbook"),
        (b"", "no Excel workbook"),
        (b"PK\x03\x04 and then something else", "damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_with_the_next_step(path: Path, content: bytes, says: str) -> None:
    path.write_bytes(content)
    with pytest.raises(InputError, match=says) as refused:
        read(path)
    assert refused.value.next_step


def test_a_zip_of_text_files_says_to_unpack_it(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("zaken.csv", "zaaknummer;activiteit\nZ1;Intake\n")
    with pytest.raises(InputError, match="is a zip file") as caught:
        read(path)
    assert caught.value.next_step == "Unpack the zip, and name the files in it."


def test_a_zip_of_other_things_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", "<office/>")
    with pytest.raises(InputError, match="no Excel workbook"):
        read(path)


def test_nothing_outside_the_file_is_ever_opened(path: Path, tmp_path: Path) -> None:
    by_hand(path, HEADER_ROW + f'<row r="2">{text("A2", "Z1")}</row>')
    (tmp_path / "sheet1.xml").write_text("<worksheet/>")
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"/xl/worksheets/sheet1.xml", b"../../../../sheet1.xml"
    )
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    with pytest.raises(InputError, match="no sheet with cells"):
        read(path)


def test_a_workbook_that_changes_while_it_is_read_is_refused(path: Path) -> None:
    written(path, lambda book: table_sheet(book, "Zaken", [HEADER, ("Z1", "a", "x")]))
    table = read(path)
    written(path, lambda book: table_sheet(book, "Zaken", [HEADER, ("Z1", "a", "x"), ("Z2", "b", "y")]))
    with pytest.raises(InputError, match="changed while it was read"):
        rows(table)


def test_rows_come_in_batches_of_bounded_size(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "CELLS", 30)
    written(path, lambda book: table_sheet(book, "Zaken", [HEADER, *[("Z", "a", "x")] * 25]))
    table = read(path)
    assert table.batches is not None
    assert [len(batch) for batch in table.batches()] == [10, 10, 5]


def test_another_reader_sees_the_same(path: Path) -> None:
    """openpyxl is the witness for texts, whole numbers and fractions."""
    lines: list[tuple[Any, ...]] = [("zaak", "tekst", "getal", "breuk")]
    lines += [(f"Z{number}", "é€\n<&>" * (number % 3), number * 1_000, number / 7) for number in range(1, 50)]
    written(path, lambda book: table_sheet(book, "Zaken", lines))
    sheet = openpyxl.load_workbook(path)["Zaken"]
    cells = sheet.iter_rows(min_row=2, values_only=True)
    witness = [tuple(None if cell is None else str(cell) for cell in line) for line in cells]
    assert [row[1:] for row in rows(read(path))] == witness


def test_no_message_holds_what_stands_in_a_cell(path: Path) -> None:
    by_hand(path, f'{HEADER_ROW}<row r="2">{text("A2", "Jansen")}<c r="B2"><v>Jansen</row>')
    with pytest.raises(InputError) as refused:
        read(path)
    assert "Jansen" not in str(refused.value)
