"""Harm and care points of random logs, in random order of the file, are those of a second reading of their words."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import harm_and_care_by_the_book as book
import signals_by_the_book
from logs_thrown import throw
from mined_tables import mined, rows

TABLES: dict[str, tuple[tuple[str, ...], Callable[[signals_by_the_book.Book], book.Rows]]] = {
    "harm_parts": (("from_department_no", "to_department_no", "topic_no", "journey_no"), book.harm_parts),
    "care_callbacks": (("row_no",), book.care_callbacks),
    "callback_stock": (("monday",), book.callback_stock),
    "care_contacts": (("row_no",), book.care_contacts),
    "care_pickups": (("row_no",), book.care_pickups),
    "care_public_space": (("topic_no",), lambda log: book.care_public_space(log, {"paspoort", "huishoudelijke hulp", "parkeren"})),
}
SEEDS = (1, 3, 4, 7, 8)
WORDS = ("paspoort", "hulp", "parkeren")
"""Of topics of the logs that are thrown: here they stand for public space."""
NEEDS = {"kind", "department", "to_department", "topic", "resident"}


def test_each_row_is_that_of_the_second_reading_and_every_table_has_rows() -> None:
    compared: Counter[str] = Counter()
    for seed in SEEDS:
        dice = random.Random(seed)
        log = throw(dice, households=14)
        dice.shuffle(log)
        with mined(log, *TABLES, public_space_words=WORDS) as made:
            read = signals_by_the_book.read(made)
            assert read.known >= NEEDS, "a log without these columns says nothing here: take another seed"
            for table, (key, expected) in TABLES.items():
                meant = {name if isinstance(name, tuple) else (name,): columns for name, columns in expected(read).items()}
                found = {tuple(row[name] for name in key): row for row in rows(made, f"select * from {table}")}
                kept = {name: {column: row[column] for column in meant.get(name, {})} for name, row in found.items()}
                assert (seed, table, kept) == (seed, table, meant)
                compared[table] += len(meant)
    assert min(compared[table] for table in TABLES) >= 5
