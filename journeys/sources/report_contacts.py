"""Contacts in Open Klant about a report in Signalen: they tell who reported, which Signalen itself never gives a number for.

A contact is about a report where its onderwerpobject names one: a `codeObjecttype` with "melding" or "signal", or the register Signalen;
`objectId` is its number or its uuid. The resident is the party of the contact, by its BSN, KvK number or own id, never a name or address.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from journeys.names import normalised
from journeys.sources.event_rows import instant
from journeys.sources.shelf import Shelf

MADE_DURING = timedelta(minutes=15)
"""A report and a contact of a resident about it that lie no further apart are one coming in: it was made in that conversation."""


def names_report(sort: str | None, register: str | None) -> bool:
    """This tells whether the onderwerpobject of a contact is a report of Signalen."""
    told = f"{sort or ''} {register or ''}".casefold()
    return "melding" in told or "signal" in told


@dataclass
class Reports:
    """This is what is known of reports: by number and by uuid, when they came in; `taken`: the numbers of cases in other systems."""

    numbers: dict[str, str] = field(default_factory=dict)
    made: dict[str, str | None] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()

    @staticmethod
    def of(shelf: Shelf) -> Reports:
        """This reads the reports from the shelf."""
        others = [*shelf.rows("zaak", columns="f1"), *shelf.rows("message", columns="owner")]
        reports = Reports(taken=frozenset(normalised(number) for (number,) in others if number))
        for number, made, uuid in shelf.rows("signal", columns="id, moment, f3"):
            reports.made[str(number)] = made
            if uuid:
                reports.numbers[uuid.casefold()] = str(number)
        return reports

    def number(self, named: str) -> str:
        """This gives the number of a report by what a contact calls it."""
        return self.numbers.get(named.casefold(), named)

    def case(self, number: str) -> str:
        """This gives the case that a report is: its number, said to be a report's where another system has a case with that number."""
        return f"melding {number}" if normalised(number) in self.taken else number

    def came_in_with(self, number: str, moment: str | None) -> bool:
        """This tells whether a contact at `moment` is the one in which the report was made."""
        made, at = instant(self.made.get(number)), instant(moment)
        return made is not None and at is not None and abs(at - made) <= MADE_DURING


def residents_of_reports(shelf: Shelf, known: dict[str, str]) -> dict[str, str]:
    """This gives the resident of each report: that of the first contact about it whose party is known.

    `known`: party -> the number that it is known by (`open_klant.Known.residents`); a party without one is its own id.
    """
    if not (shelf.has("signal", "signal-act") and shelf.has("onderwerp")):
        return {}
    reports = Reports.of(shelf)
    found: dict[str, str] = {}
    name = shelf.name
    for named, sort, register, party in shelf.connection.execute(f"""
        select subject.f1, subject.f2, subject.f4, involved.f1
        from {name}_items subject
        join {name}_items contact on contact.sort = 'klantcontact' and contact.id = subject.owner
        join {name}_items involved on involved.sort = 'betrokkene' and involved.owner = subject.owner and involved.f1 is not null
        where subject.sort = 'onderwerp' and subject.f1 is not null
        order by contact.moment, contact.id, involved.f2 is distinct from 'klant', involved.id
    """).fetchall():
        if names_report(sort, register):
            found.setdefault(reports.number(named), known.get(party, f"partij:{party}"))
    return found
