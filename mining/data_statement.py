"""The data statement as a value: files, columns, moments, counts, and what can and cannot be determined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mining.hygiene import Hygiene


@dataclass(frozen=True)
class FileRead:
    """This is one file as it was read; `facts` are the reader's own (encoding, delimiter, skipped lines, ...)."""

    file: str
    format: str
    sheet: str | None
    rows: int
    facts: dict[str, str]


@dataclass(frozen=True)
class ColumnUsed:
    """This is a column of a file that is ours, how sure that is (0..1; None: the user said so) and why."""

    ours: str
    header: str
    file: str
    confidence: float | None
    reason: str


@dataclass(frozen=True)
class MomentsRead:
    """This is how a column of moments was read, in words, with how many of its values could be read in two ways."""

    file: str
    header: str
    described: str
    values: int
    ambiguous: int
    day_only: int


@dataclass(frozen=True)
class OddMoments:
    """This counts moments that are possible but odd, and names the file and data row of the first of them."""

    sort: str
    count: int
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class StrayEnd:
    """This says that almost nothing happens after `last_usual_day` (comparison.md, step 2), save `later_events`."""

    last_usual_day: date
    later_events: int
    latest_day: date


@dataclass(frozen=True)
class Determinable:
    """This tells for one measure or signal which columns are missing; none missing: it can be determined."""

    name: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class PersonalNote:
    """This says that a column seems to hold personal numbers (journeys.personal_numbers); `ours` is None: not used."""

    file: str
    header: str
    ours: str | None
    sort: str
    certainty: str
    looked_at: int
    found: int


@dataclass(frozen=True)
class DataStatement:
    """This is what can be said of a log before it is shown. Counts are whole numbers; unknown is None, never 0.

    Attributes
    ----------
    unsure: file, and "ours: header" of a column that may be ours but was too unsure to be used.
    rejects, remarks: code -> how many.
    kinds_unconfirmed: kinds were derived from activities and nobody has confirmed them, so signals wait.
    incomplete: column of ours, file and reason code, where a source says that nothing may be counted from what it gives.
    open_cases: None when kinds are unknown, or when no case ever ends.
    neighbours, tied: pairs of neighbouring events of a case; of those, pairs that share their moment.
    residents: None where the log names none, or was read by case (`by_case`: it names residents, and each case is a journey all the same).
    stray: None when the log ends as usual, or when the settings give its end.
    day_first, end_given: what the settings say of dates in which day and month cannot be told apart (None: nothing),
        and whether they give the log's end.
    """

    files: tuple[FileRead, ...]
    columns: tuple[ColumnUsed, ...]
    unsure: tuple[tuple[str, str], ...]
    moments: tuple[MomentsRead, ...]
    rows: int
    events: int
    rejects: dict[str, int]
    remarks: dict[str, int]
    cases: int
    journeys: int
    residents: int | None
    open_cases: int | None
    first: datetime | None
    last: datetime | None
    log_end: date | None
    day_only: int
    neighbours: int
    tied: int
    municipal: int
    municipal_official_known: int
    municipal_department_known: int
    odd_moments: tuple[OddMoments, ...]
    stray: StrayEnd | None
    hygiene: Hygiene
    left_out_officials: tuple[str, ...]
    personal: tuple[PersonalNote, ...]
    names_kept: bool
    day_first: bool | None
    end_given: bool
    measures: tuple[Determinable, ...]
    signals: tuple[Determinable, ...]
    kinds_unconfirmed: bool = False
    incomplete: tuple[tuple[str, str, str], ...] = ()
    by_case: bool = False
