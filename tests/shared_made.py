"""Every file that may leave the team, made from a dossier: what is added to the program is added here, and then tested for what it gives away."""

from __future__ import annotations

from pathlib import Path

from visuals.picture_files import draw_view
from visuals.sharing import SharedMap, pdf_report, share_report
from visuals.views import Asked, View, shared_picture
from visuals.workshop_file import write_workshop

MAPS: tuple[View, ...] = ("silos", "gaps", "matrix", "stations", "stripes", "leak", "network")
"""The maps of groups that are drawn into the shared files here."""


def shared_files(dossier: Path) -> list[Path]:
    """This makes every shared file of a dossier beside it and gives their paths."""
    place, maps = dossier.parent / "shared", [_map(view, dossier) for view in MAPS]
    return [
        share_report(dossier, out=place / "rapport.html", maps=maps),
        pdf_report(dossier, out=place / "rapport.pdf", share=True, maps=maps),
        write_workshop(dossier, place / "workshop.html").page,
        *(draw_view(dossier, view, Asked(), out=place / f"{view}.csv").path for view in MAPS),
    ]


def files_of_one_journey(dossier: Path, journey: str) -> list[Path]:
    """This makes every file that shows one journey because somebody asked for it."""
    place = dossier.parent / "shared-journey"
    return [
        share_report(dossier, out=place / "rapport.html", journeys=[journey]),
        pdf_report(dossier, out=place / "rapport.pdf", share=True, journeys=[journey]),
        write_workshop(dossier, place / "workshop.html", journey=journey).page,
        place / "workshop.yaml",
        draw_view(dossier, "journey", Asked(journey=journey), out=place / "reis.csv").path,
        draw_view(dossier, "questions", Asked(journey=journey), out=place / "vragen.svg").path,
    ]


def _map(view: View, dossier: Path) -> SharedMap:
    return lambda connection, group, version, pipe: shared_picture(
        connection, view, Asked(pipe=pipe), folder=dossier, group=group, version=version
    )
