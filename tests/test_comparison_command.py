"""`journeys compare` as a user gives it: its three forms, the planted change of the sample, what it refuses, and the contract of its values."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from commanded import SAMPLE, journeys, log_file
from sample_run import Told

from journeys.dossier import building, opened, read_provenance, write_provenance
from journeys.errors import SettingsError, UsageError
from journeys.settings import PrivacySettings, Settings
from journeys.settings_file import read_settings
from mining.comparison_question import Question
from mining.run import mined
from visuals.compared import compare_sources

CHANGE = "2025-04-01"
CHANGED = "Werk en Inkomen"
KEYS = {"verdict", "before", "after", "difference", "low", "high", "visible", "cases_before", "cases_after", "horizon", "flags"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compared")


def compared(*sources: Path, out: Path | None = None, **question: Any) -> dict[str, Any]:
    """This gives what the command prints without a process of its own, which is several times quicker."""
    if "change" in question:
        question["change"] = date.fromisoformat(question["change"])
    return compare_sources([str(one) for one in sources], Question(**question), settings=Settings(), out=out).values


def refused(place: Path, *arguments: object, code: int) -> str:
    done = journeys("compare", *arguments, keys=place / "keys")
    assert done.returncode == code, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def whole(sample_compared: Told) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sample_compared.printed)
    return found


@pytest.fixture(scope="module")
def exports(place: Path) -> tuple[Path, Path, Path]:
    """The sample as three exports: made on the eve of the change; of the cases that began after it; of ended cases only."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    at = {tuple(row): datetime.strptime(row[3], "%d-%m-%Y %H:%M") for row in rows}
    began: dict[str, datetime] = {}
    for row in rows:
        began[row[0]] = min(began.get(row[0], at[tuple(row)]), at[tuple(row)])
    ended = {row[0] for row in rows if row[10] in ("besluit", "afsluiting")}
    cut = datetime.fromisoformat(CHANGE)
    chosen = {
        "voor": [row for row in rows if began[row[0]] < cut and at[tuple(row)] < cut],
        "na": [row for row in rows if began[row[0]] >= cut],
        "afgerond": [row for row in rows if row[0] in ended],
    }
    for name, kept in chosen.items():
        with (place / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([header, *kept])
    return place / "voor.csv", place / "na.csv", place / "afgerond.csv"


def test_the_planted_change_is_found_in_its_department_and_in_no_other(whole: dict[str, Any]) -> None:
    """LEESMIJ.md of the sample: 24.8 working days before and 17.3 after, 3.1 handoffs before and 0.9 after; nine other departments stay as they were."""
    found = {one["department"]: one for one in whole["departments"]}
    assert found[CHANGED]["duration"]["verdict"] == "korter"
    assert found[CHANGED]["duration"]["before"] == pytest.approx(24.8, abs=0.5)
    assert found[CHANGED]["duration"]["after"] == pytest.approx(17.3, abs=0.5)
    assert found[CHANGED]["handoffs"]["verdict"] == "minder"
    assert found[CHANGED]["handoffs"]["before"] == pytest.approx(3.1, abs=0.1)
    assert found[CHANGED]["handoffs"]["after"] == pytest.approx(0.9, abs=0.1)
    others = [one for name, one in found.items() if name != CHANGED]
    assert len(others) == 9
    assert {one["duration"]["verdict"] for one in others} <= {"geen aantoonbaar verschil", "vrijwel gelijk"}
    assert {one["handoffs"]["verdict"] for one in others} <= {"geen aantoonbaar verschil", "vrijwel gelijk"}
    assert [one for one in whole["pairs"] if one["passes"]] == []
    passing = {one["topic"] for one in whole["topics"] if any(one[name]["passes"] for name in ("duration", "handoffs", "department_handoffs"))}
    assert "Bijstandsuitkering" in passing
    assert passing <= {"Bijstandsuitkering", "Bijzondere bijstand", "Schuldhulpverlening", "Re-integratie"}  # the topics of that department
    assert whole["routes"]["verdict"] == "geen aantoonbaar verschil"


def test_the_contract_has_every_key(whole: dict[str, Any]) -> None:
    assert whole["duration"].keys() >= KEYS
    for name in ("handoffs", "department_handoffs", "hops", "faces", "contacts", "pingpong", "waiting:queue", "turn:nobody"):
        assert KEYS - {"flags"} <= whole[name].keys()
    assert {"callbacks_in_time", "explained_no", "first_contact", "signal:silence", "outcome:rejected"} <= whole["shares"].keys()
    assert isinstance(whole["pairs"], list)
    assert {"verdict", "paths"} <= whole["routes"].keys()
    assert whole["duration"]["horizon"] == 60
    assert whole["duration"]["difference"] == pytest.approx(whole["duration"]["after"] - whole["duration"]["before"], abs=1e-5)
    assert whole["duration"]["low"] <= whole["duration"]["difference"] <= whole["duration"]["high"]
    low, high = whole["handoffs"]["ties"]["before"]
    assert low <= whole["handoffs"]["before"] <= high


def test_what_is_compared_is_written_down_and_the_next_look_is_counted(
    sample_compared: Told, sample_dossier: Path, whole: dict[str, Any], tmp_path: Path
) -> None:
    kept = json.loads((sample_compared.out / "comparison.json").read_text(encoding="utf-8"))
    assert kept == whole
    assert "Zaken zijn na 1 april 2025 korter onderweg." in (sample_compared.out / "comparison.md").read_text(encoding="utf-8")
    out = Path(shutil.copytree(sample_compared.out, tmp_path / "out"))
    again = compared(sample_dossier, change=CHANGE, out=out, only=(CHANGED,))
    assert again["looks"] == 2
    assert "many_looks" in again["duration"]["flags"]


def test_two_exports_tell_the_same_as_one_log_that_is_cut_at_the_change(whole: dict[str, Any], exports: tuple[Path, ...]) -> None:
    found = compared(exports[0], exports[1])
    assert found["sides"]["before"]["last"] == "2025-03-31"
    assert found["question"]["sources"] is None
    for measure in ("duration", "handoffs", "department_handoffs", "faces", "contacts", "waiting:queue"):
        for value in ("verdict", "before", "after", "low", "high", "cases_before", "cases_after"):
            assert found[measure][value] == whole[measure][value], (measure, value)
    assert found["shares"]["callbacks_in_time"] == whole["shares"]["callbacks_in_time"]


@pytest.fixture(scope="module")
def halves(place: Path) -> tuple[Path, Path]:
    """The cases of the sample, dealt out in turn over the exports of two municipalities."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    numbers = {case: at for at, case in enumerate(dict.fromkeys(row[0] for row in rows))}
    named = place / "Almere_geheim.csv", place / "Lelystad_geheim.csv"
    for at, path in enumerate(named):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([header, *(row for row in rows if numbers[row[0]] % 2 == at)])
    return named


def test_two_exports_of_the_same_time_go_by_their_names_and_none_comes_first(place: Path, halves: tuple[Path, Path]) -> None:
    options = {"out": place / "naast-elkaar", "share": True}
    found = compare_sources([str(one) for one in halves], Question(), settings=Settings(), **options).values  # type: ignore[arg-type]
    assert found["question"]["sources"] == ["Almere_geheim", "Lelystad_geheim"]
    assert found["duration"]["verdict"] in ("geen aantoonbaar verschil", "vrijwel gelijk")
    told = [line for lines in found["sentences"].values() for line in lines]
    assert any(line.startswith("In Almere_geheim: gemiddeld ") for line in told)
    assert not any(" werd " in line or ", van " in line for line in told)
    assert "Een verschil kan ook komen doordat er anders is geregistreerd." in told
    page = (place / "naast-elkaar" / "index.html").read_text(encoding="utf-8")
    assert "<h1>Almere_geheim en Lelystad_geheim</h1>" in page
    assert not any(word in text for word in ("eerste periode", "tweede periode") for text in (page, *told))
    maps = {path.stem for path in (place / "naast-elkaar" / "maps").glob("*.svg")}
    assert {"silos-before", "silos-after", "stripes"} <= maps
    assert not maps & {"difference", "gaps"}
    for shared in ("rapport-om-te-delen.html", "werkvorm.html"):
        text = (place / "naast-elkaar" / shared).read_text(encoding="utf-8")
        assert "geheim" not in text
        assert "de eerste bron" in text


def test_only_closed_cases_give_no_verdict(exports: tuple[Path, ...]) -> None:
    found = compared(exports[2], change=CHANGE)
    assert found["duration"]["verdict"] == "niet te bepalen"
    assert found["duration"]["why"] == "only_closed"
    assert found["handoffs"]["verdict"] == "niet te bepalen"


def test_a_control_gives_a_difference_of_differences(sample_dossier: Path) -> None:
    found = compared(sample_dossier, change=CHANGE, only=(CHANGED, "Stadsbeheer"), control=("stadsbeheer ",))
    one = found["duration"]
    assert one["verdict"] == "korter"
    change = (one["after"] - one["before"]) - (one["control"]["after"] - one["control"]["before"])
    assert one["difference"] == pytest.approx(change, abs=1e-5)
    assert "no_control" not in one["flags"]
    assert "vergeleken met afdelingen zonder deze verandering" in found["sentences"]["Duur"][0]


def test_two_values_of_a_column_are_two_sides(sample_by_topic: Told) -> None:
    found = json.loads(sample_by_topic.printed)
    topic: dict[str, str] = {}
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            topic.setdefault(row["zaaknummer"], row["onderwerp"])
    assert found["question"]["by"] == {"column": "onderwerp", "values": ["Bijstandsuitkering", "bijzondere bijstand"]}
    assert found["duration"]["cases_before"] == list(topic.values()).count("Bijstandsuitkering")
    assert found["duration"]["cases_after"] == list(topic.values()).count("Bijzondere bijstand")
    assert not any("april" in line for lines in found["sentences"].values() for line in lines)


def test_a_date_outside_the_log_cannot_be_determined(few: Path) -> None:
    for day in ("1999-01-01", "2026-07-01"):
        found = compared(few, change=day)
        assert found["duration"]["verdict"] == "niet te bepalen"
        assert found["duration"]["why"] == "one_side"
        assert not {"season", "short_period"} & set(found["duration"]["flags"])


@pytest.fixture(scope="module")
def few(place: Path) -> Path:
    """The first 200 cases of the sample."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    cases = set(list(dict.fromkeys(row[0] for row in rows))[:200])
    with (place / "weinig.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([header, *(row for row in rows if row[0] in cases)])
    return place / "weinig.csv"


def test_a_log_without_topics_is_compared_and_has_none(place: Path, few: Path) -> None:
    with few.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    at = header.index("onderwerp")
    with (place / "zonder.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([*row[:at], *row[at + 1 :]] for row in (header, *rows))
    found = compared(place / "zonder.csv", change="2024-01-20")
    assert found["topics"] == []
    assert found["departments"] != []


@pytest.fixture(scope="module")
def keyed(place: Path, few: Path) -> dict[str, Path]:
    """The same export as dossiers: with a key, with that key again, with another, as an older dossier that knows none, and with names."""
    made = {name: place / f"dossier-{name}" for name in ("een", "zelfde", "ander", "namen")}
    for name, folder in made.items():
        key = "2" if name == "ander" else "1"
        (place / f"{key}.key").write_text(key * 64, encoding="ascii")
        privacy = PrivacySettings(key=str(place / f"{key}.key"), names="keep" if name == "namen" else "pseudonyms")
        with building(folder) as dossier:
            mined(dossier, [str(few)], settings=replace(Settings(), privacy=privacy), progress=lambda _stage: None, out=folder)
            assert key * 32 not in json.dumps(read_provenance(dossier.connection))
    older = Path(shutil.copytree(made["een"], place / "dossier-ouder"))
    with opened(older, read_only=False) as dossier:
        kept = read_provenance(dossier.connection)
        write_provenance(dossier.connection, {name: value for name, value in kept.items() if name != "key"})
    return {**made, "ouder": older}


def test_dossiers_with_different_keys_are_refused_for_who_is_in_both_would_count_as_two(keyed: dict[str, Path]) -> None:
    with pytest.raises(SettingsError, match="verschillende sleutels") as told:
        compared(keyed["een"], keyed["ander"])
    assert "privacy.key" in (told.value.next_step or "")
    with pytest.raises(SettingsError, match="pseudoniemen"):
        compared(keyed["een"], keyed["namen"])


def test_dossiers_with_one_key_or_with_names_are_compared_and_an_older_one_is_a_caution(keyed: dict[str, Path], tmp_path: Path) -> None:
    caution = "Let op: een ouder dossier zegt niet welke sleutel het heeft."
    copy = Path(shutil.copytree(keyed["namen"], tmp_path / "namen"))
    for one, other, unknown in (("een", keyed["zelfde"], False), ("namen", copy, False), ("ouder", keyed["een"], True), ("een", keyed["ouder"], True)):
        found = compared(keyed[one], other)
        assert ("key_unknown" in found["flags"]) is unknown, one
        assert (caution in [line for lines in found["sentences"].values() for line in lines]) is unknown, one


def test_what_cannot_be_asked_is_refused_with_a_next_step(place: Path, few: Path) -> None:
    assert "--change" in refused(place, few, code=2)
    assert "--by" in refused(place, few, "--by", "onderwerp=Wonen", code=2)
    refused(place, few, "--change", "1 april", code=2)
    for edge in ("0001-01-01", "9999-12-31"):  # no day before it, or none after it
        assert "--change" in refused(place, few, "--change", edge, code=2)
    with pytest.raises(UsageError, match="geen afdeling"):
        compared(few, change="2024-02-01", control=("Sterrenwacht",))
    for column in ("medewerker", "resident", "Zaaknummer"):
        with pytest.raises(UsageError, match="Mensen"):
            compared(few, column=column, values=("een", "twee"))
    with pytest.raises(UsageError, match="kolom"):
        compared(few, column="sterrenbeeld", values=("ram", "stier"))


def test_dossiers_compare_like_their_exports_and_other_settings_are_named(place: Path, few: Path, keyed: dict[str, Path]) -> None:
    (place / "other.toml").write_text("[measures]\ncallback_working_days = 3\n[calendar]\nclosed_days = [2025-05-30]\n", encoding="utf-8")
    with building(place / "do") as dossier_of:
        mined(dossier_of, [str(few)], settings=read_settings(place / "other.toml"), progress=lambda _stage: None)
    dossier, export = (compared(source, change="2024-01-20") for source in (keyed["een"], few))
    assert dossier == export
    with pytest.raises(SettingsError) as told:
        compared(keyed["een"], place / "do")
    assert "measures.callback_working_days" in told.value.message
    assert "calendar.closed_days" in told.value.message


def test_a_value_that_no_case_has_is_named_and_says_nothing_of_the_mix(few: Path) -> None:
    found = compared(few, column="onderwerp", values=("Bijstandsuitkering", "Bijstandsuitkeringen"))
    assert found["duration"]["why"] == "one_side"
    told = [line for lines in found["sentences"].values() for line in lines]
    assert "De waarde “Bijstandsuitkeringen” komt niet voor." in told
    assert not any("Van de 100 zaken" in line or "soorten zaken verschillen" in line for line in told)


def test_one_dossier_is_not_held_against_itself(place: Path, keyed: dict[str, Path]) -> None:
    told = refused(place, keyed["een"], keyed["een"] / ".." / keyed["een"].name, code=2)
    assert "Dit is één dossier, twee keer gegeven." in told


def test_a_dossier_with_a_letter_wrong_is_told_as_not_there(place: Path, keyed: dict[str, Path]) -> None:
    wrong = keyed["een"].with_name("eeen")
    assert f"Er is geen bestand of map {wrong}." in " ".join(refused(place, keyed["een"], wrong, code=3).split())


def test_a_small_log_of_which_few_cases_can_be_followed_in_full_still_gives_its_folder(tmp_path: Path) -> None:
    """Twelve cases a side, but of those before only two could be followed to the horizon: a share of two cases is told nowhere, nor drawn."""
    headers = ("zaaknummer", "inwoner", "activiteit", "tijdstip", "medewerker", "afdeling", "soort")
    rows = []
    for at in range(24):
        first, last = date(2025, 1, 6) + timedelta(days=2 * at), date(2025, 1, 9) + timedelta(days=2 * at)
        rows.append((f"Z{at}", f"I{at}", "Aanvraag", f"{first} 09:00", "mw-1", "Balie", "aanvraag"))
        rows.append((f"Z{at}", f"I{at}", "Besluit", f"{last} 09:00", "mw-2", "Zorg", "besluit"))
    found = compared(log_file(tmp_path, rows=rows, headers=headers), out=tmp_path / "uit", change="2025-01-30")
    bars = found["handoff_bars"]
    assert bars["bars"] == []
    assert bars["why"]
    assert min(bars["cases_before"], bars["cases_after"]) < 10
    assert "handoffs" in {path.stem for path in (tmp_path / "uit").rglob("*.svg")}


def test_one_finished_case_is_told_as_one(tmp_path: Path) -> None:
    headers = ("zaaknummer", "inwoner", "activiteit", "tijdstip", "soort")
    rows = [(f"Z{month}", f"I{month}", sort, f"2025-0{month}-{day:02d} 09:00", sort) for month in (2, 5) for day, sort in ((3, "aanvraag"), (6, "besluit"))]
    told = compared(log_file(tmp_path, rows=rows, headers=headers), change="2025-04-01")["sentences"]
    lines = [line for each in told.values() for line in each]
    assert "Ervoor: 1 afgeronde zaak." in lines
    assert not [line for line in lines if "1 afgeronde zaken" in line]


def test_many_cases_of_one_resident_are_too_few_residents_and_nobody_is_told_to_look_again_in_thirty_years(tmp_path: Path) -> None:
    """Forty cases a side, of forty residents before and of one after: at that pace thirty residents would take 29 times as long again."""
    headers = ("zaaknummer", "inwoner", "activiteit", "tijdstip", "soort")
    rows = []
    for at in range(80):
        for later, sort in ((0, "aanvraag"), (2, "besluit")):
            rows.append((f"Z{at}", f"I{min(at, 40)}", sort, f"{date(2024, 1, 1) + timedelta(days=7 * at + later)} 09:00", sort))
    told = compared(log_file(tmp_path, rows=rows, headers=headers), change=str(date(2024, 1, 1) + timedelta(days=280)))["sentences"]
    lines = [line for each in told.values() for line in each]
    assert "Er zijn te weinig inwoners om te vergelijken." in lines
    assert "Erna: minder dan 30 inwoners." in lines
    assert "Ervoor: minder dan 30 inwoners." not in lines
    assert not [line for line in lines if "te weinig zaken" in line or "Kijk opnieuw" in line]


@pytest.mark.parametrize("cases", [("Z1", "Z2"), ("Z2", "Z1")])
def test_a_signal_begins_on_the_same_day_in_whatever_order_a_file_holds_its_cases(tmp_path: Path, cases: tuple[str, str]) -> None:
    """Z1 was closed; a week later the resident asked the same in Z2. It is found by that ask, which is the first day of Z2: once, after."""
    times = {
        "Z1": [("2025-05-05 09:00", "request"), ("2025-05-12 09:00", "close")], "Z2": [("2025-05-19 09:00", "request")],
        "Z3": [("2025-02-03 09:00", "request"), ("2025-02-10 09:00", "decision")],
        "Z4": [("2025-10-01 09:00", "request"), ("2025-12-01 09:00", "decision")],
    }  # fmt: skip
    rows = [
        (case, "r1" if case in ("Z1", "Z2") else f"r{case}", kind, at, "Wonen", "aanvraag" if kind == "request" else "afsluiting")
        for case in (*cases, "Z3", "Z4")
        for at, kind in times[case]
    ]
    file = log_file(tmp_path, rows=rows, headers=("zaaknummer", "inwoner", "activiteit", "tijdstip", "onderwerp", "soort"))
    found = compared(file, change="2025-04-01")["shares"]["signal:repeat"]
    assert (found["times_before"], found["times_after"]) == (0, 1)


def test_an_outcome_that_came_after_the_horizon_takes_no_part_for_who_is_followed_longer_has_more_of_them(tmp_path: Path) -> None:
    """Z1 and Z3 were rejected within a week. Z2 was closed without an outcome and granted four months later, beyond 20 working days."""
    rows = [
        ("Z1", "besluit", "2025-01-08 09:00", "afgewezen"), ("Z2", "afsluiting", "2025-01-08 09:00", ""),
        ("Z2", "besluit", "2025-05-08 09:00", "toegekend"), ("Z3", "besluit", "2025-07-08 09:00", "afgewezen"),
        ("Z4", "aanvraag", "2025-12-01 09:00", ""),
    ]  # fmt: skip
    begun = [("Z1", "2025-01-06 09:00"), ("Z2", "2025-01-06 09:00"), ("Z3", "2025-07-02 09:00")]
    rows = [*((case, "aanvraag", at, "") for case, at in begun), *rows]
    drawn = [(case, f"r{case}", kind, at, kind, outcome) for case, kind, at, outcome in rows]
    file = log_file(tmp_path, rows=drawn, headers=("zaaknummer", "inwoner", "activiteit", "tijdstip", "soort", "uitkomst"))
    found = compared(file, change="2025-06-02", horizon=20)["shares"]["outcome:rejected"]
    assert (found["items_before"], found["items_after"]) == (1, 1)
