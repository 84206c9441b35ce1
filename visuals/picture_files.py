"""One picture, or one report for others, of a finished dossier, written to a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from journeys.dossier import opened, read_provenance
from journeys.errors import UsageError
from journeys.texts import say
from visuals.source_line import source_line

if TYPE_CHECKING:
    from mining.rounding import Rounding
    from visuals.style import Theme
    from visuals.views import Asked, View

OF_ONE: tuple[View, ...] = ("journey", "questions")
"""The pictures of one journey, which count nobody."""

SHARED_MAPS: tuple[View, ...] = ("silos", "gaps", "leak", "stripes")
"""The pictures of the report for sharing."""


@dataclass(frozen=True)
class Drawn:
    """This is a picture that was written: where, its finding, whether it is the team's own, and what it and the gate have to tell."""

    path: Path
    title: str
    internal: bool
    told: tuple[str, ...]


def draw_view(
    folder: Path,
    view: View,
    asked: Asked,
    *,
    format: str | None = None,
    out: Path | None = None,
    theme: str = "light",
    dark: bool = False,
) -> Drawn:
    """This draws a picture of a dossier to a file; an id of any shape becomes a safe file name.

    `theme`: light, dark, or the path of a file with a municipality's colours (then `dark` chooses the dark set). Raises `UsageError` and
    `SettingsError` as visuals.views and visuals.house_colours do.
    """
    from mining.disclosure import Passed
    from visuals.figure_files import chosen_format, chosen_paper, write_figure
    from visuals.house_colours import HouseColours, read_house_colours, recoloured
    from visuals.sharing import one_choice, refuse_cases_for_people, shared_group
    from visuals.views import NAMES, own_picture, shared_picture

    chosen, paper = chosen_format(format, out), chosen_paper(asked.paper)
    colours, ours = HouseColours(), dark
    if theme in ("light", "dark"):
        ours = dark or theme == "dark"
    elif Path(theme).exists():
        colours = read_house_colours(Path(theme))
    else:
        raise UsageError(say("The theme is light, dark, or a file with colours of the municipality."))
    shade: Theme = "dark" if ours else "light"
    with opened(folder) as dossier:
        if not asked.internal and view not in OF_ONE:
            refuse_cases_for_people(dossier.connection)
        summary = read_provenance(dossier.connection)["summary"]
        picture = partial(
            own_picture if asked.internal else shared_picture, dossier.connection, view, asked, folder=folder, group=shared_group(summary)
        )
        made = picture(theme=shade, source=source_line(summary), version=summary["versions"]["journeys"])
    figure, told = (made.value, made.told) if isinstance(made, Passed) else (made, ())
    figure = replace(figure, svg=recoloured(figure.svg, colours, shade))
    dutch = next(name for name, known in NAMES.items() if known == view)
    name = safe_name(f"{dutch}-{asked.journey}" if asked.journey else dutch)
    path = out or Path(f"{name}.{chosen}")
    note = say("Internal: for the team itself; do not pass it on.") if asked.internal else ""
    write_figure(figure, path, chosen, paper=paper, note=note)
    last = [one_choice()] if not asked.internal and (asked.topics or asked.since or asked.until or asked.change) else []
    return Drawn(path, figure.title, asked.internal, (*told, *figure.remarks, *last))


def write_out_report(
    folder: Path, *, share: bool, pdf: bool, journeys: Sequence[str] = (), rounding: Rounding = "week", out: Path | None = None
) -> Path:
    """This writes the report for sharing, or either report as PDF, and gives its path. Raises as visuals.sharing does.

    Without `share` and `pdf` there is nothing to write: that report stands in the dossier (`UsageError` says so).
    """
    from visuals.sharing import SharedMap, pdf_report, share_report
    from visuals.views import Asked, shared_picture

    if not share and not pdf:
        raise UsageError(
            say("The team's own report stands in the dossier already: {file}.", file=folder / "index.html"),
            next_step=say("For a version to share: --share. For a PDF: --pdf."),
        )

    def shown(view: View) -> SharedMap:
        return lambda connection, group, version, pipe: shared_picture(
            connection, view, Asked(pipe=pipe), folder=folder, group=group, version=version
        )

    maps = [shown(view) for view in SHARED_MAPS] if share else []
    path = out or Path(say("report-to-share") if share else say("report")).with_suffix(".pdf" if pdf else ".html")
    if pdf:
        return pdf_report(folder, out=path, share=share, maps=maps, journeys=journeys, rounding=rounding)
    path.parent.mkdir(parents=True, exist_ok=True)
    return share_report(folder, out=path, maps=maps, journeys=journeys, rounding=rounding)


def safe_name(text: str) -> str:
    """This gives a file name of ours for any text: letters, digits and hyphens, at most 80, never a device name of Windows."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:80].strip("-").lower() or "journey"
