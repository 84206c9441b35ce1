"""Source profiles: recognised by their headers, said in the statement, own before shipped, and never used when unsure."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest
from municipal import FIXTURES, KEPT, events, folder_of, needs_fixtures, remarks, rol, taken, zaak

from journeys.columns import propose_columns
from journeys.errors import SettingsError
from journeys.file_reading import samples
from journeys.kinds import recognise_kinds
from journeys.loading import load
from journeys.settings import Settings
from journeys.sources.opening import open_sources
from journeys.sources.profile_files import read_profile
from journeys.sources.profiles import profile_toml, shipped_profiles
from journeys.texts import use
from mining.catalogue import read_definitions
from mining.mine import mine
from mining.statement import statement
from mining.statement_words import all_lines

LIST = "Zaaknummer;Zaaktype;Status;Registratiedatum;Afhandeldatum;Afdeling;Behandelaar;Aanvrager BSN;Kanaal\n"
ROWS = LIST + "Z1;Wmo;Klaar;12-01-2026 13:02;13-02-2026;Zorg;Anna;12345672;Telefoon\nZ2;Wmo;Nieuw;;;Zorg;Bob;999993653;Balie\n"
OWN = """
name = "Ons systeem"
headers = ["Dossier", "Wanneer", "Wat"]
[columns]
case = "Dossier"
time = "Wanneer"
activity = "Wat"
official = "Wie"
[activities]
"In behandeling" = "work"
"Besproken" = "contact door gemeente"
"""
LOG = "Dossier;Wanneer;Wat;Wie\nD1;2026-01-12 09:00;Besproken;Anna\nD1;2026-01-13 09:00;Iets anders;Bob\n"


@pytest.fixture(autouse=True)
def dutch() -> None:
    use("nl")


def test_a_list_of_cases_becomes_the_events_that_its_dates_tell_of(tmp_path: Path) -> None:
    connection = taken(folder_of(tmp_path, lijst_csv=ROWS) / "lijst.csv")
    assert events(connection, "moment", "activity", "kind", "official", "department", "resident", "topic", "channel") == [
        ("12-01 12:02", "Zaak geregistreerd", "request", None, None, "012345672", "Wmo", "phone"),
        ("12-02 23:00", "Zaak afgehandeld", "close", "Anna", "Zorg", "012345672", "Wmo", None),
    ]
    assert connection.execute("select reason, place from rejects").fetchall() == [("moment_missing", "rij 2")]  # Z2 is not lost in silence


def test_from_a_list_of_cases_nothing_is_counted_that_it_cannot_tell(tmp_path: Path) -> None:
    connection = taken(folder_of(tmp_path, lijst_csv=ROWS))
    mine(connection, settings=KEPT, catalogue=read_definitions().needed_for("log_measures"))
    assert connection.execute("select handoffs, department_handoffs from log_measures").fetchall() == [(None, None)]
    told = " ".join(all_lines(statement(connection, settings=KEPT)))
    assert "profiel Zaaksysteem: lijst van zaken (uitgebreid zoeken), want alle 7 kolommen" in told
    assert "is een lijst van zaken" in told


def test_the_municipalitys_own_profile_lies_beside_its_data_and_goes_first(tmp_path: Path) -> None:
    place = folder_of(tmp_path, log_csv=LOG)
    folder_of(place / "profiles", ons_toml=OWN)
    assert events(taken(place), "case", "activity", "kind", "official") == [("D1", "Besproken", "outreach", "Anna"), ("D1", "Iets anders", "other", "Bob")]


def test_columns_that_the_settings_name_go_before_any_profile(tmp_path: Path) -> None:
    place = folder_of(tmp_path, log_csv=LOG)
    folder_of(place / "profiles", ons_toml=OWN)
    settings = Settings(privacy=KEPT.privacy, columns={"case": "Wie", "activity": "Wat", "time": "Wanneer"})
    assert events(taken(place / "log.csv", settings=settings), "case") == [("Anna",), ("Bob",)]


def test_of_two_own_profiles_that_fit_equally_well_none_is_used_and_that_is_said(tmp_path: Path) -> None:
    place = folder_of(tmp_path, log_csv=LOG.replace("Dossier;Wanneer;Wat;Wie", "zaaknummer;tijdstip;activiteit;medewerker"))
    own = OWN.replace("Dossier", "zaaknummer").replace("Wanneer", "tijdstip").replace('"Wat"', '"activiteit"').replace('"Wie"', '"medewerker"')
    folder_of(place / "profiles", een_toml=own, twee_toml=own.replace("Ons", "Hun"))
    connection = taken(place)
    assert remarks(connection)["profiles_alike"] == 2
    assert connection.execute("select count(*) from columns_used where reason like 'profiel%'").fetchall() == [(0,)]


def test_a_profile_that_fits_but_for_one_header_is_not_used_and_that_is_said(tmp_path: Path) -> None:
    text = "zaaknummer;tijdstip;activiteit;wie\nD1;2026-01-12 09:00;Besproken;Anna\nD1;2026-01-13 09:00;Behandelen;Anna\n"
    place = folder_of(tmp_path, log_csv=text)
    own = 'headers = ["zaaknummer", "tijdstip", "activiteit", "uur"]\n[columns]\ncase = "wie"\ntime = "tijdstip"\nactivity = "activiteit"\n'
    folder_of(place / "profiles", ons_toml=own)
    connection = taken(place)
    assert remarks(connection)["profile_nearly"] == 1
    assert {case for (case,) in events(connection, "case")} == {"D1"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('kleur = "rood"', "kleur"), ("headers = 3", "headers"), ('[columns]\nzaak = "x"', "zaak"), ('[columns]\ncase = "x"\nactivity = "y"', "columns.time"),
        ('[columns]\ncase = "x"\nactivity = "y"\ntime = "z"\n[activities]\na = "kleur"', "activities.a"),
        ('[columns]\ncase = "x"\nactivity = "y"\ntime = "z"\n[free_text]\nwords = ["a"]', "free_text"),
        ('[columns]\ncase = "x"\nactivity = "y"\ntime = "z"\n[incomplete]\nofficial = "zomaar"', "incomplete.official"), ("[", "TOML"),
    ],
)  # fmt: skip
def test_a_profile_that_cannot_be_used_is_an_error_with_file_and_key(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "fout.toml").write_text(line if "headers" in line else f'headers = ["x"]\n{line}', encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        read_profile(tmp_path / "fout.toml")
    assert told in str(error.value)
    assert "fout.toml" in str(error.value)


def test_the_shipped_profiles_can_all_be_read_and_no_two_have_the_same_headers() -> None:
    headers = [frozenset(one.headers) for one in shipped_profiles()]
    assert len(headers) >= 4
    assert len(set(headers)) == len(headers)


def test_a_proposal_is_written_as_a_profile_that_is_used_from_then_on(tmp_path: Path) -> None:
    text = "zaaknummer;tijdstip;activiteit;medewerker\nD1;2026-01-12 09:00;Besproken;Anna\nD1;2026-01-13 09:00;Behandelen;Bob\nD2;2026-01-13 09:00;Behandelen;Bob\n"
    place = folder_of(tmp_path, log_csv=text)
    connection = duckdb.connect()
    (loaded,) = load(connection, open_sources([str(place / "log.csv")], settings=KEPT, connection=connection))
    folder_of(place / "profiles", ons_toml=profile_toml(propose_columns(samples(connection, loaded)), name="Ons “eigen” \"systeem\""))
    found = taken(place).execute("select ours, reason from columns_used order by ours").fetchall()
    assert {reason for _, reason in found} == {"profiel “Ons “eigen” \"systeem\"”"}
    assert {ours for ours, _ in found} == {"case", "time", "activity", "official"}


def test_a_list_and_saved_pages_are_one_log_and_a_lost_first_zero_does_not_part_a_resident(tmp_path: Path) -> None:
    place = folder_of(tmp_path, lijst_csv=ROWS, zaken=[zaak(1, "2026-03-12")], rollen=[rol(200, 1, "2026-03-12T13:00:00Z", bsn="012345672")])
    assert {(case, resident) for case, resident in events(taken(place), "case", "resident")} == {("Z1", "012345672"), ("ZAAK-1", "012345672")}


@needs_fixtures
def test_the_two_ways_of_writing_the_same_list_give_the_same_events() -> None:
    files = [FIXTURES / "files" / f"zaaksysteem_export_{way}.csv" for way in ("excel_nl_cp1252", "utf8_bom_sep")]
    one, other = (events(taken(file), "case", "resident", "moment", "activity", "topic", "department") for file in files)
    assert one == other
    assert len(one) == 4  # three cases came in, one was handled
    with files[1].open(encoding="utf-8-sig", newline="") as file:
        assert sum(1 for _ in csv.reader(file, delimiter=";")) == 5


def test_the_words_for_nobody_yet_are_no_official(tmp_path: Path) -> None:
    place = folder_of(tmp_path, lijst_csv=ROWS.replace("Zorg;Anna;", "Zorg;(Niet toegewezen);"))
    assert events(taken(place), "activity", "official", "department") == [("Zaak geregistreerd", None, None), ("Zaak afgehandeld", None, "Zorg")]


def test_a_timeline_as_excel_writes_it_is_read_event_by_event(tmp_path: Path) -> None:
    rows = (
        "Zaaknummer;Tijdstip;Gebeurtenis;Gebruiker;Afdeling;Zaaktype\r\n"
        "Z1;12-01-2026 13:02;Zaak geregistreerd – via e-mail;(niet toegewezen);Zorg & Welzijn;Wmo\r\n"
        'Z1;13-01-2026 09:15;Zaak in behandeling genomen;"Özdemir, S.";Zorg & Welzijn;Wmo\r\n'
        'Z1;14-01-2026 10:00;Zaak afgehandeld;"Özdemir, S.";Zorg & Welzijn;Wmo\r\n'
    )
    (tmp_path / "tijdlijn.csv").write_bytes(rows.encode("cp1252"))
    connection = taken(tmp_path / "tijdlijn.csv")
    assert events(connection, "moment", "activity", "official", "department", "topic") == [
        ("12-01 12:02", "Zaak geregistreerd", None, "Zorg & Welzijn", "Wmo"),
        ("13-01 08:15", "Zaak in behandeling genomen", "Özdemir, S.", "Zorg & Welzijn", "Wmo"),
        ("14-01 09:00", "Zaak afgehandeld", "Özdemir, S.", "Zorg & Welzijn", "Wmo"),
    ]


def test_of_what_people_typed_in_a_timeline_only_the_known_words_are_kept_and_no_row_is_lost(tmp_path: Path) -> None:
    # two notes of one minute by one official are two events, though what told them apart is not kept
    rows = (
        "Zaaknummer;Tijdstip;Gebeurtenis;Gebruiker\n"
        "Z1;12-01-2026 13:02;Notitie: mevrouw De Vries is boos;Anna\n"
        "Z1;12-01-2026 13:02;Notitie: haar zoon belde ook;Anna\n"
        "Z1;13-01-2026 09:15;NOTITIE TOEGEVOEGD door Anna;Anna\n"
        "Z1;14-01-2026 10:00;Mevrouw De Vries belde over haar besluit;Anna\n"
        "Z1;15-01-2026 10:00;Notities bij de zaak;Anna\n"
        "Z1;16-01-2026 10:00;Zaak vroegtijdig afgehandeld (ingetrokken);Anna\n"
    )
    connection = taken(folder_of(tmp_path, tijdlijn_csv=rows))
    assert [activity for (activity,) in events(connection, "activity")] == [
        "Notitie", "Notitie", "Notitie toegevoegd", "Andere regel in de tijdlijn", "Andere regel in de tijdlijn", "Zaak vroegtijdig afgehandeld",
    ]  # fmt: skip
    assert remarks(connection)["free_text_left_out"] == 2
    assert "duplicate" not in remarks(connection)
    tables = [name for (name,) in connection.execute("select table_name from duckdb_tables() where not internal").fetchall()]
    assert not [name for name in tables if "Vries" in str(connection.execute(f"select * from {name}").fetchall())]


def test_what_a_profile_calls_the_rest_is_no_kind_by_its_words() -> None:
    (rest,) = [one.free_text.rest for one in shipped_profiles() if one.free_text]
    assert [one.kind for one in recognise_kinds({rest: 1}, settings=KEPT.kinds)] == ["other"]
