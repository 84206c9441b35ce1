"""A given BPMN is drawn as its file says, with the log's numbers on its steps; a wide one in strips; what has no room is told."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from journeys.settings import KINDS
from journeys.texts import use
from mining.bpmn_reading import GivenModel, read_bpmn
from mining.conformance import conform
from mining.kind_words import kind_word
from mining.model_log import ModelLog
from visuals.given_map import draw_given, given_scene
from visuals.model_words import Held
from visuals.picture_frame import note_lines
from visuals.scene_check import check_scene

HEAD = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
)


def chain(folder: Path, tasks: int, *, drawn: bool, last: str = "Huisbezoek") -> GivenModel:
    """This draws a start, tasks one after another, 150 pixels apart, and an end; the log knows all tasks but the last."""
    names = [f"Stap {at}" for at in range(tasks - 1)] + [last]
    ids = ["s", *(f"t{at}" for at in range(tasks)), "e"]
    body = '<startEvent id="s"/>' + "".join(f'<task id="t{at}" name="{name}"/>' for at, name in enumerate(names)) + '<endEvent id="e"/>'
    body += "".join(f'<sequenceFlow id="f{at}" sourceRef="{one}" targetRef="{other}"/>' for at, (one, other) in enumerate(pairwise(ids)))
    shapes = "".join(
        f'<bpmndi:BPMNShape bpmnElement="{name}"><dc:Bounds x="{150 * at - (50 if name[0] == "t" else 18)}" y="{-40 if name[0] == "t" else -18}"'
        f' width="{100 if name[0] == "t" else 36}" height="{80 if name[0] == "t" else 36}"/></bpmndi:BPMNShape>'
        for at, name in enumerate(ids)
    )
    diagram = f'<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">{shapes}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>' if drawn else ""
    path = folder / "own.bpmn"
    path.write_text(f'<definitions {HEAD}><process id="p" name="Afspraak">{body}</process>{diagram}</definitions>', encoding="utf-8")
    return read_bpmn(path, names[:-1])


def held(model: GivenModel, traces: dict[tuple[str, ...], int]) -> Held:
    log = ModelLog(traces, "case", "activity", 0, False, 0, 0, None, None)
    return Held(log, conform(model.net, log), given=model.name, unmatched=model.unmatched)


@pytest.mark.parametrize("drawn", [True, False])
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("tasks", [2, 5, 14])
def test_every_task_stands_there_once_with_its_numbers(tmp_path: Path, tasks: int, theme: Any, language: Any, drawn: bool) -> None:
    use(language)
    try:
        model = chain(tmp_path, tasks, drawn=drawn)
        assert model.drawing is not None
        assert model.drawing.own is drawn
        names = tuple(f"Stap {at}" for at in range(tasks - 1))
        scene = given_scene(model.drawing, held(model, {names: 20, names[1:]: 3, (*names, names[0]): 4}), theme=theme, source="export.csv", version="0.1")
        assert scene is not None
        assert check_scene(scene) == []
        assert sorted(box.value for box in scene.marks("task")) == sorted([*names, "Huisbezoek"])
        texts = [(box.role, box.text) for box in scene.texts()]
        assert [text for role, text in texts if role == "missing"] == ["−3"]  # the first step, in three cases
        assert [text for role, text in texts if role == "extra"] == ["+4"]
        assert sum(text == "?" for _, text in texts) == 1  # of Huisbezoek nobody knows
    finally:
        use("nl")


def test_the_own_places_of_the_file_are_kept_and_a_wide_one_goes_on_below(tmp_path: Path) -> None:
    narrow, wide = chain(tmp_path, 4, drawn=True), chain(tmp_path, 14, drawn=True)
    for model, rows in ((narrow, 1), (wide, 3)):
        assert model.drawing is not None
        scene = given_scene(model.drawing, held(model, {("Stap 0",): 1}))
        assert scene is not None
        assert len({round(box.y) for box in scene.marks("task")}) == rows


def test_a_diagram_without_room_is_told_and_becomes_bars(tmp_path: Path) -> None:
    model = chain(tmp_path, 90, drawn=True)
    figure = draw_given(model.drawing, held(model, {("Stap 0",): 12}))
    assert "De tekening van het model past niet op een beeld: balken laten de afwijkingen zien." in figure.remarks
    assert len(figure.rows) == 90


@pytest.mark.parametrize("value", ["nan", "1e99", "-", ""])
def test_a_place_that_is_no_number_is_no_place(tmp_path: Path, value: str) -> None:
    chain(tmp_path, 3, drawn=True)
    path = tmp_path / "own.bpmn"
    path.write_text(path.read_text(encoding="utf-8").replace('x="100"', f'x="{value}"'), encoding="utf-8")
    model = read_bpmn(path, ["Stap 0", "Stap 1"])
    assert model.drawing is not None
    assert model.drawing.own is False


def test_the_numbers_that_are_unknown_are_not_drawn_as_nothing(tmp_path: Path) -> None:
    model = chain(tmp_path, 2, drawn=True)
    assert model.drawing is not None
    empty = given_scene(model.drawing, held(model, {}))
    assert empty is not None
    assert empty.marks("task") == []
    assert "Er is geen zaak" in empty.title


def test_all_notes_at_once_are_whole(tmp_path: Path) -> None:
    model = chain(tmp_path, 2, drawn=True)
    log = ModelLog({("Stap 0", "Anders"): 99_999}, "journey", "department", 12_345, True, 67_890, 0, None, None)
    all_of_them = Held(log, conform(model.net, log), given="Afspraak", unmatched=("Huisbezoek",) * 40, processes=3, noise=0.2, left={"Zeldzaam": 12_345})
    from visuals.model_words import MOST_NOTES, notes

    assert "…" not in " ".join(note_lines(notes(all_of_them, 40), most=MOST_NOTES))


def test_every_kind_has_a_word_of_its_own_in_both_languages() -> None:
    try:
        for language in ("nl", "en"):
            use(language)  # type: ignore[arg-type]
            words = [kind_word(kind) for kind in KINDS]
            assert len(set(words)) == len(KINDS)
            assert not [word for word in words if "_" in word or word in KINDS]
        use("nl")
        assert [kind_word(kind) for kind in ("request", "callback_request", "close")] == ["Aanvraag", "Terugbelverzoek", "Afsluiting"]
    finally:
        use("nl")
