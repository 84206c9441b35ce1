"""The steps of a case in Open Zaak: its statuses, results, decisions and close, and what the audit trail shows of the case itself.

What was done in one go is one step: whoever takes up a case and sets a status or writes a note; a status that decides, with the result or
the decision of that moment; a status that suspends, with the suspension; an end status, with a result that decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date

from journeys.kinds import outcome_of, worded
from journeys.sources.event_rows import instant, local_day
from journeys.sources.open_zaak_catalogue import Known
from journeys.sources.open_zaak_hands import SECONDS, Dated, Hands, Row, when
from journeys.sources.raw import PLACE
from journeys.sources.shelf import Shelf

NO_DECISION = frozenset({"afgehandeld", "afgebroken", "afgesloten", "doorverwezen", "niet doorgegaan"})
"""Results that decide nothing. A case cannot be closed without a result: set together with the end status, these are part of the close."""
OUTSIDERS = frozenset({"natuurlijk_persoon", "niet_natuurlijk_persoon", "vestiging"})
ASKERS = frozenset({"initiator", "mede_initiator", "belanghebbende"})
"""What somebody from outside is on a case who acts as the resident; anybody else from outside (an adviser) is a partner."""

_ID, _AT, _F, _PLACE = 1, 3, 4, -1


def statuses(by_sort: dict[str, list[Row]], audit: list[Row], hands: Hands, known: Known, shelf: Shelf) -> tuple[list[Dated], str | None]:
    """This gives the statuses of a case, also those that only the audit trail knows, and the moment of its last end status.

    The role that set it (`gezetdoor`) is an official; a department, for which the account of the audit trail acted; or somebody from
    outside, the resident or a partner.
    """
    roles = {one[_ID]: (one[_F], one[_F + 1], one[_F + 2]) for one in by_sort.get("rol", ())}
    trail = [one for one in audit if one[_F] == "rol" and one[_F + 5]]
    roles |= {one[_F + 3]: (one[_F + 4], one[_F + 5], one[_F + 6]) for one in trail}
    changed = {one[_F + 3] for one in trail if (one[_ID] or "").endswith(" before")}
    named = {who for _, sort, who in roles.values() if sort == "medewerker" and who}
    made = {one[_F + 3]: one for one in audit if one[_F] == "status" and one[_F + 1] == "create"}
    found = [(one[_ID], one[_AT], one[_F], one[_F + 1], one[_PLACE]) for one in by_sort.get("status", ())]
    there = {one[0] for one in found}
    found += [(uuid, one[_F + 5] or one[_AT], one[_F + 4], one[_F + 6], one[_PLACE]) for uuid, one in made.items() if uuid not in there]
    told: list[Dated] = []
    ended: list[str] = []
    for uuid, moment, sort, by, place in found:
        words, ends, kind = known.statuses.get(sort or "", ("", False, "work"))
        if not words:
            shelf.noted["status_type_unknown"] += 1
        account = made[uuid][_F + 2] if uuid in made else None
        generic, sort_of_role, setter = roles.get(by, (None, None, None)) if by else (None, None, None)
        if by in changed:
            generic, sort_of_role, setter = _role_then([one for one in trail if one[_F + 3] == by], moment)
        # Who set it stands in the role; an account that never is an official of a case may be a system.
        person = setter if sort_of_role == "medewerker" and setter else account if account in named else None
        event: dict[str, str | None] = {"activity": words or "Status gezet", "kind": kind, "official": person, PLACE: place}
        if sort_of_role == "organisatorische_eenheid" and setter:
            event["department"] = setter
        elif sort_of_role in OUTSIDERS:
            event |= {"official": None, "by": "inwoner" if generic in ASKERS else "partner"}
        else:
            event["department"] = hands.department_of(person, moment)
        told.append((moment, 3 if ends else 1, event))
        if ends and moment:
            ended.append(moment)
    return told, max(ended, key=when, default=None)


def _role_then(trail: list[Row], moment: str | None) -> Row:
    """This gives what a role that was changed was at a moment: what it was made last, otherwise what the first change took away."""
    made = [one for one in trail if one[_F + 1] == "create" and when(one[_AT]) <= when(moment)]
    gone = [one for one in trail if one[_F + 1] == "destroy" and when(one[_AT]) > when(moment)]
    found = max(made, key=lambda one: when(one[_AT])) if made else min(gone or trail, key=lambda one: when(one[_AT]))
    return found[_F + 4 : _F + 7]


def not_taken_up(changes: list[Dated], acts: list[Dated]) -> Iterator[Dated]:
    """This gives the changes of hands without an assignment to whoever acts on the case at that moment: taking a case up is one act."""
    by: dict[str, list[float]] = {}
    for moment, _, event in acts:
        if event.get("official"):
            by.setdefault(str(event["official"]), []).append(when(moment))
    for moment, place, event in changes:
        taken = event["activity"] == "Toegewezen aan medewerker"
        if not (taken and any(abs(at - when(moment)) <= SECONDS for at in by.get(event.get("official") or "", ()))):
            yield moment, place, event


def outcomes(
    case: Row,
    by_sort: dict[str, list[Row]],
    audit: list[Row],
    hands: Hands,
    known: Known,
    *,
    close_at: str | None,
    states: list[Dated],
    closed: str | None = None,
) -> Iterator[Dated]:
    """This gives the result, the decisions and the close of a case. The outcome stands with the decision where there is one.

    `states` are its statuses: a result that decides nothing becomes part of the end status that it was set with, and a result or a
    decision becomes part of the status that decides, set at that moment (of a decision only the day is known). `closed`: when a
    notice says that the case was closed.
    """
    end = case[_F + 3]
    made = {one[_F + 3]: one for one in audit if one[_F] == "resultaat" and one[_F + 1] == "create"}
    results = {one[_ID]: (one[_F], one[_PLACE]) for one in by_sort.get("resultaat", ())}
    results |= {uuid: (one[_F + 4], one[_PLACE]) for uuid, one in made.items() if uuid not in results}
    decisions = by_sort.get("besluit", ())
    closes = [(moment, event) for moment, _, event in states if event["kind"] == "close"]
    deciding = [(moment, event) for moment, _, event in states if event["kind"] == "decision"]
    merged: set[int] = set()
    outcome = None
    for uuid, (sort, place) in results.items():
        words = known.results.get(sort or "")
        outcome = words or outcome
        moment = made[uuid][_AT] if uuid in made else close_at or end
        account = made[uuid][_F + 2] if uuid in made else None
        close = next((event for at, event in closes if abs(when(at) - when(moment)) <= SECONDS), None)
        if close and not decisions and worded(words or "") in NO_DECISION:
            close["outcome"] = words if outcome_of(words) == "referred" else None
            continue
        decided = next((event for at, event in deciding if abs(when(at) - when(moment)) <= SECONDS), None)
        if decided and not decisions:
            decided["outcome"] = words
            continue
        yield (
            moment,
            2,
            {
                "activity": f"Resultaat: {words}" if words else "Resultaat vastgelegd",
                "kind": "work" if decisions else "decision",
                "outcome": None if decisions else words,
                "official": account,
                "department": hands.department_of(account, moment),
                PLACE: place,
            },
        )
    for one in decisions:
        words = known.decisions.get(one[_F] or "")
        sent = one[_F + 1]
        decided = next((event for at, event in deciding if local_day(at) == local_day(one[_AT]) and id(event) not in merged), None)
        if decided:
            decided["outcome"] = outcome
            merged.add(id(decided))
        else:
            yield (
                one[_AT],
                2,
                {
                    "activity": f"Besluit: {words}" if words else "Besluit",
                    "kind": "decision",
                    "outcome": outcome,
                    "department": hands.department_at(one[_AT]),
                    PLACE: one[_PLACE],
                },
            )
        if sent and sent != one[_AT]:
            yield (
                sent,
                2,
                {
                    "activity": "Besluit verzonden",
                    "kind": "outreach",
                    "channel": "brief",
                    "department": hands.department_at(sent),
                    PLACE: one[_PLACE],
                },
            )
    if end and local_day(end) not in _days(close_at):
        end = closed if local_day(closed) == local_day(end) else end  # a notice or the audit trail knows the time of that day
        yield end, 3, {"activity": "Zaak afgesloten", "kind": "close", "department": hands.department_at(end), PLACE: case[_PLACE]}


def _days(moment: str | None) -> set[date | None]:
    """This gives the day of a moment here and in UTC: Open Zaak writes the day of an end status as the server counts it."""
    at = instant(moment)
    return {local_day(moment), at.astimezone(UTC).date()} if at else {local_day(moment)}


def changes(audit: list[Row], hands: Hands, states: list[Dated], *, now_closed: bool) -> Iterator[Dated]:
    """This gives what the audit trail shows of a case itself: suspended, resumed, extended, closed, opened again.

    What a status of that moment tells too (`states`) is told once, and so is the last close of a case that is closed now.
    """
    closings = [one for one in audit if one[_F] == "zaak" and "closed" in (one[_F + 4] or "").split()]
    ends = {day for at, _, event in states if event["kind"] == "close" for day in _days(at)}
    told_by_end = max(closings, key=lambda one: when(one[_AT]), default=None) if now_closed else None
    for one in closings:
        if one is not told_by_end and not _days(one[_AT]) & ends:
            event = {"activity": "Zaak afgesloten", "kind": "close", "official": one[_F + 2], PLACE: one[_PLACE]}
            yield one[_AT], 3, {**event, "department": hands.department_of(one[_F + 2], one[_AT])}
    words = {
        "suspended": ("Opgeschort", "suspend"),
        "resumed": ("Hervat", "resume"),
        "extended": ("Termijn verlengd", "work"),
        "reopened": ("Zaak heropend", "reopen"),
    }
    for one in audit:
        if one[_F] != "zaak":
            continue
        for change in (one[_F + 4] or "").split():
            activity, kind = words.get(change, ("", ""))
            told = any(event["kind"] == kind and abs(when(at) - when(one[_AT])) <= SECONDS for at, _, event in states)
            if activity and not (told and kind != "work"):
                yield (
                    one[_AT],
                    1,
                    {
                        "activity": activity,
                        "kind": kind,
                        "official": one[_F + 2],
                        "department": hands.department_of(one[_F + 2], one[_AT]),
                        PLACE: one[_PLACE],
                    },
                )
