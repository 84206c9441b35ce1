"""A process model of drawn logs: what is discovered, what fits and how precisely, what deviates, and how the picture and the files come out."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from mined_tables import mined as mined_drawn
from shared_logs import mined, needs_logs

from journeys.errors import InputError, SurroundingsError, UsageError
from journeys.texts import use
from mining.accepting_net import net_of_tree
from mining.alignment import align
from mining.bpmn_reading import read_bpmn
from mining.bpmn_writing import bpmn_text, pnml_text
from mining.conformance import conform
from mining.model import discover_tree
from mining.model_log import ModelLog, most_frequent, read_model_log
from mining.model_tree import Tree
from mining.tree_alignment import TreeAligner
from visuals.deviation_map import deviation_scene
from visuals.model_map import model_scene
from visuals.model_words import Held
from visuals.scene_check import check_scene


def task(name: str) -> Tree:
    return Tree("task", name)


def tree(operator: Any, *children: Tree) -> Tree:
    return Tree(operator, "", children)


def log(**cases: int) -> ModelLog:
    """This draws a log: each word is a sequence of one-letter steps, with how many cases had it."""
    return ModelLog({tuple(word): n for word, n in cases.items()}, "case", "activity", 0, False, 0, 0, None, None)


WHOLE = tree(
    "sequence", task("a"), tree("choice", task("b"), tree("parallel", task("c"), task("d")), Tree("skip")), tree("loop", task("e"), task("f"))
)


def given(folder: Path, body: str) -> Path:
    path = folder / "model.bpmn"
    path.write_text(f'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" name="Proef">{body}</process></definitions>')
    return path


def flows(*pairs: str) -> str:
    return "".join(f'<sequenceFlow id="{one}" sourceRef="{one[0]}" targetRef="{one[1]}"/>' for one in pairs)


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        (log(abc=5), "->( 'a', 'b', 'c' )"),
        (log(ab=5, ac=4), "->( 'a', X( 'b', 'c' ) )"),
        (log(abcd=5, acbd=4), "->( 'a', +( 'b', 'c' ), 'd' )"),
        (log(ab=5, abcab=4, abcabcab=2), "*( ->( 'a', 'b' ), 'c' )"),
    ],
)
def test_sequence_choice_parallel_and_loop_are_discovered(drawn: ModelLog, text: str) -> None:
    found = discover_tree(drawn, noise=0)
    assert found.text() == text
    told = conform(net_of_tree(found), drawn)
    assert (told.fitting, told.fitness) == (drawn.cases, 1.0)


def test_what_is_rare_is_left_out_by_the_threshold() -> None:
    drawn = log(abc=99, cab=1)  # a step from c to a once, while c was the last step 99 times
    assert discover_tree(drawn, noise=0.2).text() == "->( 'a', 'b', 'c' )"
    assert conform(net_of_tree(discover_tree(drawn, noise=0.2)), drawn).fitting == 99
    assert conform(net_of_tree(discover_tree(drawn, noise=0)), drawn).fitting == 100


def test_fitness_and_precision_by_hand() -> None:
    # Model: a, then b or c or d, then e. Twelve cases abe, four ae, four abxe.
    model = net_of_tree(tree("sequence", task("a"), tree("choice", task("b"), task("c"), task("d")), task("e")))
    found = conform(model, log(abe=12, ae=4, abxe=4))
    # The shortest way has 3 steps. ae misses one step: 1 - 1/5; abxe has one too many: 1 - 1/7.
    assert found.fitness == pytest.approx((12 + 4 * 4 / 5 + 4 * 6 / 7) / 20)
    assert found.fitness_known == pytest.approx((16 + 4 * 4 / 5) / 20)
    assert (found.fitting, found.fitting_known, found.outside) == (12, 16, 4)
    # After nothing: a allowed and seen. After a: three allowed, one seen. After ab: e. So 20 x (1 + 1 + 1) of 20 x (1 + 3 + 1).
    assert found.precision == pytest.approx(3 / 5)
    deviations = {one.name: (one.missing, one.missing_cases, one.extra, one.extra_cases) for one in found.deviations}
    assert deviations["b"] == (4, 4, 0, 0)
    assert deviations["x"] == (0, 0, 4, 4)


def test_a_step_in_the_wrong_place_is_missing_once_and_too_many_once() -> None:
    found = align(net_of_tree(tree("sequence", task("a"), task("b"), task("c"))), ("b", "a", "c"))
    assert found is not None
    assert (found.cost, len(found.missing), len(found.extra)) == (2, 1, 1)


def test_a_written_bpmn_is_read_back_with_the_same_language_by_us_and_by_pm4py(tmp_path: Path) -> None:
    path = tmp_path / "model.bpmn"
    path.write_text(bpmn_text(WHOLE, name="Proef"), encoding="utf-8")
    ours = read_bpmn(path, "abcdef")
    for word, fits in {"abe": 1, "acde": 1, "adce": 1, "ae": 1, "aefe": 1, "abefefe": 1, "ace": 0, "abce": 0, "abf": 0, "abef": 0}.items():
        found = align(ours.net, tuple(word))
        assert (found is not None and found.cost == 0) == bool(fits), word
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pm4py

        theirs = pm4py.convert_to_process_tree(*pm4py.convert_to_petri_net(pm4py.read_bpmn(str(path))))
        (tmp_path / "model.pnml").write_text(pnml_text(net_of_tree(WHOLE), name="Proef"), encoding="utf-8")
        from_net = pm4py.convert_to_process_tree(*pm4py.read_pnml(str(tmp_path / "model.pnml")))
    wanted = "->( 'a', X( tau, 'b', +( 'c', 'd' ) ), *( 'e', 'f' ) )"
    assert (str(theirs), str(from_net)) == (wanted, wanted)


def test_every_step_and_line_of_a_written_bpmn_has_a_place() -> None:
    from xml.etree import ElementTree

    root = ElementTree.fromstring(bpmn_text(WHOLE, name="Proef"))
    ids = {one.get("id") for one in root.iter() if one.tag.rpartition("}")[2] in ("task", "sequenceFlow", "exclusiveGateway", "parallelGateway", "startEvent", "endEvent")}
    assert {one.get("bpmnElement") for one in root.iter() if one.tag.rpartition("}")[2] in ("BPMNShape", "BPMNEdge")} == ids
    assert len({one.get("id") for one in root.iter() if one.get("id")}) == len([one for one in root.iter() if one.get("id")])


def test_tasks_are_found_by_their_name_and_the_others_are_listed(tmp_path: Path) -> None:
    path = given(tmp_path, '<startEvent id="s"/><task id="a" name=" AANVRAAG  ontvangen"/><userTask id="b" name="Huisbezoek"/><task id="c"/><endEvent id="e"/>' + flows("sa", "ab", "bc", "ce"))
    found = read_bpmn(path, ["Aanvraag ontvangen", "Besluit"])
    assert (found.name, found.matched, found.unmatched, found.unnamed) == ("Proef", ("Aanvraag ontvangen",), ("Huisbezoek",), 1)
    told = conform(found.net, ModelLog({("Aanvraag ontvangen",): 3, ("Aanvraag ontvangen", "Besluit"): 2}, "case", "activity", 0, False, 0, 0, None, None))
    assert (told.fitting, told.fitting_known, told.outside) == (3, 5, 2)


def test_an_inclusive_gateway_lets_some_of_its_branches_happen(tmp_path: Path) -> None:
    body = '<startEvent id="s"/><inclusiveGateway id="g"/><task id="a" name="a"/><task id="b" name="b"/><inclusiveGateway id="h"/><endEvent id="e"/>'
    net = read_bpmn(given(tmp_path, body + flows("sg", "ga", "gb", "ah", "bh", "he")), "ab").net
    costs = {word: found.cost for word in ("a", "b", "ab", "ba", "", "aa") if (found := align(net, tuple(word)))}
    assert costs == {"a": 0, "b": 0, "ab": 0, "ba": 0, "": 1, "aa": 1}


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        "<html/>",
        "no xml",
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
    ],
)
def test_what_is_no_safe_bpmn_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "model.bpmn"
    path.write_text(content)
    with pytest.raises(InputError):
        read_bpmn(path, [])


def test_a_model_without_a_way_to_its_end_is_refused(tmp_path: Path) -> None:
    body = '<startEvent id="s"/><exclusiveGateway id="g"/><task id="a" name="a"/><task id="b" name="b"/><parallelGateway id="h"/><endEvent id="e"/>'
    with pytest.raises(InputError):
        conform(read_bpmn(given(tmp_path, body + flows("sg", "ga", "gb", "ah", "bh", "he")), "ab").net, log(a=1))


def test_cases_are_read_in_order_and_open_ones_are_left_out() -> None:
    connection = mined_drawn(
        """
        case | resident | time             | kind    | activity | department | topic
        Z1   | r1       | 2026-03-02 09:00 | request | Vraag    | Balie      | Zorg
        Z1   | r1       | 2026-03-03 09:00 | close   | Sluiten  | Zorg       | Zorg
        Z2   | r2       | 2026-03-04 09:00 | request | Vraag    | Balie      | Park
        Z3   | r3       | 2026-03-05 09:00 | close   | Sluiten  | Zorg       | Zorg
        Z3   | r3       | 2026-03-05 09:00 | work    | Werk     |            | Zorg
        """,
        "case_measures",
    )
    found = read_model_log(connection)
    assert dict(found.traces) == {("Sluiten", "Werk"): 1, ("Vraag", "Sluiten"): 1}
    assert (found.open, found.ties, str(found.first), str(found.last)) == (1, 1, "2026-03-02", "2026-03-05")
    assert dict(read_model_log(connection, of="department").traces) == {("Balie", "Zorg"): 1, ("Zorg",): 1}
    assert read_model_log(connection, of="department").unnamed == 1
    with pytest.raises(UsageError):
        read_model_log(connection, topics=["Geen"])


def test_only_the_most_frequent_steps_are_kept_and_the_others_are_named() -> None:
    kept, left = most_frequent(log(aab=6, abc=1), cover=90)
    assert left == {"c": 1}
    assert dict(kept.traces) == {tuple("aab"): 6, tuple("ab"): 1}


def test_without_pm4py_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "pm4py"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pm4py", None)
    with pytest.raises(SurroundingsError) as told:
        discover_tree(log(ab=1), noise=0)
    assert "pip install" in told.value.next_step


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("steps", [0, 5, 12, 60])
def test_the_picture_is_well_laid_out(steps: int, theme: Any, language: Any) -> None:
    use(language)
    try:
        names = [f"Aanvraag beoordeeld en doorgestuurd {at}" for at in range(steps)]
        parts = [tree("sequence", *(task(name) for name in names[at : at + 3])) for at in range(0, steps, 3)]
        model = tree("sequence", *(tree("choice", one, tree("loop", other, Tree("skip"))) for one, other in zip(parts[::2], parts[1::2], strict=False)), Tree("skip"))
        traces = {tuple(names): 20, tuple(names[:2]): 3} if steps else {}
        drawn = ModelLog(traces, "case", "activity", 4, False, 0, 0, None, None)
        held = Held(drawn, conform(net_of_tree(model), drawn), noise=0.2, left={"Zeldzaam": 2})
        scene, folded = model_scene(model, held, theme=theme, source="export.csv", version="0.1")
        assert check_scene(scene) == []
        shown = {box.value for box in scene.marks("task") if box.value} | set(folded)
        assert set(model.tasks()) <= shown | {name for name in names if not folded}
        assert check_scene(deviation_scene(Held(drawn, held.found, given="Proef"), theme=theme, source="export.csv")) == []
    finally:
        use("nl")


def test_bars_show_what_is_missing_beside_what_is_too_many_and_steps_outside_the_model_do_not_crowd_out_those_inside() -> None:
    steps = [f"Stap {at:02}" for at in range(20)]
    model = tree("sequence", *(task(name) for name in steps))
    whole = tuple(steps)
    traces = {whole: 5, whole[1:]: 3, (*whole[:3], steps[2], *whole[3:]): 2, (*whole, *(f"Buiten {at}" for at in range(15))): 40}
    drawn = ModelLog(traces, "case", "activity", len(traces), False, 0, 0, None, None)
    scene = deviation_scene(Held(drawn, conform(net_of_tree(model), drawn), given="Proef"), source="export.csv")
    assert check_scene(scene) == []
    assert [box.value for box in scene.marks("missing")] == ["3"]
    assert [box.value for box in scene.marks("extra")] == ["2", *["40"] * (len(scene.marks("extra")) - 1)]
    assert len(scene.marks("extra")) > 8
    assert [box.text for box in scene.texts("panel")] == ["Ontbreekt", "Te veel, of op een ander moment"]


SAME = """
from mining.model_log import ModelLog
from mining.model import discover_tree
from mining.accepting_net import net_of_tree
from mining.conformance import conform
from mining.bpmn_writing import bpmn_text
words = {"abcde": 9, "acbde": 7, "abde": 5, "adbce": 3, "abcbe": 2, "edcba": 1, "aabce": 1}
log = ModelLog({tuple("stap " + one for one in word): n for word, n in words.items()}, "case", "activity", 0, False, 0, 0, None, None)
tree = discover_tree(log, noise=0.1)
print(tree.text(), conform(net_of_tree(tree), log), bpmn_text(tree, name="x"))
"""


def test_equal_logs_give_equal_models_whatever_the_hash_seed() -> None:
    told = [
        subprocess.run([sys.executable, "-W", "ignore", "-c", SAME], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in ("1", "77")
    ]
    assert told[0] == told[1]
    assert told[0].startswith("->(")


@needs_logs
@pytest.mark.shared
@pytest.mark.parametrize("file", ["synthetic/running-example.xes", "receipt/receipt_wabo_coselog.xes.gz"])
def test_fitness_and_precision_agree_with_pm4py_on_a_fitting_model(file: str) -> None:
    """Without noise every case fits; then the precision is that of align-ETC, which pm4py measures with its own alignments."""
    from shared_logs import LOGS

    drawn = read_model_log(mined(file))
    found = discover_tree(drawn, noise=0)
    told = conform(net_of_tree(found), drawn)
    assert (told.fitting, told.fitness) == (drawn.cases, 1.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pm4py

        theirs = pm4py.read_xes(str(LOGS / file))
        net = pm4py.discover_petri_net_inductive(theirs, noise_threshold=0.0)
        precision = pm4py.precision_token_based_replay(theirs, *net) if "receipt" in file else pm4py.precision_alignments(theirs, *net)
    assert told.precision == pytest.approx(precision, abs=0.02 if "receipt" in file else 1e-9)


@needs_logs
@pytest.mark.shared
def test_costs_of_alignments_agree_with_pm4py_with_noise() -> None:
    drawn = read_model_log(mined("receipt/receipt_wabo_coselog.xes.gz"))
    found = discover_tree(drawn, noise=0.2)
    net = net_of_tree(found)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandas as pd
        import pm4py

        theirs = pm4py.convert_to_petri_net(pm4py.parse_process_tree(found.text()))
        for trace in list(drawn.traces)[:12]:
            frame = pd.DataFrame({"case:concept:name": "1", "concept:name": list(trace), "time:timestamp": pd.date_range("2026-01-01", periods=len(trace), tz="UTC")})
            (one,) = pm4py.conformance_diagnostics_alignments(frame, *theirs)
            searched, ours = align(net, trace), TreeAligner(found).align(trace)
            assert searched is not None
            assert ours is not None
            assert ours.cost == searched.cost == one["cost"] // 10_000
