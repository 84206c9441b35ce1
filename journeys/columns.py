"""Whose column is ours: a proposal from headers and values.

A header is held against the names in `columns_words.toml`, the values against what such a column looks like. Only where
both agree and no other column comes close is a proposal sure, and only sure proposals are used without a word of the
user. Everything else is shown with its reason and the very line that settles it; never is an unsure column picked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from journeys.column_names import STANDARD, header_grades, is_nobodys, is_our_name, means_another_thing
from journeys.column_values import FEW, Looks, are_sentences, counts_on, fit_of, is_unique, often_empty, will_do
from journeys.column_values import ColumnSample as ColumnSample  # its users propose columns: they find it here
from journeys.settings import OURS
from journeys.texts import say

REQUIRED = ("case", "activity", "time")
_VALUES_ONLY = 0.3
_SURE_GRADE, _SURE_FIT, _CLOSE, _TRUSTED = 0.8, 0.7, 0.04, 0.75


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
    looks = {sample.position: Looks.of(sample) for sample in samples}
    headers = tuple(sample.header for sample in samples)
    candidates = [
        found
        for sample in samples
        if not means_another_thing(sample.header, headers)
        for found in _candidates(sample, looks[sample.position])
    ]
    one_row_per_case = _is_list_of_cases(candidates)
    if not one_row_per_case:
        own = _are_our_own(candidates)
        candidates = [_doubted_when_unique(one, own=own) for one in candidates]
    candidates = [_trusted_beside_cases(one, candidates) for one in candidates]
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
            clock = next(sample.header for sample in samples if looks[sample.position].clock >= 0.9)
            doubt = say("The time of day stands in another column, “{header}”: put both in one column, or only the date counts.",
                        header=clock)  # fmt: skip
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
    return Proposals(chosen, unsure, unclaimed, missing, one_row_per_case, headers)


def columns_of_source(headers: Sequence[str], settled: Mapping[str, str], why: str) -> Proposals:
    """This gives the columns of a source that knows them by itself (a municipal system, a profile): nothing is guessed, so all are sure."""
    chosen = {
        ours: Proposal(ours, header, headers.index(header) + 1, 1.0, True, why) for ours, header in settled.items() if header in headers
    }
    claimed = {one.header for one in chosen.values()}
    unclaimed = tuple(header for header in headers if header not in claimed and not header.startswith("journeys:"))
    return Proposals(chosen, {}, unclaimed, tuple(ours for ours in REQUIRED if ours not in chosen), False, tuple(headers))


def _candidates(sample: ColumnSample, looks: Looks) -> list[_Candidate]:
    """This gives what one column may be; values that rule it out leave a trace only for a required column."""
    found = []
    for ours, grade in header_grades(sample.header).items():
        fit, why = fit_of(ours, sample, looks)
        by_name = is_our_name(sample.header, ours)
        trusted = fit > 0 and (grade >= STANDARD or (by_name and will_do(ours, sample, looks)))
        if (trusted and ours not in ("time", "start")) or (by_name and ours == "activity" and are_sentences(sample, looks)):
            fit = max(fit, _TRUSTED)  # a log of one case, of one resident or of one activity, is a log
        one = _Candidate(ours, sample, grade, fit, why)
        expected = (ours in REQUIRED and grade >= _SURE_GRADE) or (by_name and bool(sample.values))  # then it is told why not
        if (fit > 0 and one.confidence >= _VALUES_ONLY) or expected:
            found.append(one)
    return found


def _is_list_of_cases(candidates: Sequence[_Candidate]) -> bool:
    cases = sorted((one for one in candidates if one.ours == "case" and one.grade >= 0.6), key=lambda one: -one.grade)
    if not cases or not is_unique(cases[0].sample):
        return False
    if not any(one.ours == "activity" and one.agrees for one in candidates):
        return True
    # Another `zaaknummer` in each of many rows is a list of cases, unless moment and activity are told as events are.
    own = is_our_name(cases[0].sample.header, "case") and cases[0].sample.filled >= FEW and not counts_on(cases[0].sample)
    return own and not _are_our_own(candidates)


def _are_our_own(candidates: Sequence[_Candidate]) -> bool:
    """This says that case, activity and moment have our very own names and the values for them: a log, also of one event per case."""
    return all(any(one.ours == ours and one.agrees and is_our_name(one.sample.header, ours) for one in candidates) for ours in REQUIRED)


def _doubted_when_unique(one: _Candidate, *, own: bool) -> _Candidate:
    """This lowers a case column without any repetition beside a column of activities: it may number the rows.

    Under our own name it is what it says (`own`), unless it counts on from row to row: the reason tells that each case has one event.
    """
    if one.ours == "case" and one.sample.filled >= FEW and is_unique(one.sample) and one.grade < 1:
        if own and is_our_name(one.sample.header, "case") and not counts_on(one.sample):
            return replace(one, why=say("Every row has another case: each case has one event."))
        return replace(one, fit=0.6, why=say("Every row has another value: this may number the rows."))
    return one


def _trusted_beside_cases(one: _Candidate, candidates: Sequence[_Candidate]) -> _Candidate:
    """This trusts our own column of activities, even with another one in each row, beside our own column of cases that come back."""
    if one.ours != "activity" or not 0 < one.fit < _TRUSTED or often_empty(one.sample):
        return one
    cases = (other.sample for other in candidates if other.ours == "case" and other.agrees)
    come_back = any(is_our_name(sample.header, "case") and not is_unique(sample) for sample in cases)
    return replace(one, fit=_TRUSTED) if come_back and is_our_name(one.sample.header, "activity") else one


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
    ours: str, samples: Sequence[ColumnSample], looks: Mapping[int, Looks], claimed: set[int]
) -> list[_Candidate]:
    """This finds candidates for a required column that no header names, so that an error has something to offer."""
    found = []
    for sample in samples:
        if sample.position in claimed or is_nobodys(sample.header):
            continue
        if any(grade >= 0.5 for grade in header_grades(sample.header).values()):
            continue
        fit, why = fit_of(ours, sample, looks[sample.position])
        if ours == "case" and (is_unique(sample) or sample.distinct < max(5, sample.filled / 50)):
            continue
        if fit >= _SURE_FIT:
            found.append(_Candidate(ours, sample, _VALUES_ONLY, fit, why))
    return found[:3]


def _proposal(one: _Candidate, *, sure: bool = False, doubt: str | None = "") -> Proposal:
    if one.grade >= STANDARD:
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
