"""Who has a report in Signalen: where it was routed to, and who was assigned to it.

Where a report goes as it is made is part of its coming in; a later change of department is a passing on, by whoever made it. Routing goes
before the departments of a category. An official of one department (the objects `medewerker`) acts for that one; of anybody else, and of
nobody, it is said of the department that has the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from journeys.sources.event_rows import instant
from journeys.sources.raw import PLACE
from journeys.sources.staff import Staff

SYSTEM = "signalen systeem"
SECONDS = 10
"""What one account does to a report within so many seconds is one act."""

Row = tuple[str | None, ...]
Dated = tuple[str | None, int, dict[str, str | None]]
_AT, _F, _PLACE = 3, 4, -1


@dataclass
class Passages:
    """This walks along the departments of one report: `told` are the changes, `at_birth` the department that it came in with."""

    staff: Staff
    at_birth: str | None = None
    told: list[Dated] = field(default_factory=list)
    since: list[tuple[str, str | None]] = field(default_factory=list)

    @staticmethod
    def of(by_sort: dict[str, list[Row]], staff: Staff, *, made_at: str | None) -> Passages:
        """This reads the changes: of the routing, from the history or otherwise the table; before it those of the category."""
        acts = by_sort.get("signal-act", ())
        routing: list[Row] = [
            (one[_AT], departments_in(after(one)), one[_F + 2], one[_PLACE]) for one in acts if one[_F] == "UPDATE_ROUTING_ASSIGNMENT"
        ]
        routing = routing or [(one[_AT], one[_F], None, one[_PLACE]) for one in by_sort.get("signal-routing", ())]
        first = min((one[0] for one in routing if one[0]), default=None)
        changes = [
            (one[_AT], one[_F + 1], None, one[_PLACE])
            for one in by_sort.get("signal-category", ())
            if one[_F + 1] and (first is None or (one[_AT] or "") < first)
        ]
        walk = Passages(staff)
        before: str | None = None
        for moment, departments, account, place in sorted([*changes, *routing], key=lambda one: one[0] or ""):
            if departments:
                walk._take(moment, departments, account, place, before=before, made_at=made_at)
            before = departments or before
        return walk

    def department_of(self, official: str | None, moment: str | None) -> str | None:
        """This gives the department for which an official (or nobody known) acted on the report at a moment."""
        return self.staff.home_of(official) or self._department_at(moment)

    def officials(self, acts: list[Row]) -> Iterator[Dated]:
        """This gives who had the report, from its history, and the notes on it.

        An official who is assigned as the report is passed on is whom it went to: that is one act.
        """
        had: str | None = None
        for one in sorted(acts, key=lambda act: act[_AT] or ""):
            moment, place, who = one[_AT], one[_PLACE], _account(one[_F + 2], self.staff)
            if one[_F] == "UPDATE_USER_ASSIGNMENT":
                found = re.search(r"[^\s:]+@[^\s,;]+", one[_F + 1] or "")
                to = self.staff.official(found[0].casefold()) if found else None
                giver = had if had and who == had else None  # who assigns may be a coordinator: no pair of hands
                passed = self._passed_at(moment, one[_F + 2])
                if to and passed is not None:
                    passed["to_official"] = to
                elif to and to != had:
                    activity, kind = ("Overgedragen aan collega", "transfer") if had else ("Toegewezen aan medewerker", "other")
                    there = self.department_of(to, moment)
                    event = {"activity": activity, "kind": kind, "official": giver or to, PLACE: place}
                    event["department"] = self.department_of(giver or to, moment)
                    yield moment, 1, {**event, "to_department": there if had else None, "to_official": to if had else None}
                elif had and not to:
                    event = {"activity": "Toewijzing ingetrokken", "kind": "other", "department": self._department_at(moment)}
                    yield moment, 1, {**event, PLACE: place}
                had = to
            elif one[_F] == "CREATE_NOTE":
                event = {"activity": "Interne notitie", "kind": "other", "official": who, PLACE: place}
                yield moment, 1, {**event, "department": self.department_of(who, moment)}

    def _take(
        self, moment: str | None, departments: str, account: str | None, place: str | None, *, before: str | None, made_at: str | None
    ) -> None:
        now = _one(departments)  # of several it is unknown who has it
        who = _account(account, self.staff)
        home = self.staff.home_of(who)
        at, made = instant(moment), instant(made_at)
        if before is None and at and made and abs((at - made).total_seconds()) <= SECONDS:
            self.at_birth = now
        elif departments != before or (home is not None and home != now):
            passed_on = before is not None or (home is not None and home != now)
            event: dict[str, str | None] = {"activity": "Naar andere afdeling" if passed_on else "Toegewezen aan afdeling", PLACE: place}
            event |= {"kind": "transfer" if passed_on else "other", "official": who}
            event |= {"department": home or _one(before), "to_department": now} if passed_on else {"department": now}
            self.told.append((moment, 1, event))
        if moment:
            self.since.append((moment, now))

    def _department_at(self, moment: str | None) -> str | None:
        at, found = instant(moment), None
        for since, department in self.since:
            then = instant(since)
            if at and then and then <= at:
                found = department
        return found

    def _passed_at(self, moment: str | None, account: str | None) -> dict[str, str | None] | None:
        at, who = instant(moment), _account(account, self.staff)
        for since, _, event in self.told:
            then = instant(since)
            if event["kind"] == "transfer" and event["official"] == who and at and then and abs((at - then).total_seconds()) <= SECONDS:
                return event
        return None


def _one(departments: str | None) -> str | None:
    return departments if departments and "," not in departments else None


def _account(account: str | None, staff: Staff) -> str | None:
    return None if account == SYSTEM else staff.official(account)


def after(act: Row) -> str | None:
    """This gives what stands behind the colon of an action ("Status gewijzigd naar: Afgehandeld"); of a routing behind the last one."""
    action = act[_F + 1] or ""
    return (action.rsplit(":", 1) if "outering" in action else action.split(":", 1))[-1].strip() or None


def departments_in(text: str | None) -> str | None:
    found = [one.strip() for one in (text or "").split(",") if one.strip()]
    return ", ".join(found) or None
