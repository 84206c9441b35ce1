"""What Open Zaak, Open Klant with ITA, and Signalen can hold of the sample: the rows as these systems must tell them, and how each is stored.

Each row of the sample becomes a row of what is held, or says by name in `Held.named` what the systems cannot hold of it. Nothing of the
toolkit is used here.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

Row = dict[str, str]
COLUMNS = ("zaaknummer", "inwoner", "activiteit", "tijdstip", "medewerker", "afdeling", "naar_afdeling", "naar_medewerker", "kanaal", "richting", "soort", "onderwerp", "uitkomst")
KCC = "Klantcontactcentrum"
STEP = timedelta(seconds=11)
"""Rows of one minute stand so far apart: changes of roles within ten seconds are one act."""
STREET = ("Losse stoeptegel", "Kapotte lantaarnpaal", "Groen en bomen", "Verstopte put", "Speelplek", "Overlast op straat", "Afval naast container", "Fietswrak")
OF_A_REPORT = {"aanvraag", "automatisch bericht", "overdracht", "behandeling", "afsluiting", "contact", "contact door gemeente", ""}
NOT_KNOWN = "onbekend"
"""How the systems hold a department that nobody knows, as municipalities do: by that name."""


@dataclass
class Held:
    """This is the sample as the systems hold it: rows with `form` (how it is stored) and `system`, and what had to change, by name."""

    rows: list[Row] = field(default_factory=list)
    named: Counter[str] = field(default_factory=Counter)
    changed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    home: dict[str, str] = field(default_factory=dict)
    bsn: dict[str, str] = field(default_factory=dict)

    def name(self, row: Row, what: str, times: int = 1) -> None:
        """This counts one difference, and writes down of whose journey it is (of the sample)."""
        if times:
            self.named[what] += times
            self.changed[row["inwoner"] or f"case:{row['zaaknummer']}"].add(what)


def read(sample: Path) -> list[Row]:
    """This reads the sample: rows once, with `at` (the moment that orders a row, rule A4) as text that sorts."""
    rows, seen, last = [], set(), {}
    with sample.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter=";"):
            key = tuple(row.values())
            if key in seen:
                continue
            seen.add(key)
            moment = datetime.strptime(row["tijdstip"], "%d-%m-%Y %H:%M")
            before = last.get(row["zaaknummer"])
            row["day_only"] = "yes" if moment.strftime("%H:%M") == "00:00" else ""
            if row["day_only"] and before and before.date() == moment.date():
                moment = before
            last[row["zaaknummer"]] = moment
            row["at"] = moment.isoformat()
            rows.append(row)
    return rows


def official(name: str) -> str:
    """This gives an official; "" for a mailbox, a system or nobody."""
    return name if name.startswith("mw-") else ""


def department(name: str) -> str:
    return "" if name in ("", "-", "onbekend") else name


def numbers(residents: list[str]) -> dict[str, str]:
    """This gives each resident an invented citizen number that passes the test of eleven."""
    found, base = {}, 30_000_000
    for who in residents:
        while True:
            base += 7
            digits = [int(one) for one in str(base)]
            check = sum(weight * digit for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
            if check < 10:
                break
        found[who] = f"{base}{check}"
    return found


def uuid(sort: int, number: int) -> str:
    return f"{sort:08d}-0000-4000-8000-{number:012d}"


def hold(sample: Path) -> Held:
    """This tells what the systems hold of the sample."""
    rows, held, cases = read(sample), Held(), defaultdict(list)
    for row in rows:
        cases[row["zaaknummer"]].append(row)
        if official(row["medewerker"]) and department(row["afdeling"]):
            held.home.setdefault(row["medewerker"], row["afdeling"])
    held.bsn = numbers(sorted({row["inwoner"] for row in rows if row["inwoner"]}))
    for number, (case, found) in enumerate(cases.items(), start=1):
        found.sort(key=lambda row: row["at"])
        held.name(found[0], "time instead of a day", sum(1 for row in found if row["day_only"]))
        if _is_report(found):
            _report(held, number, found)
        elif _is_conversation(found):
            _conversation(held, number, found)
        else:
            _case(held, case, found)
    _with_seconds(held)
    return held


def _is_report(rows: list[Row]) -> bool:
    """A report of something in the street, to which Signalen adds no colleague and which the resident did not call about at once."""
    kinds = [row["soort"] for row in rows]
    early = [row for row in rows if row["soort"] == "contact" and _minutes(rows[0], row) <= 20]
    return (
        rows[0]["onderwerp"] in STREET and set(kinds) <= OF_A_REPORT and kinds[0] == "aanvraag" and kinds.count("aanvraag") == 1 and not early
        and not any(row["activiteit"] == "Overgedragen aan collega" for row in rows)
    )  # fmt: skip


def _is_conversation(rows: list[Row]) -> bool:
    """A question that one official of the contact centre answered at once."""
    alike = len({(official(row["medewerker"]), department(row["afdeling"])) for row in rows}) == 1
    return [row["soort"] for row in rows] == ["contact", "afsluiting"] and alike and bool(official(rows[0]["medewerker"]))


def _minutes(one: Row, other: Row) -> float:
    return abs((datetime.fromisoformat(other["at"]) - datetime.fromisoformat(one["at"])).total_seconds()) / 60


def _put(held: Held, row: Row, form: str, **changed: str) -> Row:
    """This adds a row, changed where the systems tell it otherwise; each change is counted under its name."""
    made = {name: row[name] for name in COLUMNS} | {"at": row["at"], "form": form, "of": row["zaaknummer"]} | changed
    made["medewerker"], made["afdeling"] = official(made["medewerker"]), department(made["afdeling"])
    made["inwoner"] = held.bsn.get(made["inwoner"], made["inwoner"])
    was, now = department(row["afdeling"]), made["afdeling"]
    if changed.get("added"):
        held.name(row, f"added: {made['activiteit']}")
        held.rows.append(made)
        return made
    if was != now:
        held.name(row, "department known after all" if not was else "department not known" if not now else "other department")
    if official(row["medewerker"]) != made["medewerker"]:
        held.name(row, "official not known" if not made["medewerker"] else "official known after all")
    if row["soort"] != made["soort"]:
        held.name(row, f"{row['soort'] or 'other'} is {made['soort'] or 'other'}")
    if row["kanaal"] != made["kanaal"]:
        held.name(row, "channel of a suspension")
    for name in ("naar_afdeling", "naar_medewerker"):
        if row[name] != made[name]:
            held.name(row, "whom it was passed to not known")
    held.rows.append(made)
    return made


def _report(held: Held, number: int, rows: list[Row]) -> None:
    """This is a report in Signalen; who reported, and what passed between the resident and the municipality, stands in Open Klant."""
    case = str(number)
    holder = department(rows[0]["afdeling"]) or NOT_KNOWN
    same = {"zaaknummer": case, "system": "signalen"}

    def of(who: str) -> str:
        return held.home[who] if who else holder

    for row in rows:
        who, kind = official(row["medewerker"]), row["soort"]
        if kind == "aanvraag":
            _put(held, row, "report", **same, afdeling=holder, medewerker=who if row["kanaal"] in ("telefoon", "balie") else "")
        elif kind == "overdracht":
            to = row["naar_afdeling"]
            if to != holder or of(who) != holder:
                _put(held, row, "routing", **same, afdeling=of(who))
                holder = to
            else:
                _put(held, row, "note", **same, soort="", afdeling=of(who), naar_afdeling="", naar_medewerker="")
        elif kind in ("automatisch bericht", "contact", "contact door gemeente"):
            _put(held, row, "message" if kind == "automatisch bericht" else "contact", **same)
        elif kind == "":
            _put(held, row, "note", **same, afdeling=of(who))
        else:
            _put(held, row, "state", **same, afdeling=of(who))


def _conversation(held: Held, number: int, rows: list[Row]) -> None:
    """This is a question that the contact centre answered at once: a contact of its own, with its end in KISS."""
    case = uuid(20, number)
    contact, close = rows
    same = {"zaaknummer": case, "system": "klant"}
    started = contact["at"]
    _put(held, contact | {"at": close["at"]}, "conversation", **same, started=started)
    _put(held, close, "conversation end", **same)
    held.name(contact, "contact at the end of the conversation", started != close["at"])


def _case(held: Held, case: str, rows: list[Row]) -> None:
    """This is a case in Open Zaak with its audit trail; contacts, callbacks and messages about it stand in Open Klant and ITA.
    """
    walk = _Case(held, case)
    for row in rows:
        walk.take(row, row is next((one for one in rows if one["soort"] in ("aanvraag", "contact")), rows[0]))


class _Case:
    """This walks through the rows of one case, and tells how each is held: `holder` has it, `had` is the official who does."""

    def __init__(self, held: Held, case: str) -> None:
        self.held, self.case = held, case
        self.holder = self.had = ""
        self.contacts: list[tuple[Row, Row]] = []
        self.tasks: list[Row] = []

    def of(self, who: str) -> str:
        """The department that the systems know for an act: of whoever has the case the one that has it, of anybody else his own."""
        return self.holder if not who or who == self.had else self.held.home[who]

    def put(self, row: Row, form: str, **changed: str) -> Row:
        return _put(self.held, row, form, zaaknummer=self.case, system="zaak", **changed)

    def take(self, row: Row, asks: bool) -> None:
        who, kind = official(row["medewerker"]), row["soort"]
        if asks:
            self.holder = department(row["afdeling"]) or NOT_KNOWN
            spoken = row["kanaal"] in ("telefoon", "balie")
            self.put(row, "case", afdeling=self.holder, medewerker=who if spoken else "", asked=kind)
        elif kind == "overdracht":
            self.passed(row, who)
        elif kind in ("opschorting", "hervatting"):
            self.put(row, kind, kanaal="", know=self.of(who))
        elif kind in ("behandeling", "besluit", "afsluiting"):
            self.put(row, {"behandeling": "status", "besluit": "decision", "afsluiting": "close"}[kind], know=self.of(who))
        elif kind == "":
            self.put(row, "notitie", afdeling=self.of(who))
        elif kind == "automatisch bericht":
            self.put(row, "message")
        elif kind == "terugbelverzoek":
            self.callback(row, who)
        elif kind != "contact door gemeente" or row["activiteit"] != "Inwoner teruggebeld" or not self.called_back(row, who):
            made = self.put(row, "contact", soort="contact" if kind == "aanvraag" else kind)
            if kind == "contact":
                self.contacts.append((row, made))

    def passed(self, row: Row, who: str) -> None:
        """Who gives a case that nobody had to a colleague, takes it and gives it away in one go."""
        to, named = row["naar_afdeling"], official(row["naar_medewerker"])
        again = to == self.holder and bool(who) and self.of(who) != self.holder
        if to != self.holder or again:
            self.put(row, "passed on", medewerker=who or self.had, afdeling=self.of(who), by=who)
            self.holder, self.had = to, named
        elif named and named != self.had and (self.had or who):
            self.put(row, "passed inside", medewerker=who or named, afdeling=self.of(who), by=who)
            self.had = named
        else:
            self.put(row, "notitie", soort="", afdeling=self.of(who), naar_afdeling="", naar_medewerker="")

    def callback(self, row: Row, who: str) -> None:
        """A callback request is a task that a contact of that day led to."""
        near = [one for one in self.contacts if one[0]["at"][:10] == row["at"][:10] and not one[1].get("task")]
        alike = [one for one in near if official(one[0]["medewerker"]) == who and department(one[0]["afdeling"]) == department(row["afdeling"])]
        if not near:
            added = self.put(row, "contact", soort="contact", naar_afdeling="", naar_medewerker="", activiteit="Inwoner neemt contact op", added="yes")
            near = [(row, added)]
        _, contact = (alike or near)[-1]
        contact["task"] = "yes"
        made = self.put(row, "task", afdeling=contact["afdeling"], medewerker=contact["medewerker"], kanaal=contact["kanaal"])
        made["contact"] = contact  # type: ignore[assignment]
        self.tasks.append(made)

    def called_back(self, row: Row, who: str) -> bool:
        """A call that a task asked for, if the log book knows for which department: otherwise it is a contact like any other."""
        fits = [one for one in self.tasks if (self.held.home[who] if who else one["naar_afdeling"]) == department(row["afdeling"])]
        if not fits:
            return False
        task = next((one for one in fits if one["naar_afdeling"] == department(row["afdeling"])), fits[0])
        self.tasks.remove(task)
        self.put(row, "called back")["task"] = task  # type: ignore[assignment]
        return True


def _with_seconds(held: Held) -> None:
    """This gives every row of a journey its own moment, in order: the systems' clocks are finer than a minute."""
    whose: dict[str, list[Row]] = defaultdict(list)
    for row in held.rows:
        whose[row["inwoner"] or f"case:{row['zaaknummer']}"].append(row)
    for rows in whose.values():
        rows.sort(key=lambda row: row["at"])
        last = datetime.min
        for row in rows:
            at = datetime.fromisoformat(row["at"])
            at += timedelta(minutes=1) if at.strftime("%H:%M:%S") == "00:00:00" else timedelta()
            ended = row["form"] == "conversation end"
            at = last if ended else max(at, last + STEP) if last != datetime.min else at
            row["at"], last = at.isoformat(), at
            row["tijdstip"] = at.strftime("%Y-%m-%d %H:%M:%S")


def write_rows(held: Held, file: Path) -> None:
    """This writes what is held as a plain list, in the order of moments."""
    with file.open("w", encoding="utf-8", newline="") as handle:
        table = csv.DictWriter(handle, COLUMNS, delimiter=";", extrasaction="ignore")
        table.writeheader()
        table.writerows(sorted(held.rows, key=lambda row: (row["zaaknummer"], row["at"])))
