"""What is looked up while the cases of Open Zaak are told: types by their versions, kinds of statuses."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from journeys.kinds import recognise_kinds
from journeys.names import normalised
from journeys.settings import KindSettings
from journeys.sources.asked_as import kind_of_case_type
from journeys.sources.shelf import Shelf
from journeys.sources.staff import Staff

Row = tuple[str | None, ...]
_BY_WORDS = frozenset({"suspend", "resume", "decision"})
"""Kinds that the words of a status may give it; all other statuses are a step of work, an end status is a close."""


@dataclass
class Known:
    """This is what is looked up while cases are told: types, topics, numbers and residents of other cases."""

    topics: dict[str, str] = field(default_factory=dict)
    asked_as: dict[str, str] = field(default_factory=dict)
    responsible: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, tuple[str, bool, str]] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    decisions: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    alike: int = 0
    renamed: dict[str, str] = field(default_factory=dict)
    residents: dict[str, str] = field(default_factory=dict)
    staff: Staff = field(default_factory=Staff)

    @staticmethod
    def of(shelf: Shelf, kinds: KindSettings) -> Known:
        """This reads the catalogue and the numbers of cases from the shelf."""
        numbers, alike = case_numbers(shelf)
        known = Known(numbers=numbers, alike=alike, staff=Staff.of(shelf))
        known._read_types(shelf, kinds)
        known.renamed = _renamed(shelf)
        for uuid, words, ends in shelf.rows("statustype", columns="id, f1, f2"):
            if words:
                known.statuses[str(uuid)] = (words, ends in ("true", "t"), _kind_of_status(words, ends in ("true", "t"), kinds))
        known.results = {str(uuid): words or general or "" for uuid, words, general in shelf.rows("resultaattype", columns="id, f1, f2")}
        known.decisions = {str(uuid): words for uuid, words in shelf.rows("besluittype", columns="id, f1") if words}
        main = {uuid for pair in shelf.rows("zaak", columns="f6, f9") for uuid in pair if uuid}
        if main:
            roles: dict[str, list[Row]] = {}
            for case, *role in shelf.rows("rol", columns="owner, f1, f2, f3, moment, f5"):
                if case in main:
                    roles.setdefault(str(case), []).append(tuple(role))
            known.residents = {case: found for case, some in roles.items() if (found := initiator(some)[0])}
        return known

    def _read_types(self, shelf: Shelf, kinds: KindSettings) -> None:
        """This names each case type after its latest version: versions are one by their `identificatie`, or one process would be many.

        What sort of question its cases come in as (`asked_as`) is said by each version itself.
        """
        newest: dict[str, tuple[str, str]] = {}
        types = [row for row in shelf.rows("zaaktype", columns="id, f1, f2, f3, f4, f5") if row[2]]
        for uuid, number, words, version, _, does in types:
            self.asked_as[str(uuid)] = kind_of_case_type(str(words), does, kinds=kinds)
            key = (number or str(uuid)).casefold()
            newest[key] = max(newest.get(key, ("", "")), (version or "", str(words)))
        names: dict[str, set[str]] = {}
        for key, (_, words) in newest.items():
            names.setdefault(words.casefold(), set()).add(key)
        for uuid, number, _, _, responsible, _ in types:
            key = (number or str(uuid)).casefold()
            words = newest[key][1]
            self.topics[str(uuid)] = words if len(names[words.casefold()]) == 1 else f"{words} ({number})"
            if responsible and not responsible.isdigit():
                self.responsible[str(uuid)] = responsible


def _renamed(shelf: Shelf) -> dict[str, str]:
    """This gives the newest name of each department that stands in the roles under several: by its code it is one department."""
    names: dict[str, dict[str, str]] = {}
    rows = shelf.rows("rol", columns="f2, f3, f4, moment") + shelf.rows("audit", columns="f6, f7, f8, moment")
    for sort, name, code, moment in rows:
        if sort == "organisatorische_eenheid" and name and code and name != code:
            before = names.setdefault(code, {})
            before[name] = max(before.get(name, ""), moment or "")
    return {code: max(some, key=lambda name: some[name]) for code, some in names.items() if len(some) > 1}


def case_numbers(shelf: Shelf) -> tuple[dict[str, str], int]:
    """This gives the number of each case by its uuid, and of how many cases the number is another one's too.

    A number is unique within one organisation only (`bronorganisatie`): cases that share one are kept apart by their uuid.
    """
    numbers = {str(uuid): number for uuid, number in shelf.rows("zaak", columns="id, f1") if number}
    often = Counter(normalised(number) for number in numbers.values())
    shared = {uuid for uuid, number in numbers.items() if often[normalised(number)] > 1}
    return {uuid: f"{number} {uuid}" if uuid in shared else number for uuid, number in numbers.items()}, len(shared)


def initiator(roles: list[Row]) -> tuple[str | None, bool]:
    """This gives the resident of a case, and whether it began inside the municipality; of two, whoever is no mere representative.

    Roles come as (generic description, sort, who, moment, mandate).
    """
    began = sorted((one for one in roles if one[0] == "initiator"), key=lambda one: (one[4] == "gemachtigde", one[3] or ""))
    resident = next((one[2] for one in began if one[2] and one[1] not in ("medewerker", "organisatorische_eenheid")), None)
    return resident, bool(began) and all(one[1] in ("medewerker", "organisatorische_eenheid") for one in began)


def _kind_of_status(words: str, ends: bool, kinds: KindSettings) -> str:
    """This gives the kind of a status: what the settings say; an end status closes; some words say more; all else is a step of work."""
    (found,) = recognise_kinds({words: 1}, settings=kinds)
    if found.rule.startswith("settings"):
        return found.kind
    if ends:
        return "close"
    return found.kind if found.kind in _BY_WORDS else "work"
