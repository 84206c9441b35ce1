"""What of a dossier leaves the team: the report that may be shared, and either report as PDF, made anew whenever somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeys.dossier import answer, has_table, opened, read_provenance
from journeys.errors import UsageError
from journeys.texts import say

if TYPE_CHECKING:
    import duckdb

    from mining.disclosure import Passed
    from mining.passed_on import PassedOn
    from mining.rounding import Rounding
    from visuals.figure import Figure

SharedMap = Callable[["duckdb.DuckDBPyConnection", int, str, "Passed[PassedOn] | None"], "Passed[Figure]"]
"""This draws one map for sharing: from the dossier, the smallest group, the version for its foot (a source line would name files), and what
passed the gate of how often questions were passed on: a number of the report hangs on that too, and it is worked out once."""


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
    one of the settings (`[privacy] group`). Raises `UsageError` for an id that is not there and for cases that stand for people
    (`refuse_cases_for_people`), `SettingsError` for too small a group.
    """
    from mining.disclosure import pass_journey
    from mining.journey_data import letters
    from mining.journey_reading import find_journey, read_journey
    from mining.shared_numbers import read_shared, shared_pipe
    from visuals.journey_map import draw_journey
    from visuals.shared_report import write_shared_report

    with opened(folder) as dossier:
        connection = dossier.connection
        refuse_cases_for_people(connection)
        summary = read_provenance(connection)["summary"]
        group, version = shared_group(summary), str(summary["versions"]["journeys"])
        asked = []
        for at, journey in enumerate(dict.fromkeys(journeys)):
            data = read_journey(connection, find_journey(connection, journey, folder=folder), resident=letters(at))
            passed = pass_journey(data, rounding=rounding)
            asked.append(passed.made_into(lambda one: draw_journey(one, version=version)))
        pipe = shared_pipe(connection, group=group)
        write_shared_report(
            out, connection, numbers=read_shared(connection, summary, group=group, pipe=pipe), journeys=asked,
            figures=[draw(connection, group, version, pipe) for draw in maps], versions=summary["versions"],
            reading=str(summary["reading"]),
        )  # fmt: skip
    return out


def pdf_report(
    folder: Path,
    *,
    out: Path,
    share: bool = False,
    maps: Sequence[SharedMap] = (),
    journeys: Sequence[str] = (),
    rounding: Rounding = "week",
) -> Path:
    """This writes a report of a dossier as tagged PDF (PDF/UA-1) to `out` and gives its path.

    Without `share` it is the team's own report (index.html, with its warning on every page); with it the one of `share_report`, of which
    the other arguments are. Raises `SurroundingsError` where the library for PDF does not run, `UsageError` for journeys without `share`.
    """
    import tempfile

    from visuals.report_pdf import report_pdf

    if journeys and not share:
        raise UsageError(say("{option} belongs with {other}.", option="--journey", other="--share"))
    if share:
        with tempfile.TemporaryDirectory(prefix="journeys-") as place:
            page = share_report(folder, out=Path(place) / "page.html", maps=maps, journeys=journeys, rounding=rounding)
            html = page.read_text(encoding="utf-8")
    else:
        with opened(folder) as dossier:
            html = (dossier.folder / "index.html").read_text(encoding="utf-8")
    made = report_pdf(html)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(made)
    return out


def cases_for_people(connection: duckdb.DuckDBPyConnection) -> bool:
    """This tells whether what was read by case has residents with several cases: the gate counts journeys, and ten cases of one are no ten.

    A log without residents has none: there a case is all that is known of a person.
    """
    if not has_table(connection, "residents_of_cases"):  # read by resident, or no residents
        return False
    return bool(answer(connection, "select count(*) > count(distinct resident) from residents_of_cases")[0])


def refuse_cases_for_people(connection: duckdb.DuckDBPyConnection) -> None:
    """This raises `UsageError` where cases stand for people (`cases_for_people`): what is shared would not hide small groups."""
    if cases_for_people(connection):
        raise UsageError(
            say("This was read by case. Ten cases of one resident would count as ten residents, so small groups would not stay hidden."),
            next_step=say("Read the export by resident, without --by case, and share that."),
        )


def one_choice() -> str:
    """This says what no gate can see: what of the same dossier was shared before."""
    return say(
        "Share one choice of a dossier. Who lays two beside each other (another date, another topic) can subtract them and find a small"
        " group after all."
    )


def shared_group(summary: dict[str, Any]) -> int:
    """This gives the smallest group of a dossier's settings; the default for a dossier from before there was such a setting."""
    from mining.disclosure import GROUP

    return int(summary["settings"].get("privacy", {}).get("group", GROUP))
