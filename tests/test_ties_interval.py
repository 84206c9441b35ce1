"""The lowest and highest count over all orders of events that share a moment: drawn cases, and every order tried."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, permutations, product

from counted_by_hand import changes, lowest_and_highest
from drawn import draw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from journeys.settings import Settings
from mining.catalogue import read_definitions
from mining.mine import mine

TIES = read_definitions().needed_for("ties", "official_handoffs", "hops")
MOMENTS = ("2026-03-02 09:00", "2026-03-02 10:00", "2026-03-02 11:00", "2026-03-02 12:00")


def intervals(cases: list[str], *, resident: str = "") -> list[tuple[int, int, int]]:
    """This mines cases drawn as words and gives (lowest, count, highest) of each.

    A letter is an official, a blank a later moment: `AB C` is A and B at nine o'clock and C at ten.
    """
    rows = [
        {
            "case": f"Z{number}",
            "resident": resident,
            "activity": f"step {at}",
            "time": MOMENTS[hour],
            "kind": "work",
            "official": letter,
        }
        for number, word in enumerate(cases)
        for hour, block in enumerate(word.split(" "))
        for at, letter in enumerate(block)
    ]
    log = draw(rows)
    mine(log, settings=Settings(), catalogue=TIES, keep_steps=True)
    scope, table, count, number = (
        ("journey", "hops", "hops", 4) if resident else ("case", "official_handoffs", "handoffs", 2)
    )
    found = log.execute(
        f"""
        select coalesce({count}, 0) - coalesce(fewer, 0), coalesce({count}, 0), coalesce({count}, 0) + coalesce(more, 0)
        from {"journey_ids" if resident else "cases"} as every
        left join {table} on {table}.{scope}_no = every.{scope}_no
        left join ties on ties.owner_no = every.{scope}_no and ties.counting = {number}
        order by every.{scope}_no
        """
    )
    return found.fetchall()


def test_without_ties_the_lowest_and_highest_are_the_count() -> None:
    assert intervals(["A B C", "A A A", "A B A"]) == [(2, 2, 2), (0, 0, 0), (2, 2, 2)]


def test_events_of_one_official_at_one_moment_change_nothing() -> None:
    assert intervals(["AAA", "A BB A"]) == [(0, 0, 0), (2, 2, 2)]


def test_two_officials_at_one_moment_are_one_handoff_or_more() -> None:
    assert intervals(["AB", "AAB", "ABA", "ABAB"]) == [(1, 1, 1), (1, 1, 2), (1, 2, 2), (1, 3, 3)]


def test_the_values_before_and_after_the_moment_count() -> None:
    # A, then {A, B}, then B: in the best order one handoff, in the worst A B A B
    assert intervals(["A AB B"]) == [(1, 1, 3)]
    # A, then {A, B}, then A: A cannot stand both first and last
    assert intervals(["A AB A"]) == [(2, 2, 2)]
    assert intervals(["A AAB A"]) == [(2, 2, 2)]
    # C, then {A, B}, then D: whatever the order, three
    assert intervals(["C AB D"]) == [(3, 3, 3)]
    # nothing before, {A, B}, then B
    assert intervals(["BA B"]) == [(1, 2, 2)]


def test_a_frequent_official_must_neighbour_herself() -> None:
    # A A A A B at one moment: B can part the A's once
    assert intervals(["AAAAB"]) == [(1, 1, 2)]
    assert intervals(["B AAAAB B"]) == [(2, 2, 4)]


def test_moments_that_follow_each_other_are_weighed_together() -> None:
    # {A, B} then {A, B}: A B | B A is two; A B | A B is three
    assert intervals(["AB AB"]) == [(2, 3, 3)]
    # {A, B}, {A, B}, {A, B}: each needs one, and the borders cost nothing (A B | B A | A B)
    assert intervals(["AB AB AB"]) == [(3, 5, 5)]
    # {A, B} then {B, C} then {C, A}: 1 + 1 + 1, free borders B | B and C | C
    assert intervals(["BA CB AC"]) == [(3, 5, 5)]
    # {A, B} then {A, C} then {A, B}: A can be shared at only one border
    assert intervals(["AB AC AB"]) == [(4, 5, 5)]


def test_blocks_of_different_cases_do_not_touch() -> None:
    assert intervals(["AB", "AB", "BA"]) == [(1, 1, 1), (1, 1, 1), (1, 1, 1)]


def test_hops_are_weighed_over_the_cases_of_a_journey() -> None:
    # one resident, two cases: {A of the one, B of the other} at nine o'clock, then A at ten
    assert intervals(["A A", "B"], resident="r1") == [(1, 2, 2)]


def test_unknown_officials_and_notices_are_no_part_of_a_tie() -> None:
    log = draw("""
        case | activity | time             | kind   | official
        Z1   | a        | 2026-03-02 09:00 | work   | Anna
        Z1   | b        | 2026-03-02 09:00 | work   | Team Zorg
        Z1   | c        | 2026-03-02 09:00 | notice | Bob
        Z1   | d        | 2026-03-02 10:00 | work   | Anna
    """)
    mine(log, settings=Settings(), catalogue=TIES, keep_steps=True)
    assert log.execute("select count(*) from tied_events").fetchall() == [(0,)]
    assert log.execute("select count(*) from ties").fetchall() == [(0,)]


words = some.lists(some.text("ABCD", min_size=1, max_size=6), min_size=1, max_size=4).map(" ".join)


@given(some.lists(words, min_size=1, max_size=25))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_interval_is_what_trying_every_order_of_every_moment_gives(cases: list[str]) -> None:
    expected = []
    for word in cases:
        known = [(MOMENTS[hour], letter, {}) for hour, block in enumerate(word.split(" ")) for letter in block]
        lowest, highest = lowest_and_highest(known)  # type: ignore[arg-type]
        expected.append((lowest, changes([letter for _, letter, _ in known]), highest))
    assert intervals(cases) == expected


@given(
    some.lists(
        some.lists(some.text("ABC", min_size=1, max_size=4), min_size=1, max_size=3).map(" ".join),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_interval_is_what_trying_every_order_of_the_whole_case_gives(cases: list[str]) -> None:
    assert [(lowest, highest) for lowest, _, highest in intervals(cases)] == [
        (min(tried), max(tried)) for tried in ([changes(order) for order in orders(word)] for word in cases)
    ]


def orders(word: str) -> Iterator[list[str]]:
    """This gives every order of a drawn case: each moment in every order, in every combination."""
    for parts in product(*(list(permutations(block)) for block in word.split(" "))):
        yield [letter for part in parts for letter in part]


def test_the_loops_that_try_orders_agree_with_each_other() -> None:
    for word in ("AAB ABC", "AB AC AB", "ABCD A BB"):
        known = [(hour, letter, {}) for hour, block in enumerate(word.split(" ")) for letter in block]
        tried = [changes(order) for order in orders(word)]
        assert lowest_and_highest(known) == (min(tried), max(tried))  # type: ignore[arg-type]
        assert len(list(groupby(known, key=lambda each: each[0]))) == len(word.split(" "))
