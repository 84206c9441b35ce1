"""journeys.toml as frozen values: every number and word list that a municipality may set, with its default.

Each section of the file is one value here (journeys.settings_file reads it). What a run used is written into the dossier's provenance
(`described`), so that two dossiers can be held against each other.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from journeys.limits import Limits

OURS = (
    "case", "resident", "activity", "time", "start", "official", "department", "to_department", "to_official",
    "channel", "by", "kind", "topic", "outcome", "related_case",
)  # fmt: skip
"""The columns of an event (docs/measures.md); case, activity and time are required."""

PEOPLE = ("case", "resident", "official", "to_official", "related_case")
"""Those that name people or single cases: their texts become pseudonyms."""

KINDS = (
    "request", "contact", "callback_request", "outreach", "transfer", "work", "suspend", "resume", "decision", "close", "reopen",
    "objection", "complaint", "notice", "other",
)  # fmt: skip

LEAST_GROUP = 5
"""No smaller group of residents is ever shown outside the team."""

Reading = Literal["municipal", "plain"]
Grouping = Literal["resident", "case"]


@dataclass(frozen=True)
class ReadingSettings:
    """This is how files are read: `[reading]`."""

    reading: Reading = "municipal"
    by: Grouping | None = None  # None: resident where such a column exists, otherwise case
    zone: str = "Europe/Amsterdam"  # of moments that carry none (plain reading: UTC)
    day_first: bool | None = None  # None: decided from the whole column
    end: date | None = None  # the log's end; None: the latest event (A5)
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class UnknownSettings:
    """This is what counts as unknown (A6): `[unknown]`."""

    officials: tuple[str, ...] = ("-", "?", "onbekend", "unknown", "nvt", "n.v.t.", "n/a", "null", "none", "geen")
    official_words: tuple[str, ...] = (
        "postbus", "mailbox", "algemeen", "algemene", "groepsmail", "info", "servicedesk", "team", "balie", "systeem",
        "werkvoorraad", "wachtrij", "callcenter",
    )  # fmt: skip
    departments: tuple[str, ...] = ("-", "?", "onbekend", "unknown", "nvt", "n.v.t.", "n/a", "null", "none", "geen")
    residents: tuple[str, ...] = ("-", "?", "onbekend", "unknown", "nvt", "n.v.t.", "n/a", "null", "none", "geen", "anoniem", "111222333")
    left_out_officials: tuple[str, ...] = ()  # accounts that a person found to be systems: treated as unknown officials
    left_out_departments: tuple[str, ...] = ()  # words that stand for no department in this source (EMPTY, MISSING)


@dataclass(frozen=True)
class KindRule:
    """This says that an activity which holds one of `words` (whole words, folded case) is of `kind` (and was done by `by`)."""

    words: tuple[str, ...]
    kind: str
    by: str | None = None


@dataclass(frozen=True)
class KindSettings:
    """This extends how activities become kinds: `[kinds]`; rules here go before the shipped ones."""

    activities: dict[str, str] = field(default_factory=dict)  # activity text -> kind, exactly
    rules: tuple[KindRule, ...] = ()
    confirmed: bool = False  # a person looked over the kinds that were derived from activities: signals may build on them


@dataclass(frozen=True)
class OpeningHours:
    """These are the hours in which a department is open on working days, by the clock of `reading.zone`; "24:00" closes at midnight."""

    opens: str = "09:00"
    closes: str = "17:00"


@dataclass(frozen=True)
class CalendarSettings:
    """This is the municipality's own calendar: `[calendar]`; Saturdays, Sundays and holidays by law are built in (A11).

    opens, closes: of every department that `departments` does not name.
    """

    closed_days: tuple[date, ...] = ()
    opens: str = "09:00"
    closes: str = "17:00"
    departments: dict[str, OpeningHours] = field(default_factory=dict)


@dataclass(frozen=True)
class TopicTerm:
    """This is the statutory term of a topic: a value of `[terms]` that is a key (`"ow-16.64"`) or a table.

    term: a key of journeys/statutory_terms.toml; contact: such a key for a first conversation, beside it. weeks: of a by-law, together with
    `verordening`; without it they are plain weeks. extended: every term of this topic is put off, as long as may be. committee: whether an
    advisory committee hears objections about this topic; None: as `[law]` says.
    """

    term: str = ""
    weeks: int | None = None
    verordening: bool = False
    extended: bool = False
    committee: bool | None = None
    contact: str = ""


@dataclass(frozen=True)
class LawSettings:
    """This tells of the municipality what decides how long a term is: `[law]`; None: nobody said."""

    objection_committee: bool | None = None  # Awb 7:13: 12 weeks in place of 6
    complaint_committee: bool | None = None  # Awb part 9.1.3: 10 weeks in place of 6


@dataclass(frozen=True)
class PrivacySettings:
    """This is what happens to names: `[privacy]`."""

    names: Literal["pseudonyms", "keep"] = "pseudonyms"
    key: str | None = None  # path of the key file; None: the user's own key folder, by `project`
    project: str = "journeys"
    free_text: bool = False
    group: int = 10  # residents that must share what a shared map or report shows; at least LEAST_GROUP


@dataclass(frozen=True)
class SignalSettings:
    """This names folders with signals of the municipality's own, seen from the settings file: `[signals]`."""

    folders: tuple[str, ...] = ()


@dataclass(frozen=True)
class MapSettings:
    """This is how maps put departments in order, and in which colours they are drawn: `[maps]`."""

    departments: tuple[str, ...] = ()  # their order from left to right, for instance of an earlier dossier; others come in between


@dataclass(frozen=True)
class ComparisonSettings:
    """This is how before and after are compared: `[comparison]`."""

    horizon_working_days: int = 60  # durations and counts are taken so far at most
    washout_working_days: int = 0  # right after the change, left out on the after side
    margin: float = 0.05  # so much of the value before counts as nearly the same


@dataclass(frozen=True)
class MeasureSettings:
    """This holds the numbers and the lists of words in the definitions, each with its unit in the name: `[measures]`."""

    header_numbers: dict[str, Any] = field(default_factory=dict)  # known to a header alone: mining.catalogue checks
    first_line_departments: tuple[str, ...] = ()  # none: the department that takes most of the residents' asks
    public_space_words: tuple[str, ...] = (
        "afval", "bank", "bomen", "container", "fietspad", "fietswrak", "graffiti", "groen", "lantaarnpaal", "lantaarn", "openbare",
        "overlast", "prullenbak", "put", "riool", "ruimte", "speelplek", "speeltoestel", "stoep", "stoeptegel", "straat", "straatmeubilair",
        "verkeersbord", "verlichting", "wegdek", "zwerfafval",
    )  # fmt: skip
    dropped_handoff_working_days: int = 10
    dropped_handoff_pair_responses: int = 20
    dropped_handoff_follow_up_working_days: int = 30
    dropped_handoff_pair_share: float = 0.95  # of the responses of a pair, by nearest rank
    circle_departments: int = 2  # that a circle passes, besides the one it comes back to
    silence_contact_dates: int = 2
    silence_working_days: int = 10
    callback_working_days: int = 2  # at most: kept
    callback_never_working_days: int = 10
    stalled_working_days: int = 20
    still_open_pair_size: int = 20  # transfers or callback requests of a pair of departments; with fewer, all pairs together
    still_open_working_days: int = 20
    still_open_can_still: float = 0.5
    still_open_probably_stays: float = 0.25
    repeat_working_days: int = 20
    repeat_general_topic_words: tuple[str, ...] = (
        "algemeen", "algemene", "overig", "overige", "divers", "diverse", "diversen",
    )  # fmt: skip
    warm_handover_act_working_days: int = 1
    warm_handover_outreach_working_days: int = 2
    parallel_working_days: int = 20
    many_hands_officials: int = 8
    many_hands_officials_per_case: int = 3  # for each case after the first
    many_hands_hops: int = 10
    many_hands_hops_per_case: int = 5
    many_hands_hops_officials: int = 5
    explained_before_working_days: int = 10
    explained_after_working_days: int = 5
    explained_quiet_working_days: int = 30
    over_term_weeks: int = 8  # of a topic that [terms] does not name
    over_term_moved_weeks: int = 12  # longer terms do not move to a working day (Algemene termijnenwet, article 4)
    departed_appearances: int = 5
    departed_working_days: int = 40
    departed_times_longest_gap: int = 2
    one_owner_events: int = 5
    one_owner_percent: int = 80
    visit_turns_officials: int = 5
    visit_turns_working_days: int = 20
    early_conversation_working_days: int = 5
    landmark_working_days: int = 20  # for a visit, and how long a question is followed after the landmark
    connector_waiting_working_days: int = 10
    connector_moved_working_days: int = 5
    connector_topic_journeys: int = 10  # stuck journeys of others on the topic; with fewer, of every topic
    connector_journeys: int = 5
    connector_moved_journeys: int = 5
    connector_departments: int = 3
    connector_times_expected: float = 2.0
    connector_margin: float = 2.5  # square roots of the expected number above it
    connector_officials: int = 20
    invisible_work_working_days: int = 20
    wrong_door_departments: int = 2
    wrong_door_contact_centre_departments: int = 3
    contact_centre_words: str = (  # how words in its name begin, parted by |
        "kcc|klantcontact|klant contact|contactcentrum|contact centrum|contactcenter|contact center|contact centre|callcenter"
    )
    callback_chain_dates: int = 2
    pressure_outreach_working_days: int = 15
    pressure_ask_dates: int = 2
    pressure_asking_working_days: int = 10
    pressure_decision_weeks: int = 24  # objection term 6, decision 12, extension 6 (Awb 6:7, 7:10)
    reversed_yes_months: int = 12
    thread_transfer_working_days: int = 5
    thread_topic_working_days: int = 20


@dataclass(frozen=True)
class Settings:
    """This is everything a run depends on besides its input; equal settings and input give equal output."""

    columns: dict[str, str | int] = field(default_factory=dict)  # ours -> header, or position from 1
    reading: ReadingSettings = ReadingSettings()
    unknown: UnknownSettings = UnknownSettings()
    kinds: KindSettings = KindSettings()
    calendar: CalendarSettings = field(default_factory=CalendarSettings)
    privacy: PrivacySettings = PrivacySettings()
    measures: MeasureSettings = field(default_factory=MeasureSettings)
    signals: SignalSettings = SignalSettings()
    maps: MapSettings = field(default_factory=MapSettings)
    comparison: ComparisonSettings = ComparisonSettings()
    organisation: dict[str, str] = field(default_factory=dict)  # department (or what it belongs to) -> what that belongs to
    terms: dict[str, int | TopicTerm] = field(default_factory=dict)  # topic -> weeks in which a request is decided, or a term of a law
    law: LawSettings = LawSettings()
    norms: dict[str, int] = field(default_factory=dict)  # topic -> working days of the municipality's own service norm
    limits: Limits = field(default_factory=Limits)
    place: Path = Path()  # the folder of the settings file; no setting itself

    def described(self) -> dict[str, Any]:
        """This gives the settings as plain values for the provenance (JSON)."""
        return _plain({key: value for key, value in dataclasses.asdict(self).items() if key != "place"})  # type: ignore[no-any-return]

    @property
    def signal_folders(self) -> tuple[Path, ...]:
        """These are the folders with signals of the municipality's own, as they can be opened."""
        return tuple(self.place / folder for folder in self.signals.folders)

    @property
    def zone(self) -> str:
        """This is the zone of moments that carry none: the plain reading takes them as they stand (UTC), as other tools do."""
        return "UTC" if self.reading.reading == "plain" else self.reading.zone


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
