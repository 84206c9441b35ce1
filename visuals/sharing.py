"""What of a dossier leaves the team: the report that may be shared, made anew from the dossier whenever somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeys.dossier import opened, read_provenance

if TYPE_CHECKING:
    import duckdb

    from mining.disclosure import Passed
    from mining.rounding import Rounding
    from visuals.figure import Figure

SharedMap = Callable[["duckdb.DuckDBPyConnection", int, str], "Passed[Figure]"]
"""This draws one map for sharing: from the dossier, the smallest group, and the version for its foot; no source line, which names files."""


def share_report(
    folder: Path,
    *,
    out: Path,
    maps: Sequence[SharedMap] = (),
    journeys: Sequence[str] = (),
    rounding: Rounding = "week",
) -> Path:
    """This writes the report of a dossier that may be shared to `out` and gives its path.

    `maps` are drawn in their order; `journeys` are ids as in tables/journeys.csv, each asked for by somebody. The smallest group is the
    one of the settings (`[privacy] group`). Raises `UsageError` for an id that is not there, `SettingsError` for too small a group.
    """
    from mining.disclosure import pass_journey
    from mining.journey_data import find_journey, letters
    from mining.shared_numbers import read_shared
    from visuals.journey_map import draw_journey, read_journey
    from visuals.shared_report import write_shared_report

    with opened(folder) as dossier:
        connection = dossier.connection
        summary = read_provenance(connection)["summary"]
        group, version = shared_group(summary), str(summary["versions"]["journeys"])
        asked = []
        for at, journey in enumerate(dict.fromkeys(journeys)):
            data = read_journey(connection, find_journey(connection, journey, folder=folder), resident=letters(at))
            asked.append(pass_journey(data, rounding=rounding).made_into(lambda passed: draw_journey(passed, version=version)))
        write_shared_report(
            out, connection, numbers=read_shared(connection, summary, group=group),
            figures=[draw(connection, group, version) for draw in maps], journeys=asked, versions=summary["versions"], reading=str(summary["reading"]),
        )  # fmt: skip
    return out


def shared_group(summary: dict[str, Any]) -> int:
    """This gives the smallest group of a dossier's settings; the default for a dossier from before there was such a setting."""
    from mining.disclosure import GROUP

    return int(summary["settings"].get("privacy", {}).get("group", GROUP))
