"""Everything that a comparison writes into its folder: values, sentences, page, charts and maps, tables; made first, then written.

index.html, the workshop page, comparison.json, comparison.md, maps/*.svg, .png and .pdf, tables/*.csv; with sharing also a page that passed
the gate. What an earlier look made is taken away, so that what stands there is one comparison.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from journeys.errors import DossierError
from journeys.texts import LANGUAGES, say, speaking
from mining.catalogue import Catalogue
from mining.comparison import Comparison
from mining.comparison_words import sentences
from mining.disclosure import Passed
from mining.shared_changes import Halves, pass_halves
from mining.shared_comparison import Standing, pass_comparison, shown_pairs
from visuals.climbing_lines import draw_climbing
from visuals.comparison_report import Page, comparison_page
from visuals.comparison_tables import comparison_tables
from visuals.comparison_workshop import comparison_workshop
from visuals.figure import Figure
from visuals.figure_files import figure_bytes, figure_csv, table_csv
from visuals.handoff_columns import draw_handoffs
from visuals.measure_dots import draw_measures
from visuals.month_line import draw_months
from visuals.pair_changes import draw_pairs
from visuals.route_slopes import draw_routes
from visuals.side_maps import SideMaps, own_side_maps, shared_side_maps
from visuals.side_words import Values

FILE, TEXT = "comparison.json", "comparison.md"

CHARTS = {
    "climbing": draw_climbing,
    "months": draw_months,
    "measures": draw_measures,
    "handoffs": draw_handoffs,
    "pairs": draw_pairs,
    "routes": draw_routes,
}

Files = dict[str, bytes]


@dataclass(frozen=True)
class Material:
    """This is what a comparison leaves to write it down with, when its logs are closed again.

    `maps`: what the maps of both sides are drawn from. data: for each side a name and its data statement. `files`: names of the exports.
    `group`: the smallest group of the settings; `standing`: what the reports and maps of the same logs may show by itself.
    `for_a_wall`: there is a workshop page too (not where a gate that counts journeys would count cases for people).
    """

    catalogue: Catalogue
    version: str
    maps: SideMaps
    data: tuple[tuple[str, tuple[tuple[str, list[str]], ...]], ...]
    files: tuple[str, ...]
    settings: Mapping[str, Any]
    names_kept: bool
    group: int
    standing: Standing | None = None
    for_a_wall: bool = True


def charts_of(values: Values, **drawing: Any) -> dict[str, Figure]:
    """This draws every chart of a comparison; `drawing` goes to the rooms that draw: theme, source, version."""
    return {name: draw(values, name=name, **drawing) for name, draw in CHARTS.items()}


def comparison_files(
    found: Comparison, values: Values, told: Sequence[tuple[str, tuple[str, ...]]], material: Material, *, share: bool
) -> Files:
    """This makes every file of a comparison, by its path in the folder; `told`: its sentences."""
    source = ", ".join(material.files)
    drawing = {"source": source, "version": material.version}
    figures = {**charts_of(values, **drawing), **own_side_maps(material.maps, found.question, **drawing)}
    tables = comparison_tables(values, material.catalogue)
    page = Page(
        values,
        told,
        tables,
        figures,
        material.version,
        catalogue=material.catalogue,
        without=material.maps.without,
        data=material.data,
        files=material.files,
        settings=material.settings,
        names_kept=material.names_kept,
    )
    parts = [f"## {title}\n\n" + "\n".join(map(_as_text, lines)) for title, lines in told]
    files: Files = {
        FILE: (json.dumps(values, ensure_ascii=False, indent=2, default=str) + "\n").encode("utf-8", "replace"),
        TEXT: (f"# {say('Before and after')}\n\n" + "\n\n".join(parts) + "\n").encode("utf-8", "replace"),
        "index.html": comparison_page(page).encode(),
    }
    for name, figure in figures.items():
        files |= figure_files(name, figure)
    files |= {f"tables/{name}.csv": table_csv(table) for name, table in tables.items()}
    group, maps, looks = material.group, material.maps, int(values.get("looks", 1))
    halves = pass_halves(maps.halves, group=group, split=maps.split)
    passed = pass_comparison(found, group=group, standing=_beside(material.standing, halves))
    if material.for_a_wall:
        workshop = comparison_workshop(passed, halves, maps, group=group, version=material.version, looks=looks)
        files[workshop_name()] = workshop.encode()
    if share:
        files[shared_name()] = shared_page(passed, halves, material, looks=looks).encode()
    return files


def workshop_name() -> str:
    """This is the name of the workshop page in the folder of a comparison."""
    return f"{say('workshop')}.html"


def shared_name() -> str:
    """This is the name of the page that may be shared in the folder of a comparison."""
    return f"{say('report-to-share')}.html"


def _as_text(line: str) -> str:
    """This writes a sentence in Markdown so that a name in it is no link, picture or element; a new line in a name is a space."""
    return re.sub(r"([\\`\[\]])", r"\\\1", " ".join(line.splitlines()).replace("&", "&amp;").replace("<", "&lt;"))


def _beside(standing: Standing | None, halves: Passed[Halves]) -> Standing | None:
    """This leaves of the pairs those that the maps of both sides show by themselves too, where these are of departments."""
    if standing is None:
        return None
    before, after = halves.value.before, halves.value.after
    told = not any(side.hidden or side.totals.lost is None for side in (before, after))
    return replace(standing, lost=told, pairs=standing.pairs if before.units.level else standing.pairs & shown_pairs(before))


def shared_page(passed: Passed[Comparison], halves: Passed[Halves], material: Material, *, looks: int) -> str:
    """This gives the page that may be shared: charts, tables and maps of what passed the gate, no names of files."""
    question = passed.value.question
    told = sentences(passed.value, material.catalogue)
    values = {**passed.value.as_json(), "looks": looks}
    maps = shared_side_maps(material.maps, halves, question, group=material.group, version=material.version)
    figures = {**charts_of(values, version=material.version), **{name: one.value for name, one in maps.items()}}
    page = Page(
        values,
        told,
        comparison_tables(values, material.catalogue),
        figures,
        material.version,
        catalogue=material.catalogue,
        told={name: one.told for name, one in maps.items()},
        without=material.maps.without,
        shared=material.group,
        gate=passed.told,
    )
    return comparison_page(page)


def figure_files(name: str, figure: Figure) -> Files:
    """This gives a picture as SVG, PNG and PDF under maps/ and its table under tables/."""
    figure = replace(figure, name=name)
    made = {f"maps/{name}.{ending}": figure_bytes(figure, ending) for ending in ("svg", "png", "pdf")}
    return {**made, f"tables/{name}.csv": figure_csv(figure)}


def refuse_other_folder(out: Path, file: str) -> None:
    """This raises `DossierError` where the folder holds something else than what we write there."""
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / file).is_file())):
        raise DossierError(
            say("{folder} holds something else than a comparison.", folder=out),
            next_step=say("Choose a folder that is new or empty after --out."),
        )


def write_files(files: Files, out: Path) -> None:
    """This writes the files; what an earlier look made in our two folders, and its pages in either language, is taken away first."""
    for folder in ("maps", "tables"):
        shutil.rmtree(out / folder, ignore_errors=True)
    for one in LANGUAGES:
        with speaking(one):
            for page in (workshop_name(), shared_name()):
                (out / page).unlink(missing_ok=True)
    for path, content in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content)
