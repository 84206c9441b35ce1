"""Every file that may leave the team, made from a dossier: what is added to the program is added here, and then tested for what it gives away."""

from __future__ import annotations

from pathlib import Path

from visuals.sharing import pdf_report, share_report


def shared_files(dossier: Path) -> list[Path]:
    """This makes every shared file of a dossier beside it and gives their paths."""
    place = dossier.parent / "shared"
    return [share_report(dossier, out=place / "rapport.html"), pdf_report(dossier, out=place / "rapport.pdf", share=True)]


def files_of_one_journey(dossier: Path, journey: str) -> list[Path]:
    """This makes every file that shows one journey because somebody asked for it."""
    place = dossier.parent / "shared-journey"
    return [
        share_report(dossier, out=place / "rapport.html", journeys=[journey]),
        pdf_report(dossier, out=place / "rapport.pdf", share=True, journeys=[journey]),
    ]
