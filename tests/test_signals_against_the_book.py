"""Every signal of random logs is that of a second reading, written from the words of signals.md and measures.md."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from logs_thrown import throw, throw_large
from signals_by_the_book import NEEDS, Rules
from signals_in_bulk import MADE, Compared, compare, thrown

SEEDS = 36
SHARES = dict.fromkeys(NEEDS, 0.1) | {"connector": 0.02}
"""In at least this share of the random logs a signal occurs."""


@pytest.fixture(scope="module")
def compared() -> dict[int, Compared]:
    """These are logs of fixed seeds, compared once (thousands of them: tests/signals_in_bulk.py)."""
    found = {}
    for seed in range(SEEDS):
        log, rules, options = thrown(seed)
        found[seed] = compare(log, rules, **options)
    return found


def test_logs_of_fixed_seeds_give_the_signals_of_the_book(compared: dict[int, Compared]) -> None:
    assert [(seed, each.disagreements) for seed, each in compared.items() if each.disagreements] == []


def test_every_signal_occurs_in_a_fair_share_of_the_random_logs(compared: dict[int, Compared]) -> None:
    shares = {name: sum(bool(each.found[name]) for each in compared.values()) / len(compared) for name in MADE}
    assert {name: share for name, share in shares.items() if share < SHARES[name]} == {}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.integers(1, 3), st.booleans())
def test_small_random_logs_give_the_signals_of_the_book(dice: random.Random, households: int, stored: bool) -> None:
    assert compare(throw(dice, households=households), Rules(), stored=stored).disagreements == []


def test_a_log_of_two_dozen_officials_has_the_connectors_of_the_book() -> None:
    log = throw_large(random.Random(4), officials=24, journeys=500)
    found = compare(log, Rules(), ("connector",))
    assert found.disagreements == []
    assert len(found.found["connector"]) == 2
