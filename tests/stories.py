"""A second reading of the sample log, in plain loops, without the toolkit: so that it can contradict the toolkit.

The rules are those of docs/measures.md (A3, A4, A6, A8-A14, A17) and docs/signals.md, written out once more, slowly.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "eventlogs" / "sample"
CSV = SAMPLE / "almere_voorbeeld.csv"

_HOLIDAYS = {
    "2024": "01-01 29-03 01-04 27-04 05-05 09-05 20-05 25-12 26-12",
    "2025": "01-01 18-04 21-04 26-04 05-05 29-05 09-06 25-12 26-12",
    "2026": "01-01 03-04 06-04 27-04 05-05 14-05 25-05 25-12 26-12",
}
HOLIDAYS = {
    datetime.strptime(f"{day}-{year}", "%d-%m-%Y").date() for year, days in _HOLIDAYS.items() for day in days.split()
}
UNKNOWN = {"", "-", "?", "onbekend"}
UNKNOWN_WORDS = {"postbus", "mailbox", "algemeen", "team", "balie", "systeem", "werkvoorraad", "wachtrij", "info"}
ASKS = ("aanvraag", "contact", "terugbelverzoek")
BY_RESIDENT = (*ASKS, "bezwaar", "klacht")
REAL_STEPS = ("behandeling", "contact door gemeente", "besluit", "opschorting")
PERSONAL = ("telefoon", "balie", "huisbezoek")


def is_working_day(day: date) -> bool:
    """This is A11."""
    return day.weekday() < 5 and day not in HOLIDAYS


_PASSED: dict[date, int] = {}
for _n in range((date(2027, 1, 1) - date(2023, 12, 31)).days):
    _day = date(2023, 12, 31) + timedelta(days=_n)
    _PASSED[_day] = _PASSED.get(_day - timedelta(days=1), 0) + is_working_day(_day)


def wd(a: date, b: date) -> int:
    """This is A12: the working days d with a < d <= b."""
    return _PASSED[b] - _PASSED[a]


@dataclass(frozen=True)
class Event:
    """This is one row with the rules of measures.md applied."""

    row: int
    case: str
    resident: str
    activity: str
    moment: datetime
    order: datetime
    official: str  # "" when unknown (A6)
    department: str
    to_department: str
    to_official: str
    channel: str
    by: str
    kind: str
    topic: str
    outcome: str

    @property
    def day(self) -> date:
        return self.moment.date()

    @property
    def key(self) -> tuple[datetime, int]:
        return self.order, self.row

    @property
    def municipal(self) -> bool:
        return self.by == "gemeente" and self.kind != "automatisch bericht"

    @property
    def appears(self) -> bool:
        return self.by != "partner" and self.kind != "automatisch bericht" and self.official != ""

    @property
    def real_step(self) -> bool:
        return self.municipal and self.kind in REAL_STEPS

    @property
    def personal(self) -> bool:
        return self.municipal and self.kind == "contact door gemeente" and self.channel in PERSONAL


@dataclass
class Log:
    """This is the whole sample, in order, by case and by journey."""

    events: list[Event]
    end: date
    cases: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    journeys: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))


def raw_rows(path: Path = CSV) -> list[dict[str, str]]:
    """This reads the file as it stands."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@cache
def log() -> Log:
    """This reads the sample once, without its duplicates."""
    seen: set[tuple[str, ...]] = set()
    last: dict[str, tuple[date, datetime]] = {}
    events = []
    for number, row in enumerate(raw_rows(), start=1):
        if tuple(row.values()) in seen:
            continue
        seen.add(tuple(row.values()))
        moment = datetime.strptime(row["tijdstip"], "%d-%m-%Y %H:%M")
        order = moment
        if moment.time() == time() and row["zaaknummer"] in last and last[row["zaaknummer"]][0] == moment.date():
            order = last[row["zaaknummer"]][1]
        last[row["zaaknummer"]] = moment.date(), order
        kind = row["soort"]
        events.append(Event(
            number, row["zaaknummer"], row["inwoner"], row["activiteit"], moment, order, _official(row["medewerker"]),
            "" if row["afdeling"] in UNKNOWN else row["afdeling"], row["naar_afdeling"],
            _official(row["naar_medewerker"]),
            row["kanaal"], row["richting"] or ("inwoner" if kind in BY_RESIDENT else "gemeente"), kind,
            row["onderwerp"], row["uitkomst"],
        ))  # fmt: skip
    read = Log(sorted(events, key=lambda event: event.key), max(event.day for event in events))
    for event in read.events:
        read.cases[event.case].append(event)
        read.journeys[event.resident or f"case:{event.case}"].append(event)
    return read


def _official(name: str) -> str:
    words = set(re.findall(r"\w+", name.casefold()))
    return "" if name in UNKNOWN or words & UNKNOWN_WORDS else name


def officials(journey: list[Event]) -> set[str]:
    """This is the measure `officials`."""
    return {event.official for event in journey if event.appears}


def faces(journey: list[Event]) -> set[str]:
    """These are the officials whom the resident met himself: who took his asks, and who called, wrote or came."""
    met = (*ASKS, "contact door gemeente")
    return {event.official for event in journey if event.official and event.kind in met}


def handoffs(case: list[Event]) -> int:
    """This is the measure `handoffs` of one case."""
    hands = [event.official for event in case if event.municipal and event.official]
    return sum(a != b for a, b in pairwise(hands))


def ended(case: list[Event]) -> Event | None:
    """This is the decision or close that ends the case (A15), None while it is open."""
    end: Event | None = None
    for event in case:
        if event.kind in ("besluit", "afsluiting") and event.by == "gemeente":
            end = end or event
        elif event.kind in ("aanvraag", "bezwaar", "heropening"):
            end = None
    return end


def suspended_days(case: list[Event], until: date) -> set[date]:
    """These are the suspended days of A14."""
    days: set[date] = set()
    since: date | None = None
    for event in case:
        if event.kind == "opschorting" and since is None:
            since = event.day
        elif event.kind in ("hervatting", "besluit", "afsluiting", "heropening") and since is not None:
            days |= {since + timedelta(days=n) for n in range(1, (event.day - since).days + 1)}
            since = None
    if since is not None:
        days |= {since + timedelta(days=n) for n in range(1, (until - since).days + 1)}
    return days


def wda(case: list[Event], a: date, b: date, until: date) -> int:
    """This is wd without the suspended days of the case (A14)."""
    return wd(a, b) - sum(a < day <= b and is_working_day(day) for day in suspended_days(case, until))


@dataclass(frozen=True)
class Drop:
    """This is a transfer that was lost or came late (signal 1)."""

    transfer: Event
    status: str
    working_days: int


def _answer(read: Log, transfer: Event) -> Event | None:
    """This is "B acts": in the case, or in another case of the resident that began after the transfer."""
    receiver = transfer.to_department
    found = [event for event in read.cases[transfer.case]
             if event.key > transfer.key and event.municipal and event.department in (receiver, "")]  # fmt: skip
    if transfer.resident:
        for event in read.journeys[transfer.resident]:
            began_after = read.cases[event.case][0].key > transfer.key
            if event.case != transfer.case and began_after and event.municipal and event.department == receiver:
                found.append(event)
    return min(found, key=lambda event: event.key, default=None)


def _put_right(read: Log, transfer: Event) -> Event | None:
    """This is the first reroute or decision after the transfer."""
    for event in read.cases[transfer.case]:
        if event.key <= transfer.key or not event.municipal:
            continue
        if event.kind == "besluit":
            return event
        elsewhere = event.to_department not in ("", transfer.to_department, event.department)
        if event.kind == "overdracht" and event.department != transfer.to_department and elsewhere:
            return event
    return None


@cache
def drops() -> list[Drop]:
    """This is signal 1, with its limit T for each pair of departments."""
    read = log()
    judged = []
    responses: dict[tuple[str, str], list[int]] = defaultdict(list)
    for event in read.events:
        if event.kind != "overdracht" or event.to_department in ("", event.department):
            continue
        answer, right = _answer(read, event), _put_right(read, event)
        if right is not None and answer is not None and answer.key <= right.key:
            right = None
        case = read.cases[event.case]
        days = None if answer is None else wda(case, event.day, answer.day, read.end)
        if days is not None and right is None and days <= 30 and wd(event.day, read.end) >= 30:
            responses[event.department, event.to_department].append(days)
        judged.append((event, days, right))
    found = []
    for event, days, right in judged:
        known = sorted(responses[event.department, event.to_department])
        limit = max(10, known[-(-95 * len(known) // 100) - 1]) if len(known) >= 20 else 10
        case = read.cases[event.case]
        if right is not None and wda(case, event.day, right.day, read.end) <= limit:
            continue
        if days is not None and days > limit:
            found.append(Drop(event, "late", days))
        elif days is None and wda(case, event.day, read.end, read.end) > limit:
            found.append(Drop(event, "lost", wda(case, event.day, read.end, read.end)))
    return found


def circles(case: list[Event]) -> list[Event]:
    """This is signal 3: the transfers with which a question comes back to where it was."""
    passed = [event for event in case if event.kind == "overdracht" and event.department]
    transfers = [event for event in passed if event.to_department not in ("", event.department)]
    found, after = [], -1
    for j, back in enumerate(transfers):
        starts = [i for i in range(after + 1, j) if transfers[i].department == back.to_department]
        if not starts:
            continue
        first = transfers[starts[-1]]
        named = {name for event in transfers[starts[-1] : j + 1] for name in (event.department, event.to_department)}
        others = named - {back.to_department}
        between = [event for event in case if first.key < event.key < back.key and event.municipal]
        worked = {event.department for event in between if event.real_step}
        decided = any(event.kind == "besluit" for event in between)
        if len(others) >= 2 and not decided and "" not in worked and others - worked:
            found.append(back)
            after = j
    return found


def callbacks(journey: list[Event]) -> list[tuple[Event, int | None]]:
    """This gives each callback request with the working days to the next outreach, None when none came (signal 5)."""
    outreach = [event for event in journey if event.municipal and event.kind == "contact door gemeente"]
    result = []
    for event in journey:
        if event.kind == "terugbelverzoek" and event.by == "inwoner":
            later = next((other for other in outreach if other.key > event.key), None)
            result.append((event, None if later is None else wd(event.day, later.day)))
    return result


def explained(journey: list[Event], decision: Event) -> bool:
    """This tells whether somebody spoke with the resident around the decision (the window of signals 11 and 17)."""
    return any(
        event.personal
        and (wd(event.day, decision.day) <= 10 if event.key < decision.key else wd(decision.day, event.day) <= 5)
        for event in journey
    )


def tied_neighbours() -> float:
    """This is the share of neighbouring rows of a case with the same moment."""
    pairs: Counter[bool] = Counter()
    rows = raw_rows()
    for a, b in pairwise(rows):
        if a["zaaknummer"] == b["zaaknummer"]:
            pairs[a["tijdstip"] == b["tijdstip"]] += 1
    return pairs[True] / (pairs[True] + pairs[False])
