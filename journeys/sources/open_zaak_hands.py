"""Who had a case in Open Zaak, and when it passed on: the roles of handlers, replayed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from journeys.names import as_before
from journeys.sources.event_rows import instant, local_day
from journeys.sources.raw import PLACE
from journeys.sources.staff import Staff

SECONDS = 10
"""Changes of roles by one account, each within so many seconds of the one before, are one act."""

Row = tuple[str | None, ...]
Dated = tuple[str | None, int, dict[str, str | None]]
_ID, _OWNER, _AT, _F, _PLACE = 1, 2, 3, 4, -1


@dataclass
class Hands:
    """This walks through the roles of one case: who has it, and the events that come of a change.

    `named`: the officials with a role of their own on the case, coordinators left out; `born`: when the case was made;
    `had_it`: from when on which official had the case, and in which department; `roles`: the officials with a role of handler now, by role.
    """

    department: str | None = None
    official: str | None = None
    times: list[tuple[datetime, str | None]] = field(default_factory=list)
    told: list[Dated] = field(default_factory=list)
    named: frozenset[str] = frozenset()
    staff: Staff = field(default_factory=Staff)
    born: str | None = None
    had_it: list[tuple[datetime, str | None, str | None]] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)

    def department_at(self, moment: str | None) -> str | None:
        """This gives the department that had the case at a moment; for a day the one at its end."""
        at = instant(moment)
        day = local_day(moment)
        found = None
        for since, department in self.times:
            if (since <= at) if at else (day is not None and (local_day(since.isoformat()) or day) <= day):
                found = department
        return found

    def department_of(self, official: str | None, moment: str | None) -> str | None:
        """This gives the department for which an official acted on the case at a moment.

        Who has the case acts for the department that has it. Anybody else acts for the only department that the objects `medewerker` name,
        otherwise for the one in which he had this case before, otherwise it is said of the department that has the case.
        """
        at, holds = instant(moment), self.department_at(moment)
        if not official or at is None:
            return holds
        before = [(who, department) for since, who, department in self.had_it if since <= at]
        if before and before[-1][0] == official:
            return holds
        home = self.staff.home_of(self.staff.official(official))
        return home or next((department for who, department in reversed(before) if who == official and department), None) or holds

    def change(self, cluster: list[Row]) -> None:
        """This takes in one act: roles of handlers made and deleted together."""
        moment, place = cluster[0][_AT], cluster[0][_PLACE]
        made = [one for one in cluster if one[_F + 1] == "create"]
        department = next((one[_F + 6] for one in reversed(made) if one[_F + 5] == "organisatorische_eenheid" and one[_F + 6]), None)
        department = as_before(department, self.department)
        person = next((one[_F + 6] for one in reversed(made) if one[_F + 5] == "medewerker" and one[_F + 6]), None)
        nameless = person is None and any(one[_F + 5] == "medewerker" for one in made)
        gone = {one[_F + 6] for one in cluster if one[_F + 1] == "destroy" and one[_F + 5] == "medewerker"}
        account = cluster[0][_F + 2]
        through = {one[_F + 6] for one in made if one[_F + 5] == "medewerker"} & gone & {account}  # taken and given away in one go
        before, had = self.department, self.official or (account if through else None)
        actor = next((one[_F + 2] for one in cluster if one[_F + 2] in self.named and one[_F + 2] != person), None)
        acted_for = self.department_of(actor, moment) if actor else None
        # Made anew for the same department by somebody of another one: it is passed on once more.
        remade = any(one[_F + 1] == "destroy" and one[_F + 6] == department for one in cluster)
        again = remade and department == before and acted_for is not None and acted_for != department
        at_birth = bool(self.born) and 0 <= when(moment) - when(self.born) <= SECONDS
        if department and department != before:
            self.department = department
            self.roles.clear()
            if at := instant(self.born if at_birth and not before else moment):
                self.times.append((at, department))
        for one in cluster:
            if one[_F + 5] == "medewerker" and one[_F + 1] == "destroy":
                self.roles.pop(one[_F + 3] or "", None)
            elif one[_F + 5] == "medewerker" and one[_F + 6]:
                self.roles[one[_F + 3] or ""] = one[_F + 6] or ""
        if had in gone or (person and person != had):  # whoever stood in goes: the case is with who had it beside
            beside = [] if made else [who for who in self.roles.values() if who not in gone]
            self.official = person or (beside[-1] if beside else None)
        if at := instant(moment):
            self.had_it.append((at, self.official, self.department))
        if department and before and (department != before or again):
            self._tell(
                moment,
                place,
                "Overgedragen aan andere afdeling",
                "transfer",
                official=actor or had,
                department=acted_for or before,
                to_department=department,
                to_official=person,
            )
        elif person and had and person != had:
            self._tell(
                moment,
                place,
                "Overgedragen aan collega",
                "transfer",
                official=actor or person,
                department=acted_for or self.department,
                to_department=self.department,
                to_official=person,
            )
        elif person and person != had:
            self._tell(moment, place, "Toegewezen aan medewerker", "other", official=person, department=self.department)
        elif department and department != before and not at_birth:  # where a new case goes by itself is part of its coming in
            self._tell(moment, place, "Toegewezen aan afdeling", "other", department=department)
        elif nameless and had and had in gone:  # to somebody whose account is not written down
            self._tell(
                moment,
                place,
                "Overgedragen aan collega",
                "transfer",
                official=actor or had,
                department=acted_for or self.department,
                to_department=self.department,
            )
        elif nameless and not had:
            self._tell(moment, place, "Toegewezen aan medewerker", "other", department=self.department)
        elif had in gone and not person:
            self._tell(moment, place, "Toewijzing ingetrokken", "other", department=self.department)

    def _tell(self, moment: str | None, place: str | None, activity: str, kind: str, **columns: str | None) -> None:
        self.told.append((moment, 1, {"activity": activity, "kind": kind, PLACE: place, **columns}))


def hands_of(roles: list[Row], audit: list[Row], staff: Staff) -> Hands:
    """This replays who had a case: the changes in the audit trail, and the roles of now that it does not know of."""
    people = [(one[_F], one[_F + 1], one[_F + 2]) for one in roles]
    people += [(one[_F + 4], one[_F + 5], one[_F + 6]) for one in audit if one[_F] == "rol"]
    named = frozenset(who for generic, sort, who in people if who and sort == "medewerker" and generic != "zaakcoordinator")
    born = next((one[_AT] for one in audit if one[_F] == "zaak" and one[_F + 4] == "created"), None)
    changes = [
        one
        for one in audit
        if one[_F] == "rol"
        and one[_F + 1] in ("create", "destroy")
        and one[_F + 4] == "behandelaar"
        and one[_F + 5] in ("medewerker", "organisatorische_eenheid")
    ]
    made = {one[_F + 3] for one in changes if one[_F + 1] == "create"}
    for role in roles:
        if role[_F] == "behandelaar" and role[_F + 1] in ("medewerker", "organisatorische_eenheid") and role[_ID] not in made:
            changes.append(
                (
                    "audit",
                    role[_ID],
                    role[_OWNER],
                    role[_AT],
                    "rol",
                    "create",
                    None,
                    role[_ID],
                    role[_F],
                    role[_F + 1],
                    role[_F + 2],
                    None,
                    None,
                    role[_PLACE],
                )
            )
    # A department before an official, and what is deleted before what is made, where both have the same moment.
    changes.sort(key=lambda one: (when(one[_AT]), one[_F + 1] == "create", one[_F + 5] == "medewerker", one[_ID] or ""))
    hands = Hands(named=named, staff=staff, born=born)
    cluster: list[Row] = []
    for one in changes:
        if cluster and (one[_F + 2] != cluster[-1][_F + 2] or when(one[_AT]) - when(cluster[-1][_AT]) > SECONDS):
            hands.change(cluster)
            cluster = []
        cluster.append(one)
    if cluster:
        hands.change(cluster)
    return hands


def roles_of_trail(audit: list[Row]) -> list[Row]:
    """This gives the roles that the audit trail saw made and not deleted, as (generic description, sort, who, moment, mandate)."""
    gone = {one[_F + 3] for one in audit if one[_F] == "rol" and one[_F + 1] == "destroy"}
    made = [one for one in audit if one[_F] == "rol" and one[_F + 1] == "create" and one[_F + 3] not in gone]
    return [(*one[_F + 4 : _F + 7], one[_AT], None) for one in made]


def when(moment: str | None) -> float:
    """This gives a moment as a number to sort by; a day is its beginning."""
    at = instant(moment)
    if at is None and (day := local_day(moment)):
        at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return at.timestamp() if at else 0.0
