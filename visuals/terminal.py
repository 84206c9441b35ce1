"""What the terminal tells: progress on long work, the summary, the proposals, the data statement, a definition."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from journeys.errors import UsageError
from journeys.texts import day, language, local_day, number, say, say_n

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from journeys.columns import Proposals
    from journeys.settings import Settings
    from journeys.sources.fetching import Fetched
    from mining.comparison_trend import Series
    from mining.data_statement import DataStatement
    from mining.signal_search import Search
    from visuals.bundle import Made
    from visuals.compared import Compared
    from visuals.model_files import ModelMade
    from visuals.picture_files import Drawn
    from visuals.traced import Traced
    from visuals.workshop_file import Written

UNPLACED_SHOWN = 8


class Terminal(Console):
    """This is the terminal; when nobody reads on (`journeys explain | head -1`) it ends in silence, and well."""

    def on_broken_pipe(self) -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0)


def console() -> Console:
    """This gives the terminal; without one (a file, a pipe) lines are not cut at 80 characters."""
    if sys.stdout.isatty():
        return Terminal(highlight=False, emoji=False)
    return Terminal(highlight=False, emoji=False, soft_wrap=True, width=160)


@contextlib.contextmanager
def progress_shown(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """This shows on stderr what the work is at and for how long; nothing when quiet or when stderr is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _stage: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as progress:
        task = progress.add_task(say("reading"), total=None)
        yield lambda stage: progress.update(task, description=stage)


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
        to.print(f"[bold]{say('NAMES KEPT: this dossier holds the ids of the source. Handle it as personal data.')}[/bold]")
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


def tell_signals(found: Search, to: Console, *, overview: bool, limit: int) -> None:
    """This tells how often each signal was found (`overview`), or the instances one by one, each in a sentence."""
    from mining.determinable_words import column_name
    from mining.signal_list import cannot_line
    from mining.signal_words import sentence, status_word

    if overview:
        for sort, heading in (("gap", say("Where questions fall")), ("success", say("Where it goes well"))):
            table = Table(title=heading, title_justify="left", box=None, pad_edge=False, header_style="bold", title_style="bold")
            for head in (say("signal"), say("what it is"), say("times"), say("journeys")):
                table.add_column(head, overflow="fold", justify="right" if head in (say("times"), say("journeys")) else "left")
            for one in (one for one in found.signals if one.sort == sort and one.instances is not None):
                table.add_row(one.name, escape(one.title[language()]), number(one.instances or 0), number(one.journeys or 0))
            to.print(table)
            to.print()
    titles = {one.name: one.title[language()] for one in found.signals}
    for one in found.signals:
        if one.missing:
            to.print(escape(f"{one.name}: {cannot_line(one.missing, name=column_name)}."))
    if overview:
        to.print(say("journeys signals DOSSIER --signal NAME shows them one by one; --topic, --department and --status choose."))
        return
    for name, count in found.counted.items():
        to.print(escape(f"{titles[name]}: {number(count)}. {say('Officials are colleagues: they are counted here and not named.')}"))
    shown = found.instances[:limit] if limit else found.instances
    if shown:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for head in (say("signal"), say("status"), say("where"), say("since"), say("what happened")):
            table.add_column(head, overflow="fold")
        for each in shown:
            since = day(local_day(each.started), short=True) if each.started else ""
            cells = (each.signal, status_word(each.status), each.anchor, since, sentence(each, title=titles[each.signal]))
            table.add_row(*map(escape, cells))
        to.print(table)
    more = len(found.instances) - len(shown)
    told = say_n("{n} time.", "{n} times.", len(found.instances)) if found.instances or not found.counted else ""
    if more > 0:
        told += " " + say("{n} more: --limit 0 shows all, tables/signals.csv has the rows that prove them.", n=more)
    if told and any(one.instances is not None and not one.is_of_people for one in found.signals):
        to.print(told)


def tell_receipt(found: Traced, to: Console, *, out: Path | None = None) -> None:
    """This tells where a number comes from."""
    from mining.receipts import why_not
    from visuals.page import written

    one = found.receipt
    to.print(f"[bold]{escape(one.number)}[/bold]: {escape(number_in_words(one.value) if not one.missing else why_not(one))}")
    to.print()
    if one.words:
        to.print(f"[bold]{say('Definition')}[/bold]: {escape(one.title)} ({one.definition})")
        to.print(escape(one.words))
        to.print(escape(say("Source: {source}.", source=one.source)))
        to.print(escape(say("journeys explain {name} gives the query.", name=one.definition)))
        to.print()
    to.print(f"[bold]{say('What counts')}[/bold]: {escape(one.counts)}")
    to.print(f"[bold]{say('Left out')}[/bold]")
    for line in one.left_out:
        to.print(f"  • {escape(line)}")
    if one.missing:
        return
    to.print()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in found.heads:
        table.add_column(head, overflow="fold")
    for row in found.first:
        table.add_row(*(escape(written(value)) for value in row))
    to.print(table)
    more = found.rows - len(found.first)
    if out is not None:
        to.print(escape(say("Written: {file} ({n} rows).", file=out, n=found.rows)))
    elif more > 0:
        to.print(say("{n} more rows: --out FILE.csv writes them all.", n=more))


def number_in_words(value: Any) -> str:
    """This writes a number of the summary: a count, a part of a whole, instances in journeys, or several numbers by name."""
    from visuals.page import written

    if value is None:
        return say("no value")
    if isinstance(value, dict) and "instances" in value:
        told = say_n("{n} time, in {journeys}", "{n} times, in {journeys}", value["instances"],
                     journeys=say_n("{n} journey", "{n} journeys", value["journeys"]))  # fmt: skip
        return told + (", " + say("days still: {n}", n=number(value["days"])) if "days" in value else "")
    if isinstance(value, dict) and not {"part", "whole", "share"} <= set(value):
        return ", ".join(f"{name} {written(one) or say('no value')}" for name, one in value.items())
    if isinstance(value, dict):
        part = say("{part} of {whole}", part=value["part"], whole=value["whole"])
        if value["share"] is None:
            return part
        return f"{part} ({number(100 * value['share'])}%)" if value["share"] <= 1 else f"{part} ({number(value['share'], 2)})"
    if isinstance(value, float):
        return number(value, 0 if value == int(value) else 3)
    return written(value)


def tell_definition(name: str | None, to: Console, *, settings: Settings | None = None) -> None:
    """This tells the definition of a table; without a name the list of tables. Raises `UsageError` for a name there is none of."""
    from mining.catalogue import catalogue_of, read_definitions
    from mining.explained import explain, explain_column
    from mining.written_columns import with_column

    catalogue = catalogue_of(settings) if settings else read_definitions()
    if name is None:
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column(say("name"))
        table.add_column(say("what it is"), overflow="fold")
        for one in sorted(catalogue, key=lambda one: (("table", "signal", "step").index(one.role), one.name)):
            table.add_row(one.name, escape(one.title[language()]))
        to.print(table)
        return
    wanted = name.removesuffix(".csv").removesuffix(".sql")
    found = next((one for one in catalogue if wanted == one.name), None)
    found = found or next((one for one in catalogue if wanted == one.export), None)
    if found is None or found.role == "step":  # who asks for hops wants to know first what stands in the table
        tables = with_column(catalogue, wanted)
        to.print(explain_column(catalogue, wanted, language=language()), markup=False, end="\n" if tables else "")
        found = found or next(iter(tables), None) or next((one for one in catalogue if wanted in one.columns), None)
    if found is None:
        raise UsageError(
            say("There is no table or column “{name}”.", name=name), next_step=say("journeys explain, without a name, gives the list.")
        )
    to.print(explain(found, language=language(), measures=settings.measures if settings else None), markup=False)


def tell_terms(to: Console) -> None:
    """This tells the terms of laws, each with its remark, then the penalty and the days by royal decree."""
    from journeys.terms_page import cells, heads, other_lines, term_rows

    for row in term_rows():
        key, what, *rest = cells(row)
        to.print(f"[bold]{escape(key)}[/bold]: {escape(what)}")
        for head, cell in zip(heads()[2:], rest, strict=True):
            to.print(escape(f"  {head}: {cell}"))
        if row.remark:
            to.print(escape(f"  {row.remark}"))
        to.print()
    for line in other_lines():
        to.print(escape(line))
    to.print(say("Give a topic its term in journeys.toml: under [terms], \"topic\" = \"key\"."), markup=False)


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


def tell_comparison(found: Compared, to: Console, *, out: Path | None = None) -> None:
    """This tells what a comparison found, in sentences, and where its files are."""
    for title, lines in found.sentences:
        to.print()
        to.print(f"[bold]{escape(title)}[/bold]")
        for line in lines:
            to.print(escape(line))
    if out is not None:
        to.print()
        to.print(escape(say("Written: {file}", file=out / "index.html")))


def tell_drawn(made: Drawn, to: Console) -> None:
    """This tells where a picture stands, its finding, and what the gate hid or rounded."""
    to.print(escape(say("Drawn: {file}", file=made.path)))
    to.print(escape(made.title), style="bold")
    for line in made.told:
        to.print(escape(line))
    how = (
        say("Internal: for the team itself; do not pass it on.")
        if made.internal
        else say("For a wall or to share: small groups stay hidden. For the team itself: --internal.")
    )
    to.print(escape(how))


def tell_model(made: ModelMade, to: Console) -> None:
    """This tells the finding of a model, what stands behind it, and where its files are."""
    to.print(escape(made.title), style="bold")
    for line in made.told:
        to.print(escape(line))
    for path in made.files:
        to.print(escape(say("Written: {file}", file=path)))
    to.print(escape(say("Internal: for the team itself; do not pass it on.")))


def tell_workshop(made: Written, to: Console) -> None:
    """This tells where the page and the story stand, and what to do next."""
    to.print(escape(say("Written: {file}", file=made.page)))
    if made.script is not None:
        told = (
            say("{file} is there already and is the story of the facilitator: it was used.", file=made.script)
            if made.kept
            else say("The story can be rewritten in {file}; build the page anew afterwards.", file=made.script)
        )
        to.print(escape(told))
    for line in made.told:
        to.print(escape(line))


def tell_trend(
    found: Sequence[Series], to: Console, *, per: str, changes: Sequence[date], out: Path | None = None
) -> None:
    """This tells each series as a table of periods, hollow points in brackets, and the warning about looking often."""
    from mining.comparison_vocabulary import measure_title, of_100, working_days

    shown = [one for one in found if one.points]
    table = Table(box=None, header_style="bold")
    table.add_column(say("Month") if per == "month" else say("Quarter"))
    for one in shown:
        table.add_column(measure_title(one.name), justify="right")
    write: dict[str, Callable[[float], str]] = {"duration": working_days, "handoffs": lambda value: number(value, 1)}
    periods = sorted({point.period for one in shown for point in one.points})
    for period in periods:
        cells = []
        for one in shown:
            point = next((each for each in one.points if each.period == period), None)
            value = "–" if point is None or point.value is None else write.get(one.name, of_100)(point.value)
            cells.append(f"({value})" if point is not None and point.value is not None and point.hollow else value)
        table.add_row(period, *cells)
    to.print()
    to.print(table)
    to.print()
    for change in changes:
        to.print(escape(say("Change: {date}.", date=change)))
    for one in shown:
        if one.middle is not None and one.shift:
            to.print(escape(say(
                "{what}: {n} points in a row on one side of the middle, {first} to {last}.",
                what=measure_title(one.name), n=len(one.shift), first=one.shift[0], last=one.shift[-1],
            )))  # fmt: skip
        if one.rise:
            to.print(escape(say(
                "{what}: {n} points in a row that go one way, {first} to {last}.",
                what=measure_title(one.name), n=len(one.rise), first=one.rise[0], last=one.rise[-1],
            )))  # fmt: skip
    for one in found:
        if one.columns_missing:
            to.print(escape(say("{what}: cannot be determined.", what=measure_title(one.name))))
    to.print(say("Working days and handoffs are means per case; the others are of 100. In brackets: may still change."))
    to.print(say("Who looks often sooner sees a difference by chance."))
    to.print(say("The numbers do not show why something changed."))
    if out is not None:
        to.print(escape(say("Written: {file}", file=out / "index.html")))


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
