"""A comparison in sentences: one fact each, at most 16 words, the range always in numbers, and never a cause.

Every number comes from the same values as the contract's, and is written as mining.comparison_vocabulary says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from journeys.texts import language, number, say
from mining.catalogue import Catalogue
from mining.comparison import Comparison
from mining.comparison_cannot import cannot
from mining.comparison_cautions import always, cautions
from mining.comparison_own import NOT_SOUGHT, OLDER, OTHERWISE
from mining.comparison_question import Question
from mining.comparison_side_words import became, side_names, went
from mining.comparison_verdict import LESS, MORE, SAME, TOO_FEW, UNKNOWN, Measured
from mining.comparison_vocabulary import days_apart, measure_title, never_nothing, of_100, per_case, verdict_word, working_days
from mining.route_names import THEN, route_in_words

Section = tuple[str, tuple[str, ...]]

PAIRS = 10
APART = (*NOT_SOUGHT, OTHERWISE, OLDER)
SO_MANY_TIMES = 6.0
"""Where one side may be so many times the other, a range in per cent says nothing: it is told per case."""

COUNTS = ("handoffs", "department_handoffs", "hops", "faces", "contacts", "pingpong")


def sentences(found: Comparison, catalogue: Catalogue) -> tuple[Section, ...]:
    """This gives the comparison in sentences, in sections with a title each; a section without sentences is left out."""
    words = _Words(found)
    sections = [
        (say("Duration"), tuple(words.duration())),
        (say("From hand to hand"), tuple(line for name in COUNTS for line in words.counts(name))),
        (say("Outcomes, and what else differs"), words.compared(_others(found, catalogue))),
        (say("Per department and topic"), words.compared(_parts(found))),
        (say("Routes"), tuple(words.routes())),
        (say("Watch out"), tuple(cautions(found))),
        (say("What to know"), tuple(always(found))),
    ]
    return tuple((title, lines) for title, lines in sections if lines)


class _Words:
    """This holds what the sentences share: the comparison, and how its sides are called."""

    def __init__(self, found: Comparison) -> None:
        self.found = found
        self.since, self.first, self.second = side_names(found.question)
        self.control = bool(found.question.control)

    def duration(self) -> Iterator[str]:
        """This tells of the primary measure."""
        one = self.found.duration
        if one.verdict in (UNKNOWN, TOO_FEW):
            yield from cannot(self.found, one)
            return
        if one.verdict in (LESS["duration"], MORE["duration"]):
            shorter = one.verdict == LESS["duration"]
            if self.control:
                yield (
                    say("Cases take less time {since}, compared with departments without this change.", since=self.since)
                    if shorter
                    else say("Cases take more time {since}, compared with departments without this change.", since=self.since)
                )
            else:
                yield (
                    say("Cases take less time {since}.", since=self.since)
                    if shorter
                    else say("Cases take more time {since}.", since=self.since)
                )
            yield from self._both_sides(one)
            apart = _in_days(one)[-1]
            if self.control:  # it is a difference of differences, and not that of the two numbers above
                yield (
                    say("Compared with that group it saves about {n} working days.", n=apart)
                    if shorter
                    else say("Compared with that group it is about {n} working days more.", n=apart)
                )
            else:
                yield (
                    say("That saves about {n} working days.", n=apart)
                    if shorter
                    else say("That is about {n} working days more.", n=apart)
                )
            yield self._range(one, _end_in_days, say("working days"))
        elif one.verdict == SAME:
            yield (
                say("The duration of cases changed nearly as much as in departments without this change.")
                if self.control
                else say("The duration of cases stayed nearly the same.")
            )
            yield from self._both_sides(one)
            if one.low is not None and one.high is not None:
                yield say("The difference is probably not larger than {n} working days.", n=_end_in_days(max(-one.low, one.high)))
        else:
            yield say("We cannot show a difference.")
            yield say("That does not mean that there is none.")
            yield from self._both_sides(one)
            yield say("Such a difference is also within ordinary swings.")
            if (seen := working_days(one.visible or 0)) != working_days(0):  # where all durations are equal, "0 or more" would say nothing
                yield say("With these data we only see a difference of about {n} working days or more.", n=seen)

    def compared(self, lines: Iterator[str]) -> tuple[str, ...]:
        """This sets before verdicts on a change that they are compared with what changed in the comparison group, where there is one."""
        told = tuple(lines)
        return (say("Every verdict here is compared with the comparison group."), *told) if told and self.control else told

    def counts(self, name: str) -> Iterator[str]:
        """This tells of something that is counted per case."""
        one = self.found.measures[name]
        if one.verdict in (UNKNOWN, TOO_FEW) or one.before is None or one.after is None:
            if one.why == "column":
                yield say("{what}: cannot be determined.", what=measure_title(name))
            return
        if one.before == 0 and one.after == 0:  # perhaps nobody writes it down
            yield say("{what}: on both sides there are none in the file.", what=measure_title(name))
            return
        before, after = per_case(one.before, one.after)
        if one.verdict in (LESS["count"], MORE["count"]):
            less = one.verdict == LESS["count"]
            yield (
                say(
                    "{what}: {verdict}, compared with departments without this change.",
                    what=measure_title(name), verdict=verdict_word(one.verdict),
                )
                if self.control
                else _changed(name, less, self.since)
            )  # fmt: skip
            yield say("{side}: on average {n} per case.", side=self.first, n=before)
            yield say("{side}: {n}.", side=self.second, n=after)
            if "control" in one.more:
                before, after = per_case(one.more["control"]["before"], one.more["control"]["after"])
                yield say("In the comparison group it went from {before} to {after} per case.", before=before, after=after)
            if "ratio" in one.more and one.more["ratio_high"] < SO_MANY_TIMES:
                yield _in_per_cent(number(abs(100 * (one.more["ratio"] - 1))), less, control=self.control)
                bounds = sorted(abs(100 * (one.more[end] - 1)) for end in ("ratio_low", "ratio_high"))
                yield say(
                    "The real difference probably lies between {low} and {high} per cent.",
                    low=never_nothing(bounds[0]), high=never_nothing(bounds[1]),
                )  # fmt: skip
            else:
                yield self._range(one, lambda value: never_nothing(abs(value), 1), say("per case"))
        else:
            yield say("{what}: {verdict}.", what=measure_title(name), verdict=verdict_word(one.verdict))
            yield say("{side}: on average {n} per case.", side=self.first, n=before)
            yield say("{side}: {n}.", side=self.second, n=after)

    def routes(self) -> Iterator[str]:
        """This tells of the paths of departments that cases take."""
        routes = self.found.routes
        changed = [one for one in routes.get("paths", ()) if one["passes"]]
        if not routes or routes["verdict"] in (UNKNOWN, TOO_FEW):
            return
        if not changed:
            yield say("We see no change in the routes that cases take.")
            return
        yield say("Cases take other routes {since}.", since=self.since)
        for one in sorted(changed, key=lambda path: -abs(path["difference"])):
            path = route_in_words(*one["path"].split(THEN)) if one["path"] else say("Other routes")
            now = became(self.found.question, of_100(one["before"]), of_100(one["after"]))
            yield say("{path}: {became} of the 100 cases.", path=path, became=now)

    def _both_sides(self, one: Measured) -> Iterator[str]:
        first, second, *control = _in_days(one)[:-1]
        yield say("{side}: on average {n} working days per case.", side=self.first, n=first)
        yield say("{side}: {n} working days.", side=self.second, n=second)
        if control:
            yield say("In the comparison group it went from {before} to {after} working days.", before=control[0], after=control[1])

    def _range(self, one: Measured, write: Callable[[float], str], unit: str) -> str:
        low, high = sorted((abs(one.low or 0), abs(one.high or 0)))
        return say("The real difference probably lies between {low} and {high} {unit}.", low=write(low), high=write(high), unit=unit)


def _in_days(one: Measured) -> tuple[str, ...]:
    """This writes a duration of both sides, of both sides of the control where there is one, and the difference."""
    return days_apart(one.before or 0, one.after or 0, *one.more.get("control", {}).values())


def _end_in_days(value: float) -> str:
    """This writes an end of a range of working days: one that is not 0 is never written as 0."""
    return working_days(value) if abs(value) >= 0.05 else never_nothing(abs(value), 1)


def _in_per_cent(percent: str, less: bool, *, control: bool) -> str:
    if control:
        return (
            say("Compared with that group that is about {n} per cent fewer.", n=percent)
            if less
            else say("Compared with that group that is about {n} per cent more.", n=percent)
        )
    return say("That is about {n} per cent fewer.", n=percent) if less else say("That is about {n} per cent more.", n=percent)


def _changed(name: str, less: bool, since: str) -> str:
    texts = {
        "handoffs": (
            say("Cases go from hand to hand less often {since}.", since=since),
            say("Cases go from hand to hand more often {since}.", since=since),
        ),
        "department_handoffs": (
            say("Cases go from department to department less often {since}.", since=since),
            say("Cases go from department to department more often {since}.", since=since),
        ),
        "hops": (
            say("Residents meet another official less often {since}.", since=since),
            say("Residents meet another official more often {since}.", since=since),
        ),
        "faces": (
            say("Residents deal with fewer different officials {since}.", since=since),
            say("Residents deal with more different officials {since}.", since=since),
        ),
        "contacts": (
            say("Residents get in touch less often {since}.", since=since),
            say("Residents get in touch more often {since}.", since=since),
        ),
        "pingpong": (
            say("Cases go back and forth between departments less often {since}.", since=since),
            say("Cases go back and forth between departments more often {since}.", since=since),
        ),
    }
    return texts[name][0 if less else 1]


def _others(found: Comparison, catalogue: Catalogue) -> Iterator[str]:
    """This tells of the shares and signals that differ; the mix of outcomes always, for a shorter time with more rejections is no gain."""
    for name, one in found.shares.items():
        if one.why in APART:
            yield _apart(found.question, catalogue[name.partition(":")[2]].title[language()], one.why)
        if one.before is None or one.after is None:
            continue
        different = one.verdict in (LESS["share"], MORE["share"])
        if not different and name != "outcome:rejected":
            continue
        verdict, told = verdict_word(one.verdict), went(found.question, of_100(one.before), of_100(one.after))
        if name.startswith("signal:"):
            title = catalogue[name.partition(":")[2]].title[language()]
            yield say("{what}: {verdict}, {went} times per 100 cases.", what=title, verdict=verdict, went=told)
        else:
            yield say("{what}: {verdict}, {went} of 100.", what=measure_title(name), verdict=verdict, went=told)


def _apart(question: Question, title: str, why: str) -> str:
    """This says why a signal of a municipality's own is not compared."""
    if why == OLDER:
        return say("{what}: not compared, for the dossier is of an older version. Make it anew.", what=title)
    if why == OTHERWISE:
        return say("{what}: not sought in the same way on both sides, so not compared.", what=title)
    at = NOT_SOUGHT.index(why)
    periods = (say("in the first period"), say("in the second period"))
    side = say("in {value}", value=question.beside[at]) if question.beside else periods[at]
    return say("{what}: not sought {side}, so not compared.", what=title, side=side)


def _parts(found: Comparison) -> Iterator[str]:
    for label, parts in (("department", found.departments), ("topic", found.topics)):
        for one in parts:
            if one["duration"]["passes"]:
                told = went(found.question, *(working_days(one["duration"][side]) for side in ("before", "after")))
                verdict = verdict_word(one["duration"]["verdict"])
                yield say("{what}: {verdict}, {went} working days.", what=one[label], verdict=verdict, went=told)
            if one["handoffs"]["passes"]:
                told = went(found.question, *per_case(one["handoffs"]["before"], one["handoffs"]["after"]))
                verdict = verdict_word(one["handoffs"]["verdict"])
                yield say("{what}: {verdict} handoffs, {went} per case.", what=one[label], verdict=verdict, went=told)
    for pair in [one for one in found.pairs if one["passes"]][:PAIRS]:
        yield say(
            "From {source} to {target}: {became} of the 100 cases.",
            source=pair["from"], target=pair["to"], became=became(found.question, of_100(pair["before"]), of_100(pair["after"])),
        )  # fmt: skip
