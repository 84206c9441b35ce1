"""The sample as Open Zaak, Open Klant with ITA, KISS and Signalen hold it, read back: the same journeys, handoffs, hops and signals.

The expected values are the sample's own. What the systems tell otherwise is named, row by row, in `sample_held`; docs/sources.md says the
same in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from commanded import SAMPLE
from municipal import KEPT, taken
from sample_held import Held, hold, write_rows
from sample_systems import write_systems

from mining.catalogue import catalogue_of
from mining.mine import mine

EVENTS = """
    select journey, kind::varchar, acted_by::varchar, officials.official, departments.department, other.department, receiver.official, outcome::varchar,
      case when kind = 'suspend' then null else channel::varchar end
    from events join cases using (case_no) join journey_ids on journey_ids.journey_no = events.journey_no
    left join officials on officials.official_no = events.official_no left join officials receiver on receiver.official_no = events.to_official_no
    left join departments on departments.department_no = events.department_no left join departments other on other.department_no = events.to_department_no
    order by events.order_moment, events.row_no
"""
"""Every event without its moment, and a suspension without its channel (see HARMLESS), in the order of its journey."""
TOPICS = """
    select journey, topics.topic from events join topics using (topic_no) join journey_ids on journey_ids.journey_no = events.journey_no group by 1, 2 order by 1, 2
"""
EXACT = EVENTS.replace("select journey,", "select journey, \"case\", strftime(moment, '%Y-%m-%d %H:%M:%S'),")
MEASURES = "cases, municipal_events, events_unknown_official, officials, departments, handoffs, department_handoffs, hops, department_hops, faces, contacts, threads, open"

HARMLESS = {
    "time instead of a day": "a status always has a time",
    "contact at the end of the conversation": "KISS writes a conversation down when it is over",
    "channel of a suspension": "Open Zaak does not keep by which way more was asked for",
}
"""What is told otherwise and changes no count: a journey with only this is told as in the sample."""
LIMITS = {
    "department known after all": "the sample leaves the department out; Signalen and notes know that of the official",
    "department not known": "a callback request in Open Klant has no actor of its own: it is said of whoever took the contact",
    "official not known": "the same",
    "official known after all": "the same; and a passing on by nobody known is said of whoever had the case",
    "overdracht is other": "passed on to the department that has it already: there is nothing for a system to change",
    "whom it was passed to not known": "the same rows",
    "aanvraag is contact": "a second request within one case",
    "added: Inwoner neemt contact op": "a callback request in Open Klant always stands with a contact",
    "other department": "nobody known did it: it is said of the department that has the report",
}
"""What the systems truly cannot hold as the sample has it, and why. Nothing else may differ."""


@dataclass
class Log:
    """This is what was mined of a log: by the name of each journey its events in order, its measures, its signals."""

    events: Mapping[str, list[tuple[Any, ...]]]
    exact: Counter[tuple[Any, ...]]
    measures: Mapping[str, tuple[Any, ...]]
    signals: Mapping[str, Counter[tuple[str, str]]]
    topics: Mapping[str, list[str]]

    @staticmethod
    def of(source: Path, *, mined: bool = True) -> Log:
        connection = taken(source)
        events: dict[str, list[tuple[Any, ...]]] = {}
        for journey, *event in connection.execute(EVENTS).fetchall():
            events.setdefault(journey, []).append(tuple(event))
        exact = Counter(connection.execute(EXACT).fetchall())
        if not mined:
            return Log(events, exact, {}, {}, {})
        catalogue = catalogue_of(KEPT)
        names = [one.name for one in catalogue.signals]
        mine(connection, settings=KEPT, catalogue=catalogue.needed_for("journey_measures", *names))
        measures = {row[0]: row[1:] for row in connection.execute(f"select journey, {MEASURES} from journey_measures join journey_ids using (journey_no)").fetchall()}
        signals: dict[str, Counter[tuple[str, str]]] = {}
        for name in names:
            for status, journey in connection.execute(f"select status, journey from {name} left join journey_ids using (journey_no)").fetchall():
                signals.setdefault(journey, Counter())[name, status] += 1
        topics: dict[str, list[str]] = {}
        for journey, topic in connection.execute(TOPICS).fetchall():
            topics.setdefault(journey, []).append(topic)
        return Log(events, exact, measures, signals, topics)

    def named(self, names: Mapping[str, str]) -> Log:
        """This is the same log with the journeys under the names of the sample."""

        def renamed(some: Mapping[str, Any]) -> Mapping[str, Any]:
            return {names.get(one, one): found for one, found in some.items()}

        return Log(renamed(self.events), self.exact, renamed(self.measures), renamed(self.signals), renamed(self.topics))


@pytest.fixture(scope="module")
def held() -> Held:
    return hold(SAMPLE)


@pytest.fixture(scope="module")
def exported(held: Held, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("systems")
    write_rows(held, place / "held.csv")
    write_systems(held, place / "export")
    return place


@pytest.fixture(scope="module")
def sample() -> Log:
    return Log.of(SAMPLE)


@pytest.fixture(scope="module")
def unnamed(exported: Path) -> Log:
    return Log.of(exported / "export")


@pytest.fixture(scope="module")
def systems(unnamed: Log, held: Held) -> Log:
    """The log that was read back, its journeys under the names that the sample has for them: each resident has a number there."""
    back = {number: who for who, number in held.bsn.items()}
    back |= {f"case:{row['zaaknummer']}": f"case:{row['of']}" for row in held.rows if not row["inwoner"]}
    return unnamed.named(back)


@pytest.fixture(scope="module")
def whole(sample: Log, held: Held) -> set[str]:
    """The journeys of which the systems hold everything."""
    return {one for one in sample.events if held.changed.get(one, set()) <= HARMLESS.keys()}


def test_the_sample_and_the_systems_have_the_same_journeys(sample: Log, systems: Log) -> None:
    assert systems.events.keys() == sample.events.keys()


def test_every_journey_is_about_the_same_topics(sample: Log, systems: Log) -> None:
    assert systems.topics == sample.topics


def test_nine_in_ten_journeys_come_back_event_by_event_as_in_the_sample(sample: Log, systems: Log, whole: set[str]) -> None:
    assert len(whole) > 0.9 * len(sample.events)
    assert {one: systems.events[one] for one in whole} == {one: sample.events[one] for one in whole}


def test_handoffs_hops_officials_and_departments_of_these_journeys_are_those_of_the_sample(sample: Log, systems: Log, whole: set[str]) -> None:
    assert {one: systems.measures[one] for one in whole} == {one: sample.measures[one] for one in whole}


def test_every_signal_is_found_as_often_as_in_the_sample(sample: Log, systems: Log) -> None:
    assert sum(systems.signals.values(), Counter()) == sum(sample.signals.values(), Counter())


def test_the_signals_of_every_journey_are_those_of_the_sample(sample: Log, systems: Log) -> None:
    assert {one: found for one, found in systems.signals.items() if found != sample.signals.get(one)} == {}


def test_only_what_is_named_differs_and_each_limit_that_is_named_is_met(held: Held) -> None:
    assert set(held.named) == {*HARMLESS, *LIMITS}


def test_handoffs_and_hops_of_the_whole_log_differ_by_no_more_than_the_limits_touch(sample: Log, systems: Log, held: Held) -> None:
    places = {name: at for at, name in enumerate(MEASURES.split(", "))}
    for name in ("handoffs", "department_handoffs", "hops", "department_hops"):
        differ = {one for one, found in sample.measures.items() if found[places[name]] != systems.measures[one][places[name]]}
        assert all(held.changed[one] & LIMITS.keys() for one in differ)
        # A row that is told otherwise stands between two others at most: it can make or break two passages.
        rows = sum(held.named[limit] for limit in LIMITS)
        apart = abs(sum(found[places[name]] for found in sample.measures.values()) - sum(found[places[name]] for found in systems.measures.values()))
        assert apart <= 2 * rows
        assert apart <= 0.001 * sum(found[places[name]] for found in sample.measures.values()), name


def test_every_event_is_read_back_with_its_moment_as_the_systems_hold_it(exported: Path, unnamed: Log) -> None:
    assert unnamed.exact == Log.of(exported / "held.csv", mined=False).exact
