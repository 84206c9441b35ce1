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
from mining.comparison_measures import horizon_of
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


def test_a_washout_of_one_working_day_leaves_out_the_day_of_the_change() -> None:
    assert cases_of([followed(DRAWN)], Question(change=date(2026, 3, 16), washout=1)).side.tolist() == [0, 0, -1]


def test_the_date_of_export_ends_the_log_and_what_began_later_is_on_no_side() -> None:
    settings = Settings(privacy=PrivacySettings(names="keep"), reading=ReadingSettings(end=date(2026, 3, 13)))
    log = followed(DRAWN, settings)
    assert log.last_date == date(2026, 3, 13)
    assert log.later_events == 5
    assert cases_of([log], Question(change=date(2026, 3, 9))).side.tolist() == [0, 1, -1]


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
    alone = mix_of(topic[:120], side[:120])
    assert alone.dropped == pytest.approx(40 / 120)
    assert set(alone.stratum.tolist()) == {0, -1}
