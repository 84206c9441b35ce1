"""StUF-ZKN 3.10: a folder of messages `zakLk01`, each the whole case as it stood then; events are what differs from one to the next.

The moment of a change is that of the message (`tijdstipBericht`, local time); statuses carry their own. A message repeats all statuses, so
each counts once. Other messages are counted and passed over. Nothing outside a message is opened, whatever it asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from journeys.errors import InputError
from journeys.kinds import recognise_kinds
from journeys.limits import Limits
from journeys.names import as_before
from journeys.settings import KindSettings
from journeys.sources import resident_numbers
from journeys.sources.archive import expanded, hold_unchanged, stand
from journeys.sources.event_rows import Event, in_order, instant, local_day, moment_text
from journeys.sources.raw import PLACE, Remark
from journeys.sources.shelf import Item, Shelf
from journeys.texts import say

SORTS = ("message", "stuf-status")
LONGEST = 1 << 26
"""A message of more bytes is refused: a real one has some tens of thousands."""
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_ROLES = {"heeftAlsUitvoerende": "handler", "heeftAlsVerantwoordelijke": "responsible"}
_WORDS_COUNT = frozenset({"suspend", "resume", "decision", "close"})

Row = tuple[str | None, ...]
Dated = tuple[str | None, int, dict[str, str | None]]
_SORT, _ID, _OWNER, _AT, _F, _PLACE = 0, 1, 2, 3, 4, -1


def looks_like_stuf(first: bytes) -> bool:
    """This tells a StUF message by its first bytes."""
    return b"StUF0301" in first or b"egem.nl/StUF" in first


def items_of_message(path: Path, *, name: str, limits: Limits) -> Iterator[Item]:
    """This gives what is kept of one message; an item of sort "other message" for one that is no `zakLk01`.

    A `zakLk02` is a `zakLk01` whose sender waits for the answer, and is read as one.

    Raises `InputError` for what is no XML, has a document type or entities, or is nested or expanded beyond the limits.
    """
    standing = stand(path, name=name)
    parts, size = [], 0
    for piece in expanded(path, name=name, limits=limits):
        size += len(piece)
        if size > LONGEST:
            raise InputError(
                say("“{file}” is too large for a message.", file=name), next_step=say("Give each message as a file of its own.")
            )
        parts.append(piece)
    hold_unchanged(path, standing, name=name)
    try:
        root = fromstring(b"".join(parts), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise InputError(
            say("“{file}” is not XML that can be read safely. Nothing of it is used.", file=name),
            next_step=say("Check that the file is a StUF message without a document type."),
        ) from error
    _hold_depth(root, limits.depth, name)
    messages = [one for one in root.iter() if _name(one).casefold().endswith(("zaklk01", "zaklk02"))]
    if not messages:
        yield Item("other message", name)
    for message in messages:
        yield from _kept(message, name)


def events(shelf: Shelf, kinds: KindSettings) -> Iterator[Event]:
    """This gives the events of every case in the messages, case by case."""
    residents = {str(case): whose for case, whose in shelf.rows("message", columns="owner, f5") if whose}
    for case, items in shelf.groups(SORTS):
        messages = [one for one in items if one[_SORT] == "message"]
        if not messages:
            continue
        statuses = [one for one in items if one[_SORT] == "stuf-status"]
        told = [*_changes(messages, statuses), *_statuses(statuses, messages, kinds)]
        topic = next((one[_F + 3] for one in reversed(messages) if one[_F + 3]), None)
        resident = next((one[_F + 4] for one in messages if one[_F + 4]), None)
        related = next(((one[_F + 8] or "").split("|")[1] for one in messages if "|" in (one[_F + 8] or "")), None)
        resident = resident or residents.get(related or "")  # a part of a case without a resident of its own
        for at, event in enumerate(in_order(told)):
            yield {**event, "case": case, "topic": topic, "resident": resident, "related_case": (related or None) if at == 0 else None}


def remarks(shelf: Shelf) -> list[Remark]:
    """This gives what is worth a remark once the events were told."""
    return shelf.remarks("messages_not_read", "objects_of_nothing")


def incomplete(shelf: Shelf) -> dict[str, str]:  # noqa: ARG001
    """This tells from which columns nothing may be counted: none, for each message says who has the case then."""
    return {}


def _kept(message: Element, name: str) -> Iterator[Item]:
    sent = _text(message, "stuurgegevens", "tijdstipBericht")
    reference = _text(message, "stuurgegevens", "referentienummer") or name
    sort = _text(message, "parameters", "mutatiesoort") or ""
    objects = [one for one in message if _name(one) == "object"]
    if not objects:
        return
    case = objects[-1]  # of two, the second is the case as it is now
    number = _text(case, "identificatie")
    people: dict[str, str | None] = {}
    for role in case:
        if (as_what := _ROLES.get(_name(role))) is not None and not _removed(role):
            people[f"{as_what} official"] = _text(role, "gerelateerde", "medewerker", "identificatie") or people.get(f"{as_what} official")
            unit = _child(_child(role, "gerelateerde"), "organisatorischeEenheid")
            people[f"{as_what} unit"] = _text(unit, "naam") or _text(unit, "identificatie") or people.get(f"{as_what} unit")
    asked = next((one for one in case if _name(one) == "heeftAlsInitiator" and not _removed(one)), None)
    initiator = _child(asked, "gerelateerde")
    resident = resident_numbers.citizen_number(_text(initiator, "natuurlijkPersoon", "inp.bsn"))
    company = _text(initiator, "nietNatuurlijkPersoon", "inn.nnpId")
    branch = _text(initiator, "vestiging", "vestigingsNummer")
    resident = resident or (f"rsin:{company}" if company else f"vestiging:{branch}" if branch else None)
    suspended = (_text(case, "opschorting", "indicatie") or "").upper() == "J"
    extended = _text(case, "verlenging", "duur") or _text(case, "verlenging", "reden") or ""
    main = _text(case, "isDeelzaakVan", "gerelateerde", "identificatie") or ""
    state = " ".join(filter(None, (sort, "suspended" if suspended else "", f"extended:{extended}".replace(" ", "_") if extended else "")))
    official = people.get("handler official")
    yield Item(
        "message",
        f"{number} {sent} {reference}",
        number,
        moment_text(sent),
        (
            moment_text(_text(case, "registratiedatum")),
            moment_text(_text(case, "startdatum")),
            moment_text(_text(case, "einddatum")),
            _text(case, "isVan", "gerelateerde", "omschrijving") or _text(case, "isVan", "gerelateerde", "code"),
            resident,
            official.casefold() if official else None,
            people.get("handler unit") or people.get("responsible unit"),
            _text(case, "resultaat", "omschrijving"),
            f"{state}|{main}",
        ),
    )
    for link in case:
        if _name(link) == "heeft":
            words, at = _text(link, "gerelateerde", "omschrijving"), moment_text(_text(link, "datumStatusGezet"))
            by = _text(link, "isGezetDoor", "gerelateerde", "medewerker", "identificatie")
            setter = _child(_child(_child(link, "isGezetDoor"), "gerelateerde"), "organisatorischeEenheid")
            for_unit = _text(setter, "naam") or _text(setter, "identificatie")
            if at or words:
                yield Item("stuf-status", f"{number} {at} {words}", number, at, (words, by.casefold() if by else None, for_unit))


def _changes(messages: list[Row], statuses: list[Row]) -> Iterator[Dated]:
    """This walks through the messages of a case: came in, who has it, suspended and resumed, extended, result, closed, opened again.

    Where a day is that of the message (or, for the registration, of the first status), its time is the time of that day.
    """
    first = messages[0]
    registered, start = first[_F], first[_F + 1]
    known = [one[_AT] for one in (*statuses, first) if one[_AT] and (not registered or local_day(one[_AT]) == local_day(registered))]
    moment = min((one for one in known if one), default=registered)
    day, start_day = local_day(moment), local_day(start)
    if start_day and day and start_day < day:
        yield start, 0, {"activity": "Aanvraag ontvangen", "kind": "request", PLACE: first[_PLACE]}
        yield moment, 0, {"activity": "Zaak geregistreerd", "kind": "work", PLACE: first[_PLACE]}
    else:
        yield moment, 0, {"activity": "Zaak geregistreerd", "kind": "request", PLACE: first[_PLACE]}
    had: str | None = None
    unit: str | None = None
    suspended, extended, result, ended = False, "", None, None
    for one in messages:
        at, place = one[_AT], one[_PLACE]
        official, department = one[_F + 5], as_before(one[_F + 6], unit)
        state = (one[_F + 8] or "").split("|")[0].split()
        if department and unit and department != unit:
            yield (
                at,
                1,
                {
                    "activity": "Overgedragen aan andere afdeling",
                    "kind": "transfer",
                    "official": had,
                    "department": unit,
                    "to_department": department,
                    "to_official": official if official != had else None,
                    PLACE: place,
                },
            )
        elif official and had and official != had:
            there = department or unit
            yield (
                at,
                1,
                {
                    "activity": "Overgedragen aan collega",
                    "kind": "transfer",
                    "official": official,
                    "department": there,
                    "to_department": there,
                    "to_official": official,
                    PLACE: place,
                },
            )
        elif official and official != had:
            yield (
                at,
                1,
                {
                    "activity": "Toegewezen aan medewerker",
                    "kind": "other",
                    "official": official,
                    "department": department or unit,
                    PLACE: place,
                },
            )
        elif department and department != unit:
            yield at, 1, {"activity": "Toegewezen aan afdeling", "kind": "other", "department": department, PLACE: place}
        had, unit = official or had, department or unit
        if ("suspended" in state) != suspended:
            suspended = not suspended
            yield (
                at,
                1,
                {
                    "activity": "Opgeschort" if suspended else "Hervat",
                    "kind": "suspend" if suspended else "resume",
                    "department": unit,
                    PLACE: place,
                },
            )
        longer = next((word for word in state if word.startswith("extended:")), "")
        if longer and longer != extended:
            yield at, 1, {"activity": "Termijn verlengd", "kind": "work", "department": unit, PLACE: place}
        extended = longer or extended
        end = at if local_day(at) == local_day(one[_F + 2]) else one[_F + 2]
        if one[_F + 7] and one[_F + 7] != result:
            result = one[_F + 7]
            yield (
                end or at,
                2,
                {"activity": f"Resultaat: {result}", "kind": "decision", "outcome": result, "department": unit, PLACE: place},
            )
        if one[_F + 2] != ended:
            ended = one[_F + 2]
            if ended:
                yield end, 3, {"activity": "Zaak afgesloten", "kind": "close", "department": unit, PLACE: place}
            else:
                yield at, 1, {"activity": "Zaak heropend", "kind": "reopen", "department": unit, PLACE: place}


def _statuses(statuses: list[Row], messages: list[Row], kinds: KindSettings) -> Iterator[Dated]:
    ended = {local_day(one[_F + 2]) for one in messages if one[_F + 2]}
    for one in statuses:
        words = one[_F] or "Status gezet"
        (found,) = recognise_kinds({words: 1}, settings=kinds)
        kind = found.kind if found.rule.startswith("settings") or found.kind in _WORDS_COUNT else "work"
        if kind == "close" and local_day(one[_AT]) in ended:
            kind = "work"  # the close of that day is told by the end of the case
        department = None
        for message in messages:
            at, then = instant(one[_AT]), instant(message[_AT])
            if at and then and then <= at:
                department = message[_F + 6] or department
        department = one[_F + 2] or department
        yield one[_AT], 1, {"activity": words, "kind": kind, "official": one[_F + 1], "department": department, PLACE: one[_PLACE]}


def _hold_depth(root: Element, most: int, name: str) -> None:
    level = [root]
    for _ in range(most):
        level = [child for one in level for child in one]
        if not level:
            return
    raise InputError(say("“{file}” is nested deeper than {depth} levels. It is not read.", file=name, depth=most))


def _name(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _removed(link: Element) -> bool:
    """This tells whether a message takes a link away (`verwerkingssoort` V): it names who it was."""
    return any(key.rsplit("}", 1)[-1] == "verwerkingssoort" and value == "V" for key, value in link.items())


def _child(element: Element | None, name: str) -> Element | None:
    return next((one for one in element if _name(one) == name), None) if element is not None else None


def _text(element: Element | None, *path: str) -> str | None:
    for name in path:
        element = _child(element, name)
    if element is None or element.get(_NIL) == "true":
        return None
    return (element.text or "").strip() or None
