"""What is said about a chain of departments: title, subtitle, description and the table behind the station map."""

from __future__ import annotations

import pandas as pd

from journeys.texts import percentage, period, say, say_n, whole
from mining.journey_data import records
from mining.route_names import route_in_words
from mining.stations import Stations
from visuals.picture_frame import foot_line
from visuals.silo_words import within

ENOUGH = 10
"""A pair with fewer timed handovers is not compared with others."""

APART_CALENDAR_DAYS = 1.0
"""The slowest pair is called so when it is at least so much slower than the next."""


def titles(data: Stations) -> list[str]:
    """This gives the finding, longest wording first; the last one fits with any name."""
    total, timed = len(data.passages), int(data.segments["timed"].sum())
    recorded = int(data.segments["recorded"].sum())
    if not recorded:
        return [
            say_n(
                "When the only passage was let go is not recorded.",
                "When they were let go is recorded of none of the {n} passages.",
                total,
            )
        ]
    compared = data.segments[data.segments["timed"] >= ENOUGH].sort_values("median_calendar_days", ascending=False, kind="stable")
    if compared.empty:
        if not timed:
            return [say("Too few handovers to compare: none was taken up.")]
        return [say_n("Too few handovers to compare: 1 was taken up.", "Too few handovers to compare: {n} were taken up.", timed)]
    rows = records(compared)
    slowest = rows[0]
    if data.whole_weeks or len(rows) == 1 or slowest["median_calendar_days"] - rows[1]["median_calendar_days"] < APART_CALENDAR_DAYS:
        return _together(data)
    half, long = wait_of(data, slowest["median_calendar_days"]), data.long_calendar_days
    names = {"sender": slowest["from_department"], "receiver": slowest["to_department"]}
    share = percentage(slowest["long"], slowest["timed"])
    some = "From {sender} to {receiver} takes longest: half within {half}, {share} over {long} days."
    none = "From {sender} to {receiver} takes longest: half within {half}, none over {long} days."
    return [
        say(some, half=half, share=share, long=long, **names) if slowest["long"] else say(none, half=half, long=long, **names),
        say("From {sender} to {receiver} takes longest: half within {half}.", half=half, **names),
        *(
            say("From {sender} to {receiver} takes longest.", **{word: _short(name, most) for word, name in names.items()})
            for most in (1000, 30, 20)
        ),
    ]


def _together(data: Stations) -> list[str]:
    """This is the finding of a chain without one pair that is clearly the slowest: all its handovers together, then half of it."""
    days = data.passages.loc[data.passages["timed"].astype(bool), "calendar_days"].astype(float)
    many, long = int(data.segments["long"].sum()), data.long_calendar_days
    half = wait_of(data, float(days.median()))
    if data.whole_weeks:
        return [say("Half of the handovers are taken up {half}.", half=half)]
    shorter = say("Half of the handovers are taken up within {half}.", half=half)
    if not many:
        return [say("Half of the handovers are taken up within {half}, none after {long} days.", half=half, long=long), shorter]
    one = "Half of the handovers are taken up within {half}, 1 after more than {long} days."
    more = "Half of the handovers are taken up within {half}, {n} after more than {long} days."
    return [say_n(one, more, many, half=half, long=long), shorter]


def subtitle_parts(data: Stations) -> list[str]:
    """This gives how many, what was lost or is not known, the period and how to read a line."""
    counts = {state: int(data.segments[state].sum()) for state in ("recorded", "lost", "open", "unrecorded")}
    parts = [say("{n} departments", n=len(data.chain))]
    if counts["recorded"]:
        parts.append(say_n("1 handover", "{n} handovers", counts["recorded"]))
    if counts["lost"]:
        parts.append(say_n("1 lost", "{n} lost", counts["lost"]))
    if counts["open"]:
        parts.append(say_n("1 still underway", "{n} still underway", counts["open"]))
    if counts["unrecorded"]:
        parts.append(say_n("1 handover without a time", "{n} handovers without a time", counts["unrecorded"]))
    if data.first and data.last:
        parts.append(period(data.first, data.last))
    if data.whole_weeks:
        parts.append(say("times in whole weeks"))
    if counts["recorded"]:
        parts.append(say("each line is one handover: the more slanted, the longer"))
    return parts


def description(data: Stations, *, drawn: tuple[int, int]) -> str:
    """This tells what one would see: the chain, each pair, what is lost, batches, and what is left out."""
    told = [
        say("This map shows handovers along a chain: {chain}.", chain=route_in_words(*data.chain, inside=True)),
    ]  # fmt: skip
    slow = data.segments[data.segments["timed"] >= ENOUGH].sort_values("median_calendar_days", ascending=False, kind="stable")
    each = [
        say("from {sender} to {receiver} {half}", sender=row["from_department"], receiver=row["to_department"],
            half=wait_of(data, row["median_calendar_days"]))
        if data.whole_weeks
        else say("from {sender} to {receiver} within {half}", sender=row["from_department"], receiver=row["to_department"],
                 half=within(row["median_calendar_days"]))
        for row in records(slow.head(3))
    ]  # fmt: skip
    if each:
        told.append(say("Half of the handovers are taken up: {each}.", each="; ".join(each)))
    if each and not data.whole_weeks:
        first = records(slow.head(1))[0]
        told.append(
            say_n(
                "From {sender} to {receiver}, half was taken up on 1 date.",
                "From {sender} to {receiver}, half was taken up on {n} dates.",
                int(first["half_dates"]),
                sender=first["from_department"],
                receiver=first["to_department"],
            )
        )
    lost = int(data.segments["lost"].sum())
    if data.segments["recorded"].sum():
        told.append(say_n("1 handover was lost.", "{n} handovers were lost.", lost) if lost else say("No handover was lost."))
    else:
        told.append(say("Whether any of them was lost is not known."))
    told += notes(data, drawn=drawn)
    return " ".join(told)


def notes(data: Stations, *, drawn: tuple[int, int], counted_only: bool = False) -> list[str]:
    """This says what is not drawn, and how the chain adds up with the rest to all passages. `drawn`: lines drawn, of how many."""
    told = []
    if drawn[0] < drawn[1]:
        told.append(say("{n} of {all} lines are drawn, evenly over the weeks.", n=drawn[0], all=drawn[1]))
    if counted_only:
        told.append(say("Handovers without a time are counted, not drawn."))
    if data.against or data.elsewhere:
        of = (
            "Of the {total} passages that may be shown {along} lie on this chain; {against} go back or skip a department,"
            " {elsewhere} lie elsewhere."
        )
        told.append(
            say(of, total=data.total, along=len(data.passages), against=data.against, elsewhere=data.elsewhere)
            if data.whole_weeks
            else say(
                "Of all {total} passages {along} lie on this chain; {against} go back or skip a department, {elsewhere} lie elsewhere.",
                total=data.total,
                along=len(data.passages),
                against=data.against,
                elsewhere=data.elsewhere,
            )
        )
    return told


def footer(data: Stations, *, source: str, version: str) -> str:
    """This gives source, period and version on one line."""
    when = say("Period: {first} to {last}", first=data.first, last=data.last) if data.first and data.last else ""
    return foot_line(when, source=source, version=version)


def table(data: Stations) -> pd.DataFrame:
    """This gives one row a pair of neighbours, then the passages against the chain and those elsewhere: together all of the period."""
    segments = data.segments
    rest = [(say("back, or skipping a department"), data.against), (say("elsewhere"), data.elsewhere)]
    whole = pd.concat(
        [segments, pd.DataFrame([{"from_department": name, "n": n} for name, n in rest if n], columns=["from_department", "n"])]
        if data.against or data.elsewhere
        else [segments],
        ignore_index=True,
    )
    counts = {name: whole[name].astype("Int64") for name in segments.columns if name not in ("from_department", "to_department",
                                                                                           "median_calendar_days")}  # fmt: skip
    made = pd.DataFrame(
        {
            say("sent by"): whole["from_department"],
            say("sent to"): whole["to_department"].fillna(""),
            say("passages"): counts["n"],
            say("recorded"): counts["recorded"],
            say("not recorded"): counts["unrecorded"],
            say("answered"): counts["answered"],
            say("answered late"): counts["late"],
            say("lost"): counts["lost"],
            say("passed on elsewhere"): counts["rerouted"],
            say("decided before"): counts["settled"],
            say("still underway"): counts["open"],
            say("half within (calendar days)"): whole["median_calendar_days"].astype("Float64").round(1),
            say("over {n} days", n=data.long_calendar_days): counts["long"],
            say("dates on which half was taken up"): counts["half_dates"],
        }
    )
    return made.drop(columns=[say("dates on which half was taken up")]) if data.whole_weeks else made


def wait_of(data: Stations, calendar_days: float) -> str:
    """This writes a median wait after “within”; of times in whole weeks it tells in how many calendar weeks after letting go."""
    if not data.whole_weeks:
        return within(calendar_days)
    weeks = whole(calendar_days / 7)
    return say_n("at most 1 week later", "at most {n} weeks later", weeks) if weeks else say("in the same week")


def half_beside(data: Stations, calendar_days: float) -> str:
    """This writes a median wait in few words, for the room beside a gap."""
    if not data.whole_weeks:
        return say("half within {half}", half=within(calendar_days))
    weeks = whole(calendar_days / 7)
    return say_n("half up to 1 week later", "half up to {n} weeks later", weeks) if weeks else say("half in the same week")


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
