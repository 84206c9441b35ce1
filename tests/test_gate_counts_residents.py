"""What is too few is counted in residents, not in what happened to them: ten cases of one resident are one resident's."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from commanded import HEADERS, journeys, log_file
from shared_numbers_drawn import shared_numbers

from mining.shared_care import SharedPart
from mining.shared_numbers import SharedNumbers
from visuals.shared_report import _told

Step = tuple[str, str]
"""Kind, and the day of January 2024 (Monday is the 8th; 32 is 1 February)."""

IN_TIME: list[Step] = [("request", "8"), ("callback_request", "9"), ("outreach", "10"), ("decision", "12")]
LATE: list[Step] = [("request", "8"), ("callback_request", "9"), ("outreach", "32"), ("decision", "33")]
ENDED: list[Step] = [("request", "8"), ("decision", "9")]
OPEN: list[Step] = [("request", "8"), ("work", "9")]


def shared_of(place: Path, cases: list[tuple[str, str, list[Step]]], *, norms: str = "") -> SharedNumbers:
    """This mines drawn cases (resident, topic, steps) and gives what may be shared of them."""
    rows = [
        [f"Z{at}", resident, kind, kind, f"{date(2024, 1, 1) + timedelta(days=int(day) - 1)} 09:00", "Anna", "Balie", "", topic]
        for at, (resident, topic, steps) in enumerate(cases)
        for kind, day in steps
    ]
    return shared_numbers(place, rows, norms)


@pytest.fixture(scope="module")
def one_late(tmp_path_factory: pytest.TempPathFactory) -> SharedNumbers:
    """Twelve residents were called back and answered in time; six more requests, all late, are of one other."""
    cases = [*((f"r{who}", "Wonen", IN_TIME) for who in range(12)), *(("s", "Wonen", LATE) for _ in range(6))]
    return shared_of(tmp_path_factory.mktemp("late"), cases, norms="[norms]\nWonen = 5\n")


def test_six_late_callbacks_of_one_resident_are_no_number(one_late: SharedNumbers) -> None:
    assert one_late.care["callbacks_in_time"] == SharedPart(None, 18, "rest")
    assert _told(one_late.care["callbacks_in_time"], whole_only=False) == "alle, op die van minder dan 5 inwoners na, van 18 in totaal."


def test_six_questions_of_one_resident_beyond_the_norm_are_no_percentage(one_late: SharedNumbers) -> None:
    assert one_late.care["within_norm"] == SharedPart(None, 18, "rest")
    assert list(one_late.lead_times["topic"]) == ["Wonen"]
    assert "norm_percent" not in one_late.lead_times


def test_late_callbacks_of_five_residents_are_told(tmp_path: Path) -> None:
    cases = [*((f"r{who}", "Wonen", IN_TIME) for who in range(12)), *((f"s{who}", "Wonen", LATE) for who in range(6))]
    found = shared_of(tmp_path, cases, norms="[norms]\nWonen = 5\n")
    assert found.care["callbacks_in_time"] == SharedPart(12, 18)
    assert list(found.lead_times["norm_percent"]) == [67]


def test_a_median_of_ten_ended_cases_of_one_resident_stands_nowhere(tmp_path: Path) -> None:
    cases = [
        *((f"r{who}", "Parkeren", OPEN) for who in range(12)), *(("r0", "Parkeren", ENDED) for _ in range(10)),
        *((f"s{who}", "Wonen", ENDED) for who in range(12)),
    ]  # fmt: skip
    found = shared_of(tmp_path, cases)
    topics = found.topics.set_index("topic")
    assert int(topics.loc["Parkeren", "cases"]) == 22
    assert topics["median_days"].isna().to_dict() == {"Parkeren": True, "Wonen": False}
    times = found.lead_times.set_index("topic")
    assert times["median_working_days"].isna().to_dict() == {"Parkeren": True, "Wonen": False}


@pytest.mark.parametrize(("quick", "stands"), [(1, False), (4, False), (5, True), (10, True), (11, False)])
def test_a_point_of_a_curve_stands_where_five_were_picked_up_and_a_group_can_be_followed(tmp_path: Path, quick: int, stands: bool) -> None:
    """Of twenty questions that the first line passed on, `quick` are picked up the next day and the others after two weeks."""
    rows = []
    for who in range(20):
        answered = "2024-01-09" if who < quick else "2024-01-22"
        for kind, moment, department, to in (
            ("request", "2024-01-08 09:00", "KCC", ""), ("transfer", "2024-01-08 09:30", "KCC", "Wmo"),
            ("work", f"{answered} 09:00", "Wmo", ""), ("decision", "2024-01-30 09:00", "Wmo", ""),
        ):  # fmt: skip
            rows.append([f"Z{who}", f"r{who}", kind, kind, moment, "Anna", department, to, "Wonen"])
    found = shared_numbers(tmp_path, rows)
    after_a_week = [one.share for one in found.curves if one.curve == "pickup" and one.working_days == 5]
    assert after_a_week == ([pytest.approx(1 - quick / 20)] if stands else [])


def mined_by_case(place: Path, residents: list[str]) -> Path:
    """This mines a case for each name of a resident, by case."""
    rows = [
        (f"Z{at}", resident, activity, f"2024-01-{8 + day:02} 09:00", official, department, "Wonen")
        for at, resident in enumerate(residents)
        for day, (activity, official, department) in enumerate((("Intake", "a", "Balie"), ("Beoordeling", "b", "Zorg"), ("Besluit", "b", "Zorg")))
    ]
    done = journeys(
        "mine", log_file(place, rows=rows, headers=HEADERS), "--out", place / "d", "--by", "case", "--names", "keep", "--quiet", keys=place / "k"
    )
    assert (done.returncode, done.stderr) == (0, "")
    return place / "d"


def test_ten_cases_of_one_resident_are_no_group_where_a_log_was_read_by_case(tmp_path: Path) -> None:
    dossier, keys = mined_by_case(tmp_path, ["one"] * 10 + ["other"] * 2), tmp_path / "k"
    out = tmp_path / "uit"
    for asked in (
        ("report", dossier, "--share", "--out", f"{out}.html"),
        ("map", dossier, "--view", "silos", "--out", f"{out}.svg"),
        ("workshop", dossier, "--out", f"{out}.html"),
        ("compare", dossier, "--change", "2024-01-10", "--out", out, "--share"),
    ):
        done = journeys(*asked, keys=keys)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            "Fout: Dit is per zaak gelezen. Tien zaken van één inwoner tellen dan als tien inwoners, en kleine groepen blijven niet verborgen.\n"
            "Lees de export per inwoner, zonder --by case, en deel dat.\n"
        )
        assert not [path for path in tmp_path.glob("uit.*") if path.is_file()]
    for asked in (
        ("map", dossier, "--view", "silos", "--internal", "--out", f"{out}.svg"), ("map", dossier, "--journey", "case:Z3", "--out", f"{out}-z3.svg"),
    ):  # fmt: skip
        assert journeys(*asked, keys=keys).returncode == 0


def test_a_comparison_of_such_a_log_has_no_workshop_page_and_says_why(tmp_path: Path) -> None:
    dossier, keys, out = mined_by_case(tmp_path, ["one"] * 10 + ["other"] * 2), tmp_path / "k", tmp_path / "uit"
    out.mkdir()
    (out / "comparison.json").write_text("{}")  # an earlier look, by resident and in English, left its pages
    for page in ("werkvorm.html", "workshop.html", "rapport-om-te-delen.html"):
        (out / page).write_text("earlier")
    done = journeys("compare", dossier, "--change", "2024-01-10", "--out", out, keys=keys)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Er is geen werkvorm: dit is per zaak gelezen, en inwoners hebben meer dan één zaak." in " ".join(done.stdout.split())
    assert sorted(path.name for path in out.glob("*.html")) == ["index.html"]


def test_where_each_resident_has_one_case_cases_are_residents(tmp_path: Path) -> None:
    dossier = mined_by_case(tmp_path, [f"r{at}" for at in range(12)])
    assert journeys("report", dossier, "--share", "--out", tmp_path / "uit.html", keys=tmp_path / "k").returncode == 0
    done = journeys("compare", dossier, "--change", "2024-01-10", "--out", tmp_path / "uit", keys=tmp_path / "k")
    assert (done.returncode, (tmp_path / "uit" / "werkvorm.html").exists(), "werkvorm" in done.stdout) == (0, True, False)
