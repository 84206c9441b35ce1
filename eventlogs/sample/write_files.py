"""The sample as three files that hold the same rows in the same order: CSV, XES and a workbook."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

import xlsxwriter  # type: ignore[import-untyped,unused-ignore]
from event import HEADERS

Row = tuple[str, str, str, datetime, str, str, str, str, str, str, str, str, str]
"""One event in the order of HEADERS; only the fourth value, the moment in local time, is not text."""

ZONE = ZoneInfo("Europe/Amsterdam")
_XES_KEYS = {"activiteit": "concept:name", "medewerker": "org:resource", "afdeling": "org:group"}
_XES_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- Invented data: no row of it happened. See README.md beside this file. -->
<log xes.version="1849-2016" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event">\
<string key="concept:name" value=""/>\
<date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>\
<string key="lifecycle:transition" value="complete"/>\
</global>
<classifier name="Activiteit" keys="concept:name"/>
<string key="concept:name" value="Almere voorbeeld (verzonnen)"/>
"""


def write_csv(rows: Sequence[Row], path: Path) -> None:
    """This writes the export: semicolons, UTF-8 without mark, CRLF, moments as dd-mm-yyyy HH:MM."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows((*row[:3], f"{row[3]:%d-%m-%Y %H:%M}", *row[4:]) for row in rows)
    path.write_bytes(text.getvalue().encode("utf-8"))


def write_xes(rows: Sequence[Row], path: Path) -> None:
    """This writes zipped XES (IEEE 1849): a trace per case, with the resident as an attribute of the trace."""
    with (
        path.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=9) as zipped,
        io.TextIOWrapper(zipped, encoding="utf-8", newline="\n") as text,
    ):
        text.write(_XES_HEAD)
        open_case = None
        for row in rows:
            if row[0] != open_case:
                text.write("</trace>\n" if open_case else "")
                resident = f'<string key="inwoner" value={quoteattr(row[1])}/>' if row[1] else ""
                text.write(f'<trace><string key="concept:name" value={quoteattr(row[0])}/>{resident}\n')
                open_case = row[0]
            text.write(f"<event>{''.join(_xes_attributes(row))}</event>\n")
        text.write("</trace>\n</log>\n")


def _xes_attributes(row: Row) -> Iterable[str]:
    values: dict[str, str | datetime] = dict(zip(HEADERS[2:], row[2:], strict=True))
    for header, value in values.items():
        if isinstance(value, datetime):
            moment = value.replace(tzinfo=ZONE).isoformat(timespec="seconds")
            yield f'<date key="time:timestamp" value="{moment}"/><string key="lifecycle:transition" value="complete"/>'
        elif value:
            yield f'<string key="{_XES_KEYS.get(header, header)}" value={quoteattr(value)}/>'


def write_workbook(rows: Sequence[Row], path: Path) -> None:
    """This writes one sheet with real dates in the column tijdstip, made on a fixed day."""
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties({"title": "Almere voorbeeld (verzonnen)", "created": datetime(2026, 7, 1)})
        sheet = workbook.add_worksheet("gebeurtenissen")
        moments = workbook.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        sheet.write_row(0, 0, HEADERS, workbook.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(HEADERS) - 1, 18)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, column, value, moments)
                elif value:
                    sheet.write_string(number, column, value)
