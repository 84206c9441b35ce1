"""What the terminal tells of exports: the download, whose column is ours, the data statement, and the summary of a finished dossier."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from journeys.texts import number, say, say_n
from visuals.terminal import tell_names_kept

if TYPE_CHECKING:

    from journeys.columns import Proposals
    from journeys.sources.fetching import Fetched
    from mining.data_statement import DataStatement
    from visuals.bundle import Made


UNPLACED_SHOWN = 8


def tell_summary(made: Made, to: Console) -> None:
    """This tells what came in, what was found, what cannot be determined, and which file to open."""
    from mining.statement_words import law_line

    summary = made.summary
    to.print()
    for name, how in made.files:
        to.print(f"[bold]{escape(name)}[/bold] ({escape(how)})")
    to.print(law_line(summary["rows"], summary["events"], summary["rejects"], summary["duplicates"]))
    for line in made.rejects:
        to.print(f"  – {escape(line)}")
    if made.rejects:
        to.print(say("Which rows those are stands in tables/rejects.csv."))
    for one in made.findings:
        to.print(f"  • {escape(one.words)}")
    if made.signals:
        to.print()
        _bullets(say("Signals"), made.signals, to)
        to.print(escape(say("journeys signals {folder} shows them one by one.", folder=made.folder)))
    numbers = sorted({number for one in made.findings for number in one.receipts if not number.startswith("signal:")})
    to.print(escape(say("journeys receipt {folder} NUMBER traces a number: {numbers}.", folder=made.folder, numbers=", ".join(numbers))))
    if made.kinds or made.unplaced:
        _tell_kinds(made, to)
    if made.cannot:
        to.print()
        _bullets(say("Cannot be determined"), made.cannot, to)
    if made.remarks:
        to.print()
        _bullets(say("Mind"), made.remarks, to)
    if summary["names"] == "keep":
        to.print()
        tell_names_kept(to)
    to.print()
    to.print(say("Open: {file}", file=escape(str(made.folder / "index.html"))))
    to.print(say("Tables: {file}", file=escape(str(made.folder / "tables.xlsx"))))


def tell_proposals(proposed: list[tuple[str, Proposals, str]], to: Console) -> None:
    """This tells per file whose column is ours, how sure and why."""
    for name, proposals, _ in proposed:
        table = Table(title=escape(name), title_justify="left", box=None, pad_edge=False, header_style="bold")
        for head in (say("column of ours"), say("column in the file"), say("how sure"), say("why")):
            table.add_column(head, overflow="fold")
        for one in sorted(proposals.all, key=lambda one: (not one.sure, -one.confidence)):
            sure = f"{number(100 * one.confidence)}%" + ("" if one.sure else " – " + say("unsure, not used"))
            table.add_row(one.ours, escape(one.header), sure, escape(one.reason))
        to.print(table)
        if proposals.missing_required:
            to.print(
                say(
                    "Missing: {columns}. journeys mine stops until journeys.toml says which column that is.",
                    columns=", ".join(proposals.missing_required),
                )
            )
        to.print()


def tell_statement(statement: DataStatement, to: Console) -> None:
    """This tells the data statement, section by section."""
    from mining.statement_words import sections

    for heading, lines in sections(statement):
        _bullets(heading, lines, to)
        to.print()


def _bullets(heading: str, lines: Iterable[str], to: Console) -> None:
    to.print(f"[bold]{escape(heading)}[/bold]")
    for line in lines:
        to.print(f"  • {escape(line)}")


def _tell_kinds(made: Made, to: Console) -> None:
    from journeys.kinds import rule_in_words

    to.print()
    if made.kinds:
        told = ", ".join(f"{rule_in_words(rule)} ({number(count)})" for rule, count in made.kinds)
        to.print(escape(say("Kinds recognised from the activity, events per rule: {told}.", told=told)))
    if made.unplaced:
        shown = ", ".join(f"{activity} ({number(count)})" for activity, count in made.unplaced[:UNPLACED_SHOWN])
        more = len(made.unplaced) - UNPLACED_SHOWN
        line = say_n(
            "{n} activity was not recognised and counts as “other”: {shown}",
            "{n} activities were not recognised and count as “other”: {shown}",
            len(made.unplaced), shown=shown,
        )  # fmt: skip
        to.print(escape(line + (say(" and {n} more, in tables/activities.csv.", n=more) if more > 0 else ".")))
        to.print(escape(say("A rule for them can be added under [kinds] in journeys.toml.")))


def tell_fetched(got: Fetched, to: Console) -> None:
    """This tells what a download brought, what the service did not have, and what to do next."""
    to.print(escape(say("{pages} new pages stand in {folder}.", pages=got.pages, folder=got.folder)))
    for name, count in sorted(got.objects.items()):
        to.print(escape(f"  {name}: {number(count)}"))
    if got.absent:
        to.print(escape(say("The service does not have: {lists}.", lists=", ".join(got.absent))))
    if got.audit_refused:
        to.print(escape(say("Audit trails were refused: without them handovers cannot be counted. Ask for the scope audittrails.lezen.")))
    how = say("Next: journeys mine {folder} --out DOSSIER. Delete this folder afterwards: it holds personal data.", folder=got.folder)
    to.print(escape(how))


def tell_exported(path: Path, count: int, folder: Path, to: Console) -> None:
    """This tells where the events of a dossier were written, and that they are for the team; and whose ids they hold."""
    from journeys.dossier import names_kept, opened

    told = "Written: {file} ({n} events). For the team itself; do not pass it on."
    to.print(say_n("Written: {file} (1 event). For the team itself; do not pass it on.", told, count, file=path), markup=False)
    with opened(folder) as dossier:
        if names_kept(dossier.connection):
            tell_names_kept(to)
