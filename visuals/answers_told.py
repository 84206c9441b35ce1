"""What the terminal answers: the signals of a dossier, where a number comes from, what a definition says, and the terms of laws."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from journeys.errors import UsageError
from journeys.texts import day, language, local_day, number, say, say_n

if TYPE_CHECKING:

    from journeys.settings import Settings
    from mining.signal_search import Search
    from visuals.traced import Traced


def tell_signals(found: Search, to: Console, *, overview: bool, limit: int) -> None:
    """This tells how often each signal was found (`overview`), or the instances one by one, each in a sentence."""
    from mining.determinable_words import column_name
    from mining.signal_list import cannot_line
    from mining.signal_words import sentence, status_word
    from visuals.terminal import tell_names_kept

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
    if shown and found.names_kept:
        tell_names_kept(to)


def tell_receipt(found: Traced, to: Console, *, out: Path | None = None) -> None:
    """This tells where a number comes from."""
    from mining.receipts import why_not
    from visuals.page import written
    from visuals.terminal import tell_names_kept

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
        to.print(escape(say_n("Written: {file} (1 row).", "Written: {file} ({n} rows).", found.rows, file=out)))
    elif more > 0:
        to.print(say_n("1 more row: --out FILE.csv writes them all.", "{n} more rows: --out FILE.csv writes them all.", more))
    if found.names_kept:
        tell_names_kept(to)


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
    if isinstance(value, dict) and not value["whole"]:
        return say("no value")
    if isinstance(value, dict):
        part = say("{part} of {whole}", part=value["part"], whole=value["whole"])
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
