"""Open Zaak as events, case by case: statuses, results and decisions, and from the audit trail who had the case and when it was suspended.

Only the audit trail knows who had a case before: a handover there is the old role deleted and a new one made. Deleting and making by one
account within seconds is one handover. A department and then an official of it is an assignment inside that department. Without an audit
trail only who has a case now is known, and nothing may be counted from that (`incomplete`).

Days without a time stay days. Within a day the rows stand so: the case came in, what has a time, the decision, the close.
"""

from __future__ import annotations

from collections.abc import Iterator

from journeys.kinds import channel_of, outcome_of, worded
from journeys.settings import KindSettings
from journeys.sources.event_rows import Event, in_order, instant, local_day
from journeys.sources.open_zaak_catalogue import Known, initiator
from journeys.sources.open_zaak_hands import SECONDS, Dated, Hands, Row, hands_of, when
from journeys.sources.raw import PLACE, Remark
from journeys.sources.shelf import Shelf

SORTS = ("zaak", "status", "rol", "resultaat", "besluit", "document", "notitie", "zaak-contact", "audit")
COVERED = 0.95
"""With an audit trail for fewer of the cases than this share, handovers are not counted at all."""
SPOKEN = ("phone", "desk")
NO_DECISION = frozenset({"afgehandeld", "afgebroken", "afgesloten", "doorverwezen", "niet doorgegaan"})
"""Results that decide nothing. A case cannot be closed without a result: set together with the end status, these are part of the close."""
VERY_CONFIDENTIAL = frozenset({"vertrouwelijk", "confidentieel", "geheim", "zeer_geheim"})

_SORT, _ID, _OWNER, _AT, _F, _PLACE = 0, 1, 2, 3, 4, -1


def events(shelf: Shelf, kinds: KindSettings) -> Iterator[Event]:
    """This gives the events of every case, case by case."""
    known = Known.of(shelf, kinds)
    for uuid, items in shelf.groups(SORTS):
        by_sort: dict[str, list[Row]] = {}
        for item in items:
            by_sort.setdefault(str(item[_SORT]), []).append(item)
        if "zaak" not in by_sort:
            shelf.noted["objects_of_nothing"] += len(items)
        else:
            yield from _told(uuid, by_sort, known, shelf)


def remarks(shelf: Shelf) -> list[Remark]:
    """This gives what is worth a remark once the events were told."""
    codes = (
        "objects_of_nothing",
        "cases_without_audit_trail",
        "case_type_unknown",
        "status_type_unknown",
        "suspended_without_moment",
        "very_confidential",
        "resident_of_main_case",
    )
    return [Remark(code, shelf.noted[code]) for code in codes if shelf.noted[code]]


def incomplete(shelf: Shelf) -> dict[str, str]:
    """This tells from which columns nothing may be counted: handovers, where the audit trail is missing for more than a few cases."""
    cases, covered = shelf.connection.execute(f"""
        select count(*), count(*) filter (id in (select owner from {shelf.name}_items where sort = 'audit'))
        from {shelf.name}_items where sort = 'zaak'
    """).fetchall()[0]
    if covered >= COVERED * cases:
        return {}
    return dict.fromkeys(("official", "to_official", "department", "to_department"), "audit_trail_missing")


def _told(uuid: str, by_sort: dict[str, list[Row]], known: Known, shelf: Shelf) -> Iterator[Event]:
    case = by_sort["zaak"][0]
    number, case_type, _, _, channel, main, related, confidential, reopened, suspended = case[_F : _F + 10]
    audit = by_sort.get("audit", [])
    if not audit:
        shelf.noted["cases_without_audit_trail"] += 1
    if case_type not in known.topics:
        shelf.noted["case_type_unknown"] += 1
    if suspended and not any(one[_F] == "zaak" and "suspended" in (one[_F + 4] or "") for one in audit):
        shelf.noted["suspended_without_moment"] += 1
    if confidential in VERY_CONFIDENTIAL:
        shelf.noted["very_confidential"] += 1
    roles = by_sort.get("rol", [])
    resident, internal = initiator([(*one[_F : _F + 3], one[_AT], one[_F + 4]) for one in roles])
    if not resident and not internal and main in known.residents:
        resident = known.residents[str(main)]
        shelf.noted["resident_of_main_case"] += 1
    hands = hands_of(roles, audit, known.staff)
    told: list[Dated] = []
    told += _registered(case, audit, by_sort, hands, known, internal=internal, spoken=channel)
    statuses, ended = _statuses(by_sort, audit, hands, known, shelf)
    told += statuses
    told += _not_taken_up(hands.told, statuses)
    closes = [(moment, event) for moment, _, event in statuses if event["kind"] == "close"]
    told += _ended(case, by_sort, audit, hands, known, close_at=ended, closes=closes)
    told += _changes(audit, hands)
    if reopened and not any("reopened" in (one[_F + 4] or "") for one in audit):
        told.append(
            (reopened, 1, {"activity": "Zaak heropend", "kind": "reopen", "department": hands.department_at(reopened), PLACE: case[_PLACE]})
        )
    for one in by_sort.get("notitie", ()):
        who = known.staff.official(one[_F])
        event = {"activity": "Interne notitie", "kind": "other", "official": who, PLACE: one[_PLACE]}
        told.append((one[_AT], 1, {**event, "department": hands.department_of(who, one[_AT])}))
    seen = {one[_ID] for one in by_sort.get("document", ())}
    for one in by_sort.get("document", ()):
        told.append(
            (
                one[_AT],
                1,
                {"activity": "Document toegevoegd", "kind": "other", "department": hands.department_at(one[_AT]), PLACE: one[_PLACE]},
            )
        )
    for one in audit:
        if one[_F] == "zaakinformatieobject" and one[_F + 1] == "create" and one[_F + 3] not in seen:
            told.append(
                (
                    one[_AT],
                    1,
                    {
                        "activity": "Document toegevoegd",
                        "kind": "other",
                        "official": one[_F + 2],
                        "department": hands.department_of(one[_F + 2], one[_AT]),
                        PLACE: one[_PLACE],
                    },
                )
            )
    for one in by_sort.get("zaak-contact", ()):
        told.append(
            (
                one[_AT],
                1,
                {"activity": "Inwoner neemt contact op", "kind": "contact", "by": "inwoner", "channel": one[_F], PLACE: one[_PLACE]},
            )
        )
    others = [known.numbers.get(other, other) for other in dict.fromkeys(((main or ""), *(related or "").split())) if other]
    for at, event in enumerate(in_order(told)):
        yield {
            **event,
            "case": number or uuid,
            "resident": resident,
            "topic": known.topics.get(case_type or ""),
            "related_case": others[at] if at < len(others) else None,
            "channel": event.get("channel") or (channel if event.get("kind") == "request" else None),
        }


def _registered(
    case: Row, audit: list[Row], by_sort: dict[str, list[Row]], hands: Hands, known: Known, *, internal: bool, spoken: str | None
) -> Iterator[Dated]:
    """This gives how a case came in: on the day it was received, and when it was registered where that was another day.

    The moment of registering is that of its making in the audit trail or of the first status, if that lies on the day of registering;
    otherwise only the day is known. Who made a case that was asked for by telephone or at a desk took that question, if it is an official
    of the case and no system.
    """
    registered, start = case[_AT], case[_F + 2]
    births = [one for one in audit if one[_F] == "zaak" and one[_F + 4] == "created"]
    made = [one[_AT] for one in births]
    first = min((one[_AT] for one in by_sort.get("status", ()) if one[_AT]), key=when, default=None)
    moment = next((one for one in (*made, first) if one and instant(one) and local_day(one) == local_day(registered)), registered)
    department = known.responsible.get(case[_F + 1] or "")
    by = "gemeente" if internal else "inwoner"
    day, start_day = local_day(registered), local_day(start)
    if start_day and day and start_day < day:
        yield start, 0, {"activity": "Aanvraag ontvangen", "kind": "request", "by": by, PLACE: case[_PLACE]}
        yield (
            moment,
            0,
            {
                "activity": "Zaak geregistreerd",
                "kind": "work",
                "department": hands.department_at(moment) or department,
                PLACE: case[_PLACE],
            },
        )
    else:
        timed = instant(moment) is not None
        taker = next((one[_F + 2] for one in births if one[_AT] == moment and one[_F + 2] in hands.named), None)
        yield (
            moment or start,
            0,
            {
                "activity": "Zaak geregistreerd",
                "kind": "request",
                "by": by,
                "official": taker if timed and channel_of(spoken or "") in SPOKEN else None,
                "department": hands.department_at(moment) if timed else None,
                PLACE: case[_PLACE],
            },
        )


def _statuses(by_sort: dict[str, list[Row]], audit: list[Row], hands: Hands, known: Known, shelf: Shelf) -> tuple[list[Dated], str | None]:
    """This gives the statuses of a case, also those that only the audit trail knows, and the moment of its last end status."""
    people = {one[_ID]: one[_F + 2] for one in by_sort.get("rol", ()) if one[_F + 1] == "medewerker"}
    people |= {one[_F + 3]: one[_F + 6] for one in audit if one[_F] == "rol" and one[_F + 5] == "medewerker" and one[_F + 6]}
    named = {str(one) for one in people.values() if one}
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
        # Who set it stands in the role; an account that never is an official of a case may be a system.
        person = people.get(by) if by else None
        person = person or (account if account in named else None)
        told.append(
            (
                moment,
                3 if ends else 1,
                {
                    "activity": words or "Status gezet",
                    "kind": kind,
                    "official": person,
                    "department": hands.department_of(person, moment),
                    PLACE: place,
                },
            )
        )
        if ends and moment:
            ended.append(moment)
    return told, max(ended, key=when, default=None)


def _not_taken_up(changes: list[Dated], statuses: list[Dated]) -> Iterator[Dated]:
    """This gives the changes of hands without an assignment to whoever sets a status at that moment: taking a case up is one act."""
    by: dict[str, list[float]] = {}
    for moment, _, event in statuses:
        if event["official"]:
            by.setdefault(event["official"], []).append(when(moment))
    for moment, place, event in changes:
        taken = event["activity"] == "Toegewezen aan medewerker"
        if not (taken and any(abs(at - when(moment)) <= SECONDS for at in by.get(event.get("official") or "", ()))):
            yield moment, place, event


def _ended(
    case: Row,
    by_sort: dict[str, list[Row]],
    audit: list[Row],
    hands: Hands,
    known: Known,
    *,
    close_at: str | None,
    closes: list[tuple[str | None, dict[str, str | None]]],
) -> Iterator[Dated]:
    """This gives the result, the decisions and the close of a case. The outcome stands with the decision where there is one.

    `closes` are the end statuses with their moments: a result that decides nothing becomes part of the one that it was set with.
    """
    end = case[_F + 3]
    made = {one[_F + 3]: one for one in audit if one[_F] == "resultaat" and one[_F + 1] == "create"}
    results = {one[_ID]: (one[_F], one[_PLACE]) for one in by_sort.get("resultaat", ())}
    results |= {uuid: (one[_F + 4], one[_PLACE]) for uuid, one in made.items() if uuid not in results}
    decisions = by_sort.get("besluit", ())
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
    if end and local_day(close_at) != local_day(end):
        yield end, 3, {"activity": "Zaak afgesloten", "kind": "close", "department": hands.department_at(end), PLACE: case[_PLACE]}


def _changes(audit: list[Row], hands: Hands) -> Iterator[Dated]:
    """This gives what the audit trail shows of a case itself: suspended, resumed, extended, opened again."""
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
            if change in words:
                activity, kind = words[change]
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
