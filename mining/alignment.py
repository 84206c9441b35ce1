"""One sequence beside a model: the cheapest way through, where a step that is missing costs one and a step too many costs one.

Optimal alignments (Adriansyah, Van Dongen and Van der Aalst, 2011), found by Dijkstra's search. What is searched is bounded in
states and never in seconds, and ties are settled by the order of the net: equal logs give equal answers on any machine. pm4py picks among
equal ways by where its objects lie in memory, and stops by the clock (docs/decisions/process-models.md).
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from mining.accepting_net import Marking, Net
from mining.model_log import Trace

_State = tuple[int, Marking]
MOST_STATES = 30_000
"""So many states at most are looked at for one sequence."""


@dataclass(frozen=True)
class Alignment:
    """This is the cheapest way of one sequence through a net.

    Attributes
    ----------
    cost: missing and extra steps together; 0: it fits.
    path: the named steps of the model that were taken. fired: numbers of all transitions that were taken.
    missing: steps that the model wants and that did not happen. extra: steps that happened and that the model does not allow there.
    states: how many states were looked at.
    """

    cost: int
    path: Trace
    fired: tuple[int, ...]
    missing: Trace
    extra: Trace
    states: int


def align(net: Net, trace: Trace, *, most: int = MOST_STATES) -> Alignment | None:
    """This aligns a sequence; None where no way was found within `most` states, or where the net has no way to its end."""
    goal = (len(trace), net.end)
    start = (0, net.start)
    best: dict[_State, int] = {start: 0}
    came: dict[_State, tuple[_State, int]] = {}  # from where, and by which transition (-1: a step too many)
    queue: list[tuple[int, int, int, _State]] = [(0, len(trace), 0, start)]
    done: set[_State] = set()
    serial = 0
    while queue:
        cost, _, _, state = heapq.heappop(queue)
        if state in done:
            continue
        if state == goal:
            return _told(net, trace, came, goal, cost, len(done))
        if len(done) >= most:
            return None
        done.add(state)
        at, marking = state
        ways: list[tuple[int, int, _State]] = []
        for number, after in net.steps(marking):
            label = net.transitions[number].label
            if label is None:
                ways.append((0, number, (at, after)))
            else:
                if at < len(trace) and trace[at] == label:
                    ways.append((0, number, (at + 1, after)))
                ways.append((1, number, (at, after)))
        if at < len(trace):
            ways.append((1, -1, (at + 1, marking)))
        for price, number, reached in ways:
            if reached not in done and cost + price < best.get(reached, 1 << 60):
                best[reached] = cost + price
                came[reached] = (state, number)
                serial += 1
                heapq.heappush(queue, (cost + price, len(trace) - reached[0], serial, reached))
    return None


def _told(
    net: Net, trace: Trace, came: dict[_State, tuple[_State, int]], goal: _State, cost: int, states: int
) -> Alignment:
    path: list[str] = []
    fired: list[int] = []
    missing: list[str] = []
    extra: list[str] = []
    state = goal
    while state in came:
        before, number = came[state]
        if number < 0:
            extra.append(trace[before[0]])
        else:
            fired.append(number)
            label = net.transitions[number].label
            if label is not None:
                path.append(label)
                if before[0] == state[0]:
                    missing.append(label)
        state = before
    return Alignment(cost, tuple(path[::-1]), tuple(fired[::-1]), tuple(missing[::-1]), tuple(extra[::-1]), states)
