"""What is said about one journey: title, subtitle, description and source line, all from the same numbers as the marks."""

from __future__ import annotations

from journeys.texts import percent, say, say_n
from journeys.texts import period as between
from mining.calendar_dates import calendar_days, local_moment
from mining.journey_data import JourneyData, records
from visuals.lanes import Lanes
from visuals.lettering import ELLIPSIS
from visuals.picture_frame import foot_line

MOSTLY_UNKNOWN = 0.5
"""Above this share of time of which the log does not tell who had the question, the title says that instead of nobody's
share."""


def title(data: JourneyData) -> str:
    """This gives the finding: how many officials in how many days, and how much of the time nobody had the question."""
    return f"{hands_in_days(data)} {who_had_it(data)}".strip()


def hands_in_days(data: JourneyData) -> str:
    """This is the first half of the title, which also stands alone where there is little room."""
    n, days = data.numbers.officials, in_days(data.numbers.days)
    if n == 0:
        if data.numbers.municipal == 0:
            return (
                say("Nobody took the question up {in_days}.", in_days=days)
                if data.numbers.days
                else say("Nobody took the question up.")
            )
        if data.numbers.days == 0:
            return say("One day, officials unknown.")
        return say_n("1 day, officials unknown.", "{n} days, officials unknown.", data.numbers.days)
    if n == 1:
        return say("One official {in_days}.", in_days=days)
    if n == 2:
        return say("Two officials {in_days}.", in_days=days)
    return say("{n} officials {in_days}.", n=n, in_days=days)


def who_had_it(data: JourneyData) -> str:
    """This is the second half of the title: nobody's share of the time, or the true finding where that share says
    little."""
    numbers = data.numbers
    if numbers.municipal == 0:
        return ""
    total = numbers.known + numbers.unknown
    if total == 0:
        return ""
    if numbers.known == 0:
        return say("Who had the question is not recorded.")
    if numbers.unknown > MOSTLY_UNKNOWN * total:
        return say(
            "For {percent} of the time it is not recorded who had the question.",
            percent=percent(numbers.unknown / total),
        )
    share = numbers.share or 0.0
    if numbers.unknown and share < 0.005:  # no claim over time of which the log says nothing
        return say("For {percent} of the time it is not recorded who had the question.", percent=percent(numbers.unknown / total))
    if numbers.unrecorded and share < 0.005:  # whole weeks can hide the time that a handover without a moment took
        return say("Not all the time is it recorded who had the question.")
    if share == 0:
        return say("Somebody had the question all the time.")
    if share < 0.005:
        return say("Almost all the time somebody had the question.")
    if share > 0.995:
        return (
            say("All the time nobody had the question.")
            if share == 1
            else say("Almost all the time nobody had the question.")
        )
    return say("For {percent} of the time nobody had the question.", percent=percent(share))


def in_days(days: int) -> str:
    """This says within how many calendar days."""
    return say("on one day") if days == 0 else say_n("in 1 day", "in {n} days", days)


def subtitle_parts(data: JourneyData) -> list[str]:
    """This gives who, how many, what was lost, the period, and what is not in the percentage; the most needed first."""
    numbers = data.numbers
    parts = [
        say("Resident {letter}", letter=data.resident) if data.residents_known else say("Case {letter}", letter=data.resident),
        say_n("1 question", "{n} questions", numbers.questions),
    ]
    if data.rounding:
        parts.append(say("dates rounded to weeks") if data.rounding == "week" else say("moments rounded to days"))
    if numbers.lost:
        parts.append(say_n("lost once between departments", "lost {n} times between departments", numbers.lost))
    parts.append(period(data))
    if numbers.open_questions:
        parts.append(say_n("1 question still open", "{n} questions still open", numbers.open_questions))
    if numbers.unknown_ends:
        parts.append(say("end unknown: no case in this file is ever ended"))
    if numbers.unrecorded:
        parts.append(say_n("1 handover without a time", "{n} handovers without a time", numbers.unrecorded))
    if numbers.unknown_turns:
        parts.append(
            say("department unknown")
            if not numbers.departments
            else say_n("department unknown once", "department unknown {n} times", numbers.unknown_turns)
        )
    if numbers.overlapping and (numbers.share or 0) > 0:
        parts.append(say("time added up per question"))
    return parts


def period(data: JourneyData) -> str:
    """This gives the months from first to last event, or the days where they are few."""
    return between(local_moment(data.numbers.first).date(), local_moment(data.numbers.last).date())


def description(data: JourneyData, lanes: Lanes) -> str:
    """This tells in three to six sentences what one would see: shape, contact, whose turn, the longest losses, what is
    left out."""
    numbers = data.numbers
    told = [
        (
            say(
                "This map follows resident {letter} from {first} to {last}."
                if data.residents_known
                else "This map follows case {letter} from {first} to {last}.",
                letter=data.resident,
                first=local_moment(numbers.first).date(),
                last=local_moment(numbers.last).date(),
            )
            if numbers.days
            else say(
                "This map follows resident {letter} on {day}." if data.residents_known else "This map follows case {letter} on {day}.",
                letter=data.resident, day=local_moment(numbers.first).date()
            )
        )
        + " "
        + say(
            "There are {questions}, {officials} and {departments}.",
            questions=say_n("1 question", "{n} questions", numbers.questions),
            officials=say_n("1 official", "{n} officials", numbers.officials)
            if numbers.officials
            else say("no known official"),
            departments=say_n("1 department", "{n} departments", numbers.departments)
            if numbers.departments
            else say("no known department"),
        ),
    ]
    if numbers.contacts:
        told.append(
            say_n("The resident made contact once", "The resident made contact {n} times", numbers.contacts)
            + (
                say_n(", once without an answer", ", {n} times without an answer", numbers.unanswered)
                if numbers.unanswered
                else ""
            )
            + (
                say_n(", and once was not called back", ", and {n} times was not called back", numbers.broken)
                if numbers.broken
                else ""
            )
            + "."
        )
    told += _whose_time(data)
    if numbers.lost:
        lost = data.turns[data.turns["state"] == "lost"]
        longest = (
            lost.assign(days=calendar_days(lost["started"], lost["ended"]))
            .nlargest(3, "days", keep="first")
            .query("days > 0")
        )
        each = [
            say(
                "{days} between {sender} and {receiver}",
                days=say_n("1 day", "{n} days", int(turn["days"])),
                sender=_or_unknown(turn["from_department"]),
                receiver=_or_unknown(turn["to_department"]),
            )
            for turn in records(longest)
        ]
        told += [say("Lost the longest: {losses}.", losses="; ".join(each))] if each else []
    left_out = []
    if numbers.unrecorded:
        left_out.append(
            say_n(
                "1 handover has no time and is not counted as a loss.",
                "{n} handovers have no time and are not counted as a loss.",
                numbers.unrecorded,
            )
        )
    if lanes.folded:
        left_out.append(
            say_n("1 other department has the lane “Other”.", "{n} other departments share one lane.", len(lanes.folded))
        )
    if numbers.unknown_turns:
        left_out.append(say("Where the log names no department, the time is not in the percentage."))
    if left_out:
        told.append(" ".join(left_out))
    if numbers.unknown_ends:
        told.append(
            say("The file ends no case at all: whether a question is over is unknown. What comes after its last event is not drawn.")
        )
    return " ".join(told)


def _whose_time(data: JourneyData) -> list[str]:
    """This says how much of the time lay with nobody, of which time, and for how much the log does not tell."""
    numbers = data.numbers
    told = []
    if numbers.unknown:
        unknown = numbers.unknown / (numbers.unknown + numbers.known)
        told.append(
            say("For {percent} of the time it is not recorded who had the question.", percent=percent(unknown))
        )
    if numbers.share is not None:
        share = percent(numbers.share)
        if numbers.nobody == 0:
            told.append(
                say("Of the time that is recorded, somebody always had the question.")
                if numbers.unknown or numbers.unrecorded
                else say("Somebody had the question all the time.")
            )
        elif numbers.unknown:
            told.append(say("Of the time that is recorded, {percent} lay with nobody.", percent=share))
        elif numbers.questions == 1:
            told.append(say("Of the time, {percent} lay with nobody.", percent=share))
        else:
            told.append(say("Of the time of all questions together, {percent} lay with nobody.", percent=share))
    if numbers.nobody and numbers.overlapping:
        told.append(
            say(
                "On {nobody} of {days} days at least one question lay with nobody.",
                nobody=numbers.nobody_days,
                days=numbers.days,
            )
        )
    return told


def footer(data: JourneyData, *, source: str = "", version: str = "") -> str:
    """This gives source, period and version on one line."""
    first, last = local_moment(data.numbers.first), local_moment(data.numbers.last)
    return foot_line(say("Period: {first} to {last}", first=first.date(), last=last.date()), source=source, version=version)


def _or_unknown(department: object) -> str:
    if not isinstance(department, str) or not department.strip():
        return say("unknown department")
    return department if len(department) <= 80 else department[:80].rstrip() + ELLIPSIS
