"""A log beside a model: how well it fits, how much more the model allows than happened, and at which steps cases deviate."""

from __future__ import annotations

import math
from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

from journeys.errors import InputError
from journeys.texts import say
from mining.accepting_net import Marking, Net, TooManyError
from mining.alignment import MOST_STATES, Alignment, align
from mining.model_log import ModelLog, Trace
from mining.model_tree import Tree
from mining.tree_alignment import MOST_STEPS, TreeAligner, has_each_name_once
from mining.tree_states import TreeStates

MOST_WORK = 1_500_000
"""So many states at most are looked at for all sequences together; the most frequent sequences come first."""
MOST_TREE_WORK = 40_000_000_000
"""The same in steps of work, where the model is a tree in which each name stands once."""


@dataclass(frozen=True)
class Deviation:
    """This is one step and where cases deviate at it. `happened`: all its events. `missing`: times that the model wanted it and it was not
    there, `missing_cases`: in so many cases. `extra`: times that it happened where the model does not allow it. Of `aligned` cases alone.
    """

    name: str
    happened: int
    missing: int
    missing_cases: int
    extra: int
    extra_cases: int
    in_model: bool


@dataclass(frozen=True)
class Conformance:
    """This is what holding a log against a model gave.

    Attributes
    ----------
    cases, fitting: all cases, and those that run through the model from start to end, step by step; a step that the model does not know
        makes a case not fit. fitting_known: those that do when such steps are left out.
    aligned: cases whose cheapest way through was found; the others (too many states) are in no number below.
    fitness: 1 - cost / (steps of the case + steps of the shortest way through the model), the mean over the aligned cases; None without.
        fitness_known: the same without steps that the model does not know.
    precision: of what the model allows next, the share that was seen next (align-ETC with one alignment: Adriansyah and others, 2015); None
        where the model branches too widely to tell.
    generalisation: 1 - the mean over all transitions of 1 / square root of how often it was taken (Buijs and others, 2014).
    simplicity: 1 / (1 + (the mean number of arcs of a place or transition - 2)), 1 at most (Blum, 2015).
    deviations: every name of log and model, those with the most deviations first.
    outside: events of names that the model does not know.
    """

    cases: int
    fitting: int
    fitting_known: int
    aligned: int
    fitness: float | None
    fitness_known: float | None
    precision: float | None
    generalisation: float | None
    simplicity: float
    deviations: tuple[Deviation, ...]
    outside: int


def conform(net: Net, log: ModelLog, *, tree: Tree | None = None) -> Conformance:
    """This holds every sequence of a log against a net.

    `tree`: what the net was made of (`net_of_tree`), where it was; if each name stands in it once, even long sequences can be compared.
    Names that the net does not know are taken out first and each counts as one step too many: that is what the cheapest way does with them.
    Raises `InputError` for a net that never comes to an end.
    """
    by_parts = TreeAligner(tree) if tree is not None and has_each_name_once(tree) else None
    shortest = by_parts.align(()) if by_parts else align(net, (), most=MOST_WORK)
    if shortest is None:
        raise InputError(
            say("No way leads through this model from start to end."),
            next_step=say("Look whether every gateway that splits comes together again, and whether an end event can be reached."),
        )
    known = net.labels
    inside: Counter[Trace] = Counter()
    for trace, cases in log.traces.items():
        inside[tuple(name for name in trace if name in known)] += cases
    found: dict[Trace, Alignment] = {}
    work = 0
    for trace, _ in sorted(inside.items(), key=lambda pair: (-pair[1], pair[0])):
        if work >= (MOST_TREE_WORK if by_parts else MOST_WORK):
            break
        one = by_parts.align(trace) if by_parts else align(net, trace)
        work += one.states if one else MOST_STEPS if by_parts else MOST_STATES
        if one is None and _fits(net, trace):
            one = Alignment(0, trace, (), (), (), 0)
        if one:
            found[trace] = one
    fits = {trace: _fits(net, trace) if trace not in found else found[trace].cost == 0 for trace in inside}
    fitting = fitting_known = aligned = 0
    fitness = fitness_known = 0.0
    missing, missing_cases, extra, extra_cases = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for trace, cases in log.traces.items():
        rest = tuple(name for name in trace if name in known)
        fitting += cases * (fits[rest] and len(rest) == len(trace))
        fitting_known += cases * fits[rest]
        if rest not in found:
            continue
        one = found[rest]
        aligned += cases
        outside = [name for name in trace if name not in known]
        fitness += cases * _share(one.cost + len(outside), len(trace) + shortest.cost)
        fitness_known += cases * _share(one.cost, len(rest) + shortest.cost)
        for total, in_cases, names in ((missing, missing_cases, one.missing), (extra, extra_cases, (*one.extra, *outside))):
            for name, times in Counter(names).items():
                total[name] += cases * times
                in_cases[name] += cases
    counts = log.counts
    deviations = [
        Deviation(name, counts[name], missing[name], missing_cases[name], extra[name], extra_cases[name], name in known)
        for name in {*counts, *known}
    ]
    deviations.sort(key=lambda one: (-one.missing - one.extra, -one.happened, one.name))
    return Conformance(
        cases=log.cases,
        fitting=fitting,
        fitting_known=fitting_known,
        aligned=aligned,
        fitness=fitness / aligned if aligned else None,
        fitness_known=fitness_known / aligned if aligned else None,
        precision=_precision(TreeStates(tree) if tree is not None and by_parts else _NetStates(net), inside, found),
        generalisation=_generalisation(net, inside, found),
        simplicity=_simplicity(net),
        deviations=tuple(deviations),
        outside=sum(times for name, times in counts.items() if name not in known),
    )


def _share(cost: int, worst: int) -> float:
    return 1 - cost / worst if worst else 1.0


def _fits(net: Net, trace: Trace) -> bool:
    """This tells whether a sequence runs through a net; one that branches too widely to tell counts as not."""
    try:
        markings = net.silently([net.start])
        for name in trace:
            markings = net.after(markings, name)
        return net.end in markings
    except TooManyError:
        return False


class _NetStates:
    """This follows sequences through a net, as `TreeStates` does through a tree. Raises `TooManyError`."""

    def __init__(self, net: Net) -> None:
        self._net = net

    @property
    def start(self) -> frozenset[Marking]:
        return self._net.silently([self._net.start])

    def after(self, state: frozenset[Marking], name: str) -> frozenset[Marking]:
        return self._net.after(state, name)

    def possible(self, state: frozenset[Marking]) -> frozenset[str]:
        return self._net.possible(state)


def _precision(states: _NetStates | TreeStates, inside: Counter[Trace], found: dict[Trace, Alignment]) -> float | None:
    """This follows the model's own steps of every aligned sequence and compares what could come next with what came next."""
    nexts: list[dict[str, int]] = [{}]  # what was done so far, as a number: the step that was next, and what was done then
    times = [0]
    for trace, one in found.items():
        here = 0
        for name in one.path:
            times[here] += inside[trace]
            if name not in nexts[here]:
                nexts[here][name] = len(nexts)
                nexts.append({})
                times.append(0)
            here = nexts[here][name]
    allowed = seen = 0
    waiting: deque[tuple[int, Any]] = deque([(0, states.start)])
    try:
        while waiting:
            here, state = waiting.popleft()
            if not nexts[here]:
                continue
            allowed += times[here] * len(states.possible(state))
            seen += times[here] * len(nexts[here])
            waiting.extend((then, states.after(state, name)) for name, then in nexts[here].items() if nexts[then])
    except TooManyError:
        return None
    return seen / allowed if allowed else None


def _generalisation(net: Net, inside: Counter[Trace], found: dict[Trace, Alignment]) -> float | None:
    taken: Counter[int] = Counter()
    for trace, one in found.items():
        for number in one.fired:
            taken[number] += inside[trace]
    if not taken:
        return None
    return 1 - sum(1 / math.sqrt(taken[number]) if taken[number] else 1.0 for number in range(len(net.transitions))) / len(net.transitions)


def _simplicity(net: Net) -> float:
    arcs = sum(len(one.takes) + len(one.gives) for one in net.transitions)
    places = {place for one in net.transitions for place in (*one.takes, *one.gives)}
    return 1 / (1 + max(0.0, 2 * arcs / (len(places) + len(net.transitions)) - 2))
