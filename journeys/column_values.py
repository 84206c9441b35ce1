"""What the values of a column look like, and how well that fits one of our columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from journeys.kinds import by_of, channel_of, kind_of, outcome_of
from journeys.names import normalised
from journeys.texts import percentage, say

FILLED = 0.6
"""A required column has values in at least this share of the rows; a row without one is a reject, not a doubt about the column."""

FILLED_OF_FEW = 0.25
"""The same where there are fewer than FEW rows."""

FEW = 20
"""Below this many values repetition says nothing."""

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_NAMED = r"(?:jan|feb|mrt|mar|maart|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?:\d{4}|\d{2})"
_CLOCK = r"(?:[T ,]+\d{1,2}[:.]\d{2}.*)?"
_ZONE = r"\s*(?:Z|[+-]\d{2}:?\d{0,2})?"
_MOMENT = re.compile(
    rf"(?:[a-z]{{2,9}}\.?,? )?(?:\d{{4}}[-/.]{_MONTH}[-/.]{_DAY}{_CLOCK}|{_DAY}[-/.]{_MONTH}[-/.]{_YEAR}{_CLOCK}"
    rf"|{_MONTH}/{_DAY}/{_YEAR}{_CLOCK}|{_DAY}[- ]{_NAMED}[- ]{_YEAR}{_CLOCK}|{_NAMED} {_DAY},? \d{{4}}{_CLOCK}"
    rf"|(?:19|20)\d{{2}}{_MONTH}{_DAY}(?:T?\d{{4,9}})?Z?)",
    re.IGNORECASE,
)
_HAS_CLOCK = re.compile(rf"\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}}.*|\s*[ap]m)?{_ZONE}$", re.IGNORECASE)
_CLOCK_ONLY = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?: ?uur)?", re.IGNORECASE)
_MIDNIGHT = re.compile(rf"[T ]00:00(?::00(?:\.0+)?)?{_ZONE}$")
_SERIAL = re.compile(r"[345]\d{4}(?:[.,]\d+)?")
_DIGIT = re.compile(r"\d")
_WHOLE = re.compile(r"-?\d+")
_FRACTION = re.compile(r"-?\d*[.,](\d+)")
_SCIENTIFIC = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)
_ID = re.compile(r"\S{1,64}|(?=.{1,64}$)(?=.*\d)\S+(?: +\S+){1,3}")
FAR = 2_000
"""An address is looked for in so many characters of a value: the search costs the square of them."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_YES_NO = frozenset(["true", "false", "ja", "nee", "j", "n", "yes", "no", "y", "t", "f", "waar", "onwaar"])
_BITS = frozenset(["0", "1"])
_CANONICAL: dict[str, Callable[[str], str | None]] = {"channel": channel_of, "by": by_of, "kind": kind_of, "outcome": outcome_of}


@dataclass(frozen=True)
class ColumnSample:
    """This is one column before mapping: up to some 2,000 filled values spread over the file, and its counts."""

    header: str
    position: int
    values: tuple[str, ...]
    rows: int
    filled: int
    distinct: int
    type: str | None = None


@dataclass(frozen=True)
class Looks:
    """This is what the values of a column look like, as shares of the sampled values."""

    moments: float
    day_only: float
    clock: float
    serials: float
    whole: float
    fractions: float
    fractions_alike: bool
    scientific: float
    ids: float
    emails: float
    links: float
    yes_no: bool
    bits: bool  # 0 and 1, and nothing else: a flag, but also the numbers of two cases
    words: float
    free_text: bool
    repeats: float  # distinct / filled: 1 means that every row has another value

    @classmethod
    def of(cls, sample: ColumnSample) -> Looks:
        values = [value.strip() for value in sample.values]
        count = max(len(values), 1)
        different = Counter(values)  # most columns repeat a few values: each is looked at once

        def share(pattern: re.Pattern[str]) -> float:
            return sum(times for value, times in different.items() if pattern.fullmatch(value)) / count

        typed = (sample.type or "").casefold()
        is_moment = typed.startswith(("timestamp", "date"))
        moments = {value: times for value, times in different.items() if is_moment or _MOMENT.fullmatch(value)}
        day_only = sum(times for value, times in moments.items() if not _HAS_CLOCK.search(value) or _MIDNIGHT.search(value))
        digits = {len(found[1]) for value in different if (found := _FRACTION.fullmatch(value))}
        words = sum(times * len(value.split()) for value, times in different.items()) / count
        repeats = sample.distinct / sample.filled if sample.filled else 1.0
        lengths = sorted(len(value) for value in values) or [0]
        lines = sum(times for value, times in different.items() if "\n" in value) / count
        long = lengths[min(len(lengths) - 1, int(0.9 * len(lengths)))] > 120
        return cls(
            moments=sum(moments.values()) / count,
            day_only=day_only / count,
            clock=share(_CLOCK_ONLY),
            serials=share(_SERIAL),
            whole=share(_WHOLE),
            fractions=share(_FRACTION),
            fractions_alike=len(digits) == 1 and min(digits) >= 3,
            scientific=share(_SCIENTIFIC),
            ids=share(_ID),
            emails=sum(times for value, times in different.items() if "@" in value and _EMAIL.search(value, 0, FAR)) / count,
            links=sum(times for value, times in different.items() if value.startswith(("http://", "https://"))) / count,
            yes_no=bool(values) and {value.casefold() for value in different} <= _YES_NO,
            bits=different.keys() == _BITS,
            words=words,
            free_text=long or (lines > 0.05 and words >= 3) or (words >= 6 and (repeats > 0.5 or sample.filled < FEW)),
            repeats=repeats,
        )

    @property
    def are_no_names(self) -> bool:
        """This says that these values cannot be the name or number of anybody or anything."""
        return self.moments > 0.5 or self.yes_no or self.free_text or self.clock > 0.5 or (
            self.fractions > 0.5 and not self.fractions_alike
        )  # fmt: skip


def fit_of(ours: str, sample: ColumnSample, looks: Looks) -> tuple[float, str]:
    """This says how well the values fit one of our columns, from 0 to 1, and why."""
    if not sample.values:
        return 0.0, say("The column is empty.")
    if ours in ("time", "start"):
        return _fit_moment(ours, sample, looks)
    if looks.free_text:
        return 0.0, say("The values look like free text.")
    if looks.are_no_names or (looks.bits and ours != "case"):
        return 0.0, say("The values look like moments, numbers or yes and no.")
    if ours in ("case", "related_case"):
        return _fit_case(ours, sample, looks)
    if ours == "resident":
        return _fit_resident(sample)
    if ours in ("channel", "by", "kind", "outcome"):
        return _fit_words(ours, sample, looks)
    return _fit_name(ours, sample, looks)


def will_do(ours: str, sample: ColumnSample, looks: Looks) -> bool:
    """This says that under the very name of our column these values will do, however few (or, of names, many) different ones there are."""
    if ours in _CANONICAL:
        return any(_CANONICAL[ours](value) not in (None, "other") for value in set(sample.values))
    if ours not in ("case", "activity"):
        return looks.scientific == 0
    few = sample.distinct <= FEW and not is_unique(sample) and not often_empty(sample)
    return few and not looks.scientific and not looks.emails and looks.words <= 4


def often_empty(sample: ColumnSample) -> bool:
    """This says that too many rows have no value for a required column; of a few rows, a few without one say nothing."""
    return sample.filled < (FILLED if sample.rows >= FEW else FILLED_OF_FEW) * sample.rows


def are_sentences(sample: ColumnSample, looks: Looks) -> bool:
    """This says that a few rows hold a sentence each: free text in most columns, but what happened, told at length, under `activiteit`."""
    return sample.filled < FEW and looks.free_text and looks.words >= 6


def _fit_moment(ours: str, sample: ColumnSample, looks: Looks) -> tuple[float, str]:
    why = say("{share} of the values look like moments.", share=_share(looks.moments))
    if often_empty(sample) and ours == "time":
        return (0.6 if looks.moments >= 0.97 else 0.0), say("Many rows have no value here.")
    if looks.moments >= 0.97:
        return 1.0, why
    if looks.serials >= 0.97:
        return 0.75, say("The values look like the day numbers of a workbook.")
    # A moment that cannot be read costs its row (a reject), not the column: under a plain name half of them will do.
    return (0.75, why) if looks.moments >= 0.5 else (0.0, why)


def _fit_case(ours: str, sample: ColumnSample, looks: Looks) -> tuple[float, str]:
    if looks.scientific > 0:
        return 0.3, say("Some values were cut off to the form 1,23E+15, most likely by Excel.")
    why = say("Different values: {distinct}, short as numbers and codes are. Rows: {rows}.",
              distinct=sample.distinct, rows=sample.rows)  # fmt: skip
    if looks.ids < 0.95:
        return 0.3, say("The values do not look like numbers or codes.")
    if looks.links > 0.5:
        return 0.6, say("The values are addresses on the web.")
    if ours == "related_case":
        return 1.0, why
    if often_empty(sample):
        return 0.6, say("Many rows have no value here.")
    if sample.filled >= FEW and sample.distinct == 1:
        return 0.5, say("All rows have one and the same value.")
    if sample.filled >= 50 and sample.distinct <= FEW and not any(map(_DIGIT.search, sample.values)):
        return 0.5, say("The values are a few words, not numbers.")
    return (0.75 if is_unique(sample) else 1.0), why


def _fit_resident(sample: ColumnSample) -> tuple[float, str]:
    different = set(sample.values)
    if sample.filled >= 50 and sample.distinct <= 3:
        return 0.3, say("There are too few different values to be people.")
    if sum(by_of(value) is not None or kind_of(value) != "other" for value in different) > len(different) / 2:
        return 0.0, say("The values are sorts of people, not people.")
    return 1.0, say("Different values: {distinct}. Rows: {rows}.", distinct=sample.distinct, rows=sample.rows)


def _fit_words(ours: str, sample: ColumnSample, looks: Looks) -> tuple[float, str]:
    """This fits a column that holds words of a short list by how many of its values are on that list."""
    different = {normalised(value) for value in sample.values}
    recognised = sum(_CANONICAL[ours](value) not in (None, "other") for value in different) / len(different)
    why = say("{share} of the different values are known words.", share=_share(recognised))
    if recognised >= (0.3 if ours == "outcome" else 0.5):
        return 1.0, why
    if looks.whole > 0.5:
        return 0.3, say("The values are codes.")
    if ours in ("by", "kind"):
        return 0.2, why
    if sample.distinct > 30:
        return 0.3, say("There are too many different values.")
    return (0.72 if recognised else 0.6), why


def _fit_name(ours: str, sample: ColumnSample, looks: Looks) -> tuple[float, str]:
    """This fits activities, officials, departments and topics: names that come back, row after row."""
    why = say("Different values: {distinct}. Rows: {rows}.", distinct=sample.distinct, rows=sample.rows)
    if looks.links > 0.5:
        return 0.5, say("The values are addresses on the web.")
    if sample.filled >= FEW and sample.distinct > 60 and looks.repeats > 0.6:
        return 0.1, say("Nearly every row has another value.")
    if sample.filled >= FEW and looks.repeats > 0.9:
        return 0.1, say("Nearly every row has another value.")
    if ours == "activity":
        if looks.emails > 0:
            return 0.5, say("Some values hold an e-mail address.")
        if looks.whole > 0.9:
            return 0.4, say("The values are numbers.")
        if often_empty(sample):
            return 0.6, say("Many rows have no value here.")
        if sample.filled >= FEW and sample.distinct == 1:
            return 0.4, say("All rows have one and the same value.")
    if ours == "department" and looks.emails > 0.5:
        return 0.3, say("The values are e-mail addresses.")
    if ours == "topic" and looks.whole > 0.9:
        return 0.6, say("The values are codes.")
    if looks.words > 7 and (ours != "activity" or looks.repeats > 0.3):
        return 0.4, say("The values are long for names.")
    return 1.0, why


def counts_on(sample: ColumnSample) -> bool:
    """This says that the values are whole numbers that go up by the same step, as the numbers of rows do."""
    if not all(len(value) <= 18 and _WHOLE.fullmatch(value) for value in sample.values):
        return False
    numbers = [int(value) for value in sample.values]
    return len({after - before for before, after in pairwise(numbers)} | {0}) == 2


def _share(part: float) -> str:
    return percentage(100 * part, 100)


def is_unique(sample: ColumnSample) -> bool:
    return sample.filled >= 2 and sample.distinct >= 0.98 * sample.filled
