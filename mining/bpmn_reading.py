"""A BPMN 2.0 file of somebody else, read safely into a net: its tasks by name, and what the file holds that no log can show.

Entities and document types are refused, and files over a size. Colours and data objects are not read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from journeys.errors import InputError
from journeys.names import normalised
from journeys.texts import say
from mining.accepting_net import Net, NetBuilder
from mining.bpmn_elements import NODES, ONE, PARTS, SOME, SPACE, TASKS, sort_of
from mining.bpmn_layout import Drawing, drawing_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_BYTES = 10_000_000
MOST_BRANCHES = 6
"""Up to so many branches of an inclusive gateway every choice of some of them is allowed; of more: one of them, or all."""

@dataclass(frozen=True)
class GivenModel:
    """This is a model that somebody gave.

    Attributes
    ----------
    name: of the process, or of the file. net: its steps carry the names of the log. matched: names of the log that a task or event has.
    unmatched: names of tasks that the log does not know; in the net they are silent, since nobody can say whether they were done.
    unnamed: tasks without a name, silent too. drawing: where its elements stand; None where that cannot be told.
    processes: how many processes (pools) with tasks; they run beside each other.
    """

    name: str
    net: Net
    matched: tuple[str, ...]
    unmatched: tuple[str, ...]
    unnamed: int
    processes: int
    drawing: Drawing | None = None


def read_bpmn(path: Path, names: Sequence[str]) -> GivenModel:
    """This reads a BPMN file and finds its tasks, and its events with a name, among the `names` of a log (A2).

    Gateways: exclusive and event-based: one way; parallel: all; inclusive and complex: some. Expanded
    sub-processes are walked into, collapsed ones are a task. A boundary event leads away before or after its task; one that does not
    interrupt leads away beside it. Message flows
    between pools are not followed. Raises `InputError` for what is no BPMN, has no task, or is not safe to read.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        content = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError as error:
        raise InputError(say("{file} cannot be read.", file=path), next_step=say("Look whether the name is right.")) from error
    if content is None:
        raise InputError(say("{file} is larger than {n} MB and was not read.", file=path, n=MOST_BYTES // 1_000_000))
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise InputError(
            say("{file} holds a document type or entities, which can be misused; it was not read.", file=path),
            next_step=say("Save it anew in the program that you draw in."),
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise InputError(say("{file} is no XML that can be read.", file=path), next_step=_export()) from error
    if root.tag != f"{SPACE}definitions":
        raise InputError(say("{file} is no BPMN 2.0 file.", file=path), next_step=_export())
    processes = [one for one in root.iter(f"{SPACE}process") if any(sort_of(node) in TASKS | PARTS for node in one.iter())]
    if not processes:
        raise InputError(say("{file} holds no task.", file=path), next_step=_export())
    walker = _Walker({normalised(name): name for name in names})
    start, end = walker.builder.place(), walker.builder.place()
    ways = [(walker.builder.place(), walker.builder.place()) for _ in processes]
    walker.builder.add([start], [one for one, _ in ways])
    for process, (one, other) in zip(processes, ways, strict=True):
        walker.walk(process, one, other)
    walker.builder.add([other for _, other in ways], [end])
    return GivenModel(
        name=next((name for one in processes if (name := (one.get("name") or "").strip())), path.stem),
        net=Net(walker.builder.transitions, (start,), (end,)),
        matched=tuple(sorted(walker.matched)),
        unmatched=tuple(sorted(walker.unmatched)),
        unnamed=walker.unnamed,
        processes=len(processes),
        drawing=drawing_of(root, processes, walker.found),
    )


class _Walker:
    """This turns the elements of processes into places and transitions; each sequence flow is a place."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names, self.builder = names, NetBuilder()
        self.matched: set[str] = set()
        self.unmatched: set[str] = set()
        self.unnamed = 0

    def walk(self, holder: Element, start: int, end: int) -> None:
        nodes = {node.get("id", ""): node for node in holder if sort_of(node) in NODES and node.get("triggeredByEvent") != "true"}
        into, out = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
        for flow in holder.findall(f"{SPACE}sequenceFlow"):
            one, other = flow.get("sourceRef", ""), flow.get("targetRef", "")
            if one in nodes and other in nodes:
                place = self.builder.place()
                out[one].append(place)
                into[other].append(place)
        attached = defaultdict[str, list[str]](list)
        for name, node in nodes.items():
            if sort_of(node) == "boundaryEvent":
                attached[node.get("attachedToRef", "")].append(name)
        free = [name for name, node in nodes.items() if not into[name] and sort_of(node) != "boundaryEvent"]
        begins = [name for name in free if sort_of(nodes[name]) == "startEvent"]
        for name in begins or free:
            into[name].append(self.builder.place())
        firsts = [into[name][-1] for name in begins or free]
        if begins:  # several start events: one of them
            for place in firsts:
                self.builder.add([start], [place])
        else:
            self.builder.add([start], firsts)
        lasts = []
        for name in nodes:
            if not out[name] and (into[name] or sort_of(nodes[name]) == "boundaryEvent"):
                out[name].append(self.builder.place())
                lasts.append(out[name][0])
        for some in _choices(lasts):  # it has ended when every end that was reached was
            self.builder.add(some, [end])
        for name, node in nodes.items():
            if sort_of(node) != "boundaryEvent":
                self._node(node, into[name], out[name], [(nodes[one], out[one]) for one in attached[name]])

    def _node(self, node: Element, into: list[int], out: list[int], attached: list[tuple[Element, list[int]]]) -> None:
        sort = sort_of(node)
        if not into:
            return
        if sort in ONE and len(into) > 1 and len(out) > 1:
            between = self.builder.place()
            for place in into:
                self.builder.add([place], [between])
            for place in out:
                self.builder.add([between], [place])
            return
        if sort in ONE or sort in SOME or sort == "parallelGateway":
            takes = [[place] for place in into] if sort in ONE else [into] if sort == "parallelGateway" else _choices(into)
            gives = [[place] for place in out] if sort in ONE else [out] if sort == "parallelGateway" else _choices(out)
            for some in takes:
                for others in gives:
                    self.builder.add(some, others)
            return
        before, after = self.builder.place(), self.builder.place()
        for place in into:  # several flows into a task: one of them
            self.builder.add([place], [before])
        self.builder.add([after], out)
        if sort in PARTS and any(sort_of(child) in NODES for child in node):
            self.walk(node, before, after)
        else:
            self.builder.add([before], [after], self._label(node, task=sort in TASKS | PARTS))
        for event, ways in attached:
            label = self._label(event, task=False)
            if event.get("cancelActivity") == "false":
                self.builder.add([after], [*out, *ways], label)
            else:
                self.builder.add([before], ways, label)
                self.builder.add([after], ways, label)

    def found(self, node: Element) -> str | None:
        """This gives the name of the log that an element has; None: the log does not know it."""
        name = " ".join((node.get("name") or "").split())
        return self.names.get(normalised(name)) if name else None

    def _label(self, node: Element, *, task: bool) -> str | None:
        name, found = " ".join((node.get("name") or "").split()), self.found(node)
        if found is not None:
            self.matched.add(found)
        elif task and name:
            self.unmatched.add(name)
        elif task:
            self.unnamed += 1
        return found


def _choices(places: Sequence[int]) -> list[list[int]]:
    """This gives every choice of at least one."""
    if len(places) > MOST_BRANCHES:
        return [*([place] for place in places), list(places)]
    return [list(some) for size in range(1, len(places) + 1) for some in combinations(places, size)]


def _export() -> str:
    return say("Export it as BPMN 2.0 (.bpmn) from the program that you draw in.")
