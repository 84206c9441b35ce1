"""The ordinary cases: which people come on which day with which topic, in the course of two and a half years."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from event import DESK, EMAIL, LETTER, PHONE, WEB, WORK, Event
from invented_city import (
    CARE,
    CHANGE_DATE,
    CIVIL_AFFAIRS,
    CONTACT_CENTRE,
    DISTRICT_TEAMS,
    TOPICS,
    WORK_AND_INCOME,
    Topic,
    resident,
)
from officials_at_work import Case, City, Stuck
from sorts_of_cases import FLOWS, question, start
from working_hours import FIRST_DAY, HOLIDAYS, LAST_DAY, is_working_day, position

PER_MONTH = (1.08, 1.0, 1.05, 1.0, 0.98, 1.04, 0.78, 0.76, 1.14, 1.08, 1.06, 0.82)
PER_WEEKDAY = (1.2, 1.1, 1.05, 1.05, 0.95, 0.18, 0.16)
BUSY_MONTHS = {
    "Groen en bomen": (4, 5, 6, 7, 8, 9), "Kapotte lantaarnpaal": (10, 11, 12, 1, 2, 3), "Evenement": (2, 3, 4, 5),
}  # fmt: skip
ANONYMOUS = 0.12  # of the reports about the street that come without a name


def ordinary_cases(dice: random.Random, *, count: int, story_residents: frozenset[str]) -> list[Case]:
    """This tells `count` ordinary cases in the order of their first day; residents of the stories are in none."""
    city = City(dice)
    days = [FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days)]
    weights = [
        PER_MONTH[day.month - 1] * PER_WEEKDAY[day.weekday()] * (0.2 if day in HOLIDAYS else 1.0) for day in days
    ]
    known: list[str] = []
    times_seen: dict[str, int] = defaultdict(int)
    newcomers = (name for name in (resident(n) for n in range(8893)) if name not in story_residents)
    told = []
    for day in sorted(dice.choices(days, weights, k=count)):
        busy = [topic.weight * (1.6 if day.month in BUSY_MONTHS.get(topic.name, ()) else 1.0) for topic in TOPICS]
        topic = dice.choices(TOPICS, busy)[0]
        case = Case(topic, _who(dice, topic, known, times_seen, newcomers.__next__))
        case.renewed = topic.department == WORK_AND_INCOME and day >= CHANGE_DATE
        _tell(city, case, day)
        told.append(case)
    return told


def _who(
    dice: random.Random, topic: Topic, known: list[str], times_seen: dict[str, int], newcomer: Callable[[], str]
) -> str:
    """This is whose case it is: a newcomer, somebody who came before (at most five cases), or nobody's."""
    if topic.flow == "report" and dice.random() < ANONYMOUS:
        return ""
    social = topic.department in (CARE, WORK_AND_INCOME, DISTRICT_TEAMS)
    if known and dice.random() < (0.46 if social else 0.36):
        name = dice.choice(known)
        if times_seen[name] < 5:
            times_seen[name] += 1
            return name
    name = newcomer()
    known.append(name)
    times_seen[name] = 1
    return name


def _tell(city: City, case: Case, day: date) -> None:
    """This tells one case from its first request on."""
    dice = city.dice
    try:
        if case.topic.flow == "question":
            while not is_working_day(day):
                day += timedelta(days=1)
            case.department = CONTACT_CENTRE
            case.at = position(datetime.combine(day, time(8, 40))) + dice.random() * 0.9
            question(city, case)
            return
        social = case.topic.department == DISTRICT_TEAMS
        weights = (34, 8, 44, 10, 4) if not social else (12, 6, 60, 20, 2)
        if case.topic.department == CIVIL_AFFAIRS:
            weights = (42, 3, 3, 50, 2)
        channel = dice.choices((WEB, EMAIL, PHONE, DESK, LETTER), weights)[0]
        start(city, case, day, channel)
        FLOWS[case.topic.flow](city, case)
        if dice.random() < 0.15:
            _add_note(dice, case)
    except Stuck:
        pass


def _add_note(dice: random.Random, case: Case) -> None:
    """This adds a remark of the owner without a kind, some minutes after something else he did."""
    done = [event for event in case.events if event.kind == WORK and event.official]
    if done:
        event = dice.choice(done)
        case.events.append(Event(event.moment + timedelta(minutes=dice.choice((0, 4, 7, 11))), "Notitie toegevoegd", "",
                                 official=event.official, department=event.department))  # fmt: skip
