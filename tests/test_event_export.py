"""A dossier leaves in open formats and comes back with the same numbers; other tools read it too."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from commanded import journeys, mine_numbers, summary

from journeys.errors import UsageError
from visuals.event_export import export_events

LOG = """zaak;inwoner;activiteit;tijdstip;medewerker;afdeling;naar_afdeling;kanaal;richting;soort;onderwerp;gerelateerde_zaak
Z1;R1;Melding <b>;03-03-2026 09:00;Jansen;KCC;;telefoon;inwoner;aanvraag;Tuin & "pad";
Z1;R1;Doorgezet;03-03-2026 10:00;Jansen;KCC;Zorg;;gemeente;overdracht;;
Z1;R1;Behandeling;05-03-2026 10:00;Bakker;Zorg;;;gemeente;behandeling;;
Z1;R1;Besluit;06-03-2026;Bakker;Zorg;;;gemeente;besluit;;
Z2;R1;Vraag;09-03-2026 09:00;Jansen;KCC;;e-mail;inwoner;aanvraag;Geld;Z1
Z2;R1;=1+1;10-03-2026 09:00;Visser;Werk;;;gemeente;behandeling;;
Z3;;Vraag;09-03-2026 11:00;Visser;Werk;;;inwoner;aanvraag;Geld;
"""
SAME = ("events", "cases", "journeys", "officials", "departments", "handoffs", "department_handoffs", "hops", "signals")


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("export")
    (place / "log.csv").write_text(LOG, encoding="utf-8")
    done = mine_numbers(place / "log.csv", "--out", place / "d", "--names", "keep", keys=place / "keys")
    assert (done.returncode, done.stderr) == (0, "")
    return place / "d"


Once = Callable[..., Path]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """This mines a text, once with the same options, and gives the dossier: nobody changes it."""
    made: dict[tuple[str, ...], Path] = {}

    def mined(text: str, *options: str) -> Path:
        if (text, *options) not in made:
            place = tmp_path_factory.mktemp("once")
            (place / "log.csv").write_text(text, encoding="utf-8")
            done = mine_numbers(place / "log.csv", "--out", place / "d", *options, keys=place / "keys")
            assert (done.returncode, done.stderr) == (0, "")
            made[text, *options] = place / "d"
        return made[text, *options]

    return mined


@pytest.mark.parametrize("to", ["csv", "plain", "xes", "ocel", "parquet", "xlsx"])
def test_what_goes_out_comes_back_with_the_same_numbers(dossier: Path, tmp_path: Path, to: str) -> None:
    ending = {"ocel": "json", "plain": "csv"}.get(to, to)
    path, count = export_events(dossier, to="csv" if to == "plain" else to, out=tmp_path / f"uit.{ending}", plain=to == "plain")
    assert count == 7
    done = mine_numbers(path, "--out", tmp_path / "d", "--names", "keep", keys=tmp_path / "keys")
    assert (done.returncode, done.stderr) == (0, "")
    before, after = summary(dossier), summary(tmp_path / "d")
    assert {name: after[name] for name in SAME} == {name: before[name] for name in SAME}


BY_CASE = """zaak;inwoner;activiteit;tijdstip;medewerker;afdeling;soort
Z1;R1;Vraag;02-03-2026 09:00;Jansen;KCC;contact
Z1;R1;Werk;03-03-2026 09:00;Bakker;Zorg;behandeling
Z2;R1;Vraag;04-03-2026 09:00;Jansen;KCC;contact
Z2;R2;Werk;05-03-2026 10:00;Bakker;Zorg;behandeling
Z3;;Vraag;05-03-2026 11:00;Jansen;KCC;contact
Z4;R2;Werk;06-03-2026 10:00;Visser;KCC;behandeling
Z5;R3;Werk;09-03-2026 10:00;Visser;KCC;behandeling
Z5;R2;Vraag;09-03-2026;Jansen;KCC;contact
"""


def read_again(source: Path, place: Path, *more: str) -> Path:
    done = mine_numbers(source, "--out", place, *more, keys=source.parent / "keys")
    assert (done.returncode, done.stderr) == (0, "")
    return place


@pytest.fixture(scope="module")
def by_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This gives a folder with one log, mined by case (`case`) and by resident (`resident`)."""
    place = tmp_path_factory.mktemp("by_case")
    (place / "log.csv").write_text(BY_CASE, encoding="utf-8")
    done = journeys("mine", place / "log.csv", "--out", place / "case", "--names", "keep", "--by", "case", "--quiet", keys=place / "keys")
    assert (done.returncode, done.stderr) == (0, "")
    read_again(place / "log.csv", place / "resident", "--names", "keep")
    return place


@pytest.mark.parametrize("to", ["csv", "plain", "xes", "ocel", "parquet", "xlsx"])
def test_a_log_that_was_read_by_case_leaves_with_its_residents(by_case: Path, tmp_path: Path, to: str) -> None:
    ending = {"ocel": "json", "plain": "csv"}.get(to, to)
    path, _ = export_events(by_case / "case", to="csv" if to == "plain" else to, out=tmp_path / f"uit.{ending}", plain=to == "plain")
    back = summary(read_again(path, tmp_path / "d", "--names", "keep"))
    before = summary(by_case / "resident")
    # by resident the journeys of R1 (Z1, Z2), R2 (Z4), R3 (Z5) and the case without one, Z3
    assert (before["journeys"], back["journeys"]) == (4, 4)
    assert {name: back[name] for name in SAME} == {name: before[name] for name in SAME}
    with duckdb.connect(str(tmp_path / "d" / "dossier.duckdb"), read_only=True) as connection:
        told = connection.execute('select "case", journey from cases join journey_ids using (journey_no) order by 1').fetchall()
    bare = [(case.removeprefix("case:"), journey.replace("case:case:", "case:").removeprefix("resident:")) for case, journey in told]
    assert bare == [("Z1", "R1"), ("Z2", "R1"), ("Z3", "case:Z3"), ("Z4", "R2"), ("Z5", "R3")]  # OCEL writes the sort of an object before its id


def test_a_log_that_was_read_by_case_comes_back_by_case_with_the_same_numbers(by_case: Path, tmp_path: Path) -> None:
    path, _ = export_events(by_case / "case", to="csv", out=tmp_path / "uit.csv")
    back = summary(read_again(path, tmp_path / "d", "--names", "keep", "--by", "case"))
    assert back["journeys"] == 5
    assert {name: back[name] for name in SAME} == {name: summary(by_case / "case")[name] for name in SAME}


def test_residents_of_a_log_that_was_read_by_case_are_pseudonyms_of_the_same_key(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(BY_CASE, encoding="utf-8")
    with duckdb.connect(str(read_again(tmp_path / "log.csv", tmp_path / "r") / "dossier.duckdb"), read_only=True) as connection:
        by_resident = connection.execute('select "case", journey from cases join journey_ids using (journey_no) order by 1').fetchall()
    with duckdb.connect(str(read_again(tmp_path / "log.csv", tmp_path / "c", "--by", "case") / "dossier.duckdb"), read_only=True) as connection:
        kept = connection.execute('select "case", resident from cases join residents_of_cases using (case_no) order by 1').fetchall()
    assert len(kept) == 4
    assert kept == [(case, journey) for case, journey in by_resident if journey.startswith("R-")]


def test_a_log_that_was_read_by_case_counts_no_residents_and_only_the_contacts_of_nobody(by_case: Path) -> None:
    with duckdb.connect(str(by_case / "case" / "dossier.duckdb"), read_only=True) as connection:
        assert connection.execute("select count from remarks where remark = 'contact_of_nobody'").fetchall() == [(1,)]
    page = (by_case / "case" / "index.html").read_text(encoding="utf-8")
    assert "Zaken: 5. Het logboek is per zaak gelezen. Daarom is elke zaak een eigen klantreis." in page
    assert "Inwoners: 0" not in page


@pytest.mark.parametrize("to", ["csv", "plain", "xes", "ocel", "parquet", "xlsx"])
def test_an_hour_that_exists_here_and_not_in_utc_comes_back_as_it_was(once: Once, tmp_path: Path, to: str) -> None:
    # 29 March 2026: the clock went from 02:00 to 03:00; 04:30 here is 02:30 in UTC, an hour that this night does not have here
    dossier = once("zaak;activiteit;tijdstip\nZ1;Vraag;29-03-2026 04:30\nZ1;Besluit;06-07-2026 00:15\n")
    ending = {"ocel": "json", "plain": "csv"}.get(to, to)
    path, _ = export_events(dossier, to="csv" if to == "plain" else to, out=tmp_path / f"uit.{ending}", plain=to == "plain")
    assert mine_numbers(path, "--out", tmp_path / "e", keys=tmp_path / "keys").returncode == 0
    after = summary(tmp_path / "e")
    assert (after["events"], after["rejects"]) == (2, 0)
    assert (after["first"], after["last"]) == ("2026-03-29T04:30:00+02:00", "2026-07-06T00:15:00+02:00")


def test_days_without_a_time_leave_as_days(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("zaak;activiteit;tijdstip\nZ1;Vraag;28-03-2026\nZ1;Besluit;06-07-2026\n", encoding="utf-8")
    assert mine_numbers(tmp_path / "log.csv", "--out", tmp_path / "d", keys=tmp_path / "keys").returncode == 0
    path, _ = export_events(tmp_path / "d", to="parquet", out=tmp_path / "uit.parquet")
    with duckdb.connect() as connection:
        rows = connection.execute(f"select time, typeof(time) from '{path}' order by 1").fetchall()
    assert rows == [(date(2026, 3, 28), "DATE"), (date(2026, 7, 6), "DATE")]


@pytest.mark.parametrize("to", ["csv", "plain", "xes", "ocel", "parquet", "xlsx"])
def test_kinds_that_nobody_confirmed_do_not_come_back_as_stated(once: Once, tmp_path: Path, to: str) -> None:
    # derived kinds: no signal that needs them is told, before or after
    dossier = once(
        "zaak;inwoner;activiteit;tijdstip;medewerker;afdeling\nZ1;R1;Terugbelverzoek;02-03-2026 09:00;Jansen;KCC\n"
        "Z1;R1;Besluit verzonden;20-03-2026 09:00;Bakker;Zorg\n"
    )
    ending = {"ocel": "json", "plain": "csv"}.get(to, to)
    path, _ = export_events(dossier, to="csv" if to == "plain" else to, out=tmp_path / f"uit.{ending}", plain=to == "plain")
    done = mine_numbers(path, "--out", tmp_path / "e", keys=tmp_path / "keys")
    assert (done.returncode, done.stderr) == (0, "")
    assert summary(dossier)["signals"]["unanswered_callback"] is None
    assert summary(tmp_path / "e")["signals"] == summary(dossier)["signals"]
    for folder in (dossier, tmp_path / "e"):
        with duckdb.connect(str(folder / "dossier.duckdb"), read_only=True) as connection:
            kinds = connection.execute("select kind::varchar from events order by moment").fetchall()
        assert kinds == [("callback_request",), ("decision",)], folder


def test_kinds_of_which_the_source_states_some_are_all_written(tmp_path: Path) -> None:
    # the second file calls its decision work: by its words alone it would be a decision
    head, rest = "zaak;inwoner;activiteit;tijdstip;medewerker;afdeling", "Besluit verzonden;03-03-2026 09:00;Bakker;Zorg"
    (tmp_path / "a.csv").write_text(f"{head}\nZ1;R1;Terugbelverzoek;02-03-2026 09:00;Jansen;KCC\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"{head};soort\nZ2;R2;{rest};behandeling\n", encoding="utf-8")
    mined = mine_numbers(tmp_path / "a.csv", tmp_path / "b.csv", "--out", tmp_path / "d", keys=tmp_path / "keys")
    assert (mined.returncode, mined.stderr) == (0, "")
    path, _ = export_events(tmp_path / "d", to="csv", out=tmp_path / "uit.csv", plain=True)
    assert [line.rsplit(",", 1)[1] for line in path.read_text(encoding="utf-8").splitlines()] == ["kind", "callback_request", "work"]


@pytest.mark.parametrize("to", ["csv", "plain", "xes", "parquet", "xlsx"])
def test_a_log_that_was_read_plain_comes_back_at_the_same_moments(once: Once, tmp_path: Path, to: str) -> None:
    plain = ("--reading", "plain")
    dossier = once("zaak;activiteit;tijdstip\nZ1;Vraag;03-03-2026 09:00\nZ1;Klaar;06-07-2026 00:15\n", *plain)
    path, _ = export_events(dossier, to="csv" if to == "plain" else to, out=tmp_path / f"uit.{'csv' if to == 'plain' else to}",
                            plain=to == "plain")  # fmt: skip
    assert mine_numbers(path, "--out", tmp_path / "e", *plain, keys=tmp_path / "keys").returncode == 0
    assert (summary(tmp_path / "e")["first"], summary(tmp_path / "e")["last"]) == ("2026-03-03T09:00:00+00:00", "2026-07-06T00:15:00+00:00")


@pytest.mark.parametrize("to", ["csv", "xlsx", "parquet", "ocel"])
def test_events_of_one_moment_come_back_in_the_order_of_the_source(once: Once, tmp_path: Path, to: str) -> None:
    # one resident, two cases, all at one moment: in the order of the rows she meets A, B, A, B (three hops), by case A, A, B, B (one)
    rows = "".join(f"{case};R1;Werk;03-03-2026 09:00;{who};Zorg;behandeling\n" for case, who in ("1A", "2B", "1A", "2B"))
    rows = rows.replace("Werk", "Werk 1", 1).replace("Werk;", "Werk 2;", 1)
    dossier = once("zaak;inwoner;activiteit;tijdstip;medewerker;afdeling;soort\n" + rows)
    path, _ = export_events(dossier, to=to, out=tmp_path / f"uit.{'json' if to == 'ocel' else to}")
    assert mine_numbers(path, "--out", tmp_path / "e", keys=tmp_path / "keys").returncode == 0
    assert [summary(folder)["hops"] for folder in (dossier, tmp_path / "e")] == [3, 3]


def test_the_same_dossier_gives_the_same_file(dossier: Path, tmp_path: Path) -> None:
    for to in ("xes", "ocel", "csv", "xlsx"):
        one, _ = export_events(dossier, to=to, out=tmp_path / f"a.{to}")
        other, _ = export_events(dossier, to=to, out=tmp_path / f"b.{to}")
        assert one.read_bytes() == other.read_bytes(), to
    assert not list(tmp_path.glob(".*"))


def test_a_spreadsheet_in_dutch_opens_the_csv_and_no_cell_is_a_formula(dossier: Path, tmp_path: Path) -> None:
    path, _ = export_events(dossier, to="csv", out=tmp_path / "uit.csv")
    lines = path.read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("zaaknummer;inwoner;activiteit;tijdstip;")
    assert lines[1].startswith("Z1;R1;Melding <b>;03-03-2026 09:00:00;Jansen;")
    assert lines[4].startswith("Z1;R1;Besluit;06-03-2026;")
    assert ";'=1+1;" in lines[6]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    book = openpyxl.load_workbook(export_events(dossier, to="xlsx", out=tmp_path / "uit.xlsx")[0])
    cells = [cell for row in book.worksheets[1].iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


@pytest.mark.filterwarnings("ignore:Install the optional requirement:UserWarning")  # a faster reader that we need not have
def test_pm4py_reads_the_xes_with_the_same_counts(dossier: Path, tmp_path: Path) -> None:
    pm4py = pytest.importorskip("pm4py")
    path, _ = export_events(dossier, to="xes", out=tmp_path / "uit.xes")
    log = pm4py.read_xes(str(path))
    assert (len(log), log["case:concept:name"].nunique(), log["org:resource"].nunique()) == (7, 3, 3)
    assert sorted(log["concept:name"].unique()) == ["=1+1", "Behandeling", "Besluit", "Doorgezet", "Melding <b>", "Vraag"]
    assert str(log["time:timestamp"].min()) == "2026-03-03 08:00:00+00:00"


def test_pm4py_reads_the_ocel_with_the_same_objects(dossier: Path, tmp_path: Path) -> None:
    pm4py = pytest.importorskip("pm4py")
    path, _ = export_events(dossier, to="ocel", out=tmp_path / "uit.json")
    ocel = pm4py.read_ocel2_json(str(path))
    assert len(ocel.events) == 7
    assert ocel.objects.groupby("ocel:type").size().to_dict() == {"case": 3, "department": 3, "official": 3, "resident": 1}


def test_an_event_is_about_the_related_case_and_not_in_it(dossier: Path, tmp_path: Path) -> None:
    path, _ = export_events(dossier, to="ocel", out=tmp_path / "uit.json")
    events: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["events"]
    (asked,) = [one for one in events if one["id"] == "row:5"]
    assert {"objectId": "case:Z1", "qualifier": "related_case"} in asked["relationships"]
    assert {"objectId": "case:Z2", "qualifier": "case"} in asked["relationships"]


def test_another_format_is_refused_with_those_there_are(dossier: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="xes, ocel, csv, parquet, xlsx"):
        export_events(dossier, to="docx", out=tmp_path / "uit.docx")
    assert not list(tmp_path.iterdir())
