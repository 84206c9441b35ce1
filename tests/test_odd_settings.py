"""A journeys.toml that cannot be used is refused with the key and what may stand there, never with a fault of ours further on."""

from pathlib import Path

import pytest
from commanded import journeys, log_file

from journeys.errors import SettingsError
from journeys.local_time import local_time
from journeys.settings_file import read_settings

REFUSED = {
    "columns is no section": ("columns = 3", "columns"),
    "columns is a list": ('columns = ["zaaknummer"]', "columns"),
    "a rule without its kind": ('[[kinds.rules]]\nwords = ["x"]', "kind"),
    "days below zero": ("[measures]\nsilence_working_days = -5", "silence_working_days"),
    "more days than a calendar holds": ("[measures]\nover_term_weeks = 9000000000", "over_term_weeks"),
    "a number of a definition of ours out of reach": ("[measures]\nvariants_at_most = 99999999999999999999", "variants_at_most"),
    "a share above one": ("[measures]\ndropped_handoff_pair_share = 7.5", "dropped_handoff_pair_share"),
    "a percentage above a hundred": ("[measures]\none_owner_percent = 101", "one_owner_percent"),
    "no number at all": ("[measures]\nconnector_margin = nan", "connector_margin"),
    "an endless number": ("[measures]\nconnector_times_expected = inf", "connector_times_expected"),
    "words that are no pattern": ('[measures]\ncontact_centre_words = "kcc|("', "contact_centre_words"),
    "a norm below zero": ("[norms]\nParkeren = -5", "norms.Parkeren"),
    "a norm beyond the calendar": ("[norms]\nParkeren = 99999999999", "norms.Parkeren"),
    "a term of no weeks": ("[terms]\nParkeren = 0", "terms.Parkeren"),
    "a term beyond the calendar": ("[terms]\nParkeren = 99999999999", "terms.Parkeren"),
    "a horizon of nothing": ("[comparison]\nhorizon_working_days = 0", "horizon_working_days"),
    "a margin that is no number": ("[comparison]\nmargin = nan", "comparison.margin"),
    "a limit below zero": ("[limits]\nrows = -1", "limits.rows"),
}

TAKEN = (
    "[norms]\nParkeren = 0", "[measures]\none_owner_percent = 100", "[comparison]\nmargin = 0\nhorizon_working_days = 5000", "[terms]\nParkeren = 1",
    "[limits]\nexpanded_bytes = 50000000000", "[measures]\nvariants_at_most = 250000", "[measures]\nconnector_margin = 0.5",
)  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_refused_by_its_key(case: str, tmp_path: Path) -> None:
    text, key = REFUSED[case]
    path = tmp_path / "journeys.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as told:
        read_settings(path)
    assert key in str(told.value)
    assert "journeys.toml" in str(told.value)


@pytest.mark.parametrize("text", TAKEN)
def test_numbers_at_the_edge_of_what_may_be_are_taken(text: str, tmp_path: Path) -> None:
    path = tmp_path / "journeys.toml"
    path.write_text(text, encoding="utf-8")
    read_settings(path)


@pytest.mark.parametrize("text", ["[reading]\nzone = 3", "[privacy]\ngroup = 10.5", "[calendar]\nclosed_days = 3", "[norms]\nParkeren = true", "reading = 3"])
def test_a_value_of_the_wrong_sort_is_told_in_words_of_the_reader(text: str, tmp_path: Path) -> None:
    path = tmp_path / "journeys.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as told:
        read_settings(path)
    last = str(told.value).split("moet zijn: ")[1]
    assert last.startswith("een "), last


@pytest.mark.parametrize("zone", ["posixrules", "localtime", "right/Europe/Amsterdam", "Europe/Bestaatniet"])
def test_a_zone_that_the_database_does_not_know_is_refused(zone: str) -> None:
    with pytest.raises(SettingsError, match="tijdzone"):
        local_time(zone)


HEAD = (
    '/*\nname = "eigen"\nrole = "signal"\nneeds = []\nsource = "zelf"\ndefinition.en = "one"\ndefinition.nl = "een"\n'
    '[signal]\nsort = "gap"\nanchor = "case"\n[title]\nen = "One"\nnl = "Een"\n*/\n'
)
NO_BEGIN = """select 'open' as status, journey_no, case_no, case_no as anchor_no, null::integer as other_anchor_no, [1] as row_nos,
  null::timestamp as started, null::timestamp as ended, 1 as working_days, null::integer as from_department_no, null::integer as to_department_no
from cases
"""


TEXTS = NO_BEGIN.replace("case_no, case_no as", "case_no::text as case_no, case_no as")


@pytest.mark.parametrize(
    ("query", "named"), [("select case_no, journey_no from cases\n", ("status", "anchor_no")), (NO_BEGIN, ("started",)), (TEXTS, ("case_no", "VARCHAR"))], ids=["columns", "begin", "types"]
)
def test_a_signal_of_ones_own_that_gives_less_than_signals_have_is_refused_with_its_file(query: str, named: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "signalen").mkdir()
    (tmp_path / "signalen" / "eigen.sql").write_text(HEAD + query, encoding="utf-8")
    (tmp_path / "journeys.toml").write_text('[signals]\nfolders = ["signalen"]\n', encoding="utf-8")
    made = journeys("mine", log_file(tmp_path), "--settings", tmp_path / "journeys.toml", "--out", tmp_path / "uit", keys=tmp_path / "keys")
    assert made.returncode == 8, made.stderr
    for word in ("eigen.sql", *named):
        assert word in made.stderr
