"""The data statement tells what a log holds, how well, and what cannot be determined from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from drawn import draw
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st
from shared_logs import mined

from journeys import texts
from journeys.personal_numbers import find_personal, looked_at, note_personal
from journeys.settings import ReadingSettings, Settings, UnknownSettings
from mining.data_statement import DataStatement, FileRead, OddMoments, PersonalNote, StrayEnd
from mining.statement import signals_need, statement
from mining.statement_words import all_lines, file_how, sections, warnings

LOGS = Path(__file__).parents[2] / "shared" / "logs"
shared = pytest.mark.skipif(not LOGS.exists(), reason="the real event logs are not beside the project")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    texts.use("en")
    yield
    texts.use("nl")


def stated(rows: Any, *, settings: Settings | None = None, today: date | None = None, kinds_derived: bool = False) -> DataStatement:
    with draw(rows) as log:
        if kinds_derived:
            log.execute("delete from columns_used where ours = 'kind'")
        return statement(log, settings=settings, today=today)


SMALL = """
    case | resident | time             | start            | kind     | official | department
    Z1   | r1       | 2026-03-02 09:00 |                  | request  |          |
    Z1   | r1       | 2026-03-03 10:30 |                  | work     | Anna     | Zorg
    Z1   | r1       | 2026-03-03 10:30 | 2026-03-04 10:00 | decision | Bob      | Zorg
    Z2   | r1       | 2026-03-04       |                  | work     | Anna     |
    Z3   |          | 2026-03-05 09:00 |                  | work     |          | Werk
"""


def test_the_statement_counts_what_is_known() -> None:
    found = stated(SMALL)
    assert (found.rows, found.events, found.rejects) == (5, 5, {})
    assert (found.cases, found.journeys, found.residents, found.open_cases) == (3, 2, 1, 2)
    assert (found.day_only, found.neighbours, found.tied) == (1, 2, 1)
    assert (found.municipal, found.municipal_official_known, found.municipal_department_known) == (4, 3, 3)
    assert [(file.file, file.rows, file.facts) for file in found.files] == [("drawn", 5, {"encoding": "utf-8"})]


def test_a_double_row_is_told_beside_the_rows_read() -> None:
    found = stated("""
        case | time             | kind
        Z1   | 2026-03-02 09:00 | work
        Z1   | 2026-03-02 09:00 | work
    """)
    assert (found.rows, found.events, found.remarks) == (2, 1, {"duplicate": 1})
    assert "2 rows read = 2 events + 0 rejects. 1 of the events stands in the file twice and counts once." in all_lines(found)


@pytest.mark.parametrize(
    ("kinds", "open_cases"),
    [
        (["work"], 1),  # the log states its kinds: a case is open from its first event
        (["request", "decision"], 0),
        (["decision", "close"], 0),
        (["decision", "work", "contact"], 0),  # only a reopen, request or objection opens again
        (["decision", "objection"], 1),
        (["close", "request"], 1),
        (["close", "reopen", "close"], 0),
    ],
)
def test_a_case_is_open_until_a_decision_or_close(kinds: list[str], open_cases: int) -> None:
    rows = [{"case": "Z1", "time": f"2026-03-0{day} 09:00", "kind": kind} for day, kind in enumerate(kinds, start=1)]
    assert stated(rows).open_cases == open_cases


def test_a_log_of_derived_kinds_in_which_no_case_ends_says_so() -> None:
    found = stated(weeks({"2026-03-02": 12}), kinds_derived=True)
    assert found.open_cases is None
    assert "The log holds no decision and no close: which cases are open cannot be told." in all_lines(found)
    ended = stated([*weeks({"2026-03-02": 12}), {"case": "Z1", "time": "2026-03-03 10:00", "kind": "close"}], kinds_derived=True)
    assert "Open at the log's end: 11 of 12 cases (92%)." in all_lines(ended)


def test_without_kinds_open_cases_cannot_be_told() -> None:
    assert stated("""
        case | activity | time
        Z1   | a        | 2026-03-02 09:00
    """).open_cases is None  # fmt: skip


def weeks(counts: dict[str, int]) -> list[dict[str, str]]:
    """This draws so many events on each date."""
    return [
        {"case": f"Z{n}", "time": f"{day} 10:00", "kind": "work"} for day, count in counts.items() for n in range(count)
    ]


def test_a_stray_last_event_is_told_with_the_option_that_settles_it() -> None:
    # four weeks of twenty events, then one event 144 days after the last Friday: less than 10 % of twenty
    found = stated(weeks({"2026-03-06": 20, "2026-03-13": 20, "2026-03-20": 20, "2026-03-27": 20, "2026-08-18": 1}))
    assert found.stray == StrayEnd(date(2026, 3, 29), 1, date(2026, 8, 18))
    assert (
        "After 29 March 2026 there is hardly anything in the log: 1 event, on 18 August 2026."
        " Perhaps its date is mistyped. With --end 2026-03-29 the log ends on that day."
    ) in warnings(found)


@pytest.mark.parametrize(
    ("counts", "stray"),
    [
        ({"2026-03-06": 20, "2026-03-13": 20, "2026-03-20": 2}, False),  # exactly 10 %: a usual week
        ({"2026-03-06": 21, "2026-03-13": 21, "2026-03-20": 2}, True),
        ({"2026-03-06": 1}, False),
        ({"2026-03-06": 5, "2030-03-06": 1}, False),  # 1 of a median of 3 is a usual week
        ({"2026-03-02": 100, "2026-03-08": 1}, False),  # the same week
        ({"2026-03-02": 100, "2026-03-09": 1}, True),  # the Monday after
    ],
)
def test_a_week_with_a_tenth_of_the_usual_events_is_usual(counts: dict[str, int], stray: bool) -> None:
    assert (stated(weeks(counts)).stray is not None) == stray


def test_where_the_settings_give_the_end_no_other_is_proposed() -> None:
    counts = {"2026-03-06": 20, "2026-03-13": 20, "2026-08-18": 1}
    found = stated(weeks(counts), settings=Settings(reading=ReadingSettings(end=date(2026, 3, 31))))
    assert found.stray is None
    assert found.end_given


def test_odd_moments_are_named_with_their_rows() -> None:
    found = stated(
        """
        case | time             | start            | kind
        Z1   | 1970-01-01 01:00 |                  | work
        Z1   | 2026-03-02 09:00 | 2026-03-02 09:30 | work
        Z1   | 2026-11-24 23:59 |                  | work
        Z1   | 2026-11-25 00:01 |                  | work
        Z1   | 1989-12-31 23:00 |                  | work
        """,
        today=date(2026, 11, 24),
    )
    assert found.odd_moments == (
        OddMoments("moment_in_future", 1, (("drawn", 4),)),
        OddMoments("moment_before_1990", 2, (("drawn", 1), ("drawn", 5))),
        OddMoments("end_before_start", 1, (("drawn", 2),)),
    )
    assert "2 events are from before 1990. drawn, row 1, 5." in warnings(found)


def test_rows_are_named_as_their_own_file_counts_them() -> None:
    with draw("""
        case | time             | kind
        Z1   | 2026-03-02 09:00 | work
        Z1   | 2026-03-02 09:30 | work
        Z1   | 1970-01-01 01:00 | work
    """) as log:
        log.execute("update files set rows = 2")
        log.execute("insert into files values (2, 'second', 'delimited', null, 1, 3, 'utf-8')")
        assert statement(log).odd_moments == (OddMoments("moment_before_1990", 1, (("second", 1),)),)


def test_only_the_first_ten_rows_are_named() -> None:
    rows = [{"case": "Z1", "time": f"1970-01-{day:02d} 09:00", "kind": "work"} for day in range(1, 13)]
    found = stated(rows)
    assert len(found.odd_moments[0].rows) == 10
    assert any(line.endswith("row 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more.") for line in warnings(found))


def test_future_moments_that_the_intake_remarked_are_told_without_a_today() -> None:
    with draw(SMALL) as log:
        log.execute("insert into remarks values ('drawn', null, 4, 'moment_in_future', 3, null)")
        assert statement(log).odd_moments[0] == OddMoments("moment_in_future", 3, (("drawn", 4),))


def test_what_misses_a_column_cannot_be_determined_and_says_which() -> None:
    found = stated(SMALL)
    missing = {one.name: one.missing for one in (*found.measures, *found.signals) if one.missing}
    expected = {  # signals.md, columns needed
        "turns_lost": ("to_department",),
        "dropped_handoff": ("to_department",), "bounce": ("to_department",), "circle": ("to_department",),
        "warm_handover": ("to_department",), "parallel": ("to_department",), "repeat": ("topic",),
        "closed_unanswered": ("channel",), "early_conversation": ("channel",), "same_day": ("channel",),
        "visit_turns": ("channel",), "unexplained_no": ("outcome", "channel"), "explained_no": ("outcome", "channel"),
        "departed": ("to_official",),
    }  # fmt: skip
    there = {"turns_lost", *signals_need()}
    assert {name: missing.get(name) for name in expected if name in there} == {name: expected[name] for name in expected if name in there}
    assert "Questions that nobody has: the column “to_department” is missing or empty." in all_lines(found)
    assert any(line.startswith("Signals ") and line.endswith("the column “to_department” is missing or empty.") for line in all_lines(found))


def test_a_log_of_only_cases_activities_and_times_determines_little() -> None:
    found = stated("""
        case | activity | time
        Z1   | a        | 2026-03-02 09:00
        Z1   | b        | 2026-03-02 09:30
    """)
    assert {one.name for one in found.measures if not one.missing} == {"ties", "flows"}
    assert not [one.name for one in found.signals if not one.missing]
    assert "Waiting at a handoff: the column “official” or “department” is missing or empty." in all_lines(found)


def test_a_column_that_is_wholly_empty_is_missing_and_one_of_two_is_enough() -> None:
    found = stated("""
        case | time             | kind | official | department
        Z1   | 2026-03-02 09:00 | work | onbekend | Zorg
        Z1   | 2026-03-02 09:30 | work |          | Werk
    """)
    missing = {one.name: one.missing for one in found.measures if one.missing}
    assert missing["handoffs"] == ("official",)
    assert "department_handoffs" not in missing
    assert "waiting_handoff" not in missing
    assert not [line for line in all_lines(found) if line.startswith("Official unknown")]


def test_many_unknown_officials_and_ties_and_dates_are_a_warning() -> None:
    found = stated("""
        case | time       | kind | official | department
        Z1   | 2026-03-02 | work | Anna     | Zorg
        Z1   | 2026-03-02 | work |          | Zorg
        Z1   | 2026-03-02 | work |          | Werk
    """)
    assert warnings(found) == [
        "Only the date, no time: 3 of 3 events. Their order within a day is not known.",
        "At the same moment: 2 of 2 pairs of neighbouring events. Counts that depend on it become an interval.",
        "Official unknown: 2 of 3 municipal events.",
    ]


def test_a_sound_log_has_no_warnings() -> None:
    rows = [{"case": "Z1", "time": f"2026-03-0{day} 09:00", "kind": "work", "official": "Anna"} for day in range(2, 7)]
    assert warnings(stated(rows)) == []


def test_what_the_settings_left_out_is_always_stated() -> None:
    found = stated(SMALL, settings=Settings(unknown=UnknownSettings(left_out_officials=("Siebel", "admin1"))))
    assert "Left out by the settings, as unknown officials: Siebel, admin1." in all_lines(found)


def test_accounts_and_placeholders_that_were_noted_at_the_door_are_warnings() -> None:
    with draw(SMALL) as log:
        log.execute("create table doubtful_names (sort varchar, number integer, reason varchar, word varchar)")
        log.execute("insert into doubtful_names values ('official', 2, 'system_name', 'bob')")
        log.execute("insert into doubtful_names values ('resident', 1, 'placeholder_number', '')")
        found = statement(log)
    assert warnings(found)[-2:] == [
        "Bob: the name is of a system. Without it the number of handoffs is 0 instead of 1.",
        "r1 stands for nobody in particular, with 2 cases (100%): they are not of one person.",
    ]
    assert "Nothing was left out. An account under unknown.left_out_officials in journeys.toml is." in all_lines(found)


@pytest.mark.parametrize(
    ("ours", "kept", "ending", "warned"),
    [
        (None, False, "This column does not come into the dossier.", False),
        ("resident", False, "They become pseudonyms.", False),
        ("resident", True, "These texts stand in the dossier as they are.", True),
        ("topic", False, "These texts stand in the dossier as they are.", True),
    ],
)
def test_personal_numbers_are_told_with_what_becomes_of_them(
    ours: str | None, kept: bool, ending: str, warned: bool
) -> None:
    with draw(SMALL) as log:
        found = statement(log)
    note = PersonalNote("drawn", "Toelichting", ours, "bsn", "likely", looked_at=40, found=12)
    found = replace(found, names_kept=kept, personal=(note,))
    line = f"drawn, column “Toelichting” likely holds BSNs: 12 of 40 different values. {ending}"
    assert line in all_lines(found)
    assert (line in warnings(found)) == warned


def test_what_the_intake_noted_of_personal_numbers_is_read() -> None:
    with draw(SMALL) as log:
        relation = "(select 'b.vries@voorbeeld.nl' as c0, 'x' as c1, 'c.bos@voorbeeld.nl' as c2)"
        mapping = {"case": 1, "time": 2}
        note_personal(log, find_personal(log, relation, looked_at(["E-mail", "Zaak", "Tijd"], mapping)), file="f", mapping=mapping)
        assert statement(log).personal == (PersonalNote("f", "E-mail", None, "email", "likely", 1, 1),)


def test_a_column_that_was_too_unsure_to_be_used_is_a_warning() -> None:
    with draw(SMALL) as log:
        log.execute("insert into remarks values ('drawn', null, null, 'column_unsure', 1, 'topic: Omschrijving')")
        found = statement(log)
    line = "drawn, column “Omschrijving” may be topic, but that is unsure: it was not used."
    assert line in all_lines(found)
    assert line in warnings(found)


@pytest.mark.parametrize(("day_first", "told"), [(None, True), (True, False)])
def test_dates_that_could_be_read_both_ways_are_a_warning_until_the_user_settles_it(
    day_first: bool | None, told: bool
) -> None:
    with draw(SMALL) as log:
        log.execute(
            "create table moment_facts as select 'f' as file, 'time' as ours, 'Datum' as header,"
            " 'Read as dd-mm-yyyy.' as described, 5 as values, 5 as ambiguous, 0 as day_only"
        )
        found = statement(log, settings=Settings(reading=ReadingSettings(day_first=day_first)))
    assert "Read as dd-mm-yyyy." in all_lines(found)
    assert any("--day-first" in line for line in warnings(found)) == told


def test_a_delimiter_that_is_a_semicolon_survives_the_facts() -> None:
    with draw(SMALL) as log:
        log.execute("alter table files add column facts varchar")
        log.execute("update files set facts = 'delimiter=;; encoding=cp1252; skipped_lines=1, 2'")
        found = statement(log)
    assert found.files[0].facts == {"delimiter": ";", "encoding": "cp1252", "skipped_lines": "1, 2"}
    assert "drawn: 5 rows (CSV, encoding cp1252, delimiter ;, lines skipped: 1, 2)." in all_lines(found)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_statement_can_be_told_in_both_languages(language: texts.Language) -> None:
    texts.use(language)
    told = sections(stated(SMALL, today=date(2026, 3, 3)))
    assert len(told) == 7
    assert all(lines for _, lines in told)
    assert not [line for _, lines in told for line in lines if "{" in line]


@tried(deadline=None, max_examples=10)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["A", "B"])), min_size=1, max_size=20), st.integers(1, 40)
)
def test_shifting_a_log_by_whole_weeks_changes_nothing_but_its_dates(steps: list[tuple[int, str]], shift: int) -> None:
    def drawn(by: int) -> DataStatement:
        return stated([
            {"case": case, "time": f"{date(2026, 1, 5) + timedelta(days=day + 7 * by)} 12:{n:02d}", "kind": "work"}
            for n, (day, case) in enumerate(steps)
        ])  # fmt: skip

    before, after = drawn(0), drawn(shift)
    assert (before.stray is None) == (after.stray is None)
    if before.stray and after.stray:
        assert before.stray.later_events == after.stray.later_events
        assert after.stray.last_usual_day - before.stray.last_usual_day == timedelta(weeks=shift)
    assert (before.tied, before.neighbours, before.open_cases) == (after.tied, after.neighbours, after.open_cases)
    assert before.measures == after.measures


@shared
@pytest.mark.shared
def test_the_stray_last_event_of_a_real_permit_log_is_found() -> None:
    # counted by a plain loop over the file: the median week has 224 events; the week of 2 March 2015 has 65, that of
    # 9 March 2, and that of 27 July 1 (on 1 August)
    log = mined("bpic15/BPIC15_1.xes.gz", official="org:resource", reading="municipal")
    assert statement(log).stray == StrayEnd(date(2015, 3, 8), 3, date(2015, 8, 1))


def test_a_format_has_the_name_that_people_call_it_by() -> None:
    told = [file_how(FileRead("f", format_, None, 1, {})) for format_ in ("workbook", "parquet", "xes", "OCEL")]
    assert told == ["Excel", "Parquet", "XES", "OCEL"]
