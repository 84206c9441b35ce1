"""Signals leave the dossier as a table, as counts, in sentences and by filter; a municipality adds its own as one SQL file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from commanded import journeys, log_file, summary, table

from journeys.errors import DefinitionError, SettingsError
from journeys.settings_file import read_settings
from journeys.texts import LANGUAGES, use
from mining.catalogue import SIGNALS, catalogue_of, read_definitions
from mining.signal_words import Instance, sentence

COLUMNS = ["signal", "status", "journey", "case", "anchor", "rows", "started", "ended", "calendar_days", "working_days", "from_department", "to_department"]
HEADERS = ("zaaknummer", "inwoner", "activiteit", "tijdstip", "medewerker", "afdeling", "naar_afdeling", "soort", "onderwerp")
ROWS = (
    ("Z1", "R1", "Vraag", "2026-01-05 09:00", "", "", "", "aanvraag", "Dakkapel"),
    ("Z1", "R1", "Door", "2026-01-06 09:00", "Anna", "Sociaal Team", "Vergunningen", "overdracht", "Dakkapel"),
    ("Z1", "R1", "Werk", "2026-02-06 09:00", "Bob", "Vergunningen", "", "behandeling", "Dakkapel"),
    ("Z2", "R2", "Vraag", "2026-01-05 10:00", "", "", "", "aanvraag", "Laadpaal"),
    ("Z2", "R2", "Door", "2026-01-06 10:00", "Anna", "Sociaal Team", "Wonen", "overdracht", "Laadpaal"),
)
"""Both transfers are of Tuesday 6 January; until Friday 6 February are 23 working days. One was picked up then, one never was."""

OWN = '''/*
name = "{name}"
role = "signal"
needs = ["official"]
source = "our own service desk"
definition.en = "Work by one official that we look at."
definition.nl = "Werk van een medewerker waar wij naar kijken."
[signal]
sort = "success"
anchor = "{anchor}"
[parameters]
least_events = 1
[title]
en = "Own signal"
nl = "Eigen signaal"
*/
select 'found' as status, journey_no, case_no, {number} as anchor_no, null::integer as other_anchor_no, [row_no] as row_nos,
  order_moment as started, order_moment as ended, 0 as working_days, department_no as from_department_no, null::integer as to_department_no
from events
where kind = 'work' and row_no >= :least_events
'''


def own_signal(folder: Path, name: str = "own_work", *, anchor: str = "row", number: str = "row_no", text: str = OWN) -> Path:
    """This writes a signal of a municipality's own and the settings that name its folder."""
    place = folder / "eigen"
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{name}.sql").write_text(text.replace("{name}", name).replace("{anchor}", anchor).replace("{number}", number), encoding="utf-8")
    settings = folder / "journeys.toml"
    settings.write_text('[signals]\nfolders = ["eigen"]\n', encoding="utf-8")
    return settings


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This mines the small log, names kept, with an own signal about officials beside ours."""
    place = tmp_path_factory.mktemp("told")
    own_signal(place, anchor="official", number="official_no")
    done = journeys("mine", log_file(place, rows=ROWS, headers=HEADERS), "--names", "keep", "--out", place / "d", keys=place / "keys")
    assert (done.returncode, done.stderr) == (0, "")
    (place / "told.txt").write_text(done.stdout, encoding="utf-8")
    return place / "d"


def ask(dossier: Path, *arguments: str, lang: str = "nl") -> tuple[int, str]:
    done = journeys("signals", dossier, *arguments, "--lang", lang, keys=dossier.parent / "keys")
    return done.returncode, done.stdout + done.stderr


def test_the_table_of_signals_has_these_columns_and_the_ids_of_the_source(dossier: Path) -> None:
    rows = table(dossier, "signals")
    assert list(rows[0]) == COLUMNS
    found = [[row[name] for name in ("status", "journey", "case", "anchor", "rows", "working_days", "from_department", "to_department")]
             for row in rows if row["signal"] == "dropped_handoff"]  # fmt: skip
    assert found == [
        ["late", "R1", "Z1", "row:2", "2 3", "23", "Sociaal Team", "Vergunningen"],
        ["lost", "R2", "Z2", "row:5", "5", "23", "Sociaal Team", "Wonen"],
    ]


def test_the_summary_counts_each_signal_or_says_why_not_and_never_writes_0_for_it(dossier: Path) -> None:
    found = summary(dossier)
    assert found["signals"]["dropped_handoff"] == {"instances": 2, "journeys": 2}
    assert set(found["signals"]) == {one.name for one in read_definitions().signals} | {"own_work"}
    assert found["signals"]["closed_unanswered"] is None
    assert found["cannot_determine"]["closed_unanswered"] == "cannot be determined: column channel is missing"
    assert not [row for row in table(dossier, "signals") if row["signal"] == "closed_unanswered"]


def test_terminal_and_report_say_of_a_signal_what_the_summary_says(dossier: Path) -> None:
    for told in ((dossier.parent / "told.txt").read_text(encoding="utf-8"), (dossier / "index.html").read_text(encoding="utf-8")):
        (line,) = [line for line in told.replace("<li>", "\n<li>").splitlines() if "closed_unanswered" in line and "ontbreekt" in line][:1]
        assert "kanaal" in line


def test_officials_are_counted_in_the_terminal_and_named_only_in_the_table(dossier: Path) -> None:
    assert [row["anchor"] for row in table(dossier, "signals") if row["signal"] == "own_work"] == ["official:Bob"]
    code, told = ask(dossier, "--signal", "own_work")
    assert code == 0
    assert "Eigen signaal: 1." in told
    assert "Bob" not in told
    assert "Bob" not in ask(dossier, "--signal", "own_work", "--json")[1]
    assert "official:Bob" not in (dossier / "index.html").read_text(encoding="utf-8")


def test_each_instance_is_explained_in_a_sentence(dossier: Path) -> None:
    code, told = ask(dossier, "--signal", "dropped_handoff", "--status", "lost")
    assert code == 0
    assert "Sociaal Team gaf de vraag door aan Wonen; na 23 werkdagen deed die afdeling nog niets." in told
    assert "Vergunningen" not in told


@pytest.mark.parametrize("arguments", [("--topic", " DAKKAPEL "), ("--department", "vergunningen"), ("--status", "Late")])
def test_filters_compare_names_as_names(dossier: Path, arguments: tuple[str, str]) -> None:
    code, told = ask(dossier, "--signal", "Dropped_Handoff", *arguments, "--json")
    assert code == 0
    assert [one["anchor"] for one in json.loads(told)["instances"]] == ["row:2"]


@pytest.mark.parametrize(
    ("option", "there"), [("--signal", "dropped_handoff"), ("--topic", "Dakkapel, Laadpaal"), ("--department", "Sociaal Team, Vergunningen, Wonen"), ("--status", "late, lost")]
)
def test_an_unknown_name_gets_the_names_there_are(dossier: Path, option: str, there: str) -> None:
    code, told = ask(dossier, option, "onzin")
    assert code == 2
    assert "onzin" in told
    assert there in told


def test_a_signal_that_cannot_be_determined_says_so_when_asked(dossier: Path) -> None:
    code, told = ask(dossier, "--signal", "closed_unanswered", lang="en")
    assert (code, told.strip()) == (0, "closed_unanswered: cannot be determined: column “channel” is missing.")


def test_without_a_filter_the_list_of_signals_is_told(dossier: Path) -> None:
    code, told = ask(dossier, lang="en")
    assert code == 0
    assert any(line.split()[:1] == ["dropped_handoff"] and line.split()[-2:] == ["2", "2"] for line in told.splitlines())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_signal_of_ours_has_a_sentence_for_every_status_it_may_have(language: str) -> None:
    use(language)  # type: ignore[arg-type]
    try:
        for path in sorted(SIGNALS.glob("*.sql")):
            statuses = {row for row in ("late", "lost", "never", "overdue", "open", "ended", "undecided", "found", "conversation", "decision", "worked", "decided", "taken", "closed") if re.search(rf"'{row}'( end)? as status|(then|else) '{row}'", path.read_text(encoding="utf-8"))}
            for status in statuses:
                one = Instance(path.stem, status, "R1", "Z1", "row:1", "1", None, None, 3.0, 2, "Zorg", None)
                told = sentence(one, title="TITLE")
                assert told.endswith(".")
                assert "TITLE" not in told, (path.stem, status)
                assert "{" not in told
    finally:
        use("nl")


def test_a_folder_is_seen_from_its_settings_file_and_its_numbers_can_be_set(tmp_path: Path) -> None:
    settings = own_signal(tmp_path)
    read = read_settings(settings)
    assert catalogue_of(read)["own_work"].query(read.measures).rstrip().endswith("row_no >= 1")
    settings.write_text(settings.read_text(encoding="utf-8") + "[measures]\nleast_events = 7\nsilence_working_days = 5\n", encoding="utf-8")
    read = read_settings(settings)
    assert catalogue_of(read)["own_work"].query(read.measures).rstrip().endswith("row_no >= 7")
    assert read.described()["signals"] == {"folders": ["eigen"]}
    assert str(tmp_path) not in json.dumps(read.described())


@pytest.mark.parametrize("line", ["least_elephants = 3", 'least_events = "three"'])
def test_a_number_that_nobody_knows_or_of_another_sort_is_refused(tmp_path: Path, line: str) -> None:
    settings = own_signal(tmp_path)
    settings.write_text(settings.read_text(encoding="utf-8") + f"[measures]\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"measures\.least_"):
        catalogue_of(read_settings(settings))


@pytest.mark.parametrize("name", ["signals", "silence", "events"])
def test_a_name_of_ours_cannot_be_taken(tmp_path: Path, name: str) -> None:
    with pytest.raises(DefinitionError, match=name):
        catalogue_of(read_settings(own_signal(tmp_path, name)))


@pytest.mark.parametrize(
    "change",
    [
        ("from events\n", "from read_csv('{place}')\n"),
        ("from events\n", "from glob('/etc/*')\n"),
        ("journey_no, case_no,", "no_such_column, case_no,"),
        ("from events\n", "from events, events as twice,\n"),
    ],
)
def test_a_bad_file_ends_the_run_with_its_name_and_leaves_nothing(tmp_path: Path, change: tuple[str, str]) -> None:
    log = log_file(tmp_path, rows=ROWS, headers=HEADERS)
    own_signal(tmp_path, text=OWN.replace(change[0], change[1].replace("{place}", str(log))))
    done = journeys("mine", log, "--out", tmp_path / "d", "--lang", "en", keys=tmp_path / "keys")
    assert done.returncode == 8, done.stdout + done.stderr
    assert "own_work.sql" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize(("lang", "told"), [("nl", "bestaat niet"), ("en", "does not exist")])
def test_a_folder_that_is_not_there_is_told_in_the_language_that_was_asked_for(tmp_path: Path, lang: str, told: str) -> None:
    (tmp_path / "journeys.toml").write_text('[signals]\nfolders = ["nergens"]\n', encoding="utf-8")
    log = log_file(tmp_path, rows=ROWS, headers=HEADERS)
    done = journeys("mine", log, "--out", tmp_path / "d", "--lang", lang, keys=tmp_path / "keys")
    assert done.returncode == 8
    assert "nergens" in done.stderr
    assert told in done.stderr
