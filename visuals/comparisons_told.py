"""What the terminal tells of before and after: a comparison in sentences, and the periods of a trend as a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from journeys.texts import number, say
from visuals.sharing import one_choice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mining.comparison_trend import Series
    from visuals.compared import Compared


def tell_comparison(found: Compared, to: Console, *, out: Path | None = None, share: bool = False) -> None:
    """This tells what a comparison found, in sentences, and where its files are; of what is shared also what the gate cannot see."""
    for title, lines in found.sentences:
        to.print()
        to.print(f"[bold]{escape(title)}[/bold]")
        for line in lines:
            to.print(escape(line))
    if out is not None:
        to.print()
        to.print(escape(say("Written: {file}", file=out / "index.html")))
    for remark in found.remarks:
        to.print(escape(remark))
    if out is not None and share:
        from visuals.comparison_files import shared_name

        to.print(escape(say("To share: {file}", file=out / shared_name())))
        to.print(escape(one_choice()))


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
    if periods:
        to.print(table)
    else:
        whole = say("The log holds no whole month.") if per == "month" else say("The log holds no whole quarter.")
        shorter = say("Ask for months: --per month.") if per != "month" else say("A course in time needs a longer export.")
        to.print(escape(f"{whole} {shorter}"))
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
