"""Thousands of random logs, the SQL of every signal held against the second reading: python tests/signals_in_bulk.py --logs 3000.

It reports for each signal how many instances there were, in how many logs, and where the two readings disagree.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

import gaps_by_the_book
import own_gaps_by_the_book
import signals_by_the_book as book
import successes_by_the_book
from logs_thrown import Row, throw, throw_large
from mined_tables import catalogue, mined, rows
from signals_by_the_book import Instance, Rules

SIGNALS: dict[str, book.Signal] = {
    name: next(getattr(each, name) for each in (gaps_by_the_book, own_gaps_by_the_book, successes_by_the_book) if hasattr(each, name))
    for name in book.NEEDS
}
MADE = tuple(name for name in SIGNALS if name in catalogue())


@dataclass
class Compared:
    """This is what came of one log: the instances of each signal by the book, and what the SQL has otherwise."""

    found: dict[str, list[Instance]] = field(default_factory=dict)
    disagreements: list[str] = field(default_factory=list)


def compare(log: list[Row], rules: Rules, signals: tuple[str, ...] = MADE, **options: Any) -> Compared:
    """This runs the SQL of signals on a log and compares instance by instance."""
    result = Compared()
    with mined(log, *signals, **options, **settings_of(rules)) as connection:
        read = book.read(connection)
        dates = dict(connection.execute("select row_no, local_date from events").fetchall())
        for name in signals:
            determined = set(book.NEEDS[name]) <= read.known
            expected = SIGNALS[name](read, rules) if determined else []
            result.found[name] = expected
            by_sql = rows(connection, f"select * from {name}")
            result.disagreements += [f"{name}: {what}" for what in _differences(expected, by_sql)]
            result.disagreements += [f"{name}: {what}" for row in by_sql for what in _out_of_shape(row, read, dates)]
    return result


SETTINGS = {
    "handoff_days": "dropped_handoff_working_days",
    "handoff_pair_responses": "dropped_handoff_pair_responses",
    "handoff_follow_up": "dropped_handoff_follow_up_working_days",
    "silence_dates": "silence_contact_dates",
    "silence_days": "silence_working_days",
    "callback_days": "callback_working_days",
    "callback_never_days": "callback_never_working_days",
    "stalled_days": "stalled_working_days",
    "repeat_days": "repeat_working_days",
    "general_topics": "repeat_general_topic_words",
    "parallel_days": "parallel_working_days",
    "hands_officials": "many_hands_officials",
    "hands_officials_per_case": "many_hands_officials_per_case",
    "hands_hops": "many_hands_hops",
    "hands_hops_per_case": "many_hands_hops_per_case",
    "hands_hops_officials": "many_hands_hops_officials",
    "no_days_before": "explained_before_working_days",
    "no_days_after": "explained_after_working_days",
    "explained_quiet_days": "explained_quiet_working_days",
    "term_weeks": "over_term_weeks",
    "term_weeks_that_move": "over_term_moved_weeks",
    "departed_appearances": "departed_appearances",
    "departed_days": "departed_working_days",
    "departed_times_gap": "departed_times_longest_gap",
    "owner_events": "one_owner_events",
    "warm_act_days": "warm_handover_act_working_days",
    "warm_outreach_days": "warm_handover_outreach_working_days",
    "visit_officials": "visit_turns_officials",
    "visit_days": "visit_turns_working_days",
    "early_days": "early_conversation_working_days",
    "connector_waiting_days": "connector_waiting_working_days",
    "connector_moved_days": "connector_moved_working_days",
    "connector_topic_journeys": "connector_topic_journeys",
    "connector_journeys": "connector_journeys",
    "connector_moved_journeys": "connector_moved_journeys",
    "connector_departments": "connector_departments",
    "connector_officials": "connector_officials",
    "invisible_days": "invisible_work_working_days",
    "wrong_door_departments": "wrong_door_departments",
    "wrong_door_centre_departments": "wrong_door_contact_centre_departments",
    "chain_dates": "callback_chain_dates",
    "pressure_days": "pressure_outreach_working_days",
    "pressure_ask_dates": "pressure_ask_dates",
    "pressure_asking_days": "pressure_asking_working_days",
    "pressure_weeks": "pressure_decision_weeks",
    "reversed_months": "reversed_yes_months",
}
"""The numbers of the book by their names in the settings."""


def settings_of(rules: Rules) -> dict[str, Any]:
    """This gives the numbers that differ from the defaults, by their names in the settings."""
    changed = {name: value for name, value in asdict(rules).items() if value != getattr(Rules(), name)}
    terms = changed.pop("terms", {})
    return {SETTINGS[name]: value for name, value in changed.items()} | {"terms": terms}


def _differences(expected: list[Instance], by_sql: list[dict[str, Any]]) -> list[str]:
    told = []
    ours: dict[tuple[Any, ...], list[Instance]] = {}
    theirs: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for instance in expected:
        ours.setdefault((instance.status, instance.anchor, instance.case), []).append(instance)
    for row in by_sql:
        anchor = tuple(sorted(no for no in (row["anchor_no"], row["other_anchor_no"]) if no is not None))
        theirs.setdefault((row["status"], anchor, row["case_no"]), []).append(row)
    for key in sorted(ours.keys() | theirs.keys(), key=str):
        one, other = ours.get(key, []), theirs.get(key, [])
        if len(one) != len(other):
            told.append(f"{key}: {len(one)} times by the book, {len(other)} times by SQL")
        elif len(one) == 1:
            told += [f"{key}: {what}" for what in _other_values(one[0], other[0])]
        else:
            told.append(f"{key}: {len(one)} times")
    return told


def _other_values(instance: Instance, row: dict[str, Any]) -> list[str]:
    pairs = {
        "journey": (instance.journey, row["journey_no"]),
        "rows": (instance.rows, tuple(row["row_nos"])),
        "working days": (instance.working_days, row["working_days"]),
        "from": (instance.sender, row["from_department_no"]),
        "to": (instance.receiver, row["to_department_no"]),
    }
    return [f"{what} {ours} by the book, {sql} by SQL" for what, (ours, sql) in pairs.items() if ours is not ... and ours != sql]


def _out_of_shape(row: dict[str, Any], read: book.Book, dates: dict[int, Any]) -> list[str]:
    """This tells what no instance of any signal may have."""
    proof = row["row_nos"]
    told = []
    if not proof or proof != sorted(set(proof)) or not set(proof) <= dates.keys():
        told.append(f"{row['anchor_no']}: rows {proof}")
    if row["started"] > row["ended"]:
        told.append(f"{row['anchor_no']}: {row['started']} after {row['ended']}")
    if (row["working_days"] is None and row["journey_no"] is not None) or (row["working_days"] or 0) < 0:
        told.append(f"{row['anchor_no']}: {row['working_days']} working days")
    if row["journey_no"] is not None and not set(proof) <= {each["row_no"] for each in read.log.journeys[row["journey_no"]]}:
        told.append(f"{row['anchor_no']}: rows {proof} of another journey")
    return told


def thrown(seed: int) -> tuple[list[Row], Rules, dict[str, Any]]:
    """This throws the log of a seed, with the numbers and the options that it is mined with."""
    dice = random.Random(seed)
    if seed % 6 == 5 and "connector" in MADE:
        lowered = Rules(
            connector_officials=3, connector_journeys=3, connector_topic_journeys=4, connector_moved_journeys=dice.choice([3, 5]), connector_departments=2
        )  # fmt: skip
        return throw_large(dice), lowered, {}
    options = {
        "stored": dice.random() < 0.5,
        "days_cut_off": dice.choice([0, 0, 0, 0, -1, -3, -dice.randrange(90), dice.randrange(90)]),  # the log ends later, or earlier, than its last event
    }
    rules = Rules(handoff_days=2, handoff_pair_responses=2, handoff_follow_up=6) if seed % 6 == 4 else Rules()
    if seed % 6 == 2:
        rules = Rules(pressure_weeks=3, reversed_months=1)
    if seed % 6 == 3:
        rules = _other_numbers(dice)
        options |= {"reading": dice.choice(["municipal", "plain"]), "by": dice.choice(["resident", "case"])}
    return throw(dice), rules, options


def _other_numbers(dice: random.Random) -> Rules:
    """This changes some numbers a little: then a number that the query holds by itself shows."""
    changes = {
        name: max(1, getattr(Rules, name) + dice.choice([-2, -1, 1, 2]))
        for name in SETTINGS
        if isinstance(getattr(Rules, name), int) and dice.random() < 0.3
    }
    general_topics = dice.choice([Rules.general_topics, ("parkeren",)])
    return Rules(**changes, general_topics=general_topics, terms={"Parkeren": dice.choice([2, 8, 12, 13])})


def main() -> int:
    """This compares as many logs as asked for and reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--logs", type=int, default=300)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--signals", nargs="*", default=MADE)
    parser.add_argument("--show", type=int, default=5)
    given = parser.parse_args()
    instances: Counter[str] = Counter()
    logs: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    for seed in range(given.first, given.first + given.logs):
        log, rules, options = thrown(seed)
        result = compare(log, rules, tuple(given.signals), **options)
        for name, found in result.found.items():
            instances[name] += len(found)
            logs[name] += bool(found)
        for what in result.disagreements:
            name = what.split(":")[0]
            wrong[name] += 1
            if shown[name] < given.show:
                shown[name] += 1
                sys.stdout.write(f"log {seed} {what}\n")
    for name in given.signals:
        sys.stdout.write(f"{name}: {instances[name]} in {logs[name]} of {given.logs} logs, {wrong[name]} disagreements\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
