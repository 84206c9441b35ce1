"""What may make a comparison say too much, in sentences: its flags, the most important first, and what stands below every comparison."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from journeys.names import normalised
from journeys.texts import say
from mining.comparison import Comparison
from mining.comparison_side_words import side_names
from mining.comparison_verdict import SMALL, TOO_FEW, UNKNOWN
from mining.comparison_vocabulary import of_100

CAUTIONS = 3
"""So many at most are told."""


def cautions(found: Comparison) -> Iterator[str]:
    """This tells what may make the comparison say too much, the most important first."""
    told = 0
    for name in (
        "log_end", "key_unknown", "in_both", "trend_before", "season", "weeks_swing", "short_period", "chosen_because_bad",
        "mix_changed", "strata_dropped", "many_looks", "no_control",
    ):  # fmt: skip
        if found.duration.why == "one_side" and name in ("mix_changed", "strata_dropped"):
            continue  # with nothing on the other side no sort of case is found on both
        if name == "mix_changed" and _topics_are_sides(found):
            continue
        if name == "short_period" and found.duration.verdict in (TOO_FEW, UNKNOWN):
            continue  # there is no difference that a busy week could explain
        if name in found.flags and told < CAUTIONS:
            told += 1
            yield from _caution(found, name)


def always(found: Comparison) -> Iterator[str]:
    """This tells what stands below every comparison."""
    if found.tau:
        yield say("We count at most {n} working days per case.", n=found.tau)
    yield from _open_cases(found)
    if found.allowed.get("allowed", True):
        yield say("We allow for the sorts of cases that may differ.")
    elif "mix_changed" not in found.flags and found.duration.why != "one_side":  # told already, or nothing to allow for
        yield say("We could not fully allow for the sorts of cases that may differ.")
    yield say("The numbers do not show why something changed.")
    yield say("Who stopped asking is not in these numbers.")


def _open_cases(found: Comparison) -> Iterator[str]:
    """This tells up to which day cases that are still open count."""
    question, (last_before, last_after) = found.question, found.last
    if any(question.sources):
        for name, last in zip(question.sources, found.last, strict=True):
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


def _topics_are_sides(found: Comparison) -> bool:
    """This tells whether the sides are two topics: that their sorts of cases differ goes without saying."""
    topic = found.flags.get("mix_changed", {}).get("topic")
    return topic is not None and normalised(topic) in {normalised(value) for value in found.question.values if value}


def _caution(found: Comparison, name: str) -> Iterator[str]:
    more = found.flags[name]
    if name == "log_end":
        yield say("After {date} the file holds hardly any events.", date=date.fromisoformat(more["end"]))
        yield say("We therefore count up to and including that day.")
    elif name == "key_unknown":
        yield say("Watch out: an older dossier does not tell its key.")
        yield say("With two keys a resident of both sides counts as two: make both anew.")
    elif name == "in_both":
        if more["cases"] < SMALL:  # no more exactly: the words may be shared
            yield say("Some cases stand in both sources.")
        else:
            yield say("The same {n} cases stand in both sources.", n=more["cases"])
        yield say("They count on the side of the first source only.")
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
            yield say("There were more cases about {topic} {since}.", topic=more["topic"], since=side_names(found.question).since)
        if more.get("allowed", True):
            yield say("The sorts of cases differ between the two sides; we allowed for that.")
        else:
            yield say("The sorts of cases differ between the two sides.")
            yield say("We could not fully allow for that: some sorts are too rare on one side.")
    elif name == "strata_dropped":
        yield say("Of the 100 cases {n} do not count.", n=of_100(more["share"]))
        yield say("Their topics are too rare in one of the two periods.")
    elif name == "many_looks":
        yield say("Watch out: this is look number {n} at this comparison.", n=more["looks"])
        yield say("Who looks often sooner sees a difference by chance.")
    elif name == "no_control":
        yield say("We could not compare with a department without a change.")
