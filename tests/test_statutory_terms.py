"""Terms of laws stand as data, each with article, source and the day it was checked, and end where the law says."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import holidays
import pytest
from commanded import journeys

from journeys.errors import SettingsError
from journeys.legal_terms import last_day, moves, penalty_days, penalty_euros, unmoved_end
from journeys.settings import TopicTerm
from journeys.settings_file import settings_from
from journeys.statutes import keys_of_topics, penalty, statutes
from journeys.terms_page import PAGE, terms_page

ROOT = Path(__file__).parents[1]
VECTORS = ROOT.parent / "shared" / "fixtures" / "legal_vectors.json"
DECREES = [
    "2023-04-28", "2023-05-19", "2024-05-10", "2024-12-27", "2025-05-30", "2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26",
]  # fmt: skip
"""Days by royal decree from 2023 on, from the page of the law."""


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("key", "day_zero", "end", "why"),
    [
        ("awb-4:13", "2026-01-12", "2026-03-09", "eight weeks after a Monday, a Monday"),
        ("awb-4:13", "2026-03-10", "2026-05-06", "5 May moves every year"),
        ("woo-4.4", "2026-04-07", "2026-05-06", "four weeks end on 5 May"),
        ("awb-6:7", "2026-02-20", "2026-04-07", "Good Friday, weekend, Easter Monday"),
        ("awb-7:10", "2026-02-20", "2026-05-19", "six weeks from the day after 7 April, on which objecting ended; not from the objection"),
        ("awb-7:10-commissie", "2026-02-20", "2026-06-30", "twelve weeks from there"),
        ("awb-9:11", "2026-02-20", "2026-04-07", "six weeks from receipt"),
        ("awb-9:11-commissie", "2026-01-12", "2026-03-23", "ten weeks"),
        ("ow-16.64", "2026-03-02", "2026-04-28", "King's Day"),
        ("ow-uitgebreid", "2025-08-31", "2026-02-28", "six months, the last day of the month, a Saturday that stays (article 4)"),
        ("ow-uitgebreid", "2026-01-10", "2026-07-10", "six months, the day with the same number"),
        ("ow-uitgebreid", "2023-08-30", "2024-02-29", "of a leap year"),
        ("wmo-2.3.2", "2026-02-20", "2026-04-07", "six weeks of investigation"),
        ("wmo-2.3.5", "2026-03-20", "2026-04-07", "two weeks end on Good Friday"),
        ("wmo-melding", "2026-02-20", "2026-04-21", "two weeks after the moved end of six; eight weeks at once would be 17 April"),
        ("wgs-4", "2026-03-02", "2026-03-30", "four weeks"),
        ("wgs-4-spoed", "2026-04-02", "2026-04-09", "three working days after Easter: the 7th, 8th and 9th"),
        ("wgs-4-spoed", "2026-05-13", "2026-05-20", "Ascension Day and the day by royal decree are none: the 18th, 19th and 20th"),
        ("wgs-4-spoed", "2026-06-01", "2026-06-04", "from a Monday to Thursday"),
        ("verordening", "2025-03-01", "2025-04-28", "King's Day on a Saturday, then a Sunday"),
        ("awb-7:24", "2026-02-20", "2026-07-28", "sixteen weeks from 7 April"),
    ],
)  # fmt: skip
def test_a_term_of_a_law_ends_on(key: str, day_zero: str, end: str, why: str) -> None:
    assert last_day(statutes()[key], day(day_zero)) == day(end), why


def test_being_put_off_and_suspended_days_are_added_before_the_last_day_moves() -> None:
    woo, awb = statutes()["woo-4.4"], statutes()["awb-4:13"]
    assert last_day(woo, day("2026-03-24")) == day("2026-04-21")
    assert last_day(woo, day("2026-03-24"), extension_weeks=2) == day("2026-05-06")  # 5 May
    assert last_day(awb, day("2026-01-12"), suspended_days=5) == day("2026-03-16")  # Saturday 14 March
    assert last_day(statutes()["ow-uitgebreid"], day("2026-01-10"), extension_weeks=6) == day("2026-08-21")


def test_a_by_law_follows_the_law_on_terms_for_as_many_weeks_as_that_reaches() -> None:
    by_law = statutes()["verordening"]
    assert last_day(by_law, day("2026-04-02"), weeks=6) == day("2026-05-18")  # Ascension Day, royal decree, weekend
    assert last_day(by_law, day("2026-01-10"), weeks=12) == day("2026-04-07")
    assert last_day(by_law, day("2026-01-10"), weeks=13) == day("2026-04-11")  # a Saturday: more than twelve weeks
    assert unmoved_end(by_law, day("2026-04-02"), weeks=6) == day("2026-05-14")


def test_every_day_of_five_years_ends_where_the_holidays_package_with_the_royal_decrees_says() -> None:
    free = holidays.country_holidays("NL", years=range(2023, 2029), categories=("public", "optional"))
    closed = set(free) | {day(one) for one in DECREES}
    for number in range(365 * 5):
        zero = day("2023-01-01") + timedelta(days=number)
        end = zero + timedelta(weeks=6)
        while end.weekday() >= 5 or end in closed:
            end += timedelta(days=1)
        assert last_day(statutes()["awb-6:7"], zero) == end


@pytest.mark.shared
@pytest.mark.skipif(not VECTORS.exists(), reason="the legal vectors are not beside the project")
def test_the_vectors_hold_for_the_terms_that_have_their_length() -> None:
    of_length = {"P6W": ["awb-6:7", "awb-9:11", "wmo-2.3.2"], "P8W": ["awb-4:13", "ow-16.64"]}
    held = 0
    for vector in json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]:
        if "dag_nul" not in vector:
            continue
        zero, end = day(vector["dag_nul"]), day(vector["einde"])
        weeks = int(vector["termijn"][1:-1])
        assert last_day(statutes()["verordening"], zero, weeks=weeks) == end, vector["name"]
        assert all(last_day(statutes()[key], zero) == end for key in of_length.get(vector["termijn"], [])), vector["name"]
        assert unmoved_end(statutes()["verordening"], zero, weeks=weeks) == day(vector["nominaal_einde"])
        held += 1
    assert held == 12


@pytest.mark.parametrize(
    ("ended", "days", "euros"),
    [
        ("2026-03-09", 0, 0), ("2026-03-25", 0, 0), ("2026-03-26", 1, 23), ("2026-04-08", 14, 322), ("2026-04-09", 15, 357),
        ("2026-04-22", 28, 812), ("2026-04-23", 29, 857), ("2026-05-06", 42, 1442), ("2026-05-07", 42, 1442), ("2027-01-01", 42, 1442),
    ],
)  # fmt: skip
def test_a_penalty_begins_two_weeks_after_the_earliest_notice_and_lasts_42_days(ended: str, days: int, euros: int) -> None:
    found = penalty_days(day("2026-03-09"), day(ended))  # notice on the 10th, two weeks until the 24th, due from the 25th
    assert (found, penalty_euros(found)) == (days, euros)


def test_a_notice_that_came_later_counts_from_then_and_one_that_came_too_early_not_at_all() -> None:
    assert penalty_days(day("2026-03-09"), day("2026-04-06"), notice=day("2026-03-20")) == 2
    assert penalty_days(day("2026-03-09"), day("2026-12-31"), notice=day("2026-03-09")) == 0


def test_the_amounts_before_they_were_indexed_come_to_1260() -> None:
    assert penalty_euros(42, euros=penalty().euros_before) == 1260
    assert penalty().most_days == 42


def test_every_term_names_its_article_source_and_the_day_it_was_checked_in_both_languages() -> None:
    assert {"awb-4:13", "woo-4.4", "wmo-2.3.2", "wmo-2.3.5", "ow-16.64", "ow-uitgebreid", "wgs-4", "wgs-4-spoed", "awb-7:10",
            "awb-7:10-commissie", "awb-7:24", "awb-9:11", "awb-9:11-commissie", "awb-6:7", "awb-4:17"} <= statutes().keys()  # fmt: skip
    for key, one in statutes().items():
        assert all((one.law, one.article, one.source, one.what["nl"], one.what["en"])), key
        assert date(2026, 11, 1) <= one.checked <= date.today(), key
        assert bool(one.remark["nl"]) == bool(one.remark["en"]), key
        assert not one.after or one.after in statutes(), key
        assert (one.start in ("receipt", "day_after_receipt", "day_after_made_known", "after_notice_of_default")) != bool(one.after), key


def test_the_law_on_terms_is_claimed_for_no_term_that_article_4_leaves_out() -> None:
    longest = {"D": 90, "W": 12, "M": 3, "B": 0}
    assert not [key for key, one in statutes().items() if one.atw and one.number > longest[one.unit]]
    assert not statutes()["awb-4:17"].atw  # 4:17 says so itself
    assert not moves(statutes()["ow-uitgebreid"])


def test_the_penalty_of_the_awb_does_not_apply_to_information_of_the_government_or_complaints() -> None:
    assert {key for key, one in statutes().items() if one.until in ("decision", "objection", "complaint") and not one.penalty} == {
        "woo-4.4", "awb-9:11", "awb-9:11-commissie"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (8, 8),
        ("ow-16.64", TopicTerm(term="ow-16.64")),
        ("wgs-4", TopicTerm(contact="wgs-4")),
        ({"weeks": 6, "verordening": True}, TopicTerm(term="verordening", weeks=6, verordening=True)),
        ({"weeks": 6}, TopicTerm(weeks=6)),
        ({"term": "woo-4.4", "extended": True}, TopicTerm(term="woo-4.4", extended=True)),
        ({"weeks": 8, "contact": "wgs-4"}, TopicTerm(weeks=8, contact="wgs-4")),
    ],
)
def test_a_topic_is_given_weeks_a_key_or_a_table(given: Any, read: Any) -> None:
    assert settings_from({"terms": {"dakkapel": given}}).terms == {"dakkapel": read}


@pytest.mark.parametrize("given", ["ow-16.46", "awb-7:10", "awb-4:17", {"term": "acht"}, {"contact": "awb-4:13"}])
def test_a_key_that_no_topic_can_have_is_refused_with_those_that_it_can(given: Any) -> None:
    with pytest.raises(SettingsError, match=r"terms\.dakkapel") as refused:
        settings_from({"terms": {"dakkapel": given}})
    assert "wgs-4-spoed" in refused.value.next_step
    assert "awb-7:10" not in refused.value.next_step


@pytest.mark.parametrize("given", ["verordening", {"verordening": True}, {"term": "ow-16.64", "weeks": 12}, {"weeks": 0}, {"wk": 3}, True, 2.5, []])
def test_a_table_that_does_not_make_one_term_is_refused(given: Any) -> None:
    with pytest.raises(SettingsError, match=r"terms\.dakkapel"):
        settings_from({"terms": {"dakkapel": given}})


def test_terms_are_a_table() -> None:
    with pytest.raises(SettingsError, match="terms"):
        settings_from({"terms": 8})


def test_what_the_settings_say_of_terms_stands_in_the_provenance() -> None:
    told = settings_from({"terms": {"a": 8, "b": "woo-4.4"}, "law": {"objection_committee": True}}).described()
    assert told["terms"]["a"] == 8
    assert told["terms"]["b"]["term"] == "woo-4.4"
    assert told["law"] == {"objection_committee": True, "complaint_committee": None}
    json.dumps(told)


def test_the_page_of_terms_is_fresh_and_holds_every_key() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == terms_page(), "run make docs"
    assert all(page.count(f"| {key} |") == 2 for key in statutes())


def test_the_command_tells_every_term_with_its_source_and_day_and_as_json(tmp_path: Path) -> None:
    told = journeys("terms", keys=tmp_path)
    assert told.returncode == 0
    words = " ".join(told.stdout.split())
    assert all(f"{key}: " in words for key in statutes())
    assert "Omgevingswet 16.64, on the page of an environmental service" in words
    assert "24 november 2026 (niet nagekeken in de geldende tekst)" in words
    assert "2026-05-15" in words
    assert "2020, 2021, 2022" in words
    rows = json.loads(journeys("terms", "--json", "--lang", "en", keys=tmp_path).stdout)
    assert [row["key"] for row in rows] == list(statutes())
    assert next(row for row in rows if row["key"] == "awb-7:10")["start"] == "the day after the term for objecting ended, not receipt"


def test_the_data_is_in_the_wheel(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    code = "from hatchling.builders.wheel import WheelBuilder; import sys; print('\\n'.join(f.distribution_path for f in WheelBuilder(sys.argv[1]).recurse_included_files()))"
    done = subprocess.run([sys.executable, "-c", code, str(ROOT)], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert {"journeys/statutory_terms.toml", "journeys/closed_by_decree.toml"} <= set(done.stdout.split())


def test_the_example_on_the_page_can_be_read() -> None:
    example = PAGE.read_text(encoding="utf-8").split("```toml")[1].split("```")[0]
    settings = settings_from(tomllib.loads(example))
    assert len(settings.terms) == 6
    assert set(keys_of_topics()) >= {one.term for one in settings.terms.values() if isinstance(one, TopicTerm) and one.term}
