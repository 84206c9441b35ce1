"""Real files of others: what a column is, is known without a word of help, or asked; never guessed wrong."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from journeys.columns import Proposals, propose_columns
from journeys.file_reading import samples
from journeys.loading import load
from journeys.settings import Settings
from journeys.sources.delimited import read_delimited
from journeys.sources.opening import open_sources

SHARED = Path(__file__).parents[2] / "shared"
XES = {"case": "case:concept:name", "activity": "concept:name", "time": "time:timestamp"}
OFFICIAL = {"official": "org:resource"}
GROUP = {"department": "org:group"}
START = {"start": "start_timestamp"}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the real files are not beside the project"),
]


def proposed(file: str) -> Proposals:
    connection = duckdb.connect()
    path = SHARED / file
    if "fixtures" in file:  # read without the profile that a list of a zaaksysteem has by now
        tables = [read_delimited(path, name=path.name, settings=Settings().reading, limits=Settings().limits)]
    else:
        tables = open_sources([str(path)], settings=Settings(), connection=connection)
    [loaded] = load(connection, tables)
    found = propose_columns(samples(connection, loaded))
    connection.close()
    return found


def sure(found: Proposals) -> dict[str, str]:
    return {ours: one.header for ours, one in found.chosen.items()}


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("receipt/receipt_wabo_coselog.xes.gz", XES | OFFICIAL | GROUP),
        ("receipt/receipt_pm4py.csv", XES | OFFICIAL | GROUP),
        ("receipt/receipt_odd.csv", XES | OFFICIAL | GROUP),
        ("bpic13/BPIC13_closed_problems.xes.gz", XES | OFFICIAL | GROUP),
        ("bpic13/BPIC13_open_problems.xes.gz", XES | OFFICIAL | GROUP),
        ("bpic15/BPIC15_1.xes.gz", XES | OFFICIAL),
        ("bpic15/BPIC15_2.xes.gz", XES | OFFICIAL),
        ("bpic20/DomesticDeclarations.xes.gz", XES | OFFICIAL),
        ("bpic20/InternationalDeclarations.xes.gz", XES | OFFICIAL),
        ("helpdesk/helpdesk_pm4py.xes.gz", XES | OFFICIAL),
        ("sepsis/Sepsis.xes.gz", XES | GROUP),
        ("synthetic/repairExample.xes.gz", XES | OFFICIAL),
        ("synthetic/reviewing.xes.gz", XES | OFFICIAL),
        ("synthetic/teleclaims.xes.gz", XES | OFFICIAL | {"outcome": "outcome"}),
        ("synthetic/running-example.xes", XES | OFFICIAL),
        ("synthetic/interval_event_log.csv", XES | START),
        ("start_end/BPIC15_1_processed.csv.gz", XES | START | OFFICIAL),
        ("start_end/ConsultaDataMining201618.csv.gz", XES | START | OFFICIAL),
        (
            "start_end/PurchasingExample.csv.gz",
            {
                "case": "case_id",
                "activity": "activity",
                "time": "end_time",
                "start": "start_time",
                "official": "resource",
            },
        ),
        (
            "eventdataR/sepsis.csv",
            {"case": "Case ID", "activity": "Activity", "time": "Complete Timestamp", "department": "org:group"},
        ),
    ],
)
def test_an_event_log_is_mapped_surely_and_entirely(file: str, expected: dict[str, str]) -> None:
    found = proposed(f"logs/{file}")
    assert sure(found) == expected
    assert not found.missing_required
    assert not found.one_row_per_case


def test_attributes_of_a_case_are_never_those_of_an_event() -> None:
    found = proposed("logs/receipt/receipt_pm4py.csv")
    assert not any(one.header.startswith("case:") and one.sure for one in found.all if one.ours != "case")
    assert all(one.confidence < 0.5 for one in found.all if one.header.startswith("case:") and not one.sure)


def test_patients_are_asked_about_a_patient_is_a_case_or_a_person() -> None:
    found = proposed("logs/eventdataR/patients.csv")
    assert sure(found) == {"activity": "handling", "time": "time", "official": "employee"}
    assert found.missing_required == ("case",)
    assert found.unsure["case"][0].header == found.unsure["resident"][0].header == "patient"


def test_complaints_have_customers_and_contact_dates_but_no_activity() -> None:
    found = proposed("logs/bpic16/BPI2016_Complaints.csv")
    assert sure(found) == {"resident": "CustomerID", "time": "ContactDate"}
    assert found.unsure["case"][0].header == "ComplaintDossierID"


def test_one_row_per_request_of_a_city_is_called_a_list_of_cases() -> None:
    found = proposed("logs/sf311/sf_311_service_requests.csv")
    assert found.one_row_per_case
    assert sure(found) == {}
    assert found.unsure["case"][0].header == "unique_key"


@pytest.mark.parametrize("file", ["zaaksysteem_export_excel_nl_cp1252.csv", "zaaksysteem_export_utf8_bom_sep.csv"])
def test_an_export_of_a_zaaksysteem_is_called_a_list_of_cases(file: str) -> None:
    found = proposed(f"fixtures/files/{file}")
    assert found.one_row_per_case
    assert found.missing_required == ("activity", "time")
    assert sure(found) == {
        "case": "Zaaknummer",
        "resident": "Aanvrager BSN",
        "official": "Behandelaar",
        "department": "Afdeling",
        "channel": "Kanaal",
        "topic": "Zaaktype",
    }


def test_a_table_of_links_between_cases_is_mapped_to_nothing() -> None:
    assert sure(proposed("logs/receipt/case_relations.csv")) == {}
