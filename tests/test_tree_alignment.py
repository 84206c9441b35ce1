"""Alignments worked out part by part say what the search over markings says, and what can happen next is what the net tells."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared_logs import mined, needs_logs

from mining.accepting_net import Net, NetBuilder, net_of_tree
from mining.alignment import align
from mining.conformance import conform
from mining.model_log import ModelLog
from mining.model_tree import Operator, Tree
from mining.net_blocks import tree_of_net
from mining.tree_alignment import TreeAligner
from mining.tree_states import TreeStates

NAMES = "abcdef"


def task(name: str) -> Tree:
    return Tree("task", name)


def tree(operator: Operator, *children: Tree) -> Tree:
    return Tree(operator, "", children)


@st.composite
def trees(draw: Any, names: str = NAMES) -> Tree:
    """This draws a tree in which every name stands once."""
    if len(names) == 1:
        one, skip = task(names), Tree("skip")
        return draw(st.sampled_from([one, tree("choice", one, skip), tree("loop", one, skip), tree("loop", skip, one)]))
    cut = draw(st.integers(1, len(names) - 1))
    operator = draw(st.sampled_from(["sequence", "choice", "parallel", "loop"]))
    return tree(operator, draw(trees(names[:cut])), draw(trees(names[cut:])))


words = st.text(NAMES, max_size=8)


@settings(max_examples=150, deadline=None)
@given(trees(), words)
def test_the_cost_is_that_of_the_search_and_the_way_runs_through_the_net(model: Tree, word: str) -> None:
    net = net_of_tree(model)
    searched, found = align(net, tuple(word), most=1_000_000), TreeAligner(model).align(tuple(word))
    assert searched is not None
    assert found is not None
    assert found.cost == searched.cost == len(found.missing) + len(found.extra)
    marking, path = net.start, []
    for number in found.fired:
        marking = dict(net.steps(marking))[number]
        if (label := net.transitions[number].label) is not None:
            path.append(label)
    assert (marking, tuple(path)) == (net.end, found.path)
    assert sorted([*found.path, *found.extra]) == sorted([*word, *found.missing])


@settings(max_examples=150, deadline=None)
@given(trees(), words)
def test_a_net_of_blocks_becomes_a_tree_again_with_the_same_costs(model: Tree, word: str) -> None:
    net = net_of_tree(model)
    again = tree_of_net(net)
    assert again is not None
    assert sorted(again.tasks()) == sorted(model.tasks())
    searched, found = align(net, tuple(word), most=1_000_000), TreeAligner(again).align(tuple(word))
    assert searched is not None
    assert found is not None
    assert found.cost == searched.cost


def test_a_net_that_is_not_of_blocks_stays_a_net() -> None:
    crossed = NetBuilder()  # a and b side by side, d after a and b, c after a alone
    crossed.add([1], [3, 4])
    crossed.add([3], [5, 6], "a")
    crossed.add([4], [7], "b")
    crossed.add([5], [8], "c")
    crossed.add([6, 7], [9], "d")
    crossed.add([8, 9], [2])
    assert tree_of_net(Net(crossed.transitions, (1,), (2,))) is None


@settings(max_examples=120, deadline=None)
@given(trees(), st.lists(st.integers(0, 5), max_size=8))
def test_what_can_happen_next_is_what_the_net_tells(model: Tree, choices: list[int]) -> None:
    net, states = net_of_tree(model), TreeStates(model)
    markings, state = net.silently([net.start]), states.start
    for choice in choices:
        possible = sorted(net.possible(markings))
        assert sorted(states.possible(state)) == possible
        assert not [name for name in NAMES if name not in possible and states.after(state, name) is not None]
        if not possible:
            return
        name = possible[choice % len(possible)]
        markings, state = net.after(markings, name), states.after(state, name)


def test_missing_and_too_many_by_hand() -> None:
    model = tree("sequence", task("a"), tree("parallel", task("b"), task("c")), tree("loop", task("d"), task("e")))
    found = TreeAligner(model).align(tuple("acdded"))
    assert found is not None  # b is missing; one d too many, for between two d an e belongs
    assert (found.cost, found.missing) == (2, ("b",))
    assert found.extra == ("d",)
    assert TreeAligner(model).align(tuple("abcded")).cost == 0  # type: ignore[union-attr]


def test_sixteen_branches_side_by_side_and_sixty_turns_are_compared() -> None:
    names = [f"stap {at:02d}" for at in range(16)]
    model = tree("loop", tree("parallel", *(tree("choice", task(name), Tree("skip")) for name in names)), Tree("skip"))
    drawn = ModelLog({tuple(names[::-1] * 60): 3, ("stap 03",): 1}, "case", "activity", 0, False, 0, 0, None, None)
    found = conform(net_of_tree(model), drawn, tree=model)
    assert (found.cases, found.aligned, found.fitting, found.fitness) == (4, 4, 4, 1.0)
    assert found.precision is not None  # over markings: 2 to the 16th behind one step, which is more than are looked at


def test_a_bound_of_work_gives_no_answer_instead_of_a_long_wait() -> None:
    model = tree("loop", tree("sequence", task("a"), task("b")), Tree("skip"))
    assert TreeAligner(model).align(tuple("ab" * 50), most=1_000) is None


def test_a_name_that_stands_twice_is_refused_here_and_searched_there() -> None:
    model = tree("sequence", task("a"), task("a"))
    with pytest.raises(ValueError, match="twice"):
        TreeAligner(model)
    drawn = ModelLog({("a", "a"): 2, ("a",): 1}, "case", "activity", 0, False, 0, 0, None, None)
    found = conform(net_of_tree(model), drawn, tree=model)
    assert (found.aligned, found.fitting) == (3, 2)


@needs_logs
@pytest.mark.shared
def test_every_case_of_a_long_and_wide_log_is_compared() -> None:
    """BPIC 2015, first municipality: 1,199 cases of 40 steps; the search over markings could compare 132 of them."""
    from mining.model import discover_tree
    from mining.model_log import most_frequent, read_model_log

    kept, _ = most_frequent(read_model_log(mined("bpic15/BPIC15_1.xes.gz")), cover=80, most=120)
    model = discover_tree(kept, noise=0.2)
    found = conform(net_of_tree(model), kept, tree=model)
    assert (found.cases, found.aligned) == (1199, 1199)
    assert found.precision is not None
