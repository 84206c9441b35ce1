"""The workshop page of a dossier as a file, with the story of the facilitator beside it: made anew, the story stays as it was rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeys.dossier import opened, read_provenance
from journeys.errors import UsageError
from journeys.texts import language, say
from visuals.views import NAMES, Asked, View, shared_picture

if TYPE_CHECKING:
    import duckdb

    from mining.rounding import Rounding

MAPS: tuple[View, ...] = ("silos", "difference", "promise", "gaps", "matrix", "stations", "stripes", "leak")
"""The pictures beside the journey, in the order of their buttons."""


@dataclass(frozen=True)
class Written:
    """This is what was written: the page, the story beside it (None without a journey), whether that was there already, and what the gate
    and the notes have to tell."""

    page: Path
    script: Path | None
    kept: bool
    told: tuple[str, ...]


def write_workshop(
    folder: Path,
    out: Path,
    *,
    journey: str = "",
    notes: Sequence[Path] = (),
    change: date | None = None,
    plan: Path | None = None,
    theme: str = "light",
    rounding: Rounding = "week",
) -> Written:
    """This writes the workshop page of a dossier to `out`, and beside it, for a journey, the story as YAML where there is none yet.

    A story that stands there is read and used. Everything on the page has passed the gate (mining/disclosure.py): a journey stands on it
    only when it is asked for by id. Raises `UsageError` for an unknown journey or notes without one, `InputError` for a story or notes
    that cannot be read (with line and next step), `SettingsError` for colours that cannot be seen.
    """
    from mining.disclosure import pass_journey
    from mining.journey_data import nobody
    from mining.journey_reading import find_journey, read_journey
    from visuals.house_colours import HouseColours, read_house_colours
    from visuals.sharing import one_choice, refuse_cases_for_people, shared_group
    from visuals.workshop import workshop_page
    from visuals.workshop_notes import merge
    from visuals.workshop_script import read_script, write_script
    from visuals.workshop_steps import generate_story

    colours = read_house_colours(Path(theme)) if theme != "light" else HouseColours()
    if notes and not journey:
        raise UsageError(say("{option} belongs with {other}.", option="--notes", other="--journey"))
    with opened(folder) as dossier:
        connection = dossier.connection
        refuse_cases_for_people(connection)
        summary = read_provenance(connection)["summary"]
        group, version = shared_group(summary), str(summary["versions"]["journeys"])
        data = read_journey(connection, find_journey(connection, journey, folder=folder)) if journey else nobody()
        story = generate_story(pass_journey(data, rounding=rounding))
        asked = Asked(journey=journey, change=change, plan=plan, rounding=rounding)
        views = _views(connection, asked, folder=folder, group=group, version=version)
    script = out.with_suffix(".yaml") if journey else None
    kept = script is not None and script.exists()
    if script is not None and kept:
        story = read_script(script, story)
    for file in notes:
        story = merge(file, story)
    page = workshop_page(story, views=views, version=version, colours=colours)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page, encoding="utf-8")
    if script is not None and not kept:
        script.write_text(write_script(replace(story, notes=(), sheets=())), encoding="utf-8")
    return Written(out, script, kept, (*story.told, one_choice()) if change else story.told)


def _chosen(asked: Asked) -> list[View]:
    """This leaves out what was not asked for: two periods without a change date, a promise without a plan."""
    without = {"difference": asked.change is None, "promise": asked.plan is None or not asked.journey}
    return [view for view in MAPS if not without.get(view, False)]


def _views(connection: duckdb.DuckDBPyConnection, asked: Asked, *, folder: Path, group: int, version: str) -> list[Any]:
    """This draws every picture beside the journey; silos and gaps from the same handovers, which are read and pass the gate once."""
    from mining.disclosure import pass_handovers
    from mining.gap_ranking import rank_gaps
    from mining.handovers import read_handovers
    from mining.network import SILOS
    from visuals.gap_list import draw_gaps
    from visuals.workshop import silo_view, still_view

    passed = pass_handovers(read_handovers(connection, keep=SILOS), group=group)
    made = []
    for view in _chosen(asked):
        name = next(dutch for dutch, known in NAMES.items() if known == view) if language() == "nl" else view
        if view == "silos":
            made.append(silo_view(passed, version=version))
        elif view == "gaps" and asked.change is None:
            gaps = passed.made_into(lambda data: draw_gaps(rank_gaps(data), version=version, output="html"))
            made.append(still_view(name.capitalize(), gaps))
        else:
            picture = shared_picture(connection, view, asked, folder=folder, group=group, version=version, output="html")
            made.append(still_view(name.capitalize(), picture))
    return made
