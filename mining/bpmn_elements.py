"""The elements of BPMN 2.0 that a process is made of, by their tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SPACE = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
TASKS = {
    "task", "userTask", "serviceTask", "manualTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask", "callActivity",
}  # fmt: skip
PARTS = {"subProcess", "transaction", "adHocSubProcess"}
EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
ONE = {"exclusiveGateway", "eventBasedGateway"}
SOME = {"inclusiveGateway", "complexGateway"}
NODES = TASKS | PARTS | EVENTS | ONE | SOME | {"parallelGateway"}


def sort_of(node: Element) -> str:
    """This gives the tag of an element without its namespace; "" for one that is not of BPMN."""
    return node.tag.removeprefix(SPACE) if isinstance(node.tag, str) and node.tag.startswith(SPACE) else ""
