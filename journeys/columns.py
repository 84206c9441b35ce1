"""Whose column is ours: a proposal from headers and values, and the mapping that a person settles in journeys.toml.

A header is held against the names in `columns_words.toml`, the values against what such a column looks like. Only where
both agree and no other column comes close is a proposal sure, and only sure proposals are used without a word of the
user. Everything else is shown with its reason and the very line that settles it; never is an unsure column picked.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from journeys.errors import MappingError
from journeys.kinds import by_of, channel_of, kind_of, outcome_of
from journeys.names import normalised
from journeys.settings import OURS
from journeys.texts import percentage, say

REQUIRED = ("case", "activity", "time")
_WORDS_FILE = Path(__file__).with_name("columns_words.toml")
_GRADES = {"standard": 1.0, "own": 0.95, "strong": 0.88, "fair": 0.7}
_WEAK, _VALUES_ONLY = 0.45, 0.3
_SURE_GRADE, _SURE_FIT, _CLOSE = 0.8, 0.7, 0.04
_LESS_FOR_CODES = {"case": 0.03, "resident": 0.03, "related_case": 0.03, "activity": 0.25, "time": 0.25}
_FEW = 20  # below this many values, repetition says nothing
# An attribute of a case (`case:department`) says little about an event: at most so much for its name.
_OF_A_CASE = {"topic": 0.86, "resident": 0.86, "case": 0.72, "related_case": 0.72}
_OF_AN_EVENT = 0.35


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
class Proposal:
    """This says that a column (position from 1) may be ours, how sure that is, and why in the user's language."""

    ours: str
    header: str
    position: int
    confidence: float
    sure: bool
    reason: str


@dataclass(frozen=True)
class Proposals:
    """This holds what was found: `chosen` is sure (one column each), `unsure` has candidates, the best first.

    `unclaimed` are the headers that nobody claims. `missing_required` are the required columns that are not sure.
    `one_row_per_case` says that the file looks like a list of cases: there are no events in it to mine.
    """

    chosen: dict[str, Proposal]
    unsure: dict[str, tuple[Proposal, ...]]
    unclaimed: tuple[str, ...]
    missing_required: tuple[str, ...]
    one_row_per_case: bool = False
    headers: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Proposal, ...]:
        """This gives every proposal, in the order of our columns, the best first."""
        by_ours = {ours: (one,) for ours, one in self.chosen.items()} | self.unsure
        return tuple(one for ours in OURS for one in by_ours.get(ours, ()))


@dataclass(frozen=True)
class _Candidate:
    ours: str
    sample: ColumnSample
    grade: float
    fit: float
    why: str

    @property
    def confidence(self) -> float:
        return self.grade * (0.4 + 0.6 * self.fit)

    @property
    def agrees(self) -> bool:
        return self.grade >= _SURE_GRADE and self.fit >= _SURE_FIT


def propose_columns(samples: Sequence[ColumnSample]) -> Proposals:
    """This proposes whose column is ours, from headers and values, Dutch and English.

    A column is sure when its name says it plainly, its values agree, and no other column that differs from it comes
    close. Where a file holds a case in one row, `time`, `start` and `activity` are never sure: its dates and status are
    those of the case, not of events.
    """
    looks = {sample.position: _Looks.of(sample) for sample in samples}
    names = {_squashed(sample.header) for sample in samples}
    candidates = [
        found
        for sample in samples
        if not names & _names()["beside"].get(_squashed(sample.header), set())
        for found in _candidates(sample, looks[sample.position])
    ]
    one_row_per_case = _is_list_of_cases(candidates)
    if not one_row_per_case:
        candidates = [_doubted_when_unique(one) for one in candidates]
    apart = any(look.clock >= 0.9 for look in looks.values())
    chosen: dict[str, Proposal] = {}
    unsure: dict[str, tuple[Proposal, ...]] = {}
    for ours in OURS:
        ranked = _without_copies(one for one in candidates if one.ours == ours)
        if not ranked:
            continue
        doubt = _doubt(ranked, candidates)
        if not doubt and one_row_per_case and ours in ("activity", "time", "start"):
            doubt = say("The file looks like a list of cases: this belongs to the case, not to an event.")
        if not doubt and apart and ours in ("time", "start") and looks[ranked[0].sample.position].day_only >= 0.9:
            doubt = say("The time of day stands in another column.")
        if doubt is None:
            chosen[ours] = _proposal(ranked[0], sure=True)
        else:
            unsure[ours] = (_proposal(ranked[0], doubt=doubt), *(_proposal(one) for one in ranked[1:]))
    missing = tuple(ours for ours in REQUIRED if ours not in chosen)
    claimed = {proposal.position for proposal in chosen.values()}
    for ours in missing:
        if ours not in unsure and (guesses := _by_values_alone(ours, samples, looks, claimed)):
            unsure[ours] = tuple(_proposal(one) for one in guesses)
    claimed |= {one.position for found in unsure.values() for one in found}
    claimed |= {one.sample.position for one in candidates if one.confidence >= 0.5}  # also copies of a chosen column
    unclaimed = tuple(one.header for one in samples if one.position not in claimed)
    return Proposals(chosen, unsure, unclaimed, missing, one_row_per_case, tuple(one.header for one in samples))


def settle_columns(
    proposals: Proposals, settings_columns: Mapping[str, str | int], headers: Sequence[str]
) -> dict[str, int]:
    """This gives the position (from 0) of each of our columns: the settings' own mapping first, then sure proposals.

    A header in the settings is compared as names are (A2); a number is a position from 1; an empty text leaves a column
    out. Unsure columns are not used (`unused_columns` lists them). Raises `MappingError` with the line that settles it
    when a required column is not certain, or when the settings name a column that is not there.
    """
    settled: dict[str, int] = {}
    left_out = set()
    for ours, wanted in settings_columns.items():
        if wanted == "":
            left_out.add(ours)
        else:
            settled[ours] = _position(ours, wanted, headers)
    taken = set(settled.values())
    for ours, proposal in proposals.chosen.items():
        if ours not in settled and ours not in left_out and proposal.position - 1 not in taken:
            settled[ours] = proposal.position - 1
    missing = [ours for ours in REQUIRED if ours not in settled]
    if missing:
        raise _unsettled(missing, proposals, headers)
    return {ours: settled[ours] for ours in OURS if ours in settled}


def unused_columns(proposals: Proposals, settled: Mapping[str, int]) -> list[Proposal]:
    """This lists the best unsure candidate of each of our columns that was left unused, for the remarks of a run."""
    return [found[0] for ours, found in proposals.unsure.items() if ours not in settled and found[0].confidence >= 0.5]


def mapping_toml(proposals: Proposals, *, file_name: str) -> str:
    """This writes a journeys.toml to edit: sure columns stand, unsure ones are comments with confidence and reason."""
    headers = proposals.headers
    lines = [_comment(say("Mapping for {file}. Left: our column. Right: the header in your file, or its number from 1.",
                          file=file_name))]  # fmt: skip
    if proposals.one_row_per_case:
        lines.append(_comment(_list_of_cases()))
    lines += ["", "[columns]"]
    for ours in OURS:
        if ours in proposals.chosen:
            one = proposals.chosen[ours]
            lines.append(f"{_line(one, headers)}  {_comment(one.reason)}")
        for one in proposals.unsure.get(ours, ())[:3]:
            lines.append(_comment(f"{_line(one, headers)}  # {round(100 * one.confidence)}% {one.reason}"))
    absent = [ours for ours in OURS if ours not in proposals.chosen and ours not in proposals.unsure]
    if absent:
        lines.append(_comment(say("Not found in this file: {columns}.", columns=", ".join(absent))))
    if proposals.unclaimed:
        lines += ["", _comment(say("Columns of the file that are not used:"))]
        lines += [_comment(f"  {_quoted(header)}") for header in proposals.unclaimed]
    hints = (
        (say("How to read the file, if that is unclear."), "[reading]", "day_first = true", "end = 2024-12-31"),
        (say("Accounts that are systems and not people."), "[unknown]", 'left_out_officials = ["Koppeling"]'),
        (say("What kind of event an activity is."), "[kinds.activities]", '"Telefoongesprek" = "outreach"'),
    )
    for hint in hints:
        lines += ["", *map(_comment, hint)]
    return "\n".join([*lines, ""])


# --- Headers ----------------------------------------------------------------------------------------------------------


def _header_grades(header: str) -> dict[str, float]:
    """This grades a header for each of our columns it may name, from 1 (standard key) to 0.45 (holds a word of it)."""
    names = _names()
    standard: dict[str, float] = names["standard"].get(normalised(header), {})
    if standard:
        return standard
    if normalised(header) in names["nobody"] or _squashed(header) in names["nobody"]:
        return {}
    of_case = re.match(r"\s*(?:case[:.]|\(case\)[ _]*)(.+)", header, re.IGNORECASE | re.DOTALL)
    if of_case and normalised(of_case[1]) == "concept:name":
        return {"case": _GRADES["standard"]}
    if of_case:
        found = _header_grades(of_case[1])
        return {ours: min(grade, _OF_A_CASE.get(ours, _OF_AN_EVENT)) for ours, grade in found.items()}
    exact: dict[str, float] = names["exact"].get(_squashed(header), {})
    if exact:
        return exact
    words = _header_words(header)
    bare = [word for word in words if word not in names["neutral"]]
    codes = any(word in names["codes"] for word in bare)
    bare = [word for word in bare if word not in names["codes"]]
    grades: dict[str, float] = {}
    if bare and len(bare) < len(words):
        for ours, grade in names["exact"].get("".join(bare), {}).items():
            grades[ours] = grade - (_LESS_FOR_CODES.get(ours, 0.1) if codes else 0.06)
    if not grades:
        for ours, phrases in names["plain"].items():
            if any(_holds(words, phrase) for phrase in phrases):
                grades[ours] = _WEAK
    return {ours: grade for ours, grade in grades.items() if not names["not"][ours] & set(words)}


def _holds(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    """This says whether a header holds a phrase; a long last word may close a compound (`zaakbehandelaar`)."""
    if len(phrase) == 1 and len(phrase[0]) >= 7 and any(word.endswith(phrase[0]) for word in words):
        return True
    return any(tuple(words[at : at + len(phrase)]) == phrase for at in range(len(words) - len(phrase) + 1))


def _header_words(header: str) -> list[str]:
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", header)
    return re.findall(r"[^\W_]+", _unaccented(apart).casefold())


def _squashed(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", _unaccented(text).casefold()))


def _unaccented(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


@cache
def _names() -> dict[str, Any]:
    """This reads the names of columns once, ready to look up."""
    read = tomllib.loads(_WORDS_FILE.read_text(encoding="utf-8"))
    standard: dict[str, dict[str, float]] = {}
    exact: dict[str, dict[str, float]] = {}
    for ours in OURS:
        for name in read[ours]["standard"]:
            standard.setdefault(normalised(name), {})[ours] = _GRADES["standard"]
        for level in ("own", "strong", "fair"):
            for name in read[ours][level]:
                exact.setdefault(_squashed(name), {}).setdefault(ours, _GRADES[level])
    return {
        "standard": standard,
        "exact": exact,
        "plain": {
            ours: [tuple(_header_words(name)) for name in (*read[ours]["own"], *read[ours]["strong"]) if len(name) > 3]
            for ours in OURS
        },
        "not": {ours: {_squashed(word) for word in read[ours]["not"]} for ours in OURS},
        "nobody": {one for name in read["nobody"]["names"] for one in (normalised(name), _squashed(name))},
        "beside": {_squashed(name): {_squashed(one) for one in others} for name, others in read["beside"].items()},
        "neutral": set(read["neutral"]["words"]),
        "codes": set(read["neutral"]["codes"]),
    }


# --- Values -----------------------------------------------------------------------------------------------------------

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
_WHOLE = re.compile(r"-?\d+")
_FRACTION = re.compile(r"-?\d*[.,](\d+)")
_SCIENTIFIC = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)
_ID = re.compile(r"\S{1,64}|(?=.{1,64}$)(?=.*\d)\S+(?: \S+){1,3}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_YES_NO = frozenset(["true", "false", "ja", "nee", "j", "n", "yes", "no", "y", "t", "f", "0", "1", "waar", "onwaar"])


@dataclass(frozen=True)
class _Looks:
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
    words: float
    free_text: bool
    repeats: float  # distinct / filled: 1 means that every row has another value

    @classmethod
    def of(cls, sample: ColumnSample) -> _Looks:
        values = [value.strip() for value in sample.values]
        count = max(len(values), 1)

        def share(pattern: re.Pattern[str]) -> float:
            return sum(pattern.fullmatch(value) is not None for value in values) / count

        typed = (sample.type or "").casefold()
        is_moment = typed.startswith(("timestamp", "date"))
        moments = [value for value in values if is_moment or _MOMENT.fullmatch(value)]
        day_only = [one for one in moments if not _HAS_CLOCK.search(one) or _MIDNIGHT.search(one)]
        fractions = [found[1] for value in values if (found := _FRACTION.fullmatch(value))]
        words = sum(len(value.split()) for value in values) / count
        repeats = sample.distinct / sample.filled if sample.filled else 1.0
        lengths = sorted(len(value) for value in values) or [0]
        lines = sum("\n" in value for value in values) / count
        long = lengths[min(len(lengths) - 1, int(0.9 * len(lengths)))] > 120
        return cls(
            moments=len(moments) / count,
            day_only=len(day_only) / count,
            clock=share(_CLOCK_ONLY),
            serials=share(_SERIAL),
            whole=share(_WHOLE),
            fractions=len(fractions) / count,
            fractions_alike=len({len(one) for one in fractions}) == 1 and len(fractions[0]) >= 3,
            scientific=share(_SCIENTIFIC),
            ids=share(_ID),
            emails=sum(_EMAIL.search(value) is not None for value in values) / count,
            links=sum(value.startswith(("http://", "https://")) for value in values) / count,
            yes_no=bool(values) and {value.casefold() for value in values} <= _YES_NO,
            words=words,
            free_text=long or lines > 0.05 or (words >= 6 and (repeats > 0.5 or sample.filled < _FEW)),
            repeats=repeats,
        )

    @property
    def are_no_names(self) -> bool:
        """This says that these values cannot be the name or number of anybody or anything."""
        return self.moments > 0.5 or self.yes_no or self.free_text or self.clock > 0.5 or (
            self.fractions > 0.5 and not self.fractions_alike
        )  # fmt: skip


def _fit(ours: str, sample: ColumnSample, looks: _Looks) -> tuple[float, str]:
    """This says how well the values fit one of our columns, from 0 to 1, and why."""
    if not sample.values:
        return 0.0, say("The column is empty.")
    if ours in ("time", "start"):
        return _fit_moment(ours, sample, looks)
    if looks.free_text:
        return 0.0, say("The values look like free text.")
    if looks.are_no_names:
        return 0.0, say("The values look like moments, numbers or yes and no.")
    if ours in ("case", "related_case"):
        return _fit_case(ours, sample, looks)
    if ours == "resident":
        return _fit_resident(sample)
    if ours in ("channel", "by", "kind", "outcome"):
        return _fit_words(ours, sample, looks)
    return _fit_name(ours, sample, looks)


def _fit_moment(ours: str, sample: ColumnSample, looks: _Looks) -> tuple[float, str]:
    why = say("{share} of the values look like moments.", share=_share(looks.moments))
    if sample.filled < 0.9 * sample.rows and ours == "time":
        return (0.6 if looks.moments >= 0.97 else 0.0), say("Many rows have no value here.")
    if looks.moments >= 0.97:
        return 1.0, why
    if looks.serials >= 0.97:
        return 0.75, say("The values look like the day numbers of a workbook.")
    return (0.5, why) if looks.moments >= 0.8 else (0.0, why)


def _fit_case(ours: str, sample: ColumnSample, looks: _Looks) -> tuple[float, str]:
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
    if sample.filled < 0.9 * sample.rows:
        return 0.6, say("Many rows have no value here.")
    if sample.filled >= _FEW and sample.distinct == 1:
        return 0.5, say("All rows have one and the same value.")
    return (0.75 if _is_unique(sample) else 1.0), why


def _fit_resident(sample: ColumnSample) -> tuple[float, str]:
    different = set(sample.values)
    if sample.filled >= 50 and sample.distinct <= 3:
        return 0.3, say("There are too few different values to be people.")
    if sum(by_of(value) is not None or kind_of(value) != "other" for value in different) > len(different) / 2:
        return 0.0, say("The values are sorts of people, not people.")
    return 1.0, say("Different values: {distinct}. Rows: {rows}.", distinct=sample.distinct, rows=sample.rows)


def _fit_words(ours: str, sample: ColumnSample, looks: _Looks) -> tuple[float, str]:
    """This fits a column that holds words of a short list by how many of its values are on that list."""
    different = {normalised(value) for value in sample.values}
    canonical = {"channel": channel_of, "by": by_of, "kind": kind_of, "outcome": outcome_of}[ours]
    recognised = sum(canonical(value) not in (None, "other") for value in different) / len(different)
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


def _fit_name(ours: str, sample: ColumnSample, looks: _Looks) -> tuple[float, str]:
    """This fits activities, officials, departments and topics: names that come back, row after row."""
    why = say("Different values: {distinct}. Rows: {rows}.", distinct=sample.distinct, rows=sample.rows)
    if looks.links > 0.5:
        return 0.5, say("The values are addresses on the web.")
    if sample.filled >= _FEW and sample.distinct > 60 and looks.repeats > 0.6:
        return 0.1, say("Nearly every row has another value.")
    if sample.filled >= _FEW and looks.repeats > 0.9:
        return 0.1, say("Nearly every row has another value.")
    if ours == "activity":
        if looks.emails > 0:
            return 0.5, say("Some values hold an e-mail address.")
        if looks.whole > 0.9:
            return 0.4, say("The values are numbers.")
        if sample.filled < 0.9 * sample.rows:
            return 0.6, say("Many rows have no value here.")
        if sample.filled >= _FEW and sample.distinct == 1:
            return 0.4, say("All rows have one and the same value.")
    if ours == "department" and looks.emails > 0.5:
        return 0.3, say("The values are e-mail addresses.")
    if ours == "topic" and looks.whole > 0.9:
        return 0.6, say("The values are codes.")
    if looks.words > 7 and looks.repeats > 0.3:
        return 0.4, say("The values are long for names.")
    return 1.0, why


def _share(part: float) -> str:
    return percentage(100 * part, 100)


def _is_unique(sample: ColumnSample) -> bool:
    return sample.filled >= 2 and sample.distinct >= 0.98 * sample.filled


# --- Weighing ---------------------------------------------------------------------------------------------------------


def _candidates(sample: ColumnSample, looks: _Looks) -> list[_Candidate]:
    """This gives what one column may be; values that rule it out leave a trace only for a required column."""
    found = []
    for ours, grade in _header_grades(sample.header).items():
        fit, why = _fit(ours, sample, looks)
        one = _Candidate(ours, sample, grade, fit, why)
        if (fit > 0 and one.confidence >= _VALUES_ONLY) or (ours in REQUIRED and grade >= _SURE_GRADE):
            found.append(one)
    return found


def _is_list_of_cases(candidates: Sequence[_Candidate]) -> bool:
    cases = sorted((one for one in candidates if one.ours == "case" and one.grade >= 0.6), key=lambda one: -one.grade)
    activities = any(one.ours == "activity" and one.agrees for one in candidates)
    return bool(cases) and _is_unique(cases[0].sample) and not activities


def _doubted_when_unique(one: _Candidate) -> _Candidate:
    """This lowers a case column without any repetition beside a column of activities: it may number the rows."""
    if one.ours == "case" and one.sample.filled >= _FEW and _is_unique(one.sample) and one.grade < 1:
        return replace(one, fit=0.6, why=say("Every row has another value: this may number the rows."))
    return one


def _without_copies(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """This ranks candidates and keeps, of columns that hold the same values, the best named one."""
    ranked = sorted(candidates, key=lambda one: (-one.confidence, one.sample.position))
    kept: list[_Candidate] = []
    for one in ranked:
        if not any(_same(one.sample, other.sample) for other in kept):
            kept.append(one)
    return kept


def _same(one: ColumnSample, other: ColumnSample) -> bool:
    return (one.filled, one.distinct) == (other.filled, other.distinct) and one.values == other.values


def _doubt(ranked: Sequence[_Candidate], candidates: Sequence[_Candidate]) -> str | None:
    """This tells why the best candidate is not sure; None when it is; "" when its own reason already says it."""
    best = ranked[0]
    if not best.agrees:
        return ""
    for rival in ranked[1:]:
        if rival.confidence >= best.confidence - _CLOSE or (rival.grade > best.grade and rival.fit >= 0.5):
            return say("“{header}” could be it as well.", header=rival.sample.header)
    for other in candidates:
        if other.sample is best.sample and other.ours != best.ours and other.confidence >= best.confidence - _CLOSE:
            return say("The name can mean two things.")
    return None


def _by_values_alone(
    ours: str, samples: Sequence[ColumnSample], looks: Mapping[int, _Looks], claimed: set[int]
) -> list[_Candidate]:
    """This finds candidates for a required column that no header names, so that an error has something to offer."""
    found = []
    for sample in samples:
        if sample.position in claimed or _nobodys(sample.header):
            continue
        fit, why = _fit(ours, sample, looks[sample.position])
        if ours == "case" and (_is_unique(sample) or sample.distinct < max(5, sample.filled / 50)):
            continue
        if fit >= _SURE_FIT:
            found.append(_Candidate(ours, sample, _VALUES_ONLY, fit, why))
    return found[:3]


def _nobodys(header: str) -> bool:
    nobody = _names()["nobody"]
    return normalised(header) in nobody or _squashed(header) in nobody


def _proposal(one: _Candidate, *, sure: bool = False, doubt: str | None = "") -> Proposal:
    if one.grade >= _GRADES["standard"]:
        name = say("The name is the standard key of event logs.")
    elif one.grade >= _SURE_GRADE:
        name = say("The name is a usual one.")
    elif one.grade >= 0.5:
        name = say("The name can mean this, or something else.")
    elif one.grade > _VALUES_ONLY:
        name = say("The name holds a word that points to it.")
    else:
        name = say("The name does not say it.")
    reason = " ".join(part for part in (name, one.why, doubt) if part)
    return Proposal(one.ours, one.sample.header, one.sample.position, round(one.confidence, 2), sure, reason)


# --- Settling ---------------------------------------------------------------------------------------------------------


def _position(ours: str, wanted: str | int, headers: Sequence[str]) -> int:
    """This finds the column that the settings name; raises `MappingError` when it is not there, or there twice."""
    if isinstance(wanted, int):
        if 1 <= wanted <= len(headers):
            return wanted - 1
        raise MappingError(
            say("journeys.toml: {ours} = {position}, but the file has {columns} columns.",
                ours=ours, position=str(wanted), columns=len(headers)),
            next_step=say("Give a header, or a number from 1 to {columns}.", columns=len(headers)),
        )  # fmt: skip
    found = [at for at, header in enumerate(headers) if normalised(header) == normalised(wanted)]
    exact = [at for at in found if headers[at] == wanted]
    if len(found) == 1 or len(exact) == 1:
        return (exact or found)[0]
    if found:
        places = ", ".join(str(at + 1) for at in found)
        raise MappingError(
            say("journeys.toml: {ours} = {header}, but columns {places} all have that header.",
                ours=ours, header=_quoted(wanted), places=places),
            next_step=say("Give the number of the column: {line}", line=f"{ours} = {found[0] + 1}"),
        )  # fmt: skip
    by_name = {normalised(header): header for header in headers}
    near = [by_name[name] for name in difflib.get_close_matches(normalised(wanted), list(by_name), n=3, cutoff=0.5)]
    if near:
        next_step = say("Did you mean {headers}?", headers=", ".join(map(_quoted, near)))
    else:
        next_step = say("The columns are: {headers}.", headers=_listed(headers))
    raise MappingError(
        say("journeys.toml: {ours} = {header}, but the file has no such column.", ours=ours, header=_quoted(wanted)),
        next_step=next_step,
    )


def _unsettled(missing: Sequence[str], proposals: Proposals, headers: Sequence[str]) -> MappingError:
    said = [say("It is not certain which column is {ours}.", ours=" / ".join(map(_meaning, missing)))]
    if proposals.one_row_per_case:
        said.append(_list_of_cases())
    lines = []
    for ours in missing:
        candidates = [one for one in (proposals.chosen.get(ours), *proposals.unsure.get(ours, ())) if one is not None]
        for one in candidates[:3]:
            lines.append(f"{_line(one, headers)}  {_comment(f'{round(100 * one.confidence)}% {one.reason}')}")
        if not candidates:
            lines.append(f'{ours} = "…"  {_comment(say("one of: {headers}", headers=_listed(headers)))}')
    step = say("Add one line for each of them to journeys.toml:")
    return MappingError(" ".join(said), next_step="\n".join([step, "[columns]", *lines]))


def _meaning(ours: str) -> str:
    meanings = {
        "case": say("the case (case)"),
        "activity": say("what happened (activity)"),
        "time": say("when it happened (time)"),
    }
    return meanings.get(ours, ours)


def _list_of_cases() -> str:
    return say(
        "This looks like a list of cases, one row per case. Its dates and status are those of the case, not of events. "
        "Ask for an export with one row per event: the history, the timeline or the audit trail."
    )


def _line(one: Proposal, headers: Sequence[str]) -> str:
    """This is the very line for journeys.toml; by position where the header cannot be written or is not alone."""
    alone = sum(normalised(header) == normalised(one.header) for header in headers) == 1
    writable = one.header.strip() and not any("\ud800" <= character <= "\udfff" for character in one.header)
    return f"{one.ours} = {_quoted(one.header) if alone and writable else one.position}"


def _quoted(text: str) -> str:
    """This writes a text as TOML does, on one line."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _listed(headers: Sequence[str], most: int = 30) -> str:
    shown = ", ".join(_quoted(header) for header in headers[:most])
    return f"{shown}, …" if len(headers) > most else shown


def _comment(text: str) -> str:
    return f"# {' '.join(text.split())}"
