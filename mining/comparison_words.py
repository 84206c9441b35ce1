"""A comparison in sentences: one fact each, at most 16 words, the range always in numbers, and never a cause.

Every number comes from the same values as the contract's. Working days are whole from 10 up and halves below; shares are told of 100.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from journeys.texts import language, number, say
from mining.catalogue import Catalogue
from mining.comparison import Comparison
from mining.comparison_guards import LEAST_CASES
from mining.comparison_own import NOT_SOUGHT, OLDER, OTHERWISE
from mining.comparison_sides import Question
from mining.comparison_verdict import LESS, MORE, SAME, TOO_FEW, UNKNOWN, UNSEEN, Measured
from mining.route_names import THEN, route_in_words

Section = tuple[str, tuple[str, ...]]

CAUTIONS = 3
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
        (say("What else differs"), tuple(_others(found, catalogue))),
        (say("Per department and topic"), tuple(_parts(found))),
        (say("Routes"), tuple(words.routes())),
        (say("Watch out"), tuple(words.cautions())),
        (say("What to know"), tuple(words.always())),
    ]
    return tuple((title, lines) for title, lines in sections if lines)


def verdict_word(verdict: str) -> str:
    """This gives a verdict in the language in use."""
    return {
        "korter": say("shorter"), "langer": say("longer"), "minder": say("fewer"), "meer": say("more"), "minder vaak": say("less often"),
        "vaker": say("more often"), SAME: say("nearly the same"), UNSEEN: say("no visible difference"), TOO_FEW: say("too few cases"),
        UNKNOWN: say("cannot be determined"), "andere routes": say("other routes"),
    }[verdict]  # fmt: skip


def working_days(value: float) -> str:
    """This writes working days: whole from 10 up, halves below, tenths where half a day would be nothing."""
    size = abs(value)
    if size >= 9.75:
        return number(round(size))
    half = round(size * 2) / 2
    if half == 0 and size >= 0.05:
        return number(size, 1)
    return number(half, 0 if half == int(half) else 1)


def per_case(before: float, after: float) -> tuple[str, str]:
    """This writes a count per case of both sides: one digit, and more where one would hide a change of more than a tenth."""
    digits = 1
    if abs(after - before) > 0.1 * max(abs(before), abs(after)):
        digits = next((one for one in (1, 2) if number(before, one) != number(after, one)), 3)
    return number(before, digits), number(after, digits)


def of_100(share: float) -> str:
    """This writes a share as so many of 100; tenths below 10, where whole ones would say nothing."""
    value = 100 * abs(share)
    return number(round(value)) if value >= 10 or abs(value - round(value)) < 0.05 else number(value, 1)


class _Words:
    """This holds what every sentence shares: how the sides are called."""

    def __init__(self, found: Comparison) -> None:
        self.found = found
        question = found.question
        if question.change is not None:
            self.since = say("after {date}", date=question.change)
            self.first, self.second = say("Before it"), say("After it")
        elif question.column:
            self.since = say("for {value}", value=question.values[1])
            self.first, self.second = (say("For {value}", value=value) for value in question.values)
        elif question.beside:
            self.since = say("in {value}", value=question.beside[1])
            self.first, self.second = (say("In {value}", value=value) for value in question.beside)
        else:
            self.since = say("in the second period")
            self.first, self.second = say("In the first period"), say("In the second period")
        self.control = bool(question.control)

    def duration(self) -> Iterator[str]:
        """This tells of the primary measure."""
        one = self.found.duration
        if one.verdict in (UNKNOWN, TOO_FEW):
            yield from self._cannot(one)
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
            difference = working_days(one.difference or 0)
            yield (
                say("That saves about {n} working days.", n=difference)
                if shorter
                else say("That is about {n} working days more.", n=difference)
            )
            yield self._range(one, working_days, say("working days"))
        elif one.verdict == SAME:
            yield say("The duration of cases stayed nearly the same.")
            yield from self._both_sides(one)
            yield say(
                "The difference is probably not larger than {n} working days.", n=working_days(max(abs(one.low or 0), abs(one.high or 0)))
            )
        else:
            yield say("We cannot show a difference.")
            yield say("That does not mean that there is none.")
            yield from self._both_sides(one)
            yield say("Such a difference is also within ordinary swings.")
            yield say("With these data we only see a difference of about {n} working days or more.", n=working_days(one.visible or 0))

    def counts(self, name: str) -> Iterator[str]:
        """This tells of something that is counted per case."""
        one = self.found.measures[name]
        if one.verdict in (UNKNOWN, TOO_FEW) or one.before is None or one.after is None:
            if one.why == "column":
                yield say("{what}: cannot be determined.", what=measure_title(name))
            return
        before, after = per_case(one.before, one.after)
        if one.verdict in (LESS["count"], MORE["count"]):
            yield _changed(name, one.verdict == LESS["count"], self.since)
            yield say("{side}: on average {n} per case.", side=self.first, n=before)
            yield say("{side}: {n}.", side=self.second, n=after)
            if "ratio" in one.more and one.more["ratio_high"] < SO_MANY_TIMES:
                less = one.verdict == LESS["count"]
                percent = number(abs(100 * (one.more["ratio"] - 1)))
                yield say("That is about {n} per cent fewer.", n=percent) if less else say("That is about {n} per cent more.", n=percent)
                bounds = sorted(abs(100 * (one.more[end] - 1)) for end in ("ratio_low", "ratio_high"))
                yield say(
                    "The real difference probably lies between {low} and {high} per cent.",
                    low=number(bounds[0], 1 if bounds[0] < 1 else 0), high=number(bounds[1], 1 if bounds[1] < 1 else 0),
                )  # fmt: skip
            else:
                yield self._range(one, lambda value: number(abs(value), 1), say("per case"))
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
            became = _became(self.found.question, of_100(one["before"]), of_100(one["after"]))
            yield say("{path}: {became} of the 100 cases.", path=path, became=became)

    def cautions(self) -> Iterator[str]:
        """This tells what may make the comparison say too much, the most important first."""
        flags, told = self.found.flags, 0
        for name in (
            "log_end", "key_unknown", "trend_before", "season", "weeks_swing", "short_period", "chosen_because_bad",
            "mix_changed", "strata_dropped", "many_looks", "no_control",
        ):  # fmt: skip
            if self.found.duration.why == "one_side" and name in ("mix_changed", "strata_dropped"):
                continue  # with nothing on the other side no sort of case is found on both
            if name in flags and told < CAUTIONS:
                told += 1
                yield from self._caution(name)

    def always(self) -> Iterator[str]:
        """This tells what stands below every comparison."""
        if self.found.tau:
            yield say("We count at most {n} working days per case.", n=self.found.tau)
        yield from self._open_cases()
        yield say("We allow for the sorts of cases that may differ.")
        yield say("The numbers do not show why something changed.")
        yield say("Who stopped asking is not in these numbers.")

    def _open_cases(self) -> Iterator[str]:
        """This tells up to which day cases that are still open count."""
        question, (last_before, last_after) = self.found.question, self.found.last
        if any(question.sources):
            for name, last in zip(question.sources, self.found.last, strict=True):
                yield say("Cases of {value} that are still open count up to and including {date}.", value=name, date=last)
            yield say("Both files are of the same time.")
            yield say("A difference can also come from how they were kept.")
            return
        if last_before != last_after:
            if question.change is not None:
                yield say("Cases of before that are still open count up to and including {date}.", date=last_before)
            else:
                yield say("Open cases of the first period count up to and including {date}.", date=last_before)
        yield say("Cases that are still open count up to and including {date}.", date=last_after)

    def _both_sides(self, one: Measured) -> Iterator[str]:
        yield say("{side}: on average {n} working days per case.", side=self.first, n=working_days(one.before or 0))
        yield say("{side}: {n} working days.", side=self.second, n=working_days(one.after or 0))
        if self.control and "control" in one.more:
            before, after = (working_days(one.more["control"][side]) for side in ("before", "after"))
            yield say("In the comparison group it went from {before} to {after} working days.", before=before, after=after)

    def _range(self, one: Measured, write: Callable[[float], str], unit: str) -> str:
        low, high = sorted((abs(one.low or 0), abs(one.high or 0)))
        return say("The real difference probably lies between {low} and {high} {unit}.", low=write(low), high=write(high), unit=unit)

    def _cannot(self, one: Measured) -> Iterator[str]:
        if one.verdict == TOO_FEW:
            yield say("There are too few cases to compare.")
            before, after = self.found.size.finished
            yield say("{side}: {n} finished cases.", side=self.first, n=before)
            yield say("{side}: {n} finished cases.", side=self.second, n=after)
            yield say("We need at least {n} of each period, over at least 12 weeks.", n=LEAST_CASES)
            if self.found.size.again is not None:
                yield say("Look again after about {date}.", date=self.found.size.again)
            return
        yield say("This cannot be determined.")
        if one.why == "only_closed":
            yield say("The file holds only closed cases.")
            yield say("New cases then always seem short.")
            yield say("Ask for a file that also holds the open cases.")
        elif one.why == "one_side":
            yield say("On one of the two sides there are no cases.")
            empty = [value for value, begun in zip(self.found.question.values, self.found.first, strict=True) if value and begun is None]
            for value in empty:
                yield say("The value “{value}” does not occur.", value=value)
            yield say("Check the spelling.") if empty else say("Check the date of the change, or the two values.")
        elif one.why == "no_ends":
            yield say("The file does not tell when a case is over.")
            yield say("Say which activities end a case, under [kinds] in journeys.toml.")
        elif one.why == "column":
            for column in one.more.get("columns_missing", ()):
                yield say("The file lacks the column “{column}”.", column=_column(column))
                if column == "kind":
                    yield say("Say which activities end a case, under [kinds] in journeys.toml.")

    def _caution(self, name: str) -> Iterator[str]:
        more = self.found.flags[name]
        if name == "log_end":
            yield say("After {date} the file holds hardly any events.", date=date.fromisoformat(more["end"]))
            yield say("We therefore count up to and including that day.")
        elif name == "key_unknown":
            yield say("Watch out: an older dossier does not tell its key.")
            yield say("With two keys a resident of both sides counts as two: make both anew.")
        elif name == "trend_before":
            yield say("Watch out: the duration was changing before that.")
            yield say("Perhaps something else was going on already.")
        elif name == "season":
            yield say("Watch out: we compare different months of the year.")
            yield say("Better compare with the same months a year earlier.")
        elif name == "weeks_swing":
            yield say("Watch out: durations swing strongly from week to week.")
            if more["same_weeks"]:
                yield say("The two sides swing apart: a difference is then chance a little more often.")
            else:
                yield say("In less than a year a difference is then chance a little more often.")
        elif name == "short_period":
            yield say("Watch out: one of the periods is shorter than 24 weeks.")
            yield say("Ordinary busy weeks or holidays may explain the difference.")
        elif name == "chosen_because_bad":
            yield say("This department took longest before the change.")
            yield say("After a bad period things often get better by themselves.")
        elif name == "mix_changed":
            if more["topic"]:
                yield say("There were more cases about {topic} {since}.", topic=more["topic"], since=self.since)
            yield say("The sorts of cases differ between the two sides; we allowed for that.")
        elif name == "strata_dropped":
            yield say("Of the 100 cases {n} do not count.", n=of_100(more["share"]))
            yield say("Their topics are too rare in one of the two periods.")
        elif name == "many_looks":
            yield say("Watch out: this is look number {n} at this comparison.", n=more["looks"])
            yield say("Who looks often sooner sees a difference by chance.")
        elif name == "no_control":
            yield say("We could not compare with a department without a change.")


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


def measure_title(name: str) -> str:
    """This gives what a measure is called in the language in use."""
    return {
        "duration": say("Duration"),
        "handoffs": say("Handoffs"),
        "department_handoffs": say("Handoffs between departments"),
        "hops": say("Hops to another official"),
        "faces": say("Faces"),
        "contacts": say("Contacts by the resident"),
        "pingpong": say("Ping-pong between departments"),
        "callbacks_in_time": say("Called back in time"),
        "explained_no": say("Rejected and explained in person"),
        "first_contact": say("Enough after one contact"),
        "avoidable_contacts": say("Avoidable contacts"),
        "reopened": say("Opened again within 20 working days"),
        "outcome:granted": say("Outcome “granted”"),
        "outcome:rejected": say("Outcome “rejected”"),
        "outcome:withdrawn": say("Outcome “withdrawn”"),
        "outcome:referred": say("Outcome “referred”"),
    }[name]


def _column(ours: str) -> str:
    """This gives what a column is called by who made the export, with our own name for it."""
    called = {
        "kind": say("sort of event"),
        "official": say("official"),
        "department": say("department"),
        "outcome": say("outcome"),
        "channel": say("channel"),
    }
    return f"{called[ours]} ({ours})" if ours in called else ours


def _went(question: Question, before: str, after: str) -> str:
    """This says what two numbers are to each other: of a change "van 12 naar 6", of sides beside each other "12 tegen 6".

    Where both are written alike it says so once.
    """
    if before == after:
        return say("on both sides {n}", n=before)
    beside = say("{before} against {after}", before=before, after=after)
    return beside if question.beside else say("from {before} to {after}", before=before, after=after)


def _became(question: Question, before: str, after: str) -> str:
    """This says what one number is to the other: of a change "12 werd 6", of sides beside each other "12 tegen 6"."""
    if question.beside or before == after:
        return _went(question, before, after)
    return say("{before} became {after}", before=before, after=after)


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
        verdict, went = verdict_word(one.verdict), _went(found.question, of_100(one.before), of_100(one.after))
        if name.startswith("signal:"):
            title = catalogue[name.partition(":")[2]].title[language()]
            yield say("{what}: {verdict}, {went} times per 100 cases.", what=title, verdict=verdict, went=went)
        else:
            yield say("{what}: {verdict}, {went} of 100.", what=measure_title(name), verdict=verdict, went=went)


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
                went = _went(found.question, *(working_days(one["duration"][side]) for side in ("before", "after")))
                verdict = verdict_word(one["duration"]["verdict"])
                yield say("{what}: {verdict}, {went} working days.", what=one[label], verdict=verdict, went=went)
            if one["handoffs"]["passes"]:
                went = _went(found.question, *per_case(one["handoffs"]["before"], one["handoffs"]["after"]))
                verdict = verdict_word(one["handoffs"]["verdict"])
                yield say("{what}: {verdict} handoffs, {went} per case.", what=one[label], verdict=verdict, went=went)
    for pair in [one for one in found.pairs if one["passes"]][:PAIRS]:
        yield say(
            "From {source} to {target}: {became} of the 100 cases.",
            source=pair["from"], target=pair["to"], became=_became(found.question, of_100(pair["before"]), of_100(pair["after"])),
        )  # fmt: skip
