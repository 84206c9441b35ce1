"""What a comparison counts is what the measures of cases and journeys count; small drawn logs at the edges of both sides."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy
import pytest
from commanded import SAMPLE
from mined_tables import mined

from journeys.file_reading import understand
from journeys.intake import take_in
from journeys.loading import load
from journeys.settings import PrivacySettings, ReadingSettings, Settings
from journeys.sources.opening import open_sources
from mining.catalogue import read_definitions
from mining.comparison_followup import NEVER, FollowedLog, follow
from mining.comparison_measures import frame_of, horizon_of, waiting
from mining.comparison_mix import mix_of
from mining.comparison_question import Question
from mining.comparison_sides import cases_of
from mining.mine import mine

SETTINGS = Settings(privacy=PrivacySettings(names="keep"))


@pytest.fixture(scope="module")
def sample() -> FollowedLog:
    connection = duckdb.connect()
    loaded = load(connection, open_sources([str(SAMPLE)], settings=SETTINGS, connection=connection))
    take_in(connection, understand(connection, loaded, settings=SETTINGS), settings=SETTINGS, key=None, today=date(2026, 7, 1))
    needed = read_definitions().needed_for("case_measures", "journey_measures", "turns", "waits")
    mine(connection, settings=SETTINGS, catalogue=needed)
    return follow(connection, settings=SETTINGS)


@pytest.mark.parametrize(
    ("measure", "column"),
    [
        ("handoffs", "handoffs"), ("department_handoffs", "department_handoffs"), ("faces", "faces"),
        ("pingpong", "pingpong_departments"), ("pingpong_officials", "pingpong_officials"),
    ],
)  # fmt: skip
def test_each_case_counts_as_in_the_measures_of_cases(sample: FollowedLog, measure: str, column: str) -> None:
    expected = sample.connection.execute(f"select {column} from case_measures order by case_no").fetchnumpy()[column]
    counted = numpy.bincount(sample.counts[measure].case, minlength=len(sample))
    assert counted.tolist() == numpy.asarray(expected).tolist()


def test_hops_add_up_to_those_of_the_journeys(sample: FollowedLog) -> None:
    ((expected,),) = sample.connection.execute("select sum(hops) from journey_measures").fetchall()
    assert len(sample.counts["hops"].case) == expected


def test_turns_add_up_to_those_of_the_log(sample: FollowedLog) -> None:
    for party in ("department", "resident", "nobody", "unknown"):
        ((expected,),) = sample.connection.execute(f"select sum(working_days) from turns where party = '{party}' and not open").fetchall()
        one = sample.stretches[f"turn:{party}"]
        ended = one.more["until"] < NEVER
        assert (one.more["until"][ended] - one.day[ended]).sum() == expected


DRAWN = """
    case | resident | time             | kind     | official | department | topic
    Z1   | r1       | 2026-03-02 09:00 | request  |          |            | Kap
    Z1   | r1       | 2026-03-03 10:00 | work     | Anna     | Groen      |
    Z1   | r1       | 2026-03-09 10:00 | decision | Bob      | Groen      |
    Z1   | r1       | 2026-03-10 10:00 | close    | Bob      | Groen      |
    Z1   | r1       | 2026-03-16 10:00 | reopen   | Bob      | Groen      |
    Z1   | r1       | 2026-03-20 10:00 | close    | Anna     | Groen      |
    Z2   | r1       | 2026-03-13 09:00 | request  |          |            | Kap
    Z2   | r1       | 2026-03-17 10:00 | work     | Bob      | Wonen      |
    Z3   | r2       | 2026-03-16 09:00 | request  |          |            |
    Z3   | r2       | 2026-03-17 09:00 | close    | Anna     | Groen      |
"""


def followed(drawn: str, settings: Settings = SETTINGS) -> FollowedLog:
    return follow(mined(drawn, *("case_measures", "turns")), settings=settings)


def test_a_case_is_over_at_its_first_decision_or_close_and_followed_until_the_eve_of_the_change() -> None:
    """Changed on Monday 16 March. Z1: 5 working days to its decision. Z2, begun on Friday the 13th, could be followed until that Sunday: 0 days."""
    cases = cases_of([followed(DRAWN)], Question(change=date(2026, 3, 16)))
    assert cases.side.tolist() == [0, 0, 1]
    assert cases.limit.tolist() == [9, 0, 4]
    assert cases.end.tolist()[0] == 5
    assert cases.ended.tolist() == [True, False, True]
    assert cases.time.tolist() == [5, 0, 1]
    assert cases.opened[0] == 10
    assert cases.cluster[0] == cases.cluster[1] != cases.cluster[2]


@pytest.mark.parametrize(("first", "then", "opened"), [("close", "reopen", 0), ("reopen", "close", NEVER)])
def test_of_two_events_at_one_moment_the_row_tells_which_is_later(first: str, then: str, opened: int) -> None:
    """A4: a case that is closed and opened again in one minute was opened again; a reopening written before the close was not after it."""
    drawn = f"""
        case | time             | kind    | official | department
        Z1   | 2026-03-16 09:00 | request |          |
        Z1   | 2026-03-16 10:00 | {first} | Anna     | Groen
        Z1   | 2026-03-16 10:00 | {then}  | Anna     | Groen
    """
    assert cases_of([followed(drawn)], Question(column="x", values=("a", "b")), values=[numpy.array(["a"])]).opened.tolist() == [opened]


def test_without_officials_and_departments_no_handoff_can_be_told_from_the_queue() -> None:
    """Z1 waits 5 working days; whether somebody else took it up nobody knows, so it is no 0. Whose turn it was is unknown, not "no department"."""
    log = followed("""
        case | time             | kind
        Z1   | 2026-03-02 09:00 | request
        Z1   | 2026-03-03 09:00 | work
        Z1   | 2026-03-09 09:00 | decision
        Z2   | 2026-03-02 09:00 | request
        Z2   | 2026-03-09 09:00 | decision
    """)
    sides = Question(column="x", values=("a", "b"))
    found = waiting(frame_of(cases_of([log], sides, values=[numpy.array(["a", "b"])]), sides))
    told = {name: (one.verdict, one.more.get("columns_missing")) for name, one in found.items()}
    for name in ("waiting:handoff", "waiting:queue"):
        assert told[name] == ("niet te bepalen", ["department", "official"])
    for name in ("turn:department", "turn:nobody"):
        assert told[name] == ("niet te bepalen", ["department"])
    assert (found["turn:unknown"].before, found["waiting:resident"].before) == (4, 0)


def test_a_washout_of_one_working_day_leaves_out_the_day_of_the_change() -> None:
    assert cases_of([followed(DRAWN)], Question(change=date(2026, 3, 16), washout=1)).side.tolist() == [0, 0, -1]


def test_the_date_of_export_ends_the_log_and_what_began_later_is_on_no_side() -> None:
    settings = Settings(privacy=PrivacySettings(names="keep"), reading=ReadingSettings(end=date(2026, 3, 13)))
    log = followed(DRAWN, settings)
    assert log.last_date == date(2026, 3, 13)
    assert log.later_events == 5
    assert cases_of([log], Question(change=date(2026, 3, 9))).side.tolist() == [0, 1, -1]


def test_what_began_in_the_weekend_after_the_export_is_on_no_side_though_no_working_day_has_passed() -> None:
    """Exported on Friday 13 March: Z1 began that day, Z2 on Saturday."""
    settings = Settings(privacy=PrivacySettings(names="keep"), reading=ReadingSettings(end=date(2026, 3, 13)))
    log = followed("""
        case | time             | kind
        Z1   | 2026-03-13 09:00 | request
        Z2   | 2026-03-14 09:00 | request
        Z3   | 2026-03-17 09:00 | close
    """, settings)
    assert cases_of([log], Question(change=date(2026, 3, 2))).side.tolist() == [1, -1, -1]


def test_the_horizon_is_what_a_tenth_of_each_side_could_be_followed() -> None:
    """Of twenty cases two could be followed for 40 days or more on one side; on the other everybody for 50."""
    limit = numpy.array([45, 40, *[10] * 18, *[50] * 20])
    assert horizon_of(limit, numpy.repeat([0, 1], 20), 60) == 40
    assert horizon_of(limit, numpy.repeat([0, 1], 20), 30) == 30


def test_small_topics_go_together_and_what_stays_small_is_left_out() -> None:
    """A: 40 and 40. B: 20 and 20, C: 15 and 15, together 35 and 35. With D: 1 and 0 added to B and C they stay one stratum."""
    topic = numpy.repeat([0, 1, 2, 3], [80, 40, 30, 1])
    side = numpy.concatenate([numpy.tile([0, 1], 75), [0]])
    found = mix_of(topic, side)
    assert sorted(set(found.stratum.tolist())) == [0, 1]
    assert found.weights.tolist() == pytest.approx([80 / 151, 71 / 151])
    assert found.dropped == 0
    assert found.allowed == {"strata": 2, "topics": 4, "allowed": True}
    alone = mix_of(topic[:120], side[:120])
    assert alone.dropped == pytest.approx(40 / 120)
    assert set(alone.stratum.tolist()) == {0, -1}


@pytest.mark.parametrize(
    ("topics", "allowed"),
    [
        ({0: (40, 40), 1: (40, 80)}, True),  # each its own stratum
        ({0: (40, 0), 1: (0, 40)}, False),  # put together: all that differs stays
        ({0: (40, 40), 1: (35, 5), 2: (5, 35)}, False),  # half of the cases in what was put together, of which three in four differ
        ({0: (400, 400), 1: (35, 5), 2: (5, 35)}, True),  # the same, of one case in eleven
        ({0: (40, 40)}, True),  # one sort of case
        ({-1: (40, 40)}, False),  # of no case it is known what it is about
    ],
)  # fmt: skip
def test_a_mix_is_allowed_for_only_where_weights_can_do_it(topics: dict[int, tuple[int, int]], allowed: bool) -> None:
    cases = [(topic, side) for topic, many in topics.items() for side in (0, 1) for _ in range(many[side])]
    topic, side = numpy.array(cases).T
    assert mix_of(topic, side).allowed["allowed"] is allowed
