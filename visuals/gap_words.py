"""The words of the list of gaps: title, subtitle, rows, description, notes, source line and table, from the same numbers as the marks."""

from __future__ import annotations

import pandas as pd

from journeys.texts import number, period, say, say_n
from mining.gap_ranking import ENOUGH, GapRanking
from mining.handovers import Handovers
from mining.route_names import route_in_words, route_name
from visuals import silo_words
from visuals.pair_words import hidden, lost_elsewhere, nothing_to_draw, pair_table, wait_words
from visuals.picture_frame import foot_line
from visuals.silo_words import has_part

DIFFERENT = 0.1
"""Where the totals of two periods differ by more than this part, the title tells lost questions per 100 handovers."""


def instead(data: GapRanking) -> str:
    """This is the sentence that stands where there is nothing to rank; empty where there is."""
    sides = [data.after] if data.before is None else [data.before, data.after]
    for side in sides:
        if missing := nothing_to_draw(side):
            if data.before is None or hidden(side):
                return missing
            before = say("There are no handovers before the change.")
            return before if side is data.before else say("There are no handovers after the change.")
    if not any(side.totals.recorded for side in sides):
        return say("Not one handover is recorded: whether questions got lost is unknown.")
    if not any(_most(data, row) for row in range(len(data.gaps))):
        if any(side.totals.lost is None or side.totals.lost for side in sides):
            return say("How many questions got lost is not shown: the groups are small.")
        n = sum(side.totals.recorded for side in sides)
        return say_n("1 handover is recorded: no question got lost.", "{n} handovers are recorded: no question got lost.", n)
    return ""


def titles(data: GapRanking) -> list[str]:
    """This gives the finding, the fullest first."""
    lost, half = data.after.totals.lost, data.half
    if data.before is not None:
        return _titles_of_two(data, data.before)
    if lost is None:
        return [say("How many questions got lost is not shown: the groups are small.")]
    whole = say_n("1 question fell between two departments.", "{n} questions fell between two departments.", lost)
    if half is None:
        return [whole]
    gaps, held = half
    if gaps == 1 and held == lost > 1:
        worst = data.gaps.iloc[0]
        way = {"sender": worst["from_department"], "receiver": worst["to_department"]}
        return [
            say("All {n} lost questions fell between {sender} and {receiver}.", n=lost, **way),
            say("All {n} lost questions fell in one gap.", n=lost),
        ]
    if lost == 1:
        return [whole]
    part = _part(held, lost)
    return [
        say_n("One gap explains {part} of the {lost} lost questions.", "{n} gaps explain {part} of the {lost} lost questions.", gaps,
              part=part, lost=lost)
    ]  # fmt: skip


def _titles_of_two(data: GapRanking, before: Handovers) -> list[str]:
    was, now = before.totals, data.after.totals
    if was.lost is None or now.lost is None:
        return [say("Where questions got lost, before and after the change.")]
    large, small = max(was.recorded, now.recorded), min(was.recorded, now.recorded)
    if large - small > DIFFERENT * large and small >= ENOUGH:
        rates = [round(100 * side.lost / side.recorded, 1) for side in (was, now) if side.lost is not None]
        one, other = (number(rate, 0 if all(each.is_integer() for each in rates) else 1) for rate in rates)
        if one == other:
            return [say("Of every 100 handovers {share} got lost, before and after.", share=one)]
        first = say("From {before} to {after} lost questions per 100 handovers", before=one, after=other)
    else:
        first = say("From {before} to {after} lost questions", before=was.lost, after=now.lost)
    if data.half is None or now.lost < 2:
        return [f"{first}."]
    gaps, held = data.half
    rest = say_n("now one gap explains {part}.", "now {n} gaps explain {part}.", gaps, part=_part(held, now.lost))
    return [f"{first}; {rest}", f"{first}."]


def _part(held: int, lost: int) -> str:
    return say("all") if held == lost else say("half") if 2 * held == lost else say("more than half")


def subtitle_parts(data: GapRanking) -> list[str]:
    """This gives who, how many, when, and what is not recorded."""
    if data.before is None:
        return silo_words.subtitle_parts(data.after, 1)
    told = []
    marks = (say("before"), say("after")) if instead(data) else (say("ring = before"), say("disc = after"))  # an empty card has no marks
    for word, side in zip(marks, (data.before, data.after), strict=True):
        n = say_n("1 handover", "{n} handovers", side.totals.recorded)
        when = f"{period(side.first, side.last)}, " if side.first and side.last else ""
        told.append(f"{word} ({when}{n})")
    if missing := data.before.totals.unrecorded + data.after.totals.unrecorded:
        told.append(say("{n} more not recorded (never counted as lost)", n=missing))
    return told


def gap_name(sender: str, receiver: str) -> str:
    """This names a gap beside its marks."""
    return route_name(sender, receiver)


def count_words(data: GapRanking, row: int) -> str:
    """This is what stands beside the marks of a gap."""
    gap = data.gaps.iloc[row]
    if data.before is None:
        return say("{n} of {of}", n=int(gap["lost"]), of=int(gap["recorded"]))
    return became(_count(gap["lost_before"]), _count(gap["lost"]))


def became(before: str, after: str) -> str:
    """This says what a number was and what it is; once where both are written alike."""
    if before == after:
        return say("{wait}, both times", wait=after)
    return say("{before} became {after}", before=before, after=after)


def waits(data: GapRanking, shown: int) -> list[str]:
    """This gives the wait of each of the first gaps, or that of both periods; with tenths of days in all where any has a part of a day."""
    columns = [data.gaps[name].head(shown) for name in ("median_calendar_days", "median_calendar_days_before") if name in data.gaps]
    tenths = any(has_part(float(days)) for column in columns for days in column.dropna())
    return [_wait(data, row, tenths=tenths) for row in range(shown)]


def _wait(data: GapRanking, row: int, *, tenths: bool) -> str:
    gap = data.gaps.iloc[row]
    after = wait_words(gap["median_calendar_days"], gap["timed"], tenths=tenths)
    if data.before is None:
        return after
    before = wait_words(gap["median_calendar_days_before"], gap["timed_before"], tenths=tenths)
    texts = [say("too few") if ENOUGH > _known(n) >= 0 and not pd.isna(days) else text for text, n, days in (
        (before, gap["timed_before"], gap["median_calendar_days_before"]), (after, gap["timed"], gap["median_calendar_days"])
    )]  # fmt: skip
    if {*texts} == {say("too few"), say("unknown")}:  # none is too few as well
        return say("{wait}, both times", wait=say("too few"))
    if texts[0] == texts[1]:
        return texts[1] if pd.isna(gap["median_calendar_days"]) else say("{wait}, both times", wait=texts[1])
    return became(*texts)


def rest(data: GapRanking, shown: int) -> tuple[str, str] | None:
    """This gives name and count of everything beside the shown gaps; None where there is nothing."""
    others = len(data.gaps) - shown
    columns = ["lost"] if data.before is None else ["lost_before", "lost"]
    sides = [data.after] if data.before is None else [data.before, data.after]
    told = [int(data.gaps[name].iloc[:shown].fillna(0).sum()) for name in columns]
    left = [lost_elsewhere(side, n) for side, n in zip(sides, told, strict=True)]
    mixed = data.merged or any(side.totals.unknown for side in sides)
    if not others and not mixed:
        return None
    name = (
        say("All others together")
        if mixed
        else say_n("1 other pair", "{n} other pairs together", others)
    )
    counts = [say("unknown") if n is None else number(n) for n in left]
    count = counts[0] if data.before is None else became(*counts)
    if len(counts) == 2 and counts[0] == counts[1]:
        both = say("{n} lost both times", n=counts[0])
        return name, both if _withheld(data) else say("{count} lost both times, in the table", count=counts[0])
    return name, say("{n} lost", n=count) if _withheld(data) else say("{count} lost, in the table", count=count)


def notes(data: GapRanking, shown: int) -> list[str]:
    """This gives what stands under the legend: what bold means, what is compared, what was withheld."""
    told = []
    if data.half is not None and data.half[0] <= shown and data.before is None:
        told.append(say("Bold: together these gaps hold at least half of all lost questions."))
    if data.before is not None:
        told.append(
            say("A difference counts where chance alone is unlikely (under 5%) and both periods have {n} handovers or more.", n=ENOUGH)
        )
    told += silo_words.withheld_note(_withheld(data))
    if unknown := data.after.totals.unknown + (data.before.totals.unknown if data.before else 0):
        told.append(say_n("Of 1 handover the sender is unknown.", "Of {n} handovers the sender is unknown.", unknown))
    return told


def description(data: GapRanking, shown: int) -> str:
    """This tells in three to five sentences what one would see."""
    told = [titles(data)[0]]
    told.append(
        say_n("The list shows 1 gap between departments, the worst first.", "The list shows {n} gaps between departments, the worst first.",
              shown)
    )  # fmt: skip
    worst = [
        f"{route_in_words(gap['from_department'], gap['to_department'], inside=True)}: {count_words(data, row)}"
        for row, gap in enumerate(data.gaps.head(min(3, shown)).to_dict("records"))
    ]
    told.append(say("Lost questions: {gaps}.", gaps="; ".join(worst)))
    if left := rest(data, shown):
        told.append(f"{left[0]}: {left[1]}.")
    if data.before is not None:
        kinds = [data.gaps["change"].iloc[:shown].eq(kind).sum() for kind in ("less", "more")]
        less, more = int(kinds[0]), int(kinds[1])
        told.append(
            say("In {less} of these gaps questions get lost less often after the change, in {more} more often.", less=less, more=more)
            if less or more
            else say("In none of these gaps a difference between before and after can be shown.")
        )
    told.append(" ".join(notes(data, shown)))
    return " ".join(part for part in told if part)


def footer(data: GapRanking, *, source: str = "", version: str = "") -> str:
    """This gives source, periods and version on one line."""
    if data.before is None:
        return silo_words.footer(data.after, source=source, version=version)
    sides = ((data.before, "Before: {what}"), (data.after, "After: {what}"))
    parts = [say(words, what=period(side.first, side.last)) for side, words in sides if side.first and side.last]
    return foot_line(*parts, source=source, version=version)


def table(data: GapRanking, shown: int) -> pd.DataFrame:
    """This gives every pair of departments, and in which row of the list it stands; with two periods one row a pair and period."""
    gaps = list(zip(data.gaps["from_department"], data.gaps["to_department"], strict=True))
    at = {gap: place for place, gap in enumerate(gaps[:shown], start=1)}

    def place(one: str, other: str) -> str:
        return say("row {n}", n=at[one, other]) if (one, other) in at else say("all others")

    after = pair_table(data.after, place)
    if data.before is None:
        return after
    before = pair_table(data.before, place)
    parts = [(say("before"), before), (say("after"), after)]
    changes = dict(zip(gaps, data.gaps["change"], strict=True))
    words = {"less": say("less often lost"), "more": say("more often lost")}
    words |= {"unsure": say("no sure difference"), "few": say("too few to compare"), "hidden": say("not shown: small group")}
    made = pd.concat([part.assign(**{say("period"): word}) for word, part in parts], ignore_index=True)
    ways = zip(made[say("from")], made[say("to")], strict=True)
    return made.assign(**{say("difference"): [words.get(changes.get(way, ""), "") for way in ways]})


def _count(value: object) -> str:
    return say("unknown") if pd.isna(value) else number(int(value))  # type: ignore[call-overload]


def _known(value: object) -> int:
    return -1 if pd.isna(value) else int(value)  # type: ignore[call-overload]


def _most(data: GapRanking, row: int) -> int:
    gap = data.gaps.iloc[row]
    return max(max(0, _known(gap[name])) for name in ("lost", "lost_before") if name in data.gaps)


def rows_shown(data: GapRanking, most: int) -> int:
    """This is how many gaps have a row: those that are known to have lost a question, `most` at most."""
    return sum(1 for row in range(min(most, len(data.gaps))) if _most(data, row))


def _withheld(data: GapRanking) -> int:
    columns = [("lost", "recorded")] + ([("lost_before", "recorded_before")] if data.before is not None else [])
    gone = pd.Series(False, index=data.gaps.index)
    for lost, recorded in columns:
        gone |= data.gaps[lost].isna() & (data.gaps[recorded].fillna(0) > 0)
    return int(gone.sum())
