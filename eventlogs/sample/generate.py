"""The sample event log of an invented city like Almere: `python eventlogs/sample/generate.py --out eventlogs/sample`.

Every person, number, date and question is invented. The same seed writes the same bytes. What is planted in the data,
and where, stands in README.md (English) and LEESMIJ.md (Dutch).
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from event import CLOSE, DECISION, HEADERS, LETTER, TRANSFER, Event
from five_stories import StoryCase, story_cases
from invented_city import PUBLIC_SPACE
from officials_at_work import Case
from ordinary_cases import ordinary_cases
from working_hours import LOG_END
from write_files import Row, write_csv, write_workbook, write_xes

SEED = 34  # the number of Almere among municipalities
ORDINARY_CASES = 4990  # and ten cases of the stories
DUPLICATES = 12
UNKNOWN_DEPARTMENT = 0.028
UNKNOWN_OFFICIAL = 0.012


def rows(seed: int = SEED) -> list[Row]:
    """This tells the whole log: by case number, and within a case in the order in which it happened."""
    dice = random.Random(seed)
    stories = story_cases()
    reserved = frozenset(case.case for case in stories)
    told = ordinary_cases(dice, count=ORDINARY_CASES, story_residents=frozenset(case.resident for case in stories))
    cases = [*stories]
    for number, case in zip(_numbers(told, reserved), told, strict=True):
        events = tuple(_blemished(dice, _until_the_end(case)))
        cases.append(StoryCase(number, case.resident, case.topic.name, events))
    written = [row for case in sorted(cases, key=lambda case: case.case) for row in _rows_of(case)]
    doubled = set(dice.sample([n for n, row in enumerate(written) if row[0] not in reserved], DUPLICATES))
    return [row for number, row in enumerate(written) for row in [row] * (2 if number in doubled else 1)]


def _until_the_end(case: Case) -> list[Event]:
    """This puts the events in order and leaves out what would happen after the log's end."""
    return [event for event in sorted(case.events, key=lambda event: event.moment) if event.moment <= LOG_END]


def _numbers(cases: list[Case], reserved: frozenset[str]) -> Iterator[str]:
    """This gives cases their numbers by year, in the order of their first day, and leaves those of the stories free."""
    last: Counter[int] = Counter()
    for case in cases:
        year = min(event.moment for event in case.events).year % 100
        last[year] += 1
        while f"Z{year}-{last[year]:05d}" in reserved:
            last[year] += 1
        yield f"Z{year}-{last[year]:05d}"


def _blemished(dice: random.Random, events: list[Event]) -> Iterator[Event]:
    """This makes the log as rough as real ones: departments and officials unknown, dates without a time of day."""
    for event in events:
        chance = dice.random()
        if event.kind != TRANSFER and chance < UNKNOWN_DEPARTMENT:
            event = replace(event, department=dice.choices(("", "onbekend", "-"), (7, 2, 1))[0])
        elif UNKNOWN_DEPARTMENT <= chance < UNKNOWN_DEPARTMENT + UNKNOWN_OFFICIAL and event.official.startswith("mw-"):
            event = replace(event, official=dice.choice(("", "onbekend", "Werkvoorraad", "Team 2")))
        only_date = 0.85 if event.channel == LETTER else 0.06 if event.kind in (CLOSE, DECISION) else 0.004
        if event.department == PUBLIC_SPACE and event.kind == CLOSE:
            only_date = 0.16  # an older system, which knows no time of day
        if dice.random() < only_date:
            event = replace(event, moment=datetime.combine(event.moment.date(), time()))
        yield event


def _rows_of(case: StoryCase) -> list[Row]:
    """This lays the events of a case out in the columns of the export."""
    return [
        (
            case.case, case.resident, event.activity, event.moment, event.official, event.department,
            event.to_department, event.to_official, event.channel, event.by, event.kind, case.topic, event.outcome,
        )
        for event in case.events
    ]  # fmt: skip


def main() -> None:
    """This is the command line."""
    parser = argparse.ArgumentParser(description="Writes the invented sample event log.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write to")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed: other ordinary cases")
    options = parser.parse_args()
    written = rows(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    write_csv(written, options.out / "almere_voorbeeld.csv")
    write_xes(written, options.out / "almere_voorbeeld.xes.gz")
    write_workbook(written, options.out / "almere_voorbeeld.xlsx")
    cases = len({row[0] for row in written})
    print(f"{len(written)} rows, {cases} cases, {len(HEADERS)} columns written to {options.out}")  # noqa: T201


if __name__ == "__main__":
    main()
