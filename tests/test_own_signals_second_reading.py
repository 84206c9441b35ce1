"""Signals 21 to 25 held against a slow second reading of their words, on random logs of two residents and a case of nobody."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb
import walked
from mined_tables import catalogue, mined
from walked import Event, Log, municipality, order, resident, wd

NAMES = ("invisible_work", "wrong_door", "callback_chain", "only_after_pressure", "reversed_yes")
FOUR = ("granted", "rejected", "withdrawn", "referred")

KINDS = (
    ("request", "contact", "contact", "callback_request", "outreach", "work", "work", "transfer", "decision", "close", "suspend", "notice"),
    ("contact", "callback_request", "callback_request", "callback_request", "outreach", "close"),
    ("transfer", "transfer", "transfer", "transfer", "contact", "work", "close", "notice"),
    ("decision", "decision", "decision", "contact", "work", "objection", "complaint", "request"),
    ("request", "contact", "contact", "objection", "complaint", "outreach", "work", "work", "decision"),
)
CHOICES = {
    "department": ("KCC", "Zorg", "Werk", "Wonen", "?"),
    "to_department": ("KCC", "Zorg", "Werk", "Wonen", "?"),
    "topic": ("hulp", "hulp", "werk", "-"),
    "channel": ("phone", "email", "desk", "letter", ""),
    "outcome": ("granted", "granted", "rejected", "rejected", "withdrawn", "referred", "other", ""),
    "by": ("",) * 20 + ("partner",),
}
RESIDENT_OF = {"Z1": "r1", "Z2": "r1", "Z3": "r1", "Z5": "r2", "Z6": "r2", "Z4": ""}


def throw(seed: int) -> list[dict[str, str]]:
    """This throws a log: now of many questions, now of many decisions, with many ties."""
    dice = random.Random(seed)
    rows = []
    for case in RESIDENT_OF:
        kinds, span, begin = dice.choice(KINDS), dice.choice([20, 60, 400]), dice.choice([0, 0, 30])
        for _ in range(dice.randint(2, 9)):
            day = date(2025, 3, 3) + timedelta(days=begin + dice.randrange(span))
            row = {name: dice.choice(values) for name, values in CHOICES.items()}
            row |= {"case": case, "resident": RESIDENT_OF[case], "kind": dice.choice(kinds), "time": f"{day} {dice.choice([0, 9, 9, 10]):02}:00"}
            rows.append(row)
    return dice.sample(rows, len(rows))


def is_ask(event: Event) -> bool:
    return resident(event, "request", "contact", "callback_request")


def is_between(event: Event, one: Event, other: Event) -> bool:
    return order(one) < order(event) < order(other)



@dataclass
class Read(Log):
    """This is a log as read, with the numbers of the case without a resident and of the contact centre."""

    anonymous_case: int = 0
    centre: int = 0


Found = set[tuple[str, int, tuple[int, ...]]]


def invisible_work(log: Read) -> Found:
    found: Found = set()
    for case, events in log.cases.items():
        asks = [event for event in events if is_ask(event)]
        if not asks or case == log.anonymous_case:
            continue
        ask = asks[-1]
        later = [event for event in events if order(event) > order(ask)]
        last = ask["local_date"]
        while wd(ask["local_date"], last + timedelta(days=1)) <= 20:
            last += timedelta(days=1)
        closes = [event for event in later if municipality(event, "close")]
        if closes:
            last = min(last, closes[0]["local_date"])
        works = [event for event in later if municipality(event, "work", "decision") and event["local_date"] <= last]
        outreach = [event for event in log.journeys[ask["journey_no"]] if municipality(event, "outreach") and order(event) > order(ask)]
        heard = [*outreach, *(event for event in later if municipality(event, "suspend"))]
        solved = [event for event in later if municipality(event, "close", "decision") and event["local_date"] == ask["local_date"]]
        spoken = ask["kind"] in ("request", "contact") and ask["channel"] in ("phone", "desk", None)
        if not works or any(event["local_date"] <= last for event in heard) or (spoken and solved) or log.end_date <= last:
            continue
        ends = sorted([*heard, *closes], key=order)[:1]
        status = "decided" if any(event["kind"] == "decision" for event in works) else "worked"
        found.add((status, case, tuple(sorted({event["row_no"] for event in (ask, works[0], works[-1], *ends)}))))
    return found


def wrong_door(log: Read) -> Found:
    found: Found = set()
    for case, events in log.cases.items():
        passed: list[Event] = []
        end = None
        for event in events:
            if municipality(event, "work", "outreach", "decision", "suspend", "close"):
                end = event
                break
            if municipality(event, "transfer") and None not in (event["department_no"], event["to_department_no"]):
                passed += [event] if event["department_no"] != event["to_department_no"] else []
        doors = {event["department_no"] for event in passed}
        if passed and len(doors) >= (3 if passed[0]["department_no"] in [log.centre] else 2):
            status = "open" if end is None else "closed" if end["kind"] == "close" else "taken"
            found.add((status, case, tuple(sorted(event["row_no"] for event in [*passed, *([end] if end else [])]))))
    return found


def callback_chain(log: Read) -> Found:
    found: Found = set()
    for events in log.journeys.values():
        waiting: list[Event] = []
        for event in [*events, None]:
            if event is None or municipality(event, "outreach"):
                if len({each["local_date"] for each in waiting}) >= 2:
                    rows = tuple(sorted(each["row_no"] for each in [*waiting, *([event] if event else [])]))
                    found.add(("ended" if event else "open", waiting[0]["row_no"], rows))
                waiting = []
            elif resident(event, "callback_request"):
                waiting.append(event)
    return found


def changes(log: Read) -> list[tuple[Event, Event]]:
    """This gives the decisions that changed: the one before, and the later one."""
    found = []
    of_case = {}
    for case, events in log.cases.items():
        all_of_it = [event for event in events if municipality(event, "decision") and event["outcome"] in FOUR]
        of_case[case] = [
            event for event in all_of_it
            if not any(order(each) > order(event) and each["local_date"] == event["local_date"] for each in all_of_it)
        ]  # fmt: skip
    for case, decisions in of_case.items():
        begin = log.cases[case][0]
        for place, event in enumerate(decisions):
            if place:
                before = decisions[place - 1]
            else:
                alike = [
                    each for other in of_case.values() for each in other
                    if each["journey_no"] == event["journey_no"] and topic(log, each) == topic(log, event) is not None
                    and order(each) < order(begin)
                ]  # fmt: skip
                if not alike:
                    continue
                before = max(alike, key=order)
            if before["outcome"] != event["outcome"]:
                found.append((before, event))
    return found


def topic(log: Read, event: Event) -> Any:
    return event["topic_no"] or next((each["topic_no"] for each in log.cases[event["case_no"]] if each["topic_no"]), None)


def reversed_yes(log: Read) -> Found:
    found: Found = set()
    for before, event in changes(log):
        if before["outcome"] != "granted" or event["outcome"] not in ("rejected", "withdrawn"):
            continue
        day = before["local_date"]
        if event["local_date"] > day.replace(year=day.year + 1):
            continue
        asked = [
            each for each in log.journeys[event["journey_no"]]
            if resident(each, "request") and is_between(each, before, event)
            and (each["case_no"] in (before["case_no"], event["case_no"]) or None in (topic(log, each), topic(log, event))
                 or topic(log, each) == topic(log, event))
        ]  # fmt: skip
        if not asked:
            found.add((event["outcome"], event["row_no"], tuple(sorted((before["row_no"], event["row_no"])))))
    return found


def only_after_pressure(log: Read) -> Found:
    found: Found = set()
    for events in log.journeys.values():
        maybe = [event for event in events if municipality(event, "outreach") and event["channel"] in ("phone", "desk", "visit", None)]
        if not maybe or maybe[0]["channel"] is None:
            continue
        for push in reversed([event for event in events if resident(event, "objection", "complaint") and order(event) < order(maybe[0])]):
            asks = [event for event in events if is_ask(event) and order(event) < order(push)]
            if (
                wd(push["local_date"], maybe[0]["local_date"]) <= 15
                and len({event["local_date"] for event in asks}) >= 2
                and wd(asks[0]["local_date"], push["local_date"]) >= 10
            ):
                rows = tuple(sorted(event["row_no"] for event in (asks[0], push, maybe[0])))
                found.add(("conversation", maybe[0]["row_no"], rows))
                break
    for before, event in changes(log):
        pushes = [
            each for each in log.journeys[event["journey_no"]]
            if resident(each, "objection", "complaint") and is_between(each, before, event)
            and (each["case_no"] in (before["case_no"], event["case_no"]) or topic(log, each) == topic(log, event) is not None)
        ]  # fmt: skip
        if pushes and (event["local_date"] - pushes[-1]["local_date"]).days <= 168:
            rows = tuple(sorted(each["row_no"] for each in (before, pushes[-1], event)))
            found.add(("decision", event["row_no"], rows))
    return found


def number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """This gives the number that a query finds; 0, which nothing has, where it finds none."""
    return next((no for (no,) in connection.execute(query).fetchall()), 0)


def test_the_second_reading_finds_the_same_instances_and_each_status_occurs() -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for seed in range(150):
        with mined(throw(seed), *NAMES) as connection:
            log = Read(**vars(walked.read(connection)))
            log.anonymous_case = number(connection, "select case_no from cases where \"case\" = 'Z4'")
            log.centre = number(connection, "select department_no from departments where department = 'KCC'")
            known = {ours for (ours,) in connection.execute("select ours from present where known").fetchall()}
            for read in (invisible_work, wrong_door, callback_chain, only_after_pressure, reversed_yes):
                name = read.__name__
                got = connection.execute(f"select status, anchor_no, row_nos from {name}").fetchall()
                if set(catalogue()[name].needs) <= known:
                    assert sorted((status, anchor, tuple(row_nos)) for status, anchor, row_nos in got) == sorted(read(log)), (seed, name)
                seen.update((name, status) for status, _, _ in got)
    assert set(seen) == {
        ("invisible_work", "decided"), ("invisible_work", "worked"),
        ("wrong_door", "taken"), ("wrong_door", "closed"), ("wrong_door", "open"),
        ("callback_chain", "ended"), ("callback_chain", "open"),
        ("only_after_pressure", "conversation"), ("only_after_pressure", "decision"),
        ("reversed_yes", "rejected"), ("reversed_yes", "withdrawn"),
    }  # fmt: skip
    assert min(seen.values()) >= 5, seen
