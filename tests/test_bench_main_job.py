"""The bench measures by name: each name is a table of the catalogue for people, and none belongs to later work."""

import sys
from pathlib import Path

from mining.catalogue import read_definitions

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

from main_job import MEASURES, SAME


def test_the_measures_of_the_bench_are_tables_and_need_nothing_of_laws_landmarks_or_signals() -> None:
    catalogue = read_definitions()
    assert {catalogue[name].role for name in MEASURES} == {"table"}
    needed = {each.name for each in catalogue.needed_for(*MEASURES)}
    assert {"transfers", "case_steps", "ties", "waits"} <= needed
    assert not needed & {"deadlines", "legal_terms", "landmark_questions", "callback_stock", "still_open", "stuck_journeys", "over_term"}


def test_what_is_held_against_pm4py_is_made_by_definitions_without_turns_rings_and_ledgers() -> None:
    catalogue = read_definitions()
    needed = {each.name for each in catalogue.needed_for(*SAME)}
    assert set(SAME) <= needed
    assert not needed & {"turns", "pingpong", "nobody_days", "handoff_ledger", "journey_measures"}
