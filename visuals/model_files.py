"""What `journeys model` makes of a dossier: a discovered or given model held against its cases, as files for the team itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from journeys.dossier import opened, read_provenance
from journeys.errors import SurroundingsError, UsageError
from journeys.texts import say
from mining.accepting_net import net_of_tree
from mining.bpmn_layout import Drawing
from mining.bpmn_reading import read_bpmn
from mining.bpmn_writing import bpmn_text, pnml_text
from mining.conformance import conform
from mining.model import discover_tree, require_pm4py
from mining.model_log import By, ModelLog, Naming, Of, most_frequent, read_model_log
from mining.model_tree import Tree
from mining.net_blocks import tree_of_net
from mining.plan_file import Plan, read_plan
from mining.tree_alignment import has_each_name_once
from visuals.figure import Figure
from visuals.figure_files import chosen_format, chosen_paper, write_figure
from visuals.given_map import draw_given
from visuals.model_map import draw_model
from visuals.model_words import Held, description, hint, notes
from visuals.source_line import source_line
from visuals.style import Theme

Kind = Literal["bpmn", "tree", "petri"]
ENDINGS: dict[Kind, str] = {"bpmn": "bpmn", "tree": "tree.txt", "petri": "pnml"}
MOST_NAMES = 120
"""So many different steps at most go into a discovered model, however many `cover` asks for."""


@dataclass(frozen=True)
class Wanted:
    """This is what a user asked of a model: which cases, what a step is, how it is found, and in which form it is written."""

    topics: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    by: By = "case"
    of: Of = "activity"
    noise: float = 0.2
    cover: int = 80
    kind: Kind = "bpmn"
    against: Path | None = None
    format: str | None = None
    paper: str = "wide"
    theme: Theme = "light"


@dataclass(frozen=True)
class ModelMade:
    """This is a model that was made: its files, its finding, its report (`values`, as JSON) and what there is to tell."""

    files: tuple[Path, ...]
    title: str
    told: tuple[str, ...]
    values: dict[str, Any]


def _refuse_empty(log: ModelLog, wanted: Wanted) -> None:
    """This refuses cases of which no step has a name: they would all fit a model of nothing. (Without cases the picture says so.)"""
    if log.cases and not any(log.traces):
        raise UsageError(
            say("No event in these cases has a known step of this sort (--of {of}).", of=wanted.of), next_step=say("Use --of activity.")
        )


def write_model(folder: Path, wanted: Wanted, *, out: Path) -> ModelMade:
    """This reads the cases of a dossier, discovers a model or reads the given one, holds both against each other, and writes the files.

    To `out`: the model (model.bpmn, model.tree.txt or model.pnml; not of a BPMN file that was given), model.svg, model.png (and
    what `format` asks for), model.csv and model.json. Equal dossiers give equal bytes.
    Raises `SurroundingsError` without pm4py where a model must be discovered, `UsageError`, `InputError` and `SettingsError` for what
    was asked.
    """
    if not 0 <= wanted.noise <= 1:
        raise UsageError(say("--noise wants a number from 0 to 1."))
    if wanted.against is None:
        require_pm4py()
    plan = read_plan(wanted.against) if wanted.against is not None and wanted.against.suffix.lower() == ".toml" else None
    chosen, paper = chosen_format(wanted.format, None), chosen_paper(wanted.paper)
    with opened(folder) as dossier:
        summary = read_provenance(dossier.connection)["summary"]
        log = read_model_log(
            dossier.connection, by=wanted.by, of=wanted.of, topics=wanted.topics or (plan.topics if plan else ()),
            since=wanted.since, until=wanted.until, naming=_naming(plan) if plan else None,
        )  # fmt: skip
    _refuse_empty(log, wanted)
    tree: Tree | None = None
    drawing: Drawing | None = None
    if plan is not None:
        tree = Tree("sequence", "", tuple(Tree("task", step.name) for step in plan.steps))
        held = Held(log, conform(net_of_tree(tree), log, tree=tree), given=plan.name, planned=True)
    elif wanted.against is not None:
        given = read_bpmn(wanted.against, sorted(log.counts))
        drawing = given.drawing
        blocks = tree_of_net(given.net)
        found = conform(net_of_tree(blocks), log, tree=blocks) if blocks and has_each_name_once(blocks) else conform(given.net, log)
        held = Held(
            log, found, given=given.name, unmatched=given.unmatched, unnamed_tasks=given.unnamed,
            processes=given.processes,
        )  # fmt: skip
    else:
        kept, left = most_frequent(log, cover=wanted.cover, most=MOST_NAMES)
        tree = discover_tree(kept, noise=wanted.noise)
        held = Held(kept, conform(net_of_tree(tree), kept, tree=tree), noise=wanted.noise, left=left)
    surround: dict[str, Any] = {"source": source_line(summary), "version": summary["versions"]["journeys"], "theme": wanted.theme}
    figure = draw_given(drawing, held, **surround) if tree is None else draw_model(tree, held, **surround)
    values = report(held, tree, wanted)
    try:
        files = _written(out, figure, tree, values, wanted.kind, formats=(chosen,) if wanted.format else (), paper=paper)
    except OSError as error:
        raise SurroundingsError(say("{file} cannot be written.", file=out), next_step=say("Choose another folder after --out.")) from error
    words = [description(held) if log.cases else "", hint(held)]
    return ModelMade(files, figure.title, (*filter(None, words), *figure.remarks), values)


def report(held: Held, tree: Tree | None, wanted: Wanted) -> dict[str, Any]:
    """This gives all numbers, as model.json and --json tell them; unknown is null."""
    found = asdict(held.found)
    steps = found.pop("deviations")
    rounded = {key: round(value, 4) if isinstance(value, float) else value for key, value in found.items()}
    return {
        "internal": True,
        "by": held.log.by,
        "of": held.log.of,
        "against": held.given or None,
        "noise": held.noise,
        "topics": list(wanted.topics),
        "since": wanted.since and wanted.since.isoformat(),
        "until": wanted.until and wanted.until.isoformat(),
        "open_left_out": held.log.open,
        "ends_unknown": held.log.no_ends,
        "events": sum(held.log.counts.values()),
        "events_without_step": held.log.unnamed,
        "tied_neighbours": held.log.ties,
        **rounded,
        "tree": tree.text() if tree else None,
        "steps": steps,
        "rare_left_out": dict(held.left or {}),
        "tasks_not_in_log": list(held.unmatched),
        "tasks_without_name": held.unnamed_tasks,
        "notes": notes(held),
    }


def _naming(plan: Plan) -> Naming:
    """This names an event after the first step of the plan that it is; another event keeps the name of its activity."""

    def name(activity: str, kind: str, department: str | None) -> str:
        found = next((step for step in plan.steps if step.matches(activity=activity, kind=kind, department=department)), None)
        return found.name if found else activity

    return name


def _written(
    out: Path, figure: Figure, tree: Tree | None, values: dict[str, Any], kind: Kind, *, formats: Sequence[Any], paper: Any
) -> tuple[Path, ...]:
    out.mkdir(parents=True, exist_ok=True)
    files = []
    if tree is not None:
        name = say("How cases usually run")
        texts = {"bpmn": bpmn_text(tree, name=name), "tree": tree.text() + "\n", "petri": pnml_text(net_of_tree(tree), name=name)}
        files.append(out / f"model.{ENDINGS[kind]}")
        files[-1].write_text(texts[kind], encoding="utf-8")
    note = say("Internal: for the team itself; do not pass it on.")
    for one in dict.fromkeys(["svg", "png", "csv", *formats]):
        files.append(out / f"model.{one}")
        write_figure(figure, files[-1], one, paper=paper, note=note)
    files.append(out / "model.json")
    files[-1].write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return tuple(files)
