"""The only room that knows pm4py: a process tree discovered from sequences by the inductive miner, for infrequent behaviour (IMf).

pm4py is AGPL-3.0 and no part of journeys: it is an extra that a user installs (docs/decisions/process-models.md).
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections import Counter
from typing import Any

from journeys.errors import SurroundingsError
from journeys.texts import say
from mining.model_log import ModelLog
from mining.model_tree import Operator, Tree, ordered

INSTALL = 'pip install ".[model]"'


def discover_tree(log: ModelLog, *, noise: float) -> Tree:
    """This discovers a process tree (Leemans, Fahland and Van der Aalst, 2014).

    `noise`, 0 to 1: a step that follows another fewer than `noise` times as often as the most usual next step is left out. With
    0 every sequence of the log fits. Names go in as numbers, so that nothing depends on how texts are hashed: equal logs give equal trees.
    Raises `SurroundingsError` where pm4py is not installed.
    """
    imf, structure, fold, sort = _miner()
    names = sorted(log.counts)
    number = {name: at for at, name in enumerate(names)}
    variants = Counter({tuple(number[name] for name in trace): cases for trace, cases in log.traces.items()})
    if not names:
        return Tree("skip")
    parameters = {"noise_threshold": noise}
    with _silence():
        raw = imf(parameters).apply(structure(variants), parameters)
        _write_labels(raw)
        found = fold(raw)
        sort(found)
    return ordered(_ours(found, names), log.counts)


def require_pm4py() -> None:
    """This raises `SurroundingsError`, with what to do, where pm4py is not installed."""
    _miner()


def _miner() -> tuple[Any, Any, Any, Any]:
    try:
        with _silence():
            from pm4py.algo.discovery.inductive.dtypes.im_ds import IMDataStructureUVCL  # type: ignore[import-untyped, unused-ignore]
            from pm4py.algo.discovery.inductive.variants.imf import IMFUVCL  # type: ignore[import-untyped, unused-ignore]
            from pm4py.objects.process_tree.utils.generic import fold, tree_sort  # type: ignore[import-untyped, unused-ignore]
    except ImportError as error:
        raise SurroundingsError(
            say("To discover a model, the library pm4py is needed, and it is not installed here."),
            next_step=say("Install it with: {command}. Its licence is AGPL-3.0.", command=INSTALL),
        ) from error
    return IMFUVCL, IMDataStructureUVCL, fold, tree_sort


@contextlib.contextmanager
def _silence() -> Any:
    """This keeps what pm4py prints (a welcome, bars, advice) off the terminal and out of the JSON."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def _write_labels(found: Any) -> None:
    """This makes texts of the numbers: pm4py folds a tree by way of its text."""
    if found.label is not None:
        found.label = f"{int(found.label):06d}"
    for child in found.children:
        _write_labels(child)


def _ours(found: Any, names: list[str]) -> Tree:
    operators: dict[str, Operator] = {"SEQUENCE": "sequence", "XOR": "choice", "PARALLEL": "parallel", "LOOP": "loop"}
    if found.operator is None:
        return Tree("skip") if found.label is None else Tree("task", names[int(found.label)])
    children = [_ours(child, names) for child in found.children]
    operator = operators[found.operator.name]
    if operator == "loop" and len(children) > 2:  # the first, and then a choice of what leads back to it
        children = [children[0], Tree("choice", "", tuple(children[1:]))]
    return Tree(operator, "", tuple(children))
