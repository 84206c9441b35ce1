"""Reading one journey from a dossier: letters and numbers instead of ids, and what became of every contact."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import duckdb
import pytest

from journeys.errors import UsageError
from mining.journey_data import JourneyData, letters
from mining.journey_reading import read_journey
from visuals.journey_map import draw_journey, journey_scene
from visuals.scene_check import check_scene

Row = tuple[
    int, str, str, str, int | None, int | None, str | None
]  # day, case, kind, by, official, department, channel
START = datetime(2024, 3, 4, 9, 0)  # a Monday; days in these drawings are working days as well


def dossier(rows: Sequence[Row], turns: str = "", *, end: int | None = None) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("""
        create table cases (case_no integer, "case" varchar, journey_no integer);
        insert into cases values (11, 'Z-11', 5), (12, 'Z-12', 5), (13, 'Z-13', 6);
        create table journey_ids (journey_no integer, journey varchar);
        insert into journey_ids values (5, 'inwoner-5'), (6, 'inwoner-6');
        create table departments (department_no integer, department varchar);
        insert into departments values (1, 'Klantcontact'), (2, 'Wonen');
        create table events (
            row_no integer, case_no integer, journey_no integer, moment timestamp, order_moment timestamp,
            day_only boolean, start_moment timestamp, work_day integer, local_date date, activity_no integer,
            kind varchar, acted_by varchar, municipal boolean, appears boolean, official_no integer,
            to_official_no integer, department_no integer, to_department_no integer, topic_no integer,
            channel varchar, outcome varchar, related_case_no integer
        );
        create table turns (
            case_no integer, journey_no integer, turn integer, party varchar, state varchar, department_no integer,
            from_department_no integer, to_department_no integer, started timestamp, ended timestamp, open boolean,
            seconds bigint, working_days integer, started_row_no integer, ended_row_no integer
        );
    """)
    cases = {"one": (11, 5), "two": (12, 5), "other": (13, 6)}
    for row_no, (day, case, kind, by, official, department, channel) in enumerate(rows, start=1):
        case_no, journey_no = cases[case]
        moment = START + timedelta(days=day, minutes=row_no)
        municipal = by == "municipality" and kind != "notice"
        connection.execute(
            "insert into events values (?,?,?,?,?,false,null,?,?,1,?,?,?,?,?,null,?,null,null,?,null,null)",
            [
                row_no,
                case_no,
                journey_no,
                moment,
                moment,
                100 + day,
                moment.date(),
                kind,
                by,
                municipal,
                by != "partner" and kind != "notice" and official is not None,
                official,
                department,
                channel,
            ],
        )
    last = START + timedelta(days=max(row[0] for row in rows) if end is None else end, hours=8)
    connection.execute(
        "create table log as select ?::timestamp as log_end, ?::integer as log_end_work_day",
        [last, 100 + (last - START).days],
    )
    connection.execute("create table present as select 'kind' as ours, true as known")
    connection.execute("create table columns_used as select 'kind' as ours")
    connection.execute(  # a case of somebody else ended: the log tells that cases end
        "insert into events (row_no, case_no, journey_no, kind, acted_by) values (9999, 98, 98, 'close', 'municipality')"
    )
    if turns:
        connection.execute(f"insert into turns values {turns}")
    return connection


def answers(data: JourneyData) -> list[str | None]:
    return list(data.events["answer"])


def test_officials_are_numbered_by_first_appearance_over_the_whole_journey_and_questions_are_letters() -> None:
    data = read_journey(
        dossier(
            [
                (0, "two", "request", "resident", None, None, "web"),
                (1, "two", "work", "municipality", 70, 2, None),
                (2, "one", "contact", "resident", 9, 1, "phone"),
                (3, "other", "work", "municipality", 3, 2, None),
                (4, "two", "notice", "municipality", 44, 2, None),
                (5, "one", "work", "municipality", 70, 2, None),
                (6, "two", "work", "municipality", 9, 2, None),
            ]
        ),
        5,
    )
    assert data.events["case"].tolist() == ["A", "A", "B", "A", "B", "A"]
    assert data.events["official"].dropna().tolist() == [1, 2, 1, 2]
    assert data.resident == "A"


def test_an_ask_that_a_known_official_took_is_answered() -> None:
    assert answers(read_journey(dossier([(0, "one", "contact", "resident", 9, 1, "phone")], end=30), 5)) == ["answered"]


@pytest.mark.parametrize(
    ("kind", "day", "answer"),
    [
        ("outreach", 2, "answered"),
        ("decision", 2, "answered"),
        ("outreach", 3, "unanswered"),
        ("work", 1, "unanswered"),
        ("notice", 1, "unanswered"),
    ],
)
def test_an_ask_is_answered_by_outreach_or_decision_within_two_working_days(kind: str, day: int, answer: str) -> None:
    rows: list[Row] = [
        (0, "one", "request", "resident", None, None, "web"),
        (day, "two", kind, "municipality", None, 2, "phone"),
    ]
    assert answers(read_journey(dossier(rows, end=30), 5))[0] == answer


@pytest.mark.parametrize(
    ("outreach", "end", "answer"),
    [
        (1, 30, "answered"),
        (2, 30, "answered"),
        (3, 30, "broken"),
        (None, 2, "unanswered"),
        (None, 3, "broken"),
        (None, 30, "broken"),
    ],
)
def test_a_callback_is_kept_broken_or_not_yet_over(outreach: int | None, end: int, answer: str) -> None:
    rows: list[Row] = [(0, "one", "callback_request", "resident", 9, 1, "phone")]
    rows += [] if outreach is None else [(outreach, "two", "outreach", "municipality", 8, 2, "phone")]
    assert answers(read_journey(dossier(rows, end=end), 5))[0] == answer


def test_an_outreach_before_the_callback_does_not_keep_it() -> None:
    rows: list[Row] = [
        (0, "one", "outreach", "municipality", 8, 2, "phone"),
        (0, "one", "callback_request", "resident", 9, 1, "phone"),
    ]
    assert answers(read_journey(dossier(rows, end=30), 5)) == ["outgoing", "broken"]


def test_what_the_municipality_does_without_reaching_out_is_no_contact() -> None:
    rows: list[Row] = [
        (0, "one", "work", "municipality", 8, 2, None),
        (1, "one", "notice", "municipality", None, None, "email"),
        (2, "one", "work", "partner", 7, None, None),
    ]
    assert answers(read_journey(dossier(rows), 5)) == [None, None, None]


def test_an_unknown_journey_is_an_error_with_a_next_step() -> None:
    with pytest.raises(UsageError) as found:
        read_journey(dossier([(0, "one", "work", "municipality", 8, 2, None)]), 99)
    assert found.value.next_step


def test_a_journey_read_from_a_dossier_is_drawn_without_its_ids() -> None:
    rows: list[Row] = [
        (0, "one", "request", "resident", 901, 1, "phone"),
        (4, "one", "work", "municipality", 902, 2, None),
        (9, "one", "decision", "municipality", 902, 2, None),
    ]
    turns = """
        (11, 5, 1, 'nobody', 'not_picked_up', null, null, null,
         '2024-03-04 09:01', '2024-03-08 09:02', false, 345660, 4, 1, 2),
        (11, 5, 2, 'department', 'department', 2, null, null,
         '2024-03-08 09:02', '2024-03-13 09:03', false, 432060, 5, 2, 3)
    """
    data = read_journey(dossier(rows, turns), 5)
    figure = draw_journey(data)
    assert figure.title == "Twee ambtenaren in 9 dagen. 44% van de tijd had niemand de vraag."
    assert check_scene(journey_scene(data)) == []
    assert [box.text for box in journey_scene(data).texts("flag")] == ["antwoord na 9 dagen"]
    everything = figure.svg + figure.description + figure.rows.to_csv() + figure.footer
    assert not any(secret in everything for secret in ("Z-11", "inwoner-5", "901", "902"))


def test_letters_go_on_after_z() -> None:
    assert [letters(at) for at in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]
