"""A process tree as a BPMN 2.0 file with its diagram, which bpmn.io and Camunda open; and as a Petri net (PNML)."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import defaultdict

from mining.accepting_net import Net
from mining.model_places import Sizes, diagram_of
from mining.model_tree import Tree

SPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
_TAGS = {"task": "task", "choice": "exclusiveGateway", "parallel": "parallelGateway", "start": "startEvent", "end": "endEvent"}
_SIZES = Sizes(width=130, height=80)


def bpmn_text(tree: Tree, *, name: str) -> str:
    """This gives the file as a text; equal trees give equal texts."""
    diagram = diagram_of(tree, _SIZES)
    definitions = ElementTree.Element(
        "bpmn:definitions",
        {**{f"xmlns:{short}": space for short, space in SPACES.items()}, "id": "definitions", "targetNamespace": "https://journeys.invalid/model"},
    )
    process = ElementTree.SubElement(definitions, "bpmn:process", {"id": "process", "name": name, "isExecutable": "false"})
    into, out = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for at, flow in enumerate(diagram.flows, start=1):
        out[flow.one].append(at)
        into[flow.other].append(at)
    for node in diagram.nodes:
        values = {"id": f"node_{node.number}"} | ({"name": node.tree.label} if node.sort == "task" else {})
        if node.sort in ("choice", "parallel"):
            values["gatewayDirection"] = "Diverging" if len(out[node.number]) > 1 else "Converging"
        element = ElementTree.SubElement(process, f"bpmn:{_TAGS[node.sort]}", values)
        for tag, flows in (("incoming", into[node.number]), ("outgoing", out[node.number])):
            for number in flows:
                ElementTree.SubElement(element, f"bpmn:{tag}").text = f"flow_{number}"
    for at, flow in enumerate(diagram.flows, start=1):
        ElementTree.SubElement(
            process, "bpmn:sequenceFlow", {"id": f"flow_{at}", "sourceRef": f"node_{flow.one}", "targetRef": f"node_{flow.other}"}
        )
    drawn = ElementTree.SubElement(definitions, "bpmndi:BPMNDiagram", {"id": "diagram"})
    plane = ElementTree.SubElement(drawn, "bpmndi:BPMNPlane", {"id": "plane", "bpmnElement": "process"})
    for node in diagram.nodes:
        values = {"id": f"shape_{node.number}", "bpmnElement": f"node_{node.number}"}
        shape = ElementTree.SubElement(plane, "bpmndi:BPMNShape", values | ({"isMarkerVisible": "true"} if node.sort == "choice" else {}))
        place = {"x": node.x + 160, "y": node.y + 80, "width": node.width, "height": node.height}
        ElementTree.SubElement(shape, "dc:Bounds", {key: f"{value:.0f}" for key, value in place.items()})
    for at, flow in enumerate(diagram.flows, start=1):
        edge = ElementTree.SubElement(plane, "bpmndi:BPMNEdge", {"id": f"edge_{at}", "bpmnElement": f"flow_{at}"})
        for x, y in flow.points:
            ElementTree.SubElement(edge, "di:waypoint", {"x": f"{x + 160:.0f}", "y": f"{y + 80:.0f}"})
    return _written(definitions)


def pnml_text(net: Net, *, name: str) -> str:
    """This gives a net as PNML (ISO/IEC 15909-2), with its final marking and silent steps as ProM and pm4py read them."""
    root = ElementTree.Element("pnml")
    whole = ElementTree.SubElement(root, "net", {"id": "net", "type": "http://www.pnml.org/version-2009/grammar/pnmlcoremodel"})
    _named(whole, name)
    page = ElementTree.SubElement(whole, "page", {"id": "page"})
    for place in sorted({place for one in net.transitions for place in (*one.takes, *one.gives)}):
        element = ElementTree.SubElement(page, "place", {"id": f"place_{place}"})
        _named(element, f"place_{place}")
        if place in net.start:
            ElementTree.SubElement(ElementTree.SubElement(element, "initialMarking"), "text").text = "1"
    for at, one in enumerate(net.transitions, start=1):
        element = ElementTree.SubElement(page, "transition", {"id": f"transition_{at}"})
        _named(element, one.label if one.label is not None else f"tau_{at}")
        if one.label is None:
            ElementTree.SubElement(element, "toolspecific", {"tool": "ProM", "version": "6.4", "activity": "$invisible$"})
    for at, one in enumerate(net.transitions, start=1):
        for place in one.takes:
            values = {"id": f"arc_{place}_{at}", "source": f"place_{place}", "target": f"transition_{at}"}
            ElementTree.SubElement(page, "arc", values)
        for place in one.gives:
            values = {"id": f"arc_{at}_{place}_out", "source": f"transition_{at}", "target": f"place_{place}"}
            ElementTree.SubElement(page, "arc", values)
    final = ElementTree.SubElement(ElementTree.SubElement(whole, "finalmarkings"), "marking")
    for place in net.end:
        ElementTree.SubElement(ElementTree.SubElement(final, "place", {"idref": f"place_{place}"}), "text").text = "1"
    return _written(root)


def _named(element: ElementTree.Element, name: str) -> None:
    ElementTree.SubElement(ElementTree.SubElement(element, "name"), "text").text = name


def _written(root: ElementTree.Element) -> str:
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
