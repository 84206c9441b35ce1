"""What is said about many journeys at once: title, panel headings, description and the table behind the stripes map."""

from __future__ import annotations

import pandas as pd

from journeys.texts import capitalised, number, percent, period, say, say_n, whole
from mining.disclosure import LEAST
from mining.stripes import WHO, Cohort, Stripes, in_classes
from visuals.picture_frame import foot_line
from visuals.silo_words import waited, within

ENOUGH = 10
"""Of fewer journeys no percentage is told."""

MOSTLY_UNKNOWN = 0.5

MONTHS_FROM, WEEKS_FROM = 92, 28
"""From so many days on a period is told in months, or in weeks."""


def titles(data: Stripes) -> list[str]:
    """This gives the finding, longest wording first."""
    if len(data.cohorts) == 2:
        return _two(data)
    only = data.cohorts[0]
    n, half = len(only.journeys), only.median_days
    if n < ENOUGH:
        return [say_n("Only 1 journey: too few for a finding.", "Only {n} journeys: too few for a finding.", n)]
    if half is None:
        return [say("It is not recorded which of the {n} journeys have ended.", n=n)]
    if only.open == n:
        return [say("All {n} journeys still go on.", n=n)]
    if 2 * only.open > n and _is_told(data, n - only.open):
        return [say("{open} of the {n} journeys still go on.", open=only.open, n=n)]
    lasted = _lasted(data, half)
    shorter = lasted if _brief(data, half) else say("Half take {half} or longer.", half=took(data, half))
    return [f"{lasted} {_whose(only)}".strip(), f"{shorter} {_whose(only)}".strip(), lasted]


def _two(data: Stripes) -> list[str]:
    one, other = data.cohorts
    shares = [
        cohort.share
        if len(cohort.journeys) >= ENOUGH and cohort.share is not None and (cohort.unknown_share or 0) <= MOSTLY_UNKNOWN
        else None
        for cohort in data.cohorts
    ]
    if shares == [0, 0] and any(cohort.unknown_share for cohort in data.cohorts):
        shares = [None, None]  # that nobody had it was never recorded: no finding
    if data.comparable and shares[0] is not None and shares[1] is not None:
        was, now = percent(shares[0]), percent(shares[1])
        whole = not any(cohort.partial for cohort in data.cohorts)  # else who stands where says more of the lengths than any change
        long, then = took(data, one.median_days or 0), took(data, other.median_days or 0)
        if data.beside:
            told = say("Nobody’s turn: {before} of the time against {after}.", before=was, after=now)
            same = say("Nobody’s turn: {percent} of the time on both sides.", percent=now)
            half = say("Half take {before} or longer, against {after}.", before=long, after=then)
        else:
            told = say("Nobody’s turn: {before} of the time became {after}.", before=was, after=now)
            same = say("Nobody’s turn: {percent} of the time, before and after.", percent=now)
            half = say("Half take {before} or longer, then {after}.", before=long, after=then)
        told = same if was == now else told
        brief = any(_brief(data, cohort.median_days or 0) for cohort in data.cohorts)
        return [f"{told} {half}", told] if whole and not brief else [told]
    return [
        say(
            "Each stripe is one journey: {one} against {other}.",
            one=say_n("1 journey", "{n} journeys", len(one.journeys)),
            other=number(len(other.journeys)),
        )
    ]


def _whose(cohort: Cohort) -> str:
    unknown, share = cohort.unknown_share, cohort.share
    if unknown is not None and unknown > MOSTLY_UNKNOWN:
        return say("For {percent} of the time it is not recorded who had the question.", percent=percent(unknown))
    return say("Nobody’s turn: {percent} of the time.", percent=percent(share)) if share is not None else ""


def heading(cohort: Cohort) -> list[str]:
    """This gives what stands over a panel, longest wording first."""
    half = cohort.median_days
    n = say_n("1 journey", "{n} journeys", len(cohort.journeys))
    named = f"{cohort.label}: {n}" if cohort.label else n
    if half is None or len(cohort.journeys) < ENOUGH:
        return [named]
    return [f"{named}. {_whose(cohort)}".strip(), named]


def subtitle_parts(data: Stripes) -> list[str]:
    """This gives how many, how many still go on, the period, and how to read a row."""
    parts = []
    if len(data.cohorts) == 1:
        only = data.cohorts[0]
        parts.append(say_n("1 journey", "{n} journeys", len(only.journeys)))
        if only.first and only.last:
            parts.append(say("begun {period}", period=period(only.first, only.last)))
    else:
        spans = lengths(data)
        parts += [
            (f"{one.label}: " if one.label else "") + period(one.first, one.last) + (f" ({spans[at]})" if spans else "")
            for at, one in enumerate(data.cohorts)
            if one.first and one.last
        ]
    parts += still_open(data)
    if data.whole_weeks:
        parts.append(say("times in whole weeks"))
    if data.follow_days is not None:
        parts.append(say("each followed for {n} days", n=data.follow_days))
    parts.append(say("each stripe is one journey, the shortest on top; across: days since the first question"))
    return parts


def lengths(data: Stripes) -> list[str]:
    """This says how long the two periods are in which the journeys began, where they are not equally long; otherwise nothing."""
    days = [(one.last - one.first).days + 1 for one in data.cohorts if one.first and one.last]
    if len(days) < 2:
        return []
    if min(days) >= MONTHS_FROM:
        told = [say_n("1 month", "{n} months", round(12 * each / 365.25)) for each in days]
    elif min(days) >= WEEKS_FROM:
        told = [say_n("1 week", "{n} weeks", round(each / 7)) for each in days]
    else:
        told = [say_n("1 day", "{n} days", each) for each in days]
    return told if told[0] != told[1] else []


def _labelled(cohort: Cohort, text: str) -> str:
    """This puts the name of a panel before what is said of it."""
    return f"{cohort.label}: {text[:1].lower()}{text[1:]}" if cohort.label else text


def still_open(data: Stripes) -> list[str]:
    """This counts the journeys that still go on, and those of which nobody can tell, over all panels.

    Past the gate no number stands that is about, or leaves, fewer than LEAST journeys.
    """
    count, unknown = sum(cohort.open for cohort in data.cohorts), sum(cohort.end_unknown for cohort in data.cohorts)
    n = sum(len(cohort.journeys) for cohort in data.cohorts)
    told = []
    if count and not _is_told(data, count):
        told.append(say("a few journeys still go on"))
    elif count and not _is_told(data, n - count):
        told.append(say("nearly all journeys still go on"))
    elif count:
        told.append(say_n("1 journey still goes on", "{n} journeys still go on", count))
    if unknown and _is_told(data, unknown):
        told.append(say_n("of 1 journey the end is not recorded", "of {n} journeys the end is not recorded", unknown))
    elif unknown:
        told.append(say("of a few journeys the end is not recorded"))
    return told


def _is_told(data: Stripes, journeys: int) -> bool:
    """This tells whether a number of journeys may stand: past the gate none of 1 to LEAST - 1."""
    return not data.group or not 0 < journeys < LEAST


def notes(data: Stripes, drawn: list[int]) -> list[str]:
    """This says what is not drawn. `drawn`: how many stripes of each panel are."""
    told = [*begun_before(data), *_sampled(data, drawn)]
    shorts = [cohort.too_short for cohort in data.cohorts]
    short = sum(one or 0 for one in shorts)
    if None in shorts:
        told.append(say("A small number of journeys began too late to be followed so long."))
    elif short:
        told.append(say_n("1 journey began too late to be followed so long.", "{n} journeys began too late to be followed so long.", short))
    if len(data.cohorts) == 2 and not data.comparable:
        told.append(say("Journeys that still go on will become longer: do not compare the two panels by length."))
    return told


def begun_before(data: Stripes) -> list[str]:
    """This says which journeys are missing or cut at the left because they had begun before, and what cannot be compared for that."""
    told = []
    for cohort in data.cohorts:
        if cohort.earlier is None:
            told.append(_labelled(cohort, say("A small number of journeys that had begun earlier is not here.")))
        elif cohort.earlier:
            one, more = "1 journey that had begun earlier is not here.", "{n} journeys that had begun earlier are not here."
            told.append(_labelled(cohort, say_n(one, more, cohort.earlier)))
        if cohort.cut is None:
            told.append(_labelled(cohort, say("A small number of journeys lacks its beginning: that is in the first period.")))
        elif cohort.cut:
            one, more = "1 journey lacks its beginning:", "{n} journeys lack their beginning:"
            told.append(_labelled(cohort, f"{say_n(one, more, cohort.cut)} {say('that is in the first period.')}"))
    uneven, partial = bool(lengths(data)), len(data.cohorts) == 2 and bool(told)
    if uneven and partial:
        told.append(say("The periods are not equally long either: do not compare the two panels by length or by number."))
    elif partial:
        told.append(say("So do not compare the two panels by length."))
    elif uneven:
        told.append(say("The periods are not equally long: do not compare the two panels by number."))
    return told


def _sampled(data: Stripes, drawn: list[int]) -> list[str]:
    """This says how many journeys of each panel are drawn, where those are not all."""
    all_of = [len(cohort.journeys) for cohort in data.cohorts]
    if len(drawn) == 2 and all(shown < every for shown, every in zip(drawn, all_of, strict=True)):
        text = "{n} of {all} and {other} of {others} journeys are drawn, evenly from short to long."
        return [say(text, n=drawn[0], all=all_of[0], other=drawn[1], others=all_of[1])]
    return [
        _labelled(cohort, say("{n} of {all} journeys are drawn, evenly from short to long.", n=shown, all=every))
        for cohort, shown, every in zip(data.cohorts, drawn, all_of, strict=True)
        if shown < every
    ]


def description(data: Stripes, drawn: list[int]) -> str:
    """This tells what one would see: how many stripes, how long, whose turn, and what is left out."""
    told = [say("Each stripe is one journey, from the first question on, the shortest on top.")]
    for cohort in data.cohorts:
        half = cohort.median_days
        text = say_n("1 journey", "{n} journeys", len(cohort.journeys)) + "."
        text += f" {_lasted(data, half)}" if half is not None else ""
        if len(cohort.journeys) >= ENOUGH:
            text += f" {_whose(cohort)}".rstrip()
            if 0 < (cohort.unknown_share or 0) <= MOSTLY_UNKNOWN:
                text += " " + say(
                    "For {percent} of the time it is not recorded who had the question.", percent=percent(cohort.unknown_share or 0)
                )
        told.append(f"{cohort.label}: {text}" if cohort.label else text)
    told += [f"{capitalised(text)}." for text in still_open(data)]
    return " ".join(told + notes(data, drawn))


def footer(data: Stripes, *, source: str, version: str) -> str:
    """This gives source, period of the beginnings and version on one line."""
    dates = [day for cohort in data.cohorts for day in (cohort.first, cohort.last) if day]
    when = say("Period: {first} to {last}", first=min(dates), last=max(dates)) if dates else ""
    return foot_line(when, source=source, version=version)


def table(data: Stripes) -> pd.DataFrame:
    """This gives one row a journey, drawn or not, in the order of the picture, without any id; of rows that passed the gate one a class."""
    if data.group:
        return _classes(data)
    ends = {"ended": say("ended"), "open": say("still goes on"), "longer": say("goes on after these days"), "unknown": say("not recorded")}
    parts = []
    for cohort in data.cohorts:
        own = cohort.journeys
        parts.append(
            pd.DataFrame(
                {
                    say("panel"): cohort.label,
                    say("place"): range(1, len(own) + 1),
                    say("days"): own["days"].round(1),
                    **{f"{say('days')}: {word}": own[who].round(1) for who, word in words().items()},
                    say("end"): own["ends"].map(ends),
                }
            )
        )
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _classes(data: Stripes) -> pd.DataFrame:
    parts = []
    for cohort in data.cohorts:
        found = in_classes(cohort, group=data.group, least=LEAST)
        parts.append(
            pd.DataFrame(
                {
                    say("panel"): [cohort.label] * len(found),
                    say("days, from"): found["low"].astype("Int64"),
                    say("days, to"): found["high"].astype("Int64"),
                    say("journeys"): found["journeys"],
                    say("end not known"): found["open"],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def words() -> dict[str, str]:
    """This says in words who has the question, for legend and table."""
    said = {
        "nobody": say("nobody has it (at least one question)"),
        "department": say("a department has it"),
        "resident": say("resident’s turn"),
        "unknown": say("not recorded"),
    }
    return {who: said[who] for who in WHO}


def _brief(data: Stripes, days: float) -> bool:
    """This tells whether a time is less than the least that is told."""
    return not whole(days / 7) if data.whole_weeks else days < 0.05


def _lasted(data: Stripes, days: float) -> str:
    if _brief(data, days):
        return say("Half of the journeys are over within {half}.", half=say("1 week") if data.whole_weeks else within(days))
    return say("Half of the journeys take {half} or longer.", half=took(data, days))


def half_beside(data: Stripes, days: float) -> str:
    """This writes at the median row how long half of the journeys take."""
    if _brief(data, days):
        return say("half: within {half}", half=say("1 week") if data.whole_weeks else within(days))
    return say("half: {half} or longer", half=took(data, days))


def took(data: Stripes, days: float) -> str:
    """This writes how long journeys took; of times in whole weeks it says that it is about so long."""
    if not data.whole_weeks:
        return waited(days)
    weeks = whole(days / 7)
    return say_n("about 1 week", "about {n} weeks", weeks) if weeks else say("less than a week")
