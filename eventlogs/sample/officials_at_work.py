"""What officials and residents do in a case: act, wait, ask, call back, pass on, lose, decide.

Officials do one thing at a time, in office hours, on days that they are there; every die is thrown by the one
`random.Random` that the city was given.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from event import (
    CALLBACK,
    CLOSE,
    COMPLAINT,
    CONTACT,
    DECISION,
    DESK,
    EMAIL,
    GRANTED,
    LETTER,
    OBJECTION,
    OUTREACH,
    PHONE,
    REJECTED,
    TRANSFER,
    VISIT,
    WEB,
    WITHDRAWN,
    WORK,
    Event,
    by_of,
)
from invented_city import (
    CONTACT_CENTRE,
    LEAVES,
    LOST,
    LOST_ELSEWHERE,
    STAFF_SIZE,
    Topic,
    away,
    mailbox,
    official,
)
from working_hours import OFFICE_MINUTES, WORKING_DAYS, day_at, moment_at

ACTS_A_DAY = 7  # an official does no more than this in a day on these cases


class Stuck(Exception):
    """This ends the story of a case that nobody picks up any more."""


@dataclass
class Case:
    """This is one case while it is being told: its events so far, and on whose desk it lies at which position."""

    topic: Topic
    resident: str
    events: list[Event] = field(default_factory=list)
    at: float = 0.0
    department: str = ""
    owner: str = ""
    renewed: bool = False  # Werk en Inkomen after the change: one fixed official, an early call
    spoken_to: bool = False


class City:
    """This tells ordinary cases; officials do one thing at a time, in office hours, on days that they are there."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.absent = away(dice)
        self.taken: dict[tuple[str, int], set[int]] = defaultdict(set)
        self.cases: list[Case] = []

    # Time and people

    def book(self, who: str, at: float) -> tuple[datetime, float]:
        """This finds the first moment from `at` on that the official is there and free, and takes it."""
        day, minute = int(at), int((at % 1) * OFFICE_MINUTES)
        while WORKING_DAYS[day] in self.absent[who] or self.full(who, day) or minute > OFFICE_MINUTES - 12:
            day, minute = day + 1, self.dice.randrange(5, 200)
        while minute in self.taken[who, day]:
            minute += 3
        self.taken[who, day].add(minute)
        return moment_at(day, min(minute, OFFICE_MINUTES)), day + minute / OFFICE_MINUTES

    def full(self, who: str, day: int) -> bool:
        """This tells whether the official has done enough that day: what comes more, queues."""
        return len(self.taken[who, day]) >= ACTS_A_DAY

    def there(self, department: str, at: float, *, other_than: str = "") -> str:
        """This picks an official of the department who is there that day."""
        staff = [official(department, number) for number in range(STAFF_SIZE[department])]
        today, tomorrow = day_at(at), day_at(at + 1)
        present = [
            who for who in staff if who != other_than and not self.absent[who].intersection((today, tomorrow))
        ]
        return self.dice.choice(present or [who for who in staff if who != other_than])

    def gone(self, department: str, at: float) -> str | None:
        """This gives an official who left the department in the year before, if there is one."""
        today = day_at(at)
        for (where, number), last in LEAVES.items():
            if where == department and last < today < last + timedelta(days=365):
                return official(where, number)
        return None

    def named(self, case: Case, department: str, *, share: float) -> str:
        """This is whom the sender names: mostly nobody, often the owner, now and then somebody who has left."""
        if self.dice.random() >= share:
            return ""
        left = self.gone(department, case.at)
        if left and self.dice.random() < 0.05:
            return left
        return case.owner if case.department == department and case.owner else self.there(department, case.at)

    def drawn(self, median: float, spread: float = 0.55) -> float:
        """This draws a waiting time in working days, log-normal."""
        return min(self.dice.lognormvariate(0.0, spread) * median, 45.0)

    def some_time(self, case: Case) -> datetime:
        """This is a moment in office hours of the day at which the case is, for what comes from outside."""
        return moment_at(int(case.at), self.dice.randrange(OFFICE_MINUTES))

    # What happens in a case

    def write(self, case: Case, moment: datetime, activity: str, kind: str, **columns: str) -> None:
        """This adds an event at a given moment; everything without a booked official passes here."""
        case.events.append(Event(moment, activity, kind, by=by_of(kind), **columns))

    def from_outside(self, case: Case, activity: str, kind: str) -> None:
        """This is a complaint or an objection that comes in by web or letter."""
        moment, channel = self.some_time(case), self.dice.choice((WEB, LETTER))
        self.write(case, moment, activity, kind, department=case.department, channel=channel)

    def act(
        self, case: Case, activity: str, kind: str, *, who: str = "", department: str = "", **columns: str
    ) -> datetime:
        """This lets an official (default: the owner) do something from `case.at` on, and moves the case there."""
        who, department = who or self.owner_of(case), department or case.department
        moment, case.at = self.book(who, case.at)
        self.write(case, moment, activity, kind, official=who, department=department, **columns)
        if kind == OUTREACH and columns.get("channel") in (PHONE, DESK, VISIT):
            case.spoken_to = True
        return moment

    def owner_of(self, case: Case) -> str:
        """This is who has the case; a colleague takes over from an owner who is away for more than a week."""
        if not case.owner:
            case.owner = self.there(case.department, case.at)
        coming = [WORKING_DAYS[int(case.at) + n] for n in range(1, 8)]
        if all(day in self.absent[case.owner] for day in coming):
            case.owner = self.there(case.department, case.at, other_than=case.owner)
        return case.owner

    def wait(self, case: Case, median: float) -> None:
        """This lets working days pass; who waits long, calls or writes."""
        days = self.drawn(median) * (0.665 if case.renewed else 1.0)
        if day_at(case.at).month in (7, 8):
            days *= 1.3
        until = case.at + days
        if case.resident and days > 5 and self.dice.random() < 0.27:
            case.at += self.dice.uniform(3, days - 1)
            self.contact(case)
        case.at = max(case.at, until)

    def contact(self, case: Case, *, callback_kept: bool = True) -> None:
        """This lets the resident ask how it stands: at the contact centre, or by e-mail to a mailbox."""
        channel = self.dice.choices((PHONE, EMAIL, DESK), (72, 20, 8))[0]
        if channel == EMAIL:
            moment = self.some_time(case) + timedelta(hours=self.dice.choice((0, 0, 0, 4)))
            box, where = mailbox(case.department), case.department
            self.write(case, moment, "E-mail van inwoner", CONTACT, channel=EMAIL, official=box, department=where)
            if callback_kept:
                case.at += self.drawn(1.6)
                self.act(case, "E-mail beantwoord", OUTREACH, channel=EMAIL)
            return
        taker = self.there(CONTACT_CENTRE, case.at)
        activity = "Vraag van inwoner aan de telefoon" if channel == PHONE else "Vraag van inwoner aan de balie"
        moment = self.act(case, activity, CONTACT, who=taker, department=CONTACT_CENTRE, channel=channel)
        if callback_kept and self.dice.random() < 0.40:
            if self.dice.random() < 0.5:  # answered at once by the contact centre, which writes that down as well
                self.write(case, moment, "Antwoord gegeven door klantcontact", OUTREACH, official=taker,
                           department=CONTACT_CENTRE, channel=channel)  # fmt: skip
            return
        moment += timedelta(minutes=self.dice.choice((0, 1, 2, 3)))
        named = self.named(case, case.department, share=0.5)
        self.write(case, moment, "Terugbelverzoek genoteerd", CALLBACK, official=taker, department=CONTACT_CENTRE,
                   channel=channel, to_department=case.department, to_official=named)  # fmt: skip
        chance = self.dice.random()
        if not callback_kept or chance < 0.05:
            return
        case.at += self.dice.uniform(3, 8) if chance < 0.11 else self.dice.uniform(0.1, 1.6)
        caller = self.colleague(case, 0.25)
        if day_at(case.at) in self.absent[caller]:
            caller = self.there(case.department, case.at)
        self.act(case, "Inwoner teruggebeld", OUTREACH, who=caller, channel=PHONE)

    def colleague(self, case: Case, chance: float) -> str:
        """This is the owner, or with some chance somebody else of the same department."""
        owner = self.owner_of(case)
        if case.renewed or self.dice.random() >= chance:
            return owner
        return self.there(case.department, case.at, other_than=owner)

    def pass_inside(self, case: Case, chance: float) -> None:
        """This gives the case to a colleague in the department, with or without writing the transfer down."""
        if self.dice.random() >= (0.03 if case.renewed else chance):
            return
        new = self.there(case.department, case.at + 1, other_than=self.owner_of(case))
        if self.dice.random() < 0.6:
            self.act(case, "Overgedragen aan collega", TRANSFER, to_department=case.department, to_official=new)
        case.owner = new
        case.at += self.drawn(0.9)

    def pass_on(self, case: Case, to: str, activity: str, *, who: str = "", sender: str = "") -> None:
        """This passes the question to another department, where it mostly arrives within days."""
        sender = sender or case.department
        self.act(case, "Doorgezet naar andere afdeling", TRANSFER, who=who, department=sender, to_department=to,
                 to_official=self.named(case, to, share=0.15))  # fmt: skip
        case.department, case.owner = to, ""
        chance = self.dice.random()
        lost = LOST.get((sender, to), LOST_ELSEWHERE)
        if chance < lost and case.resident:
            self.lose(case, sender)
        elif chance < lost + 0.03 and sender != CONTACT_CENTRE:
            self.send_back(case, sender)
        elif chance > 0.86 and case.resident:
            case.at += self.dice.uniform(0.05, 0.7)
            self.act(case, "Inwoner gebeld: wij hebben uw vraag", OUTREACH, channel=PHONE)
        else:
            case.at += self.drawn(1.5)
        self.act(case, activity, WORK)

    def send_back(self, case: Case, sender: str) -> None:
        """This is a bounce: the receiver sends the question straight back, and gets it again."""
        receiver = case.department
        case.at += self.drawn(2.5)
        self.act(case, "Teruggestuurd: hoort niet bij ons", TRANSFER, to_department=sender)
        case.at += self.drawn(2.5)
        case.department, case.owner = sender, ""
        self.act(case, "Doorgezet naar andere afdeling", TRANSFER, to_department=receiver)
        case.department, case.owner = receiver, ""
        case.at += self.drawn(2.0)

    def lose(self, case: Case, sender: str) -> None:
        """This is a question that falls between two departments: silence until the resident asks again, or longer."""
        case.at += self.dice.uniform(14, 38)
        self.contact(case, callback_kept=False)
        if self.dice.random() < 0.5:
            case.at += self.dice.uniform(6, 20)
            self.contact(case, callback_kept=False)
        if self.dice.random() < 0.25:
            case.at += self.dice.uniform(2, 9)
            self.from_outside(case, "Klacht ontvangen", COMPLAINT)
        chance = self.dice.random()
        if chance < 0.22:
            raise Stuck
        case.at += self.dice.uniform(1, 6)
        if chance < 0.62 and sender != CONTACT_CENTRE:  # brought back to the sender, who does it
            taker = self.there(CONTACT_CENTRE, case.at)
            self.act(case, "Doorgezet naar andere afdeling", TRANSFER, who=taker, department=CONTACT_CENTRE,
                     to_department=sender)  # fmt: skip
            case.department, case.owner = sender, ""
            case.at += self.drawn(1.2)
        self.act(case, "Inwoner gebeld: wij hebben uw vraag", OUTREACH, channel=PHONE)

    def explain(self, case: Case, chance: float) -> None:
        """This is the call around a decision."""
        if self.dice.random() < (0.9 if case.renewed else chance):
            channel = self.dice.choice((PHONE, PHONE, PHONE, DESK))
            self.act(case, "Besluit uitgelegd aan inwoner", OUTREACH, channel=channel)

    def decide(self, case: Case, rejects: float, *, again: bool = False) -> None:
        """This takes the decision and closes the case; a no is mostly explained, now and then there is an objection."""
        chance = self.dice.random()
        outcome = REJECTED if chance < rejects else WITHDRAWN if chance > 0.975 else GRANTED
        explained = 0.52 if outcome == REJECTED else 0.30
        before = self.dice.random() < 0.3
        if before:
            self.explain(case, explained)
            case.at += 0.03
        activity = "Besluit op bezwaar" if again else "Besluit genomen"
        moment = self.act(case, activity, DECISION, who=self.colleague(case, 0.12), outcome=outcome)
        decided_by = case.events[-1].official
        closes_at_once = self.dice.random() < 0.36
        if not before:
            case.at += self.dice.uniform(0.02, 1.5)
            self.explain(case, explained)
        if closes_at_once:
            self.write(case, moment, "Zaak afgesloten", CLOSE, official=decided_by, department=case.department)
        else:
            case.at += self.drawn(1.5)
            self.act(case, "Zaak afgesloten", CLOSE)
        if outcome == REJECTED and not again and self.dice.random() < (0.08 if case.spoken_to else 0.22):
            case.at += self.dice.uniform(4, 26)
            self.from_outside(case, "Bezwaar ontvangen", OBJECTION)
            case.at += self.drawn(4)
            case.owner = self.there(case.department, case.at, other_than=case.owner)
            self.act(case, "Bezwaar beoordeeld", WORK)
            case.at += self.drawn(6)
            self.act(case, "Hoorgesprek gehouden", OUTREACH, channel=DESK)
            case.at += self.drawn(5)
            self.decide(case, 0.6, again=True)
        elif self.dice.random() < 0.03 and case.resident:
            case.at += self.dice.uniform(2, 16)
            self.contact(case)
