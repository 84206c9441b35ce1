"""Open Zaak as events, case by case: statuses, results and decisions, and from the audit trail who had the case and when it was suspended.

Only the audit trail knows who had a case before: a handover there is the old role deleted and a new one made. Deleting and making by one
account within seconds is one handover. A department and then an official of it is an assignment inside that department. Without an audit
trail only who has a case now is known, and nothing may be counted from that (`incomplete`).

Days without a time stay days. Within a day the rows stand so: the case came in, what has a time, the decision, the close.
"""

from __future__ import annotations

from collections.abc import Iterator

from journeys.kinds import channel_of
from journeys.settings import KindSettings
from journeys.sources.asked_as import ACTIVITIES
from journeys.sources.event_rows import Event, in_order, instant, local_day
from journeys.sources.open_zaak_catalogue import Known, initiator
from journeys.sources.open_zaak_hands import Dated, Hands, Row, hands_of, roles_of_trail, when
from journeys.sources.open_zaak_notices import as_changes
from journeys.sources.open_zaak_steps import changes, not_taken_up, outcomes, statuses
from journeys.sources.raw import PLACE, Remark
from journeys.sources.shelf import Shelf

SORTS = ("zaak", "status", "substatus", "rol", "resultaat", "besluit", "document", "notitie", "zaak-contact", "audit", "notice")
COVERED = 0.95
"""With an audit trail for fewer of the cases than this share, handovers are not counted at all."""
SPOKEN = ("phone", "desk")
CAME_IN = ("request", "objection", "complaint", "contact")
"""Kinds that a case can come in as; they have the channel of the case."""
VERY_CONFIDENTIAL = frozenset({"vertrouwelijk", "confidentieel", "geheim", "zeer_geheim"})

_SORT, _ID, _OWNER, _AT, _F, _PLACE = 0, 1, 2, 3, 4, -1


def events(shelf: Shelf, kinds: KindSettings) -> Iterator[Event]:
    """This gives the events of every case, case by case."""
    known = Known.of(shelf, kinds)
    shelf.noted["number_twice"] += known.alike
    for uuid, items in shelf.groups(SORTS):
        by_sort: dict[str, list[Row]] = {}
        for item in items:
            by_sort.setdefault(str(item[_SORT]), []).append(_under_new_name(item, known.renamed) if known.renamed else item)
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
        "roles_changed_unseen",
        "very_confidential",
        "resident_of_main_case",
        "number_twice",
    )
    return shelf.remarks(*codes)


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
    _, case_type, _, _, channel, main, related, confidential, follows, suspended = case[_F : _F + 10]
    notices, audit = by_sort.get("notice", []), by_sort.get("audit", [])
    if not audit:
        shelf.noted["cases_without_audit_trail"] += 1
        shelf.noted["roles_changed_unseen"] += sum(one[_F] == "role gone" for one in notices)
        audit = as_changes(notices)
    if case_type not in known.topics:
        shelf.noted["case_type_unknown"] += 1
    if suspended and not any(one[_F] == "zaak" and "suspended" in (one[_F + 4] or "") for one in audit):
        shelf.noted["suspended_without_moment"] += 1
    if confidential in VERY_CONFIDENTIAL:
        shelf.noted["very_confidential"] += 1
    roles = by_sort.get("rol", [])
    resident, internal = initiator([(*one[_F : _F + 3], one[_AT], one[_F + 4]) for one in roles] or roles_of_trail(audit))
    if not resident and not internal and (found := known.residents.get(main or "") or known.residents.get(follows or "")):
        resident = found
        shelf.noted["resident_of_main_case"] += 1
    hands = hands_of(roles, audit, known.staff)
    told: list[Dated] = []
    told += _registered(case, audit, by_sort, hands, known, internal=internal, spoken=channel)
    states, ended = statuses(by_sort, audit, hands, known, shelf)
    closings = [one for one in notices if one[_F] == "closed"]
    closings += [one for one in audit if one[_F] == "zaak" and "closed" in (one[_F + 4] or "")]
    closed = max((one[_AT] or "" for one in closings), default=None)
    results = list(outcomes(case, by_sort, audit, hands, known, close_at=ended, states=states, closed=closed))
    written = list(_notes(by_sort, hands, known))
    told += [*states, *results, *written, *not_taken_up(hands.told, [*states, *results, *written])]
    told += changes(audit, hands, states, now_closed=bool(case[_F + 3]))
    for one in by_sort.get("substatus", ()):
        words = "Tussenstatus voor de inwoner" if one[_F] == "betrokkenen" else "Interne tussenstatus"
        event = {"activity": words, "kind": "other", "department": hands.department_at(one[_AT]), PLACE: one[_PLACE]}
        told.append((one[_AT], 1, event))
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
            "case": known.numbers.get(uuid, uuid),
            "resident": resident,
            "topic": known.topics.get(case_type or ""),
            "related_case": others[at] if at < len(others) else None,
            "channel": event.get("channel") or (channel if event.get("kind") in CAME_IN else None),
        }


def _under_new_name(item: Row, renamed: dict[str, str]) -> Row:
    """This gives a role of a department that was renamed its newest name: a new name is no handover."""
    at = {"rol": _F + 1, "audit": _F + 5}.get(str(item[_SORT]))  # where its sort stands, before its name and its code
    if at is None or item[at] != "organisatorische_eenheid" or not (name := renamed.get(item[at + 2] or "")):
        return item
    return (*item[: at + 1], name, *item[at + 2 :])


def _notes(by_sort: dict[str, list[Row]], hands: Hands, known: Known) -> Iterator[Dated]:
    """This gives the notes on a case: who and when."""
    for one in by_sort.get("notitie", ()):
        who = known.staff.official(one[_F])
        event = {"activity": "Interne notitie", "kind": "other", "official": who, PLACE: one[_PLACE]}
        yield one[_AT], 1, {**event, "department": hands.department_of(who, one[_AT])}


def _registered(
    case: Row, audit: list[Row], by_sort: dict[str, list[Row]], hands: Hands, known: Known, *, internal: bool, spoken: str | None
) -> Iterator[Dated]:
    """This gives how a case came in: on the day it was received, and when it was registered where that was another day.

    The moment of registering is that of its making in the audit trail or of the first status, if that lies on the day of registering;
    otherwise only the day is known. Who made a case that was asked for by telephone or at a desk took that question, if it is an official
    of the case and no system. What sort of question it is, the case type says: a request, an objection, a complaint, a question.
    """
    registered, start = case[_AT], case[_F + 2]
    births = [one for one in audit if one[_F] == "zaak" and one[_F + 4] == "created"]
    made = [one[_AT] for one in births]
    first = min((one[_AT] for one in by_sort.get("status", ()) if one[_AT]), key=when, default=None)
    moment = next((one for one in (*made, first) if one and instant(one) and local_day(one) == local_day(registered)), registered)
    department = known.responsible.get(case[_F + 1] or "")
    by = "gemeente" if internal else "inwoner"
    kind = "request" if internal else known.asked_as.get(case[_F + 1] or "", "request")
    words = ACTIVITIES.get(kind)
    day, start_day = local_day(registered), local_day(start)
    if start_day and day and start_day < day:
        yield start, 0, {"activity": words or "Aanvraag ontvangen", "kind": kind, "by": by, PLACE: case[_PLACE]}
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
                "activity": words or "Zaak geregistreerd",
                "kind": kind,
                "by": by,
                "official": taker if timed and channel_of(spoken or "") in SPOKEN else None,
                "department": hands.department_at(moment) if timed else None,
                PLACE: case[_PLACE],
            },
        )
